//! What becomes of the model when something is on disk, or not, and when others have written.

use crate::action::Action;
use crate::domain::assessment::Assessment;
use crate::domain::came_in::{came_in, new_conflicts};
use crate::domain::text::Shown;
use crate::problem::Problem;
use crate::tui::dialogs::Dialog;
use crate::tui::effect::{Effect, Notice};
use crate::tui::model::Model;
use crate::tui::screens::review::Saving;

use super::going::left;
use super::sign_off;

/// Says that nothing could be saved; who was about to leave is asked.
pub(super) fn on_not_saved(model: &mut Model, problem: &Problem) {
    if let Some(open) = &mut model.review {
        open.saving = Saving::Failed(problem.clone());
    }
    sign_off::not_saved(model, problem);
    if model.leaving {
        model.leaving = false;
        model.dialog = Some(Dialog::Unsaved(
            Shown::line(&problem.to_string()).into_string(),
        ));
    }
}

/// Takes in that everything up to a handover is on disk.
pub(super) fn on_saved(model: &mut Model, handover: u64) -> Vec<Effect> {
    let Some(open) = &mut model.review else {
        return Vec::new();
    };
    open.session.saved(handover);
    if open.session.has_unsaved() {
        open.saving = Saving::UnderWay;
        return Vec::new();
    }
    open.saving = Saving::Saved;
    if matches!(model.dialog, Some(Dialog::Unsaved(_))) {
        model.dialog = None;
        if model.notice.is_none() {
            let leaves = model.says(model.screen_context(), Action::Leave, "leaves");
            model.tell(format!("everything is saved now{leaves}"));
        }
    }
    let mut effects = sign_off::saved(model);
    if model.leaving {
        effects.extend(left(model));
    }
    effects
}

/// Takes in what could not be saved before: it is to be saved now, as if it had just been answered.
pub(super) fn on_brought_back(model: &mut Model, unsaved: Assessment) -> Vec<Effect> {
    let Some(open) = &mut model.review else {
        return Vec::new();
    };
    open.session.bring_back(unsaved);
    open.saving = Saving::UnderWay;
    let handover = open.session.hand_over();
    open.refresh();
    open.view.follow(model.size);
    model.front.refresh(&open.session);
    let mut effects = vec![Effect::Look];
    effects.extend(handover.map(Effect::Save));
    effects
}

/// Takes in what others have written, with everything up to a handover, and says it. The selection and what is being
/// typed stay.
pub(super) fn on_merged(model: &mut Model, handover: u64, merged: Assessment) -> Vec<Effect> {
    let Some(open) = &mut model.review else {
        return Vec::new();
    };
    let before = open.session.assessment().clone();
    open.session.merged(handover, merged);
    let mut effects = vec![Effect::TakenIn(open.session.merges())];
    effects.extend(open.session.hand_over().map(Effect::Save));
    let after = open.session.assessment();
    if before == *after {
        return effects;
    }
    let (words, conflicts) = (came_in(&before, after), new_conflicts(&before, after));
    // New evidence has not been looked at.
    effects.push(Effect::Look);
    open.refresh();
    open.view.follow(model.size);
    model.front.refresh(&open.session);
    if let Some(Dialog::Subject(dialog)) = &mut model.dialog {
        dialog.refresh(open.session.assessment());
    }
    if !conflicts.is_empty() {
        sign_off::in_conflict(model);
        let context = model.screen_context();
        let shows = model.says(context, Action::Conflicts, "shows them");
        model.notice = Some(Notice::failure(format!("{conflicts}{shows}")));
    } else if !words.is_empty() && !model.notice.as_ref().is_some_and(|it| it.is_error) {
        model.tell(words);
    }
    effects
}

/// Takes in that the file can't be read any more, though nothing is unsaved, or that it can be again.
pub(super) fn on_outside(model: &mut Model, trouble: Option<Problem>) {
    let Some(open) = &mut model.review else {
        return;
    };
    match trouble {
        Some(problem) if !open.session.has_unsaved() => {
            model.notice = Some(Notice::of(&problem));
            open.saving = Saving::Outside(problem);
        }
        None if matches!(open.saving, Saving::Outside(_)) => {
            open.saving = if open.session.has_unsaved() {
                Saving::UnderWay
            } else {
                Saving::Saved
            };
            model.tell("the file is there again");
        }
        _ => {}
    }
}
