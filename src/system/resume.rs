//! Where reviewers left their assessments: one small file each in the state directory. A convenience: whatever is
//! wrong with one, it is as if there were none.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::assessment::Assessment;
use crate::domain::bookmark::Bookmark;
use crate::format::bookmark::Kept;
use crate::problem::{Problem, ProblemKind};
use crate::system::digest::{digest_of, hex};
use crate::system::durable::{self, Expected};
use crate::system::environment;
use crate::system::files::{FileSystem, read_if_present};
use crate::system::places::Places;

/// The most assessments of which is kept where they were left; those left longest ago go first.
pub const MOST_KEPT: usize = 200;

/// The largest file that is read or written, in bytes: an assessment of two hundred thousand items.
const LARGEST: u64 = 4 << 20;

/// What is kept of an assessment; nothing where it was never left, or where what is there can't be read.
pub fn find(files: &dyn FileSystem, places: &Places, path: &Path) -> Option<Kept> {
    let path = environment::absolute(path).ok()?;
    let bytes = read_if_present(files, &place(places, &path)?, LARGEST).ok()??;
    Kept::read(&bytes).filter(|kept| Some(kept.path.as_str()) == path.to_str())
}

/// Keeps where an assessment was left, durably.
///
/// Of a path that is not Unicode, and of an assessment of more items than fit, nothing is kept, without a word. Of two
/// programs that leave the same assessment at the same moment, one is remembered.
pub fn keep(
    files: &dyn FileSystem,
    places: &Places,
    path: &Path,
    bookmark: Bookmark,
    assessment: &Assessment,
) -> Result<(), Problem> {
    let path = environment::absolute(path)?;
    let (Some(there), Some(name)) = (place(places, &path), path.to_str()) else {
        return Ok(());
    };
    let bytes = Kept::of(name.to_owned(), bookmark, assessment)
        .write()
        .ok_or_else(|| Problem::new(ProblemKind::File, "where it was left can't be written"))?;
    if bytes.len() as u64 > LARGEST {
        return Ok(());
    }
    durable::create_directories(files, &places.resume())?;
    let expected = Expected::on_disk(files, &there)?;
    durable::save(files, &there, &bytes, expected).map_err(|error| error.problem().clone())?;
    forget_the_oldest(files, &places.resume());
    Ok(())
}

/// Removes the oldest files beyond [`MOST_KEPT`].
fn forget_the_oldest(files: &dyn FileSystem, directory: &Path) {
    let Ok(names) = files.list(directory) else {
        return;
    };
    let mut kept: Vec<(Duration, PathBuf)> = names
        .into_iter()
        .map(|name| directory.join(name))
        .filter(|path| path.extension().is_some_and(|extension| extension == "ron"))
        .filter_map(|path| Some((files.inspect(&path).ok()?.age, path)))
        .collect();
    kept.sort();
    for (_, path) in kept.iter().skip(MOST_KEPT) {
        // It is tried again the next time.
        let _ = files.remove(path);
    }
}

/// The file for an assessment, by the digest of its absolute path.
fn place(places: &Places, path: &Path) -> Option<PathBuf> {
    const BYTES: usize = 16;
    let digest = digest_of(path.to_str()?.as_bytes());
    Some(
        places
            .resume()
            .join(format!("{}.ron", hex(&digest[..BYTES]))),
    )
}
