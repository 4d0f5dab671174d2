//! The shape of an assessment file, format 1.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::assessment::{
    Answer, Assessment, Declared, Head, Participant, Retired, Subject,
};
use crate::domain::checklist::Checklist;
use crate::domain::cost::{Cost, Resource};
use crate::domain::dissent::Dissent;
use crate::domain::meeting::Meeting;
use crate::domain::minutes::{Action, Remark};
use crate::domain::sign_off::Fulfilled;
use crate::domain::snapshot::Snapshot;
use crate::domain::text::Text;
use crate::domain::time::{Moment, UtcOffset};

use super::FORMAT;

/// An assessment as it stands in a file: its fields in the file's order.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename = "Assessment", deny_unknown_fields)]
pub struct AssessmentShape {
    /// The version of the file format.
    pub format: u32,
    subject: Subject,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<Text>,
    created: Moment,
    #[serde(default)]
    utc_offset: UtcOffset,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    participants: Vec<Participant>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    meetings: Vec<Meeting>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    declared: Vec<Declared>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    resources: Vec<Resource>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    costs: Vec<Cost>,
    checklist: Arc<Checklist>,
    #[serde(default)]
    answers: Vec<Arc<Answer>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    dissents: Vec<Dissent>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    decisions: Vec<Remark>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    actions: Vec<Action>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parked: Vec<Remark>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fulfilled: Vec<Fulfilled>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    snapshots: Vec<Snapshot>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    retired: Vec<Retired>,
}

impl AssessmentShape {
    /// The file's shape of an assessment.
    pub fn of(assessment: &Assessment) -> Self {
        let head = &assessment.head;
        Self {
            format: FORMAT,
            subject: head.subject.clone(),
            target: head.target.clone(),
            created: assessment.created,
            utc_offset: assessment.utc_offset,
            participants: head.participants.clone(),
            meetings: head.meetings.clone(),
            fulfilled: head.fulfilled.clone(),
            declared: head.declared.clone(),
            resources: head.resources.clone(),
            costs: head.costs.clone(),
            dissents: head.dissents.clone(),
            decisions: head.decisions.clone(),
            actions: head.actions.clone(),
            parked: head.parked.clone(),
            snapshots: head.snapshots.clone(),
            retired: head.retired.clone(),
            checklist: Arc::clone(assessment.checklist()),
            answers: assessment.answers().to_vec(),
        }
    }

    /// The embedded checklist.
    pub fn checklist(&self) -> &Checklist {
        &self.checklist
    }

    /// The same with another checklist in the place of the embedded one.
    #[must_use]
    pub fn with_checklist(mut self, checklist: Arc<Checklist>) -> Self {
        self.checklist = checklist;
        self
    }

    /// The answers, in the file's order.
    pub fn answers(&self) -> &[Arc<Answer>] {
        &self.answers
    }

    /// The assessment, and the answers that belong to no item of it, with their positions in the file.
    pub fn into_assessment(self) -> (Assessment, Vec<(usize, Answer)>) {
        let head = Head {
            subject: self.subject,
            target: self.target,
            participants: self.participants,
            meetings: self.meetings,
            fulfilled: self.fulfilled,
            declared: self.declared,
            resources: self.resources,
            costs: self.costs,
            dissents: self.dissents,
            decisions: self.decisions,
            actions: self.actions,
            parked: self.parked,
            snapshots: self.snapshots,
            retired: self.retired,
        };
        Assessment::new(self.checklist, head, self.created, self.utc_offset)
            .with_answers(self.answers)
    }
}
