//! The one door: every alteration of an assessment is a [`Change`].

use std::sync::Arc;

use chrono::NaiveDate;

use super::assessment::{Answer, Assessment, Declared, Participant, Status, TraitAnswer};
use super::cost::{Cost, Resource};
use super::dissent::Dissent;
use super::evidence::Evidence;
use super::measured::Measured;
use super::meeting::Meeting;
use super::minutes::{Action, Note, Remark};
use super::refusal::Refusal;
use super::sign_off::Fulfilled;
use super::snapshot::Snapshot;
use super::text::Text;
use super::time::Moment;
use super::upgrade::Upgrade;
use super::version::Version;
use super::waiver::Waiver;

/// Who makes a change, when, and under which id it stands in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Fresh and random.
    pub id: Text,
    /// The moment.
    pub at: Moment,
    /// Who says it.
    pub by: Text,
    /// Who writes it down, where that is somebody else; else empty.
    pub recorded_by: Text,
}

/// One alteration of an assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Something is said of an item that changes no figure.
    Tell {
        /// The item's id.
        item: Text,
        /// What is said, in place of what was.
        aside: Aside,
    },
    /// An item's metric is measured, or the measured value is taken away.
    Measure {
        /// The item's id.
        item: Text,
        /// The value, in the metric's unit.
        measured: Option<Measured>,
        /// Who and when.
        stamp: Stamp,
    },
    /// An item is excused for a while, in place of an earlier waiver.
    Waive {
        /// The item's id.
        item: Text,
        /// The waiver; its `by` and `at` are its own.
        waiver: Waiver,
        /// The id of the history's entry.
        entry: Text,
    },
    /// A waiver is taken back.
    Revoke {
        /// The item's id.
        item: Text,
        /// Who and when.
        stamp: Stamp,
    },
    /// Somebody disagrees with the answer to an item, or with the verdict.
    Dissent {
        /// The item's id; none for the verdict.
        item: Option<Text>,
        /// The dissent.
        dissent: Dissent,
    },
    /// A dissent is answered.
    Reply {
        /// The item's id; none for the verdict.
        item: Option<Text>,
        /// The dissent's id.
        dissent: Text,
        /// What is answered.
        text: Text,
        /// Who and when.
        stamp: Stamp,
    },
    /// An answered dissent is closed, by the dissenter or a facilitator.
    Close {
        /// The item's id; none for the verdict.
        item: Option<Text>,
        /// The dissent's id.
        dissent: Text,
        /// Who and when.
        stamp: Stamp,
    },
    /// A decision, an action or a parked question is noted.
    Note {
        /// The item that it is about; none for the whole.
        item: Option<Text>,
        /// The note.
        note: Note,
    },
    /// An action is marked done, or a parked question settled.
    Settle {
        /// The item that it is about; none for the whole.
        item: Option<Text>,
        /// The note's id.
        note: Text,
        /// Who and when.
        stamp: Stamp,
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
    /// What a merge could not decide is settled by one of the versions.
    Resolve {
        /// The item's id.
        item: Text,
        /// The version that stands from now on; one of those in conflict.
        version: Box<Version>,
        /// Who and when.
        stamp: Stamp,
    },
    /// An answer is put back as it was: the inverse of the changes above.
    PutBack {
        /// The whole answer.
        answer: Arc<Answer>,
    },
    /// What is assessed: the subject's name.
    SetName(Text),
    /// The subject's version.
    SetVersion(Text),
    /// The system of which the subject is a part.
    SetSystem(Text),
    /// The stage that is aimed at; none for the whole checklist.
    SetTarget(Option<Text>),
    /// An entry joins a list of the head, or replaces the one of the same id or name where it stands.
    Record(HeadEntry),
    /// The entry of this id or name is taken out of its list.
    Strike(HeadKind, Text),
    /// Something that was removed from a list of the head is put back where it stood: the inverse of a removal.
    PutBackInHead {
        /// Its position in its list.
        at: usize,
        /// What it is.
        entry: HeadEntry,
    },
    /// Another version of the checklist takes the place of the one that is answered.
    Upgrade(Box<Upgrade>),
    /// The whole assessment is put back as it was: the inverse of an upgrade.
    PutBackAll(Box<Assessment>),
}

/// Something that is said of an item and changes no figure. Empty takes it away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aside {
    /// A comment.
    Comment(Text),
    /// Where it stands now, in words.
    Current(Text),
    /// Who looks after it.
    Owner(Text),
    /// The last day for it.
    Due(Option<NaiveDate>),
    /// How sure they are, in a label.
    Confidence(Text),
    /// Effort, in place of the checklist's estimate.
    Estimate(Text),
}

/// An entry of one of the lists of a head.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "entries are made one at a time and never kept in numbers"
)]
pub enum HeadEntry {
    /// Of the subject's traits.
    Trait(TraitAnswer),
    /// Of the participants.
    Participant(Participant),
    /// Of the declared figures.
    Declared(Declared),
    /// Of the resources.
    Resource(Resource),
    /// Of the costs.
    Cost(Cost),
    /// Of the dissents from the verdict.
    Dissent(Dissent),
    /// Of the decisions about the whole.
    Decision(Remark),
    /// Of the actions about the whole.
    Action(Action),
    /// Of the parked questions about the whole.
    Parked(Remark),
    /// Of the snapshots.
    Snapshot(Snapshot),
    /// Of the meetings.
    Meeting(Meeting),
    /// Of the conditions of sign-offs that are marked done.
    Fulfilled(Fulfilled),
}

/// Which list of a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HeadKind {
    /// The subject's traits.
    Trait,
    /// The participants.
    Participant,
    /// The declared figures.
    Declared,
    /// The resources.
    Resource,
    /// The costs.
    Cost,
    /// The dissents from the verdict.
    Dissent,
    /// The decisions about the whole.
    Decision,
    /// The actions about the whole.
    Action,
    /// The parked questions about the whole.
    Parked,
    /// The snapshots.
    Snapshot,
    /// The meetings.
    Meeting,
    /// The conditions of sign-offs that are marked done.
    Fulfilled,
}

impl Change {
    /// The item it concerns, if it concerns one.
    pub fn item(&self) -> Option<&Text> {
        match self {
            Self::Answer { item, .. }
            | Self::Agree { item, .. }
            | Self::Tell { item, .. }
            | Self::Measure { item, .. }
            | Self::Waive { item, .. }
            | Self::Revoke { item, .. }
            | Self::Attach { item, .. }
            | Self::Withdraw { item, .. }
            | Self::Confirm { item, .. }
            | Self::Redact { item, .. }
            | Self::Resolve { item, .. } => Some(item),
            Self::Dissent { item, .. }
            | Self::Reply { item, .. }
            | Self::Close { item, .. }
            | Self::Note { item, .. }
            | Self::Settle { item, .. } => item.as_ref(),
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
                change.alter(&mut answer, self.item(position), self)?;
                Arc::new(answer)
            };
            *self.answer_mut(position) = after;
            return Ok(Change::PutBack { answer: before });
        }
        match change {
            Change::Upgrade(upgrade) => {
                let after = upgrade.applied_to(self)?;
                let before = Box::new(std::mem::replace(self, after));
                return Ok(Change::PutBackAll(before));
            }
            Change::PutBackAll(before) => {
                let after = Box::new(std::mem::replace(self, (**before).clone()));
                return Ok(Change::PutBackAll(after));
            }
            _ => {}
        }
        let mut head = (*self.head).clone();
        let inverse = change.alter_head(&mut head, self)?;
        self.head = Arc::new(head);
        Ok(inverse)
    }
}
