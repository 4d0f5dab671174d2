//! The floors of the house, held by reading the source: which module imports which, what the pure ones never name, and
//! how long a file grows.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "architecture/source.rs"]
mod source;

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use source::Source;

/// The parts of the program by the paths of their modules, and after the arrow the parts that each may import besides
/// itself and [`BOTTOM`]. What is not listed by itself belongs to the nearest part above it.
const FLOORS: &str = "
main → cli
lib →
cli → tui linear session search system export import format domain
linear::run → linear system session search export import format domain
linear → session search export import format domain
tui::run → tui system session search export import format domain
tui::paint →
tui::terminal → tui::paint tui::wait tui::wake
tui::wait → tui::bell tui::decode tui::wake
tui::decode → tui::wake
tui::bell →
tui::wake →
tui::update → tui::model tui::front tui::settings tui::background SCREENS LOW session search export import format domain
tui::view → tui::model tui::front SCREENS LOW session domain
tui::model → tui::front tui::settings tui::background SCREENS LOW session domain
tui::front → SCREENS LOW session
tui::screens → tui::widgets LOW session search export format domain
tui::dialogs → tui::widgets LOW session search export format domain
tui::widgets → tui::theme tui::layout domain
tui::message → tui::background domain
tui::effect → domain
tui::theme → domain
tui::keymap → domain
tui::layout → domain
tui::background →
tui::settings → tui::background tui::theme tui::keymap format domain
tui →
session → search format domain
search → domain
export → session format domain
import → format domain
system → format domain
format → domain
domain →
action →
problem →
SCREENS → tui::screens tui::dialogs tui::widgets
LOW → tui::message tui::effect tui::theme tui::keymap tui::layout
";

/// What every part may import.
const BOTTOM: &[&str] = &["action", "problem"];

/// The parts that are pure: they are given what they need of the machine and of the time.
const PURE: &[&str] = &[
    "domain", "format", "search", "session", "export", "import", "linear", "action", "problem",
];

/// What a pure part never names.
const MACHINE: &[&str] = &[
    "std::fs",
    "std::process",
    "std::env",
    "std::net",
    "std::thread",
    "Utc::now",
    "Local::now",
    "SystemTime::now",
    "Instant::now",
];

/// What only the screen names.
const TERMINAL: &[&str] = &["ratatui", "crossterm"];

/// Longer than this a file wants a reason.
const LONG: usize = 500;

/// Files that are longer, up to how many lines, and why they stay whole.
const LONG_FILES: &[(&str, usize, &str)] = &[(
    "src/domain/checklist.rs",
    600,
    "the words of one file format, nearly all of it plain fields with their meaning",
)];

/// What kind of rule a fault breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Floor,
    Purity,
    Openness,
    Unsafe,
    Length,
}

/// A place where a rule is broken.
#[derive(Debug)]
struct Fault {
    kind: Kind,
    file: String,
    line: usize,
    names: String,
    rule: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file, line, names, ..
        } = self;
        write!(f, "{file}:{line}: {names}\n    {}", self.rule)
    }
}

/// Every rule that a file breaks.
fn faults(file: &str, text: &str) -> Vec<Fault> {
    let module = module_of(file);
    let floor = floor_of(&module).map_or("", |(name, _)| name);
    let source = Source::read(text, &module);
    let mut faults = Vec::new();
    let mut fault = |kind, line, names: &str, rule: String| {
        faults.push(Fault {
            kind,
            file: file.to_owned(),
            line,
            names: names.to_owned(),
            rule,
        });
    };
    if floor.is_empty() {
        let rule = "every file belongs to a floor: give this one its place in FLOORS".to_owned();
        fault(Kind::Floor, 1, &module.join("::"), rule);
    }
    for named in &source.named {
        let name = named.path.join("::");
        if named.is_ours {
            if let Some(rule) = broken_floor(&module, &named.path) {
                fault(Kind::Floor, named.line, &format!("crate::{name}"), rule);
            }
        } else if PURE.contains(&floor) && MACHINE.iter().any(|machine| is_named(machine, &name)) {
            let rule = format!("`{floor}` is pure: files, processes and the time are given to it");
            fault(Kind::Purity, named.line, &name, rule);
        } else if !is_within(floor, "tui") && TERMINAL.iter().any(|outer| is_within(&name, outer)) {
            let rule = "only `tui` names the terminal's crates".to_owned();
            fault(Kind::Purity, named.line, &name, rule);
        }
        if named.is_glob {
            let rule = "nothing is imported by glob: a name says where it comes from".to_owned();
            fault(Kind::Openness, named.line, &format!("{name}::*"), rule);
        }
        if named.is_reexport {
            let rule = "nothing is exported again: a thing has one path".to_owned();
            fault(Kind::Openness, named.line, &name, rule);
        }
    }
    if matches!(floor, "main" | "lib") && !source.forbids_unsafe {
        let rule = "main.rs and lib.rs say #![forbid(unsafe_code)]".to_owned();
        fault(Kind::Unsafe, 1, "no forbid(unsafe_code)", rule);
    }
    let lines = text.lines().count();
    let listed = LONG_FILES.iter().find(|(long, _, _)| *long == file);
    let most = listed.map_or(LONG, |(_, most, _)| *most);
    if lines > most {
        let rule = format!("a file has at most {most} lines, or is split where its subject is");
        fault(Kind::Length, lines, &format!("{lines} lines"), rule);
    }
    faults
}

/// The rule that an import breaks, if it breaks one.
fn broken_floor(from: &[String], to: &[String]) -> Option<String> {
    let (floor, below) = floor_of(from)?;
    let Some((target, _)) = floor_of(to) else {
        return Some(format!(
            "`{floor}` imports from the modules of a floor, by their own paths"
        ));
    };
    if floor == "tui::screens" && target == floor {
        let screen = |path: &[String]| path.get(2).cloned();
        return (screen(from) != screen(to)).then(|| {
            "screens never import each other: what two of them need lies in widgets or below"
                .to_owned()
        });
    }
    let allowed = target == floor
        || BOTTOM.contains(&target)
        || below.iter().any(|under| is_within(target, under));
    (!allowed).then(|| match target {
        "system" => "only `cli`, `tui::run` and `linear::run` import `system`".to_owned(),
        "cli" => "nothing but `main` imports `cli`".to_owned(),
        _ => format!(
            "`{floor}` imports only {}",
            [below, BOTTOM].concat().join(", ")
        ),
    })
}

/// The path of a file's module: `src/tui/screens/review/mod.rs` is `tui::screens::review`.
fn module_of(file: &str) -> Vec<String> {
    let path = file.strip_prefix("src/").unwrap_or(file);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').map(str::to_owned).collect()
}

/// The longest part that a module is or lies in, with what that may import.
fn floor_of(path: &[String]) -> Option<(&'static str, &'static [&'static str])> {
    static TABLE: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
        let rows = FLOORS.lines().filter_map(|row| row.split_once('→'));
        let rows: HashMap<&str, &str> = rows.map(|(name, below)| (name.trim(), below)).collect();
        let spelled = |below: &'static str| -> Vec<&'static str> {
            let words = below.split_whitespace();
            let short = |word: &str| rows.get(word).filter(|_| word == word.to_uppercase());
            words
                .flat_map(|word| match short(word) {
                    Some(long) => long.split_whitespace().collect(),
                    None => vec![word],
                })
                .collect()
        };
        rows.iter()
            .map(|(name, below)| (*name, spelled(below)))
            .collect()
    });
    let path = path.join("::");
    let within = TABLE.iter().filter(|(name, _)| is_within(&path, name));
    let (name, below) = within.max_by_key(|(name, _)| name.len())?;
    Some((name, below))
}

/// Whether a path is another one or lies in it.
fn is_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Whether a path names something of the machine: a module by its beginning, a function of the clock anywhere.
fn is_named(machine: &str, path: &str) -> bool {
    is_within(path, machine) || path.ends_with(&format!("::{machine}"))
}

/// Every file of the program, by its path from the package's top.
fn files() -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut left = vec![top.join("src")];
    while let Some(directory) = left.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let steps: Vec<_> = path.strip_prefix(top).unwrap().iter().collect();
                let steps: Vec<_> = steps.iter().map(|step| step.to_str().unwrap()).collect();
                found.push((steps.join("/"), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(found.len() > 50, "only {} files were found", found.len());
    found
}

/// No file breaks a rule of this kind.
fn held(kind: Kind) {
    let broken: Vec<String> = files()
        .iter()
        .flat_map(|(file, text)| faults(file, text))
        .filter(|fault| fault.kind == kind)
        .map(|fault| fault.to_string())
        .collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn imports_go_down_only() {
    held(Kind::Floor);
}

#[test]
fn pure_parts_name_neither_machine_nor_clock_nor_terminal() {
    held(Kind::Purity);
}

#[test]
fn nothing_is_imported_by_glob_or_exported_again() {
    held(Kind::Openness);
}

#[test]
fn unsafe_code_is_forbidden() {
    held(Kind::Unsafe);
}

#[test]
fn files_stay_short() {
    held(Kind::Length);
    let files = files();
    for (long, _, reason) in LONG_FILES {
        let listed = files.iter().find(|(file, _)| file == long);
        let is_long = listed.is_some_and(|(_, text)| text.lines().count() > LONG);
        assert!(is_long, "{long} is short again: take it off the list");
        assert!(!reason.is_empty(), "{long}");
    }
}

/// A text for each way of breaking each rule (`¶` ends a line), the line that it is found in, and what is said of it.
const BROKEN: &str = "
src/domain/a.rs | use crate::format::read::R; | 1 | `domain` imports only action, problem
src/domain/a.rs |  ¶ use super::super::system::clock; | 2 | import `system`
src/format/a.rs | fn f() { crate::session::bench(); } | 1 | `format` imports only domain
src/search/a.rs | use crate::session::S; | 1 | `search` imports only domain
src/system/a.rs | use crate::{problem::P, ¶  session::rebase}; | 2 | `system` imports only format, domain
src/system/a.rs | use crate::tui::theme::T; | 1 | `system` imports only
src/session.rs | use crate::system::clock; | 1 | only `cli`, `tui::run` and `linear::run`
src/session.rs | use super::export::json::J; | 1 | `session` imports only search, format, domain
src/export/a.rs | use crate::search::Index; | 1 | `export` imports only session, format, domain
src/export/a.rs | use crate::system::digest::D; | 1 | import `system`
src/import/a.rs | use crate::session::S; | 1 | `import` imports only format, domain
src/linear/mod.rs | use crate::system::clock; | 1 | import `system`
src/linear/mod.rs | use crate::tui::theme::T; | 1 | `linear` imports only
src/main.rs | #![forbid(unsafe_code)] ¶ use candor::domain::text::T; | 2 | `main` imports only cli
src/main.rs | #![forbid(unsafe_code)] ¶ fn main() { candor::system::clock::now(); } | 2 | import `system`
src/action.rs | use crate::domain::text::T; | 1 | `action` imports only
src/problem.rs | use crate::domain::text::T; | 1 | `problem` imports only
src/tui/run.rs | use crate::cli::desk::D; | 1 | nothing but `main` imports `cli`
src/tui/screens/plan.rs | use crate::cli::desk::D; | 1 | nothing but `main` imports `cli`
src/tui/update/mod.rs | use crate::system::clock; | 1 | import `system`
src/tui/update/mod.rs | use crate::tui::view::view; | 1 | `tui::update` imports only
src/tui/view.rs | use super::update::update; | 1 | `tui::view` imports only
src/tui/model.rs | use super::update::update; | 1 | `tui::model` imports only
src/tui/screens/home.rs | use crate::tui::model::Model; | 1 | `tui::screens` imports only
src/tui/screens/home.rs | use super::review::verdict::V; | 1 | screens never import each other
src/tui/screens/review/view.rs | use crate::tui::screens::home::H; | 1 | screens never import each other
src/tui/screens/home.rs | use crate::tui::dialogs::Dialog; | 1 | `tui::screens` imports only
src/tui/dialogs/mod.rs | use crate::tui::screens::home::H; | 1 | `tui::dialogs` imports only
src/tui/widgets/gauge.rs | use crate::session::Session; | 1 | `tui::widgets` imports only
src/tui/widgets/gauge.rs | use crate::tui::effect::E; | 1 | `tui::widgets` imports only
src/tui/theme.rs | use crate::tui::layout::L; | 1 | `tui::theme` imports only
src/tui/message.rs | use crate::tui::effect::E; | 1 | `tui::message` imports only
src/tui/decode.rs | use crate::tui::wait::W; | 1 | `tui::decode` imports only
src/tui/unheard_of.rs | use crate::tui::theme::T; | 1 | `tui` imports only
src/unheard_of.rs | // | 1 | every file belongs to a floor
src/session.rs | use crate as all; | 1 | by their own paths
src/domain/a.rs | use ratatui::text::Line; | 1 | only `tui` names the terminal's crates
src/system/a.rs | fn f() { crossterm::terminal::size(); } | 1 | only `tui` names the terminal's crates
src/domain/a.rs | use std::{io, fs}; | 1 | `domain` is pure
src/domain/a.rs | fn f() { ::std::process::exit(1); } | 1 | `domain` is pure
src/domain/a.rs | fn f() { chrono::Utc::now(); } | 1 | `domain` is pure
src/domain/a.rs | fn f() { Local::now(); } | 1 | `domain` is pure
src/linear/a.rs | use std::time::Instant; fn f() { Instant::now(); } | 1 | `linear` is pure
src/format/a.rs | use std::env::var; | 1 | `format` is pure
src/domain/a.rs | use super::text::*; | 1 | nothing is imported by glob
src/tui/run.rs | mod tests { use super::{One, inner::*}; } | 1 | nothing is imported by glob
src/domain/mod.rs | mod a; ¶ pub use a::A; | 2 | nothing is exported again
src/format/mod.rs | pub(in crate::format) use crate::domain::text::T; | 1 | nothing is exported again
src/lib.rs | //! #![forbid(unsafe_code)] ¶ pub mod domain; | 1 | #![forbid(unsafe_code)]
src/main.rs | #![deny(unsafe_code)] | 1 | #![forbid(unsafe_code)]
";

/// Texts that break no rule.
const SOUND: &str = "
src/domain/a.rs | use super::text::T; use chrono::{NaiveDate, Utc}; use crate::problem::P;
src/system/a.rs | use crate::format::read::R; use super::clock; use std::{fs, process};
src/session.rs | use crate::search::Index; use crate::domain::text::T;
src/export/json.rs | use crate::session::bench; use super::report::R;
src/cli/a.rs | use crate::{system::clock, tui::run::run, export::json, action::A};
src/tui/run.rs | use crate::system::clock; use super::update::update;
src/linear/run.rs | use crate::system::clock; use super::talk;
src/tui/screens/review/view.rs | use super::{Pane, detail::Detail}; use crate::tui::effect::E;
src/main.rs | #![forbid(unsafe_code)] ¶ fn main() { candor::cli::run(); }
";

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let filled = table.lines().filter(|row| !row.is_empty());
    filled.map(|row| row.split(" | ").map(str::trim).collect())
}

#[test]
fn each_rule_catches_what_breaks_it() {
    for row in rows(BROKEN) {
        let (file, text, line, rule) = (row[0], row[1].replace('¶', "\n"), row[2], row[3]);
        let found: Vec<String> = faults(file, &text).iter().map(Fault::to_string).collect();
        let place = format!("{file}:{line}: ");
        assert_eq!(found.len(), 1, "{file} {text:?}: {found:#?}");
        assert!(found[0].starts_with(&place), "{place} wanted: {found:?}");
        assert!(found[0].contains(rule), "{rule} wanted: {found:?}");
    }
    let long = |lines: usize| "//\n".repeat(lines);
    assert!(faults("src/domain/a.rs", &long(LONG)).is_empty());
    assert_eq!(faults("src/domain/a.rs", &long(LONG + 1)).len(), 1);
    let (listed, most, _) = LONG_FILES[0];
    assert!(faults(listed, &long(most)).is_empty());
    assert_eq!(faults(listed, &long(most + 1)).len(), 1);
}

#[test]
fn sound_files_break_no_rule() {
    for (file, text) in rows(SOUND).map(|row| (row[0], row[1].replace('¶', "\n"))) {
        let found: Vec<String> = faults(file, &text).iter().map(Fault::to_string).collect();
        assert!(found.is_empty(), "{file}: {found:?}");
    }
}
