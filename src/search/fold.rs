//! Folding: what makes `É`, `é`, `E` and `e` the same letter to a search.
//!
//! A character is decomposed canonically, loses its accents, and is taken to lower, upper and lower case, which
//! also makes `ß` into `ss`, `ς` into `σ` and `ﬁ` into `fi`. So one character can become none, one or several.

use unicode_normalization::char::{
    canonical_combining_class, decompose_canonical, is_combining_mark,
};

/// The folded characters of a text.
pub(super) fn fold(text: &str) -> Vec<char> {
    let mut folded = Vec::with_capacity(text.len());
    text.chars()
        .for_each(|letter| fold_letter(letter, |one| folded.push(one)));
    folded
}

/// Folds one character into none, one or several.
pub(super) fn fold_letter(letter: char, mut sink: impl FnMut(char)) {
    if letter.is_ascii() {
        sink(letter.to_ascii_lowercase());
        return;
    }
    decompose_canonical(letter, |part| {
        if is_accent(part) {
            return;
        }
        let upper = part.to_lowercase().flat_map(char::to_uppercase);
        for lower in upper.flat_map(char::to_lowercase) {
            // A change of case can bring back a composed letter or an accent of its own.
            decompose_canonical(lower, |last| {
                if !is_accent(last) {
                    sink(last);
                }
            });
        }
    });
}

/// Whether a mark only varies the letter before it. Vowel signs of the Indic scripts (class 0), the voicing of
/// kana (8) and the virama (9) make another letter to their readers: those stay. Variation selectors go.
fn is_accent(part: char) -> bool {
    matches!(part, '\u{FE00}'..='\u{FE0F}')
        || (is_combining_mark(part) && !matches!(canonical_combining_class(part), 0 | 8 | 9))
}
