//! What a meeting changed, beside a naive twin; and an assessment taken back to where it was before a moment.

use std::sync::Arc;

use candor::domain::assessment::{Answer, Assessment, Status};
use candor::domain::change::{Change, HeadEntry, Stamp};
use candor::domain::history::What;
use candor::domain::meeting::{Meeting, changed};
use candor::domain::minutes::Note;
use candor::domain::rewind::taken_back;
use candor::domain::text::Text;
use candor::domain::time::Moment;

use super::changes::change;
use super::picture::picture;
use super::property::{Checked, Dice, ensure, holds, look_at, refuted, same};
use super::random::{Case, SMALL, case, moment, noon};

const CHOICES: usize = 900;

const PEOPLE: [&str; 4] = ["Ana", "Ben", " ana", "Cy"];

/// An assessment in which nobody has done anything yet.
fn untouched(dice: &mut Dice) -> Case {
    let mut case = case(dice, SMALL);
    let answers = case.assessment.answers().iter();
    let answers = answers.map(|it| Arc::new(Answer::unanswered(it.item.clone())));
    let answers = answers.collect();
    let mut assessment = case.assessment.with_answers(answers).0;
    let head = Arc::make_mut(&mut assessment.head);
    head.dissents.clear();
    head.subject.traits.clear();
    case.assessment = assessment;
    case.observations.set_sign_offs(Arc::from([]));
    case
}

/// The same change, made by somebody at a moment.
fn made_at(dice: &mut Dice, mut change: Change, now: Moment) -> Change {
    let by = Text::from(dice.of(&PEOPLE));
    let recorder = Text::from(dice.of(&["", "", "Ana", "Cy"]));
    let set = |stamp: &mut Stamp| {
        stamp.at = now;
        stamp.by = by.clone();
        stamp.recorded_by = recorder.clone();
    };
    match &mut change {
        Change::Answer { stamp, .. }
        | Change::Agree { stamp, .. }
        | Change::Measure { stamp, .. }
        | Change::Revoke { stamp, .. }
        | Change::Reply { stamp, .. }
        | Change::Settle { stamp, .. }
        | Change::Withdraw { stamp, .. }
        | Change::Redact { stamp, .. }
        | Change::Confirm { stamp, .. } => set(stamp),
        // Whoever closes it may not be anybody.
        Change::Close { stamp, .. } => stamp.at = now,
        Change::Waive { waiver, .. } => waiver.at = now,
        Change::Dissent { dissent, .. } => {
            dissent.at = now;
            dissent.answered = None;
            dissent.closed = None;
        }
        Change::Attach { evidence, .. } => {
            evidence.at = now;
            evidence.by = by;
            evidence.confirmed.clear();
            evidence.withdrawn = None;
            evidence.redacted = None;
        }
        Change::Note { note, .. } => match note {
            Note::Decision(remark) | Note::Parked(remark) => remark.at = now,
            Note::Action(action) => (action.at, action.done) = (now, None),
        },
        _ => {}
    }
    change
}

/// Makes random changes of items at a moment.
fn work(dice: &mut Dice, assessment: &mut Assessment, from: usize, now: Moment) {
    for number in from..from + 3 + dice.below(24) {
        let change = change(dice, assessment, number);
        if change.item().is_some()
            || matches!(change, Change::Dissent { .. } | Change::Close { .. })
        {
            let change = made_at(dice, change, now);
            let _ = assessment.apply(&change);
        }
    }
}

fn goes_back(dice: &mut Dice, back: fn(&Assessment, Moment) -> Option<Assessment>) -> Checked {
    let mut case = untouched(dice);
    let later = moment("2026-03-10T22:31:00Z");
    work(dice, &mut case.assessment, 0, noon());
    let before = picture(&case);
    work(dice, &mut case.assessment, 100, later);
    let Some(earlier) = back(&case.assessment, later) else {
        return Ok(());
    };
    let earlier = Case {
        assessment: earlier,
        ..case
    };
    same("as it was", &before, &picture(&earlier))
}

#[test]
fn an_assessment_is_taken_back_to_what_it_was_judged_to_be() {
    holds(CHOICES, |dice| goes_back(dice, taken_back));
}

#[test]
fn taken_back_control_a_status_that_stays() {
    refuted(CHOICES, |dice| {
        goes_back(dice, |assessment, to| {
            let earlier = taken_back(assessment, to)?;
            let answers = earlier.answers().iter().zip(assessment.answers());
            let answers = answers.map(|(was, now)| {
                let mut answer = (**was).clone();
                answer.status.clone_from(&now.status);
                Arc::new(answer)
            });
            let answers = answers.collect();
            Some(earlier.with_answers(answers).0)
        })
    });
}

#[test]
fn most_histories_tell_enough() {
    let (mut known, mut all) = (0, 0);
    look_at(200, CHOICES, |dice| {
        let mut case = untouched(dice);
        let later = moment("2026-03-10T22:31:00Z");
        work(dice, &mut case.assessment, 0, noon());
        work(dice, &mut case.assessment, 100, later);
        all += 1;
        known += usize::from(taken_back(&case.assessment, later).is_some());
    });
    assert!(known * 2 > all, "{known} of {all}");
}

/// What the meeting changed of an item, found by going through everything from the start for each status.
#[derive(Debug, PartialEq)]
struct Naive {
    item: usize,
    moved: Option<(Status, Status)>,
    entries: Vec<Text>,
}

fn naive(assessment: &Assessment, meeting: &Meeting) -> Vec<Naive> {
    let lower = |name: &Text| name.raw().trim().to_lowercase();
    let mut there: Vec<String> = meeting.present.iter().map(lower).collect();
    there.push(lower(&meeting.facilitator));
    let mut found = Vec::new();
    for (item, answer) in assessment.answers().iter().enumerate() {
        let mut entries = Vec::new();
        let mut statuses = Vec::new();
        for entry in &answer.history {
            let in_time = entry.at >= meeting.start
                && (meeting.end.is_none() || entry.at <= meeting.end.unwrap());
            let recorder = lower(&entry.recorded_by);
            let theirs = there.contains(&lower(&entry.by))
                || (!recorder.is_empty() && there.contains(&recorder));
            if !in_time || !theirs {
                continue;
            }
            entries.push(entry.id.clone());
            if let What::Answered(status) = &entry.what {
                let was = entry.was.clone().unwrap_or(Status::Unanswered);
                statuses.push((was, status.clone()));
            }
        }
        if entries.is_empty() {
            continue;
        }
        let moved = match (statuses.first(), statuses.last()) {
            (Some((was, _)), Some((_, became))) if was != became => {
                Some((was.clone(), became.clone()))
            }
            _ => None,
        };
        found.push(Naive {
            item,
            moved,
            entries,
        });
    }
    found
}

fn as_the_twin_says(dice: &mut Dice, finds: fn(&Assessment, &Meeting) -> Vec<Naive>) -> Checked {
    let mut assessment = untouched(dice).assessment;
    let moments = [
        noon(),
        moment("2026-03-10T22:31:00Z"),
        moment("2026-03-10T22:32:00Z"),
        moment("2026-03-10T22:33:00Z"),
    ];
    for (at, now) in moments.into_iter().enumerate() {
        work(dice, &mut assessment, 100 * at, now);
    }
    let meeting = Meeting {
        id: "m".into(),
        start: moments[1],
        end: dice.of(&[None, Some(moments[1]), Some(moments[2])]),
        planned: None,
        facilitator: "Ana".into(),
        present: dice.of(&[vec![], vec![Text::from("Ben")], vec![Text::from(" BEN")]]),
        agreed: Vec::new(),
    };
    let record = Change::Record(HeadEntry::Meeting(meeting.clone()));
    ensure(assessment.apply(&record).is_ok(), || {
        "no meeting".to_owned()
    })?;
    same(
        "changed",
        &naive(&assessment, &meeting),
        &finds(&assessment, &meeting),
    )
}

fn of_the_domain(assessment: &Assessment, meeting: &Meeting) -> Vec<Naive> {
    changed(assessment, meeting)
        .into_iter()
        .map(|it| Naive {
            item: it.item,
            moved: it.was.cloned().zip(it.became.cloned()),
            entries: it.entries.iter().map(|entry| entry.id.clone()).collect(),
        })
        .collect()
}

#[test]
fn what_a_meeting_changed_is_what_a_naive_twin_finds() {
    holds(CHOICES, |dice| as_the_twin_says(dice, of_the_domain));
}

#[test]
fn changed_control_a_meeting_that_takes_in_what_came_after() {
    refuted(CHOICES, |dice| {
        as_the_twin_says(dice, |assessment, meeting| {
            let endless = Meeting {
                end: None,
                ..meeting.clone()
            };
            of_the_domain(assessment, &endless)
        })
    });
}
