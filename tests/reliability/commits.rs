//! Committing changes: every step can fail, and the retry adds each change once and loses nobody's.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use candor::domain::assessment::{Assessment, Head, Status};
use candor::domain::change::{Change, Stamp};
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset};
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;
use candor::system::library::built_in;
use candor::system::store::{self, Stored};

use super::memory::Memory;

const PATH: &str = "d/a.ron";

fn moment() -> Moment {
    Moment::parse("2026-11-21T09:00:00Z", UtcOffset::default()).unwrap()
}

fn answer(item: &str, status: Status, by: &str) -> Change {
    let stamp = Stamp {
        id: format!("{by}-{item}").into(),
        at: moment(),
        by: by.into(),
        recorded_by: Text::default(),
    };
    Change::Answer {
        item: item.into(),
        status,
        stamp,
    }
}

fn fresh() -> Assessment {
    let checklist = Arc::new(built_in("nine-attributes").unwrap());
    Assessment::new(checklist, Head::default(), moment(), UtcOffset::default())
}

fn opened(assessment: &Assessment) -> (Memory, Stored) {
    let memory = Memory::with(PATH, write_assessment(assessment).as_bytes());
    let stored = store::open(&memory, Path::new(PATH)).unwrap();
    (memory, stored)
}

fn on_disk(memory: &Memory) -> Assessment {
    read_assessment(&memory.entry(PATH).unwrap().content)
        .0
        .unwrap()
}

fn status(assessment: &Assessment, item: &str) -> Status {
    assessment.answer(&item.into()).unwrap().status.clone()
}

fn history_length(assessment: &Assessment) -> usize {
    assessment
        .answers()
        .iter()
        .map(|answer| answer.history.len())
        .sum()
}

/// Puts what somebody else has written in place.
fn write_elsewhere(memory: &Memory, changes: &[Change]) {
    let mut theirs = on_disk(memory);
    for change in changes {
        theirs.apply(change).unwrap();
    }
    memory.put(PATH, write_assessment(&theirs).as_bytes(), Duration::ZERO);
}

#[test]
fn whatever_step_fails_the_retry_adds_each_change_once() {
    for foreign in [false, true] {
        let mut failures = 0;
        for step in 0..40 {
            let (memory, mut stored) = opened(&fresh());
            if foreign {
                write_elsewhere(&memory, &[answer("secure", Status::Unknown, "Bo")]);
            }
            let first = answer("tested", Status::Met, "Ana");
            memory.fail(memory.steps().len() + step, 28);
            if stored.commit(&memory, std::slice::from_ref(&first)).is_ok() {
                // A step that may fail, or one that was never taken.
                continue;
            }
            failures += 1;
            // Meanwhile one more change was made; the saver hands over both.
            let second = answer("scalable", Status::Unmet, "Ana");
            let committed = stored.commit(&memory, &[first, second]).unwrap();
            assert!(
                committed.refused.is_empty(),
                "step {step}: {:?}",
                committed.refused
            );
            assert_eq!(committed.merged, foreign, "step {step}");
            let now = on_disk(&memory);
            assert_eq!(now, stored.assessment, "step {step}");
            assert_eq!(status(&now, "tested"), Status::Met, "step {step}");
            assert_eq!(status(&now, "scalable"), Status::Unmet, "step {step}");
            assert_eq!(
                history_length(&now),
                2 + usize::from(foreign),
                "step {step}"
            );
        }
        assert!(failures >= 8, "only {failures} steps failed");
    }
}

#[test]
fn a_change_of_an_item_that_others_changed_is_refused_and_theirs_stands() {
    let (memory, mut stored) = opened(&fresh());
    write_elsewhere(&memory, &[answer("tested", Status::Unknown, "Bo")]);
    let ours = [
        answer("tested", Status::Met, "Ana"),
        answer("secure", Status::Met, "Ana"),
    ];
    let committed = stored.commit(&memory, &ours).unwrap();
    assert!(committed.merged);
    assert_eq!(committed.refused, vec![ours[0].clone()]);
    let now = on_disk(&memory);
    assert_eq!(status(&now, "tested"), Status::Unknown);
    assert_eq!(status(&now, "secure"), Status::Met);
}

#[test]
fn a_file_that_became_unreadable_is_left_as_it_is() {
    let (memory, mut stored) = opened(&fresh());
    memory.put(
        PATH,
        b"<<<<<<< ours\n=======\n>>>>>>> theirs\n",
        Duration::ZERO,
    );
    let error = stored
        .commit(&memory, &[answer("tested", Status::Met, "Ana")])
        .unwrap_err();
    assert!(error.problem().what.contains("conflict markers"), "{error}");
    assert!(memory.entry(PATH).unwrap().content.starts_with(b"<<<<<<<"));
}

#[test]
fn an_edit_by_hand_is_no_change_and_the_next_save_writes_the_canonical_form() {
    let text = write_assessment(&fresh()).replace("    ", "  ");
    let memory = Memory::with(PATH, text.as_bytes());
    let mut stored = store::open(&memory, Path::new(PATH)).unwrap();
    let committed = stored
        .commit(&memory, &[answer("tested", Status::Met, "Ana")])
        .unwrap();
    assert!(!committed.merged);
    let bytes = memory.entry(PATH).unwrap().content;
    assert_eq!(bytes, write_assessment(&stored.assessment).into_bytes());
}
