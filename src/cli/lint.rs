//! `candor lint`: every fault of checklists and assessments.

use std::path::Path;

use serde::Serialize;

use crate::domain::checklist::Checklist;
use crate::export::json::JSON_FORMAT;
use crate::format::fault::{Fault, Weight};
use crate::format::outer::{OuterName, outer_name};
use crate::format::read::{read_assessment, read_checklist_after, read_older_checklist};
use crate::format::write::write_assessment;
use crate::format::{ASSESSMENT_CAP, CHECKLIST_CAP};
use crate::problem::{Problem, ProblemKind};
use crate::system::conflicted::{Left, one_sided};
use crate::system::files::read_capped;
use crate::system::git::index::Indexes;

use super::arguments::LintTyped;
use super::desk::Desk;
use super::merged::as_typed;
use super::output::{self, Page, Tone};

/// A file with more faults than this has the rest of them counted, in text.
const MOST_SHOWN: usize = 200;

/// What was found in one file.
struct Linted {
    file: String,
    kind: OuterName,
    text: String,
    faults: Vec<Fault>,
}

impl Linted {
    fn count(&self, weight: Weight) -> usize {
        let of_it = self.faults.iter().filter(|fault| fault.weight == weight);
        of_it.count()
    }
}

#[derive(Serialize)]
struct LintObject<'a> {
    format: u32,
    files: Vec<FileObject<'a>>,
}

#[derive(Serialize)]
struct FileObject<'a> {
    file: String,
    kind: Option<&'static str>,
    errors: Option<usize>,
    warnings: Option<usize>,
    faults: Vec<FaultObject<'a>>,
    problem: Option<String>,
}

#[derive(Serialize)]
struct FaultObject<'a> {
    weight: &'static str,
    line: Option<usize>,
    column: Option<usize>,
    what: &'a str,
    next: Option<&'a str>,
}

/// Checks every file; 0 where none has an error, 1 where one has, 3 where one can't be read.
pub(crate) fn run(desk: &Desk, typed: &LintTyped) -> Result<u8, Problem> {
    let older = older(desk, typed)?;
    let linted: Vec<Result<Linted, (String, Problem)>> = typed
        .files
        .iter()
        .map(|file| lint(desk, file, older.as_ref()))
        .collect();
    if typed.json {
        output::json(&LintObject {
            format: JSON_FORMAT,
            files: linted.iter().map(object_of).collect(),
        })?;
    } else {
        for found in linted.iter().flatten() {
            desk.output.page(&page(found))?;
        }
    }
    let mut code = 0;
    for found in &linted {
        match found {
            Ok(found) if found.count(Weight::Error) > 0 => {
                code = code.max(ProblemKind::Fails.exit_code());
            }
            Ok(_) => {}
            Err((_, problem)) => {
                output::problem(problem);
                code = code.max(problem.kind.exit_code());
            }
        }
    }
    Ok(code)
}

/// The older version that the one checklist is compared with.
fn older(desk: &Desk, typed: &LintTyped) -> Result<Option<Checklist>, Problem> {
    let Some(older) = &typed.older else {
        return Ok(None);
    };
    if typed.files.len() != 1 {
        let what = "--older compares one checklist with its older version";
        let next = "give one FILE";
        return Err(Problem::new(ProblemKind::Usage, what).next(next));
    }
    let bytes = read_capped(&*desk.files, older, CHECKLIST_CAP)?;
    let read = read_older_checklist(&bytes);
    read.map(Some)
        .map_err(|fault| fault.into_problem(&older.display().to_string()))
}

fn lint(desk: &Desk, file: &Path, older: Option<&Checklist>) -> Result<Linted, (String, Problem)> {
    let name = file.display().to_string();
    let read =
        |cap| read_capped(&*desk.files, file, cap).map_err(|problem| (name.clone(), problem));
    let bytes = read(ASSESSMENT_CAP)?;
    let kind = outer_name(&bytes).unwrap_or(OuterName::Checklist);
    let faults = match kind {
        OuterName::Checklist if bytes.len() as u64 > CHECKLIST_CAP => {
            read(CHECKLIST_CAP)?;
            Vec::new()
        }
        OuterName::Checklist => read_checklist_after(&bytes, older).1,
        OuterName::Assessment if older.is_some() => {
            let what = "this is an assessment, and --older compares checklists";
            let next = "leave --older out";
            let problem = Problem::new(ProblemKind::Usage, what).at(&name).next(next);
            return Err((name, problem));
        }
        OuterName::Assessment => {
            let (assessment, mut faults) = read_assessment(&bytes);
            let canonical = assessment.as_ref().map(write_assessment);
            // What else there is to say of it, such as comments that go, has a warning of its own.
            let next = if faults.is_empty() {
                "nothing is lost: the next change writes it in the usual form"
            } else {
                "the next change writes it in the usual form"
            };
            faults.extend(canonical.and_then(|canonical| hand_edit(&bytes, &canonical, next)));
            let indexes = Indexes::default();
            let left = assessment.and_then(|ours| one_sided(&indexes, file, &bytes, &ours));
            faults.extend(left.map(|both| unmerged(both.err(), file)));
            faults
        }
    };
    Ok(Linted {
        file: name,
        kind,
        text: String::from_utf8_lossy(&bytes).into_owned(),
        faults,
    })
}

/// That the file is one side of a merge that git is in the middle of.
fn unmerged(problem: Option<Problem>, file: &Path) -> Fault {
    let (what, next) = match problem {
        Some(problem) => (problem.what, problem.next),
        None => (
            Left::OneSide.words("the file"),
            format!(
                "put both sides in its place with: candor merge {}",
                as_typed(&file.display().to_string())
            ),
        ),
    };
    Fault::error(Vec::new(), what, next).at(1, 1)
}

/// The warning about a file that is not written as this program writes it, at the first difference.
fn hand_edit(bytes: &[u8], canonical: &str, next: &str) -> Option<Fault> {
    if bytes == canonical.as_bytes() {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let same = text
        .bytes()
        .zip(canonical.bytes())
        .take_while(|(here, there)| here == there)
        .count();
    let before = String::from_utf8_lossy(&bytes[..same]);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |line| line.chars().filter(|c| *c != '\u{fffd}').count())
        + 1;
    let fault = Fault::warning(
        Vec::new(),
        "from here on the file is not written as candor writes it, so somebody has edited it by hand",
        next,
    );
    Some(fault.at(line, column))
}

fn page(linted: &Linted) -> Page {
    let mut page = Page::default();
    // Split once: a large file can have many faults far down.
    let text = linted.text.strip_prefix('\u{feff}');
    let lines: Vec<&str> = match linted.faults.as_slice() {
        [] => Vec::new(),
        _ => text.unwrap_or(&linted.text).lines().collect(),
    };
    for fault in linted.faults.iter().take(MOST_SHOWN) {
        let line = fault.place.and_then(|place| lines.get(place.line - 1));
        page.block(&fault.rendered_with(&linted.file, line.copied()));
    }
    if linted.faults.len() > MOST_SHOWN {
        let more = linted.faults.len() - MOST_SHOWN;
        page.line(&format!("and {more} more, all of them with --json"));
    }
    let (errors, warnings) = (linted.count(Weight::Error), linted.count(Weight::Warning));
    let (tone, words) = match (errors, warnings) {
        (0, 0) => (Tone::Good, "ok".to_owned()),
        (0, warnings) => (Tone::Fair, counted(warnings, "warning")),
        (errors, 0) => (Tone::Bad, counted(errors, "error")),
        (errors, warnings) => {
            let (errors, warnings) = (counted(errors, "error"), counted(warnings, "warning"));
            (Tone::Bad, format!("{errors}, {warnings}"))
        }
    };
    page.words(Tone::Plain, &format!("{}: ", linted.file));
    page.words(tone, &words).end();
    page
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn object_of(found: &Result<Linted, (String, Problem)>) -> FileObject<'_> {
    match found {
        Ok(linted) => FileObject {
            file: linted.file.clone(),
            kind: Some(linted.kind.word()),
            errors: Some(linted.count(Weight::Error)),
            warnings: Some(linted.count(Weight::Warning)),
            faults: linted.faults.iter().map(fault_object).collect(),
            problem: None,
        },
        Err((file, problem)) => FileObject {
            file: file.clone(),
            kind: None,
            errors: None,
            warnings: None,
            faults: Vec::new(),
            problem: Some(problem.to_string()),
        },
    }
}

fn fault_object(fault: &Fault) -> FaultObject<'_> {
    FaultObject {
        weight: match fault.weight {
            Weight::Error => "error",
            Weight::Warning => "warning",
        },
        line: fault.place.map(|place| place.line),
        column: fault.place.map(|place| place.column),
        what: &fault.what,
        next: Some(fault.next.as_str()).filter(|next| !next.is_empty()),
    }
}
