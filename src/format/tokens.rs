//! The words and marks of a RON text, split without giving up: what RON refuses is explained with them.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A name or a known word.
    Word,
    /// A number.
    Number,
    /// A text with its quotation marks.
    Text,
    /// A bracket, a comma or a colon.
    Mark,
    /// A character that RON has no use for here.
    Strange,
}

/// A piece of a text, by its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) sort: Sort,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token {
    /// The piece itself.
    pub(super) fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    /// Whether it is this bracket, comma or colon.
    pub(super) fn is(&self, mark: char, text: &str) -> bool {
        self.sort == Sort::Mark && text[self.start..].starts_with(mark)
    }
}

/// What is never closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unclosed {
    /// A text.
    Text,
    /// A comment of several lines.
    Comment,
}

/// The tokens of a text without its comments, and what is opened last and never closed, with where it begins.
pub(super) fn tokens(text: &str) -> (Vec<Token>, Option<(Unclosed, usize)>) {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let first = rest.chars().next().unwrap_or(' ');
        let (sort, length) = if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        } else if rest.starts_with("/*") {
            match block_comment(rest) {
                Some(length) => at += length,
                None => return (tokens, Some((Unclosed::Comment, at))),
            }
            continue;
        } else if tokens.is_empty() && rest.starts_with("#!") {
            // #![enable(…)] may stand before the value.
            at += rest.find(']').map_or(rest.len(), |end| end + 1);
            continue;
        } else if let Some(quoted) = quoted(rest) {
            match quoted {
                Ok(length) => (Sort::Text, length),
                Err(unclosed) => return (tokens, Some((unclosed, at))),
            }
        } else if first.is_alphabetic() || first == '_' {
            (
                Sort::Word,
                length_while(rest, |c| c.is_alphanumeric() || c == '_'),
            )
        } else if let Some(length) = number(rest) {
            (Sort::Number, length)
        } else if matches!(first, '(' | ')' | '[' | ']' | '{' | '}' | ',' | ':') {
            (Sort::Mark, 1)
        } else {
            (Sort::Strange, first.len_utf8())
        };
        tokens.push(Token {
            sort,
            start: at,
            end: at + length,
        });
        at += length;
    }
    (tokens, None)
}

/// How long the number is that a text begins with; a point that no digit follows is no part of it.
fn number(text: &str) -> Option<usize> {
    let unsigned = text.trim_start_matches(['+', '-']);
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    if !is_number(unsigned.trim_start_matches('.')) || text.starts_with("..") {
        return None;
    }
    let mut before = ' ';
    let mut length = text.len() - unsigned.len();
    for (at, c) in unsigned.char_indices() {
        let is_part = match c {
            '+' | '-' => matches!(before, 'e' | 'E'),
            '.' => is_number(&unsigned[at + 1..]),
            c => c.is_ascii_alphanumeric() || c == '_',
        };
        if !is_part {
            break;
        }
        before = c;
        length += 1;
    }
    Some(length)
}

fn length_while(text: &str, mut is_part: impl FnMut(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

/// How long the comment is that a text begins with; such comments nest.
fn block_comment(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0usize, 0);
    while let Some(found) = text[at..].find(['/', '*']).map(|found| at + found) {
        match text.as_bytes().get(found..found + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, found + 2),
            Some(b"*/") => (depth, at) = (depth.saturating_sub(1), found + 2),
            _ => at = found + 1,
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Where a text begins with a quoted one: how long that is, or an error if it is never closed.
fn quoted(text: &str) -> Option<Result<usize, Unclosed>> {
    let after_letters = text.trim_start_matches(['b', 'r']);
    let letters = text.len() - after_letters.len();
    let is_raw = text[..letters].contains('r');
    let hashes = if is_raw && letters <= 2 {
        length_while(after_letters, |c| c == '#')
    } else {
        0
    };
    let opened = letters + hashes;
    if letters > 2 || !text[opened..].starts_with('"') {
        return None;
    }
    let inside = &text[opened + 1..];
    if is_raw {
        let end = format!("\"{}", "#".repeat(hashes));
        let length = inside.find(&end).map(|at| opened + 1 + at + end.len());
        return Some(length.ok_or(Unclosed::Text));
    }
    let mut bytes = inside.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'"' => return Some(Ok(opened + 1 + at + 1)),
            _ => {}
        }
    }
    Some(Err(Unclosed::Text))
}
