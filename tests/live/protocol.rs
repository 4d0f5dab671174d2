//! Whatever the order in which people, savers and editors act: what was said to be saved is in the file, and all see the
//! same in the end.

use std::collections::BTreeSet;

use candor::domain::assessment::{Assessment, Head, Status};
use candor::domain::change::{Change, HeadEntry, Stamp};
use candor::format::write::write_assessment;

use super::desks::{
    Fault, PATH, Person, entries, nothing_is_lost, on_disk, settle, step, write_to_disk,
};
use crate::reliability::memory::Memory;
use crate::scoring::changes::change;
use crate::scoring::property::{Checked, Dice, ensure, look_at};
use crate::scoring::random::{SMALL, case, noon};
use crate::tui::harness::assessment;

const CHOICES: usize = 700;

/// Afternoons in an everyday run.
const EVERYDAY: usize = 30;

/// What is answered by whom.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    /// Everybody has items of their own.
    Apart,
    /// Anybody answers anything.
    Anywhere,
    /// Changes of every sort.
    Everything,
}

/// One category of four items.
fn small() -> Assessment {
    let of = assessment();
    let mut checklist = (**of.checklist()).clone();
    checklist.categories.truncate(1);
    let first = checklist.categories[0].items[0].clone();
    checklist.categories[0].items = (0..4)
        .map(|number| {
            let mut item = first.clone();
            item.id = format!("item-{number}").into();
            item
        })
        .collect();
    Assessment::new(checklist.into(), Head::default(), noon(), of.utc_offset)
}

fn answer(dice: &mut Dice, of: &Assessment, at: usize, who: usize, number: usize) -> Change {
    Change::Answer {
        item: of.answers()[at].item.clone(),
        status: dice.of(&[Status::Met, Status::Unmet, Status::Unknown]),
        stamp: Stamp {
            id: format!("e{number}").into(),
            at: noon(),
            by: ["Ana", "Bo", "Cy", "Ed"][who].into(),
            recorded_by: "".into(),
        },
    }
}

/// A change of any sort, but no note of an id that another one may give to another sort of note: real ids are random.
fn any_change(dice: &mut Dice, of: &Assessment, number: usize) -> Change {
    match change(dice, of, number) {
        Change::Record(HeadEntry::Decision(_) | HeadEntry::Action(_) | HeadEntry::Parked(_)) => {
            Change::SetSystem(format!("system {number}").into())
        }
        change => change,
    }
}

/// A random afternoon of some people with one file.
fn afternoon(dice: &mut Dice, count: usize, sort: Work, fault: Fault) -> Checked {
    let base = match sort {
        Work::Everything => case(dice, SMALL).assessment,
        _ => small(),
    };
    let memory = Memory::with(PATH, write_assessment(&base).as_bytes());
    let mut people: Vec<Person> = (0..count)
        .map(|_| Person::sits_down(&memory, fault))
        .collect();
    let mut number = 0;
    let mut edited = BTreeSet::new();
    let mut read_by_editor: Option<Assessment> = None;
    for _ in 0..dice.below(60) {
        number += 1;
        match dice.below(14) {
            // An editor reads the file, and at some time writes it back with an answer of its own.
            0 if read_by_editor.is_none() => read_by_editor = Some(on_disk(&memory)),
            0 | 1 => {
                if let Some(mut text) = read_by_editor.take() {
                    let items = text.answers().len();
                    let at = match sort {
                        Work::Apart => 0,
                        _ => dice.below(items),
                    };
                    let change = answer(dice, &text, at, 3, number);
                    if text.apply(&change).is_ok() {
                        // Of what stood there when it was read, the rest is written back as well.
                        edited.insert(format!("e{number}"));
                        write_to_disk(&memory, &text);
                    }
                }
            }
            2 => memory.fail(memory.steps().len() + dice.below(30), 28),
            _ => step(
                dice,
                &mut people,
                &memory,
                &mut |dice, who, of| match sort {
                    Work::Everything => any_change(dice, of, number),
                    Work::Anywhere => {
                        let at = dice.below(of.answers().len());
                        answer(dice, of, at, who, number)
                    }
                    Work::Apart => {
                        let room = of.answers().len() / (count + 1);
                        let at = 1 + who * room.max(1) + dice.below(room.max(1));
                        answer(dice, of, at.min(of.answers().len() - 1), who, number)
                    }
                },
            ),
        }
    }
    settle(&mut people, &memory)?;
    // The file may be as an editor has left it: a last answer makes it canonical.
    people[0].makes(Change::SetVersion(format!("last {number}").into()));
    settle(&mut people, &memory)?;
    nothing_is_lost(&people, &memory)?;
    let there = entries(&on_disk(&memory));
    for id in edited {
        ensure(there.contains(&id.as_str().into()), || {
            format!("what the editor wrote is gone: {id}")
        })?;
    }
    Ok(())
}

/// Looks at as many afternoons as are asked for with `CANDOR_AFTERNOONS`, else at a few.
fn afternoons(count: usize, sort: Work) {
    let many = std::env::var("CANDOR_AFTERNOONS").ok();
    let many = many.and_then(|many| many.parse().ok());
    let mut number = 0;
    look_at(many.unwrap_or(EVERYDAY), CHOICES, |dice| {
        number += 1;
        if let Err(why) = afternoon(dice, count, sort, Fault::None) {
            panic!("afternoon {number} of {count}: {why}");
        }
    });
}

#[test]
fn two_who_answer_different_items_lose_nothing_in_any_order() {
    afternoons(2, Work::Apart);
}

#[test]
fn three_who_answer_the_same_items_lose_nothing_in_any_order() {
    afternoons(3, Work::Anywhere);
}

#[test]
fn whatever_two_change_at_once_is_on_both_screens_and_in_the_file() {
    afternoons(2, Work::Everything);
}

#[test]
fn a_file_that_is_put_back_right_after_a_save_is_followed_by_all_who_knew_it_so() {
    let base = small();
    let memory = Memory::with(PATH, write_assessment(&base).as_bytes());
    let mut people = [(); 2].map(|()| Person::sits_down(&memory, Fault::None));
    look_at(1, CHOICES, |dice| {
        for round in 0..3 {
            let change = answer(dice, &base, 0, 0, round);
            people[0].makes(change);
            settle(&mut people, &memory).unwrap();
            assert_ne!(on_disk(&memory), base);
            write_to_disk(&memory, &base);
            settle(&mut people, &memory).unwrap();
            assert_eq!(on_disk(&memory), base, "put back for the {round}. time");
            for person in &people {
                assert_eq!(*person.session.assessment(), base);
            }
        }
    });
}

/// The control: within a few hundred afternoons a broken variant is noticed.
#[track_caller]
fn noticed(fault: Fault) {
    let mut noticed = 0;
    look_at(60, CHOICES, |dice| {
        if noticed == 0 {
            noticed += usize::from(afternoon(dice, 2, Work::Anywhere, fault).is_err());
        }
    });
    assert!(noticed > 0, "{fault:?} is not noticed");
}

#[test]
fn control_a_saver_with_which_the_last_writer_wins_is_noticed() {
    noticed(Fault::Overwrites);
}

#[test]
fn control_a_session_that_forgets_what_is_under_way_is_noticed() {
    noticed(Fault::Forgets);
}

#[test]
fn control_a_saver_that_takes_a_late_author_for_one_who_knows_all_is_noticed() {
    noticed(Fault::Drifts);
}
