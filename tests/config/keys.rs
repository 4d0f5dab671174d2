//! Keys of one's own: what the screen says of keys is what they do.

use std::collections::HashMap;

use candor::action::table::ACTIONS;
use candor::action::{Action, Context, in_context};
use candor::tui::dialogs::Dialog;
use candor::tui::keymap::{Key, Keymap};
use candor::tui::message::Message;

use super::faults::settings_of;
use crate::tui::every_key::{idle_keys, screen, state};
use crate::tui::harness::{SIZES, Ui};

/// Every action on a key that none has by default.
fn remapped() -> Keymap {
    let letters = ('а'..='џ')
        .chain('α'..='ω')
        .chain('ա'..='ֆ')
        .chain('ა'..='ჰ')
        .chain('א'..='ת');
    let other: HashMap<&'static str, Vec<Key>> = ACTIONS
        .iter()
        .zip(letters)
        .map(|(entry, letter)| {
            (
                entry.name,
                vec![Key::parse(&format!("alt-{letter}")).unwrap()],
            )
        })
        .collect();
    assert_eq!(
        other.len(),
        ACTIONS.len(),
        "there are letters for every action"
    );
    Keymap::with(&other).unwrap()
}

fn with_keys(mut ui: Ui, keymap: &Keymap) -> Ui {
    ui.model.set_keymap(keymap.clone());
    ui
}

fn press(ui: &mut Ui, key: Key) {
    ui.send(Message::Key(key.event()));
}

#[test]
fn every_key_of_ones_own_does_what_the_default_one_did() {
    let idle = idle_keys(&remapped());
    assert!(idle.is_empty(), "{}", idle.join("\n"));
}

#[test]
fn what_was_a_key_by_default_does_nothing_any_more() {
    let keymap = remapped();
    let unbound = Key::parse("f12").unwrap();
    for context in Context::ALL
        .into_iter()
        .filter(|context| !context.types_text())
    {
        for name in in_context(context).flat_map(|entry| entry.keys) {
            let mut ui = with_keys(screen(context), &keymap);
            // A word in the last line goes with the next key, whatever it is.
            press(&mut ui, unbound);
            let was = state(&ui);
            press(&mut ui, Key::parse(name).unwrap());
            assert!(
                state(&ui) == was,
                "{name} still does something in {context:?}"
            );
        }
    }
}

#[test]
fn footer_sheet_and_palette_show_the_keys_as_they_are() {
    let keymap = remapped();
    for context in [Context::Home, Context::Review] {
        let mut ui = with_keys(screen(context), &keymap);
        press(&mut ui, Key::parse("f12").unwrap());
        let text = ui.text();
        let footer = text.lines().last().unwrap();
        let mut shown = 0;
        for entry in in_context(context).filter(|entry| !entry.hint.is_empty()) {
            let hint = format!("{} {}", keymap.keys_of(entry)[0], entry.hint);
            shown += usize::from(footer.contains(&hint));
            for old in entry.keys {
                let old = format!("{} {}", Key::parse(old).unwrap(), entry.hint);
                assert!(
                    !footer.split("·").any(|part| part.trim() == old),
                    "{footer}"
                );
            }
        }
        assert!(shown >= 3, "{footer}");
        let sheet = in_context(context)
            .find(|entry| entry.action == Action::Keys)
            .unwrap();
        press(&mut ui, keymap.keys_of(sheet)[0]);
        let mut rows = String::new();
        let down = in_context(Context::Sheet)
            .find(|entry| entry.action == Action::Down)
            .unwrap();
        for _ in 0..80 {
            rows.push_str(&ui.text());
            press(&mut ui, keymap.keys_of(down)[0]);
        }
        for entry in in_context(context) {
            let key = keymap.keys_of(entry)[0].to_string();
            assert!(
                rows.lines()
                    .any(|row| row.contains(&key) && row.contains(entry.does)),
                "{key} {}",
                entry.does
            );
        }
    }
}

/// Each with the keys that lead to it by default, the context that it names a key of, and that key's action.
const SENTENCES: &[(&str, &str, Context, Action)] = &[
    ("W", "attaches some", Context::Review, Action::Evidence),
    ("n", "searches", Context::Review, Action::Search),
    (
        "/qqqq",
        "ends the search",
        Context::ReviewSearch,
        Action::Cancel,
    ),
    (
        "- <enter>",
        "leaves it as it is",
        Context::Line,
        Action::Cancel,
    ),
    (
        "ehalf<enter>",
        "changes the kind",
        Context::Evidence,
        Action::NextField,
    ),
];

/// All that is said: a dialog may break its sentence into lines.
fn said(ui: &Ui) -> String {
    let fault = match &ui.model.dialog {
        Some(Dialog::Text(dialog)) => dialog.fault.clone(),
        Some(Dialog::Evidence(dialog)) => dialog.fault.clone(),
        _ => None,
    };
    format!("{}\n{}", ui.text(), fault.unwrap_or_default())
}

#[test]
fn sentences_name_the_keys_as_they_are_and_none_where_there_is_none() {
    for size in [SIZES[0], (100, 24)] {
        for (keys, does, context, action) in SENTENCES {
            let by_default = said(&Ui::review(size).keys(keys));
            let key = Keymap::default_keys().key_for(*context, *action).unwrap();
            assert!(
                by_default.contains(&format!("{key} {does}")),
                "{keys}:\n{by_default}"
            );
            // The same keys but for the one that the sentence names.
            let name = in_context(*context)
                .find(|entry| entry.action == *action)
                .unwrap()
                .name;
            let other = HashMap::from([(name, vec![Key::parse("ctrl-f12").unwrap()])]);
            let mut ui = Ui::review(size);
            ui.model.set_keymap(Keymap::with(&other).unwrap());
            let text = said(&ui.keys(keys));
            assert!(
                text.contains(&format!("Ctrl-F12 {does}")),
                "{keys}:\n{text}"
            );
        }
    }
    // The summary says it where its history would be.
    for (key, says) in [
        ("ctrl-f12", "Ctrl-F12 freezes one"),
        ("", "begins with the first one"),
    ] {
        let keys = Key::parse(key).into_iter().collect();
        let mut ui = Ui::review((120, 90));
        ui.model
            .set_keymap(Keymap::with(&HashMap::from([("freeze", keys)])).unwrap());
        let text = ui.keys("S").text();
        assert!(text.contains(says) && !text.contains("F freezes"), "{text}");
    }
    let other = HashMap::from([("search", Vec::new())]);
    let mut ui = Ui::review(SIZES[0]);
    ui.model.set_keymap(Keymap::with(&other).unwrap());
    let text = ui.keys("n").text();
    assert!(
        text.contains("nothing was searched for yet") && !text.contains("searches"),
        "{text}"
    );
}

#[test]
fn a_key_may_stand_for_one_thing_twice_and_for_two_things_never() {
    // Both leave: there is nothing to be mistaken about.
    let (_, settings, faults) =
        settings_of("(keys: {\"leave-now\": [\"ctrl-c\", \"f10\"], \"leave\": \"f10\"})");
    assert_eq!(faults, Vec::<String>::new());
    let leaves = settings
        .keymap
        .action(Context::Review, Key::parse("f10").unwrap());
    assert_eq!(leaves, Some(Action::Leave));
    // Two rows may change keys with each other, and one may have a key that another has elsewhere.
    let (_, _, faults) =
        settings_of("(keys: {\"unmet\": \"o\", \"unknown\": \"x\", \"yes\": \"u\"})");
    assert_eq!(faults, Vec::<String>::new());
    // Every clash is told, by both names, its context and its key.
    let (_, _, faults) = settings_of("(keys: {\"undo\": \"x\", \"comment\": \"w\"})");
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(
        faults[0].contains("x is both `unmet` and `undo` in Review"),
        "{faults:?}"
    );
    assert!(
        faults[1].contains("w is both `waive` and `comment` in Review"),
        "{faults:?}"
    );
}
