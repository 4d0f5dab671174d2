//! Where the review stands: the verdict with its reasons and steps, figures, categories, stages, and what else one
//! should know of it.

use std::collections::HashSet;

use crate::domain::assessment::{Assessment, DeclaredOf, Status};
use crate::domain::checklist::Tier;
use crate::domain::gate::Verdict;
use crate::domain::lapsing::Lapsing;
use crate::domain::stage::StageFigures;
use crate::domain::waiver::Standing as WaiverStanding;
use crate::export::report::{Report, distance_words};
use crate::export::words::{reason_phrase, whole_of_step};

use super::conversation::Conversation;
use super::open::{OpenReview, capital, or_none};

/// How many entries of a list in the middle of others are said.
const LISTED: usize = 12;

impl Conversation {
    /// The verdict, why, and what lifts it to the next one.
    pub(super) fn say_reasons(&mut self) {
        self.of_report(|open, report| {
            let mut lines = vec![open.standing().verdict(), open.standing().figures()];
            let mut said = HashSet::new();
            for reason in &report.judgement.reasons {
                let new: Vec<usize> = reason
                    .items
                    .iter()
                    .copied()
                    .filter(|at| said.insert(*at))
                    .collect();
                lines.push(match (new.is_empty(), reason.items.is_empty()) {
                    (_, true) => format!("Why: {}.", reason_phrase(reason)),
                    (true, false) => format!("Why: {}, all named already.", reason_phrase(reason)),
                    (false, false) if new.len() == reason.items.len() => {
                        format!("Why: {}.", reason_phrase(reason))
                    }
                    (false, false) => {
                        format!("Why: {}, and besides those named:", reason_phrase(reason))
                    }
                });
                lines.extend(new.iter().take(LISTED).map(|at| named(report, *at)));
                and_more(
                    &mut lines,
                    new.len().saturating_sub(LISTED),
                    "list open names what is open",
                );
            }
            if !report.next.is_empty() {
                let count = report.next.len();
                let s = if count == 1 { "" } else { "s" };
                let next = match report.judgement.verdict {
                    Verdict::NoGo => Verdict::ConditionalGo,
                    Verdict::ConditionalGo | Verdict::Go => Verdict::Go,
                };
                lines.push(format!("To {}, {count} step{s}.", next.word()));
            }
            for step in report.next.iter().take(LISTED) {
                let what = step.item.map(|at| named(report, at));
                let what = what.unwrap_or_else(|| whole_of_step(*step, &report.judgement));
                lines.push(format!("{}, {what}", capital(step.act.words())));
            }
            and_more(
                &mut lines,
                report.next.len().saturating_sub(LISTED),
                "plan names all that is open",
            );
            lines
        });
    }

    /// Claimed, evidenced and the gauges in words.
    pub(super) fn say_figures(&mut self) {
        self.of_report(|open, _| figures(open));
    }

    /// The figures of each category.
    pub(super) fn say_categories(&mut self) {
        self.of_report(categories);
    }

    /// What it is ready for.
    pub(super) fn say_stages(&mut self) {
        self.of_report(|_, report| stages(report));
    }

    /// All of it, for somebody who was not there.
    pub(super) fn say_summary(&mut self) {
        self.of_report(|open, report| {
            let mut lines = vec![open.standing().verdict()];
            lines.extend(figures(open));
            lines.extend(categories(open, report));
            if !report.stages.is_empty() {
                lines.extend(stages(report));
            }
            declared(&mut lines, report);
            risks(&mut lines, open, report);
            lapsing(&mut lines, report);
            waivers(&mut lines, report);
            lines
        });
    }

    fn of_report(&mut self, lines: impl FnOnce(&OpenReview, &Report<'_>) -> Vec<String>) {
        let Some(open) = &self.review else {
            return;
        };
        let (bench, scope) = (open.session.bench(), open.session.scope());
        let report = Report::of(open.assessment(), &bench, scope);
        let lines = lines(open, &report);
        self.say_long(lines);
    }
}

fn figures(open: &OpenReview) -> Vec<String> {
    let figures = open.session.figures();
    let counts = figures.counts;
    let mut lines = vec![
        format!("Claimed {}.", or_none(figures.claimed().as_ref())),
        format!("Evidenced {}.", or_none(figures.evidenced().as_ref())),
    ];
    if counts.waived > 0 {
        let without = figures.excluding_waived();
        lines.push(format!("Excluding waived {}.", or_none(without.as_ref())));
    }
    for tier in Tier::ALL {
        let of = figures.tier(tier);
        let name = match tier {
            Tier::Blocker => "Blockers",
            tier => tier.word(),
        };
        let partial = match of.partial {
            0 => String::new(),
            partial => format!(", {partial} in part"),
        };
        let (met, counted, evidenced) = (of.met, of.counted, of.evidenced);
        lines.push(format!(
            "{name}: {met} of {counted} met, {evidenced} of these with evidence{partial}."
        ));
    }
    lines.push(format!("Unanswered: {}.", counts.unanswered));
    for (name, count) in [
        ("Unknown", counts.unknown),
        ("Not applicable", counts.not_applicable),
        ("Out of play", counts.out_of_play),
        ("Waived", counts.waived),
    ] {
        if count > 0 {
            lines.push(format!("{name}: {count}."));
        }
    }
    lines
}

fn categories(open: &OpenReview, report: &Report<'_>) -> Vec<String> {
    let checklist = report.assessment.checklist();
    let figures = &open.session.figures().categories;
    let mut lines = vec![format!("Categories: {}.", checklist.categories.len())];
    for (category, of) in checklist.categories.iter().zip(figures) {
        let claimed = or_none(of.claimed().as_ref());
        let evidenced = or_none(of.evidenced().as_ref());
        let declared = report.declared_of_category(&category.id);
        let declared = declared.map_or_else(String::new, |it| format!(", declared {it}"));
        let (title, met, counted) = (category.title.shown(), of.met, of.counted);
        lines.push(format!(
            "{title}: {met} of {counted} met, claimed {claimed}, evidenced {evidenced}{declared}."
        ));
    }
    lines
}

fn stages(report: &Report<'_>) -> Vec<String> {
    if report.stages.is_empty() {
        return vec!["The checklist has no stages.".to_owned()];
    }
    let target = report.assessment.head.target.as_ref();
    let named = &report.assessment.checklist().stages;
    let rows = report.stages.iter().zip(named);
    rows.map(|(figures, stage)| {
        let is_target = if target == Some(&stage.id) {
            ", the target"
        } else {
            ""
        };
        let (words, title) = (stage_words(figures), stage.title.shown());
        format!("{title}{is_target}: {words}.")
    })
    .collect()
}

/// `not ready, 2 open blockers, claimed 68.0, evidenced 44.1`.
fn stage_words(figures: &StageFigures) -> String {
    let ready = match figures.ready {
        None => return "needs nothing".to_owned(),
        Some(true) => "ready",
        Some(false) => "not ready",
    };
    let blockers = match figures.open_blockers {
        0 => String::new(),
        1 => ", 1 open blocker".to_owned(),
        many => format!(", {many} open blockers"),
    };
    let claimed = or_none(figures.claimed().as_ref());
    let evidenced = or_none(figures.evidenced().as_ref());
    format!("{ready}{blockers}, claimed {claimed}, evidenced {evidenced}")
}

fn declared(lines: &mut Vec<String>, report: &Report<'_>) {
    for figure in &report.declared {
        let declared = figure.declared;
        let of = match &declared.of {
            DeclaredOf::Overall => ", overall",
            DeclaredOf::Verdict => ", the verdict",
            DeclaredOf::Category(_) => ", of a category",
            DeclaredOf::Stage(_) => ", for a stage",
            DeclaredOf::Free => "",
        };
        let distances = [
            (&figure.above_claimed, "claimed"),
            (&figure.above_evidenced, "evidenced"),
        ];
        let beside: Vec<String> = distances
            .into_iter()
            .filter_map(|(above, what)| Some(distance_words(above.as_ref()?, what)))
            .collect();
        let beside = match beside.len() {
            0 => String::new(),
            _ => format!(": {}", beside.join(", ")),
        };
        let (label, value) = (declared.label.shown(), declared.value.shown());
        lines.push(format!("Declared {value}, {label}{of}{beside}."));
    }
    for check in &report.table_checks {
        let (label, total) = (check.label.shown(), &check.total);
        lines.push(format!(
            "Declared table: {label} {total} {}.",
            check.phrase()
        ));
    }
}

/// The gravest risks of what is open.
fn risks(lines: &mut Vec<String>, open: &OpenReview, report: &Report<'_>) {
    let Some(level) = report.risk else {
        return;
    };
    lines.push(format!("Risk: {}.", level.word()));
    let (assessment, ledger) = (report.assessment, open.session.ledger());
    let answers = assessment.answers().iter().enumerate();
    let mut risky: Vec<usize> = answers
        .filter(|(at, answer)| answer.status != Status::Met && ledger.is_needed(*at))
        .map(|(at, _)| at)
        .filter(|at| !assessment.item(*at).risk.is_empty())
        .collect();
    risky.sort_by_key(|at| std::cmp::Reverse(assessment.item(*at).severity()));
    for at in risky.iter().take(LISTED) {
        let item = assessment.item(*at);
        let (word, id, risk) = (item.severity().word(), item.id.shown(), item.risk.shown());
        lines.push(format!("{word}, {id}: {risk}"));
    }
    and_more(
        lines,
        risky.len().saturating_sub(LISTED),
        "plan names all that is open, and details the risk of an item",
    );
}

fn lapsing(lines: &mut Vec<String>, report: &Report<'_>) {
    for lapsing in report.lapsing.iter().take(LISTED) {
        let what = match lapsing.what {
            Lapsing::Waiver => "the waiver",
            Lapsing::Evidence(_) => "evidence",
            Lapsing::Condition(_) => "the condition",
        };
        let when = match lapsing.days {
            0 => "today is its last day".to_owned(),
            1 => format!("1 day left, until {}", lapsing.last),
            days => format!("{days} days left, until {}", lapsing.last),
        };
        let id = lapsing.of(report.assessment).shown();
        let of = if lapsing.item.is_some() { " of" } else { ":" };
        lines.push(format!("Lapses soon: {what}{of} {id}, {when}."));
    }
    and_more(
        lines,
        report.lapsing.len().saturating_sub(LISTED),
        "list stale names them",
    );
}

fn waivers(lines: &mut Vec<String>, report: &Report<'_>) {
    for waived in report.waivers.iter().take(LISTED) {
        let (id, until) = (report.item_id(waived.item).shown(), waived.waiver.expires);
        lines.push(match waived.standing {
            WaiverStanding::Valid => format!("Waived: {id} until {until}."),
            WaiverStanding::Expired => format!("Waiver expired: {id}, it held until {until}."),
            WaiverStanding::Ignored(fault) => format!("Waiver ignored: {id}, {}.", fault.words()),
        });
    }
    and_more(
        lines,
        report.waivers.len().saturating_sub(LISTED),
        "list waived names them",
    );
}

/// `7 error-tracking: Unhandled errors reach a tracker`.
fn named(report: &Report<'_>, at: usize) -> String {
    row(report.assessment, at)
}

fn row(assessment: &Assessment, at: usize) -> String {
    let item = assessment.item(at);
    format!("{} {}: {}", at + 1, item.id.shown(), item.title.shown())
}

/// Says that some are left out, and which words name them.
fn and_more(lines: &mut Vec<String>, more: usize, where_said: &str) {
    if more > 0 {
        lines.push(format!("And {more} more: {where_said}."));
    }
}
