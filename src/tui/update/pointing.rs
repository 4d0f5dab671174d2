//! What is pasted, dropped or clicked.

use ratatui::layout::Position;

use crate::action::Action;
use crate::tui::dialogs::Dialog;
use crate::tui::effect::Effect;
use crate::tui::layout::PageLayout;
use crate::tui::message::Message;
use crate::tui::model::Model;

use super::{Surroundings, act, find, react};

pub(super) fn on_paste(
    model: &mut Model,
    text: &str,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    model.notice = None;
    let types_text = model.context().types_text();
    match &mut model.dialog {
        Some(Dialog::Evidence(dialog)) => dialog.paste(text),
        Some(
            dialog @ (Dialog::Text(_)
            | Dialog::Path(_)
            | Dialog::Waiver(_)
            | Dialog::Aside(_)
            | Dialog::Task(_)
            | Dialog::People(_)
            | Dialog::Pick(_)),
        ) => {
            if let Some(field) = dialog.field() {
                field.paste(text);
            }
            dialog.typed();
        }
        None if types_text => {
            let field = match &mut model.review {
                Some(open) => open.view.search_field(),
                None => model.home.search_field(),
            };
            if let Some(field) = field {
                field.paste(text);
            }
            find(model);
        }
        // A dropped file or a pasted address on the review itself is evidence for the selected item.
        None if model.review.is_some() => {
            let effects = act(model, Action::Evidence, around);
            match &mut model.dialog {
                Some(Dialog::Evidence(dialog)) => dialog.paste(text),
                // The name is asked for first; then it goes on.
                Some(_) => model.held.push(Message::Paste(text.to_owned())),
                None => {}
            }
            return effects;
        }
        _ => {}
    }
    Vec::new()
}

pub(super) fn on_click(
    model: &mut Model,
    column: u16,
    row: u16,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    if model.dialog.is_some() {
        return Vec::new();
    }
    model.notice = None;
    let (screen, look) = (model.size, (&model.theme, model.glyphs));
    if let (Some(_), Some(open)) = (model.front.context(), &model.review) {
        let body = PageLayout::of(screen).body;
        let at = Position { x: column, y: row };
        let reaction = model.front.click(at, &open.session, body, look);
        return react(model, reaction);
    }
    let (ticks, opens) = match &mut model.review {
        Some(open) => (open.click(column, row, screen, look), false),
        None => (false, model.home.click(column, row, screen)),
    };
    match (ticks, opens) {
        (true, _) => act(model, Action::MetOrClear, around),
        (_, true) => act(model, Action::Open, around),
        _ => Vec::new(),
    }
}

pub(super) fn on_wheel(model: &mut Model, at: Position, down: bool) {
    let (screen, look) = (model.size, (&model.theme, model.glyphs));
    if model.dialog.is_some() {
        return;
    }
    if let (Some(_), Some(open)) = (model.front.context(), &model.review) {
        let body = PageLayout::of(screen).body;
        model.front.wheel(at, down, &open.session, body, look);
    } else if let Some(open) = &mut model.review {
        open.wheel(at.x, at.y, down, screen, look);
    }
}
