//! RON's refusals in the words of the person who wrote the file.

use ron::error::SpannedError;

use super::fault::{Fault, nearest, shortened, suggestion};
use super::structure::{Misfit, bracket_around, line_of, misfit};
use super::tokens::{Sort, Token, tokens};

/// What to do with a field of an assessment that is there twice: either may say what nothing else does.
const KEEP_BOTH: &str = "lose neither: put the entries of two lists into one; of two values keep the true one, and \
                         write the other into the item's `comment`";

/// What is wrong, where, and how to mend it: a mark that is missing, wrong or too many where that is what RON met, else
/// what RON says of it.
pub(super) fn explain(text: &str, name: &str, error: &SpannedError) -> Fault {
    let misfit = misfit(text);
    // RON may have gone past the blanks behind what it read, and a mark that doesn't fit is where it stopped.
    let refused = offset(text, error.span.end.line, error.span.end.col);
    // Of a word with a strange mark in it RON refuses the whole.
    let refused = refused
        + match &error.code {
            ron::Error::SuggestRawIdentifier(word) | ron::Error::InvalidIdentifier(word)
                if text[refused..].starts_with(word.as_str()) =>
            {
                word.len()
            }
            _ => 0,
        };
    let reached = refused + text[refused..].len() - text[refused..].trim_start().len();
    match misfit {
        Some(misfit) if misfit.noticed <= reached => {
            let fault = Fault::error(Vec::new(), misfit.what, misfit.next);
            at_offset(fault, text, misfit.shown)
        }
        later => Refusal {
            text,
            tokens: tokens(text).0,
            name,
            error,
            later,
        }
        .fault(),
    }
}

/// A refusal that is about a value or a word rather than about a mark.
struct Refusal<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    name: &'a str,
    error: &'a SpannedError,
    /// A mark that doesn't fit further on: it can be why a field seems to be in the wrong place.
    later: Option<Misfit>,
}

impl Refusal<'_> {
    fn fault(&self) -> Fault {
        use ron::Error as Code;
        let (what, next) = self.words();
        let (line, column) = (self.error.span.end.line, self.error.span.end.col);
        let fault = Fault::error(Vec::new(), what, next);
        match &self.error.code {
            // These are noticed at a word's end, or at the end of the whole: the caret belongs to the start.
            Code::NoSuchStructField { .. }
            | Code::NoSuchEnumVariant { .. }
            | Code::ExpectedDifferentStructName { .. }
            | Code::DuplicateStructField { .. } => {
                let (line, column) = word_before(self.text, self.error);
                fault.at(line, column)
            }
            // A value that was read and is not a good one: RON has gone past it.
            Code::Message(_)
            | Code::IntegerOutOfBounds
            | Code::InvalidIntegerDigit { .. }
            | Code::FloatUnderscore
            | Code::UnderscoreAtBeginning => {
                let (line, column) = value_before(self.text, self.error);
                fault.at(line, column)
            }
            Code::ExpectedStringEnd => {
                fault.at(self.error.span.start.line, self.error.span.start.col)
            }
            _ => match self.found() {
                // What RON wanted is wanted where the last line ended, however many blanks and comments follow it.
                Some(found) if self.end_before(found) < self.line_start(found) => {
                    at_offset(fault, self.text, self.end_before(found))
                }
                _ => fault.at(line, column),
            },
        }
    }

    fn words(&self) -> (String, String) {
        use ron::Error as Code;
        let none = String::new;
        match &self.error.code {
            Code::NoSuchStructField {
                expected,
                found,
                outer,
            } => (
                format!(
                    "there is no field `{}`{}",
                    shortened(found),
                    inside(outer.as_ref())
                ),
                self.or_a_bracket(suggestion(found, expected.iter().copied())),
            ),
            Code::MissingStructField { field, outer } => (
                format!("the field `{field}`{} is missing", inside(outer.as_ref())),
                self.missing_from(field),
            ),
            Code::DuplicateStructField { field, outer } => (
                format!(
                    "the field `{field}`{} is there twice",
                    inside(outer.as_ref())
                ),
                self.or_a_bracket(match self.name {
                    "Assessment" => KEEP_BOTH.to_owned(),
                    _ => "remove one of them".to_owned(),
                }),
            ),
            Code::NoSuchEnumVariant {
                expected,
                found,
                outer,
            } => (
                format!(
                    "`{}` is not {}",
                    shortened(found),
                    outer
                        .as_deref()
                        .map_or("a known word".to_owned(), with_article)
                ),
                match nearest(found, expected.iter().copied()) {
                    Some(word) => format!("did you mean `{word}`?"),
                    None => format!("known here: {}", expected.join(", ")),
                },
            ),
            Code::InvalidValueForType { expected, found } => (
                format!("{} is wanted here, not {}", plain(expected), plain(found)),
                none(),
            ),
            Code::ExpectedDifferentStructName { expected, found } => {
                let wanted = if expected.is_empty() {
                    self.name
                } else {
                    expected
                };
                match (nearest(found, [wanted]), found.as_str()) {
                    (Some(_), _) => (
                        format!("`{}` is not the name that is wanted here", shortened(found)),
                        format!("did you mean `{wanted}`?"),
                    ),
                    (None, "Checklist" | "Assessment") => (
                        format!("this is {}, not {}", with_article(found), with_article(wanted)),
                        match found.as_str() {
                            "Checklist" => "an assessment of it is made with: candor new FILE --checklist THIS --subject NAME".to_owned(),
                            _ => "give the checklist's own file".to_owned(),
                        },
                    ),
                    (None, _) => (
                        format!("`{}` is not the name that is wanted here", shortened(found)),
                        format!("write {wanted}(, or the brackets alone"),
                    ),
                }
            }
            Code::ExceededRecursionLimit => (
                "the text is nested too deeply".to_owned(),
                "128 levels are the limit".to_owned(),
            ),
            Code::ExpectedString => {
                let next = match self.found() {
                    Some(found) if matches!(found.sort, Sort::Word | Sort::Number) => {
                        format!(
                            "write it in quotation marks: \"{}\"",
                            shortened(found.of(self.text))
                        )
                    }
                    _ => "write it in quotation marks".to_owned(),
                };
                (self.wanted("a text in quotation marks"), next)
            }
            Code::ExpectedBoolean => (
                self.wanted("true or false"),
                self.without_marks("write true or false, without quotation marks"),
            ),
            Code::ExpectedInteger => (
                self.wanted("a whole number"),
                self.without_marks("write digits alone"),
            ),
            Code::ExpectedFloat => (
                self.wanted("a number"),
                self.without_marks("write digits, with a point before decimals"),
            ),
            Code::ExpectedArray => (
                self.wanted("a list in square brackets"),
                "write [ ] around the elements, even if there is one only".to_owned(),
            ),
            Code::ExpectedIdentifier => self.no_name(),
            Code::UnexpectedChar(found) => (
                format!("`{found}` has no meaning here"),
                "look for a missing comma or quotation mark before it".to_owned(),
            ),
            Code::IntegerOutOfBounds => (
                "the number is out of range".to_owned(),
                "write one that is smaller, and not below 0 where things are counted".to_owned(),
            ),
            Code::InvalidIntegerDigit { digit, .. } => (
                format!("`{digit}` has no place in a whole number"),
                "write digits alone".to_owned(),
            ),
            Code::FloatUnderscore | Code::UnderscoreAtBeginning => (
                "an underscore has no place here".to_owned(),
                "write digits alone".to_owned(),
            ),
            Code::InvalidEscape(_) => (
                "a `\\` in this text is followed by something that has no meaning there".to_owned(),
                "write \\\\ for a `\\` itself; \\\" and \\n are the others that are often wanted"
                    .to_owned(),
            ),
            Code::ExpectedStructLike | Code::ExpectedNamedStructLike(_) => (
                self.wanted("an opening `(`"),
                "write ( ) around its fields or its value".to_owned(),
            ),
            Code::ExpectedStructLikeEnd => self.not_closed(')'),
            Code::ExpectedArrayEnd => self.not_closed(']'),
            Code::ExpectedMapColon => (
                self.wanted("a colon between the field's name and its value"),
                "write it, for example title: \"…\"".to_owned(),
            ),
            Code::TrailingCharacters => (
                "the text goes on after its end".to_owned(),
                "remove what follows the last `)`".to_owned(),
            ),
            Code::NoSuchExtension(_) => (
                "this extension of RON is not known".to_owned(),
                "remove the line that begins with #!".to_owned(),
            ),
            Code::ExpectedDifferentLength { .. } => (
                "there are more or fewer values here than are wanted".to_owned(),
                "look for a comma or a bracket too many".to_owned(),
            ),
            Code::SuggestRawIdentifier(_) | Code::InvalidIdentifier(_) => (
                self.wanted("a known word"),
                "write it without quotation marks, as in tier: Blocker".to_owned(),
            ),
            Code::Message(message) if message.starts_with("a finite number") => (
                message.clone(),
                "write digits, with a point before decimals".to_owned(),
            ),
            Code::Message(message) => (message.clone(), none()),
            _ => match self.found() {
                Some(found) => (
                    format!("{} can't be read here", self.described(found)),
                    "look for a mark that is missing, wrong or too many just before it".to_owned(),
                ),
                None => (
                    "the text ends too early".to_owned(),
                    "look for a bracket or a quotation mark that is never closed".to_owned(),
                ),
            },
        }
    }

    /// "`x` is wanted here", with what there is instead.
    fn wanted(&self, what: &str) -> String {
        match self.found() {
            Some(found) if self.end_before(found) < self.line_start(found) => {
                let line = line_of(self.text, found.start);
                format!(
                    "{what} is wanted here, not the {} of line {line}",
                    self.described(found).trim_start_matches("a ")
                )
            }
            Some(found) => format!("{what} is wanted here, not {}", self.described(found)),
            None => format!("{what} is wanted here, but the file ends"),
        }
    }

    fn without_marks(&self, otherwise: &str) -> String {
        let Some(found) = self.found().filter(|found| found.sort == Sort::Text) else {
            return otherwise.to_owned();
        };
        let inside = found.of(self.text).trim_matches('"');
        if inside.parse::<f64>().is_ok() || matches!(inside, "true" | "false") {
            format!("write it without quotation marks: {inside}")
        } else {
            otherwise.to_owned()
        }
    }

    fn no_name(&self) -> (String, String) {
        let open = self.open_line();
        let next = match (self.found(), open) {
            (Some(found), _) if found.sort == Sort::Text => {
                let word = found.of(self.text).trim_matches('"');
                format!("write it without quotation marks: {}", shortened(word))
            }
            (Some(found), Some(line)) if found.is('(', self.text) => format!(
                "the brackets that are open here begin on line {line}: close them with `)`, or remove a `(` too many"
            ),
            (_, Some(line)) => {
                format!(
                    "the brackets that are open here begin on line {line}: look for a mark that is missing or too many since then"
                )
            }
            _ => "look for a mark that is missing or too many just before it".to_owned(),
        };
        (self.wanted("a name"), next)
    }

    fn not_closed(&self, closer: char) -> (String, String) {
        let what = self.wanted(&format!("a closing `{closer}`"));
        let next = match self.open_line() {
            Some(line) => {
                format!("it closes the bracket of line {line}, which holds one value only")
            }
            None => "write it, or remove what is too many".to_owned(),
        };
        (what, next)
    }

    /// How to add a missing field, and where to.
    fn missing_from(&self, field: &str) -> String {
        match self.open_line() {
            Some(line) if line < self.error.span.end.line => {
                format!("add `{field}: …` within the brackets that begin on line {line}")
            }
            _ => format!("add `{field}: …`"),
        }
    }

    /// The line of the bracket that is open where RON stopped.
    fn open_line(&self) -> Option<usize> {
        let mut place = offset(self.text, self.error.span.end.line, self.error.span.end.col);
        // Past the bracket that RON has just read, it is the one that counts still.
        if self.text[..place].ends_with([')', ']']) {
            place -= 1;
        }
        bracket_around(self.text, &self.tokens, place).map(|open| line_of(self.text, open))
    }

    /// Advice, and that a bracket may be the reason if one doesn't fit further on.
    fn or_a_bracket(&self, advice: String) -> String {
        match (&self.later, self.open_line()) {
            (Some(_), Some(line)) => format!(
                "{}; or close the bracket of line {line} before it, which the rest of the file does not do either",
                advice.trim_end_matches('?')
            ),
            _ => advice,
        }
    }

    /// What stands where RON stopped.
    fn found(&self) -> Option<Token> {
        let place = offset(self.text, self.error.span.end.line, self.error.span.end.col);
        let at = self.tokens.partition_point(|token| token.end <= place);
        self.tokens.get(at).copied()
    }

    /// Where the token ends that stands before another one.
    fn end_before(&self, found: Token) -> usize {
        let before = self
            .tokens
            .partition_point(|token| token.end <= found.start);
        let before = self.tokens[..before].last();
        before.map_or(found.start, |token| token.end)
    }

    fn line_start(&self, found: Token) -> usize {
        self.text[..found.start].rfind('\n').map_or(0, |at| at + 1)
    }

    fn described(&self, token: Token) -> String {
        match token.sort {
            Sort::Text => "a text".to_owned(),
            _ => format!("`{}`", shortened(token.of(self.text))),
        }
    }
}

fn inside(outer: Option<&String>) -> String {
    match outer.map(String::as_str) {
        None => String::new(),
        Some(outer @ ("Scoring" | "TierWeights")) => format!(" of the {}", words(outer)),
        Some(outer) => format!(" of {}", with_article(outer)),
    }
}

/// The byte at which a line's character begins; the end of the line, or of the text, where there is none.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for part in text.split_inclusive('\n').take(line - 1) {
        start += part.len();
    }
    let rest = text[start..].split('\n').next().unwrap_or_default();
    let within = rest
        .char_indices()
        .nth(column - 1)
        .map_or(rest.len(), |(at, _)| at);
    start + within
}

fn at_offset(fault: Fault, text: &str, offset: usize) -> Fault {
    let before = &text[..offset];
    let line = before.rsplit('\n').next().unwrap_or_default();
    fault.at(line_of(text, offset), line.chars().count() + 1)
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
    if matches!(name, "AtMost" | "AtLeast") {
        return format!("`{name}(…)`");
    }
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
        "expect" => "expectation".to_owned(),
        "keep" => "way of keeping output".to_owned(),
        "kind" => "kind of evidence".to_owned(),
        _ => out,
    }
}
