//! A text field keeps what is typed, shows what is safe, and always knows where its cursor is.

use candor::domain::text::{must_escape, pieces};
use candor::tui::theme::{Glyphs, Theme};
use candor::tui::widgets::columns::width;
use candor::tui::widgets::field_rows::rows;
use candor::tui::widgets::field_view::FieldView;
use candor::tui::widgets::text_field::{LIMIT, TextField};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;
use unicode_segmentation::GraphemeCursor;

use super::hostile::{hostile, ten_thousand};

const NONE: KeyModifiers = KeyModifiers::NONE;
const CONTROL: KeyModifiers = KeyModifiers::CONTROL;
const ALT: KeyModifiers = KeyModifiers::ALT;

fn press(field: &mut TextField, code: KeyCode, modifiers: KeyModifiers) -> bool {
    field.handle(KeyEvent::new(code, modifiers))
}

fn type_text(field: &mut TextField, text: &str) {
    for c in text.chars() {
        assert!(press(field, KeyCode::Char(c), NONE));
    }
}

/// Text with the cursor as `|`, as the tests below write it.
fn state(field: &TextField) -> String {
    let (before, after) = field.text().split_at(field.cursor());
    format!("{before}|{after}")
}

fn drawn(field: &TextField, area: Rect) -> (Buffer, Option<Position>) {
    let theme = Theme::choose(true, None).unwrap();
    let view = FieldView {
        field,
        placeholder: "nothing yet",
        theme: &theme,
        glyphs: &Glyphs::UNICODE,
    };
    let mut buffer = Buffer::empty(area);
    view.render(area, &mut buffer);
    (buffer, view.cursor_position(area))
}

fn screen(field: &TextField, columns: u16, height: u16) -> Vec<String> {
    let area = Rect::new(0, 0, columns, height);
    let (buffer, _) = drawn(field, area);
    let row = |y| {
        (0..columns)
            .map(|x| buffer[(x, y)].symbol())
            .collect::<String>()
            .trim_end()
            .to_owned()
    };
    (0..height).map(row).collect()
}

#[test]
fn the_usual_editing_keys_do_the_usual() {
    let mut field = TextField::single("one two");
    for (code, modifiers, expected) in [
        (KeyCode::Left, NONE, "one tw|o"),
        (KeyCode::Left, CONTROL, "one |two"),
        (KeyCode::Left, ALT, "|one two"),
        (KeyCode::Right, CONTROL, "one| two"),
        (KeyCode::Char('f'), ALT, "one two|"),
        (KeyCode::Backspace, NONE, "one tw|"),
        (KeyCode::Home, NONE, "|one tw"),
        (KeyCode::Delete, NONE, "|ne tw"),
        (KeyCode::Char('e'), CONTROL, "ne tw|"),
        (KeyCode::Char('w'), CONTROL, "ne |"),
        (KeyCode::Char('y'), CONTROL, "ne tw|"),
        (KeyCode::Char('b'), ALT, "ne |tw"),
        (KeyCode::Char('k'), CONTROL, "ne |"),
        (KeyCode::Char('u'), CONTROL, "|"),
        (KeyCode::Backspace, NONE, "|"),
        (KeyCode::Char('7'), CONTROL, "ne |"),
        (KeyCode::Char('_'), CONTROL, "ne |tw"),
        (KeyCode::Char('@'), CONTROL.union(ALT), "ne @|tw"),
        (KeyCode::Char('X'), KeyModifiers::SHIFT, "ne @X|tw"),
    ] {
        assert!(press(&mut field, code, modifiers));
        assert_eq!(state(&field), expected, "{code:?} {modifiers:?}");
    }
}

#[test]
fn keys_that_are_the_programs_are_left_to_it() {
    let mut field = TextField::single("text");
    for (code, modifiers) in [
        (KeyCode::Enter, NONE),
        (KeyCode::Esc, NONE),
        (KeyCode::Tab, NONE),
        (KeyCode::Up, NONE),
        (KeyCode::PageDown, NONE),
        (KeyCode::F(1), NONE),
        (KeyCode::Char('o'), CONTROL),
        (KeyCode::Char('z'), CONTROL),
        (KeyCode::Char('c'), CONTROL),
        (KeyCode::Char('q'), ALT),
    ] {
        assert!(!press(&mut field, code, modifiers), "{code:?}");
    }
    let release = KeyEvent::new_with_kind(KeyCode::Char('a'), NONE, KeyEventKind::Release);
    assert!(!field.handle(release));
    assert_eq!(state(&field), "text|");
}

#[test]
fn whole_characters_are_passed_and_deleted() {
    let mut field = TextField::single("e\u{301}👨\u{200d}👩\u{200d}👧🇩🇪");
    press(&mut field, KeyCode::Backspace, NONE);
    assert_eq!(field.text(), "e\u{301}👨\u{200d}👩\u{200d}👧");
    press(&mut field, KeyCode::Backspace, NONE);
    press(&mut field, KeyCode::Left, NONE);
    assert_eq!(field.cursor(), 0);
    type_text(&mut field, "x\u{300}y");
    assert_eq!(state(&field), "x\u{300}y|e\u{301}");
    // The letter joins the mark that stood behind the cursor.
    let mut field = TextField::single("\u{301}");
    press(&mut field, KeyCode::Home, NONE);
    type_text(&mut field, "e");
    assert_eq!(state(&field), "e\u{301}|");
}

#[test]
fn up_and_down_follow_the_rows_on_the_screen_and_keep_their_column() {
    let mut field = TextField::multi("one two three\nx\nfour five");
    assert_eq!(
        screen(&field, 9, 5),
        ["one two", "three", "x", "four", "five"]
    );
    for (code, expected) in [
        (KeyCode::Up, "one two three\nx\nfour| five"),
        (KeyCode::Up, "one two three\nx|\nfour five"),
        (KeyCode::Up, "one two thre|e\nx\nfour five"),
        (KeyCode::Up, "one |two three\nx\nfour five"),
        (KeyCode::Up, "|one two three\nx\nfour five"),
        (KeyCode::Down, "one two thre|e\nx\nfour five"),
        (KeyCode::End, "one two three|\nx\nfour five"),
        (KeyCode::Down, "one two three\nx|\nfour five"),
        (KeyCode::Enter, "one two three\nx\n|\nfour five"),
    ] {
        assert!(press(&mut field, code, NONE));
        assert_eq!(state(&field), expected, "{code:?}");
    }
}

#[test]
fn hostile_characters_are_kept_and_shown_as_escapes_with_the_cursor_in_place() {
    let field = TextField::single("a\u{202e}b");
    assert_eq!(screen(&field, 20, 1), ["a⟨U+202E⟩b"]);
    let (_, cursor) = drawn(&field, Rect::new(3, 2, 20, 1));
    assert_eq!(cursor, Some(Position::new(3 + 10, 2)));
    assert_eq!(field.text(), "a\u{202e}b");
}

#[test]
fn a_long_line_scrolls_with_a_sign_at_each_cut_end() {
    let mut field = TextField::single("0123456789abcdefghij");
    assert_eq!(screen(&field, 10, 1), ["…defghij"]);
    press(&mut field, KeyCode::Home, NONE);
    assert_eq!(screen(&field, 10, 1), ["012345678…"]);
    for _ in 0..10 {
        press(&mut field, KeyCode::Right, NONE);
    }
    assert_eq!(screen(&field, 10, 1), ["…56789abc…"]);
}

#[test]
fn a_text_that_is_full_says_so_and_takes_nothing_more() {
    let mut field = TextField::multi("x".repeat(LIMIT - 2));
    assert!(!field.paste("long"));
    assert_eq!(field.notice().as_deref(), Some("full: at most 64 KiB"));
    assert!(screen(&field, 60, 3)[2].contains("full: at most 64 KiB"));
    assert!(field.paste("ok") && field.notice().is_none());
    type_text(&mut field, "y");
    assert!(field.notice().is_some() && field.text().len() == LIMIT);
    press(&mut field, KeyCode::Left, NONE);
    assert!(field.notice().is_none());
}

#[test]
fn pasted_line_ends_become_line_feeds_or_spaces() {
    let mut several = TextField::multi("");
    several.paste("a\r\nb\rc\n");
    assert_eq!(several.text(), "a\nb\nc\n");
    let mut single = TextField::single("");
    single.paste("a\r\nb\n");
    assert_eq!(single.text(), "a b");
    press(&mut single, KeyCode::Char('_'), CONTROL);
    assert_eq!(single.text(), "");
}

#[test]
fn an_empty_field_shows_its_placeholder() {
    assert_eq!(screen(&TextField::single(""), 20, 1), ["nothing yet"]);
    assert_eq!(screen(&TextField::multi(""), 8, 2), ["nothing…", ""]);
}

#[test]
fn ten_thousand_hostile_characters_are_edited_without_harm() {
    for text in ten_thousand() {
        for mut field in [
            TextField::single(text.as_str()),
            TextField::multi(text.as_str()),
        ] {
            for code in [
                KeyCode::Up,
                KeyCode::Left,
                KeyCode::Backspace,
                KeyCode::Home,
                KeyCode::Char('x'),
                KeyCode::Delete,
            ] {
                press(&mut field, code, NONE);
                let (_, cursor) = drawn(&field, Rect::new(0, 0, 20, 4));
                assert!(cursor.is_some_and(|cursor| cursor.x < 20 && cursor.y < 4));
            }
        }
    }
}

fn key(number: u8) -> (KeyCode, KeyModifiers) {
    match number % 20 {
        0 => (KeyCode::Left, NONE),
        1 => (KeyCode::Right, NONE),
        2 => (KeyCode::Up, NONE),
        3 => (KeyCode::Down, NONE),
        4 => (KeyCode::Home, NONE),
        5 => (KeyCode::End, NONE),
        6 => (KeyCode::Backspace, NONE),
        7 => (KeyCode::Delete, NONE),
        8 => (KeyCode::Left, CONTROL),
        9 => (KeyCode::Right, CONTROL),
        10 => (KeyCode::Char('k'), CONTROL),
        11 => (KeyCode::Char('w'), CONTROL),
        12 => (KeyCode::Char('_'), CONTROL),
        13 => (KeyCode::Enter, NONE),
        14 => (KeyCode::Char('漢'), NONE),
        15 => (KeyCode::Char('\u{301}'), NONE),
        16 => (KeyCode::Char('\u{200d}'), NONE),
        17 => (KeyCode::Char('y'), CONTROL),
        18 => (KeyCode::Home, CONTROL),
        _ => (KeyCode::Char('a'), NONE),
    }
}

proptest! {
    #[test]
    fn the_cursor_stands_on_the_character_it_is_before(
        text in hostile(), keys in proptest::collection::vec(0_u8..20, 0..30), columns in 0_u16..=40, height in 0_u16..5,
    ) {
        for mut field in [TextField::single(text.as_str()), TextField::multi(text.as_str())] {
            for &number in &keys {
                let (code, modifiers) = key(number);
                press(&mut field, code, modifiers);
                let whole = GraphemeCursor::new(field.cursor(), field.text().len(), true).is_boundary(field.text(), 0);
                prop_assert_eq!(whole, Ok(true));
            }
            let area = Rect::new(2, 1, columns, height);
            let (buffer, cursor) = drawn(&field, area);
            let printable = |c: char| !must_escape(c);
            prop_assert!(buffer.content().iter().all(|cell| cell.symbol().chars().all(printable)));
            let Some(cursor) = cursor else {
                prop_assert!(area.is_empty());
                continue;
            };
            prop_assert!(area.contains(cursor));
            let next = pieces(field.text(), field.cursor(), field.is_multi()).next();
            // A half-width sound mark is drawn in the cell of what it follows, and cut off with it.
            let next = next.filter(|_| !field.text().contains(['\u{ff9e}', '\u{ff9f}']));
            let Some(next) = next.filter(|next| next.raw != "\n") else { continue };
            // Where it fits whole and no notice or sign of more rows can be in its place, it is seen at the cursor.
            if width(&next.shown) + usize::from(cursor.x - area.x) < usize::from(columns) && columns > 4 {
                let seen: String = (cursor.x..area.right()).map(|x| buffer[(x, cursor.y)].symbol()).collect();
                let seen = seen.replace(' ', "");
                let shown = next.shown.replace(' ', "");
                prop_assert!(seen.starts_with(&shown) || width(&shown) < shown.chars().count(), "{seen:?} {shown:?}");
            }
        }
    }

    #[test]
    fn rows_hold_every_character_and_fit(text in hostile(), columns in 0_usize..=40) {
        let field = TextField::multi(text);
        let rows = rows(field.text(), columns);
        let mut expected = 0;
        for row in &rows {
            prop_assert!(row.start == expected || row.start == expected + 1 && field.text().as_bytes()[expected] == b'\n');
            let parts = pieces(field.text(), row.start, true).take_while(|piece| piece.start < row.end);
            let widths: Vec<usize> = parts.map(|piece| width(&piece.shown)).collect();
            prop_assert!(widths.len() <= 1 || widths.iter().sum::<usize>() < columns);
            expected = row.end;
        }
        prop_assert_eq!(expected, field.text().len());
    }

    #[test]
    fn undo_leads_back_to_the_start(text in hostile(), keys in proptest::collection::vec(0_u8..20, 0..40)) {
        let mut field = TextField::multi(text);
        let start = field.text().to_owned();
        for number in keys {
            let (code, modifiers) = key(number);
            press(&mut field, code, modifiers);
        }
        for _ in 0..100 {
 press(&mut field, KeyCode::Char('_'), CONTROL);
 }
        prop_assert_eq!(field.text(), start);
    }

    #[test]
    fn a_click_puts_the_cursor_where_it_will_be_drawn(text in hostile(), columns in 6_u16..=40, x in 0_u16..40, y in 0_u16..5) {
        for mut field in [TextField::single(text.as_str()), TextField::multi(text.as_str())] {
            let theme = Theme::choose(true, None).unwrap();
            let area = Rect::new(0, 0, columns, 5);
            let view = FieldView { field: &field, placeholder: "", theme: &theme, glyphs: &Glyphs::UNICODE };
            let byte = view.byte_at(area, Position::new(x.min(columns - 1), y));
            field.set_cursor(byte);
            prop_assert_eq!(field.cursor(), byte);
        }
    }
}
