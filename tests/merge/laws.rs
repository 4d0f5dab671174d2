//! The laws of merging, on random sides.

use std::collections::BTreeSet;

use candor::domain::assessment::Assessment;
use candor::domain::merge::{Merged, merge};
use candor::format::fault::Weight;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;

use super::facts::{Facts, facts, settled};
use super::sides::{PLAIN, Three, Ways, three};
use crate::scoring::property::{Checked, Dice, ensure, same};

/// How many merges each everyday test looks at.
const EVERYDAY: u64 = 300;

/// How many, where `CANDOR_MERGES` asks for more.
fn cases() -> u64 {
    let asked = std::env::var("CANDOR_MERGES").ok();
    asked.and_then(|it| it.parse().ok()).unwrap_or(EVERYDAY)
}

/// Looks at so many random merges, always the same ones.
fn holds(cases: u64, check: impl Fn(&mut Dice) -> Checked) {
    for seed in 0..cases {
        if let Err(message) = check(&mut Dice::new(&choices(seed))) {
            panic!("merge {seed}: {message}");
        }
    }
}

/// The choices of a random merge.
fn choices(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x2545_f491_4f6c_dd1d);
    let next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)).to_be_bytes()
    };
    std::iter::repeat_with(next).take(120).flatten().collect()
}

type Merge = fn(Option<&Assessment>, &Assessment, &Assessment) -> Merged;

fn same_text(what: &str, one: &Assessment, other: &Assessment) -> Checked {
    if one == other {
        return Ok(());
    }
    let (one, other) = (write_assessment(one), write_assessment(other));
    let same = one
        .lines()
        .zip(other.lines())
        .take_while(|(one, other)| one == other);
    let at = same.count();
    let near = |text: &str| {
        let lines = text.lines().skip(at.saturating_sub(25)).take(40);
        lines.collect::<Vec<_>>().join("\n")
    };
    Err(format!(
        "{what}, line {at}:\n{}\n--- and\n{}",
        near(&one),
        near(&other)
    ))
}

/// Sides can be swapped; merging again changes nothing; one side alone is taken as it is.
fn laws(dice: &mut Dice, ways: Ways, merge: Merge) -> Checked {
    let Three { base, ours, theirs } = three(dice, ways);
    let base = base.as_ref();
    let merged = merge(base, &ours, &theirs);
    let swapped = merge(base, &theirs, &ours);
    same_text("swapped", &merged.assessment, &swapped.assessment)?;
    same("notes swapped", &merged.notes, &swapped.notes)?;
    same("conflicts swapped", &merged.conflicts, &swapped.conflicts)?;
    same_text(
        "the same twice",
        &ours,
        &merge(base, &ours, &ours).assessment,
    )?;
    if let Some(base) = base {
        let alone = merge(Some(base), base, &theirs).assessment;
        same_text("one side alone", &theirs, &alone)?;
    }
    let m = &merged.assessment;
    let again = |what: &str, base, one, other| {
        let again = merge(base, one, other);
        same_text(what, m, &again.assessment)?;
        same(what, &Vec::new(), &again.notes)
    };
    again("with ours again", base, m, &ours)?;
    again("with theirs again", base, m, &theirs)?;
    again("ours with it again", base, &ours, m)?;
    again("on ours", Some(&ours), m, &ours)?;
    again("on theirs", Some(&theirs), m, &theirs)?;
    again("on theirs, itself", Some(&theirs), m, m)
}

fn nothing_lost(dice: &mut Dice, ways: Ways, merge: Merge) -> Checked {
    let Three { base, ours, theirs } = three(dice, ways);
    let merged = merge(base.as_ref(), &ours, &theirs).assessment;
    let was = base.as_ref().map(facts).unwrap_or_default();
    let (our, their, is) = (facts(&ours), facts(&theirs), facts(&merged));
    let given_up = settled(&merged);
    let notes: Vec<&str> = merged
        .head
        .parked
        .iter()
        .filter(|it| it.by.raw() == "merge")
        .map(|it| it.text.raw())
        .collect();
    let kept = Kept {
        is: &is,
        given_up: &given_up,
        notes: &notes,
    };
    for side in [&our, &their] {
        for (place, values) in side {
            // What is retired on a side may have been live.
            let live = place.replacen("retired ", "item ", 1);
            let began = was.get(place).or_else(|| was.get(&live));
            for value in values.difference(began.unwrap_or(&BTreeSet::new())) {
                // Nobody has said anything of an item that is new.
                let nothing = value == "Unanswered" && !was.contains_key(place);
                ensure(nothing || kept.has(place, value), || {
                    format!(
                        "lost: {place}: {value}\nwas: {:?}\nours: {:?}\ntheirs: {:?}\nnow: {:?}",
                        was.get(place),
                        our.get(place),
                        their.get(place),
                        is.get(place)
                    )
                })?;
            }
        }
    }
    for (place, values) in &is {
        let known = [&our, &their].map(|side| side.get(place));
        for value in values {
            let mut known = known.into_iter().flatten();
            ensure(
                made_by_merging(place, value, ways) || known.any(|it| it.contains(value)),
                || format!("invented: {place}: {value}"),
            )?;
        }
    }
    // What one side took away and the other left as it was is gone.
    for (place, values) in &was {
        for (one, other) in [(&our, &their), (&their, &our)] {
            let gone = !one.contains_key(place) && other.get(place) == Some(values);
            let whole = entry_of(place);
            let left = whole.is_some_and(|whole| {
                let under = |facts: &Facts| -> Facts {
                    facts
                        .iter()
                        .filter(|(place, _)| entry_of(place) == Some(whole))
                        .map(|(place, values)| (place.clone(), values.clone()))
                        .collect()
                };
                under(other) == under(&was) && under(one).is_empty()
            });
            if gone && left {
                ensure(!is.contains_key(place), || format!("came back: {place}"))?;
            }
        }
    }
    Ok(())
}

/// What merging itself puts there: what stands beside something under an id that follows from it, the gap of a text
/// that was taken out, and what an upgrade does to the side that had not made it.
fn made_by_merging(place: &str, value: &str, ways: Ways) -> bool {
    let last = place.rsplit(" / ").next().unwrap_or_default();
    let gap = last == "text" && ["(Link(\"\"), \"\")", "(Note(\"\"), \"\")"].contains(&value);
    let upgraded = || {
        let entry = last.strip_prefix("history change-");
        entry.is_some_and(|entry| entry.contains('-'))
            || last == "mark withdrawn"
            || (last == "status" && value == "Unanswered")
            || (last == "target" && value.contains("whole"))
            || last.starts_with("parked merge")
    };
    place.contains('~') || gap || (ways.upgrades && upgraded())
}

/// The entry of a list to which a place belongs.
fn entry_of(place: &str) -> Option<&str> {
    let lists = [
        "evidence ",
        "history ",
        "dissent ",
        "decision ",
        "parked ",
        "action ",
    ];
    let start = match place.split_once(" / ") {
        Some((owner, rest)) if lists.iter().any(|list| rest.starts_with(list)) => owner.len() + 3,
        _ => 0,
    };
    let head = [
        "declared ",
        "cost ",
        "resource ",
        "snapshot ",
        "meeting ",
        "participant ",
    ];
    if start == 0 && !head.iter().any(|list| place.starts_with(list)) {
        return None;
    }
    let end = place[start..]
        .find(" / ")
        .map_or(place.len(), |at| start + at);
    Some(&place[..end])
}

/// Where something can have been kept.
struct Kept<'a> {
    is: &'a Facts,
    given_up: &'a Facts,
    notes: &'a [&'a str],
}

impl Kept<'_> {
    fn has(&self, place: &str, value: &str) -> bool {
        if in_place_of(self.is, place, value) || in_place_of(self.given_up, place, value) {
            return true;
        }
        // What was said of an item that has another meaning now, or is no more, is history or retired.
        if let Some((item, rest)) = place
            .strip_prefix("item ")
            .and_then(|it| it.split_once(" / "))
        {
            let (live, retired) = (
                format!("item {item} / history "),
                format!("retired {item} / "),
            );
            let under = |start: &str| -> Vec<(&String, &BTreeSet<String>)> {
                let from = self.is.range(start.to_owned()..);
                from.take_while(|(place, _)| place.starts_with(start))
                    .collect()
            };
            let told = |(_, values): &(&String, &BTreeSet<String>)| {
                values.iter().any(|told| told.contains(value))
            };
            if under(&live).iter().any(told)
                || under(&format!("{retired}history ")).iter().any(told)
                || in_place_of(self.is, &format!("{retired}{rest}"), value)
                || (rest.contains("mark ") && self.is.contains_key(&format!("{retired}{rest}")))
            {
                return true;
            }
        }
        // A mark says the same whoever made it: that somebody has.
        if place.contains("/ mark ") && self.is.contains_key(place) {
            return true;
        }
        // Who said the same status at another time stands in the history.
        if place.ends_with("/ said") {
            return true;
        }
        // A text that was taken out is gone.
        if let Some(evidence) = place.strip_suffix(" / text")
            && self.is.contains_key(&format!("{evidence} / mark redacted"))
        {
            return true;
        }
        // What was changed by hand on both sides stands beside it.
        let beside = format!("{}~", entry_of(place).unwrap_or(place));
        let mut others = self.is.range(beside.clone()..);
        if others
            .next()
            .is_some_and(|(other, _)| other.starts_with(&beside))
        {
            return true;
        }
        // Both are written with the same escapes.
        let plain = value.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        let plain = plain.unwrap_or(value);
        let mut notes = self.notes.iter().map(|note| format!("{note:?}"));
        notes.any(|note| note.contains(plain))
    }
}

fn in_place_of(facts: &Facts, place: &str, value: &str) -> bool {
    facts.get(place).is_some_and(|it| it.contains(value))
}

fn valid(dice: &mut Dice, ways: Ways) -> Checked {
    let Three { base, ours, theirs } = three(dice, ways);
    let merged = merge(base.as_ref(), &ours, &theirs).assessment;
    let written = write_assessment(&merged);
    let (read, faults) = read_assessment(written.as_bytes());
    let errors = |text: &str| -> BTreeSet<String> {
        let (_, faults) = read_assessment(text.as_bytes());
        let errors = faults.into_iter().filter(|it| it.weight == Weight::Error);
        errors.map(|it| format!("{:?}", it.what)).collect()
    };
    let known: BTreeSet<String> = [&ours, &theirs]
        .into_iter()
        .flat_map(|side| errors(&write_assessment(side)))
        .collect();
    let new: Vec<String> = errors(&written).difference(&known).cloned().collect();
    same("faults that neither side had", &Vec::new(), &new)?;
    if known.is_empty() {
        let read = read.ok_or_else(|| format!("{faults:?}"))?;
        same_text("read back", &merged, &read)?;
    }
    Ok(())
}

#[test]
fn sides_can_be_swapped_and_merging_again_changes_nothing() {
    holds(cases(), |dice| laws(dice, PLAIN, merge));
}

#[test]
fn nothing_is_lost_and_nothing_is_invented() {
    holds(cases(), |dice| nothing_lost(dice, PLAIN, merge));
}

#[test]
fn what_was_merged_is_a_valid_file() {
    holds(cases(), |dice| valid(dice, PLAIN));
}

const UPGRADES: Ways = Ways {
    upgrades: true,
    ..PLAIN
};

#[test]
fn the_laws_hold_where_a_side_has_another_checklist() {
    holds(cases(), |dice| laws(dice, UPGRADES, merge));
}

#[test]
fn nothing_is_lost_where_a_side_has_another_checklist() {
    holds(cases(), |dice| nothing_lost(dice, UPGRADES, merge));
}

#[test]
fn what_was_merged_with_another_checklist_is_a_valid_file() {
    holds(cases(), |dice| valid(dice, UPGRADES));
}

#[test]
fn dump() {
    let Ok(seed) = std::env::var("SEED") else {
        return;
    };
    let bytes = choices(seed.parse().unwrap());
    let mut dice = Dice::new(&bytes);
    let Three { base, ours, theirs } = three(
        &mut dice,
        if std::env::var("UP").is_ok() {
            UPGRADES
        } else {
            PLAIN
        },
    );
    let m = merge(base.as_ref(), &ours, &theirs).assessment;
    let w = |n: &str, a: &Assessment| {
        std::fs::write(format!("/tmp/eng-{n}.ron"), write_assessment(a)).unwrap()
    };
    if let Some(b) = &base {
        w("b", b);
    }
    w("o", &ours);
    w("t", &theirs);
    w("m", &m);
    w("mo", &merge(base.as_ref(), &m, &ours).assessment);
    w("mt", &merge(base.as_ref(), &m, &theirs).assessment);
}
