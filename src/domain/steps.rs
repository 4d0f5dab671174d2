//! The fewest steps from a verdict to the next one.

use std::collections::HashSet;

use super::checklist::{BlockersRule, ConfirmRule, Scoring, Tier};
use super::gate::{Judgement, ReasonKind, Verdict};
use super::goal::{Candidate, Goal, Help};
use super::ledger::{Ledger, Weighed};
use super::plan::PlanOrder;
use super::shares::Shares;
use super::text::Text;

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
    /// Measure its metric, so that the target is reached.
    Measure,
    /// Answer the dissent, so that the dissenter or the facilitator closes it.
    AnswerDissent,
    /// Settle between the versions that a merge has left.
    Resolve,
    /// Have the roles that signed no-go sign again.
    Sign,
    /// Do what overdue conditions of sign-offs ask for, and mark them done.
    Settle,
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
            Self::Measure => "measure",
            Self::AnswerDissent => "answer-dissent",
            Self::Resolve => "resolve",
            Self::Sign => "sign",
            Self::Settle => "settle",
        }
    }

    /// What it asks for, as people say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Meet => "meet",
            Self::Evidence => "show evidence",
            Self::Confirm => "confirm",
            Self::Agree => "agree",
            Self::Withdraw => "settle, withdraw",
            Self::Measure => "measure",
            Self::AnswerDissent => "answer dissent",
            Self::Resolve => "settle the conflict",
            Self::Sign => "sign again",
            Self::Settle => "settle conditions",
        }
    }
}

/// One step towards the next verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The item's position; none for the verdict as a whole.
    pub item: Option<usize>,
    /// What to do.
    pub act: Act,
}

impl Step {
    fn on(item: usize, act: Act) -> Self {
        Self {
            item: Some(item),
            act,
        }
    }

    fn of_whole(act: Act) -> Self {
        Self { item: None, act }
    }

    /// What it is about where that is no item: the roles that have to sign again, what overdue conditions ask for,
    /// else the verdict. May hold text of the file.
    pub fn about_whole(self, judgement: &Judgement) -> String {
        let kind = match self.act {
            Act::Sign => ReasonKind::SignedNoGo,
            Act::Settle => ReasonKind::ConditionOverdue,
            _ => return "the verdict".to_owned(),
        };
        let reason = judgement.reasons.iter().find(|reason| reason.kind == kind);
        let named = reason.map_or(&[][..], |reason| match kind {
            ReasonKind::SignedNoGo => &reason.named,
            _ => &reason.asked,
        });
        let named: Vec<&str> = named.iter().map(Text::raw).collect();
        match self.act {
            Act::Sign => format!("by {}, who signed no-go", named.join(", ")),
            _ => named.join("; "),
        }
    }
}

impl Ledger {
    /// The fewest steps that lift the judgement's verdict to the next one; of equally few, the earliest in plan
    /// order. Empty for go, and where no step on an item can lift it.
    pub fn next(&self, scoring: &Scoring, judgement: &Judgement, order: &PlanOrder) -> Vec<Step> {
        // What allows a go on conditions is none of the business of a no-go.
        let counts = |conditional: bool| !conditional || judgement.verdict != Verdict::NoGo;
        let unsettled = judgement.reasons.iter();
        let settle: Vec<Step> = unsettled
            .filter(|reason| reason.kind == ReasonKind::Conflict && counts(reason.conditional))
            .flat_map(|reason| reason.items.iter().map(|at| Step::on(*at, Act::Resolve)))
            .collect();
        let mut steps = self.next_after(&settle, scoring, judgement, order);
        if !self.unsettled.is_empty() {
            let lifts = |steps: &[Step]| {
                let mut arrived = self.clone();
                arrived.take_steps(steps);
                arrived.judge(scoring).verdict > judgement.verdict
            };
            if !lifts(&steps) {
                // A Should item may leave the share once it is settled: then all have to be settled to see further.
                let needed = self.unsettled.iter().map(|it| it.item);
                let needed = needed.filter(|at| self.is_needed(*at));
                let settle: Vec<Step> = needed.map(|at| Step::on(at, Act::Resolve)).collect();
                steps = self.next_after(&settle, scoring, judgement, order);
                steps = if lifts(&steps) { steps } else { Vec::new() };
            }
        }
        steps.sort_by_key(|step| step.item.map_or(u32::MAX, |item| order.place(item)));
        steps
    }

    /// Steps that settle conflicts, and those that are next then. What is left to do depends on what is chosen: the
    /// strongest version, for the fewest steps.
    fn next_after(
        &self,
        settle: &[Step],
        scoring: &Scoring,
        judgement: &Judgement,
        order: &PlanOrder,
    ) -> Vec<Step> {
        if settle.is_empty() {
            return self.next_without_conflict(scoring, judgement, order);
        }
        let mut settled = self.clone();
        settled.take_steps(settle);
        let mut steps = settle.to_vec();
        // What is settled can also bring the verdict down, where it leaves a share.
        for _ in 0..2 {
            let then = settled.judge(scoring).in_plan_order(order);
            if then.verdict > judgement.verdict {
                break;
            }
            let more = settled.next_without_conflict(scoring, &then, order);
            settled.take_steps(&more);
            steps.extend(more);
        }
        steps
    }

    fn next_without_conflict(
        &self,
        scoring: &Scoring,
        judgement: &Judgement,
        order: &PlanOrder,
    ) -> Vec<Step> {
        let shares = Shares::of(self, &self.tally());
        match judgement.verdict {
            Verdict::NoGo => self.to_conditional(scoring, judgement, &shares, order),
            Verdict::ConditionalGo => self.to_go(scoring, judgement, &shares, order),
            Verdict::Go => Vec::new(),
        }
    }

    /// The steps by which an item is taken for a share; one in conflict is settled first.
    fn taking(&self, item: usize, act: Act) -> impl Iterator<Item = Step> + use<> {
        let is_unsettled = self.is_in_conflict(item) && act != Act::Resolve;
        let settle = is_unsettled.then(|| Step::on(item, Act::Resolve));
        settle.into_iter().chain([Step::on(item, act)])
    }

    /// All steps from here until `go`: those to the next verdict, and from there again.
    pub fn way_to_go(&self, scoring: &Scoring, order: &PlanOrder) -> Vec<Step> {
        let (mut ledger, mut way) = (self.clone(), Vec::new());
        // From no-go to conditional-go, and from there to go; what no step can lift ends the way.
        for _ in 0..2 {
            let judgement = ledger.judge(scoring).in_plan_order(order);
            let steps = ledger.next(scoring, &judgement, order);
            ledger.take_steps(&steps);
            way.extend(steps);
        }
        way
    }

    /// The ledger as it would be after these steps.
    pub fn take_steps(&mut self, steps: &[Step]) {
        for step in steps {
            if let (Some(item), Act::Resolve | Act::Meet) = (step.item, step.act) {
                self.settle(item);
            }
            let Some(item) = step.item.and_then(|item| self.items.get_mut(item)) else {
                match step.act {
                    Act::AnswerDissent => self.verdict_dissent = false,
                    Act::Sign => self.no_go_roles.clear(),
                    Act::Settle => self.overdue_conditions.clear(),
                    _ => {}
                }
                continue;
            };
            let (set, taken) = match step.act {
                Act::Answer => (Weighed::ANSWERED, Weighed::UNKNOWN),
                Act::Meet => (
                    Weighed::MET | Weighed::ANSWERED | Weighed::SHOWN,
                    Weighed::PARTIAL
                        | Weighed::UNKNOWN
                        | Weighed::UNCONFIRMED
                        | Weighed::LACKS_MEASURE,
                ),
                Act::Evidence => (Weighed::SHOWN, Weighed::UNCONFIRMED),
                Act::Confirm => (0, Weighed::UNCONFIRMED),
                Act::Agree => (0, Weighed::UNAGREED),
                Act::Withdraw => (0, Weighed::AGAINST),
                Act::Measure => (0, Weighed::LACKS_MEASURE),
                Act::AnswerDissent => (0, Weighed::DISSENT),
                // The first is done already; the others are never about an item.
                Act::Resolve | Act::Sign | Act::Settle => (0, 0),
            };
            *item = item.with(set, taken);
        }
    }

    fn to_conditional(
        &self,
        scoring: &Scoring,
        judgement: &Judgement,
        shares: &Shares,
        order: &PlanOrder,
    ) -> Vec<Step> {
        let mut steps = Vec::new();
        let evidence_is_wanted = scoring.blockers == BlockersRule::Evidenced;
        for reason in &judgement.reasons {
            match reason.kind {
                ReasonKind::OpenBlocker => {
                    for &item in &reason.items {
                        steps.extend(self.meet_steps(item, evidence_is_wanted));
                    }
                }
                ReasonKind::UnevidencedBlocker if evidence_is_wanted => {
                    let items = reason.items.iter();
                    steps.extend(items.flat_map(|&item| self.evidence_steps(item)));
                }
                ReasonKind::ShouldBelowFloor => {
                    let open = |item: Weighed| !item.is(Weighed::MET) && !item.is(Weighed::WAIVED);
                    let candidates = self.needed(Tier::Should, &open);
                    let mut goal = Goal::new(shares, scoring.should_floor, true);
                    let chosen =
                        goal.choose(self.candidates(&candidates, &[], shares, order), shares);
                    let chosen = chosen.into_iter();
                    steps.extend(chosen.flat_map(|(item, act)| self.taking(item, act)));
                }
                ReasonKind::SignedNoGo => steps.push(Step::of_whole(Act::Sign)),
                ReasonKind::ConditionOverdue => steps.push(Step::of_whole(Act::Settle)),
                _ => {}
            }
        }
        let assessed = judgement
            .reasons
            .iter()
            .all(|reason| reason.kind != ReasonKind::NothingAssessed);
        if steps.iter().all(|step| step.item.is_none()) && !assessed {
            // Only "nothing assessed" is left, with a gate that asks nothing else: one answer is enough.
            let unanswered = self.needed_that_matter(&|item| !item.is(Weighed::ANSWERED));
            let first = unanswered.into_iter().min_by_key(|item| order.place(*item));
            match first {
                Some(item) => steps.extend(self.taking(item, Act::Answer)),
                // Where nothing is needed at all, no signature lifts it either.
                None => steps.clear(),
            }
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
        let (mut steps, forced) = self.forced(scoring, judgement);
        let open = self.needed(Tier::Should, &|item| {
            !item.is(Weighed::MET) && item.is(Weighed::ANSWERED) && !item.is(Weighed::UNKNOWN)
        });
        let unagreed = self.unagreed_should();
        let mut goal = Goal::new(shares, scoring.should_threshold, false);
        for &item in &forced {
            goal.take(shares.rung_of(self.items[item]), self.help_of_meeting(item));
        }
        let extra = goal.choose(self.candidates(&open, &unagreed, shares, order), shares);
        let mut goal = Goal::new(shares, scoring.should_threshold, false);
        for &(item, act) in &extra {
            let help = match act {
                Act::Agree => Help::Agree,
                _ => self.help_of_meeting(item),
            };
            goal.take(shares.rung_of(self.items[item]), help);
        }
        let to_meet: HashSet<usize> = goal
            .choose(self.candidates(&forced, &[], shares, order), shares)
            .into_iter()
            .map(|(item, _)| item)
            .collect();
        steps.extend(forced.iter().map(|&item| {
            let meet = to_meet.contains(&item);
            Step::on(item, if meet { Act::Meet } else { Act::Answer })
        }));
        steps.extend(extra.into_iter().map(|(item, act)| Step::on(item, act)));
        steps
    }

    /// The steps of a conditional go that leave no choice, and the Should items that want a step of their own, be it
    /// an answer or meeting them: meeting one serves the share as well.
    fn forced(&self, scoring: &Scoring, judgement: &Judgement) -> (Vec<Step>, Vec<usize>) {
        let (mut steps, mut forced) = (Vec::new(), Vec::new());
        let blockers = |items: &[usize]| -> Vec<usize> {
            let is_blocker = |at: &usize| self.items[*at].tier == Tier::Blocker;
            items.iter().copied().filter(is_blocker).collect()
        };
        // What is left once the evidence against is withdrawn wants confirming as well.
        let evidenced_and_confirmed = |item: usize| {
            let unconfirmed = self.items[item].is(Weighed::UNCONFIRMED);
            let confirm = unconfirmed && scoring.confirm == ConfirmRule::Blockers;
            let confirm = confirm.then(|| Step::on(item, Act::Confirm));
            self.evidence_steps(item).into_iter().chain(confirm)
        };
        for reason in &judgement.reasons {
            match reason.kind {
                ReasonKind::Waiver => {
                    for item in blockers(&reason.items) {
                        if self.items[item].is(Weighed::MET) {
                            steps.extend(evidenced_and_confirmed(item));
                        } else {
                            steps.extend(self.meet_steps(item, true));
                        }
                    }
                }
                ReasonKind::NotApplicable => {
                    let items = blockers(&reason.items).into_iter();
                    steps.extend(items.map(|item| Step::on(item, Act::Agree)));
                }
                ReasonKind::UnconfirmedEvidence => {
                    let items = reason.items.iter();
                    steps.extend(items.map(|&item| Step::on(item, Act::Confirm)));
                }
                ReasonKind::UnevidencedBlocker => {
                    steps.extend(
                        reason
                            .items
                            .iter()
                            .copied()
                            .flat_map(evidenced_and_confirmed),
                    );
                }
                ReasonKind::Unanswered | ReasonKind::Unknown => {
                    // A Blocker among them is waived, and meeting it is among the steps already.
                    let is_should = |at: &usize| self.items[*at].tier == Tier::Should;
                    forced.extend(reason.items.iter().copied().filter(is_should));
                }
                ReasonKind::Dissent => {
                    let of_items = reason.items.iter().map(|&item| Some(item));
                    let of_verdict = reason.of_verdict.then_some(None);
                    let act = Act::AnswerDissent;
                    steps.extend(of_items.chain(of_verdict).map(|item| Step { item, act }));
                }
                _ => {}
            }
        }
        forced.sort_unstable();
        (steps, forced)
    }

    /// What makes an item Met; evidence against it has to go where evidence is wanted of it.
    fn meet_steps(&self, item: usize, evidence_is_wanted: bool) -> impl Iterator<Item = Step> {
        let withdraw = evidence_is_wanted && self.items[item].is(Weighed::AGAINST);
        let withdraw = withdraw.then(|| Step::on(item, Act::Withdraw));
        withdraw.into_iter().chain([Step::on(item, Act::Meet)])
    }

    /// What makes a Met item evidenced.
    pub(super) fn evidence_steps(&self, item: usize) -> Vec<Step> {
        let weighed = self.items[item];
        let wanted = [
            (weighed.is(Weighed::AGAINST), Act::Withdraw),
            (!weighed.is(Weighed::SHOWN), Act::Evidence),
            (weighed.is(Weighed::LACKS_MEASURE), Act::Measure),
        ];
        let wanted = wanted.into_iter().filter(|(wanted, _)| *wanted);
        wanted.map(|(_, act)| Step::on(item, act)).collect()
    }

    /// How meeting a Should item helps the shares.
    fn help_of_meeting(&self, item: usize) -> Help {
        if self.items[item].is(Weighed::WAIVED) {
            Help::MeetWaived
        } else {
            Help::Meet
        }
    }

    fn candidates(
        &self,
        meet: &[usize],
        agree: &[usize],
        shares: &Shares,
        order: &PlanOrder,
    ) -> Vec<Candidate> {
        let candidate = |item: usize, act, help| Candidate {
            item,
            act,
            help,
            rung: shares.rung_of(self.items[item]),
        };
        let meet = meet.iter();
        let meet = meet.filter_map(|&item| {
            let settled = self.as_settled(item);
            let is_met_once_settled = settled.is(Weighed::MET) && self.is_in_conflict(item);
            let act = if is_met_once_settled {
                Act::Resolve
            } else {
                Act::Meet
            };
            // One that drops out of the share once it is settled brings the share nothing.
            let stays = settled.is_applicable() && !settled.is(Weighed::WAIVED);
            let stays = stays || !self.is_in_conflict(item);
            stays.then(|| candidate(item, act, self.help_of_meeting(item)))
        });
        let agree = agree.iter();
        let agree = agree.map(|&item| candidate(item, Act::Agree, Help::Agree));
        let mut all: Vec<Candidate> = meet.chain(agree).collect();
        all.sort_by_key(|candidate| order.place(candidate.item));
        all
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

    /// Needed Blocker and Should items of which something holds, by tier and checklist order.
    fn needed_that_matter(&self, holds: &dyn Fn(Weighed) -> bool) -> Vec<usize> {
        let mut items = self.needed(Tier::Blocker, holds);
        items.extend(self.needed(Tier::Should, holds));
        items
    }

    /// Should items in play whose n/a nobody else agreed to, of a stage that the target needs.
    fn unagreed_should(&self) -> Vec<usize> {
        let holds = |item: &Weighed| {
            item.tier == Tier::Should
                && item.is(Weighed::IN_PLAY)
                && item.is(Weighed::UNAGREED)
                && item.rung <= self.reach
        };
        let items = self.items.iter().enumerate();
        items
            .filter(|(_, item)| holds(item))
            .map(|(at, _)| at)
            .collect()
    }
}
