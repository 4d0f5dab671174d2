//! Measured is what is drawn; nothing is wider than asked, and nothing is missing without a sign.

use candor::domain::text::Shown;
use candor::tui::widgets::columns::{
    cut, cut_line, cut_middle, cut_with, marked_spans, pad, pad_start, width, wrap,
};
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use super::hostile::{hostile, ten_thousand};

fn shown(text: &str) -> String {
    Shown::block(text).into_string()
}

/// The columns that ratatui's buffer fills with this line.
fn drawn(text: &str) -> usize {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 8192, 1));
    usize::from(buffer.set_stringn(0, 0, text, 8192, Style::new()).0)
}

fn unspaced(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Says what is wrong with a cut, if anything.
fn cut_fault(text: &str, columns: usize, cut: &str, sign: &str) -> Option<String> {
    if width(cut) > columns {
        return Some(format!("{cut:?} is wider than {columns}"));
    }
    if cut == text {
        return None;
    }
    let Some(kept) = cut.strip_suffix(sign) else {
        return (columns > 0).then(|| format!("{cut:?} is cut without a sign"));
    };
    let whole = text.graphemes(true).scan(0, |end, part| {
        *end += part.len();
        Some(*end)
    });
    if !text.starts_with(kept)
        || !(kept.is_empty() || whole.into_iter().any(|end| end == kept.len()))
    {
        return Some(format!("{cut:?} splits a character of {text:?}"));
    }
    let next = text[kept.len()..]
        .graphemes(true)
        .next()
        .unwrap_or_default();
    let wasted = columns - width(cut) >= width(next).max(1);
    wasted.then(|| format!("{cut:?} leaves room in {columns} for {next:?}"))
}

#[test]
fn columns_are_counted_as_people_see_them() {
    for (text, columns) in [
        ("", 0),
        ("abc", 3),
        ("漢字", 4),
        ("e\u{301}", 1),
        ("👨\u{200d}👩\u{200d}👧\u{200d}👦", 2),
        ("❤\u{fe0f}", 2),
        ("🇩🇪", 2),
        ("✓◐✗–·█▓▒░…", 10),
    ] {
        assert_eq!(width(text), columns, "{text}");
    }
}

#[test]
fn cuts_end_in_a_sign_and_keep_wide_characters_whole() {
    assert_eq!(cut("monitoring", 10), "monitoring");
    assert_eq!(cut("monitoring", 5), "moni…");
    assert_eq!(cut("漢字漢字", 4), "漢…");
    assert_eq!(cut("漢字", 1), "…");
    assert_eq!(cut("abc", 0), "");
    assert_eq!(cut_with("monitoring", 5, "~"), "moni~");
    assert_eq!(cut_with("monitoring", 2, "..."), "..");
    assert_eq!(cut_middle("docs/reports/scan.txt", 12, "…"), "docs/…an.txt");
    assert_eq!(cut_middle("abc", 3, "…"), "abc");
    assert_eq!(cut_middle("abcd", 1, "…"), "…");
    assert_eq!(pad("ab", 4), "ab  ");
    assert_eq!(pad("漢字", 3), "漢…");
    assert_eq!(pad_start("7", 3), "  7");
}

#[test]
fn a_cut_without_a_sign_is_caught() {
    assert!(cut_fault("monitoring", 5, "monit", "…").is_some());
    assert!(cut_fault("monitoring", 5, "monito…", "…").is_some());
    assert!(cut_fault("monitoring", 5, "mo…", "…").is_some());
    assert!(cut_fault("e\u{301}e", 1, "e…", "…").is_some());
}

#[test]
fn lines_break_at_spaces_keep_paragraphs_and_break_long_words() {
    assert_eq!(wrap("one two three", 8), ["one two", "three"]);
    assert_eq!(wrap("one\n\n  two", 8), ["one", "", "  two"]);
    assert_eq!(
        wrap("a longlongword b", 4),
        ["a", "long", "long", "word", "b"]
    );
    assert_eq!(wrap("漢字漢字", 5), ["漢字", "漢字"]);
    assert_eq!(wrap("漢a", 1), ["…", "a"]);
    assert_eq!(wrap("a\u{a0}b c", 3), ["a\u{a0}b", "c"]);
    assert_eq!(wrap("", 3), [""]);
    assert_eq!(wrap("one   \n", 3), ["one", ""]);
    assert!(wrap("word", 0).is_empty());
}

#[test]
fn ten_thousand_hostile_characters_cost_linear_time() {
    for text in ten_thousand() {
        let text = shown(&text);
        for columns in [0, 1, 2, 3, 7, 40] {
            assert!(
                wrap(&text, columns)
                    .iter()
                    .all(|line| width(line) <= columns)
            );
            assert!(width(&cut(&text, columns)) <= columns);
            assert!(width(&cut_middle(&text, columns, "…")) <= columns);
        }
    }
    // A hundred times as much: were it quadratic, this would take minutes.
    let long = shown(&"word \u{300}漢字longlonglong ".repeat(40_000));
    assert!(wrap(&long, 3).len() > 100_000);
}

#[test]
fn matched_letters_are_marked_and_a_hidden_match_marks_the_sign() {
    let (normal, marked) = (Style::new(), Style::new().add_modifier(Modifier::BOLD));
    let line = marked_spans("health endpoint", &[0, 1, 7, 14], normal, marked, 10, "…");
    assert_eq!(
        line,
        Line::from(vec![
            Span::styled("he", marked),
            Span::styled("alth ", normal),
            Span::styled("e", marked),
            Span::styled("n", normal),
            Span::styled("…", marked),
        ])
    );
    let line = marked_spans("e\u{301}漢x", &[1], normal, marked, 10, "…");
    assert_eq!(line.spans[0], Span::styled("e\u{301}", marked));
}

proptest! {
    // Each case tries all widths, so a quarter of the usual number will do.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_measured_is_what_the_buffer_draws(text in hostile()) {
        prop_assert_eq!(width(&text), drawn(&text));
        let text = shown(&text);
        prop_assert_eq!(width(&text), drawn(&text));
    }

    #[test]
    fn no_cut_is_too_wide_or_without_a_sign(raw in hostile()) {
        let text = Shown::line(&raw).into_string();
        for columns in 0..=40 {
            for sign in ["…", "~"] {
                let cut = cut_with(&text, columns, sign);
                prop_assert_eq!(cut_fault(&text, columns, &cut, sign), None);
                prop_assert!(width(&cut) <= columns);
                let middle = cut_middle(&text, columns, sign);
                prop_assert!(width(&middle) <= columns);
                prop_assert!(middle == text || middle.contains(sign) || columns == 0);
            }
            prop_assert_eq!(width(&pad(&text, columns)), columns);
            prop_assert_eq!(width(&pad_start(&text, columns)), columns);
        }
    }

    #[test]
    fn wrapped_lines_fit_and_lose_nothing_but_white_space(raw in hostile()) {
        let text = shown(&raw);
        for columns in 0..=40 {
            let lines = wrap(&text, columns);
            for line in &lines {
                prop_assert!(width(line) <= columns, "{:?} in {}", line, columns);
            }
            let all: String = text
                .graphemes(true)
                .filter(|part| !part.trim().is_empty())
                .map(|part| if width(part) > columns { "…" } else { part })
                .collect();
            prop_assert!(columns == 0 || unspaced(&lines.concat()) == unspaced(&all));
        }
    }

    #[test]
    fn marked_and_cut_lines_fit_and_say_what_is_missing(raw in hostile(), every in 1_usize..5) {
        let text = Shown::line(&raw).into_string();
        let matched: Vec<usize> = (0..text.chars().count()).step_by(every).collect();
        let marked = Style::new().add_modifier(Modifier::BOLD);
        for columns in 0..=40 {
            let line = marked_spans(&text, &matched, Style::new(), marked, columns, "…");
            let content: String = line.spans.iter().map(|span| &*span.content).collect();
            prop_assert_eq!(cut_fault(&text, columns, &content, "…"), None);
            let two = Line::from(vec![Span::raw(text.as_str()), Span::styled(raw.len().to_string(), marked)]);
            let content: String = cut_line(two, columns, "…").spans.iter().map(|span| &*span.content).collect();
            prop_assert!(width(&content) <= columns);
        }
    }
}
