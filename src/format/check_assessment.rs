//! What is wrong with an assessment beyond its syntax and its checklist.

use std::collections::HashSet;
use std::sync::Arc;

use crate::domain::assessment::{Answer, Assessment, DeclaredOf, Status};
use crate::domain::text::Text;
use crate::domain::time::UtcOffset;

use super::check::{Known, Suggestions};
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
    faults
}

/// Every logic fault inside the answers of a file, in the file's order.
pub(super) fn check_answers(answers: &[Arc<Answer>], offset: UtcOffset) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen = HashSet::new();
    for (at, answer) in answers.iter().enumerate() {
        if matches!(&answer.status, Status::NotApplicable(reason) if reason.is_blank()) {
            faults.push(Fault::error(
                vec![Field("answers"), Index(at), Field("status")],
                format!("`{}` is not applicable without a reason", answer.item.raw()),
                "write why it does not apply: NotApplicable(\"…\")",
            ));
        }
        for (piece, evidence) in answer.evidence.iter().enumerate() {
            let path = |field| {
                let steps = [Field("answers"), Index(at), Field("evidence"), Index(piece)];
                [steps.as_slice(), &[Field(field)]].concat()
            };
            if !seen.insert(&evidence.id) {
                faults.push(Fault::error(
                    path("id"),
                    format!("the evidence id `{}` is used twice", evidence.id.raw()),
                    "give each piece of evidence an id of its own",
                ));
            }
            let attached = evidence.at.day(offset);
            if evidence.observed > attached {
                faults.push(Fault::error(
                    path("observed"),
                    format!("the evidence was attached on {attached}, before it was observed"),
                    "write the day on which the fact was true",
                ));
            }
        }
    }
    faults
}
