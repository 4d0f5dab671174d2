//! Nobody is made to say what somebody else has said: of two who answer an item differently each keeps the own account.

use std::sync::Arc;

use candor::domain::assessment::{Answer, Assessment, Status};
use candor::domain::change::{Change, Stamp};
use candor::domain::history::What;
use candor::domain::merge::{Merged, merge};
use candor::domain::text::Text;
use candor::domain::version::Version;

use super::controls::broken;
use super::laws::{Merge, choices, holds};
use super::sides::{PLAIN, Three, three};
use crate::scoring::property::{Checked, Dice, ensure};
use crate::scoring::random::moment;

/// What a version answers, and everything by which it explains that.
fn account(version: &Version) -> Version {
    Version {
        owner: "".into(),
        due: None,
        estimate: "".into(),
        evidence: Vec::new(),
        ..version.clone()
    }
}

/// Whether each says one thing of an item, and no conflict about it was settled meanwhile.
fn say_one_thing(answers: [&Answer; 3]) -> bool {
    let settled = answers.map(|answer| {
        let history = answer.history.iter();
        history
            .filter(|it| matches!(it.what, What::Resolved(_)))
            .count()
    });
    answers.iter().all(|answer| answer.conflict.is_empty())
        && settled.iter().all(|count| *count == settled[0])
}

fn answered(side: &Assessment, at: usize, status: Status, by: &str) -> Assessment {
    let item = side.answers()[at].item.clone();
    let stamp = Stamp {
        id: format!("{by}-{at}").into(),
        at: moment("2026-04-01T09:00:00Z"),
        by: by.into(),
        recorded_by: "".into(),
    };
    let mut after = side.clone();
    let change = Change::Answer {
        item,
        status,
        stamp,
    };
    after.apply(&change).unwrap();
    after
}

/// Looks at every item, answered by two people differently on top of all that their sides say of it already; tells how
/// many there were.
pub(super) fn accounts(dice: &mut Dice, merge: Merge) -> Result<usize, String> {
    let Three {
        base,
        mut ours,
        mut theirs,
    } = three(dice, PLAIN);
    let unanswered = |item: &Text| Arc::new(Answer::unanswered(item.clone()));
    let mut looked_at = Vec::new();
    for at in 0..ours.answers().len() {
        let (our, their) = (&ours.answers()[at], &theirs.answers()[at]);
        let was = base.as_ref().map(|base| Arc::clone(&base.answers()[at]));
        let was = was.unwrap_or_else(|| unanswered(&our.item));
        if say_one_thing([&was, our, their]) {
            looked_at.push(at);
            ours = answered(&ours, at, Status::Met, "Ana");
            theirs = answered(&theirs, at, Status::Unmet, "Ben");
        }
    }
    let merged = merge(base.as_ref(), &ours, &theirs).assessment;
    for at in &looked_at {
        let answer = &merged.answers()[*at];
        let sides = [&ours, &theirs].map(|it| account(&Version::of(&it.answers()[*at])));
        let kept: Vec<Version> = answer.conflict.iter().map(account).collect();
        ensure(
            kept.len() == 2 && sides.iter().all(|side| kept.contains(side)),
            || format!("{}: {sides:?} became {kept:?}", answer.item.raw()),
        )?;
    }
    Ok(looked_at.len())
}

#[test]
fn each_of_two_answers_keeps_its_own_account() {
    let mut looked_at = 0;
    for seed in 0..25 {
        looked_at += accounts(&mut Dice::new(&choices(seed)), merge).unwrap();
    }
    assert!(looked_at > 20, "{looked_at} items");
}

/// As if what only one of them said were said by both.
fn fills_in_comments(base: Option<&Assessment>, ours: &Assessment, theirs: &Assessment) -> Merged {
    broken((base, ours, theirs), |answer, _, _| {
        let comments = answer.conflict.iter().map(|it| it.comment.clone());
        if let Some(comment) = comments.max() {
            for version in &mut answer.conflict {
                version.comment.clone_from(&comment);
            }
        }
    })
}

#[test]
#[should_panic(expected = "became")]
fn control_a_comment_that_is_given_to_both_is_caught() {
    let checked = |dice: &mut Dice| -> Checked { accounts(dice, fills_in_comments).map(drop) };
    holds(25, checked);
}
