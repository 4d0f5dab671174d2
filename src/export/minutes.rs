//! What meetings leave behind, gathered from the whole and from every item.

use chrono::NaiveDate;

use crate::domain::assessment::{Answer, Assessment};
use crate::domain::dissent::{Dissent, Facilitators};
use crate::domain::minutes::{Action, Remark};

/// Something about the whole or about an item.
#[derive(Debug, Clone, Copy)]
pub struct About<'a, T> {
    /// The item's position; none for the whole.
    pub item: Option<usize>,
    /// What it is.
    pub it: &'a T,
}

/// Every dissent: those from the verdict first, then by item.
pub fn dissents(assessment: &Assessment) -> Vec<About<'_, Dissent>> {
    gathered(assessment, &assessment.head.dissents, |answer| {
        &answer.dissents
    })
}

/// Every decision: those about the whole first, then by item.
pub fn decisions(assessment: &Assessment) -> Vec<About<'_, Remark>> {
    gathered(assessment, &assessment.head.decisions, |answer| {
        &answer.decisions
    })
}

/// Every action: those about the whole first, then by item.
pub fn actions(assessment: &Assessment) -> Vec<About<'_, Action>> {
    gathered(assessment, &assessment.head.actions, |answer| {
        &answer.actions
    })
}

/// Every parked question: those about the whole first, then by item.
pub fn parked(assessment: &Assessment) -> Vec<About<'_, Remark>> {
    gathered(assessment, &assessment.head.parked, |answer| &answer.parked)
}

fn gathered<'a, T>(
    assessment: &'a Assessment,
    whole: &'a [T],
    of_item: impl Fn(&'a Answer) -> &'a [T],
) -> Vec<About<'a, T>> {
    let whole = whole.iter().map(|it| About { item: None, it });
    let answers = assessment.answers().iter().enumerate();
    let of_items = answers.flat_map(|(at, answer)| {
        of_item(answer)
            .iter()
            .map(move |it| About { item: Some(at), it })
    });
    whole.chain(of_items).collect()
}

/// What becomes of a dissent, in words. May hold text of the file.
pub fn dissent_words(facilitators: &Facilitators<'_>, dissent: &Dissent) -> String {
    match (&dissent.closed, &dissent.answered) {
        (None, None) => "open".to_owned(),
        (None, Some(_)) => "open, answered".to_owned(),
        (Some(_), None) => "open: it was closed without an answer".to_owned(),
        (Some(closed), Some(_)) if facilitators.leave_open(dissent) => format!(
            "open: {}, who closed it, is neither the dissenter nor a facilitator",
            closed.by.raw()
        ),
        (Some(closed), Some(_)) => format!("closed by {}", closed.by.raw()),
    }
}

/// Whether the last day for an action is over and it is not done.
pub fn is_overdue(action: &Action, today: NaiveDate) -> bool {
    action.done.is_none() && action.due.is_some_and(|due| due < today)
}
