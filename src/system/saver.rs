//! Saving beside the user interface: one thread, every change in order, newest state wins.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::domain::assessment::Assessment;
use crate::domain::change::Change;
use crate::domain::rebase::{collides, rebase};
use crate::problem::Problem;

use super::files::FileSystem;
use super::spill::Spill;
use super::store::Stored;

/// How long to wait before a save that failed is tried again.
const RETRY: Duration = Duration::from_secs(2);

/// What the saver has to tell.
#[derive(Debug)]
pub enum Report {
    /// Changes are on disk.
    Saved {
        /// How many of the oldest handed over.
        count: usize,
        /// What is on disk, if somebody else had changed the file.
        merged: Option<Assessment>,
        /// Those among them that were not made, because others have changed the same item.
        refused: Vec<Change>,
    },
    /// Nothing could be saved; the changes are kept and it is tried again.
    NotSaved {
        /// Why.
        problem: Problem,
    },
}

/// Changes on their way to the file.
struct Handover {
    changes: Vec<Change>,
    merges: u64,
}

/// The thread that saves. Once this is dropped it saves what it was handed, or fails once more, and ends.
pub struct Saver {
    sender: Sender<Handover>,
}

impl Saver {
    /// Starts saving to the file of `stored`; `report` is called on the saver's thread. What can't be saved is kept in
    /// `spill` meanwhile.
    pub fn start(
        files: Arc<dyn FileSystem>,
        stored: Stored,
        spill: Spill,
        report: impl Fn(Report) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (sender, receiver) = channel();
        let work = Work {
            files,
            stored,
            spill,
            unsaved: Vec::new(),
            merges: 0,
            unseen: Vec::new(),
        };
        std::thread::Builder::new()
            .name("saver".to_owned())
            .spawn(move || work.run(&receiver, &report))?;
        Ok(Self { sender })
    }

    /// Hands changes over, with the number of merges that their author had taken in.
    pub fn save(&self, changes: Vec<Change>, merges: u64) {
        // The thread ends only when this sender is gone.
        let _ = self.sender.send(Handover { changes, merges });
    }
}

/// A merge, as it looks with our changes alone and with those of others.
struct Unseen {
    merge: u64,
    ours: Assessment,
    merged: Assessment,
}

struct Work {
    files: Arc<dyn FileSystem>,
    stored: Stored,
    spill: Spill,
    unsaved: Vec<Change>,
    merges: u64,
    /// What the author of the changes may not have seen yet.
    unseen: Vec<Unseen>,
}

impl Work {
    fn run(mut self, receiver: &Receiver<Handover>, report: &dyn Fn(Report)) {
        let mut refused = Vec::new();
        let mut pending = 0;
        loop {
            let next = if pending == 0 {
                receiver.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                receiver.recv_timeout(RETRY)
            };
            let ended = match next {
                Ok(handover) => {
                    pending += self.take(handover, &mut refused);
                    while let Ok(handover) = receiver.try_recv() {
                        pending += self.take(handover, &mut refused);
                    }
                    false
                }
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => true,
            };
            if pending > 0 {
                match self.commit(&mut refused, pending) {
                    Ok(saved) => {
                        pending = 0;
                        self.spill.saved();
                        report(saved);
                    }
                    Err(problem) => {
                        let base = &self.stored.assessment;
                        let ours = rebase(base, base, &self.unsaved).assessment;
                        let problem = self.spill.keep(problem, base, &ours);
                        report(Report::NotSaved { problem });
                    }
                }
            }
            if ended {
                return;
            }
        }
    }

    /// Takes changes in. Those of an author who has not yet seen what others wrote to the same item or field are
    /// refused.
    fn take(&mut self, handover: Handover, refused: &mut Vec<Change>) -> usize {
        let count = handover.changes.len();
        self.unseen.retain(|unseen| unseen.merge > handover.merges);
        for change in handover.changes {
            let collides = |unseen: &Unseen| collides(&unseen.ours, &unseen.merged, &change);
            if self.unseen.iter().any(collides) {
                refused.push(change);
            } else {
                self.unsaved.push(change);
            }
        }
        count
    }

    fn commit(&mut self, refused: &mut Vec<Change>, count: usize) -> Result<Report, Problem> {
        let before = self.stored.assessment.clone();
        let ours = rebase(&before, &before, &self.unsaved).assessment;
        let committed = self
            .stored
            .commit(&*self.files, &self.unsaved)
            .map_err(|error| error.problem().clone())?;
        self.unsaved.clear();
        refused.extend(committed.refused);
        let merged = committed.merged.then(|| {
            self.merges += 1;
            self.unseen.push(Unseen {
                merge: self.merges,
                ours,
                merged: self.stored.assessment.clone(),
            });
            self.stored.assessment.clone()
        });
        Ok(Report::Saved {
            count,
            merged,
            refused: std::mem::take(refused),
        })
    }
}
