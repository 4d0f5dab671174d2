//! What is wrong in a text, and where.

use std::fmt::Write as _;

use crate::domain::text::Shown;
use crate::problem::{Problem, ProblemKind};

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The file is not valid.
    Error,
    /// The file is valid, but somebody should look.
    Warning,
}

/// A place in a text: both count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The character within the line.
    pub column: usize,
}

/// One step of the way from the top of a text to a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathStep {
    /// Into the field of that name.
    Field(&'static str),
    /// Into the element at that position.
    Index(usize),
}

/// One thing that is wrong in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// How much it matters.
    pub weight: Weight,
    /// What is wrong, without a full stop; may hold text of the file.
    pub what: String,
    /// How to mend it, without a full stop; empty if nothing helps.
    pub next: String,
    /// Where, once it is known.
    pub place: Option<Place>,
    /// The way to the value, for finding the place.
    pub path: Vec<PathStep>,
}

impl Fault {
    /// An error at the end of a path.
    pub fn error(path: Vec<PathStep>, what: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            weight: Weight::Error,
            what: what.into(),
            next: next.into(),
            place: None,
            path,
        }
    }

    /// A warning at the end of a path.
    pub fn warning(path: Vec<PathStep>, what: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            weight: Weight::Warning,
            ..Self::error(path, what, next)
        }
    }

    /// The fault with its place known.
    #[must_use]
    pub fn at(mut self, line: usize, column: usize) -> Self {
        self.place = Some(Place { line, column });
        self
    }

    /// `FILE:LINE:COLUMN`, or the file alone.
    pub fn place_in(&self, file: &str) -> String {
        match self.place {
            Some(place) => format!("{file}:{}:{}", place.line, place.column),
            None => file.to_owned(),
        }
    }

    /// The fault as a problem of a file that can't be used.
    pub fn into_problem(self, file: &str) -> Problem {
        let place = self.place_in(file);
        Problem::new(ProblemKind::File, self.what)
            .at(place)
            .next(self.next)
    }

    /// The fault for a terminal: what and where, the line with a caret under the place, and how to mend it. Safe
    /// to show.
    pub fn rendered(&self, file: &str, text: &str) -> String {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let line = self
            .place
            .and_then(|place| text.lines().nth(place.line - 1));
        self.rendered_with(file, line)
    }

    /// [`Fault::rendered`] for somebody who has the fault's line already.
    pub fn rendered_with(&self, file: &str, line: Option<&str>) -> String {
        let word = match self.weight {
            Weight::Error => "error",
            Weight::Warning => "warning",
        };
        let mut out = format!(
            "{}: {word}: {}\n",
            Shown::line(&self.place_in(file)),
            Shown::line(&self.what)
        );
        if let (Some(place), Some(line)) = (self.place, line) {
            let (line, before) = around(line, place.column - 1);
            let number = place.line.to_string();
            let _ = writeln!(out, " {number} | {line}");
            let _ = writeln!(out, " {:width$} | {before}^", "", width = number.len());
        }
        if !self.next.is_empty() {
            let _ = writeln!(out, "  help: {}", Shown::line(&self.next));
        }
        out
    }
}

/// At most 100 characters of a line around one of them, safe to show, and the blanks that lead to it. A tab is shown
/// as four blanks: lines indented with tabs stay readable.
fn around(line: &str, character: usize) -> (String, String) {
    let skipped = character.saturating_sub(60);
    let part: String = line.chars().skip(skipped).take(100).collect();
    let before: String = part.chars().take(character - skipped).collect();
    let shown = |text: &str| Shown::line(&text.replace('\t', "    ")).into_string();
    let blanks = " ".repeat(unicode_width::UnicodeWidthStr::width(
        shown(&before).as_str(),
    ));
    (shown(&part), blanks)
}

/// The known word nearest to a mistyped one, if any is near enough to be meant.
pub fn nearest<'a>(mistyped: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mistyped = mistyped.to_lowercase();
    let length = mistyped.chars().count();
    // Comparing takes the product of both lengths, and nobody mistypes a novel.
    if length > LONGEST_WORD {
        return None;
    }
    let limit = if length < 3 { 0 } else { (length / 3).max(1) };
    known
        .into_iter()
        .filter(|word| word.len() <= 4 * LONGEST_WORD)
        .filter_map(|word| {
            let lower = word.to_lowercase();
            let begins = length > 2 && lower.starts_with(&mistyped);
            let near = lower.chars().count().abs_diff(length) <= limit;
            let distance =
                (begins || near).then(|| strsim::damerau_levenshtein(&mistyped, &lower))?;
            (begins || distance <= limit).then_some((distance, word))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// A word with more characters is not compared with others, and is shortened where known words are listed.
const LONGEST_WORD: usize = 64;

/// "Did you mean …" for the nearest known word, else the words there are, else nothing.
pub fn suggestion<'a>(mistyped: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(word) = nearest(mistyped, known.clone()) {
        return format!("did you mean `{word}`?");
    }
    let count = known.clone().into_iter().count();
    let first = if count <= 12 { count } else { 6 };
    let words: Vec<String> = known.into_iter().take(first).map(shortened).collect();
    match count {
        0 => String::new(),
        1..=12 => format!("known here: {}", words.join(", ")),
        many => format!("{many} are known here, for example {}", words.join(", ")),
    }
}

/// A word as it is, or its beginning where it is too long to be read in a sentence.
pub(super) fn shortened(word: &str) -> String {
    match word.char_indices().nth(LONGEST_WORD) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}
