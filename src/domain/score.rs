//! Every figure, in one pass over small packed values.
//!
//! A [`Ledger`] holds what each item contributes; an answer re-weighs its own item only. [`Figures`] are then
//! summed anew over the whole ledger: no running totals that could go wrong.

use super::assessment::{Assessment, Status};
use super::checklist::Tier;
use super::evidence::{Bench, same_person};
use super::percent::Percent;

/// What one item contributes to the figures, packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    pub(super) category: u32,
    pub(super) weight: u16,
    /// 0: needed at every stage; else the stage's position on the ladder plus one.
    pub(super) rung: u16,
    flags: u16,
    pub(super) value: u8,
    pub(super) evidenced: u8,
    pub(super) tier: Tier,
}

impl Weighed {
    pub(super) const IN_PLAY: u16 = 1;
    pub(super) const NOT_APPLICABLE: u16 = 1 << 1;
    pub(super) const ANSWERED: u16 = 1 << 2;
    pub(super) const MET: u16 = 1 << 3;
    pub(super) const PARTIAL: u16 = 1 << 4;
    pub(super) const UNKNOWN: u16 = 1 << 5;
    /// Not applicable, and nobody else has agreed.
    pub(super) const UNAGREED: u16 = 1 << 6;
    /// Met, and the whole is shown by nothing but links and notes that nobody else has confirmed (whether or not
    /// evidence against stands beside them).
    pub(super) const UNCONFIRMED: u16 = 1 << 7;
    /// Evidence against stands on an item that wants evidence.
    pub(super) const AGAINST: u16 = 1 << 8;
    /// Evidence that counts shows the whole, were it not for evidence against.
    pub(super) const SHOWN: u16 = 1 << 9;

    /// Weighs the item at a position.
    fn of(assessment: &Assessment, position: usize, bench: &Bench<'_>) -> Self {
        let (item, answer) = (assessment.item(position), &assessment.answers()[position]);
        let value = answer.status.value();
        let backing = bench.backing(item, value, &answer.evidence);
        let in_play = item.when.as_ref().is_none_or(|when| {
            // A condition that is neither true nor false leaves the item in play.
            when.holds(&|id| assessment.has_trait(id)) != Some(false)
        });
        let not_applicable = matches!(answer.status, Status::NotApplicable(_));
        let agreed = answer
            .agreed_by
            .as_ref()
            .is_some_and(|agreed| !same_person(&agreed.by, &answer.by));
        let met = answer.status == Status::Met;
        let flags = [
            (in_play, Self::IN_PLAY),
            (not_applicable, Self::NOT_APPLICABLE),
            (answer.status != Status::Unanswered, Self::ANSWERED),
            (met, Self::MET),
            (matches!(answer.status, Status::Partial(_)), Self::PARTIAL),
            (answer.status == Status::Unknown, Self::UNKNOWN),
            (not_applicable && !agreed, Self::UNAGREED),
            (
                met && backing.wanted && backing.shown == 100 && !backing.trusted,
                Self::UNCONFIRMED,
            ),
            (backing.wanted && backing.against, Self::AGAINST),
            (backing.shown == 100, Self::SHOWN),
        ];
        let rung = item
            .stage
            .as_ref()
            .and_then(|stage| assessment.checklist().stage_position(stage));
        Self {
            category: u32::try_from(assessment.category_of(position)).unwrap_or(u32::MAX),
            weight: assessment.checklist().weight_of(item),
            rung: rung.map_or(0, |rung| u16::try_from(rung + 1).unwrap_or(u16::MAX)),
            flags: flags
                .iter()
                .filter(|(set, _)| *set)
                .fold(0, |all, (_, flag)| all | flag),
            value,
            evidenced: backing.value,
            tier: item.tier,
        }
    }

    pub(super) fn is(self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// In play and not not-applicable.
    pub(super) fn is_applicable(self) -> bool {
        self.flags & (Self::IN_PLAY | Self::NOT_APPLICABLE) == Self::IN_PLAY
    }

    /// Met, and its evidence backs all of it.
    pub(super) fn is_evidenced(self) -> bool {
        self.is(Self::MET) && self.evidenced == 100
    }
}

/// Which items the figures count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scope {
    /// Those that the target stage needs.
    #[default]
    Needed,
    /// The whole checklist.
    Whole,
}

/// What every item of an assessment contributes.
#[derive(Debug, Clone)]
pub struct Ledger {
    pub(super) items: Vec<Weighed>,
    category_weights: Option<Vec<u16>>,
    category_count: usize,
    /// How many rungs the target reaches up; `u16::MAX` without a target.
    pub(super) reach: u16,
}

impl Ledger {
    /// Weighs every item.
    pub fn of(assessment: &Assessment, bench: &Bench<'_>) -> Self {
        let checklist = assessment.checklist();
        let category_weights = checklist.has_category_weights().then(|| {
            let weight = |weight: Option<i64>| {
                u16::try_from(weight.unwrap_or(1).clamp(1, 1000)).unwrap_or(1)
            };
            checklist
                .categories
                .iter()
                .map(|category| weight(category.weight))
                .collect()
        });
        let target = assessment
            .head
            .target
            .as_ref()
            .and_then(|target| checklist.stage_position(target));
        Self {
            items: (0..assessment.answers().len())
                .map(|at| Weighed::of(assessment, at, bench))
                .collect(),
            category_weights,
            category_count: checklist.categories.len(),
            reach: target.map_or(u16::MAX, |rung| u16::try_from(rung + 1).unwrap_or(u16::MAX)),
        }
    }

    /// Weighs one item anew, after its answer changed.
    pub fn reweigh(&mut self, assessment: &Assessment, position: usize, bench: &Bench<'_>) {
        if let Some(weighed) = self.items.get_mut(position) {
            *weighed = Weighed::of(assessment, position, bench);
        }
    }

    /// Whether the item at a position is needed for the target.
    pub fn is_needed(&self, position: usize) -> bool {
        self.items
            .get(position)
            .is_some_and(|item| item.is_applicable() && item.rung <= self.reach)
    }

    /// Whether the item at a position is in play.
    pub fn is_in_play(&self, position: usize) -> bool {
        self.items
            .get(position)
            .is_some_and(|item| item.is(Weighed::IN_PLAY))
    }

    /// The evidenced value of the item at a position, in hundredths.
    pub fn evidenced_value(&self, position: usize) -> u8 {
        self.items.get(position).map_or(0, |item| item.evidenced)
    }

    /// Sums every figure.
    pub fn figures(&self, scope: Scope) -> Figures {
        let reach = match scope {
            Scope::Needed => self.reach,
            Scope::Whole => u16::MAX,
        };
        let mut figures = Figures {
            categories: vec![CategoryFigures::default(); self.category_count],
            category_weights: self.category_weights.clone(),
            tiers: [TierFigures::default(); 3],
            counts: Counts::default(),
            answered: 0,
            answerable: 0,
        };
        for item in &self.items {
            if !item.is(Weighed::IN_PLAY) {
                figures.counts.out_of_play += 1;
                continue;
            }
            if item.rung > reach {
                continue;
            }
            if item.is(Weighed::NOT_APPLICABLE) {
                figures.counts.not_applicable += 1;
                continue;
            }
            figures.count(*item);
        }
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
    fn count(&mut self, item: Weighed) {
        let weight = u64::from(item.weight);
        let met = u32::from(item.is(Weighed::MET));
        let partial = u32::from(item.is(Weighed::PARTIAL));
        if let Some(category) = self.categories.get_mut(item.category as usize) {
            category.claimed += weight * u64::from(item.value);
            category.evidenced += weight * u64::from(item.evidenced);
            category.weight += weight;
            category.met += met;
            category.counted += 1;
        }
        let tier = &mut self.tiers[item.tier as usize];
        tier.met += met;
        tier.evidenced += u32::from(item.is_evidenced());
        tier.partial += partial;
        tier.counted += 1;
        let answered = u32::from(item.is(Weighed::ANSWERED));
        let unknown = u32::from(item.is(Weighed::UNKNOWN));
        if item.tier != Tier::Nice {
            self.answerable += 1;
            self.answered += answered;
        }
        let counts = &mut self.counts;
        counts.met += met;
        counts.partial += partial;
        counts.unknown += unknown;
        counts.unanswered += 1 - answered;
        counts.unmet += answered - met - partial - unknown;
    }

    /// What people said, overall: over weighted categories their weighted mean, else the mean of all items by
    /// weight.
    pub fn claimed(&self) -> Option<Percent> {
        self.overall(|category| category.claimed)
    }

    /// What evidence that holds backs, overall.
    pub fn evidenced(&self) -> Option<Percent> {
        self.overall(|category| category.evidenced)
    }

    /// Claimed − evidenced.
    pub fn over_claim(&self) -> Option<Percent> {
        Some(self.claimed()?.minus(&self.evidenced()?))
    }

    /// Answered Blocker and Should items of all those that count; absent over none.
    pub fn answered(&self) -> Option<Percent> {
        Percent::of(u64::from(self.answered), u64::from(self.answerable))
    }

    /// The gauge of a tier.
    pub fn tier(&self, tier: Tier) -> &TierFigures {
        &self.tiers[tier as usize]
    }

    fn overall(&self, sum: impl Fn(&CategoryFigures) -> u64) -> Option<Percent> {
        match &self.category_weights {
            None => {
                let part = self.categories.iter().map(&sum).sum();
                let weight: u64 = self.categories.iter().map(|category| category.weight).sum();
                Percent::of(part, weight * 100)
            }
            Some(weights) => {
                let parts: Vec<(u64, u64, u64)> = self
                    .categories
                    .iter()
                    .zip(weights)
                    .map(|(category, weight)| {
                        (u64::from(*weight), sum(category), category.weight * 100)
                    })
                    .collect();
                Percent::weighted_mean(&parts)
            }
        }
    }
}
