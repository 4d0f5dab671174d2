//! The summary: what one shows to a manager.

use candor::domain::assessment::Assessment;
use candor::format::read::read_assessment;
use candor::tui::message::Message;
use candor::tui::theme::Glyphs;

use super::harness::{SIZES, Ui};
use super::standing::review;

const SIZE: (u16, u16) = (120, 32);

/// High enough for all of it.
const HIGH: (u16, u16) = (120, 90);

const POST_AUDIT: &str = include_str!("../../assets/examples/post-audit.ron");
const CAROUSEL: &str = include_str!("../../assets/examples/carousel.ron");

fn read(text: &str) -> Assessment {
    let (assessment, faults) = read_assessment(text.as_bytes());
    assessment.unwrap_or_else(|| panic!("{faults:?}"))
}

fn of(text: &str, size: (u16, u16)) -> Ui {
    Ui::review_of(read(text), size).keys("S")
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

#[track_caller]
fn row(ui: &Ui, words: &str) -> String {
    let text = ui.text();
    let row = text.lines().find(|row| row.contains(words));
    row.unwrap_or_else(|| panic!("no {words:?} in\n{text}"))
        .to_owned()
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
fn the_summary() {
    picture_everywhere("summary", |size| of(POST_AUDIT, size));
    picture_everywhere("summary-end", |size| of(POST_AUDIT, size).keys("G"));
    picture_everywhere("summary-standing", |size| review(size).keys("S"));
    picture_everywhere("summary-standing-end", |size| {
        review(size).keys("S<backtab>")
    });
    picture_everywhere("summary-new", |size| Ui::review(size).keys("S"));
}

#[test]
fn it_says_what_a_manager_asks() {
    let ui = of(POST_AUDIT, HIGH);
    for words in [
        " NO-GO    It is not fit to ship as it stands.",
        "3 open blockers: error-tracker-account, container-build, load-test-run",
        "Next: 3 steps to conditional-go; to go: 1 h",
        "claimed 50.2   evidenced 0.0   over-claim 50.2   unanswered 0",
        "34.8 above claimed, 85.0",
        "Overall announces 85.0: it differs from",
        "7 of 9 met · 0 evidenced · 1 partial",
        "█ evidenced   ▓ claimed only   ░ neither   ◆ declared",
        "Top risks",
        "3 snapshots, from Before the audit (2026-01-30) to Now (2026-01-30)",
    ] {
        shows(&ui, words);
    }
    let security = row(&ui, "Security  ");
    assert!(security.contains("100.0       0.0    100.0"), "{security}");
    assert!(row(&ui, "declared   ██").contains("95.0 to 85.0"));
    let ui = of(CAROUSEL, HIGH);
    shows(&ui, "● Code complete: ready;");
    shows(&ui, "◐ Staging (target): not ready;");
    shows(
        &ui,
        "No snapshot yet: F freezes one, and the history begins.",
    );
    shows(&ui, "production-ready");
}

#[test]
fn waivers_what_lapses_and_open_dissents_stand_there() {
    let ui = review(HIGH).keys("S");
    for words in [
        "excluding waived",
        "Lapses soon",
        "Waivers",
        "valid",
        "expired",
        "Open dissents",
        "Cleo",
        "we are not ready",
    ] {
        shows(&ui, words);
    }
    let new = Ui::review(HIGH).keys("S");
    for words in [
        "Lapses soon",
        "Waivers",
        "Open dissents",
        "Declared elsewhere",
    ] {
        hides(&new, words);
    }
}

#[test]
fn enter_leads_to_the_item_that_a_line_is_about() {
    // The first reason names it first.
    let ui = of(POST_AUDIT, SIZE).keys("j<enter>");
    shows(&ui, "┌ error-tracker-account");
    // A category leads to its first open item, a risk to its item.
    let mut ui = of(POST_AUDIT, SIZE).keys("<tab><tab>jjj<enter>");
    shows(&ui, "┌ frontend-suite");
    ui.press("S<backtab><enter>");
    shows(&ui, "┌ error-tracker-account");
    // What nothing is open of says so and stays.
    let ui = Ui::review(SIZE).keys("S<tab>G<enter>");
    shows(&ui, "nothing of this is open");
    // What comes next leads to the plan, and the history to comparing.
    let ui = of(POST_AUDIT, SIZE).keys("jjj<enter>");
    shows(&ui, "Open work by tier");
}

#[test]
fn the_selection_is_the_same_in_one_column_and_in_two() {
    let mut ui = of(POST_AUDIT, SIZE);
    for (size, is_wide) in [((120, 32), true), ((80, 24), false), ((160, 45), true)] {
        ui = ui.resized(size);
        assert!(row(&ui, "NO-GO").contains('>'), "{}", ui.text());
        assert_eq!(ui.text().contains("What to know"), is_wide);
    }
    ui.press("<backtab>");
    let risk = "Production runs with its";
    for size in [(120, 32), (80, 24), (60, 18), (40, 8)] {
        ui = ui.resized(size);
        let (_, cursor) = ui.buffer();
        let line = ui
            .text()
            .lines()
            .nth(usize::from(cursor.unwrap().y))
            .unwrap()
            .to_owned();
        assert!(
            line.contains("Production runs"),
            "{size:?} {risk}:\n{}",
            ui.text()
        );
    }
}

#[test]
fn everything_can_be_reached_on_a_tiny_screen() {
    let mut ui = of(POST_AUDIT, (40, 8));
    let mut seen = ui.text();
    for _ in 0..120 {
        ui.press("j");
        seen.push_str(&ui.text());
    }
    for words in [
        "claimed 50.2",
        "Security",
        "evidenced",
        "History",
        "Top risks",
        "and 4 more",
    ] {
        assert!(seen.contains(words), "{words}");
    }
    let end = ui.text();
    ui.press("j");
    assert_eq!(ui.text(), end, "the end is the end");
    ui.press("g");
    shows(&ui, "NO-GO");
}

#[test]
fn the_whole_checklist_is_counted_when_asked_for_and_said_so() {
    let mut ui = of(CAROUSEL, SIZE);
    shows(&ui, "claimed 78.9");
    ui.press("t");
    shows(&ui, "claimed 48.4");
    shows(&ui, "figures of the whole checklist");
    ui.press("t");
    shows(&ui, "claimed 78.9");
    hides(&ui, "figures of the whole checklist ");
}

#[test]
fn it_follows_what_changes_meanwhile() {
    let mut ui = of(POST_AUDIT, SIZE);
    let mut theirs = read(POST_AUDIT);
    let done = candor::domain::change::Change::Answer {
        item: "load-test-run".into(),
        status: candor::domain::assessment::Status::Met,
        stamp: candor::domain::change::Stamp {
            id: "theirs".into(),
            at: ui.now,
            by: "Bo".into(),
            recorded_by: "".into(),
        },
    };
    theirs.apply(&done).unwrap();
    ui.send(Message::Merged {
        handed: 0,
        assessment: theirs,
    });
    shows(&ui, "2 open blockers");
    shows(&ui, "1 of 3 met");
}

#[test]
fn the_mouse_selects_and_scrolls_the_column_under_it() {
    let mut ui = of(POST_AUDIT, SIZE);
    let at = |ui: &Ui, words: &str| {
        let text = ui.text();
        let row = text.lines().position(|row| row.contains(words)).unwrap();
        u16::try_from(row).unwrap()
    };
    let row_of_tests = at(&ui, "Backend tests");
    ui.send(Message::Click {
        column: 5,
        row: row_of_tests,
    });
    assert!(row(&ui, "Backend tests").starts_with("│>"));
    // The column at the right scrolls alone, and the selection at the left stays.
    hides(&ui, "and 4 more");
    for _ in 0..20 {
        ui.send(Message::Wheel {
            column: 110,
            row: 10,
            down: true,
        });
    }
    shows(&ui, "and 4 more");
    assert!(row(&ui, "Backend tests").starts_with("│>"));
    shows(&ui, "It is not fit to ship");
}

#[test]
fn every_small_size_draws_something_and_never_panics() {
    for way in ["", "G", "<tab><tab>"] {
        let mut ui = of(POST_AUDIT, SIZE).keys(way);
        for columns in 0..=24 {
            for rows in 0..=12 {
                ui = ui.resized((columns, rows));
                ui.press("jk");
                let text = ui.text();
                if columns >= 8 && rows >= 1 {
                    assert!(!text.trim().is_empty(), "{way} at {columns}x{rows}");
                }
            }
        }
    }
}

#[test]
fn without_other_signs_than_ascii_the_summary_says_the_same() {
    let mut ui = of(POST_AUDIT, HIGH);
    ui.model.glyphs = Glyphs::choose(true);
    shows(&ui, "# evidenced   = claimed only   . neither   D declared");
    let drawn = ui.text();
    let found: Vec<char> = drawn.chars().filter(|c| !c.is_ascii()).collect();
    assert!(found.is_empty(), "{found:?} in\n{drawn}");
}

#[test]
fn the_steps_begin_in_one_column() {
    let ui = of(POST_AUDIT, HIGH);
    let text = ui.text();
    let starts: Vec<usize> = text
        .lines()
        .skip_while(|line| !line.contains(" steps to "))
        .skip(1)
        .filter_map(|line| {
            let column = line.rsplit_once("││")?.1;
            let act = ["show evidence", "meet"]
                .into_iter()
                .find(|act| column.trim_start_matches(['>', ' ']).starts_with(act))?;
            let rest = column.find(act)? + act.len();
            Some(rest + column[rest..].find(|sign| sign != ' ')?)
        })
        .collect();
    assert!(starts.len() > 1, "{text}");
    assert!(starts.windows(2).all(|two| two[0] == two[1]), "{text}");
}

#[test]
fn a_summary_that_goes_on_says_so_at_every_size() {
    for size in SIZES {
        let top = of(POST_AUDIT, size);
        assert!(top.text().contains('↓'), "{}", top.text());
        let last = top.keys("<tab>G");
        assert!(last.text().contains('↑'), "{}", last.text());
    }
}
