//! What becomes of the model when changes are on disk, or not.

use crate::action::Action;
use crate::domain::assessment::Assessment;
use crate::domain::change::Change;
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

/// Takes in that the oldest changes are on disk, and what others have written.
pub(super) fn on_saved(
    model: &mut Model,
    count: usize,
    merged: Option<Assessment>,
    mut refused: Vec<Change>,
) -> Vec<Effect> {
    let Some(open) = &mut model.review else {
        return Vec::new();
    };
    let was_merged = merged.is_some();
    refused.extend(open.session.saved(count, merged));
    open.saving = if open.session.has_unsaved() {
        Saving::UnderWay
    } else {
        Saving::Saved
    };
    let mut effects = Vec::new();
    if was_merged {
        open.refresh();
        open.view.follow(model.size);
        model.front.refresh(&open.session);
        if let Some(Dialog::Subject(dialog)) = &mut model.dialog {
            dialog.refresh(open.session.assessment());
        }
        let changes = open.session.hand_over();
        if !changes.is_empty() {
            effects.push(Effect::Save {
                changes,
                merges: open.session.merges(),
            });
        }
    }
    let items: Vec<String> = refused
        .iter()
        .filter_map(Change::item)
        .map(|item| item.shown().into_string())
        .collect();
    if let Some(first) = items.first() {
        let more = if items.len() > 1 {
            format!(" and {} more", items.len() - 1)
        } else {
            String::new()
        };
        model.notice = Some(Notice::failure(format!(
            "somebody else changed {first}{more} meanwhile: theirs stands, yours was not made; look and answer again"
        )));
    } else if was_merged {
        model.tell("the file was changed from outside; both sides are in it now");
    }
    let all_saved = model
        .review
        .as_ref()
        .is_some_and(|open| !open.session.has_unsaved());
    if all_saved && matches!(model.dialog, Some(Dialog::Unsaved(_))) {
        model.dialog = None;
        if model.notice.is_none() {
            let leaves = model.says(model.screen_context(), Action::Leave, "leaves");
            model.tell(format!("everything is saved now{leaves}"));
        }
    }
    if all_saved {
        effects.extend(sign_off::saved(model, !items.is_empty()));
    }
    if model.leaving && all_saved {
        effects.extend(left(model));
    }
    effects
}
