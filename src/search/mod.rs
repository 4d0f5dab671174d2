//! Fuzzy search over rows of texts: the items of an assessment, the rows of the home screen. Pure.
//!
//! The searched text of a row is one: its fields that hold anything, joined by spaces, for an item title, id,
//! category and tags. A match is the best one within that text, and its letters may lie in several fields. Order
//! and scores are those of `SkimMatcherV2::fuzzy_indices` (see `score.rs` for what that means exactly) on
//! folded text: accents and case of any script make no difference. Of a field at most 512 and of a row at most
//! 1,024 folded characters are searched, so that no text makes a keystroke slow.
//!
//! What holds the letters of a query somewhere in their order is found; what a person would call a match is
//! [`Results::worthwhile`].
//!
//! An [`Index`] is built once, when a search begins, and asked at every keystroke; which letters of a row matched
//! is worked out only for the rows on screen.

mod comments;
mod fold;
mod index;
mod score;
mod worth;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::domain::assessment::Assessment;
use crate::domain::checklist::{Category, Item};
use crate::domain::text::Text;

use index::{BITS_OF_THEIR_OWN, Folded, Texts, bit_of, joined};
use score::Scorer;
use worth::Worth;

/// The searched texts of all rows.
#[derive(Debug)]
pub struct Index {
    texts: Texts,
}

/// A row that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The position of the row; for an assessment, of the item in checklist order.
    pub position: usize,
    /// How well it matches; 0 for an empty query. Higher is better, negative is possible.
    pub score: i64,
}

/// What a query found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    /// The folded query.
    query: Vec<char>,
    found: Vec<Found>,
    /// Those of them that are worthwhile, unless all are.
    worthwhile: Option<Vec<Found>>,
    /// Whether nothing else matches.
    is_all: bool,
    /// Every row that matches, and perhaps some that do not, in their order.
    candidates: Vec<u32>,
    /// How many rows were searched.
    rows: usize,
}

/// Which characters of an item's texts a query matched: their places, counted in characters, rising.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matched {
    /// In the title.
    pub title: Vec<usize>,
    /// In the id.
    pub id: Vec<usize>,
    /// In the title of the category.
    pub category: Vec<usize>,
    /// In each tag.
    pub tags: Vec<Vec<usize>>,
}

impl Index {
    /// Over the items of an assessment, in checklist order.
    pub fn of(assessment: &Assessment) -> Self {
        let checklist = assessment.checklist();
        let mut texts = Texts::with_rows(checklist.item_count());
        for category in &checklist.categories {
            for item in &category.items {
                texts.push(fields(item, category));
            }
        }
        Self { texts }
    }

    /// Over any rows, each given by its fields, the most important first.
    pub fn of_texts<'a>(rows: impl IntoIterator<Item = Vec<&'a str>>) -> Self {
        let mut texts = Texts::default();
        for row in rows {
            texts.push(row.iter().copied());
        }
        Self { texts }
    }

    /// How many rows are searched.
    pub fn len(&self) -> usize {
        self.texts.rows()
    }

    /// Whether there is nothing to search.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Everything that matches, best first, equals in the order of the rows. An empty query matches every row.
    ///
    /// `previous` is what this same index gave for an earlier query, if there was one: where the new query
    /// has all letters of the earlier one in their order, only what can have matched that is looked at. The result
    /// is the same with it and without.
    pub fn find(&self, query: &str, previous: Option<&Results>) -> Results {
        self.find_best(query, previous, usize::MAX)
    }

    /// As [`Index::find`], but only the best `wanted` of what matches: exactly those that come first there.
    pub fn find_best(&self, query: &str, previous: Option<&Results>, wanted: usize) -> Results {
        let query = fold::fold(query);
        let seek = Seek::of(&query);
        let may_match = |row: u32| self.texts.masks[row as usize] & seek.mask == seek.mask;
        let mut candidates: Vec<u32> =
            match previous.filter(|earlier| earlier.can_narrow(&query, self.len())) {
                Some(earlier) => {
                    let earlier = earlier.candidates.iter().copied();
                    earlier.filter(|row| may_match(*row)).collect()
                }
                None => (0..self.len())
                    .filter_map(|row| u32::try_from(row).ok())
                    .filter(|row| may_match(*row))
                    .collect(),
            };
        let mut found;
        let is_all;
        match &seek.bytes {
            // One letter alone is scored as fast as it is bounded.
            Some(bytes) if bytes.len() > 1 && candidates.len() > wanted => {
                found = self.best(&candidates, bytes, &seek, wanted);
                is_all = found.len() < wanted;
            }
            _ => {
                let scores = self.score_all(&candidates, &seek);
                if scores.len() < candidates.len() {
                    candidates = scores.iter().map(|(row, _)| *row).collect();
                }
                found = best_first(&scores);
                is_all = found.len() <= wanted;
                found.truncate(wanted);
            }
        }
        let worth = Worth::of(&query);
        Results {
            worthwhile: worth.map(|worth| worth.of_found(&self.texts, &found)),
            found,
            is_all,
            candidates,
            rows: self.len(),
            query,
        }
    }

    /// How many rows match, shown or not. Where the results are not all, this reads every row that can match.
    pub fn count(&self, results: &Results) -> usize {
        if results.is_all {
            return results.found.len();
        }
        let (seek, mut scorer) = (Seek::of(&results.query), Scorer::default());
        results
            .candidates
            .iter()
            .filter(|row| self.matches(**row as usize, &seek, &mut scorer))
            .count()
    }

    fn score_all(&self, candidates: &[u32], seek: &Seek) -> Vec<(u32, i32)> {
        let mut scorer = Scorer::default();
        candidates
            .iter()
            .filter_map(|row| Some((*row, self.score(*row as usize, seek, &mut scorer)?)))
            .collect()
    }

    /// The best `wanted` of the candidates: those that can score highest are scored first, until no other can come
    /// before the last of the best.
    fn best(&self, candidates: &[u32], bytes: &[u8], seek: &Seek, wanted: usize) -> Vec<Found> {
        let bounds: Vec<(u32, i32)> = candidates
            .iter()
            .map(|row| (*row, self.texts.sketches[*row as usize].bound(bytes)))
            .collect();
        let mut scorer = Scorer::default();
        // The last of the best is on top: the lowest score, and of equals the hindmost.
        let mut best: BinaryHeap<Reverse<(i32, Reverse<u32>)>> = BinaryHeap::new();
        for (row, bound) in by_score(&bounds) {
            // What it has to score to come before the last of the best.
            let floor = match best.peek() {
                _ if best.len() < wanted => i32::MIN,
                Some(Reverse((score, Reverse(last)))) => score + i32::from(row > *last),
                None => break,
            };
            // The rows that follow have the same bound and stand further behind, or a lower one.
            if bound < floor {
                break;
            }
            let score = match self.texts.text(row as usize) {
                Folded::Ascii(text, _) => {
                    let sketch = &self.texts.sketches[row as usize];
                    scorer.of_bytes_from(text, bytes, floor, |at, adjacent| {
                        sketch.step(bytes[at - 1], bytes[at], adjacent)
                    })
                }
                Folded::Wide(text) => scorer
                    .of_letters(text, seek.letters)
                    .filter(|score| *score >= floor),
            };
            if let Some(score) = score {
                best.push(Reverse((score, Reverse(row))));
                if best.len() > wanted {
                    best.pop();
                }
            }
        }
        let sorted = best.into_sorted_vec();
        let found = sorted
            .into_iter()
            .map(|Reverse((score, Reverse(row)))| Found {
                position: row as usize,
                score: i64::from(score),
            });
        found.collect()
    }

    /// Whether [`Index::score`] gives a score.
    fn matches(&self, row: usize, seek: &Seek, scorer: &mut Scorer) -> bool {
        if self.texts.masks[row] & seek.mask != seek.mask {
            return false;
        }
        match (self.texts.text(row), &seek.bytes) {
            (Folded::Ascii(text, _), Some(bytes)) => scorer.matches_bytes(text, bytes),
            _ => self.score(row, seek, scorer).is_some(),
        }
    }

    /// The score of a row that has all letters of the query, where it matches.
    fn score(&self, row: usize, seek: &Seek, scorer: &mut Scorer) -> Option<i32> {
        if self.texts.masks[row] & seek.mask != seek.mask {
            return None;
        }
        match (self.texts.text(row), &seek.bytes) {
            _ if seek.letters.is_empty() => Some(0),
            (Folded::Ascii(..), Some(bytes)) if seek.is_lone => {
                Some(self.texts.sketches[row].bound(bytes))
            }
            (Folded::Ascii(text, _), Some(bytes)) => scorer.of_bytes(text, bytes),
            // Only a NUL brings an ASCII row here: the zeros that fill a row up must not match it.
            (Folded::Ascii(text, length), None) => {
                let text: Vec<char> = text[..length].iter().copied().map(char::from).collect();
                scorer.of_letters(&text, seek.letters)
            }
            (Folded::Wide(text), _) => scorer.of_letters(text, seek.letters),
        }
    }
}

impl Results {
    /// What matches, or the best of it, best first, equals in the order of the rows.
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// Those of what was found that a person would call a match, best first: see `worth.rs`.
    pub fn worthwhile(&self) -> &[Found] {
        self.worthwhile.as_deref().unwrap_or(&self.found)
    }

    /// Whether nothing matches beyond what was found. Where the best were as many as wanted, that may be unknown:
    /// then not.
    pub fn is_all(&self) -> bool {
        self.is_all
    }

    /// Whether the query was empty (or nothing but accents), so that every row matches.
    pub fn is_of_nothing(&self) -> bool {
        self.query.is_empty()
    }

    /// Which characters of a row's fields the query matched: for each field their places, counted in characters,
    /// rising. The fields have to be those that the index was built from. All empty where the row does not match.
    pub fn matched(&self, fields: &[&str]) -> Vec<Vec<usize>> {
        let mut matched = vec![Vec::new(); fields.len()];
        let (mut text, mut origins) = (String::new(), Vec::new());
        joined(fields.iter().copied(), |field, place, letter| {
            text.push(letter);
            origins.push((field, place));
        });
        let query: String = self.query.iter().collect();
        // A new one each time: a used matcher remembers former texts, see score.rs.
        let Some((_, indices)) = SkimMatcherV2::default().fuzzy_indices(&text, &query) else {
            return matched;
        };
        for index in indices {
            if let Some((field, Some(place))) = origins.get(index).copied()
                // Several folded letters can come from one character.
                && matched[field].last() != Some(&place)
            {
                matched[field].push(place);
            }
        }
        matched
    }

    /// Which characters of an item's texts the query matched.
    ///
    /// # Panics
    /// Where the position is not below the number of answers.
    pub fn matched_in_item(&self, assessment: &Assessment, position: usize) -> Matched {
        let item = assessment.item(position);
        let category = &assessment.checklist().categories[assessment.category_of(position)];
        let fields: Vec<&str> = fields(item, category).collect();
        let mut matched = self.matched(&fields).into_iter();
        let mut next = || matched.next().unwrap_or_default();
        Matched {
            title: next(),
            id: next(),
            category: next(),
            tags: matched.collect(),
        }
    }

    /// Whether everything that matches a query is among what this one found.
    fn can_narrow(&self, query: &[char], rows: usize) -> bool {
        let mut letters = query.iter();
        self.rows == rows
            && self
                .query
                .iter()
                .all(|mine| letters.any(|letter| letter == mine))
    }
}

/// The searched fields of an item, the most important first.
fn fields<'a>(item: &'a Item, category: &'a Category) -> impl Iterator<Item = &'a str> + Clone {
    [&item.title, &item.id, &category.title]
        .into_iter()
        .chain(&item.tags)
        .map(Text::raw)
}

/// A query made ready.
struct Seek<'a> {
    letters: &'a [char],
    /// The same, where it is ASCII without NUL.
    bytes: Option<Vec<u8>>,
    /// The bits of all its letters.
    mask: u64,
    /// A single letter whose bit is its own: the sketch alone gives its score in plain ASCII.
    is_lone: bool,
}

impl<'a> Seek<'a> {
    fn of(letters: &'a [char]) -> Self {
        let bytes: Option<Vec<u8>> = letters
            .iter()
            .map(|letter| u8::try_from(*letter).ok().filter(|b| (1..128).contains(b)))
            .collect();
        let mask: u64 = letters
            .iter()
            .fold(0, |mask, letter| mask | 1 << bit_of(*letter));
        Self {
            letters,
            is_lone: letters.len() == 1 && mask.trailing_zeros() < BITS_OF_THEIR_OWN,
            bytes,
            mask,
        }
    }
}

/// Rows with their scores, best first, equals in the order given.
fn best_first(scores: &[(u32, i32)]) -> Vec<Found> {
    let sorted = by_score(scores).into_iter();
    let found = sorted.map(|(row, score)| Found {
        position: row as usize,
        score: i64::from(score),
    });
    found.collect()
}

/// Sorts rows by score, highest first, equals in the order given. Scores lie close together: counting how many have
/// each puts every row straight in its place.
fn by_score(scores: &[(u32, i32)]) -> Vec<(u32, i32)> {
    // A bound that knows nothing is above all scores; it needs no shelf of its own far up.
    let known = |score: i32| score.min(HIGHEST);
    let (low, high) = scores
        .iter()
        .map(|(_, score)| known(*score))
        .fold((HIGHEST, i32::MIN), |(low, high), score| {
            (low.min(score), high.max(score))
        });
    let below_best = |score: i32| usize::try_from(high.saturating_sub(known(score))).unwrap_or(0);
    let mut next = vec![0; below_best(low) + 2];
    for (_, score) in scores {
        next[below_best(*score) + 1] += 1;
    }
    for at in 1..next.len() {
        next[at] += next[at - 1];
    }
    let mut sorted = vec![(0, 0); scores.len()];
    for (row, score) in scores {
        let place = &mut next[below_best(*score)];
        sorted[*place] = (*row, *score);
        *place += 1;
    }
    sorted
}

/// No score is higher: each of the 1,024 letters of the longest row right after a separator.
const HIGHEST: i32 = 16 + 24 * 1024;
