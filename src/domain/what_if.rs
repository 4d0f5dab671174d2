//! What if some of the open work were done: the same figures and verdict, worked out on a copy of the ledger. Nothing
//! is changed by it.

use std::collections::BTreeMap;

use super::assessment::Assessment;
use super::checklist::{Scoring, Severity};
use super::estimate::Effort;
use super::gate::{Judgement, Verdict, risk_level};
use super::ledger::{Ledger, Scope, Weighed};
use super::percent::Percent;
use super::plan::PlanOrder;
use super::steps::{Act, Step};
use super::way::{Way, effort_to_go, sum};

/// What makes an item done: what speaks against it is gone, and it is met with evidence that suffices.
const DONE: [Act; 2] = [Act::Withdraw, Act::Meet];

/// What is taken as done, item by item, and about the verdict as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhatIf {
    marks: BTreeMap<Option<usize>, Vec<Act>>,
}

impl WhatIf {
    /// Whether nothing is marked.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// How much is marked: items, and the verdict as a whole where something is to be done about it.
    pub fn count(&self) -> usize {
        self.marks.len()
    }

    /// What is marked of the item at a position; absent where nothing is.
    pub fn mark(&self, item: usize) -> Option<Mark> {
        let acts = self.marks.get(&Some(item))?;
        Some(if acts.contains(&Act::Meet) {
            Mark::Done
        } else {
            Mark::Steps
        })
    }

    /// Takes the item at a position as done. A dissent that is taken as settled stays so.
    pub fn mark_done(&mut self, item: usize) {
        let acts = self.marks.entry(Some(item)).or_default();
        acts.retain(|act| *act == Act::AnswerDissent);
        acts.extend(DONE);
    }

    /// Takes back what is marked of the item at a position.
    pub fn unmark(&mut self, item: usize) {
        self.marks.remove(&Some(item));
    }

    /// Takes everything back.
    pub fn clear(&mut self) {
        self.marks.clear();
    }

    /// Takes steps as made. Where they make an item done they are no other than [`Self::mark_done`].
    pub fn mark_steps(&mut self, steps: &[Step]) {
        for step in steps {
            let is_work = matches!(
                step.act,
                Act::Meet | Act::Evidence | Act::Withdraw | Act::Measure
            );
            match step.item {
                Some(item) if is_work => self.mark_done(item),
                at => {
                    let acts = self.marks.entry(at).or_default();
                    // What is done has an answer, and evidence that needs no confirming.
                    let is_done = acts.contains(&Act::Meet) && step.act != Act::AnswerDissent;
                    if !is_done && !acts.contains(&step.act) {
                        acts.push(step.act);
                    }
                }
            }
        }
    }

    /// Everything that is marked as steps; those about the verdict as a whole first, then by position.
    pub fn steps(&self) -> impl Iterator<Item = Step> + '_ {
        self.marks.iter().flat_map(|(item, acts)| {
            acts.iter().map(|act| Step {
                item: *item,
                act: *act,
            })
        })
    }

    /// The items that are taken as done, by position.
    pub fn done(&self) -> impl Iterator<Item = usize> + '_ {
        let marks = self.marks.iter();
        marks.filter_map(|(item, acts)| item.filter(|_| acts.contains(&Act::Meet)))
    }

    /// The steps that are taken as made and make no item done.
    pub fn other_steps(&self) -> impl Iterator<Item = Step> + '_ {
        self.steps().filter(|step| !DONE.contains(&step.act))
    }

    /// The ledger as it would be. An item that does not apply is not met by being marked as done: it is agreed that it
    /// does not apply.
    pub fn ledger(&self, now: &Ledger) -> Ledger {
        let mut then = now.clone();
        let steps: Vec<Step> = self
            .steps()
            .map(|step| match step.item {
                Some(item) if step.act == Act::Meet && !applies(now, item) => Step {
                    act: Act::Agree,
                    ..step
                },
                _ => step,
            })
            .collect();
        then.take_steps(&steps);
        then
    }
}

fn applies(ledger: &Ledger, item: usize) -> bool {
    let weighed = ledger.items.get(item);
    weighed.is_some_and(|weighed: &Weighed| weighed.is_applicable())
}

/// What is marked of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It is met, with evidence that suffices.
    Done,
    /// Less than that: it has an answer, its evidence is confirmed, its dissent is settled.
    Steps,
}

/// Where an assessment stands, in the few figures that a plan is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// Whether it may ship.
    pub verdict: Verdict,
    /// What people said.
    pub claimed: Option<Percent>,
    /// What evidence that holds backs.
    pub evidenced: Option<Percent>,
    /// What the steps until an unconditional go take; absent where no steps on items lead there.
    pub to_go: Option<Effort>,
    /// What all open work takes.
    pub to_all: Effort,
    /// How many items are open, waived or not.
    pub open: usize,
    /// The highest severity among them; absent where there are none.
    pub risk_level: Option<Severity>,
}

impl Outlook {
    /// Of a ledger and the way to go from it.
    pub fn of(ledger: &Ledger, scope: Scope, scoring: &Scoring, way: &Way) -> Self {
        let (verdict, claimed, evidenced) = figures(ledger, scope, scoring);
        Self {
            verdict,
            claimed,
            evidenced,
            to_go: way.to_go,
            to_all: way.to_all,
            open: way.open.len() + way.waived.len(),
            risk_level: way.risk_level,
        }
    }

    /// Of a ledger as it would be, where a way is that from the ledger as it is: what is open then is open now.
    pub fn supposed(assessment: &Assessment, then: &Ledger, scope: Scope, way: &Way) -> Self {
        let scoring = &assessment.checklist().scoring;
        let (verdict, claimed, evidenced) = figures(then, scope, scoring);
        let tasks = || {
            let tasks = way.open.iter().chain(&way.waived);
            tasks.filter(|task| then.is_open(task.item))
        };
        let order = PlanOrder::of(assessment, then);
        Self {
            verdict,
            claimed,
            evidenced,
            to_go: effort_to_go(assessment, then, &order),
            to_all: sum(tasks()),
            open: tasks().count(),
            risk_level: risk_level(assessment, then),
        }
    }
}

/// The verdict, what is claimed, and what is evidenced.
fn figures(
    ledger: &Ledger,
    scope: Scope,
    scoring: &Scoring,
) -> (Verdict, Option<Percent>, Option<Percent>) {
    let tally = ledger.tally();
    let figures = ledger.figures_of(&tally, scope);
    let verdict = ledger.judge_by(&tally, scoring).verdict;
    (verdict, figures.claimed(), figures.evidenced())
}

impl Ledger {
    /// The fewest steps from here to the next verdict, as [`Ledger::next`], where nothing is judged yet.
    pub fn next_steps(&self, scoring: &Scoring, order: &PlanOrder) -> Vec<Step> {
        let judgement: Judgement = self.judge(scoring).in_plan_order(order);
        self.next(scoring, &judgement, order)
    }
}
