//! Snapshots: the numbers and statuses frozen at a time under a label.

use serde::{Deserialize, Serialize};

use super::assessment::{Assessment, Declared, Status};
use super::checklist::Tier;
use super::evidence::Bench;
use super::gate::Verdict;
use super::ledger::{Ledger, Scope};
use super::percent::Percent;
use super::score::TierFigures;
use super::text::Text;
use super::time::Moment;

/// The numbers and statuses as they were at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// Stable and random.
    pub id: Text,
    /// What it is called ("before the audit").
    pub label: Text,
    /// When.
    pub at: Moment,
    /// Who took it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub by: Text,
    /// The figures then; none where only what was declared is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scores: Option<Scores>,
    /// What was announced elsewhere at that time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<Declared>,
    /// The items then, as far as they are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Frozen>,
}

/// The figures of a snapshot, over what the target needed then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scores {
    /// The verdict.
    pub verdict: Verdict,
    /// The stage that was aimed at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Text>,
    /// The checklist's version that was answered.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub checklist_version: Text,
    /// What people said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed: Option<Percent>,
    /// What evidence backed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidenced: Option<Percent>,
    /// What people said, waived items left out; where a waiver was valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excluding_waived: Option<Percent>,
    /// Answered Blocker and Should items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Percent>,
    /// The tier gauges.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<Gauge>,
}

/// The gauge of one tier in a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gauge {
    /// The tier.
    pub tier: Tier,
    /// Items that were met.
    pub met: u32,
    /// Met, and evidence backed all of it.
    pub evidenced: u32,
    /// Items that were met in part.
    pub partial: u32,
    /// Items that counted.
    pub counted: u32,
}

/// One item in a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frozen {
    /// The item's id.
    pub item: Text,
    /// What was answered.
    #[serde(default)]
    pub status: Status,
    /// The evidence that counted then, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counted: Vec<Text>,
}

impl Snapshot {
    /// Freezes an assessment's numbers as they are by the facts of a bench.
    pub fn of(assessment: &Assessment, bench: &Bench<'_>, id: Text, label: Text, by: Text) -> Self {
        Self {
            id,
            label,
            at: bench.as_of,
            by,
            scores: Some(Scores::of(assessment, bench)),
            declared: assessment.head.declared.clone(),
            items: frozen(assessment, bench),
        }
    }
}

impl Scores {
    /// The figures of an assessment over what its target needs, by the facts of a bench.
    pub fn of(assessment: &Assessment, bench: &Bench<'_>) -> Self {
        let ledger = Ledger::of(assessment, bench);
        let figures = ledger.figures(Scope::Needed);
        let gauge = |tier: Tier| {
            let TierFigures {
                met,
                evidenced,
                partial,
                counted,
            } = *figures.tier(tier);
            Gauge {
                tier,
                met,
                evidenced,
                partial,
                counted,
            }
        };
        Self {
            verdict: ledger.judge(&assessment.checklist().scoring).verdict,
            target: assessment.head.target.clone(),
            checklist_version: assessment.checklist().version.clone(),
            claimed: figures.claimed(),
            evidenced: figures.evidenced(),
            excluding_waived: figures.excluding_waived(),
            answered: figures.answered(),
            tiers: Tier::ALL.map(gauge).to_vec(),
        }
    }
}

/// Every item's status, with the evidence that counts for it, in checklist order.
pub fn frozen(assessment: &Assessment, bench: &Bench<'_>) -> Vec<Frozen> {
    let freeze = |(at, answer): (usize, &std::sync::Arc<super::assessment::Answer>)| {
        let item = assessment.item(at);
        let counts = answer
            .evidence
            .iter()
            .filter(|evidence| bench.lapse(item, evidence).is_none());
        Frozen {
            item: answer.item.clone(),
            status: answer.status.clone(),
            counted: counts.map(|evidence| evidence.id.clone()).collect(),
        }
    };
    assessment
        .answers()
        .iter()
        .enumerate()
        .map(freeze)
        .collect()
}
