//! The Should shares that the gate looks at.

use super::checklist::Tier;
use super::ledger::{CellSums, Class, Ledger, Tally, Weighed};

/// Should items on one rung, or summed up to it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rung {
    /// Met, not waived.
    met: u64,
    /// Needed, not waived.
    needed: u64,
    /// Not applicable, and nobody else has agreed.
    unagreed: u64,
    /// Waived and not met.
    excused: u64,
}

/// Which Should items a share is formed over, besides those that are needed and not waived; these as not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Also {
    /// None.
    Nothing,
    /// Those whose n/a nobody else has agreed to.
    Unagreed,
    /// Those that are waived and not met.
    Excused,
}

impl Rung {
    fn also(&self, also: Also) -> u64 {
        match also {
            Also::Nothing => 0,
            Also::Unagreed => self.unagreed,
            Also::Excused => self.excused,
        }
    }

    /// By how many hundredths of an item the share is short of so many percent; negative if it has some to spare.
    pub(super) fn shortfall(&self, percent: u8, also: Also) -> i64 {
        let whole = self.needed + self.also(also);
        signed(whole * u64::from(percent)) - signed(self.met * 100)
    }

    fn add(&mut self, sums: &CellSums) {
        self.met += u64::from(sums.count(Class::EVIDENCED) + sums.count(Class::UNEVIDENCED));
        self.unagreed += u64::from(sums.count(Class::UNAGREED));
        for class in Class::COUNTED {
            self.needed += u64::from(sums.count(class));
            if !matches!(class, Class::EVIDENCED | Class::UNEVIDENCED) {
                self.excused += u64::from(sums.count(class.waived()));
            }
        }
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The Should shares that the gate looks at: at the target and at every stage below it; without a target, over
/// everything.
pub(super) struct Shares {
    pub(super) rungs: Vec<Rung>,
}

impl Shares {
    pub(super) fn of(ledger: &Ledger, tally: &Tally) -> Self {
        let target = if ledger.reach == u16::MAX {
            0
        } else {
            usize::from(ledger.reach)
        };
        let mut rungs = vec![Rung::default(); target + 1];
        for (cell, sums) in ledger.cells.iter().zip(&tally.sums) {
            if cell.tier == Tier::Should && cell.rung <= ledger.reach {
                rungs[usize::from(cell.rung).min(target)].add(sums);
            }
        }
        for at in 1..rungs.len() {
            let below = rungs[at - 1];
            let rung = &mut rungs[at];
            rung.met += below.met;
            rung.needed += below.needed;
            rung.unagreed += below.unagreed;
            rung.excused += below.excused;
        }
        Self { rungs }
    }

    /// On which rung an item stands here.
    pub(super) fn rung_of(&self, item: Weighed) -> usize {
        usize::from(item.rung).min(self.rungs.len() - 1)
    }

    /// The highest judged rung (every stage up to the target, or the only one there is) where a share that has some
    /// of these items is below so many percent.
    pub(super) fn highest_below(&self, percent: u8, also: Also) -> Option<usize> {
        let first = usize::from(self.rungs.len() > 1);
        let is_below = |rung: &Rung| {
            let has_some = match also {
                Also::Nothing => rung.needed > 0,
                also => rung.also(also) > 0,
            };
            has_some && rung.shortfall(percent, also) > 0
        };
        (first..self.rungs.len()).rfind(|at| is_below(&self.rungs[*at]))
    }
}
