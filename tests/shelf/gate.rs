//! Every checklist judged as a gate: closed at the start, open when all is shown, closed again by any one blocker.

use std::sync::Arc;

use candor::domain::assessment::{Answer, Assessment, Head, Status, TraitAnswer};
use candor::domain::checklist::{Checklist, Kind, Target, Tier};
use candor::domain::evidence::{Content, Evidence, Observations, Shows};
use candor::domain::gate::{ReasonKind, Verdict};
use candor::domain::measured::Measured;
use candor::domain::number::Number;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset};
use candor::session::Session;

use super::all;

fn noon() -> Moment {
    Moment::parse("2026-03-10T12:00:00Z", UtcOffset::default()).unwrap()
}

/// An assessment in which every trait has the same answer and every status comes from `status`; what is Met and takes
/// a file has one. Measured values are left out: nothing judges them yet.
fn assessment(
    checklist: &Checklist,
    target: Option<&Text>,
    holds: bool,
    status: impl Fn(&Text) -> Status,
) -> Assessment {
    let mut head = Head::default();
    head.subject.name = "Subject".into();
    head.subject.version = "1.0".into();
    head.target = target.cloned();
    let traits = checklist.traits.iter().map(|asked| TraitAnswer {
        id: asked.id.clone(),
        holds,
        by: "Ana".into(),
        at: noon(),
    });
    head.subject.traits = traits.collect();
    let answers = checklist.items().map(|(_, item)| {
        let mut answer = Answer::unanswered(item.id.clone());
        answer.status = status(&item.id);
        answer.by = "Ana".into();
        answer.at = Some(noon());
        if answer.status == Status::Met && item.accepted().contains(&Kind::File) {
            answer.evidence.push(file(&item.id));
        }
        answer.measured = item
            .metric
            .as_ref()
            .map(|metric| at_the_target(&metric.target));
        Arc::new(answer)
    });
    let answers = answers.collect();
    let empty = Assessment::new(
        Arc::new(checklist.clone()),
        head,
        noon(),
        UtcOffset::default(),
    );
    let (filled, left_over) = empty.with_answers(answers);
    assert!(left_over.is_empty());
    filled
}

/// A value that reaches a target.
fn at_the_target(target: &Target) -> Measured {
    let beside = |limit: &Number, by: f64| Number::new(limit.value() + by).unwrap();
    match target {
        Target::AtMost(limit) | Target::AtLeast(limit) => Measured::Value(*limit),
        Target::Below(limit) => Measured::Value(beside(limit, -1.0)),
        Target::Above(limit) => Measured::Value(beside(limit, 1.0)),
        Target::Text(words) => Measured::Text(words.clone()),
    }
}

fn file(item: &Text) -> Evidence {
    Evidence {
        id: format!("proof-of-{}", item.raw()).into(),
        content: Content::File {
            path: "proof".to_owned(),
            sha256: String::new(),
            bytes: 0,
        },
        shows: Shows::Met,
        caption: "".into(),
        observed: noon().day(UtcOffset::default()),
        version: "1.0".into(),
        by: "Ana".into(),
        at: noon(),
        confirmed: Vec::new(),
        withdrawn: None,
        redacted: None,
    }
}

fn open(assessment: Assessment) -> Session {
    Session::open(assessment, noon(), Observations::default())
}

#[test]
fn a_new_assessment_of_each_is_a_no_go_because_nothing_is_assessed() {
    for checklist in all() {
        let session = open(assessment(&checklist, None, true, |_| Status::Unanswered));
        let judgement = session.judgement();
        let id = checklist.id.raw();
        assert_eq!(judgement.verdict, Verdict::NoGo, "{id}");
        let kinds: Vec<ReasonKind> = judgement.reasons.iter().map(|reason| reason.kind).collect();
        assert!(
            kinds.contains(&ReasonKind::NothingAssessed),
            "{id}: {kinds:?}"
        );
        assert!(!session.next_steps().is_empty(), "{id} leads nowhere");
    }
}

#[test]
fn each_is_a_go_at_every_stage_when_all_is_met_and_backed_by_files() {
    for checklist in all() {
        let stages = checklist.stages.iter().map(|stage| Some(&stage.id));
        for target in stages.chain([None]) {
            for holds in [true, false] {
                let session = open(assessment(&checklist, target, holds, |_| Status::Met));
                let judgement = session.judgement();
                let id = checklist.id.raw();
                assert_eq!(
                    judgement.verdict,
                    Verdict::Go,
                    "{id} at {target:?} with traits {holds}: {:?}",
                    judgement.reasons
                );
            }
        }
    }
}

#[test]
fn any_one_blocker_that_is_not_met_stops_the_whole() {
    for checklist in all() {
        for (_, blocker) in checklist.items() {
            // With all traits there, a blocker may be out of play only where a condition denies one.
            let in_play = |id: &Text| Some(checklist.traits.iter().any(|asked| asked.id == *id));
            let needed = blocker
                .when
                .as_ref()
                .is_none_or(|when| when.holds(&in_play) == Some(true));
            if blocker.tier != Tier::Blocker || !needed {
                continue;
            }
            let status = |id: &Text| {
                if *id == blocker.id {
                    Status::Unmet
                } else {
                    Status::Met
                }
            };
            let session = open(assessment(&checklist, None, true, status));
            let (list, id) = (checklist.id.raw(), blocker.id.raw());
            assert_eq!(session.judgement().verdict, Verdict::NoGo, "{list}/{id}");
        }
    }
}

#[test]
fn the_traits_decide_what_is_asked() {
    for checklist in all() {
        let count = |holds| {
            let session = open(assessment(&checklist, None, holds, |_| Status::Unanswered));
            let items = 0..checklist.item_count();
            items
                .filter(|position| session.ledger().is_in_play(*position))
                .count()
        };
        let (with, without) = (count(true), count(false));
        if checklist.traits.is_empty() {
            assert_eq!(with, without);
        } else {
            assert!(without < with, "{}: {without}, {with}", checklist.id.raw());
            assert!(
                without * 3 >= with,
                "{} is nearly empty",
                checklist.id.raw()
            );
        }
    }
}
