//! The versions of an answer that is in conflict, or of which one was chosen.

use serde::Serialize;

use crate::domain::assessment::Status;
use crate::domain::measured::Measured;
use crate::domain::text::Text;
use crate::domain::version::Version;
use crate::export::comparison::status_key;

use super::{SignedObject, at, some};

/// What one side said.
#[derive(Debug, Serialize)]
pub(super) struct VersionObject<'a> {
    status: String,
    na_reason: Option<&'a str>,
    by: Option<&'a str>,
    recorded_by: Option<&'a str>,
    at: Option<String>,
    agreed_by: Option<SignedObject<'a>>,
    comment: Option<&'a str>,
    current: Option<&'a str>,
    owner: Option<&'a str>,
    due: Option<String>,
    confidence: Option<&'a str>,
    estimate: Option<&'a str>,
    measured: Option<String>,
    waiver: Option<ExcuseObject<'a>>,
    /// The ids of the evidence that its side had.
    evidence: Vec<&'a str>,
}

/// A waiver of which it can't be said whether it is valid: that hangs on the version that is chosen.
#[derive(Debug, Serialize)]
struct ExcuseObject<'a> {
    reason: &'a str,
    by: &'a str,
    at: String,
    approved_by: &'a str,
    expires: String,
}

impl<'a> VersionObject<'a> {
    pub(super) fn of(version: &'a Version) -> Self {
        Self {
            status: status_key(&version.status),
            na_reason: match &version.status {
                Status::NotApplicable(reason) => Some(reason.raw()),
                _ => None,
            },
            by: some(&version.by),
            recorded_by: some(&version.recorded_by),
            at: at(version.at),
            agreed_by: version.agreed_by.as_ref().map(SignedObject::of),
            comment: some(&version.comment),
            current: some(&version.current),
            owner: some(&version.owner),
            due: version.due.map(|day| day.to_string()),
            confidence: some(&version.confidence),
            estimate: some(&version.estimate),
            measured: version.measured.as_ref().map(Measured::words),
            waiver: version.waiver.as_ref().map(|waiver| ExcuseObject {
                reason: waiver.reason.raw(),
                by: waiver.by.raw(),
                at: waiver.at.to_string(),
                approved_by: waiver.approved_by.raw(),
                expires: waiver.expires.to_string(),
            }),
            evidence: version.evidence.iter().map(Text::raw).collect(),
        }
    }
}
