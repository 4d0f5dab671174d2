//! `candor answer`: sets one answer.

use crate::domain::assessment::Status;
use crate::domain::change::{Aside, Change};
use crate::domain::refusal::Refusal;
use crate::domain::text::Text;
use crate::problem::Problem;
use crate::system::store::Stored;

use super::arguments::answer::{AnswerTyped, PieceTyped};
use super::attach::{Attaching, prepare};
use super::desk::{Desk, try_out};
use super::refusal::problem_of;
use super::resolve::{self, usage};

/// Sets the answer, with everything said about it, in one save.
pub(crate) fn run(desk: &Desk, typed: &AnswerTyped) -> Result<(), Problem> {
    let status = resolve::status(&typed.status, typed.reason.as_deref())?;
    require_evidence_for(&typed.piece, typed.evidence.is_empty())?;
    let shows = typed.piece.shows.as_deref().map(resolve::shows);
    let observed = typed.piece.observed.as_deref().map(resolve::day);
    let mut stored = desk.open(&typed.file)?;
    let item = require_item(&stored, &typed.item)?;
    let by = resolve::by(typed.by.as_deref(), &*desk.files, &typed.file)?;
    let recorded_by = match &typed.recorded_by {
        Some(name) => resolve::name(name, "--recorded-by")?,
        None => Text::default(),
    };

    let mut changes = vec![Change::Answer {
        item: item.clone(),
        status: status.clone(),
        stamp: desk.stamp(&by, &recorded_by)?,
    }];
    if let Some(other) = &typed.agreed_by {
        let other = resolve::name(other, "--agreed-by")?;
        changes.push(Change::Agree {
            item: item.clone(),
            stamp: desk.stamp(&other, &recorded_by)?,
        });
    }
    if let Some(comment) = &typed.comment {
        changes.push(Change::Tell {
            item: item.clone(),
            aside: Aside::Comment(comment.as_str().into()),
        });
    }
    // Refused before any file is looked at.
    try_out(&stored, &changes)?;
    let attaching = Attaching {
        item: &item,
        status: &status,
        shows: shows.transpose()?,
        observed: observed.transpose()?,
        caption: typed.piece.caption.as_deref().unwrap_or_default(),
        copy: !typed.piece.no_copy,
        by: &by,
    };
    let prepared = prepare(desk, &stored, &typed.evidence, &attaching)?;
    changes.extend(prepared.changes.iter().cloned());
    try_out(&stored, &changes)?;
    prepared.keep_copies(desk, &stored)?;
    desk.commit(&mut stored, &changes)?;
    desk.tell(&stored, &in_words(&item, &status, typed))
}

/// The item of that id, or the problem with the nearest known one.
pub(crate) fn require_item(stored: &Stored, typed: &str) -> Result<Text, Problem> {
    let item = Text::from(typed);
    if stored.assessment.position(&item).is_some() {
        return Ok(item);
    }
    let refusal = Refusal::UnknownItem(item);
    Err(problem_of(&refusal, &stored.assessment, None).at(stored.path.display().to_string()))
}

/// What is said of evidence, without any, would be lost silently.
fn require_evidence_for(piece: &PieceTyped, none: bool) -> Result<(), Problem> {
    let flags = [
        ("--observed", piece.observed.is_some()),
        ("--shows", piece.shows.is_some()),
        ("--caption", piece.caption.is_some()),
        ("--no-copy", piece.no_copy),
    ];
    match flags.into_iter().find(|(_, given)| none && *given) {
        Some((flag, _)) => Err(usage(
            format!("{flag} speaks of evidence, and there is none"),
            "give it as --evidence link:URL, file:PATH or note:TEXT",
        )),
        None => Ok(()),
    }
}

fn in_words(item: &Text, status: &Status, typed: &AnswerTyped) -> String {
    let words = match status {
        Status::Unanswered => format!("{} has no answer any more", item.raw()),
        Status::Partial(share) => format!("{} is partial, {} %", item.raw(), share.percent()),
        status => format!("{} is {}", item.raw(), status.word()),
    };
    match typed.evidence.len() {
        0 => words,
        1 => format!("{words}, with evidence"),
        pieces => format!("{words}, with {pieces} pieces of evidence"),
    }
}
