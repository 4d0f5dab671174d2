//! What the operating system refused, in plain words.

use std::io;
use std::path::Path;

use crate::problem::{Problem, ProblemKind};

/// The reason in plain words, as part of a sentence: "the disk is full".
pub fn in_words(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full",
        io::ErrorKind::QuotaExceeded => "the disk quota is used up",
        io::ErrorKind::PermissionDenied => "permission was denied",
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        io::ErrorKind::NotFound => "the file or its directory does not exist",
        io::ErrorKind::NotADirectory => "a part of the path is not a directory",
        io::ErrorKind::IsADirectory => "it is a directory",
        io::ErrorKind::AlreadyExists => "it exists already",
        io::ErrorKind::FileTooLarge => "the file system does not take a file of this size",
        io::ErrorKind::InvalidFilename => "the name is too long or not allowed here",
        io::ErrorKind::StaleNetworkFileHandle => "the network file system lost the file",
        io::ErrorKind::WouldBlock => "reading it would wait without end",
        _ if is_input_output_error(error) => "the disk reported an input/output error",
        _ if is_circle(error) => "the symbolic links there lead in a circle",
        _ => return error.to_string(),
    };
    words.to_string()
}

/// What the person can do about it, as a sentence.
pub fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull => "make room on the disk",
        io::ErrorKind::QuotaExceeded => "remove files of yours or ask for more room",
        io::ErrorKind::PermissionDenied => "check who may read and write it and its directory",
        io::ErrorKind::ReadOnlyFilesystem => "mount it for writing or choose another place",
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename => {
            "check the spelling of the path"
        }
        _ if is_circle(error) => "make the link point at a file",
        _ if is_input_output_error(error) => "check the disk, its cable or its network connection",
        _ => "check the path and the disk",
    }
}

/// "`doing` failed: REASON", at the path, with advice.
pub fn problem(doing: &str, path: &Path, error: &io::Error) -> Problem {
    Problem::new(ProblemKind::File, format!("{doing}: {}", in_words(error)))
        .at(path.display().to_string())
        .next(advice(error))
}

/// Links that lead to each other, or too many in a row.
pub fn circle() -> io::Error {
    #[cfg(unix)]
    {
        rustix::io::Errno::LOOP.into()
    }
    #[cfg(not(unix))]
    io::Error::other("the symbolic links there lead in a circle")
}

/// Nothing stands at that path, nor can anything: a missing file, a file where a directory should be, or a name
/// that no file can have.
pub fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::InvalidFilename
            | io::ErrorKind::InvalidInput
    )
}

fn is_circle(error: &io::Error) -> bool {
    // `ErrorKind` has a name for it that is not stable yet.
    error.raw_os_error().is_some() && error.raw_os_error() == circle().raw_os_error()
}

fn is_input_output_error(error: &io::Error) -> bool {
    // EIO has no stable `ErrorKind`; its number is 5 on every Unix.
    cfg!(unix) && error.raw_os_error() == Some(5)
}
