//! How the screen looks, changed while it is open; nothing of it is kept.

use crate::tui::background::Background;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::pick::{PickDialog, PickRow, Picking};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::settings::{AUTO, suiting};
use crate::tui::theme::{THEMES, Theme};

/// Takes clicks and the wheel, or leaves them to the terminal.
pub(super) fn switch_mouse(model: &mut Model) -> Vec<Effect> {
    model.mouse = !model.mouse;
    model.tell(if model.mouse {
        "clicks and the wheel are taken here now"
    } else {
        "the mouse is the terminal's now: it selects text, and clicks do nothing here"
    });
    vec![Effect::Mouse(model.mouse)]
}

/// The terminal has said what it draws on.
pub(super) fn on_background(model: &mut Model, background: Background) {
    model.background = Some(background);
    if model.follows_background {
        model.theme = suiting(background);
    }
}

/// The question which colours are wanted.
pub(super) fn theme_dialog(model: &Model) -> Dialog {
    let now = |theme: Option<Theme>, follows: bool| {
        let is_now = follows == model.follows_background
            && (follows || theme.is_some_and(|theme| theme == model.theme));
        if is_now { "now" } else { "" }.to_owned()
    };
    let mut rows = vec![PickRow {
        label: format!("{AUTO}: dark or light, as the terminal is"),
        remark: now(None, true),
    }];
    let names = names(model);
    for name in &names[1..] {
        rows.push(PickRow {
            label: crate::domain::text::Shown::line(name).into_string(),
            remark: now(theme_of(model, name), false),
        });
    }
    let picking = Picking::Theme(names);
    Dialog::Pick(Box::new(PickDialog::of(
        picking,
        "Colours",
        "which colours?",
        rows,
    )))
}

/// Changes the colours to those of a name.
pub(super) fn choose_theme(model: &mut Model, name: &str) -> Vec<Effect> {
    model.follows_background = name == AUTO;
    if model.follows_background {
        model.theme = suiting(model.background.unwrap_or(Background::Dark));
        model.asks_background = model.background.is_none();
    } else if let Some(theme) = theme_of(model, name) {
        model.theme = theme;
    }
    model.tell(format!(
        "the colours are {name} until you leave; theme: \"{name}\" in config.ron keeps them"
    ));
    Vec::new()
}

fn names(model: &Model) -> Vec<String> {
    let built_in = THEMES.iter().map(|theme| theme.0.to_owned());
    let own = model.own_themes.iter().map(|theme| theme.0.clone());
    [AUTO.to_owned()]
        .into_iter()
        .chain(built_in)
        .chain(own)
        .collect()
}

fn theme_of(model: &Model, name: &str) -> Option<Theme> {
    let own = model.own_themes.iter().find(|theme| theme.0 == name);
    Theme::choose(false, Some(name))
        .ok()
        .or_else(|| own.map(|theme| theme.1.clone()))
}
