//! Changes made again on what somebody else has written meanwhile.

use std::collections::HashSet;
use std::sync::Arc;

use super::assessment::{Assessment, Head};
use super::change::Change;
use super::text::Text;

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

/// Makes changes, which were made on `base`, again on `theirs`. A change is refused if its item is not the same in
/// both: an answer is never written over one that its author has not seen.
pub fn rebase(base: &Assessment, theirs: &Assessment, changes: &[Change]) -> Rebased {
    let foreign = foreign_items(base, theirs, changes);
    let mut rebased = Rebased {
        assessment: theirs.clone(),
        made: Vec::new(),
        refused: Vec::new(),
    };
    for change in changes {
        let refused = match change.item() {
            Some(item) => foreign.contains(item),
            None => head_collides(base, theirs, change),
        };
        if !refused && rebased.assessment.apply(change).is_ok() {
            rebased.made.push(change.clone());
        } else {
            rebased.refused.push(change.clone());
        }
    }
    rebased
}

/// The items among those that changes concern whose answers differ between two states.
fn foreign_items<'a>(
    base: &Assessment,
    theirs: &Assessment,
    changes: &'a [Change],
) -> HashSet<&'a Text> {
    let items: HashSet<&Text> = changes.iter().filter_map(Change::item).collect();
    let differs = |item: &&Text| match (base.answer(item), theirs.answer(item)) {
        (Some(one), Some(other)) => !Arc::ptr_eq(one, other) && one != other,
        _ => true,
    };
    items.into_iter().filter(differs).collect()
}

/// Whether somebody else has changed the very field that a change of the head concerns.
fn head_collides(base: &Assessment, theirs: &Assessment, change: &Change) -> bool {
    let (base, theirs) = (&base.head, &theirs.head);
    match change {
        Change::SetVersion(_) => base.subject.version != theirs.subject.version,
        Change::SetSystem(_) => base.subject.system != theirs.subject.system,
        Change::SetTarget(_) => base.target != theirs.target,
        Change::SetTrait(answer) => {
            let of = |head: &Head| {
                head.subject
                    .traits
                    .iter()
                    .find(|known| known.id == answer.id)
                    .cloned()
            };
            of(base) != of(theirs)
        }
        Change::SetParticipant(_) | Change::RemoveParticipant(_) => {
            base.participants != theirs.participants
        }
        Change::Declare(_) | Change::RemoveDeclared(_) => base.declared != theirs.declared,
        _ => base != theirs,
    }
}
