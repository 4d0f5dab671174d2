//! The verdict, with its reasons and the steps to the next one.

use super::assessment::Assessment;
use super::checklist::{BlockersRule, ConfirmRule, Scoring, Tier};
use super::plan::PlanOrder;
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

/// One reason of a verdict, with the items it names by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What kind.
    pub kind: ReasonKind,
    /// The items' positions.
    pub items: Vec<usize>,
}

/// A verdict with everything that holds for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it may ship.
    pub verdict: Verdict,
    /// Why, worst first. Empty for an unconditional go only.
    pub reasons: Vec<Reason>,
}

impl Judgement {
    /// The same with every reason's items in plan order.
    #[must_use]
    pub fn in_plan_order(mut self, order: &PlanOrder) -> Self {
        for reason in &mut self.reasons {
            order.sort(&mut reason.items);
        }
        self
    }
}

/// Met, needed and unagreed n/a Should items on one rung, or summed up to it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rung {
    met: u64,
    needed: u64,
    unagreed: u64,
}

impl Rung {
    /// Whether the share of met items, unagreed n/a counted as not met if asked for, is below so many percent.
    pub(super) fn is_below(&self, percent: u8, with_unagreed: bool) -> bool {
        self.shortfall(percent, with_unagreed) > 0
    }

    /// By how many hundredths of an item the share is short of so many percent; negative if it has some to spare.
    pub(super) fn shortfall(&self, percent: u8, with_unagreed: bool) -> i64 {
        let whole = self.needed + if with_unagreed { self.unagreed } else { 0 };
        signed(whole * u64::from(percent)) - signed(self.met * 100)
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
    pub(super) fn of(ledger: &Ledger) -> Self {
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
    pub(super) fn rung_of(&self, item: Weighed) -> usize {
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

/// What the gate has to name, by position.
#[derive(Default)]
struct Found {
    /// Blockers that are not met.
    open: Vec<usize>,
    /// Blockers that are met without evidence of it.
    unevidenced: Vec<usize>,
    /// Blockers whose evidence nobody else confirmed.
    unconfirmed: Vec<usize>,
    /// Should items that are not met.
    unmet: Vec<usize>,
    unagreed: ByTier,
    unanswered: ByTier,
    unknown: ByTier,
    /// Some item that matters has an answer.
    any_answered: bool,
}

/// Blocker and Should items, each in checklist order.
#[derive(Default)]
struct ByTier {
    blockers: Vec<usize>,
    should: Vec<usize>,
}

impl ByTier {
    fn push(&mut self, is_blocker: bool, at: usize) {
        if is_blocker {
            &mut self.blockers
        } else {
            &mut self.should
        }
        .push(at);
    }

    fn in_order(&self) -> Vec<usize> {
        [self.blockers.as_slice(), self.should.as_slice()].concat()
    }
}

impl Ledger {
    /// The verdict with all reasons that hold, their items by tier and checklist order.
    pub fn judge(&self, scoring: &Scoring) -> Judgement {
        let shares = Shares::of(self);
        let claimed_is_enough = scoring.blockers == BlockersRule::Claimed;
        let short = |percent, with_unagreed: bool| {
            shares.highest(|rung| {
                let counts = if with_unagreed {
                    rung.unagreed
                } else {
                    rung.needed
                };
                counts > 0 && rung.is_below(percent, with_unagreed)
            })
        };
        let floor = short(scoring.should_floor, false);
        let threshold = short(scoring.should_threshold, false).filter(|_| floor.is_none());
        let with_unagreed = short(scoring.should_threshold, true);
        let mut found = self.find(&shares, floor.or(threshold), with_unagreed);

        let mut reasons = Vec::new();
        let mut add = |kind, items: Vec<usize>| {
            if !items.is_empty() {
                reasons.push(Reason { kind, items });
            }
        };
        let unmet = std::mem::take(&mut found.unmet);
        let unevidenced = std::mem::take(&mut found.unevidenced);
        add(ReasonKind::OpenBlocker, found.open);
        let (blocking, excused) = if claimed_is_enough {
            (Vec::new(), unevidenced)
        } else {
            (unevidenced, Vec::new())
        };
        add(ReasonKind::UnevidencedBlocker, blocking);
        let (below_floor, below_threshold) = match floor {
            Some(_) => (unmet, Vec::new()),
            None => (Vec::new(), unmet),
        };
        add(ReasonKind::ShouldBelowFloor, below_floor);
        if !found.any_answered {
            // None that matters is answered: all of them are unanswered, or there are none.
            let kind = ReasonKind::NothingAssessed;
            let items = found.unanswered.in_order();
            reasons.push(Reason { kind, items });
        }
        let no_go = !reasons.is_empty();

        let mut add = |kind, items: Vec<usize>| {
            if !items.is_empty() {
                reasons.push(Reason { kind, items });
            }
        };
        add(ReasonKind::NotApplicable, found.unagreed.in_order());
        if scoring.confirm == ConfirmRule::Blockers {
            add(ReasonKind::UnconfirmedEvidence, found.unconfirmed);
        }
        add(ReasonKind::ShouldBelowThreshold, below_threshold);
        add(ReasonKind::Unanswered, found.unanswered.in_order());
        add(ReasonKind::Unknown, found.unknown.in_order());
        add(ReasonKind::UnevidencedBlocker, excused);
        let verdict = match (no_go, reasons.is_empty()) {
            (true, _) => Verdict::NoGo,
            (false, false) => Verdict::ConditionalGo,
            (false, true) => Verdict::Go,
        };
        Judgement { verdict, reasons }
    }

    /// Everything that the gate has to name, in one pass: unmet Should items up to the rung `unmet_up_to`, unagreed
    /// ones up to `unagreed_up_to`.
    fn find(
        &self,
        shares: &Shares,
        unmet_up_to: Option<usize>,
        unagreed_up_to: Option<usize>,
    ) -> Found {
        let mut found = Found::default();
        let named =
            |item: Weighed, top: Option<usize>| top.is_some_and(|top| shares.rung_of(item) <= top);
        for (at, item) in self.items.iter().enumerate() {
            if item.tier == Tier::Nice || item.rung > self.reach {
                continue;
            }
            let is_blocker = item.tier == Tier::Blocker;
            if !item.is_applicable() {
                let unagreed = item.is(Weighed::IN_PLAY) && item.is(Weighed::UNAGREED);
                if unagreed && (is_blocker || named(*item, unagreed_up_to)) {
                    found.unagreed.push(is_blocker, at);
                }
                continue;
            }
            match (is_blocker, item.is(Weighed::MET)) {
                (true, false) => found.open.push(at),
                (true, true) if !item.is_evidenced() => found.unevidenced.push(at),
                (true, true) if item.is(Weighed::UNCONFIRMED) => found.unconfirmed.push(at),
                (false, false) if named(*item, unmet_up_to) => found.unmet.push(at),
                _ => {}
            }
            if !item.is(Weighed::ANSWERED) {
                found.unanswered.push(is_blocker, at);
                continue;
            }
            found.any_answered = true;
            if item.is(Weighed::UNKNOWN) {
                found.unknown.push(is_blocker, at);
            }
        }
        found
    }

    /// Needed items of a tier of which something holds, in checklist order.
    pub(super) fn needed(&self, tier: Tier, holds: &dyn Fn(Weighed) -> bool) -> Vec<usize> {
        let needed =
            |item: &Weighed| item.tier == tier && item.is_applicable() && item.rung <= self.reach;
        let items = self.items.iter().enumerate();
        items
            .filter(|(_, item)| needed(item) && holds(**item))
            .map(|(at, _)| at)
            .collect()
    }

    /// Needed Blocker and Should items of which something holds, by tier and checklist order.
    pub(super) fn needed_that_matter(&self, holds: &dyn Fn(Weighed) -> bool) -> Vec<usize> {
        let mut items = self.needed(Tier::Blocker, holds);
        items.extend(self.needed(Tier::Should, holds));
        items
    }

    /// Items in play whose n/a nobody else agreed to, of a stage at or below the target and of a rung up to `top`.
    pub(super) fn unagreed(&self, tier: Tier, top: usize, shares: &Shares) -> Vec<usize> {
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
}

/// The highest severity among the open needed items, the risk of shipping now; absent where none is open.
pub fn risk_level(assessment: &Assessment, ledger: &Ledger) -> Option<super::checklist::Severity> {
    let open = |at: &usize| ledger.is_needed(*at) && !ledger.items[*at].is(Weighed::MET);
    (0..ledger.items.len())
        .filter(open)
        .map(|at| assessment.item(at).severity())
        .max()
}
