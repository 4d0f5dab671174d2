//! The shape of an assessment file, format 1.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::assessment::{Answer, Assessment, Declared, Head, Participant, Subject};
use crate::domain::checklist::Checklist;
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
    declared: Vec<Declared>,
    checklist: Arc<Checklist>,
    #[serde(default)]
    answers: Vec<Arc<Answer>>,
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
            declared: head.declared.clone(),
            checklist: Arc::clone(assessment.checklist()),
            answers: assessment.answers().to_vec(),
        }
    }

    /// The embedded checklist.
    pub fn checklist(&self) -> &Checklist {
        &self.checklist
    }

    /// The answers, in the file's order.
    pub fn answers(&self) -> &[Arc<Answer>] {
        &self.answers
    }

    /// The offset in which its days are days.
    pub fn utc_offset(&self) -> UtcOffset {
        self.utc_offset
    }

    /// The assessment, and the answers that belong to no item of it, with their positions in the file.
    pub fn into_assessment(self) -> (Assessment, Vec<(usize, Answer)>) {
        let head = Head {
            subject: self.subject,
            target: self.target,
            participants: self.participants,
            declared: self.declared,
        };
        Assessment::new(self.checklist, head, self.created, self.utc_offset)
            .with_answers(self.answers)
    }
}
