//! A comparison is empty of a thing with itself, and the same seen from either end.

use std::collections::BTreeSet;

use candor::domain::assessment::Assessment;
use candor::domain::change::{Change, HeadEntry, Stamp};
use candor::domain::compare::{Comparison, EvidenceChange, Fate, Moved, Shift, Way};
use candor::domain::evidence::{Observation, Observations};
use candor::domain::percent::Percent;
use candor::domain::side::{Named, Side};
use candor::domain::snapshot::Snapshot;
use candor::domain::text::Text;
use candor::domain::time::Moment;
use candor::session::bench;

use crate::scoring::property::{Checked, Dice, ensure, holds, refuted, same};
use crate::scoring::random::{Case, SMALL, case, evidence, moment, noon, status};

const CHOICES: usize = 700;

fn side(assessment: &Assessment, as_of: Moment, observations: &Observations) -> Side {
    Side::of_assessment(assessment, &bench(assessment, as_of, observations))
}

fn snapshot(assessment: &Assessment, as_of: Moment, observations: &Observations) -> Side {
    let bench = bench(assessment, as_of, observations);
    let snapshot = Snapshot::of(assessment, &bench, "s".into(), "then".into(), "Ana".into());
    Side::of_snapshot(&snapshot, assessment)
}

/// The same case later, after some have worked on it.
fn later(dice: &mut Dice, case: &Case) -> Case {
    let mut after = case.clone();
    after.as_of = dice.of(&[
        noon(),
        moment("2026-03-29T08:00:00Z"),
        moment("2026-09-01T08:00:00Z"),
    ]);
    let count = after.assessment.answers().len();
    for round in 0..dice.below(6) {
        let at = dice.below(count.max(1));
        let Some(answer) = after.assessment.answers().get(at).cloned() else {
            break;
        };
        let item = answer.item.clone();
        let stamp = Stamp {
            id: Text::new(format!("later-{round}")),
            at: noon(),
            by: "Cy".into(),
            recorded_by: Text::default(),
        };
        let change = match dice.below(5) {
            0 | 1 => Change::Answer {
                item,
                status: status(dice, SMALL, 1),
                stamp,
            },
            2 => match answer.evidence.first() {
                Some(piece) => Change::Withdraw {
                    item,
                    evidence: piece.id.clone(),
                    stamp,
                },
                None => Change::SetVersion("9".into()),
            },
            3 => {
                let item = after.assessment.item(at).clone();
                let offset = after.assessment.utc_offset;
                let mut piece = evidence(dice, SMALL, &item, round, 1, offset);
                piece.id = Text::new(format!("piece-{round}"));
                Change::Attach {
                    item: item.id,
                    evidence: piece,
                    entry: Text::new(format!("entry-{round}")),
                }
            }
            _ => {
                let seen = answer.evidence.first().map(|piece| piece.id.clone());
                if let Some(id) = seen {
                    after.observations.insert(id, Observation::Absent);
                }
                Change::SetTarget(None)
            }
        };
        // What the rules refuse is not what is tested here.
        let _ = after.assessment.apply(&change);
    }
    after
}

fn ids(items: &[Named]) -> BTreeSet<Text> {
    items.iter().map(|named| named.item.clone()).collect()
}

fn moves(comparison: &Comparison, way: Way) -> BTreeSet<Text> {
    let moved = comparison.moved(way).map(|moved: &Moved| &moved.item);
    moved.map(|named| named.item.clone()).collect()
}

fn pieces(comparison: &Comparison, of: impl Fn(Fate) -> bool) -> BTreeSet<(Text, Text)> {
    let changes = comparison.evidence.iter();
    changes
        .filter(|change: &&EvidenceChange| of(change.fate))
        .map(|change| (change.item.item.clone(), change.evidence.clone()))
        .collect()
}

fn turned(shift: &Shift) -> (Option<Percent>, Option<Percent>, Option<Percent>) {
    let negated = shift
        .change()
        .map(|change| Percent::whole(0).minus(&change));
    (shift.after.clone(), shift.before.clone(), negated)
}

/// Whether `there` is `here` seen from the other end.
fn mirrors(here: &Comparison, there: &Comparison) -> Checked {
    for ((_, one), (_, other)) in here.figures.iter().zip(&there.figures) {
        let other = (other.before.clone(), other.after.clone(), other.change());
        same("figure", &turned(one), &other)?;
    }
    for (one, other) in here.gauges.iter().zip(&there.gauges) {
        same(
            "gauge",
            &(one.after, one.before),
            &(other.before, other.after),
        )?;
    }
    same(
        "verdict",
        &here.verdict,
        &(there.verdict.1, there.verdict.0),
    )?;
    same("checklists", &here.checklists, &there.checklists)?;
    same("emptiness", &here.is_empty(), &there.is_empty())?;
    same(
        "better",
        &moves(here, Way::Better),
        &moves(there, Way::Worse),
    )?;
    same(
        "worse",
        &moves(here, Way::Worse),
        &moves(there, Way::Better),
    )?;
    same("other", &moves(here, Way::Other), &moves(there, Way::Other))?;
    same("added", &ids(&here.added), &ids(&there.gone))?;
    same("gone", &ids(&here.gone), &ids(&there.added))?;
    let ended = |comparison| pieces(comparison, |fate| fate != Fate::Gained);
    let gained = |comparison| pieces(comparison, |fate| fate == Fate::Gained);
    same("gained", &gained(here), &ended(there))?;
    same("ended", &ended(here), &gained(there))?;
    let waived = |it: &Comparison| {
        let changes = it.waivers.as_ref();
        changes.map(|it| (ids(&it.gained), ids(&it.lost)))
    };
    let turned = waived(there).map(|(gained, lost)| (lost, gained));
    same("waivers", &waived(here), &turned)?;
    let facts = |it: &Comparison, turn: bool| -> BTreeSet<String> {
        let facts = it.facts.iter().map(|change| {
            if turn {
                format!("{:?} {:?} {:?}", change.fact, change.after, change.before)
            } else {
                format!("{:?} {:?} {:?}", change.fact, change.before, change.after)
            }
        });
        facts.collect()
    };
    same("facts", &facts(here, false), &facts(there, true))
}

#[test]
fn a_thing_compared_with_itself_shows_no_change() {
    holds(CHOICES, |dice| {
        let Case {
            assessment,
            observations,
            as_of,
        } = case(dice, SMALL);
        let now = side(&assessment, as_of, &observations);
        let then = snapshot(&assessment, as_of, &observations);
        for (what, one, other) in [
            ("a file with itself", &now, &now),
            ("a snapshot with itself", &then, &then),
            ("a snapshot with the file of that moment", &then, &now),
        ] {
            let comparison = Comparison::of(one, other);
            ensure(comparison.is_empty(), || format!("{what}: {comparison:?}"))?;
        }
        Ok(())
    });
}

#[test]
fn a_comparison_is_the_same_seen_from_either_end() {
    holds(CHOICES, |dice| {
        let before = case(dice, SMALL);
        let after = later(dice, &before);
        let sides = [&before, &after].map(|it| side(&it.assessment, it.as_of, &it.observations));
        mirrors(
            &Comparison::of(&sides[0], &sides[1]),
            &Comparison::of(&sides[1], &sides[0]),
        )?;
        // Two that have nothing to do with each other, and snapshots, as well.
        let stranger = case(dice, SMALL);
        let stranger = side(&stranger.assessment, stranger.as_of, &stranger.observations);
        let then = snapshot(&before.assessment, before.as_of, &before.observations);
        for other in [&stranger, &then] {
            mirrors(
                &Comparison::of(&sides[1], other),
                &Comparison::of(other, &sides[1]),
            )?;
        }
        Ok(())
    });
}

#[test]
fn control_a_comparison_that_ignores_its_direction_is_noticed() {
    refuted(CHOICES, |dice| {
        let before = case(dice, SMALL);
        let after = later(dice, &before);
        let sides = [&before, &after].map(|it| side(&it.assessment, it.as_of, &it.observations));
        let here = Comparison::of(&sides[0], &sides[1]);
        mirrors(&here, &here.clone())
    });
}

#[test]
fn differences_are_formed_exactly_and_rounded_by_magnitude() {
    let shift = |before: (u64, u64), after: (u64, u64)| Shift {
        before: Percent::of(before.0, before.1),
        after: Percent::of(after.0, after.1),
    };
    let change = |shift: Shift| shift.change().map(|change| change.to_string());
    // 88.25 to 85: −3.25. Formed from what is shown, 88.3 and 85.0, it would be the same; from 3.25 the other way too.
    assert_eq!(
        change(shift((8825, 10_000), (85, 100))).as_deref(),
        Some("-3.3")
    );
    assert_eq!(
        change(shift((85, 100), (8825, 10_000))).as_deref(),
        Some("3.3")
    );
    // 33.33… to 66.66…: 33.3, where the shown figures, 33.3 and 66.7, are 33.4 apart.
    assert_eq!(change(shift((1, 3), (2, 3))).as_deref(), Some("33.3"));
    assert_eq!(change(shift((1, 3), (1, 0))), None);
}

#[test]
fn a_declared_snapshot_shows_what_was_declared() {
    let mut dice = Dice::new(&[]);
    let Case {
        mut assessment,
        observations,
        as_of,
    } = case(&mut dice, SMALL);
    let declared = |value: &str| candor::domain::assessment::Declared {
        id: Text::new(format!("id {value}")),
        label: "Overall".into(),
        of: candor::domain::assessment::DeclaredOf::Overall,
        value: value.into(),
        table: Text::default(),
        weight: None,
        by: Text::default(),
        on: None,
        source: Text::default(),
    };
    let bare = |label: &str, value: &str| Snapshot {
        id: label.into(),
        label: label.into(),
        at: as_of,
        by: Text::default(),
        scores: None,
        declared: vec![declared(value)],
        items: Vec::new(),
    };
    let (before, after) = (bare("before", "95 %"), bare("after the audit", "70 %"));
    for snapshot in [&before, &after] {
        let entry = HeadEntry::Snapshot(snapshot.clone());
        assessment.apply(&Change::Record(entry)).unwrap();
    }
    let sides = [&before, &after].map(|it| Side::of_snapshot(it, &assessment));
    let comparison = Comparison::of(&sides[0], &sides[1]);
    assert_eq!(comparison.verdict, (None, None));
    assert!(!comparison.knows_items() && !comparison.is_empty());
    let [declared] = comparison.declared.as_slice() else {
        panic!("{:?}", comparison.declared);
    };
    let change = declared.percent.change().map(|it| it.to_string());
    assert_eq!(change.as_deref(), Some("-25.0"));
    // Against the file as it is, what is not known on one side is no change: no item is new.
    let now = side(&assessment, as_of, &observations);
    let comparison = Comparison::of(&sides[1], &now);
    assert!(comparison.added.is_empty() && comparison.moved.is_empty());
    assert!(
        comparison
            .figures
            .iter()
            .all(|(_, shift)| shift.before.is_none())
    );
}
