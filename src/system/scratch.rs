//! A private place for a copy that may be thrown away.

use std::fs::DirBuilder;
use std::io;
use std::path::{Path, PathBuf};

use crate::problem::Problem;
use crate::system::files::FileSystem;
use crate::system::{durable, failure, library, random};

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

/// Whether a file lies in a directory of scratch copies.
pub fn is_scratch(path: &Path) -> bool {
    let directory = path.parent().and_then(Path::file_name);
    directory.is_some_and(|name| name.to_string_lossy().starts_with(PREFIX))
}
