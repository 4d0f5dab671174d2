//! Reading many assessments, on every core, one at a time on each.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::domain::assessment::Assessment;
use crate::domain::evidence::Observations;
use crate::format::ASSESSMENT_CAP;
use crate::format::outer::{OuterName, outer_name};
use crate::format::shared::SharedReader;
use crate::problem::Problem;

use super::conflicted::{Left, joined, one_sided};
use super::files::{FileSystem, read_capped};
use super::git::index::Indexes;
use super::observe::observe_all;
use super::signers::Signers;
use super::store::first_error;
use super::walk::Found;

/// The most threads that read at the same time.
const MOST_THREADS: usize = 8;

/// Fewer files than this for each thread are not worth starting one.
const FEWEST_FILES: usize = 16;

/// How much of a file is looked at to see whether it is an assessment, in bytes.
const HEAD: u64 = 4096;

/// What reading many assessments came to; positions are among the files.
#[derive(Debug)]
pub struct Gathering<T> {
    /// What each thread kept.
    pub parts: Vec<T>,
    /// What can't be read.
    pub problems: Vec<(usize, Problem)>,
    /// The files that git left in the middle of a merge, and how: both sides are merged, and what they say stands in no
    /// file.
    pub unsettled: Vec<(usize, Left)>,
}

/// Reads files, looks at the evidence, and hands each assessment over, with its position among the files; every thread
/// has its own `into`, of which it keeps what it wants, and these are given back. What is no assessment is passed over,
/// unless somebody named it.
pub fn gather<T, Take>(
    files: &dyn FileSystem,
    found: &[Found],
    signers: &Signers,
    take: Take,
) -> Gathering<T>
where
    T: Default + Send,
    Take: Fn(&mut T, usize, &Assessment, &Observations) + Sync,
{
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = cores
        .min(MOST_THREADS)
        .min(found.len().div_ceil(FEWEST_FILES));
    let next = AtomicUsize::new(0);
    let indexes = Indexes::default();
    let work = || {
        let (mut into, mut problems, mut unsettled) = (T::default(), Vec::new(), Vec::new());
        let mut reader = SharedReader::default();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = found.get(at) else {
                return (into, problems, unsettled);
            };
            match read(files, file, &mut reader, &indexes) {
                Ok(Some((assessment, left))) => {
                    let observations = observe_all(files, &file.path, &assessment, signers);
                    take(&mut into, at, &assessment, &observations);
                    unsettled.extend(left.map(|left| (at, left)));
                }
                Ok(None) => {}
                Err(problem) => problems.push((at, problem)),
            }
        }
    };
    let outcomes: Vec<_> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut outcomes = vec![work()];
        for other in others {
            // A thread that panicked has said so itself; what it had is lost, and that must not go unsaid.
            match other.join() {
                Ok(outcome) => outcomes.push(outcome),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        outcomes
    });
    let mut gathering = Gathering {
        parts: Vec::with_capacity(outcomes.len()),
        problems: Vec::new(),
        unsettled: Vec::new(),
    };
    for (part, problems, unsettled) in outcomes {
        gathering.parts.push(part);
        gathering.problems.extend(problems);
        gathering.unsettled.extend(unsettled);
    }
    gathering.problems.sort_by_key(|(at, _)| *at);
    gathering.unsettled.sort_unstable_by_key(|(at, _)| *at);
    gathering
}

/// An assessment, and how git left it, if that is in the middle of a merge.
fn read(
    files: &dyn FileSystem,
    file: &Found,
    reader: &mut SharedReader,
    indexes: &Indexes,
) -> Result<Option<(Assessment, Option<Left>)>, Problem> {
    if !file.is_named && !may_be_assessment(files, &file.path) {
        return Ok(None);
    }
    let bytes = read_capped(files, &file.path, ASSESSMENT_CAP)?;
    let (assessment, faults) = reader.read(&bytes);
    let both = match &assessment {
        Some(ours) => one_sided(indexes, &file.path, &bytes, ours),
        None => joined(&file.path, &bytes),
    };
    match (both, assessment) {
        (Some(both), _) => both.map(|(both, joined)| Some((both, Some(joined.left)))),
        (None, Some(assessment)) => Ok(Some((assessment, None))),
        (None, None) => Err(first_error(faults, &file.path)),
    }
}

/// Whether a file begins as an assessment does, so that whatever is wrong with it is to be said. What can't be opened
/// may be one.
fn may_be_assessment(files: &dyn FileSystem, path: &Path) -> bool {
    use std::io::Read as _;
    let Ok(opened) = files.open_regular(path) else {
        return true;
    };
    let mut head = Vec::new();
    match opened.content.take(HEAD).read_to_end(&mut head) {
        // What git could not merge begins with its marks.
        Ok(_) => head.starts_with(b"<<<<<<< ") || outer_name(&head) == Some(OuterName::Assessment),
        Err(_) => true,
    }
}
