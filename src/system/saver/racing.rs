//! Others who had read the file before our last saves, and wrote it after: what they bring was made from an older state.
//!
//! Another candor never does that, an editor does. Taken for an edit of the newest state it would take back what was
//! just saved.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::domain::assessment::{Answer, Assessment};
use crate::domain::text::Text;

/// How long after a save a file without it is taken for a race and not for a file that was put back on purpose.
const RACE: Duration = Duration::from_secs(5);

/// Our saves of the last moments, oldest first.
#[derive(Default)]
pub(super) struct OwnSaves {
    saves: VecDeque<OwnSave>,
}

struct OwnSave {
    at: Instant,
    /// The answers that it gave new entries in their history, as they were before, with the ids of those.
    brought: Vec<(Arc<Answer>, Vec<Text>)>,
}

impl OwnSaves {
    /// Remembers that what stood in the file was replaced.
    pub(super) fn remember(&mut self, before: &Assessment, after: &Assessment) {
        self.saves.retain(|save| !save.is_old());
        let pairs = after.answers().iter().filter_map(|is| {
            let was = before.answer(&is.item)?;
            (!Arc::ptr_eq(was, is)).then_some((was, is))
        });
        let brought = pairs.filter_map(|(was, is)| {
            let known = entries(was);
            let new = is.history.iter().map(|entry| &entry.id);
            let new: Vec<Text> = new.filter(|id| !known.contains(id)).cloned().collect();
            (!new.is_empty()).then(|| (Arc::clone(was), new))
        });
        self.saves.push_back(OwnSave {
            at: Instant::now(),
            brought: brought.collect(),
        });
    }

    /// What `theirs` is to be compared with: what is `known` to have stood in the file, but where it has nothing of what
    /// we had just saved there, what stood there before.
    pub(super) fn base_of(&self, theirs: &Assessment, known: &Assessment) -> Assessment {
        let mut older: Vec<Arc<Answer>> = Vec::new();
        for save in self.saves.iter().filter(|save| !save.is_old()) {
            for (before, ids) in &save.brought {
                let has = |of: &Assessment, id: &Text| {
                    let answer = of.answer(&before.item);
                    answer.is_some_and(|it| it.history.iter().any(|entry| entry.id == *id))
                };
                // What was undone since tells nothing.
                let lacks = |id: &Text| has(known, id) && !has(theirs, id);
                let is_new = older.iter().all(|it| it.item != before.item);
                if is_new && ids.iter().any(lacks) {
                    older.push(Arc::clone(before));
                }
            }
        }
        if older.is_empty() {
            return known.clone();
        }
        let instead = |answer: &Arc<Answer>| {
            let older = older.iter().find(|it| it.item == answer.item);
            Arc::clone(older.unwrap_or(answer))
        };
        let answers = known.answers().iter().map(instead).collect();
        known.clone().with_answers(answers).0
    }
}

impl OwnSave {
    fn is_old(&self) -> bool {
        self.at.elapsed() > RACE
    }
}

fn entries(answer: &Answer) -> HashSet<&Text> {
    answer.history.iter().map(|entry| &entry.id).collect()
}
