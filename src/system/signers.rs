//! Who may sign: a list of allowed signers, as `ssh-keygen` and git know it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::sign_off::Seal;
use crate::problem::Problem;

use super::digest::{Digest, digest_of};
use super::environment;
use super::files::{FileSystem, read_capped};
use super::git;

/// A list larger than this is not read.
const LIST_CAP: u64 = 4 * 1024 * 1024;

/// A list of allowed signers as it was read.
#[derive(Debug)]
pub struct List {
    /// Where it is.
    pub path: PathBuf,
    /// What it says.
    pub bytes: Vec<u8>,
    /// Of what it says.
    pub digest: Digest,
}

/// Where signers are looked up: nowhere, in one list, or in the one that git names where the assessment is. Each list
/// is read once, and only when there is a signature to check. Clones share what was found.
#[derive(Debug, Clone, Default)]
pub struct Signers(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    whence: Whence,
    of_directories: Mutex<HashMap<PathBuf, Outcome>>,
    seals: Mutex<HashMap<SealKey, Seal>>,
}

type Outcome = Result<Option<Arc<List>>, Problem>;

/// A statement, its signature, and the list by which it was checked.
pub(super) type SealKey = (Digest, Digest, Option<Digest>);

#[derive(Debug, Default)]
enum Whence {
    #[default]
    Git,
    Nowhere,
    List(Arc<List>),
}

impl Signers {
    /// The list that git's `gpg.ssh.allowedSignersFile` names where the assessment is, if it names one.
    pub fn of_git() -> Self {
        Self::default()
    }

    /// No list: every signer is unknown.
    pub fn none() -> Self {
        Self::from(Whence::Nowhere)
    }

    /// The list in a file.
    pub fn in_file(files: &dyn FileSystem, path: &Path) -> Result<Self, Problem> {
        Ok(Self::from(Whence::List(read(files, path)?)))
    }

    /// The list in the file that somebody named, else git's.
    pub fn named(files: &dyn FileSystem, path: Option<&Path>) -> Result<Self, Problem> {
        path.map_or_else(|| Ok(Self::of_git()), |path| Self::in_file(files, path))
    }

    /// The list for an assessment; none is possible, and a problem where one is named that can't be read.
    pub fn list(&self, files: &dyn FileSystem, assessment: &Path) -> Outcome {
        match &self.0.whence {
            Whence::Nowhere => Ok(None),
            Whence::List(list) => Ok(Some(Arc::clone(list))),
            Whence::Git => {
                let directory = directory_of(assessment);
                let known = &self.0.of_directories;
                let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
                let outcome = known
                    .entry(directory.clone())
                    .or_insert_with(|| of_git(files, &directory));
                outcome.clone()
            }
        }
    }

    /// What a signature was found to be worth before.
    pub(super) fn known(&self, key: &SealKey) -> Option<Seal> {
        let seals = self.0.seals.lock();
        let seals = seals.unwrap_or_else(PoisonError::into_inner);
        seals.get(key).cloned()
    }

    /// Remembers what a signature is worth.
    pub(super) fn remember(&self, key: SealKey, seal: &Seal) {
        let seals = self.0.seals.lock();
        let mut seals = seals.unwrap_or_else(PoisonError::into_inner);
        seals.insert(key, seal.clone());
    }
}

impl From<Whence> for Signers {
    fn from(whence: Whence) -> Self {
        Self(Arc::new(Shared {
            whence,
            ..Shared::default()
        }))
    }
}

fn of_git(files: &dyn FileSystem, directory: &Path) -> Outcome {
    let Some(path) = git::allowed_signers(directory) else {
        return Ok(None);
    };
    match read(files, &path) {
        Ok(list) => Ok(Some(list)),
        Err(problem) => {
            let next = "it is the list of signers that git's gpg.ssh.allowedSignersFile names: mend that, or give --allowed-signers FILE";
            Err(problem.next(next))
        }
    }
}

fn read(files: &dyn FileSystem, path: &Path) -> Result<Arc<List>, Problem> {
    let bytes = read_capped(files, path, LIST_CAP)?;
    Ok(Arc::new(List {
        path: path.to_owned(),
        digest: digest_of(&bytes),
        bytes,
    }))
}

fn directory_of(assessment: &Path) -> PathBuf {
    let absolute = environment::absolute(assessment).unwrap_or_else(|_| assessment.to_owned());
    absolute.parent().map(Path::to_owned).unwrap_or_default()
}
