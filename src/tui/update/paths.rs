//! Paths that are typed into dialogs: what they may become, and what is done with them.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::action::{Action, Context};
use crate::problem::Problem;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::path::{PathDialog, PathFor};
use crate::tui::effect::{Effect, Notice};
use crate::tui::front::Front;
use crate::tui::message::{Completed, Measured};
use crate::tui::model::Model;

/// Asks what the path in the dialog in front may become, once each time that it is another.
pub(super) fn ask_completion(model: &mut Model) -> Option<Effect> {
    match &mut model.dialog {
        Some(Dialog::Evidence(dialog)) => {
            let text = dialog.path()?.to_owned();
            let text = dialog.completion.to_ask(&text)?;
            let measure = !text.trim().is_empty();
            Some(Effect::Complete { text, measure })
        }
        Some(Dialog::Sign(dialog)) => {
            let text = dialog.path()?.to_owned();
            let text = dialog.completion.to_ask(&text)?;
            let measure = false;
            Some(Effect::Complete { text, measure })
        }
        Some(Dialog::Path(dialog)) => {
            let text = dialog.completion.to_ask(dialog.field.text())?;
            let measure = false;
            Some(Effect::Complete { text, measure })
        }
        _ => None,
    }
}

pub(super) fn on_completed(model: &mut Model, completed: Completed) {
    match &mut model.dialog {
        Some(Dialog::Evidence(dialog)) => dialog.completion.take(completed),
        Some(Dialog::Path(dialog)) => dialog.completion.take(completed),
        Some(Dialog::Sign(dialog)) => dialog.completion.take(completed),
        _ => {}
    }
}

pub(super) fn on_measured(model: &mut Model, measured: Measured) {
    if let Some(Dialog::Evidence(dialog)) = &mut model.dialog
        && dialog.field.text() == measured.text
    {
        dialog.measured = Some(measured);
    }
}

/// Takes what the typed path may become; where that is nothing the key moves the cursor, as in any field.
pub(super) fn complete(model: &mut Model) {
    let Some(dialog) = &mut model.dialog else {
        return;
    };
    if let Dialog::Sign(dialog) = dialog {
        dialog.choose();
        return;
    }
    let becomes = match dialog {
        Dialog::Evidence(dialog) if dialog.path().is_some() => {
            let field = &dialog.field;
            let at_end = field.cursor() == field.text().len();
            at_end.then(|| dialog.completion.completed(field.text()))
        }
        Dialog::Path(dialog) => {
            let field = &dialog.field;
            let at_end = field.cursor() == field.text().len();
            at_end.then(|| dialog.completion.completed(field.text()))
        }
        _ => None,
    };
    if let Some(field) = dialog.field() {
        match becomes.flatten() {
            Some(path) => field.set_text(&path),
            None => {
                field.handle(KeyEvent::new(KeyCode::Right, KeyModifiers::NONE));
            }
        }
    }
    dialog.typed();
}

/// Puts the chosen suggestion into the field; says whether there was one.
pub(super) fn take_chosen(dialog: &mut Dialog) -> bool {
    let chosen = match dialog {
        Dialog::Evidence(dialog) if dialog.path().is_some() => dialog.completion.chosen(),
        Dialog::Path(dialog) => dialog.completion.chosen(),
        _ => None,
    };
    let Some(path) = chosen.map(|chosen| chosen.path.clone()) else {
        return false;
    };
    if let Some(field) = dialog.field() {
        field.set_text(&path);
    }
    dialog.typed();
    true
}

/// Reads the file that was typed.
pub(super) fn accept_path(model: &mut Model, mut dialog: Box<PathDialog>) -> Vec<Effect> {
    let path = dialog.field.text().trim().to_owned();
    let purpose = dialog.purpose;
    if path.is_empty() || dialog.busy {
        if path.is_empty() {
            dialog.fault = Some("type a path, or choose one with the arrow keys".to_owned());
        }
        model.dialog = Some(Dialog::Path(dialog));
        return Vec::new();
    }
    dialog.busy = true;
    dialog.fault = None;
    model.dialog = Some(Dialog::Path(dialog));
    vec![match purpose {
        PathFor::Open => Effect::OpenTyped(path),
        PathFor::Compare => Effect::LoadSide(path),
    }]
}

/// Tells in the dialog that asked for a path what is wrong with it; says whether there is one.
pub(super) fn path_failed(model: &mut Model, problem: &Problem) -> bool {
    match &mut model.dialog {
        Some(Dialog::Path(dialog)) if dialog.busy => {
            dialog.busy = false;
            dialog.fault = Some(problem.to_string());
            true
        }
        _ => false,
    }
}

pub(super) fn on_side(
    model: &mut Model,
    path: String,
    result: Result<Box<crate::domain::side::Side>, Problem>,
) {
    match result {
        Err(problem) => {
            if !path_failed(model, &problem) {
                model.tell_problem(&problem);
            }
        }
        Ok(side) => {
            let waits = matches!(&model.dialog, Some(Dialog::Path(dialog)) if dialog.busy);
            if let (Front::Compare(page), Some(open), true) =
                (&mut model.front, &model.review, waits)
            {
                page.add_file(path, *side, &open.session);
                model.dialog = None;
                let swaps = model
                    .keymap
                    .says(Context::Compare, Action::Swap, "swaps the sides");
                model.notice = swaps.map(Notice::word);
            }
        }
    }
}
