//! The assessments that there are: what `candor list` and the home screen show.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::domain::lapsing::SOON_DAYS;
use crate::domain::summary::Summary;
use crate::domain::time::{Moment, UtcOffset};
use crate::problem::Problem;
use crate::session::bench;
use crate::system::conflicted::Left;
use crate::system::files::FileSystem;
use crate::system::gather::gather;
use crate::system::places::{Places, repository_root};
use crate::system::signers::Signers;
use crate::system::walk::Found;
use crate::system::{environment, recent};

/// An assessment that was found.
pub(crate) struct Gathered {
    /// Its file.
    pub(crate) path: PathBuf,
    /// What there is to tell of it, or why it can't be read.
    pub(crate) summary: Result<Summary, Problem>,
    /// How git left it, if that is in the middle of a merge.
    pub(crate) left: Option<Left>,
}

/// The recent files that are still there, then those of the repository, then those in the data directory; each once.
/// `as_of` gives the moment at which one is judged whose days are days in an offset.
pub(crate) fn assessments(
    files: &dyn FileSystem,
    places: &Places,
    here: &Path,
    signers: &Signers,
    as_of: &(dyn Fn(UtcOffset) -> Moment + Sync),
) -> Vec<Gathered> {
    let found = found(files, places, here);
    let gathering = gather(
        files,
        &found,
        signers,
        |into: &mut Vec<(usize, Summary)>, at, assessment, observations| {
            let bench = bench(assessment, as_of(assessment.utc_offset), observations);
            into.push((at, Summary::of(assessment, &bench, SOON_DAYS)));
        },
    );
    let lefts: HashMap<usize, Left> = gathering.unsettled.into_iter().collect();
    let summaries = gathering.parts.into_iter().flatten();
    let mut gathered: Vec<(usize, Result<Summary, Problem>)> =
        summaries.map(|(at, summary)| (at, Ok(summary))).collect();
    let problems = gathering.problems.into_iter();
    gathered.extend(problems.map(|(at, problem)| (at, Err(problem))));
    gathered.sort_by_key(|(at, _)| *at);
    let gathered = gathered.into_iter().map(|(at, summary)| Gathered {
        path: found[at].path.clone(),
        summary,
        left: lefts.get(&at).copied(),
    });
    gathered.collect()
}

fn found(files: &dyn FileSystem, places: &Places, here: &Path) -> Vec<Found> {
    let recent = recent::read(files, places).into_iter();
    let mut found: Vec<Found> = recent
        .map(|recent| Found {
            path: recent.path,
            is_named: true,
        })
        .filter(|found| files.inspect(&found.path).is_ok())
        .collect();
    if let Some(root) = repository_root(here) {
        found.extend(in_directory(files, &root.join("readiness")));
    }
    found.extend(in_directory(files, &places.data.join("assessments")));
    let mut seen = HashSet::new();
    found.retain(|found| seen.insert(found.path.clone()));
    found
}

fn in_directory(files: &dyn FileSystem, directory: &Path) -> Vec<Found> {
    // A directory that isn't there holds no assessments.
    let mut names = files.list(directory).unwrap_or_default();
    names.sort();
    let paths = names.into_iter().map(|name| directory.join(name));
    let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "ron"));
    paths
        .filter_map(|path| environment::absolute(&path).ok())
        .map(|path| Found {
            path,
            is_named: false,
        })
        .collect()
}
