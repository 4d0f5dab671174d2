//! The one door: every alteration of an assessment is a [`Change`].

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::assessment::{
    Answer, Assessment, Declared, Entry, Participant, Status, TraitAnswer, What,
};
use super::evidence::{Content, Evidence, Redaction, Signed, same_person};
use super::text::Text;
use super::time::Moment;

/// Who makes a change, when, and under which id it stands in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Fresh and random.
    pub id: Text,
    /// The moment.
    pub at: Moment,
    /// Who says it.
    pub by: Text,
    /// Who writes it down, where that is somebody else; else empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub recorded_by: Text,
}

/// One alteration of an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// An item gets a status ([`Status::Unanswered`] clears it).
    Answer {
        /// The item's id.
        item: Text,
        /// Its new status.
        status: Status,
        /// Who and when.
        stamp: Stamp,
    },
    /// Somebody agrees that an item does not apply.
    Agree {
        /// The item's id.
        item: Text,
        /// Who and when.
        stamp: Stamp,
    },
    /// An item's comment is replaced.
    Comment {
        /// The item's id.
        item: Text,
        /// The new comment; empty takes it away.
        comment: Text,
    },
    /// Evidence is attached; its id, `by` and `at` are its own.
    Attach {
        /// The item's id.
        item: Text,
        /// The evidence.
        evidence: Evidence,
        /// The id of the history's entry.
        entry: Text,
    },
    /// Evidence is withdrawn; it stays on record.
    Withdraw {
        /// The item's id.
        item: Text,
        /// The evidence's id.
        evidence: Text,
        /// Who and when.
        stamp: Stamp,
    },
    /// Evidence is confirmed by somebody other than the one who attached it.
    Confirm {
        /// The item's id.
        item: Text,
        /// The evidence's id.
        evidence: Text,
        /// Who and when.
        stamp: Stamp,
    },
    /// The text of evidence is taken out; its hash stays.
    Redact {
        /// The item's id.
        item: Text,
        /// The evidence's id.
        evidence: Text,
        /// SHA-256 of the text that goes.
        sha256: String,
        /// The reason.
        why: Text,
        /// Who and when.
        stamp: Stamp,
    },
    /// An answer is put back as it was: the inverse of the changes above.
    PutBack {
        /// The whole answer.
        answer: Arc<Answer>,
    },
    /// The subject's version.
    SetVersion(Text),
    /// The system of which the subject is a part.
    SetSystem(Text),
    /// The stage that is aimed at; none for the whole checklist.
    SetTarget(Option<Text>),
    /// A trait is answered; replaces an earlier answer where it stands.
    SetTrait(TraitAnswer),
    /// A trait is not answered any more.
    RemoveTrait(Text),
    /// Somebody takes part, or has another role now.
    SetParticipant(Participant),
    /// Somebody takes part no more.
    RemoveParticipant(Text),
    /// A figure announced elsewhere; replaces the one of the same id.
    Declare(Declared),
    /// A declared figure is taken away.
    RemoveDeclared(Text),
    /// Something that was removed from a list of the head is put back where it stood: the inverse of a removal.
    PutBackInHead {
        /// Its position in its list.
        at: usize,
        /// What it is.
        entry: HeadEntry,
    },
}

/// An entry of one of the lists of a head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeadEntry {
    /// Of the subject's traits.
    Trait(TraitAnswer),
    /// Of the participants.
    Participant(Participant),
    /// Of the declared figures.
    Declared(Declared),
}

/// Why a change was not made. Nothing was altered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such item.
    UnknownItem(Text),
    /// The item has no evidence of that id.
    UnknownEvidence(Text),
    /// There is no such stage on the checklist's ladder.
    UnknownStage(Text),
    /// The checklist asks for no such trait.
    UnknownTrait(Text),
    /// There is no such category.
    UnknownCategory(Text),
    /// Nobody of that name takes part.
    UnknownParticipant(Text),
    /// There is no such declared figure.
    UnknownDeclared(Text),
    /// Not applicable wants a reason.
    NeedsReason,
    /// A name is needed.
    NeedsName,
    /// Only a not-applicable answer can be agreed to.
    NothingToAgreeTo,
    /// It takes somebody other than this person.
    NeedsAnother(Text),
    /// The day of observation is later than the day of attaching.
    ObservedLater,
    /// The evidence is withdrawn already.
    AlreadyWithdrawn,
    /// The evidence's text is taken out already, or it has none.
    NothingToRedact,
    /// The evidence is empty.
    EmptyEvidence,
}

impl Change {
    /// The item it concerns, if it concerns one.
    pub fn item(&self) -> Option<&Text> {
        match self {
            Self::Answer { item, .. }
            | Self::Agree { item, .. }
            | Self::Comment { item, .. }
            | Self::Attach { item, .. }
            | Self::Withdraw { item, .. }
            | Self::Confirm { item, .. }
            | Self::Redact { item, .. } => Some(item),
            Self::PutBack { answer } => Some(&answer.item),
            _ => None,
        }
    }
}

impl Assessment {
    /// Makes a change and gives its inverse, or refuses it and alters nothing.
    pub fn apply(&mut self, change: &Change) -> Result<Change, Refusal> {
        if let Some(id) = change.item() {
            let position = self
                .position(id)
                .ok_or_else(|| Refusal::UnknownItem(id.clone()))?;
            let before = Arc::clone(&self.answers()[position]);
            let after = if let Change::PutBack { answer } = change {
                Arc::clone(answer)
            } else {
                let mut answer = (*before).clone();
                change.alter(&mut answer, self)?;
                Arc::new(answer)
            };
            *self.answer_mut(position) = after;
            return Ok(Change::PutBack { answer: before });
        }
        let mut head = (*self.head).clone();
        let inverse = change.alter_head(&mut head, self)?;
        self.head = Arc::new(head);
        Ok(inverse)
    }
}

impl Change {
    fn alter(&self, answer: &mut Answer, assessment: &Assessment) -> Result<(), Refusal> {
        match self {
            Self::Answer { status, stamp, .. } => answer_status(answer, status, stamp),
            Self::Agree { stamp, .. } => agree(answer, stamp),
            Self::Comment { comment, .. } => {
                answer.comment = comment.clone();
                Ok(())
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
            _ => Ok(()),
        }
    }
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
    answer.history.push(Entry {
        id: entry.clone(),
        at: evidence.at,
        by: evidence.by.clone(),
        what: What::Attached(evidence.id.clone()),
        was: None,
        was_agreed_by: None,
    });
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

fn signed(stamp: &Stamp) -> Result<Signed, Refusal> {
    if stamp.by.is_blank() {
        return Err(Refusal::NeedsName);
    }
    Ok(Signed {
        by: stamp.by.clone(),
        at: stamp.at,
    })
}

fn log(answer: &mut Answer, stamp: &Stamp, what: What) {
    answer.history.push(Entry {
        id: stamp.id.clone(),
        at: stamp.at,
        by: stamp.by.clone(),
        what,
        was: None,
        was_agreed_by: None,
    });
}
