//! Conflicts at random, and what they come to.

use candor::domain::assessment::{Answer, Status};
use candor::domain::checklist::Item;
use candor::domain::history::{Entry, What};
use candor::domain::version::{Resolution, Version, set_versions};

use super::property::Dice;
use super::random::{PEOPLE, noon, signed, status, text};
use super::spice::{Setting, measured, waiver};

/// Puts an answer into conflict: two or three versions, each with some of its evidence. Now and then it was settled.
pub(super) fn conflict(dice: &mut Dice, setting: Setting<'_>, item: &Item, answer: &mut Answer) {
    let Setting { sort, mood, .. } = setting;
    let mut versions = vec![Version::of(answer)];
    for _ in 0..dice.of(&[1, 1, 2]) {
        let mut other = Version::of(answer);
        other.status = status(dice, sort, mood);
        other.by = dice.of(&PEOPLE).into();
        other.at = dice.of(&[None, Some(noon())]);
        let is_left_out = matches!(other.status, Status::NotApplicable(_));
        other.agreed_by = (is_left_out && dice.once_in(2)).then(|| signed(dice));
        if dice.once_in(3) {
            other.comment = text(dice, sort);
        }
        if let Some(metric) = item.metric.as_ref().filter(|_| dice.once_in(2)) {
            other.measured = measured(dice, setting, &metric.target);
        }
        if dice.once_in(4) && (!sort.hostile || item.waivable) {
            other.waiver = Some(waiver(dice, setting));
        }
        other.evidence.retain(|_| dice.below(3) > 0);
        versions.push(other);
    }
    versions[0].evidence.retain(|_| dice.below(3) > 0);
    if sort.hostile && dice.once_in(3) {
        versions.sort_by(Version::order);
        let chosen = versions.remove(0);
        chosen.put_into(answer);
        answer.history.push(Entry {
            id: format!("r-{}", item.id.raw()).into(),
            at: noon(),
            by: "Ana".into(),
            recorded_by: "".into(),
            what: What::Resolved(Box::new(Resolution {
                chosen,
                others: versions,
            })),
            was: None,
            was_agreed_by: None,
        });
    } else {
        set_versions(answer, versions);
    }
}

/// What each side of a conflict has said, with the evidence that it had; the answer alone where there is none.
pub(super) fn sides(answer: &Answer) -> Vec<Answer> {
    let side = |version: &Version| {
        let mut side = settled(answer, version);
        side.evidence
            .retain(|piece| version.evidence.contains(&piece.id));
        side
    };
    if answer.conflict.is_empty() {
        return vec![answer.clone()];
    }
    answer.conflict.iter().map(side).collect()
}

/// The answer once a version is chosen.
fn settled(answer: &Answer, version: &Version) -> Answer {
    let mut settled = answer.clone();
    settled.conflict.clear();
    settled.status = version.status.clone();
    settled.by = version.by.clone();
    settled.at = version.at;
    settled.agreed_by.clone_from(&version.agreed_by);
    settled.comment = version.comment.clone();
    settled.measured.clone_from(&version.measured);
    settled.waiver.clone_from(&version.waiver);
    settled
}

/// The answer once the version is chosen that says the most: the highest value; of equal ones what is known best; of
/// these the last.
pub(super) fn settled_best(answer: &Answer) -> Answer {
    let best = answer
        .conflict
        .iter()
        .max_by_key(|version| strength(&version.status));
    best.map_or_else(|| answer.clone(), |version| settled(answer, version))
}

pub(super) fn strength(status: &Status) -> (u8, u8) {
    match status {
        Status::Met => (100, 0),
        Status::Partial(share) => (share.percent(), 0),
        Status::NotApplicable(_) => (0, 3),
        Status::Unmet => (0, 2),
        Status::Unknown => (0, 1),
        Status::Unanswered => (0, 0),
    }
}
