//! A second way, naive and written from the rules alone, against the first on small random cases.
//!
//! What an item is worth is found by meeting it and looking at the figure; orders are built by walking lists. Readings
//! taken where the rules leave a choice: only open work pulls what it requires before itself, and it does so through
//! whatever stands between; a requirement that no stage up to the target needs is no work of its own.

use std::sync::Arc;

use candor::domain::assessment::{Answer, Assessment, Status};
use candor::domain::checklist::{Checklist, Severity, Tier};
use candor::domain::estimate::{Effort, Estimate};
use candor::domain::ledger::{Ledger, Scope};
use candor::domain::percent::Percent;
use candor::domain::plan::PlanOrder;
use candor::domain::steps::Act;
use candor::domain::waiver::Waiver;
use candor::domain::way::{Grouping, Way};
use candor::session::bench;
use chrono::Days;

use crate::scoring::picture::picture;
use crate::scoring::property::{Checked, Dice, holds, refuted, same};
use crate::scoring::random::{Case, SMALL, case, noon};

/// What is compared: positions and totals.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    open: Vec<usize>,
    waived: Vec<usize>,
    overdue: Vec<usize>,
    requires: Vec<Vec<usize>>,
    to_go: Effort,
    to_all: Effort,
    risks: Vec<usize>,
    risk_level: Option<Severity>,
    /// By phase, owner, category and tier: the items of each group, its total and the running total.
    groups: [Vec<(Vec<usize>, Effort, Effort)>; 4],
}

const BY: [Grouping; 4] = [
    Grouping::Phase,
    Grouping::Owner,
    Grouping::Category,
    Grouping::Tier,
];

fn ledger(case: &Case) -> Ledger {
    let bench = bench(&case.assessment, case.as_of, &case.observations);
    Ledger::of(&case.assessment, &bench)
}

fn seen(case: &Case) -> Seen {
    let (assessment, ledger) = (&case.assessment, ledger(case));
    let order = PlanOrder::of(assessment, &ledger);
    let way = Way::of(assessment, &ledger, &order, assessment.day(case.as_of));
    let positions = |tasks: &[candor::domain::way::Task]| -> Vec<usize> {
        tasks.iter().map(|task| task.item).collect()
    };
    let groups = BY.map(|by| {
        let groups = way.groups(assessment, by).into_iter();
        groups
            .map(|group| {
                let items = group.tasks.iter().map(|task| task.item).collect();
                (items, group.total, group.running)
            })
            .collect()
    });
    let tasks = way.open.iter().chain(&way.waived);
    Seen {
        open: positions(&way.open),
        waived: positions(&way.waived),
        overdue: way.overdue().map(|task| task.item).collect(),
        requires: tasks.map(|task| task.requires.clone()).collect(),
        to_go: way.to_go.unwrap_or_default(),
        to_all: way.to_all,
        risks: way.risks.iter().map(|risk| risk.item).collect(),
        risk_level: way.risk_level,
        groups,
    }
}

/// A random case with everything that a plan reads.
pub(crate) fn planned(dice: &mut Dice) -> Case {
    let mut case = case(dice, SMALL);
    let old = case.assessment.clone();
    let ledger = ledger(&case);
    let mut checklist: Checklist = (**old.checklist()).clone();
    let count = old.answers().len();
    checklist.scoring.max_waiver_days = 90;
    for (at, item) in checklist
        .categories
        .iter_mut()
        .flat_map(|category| &mut category.items)
        .enumerate()
    {
        // What nobody needs wins no points, so its estimate would only blur the comparison.
        if ledger.is_needed(at) {
            item.estimate = dice
                .of(&[None, Some("1h"), Some("30m"), Some("2-4h"), Some("20m")])
                .map(Into::into);
        }
        for _ in 0..dice.of(&[0, 0, 1, 2]) {
            item.requires.push(format!("i{}", dice.below(count)).into());
        }
        item.owner = dice.of(&["", "Ana", "bo"]).into();
        item.waivable = true;
        item.risk = dice.of(&["", "Loss."]).into();
        item.severity = dice.of(&[None, Some(Severity::Low), Some(Severity::Medium)]);
    }
    let today = old.day(noon());
    let answers = old.answers().iter().enumerate().map(|(at, answer)| {
        let mut answer: Answer = (**answer).clone();
        if ledger.is_needed(at) {
            answer.estimate = dice.of(&["", "", "10m", "1d"]).into();
        }
        answer.owner = dice.of(&["", "", " BO", "Cy"]).into();
        answer.due = dice
            .of(&[None, Some(0), Some(1)])
            .map(|days| today - Days::new(days));
        let expires = dice.of(&[None, None, Some(0), Some(1)]);
        answer.waiver = expires.map(|days| Waiver {
            reason: "later".into(),
            by: "Ana".into(),
            at: candor::domain::time::Moment::new(noon().time() - Days::new(5)),
            approved_by: "Bo".into(),
            expires: today - Days::new(days),
        });
        Arc::new(answer)
    });
    let answers = answers.collect();
    let begun = Assessment::new(
        Arc::new(checklist),
        (*old.head).clone(),
        old.created,
        old.utc_offset,
    );
    case.assessment = begun.with_answers(answers).0;
    case
}

/// Everything the naive way looks at.
struct Naive<'a> {
    case: &'a Case,
    ledger: Ledger,
    evidenced: Vec<u8>,
}

impl<'a> Naive<'a> {
    fn of(case: &'a Case) -> Self {
        Self {
            case,
            ledger: ledger(case),
            evidenced: picture(case)
                .items
                .iter()
                .map(|(_, evidenced)| *evidenced)
                .collect(),
        }
    }

    fn answer(&self, at: usize) -> &Answer {
        &self.case.assessment.answers()[at]
    }

    fn is_met(&self, at: usize) -> bool {
        self.answer(at).status == Status::Met
    }

    fn is_applicable(&self, at: usize) -> bool {
        self.ledger.is_in_play(at) && !matches!(self.answer(at).status, Status::NotApplicable(_))
    }

    fn is_waived(&self, at: usize) -> bool {
        let today = self.case.assessment.day(self.case.as_of);
        let waiver = self.answer(at).waiver.as_ref();
        waiver.is_some_and(|waiver| today <= waiver.expires)
    }

    fn is_open(&self, at: usize) -> bool {
        self.ledger.is_needed(at) && (!self.is_met(at) || self.evidenced[at] < 100)
    }

    /// Minutes; of a Met item, which only wants its evidence, by its own estimate alone.
    fn effort(&self, at: usize) -> Option<Estimate> {
        let own = self.answer(at).estimate.raw();
        let of_item = self.case.assessment.item(at).estimate.as_ref();
        match own {
            "" if self.is_met(at) => None,
            "" => Estimate::parse(of_item?.raw()),
            own => Estimate::parse(own),
        }
    }

    /// How much claimed rises once the item is met, overall and exactly.
    fn gain(&self, at: usize) -> Percent {
        let mut met = self.case.clone();
        let mut answers: Vec<Arc<Answer>> = met.assessment.answers().to_vec();
        Arc::make_mut(&mut answers[at]).status = Status::Met;
        let begun = Assessment::new(
            Arc::clone(met.assessment.checklist()),
            (*met.assessment.head).clone(),
            met.assessment.created,
            met.assessment.utc_offset,
        );
        met.assessment = begun.with_answers(answers).0;
        let claimed = |case: &Case| ledger(case).figures(Scope::Needed).claimed();
        match (claimed(&met), claimed(self.case)) {
            (Some(after), Some(before)) => after.minus(&before),
            _ => Percent::whole(0),
        }
    }

    /// What an item is ordered by: its tier, the gain per hour (the highest first, none last), its place.
    fn sort(&self, items: &mut [usize]) {
        let key = |at: usize| {
            let estimate = self.effort(at);
            let per_hour = estimate.and_then(|estimate| self.gain(at).times(60).over(estimate.low));
            (self.case.assessment.item(at).tier, per_hour)
        };
        items.sort_by(|one, other| {
            let ((tier, gain), (other_tier, other_gain)) = (key(*one), key(*other));
            // No gain is less than any, so that it comes last.
            (tier, other_gain, one).cmp(&(other_tier, gain, other))
        });
    }

    fn requires(&self, at: usize) -> Vec<usize> {
        let assessment = &self.case.assessment;
        let all = 0..assessment.answers().len();
        let required = all.filter(|other| {
            let id = &assessment.item(*other).id;
            assessment.item(at).requires.contains(id)
        });
        required
            .filter(|at| self.is_applicable(*at) && !self.is_met(*at) && !self.is_waived(*at))
            .collect()
    }

    fn place(&self, at: usize, begun: &mut Vec<usize>, placed: &mut Vec<usize>) {
        if begun.contains(&at) {
            return;
        }
        begun.push(at);
        let mut required = self.requires(at);
        self.sort(&mut required);
        for required in required {
            self.place(required, begun, placed);
        }
        placed.push(at);
    }

    fn sum(&self, items: &[usize]) -> Effort {
        let mut sum = Effort::default();
        for at in items {
            match self.effort(*at) {
                Some(effort) => {
                    sum.known.low += effort.low;
                    sum.known.high += effort.high;
                }
                None => sum.unestimated += 1,
            }
        }
        sum
    }

    /// The names of the groups that an item can stand in, in order, and its own.
    fn group_of(&self, by: Grouping, at: usize) -> (usize, String) {
        let assessment = &self.case.assessment;
        let item = assessment.item(at);
        let checklist = assessment.checklist();
        match by {
            Grouping::Phase => {
                let phase = item.phase.as_ref();
                let at = phase.and_then(|id| checklist.phases.iter().position(|it| it.id == *id));
                (at.unwrap_or(usize::MAX), String::new())
            }
            Grouping::Category => (assessment.category_of(at), String::new()),
            Grouping::Tier => (
                Tier::ALL
                    .iter()
                    .position(|tier| *tier == item.tier)
                    .unwrap(),
                String::new(),
            ),
            Grouping::Owner => {
                let own = self.answer(at).owner.raw().trim();
                let owner = if own.is_empty() {
                    item.owner.raw()
                } else {
                    own
                };
                (usize::from(owner.is_empty()), owner.to_lowercase())
            }
        }
    }

    fn groups(
        &self,
        by: Grouping,
        open: &[usize],
        waived: &[usize],
    ) -> Vec<(Vec<usize>, Effort, Effort)> {
        let mut names: Vec<(usize, String)> =
            open.iter().map(|at| self.group_of(by, *at)).collect();
        names.sort();
        names.dedup();
        let mut groups: Vec<Vec<usize>> = names
            .iter()
            .map(|name| {
                let of_it = |at: &usize| self.group_of(by, *at) == *name;
                open.iter().copied().filter(of_it).collect()
            })
            .collect();
        if !waived.is_empty() {
            groups.push(waived.to_vec());
        }
        (0..groups.len())
            .map(|at| {
                let so_far = groups[..=at].concat();
                (groups[at].clone(), self.sum(&groups[at]), self.sum(&so_far))
            })
            .collect()
    }

    fn to_go(&self, order: &PlanOrder, open: &[usize]) -> Effort {
        let scoring = &self.case.assessment.checklist().scoring;
        let steps = self.ledger.way_to_go(scoring, order);
        let mut there = self.ledger.clone();
        there.take_steps(&steps);
        if !there.judge(scoring).reasons.is_empty() {
            return Effort::default();
        }
        let mut sum = Effort::default();
        for at in open {
            let acts: Vec<Act> = steps
                .iter()
                .filter(|step| step.item == Some(*at))
                .map(|step| step.act)
                .collect();
            let free = [Act::Confirm, Act::Agree, Act::AnswerDissent];
            let costly = [Act::Meet, Act::Evidence, Act::Withdraw, Act::Measure];
            if acts.iter().any(|act| costly.contains(act)) {
                sum = sum.plus(self.sum(&[*at]));
            } else if acts.iter().any(|act| !free.contains(act)) {
                sum.unestimated += 1;
            }
        }
        sum
    }

    fn seen(&self) -> Seen {
        let assessment = &self.case.assessment;
        let count = assessment.answers().len();
        let mut work: Vec<usize> = (0..count).filter(|at| self.is_open(*at)).collect();
        self.sort(&mut work);
        let (mut begun, mut order) = (Vec::new(), Vec::new());
        for at in &work {
            self.place(*at, &mut begun, &mut order);
        }
        order.retain(|at| self.is_open(*at));
        let (waived, open): (Vec<usize>, Vec<usize>) =
            order.iter().partition(|at| self.is_waived(**at));
        let today = assessment.day(self.case.as_of);
        let all = [open.clone(), waived.clone()].concat();
        let mut risks = Vec::new();
        for severity in [
            Severity::Critical,
            Severity::High,
            Severity::Medium,
            Severity::Low,
        ] {
            risks.extend(order.iter().copied().filter(|at| {
                let item = assessment.item(*at);
                item.severity() == severity && !item.risk.is_empty()
            }));
        }
        Seen {
            overdue: (all.iter().copied())
                .filter(|at| self.answer(*at).due.is_some_and(|due| due < today))
                .collect(),
            requires: all.iter().map(|at| self.requires(*at)).collect(),
            to_go: self.to_go(&PlanOrder::of(assessment, &self.ledger), &all),
            to_all: self.sum(&all),
            risk_level: order.iter().map(|at| assessment.item(*at).severity()).max(),
            groups: BY.map(|by| self.groups(by, &open, &waived)),
            open,
            waived,
            risks,
        }
    }
}

fn agrees(dice: &mut Dice, broken: impl Fn(&mut Seen)) -> Checked {
    let case = planned(dice);
    let mut seen = seen(&case);
    broken(&mut seen);
    same("the way", &seen, &Naive::of(&case).seen())
}

#[test]
fn the_way_is_that_of_a_naive_twin() {
    holds(700, |dice| agrees(dice, |_| {}));
}

#[test]
fn the_twin_notices_what_is_broken() {
    // Plain order of the tiers, requirements or not.
    refuted(700, |dice| agrees(dice, |seen| seen.open.sort_unstable()));
    // Waived work left out of the whole.
    refuted(700, |dice| {
        agrees(dice, |seen| {
            seen.to_all = seen.groups[0]
                .iter()
                .rev()
                .skip(1)
                .fold(Effort::default(), |sum, group| sum.plus(group.1));
        })
    });
    // A running total that begins anew with each group.
    refuted(700, |dice| {
        agrees(dice, |seen| {
            seen.groups[3]
                .iter_mut()
                .for_each(|group| group.2 = group.1);
        })
    });
    // Everything that is open counted as needed for a go.
    refuted(700, |dice| agrees(dice, |seen| seen.to_go = seen.to_all));
}
