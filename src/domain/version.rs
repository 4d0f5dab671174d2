//! What one side said of an item, where a merge could not decide between two.

use std::cmp::Ordering;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::assessment::{Answer, Status};
use super::change::Stamp;
use super::evidence::{Signed, same_person};
use super::history::{Entry, What};
use super::measured::Measured;
use super::refusal::Refusal;
use super::text::Text;
use super::time::{Moment, deserialize_some_day};
use super::waiver::Waiver;

/// One of the versions of an answer between which a merge could not decide: everything that one side said of the item
/// and that has no place of its own in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// What was answered.
    #[serde(default)]
    pub status: Status,
    /// Who said it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub by: Text,
    /// Who wrote it down, where that is somebody else.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub recorded_by: Text,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    /// Who agreed that it does not apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_by: Option<Signed>,
    /// A comment.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub comment: Text,
    /// Where it stands now, in words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub current: Text,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub owner: Text,
    /// The last day for it.
    #[serde(
        default,
        deserialize_with = "deserialize_some_day",
        skip_serializing_if = "Option::is_none"
    )]
    pub due: Option<NaiveDate>,
    /// How sure they are, in a label.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub confidence: Text,
    /// What was measured of the item's metric.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<Measured>,
    /// Effort, in place of the checklist's estimate.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub estimate: Text,
    /// What excuses it for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<Waiver>,
    /// The evidence that its side had, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Text>,
}

/// A conflict that somebody has settled: the version that stands from then on, and the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// What was chosen.
    pub chosen: Version,
    /// What was not, in order.
    pub others: Vec<Version>,
}

impl Version {
    /// What an answer without a conflict says.
    pub fn of(answer: &Answer) -> Self {
        Self {
            status: answer.status.clone(),
            by: answer.by.clone(),
            recorded_by: answer.recorded_by.clone(),
            at: answer.at,
            agreed_by: answer.agreed_by.clone(),
            comment: answer.comment.clone(),
            current: answer.current.clone(),
            owner: answer.owner.clone(),
            due: answer.due,
            confidence: answer.confidence.clone(),
            measured: answer.measured.clone(),
            estimate: answer.estimate.clone(),
            waiver: answer.waiver.clone(),
            evidence: answer.evidence.iter().map(|it| it.id.clone()).collect(),
        }
    }

    /// Makes an answer say this; its lists stay as they are.
    pub fn put_into(&self, answer: &mut Answer) {
        let version = self.clone();
        answer.status = version.status;
        answer.by = version.by;
        answer.recorded_by = version.recorded_by;
        answer.at = version.at;
        answer.agreed_by = version.agreed_by;
        answer.comment = version.comment;
        answer.current = version.current;
        answer.owner = version.owner;
        answer.due = version.due;
        answer.confidence = version.confidence;
        answer.measured = version.measured;
        answer.estimate = version.estimate;
        answer.waiver = version.waiver;
    }

    /// The order in which versions stand: by time, name and content, whichever side of a merge they came from.
    pub fn order(&self, other: &Self) -> Ordering {
        let key = |version: &Self| (version.at, version.by.clone());
        // Two that differ in nothing but their content want any order that is always the same.
        let content = |version: &Self| format!("{version:?}");
        key(self)
            .cmp(&key(other))
            .then_with(|| content(self).cmp(&content(other)))
    }

    /// How weak it is: the lower, the weaker. By value, and where that is equal, the less is known the weaker.
    fn strength(&self) -> (u8, u8) {
        let known = match self.status {
            Status::Unanswered => 0,
            Status::Unknown => 1,
            Status::Unmet => 2,
            Status::NotApplicable(_) => 3,
            Status::Partial(_) | Status::Met => 4,
        };
        (self.status.value(), known)
    }
}

/// Puts an answer into conflict: its versions in their order, and its own fields as the weakest of them has them, so
/// that whoever does not know of conflicts reads no more than the least that was said. With fewer than two versions
/// the answer says the one, and there is no conflict.
pub fn set_versions(answer: &mut Answer, mut versions: Vec<Version>) {
    versions.sort_by(Version::order);
    versions.dedup();
    if let Some(weakest) = weakest(&versions) {
        weakest.put_into(answer);
    }
    answer.conflict = if versions.len() < 2 {
        Vec::new()
    } else {
        versions
    };
}

/// The version that says the least of an item: by value, and where that is equal, what is known the least; the first
/// of equal ones.
pub fn weakest(versions: &[Version]) -> Option<&Version> {
    versions.iter().min_by_key(|version| version.strength())
}

/// The version that says the most of an item; the last of equal ones.
pub fn strongest(versions: &[Version]) -> Option<&Version> {
    versions.iter().max_by_key(|version| version.strength())
}

/// The versions that somebody is meant by: those whose answer is theirs.
pub fn versions_by<'a>(
    answer: &'a Answer,
    name: &'a Text,
) -> impl Iterator<Item = (usize, &'a Version)> {
    let versions = answer.conflict.iter().enumerate();
    versions.filter(|(_, version)| same_person(&version.by, name))
}

/// The versions that a name can mean where one is chosen: those whose answer is theirs, and, where nobody answered,
/// those whose waiver they asked for.
pub fn versions_meant<'a>(
    answer: &'a Answer,
    name: &'a Text,
) -> impl Iterator<Item = (usize, &'a Version)> {
    let versions = answer.conflict.iter().enumerate();
    versions.filter(|(_, version)| whose(version).is_some_and(|whose| same_person(whose, name)))
}

/// Who is meant by a version's name: who answered, or else who asked for its waiver.
pub fn whose(version: &Version) -> Option<&Text> {
    let asker = version.waiver.as_ref().map(|waiver| &waiver.by);
    let named = [Some(&version.by), asker].into_iter().flatten();
    named.into_iter().find(|name| !name.is_blank())
}

/// Settles a conflict by one of its versions; the others stay in the history.
pub(super) fn resolve(answer: &mut Answer, chosen: &Version, stamp: &Stamp) -> Result<(), Refusal> {
    if stamp.by.is_blank() {
        return Err(Refusal::NeedsName);
    }
    if answer.conflict.is_empty() {
        return Err(Refusal::NoConflict);
    }
    if !answer.conflict.contains(chosen) {
        return Err(Refusal::NoSuchVersion);
    }
    let mut others = std::mem::take(&mut answer.conflict);
    others.retain(|version| version != chosen);
    let was = answer.status.clone();
    chosen.put_into(answer);
    let resolution = Resolution {
        chosen: chosen.clone(),
        others,
    };
    answer.history.push(Entry {
        id: stamp.id.clone(),
        at: stamp.at,
        by: stamp.by.clone(),
        recorded_by: stamp.recorded_by.clone(),
        what: What::Resolved(Box::new(resolution)),
        was: Some(was),
        was_agreed_by: None,
    });
    Ok(())
}
