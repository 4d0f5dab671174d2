//! Two sides that were changed apart: every sort of change, edits by hand, and conflicts from an earlier merge.

use std::sync::Arc;

use candor::domain::assessment::Assessment;
use candor::domain::change::{Change, HeadEntry, Stamp};
use candor::domain::merge::merge;
use candor::domain::minutes::Note;
use candor::domain::text::Text;
use candor::domain::time::Moment;
use chrono::Duration;

use crate::scoring::changes::{any_change, change};
use crate::scoring::property::Dice;
use crate::scoring::random::{Case, Sort, case, noon};

/// What both began from, and what each has made of it.
#[derive(Debug, Clone)]
pub(super) struct Three {
    pub(super) base: Option<Assessment>,
    pub(super) ours: Assessment,
    pub(super) theirs: Assessment,
}

/// What may happen on a side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ways {
    /// Another version of the checklist.
    pub(super) upgrades: bool,
    /// An editor.
    pub(super) by_hand: bool,
    /// The base holds conflicts of an earlier merge, which a side may settle.
    pub(super) conflicts: bool,
}

/// Everything but another checklist.
pub(super) const PLAIN: Ways = Ways {
    upgrades: false,
    by_hand: true,
    conflicts: true,
};

/// An assessment with a bit of everything.
pub(super) fn begun(dice: &mut Dice) -> Assessment {
    let sort = Sort {
        items: 4,
        hostile: !dice.once_in(3),
        conflicts: dice.once_in(3),
    };
    let Case { assessment, .. } = case(dice, sort);
    assessment
}

/// Two sides of what is begun.
pub(super) fn three(dice: &mut Dice, ways: Ways) -> Three {
    let mut base = begun(dice);
    if ways.conflicts && dice.once_in(3) {
        let plain = Ways {
            conflicts: false,
            ..ways
        };
        let one = changed(dice, &base, 10, plain);
        let other = changed(dice, &base, 20, plain);
        let merged = merge(Some(&base), &one, &other).assessment;
        if dice.once_in(3) {
            // One of the sides has not seen that merge.
            let ours = changed(dice, &merged, 100, ways);
            let theirs = changed(dice, &other, 200, ways);
            let base = if dice.once_in(2) { base } else { other };
            return Three {
                base: Some(base),
                ours,
                theirs,
            };
        }
        base = merged;
    }
    let ours = changed(dice, &base, 100, ways);
    let theirs = changed(dice, &base, 200, ways);
    let nothing_in_common = dice.once_in(6);
    Three {
        base: Some(base).filter(|_| !nothing_in_common),
        ours,
        theirs,
    }
}

/// An assessment after some changes; `number` tells the ids of one side from those of another.
pub(super) fn changed(dice: &mut Dice, base: &Assessment, number: usize, ways: Ways) -> Assessment {
    let mut side = base.clone();
    if ways.conflicts {
        settle(dice, &mut side, number);
    }
    let mut undo = Vec::new();
    for at in 0..dice.of(&[1, 2, 3, 5, 8, 0]) {
        let change = if ways.upgrades {
            any_change(dice, &side, number + at)
        } else {
            change(dice, &side, number + at)
        };
        let change = at_another_time(dice, change);
        if let Ok(inverse) = side.apply(&change) {
            undo.push(inverse);
        }
        if dice.once_in(9)
            && let Some(inverse) = undo.pop()
        {
            let _ = side.apply(&inverse);
        }
    }
    if ways.by_hand && dice.once_in(4) {
        by_hand(dice, &mut side, number);
    }
    side
}

/// Settles some of the conflicts.
fn settle(dice: &mut Dice, side: &mut Assessment, number: usize) {
    for at in 0..side.answers().len() {
        let answer = Arc::clone(&side.answers()[at]);
        if answer.conflict.is_empty() || dice.once_in(2) {
            continue;
        }
        let stamp = Stamp {
            id: format!("resolved-{number}-{at}").into(),
            at: some_time(dice),
            by: dice.of(&["Dee", "Eve"]).into(),
            recorded_by: "".into(),
        };
        let change = Change::Resolve {
            item: answer.item.clone(),
            version: Box::new(dice.of(&answer.conflict)),
            stamp,
        };
        side.apply(&change).unwrap();
    }
}

fn some_time(dice: &mut Dice) -> Moment {
    let minutes = dice.of(&[0, 1, 2, 60, -1]);
    Moment::new(noon().time() + Duration::minutes(minutes))
}

/// The same change, made at another time.
fn at_another_time(dice: &mut Dice, mut change: Change) -> Change {
    let time = some_time(dice);
    match &mut change {
        Change::Answer { stamp, .. }
        | Change::Agree { stamp, .. }
        | Change::Measure { stamp, .. }
        | Change::Revoke { stamp, .. }
        | Change::Reply { stamp, .. }
        | Change::Close { stamp, .. }
        | Change::Settle { stamp, .. }
        | Change::Withdraw { stamp, .. }
        | Change::Confirm { stamp, .. }
        | Change::Redact { stamp, .. } => stamp.at = time,
        Change::Dissent { dissent, .. } => dissent.at = time,
        Change::Note { note, .. } => match note {
            Note::Decision(remark) | Note::Parked(remark) => remark.at = time,
            Note::Action(action) => action.at = time,
        },
        // An id names one note, whatever its sort.
        Change::Record(HeadEntry::Decision(remark)) => remark.id = named("decision", &remark.id),
        Change::Record(HeadEntry::Parked(remark)) => remark.id = named("parked", &remark.id),
        Change::Record(HeadEntry::Action(action)) => action.id = named("action", &action.id),
        Change::Record(HeadEntry::Trait(answer)) => answer.at = time,
        Change::Record(HeadEntry::Fulfilled(fulfilled)) => fulfilled.at = time,
        Change::Record(HeadEntry::Meeting(meeting)) if meeting.end.is_some() => {
            meeting.end = Some(time.max(meeting.start));
        }
        _ => {}
    }
    change
}

fn named(sort: &str, id: &Text) -> Text {
    format!("{sort} {}", id.raw()).into()
}

/// What nobody but an editor does.
fn by_hand(dice: &mut Dice, side: &mut Assessment, number: usize) {
    let at = dice.below(side.answers().len());
    let mut answer = (*side.answers()[at]).clone();
    match dice.below(14) {
        0 => answer.evidence.iter_mut().for_each(|it| {
            it.caption = format!("by hand {number}").into();
        }),
        1 => answer.history.iter_mut().for_each(|it| {
            it.recorded_by = format!("by hand {number}").into();
        }),
        2 => drop(answer.history.pop()),
        3 => answer.evidence.reverse(),
        4 => answer.history.reverse(),
        5 => answer.actions.iter_mut().for_each(|it| {
            it.text = format!("by hand {number}").into();
        }),
        6 => answer.dissents.clear(),
        7 => {
            answer.conflict.clear();
            answer.comment = format!("by hand {number}").into();
        }
        8 => answer.parked.iter_mut().for_each(|it| {
            it.text = format!("by hand {number}").into();
        }),
        9 => side.created = some_time(dice),
        10 => Arc::make_mut(&mut side.head).participants.reverse(),
        11 => Arc::make_mut(&mut side.head)
            .snapshots
            .iter_mut()
            .for_each(|it| {
                it.by = format!("by hand {number}").into();
            }),
        12 => {
            let head = Arc::make_mut(&mut side.head);
            head.retired.iter_mut().for_each(|it| {
                let answer = Arc::make_mut(&mut it.answer);
                answer.comment = format!("by hand {number}").into();
            });
        }
        _ => answer.evidence.iter_mut().for_each(|it| {
            it.confirmed.clear();
        }),
    }
    let answer = Arc::new(answer);
    side.apply(&Change::PutBack { answer }).unwrap();
}
