//! What happened to one item in a meeting, row by row.

use crate::domain::assessment::{Assessment, Status};
use crate::domain::both_sides::resolution_words;
use crate::domain::evidence::{Content, Evidence};
use crate::domain::history::{Entry, What};
use crate::domain::meeting::Changed;
use crate::domain::text::Text;

use super::super::markdown::inert::{inert, text};
use super::named;

/// The rows of an item: what became of its answer, and everything else that was done to it, each with who said so and
/// who wrote it down.
pub(super) fn rows(assessment: &Assessment, change: &Changed<'_>) -> Vec<Vec<String>> {
    let answer = &assessment.answers()[change.item];
    let is_answer = |entry: &&&Entry| matches!(entry.what, What::Answered(_));
    // Whoever spoke last stands for the answer.
    let answered = change.entries.iter().rfind(is_answer);
    let mut rows = Vec::new();
    if let Some(last) = answered {
        let what = match (change.was, change.became, &last.what) {
            (Some(was), Some(became), _) => {
                format!("{} → {}", status_words(was), status_words(became))
            }
            (_, _, What::Answered(status)) => format!("stays {}", status_words(status)),
            _ => String::new(),
        };
        rows.push((what, *last));
    }
    for entry in &change.entries {
        let piece = |id: &Text| answer.evidence(id).map_or_else(String::new, piece_words);
        let what = match &entry.what {
            What::Answered(_) => continue,
            What::Attached(id) => format!("evidence attached: {}", piece(id)),
            What::Withdrawn(id) => format!("evidence withdrawn: {}", piece(id)),
            What::Confirmed(id) => format!("evidence confirmed: {}", piece(id)),
            What::Redacted(_) => "text of evidence taken out".to_owned(),
            What::Agreed => "agreed that it does not apply".to_owned(),
            What::Waived(waiver) => {
                format!("waived until {}: {}", waiver.expires, text(&waiver.reason))
            }
            What::Revoked(_) => "waiver taken back".to_owned(),
            What::Measured(Some(measured)) => format!("measured {}", inert(&measured.words())),
            What::Measured(None) => "measured value taken away".to_owned(),
            What::Resolved(resolution) => {
                let words = resolution_words(resolution, assessment.utc_offset);
                format!("conflict settled: {}", inert(&words))
            }
            What::Reopened { from, to, .. } => {
                format!("opened again: revision {to} after {from}")
            }
        };
        rows.push((what, entry));
    }
    let mut name = named(assessment, change.item);
    rows.into_iter()
        .map(|(what, entry)| {
            let by = text(&entry.by);
            let recorded = text(&entry.recorded_by);
            // The item is named in its first row.
            vec![std::mem::take(&mut name), what, by, recorded]
        })
        .collect()
}

/// `partial, 60 %`, `n/a: one customer`.
pub(super) fn status_words(status: &Status) -> String {
    match status {
        Status::Partial(share) => format!("partial, {} %", share.percent()),
        Status::NotApplicable(reason) => format!("n/a: {}", text(reason)),
        status => status.word().to_owned(),
    }
}

fn piece_words(piece: &Evidence) -> String {
    let content = match &piece.content {
        _ if piece.redacted.is_some() => "redacted".to_owned(),
        Content::Link(link) => text(link),
        Content::Note(note) => text(note),
        Content::File { path, .. } => inert(path),
    };
    format!("{} {content}", piece.content.kind().word())
}
