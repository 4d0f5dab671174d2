//! What stands in the head of an assessment.

use serde::Serialize;

use crate::domain::assessment::{Declared, Participant, Retired, Subject};
use crate::domain::checklist::Tier;
use crate::domain::cost::{Cost, Resource};
use crate::domain::declared::announced;
use crate::domain::meeting::Meeting;
use crate::domain::snapshot::{Frozen, Gauge, Scores, Snapshot};
use crate::domain::text::Text;
use crate::export::comparison::status_key;
use crate::export::json::rounded;
use crate::export::report::of_word;

use super::{at, raw_all, some};

#[derive(Debug, Serialize)]
pub(super) struct SubjectObject<'a> {
    name: &'a str,
    version: Option<&'a str>,
    system: Option<&'a str>,
    traits: Vec<TraitObject<'a>>,
}

#[derive(Debug, Serialize)]
struct TraitObject<'a> {
    id: &'a str,
    holds: bool,
    by: &'a str,
    at: String,
}

impl<'a> SubjectObject<'a> {
    pub(super) fn of(subject: &'a Subject) -> Self {
        let traits = subject.traits.iter().map(|answer| TraitObject {
            id: answer.id.raw(),
            holds: answer.holds,
            by: answer.by.raw(),
            at: answer.at.to_string(),
        });
        Self {
            name: subject.name.raw(),
            version: some(&subject.version),
            system: some(&subject.system),
            traits: traits.collect(),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct ParticipantObject<'a> {
    name: &'a str,
    role: Option<&'a str>,
}

impl<'a> ParticipantObject<'a> {
    pub(super) fn of(participant: &'a Participant) -> Self {
        Self {
            name: participant.name.raw(),
            role: some(&participant.role),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct MeetingObject<'a> {
    id: &'a str,
    start: String,
    end: Option<String>,
    /// Minutes that were planned.
    planned: Option<u32>,
    facilitator: &'a str,
    present: Vec<&'a str>,
    agreed: Vec<&'a str>,
}

impl<'a> MeetingObject<'a> {
    pub(super) fn of(meeting: &'a Meeting) -> Self {
        Self {
            id: meeting.id.raw(),
            start: meeting.start.to_string(),
            end: at(meeting.end),
            planned: meeting.planned,
            facilitator: meeting.facilitator.raw(),
            present: raw_all(&meeting.present),
            agreed: raw_all(&meeting.agreed),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct DeclaredObject<'a> {
    id: &'a str,
    label: &'a str,
    of: String,
    value: &'a str,
    percent: Option<f64>,
    table: Option<&'a str>,
    weight: Option<u32>,
    by: Option<&'a str>,
    on: Option<String>,
    source: Option<&'a str>,
}

impl<'a> DeclaredObject<'a> {
    pub(super) fn of(declared: &'a Declared) -> Self {
        Self {
            id: declared.id.raw(),
            label: declared.label.raw(),
            of: of_word(&declared.of),
            value: declared.value.raw(),
            percent: announced(&declared.value).map(|read| rounded(&read.percent)),
            table: some(&declared.table),
            weight: declared.weight,
            by: some(&declared.by),
            on: declared.on.map(|day| day.to_string()),
            source: some(&declared.source),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct ResourceObject<'a> {
    id: &'a str,
    role: &'a str,
    effort: &'a str,
}

impl<'a> ResourceObject<'a> {
    pub(super) fn of(resource: &'a Resource) -> Self {
        Self {
            id: resource.id.raw(),
            role: resource.role.raw(),
            effort: resource.effort.raw(),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct CostObject<'a> {
    id: &'a str,
    name: &'a str,
    low: f64,
    high: f64,
    currency: &'a str,
    per: &'static str,
}

impl<'a> CostObject<'a> {
    pub(super) fn of(cost: &'a Cost) -> Self {
        Self {
            id: cost.id.raw(),
            name: cost.name.raw(),
            low: cost.low.value(),
            high: cost.high.value(),
            currency: cost.currency.raw(),
            per: cost.per.key(),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct SnapshotObject<'a> {
    id: &'a str,
    label: &'a str,
    at: String,
    by: Option<&'a str>,
    scores: Option<ScoresObject<'a>>,
    declared: Vec<DeclaredObject<'a>>,
    items: Vec<FrozenObject<'a>>,
}

#[derive(Debug, Serialize)]
struct ScoresObject<'a> {
    verdict: &'static str,
    target: Option<&'a str>,
    checklist_version: Option<&'a str>,
    claimed: Option<f64>,
    evidenced: Option<f64>,
    excluding_waived: Option<f64>,
    answered: Option<f64>,
    tiers: Vec<GaugeObject>,
}

#[derive(Debug, Serialize)]
struct GaugeObject {
    tier: &'static str,
    met: u32,
    evidenced: u32,
    partial: u32,
    counted: u32,
}

#[derive(Debug, Serialize)]
struct FrozenObject<'a> {
    item: &'a str,
    status: String,
    counted: Vec<&'a str>,
}

impl<'a> SnapshotObject<'a> {
    pub(super) fn of(snapshot: &'a Snapshot) -> Self {
        Self {
            id: snapshot.id.raw(),
            label: snapshot.label.raw(),
            at: snapshot.at.to_string(),
            by: some(&snapshot.by),
            scores: snapshot.scores.as_ref().map(ScoresObject::of),
            declared: snapshot.declared.iter().map(DeclaredObject::of).collect(),
            items: snapshot.items.iter().map(FrozenObject::of).collect(),
        }
    }
}

impl<'a> ScoresObject<'a> {
    fn of(scores: &'a Scores) -> Self {
        Self {
            verdict: scores.verdict.word(),
            target: scores.target.as_ref().map(Text::raw),
            checklist_version: some(&scores.checklist_version),
            claimed: scores.claimed.as_ref().map(rounded),
            evidenced: scores.evidenced.as_ref().map(rounded),
            excluding_waived: scores.excluding_waived.as_ref().map(rounded),
            answered: scores.answered.as_ref().map(rounded),
            tiers: scores.tiers.iter().map(GaugeObject::of).collect(),
        }
    }
}

impl GaugeObject {
    fn of(gauge: &Gauge) -> Self {
        let tier: Tier = gauge.tier;
        Self {
            tier: tier.key(),
            met: gauge.met,
            evidenced: gauge.evidenced,
            partial: gauge.partial,
            counted: gauge.counted,
        }
    }
}

impl<'a> FrozenObject<'a> {
    fn of(frozen: &'a Frozen) -> Self {
        Self {
            item: frozen.item.raw(),
            status: status_key(&frozen.status),
            counted: raw_all(&frozen.counted),
        }
    }
}

/// The answer to an item that the checklist has no more.
#[derive(Debug, Serialize)]
pub(super) struct RetiredObject<'a> {
    item: &'a str,
    title: &'a str,
    rev: u32,
    status: String,
    by: Option<&'a str>,
    at: Option<String>,
    comment: Option<&'a str>,
}

impl<'a> RetiredObject<'a> {
    pub(super) fn of(retired: &'a Retired) -> Self {
        let answer = &retired.answer;
        Self {
            item: answer.item.raw(),
            title: retired.title.raw(),
            rev: retired.rev,
            status: status_key(&answer.status),
            by: some(&answer.by),
            at: at(answer.at),
            comment: some(&answer.comment),
        }
    }
}
