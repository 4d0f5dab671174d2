//! The answers, with everything that stands beside them.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::assessment::{Assessment, Status};
use crate::domain::dissent::{Dissent, Facilitators};
use crate::domain::evidence::{Content, Evidence, Redaction, Shows};
use crate::domain::history::{Entry, What};
use crate::domain::measured::Measured;
use crate::domain::minutes::{Action, Remark};
use crate::domain::waiver::Waiver;
use crate::export::comparison::status_key;
use crate::export::dossier::{Answered, Dossier};
use crate::export::minutes::{dissent_words, is_overdue};

use super::version::VersionObject;
use super::{SignedObject, at, some};

#[derive(Debug, Serialize)]
pub(super) struct AnswerObject<'a> {
    item: &'a str,
    counts: &'static str,
    status: String,
    na_reason: Option<&'a str>,
    /// In hundredths.
    value: u8,
    /// In hundredths.
    evidenced: u8,
    by: Option<&'a str>,
    recorded_by: Option<&'a str>,
    at: Option<String>,
    agreed_by: Option<SignedObject<'a>>,
    comment: Option<&'a str>,
    current: Option<&'a str>,
    owner: Option<&'a str>,
    due: Option<String>,
    overdue: bool,
    confidence: Option<&'a str>,
    estimate: Option<&'a str>,
    measured: Option<String>,
    /// What a merge could not decide; nothing without a conflict.
    conflict: Vec<VersionObject<'a>>,
    evidence: Vec<EvidenceObject<'a>>,
    waiver: Option<WaiverObject<'a>>,
    dissents: Vec<DissentObject<'a>>,
    decisions: Vec<RemarkObject<'a>>,
    actions: Vec<ActionObject<'a>>,
    parked: Vec<RemarkObject<'a>>,
    history: Vec<EntryObject<'a>>,
}

impl<'a> AnswerObject<'a> {
    pub(super) fn of(dossier: &Dossier<'a>, it: &Answered<'a>) -> Self {
        let Answered { item, answer, .. } = *it;
        let aside = Aside::of(dossier.assessment());
        let waivers = &dossier.report.waivers;
        let standing = waivers.binary_search_by_key(&it.at, |waived| waived.item);
        let state = standing.map(|found| waivers[found].standing.words());
        let pieces = answer.evidence.iter();
        Self {
            item: answer.item.raw(),
            counts: it.counting.key(),
            status: status_key(&answer.status),
            na_reason: match &answer.status {
                Status::NotApplicable(reason) => Some(reason.raw()),
                _ => None,
            },
            value: answer.status.value(),
            evidenced: it.evidenced,
            by: some(&answer.by),
            recorded_by: some(&answer.recorded_by),
            at: at(answer.at),
            agreed_by: answer.agreed_by.as_ref().map(SignedObject::of),
            comment: some(&answer.comment),
            current: some(&answer.current),
            owner: some(&answer.owner),
            due: answer.due.map(|day| day.to_string()),
            overdue: it.overdue,
            confidence: some(&answer.confidence),
            estimate: some(&answer.estimate),
            measured: answer.measured.as_ref().map(Measured::words),
            conflict: answer.conflict.iter().map(VersionObject::of).collect(),
            evidence: pieces
                .map(|piece| EvidenceObject::of(piece, dossier.state_of(item, piece)))
                .collect(),
            waiver: answer
                .waiver
                .as_ref()
                .map(|waiver| WaiverObject::of(waiver, it.waived, state.unwrap_or_default())),
            dissents: aside.dissents(&answer.dissents),
            decisions: aside.remarks(&answer.decisions),
            actions: aside.actions(&answer.actions, dossier.today()),
            parked: aside.remarks(&answer.parked),
            history: answer.history.iter().map(EntryObject::of).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct EvidenceObject<'a> {
    id: &'a str,
    kind: &'static str,
    /// The address, the path or the text; null where it was redacted.
    value: Option<&'a str>,
    sha256: Option<&'a str>,
    bytes: Option<u64>,
    shows: String,
    caption: Option<&'a str>,
    observed: String,
    version: Option<&'a str>,
    by: &'a str,
    at: String,
    confirmed: Vec<SignedObject<'a>>,
    withdrawn: Option<SignedObject<'a>>,
    redacted: Option<RedactedObject<'a>>,
    counts: bool,
    state: String,
}

#[derive(Debug, Serialize)]
struct RedactedObject<'a> {
    by: &'a str,
    at: String,
    why: &'a str,
    sha256: &'a str,
}

impl<'a> EvidenceObject<'a> {
    fn of(piece: &'a Evidence, (counts, state): (bool, String)) -> Self {
        let (value, sha256, bytes) = match &piece.content {
            Content::Link(text) | Content::Note(text) => (text.raw(), None, None),
            Content::File {
                path,
                sha256,
                bytes,
            } => (path.as_str(), Some(sha256.as_str()), Some(*bytes)),
        };
        Self {
            id: piece.id.raw(),
            kind: piece.content.kind().word(),
            value: piece.redacted.is_none().then_some(value),
            sha256,
            bytes,
            shows: match piece.shows {
                Shows::Met => "met".to_owned(),
                Shows::Partial(share) => format!("partial:{}", share.percent()),
                Shows::Against => "against".to_owned(),
                Shows::Context => "context".to_owned(),
            },
            caption: some(&piece.caption),
            observed: piece.observed.to_string(),
            version: some(&piece.version),
            by: piece.by.raw(),
            at: piece.at.to_string(),
            confirmed: piece.confirmed.iter().map(SignedObject::of).collect(),
            withdrawn: piece.withdrawn.as_ref().map(SignedObject::of),
            redacted: piece.redacted.as_ref().map(RedactedObject::of),
            counts,
            state,
        }
    }
}

impl<'a> RedactedObject<'a> {
    fn of(redaction: &'a Redaction) -> Self {
        Self {
            by: redaction.by.raw(),
            at: redaction.at.to_string(),
            why: redaction.why.raw(),
            sha256: &redaction.sha256,
        }
    }
}

#[derive(Debug, Serialize)]
struct WaiverObject<'a> {
    reason: &'a str,
    by: &'a str,
    at: String,
    approved_by: &'a str,
    expires: String,
    valid: bool,
    state: String,
}

impl<'a> WaiverObject<'a> {
    fn of(waiver: &'a Waiver, valid: bool, state: String) -> Self {
        Self {
            reason: waiver.reason.raw(),
            by: waiver.by.raw(),
            at: waiver.at.to_string(),
            approved_by: waiver.approved_by.raw(),
            expires: waiver.expires.to_string(),
            valid,
            state,
        }
    }
}

/// What is said beside an answer, or beside the whole.
pub(super) struct Aside<'a>(Facilitators<'a>);

#[derive(Debug, Serialize)]
pub(super) struct DissentObject<'a> {
    id: &'a str,
    name: &'a str,
    on: Option<&'a str>,
    text: &'a str,
    at: String,
    answered: Option<ReplyObject<'a>>,
    closed: Option<SignedObject<'a>>,
    open: bool,
    state: String,
}

#[derive(Debug, Serialize)]
struct ReplyObject<'a> {
    by: &'a str,
    at: String,
    text: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct RemarkObject<'a> {
    id: &'a str,
    text: &'a str,
    by: &'a str,
    at: String,
    settled: Option<SignedObject<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct ActionObject<'a> {
    id: &'a str,
    text: &'a str,
    owner: Option<&'a str>,
    due: Option<String>,
    overdue: bool,
    by: &'a str,
    at: String,
    done: Option<SignedObject<'a>>,
}

impl<'a> Aside<'a> {
    pub(super) fn of(assessment: &'a Assessment) -> Self {
        Self(Facilitators::of(assessment))
    }

    pub(super) fn dissents<'b>(&self, dissents: &'b [Dissent]) -> Vec<DissentObject<'b>> {
        let of = |dissent: &'b Dissent| DissentObject {
            id: dissent.id.raw(),
            name: dissent.name.raw(),
            on: some(&dissent.on),
            text: dissent.text.raw(),
            at: dissent.at.to_string(),
            answered: dissent.answered.as_ref().map(|reply| ReplyObject {
                by: reply.by.raw(),
                at: reply.at.to_string(),
                text: reply.text.raw(),
            }),
            closed: dissent.closed.as_ref().map(SignedObject::of),
            open: self.0.leave_open(dissent),
            state: dissent_words(&self.0, dissent),
        };
        dissents.iter().map(of).collect()
    }

    #[expect(clippy::unused_self, reason = "it reads beside the other two")]
    pub(super) fn remarks<'b>(&self, remarks: &'b [Remark]) -> Vec<RemarkObject<'b>> {
        let of = |remark: &'b Remark| RemarkObject {
            id: remark.id.raw(),
            text: remark.text.raw(),
            by: remark.by.raw(),
            at: remark.at.to_string(),
            settled: remark.settled.as_ref().map(SignedObject::of),
        };
        remarks.iter().map(of).collect()
    }

    #[expect(clippy::unused_self, reason = "it reads beside the other two")]
    pub(super) fn actions<'b>(
        &self,
        actions: &'b [Action],
        today: NaiveDate,
    ) -> Vec<ActionObject<'b>> {
        let of = |action: &'b Action| ActionObject {
            id: action.id.raw(),
            text: action.text.raw(),
            owner: some(&action.owner),
            due: action.due.map(|day| day.to_string()),
            overdue: is_overdue(action, today),
            by: action.by.raw(),
            at: action.at.to_string(),
            done: action.done.as_ref().map(SignedObject::of),
        };
        actions.iter().map(of).collect()
    }
}

/// One entry of an item's history.
#[derive(Debug, Serialize)]
struct EntryObject<'a> {
    id: &'a str,
    at: String,
    by: &'a str,
    recorded_by: Option<&'a str>,
    what: &'static str,
    /// The status, evidence, waiver or value that it is about.
    to: Value,
    was: Option<String>,
    was_agreed_by: Option<SignedObject<'a>>,
}

impl<'a> EntryObject<'a> {
    fn of(entry: &'a Entry) -> Self {
        let waiver = |waiver: &Waiver| {
            json!({
                "reason": waiver.reason.raw(), "by": waiver.by.raw(), "at": waiver.at.to_string(),
                "approved_by": waiver.approved_by.raw(), "expires": waiver.expires.to_string(),
            })
        };
        let (what, to) = match &entry.what {
            What::Answered(status) => ("answered", json!(status_key(status))),
            What::Attached(id) => ("attached", json!(id.raw())),
            What::Withdrawn(id) => ("withdrawn", json!(id.raw())),
            What::Confirmed(id) => ("confirmed", json!(id.raw())),
            What::Redacted(id) => ("redacted", json!(id.raw())),
            What::Agreed => ("agreed", Value::Null),
            What::Waived(granted) => ("waived", waiver(granted)),
            What::Revoked(revoked) => ("revoked", waiver(revoked)),
            What::Measured(value) => ("measured", json!(value.as_ref().map(Measured::words))),
            What::Resolved(resolution) => {
                let others = resolution.others.iter().map(VersionObject::of);
                let to = json!({
                    "chosen": VersionObject::of(&resolution.chosen),
                    "others": others.collect::<Vec<_>>(),
                });
                ("resolved", to)
            }
            What::Reopened { from, to, .. } => ("reopened", json!({"from": from, "to": to})),
        };
        Self {
            id: entry.id.raw(),
            at: entry.at.to_string(),
            by: entry.by.raw(),
            recorded_by: some(&entry.recorded_by),
            what,
            to,
            was: entry.was.as_ref().map(status_key),
            was_agreed_by: entry.was_agreed_by.as_ref().map(SignedObject::of),
        }
    }
}
