//! Pinning a file as evidence: measured, kept beside the assessment, recorded by a path that travels.

use std::path::{Component, Path, PathBuf};

use crate::domain::evidence::Content;
use crate::problem::{Problem, ProblemKind};

use super::environment;
use super::evidence_file::{LARGEST_COPY, keep_copy, measure};
use super::files::FileSystem;

/// Pins the file at a path as typed (relative to the current directory, `~/` for the home directory). With `keep`
/// a file of up to 10 MiB is copied beside the assessment, so that the verdict is the same on another machine.
///
/// The recorded path is relative to the assessment's directory where the file lies inside it, else absolute.
pub fn pin(
    files: &dyn FileSystem,
    assessment: &Path,
    typed: &str,
    keep: bool,
) -> Result<Content, Problem> {
    let path = plain(&environment::absolute(&expanded(typed))?);
    let (sha256, bytes) = measure(files, &path)?;
    if keep {
        keep_copy(files, assessment, &path, &sha256, LARGEST_COPY)?;
    }
    let assessment = plain(&environment::absolute(assessment)?);
    let inside = assessment
        .parent()
        .and_then(|directory| path.strip_prefix(directory).ok());
    let recorded = inside.unwrap_or(&path);
    let Some(recorded) = recorded.to_str() else {
        return Err(Problem::new(
            ProblemKind::File,
            "the path is not Unicode and can't be recorded",
        )
        .at(path.display().to_string())
        .next("rename the file, or copy it to another name"));
    };
    Ok(Content::File {
        path: recorded.to_owned(),
        sha256,
        bytes,
    })
}

fn expanded(typed: &str) -> PathBuf {
    let home = typed.strip_prefix("~/").zip(environment::variable("HOME"));
    match home {
        Some((rest, home)) => Path::new(&home).join(rest),
        None => PathBuf::from(typed),
    }
}

/// The path without `.` and, where that changes nothing, `..`: two spellings of one place compare equal.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}
