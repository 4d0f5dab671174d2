//! `next` against a search of all sets of steps, on small cases.
//!
//! Readings taken where the rules leave a choice:
//! - A step `answer` brings the least answer that helps nothing (Unmet); so `meet` is named where more is needed.
//! - `meet` brings a Met and evidence that counts and needs no confirming; it leaves evidence against standing, which
//!   takes a `withdraw` of its own.
//! - An n/a answer is agreed to or left; "meet what does not apply" is no step, though it could count for two.
//! - Sets are compared as the rows of their items in plan order. Among sets over the same items the one with the
//!   fewest `meet`s counts, then the one whose `meet`s come earliest.

use std::sync::Arc;

use candor::domain::assessment::{Answer, Status};
use candor::domain::change::Change;
use candor::domain::checklist::Kind;
use candor::domain::evidence::{Content, Evidence, Shows, Signed};
use candor::domain::gate::Verdict;
use candor::domain::steps::{Act, Step};

use super::picture;
use super::property::{Checked, Dice, ensure, holds, refuted};
use super::random::{Case, Sort, case, noon};
use super::twin::judge;

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

/// The case after a step, by nothing but the words of the rules.
fn after(case: &Case, step: Step) -> Case {
    let mut case = case.clone();
    let mut answer: Answer = (*case.assessment.answers()[step.item.unwrap()]).clone();
    let zoe = || Signed {
        by: "Zoe".into(),
        at: noon(),
    };
    match step.act {
        Act::Answer => answer.status = Status::Unmet,
        Act::Meet => {
            answer.status = Status::Met;
            answer
                .evidence
                .push(sound_evidence(&case, step.item.unwrap()));
        }
        Act::Evidence => answer
            .evidence
            .push(sound_evidence(&case, step.item.unwrap())),
        Act::Confirm => answer
            .evidence
            .iter_mut()
            .for_each(|piece| piece.confirmed.push(zoe())),
        Act::Agree => answer.agreed_by = Some(zoe()),
        Act::Measure | Act::AnswerDissent => {}
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

/// Every step that could be taken.
fn steps(case: &Case) -> Vec<Step> {
    let mut all = Vec::new();
    for (item, answer) in case.assessment.answers().iter().enumerate() {
        let mut add = |act| {
            all.push(Step {
                item: Some(item),
                act,
            });
        };
        let against = |piece: &Evidence| piece.shows == Shows::Against && piece.withdrawn.is_none();
        match answer.status {
            Status::Unanswered | Status::Unknown => [Act::Answer, Act::Meet].map(&mut add).to_vec(),
            Status::Unmet | Status::Partial(_) => vec![add(Act::Meet)],
            Status::Met => [Act::Evidence, Act::Confirm].map(&mut add).to_vec(),
            Status::NotApplicable(_) => vec![add(Act::Agree)],
        };
        if answer.evidence.iter().any(against) {
            add(Act::Withdraw);
        }
    }
    all.sort_by_key(|step| {
        (
            case.assessment.item(step.item.unwrap()).tier,
            step.item.unwrap(),
        )
    });
    all
}

fn verdict_after(case: &Case, chosen: &[Step]) -> Verdict {
    let changed = chosen
        .iter()
        .fold(case.clone(), |case, step| after(&case, *step));
    judge(&changed).0
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
        chosen.push(step);
        each_set(steps, at + 1, size - 1, chosen, visit);
        chosen.pop();
    }
}

type Rank = (Vec<usize>, usize, Vec<usize>);

/// By what sets of equally many steps are compared: items in plan order, how many meets, where they come.
fn rank(order: &[usize], chosen: &[Step]) -> Rank {
    let place = |step: &Step| {
        order
            .iter()
            .position(|item| *item == step.item.unwrap())
            .unwrap()
    };
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
    let all = steps(case);
    let mut order: Vec<usize> = (0..case.assessment.answers().len()).collect();
    order.sort_by_key(|at| (case.assessment.item(*at).tier, *at));
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
    let mut order: Vec<usize> = (0..case.assessment.answers().len()).collect();
    order.sort_by_key(|at| (case.assessment.item(*at).tier, *at));
    let place = |step: &Step| order.iter().position(|item| *item == step.item.unwrap());
    ensure(said.is_sorted_by_key(place), || {
        format!("{said:?} is not in plan order")
    })?;
    match search(&case) {
        Some(best) => ensure(rank(&order, &said) == best, || {
            format!("{said:?} where {best:?} is better (items, meets, their places)")
        }),
        None => ensure(said.is_empty() || said.len() > MOST_STEPS, || {
            format!("{said:?} where the search finds nothing")
        }),
    }
}

#[test]
fn next_names_the_fewest_steps_and_of_equally_few_the_earliest() {
    holds(250, |dice| check(dice, picture::next));
}

#[test]
fn control_a_step_too_many_and_a_late_step_are_noticed() {
    refuted(250, |dice| {
        check(dice, |case| {
            let mut said = picture::next(case);
            said.extend(
                steps(case)
                    .iter()
                    .find(|step| !said.contains(step))
                    .copied(),
            );
            said.sort_by_key(|step| {
                (
                    case.assessment.item(step.item.unwrap()).tier,
                    step.item.unwrap(),
                )
            });
            said
        })
    });
    refuted(250, |dice| {
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
