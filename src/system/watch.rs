//! An assessment's file, looked at again and again: whether it is still what was known, and what it is else.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::domain::assessment::Assessment;
use crate::domain::came_in::{holds_another, is_another_review};
use crate::format::ASSESSMENT_CAP;
use crate::problem::{Problem, ProblemKind};

use super::digest::{Digest, digest_of};
use super::files::{FileSystem, Trace, read_if_present};
use super::store::{self, Stored};

/// How often a file is looked at.
pub const EACH: Duration = Duration::from_millis(300);

/// How long after a file was seen to change it is looked whether it still does.
pub const SETTLING: Duration = Duration::from_millis(30);

/// How often the bytes are read although nothing about the file says that they are others: not everything that holds
/// files tells the truth about them at once.
const WHOLE: Duration = Duration::from_secs(2);

/// Of the time, reading the bytes for that reason takes no more than one part in so many.
const SHARE: u32 = 100;

/// The looks in a row after which a file that can't be read is told of: an editor may be writing it.
const PATIENCE: u32 = 2;

/// What a look came to.
#[derive(Debug)]
pub enum Sight {
    /// Nothing new.
    Same,
    /// It is another one, whole.
    Changed(Box<Stored>),
    /// Somebody is writing it, or seems to; it is worth looking again in a moment.
    Unsettled,
    /// It can't be read, or is gone, or is of another review, and stays so; said once for each reason.
    Trouble(Problem),
    /// It can be read again, and is what was known before.
    Back,
}

/// What was seen of a file last.
#[derive(Debug, Default)]
pub struct Watch {
    trace: Option<Trace>,
    read: Option<Instant>,
    /// What reading and comparing it took last.
    cost: Duration,
    /// How many looks in a row found nothing that can be read, and what the last one found.
    vain: u32,
    trouble: Option<Problem>,
    /// How many looks in a row found that same one.
    same: u32,
    /// What was told.
    told: Option<Problem>,
}

impl Watch {
    /// Looks at the file, and reads it where it may be another than the `known` one. Where it is to be one review and no
    /// other, that is `ours` as far as it is known.
    pub fn look(
        &mut self,
        files: &dyn FileSystem,
        path: &Path,
        known: &Digest,
        ours: Option<&Assessment>,
    ) -> Sight {
        let trace = files.trace(path).ok().flatten();
        let every = WHOLE.max(self.cost.saturating_mul(SHARE));
        let is_due = self.read.is_none_or(|read| read.elapsed() >= every);
        let waits = self.vain > 0 && self.same < PATIENCE;
        if trace.is_some() && trace == self.trace && !is_due && !waits {
            return Sight::Same;
        }
        self.look_closely(files, path, known, ours)
    }

    /// The same, and reads it in any case.
    pub fn look_closely(
        &mut self,
        files: &dyn FileSystem,
        path: &Path,
        known: &Digest,
        ours: Option<&Assessment>,
    ) -> Sight {
        let started = Instant::now();
        let trace = files.trace(path).ok().flatten();
        let read = read_if_present(files, path, ASSESSMENT_CAP);
        let digest = read.map(|bytes| bytes.as_deref().map(digest_of));
        self.cost = started.elapsed();
        (self.read, self.trace) = (Some(started), trace);
        match digest {
            Ok(Some(digest)) if digest == *known => return self.well(Sight::Same),
            Ok(Some(_)) => {}
            Ok(None) => return self.in_vain(gone(path)),
            Err(problem) => return self.in_vain(problem),
        }
        // The one place where what others wrote while it was open is read.
        let stored = match store::open(files, path) {
            Ok(stored) => stored,
            Err(problem) => return self.in_vain(problem),
        };
        if trace.is_some() {
            // Half of a new text and half of an old one can be whole by chance.
            std::thread::sleep(SETTLING);
            if files.trace(path).ok().flatten() != trace {
                self.trace = None;
                return Sight::Unsettled;
            }
        }
        if stored.digest == *known {
            return self.well(Sight::Same);
        }
        if ours.is_some_and(|ours| is_another_review(ours, &stored.assessment)) {
            return self.in_vain(of_another(path, &stored.assessment));
        }
        self.well(Sight::Changed(Box::new(stored)))
    }

    /// Why the file can't be read, where that has been so for a while.
    pub fn trouble(&self) -> Option<&Problem> {
        self.trouble.as_ref().filter(|_| self.vain >= PATIENCE)
    }

    /// The last look found the file readable.
    pub fn is_well(&self) -> bool {
        self.vain == 0
    }

    fn well(&mut self, sight: Sight) -> Sight {
        let was_told = self.told.take().is_some();
        (self.vain, self.same, self.trouble) = (0, 0, None);
        match sight {
            Sight::Same if was_told => Sight::Back,
            sight => sight,
        }
    }

    fn in_vain(&mut self, problem: Problem) -> Sight {
        self.vain = self.vain.saturating_add(1);
        self.same = match &self.trouble {
            Some(before) if *before == problem => self.same.saturating_add(1),
            _ => 1,
        };
        self.trouble = Some(problem.clone());
        // What is told is not told again for each half of a text that is being written.
        let is_new = match &self.told {
            None => self.vain >= PATIENCE,
            Some(told) => *told != problem && self.same >= PATIENCE,
        };
        if !is_new {
            return Sight::Same;
        }
        self.told = Some(problem.clone());
        Sight::Trouble(problem)
    }
}

fn of_another(path: &Path, theirs: &Assessment) -> Problem {
    Problem::new(ProblemKind::File, holds_another(&theirs.head.subject.name))
        .at(path.display().to_string())
        .next("nothing of this one is written into that one; open the file again to see it")
}

fn gone(path: &Path) -> Problem {
    Problem::new(ProblemKind::File, "the file is gone from the disk")
        .at(path.display().to_string())
        .next("what is shown is kept; where changes are allowed, the next one writes it anew")
}
