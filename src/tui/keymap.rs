//! Keys and what they do, from the action table.

use std::collections::HashMap;
use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::action::table::ACTIONS;
use crate::action::{Action, Context, Entry};

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

    /// Reads `space`, `enter`, `ctrl-r`, `alt-enter`, `G`; absent for what is no key.
    pub fn parse(name: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = name;
        loop {
            let (prefix, modifier) = match rest {
                r if r.starts_with("ctrl-") && r.len() > 5 => ("ctrl-", KeyModifiers::CONTROL),
                r if r.starts_with("alt-") && r.len() > 4 => ("alt-", KeyModifiers::ALT),
                _ => break,
            };
            modifiers |= modifier;
            rest = &rest[prefix.len()..];
        }
        let code = match rest {
            "space" => KeyCode::Char(' '),
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "tab" => KeyCode::Tab,
            "backtab" => KeyCode::BackTab,
            "backspace" => KeyCode::Backspace,
            "delete" => KeyCode::Delete,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "pageup" => KeyCode::PageUp,
            "pagedown" => KeyCode::PageDown,
            one => {
                let mut letters = one.chars();
                match (letters.next(), letters.next()) {
                    (Some(letter), None) => KeyCode::Char(letter),
                    _ => return None,
                }
            }
        };
        Some(Self { code, modifiers })
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
            _ => f.write_str("?"),
        }
    }
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
        let (mut actions, mut all) = (HashMap::new(), HashMap::new());
        for entry in ACTIONS {
            let keys: Vec<Key> = entry
                .keys
                .iter()
                .filter_map(|name| Key::parse(name))
                .collect();
            for key in &keys {
                for context in entry.contexts {
                    actions.entry((*context, *key)).or_insert(entry.action);
                }
            }
            all.insert(entry.name, keys);
        }
        Self { actions, keys: all }
    }

    /// What a key does in a context.
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        self.actions.get(&(context, key)).copied()
    }

    /// The keys of a row of the table; the first is the one that hints name.
    pub fn keys_of(&self, entry: &Entry) -> &[Key] {
        self.keys.get(entry.name).map_or(&[], Vec::as_slice)
    }
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
