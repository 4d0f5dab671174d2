//! `candor export`: the whole review in another format.

use std::path::Path;

use crate::domain::ledger::Scope;
use crate::export::dossier::Dossier;
use crate::export::html::write_html;
use crate::export::markdown::write_markdown;
use crate::export::minutes_page::write_minutes;
use crate::export::report::Report;
use crate::format::ASSESSMENT_CAP;
use crate::format::outer::outer_name;
use crate::problem::{Problem, ProblemKind};
use crate::session::bench;
use crate::system::digest::digest_of;
use crate::system::durable::{self, Expected};
use crate::system::files::read_if_present;

use super::arguments::{ExportFormat, ExportTyped};
use super::desk::Desk;
use super::output::Page;
use super::resolve;

/// Writes the review to standard output, or durably to a file.
pub(crate) fn run(desk: &Desk, typed: &ExportTyped) -> Result<(), Problem> {
    if typed.meeting.is_some() && typed.format != ExportFormat::Minutes {
        return Err(resolve::usage(
            "--meeting is for minutes, which this format does not write",
            "leave it out, or use --format minutes",
        ));
    }
    let stored = desk.open(&typed.file)?;
    let as_of = resolve::as_of(&typed.as_of, stored.assessment.utc_offset, desk.now)?;
    let observations = desk.observe(&stored);
    let bench = bench(&stored.assessment, as_of, &observations);
    let report = Report::of(&stored.assessment, &bench, Scope::Needed);
    let text = match typed.format {
        ExportFormat::Md => write_markdown(&report, &bench),
        ExportFormat::Minutes => {
            let meeting = super::meeting::chosen(&stored, typed.meeting.as_deref())?;
            write_minutes(&report, &bench, meeting)
        }
        ExportFormat::Html => write_html(&Dossier::of(&report, &bench)),
    };
    match &typed.output {
        None => {
            let mut page = Page::default();
            page.block(&text);
            desk.output.page(&page)
        }
        Some(out) => save(desk, out, &text),
    }
}

/// Replaces what is at `out`, unless that is an assessment or a checklist: under whatever name, it holds somebody's
/// work and no export does.
fn save(desk: &Desk, out: &Path, text: &str) -> Result<(), Problem> {
    let before = read_if_present(&*desk.files, out, ASSESSMENT_CAP)?;
    let expected = match &before {
        Some(bytes) if outer_name(bytes).is_some() => {
            return Err(Problem::new(
                ProblemKind::Usage,
                "the file is an assessment or a checklist, which an export does not replace",
            )
            .at(out.display().to_string())
            .next("name another file with -o"));
        }
        Some(bytes) => Expected::Digest(digest_of(bytes)),
        None => Expected::Absent,
    };
    durable::save(&*desk.files, out, text.as_bytes(), expected)
        .map_err(|error| error.problem().clone())?;
    let mut page = Page::default();
    page.line(&format!("wrote {}", out.display()));
    desk.output.page(&page)
}
