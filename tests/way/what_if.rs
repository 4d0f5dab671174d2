//! What if: the figures and the verdict of what is marked as done are those of really doing it on a copy.

use candor::domain::assessment::Status;
use candor::domain::gate::Judgement;
use candor::domain::ledger::{Ledger, Scope};
use candor::domain::plan::PlanOrder;
use candor::domain::score::Figures;
use candor::domain::steps::{Act, Step};
use candor::domain::way::Way;
use candor::domain::what_if::{Outlook, WhatIf};
use candor::session::bench;

use super::twin::planned;
use crate::scoring::next::after_all;
use crate::scoring::property::{Checked, Dice, holds, refuted, same};
use crate::scoring::random::Case;

/// Everything that is said of what would be.
#[derive(Debug, PartialEq)]
struct Seen {
    judgement: Judgement,
    needed: Figures,
    whole: Figures,
    outlook: Outlook,
    next: Vec<Step>,
    /// The open items in plan order, without and with a waiver.
    open: Vec<usize>,
}

/// As it really stands.
fn seen(case: &Case, ledger: &Ledger) -> Seen {
    let scoring = &case.assessment.checklist().scoring;
    let way = way(case, ledger);
    let outlook = Outlook::of(ledger, Scope::Needed, scoring, &way);
    seen_with(case, ledger, outlook)
}

/// As it is supposed, from how it stands.
fn supposed(case: &Case, what_if: &WhatIf) -> Seen {
    let now = ledger(case);
    let then = what_if.ledger(&now);
    let outlook = Outlook::supposed(&case.assessment, &then, Scope::Needed, &way(case, &now));
    seen_with(case, &then, outlook)
}

fn way(case: &Case, ledger: &Ledger) -> Way {
    let order = PlanOrder::of(&case.assessment, ledger);
    let today = case.assessment.day(case.as_of);
    Way::of(&case.assessment, ledger, &order, today)
}

fn seen_with(case: &Case, ledger: &Ledger, outlook: Outlook) -> Seen {
    let assessment = &case.assessment;
    let scoring = &assessment.checklist().scoring;
    let order = PlanOrder::of(assessment, ledger);
    let way = way(case, ledger);
    let tasks = way.open.iter().chain(&way.waived);
    // Plan order is for open work: by it steps about done items, such as to answer a dissent, stand anyhow.
    let mut next = ledger.next_steps(scoring, &order);
    next.sort_by_key(|step| (step.item, step.act.key()));
    Seen {
        judgement: ledger.judge(scoring),
        needed: ledger.figures(Scope::Needed),
        whole: ledger.figures(Scope::Whole),
        outlook,
        next,
        open: tasks.map(|task| task.item).collect(),
    }
}

fn ledger(case: &Case) -> Ledger {
    let bench = bench(&case.assessment, case.as_of, &case.observations);
    Ledger::of(&case.assessment, &bench)
}

/// Really doing what is marked as done, by the words of the rules.
fn really_done(case: &Case, done: &[usize]) -> Case {
    let on = |item: usize, act| Step {
        item: Some(item),
        act,
    };
    let steps = done.iter().flat_map(|item| {
        let answer = &case.assessment.answers()[*item];
        let settle = match answer.status {
            Status::NotApplicable(_) => Act::Agree,
            _ => Act::Meet,
        };
        [on(*item, Act::Withdraw), on(*item, settle)]
    });
    after_all(case, &steps.collect::<Vec<_>>())
}

fn some_items(dice: &mut Dice, case: &Case) -> Vec<usize> {
    (0..case.assessment.answers().len())
        .filter(|_| dice.once_in(3))
        .collect()
}

fn agrees(dice: &mut Dice, really: impl Fn(&Case, &[usize]) -> Case) -> Checked {
    let case = planned(dice);
    let done = some_items(dice, &case);
    let mut what_if = WhatIf::default();
    for item in &done {
        what_if.mark_done(*item);
    }
    let then = supposed(&case, &what_if);
    let real = really(&case, &done);
    same("what if", &then, &seen(&real, &ledger(&real)))
}

#[test]
fn what_if_says_what_really_doing_it_brings() {
    holds(700, |dice| agrees(dice, really_done));
}

#[test]
fn the_comparison_notices_what_is_left_out() {
    // One item forgotten.
    refuted(700, |dice| {
        agrees(dice, |case, done| {
            really_done(case, &done[..done.len().saturating_sub(1)])
        })
    });
    // What speaks against it left standing.
    refuted(700, |dice| {
        agrees(dice, |case, done| {
            let meet = |item: &usize| Step {
                item: Some(*item),
                act: match case.assessment.answers()[*item].status {
                    Status::NotApplicable(_) => Act::Agree,
                    _ => Act::Meet,
                },
            };
            after_all(case, &done.iter().map(meet).collect::<Vec<_>>())
        })
    });
}

#[test]
fn the_next_steps_taken_as_made_lift_the_verdict_and_clearing_gives_everything_back() {
    holds(700, |dice| {
        let case = planned(dice);
        let scoring = &case.assessment.checklist().scoring;
        let now = ledger(&case);
        let order = PlanOrder::of(&case.assessment, &now);
        let steps = now.next_steps(scoring, &order);
        let mut what_if = WhatIf::default();
        what_if.mark_steps(&steps);
        let then = what_if.ledger(&now).judge(scoring).verdict;
        let was = now.judge(scoring).verdict;
        if !steps.is_empty() && then <= was {
            return Err(format!("{steps:?} leave {was:?} at {then:?}"));
        }
        if steps.is_empty() != what_if.is_empty() {
            return Err(format!("{steps:?} are marked as {what_if:?}"));
        }
        what_if.clear();
        same(
            "nothing marked",
            &supposed(&case, &what_if),
            &seen(&case, &now),
        )
    });
}
