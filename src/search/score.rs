//! The score of one folded text against one folded query: that of `SkimMatcherV2::fuzzy_indices` of
//! fuzzy-matcher 0.3.7 as a matcher that has never been used before gives it, without its whole matrix.
//!
//! The crate's matcher keeps its matrix from one call to the next and reads cells of the former text where a
//! letter is doubled, so that a used one gives scores which depend on what it saw before. A fresh one does not,
//! and is the law here; tests hold this file to it.
//!
//! The law, on folded text, for query letter i at text letter j: a match counts 16. The first also counts -1
//! and the bonus of its place. Each later one counts either, right after the former match, the bonus of its
//! place but at least 4; or, after a gap of g letters, the bonus of its place less 3 + g. The bonus of a place is 8
//! after a hard separator, 7 after a soft one, 16 for the very first letter, else 0.

use std::slice::Chunks;

/// What every matched letter counts.
pub(super) const MATCHED: i32 = 16;
/// What the first match counts besides.
const BEFORE_THE_FIRST: i32 = -1;
/// The least bonus of a letter right after the former match.
pub(super) const CONSECUTIVE: i32 = 4;
/// What a gap costs besides its length.
const GAP: i32 = 3;
/// What the shortest gap costs in all.
pub(super) const LEAST_GAP: i32 = GAP + 1;
/// The bonus of the first letter of the text.
pub(super) const AT_THE_START: i32 = 16;
/// The bonus after a hard separator.
pub(super) const AFTER_HARD: i32 = 8;
/// The bonus after a soft separator.
pub(super) const AFTER_SOFT: i32 = 7;

/// The score of a query of one letter whose best place has this bonus.
pub(super) fn of_one_letter(bonus: i32) -> i32 {
    BEFORE_THE_FIRST + bonus + MATCHED
}

/// The score of so many letters, at least one, as one piece in the middle of a word.
pub(super) fn in_one_piece(letters: i64) -> i64 {
    let (first, each) = (BEFORE_THE_FIRST + MATCHED, MATCHED + CONSECUTIVE);
    i64::from(first) + i64::from(each) * (letters - 1)
}

/// The bonus of a place by the character before it.
pub(super) fn bonus_after(letter: char) -> i32 {
    match letter {
        '\0' | ' ' | '/' | '\\' | '|' | '(' | ')' | '[' | ']' | '{' | '}' => AFTER_HARD,
        '!'..='\'' | '*'..='.' | ':'..='@' | '^'..='`' | '~' => AFTER_SOFT,
        _ => 0,
    }
}

/// The same by byte, for ASCII: one look instead of a chain of questions.
static BONUS_AFTER: [i8; 128] = {
    let mut bonuses = [0; 128];
    let (hard, soft) = (b"\0 /\\|()[]{}", b"!\"#$%&'*+,-.:;<=>?@^_`~");
    let mut at = 0;
    while at < hard.len() {
        bonuses[hard[at] as usize] = 8;
        at += 1;
    }
    at = 0;
    while at < soft.len() {
        bonuses[soft[at] as usize] = 7;
        at += 1;
    }
    bonuses
};

/// The bonus of a place by the ASCII byte before it.
pub(super) fn bonus_after_byte(byte: u8) -> i32 {
    i32::from(BONUS_AFTER[usize::from(byte & 0x7f)])
}

/// Room for scoring, used again for each text.
#[derive(Debug, Default)]
pub(super) struct Scorer {
    /// For each query letter, a bit for every place of the text that it matches and that can be reached.
    places: Vec<u64>,
    /// For each query letter, the score that a way must have there to come up to the floor in the end.
    needed: Vec<i32>,
    /// Where the former query letter matches, and the best score that ends there.
    former: Vec<(usize, i32)>,
    current: Vec<(usize, i32)>,
}

impl Scorer {
    /// The score of an ASCII query without NUL in an ASCII text that zeros fill up to whole words of 8 bytes;
    /// nothing where it does not match.
    pub(super) fn of_bytes(&mut self, text: &[u8], query: &[u8]) -> Option<i32> {
        self.of_bytes_from(text, query, i32::MIN, |_, _| 0)
    }

    /// The same, or nothing where it is below `floor`.
    ///
    /// `step(at, adjacent)` is the most that the query's letter at a place, not the first, can add; `adjacent` where
    /// it stands anywhere right after the one before it. Ways that cannot come up to the floor any more are left.
    pub(super) fn of_bytes_from(
        &mut self,
        text: &[u8],
        query: &[u8],
        floor: i32,
        step: impl Fn(usize, bool) -> i32,
    ) -> Option<i32> {
        let blocks = text.chunks(64);
        self.reach(query, &blocks, places_in_bytes)?;
        let words = blocks.len();
        self.needed.clear();
        self.needed.resize(query.len(), floor);
        if floor > i32::MIN {
            for at in (1..query.len()).rev() {
                let pair = &self.places[(at - 1) * words..][..2 * words];
                let adjacent = follow_anywhere(pair.split_at(words));
                self.needed[at - 1] = self.needed[at] - step(at, adjacent);
            }
        }
        self.best(words, |before| bonus_after_byte(text[before]))
    }

    /// Whether [`Scorer::of_bytes`] gives a score.
    pub(super) fn matches_bytes(&mut self, text: &[u8], query: &[u8]) -> bool {
        self.reach(query, &text.chunks(64), places_in_bytes)
            .is_some()
    }

    /// The score of a query in a text; nothing where it does not match.
    pub(super) fn of_letters(&mut self, text: &[char], query: &[char]) -> Option<i32> {
        let blocks = text.chunks(64);
        self.reach(query, &blocks, |block, letter| {
            let places = block.iter().enumerate();
            places.fold(0, |bits, (at, one)| bits | u64::from(*one == letter) << at)
        })?;
        self.needed.clear();
        self.needed.resize(query.len(), i32::MIN);
        self.best(blocks.len(), |before| bonus_after(text[before]))
    }

    /// Fills in the places of each query letter, those before its first reachable one left out; nothing where the
    /// query's letters do not all follow one another in the text, which comes in blocks of 64.
    fn reach<Letter: Copy>(
        &mut self,
        query: &[Letter],
        blocks: &Chunks<'_, Letter>,
        places: impl Fn(&[Letter], Letter) -> u64,
    ) -> Option<()> {
        self.places.clear();
        // The first place that the next letter may take.
        let mut from = 0usize;
        for letter in query {
            let mut first = None;
            let mut start = 0;
            for block in blocks.clone() {
                let mut here = 0;
                if start + 64 > from {
                    here = places(block, *letter) & (u64::MAX << from.saturating_sub(start));
                    if first.is_none() && here != 0 {
                        first = Some(start + here.trailing_zeros() as usize);
                    }
                }
                self.places.push(here);
                start += 64;
            }
            from = first? + 1;
        }
        Some(())
    }

    /// The best score over all ways through the places that come up to what is needed, so many words of them for each query letter;
    /// `bonus(before)` is that of the place after `before`.
    fn best(&mut self, words: usize, bonus: impl Fn(usize) -> i32) -> Option<i32> {
        let mut rows = self.places.chunks_exact(words.max(1));
        self.former.clear();
        for place in rows.next().into_iter().flat_map(places_of) {
            let here = place.checked_sub(1).map_or(AT_THE_START, &bonus);
            let score = of_one_letter(here);
            if score >= self.needed[0] {
                self.former.push((place, score));
            }
        }
        for (row, needed) in rows.zip(&self.needed[1..]) {
            // What is left starts here; a row without any way on ends it.
            let start = self.former.first()?.0 + 1;
            self.current.clear();
            let mut nearer = 0;
            // The best of `score + place` over all former matches that leave a gap.
            let mut over_a_gap = i32::MIN / 2;
            for place in places_of(row).skip_while(|place| *place < start) {
                // A later letter never has the first place.
                let here = bonus(place - 1);
                let mut score = i32::MIN / 2;
                while let Some((former, reached)) = self.former.get(nearer)
                    && *former < place
                {
                    if former + 1 == place {
                        score = reached + here.max(CONSECUTIVE);
                        break;
                    }
                    over_a_gap = over_a_gap.max(reached + signed(*former));
                    nearer += 1;
                }
                score = score.max(over_a_gap - GAP - signed(place - 1) + here);
                score += MATCHED;
                if score >= *needed {
                    self.current.push((place, score));
                }
            }
            std::mem::swap(&mut self.former, &mut self.current);
        }
        let ends = self.former.iter().map(|(_, score)| *score);
        ends.max()
    }
}

/// Whether a place of the second is right after one of the first.
fn follow_anywhere((first, second): (&[u64], &[u64])) -> bool {
    let mut carried = 0;
    first.iter().zip(second).any(|(first, second)| {
        let after = first << 1 | carried;
        carried = first >> 63;
        after & second != 0
    })
}

/// The places whose bits are set, rising.
fn places_of(words: &[u64]) -> impl Iterator<Item = usize> {
    words.iter().enumerate().flat_map(|(at, word)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(at * 64 + bit)
        })
    })
}

/// A place as something to reckon with; there are no more than 1,024.
fn signed(place: usize) -> i32 {
    i32::try_from(place).unwrap_or(i32::MAX / 4)
}

/// The places of a letter in at most 64 bytes of ASCII, whole words of 8.
fn places_in_bytes(block: &[u8], letter: u8) -> u64 {
    let same = u64::from(letter) * 0x0101_0101_0101_0101;
    let mut bits = 0;
    for (eighth, word) in block.as_chunks::<8>().0.iter().enumerate() {
        // A byte that equals the letter becomes zero, and only zero does not carry into its top bit.
        let differs = (u64::from_le_bytes(*word) ^ same).wrapping_add(0x7f7f_7f7f_7f7f_7f7f);
        let equal = !differs & 0x8080_8080_8080_8080;
        // The eight top bits side by side.
        let gathered = (equal >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits |= gathered << (eighth * 8);
    }
    bits
}
