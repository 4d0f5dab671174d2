//! No text from outside steers the terminal, hides or reorders anything, or shifts a column, on any screen.
//!
//! The whole sweep over all code points, half an hour on two cores:
//! `cargo test --release --test main -- --ignored every_code_point_on_every_screen`.

use candor::action::Context;
use candor::domain::text::Shown;
use candor::tui::layout::Room;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::everywhere::{Size, WAYS, assessment_of, with_unsafe_question};
use super::harness::{SIZES, Ui};

/// Wide enough that nothing of a probe is cut off in any pane.
const ROOMY: Size = (300, 40);

/// The columns that a probe takes on the screen at most: the narrowest pane there is room for it.
const PROBE: usize = 60;

/// The characters of an unwieldy text, in an everyday run and in the whole one.
const EVERYDAY: usize = 400;
const LONGEST: usize = 10_000;

/// The bytes that the terminal gets for a picture.
fn bytes_of(buffer: &Buffer) -> Vec<u8> {
    let mut bytes = Vec::new();
    let empty = Buffer::empty(buffer.area);
    CrosstermBackend::new(&mut bytes)
        .draw(empty.diff(buffer).into_iter())
        .unwrap();
    bytes
}

/// What in a picture must not reach a terminal; nothing if all is well.
fn offence(buffer: &Buffer) -> Option<String> {
    if let Some(cell) = buffer.content.iter().find(|cell| {
        let first = cell.symbol().chars().next();
        first.is_none_or(|c| is_joiner(c) || cell.symbol().chars().any(is_unseen))
    }) {
        return Some(format!("a cell holds {:?}", cell.symbol()));
    }
    let bytes = bytes_of(buffer);
    let text = String::from_utf8(bytes).expect("cells hold text");
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '\u{1b}' {
            // All that the backend itself writes: where, and in which colours.
            let end = rest
                .strip_prefix('[')
                .and_then(|body| body.find(|c: char| !c.is_ascii_digit() && c != ';'));
            let end = end.filter(|&end| matches!(rest.as_bytes()[end + 1], b'm' | b'H'));
            match end {
                Some(end) => rest = &rest[end + 2..],
                None => return Some(format!("an escape sequence: {:?}", head(rest))),
            }
        } else if is_unseen(c) {
            return Some(format!("U+{:04X}", u32::from(c)));
        }
    }
    None
}

fn head(text: &str) -> String {
    text.chars().take(12).collect()
}

/// Controls, bidirectional controls and what is not seen: written down here once more, so that a hole in the
/// program's own list is no hole in this one.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        )
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{206f}')
        || matches!(
            c,
            '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        )
        || matches!(c, '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
        || matches!(c, '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// What has work to do between letters and emoji, and never begins a cell.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Code points in texts that take at most [`PROBE`] columns once they are shown.
fn probes(code_points: impl Iterator<Item = char>) -> Vec<String> {
    let mut probes = vec![String::new()];
    let mut columns = 0;
    for c in code_points {
        let piece = format!("{c}x");
        // A line feed ends a line in a block; it is one column here as anywhere.
        let wide = Shown::line(&piece).as_str().width();
        if columns + wide > PROBE {
            probes.push(String::new());
            columns = 0;
        }
        columns += wide;
        probes.last_mut().unwrap().push_str(&piece);
    }
    probes
}

#[track_caller]
fn assert_harmless(probe: &str) {
    assert_harmless_on(probe, |_| true);
}

#[track_caller]
fn assert_harmless_on(probe: &str, is_looked_at: impl Fn(usize) -> bool) {
    let assessment = assessment_of(probe);
    for (number, (name, way)) in WAYS.iter().enumerate() {
        if !is_looked_at(number) {
            continue;
        }
        let (buffer, _) = way(&assessment, probe, ROOMY).buffer();
        if let Some(offence) = offence(&buffer) {
            panic!("{name}, of {probe:?}: {offence}");
        }
    }
}

/// All C0 and C1, what is unseen and its neighbours, and some of everything else.
fn sample() -> impl Iterator<Item = char> {
    let all = ('\0'..='\u{10ffff}').filter(|&c| {
        let near = |c: char, by: i64| {
            let near = u32::try_from(i64::from(u32::from(c)) + by).ok();
            near.and_then(char::from_u32).is_some_and(is_unseen)
        };
        let edge = is_unseen(c) != near(c, 1) || is_unseen(c) != near(c, -1);
        c < '\u{100}' || edge || matches!(c, '\u{2000}'..='\u{206f}')
    });
    let others = "\u{300}\u{5d0}\u{661}\u{900}\u{93f}\u{1f1e6}\u{1f468}\u{200d}\u{1f4bb}\u{fe0f}\u{e000}\u{fffd}\u{fffe}\u{4e00}\u{ac00}\u{1100}\u{ff9e}\u{e0100}\u{10ffff}\u{20e3}⟨⟩";
    all.chain(others.chars())
}

#[test]
fn nothing_unseen_and_no_control_reaches_the_terminal_from_any_field() {
    // Each character on every third screen, neighbours on the others; the whole run takes all on all.
    for (turn, probe) in probes(sample()).iter().enumerate() {
        assert_harmless_on(probe, |screen| screen % 3 == turn % 3);
    }
    for text in [
        "\u{1b}]0;owned\u{7}\u{1b}[2J\u{1b}[31m",
        "\u{9b}31m\u{9d}52;c;aGk=\u{9c}",
        "invoice\u{202e}gnp.exe",
        "a\u{e0041}\u{e007f}b\u{200b}c\u{feff}d",
        "\r\n\t\u{8}\u{c}\u{85}\u{2028}\u{2029}",
    ] {
        assert_harmless(text);
    }
}

#[test]
fn the_probe_is_on_every_screen() {
    let probe = "b\u{202e}";
    let assessment = assessment_of(probe);
    for (name, way) in WAYS.iter().filter(|(name, _)| *name != "the keys") {
        let shown = way(&assessment, probe, ROOMY).text();
        // Beneath a dialog the review stands too: what is meant is the dialog's own text, which comes on top.
        let count = shown.matches("⟨U+202E⟩").count();
        assert!(count >= 3, "{name} shows it {count} times:\n{shown}");
    }
}

#[test]
#[ignore = "takes half an hour; see the head of this file"]
fn every_code_point_on_every_screen() {
    let probes = probes('\0'..='\u{10ffff}');
    let half = probes.len() / 2;
    std::thread::scope(|scope| {
        for part in [&probes[..half], &probes[half..]] {
            scope.spawn(move || part.iter().for_each(|probe| assert_harmless(probe)));
        }
    });
}

#[test]
fn a_text_that_goes_around_shown_is_found_out() {
    // The model says of this text that it is safe, and it is not: bidirectional controls pass all that is below.
    let mut ui = Ui::review(ROOMY).keys("-");
    assert_eq!(offence(&ui.buffer().0), None);
    with_unsafe_question(&mut ui.model, "invoice\u{202e}gnp.exe");
    let found = offence(&ui.buffer().0).unwrap();
    assert!(found.contains("202e"), "{found}");
    // A view that sets a cell itself gets even an escape sequence through.
    let (mut buffer, _) = Ui::review(ROOMY).buffer();
    buffer[(5, 5)].set_symbol("\u{1b}]0;owned\u{7}");
    assert!(offence(&buffer).is_some());
    // And the bytes alone tell, without a look at the cells.
    let mut bytes = bytes_of(&buffer);
    bytes.retain(|byte| *byte != 0);
    assert!(bytes.windows(4).any(|piece| piece == b"\x1b]0;"));
}

/// Texts of so many characters that are long, wide, high, turned round; and two that are hardly there.
fn unwieldy(length: usize) -> [(&'static str, String); 8] {
    let of = |piece: &str| piece.repeat(length / piece.chars().count());
    [
        ("empty", String::new()),
        ("blank", " ".to_owned()),
        ("long", of("a")),
        ("words", of("word ")),
        ("wide", of("漢")),
        ("combining", of("e\u{301}\u{302}")),
        ("right to left", of("שלום עולם ")),
        ("emoji", of("👩\u{200d}💻é🇩🇪\n")),
    ]
}

#[test]
fn unwieldy_texts_in_every_field_shift_no_column_at_any_size() {
    let small = [(20, 6), (1, 1), (0, 0)];
    for (turn, (kind, text)) in unwieldy(EVERYDAY).into_iter().enumerate() {
        let assessment = assessment_of(&text);
        for (number, (name, way)) in WAYS.iter().enumerate() {
            // Each way with half of the texts at one size; the review itself with all at all of them.
            if number > 0 && (number + turn) % 2 == 1 {
                continue;
            }
            let sizes: Vec<Size> = SIZES.iter().chain(&small).copied().collect();
            let some = if number == 0 {
                sizes.clone()
            } else {
                vec![sizes[number % sizes.len()]]
            };
            for size in some {
                let ui = way(&assessment, &text, size);
                assert_in_columns(&ui, &format!("{kind}: {name} at {size:?}"));
            }
        }
    }
}

#[test]
fn ten_thousand_characters_in_every_field_are_drawn_at_every_size() {
    let text = "a".repeat(LONGEST);
    let assessment = assessment_of(&text);
    for size in SIZES {
        assert_in_columns(&Ui::review_of(assessment.clone(), size), "the review");
    }
}

#[test]
#[ignore = "a minute: every way at every size"]
fn unwieldy_texts_everywhere_at_every_size() {
    for (kind, text) in unwieldy(LONGEST) {
        let assessment = assessment_of(&text);
        for (name, way) in WAYS {
            for size in
                SIZES
                    .iter()
                    .chain(&[(20, 6), (1, 1), (0, 0), (100, 16), (99, 15), (200, 60)])
            {
                let ui = way(&assessment, &text, *size);
                assert_in_columns(&ui, &format!("{kind}: {name} at {size:?}"));
            }
        }
    }
}

/// Every row is exactly as wide as the screen, on the grid and on a terminal, and every border stands where it has to.
#[track_caller]
fn assert_in_columns(ui: &Ui, what: &str) {
    let (buffer, _) = ui.buffer();
    assert_eq!(offence(&buffer), None, "{what}");
    let area = buffer.area;
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let wide = u16::try_from(buffer[(x, y)].symbol().width()).unwrap();
            assert!(wide <= 2, "{what}: a cell of {wide} columns");
            x += wide.max(1);
        }
        assert_eq!(x, area.width, "{what}: row {y} is wider than the screen");
    }
    let Some(open) = ui
        .model
        .review
        .as_ref()
        .filter(|_| ui.model.dialog.is_none())
    else {
        return;
    };
    if matches!(Room::of(area), Room::Tiny | Room::OneLine) {
        return;
    }
    let mut terminal = vt100::Parser::new(area.height, area.width, 0);
    terminal.process(&bytes_of(&buffer));
    if ui.model.front.context().is_some() {
        let frames = frames(&buffer);
        // The meeting has a frame only where there is room for one.
        let is_meeting = ui.model.front.context() == Some(Context::Meeting);
        assert!(is_meeting || !frames.is_empty(), "{what}");
        for pane in frames {
            assert_framed(pane, terminal.screen(), what);
        }
        return;
    }
    let layout = open
        .view
        .layout(candor::tui::view::last_line::above_notice(&ui.model, area));
    for pane in [layout.verdict, layout.groups, layout.items, layout.detail] {
        assert_framed(pane, terminal.screen(), what);
    }
}

/// Every frame on a screen in front of the review, found by its upper corners and its lower left one.
fn frames(buffer: &Buffer) -> Vec<Rect> {
    let area = buffer.area;
    let is = |x: u16, y: u16, corner: &str| buffer[(x, y)].symbol() == corner;
    let mut frames = Vec::new();
    for y in 0..area.height {
        for x in (0..area.width).filter(|x| is(*x, y, "┌")) {
            let right = (x + 1..area.width).find(|right| is(*right, y, "┐"));
            let bottom = (y + 1..area.height).find(|bottom| is(x, *bottom, "└"));
            let (right, bottom) = (
                right.expect("a right corner"),
                bottom.expect("a lower corner"),
            );
            frames.push(Rect::new(x, y, right - x + 1, bottom - y + 1));
        }
    }
    frames
}

#[track_caller]
fn assert_framed(pane: Rect, screen: &vt100::Screen, what: &str) {
    if pane.is_empty() {
        return;
    }
    for y in pane.top() + 1..pane.bottom() - 1 {
        for x in [pane.left(), pane.right() - 1] {
            let cell = screen.cell(y, x).unwrap().contents();
            assert!(
                matches!(cell, "│" | "↑" | "↓"),
                "{what}: {cell:?} at {x},{y}"
            );
        }
    }
    for (x, y, corner) in [
        (pane.left(), pane.top(), "┌"),
        (pane.right() - 1, pane.top(), "┐"),
        (pane.left(), pane.bottom() - 1, "└"),
        (pane.right() - 1, pane.bottom() - 1, "┘"),
    ] {
        let cell = screen.cell(y, x).unwrap().contents();
        assert_eq!(cell, corner, "{what}: at {x},{y}");
    }
}
