//! Every figure, from the sums of a ledger.

use super::checklist::Tier;
use super::ledger::{Cell, CellSums, Class, Ledger, Scope, Tally};
use super::percent::Percent;

impl Ledger {
    /// Sums every figure.
    pub fn figures(&self, scope: Scope) -> Figures {
        self.figures_of(&self.tally(), scope)
    }

    /// Every figure from sums that have been made already.
    pub fn figures_of(&self, tally: &Tally, scope: Scope) -> Figures {
        let reach = match scope {
            Scope::Needed => self.reach,
            Scope::Whole => u16::MAX,
        };
        self.figures_up_to(tally, reach)
    }

    /// Every figure over the items that the rungs up to one need.
    pub(super) fn figures_up_to(&self, tally: &Tally, reach: u16) -> Figures {
        let mut figures = Figures {
            categories: vec![CategoryFigures::default(); self.category_count],
            category_weights: self.category_weights.clone(),
            tiers: [TierFigures::default(); 3],
            counts: Counts::default(),
            answered: 0,
            answerable: 0,
        };
        for (cell, sums) in self.cells.iter().zip(&tally.sums) {
            figures.counts.out_of_play += sums.count(Class::OUT_OF_PLAY);
            if cell.rung <= reach {
                figures.add(*cell, sums);
            }
        }
        let conflicts = self.conflicts_up_to(reach);
        figures.counts.conflicts = u32::try_from(conflicts).unwrap_or(u32::MAX);
        figures
    }
}

/// The sums of one category over its counted items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CategoryFigures {
    /// Σ weight · value, in hundredths.
    claimed: u64,
    /// Σ weight · evidenced value, in hundredths.
    evidenced: u64,
    /// Σ weight.
    weight: u64,
    /// Σ weight · value without the waived items, in hundredths.
    claimed_unwaived: u64,
    /// Σ weight without the waived items.
    weight_unwaived: u64,
    /// Items that are met.
    pub met: u32,
    /// Items that count.
    pub counted: u32,
}

impl CategoryFigures {
    /// What people said, in percent.
    pub fn claimed(&self) -> Option<Percent> {
        Percent::of(self.claimed, self.weight * 100)
    }

    /// What evidence that holds backs, in percent.
    pub fn evidenced(&self) -> Option<Percent> {
        Percent::of(self.evidenced, self.weight * 100)
    }
}

/// The gauge of one tier, in items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TierFigures {
    /// Met.
    pub met: u32,
    /// Met with an evidenced value of 1.
    pub evidenced: u32,
    /// Partly met; not among the met.
    pub partial: u32,
    /// All that count.
    pub counted: u32,
}

impl TierFigures {
    /// `100 · met / counted`.
    pub fn percent(&self) -> Option<Percent> {
        Percent::of(u64::from(self.met), u64::from(self.counted))
    }
}

/// Items by status, among those that count; and how many do not count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Met.
    pub met: u32,
    /// Partly met.
    pub partial: u32,
    /// Not met.
    pub unmet: u32,
    /// Looked at, and nobody can tell.
    pub unknown: u32,
    /// Not answered.
    pub unanswered: u32,
    /// Not applicable.
    pub not_applicable: u32,
    /// Out of play by the subject's traits.
    pub out_of_play: u32,
    /// Excused by a valid waiver, among those that count.
    pub waived: u32,
    /// Two versions of the answer are in conflict, among those that count.
    pub conflicts: u32,
}

/// Every figure of an assessment in one scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// By category, in checklist order.
    pub categories: Vec<CategoryFigures>,
    category_weights: Option<Vec<u16>>,
    /// By tier: Blocker, Should, Nice.
    pub tiers: [TierFigures; 3],
    /// By status.
    pub counts: Counts,
    answered: u32,
    answerable: u32,
}

impl Figures {
    fn add(&mut self, cell: Cell, sums: &CellSums) {
        let (met, counted) = (sums.met(), sums.counted());
        if let Some(category) = self.categories.get_mut(cell.category as usize) {
            category.claimed += sums.claimed;
            category.evidenced += sums.evidenced;
            category.weight += sums.weight;
            category.claimed_unwaived += sums.claimed - sums.waived_claimed;
            category.weight_unwaived += sums.weight - sums.waived_weight;
            category.met += met;
            category.counted += counted;
        }
        let tier = &mut self.tiers[cell.tier as usize];
        tier.met += met;
        tier.evidenced += sums.all(Class::EVIDENCED);
        tier.partial += sums.all(Class::PARTIAL);
        tier.counted += counted;
        let unanswered = sums.all(Class::UNANSWERED);
        if cell.tier != Tier::Nice {
            self.answerable += counted;
            self.answered += counted - unanswered;
        }
        let counts = &mut self.counts;
        counts.met += met;
        counts.partial += sums.all(Class::PARTIAL);
        counts.unmet += sums.all(Class::UNMET);
        counts.unknown += sums.all(Class::UNKNOWN);
        counts.unanswered += unanswered;
        counts.not_applicable += sums.count(Class::NOT_APPLICABLE) + sums.count(Class::UNAGREED);
        let waived = |class: &Class| sums.count(class.waived());
        counts.waived += Class::COUNTED.iter().map(waived).sum::<u32>();
    }

    /// What people said, overall: over weighted categories their weighted mean, else the mean of all items by
    /// weight.
    pub fn claimed(&self) -> Option<Percent> {
        self.overall(|category| (category.claimed, category.weight))
    }

    /// What evidence that holds backs, overall.
    pub fn evidenced(&self) -> Option<Percent> {
        self.overall(|category| (category.evidenced, category.weight))
    }

    /// What people said, with validly waived items left out; absent where no waiver is valid, or where every item
    /// is waived. It stands beside the other two, never instead of them.
    pub fn excluding_waived(&self) -> Option<Percent> {
        if self.counts.waived == 0 {
            return None;
        }
        self.overall(|category| (category.claimed_unwaived, category.weight_unwaived))
    }

    /// Claimed − evidenced.
    pub fn over_claim(&self) -> Option<Percent> {
        Some(self.claimed()?.minus(&self.evidenced()?))
    }

    /// Answered Blocker and Should items of all those that count; absent over none.
    pub fn answered(&self) -> Option<Percent> {
        Percent::of(u64::from(self.answered), u64::from(self.answerable))
    }

    /// What a point of an item's weight is worth overall, as a fraction, up to a factor that all items share.
    pub(super) fn category_share(&self, at: usize) -> (u64, u64) {
        match (&self.category_weights, self.categories.get(at)) {
            (Some(weights), Some(category)) => (u64::from(weights[at]), category.weight.max(1)),
            _ => (1, 1),
        }
    }

    /// Whether anything counts.
    pub fn is_empty(&self) -> bool {
        self.tiers.iter().all(|tier| tier.counted == 0)
    }

    /// The gauge of a tier.
    pub fn tier(&self, tier: Tier) -> &TierFigures {
        &self.tiers[tier as usize]
    }

    fn overall(&self, sum: impl Fn(&CategoryFigures) -> (u64, u64)) -> Option<Percent> {
        match &self.category_weights {
            None => {
                let add = |(part, weight), (more, heavier)| (part + more, weight + heavier);
                let (part, weight) = self.categories.iter().map(&sum).fold((0, 0), add);
                Percent::of(part, weight * 100)
            }
            Some(weights) => {
                let parts: Vec<(u64, u64, u64)> = self
                    .categories
                    .iter()
                    .zip(weights)
                    .map(|(category, weight)| {
                        let (part, whole) = sum(category);
                        (u64::from(*weight), part, whole * 100)
                    })
                    .collect();
                Percent::weighted_mean(&parts)
            }
        }
    }
}
