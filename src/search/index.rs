//! The folded texts of all rows, and masks that tell most rows apart without reading them. Pure.

use super::fold::fold_letter;
use super::score::{AFTER_HARD, AFTER_SOFT, bonus_after_byte};

/// Folded characters of one field that are searched; more are passed over.
pub(super) const FIELD_LIMIT: usize = 512;
/// Folded characters of one row that are searched; more are passed over.
pub(super) const ROW_LIMIT: usize = 1024;

/// Where a row's text stands.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// In `bytes`, filled up with zeros to a multiple of 8.
    Ascii { start: usize, length: usize },
    /// In `letters`.
    Wide { start: usize, length: usize },
}

/// A row's text, folded and joined.
#[derive(Debug, Clone, Copy)]
pub(super) enum Folded<'a> {
    /// Plain ASCII, filled up with zeros, and how much of it is the text.
    Ascii(&'a [u8], usize),
    /// Anything.
    Wide(&'a [char]),
}

/// Which letters stand at the places that score.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Heads {
    /// Letters after a hard separator, and the first.
    pub(super) hard: u64,
    /// Letters after a soft separator.
    pub(super) soft: u64,
}

/// The searched texts.
#[derive(Debug, Default)]
pub(super) struct Texts {
    bytes: Vec<u8>,
    letters: Vec<char>,
    places: Vec<Place>,
    /// For each row, one bit for each letter it has; see [`bit_of`].
    pub(super) masks: Vec<u64>,
    /// For each row, the letters at places that score.
    pub(super) heads: Vec<Heads>,
    /// The row in the making, while it is not plain ASCII.
    scratch: Vec<char>,
}

impl Texts {
    /// Room for so many rows.
    pub(super) fn with_rows(rows: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(rows * 96),
            places: Vec::with_capacity(rows),
            masks: Vec::with_capacity(rows),
            heads: Vec::with_capacity(rows),
            ..Self::default()
        }
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.places.len()
    }

    /// The text of a row.
    pub(super) fn text(&self, row: usize) -> Folded<'_> {
        match self.places[row] {
            Place::Ascii { start, length } => Folded::Ascii(
                &self.bytes[start..start + length.next_multiple_of(8)],
                length,
            ),
            Place::Wide { start, length } => Folded::Wide(&self.letters[start..start + length]),
        }
    }

    /// Takes one more row.
    pub(super) fn push<'a>(&mut self, fields: impl Iterator<Item = &'a str> + Clone) {
        let place = if fields.clone().all(str::is_ascii) {
            let start = self.bytes.len();
            for field in fields.filter(|field| !field.is_empty()) {
                if self.bytes.len() > start {
                    self.bytes.push(b' ');
                }
                let field = field.as_bytes();
                self.bytes
                    .extend_from_slice(&field[..field.len().min(FIELD_LIMIT)]);
            }
            self.bytes.truncate(start + ROW_LIMIT);
            self.bytes[start..].make_ascii_lowercase();
            self.close_ascii(start)
        } else {
            let mut row = std::mem::take(&mut self.scratch);
            row.clear();
            joined(fields, |_, _, letter| row.push(letter));
            // Accents gone, most texts of the Latin script are plain ASCII.
            let place = if row.iter().all(char::is_ascii) {
                let start = self.bytes.len();
                self.bytes
                    .extend(row.iter().filter_map(|letter| u8::try_from(*letter).ok()));
                self.close_ascii(start)
            } else {
                self.close_wide(&row)
            };
            self.scratch = row;
            place
        };
        self.places.push(place);
    }

    fn close_ascii(&mut self, start: usize) -> Place {
        let (mut mask, mut heads) = (0, Heads::default());
        let mut before = 0;
        for byte in &self.bytes[start..] {
            let bit = 1 << BITS[usize::from(byte & 0x7f)];
            mask |= bit;
            match bonus_after_byte(before) {
                AFTER_HARD => heads.hard |= bit,
                AFTER_SOFT => heads.soft |= bit,
                _ => {}
            }
            before = *byte;
        }
        self.masks.push(mask);
        self.heads.push(heads);
        let length = self.bytes.len() - start;
        self.bytes.resize(start + length.next_multiple_of(8), 0);
        Place::Ascii { start, length }
    }

    /// No heads are kept: a row that is not plain ASCII is always read.
    fn close_wide(&mut self, row: &[char]) -> Place {
        self.masks.push(
            row.iter()
                .fold(0, |mask, letter| mask | 1 << bit_of(*letter)),
        );
        self.heads.push(Heads::default());
        let start = self.letters.len();
        self.letters.extend_from_slice(row);
        Place::Wide {
            start,
            length: row.len(),
        }
    }
}

/// Hands out the searched text of a row letter by letter, each with the field it comes from and its place there,
/// counted in characters: the fields that are not empty, folded, with a space between two (which has no place).
pub(super) fn joined<'a>(
    fields: impl Iterator<Item = &'a str>,
    mut sink: impl FnMut(usize, Option<usize>, char),
) {
    let mut total = 0;
    for (at, field) in fields.enumerate().filter(|(_, field)| !field.is_empty()) {
        if total >= ROW_LIMIT {
            return;
        }
        if total > 0 {
            sink(at, None, ' ');
            total += 1;
        }
        let end = (total + FIELD_LIMIT).min(ROW_LIMIT);
        for (place, letter) in field.chars().enumerate() {
            if total >= end {
                break;
            }
            fold_letter(letter, |one| {
                if total < end {
                    sink(at, Some(place), one);
                    total += 1;
                }
            });
        }
    }
}

/// The bit that stands for a letter: its own for `a` to `z`, the digits, space and hyphen; shared for the rest.
pub(super) fn bit_of(letter: char) -> u32 {
    match u8::try_from(letter) {
        Ok(byte) if byte < 128 => u32::from(BITS[usize::from(byte)]),
        _ => 48 + u32::from(letter) % 16,
    }
}

/// Below this, a bit stands for one letter alone.
pub(super) const BITS_OF_THEIR_OWN: u32 = 38;

/// The bits of ASCII.
static BITS: [u8; 128] = {
    let mut bits = [0; 128];
    let mut byte = 0u8;
    while byte < 128 {
        bits[byte as usize] = match byte {
            b'a'..=b'z' => byte - b'a',
            b'0'..=b'9' => 26 + byte - b'0',
            b' ' => 36,
            b'-' => 37,
            other => 38 + other % 10,
        };
        byte += 1;
    }
    bits
};
