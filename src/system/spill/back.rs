//! What programs that are gone could not save is brought back, into the file where that can be.

use crate::domain::assessment::Assessment;
use crate::domain::merge::merge;
use crate::format::write::write_assessment;
use crate::problem::{Problem, ProblemKind};
use crate::system::durable::{self, Expected, SaveError};
use crate::system::files::FileSystem;
use crate::system::places::Places;
use crate::system::store::{self, Stored};

use super::{Back, Spill, find};

/// How often what is brought back is merged with a file that others keep changing.
const ATTEMPTS: usize = 20;

/// What came of bringing back what was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the file now: a sentence.
    Saved(String),
    /// It waits on, or can't be read: a sentence.
    Waits(String),
}

/// What was brought back.
#[derive(Default)]
pub struct Brought {
    /// What is to be told, in order; nothing where nothing was kept.
    pub outcomes: Vec<Outcome>,
    /// What can be read and still can't be saved.
    pub unsaved: Option<Box<Unsaved>>,
}

/// What was kept, merged with what the file holds, where that can't be saved yet.
pub struct Unsaved {
    back: Back,
    why: Problem,
}

impl Unsaved {
    /// A sentence for whoever does not show it.
    pub fn waits(&self) -> String {
        let (since, why) = (&self.back.since, self.why());
        format!(
            "answers that could not be saved on {since} are still kept aside: {why}; they are not shown here"
        )
    }

    /// Hands over what should be in the file, with a sentence for whoever shows it. Once it is saved, nothing is kept.
    pub fn shown_by(self, spill: &Spill) -> (Assessment, String) {
        let (since, why) = (&self.back.since, self.why());
        let told = format!(
            "answers that could not be saved on {since} are back, and are still not saved: {why}"
        );
        spill.adopt(self.back.left);
        (self.back.merged.assessment, told)
    }

    fn why(&self) -> &str {
        self.why.what.trim_start_matches("not saved: ")
    }
}

/// Merges what programs that are gone have kept of a review with what its file holds, saves that, and only then removes
/// what was kept.
pub fn bring_back(files: &dyn FileSystem, places: &Places, stored: &mut Stored) -> Brought {
    durable::remove_left_behind(files, &places.spill());
    durable::remove_left_beside(files, &stored.path);
    let found = find(files, places, &stored.path, Some(&stored.assessment));
    let mut brought = Brought::default();
    if found.is_empty() {
        return brought;
    }
    if found.elsewhere > 0 {
        brought.outcomes.push(Outcome::Waits(
            "another candor has this review open with answers that can't be saved yet".to_owned(),
        ));
    }
    let said = found.unreadable.iter().chain(&found.of_others);
    brought.outcomes.extend(said.cloned().map(Outcome::Waits));
    if let Some(back) = found.merged_with(files, (&stored.assessment, !stored.is_lost())) {
        match put_back(files, stored, back) {
            Ok(told) => brought.outcomes.insert(0, Outcome::Saved(told)),
            Err(unsaved) => brought.unsaved = Some(unsaved),
        }
    }
    brought
}

/// A sentence for what is saved.
fn put_back(
    files: &dyn FileSystem,
    stored: &mut Stored,
    mut back: Back,
) -> Result<String, Box<Unsaved>> {
    let mut is_gone = false;
    for _ in 0..ATTEMPTS {
        let merged = &back.merged;
        let text = write_assessment(&merged.assessment);
        let expected = if is_gone {
            Expected::Absent
        } else {
            Expected::Digest(stored.digest)
        };
        match durable::save(files, &stored.path, text.as_bytes(), expected) {
            Ok(saved) => {
                stored.is_found(saved.digest, merged.assessment.clone());
                for left in &back.left {
                    let _ = files.remove(&left.path);
                }
                if let Some(directory) = back.left.first().and_then(|left| left.path.parent()) {
                    let _ = files.sync_directory(directory);
                }
                return Ok(is_back(&back.since, merged.conflicts.len()));
            }
            // Nobody's answers are in a file that is gone: it is written anew.
            Err(SaveError::Changed { found: None, .. }) if !is_gone => is_gone = true,
            Err(SaveError::Changed { found: Some(_), .. }) => {
                is_gone = false;
                let base = stored.assessment.clone();
                match store::open(files, &stored.path) {
                    Ok(now) => *stored = now,
                    Err(why) => return Err(Box::new(Unsaved { back, why })),
                }
                back.merged = merge(Some(&base), &merged.assessment, &stored.assessment);
            }
            Err(error) => {
                let why = error.problem().clone();
                return Err(Box::new(Unsaved { back, why }));
            }
        }
    }
    let why = Problem::new(ProblemKind::Busy, "others keep changing the file");
    Err(Box::new(Unsaved { back, why }))
}

/// The sentence for what is back.
pub fn is_back(since: &str, conflicts: usize) -> String {
    let conflicts = match conflicts {
        0 => String::new(),
        1 => "; 1 item is in conflict".to_owned(),
        many => format!("; {many} items are in conflict"),
    };
    format!("answers that could not be saved on {since} are back{conflicts}")
}
