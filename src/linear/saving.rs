//! What is heard of the disk, and leaving, which waits for it.

use std::fmt::Write as _;

use crate::domain::assessment::Assessment;
use crate::domain::came_in::{came_in, new_conflicts};
use crate::domain::evidence::Observations;
use crate::domain::text::{Shown, Text};
use crate::problem::{KEPT_ASIDE, Problem};

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

    pub(super) fn saved(&mut self, handover: u64) {
        let Some(open) = &mut self.review else {
            return;
        };
        let was_told = matches!(open.saving, Saving::Failed(_) | Saving::Slow);
        open.session.saved(handover);
        if open.session.has_unsaved() {
            open.saving = Saving::UnderWay;
            return;
        }
        open.saving = Saving::Saved;
        if was_told {
            self.say("Saved now.");
        }
        if matches!(self.question, Some(Question::Unsaved { .. })) {
            self.question = None;
        }
        self.sign_when_saved();
        if self.phase == Phase::Leaving {
            self.left();
        }
    }

    /// Takes in what others have written, and says it.
    pub(super) fn merged(&mut self, handover: u64, merged: Assessment) {
        let Some(open) = &mut self.review else {
            return;
        };
        let (before, stood) = (open.assessment().clone(), open.standing());
        open.session.merged(handover, merged);
        let taken_in = Effect::TakenIn(open.session.merges());
        let later = open.session.hand_over().map(Effect::Save);
        let effects = &mut self.reply.effects;
        effects.extend([taken_in].into_iter().chain(later));
        let after = open.assessment();
        if before == *after {
            return;
        }
        let (words, conflicts) = (came_in(&before, after), new_conflicts(&before, after));
        let count = open.len();
        open.at = open.at.min(count.saturating_sub(1));
        open.found.retain(|at| *at < count);
        let moved = match open.standing().moved_from(&stood) {
            moved if moved.is_empty() => moved,
            moved => format!(" {moved}"),
        };
        // New evidence has not been looked at.
        effects.push(Effect::Look);
        let is_conflict = !conflicts.is_empty();
        let words = match (is_conflict, words.is_empty()) {
            (true, _) => conflicts,
            (false, false) => words,
            (false, true) => "the file was changed from outside".to_owned(),
        };
        let resolve = if is_conflict {
            " The word conflicts names it, resolve chooses."
        } else {
            ""
        };
        // An item's id stays as it is typed.
        let first = words.split_whitespace().next().unwrap_or_default();
        let first = Text::new(first.trim_end_matches(':'));
        let is_id = open.assessment().position(&first).is_some();
        let words = if is_id { words } else { capital(&words) };
        self.say(format!("{words}.{resolve}{moved}"));
        if is_conflict {
            self.sign_in_conflict();
        }
    }

    /// Takes in that the file can't be read any more, though nothing is unsaved, or that it can be again.
    pub(super) fn outside(&mut self, trouble: Option<&Problem>) {
        let Some(open) = &mut self.review else {
            return;
        };
        match trouble {
            Some(problem) if !open.session.has_unsaved() => {
                open.saving = Saving::Outside;
                self.say_problem("NOT ON DISK", problem);
            }
            None if open.saving == Saving::Outside => {
                open.saving = Saving::Saved;
                self.say("The file is there again.");
            }
            _ => {}
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
            self.ask_to_leave();
        }
    }

    fn ask_to_leave(&mut self) {
        let kept = self
            .failure()
            .is_some_and(|problem| problem.what.ends_with(KEPT_ASIDE));
        self.ask(Question::Unsaved { kept });
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
            self.ask_to_leave();
        } else if open.session.has_unsaved() {
            self.phase = Phase::Leaving;
        } else {
            self.left();
        }
    }

    /// Leaves and loses what is not saved.
    pub(super) fn lose(&mut self) {
        self.reply.effects.push(Effect::Lose);
        self.say("Left. What was not saved is lost.");
        self.close();
    }

    /// Leaves what is not saved where it is kept aside.
    pub(super) fn leave_kept(&mut self) {
        let why = self.failure().cloned();
        self.reply.effects.extend(why.map(Effect::LeaveUnsaved));
        self.say(
            "Left. What is not saved is kept aside, and is back when the review is opened again.",
        );
        self.close();
    }

    /// The review is left: back home, or out.
    pub(super) fn left(&mut self) {
        let read_only = self.review.as_ref().is_none_or(|open| open.read_only);
        self.say(if read_only {
            "Left."
        } else {
            "Left. Everything is saved."
        });
        self.close();
    }

    fn close(&mut self) {
        self.phase = Phase::Talking;
        self.question = None;
        self.more.clear();
        let open = self.review.take();
        self.reply
            .effects
            .extend(open.as_ref().and_then(OpenReview::keep));
        self.reply.effects.push(Effect::Close);
        match open {
            Some(open) if open.from_home => self.wait_for(Effect::LoadEntries),
            _ => self.phase = Phase::Over,
        }
    }
}
