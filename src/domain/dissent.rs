//! Dissent: a participant's recorded disagreement with an answer or with the verdict.

use std::cell::OnceCell;
use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::assessment::{Assessment, Participant};
use super::evidence::{Signed, same_person, words_of};
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

/// Those who take part as facilitators, for many dissents at once: a file can hold as many of both as it likes, so that
/// each is looked up and not searched for.
#[derive(Debug)]
pub struct Facilitators<'a> {
    participants: &'a [Participant],
    names: OnceCell<HashSet<Vec<String>>>,
}

impl<'a> Facilitators<'a> {
    /// The facilitators of an assessment; they are gathered when somebody is first looked up.
    pub fn of(assessment: &'a Assessment) -> Self {
        Self {
            participants: &assessment.head.participants,
            names: OnceCell::new(),
        }
    }

    /// Whether somebody takes part as a facilitator.
    pub fn has(&self, name: &Text) -> bool {
        let names = self.names.get_or_init(|| {
            let facilitator = Text::from("facilitator");
            self.participants
                .iter()
                .filter(|participant| same_person(&participant.role, &facilitator))
                .map(|participant| words_of(&participant.name))
                .collect()
        });
        names.contains(&words_of(name))
    }

    /// Whether a dissent still stands.
    pub fn leave_open(&self, dissent: &Dissent) -> bool {
        dissent.is_open(|name| self.has(name))
    }
}
