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

use super::conflicted::joined;
use super::files::{FileSystem, read_capped};
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

/// Reads files, looks at the evidence, and hands each assessment over, with its position among the files; every thread
/// has its own `into`, of which it keeps what it wants, and these are given back. What is no assessment is passed over,
/// unless somebody named it. What can't be read comes back with its position, in the order of the files.
pub fn gather<T, Take>(
    files: &dyn FileSystem,
    found: &[Found],
    signers: &Signers,
    take: Take,
) -> (Vec<T>, Vec<(usize, Problem)>)
where
    T: Default + Send,
    Take: Fn(&mut T, usize, &Assessment, &Observations) + Sync,
{
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = cores
        .min(MOST_THREADS)
        .min(found.len().div_ceil(FEWEST_FILES));
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut into, mut problems) = (T::default(), Vec::new());
        let mut reader = SharedReader::default();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = found.get(at) else {
                return (into, problems);
            };
            match read(files, file, &mut reader) {
                Ok(Some(assessment)) => {
                    let observations = observe_all(files, &file.path, &assessment, signers);
                    take(&mut into, at, &assessment, &observations);
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
    let (mut parts, mut problems) = (Vec::with_capacity(outcomes.len()), Vec::new());
    for (part, more) in outcomes {
        parts.push(part);
        problems.extend(more);
    }
    problems.sort_by_key(|(at, _)| *at);
    (parts, problems)
}

fn read(
    files: &dyn FileSystem,
    file: &Found,
    reader: &mut SharedReader,
) -> Result<Option<Assessment>, Problem> {
    if !file.is_named && !may_be_assessment(files, &file.path) {
        return Ok(None);
    }
    let bytes = read_capped(files, &file.path, ASSESSMENT_CAP)?;
    let (assessment, faults) = reader.read(&bytes);
    match assessment {
        Some(assessment) => Ok(Some(assessment)),
        None => match joined(&file.path, &bytes) {
            Some(both) => both.map(|(assessment, _)| Some(assessment)),
            None => Err(first_error(faults, &file.path)),
        },
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
