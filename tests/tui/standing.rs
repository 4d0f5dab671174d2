//! An assessment with waivers, measured values, dissents and things that lapse; and what the keys do about them.

use std::sync::Arc;

use candor::domain::assessment::{Assessment, Declared, DeclaredOf, Head, Status, Subject};
use candor::domain::change::{Aside, Change, Stamp};
use candor::domain::dissent::Dissent;
use candor::domain::evidence::{Content, Evidence, Shows};
use candor::domain::measured::Measured;
use candor::domain::text::Text;
use candor::domain::time::{UtcOffset, parse_day};
use candor::domain::waiver::Waiver;
use candor::format::read::read_checklist;
use candor::tui::message::{Message, Opened};
use candor::tui::theme::Glyphs;

use super::harness::{Ui, assessment, checklist, moment};

const SIZE: (u16, u16) = (120, 32);

/// As the keys get to the item `error-tracking`.
const TO_ERRORS: &str = "<tab><tab>gj<tab>";

fn stamp(id: &str) -> Stamp {
    Stamp {
        id: id.into(),
        at: moment("2026-11-20T10:00:00Z"),
        by: "Bo".into(),
        recorded_by: Text::default(),
    }
}

fn waiver(at: &str, expires: &str) -> Waiver {
    Waiver {
        reason: "the beta has five friendly customers".into(),
        by: "Bo".into(),
        at: moment(at),
        approved_by: "Noor".into(),
        expires: parse_day(expires).unwrap(),
    }
}

/// The small checklist with two measures, one in figures and one in words, and an item that nobody may waive.
fn measured_checklist() -> String {
    let metric = "tier: Should, metric: (name: \"time until it shows\", unit: \"s\", target: Below(2)), title: \"Dash";
    let words = "waivable: false, metric: (name: \"audit\", target: Text(\"read by two people\")), title: \"Strangers";
    checklist()
        .replace("tier: Should, title: \"Dash", metric)
        .replace("title: \"Strangers", words)
}

/// Some of everything that stands beside answers.
pub(crate) fn standing() -> Assessment {
    let (read, faults) = read_checklist(measured_checklist().as_bytes());
    let checklist = read.unwrap_or_else(|| panic!("{faults:?}"));
    let declared = |id: &str, label: &str, of, value: &str| Declared {
        id: id.into(),
        label: label.into(),
        of,
        value: value.into(),
        table: "board".into(),
        weight: None,
        by: "Noor".into(),
        on: parse_day("2026-11-02"),
        source: Text::default(),
    };
    let head = Head {
        subject: Subject {
            name: "Payments API".into(),
            version: "2.4.1".into(),
            ..Subject::default()
        },
        target: Some("beta".into()),
        declared: vec![
            declared("d1", "As told to the board", DeclaredOf::Overall, "85 %"),
            declared("d2", "Code", DeclaredOf::Category("quality".into()), "9/10"),
            declared("d3", "The rest", DeclaredOf::Free, "6/10"),
        ],
        ..Head::default()
    };
    let created = moment("2026-07-20T09:00:00Z");
    let mut assessment = Assessment::new(Arc::new(checklist), head, created, UtcOffset::default());
    for change in changes() {
        assessment.apply(&change).unwrap();
    }
    assessment
}

fn changes() -> Vec<Change> {
    let answer = |item: &str, status| Change::Answer {
        item: item.into(),
        status,
        stamp: stamp(item),
    };
    let waive = |item: &str, at, expires| Change::Waive {
        item: item.into(),
        waiver: waiver(at, expires),
        entry: format!("w-{item}").into(),
    };
    let dissent = |id: &str, name: &str, text: &str| Dissent {
        id: id.into(),
        name: name.into(),
        on: "not met".into(),
        text: text.into(),
        at: moment("2026-11-20T10:00:00Z"),
        answered: None,
        closed: None,
    };
    let tell = |aside| Change::Tell {
        item: "error-tracking".into(),
        aside,
    };
    vec![
        answer("tests", Status::Met),
        Change::Attach {
            item: "tests".into(),
            evidence: evidence("e1", "2026-08-26"),
            entry: "a1".into(),
        },
        answer("error-tracking", Status::Unmet),
        waive("error-tracking", "2026-11-19T10:00:00Z", "2026-12-01"),
        Change::Dissent {
            item: Some("error-tracking".into()),
            dissent: dissent("n1", "Cleo", "we had three outages nobody saw"),
        },
        tell(Aside::Owner("Noor".into())),
        tell(Aside::Due(parse_day("2026-11-10"))),
        tell(Aside::Confidence("70 %".into())),
        tell(Aside::Estimate("2d".into())),
        tell(Aside::Current("half of the services report".into())),
        waive("alerts", "2026-08-01T10:00:00Z", "2026-09-01"),
        answer("dashboards", Status::Met),
        Change::Measure {
            item: "dashboards".into(),
            measured: Measured::parse("1.5..4"),
            stamp: stamp("m1"),
        },
        Change::Dissent {
            item: None,
            dissent: dissent("n2", "Cleo", "whatever this says, we are not ready"),
        },
    ]
}

fn evidence(id: &str, observed: &str) -> Evidence {
    Evidence {
        id: id.into(),
        content: Content::Link("https://ci.example.org/run/1".into()),
        shows: Shows::Met,
        caption: Text::default(),
        observed: parse_day(observed).unwrap(),
        version: "2.4.1".into(),
        by: "Bo".into(),
        at: moment("2026-11-20T10:00:00Z"),
        confirmed: Vec::new(),
        withdrawn: None,
        redacted: None,
    }
}

/// The review of all that, on the waived item.
pub(crate) fn review(size: (u16, u16)) -> Ui {
    Ui::review_of(standing(), size).keys(TO_ERRORS)
}

/// A review that was made a moment ago.
pub(crate) fn made(size: (u16, u16)) -> Ui {
    let mut ui = Ui::home(size);
    ui.send(Message::Opened(Ok(new_review())));
    ui
}

fn new_review() -> Opened {
    Opened {
        assessment: assessment(),
        path: "readiness/payments-api.ron".to_owned(),
        warnings: Vec::new(),
        read_only: false,
        is_new: true,
        is_unwritten: false,
        git_waits: None,
    }
}

fn waiver_of<'a>(ui: &'a Ui, item: &str) -> Option<&'a Waiver> {
    let answer = ui.assessment().answer(&item.into()).unwrap();
    answer.waiver.as_ref()
}

fn measured_of<'a>(ui: &'a Ui, item: &str) -> Option<&'a Measured> {
    let answer = ui.assessment().answer(&item.into()).unwrap();
    answer.measured.as_ref()
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

#[test]
fn a_waiver_excuses_and_the_third_figure_stands_beside_the_two() {
    let mut ui = Ui::review(SIZE).keys("x");
    hides(&ui, "excluding waived");
    ui.press("wwe know who uses it<tab>Noor<enter>");
    let made = waiver_of(&ui, "tests").unwrap();
    assert_eq!(made.reason.raw(), "we know who uses it");
    assert_eq!((made.by.raw(), made.approved_by.raw()), ("Ana", "Noor"));
    assert_eq!(made.expires.to_string(), "2026-12-21");
    shows(&ui, "claimed 0.0  evidenced 0.0  excluding waived 0.0");
    shows(&ui, "~ waived");
    shows(&ui, "waived until 2026-12-21, 30 d left");
    shows(&ui, "asked for by Ana, approved by Noor");
    ui.press("u");
    assert!(waiver_of(&ui, "tests").is_none());
    hides(&ui, "excluding waived");
}

#[test]
fn a_waiver_that_would_excuse_nothing_is_refused_in_words_and_nothing_is_lost() {
    for (typed, words) in [
        ("<enter>", "it takes a reason"),
        ("late<enter>", "somebody else has to approve it"),
        ("late<tab>ana<enter>", "somebody other than you"),
        (
            "late<tab>Noor<tab><ctrl-u>2027-12-31<enter>",
            "it runs longer than the",
        ),
        (
            "late<tab>Noor<tab><ctrl-u>2026-11-20<enter>",
            "over already",
        ),
        ("late<tab>Noor<tab><ctrl-u>soon<enter>", "a day is wanted"),
    ] {
        for size in [SIZE, (60, 18), (40, 8)] {
            let ui = Ui::review(size).keys("w").keys(typed);
            assert!(waiver_of(&ui, "tests").is_none(), "{typed}");
            shows(&ui, words);
        }
    }
    let ui = Ui::review(SIZE).keys("wlate<enter>Noor<enter>");
    assert!(
        waiver_of(&ui, "tests").is_some(),
        "the cursor goes where something is missing"
    );
}

#[test]
fn what_nobody_may_waive_is_refused_at_once() {
    let ui = Ui::review_of(standing(), SIZE).keys("/strangers<enter>w");
    shows(&ui, "the checklist lets nobody waive this item");
    assert!(ui.model.dialog.is_none());
}

#[test]
fn a_waiver_that_is_there_is_revoked_or_replaced() {
    let mut ui = review(SIZE).keys("w");
    shows(&ui, "There is a waiver. What now?");
    ui.press("j<enter>");
    assert!(waiver_of(&ui, "error-tracking").is_none());
    let ui = review(SIZE).keys("w<enter><ctrl-u>not for long<enter>");
    let replaced = waiver_of(&ui, "error-tracking").unwrap();
    assert_eq!(replaced.reason.raw(), "not for long");
    assert_eq!(replaced.approved_by.raw(), "Noor");
}

#[test]
fn signs_and_words_tell_what_is_waived_disputed_measured_and_lapses() {
    let ui = review(SIZE);
    shows(&ui, "~ waived ≠ !");
    shows(&ui, "waiver expired !");
    shows(&ui, "misses target !");
    shows(&ui, "! 2 lapse soon");
    shows(&ui, "! ~ waived until 2026-12-01, 10 d");
    shows(&ui, "due: 2026-11-10 ! overdue by 11 d");
    shows(&ui, "now: half of the services report");
    shows(&ui, "confidence: 70 %");
    shows(&ui, "estimate: 2d");
    shows(
        &review(SIZE).keys("<enter>G"),
        "we had three outages nobody",
    );
    let tests = Ui::review_of(standing(), SIZE).keys("k");
    shows(&tests, "holds until 2026-11-24, 3 d");
    let dashboards = review(SIZE).keys("jj");
    shows(&dashboards, "time until it shows: below 2 s");
    shows(&dashboards, "✗ measured 1.5–4 s: misses");
}

#[test]
fn what_lapses_is_counted_with_each_change() {
    let mut ui = review(SIZE);
    let lapsing = |ui: &Ui| ui.model.review.as_ref().unwrap().lapsing;
    assert_eq!(lapsing(&ui), 2);
    ui.press("wj<enter>");
    shows(&ui, "! 1 lapses soon");
    ui.press("u");
    assert_eq!(lapsing(&ui), 2);
    ui.press("w<enter>");
    ui.press("<tab><tab><ctrl-u>2026-12-06<enter>");
    assert_eq!(lapsing(&ui), 1, "fifteen days are not soon");
    ui.now = moment("2026-11-22T00:00:00Z");
    ui.press("j");
    assert_eq!(lapsing(&ui), 2, "fourteen are");
    ui.now = moment("2026-11-25T00:00:00Z");
    ui.press("k");
    assert_eq!(lapsing(&ui), 1, "what has lapsed lapses no more");
}

#[test]
fn the_figure_without_what_is_waived_is_on_screen_at_every_size_that_has_figures() {
    for size in [
        (200, 50),
        (120, 32),
        (100, 16),
        (80, 24),
        (60, 18),
        (60, 13),
    ] {
        let text = review(size).text();
        let named = text.contains("excluding waived 35.7") || text.contains("excl. waived 35.7");
        assert!(named, "{size:?}:\n{text}");
        assert!(
            text.contains("claimed 29.4  evidenced 17.6"),
            "{size:?}:\n{text}"
        );
        assert!(text.contains("unanswered 5"), "{size:?}:\n{text}");
    }
    for size in [(40, 8), (30, 3)] {
        shows(&review(size), "29.4/17.6 ~35.7 ·5");
    }
}

#[test]
fn a_measured_value_is_typed_as_value_range_or_ratio() {
    let at_dashboards = || review(SIZE).keys("jjm<ctrl-u>");
    for (typed, stored) in [("1.5", "1.5"), ("1..1.9", "1..1.9"), ("1/80", "1/80")] {
        let ui = at_dashboards().keys(typed).keys("<enter>");
        assert_eq!(
            measured_of(&ui, "dashboards"),
            Measured::parse(stored).as_ref()
        );
        shows(&ui, "✓ measured");
    }
    for (typed, words) in [
        ("fast", "it is written as 1.5"),
        ("4..1", "the low end of a range comes first"),
        ("1/0", "nothing can be said of none"),
        ("text:fast", "says nothing of the target"),
    ] {
        let ui = at_dashboards().keys(typed).keys("<enter>");
        assert_eq!(
            measured_of(&ui, "dashboards"),
            Measured::parse("1.5..4").as_ref()
        );
        shows(&ui, words);
    }
    let ui = at_dashboards().keys("<enter>");
    assert_eq!(measured_of(&ui, "dashboards"), None);
    shows(&ui, "not measured yet");
    shows(&ui.keys("u"), "1.5–4");
}

#[test]
fn words_are_measured_where_the_target_is_in_words() {
    let ui = Ui::review_of(standing(), SIZE).keys("/strangers<enter>mread by Bo and Cleo<enter>");
    let read = Measured::Text("read by Bo and Cleo".into());
    assert_eq!(measured_of(&ui, "rate-limits"), Some(&read));
    shows(&ui, "✓ measured");
}

#[test]
fn without_a_measure_there_is_nothing_to_measure_and_that_is_said() {
    let ui = Ui::review(SIZE).keys("m");
    assert!(ui.model.dialog.is_none());
    shows(&ui, "nothing is measured here");
}

#[test]
fn a_new_review_asks_what_the_checklist_asks_one_after_another() {
    let mut ui = made(SIZE);
    shows(&ui, "1 of 1: Can strangers reach it?");
    ui.press("n");
    assert_eq!(ui.assessment().has_trait(&"public".into()), Some(false));
    shows(&ui, "Aim at no stage?");
    ui.press("j<enter>");
    assert_eq!(
        ui.assessment().head.target.as_ref().map(Text::raw),
        Some("staging")
    );
    assert!(ui.model.dialog.is_none());
    shows(&ui, "out of play 1");
    shows(&ui, "for Staging");
}

#[test]
fn who_answers_is_asked_before_a_new_review_asks_anything() {
    let mut ui = Ui::home(SIZE);
    ui.model.name = None;
    ui.send(Message::Opened(Ok(new_review())));
    shows(&ui, "Who is answering?");
    ui.press("Bo<enter>");
    shows(&ui, "1 of 1: Can strangers reach it?");
    ui.press("y");
    let traits = &ui.assessment().head.subject.traits;
    assert_eq!((traits[0].holds, traits[0].by.raw()), (true, "Bo"));
}

#[test]
fn a_question_can_be_left_open_and_the_rest_left_for_later() {
    let ui = made(SIZE).keys("<tab>");
    shows(&ui, "Aim at no stage?");
    let ui = ui.keys("<tab>");
    assert!(ui.model.dialog.is_none());
    assert_eq!(ui.assessment().has_trait(&"public".into()), None);
    for leaves in ["q", "<esc>"] {
        assert!(made(SIZE).keys(leaves).model.dialog.is_none());
    }
}

#[test]
fn traits_and_target_are_changed_later_and_undone() {
    let mut ui = Ui::review(SIZE).keys("<space>s");
    ui.press("<space>");
    assert_eq!(ui.assessment().has_trait(&"public".into()), Some(true));
    ui.press("<space>");
    assert_eq!(ui.assessment().has_trait(&"public".into()), Some(false));
    ui.press("<space>");
    assert_eq!(ui.assessment().has_trait(&"public".into()), None);
    ui.press("yk<backspace>");
    assert_eq!(ui.assessment().has_trait(&"public".into()), None);
    ui.press("ykn<esc>u");
    assert_eq!(ui.assessment().has_trait(&"public".into()), Some(true));
    shows(&ui, "undone");
}

#[test]
fn nothing_about_the_subject_is_changed_read_only() {
    let mut ui = Ui::review(SIZE);
    ui.model.review.as_mut().unwrap().read_only = true;
    for key in ["s", "w", "m"] {
        ui.press(key);
        assert!(ui.model.dialog.is_none(), "{key}");
        shows(&ui, "read-only");
    }
}

#[test]
fn the_ladder_shows_each_stage_and_keeps_the_target_where_there_is_little_room() {
    shows(&review(SIZE), "Ready for  ○ Staging 31.3  ◐ Beta 29.4");
    shows(&Ui::review(SIZE), "Ready for  ○ Staging 0.0  ○ Beta 0.0");
    shows(&review((60, 18)), "◐ Beta");
    hides(&review((40, 8)), "Ready for");
    let mut ascii = review(SIZE);
    ascii.model.glyphs = Glyphs::choose(true);
    shows(&ascii, "Ready for  o Staging 31.3  ~ Beta 29.4");
    shows(&ascii, "w waived / !");
    let without = checklist().replace(
        "stages: [(id: \"staging\", title: \"Staging\"), (id: \"beta\", title: \"Beta\")],",
        "",
    );
    let without = without
        .replace(", stage: \"staging\"", "")
        .replace(", stage: \"beta\"", "");
    let (read, faults) = read_checklist(without.as_bytes());
    let checklist = Arc::new(read.unwrap_or_else(|| panic!("{faults:?}")));
    let created = moment("2026-11-20T09:00:00Z");
    let bare = Assessment::new(checklist, Head::default(), created, UtcOffset::default());
    hides(&Ui::review_of(bare, SIZE), "Ready for");
}

#[test]
fn the_sheet_of_reasons_is_for_people() {
    let text = |keys: &str| review((120, 60)).keys(keys).text();
    let (top, end) = (text("v"), text("vG"));
    let all = format!("{top}{end}");
    for machine in ["open-blocker", "answer-dissent", "nothing-assessed"] {
        assert!(!all.contains(machine), "{machine} in\n{all}");
    }
    for words in [
        "above claimed",
        "differs from its table's plain mean",
        "Risk: Critical",
        "3 d left",
        "~ valid",
        "! expired",
        "Open dissents",
        "whatever this says, we are not ready",
        "not ready; claimed",
    ] {
        assert!(all.contains(words), "no {words:?} in\n{all}");
    }
}

#[test]
fn the_selected_category_follows_a_search() {
    let selected = |ui: &Ui| ui.model.review.as_ref().unwrap().view.group();
    let mut ui = Ui::review(SIZE);
    assert_eq!(selected(&ui), 0);
    ui.press("/strangers");
    assert_eq!(selected(&ui), 2, "while typing");
    ui.press("<enter>");
    assert_eq!(selected(&ui), 2);
    ui.press("<esc>");
    assert_eq!(selected(&ui), 2);
    let mut ui = Ui::review(SIZE).keys("/strangers<esc>");
    assert_eq!(selected(&ui), 0, "an abandoned search goes back");
    ui.press("/e<enter>");
    for _ in 0..6 {
        let (category, item) = {
            let view = &ui.model.review.as_ref().unwrap().view;
            (view.group(), view.selected().unwrap())
        };
        assert_eq!(category, ui.assessment().category_of(item));
        ui.press("j");
    }
}
