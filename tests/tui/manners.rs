//! What people who live in terminals expect: nothing typed is lost, Esc gets out, and no hint lies.

use candor::action::Context;
use candor::tui::message::{HomeRow, HomeTarget};

use super::harness::Ui;
use super::standing::{made, review};

const SIZE: (u16, u16) = (120, 32);
const TINY: (u16, u16) = (40, 8);

fn last_line(ui: &Ui) -> String {
    ui.text().lines().last().unwrap_or_default().to_owned()
}

#[test]
fn what_was_typed_comes_back_when_the_same_dialog_is_opened_again() {
    for (opens, typed, back) in [
        ("c", "a long story", "c brings it back"),
        ("-", "no web page", "- brings it back"),
        ("e", "https://ci.example/7", "e brings it back"),
        ("i", "Bo", "i brings it back"),
        ("F", "before the audit", "F brings it back"),
    ] {
        let ui = Ui::review(SIZE).keys(opens).keys(typed).keys("<esc>");
        assert!(ui.model.dialog.is_none(), "{opens}");
        assert_eq!(last_line(&ui), format!(" nothing changed; {back}"));
        let ui = ui.keys(opens);
        assert!(ui.text().contains(typed), "{opens}: {}", ui.text());
    }
}

#[test]
fn what_was_typed_comes_back_only_where_it_was_typed_and_not_once_it_is_saved() {
    let ui = Ui::review(SIZE).keys("chere<esc>jc");
    assert!(!ui.text().contains("here"), "another item");
    let mut ui = ui.keys("<esc>kc<enter>");
    assert!(ui.text().contains("here"), "saved");
    ui.press("c<esc>");
    assert!(!last_line(&ui).contains("brings it back"), "nothing new");
}

#[test]
fn evidence_that_comes_back_counts_as_the_answer_is_now() {
    let ui = Ui::review(SIZE).keys("xehttps://a.example<esc>");
    let ui = ui.keys("<space>e");
    assert!(ui.text().contains("https://a.example"));
    assert!(ui.text().contains("It counts"), "{}", ui.text());
}

#[test]
fn esc_leaves_the_questions_about_a_new_subject_at_once() {
    assert!(made(SIZE).keys("<esc>").model.dialog.is_none());
    let ui = made(SIZE);
    assert!(ui.text().contains("Tab next"), "{}", ui.text());
    assert!(ui.text().contains("Esc later"), "{}", ui.text());
}

#[test]
fn a_locked_or_read_only_review_offers_no_key_that_it_refuses() {
    let ui = Ui::review(SIZE).keys("L");
    let hints = last_line(&ui);
    assert!(hints.contains("L unlock"), "{hints}");
    for refused in ["met/clear", "undo", "evidence", "comment", "waiver"] {
        assert!(!hints.contains(refused), "{hints}");
    }
    assert!(last_line(&Ui::review(TINY).keys("L")).contains("L unlock"));
    let mut ui = Ui::review(SIZE);
    ui.model.review.as_mut().unwrap().read_only = true;
    assert!(!last_line(&ui).contains("met/clear"));
    assert!(!last_line(&ui).contains("unlock"));
}

#[test]
fn the_tiniest_dialogs_name_the_way_out_and_the_way_on() {
    for keys in ["e", "i"] {
        let ui = Ui::review(TINY).keys(keys);
        let text = ui.text();
        for hint in ["Enter accept", "Tab ", "Esc cancel"] {
            assert!(text.contains(hint), "{keys}: {text}");
        }
    }
}

#[test]
fn the_hint_of_a_key_to_suggestions_says_where_it_goes() {
    let ui = Ui::review(SIZE).keys("e");
    assert!(ui.text().contains("Down day"), "{}", ui.text());
    let ui = ui.keys("<down>");
    assert!(!ui.text().contains("Down "), "{}", ui.text());
}

#[test]
fn what_hides_items_says_how_all_are_shown() {
    let ui = Ui::review(SIZE).keys("/e<enter>");
    assert!(ui.text().contains("Esc shows all"), "{}", ui.text());
    assert!(!ui.keys("<esc>").text().contains("shows all"));
    let ui = Ui::review(SIZE).keys("/e");
    assert!(!ui.text().contains("shows all"), "the keys are the field's");
}

#[test]
fn pasted_words_are_a_note_and_an_address_is_a_link() {
    let ui = Ui::review(SIZE).paste("seen by the whole team");
    assert!(ui.text().contains(">note"), "{}", ui.text());
    let ui = Ui::review(SIZE).paste("https://ci.example/7");
    assert!(ui.text().contains(">link"), "{}", ui.text());
}

#[test]
fn a_long_name_does_not_cut_since_when_the_answer_is_so() {
    let mut ui = Ui::review(SIZE);
    ui.model.name = Some("Ana of the maintainers of the payments platform".into());
    ui.press("<space>");
    assert!(ui.text().contains(", today"), "{}", ui.text());
}

#[test]
fn nobody_is_sent_to_look_for_a_kind_of_evidence_that_is_not_offered() {
    let ui = review(SIZE);
    assert_eq!(ui.model.context(), Context::Review);
    assert!(Ui::review(SIZE).text().contains("counts here: link, file"));
    assert!(!Ui::review(SIZE).text().contains("command\n"));
    assert!(!Ui::review(SIZE).text().contains("file, command"));
}

#[test]
fn the_home_screen_says_what_its_figures_are() {
    let row = |figures| HomeRow {
        target: HomeTarget::Example("one".to_owned()),
        title: "one".to_owned(),
        detail: String::new(),
        figures,
        signed: None,
        lapsing: String::new(),
    };
    let verdict = candor::domain::gate::Verdict::NoGo;
    let figures = Some((verdict, "28.9".to_owned(), "10.0".to_owned()));
    for width in [160, 120, 100, 80, 60] {
        let ui = Ui::home((width, 18)).with_rows(vec![row(figures.clone())]);
        let text = ui.text();
        let rows: Vec<&str> = text.lines().collect();
        assert!(rows[1].ends_with("claimed / evidenced"), "{text}");
        if width >= 102 {
            let slash = |row: &str| row.chars().position(|letter| letter == '/');
            assert_eq!(slash(rows[1]), slash(rows[3]), "{text}");
        }
    }
    let ui = Ui::home((120, 18)).with_rows(vec![row(None)]);
    assert!(!ui.text().contains("claimed / evidenced"));
}
