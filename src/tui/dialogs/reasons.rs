//! What the sheet of reasons says: why the verdict is what it is, what lifts it, and what else one should know of it.

use crate::domain::assessment::{Assessment, DeclaredOf, Status};
use crate::domain::dissent::Dissent;
use crate::domain::lapsing::Lapsing;
use crate::domain::percent::or_dash;
use crate::domain::stage::StageFigures;
use crate::domain::waiver::Standing;
use crate::export::report::{DeclaredFigure, Report, distance_words};
use crate::session::Session;
use crate::tui::theme::Glyphs;

use super::sheet::Row;

/// How many items a reason lists, and entries a section.
const LISTED: usize = 200;

/// How many risks are named.
const RISKS: usize = 8;

/// The rows of the sheet.
pub(super) fn reasons(session: &Session, glyphs: &Glyphs) -> Vec<Row> {
    let bench = session.bench();
    let report = Report::of(session.assessment(), &bench, session.scope());
    let mut rows = Vec::new();
    verdict(&mut rows, &report);
    steps(&mut rows, &report);
    stages(&mut rows, &report, glyphs);
    declared(&mut rows, &report);
    risks(&mut rows, &report, session);
    lapsing(&mut rows, &report);
    waivers(&mut rows, &report, glyphs);
    dissents(&mut rows, session.assessment());
    rows
}

fn heading(rows: &mut Vec<Row>, text: impl Into<String>) {
    rows.push(Row::Heading(text.into()));
}

fn verdict(rows: &mut Vec<Row>, report: &Report<'_>) {
    heading(rows, report.judgement.verdict.word().to_uppercase());
    if report.judgement.reasons.is_empty() {
        rows.push(Row::Text(0, "nothing stands in the way".to_owned()));
    }
    for reason in &report.judgement.reasons {
        rows.push(Row::Text(0, reason.phrase()));
        let ids: Vec<String> = reason
            .items
            .iter()
            .take(LISTED)
            .map(|item| report.item_id(*item).shown().into_string())
            .collect();
        if !ids.is_empty() {
            rows.push(Row::Text(4, ids.join(", ")));
        }
        and_more(rows, reason.items.len(), LISTED);
    }
}

fn steps(rows: &mut Vec<Row>, report: &Report<'_>) {
    if report.next.is_empty() {
        return;
    }
    heading(rows, "What lifts it to the next verdict");
    for step in report.next.iter().take(LISTED) {
        let what = step.item.map_or_else(
            || "the verdict".to_owned(),
            |item| named(report.assessment, item),
        );
        rows.push(Row::Key(step.act.words().to_owned(), what));
    }
    and_more(rows, report.next.len(), LISTED);
}

fn stages(rows: &mut Vec<Row>, report: &Report<'_>, glyphs: &Glyphs) {
    if report.stages.is_empty() {
        return;
    }
    heading(rows, "Ready for");
    let target = report.assessment.head.target.as_ref();
    let named = &report.assessment.checklist().stages;
    for (figures, stage) in report.stages.iter().zip(named).take(LISTED) {
        let sign = match figures.ready {
            None => glyphs.dash,
            Some(true) => glyphs.bullet_full,
            Some(false) if target == Some(&stage.id) => glyphs.bullet_half,
            Some(false) => glyphs.bullet_empty,
        };
        let text = format!("{sign} {}: {}", stage.title.shown(), stage_words(figures));
        rows.push(Row::Text(0, text));
    }
    and_more(rows, report.stages.len(), LISTED);
}

/// `not ready; claimed 68.0, evidenced 44.1, 2 open blockers`.
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
    let (claimed, evidenced) = (figures.claimed(), figures.evidenced());
    let (claimed, evidenced) = (or_dash(claimed.as_ref()), or_dash(evidenced.as_ref()));
    format!("{ready}; claimed {claimed}, evidenced {evidenced}{blockers}")
}

fn declared(rows: &mut Vec<Row>, report: &Report<'_>) {
    if report.declared.is_empty() {
        return;
    }
    heading(rows, "Declared elsewhere");
    for figure in report.declared.iter().take(LISTED) {
        let declared = figure.declared;
        let of = of_words(report.assessment, &declared.of);
        let mut text = format!("{}{of}: {}", declared.label.shown(), declared.value.shown());
        let (by, on) = (declared.by.shown(), declared.on.map(|day| day.to_string()));
        let told = [by.as_str(), on.as_deref().unwrap_or_default()];
        let told: Vec<&str> = told.into_iter().filter(|part| !part.is_empty()).collect();
        if !told.is_empty() {
            text = format!("{text} ({})", told.join(", "));
        }
        rows.push(Row::Text(0, text));
        rows.extend(beside(figure).map(|words| Row::Text(4, words)));
    }
    and_more(rows, report.declared.len(), LISTED);
    for check in report.table_checks.iter().take(LISTED) {
        let text = format!("{} {} {}", check.label.shown(), check.total, check.phrase());
        rows.push(Row::Text(0, text));
    }
}

/// `68.6 above claimed, 75.0 above evidenced`.
fn beside(figure: &DeclaredFigure<'_>) -> Option<String> {
    let distances = [
        (&figure.above_claimed, "claimed"),
        (&figure.above_evidenced, "evidenced"),
    ];
    let words: Vec<String> = distances
        .into_iter()
        .filter_map(|(above, what)| Some(distance_words(above.as_ref()?, what)))
        .collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// What a declared figure is of, where its label alone does not say so.
fn of_words(assessment: &Assessment, of: &DeclaredOf) -> String {
    let checklist = assessment.checklist();
    match of {
        DeclaredOf::Overall => " (overall)".to_owned(),
        DeclaredOf::Verdict => " (the verdict)".to_owned(),
        DeclaredOf::Category(id) => {
            let found = checklist.categories.iter().find(|it| it.id == *id);
            found.map_or_else(String::new, |it| format!(" (of {})", it.title.shown()))
        }
        DeclaredOf::Stage(id) => {
            let found = checklist.stages.iter().find(|it| it.id == *id);
            found.map_or_else(String::new, |it| format!(" (for {})", it.title.shown()))
        }
        DeclaredOf::Free => String::new(),
    }
}

/// The gravest risks of what is open.
fn risks(rows: &mut Vec<Row>, report: &Report<'_>, session: &Session) {
    let Some(level) = report.risk else {
        return;
    };
    heading(rows, format!("Risk: {}", level.word()));
    let (assessment, ledger) = (report.assessment, session.ledger());
    let answers = assessment.answers().iter().enumerate();
    let mut open: Vec<usize> = answers
        .filter(|(at, answer)| answer.status != Status::Met && ledger.is_needed(*at))
        .map(|(at, _)| at)
        .filter(|at| !assessment.item(*at).risk.is_empty())
        .collect();
    open.sort_by_key(|at| std::cmp::Reverse(assessment.item(*at).severity()));
    for at in open.iter().take(RISKS) {
        let item = assessment.item(*at);
        let text = format!("{}: {}", item.id.shown(), item.risk.shown());
        rows.push(Row::Key(item.severity().word().to_owned(), text));
    }
    and_more(rows, open.len(), RISKS);
}

fn lapsing(rows: &mut Vec<Row>, report: &Report<'_>) {
    if report.lapsing.is_empty() {
        return;
    }
    heading(rows, "Lapses soon");
    for lapsing in report.lapsing.iter().take(LISTED) {
        let what = match lapsing.what {
            Lapsing::Waiver => "the waiver",
            Lapsing::Evidence(_) => "evidence",
        };
        let when = match lapsing.days {
            0 => "after today".to_owned(),
            days => format!("{days} d left"),
        };
        let (last, item) = (lapsing.last, named(report.assessment, lapsing.item));
        let text = format!("{what} until {last}, of {item}");
        rows.push(Row::Key(when, text));
    }
    and_more(rows, report.lapsing.len(), LISTED);
}

fn waivers(rows: &mut Vec<Row>, report: &Report<'_>, glyphs: &Glyphs) {
    if report.waivers.is_empty() {
        return;
    }
    heading(rows, "Waivers");
    for waived in report.waivers.iter().take(LISTED) {
        let waiver = waived.waiver;
        let (sign, word) = match waived.standing {
            Standing::Valid => (glyphs.waived, "valid"),
            Standing::Expired => (glyphs.alert, "expired"),
            Standing::Ignored(_) => (glyphs.alert, "ignored"),
        };
        let why = match waived.standing {
            Standing::Ignored(fault) => format!("; {}", fault.words()),
            _ => String::new(),
        };
        let text = format!(
            "{} until {}: {} (asked for by {}, approved by {}){why}",
            report.item_id(waived.item).shown(),
            waiver.expires,
            waiver.reason.shown(),
            waiver.by.shown(),
            waiver.approved_by.shown(),
        );
        rows.push(Row::Key(format!("{sign} {word}"), text));
    }
    and_more(rows, report.waivers.len(), LISTED);
}

fn dissents(rows: &mut Vec<Row>, assessment: &Assessment) {
    let is_open = |dissent: &&Dissent| dissent.is_open(|name| assessment.is_facilitator(name));
    let of_verdict = assessment.head.dissents.iter().filter(is_open);
    let of_verdict = of_verdict.map(|dissent| ("the verdict".to_owned(), dissent));
    let answers = assessment.answers().iter();
    let of_items = answers.flat_map(|answer| {
        let open = answer.dissents.iter().filter(is_open);
        open.map(|dissent| (answer.item.shown().into_string(), dissent))
    });
    let open: Vec<(String, &Dissent)> = of_verdict.chain(of_items).collect();
    if open.is_empty() {
        return;
    }
    heading(rows, "Open dissents");
    for (on, dissent) in open.iter().take(LISTED) {
        let answered = if dissent.answered.is_some() {
            " (answered)"
        } else {
            ""
        };
        let text = format!("on {on}: {}{answered}", dissent.text.shown());
        rows.push(Row::Key(dissent.name.shown().into_string(), text));
    }
    and_more(rows, open.len(), LISTED);
}

/// `error-tracking: Unhandled errors reach a tracker`.
fn named(assessment: &Assessment, item: usize) -> String {
    let item = assessment.item(item);
    format!("{}: {}", item.id.shown(), item.title.shown())
}

fn and_more(rows: &mut Vec<Row>, count: usize, listed: usize) {
    if count > listed {
        rows.push(Row::Text(4, format!("and {} more", count - listed)));
    }
}
