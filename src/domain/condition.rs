//! When an item is in play: conditions over the traits of the subject.

use serde::{Deserialize, Serialize};

use super::text::Text;

/// When an item is in play.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// The subject has the trait.
    Has(Text),
    /// The condition inside is false.
    Not(Box<Condition>),
    /// All of them are true.
    All(Vec<Condition>),
    /// At least one of them is true.
    Any(Vec<Condition>),
}

impl Condition {
    /// True, false, or neither while a trait that decides it is unanswered. `has` gives a trait's answer.
    pub fn holds(&self, has: &dyn Fn(&Text) -> Option<bool>) -> Option<bool> {
        match self {
            Self::Has(id) => has(id),
            Self::Not(inner) => inner.holds(has).map(|holds| !holds),
            Self::All(all) => unless_decided(all, has, false),
            Self::Any(any) => unless_decided(any, has, true),
        }
    }

    /// The traits it names.
    pub fn traits(&self) -> Vec<&Text> {
        match self {
            Self::Has(id) => vec![id],
            Self::Not(inner) => inner.traits(),
            Self::All(several) | Self::Any(several) => {
                several.iter().flat_map(Self::traits).collect()
            }
        }
    }
}

/// `decisive` as soon as one condition is; neither while one is neither; else the opposite.
fn unless_decided(
    several: &[Condition],
    has: &dyn Fn(&Text) -> Option<bool>,
    decisive: bool,
) -> Option<bool> {
    let mut result = Some(!decisive);
    for condition in several {
        match condition.holds(has) {
            Some(holds) if holds == decisive => return Some(decisive),
            None => result = None,
            Some(_) => {}
        }
    }
    result
}
