//! The open assessment: undo and redo to the byte, and what becomes of changes while a saver works and others write.

use std::collections::{BTreeSet, HashMap};

use candor::domain::assessment::{Answer, Assessment, Status};
use candor::domain::change::{Aside, Change, HeadEntry, HeadKind};
use candor::domain::evidence::Observations;
use candor::domain::rebase::{Rebased, collides, rebase};
use candor::domain::text::Text;
use candor::format::write::write_assessment;
use candor::session::Session;

use super::changes::{any_change, change, upgrade};
use super::property::{Checked, Dice, ensure, holds, look_at, refuted, same};
use super::random::{Case, SMALL, case, noon};

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
    let mut session = Session::open(base.clone(), noon(), Observations::new());
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
