//! What must be true of a merge, looked at without the engine: everything that either side has said is there.

use std::collections::HashSet;

use candor::domain::assessment::{Answer, Assessment};
use candor::domain::text::Text;
use candor::format::read::read_assessment;

/// Why a merged text loses something of what the two sides made of the base, if it does.
pub(super) fn loses(
    base: &Assessment,
    sides: [&Assessment; 2],
    merged: &[u8],
) -> Result<(), String> {
    let (read, faults) = read_assessment(merged);
    let Some(merged) = read else {
        return Err(format!("it can't be read: {faults:?}"));
    };
    let known = ids(&merged);
    for side in sides {
        let of_base = ids(base);
        for id in ids(side).difference(&of_base) {
            if !known.contains(id) {
                return Err(format!("{} is lost", id.raw()));
            }
        }
    }
    for was in base.answers() {
        let on = |side: &Assessment| side.answer(&was.item).cloned();
        let (Some(one), Some(other)) = (on(sides[0]), on(sides[1])) else {
            continue;
        };
        if same_rev(base, sides, &was.item) {
            answered(was, &one, &other, &merged)?;
        }
    }
    Ok(())
}

/// What was answered on one side alone stands; what was answered on both and is not the same is in conflict.
fn answered(was: &Answer, one: &Answer, other: &Answer, merged: &Assessment) -> Result<(), String> {
    let id = was.item.raw();
    let Some(now) = merged.answer(&was.item) else {
        return Err(format!("{id} is gone"));
    };
    let said = |answer: &Answer| answer.status != was.status;
    match (said(one), said(other)) {
        (true, true) if one.status != other.status => {
            for side in [one, other] {
                let mut versions = now.conflict.iter();
                if !versions.any(|version| version.status == side.status && version.by == side.by) {
                    return Err(format!("{id}: {:?} is not kept", side.status));
                }
            }
        }
        (true, _) | (_, true) => {
            let side = if said(one) { one } else { other };
            let mut versions = now.conflict.iter();
            let stands =
                now.status == side.status || versions.any(|version| version.status == side.status);
            if !stands {
                return Err(format!("{id}: {:?} does not stand", side.status));
            }
        }
        _ => {}
    }
    Ok(())
}

fn same_rev(base: &Assessment, sides: [&Assessment; 2], item: &Text) -> bool {
    let rev = |of: &Assessment| of.position(item).map(|at| of.item(at).rev);
    sides.iter().all(|side| rev(side) == rev(base))
}

/// The ids of everything that is only ever added, wherever it stands.
fn ids(assessment: &Assessment) -> HashSet<Text> {
    let mut ids = HashSet::new();
    let retired = assessment.head.retired.iter().map(|it| &it.answer);
    for answer in assessment.answers().iter().chain(retired) {
        ids.extend(answer.history.iter().map(|it| it.id.clone()));
        ids.extend(answer.evidence.iter().map(|it| it.id.clone()));
        ids.extend(answer.dissents.iter().map(|it| it.id.clone()));
        ids.extend(answer.decisions.iter().map(|it| it.id.clone()));
        ids.extend(answer.actions.iter().map(|it| it.id.clone()));
        ids.extend(answer.parked.iter().map(|it| it.id.clone()));
    }
    let head = &assessment.head;
    ids.extend(head.meetings.iter().map(|it| it.id.clone()));
    ids.extend(head.dissents.iter().map(|it| it.id.clone()));
    ids.extend(head.decisions.iter().map(|it| it.id.clone()));
    ids.extend(head.actions.iter().map(|it| it.id.clone()));
    ids.extend(head.parked.iter().map(|it| it.id.clone()));
    ids.extend(head.snapshots.iter().map(|it| it.id.clone()));
    ids
}
