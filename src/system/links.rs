//! Symbolic links, followed to the file that they stand for.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::failure;
use super::files::{Facts, FileKind, FileSystem};

/// As many links in a row as Linux follows.
const MOST_LINKS: usize = 40;

/// The file that a path stands for, and what stands there, following links to the last one, whose target need not
/// exist.
pub fn follow(files: &dyn FileSystem, path: &Path) -> io::Result<(PathBuf, Option<Facts>)> {
    let mut target = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        match files.inspect(&target) {
            Ok(facts) if facts.kind == FileKind::Link => {
                let link = files.link_target(&target)?;
                target = joined(files, target.parent().unwrap_or(Path::new("")), &link);
            }
            Ok(facts) => return Ok((target, Some(facts))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((target, None)),
            Err(error) => return Err(error),
        }
    }
    Err(failure::circle())
}

/// The file that a path stands for: what belongs to it stands beside it, whichever link leads there. The path itself
/// where that can't be told.
pub fn file(files: &dyn FileSystem, path: &Path) -> PathBuf {
    follow(files, path).map_or_else(|_| path.to_owned(), |(target, _)| target)
}

/// Where a link in a directory leads, without the ways down and up again that can be left out: paths are compared by
/// their parts.
fn joined(files: &dyn FileSystem, directory: &Path, link: &Path) -> PathBuf {
    let mut joined = directory.to_path_buf();
    for part in link.components() {
        let is_way_back = part == Component::ParentDir
            && matches!(joined.components().next_back(), Some(Component::Normal(_)))
            && files
                .inspect(&joined)
                .is_ok_and(|facts| facts.kind == FileKind::Directory);
        if is_way_back {
            joined.pop();
        } else {
            // An absolute one begins anew.
            joined.push(part);
        }
    }
    joined
}

/// Whether the path is that of a link, wherever it leads.
pub fn is_link(files: &dyn FileSystem, path: &Path) -> bool {
    files
        .inspect(path)
        .is_ok_and(|facts| facts.kind == FileKind::Link)
}
