//! The open assessment: undo and redo to the byte, and what becomes of changes while a saver works and others write.

use std::collections::HashMap;

use candor::domain::assessment::{
    Answer, Assessment, Declared, DeclaredOf, Participant, Status, TraitAnswer,
};
use candor::domain::change::{Aside, Change, HeadEntry, HeadKind, Stamp};
use candor::domain::rebase::{collides, rebase};
use candor::domain::text::Text;
use candor::format::write::write_assessment;
use candor::session::Session;

use super::property::{Checked, Dice, ensure, holds, refuted, same};
use super::random::{Case, SMALL, case, evidence, noon, status};

const CHOICES: usize = 400;

/// A change that nobody has made before; refused by the assessment in places.
pub(crate) fn change(dice: &mut Dice, assessment: &Assessment, number: usize) -> Change {
    let at = dice.below(assessment.answers().len());
    let answer = &assessment.answers()[at];
    let item = answer.item.clone();
    let person: Text = dice.of(&["Dee", "Ana", "Eve"]).into();
    let stamp = Stamp {
        id: format!("change-{number}").into(),
        at: noon(),
        by: person.clone(),
        recorded_by: Text::default(),
    };
    let piece = |dice: &mut Dice| {
        let several = answer.evidence.len().max(1);
        let chosen = answer.evidence.get(dice.below(several));
        chosen.map_or_else(|| "none".into(), |piece| piece.id.clone())
    };
    match dice.below(14) {
        0..4 => Change::Tell {
            item,
            aside: Aside::Comment(format!("comment {number}").into()),
        },
        4 => Change::Answer {
            item,
            status: status(dice, SMALL, 1),
            stamp,
        },
        5 => {
            let offset = assessment.utc_offset;
            let mut piece = evidence(dice, SMALL, assessment.item(at), number, 0, offset);
            piece.id = format!("evidence-{number}").into();
            Change::Attach {
                item,
                evidence: piece,
                entry: stamp.id,
            }
        }
        6 => Change::Withdraw {
            item,
            evidence: piece(dice),
            stamp,
        },
        7 => Change::Confirm {
            item,
            evidence: piece(dice),
            stamp,
        },
        8 => Change::SetVersion(format!("version {number}").into()),
        9 => match assessment.checklist().traits.first() {
            Some(known) => Change::Record(HeadEntry::Trait(TraitAnswer {
                id: known.id.clone(),
                holds: dice.once_in(2),
                by: person,
                at: noon(),
            })),
            None => Change::SetSystem(format!("system {number}").into()),
        },
        10 => Change::Record(HeadEntry::Participant(Participant {
            name: person,
            role: format!("role {number}").into(),
        })),
        11 => Change::Strike(HeadKind::Participant, person),
        12 => Change::Record(HeadEntry::Declared(Declared {
            id: dice.of(&["d1", "d2", "d3"]).into(),
            label: format!("label {number}").into(),
            of: DeclaredOf::Free,
            value: "85 %".into(),
            table: Text::default(),
            weight: None,
            by: person,
            on: None,
            source: Text::default(),
        })),
        _ => Change::Strike(HeadKind::Declared, dice.of(&["d1", "d2", "d3"]).into()),
    }
}

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
        let change = change(dice, session.assessment(), number);
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

fn key(change: &Change) -> String {
    match change {
        Change::SetVersion(_) => "version".to_owned(),
        Change::SetSystem(_) => "system".to_owned(),
        Change::Record(entry) => format!("{:?} {:?}", entry.kind(), entry.key()),
        Change::Strike(kind, key) => format!("{kind:?} {key:?}"),
        other => format!("item {:?}", other.item()),
    }
}

#[test]
fn rebase_refuses_colliding_changes_and_no_others() {
    holds(CHOICES, |dice| {
        let base = case(dice, SMALL).assessment;
        let (mut mine, mut theirs) = (base.clone(), base.clone());
        let ours = make_several(dice, &mut mine, 0);
        let foreign = make_several(dice, &mut theirs, 100);
        let touched: Vec<String> = foreign.iter().map(key).collect();
        let rebased = rebase(&base, &theirs, &ours);
        for change in &rebased.refused {
            ensure(touched.contains(&key(change)), || {
                format!("{change:?} collides with nothing")
            })?;
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

/// A file, a saver and somebody else, without threads: each acts when it is told to.
struct Desk {
    session: Session,
    disk: Assessment,
    /// What the saver believes is on disk.
    stored: Assessment,
    /// Handed over, with the merges that the session had taken in.
    queue: Vec<(Vec<Change>, u64)>,
    /// What the saver has merged: the state before and after.
    merges: Vec<(Assessment, Assessment)>,
    reports: Vec<(usize, Option<Assessment>)>,
    /// What others wrote to an item, and whether the session has seen it.
    foreign: HashMap<Text, (Answer, bool)>,
    /// Items that others have ever written to, and whether they wrote to the head.
    touched: Vec<Text>,
    head_touched: bool,
}

impl Desk {
    fn user(&mut self, dice: &mut Dice, number: usize) {
        let before = self.session.assessment().clone();
        match dice.below(5) {
            0 => drop(self.session.undo()),
            1 => drop(self.session.redo()),
            _ => {
                let change = change(dice, self.session.assessment(), number);
                let _ = self.session.apply(change);
            }
        }
        for (one, other) in before
            .answers()
            .iter()
            .zip(self.session.assessment().answers())
        {
            if one != other && self.foreign.get(&one.item).is_some_and(|(_, seen)| *seen) {
                self.foreign.remove(&one.item);
            }
        }
    }

    fn hand_over(&mut self) {
        let merges = self.session.merges();
        self.queue.push((self.session.hand_over(), merges));
    }

    fn commit(&mut self) {
        let mut count = 0;
        let mut changes = Vec::new();
        for (handed, merges) in self.queue.drain(..) {
            count += handed.len();
            let unseen = &self.merges[usize::try_from(merges).unwrap()..];
            changes.extend(handed.into_iter().filter(|change| {
                !unseen
                    .iter()
                    .any(|(ours, merged)| collides(ours, merged, change))
            }));
        }
        let ours = rebase(&self.stored, &self.stored, &changes).assessment;
        let merged = self.disk != self.stored;
        self.disk = rebase(&self.stored, &self.disk, &changes).assessment;
        self.stored = self.disk.clone();
        if merged {
            self.merges.push((ours, self.disk.clone()));
        }
        self.reports
            .push((count, merged.then(|| self.disk.clone())));
    }

    fn outsider(&mut self, dice: &mut Dice, number: usize) {
        let change = change(dice, &self.disk, number);
        if self.disk.apply(&change).is_err() {
            return;
        }
        match change.item() {
            Some(item) => {
                let answer = (**self.disk.answer(item).unwrap()).clone();
                self.foreign.insert(item.clone(), (answer, false));
                self.touched.push(item.clone());
            }
            None => self.head_touched = true,
        }
    }

    fn report(&mut self) -> Checked {
        if self.reports.is_empty() {
            return Ok(());
        }
        let (count, merged) = self.reports.remove(0);
        let before = self.session.assessment().clone();
        if let Some(merged) = &merged {
            for (item, (answer, seen)) in &mut self.foreign {
                *seen |= **merged.answer(item).unwrap() == *answer;
            }
        }
        self.session.saved(count, merged);
        let after = self.session.assessment();
        for (one, other) in before.answers().iter().zip(after.answers()) {
            let ours = !self.touched.contains(&one.item);
            ensure(!ours || one == other, || {
                format!("lost: {one:?}\n  now {other:?}")
            })?;
        }
        ensure(self.head_touched || before.head == after.head, || {
            "the head was lost".to_owned()
        })
    }
}

fn nothing_is_lost(dice: &mut Dice, careless: bool) -> Checked {
    let case = case(dice, SMALL);
    let mut desk = Desk {
        session: open(&case),
        disk: case.assessment.clone(),
        stored: case.assessment.clone(),
        queue: Vec::new(),
        merges: Vec::new(),
        reports: Vec::new(),
        foreign: HashMap::new(),
        touched: Vec::new(),
        head_touched: false,
    };
    for number in 0..dice.below(30) {
        match dice.below(8) {
            0..3 => desk.user(dice, number),
            3 => desk.outsider(dice, number),
            4 => desk.hand_over(),
            5 => desk.commit(),
            _ => desk.report()?,
        }
        if careless && number == 12 {
            // The control: what waits is thrown away.
            let _ = desk.session.hand_over();
            desk.session.saved(usize::MAX, None);
        }
    }
    for _ in 0..3 {
        desk.hand_over();
        desk.commit();
        while !desk.reports.is_empty() {
            desk.report()?;
        }
    }
    ensure(!desk.session.has_unsaved(), || {
        "something is never saved".to_owned()
    })?;
    let (shown, kept) = (desk.session.assessment(), &desk.disk);
    same(
        "on screen and on disk",
        &write_assessment(shown),
        &write_assessment(kept),
    )?;
    for (item, (answer, _)) in &desk.foreign {
        let now = &**kept.answer(item).unwrap();
        ensure(now == answer, || {
            format!("what others wrote is gone: {answer:?}\n  now {now:?}")
        })?;
    }
    Ok(())
}

#[test]
fn what_is_changed_while_a_saver_works_and_others_write_is_kept() {
    holds(CHOICES, |dice| nothing_is_lost(dice, false));
}

#[test]
fn control_a_session_that_forgets_what_waits_is_noticed() {
    refuted(CHOICES, |dice| nothing_is_lost(dice, true));
}

#[test]
fn a_refused_change_in_the_savers_hands_takes_no_later_one_with_it() {
    let bytes = [0u8; 4];
    let mut base = case(&mut Dice::new(&bytes), SMALL).assessment;
    let checklist = {
        let mut checklist = (**base.checklist()).clone();
        let mut second = checklist.categories[0].items[0].clone();
        second.id = "second".into();
        checklist.categories[0].items.push(second);
        checklist
    };
    base = Assessment::new(
        std::sync::Arc::new(checklist),
        (*base.head).clone(),
        noon(),
        base.utc_offset,
    );
    let comment = |item: &Text, comment: &str| Change::Tell {
        item: item.clone(),
        aside: Aside::Comment(comment.into()),
    };
    let (first, second) = (
        base.answers()[0].item.clone(),
        base.answers()[1].item.clone(),
    );
    let mut session = Session::open(base.clone(), noon(), HashMap::new());
    session.apply(comment(&second, "saved")).unwrap();
    session.hand_over();
    session.apply(comment(&first, "collides")).unwrap();
    session.hand_over();
    session.apply(comment(&second, "later")).unwrap();
    let mut on_disk = base;
    on_disk.apply(&comment(&second, "saved")).unwrap();
    on_disk.apply(&comment(&first, "theirs")).unwrap();
    assert_eq!(session.saved(1, Some(on_disk)).len(), 1);
    assert_eq!(session.hand_over(), [comment(&second, "later")]);
    session.saved(1, None);
    assert!(session.has_unsaved(), "the later change is not on disk yet");
    let status = &session.assessment().answers()[0].status;
    assert_eq!(*status, Status::Unanswered);
    session.saved(1, None);
    assert!(!session.has_unsaved());
}
