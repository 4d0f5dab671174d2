//! `candor gate`: whether a release may pass, for CI.

use std::path::Path;
use std::sync::Arc;

use crate::domain::admission::{
    ALTERED_CHECKLIST, Admission, Cause, Ground, Presented, Terms, Wanted, admit,
};
use crate::domain::assessment::Assessment;
use crate::domain::change::{Change, Stamp};
use crate::domain::gate::{ReasonKind, Verdict};
use crate::domain::lapsing::SOON_DAYS;
use crate::domain::ledger::Scope;
use crate::domain::percent::{Percent, or_dash};
use crate::domain::refusal::Refusal;
use crate::domain::steps::Step;
use crate::domain::text::Text;
use crate::domain::upgrade::{Moves, Upgrade};
use crate::domain::waiver::Standing;
use crate::export::gate::GateObject;
use crate::export::report::Report;
use crate::format::fault::suggestion;
use crate::problem::{Problem, ProblemKind};
use crate::session::bench;
use crate::system::conflicted::Joined;
use crate::system::library;
use crate::system::observe::observe_all;
use crate::system::signers::Signers;
use crate::system::store::Stored;

use super::arguments::gate::GateTyped;
use super::desk::{Desk, fresh_id};
use super::merged::as_typed;
use super::output::{self, Align, Page, Tone};
use super::refusal::problem_of;
use super::resolve::{self, checklist_name, usage};
use super::score::spaced;

/// How many ids stand on the side before the rest is counted.
const MOST_IDS: usize = 6;

/// Looks at the evidence, decides, and says why; 0 where it passes, else 1.
pub(crate) fn run(desk: &Desk, typed: &GateTyped) -> Result<u8, Problem> {
    let terms = terms(typed)?;
    let mut stored = desk.open(&typed.file)?;
    let mut moves = None;
    let altered = match &typed.checklist {
        None => desk.is_altered(&stored),
        Some(name) => {
            moves = Some(judge_by(desk, &mut stored, checklist_name(name)?)?);
            false
        }
    };
    if let Some(stage) = &typed.target {
        aim_at(&mut stored.assessment, stage)?;
    }
    if let Some((moves, true)) = &moves {
        mention(&stored, moves, typed.target.is_some());
    }
    let assessment = &stored.assessment;
    let as_of = resolve::as_of(&typed.as_of, assessment.utc_offset, desk.now)?;
    let observations = match &typed.allowed_signers {
        None => desk.observe(&stored),
        Some(list) => {
            let signers = Signers::named(&*desk.files, Some(list))?;
            // A list that can't be read is said before anything is decided by it.
            signers.list(&*desk.files, &stored.path)?;
            observe_all(&*desk.files, &stored.path, assessment, &signers)
        }
    };
    let bench = bench(assessment, as_of, &observations);
    let report = Report::of(assessment, &bench, Scope::Needed);
    let evidenced = report.figures.evidenced();
    let admission = admit(
        &terms,
        &Presented {
            judgement: &report.judgement,
            evidenced: evidenced.as_ref(),
            version: &assessment.head.subject.version,
            altered,
            roles: &assessment.checklist().signoff,
            sign_offs: &report.sign_offs,
            superseded: &report.superseded,
        },
    );
    if let (Some(joined), true) = (&stored.joined, admission.passes) {
        return Err(unsettled(joined, &stored.path));
    }
    if typed.json {
        let judged_by = moves
            .as_ref()
            .map(|(moves, _)| (&**assessment.checklist(), moves));
        let least = typed.min_evidenced.as_deref();
        output::json(&GateObject::of(
            &report, &admission, &terms, least, judged_by,
        ))?;
    } else {
        desk.output.page(&page(&report, &admission, typed))?;
    }
    Ok(u8::from(!admission.passes))
}

/// What would pass stands in no file: that both sides merge without a conflict is only so on this machine.
fn unsettled(joined: &Joined, path: &Path) -> Problem {
    let file = path.display().to_string();
    let what = format!("{}, so nothing in it passes", joined.left.words("the file"));
    let next = format!(
        "put the merge of both sides in its place with: candor merge {}",
        as_typed(&file)
    );
    Problem::new(ProblemKind::File, what).at(file).next(next)
}

/// What the gate asks for; every mistake is found before a file is opened.
fn terms(typed: &GateTyped) -> Result<Terms, Problem> {
    let mut terms = Terms::default();
    for word in &typed.allow {
        let kind = allowed_kind(word.trim())?;
        if !terms.allow.contains(&kind) {
            terms.allow.push(kind);
        }
    }
    if let Some(least) = &typed.min_evidenced {
        terms.min_evidenced = Some(Percent::read(least).ok_or_else(|| {
            usage(
                format!("`{least}` is no percentage"),
                "write --min-evidenced as a number from 0 to 100, such as 80 or 79.95",
            )
        })?);
    }
    if typed.signed {
        terms.signed = Some(if typed.allowed_signers.is_some() {
            Wanted::ByKnownSigners
        } else {
            Wanted::Signed
        });
    }
    if let Some(version) = &typed.subject_version {
        let version = Text::from(version.as_str());
        // A variable that is not set must not let everything through that names no version.
        if version.is_blank() {
            return Err(usage(
                "--subject-version names no version",
                "write the version or commit that is to be released, or leave the option out",
            ));
        }
        terms.subject_version = Some(version);
    }
    Ok(terms)
}

fn allowed_kind(word: &str) -> Result<ReasonKind, Problem> {
    let kinds = ReasonKind::ALL.into_iter();
    let may_be: Vec<ReasonKind> = kinds.filter(|kind| kind.may_be_conditional()).collect();
    if let Some(kind) = may_be.iter().find(|kind| kind.key() == word) {
        return Ok(*kind);
    }
    let never = match word {
        "below-min-evidenced" => Some("leave --min-evidenced out, or lower it"),
        "other-subject" => Some("leave --subject-version out"),
        "not-signed" => Some("leave --signed out"),
        _ if is_only_no_go(word) => Some("it only ever means no-go"),
        _ => None,
    };
    if let Some(why) = never {
        return Err(usage(format!("`{word}` can't be allowed"), why));
    }
    let words = may_be.iter().map(|kind| kind.key());
    Err(usage(
        format!("there is no reason of a conditional go `{word}`"),
        suggestion(word, words),
    ))
}

fn is_only_no_go(word: &str) -> bool {
    let mut kinds = ReasonKind::ALL.into_iter();
    word == ALTERED_CHECKLIST || kinds.any(|kind| kind.key() == word && !kind.may_be_conditional())
}

/// Moves the answers to another checklist, in memory only; and whether it is another than the copy in the file.
fn judge_by(desk: &Desk, stored: &mut Stored, name: &str) -> Result<(Moves, bool), Problem> {
    let checklist = library::find(&*desk.files, &desk.places, &desk.here, name)?;
    let upgrade = Upgrade {
        checklist: Arc::new(checklist),
        stamp: Stamp {
            id: fresh_id()?,
            at: desk.now,
            by: "candor gate".into(),
            recorded_by: Text::default(),
        },
    };
    let moves = upgrade.moves(&stored.assessment);
    match stored.assessment.apply(&Change::Upgrade(Box::new(upgrade))) {
        Ok(_) => Ok((moves, true)),
        Err(Refusal::SameChecklist) => Ok((moves, false)),
        Err(refusal) => Err(problem_of(&refusal, &stored.assessment, None)),
    }
}

fn aim_at(assessment: &mut Assessment, stage: &str) -> Result<(), Problem> {
    match assessment.apply(&Change::SetTarget(Some(stage.into()))) {
        Ok(_) => Ok(()),
        Err(refusal) => Err(problem_of(&refusal, assessment, None)),
    }
}

/// Says on the side what became of the answers under another checklist.
fn mention(stored: &Stored, moves: &Moves, has_target: bool) {
    let checklist = stored.assessment.checklist();
    let reopened: Vec<Text> = moves.reopened.iter().map(|(id, _, _)| id.clone()).collect();
    let lists = [
        (
            &reopened,
            "to be answered again, because they mean something else",
        ),
        (&moves.added, "without an answer in the file"),
        (&moves.retired, "in the file and not in the checklist"),
    ];
    let (carried, count) = (moves.carried.len(), checklist.item_count());
    let mut phrases = vec![format!("{carried} of {count} items keep their answers")];
    phrases.extend(
        lists
            .iter()
            .filter(|(ids, _)| !ids.is_empty())
            .map(|(ids, what)| format!("{} {what} ({})", ids.len(), some_ids(ids))),
    );
    if let Some(target) = moves.lost_target.as_ref().filter(|_| !has_target) {
        let target = target.raw();
        phrases.push(format!(
            "it has no stage `{target}`, so everything is judged; --target names a stage"
        ));
    }
    let (file, by) = (
        stored.path.display(),
        spaced(&checklist.id, &checklist.version),
    );
    let what = phrases.join("; ");
    output::note(&format!(
        "{file}: judged by {by}, not by the copy in the file: {what}."
    ));
}

fn some_ids(ids: &[Text]) -> String {
    let mut words: Vec<String> = ids
        .iter()
        .take(MOST_IDS)
        .map(|id| id.raw().to_owned())
        .collect();
    if ids.len() > MOST_IDS {
        words.push(format!("{} more", ids.len() - MOST_IDS));
    }
    words.join(", ")
}

fn page(report: &Report<'_>, admission: &Admission, typed: &GateTyped) -> Page {
    let mut page = Page::default();
    heading(&mut page, report, admission);
    for ground in &admission.grounds {
        show(&mut page, report, ground, typed);
    }
    next(&mut page, report, admission);
    lapsing(&mut page, report);
    ignored(&mut page, report);
    page
}

fn heading(page: &mut Page, report: &Report<'_>, admission: &Admission) {
    let (word, tone) = if admission.passes {
        ("PASS", Tone::Good)
    } else {
        ("FAIL", Tone::Bad)
    };
    let (head, checklist) = (&report.assessment.head, report.assessment.checklist());
    let subject = spaced(&head.subject.name, &head.subject.version);
    let target = match &head.target {
        Some(target) => format!("target {}", target.raw()),
        None => "no target".to_owned(),
    };
    let verdict = admission.verdict.word();
    page.words(tone, word);
    page.words(Tone::Plain, &format!(" {subject}: {verdict}, {target}"));
    page.end();
    let facts = [
        spaced(&checklist.title, &checklist.version),
        format!("as of {}", report.as_of),
        format!("claimed {}", or_dash(report.figures.claimed().as_ref())),
        format!("evidenced {}", or_dash(report.figures.evidenced().as_ref())),
    ];
    page.words(Tone::Quiet, &facts.join(" · ")).end();
}

fn show(page: &mut Page, report: &Report<'_>, ground: &Ground, typed: &GateTyped) {
    let phrase = match &ground.cause {
        Cause::Verdict(reason) => reason.phrase(),
        Cause::AlteredChecklist => altered_words(report.assessment),
        Cause::BelowMinEvidenced => too_little_words(report, typed),
        Cause::NotSigned(missing) => missing.phrase(),
        Cause::OtherSubject => {
            let about = match report.assessment.head.subject.version.raw() {
                "" => "no version".to_owned(),
                version => version.to_owned(),
            };
            let wanted = typed.subject_version.as_deref().unwrap_or_default();
            format!("the file is about {about}, not about {wanted}")
        }
    };
    let allowed = if ground.allowed { " (allowed)" } else { "" };
    page.end();
    page.words(Tone::Strong, ground.cause.key());
    page.words(Tone::Plain, &format!(": {phrase}{allowed}"))
        .end();
    if let Cause::Verdict(reason) = &ground.cause {
        let rows: Vec<Vec<String>> = reason
            .items
            .iter()
            .map(|item| {
                let item = report.assessment.item(*item);
                let texts = ["", item.id.raw(), item.title.raw()];
                texts.map(ToOwned::to_owned).to_vec()
            })
            .collect();
        page.table(&[Align::Left; 3], &rows);
    }
}

/// What is said of a checklist that is not the one known by its id and version.
pub(crate) fn altered_words(assessment: &Assessment) -> String {
    let checklist = assessment.checklist();
    let (name, id) = (
        spaced(&checklist.id, &checklist.version),
        checklist.id.raw(),
    );
    format!(
        "the checklist in the file calls itself {name} and reads otherwise than the built-in or installed one; judge by that one with candor gate --checklist {id}, or move to it with candor upgrade --checklist {id}"
    )
}

fn too_little_words(report: &Report<'_>, typed: &GateTyped) -> String {
    let least = typed.min_evidenced.as_deref().unwrap_or_default();
    match report.figures.evidenced() {
        None => format!("nothing counts, so nothing is evidenced, and {least} is wanted"),
        Some(found) => {
            // What is shown is rounded; what is compared is not.
            let rounded = Percent::read(&found.to_string()) >= Percent::read(least);
            let rounded = if rounded { " (rounded up)" } else { "" };
            format!("evidenced is {found}{rounded}, and {least} is wanted")
        }
    }
}

fn next(page: &mut Page, report: &Report<'_>, admission: &Admission) {
    if admission.verdict == Verdict::Go || report.next.is_empty() {
        return;
    }
    let to = match report.judgement.verdict {
        Verdict::NoGo => Verdict::ConditionalGo,
        Verdict::ConditionalGo | Verdict::Go => Verdict::Go,
    };
    let steps = match report.next.len() {
        1 => "1 step".to_owned(),
        many => format!("{many} steps"),
    };
    page.end();
    page.line(&format!("next: {steps} to {}", to.word()));
    let row = |step: &Step| {
        let whole = || (String::new(), step.about_whole(&report.judgement));
        let (id, title) = step.item.map_or_else(whole, |item| {
            let item = report.assessment.item(item);
            (item.id.raw().to_owned(), item.title.raw().to_owned())
        });
        vec![String::new(), step.act.key().to_owned(), id, title]
    };
    let rows: Vec<Vec<String>> = report.next.iter().map(row).collect();
    page.table(&[Align::Left; 4], &rows);
}

fn lapsing(page: &mut Page, report: &Report<'_>) {
    if report.lapsing.is_empty() {
        return;
    }
    page.end();
    page.line(&format!("lapses within {SOON_DAYS} days"));
    let rows: Vec<Vec<String>> = report
        .lapsing
        .iter()
        .map(|lapsing| {
            let what = lapsing.what.words();
            let id = lapsing.of(report.assessment).raw().to_owned();
            let last = format!("last day {}", lapsing.last);
            vec![String::new(), last, what, id]
        })
        .collect();
    page.table(&[Align::Left; 4], &rows);
}

fn ignored(page: &mut Page, report: &Report<'_>) {
    let rows: Vec<Vec<String>> = report
        .waivers
        .iter()
        .filter(|waived| waived.standing != Standing::Valid)
        .map(|waived| {
            let id = report.item_id(waived.item).raw().to_owned();
            let words = match waived.standing {
                Standing::Expired => format!("expired, its last day was {}", waived.waiver.expires),
                standing => standing.words(),
            };
            vec![String::new(), id, words]
        })
        .collect();
    if !rows.is_empty() {
        page.end();
        page.line("waivers that excuse nothing");
        page.table(&[Align::Left; 3], &rows);
    }
}
