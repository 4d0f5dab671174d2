//! What will be signed: what is decided, and what it is decided on.

use std::path::Path;

use crate::domain::checklist::Tier;
use crate::domain::evidence::{Bench, Content, same_person};
use crate::domain::gate::{Judgement, Reason, Verdict};
use crate::domain::ledger::{Ledger, Scope};
use crate::domain::percent::or_dash;
use crate::domain::plan::PlanOrder;
use crate::domain::score::Figures;
use crate::domain::sign_off::{Condition, PinnedFile, SignOff, Statement};
use crate::domain::text::{Text, must_escape};
use crate::format::STATEMENT_CAP;
use crate::format::statement::write_statement;
use crate::format::write::{checklist_digest, sha256_hex, write_assessment};
use crate::problem::{Problem, ProblemKind};

use super::super::evidence_file::{beside, copy_of};
use super::super::{environment, git};
use super::{Ground, Wish};

/// So many items are named in a line; the rest is counted.
const MOST_NAMED: usize = 200;

/// See [`super::prepare`].
pub(super) fn prepare(ground: &Ground<'_>, wish: &Wish) -> Result<Statement, Problem> {
    let (name, principal) = signer(ground.path, &wish.by)?;
    if wish.role.is_blank() {
        return Err(usage(
            "nobody's role is named",
            "say in which role you sign",
        ));
    }
    require_conditions(ground, wish)?;
    let assessment = ground.assessment;
    let bench = bench_of(ground);
    let ledger = Ledger::of(assessment, &bench);
    let order = PlanOrder::of(assessment, &ledger);
    let judgement = ledger
        .judge(&assessment.checklist().scoring)
        .in_plan_order(&order);
    require_despite(ground, wish, &judgement)?;
    let (head, checklist) = (&assessment.head, assessment.checklist());
    let digest = sha256_hex(write_assessment(assessment).as_bytes());
    let copy = format!("{}/{digest}.ron", folder_name(ground.path, ".signoffs")?);
    let sign_offs = ground.observations.sign_offs().iter();
    let statement = Statement {
        copy,
        assessment: digest,
        checklist_digest: checklist_digest(checklist),
        checklist: checklist.id.clone(),
        checklist_version: checklist.version.clone(),
        subject: head.subject.name.clone(),
        version: head.subject.version.clone(),
        target: head.target.clone(),
        verdict: judgement.verdict,
        reasons: reasons(ground, &judgement),
        scores: scores(&ledger.figures(Scope::Needed)),
        waivers: waivers(ground, &bench),
        decision: wish.decision,
        conditions: wish.conditions.clone(),
        despite: wish.despite.clone(),
        words: wish.words.clone(),
        role: wish.role.clone(),
        name,
        principal,
        at: ground.at,
        with_key: wish.key.is_some(),
        found: sign_offs
            .filter(|sign_off| sign_off.counting().is_some())
            .map(|sign_off: &SignOff| sign_off.digest.clone())
            .collect(),
        evidence: evidence(ground)?,
    };
    if write_statement(&statement).len() as u64 > STATEMENT_CAP {
        return Err(usage(
            "the statement would be too long: at most 1 MiB is read",
            "say less in it",
        ));
    }
    Ok(statement)
}

/// The signer's name, and by what a list of allowed signers knows the signer: the address given with the name; else
/// git's, where the name is git's own; else the name.
fn signer(path: &Path, by: &Text) -> Result<(Text, Text), Problem> {
    let given = by.raw().trim();
    let addressed = given
        .strip_suffix('>')
        .and_then(|given| given.rsplit_once('<'));
    let (name, address) = match addressed {
        Some((name, address)) => (name.trim(), address.trim()),
        None => (given, ""),
    };
    let name = if name.is_empty() { address } else { name };
    if name.is_empty() {
        return Err(usage(
            "nobody is named as the one who signs",
            "say who signs",
        ));
    }
    let name = Text::from(name);
    if !address.is_empty() {
        return Ok((name, address.into()));
    }
    let directory = environment::absolute(path)?;
    let directory = directory.parent().unwrap_or(Path::new("."));
    let is_own = git::user_name(directory).is_some_and(|own| same_person(&own.into(), &name));
    let address = if is_own {
        git::user_email(directory)
    } else {
        None
    };
    let principal = address.map_or_else(|| name.clone(), Text::from);
    Ok((name, principal))
}

fn require_conditions(ground: &Ground<'_>, wish: &Wish) -> Result<(), Problem> {
    let wanted = wish.decision == Verdict::ConditionalGo;
    match (wanted, wish.conditions.is_empty()) {
        (true, true) => {
            return Err(usage(
                "a conditional go says on which conditions",
                "give at least one, with who does it and by when; or decide go, or no-go",
            ));
        }
        (false, false) => {
            return Err(usage(
                "only a conditional go has conditions",
                "decide conditional-go, or leave them out",
            ));
        }
        _ => {}
    }
    let today = ground.assessment.day(ground.at);
    for (at, condition) in wish.conditions.iter().enumerate() {
        let Condition {
            id,
            text,
            owner,
            due,
        } = condition;
        let number = at + 1;
        if text.is_blank() {
            return Err(usage(
                format!("condition {number} says nothing"),
                "say what has to be done",
            ));
        }
        if owner.is_blank() {
            let what = format!("condition {number} has no owner: {}", text.raw());
            return Err(usage(what, "say who does it"));
        }
        if *due < today {
            let what = format!("the date of condition {number} is past: {due}");
            return Err(usage(what, format!("give a day from {today} on")));
        }
        if wish.conditions[..at].iter().any(|other| other.id == *id) {
            return Err(usage(
                format!("two conditions have the id `{}`", id.raw()),
                "give each its own",
            ));
        }
    }
    Ok(())
}

/// What the same role signed before is lifted by signing again: that is no reason to decide against.
fn without_own_role(ground: &Ground<'_>, wish: &Wish, judgement: &Judgement) -> Verdict {
    let is_own = |sign_off: &&SignOff| {
        let statement = sign_off.counting();
        statement.is_some_and(|statement| same_person(&statement.role, &wish.role))
    };
    let all = ground.observations.sign_offs();
    if judgement.verdict != Verdict::NoGo || !all.iter().any(|it| is_own(&it)) {
        return judgement.verdict;
    }
    let mut observations = ground.observations.clone();
    let others = all.iter().filter(|it| !is_own(it));
    observations.set_sign_offs(others.cloned().collect());
    let ground = Ground {
        observations: &observations,
        ..*ground
    };
    let ledger = Ledger::of(ground.assessment, &bench_of(&ground));
    let scoring = &ground.assessment.checklist().scoring;
    ledger.judge(scoring).verdict
}

fn bench_of<'a>(ground: &Ground<'a>) -> Bench<'a> {
    let assessment = ground.assessment;
    Bench {
        as_of: ground.at,
        offset: assessment.utc_offset,
        version: &assessment.head.subject.version,
        max_age_days: assessment.checklist().scoring.max_age_days,
        observations: ground.observations,
    }
}

fn require_despite(ground: &Ground<'_>, wish: &Wish, judgement: &Judgement) -> Result<(), Problem> {
    let wanted = wish.decision != Verdict::NoGo
        && without_own_role(ground, wish, judgement) == Verdict::NoGo;
    match (wanted, wish.despite.is_blank()) {
        (true, true) => {
            let reasons: Vec<String> = judgement.reasons.iter().map(Reason::phrase).collect();
            let what = format!("the verdict is no-go: {}", reasons.join(", "));
            let next = format!(
                "to sign {} all the same, say why you decide against it (--despite REASON)",
                wish.decision.word()
            );
            Err(usage(what, next))
        }
        (false, false) => Err(usage(
            "a reason to decide against the verdict is kept only where a go is signed on a no-go",
            "leave it out, or say it in the statement's own words",
        )),
        _ => Ok(()),
    }
}

/// The folder's name as it stands in a statement.
fn folder_name(path: &Path, end: &str) -> Result<String, Problem> {
    let folder = beside(path, end);
    match folder.to_str() {
        Some(name) if !name.chars().any(|c| c != '\n' && must_escape(c)) => Ok(name.to_owned()),
        _ => Err(Problem::new(
            ProblemKind::File,
            "the file's name holds what can't be written in a statement",
        )
        .at(path.display().to_string())
        .next("rename the file, and the folders beside it with the same name")),
    }
}

fn reasons(ground: &Ground<'_>, judgement: &Judgement) -> Vec<Text> {
    let line = |reason: &Reason| {
        let items = reason.items.iter().take(MOST_NAMED);
        let of_verdict = reason.of_verdict.then_some("the verdict");
        let mut named: Vec<&str> = of_verdict.into_iter().collect();
        named.extend(items.map(|item| ground.assessment.item(*item).id.raw()));
        named.extend(reason.named.iter().take(MOST_NAMED).map(Text::raw));
        let more = (reason.items.len().max(reason.named.len())).saturating_sub(MOST_NAMED);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let key = reason.kind.key();
        if named.is_empty() {
            Text::from(key)
        } else {
            Text::new(format!("{key}: {}{more}", named.join(", ")))
        }
    };
    judgement.reasons.iter().map(line).collect()
}

fn scores(figures: &Figures) -> Vec<Text> {
    let mut lines = vec![
        format!("claimed {}", or_dash(figures.claimed().as_ref())),
        format!("evidenced {}", or_dash(figures.evidenced().as_ref())),
    ];
    if figures.counts.waived > 0 {
        let figure = figures.excluding_waived();
        lines.push(format!("excluding waived {}", or_dash(figure.as_ref())));
    }
    lines.push(format!("answered {}", or_dash(figures.answered().as_ref())));
    for (tier, word) in [
        (Tier::Blocker, "blockers"),
        (Tier::Should, "should items"),
        (Tier::Nice, "nice items"),
    ] {
        let gauge = figures.tier(tier);
        let (met, evidenced, counted) = (gauge.met, gauge.evidenced, gauge.counted);
        lines.push(format!(
            "{word}: {met} of {counted} met, {evidenced} with evidence"
        ));
    }
    lines.into_iter().map(Text::from).collect()
}

fn waivers(ground: &Ground<'_>, bench: &Bench<'_>) -> Vec<Text> {
    let assessment = ground.assessment;
    let scoring = &assessment.checklist().scoring;
    let answers = assessment.answers().iter().enumerate();
    let valid = answers.filter_map(|(at, answer)| {
        let waiver = answer.waiver.as_ref()?;
        let holds = bench.excuses(waiver, assessment.item(at), scoring);
        holds.then_some((answer, waiver))
    });
    let lines = valid.map(|(answer, waiver)| {
        Text::new(format!(
            "{}: {} (by {}, approved by {}, until {})",
            answer.item.raw(),
            waiver.reason.raw(),
            waiver.by.raw(),
            waiver.approved_by.raw(),
            waiver.expires
        ))
    });
    lines.collect()
}

/// Every file that is evidence, once: where a copy lies beside the assessment, that; else the path that was recorded.
fn evidence(ground: &Ground<'_>) -> Result<Vec<PinnedFile>, Problem> {
    let mut found: Vec<PinnedFile> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for answer in ground.assessment.answers() {
        for piece in &answer.evidence {
            let Content::File {
                path,
                sha256,
                bytes,
            } = &piece.content
            else {
                continue;
            };
            if piece.withdrawn.is_some() || piece.redacted.is_some() {
                continue;
            }
            let recorded = Path::new(path);
            let copy = copy_of(ground.files, ground.path, recorded, sha256, *bytes);
            let name = copy.as_deref().and_then(Path::file_name);
            let path = match name.and_then(|name| name.to_str()) {
                Some(name) => format!("{}/{name}", folder_name(ground.path, ".evidence")?),
                None => path.clone(),
            };
            if seen.insert((sha256, path.clone())) {
                found.push(PinnedFile {
                    sha256: sha256.clone(),
                    path,
                });
            }
        }
    }
    Ok(found)
}

fn usage(what: impl Into<String>, next: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::Usage, what).next(next)
}
