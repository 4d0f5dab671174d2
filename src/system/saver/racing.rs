//! Others who had read the file before our last saves, and wrote it after: what they bring was made from an older state.
//!
//! Another candor never does that, an editor does. Taken for an edit of the newest state it would take back what was
//! just saved. It can be told from a file that is put back on purpose, as `git checkout`, `git stash` and a copied backup
//! do it: those bring the very bytes that stood there at some time, an editor brings bytes that never did.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::domain::assessment::{Answer, Assessment};
use crate::domain::text::Text;
use crate::system::digest::Digest;

/// How long after a save a file without it, of bytes that never stood there, is taken for a race.
const RACE: Duration = Duration::from_secs(5);

/// Our saves of the last moments, oldest first, and what has stood in the file.
#[derive(Default)]
pub(super) struct OwnSaves {
    saves: VecDeque<OwnSave>,
    /// Every state that was read from the file or put there: a digest for each.
    stood: HashSet<Digest>,
    /// What the file lacked, by the id of its entry, and when that was saved first: to write it again does not make it
    /// any younger, else whoever puts a file back could never have it so.
    lacked: HashMap<Text, Instant>,
}

struct OwnSave {
    /// The answers that it gave new entries in their history, as they were before, with the ids of those and when they
    /// were saved first.
    brought: Vec<(Arc<Answer>, New)>,
}

/// The ids of new entries of a history, with when each was saved first.
type New = Vec<(Text, Instant)>;

/// What the state of others is to be compared with.
pub(super) struct Base {
    /// The state that theirs was made from.
    pub(super) assessment: Assessment,
    /// The items of which theirs lacks what we had just saved.
    pub(super) lacking: Vec<Text>,
}

impl OwnSaves {
    /// Remembers that a state stood in the file.
    pub(super) fn stood(&mut self, digest: Digest) {
        self.stood.insert(digest);
    }

    /// Remembers that what stood in the file was replaced.
    pub(super) fn remember(&mut self, before: &Assessment, after: &Assessment) {
        self.saves.retain(OwnSave::is_recent);
        let now = Instant::now();
        let mut brought = Vec::new();
        for is in after.answers() {
            let Some(was) = before.answer(&is.item) else {
                continue;
            };
            if Arc::ptr_eq(was, is) {
                continue;
            }
            let known = entries(was);
            let new = is.history.iter().map(|entry| &entry.id);
            let new = new.filter(|id| !known.contains(id));
            let new: New = new
                .map(|id| (id.clone(), self.lacked.remove(id).unwrap_or(now)))
                .collect();
            if !new.is_empty() {
                brought.push((Arc::clone(was), new));
            }
        }
        self.saves.push_back(OwnSave { brought });
    }

    /// What `theirs`, whose bytes have this digest, is to be compared with: what is `known` to have stood in the file, but where it has nothing of what
    /// we had just saved there, what stood there before.
    pub(super) fn base_of(
        &mut self,
        (theirs, digest): (&Assessment, &Digest),
        known: &Assessment,
    ) -> Base {
        let mut older: Vec<Arc<Answer>> = Vec::new();
        let is_put_back = self.stood.contains(digest);
        let saves = self.saves.iter().filter(|_| !is_put_back);
        for (before, ids) in saves.flat_map(|save| &save.brought) {
            let has = |of: &Assessment, id: &Text| {
                let answer = of.answer(&before.item);
                answer.is_some_and(|it| it.history.iter().any(|entry| entry.id == *id))
            };
            // What was undone since tells nothing.
            let lacks = |id: &Text| has(known, id) && !has(theirs, id);
            let lacked = ids.iter().filter(|(id, at)| is_recent(*at) && lacks(id));
            let lacked: New = lacked.cloned().collect();
            let is_new = older.iter().all(|it| it.item != before.item);
            if is_new && !lacked.is_empty() {
                older.push(Arc::clone(before));
            }
            self.lacked.extend(lacked);
        }
        if older.is_empty() {
            return Base {
                assessment: known.clone(),
                lacking: Vec::new(),
            };
        }
        let instead = |answer: &Arc<Answer>| {
            let older = older.iter().find(|it| it.item == answer.item);
            Arc::clone(older.unwrap_or(answer))
        };
        let answers = known.answers().iter().map(instead).collect();
        Base {
            assessment: known.clone().with_answers(answers).0,
            lacking: older.iter().map(|it| it.item.clone()).collect(),
        }
    }
}

impl OwnSave {
    fn is_recent(&self) -> bool {
        let mut ids = self.brought.iter().flat_map(|(_, ids)| ids);
        ids.any(|(_, at)| is_recent(*at))
    }
}

fn is_recent(at: Instant) -> bool {
    at.elapsed() <= RACE
}

fn entries(answer: &Answer) -> HashSet<&Text> {
    answer.history.iter().map(|entry| &entry.id).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::time::Duration;

    use super::OwnSaves;
    use crate::domain::assessment::{Assessment, Head, Status};
    use crate::domain::change::{Change, Stamp};
    use crate::domain::time::{Moment, UtcOffset};
    use crate::format::read::read_checklist;
    use crate::system::digest::digest_of;

    /// As after so long.
    fn later(own: &mut OwnSaves, seconds: u64) {
        let ids = own.saves.iter_mut().flat_map(|save| &mut save.brought);
        for (_, at) in ids.flat_map(|(_, ids)| ids) {
            *at -= Duration::from_secs(seconds);
        }
    }

    #[test]
    fn what_is_written_again_is_no_younger_for_that() {
        let checklist = include_str!("../../../checklists/mvp-hardening.ron");
        let (checklist, _) = read_checklist(checklist.as_bytes());
        let at = Moment::parse("2026-11-21T09:00:00Z", UtcOffset::default()).unwrap();
        let head = Head::default();
        let before = Assessment::new(checklist.unwrap().into(), head, at, UtcOffset::default());
        let mut after = before.clone();
        let stamp = Stamp {
            id: "e1".into(),
            at,
            by: "Ana".into(),
            recorded_by: "".into(),
        };
        let item = before.answers()[0].item.clone();
        let status = Status::Met;
        after
            .apply(&Change::Answer {
                item,
                status,
                stamp,
            })
            .unwrap();
        let mut own = OwnSaves::default();
        own.remember(&before, &after);
        later(&mut own, 3);
        let never_seen = digest_of(b"another branch");
        let base = own.base_of((&before, &never_seen), &after);
        assert_eq!(base.lacking.len(), 1, "an editor may be at it");
        own.remember(&before, &after);
        later(&mut own, 3);
        let base = own.base_of((&before, &never_seen), &after);
        assert!(base.lacking.is_empty() && base.assessment == after);
    }
}
