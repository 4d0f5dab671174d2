//! A save that survives the end of the process and of the power, and never overwrites what it hasn't seen.
//!
//! The order is the promise: sibling temporary file, write, owner and mode, sync, lock, compare what is on the disk
//! with what was expected there, rename, sync the directory, and only then return.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::problem::{Problem, ProblemKind};
use crate::system::digest::{Digest, digest_of, hex};
use crate::system::failure;
use crate::system::files::{Facts, FileKind, FileSystem, NewFile, read_if_present};
use crate::system::links;
use crate::system::random;

/// A file larger than this is never taken for one of ours when a save looks at what is on the disk, in bytes.
const LARGEST_COMPARED: u64 = 1 << 30;

/// What must be on the disk for a save to go ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// No file of that name.
    Absent,
    /// A file with exactly the bytes of this digest.
    Digest(Digest),
}

impl Expected {
    /// What the disk holds at this moment, for a caller that was told to replace whatever is there.
    pub fn on_disk(files: &dyn FileSystem, path: &Path) -> Result<Self, Problem> {
        let (target, _) = resolve(files, path)?;
        Ok(digest_on_disk(files, &target)?.map_or(Self::Absent, Self::Digest))
    }
}

/// A save that is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Of the bytes saved: what the next save expects.
    pub digest: Digest,
    /// The file written, after following links.
    pub file: PathBuf,
}

/// A save that was not acknowledged. What was on the disk is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveError {
    /// The disk holds something else than expected, which was left alone: its digest, or `None` for no file.
    Changed {
        /// What is there now.
        found: Option<Digest>,
        /// The same in words.
        problem: Problem,
    },
    /// Another writer kept the directory locked; nothing was changed.
    Busy(Problem),
    /// The system refused a step.
    Failed {
        /// Which step, and why.
        problem: Problem,
        /// The new bytes already stand under the name, but may not outlive a loss of power; the next attempt
        /// expects their digest. Otherwise the old ones stand there, untouched.
        landed: bool,
    },
}

impl SaveError {
    /// The sentence to show.
    pub fn problem(&self) -> &Problem {
        match self {
            Self::Changed { problem, .. } | Self::Busy(problem) | Self::Failed { problem, .. } => {
                problem
            }
        }
    }
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem().fmt(f)
    }
}

impl std::error::Error for SaveError {}

impl From<Problem> for SaveError {
    /// A problem met while the old bytes still stand there.
    fn from(problem: Problem) -> Self {
        if problem.kind == ProblemKind::Busy {
            Self::Busy(problem)
        } else {
            Self::Failed {
                problem,
                landed: false,
            }
        }
    }
}

/// Puts `bytes` at `path` if the disk holds what is `expected` there, and returns once they would survive a loss
/// of power. A link stays a link, the file's mode and access list stay, the owner stays where that is allowed. Another
/// name of the same file (a hard link) keeps the old bytes.
///
/// If the disk already holds exactly these bytes, that is as good as what was expected. One attempt: after an
/// error the temporary file is gone and a new attempt starts afresh, so that a failed sync is never asked twice.
pub fn save(
    files: &dyn FileSystem,
    path: &Path,
    bytes: &[u8],
    expected: Expected,
) -> Result<Saved, SaveError> {
    let (target, old) = resolve(files, path)?;
    require_replaceable(files, &target, old.as_ref())?;
    let digest = digest_of(bytes);
    let mut temporary = Temporary::write(files, &target, bytes, Permission::like(old.as_ref()))?;

    let _held = files.lock(parent_of(&target))?;
    remove_strays(files, &target, target.file_name(), &temporary.path);
    let seen = files.trace(&target).ok().flatten();
    let found = digest_on_disk(files, &target)?;
    let same_already = found == Some(digest);
    let as_expected = match expected {
        Expected::Absent => found.is_none(),
        Expected::Digest(wanted) => found == Some(wanted),
    };
    if !as_expected && !same_already {
        return Err(changed(path, found));
    }
    // An editor knows nothing of the lock, and reading takes its time: what it wrote meanwhile is not replaced.
    if files.trace(&target).ok().flatten() != seen {
        return Err(changed(path, found));
    }
    let renamed = if found.is_none() {
        files.rename_new(&temporary.path, &target)
    } else {
        files.rename(&temporary.path, &target)
    };
    match renamed {
        Ok(()) => temporary.gone = true,
        Err(error) => {
            // Over a network a rename can succeed and still report a failure, so the disk is asked.
            let found = digest_on_disk(files, &target).unwrap_or(None);
            if error.kind() == io::ErrorKind::AlreadyExists && found != Some(digest) {
                return Err(changed(path, found));
            }
            return Err(SaveError::Failed {
                problem: not_saved(path, &error),
                landed: found == Some(digest),
            });
        }
    }
    files
        .sync_directory(parent_of(&target))
        .map_err(|error| SaveError::Failed {
            problem: not_saved(path, &error),
            landed: true,
        })?;
    Ok(Saved {
        digest,
        file: target,
    })
}

/// Puts `bytes` at `path` durably, over whatever entry has that name, without following a link there: for names
/// that tell the content, where any other content is wrong anyway. `mode` is less the umask.
pub fn place(files: &dyn FileSystem, path: &Path, bytes: &[u8], mode: u32) -> Result<(), Problem> {
    place_held(files, path, bytes, mode).map(drop)
}

/// As [`place`], and gives the file, still open: until it is dropped nobody can claim it.
pub fn place_held(
    files: &dyn FileSystem,
    path: &Path,
    bytes: &[u8],
    mode: u32,
) -> Result<Option<Box<dyn NewFile>>, Problem> {
    let mut temporary = Temporary::write(files, path, bytes, Permission::Fresh(mode))?;
    remove_strays(files, path, None, &temporary.path);
    files
        .rename(&temporary.path, path)
        .map_err(|error| not_saved(path, &error))?;
    temporary.gone = true;
    files
        .sync_directory(parent_of(path))
        .map_err(|error| not_saved(path, &error))?;
    Ok(temporary.file.take())
}

/// Puts `bytes` at `path` durably, where the name is free; false where it is taken, and nothing was changed. After an
/// error nothing of it stands there, unless even removing it again failed. `mode` is less the umask.
pub fn place_new(
    files: &dyn FileSystem,
    path: &Path,
    bytes: &[u8],
    mode: u32,
) -> Result<bool, Problem> {
    let mut temporary = Temporary::write(files, path, bytes, Permission::Fresh(mode))?;
    remove_strays(files, path, None, &temporary.path);
    match files.rename_new(&temporary.path, path) {
        Ok(()) => temporary.gone = true,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(not_saved(path, &error)),
    }
    match files.sync_directory(parent_of(path)) {
        Ok(()) => Ok(true),
        Err(error) => {
            let _ = files.remove(path);
            Err(not_saved(path, &error))
        }
    }
}

/// Removes the temporary files that killed processes have left in a directory of this program. Failing to is no failure.
pub fn remove_left_behind(files: &dyn FileSystem, directory: &Path) {
    remove_strays(files, &directory.join("any"), None, Path::new(""));
}

/// Removes the temporary files that killed processes have left beside a file of theirs. Failing to is no failure.
pub fn remove_left_beside(files: &dyn FileSystem, path: &Path) {
    if let Ok((target, _)) = resolve(files, path) {
        remove_strays(files, &target, target.file_name(), Path::new(""));
    }
}

/// Makes a directory and those above it where they are missing, durably. One that is there was perhaps made a moment
/// ago by a process that was killed before it was durable, and is made so.
pub fn create_directories(files: &dyn FileSystem, directory: &Path) -> Result<(), Problem> {
    let fails = |error: io::Error| failure::problem("it can't be created", directory, &error);
    let mut missing = Vec::new();
    for above in directory.ancestors() {
        if above.as_os_str().is_empty() {
            break;
        }
        match files.inspect(above) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => missing.push(above),
            Err(error) => return Err(fails(error)),
            // A sync that failed is not made good by one that succeeds: it is made anew, unless others use it by now.
            Ok(_) if unsure().contains(above) && files.remove_directory(above).is_ok() => {
                missing.push(above);
            }
            // Should it be no directory, that shows when something is made in it.
            Ok(_) => {
                match files.sync_directory(parent_of(above)) {
                    // Not ours to look into, so not made by us.
                    Err(error) if error.kind() != io::ErrorKind::PermissionDenied => {
                        return Err(fails(error));
                    }
                    _ => {}
                }
                break;
            }
        }
    }
    for made in missing.into_iter().rev() {
        match files.create_directory(made) {
            // Another process was faster, which is as good.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(fails(error)),
            _ => files.sync_directory(parent_of(made)).map_err(|error| {
                // What may be lost is taken back: whoever finds it there would take it for durable.
                if files.remove_directory(made).is_err() {
                    unsure().insert(made.to_path_buf());
                }
                fails(error)
            })?,
        }
        unsure().remove(made);
    }
    Ok(())
}

/// The directories that this process has made, that could not be synced, and that could not be taken back either.
fn unsure() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    static UNSURE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    UNSURE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns once the name of a file or directory is on the disk.
pub(super) fn sync_directory_of(files: &dyn FileSystem, path: &Path) -> Result<(), Problem> {
    files
        .sync_directory(parent_of(path))
        .map_err(|error| not_saved(path, &error))
}

/// The file that a path stands for, and what stands there.
fn resolve(files: &dyn FileSystem, path: &Path) -> Result<(PathBuf, Option<Facts>), Problem> {
    links::follow(files, path).map_err(|error| not_saved(path, &error))
}

fn require_replaceable(
    files: &dyn FileSystem,
    target: &Path,
    old: Option<&Facts>,
) -> Result<(), Problem> {
    let Some(old) = old else { return Ok(()) };
    let what = if old.kind != FileKind::Regular {
        "it is not a regular file, so nothing can be saved there"
    } else if !old.writable && files.is_read_only(target) {
        return Err(not_saved(target, &io::ErrorKind::ReadOnlyFilesystem.into()));
    } else if !old.writable {
        // A rename would get past this protection, which somebody meant.
        "not saved: the file is write-protected"
    } else {
        return Ok(());
    };
    Err(Problem::new(ProblemKind::File, what)
        .at(target.display().to_string())
        .next("allow writing it, or save elsewhere"))
}

fn digest_on_disk(files: &dyn FileSystem, target: &Path) -> Result<Option<Digest>, Problem> {
    let bytes = read_if_present(files, target, LARGEST_COMPARED)?;
    Ok(bytes.as_deref().map(digest_of))
}

fn changed(path: &Path, found: Option<Digest>) -> SaveError {
    let what = if found.is_some() {
        "not saved: the file on the disk is not the one that was read"
    } else {
        "not saved: the file is gone from the disk"
    };
    SaveError::Changed {
        found,
        problem: Problem::new(ProblemKind::Busy, what)
            .at(path.display().to_string())
            .next("read it again, then make the change anew"),
    }
}

fn not_saved(path: &Path, error: &io::Error) -> Problem {
    failure::problem("not saved", path, error)
}

/// The directory that holds a path; `.` for a bare name.
pub(super) fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Who may read and write the new file.
#[derive(Clone, Copy)]
enum Permission {
    /// These bits, less the umask.
    Fresh(u32),
    /// As the file before it.
    Kept(Facts),
}

impl Permission {
    fn like(old: Option<&Facts>) -> Self {
        old.map_or(Self::Fresh(0o644), |facts| Self::Kept(*facts))
    }
}

/// A temporary file beside its target, whole and synced; removed when dropped unless it was renamed.
struct Temporary<'a> {
    files: &'a dyn FileSystem,
    path: PathBuf,
    gone: bool,
    /// Kept open until it is renamed or removed, so that nobody takes it for a stray.
    file: Option<Box<dyn NewFile>>,
}

impl<'a> Temporary<'a> {
    fn write(
        files: &'a dyn FileSystem,
        target: &Path,
        bytes: &[u8],
        permission: Permission,
    ) -> Result<Self, Problem> {
        let fails = |error: io::Error| not_saved(target, &error);
        let Some(name) = target.file_name() else {
            return Err(
                Problem::new(ProblemKind::File, "the path does not name a file")
                    .at(target.display().to_string())
                    .next("name a file"),
            );
        };
        let mut own_name = temporary_prefix(name);
        own_name.push(random::fresh_id()?);
        own_name.push(TEMPORARY_SUFFIX);
        let path = target.with_file_name(own_name);
        // Until it has the old file's mode nobody else reads what is written into it.
        let mode = match permission {
            Permission::Fresh(mode) => mode,
            Permission::Kept(_) => 0o600,
        };
        let file = files.create_new(&path, mode).map_err(fails)?;
        let mut temporary = Self {
            files,
            path,
            gone: false,
            file: None,
        };
        let file = temporary.file.insert(file);
        file.write(bytes)
            .and_then(|()| give(file.as_mut(), permission, target))
            .and_then(|()| file.sync())
            .map_err(fails)?;
        Ok(temporary)
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.gone {
            // If even this fails, the next save but a minute later removes it as a stray.
            let _ = self.files.remove(&self.path);
        }
    }
}

fn give(file: &mut dyn NewFile, permission: Permission, target: &Path) -> io::Result<()> {
    let Permission::Kept(facts) = permission else {
        return Ok(());
    };
    // Owner first: a change of owner takes special bits of the mode away.
    if let Some((user, group)) = facts.owner {
        file.set_owner(user, group)?;
    }
    file.set_mode(facts.mode)?;
    // An access list says more than the mode does, and has the last word.
    file.take_attributes(target);
    Ok(())
}

const TEMPORARY_SUFFIX: &str = ".tmp";

/// What the names of all temporary files for `name` begin with.
fn temporary_prefix(name: &OsStr) -> OsString {
    let mut prefix = OsString::from(".");
    if name.len() <= 200 {
        prefix.push(name);
    } else {
        // With its additions the name would be longer than file systems take.
        prefix.push(hex(&digest_of(name.as_encoded_bytes())));
    }
    prefix.push(".candor-");
    prefix
}

/// Removes what saves of this file, or of any file in its directory where none is named, left behind when their process
/// or the machine died. Failing to is no failure.
fn remove_strays(files: &dyn FileSystem, target: &Path, of: Option<&OsStr>, own: &Path) {
    let prefix = of.map(temporary_prefix).unwrap_or_default();
    for name in files.list(parent_of(target)).unwrap_or_default() {
        let path = target.with_file_name(&name);
        let is_of_it = name
            .as_encoded_bytes()
            .starts_with(prefix.as_encoded_bytes());
        if is_of_it && is_temporary(&name) && path != own {
            // Held while it is removed, so that it is nobody's new file.
            if let Some(_held) = files.claim(&path) {
                let _ = files.remove(&path);
            }
        }
    }
}

/// The name is one that a temporary file of ours has: `.NAME.candor-ID.tmp`.
fn is_temporary(name: &OsStr) -> bool {
    let id = name
        .as_encoded_bytes()
        .strip_prefix(b".")
        .and_then(|rest| rest.strip_suffix(TEMPORARY_SUFFIX.as_bytes()))
        .and_then(|rest| rest.rsplitn(2, |byte| *byte == b'-').next());
    let Some(id) = id else { return false };
    let ending = [b".candor-", id, TEMPORARY_SUFFIX.as_bytes()].concat();
    random::looks_like_id(id) && name.as_encoded_bytes().ends_with(&ending)
}
