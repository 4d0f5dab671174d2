//! Fuzzy search: held to the crate whose scores it promises, and to the letters it marks.
#![allow(clippy::unwrap_used)]

mod equality;
mod folding;
mod hostile;
mod items;
mod quality;
mod speed;

use candor::search::{Found, Index};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// Folding of a whole text at once, as the contract words it.
fn fold(text: &str) -> String {
    let accent = |c: &char| {
        let kept = [0, 8, 9].contains(&canonical_combining_class(*c));
        ('\u{FE00}'..='\u{FE0F}').contains(c) || (is_combining_mark(*c) && !kept)
    };
    let bare: String = text.nfd().filter(|c| !accent(c)).collect();
    let low = bare.chars().flat_map(char::to_lowercase);
    let upper: String = low.flat_map(char::to_uppercase).collect();
    let lower: String = upper.chars().flat_map(char::to_lowercase).collect();
    lower.nfd().filter(|c| !accent(c)).collect()
}

/// The text of a row as the contract words it.
fn join(fields: &[&str]) -> String {
    let folded = fields.iter().map(|field| fold(field));
    let filled: Vec<String> = folded.filter(|field| !field.is_empty()).collect();
    filled.join(" ")
}

/// Every row that matches, by a matcher that is new for each row, best first.
fn naive(rows: &[Vec<&str>], query: &str) -> Vec<Found> {
    let query = fold(query);
    let mut found: Vec<Found> = rows
        .iter()
        .enumerate()
        .filter_map(|(position, fields)| {
            let (score, _) = SkimMatcherV2::default().fuzzy_indices(&join(fields), &query)?;
            Some(Found { position, score })
        })
        .collect();
    found.sort_by_key(|one| (-one.score, one.position));
    found
}

fn index(rows: &[Vec<&str>]) -> Index {
    Index::of_texts(rows.iter().cloned())
}
