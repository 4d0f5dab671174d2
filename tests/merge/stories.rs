//! What people would expect of a merge, told as stories.
#![allow(clippy::similar_names)]

use std::collections::BTreeSet;
use std::sync::Arc;

use candor::domain::assessment::{Assessment, Status};
use candor::domain::change::{Aside, Change, Stamp};
use candor::domain::checklist::Stage;
use candor::domain::evidence::{Content, Evidence, Shows};
use candor::domain::history::{Entry, What};
use candor::domain::merge::merge;
use candor::domain::text::Text;
use candor::domain::time::UtcOffset;
use candor::domain::upgrade::Upgrade;
use candor::domain::version::Version;
use candor::domain::waiver::Waiver;
use candor::format::write::write_assessment;

use super::facts::facts;
use super::laws::holds;
use super::sides::{PLAIN, Ways, begun, changed};
use crate::scoring::property::{Dice, same};
use crate::scoring::random::moment;

/// One item, nothing answered.
fn empty() -> Assessment {
    let mut assessment = begun(&mut Dice::new(&[]));
    for answer in assessment.answers().to_vec() {
        let answer = candor::domain::assessment::Answer::unanswered(answer.item.clone());
        let answer = Arc::new(answer);
        assessment.apply(&Change::PutBack { answer }).unwrap();
    }
    assessment
}

fn item() -> Text {
    "i0".into()
}

fn stamp(by: &str, minute: u32) -> Stamp {
    Stamp {
        id: format!("{by}-{minute}").into(),
        at: moment(&format!("2026-03-11T09:{minute:02}:00Z")),
        by: by.into(),
        recorded_by: "".into(),
    }
}

fn with(assessment: &Assessment, changes: &[Change]) -> Assessment {
    let mut after = assessment.clone();
    for change in changes {
        after.apply(change).unwrap();
    }
    after
}

fn says(status: Status, by: &str, minute: u32) -> Change {
    Change::Answer {
        item: item(),
        status,
        stamp: stamp(by, minute),
    }
}

fn comment(text: &str) -> Change {
    Change::Tell {
        item: item(),
        aside: Aside::Comment(text.into()),
    }
}

fn owner(name: &str) -> Change {
    Change::Tell {
        item: item(),
        aside: Aside::Owner(name.into()),
    }
}

/// The comments of the versions, in their order.
fn comments(assessment: &Assessment) -> Vec<&str> {
    let versions = &assessment.answer(&item()).unwrap().conflict;
    versions.iter().map(|it| it.comment.raw()).collect()
}

fn statuses(assessment: &Assessment) -> Vec<Status> {
    let answer = assessment.answer(&item()).unwrap();
    let versions = answer.conflict.iter().map(|it| it.status.clone());
    let all: Vec<Status> = versions.collect();
    if all.is_empty() {
        vec![answer.status.clone()]
    } else {
        all
    }
}

fn note(id: &str, text: &str) -> Evidence {
    Evidence {
        id: id.into(),
        content: Content::Note(text.into()),
        shows: Shows::Context,
        caption: "secret caption".into(),
        observed: moment("2026-03-10T09:00:00Z").day(UtcOffset::default()),
        version: "".into(),
        by: "Ana".into(),
        at: moment("2026-03-11T09:00:00Z"),
        confirmed: Vec::new(),
        withdrawn: None,
        redacted: None,
    }
}

#[test]
fn two_different_answers_are_both_kept_and_each_keeps_its_own_reason() {
    let base = empty();
    let ours = with(&base, &[says(Status::Met, "Ana", 1), comment("seen")]);
    let theirs = with(&base, &[says(Status::Unmet, "Ben", 2), owner("Ops")]);
    let merged = merge(Some(&base), &ours, &theirs);
    assert_eq!(merged.conflicts, [item()]);
    assert_eq!(statuses(&merged.assessment), [Status::Met, Status::Unmet]);
    let answer = merged.assessment.answer(&item()).unwrap();
    assert_eq!(comments(&merged.assessment), ["seen", ""]);
    // Who looks after it is no reason for an answer, and nothing that the other has to lose.
    assert!(answer.conflict.iter().all(|it| it.owner.raw() == "Ops"));
    assert_eq!(answer.status, Status::Unmet);
    assert_eq!(answer.history.len(), 2);
}

#[test]
fn three_who_disagree_give_three_versions_in_any_order() {
    let base = empty();
    let ana = with(&base, &[says(Status::Met, "Ana", 1), comment("nightly")]);
    let ben = with(&base, &[says(Status::Unmet, "Ben", 2), comment("never")]);
    let cy = with(&base, &[comment("ask ops")]);
    for [one, two, three] in [[&ana, &ben, &cy], [&cy, &ana, &ben], [&ben, &cy, &ana]] {
        let merged = merge(Some(&base), one, two).assessment;
        let merged = merge(Some(&base), &merged, three).assessment;
        assert_eq!(comments(&merged), ["ask ops", "nightly", "never"]);
    }
}

#[test]
fn a_comment_alone_goes_with_the_answer_of_the_other() {
    let base = empty();
    let ana = with(&base, &[says(Status::Met, "Ana", 1)]);
    let cy = with(&base, &[comment("ask ops")]);
    let merged = merge(Some(&base), &ana, &cy);
    assert_eq!(merged.conflicts, Vec::<Text>::new());
    let answer = merged.assessment.answer(&item()).unwrap();
    assert_eq!((answer.by.raw(), answer.comment.raw()), ("Ana", "ask ops"));
}

#[test]
fn the_same_answer_by_two_people_is_agreement() {
    let base = empty();
    let ours = with(&base, &[says(Status::Met, "Ana", 1)]);
    let theirs = with(&base, &[says(Status::Met, "Ben", 2)]);
    let merged = merge(Some(&base), &ours, &theirs);
    assert_eq!(merged.conflicts, Vec::<Text>::new());
    let answer = merged.assessment.answer(&item()).unwrap();
    assert_eq!((answer.by.raw(), answer.history.len()), ("Ben", 2));
}

#[test]
fn a_settled_conflict_does_not_come_back_with_a_stale_copy() {
    let base = empty();
    let ana = with(&base, &[says(Status::Met, "Ana", 1)]);
    let ben = with(&base, &[says(Status::Unmet, "Ben", 2)]);
    let conflicted = merge(Some(&base), &ana, &ben).assessment;
    let version = conflicted.answer(&item()).unwrap().conflict[0].clone();
    let settled = with(
        &conflicted,
        &[Change::Resolve {
            item: item(),
            version: Box::new(version),
            stamp: stamp("Cy", 3),
        }],
    );
    for stale in [&ana, &ben, &conflicted] {
        for began in [&base, &ana, &ben, &conflicted] {
            let merged = merge(Some(began), &settled, stale).assessment;
            assert_eq!(statuses(&merged), [Status::Met]);
        }
    }
    // What somebody says anew is another matter.
    let again = with(&ben, &[says(Status::Unknown, "Ben", 9)]);
    let merged = merge(Some(&base), &settled, &again).assessment;
    assert_eq!(statuses(&merged), [Status::Met, Status::Unknown]);
}

#[test]
fn a_text_that_one_side_has_taken_out_is_nowhere() {
    let attach = Change::Attach {
        item: item(),
        evidence: note("e1", "secret words"),
        entry: "attached".into(),
    };
    let base = with(&empty(), &[attach]);
    let ours = with(
        &base,
        &[Change::Redact {
            item: item(),
            evidence: "e1".into(),
            sha256: "0".repeat(64),
            why: "private".into(),
            stamp: stamp("Ana", 1),
        }],
    );
    let mut answer = (**base.answer(&item()).unwrap()).clone();
    answer.evidence[0].caption = "secret caption, mended".into();
    answer.evidence[0].content = Content::Note("secret words, mended".into());
    let answer = Arc::new(answer);
    let theirs = with(
        &base,
        &[Change::PutBack { answer }, says(Status::Met, "Ben", 2)],
    );
    for base in [Some(&base), None] {
        let merged = merge(base, &ours, &theirs).assessment;
        assert!(!write_assessment(&merged).contains("secret"));
    }
}

#[test]
fn an_answer_to_the_old_meaning_is_history_and_none_to_the_new_one() {
    let base = empty();
    let mut checklist = (**base.checklist()).clone();
    checklist.version = "2".into();
    checklist.categories[0].items[0].rev += 1;
    let upgrade = Change::Upgrade(Box::new(Upgrade {
        checklist: Arc::new(checklist),
        stamp: stamp("Ben", 5),
    }));
    let ours = with(&base, &[says(Status::Met, "Ana", 1)]);
    let theirs = with(
        &base,
        &[
            upgrade,
            says(
                Status::Partial(candor::domain::evidence::Share::new(50).unwrap()),
                "Ben",
                6,
            ),
        ],
    );
    let merged = merge(Some(&base), &ours, &theirs);
    assert_eq!(merged.conflicts, Vec::<Text>::new());
    let answer = merged.assessment.answer(&item()).unwrap();
    assert_eq!(answer.by.raw(), "Ben");
    let told: Vec<bool> = answer
        .history
        .iter()
        .map(|it| matches!(&it.what, What::Reopened { by, .. } if by.raw() == "Ana"))
        .collect();
    assert_eq!(told, [false, true, false]);
}

#[test]
fn two_waivers_that_an_upgrade_ends_are_both_remembered_as_ended() {
    let waived = |assessment: &Assessment, reason: &str| {
        let mut answer = (**assessment.answer(&item()).unwrap()).clone();
        let at = moment("2026-03-10T09:00:00Z");
        answer.waiver = Some(Waiver {
            reason: reason.into(),
            by: "Ana".into(),
            at,
            approved_by: "Zoe".into(),
            expires: at.day(UtcOffset::default()),
        });
        let answer = Arc::new(answer);
        with(assessment, &[Change::PutBack { answer }])
    };
    let base = waived(&empty(), "the first");
    let theirs = waived(&base, "the second");
    let mut checklist = (**base.checklist()).clone();
    checklist.version = "2".into();
    checklist.categories[0].items[0].rev += 1;
    let upgrade = Change::Upgrade(Box::new(Upgrade {
        checklist: Arc::new(checklist),
        stamp: stamp("Ben", 5),
    }));
    let ours = with(&base, &[upgrade]);
    let merged = merge(Some(&base), &ours, &theirs).assessment;
    let answer = merged.answer(&item()).unwrap();
    let ended: BTreeSet<&str> = answer
        .history
        .iter()
        .filter_map(|it| match &it.what {
            What::Revoked(waiver) => Some(waiver.reason.raw()),
            _ => None,
        })
        .collect();
    assert_eq!(ended, BTreeSet::from(["the first", "the second"]));
    let opened = |it: &&Entry| matches!(it.what, What::Reopened { .. });
    assert_eq!(answer.history.iter().filter(opened).count(), 1);
    for (one, other) in [(&theirs, &ours), (&merged, &ours), (&merged, &theirs)] {
        assert_eq!(merge(Some(&base), one, other).assessment, merged);
    }
}

#[test]
fn who_agrees_after_a_choice_is_kept_where_the_other_side_chose_otherwise() {
    let agrees = |by: &str, minute: u32| Change::Agree {
        item: item(),
        stamp: stamp(by, minute),
    };
    let chooses = |conflicted: &Assessment, at: usize, by: &str| Change::Resolve {
        item: item(),
        version: Box::new(conflicted.answer(&item()).unwrap().conflict[at].clone()),
        stamp: stamp(by, 7),
    };
    let empty = empty();
    let not_applicable = says(Status::NotApplicable("no network".into()), "Ana", 1);
    let ana = with(&empty, &[not_applicable, agrees("Ben", 6)]);
    let cy = with(&empty, &[says(Status::Met, "Cy", 2)]);
    let base = merge(Some(&empty), &ana, &cy).assessment;
    // Dee's clock is behind.
    let ours = with(&base, &[chooses(&base, 0, "Dee"), agrees("Dee", 4)]);
    let theirs = with(&base, &[chooses(&base, 1, "Eve")]);
    let merged = merge(Some(&base), &ours, &theirs).assessment;
    let answer = merged.answer(&item()).unwrap();
    let agreed: Vec<Option<&str>> = answer
        .conflict
        .iter()
        .map(|it| it.agreed_by.as_ref().map(|it| it.by.raw()))
        .collect();
    assert_eq!(agreed, [Some("Dee"), None]);
    for stale in [&ours, &theirs] {
        assert_eq!(merge(Some(&base), &merged, stale).assessment, merged);
    }
}

#[test]
fn a_target_taken_away_is_told_of_where_another_stands_and_nowhere_else() {
    let stages = |known: &[&str]| -> Vec<Stage> {
        let stage = |id: &&str| Stage {
            id: (*id).into(),
            title: (*id).into(),
        };
        known.iter().map(stage).collect()
    };
    let upgrade = |assessment: &Assessment, version: &str, known: &[&str], minute: u32| {
        let mut checklist = (**assessment.checklist()).clone();
        checklist.version = version.into();
        checklist.stages = stages(known);
        Change::Upgrade(Box::new(Upgrade {
            checklist: Arc::new(checklist),
            stamp: stamp("Ben", minute),
        }))
    };
    let aims_at = |stage: Option<&str>| Change::SetTarget(stage.map(Text::from));
    let base = empty();
    let staged = upgrade(&base, "1.1", &["beta", "launch"], 1);
    let base = with(&base, &[staged, aims_at(Some("beta"))]);
    let ours = with(&base, &[aims_at(None)]);
    // Without the stage there is nothing to take away, and another target was chosen; with it, nobody touched it.
    let elsewhere = upgrade(&base, "2", &["launch"], 5);
    let elsewhere = with(&base, &[elsewhere, aims_at(Some("launch"))]);
    let untouched = with(&base, &[upgrade(&base, "2", &["beta", "launch"], 5)]);
    for (theirs, target, told) in [(&elsewhere, Some("launch"), 1), (&untouched, None, 0)] {
        let merged = merge(Some(&base), &ours, theirs);
        let head = &merged.assessment.head;
        assert_eq!(head.target.as_ref().map(Text::raw), target);
        assert_eq!(merged.notes.len(), told);
        for stale in [&ours, theirs] {
            let again = merge(Some(&base), &merged.assessment, stale);
            assert_eq!(again.assessment, merged.assessment);
            assert!(again.notes.is_empty());
        }
    }
}

#[test]
fn three_people_keep_everything_whatever_the_order() {
    let ways = Ways {
        conflicts: false,
        by_hand: false,
        ..PLAIN
    };
    holds(40, |dice| {
        let base = empty();
        let sides = [100, 200, 300].map(|number| changed(dice, &base, number, ways));
        let of = |order: [usize; 3]| {
            let [a, b, c] = order.map(|at| &sides[at]);
            let two = merge(Some(&base), a, b).assessment;
            let three = merge(Some(&base), &two, c).assessment;
            let versions = |assessment: &Assessment| -> BTreeSet<String> {
                let answers = assessment.answers().iter();
                let told = |it: &Version| {
                    let bare = Version {
                        evidence: Vec::new(),
                        ..it.clone()
                    };
                    format!("{bare:?}")
                };
                answers
                    .flat_map(|it| it.conflict.iter().map(told).collect::<Vec<_>>())
                    .collect()
            };
            let mut facts = facts(&three);
            facts.retain(|place, _| !place.contains('~'));
            (versions(&three), facts)
        };
        let first = of([0, 1, 2]);
        for order in [[0, 2, 1], [1, 2, 0], [2, 1, 0]] {
            same("in another order", &first, &of(order))?;
        }
        Ok(())
    });
}
