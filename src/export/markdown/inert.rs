//! Text of a file as Markdown that stays text.

use std::fmt::Write as _;

use crate::domain::text::{Shown, Text};

/// Text of a file on one line, as text: no markup, no HTML, no link comes of it.
pub fn inert(text: &str) -> String {
    let one_line = text.replace('\n', " ");
    escape(&Shown::line(one_line.trim()).into_string())
}

/// Text of a file on several lines, each begun with `prefix`.
pub fn inert_block(text: &str, prefix: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let line = escape(&Shown::line(line.trim()).into_string());
        // At the start of a line these would begin a list or make a heading of the line before.
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let starts_block = line.starts_with(['-', '+', '=']);
        let starts_list = digits.len() < line.len() && digits.starts_with('.');
        let line = match (starts_block, starts_list) {
            (true, _) => format!("\\{line}"),
            (_, true) => format!("{}\\{digits}", &line[..line.len() - digits.len()]),
            _ => line,
        };
        let _ = writeln!(out, "{}", format!("{prefix}{line}").trim_end());
    }
    out
}

/// A text of the model on one line.
pub fn text(text: &Text) -> String {
    inert(text.raw())
}

fn escape(shown: &str) -> String {
    let mut out = String::with_capacity(shown.len() + 16);
    for (at, c) in shown.char_indices() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '|' | '!' | '~'
            | '$' | '@' => {
                out.push('\\');
                out.push(c);
            }
            // An address would become a link by itself.
            ':' if shown[at..].starts_with("://") => out.push_str("\\:"),
            '.' if shown[..at].to_ascii_lowercase().ends_with("www") => out.push_str("\\."),
            c => out.push(c),
        }
    }
    out
}
