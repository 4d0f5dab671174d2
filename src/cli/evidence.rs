//! `candor evidence`: attaches, withdraws, confirms, redacts and lists the evidence of one item.

use std::ffi::OsString;

use serde::Serialize;

use crate::domain::change::Change;
use crate::domain::evidence::{Content, Evidence, Shows};
use crate::domain::text::Text;
use crate::export::json::JSON_FORMAT;
use crate::export::report::lapse_words;
use crate::format::write::sha256_hex;
use crate::problem::Problem;
use crate::session::bench;
use crate::system::store::Stored;

use super::answer::require_item;
use super::arguments::AsOfTyped;
use super::arguments::answer::PieceTyped;
use super::arguments::evidence::{EvidenceAction, EvidenceTyped};
use super::attach::{Attaching, prepare};
use super::desk::{Desk, try_out};
use super::output::{self, Align, Page};
use super::resolve::{self, usage};
use super::shortened::{self, Wanted};

/// Does what was asked with the item's evidence.
pub(crate) fn run(desk: &Desk, typed: &EvidenceTyped) -> Result<(), Problem> {
    let mut stored = desk.open_to_change(&typed.file)?;
    let item = require_item(&stored, &typed.item)?;
    let who = |by: &Option<String>| desk.by(by.as_deref(), &typed.file);
    match &typed.action {
        EvidenceAction::Add {
            evidence,
            piece,
            by,
        } => add(desk, &mut stored, &item, evidence, piece, &who(by)?),
        EvidenceAction::Against {
            evidence,
            observed,
            caption,
            no_copy,
            by,
        } => {
            let piece = PieceTyped {
                observed: observed.clone(),
                shows: Some("against".to_owned()),
                caption: caption.clone(),
                no_copy: *no_copy,
            };
            add(desk, &mut stored, &item, evidence, &piece, &who(by)?)
        }
        EvidenceAction::Withdraw { id, by } => {
            let evidence = chosen(&stored, &item, id.as_deref())?.id.clone();
            let stamp = desk.stamp(&who(by)?, &Text::default())?;
            let words = format!("{}: {} is withdrawn", item.raw(), evidence.raw());
            let change = Change::Withdraw {
                item,
                evidence,
                stamp,
            };
            make(desk, &mut stored, change, &words)
        }
        EvidenceAction::Confirm { id, by } => {
            let evidence = chosen(&stored, &item, id.as_deref())?.id.clone();
            let by = who(by)?;
            let words = format!(
                "{}: {} is confirmed by {}",
                item.raw(),
                evidence.raw(),
                by.raw()
            );
            let change = Change::Confirm {
                item,
                evidence,
                stamp: desk.stamp(&by, &Text::default())?,
            };
            make(desk, &mut stored, change, &words)
        }
        EvidenceAction::Redact { id, reason, by } => {
            let piece = chosen(&stored, &item, Some(id))?;
            let evidence = piece.id.clone();
            let sha256 = match &piece.content {
                Content::Link(text) | Content::Note(text) => sha256_hex(text.raw().as_bytes()),
                Content::File { sha256, .. } => sha256.clone(),
            };
            let words = format!(
                "{}: the text of {} is taken out",
                item.raw(),
                evidence.raw()
            );
            let change = Change::Redact {
                item,
                evidence,
                sha256,
                why: reason.as_str().into(),
                stamp: desk.stamp(&who(by)?, &Text::default())?,
            };
            make(desk, &mut stored, change, &words)
        }
        EvidenceAction::List { as_of, json } => list(desk, &stored, &item, as_of, *json),
    }
}

fn add(
    desk: &Desk,
    stored: &mut Stored,
    item: &Text,
    evidence: &[OsString],
    piece: &PieceTyped,
    by: &Text,
) -> Result<(), Problem> {
    let answer = stored.assessment.answer(item).cloned();
    let status = answer
        .map(|answer| answer.status.clone())
        .unwrap_or_default();
    let attaching = Attaching {
        item,
        status: &status,
        shows: piece.shows.as_deref().map(resolve::shows).transpose()?,
        observed: piece.observed.as_deref().map(resolve::day).transpose()?,
        caption: piece.caption.as_deref().unwrap_or_default(),
        copy: !piece.no_copy,
        by,
    };
    let prepared = prepare(desk, stored, evidence, &attaching)?;
    try_out(stored, &prepared.changes)?;
    prepared.keep_copies(desk, stored)?;
    desk.commit(stored, &prepared.changes)?;
    let pieces: Vec<&str> = prepared.changes.iter().filter_map(attached).collect();
    let words = format!("{}: attached {}", item.raw(), pieces.join(", "));
    desk.tell(stored, &words)
}

fn attached(change: &Change) -> Option<&str> {
    match change {
        Change::Attach { evidence, .. } => Some(evidence.id.raw()),
        _ => None,
    }
}

fn make(desk: &Desk, stored: &mut Stored, change: Change, words: &str) -> Result<(), Problem> {
    let changes = [change];
    try_out(stored, &changes)?;
    desk.commit(stored, &changes)?;
    desk.tell(stored, words)
}

/// The evidence that an id, or its beginning, names; without one, the only evidence that is not withdrawn.
fn chosen<'a>(stored: &'a Stored, item: &Text, id: Option<&str>) -> Result<&'a Evidence, Problem> {
    let pieces = stored.assessment.answer(item);
    let pieces = pieces.map_or(&[][..], |answer| answer.evidence.as_slice());
    let list = format!(
        "candor evidence {} {} list",
        stored.path.display(),
        item.raw()
    );
    if let Some(id) = id {
        let wanted = Wanted {
            what: "evidence",
            several: "pieces of evidence",
            list,
        };
        let known = pieces.iter().map(|piece| (piece.id.raw(), piece));
        return shortened::named(known, id, &wanted).map_err(|problem| problem.at(item.raw()));
    }
    let mut standing = pieces.iter().filter(|piece| piece.withdrawn.is_none());
    match (standing.next(), standing.count()) {
        (Some(piece), 0) => Ok(piece),
        (None, _) => Err(usage("there is no evidence", format!("see: {list}")).at(item.raw())),
        (Some(_), more) => {
            let what = format!("there are {} pieces of evidence", more + 1);
            Err(usage(what, format!("say which by its id; see: {list}")).at(item.raw()))
        }
    }
}

#[derive(Serialize)]
struct ListObject<'a> {
    format: u32,
    item: &'a str,
    as_of: String,
    evidence: Vec<PieceObject<'a>>,
}

#[derive(Serialize)]
struct PieceObject<'a> {
    id: &'a str,
    kind: &'static str,
    value: Option<&'a str>,
    sha256: Option<&'a str>,
    bytes: Option<u64>,
    shows: String,
    caption: Option<&'a str>,
    observed: String,
    version: Option<&'a str>,
    by: &'a str,
    at: String,
    confirmed_by: Vec<&'a str>,
    withdrawn_by: Option<&'a str>,
    redacted_by: Option<&'a str>,
    counts: bool,
    state: String,
}

fn list(
    desk: &Desk,
    stored: &Stored,
    item: &Text,
    as_of: &AsOfTyped,
    json: bool,
) -> Result<(), Problem> {
    let assessment = &stored.assessment;
    let as_of = resolve::as_of(as_of, assessment.utc_offset, desk.now)?;
    let observations = desk.observe(stored);
    let bench = bench(assessment, as_of, &observations);
    let Some(at) = assessment.position(item) else {
        return Ok(());
    };
    let lapse = |piece: &Evidence| bench.lapse(assessment.item(at), piece);
    let pieces = &assessment.answers()[at].evidence;
    if json {
        let evidence = pieces.iter().map(|piece| {
            let lapse = lapse(piece);
            object_of(piece, lapse.is_none(), state_words(lapse))
        });
        return output::json(&ListObject {
            format: JSON_FORMAT,
            item: item.raw(),
            as_of: as_of.to_string(),
            evidence: evidence.collect(),
        });
    }
    let mut page = Page::default();
    if pieces.is_empty() {
        page.line(&format!("{} has no evidence", item.raw()));
    }
    let rows: Vec<Vec<String>> = pieces
        .iter()
        .map(|piece| {
            vec![
                piece.id.raw().to_owned(),
                piece.content.kind().word().to_owned(),
                format!("shows {}", shows_words(piece.shows)),
                piece.observed.to_string(),
                piece.by.raw().to_owned(),
                state_words(lapse(piece)),
                value_words(piece),
            ]
        })
        .collect();
    page.table(&[Align::Left; 7], &rows);
    desk.output.page(&page)
}

fn state_words(lapse: Option<crate::domain::evidence::Lapse>) -> String {
    lapse.map_or_else(|| "counts".to_owned(), lapse_words)
}

fn shows_words(shows: Shows) -> String {
    match shows {
        Shows::Met => "met".to_owned(),
        Shows::Partial(share) => format!("partial:{}", share.percent()),
        Shows::Against => "against".to_owned(),
        Shows::Context => "context".to_owned(),
    }
}

fn value_words(piece: &Evidence) -> String {
    let mut words = match (&piece.content, &piece.redacted) {
        (_, Some(redaction)) => {
            let (by, why) = (redaction.by.raw(), redaction.why.raw());
            format!("taken out by {by}: {why}")
        }
        (Content::Link(text) | Content::Note(text), None) => text.raw().to_owned(),
        (Content::File { path, bytes, .. }, None) => format!("{path}, {bytes} bytes"),
    };
    if !piece.caption.is_empty() {
        words = format!("{words} ({})", piece.caption.raw());
    }
    for confirmation in &piece.confirmed {
        words = format!("{words}; confirmed by {}", confirmation.by.raw());
    }
    words
}

fn object_of(piece: &Evidence, counts: bool, state: String) -> PieceObject<'_> {
    let some = |text: &'_ Text| -> bool { !text.is_empty() };
    let (value, sha256, bytes) = match &piece.content {
        Content::Link(text) | Content::Note(text) => (Some(text.raw()), None, None),
        Content::File {
            path,
            sha256,
            bytes,
        } => (Some(path.as_str()), Some(sha256.as_str()), Some(*bytes)),
    };
    let redacted = piece.redacted.as_ref();
    PieceObject {
        id: piece.id.raw(),
        kind: piece.content.kind().word(),
        value: value.filter(|_| redacted.is_none()),
        sha256: redacted.map_or(sha256, |redaction| Some(&redaction.sha256)),
        bytes,
        shows: shows_words(piece.shows),
        caption: some(&piece.caption).then(|| piece.caption.raw()),
        observed: piece.observed.to_string(),
        version: some(&piece.version).then(|| piece.version.raw()),
        by: piece.by.raw(),
        at: piece.at.to_string(),
        confirmed_by: piece
            .confirmed
            .iter()
            .map(|signed| signed.by.raw())
            .collect(),
        withdrawn_by: piece.withdrawn.as_ref().map(|signed| signed.by.raw()),
        redacted_by: redacted.map(|redaction| redaction.by.raw()),
        counts,
        state,
    }
}
