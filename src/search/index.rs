//! The folded texts of all rows, and masks that tell most rows apart without reading them. Pure.

use super::fold::fold_letter;
use super::score::{
    AFTER_HARD, AFTER_SOFT, AT_THE_START, CONSECUTIVE, LEAST_GAP, MATCHED, bonus_after_byte,
    of_one_letter,
};

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

/// What bounds the score of a row from above without reading it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sketch {
    /// Letters after a hard separator, and the first.
    hard: u64,
    /// Letters after a soft separator.
    soft: u64,
    /// A filter of the pairs of neighbours: a pair whose bit is not set does not occur.
    pairs: [u64; 4],
    /// The first letter.
    first: u8,
    /// Not plain ASCII: nothing is known.
    wide: bool,
}

impl Sketch {
    /// No score of this query of plain ASCII, in this row, is higher. For a query of one letter with a bit of its
    /// own, and a row of plain ASCII that has it, this is the score.
    pub(super) fn bound(&self, query: &[u8]) -> i32 {
        let [first, rest @ ..] = query else { return 0 };
        if self.wide {
            return i32::MAX;
        }
        let start = if self.first == *first {
            AT_THE_START
        } else {
            self.bonus(*first)
        };
        let mut bound = of_one_letter(start);
        let mut before = *first;
        for letter in rest {
            let (word, bit) = pair(before, *letter);
            bound += self.step(before, *letter, self.pairs[word] & bit != 0);
            before = *letter;
        }
        bound
    }

    /// The most that a letter of the query, not its first, can add; `adjacent` where it stands anywhere right after
    /// the one before it.
    pub(super) fn step(&self, before: u8, letter: u8, adjacent: bool) -> i32 {
        let over_a_gap = self.bonus(letter) - LEAST_GAP;
        MATCHED
            + if adjacent {
                over_a_gap.max(CONSECUTIVE).max(bonus_after_byte(before))
            } else {
                over_a_gap
            }
    }

    fn bonus(&self, letter: u8) -> i32 {
        let bit = BIT[usize::from(letter & 0x7f)];
        if self.hard & bit != 0 {
            AFTER_HARD
        } else if self.soft & bit != 0 {
            AFTER_SOFT
        } else {
            0
        }
    }
}

/// Where the bit of a pair of neighbours is.
fn pair(before: u8, letter: u8) -> (usize, u64) {
    let both = before
        .wrapping_mul(37)
        .wrapping_add(letter.wrapping_mul(11));
    (usize::from(both >> 6), 1 << (both & 63))
}

/// The searched texts.
#[derive(Debug, Default)]
pub(super) struct Texts {
    bytes: Vec<u8>,
    letters: Vec<char>,
    places: Vec<Place>,
    /// For each row, one bit for each letter it has; see [`bit_of`].
    pub(super) masks: Vec<u64>,
    /// For each row, what bounds its score.
    pub(super) sketches: Vec<Sketch>,
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
            sketches: Vec::with_capacity(rows),
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
        let text = &self.bytes[start..];
        let mut mask = 0;
        let mut sketch = Sketch {
            first: text.first().copied().unwrap_or(0),
            ..Sketch::default()
        };
        // Nothing before the first letter is as good as a hard separator.
        let mut before = 0;
        for byte in text {
            let bit = BIT[usize::from(byte & 0x7f)];
            mask |= bit;
            let bonus = bonus_after_byte(before);
            // Without branches, which words of any length would lead astray.
            sketch.hard |= bit & u64::from(bonus == AFTER_HARD).wrapping_neg();
            sketch.soft |= bit & u64::from(bonus == AFTER_SOFT).wrapping_neg();
            let (word, bit) = pair(before, *byte);
            sketch.pairs[word] |= bit;
            before = *byte;
        }
        self.masks.push(mask);
        self.sketches.push(sketch);
        let length = self.bytes.len() - start;
        self.bytes.resize(start + length.next_multiple_of(8), 0);
        Place::Ascii { start, length }
    }

    fn close_wide(&mut self, row: &[char]) -> Place {
        self.masks.push(
            row.iter()
                .fold(0, |mask, letter| mask | 1 << bit_of(*letter)),
        );
        self.sketches.push(Sketch {
            wide: true,
            ..Sketch::default()
        });
        let start = self.letters.len();
        self.letters.extend_from_slice(row);
        Place::Wide {
            start,
            length: row.len(),
        }
    }
}

/// Hands out the searched text of a row letter by letter, each with the field it comes from and its place there,
/// counted in characters: the fields, folded, with a space (which has no place) between two that hold anything.
pub(super) fn joined<'a>(
    fields: impl Iterator<Item = &'a str>,
    mut sink: impl FnMut(usize, Option<usize>, char),
) {
    let mut total = 0;
    for (at, field) in fields.enumerate() {
        let mut of_this_field = 0;
        for (place, letter) in field.chars().enumerate() {
            if total >= ROW_LIMIT || of_this_field >= FIELD_LIMIT {
                break;
            }
            fold_letter(letter, |one| {
                // A field of nothing but accents has no letter that a space could stand before.
                if of_this_field == 0 && total > 0 && total < ROW_LIMIT {
                    sink(at, None, ' ');
                    total += 1;
                }
                if total < ROW_LIMIT && of_this_field < FIELD_LIMIT {
                    sink(at, Some(place), one);
                    total += 1;
                    of_this_field += 1;
                }
            });
        }
    }
}

/// The bit that stands for a letter: its own for `a` to `z`, the digits, space and hyphen; shared for the rest.
pub(super) fn bit_of(letter: char) -> u32 {
    match u8::try_from(letter) {
        Ok(byte) if byte < 128 => BIT[usize::from(byte)].trailing_zeros(),
        _ => 48 + u32::from(letter) % 16,
    }
}

/// Below this, a bit stands for one letter alone.
pub(super) const BITS_OF_THEIR_OWN: u32 = 38;

/// The bits of ASCII.
static BIT: [u64; 128] = {
    let mut bits = [0; 128];
    let mut byte = 0u8;
    while byte < 128 {
        bits[byte as usize] = 1
            << match byte {
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
