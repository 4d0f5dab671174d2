//! The rows of the home screen: what was assessed lately, checklists to start from, and examples.

use crate::domain::assessment::Assessment;
use crate::domain::evidence::Observations;
use crate::domain::gate::Verdict;
use crate::domain::percent::or_dash;
use crate::domain::time::Moment;
use crate::session::Session;
use crate::system::files::FileSystem;
use crate::system::places::Places;
use crate::system::{clock, environment, library, observe, recent, store};
use crate::tui::message::{HomeRow, HomeTarget};

/// Every row, in the order of the screen. What can't be read has a row that says so.
pub(crate) fn rows(files: &dyn FileSystem, places: &Places) -> Vec<HomeRow> {
    let mut rows = Vec::new();
    for file in recent::read(files, places) {
        let stored = match store::open(files, &file.path) {
            Ok(stored) => stored,
            Err(_) if files.inspect(&file.path).is_err() => continue,
            // One's own review must not vanish without a word; what is wrong is said when it is opened.
            Err(_) => {
                let name = file.path.file_name().unwrap_or_default();
                rows.push(HomeRow {
                    title: format!("{} (can't be read)", name.to_string_lossy()),
                    detail: file.path.display().to_string(),
                    figures: None,
                    target: HomeTarget::Assessment(file.path),
                });
                continue;
            }
        };
        rows.push(HomeRow {
            title: stored.assessment.head.subject.name.raw().to_owned(),
            detail: file.path.display().to_string(),
            figures: Some(figures(
                &stored.assessment,
                observe::observe_all(files, &file.path, &stored.assessment),
            )),
            target: HomeTarget::Assessment(file.path),
        });
    }
    let mut examples = Vec::new();
    for name in library::example_names() {
        let Ok((assessment, _)) = library::example(name) else {
            continue;
        };
        examples.push(HomeRow {
            title: format!(
                "{} {}",
                assessment.head.subject.name.raw(),
                assessment.head.subject.version.raw()
            ),
            detail: format!("{}, filled in", assessment.checklist().title.raw()),
            figures: Some(figures(&assessment, Observations::new())),
            target: HomeTarget::Example(name.to_owned()),
        });
    }
    // Somebody who has no reviews yet is shown an example first.
    let mut more_examples = if rows.is_empty() && !examples.is_empty() {
        let first = examples.remove(0);
        rows.push(first);
        examples
    } else {
        examples
    };
    let here = environment::current_directory().unwrap_or_default();
    for shelved in library::checklists(files, places, &here) {
        let Ok(checklist) = shelved.checklist else {
            continue;
        };
        let hides = if shelved.shadows.is_empty() {
            ""
        } else {
            ", hides another of the same id"
        };
        rows.push(HomeRow {
            title: checklist.title.raw().to_owned(),
            detail: format!(
                "{} · {} items · {}{hides}",
                checklist.id.raw(),
                checklist.item_count(),
                shelved.source.word()
            ),
            figures: None,
            target: HomeTarget::Checklist(checklist.id.raw().to_owned()),
        });
    }
    rows.append(&mut more_examples);
    rows
}

fn figures(assessment: &Assessment, observations: Observations) -> (Verdict, String, String) {
    let session = Session::open(assessment.clone(), Moment::new(clock::now()), observations);
    let figures = session.figures();
    let verdict = session.judgement().verdict;
    (
        verdict,
        or_dash(figures.claimed().as_ref()),
        or_dash(figures.evidenced().as_ref()),
    )
}
