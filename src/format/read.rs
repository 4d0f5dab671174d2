//! Strict reading: a value, or every fault with its place.

use ron::Options;
use ron::error::SpannedError;
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

use crate::domain::assessment::Assessment;
use crate::domain::checklist::Checklist;

use super::FORMAT;
use super::check::{Strictness, check_checklist};
use super::check_assessment::{check_answers, check_assessment};
use super::fault::{Fault, PathStep, Weight, nearest, suggestion};
use super::locate::{locate, place_all};
use super::shape::AssessmentShape;

/// Reads a checklist. Gives it where it has no error, and every fault: what RON refuses ends the reading and stands
/// alone; everything else comes together.
pub fn read_checklist(bytes: &[u8]) -> (Option<Checklist>, Vec<Fault>) {
    let (text, mut faults) = match as_text(bytes, "Checklist") {
        Ok(read) => read,
        Err(fault) => return (None, vec![fault]),
    };
    let checklist: Checklist = match parse(text, "Checklist") {
        Ok(checklist) => checklist,
        Err(fault) => return (None, vec![conflict_markers(text).unwrap_or(fault)]),
    };
    if checklist.format != FORMAT {
        return (
            None,
            vec![unsupported_format(text, i64::from(checklist.format))],
        );
    }
    let mut found = check_checklist(&checklist, Strictness::Checklist);
    place_all(text, &mut found);
    found.sort_by_key(|fault| fault.place);
    faults.extend(found);
    let valid = faults.iter().all(|fault| fault.weight == Weight::Warning);
    (valid.then_some(checklist), faults)
}

/// Reads an assessment. Gives it where it has no error, and every fault; warnings don't keep it from opening.
pub fn read_assessment(bytes: &[u8]) -> (Option<Assessment>, Vec<Fault>) {
    let (text, mut faults) = match as_text(bytes, "Assessment") {
        Ok(read) => read,
        Err(fault) => return (None, vec![fault]),
    };
    // A text of the assessment never has such lines, so they are not looked for in what could be parsed only: git
    // can leave them inside a comment of several lines.
    if let Some(fault) = conflict_markers(text) {
        return (None, vec![fault]);
    }
    let shape: AssessmentShape = match parse(text, "Assessment") {
        Ok(shape) => shape,
        Err(fault) => return (None, vec![fault]),
    };
    if shape.format != FORMAT {
        return (
            None,
            vec![unsupported_format(text, i64::from(shape.format))],
        );
    }
    let mut found = check_checklist(shape.checklist(), Strictness::Copy);
    for fault in &mut found {
        fault.path.insert(0, PathStep::Field("checklist"));
    }
    found.extend(check_answers(shape.answers(), shape.utc_offset()));
    let (assessment, left_over) = shape.into_assessment();
    found.extend(check_assessment(&assessment, &left_over));
    place_all(text, &mut found);
    found.sort_by_key(|fault| fault.place);
    faults.extend(found);
    let valid = faults.iter().all(|fault| fault.weight == Weight::Warning);
    (valid.then_some(assessment), faults)
}

/// The text without a byte-order mark (which is a warning), or why it is none.
pub(super) fn as_text<'a>(bytes: &'a [u8], name: &str) -> Result<(&'a str, Vec<Fault>), Fault> {
    let mut faults = Vec::new();
    let without_mark = bytes.strip_prefix(b"\xef\xbb\xbf");
    if without_mark.is_some() {
        let what = "the file starts with a byte-order mark";
        faults.push(Fault::warning(Vec::new(), what, "save it as UTF-8 without one").at(1, 1));
    }
    let bytes = without_mark.unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        let next = match name {
            "Assessment" => "start one with: candor new FILE --checklist ID --subject NAME",
            _ => "a checklist begins with: Checklist(format: 1, …)",
        };
        return Err(Fault::error(Vec::new(), "the file is empty", next).at(1, 1));
    }
    let refused = match std::str::from_utf8(bytes) {
        Ok(text) => match text.find('\0') {
            None => return Ok((text, faults)),
            Some(at) => (at, "a NUL"),
        },
        Err(error) => (error.valid_up_to(), "not UTF-8"),
    };
    let (good, is) = refused;
    let before = String::from_utf8_lossy(&bytes[..good]);
    let line = before.matches('\n').count() + 1;
    let last = before.rsplit('\n').next().unwrap_or_default();
    let fault = Fault::error(
        Vec::new(),
        format!("the file is not text (byte {} is {is})", good + 1),
        format!("give a RON text that begins with `{name}(`"),
    );
    Err(fault.at(line, last.chars().count() + 1))
}

pub(super) fn conflict_markers(text: &str) -> Option<Fault> {
    // Hardly any file has one: to find that out must not cost a look at every line.
    if !text.starts_with("<<<<<<< ") && !text.contains("\n<<<<<<< ") {
        return None;
    }
    let line = text.lines().position(|line| line.starts_with("<<<<<<< "))?;
    let closed = text.lines().any(|line| line.starts_with(">>>>>>> "));
    closed.then(|| {
        let what = "git left conflict markers in the file";
        Fault::error(
            Vec::new(),
            what,
            "settle the conflict in an editor, then open the file again",
        )
        .at(line + 1, 1)
    })
}

fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

pub(super) fn parse<T: DeserializeOwned>(text: &str, name: &str) -> Result<T, Fault> {
    let error = match options().from_str::<T>(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    // A newer format may have fields that we don't know: its number decides what is said.
    match stated_format(text) {
        Some(stated) if stated != i64::from(FORMAT) => Err(unsupported_format(text, stated)),
        _ => Err(explain(text, name, &error)),
    }
}

/// The format number that a text states, read leniently: whatever is wrong after it does not matter here.
fn stated_format(text: &str) -> Option<i64> {
    let place = locate(text, &[PathStep::Field("format")]);
    let line = text.lines().nth(place.line - 1)?;
    let rest: String = line.chars().skip(place.column - 1).collect();
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != '-')
        .unwrap_or(rest.len());
    rest[..end].parse().ok()
}

fn unsupported_format(text: &str, stated: i64) -> Fault {
    let (what, next) = if stated > i64::from(FORMAT) {
        (
            format!(
                "the file has format {stated}, which is newer than the {FORMAT} that this candor reads"
            ),
            "open it with a newer candor; this one leaves it as it is",
        )
    } else {
        (format!("there is no format {stated}"), "write format: 1")
    };
    let fault = Fault::error(vec![PathStep::Field("format")], what, next);
    let place = locate(text, &fault.path);
    fault.at(place.line, place.column)
}

/// RON's refusal in the words of the person who wrote the file.
fn explain(text: &str, name: &str, error: &SpannedError) -> Fault {
    use ron::Error as Code;
    let quoted = |word: &str| format!("`{word}`");
    let inside = |outer: &Option<String>| {
        outer
            .as_ref()
            .map_or_else(String::new, |outer| match outer.as_str() {
                "Scoring" | "TierWeights" => format!(" of the {}", words(outer)),
                outer => format!(" of {}", with_article(outer)),
            })
    };
    let (what, next) = match &error.code {
        Code::NoSuchStructField { expected, found, outer } => (
            format!("there is no field {}{}", quoted(found), inside(outer)),
            suggestion(found, expected.iter().copied()),
        ),
        Code::MissingStructField { field, outer } => {
            (format!("the field `{field}`{} is missing", inside(outer)), format!("add `{field}: …`"))
        }
        Code::DuplicateStructField { field, outer } => {
            (format!("the field `{field}`{} is there twice", inside(outer)), "remove one of them".to_owned())
        }
        Code::NoSuchEnumVariant { expected, found, outer } => (
            format!("{} is not {}", quoted(found), outer.as_deref().map_or("a known word".to_owned(), with_article)),
            match nearest(found, expected.iter().copied()) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("known here: {}", expected.join(", ")),
            },
        ),
        Code::InvalidValueForType { expected, found } => {
            (format!("{} is wanted here, not {}", plain(expected), plain(found)), String::new())
        }
        Code::ExpectedDifferentStructName { expected, found } => (
            format!("this is {}, not {}", with_article(found), with_article(if expected.is_empty() { name } else { expected })),
            match found.as_str() {
                "Checklist" => "an assessment of it is made with: candor new FILE --checklist THIS --subject NAME".to_owned(),
                _ => String::new(),
            },
        ),
        Code::Eof | Code::ExpectedComma if is_at_end(text, error) => (
            "the text ends too early".to_owned(),
            "look for a bracket or a quotation mark that is never closed".to_owned(),
        ),
        Code::ExpectedStringEnd => (
            "a text begins here and never ends".to_owned(),
            "close it with a quotation mark".to_owned(),
        ),
        Code::ExceededRecursionLimit => {
            ("the text is nested too deeply".to_owned(), "128 levels are the limit".to_owned())
        }
        Code::ExpectedComma => {
            ("a comma is missing here".to_owned(), "every field and element ends in a comma".to_owned())
        }
        Code::ExpectedString => ("a text in quotation marks is wanted here".to_owned(), String::new()),
        Code::ExpectedBoolean => ("true or false is wanted here".to_owned(), String::new()),
        Code::ExpectedInteger => ("a whole number is wanted here".to_owned(), String::new()),
        Code::ExpectedFloat => ("a number is wanted here".to_owned(), String::new()),
        Code::ExpectedArray => ("a list in square brackets is wanted here".to_owned(), String::new()),
        Code::ExpectedIdentifier => ("a name is wanted here".to_owned(), String::new()),
        Code::UnexpectedChar(found) => (
            format!("`{found}` has no meaning here"),
            "look for a missing comma or quotation mark before it".to_owned(),
        ),
        Code::IntegerOutOfBounds => ("the number is out of range".to_owned(), String::new()),
        Code::ExpectedStructLike | Code::ExpectedNamedStructLike(_) => {
            ("an opening `(` is wanted here".to_owned(), String::new())
        }
        Code::TrailingCharacters => {
            ("the text goes on after its end".to_owned(), "remove what follows the last `)`".to_owned())
        }
        Code::Message(message) => (message.clone(), String::new()),
        other => {
            let said = other.to_string();
            let mut letters = said.chars();
            let lower = letters.next().map(|c| c.to_lowercase().collect::<String>() + letters.as_str());
            (lower.unwrap_or_default(), String::new())
        }
    };
    let place = match &error.code {
        // These are noticed at a word's end, or at the end of the whole: the caret belongs to the start.
        Code::NoSuchStructField { .. }
        | Code::NoSuchEnumVariant { .. }
        | Code::ExpectedDifferentStructName { .. }
        | Code::DuplicateStructField { .. } => word_before(text, error),
        // A value that was read and is not a good one: RON has gone past it.
        Code::Message(_) => value_before(text, error),
        Code::ExpectedStringEnd => (error.span.start.line, error.span.start.col),
        _ => (error.span.end.line, error.span.end.col),
    };
    Fault::error(Vec::new(), what, next).at(place.0, place.1)
}

/// Whether nothing follows the place of an error.
fn is_at_end(text: &str, error: &SpannedError) -> bool {
    let mut rest = text.lines().skip(error.span.end.line - 1);
    let line = rest.next().unwrap_or_default();
    let after = line.chars().skip(error.span.end.col - 1);
    after
        .chain(rest.flat_map(str::chars))
        .all(char::is_whitespace)
}

/// The start of the text, number or word that ends at the place of an error; the place itself where none does.
fn value_before(text: &str, error: &SpannedError) -> (usize, usize) {
    let (line, column) = (error.span.end.line, error.span.end.col);
    let line_text = text.lines().nth(line - 1).unwrap_or_default();
    let before: Vec<char> = line_text.chars().take(column - 1).collect();
    let start = match before.last() {
        Some('"') => before[..before.len() - 1].iter().rposition(|c| *c == '"'),
        _ => {
            let is_part = |c: &&char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.');
            let length = before.iter().rev().take_while(is_part).count();
            (length > 0).then(|| before.len() - length)
        }
    };
    (line, start.map_or(column, |start| start + 1))
}

/// The start of the word that ends at, or begins at, the place of an error.
fn word_before(text: &str, error: &SpannedError) -> (usize, usize) {
    let (line, column) = (error.span.end.line, error.span.end.col);
    let before: Vec<char> = text
        .lines()
        .nth(line - 1)
        .map(|content| content.chars().take(column - 1).collect())
        .unwrap_or_default();
    let trimmed = before
        .iter()
        .rposition(|c| !c.is_whitespace() && *c != ':')
        .map_or(0, |at| at + 1);
    let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
    let word = before[..trimmed]
        .iter()
        .rev()
        .take_while(|c| is_word(c))
        .count();
    if word == 0 {
        (line, column)
    } else {
        (line, trimmed - word + 1)
    }
}

/// `Assessment` as "an assessment".
fn with_article(name: &str) -> String {
    let name = words(name);
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}

/// Serde's words for values, as people say them.
fn plain(value: &str) -> String {
    match value {
        "a string" | "string" => "a text in quotation marks".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "i64" => "a whole number".to_owned(),
        "f64" => "a number".to_owned(),
        "a sequence" => "a list in square brackets".to_owned(),
        other => other.to_owned(),
    }
}

/// `TierWeights` as "tier weights".
fn words(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    match out.as_str() {
        "assessment shape" => "assessment".to_owned(),
        _ => out,
    }
}
