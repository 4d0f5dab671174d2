//! Assessments and checklists in files: opening, and committing changes to what is there.

use std::path::{Path, PathBuf};

use crate::domain::assessment::Assessment;
use crate::domain::change::Change;
use crate::domain::checklist::Checklist;
use crate::domain::rebase::rebase;
use crate::format::fault::{Fault, Weight};
use crate::format::read::{read_assessment, read_checklist};
use crate::format::write::write_assessment;
use crate::format::{ASSESSMENT_CAP, CHECKLIST_CAP};
use crate::problem::{Problem, ProblemKind};

use super::conflicted::{self, Joined};
use super::digest::{Digest, digest_of};
use super::durable::{self, Expected, SaveError};
use super::failure;
use super::files::{FileSystem, leads_nowhere, read_capped};
use super::git::index::Indexes;
use super::links;

/// Of how many attempts that failed the bytes are known for our own.
const MOST_LANDED: usize = 8;

/// How often a commit looks again at a file that others keep changing.
const ATTEMPTS: usize = 20;

/// An assessment as it stands in its file.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The file, at the end of the links that lead to it.
    pub path: PathBuf,
    /// The file's bytes, by their digest.
    pub digest: Digest,
    /// What they say.
    pub assessment: Assessment,
    /// Warnings of the reader.
    pub warnings: Vec<Fault>,
    /// What became of both sides, where git had left the file that was read in the middle of a merge.
    pub joined: Option<Box<Joined>>,
    /// Bytes of ours that stand in the file but may not outlive a loss of power, by their digest, and the state
    /// that they add our changes to. They were not acknowledged, and they are nobody else's.
    landed: Vec<(Digest, Assessment)>,
    /// The same for a whole state that was put there.
    placed: Option<(Digest, Assessment)>,
    /// The file was gone or empty, and this is in none.
    is_lost: bool,
}

/// What became of a state that was to be put in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is on the disk.
    Saved,
    /// Something else stands there than what is known: nothing was written.
    Changed,
}

/// What stands in the file instead of what was known.
struct Theirs {
    digest: Digest,
    assessment: Assessment,
    warnings: Vec<Fault>,
}

impl Theirs {
    fn of(stored: Stored) -> Self {
        Self {
            digest: stored.digest,
            assessment: stored.assessment,
            // What becomes of it has no markers any more.
            warnings: match stored.joined {
                Some(_) => Vec::new(),
                None => stored.warnings,
            },
        }
    }
}

/// What a commit came to.
#[derive(Debug)]
pub struct Committed {
    /// Somebody else had changed the file since it was read; what is stored now holds both.
    pub merged: bool,
    /// The changes that were not made, because others have changed the same item.
    pub refused: Vec<Change>,
}

/// Opens an assessment.
pub fn open(files: &dyn FileSystem, path: &Path) -> Result<Stored, Problem> {
    let bytes = read_capped(files, path, ASSESSMENT_CAP)?;
    let (assessment, faults) = read_assessment(&bytes);
    match assessment {
        Some(assessment) => {
            match conflicted::one_sided(&Indexes::default(), path, &bytes, &assessment) {
                Some(both) => both.map(|both| opened(files, path, &bytes, both)),
                None => Ok(Stored::of(
                    links::file(files, path),
                    digest_of(&bytes),
                    assessment,
                    faults,
                )),
            }
        }
        None => match conflicted::joined(path, &bytes) {
            Some(both) => both.map(|both| opened(files, path, &bytes, both)),
            None => Err(first_error(faults, path)),
        },
    }
}

/// What git left in the middle of a merge, as both sides of it have it.
fn opened(
    files: &dyn FileSystem,
    path: &Path,
    bytes: &[u8],
    (assessment, joined): (Assessment, Joined),
) -> Stored {
    let (file, warnings) = (links::file(files, path), vec![joined.warning()]);
    let mut stored = Stored::of(file, digest_of(bytes), assessment, warnings);
    stored.joined = Some(Box::new(joined));
    stored
}

/// Reads a checklist file.
pub fn open_checklist(files: &dyn FileSystem, path: &Path) -> Result<Checklist, Problem> {
    let bytes = read_capped(files, path, CHECKLIST_CAP)?;
    let (checklist, faults) = read_checklist(&bytes);
    checklist.ok_or_else(|| first_error(faults, path))
}

pub(super) fn first_error(faults: Vec<Fault>, path: &Path) -> Problem {
    let errors: Vec<Fault> = faults
        .into_iter()
        .filter(|fault| fault.weight == Weight::Error)
        .collect();
    let more = errors.len().saturating_sub(1);
    let file = path.display().to_string();
    let Some(first) = errors.into_iter().next() else {
        return Problem::new(ProblemKind::File, "the file is not valid").at(file);
    };
    let mut problem = first.into_problem(&file);
    if more > 0 {
        let lint = format!("{more} more: candor lint {file}");
        problem.next = if problem.next.is_empty() {
            lint
        } else {
            format!("{}; {lint}", problem.next)
        };
    }
    problem
}

/// Writes a new assessment; refuses where there is a file of that name already.
pub fn create(
    files: &dyn FileSystem,
    path: &Path,
    assessment: Assessment,
) -> Result<Stored, Problem> {
    // Saving takes equal bytes for its own; here they are somebody else's file.
    match links::follow(files, path) {
        Ok((_, None)) if links::is_link(files, path) => {
            return Err(leads_nowhere(path));
        }
        Err(error) if links::is_link(files, path) => {
            return Err(failure::problem(
                "nothing can be written there",
                path,
                &error,
            ));
        }
        _ if files.inspect(path).is_ok() => return Err(taken(path)),
        _ => {}
    }
    let text = write_assessment(&assessment);
    if let Some(directory) = path
        .parent()
        .filter(|directory| !directory.as_os_str().is_empty())
    {
        durable::create_directories(files, directory)?;
    }
    match durable::save(files, path, text.as_bytes(), Expected::Absent) {
        Ok(saved) => Ok(Stored::of(
            path.to_owned(),
            saved.digest,
            assessment,
            Vec::new(),
        )),
        Err(SaveError::Changed { .. }) => Err(taken(path)),
        Err(error) => Err(error.problem().clone()),
    }
}

fn taken(path: &Path) -> Problem {
    Problem::new(ProblemKind::File, "there is a file of that name already")
        .at(path.display().to_string())
        .next("nothing was written; open it with: candor review FILE, or choose another name")
}

impl Stored {
    fn of(path: PathBuf, digest: Digest, assessment: Assessment, warnings: Vec<Fault>) -> Self {
        Self {
            path,
            digest,
            assessment,
            warnings,
            joined: None,
            landed: Vec::new(),
            placed: None,
            is_lost: false,
        }
    }

    /// What was in a file that is gone or empty now, with the digest of what is left of it.
    pub(super) fn lost(path: PathBuf, digest: Digest, assessment: Assessment, why: Fault) -> Self {
        Self {
            is_lost: true,
            ..Self::of(path, digest, assessment, vec![why])
        }
    }

    /// What it says stands in no file.
    pub(super) fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// The whole of it stands in the file now.
    pub(super) fn is_found(&mut self, digest: Digest, assessment: Assessment) {
        (self.digest, self.assessment) = (digest, assessment);
        if std::mem::take(&mut self.is_lost) {
            self.warnings.clear();
        }
    }

    /// Makes changes on what the file holds and saves it durably. If somebody else has changed the file meanwhile,
    /// the changes are made again on that, and refused only where their own item is not what it was.
    ///
    /// After an error `self` is what it was, and the same changes can be committed again.
    pub fn commit(
        &mut self,
        files: &dyn FileSystem,
        changes: &[Change],
    ) -> Result<Committed, SaveError> {
        // On the very state that the changes were made on, none is refused by what others did.
        let mut rebased = rebase(&self.assessment, &self.assessment, changes);
        let mut theirs: Option<Theirs> = None;
        for _ in 0..ATTEMPTS {
            let expected = theirs.as_ref().map_or(self.digest, |theirs| theirs.digest);
            let text = write_assessment(&rebased.assessment);
            match durable::save(
                files,
                &self.path,
                text.as_bytes(),
                Expected::Digest(expected),
            ) {
                Ok(saved) => {
                    self.digest = saved.digest;
                    let before = std::mem::replace(&mut self.assessment, rebased.assessment);
                    self.landed.clear();
                    self.forget_markers();
                    let merged = theirs.is_some_and(|theirs| {
                        let merged = theirs.assessment != before;
                        self.warnings = theirs.warnings;
                        merged
                    });
                    return Ok(Committed {
                        merged,
                        refused: rebased.refused,
                    });
                }
                // Nobody's answers are in a file that is gone: it is written anew.
                Err(SaveError::Changed { found: None, .. }) => {
                    return self.write_anew(files, changes);
                }
                Err(SaveError::Changed {
                    found: Some(found), ..
                }) => {
                    let own = self.landed.iter().find(|(digest, _)| *digest == found);
                    let now = match own {
                        Some((_, assessment)) => Theirs {
                            digest: found,
                            assessment: assessment.clone(),
                            warnings: self.warnings.clone(),
                        },
                        None => Theirs::of(open(files, &self.path)?),
                    };
                    rebased = rebase(&self.assessment, &now.assessment, changes);
                    theirs = Some(now);
                }
                Err(error) => {
                    // Even what is not known to stand there may: a disk that fails can't always be asked.
                    if matches!(error, SaveError::Failed { .. }) {
                        let under =
                            theirs.map_or(self.assessment.clone(), |theirs| theirs.assessment);
                        self.landed.truncate(MOST_LANDED - 1);
                        self.landed.insert(0, (digest_of(text.as_bytes()), under));
                    }
                    return Err(error);
                }
            }
        }
        let problem = Problem::new(ProblemKind::Busy, "others keep changing the file")
            .at(self.path.display().to_string())
            .next("nothing was written; try again in a moment");
        Err(SaveError::Busy(problem))
    }

    /// Puts a whole state in the file, durably, unless others have changed it since it was read or written. A file that
    /// is gone is written anew: nobody's answers are in it.
    ///
    /// After an error `self` knows what it knew, and the same state can be put again.
    pub fn put(
        &mut self,
        files: &dyn FileSystem,
        assessment: &Assessment,
    ) -> Result<Put, SaveError> {
        let text = write_assessment(assessment);
        let save = |expected| durable::save(files, &self.path, text.as_bytes(), expected);
        let placed = self.placed.as_ref().map(|(digest, _)| *digest);
        let mut saved = save(Expected::Digest(self.digest));
        if let Err(SaveError::Changed { found, .. }) = &saved {
            match found {
                None => saved = save(Expected::Absent),
                Some(found) if Some(*found) == placed => saved = save(Expected::Digest(*found)),
                Some(_) => {}
            }
        }
        match saved {
            Ok(saved) => {
                self.digest = saved.digest;
                self.assessment = assessment.clone();
                self.placed = None;
                self.forget_markers();
                Ok(Put::Saved)
            }
            Err(SaveError::Changed { .. }) => Ok(Put::Changed),
            Err(error) => {
                if matches!(error, SaveError::Failed { landed: true, .. }) {
                    self.placed = Some((digest_of(text.as_bytes()), assessment.clone()));
                }
                Err(error)
            }
        }
    }

    /// What stands in the file as far as is known, by its digest: what was saved, or put there without being sure to
    /// last.
    pub fn known(&self) -> &Digest {
        self.placed
            .as_ref()
            .map_or(&self.digest, |(digest, _)| digest)
    }

    /// What the bytes of [`Self::known`] say.
    pub fn known_assessment(&self) -> &Assessment {
        self.placed
            .as_ref()
            .map_or(&self.assessment, |(_, assessment)| assessment)
    }

    /// What was saved has none.
    fn forget_markers(&mut self) {
        if self.joined.take().is_some() {
            self.warnings.clear();
        }
    }

    fn write_anew(
        &mut self,
        files: &dyn FileSystem,
        changes: &[Change],
    ) -> Result<Committed, SaveError> {
        let rebased = rebase(&self.assessment, &self.assessment, changes);
        let text = write_assessment(&rebased.assessment);
        let saved = durable::save(files, &self.path, text.as_bytes(), Expected::Absent)?;
        self.digest = saved.digest;
        self.assessment = rebased.assessment;
        self.forget_markers();
        Ok(Committed {
            merged: false,
            refused: rebased.refused,
        })
    }
}
