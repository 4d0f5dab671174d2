//! The same answers come to the same file, typed as lines or pressed as keys.

use candor::format::write::write_assessment;

use super::harness::Talk;
use crate::tui::harness::{Ui, assessment};
use crate::tui::standing::standing;

/// Keys on the screen, and the lines that say the same.
const SAME: &[(&str, &[&str])] = &[
    ("<space>", &["met"]),
    ("<space><space>", &["met", "clear"]),
    ("x", &["unmet"]),
    ("6", &["partial 60"]),
    ("o", &["unknown"]),
    ("-one customer<enter>", &["na one customer"]),
    ("-one customer<enter>", &["not-applicable", "one customer"]),
    (
        "<space>ehttps://x.example/1<enter>",
        &["met", "e", "1", "https://x.example/1"],
    ),
    (
        "<space>ehttps://x.example/1<enter>",
        &["met", "https://x.example/1"],
    ),
    (
        "4e<tab>report.txt<enter>",
        &["partial 40", "evidence file report.txt"],
    ),
    ("xe<tab><tab>seen<enter>", &["x", "e note seen"]),
    (
        "ehttps://x.example/1<enter>W<enter>",
        &["https://x.example/1", "withdraw", "1"],
    ),
    ("cTwo<alt-enter>lines<enter>", &["c", "Two", "lines", ""]),
    ("wlater<tab>Bo<enter>", &["waive later", "Bo", ""]),
    (
        "wlater<tab>Bo<enter>w<down><enter>",
        &["waive", "later", "Bo", "", "w", "2"],
    ),
    (
        "wlater<tab>Bo<enter>w<down><enter>",
        &["waive later", "Bo", "", "revoke"],
    ),
    ("x<space>uu<c-r>", &["x", "met", "u", "u", "redo"]),
    ("sy<down><enter>", &["subject", "yes", "2"]),
    ("]x]6[o", &["]", "x", "]", "partial 60", "[", "o"]),
];

#[test]
fn the_same_answers_write_the_same_file() {
    for (keys, lines) in SAME {
        let keys = keys.replace("<c-r>", "<ctrl-r>");
        let pressed = Ui::review_of(assessment(), (120, 32)).keys(&keys);
        let typed = Talk::review().lines(lines);
        let (pressed, typed) = (
            write_assessment(pressed.assessment()),
            write_assessment(typed.assessment()),
        );
        assert_ne!(typed, write_assessment(&assessment()), "{keys}");
        assert!(
            pressed == typed,
            "{keys} and {lines:?}:\n{}",
            difference(&pressed, &typed)
        );
    }
}

#[test]
fn the_same_measures_write_the_same_file() {
    for (keys, lines) in [
        (
            "<tab><tab>j<tab>jjm<c-u>1.5<enter>",
            &["go dashboards", "measure 1.5"][..],
        ),
        (
            "<tab><tab>j<tab>jjm<c-u><enter>",
            &["go dashboards", "measure -"],
        ),
        ("C", &["confirm"]),
    ] {
        let keys = keys.replace("<c-u>", "<ctrl-u>");
        let mut pressed = Ui::review_of(standing(), (120, 32));
        pressed.press(&keys);
        let typed = Talk::review_of(standing(), Some("Ana"), false).lines(lines);
        let (pressed, typed) = (
            write_assessment(pressed.assessment()),
            write_assessment(typed.assessment()),
        );
        assert!(
            pressed == typed,
            "{keys} and {lines:?}:\n{}",
            difference(&pressed, &typed)
        );
    }
}

/// The control: another answer makes another file.
#[test]
fn another_answer_writes_another_file() {
    let pressed = Ui::review_of(assessment(), (120, 32)).keys("6");
    let typed = Talk::review().lines(&["partial 70"]);
    assert_ne!(
        write_assessment(pressed.assessment()),
        write_assessment(typed.assessment())
    );
}

/// The lines of which one text has others.
fn difference(one: &str, other: &str) -> String {
    let differ = one
        .lines()
        .zip(other.lines())
        .filter(|(one, other)| one != other);
    let lines: Vec<String> = differ
        .take(6)
        .map(|(one, other)| format!("- {one}\n+ {other}"))
        .collect();
    lines.join("\n")
}
