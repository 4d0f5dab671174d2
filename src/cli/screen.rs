//! The ways into the review screen.

use std::path::Path;
use std::sync::Arc;

use crate::problem::{Problem, ProblemKind};
use crate::system::environment::{Stream, is_terminal};
use crate::system::store::Stored;
use crate::tui::run::{Launch, Start, run};

use super::desk::Desk;
use super::home;
use super::resolve;

/// Opens the home screen.
pub(crate) fn home(desk: &Desk) -> Result<(), Problem> {
    require_terminal()?;
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

/// The screen needs a terminal on both sides; without one nothing is written.
pub(crate) fn require_terminal() -> Result<(), Problem> {
    if is_terminal(Stream::Input) && is_terminal(Stream::Output) {
        return Ok(());
    }
    Err(
        Problem::new(ProblemKind::Usage, "the review screen needs a terminal").next(
            "in a script use `candor score FILE`, `candor answer FILE ITEM STATUS` and the others of `candor --help`",
        ),
    )
}

fn launch(desk: &Desk, start: Start, by: Option<&str>, near: &Path) -> Result<(), Problem> {
    let name = by.map(|typed| resolve::name(typed, "--by")).transpose()?;
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
