//! `candor review`: an assessment in the review screen.

use std::path::Path;

use crate::problem::{Problem, ProblemKind};
use crate::system::conflicted::{Joined, awaited};
use crate::system::files::FileSystem;
use crate::system::spill::lost;
use crate::system::{library, store};

use super::arguments::ReviewTyped;
use super::desk::Desk;
use super::new::{self, Beginning};
use super::output;
use super::resolve::{checklist_name, usage};
use super::screen;
use super::unsettled::settled_words;

/// Opens the file; makes it first, if it is not there and a checklist is given.
pub(crate) fn run(desk: &Desk, typed: &ReviewTyped) -> Result<(), Problem> {
    screen::require_terminal(desk)?;
    if typed.present {
        desk.open(&typed.file)?;
        return screen::present(desk, &typed.file);
    }
    let files = &*desk.files;
    let lost = lost::reopened(files, &desk.places, &typed.file).filter(|_| !typed.read_only);
    let stored = match lost {
        None if is_missing(files, &typed.file) => create(desk, typed)
            .map_err(|problem| lost::named(files, &desk.places, &typed.file, problem))?,
        lost => {
            let stored = lost.map_or_else(|| desk.open_for_screen(&typed.file), Ok)?;
            require_same_checklist(desk, typed, stored.assessment.checklist().id.raw())?;
            stored
        }
    };
    let joined = stored.joined.clone();
    screen::review(
        desk,
        stored,
        typed.read_only,
        typed.meeting,
        typed.by.as_deref(),
    )?;
    if let Some(joined) = joined {
        say_settled(desk, *joined, &typed.file);
    }
    Ok(())
}

/// What was said when it was opened, that nothing is written yet, is not the last word where it is written by now.
fn say_settled(desk: &Desk, mut joined: Joined, file: &Path) {
    if let Ok(now) = store::open(&*desk.files, file)
        && now.joined.is_none()
    {
        joined.is_unmerged = awaited(file, "").is_some();
        output::note(&settled_words(&joined, &now.assessment, file));
    }
}

fn is_missing(files: &dyn FileSystem, path: &Path) -> bool {
    matches!(files.inspect(path), Err(error) if error.kind() == std::io::ErrorKind::NotFound)
}

fn create(desk: &Desk, typed: &ReviewTyped) -> Result<crate::system::store::Stored, Problem> {
    let named = typed.checklist.as_ref().map(checklist_name).transpose()?;
    let Some(checklist) = desk.checklist(named).ok().filter(|_| !typed.read_only) else {
        return Err(
            Problem::new(ProblemKind::File, "there is no such file")
                .at(typed.file.display().to_string())
                .next("check the spelling, or name a checklist to begin a review: --checklist ID (see: candor list checklists)"),
        );
    };
    let subject = typed.subject.clone().unwrap_or_else(|| {
        let stem = typed.file.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    });
    let beginning = Beginning {
        checklist: &checklist,
        subject: &subject,
        version: "",
        system: "",
        target: None,
        traits: &[],
        by: None,
    };
    new::create(desk, &typed.file, &beginning)
}

fn require_same_checklist(desk: &Desk, typed: &ReviewTyped, id: &str) -> Result<(), Problem> {
    let Some(checklist) = &typed.checklist else {
        return Ok(());
    };
    let wanted = library::find(
        &*desk.files,
        &desk.places,
        &desk.here,
        checklist_name(checklist)?,
    )?;
    if wanted.id == *id {
        return Ok(());
    }
    Err(usage(
        format!("the file answers the checklist `{id}` already"),
        "open it without --checklist, or name another file",
    )
    .at(typed.file.display().to_string()))
}
