//! Everything that is said of an assessment, in one value that can be compared.

use candor::domain::checklist::Tier;
use candor::domain::gate::{ReasonKind, Verdict};
use candor::domain::lapsing::{Lapsing, SOON_DAYS, lapsing};
use candor::domain::ledger::{Ledger, Scope};
use candor::domain::percent::Percent;
use candor::domain::plan::PlanOrder;
use candor::domain::steps::Step;
use candor::domain::text::Text;
use candor::session::bench;
use chrono::NaiveDate;

use super::random::Case;

/// What lapses soon: the item, the evidence (none for the waiver), the last day.
pub(crate) type Lapses = (usize, Option<Text>, NaiveDate);

/// How far it is with a stage.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StagePicture {
    pub(crate) ready: Option<bool>,
    pub(crate) open_blockers: u32,
    pub(crate) claimed: Option<Percent>,
    pub(crate) evidenced: Option<Percent>,
}

/// Figures and verdict of an assessment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Picture {
    pub(crate) claimed: Option<Percent>,
    pub(crate) evidenced: Option<Percent>,
    pub(crate) excluding_waived: Option<Percent>,
    pub(crate) over_claim: Option<Percent>,
    pub(crate) answered: Option<Percent>,
    /// Claimed and evidenced by category.
    pub(crate) categories: Vec<(Option<Percent>, Option<Percent>)>,
    /// Met, evidenced, partial, counted, by tier.
    pub(crate) tiers: [[u32; 4]; 3],
    /// Met, partial, unmet, unknown, unanswered, not applicable, out of play, waived, in conflict.
    pub(crate) counts: [u32; 9],
    /// Value and evidenced value of each item, in hundredths.
    pub(crate) items: Vec<(u8, u8)>,
    /// Whether a valid waiver excuses each item.
    pub(crate) waived: Vec<bool>,
    pub(crate) verdict: Verdict,
    pub(crate) reasons: Vec<(ReasonKind, Vec<usize>)>,
    /// Whether the dissent among the reasons is one from the verdict.
    pub(crate) dissent_from_verdict: bool,
    pub(crate) stages: Vec<StagePicture>,
    /// What lapses within 14 days, the nearest first.
    pub(crate) lapsing: Vec<Lapses>,
}

pub(crate) fn ledger(case: &Case) -> Ledger {
    let bench = bench(&case.assessment, case.as_of, &case.observations);
    Ledger::of(&case.assessment, &bench)
}

/// What the core says.
pub(crate) fn picture(case: &Case) -> Picture {
    picture_of(case, Scope::Needed)
}

/// What the core says in a scope.
pub(crate) fn picture_of(case: &Case, scope: Scope) -> Picture {
    picture_by(case, &ledger(case), scope)
}

/// What a ledger of the case says, be it the one that was kept up through changes.
pub(crate) fn picture_by(case: &Case, ledger: &Ledger, scope: Scope) -> Picture {
    let figures = ledger.figures(scope);
    let scoring = &case.assessment.checklist().scoring;
    let judgement = ledger.judge(scoring);
    let tier = |tier| {
        let tier = figures.tier(tier);
        [tier.met, tier.evidenced, tier.partial, tier.counted]
    };
    let counts = &figures.counts;
    Picture {
        claimed: figures.claimed(),
        evidenced: figures.evidenced(),
        excluding_waived: figures.excluding_waived(),
        over_claim: figures.over_claim(),
        answered: figures.answered(),
        categories: figures
            .categories
            .iter()
            .map(|category| (category.claimed(), category.evidenced()))
            .collect(),
        tiers: Tier::ALL.map(tier),
        counts: [
            counts.met,
            counts.partial,
            counts.unmet,
            counts.unknown,
            counts.unanswered,
            counts.not_applicable,
            counts.out_of_play,
            counts.waived,
            counts.conflicts,
        ],
        items: (case.assessment.answers().iter().enumerate())
            .map(|(at, answer)| (answer.status.value(), ledger.evidenced_value(at)))
            .collect(),
        waived: (0..case.assessment.answers().len())
            .map(|at| ledger.is_waived(at))
            .collect(),
        dissent_from_verdict: judgement.reasons.iter().any(|reason| reason.of_verdict),
        stages: ledger
            .stages(&ledger.tally(), scoring)
            .iter()
            .map(|stage| StagePicture {
                ready: stage.ready,
                open_blockers: stage.open_blockers,
                claimed: stage.claimed(),
                evidenced: stage.evidenced(),
            })
            .collect(),
        lapsing: lapsing_of(case, ledger),
        verdict: judgement.verdict,
        reasons: judgement
            .reasons
            .into_iter()
            .map(|reason| (reason.kind, reason.items))
            .collect(),
    }
}

/// What lapses soon, by the list; the ledger's flags have to say the same.
fn lapsing_of(case: &Case, ledger: &Ledger) -> Vec<Lapses> {
    let bench = bench(&case.assessment, case.as_of, &case.observations);
    let lapses: Vec<Lapses> = lapsing(&case.assessment, ledger, &bench, SOON_DAYS)
        .into_iter()
        .filter_map(|soon| {
            // Conditions of sign-offs belong to no item.
            let item = soon.item?;
            let today = case.as_of.day(case.assessment.utc_offset);
            assert_eq!(soon.days, (soon.last - today).num_days());
            let evidence = match soon.what {
                Lapsing::Waiver | Lapsing::Condition(_) => None,
                Lapsing::Evidence(id) => Some(id),
            };
            Some((item, evidence, soon.last))
        })
        .collect();
    for at in 0..case.assessment.answers().len() {
        let listed = lapses.iter().any(|(item, ..)| *item == at);
        assert_eq!(ledger.is_lapsing(at), listed, "item {at}");
    }
    lapses
}

/// The plan order: the positions of all items.
pub(crate) fn plan_order(case: &Case) -> Vec<usize> {
    let mut items: Vec<usize> = (0..case.assessment.answers().len()).rev().collect();
    PlanOrder::of(&case.assessment, &ledger(case)).sort(&mut items);
    items
}

/// What the core says is next.
pub(crate) fn next(case: &Case) -> Vec<Step> {
    let (ledger, scoring) = (ledger(case), &case.assessment.checklist().scoring);
    let order = PlanOrder::of(&case.assessment, &ledger);
    ledger.next(scoring, &ledger.judge(scoring), &order)
}

/// What the core says is to be done until `go`.
pub(crate) fn way_to_go(case: &Case) -> Vec<Step> {
    let ledger = ledger(case);
    let order = PlanOrder::of(&case.assessment, &ledger);
    ledger.way_to_go(&case.assessment.checklist().scoring, &order)
}
