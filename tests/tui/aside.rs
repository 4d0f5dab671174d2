//! What is said of an item beside its answer, snapshots that are taken, and the palette.

use candor::domain::time::parse_day;

use super::harness::Ui;
use super::screens::picture_everywhere;
use super::standing::review;

const SIZE: (u16, u16) = (120, 32);

#[test]
fn the_dialogs() {
    picture_everywhere("dialog-about", |size| review(size).keys("ji"));
    picture_everywhere("dialog-about-typed", |size| {
        Ui::review(size).keys("iBo<tab>2026-12-01<tab>2-4h<tab><tab>half of it")
    });
    picture_everywhere("dialog-freeze", |size| Ui::review(size).keys("Fbefore"));
    picture_everywhere("palette", |size| Ui::review(size).keys(":"));
    picture_everywhere("palette-found", |size| Ui::review(size).keys(":waiv"));
}

#[test]
fn what_is_said_beside_an_answer_is_kept_and_undone_one_by_one() {
    let mut ui = Ui::review(SIZE)
        .keys("i Bo <tab>2026-12-01<tab>2-4h<tab>sure<tab>half of it is there<enter>");
    let answer = ui.assessment().answers()[0].clone();
    assert_eq!(answer.owner.raw(), "Bo");
    assert_eq!(answer.due, parse_day("2026-12-01"));
    assert_eq!(answer.estimate.raw(), "2-4h");
    assert_eq!(answer.confidence.raw(), "sure");
    assert_eq!(answer.current.raw(), "half of it is there");
    ui.press("uuu");
    let answer = ui.assessment().answers()[0].clone();
    assert_eq!((answer.owner.raw(), answer.estimate.raw()), ("Bo", ""));
    ui.press("i<ctrl-u><tab><ctrl-u><enter>");
    let answer = ui.assessment().answers()[0].clone();
    assert_eq!(answer.owner.raw(), "", "an empty field takes it away");
}

#[test]
fn what_can_not_be_read_is_asked_again_at_its_field() {
    let mut ui = Ui::review(SIZE).keys("i<tab>tomorrow<enter>");
    assert!(ui.text().contains("written as 2026-12-31"), "{}", ui.text());
    ui.press("<ctrl-u>2026-12-01<tab>soon<enter>");
    assert!(ui.text().contains("written as 30m, 2-4h"), "{}", ui.text());
    assert_eq!(ui.assessment().answers()[0].due, None, "all or nothing");
    ui.press("<ctrl-u>1-2d<enter>");
    assert_eq!(ui.assessment().answers()[0].estimate.raw(), "1-2d");
}

#[test]
fn nothing_is_changed_where_nothing_was_typed() {
    let ui = review(SIZE).keys("i<enter>");
    assert!(ui.text().contains("nothing was changed"), "{}", ui.text());
}

#[test]
fn a_snapshot_freezes_the_figures_under_a_name_that_is_free() {
    let mut ui = review(SIZE).keys("Fbefore the audit<enter>");
    let snapshots = &ui.assessment().head.snapshots;
    let (label, by) = (snapshots[0].label.raw(), snapshots[0].by.raw());
    assert_eq!((label, by), ("before the audit", "Ana"));
    assert!(snapshots[0].scores.is_some());
    assert!(ui.text().contains("the snapshot before the audit is taken"));
    ui.press("Fbefore the audit<enter>");
    assert!(ui.text().contains("is there already"), "{}", ui.text());
    ui.press("<esc>u");
    assert!(ui.assessment().head.snapshots.is_empty());
}

#[test]
fn a_snapshot_can_be_taken_on_every_screen_of_a_review() {
    for page in ["S", "p", "D"] {
        let ui = review(SIZE).keys(page).keys("Fnow<enter>");
        assert_eq!(ui.assessment().head.snapshots.len(), 1, "{page}");
    }
}

#[test]
fn nothing_of_it_is_changed_in_a_review_that_is_only_read() {
    for keys in ["i", "F", "SF"] {
        let mut ui = review(SIZE);
        ui.model.review.as_mut().unwrap().read_only = true;
        ui.press(keys);
        assert!(ui.model.dialog.is_none(), "{keys}");
        assert!(ui.text().contains("read-only"), "{keys}: {}", ui.text());
    }
}

#[test]
fn the_palette_does_what_is_picked_from_it() {
    let mut ui = Ui::review(SIZE).keys(":unmet<enter>");
    assert!(ui.model.dialog.is_none());
    assert!(ui.text().contains("not met"), "{}", ui.text());
    ui.press(":summ<enter>");
    assert_eq!(ui.model.context(), candor::action::Context::Summary);
    ui.press(":back<enter>");
    assert_eq!(ui.model.context(), candor::action::Context::Review);
    ui.press(":nothing is called this<enter>");
    assert!(
        ui.model.dialog.is_some(),
        "nothing is done where nothing was found"
    );
    ui.press("<esc>");
    assert!(ui.model.dialog.is_none());
}

#[test]
fn the_palette_names_every_command_of_a_screen_once() {
    let ui = Ui::review((120, 60)).keys(":met");
    let rows = ui.text();
    assert_eq!(rows.matches("not-applicable  ").count(), 0, "{rows}");
    assert!(
        rows.contains("met                 met, or clear the answer"),
        "{rows}"
    );
}

#[test]
fn a_refusal_is_seen_where_there_is_hardly_room() {
    let ui = Ui::review((40, 8)).keys("i<tab>tomorrow<enter>");
    assert!(ui.text().contains("a day is wanted"), "{}", ui.text());
    assert!(ui.text().contains("tomorrow"), "{}", ui.text());
}
