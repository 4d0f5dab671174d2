//! A lock on the directory that holds a file, kept only while a save commits.
//!
//! A lock on the file itself is worth nothing once a rename has put another file in its place.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::problem::{Problem, ProblemKind};
use crate::system::digest::{digest_of, hex};
use crate::system::failure;

/// How long a save waits for another one, unless told otherwise.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// A held lock; dropping it, or the end of the process however it comes, gives it back.
#[derive(Debug)]
pub struct DirectoryLock {
    file: File,
}

impl Drop for DirectoryLock {
    fn drop(&mut self) {
        // Closing does as much, unless closing fails: then the process would keep itself out from now on.
        let _ = self.file.unlock();
    }
}

/// Locks `directory` itself, or, where that can't be done (a platform or file system without it, a directory
/// that may not be read), a lock file for it in `state_directory`. Waits at most `timeout`; zero tries once.
///
/// Kind `Busy` when another holder kept it all that time, kind `File` when no lock can be had at all.
pub fn lock_directory(
    directory: &Path,
    state_directory: &Path,
    timeout: Duration,
) -> Result<DirectoryLock, Problem> {
    let deadline = Instant::now() + timeout;
    match File::open(directory).and_then(|file| wait_for(file, deadline)) {
        Ok(Some(lock)) => return Ok(lock),
        Ok(None) => return Err(busy(directory)),
        Err(error) if can_fall_back(&error) => {}
        Err(error) => return Err(failure::problem("it can't be locked", directory, &error)),
    }
    lock_instead(directory, state_directory, deadline)
}

/// Locks the lock file that stands for a directory.
fn lock_instead(
    directory: &Path,
    state_directory: &Path,
    deadline: Instant,
) -> Result<DirectoryLock, Problem> {
    let path = lock_file_for(directory, state_directory);
    match open_lock_file(&path).and_then(|file| wait_for(file, deadline)) {
        Ok(Some(lock)) => Ok(lock),
        Ok(None) => Err(busy(directory)),
        Err(error) => Err(failure::problem("it can't be locked", &path, &error)),
    }
}

/// The lock, or `None` at the deadline.
fn wait_for(file: File, deadline: Instant) -> io::Result<Option<DirectoryLock>> {
    let mut pause = Duration::from_millis(1);
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(DirectoryLock { file })),
            Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Interrupted => {
                return Err(error);
            }
            Err(_) => {}
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(None);
        }
        thread::sleep(pause.min(left));
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn can_fall_back(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error()) {
        return true;
    }
    cfg!(not(unix))
        || matches!(
            error.kind(),
            io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied
        )
}

/// One lock file per directory, whichever way the directory was named.
fn lock_file_for(directory: &Path, state_directory: &Path) -> PathBuf {
    let canonical = fs::canonicalize(directory).unwrap_or_else(|_| directory.to_path_buf());
    let digest = digest_of(canonical.as_os_str().as_encoded_bytes());
    state_directory.join("locks").join(hex(&digest))
}

fn open_lock_file(path: &Path) -> io::Result<File> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
}

fn busy(directory: &Path) -> Problem {
    Problem::new(
        ProblemKind::Busy,
        "another program kept the directory busy, so nothing was written",
    )
    .at(directory.display().to_string())
    .next("try again in a moment")
}

#[cfg(test)]
mod tests {
    use super::{Instant, ProblemKind, lock_instead};

    #[test]
    fn the_lock_file_stands_for_the_directory_however_it_is_named() {
        let root = tempfile::tempdir().expect("a temporary directory");
        let (directory, state) = (root.path().join("d"), root.path().join("new/state"));
        std::fs::create_dir(&directory).expect("a directory");
        let held = lock_instead(&directory, &state, Instant::now()).expect("a free lock");
        let again = directory.join("../d/.");
        let busy = lock_instead(&again, &state, Instant::now()).expect_err("it is held");
        assert_eq!(busy.kind, ProblemKind::Busy);
        lock_instead(root.path(), &state, Instant::now()).expect("another directory's lock");
        drop(held);
        lock_instead(&again, &state, Instant::now()).expect("it is free again");
    }
}
