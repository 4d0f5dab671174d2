//! The items of the review: a table for each category, and what does not fit into it.

use std::fmt::Write as _;

use crate::domain::assessment::{Answer, Status};
use crate::domain::both_sides::resolution_words;
use crate::domain::checklist::Item;
use crate::domain::evidence::{Bench, Content, Evidence, Shows};
use crate::domain::history::What;
use crate::domain::measured::Outcome;
use crate::export::comparison;

use super::super::dossier::{Counting, Dossier, matters};
use super::super::report::Report;
use super::Document;
use super::conflict;
use super::inert::{inert, inert_block, text};

impl Document {
    /// Answers whose items the checklist has no more.
    pub(super) fn retired(&mut self, dossier: &Dossier<'_>) {
        let retired = &dossier.assessment().head.retired;
        if retired.is_empty() {
            return;
        }
        self.line("## No longer asked");
        self.line("");
        for it in retired {
            let (id, title) = (text(&it.answer.item), text(&it.title));
            let status = comparison::status_words(&it.answer.status);
            self.line(&format!("- {id}: {title}, {status}"));
        }
        self.line("");
    }

    pub(super) fn items(&mut self, dossier: &Dossier<'_>) {
        let (report, bench) = (dossier.report, dossier.bench);
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
                    let status = status_words(answer, dossier.answered(at).counting);
                    vec![title, tier, status, evidence, by_words(answer)]
                })
                .collect();
            self.rows(&["item", "tier", "status", "evidence", "by"], &rows);
            for at in here {
                self.remarks(dossier, at);
            }
        }
    }

    /// What does not fit into the table: the comment, where it stands, and each piece of evidence.
    fn remarks(&mut self, dossier: &Dossier<'_>, at: usize) {
        let assessment = dossier.assessment();
        let (item, answer) = (assessment.item(at), &assessment.answers()[at]);
        let mut lines: Vec<String> = Vec::new();
        let in_conflict = !answer.conflict.is_empty();
        lines.extend(conflict::versions(dossier, at));
        if !answer.current.is_blank() && !in_conflict {
            lines.push(format!("stands now: {}", text(&answer.current)));
        }
        if !in_conflict {
            lines.extend(metric_words(item, answer));
            lines.extend(ahead_words(answer, dossier.answered(at).overdue));
        }
        for piece in &answer.evidence {
            let (_, state) = dossier.state_of(item, piece);
            lines.push(format!("{} ({state})", piece_words(piece)));
        }
        lines.extend(history_words(dossier, answer));
        let has_comment = !answer.comment.is_blank() && !in_conflict;
        if !has_comment && lines.is_empty() {
            return;
        }
        self.line(&format!("**{}**", text(&answer.item)));
        self.line("");
        if has_comment {
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
fn ahead_words(answer: &Answer, overdue: bool) -> Option<String> {
    let mut parts = Vec::new();
    if !answer.owner.is_blank() {
        parts.push(format!("owner: {}", text(&answer.owner)));
    }
    if let Some(due) = answer.due {
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

fn status_words(answer: &Answer, counting: Counting) -> String {
    let agreed = answer
        .agreed_by
        .as_ref()
        .map(|agreed| format!("; agreed to by {}", text(&agreed.by)));
    match &answer.status {
        _ if counting == Counting::OutOfPlay => "out of play".to_owned(),
        _ if !answer.conflict.is_empty() => conflict::statuses(answer),
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
    if !answer.conflict.is_empty() {
        return conflict::names(answer);
    }
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
    if let Some(withdrawn) = &piece.withdrawn {
        let _ = write!(words, "; withdrawn by {}", text(&withdrawn.by));
    }
    if let Some(redacted) = &piece.redacted {
        let (by, why) = (text(&redacted.by), text(&redacted.why));
        let _ = write!(words, "; its text was taken out by {by}: {why}");
    }
    words
}

/// What the answer was before, where it was another.
fn history_words(dossier: &Dossier<'_>, answer: &Answer) -> Option<String> {
    let told: Vec<String> = answer
        .history
        .iter()
        .filter(|entry| matters(entry))
        .map(|entry| {
            let what = match &entry.what {
                What::Answered(status) => {
                    let was = entry.was.as_ref().map(comparison::status_words);
                    let was = was.unwrap_or_default();
                    format!("{was} became {}", comparison::status_words(status))
                }
                What::Withdrawn(_) => "withdrew evidence".to_owned(),
                What::Redacted(_) => "took the text of evidence out".to_owned(),
                What::Revoked(_) => "took a waiver back".to_owned(),
                What::Resolved(resolution) => {
                    let offset = dossier.assessment().utc_offset;
                    let words = resolution_words(resolution, offset);
                    format!("settled a conflict, {}", inert(&words))
                }
                What::Reopened { .. } => "asked anew".to_owned(),
                _ => "changed it".to_owned(),
            };
            let day = dossier.assessment().day(entry.at);
            format!("{day} {}: {what}", text(&entry.by))
        })
        .collect();
    (!told.is_empty()).then(|| format!("before: {}", told.join("; ")))
}
