//! What is not saved yet is saved before the program ends, is suspended, or gives the terminal away.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Instant;

use crate::problem::{Problem, ProblemKind};
use crate::system::spill;
use crate::tui::effect::Effect;
use crate::tui::screens::review::Saving;

use super::{Arrival, LAST_SAVE, Running};

impl Running {
    /// Waits on while a save is under way that has not failed: answers are worth more than a quick end.
    pub(super) fn wait_for_a_slow_disk(&mut self, receiver: &Receiver<Arrival>, deadline: Instant) {
        let open = self.model.review.as_ref();
        if open.is_some_and(|open| !matches!(open.saving, Saving::Failed(_))) {
            self.wait_for_saves(receiver, deadline);
        }
    }

    /// A problem where the program ends with something that is not saved, as after a signal; what somebody chose to lose
    /// is none.
    pub(super) fn require_saved(&self) -> Result<(), Problem> {
        // The saver tries once more, and keeps aside what came last.
        if let Some((why, saver_ended)) = &self.left_unsaved
            && self.model.review.is_none()
            && saver_ended.recv_timeout(LAST_SAVE).is_err()
            && spill::is_kept(&*self.files, &self.places, &self.path)
        {
            return Err(why.clone());
        }
        let open = self.model.review.as_ref();
        let Some(open) = open.filter(|open| self.saver.is_some() && open.session.has_unsaved())
        else {
            return Ok(());
        };
        Err(match &open.saving {
            Saving::Failed(problem) => problem.clone(),
            _ => Problem::new(ProblemKind::File, "not saved: the disk is too slow"),
        })
    }

    /// Hands over what is not saved yet and waits for it: the program ends, perhaps by a signal or a closed terminal,
    /// or is suspended.
    pub(super) fn wait_for_saves(&mut self, receiver: &Receiver<Arrival>, deadline: Instant) {
        if let (Some(open), Some(saver)) = (&self.model.review, &self.saver)
            && open.session.has_unsaved()
        {
            // One that failed is tried again at once.
            saver.again();
        }
        while let Some(open) = &mut self.model.review {
            if let Some(handover) = open.session.hand_over() {
                self.perform(Effect::Save(handover));
                continue;
            }
            if self.saver.is_none() || !open.session.has_unsaved() {
                return;
            }
            match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(arrival) => self.arrived(arrival),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}
