//! Ids that name one thing on each side and two in what was merged: something that one side has moved elsewhere and
//! the other has changed where it was. A file with such an id would not open.

use std::collections::HashSet;
use std::fmt::Debug;
use std::sync::Arc;

use crate::domain::assessment::{Answer, Assessment, Head};
use crate::domain::text::Text;

use super::notes::derived_id;

/// The ids that are taken already.
#[derive(Default)]
struct Taken {
    evidence: HashSet<Text>,
    notes: HashSet<Text>,
    dissents: HashSet<Text>,
}

/// Gives the second of two an id that follows from what it is.
pub(super) fn tell_apart(merged: &mut Assessment, ours: &Assessment, theirs: &Assessment) {
    let mut taken = Taken::default();
    for at in 0..merged.answers().len() {
        let (our, their) = (&ours.answers()[at], &theirs.answers()[at]);
        if Arc::ptr_eq(our, their) || our == their {
            continue;
        }
        let mut answer = Arc::clone(&merged.answers()[at]);
        if taken.clashes_in(&answer) {
            let place = answer.item.raw().to_owned();
            taken.make_way_in(Arc::make_mut(&mut answer), &place);
            *merged.answer_mut(at) = Arc::clone(&answer);
        }
        taken.add(&answer);
    }
    let head = &merged.head;
    if taken.clashes_in_head(head) {
        taken.make_way_in_head(Arc::make_mut(&mut merged.head));
    }
}

impl Taken {
    fn clashes_in(&self, answer: &Answer) -> bool {
        let mut evidence = answer.evidence.iter();
        let notes = [&answer.decisions, &answer.parked];
        let mut notes = notes.into_iter().flatten().map(|it| &it.id);
        let mut actions = answer.actions.iter().map(|it| &it.id);
        evidence.any(|it| self.evidence.contains(&it.id))
            || notes.any(|id| self.notes.contains(id))
            || actions.any(|id| self.notes.contains(id))
            || answer
                .dissents
                .iter()
                .any(|it| self.dissents.contains(&it.id))
    }

    fn clashes_in_head(&self, head: &Head) -> bool {
        let notes = [&head.decisions, &head.parked];
        let mut notes = notes.into_iter().flatten().map(|it| &it.id);
        let mut actions = head.actions.iter().map(|it| &it.id);
        let mut dissents = head.dissents.iter();
        notes.any(|id| self.notes.contains(id))
            || actions.any(|id| self.notes.contains(id))
            || dissents.any(|it| self.dissents.contains(&it.id))
    }

    fn make_way_in(&self, answer: &mut Answer, place: &str) {
        rename(&mut answer.evidence, &self.evidence, |it| &mut it.id, place);
        rename(&mut answer.decisions, &self.notes, |it| &mut it.id, place);
        rename(&mut answer.actions, &self.notes, |it| &mut it.id, place);
        rename(&mut answer.parked, &self.notes, |it| &mut it.id, place);
        rename(&mut answer.dissents, &self.dissents, |it| &mut it.id, place);
    }

    fn make_way_in_head(&self, head: &mut Head) {
        rename(&mut head.decisions, &self.notes, |it| &mut it.id, "");
        rename(&mut head.actions, &self.notes, |it| &mut it.id, "");
        rename(&mut head.parked, &self.notes, |it| &mut it.id, "");
        rename(&mut head.dissents, &self.dissents, |it| &mut it.id, "");
    }

    fn add(&mut self, answer: &Answer) {
        let evidence = answer.evidence.iter().map(|it| &it.id);
        self.evidence.extend(evidence.cloned());
        let remarks = answer.decisions.iter().chain(&answer.parked);
        self.notes.extend(remarks.map(|it| it.id.clone()));
        self.notes
            .extend(answer.actions.iter().map(|it| it.id.clone()));
        let dissents = answer.dissents.iter().map(|it| &it.id);
        self.dissents.extend(dissents.cloned());
    }
}

/// Gives new ids to what has one that is taken; what stands there under its new id already has been given it by an
/// earlier merge.
fn rename<E: Debug + Clone>(
    list: &mut Vec<E>,
    taken: &HashSet<Text>,
    id: impl Fn(&mut E) -> &mut Text,
    place: &str,
) {
    let mut here: HashSet<Text> = list.iter_mut().map(|it| id(it).clone()).collect();
    list.retain_mut(|entry| {
        let content = format!("{entry:?}");
        let known = id(entry);
        if !taken.contains(known) {
            return true;
        }
        *known = derived_id(known.raw(), &(place, content));
        here.insert(known.clone())
    });
}
