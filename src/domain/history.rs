//! The history of an answer: what became of it, by whom and when.

use serde::{Deserialize, Serialize};

use super::assessment::Status;
use super::evidence::Signed;
use super::measured::Measured;
use super::text::Text;
use super::time::Moment;
use super::version::Resolution;
use super::waiver::Waiver;

/// What an entry of the history tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum What {
    /// The status became this.
    Answered(Status),
    /// Evidence of this id was attached.
    Attached(Text),
    /// Evidence of this id was withdrawn.
    Withdrawn(Text),
    /// Evidence of this id was confirmed.
    Confirmed(Text),
    /// The text of the evidence of this id was taken out.
    Redacted(Text),
    /// Somebody agreed that the item does not apply.
    Agreed,
    /// A waiver was granted.
    Waived(Waiver),
    /// This waiver was taken back.
    Revoked(Waiver),
    /// This was measured; nothing takes the measured value away.
    Measured(Option<Measured>),
    /// A conflict was settled; the versions that were not chosen stay here.
    Resolved(Box<Resolution>),
    /// The checklist gave the item another meaning, so that it is to be answered anew.
    Reopened {
        /// The revision that was answered.
        from: u32,
        /// The revision to answer now.
        to: u32,
        /// Who had answered.
        #[serde(default, skip_serializing_if = "Text::is_empty")]
        by: Text,
        /// Who had written it down.
        #[serde(default, skip_serializing_if = "Text::is_empty")]
        recorded_by: Text,
        /// When.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Moment>,
        /// What had been measured.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        measured: Option<Measured>,
    },
}

/// One entry of an item's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Stable and random.
    pub id: Text,
    /// When.
    pub at: Moment,
    /// Who.
    pub by: Text,
    /// Who wrote it down, where that was somebody else.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub recorded_by: Text,
    /// What became of it.
    pub what: What,
    /// What it was before, where a status changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Status>,
    /// Who had agreed to what it was before, where that was not applicable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was_agreed_by: Option<Signed>,
}
