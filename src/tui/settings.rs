//! How the user interface looks and what its keys are: from the configuration, the environment and the flags.

use std::collections::HashMap;

use crate::action::Entry;
use crate::action::table::ACTIONS;
use crate::domain::text::Text;
use crate::format::configuration::{Binding, Configuration, GlyphsWanted, Placed, read_plain};
use crate::format::fault::{Fault, Place, nearest, suggestion};
use crate::problem::Problem;
use crate::tui::background::{Background, Hints};
use crate::tui::keymap::{Key, Keymap, Misfit};
use crate::tui::theme::{Glyphs, THEMES, Theme};

/// The name of the theme that suits the terminal's background.
pub const AUTO: &str = "auto";

/// The bytes of a theme of one's own, by its name; absent where there is none.
pub type OwnTheme<'a> = &'a dyn Fn(&str) -> Result<Option<Vec<u8>>, Problem>;

/// How the user interface looks, and what its keys are.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The colours to begin with.
    pub theme: Theme,
    /// The colours follow the terminal's background.
    pub follows_background: bool,
    /// What the environment says of the terminal's background.
    pub background: Option<Background>,
    /// The signs.
    pub glyphs: &'static Glyphs,
    /// Clicks and the wheel are taken.
    pub mouse: bool,
    /// Which key does what.
    pub keymap: Keymap,
    /// The themes of one's own, by name.
    pub own_themes: Vec<(String, Theme)>,
    /// As what one answers.
    pub role: Option<Text>,
    /// The command that opens long texts.
    pub editor: Option<String>,
    /// The checklist of new reviews, by id or path.
    pub checklist: Option<String>,
}

impl Settings {
    /// The defaults, on a terminal of which nothing is known.
    pub fn default_settings() -> Self {
        let nothing = Around {
            hints: Hints::default(),
            no_color: false,
            theme: None,
            ascii: false,
            own_theme: &|_| Ok(None),
            own_names: &[],
        };
        Self::of(&Configuration::default(), &nothing).0
    }

    /// The settings, and a fault of the configuration for each part that can't be had: that part is as by default.
    pub fn of(configuration: &Configuration, around: &Around<'_>) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let keymap = keymap_of(&configuration.keys, &mut faults);
        let named = configuration.theme.as_ref();
        // Looked at even where a flag stands before it: a fault in it should not come as a surprise another day.
        let of_file = named.and_then(|name| {
            let theme = theme_of(&name.value, around);
            theme
                .map_err(|(what, next)| {
                    faults.push(fault(name.place, format!("`theme`: {what}"), next));
                })
                .ok()
        });
        let chosen = match &around.theme {
            Some(theme) => theme.clone(),
            None => of_file.unwrap_or(Chosen::Auto),
        };
        let background = around.hints.background().unwrap_or(Background::Dark);
        let without_colours = around.no_color || around.hints.has_no_colours();
        let (theme, follows_background) = match chosen {
            _ if without_colours => (built_in("monochrome"), false),
            Chosen::Auto => (suiting(background), around.hints.may_be_asked()),
            Chosen::Theme(theme) => (*theme, false),
        };
        let ascii = around.ascii
            || match configuration.glyphs {
                GlyphsWanted::Auto => around.hints.wants_ascii(),
                GlyphsWanted::Unicode => false,
                GlyphsWanted::Ascii => true,
            };
        let settings = Self {
            theme,
            follows_background,
            // A terminal that can't be asked is dark unless its environment says otherwise.
            background: around
                .hints
                .background()
                .or((!around.hints.may_be_asked()).then_some(Background::Dark)),
            glyphs: Glyphs::choose(ascii),
            mouse: configuration.mouse.unwrap_or(true),
            keymap,
            own_themes: Vec::new(),
            role: configuration.role.clone(),
            editor: configuration.editor.clone(),
            checklist: configuration
                .checklist
                .as_ref()
                .map(|placed| placed.value.clone()),
        };
        faults.sort_by_key(|fault| fault.place);
        (settings, faults)
    }
}

/// What is around the configuration.
pub struct Around<'a> {
    /// What the environment says of the terminal.
    pub hints: Hints,
    /// No colours are wanted.
    pub no_color: bool,
    /// The theme that a flag names; it stands before the configuration's.
    pub theme: Option<Chosen>,
    /// A flag wants ASCII alone.
    pub ascii: bool,
    /// The themes of one's own.
    pub own_theme: OwnTheme<'a>,
    /// Their names.
    pub own_names: &'a [String],
}

/// A theme that was named.
#[derive(Debug, Clone)]
pub enum Chosen {
    /// The one that suits the terminal's background.
    Auto,
    /// This one.
    Theme(Box<Theme>),
}

/// The theme of a name, else what is wrong with it and what to do next.
pub fn theme_of(name: &str, around: &Around<'_>) -> Result<Chosen, (String, String)> {
    if name == AUTO {
        return Ok(Chosen::Auto);
    }
    if THEMES.iter().any(|theme| theme.0 == name) {
        return Ok(Chosen::Theme(Box::new(built_in(name))));
    }
    let own = (around.own_theme)(name).map_err(|problem| {
        let what = format!("the theme `{name}` can't be read: {}", problem.what);
        (what, problem.next)
    })?;
    let Some(bytes) = own else {
        let own = around.own_names.iter().map(String::as_str);
        let known = [AUTO]
            .into_iter()
            .chain(THEMES.map(|theme| theme.0))
            .chain(own);
        let what = format!("there is no theme `{name}`");
        return Err((what, suggestion(name, known)));
    };
    let theme = read_plain(&bytes, "Theme").map_err(|fault: Fault| {
        let file = format!("themes/{name}.ron");
        let what = format!(
            "the theme `{name}` can't be used: {}: {}",
            fault.place_in(&file),
            fault.what
        );
        (what, fault.next)
    })?;
    Ok(Chosen::Theme(Box::new(theme)))
}

/// The built-in theme for a background.
pub fn suiting(background: Background) -> Theme {
    built_in(match background {
        Background::Dark => "dark",
        Background::Light => "light",
    })
}

fn built_in(name: &str) -> Theme {
    Theme::choose(false, Some(name)).expect("every built-in theme is read by a test")
}

fn fault(place: Place, what: impl Into<String>, next: impl Into<String>) -> Fault {
    Fault::error(Vec::new(), what, next).at(place.line, place.column)
}

/// The keys: what is not known of a binding leaves its action's default keys; what does not fit together leaves all.
fn keymap_of(bindings: &[Binding], faults: &mut Vec<Fault>) -> Keymap {
    let mut chosen: HashMap<&'static str, Vec<Key>> = HashMap::new();
    let mut places: HashMap<&'static str, Place> = HashMap::new();
    for binding in bindings {
        let name = &binding.action;
        let Some(entry) = ACTIONS.iter().find(|entry| entry.name == name.value) else {
            let what = format!("`keys`: there is no action `{}`", name.value);
            let known = ACTIONS.iter().map(|entry| entry.name);
            let next = match nearest(&name.value, known) {
                Some(word) => format!("did you mean `{word}`?"),
                None => "candor config print-default lists them".to_owned(),
            };
            faults.push(fault(name.place, what, next));
            continue;
        };
        let keys: Result<Vec<Key>, Fault> =
            binding.keys.iter().map(|key| key_of(key, entry)).collect();
        match keys {
            Ok(keys) => {
                places.insert(entry.name, name.place);
                chosen.insert(entry.name, keys);
            }
            Err(fault) => faults.push(fault),
        }
    }
    Keymap::with(&chosen).unwrap_or_else(|misfits| {
        faults.extend(misfits.iter().map(|misfit| told(misfit, &places)));
        Keymap::default_keys()
    })
}

fn key_of(key: &Placed<String>, entry: &Entry) -> Result<Key, Fault> {
    Key::parse(&key.value).ok_or_else(|| {
        let what = format!("`keys`: there is no key `{}` for `{}`", key.value, entry.name);
        let (prefix, name) = match key.value.rsplit_once('-') {
            Some((prefix, name)) if !name.is_empty() => (format!("{prefix}-"), name),
            _ => (String::new(), key.value.as_str()),
        };
        let next = match nearest(name, Key::names()) {
            Some(word) => format!("did you mean `{prefix}{word}`?"),
            None => "write a character, or a key such as space, enter, tab, f5, ctrl-r, alt-x or shift-tab".to_owned(),
        };
        fault(key.place, what, next)
    })
}

const UNTIL: &str = "until then all keys are the default ones";

fn told(misfit: &Misfit, places: &HashMap<&'static str, Place>) -> Fault {
    let top = Place { line: 1, column: 1 };
    let place_of = |entry: &Entry| places.get(entry.name).copied();
    match misfit {
        Misfit::Clash {
            key,
            context,
            one,
            other,
        } => {
            let place = place_of(one).max(place_of(other)).unwrap_or(top);
            let what = format!(
                "`keys`: {key} is both `{}` and `{}` in {}",
                one.name,
                other.name,
                context.title()
            );
            fault(
                place,
                what,
                format!("give one of them another key; {UNTIL}"),
            )
        }
        Misfit::NoWay { entry, context } => {
            let what = format!(
                "`keys`: `{}` ({}) has no key in {}, where nothing else does it",
                entry.name,
                entry.does,
                context.title()
            );
            let next = format!("give it a key; {UNTIL}");
            fault(place_of(entry).unwrap_or(top), what, next)
        }
        Misfit::Typed {
            key,
            context,
            entry,
        } => {
            let what = format!(
                "`keys`: {key} can't be `{}`, because in {} it is typed",
                entry.name,
                context.title()
            );
            let next = format!("choose a key with Ctrl or Alt, or one such as f5; {UNTIL}");
            fault(place_of(entry).unwrap_or(top), what, next)
        }
    }
}
