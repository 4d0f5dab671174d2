//! The fewest steps from a verdict to the next one.

use std::collections::HashSet;

use super::checklist::{BlockersRule, ConfirmRule, Scoring, Tier};
use super::gate::{Judgement, ReasonKind, Rung, Shares, Verdict};
use super::plan::PlanOrder;
use super::score::{Ledger, Weighed};

/// What to do about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Give an answer, whatever it is.
    Answer,
    /// Meet it, with evidence that counts where evidence is wanted.
    Meet,
    /// Attach evidence that counts.
    Evidence,
    /// Have somebody else confirm the evidence.
    Confirm,
    /// Have somebody else agree that it does not apply.
    Agree,
    /// Withdraw the evidence that speaks against it, once it no longer does.
    Withdraw,
}

impl Act {
    /// The verb in JSON and on screen.
    pub fn key(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Meet => "meet",
            Self::Evidence => "evidence",
            Self::Confirm => "confirm",
            Self::Agree => "agree",
            Self::Withdraw => "withdraw",
        }
    }
}

/// One step towards the next verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The item's position.
    pub item: usize,
    /// What to do.
    pub act: Act,
}

impl Ledger {
    /// The fewest steps that lift the judgement's verdict to the next one; of equally few, the earliest in plan
    /// order. Empty for go, and where no step on an item can lift it.
    pub fn next(&self, scoring: &Scoring, judgement: &Judgement, order: &PlanOrder) -> Vec<Step> {
        let shares = Shares::of(self);
        let mut steps = match judgement.verdict {
            Verdict::NoGo => self.to_conditional(scoring, judgement, &shares, order),
            Verdict::ConditionalGo => self.to_go(scoring, judgement, &shares, order),
            Verdict::Go => Vec::new(),
        };
        steps.sort_by_key(|step| order.place(step.item));
        steps
    }

    fn to_conditional(
        &self,
        scoring: &Scoring,
        judgement: &Judgement,
        shares: &Shares,
        order: &PlanOrder,
    ) -> Vec<Step> {
        let mut steps = Vec::new();
        for reason in &judgement.reasons {
            match reason.kind {
                ReasonKind::OpenBlocker => {
                    for &item in &reason.items {
                        if self.items[item].is(Weighed::AGAINST)
                            && scoring.blockers == BlockersRule::Evidenced
                        {
                            steps.push(Step {
                                item,
                                act: Act::Withdraw,
                            });
                        }
                        steps.push(Step {
                            item,
                            act: Act::Meet,
                        });
                    }
                }
                ReasonKind::UnevidencedBlocker if scoring.blockers == BlockersRule::Evidenced => {
                    steps.extend(
                        reason
                            .items
                            .iter()
                            .flat_map(|&item| self.evidence_steps(item)),
                    );
                }
                ReasonKind::ShouldBelowFloor => {
                    let candidates = self.needed(Tier::Should, &|item| !item.is(Weighed::MET));
                    let mut goal = Goal::new(shares, scoring.should_floor, false);
                    let chosen =
                        goal.choose(self.candidates(&candidates, &[], shares, order), shares);
                    steps.extend(chosen.into_iter().map(|(item, act)| Step { item, act }));
                }
                _ => {}
            }
        }
        if steps.is_empty() {
            // Only "nothing assessed" is left, with a gate that asks nothing else: one answer is enough.
            let unanswered = self.needed_that_matter(&|item| !item.is(Weighed::ANSWERED));
            let first = unanswered.into_iter().min_by_key(|item| order.place(*item));
            steps.extend(first.map(|item| Step {
                item,
                act: Act::Answer,
            }));
        }
        steps
    }

    fn to_go(
        &self,
        scoring: &Scoring,
        judgement: &Judgement,
        shares: &Shares,
        order: &PlanOrder,
    ) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut forced = Vec::new();
        for reason in &judgement.reasons {
            match reason.kind {
                ReasonKind::NotApplicable => {
                    let blockers = reason
                        .items
                        .iter()
                        .filter(|&&at| self.items[at].tier == Tier::Blocker);
                    steps.extend(blockers.map(|&item| Step {
                        item,
                        act: Act::Agree,
                    }));
                }
                ReasonKind::UnconfirmedEvidence => {
                    steps.extend(reason.items.iter().map(|&item| Step {
                        item,
                        act: Act::Confirm,
                    }));
                }
                ReasonKind::UnevidencedBlocker => {
                    for &item in &reason.items {
                        steps.extend(self.evidence_steps(item));
                        // What is left once the evidence against is withdrawn wants confirming as well.
                        let unconfirmed = self.items[item].is(Weighed::UNCONFIRMED);
                        if unconfirmed && scoring.confirm == ConfirmRule::Blockers {
                            let act = Act::Confirm;
                            steps.push(Step { item, act });
                        }
                    }
                }
                // Each of these wants a step of its own, and meeting it serves the share as well.
                ReasonKind::Unanswered | ReasonKind::Unknown => {
                    forced.extend(reason.items.iter().copied());
                }
                _ => {}
            }
        }
        let open = self.needed(Tier::Should, &|item| {
            !item.is(Weighed::MET) && item.is(Weighed::ANSWERED) && !item.is(Weighed::UNKNOWN)
        });
        let unagreed = self.unagreed(Tier::Should, usize::MAX, shares);
        forced.sort_unstable();
        let mut goal = Goal::new(shares, scoring.should_threshold, true);
        for &item in &forced {
            goal.take(shares.rung_of(self.items[item]), Act::Meet);
        }
        let extra = goal.choose(self.candidates(&open, &unagreed, shares, order), shares);
        let mut goal = Goal::new(shares, scoring.should_threshold, true);
        for &(item, act) in &extra {
            goal.take(shares.rung_of(self.items[item]), act);
        }
        let to_meet: HashSet<usize> = goal
            .choose(self.candidates(&forced, &[], shares, order), shares)
            .into_iter()
            .map(|(item, _)| item)
            .collect();
        steps.extend(forced.iter().map(|&item| {
            let meet = to_meet.contains(&item);
            Step {
                item,
                act: if meet { Act::Meet } else { Act::Answer },
            }
        }));
        steps.extend(extra.into_iter().map(|(item, act)| Step { item, act }));
        steps
    }

    /// What makes a Met item evidenced.
    fn evidence_steps(&self, item: usize) -> Vec<Step> {
        let weighed = self.items[item];
        let withdraw = weighed.is(Weighed::AGAINST).then_some(Step {
            item,
            act: Act::Withdraw,
        });
        let evidence = (!weighed.is(Weighed::SHOWN)).then_some(Step {
            item,
            act: Act::Evidence,
        });
        withdraw.into_iter().chain(evidence).collect()
    }

    fn candidates(
        &self,
        meet: &[usize],
        agree: &[usize],
        shares: &Shares,
        order: &PlanOrder,
    ) -> Vec<Candidate> {
        let candidate = |act| {
            move |&item: &usize| Candidate {
                item,
                act,
                rung: shares.rung_of(self.items[item]),
            }
        };
        let mut all: Vec<Candidate> = meet
            .iter()
            .map(candidate(Act::Meet))
            .chain(agree.iter().map(candidate(Act::Agree)))
            .collect();
        all.sort_by_key(|candidate| order.place(candidate.item));
        all
    }
}

/// An item that can be taken to bring the Should share up, and how.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    item: usize,
    act: Act,
    rung: usize,
}

/// What the Should shares still lack, rung by rung (each rung counts all below it).
struct Goal {
    /// In hundredths of an item, to be had by meeting items only.
    met: Vec<i64>,
    /// The same with unagreed n/a counted as not met; agreeing to one helps as well.
    with_unagreed: Vec<i64>,
    percent: i64,
}

impl Goal {
    fn new(shares: &Shares, percent: u8, with_unagreed: bool) -> Self {
        let first = usize::from(shares.rungs.len() > 1);
        let shortfall = |with_unagreed| -> Vec<i64> {
            let of = |(at, rung): (usize, &Rung)| {
                if at < first {
                    0
                } else {
                    rung.shortfall(percent, with_unagreed).max(0)
                }
            };
            shares.rungs.iter().enumerate().map(of).collect()
        };
        Self {
            met: shortfall(false),
            with_unagreed: shortfall(with_unagreed),
            percent: i64::from(percent),
        }
    }

    /// Counts a step on an item of a rung as done.
    fn take(&mut self, rung: usize, act: Act) {
        let (met, either) = match act {
            Act::Agree => (0, self.percent),
            _ => (100, 100),
        };
        for at in rung..self.met.len() {
            self.met[at] -= met;
            self.with_unagreed[at] -= either;
        }
    }

    /// The fewest of the candidates, in plan order, that reach the goal; of equally few, the earliest. What can't
    /// be reached is reached as far as it goes.
    fn choose(&mut self, candidates: Vec<Candidate>, shares: &Shares) -> Vec<(usize, Act)> {
        let mut left = vec![(0i64, 0i64); shares.rungs.len()];
        for candidate in &candidates {
            let (meets, agrees) = &mut left[candidate.rung];
            *(if candidate.act == Act::Agree {
                agrees
            } else {
                meets
            }) += 1;
        }
        let mut fewest = self.fewest(&left);
        let mut chosen = Vec::new();
        for candidate in candidates {
            if fewest == 0 {
                break;
            }
            let (meets, agrees) = &mut left[candidate.rung];
            *(if candidate.act == Act::Agree {
                agrees
            } else {
                meets
            }) -= 1;
            let before = (self.met.clone(), self.with_unagreed.clone());
            self.take(candidate.rung, candidate.act);
            if self.fewest(&left) + 1 == fewest {
                fewest -= 1;
                chosen.push((candidate.item, candidate.act));
            } else {
                (self.met, self.with_unagreed) = before;
            }
        }
        chosen
    }

    /// How many steps are needed, with so many (meets, agrees) to be had on each rung. Meeting helps most, and a
    /// step on a low rung helps every rung above: taking them rung by rung from below, meets first, is optimal.
    fn fewest(&self, available: &[(i64, i64)]) -> i64 {
        let (mut meets_left, mut agrees_left, mut meets, mut agrees) = (0, 0, 0, 0);
        for (at, (more_meets, more_agrees)) in available.iter().enumerate() {
            meets_left += more_meets;
            agrees_left += more_agrees;
            let short = (self.met[at] - 100 * meets)
                .max(self.with_unagreed[at] - 100 * meets - self.percent * agrees);
            let take = ceiling(short, 100).min(meets_left);
            meets_left -= take;
            meets += take;
            let short = self.with_unagreed[at] - 100 * meets - self.percent * agrees;
            let take = ceiling(short, self.percent).min(agrees_left);
            agrees_left -= take;
            agrees += take;
        }
        meets + agrees
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
