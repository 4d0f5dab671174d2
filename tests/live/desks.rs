//! People who have the same file open, each with a session and a saver that act when they are told to.

use std::cell::RefCell;
use std::collections::{BTreeSet, VecDeque};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use candor::domain::assessment::Assessment;
use candor::domain::change::Change;
use candor::domain::evidence::Observations;
use candor::domain::handover::Handover;
use candor::domain::text::Text;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;
use candor::session::Session;
use candor::system::saver::{Report, Work};
use candor::system::store;

use crate::reliability::memory::Memory;
use crate::scoring::property::{Checked, Dice, ensure, same};
use crate::scoring::random::noon;

pub(crate) const PATH: &str = "d/a.ron";

/// How a saver and a session go wrong in a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// The last writer wins.
    Overwrites,
    /// What was changed since the handover is thrown away when others' work is taken in.
    Forgets,
    /// What others wrote is not carried to an author who is behind.
    Drifts,
}

/// What goes to a saver.
enum Order {
    Save(Handover),
    TakenIn(u64),
}

/// Somebody who has the file open.
pub(crate) struct Person {
    pub(crate) session: Session,
    work: Work,
    fault: Fault,
    /// On their way to the saver.
    orders: VecDeque<Order>,
    /// On their way to the session.
    reports: Rc<RefCell<VecDeque<Report>>>,
    /// What this person brought into a history and the screen said to be saved.
    acknowledged: BTreeSet<Text>,
    /// What this person brought into a history.
    own: BTreeSet<Text>,
    /// What this person took back.
    taken_back: BTreeSet<Text>,
}

/// The ids of everything in the histories.
pub(crate) fn entries(assessment: &Assessment) -> BTreeSet<Text> {
    let history = assessment.answers().iter().flat_map(|it| &it.history);
    history.map(|entry| entry.id.clone()).collect()
}

pub(crate) fn on_disk(memory: &Memory) -> Assessment {
    let bytes = memory.entry(PATH).unwrap().content;
    read_assessment(&bytes).0.unwrap()
}

pub(crate) fn write_to_disk(memory: &Memory, assessment: &Assessment) {
    let text = write_assessment(assessment);
    memory.put(PATH, text.as_bytes(), Duration::ZERO);
}

impl Person {
    pub(crate) fn sits_down(memory: &Memory, fault: Fault) -> Self {
        let stored = store::open(memory, Path::new(PATH)).unwrap();
        Self {
            session: Session::open(stored.assessment.clone(), noon(), Observations::new()),
            work: Work::of(Arc::new(memory.clone()), stored),
            fault,
            orders: VecDeque::new(),
            reports: Rc::default(),
            acknowledged: BTreeSet::new(),
            own: BTreeSet::new(),
            taken_back: BTreeSet::new(),
        }
    }

    /// Does something to the session.
    pub(crate) fn does(&mut self, act: impl FnOnce(&mut Session)) {
        let before = entries(self.session.assessment());
        act(&mut self.session);
        let after = entries(self.session.assessment());
        self.own.extend(after.difference(&before).cloned());
        self.taken_back.extend(before.difference(&after).cloned());
        self.taken_back.retain(|id| !after.contains(id));
    }

    pub(crate) fn makes(&mut self, change: Change) {
        self.does(|session| drop(session.apply(change)));
    }

    pub(crate) fn hands_over(&mut self) {
        self.orders
            .extend(self.session.hand_over().map(Order::Save));
    }

    /// The saver takes one handover in, and saves.
    pub(crate) fn saves(&mut self, memory: &Memory) {
        let reports = Rc::clone(&self.reports);
        let report = move |report| reports.borrow_mut().push_back(report);
        match self.orders.pop_front() {
            Some(Order::Save(handover)) if self.fault == Fault::Overwrites => {
                write_to_disk(memory, &handover.assessment);
                report(Report::Saved(handover.number));
                return;
            }
            Some(Order::Save(mut handover)) => {
                if self.fault == Fault::Drifts {
                    handover.merges = u64::MAX;
                }
                self.work.take(handover, &report);
            }
            Some(Order::TakenIn(merges)) => self.work.taken_in(merges),
            None => {}
        }
        if self.work.is_dirty() {
            self.work.save(&report);
        }
    }

    /// The saver looks at the file.
    pub(crate) fn looks(&mut self) {
        let reports = Rc::clone(&self.reports);
        self.work
            .look(&move |report| reports.borrow_mut().push_back(report));
    }

    /// The session hears of one thing.
    pub(crate) fn hears(&mut self) {
        let report = self.reports.borrow_mut().pop_front();
        match report {
            Some(Report::Saved(number)) => {
                self.session.saved(number);
                if !self.session.has_unsaved() {
                    let shown = entries(self.session.assessment());
                    let own = self.own.intersection(&shown);
                    self.acknowledged.extend(own.cloned());
                }
            }
            Some(Report::Merged { handed, assessment }) => {
                if self.fault == Fault::Forgets {
                    let _ = self.session.hand_over();
                    self.session.merged(u64::MAX, assessment);
                } else {
                    self.session.merged(handed, assessment);
                }
                let merges = self.session.merges();
                self.orders.push_back(Order::TakenIn(merges));
            }
            Some(Report::NotSaved(_) | Report::WrittenAgain(_) | Report::Outside(_)) | None => {}
        }
    }

    fn is_at_rest(&self) -> bool {
        self.reports.borrow().is_empty() && self.orders.is_empty() && !self.work.is_dirty()
    }

    /// What was acknowledged and was not taken back by the same person.
    fn owed(&self) -> impl Iterator<Item = &Text> {
        self.acknowledged.difference(&self.taken_back)
    }
}

/// Lets everybody come to the end of what is under way.
pub(crate) fn settle(people: &mut [Person], memory: &Memory) -> Checked {
    let mut seen = Vec::new();
    for _ in 0..60 {
        seen.push(String::from_utf8_lossy(&memory.entry(PATH).unwrap().content).into_owned());
        for person in &mut *people {
            person.hands_over();
            while !person.orders.is_empty() {
                person.saves(memory);
            }
            person.saves(memory);
            person.looks();
            while !person.reports.borrow().is_empty() {
                person.hears();
            }
        }
        let bytes = memory.entry(PATH).unwrap().content;
        for person in &mut *people {
            person.looks();
        }
        let is_same = memory.entry(PATH).unwrap().content == bytes;
        if is_same && people.iter().all(Person::is_at_rest) {
            return Ok(());
        }
    }
    let [.., before, now] = seen.as_slice() else {
        return Err("they never come to rest".to_owned());
    };
    let only = |of: &str, other: &str| {
        let lines = of.lines().filter(|line| !other.contains(line));
        lines.map(ToOwned::to_owned).collect::<Vec<String>>()
    };
    let (gone, new) = (only(before, now), only(now, before));
    if let (None, faults) = read_assessment(now.as_bytes()) {
        return Err(format!("the file can't be read any more: {faults:#?}"));
    }
    Err(format!(
        "they never come to rest; gone {gone:#?}, new {new:#?}"
    ))
}

/// What has to hold once everybody has come to rest.
pub(crate) fn nothing_is_lost(people: &[Person], memory: &Memory) -> Checked {
    let bytes = memory.entry(PATH).unwrap().content;
    let (kept, faults) = read_assessment(&bytes);
    let kept = kept.ok_or_else(|| format!("{faults:?}"))?;
    same(
        "the file is canonical",
        &String::from_utf8_lossy(&bytes).into_owned(),
        &write_assessment(&kept),
    )?;
    let there = entries(&kept);
    for (number, person) in people.iter().enumerate() {
        ensure(!person.session.has_unsaved(), || {
            format!("person {number} has something that is never saved")
        })?;
        same(
            &format!("on the screen of person {number} and on disk"),
            &write_assessment(person.session.assessment()),
            &write_assessment(&kept),
        )?;
        for id in person.owed() {
            ensure(there.contains(id), || {
                format!("person {number} was told that {id:?} is saved, and it is gone")
            })?;
        }
    }
    Ok(())
}

/// One step, of whoever is drawn.
pub(crate) fn step(
    dice: &mut Dice,
    people: &mut [Person],
    memory: &Memory,
    draw: &mut dyn FnMut(&mut Dice, usize, &Assessment) -> Change,
) {
    let who = dice.below(people.len());
    let person = &mut people[who];
    match dice.below(12) {
        0..4 => {
            let change = draw(dice, who, person.session.assessment());
            person.makes(change);
        }
        4 => person.does(|session| drop(session.undo())),
        5 => person.does(|session| drop(session.redo())),
        6 | 7 => person.hands_over(),
        8 | 9 => person.saves(memory),
        10 => person.looks(),
        _ => person.hears(),
    }
}
