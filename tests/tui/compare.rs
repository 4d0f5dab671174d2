//! Two standings side by side.

use candor::domain::side::Side;
use candor::problem::{Problem, ProblemKind};
use candor::tui::effect::Effect;
use candor::tui::message::Message;

use super::harness::{SIZES, Ui, assessment};

/// The review with two snapshots and changes after each.
pub(crate) fn compared(ui: Ui) -> Ui {
    ui.keys("Fbefore the audit<enter><space>jx")
        .keys("Fafter the audit<enter>k5jo")
}

fn page(size: (u16, u16)) -> Ui {
    compared(Ui::review(size)).keys("D")
}

#[test]
fn without_a_snapshot_the_screen_says_how_to_take_one() {
    let text = Ui::review((120, 32)).keys("D").text();
    assert!(text.contains("F freezes the numbers"), "{text}");
    assert!(text.contains("f compares with another file"), "{text}");
    let text = Ui::review((120, 32)).keys("DFone<enter>").text();
    assert!(
        text.contains("one") && text.contains("Nothing changed between the two."),
        "{text}"
    );
}

#[test]
fn titles_have_the_room_that_short_changes_leave() {
    let text = page((80, 24)).text();
    let changes: Vec<&str> = text
        .lines()
        .filter(|row| row.starts_with("│  + ") || row.starts_with("│  - "))
        .filter_map(|row| Some(row.split_once(" → ")?.1))
        .collect();
    let blanks = |row: &&str| {
        let title = row.trim_end_matches(['│', ' ']).rfind("  ").unwrap_or(0);
        title + 2 - row[..title].trim_end().len()
    };
    let fewest = changes.iter().map(blanks).min();
    assert_eq!(fewest, Some(2), "{text}");
}

#[test]
fn it_begins_with_the_latest_snapshot_and_now_and_the_sides_can_be_others() {
    let ui = page((120, 32));
    let head = |ui: &Ui| ui.text().lines().nth(2).unwrap().to_owned();
    let first = head(&ui);
    let after = first.find("after the audit").unwrap();
    assert!(first.find("now").unwrap() > after, "{first}");
    let ui = ui.keys("h");
    assert!(head(&ui).contains("before the audit"), "{}", ui.text());
    let ui = ui.keys("H");
    assert!(head(&ui).contains("after the audit"), "{}", ui.text());
    let swapped = head(&ui.keys("x"));
    let place = |text: &str| swapped.find(text).unwrap();
    assert!(
        place("after the audit") < place("before the audit"),
        "{swapped}"
    );
}

#[test]
fn what_moved_is_told_with_signs_and_enter_leads_to_the_item() {
    let ui = page((120, 32)).keys("h");
    let text = ui.text();
    assert!(text.contains("Better (") && text.contains("+ "), "{text}");
    assert!(text.contains("Moved otherwise ("), "{text}");
    let moved = ui.keys("G");
    let moved = moved.keys("<enter>");
    assert!(moved.model.front.context().is_none(), "{}", moved.text());
}

#[test]
fn worse_is_better_the_other_way_round() {
    let text = page((120, 32)).keys("hx").text();
    assert!(text.contains("Worse ("), "{text}");
    assert!(text.contains("- "), "{text}");
}

#[test]
fn a_file_is_compared_with_and_what_is_wrong_with_it_is_said_in_the_dialog() {
    let mut ui = page((120, 32)).keys("fold.ron<enter>");
    assert!(matches!(ui.effects.last(), Some(Effect::LoadSide(path)) if path == "old.ron"));
    ui.send(Message::SideLoaded {
        path: "old.ron".to_owned(),
        result: Err(Problem::new(ProblemKind::File, "there is no such file")),
    });
    assert!(ui.text().contains("there is no such file"), "{}", ui.text());
    ui.press("<enter>");
    let other = assessment();
    let observations = candor::domain::evidence::Observations::new();
    let bench = candor::session::bench(&other, ui.now, &observations);
    let side = Side::of_assessment(&other, &bench);
    ui.send(Message::SideLoaded {
        path: "old.ron".to_owned(),
        result: Ok(Box::new(side)),
    });
    assert!(ui.model.dialog.is_none());
    let head = ui.text().lines().nth(2).unwrap().to_owned();
    assert!(head.contains("old.ron"), "{head}");
    // It is there still after the session has changed.
    ui.press("Fthird<enter>");
    assert!(
        ui.text().lines().nth(2).unwrap().contains("old.ron"),
        "{}",
        ui.text()
    );
}

#[test]
fn a_side_that_is_the_other_says_so() {
    let ui = page((120, 32)).keys("l");
    assert!(
        ui.text().contains("Both sides are the same"),
        "{}",
        ui.text()
    );
}

#[test]
fn the_screen_in_pictures() {
    for (columns, rows) in SIZES {
        let name = |of: &str, look: &str| format!("{of}-{columns}x{rows}-{look}");
        let shown = || page((columns, rows)).keys("hjj");
        let end = || page((columns, rows)).keys("hG");
        let none = || Ui::review((columns, rows)).keys("D");
        insta::assert_snapshot!(name("compare", "colour"), shown().picture());
        insta::assert_snapshot!(
            name("compare", "monochrome"),
            shown().monochrome().picture()
        );
        insta::assert_snapshot!(name("compare-end", "colour"), end().picture());
        insta::assert_snapshot!(
            name("compare-end", "monochrome"),
            end().monochrome().picture()
        );
        insta::assert_snapshot!(name("compare-none", "colour"), none().picture());
        insta::assert_snapshot!(
            name("compare-none", "monochrome"),
            none().monochrome().picture()
        );
    }
}

#[test]
fn no_size_breaks_it() {
    let mut ui = page((120, 32));
    for columns in 0..=70 {
        for rows in 0..=14 {
            ui = ui.resized((columns, rows));
            ui.text();
        }
    }
}
