//! Whatever is drawn, the terminal shows exactly that: few bytes, but the right ones.

use candor::tui::paint::Painter;
use proptest::prelude::{Strategy, any, prop, prop_assert_eq, proptest};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Modifier, Style};
use vt100::Parser;

const WIDE: u16 = 40;
const HIGH: u16 = 5;

/// A piece of text somewhere, in some look.
#[derive(Debug, Clone)]
struct Piece {
    at: (u16, u16),
    text: String,
    style: Style,
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let text = prop::sample::select(vec![
        " ",
        "          ",
        "                    ",
        "a",
        "ab cd",
        "one  two   three",
        "─────",
        "é·…",
        "支付 wide",
        "x支",
        "~~~ ok",
    ]);
    let colours = vec![
        Color::Reset,
        Color::Red,
        Color::White,
        Color::Indexed(231),
        Color::Indexed(236),
        Color::Rgb(1, 2, 3),
    ];
    let colour = prop::sample::select(colours);
    let attributes = prop::sample::select(vec![
        Modifier::empty(),
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::UNDERLINED,
        Modifier::REVERSED,
        Modifier::ITALIC,
        Modifier::BOLD.union(Modifier::REVERSED),
        Modifier::BOLD.union(Modifier::UNDERLINED),
    ]);
    let piece = (0..WIDE, 0..HIGH, text, colour.clone(), colour, attributes).prop_map(
        |(x, y, text, front, behind, attributes)| Piece {
            at: (x, y),
            text: text.to_owned(),
            style: Style::new().fg(front).bg(behind).add_modifier(attributes),
        },
    );
    prop::collection::vec(piece, 0..12)
}

fn frame(pieces: &[Piece]) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDE, HIGH));
    for piece in pieces {
        buffer.set_stringn(
            piece.at.0,
            piece.at.1,
            &piece.text,
            usize::from(WIDE - piece.at.0),
            piece.style,
        );
    }
    buffer
}

fn vt(colour: Color) -> vt100::Color {
    match colour {
        Color::Reset => vt100::Color::Default,
        Color::Red => vt100::Color::Idx(1),
        Color::White => vt100::Color::Idx(15),
        Color::Indexed(number) => vt100::Color::Idx(number),
        Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
        other => panic!("{other}"),
    }
}

/// The first cell that the terminal shows otherwise than it was drawn.
fn difference(buffer: &Buffer, screen: &vt100::Screen) -> Option<String> {
    for y in 0..HIGH {
        let mut x = 0;
        while x < WIDE {
            let (cell, shown) = (&buffer[(x, y)], screen.cell(y, x).unwrap());
            let symbol = if shown.contents().is_empty() {
                " "
            } else {
                shown.contents()
            };
            let has = |attribute| cell.modifier.contains(attribute);
            let is_blank = cell.symbol() == " ";
            // On a blank only what is behind it, a line or the reverse can be seen.
            let seen = !is_blank || has(Modifier::REVERSED) || has(Modifier::UNDERLINED);
            let same = symbol == cell.symbol()
                && shown.bgcolor() == vt(cell.bg)
                && shown.inverse() == has(Modifier::REVERSED)
                && shown.underline() == has(Modifier::UNDERLINED)
                && (!seen || shown.fgcolor() == vt(cell.fg))
                // The emulator knows either bold or dim, where both are set.
                && (is_blank || has(Modifier::DIM) || shown.bold() == has(Modifier::BOLD))
                && (is_blank || shown.italic() == has(Modifier::ITALIC));
            if !same {
                return Some(format!("at {x},{y}: {cell:?} is shown as {shown:?}"));
            }
            x += if shown.is_wide() { 2 } else { 1 };
        }
    }
    None
}

proptest! {
    #[test]
    fn the_terminal_shows_every_frame_as_it_was_drawn(frames in prop::collection::vec(pieces(), 1..6), clears in any::<u8>()) {
        let mut painter = Painter::default();
        let mut terminal = Parser::new(HIGH, WIDE, 0);
        let mut before = Buffer::empty(Rect::new(0, 0, WIDE, HIGH));
        painter.cleared(Size::new(WIDE, HIGH));
        for (number, pieces) in frames.iter().enumerate() {
            let mut bytes = Vec::new();
            if clears >> number & 1 == 1 {
                bytes.extend_from_slice(b"\x1b[2J");
                painter.cleared(Size::new(WIDE, HIGH));
                before.reset();
            }
            let after = frame(pieces);
            painter.paint(before.diff(&after).into_iter(), &mut bytes);
            terminal.process(&bytes);
            prop_assert_eq!(difference(&after, terminal.screen()), None);
            // Nothing of a frame's looks is left behind.
            terminal.process(b"\x1b[1;1H");
            prop_assert_eq!(terminal.screen().attributes_formatted(), b"\x1b[m".to_vec());
            before = after;
        }
    }
}

#[test]
fn an_unchanged_frame_is_no_bytes_and_a_changed_letter_is_few() {
    let mut painter = Painter::default();
    painter.cleared(Size::new(WIDE, HIGH));
    let (empty, mut one) = (frame(&[]), frame(&[]));
    let mut bytes = Vec::new();
    painter.paint(empty.diff(&one).into_iter(), &mut bytes);
    assert_eq!(bytes, b"");
    one.set_string(3, 1, "abc", Style::new().fg(Color::Red));
    painter.paint(empty.diff(&one).into_iter(), &mut bytes);
    assert_eq!(bytes, b"\x1b[2;4H\x1b[31mabc\x1b[m");
    // The letter between two that change is sent again rather than jumped over; many blanks are erased.
    let (mut other, mut wide) = (one.clone(), one.clone());
    other.set_string(3, 1, "xbz", Style::new().fg(Color::Red));
    bytes.clear();
    painter.paint(one.diff(&other).into_iter(), &mut bytes);
    assert_eq!(bytes, b"\x1b[2;4H\x1b[31mxbz\x1b[m");
    wide.set_string(0, 2, "word by word, twenty", Style::new());
    bytes.clear();
    painter.paint(one.diff(&wide).into_iter(), &mut bytes);
    bytes.clear();
    painter.paint(wide.diff(&one).into_iter(), &mut bytes);
    assert!(bytes.len() <= 25, "{:?}", String::from_utf8_lossy(&bytes));
}
