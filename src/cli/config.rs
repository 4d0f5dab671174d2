//! `candor config`: where the configuration is, whether it is fine, and what can be set in it.

use std::fmt::Write as _;

use crate::action::Context;
use crate::action::table::ACTIONS;
use crate::format::fault::Fault;
use crate::problem::{Problem, ProblemKind};
use crate::system::library;
use crate::tui::theme::THEMES;

use super::arguments::config::{ConfigCommand, ConfigTyped};
use super::desk::Desk;
use super::output::Page;
use super::resolve::usage;
use super::screen;

/// Prints what is asked for; 3 where the configuration is checked and not fine.
pub(crate) fn run(desk: &Desk, typed: &ConfigTyped) -> Result<u8, Problem> {
    let mut page = Page::default();
    let mut code = 0;
    match &typed.what {
        ConfigCommand::PrintDefault => {
            page.block(&sample(&desk.places.configuration().display().to_string()));
        }
        ConfigCommand::Path => {
            page.line(&desk.places.configuration().display().to_string());
        }
        ConfigCommand::Check => code = check(desk, &mut page),
        ConfigCommand::PrintTheme { name } => {
            let found = THEMES.iter().find(|theme| theme.0 == name.as_str());
            let (_, ron) = found.ok_or_else(|| {
                let known = THEMES.map(|theme| theme.0);
                usage(
                    format!("there is no theme `{name}`"),
                    crate::format::fault::suggestion(name, known),
                )
            })?;
            page.block(ron);
        }
    }
    desk.output.page(&page).map(|()| code)
}

fn check(desk: &Desk, page: &mut Page) -> u8 {
    let path = desk.places.configuration();
    let file = path.display().to_string();
    let mut faults = screen::settings(desk).1;
    faults.extend(checklist_fault(desk));
    faults.sort_by_key(|fault| fault.place);
    if faults.is_empty() {
        let is_there = desk.files.inspect(&path).is_ok();
        page.line(&if is_there {
            format!("{file}: fine")
        } else {
            format!("{file}: not there, so everything is as by default; begin with: candor config print-default")
        });
        return 0;
    }
    for fault in &faults {
        page.block(&fault.rendered(&file, &desk.found().text));
    }
    ProblemKind::File.exit_code()
}

/// The checklist of new reviews can't be had.
fn checklist_fault(desk: &Desk) -> Option<Fault> {
    let placed = desk.found().configuration.checklist.as_ref()?;
    let found = library::find(&*desk.files, &desk.places, &desk.here, &placed.value);
    let problem = found.err()?;
    let what = format!("`checklist`: {}", problem.what);
    let fault = Fault::error(Vec::new(), what, problem.next);
    Some(fault.at(placed.place.line, placed.place.column))
}

/// A configuration that sets nothing, with everything that can be set in comments; `path` is where it belongs.
pub(crate) fn sample(path: &str) -> String {
    let mut out = format!(
        "\
// What candor is to do by default. This file belongs to {path}
// and sets nothing as it stands: take the two slashes away from what you want to change.
// `candor config check` says whether it is fine.
(
    // Who you are: the one who answers, where no --by says otherwise. Without it, git's user.name counts.
    // name: \"Ana Lima\",

    // As what you answer and sign.
    // role: \"sre\",

    // The colours: \"auto\" (dark or light, as the terminal is), {themes},
    // or the name of a file themes/NAME.ron beside this one; `candor config print-theme dark` is one to begin with.
    // theme: \"auto\",

    // The signs: \"auto\", \"unicode\" or \"ascii\". Auto is ASCII where the locale is not UTF-8, and on the Linux console.
    // glyphs: \"auto\",

    // Whether clicks and the wheel go to candor. Without it the terminal itself selects text.
    // mouse: true,

    // The checklist of new reviews, by id or path, where none is named.
    // checklist: \"mvp-hardening\",

    // What opens long texts, instead of $VISUAL and $EDITOR.
    // editor: \"hx\",

    // Keys: an action's name, and its key or a list of keys in place of the default ones; [] takes them away. Keys are
    // characters, or space, enter, esc, tab, backspace, delete, insert, up, down, left, right, home, end, pageup,
    // pagedown and f1 to f12, with ctrl-, alt- or shift- before them. Where text is typed, characters are text.
    // Every action, with its default keys:
    // keys: {{
",
        themes = THEMES
            .map(|theme| format!("\"{}\"", theme.0))
            .join(", "),
    );
    for entry in ACTIONS {
        let keys: Vec<String> = entry.keys.iter().map(|key| format!("{key:?}")).collect();
        let keys = match keys.as_slice() {
            [one] => one.clone(),
            many => format!("[{}]", many.join(", ")),
        };
        let binding = format!("\"{}\": {keys},", entry.name);
        let contexts = if entry.contexts.len() > FEW_CONTEXTS {
            "in many places".to_owned()
        } else {
            let titles: Vec<&str> = entry.contexts.iter().copied().map(Context::title).collect();
            titles.join("; ")
        };
        let _ = writeln!(
            out,
            "    //     {binding:<40} // {} ({contexts})",
            entry.does
        );
    }
    out.push_str("    // },\n)\n");
    out
}

/// More contexts than this are not listed.
const FEW_CONTEXTS: usize = 4;
