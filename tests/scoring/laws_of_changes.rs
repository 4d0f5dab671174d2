//! The laws of changes, each with a control: undo, the ledger that is kept up, snapshots, and the upgrade that drops
//! nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use candor::domain::assessment::{Answer, Assessment, Status};
use candor::domain::change::{Change, HeadEntry};
use candor::domain::evidence::{Observations, Shows};
use candor::domain::history::What;
use candor::domain::ledger::Scope;
use candor::domain::upgrade::Upgrade;
use candor::session::Session;

use super::changes::{any_change, snapshot, upgrade};
use super::picture::{Picture, ledger, picture, picture_by};
use super::property::{Checked, Dice, ensure, holds, refuted, same};
use super::random::{Case, SMALL, case};

const CHOICES: usize = 600;

fn open(case: &Case) -> Session {
    Session::open(
        case.assessment.clone(),
        case.as_of,
        case.observations.clone(),
    )
}

fn case_of(session: &Session, case: &Case) -> Case {
    Case {
        assessment: session.assessment().clone(),
        ..case.clone()
    }
}

// Law 7: undo gives back the same figures, redo gives them again. (The bytes are looked at in `session`.) And the
// ledger that the session keeps up through all of it says what one says that weighs everything anew.

fn undo_gives_back(dice: &mut Dice, undo: fn(&mut Session)) -> Checked {
    let case = case(dice, SMALL);
    let mut session = open(&case);
    let said = |session: &Session| {
        let now = case_of(session, &case);
        let said = picture_by(&now, session.ledger(), Scope::Needed);
        same("weighed anew", &picture(&now), &said)?;
        let fresh = open(&now);
        same("figures anew", fresh.figures(), session.figures())?;
        same("judged anew", fresh.judgement(), session.judgement())?;
        same("next anew", &fresh.next_steps(), &session.next_steps())?;
        Ok::<Picture, String>(said)
    };
    let mut seen = vec![said(&session)?];
    for number in 0..=dice.below(6) {
        let change = any_change(dice, session.assessment(), number);
        if session.apply(change).is_ok() {
            seen.push(said(&session)?);
        }
    }
    for before in seen.iter().rev().skip(1) {
        undo(&mut session);
        same("after undo", before, &said(&session)?)?;
    }
    for after in &seen[1..] {
        session.redo();
        same("after redo", after, &said(&session)?)?;
    }
    Ok(())
}

#[test]
fn law_7_undo_gives_back_the_figures_and_redo_gives_them_again() {
    holds(CHOICES, |dice| {
        undo_gives_back(dice, |session| {
            session.undo();
        })
    });
}

#[test]
fn law_7_control_an_undo_that_leaves_an_item_unknown() {
    refuted(CHOICES, |dice| {
        undo_gives_back(dice, |session| {
            if let Some(item) = session.undo().and_then(|change| change.item().cloned()) {
                let mut answer = (**session.assessment().answer(&item).unwrap()).clone();
                answer.status = Status::Unknown;
                let answer = Arc::new(answer);
                let _ = session.apply(Change::PutBack { answer });
            }
        })
    });
}

/// A ledger that weighs the item of each change anew and everything where a change has none.
fn kept_up(dice: &mut Dice, reweighs: fn(&Change) -> bool) -> Checked {
    let mut case = case(dice, SMALL);
    let mut kept = ledger(&case);
    for number in 0..=dice.below(5) {
        let change = any_change(dice, &case.assessment, number);
        if case.assessment.apply(&change).is_err() {
            continue;
        }
        let facts = candor::session::bench(&case.assessment, case.as_of, &case.observations);
        match change
            .item()
            .and_then(|item| case.assessment.position(item))
        {
            Some(at) if reweighs(&change) => kept.reweigh(&case.assessment, at, &facts),
            Some(_) => {}
            None => kept = ledger(&case),
        }
        let said = picture_by(&case, &kept, Scope::Needed);
        same(&format!("after {change:?}"), &picture(&case), &said)?;
    }
    Ok(())
}

#[test]
fn a_ledger_that_is_kept_up_says_what_a_new_one_says() {
    holds(CHOICES, |dice| kept_up(dice, |_| true));
}

#[test]
fn control_a_ledger_that_overlooks_a_sort_of_change_is_noticed() {
    let overlooks: [fn(&Change) -> bool; 4] = [
        |change| !matches!(change, Change::Waive { .. }),
        |change| !matches!(change, Change::Measure { .. }),
        |change| !matches!(change, Change::Dissent { .. }),
        |change| !matches!(change, Change::Withdraw { .. }),
    ];
    for reweighs in overlooks {
        refuted(CHOICES, |dice| kept_up(dice, reweighs));
    }
}

// A snapshot changes no figure, and says what the figures are.

fn a_snapshot_moves_nothing(dice: &mut Dice, figures: fn(&Case) -> Picture) -> Checked {
    let mut case = case(dice, SMALL);
    case.observations = Observations::new();
    let before = figures(&case);
    let taken = snapshot(&case.assessment, "s".into(), "before".into());
    let scores = taken.scores.clone().unwrap();
    same("verdict", &before.verdict, &scores.verdict)?;
    same("claimed", &before.claimed, &scores.claimed)?;
    same("evidenced", &before.evidenced, &scores.evidenced)?;
    let tiers: Vec<[u32; 4]> = (scores.tiers.iter())
        .map(|tier| [tier.met, tier.evidenced, tier.partial, tier.counted])
        .collect();
    same("gauges", &before.tiers.to_vec(), &tiers)?;
    same(
        "excluding waived",
        &before.excluding_waived,
        &scores.excluding_waived,
    )?;
    same(
        "items",
        &case.assessment.answers().len(),
        &taken.items.len(),
    )?;
    let change = Change::Record(HeadEntry::Snapshot(taken));
    case.assessment.apply(&change).unwrap();
    same("a figure moved", &before, &figures(&case))
}

#[test]
fn taking_a_snapshot_changes_no_figure() {
    holds(CHOICES, |dice| a_snapshot_moves_nothing(dice, picture));
}

#[test]
fn control_figures_that_look_at_snapshots_are_noticed() {
    refuted(CHOICES, |dice| {
        a_snapshot_moves_nothing(dice, |case| {
            let mut said = picture(case);
            said.counts[0] += u32::try_from(case.assessment.head.snapshots.len()).unwrap();
            said
        })
    });
}

// An upgrade drops nothing, and its inverse gives back the same assessment.

/// Everything that anybody has said in an answer, each thing by itself.
fn said_in(answer: &Answer) -> BTreeSet<String> {
    let item = answer.item.raw();
    let mut said = BTreeSet::new();
    let mut add = |what: String| {
        said.insert(format!("{item}: {what}"));
    };
    for piece in &answer.evidence {
        // It may have been withdrawn meanwhile; all the rest stays.
        let mut piece = piece.clone();
        piece.withdrawn = None;
        add(format!("{piece:?}"));
    }
    let texts = [
        &answer.comment,
        &answer.current,
        &answer.owner,
        &answer.confidence,
        &answer.estimate,
    ];
    for text in texts.into_iter().filter(|text| !text.is_empty()) {
        add(format!("{text:?}"));
    }
    answer
        .history
        .iter()
        .for_each(|entry| add(format!("{entry:?}")));
    answer
        .dissents
        .iter()
        .for_each(|dissent| add(format!("{dissent:?}")));
    answer
        .decisions
        .iter()
        .for_each(|remark| add(format!("{remark:?}")));
    answer
        .actions
        .iter()
        .for_each(|action| add(format!("{action:?}")));
    answer
        .parked
        .iter()
        .for_each(|remark| add(format!("{remark:?}")));
    answer.due.iter().for_each(|due| add(format!("due {due}")));
    let statuses = answer.history.iter().filter_map(|entry| entry.was.as_ref());
    for status in statuses.chain([&answer.status]) {
        if *status != Status::Unanswered {
            add(format!("status {status:?}"));
        }
    }
    let waivers = answer.history.iter().filter_map(|entry| match &entry.what {
        What::Waived(waiver) | What::Revoked(waiver) => Some(waiver),
        _ => None,
    });
    for waiver in waivers.chain(&answer.waiver) {
        add(format!("{waiver:?}"));
    }
    said
}

fn said_anywhere(assessment: &Assessment) -> BTreeSet<String> {
    let retired = assessment
        .head
        .retired
        .iter()
        .map(|retired| &retired.answer);
    let answers = assessment.answers().iter().chain(retired);
    answers.flat_map(|answer| said_in(answer)).collect()
}

fn an_upgrade_drops_nothing(
    dice: &mut Dice,
    upgraded: fn(&Assessment, &Upgrade) -> Assessment,
) -> Checked {
    let mut before = case(dice, SMALL).assessment;
    for number in 0..=dice.below(2) {
        let upgrade = upgrade(dice, &before, number);
        let moves = upgrade.moves(&before);
        let after = upgraded(&before, &upgrade);
        let (said, kept) = (said_anywhere(&before), said_anywhere(&after));
        let lost: Vec<&String> = said.difference(&kept).collect();
        ensure(lost.is_empty(), || format!("lost: {lost:?}"))?;
        let came = [&moves.carried, &moves.added].map(|items| items.iter());
        let reopened = moves.reopened.iter().map(|(item, ..)| item);
        let items: BTreeSet<_> = came.into_iter().flatten().chain(reopened).collect();
        let are: BTreeSet<_> = after.answers().iter().map(|answer| &answer.item).collect();
        same("items", &are, &items)?;
        for item in &moves.carried {
            let was = before.answer(item);
            let same_as_before = was.is_none_or(|was| Some(was) == after.answer(item));
            ensure(same_as_before, || format!("{item:?} was not carried over"))?;
        }
        for (item, from, to) in &moves.reopened {
            let answer = after.answer(item).unwrap();
            let open = answer.status == Status::Unanswered && answer.waiver.is_none();
            let stands = |answer: &Answer| {
                let stand = |shows| shows == Shows::Against;
                let standing = answer.evidence.iter().filter(|it| it.withdrawn.is_none());
                standing.map(|it| stand(it.shows)).collect::<Vec<bool>>()
            };
            ensure(
                open && from != to && stands(answer).iter().all(|against| *against),
                || format!("{answer:?} is not open again"),
            )?;
        }
        before = after;
    }
    Ok(())
}

fn really_upgraded(assessment: &Assessment, upgrade: &Upgrade) -> Assessment {
    let mut upgraded = assessment.clone();
    let inverse = upgraded
        .apply(&Change::Upgrade(Box::new(upgrade.clone())))
        .unwrap();
    let mut back = upgraded.clone();
    let forward = back.apply(&inverse).unwrap();
    assert!(back == *assessment, "the inverse gives back something else");
    back.apply(&forward).unwrap();
    assert!(back == upgraded, "and its inverse too");
    upgraded
}

#[test]
fn an_upgrade_drops_nothing_and_its_inverse_gives_everything_back() {
    holds(CHOICES, |dice| {
        an_upgrade_drops_nothing(dice, really_upgraded)
    });
}

#[test]
fn control_an_upgrade_that_forgets_the_retired_or_a_comment_is_noticed() {
    refuted(CHOICES, |dice| {
        an_upgrade_drops_nothing(dice, |assessment, upgrade| {
            let mut after = really_upgraded(assessment, upgrade);
            Arc::make_mut(&mut after.head).retired.clear();
            after
        })
    });
    refuted(CHOICES, |dice| {
        an_upgrade_drops_nothing(dice, |assessment, upgrade| {
            let mut after = really_upgraded(assessment, upgrade);
            let mut answer = (*after.answers()[0]).clone();
            answer.comment = "".into();
            let answer = Arc::new(answer);
            after.apply(&Change::PutBack { answer }).unwrap();
            after
        })
    });
}
