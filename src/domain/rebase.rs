//! Changes made again on what somebody else has written meanwhile.

use std::sync::Arc;

use super::assessment::{Assessment, Declared, Head, Participant, TraitAnswer};
use super::change::{Change, HeadEntry};
use super::evidence::same_person;

/// What became of changes that were made again on what somebody else has written.
#[derive(Debug)]
pub struct Rebased {
    /// What somebody else has written, with our changes.
    pub assessment: Assessment,
    /// The changes that were made.
    pub made: Vec<Change>,
    /// The changes that were not, because others have changed the same item or field.
    pub refused: Vec<Change>,
}

/// Makes changes, which were made on `base`, again on `theirs`. A change is refused if what it concerns is not the
/// same in both: an answer is never written over one that its author has not seen.
pub fn rebase(base: &Assessment, theirs: &Assessment, changes: &[Change]) -> Rebased {
    let mut rebased = Rebased {
        assessment: theirs.clone(),
        made: Vec::new(),
        refused: Vec::new(),
    };
    for change in changes {
        if !collides(base, theirs, change) && rebased.assessment.apply(change).is_ok() {
            rebased.made.push(change.clone());
        } else {
            rebased.refused.push(change.clone());
        }
    }
    rebased
}

/// Whether two states differ in what a change concerns: its item, or its field or entry of the head.
pub fn collides(base: &Assessment, theirs: &Assessment, change: &Change) -> bool {
    match change.item() {
        Some(item) => match (base.answer(item), theirs.answer(item)) {
            (Some(one), Some(other)) => !Arc::ptr_eq(one, other) && one != other,
            _ => true,
        },
        None => head_collides(&base.head, &theirs.head, change),
    }
}

fn head_collides(base: &Head, theirs: &Head, change: &Change) -> bool {
    match change {
        Change::SetVersion(_) => base.subject.version != theirs.subject.version,
        Change::SetSystem(_) => base.subject.system != theirs.subject.system,
        Change::SetTarget(_) => base.target != theirs.target,
        Change::SetTrait(TraitAnswer { id, .. })
        | Change::RemoveTrait(id)
        | Change::PutBackInHead {
            entry: HeadEntry::Trait(TraitAnswer { id, .. }),
            ..
        } => differs(&base.subject.traits, &theirs.subject.traits, |answer| {
            answer.id == *id
        }),
        Change::SetParticipant(Participant { name, .. })
        | Change::RemoveParticipant(name)
        | Change::PutBackInHead {
            entry: HeadEntry::Participant(Participant { name, .. }),
            ..
        } => differs(&base.participants, &theirs.participants, |participant| {
            same_person(&participant.name, name)
        }),
        Change::Declare(Declared { id, .. })
        | Change::RemoveDeclared(id)
        | Change::PutBackInHead {
            entry: HeadEntry::Declared(Declared { id, .. }),
            ..
        } => differs(&base.declared, &theirs.declared, |declared| {
            declared.id == *id
        }),
        _ => base != theirs,
    }
}

/// Whether the entry of which something holds is another in one list than in the other, or in one of them only.
fn differs<T: PartialEq>(one: &[T], other: &[T], holds: impl Fn(&T) -> bool) -> bool {
    let find = |list: &'_ [T]| list.iter().position(&holds);
    match (find(one), find(other)) {
        (Some(at), Some(there)) => one[at] != other[there],
        (None, None) => false,
        _ => true,
    }
}
