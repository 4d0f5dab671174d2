//! An assessment as it stood before a moment, as far as its history tells; nothing where it does not tell enough.

use std::sync::Arc;

use super::assessment::{Answer, Assessment, Status};
use super::dissent::Dissent;
use super::evidence::{Evidence, Signed, same_person};
use super::history::{Entry, What};
use super::text::Text;
use super::time::Moment;
use super::version::{Version, set_versions};

/// Everything by which an assessment is judged as it stood before a moment: statuses, agreement, measured values,
/// waivers, evidence, dissents and conditions. What has no history stays as it is now: the target, the version and
/// the words of people.
///
/// None where the record does not tell: a trait was answered since, a text was taken out, the checklist gave an item
/// another meaning, or somebody has changed an answer by hand.
pub fn taken_back(assessment: &Assessment, to: Moment) -> Option<Assessment> {
    let traits = &assessment.head.subject.traits;
    if traits.iter().any(|answer| answer.at >= to) {
        return None;
    }
    let mut answers = Vec::with_capacity(assessment.answers().len());
    for answer in assessment.answers() {
        answers.push(before(answer, to)?);
    }
    let mut earlier = assessment.clone();
    let head = Arc::make_mut(&mut earlier.head);
    head.dissents = dissents(&head.dissents, to);
    head.fulfilled.retain(|fulfilled| fulfilled.at < to);
    Some(earlier.with_answers(answers).0)
}

fn before(now: &Arc<Answer>, to: Moment) -> Option<Arc<Answer>> {
    let cut = now.history.iter().position(|entry| entry.at >= to);
    let (earlier, later) = now.history.split_at(cut.unwrap_or(now.history.len()));
    // Changes that were made again on what others had written may stand out of order.
    let out_of_order = later.iter().any(|entry| entry.at < to);
    let reopened = |entry: &Entry| matches!(entry.what, What::Reopened { .. });
    if out_of_order || later.iter().any(reopened) {
        return None;
    }
    let mut answer = (**now).clone();
    match in_conflict(now, later, to)? {
        Some(versions) => set_versions(&mut answer, versions),
        None => {
            status(&mut answer, earlier, later, to)?;
            measured(&mut answer, earlier, later);
            waiver(&mut answer, earlier, later, to)?;
        }
    }
    answer.evidence.retain(|piece| piece.at < to);
    for piece in &mut answer.evidence {
        evidence(piece, earlier, to)?;
    }
    answer.dissents = dissents(&answer.dissents, to);
    answer.decisions.retain(|it| it.at < to);
    answer.actions.retain(|it| it.at < to);
    answer.parked.retain(|it| it.at < to);
    answer.history = earlier.to_vec();
    Some(Arc::new(answer))
}

/// The versions between which nobody had decided yet: those of a conflict that was settled since, or that is there
/// still. None where some of what they say is from later.
fn in_conflict(now: &Answer, later: &[Entry], to: Moment) -> Option<Option<Vec<Version>>> {
    let settled = later.iter().enumerate().find_map(|(at, entry)| {
        let What::Resolved(resolution) = &entry.what else {
            return None;
        };
        let mut versions = resolution.others.clone();
        versions.push(resolution.chosen.clone());
        Some((at, versions))
    });
    let of_now = || {
        let is_now = !now.conflict.is_empty();
        is_now.then(|| (later.len(), now.conflict.clone()))
    };
    let Some((until, versions)) = settled.or_else(of_now) else {
        return Some(None);
    };
    let is_said = |entry: &Entry| {
        matches!(
            entry.what,
            What::Answered(_)
                | What::Agreed
                | What::Waived(_)
                | What::Revoked(_)
                | What::Measured(_)
        )
    };
    let is_later = |version: &Version| {
        let agreed = version.agreed_by.as_ref().map(|it| it.at);
        let waived = version.waiver.as_ref().map(|it| it.at);
        let mut moments = [version.at, agreed, waived].into_iter().flatten();
        moments.any(|at| at >= to)
    };
    let is_unclear = later[..until].iter().any(is_said) || versions.iter().any(is_later);
    (!is_unclear).then_some(Some(versions))
}

/// What stood last after some entries: an answer, or the version that was chosen; nothing where the item was opened
/// again since.
fn last_said(earlier: &[Entry]) -> Option<Said> {
    let last = earlier.iter().rev().find_map(|entry| match &entry.what {
        What::Answered(status) => Some(Some(Said {
            status: status.clone(),
            by: entry.by.clone(),
            recorded_by: entry.recorded_by.clone(),
            at: Some(entry.at),
        })),
        What::Resolved(resolution) => Some(Some(Said {
            status: resolution.chosen.status.clone(),
            by: resolution.chosen.by.clone(),
            recorded_by: resolution.chosen.recorded_by.clone(),
            at: resolution.chosen.at,
        })),
        What::Reopened { .. } => Some(None),
        _ => None,
    });
    last.flatten()
}

/// Who said what, and when.
struct Said {
    status: Status,
    by: Text,
    recorded_by: Text,
    at: Option<Moment>,
}

fn measured(answer: &mut Answer, earlier: &[Entry], later: &[Entry]) {
    if later.iter().any(|it| matches!(it.what, What::Measured(_))) {
        let last = earlier.iter().rev().find_map(|entry| match &entry.what {
            What::Measured(measured) => Some(measured.clone()),
            What::Resolved(resolution) => Some(resolution.chosen.measured.clone()),
            What::Reopened { .. } => Some(None),
            _ => None,
        });
        answer.measured = last.flatten();
    }
}

fn status(answer: &mut Answer, earlier: &[Entry], later: &[Entry], to: Moment) -> Option<()> {
    let is_answer = |entry: &&Entry| matches!(entry.what, What::Answered(_));
    let mut agreed = answer.agreed_by.take();
    if let Some(first) = later.iter().find(is_answer) {
        answer.status = first.was.clone().unwrap_or_default();
        agreed.clone_from(&first.was_agreed_by);
        let last = last_said(earlier);
        // Somebody else had said something else meanwhile, and the record does not tell how that came to stand.
        if last.as_ref().is_some_and(|it| it.status != answer.status) {
            return None;
        }
        let unanswered = answer.status == Status::Unanswered;
        let said = last.filter(|_| !unanswered);
        // Who said that it does not apply decides whether somebody else has agreed.
        if said.is_none() && matches!(answer.status, Status::NotApplicable(_)) {
            return None;
        }
        let (by, recorded_by, at) = said
            .map(|it| (it.by, it.recorded_by, it.at))
            .unwrap_or_default();
        (answer.by, answer.recorded_by, answer.at) = (by, recorded_by, at);
    } else if answer.at.is_some_and(|at| at >= to) {
        return None;
    }
    answer.agreed_by = agreed.filter(|signed| signed.at < to).or_else(|| {
        // A later agreement has taken the place of an earlier one.
        let since = earlier.iter().rposition(|entry| {
            matches!(
                entry.what,
                What::Answered(_) | What::Reopened { .. } | What::Resolved(_)
            )
        });
        let since = since.map_or(earlier, |at| &earlier[at..]);
        let entry = since.iter().rfind(|it| it.what == What::Agreed)?;
        Some(signed(entry))
    });
    Some(())
}

fn waiver(answer: &mut Answer, earlier: &[Entry], later: &[Entry], to: Moment) -> Option<()> {
    let later = later.iter().find_map(|entry| match &entry.what {
        What::Waived(_) => Some(None),
        What::Revoked(was) => Some(Some(was)),
        _ => None,
    });
    match later {
        Some(Some(was)) => answer.waiver = Some(was.clone()),
        Some(None) => {
            let last = earlier.iter().rev().find_map(|entry| match &entry.what {
                What::Waived(waiver) => Some(Some(waiver.clone())),
                What::Resolved(resolution) => Some(resolution.chosen.waiver.clone()),
                What::Revoked(_) => Some(None),
                _ => None,
            });
            answer.waiver = last.flatten();
        }
        None if answer.waiver.as_ref().is_some_and(|it| it.at >= to) => return None,
        None => {}
    }
    Some(())
}

fn evidence(piece: &mut Evidence, earlier: &[Entry], to: Moment) -> Option<()> {
    if piece.redacted.as_ref().is_some_and(|it| it.at >= to) {
        return None;
    }
    piece.withdrawn.take_if(|it| it.at >= to);
    let (kept, anew): (Vec<Signed>, Vec<Signed>) = std::mem::take(&mut piece.confirmed)
        .into_iter()
        .partition(|it| it.at < to);
    piece.confirmed = kept;
    for again in anew {
        // Whoever confirms anew takes the place of their own earlier confirmation.
        let first = earlier.iter().rfind(|entry| {
            matches!(&entry.what, What::Confirmed(id) if *id == piece.id)
                && same_person(&entry.by, &again.by)
        });
        piece.confirmed.extend(first.map(signed));
    }
    Some(())
}

fn dissents(now: &[Dissent], to: Moment) -> Vec<Dissent> {
    let earlier = now.iter().filter(|dissent| dissent.at < to).cloned();
    earlier
        .map(|mut dissent| {
            dissent.closed.take_if(|it| it.at >= to);
            // Only an open one is answered, so that it was open whatever an earlier answer had said.
            dissent.answered.take_if(|it| it.at >= to);
            dissent
        })
        .collect()
}

fn signed(entry: &Entry) -> Signed {
    Signed {
        by: entry.by.clone(),
        at: entry.at,
    }
}
