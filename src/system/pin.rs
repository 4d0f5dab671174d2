//! Pinning a file as evidence: measured, recorded by a path that travels, kept beside the assessment.

use std::path::{Component, Path, PathBuf};

use crate::domain::evidence::Content;
use crate::problem::{Problem, ProblemKind};

use super::environment;
use super::evidence_file::{self, LARGEST_COPY};
use super::files::FileSystem;

/// A file that was measured and can be evidence.
#[derive(Debug)]
pub struct Pinned {
    /// The evidence: the recorded path, the hash and the size.
    pub content: Content,
    path: PathBuf,
    sha256: String,
    bytes: u64,
}

/// Measures the file at a path. It is recorded relative to the assessment's directory where it lies inside, else
/// absolute.
pub fn measure(files: &dyn FileSystem, assessment: &Path, path: &Path) -> Result<Pinned, Problem> {
    let (sha256, bytes) = evidence_file::measure(files, path)?;
    let content = Content::File {
        path: recorded_path(assessment, path)?,
        sha256: sha256.clone(),
        bytes,
    };
    Ok(Pinned {
        content,
        path: path.to_owned(),
        sha256,
        bytes,
    })
}

/// The path that a person typed into a field: `~/` is the home directory.
pub fn typed_path(typed: &str) -> PathBuf {
    match typed.strip_prefix("~/").zip(environment::variable("HOME")) {
        Some((rest, home)) => Path::new(&home).join(rest),
        None => PathBuf::from(typed),
    }
}

impl Pinned {
    /// Copies the file beside the assessment, if it has at most 10 MiB, so that the verdict is the same on another
    /// machine.
    pub fn keep_copy(&self, files: &dyn FileSystem, assessment: &Path) -> Result<(), Problem> {
        if self.bytes <= LARGEST_COPY {
            let (path, sha256) = (&self.path, &self.sha256);
            evidence_file::keep_copy(files, assessment, path, sha256, LARGEST_COPY)?;
        }
        Ok(())
    }
}

fn recorded_path(assessment: &Path, file: &Path) -> Result<String, Problem> {
    let (assessment, file) = (
        environment::absolute(assessment)?,
        environment::absolute(file)?,
    );
    let directory = assessment.parent().unwrap_or(Path::new(""));
    let inside = file.strip_prefix(directory).ok().filter(|rest| {
        rest.components()
            .all(|part| matches!(part, Component::Normal(_)))
    });
    let recorded = match inside {
        // With forward slashes it is found on every platform.
        Some(rest) => rest
            .components()
            .map(|part| part.as_os_str().to_str())
            .collect::<Option<Vec<_>>>()
            .map(|parts| parts.join("/")),
        None => file.to_str().map(ToOwned::to_owned),
    };
    recorded.ok_or_else(|| {
        let what = "the path is not Unicode, so it can't be recorded";
        Problem::new(ProblemKind::File, what)
            .at(file.display().to_string())
            .next("rename the file or its directory")
    })
}
