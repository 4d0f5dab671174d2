//! Every key that a hint or the key sheet names does something where it is named.

use candor::action::table::ACTIONS;
use candor::action::{Action, Context};
use candor::tui::dialogs::Dialog;
use candor::tui::keymap::Keymap;
use candor::tui::message::{HomeRow, HomeTarget};

use super::compare::compared;
use super::conflicts::merged_review;
use super::evidence::suggested;
use super::harness::Ui;
use super::meeting;
use super::sign_off::signed;
use super::standing::{made, review};

const SIZE: (u16, u16) = (120, 32);

/// A screen in a context, in the middle of things: there is something above and below.
pub(crate) fn screen(context: Context) -> Ui {
    match context {
        Context::Home => home().keys("j"),
        Context::HomeSearch => home().keys("/o<down>"),
        Context::Review => review(SIZE).keys("j"),
        Context::ReviewSearch => review(SIZE).keys("/e<down>"),
        Context::Summary => review(SIZE).keys("Sj"),
        Context::Plan => review(SIZE).keys("pj"),
        Context::Compare => compared(review(SIZE)).keys("Djj"),
        Context::Conflicts => merged_review((60, 18)).keys("Rj"),
        Context::Meeting => meeting::meeting(SIZE).keys("j"),
        Context::People => Ui::review_of(meeting::attended(), SIZE).keys("Aj"),
        Context::SignOff => signed(SIZE).keys("XGk"),
        Context::Signing => signed(SIZE).keys("Xs<tab>"),
        Context::Pick => review(SIZE).keys(":<down>"),
        Context::Line => review(SIZE).keys("-because"),
        Context::Text => review(SIZE).keys("cwhy"),
        Context::Evidence => suggested(review(SIZE).keys("e<tab>a"), "a"),
        Context::Path => suggested(home().keys("oa"), "a"),
        Context::Form => Ui::review(SIZE).keys("wwhy"),
        Context::Asking => made(SIZE).keys("j"),
        Context::Subject => review(SIZE).keys("s"),
        Context::Choice => review(SIZE).keys("w"),
        Context::Sheet => review((60, 18)).keys("vjj"),
        Context::Unsaved => {
            let mut ui = Ui::review(SIZE);
            ui.saves = false;
            ui.press("x");
            let problem = candor::problem::Problem::new(
                candor::problem::ProblemKind::File,
                "the disk is full",
            );
            ui.send(candor::tui::message::Message::NotSaved(problem));
            ui.keys("q")
        }
    }
}

fn home() -> Ui {
    let row = |name: &str| HomeRow {
        target: HomeTarget::Example(name.to_owned()),
        title: format!("{name} of old"),
        detail: "an example".to_owned(),
        figures: None,
        signed: None,
        lapsing: String::new(),
    };
    Ui::home(SIZE).with_rows(vec![row("one"), row("two"), row("three")])
}

/// What has to be there so that an action has something to do.
fn before(action: Action, context: Context) -> &'static str {
    match (action, context) {
        (Action::Undo, Context::Conflicts) => "1",
        (Action::Redo, Context::Conflicts) => "1u",
        (Action::PageUp, Context::Conflicts) => "<pagedown>",
        (Action::Undo, _) => "o",
        (Action::Redo, _) => "ou",
        (Action::IfNothing, Context::Plan) => "<space>",
        (Action::Back, Context::Review) => "<enter>",
        (Action::Back, Context::Home) => "/o<enter>",
        (Action::Last | Action::PageDown | Action::Down, Context::Choice | Context::Subject)
        | (Action::Yes | Action::No | Action::Toggle, Context::Asking) => "g",
        (Action::First | Action::PageUp | Action::Up, Context::Choice | Context::Subject) => "G",
        (Action::Complete, Context::Signing) => "",
        (Action::Complete, _) => "<down>",
        (Action::Up, Context::Evidence | Context::Path) => "<down><down>",
        (Action::Clear, Context::Subject | Context::Asking) => "gyg",
        _ => "",
    }
}

/// All that a key can alter.
pub(crate) fn state(ui: &Ui) -> (String, usize, bool, Option<Context>) {
    let context = ui.model.dialog.as_ref().map(Dialog::context);
    (ui.picture(), ui.effects.len(), ui.model.ended, context)
}

/// Every key of a keymap that does nothing where it is advertised.
pub(crate) fn idle_keys(keymap: &Keymap) -> Vec<String> {
    let mut idle = Vec::new();
    for entry in ACTIONS {
        for context in entry.contexts {
            for key in keymap.keys_of(entry) {
                let mut ui = screen(*context);
                assert_eq!(ui.model.context(), *context, "the screen of {context:?}");
                let before = before(entry.action, *context);
                // Home is left by opening; nothing is typed there.
                if !(before.starts_with('/') && *context == Context::Home) {
                    ui.press(before);
                }
                assert_eq!(ui.model.context(), *context, "{key} in {context:?}");
                ui.model.set_keymap(keymap.clone());
                let was = state(&ui);
                ui.send(candor::tui::message::Message::Key(key.event()));
                let does_nothing_here = entry.action == Action::Back && *context == Context::Home;
                if state(&ui) == was && !does_nothing_here {
                    idle.push(format!(
                        "{key} ({}) does nothing in {context:?}",
                        entry.name
                    ));
                }
            }
        }
    }
    idle
}

#[test]
fn every_advertised_key_does_something_where_it_is_advertised() {
    let idle = idle_keys(&Keymap::default_keys());
    assert!(idle.is_empty(), "{}", idle.join("\n"));
}
