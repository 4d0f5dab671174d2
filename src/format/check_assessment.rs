//! What is wrong with an assessment beyond its syntax and its checklist.

use std::collections::HashSet;

use crate::domain::assessment::{Answer, Assessment, DeclaredOf};
use crate::domain::cost::Cost;
use crate::domain::dissent::Facilitators;
use crate::domain::snapshot::Snapshot;
use crate::domain::text::Text;

use super::check::{Known, Suggestions};
use super::check_answers::bad_closings;
use super::fault::{Fault, PathStep};

use PathStep::{Field, Index};

/// Every logic fault of an assessment, apart from those of the checklist in it; `left_over` are the answers that
/// belong to no item, with their positions in the file's list.
pub(super) fn check_assessment(
    assessment: &Assessment,
    left_over: &[(usize, Answer)],
) -> Vec<Fault> {
    let checklist = assessment.checklist();
    let (mut faults, mut suggestions) = (Vec::new(), Suggestions::default());
    let known = Known::of(checklist);
    let mut unknown = |path, what: &str, id: &Text, known: &[&str]| {
        let what = format!("there is no {what} `{}`", id.raw());
        Fault::error(path, what, suggestions.of(id.raw(), known))
    };
    for (at, answer) in left_over {
        let path = vec![Field("answers"), Index(*at), Field("item")];
        faults.push(match assessment.position(&answer.item) {
            Some(_) => Fault::error(
                path,
                format!("the item `{}` is answered twice", answer.item.raw()),
                "keep the one that is true; earlier answers belong into its `history`",
            ),
            None => unknown(path, "item", &answer.item, &known.items),
        });
    }
    if let Some(target) = &assessment.head.target
        && checklist.stage_position(target).is_none()
    {
        faults.push(unknown(
            vec![Field("target")],
            "stage",
            target,
            &known.stages,
        ));
    }
    for (at, answer) in assessment.head.subject.traits.iter().enumerate() {
        if !known.set.contains(&("trait", answer.id.raw())) {
            let path = vec![Field("subject"), Field("traits"), Index(at), Field("id")];
            faults.push(unknown(path, "trait", &answer.id, &known.traits));
        }
    }
    for (at, declared) in assessment.head.declared.iter().enumerate() {
        let path = vec![Field("declared"), Index(at), Field("of")];
        match &declared.of {
            DeclaredOf::Category(id) if !known.set.contains(&("category", id.raw())) => {
                faults.push(unknown(path, "category", id, &known.categories));
            }
            DeclaredOf::Stage(id) if !known.set.contains(&("stage", id.raw())) => {
                faults.push(unknown(path, "stage", id, &known.stages));
            }
            _ => {}
        }
    }
    let facilitators = Facilitators::of(assessment);
    faults.extend(bad_closings(&[], &assessment.head.dissents, &facilitators));
    faults.extend(bad_costs(&assessment.head.costs));
    faults.extend(same_labels(&assessment.head.snapshots));
    faults
}

fn bad_costs(costs: &[Cost]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, cost) in costs.iter().enumerate() {
        let name = cost.name.raw();
        let path = |field| vec![Field("costs"), Index(at), Field(field)];
        if cost.low.value() < 0.0 {
            faults.push(Fault::warning(
                path("low"),
                format!("the cost `{name}` is below 0"),
                "it is added up all the same: write what is paid",
            ));
        } else if cost.high < cost.low {
            faults.push(Fault::warning(
                path("high"),
                format!("the high end of the cost `{name}` is below its low end"),
                "it is added up all the same: write the low end first",
            ));
        }
    }
    faults
}

fn same_labels(snapshots: &[Snapshot]) -> Vec<Fault> {
    let mut seen = HashSet::new();
    let again = snapshots
        .iter()
        .enumerate()
        .filter(|(_, snapshot)| !seen.insert(&snapshot.label));
    again
        .map(|(at, snapshot)| {
            Fault::warning(
                vec![Field("snapshots"), Index(at), Field("label")],
                format!("another snapshot is called `{}`", snapshot.label.raw()),
                "give each a label of its own: the first of them is found by it",
            )
        })
        .collect()
}
