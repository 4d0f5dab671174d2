//! Sign-offs: as signed, and as of now.

use serde::Serialize;

use crate::domain::sign_off::{Condition, Fulfilled, Seal, Statement};
use crate::domain::signing::Signing;
use crate::domain::supersede::Difference;
use crate::domain::text::Text;
use crate::export::dossier::Dossier;
use crate::export::sentences::standing_of;

use super::{raw_all, some};

#[derive(Debug, Serialize)]
pub(super) struct SignOffObject<'a> {
    /// The statement's file.
    file: String,
    /// SHA-256 of the statement.
    digest: String,
    /// What its signature is worth.
    seal: &'static str,
    key: Option<String>,
    /// `current`, `superseded` or `forged`.
    standing: &'static str,
    /// The latest of its role that is not forged: the one that counts.
    latest: bool,
    state: &'static str,
    /// Null where the file is no statement.
    signed: Option<StatementObject>,
    now: NowObject<'a>,
    /// Digests of earlier statements that it found and that are gone.
    lost: Vec<String>,
}

/// As it was signed.
#[derive(Debug, Serialize)]
struct StatementObject {
    decision: &'static str,
    verdict: &'static str,
    name: String,
    role: String,
    principal: String,
    /// By the signer's word.
    at: String,
    with_key: bool,
    words: Option<String>,
    despite: Option<String>,
    conditions: Vec<ConditionObject>,
    assessment: String,
    checklist: String,
    checklist_version: Option<String>,
    checklist_digest: String,
    version: Option<String>,
    target: Option<String>,
    reasons: Vec<String>,
    scores: Vec<String>,
    waivers: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ConditionObject {
    id: String,
    text: String,
    owner: String,
    due: String,
    done: bool,
    overdue: bool,
}

/// As of now.
#[derive(Debug, Serialize)]
struct NowObject<'a> {
    verdict: &'static str,
    superseded_by: Vec<DifferenceObject<'a>>,
}

#[derive(Debug, Serialize)]
struct DifferenceObject<'a> {
    what: &'static str,
    item: Option<String>,
    title: Option<&'a str>,
}

/// Every sign-off with what became of it.
pub(super) fn of<'a>(dossier: &Dossier<'a>) -> Vec<SignOffObject<'a>> {
    let signings = dossier.signings();
    signings
        .iter()
        .map(|signing| object(dossier, signing))
        .collect()
}

fn object<'a>(dossier: &Dossier<'a>, signing: &Signing<'_>) -> SignOffObject<'a> {
    let sign_off = signing.sign_off;
    let key = match &sign_off.seal {
        Seal::Valid { key } | Seal::UnknownSigner { key } => Some(key.clone()),
        Seal::Unchecked | Seal::NoKey | Seal::Forged(_) => None,
    };
    SignOffObject {
        file: sign_off.file.clone(),
        digest: sign_off.digest.clone(),
        seal: sign_off.seal.key(),
        key,
        standing: standing_of(signing),
        latest: signing.is_latest,
        state: sign_off.seal.words(),
        signed: sign_off
            .statement
            .as_ref()
            .map(|statement| StatementObject::of(dossier, statement)),
        now: NowObject {
            verdict: dossier.report.judgement.verdict.word(),
            superseded_by: signing
                .superseded_by
                .iter()
                .map(|it| difference(dossier, it))
                .collect(),
        },
        lost: sign_off.lost.clone(),
    }
}

fn difference<'a>(dossier: &Dossier<'a>, difference: &Difference) -> DifferenceObject<'a> {
    let assessment = dossier.assessment();
    let id = match difference {
        Difference::Item(id, _) => Some(id),
        _ => None,
    };
    let position = id.and_then(|id| assessment.position(id));
    DifferenceObject {
        what: difference.key(),
        item: id.map(|id| id.raw().to_owned()),
        title: position.map(|at| assessment.item(at).title.raw()),
    }
}

impl StatementObject {
    fn of(dossier: &Dossier<'_>, statement: &Statement) -> Self {
        let owned = |text: &Text| text.raw().to_owned();
        let unless_empty = |text: &Text| some(text).map(ToOwned::to_owned);
        let lines = |texts: &[Text]| raw_all(texts).into_iter().map(ToOwned::to_owned).collect();
        Self {
            decision: statement.decision.word(),
            verdict: statement.verdict.word(),
            name: owned(&statement.name),
            role: owned(&statement.role),
            principal: owned(&statement.principal),
            at: statement.at.to_string(),
            with_key: statement.with_key,
            words: unless_empty(&statement.words),
            despite: unless_empty(&statement.despite),
            conditions: statement
                .conditions
                .iter()
                .map(|condition| ConditionObject::of(dossier, condition))
                .collect(),
            assessment: statement.assessment.clone(),
            checklist: owned(&statement.checklist),
            checklist_version: unless_empty(&statement.checklist_version),
            checklist_digest: statement.checklist_digest.clone(),
            version: unless_empty(&statement.version),
            target: statement.target.as_ref().map(owned),
            reasons: lines(&statement.reasons),
            scores: lines(&statement.scores),
            waivers: lines(&statement.waivers),
        }
    }
}

impl ConditionObject {
    fn of(dossier: &Dossier<'_>, condition: &Condition) -> Self {
        let done = dossier.fulfilled(condition).is_some();
        Self {
            id: condition.id.raw().to_owned(),
            text: condition.text.raw().to_owned(),
            owner: condition.owner.raw().to_owned(),
            due: condition.due.to_string(),
            done,
            overdue: !done && condition.due < dossier.today(),
        }
    }
}

/// A condition of a sign-off that is marked done.
#[derive(Debug, Serialize)]
pub(super) struct FulfilledObject<'a> {
    condition: &'a str,
    by: &'a str,
    at: String,
}

impl<'a> FulfilledObject<'a> {
    pub(super) fn of(fulfilled: &'a Fulfilled) -> Self {
        Self {
            condition: fulfilled.condition.raw(),
            by: fulfilled.by.raw(),
            at: fulfilled.at.to_string(),
        }
    }
}
