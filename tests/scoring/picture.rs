//! Everything that is said of an assessment, in one value that can be compared.

use candor::domain::checklist::Tier;
use candor::domain::gate::{ReasonKind, Verdict};
use candor::domain::ledger::{Ledger, Scope};
use candor::domain::percent::Percent;
use candor::domain::plan::PlanOrder;
use candor::domain::steps::Step;
use candor::session::bench;

use super::random::Case;

/// Figures and verdict of an assessment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Picture {
    pub(crate) claimed: Option<Percent>,
    pub(crate) evidenced: Option<Percent>,
    pub(crate) over_claim: Option<Percent>,
    pub(crate) answered: Option<Percent>,
    /// Claimed and evidenced by category.
    pub(crate) categories: Vec<(Option<Percent>, Option<Percent>)>,
    /// Met, evidenced, partial, counted, by tier.
    pub(crate) tiers: [[u32; 4]; 3],
    /// Met, partial, unmet, unknown, unanswered, not applicable, out of play.
    pub(crate) counts: [u32; 7],
    /// Value and evidenced value of each item, in hundredths.
    pub(crate) items: Vec<(u8, u8)>,
    pub(crate) verdict: Verdict,
    pub(crate) reasons: Vec<(ReasonKind, Vec<usize>)>,
}

fn ledger(case: &Case) -> Ledger {
    let bench = bench(&case.assessment, case.as_of, &case.observations);
    Ledger::of(&case.assessment, &bench)
}

/// What the core says.
pub(crate) fn picture(case: &Case) -> Picture {
    picture_of(case, Scope::Needed)
}

/// What the core says in a scope.
pub(crate) fn picture_of(case: &Case, scope: Scope) -> Picture {
    let ledger = ledger(case);
    let figures = ledger.figures(scope);
    let judgement = ledger.judge(&case.assessment.checklist().scoring);
    let tier = |tier| {
        let tier = figures.tier(tier);
        [tier.met, tier.evidenced, tier.partial, tier.counted]
    };
    let counts = &figures.counts;
    Picture {
        claimed: figures.claimed(),
        evidenced: figures.evidenced(),
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
        ],
        items: (case.assessment.answers().iter().enumerate())
            .map(|(at, answer)| (answer.status.value(), ledger.evidenced_value(at)))
            .collect(),
        verdict: judgement.verdict,
        reasons: judgement
            .reasons
            .into_iter()
            .map(|reason| (reason.kind, reason.items))
            .collect(),
    }
}

/// What the core says is next.
pub(crate) fn next(case: &Case) -> Vec<Step> {
    let (ledger, scoring) = (ledger(case), &case.assessment.checklist().scoring);
    let order = PlanOrder::of(&case.assessment, &ledger);
    ledger.next(scoring, &ledger.judge(scoring), &order)
}
