//! Changes of one item's answer.

use super::assessment::{Answer, Assessment, Status};
use super::change::{Aside, Change, Stamp};
use super::checklist::Item;
use super::dissent::{Dissent, Reply};
use super::estimate::Estimate;
use super::evidence::{Content, Evidence, Redaction, Signed, same_person};
use super::history::{Entry, What};
use super::measured::Measured;
use super::minutes::{Action, Note, Remark};
use super::refusal::Refusal;
use super::text::Text;
use super::version::resolve;
use super::waiver::Waiver;

impl Change {
    /// Alters the answer to an item, or refuses to and may leave it half altered: the caller alters a copy.
    pub(super) fn alter(
        &self,
        answer: &mut Answer,
        item: &Item,
        assessment: &Assessment,
    ) -> Result<(), Refusal> {
        if self.is_for_one_version() && !answer.conflict.is_empty() {
            return Err(Refusal::Conflicted);
        }
        match self {
            Self::Answer { status, stamp, .. } => answer_status(answer, status, stamp),
            Self::Agree { stamp, .. } => agree(answer, stamp),
            Self::Tell { aside, .. } => tell(answer, aside),
            Self::Measure {
                measured, stamp, ..
            } => measure(answer, item, measured.as_ref(), stamp),
            Self::Waive { waiver, entry, .. } => waive(answer, item, waiver, entry, assessment),
            Self::Revoke { stamp, .. } => {
                signed(stamp)?;
                let was = answer.waiver.take().ok_or(Refusal::NothingToRevoke)?;
                log(answer, stamp, What::Revoked(was));
                Ok(())
            }
            Self::Dissent { dissent, .. } => {
                require_dissent(dissent)?;
                answer.dissents.push(dissent.clone());
                Ok(())
            }
            Self::Reply {
                dissent,
                text,
                stamp,
                ..
            } => reply(&mut answer.dissents, dissent, text, stamp, assessment),
            Self::Close { dissent, stamp, .. } => {
                close(&mut answer.dissents, dissent, stamp, assessment)
            }
            Self::Note { note, .. } => {
                require_note(note)?;
                match note.clone() {
                    Note::Decision(remark) => answer.decisions.push(remark),
                    Note::Action(action) => answer.actions.push(action),
                    Note::Parked(remark) => answer.parked.push(remark),
                }
                Ok(())
            }
            Self::Settle { note, stamp, .. } => {
                settle(&mut answer.actions, &mut answer.parked, note, stamp)
            }
            Self::Attach {
                evidence, entry, ..
            } => attach(answer, evidence, entry, assessment),
            Self::Withdraw {
                evidence, stamp, ..
            } => {
                let piece = find(answer, evidence)?;
                if piece.withdrawn.is_some() {
                    return Err(Refusal::AlreadyWithdrawn);
                }
                piece.withdrawn = Some(signed(stamp)?);
                log(answer, stamp, What::Withdrawn(evidence.clone()));
                Ok(())
            }
            Self::Confirm {
                evidence, stamp, ..
            } => {
                let piece = find(answer, evidence)?;
                if piece.withdrawn.is_some() {
                    return Err(Refusal::AlreadyWithdrawn);
                }
                if same_person(&piece.by, &stamp.by) {
                    return Err(Refusal::NeedsAnother(piece.by.clone()));
                }
                piece
                    .confirmed
                    .retain(|earlier| !same_person(&earlier.by, &stamp.by));
                piece.confirmed.push(signed(stamp)?);
                log(answer, stamp, What::Confirmed(evidence.clone()));
                Ok(())
            }
            Self::Redact {
                evidence,
                sha256,
                why,
                stamp,
                ..
            } => redact(answer, evidence, sha256, why, stamp),
            Self::Resolve { version, stamp, .. } => resolve(answer, version, stamp),
            _ => Ok(()),
        }
    }

    /// Whether it alters what the versions of a conflict hold, so that the conflict has to be settled first.
    fn is_for_one_version(&self) -> bool {
        matches!(
            self,
            Self::Answer { .. }
                | Self::Agree { .. }
                | Self::Tell { .. }
                | Self::Measure { .. }
                | Self::Waive { .. }
                | Self::Revoke { .. }
        )
    }
}

fn tell(answer: &mut Answer, aside: &Aside) -> Result<(), Refusal> {
    match aside.clone() {
        Aside::Comment(text) => answer.comment = text,
        Aside::Current(text) => answer.current = text,
        Aside::Owner(text) => answer.owner = text,
        Aside::Due(day) => answer.due = day,
        Aside::Confidence(text) => answer.confidence = text,
        Aside::Estimate(text) => {
            if !text.is_empty() && Estimate::parse(text.raw()).is_none() {
                return Err(Refusal::NoEstimate(text));
            }
            answer.estimate = text;
        }
    }
    Ok(())
}

fn measure(
    answer: &mut Answer,
    item: &Item,
    measured: Option<&Measured>,
    stamp: &Stamp,
) -> Result<(), Refusal> {
    let metric = item.metric.as_ref().ok_or(Refusal::NoMetric)?;
    if measured.is_some_and(|measured| !metric.target.takes(measured)) {
        return Err(Refusal::CannotBeJudged(metric.target.words()));
    }
    signed(stamp)?;
    answer.measured = measured.cloned();
    log(answer, stamp, What::Measured(measured.cloned()));
    Ok(())
}

fn waive(
    answer: &mut Answer,
    item: &Item,
    waiver: &Waiver,
    entry: &Text,
    assessment: &Assessment,
) -> Result<(), Refusal> {
    let scoring = &assessment.checklist().scoring;
    if let Some(fault) = waiver.fault(item, scoring, assessment.utc_offset) {
        return Err(Refusal::BadWaiver(fault));
    }
    answer.waiver = Some(waiver.clone());
    let made = Signed {
        by: waiver.by.clone(),
        at: waiver.at,
    };
    record(
        answer,
        entry,
        &made,
        &Text::default(),
        What::Waived(waiver.clone()),
    );
    Ok(())
}

/// Refuses a dissent that says nothing or that nobody stands by.
pub(super) fn require_dissent(dissent: &Dissent) -> Result<(), Refusal> {
    if dissent.name.is_blank() {
        return Err(Refusal::NeedsName);
    }
    if dissent.text.is_blank() {
        return Err(Refusal::NeedsText);
    }
    Ok(())
}

/// Answers a dissent, in place of an earlier answer.
pub(super) fn reply(
    dissents: &mut [Dissent],
    id: &Text,
    text: &Text,
    stamp: &Stamp,
    assessment: &Assessment,
) -> Result<(), Refusal> {
    if text.is_blank() {
        return Err(Refusal::NeedsText);
    }
    let Signed { by, at } = signed(stamp)?;
    let dissent = find_open_dissent(dissents, id, assessment)?;
    // A mark of somebody who can't close it, which left it open, must not close it now.
    dissent.closed = None;
    let text = text.clone();
    dissent.answered = Some(Reply { by, at, text });
    Ok(())
}

/// Closes an answered dissent.
pub(super) fn close(
    dissents: &mut [Dissent],
    id: &Text,
    stamp: &Stamp,
    assessment: &Assessment,
) -> Result<(), Refusal> {
    let signed = signed(stamp)?;
    let dissent = find_open_dissent(dissents, id, assessment)?;
    if dissent.answered.is_none() {
        return Err(Refusal::NotAnswered);
    }
    if !same_person(&dissent.name, &signed.by) && !assessment.is_facilitator(&signed.by) {
        return Err(Refusal::NotTheirs(dissent.name.clone()));
    }
    dissent.closed = Some(signed);
    Ok(())
}

fn find_open_dissent<'a>(
    dissents: &'a mut [Dissent],
    id: &Text,
    assessment: &Assessment,
) -> Result<&'a mut Dissent, Refusal> {
    let dissent = dissents
        .iter_mut()
        .find(|dissent| dissent.id == *id)
        .ok_or_else(|| Refusal::UnknownDissent(id.clone()))?;
    if dissent.is_open(|name| assessment.is_facilitator(name)) {
        Ok(dissent)
    } else {
        Err(Refusal::AlreadySettled)
    }
}

/// Refuses a note that says nothing or that nobody stands by.
pub(super) fn require_note(note: &Note) -> Result<(), Refusal> {
    if note.by().is_blank() {
        return Err(Refusal::NeedsName);
    }
    if note.text().is_blank() {
        return Err(Refusal::NeedsText);
    }
    Ok(())
}

/// Marks an action done or a parked question settled.
pub(super) fn settle(
    actions: &mut [Action],
    parked: &mut [Remark],
    id: &Text,
    stamp: &Stamp,
) -> Result<(), Refusal> {
    let signed = signed(stamp)?;
    let action = actions.iter_mut().find(|action| action.id == *id);
    let remark = parked.iter_mut().find(|remark| remark.id == *id);
    let mark = match (action, remark) {
        (Some(action), _) => &mut action.done,
        (None, Some(remark)) => &mut remark.settled,
        (None, None) => return Err(Refusal::UnknownNote(id.clone())),
    };
    if mark.is_some() {
        return Err(Refusal::AlreadySettled);
    }
    *mark = Some(signed);
    Ok(())
}

fn answer_status(answer: &mut Answer, status: &Status, stamp: &Stamp) -> Result<(), Refusal> {
    if stamp.by.is_blank() {
        return Err(Refusal::NeedsName);
    }
    if matches!(status, Status::NotApplicable(reason) if reason.is_blank()) {
        return Err(Refusal::NeedsReason);
    }
    let was_agreed_by = answer.agreed_by.take();
    let was = std::mem::replace(&mut answer.status, status.clone());
    let cleared = *status == Status::Unanswered;
    answer.by = if cleared {
        Text::default()
    } else {
        stamp.by.clone()
    };
    answer.recorded_by = if cleared {
        Text::default()
    } else {
        stamp.recorded_by.clone()
    };
    answer.at = (!cleared).then_some(stamp.at);
    answer.history.push(Entry {
        id: stamp.id.clone(),
        at: stamp.at,
        by: stamp.by.clone(),
        recorded_by: stamp.recorded_by.clone(),
        what: What::Answered(status.clone()),
        was: Some(was),
        was_agreed_by,
    });
    Ok(())
}

fn agree(answer: &mut Answer, stamp: &Stamp) -> Result<(), Refusal> {
    if !matches!(answer.status, Status::NotApplicable(_)) {
        return Err(Refusal::NothingToAgreeTo);
    }
    if same_person(&answer.by, &stamp.by) {
        return Err(Refusal::NeedsAnother(answer.by.clone()));
    }
    answer.agreed_by = Some(signed(stamp)?);
    log(answer, stamp, What::Agreed);
    Ok(())
}

fn attach(
    answer: &mut Answer,
    evidence: &Evidence,
    entry: &Text,
    assessment: &Assessment,
) -> Result<(), Refusal> {
    if evidence.by.is_blank() {
        return Err(Refusal::NeedsName);
    }
    if matches!(&evidence.content, Content::Link(text) | Content::Note(text) if text.is_blank()) {
        return Err(Refusal::EmptyEvidence);
    }
    if evidence.observed > evidence.at.day(assessment.utc_offset) {
        return Err(Refusal::ObservedLater);
    }
    answer.evidence.push(evidence.clone());
    let made = Signed {
        by: evidence.by.clone(),
        at: evidence.at,
    };
    record(
        answer,
        entry,
        &made,
        &Text::default(),
        What::Attached(evidence.id.clone()),
    );
    Ok(())
}

fn redact(
    answer: &mut Answer,
    evidence: &Text,
    sha256: &str,
    why: &Text,
    stamp: &Stamp,
) -> Result<(), Refusal> {
    if why.is_blank() {
        return Err(Refusal::NeedsReason);
    }
    let redacted = Redaction {
        sha256: sha256.to_owned(),
        by: signed(stamp)?.by,
        at: stamp.at,
        why: why.clone(),
    };
    let piece = find(answer, evidence)?;
    match &mut piece.content {
        Content::Link(text) | Content::Note(text) if piece.redacted.is_none() => {
            *text = Text::default();
        }
        _ => return Err(Refusal::NothingToRedact),
    }
    piece.caption = Text::default();
    piece.redacted = Some(redacted);
    log(answer, stamp, What::Redacted(evidence.clone()));
    Ok(())
}

fn find<'a>(answer: &'a mut Answer, id: &Text) -> Result<&'a mut Evidence, Refusal> {
    answer
        .evidence
        .iter_mut()
        .find(|evidence| evidence.id == *id)
        .ok_or_else(|| Refusal::UnknownEvidence(id.clone()))
}

/// Who and when, of a stamp that somebody stands by.
pub(super) fn signed(stamp: &Stamp) -> Result<Signed, Refusal> {
    if stamp.by.is_blank() {
        return Err(Refusal::NeedsName);
    }
    Ok(Signed {
        by: stamp.by.clone(),
        at: stamp.at,
    })
}

fn log(answer: &mut Answer, stamp: &Stamp, what: What) {
    let made = Signed {
        by: stamp.by.clone(),
        at: stamp.at,
    };
    record(answer, &stamp.id, &made, &stamp.recorded_by, what);
}

/// Adds an entry to the history.
pub(super) fn record(
    answer: &mut Answer,
    id: &Text,
    made: &Signed,
    recorded_by: &Text,
    what: What,
) {
    answer.history.push(Entry {
        id: id.clone(),
        at: made.at,
        by: made.by.clone(),
        recorded_by: recorded_by.clone(),
        what,
        was: None,
        was_agreed_by: None,
    });
}
