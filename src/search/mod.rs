//! Fuzzy search over rows of texts: the items of an assessment, the rows of the home screen. Pure.
//!
//! The searched text of a row is one: its fields that are not empty, joined by spaces, for an item title, id,
//! category and tags. A match is the best one within that text, and its letters may lie in several fields. Order
//! and scores are those of `SkimMatcherV2::fuzzy_indices` (see `score.rs` for what that means exactly) on
//! folded text: accents and case of any script make no difference. Of a field at most 512 and of a row at most
//! 1,024 folded characters are searched, so that no text makes a keystroke slow.
//!
//! An [`Index`] is built once, when a search begins, and asked at every keystroke; which letters of a row matched
//! is worked out only for the rows on screen.

mod comments;
mod fold;
mod index;
mod score;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::domain::assessment::Assessment;
use crate::domain::checklist::{Category, Item};
use crate::domain::text::Text;

use index::{BITS_OF_THEIR_OWN, Folded, Texts, bit_of, joined};
use score::{AFTER_HARD, AFTER_SOFT, AT_THE_START, Scorer, of_one_letter};

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
    /// The positions of all that matches, in the order of the rows.
    survivors: Vec<u32>,
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
    /// has all letters of the earlier one in their order, only what that found is looked at. The result is the same
    /// with it and without.
    pub fn find(&self, query: &str, previous: Option<&Results>) -> Results {
        let query = fold::fold(query);
        let mut scored = Vec::new();
        let seek = Seek::of(&query);
        let mut scorer = Scorer::default();
        let mut look_at = |row: usize| {
            if let Some(score) = self.score(row, &seek, &mut scorer) {
                scored.push((u32::try_from(row).unwrap_or(u32::MAX), score));
            }
        };
        match previous.filter(|earlier| earlier.can_narrow(&query, self.len())) {
            Some(earlier) => earlier
                .survivors
                .iter()
                .for_each(|row| look_at(*row as usize)),
            None => (0..self.len()).for_each(look_at),
        }
        Results {
            found: best_first(&scored),
            survivors: scored.into_iter().map(|(row, _)| row).collect(),
            rows: self.len(),
            query,
        }
    }

    fn score(&self, row: usize, seek: &Seek, scorer: &mut Scorer) -> Option<i32> {
        if self.texts.masks[row] & seek.mask != seek.mask {
            return None;
        }
        match self.texts.text(row) {
            _ if seek.letters.is_empty() => Some(0),
            Folded::Ascii(text, _) if seek.lone.is_some() => {
                let bit = seek.mask;
                let heads = self.texts.heads[row];
                Some(of_one_letter(match () {
                    () if text.first().copied() == seek.lone => AT_THE_START,
                    () if heads.hard & bit != 0 => AFTER_HARD,
                    () if heads.soft & bit != 0 => AFTER_SOFT,
                    () => 0,
                }))
            }
            Folded::Ascii(text, length) => match &seek.bytes {
                Some(bytes) => scorer.of_bytes(text, bytes),
                // Only a NUL brings an ASCII row here: the zeros that fill a row up must not match it.
                None => {
                    let text: Vec<char> = text[..length].iter().copied().map(char::from).collect();
                    scorer.of_letters(&text, seek.letters)
                }
            },
            Folded::Wide(text) => scorer.of_letters(text, seek.letters),
        }
    }
}

impl Results {
    /// All that matches, best first, equals in the order of the rows.
    pub fn found(&self) -> &[Found] {
        &self.found
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
    /// The only letter, where its bit is its own: then masks alone give the score.
    lone: Option<u8>,
}

impl<'a> Seek<'a> {
    fn of(letters: &'a [char]) -> Self {
        let bytes: Option<Vec<u8>> = letters
            .iter()
            .map(|letter| u8::try_from(*letter).ok().filter(|b| (1..128).contains(b)))
            .collect();
        let lone = match bytes.as_deref() {
            Some([byte]) if bit_of(char::from(*byte)) < BITS_OF_THEIR_OWN => Some(*byte),
            _ => None,
        };
        Self {
            letters,
            bytes,
            mask: letters
                .iter()
                .fold(0, |mask, letter| mask | 1 << bit_of(*letter)),
            lone,
        }
    }
}

/// Sorts rows in rising order by score, best first, equals in the order given. Scores lie close together: counting
/// how many have each puts every row straight in its place.
fn best_first(scored: &[(u32, i32)]) -> Vec<Found> {
    let (low, high) = scored
        .iter()
        .fold((i32::MAX, i32::MIN), |(low, high), (_, score)| {
            (low.min(*score), high.max(*score))
        });
    if scored.is_empty() {
        return Vec::new();
    }
    let below_best = |score: i32| usize::try_from(high - score).unwrap_or(0);
    let mut next = vec![0; below_best(low) + 2];
    for (_, score) in scored {
        next[below_best(*score) + 1] += 1;
    }
    for at in 1..next.len() {
        next[at] += next[at - 1];
    }
    let mut found = vec![
        Found {
            position: 0,
            score: 0
        };
        scored.len()
    ];
    for (row, score) in scored {
        let place = &mut next[below_best(*score)];
        found[*place] = Found {
            position: *row as usize,
            score: i64::from(*score),
        };
        *place += 1;
    }
    found
}
