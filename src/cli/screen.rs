//! The ways into the review screen, or into its plain lines.

use std::path::Path;
use std::sync::Arc;

use crate::domain::text::Text;
use crate::format::fault::Fault;
use crate::linear::message::{Entry, Target};
use crate::linear::run as linear;
use crate::problem::{Problem, ProblemKind};
use crate::system::configuration;
use crate::system::environment::{self, Stream, is_terminal};
use crate::system::following::Followed;
use crate::system::store::Stored;
use crate::tui::background::Hints;
use crate::tui::message::{HomeRow, HomeTarget};
use crate::tui::run::{Launch, Start, present, run};
use crate::tui::settings::{self, Around, Chosen, OwnTheme, Settings};

use super::desk::Desk;
use super::home;
use super::output;
use super::resolve;

/// Opens the home screen.
pub(crate) fn home(desk: &Desk) -> Result<(), Problem> {
    require_terminal(desk)?;
    launch(desk, Start::Home, None, &desk.here.join("home"))
}

/// Opens an assessment.
pub(crate) fn review(
    desk: &Desk,
    stored: Stored,
    read_only: bool,
    meeting: bool,
    by: Option<&str>,
) -> Result<(), Problem> {
    let path = stored.path.clone();
    launch(
        desk,
        Start::Review {
            stored: Box::new(stored),
            read_only,
            meeting,
        },
        by,
        &path,
    )
}

/// Shows what the facilitator of a meeting talks about.
pub(crate) fn present(desk: &Desk, path: &Path) -> Result<(), Problem> {
    let followed = Followed {
        files: Arc::clone(&desk.files),
        places: desk.places.clone(),
        signers: desk.signers.clone(),
        path: path.to_owned(),
    };
    if accessible(desk) {
        return linear::present::present(followed, output::append);
    }
    let (settings, _) = settings(desk);
    present::present(followed, &settings)
}

/// Whether plain lines and prompts take the place of the screen: by the flag, or by the environment.
fn accessible(desk: &Desk) -> bool {
    let variable = environment::variable("ACCESSIBLE");
    desk.look.accessible || variable.is_some_and(|value| value != "0")
}

/// The screen needs a terminal on both sides; without one nothing is written. Plain lines need none.
pub(crate) fn require_terminal(desk: &Desk) -> Result<(), Problem> {
    if accessible(desk) || (is_terminal(Stream::Input) && is_terminal(Stream::Output)) {
        return Ok(());
    }
    Err(
        Problem::new(ProblemKind::Usage, "the review screen needs a terminal").next(
            "in a script use `candor score FILE`, `candor answer FILE ITEM STATUS` and the others of `candor --help`; `--accessible` goes without a screen",
        ),
    )
}

/// A theme that a flag names is there; asked before anything is opened or written.
pub(crate) fn require_known_look(desk: &Desk) -> Result<(), Problem> {
    let Some(name) = &desk.look.theme else {
        return Ok(());
    };
    let names = configuration::theme_names(&*desk.files, &desk.places);
    let own = own_theme(desk);
    settings::theme_of(name, &around(desk, &own, &names))
        .map(drop)
        .map_err(|(what, next)| resolve::usage(what, next))
}

/// How the screen looks and what its keys are, and every fault of the configuration.
pub(crate) fn settings(desk: &Desk) -> (Settings, Vec<Fault>) {
    let names = configuration::theme_names(&*desk.files, &desk.places);
    let own = own_theme(desk);
    let mut around = around(desk, &own, &names);
    let flag = desk.look.theme.as_deref();
    around.theme = flag.and_then(|name| settings::theme_of(name, &around).ok());
    let found = desk.found();
    let (mut settings, more) = Settings::of(&found.configuration, &around);
    for name in &names {
        if let Ok(Chosen::Theme(theme)) = settings::theme_of(name, &around) {
            settings.own_themes.push((name.clone(), *theme));
        }
    }
    let mut faults = found.faults.clone();
    faults.extend(more);
    faults.sort_by_key(|fault| fault.place);
    (settings, faults)
}

fn own_theme(desk: &Desk) -> impl Fn(&str) -> Result<Option<Vec<u8>>, Problem> {
    |name: &str| configuration::theme(&*desk.files, &desk.places, name)
}

fn around<'a>(desk: &Desk, own_theme: OwnTheme<'a>, own_names: &'a [String]) -> Around<'a> {
    let variable = |name: &str| environment::text_variable(name).unwrap_or_default();
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(environment::text_variable);
    Around {
        hints: Hints {
            term: variable("TERM"),
            colours: variable("COLORFGBG"),
            locale: locale.unwrap_or_default(),
        },
        no_color: desk.no_colour_on_screen,
        theme: None,
        ascii: desk.look.ascii,
        own_theme,
        own_names,
    }
}

/// The faults of the configuration in one line; absent where it is fine.
fn configuration_notice(faults: &[Fault]) -> Option<String> {
    let first = faults.first()?.clone().into_problem("config.ron");
    Some(match faults.len() - 1 {
        0 => first.to_string(),
        more => format!("{first} ({more} more: candor config check)"),
    })
}

fn launch(desk: &Desk, start: Start, by: Option<&str>, near: &Path) -> Result<(), Problem> {
    let name = by.map(|typed| resolve::name(typed, "--by")).transpose()?;
    if accessible(desk) {
        return launch_linear(desk, start, name, near);
    }
    let (files, near) = (Arc::clone(&desk.files), near.to_owned());
    let (shelf, places) = (Arc::clone(&desk.files), desk.places.clone());
    let signers = desk.signers.clone();
    let (settings, faults) = settings(desk);
    let first = settings.checklist.clone();
    run(Launch {
        start,
        places: desk.places.clone(),
        files: Arc::clone(&desk.files),
        signers: desk.signers.clone(),
        name: name.or_else(|| desk.found().configuration.name.clone()),
        find_name: Box::new(move || resolve::git_name(&*files, &near)),
        home_rows: Arc::new(move || home::rows(&*shelf, &places, &signers, first.as_deref())),
        settings,
        notice: configuration_notice(&faults),
    })
}

/// The same conversation in plain lines. The name is looked up first: nothing else happens meanwhile.
fn launch_linear(
    desk: &Desk,
    start: Start,
    name: Option<Text>,
    near: &Path,
) -> Result<(), Problem> {
    let (shelf, places) = (Arc::clone(&desk.files), desk.places.clone());
    let signers = desk.signers.clone();
    let checklist = desk.configuration().checklist.as_ref();
    let first = checklist.map(|placed| placed.value.clone());
    linear::run(linear::Launch {
        start: match start {
            Start::Home => linear::Start::Home,
            Start::Review {
                stored, read_only, ..
            } => linear::Start::Review { stored, read_only },
        },
        places: desk.places.clone(),
        files: Arc::clone(&desk.files),
        signers: desk.signers.clone(),
        name: name
            .or_else(|| desk.configuration().name.clone())
            .or_else(|| resolve::git_name(&*desk.files, near)),
        entries: Arc::new(move || {
            let rows = home::rows(&*shelf, &places, &signers, first.as_deref());
            rows.into_iter().map(entry).collect()
        }),
        say: output::append,
        echoes: is_terminal(Stream::Input) && is_terminal(Stream::Output),
    })
}

fn entry(row: HomeRow) -> Entry {
    Entry {
        target: match row.target {
            HomeTarget::Assessment(path) => Target::Assessment(path),
            HomeTarget::Checklist(id) => Target::Checklist(id),
            HomeTarget::Example(name) => Target::Example(name),
        },
        title: row.title,
        detail: row.detail,
        figures: row.figures,
        lapsing: row.lapsing,
        signed: row.signed.map(|(words, _)| words).unwrap_or_default(),
    }
}
