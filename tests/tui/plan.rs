//! The plan: open work in order, and what if it were done.

use candor::domain::assessment::{Assessment, Status};
use candor::format::read::read_assessment;
use candor::tui::message::Message;
use candor::tui::theme::Glyphs;

use super::harness::{SIZES, Ui};
use super::standing::review;

const SIZE: (u16, u16) = (120, 32);

const POST_AUDIT: &str = include_str!("../../assets/examples/post-audit.ron");

fn post_audit() -> Assessment {
    let (assessment, faults) = read_assessment(POST_AUDIT.as_bytes());
    assessment.unwrap_or_else(|| panic!("{faults:?}"))
}

fn audited(size: (u16, u16)) -> Ui {
    Ui::review_of(post_audit(), size).keys("p")
}

#[track_caller]
fn shows(ui: &Ui, words: &str) {
    let text = ui.text();
    assert!(text.contains(words), "no {words:?} in\n{text}");
}

#[track_caller]
fn hides(ui: &Ui, words: &str) {
    let text = ui.text();
    assert!(!text.contains(words), "{words:?} in\n{text}");
}

/// The row with these words on it.
#[track_caller]
fn row(ui: &Ui, words: &str) -> String {
    let text = ui.text();
    let row = text.lines().find(|row| row.contains(words));
    row.unwrap_or_else(|| panic!("no {words:?} in\n{text}"))
        .to_owned()
}

fn click(ui: &mut Ui, column: u16, words: &str) {
    let text = ui.text();
    let row = text.lines().position(|row| row.contains(words)).unwrap();
    let row = u16::try_from(row).unwrap();
    ui.send(Message::Click { column, row });
}

fn picture_everywhere(name: &str, ui: impl Fn((u16, u16)) -> Ui) {
    for (columns, rows) in SIZES {
        let colour = ui((columns, rows));
        insta::assert_snapshot!(format!("{name}-{columns}x{rows}-colour"), colour.picture());
        let monochrome = ui((columns, rows)).monochrome();
        insta::assert_snapshot!(
            format!("{name}-{columns}x{rows}-monochrome"),
            monochrome.picture()
        );
    }
}

#[test]
fn the_plan_and_what_if() {
    picture_everywhere("plan", audited);
    picture_everywhere("plan-what-if", |size| audited(size).keys("nj<space>"));
    picture_everywhere("plan-standing", |size| review(size).keys("pb"));
    picture_everywhere("plan-done", |size| {
        Ui::review_of(all_done(), size).keys("p")
    });
}

/// Every item met, with evidence where it is wanted.
fn all_done() -> Assessment {
    let mut ui = Ui::review(SIZE);
    let ids: Vec<_> = ui
        .assessment()
        .answers()
        .iter()
        .map(|answer| answer.item.clone())
        .collect();
    for (at, id) in ids.iter().enumerate() {
        ui.press(&format!("/{}<enter>", id.raw()));
        if ui.assessment().answer(id).unwrap().status != Status::Met {
            ui.press("<space>");
        }
        ui.press(&format!("ehttps://a.example/{at}<enter><esc>"));
    }
    ui.assessment().clone()
}

#[test]
fn the_plan_says_what_it_takes_in_the_order_in_which_it_is_done() {
    let ui = audited(SIZE);
    shows(&ui, " NO-GO    to go 1 h   claimed 50.2   evidenced 0.0");
    shows(&ui, "Open work by tier · 16");
    shows(&ui, "3 h + 7 unestimated");
    let at = |words: &str| ui.text().find(words).unwrap();
    assert!(at("Blocker  ") < at("The tracker has a place to report to"));
    assert!(at("The load test has been run") < at("The health check gives"));
    assert!(row(&ui, "The load test has been run").contains("30 min"));
    assert!(row(&ui, "A scan of the dependencies").contains("show evidence"));
    hides(&ui, "what if, nothing is saved");
}

#[test]
fn what_is_marked_moves_the_verdict_and_nothing_is_saved() {
    let mut ui = audited(SIZE).keys("<space>j<space>");
    shows(&ui, "what if, nothing is saved · 2 marked");
    shows(&ui, "claimed 50.2 → 69.5   evidenced 0.0 → 19.4");
    shows(&ui, "to go 1 h → 35 min");
    shows(&ui, "NO-GO  →  NO-GO");
    ui.press("j<space>");
    shows(&ui, "NO-GO  →  CONDITIONAL-GO");
    assert!(row(&ui, "The load test").contains("as if done"));
    assert!(!ui.model.review.as_ref().unwrap().session.has_unsaved());
    assert_eq!(ui.model.review.as_ref().unwrap().session.undo_depth(), 0);
    assert_eq!(ui.assessment(), &post_audit());
    ui.press("<space>");
    shows(&ui, "· 2 marked");
    ui.press("U");
    hides(&ui, "what if, nothing is saved");
    hides(&ui, "→");
}

#[test]
fn the_next_steps_lead_from_verdict_to_verdict() {
    let mut ui = audited(SIZE).keys("n");
    shows(&ui, "NO-GO  →  CONDITIONAL-GO");
    shows(&ui, "· 3 marked");
    ui.press("n");
    shows(&ui, "NO-GO  →  GO ");
    shows(&ui, "to go 1 h → nothing");
    ui.press("n");
    shows(&ui, "no step is left: that is a go");
}

#[test]
fn steps_that_are_no_open_work_are_named_in_the_head() {
    let mut ui = review((160, 45)).keys("p");
    for _ in 0..3 {
        ui.press("n");
    }
    shows(&ui, "answer dissent");
    shows(&ui, "from the verdict");
}

#[test]
fn a_heading_marks_its_group_and_all_until_here_marks_what_is_above() {
    let mut ui = audited(SIZE).keys("g<space>");
    shows(&ui, "· 3 marked");
    shows(&ui, "3 of them as if done");
    assert!(row(&ui, "running total 55 min").contains('●'));
    ui.press("j<space>");
    assert!(row(&ui, "running total 55 min").contains('◐'));
    ui.press("g<space>");
    shows(&ui, "· 3 marked");
    ui.press("<space>");
    hides(&ui, "marked");
    ui.press("gjjjjjA");
    shows(&ui, "· 4 marked");
    let last = "The health check gives the answer";
    assert!(row(&ui, last).contains("as if done"));
    assert!(!row(&ui, "At least 95 % of the frontend").contains("as if done"));
}

#[test]
fn marks_stay_while_one_looks_at_an_item_and_go_with_what_is_really_done() {
    let mut ui = audited(SIZE).keys("<space>j<space><enter>");
    shows(&ui, "container-build");
    hides(&ui, "what if, nothing is saved");
    ui.press("p");
    shows(&ui, "· 2 marked");
    assert!(row(&ui, "The containers build").starts_with("│>●"));
    // Met with evidence for real: it is no longer open, and no longer supposed.
    ui.press("<enter><space>e<tab>./build.txt<enter>p");
    shows(&ui, "Open work by tier · 15");
    shows(&ui, "· 1 marked");
    hides(&ui, "The containers build and start");
}

#[test]
fn groups_cycle_and_the_selected_task_stays_selected() {
    let mut ui = audited(SIZE).keys("jj");
    let selected = "The load test has been run";
    for by in ["owner", "category", "tier"] {
        ui.press("b");
        shows(&ui, &format!("Open work by {by}"));
        assert!(row(&ui, selected).starts_with("│>"), "{}", ui.text());
    }
    // A checklist with phases begins with them and comes back to them.
    let mut ui = Ui::review(SIZE).keys("p");
    shows(&ui, "Open work by phase");
    shows(&ui, "First week (week 1)");
    ui.press("bbbb");
    shows(&ui, "Open work by phase");
}

#[test]
fn tab_goes_from_group_to_group_and_back() {
    let mut ui = audited(SIZE).keys("<tab>");
    assert!(row(&ui, "Should ").contains('>'));
    ui.press("<tab><tab>");
    assert!(row(&ui, "A pipeline tests and ships").starts_with("│>"));
    ui.press("<backtab><backtab><backtab>");
    assert!(row(&ui, "Blocker  ").contains('>'));
}

#[test]
fn overdue_and_waived_work_says_so() {
    let ui = review(SIZE).keys("p");
    shows(&ui, "1 overdue");
    let row = row(&ui, "Unhandled errors reach");
    assert!(
        row.contains("overdue 2026-11-10") && row.contains("Noor"),
        "{row}"
    );
    shows(&ui, "Waived");
    let ui = ui.keys("G");
    shows(&ui, "waived until 2026-12-01");
    let narrow = review((60, 18)).keys("pG");
    shows(&narrow, "overdue");
}

#[test]
fn the_mouse_selects_marks_and_scrolls() {
    let mut ui = audited(SIZE);
    click(&mut ui, 12, "The load test has been run");
    assert!(row(&ui, "The load test").starts_with("│>○"));
    click(&mut ui, 2, "The load test has been run");
    assert!(row(&ui, "The load test").starts_with("│>●"));
    let mut ui = audited((60, 18));
    let wheel = |down| Message::Wheel {
        column: 10,
        row: 10,
        down,
    };
    hides(&ui, "A scan of the");
    ui.send(wheel(true));
    shows(&ui, "A scan of the");
    ui.send(wheel(false));
    hides(&ui, "A scan of the");
    // Beneath a dialog nothing moves.
    ui.press(":");
    let was = ui.picture();
    ui.send(wheel(true));
    assert_eq!(ui.picture(), was);
}

#[test]
fn an_empty_plan_says_that_nothing_is_open() {
    for size in SIZES {
        let ui = Ui::review_of(all_done(), size).keys("p");
        shows(&ui, "Nothing is open");
        let ui = ui.keys("<space>nAUbjkgG<tab><enter>");
        assert!(!ui.text().contains("marked"), "{}", ui.text());
    }
}

#[test]
fn every_small_size_draws_something_and_never_panics() {
    for way in ["", "n", "nbG"] {
        let mut ui = audited(SIZE).keys(way);
        for columns in 0..=24 {
            for rows in 0..=12 {
                ui = ui.resized((columns, rows));
                let text = ui.text();
                if columns >= 8 && rows >= 1 {
                    assert!(!text.trim().is_empty(), "{way} at {columns}x{rows}");
                }
            }
        }
    }
}

#[test]
fn the_word_that_nothing_is_saved_stands_there_at_every_size() {
    for size in [(120, 32), (100, 16), (80, 24), (60, 18), (50, 12), (40, 8)] {
        let ui = audited(size).keys("<space>");
        shows(&ui, "what if, nothing is saved");
        assert!(ui.text().contains('●'), "{}", ui.text());
    }
}

#[test]
fn without_other_signs_than_ascii_the_plan_says_the_same() {
    let mut ui = audited(SIZE).keys("n");
    ui.model.glyphs = Glyphs::choose(true);
    shows(&ui, "NO-GO  ->  CONDITIONAL-GO");
    let drawn = ui.text();
    let foreign = |c: &char| !c.is_ascii() && !"–".contains(*c);
    let found: Vec<char> = drawn.chars().filter(foreign).collect();
    assert!(found.is_empty(), "{found:?} in\n{drawn}");
}

#[test]
fn a_list_that_goes_on_says_so_at_every_size() {
    for size in SIZES {
        let above = |ui: &Ui| ui.text().contains('↑');
        let below = |ui: &Ui| ui.text().contains('↓');
        let top = audited(size);
        assert!(!above(&top), "{}", top.text());
        let last = audited(size).keys("G");
        let all = size == SIZE;
        assert!(all || below(&top), "{}", top.text());
        assert!(all || (above(&last) && !below(&last)), "{}", last.text());
    }
}
