//! What becomes of the model when something is on disk, or not, and when others have written.

use chrono::TimeDelta;

use crate::action::Action;
use crate::domain::assessment::Assessment;
use crate::domain::came_in::{
    came_in, new_conflicts, newly_in_conflict, takes_back, written_again,
};
use crate::domain::text::{Shown, Text};
use crate::domain::time::Moment;
use crate::problem::Problem;
use crate::tui::dialogs::Dialog;
use crate::tui::effect::{Effect, Lasting, Notice};
use crate::tui::model::Model;
use crate::tui::screens::review::Saving;

use super::going::left;
use super::sign_off;

/// How long what nobody is to miss stays on the screen whatever is pressed.
const STAYS: TimeDelta = TimeDelta::seconds(10);

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
    let after = open.session.assessment().clone();
    if before == after {
        return effects;
    }
    let (words, conflicts) = (came_in(&before, &after), new_conflicts(&before, &after));
    // New evidence has not been looked at.
    effects.push(Effect::Look);
    open.refresh();
    open.view.follow(model.size);
    model.front.refresh(&open.session);
    if let Some(Dialog::Subject(dialog)) = &mut model.dialog {
        dialog.refresh(open.session.assessment());
    }
    forget_settled(&mut model.notice, &after);
    if takes_back(&before, &after) {
        // It may have been written again a moment ago: that is no longer so.
        model.notice.take_if(|notice| {
            let lasts = notice.lasts.as_ref();
            lasts.is_some_and(|lasts| lasts.stays.is_some())
        });
    }
    if !conflicts.is_empty() {
        sign_off::in_conflict(model);
        let context = model.screen_context();
        let shows = model.says(context, Action::Conflicts, "shows them");
        let told = Notice::failure(format!("{conflicts}{shows}"));
        model.notice = Some(told.lasting(Lasting {
            in_conflict: newly_in_conflict(&before, &after),
            stays: None,
        }));
    } else if !words.is_empty() && !model.notice.as_ref().is_some_and(|it| it.is_error) {
        model.tell(words);
    }
    effects
}

/// Takes away what is said of conflicts that somebody has settled.
fn forget_settled(notice: &mut Option<Notice>, now: &Assessment) {
    let is_open = |item: &Text| {
        let answer = now.answer(item);
        answer.is_some_and(|answer| !answer.conflict.is_empty())
    };
    let is_out_of_date = |notice: &mut Notice| {
        let items = notice.lasts.as_ref().map(|lasts| &lasts.in_conflict);
        items.is_some_and(|items| !items.is_empty() && !items.iter().any(is_open))
    };
    notice.take_if(is_out_of_date);
}

/// Says that of so many answers the file lacked what had just been saved, for a while whatever is pressed: whoever put
/// another file there has to know that it is not as it was put there.
pub(super) fn on_written_again(model: &mut Model, answers: usize, now: Moment) {
    let told = written_again(answers);
    let is_said = |notice: &Notice| notice.text.contains(&told);
    let (text, before) = match model.notice.take() {
        Some(before) if is_said(&before) => (before.text, before.lasts),
        Some(before) if before.is_error => (format!("{}; {told}", before.text), before.lasts),
        Some(before) => (format!("{told}; {}", before.text), None),
        None => (told.clone(), None),
    };
    model.notice = Some(Notice::failure(text).lasting(Lasting {
        in_conflict: before.map_or_else(Vec::new, |lasts| lasts.in_conflict),
        stays: Some((told, Moment::new(now.time() + STAYS))),
    }));
}

/// What a key leaves of what was told: nothing, or what stays for a while, after what the key itself has to tell.
pub(super) fn after_key(model: &mut Model, before: Option<Notice>, now: Moment) {
    let staying = before.and_then(|notice| notice.lasts?.stays);
    let Some((told, until)) = staying.filter(|(_, until)| now < *until) else {
        return;
    };
    let text = match model.notice.take() {
        Some(new) => format!("{}; {told}", new.text),
        None => told.clone(),
    };
    model.notice = Some(Notice::failure(text).lasting(Lasting {
        in_conflict: Vec::new(),
        stays: Some((told, until)),
    }));
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
