//! The laws of merging, on random sides.

use std::collections::BTreeSet;

use candor::domain::assessment::Assessment;
use candor::domain::merge::{Merged, merge};
use candor::format::fault::Weight;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;

use super::facts::{Facts, facts, settled};
use super::sides::{PLAIN, Three, Ways, three};
use crate::scoring::property::{Checked, Dice, ensure, holds, same};

const CHOICES: usize = 700;

type Merge = fn(Option<&Assessment>, &Assessment, &Assessment) -> Merged;

fn same_text(what: &str, one: &Assessment, other: &Assessment) -> Checked {
    if one == other {
        return Ok(());
    }
    let (one, other) = (write_assessment(one), write_assessment(other));
    let differ = one.lines().zip(other.lines()).enumerate();
    let first = differ.into_iter().find(|(_, (one, other))| one != other);
    Err(format!(
        "{what}: {first:?}\n--- one\n{one}\n--- other\n{other}"
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
            for value in values.difference(was.get(place).unwrap_or(&BTreeSet::new())) {
                ensure(kept.has(place, value), || {
                    format!(
                        "lost: {place}: {value}\nnow: {:?}\n{merged:?}",
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
                made_by_merging(place) || known.any(|it| it.contains(value)),
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

/// What merging itself puts there.
fn made_by_merging(place: &str) -> bool {
    place.contains('~')
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
        let in_place = |facts: &Facts| facts.get(place).is_some_and(|it| it.contains(value));
        if in_place(self.is) || in_place(self.given_up) {
            return true;
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
        let beside = format!("{place}~");
        let beside = self.is.range(beside.clone()..);
        if beside
            .clone()
            .take_while(|(other, _)| other.starts_with(&format!("{place}~")))
            .next()
            .is_some()
        {
            return true;
        }
        let plain = value.trim_matches('"');
        let unescaped = plain.replace("\\n", "\n").replace("\\\"", "\"");
        self.notes
            .iter()
            .any(|note| note.contains(plain) || note.contains(&unescaped))
    }
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
    holds(CHOICES, |dice| laws(dice, PLAIN, merge));
}

#[test]
fn nothing_is_lost_and_nothing_is_invented() {
    holds(CHOICES, |dice| nothing_lost(dice, PLAIN, merge));
}

#[test]
fn what_was_merged_is_a_valid_file() {
    holds(CHOICES, |dice| valid(dice, PLAIN));
}
