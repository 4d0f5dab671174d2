//! Why a change is refused.

use super::change::HeadKind;
use super::text::Text;
use super::waiver::WaiverFault;

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
    /// The list of the head has no such entry.
    UnknownEntry(HeadKind, Text),
    /// There is no dissent of that id.
    UnknownDissent(Text),
    /// There is no action and no parked question of that id.
    UnknownNote(Text),
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
    /// There is nothing to read in it.
    NeedsText,
    /// The waiver would excuse nothing.
    BadWaiver(WaiverFault),
    /// No waiver is there to be revoked.
    NothingToRevoke,
    /// The item has no metric.
    NoMetric,
    /// The metric's target can't be judged by a value of this sort; the target in words.
    CannotBeJudged(String),
    /// This is no estimate.
    NoEstimate(Text),
    /// Only the dissenter, who is named, or a facilitator can close it, and only once it is answered.
    NotTheirs(Text),
    /// The dissent has no answer yet.
    NotAnswered,
    /// It is closed, done or settled already.
    AlreadySettled,
    /// A cost's high end is below its low end, or it is below nothing.
    BadCost,
    /// A meeting's end is before its start.
    EndsBeforeItBegins,
    /// The snapshot's label is taken.
    LabelTaken(Text),
    /// The checklist is the one that is answered already.
    SameChecklist,
    /// Two versions of the answer are in conflict; one has to be chosen first.
    Conflicted,
    /// No versions of the answer are in conflict.
    NoConflict,
    /// The conflict has no such version, or no longer.
    NoSuchVersion,
}

impl Refusal {
    /// Why, as a sentence without a full stop. May hold text of the file.
    pub fn words(&self) -> String {
        let none = |what: &str, id: &Text| format!("there is no {what} `{}`", id.raw());
        let words = match self {
            Self::UnknownItem(id) => return none("item", id),
            Self::UnknownEvidence(id) => return none("evidence", id),
            Self::UnknownStage(id) => return none("stage", id),
            Self::UnknownTrait(id) => return none("trait", id),
            Self::UnknownCategory(id) => return none("category", id),
            Self::UnknownEntry(kind, id) => return none(kind.word(), id),
            Self::UnknownDissent(id) => return none("dissent", id),
            Self::UnknownNote(id) => return none("action or parked question", id),
            Self::NeedsAnother(name) => {
                return format!("it takes somebody other than {}", name.raw());
            }
            Self::BadWaiver(fault) => {
                return format!("the waiver would excuse nothing: {}", fault.words());
            }
            Self::CannotBeJudged(target) => {
                return format!(
                    "a value of this sort says nothing of the target, which is: {target}"
                );
            }
            Self::NoEstimate(text) => return format!("`{}` is no estimate", text.raw()),
            Self::NotTheirs(name) => {
                return format!(
                    "only {} or a facilitator can close this dissent",
                    name.raw()
                );
            }
            Self::LabelTaken(label) => {
                return format!("there is a snapshot `{}` already", label.raw());
            }
            Self::NeedsReason => "this wants a reason",
            Self::NeedsName => "this wants a name",
            Self::NeedsText => "this wants a text",
            Self::NothingToAgreeTo => "only a not-applicable answer can be agreed to",
            Self::ObservedLater => "the day of observation lies in the future",
            Self::AlreadyWithdrawn => "the evidence is withdrawn already",
            Self::NothingToRedact => "there is no text to take out",
            Self::EmptyEvidence => "the evidence is empty",
            Self::NothingToRevoke => "there is no waiver to revoke",
            Self::NoMetric => "the item has no metric",
            Self::NotAnswered => "the dissent has no answer yet",
            Self::AlreadySettled => "it is settled already",
            Self::BadCost => {
                "the high end of a cost is not below its low end, and neither is below 0"
            }
            Self::EndsBeforeItBegins => "a meeting can't end before it begins",
            Self::Conflicted => "two versions of this answer are in conflict; choose one first",
            Self::NoConflict => "no versions of this answer are in conflict",
            Self::NoSuchVersion => "the conflict has no such version, or no longer",
            Self::SameChecklist => "the assessment answers exactly this checklist already",
        };
        words.to_owned()
    }
}

impl HeadKind {
    /// The word for one entry of the list.
    pub fn word(self) -> &'static str {
        match self {
            Self::Trait => "trait",
            Self::Participant => "participant",
            Self::Declared => "declared figure",
            Self::Resource => "resource",
            Self::Cost => "cost",
            Self::Dissent => "dissent",
            Self::Decision => "decision",
            Self::Action => "action",
            Self::Parked => "parked question",
            Self::Snapshot => "snapshot",
            Self::Meeting => "meeting",
            Self::Fulfilled => "fulfilled condition",
        }
    }
}
