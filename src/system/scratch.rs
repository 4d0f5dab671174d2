//! A private place for a copy that may be thrown away.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::problem::Problem;
use crate::system::files::FileSystem;
use crate::system::{disk, durable, failure, library, random};

/// How the name of every such directory begins.
const PREFIX: &str = "candor-demo-";

/// How often a name that somebody has taken already is replaced by another.
const ATTEMPTS: usize = 8;

/// Copies every example to a fresh directory under the platform's directory for temporary files, which only this
/// user may enter, and gives the path of the first: the one that a newcomer is shown.
pub fn copy_examples(files: &dyn FileSystem) -> Result<PathBuf, Problem> {
    let directory = fresh_directory(PREFIX)?;
    let mut first = None;
    for name in library::example_names() {
        let (_, text) = library::example(name)?;
        let path = directory.join(format!("{name}.ron"));
        durable::place(files, &path, text.as_bytes(), 0o600)?;
        first.get_or_insert(path);
    }
    Ok(first.unwrap_or(directory))
}

/// A new directory under the platform's directory for temporary files, which only this user may enter.
pub fn fresh_directory(prefix: &str) -> Result<PathBuf, Problem> {
    let under = std::env::temp_dir();
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let mut attempt = 1;
    loop {
        let directory = under.join(format!("{prefix}{}", random::fresh_id()?));
        match builder.create(&directory) {
            Ok(()) => return Ok(directory),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < ATTEMPTS => {
                attempt += 1;
            }
            Err(error) => {
                let doing = "a scratch directory can't be created";
                return Err(failure::problem(doing, &directory, &error));
            }
        }
    }
}

/// A directory for a while, gone when dropped.
pub struct Occupied {
    path: PathBuf,
    /// Locked, so that nobody takes the directory for one that a killed process has left.
    _locked: Option<File>,
}

impl Occupied {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Occupied {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

/// A new directory as [`fresh_directory`] makes it, gone when dropped. Those of the same prefix that processes of this
/// user have left behind when they were killed are removed.
pub fn occupy(prefix: &str) -> Result<Occupied, Problem> {
    remove_left_behind(prefix);
    let mut attempt = 1;
    loop {
        let path = fresh_directory(prefix)?;
        let locked = File::open(&path)
            .ok()
            .filter(|file| file.try_lock().is_ok());
        // Somebody may have taken it for one that was left behind, in the instant before it was locked.
        if attempt == ATTEMPTS || fs::symlink_metadata(&path).is_ok() {
            return Ok(Occupied {
                path,
                _locked: locked,
            });
        }
        attempt += 1;
    }
}

fn remove_left_behind(prefix: &str) {
    #[cfg(unix)]
    {
        use rustix::fs::{CWD, Mode, OFlags, openat};
        use std::os::unix::fs::MetadataExt;
        let under = std::env::temp_dir();
        for name in disk::names_in(&under).unwrap_or_default() {
            let id = name.to_str().and_then(|name| name.strip_prefix(prefix));
            if !id.is_some_and(|id| random::looks_like_id(id.as_bytes())) {
                continue;
            }
            let path = under.join(&name);
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            let Ok(directory) = openat(CWD, &path, flags, Mode::empty()).map(File::from) else {
                continue;
            };
            let user = rustix::process::geteuid().as_raw();
            let is_ours = directory.metadata().is_ok_and(|facts| facts.uid() == user);
            if is_ours && directory.try_lock().is_ok() {
                remove(&path);
            }
        }
    }
    #[cfg(not(unix))]
    let _ = prefix;
}

/// Removes a directory with everything in it, following no link. What fails is tried once more; what stays then is in a
/// place that the system clears.
pub fn remove(directory: &Path) {
    fn try_to(directory: &Path) -> io::Result<()> {
        for name in disk::names_in(directory)? {
            let path = directory.join(name);
            if fs::symlink_metadata(&path)?.is_dir() {
                try_to(&path)?;
            } else {
                fs::remove_file(&path)?;
            }
        }
        fs::remove_dir(directory)
    }
    if try_to(directory).is_err() {
        let _ = try_to(directory);
    }
}

/// Whether a file lies in a directory of scratch copies.
pub fn is_scratch(path: &Path) -> bool {
    let directory = path.parent().and_then(Path::file_name);
    directory.is_some_and(|name| name.to_string_lossy().starts_with(PREFIX))
}
