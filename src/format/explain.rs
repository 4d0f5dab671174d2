//! RON's refusals in the words of the person who wrote the file.

use ron::error::SpannedError;

use super::fault::{Fault, nearest, suggestion};

/// RON's refusal in the words of the person who wrote the file.
pub(super) fn explain(text: &str, name: &str, error: &SpannedError) -> Fault {
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
