//! Which items came into conflict from one side of a comparison to the other, and which were settled.

use std::collections::HashSet;

use super::side::{Named, Side};
use super::text::Text;

/// Items that are in conflict on one side only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConflictChanges {
    /// In conflict after, not before.
    pub begun: Vec<Named>,
    /// In conflict before, not after.
    pub settled: Vec<Named>,
}

impl ConflictChanges {
    /// What changed from the first side to the second.
    pub(super) fn of(before: &Side, after: &Side) -> Self {
        Self {
            begun: only(after, before),
            settled: only(before, after),
        }
    }

    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.begun.is_empty() && self.settled.is_empty()
    }
}

/// The items that are in conflict on one side and not on the other.
fn only(one: &Side, other: &Side) -> Vec<Named> {
    let conflicted = |side: &Side| -> HashSet<Text> {
        let items = side.items.iter().filter(|item| item.in_conflict);
        items.map(|item| item.named.item.clone()).collect()
    };
    let others = conflicted(other);
    let items = one.items.iter().filter(|item| item.in_conflict);
    items
        .filter(|item| !others.contains(&item.named.item))
        .map(|item| item.named.clone())
        .collect()
}
