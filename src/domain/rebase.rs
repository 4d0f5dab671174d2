//! What becomes of changes when somebody else has written meanwhile: made again one by one, or merged as a whole.

use std::sync::Arc;

use super::assessment::Assessment;
use super::change::{Change, HeadKind};
use super::head_change::find;
use super::merge::merge;

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

/// What both sides have made of `base`. Cheap where only one of them has made anything of it, and then exactly that side.
pub fn join(base: &Assessment, ours: &Assessment, theirs: &Assessment) -> Assessment {
    if base == ours || ours == theirs {
        theirs.clone()
    } else if base == theirs {
        ours.clone()
    } else {
        merge(Some(base), ours, theirs).assessment
    }
}

/// Whether two states differ in what a change concerns: its item, or its field or entry of the head.
pub fn collides(base: &Assessment, theirs: &Assessment, change: &Change) -> bool {
    match change.item() {
        Some(item) => match (base.answer(item), theirs.answer(item)) {
            (Some(one), Some(other)) => !Arc::ptr_eq(one, other) && one != other,
            _ => true,
        },
        None => differ_outside_items(base, theirs, change),
    }
}

fn differ_outside_items(base: &Assessment, theirs: &Assessment, change: &Change) -> bool {
    let (one, other) = (&base.head, &theirs.head);
    let differs = |kind, key| find(one, kind, key) != find(other, kind, key);
    match change {
        Change::SetName(_) => one.subject.name != other.subject.name,
        Change::SetVersion(_) => one.subject.version != other.subject.version,
        Change::SetSystem(_) => one.subject.system != other.subject.system,
        Change::SetTarget(_) => one.target != other.target,
        Change::Record(entry) | Change::PutBackInHead { entry, .. } => {
            differs(entry.kind(), entry.key())
        }
        Change::Strike(kind, key) => differs(*kind, key),
        Change::Dissent { dissent, .. } => differs(HeadKind::Dissent, &dissent.id),
        Change::Reply { dissent, .. } | Change::Close { dissent, .. } => {
            differs(HeadKind::Dissent, dissent)
        }
        Change::Note { note, .. } => {
            differs(HeadKind::Decision, note.id())
                || differs(HeadKind::Action, note.id())
                || differs(HeadKind::Parked, note.id())
        }
        Change::Settle { note, .. } => {
            differs(HeadKind::Action, note) || differs(HeadKind::Parked, note)
        }
        _ => base != theirs,
    }
}
