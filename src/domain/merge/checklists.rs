//! Sides that answer different checklists: both are moved to one of them, as an upgrade moves an assessment.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use crate::domain::assessment::{Answer, Assessment};
use crate::domain::change::Stamp;
use crate::domain::checklist::Checklist;
use crate::domain::history::{Entry, What};
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::domain::upgrade::Upgrade;

use super::head::WHOLE;
use super::notes::{Fields, Notes, derived_id};

/// The three on one checklist.
pub(super) struct OnOne {
    /// What both began from. Its lists are as they were: what an upgrade adds to a history is no deletion of whoever
    /// has not upgraded.
    pub(super) base: Option<Assessment>,
    pub(super) ours: Assessment,
    pub(super) theirs: Assessment,
    /// Whether somebody has taken the target away on a side. Where the checklist that stands has that stage no more,
    /// the base shows nothing of it.
    pub(super) took_target_away: bool,
}

/// Moves the three to one checklist; nothing where they answer the same one already.
pub(super) fn on_one(
    base: Option<&Assessment>,
    ours: &Assessment,
    theirs: &Assessment,
    notes: &mut Notes,
) -> Option<OnOne> {
    let (our, their) = (ours.checklist(), theirs.checklist());
    let was = base.map(Assessment::checklist);
    if our == their && was.is_none_or(|was| was == our) {
        return None;
    }
    let ours_stands = if our == their || was == Some(their) {
        true
    } else if was == Some(our) {
        false
    } else {
        let ours_stands = rank(our, their) == Ordering::Greater;
        let (kept, lost) = if ours_stands {
            (our, their)
        } else {
            (their, our)
        };
        let mut fields = Fields::of(notes, "the assessment".to_owned(), None);
        fields.lost("checklist", &words(kept), &words(lost));
        ours_stands
    };
    let (stands, moves) = if ours_stands {
        (ours, theirs)
    } else {
        (theirs, ours)
    };
    let checklist = stands.checklist();
    let stamp = if our == their {
        stamp_of_both(base, ours, theirs)
    } else {
        stamp_of(stands, moves)
    };
    let upgrade = Upgrade {
        checklist: Arc::clone(checklist),
        stamp,
    };
    let carried = |side: &Assessment, notes: &mut Notes| {
        if side.checklist() == checklist {
            return side.clone();
        }
        let (after, lost) = upgrade.carry(side);
        let mut fields = Fields::of(notes, "the assessment".to_owned(), None);
        if let Some(target) = &lost.lost_target
            && base.is_none_or(|base| base.head.target.as_ref() != Some(target))
        {
            fields.lost("target", "what the checklist has", target.raw());
        }
        for id in &lost.lost_traits {
            let of = |it: &Assessment| {
                it.head
                    .subject
                    .traits
                    .iter()
                    .find(|it| it.id == *id)
                    .cloned()
            };
            if let Some(answer) =
                of(side).filter(|answer| base.and_then(of).as_ref() != Some(answer))
            {
                let holds = if answer.holds { "yes" } else { "no" };
                let lost = format!("{}: {holds}, {}, {}", id.raw(), answer.by.raw(), answer.at);
                fields.lost("trait", "what the checklist asks", &lost);
            }
        }
        after
    };
    let had_moved = [our == checklist, their == checklist];
    let took_target_away = [ours, theirs].map(|side| took_target_away(base, side));
    let (ours, theirs) = (carried(ours, notes), carried(theirs, notes));
    let base = base.map(|base| {
        let mut silent = Notes::default();
        let after = carried(base, &mut silent);
        with_lists_of(after, base, [&ours, &theirs], had_moved)
    });
    Some(OnOne {
        base,
        ours,
        theirs,
        took_target_away: took_target_away.contains(&true),
    })
}

impl OnOne {
    /// Tells of a target that somebody has taken away where another stands.
    pub(super) fn tell_of_target(&self, merged: &Assessment, notes: &mut Notes) {
        if let (true, Some(target)) = (self.took_target_away, &merged.head.target) {
            let mut fields = Fields::of(notes, "the assessment".to_owned(), None);
            fields.lost("target", target.raw(), WHOLE);
        }
    }
}

/// Whether somebody has taken the target away on a side, where its checklist has the stage still.
fn took_target_away(base: Option<&Assessment>, side: &Assessment) -> bool {
    let was = base.and_then(|base| base.head.target.as_ref());
    let is_known = |stage: &Text| side.checklist().stage_position(stage).is_some();
    side.head.target.is_none() && was.is_some_and(is_known)
}

/// Which of two checklists stands: the one with the higher version, else by content.
fn rank(one: &Checklist, other: &Checklist) -> Ordering {
    let number = |checklist: &Checklist| -> Vec<u64> {
        let parts = checklist.version.raw().split('.');
        parts.map_while(|part| part.trim().parse().ok()).collect()
    };
    let text = |checklist: &Checklist| checklist.version.clone();
    number(one)
        .cmp(&number(other))
        .then_with(|| text(one).cmp(&text(other)))
        .then_with(|| format!("{one:?}").cmp(&format!("{other:?}")))
}

fn words(checklist: &Checklist) -> String {
    let (id, version) = (checklist.id.raw(), checklist.version.raw());
    let digest = derived_id("", checklist);
    format!("{id} {version} ({})", digest.raw().trim_start_matches('~'))
}

/// By whom, when and under which id the side that has moved has done so, as far as its history shows what the other
/// has not: the same id again means the same entries.
fn stamp_of(stands: &Assessment, moves: &Assessment) -> Stamp {
    let known = entry_ids(moves);
    let new = || {
        let entries = entries(stands);
        entries.filter(|(_, entry)| !known.contains(&entry.id))
    };
    found_stamp(stands, new()).unwrap_or_else(|| {
        let last = new().map(|(_, entry)| (entry.at, &entry.by)).max();
        made_up(stands, last)
    })
}

/// Where both have moved to the same: only what both began from is to be moved.
fn stamp_of_both(base: Option<&Assessment>, ours: &Assessment, theirs: &Assessment) -> Stamp {
    let known = base.map(entry_ids).unwrap_or_default();
    let their = entry_ids(theirs);
    let shared =
        entries(ours).filter(|(_, entry)| their.contains(&entry.id) && !known.contains(&entry.id));
    let either = || {
        let all = entries(ours).chain(entries(theirs));
        all.filter(|(_, entry)| !known.contains(&entry.id))
    };
    found_stamp(ours, shared)
        .or_else(|| found_stamp(ours, either()))
        .unwrap_or_else(|| made_up(ours, None))
}

/// The latest stamp under which items were opened again for the checklist as it stands.
fn found_stamp<'a>(
    stands: &Assessment,
    entries: impl Iterator<Item = (&'a Text, &'a Entry)>,
) -> Option<Stamp> {
    let stamps = entries.filter_map(|(item, entry)| {
        let What::Reopened { to, .. } = &entry.what else {
            return None;
        };
        let at = stands.position(item)?;
        if stands.item(at).rev != *to {
            return None;
        }
        let id = entry.id.raw().strip_suffix("-reopened")?;
        let id = id.strip_suffix(item.raw())?.strip_suffix('-')?;
        Some((entry.at, id, entry.by.raw()))
    });
    stamps.max().map(|(at, id, by)| Stamp {
        id: id.into(),
        at,
        by: by.into(),
        recorded_by: Text::default(),
    })
}

/// A stamp that follows from the checklist and from what the side shows last.
fn made_up(stands: &Assessment, last: Option<(Moment, &Text)>) -> Stamp {
    let (at, by) = match last {
        Some((at, by)) if !by.is_blank() => (at, by.clone()),
        Some((at, _)) => (at, "merge".into()),
        None => (stands.created, "merge".into()),
    };
    Stamp {
        id: derived_id("upgrade", &**stands.checklist()),
        at,
        by,
        recorded_by: Text::default(),
    }
}

fn entries(assessment: &Assessment) -> impl Iterator<Item = (&Text, &Entry)> {
    let answers = assessment.answers().iter();
    answers.flat_map(|answer| answer.history.iter().map(move |it| (&answer.item, it)))
}

fn entry_ids(assessment: &Assessment) -> HashSet<&Text> {
    entries(assessment).map(|(_, entry)| &entry.id).collect()
}

/// The base moved, with its lists as they were before; of what moving adds only what both sides have as well.
fn with_lists_of(
    mut moved: Assessment,
    base: &Assessment,
    sides: [&Assessment; 2],
    had_moved: [bool; 2],
) -> Assessment {
    for at in 0..moved.answers().len() {
        let item = moved.answers()[at].item.clone();
        let mut retired = base.head.retired.iter().map(|it| &it.answer);
        let was = base.answer(&item);
        let Some(was) = was.or_else(|| retired.find(|it| it.item == item)) else {
            continue;
        };
        if Arc::ptr_eq(was, &moved.answers()[at]) {
            continue;
        }
        let answer = Arc::make_mut(moved.answer_mut(at));
        answer.evidence.clone_from(&was.evidence);
        let before: HashSet<&Text> = was.history.iter().map(|it| &it.id).collect();
        let answers = sides.map(|side| &*side.answers()[at]);
        answer
            .history
            .retain(|it| before.contains(&it.id) || is_of_both(it, answers, had_moved));
    }
    moved
}

/// Whether what moving the base adds is something that both sides have and neither has to keep from the other. Where
/// they tell of different things under its id, what a side that had moved itself tells is its own, even where it is what
/// moving the base gives as well.
fn is_of_both(entry: &Entry, answers: [&Answer; 2], had_moved: [bool; 2]) -> bool {
    let told = answers.map(|answer| answer.history.iter().find(|it| it.id == entry.id));
    let [Some(our), Some(their)] = told else {
        return false;
    };
    let mut sides = [our, their].into_iter().zip(had_moved);
    our == their || !sides.any(|(told, had_moved)| had_moved && told == entry)
}
