//! Files given as evidence: pinned by their hash, kept beside the assessment, and looked at again later.
//!
//! Paths come from files that others wrote. They are opened by [`FileSystem::open_regular`] alone, which never
//! waits and never opens a pipe, a socket or a device, and no more is read than a file claims to hold.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::problem::{Problem, ProblemKind};
use crate::system::digest::{digest_of, hex};
use crate::system::durable;
use crate::system::environment;
use crate::system::failure;
use crate::system::files::{
    Facts, FileKind, FileSystem, Opened, Refused, read_capped, refusal, too_large,
};

/// The largest file that can be evidence, in bytes: 4 GiB.
pub const LARGEST_EVIDENCE: u64 = 4 << 30;

/// The largest file that is copied beside the assessment, in bytes: 10 MiB.
pub const LARGEST_COPY: u64 = 10 << 20;

/// The longest file name carried into the name of a copy, in bytes.
const LONGEST_NAME: usize = 120;

/// What a later look at a piece of evidence shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observed {
    /// The content is the one that was pinned.
    Same,
    /// The file is there with other content.
    Changed,
    /// Neither the file nor a copy of the pinned content is there.
    Absent,
    /// Something is there, but this user can't read it or it is no regular file.
    Unreadable,
}

/// Hash (64 hexadecimal digits) and length in bytes of a file that is to become evidence.
///
/// Refused, with kind `File`: whatever is not a regular file, more than [`LARGEST_EVIDENCE`], and a file whose
/// length is not what it claims, because it is being written or is no real file, as in `/proc`.
pub fn measure(files: &dyn FileSystem, path: &Path) -> Result<(String, u64), Problem> {
    let opened = files
        .open_regular(path)
        .map_err(|refused| refusal(path, &refused))?;
    if opened.length > LARGEST_EVIDENCE {
        return Err(too_large(path, LARGEST_EVIDENCE));
    }
    let claimed = opened.length;
    match hash_exactly(opened) {
        Ok(Some(hash)) => Ok((hash, claimed)),
        Ok(None) => Err(unsteady(path)),
        Err(error) => Err(failure::problem("it can't be read", path, &error)),
    }
}

/// Copies a file to [`kept_path`] beside the assessment, durably, and returns the path relative to the
/// assessment's directory; `None` for a file of more than `limit` bytes, which stays pinned by its hash alone.
///
/// `file_path` is opened as it is given. Refused if its content no longer has the hash `sha256`.
pub fn keep_copy(
    files: &dyn FileSystem,
    assessment_path: &Path,
    file_path: &Path,
    sha256: &str,
    limit: u64,
) -> Result<Option<PathBuf>, Problem> {
    let relative = kept_path(assessment_path, file_path, sha256)?;
    let opened = files
        .open_regular(file_path)
        .map_err(|refused| refusal(file_path, &refused))?;
    if opened.length > limit {
        return Ok(None);
    }
    // A secret stays as closed as it was.
    let mode = (opened.mode & 0o044) | 0o600;
    drop(opened);
    let bytes = read_capped(files, file_path, limit)?;
    if hex(&digest_of(&bytes)) != sha256 {
        return Err(unsteady(file_path));
    }
    let kept = directory_of(assessment_path).join(&relative);
    let directory = kept.parent().unwrap_or(Path::new("."));
    durable::create_directories(files, directory)?;
    // A link there would lead the copy out of the place where people expect it.
    match files.inspect(directory) {
        Ok(facts) if facts.kind == FileKind::Directory => {}
        Ok(_) => {
            return Err(Problem::new(
                ProblemKind::File,
                "evidence can't be kept: this is not a directory",
            )
            .at(directory.display().to_string())
            .next("move it away"));
        }
        Err(error) => {
            return Err(failure::problem(
                "evidence can't be kept",
                directory,
                &error,
            ));
        }
    }
    keep_line_ends(files, directory)?;
    // Also where it is kept already: whoever kept it may have been stopped before its name was durable.
    durable::place(files, &kept, &bytes, mode)?;
    Ok(Some(relative))
}

/// Tells git, where nobody has yet, to leave the bytes of a directory's files as they are: with other line ends they
/// would not be what was pinned or signed.
pub(super) fn keep_line_ends(files: &dyn FileSystem, directory: &Path) -> Result<(), Problem> {
    let path = directory.join(".gitattributes");
    match files.inspect(&path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            durable::place_new(files, &path, b"* -text\n", 0o644).map(drop)
        }
        Err(error) => Err(failure::problem("it can't be read", &path, &error)),
    }
}

/// Looks at a piece of evidence: first at the recorded path (a relative one is taken from the assessment's
/// directory), then, where nothing stands there or this user may not see it, at the kept copy.
///
/// At most `bytes` are read, and none if the file's length differs from `bytes`.
pub fn observe(
    files: &dyn FileSystem,
    assessment_path: &Path,
    recorded_path: &Path,
    sha256: &str,
    bytes: u64,
) -> Observed {
    let directory = directory_of(assessment_path);
    let original = look(files, &directory.join(recorded_path), sha256, bytes);
    let without_original = match original {
        Look::Same => return Observed::Same,
        Look::Changed => return Observed::Changed,
        Look::Refused => return Observed::Unreadable,
        Look::Hidden => Observed::Unreadable,
        Look::Missing => Observed::Absent,
    };
    match kept_path(assessment_path, recorded_path, sha256) {
        Ok(kept) if is_kept(files, &directory.join(&kept), sha256, bytes) => Observed::Same,
        _ => without_original,
    }
}

/// Where the copy of a file is kept, relative to the assessment's directory, if it is there with that content.
pub fn copy_of(
    files: &dyn FileSystem,
    assessment_path: &Path,
    recorded_path: &Path,
    sha256: &str,
    bytes: u64,
) -> Option<PathBuf> {
    let relative = kept_path(assessment_path, recorded_path, sha256).ok()?;
    let kept = directory_of(assessment_path).join(&relative);
    is_kept(files, &kept, sha256, bytes).then_some(relative)
}

/// Where the copy of a file is kept, relative to the assessment's directory:
/// `<name>.evidence/<sha256>-<file name>`, `<name>` being the assessment's file name without `.ron`.
///
/// The file name is made fit for every platform, so that a path recorded on one is found on another. A hash that
/// is not 64 lower-case hexadecimal digits is a problem: it could name any file.
pub fn kept_path(
    assessment_path: &Path,
    recorded_path: &Path,
    sha256: &str,
) -> Result<PathBuf, Problem> {
    let is_hash = sha256.len() == 64
        && sha256
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !is_hash {
        return Err(
            Problem::new(ProblemKind::File, "the recorded hash is not a SHA-256")
                .at(recorded_path.display().to_string()),
        );
    }
    Ok(evidence_directory(assessment_path).join(format!("{sha256}-{}", plain_name(recorded_path))))
}

/// `<name>.evidence`, relative to the assessment's directory.
pub fn evidence_directory(assessment_path: &Path) -> PathBuf {
    beside(assessment_path, ".evidence")
}

/// The directory beside an assessment whose name is the assessment's without `.ron`, and then `end`; relative to the
/// assessment's directory.
pub(super) fn beside(assessment_path: &Path, end: &str) -> PathBuf {
    let name = assessment_path.file_name().unwrap_or_default();
    let stem = match assessment_path.extension() {
        Some(extension) if extension == "ron" => assessment_path.file_stem().unwrap_or(name),
        _ => name,
    };
    let mut directory = stem.to_os_string();
    directory.push(end);
    PathBuf::from(directory)
}

/// The folders of sign-offs and of evidence that stand beside a link to an assessment, each with the one beside the
/// assessment, which alone is read.
pub fn beside_a_link(
    files: &dyn FileSystem,
    link: &Path,
    assessment_path: &Path,
) -> Vec<(PathBuf, PathBuf)> {
    if link == assessment_path {
        return Vec::new();
    }
    let folders = [".signoffs", ".evidence"].map(|end| {
        let of = |path: &Path| directory_of(path).join(beside(path, end));
        (of(link), of(assessment_path))
    });
    let is_apart = |(link, own): &(PathBuf, PathBuf)| {
        let canonical = |path| environment::canonical(path).ok();
        let is_folder = |facts: Facts| facts.kind == FileKind::Directory;
        files.inspect(link).is_ok_and(is_folder) && canonical(link) != canonical(own)
    };
    folders.into_iter().filter(is_apart).collect()
}

/// The last part of a path of any platform, without characters that some platform refuses.
fn plain_name(path: &Path) -> String {
    let text = path.to_string_lossy();
    let last = text
        .trim_end_matches(['/', '\\'])
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default();
    let name: String = last
        .chars()
        .map(|c| {
            if c.is_control() || "<>:\"|?*".contains(c) {
                '_'
            } else {
                c
            }
        })
        .collect();
    // The end is kept, for the extension.
    let mut start = name.len().saturating_sub(LONGEST_NAME);
    while !name.is_char_boundary(start) {
        start += 1;
    }
    let name = name[start..].trim_end_matches(['.', ' ']);
    if name.is_empty() { "file" } else { name }.to_string()
}

fn directory_of(assessment_path: &Path) -> &Path {
    assessment_path.parent().unwrap_or(Path::new(""))
}

enum Look {
    Same,
    Changed,
    Missing,
    /// This user may not see it.
    Hidden,
    /// Not a regular file, or a failure of the disk.
    Refused,
}

fn look(files: &dyn FileSystem, path: &Path, sha256: &str, bytes: u64) -> Look {
    let opened = match files.open_regular(path) {
        Ok(opened) => opened,
        Err(Refused::Failed(error)) if failure::is_missing(&error) => return Look::Missing,
        Err(Refused::Failed(error)) if error.kind() == io::ErrorKind::PermissionDenied => {
            return Look::Hidden;
        }
        Err(_) => return Look::Refused,
    };
    if opened.length != bytes {
        return Look::Changed;
    }
    if bytes > LARGEST_EVIDENCE {
        return Look::Refused;
    }
    match hash_exactly(opened) {
        Ok(Some(hash)) if hash == sha256 => Look::Same,
        Ok(_) => Look::Changed,
        Err(_) => Look::Refused,
    }
}

/// A regular file, not a link to one, that holds what its name says.
fn is_kept(files: &dyn FileSystem, kept: &Path, sha256: &str, bytes: u64) -> bool {
    files
        .inspect(kept)
        .is_ok_and(|facts| facts.kind == FileKind::Regular)
        && matches!(look(files, kept, sha256, bytes), Look::Same)
}

/// The hash of a file that holds exactly as many bytes as it claims; `None` if it holds more or fewer. Reads one
/// byte beyond the claim at most.
fn hash_exactly(opened: Opened) -> io::Result<Option<String>> {
    let mut content = opened.content.take(opened.length.saturating_add(1));
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut total = 0_u64;
    loop {
        match content.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => {
                hash.update(&buffer[..count]);
                total += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok((total == opened.length).then(|| hex(&hash.finalize())))
}

fn unsteady(path: &Path) -> Problem {
    Problem::new(
        ProblemKind::File,
        "the file changes while it is read, or is not a real file",
    )
    .at(path.display().to_string())
    .next("copy its content to a file that stays, and name that")
}
