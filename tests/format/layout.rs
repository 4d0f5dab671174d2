//! The canonical layout, and files that people have edited.

use std::sync::Arc;

use candor::domain::assessment::{Assessment, Head, Status, Subject};
use candor::domain::change::{Aside, Change, Stamp};
use candor::domain::evidence::{Content, Evidence, Share, Shows};
use candor::domain::time::UtcOffset;
use candor::format::fault::Weight;
use candor::format::read::{read_assessment, read_checklist};
use candor::format::write::write_assessment;

use crate::scoring::random::noon;

const CHECKLIST: &str = r#"Checklist(format: 1, id: "c", title: "Checklist", version: "1", categories: [
    (id: "a", title: "Category", items: [
        (id: "one", tier: Blocker, title: "One", accepts: [Link, Note], max_age_days: 30),
        (id: "two", tier: Should, title: "Two"),
        (id: "three", tier: Nice, title: "Three"),
    ])])"#;

pub(super) fn small() -> Assessment {
    let (checklist, faults) = read_checklist(CHECKLIST.as_bytes());
    assert!(faults.iter().all(|fault| fault.weight == Weight::Warning));
    let subject = Subject {
        name: "Bubble".into(),
        version: "1.2".into(),
        ..Subject::default()
    };
    let head = Head {
        subject,
        ..Head::default()
    };
    let checklist = Arc::new(checklist.unwrap());
    let mut assessment = Assessment::new(checklist, head, noon(), UtcOffset::from_minutes(60));
    let stamp = |id: &str| Stamp {
        id: id.into(),
        at: noon(),
        by: "Ana".into(),
        recorded_by: "".into(),
    };
    let evidence = Evidence {
        id: "e1".into(),
        content: Content::Note("Two lines,\nthe second \"quoted\".".into()),
        shows: Shows::Met,
        caption: "".into(),
        observed: noon().day(UtcOffset::default()),
        version: "1.2".into(),
        by: "Bo".into(),
        at: noon(),
        confirmed: vec![],
        withdrawn: None,
        redacted: None,
    };
    for change in [
        Change::Answer {
            item: "one".into(),
            status: Status::Met,
            stamp: stamp("h1"),
        },
        Change::Attach {
            item: "one".into(),
            evidence,
            entry: "h2".into(),
        },
        Change::Confirm {
            item: "one".into(),
            evidence: "e1".into(),
            stamp: stamp("h3"),
        },
        Change::Answer {
            item: "two".into(),
            status: Status::Partial(Share::new(50).unwrap()),
            stamp: stamp("h4"),
        },
        Change::Tell {
            item: "two".into(),
            aside: Aside::Comment("a bell \u{7} rings".into()),
        },
    ] {
        assessment.apply(&change).unwrap();
    }
    assessment
}

#[test]
fn the_canonical_layout_of_a_small_assessment() {
    insta::assert_snapshot!(write_assessment(&small()));
}

#[test]
fn a_tick_is_a_diff_of_a_few_lines() {
    let mut ticked = small();
    let before = write_assessment(&ticked);
    let stamp = Stamp {
        id: "h5".into(),
        at: noon(),
        by: "Ana".into(),
        recorded_by: "".into(),
    };
    let (item, status) = ("three".into(), Status::Met);
    ticked
        .apply(&Change::Answer {
            item,
            status,
            stamp,
        })
        .unwrap();
    let after = write_assessment(&ticked);
    let kept = after
        .lines()
        .filter(|line| before.lines().any(|other| other == *line))
        .count();
    assert!(
        after.lines().count() - kept <= 4,
        "more than its own lines are new"
    );
    assert_eq!(after.lines().count() - before.lines().count(), 11);
}

#[test]
fn blocks_in_another_order_and_missing_blocks_are_put_right() {
    let assessment = small();
    let written = write_assessment(&assessment);
    let (start, answers) = written.split_once("    answers: [\n").unwrap();
    let blocks: Vec<&str> = answers.split_inclusive("\n        ),\n").collect();
    let [one, two, three, end] = blocks[..] else {
        panic!("three blocks are expected: {blocks:?}");
    };
    let edited = format!("{start}    answers: [\n{three}{two}{one}{end}");
    let (read, faults) = read_assessment(edited.as_bytes());
    assert_eq!(
        (read.as_ref(), faults.as_slice()),
        (Some(&assessment), [].as_slice())
    );
    assert_eq!(write_assessment(&read.unwrap()), written);

    let without = format!("{start}    answers: [\n{two}{end}");
    let (read, faults) = read_assessment(without.as_bytes());
    assert_eq!(faults, []);
    let read = read.unwrap();
    assert_eq!(read.answers()[0].status, Status::Unanswered);
    assert_eq!(read.answers()[1], assessment.answers()[1]);
    assert_eq!(read.answers().len(), 3);

    // Without any answers at all, and on one line.
    let (bare, faults) = read_assessment(format!("{start})").as_bytes());
    assert_eq!(
        (bare.map(|bare| bare.answers().len()), faults),
        (Some(3), vec![])
    );

    // The place of a fault is the place in the file, whatever the order.
    let broken = edited.replace("Partial(50)", "NotApplicable(\"\")");
    let (read, faults) = read_assessment(broken.as_bytes());
    assert_eq!((read, faults.len()), (None, 1));
    let line = broken
        .lines()
        .position(|line| line.contains("status: NotApplicable(\"\")"));
    assert_eq!(faults[0].place.map(|place| place.line - 1), line);
}

#[test]
fn evidence_that_could_not_have_been_attached_is_named() {
    let written = write_assessment(&small());
    let later = written.replace("observed: \"2026-03-10\"", "observed: \"2099-01-01\"");
    let (read, faults) = read_assessment(later.as_bytes());
    assert_eq!(read, None);
    let what = "the evidence was attached on 2026-03-10, before it was observed";
    assert_eq!((faults[0].what.as_str(), faults.len()), (what, 1));
    // The day of attaching is a day in the assessment's offset: half past ten in the evening is tomorrow there.
    let offset = written.replace("utc_offset: \"+01:00\"", "utc_offset: \"+02:00\"");
    let tomorrow = offset.replace("observed: \"2026-03-10\"", "observed: \"2026-03-11\"");
    assert_eq!(read_assessment(tomorrow.as_bytes()).1, []);
}
