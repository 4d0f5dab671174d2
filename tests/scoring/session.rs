//! The open assessment: undo and redo to the byte, and what becomes of changes while a saver works and others write.

use std::collections::BTreeSet;

use candor::domain::assessment::Assessment;
use candor::domain::change::{Aside, Change, HeadEntry, HeadKind};
use candor::domain::rebase::{Rebased, collides, rebase};
use candor::domain::text::Text;
use candor::format::write::write_assessment;
use candor::session::Session;

use super::changes::{any_change, change, upgrade};
use super::property::{Checked, Dice, ensure, holds, look_at, refuted, same};
use super::random::{Case, SMALL, case};

const CHOICES: usize = 600;

fn open(case: &Case) -> Session {
    Session::open(
        case.assessment.clone(),
        case.as_of,
        case.observations.clone(),
    )
}

fn undo_to_the_byte(dice: &mut Dice, undo: fn(&mut Session)) -> Checked {
    let case = case(dice, SMALL);
    let mut session = open(&case);
    let said = |session: &Session| {
        let figures = (session.figures().clone(), session.judgement().clone());
        (write_assessment(session.assessment()), figures)
    };
    let mut seen = vec![said(&session)];
    for number in 0..=dice.below(6) {
        let change = any_change(dice, session.assessment(), number);
        if session.apply(change).is_ok() {
            seen.push(said(&session));
        }
    }
    same("changes to undo", &(seen.len() - 1), &session.undo_depth())?;
    for before in seen.iter().rev().skip(1) {
        undo(&mut session);
        same("after undo", before, &said(&session))?;
    }
    for after in &seen[1..] {
        session.redo();
        same("after redo", after, &said(&session))?;
    }
    let fresh = Session::open(session.assessment().clone(), case.as_of, case.observations);
    same("weighed anew", &said(&fresh), &said(&session))
}

#[test]
fn undo_and_redo_give_back_the_same_figures_and_the_same_bytes() {
    holds(CHOICES, |dice| {
        undo_to_the_byte(dice, |session| {
            session.undo();
        })
    });
}

#[test]
fn control_an_undo_that_leaves_a_trace_is_noticed() {
    refuted(CHOICES, |dice| {
        undo_to_the_byte(dice, |session| {
            if let Some(Change::Tell { item, .. }) = session.undo() {
                let aside = Aside::Comment("undone".into());
                let _ = session.apply(Change::Tell { item, aside });
            }
        })
    });
}

/// What sort of change it is, down to the list of the head and to what is said of an item.
fn sort_of(change: &Change) -> String {
    let on = |item: &Option<Text>| {
        if item.is_some() {
            "an item"
        } else {
            "the whole"
        }
    };
    match change {
        Change::Tell { aside, .. } => {
            let aside = format!("{aside:?}");
            format!("tell {}", aside.split('(').next().unwrap())
        }
        Change::Record(entry) => format!("record {:?}", entry.kind()),
        Change::Strike(kind, _) => format!("strike {kind:?}"),
        Change::Dissent { item, .. } => format!("dissent {}", on(item)),
        Change::Reply { item, .. } => format!("reply {}", on(item)),
        Change::Close { item, .. } => format!("close {}", on(item)),
        Change::Note { item, .. } => format!("note {}", on(item)),
        Change::Settle { item, .. } => format!("settle {}", on(item)),
        other => {
            let other = format!("{other:?}");
            let end = other.find(|c: char| !c.is_alphanumeric()).unwrap();
            other[..end].to_owned()
        }
    }
}

#[test]
fn every_sort_of_change_is_made_among_the_random_ones() {
    let mut seen = BTreeSet::new();
    look_at(1500, CHOICES, |dice| {
        let mut assessment = case(dice, SMALL).assessment;
        for number in 0..24 {
            let change = any_change(dice, &assessment, number);
            if assessment.apply(&change).is_ok() {
                seen.insert(sort_of(&change));
            }
        }
    });
    // Answer, agree, measure, waive, revoke, attach, withdraw, confirm, redact, name, version, system, target, upgrade;
    // six that are told; five sorts of talk on an item and on the whole; twelve lists to record in and to strike from.
    assert_eq!(
        seen.len(),
        14 + 6 + 5 * 2 + 12 * 2,
        "only these are made: {seen:?}"
    );
}

/// Makes some changes and gives those that were made.
fn make_several(dice: &mut Dice, assessment: &mut Assessment, from: usize) -> Vec<Change> {
    let mut made = Vec::new();
    for number in from..=from + dice.below(5) {
        let change = change(dice, assessment, number);
        if assessment.apply(&change).is_ok() {
            made.push(change);
        }
    }
    made
}

/// What a change alters, in words.
fn touches(change: &Change) -> Vec<String> {
    let in_head = |kind: HeadKind, key: &Text| format!("{kind:?} {key:?}");
    let noted = |id: &Text| {
        [HeadKind::Decision, HeadKind::Action, HeadKind::Parked].map(|kind| in_head(kind, id))
    };
    match change {
        Change::SetName(_) => vec!["name".to_owned()],
        Change::SetVersion(_) => vec!["version".to_owned()],
        Change::SetSystem(_) => vec!["system".to_owned()],
        Change::SetTarget(_) => vec!["target".to_owned()],
        Change::Record(entry) => {
            let more = match entry {
                HeadEntry::Participant(_) => "participants".to_owned(),
                HeadEntry::Snapshot(snapshot) => format!("label {:?}", snapshot.label),
                _ => "nothing".to_owned(),
            };
            vec![in_head(entry.kind(), entry.key()), more]
        }
        Change::Strike(HeadKind::Participant, key) => {
            vec![
                in_head(HeadKind::Participant, key),
                "participants".to_owned(),
            ]
        }
        Change::Strike(kind, key) => vec![in_head(*kind, key)],
        Change::Dissent {
            item: None,
            dissent,
        } => vec![in_head(HeadKind::Dissent, &dissent.id)],
        Change::Reply {
            item: None,
            dissent,
            ..
        }
        | Change::Close {
            item: None,
            dissent,
            ..
        } => {
            vec![in_head(HeadKind::Dissent, dissent)]
        }
        Change::Note { item: None, note } => noted(note.id()).to_vec(),
        Change::Settle {
            item: None, note, ..
        } => noted(note).to_vec(),
        other => vec![format!("item {:?}", other.item())],
    }
}

/// What a change rests on: what it alters, and for closing a dissent who the facilitators are.
fn rests_on(change: &Change) -> Vec<String> {
    let mut keys = touches(change);
    keys.retain(|key| key != "participants" && key != "nothing");
    if matches!(change, Change::Close { .. }) {
        keys.push("participants".to_owned());
    }
    keys
}

/// Our changes made again on theirs by some `rebase`, looked at from all sides.
fn only_colliding_ones_are_refused(
    dice: &mut Dice,
    rebase: fn(&Assessment, &Assessment, &[Change]) -> Rebased,
) -> Checked {
    let base = case(dice, SMALL).assessment;
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    let ours = make_several(dice, &mut mine, 0);
    let foreign = make_several(dice, &mut theirs, 100);
    let mut touched: Vec<String> = foreign.iter().flat_map(touches).collect();
    let rebased = rebase(&base, &theirs, &ours);
    for change in &rebased.refused {
        ensure(
            rests_on(change).iter().any(|key| touched.contains(key)),
            || format!("{change:?} collides with nothing"),
        )?;
        // What comes after it may have needed it.
        touched.extend(touches(change));
    }
    for change in &rebased.made {
        // What was changed and changed back collides with nothing.
        let same_after_all = !collides(&base, &theirs, change);
        ensure(same_after_all, || {
            format!("{change:?} was made over {foreign:?}")
        })?;
    }
    for answer in theirs.answers() {
        let untouched = !ours
            .iter()
            .any(|change| change.item() == Some(&answer.item));
        let now = rebased.assessment.answer(&answer.item).unwrap();
        ensure(!untouched || now == answer, || {
            format!("{answer:?} was lost")
        })?;
    }
    same(
        "all are told apart",
        &ours.len(),
        &(rebased.made.len() + rebased.refused.len()),
    )
}

#[test]
fn rebase_refuses_colliding_changes_and_no_others() {
    holds(CHOICES, |dice| {
        only_colliding_ones_are_refused(dice, rebase)
    });
}

#[test]
fn control_a_rebase_that_writes_over_or_that_refuses_everything_is_noticed() {
    refuted(CHOICES, |dice| {
        only_colliding_ones_are_refused(dice, |_, theirs, changes| rebase(theirs, theirs, changes))
    });
    refuted(CHOICES, |dice| {
        only_colliding_ones_are_refused(dice, |_, theirs, changes| Rebased {
            assessment: theirs.clone(),
            made: Vec::new(),
            refused: changes.to_vec(),
        })
    });
}

#[test]
fn an_upgrade_is_made_again_only_where_nobody_has_changed_anything() {
    holds(CHOICES, |dice| {
        let base = case(dice, SMALL).assessment;
        let ours = Change::Upgrade(Box::new(upgrade(dice, &base, 0)));
        let mut theirs = base.clone();
        make_several(dice, &mut theirs, 100);
        let rebased = rebase(&base, &theirs, std::slice::from_ref(&ours));
        if base == theirs {
            let mut upgraded = base.clone();
            upgraded.apply(&ours).unwrap();
            same("upgraded", &upgraded, &rebased.assessment)
        } else {
            same("refused", &[ours].to_vec(), &rebased.refused)?;
            same("left alone", &theirs, &rebased.assessment)
        }
    });
}

#[test]
fn an_undone_version_stays_undone_when_others_changed_the_target() {
    let bytes = [3u8, 3, 3, 3, 3, 3, 3, 3];
    let base = case(&mut Dice::new(&bytes), SMALL).assessment;
    let mut mine = base.clone();
    let set = Change::SetVersion("2".into());
    let back = mine.apply(&set).unwrap();
    let mut theirs = base.clone();
    theirs.apply(&Change::SetSystem("theirs".into())).unwrap();
    let rebased = rebase(&base, &theirs, &[set, back]);
    assert_eq!(rebased.assessment, theirs);
    assert!(rebased.refused.is_empty());
}

#[test]
fn a_new_name_is_taken_back_and_collides_with_another_only() {
    let base = case(&mut Dice::new(&[3u8; 8]), SMALL).assessment;
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    let name = Change::SetName("mine".into());
    let back = mine.apply(&name).unwrap();
    assert_eq!(mine.head.subject.name, *"mine");
    mine.apply(&back).unwrap();
    assert_eq!(mine, base);
    assert!(mine.apply(&Change::SetName(" ".into())).is_err());
    theirs.apply(&Change::SetSystem("theirs".into())).unwrap();
    assert!(!collides(&base, &theirs, &name));
    theirs.apply(&Change::SetName("theirs".into())).unwrap();
    assert!(collides(&base, &theirs, &name));
}
