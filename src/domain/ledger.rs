//! What each item contributes to the figures, packed small.
//!
//! An answer re-weighs its own item only. Every figure is then summed anew in one pass over the whole ledger: there
//! are no running totals that could go wrong. Items of the same category, tier and stage share a cell, and the pass
//! adds up by cell: whatever is asked for, headline figures, gauges, a stage's readiness, comes from the few cells.

use super::assessment::{Answer, Assessment, Status};
use super::cells::{cells, rung_of};
use super::checklist::Tier;
use super::conflicted::Unsettled;
use super::dissent::Facilitators;
use super::estimate::Estimate;
use super::evidence::{Bench, same_person};
use super::lapsing::lapses_soon;
use super::sign_off::{Condition, no_go_roles, overdue_conditions};
use super::text::Text;

/// What one item contributes to the figures, packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    pub(super) cell: u32,
    /// Its weight; 0 where it does not count.
    pub(super) weight: u16,
    /// 0: needed at every stage; else the stage's position on the ladder plus one.
    pub(super) rung: u16,
    flags: u16,
    pub(super) value: u8,
    pub(super) evidenced: u8,
    pub(super) tier: Tier,
    class: Class,
}

/// How an item counts: everything that the counters tell apart, in one number below 16.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Class(u8);

impl Class {
    pub(super) const COUNT: usize = 16;
    pub(super) const OUT_OF_PLAY: Self = Self(0);
    pub(super) const NOT_APPLICABLE: Self = Self(1);
    /// Not applicable, and nobody else has agreed.
    pub(super) const UNAGREED: Self = Self(2);
    pub(super) const EVIDENCED: Self = Self(4);
    pub(super) const UNEVIDENCED: Self = Self(5);
    pub(super) const PARTIAL: Self = Self(6);
    pub(super) const UNMET: Self = Self(7);
    pub(super) const UNKNOWN: Self = Self(8);
    pub(super) const UNANSWERED: Self = Self(9);
    /// The classes of items that count.
    pub(super) const COUNTED: [Self; 6] = [
        Self::EVIDENCED,
        Self::UNEVIDENCED,
        Self::PARTIAL,
        Self::UNMET,
        Self::UNKNOWN,
        Self::UNANSWERED,
    ];

    /// The class of the same items with a valid waiver.
    pub(super) fn waived(self) -> Self {
        Self(self.0 + 6)
    }

    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }
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
    /// Evidence that counts shows the whole, were it not for evidence against; or none is wanted.
    pub(super) const SHOWN: u16 = 1 << 9;
    /// The item has a metric, and no measured value reaches its target.
    pub(super) const LACKS_MEASURE: u16 = 1 << 10;
    /// A valid waiver excuses it.
    pub(super) const WAIVED: u16 = 1 << 11;
    /// Somebody's dissent from its answer is open.
    pub(super) const DISSENT: u16 = 1 << 12;
    /// Evidence that counts, or the waiver, lapses soon.
    pub(super) const LAPSING: u16 = 1 << 13;
    /// Versions of its answer are in conflict.
    pub(super) const CONFLICT: u16 = 1 << 14;

    /// Weighs an answer to the item at a position, which stands in a cell.
    pub(super) fn of_answer(
        assessment: &Assessment,
        position: usize,
        answer: &Answer,
        bench: &Bench<'_>,
        cell: u32,
        facilitators: &Facilitators<'_>,
    ) -> Self {
        let item = assessment.item(position);
        let checklist = assessment.checklist();
        let backing = bench.backing(item, answer);
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
        let waived = answer
            .waiver
            .as_ref()
            .is_some_and(|waiver| bench.excuses(waiver, item, &checklist.scoring));
        let dissent = answer
            .dissents
            .iter()
            .any(|dissent| facilitators.leave_open(dissent));
        let lapsing = in_play && lapses_soon(item, answer, bench, &checklist.scoring);
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
            (!backing.wanted || backing.shown == 100, Self::SHOWN),
            (backing.lacks_measure, Self::LACKS_MEASURE),
            (waived, Self::WAIVED),
            (dissent, Self::DISSENT),
            (lapsing, Self::LAPSING),
        ];
        let flags = flags
            .iter()
            .filter(|(set, _)| *set)
            .fold(0, |all, (_, flag)| all | flag);
        let mut weighed = Self {
            cell,
            weight: checklist.weight_of(item),
            rung: rung_of(assessment, position),
            flags,
            value: answer.status.value(),
            evidenced: backing.value,
            tier: item.tier,
            class: Class::OUT_OF_PLAY,
        };
        if !weighed.is_applicable() {
            weighed.weight = 0;
        }
        weighed.class = weighed.classed();
        weighed
    }

    pub(super) fn class(self) -> Class {
        self.class
    }

    fn classed(self) -> Class {
        if !self.is(Self::IN_PLAY) {
            return Class::OUT_OF_PLAY;
        }
        if self.is(Self::NOT_APPLICABLE) {
            return if self.is(Self::UNAGREED) {
                Class::UNAGREED
            } else {
                Class::NOT_APPLICABLE
            };
        }
        let class = match self.flags & (Self::MET | Self::PARTIAL | Self::UNKNOWN | Self::ANSWERED)
        {
            flags if flags & Self::MET != 0 && self.evidenced == 100 => Class::EVIDENCED,
            flags if flags & Self::MET != 0 => Class::UNEVIDENCED,
            flags if flags & Self::PARTIAL != 0 => Class::PARTIAL,
            flags if flags & Self::UNKNOWN != 0 => Class::UNKNOWN,
            flags if flags & Self::ANSWERED != 0 => Class::UNMET,
            _ => Class::UNANSWERED,
        };
        if self.is(Self::WAIVED) {
            class.waived()
        } else {
            class
        }
    }

    pub(super) fn is(self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// Some of its flags set and others taken away.
    pub(super) fn flagged(mut self, set: u16, taken: u16) -> Self {
        self.flags = (self.flags & !taken) | set;
        self.class = self.classed();
        self
    }

    /// The same, with the values that follow for a Met item.
    pub(super) fn with(mut self, set: u16, taken: u16) -> Self {
        self = self.flagged(set, taken);
        if self.is(Self::MET) {
            self.value = 100;
            let backed = self.is(Self::SHOWN) && !self.is(Self::AGAINST | Self::LACKS_MEASURE);
            self.evidenced = if backed { 100 } else { self.evidenced };
        }
        self.class = self.classed();
        self
    }

    /// In play and not not-applicable.
    pub(super) fn is_applicable(self) -> bool {
        self.flags & (Self::IN_PLAY | Self::NOT_APPLICABLE) == Self::IN_PLAY
    }

    /// Whether what requires it need not wait for it: it is met, waived, not applicable or out of play, and nobody
    /// has said otherwise.
    pub(super) fn is_satisfied(self) -> bool {
        let is_met = self.is(Self::MET | Self::WAIVED) && !self.is(Self::CONFLICT);
        !self.is_applicable() || is_met
    }

    /// Met, and its evidence backs all of it; a conflict about it or not.
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

/// What all items of a cell have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) category: u32,
    pub(super) rung: u16,
    pub(super) tier: Tier,
}

/// What every item of an assessment contributes.
#[derive(Debug, Clone)]
pub struct Ledger {
    pub(super) items: Vec<Weighed>,
    /// The effort of each item, read once: the plan order asks for it after every change.
    efforts: Vec<Option<Estimate>>,
    pub(super) cells: Vec<Cell>,
    pub(super) category_weights: Option<Vec<u16>>,
    pub(super) category_count: usize,
    /// How many rungs the ladder has.
    pub(super) stage_count: u16,
    /// How many rungs the target reaches up; `u16::MAX` without a target.
    pub(super) reach: u16,
    /// Somebody's dissent from the verdict is open.
    pub(super) verdict_dissent: bool,
    /// The roles whose latest sign-off says no-go.
    pub(super) no_go_roles: Vec<Text>,
    /// The conditions of sign-offs that are overdue.
    pub(super) overdue_conditions: Vec<Condition>,
    /// The items in conflict, by position.
    pub(super) unsettled: Vec<Unsettled>,
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
        let (cells, cell_of) = cells(assessment);
        let dissents = &assessment.head.dissents;
        let facilitators = Facilitators::of(assessment);
        let mut unsettled = Vec::new();
        let mut weigh = |(item, cell): (usize, u32)| {
            let (weighed, settled) = Weighed::of(assessment, item, bench, cell, &facilitators);
            unsettled.extend(settled.map(|settled| Unsettled { item, settled }));
            weighed
        };
        Self {
            items: cell_of.into_iter().enumerate().map(&mut weigh).collect(),
            efforts: (0..assessment.answers().len())
                .map(|at| assessment.answers()[at].effort(assessment.item(at)))
                .collect(),
            cells,
            category_weights,
            category_count: checklist.categories.len(),
            stage_count: u16::try_from(checklist.stages.len()).unwrap_or(u16::MAX),
            reach: target.map_or(u16::MAX, |rung| u16::try_from(rung + 1).unwrap_or(u16::MAX)),
            verdict_dissent: dissents
                .iter()
                .any(|dissent| facilitators.leave_open(dissent)),
            no_go_roles: no_go_roles(bench.observations.sign_offs()),
            overdue_conditions: overdue_conditions(assessment, bench),
            unsettled,
        }
    }

    /// Weighs one item anew, after its answer changed.
    pub fn reweigh(&mut self, assessment: &Assessment, position: usize, bench: &Bench<'_>) {
        if let Some(weighed) = self.items.get_mut(position) {
            let facilitators = Facilitators::of(assessment);
            let (now, settled) =
                Weighed::of(assessment, position, bench, weighed.cell, &facilitators);
            *weighed = now;
            self.unsettled.retain(|it| it.item != position);
            if let Some(settled) = settled {
                let at = self.unsettled.partition_point(|it| it.item < position);
                let item = position;
                self.unsettled.insert(at, Unsettled { item, settled });
            }
            self.efforts[position] =
                assessment.answers()[position].effort(assessment.item(position));
        }
    }

    /// Whether the item at a position is needed for the target.
    pub fn is_needed(&self, position: usize) -> bool {
        self.items
            .get(position)
            .is_some_and(|item| item.is_applicable() && item.rung <= self.reach)
    }

    /// Whether the item at a position is in play and of a stage that the target needs, not applicable or not.
    pub fn is_asked_for(&self, position: usize) -> bool {
        self.items
            .get(position)
            .is_some_and(|item| item.is(Weighed::IN_PLAY) && item.rung <= self.reach)
    }

    /// Whether the item at a position is open work: needed, and in conflict, not met, or met without evidence that
    /// backs all of it.
    pub fn is_open(&self, position: usize) -> bool {
        let is_done = |item: &Weighed| item.is_evidenced() && !item.is(Weighed::CONFLICT);
        self.is_needed(position) && !is_done(&self.items[position])
    }

    /// Whether the item at a position is in play.
    pub fn is_in_play(&self, position: usize) -> bool {
        self.is(position, Weighed::IN_PLAY)
    }

    /// Whether a valid waiver excuses the item at a position.
    pub fn is_waived(&self, position: usize) -> bool {
        self.is(position, Weighed::WAIVED)
    }

    /// Whether nothing is left to do about the item at a position: it is met, waived, not applicable or out of play.
    pub fn is_satisfied(&self, position: usize) -> bool {
        self.items
            .get(position)
            .is_some_and(|item| item.is_satisfied())
    }

    /// Whether somebody's dissent from the answer to the item at a position is open.
    pub fn is_disputed(&self, position: usize) -> bool {
        self.is(position, Weighed::DISSENT)
    }

    /// Whether the figures of a scope count the item at a position, and if so, whether it is met.
    pub fn counted(&self, position: usize, scope: Scope) -> Option<bool> {
        let item = self.items.get(position)?;
        let counts = item.is_applicable() && (scope == Scope::Whole || item.rung <= self.reach);
        counts.then(|| item.is(Weighed::MET))
    }

    /// Whether evidence that counts for the item at a position, or its waiver, lapses within
    /// [`super::lapsing::SOON_DAYS`] days.
    pub fn is_lapsing(&self, position: usize) -> bool {
        self.is(position, Weighed::LAPSING)
    }

    /// The effort of the item at a position; absent where it has none that can be read.
    pub fn effort(&self, position: usize) -> Option<Estimate> {
        self.efforts.get(position).copied().flatten()
    }

    /// Whether some item has an effort.
    pub(super) fn has_efforts(&self) -> bool {
        self.efforts.iter().any(Option::is_some)
    }

    /// The evidenced value of the item at a position, in hundredths.
    pub fn evidenced_value(&self, position: usize) -> u8 {
        self.items.get(position).map_or(0, |item| item.evidenced)
    }

    /// The category of a weighed item.
    pub(super) fn category_of(&self, item: Weighed) -> usize {
        self.cells[item.cell as usize].category as usize
    }

    pub(super) fn is(&self, position: usize, flag: u16) -> bool {
        self.items.get(position).is_some_and(|item| item.is(flag))
    }

    /// Adds every item up by cell, in one pass.
    pub fn tally(&self) -> Tally {
        let mut sums = vec![CellSums::default(); self.cells.len()];
        for item in &self.items {
            let sums = &mut sums[item.cell as usize];
            let weight = u64::from(item.weight);
            sums.claimed += weight * u64::from(item.value);
            sums.evidenced += weight * u64::from(item.evidenced);
            sums.weight += weight;
            sums.counts[item.class.index()] += 1;
        }
        let waived = |sums: &CellSums| {
            Class::COUNTED
                .iter()
                .any(|class| sums.count(class.waived()) > 0)
        };
        if sums.iter().any(waived) {
            for item in self.items.iter().filter(|item| item.is(Weighed::WAIVED)) {
                let sums = &mut sums[item.cell as usize];
                sums.waived_claimed += u64::from(item.weight) * u64::from(item.value);
                sums.waived_weight += u64::from(item.weight);
            }
        }
        Tally { sums }
    }
}

/// Every item added up by cell.
#[derive(Debug, Clone)]
pub struct Tally {
    pub(super) sums: Vec<CellSums>,
}

/// The sums of one cell.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CellSums {
    /// Σ weight · value, in hundredths.
    pub(super) claimed: u64,
    /// Σ weight · evidenced value, in hundredths.
    pub(super) evidenced: u64,
    /// Σ weight.
    pub(super) weight: u64,
    /// Σ weight · value of the waived items among them, in hundredths.
    pub(super) waived_claimed: u64,
    /// Σ weight of the waived items among them.
    pub(super) waived_weight: u64,
    counts: [u32; Class::COUNT],
}

impl CellSums {
    /// Items of a class.
    pub(super) fn count(&self, class: Class) -> u32 {
        self.counts[class.index()]
    }

    /// Items of a class, waived or not.
    pub(super) fn all(&self, class: Class) -> u32 {
        self.count(class) + self.count(class.waived())
    }

    /// Items that count.
    pub(super) fn counted(&self) -> u32 {
        Class::COUNTED.iter().map(|class| self.all(*class)).sum()
    }

    /// Items that are met.
    pub(super) fn met(&self) -> u32 {
        self.all(Class::EVIDENCED) + self.all(Class::UNEVIDENCED)
    }
}
