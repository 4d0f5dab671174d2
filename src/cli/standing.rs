//! What stands beside the figures on the page of `candor score`: the ladder of stages, waivers, what lapses soon, and
//! open dissents.

use unicode_segmentation::UnicodeSegmentation;

use crate::domain::assessment::{Assessment, DeclaredOf};
use crate::domain::checklist::Stage;
use crate::domain::dissent::Facilitators;
use crate::domain::lapsing::LapsingSoon;
use crate::domain::percent::or_dash;
use crate::domain::sign_off::{SignOff, Standing as StandingCondition, standing_conditions};
use crate::domain::signing::{at_a_glance, signings, wanted};
use crate::domain::stage::StageFigures;
use crate::domain::time::Moment;
use crate::export::minutes::dissents;
use crate::export::report::Report;

use super::output::{Align, Page};
use super::waive;

/// How many characters of a reason or a dissent are shown beside others.
const MOST_CHARACTERS: usize = 72;

/// Every stage of the ladder: ready or not, how far, and what is in the way.
pub(super) fn ladder(page: &mut Page, report: &Report<'_>) {
    if report.stages.is_empty() {
        return;
    }
    let head = ["", "ready for", "claimed", "declared", "in the way"];
    let mut rows = vec![head.map(ToOwned::to_owned).to_vec()];
    let stages = report.assessment.checklist().stages.iter();
    for (stage, figures) in stages.zip(&report.stages) {
        rows.push(rung(report, stage, figures));
    }
    let columns = [
        Align::Left,
        Align::Left,
        Align::Right,
        Align::Right,
        Align::Left,
    ];
    page.table(&columns, &rows);
    page.end();
}

fn rung(report: &Report<'_>, stage: &Stage, figures: &StageFigures) -> Vec<String> {
    let sign = match figures.ready {
        Some(true) => "●",
        Some(false) => "○",
        None => "—",
    };
    let is_target = report.assessment.head.target.as_ref() == Some(&stage.id);
    let title = if is_target {
        format!("{} (target)", stage.title.raw())
    } else {
        stage.title.raw().to_owned()
    };
    let declared = report
        .declared
        .iter()
        .filter(|figure| matches!(&figure.declared.of, DeclaredOf::Stage(id) if *id == stage.id))
        .filter_map(|figure| figure.percent.as_ref())
        .next_back();
    let in_the_way = match (figures.ready, figures.open_blockers) {
        (None, _) => "it needs nothing".to_owned(),
        (Some(true), _) => String::new(),
        (Some(false), 0) => "too few should items met".to_owned(),
        (Some(false), 1) => "1 open blocker".to_owned(),
        (Some(false), many) => format!("{many} open blockers"),
    };
    vec![
        sign.to_owned(),
        title,
        or_dash(figures.claimed().as_ref()),
        or_dash(declared),
        in_the_way,
    ]
}

/// The latest sign-off of each role and those that are forged, what became of them, whose go is missing, and the
/// conditions that stand.
pub(super) fn sign_offs(page: &mut Page, report: &Report<'_>) {
    let assessment = report.assessment;
    let all = signings(&report.sign_offs, &report.superseded);
    let mut rows = Vec::new();
    for signing in at_a_glance(&all) {
        let seal = signing.sign_off.seal.words().to_owned();
        let Some(statement) = signing.statement() else {
            let file = signing.sign_off.file.clone();
            rows.push(vec![
                "forged".to_owned(),
                file,
                String::new(),
                String::new(),
                seal,
            ]);
            continue;
        };
        let became = signing.superseded_phrase();
        rows.push(vec![
            statement.decision.word().to_owned(),
            statement.role.raw().to_owned(),
            statement.name.raw().to_owned(),
            statement.at.day(assessment.utc_offset).to_string(),
            format!("{seal}; {}", became.unwrap_or_else(|| "current".to_owned())),
        ]);
    }
    if !rows.is_empty() {
        // Nobody is waited for before the first has signed.
        let missing = wanted(assessment, &all).into_iter();
        let missing = missing.filter(|wanted| wanted.latest.is_none());
        rows.extend(missing.map(|wanted| {
            let role = wanted.role.raw().to_owned();
            let words = "not signed yet".to_owned();
            vec![String::new(), role, String::new(), String::new(), words]
        }));
    }
    section(page, "sign-offs", rows);
    let conditions = standing_conditions(assessment, &report.sign_offs);
    conditions_of(page, assessment, conditions, report.as_of);
}

/// The conditions of sign-offs that are not done, overdue ones first.
pub(super) fn open_conditions(
    page: &mut Page,
    assessment: &Assessment,
    sign_offs: &[SignOff],
    as_of: Moment,
) {
    let mut conditions = standing_conditions(assessment, sign_offs);
    conditions.retain(|standing| standing.fulfilled.is_none());
    conditions_of(page, assessment, conditions, as_of);
}

fn conditions_of(
    page: &mut Page,
    assessment: &Assessment,
    mut standing: Vec<StandingCondition<'_>>,
    as_of: Moment,
) {
    let today = assessment.day(as_of);
    standing.sort_by_key(|it| (it.fulfilled.is_some(), it.condition.due));
    let rows = standing.iter().map(|standing| {
        let condition = standing.condition;
        let due = match standing.fulfilled {
            Some(done) => format!("done, says {}", done.by.raw()),
            None if standing.is_overdue(today) => format!("overdue {}", condition.due),
            None => format!("due {}", condition.due),
        };
        let text = shortened(&condition.text.raw().replace('\n', " "));
        let owner = condition.owner.raw().to_owned();
        vec![due, condition.id.raw().to_owned(), owner, text]
    });
    section(page, "conditions of sign-offs", rows.collect());
}

/// Every waiver, and what becomes of it.
pub(super) fn waivers(page: &mut Page, report: &Report<'_>) {
    let rows = report.waivers.iter().map(|waived| {
        let mut row = waive::row(report, waived);
        if let Some(reason) = row.last_mut() {
            *reason = shortened(reason);
        }
        row
    });
    section(page, "waived", rows.collect());
}

/// What lapses soon, with its last day.
pub(super) fn lapsing(page: &mut Page, report: &Report<'_>) {
    let row = |lapsing: &LapsingSoon| {
        let what = lapsing.what.words();
        let left = match lapsing.days {
            0 => "today is its last day".to_owned(),
            1 => format!("until {}, 1 day left", lapsing.last),
            days => format!("until {}, {days} days left", lapsing.last),
        };
        vec![lapsing.of(report.assessment).raw().to_owned(), what, left]
    };
    section(
        page,
        "lapses soon",
        report.lapsing.iter().map(row).collect(),
    );
}

/// Dissents that stand, from the verdict and from every item.
pub(super) fn open_dissents(page: &mut Page, report: &Report<'_>) {
    let assessment = report.assessment;
    let facilitators = Facilitators::of(assessment);
    let open = dissents(assessment)
        .into_iter()
        .filter(|about| facilitators.leave_open(about.it));
    let rows = open.map(|about| {
        let dissent = about.it;
        let item = about.item.map(|at| report.item_id(at).raw());
        let answered = match &dissent.answered {
            Some(reply) => format!("answered by {}", reply.by.raw()),
            None => "not answered".to_owned(),
        };
        vec![
            item.unwrap_or("the verdict").to_owned(),
            dissent.name.raw().to_owned(),
            answered,
            shortened(&dissent.text.raw().replace('\n', " ")),
        ]
    });
    section(page, "open dissents", rows.collect());
}

/// A text that one line has room for; `waive --list` and `dissent --list` have all of it.
fn shortened(text: &str) -> String {
    match text.grapheme_indices(true).nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// A heading and indented rows of words, where there are any.
fn section(page: &mut Page, heading: &str, rows: Vec<Vec<String>>) {
    let Some(columns) = rows.first().map(|row| row.len() + 1) else {
        return;
    };
    page.line(heading);
    let indented = |row: Vec<String>| [vec![String::new()], row].concat();
    let rows: Vec<Vec<String>> = rows.into_iter().map(indented).collect();
    page.table(&vec![Align::Left; columns], &rows);
    page.end();
}
