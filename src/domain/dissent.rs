//! Dissent: a participant's recorded disagreement with an answer or with the verdict.

use serde::{Deserialize, Serialize};

use super::evidence::{Signed, same_person};
use super::text::Text;
use super::time::Moment;

/// A recorded disagreement. It stands in the block of the item that it is about, or in the head where it is about
/// the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dissent {
    /// Stable and random.
    pub id: Text,
    /// Who disagrees.
    pub name: Text,
    /// With what: the status or the verdict that stood then, in a word.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub on: Text,
    /// Why.
    pub text: Text,
    /// When.
    pub at: Moment,
    /// What was answered to it; that alone does not close it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Reply>,
    /// Who has closed it: only the dissenter or a facilitator can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Signed>,
}

/// What was answered to a dissent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Who answered.
    pub by: Text,
    /// When.
    pub at: Moment,
    /// What.
    pub text: Text,
}

impl Dissent {
    /// Whether it still stands: until it is closed, after an answer, by the dissenter or by a facilitator.
    pub fn is_open(&self, is_facilitator: impl Fn(&Text) -> bool) -> bool {
        !self.closed.as_ref().is_some_and(|closed| {
            self.answered.is_some()
                && (same_person(&closed.by, &self.name) || is_facilitator(&closed.by))
        })
    }
}
