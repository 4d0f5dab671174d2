//! What is heard of the disk, and leaving, which waits for it.

use std::fmt::Write as _;

use crate::domain::assessment::Assessment;
use crate::domain::change::Change;
use crate::domain::evidence::Observations;
use crate::domain::text::Shown;
use crate::problem::Problem;

use super::conversation::{Conversation, Phase};
use super::message::Effect;
use super::open::{OpenReview, Saving, capital};
use super::question::Question;

impl Conversation {
    pub(super) fn observed(&mut self, seen: &Observations) {
        let Some(open) = &mut self.review else {
            return;
        };
        let before = open.standing();
        open.session.look(seen);
        let moved = open.standing().moved_from(&before);
        if !moved.is_empty() {
            self.say(format!(
                "The files that are evidence were looked at. {moved}"
            ));
        }
    }

    pub(super) fn saved(
        &mut self,
        count: usize,
        merged: Option<Assessment>,
        mut refused: Vec<Change>,
    ) {
        let Some(open) = &mut self.review else {
            return;
        };
        let was_merged = merged.is_some();
        let was_told = matches!(open.saving, Saving::Failed(_) | Saving::Slow);
        let before = open.standing();
        refused.extend(open.session.saved(count, merged));
        let all_saved = !open.session.has_unsaved();
        open.saving = if all_saved {
            Saving::Saved
        } else {
            Saving::UnderWay
        };
        open.at = open.at.min(open.len().saturating_sub(1));
        let count = open.len();
        open.found.retain(|at| *at < count);
        let moved = match open.standing().moved_from(&before) {
            moved if moved.is_empty() => moved,
            moved => format!(" {moved}"),
        };
        if was_merged {
            let (changes, taken_in) = (open.session.hand_over(), open.session.merges());
            if !changes.is_empty() {
                self.reply.effects.push(Effect::Save {
                    changes,
                    merges: taken_in,
                });
            }
        }
        let items = refused.iter().filter_map(Change::item);
        let items: Vec<String> = items.map(|item| item.shown().into_string()).collect();
        if !refused.is_empty() {
            let what = match items.first() {
                Some(_) => items.join(", "),
                None => "the same".to_owned(),
            };
            self.say(format!(
                "NOT MADE: somebody else changed {what} meanwhile. Theirs stands. Look and answer again.{moved}"
            ));
        } else if was_merged {
            self.say(format!(
                "The file was changed from outside. Both sides are in it now.{moved}"
            ));
        } else if was_told && all_saved {
            self.say("Saved now.");
        }
        if all_saved && matches!(self.question, Some(Question::Unsaved)) {
            self.question = None;
        }
        if all_saved {
            self.sign_when_saved(!refused.is_empty());
        }
        if all_saved && self.phase == Phase::Leaving {
            self.left();
        }
    }

    pub(super) fn not_saved(&mut self, problem: &Problem) {
        let was_leaving = self.phase == Phase::Leaving;
        let Some(open) = &mut self.review else {
            return;
        };
        let failed = Saving::Failed(problem.clone());
        // It is tried every few seconds, and said once.
        if open.saving != failed || was_leaving {
            open.saving = failed;
            let Problem {
                what, place, next, ..
            } = problem;
            let what = what.strip_prefix("not saved: ").unwrap_or(what);
            let mut why = format!("NOT SAVED: {}. It is tried again.", Shown::line(what));
            for more in [next, place] {
                if !more.is_empty() {
                    let _ = write!(why, " {}.", capital(Shown::line(more).as_str()));
                }
            }
            self.say(why);
        }
        self.sign_not_saved();
        if was_leaving {
            self.phase = Phase::Talking;
            self.ask(Question::Unsaved);
        }
    }

    /// Says that a save takes long.
    pub(super) fn slow(&mut self) {
        if let Some(open) = &mut self.review
            && open.saving == Saving::UnderWay
        {
            open.saving = Saving::Slow;
            self.say("Not saved yet: the disk is slow. It is under way.");
        }
    }

    /// Leaves the review or the program, once everything is saved.
    pub(super) fn leave(&mut self) {
        let Some(open) = &self.review else {
            self.say("Left.");
            self.phase = Phase::Over;
            return;
        };
        if matches!(open.saving, Saving::Failed(_)) {
            self.say("NOT SAVED: what you changed is not on disk. It is tried again.");
            self.ask(Question::Unsaved);
        } else if open.session.has_unsaved() {
            self.phase = Phase::Leaving;
        } else {
            self.left();
        }
    }

    /// The review is left: back home, or out.
    pub(super) fn left(&mut self) {
        self.phase = Phase::Talking;
        self.question = None;
        self.more.clear();
        let open = self.review.take();
        self.reply
            .effects
            .extend(open.as_ref().and_then(OpenReview::keep));
        self.reply.effects.push(Effect::Close);
        let (lost, read_only) = open.as_ref().map_or((false, true), |open| {
            (open.session.has_unsaved(), open.read_only)
        });
        self.say(match (lost, read_only) {
            (true, _) => "Left. What was not saved is lost.",
            (false, false) => "Left. Everything is saved.",
            (false, true) => "Left.",
        });
        match open {
            Some(open) if open.from_home => self.wait_for(Effect::LoadEntries),
            _ => self.phase = Phase::Over,
        }
    }
}
