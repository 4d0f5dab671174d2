//! Random changes of every sort.

use std::sync::Arc;

use candor::domain::assessment::{
    Answer, Assessment, Declared, DeclaredOf, Head, Participant, TraitAnswer,
};
use candor::domain::change::{Aside, Change, HeadEntry, HeadKind, Stamp};
use candor::domain::checklist::{Checklist, Item};
use candor::domain::cost::{Cost, Period, Resource};
use candor::domain::evidence::{Observations, Signed};
use candor::domain::meeting::Meeting;
use candor::domain::minutes::{Action, Note, Remark};
use candor::domain::sign_off::Fulfilled;
use candor::domain::snapshot::Snapshot;
use candor::domain::text::Text;
use candor::domain::time::UtcOffset;
use candor::domain::upgrade::Upgrade;
use candor::session::bench;
use chrono::Days;

use super::property::Dice;
use super::random::{SMALL, evidence, noon, status};
use super::spice::{Setting, Spice, dissent, measured, number, waiver};

const EVERYTHING: Spice = Spice {
    waivers: true,
    metrics: true,
    dissents: true,
    plan: true,
    signed: false,
};

const KINDS: [HeadKind; 12] = [
    HeadKind::Trait,
    HeadKind::Participant,
    HeadKind::Declared,
    HeadKind::Resource,
    HeadKind::Cost,
    HeadKind::Dissent,
    HeadKind::Decision,
    HeadKind::Action,
    HeadKind::Parked,
    HeadKind::Snapshot,
    HeadKind::Meeting,
    HeadKind::Fulfilled,
];

fn setting(assessment: &Assessment) -> Setting<'_> {
    Setting {
        sort: SMALL,
        spice: EVERYTHING,
        mood: 1,
        offset: assessment.utc_offset,
        scoring: &assessment.checklist().scoring,
    }
}

fn stamp(dice: &mut Dice, number: usize) -> Stamp {
    Stamp {
        id: format!("change-{number}").into(),
        at: noon(),
        by: dice.of(&["Dee", "Ana", "Eve", "Fay"]).into(),
        recorded_by: Text::default(),
    }
}

/// One of the ids, or one that nobody has.
fn one_of<'a>(dice: &mut Dice, ids: impl Iterator<Item = &'a Text>) -> Text {
    let ids: Vec<&Text> = ids.collect();
    let chosen = ids.get(dice.below(ids.len().max(1)));
    chosen.map_or_else(|| "none".into(), |id| (*id).clone())
}

/// A change that nobody has made before; refused by the assessment in places.
pub(crate) fn change(dice: &mut Dice, assessment: &Assessment, number: usize) -> Change {
    let at = dice.below(assessment.answers().len());
    if dice.below(5) < 3 {
        return change_of(dice, assessment, at, number);
    }
    match dice.below(9) {
        8 => Change::SetName(format!("name {number}").into()),
        0 => Change::SetVersion(format!("version {number}").into()),
        1 => Change::SetSystem(format!("system {number}").into()),
        2 => {
            let stages = assessment.checklist().stages.iter();
            let stage = one_of(dice, stages.map(|stage| &stage.id));
            Change::SetTarget(Some(stage).filter(|_| !dice.once_in(3)))
        }
        3 => talk(dice, assessment, None, number),
        4 => {
            let kind = dice.of(&KINDS);
            Change::Strike(kind, one_of(dice, keys(&assessment.head, kind).into_iter()))
        }
        _ => Change::Record(entry(dice, assessment, number)),
    }
}

/// The same, or another version of the checklist, or one that takes away and so may change nothing.
pub(crate) fn any_change(dice: &mut Dice, assessment: &Assessment, number: usize) -> Change {
    match dice.below(8) {
        7 => Change::Upgrade(Box::new(upgrade(dice, assessment, number))),
        6 => Change::Tell {
            item: one_of(dice, assessment.answers().iter().map(|answer| &answer.item)),
            aside: silence(dice),
        },
        _ => change(dice, assessment, number),
    }
}

/// A change that concerns one item.
pub(crate) fn change_of(
    dice: &mut Dice,
    assessment: &Assessment,
    at: usize,
    number: usize,
) -> Change {
    let answer = &assessment.answers()[at];
    let item = answer.item.clone();
    let stamp = stamp(dice, number);
    let piece = |dice: &mut Dice| one_of(dice, answer.evidence.iter().map(|piece| &piece.id));
    match dice.below(17) {
        0..3 => Change::Tell {
            item,
            aside: aside(dice, number),
        },
        3 => Change::Answer {
            item,
            status: status(dice, SMALL, 1),
            stamp,
        },
        4 => {
            let offset = assessment.utc_offset;
            let mut piece = evidence(dice, SMALL, assessment.item(at), number, 0, offset);
            piece.id = format!("evidence-{number}").into();
            Change::Attach {
                item,
                evidence: piece,
                entry: stamp.id,
            }
        }
        5 => Change::Withdraw {
            item,
            evidence: piece(dice),
            stamp,
        },
        6 => Change::Confirm {
            item,
            evidence: piece(dice),
            stamp,
        },
        7 => Change::Agree { item, stamp },
        8 => Change::Redact {
            item,
            evidence: piece(dice),
            sha256: "0".repeat(64),
            why: "private".into(),
            stamp,
        },
        9 => Change::Measure {
            measured: (assessment.item(at).metric.as_ref())
                .and_then(|metric| measured(dice, setting(assessment), &metric.target)),
            item,
            stamp,
        },
        10 => Change::Waive {
            item,
            waiver: waiver(dice, setting(assessment)),
            entry: stamp.id,
        },
        11 => Change::Revoke { item, stamp },
        _ => talk(dice, assessment, Some(answer), number),
    }
}

fn aside(dice: &mut Dice, number: usize) -> Aside {
    let text: Text = format!("said {number}").into();
    match dice.below(7) {
        0 | 1 => Aside::Comment(text),
        2 => Aside::Current(text),
        3 => Aside::Owner(text),
        4 => Aside::Due(
            noon()
                .day(UtcOffset::default())
                .checked_add_days(Days::new(u64::try_from(number).unwrap())),
        ),
        5 => Aside::Confidence(text),
        _ => Aside::Estimate(format!("{}{}", number + 1, dice.of(&["h", "d", " parrots"])).into()),
    }
}

/// Takes something away that was said of an item, if it was.
fn silence(dice: &mut Dice) -> Aside {
    let nothing = Text::default();
    dice.of(&[
        Aside::Comment(nothing.clone()),
        Aside::Current(nothing.clone()),
        Aside::Owner(nothing.clone()),
        Aside::Due(None),
        Aside::Confidence(nothing.clone()),
        Aside::Estimate(nothing),
    ])
}

/// Dissents and notes, about an item or about the whole.
fn talk(
    dice: &mut Dice,
    assessment: &Assessment,
    answer: Option<&Answer>,
    number: usize,
) -> Change {
    let head = &assessment.head;
    let item = answer.map(|answer| answer.item.clone());
    let dissents = answer.map_or(&head.dissents, |answer| &answer.dissents);
    let actions = answer.map_or(&head.actions, |answer| &answer.actions);
    let parked = answer.map_or(&head.parked, |answer| &answer.parked);
    let stamp = stamp(dice, number);
    match dice.below(5) {
        0 => Change::Dissent {
            item,
            dissent: dissent(dice, setting(assessment), format!("dissent-new-{number}")),
        },
        1 => Change::Reply {
            item,
            dissent: one_of(dice, dissents.iter().map(|dissent| &dissent.id)),
            text: dice.of(&["so be it", "it is done", " "]).into(),
            stamp,
        },
        2 => {
            let open = dissents.iter().filter(|dissent| dissent.closed.is_none());
            let chosen = one_of(dice, open.map(|dissent| &dissent.id));
            let mut stamp = stamp;
            if let Some(dissent) = dissents.iter().find(|it| it.id == chosen)
                && dice.once_in(2)
            {
                stamp.by = dissent.name.clone();
            }
            Change::Close {
                item,
                dissent: chosen,
                stamp,
            }
        }
        3 => Change::Note {
            item,
            note: note(dice, format!("note-{number}").into()),
        },
        _ => {
            let actions = actions.iter().map(|action| &action.id);
            let parked = parked.iter().map(|remark| &remark.id);
            Change::Settle {
                item,
                note: one_of(dice, actions.chain(parked)),
                stamp,
            }
        }
    }
}

pub(super) fn remark(dice: &mut Dice, id: Text) -> Remark {
    Remark {
        id,
        text: dice.of(&["We wait.", "Why?", "Later."]).into(),
        by: "Dee".into(),
        at: noon(),
        settled: None,
    }
}

pub(super) fn action(dice: &mut Dice, id: Text) -> Action {
    Action {
        id,
        text: dice.of(&["Ask.", "Build."]).into(),
        owner: "Eve".into(),
        due: dice.of(&[None, Some(noon().day(UtcOffset::default()))]),
        by: "Dee".into(),
        at: noon(),
        done: dice.once_in(4).then(|| Signed {
            by: "Eve".into(),
            at: noon(),
        }),
    }
}

fn note(dice: &mut Dice, id: Text) -> Note {
    match dice.below(3) {
        0 => Note::Decision(remark(dice, id)),
        1 => Note::Action(action(dice, id)),
        _ => Note::Parked(remark(dice, id)),
    }
}

/// The ids or names in a list of the head.
fn keys(head: &Head, kind: HeadKind) -> Vec<&Text> {
    match kind {
        HeadKind::Trait => head.subject.traits.iter().map(|it| &it.id).collect(),
        HeadKind::Participant => head.participants.iter().map(|it| &it.name).collect(),
        HeadKind::Declared => head.declared.iter().map(|it| &it.id).collect(),
        HeadKind::Resource => head.resources.iter().map(|it| &it.id).collect(),
        HeadKind::Cost => head.costs.iter().map(|it| &it.id).collect(),
        HeadKind::Dissent => head.dissents.iter().map(|it| &it.id).collect(),
        HeadKind::Decision => head.decisions.iter().map(|it| &it.id).collect(),
        HeadKind::Action => head.actions.iter().map(|it| &it.id).collect(),
        HeadKind::Parked => head.parked.iter().map(|it| &it.id).collect(),
        HeadKind::Snapshot => head.snapshots.iter().map(|it| &it.id).collect(),
        HeadKind::Meeting => head.meetings.iter().map(|it| &it.id).collect(),
        HeadKind::Fulfilled => head.fulfilled.iter().map(|it| &it.condition).collect(),
    }
}

/// The id or name of an entry of the head: one of a few, so that they are met again.
fn key(dice: &mut Dice, assessment: &Assessment) -> Text {
    let traits = assessment.checklist().traits.iter();
    let mut keys: Vec<Text> = traits.map(|known| known.id.clone()).collect();
    keys.extend(["k1", "k2", "k3", "Dee", "Fay"].map(Text::from));
    dice.of(&keys)
}

fn entry(dice: &mut Dice, assessment: &Assessment, times: usize) -> HeadEntry {
    let id = key(dice, assessment);
    match dice.of(&KINDS) {
        HeadKind::Trait => HeadEntry::Trait(TraitAnswer {
            id,
            holds: dice.once_in(2),
            by: "Dee".into(),
            at: noon(),
        }),
        HeadKind::Participant => HeadEntry::Participant(Participant {
            name: dice.of(&["Dee", "Fay", "Eve"]).into(),
            role: dice.of(&["facilitator", "author", "owner"]).into(),
        }),
        HeadKind::Declared => HeadEntry::Declared(Declared {
            id,
            label: format!("label {times}").into(),
            of: dice.of(&[
                DeclaredOf::Free,
                DeclaredOf::Overall,
                DeclaredOf::Stage("s0".into()),
            ]),
            value: "85 %".into(),
            table: Text::default(),
            weight: None,
            by: "Dee".into(),
            on: None,
            source: Text::default(),
        }),
        HeadKind::Resource => HeadEntry::Resource(Resource {
            id,
            role: dice.of(&["engineer", " "]).into(),
            effort: format!("{times} d").into(),
        }),
        HeadKind::Cost => HeadEntry::Cost(Cost {
            id,
            name: "hosting".into(),
            low: number("500"),
            high: number(dice.of(&["1000", "500", "1"])),
            currency: "USD".into(),
            per: dice.of(&[Period::Month, Period::Once]),
        }),
        HeadKind::Dissent => {
            HeadEntry::Dissent(dissent(dice, setting(assessment), id.raw().to_owned()))
        }
        HeadKind::Decision => HeadEntry::Decision(remark(dice, id)),
        HeadKind::Action => HeadEntry::Action(action(dice, id)),
        HeadKind::Parked => HeadEntry::Parked(remark(dice, id)),
        HeadKind::Snapshot => {
            let label = dice.of(&["before", "after"]);
            HeadEntry::Snapshot(snapshot(assessment, id, label.into()))
        }
        HeadKind::Meeting => HeadEntry::Meeting(Meeting {
            id,
            start: noon(),
            end: dice.of(&[None, Some(noon())]),
            planned: None,
            facilitator: dice.of(&["Dee", "Fay", " "]).into(),
            present: vec!["Eve".into(), dice.of(&["Dee", "Gus"]).into()],
            agreed: Vec::new(),
        }),
        HeadKind::Fulfilled => HeadEntry::Fulfilled(Fulfilled {
            condition: id,
            by: dice.of(&["Dee", ""]).into(),
            at: noon(),
        }),
    }
}

/// A snapshot of the assessment as it stands, nothing looked at.
pub(super) fn snapshot(assessment: &Assessment, id: Text, label: Text) -> Snapshot {
    let nothing_seen = Observations::default();
    let facts = bench(assessment, noon(), &nothing_seen);
    Snapshot::of(assessment, &facts, id, label, "Dee".into())
}

/// Another version of the checklist: items gone, come back, come anew, reworded, with another meaning or elsewhere;
/// stages and traits gone.
pub(crate) fn upgrade(dice: &mut Dice, assessment: &Assessment, number: usize) -> Upgrade {
    let mut checklist: Checklist = (**assessment.checklist()).clone();
    checklist.version = format!("upgrade {number}").into();
    let retired = assessment.head.retired.first();
    let back = retired.map(|retired| (retired.answer.item.clone(), retired.rev));
    let model = checklist.categories[0].items[0].clone();
    for category in &mut checklist.categories {
        category.items.retain(|_| !dice.once_in(4));
        for item in &mut category.items {
            alter(dice, item, number);
        }
        if dice.once_in(3) {
            category.items.reverse();
        }
    }
    if dice.once_in(2) {
        checklist.categories.reverse();
    }
    let mut new = |id: Text, rev| {
        let item = Item {
            id,
            rev,
            requires: Vec::new(),
            ..model.clone()
        };
        checklist.categories[0].items.push(item);
    };
    new(format!("new-{number}").into(), 1);
    if let Some((id, rev)) = back.filter(|_| dice.once_in(2)) {
        new(id, rev + u32::from(dice.once_in(2)));
    }
    if dice.once_in(3) {
        checklist.stages.pop();
        let known = checklist.stages.clone();
        for item in checklist.categories.iter_mut().flat_map(|it| &mut it.items) {
            item.stage = item
                .stage
                .take()
                .filter(|stage| known.iter().any(|it| it.id == *stage));
        }
    }
    if dice.once_in(3) {
        checklist.traits.pop();
    }
    Upgrade {
        checklist: Arc::new(checklist),
        stamp: stamp(dice, number),
    }
}

fn alter(dice: &mut Dice, item: &mut Item, number: usize) {
    match dice.below(5) {
        0 => item.title = format!("Title {number}").into(),
        1 => item.rev += 1,
        2 => item.tier = dice.of(&candor::domain::checklist::Tier::ALL),
        _ => {}
    }
}
