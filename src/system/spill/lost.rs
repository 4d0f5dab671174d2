//! What is kept of a review whose file is gone, empty or broken.

use std::path::Path;

use crate::format::ASSESSMENT_CAP;
use crate::format::fault::Fault;
use crate::problem::Problem;
use crate::system::digest::{Digest, digest_of};
use crate::system::files::{FileSystem, read_if_present};
use crate::system::links;
use crate::system::places::Places;
use crate::system::store::{self, Stored};

use super::{find, is_kept};

/// Opens an assessment for somebody who may change it: as it stands in its file or, where the file is gone or empty, what
/// is kept aside of it, which belongs into the file. A problem names what is kept.
pub fn open(files: &dyn FileSystem, places: &Places, path: &Path) -> Result<Stored, Problem> {
    match reopened(files, places, path) {
        Some(stored) => Ok(stored),
        None => store::open(files, path).map_err(|problem| named(files, places, path, problem)),
    }
}

/// What is kept aside of a review whose file is gone or empty, on the state that it was made on; nothing where there is
/// more in the file, or nothing is kept. It is in no file: [`bring_back`](super::back::bring_back) puts it there.
pub fn reopened(files: &dyn FileSystem, places: &Places, path: &Path) -> Option<Stored> {
    if !is_kept(files, places, path) {
        return None;
    }
    let (digest, was) = nothing_in(files, path)?;
    let first = find(files, places, path, None).kept.into_iter().next()?;
    let assessment = first.base.unwrap_or(first.ours);
    let warning = Fault::warning(
        Vec::new(),
        format!("the file is {was}: what is shown was kept aside"),
        "the next save writes it",
    );
    Some(Stored::lost(
        links::file(files, path),
        digest,
        assessment,
        warning,
    ))
}

/// The problem of a file that can't be opened, with what is kept aside of it and the way to get that back.
pub fn named(files: &dyn FileSystem, places: &Places, path: &Path, problem: Problem) -> Problem {
    let found = find(files, places, path, None);
    let review = path.display();
    let kept = if let Some(since) = found.since() {
        let kept = format!("answers that could not be saved on {since} are kept aside");
        if nothing_in(files, path).is_some() {
            let next = format!("{kept}: get them back with: candor review {review}");
            return problem.next(next);
        }
        format!(
            "{kept}, and are back with candor review {review} once the file can be read or is moved away"
        )
    } else if found.elsewhere > 0 {
        "another candor has it open with answers that can't be saved yet".to_owned()
    } else if let Some(unreadable) = found.unreadable.first() {
        unreadable.clone()
    } else {
        return problem;
    };
    let next = match problem.next.as_str() {
        "" => kept,
        next => format!("{next}; {kept}"),
    };
    problem.next(next)
}

/// A file without anything in it, by its digest, and in a word; one that is gone has that of an empty one.
fn nothing_in(files: &dyn FileSystem, path: &Path) -> Option<(Digest, &'static str)> {
    match read_if_present(files, path, ASSESSMENT_CAP) {
        Ok(None) => Some((digest_of(b""), "gone")),
        Ok(Some(bytes)) if bytes.iter().all(u8::is_ascii_whitespace) => {
            Some((digest_of(&bytes), "empty"))
        }
        _ => None,
    }
}
