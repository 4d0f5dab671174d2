//! What meetings leave behind: decisions, actions and parked questions, about an item or about the whole.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::evidence::Signed;
use super::text::Text;
use super::time::{Moment, deserialize_some_day};

/// A decision, or a question that was parked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// Stable and random.
    pub id: Text,
    /// What was decided or asked.
    pub text: Text,
    /// Who said so.
    pub by: Text,
    /// When.
    pub at: Moment,
    /// Who has settled a parked question; decisions are settled by themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Signed>,
}

/// Something that somebody will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Stable and random.
    pub id: Text,
    /// What will be done.
    pub text: Text,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub owner: Text,
    /// The last day for it.
    #[serde(
        default,
        deserialize_with = "deserialize_some_day",
        skip_serializing_if = "Option::is_none"
    )]
    pub due: Option<NaiveDate>,
    /// Who said so.
    pub by: Text,
    /// When.
    pub at: Moment,
    /// Who has marked it done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Signed>,
}

/// One thing that a meeting leaves behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Note {
    /// Something was decided.
    Decision(Remark),
    /// Somebody will do something.
    Action(Action),
    /// A question is left for later.
    Parked(Remark),
}

impl Note {
    /// Its id.
    pub fn id(&self) -> &Text {
        match self {
            Self::Decision(remark) | Self::Parked(remark) => &remark.id,
            Self::Action(action) => &action.id,
        }
    }

    /// What it says.
    pub fn text(&self) -> &Text {
        match self {
            Self::Decision(remark) | Self::Parked(remark) => &remark.text,
            Self::Action(action) => &action.text,
        }
    }

    /// Who said so.
    pub fn by(&self) -> &Text {
        match self {
            Self::Decision(remark) | Self::Parked(remark) => &remark.by,
            Self::Action(action) => &action.by,
        }
    }
}
