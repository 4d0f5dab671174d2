//! `candor export`: the whole review in another format.

use std::path::{Path, PathBuf};

use crate::domain::evidence::{Bench, Observations};
use crate::domain::ledger::Scope;
use crate::export::csv::write_csv;
use crate::export::dossier::Dossier;
use crate::export::html::write_html;
use crate::export::markdown::write_markdown;
use crate::export::minutes_page::write_minutes;
use crate::export::report::Report;
use crate::export::verifying::instructions;
use crate::export::whole::ReviewObject;
use crate::format::ASSESSMENT_CAP;
use crate::format::outer::outer_name;
use crate::problem::{Problem, ProblemKind};
use crate::session::bench;
use crate::system::bundle::Bundle;
use crate::system::digest::digest_of;
use crate::system::durable::{self, Expected};
use crate::system::files::read_if_present;
use crate::system::sign_offs;
use crate::system::store::Stored;

use super::arguments::{ExportFormat, ExportTyped};
use super::desk::Desk;
use super::output::{self, Page};
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
    require_steady(desk, &stored, &observations)?;
    let bench = bench(&stored.assessment, as_of, &observations);
    let report = Report::of(&stored.assessment, &bench, Scope::Needed);
    let dossier = || Dossier::of(&report, &bench);
    let text = match typed.format {
        ExportFormat::Bundle => return bundle(desk, typed, &stored, &report, &bench),
        ExportFormat::Html => write_html(&dossier()),
        ExportFormat::Md => write_markdown(&dossier()),
        ExportFormat::Csv => write_csv(&dossier()),
        ExportFormat::Json => output::json_text(&ReviewObject::of(&dossier()))?,
        ExportFormat::Minutes => {
            let meeting = super::meeting::chosen(&stored, typed.meeting.as_deref())?;
            write_minutes(&report, &bench, meeting)
        }
    };
    match &typed.output {
        None => output::exported(&text),
        Some(out) => save(desk, out, &text),
    }
}

/// What could not be read for an instant reads as forged: what is handed over says so only of what stays so.
fn require_steady(desk: &Desk, stored: &Stored, seen: &Observations) -> Result<(), Problem> {
    let (path, assessment) = (&stored.path, &stored.assessment);
    let again = sign_offs::read(&*desk.files, path, assessment, &desk.signers);
    if again == **seen.sign_offs() {
        return Ok(());
    }
    let what = "not exported: the sign-offs beside the file could not be read twice the same";
    Err(Problem::new(ProblemKind::File, what)
        .at(sign_offs::folder(path).display().to_string())
        .next("check the disk, then export again"))
}

/// Writes the bundle as a folder, or as a zip file where the name ends so.
fn bundle(
    desk: &Desk,
    typed: &ExportTyped,
    stored: &Stored,
    report: &Report<'_>,
    bench: &Bench<'_>,
) -> Result<(), Problem> {
    let stem = stored
        .path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy();
    let mut bundle = Bundle::gather(
        &*desk.files,
        &stored.path,
        &stored.assessment,
        &report.sign_offs,
    )?;
    let page = write_html(&Dossier::of(report, bench));
    bundle
        .files
        .insert(format!("{stem}.html"), page.into_bytes());
    let instructions = instructions(report).into_bytes();
    bundle.files.insert("VERIFY.txt".to_owned(), instructions);
    let out = match &typed.output {
        Some(out) => out.clone(),
        None => PathBuf::from(format!("{stem}-bundle")),
    };
    let is_zip = |out: &Path| {
        out.extension()
            .is_some_and(|it| it.eq_ignore_ascii_case("zip"))
    };
    if is_zip(&out) {
        let expected = replaceable(desk, &out)?;
        bundle.write_zip(&*desk.files, &out, expected)?;
    } else {
        bundle.write_folder(&*desk.files, &out)?;
    }
    for missing in &bundle.missing {
        output::note(&format!("not in the bundle: {missing}"));
    }
    let mut page = Page::default();
    page.line(&format!("wrote {}", out.display()));
    let signed = match report.sign_offs.len() {
        0 => "nobody has signed this yet".to_owned(),
        1 => "1 sign-off".to_owned(),
        many => format!("{many} sign-offs"),
    };
    page.line(&format!(
        "{} files, {signed}; VERIFY.txt says what to type",
        bundle.files.len()
    ));
    desk.output.page(&page)
}

/// Replaces what is at `out`, unless that is an assessment or a checklist: under whatever name, it holds somebody's
/// work and no export does.
fn save(desk: &Desk, out: &Path, text: &str) -> Result<(), Problem> {
    let expected = replaceable(desk, out)?;
    durable::save(&*desk.files, out, text.as_bytes(), expected)
        .map_err(|error| error.problem().clone())?;
    let mut page = Page::default();
    page.line(&format!("wrote {}", out.display()));
    desk.output.page(&page)
}

/// What may be replaced at `out`: nothing, or a file that is neither an assessment nor a checklist.
fn replaceable(desk: &Desk, out: &Path) -> Result<Expected, Problem> {
    let before = read_if_present(&*desk.files, out, ASSESSMENT_CAP)?;
    match &before {
        Some(bytes) if outer_name(bytes).is_some() => Err(Problem::new(
            ProblemKind::Usage,
            "the file is an assessment or a checklist, which an export does not replace",
        )
        .at(out.display().to_string())
        .next("name another file with -o")),
        Some(bytes) => Ok(Expected::Digest(digest_of(bytes))),
        None => Ok(Expected::Absent),
    }
}
