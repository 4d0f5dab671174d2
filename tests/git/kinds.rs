//! Changes of every kind, on items and beside them.

use std::sync::Arc;

use candor::domain::assessment::{Assessment, Declared, DeclaredOf, Participant};
use candor::domain::change::{Aside, Change, HeadEntry, HeadKind};
use candor::domain::checklist::Checklist;
use candor::domain::cost::Resource;
use candor::domain::dissent::Dissent;
use candor::domain::meeting::Meeting;
use candor::domain::minutes::{Action, Note, Remark};
use candor::domain::snapshot::Snapshot;
use candor::domain::text::Text;
use candor::domain::time::UtcOffset;
use candor::domain::upgrade::Upgrade;
use candor::domain::waiver::Waiver;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;

use super::pairs::{Dice, any_change};

/// The same with some changes of any kind; now and then one moves it to a newer version of its checklist.
pub(super) fn worked_on_anything(base: &Assessment, dice: &mut Dice, side: &str) -> Assessment {
    let mut assessment = base.clone();
    let wanted = 1 + dice.below(6);
    let mut made = 0;
    while made < wanted || assessment == *base {
        let change = match dice.below(40) {
            0 => upgrade(&assessment, dice, side),
            1..=14 => beside(&assessment, dice),
            15..=24 => about_item(&assessment, dice),
            _ => {
                let item = dice.below(assessment.answers().len());
                any_change(&assessment, item, dice)
            }
        };
        if assessment.apply(&change).is_ok() {
            made += 1;
        }
    }
    let text = write_assessment(&assessment);
    assert_eq!(
        read_assessment(text.as_bytes()).0.as_ref(),
        Some(&assessment)
    );
    assessment
}

/// The same with some entries in the lists beside the items and in those of one item, as two people make them who go
/// through it apart.
pub(super) fn with_entries(base: &Assessment, dice: &mut Dice, most: usize) -> Assessment {
    let mut assessment = base.clone();
    let item = assessment.answers()[dice.below(2)].item.clone();
    let wanted = 1 + dice.below(most);
    let mut made = 0;
    while made < wanted {
        let change = match dice.below(4) {
            0 => Change::Note {
                item: Some(item.clone()),
                note: note(dice),
            },
            1 => Change::Dissent {
                item: Some(item.clone()),
                dissent: dissent(dice),
            },
            _ => beside(&assessment, dice),
        };
        // Where one side takes the only entry of a list away and the other adds one, git can put that into the list
        // before it; an entry among those of another kind is refused, and the driver knows better.
        if matches!(change, Change::Strike(..)) {
            continue;
        }
        made += usize::from(assessment.apply(&change).is_ok());
    }
    assessment
}

/// What stands in an item's block without being its answer or evidence.
fn about_item(assessment: &Assessment, dice: &mut Dice) -> Change {
    let item = dice.below(assessment.answers().len());
    let answer = &assessment.answers()[item];
    let item = answer.item.clone();
    match dice.below(9) {
        0 => Change::Tell {
            item,
            aside: Aside::Owner(dice.name()),
        },
        1 => Change::Tell {
            item,
            aside: Aside::Current(dice.text()),
        },
        2 => Change::Tell {
            item,
            aside: Aside::Due(Some(dice.at().day(UtcOffset::default()))),
        },
        3 => Change::Waive {
            item,
            waiver: Waiver {
                reason: dice.text(),
                by: "Ana".into(),
                at: dice.at(),
                approved_by: "Ben".into(),
                expires: dice.at().day(UtcOffset::default()),
            },
            entry: dice.id(),
        },
        4 => Change::Revoke {
            item,
            stamp: dice.stamp(),
        },
        5 => Change::Dissent {
            item: Some(item),
            dissent: dissent(dice),
        },
        6 => Change::Close {
            dissent: any_of(dice, answer.dissents.iter().map(|it| &it.id)),
            item: Some(item),
            stamp: dice.stamp(),
        },
        7 => Change::Settle {
            note: any_of(dice, answer.actions.iter().map(|it| &it.id)),
            item: Some(item),
            stamp: dice.stamp(),
        },
        _ => Change::Note {
            item: Some(item),
            note: note(dice),
        },
    }
}

/// What stands beside the items.
fn beside(assessment: &Assessment, dice: &mut Dice) -> Change {
    let head = &assessment.head;
    match dice.below(16) {
        0 => Change::SetName(format!("API {}", dice.below(3)).into()),
        1 => Change::SetVersion(format!("1.{}", dice.below(3)).into()),
        2 => Change::SetSystem(dice.name()),
        3 | 4 => Change::Record(HeadEntry::Participant(Participant {
            name: dice.name(),
            role: dice.text(),
        })),
        5 => Change::Strike(
            HeadKind::Participant,
            any_of(dice, head.participants.iter().map(|it| &it.name)),
        ),
        6 => Change::Record(HeadEntry::Declared(Declared {
            id: dice.id(),
            label: dice.name(),
            of: DeclaredOf::Free,
            value: "6/10".into(),
            table: Text::default(),
            weight: None,
            by: dice.name(),
            on: None,
            source: Text::default(),
        })),
        7 => Change::Strike(
            HeadKind::Declared,
            any_of(dice, head.declared.iter().map(|it| &it.id)),
        ),
        8 => Change::Record(HeadEntry::Resource(Resource {
            id: dice.id(),
            role: dice.name(),
            effort: "2d".into(),
        })),
        9 | 10 => Change::Record(HeadEntry::Snapshot(Snapshot {
            id: dice.id(),
            label: format!("label {}", dice.below(4)).into(),
            at: dice.at(),
            by: dice.name(),
            scores: None,
            declared: Vec::new(),
            items: Vec::new(),
        })),
        11 => Change::Record(HeadEntry::Meeting(Meeting {
            id: dice.id(),
            start: dice.at(),
            end: None,
            planned: None,
            facilitator: dice.name(),
            present: vec![dice.name()],
            agreed: Vec::new(),
        })),
        12 => Change::Dissent {
            item: None,
            dissent: dissent(dice),
        },
        13 => Change::Settle {
            item: None,
            note: any_of(dice, head.actions.iter().map(|it| &it.id)),
            stamp: dice.stamp(),
        },
        _ => Change::Note {
            item: None,
            note: note(dice),
        },
    }
}

fn any_of<'a>(dice: &mut Dice, ids: impl Iterator<Item = &'a Text>) -> Text {
    let ids: Vec<&Text> = ids.collect();
    match ids.len() {
        0 => Text::default(),
        many => ids[dice.below(many)].clone(),
    }
}

fn dissent(dice: &mut Dice) -> Dissent {
    Dissent {
        id: dice.id(),
        name: dice.name(),
        on: "met".into(),
        text: "Not so.".into(),
        at: dice.at(),
        answered: None,
        closed: None,
    }
}

fn note(dice: &mut Dice) -> Note {
    let remark = Remark {
        id: dice.id(),
        text: format!("Remark {}", dice.below(9)).into(),
        by: dice.name(),
        at: dice.at(),
        settled: None,
    };
    match dice.below(3) {
        0 => Note::Decision(remark),
        1 => Note::Parked(remark),
        _ => Note::Action(Action {
            id: remark.id,
            text: remark.text,
            owner: dice.name(),
            due: None,
            by: remark.by,
            at: remark.at,
            done: None,
        }),
    }
}

/// To the same checklist with another version, in which one item is new, one is gone and one means something else.
fn upgrade(assessment: &Assessment, dice: &mut Dice, side: &str) -> Change {
    let mut checklist = serde_json::to_value(&**assessment.checklist()).unwrap();
    let new = format!("new-on-the-{side}-{}", dice.id().raw());
    checklist["version"] = format!("of {side}").into();
    let categories = checklist["categories"].as_array_mut().unwrap();
    let at = dice.below(categories.len());
    let items = categories[at]["items"].as_array_mut().unwrap();
    let first = dice.below(items.len());
    let rev = items[first]["rev"].as_u64().unwrap_or(1);
    items[first]["rev"] = (rev + 1).into();
    if items.len() > 2 {
        items.pop();
    }
    items.push(serde_json::json!({
        "id": new, "tier": "Should", "title": "It is new",
    }));
    let checklist: Checklist = serde_json::from_value(checklist).unwrap();
    Change::Upgrade(Box::new(Upgrade {
        checklist: Arc::new(checklist),
        stamp: dice.stamp(),
    }))
}
