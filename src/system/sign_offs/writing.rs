//! Writing a sign-off: the copy, then the signature, then the statement, so that whatever is interrupted never looks
//! forged. A copy or a signature without a statement says nothing.

use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use crate::domain::sign_off::Statement;
use crate::format::ASSESSMENT_CAP;
use crate::format::armour::fingerprint_in;
use crate::format::read::read_assessment;
use crate::format::statement::{is_kept_evidence, read_statement, write_statement};
use crate::format::write::{sha256_hex, write_assessment};
use crate::problem::{Problem, ProblemKind};

use super::super::evidence_file::{beside, keep_line_ends};
use super::super::files::{FileKind, FileSystem, read_capped, refusal};
use super::super::ssh::{Checked, Room, SshKeygen, no_ssh_keygen};
use super::super::{durable, failure};
use super::{Made, folder};

/// The longest signer's name in a file name, in bytes.
const LONGEST_SLUG: usize = 40;

/// So many names are tried for a statement of one second.
const MOST_NAMES: usize = 99;

/// See [`super::sign`].
pub(super) fn sign(
    files: &dyn FileSystem,
    path: &Path,
    statement: &Statement,
    key: Option<&Path>,
) -> Result<Made, Problem> {
    let text = write_statement(statement);
    let is_sound = read_statement(text.as_bytes()).as_ref() == Some(statement);
    if !is_sound || statement.with_key != key.is_some() {
        let what = "the statement is not one that can be signed";
        return Err(Problem::new(ProblemKind::Usage, what).next("prepare it anew"));
    }
    let (copy, mode) = as_prepared(files, path, statement)?;
    let signature = match key {
        Some(key) => Some(signed(text.as_bytes(), key)?),
        None => None,
    };
    // Other copies of this program choose the names of their statements one after the other.
    let directory = path.parent().filter(|it| !it.as_os_str().is_empty());
    let _held = files.lock(directory.unwrap_or(Path::new(".")))?;
    let writing = Writing {
        files,
        folder: folder(path),
        mode,
    };
    writing.make_folder()?;
    if statement.evidence.iter().any(is_kept_evidence) {
        let evidence = beside(path, ".evidence");
        keep_line_ends(files, &directory.unwrap_or(Path::new("")).join(evidence))?;
    }
    writing.put(statement, &text, &copy, signature.as_deref())
}

/// The canonical text of what stands in the file, if that is what the statement is about, and the file's mode.
fn as_prepared(
    files: &dyn FileSystem,
    path: &Path,
    statement: &Statement,
) -> Result<(Vec<u8>, u32), Problem> {
    let opened = files.open_regular(path);
    let mode = opened.map_err(|refused| refusal(path, &refused))?.mode;
    // What is signed is as closed as the assessment is.
    let mode = (mode & 0o044) | 0o600;
    let bytes = read_capped(files, path, ASSESSMENT_CAP)?;
    if sha256_hex(&bytes) == statement.assessment {
        return Ok((bytes, mode));
    }
    let canonical = read_assessment(&bytes).0.map(|it| write_assessment(&it));
    match canonical {
        Some(text) if sha256_hex(text.as_bytes()) == statement.assessment => {
            Ok((text.into_bytes(), mode))
        }
        _ => Err(Problem::new(
            ProblemKind::Busy,
            "not signed: the file is not what you were about to sign any more",
        )
        .at(path.display().to_string())
        .next("look at what is there now, then sign again")),
    }
}

/// The signature of a statement, after a look at whether it is one.
fn signed(text: &[u8], key: &Path) -> Result<Vec<u8>, Problem> {
    let ssh = SshKeygen::find().ok_or_else(no_ssh_keygen)?;
    let signature = ssh.sign(text, key)?;
    let room = Room::new()?;
    let (message, armour) = (room.put("message", text)?, room.put("sig", &signature)?);
    let is_good = fingerprint_in(&signature).is_some()
        && matches!(ssh.check(&message, &armour), Checked::Good(_));
    if is_good {
        return Ok(signature);
    }
    let what = "not signed: what ssh-keygen gave is no signature that can be checked";
    Err(Problem::new(ProblemKind::File, what)
        .at(key.display().to_string())
        .next("nothing was written; try another key"))
}

/// `20261121T090000Z`.
fn time_in_name(statement: &Statement) -> String {
    statement.at.time().format("%Y%m%dT%H%M%SZ").to_string()
}

/// A signer's name fit for a file name everywhere: `zoe-muller`.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.nfkd().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if c.is_ascii() && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() == LONGEST_SLUG {
            break;
        }
    }
    match slug.trim_end_matches('-') {
        "" => "signer".to_owned(),
        slug => slug.to_owned(),
    }
}

struct Writing<'a> {
    files: &'a dyn FileSystem,
    folder: PathBuf,
    mode: u32,
}

impl Writing<'_> {
    fn make_folder(&self) -> Result<(), Problem> {
        durable::create_directories(self.files, &self.folder)?;
        // A link there would lead what is signed out of the place where people expect it.
        match self.files.inspect(&self.folder) {
            Ok(facts) if facts.kind == FileKind::Directory => {
                keep_line_ends(self.files, &self.folder)
            }
            Ok(_) => {
                let what = "not signed: this is not a directory";
                Err(Problem::new(ProblemKind::File, what)
                    .at(self.folder.display().to_string())
                    .next("move it away"))
            }
            Err(error) => Err(failure::problem("not signed", &self.folder, &error)),
        }
    }

    fn put(
        &self,
        statement: &Statement,
        text: &str,
        copy: &[u8],
        signature: Option<&[u8]>,
    ) -> Result<Made, Problem> {
        let mut written = Written::new(self.files);
        let copy_path = self.folder.join(format!("{}.ron", statement.assessment));
        let was_free = self.is_free(&copy_path)?;
        // Also where it is kept already: whoever kept it may have been stopped before its name was durable.
        durable::place(self.files, &copy_path, copy, self.mode).inspect_err(|_| {
            // A failure of the last step leaves it in place.
            if was_free {
                let _ = self.files.remove(&copy_path);
            }
        })?;
        if was_free {
            written.push(copy_path.clone());
        }
        let (path, signature_path) = self.free_names(statement)?;
        let taken = |path: &Path| {
            Problem::new(
                ProblemKind::Busy,
                "not signed: somebody else just took the name",
            )
            .at(path.display().to_string())
            .next("sign again")
        };
        if let Some(signature) = signature {
            if !durable::place_new(self.files, &signature_path, signature, self.mode)? {
                return Err(taken(&signature_path));
            }
            written.push(signature_path.clone());
        }
        match durable::place_new(self.files, &path, text.as_bytes(), self.mode) {
            Ok(true) => {}
            Ok(false) => return Err(taken(&path)),
            Err(problem) => {
                // Should the statement stand there all the same, also after a loss of power, it needs what goes before
                // it.
                let is_gone = self.is_free(&path).is_ok_and(|is_free| is_free)
                    && durable::sync_directory_of(self.files, &path).is_ok();
                if !is_gone {
                    written.keep();
                }
                return Err(problem);
            }
        }
        written.keep();
        Ok(Made {
            statement: path,
            signature: signature.map(|_| signature_path),
            copy: copy_path,
        })
    }

    /// A name for the statement that is free, together with that of its signature.
    fn free_names(&self, statement: &Statement) -> Result<(PathBuf, PathBuf), Problem> {
        let stem = format!("{}-{}", time_in_name(statement), slug(statement.name.raw()));
        for number in 1..=MOST_NAMES {
            let name = match number {
                1 => format!("{stem}.txt"),
                // Of one second the later one is the later by name, too.
                _ => format!("{stem}_{number:02}.txt"),
            };
            let path = self.folder.join(&name);
            let signature = self.folder.join(format!("{name}.sig"));
            if self.is_free(&path)? && self.is_free(&signature)? {
                return Ok((path, signature));
            }
        }
        let what = "not signed: there are too many sign-offs of this second";
        Err(Problem::new(ProblemKind::Busy, what)
            .at(self.folder.display().to_string())
            .next("sign again"))
    }

    fn is_free(&self, path: &Path) -> Result<bool, Problem> {
        match self.files.inspect(path) {
            Ok(_) => Ok(false),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
            Err(error) => Err(failure::problem("not signed", path, &error)),
        }
    }
}

/// What has been written so far; taken back, the last first, unless it is kept.
struct Written<'a> {
    files: &'a dyn FileSystem,
    paths: Vec<PathBuf>,
}

impl<'a> Written<'a> {
    fn new(files: &'a dyn FileSystem) -> Self {
        Self {
            files,
            paths: Vec::new(),
        }
    }

    fn push(&mut self, path: PathBuf) {
        self.paths.push(path);
    }

    fn keep(&mut self) {
        self.paths.clear();
    }
}

impl Drop for Written<'_> {
    fn drop(&mut self) {
        for path in self.paths.iter().rev() {
            // A copy or a signature without a statement says nothing, should it stay.
            let _ = self.files.remove(path);
        }
    }
}
