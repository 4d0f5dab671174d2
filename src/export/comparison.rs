//! The object of `diff --json`, format 1. Keys are never removed within a format number.
//!
//! Texts stand as they are in the file: whoever prints the object escapes what a terminal must not see.

use serde::Serialize;

use crate::domain::assessment::Status;
use crate::domain::compare::{
    Checklists, Comparison, EvidenceChange, Fate, Figure, GaugeShift, Moved, Shift, Way,
};
use crate::domain::gate::Verdict;
use crate::domain::percent::Percent;
use crate::domain::side::{Fact, Named, Standing};
use crate::domain::snapshot::Gauge;
use crate::domain::text::Text;

use super::json::{JSON_FORMAT, rounded};
use super::report::{lapse_words, of_word};

/// The object of `diff --json`.
#[derive(Debug, Serialize)]
pub struct ComparisonObject<'a> {
    format: u32,
    before: StandingObject<'a>,
    after: StandingObject<'a>,
    same_subject: bool,
    /// `same`, `other-version`, `other` or `altered`.
    checklists: &'static str,
    /// Nothing is another.
    same: bool,
    verdict: VerdictsObject,
    figures: FiguresObject,
    tiers: Vec<TierObject>,
    facts: Vec<FactObject<'a>>,
    declared: Vec<DeclaredObject<'a>>,
    /// Null where a side does not know its items.
    items: Option<ItemsObject<'a>>,
    /// Null where a side does not know its items.
    evidence: Option<EvidenceObject<'a>>,
    /// Null where a side does not know its waivers.
    waivers: Option<WaiversObject<'a>>,
    /// Null where a side does not know its conflicts.
    conflicts: Option<ConflictsObject<'a>>,
}

#[derive(Debug, Serialize)]
struct ConflictsObject<'a> {
    begun: Vec<NamedObject<'a>>,
    settled: Vec<NamedObject<'a>>,
}

#[derive(Debug, Serialize)]
struct StandingObject<'a> {
    subject: &'a str,
    version: Option<&'a str>,
    snapshot: Option<&'a str>,
    at: String,
    checklist: Option<&'a str>,
    checklist_version: Option<&'a str>,
    scored: bool,
}

#[derive(Debug, Serialize)]
struct VerdictsObject {
    before: Option<&'static str>,
    after: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct FiguresObject {
    claimed: ShiftObject,
    evidenced: ShiftObject,
    excluding_waived: ShiftObject,
    answered: ShiftObject,
}

#[derive(Debug, Serialize)]
struct ShiftObject {
    before: Option<f64>,
    after: Option<f64>,
    change: Option<f64>,
}

#[derive(Debug, Serialize)]
struct TierObject {
    tier: &'static str,
    before: Option<GaugeObject>,
    after: Option<GaugeObject>,
    /// After − before, in percent.
    change: Option<f64>,
}

#[derive(Debug, Serialize)]
struct GaugeObject {
    met: u32,
    evidenced: u32,
    partial: u32,
    counted: u32,
    percent: Option<f64>,
}

#[derive(Debug, Serialize)]
struct FactObject<'a> {
    fact: String,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct DeclaredObject<'a> {
    label: &'a str,
    of: String,
    before: Option<&'a str>,
    after: Option<&'a str>,
    percent: ShiftObject,
}

#[derive(Debug, Serialize)]
struct ItemsObject<'a> {
    better: Vec<MovedObject<'a>>,
    worse: Vec<MovedObject<'a>>,
    other: Vec<MovedObject<'a>>,
    added: Vec<NamedObject<'a>>,
    gone: Vec<NamedObject<'a>>,
}

#[derive(Debug, Serialize)]
struct MovedObject<'a> {
    item: &'a str,
    title: &'a str,
    before: String,
    after: String,
}

#[derive(Debug, Serialize)]
struct NamedObject<'a> {
    item: &'a str,
    title: &'a str,
}

#[derive(Debug, Serialize)]
struct EvidenceObject<'a> {
    gained: Vec<PieceObject<'a>>,
    lost: Vec<PieceObject<'a>>,
    lapsed: Vec<PieceObject<'a>>,
}

#[derive(Debug, Serialize)]
struct PieceObject<'a> {
    item: &'a str,
    evidence: &'a str,
    kind: Option<&'static str>,
    what: Option<&'a str>,
    /// Why it counts no more, where it lapsed and that is known; else left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

#[derive(Debug, Serialize)]
struct WaiversObject<'a> {
    gained: Vec<NamedObject<'a>>,
    lost: Vec<NamedObject<'a>>,
}

impl<'a> ComparisonObject<'a> {
    /// The object of a comparison.
    pub fn of(comparison: &'a Comparison) -> Self {
        let knows_items = comparison.knows_items();
        let figure = |wanted: Figure| {
            let mut figures = comparison.figures.iter();
            let found = figures.find(|(figure, _)| *figure == wanted);
            shift_or_nothing(found.map(|(_, shift)| shift))
        };
        let word = |verdict: Option<Verdict>| verdict.map(Verdict::word);
        let declared = comparison.declared.iter().map(|declared| DeclaredObject {
            label: declared.label.raw(),
            of: of_word(&declared.of),
            before: declared.before.as_ref().map(Text::raw),
            after: declared.after.as_ref().map(Text::raw),
            percent: shift(&declared.percent),
        });
        let facts = comparison.facts.iter().map(|change| FactObject {
            fact: fact_key(&change.fact),
            before: change.before.as_ref().map(Text::raw),
            after: change.after.as_ref().map(Text::raw),
        });
        let waivers = comparison.waivers.as_ref().map(|waivers| WaiversObject {
            gained: waivers.gained.iter().map(named).collect(),
            lost: waivers.lost.iter().map(named).collect(),
        });
        let conflicts = comparison.conflicts.as_ref().map(|it| ConflictsObject {
            begun: it.begun.iter().map(named).collect(),
            settled: it.settled.iter().map(named).collect(),
        });
        Self {
            format: JSON_FORMAT,
            before: standing(&comparison.before),
            after: standing(&comparison.after),
            same_subject: comparison.is_same_subject(),
            checklists: match comparison.checklists {
                Checklists::Same => "same",
                Checklists::OtherVersion => "other-version",
                Checklists::Other => "other",
                Checklists::Altered => "altered",
            },
            same: comparison.is_empty(),
            verdict: VerdictsObject {
                before: word(comparison.verdict.0),
                after: word(comparison.verdict.1),
            },
            figures: FiguresObject {
                claimed: figure(Figure::Claimed),
                evidenced: figure(Figure::Evidenced),
                excluding_waived: figure(Figure::ExcludingWaived),
                answered: figure(Figure::Answered),
            },
            tiers: comparison.gauges.iter().map(tier).collect(),
            facts: facts.collect(),
            declared: declared.collect(),
            items: knows_items.then(|| items(comparison)),
            evidence: knows_items.then(|| evidence(comparison)),
            waivers,
            conflicts,
        }
    }
}

fn standing(standing: &Standing) -> StandingObject<'_> {
    fn some(text: Option<&Text>) -> Option<&str> {
        text.map(Text::raw).filter(|text| !text.is_empty())
    }
    StandingObject {
        subject: standing.subject.raw(),
        version: some(standing.version.as_ref()),
        snapshot: some(standing.label.as_ref()),
        at: standing.at.to_string(),
        checklist: some(standing.checklist.as_ref()),
        checklist_version: some(standing.checklist_version.as_ref()),
        scored: standing.is_scored,
    }
}

fn shift_or_nothing(known: Option<&Shift>) -> ShiftObject {
    known.map_or(
        ShiftObject {
            before: None,
            after: None,
            change: None,
        },
        shift,
    )
}

fn shift(shift: &Shift) -> ShiftObject {
    let or_null = |percent: Option<&Percent>| percent.map(rounded);
    ShiftObject {
        before: or_null(shift.before.as_ref()),
        after: or_null(shift.after.as_ref()),
        change: or_null(shift.change().as_ref()),
    }
}

fn tier(gauges: &GaugeShift) -> TierObject {
    let gauge = |gauge: Option<Gauge>, percent: Option<&Percent>| {
        gauge.map(|gauge| GaugeObject {
            met: gauge.met,
            evidenced: gauge.evidenced,
            partial: gauge.partial,
            counted: gauge.counted,
            percent: percent.map(rounded),
        })
    };
    let percent = gauges.percent();
    TierObject {
        tier: gauges.tier.key(),
        before: gauge(gauges.before, percent.before.as_ref()),
        after: gauge(gauges.after, percent.after.as_ref()),
        change: percent.change().as_ref().map(rounded),
    }
}

fn items(comparison: &Comparison) -> ItemsObject<'_> {
    let moved = |way: Way| comparison.moved(way).map(moved).collect();
    ItemsObject {
        better: moved(Way::Better),
        worse: moved(Way::Worse),
        other: moved(Way::Other),
        added: comparison.added.iter().map(named).collect(),
        gone: comparison.gone.iter().map(named).collect(),
    }
}

fn moved(moved: &Moved) -> MovedObject<'_> {
    MovedObject {
        item: moved.item.item.raw(),
        title: moved.item.title.raw(),
        before: status_key(&moved.before),
        after: status_key(&moved.after),
    }
}

fn named(named: &Named) -> NamedObject<'_> {
    NamedObject {
        item: named.item.raw(),
        title: named.title.raw(),
    }
}

fn evidence(comparison: &Comparison) -> EvidenceObject<'_> {
    let pieces = |wanted: &dyn Fn(Fate) -> bool| {
        let changes = comparison.evidence.iter();
        changes.filter(|it| wanted(it.fate)).map(piece).collect()
    };
    EvidenceObject {
        gained: pieces(&|fate| fate == Fate::Gained),
        lost: pieces(&|fate| fate == Fate::Lost),
        lapsed: pieces(&|fate| matches!(fate, Fate::Lapsed(_))),
    }
}

fn piece(change: &EvidenceChange) -> PieceObject<'_> {
    PieceObject {
        item: change.item.item.raw(),
        evidence: change.evidence.raw(),
        kind: change.kind.map(crate::domain::checklist::Kind::word),
        what: Some(change.words.raw()).filter(|words| !words.is_empty()),
        why: match change.fate {
            Fate::Lapsed(lapse) => lapse.map(lapse_words),
            Fate::Gained | Fate::Lost => None,
        },
    }
}

/// A fact's name in JSON: `version`, `trait:serves-traffic`. May hold text of the file.
fn fact_key(fact: &Fact) -> String {
    match fact {
        Fact::Version => "version".to_owned(),
        Fact::System => "system".to_owned(),
        Fact::Target => "target".to_owned(),
        Fact::Checklist => "checklist".to_owned(),
        Fact::ChecklistVersion => "checklist-version".to_owned(),
        Fact::Trait(id) => format!("trait:{}", id.raw()),
    }
}

/// A status as it is typed: `met`, `partial:60`, `unmet`, `unknown`, `na`; and `unanswered`.
pub fn status_key(status: &Status) -> String {
    match status {
        Status::Met => "met".to_owned(),
        Status::Partial(share) => format!("partial:{}", share.percent()),
        Status::Unmet => "unmet".to_owned(),
        Status::Unknown => "unknown".to_owned(),
        Status::NotApplicable(_) => "na".to_owned(),
        Status::Unanswered => "unanswered".to_owned(),
    }
}

/// A status in words for people: `partial, 60 %`.
pub fn status_words(status: &Status) -> String {
    match status {
        Status::Partial(share) => format!("partial, {} %", share.percent()),
        Status::NotApplicable(_) => "n/a".to_owned(),
        other => other.word().to_owned(),
    }
}
