//! The checklist that the assessment carries.

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::checklist::{
    BlockersRule, Category, ConfirmRule, EvidenceRule, Item, Metric, Scoring,
};
use crate::domain::condition::Condition;
use crate::domain::text::Text;
use crate::export::dossier::Dossier;

use super::{raw_all, some};

#[derive(Debug, Serialize)]
pub(super) struct ChecklistObject<'a> {
    id: &'a str,
    title: &'a str,
    version: Option<&'a str>,
    summary: Option<&'a str>,
    source: Option<&'a str>,
    /// SHA-256 over its canonical text.
    digest: String,
    stages: Vec<NamedObject<'a>>,
    phases: Vec<PhaseObject<'a>>,
    traits: Vec<AskedObject<'a>>,
    signoff: Vec<&'a str>,
    scoring: ScoringObject,
    categories: Vec<CategoryObject<'a>>,
}

#[derive(Debug, Serialize)]
struct NamedObject<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Debug, Serialize)]
struct PhaseObject<'a> {
    id: &'a str,
    title: &'a str,
    when: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct AskedObject<'a> {
    id: &'a str,
    ask: &'a str,
}

#[derive(Debug, Serialize)]
struct ScoringObject {
    tier_weights: WeightsObject,
    should_threshold: u8,
    should_floor: u8,
    blockers: &'static str,
    confirm: &'static str,
    max_age_days: Option<u32>,
    max_waiver_days: u32,
}

#[derive(Debug, Serialize)]
struct WeightsObject {
    blocker: i64,
    should: i64,
    nice: i64,
}

#[derive(Debug, Serialize)]
struct CategoryObject<'a> {
    id: &'a str,
    title: &'a str,
    weight: Option<i64>,
    items: Vec<ItemObject<'a>>,
}

#[derive(Debug, Serialize)]
struct ItemObject<'a> {
    id: &'a str,
    rev: u32,
    tier: &'static str,
    title: &'a str,
    why: Option<&'a str>,
    how: Option<&'a str>,
    risk: Option<&'a str>,
    severity: &'static str,
    stage: Option<&'a str>,
    phase: Option<&'a str>,
    weight: u16,
    estimate: Option<&'a str>,
    requires: Vec<&'a str>,
    /// Null: always in play.
    when: Value,
    accepts: Vec<&'static str>,
    wants_evidence: bool,
    max_age_days: Option<u32>,
    per_version: bool,
    waivable: bool,
    metric: Option<MetricObject<'a>>,
    tags: Vec<&'a str>,
    owner: Option<&'a str>,
    links: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct MetricObject<'a> {
    name: &'a str,
    unit: Option<&'a str>,
    target: String,
}

impl<'a> ChecklistObject<'a> {
    pub(super) fn of(dossier: &Dossier<'a>) -> Self {
        let checklist = dossier.assessment().checklist();
        let stages = checklist.stages.iter().map(|stage| NamedObject {
            id: stage.id.raw(),
            title: stage.title.raw(),
        });
        let phases = checklist.phases.iter().map(|phase| PhaseObject {
            id: phase.id.raw(),
            title: phase.title.raw(),
            when: some(&phase.when),
        });
        let traits = checklist.traits.iter().map(|asked| AskedObject {
            id: asked.id.raw(),
            ask: asked.ask.raw(),
        });
        let weigh = |item: &Item| checklist.weight_of(item);
        Self {
            id: checklist.id.raw(),
            title: checklist.title.raw(),
            version: some(&checklist.version),
            summary: some(&checklist.summary),
            source: some(&checklist.source),
            digest: dossier.checklist_digest(),
            stages: stages.collect(),
            phases: phases.collect(),
            traits: traits.collect(),
            signoff: raw_all(&checklist.signoff),
            scoring: ScoringObject::of(&checklist.scoring),
            categories: checklist
                .categories
                .iter()
                .map(|category| CategoryObject::of(category, weigh))
                .collect(),
        }
    }
}

impl ScoringObject {
    fn of(scoring: &Scoring) -> Self {
        let weights = &scoring.tier_weights;
        Self {
            tier_weights: WeightsObject {
                blocker: weights.blocker,
                should: weights.should,
                nice: weights.nice,
            },
            should_threshold: scoring.should_threshold,
            should_floor: scoring.should_floor,
            blockers: match scoring.blockers {
                BlockersRule::Evidenced => "evidenced",
                BlockersRule::Claimed => "claimed",
            },
            confirm: match scoring.confirm {
                ConfirmRule::Blockers => "blockers",
                ConfirmRule::Nobody => "nobody",
            },
            max_age_days: scoring.max_age_days,
            max_waiver_days: scoring.max_waiver_days,
        }
    }
}

impl<'a> CategoryObject<'a> {
    fn of(category: &'a Category, weigh: impl Fn(&Item) -> u16) -> Self {
        Self {
            id: category.id.raw(),
            title: category.title.raw(),
            weight: category.weight,
            items: category
                .items
                .iter()
                .map(|item| ItemObject::of(item, weigh(item)))
                .collect(),
        }
    }
}

impl<'a> ItemObject<'a> {
    fn of(item: &'a Item, weight: u16) -> Self {
        Self {
            id: item.id.raw(),
            rev: item.rev,
            tier: item.tier.key(),
            title: item.title.raw(),
            why: some(&item.why),
            how: some(&item.how),
            risk: some(&item.risk),
            severity: item.severity().word(),
            stage: item.stage.as_ref().map(Text::raw),
            phase: item.phase.as_ref().map(Text::raw),
            weight,
            estimate: item.estimate.as_ref().map(Text::raw),
            requires: raw_all(&item.requires),
            when: item.when.as_ref().map_or(Value::Null, condition),
            accepts: item.accepted().iter().map(|kind| kind.word()).collect(),
            wants_evidence: item.evidence == EvidenceRule::Needed,
            max_age_days: item.max_age_days,
            per_version: item.per_version,
            waivable: item.waivable,
            metric: item.metric.as_ref().map(MetricObject::of),
            tags: raw_all(&item.tags),
            owner: some(&item.owner),
            links: raw_all(&item.links),
        }
    }
}

impl<'a> MetricObject<'a> {
    fn of(metric: &'a Metric) -> Self {
        Self {
            name: metric.name.raw(),
            unit: some(&metric.unit),
            target: metric.target.words(),
        }
    }
}

fn condition(when: &Condition) -> Value {
    let all = |several: &[Condition]| several.iter().map(condition).collect::<Vec<Value>>();
    match when {
        Condition::Has(id) => json!({"has": id.raw()}),
        Condition::Not(inner) => json!({"not": condition(inner)}),
        Condition::All(several) => json!({"all": all(several)}),
        Condition::Any(several) => json!({"any": all(several)}),
    }
}
