//! Finding assessments in directories.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::problem::Problem;
use crate::system::failure;

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is, as it was come by.
    pub path: PathBuf,
    /// Somebody named it; else it was found in a directory and may be no assessment.
    pub is_named: bool,
}

/// What a walk came upon.
#[derive(Debug, Default)]
pub struct Walk {
    /// The files, each once.
    pub found: Vec<Found>,
    /// What could not be looked into.
    pub problems: Vec<Problem>,
    seen: HashSet<PathBuf>,
}

/// The files that paths name, and the RON files in the directories that they name and below. What is hidden is left
/// out, and so are the directories of evidence and sign-offs. Links are followed, and nothing is come to twice: a link
/// that leads back up ends there.
pub fn walk(paths: &[PathBuf]) -> Walk {
    let mut walk = Walk::default();
    for path in paths {
        match fs::canonicalize(path) {
            Ok(canonical) if canonical.is_dir() => walk.directory(path, canonical),
            Ok(canonical) => walk.file(path, canonical, true),
            Err(error) => walk.fail(path, &error),
        }
    }
    walk
}

impl Walk {
    fn directory(&mut self, path: &Path, canonical: PathBuf) {
        let mut waiting = vec![(path.to_owned(), canonical)];
        while let Some((path, canonical)) = waiting.pop() {
            if !self.seen.insert(canonical.clone()) {
                continue;
            }
            let entries = fs::read_dir(&canonical).and_then(Iterator::collect);
            let mut entries: Vec<fs::DirEntry> = match entries {
                Ok(entries) => entries,
                Err(error) => {
                    self.fail(&path, &error);
                    continue;
                }
            };
            entries.sort_by_key(fs::DirEntry::file_name);
            let first = waiting.len();
            for entry in entries {
                let name = entry.file_name();
                if name.as_encoded_bytes().starts_with(b".") {
                    continue;
                }
                let (path, mut canonical) = (path.join(&name), canonical.join(&name));
                let Ok(mut kind) = entry.file_type() else {
                    continue;
                };
                if kind.is_symlink() {
                    // A link that leads nowhere is nothing.
                    let Ok(target) = fs::canonicalize(&canonical) else {
                        continue;
                    };
                    let Ok(facts) = fs::metadata(&target) else {
                        continue;
                    };
                    (canonical, kind) = (target, facts.file_type());
                }
                if kind.is_dir() {
                    if !is_beside_an_assessment(&path) {
                        waiting.push((path, canonical));
                    }
                } else if kind.is_file() && has_ending(&path, &["ron"]) {
                    self.file(&path, canonical, false);
                }
            }
            // The last in is the next out: the first by name is to come first.
            waiting[first..].reverse();
        }
    }

    fn file(&mut self, path: &Path, canonical: PathBuf, is_named: bool) {
        if self.seen.insert(canonical) {
            self.found.push(Found {
                path: path.to_owned(),
                is_named,
            });
        }
    }

    fn fail(&mut self, path: &Path, error: &std::io::Error) {
        let problem = failure::problem("it can't be looked into", path, error);
        self.problems.push(problem);
    }
}

fn is_beside_an_assessment(path: &Path) -> bool {
    has_ending(path, &["evidence", "signoffs"])
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| endings.contains(&ending))
}
