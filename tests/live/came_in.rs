//! What came in from others, in the words in which it is told.

use candor::domain::assessment::{Assessment, Status};
use candor::domain::came_in::came_in;
use candor::domain::change::{Change, Stamp};
use candor::domain::time::Moment;

use crate::tui::harness::{assessment, moment};

fn answered(of: &Assessment, item: &str, status: Status, by: &str) -> Assessment {
    let mut answered = of.clone();
    let stamp = Stamp {
        id: format!("{by}-{item}").into(),
        at: moment("2026-11-21T09:00:00Z"),
        by: by.into(),
        recorded_by: "".into(),
    };
    let item = item.into();
    let change = Change::Answer {
        item,
        status,
        stamp,
    };
    answered.apply(&change).unwrap();
    answered
}

#[test]
fn what_was_taken_back_is_not_counted_among_what_came_in() {
    let start = assessment();
    let mut before = start.clone();
    for item in ["tests", "alerts", "costs"] {
        before = answered(&before, item, Status::Met, "Ana");
    }
    let after = answered(&start, "lint", Status::Unmet, "Quin");
    assert_eq!(
        came_in(&before, &after),
        "Quin answered lint: not met; 3 answers were taken back"
    );
    let after = answered(&after, "dashboards", Status::Unmet, "Quin");
    assert_eq!(
        came_in(&before, &after),
        "2 answers by Quin came in; 3 answers were taken back"
    );
}

#[test]
fn another_subject_is_named_first() {
    let before = answered(&assessment(), "tests", Status::Met, "Ana");
    let mut after = assessment();
    after.apply(&Change::SetName("Beta".into())).unwrap();
    assert_eq!(
        came_in(&before, &after),
        "the subject is another one now: Beta; the answer to tests was taken back: unanswered"
    );
    after.created = Moment::new(after.created.time() + chrono::TimeDelta::seconds(1));
    let words = "the file holds another review now: Beta";
    assert_eq!(came_in(&before, &after), words);
    let mut renamed = before.clone();
    renamed.apply(&Change::SetName("Beta".into())).unwrap();
    let words = "the subject is another one now: Beta";
    assert_eq!(came_in(&before, &renamed), words);
}
