//! What other threads and other programs answer.

use crate::problem::Problem;
use crate::tui::dialogs::Dialog;
use crate::tui::effect::Effect;
use crate::tui::message::Message;
use crate::tui::model::Model;

use super::paths::{on_completed, on_measured, on_side};
use super::sign_off::on_signed;

/// Takes in an answer to what a dialog or a screen has asked.
pub(super) fn on_answer(model: &mut Model, answer: Message) -> Vec<Effect> {
    match answer {
        Message::Completed(completed) => on_completed(model, completed),
        Message::Measured(measured) => on_measured(model, measured),
        Message::SideLoaded { path, result } => on_side(model, path, result),
        Message::Edited(result) => on_edited(model, result),
        Message::KeysFound(keys) => {
            if let Some(Dialog::Sign(dialog)) = &mut model.dialog {
                dialog.found(keys);
            }
        }
        Message::Signed(result) => return on_signed(model, result),
        Message::LinkOpened(Err(problem)) => model.tell_problem(&problem),
        _ => {}
    }
    Vec::new()
}

/// Takes in the text as the editor left it; a failure leaves it as it was.
fn on_edited(model: &mut Model, result: Result<String, Problem>) {
    match result {
        Ok(text) => {
            if let Some(field) = model.dialog.as_mut().and_then(Dialog::field) {
                field.set_text(&text);
                model.tell("the text is as the editor left it");
            }
        }
        Err(problem) => {
            if let Some(Dialog::Text(dialog)) = &mut model.dialog {
                dialog.fault = Some(problem.to_string());
            } else {
                model.tell_problem(&problem);
            }
        }
    }
}
