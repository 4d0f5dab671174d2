//! Which of the texts that hold a query's letters in their order a person would call a match.
//!
//! The letters have to lie in pieces: beginnings of words, however short, or three and more letters that stand
//! together anywhere in a word (or the whole query, where it is shorter). So a word is found by any part of it, by its
//! beginning, with a letter left out, and several words by their initials; letters strewn over a sentence are not.
//! What is left has to score enough, so that the pieces lie close together.

use super::Found;
use super::index::{Folded, Texts};
use super::score::{bonus_after, bonus_after_byte, in_one_piece};

/// How many percent of the score of a query in one piece are enough.
const ENOUGH: i64 = 60;

/// From how many letters on the score has a say.
const WORD: usize = 3;

/// The longest query, in letters, that is looked at by pieces; a longer one is judged by its score.
const LONGEST: usize = 64;

/// A query made ready to be looked at by pieces.
pub(super) struct Worth<'a> {
    letters: &'a [char],
    /// For each ASCII letter, a bit for every place of the query where it stands.
    ascii: [u64; 128],
    least: i64,
}

impl<'a> Worth<'a> {
    /// Nothing where a single letter, or none, is sought: everything that has it is worthwhile.
    pub(super) fn of(letters: &'a [char]) -> Option<Self> {
        if letters.len() < 2 {
            return None;
        }
        let mut ascii = [0; 128];
        for (at, letter) in letters.iter().enumerate().take(LONGEST) {
            if let Some(bits) = ascii.get_mut(*letter as usize) {
                *bits |= 1 << at;
            }
        }
        let count = i64::try_from(letters.len()).unwrap_or(i64::MAX / 100_000);
        let least = if letters.len() < WORD {
            i64::MIN
        } else {
            in_one_piece(count) * ENOUGH / 100
        };
        Some(Self {
            letters,
            ascii,
            least,
        })
    }

    /// Those of what was found that are worthwhile, in their order.
    pub(super) fn of_found(&self, texts: &Texts, found: &[Found]) -> Vec<Found> {
        let found = found.iter();
        found
            .filter(|one| self.holds(texts, one.position, one.score))
            .copied()
            .collect()
    }

    /// Whether a row with this score is worthwhile.
    pub(super) fn holds(&self, texts: &Texts, row: usize, score: i64) -> bool {
        if score < self.least {
            return false;
        }
        if self.letters.len() > LONGEST {
            return true;
        }
        match texts.text(row) {
            Folded::Ascii(text, length) => {
                let text = &text[..length];
                let before = |at: usize| at.checked_sub(1).map_or(0, |at| text[at]);
                let letters = text.iter().enumerate().map(|(at, byte)| {
                    let bits = self.ascii[usize::from(byte & 0x7f)];
                    (bits, bonus_after_byte(before(at)) > 0)
                });
                self.lies_in_pieces(letters)
            }
            Folded::Wide(text) => {
                let letters = text.iter().enumerate().map(|(at, letter)| {
                    let before = at.checked_sub(1).map_or('\0', |at| text[at]);
                    (self.places_of(*letter), bonus_after(before) > 0)
                });
                self.lies_in_pieces(letters)
            }
        }
    }

    fn places_of(&self, letter: char) -> u64 {
        self.ascii.get(letter as usize).copied().unwrap_or_else(|| {
            let places = self.letters.iter().enumerate();
            places.fold(0, |bits, (at, one)| bits | u64::from(*one == letter) << at)
        })
    }

    /// Whether the query lies in a text in pieces; the text is given letter by letter, each with the places of the
    /// query where it stands and whether it begins a word.
    ///
    /// A bit stands for the query up to that place. A piece that is long enough, or begins a word, is good: another
    /// piece may follow after it.
    fn lies_in_pieces(&self, text: impl Iterator<Item = (u64, bool)>) -> bool {
        let whole = 1u64 << (self.letters.len() - 1);
        let is_short = self.letters.len() < WORD;
        let (mut good, mut one, mut two) = (0u64, 0u64, 0u64);
        // What good pieces have covered so far.
        let mut covered = 0u64;
        for (here, begins_a_word) in text {
            let begun = here & ((covered << 1) | 1);
            let (from_good, from_one, from_two) =
                (here & (good << 1), here & (one << 1), here & (two << 1));
            good = from_good | from_two;
            if begins_a_word {
                good |= begun;
                one = 0;
            } else {
                one = begun;
            }
            if is_short {
                good |= from_one;
            }
            two = from_one;
            covered |= good;
            if covered & whole != 0 {
                return true;
            }
        }
        false
    }
}
