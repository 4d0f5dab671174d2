//! The items of the review: a table for each category, and what does not fit into it.

use std::fmt::Write as _;

use crate::domain::assessment::{Answer, Status};
use crate::domain::checklist::Item;
use crate::domain::evidence::{Bench, Content, Evidence, Shows};
use crate::domain::measured::Outcome;

use super::super::report::{Report, lapse_words};
use super::Document;
use super::inert::{inert, inert_block, text};

impl Document {
    pub(super) fn items(&mut self, report: &Report<'_>, bench: &Bench<'_>) {
        let assessment = report.assessment;
        let mut position = 0;
        for category in &assessment.checklist().categories {
            self.line(&format!("## {}", text(&category.title)));
            self.line("");
            let here = position..position + category.items.len();
            position = here.end;
            let rows: Vec<Vec<String>> = here
                .clone()
                .map(|at| {
                    let (item, answer) = (assessment.item(at), &assessment.answers()[at]);
                    let title = format!("{}: {}", text(&item.id), text(&item.title));
                    let evidence = evidence_words(report, bench, at);
                    let tier = item.tier.word().to_owned();
                    vec![
                        title,
                        tier,
                        status_words(answer),
                        evidence,
                        by_words(answer),
                    ]
                })
                .collect();
            self.rows(&["item", "tier", "status", "evidence", "by"], &rows);
            for at in here {
                self.remarks(report, bench, at);
            }
        }
    }

    /// What does not fit into the table: the comment, where it stands, and each piece of evidence.
    fn remarks(&mut self, report: &Report<'_>, bench: &Bench<'_>, at: usize) {
        let assessment = report.assessment;
        let (item, answer) = (assessment.item(at), &assessment.answers()[at]);
        let mut lines: Vec<String> = Vec::new();
        if !answer.current.is_blank() {
            lines.push(format!("stands now: {}", text(&answer.current)));
        }
        lines.extend(metric_words(item, answer));
        lines.extend(ahead_words(report, answer));
        for piece in &answer.evidence {
            let state = bench
                .lapse(item, piece)
                .map_or_else(|| "counts".to_owned(), lapse_words);
            lines.push(format!("{} ({state})", piece_words(piece)));
        }
        if answer.comment.is_blank() && lines.is_empty() {
            return;
        }
        self.line(&format!("**{}**", text(&answer.item)));
        self.line("");
        if !answer.comment.is_blank() {
            self.block(&inert_block(answer.comment.raw(), "> "));
            self.line("");
        }
        for line in &lines {
            self.line(&format!("- {line}"));
        }
        if !lines.is_empty() {
            self.line("");
        }
    }
}

/// What was measured of an item's metric, beside its target.
fn metric_words(item: &Item, answer: &Answer) -> Option<String> {
    let metric = item.metric.as_ref()?;
    let (name, target) = (text(&metric.name), inert(&metric.target.words()));
    let unit = text(&metric.unit);
    let with_unit = |figure: String| format!("{figure} {unit}").trim_end().to_owned();
    let target = with_unit(target);
    let Some(measured) = &answer.measured else {
        return Some(format!("{name}: not measured; target: {target}"));
    };
    let measured = with_unit(inert(&measured.words()));
    let outcome = match metric.target.judge(answer.measured.as_ref()) {
        Outcome::Meets => "meets the target",
        Outcome::Misses => "misses the target",
        Outcome::Unmeasured => "says nothing of the target",
    };
    Some(format!(
        "{name}: measured {measured}, which {outcome}: {target}"
    ))
}

/// Who looks after an item, until when, with how much effort, and how sure they are.
fn ahead_words(report: &Report<'_>, answer: &Answer) -> Option<String> {
    let mut parts = Vec::new();
    if !answer.owner.is_blank() {
        parts.push(format!("owner: {}", text(&answer.owner)));
    }
    if let Some(due) = answer.due {
        let is_done = matches!(answer.status, Status::Met | Status::NotApplicable(_));
        let overdue = !is_done && due < report.assessment.day(report.as_of);
        let overdue = if overdue { ", overdue" } else { "" };
        parts.push(format!("due: {due}{overdue}"));
    }
    if !answer.estimate.is_blank() {
        parts.push(format!("estimate: {}", text(&answer.estimate)));
    }
    if !answer.confidence.is_blank() {
        parts.push(format!("confidence: {}", text(&answer.confidence)));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn status_words(answer: &Answer) -> String {
    let agreed = answer
        .agreed_by
        .as_ref()
        .map(|agreed| format!("; agreed to by {}", text(&agreed.by)));
    match &answer.status {
        Status::Partial(share) => format!("partial, {} %", share.percent()),
        Status::NotApplicable(reason) => {
            format!("n/a: {}{}", text(reason), agreed.unwrap_or_default())
        }
        status => status.word().to_owned(),
    }
}

fn evidence_words(report: &Report<'_>, bench: &Bench<'_>, at: usize) -> String {
    let item = report.assessment.item(at);
    let (mut counting, mut others) = (0, 0);
    for piece in &report.assessment.answers()[at].evidence {
        match bench.lapse(item, piece) {
            None => counting += 1,
            Some(_) => others += 1,
        }
    }
    match (counting, others) {
        (0, 0) => "—".to_owned(),
        (counting, 0) => format!("{counting} counting"),
        (0, others) => format!("{others} not counting"),
        (counting, others) => format!("{counting} counting, {others} not"),
    }
}

fn by_words(answer: &Answer) -> String {
    let mut words = text(&answer.by);
    if !answer.recorded_by.is_empty() {
        let _ = write!(words, ", recorded by {}", text(&answer.recorded_by));
    }
    if let Some(at) = answer.at {
        let _ = write!(words, ", {at}");
    }
    words
}

fn piece_words(piece: &Evidence) -> String {
    let content = match &piece.content {
        _ if piece.redacted.is_some() => "redacted".to_owned(),
        Content::Link(link) => text(link),
        Content::Note(note) => text(note),
        Content::File {
            path,
            sha256,
            bytes,
        } => format!("{}, {bytes} bytes, sha256 {}", inert(path), inert(sha256)),
    };
    let mut words = format!("{}: {content}", piece.content.kind().word());
    if !piece.caption.is_empty() {
        let _ = write!(words, "; {}", text(&piece.caption));
    }
    let shows = match piece.shows {
        Shows::Met => "met".to_owned(),
        Shows::Partial(share) => format!("partial, {} %", share.percent()),
        Shows::Against => "against".to_owned(),
        Shows::Context => "context".to_owned(),
    };
    let _ = write!(
        words,
        "; shows {shows}; observed {}; by {}",
        piece.observed,
        text(&piece.by)
    );
    for confirmation in &piece.confirmed {
        let _ = write!(words, "; confirmed by {}", text(&confirmation.by));
    }
    words
}
