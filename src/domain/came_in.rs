//! What came in from others while an assessment is open, in a sentence.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::assessment::{Answer, Assessment, Status};
use super::history::{Entry, What};
use super::text::{Shown, Text};

/// The longest that a status may be in the sentence, in characters: the reason of one that does not apply may be long.
const LONGEST_NAME: usize = 40;

/// What others have brought between two states of an assessment, in one sentence without its full stop; empty where
/// nothing of it is seen.
///
/// Another subject comes first: nobody is to answer for one and take it for the other.
pub fn came_in(before: &Assessment, after: &Assessment) -> String {
    let subject = Some(&after.head.subject.name).filter(|is| **is != before.head.subject.name);
    let rest = rest(before, after);
    match subject {
        Some(subject) if is_another_review(before, after) => holds_another(subject),
        Some(subject) if rest.is_empty() => is_called(subject),
        Some(subject) => format!("{}; {rest}", is_called(subject)),
        None => rest,
    }
}

/// Whether it is another review: one of another subject that was begun at another time, or with another checklist.
/// Nothing of the one belongs into the other.
pub fn is_another_review(one: &Assessment, other: &Assessment) -> bool {
    let is_apart = one.created != other.created || one.checklist().id != other.checklist().id;
    is_apart && one.head.subject.name != other.head.subject.name
}

/// `the file holds another review now: Beta`, of the subject's name.
pub fn holds_another(subject: &Text) -> String {
    format!("the file holds another review now: {}", called(subject))
}

/// Whether some answer has lost something of its history and got nothing new.
pub fn takes_back(before: &Assessment, after: &Assessment) -> bool {
    let mut both = before.answers().iter().zip(after.answers());
    both.any(|(was, is)| !Arc::ptr_eq(was, is) && is_taken_back(was, is))
}

/// `the file lacked 2 answers saved just before: they are written again`.
pub fn written_again(answers: usize) -> String {
    match answers {
        1 => "the file lacked 1 answer saved just before: it is written again".to_owned(),
        many => format!("the file lacked {many} answers saved just before: they are written again"),
    }
}

fn is_called(subject: &Text) -> String {
    format!("the subject is another one now: {}", called(subject))
}

fn called(subject: &Text) -> String {
    if subject.is_blank() {
        return "one without a name".to_owned();
    }
    name(subject)
}

/// The same, of all but the subject's name.
fn rest(before: &Assessment, after: &Assessment) -> String {
    if !Arc::ptr_eq(before.checklist(), after.checklist())
        && before.checklist() != after.checklist()
    {
        return "the checklist is another one now: it was changed from outside".to_owned();
    }
    let changed: Vec<(&Answer, &Answer)> = before
        .answers()
        .iter()
        .zip(after.answers())
        .filter(|(was, is)| !Arc::ptr_eq(was, is) && was != is)
        .map(|(was, is)| (&**was, &**is))
        .collect();
    let taken_back = changed.iter().filter(|(was, is)| is_taken_back(was, is));
    let taken_back = taken_back.count();
    match changed.as_slice() {
        [] if before.head == after.head => String::new(),
        [] => head_words(before, after),
        [(was, is)] => one(was, is),
        many if taken_back == many.len() => {
            format!("the file was put back: {taken_back} answers are as they were before")
        }
        many => {
            let new = many.iter().filter(|(was, is)| !is_taken_back(was, is));
            let new: Vec<(&Answer, &Answer)> = new.copied().collect();
            let came = match new.as_slice() {
                [(was, is)] => one(was, is),
                new => format!("{} came in", by_whom(new)),
            };
            match taken_back {
                0 => came,
                1 => format!("{came}; 1 answer was taken back"),
                back => format!("{came}; {back} answers were taken back"),
            }
        }
    }
}

/// `Bo answered test-suite: not met`.
fn one(was: &Answer, is: &Answer) -> String {
    let item = Shown::line(is.item.raw()).into_string();
    if !is.conflict.is_empty() && was.conflict.is_empty() {
        return format!("two answers to {item} came in: they are in conflict");
    }
    if is_taken_back(was, is) {
        return format!("the answer to {item} was taken back: {}", status(is));
    }
    let latest = latest(was, is);
    let who = latest.map_or(&is.by, |entry| &entry.by);
    let who = name(who);
    match latest.map(|entry| &entry.what) {
        Some(What::Answered(_)) if is.status == Status::Unanswered => {
            format!("{who} cleared {item}")
        }
        Some(What::Answered(_)) => format!("{who} answered {item}: {}", status(is)),
        Some(What::Attached(_)) => format!("{who} attached evidence to {item}"),
        Some(What::Withdrawn(_)) => format!("{who} withdrew evidence of {item}"),
        Some(What::Confirmed(_)) => format!("{who} confirmed evidence of {item}"),
        Some(What::Redacted(_)) => format!("{who} took the text out of evidence of {item}"),
        Some(What::Agreed) => format!("{who} agreed that {item} does not apply"),
        Some(What::Waived(_)) => format!("{who} waived {item}"),
        Some(What::Revoked(_)) => format!("{who} revoked the waiver of {item}"),
        Some(What::Measured(_)) => format!("{who} measured {item}"),
        Some(What::Resolved(_)) => format!("{who} settled {item}: {}", status(is)),
        _ if was.status != is.status => format!("{item} was answered outside: {}", status(is)),
        _ => format!("{item} was changed from outside"),
    }
}

/// The newest entry of the history that was not there before.
fn latest<'a>(was: &Answer, is: &'a Answer) -> Option<&'a Entry> {
    let new = |entry: &&Entry| was.history.iter().all(|before| before.id != entry.id);
    is.history.iter().rev().find(new)
}

/// Whether something of the history is gone, and nothing is new: an answer was undone, or the file is an older one.
fn is_taken_back(was: &Answer, is: &Answer) -> bool {
    let is_in = |entry: &Entry, other: &Answer| other.history.iter().any(|it| it.id == entry.id);
    was.history.iter().any(|entry| !is_in(entry, is))
        && is.history.iter().all(|entry| is_in(entry, was))
}

/// `12 answers by Bo and 2 others`, by whoever brought most.
fn by_whom(changed: &[(&Answer, &Answer)]) -> String {
    let mut people: BTreeMap<&str, usize> = BTreeMap::new();
    for (was, is) in changed {
        let by = latest(was, is).map_or(&is.by, |entry| &entry.by);
        *people.entry(by.raw()).or_default() += 1;
    }
    people.remove("");
    let count = changed.len();
    let mut most: Option<(&str, usize)> = None;
    for (person, count) in &people {
        if most.is_none_or(|(_, most)| most < *count) {
            most = Some((person, *count));
        }
    }
    let by = most.map_or_else(String::new, |(person, _)| {
        format!(" by {}", name(&Text::new(person)))
    });
    let others = match people.len().saturating_sub(1) {
        0 => String::new(),
        1 => " and 1 other".to_owned(),
        others => format!(" and {others} others"),
    };
    format!("{count} answers{by}{others}")
}

fn head_words(before: &Assessment, after: &Assessment) -> String {
    let (was, is) = (&before.head, &after.head);
    let facts = [
        (was.subject.version != is.subject.version, "the version"),
        (was.subject.system != is.subject.system, "the system"),
        (was.subject.traits != is.subject.traits, "a trait"),
        (was.target != is.target, "the target"),
        (was.participants != is.participants, "the participants"),
        (was.meetings != is.meetings, "a meeting"),
        (was.fulfilled != is.fulfilled, "a condition of a sign-off"),
        (was.dissents != is.dissents, "a dissent"),
        (was.decisions != is.decisions, "a decision"),
        (was.actions != is.actions, "an action"),
        (was.parked != is.parked, "a parked question"),
        (was.snapshots != is.snapshots, "a snapshot"),
        (was.declared != is.declared, "a declared figure"),
        (was.resources != is.resources, "the people who are needed"),
        (was.costs != is.costs, "the costs"),
    ];
    let mut changed = facts.iter().filter(|(differs, _)| *differs);
    match (changed.next(), changed.next()) {
        (Some((_, what)), None) => format!("{what} came in from outside"),
        (None, _) if was.subject.name != is.subject.name => String::new(),
        _ => "facts about the whole came in from outside".to_owned(),
    }
}

/// A status in few words.
fn status(answer: &Answer) -> String {
    match &answer.status {
        Status::Partial(share) => format!("{} % met", share.percent()),
        status => status.word().to_owned(),
    }
}

/// A person's name, cut where it is long; somebody where there is none.
fn name(name: &Text) -> String {
    if name.is_blank() {
        return "somebody".to_owned();
    }
    let shown = Shown::line(name.raw()).into_string();
    if shown.chars().count() <= LONGEST_NAME {
        return shown;
    }
    let kept: String = shown.chars().take(LONGEST_NAME - 1).collect();
    format!("{kept}…")
}

/// The items that are in conflict now and were not before, by id.
pub fn newly_in_conflict(before: &Assessment, after: &Assessment) -> Vec<Text> {
    let new = answers_in_conflict(before, after);
    new.map(|answer| answer.item.clone()).collect()
}

fn answers_in_conflict<'a>(
    before: &'a Assessment,
    after: &'a Assessment,
) -> impl Iterator<Item = &'a Arc<Answer>> {
    after.answers().iter().filter(|answer| {
        let was = before.answer(&answer.item);
        !answer.conflict.is_empty() && was.is_none_or(|was| was.conflict.is_empty())
    })
}

/// The items that are in conflict now and were not before, in a sentence; empty where there are none.
pub fn new_conflicts(before: &Assessment, after: &Assessment) -> String {
    let mut new = answers_in_conflict(before, after);
    let Some(first) = new.next() else {
        return String::new();
    };
    let item = first.item.shown();
    let mut people: Vec<String> = Vec::new();
    for version in &first.conflict {
        let person = name(&version.by);
        if !version.by.is_blank() && !people.contains(&person) {
            people.push(person);
        }
    }
    let who = match people.as_slice() {
        [one, other] => format!("{one} and {other} both answered {item}"),
        _ => format!("there are two answers to {item}"),
    };
    match new.count() {
        0 => format!("{who}: both answers are kept until one is chosen"),
        1 => format!("{who}, and 1 more item is in conflict"),
        more => format!("{who}, and {more} more items are in conflict"),
    }
}
