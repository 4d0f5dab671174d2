//! Keys and what they do, from the action table.

use std::collections::{HashMap, HashSet};
use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::action::table::ACTIONS;
use crate::action::{Action, Context, Entry, in_context};

/// A key with its modifiers, in the one form in which keys are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

impl Key {
    /// The key of an event. Shift is part of the character, so it counts for named keys only.
    pub fn of(event: KeyEvent) -> Self {
        let mut modifiers =
            event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        if matches!(event.code, KeyCode::Char(_) | KeyCode::BackTab) {
            modifiers -= KeyModifiers::SHIFT;
        }
        Self {
            code: event.code,
            modifiers,
        }
    }

    /// Reads `space`, `enter`, `ctrl-r`, `alt-enter`, `shift-tab`, `f5`, `G`, and whatever a key is shown as; absent
    /// for what is no key. Only single characters tell capitals from small letters.
    ///
    /// A terminal sends Tab for Ctrl-i, Enter for Ctrl-m and Esc for Ctrl-[, and no capitals with Ctrl: these are the
    /// same keys.
    pub fn parse(name: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = name;
        for _ in 0..3 {
            let Some((prefix, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty())
            else {
                break;
            };
            modifiers |= match prefix.to_ascii_lowercase().as_str() {
                "ctrl" => KeyModifiers::CONTROL,
                "alt" => KeyModifiers::ALT,
                "shift" => KeyModifiers::SHIFT,
                _ => return None,
            };
            rest = after;
        }
        let mut code = code_of(rest)?;
        if modifiers.contains(KeyModifiers::CONTROL) {
            code = match code {
                KeyCode::Char('i' | 'I') => without_control(&mut modifiers, KeyCode::Tab),
                KeyCode::Char('m' | 'M') => without_control(&mut modifiers, KeyCode::Enter),
                KeyCode::Char('[') => without_control(&mut modifiers, KeyCode::Esc),
                KeyCode::Char(letter) => KeyCode::Char(letter.to_ascii_lowercase()),
                other => other,
            };
        }
        if modifiers.contains(KeyModifiers::SHIFT) {
            code = match code {
                KeyCode::Tab => KeyCode::BackTab,
                KeyCode::Char(letter) => KeyCode::Char(one_upper(letter)?),
                other => other,
            };
        }
        Some(Self::of(KeyEvent::new(code, modifiers)))
    }

    /// The names that a key can have besides single characters, for whoever mistypes one.
    pub fn names() -> impl Iterator<Item = &'static str> + Clone {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Whether it is typed where text is typed.
    pub fn is_typed(self) -> bool {
        let plain = !self
            .modifiers
            .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        plain && matches!(self.code, KeyCode::Char(_))
    }

    /// The same key as an event, for tests and for playing keys.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }
}

impl fmt::Display for Key {
    /// As people write it: `space`, `Enter`, `Ctrl-r`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("Ctrl-")?;
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("Alt-")?;
        }
        if self.modifiers.contains(KeyModifiers::SHIFT) {
            f.write_str("Shift-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("space"),
            KeyCode::Char(letter) => write!(f, "{letter}"),
            KeyCode::Enter => f.write_str("Enter"),
            KeyCode::Esc => f.write_str("Esc"),
            KeyCode::Tab => f.write_str("Tab"),
            KeyCode::BackTab => f.write_str("Shift-Tab"),
            KeyCode::Backspace => f.write_str("Backspace"),
            KeyCode::Delete => f.write_str("Del"),
            KeyCode::Up => f.write_str("Up"),
            KeyCode::Down => f.write_str("Down"),
            KeyCode::Left => f.write_str("Left"),
            KeyCode::Right => f.write_str("Right"),
            KeyCode::Home => f.write_str("Home"),
            KeyCode::End => f.write_str("End"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Insert => f.write_str("Insert"),
            KeyCode::F(number) => write!(f, "F{number}"),
            _ => f.write_str("?"),
        }
    }
}

/// Every name of a key that is not a single character; where a key has several, the first is the usual one.
const NAMES: &[(&str, KeyCode)] = &[
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("f1", KeyCode::F(1)),
    ("f2", KeyCode::F(2)),
    ("f3", KeyCode::F(3)),
    ("f4", KeyCode::F(4)),
    ("f5", KeyCode::F(5)),
    ("f6", KeyCode::F(6)),
    ("f7", KeyCode::F(7)),
    ("f8", KeyCode::F(8)),
    ("f9", KeyCode::F(9)),
    ("f10", KeyCode::F(10)),
    ("f11", KeyCode::F(11)),
    ("f12", KeyCode::F(12)),
    ("escape", KeyCode::Esc),
    ("return", KeyCode::Enter),
    ("del", KeyCode::Delete),
    ("ins", KeyCode::Insert),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
];

fn code_of(name: &str) -> Option<KeyCode> {
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return (!letter.is_control() && !letter.is_whitespace() || letter == ' ')
            .then_some(KeyCode::Char(letter));
    }
    let known = NAMES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map(|(_, code)| *code)
}

/// Ctrl is what makes the key, not something besides it.
fn without_control(modifiers: &mut KeyModifiers, code: KeyCode) -> KeyCode {
    *modifiers -= KeyModifiers::CONTROL;
    code
}

fn one_upper(letter: char) -> Option<char> {
    let mut upper = letter.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) if upper != letter || letter.is_uppercase() => Some(upper),
        _ => None,
    }
}

/// What is wrong with a choice of keys.
#[derive(Debug, Clone, Copy)]
pub enum Misfit {
    /// One key would do two things in one context.
    Clash {
        /// The key.
        key: Key,
        /// Where.
        context: Context,
        /// The earlier row of the table.
        one: &'static Entry,
        /// The later row.
        other: &'static Entry,
    },
    /// Nothing would be left to do this with, in this context.
    NoWay {
        /// The row that has lost its keys.
        entry: &'static Entry,
        /// Where.
        context: Context,
    },
    /// The key is typed as text in one of the row's contexts.
    Typed {
        /// The key.
        key: Key,
        /// Where.
        context: Context,
        /// The row.
        entry: &'static Entry,
    },
}

/// Which key does what, where.
#[derive(Debug, Clone)]
pub struct Keymap {
    actions: HashMap<(Context, Key), Action>,
    /// The keys of each row of the table, by its name.
    keys: HashMap<&'static str, Vec<Key>>,
}

impl Keymap {
    /// The default keys of the action table.
    pub fn default_keys() -> Self {
        let keys = ACTIONS
            .iter()
            .map(|entry| (entry.name, default_keys_of(entry)));
        Self::unchecked(keys.collect())
    }

    /// The default keys, but for some rows, by name, others; or all that is wrong with these.
    pub fn with(other: &HashMap<&'static str, Vec<Key>>) -> Result<Self, Vec<Misfit>> {
        let mut keys = HashMap::new();
        for entry in ACTIONS {
            let chosen = other.get(entry.name).cloned();
            keys.insert(entry.name, chosen.unwrap_or_else(|| default_keys_of(entry)));
        }
        let misfits = misfits(&keys);
        if misfits.is_empty() {
            Ok(Self::unchecked(keys))
        } else {
            Err(misfits)
        }
    }

    fn unchecked(keys: HashMap<&'static str, Vec<Key>>) -> Self {
        let mut actions = HashMap::new();
        for entry in ACTIONS {
            for key in &keys[entry.name] {
                for context in entry.contexts {
                    actions.entry((*context, *key)).or_insert(entry.action);
                }
            }
        }
        Self { actions, keys }
    }

    /// What a key does in a context.
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        self.actions.get(&(context, key)).copied()
    }

    /// The keys of a row of the table; the first is the one that hints name.
    pub fn keys_of(&self, entry: &Entry) -> &[Key] {
        self.keys.get(entry.name).map_or(&[], Vec::as_slice)
    }

    /// The key that hints name for an action in a context; absent where it has none there.
    pub fn key_for(&self, context: Context, action: Action) -> Option<Key> {
        in_context(context)
            .filter(|entry| entry.action == action)
            .find_map(|entry| self.keys_of(entry).first().copied())
    }

    /// A sentence that begins with the key of an action, such as "Esc ends the search"; absent where there is no key.
    pub fn says(&self, context: Context, action: Action, does: &str) -> Option<String> {
        let key = self.key_for(context, action)?;
        Some(format!("{key} {does}"))
    }
}

/// What stands where a search has found nothing, and how it is ended in a context.
pub fn nothing_found(keymap: &Keymap, context: Context) -> String {
    let ends = |action| keymap.says(context, action, "ends the search");
    match ends(Action::Cancel).or_else(|| ends(Action::Back)) {
        Some(ends) => format!("Nothing found. {ends}."),
        None => "Nothing found.".to_owned(),
    }
}

impl Default for Keymap {
    fn default() -> Self {
        Self::default_keys()
    }
}

/// The default keys of a row.
pub fn default_keys_of(entry: &Entry) -> Vec<Key> {
    let keys = entry.keys.iter();
    keys.filter_map(|name| Key::parse(name)).collect()
}

/// What one must be able to do wherever the table lets one do it by default.
const NEEDED: [Action; 5] = [
    Action::Leave,
    Action::LeaveUnsaved,
    Action::Cancel,
    Action::Accept,
    Action::Back,
];

fn misfits(keys: &HashMap<&'static str, Vec<Key>>) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    let (mut told, mut bare) = (HashSet::new(), HashSet::new());
    for context in Context::ALL {
        let mut taken: HashMap<Key, &'static Entry> = HashMap::new();
        for entry in in_context(context) {
            for key in &keys[entry.name] {
                if context.types_text() && key.is_typed() && told.insert((*key, entry.name, "")) {
                    misfits.push(Misfit::Typed {
                        key: *key,
                        context,
                        entry,
                    });
                }
                let one = *taken.entry(*key).or_insert(entry);
                if one.action != entry.action && told.insert((*key, one.name, entry.name)) {
                    misfits.push(Misfit::Clash {
                        key: *key,
                        context,
                        one,
                        other: entry,
                    });
                }
            }
        }
        // A screen that is left by a key of its own; every other one is left by going back or by closing it.
        let is_root = in_context(context)
            .any(|entry| entry.action == Action::Leave && !entry.hint.is_empty());
        for action in NEEDED {
            let elsewhere = match action {
                Action::Leave => !is_root,
                Action::Back => is_root,
                _ => false,
            };
            if elsewhere {
                continue;
            }
            let rows = || in_context(context).filter(|entry| entry.action == action);
            let lost = rows().all(|entry| keys[entry.name].is_empty());
            let first = rows().next().filter(|_| lost);
            if let Some(entry) = first.filter(|entry| bare.insert(entry.name)) {
                misfits.push(Misfit::NoWay { entry, context });
            }
        }
    }
    misfits
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{ACTIONS, Context, Key, Keymap};

    #[test]
    fn every_key_of_the_table_is_a_key() {
        for entry in ACTIONS {
            for name in entry.keys {
                assert!(Key::parse(name).is_some(), "{name} of {}", entry.name);
            }
        }
    }

    #[test]
    fn keys_are_read_as_they_are_shown() {
        let modifiers = ["", "ctrl-", "alt-", "shift-", "ctrl-alt-", "alt-shift-"];
        let singles = ["a", "Z", "é", "ж", "-", "/", "?", "]", "["];
        for name in Key::names().chain(singles) {
            for modifier in modifiers {
                let Some(key) = Key::parse(&format!("{modifier}{name}")) else {
                    // Only a letter can be a capital.
                    assert!(modifier.contains("shift-"), "{modifier}{name}");
                    continue;
                };
                assert_eq!(Key::parse(&key.to_string()), Some(key), "{key}");
                assert_eq!(Key::of(key.event()), key, "{key}");
            }
        }
        for (name, same) in [
            ("shift-tab", "backtab"),
            ("Ctrl-R", "ctrl-r"),
            ("ctrl-i", "tab"),
            ("ctrl-m", "enter"),
            ("ctrl-[", "esc"),
            ("PgDn", "pagedown"),
            ("shift-g", "G"),
            ("F12", "f12"),
        ] {
            assert_eq!(Key::parse(name), Key::parse(same), "{name}");
        }
        for wrong in [
            "",
            "ctrl-",
            "hyper-x",
            "f13",
            "f0",
            "ab",
            "\t",
            "ctrl-ctrl-ctrl-ctrl-a",
            "shift-/",
        ] {
            assert_eq!(Key::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn no_key_has_two_meanings_in_one_context() {
        let mut meanings: HashMap<(Context, Key), &str> = HashMap::new();
        for entry in ACTIONS {
            for key in entry.keys.iter().filter_map(|name| Key::parse(name)) {
                for context in entry.contexts {
                    let earlier = meanings.insert((*context, key), entry.name);
                    assert_eq!(
                        earlier, None,
                        "{key} is {} and {earlier:?} in {context:?}",
                        entry.name
                    );
                }
            }
        }
    }

    #[test]
    fn the_first_key_of_each_row_does_what_it_says() {
        let keymap = Keymap::default_keys();
        for entry in ACTIONS {
            for context in entry.contexts {
                let key = entry.keys.first().and_then(|name| Key::parse(name));
                let action = key.and_then(|key| keymap.action(*context, key));
                assert_eq!(action, Some(entry.action), "{} in {context:?}", entry.name);
            }
        }
    }
}
