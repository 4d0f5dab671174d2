//! What no figure reads, for the formats to carry: asides, decisions, actions, costs, snapshots, retired answers.

use std::sync::Arc;

use candor::domain::assessment::{Answer, Assessment, Head, Retired, Status};
use candor::domain::change::{Change, HeadEntry};
use candor::domain::cost::{Cost, Period, Resource};
use candor::domain::evidence::Signed;
use candor::domain::minutes::{Action, Remark};
use candor::domain::text::Text;
use candor::domain::time::UtcOffset;

use super::changes::snapshot;
use super::property::Dice;
use super::random::{Sort, extra, noon, text};
use super::spice::number;

fn said(dice: &mut Dice, sort: Sort) -> Text {
    format!("said: {}", text(dice, sort).raw()).into()
}

fn settled(dice: &mut Dice) -> Option<Signed> {
    dice.once_in(3).then(|| Signed {
        by: "Bo".into(),
        at: noon(),
    })
}

fn remarks(dice: &mut Dice, sort: Sort, of: &str, parked: bool) -> Vec<Remark> {
    (0..dice.of(&[0, 0, 1, 2]))
        .map(|at| Remark {
            id: format!("{of}-{at}").into(),
            text: said(dice, sort),
            by: "Ana".into(),
            at: noon(),
            settled: settled(dice).filter(|_| parked),
        })
        .collect()
}

fn actions(dice: &mut Dice, sort: Sort, of: &str) -> Vec<Action> {
    (0..dice.of(&[0, 0, 1]))
        .map(|at| Action {
            id: format!("{of}-{at}").into(),
            text: said(dice, sort),
            owner: extra(dice, sort),
            due: dice.of(&[None, Some(noon().day(UtcOffset::default()))]),
            by: "Ana".into(),
            at: noon(),
            done: settled(dice),
        })
        .collect()
}

/// What stands beside an answer.
pub(super) fn furnish_answer(dice: &mut Dice, sort: Sort, answer: &mut Answer) {
    let item = answer.item.raw().to_owned();
    answer.current = extra(dice, sort);
    answer.owner = extra(dice, sort);
    answer.confidence = extra(dice, sort);
    answer.due = dice.of(&[None, Some(noon().day(UtcOffset::default()))]);
    answer.decisions = remarks(dice, sort, &format!("decision-{item}"), false);
    answer.actions = actions(dice, sort, &format!("action-{item}"));
    answer.parked = remarks(dice, sort, &format!("parked-{item}"), true);
}

/// What stands in a head.
pub(super) fn furnish_head(dice: &mut Dice, sort: Sort, head: &mut Head) {
    head.decisions = remarks(dice, sort, "decision", false);
    head.actions = actions(dice, sort, "action");
    head.parked = remarks(dice, sort, "parked", true);
    head.costs = (0..dice.below(3))
        .map(|at| Cost {
            id: format!("cost-{at}").into(),
            name: said(dice, sort),
            low: number(dice.of(&["0", "0.1", "500"])),
            high: number(dice.of(&["500", "1000.55"])),
            currency: dice.of(&["USD", "€"]).into(),
            per: dice.of(&[Period::Month, Period::Once]),
        })
        .collect();
    head.resources = (0..dice.below(2))
        .map(|at| Resource {
            id: format!("resource-{at}").into(),
            role: said(dice, sort),
            effort: extra(dice, sort),
        })
        .collect();
    head.retired = (0..dice.below(2))
        .map(|at| {
            let mut answer = Answer::unanswered(format!("retired-{at}").into());
            answer.status = dice.of(&[Status::Met, Status::Unmet]);
            answer.by = "Ana".into();
            answer.at = Some(noon());
            furnish_answer(dice, sort, &mut answer);
            Retired {
                title: said(dice, sort),
                rev: dice.of(&[1, 2]),
                answer: Arc::new(answer),
            }
        })
        .collect();
}

/// Snapshots of the assessment as it stands.
pub(super) fn take_snapshots(dice: &mut Dice, sort: Sort, assessment: &mut Assessment) {
    for at in 0..dice.below(3) {
        let label = format!("{at}: {}", text(dice, sort).raw());
        let mut snapshot = snapshot(assessment, format!("snapshot-{at}").into(), label.into());
        if dice.once_in(3) {
            snapshot.scores = None;
            snapshot.items.clear();
        }
        let change = Change::Record(HeadEntry::Snapshot(snapshot));
        assessment.apply(&change).unwrap();
    }
}
