//! The one door to standard output and standard error.
//!
//! Whatever goes through it is made safe to show here, once more where it was before: no caller can forget it.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::domain::text::{Shown, must_escape};
use crate::problem::{Problem, ProblemKind};
use crate::system::environment::{Stream, is_terminal};
use crate::system::failure;

/// The widest line that lists are broken into, in columns.
const WIDTH: usize = 100;

/// How a piece of text looks where colour is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// As it is.
    Plain,
    /// Bold.
    Strong,
    /// Dim.
    Quiet,
    /// Green.
    Good,
    /// Yellow.
    Fair,
    /// Red.
    Bad,
}

impl Tone {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "1",
            Self::Quiet => "2",
            Self::Good => "1;32",
            Self::Fair => "1;33",
            Self::Bad => "1;31",
        }
    }
}

/// How the cells of a table's column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// For words.
    Left,
    /// For numbers.
    Right,
}

/// Results for people, piece by piece.
#[derive(Debug, Default)]
pub(crate) struct Page(Vec<(Tone, String)>);

impl Page {
    /// Words on the present line; a line feed in them is shown, not made.
    pub(crate) fn words(&mut self, tone: Tone, words: &str) -> &mut Self {
        self.0.push((tone, Shown::line(words).into_string()));
        self
    }

    /// Ends the present line.
    pub(crate) fn end(&mut self) -> &mut Self {
        self.0.push((Tone::Plain, "\n".to_owned()));
        self
    }

    /// A whole line.
    pub(crate) fn line(&mut self, words: &str) -> &mut Self {
        self.words(Tone::Plain, words).end()
    }

    /// Several lines, whose line feeds are ours.
    pub(crate) fn block(&mut self, lines: &str) -> &mut Self {
        self.0
            .push((Tone::Plain, Shown::block(lines).into_string()));
        self
    }

    /// `label` and then the words, separated by commas and broken into lines that begin under the first.
    pub(crate) fn listed<'a>(&mut self, label: &str, words: impl IntoIterator<Item = &'a str>) {
        let indent = label.width();
        let (mut line, mut column) = (label.to_owned(), indent);
        for (at, word) in words.into_iter().enumerate() {
            let word = Shown::line(word).into_string();
            let width = word.width();
            if at > 0 {
                line.push(',');
                if column + width + 3 > WIDTH {
                    self.line(&line);
                    line = " ".repeat(indent);
                    column = indent;
                } else {
                    line.push(' ');
                    column += 2;
                }
            }
            line.push_str(&word);
            column += width;
        }
        self.line(line.trim_end());
    }

    /// Rows with aligned columns, two blanks between them. The last column is as long as it likes.
    pub(crate) fn table(&mut self, columns: &[Align], rows: &[Vec<String>]) {
        let safe: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|cell| Shown::line(cell).into_string())
                    .collect()
            })
            .collect();
        let widest = |column: usize| {
            let cells = safe.iter().filter_map(|row: &Vec<String>| row.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns.len()).map(widest).collect();
        for row in &safe {
            let mut line = String::new();
            for (at, ((cell, width), align)) in row.iter().zip(&widths).zip(columns).enumerate() {
                let blanks = " ".repeat(width - cell.width());
                let gap = if at == 0 { "" } else { "  " };
                let _ = match align {
                    Align::Left => write!(line, "{gap}{cell}{blanks}"),
                    Align::Right => write!(line, "{gap}{blanks}{cell}"),
                };
            }
            self.line(line.trim_end());
        }
    }

    fn rendered(&self, colour: bool) -> String {
        let mut out = String::new();
        for (tone, text) in &self.0 {
            let code = tone.code();
            if colour && !code.is_empty() && !text.is_empty() {
                let _ = write!(out, "\u{1b}[{code}m{text}\u{1b}[0m");
            } else {
                out.push_str(text);
            }
        }
        out
    }
}

/// Where results and problems go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    colour: bool,
}

impl Output {
    /// Results with or without colour.
    pub(crate) fn new(colour: bool) -> Self {
        Self { colour }
    }

    /// Prints results.
    pub(crate) fn page(self, page: &Page) -> Result<(), Problem> {
        to_standard_output(&page.rendered(self.colour))
    }
}

/// Prints one JSON object. Characters that a terminal must not see are escaped; the texts stay what they are.
pub(crate) fn json<T: Serialize>(object: &T) -> Result<(), Problem> {
    to_standard_output(&json_text(object)?)
}

/// One JSON object as it is printed.
pub(crate) fn json_text<T: Serialize>(object: &T) -> Result<String, Problem> {
    let text = serde_json::to_string_pretty(object).map_err(|error| {
        Problem::new(ProblemKind::File, format!("no JSON can be made: {error}"))
    })?;
    Ok(escaped(&text) + "\n")
}

/// Prints a document whose lines end as its format wants them, in CR LF or in LF; everything else is made safe to show.
pub(crate) fn exported(document: &str) -> Result<(), Problem> {
    let lines = document.split("\r\n");
    let safe: Vec<String> = lines.map(|line| Shown::block(line).into_string()).collect();
    to_standard_output(&safe.join("\r\n"))
}

/// Prints the canonical text of an assessment as it is, where a program reads it: what a terminal must not see is
/// escaped in it by its writer. On a terminal it is made safe to show once more.
pub(crate) fn written(text: &str) -> Result<(), Problem> {
    if is_terminal(Stream::Output) {
        exported(text)
    } else {
        to_standard_output(text)
    }
}

/// Appends words to standard output and ends the line, or leaves it for what is typed. An error where nobody reads
/// it any more.
pub(crate) fn append(words: &str, ends_line: bool) -> io::Result<()> {
    let mut text = Shown::line(words).into_string();
    if ends_line {
        text.push('\n');
    }
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Says something beside the results.
pub(crate) fn note(note: &str) {
    let line = format!("candor: {}\n", Shown::line(note));
    // Whoever closed standard error does not want to hear it.
    let _ = io::stderr().write_all(line.as_bytes());
}

/// Says what went wrong.
pub(crate) fn problem(problem: &Problem) {
    note(&problem.to_string());
}

/// In JSON text these characters stand only inside strings, where their escapes mean the same.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && must_escape(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

fn to_standard_output(text: &str) -> Result<(), Problem> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        // The reader has seen enough, as `head` does: that is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(failure::problem(
            "the results can't be written",
            Path::new("standard output"),
            &error,
        )),
        Ok(()) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Align, Page, Tone, escaped};

    #[test]
    fn nothing_untrusted_steers_the_terminal_and_no_name_makes_a_line() {
        let mut page = Page::default();
        page.words(Tone::Bad, "a\u{1b}[2J\nb\u{202e}").end();
        page.table(&[Align::Left], &[vec!["x\ny\u{9b}".to_owned()]]);
        page.listed("  ", ["p\nq"]);
        let text = page.rendered(false);
        assert_eq!(
            text,
            "a⟨U+001B⟩[2J⟨U+000A⟩b⟨U+202E⟩\nx⟨U+000A⟩y⟨U+009B⟩\n  p⟨U+000A⟩q\n"
        );
        assert!(page.rendered(true).starts_with("\u{1b}[1;31ma⟨U+001B⟩[2J"));
    }

    #[test]
    fn json_escapes_mean_the_same_text() {
        let raw = "\u{1b}\u{9b}\u{202e}\u{e0001}\u{7f}é";
        let json = escaped(&serde_json::to_string(raw).unwrap_or_default());
        assert_eq!(json, r#""\u001b\u009b\u202e\udb40\udc01\u007fé""#);
        assert_eq!(
            serde_json::from_str::<String>(&json).ok().as_deref(),
            Some(raw)
        );
    }

    #[test]
    fn tables_stand_by_what_is_seen_and_not_by_bytes() {
        let mut page = Page::default();
        let row = |name: &str, number: &str| vec![name.to_owned(), number.to_owned()];
        page.table(
            &[Align::Left, Align::Right],
            &[row("支付", "1.0"), row("abcde", "100.0")],
        );
        assert_eq!(page.rendered(false), "支付     1.0\nabcde  100.0\n");
    }

    #[test]
    fn long_lists_are_broken_under_their_beginning() {
        let mut page = Page::default();
        page.listed("ids  ", ["a".repeat(60).as_str(), "b".repeat(60).as_str()]);
        let lines = format!("ids  {},\n     {}\n", "a".repeat(60), "b".repeat(60));
        assert_eq!(page.rendered(false), lines);
    }
}
