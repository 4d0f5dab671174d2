//! Changes of the head: the subject, the target, and the lists of everything that is not about one item.

use super::answer_change::{close, reply, require_dissent, require_note, settle};
use super::assessment::{Assessment, DeclaredOf, Head, Participant};
use super::change::{Change, HeadEntry, HeadKind};
use super::cost::Cost;
use super::evidence::same_person;
use super::minutes::Note;
use super::refusal::Refusal;
use super::sign_off::Fulfilled;
use super::snapshot::Snapshot;
use super::text::Text;

impl Change {
    /// Alters the head and gives the inverse, which touches nothing but what this change touches: it can be made
    /// again on a head of which others have changed something else.
    pub(super) fn alter_head(
        &self,
        head: &mut Head,
        assessment: &Assessment,
    ) -> Result<Self, Refusal> {
        match self {
            Self::SetName(name) => {
                if name.is_blank() {
                    return Err(Refusal::NeedsText);
                }
                let was = std::mem::replace(&mut head.subject.name, name.clone());
                Ok(Self::SetName(was))
            }
            Self::SetVersion(version) => {
                let was = std::mem::replace(&mut head.subject.version, version.clone());
                Ok(Self::SetVersion(was))
            }
            Self::SetSystem(system) => {
                let was = std::mem::replace(&mut head.subject.system, system.clone());
                Ok(Self::SetSystem(was))
            }
            Self::SetTarget(target) => {
                if let Some(stage) = target
                    && assessment.checklist().stage_position(stage).is_none()
                {
                    return Err(Refusal::UnknownStage(stage.clone()));
                }
                let was = std::mem::replace(&mut head.target, target.clone());
                Ok(Self::SetTarget(was))
            }
            Self::Record(entry) => {
                require_entry(entry, head, assessment)?;
                Ok(record(head, entry.clone()))
            }
            Self::Strike(kind, id) => {
                let (at, entry) = take(head, *kind, id)
                    .ok_or_else(|| Refusal::UnknownEntry(*kind, id.clone()))?;
                Ok(Self::PutBackInHead { at, entry })
            }
            Self::PutBackInHead { at, entry } => {
                insert(head, *at, entry.clone());
                Ok(Self::Strike(entry.kind(), entry.key().clone()))
            }
            Self::Dissent { dissent, .. } => {
                require_dissent(dissent)?;
                Ok(record(head, HeadEntry::Dissent(dissent.clone())))
            }
            Self::Reply { dissent, .. } | Self::Close { dissent, .. } => {
                let was = find(head, HeadKind::Dissent, dissent)
                    .ok_or_else(|| Refusal::UnknownDissent(dissent.clone()))?;
                match self {
                    Self::Reply { text, stamp, .. } => {
                        reply(&mut head.dissents, dissent, text, stamp, assessment)?;
                    }
                    Self::Close { stamp, .. } => {
                        close(&mut head.dissents, dissent, stamp, assessment)?;
                    }
                    _ => {}
                }
                Ok(Self::Record(was))
            }
            Self::Note { note, .. } => {
                require_note(note)?;
                Ok(record(
                    head,
                    match note.clone() {
                        Note::Decision(remark) => HeadEntry::Decision(remark),
                        Note::Action(action) => HeadEntry::Action(action),
                        Note::Parked(remark) => HeadEntry::Parked(remark),
                    },
                ))
            }
            Self::Settle { note, stamp, .. } => {
                let was = find(head, HeadKind::Action, note)
                    .or_else(|| find(head, HeadKind::Parked, note));
                settle(&mut head.actions, &mut head.parked, note, stamp)?;
                was.map(Self::Record)
                    .ok_or_else(|| Refusal::UnknownNote(note.clone()))
            }
            // What concerns an item or the whole never comes here, and alters nothing of the head.
            _ => Ok(self.clone()),
        }
    }
}

impl HeadEntry {
    /// The list to which it belongs.
    pub fn kind(&self) -> HeadKind {
        match self {
            Self::Trait(_) => HeadKind::Trait,
            Self::Participant(_) => HeadKind::Participant,
            Self::Declared(_) => HeadKind::Declared,
            Self::Resource(_) => HeadKind::Resource,
            Self::Cost(_) => HeadKind::Cost,
            Self::Dissent(_) => HeadKind::Dissent,
            Self::Decision(_) => HeadKind::Decision,
            Self::Action(_) => HeadKind::Action,
            Self::Parked(_) => HeadKind::Parked,
            Self::Snapshot(_) => HeadKind::Snapshot,
            Self::Meeting(_) => HeadKind::Meeting,
            Self::Fulfilled(_) => HeadKind::Fulfilled,
        }
    }

    /// What tells it from others in its list: its id, or a participant's name.
    pub fn key(&self) -> &Text {
        match self {
            Self::Trait(answer) => &answer.id,
            Self::Participant(participant) => &participant.name,
            Self::Declared(declared) => &declared.id,
            Self::Resource(resource) => &resource.id,
            Self::Cost(cost) => &cost.id,
            Self::Dissent(dissent) => &dissent.id,
            Self::Decision(remark) | Self::Parked(remark) => &remark.id,
            Self::Action(action) => &action.id,
            Self::Snapshot(snapshot) => &snapshot.id,
            Self::Meeting(meeting) => &meeting.id,
            Self::Fulfilled(fulfilled) => &fulfilled.condition,
        }
    }
}

/// Refuses what can't stand in a head.
fn require_entry(entry: &HeadEntry, head: &Head, assessment: &Assessment) -> Result<(), Refusal> {
    let checklist = assessment.checklist();
    let refusal = match entry {
        HeadEntry::Trait(answer) if !checklist.traits.iter().any(|it| it.id == answer.id) => {
            Refusal::UnknownTrait(answer.id.clone())
        }
        HeadEntry::Participant(participant) if participant.name.is_blank() => Refusal::NeedsName,
        HeadEntry::Declared(declared) => match &declared.of {
            DeclaredOf::Category(id) if !checklist.categories.iter().any(|it| it.id == *id) => {
                Refusal::UnknownCategory(id.clone())
            }
            DeclaredOf::Stage(id) if checklist.stage_position(id).is_none() => {
                Refusal::UnknownStage(id.clone())
            }
            _ => return Ok(()),
        },
        HeadEntry::Cost(Cost { low, high, .. }) if high < low || low.value() < 0.0 => {
            Refusal::BadCost
        }
        HeadEntry::Cost(Cost { name, currency, .. }) if name.is_blank() || currency.is_blank() => {
            Refusal::NeedsText
        }
        HeadEntry::Meeting(meeting) if meeting.facilitator.is_blank() => Refusal::NeedsName,
        HeadEntry::Meeting(meeting) if meeting.end.is_some_and(|end| end < meeting.start) => {
            Refusal::EndsBeforeItBegins
        }
        HeadEntry::Fulfilled(fulfilled) if fulfilled.by.is_blank() => Refusal::NeedsName,
        HeadEntry::Resource(resource) if resource.role.is_blank() => Refusal::NeedsText,
        HeadEntry::Snapshot(Snapshot { id, label, .. }) => {
            let same = |other: &Snapshot| other.label == *label && other.id != *id;
            match (label.is_blank(), head.snapshots.iter().any(same)) {
                (true, _) => Refusal::NeedsText,
                (_, true) => Refusal::LabelTaken(label.clone()),
                _ => return Ok(()),
            }
        }
        _ => return Ok(()),
    };
    Err(refusal)
}

/// Puts an entry in the place of the one of the same key, or at the end, and gives the inverse.
fn record(head: &mut Head, mut entry: HeadEntry) -> Change {
    let Some((at, was)) = take(head, entry.kind(), entry.key()) else {
        let inverse = Change::Strike(entry.kind(), entry.key().clone());
        insert(head, usize::MAX, entry);
        return inverse;
    };
    // Another spelling makes nobody another: the name stays as it was first given.
    if let (HeadEntry::Participant(now), HeadEntry::Participant(was)) = (&mut entry, &was) {
        now.name = was.name.clone();
    }
    insert(head, at, entry);
    Change::Record(was)
}

/// Takes an entry out of its list, with its position.
fn take(head: &mut Head, kind: HeadKind, key: &Text) -> Option<(usize, HeadEntry)> {
    match kind {
        HeadKind::Trait => {
            let list = &mut head.subject.traits;
            taken(list, |it| it.id == *key, HeadEntry::Trait)
        }
        HeadKind::Participant => {
            let same = |it: &Participant| same_person(&it.name, key);
            taken(&mut head.participants, same, HeadEntry::Participant)
        }
        HeadKind::Declared => taken(&mut head.declared, |it| it.id == *key, HeadEntry::Declared),
        HeadKind::Resource => taken(&mut head.resources, |it| it.id == *key, HeadEntry::Resource),
        HeadKind::Cost => taken(&mut head.costs, |it| it.id == *key, HeadEntry::Cost),
        HeadKind::Dissent => taken(&mut head.dissents, |it| it.id == *key, HeadEntry::Dissent),
        HeadKind::Decision => taken(&mut head.decisions, |it| it.id == *key, HeadEntry::Decision),
        HeadKind::Action => taken(&mut head.actions, |it| it.id == *key, HeadEntry::Action),
        HeadKind::Parked => taken(&mut head.parked, |it| it.id == *key, HeadEntry::Parked),
        HeadKind::Snapshot => taken(&mut head.snapshots, |it| it.id == *key, HeadEntry::Snapshot),
        HeadKind::Meeting => taken(&mut head.meetings, |it| it.id == *key, HeadEntry::Meeting),
        HeadKind::Fulfilled => {
            let same = |it: &Fulfilled| it.condition == *key;
            taken(&mut head.fulfilled, same, HeadEntry::Fulfilled)
        }
    }
}

fn taken<T>(
    list: &mut Vec<T>,
    same: impl FnMut(&T) -> bool,
    entry: impl FnOnce(T) -> HeadEntry,
) -> Option<(usize, HeadEntry)> {
    let at = list.iter().position(same)?;
    Some((at, entry(list.remove(at))))
}

/// Puts an entry into its list, at the end where that is shorter.
fn insert(head: &mut Head, at: usize, entry: HeadEntry) {
    fn put<T>(list: &mut Vec<T>, at: usize, entry: T) {
        list.insert(at.min(list.len()), entry);
    }
    match entry {
        HeadEntry::Trait(answer) => put(&mut head.subject.traits, at, answer),
        HeadEntry::Participant(participant) => put(&mut head.participants, at, participant),
        HeadEntry::Declared(declared) => put(&mut head.declared, at, declared),
        HeadEntry::Resource(resource) => put(&mut head.resources, at, resource),
        HeadEntry::Cost(cost) => put(&mut head.costs, at, cost),
        HeadEntry::Dissent(dissent) => put(&mut head.dissents, at, dissent),
        HeadEntry::Decision(remark) => put(&mut head.decisions, at, remark),
        HeadEntry::Action(action) => put(&mut head.actions, at, action),
        HeadEntry::Parked(remark) => put(&mut head.parked, at, remark),
        HeadEntry::Snapshot(snapshot) => put(&mut head.snapshots, at, snapshot),
        HeadEntry::Meeting(meeting) => put(&mut head.meetings, at, meeting),
        HeadEntry::Fulfilled(fulfilled) => put(&mut head.fulfilled, at, fulfilled),
    }
}

/// A copy of the entry of a list that has this id or name.
pub(super) fn find(head: &Head, kind: HeadKind, key: &Text) -> Option<HeadEntry> {
    fn found<T: Clone>(
        list: &[T],
        same: impl FnMut(&&T) -> bool,
        entry: impl FnOnce(T) -> HeadEntry,
    ) -> Option<HeadEntry> {
        list.iter().find(same).cloned().map(entry)
    }
    match kind {
        HeadKind::Trait => found(&head.subject.traits, |it| it.id == *key, HeadEntry::Trait),
        HeadKind::Participant => {
            let same = |it: &&Participant| same_person(&it.name, key);
            found(&head.participants, same, HeadEntry::Participant)
        }
        HeadKind::Declared => found(&head.declared, |it| it.id == *key, HeadEntry::Declared),
        HeadKind::Resource => found(&head.resources, |it| it.id == *key, HeadEntry::Resource),
        HeadKind::Cost => found(&head.costs, |it| it.id == *key, HeadEntry::Cost),
        HeadKind::Dissent => found(&head.dissents, |it| it.id == *key, HeadEntry::Dissent),
        HeadKind::Decision => found(&head.decisions, |it| it.id == *key, HeadEntry::Decision),
        HeadKind::Action => found(&head.actions, |it| it.id == *key, HeadEntry::Action),
        HeadKind::Parked => found(&head.parked, |it| it.id == *key, HeadEntry::Parked),
        HeadKind::Snapshot => found(&head.snapshots, |it| it.id == *key, HeadEntry::Snapshot),
        HeadKind::Meeting => found(&head.meetings, |it| it.id == *key, HeadEntry::Meeting),
        HeadKind::Fulfilled => {
            let same = |it: &&Fulfilled| it.condition == *key;
            found(&head.fulfilled, same, HeadEntry::Fulfilled)
        }
    }
}
