//! Measuring and cutting by terminal columns.
//!
//! Everything here takes text that is already safe to show (see [`Shown`](crate::domain::text::Shown)) and counts
//! as ratatui's buffer does: grapheme by grapheme, so that what is measured is what is drawn.

use std::borrow::Cow;

use ratatui::buffer::CellWidth;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

/// The sign of a cut where no other is given; one column.
pub const CUT: &str = "…";

/// The columns that `text` takes on one line.
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    text.graphemes(true).map(grapheme_width).sum()
}

/// The longest beginning of `text` that takes at most `columns`; no character is split.
pub fn head(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        taken += grapheme_width(grapheme);
        if taken > columns {
            return &text[..start];
        }
    }
    text
}

/// The longest end of `text` that takes at most `columns`; no character is split.
pub fn tail(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (start, grapheme) in text.grapheme_indices(true).rev() {
        taken += grapheme_width(grapheme);
        if taken > columns {
            return &text[start + grapheme.len()..];
        }
    }
    text
}

/// `text` in at most `columns`, ending in `…` where something is missing: `"monitoring"` in 5 is `"moni…"`.
pub fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    cut_with(text, columns, CUT)
}

/// As [`cut`], with another sign, such as the theme's for terminals without `…`.
pub fn cut_with<'a>(text: &'a str, columns: usize, sign: &str) -> Cow<'a, str> {
    if fits(text, columns) {
        return Cow::Borrowed(text);
    }
    let sign = head(sign, columns);
    let kept = head(text, columns - width(sign));
    Cow::Owned([kept, sign].concat())
}

/// `text` in at most `columns` with the sign in its middle, for paths and addresses whose ends tell the most:
/// `"docs/reports/scan.txt"` in 12 is `"docs/…an.txt"`. The end gets the odd column.
pub fn cut_middle<'a>(text: &'a str, columns: usize, sign: &str) -> Cow<'a, str> {
    if fits(text, columns) {
        return Cow::Borrowed(text);
    }
    let sign = head(sign, columns);
    let room = columns - width(sign);
    let end = tail(text, room.div_ceil(2));
    let start = head(text, room - width(end));
    Cow::Owned([start, sign, end].concat())
}

/// Exactly `columns` wide: cut with `…`, or followed by spaces.
pub fn pad(text: &str, columns: usize) -> String {
    let mut padded = cut(text, columns).into_owned();
    fill(&mut padded, columns);
    padded
}

/// Exactly `columns` wide with the text at the right, for figures: cut with `…`, or after spaces.
pub fn pad_start(text: &str, columns: usize) -> String {
    let shown = cut(text, columns);
    let mut padded = String::new();
    fill(&mut padded, columns - width(&shown).min(columns));
    padded.push_str(&shown);
    padded
}

/// The lines of `text` in at most `columns` each, in linear time. Lines break at white space, which goes with the
/// break; a word longer than a line is broken inside; `\n` always breaks; a paragraph keeps its indentation.
/// A character wider than the line is replaced by `…`. No columns, no lines; an empty text is one empty line.
pub fn wrap(text: &str, columns: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    if columns > 0 {
        for paragraph in text.split('\n') {
            wrap_paragraph(paragraph, columns, &mut lines);
        }
    }
    lines
}

/// The lines of `text` in at most `columns` each and at most `rows` of them, the last one cut with `sign` where the
/// text goes on.
pub fn wrap_in(text: &str, columns: usize, rows: usize, sign: &str) -> Vec<String> {
    let lines = wrap(text, columns);
    let goes_on = lines.len() > rows;
    let mut shown: Vec<String> = lines.into_iter().take(rows).map(str::to_owned).collect();
    if let Some(last) = shown.last_mut().filter(|_| goes_on) {
        let room = columns.saturating_sub(width(sign));
        *last = format!("{}{sign}", head(last, room));
    }
    shown
}

/// `text` in at most `columns` with the matched characters in the style `marked`, cut with `sign`; the sign is
/// marked when a match is behind it. `matched` counts characters (not bytes or columns), ascending.
pub fn marked_spans<'a>(
    text: &'a str,
    matched: &[usize],
    normal: Style,
    marked: Style,
    columns: usize,
    sign: &'a str,
) -> Line<'a> {
    let fitting = fits(text, columns);
    let sign = if fitting { "" } else { head(sign, columns) };
    let kept = head(text, columns - width(sign).min(columns));
    let mut matched = matched.iter().copied().peekable();
    let mut spans: Vec<Span<'a>> = Vec::new();
    let mut run = 0..0;
    let mut run_marked = false;
    let mut character = 0;
    let style = |is_marked| if is_marked { marked } else { normal };
    for (start, grapheme) in kept.grapheme_indices(true) {
        character += grapheme.chars().count();
        let mut is_marked = false;
        while matched.next_if(|&index| index < character).is_some() {
            is_marked = true;
        }
        if is_marked != run_marked && start > run.start {
            spans.push(Span::styled(&kept[run.start..start], style(run_marked)));
            run.start = start;
        }
        run_marked = is_marked;
        run.end = start + grapheme.len();
    }
    if !run.is_empty() {
        spans.push(Span::styled(&kept[run], style(run_marked)));
    }
    if !sign.is_empty() {
        spans.push(Span::styled(sign, style(matched.peek().is_some())));
    }
    Line::from(spans)
}

/// How many columns a line of several styles takes.
pub fn line_width(line: &Line<'_>) -> usize {
    line.spans.iter().map(|span| width(&span.content)).sum()
}

/// A line of several styles in at most `columns`, cut with `sign` in the style of what it cuts.
pub fn cut_line<'a>(mut line: Line<'a>, columns: usize, sign: &'a str) -> Line<'a> {
    if line_width(&line) <= columns {
        return line;
    }
    let sign = head(sign, columns);
    let mut room = columns - width(sign);
    let mut kept = Vec::with_capacity(line.spans.len());
    for span in line.spans {
        let taken = width(&span.content);
        if taken <= room {
            room -= taken;
            kept.push(span);
            continue;
        }
        let start = head(&span.content, room).to_owned();
        kept.push(Span::styled(start, span.style));
        kept.push(Span::styled(sign, span.style));
        break;
    }
    line.spans = kept;
    line
}

/// Bytes that are one column each.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// As ratatui's buffer counts: a grapheme with a control character is not drawn.
fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        0
    } else {
        usize::from(grapheme.cell_width())
    }
}

/// Looks no further than the first column too many, so that a long text costs no more than a line of it.
fn fits(text: &str, columns: usize) -> bool {
    head(text, columns).len() == text.len()
}

fn fill(text: &mut String, columns: usize) {
    let missing = columns.saturating_sub(width(text));
    text.extend(std::iter::repeat_n(' ', missing));
}

/// The bytes of the spaces (or of what are none) that `text` begins with. The no-break spaces are none, nor is a
/// space that carries a mark: without it the mark would stand alone and not be drawn.
fn leading(text: &str, spaces: bool) -> usize {
    let is_space = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}');
    text.graphemes(true)
        .take_while(|grapheme| grapheme.chars().all(is_space) == spaces)
        .map(str::len)
        .sum()
}

fn wrap_paragraph<'a>(paragraph: &'a str, columns: usize, lines: &mut Vec<&'a str>) {
    // The line so far: where it starts and ends, and its columns.
    let (mut start, mut end, mut taken) = (0, 0, 0);
    let mut rest = paragraph;
    loop {
        let word_start = end + leading(rest, true);
        let word = &paragraph[word_start..];
        let word = &word[..leading(word, false)];
        if word.is_empty() {
            break;
        }
        let space_width = width(&paragraph[end..word_start]);
        let word_width = width(word);
        let first = end == 0;
        if taken + space_width + word_width <= columns {
            taken += space_width + word_width;
        } else {
            if !first {
                lines.push(&paragraph[start..end]);
            }
            let last_part = break_word(word, columns, lines);
            start = word_start + word.len() - last_part.len();
            taken = width(last_part);
        }
        end = word_start + word.len();
        rest = &paragraph[end..];
    }
    lines.push(&paragraph[start..end]);
}

/// Pushes full lines of a word that is longer than a line and gives what is left of it.
fn break_word<'a>(word: &'a str, columns: usize, lines: &mut Vec<&'a str>) -> &'a str {
    let mut rest = word;
    loop {
        let line = head(rest, columns);
        if line.len() == rest.len() {
            return rest;
        }
        if line.is_empty() {
            let too_wide = rest.graphemes(true).next().map_or(rest.len(), str::len);
            lines.push(CUT);
            rest = &rest[too_wide..];
        } else {
            lines.push(line);
            rest = &rest[line.len()..];
        }
    }
}
