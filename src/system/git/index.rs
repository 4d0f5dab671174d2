//! Whether git may have a file unmerged, read from its index: git itself is not run, for most files are merged.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::system::environment;

use super::unmerged::path_of;

/// An index larger than this is not read; git is asked.
const LARGEST: u64 = 256 << 20;

/// How long the name of an object is, in bytes: SHA-1, and SHA-256.
const OBJECT_NAMES: [usize; 2] = [20, 32];

/// What comes before the name of an object in an entry: times, place, mode, owner and size.
const FACTS: usize = 40;

/// Of an entry's flags: the stage that our side has, and the mask of it.
const STAGE: (u16, u16) = (0x2000, 0x3000);

/// Of an entry's flags: there are more of them.
const EXTENDED: u16 = 0x4000;

/// Of an entry's flags: how long the path is, as far as it has room for that.
const LENGTH: u16 = 0x0fff;

/// The names, without directories, of the files that have a side of ours in an index; none where that can't be told.
type Names = Option<Vec<Vec<u8>>>;

/// What is known of the indexes that were read; for one look at many files.
#[derive(Debug, Default)]
pub struct Indexes {
    known: Mutex<HashMap<PathBuf, Arc<Vec<Names>>>>,
}

impl Indexes {
    /// Whether git may have a file unmerged. Only git can tell for sure; that it has not is certain.
    pub fn may_have_unmerged(&self, path: &Path) -> bool {
        // A link is in one place and the file in another.
        let Ok(file) = fs::canonicalize(path) else {
            return false;
        };
        let (Some(directory), Some(name)) = (file.parent(), file.file_name()) else {
            return false;
        };
        let name = name.as_encoded_bytes();
        self.of(directory).iter().any(|names| match names {
            // Where git writes letters otherwise than the disk does, it is asked.
            Some(names) => names
                .iter()
                .any(|it| it.eq_ignore_ascii_case(name) || !(it.is_ascii() || name.is_ascii())),
            None => true,
        })
    }

    fn of(&self, directory: &Path) -> Arc<Vec<Names>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let names = known.entry(directory.to_owned()).or_insert_with(|| {
            let around = around(directory);
            Arc::new(
                told()
                    .into_iter()
                    .chain(around)
                    .map(|it| read(&it))
                    .collect(),
            )
        });
        Arc::clone(names)
    }
}

/// The index of which the environment tells.
fn told() -> Option<PathBuf> {
    let index = environment::variable("GIT_INDEX_FILE").map(PathBuf::from);
    index.or_else(|| Some(PathBuf::from(environment::variable("GIT_DIR")?).join("index")))
}

/// The index of the repository around a directory.
fn around(directory: &Path) -> Option<PathBuf> {
    directory.ancestors().find_map(|top| {
        let git = top.join(".git");
        if fs::metadata(&git).ok()?.is_dir() {
            return Some(git.join("index"));
        }
        // A work tree beside its repository says where that is.
        let text = fs::read(&git).ok()?;
        let place = text.strip_prefix(b"gitdir: ")?.trim_ascii_end();
        Some(top.join(path_of(place)).join("index"))
    })
}

fn read(index: &Path) -> Names {
    match fs::metadata(index) {
        Ok(facts) if facts.is_file() && facts.len() <= LARGEST => {
            let bytes = fs::read(index).ok()?;
            OBJECT_NAMES.iter().find_map(|long| names(&bytes, *long))
        }
        Ok(_) => None,
        // Nothing was ever added.
        Err(_) => Some(Vec::new()),
    }
}

/// The names in an index in which objects have names of so many bytes; none where it is not one of these, or where a
/// part of it stands in another file.
fn names(index: &[u8], long: usize) -> Names {
    let version = number(index, 4)?;
    if !index.starts_with(b"DIRC") || !(2..=4).contains(&version) {
        return None;
    }
    let (mut names, mut path, mut at) = (Vec::new(), Vec::new(), 12);
    for _ in 0..number(index, 8)? {
        let start = at;
        at += FACTS + long;
        let flags = u16::from_be_bytes(index.get(at..at + 2)?.try_into().ok()?);
        at += if flags & EXTENDED == 0 { 2 } else { 4 };
        if version == 4 {
            let kept = path.len().checked_sub(varying(index, &mut at)?)?;
            path.truncate(kept);
        } else {
            path.clear();
        }
        let rest = index.get(at..)?;
        let end = rest.iter().position(|byte| *byte == 0)?;
        path.extend_from_slice(&rest[..end]);
        at += end + 1;
        if version != 4 {
            // Filled up to a multiple of eight bytes.
            at = start + (at - start).next_multiple_of(8);
        }
        let length = usize::from(flags & LENGTH);
        if length != path.len().min(usize::from(LENGTH)) {
            return None;
        }
        if flags & STAGE.1 == STAGE.0 {
            names.extend(path.rsplit(|byte| *byte == b'/').next().map(<[u8]>::to_vec));
        }
    }
    // What is after the entries, up to the digest of all of it.
    while let Some(extension) = index.get(at..at + 4).filter(|_| at + long < index.len()) {
        if extension == b"link" {
            return None;
        }
        at += 8 + usize::try_from(number(index, at + 4)?).ok()?;
    }
    (at + long == index.len()).then_some(names)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A number of as many bytes as it needs.
fn varying(bytes: &[u8], at: &mut usize) -> Option<usize> {
    let mut number = 0_usize;
    loop {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number = number
            .checked_mul(128)?
            .checked_add(usize::from(byte & 127))?;
        if byte & 128 == 0 {
            return Some(number);
        }
        number = number.checked_add(1)?;
    }
}
