//! Bytes of a terminal become keys, however they are cut; without a terminal.

use super::bytes_of;
use candor::tui::decode::{Decoded, Decoder};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseEventKind};
use proptest::prelude::*;

fn decoded(pieces: &[&[u8]]) -> Vec<Decoded> {
    let (mut decoder, mut happened) = (Decoder::default(), Vec::new());
    for piece in pieces {
        decoder.feed(piece, &mut happened);
    }
    if decoder.patience().is_some() {
        decoder.settle(&mut happened);
    }
    assert_eq!(decoder.patience(), None);
    happened
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Decoded {
    Decoded::Input(Event::Key(KeyEvent::new(code, modifiers)))
}

#[test]
fn each_key_is_itself() {
    const NONE: KeyModifiers = KeyModifiers::NONE;
    for (keys, code, modifiers) in [
        ("x", KeyCode::Char('x'), NONE),
        ("G", KeyCode::Char('G'), KeyModifiers::SHIFT),
        ("é", KeyCode::Char('é'), NONE),
        ("漢", KeyCode::Char('漢'), NONE),
        ("<space>", KeyCode::Char(' '), NONE),
        ("<enter>", KeyCode::Enter, NONE),
        ("<tab>", KeyCode::Tab, NONE),
        ("<s-tab>", KeyCode::BackTab, KeyModifiers::SHIFT),
        ("<bs>", KeyCode::Backspace, NONE),
        ("<esc>", KeyCode::Esc, NONE),
        ("<c-r>", KeyCode::Char('r'), KeyModifiers::CONTROL),
        ("<esc>x", KeyCode::Char('x'), KeyModifiers::ALT),
        ("<esc>[", KeyCode::Char('['), KeyModifiers::ALT),
        ("<esc>]", KeyCode::Char(']'), KeyModifiers::ALT),
        ("<up>", KeyCode::Up, NONE),
        ("<esc>OA", KeyCode::Up, NONE),
        ("<esc>[1;5C", KeyCode::Right, KeyModifiers::CONTROL),
        ("<esc>[1;2R", KeyCode::F(3), KeyModifiers::SHIFT),
        ("<home>", KeyCode::Home, NONE),
        ("<pgdn>", KeyCode::PageDown, NONE),
        ("<del>", KeyCode::Delete, NONE),
        ("<f1>", KeyCode::F(1), NONE),
        ("<esc>[[A", KeyCode::F(1), NONE),
        ("<esc>[15~", KeyCode::F(5), NONE),
        ("<esc>[24~", KeyCode::F(12), NONE),
        ("<esc>[27;5;13~", KeyCode::Enter, KeyModifiers::CONTROL),
        ("<esc>[97;5u", KeyCode::Char('a'), KeyModifiers::CONTROL),
    ] {
        assert_eq!(
            decoded(&[&bytes_of(keys)]),
            [key(code, modifiers)],
            "{keys}"
        );
    }
}

#[test]
fn a_paste_holds_any_bytes_and_one_without_an_end_is_what_came() {
    let text = |bytes: &[u8]| match decoded(&[bytes]).as_slice() {
        [Decoded::Input(Event::Paste(text))] => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(text(b"\x1b[200~a\x1b[Ab\x1b[201~"), "a\x1b[Ab");
    assert_eq!(text(b"\x1b[200~\xff\x1b[201~"), "\u{fffd}");
    assert_eq!(text(b"\x1b[200~cut"), "cut");
}

#[test]
fn clicks_at_the_edges_count_from_nought() {
    for (bytes, kind) in [
        (&b"\x1b[<0;0;0M"[..], "Down(Left)"),
        (b"\x1b[<2;1;1m", "Up(Right)"),
        (b"\x1b[<65;1;1M", "ScrollDown"),
        (b"\x1b[M   ", "Down(Left)"),
        (b"\x1b[<32;1;1M", "Drag(Left)"),
    ] {
        let happened = decoded(&[bytes]);
        let [Decoded::Input(Event::Mouse(mouse))] = happened.as_slice() else {
            panic!("{happened:?}");
        };
        assert_eq!(
            (mouse.column, mouse.row, format!("{:?}", mouse.kind)),
            (0, 0, kind.to_owned())
        );
    }
    let happened = decoded(&[b"\x1b[<66000;99999;1M"]);
    assert!(
        !matches!(happened.as_slice(), [Decoded::Input(Event::Mouse(mouse))] if mouse.kind == MouseEventKind::Moved)
    );
}

#[test]
fn answers_of_the_terminal_are_reports_and_never_keys() {
    for bytes in [
        &b"\x1b]11;rgb:0000/0000/0000\x07"[..],
        b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
        b"\x1bP>|terminal 1.0\x1b\\",
        b"\x1b[?62;22c",
        b"\x1b[0n",
    ] {
        assert_eq!(decoded(&[bytes]), [Decoded::Report(bytes.to_vec())]);
    }
}

fn some_input() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        any::<u8>().prop_map(|byte| vec![byte]),
        "[ -~é漢]{1,5}".prop_map(String::into_bytes),
        "\x1b\\[[<?>]?[0-9;:]{0,12}[@-~]".prop_map(String::into_bytes),
        "\x1b\\[200~[a-z\x1b\\[]{0,8}\x1b\\[201~".prop_map(String::into_bytes),
        "\x1b\\][0-9;a-z]{0,9}(\x07|\x1b\\\\)".prop_map(String::into_bytes),
        Just(b"\x1b".to_vec()),
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn where_the_bytes_are_cut_does_not_matter(bytes in some_input()) {
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        prop_assert_eq!(decoded(&[&bytes]), decoded(&single));
    }
}
