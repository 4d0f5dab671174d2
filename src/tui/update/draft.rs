//! What was typed into a dialog that was left: it comes back when the same dialog is opened again.

use crate::action::Action;
use crate::tui::dialogs::{Dialog, Purpose};
use crate::tui::model::Model;

/// Leaves the dialog in front; what was typed into it is kept, and how it comes back is said.
pub(super) fn set_aside(model: &mut Model) {
    let Some(dialog) = model.dialog.take() else {
        return;
    };
    let Some(opens) = opens(&dialog).filter(|_| holds_work(model, &dialog)) else {
        return;
    };
    let context = model.screen_context();
    let says = model.keymap.says(context, opens, "brings it back");
    let back = says.map_or_else(String::new, |says| format!("; {says}"));
    model.tell(format!("nothing changed{back}"));
    model.draft = Some(dialog);
}

/// Puts what was typed before into the dialog in front, if it asks the same.
pub(super) fn bring_back(model: &mut Model) {
    let is_same = match (&model.dialog, &model.draft) {
        (Some(Dialog::Text(now)), Some(Dialog::Text(then))) => now.purpose == then.purpose,
        (Some(Dialog::Evidence(now)), Some(Dialog::Evidence(then))) => now.item == then.item,
        (Some(Dialog::Aside(now)), Some(Dialog::Aside(then))) => now.item == then.item,
        (Some(Dialog::Waiver(now)), Some(Dialog::Waiver(then))) => now.item == then.item,
        (Some(Dialog::Sign(_)), Some(Dialog::Sign(_))) => true,
        (Some(Dialog::Task(now)), Some(Dialog::Task(then))) => now.item == then.item,
        _ => false,
    };
    if !is_same {
        return;
    }
    match (&mut model.dialog, model.draft.take()) {
        // What counts for the item may be another since; only the words come back.
        (Some(Dialog::Evidence(now)), Some(Dialog::Evidence(then))) => now.take_words(*then),
        // The verdict may be another.
        (Some(Dialog::Sign(now)), Some(Dialog::Sign(then))) => now.take_words(*then),
        (now, then) => *now = then,
    }
}

/// What opens the dialog; absent where nothing is lost that would be missed.
fn opens(dialog: &Dialog) -> Option<Action> {
    match dialog {
        Dialog::Text(dialog) => match dialog.purpose {
            Purpose::Reason(_) => Some(Action::NotApplicable),
            Purpose::Comment(_) => Some(Action::Comment),
            Purpose::Measure(_) => Some(Action::Measure),
            Purpose::Snapshot => Some(Action::Freeze),
            Purpose::Dissent(..) => Some(Action::Dissent),
            Purpose::Reply(..) => Some(Action::Resolve),
            Purpose::Park(_) => Some(Action::Park),
            Purpose::Decision(_) => Some(Action::Decide),
            Purpose::Subject(_) | Purpose::Name(_) => None,
        },
        Dialog::Evidence(_) => Some(Action::Evidence),
        Dialog::Aside(_) => Some(Action::Aside),
        Dialog::Waiver(_) => Some(Action::Waive),
        Dialog::Sign(_) => Some(Action::Sign),
        Dialog::Task(_) => Some(Action::Task),
        _ => None,
    }
}

/// Whether something stands in the dialog that stands nowhere else.
fn holds_work(model: &Model, dialog: &Dialog) -> bool {
    match dialog {
        Dialog::Text(dialog) => {
            let typed = dialog.field.text().trim();
            let stands = |item| {
                let assessment = model.review.as_ref()?.session.assessment();
                Some(assessment.answer(item)?.comment.raw().trim() == typed)
            };
            let is_old = match &dialog.purpose {
                Purpose::Comment(item) => stands(item).unwrap_or(false),
                _ => false,
            };
            !typed.is_empty() && !is_old
        }
        Dialog::Evidence(dialog) => !dialog.field.text().trim().is_empty(),
        Dialog::Aside(dialog) => dialog.is_altered(),
        Dialog::Waiver(dialog) => dialog.is_altered(),
        Dialog::Sign(dialog) => dialog.is_altered(),
        Dialog::Task(dialog) => dialog.holds_text(),
        _ => false,
    }
}
