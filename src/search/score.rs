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
    /// Where the former query letter matches, and the best score that ends there.
    former: Vec<(i32, i32)>,
    current: Vec<(i32, i32)>,
}

impl Scorer {
    /// The score of an ASCII query without NUL in an ASCII text that zeros fill up to whole words of 8 bytes;
    /// nothing where it does not match.
    pub(super) fn of_bytes(&mut self, text: &[u8], query: &[u8]) -> Option<i32> {
        let words = text.as_chunks::<8>().0;
        self.reach(query, words.len().div_ceil(8), |letter, at| {
            let mut bits = 0;
            let same = u64::from(letter) * 0x0101_0101_0101_0101;
            for (eighth, word) in words.iter().skip(at * 8).take(8).enumerate() {
                // A byte that equals the letter becomes zero; only a zero does not carry into its top bit.
                let differs =
                    (u64::from_le_bytes(*word) ^ same).wrapping_add(0x7f7f_7f7f_7f7f_7f7f);
                let equal = !differs & 0x8080_8080_8080_8080;
                // The eight top bits side by side.
                let gathered = (equal >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
                bits |= gathered << (eighth * 8);
            }
            bits
        })?;
        Some(self.best(query.len(), |before| bonus_after_byte(text[before])))
    }

    /// The score of a query in a text; nothing where it does not match.
    pub(super) fn of_letters(&mut self, text: &[char], query: &[char]) -> Option<i32> {
        self.reach(query, text.len().div_ceil(64), |letter, at| {
            let mut bits = 0;
            for (bit, one) in text.iter().skip(at * 64).take(64).enumerate() {
                bits |= u64::from(*one == letter) << bit;
            }
            bits
        })?;
        Some(self.best(query.len(), |before| bonus_after(text[before])))
    }

    /// Fills in the places of each query letter, those before its first reachable one left out; nothing where the
    /// query's letters do not all follow one another in the text. `bits(letter, at)` gives the `at`-th 64 places.
    fn reach<Letter: Copy>(
        &mut self,
        query: &[Letter],
        words: usize,
        bits: impl Fn(Letter, usize) -> u64,
    ) -> Option<()> {
        self.places.clear();
        let mut from = 0;
        for letter in query {
            let mut first = None;
            for at in 0..words {
                let mut here = 0;
                if at >= from / 64 {
                    here = bits(*letter, at);
                    if at == from / 64 {
                        here &= u64::MAX << (from % 64);
                    }
                    if first.is_none() && here != 0 {
                        first = Some(at * 64 + here.trailing_zeros() as usize);
                    }
                }
                self.places.push(here);
            }
            from = first? + 1;
        }
        Some(())
    }

    /// The best score over all ways through the places; `bonus(before)` is that of the place after `before`.
    fn best(&mut self, letters: usize, bonus: impl Fn(usize) -> i32) -> i32 {
        let words = self.places.len() / letters.max(1);
        for (row, places) in self.places.chunks_exact(words.max(1)).enumerate() {
            self.current.clear();
            let mut nearer = self.former.iter().copied().peekable();
            // The best of `score + place` over all former matches that leave a gap.
            let mut over_a_gap = i32::MIN / 2;
            for (at, word) in (0i32..).zip(places) {
                let mut rest = *word;
                while rest != 0 {
                    let place = at * 64 + rest.trailing_zeros().cast_signed();
                    rest &= rest - 1;
                    let here = usize::try_from(place - 1).map_or(AT_THE_START, &bonus);
                    if row == 0 {
                        self.current.push((place, of_one_letter(here)));
                        continue;
                    }
                    while let Some((former, score)) =
                        nearer.next_if(|(former, _)| former + 1 < place)
                    {
                        over_a_gap = over_a_gap.max(score + former);
                    }
                    let mut score = over_a_gap - GAP - (place - 1) + here;
                    if let Some((former, adjacent)) = nearer.peek()
                        && former + 1 == place
                    {
                        score = score.max(adjacent + here.max(CONSECUTIVE));
                    }
                    self.current.push((place, score + MATCHED));
                }
            }
            std::mem::swap(&mut self.former, &mut self.current);
        }
        self.former
            .iter()
            .map(|(_, score)| *score)
            .max()
            .unwrap_or(0)
    }
}
