//! Changes of the head: subject, target, participants and declared figures.

use super::assessment::{Assessment, Declared, DeclaredOf, Head, Participant, TraitAnswer};
use super::change::{Change, HeadEntry, Refusal};
use super::evidence::same_person;

impl Change {
    /// Alters the head and gives the inverse, which touches nothing but what this change touches: it can be made
    /// again on a head of which others have changed something else.
    pub(super) fn alter_head(
        &self,
        head: &mut Head,
        assessment: &Assessment,
    ) -> Result<Self, Refusal> {
        let checklist = assessment.checklist();
        let subject = &mut head.subject;
        match self {
            Self::SetVersion(version) => {
                let was = std::mem::replace(&mut subject.version, version.clone());
                Ok(Self::SetVersion(was))
            }
            Self::SetSystem(system) => {
                let was = std::mem::replace(&mut subject.system, system.clone());
                Ok(Self::SetSystem(was))
            }
            Self::SetTarget(target) => {
                if let Some(stage) = target
                    && checklist.stage_position(stage).is_none()
                {
                    return Err(Refusal::UnknownStage(stage.clone()));
                }
                let was = std::mem::replace(&mut head.target, target.clone());
                Ok(Self::SetTarget(was))
            }
            Self::SetTrait(answer) => {
                if !checklist.traits.iter().any(|known| known.id == answer.id) {
                    return Err(Refusal::UnknownTrait(answer.id.clone()));
                }
                let same = |earlier: &TraitAnswer| earlier.id == answer.id;
                Ok(match replace_or_push(&mut subject.traits, same, answer) {
                    Some(was) => Self::SetTrait(was),
                    None => Self::RemoveTrait(answer.id.clone()),
                })
            }
            Self::RemoveTrait(id) => {
                let (at, was) = take_out(&mut subject.traits, |answer| answer.id == *id)
                    .ok_or_else(|| Refusal::UnknownTrait(id.clone()))?;
                let entry = HeadEntry::Trait(was);
                Ok(Self::PutBackInHead { at, entry })
            }
            Self::SetParticipant(participant) => {
                if participant.name.is_blank() {
                    return Err(Refusal::NeedsName);
                }
                let same = |earlier: &Participant| same_person(&earlier.name, &participant.name);
                let list = &mut head.participants;
                // Another spelling makes nobody another: the name stays as it was first given.
                let known = list.iter().find(|earlier| same(earlier));
                let name = known.map_or(&participant.name, |known| &known.name).clone();
                let role = participant.role.clone();
                Ok(
                    match replace_or_push(list, same, &Participant { name, role }) {
                        Some(was) => Self::SetParticipant(was),
                        None => Self::RemoveParticipant(participant.name.clone()),
                    },
                )
            }
            Self::RemoveParticipant(name) => {
                let same = |participant: &Participant| same_person(&participant.name, name);
                let (at, was) = take_out(&mut head.participants, same)
                    .ok_or_else(|| Refusal::UnknownParticipant(name.clone()))?;
                let entry = HeadEntry::Participant(was);
                Ok(Self::PutBackInHead { at, entry })
            }
            Self::Declare(declared) => declare(head, declared, assessment),
            Self::RemoveDeclared(id) => {
                let (at, was) = take_out(&mut head.declared, |declared| declared.id == *id)
                    .ok_or_else(|| Refusal::UnknownDeclared(id.clone()))?;
                let entry = HeadEntry::Declared(was);
                Ok(Self::PutBackInHead { at, entry })
            }
            Self::PutBackInHead { at, entry } => Ok(put_back(head, *at, entry)),
            // What concerns an item never comes here, and alters nothing of the head.
            _ => Ok(self.clone()),
        }
    }
}

fn declare(
    head: &mut Head,
    declared: &Declared,
    assessment: &Assessment,
) -> Result<Change, Refusal> {
    let checklist = assessment.checklist();
    match &declared.of {
        DeclaredOf::Category(id) if !checklist.categories.iter().any(|c| c.id == *id) => {
            return Err(Refusal::UnknownCategory(id.clone()));
        }
        DeclaredOf::Stage(id) if checklist.stage_position(id).is_none() => {
            return Err(Refusal::UnknownStage(id.clone()));
        }
        _ => {}
    }
    let same = |earlier: &Declared| earlier.id == declared.id;
    Ok(match replace_or_push(&mut head.declared, same, declared) {
        Some(was) => Change::Declare(was),
        None => Change::RemoveDeclared(declared.id.clone()),
    })
}

/// Puts an entry back where it stood, or at the end of a list that has become shorter.
fn put_back(head: &mut Head, at: usize, entry: &HeadEntry) -> Change {
    match entry {
        HeadEntry::Trait(answer) => {
            let list = &mut head.subject.traits;
            list.insert(at.min(list.len()), answer.clone());
            Change::RemoveTrait(answer.id.clone())
        }
        HeadEntry::Participant(participant) => {
            let list = &mut head.participants;
            list.insert(at.min(list.len()), participant.clone());
            Change::RemoveParticipant(participant.name.clone())
        }
        HeadEntry::Declared(declared) => {
            let list = &mut head.declared;
            list.insert(at.min(list.len()), declared.clone());
            Change::RemoveDeclared(declared.id.clone())
        }
    }
}

/// Puts an entry in the place of the one that is the same, and gives that; or at the end.
fn replace_or_push<T: Clone>(
    list: &mut Vec<T>,
    same: impl FnMut(&T) -> bool,
    entry: &T,
) -> Option<T> {
    if let Some(at) = list.iter().position(same) {
        return Some(std::mem::replace(&mut list[at], entry.clone()));
    }
    list.push(entry.clone());
    None
}

/// Takes the first entry of which something holds out of a list, and gives it with its position.
fn take_out<T>(list: &mut Vec<T>, holds: impl FnMut(&T) -> bool) -> Option<(usize, T)> {
    let at = list.iter().position(holds)?;
    Some((at, list.remove(at)))
}
