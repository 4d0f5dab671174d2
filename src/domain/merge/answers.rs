//! The answer to one item.

use std::collections::HashSet;
use std::sync::Arc;

use crate::domain::answer_change::record;
use crate::domain::assessment::Answer;
use crate::domain::evidence::{Evidence, Signed};
use crate::domain::history::What;
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::domain::version::{Resolution, Version, set_versions};

use super::entries;
use super::lists::merge_lists;
use super::notes::{Notes, derived_id};
use super::versions::{Standing, is_settled_apart, merge_versions, say_the_same, versions_of};

/// What both sides say of an item; nothing where ours is what stands. `created` is when the assessment was begun.
pub(super) fn merge_answer(
    base: Option<&Arc<Answer>>,
    ours: &Arc<Answer>,
    theirs: &Arc<Answer>,
    created: Moment,
    notes: &mut Notes,
) -> Option<Arc<Answer>> {
    if base.is_some_and(|base| Arc::ptr_eq(base, theirs)) || ours == theirs || base == Some(theirs)
    {
        return None;
    }
    if base == Some(ours) {
        return Some(Arc::clone(theirs));
    }
    let nothing;
    let began = match base {
        Some(base) => base,
        None => {
            nothing = Answer::unanswered(ours.item.clone());
            &nothing
        }
    };
    Some(Arc::new(both_changed(began, ours, theirs, created, notes)))
}

fn both_changed(
    base: &Answer,
    ours: &Answer,
    theirs: &Answer,
    created: Moment,
    notes: &mut Notes,
) -> Answer {
    let mut merged = Answer::unanswered(ours.item.clone());
    let mut copies = Vec::new();
    merged.evidence = merge_lists(
        (&base.evidence, &ours.evidence, &theirs.evidence),
        (|it| it.id.clone(), |it| Some(it.at)),
        |was, our, their| entries::evidence((was, our, their), &mut copies),
    );
    put_beside(&mut merged.evidence, copies, |it| &it.id);
    redact_copies(&mut merged.evidence);
    let mut copies = Vec::new();
    merged.history = merge_lists(
        (&base.history, &ours.history, &theirs.history),
        (|it| it.id.clone(), |it| Some(it.at)),
        |was, our, their| entries::history((was, our, their), &mut copies),
    );
    put_beside(&mut merged.history, copies, |it| &it.id);
    merged.dissents = merge_lists(
        (&base.dissents, &ours.dissents, &theirs.dissents),
        (|it| it.id.clone(), |it| Some(it.at)),
        |was, our, their| entries::dissent((was, our, their), notes),
    );
    merged.decisions = merge_lists(
        (&base.decisions, &ours.decisions, &theirs.decisions),
        (|it| it.id.clone(), |it| Some(it.at)),
        |was, our, their| entries::remark((was, our, their), notes),
    );
    merged.parked = merge_lists(
        (&base.parked, &ours.parked, &theirs.parked),
        (|it| it.id.clone(), |it| Some(it.at)),
        |was, our, their| entries::remark((was, our, their), notes),
    );
    merged.actions = merge_lists(
        (&base.actions, &ours.actions, &theirs.actions),
        (|it| it.id.clone(), |it| Some(it.at)),
        |was, our, their| entries::action((was, our, their), notes),
    );
    say(&mut merged, (base, ours, theirs), created);
    merged
}

/// Makes the merged answer say what both sides say.
fn say(merged: &mut Answer, (base, ours, theirs): (&Answer, &Answer, &Answer), created: Moment) {
    let sets = [base, ours, theirs].map(versions_of);
    let [began, our, their] = &sets;
    // Where there is a conflict that somebody has settled, it is looked at which versions that leaves.
    let was_one = began.len() == 1 && !is_settled_apart(ours, theirs);
    let of = if our == their || (was_one && say_the_same(their, began)) {
        Some(ours)
    } else if was_one && say_the_same(our, began) {
        Some(theirs)
    } else {
        None
    };
    if let Some(side) = of {
        Version::of(side).put_into(merged);
        merged.conflict.clone_from(&side.conflict);
        return;
    }
    let Standing {
        mut versions,
        given_up,
    } = merge_versions(Some(base), ours, theirs);
    let known: HashSet<&Text> = merged.evidence.iter().map(|it| &it.id).collect();
    for version in &mut versions {
        version.evidence.retain(|id| known.contains(id));
    }
    if let ([chosen], false) = (&versions[..], given_up.is_empty()) {
        let resolution = Resolution {
            chosen: chosen.clone(),
            others: given_up,
        };
        let made = Signed {
            by: "merge".into(),
            at: chosen.at.unwrap_or(created),
        };
        let id = derived_id("merge", &resolution);
        let what = What::Resolved(Box::new(resolution));
        record(merged, &id, &made, &Text::default(), what);
    }
    set_versions(merged, versions);
}

/// Puts what could not stand under its own id behind what does, where it is not there yet.
pub(super) fn put_beside<E>(list: &mut Vec<E>, copies: Vec<E>, id: impl Fn(&E) -> &Text) {
    for copy in copies {
        if list.iter().any(|it| id(it) == id(&copy)) {
            continue;
        }
        let original = |it: &E| {
            let rest = id(&copy).raw().strip_prefix(id(it).raw());
            rest.is_some_and(|rest| rest.starts_with('~'))
        };
        let at = list
            .iter()
            .position(original)
            .map_or(list.len(), |at| at + 1);
        list.insert(at, copy);
    }
}

/// A text that was taken out does not survive in what a merge has put beside it.
fn redact_copies(list: &mut [Evidence]) {
    if !list.iter().any(|it| it.id.raw().contains('~')) {
        return;
    }
    let redacted: Vec<Evidence> = list
        .iter()
        .filter(|it| it.redacted.is_some())
        .cloned()
        .collect();
    for piece in list.iter_mut().filter(|it| it.redacted.is_none()) {
        let original = redacted.iter().find(|it| {
            let rest = piece.id.raw().strip_prefix(it.id.raw());
            rest.is_some_and(|rest| rest.starts_with('~'))
        });
        if let Some(original) = original {
            piece.redacted.clone_from(&original.redacted);
            (piece.content, piece.caption) = entries::blank(&piece.content);
        }
    }
}
