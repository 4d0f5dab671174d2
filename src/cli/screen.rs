//! The ways into the review screen, or into its plain lines.

use std::path::Path;
use std::sync::Arc;

use crate::domain::text::Text;
use crate::linear::message::{Entry, Target};
use crate::linear::run as linear;
use crate::problem::{Problem, ProblemKind};
use crate::system::environment::{Stream, is_terminal};
use crate::system::store::Stored;
use crate::tui::message::{HomeRow, HomeTarget};
use crate::tui::run::{Launch, Start, run};

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
    by: Option<&str>,
) -> Result<(), Problem> {
    let path = stored.path.clone();
    launch(
        desk,
        Start::Review {
            stored: Box::new(stored),
            read_only,
        },
        by,
        &path,
    )
}

/// The screen needs a terminal on both sides; without one nothing is written. Plain lines need none.
pub(crate) fn require_terminal(desk: &Desk) -> Result<(), Problem> {
    if desk.accessible || (is_terminal(Stream::Input) && is_terminal(Stream::Output)) {
        return Ok(());
    }
    Err(
        Problem::new(ProblemKind::Usage, "the review screen needs a terminal").next(
            "in a script use `candor score FILE`, `candor answer FILE ITEM STATUS` and the others of `candor --help`; `--accessible` goes without a screen",
        ),
    )
}

fn launch(desk: &Desk, start: Start, by: Option<&str>, near: &Path) -> Result<(), Problem> {
    let name = by.map(|typed| resolve::name(typed, "--by")).transpose()?;
    if desk.accessible {
        return launch_linear(desk, start, name, near);
    }
    let (files, near) = (Arc::clone(&desk.files), near.to_owned());
    let (shelf, places) = (Arc::clone(&desk.files), desk.places.clone());
    run(Launch {
        start,
        places: desk.places.clone(),
        files: Arc::clone(&desk.files),
        name,
        find_name: Box::new(move || resolve::git_name(&*files, &near)),
        home_rows: Arc::new(move || home::rows(&*shelf, &places)),
        no_color: desk.no_colour_on_screen,
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
    linear::run(linear::Launch {
        start: match start {
            Start::Home => linear::Start::Home,
            Start::Review { stored, read_only } => linear::Start::Review { stored, read_only },
        },
        places: desk.places.clone(),
        files: Arc::clone(&desk.files),
        name: name.or_else(|| resolve::git_name(&*desk.files, near)),
        entries: Arc::new(move || {
            let rows = home::rows(&*shelf, &places);
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
    }
}
