//! A private place for a copy that may be thrown away.

use std::fs::DirBuilder;
use std::io;
use std::path::{Path, PathBuf};

use crate::problem::Problem;
use crate::system::files::FileSystem;
use crate::system::{durable, failure, library, random};

/// How often a name that somebody has taken already is replaced by another.
const ATTEMPTS: usize = 8;

/// Copies every example to a fresh directory under the platform's directory for temporary files, which only this
/// user may enter, and gives the path of the first: the one that a newcomer is shown.
pub fn copy_examples(files: &dyn FileSystem) -> Result<PathBuf, Problem> {
    let examples: Vec<(&str, &str)> = library::example_names()
        .map(|name| library::example(name).map(|(_, text)| (name, text)))
        .collect::<Result<_, _>>()?;
    let directory = fresh_directory(&std::env::temp_dir())?;
    for (name, text) in &examples {
        durable::place(
            files,
            &example_path(&directory, name),
            text.as_bytes(),
            0o600,
        )?;
    }
    let first = examples.first().map_or("", |(name, _)| name);
    Ok(example_path(&directory, first))
}

fn example_path(directory: &Path, name: &str) -> PathBuf {
    directory.join(format!("{name}.ron"))
}

fn fresh_directory(under: &Path) -> Result<PathBuf, Problem> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let mut attempt = 1;
    loop {
        let directory = under.join(format!("candor-demo-{}", random::fresh_id()?));
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
