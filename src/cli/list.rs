//! `candor list`: the checklists and assessments that there are, and where they come from.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::checklist::Checklist;
use crate::domain::ledger::Scope;
use crate::domain::percent::or_dash;
use crate::export::json::{JSON_FORMAT, rounded};
use crate::export::report::Report;
use crate::problem::Problem;
use crate::session::bench;
use crate::system::environment;
use crate::system::library::{Shelved, checklists};
use crate::system::places::repository_root;
use crate::system::recent;
use crate::system::store::{self, Stored};

use super::arguments::{ListTyped, ListWhat};
use super::desk::Desk;
use super::output::{self, Align, Page, Tone};
use super::resolve;

#[derive(Serialize)]
struct ListObject {
    format: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    checklists: Option<Vec<ChecklistObject>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assessments: Option<Vec<AssessmentObject>>,
}

#[derive(Serialize)]
struct ChecklistObject {
    id: Option<String>,
    version: Option<String>,
    title: Option<String>,
    items: Option<usize>,
    source: &'static str,
    path: Option<String>,
    shadows: Vec<&'static str>,
    problem: Option<String>,
}

#[derive(Serialize)]
struct AssessmentObject {
    path: String,
    subject: Option<String>,
    version: Option<String>,
    checklist: Option<String>,
    verdict: Option<&'static str>,
    claimed: Option<f64>,
    evidenced: Option<f64>,
    problem: Option<String>,
}

/// Lists what was asked for, or everything.
pub(crate) fn run(desk: &Desk, typed: &ListTyped) -> Result<(), Problem> {
    // A time that is none is said once, before any file is opened.
    resolve::as_of(&typed.as_of, desk.offset, desk.now)?;
    let shelf = (typed.what != Some(ListWhat::Assessments))
        .then(|| checklists(&*desk.files, &desk.places, &desk.here));
    let assessments = (typed.what != Some(ListWhat::Checklists)).then(|| assessments(desk, typed));
    if typed.json {
        return output::json(&ListObject {
            format: JSON_FORMAT,
            checklists: shelf.map(|shelf| shelf.iter().map(checklist_object).collect()),
            assessments,
        });
    }
    let mut page = Page::default();
    if let Some(shelf) = &shelf {
        checklists_page(&mut page, shelf);
    }
    if shelf.is_some() && assessments.is_some() {
        page.end();
    }
    if let Some(assessments) = &assessments {
        assessments_page(&mut page, assessments);
    }
    desk.output.page(&page)
}

fn checklist_object(shelved: &Shelved) -> ChecklistObject {
    let checklist = shelved.checklist.as_ref().ok();
    ChecklistObject {
        id: checklist.map(|checklist| checklist.id.raw().to_owned()),
        version: checklist
            .map(|checklist| checklist.version.raw().to_owned())
            .filter(|version| !version.is_empty()),
        title: checklist.map(|checklist| checklist.title.raw().to_owned()),
        items: checklist.map(Checklist::item_count),
        source: shelved.source.word(),
        path: shelved.path.as_ref().map(|path| path.display().to_string()),
        shadows: shelved.shadows.iter().map(|source| source.word()).collect(),
        problem: shelved.checklist.as_ref().err().map(ToString::to_string),
    }
}

fn checklists_page(page: &mut Page, shelf: &[Shelved]) {
    page.words(Tone::Strong, "Checklists").end();
    let mut rows = Vec::new();
    for shelved in shelf {
        let Ok(checklist) = &shelved.checklist else {
            continue;
        };
        let hidden: Vec<&str> = shelved.shadows.iter().map(|source| source.word()).collect();
        let from = match (shelved.source.word(), hidden.join(" and ")) {
            (word, hidden) if hidden.is_empty() => word.to_owned(),
            (word, hidden) => format!("{word}, shadows {hidden}"),
        };
        rows.push(vec![
            String::new(),
            checklist.id.raw().to_owned(),
            checklist.version.raw().to_owned(),
            checklist.item_count().to_string(),
            from,
            checklist.title.raw().to_owned(),
        ]);
    }
    let columns = [
        Align::Left,
        Align::Left,
        Align::Left,
        Align::Right,
        Align::Left,
        Align::Left,
    ];
    page.table(&columns, &rows);
    for problem in shelf
        .iter()
        .filter_map(|shelved| shelved.checklist.as_ref().err())
    {
        page.words(Tone::Bad, "  broken")
            .words(Tone::Plain, &format!("  {problem}"));
        page.end();
    }
}

fn assessments_page(page: &mut Page, assessments: &[AssessmentObject]) {
    page.words(Tone::Strong, "Assessments").end();
    if assessments.is_empty() {
        page.line("  none yet; begin one with: candor new FILE --checklist ID --subject NAME");
    }
    let percent = |percent: Option<f64>| match percent {
        Some(percent) => format!("{percent:.1}"),
        None => or_dash(None),
    };
    let rows: Vec<Vec<String>> = assessments
        .iter()
        .filter(|found| found.problem.is_none())
        .map(|found| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            vec![
                String::new(),
                found.verdict.unwrap_or_default().to_owned(),
                percent(found.claimed),
                percent(found.evidenced),
                format!("{} {}", text(&found.subject), text(&found.version)),
                text(&found.checklist),
                found.path.clone(),
            ]
        })
        .collect();
    if !rows.is_empty() {
        let head = [
            "",
            "verdict",
            "claimed",
            "evidenced",
            "subject",
            "checklist",
            "file",
        ];
        let mut table = vec![head.map(ToOwned::to_owned).to_vec()];
        table.extend(rows);
        let columns = [
            Align::Left,
            Align::Left,
            Align::Right,
            Align::Right,
            Align::Left,
            Align::Left,
            Align::Left,
        ];
        page.table(&columns, &table);
    }
    for problem in assessments
        .iter()
        .filter_map(|found| found.problem.as_ref())
    {
        page.words(Tone::Bad, "  broken")
            .words(Tone::Plain, &format!("  {problem}"));
        page.end();
    }
}

fn assessments(desk: &Desk, typed: &ListTyped) -> Vec<AssessmentObject> {
    places(desk)
        .into_iter()
        .map(|path| {
            let shown = shown_path(desk, &path);
            match store::open(&*desk.files, &path) {
                Ok(stored) => assessment_object(desk, typed, &stored, shown),
                Err(problem) => AssessmentObject {
                    subject: None,
                    version: None,
                    checklist: None,
                    verdict: None,
                    claimed: None,
                    evidenced: None,
                    problem: Some(problem.to_string()),
                    path: shown,
                },
            }
        })
        .collect()
}

fn assessment_object(
    desk: &Desk,
    typed: &ListTyped,
    stored: &Stored,
    path: String,
) -> AssessmentObject {
    let assessment = &stored.assessment;
    let observations = desk.observe(stored);
    let as_of = resolve::as_of(&typed.as_of, assessment.utc_offset, desk.now).unwrap_or(desk.now);
    let bench = bench(assessment, as_of, &observations);
    let report = Report::of(assessment, &bench, Scope::Needed);
    let subject = &assessment.head.subject;
    AssessmentObject {
        path,
        subject: Some(subject.name.raw().to_owned()),
        version: Some(subject.version.raw().to_owned()).filter(|version| !version.is_empty()),
        checklist: Some(assessment.checklist().id.raw().to_owned()),
        verdict: Some(report.judgement.verdict.word()),
        claimed: report.figures.claimed().as_ref().map(rounded),
        evidenced: report.figures.evidenced().as_ref().map(rounded),
        problem: None,
    }
}

/// The recent files that are still there, then those of the repository, then those in the data directory; each
/// once.
fn places(desk: &Desk) -> Vec<PathBuf> {
    let is_there = |path: &PathBuf| desk.files.inspect(path).is_ok();
    let mut found: Vec<PathBuf> = recent::read(&*desk.files, &desk.places)
        .into_iter()
        .map(|recent| recent.path)
        .filter(is_there)
        .collect();
    if let Some(root) = repository_root(&desk.here) {
        found.extend(in_directory(desk, &root.join("readiness")));
    }
    found.extend(in_directory(desk, &desk.places.data.join("assessments")));
    let mut seen = HashSet::new();
    found.retain(|path| seen.insert(path.clone()));
    found
}

fn in_directory(desk: &Desk, directory: &Path) -> Vec<PathBuf> {
    // A directory that isn't there holds no assessments.
    let mut names = desk.files.list(directory).unwrap_or_default();
    names.sort();
    let paths = names.into_iter().map(|name| directory.join(name));
    let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "ron"));
    paths
        .filter_map(|path| environment::absolute(&path).ok())
        .collect()
}

/// The path from here where it is below, else the whole.
fn shown_path(desk: &Desk, path: &Path) -> String {
    let from_here = path.strip_prefix(&desk.here).unwrap_or(path);
    from_here.display().to_string()
}
