//! `candor list`: the checklists and assessments that there are, and where they come from.

use std::path::Path;

use serde::Serialize;

use crate::domain::percent::or_dash;
use crate::domain::signing::in_short;
use crate::domain::summary::Summary;
use crate::domain::text::Text;
use crate::export::json::{JSON_FORMAT, LapsingObject, SignedOffObject, rounded};
use crate::problem::Problem;
use crate::system::library::{Shelved, Source, checklists};

use super::arguments::list::{ListTyped, ListWhat};
use super::desk::Desk;
use super::gathered::{self, Gathered};
use super::list_items;
use super::output::{self, Align, Page, Tone};
use super::resolve;
use super::unsettled::unsettled_words;

#[derive(Serialize)]
struct ListObject<'a> {
    format: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    checklists: Option<Vec<ChecklistObject>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assessments: Option<Vec<AssessmentObject<'a>>>,
}

#[derive(Serialize)]
struct ChecklistObject {
    id: Option<String>,
    version: Option<String>,
    title: Option<String>,
    items: Option<usize>,
    blockers: Option<usize>,
    source: &'static str,
    path: Option<String>,
    /// The sources of checklists of the same id that this one hides, the nearest first.
    shadows: Vec<&'static str>,
    /// The source of the checklist of the same id that hides this one.
    shadowed_by: Option<&'static str>,
    problem: Option<String>,
}

#[derive(Default, Serialize)]
struct AssessmentObject<'a> {
    path: String,
    subject: Option<&'a str>,
    version: Option<&'a str>,
    system: Option<&'a str>,
    checklist: Option<&'a str>,
    checklist_version: Option<&'a str>,
    verdict: Option<&'static str>,
    open_blockers: Option<u32>,
    /// Items of which a merge kept more than one version.
    conflicts: Option<u32>,
    claimed: Option<f64>,
    evidenced: Option<f64>,
    lapsing: Vec<LapsingObject<'a>>,
    /// The latest sign-off of each role, and those that are forged.
    sign_offs: Vec<SignedOffObject<'a>>,
    problem: Option<String>,
}

/// Lists what was asked for, or everything.
pub(crate) fn run(desk: &Desk, typed: &ListTyped) -> Result<(), Problem> {
    match (typed.what, &typed.file) {
        (Some(ListWhat::Items), Some(file)) => return list_items::run(desk, file, typed),
        (Some(ListWhat::Items), None) => {
            let what = "items are those of one assessment, and none is named";
            return Err(resolve::usage(what, "write candor list items FILE"));
        }
        (_, Some(file)) => {
            let what = format!("`{}` is one thing too many", file.display());
            return Err(resolve::usage(
                what,
                "to list its items: candor list items FILE",
            ));
        }
        (_, None) => {}
    }
    // A time that is none is said once, before any file is opened.
    resolve::as_of(&typed.as_of, desk.offset, desk.now)?;
    let as_of = |offset| resolve::as_of(&typed.as_of, offset, desk.now).unwrap_or(desk.now);
    let shelf = (typed.what != Some(ListWhat::Assessments))
        .then(|| checklists(&*desk.files, &desk.places, &desk.here));
    let assessments = (typed.what != Some(ListWhat::Checklists)).then(|| {
        gathered::assessments(
            &*desk.files,
            &desk.places,
            &desk.here,
            &desk.signers,
            &as_of,
        )
    });
    if typed.json {
        let object = |found| assessment_object(desk, found);
        return output::json(&ListObject {
            format: JSON_FORMAT,
            checklists: shelf.map(|shelf| shelf.iter().map(checklist_object).collect()),
            assessments: assessments
                .as_ref()
                .map(|found| found.iter().map(object).collect()),
        });
    }
    let mut page = Page::default();
    if let Some(shelf) = &shelf {
        checklists_page(desk, &mut page, shelf);
    }
    if shelf.is_some() && assessments.is_some() {
        page.end();
    }
    if let Some(assessments) = &assessments {
        assessments_page(desk, &mut page, assessments);
    }
    desk.output.page(&page)?;
    for found in assessments.iter().flatten() {
        if let Some(left) = found.left {
            output::note(&unsettled_words(left, &found.path));
        }
    }
    Ok(())
}

fn checklist_object(shelved: &Shelved) -> ChecklistObject {
    let heading = shelved.heading.as_ref().ok();
    let text = |text: &Text| Some(text.raw().to_owned()).filter(|text| !text.is_empty());
    ChecklistObject {
        id: heading.and_then(|heading| text(&heading.id)),
        version: heading.and_then(|heading| text(&heading.version)),
        title: heading.and_then(|heading| text(&heading.title)),
        items: heading.map(|heading| heading.items),
        blockers: heading.map(|heading| heading.blockers),
        source: shelved.source.word(),
        path: shelved.path.as_ref().map(|path| path.display().to_string()),
        shadows: shelved.shadows.iter().map(|source| source.word()).collect(),
        shadowed_by: shelved.shadowed_by.map(Source::word),
        problem: shelved.heading.as_ref().err().map(ToString::to_string),
    }
}

fn checklists_page(desk: &Desk, page: &mut Page, shelf: &[Shelved]) {
    page.words(Tone::Strong, "Checklists").end();
    let head = [
        "", "id", "version", "items", "blockers", "from", "title", "file",
    ];
    let mut rows = vec![head.map(ToOwned::to_owned).to_vec()];
    for shelved in shelf {
        let Ok(heading) = &shelved.heading else {
            continue;
        };
        let file = shelved.path.as_deref();
        rows.push(vec![
            String::new(),
            heading.id.raw().to_owned(),
            heading.version.raw().to_owned(),
            heading.items.to_string(),
            heading.blockers.to_string(),
            from(shelved),
            heading.title.raw().to_owned(),
            file.map_or_else(String::new, |path| shown_path(desk, path)),
        ]);
    }
    let columns = [
        Align::Left,
        Align::Left,
        Align::Left,
        Align::Right,
        Align::Right,
        Align::Left,
        Align::Left,
        Align::Left,
    ];
    page.table(&columns, &rows);
    let problems = shelf.iter().filter_map(|it| it.heading.as_ref().err());
    broken(page, problems);
}

/// Where a checklist comes from, and what it hides or is hidden by.
fn from(shelved: &Shelved) -> String {
    let from = shelved.source.word().to_owned();
    let one = |source: &Source| match source {
        Source::BuiltIn => "the built-in one",
        Source::Yours => "yours",
        Source::Repository => "the repository's",
    };
    if let Some(nearer) = &shelved.shadowed_by {
        format!("{from}, shadowed by {}", one(nearer))
    } else if shelved.shadows.is_empty() {
        from
    } else {
        let hidden: Vec<&str> = shelved.shadows.iter().map(one).collect();
        format!("{from}, shadows {}", hidden.join(" and "))
    }
}

fn broken<'a>(page: &mut Page, problems: impl Iterator<Item = &'a Problem>) {
    for problem in problems {
        page.words(Tone::Bad, "  broken")
            .words(Tone::Plain, &format!("  {problem}"))
            .end();
    }
}

fn assessments_page(desk: &Desk, page: &mut Page, assessments: &[Gathered]) {
    page.words(Tone::Strong, "Assessments").end();
    if assessments.is_empty() {
        page.line("  none yet; begin one with: candor new FILE --checklist ID --subject NAME");
    }
    let head = [
        "",
        "verdict",
        "claimed",
        "evidenced",
        "subject",
        "checklist",
        "file",
    ];
    let mut rows = vec![head.map(ToOwned::to_owned).to_vec()];
    let summaries: Vec<(&Path, &Summary)> = assessments
        .iter()
        .filter_map(|found| Some((found.path.as_path(), found.summary.as_ref().ok()?)))
        .collect();
    rows.extend(summaries.iter().map(|(path, summary)| {
        vec![
            String::new(),
            summary.verdict_words(),
            or_dash(summary.claimed.as_ref()),
            or_dash(summary.evidenced.as_ref()),
            summary.name(),
            summary.checklist.raw().to_owned(),
            shown_path(desk, path),
        ]
    }));
    let mut columns = vec![
        Align::Left,
        Align::Left,
        Align::Right,
        Align::Right,
        Align::Left,
        Align::Left,
        Align::Left,
    ];
    if summaries.iter().any(|(_, it)| !it.sign_offs.is_empty()) {
        // Beside the verdict, where somebody has signed at all.
        let signed = summaries.iter().map(|(_, it)| it.signed_in_short());
        let cells = std::iter::once("signed".to_owned()).chain(signed);
        for (row, cell) in rows.iter_mut().zip(cells) {
            row.insert(2, cell);
        }
        columns.insert(2, Align::Left);
    }
    if rows.len() > 1 {
        page.table(&columns, &rows);
    }
    broken(
        page,
        assessments
            .iter()
            .filter_map(|it| it.summary.as_ref().err()),
    );
    superseded(desk, page, &summaries);
    let lapsing: Vec<Vec<String>> = summaries
        .iter()
        .filter(|(_, summary)| !summary.lapsing.is_empty())
        .map(|(path, summary)| {
            vec![
                String::new(),
                shown_path(desk, path),
                summary.lapsing_in_short(),
            ]
        })
        .collect();
    if !lapsing.is_empty() {
        page.end().words(Tone::Strong, "Lapsing soon").end();
        page.table(&[Align::Left; 3], &lapsing);
    }
}

/// The sign-offs that no longer hold, and by what.
fn superseded(desk: &Desk, page: &mut Page, summaries: &[(&Path, &Summary)]) {
    let mut rows = Vec::new();
    for (path, summary) in summaries {
        let lost = summary.sign_offs.iter();
        for signed in lost.filter(|it| it.is_superseded_go() || it.says.is_none()) {
            let (what, by) = match &signed.says {
                Some(said) => {
                    let what = format!("{} of {}", said.decision.word(), said.role.raw());
                    (
                        what,
                        format!("superseded: {}", in_short(&signed.superseded_by)),
                    )
                }
                None => (signed.file.clone(), "forged".to_owned()),
            };
            rows.push(vec![String::new(), shown_path(desk, path), what, by]);
        }
    }
    if !rows.is_empty() {
        page.end();
        page.words(Tone::Strong, "Sign-offs that no longer hold")
            .end();
        page.table(&[Align::Left; 4], &rows);
    }
}

fn assessment_object<'a>(desk: &Desk, found: &'a Gathered) -> AssessmentObject<'a> {
    let path = shown_path(desk, &found.path);
    match &found.summary {
        Ok(summary) => summary_object(summary, path),
        Err(problem) => AssessmentObject {
            problem: Some(problem.to_string()),
            path,
            ..AssessmentObject::default()
        },
    }
}

fn summary_object(summary: &Summary, path: String) -> AssessmentObject<'_> {
    fn some(text: &Text) -> Option<&str> {
        Some(text.raw()).filter(|text| !text.is_empty())
    }
    AssessmentObject {
        path,
        subject: some(&summary.subject),
        version: some(&summary.version),
        system: some(&summary.system),
        checklist: some(&summary.checklist),
        checklist_version: some(&summary.checklist_version),
        verdict: Some(summary.verdict.word()),
        open_blockers: Some(summary.open_blockers),
        conflicts: Some(summary.conflicts),
        claimed: summary.claimed.as_ref().map(rounded),
        evidenced: summary.evidenced.as_ref().map(rounded),
        lapsing: summary
            .lapsing
            .iter()
            .map(LapsingObject::of_lapses)
            .collect(),
        sign_offs: summary.sign_offs.iter().map(SignedOffObject::of).collect(),
        problem: None,
    }
}

/// The path from here where it is below, else the whole.
fn shown_path(desk: &Desk, path: &Path) -> String {
    let from_here = path.strip_prefix(&desk.here).unwrap_or(path);
    from_here.display().to_string()
}
