//! What the sheet of reasons says: why the verdict is what it is, what lifts it, and what else one should know of it.

use crate::domain::assessment::{Answer, Assessment, Status};
use crate::domain::both_sides::versions_words;
use crate::domain::gate::Verdict;
use crate::domain::sign_off::standing_conditions;
use crate::domain::signing::{at_a_glance, signings, wanted};
use crate::domain::text::Shown;
use crate::domain::waiver::Standing;
use crate::export::report::Report;
use crate::export::signed::{became_words, condition_words, due_words, signing_words};
use crate::export::words::{
    beside_words, days_left, declared_words, dissent_words, lapsing_words, named, open_dissents,
    reason_phrase, stage_words, standing_word, waiver_words, whole_of_step,
};
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
    let (ledger, order) = (session.ledger(), session.plan_order());
    let scope = session.scope();
    let report = Report::weighed(session.assessment(), &bench, scope, (ledger, order));
    let mut rows = Vec::new();
    verdict(&mut rows, &report);
    steps(&mut rows, &report);
    conflicts(&mut rows, session.assessment());
    sign_offs(&mut rows, &report, glyphs);
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
        rows.push(Row::Text(0, reason_phrase(reason)));
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
            || whole_of_step(*step, &report.judgement),
            |item| named(report.assessment, item),
        );
        rows.push(Row::Key(step.act.words().to_owned(), what));
    }
    and_more(rows, report.next.len(), LISTED);
}

/// The items in conflict, and what their versions say.
fn conflicts(rows: &mut Vec<Row>, assessment: &Assessment) {
    let answers = assessment.answers().iter();
    let conflicted: Vec<&Answer> = answers
        .filter(|answer| !answer.conflict.is_empty())
        .map(|answer| &**answer)
        .collect();
    if conflicted.is_empty() {
        return;
    }
    heading(rows, "In conflict");
    for answer in conflicted.iter().take(LISTED) {
        let words = versions_words(answer, assessment.utc_offset);
        let words = Shown::line(&words).into_string();
        rows.push(Row::Key(answer.item.shown().into_string(), words));
    }
    and_more(rows, conflicted.len(), LISTED);
}

/// What became of the sign-offs, and the conditions that stand.
fn sign_offs(rows: &mut Vec<Row>, report: &Report<'_>, glyphs: &Glyphs) {
    if report.sign_offs.is_empty() {
        return;
    }
    heading(rows, "Sign-offs");
    let assessment = report.assessment;
    let all = signings(&report.sign_offs, &report.superseded);
    let shown = at_a_glance(&all);
    for signing in shown.iter().take(LISTED) {
        let sign = match signing.statement() {
            Some(statement) if statement.decision == Verdict::NoGo => glyphs.unmet,
            Some(_) if signing.is_current() => glyphs.met,
            _ => glyphs.alert,
        };
        let statement = signing.statement();
        let role =
            statement.map_or_else(|| "forged".to_owned(), |it| it.role.shown().into_string());
        let words = signing_words(assessment, signing);
        rows.push(Row::Key(format!("{sign} {role}"), words));
        rows.push(Row::Text(4, became_words(signing)));
    }
    and_more(rows, shown.len(), LISTED);
    for wanted in wanted(assessment, &all) {
        if wanted.latest.is_none() {
            let role = wanted.role.shown().into_string();
            let sign = glyphs.unanswered;
            rows.push(Row::Key(
                format!("{sign} {role}"),
                "not signed yet".to_owned(),
            ));
        }
    }
    let today = assessment.day(report.as_of);
    let conditions = standing_conditions(assessment, &report.sign_offs);
    if conditions.is_empty() {
        return;
    }
    heading(rows, "Conditions of sign-offs");
    for standing in conditions.iter().take(LISTED) {
        let due = due_words(assessment, standing, standing.is_overdue(today));
        rows.push(Row::Key(due, condition_words(standing)));
    }
    and_more(rows, conditions.len(), LISTED);
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

fn declared(rows: &mut Vec<Row>, report: &Report<'_>) {
    if report.declared.is_empty() {
        return;
    }
    heading(rows, "Declared elsewhere");
    for figure in report.declared.iter().take(LISTED) {
        rows.push(Row::Text(0, declared_words(report.assessment, figure)));
        rows.extend(beside_words(figure).map(|words| Row::Text(4, words)));
    }
    and_more(rows, report.declared.len(), LISTED);
    for check in report.table_checks.iter().take(LISTED) {
        let text = format!("{} {} {}", check.label.shown(), check.total, check.phrase());
        rows.push(Row::Text(0, text));
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
        let text = lapsing_words(report.assessment, lapsing);
        rows.push(Row::Key(days_left(lapsing), text));
    }
    and_more(rows, report.lapsing.len(), LISTED);
}

fn waivers(rows: &mut Vec<Row>, report: &Report<'_>, glyphs: &Glyphs) {
    if report.waivers.is_empty() {
        return;
    }
    heading(rows, "Waivers");
    for waived in report.waivers.iter().take(LISTED) {
        let sign = match waived.standing {
            Standing::Valid => glyphs.waived,
            Standing::Expired | Standing::Ignored(_) => glyphs.alert,
        };
        let word = standing_word(waived.standing);
        let text = waiver_words(report.assessment, waived);
        rows.push(Row::Key(format!("{sign} {word}"), text));
    }
    and_more(rows, report.waivers.len(), LISTED);
}

fn dissents(rows: &mut Vec<Row>, assessment: &Assessment) {
    let open = open_dissents(assessment);
    if open.is_empty() {
        return;
    }
    heading(rows, "Open dissents");
    for about in open.iter().take(LISTED) {
        let text = dissent_words(assessment, about);
        rows.push(Row::Key(about.it.name.shown().into_string(), text));
    }
    and_more(rows, open.len(), LISTED);
}

fn and_more(rows: &mut Vec<Row>, count: usize, listed: usize) {
    if count > listed {
        rows.push(Row::Text(4, format!("and {} more", count - listed)));
    }
}
