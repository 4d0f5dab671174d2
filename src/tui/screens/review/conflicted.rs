//! What the review does about items in conflict: it counts them, and leads whoever answers one to its versions.

use crate::action::{Action, Context};
use crate::domain::merge::conflicts;
use crate::domain::text::Text;
use crate::tui::effect::{Notice, Place, Reaction};
use crate::tui::keymap::Keymap;

use super::OpenReview;

impl OpenReview {
    /// Whether an action changes what the versions of a conflict hold, so that one has to be chosen first.
    pub fn is_for_one_version(action: Action) -> bool {
        matches!(
            action,
            Action::MetOrClear
                | Action::Partial(_)
                | Action::Unmet
                | Action::Unknown
                | Action::NotApplicable
                | Action::Agree
                | Action::Comment
                | Action::Waive
                | Action::Measure
                | Action::Aside
        )
    }

    /// Whether the selected item is in conflict.
    pub fn is_on_conflict(&self) -> bool {
        let selected = self.selected();
        selected.is_some_and(|(_, answer)| !answer.conflict.is_empty())
    }

    /// The selected item, where it is in conflict and the action would change what its versions hold.
    pub(super) fn conflicted(&self, action: Action) -> Option<Text> {
        let is_refused = Self::is_for_one_version(action) && self.is_on_conflict();
        let (item, _) = self.selected().filter(|_| is_refused)?;
        Some(item)
    }

    /// Goes to the versions of an item in conflict, and says why.
    pub(super) fn choose_first(&self, item: Text) -> Reaction {
        let word = in_conflict(&item, &self.keymap);
        Reaction {
            notice: Some(Notice::word(word)),
            ..Reaction::going(Place::Conflicts(Some(item)))
        }
    }

    /// Whether the item at a position is in conflict.
    pub(super) fn is_conflicted(&self, item: usize) -> bool {
        !self.session.assessment().answers()[item]
            .conflict
            .is_empty()
    }

    /// Counts the items in conflict anew.
    pub(super) fn count_conflicts(&mut self) {
        self.conflicts = conflicts(self.session.assessment()).len();
    }

    /// Counts the items in conflict after a change of one item, of which it is known whether it was before; of all
    /// items after any other change.
    pub(super) fn recount_conflicts(&mut self, item: Option<usize>, was: bool) {
        let Some(item) = item else {
            self.count_conflicts();
            return;
        };
        let is = self.is_conflicted(item);
        self.conflicts = (self.conflicts + usize::from(is)).saturating_sub(usize::from(was));
    }
}

/// That an item is in conflict, where somebody wants to answer it, and what to press.
fn in_conflict(item: &Text, keymap: &Keymap) -> String {
    let (chooses, does) = (Action::ChooseAndEdit, "chooses one to change it");
    let sentence = format!("{} is in conflict: first choose what stands", item.shown());
    match keymap.says(Context::Conflicts, chooses, does) {
        Some(says) => format!("{sentence}; {says}"),
        None => sentence,
    }
}
