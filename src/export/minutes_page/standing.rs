//! Where the review stood when the meeting began, when it ended, and where it stands since.

use std::sync::Arc;

use chrono::Duration;

use crate::domain::checklist::Tier;
use crate::domain::evidence::{Bench, Observations};
use crate::domain::ledger::Scope;
use crate::domain::percent::or_dash;
use crate::domain::rewind::taken_back;
use crate::domain::time::Moment;
use crate::session::bench;

use super::super::markdown::inert::{inert, text};
use super::super::report::Report;
use super::Minutes;

/// Verdict and figures at a moment, as they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stood {
    figures: Vec<(String, String)>,
    /// The kind of each reason with its phrase, and the ids that it names.
    reasons: Vec<(&'static str, String, Vec<String>)>,
}

impl Minutes<'_> {
    /// Verdict and figures before and after, and why.
    pub(super) fn standing(&mut self, facts: &Bench<'_>) {
        let (report, meeting) = (self.report, self.meeting);
        let now = stood(report);
        let began = before(report, facts, meeting.start, meeting.start);
        let end = meeting.end.filter(|end| *end < report.as_of);
        let ended = end.map(|end| {
            let after = end.time().checked_add_signed(Duration::seconds(1));
            before(report, facts, after.map_or(end, Moment::new), end)
        });
        let mut columns = Vec::new();
        if let Some(began) = &began {
            columns.push(("at the start".to_owned(), began));
        }
        // Where nothing has changed since, the end is now.
        let at_the_end = match &ended {
            None if meeting.goes_on() => {
                columns.push(("so far".to_owned(), &now));
                &now
            }
            None => {
                columns.push(("at the end".to_owned(), &now));
                &now
            }
            Some(Some(ended)) => {
                columns.push(("at the end".to_owned(), ended));
                if *ended != now {
                    columns.push((format!("on {}", report.assessment.day(report.as_of)), &now));
                }
                ended
            }
            // What stood then is not known any more.
            Some(None) => {
                columns.push((format!("on {}", report.assessment.day(report.as_of)), &now));
                &now
            }
        };
        self.heading_of("Where it stands");
        let mut head = vec![""];
        head.extend(columns.iter().map(|(name, _)| name.as_str()));
        let rows: Vec<Vec<String>> = (0..now.figures.len())
            .map(|at| {
                let mut row = vec![now.figures[at].0.clone()];
                row.extend(columns.iter().map(|(_, stood)| stood.figures[at].1.clone()));
                row
            })
            .collect();
        self.table(&head, &rows);
        for (kind, phrase, items) in &at_the_end.reasons {
            let line = format!("- **{kind}** ({phrase}): {}", items.join(", "));
            self.line(line.trim_end_matches([' ', ':']));
        }
        if at_the_end.reasons.is_empty() {
            self.line("Nothing stands against it.");
        }
        self.line("");
    }
}

fn stood(report: &Report<'_>) -> Stood {
    let figures = &report.figures;
    let mut rows = vec![
        ("verdict", report.judgement.verdict.word().to_owned()),
        ("claimed", or_dash(figures.claimed().as_ref())),
        ("evidenced", or_dash(figures.evidenced().as_ref())),
        ("answered", or_dash(figures.answered().as_ref())),
    ];
    let names = ["blockers met", "should items met", "nice-to-have items met"];
    for (tier, name) in Tier::ALL.into_iter().zip(names) {
        let gauge = figures.tier(tier);
        rows.push((name, format!("{} of {}", gauge.met, gauge.counted)));
    }
    let reasons = report.judgement.reasons.iter().map(|reason| {
        let ids = report.item_ids(&reason.items).into_iter().map(text);
        (reason.kind.key(), inert(&reason.phrase()), ids.collect())
    });
    Stood {
        figures: rows
            .into_iter()
            .map(|(name, figure)| (name.to_owned(), figure))
            .collect(),
        reasons: reasons.collect(),
    }
}

/// Where it stood before a moment, judged as of another; none where the record does not tell.
fn before(report: &Report<'_>, facts: &Bench<'_>, to: Moment, as_of: Moment) -> Option<Stood> {
    let earlier = taken_back(report.assessment, to)?;
    let mut seen: Observations = facts.observations.clone();
    let signed_before = |at: Option<Moment>| at.is_none_or(|at| at < to);
    let sign_offs = facts.observations.sign_offs().iter();
    let sign_offs: Vec<_> = sign_offs
        .filter(|it| signed_before(it.statement.as_ref().map(|statement| statement.at)))
        .cloned()
        .collect();
    seen.set_sign_offs(Arc::from(sign_offs));
    let then = bench(&earlier, as_of, &seen);
    Some(stood(&Report::of(&earlier, &then, Scope::Needed)))
}
