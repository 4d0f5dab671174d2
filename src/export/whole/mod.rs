//! The object of `export --format json`, format 1: the whole assessment, and what it comes to. Keys are never removed
//! within a format number.
//!
//! Texts stand as they are in the file: whoever prints the object escapes what a terminal must not see.

mod answers;
mod checklist;
mod head;
mod signed;
mod version;

use serde::Serialize;

use crate::domain::text::Text;
use crate::domain::time::Moment;

use super::dossier::Dossier;
use super::json::{JSON_FORMAT, ScoreObject};

use answers::AnswerObject;
use checklist::ChecklistObject;
use head::{
    CostObject, DeclaredObject, MeetingObject, ParticipantObject, ResourceObject, RetiredObject,
    SnapshotObject, SubjectObject,
};
use signed::{FulfilledObject, SignOffObject};

/// The object of `export --format json`.
#[derive(Debug, Serialize)]
pub struct ReviewObject<'a> {
    format: u32,
    /// SHA-256 over the canonical text of the assessment.
    digest: String,
    /// The object of `score --json`.
    score: ScoreObject<'a>,
    subject: SubjectObject<'a>,
    target: Option<&'a str>,
    created: String,
    utc_offset: String,
    participants: Vec<ParticipantObject<'a>>,
    meetings: Vec<MeetingObject<'a>>,
    declared: Vec<DeclaredObject<'a>>,
    resources: Vec<ResourceObject<'a>>,
    costs: Vec<CostObject<'a>>,
    checklist: ChecklistObject<'a>,
    answers: Vec<AnswerObject<'a>>,
    dissents: Vec<answers::DissentObject<'a>>,
    decisions: Vec<answers::RemarkObject<'a>>,
    actions: Vec<answers::ActionObject<'a>>,
    parked: Vec<answers::RemarkObject<'a>>,
    snapshots: Vec<SnapshotObject<'a>>,
    sign_offs: Vec<SignOffObject<'a>>,
    fulfilled: Vec<FulfilledObject<'a>>,
    retired: Vec<RetiredObject<'a>>,
}

impl<'a> ReviewObject<'a> {
    /// The object of a dossier.
    pub fn of(dossier: &Dossier<'a>) -> Self {
        let (assessment, report) = (dossier.assessment(), dossier.report);
        let head = &assessment.head;
        let of_whole = answers::Aside::of(assessment);
        Self {
            format: JSON_FORMAT,
            digest: dossier.assessment_digest(),
            score: ScoreObject::of(report),
            subject: SubjectObject::of(&head.subject),
            target: head.target.as_ref().map(Text::raw),
            created: assessment.created.to_string(),
            utc_offset: assessment.utc_offset.to_string(),
            participants: head
                .participants
                .iter()
                .map(ParticipantObject::of)
                .collect(),
            meetings: head.meetings.iter().map(MeetingObject::of).collect(),
            declared: head.declared.iter().map(DeclaredObject::of).collect(),
            resources: head.resources.iter().map(ResourceObject::of).collect(),
            costs: head.costs.iter().map(CostObject::of).collect(),
            checklist: ChecklistObject::of(dossier),
            answers: dossier
                .every_item()
                .map(|it| AnswerObject::of(dossier, &it))
                .collect(),
            dissents: of_whole.dissents(&head.dissents),
            decisions: of_whole.remarks(&head.decisions),
            actions: of_whole.actions(&head.actions, dossier.today()),
            parked: of_whole.remarks(&head.parked),
            snapshots: head.snapshots.iter().map(SnapshotObject::of).collect(),
            sign_offs: signed::of(dossier),
            fulfilled: head.fulfilled.iter().map(FulfilledObject::of).collect(),
            retired: head.retired.iter().map(RetiredObject::of).collect(),
        }
    }
}

/// Somebody, and when.
#[derive(Debug, Serialize)]
struct SignedObject<'a> {
    by: &'a str,
    at: String,
}

impl<'a> SignedObject<'a> {
    fn of(signed: &'a crate::domain::evidence::Signed) -> Self {
        Self {
            by: signed.by.raw(),
            at: signed.at.to_string(),
        }
    }
}

/// Null for a text that nobody gave.
fn some(text: &Text) -> Option<&str> {
    Some(text.raw()).filter(|_| !text.is_empty())
}

fn raw_all(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(Text::raw).collect()
}

fn at(moment: Option<Moment>) -> Option<String> {
    moment.map(|moment| moment.to_string())
}
