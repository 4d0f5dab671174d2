//! `candor verify`: what each sign-off is worth now.

use serde::Serialize;

use crate::domain::assessment::Assessment;
use crate::domain::evidence::{Content, Observation};
use crate::domain::ledger::Scope;
use crate::domain::sign_off::{Seal, Statement};
use crate::domain::signing::{Signing, in_short as names_in_short, signings, wanted};
use crate::domain::supersede::Difference;
use crate::domain::text::Text;
use crate::export::json::JSON_FORMAT;
use crate::export::report::Report;
use crate::problem::Problem;
use crate::session::bench;
use crate::system::evidence_file::Observed;
use crate::system::observe::observe_all;
use crate::system::sign_offs;
use crate::system::signers::{List, Signers};
use crate::system::store::Stored;

use super::arguments::verify::VerifyTyped;
use super::desk::Desk;
use super::output::{self, Page, Tone};
use super::resolve;
use super::score::{in_short, spaced, tone_of};
use super::sign_off_object::{SignOffObject, state, state_words, title_of};

/// Checks every sign-off, and says what each is worth; 0 where all of them hold, else 1.
pub(crate) fn run(desk: &Desk, typed: &VerifyTyped) -> Result<u8, Problem> {
    let stored = desk.open(&typed.file)?;
    let signers = Signers::named(&*desk.files, typed.allowed_signers.as_deref())?;
    let list = signers.list(&*desk.files, &stored.path)?;
    let assessment = &stored.assessment;
    let as_of = resolve::as_of(&typed.as_of, assessment.utc_offset, desk.now)?;
    let observations = observe_all(&*desk.files, &stored.path, assessment, &signers);
    let bench = bench(assessment, as_of, &observations);
    let report = Report::of(assessment, &bench, Scope::Needed);
    let signings = signings(&report.sign_offs, &report.superseded);
    let checked = typed.evidence.then(|| {
        let mut checked = signed_evidence(desk, &stored, &signings);
        checked.extend(live_evidence(
            assessment,
            &report,
            &bench.observations.clone(),
        ));
        checked
    });
    let alone = sign_offs::signatures_alone(&*desk.files, &stored.path);
    let wanted = wanted(assessment, &signings);
    let missing = wanted.iter().filter(|wanted| wanted.latest.is_none());
    let verified = Verified {
        stored: &stored,
        report: &report,
        missing: missing.map(|wanted| wanted.role).collect(),
        holds: !signings.is_empty()
            && alone.is_empty()
            && signings.iter().all(holds)
            && checked.iter().flatten().all(CheckedFile::is_same),
        signings,
        alone,
        checked,
        list: list.as_deref(),
    };
    if typed.json {
        output::json(&verified.object())?;
    } else {
        desk.output.page(&verified.page())?;
    }
    Ok(u8::from(!verified.holds))
}

/// Whether a sign-off is all that it claims, and of what stands now. One that its role has replaced by a later one need
/// not be current: it stays on record for good.
fn holds(signing: &Signing<'_>) -> bool {
    matches!(signing.sign_off.seal, Seal::Valid { .. })
        && (signing.is_current() || !signing.is_latest)
        && signing.sign_off.lost.is_empty()
}

/// A file of evidence that was looked at again.
struct CheckedFile {
    /// The statement's file, or the item whose evidence it is now.
    of: String,
    path: String,
    sha256: String,
    seen: Observed,
}

impl CheckedFile {
    fn is_same(&self) -> bool {
        self.seen == Observed::Same
    }

    fn word(&self) -> &'static str {
        match self.seen {
            Observed::Same => "same",
            Observed::Changed => "changed",
            Observed::Absent => "missing",
            Observed::Unreadable => "unreadable",
        }
    }
}

/// The files that were evidence when each statement was made, each looked at once.
fn signed_evidence(desk: &Desk, stored: &Stored, signings: &[Signing<'_>]) -> Vec<CheckedFile> {
    let mut seen = std::collections::HashMap::new();
    let mut checked = Vec::new();
    for signing in signings {
        let Some(statement) = signing.statement() else {
            continue;
        };
        for file in &statement.evidence {
            let seen = seen
                .entry((&file.sha256, &file.path))
                .or_insert_with(|| sign_offs::recheck(&*desk.files, &stored.path, file));
            checked.push(CheckedFile {
                of: signing.sign_off.file.clone(),
                path: file.path.clone(),
                sha256: file.sha256.clone(),
                seen: *seen,
            });
        }
    }
    checked
}

/// The files that are evidence now.
fn live_evidence(
    assessment: &Assessment,
    report: &Report<'_>,
    observations: &crate::domain::evidence::Observations,
) -> Vec<CheckedFile> {
    let mut checked = Vec::new();
    for (at, answer) in assessment.answers().iter().enumerate() {
        for piece in &answer.evidence {
            let Content::File { path, sha256, .. } = &piece.content else {
                continue;
            };
            if piece.withdrawn.is_some() {
                continue;
            }
            checked.push(CheckedFile {
                of: report.item_id(at).raw().to_owned(),
                path: path.clone(),
                sha256: sha256.clone(),
                seen: match observations.get(&piece.id) {
                    Some(Observation::Same) => Observed::Same,
                    Some(Observation::Changed) => Observed::Changed,
                    Some(Observation::Absent) => Observed::Absent,
                    Some(Observation::Unchecked) | None => Observed::Unreadable,
                },
            });
        }
    }
    checked
}

/// What differs, with the item's title.
fn difference_words(assessment: &Assessment, difference: &Difference) -> String {
    match title_of(assessment, difference) {
        Some(title) => format!("{} ({})", difference.words(), title.raw()),
        None => difference.words(),
    }
}

/// What was found.
struct Verified<'a> {
    stored: &'a Stored,
    report: &'a Report<'a>,
    signings: Vec<Signing<'a>>,
    /// Signatures without their statements.
    alone: Vec<String>,
    missing: Vec<&'a Text>,
    checked: Option<Vec<CheckedFile>>,
    list: Option<&'a List>,
    holds: bool,
}

impl Verified<'_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        let (word, tone) = if self.holds {
            ("VERIFIED", Tone::Good)
        } else {
            ("NOT VERIFIED", Tone::Bad)
        };
        let head = &self.report.assessment.head;
        page.words(tone, word);
        let subject = spaced(&head.subject.name, &head.subject.version);
        let count = match self.signings.len() {
            0 => "nobody has signed".to_owned(),
            1 => "1 sign-off".to_owned(),
            many => format!("{many} sign-offs"),
        };
        page.words(Tone::Plain, &format!(" {subject}: {count}"))
            .end();
        let signers = match self.list {
            Some(list) => format!("allowed signers: {}", list.path.display()),
            None => "no list of allowed signers".to_owned(),
        };
        let as_of = self.report.as_of;
        page.words(Tone::Quiet, &format!("as of {as_of} · {signers}"));
        page.end();
        for signing in &self.signings {
            self.show(&mut page, signing);
        }
        for signature in &self.alone {
            page.end();
            page.words(Tone::Bad, "a signature without its statement");
            page.words(Tone::Plain, &format!("  {signature}")).end();
        }
        page.end();
        let now = format!("as of now: {}", in_short(self.report));
        page.words(tone_of(self.report.judgement.verdict), &now)
            .end();
        if !self.missing.is_empty() {
            page.listed(
                "not signed yet: ",
                self.missing.iter().map(|role| role.raw()),
            );
        }
        if let Some(checked) = &self.checked {
            show_files(&mut page, checked);
        }
        for next in self.advice() {
            page.line(&format!("next: {next}"));
        }
        page
    }

    fn show(&self, page: &mut Page, signing: &Signing<'_>) {
        let sign_off = signing.sign_off;
        let tone = match state(signing) {
            "valid" => Tone::Good,
            "forged" => Tone::Bad,
            _ => Tone::Fair,
        };
        page.end();
        page.words(tone, &state_words(signing));
        page.words(Tone::Plain, &format!("  {}", sign_off.file))
            .end();
        if let Some(statement) = &sign_off.statement {
            Self::show_statement(page, signing, statement);
        }
        match &sign_off.seal {
            Seal::Valid { key } | Seal::UnknownSigner { key } => {
                page.line(&format!("  key {key}"));
            }
            _ => {}
        }
        for difference in signing.superseded_by {
            let words = difference_words(self.report.assessment, difference);
            page.line(&format!("  changed since: {words}"));
        }
        for digest in &sign_off.lost {
            page.line(&format!(
                "  a sign-off that it found is gone or was altered: sha256 {digest}"
            ));
        }
    }

    fn show_statement(page: &mut Page, signing: &Signing<'_>, statement: &Statement) {
        if signing.is_forged() {
            page.words(Tone::Plain, "  it says of itself:");
        }
        page.words(
            tone_of(statement.decision),
            &format!("  {}", statement.decision.word()),
        );
        let principal = if same_words(&statement.name, &statement.principal) {
            String::new()
        } else {
            format!(" <{}>", statement.principal.raw())
        };
        let (name, role) = (statement.name.raw(), statement.role.raw());
        let at = statement.at;
        let who = format!(" by {name}{principal} as {role}, {at} by the signer's word");
        page.words(Tone::Plain, &who).end();
        page.line(&format!("  as signed: {}", verdict_in_short(statement)));
        for (what, text) in [
            ("despite it", &statement.despite),
            ("says", &statement.words),
        ] {
            if !text.is_empty() {
                page.line(&format!("  {what}: {}", text.raw().replace('\n', " ")));
            }
        }
        for condition in &statement.conditions {
            page.line(&format!(
                "  condition: {} ({}, until {})",
                condition.text.raw().replace('\n', " "),
                condition.owner.raw(),
                condition.due
            ));
        }
        if !signing.is_latest && !signing.is_forged() {
            page.line("  signed again since, in the same role");
        }
    }

    /// What would help, one sentence a sort of trouble.
    fn advice(&self) -> Vec<String> {
        let path = self.stored.path.display();
        let any = |state_is: &str| self.signings.iter().any(|it| state(it) == state_is);
        let mut advice = Vec::new();
        if self.signings.is_empty() {
            advice.push(format!(
                "sign with candor sign {path} --role R --decision go --key SSHKEY"
            ));
        }
        let forged = any("forged");
        if forged {
            advice.push("do not trust what is forged: ask the signer, and take the files from where they were made".to_owned());
        }
        let is_unknown = |it: &Signing<'_>| matches!(it.sign_off.seal, Seal::UnknownSigner { .. });
        if self.signings.iter().any(is_unknown) {
            advice.push(match self.list {
                None => "say who may sign with --allowed-signers FILE".to_owned(),
                Some(list) => format!(
                    "if you know a key to be its signer's, add it to {}",
                    list.path.display()
                ),
            });
        }
        if self
            .signings
            .iter()
            .any(|it| it.sign_off.seal == Seal::Unchecked)
        {
            advice.push("install OpenSSH's ssh-keygen: it checks the signatures".to_owned());
        }
        if any("no-key") {
            advice.push(
                "without a key nothing but a name says who signed: signing with --key says more"
                    .to_owned(),
            );
        }
        if self.signings.iter().any(|it| !it.sign_off.lost.is_empty()) {
            advice.push("ask what became of the sign-offs that are gone".to_owned());
        }
        if !self.alone.is_empty() {
            advice.push("ask the signer for the statement that is gone; if signing was interrupted, remove its signature and sign again".to_owned());
        }
        if any("superseded") {
            advice.push("those who signed look at what changed, and sign again".to_owned());
        }
        advice
    }

    fn object(&self) -> VerifyObject<'_> {
        let assessment = self.report.assessment;
        let judgement = &self.report.judgement;
        VerifyObject {
            format: JSON_FORMAT,
            file: self.stored.path.display().to_string(),
            as_of: self.report.as_of.to_string(),
            verified: self.holds,
            allowed_signers: self.list.map(|list| list.path.display().to_string()),
            verdict: judgement.verdict.word(),
            reasons: judgement
                .reasons
                .iter()
                .map(|reason| ReasonObject {
                    kind: reason.kind.key(),
                    words: reason.phrase(),
                })
                .collect(),
            missing_roles: self.missing.iter().map(|role| role.raw()).collect(),
            sign_offs: self
                .signings
                .iter()
                .map(|signing| SignOffObject::of(assessment, signing))
                .collect(),
            signatures_alone: &self.alone,
            evidence: self.checked.as_ref().map(|checked| {
                let objects = checked.iter().map(|file| FileObject {
                    of: &file.of,
                    path: &file.path,
                    sha256: &file.sha256,
                    state: file.word(),
                });
                objects.collect()
            }),
        }
    }
}

/// The verdict as it was signed, with its reasons; the first few items of each.
pub(crate) fn verdict_in_short(statement: &Statement) -> String {
    let short = |reason: &Text| match reason.raw().split_once(": ") {
        None => reason.raw().to_owned(),
        Some((kind, named)) => {
            let named: Vec<String> = named.split(", ").map(ToOwned::to_owned).collect();
            format!("{kind} ({})", names_in_short(&named))
        }
    };
    let reasons: Vec<String> = statement.reasons.iter().map(short).collect();
    let why = if reasons.is_empty() { "" } else { ": " };
    format!("{}{why}{}", statement.verdict.word(), reasons.join(", "))
}

fn same_words(one: &Text, other: &Text) -> bool {
    one == other
}

fn show_files(page: &mut Page, checked: &[CheckedFile]) {
    let same = checked.iter().filter(|file| file.is_same()).count();
    page.line(&format!(
        "evidence: {same} of {} looked at are what they were",
        checked.len()
    ));
    for file in checked.iter().filter(|file| !file.is_same()) {
        page.words(Tone::Bad, &format!("  {}", file.word()));
        page.words(
            Tone::Plain,
            &format!(" {}, evidence of {}", file.path, file.of),
        );
        page.end();
    }
}

#[derive(Serialize)]
struct VerifyObject<'a> {
    format: u32,
    file: String,
    as_of: String,
    verified: bool,
    allowed_signers: Option<String>,
    verdict: &'static str,
    reasons: Vec<ReasonObject>,
    missing_roles: Vec<&'a str>,
    sign_offs: Vec<SignOffObject<'a>>,
    signatures_alone: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Vec<FileObject<'a>>>,
}

#[derive(Serialize)]
struct ReasonObject {
    kind: &'static str,
    words: String,
}

#[derive(Serialize)]
struct FileObject<'a> {
    of: &'a str,
    path: &'a str,
    sha256: &'a str,
    state: &'static str,
}
