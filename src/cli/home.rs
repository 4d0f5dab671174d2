//! The rows of the home screen: what was assessed lately, checklists to start from, and examples.

use std::path::Path;

use crate::domain::evidence::Observations;
use crate::domain::gate::Verdict;
use crate::domain::lapsing::SOON_DAYS;
use crate::domain::percent::or_dash;
use crate::domain::summary::Summary;
use crate::domain::time::Moment;
use crate::session::bench;
use crate::system::conflicted::Left;
use crate::system::files::FileSystem;
use crate::system::library::{self, Shelved};
use crate::system::places::Places;
use crate::system::signers::Signers;
use crate::system::spill;
use crate::system::{clock, environment};
use crate::tui::message::{HomeRow, HomeTarget};

use super::gathered::{self, Gathered};

/// Every row, in the order of the screen. What can't be read has a row that says so.
/// Among the checklists, `preferred` is first, by id or path.
pub(crate) fn rows(
    files: &dyn FileSystem,
    places: &Places,
    signers: &Signers,
    preferred: Option<&str>,
) -> Vec<HomeRow> {
    let now = Moment::new(clock::now());
    let here = environment::current_directory().unwrap_or_default();
    let mut rows: Vec<HomeRow> = gathered::assessments(files, places, &here, signers, &|_| now)
        .into_iter()
        .map(|found| {
            let is_kept = spill::is_kept(files, places, &found.path);
            let left = found.left;
            let mut row = assessment_row(found);
            if let Some(left) = left {
                let left = match left {
                    Left::Markers(_) => "git left conflict markers",
                    Left::OneSide => "git left one side of a merge",
                };
                row.detail = format!("{left}, open it · {}", row.detail);
            }
            if is_kept {
                row.detail = format!(
                    "answers not saved yet are kept aside, open it · {}",
                    row.detail
                );
            }
            row
        })
        .collect();
    let mut examples = Vec::new();
    for name in library::example_names() {
        let Ok((assessment, _)) = library::example(name) else {
            continue;
        };
        let observations = Observations::new();
        let summary = Summary::of(
            &assessment,
            &bench(&assessment, now, &observations),
            SOON_DAYS,
        );
        examples.push(HomeRow {
            title: summary.name(),
            detail: format!("{}, filled in", summary.checklist_title.raw()),
            figures: Some(figures(&summary)),
            lapsing: lapsing(&summary),
            signed: None,
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
    let mut shelf = library::checklists(files, places, &here);
    if let Some(preferred) = preferred {
        let is_preferred = |shelved: &Shelved| {
            let heading = shelved.heading.as_ref();
            shelved.shadowed_by.is_none() && heading.is_ok_and(|it| it.id == *preferred)
        };
        match shelf.iter().position(is_preferred) {
            Some(at) => shelf[..=at].rotate_right(1),
            None => rows.extend(elsewhere(files, places, &here, preferred)),
        }
    }
    for shelved in shelf {
        let (Ok(heading), None) = (shelved.heading, shelved.shadowed_by) else {
            continue;
        };
        let hides = if shelved.shadows.is_empty() {
            ""
        } else {
            ", hides another of the same id"
        };
        let (id, items, source) = (heading.id.raw(), heading.items, shelved.source.word());
        rows.push(HomeRow {
            title: heading.title.raw().to_owned(),
            detail: format!("{id} · {items} items · {source}{hides}"),
            figures: None,
            lapsing: String::new(),
            signed: None,
            target: HomeTarget::Checklist(id.to_owned()),
        });
    }
    rows.append(&mut more_examples);
    rows
}

/// A checklist that is on no shelf, by its path.
fn elsewhere(files: &dyn FileSystem, places: &Places, here: &Path, name: &str) -> Option<HomeRow> {
    let checklist = library::find(files, places, here, name).ok()?;
    Some(HomeRow {
        title: checklist.title.raw().to_owned(),
        detail: format!("{name} · {} items", checklist.item_count()),
        figures: None,
        lapsing: String::new(),
        signed: None,
        target: HomeTarget::Checklist(name.to_owned()),
    })
}

fn assessment_row(found: Gathered) -> HomeRow {
    let mut detail = found.path.display().to_string();
    if let Some(count) = found.summary.as_ref().ok().map(|it| it.conflicts)
        && count > 0
    {
        detail = format!("{count} in conflict · {detail}");
    }
    let (title, figures) = match &found.summary {
        Ok(summary) => (summary.subject.raw().to_owned(), Some(figures(summary))),
        // One's own review must not vanish without a word; what is wrong is said when it is opened.
        Err(_) => {
            let name = found.path.file_name().unwrap_or_default();
            let title = format!("{} (can't be read)", name.to_string_lossy());
            (title, None)
        }
    };
    HomeRow {
        title,
        detail,
        figures,
        lapsing: found.summary.as_ref().map(lapsing).unwrap_or_default(),
        signed: found.summary.as_ref().ok().and_then(signed),
        target: HomeTarget::Assessment(found.path),
    }
}

/// What lapses first, in few columns: `backups 3 d +2`.
fn lapsing(summary: &Summary) -> String {
    let Some(first) = summary.lapsing.first() else {
        return String::new();
    };
    let first_in_short = format!("{} {} d", first.item.raw(), first.days);
    match summary.lapsing.len() - 1 {
        0 => first_in_short,
        more => format!("{first_in_short} +{more}"),
    }
}

/// What became of its sign-offs, and whether that is a warning.
fn signed(summary: &Summary) -> Option<(String, bool)> {
    let words = summary.signed_in_short();
    (!words.is_empty()).then(|| (words, summary.signed_warns()))
}

fn figures(summary: &Summary) -> (Verdict, String, String) {
    (
        summary.verdict,
        or_dash(summary.claimed.as_ref()),
        or_dash(summary.evidenced.as_ref()),
    )
}
