//! Ready for which stage.

use super::checklist::{BlockersRule, Scoring, Tier};
use super::gate::blocks;
use super::ledger::{Class, Ledger, Tally};
use super::percent::Percent;
use super::score::Figures;

/// How far an assessment is with what one stage needs: the items of that stage and of every stage below it, and
/// those that every stage needs.
#[derive(Debug, Clone)]
pub struct StageFigures {
    /// Whether no item stands in the way of this stage or of one below it; absent where it needs no item.
    pub ready: Option<bool>,
    /// Blockers that stand in its way.
    pub open_blockers: u32,
    figures: Figures,
}

impl StageFigures {
    /// Its readiness: what people said, overall, of what it needs.
    pub fn claimed(&self) -> Option<Percent> {
        self.figures.claimed()
    }

    /// What evidence that holds backs of what it needs.
    pub fn evidenced(&self) -> Option<Percent> {
        self.figures.evidenced()
    }
}

impl Ledger {
    /// Every stage of the ladder, lowest first: with that stage as the target, would an open blocker, a blocker without
    /// evidence or in conflict, or too few Should items stand in the way, there or at a stage below?
    pub fn stages(&self, tally: &Tally, scoring: &Scoring) -> Vec<StageFigures> {
        let mut ready_below = true;
        (1..=self.stage_count)
            .map(|rung| {
                let figures = self.figures_up_to(tally, rung);
                let (open_blockers, share) = self.in_the_way(tally, scoring, rung);
                let nothing = figures.is_empty();
                ready_below &=
                    nothing || (open_blockers == 0 && !share.is_below(scoring.should_floor));
                StageFigures {
                    ready: (!nothing).then_some(ready_below),
                    open_blockers,
                    figures,
                }
            })
            .collect()
    }

    fn in_the_way(&self, tally: &Tally, scoring: &Scoring, rung: u16) -> (u32, Share) {
        let evidence_is_wanted = scoring.blockers == BlockersRule::Evidenced;
        let (mut open, mut share) = (0, Share::default());
        for (cell, sums) in self.cells.iter().zip(&tally.sums) {
            if cell.rung > rung {
                continue;
            }
            for class in Class::COUNTED {
                let count = sums.count(class);
                match cell.tier {
                    Tier::Blocker if blocks(class, evidence_is_wanted) => open += count,
                    Tier::Should => share.add(class, count),
                    _ => {}
                }
            }
        }
        (open + self.blocked_by_conflict(scoring, rung), share)
    }
}

/// Met Should items of all that are needed and not waived.
#[derive(Default)]
struct Share {
    met: u64,
    needed: u64,
}

impl Share {
    fn add(&mut self, class: Class, count: u32) {
        self.needed += u64::from(count);
        if matches!(class, Class::EVIDENCED | Class::UNEVIDENCED) {
            self.met += u64::from(count);
        }
    }

    fn is_below(&self, percent: u8) -> bool {
        self.met * 100 < self.needed * u64::from(percent)
    }
}
