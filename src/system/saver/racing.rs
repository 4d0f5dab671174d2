//! Others who had read the file before our last save, and wrote it after: what they bring was made from an older state.
//!
//! Another candor never does that, an editor does. Taken for an edit of the newest state it would take back what was
//! just saved.

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, Instant};

use crate::domain::assessment::Assessment;
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
    before: Assessment,
    /// The ids of the history entries that it brought.
    brought: Vec<Text>,
}

impl OwnSaves {
    /// Remembers that what stood in the file was replaced.
    pub(super) fn remember(&mut self, before: Assessment, after: &Assessment) {
        self.forget();
        let brought = new_entries(&before, after);
        self.saves.push_back(OwnSave {
            at: Instant::now(),
            before,
            brought,
        });
    }

    /// The state that others began from, where it is one from before some of our last saves: what they wrote has nothing
    /// of those, though it is `known` to have stood in the file.
    pub(super) fn base_of(&self, theirs: &Assessment, known: &Assessment) -> Option<&Assessment> {
        if self.saves.is_empty() {
            return None;
        }
        let (there, stood) = (entries(theirs), entries(known));
        let mut base = None;
        for save in self.saves.iter().rev() {
            // What was undone since tells nothing.
            let mut brought = save.brought.iter().filter(|id| stood.contains(id));
            let is_told = brought.clone().next().is_some();
            if save.is_old() || brought.any(|id| there.contains(id)) {
                break;
            }
            if is_told {
                base = Some(&save.before);
            }
        }
        base
    }

    fn forget(&mut self) {
        self.saves.retain(|save| !save.is_old());
    }
}

impl OwnSave {
    fn is_old(&self) -> bool {
        self.at.elapsed() > RACE
    }
}

fn entries(assessment: &Assessment) -> HashSet<&Text> {
    let history = assessment
        .answers()
        .iter()
        .flat_map(|answer| &answer.history);
    history.map(|entry| &entry.id).collect()
}

fn new_entries(before: &Assessment, after: &Assessment) -> Vec<Text> {
    let mut brought = Vec::new();
    for (at, is) in after.answers().iter().enumerate() {
        let was = before.answers().get(at);
        if was.is_some_and(|was| std::sync::Arc::ptr_eq(was, is)) {
            continue;
        }
        let known =
            |id: &Text| was.is_some_and(|was| was.history.iter().any(|entry| entry.id == *id));
        let new = is.history.iter().filter(|entry| !known(&entry.id));
        brought.extend(new.map(|entry| entry.id.clone()));
    }
    brought
}
