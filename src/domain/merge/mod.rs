//! Two assessments that were changed apart become one.
//!
//! Three-way, by item and field. Whatever is equal on both sides, or changed on one of them only, is taken as it is; an
//! item of which both sides say something else is in conflict and keeps both as versions; what has no place for two
//! gets one winner, always the same, and a parked note that names the other.
//!
//! Every choice between two values looks at the values alone, never at the side from which they came. That is why the
//! sides can be swapped, and why merging what was merged with one of its sides brings it back as it was.

mod answers;
mod checklists;
mod entries;
mod head;
mod ids;
mod lists;
mod notes;
mod versions;

use std::sync::Arc;

use super::assessment::Assessment;
use super::text::Text;

use answers::merge_answer;
use checklists::on_one;
use head::merge_head;
use ids::tell_apart;
use notes::Notes;

/// What a merge came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// What both have said.
    pub assessment: Assessment,
    /// The items that are in conflict now, by id, in checklist order: those that were before included.
    pub conflicts: Vec<Text>,
    /// What else could not be kept twice, in words: which of two stands, and what the other was. Only what is new by
    /// this merge; all of it stands among the parked questions of the head as well.
    pub notes: Vec<Text>,
}

/// Merges what two sides have made of what both began from; of nothing in common where `base` is none.
///
/// The sides can be swapped, merging the same twice changes nothing, nothing that either side has added is lost, and
/// nothing is in the result that neither side has.
pub fn merge(base: Option<&Assessment>, ours: &Assessment, theirs: &Assessment) -> Merged {
    if ours == theirs || base == Some(theirs) {
        return unchanged(ours);
    }
    if base == Some(ours) {
        return unchanged(theirs);
    }
    let mut notes = Notes::default();
    let assessment = match on_one(base, ours, theirs, &mut notes) {
        Some(on) => {
            let merged = merge_all(on.base.as_ref(), &on.ours, &on.theirs, &mut notes);
            on.tell_of_target(&merged, &mut notes);
            merged
        }
        None => merge_all(base, ours, theirs, &mut notes),
    };
    let (assessment, notes) = notes.park_in(assessment);
    Merged {
        conflicts: conflicts(&assessment),
        assessment,
        notes,
    }
}

/// The items that are in conflict, by id, in checklist order.
pub fn conflicts(assessment: &Assessment) -> Vec<Text> {
    let answers = assessment.answers().iter();
    let conflicted = answers.filter(|answer| !answer.conflict.is_empty());
    conflicted.map(|answer| answer.item.clone()).collect()
}

/// One side as it is, because the other has changed nothing.
fn unchanged(side: &Assessment) -> Merged {
    Merged {
        assessment: side.clone(),
        conflicts: conflicts(side),
        notes: Vec::new(),
    }
}

/// Three assessments of the same checklist.
fn merge_all(
    base: Option<&Assessment>,
    ours: &Assessment,
    theirs: &Assessment,
    notes: &mut Notes,
) -> Assessment {
    let mut merged = ours.clone();
    for position in 0..ours.answers().len() {
        let (our, their) = (&ours.answers()[position], &theirs.answers()[position]);
        if Arc::ptr_eq(our, their) {
            continue;
        }
        let was = base.map(|base| &base.answers()[position]);
        if let Some(answer) = merge_answer(was, our, their, ours.created, notes) {
            *merged.answer_mut(position) = answer;
        }
    }
    merge_head(base, ours, theirs, &mut merged, notes);
    tell_apart(&mut merged, ours, theirs);
    merged
}
