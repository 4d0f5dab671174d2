//! Broken ways of merging, which the same checks must catch.

use std::sync::Arc;

use candor::domain::assessment::{Answer, Assessment};
use candor::domain::change::Change;
use candor::domain::merge::{Merged, merge};

use super::laws::{Merge, choices, laws, nothing_lost};
use super::sides::PLAIN;
use crate::scoring::property::Dice;

/// Merges, and alters each answer as a broken way would.
pub(super) fn broken(
    (base, ours, theirs): (Option<&Assessment>, &Assessment, &Assessment),
    alter: impl Fn(&mut Answer, &Answer, &Answer),
) -> Merged {
    let mut merged = merge(base, ours, theirs);
    let answers = merged.assessment.answers().to_vec();
    for (at, answer) in answers.into_iter().enumerate() {
        let mut answer = (*answer).clone();
        alter(&mut answer, &ours.answers()[at], &theirs.answers()[at]);
        let answer = Arc::new(answer);
        merged
            .assessment
            .apply(&Change::PutBack { answer })
            .unwrap();
    }
    merged
}

fn takes_ours(base: Option<&Assessment>, ours: &Assessment, theirs: &Assessment) -> Merged {
    broken((base, ours, theirs), |answer, our, _| {
        if !answer.conflict.is_empty() {
            *answer = our.clone();
        }
    })
}

fn drops_their_evidence(
    base: Option<&Assessment>,
    ours: &Assessment,
    theirs: &Assessment,
) -> Merged {
    broken((base, ours, theirs), |answer, our, _| {
        answer.evidence.retain(|it| our.evidence(&it.id).is_some());
    })
}

fn forgets_history(base: Option<&Assessment>, ours: &Assessment, theirs: &Assessment) -> Merged {
    broken((base, ours, theirs), |answer, our, their| {
        if our != their {
            answer.history.pop();
        }
    })
}

fn orders_by_side(base: Option<&Assessment>, ours: &Assessment, theirs: &Assessment) -> Merged {
    broken((base, ours, theirs), |answer, our, _| {
        answer
            .conflict
            .sort_by_key(|version| version.status != our.status);
    })
}

fn takes_the_weaker_silently(
    base: Option<&Assessment>,
    ours: &Assessment,
    theirs: &Assessment,
) -> Merged {
    broken((base, ours, theirs), |answer, _, _| answer.conflict.clear())
}

fn brings_back_what_was_taken_out(
    base: Option<&Assessment>,
    ours: &Assessment,
    theirs: &Assessment,
) -> Merged {
    let mut merged = merge(base, ours, theirs);
    let was = base.map(|it| it.head.costs.clone()).unwrap_or_default();
    let head = Arc::make_mut(&mut merged.assessment.head);
    for cost in was {
        if !head.costs.iter().any(|it| it.id == cost.id) {
            head.costs.push(cost);
        }
    }
    merged
}

fn says_nothing(base: Option<&Assessment>, ours: &Assessment, theirs: &Assessment) -> Merged {
    let mut merged = merge(base, ours, theirs);
    let head = Arc::make_mut(&mut merged.assessment.head);
    head.parked.retain(|it| it.by.raw() != "merge");
    merged
}

fn repeats_itself(base: Option<&Assessment>, ours: &Assessment, theirs: &Assessment) -> Merged {
    let mut merged = merge(base, ours, theirs);
    let head = Arc::make_mut(&mut merged.assessment.head);
    let parked = head.parked.clone();
    head.parked.extend(parked);
    merged
}

#[test]
fn control_every_broken_way_of_merging_is_noticed() {
    let broken: [(&str, Merge); 8] = [
        ("takes ours", takes_ours),
        ("drops their evidence", drops_their_evidence),
        ("forgets history", forgets_history),
        ("orders by side", orders_by_side),
        ("takes the weaker silently", takes_the_weaker_silently),
        (
            "brings back what was taken out",
            brings_back_what_was_taken_out,
        ),
        ("says nothing", says_nothing),
        ("repeats itself", repeats_itself),
    ];
    for (name, broken) in broken {
        let noticed = (0..400).any(|seed| {
            let choices = choices(seed);
            laws(&mut Dice::new(&choices), PLAIN, broken).is_err()
                || nothing_lost(&mut Dice::new(&choices), PLAIN, broken).is_err()
        });
        assert!(noticed, "{name}");
    }
}
