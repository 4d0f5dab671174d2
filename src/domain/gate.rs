//! The verdict, with its reasons and the steps to the next one.

use super::assessment::Assessment;
use super::checklist::{BlockersRule, ConfirmRule, Scoring, Tier};
use super::score::{Ledger, Weighed};

/// Whether it may ship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It may not.
    NoGo,
    /// It may, on what the reasons say.
    ConditionalGo,
    /// It may.
    Go,
}

impl Verdict {
    /// The one spelling.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoGo => "no-go",
            Self::ConditionalGo => "conditional-go",
            Self::Go => "go",
        }
    }
}

/// A kind of reason, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonKind {
    /// A needed Blocker is not met.
    OpenBlocker,
    /// A needed Blocker is met without evidence that backs it (under `blockers: Claimed` a reason for a
    /// conditional go only).
    UnevidencedBlocker,
    /// Too few Should items are met, at the target or at a stage below.
    ShouldBelowFloor,
    /// Nothing that matters is needed, or none of it is answered.
    NothingAssessed,
    /// Nobody else has agreed that an item does not apply.
    NotApplicable,
    /// A Blocker is backed only by links or notes that nobody else has confirmed.
    UnconfirmedEvidence,
    /// Not enough Should items are met for an unconditional go.
    ShouldBelowThreshold,
    /// Blocker or Should items have no answer.
    Unanswered,
    /// Somebody looked at Blocker or Should items and can't tell.
    Unknown,
}

impl ReasonKind {
    /// The word in JSON, on the command line and on screen.
    pub fn key(self) -> &'static str {
        match self {
            Self::OpenBlocker => "open-blocker",
            Self::UnevidencedBlocker => "unevidenced-blocker",
            Self::ShouldBelowFloor => "should-below-floor",
            Self::NothingAssessed => "nothing-assessed",
            Self::NotApplicable => "not-applicable",
            Self::UnconfirmedEvidence => "unconfirmed-evidence",
            Self::ShouldBelowThreshold => "should-below-threshold",
            Self::Unanswered => "unanswered",
            Self::Unknown => "unknown",
        }
    }

    /// The reason in words for people, for so many items.
    pub fn phrase(self, items: usize) -> String {
        let s = if items == 1 { "" } else { "s" };
        match self {
            Self::OpenBlocker => format!("{items} open blocker{s}"),
            Self::UnevidencedBlocker => format!("{items} blocker{s} without evidence"),
            Self::ShouldBelowFloor => "too few should items met".to_owned(),
            Self::NothingAssessed => "nothing assessed".to_owned(),
            Self::NotApplicable => format!("{items} n/a nobody else agreed to"),
            Self::UnconfirmedEvidence => format!("{items} blocker{s} with unconfirmed evidence"),
            Self::ShouldBelowThreshold => "not enough should items met".to_owned(),
            Self::Unanswered => format!("{items} unanswered"),
            Self::Unknown => format!("{items} unknown"),
        }
    }
}

/// One reason of a verdict, with the items it names by position, in plan order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What kind.
    pub kind: ReasonKind,
    /// The items' positions.
    pub items: Vec<usize>,
}

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

/// A verdict with everything that holds for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it may ship.
    pub verdict: Verdict,
    /// Why, worst first. Empty for an unconditional go only.
    pub reasons: Vec<Reason>,
}

/// Met, needed and unagreed n/a Should items on one rung, or summed up to it.
#[derive(Debug, Clone, Copy, Default)]
struct Rung {
    met: u64,
    needed: u64,
    unagreed: u64,
}

impl Rung {
    /// Whether the share of met items, unagreed n/a counted as not met if asked for, is below so many percent.
    fn is_below(&self, percent: u8, with_unagreed: bool) -> bool {
        self.shortfall(percent, with_unagreed) > 0
    }

    /// By how many hundredths of an item the share is short of so many percent; negative if it has some to spare.
    fn shortfall(&self, percent: u8, with_unagreed: bool) -> i64 {
        let whole = self.needed + if with_unagreed { self.unagreed } else { 0 };
        signed(whole * u64::from(percent)) - signed(self.met * 100)
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The Should shares that the gate looks at: at the target and at every stage below it; without a target, over
/// everything.
struct Shares {
    rungs: Vec<Rung>,
}

impl Shares {
    fn of(ledger: &Ledger) -> Self {
        let target = if ledger.reach == u16::MAX {
            0
        } else {
            usize::from(ledger.reach)
        };
        let mut rungs = vec![Rung::default(); target + 1];
        for item in ledger
            .items
            .iter()
            .filter(|item| item.tier == Tier::Should && item.rung <= ledger.reach)
        {
            let rung = &mut rungs[usize::from(item.rung).min(target)];
            if item.is_applicable() {
                rung.needed += 1;
                rung.met += u64::from(item.is(Weighed::MET));
            } else if item.is(Weighed::IN_PLAY) && item.is(Weighed::UNAGREED) {
                rung.unagreed += 1;
            }
        }
        for at in 1..rungs.len() {
            let below = rungs[at - 1];
            let rung = &mut rungs[at];
            rung.met += below.met;
            rung.needed += below.needed;
            rung.unagreed += below.unagreed;
        }
        Self { rungs }
    }

    /// The rungs to judge: every stage up to the target, or the only one there is.
    fn judged(&self) -> impl Iterator<Item = (usize, &Rung)> {
        self.rungs
            .iter()
            .enumerate()
            .skip(usize::from(self.rungs.len() > 1))
    }

    /// On which rung an item stands here.
    fn rung_of(&self, item: Weighed) -> usize {
        usize::from(item.rung).min(self.rungs.len() - 1)
    }

    /// The highest judged rung of which something holds.
    fn highest(&self, holds: impl Fn(&Rung) -> bool) -> Option<usize> {
        self.judged()
            .filter(|(_, rung)| holds(rung))
            .map(|(at, _)| at)
            .last()
    }
}

impl Ledger {
    /// The verdict with all reasons that hold.
    pub fn judge(&self, scoring: &Scoring) -> Judgement {
        let shares = Shares::of(self);
        let mut reasons = Vec::new();
        let mut add = |kind, items: Vec<usize>| {
            if !items.is_empty() {
                reasons.push(Reason { kind, items });
            }
        };
        let blockers = |holds: &dyn Fn(Weighed) -> bool| self.needed(Tier::Blocker, holds);
        let unevidenced = blockers(&|item| item.is(Weighed::MET) && !item.is_evidenced());
        let claimed_is_enough = scoring.blockers == BlockersRule::Claimed;

        add(
            ReasonKind::OpenBlocker,
            blockers(&|item| !item.is(Weighed::MET)),
        );
        if !claimed_is_enough {
            add(ReasonKind::UnevidencedBlocker, unevidenced.clone());
        }
        let unmet_up_to = |top: usize| {
            self.needed(Tier::Should, &|item| {
                !item.is(Weighed::MET) && shares.rung_of(item) <= top
            })
        };
        let floor =
            shares.highest(|rung| rung.needed > 0 && rung.is_below(scoring.should_floor, false));
        if let Some(top) = floor {
            add(ReasonKind::ShouldBelowFloor, unmet_up_to(top));
        }
        let nothing_assessed = self.nothing_assessed();
        add(
            ReasonKind::NothingAssessed,
            nothing_assessed.clone().unwrap_or_default(),
        );
        if nothing_assessed.as_ref().is_some_and(Vec::is_empty) {
            reasons.push(Reason {
                kind: ReasonKind::NothingAssessed,
                items: Vec::new(),
            });
        }
        let no_go = !reasons.is_empty();

        let mut add = |kind, items: Vec<usize>| {
            if !items.is_empty() {
                reasons.push(Reason { kind, items });
            }
        };
        let mut unagreed = self.unagreed(Tier::Blocker, usize::MAX, &shares);
        let with_unagreed = shares
            .highest(|rung| rung.unagreed > 0 && rung.is_below(scoring.should_threshold, true));
        if let Some(top) = with_unagreed {
            unagreed.extend(self.unagreed(Tier::Should, top, &shares));
        }
        add(ReasonKind::NotApplicable, unagreed);
        if scoring.confirm == ConfirmRule::Blockers {
            add(
                ReasonKind::UnconfirmedEvidence,
                blockers(&|item| item.is(Weighed::UNCONFIRMED) && item.is_evidenced()),
            );
        }
        let threshold = shares
            .highest(|rung| rung.needed > 0 && rung.is_below(scoring.should_threshold, false));
        if let (Some(top), None) = (threshold, floor) {
            add(ReasonKind::ShouldBelowThreshold, unmet_up_to(top));
        }
        add(
            ReasonKind::Unanswered,
            self.needed_that_matter(&|item| !item.is(Weighed::ANSWERED)),
        );
        add(
            ReasonKind::Unknown,
            self.needed_that_matter(&|item| item.is(Weighed::UNKNOWN)),
        );
        if claimed_is_enough {
            add(ReasonKind::UnevidencedBlocker, unevidenced);
        }
        let verdict = match (no_go, reasons.is_empty()) {
            (true, _) => Verdict::NoGo,
            (false, false) => Verdict::ConditionalGo,
            (false, true) => Verdict::Go,
        };
        Judgement { verdict, reasons }
    }

    /// The fewest steps that lift the judgement's verdict to the next one; of equally few, the earliest in plan
    /// order. Empty for go, and where no step on an item can lift it.
    pub fn next(&self, scoring: &Scoring, judgement: &Judgement) -> Vec<Step> {
        let shares = Shares::of(self);
        let steps = match judgement.verdict {
            Verdict::NoGo => self.to_conditional(scoring, judgement, &shares),
            Verdict::ConditionalGo => self.to_go(scoring, judgement, &shares),
            Verdict::Go => Vec::new(),
        };
        self.in_plan_order(steps)
    }

    fn to_conditional(
        &self,
        scoring: &Scoring,
        judgement: &Judgement,
        shares: &Shares,
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
                    let chosen = goal.choose(self.candidates(&candidates, &[], shares), shares);
                    steps.extend(chosen.into_iter().map(|(item, act)| Step { item, act }));
                }
                _ => {}
            }
        }
        if steps.is_empty() {
            // Only "nothing assessed" is left, with a gate that asks nothing else: one answer is enough.
            let first = self
                .needed_that_matter(&|item| !item.is(Weighed::ANSWERED))
                .first()
                .copied();
            steps.extend(first.map(|item| Step {
                item,
                act: Act::Answer,
            }));
        }
        steps
    }

    fn to_go(&self, scoring: &Scoring, judgement: &Judgement, shares: &Shares) -> Vec<Step> {
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
        let extra = goal.choose(self.candidates(&open, &unagreed, shares), shares);
        let mut goal = Goal::new(shares, scoring.should_threshold, true);
        for &(item, act) in &extra {
            goal.take(shares.rung_of(self.items[item]), act);
        }
        let to_meet = goal.choose(self.candidates(&forced, &[], shares), shares);
        steps.extend(forced.iter().map(|&item| {
            let meet = to_meet.iter().any(|(chosen, _)| *chosen == item);
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

    /// Needed items of a tier of which something holds, in checklist order.
    fn needed(&self, tier: Tier, holds: &dyn Fn(Weighed) -> bool) -> Vec<usize> {
        let needed =
            |item: &Weighed| item.tier == tier && item.is_applicable() && item.rung <= self.reach;
        let items = self.items.iter().enumerate();
        items
            .filter(|(_, item)| needed(item) && holds(**item))
            .map(|(at, _)| at)
            .collect()
    }

    /// Needed Blocker and Should items of which something holds, in plan order.
    fn needed_that_matter(&self, holds: &dyn Fn(Weighed) -> bool) -> Vec<usize> {
        let mut items = self.needed(Tier::Blocker, holds);
        items.extend(self.needed(Tier::Should, holds));
        items
    }

    /// Items in play whose n/a nobody else agreed to, of a stage at or below the target and of a rung up to `top`.
    fn unagreed(&self, tier: Tier, top: usize, shares: &Shares) -> Vec<usize> {
        let holds = |item: &Weighed| {
            item.tier == tier
                && item.is(Weighed::IN_PLAY)
                && item.is(Weighed::UNAGREED)
                && item.rung <= self.reach
                && shares.rung_of(*item) <= top
        };
        self.items
            .iter()
            .enumerate()
            .filter(|(_, item)| holds(item))
            .map(|(at, _)| at)
            .collect()
    }

    /// The unanswered items if nothing is assessed: none that matters is needed, or none is answered.
    fn nothing_assessed(&self) -> Option<Vec<usize>> {
        let answered = self.needed_that_matter(&|item| item.is(Weighed::ANSWERED));
        answered
            .is_empty()
            .then(|| self.needed_that_matter(&|_| true))
    }

    fn candidates(&self, meet: &[usize], agree: &[usize], shares: &Shares) -> Vec<Candidate> {
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
        all.sort_by_key(|candidate| (self.items[candidate.item].tier, candidate.item));
        all
    }

    fn in_plan_order(&self, mut steps: Vec<Step>) -> Vec<Step> {
        steps.sort_by_key(|step| (self.items[step.item].tier, step.item));
        steps
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

/// The highest severity among the open needed items, the risk of shipping now; absent where none is open.
pub fn risk_level(assessment: &Assessment, ledger: &Ledger) -> Option<super::checklist::Severity> {
    let open = |at: &usize| ledger.is_needed(*at) && !ledger.items[*at].is(Weighed::MET);
    (0..ledger.items.len())
        .filter(open)
        .map(|at| assessment.item(at).severity())
        .max()
}
