//! `next` against a search of all sets of steps, on small cases.
//!
//! Readings taken where the rules leave a choice:
//! - Steps stand in plan order; one about the verdict as a whole stands last.
//! - A step `answer` brings the least answer that helps nothing (Unmet); so `meet` is named where more is needed.
//! - `meet` brings a Met, evidence that counts and needs no confirming, and a measured value that reaches the target of
//!   a metric; it leaves evidence against standing, which takes a `withdraw` of its own.
//! - `measure` is for a Met item whose metric's target is not reached.
//! - `answer-dissent` is one step for all open dissents from an answer, or from the verdict: each gets an answer, and the
//!   dissenter closes it.
//! - An n/a answer is agreed to or left; "meet what does not apply" is no step, though it could count for two.
//! - `resolve` settles a conflict by the version that says the most; whatever else is done about such an item comes after.
//! - Sets are compared as the rows of their items in plan order. Among sets over the same items the one with the
//!   fewest `meet`s counts, then the one whose `meet`s come earliest.

use std::sync::Arc;

use candor::domain::assessment::{Answer, Status};
use candor::domain::change::{Change, HeadEntry};
use candor::domain::checklist::{Kind, Tier};
use candor::domain::dissent::{Dissent, Reply};
use candor::domain::evidence::{Content, Evidence, Shows, Signed};
use candor::domain::gate::Verdict;
use candor::domain::ledger::Scope;
use candor::domain::steps::{Act, Step};

use super::conflicts::settled_best;
use super::picture;
use super::property::{Checked, Dice, ensure, holds, refuted, same};
use super::random::{Case, MERGED, Sort, case, noon};
use super::signed::{is_overdue, says_no_go, settle_conditions, sign_go_again};
use super::spice::sound_measure;
use super::twin::{is_open, rows};
use super::twin_gate::{judge, order};

const CHOICES: usize = 350;

/// Evidence that holds and needs no confirming.
fn sound_evidence(case: &Case, at: usize) -> Evidence {
    let item = case.assessment.item(at);
    let content = if item.accepted().contains(&Kind::File) {
        let sha256 = String::new();
        Content::File {
            path: "proof".to_owned(),
            sha256,
            bytes: 0,
        }
    } else {
        Content::Note("Proof.".into())
    };
    Evidence {
        id: format!("sound-{at}").into(),
        content,
        shows: Shows::Met,
        caption: "".into(),
        observed: case.as_of.day(case.assessment.utc_offset),
        version: case.assessment.head.subject.version.clone(),
        by: "Ana".into(),
        at: noon(),
        confirmed: vec![Signed {
            by: "Zoe".into(),
            at: noon(),
        }],
        withdrawn: None,
        redacted: None,
    }
}

fn zoe() -> Signed {
    Signed {
        by: "Zoe".into(),
        at: noon(),
    }
}

/// The dissent with an answer that satisfies the dissenter.
fn settled(dissent: &Dissent) -> Dissent {
    let Signed { by, at } = zoe();
    Dissent {
        answered: Some(Reply {
            by,
            at,
            text: "We did.".into(),
        }),
        closed: Some(Signed {
            by: dissent.name.clone(),
            at,
        }),
        ..dissent.clone()
    }
}

/// The case after a step, by nothing but the words of the rules.
fn after(case: &Case, step: Step) -> Case {
    let mut case = case.clone();
    let Some(item) = step.item else {
        match step.act {
            Act::Sign => sign_go_again(&mut case),
            Act::Settle => settle_conditions(&mut case),
            act => assert_eq!(act, Act::AnswerDissent),
        }
        if step.act != Act::AnswerDissent {
            return case;
        }
        for dissent in case.assessment.head.dissents.clone() {
            let settled = HeadEntry::Dissent(settled(&dissent));
            case.assessment.apply(&Change::Record(settled)).unwrap();
        }
        return case;
    };
    let mut answer: Answer = (*case.assessment.answers()[item]).clone();
    let metric = case.assessment.item(item).metric.as_ref();
    let measured = metric.map(|metric| sound_measure(&metric.target));
    match step.act {
        Act::Resolve => answer = settled_best(&answer),
        Act::Answer => answer.status = Status::Unmet,
        Act::Meet => {
            answer.status = Status::Met;
            answer.evidence.push(sound_evidence(&case, item));
            answer.measured = measured;
        }
        Act::Evidence => answer.evidence.push(sound_evidence(&case, item)),
        Act::Confirm => answer
            .evidence
            .iter_mut()
            .for_each(|piece| piece.confirmed.push(zoe())),
        Act::Agree => answer.agreed_by = Some(zoe()),
        Act::Measure => answer.measured = measured,
        Act::Sign | Act::Settle => unreachable!("they are never about an item"),
        Act::AnswerDissent => answer.dissents = answer.dissents.iter().map(settled).collect(),
        Act::Withdraw => {
            for piece in &mut answer.evidence {
                if piece.shows == Shows::Against {
                    piece.withdrawn = Some(zoe());
                }
            }
        }
    }
    let change = Change::PutBack {
        answer: Arc::new(answer),
    };
    case.assessment.apply(&change).unwrap();
    case
}

pub(crate) fn after_all(case: &Case, steps: &[Step]) -> Case {
    // What is done about an item in conflict is done once it is settled.
    let (first, then): (Vec<Step>, Vec<Step>) =
        (steps.iter()).partition(|step| step.act == Act::Resolve);
    let steps = first.into_iter().chain(then);
    steps.fold(case.clone(), |case, step| after(&case, step))
}

/// Every step that could be taken.
fn steps(case: &Case) -> Vec<Step> {
    let mut all = Vec::new();
    let unsettled: Vec<usize> = rows(case)
        .iter()
        .filter(|row| row.is_in_conflict())
        .map(|row| row.at)
        .collect();
    let settle = unsettled.iter().map(|item| Step {
        item: Some(*item),
        act: Act::Resolve,
    });
    all.extend(settle.clone());
    // What can be done once conflicts are settled.
    let order = order(case);
    let case = &settle.fold(case.clone(), |case, step| after(&case, step));
    for row in rows(case) {
        let mut add = |act| {
            all.push(Step {
                item: Some(row.at),
                act,
            });
        };
        match row.answer.status {
            Status::Unanswered | Status::Unknown => {
                [Act::Answer, Act::Meet].into_iter().for_each(&mut add);
            }
            Status::Unmet | Status::Partial(_) => add(Act::Meet),
            Status::Met => [Act::Evidence, Act::Confirm].into_iter().for_each(&mut add),
            Status::NotApplicable(_) => add(Act::Agree),
        }
        if row.answer.status == Status::Met
            && row.reaches_target() != Some(true)
            && row.item.metric.is_some()
        {
            add(Act::Measure);
        }
        let against = |piece: &Evidence| piece.shows == Shows::Against && piece.withdrawn.is_none();
        if row.answer.evidence.iter().any(against) {
            add(Act::Withdraw);
        }
        if row.is_dissented() {
            add(Act::AnswerDissent);
        }
    }
    if case
        .assessment
        .head
        .dissents
        .iter()
        .any(|dissent| is_open(case, dissent))
    {
        all.push(Step {
            item: None,
            act: Act::AnswerDissent,
        });
    }
    let mut of_whole = |holds: bool, act| {
        if holds {
            all.push(Step { item: None, act });
        }
    };
    of_whole(says_no_go(case), Act::Sign);
    of_whole(is_overdue(case), Act::Settle);
    all.sort_by_key(|step| (place(&order, step), step.act != Act::Resolve));
    all
}

/// Where a step stands: its item's place in the plan, and last of all what is about the verdict.
fn place(order: &[usize], step: &Step) -> usize {
    let of_item = |item| order.iter().position(|other| *other == item).unwrap();
    step.item.map_or(order.len(), of_item)
}

fn verdict_after(case: &Case, chosen: &[Step]) -> Verdict {
    judge(&after_all(case, chosen)).0
}

/// Calls `visit` with every set of `size` steps that follow the first `from`.
fn each_set(
    steps: &[Step],
    from: usize,
    size: usize,
    chosen: &mut Vec<Step>,
    visit: &mut dyn FnMut(&[Step]),
) {
    if size == 0 {
        visit(chosen);
        return;
    }
    for at in from..steps.len() {
        let step = steps[at];
        let twice = |other: &Step| {
            let one = [Act::Answer, Act::Meet];
            other.item == step.item && one.contains(&other.act) && one.contains(&step.act)
        };
        if chosen.iter().any(twice) {
            continue;
        }
        // The step that settles a conflict stands before all others about its item.
        let settles = |other: &Step| other.item == step.item && other.act == Act::Resolve;
        let is_unsettled = step.item.is_some() && steps.iter().any(settles);
        let is_first = matches!(step.act, Act::Resolve | Act::AnswerDissent);
        if is_unsettled && !is_first && !chosen.iter().any(settles) {
            continue;
        }
        chosen.push(step);
        each_set(steps, at + 1, size - 1, chosen, visit);
        chosen.pop();
    }
}

type Rank = (Vec<usize>, usize, Vec<usize>);

/// By what sets of equally many steps are compared: items in plan order, how many meets, where they come.
fn rank(order: &[usize], chosen: &[Step]) -> Rank {
    let place = |step: &Step| place(order, step);
    let mut items: Vec<usize> = chosen.iter().map(place).collect();
    items.sort_unstable();
    let heavy = |step: &&Step| matches!(step.act, Act::Meet | Act::Evidence);
    let mut meets: Vec<usize> = chosen.iter().filter(heavy).map(place).collect();
    meets.sort_unstable();
    (items, meets.len(), meets)
}

/// More steps than this are not searched for.
const MOST_STEPS: usize = 4;

/// The best set with at most that many steps.
fn search(case: &Case) -> Option<Rank> {
    let now = judge(case).0;
    let (all, order) = (steps(case), order(case));
    for size in 1..=MOST_STEPS.min(all.len()) {
        let mut best: Option<Rank> = None;
        each_set(&all, 0, size, &mut Vec::new(), &mut |chosen| {
            let rank = rank(&order, chosen);
            if best.as_ref().is_none_or(|best| rank < *best) && verdict_after(case, chosen) > now {
                best = Some(rank);
            }
        });
        if best.is_some() {
            return best;
        }
    }
    None
}

const TINY: Sort = Sort {
    items: 6,
    hostile: false,
    conflicts: true,
};

fn check(dice: &mut Dice, next: fn(&Case) -> Vec<Step>) -> Checked {
    let case = case(dice, TINY);
    let said = next(&case);
    let now = judge(&case).0;
    if !said.is_empty() {
        ensure(verdict_after(&case, &said) > now, || {
            format!("{said:?} does not lift {now:?}")
        })?;
    }
    if now == Verdict::Go {
        return ensure(said.is_empty(), || format!("{said:?} on a go"));
    }
    let order = order(&case);
    ensure(said.is_sorted_by_key(|step| place(&order, step)), || {
        format!("{said:?} is not in plan order")
    })?;
    // Where a Should item in conflict could leave the share, or come to be met, the way may be longer than it need be.
    let unsettled = |row: &super::twin::Row| row.item.tier == Tier::Should && row.is_in_conflict();
    if rows(&case).iter().any(unsettled) {
        return Ok(());
    }
    match search(&case) {
        Some(best) => ensure(rank(&order, &said) == best, || {
            format!("{said:?} where {best:?} is better (items, meets, their places)")
        }),
        // What drops out of a Should share once it is settled is nobody's step.
        None => ensure(said.is_empty() || said.len() > MOST_STEPS, || {
            format!("{said:?} where the search finds nothing")
        }),
    }
}

#[test]
fn next_names_the_fewest_steps_and_of_equally_few_the_earliest() {
    holds(CHOICES, |dice| check(dice, picture::next));
}

#[test]
fn control_a_step_too_many_and_a_late_step_are_noticed() {
    refuted(CHOICES, |dice| {
        check(dice, |case| {
            let mut said = picture::next(case);
            said.extend(
                steps(case)
                    .iter()
                    .find(|step| !said.contains(step))
                    .copied(),
            );
            let order = order(case);
            said.sort_by_key(|step| place(&order, step));
            said
        })
    });
    refuted(CHOICES, |dice| {
        check(dice, |case| {
            let (now, count) = (judge(case).0, picture::next(case).len());
            let mut last = Vec::new();
            each_set(
                &steps(case),
                0,
                count.min(2),
                &mut Vec::new(),
                &mut |chosen| {
                    if verdict_after(case, chosen) > now {
                        last = chosen.to_vec();
                    }
                },
            );
            last
        })
    });
}

/// Whether the way to `go` gets there when it is really gone, step by step.
fn goes_all_the_way(dice: &mut Dice, way: fn(&Case) -> Vec<Step>) -> Checked {
    let case = case(dice, MERGED);
    let way = way(&case);
    let there = after_all(&case, &way);
    let (verdict, reasons) = judge(&there);
    // Nothing on items lifts a checklist that asks nothing of anybody, be it once its conflicts are settled.
    let settle: Vec<Step> = rows(&there)
        .iter()
        .filter(|row| row.is_in_conflict())
        .map(|row| Step {
            item: Some(row.at),
            act: Act::Resolve,
        })
        .collect();
    let settled = after_all(&there, &settle);
    let can = rows(&settled)
        .iter()
        .any(|row| row.item.tier != Tier::Nice && picture::ledger(&settled).is_needed(row.at));
    ensure(!can || verdict == Verdict::Go, || {
        format!("{way:?} leads to {verdict:?}: {reasons:?}")
    })
}

#[test]
fn the_way_to_go_leads_to_go() {
    holds(CHOICES, |dice| goes_all_the_way(dice, picture::way_to_go));
}

#[test]
fn control_a_way_without_its_last_step_does_not() {
    refuted(CHOICES, |dice| {
        goes_all_the_way(dice, |case| {
            let mut way = picture::way_to_go(case);
            way.pop();
            way
        })
    });
}

/// Whether a ledger that takes steps says what one says that weighs the case after them.
fn steps_are_taken_as_they_are(
    dice: &mut Dice,
    foreseen: fn(&Case, &[Step]) -> picture::Picture,
) -> Checked {
    let case = case(dice, MERGED);
    let mut steps = picture::next(&case);
    if dice.once_in(2) {
        steps = picture::way_to_go(&case);
    }
    let really = picture::picture(&after_all(&case, &steps));
    let mut foreseen = foreseen(&case, &steps);
    // What is not Met in the end keeps its evidenced value in the ledger until it is weighed anew: no verdict and no
    // gauge looks at it. What lapses is none of its business either.
    for (mine, real) in [
        (&mut foreseen.evidenced, &really.evidenced),
        (&mut foreseen.over_claim, &really.over_claim),
    ] {
        mine.clone_from(real);
    }
    foreseen.categories.clone_from(&really.categories);
    foreseen.items.clone_from(&really.items);
    foreseen.lapsing.clone_from(&really.lapsing);
    for (mine, real) in foreseen.stages.iter_mut().zip(&really.stages) {
        mine.evidenced.clone_from(&real.evidenced);
    }
    same(&format!("after {steps:?}"), &foreseen, &really)
}

fn foreseen(case: &Case, steps: &[Step]) -> picture::Picture {
    let mut ledger = picture::ledger(case);
    ledger.take_steps(steps);
    picture::picture_by(case, &ledger, Scope::Needed)
}

#[test]
fn a_ledger_takes_steps_as_they_are_really_taken() {
    holds(CHOICES, |dice| steps_are_taken_as_they_are(dice, foreseen));
}

#[test]
fn control_a_ledger_that_forgets_a_step_is_noticed() {
    refuted(CHOICES, |dice| {
        steps_are_taken_as_they_are(dice, |case, steps| {
            foreseen(case, &steps[..steps.len().saturating_sub(1)])
        })
    });
}
