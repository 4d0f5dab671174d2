//! What the Should shares still lack, and the fewest items that bring it.

use super::shares::{Also, Rung, Shares};
use super::steps::Act;

/// How a step helps the Should shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Help {
    /// An item is met: every share has one more.
    Meet,
    /// An n/a is agreed to: it no longer counts as not met.
    Agree,
    /// A waived item is met: its waiver is no longer what the share rests on.
    MeetWaived,
}

/// An item that can be taken to bring the Should share up, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) item: usize,
    pub(super) act: Act,
    pub(super) help: Help,
    pub(super) rung: usize,
}

/// How many steps of each kind can be had on a rung.
#[derive(Debug, Clone, Copy, Default)]
struct Available {
    meets: i64,
    agrees: i64,
    waived: i64,
}

impl Available {
    fn of(&mut self, help: Help) -> &mut i64 {
        match help {
            Help::Meet => &mut self.meets,
            Help::Agree => &mut self.agrees,
            Help::MeetWaived => &mut self.waived,
        }
    }
}

/// What the Should shares still lack, in hundredths of an item, rung by rung (each rung counts all below it).
#[derive(Debug, Clone)]
pub(super) struct Goal {
    /// To be had by meeting items only.
    met: Vec<i64>,
    /// The same with unagreed n/a counted as not met; agreeing to one helps as well.
    with_unagreed: Vec<i64>,
    /// The same with waived items counted as not met; meeting one helps as well.
    with_excused: Vec<i64>,
    percent: i64,
}

impl Goal {
    /// The way to so many percent; to a floor, where n/a and waivers are nobody's business yet, by what is needed
    /// alone.
    pub(super) fn new(shares: &Shares, percent: u8, plain: bool) -> Self {
        let first = usize::from(shares.rungs.len() > 1);
        let shortfall = |also| -> Vec<i64> {
            let of = |(at, rung): (usize, &Rung)| {
                if at < first {
                    0
                } else {
                    rung.shortfall(percent, also).max(0)
                }
            };
            shares.rungs.iter().enumerate().map(of).collect()
        };
        let also = |also| shortfall(if plain { Also::Nothing } else { also });
        Self {
            met: shortfall(Also::Nothing),
            with_unagreed: also(Also::Unagreed),
            with_excused: also(Also::Excused),
            percent: i64::from(percent),
        }
    }

    /// Counts a step on an item of a rung as done.
    pub(super) fn take(&mut self, rung: usize, help: Help) {
        let (met, unagreed, excused) = match help {
            Help::Meet => (100, 100, 100),
            Help::Agree => (0, self.percent, 0),
            Help::MeetWaived => (0, 0, self.percent),
        };
        for at in rung..self.met.len() {
            self.met[at] -= met;
            self.with_unagreed[at] -= unagreed;
            self.with_excused[at] -= excused;
        }
    }

    /// The fewest of the candidates, in plan order, that reach the goal; of equally few, the earliest. What can't
    /// be reached is reached as far as it goes.
    pub(super) fn choose(
        &mut self,
        candidates: Vec<Candidate>,
        shares: &Shares,
    ) -> Vec<(usize, Act)> {
        let mut left = vec![Available::default(); shares.rungs.len()];
        for candidate in &candidates {
            *left[candidate.rung].of(candidate.help) += 1;
        }
        let mut fewest = self.fewest(&left);
        let mut chosen = Vec::new();
        for candidate in candidates {
            if fewest == 0 {
                break;
            }
            *left[candidate.rung].of(candidate.help) -= 1;
            let before = self.clone();
            self.take(candidate.rung, candidate.help);
            if self.fewest(&left) + 1 == fewest {
                fewest -= 1;
                chosen.push((candidate.item, candidate.act));
            } else {
                *self = before;
            }
        }
        chosen
    }

    /// How many steps are needed, with so many to be had on each rung. Meeting an item that nobody waived helps every
    /// share most, and a step on a low rung helps every rung above: taking them rung by rung from below, such meets
    /// first, is optimal.
    fn fewest(&self, available: &[Available]) -> i64 {
        let mut left = Available::default();
        let (mut meets, mut agrees, mut waived) = (0, 0, 0);
        for (at, more) in available.iter().enumerate() {
            left.meets += more.meets;
            left.agrees += more.agrees;
            left.waived += more.waived;
            let unagreed = self.with_unagreed[at] - self.percent * agrees;
            let excused = self.with_excused[at] - self.percent * waived;
            let short = self.met[at].max(unagreed).max(excused) - 100 * meets;
            let take = ceiling(short, 100).min(left.meets);
            left.meets -= take;
            meets += take;
            let take = ceiling(unagreed - 100 * meets, self.percent).min(left.agrees);
            left.agrees -= take;
            agrees += take;
            let take = ceiling(excused - 100 * meets, self.percent).min(left.waived);
            left.waived -= take;
            waived += take;
        }
        meets + agrees + waived
    }
}

/// How many steps of a size cover a shortfall; none for none.
fn ceiling(shortfall: i64, size: i64) -> i64 {
    if shortfall <= 0 || size <= 0 {
        0
    } else {
        (shortfall + size - 1) / size
    }
}
