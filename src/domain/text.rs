//! Untrusted text: how it is kept, and the one way it leaves the program.
//!
//! A [`Text`] is stored as it came (line ends and Unicode form apart) and has no `Display`. It reaches a screen,
//! a terminal or a message only as [`Shown`], in which everything that could steer a terminal, reorder a line or
//! hide in it has become visible.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// Text that a person or a file gave: NFC, line ends are `\n`, otherwise as it came.
///
/// It is written to a file raw where it holds only printable characters and line feeds, else with escapes, so
/// that no control character ever stands in a file (one NUL makes git call it binary).
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Box<str>);

impl Text {
    /// Takes text at the door: CRLF becomes LF, the whole becomes NFC. Taking a text that has been taken already
    /// alters nothing.
    pub fn new(text: impl Into<String>) -> Self {
        let mut text: String = text.into();
        if text.contains("\r\n") {
            text = without_returns(&text);
        }
        if !text.is_ascii() && is_nfc_quick(text.chars()) != IsNormalized::Yes {
            text = text.nfc().collect();
        }
        Self(text.into_boxed_str())
    }

    /// The stored characters, for comparing, hashing and searching; never for showing.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// One line for a screen or message; line feeds become visible too.
    pub fn shown(&self) -> Shown<'_> {
        Shown::line(&self.0)
    }

    /// Several lines for a screen or message; line feeds stay.
    pub fn shown_block(&self) -> Shown<'_> {
        Shown::block(&self.0)
    }

    /// No characters at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Nothing but white space, or nothing.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_string(&self.0, serializer)
    }
}

/// Writes a string as every [`Text`] is written: raw where it holds only printable characters and line feeds, else
/// with escapes. For what has to be kept to the byte, as paths and argument vectors.
pub(super) fn serialize_string<S: Serializer>(
    text: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if text.chars().all(|c| c == '\n' || !must_escape(c)) && !looks_conflicted(text) {
        return serializer.serialize_str(text);
    }
    let mut literal = String::with_capacity(text.len() + 16);
    literal.push('"');
    for c in text.chars() {
        match c {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            c if must_escape(c) => {
                let code_point = format!("{:x}", u32::from(c));
                literal.extend(["\\u{", &code_point, "}"]);
            }
            c => literal.push(c),
        }
    }
    literal.push('"');
    ron::value::RawValue::from_boxed_ron(literal.into_boxed_str())
        .map_err(serde::ser::Error::custom)?
        .serialize(serializer)
}

/// [`serialize_string`] for each of several.
pub(super) fn serialize_strings<S: Serializer>(
    texts: &[String],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    struct Exact<'a>(&'a str);
    impl Serialize for Exact<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serialize_string(self.0, serializer)
        }
    }
    serializer.collect_seq(texts.iter().map(|text| Exact(text)))
}

/// Whether a line of the text is like a mark that git leaves where it could not merge. Written raw, such a line
/// would stand at the start of a line of the file.
fn looks_conflicted(text: &str) -> bool {
    let marks = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
    text.lines()
        .skip(1)
        .any(|line| marks.iter().any(|mark| line.starts_with(mark)))
}

/// The text without the carriage returns that lead up to a line feed, however many there are.
fn without_returns(text: &str) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let last = lines.pop();
    let mut kept: String = lines
        .iter()
        .flat_map(|line| [line.trim_end_matches('\r'), "\n"])
        .collect();
    kept.extend(last);
    kept
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

/// Text made safe to show: every control, bidirectional control, tag and invisible character appears as its
/// code point in angle brackets (`⟨U+202E⟩`), and so does a mark that has no letter to stand on, or too many of
/// them on one. Joiners and variation selectors stay where they do their work, between letters or emoji.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown<'a>(Cow<'a, str>);

impl<'a> Shown<'a> {
    /// One line: line feeds are escaped as well.
    pub fn line(text: &'a str) -> Self {
        Self(escape(text, false))
    }

    /// Several lines: line feeds stay.
    pub fn block(text: &'a str) -> Self {
        Self(escape(text, true))
    }

    /// The safe characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The safe characters, owned.
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The marks that one letter carries at most; no script stacks more. Beyond that they would be drawn over the rows
/// above and below, and a single cell of the screen could hold kilobytes.
const MARKS: usize = 8;

/// One character as a person sees it (a grapheme cluster) and what stands for it on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The byte at which it starts in the untrusted text.
    pub start: usize,
    /// The untrusted characters, for counting and cutting; never for showing.
    pub raw: &'a str,
    /// The safe characters.
    pub shown: Cow<'a, str>,
}

/// The pieces of `text` from byte `from` on; their `shown` parts one after the other are exactly what [`Shown`]
/// says of the whole. `from` has to be where a piece starts, and a byte that is no character's start gives none.
/// This is how an editor finds the column of its cursor.
pub fn pieces(text: &str, from: usize, keep_line_feeds: bool) -> impl Iterator<Item = Piece<'_>> {
    text.get(from..)
        .unwrap_or_default()
        .grapheme_indices(true)
        .map(move |(offset, raw)| {
            let start = from + offset;
            let next = text[start + raw.len()..].chars().next();
            Piece {
                start,
                raw,
                shown: escape_piece(raw, next, keep_line_feeds),
            }
        })
}

fn escape(text: &str, keep_line_feeds: bool) -> Cow<'_, str> {
    let plain = |c: char| {
        matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}')
            || c == '\n' && keep_line_feeds
            || !must_escape(c) && !is_joiner(c) && c.width() != Some(0)
    };
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 32);
    for piece in pieces(text, 0, keep_line_feeds) {
        shown.push_str(&piece.shown);
    }
    if shown == text {
        return Cow::Borrowed(text);
    }
    Cow::Owned(shown)
}

/// Escapes what is unsafe in one grapheme cluster; `next` is the character that follows it.
fn escape_piece(raw: &str, next: Option<char>, keep_line_feeds: bool) -> Cow<'_, str> {
    if raw == "\n" && keep_line_feeds {
        return Cow::Borrowed(raw);
    }
    if raw.len() == 1 && !must_escape(char::from(raw.as_bytes()[0])) {
        return Cow::Borrowed(raw);
    }
    let mut shown = String::with_capacity(raw.len() + 12);
    let mut before = None;
    let mut marks = 0;
    let mut rest = raw.chars().peekable();
    while let Some(c) = rest.next() {
        let mut followed = || match rest.peek() {
            Some(&inside) => takes_joiner(inside),
            // What is not seen itself is escaped, and then there is nothing left to join with.
            None => next.is_some_and(|next| takes_joiner(next) && next.width() != Some(0)),
        };
        let stays = if is_variation_selector(c) {
            before.is_some_and(carries_joiner)
        } else if is_joiner(c) {
            before.is_some_and(|before| carries_joiner(before) || is_variation_selector(before))
                && followed()
        } else {
            // A mark without a letter takes no column: a terminal shows nothing, or draws it over its neighbour.
            // The half-width sound marks count as zero here and as one column on the terminals that matter.
            let unseen = c.width() == Some(0) && !matches!(c, '\u{ff9e}' | '\u{ff9f}');
            marks = if unseen { marks + 1 } else { 0 };
            !must_escape(c) && (!unseen || before.is_some() && marks <= MARKS)
        };
        if stays {
            shown.push(c);
            before = Some(c);
        } else {
            push_escaped(&mut shown, c);
            before = None;
        }
    }
    if shown == raw {
        Cow::Borrowed(raw)
    } else {
        Cow::Owned(shown)
    }
}

fn push_escaped(shown: &mut String, c: char) {
    let code_point = format!("{:04X}", u32::from(c));
    shown.extend(["⟨U+", &code_point, "⟩"]);
}

/// Whether a character would steer the terminal, reorder the line, or not be seen at all: C0, DEL, C1,
/// bidirectional controls, line and paragraph separators, tags, and Unicode's other default-ignorable characters.
/// Joiners and variation selectors are not among them: they depend on their neighbours.
pub fn must_escape(c: char) -> bool {
    if matches!(c, ' '..='~') {
        return false;
    }
    matches!(
        c,
        '\0'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
    ) || matches!(
        c,
        '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
    ) || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}')
        || matches!(c, '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
        || matches!(c, '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Whether a checklist's text may not hold this character: a control other than the line feed, or a
/// bidirectional control.
pub fn is_forbidden_in_checklist(c: char) -> bool {
    c != '\n' && must_escape(c) && c != '\u{ad}'
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}') || is_variation_selector(c)
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// What a joiner or selector may follow: a letter, digit or emoji, or a mark that belongs to one. A selector
/// after a selector does no work; chains of them are a way to carry a hidden message.
fn carries_joiner(c: char) -> bool {
    takes_joiner(c) || matches!(c, '#' | '*')
}

/// What may follow a joiner: a letter, digit, mark, or a symbol of the blocks that hold emoji.
fn takes_joiner(c: char) -> bool {
    let symbol = matches!(
        c,
        '©' | '®' | '\u{203c}' | '\u{2049}' | '\u{2100}'..='\u{2bff}'
    ) || matches!(
        c,
        '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}'
    );
    let mark = is_combining_mark(c) && !is_variation_selector(c);
    (c.is_alphanumeric() || mark || symbol) && !must_escape(c) && !matches!(c, '⟨' | '⟩')
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn taking_a_text_twice_alters_nothing() {
        for came in [
            "a\r\nb",
            "a\r\r\nb",
            "\r\r\r\n\r",
            "\r\n\r\n",
            "e\u{301}\r\n",
        ] {
            let once = Text::new(came);
            assert_eq!(Text::new(once.raw()), once, "{came:?}");
        }
        assert_eq!(Text::new("a\r\r\nb\rc"), "a\nb\rc");
    }
}
