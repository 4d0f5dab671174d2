//! Sign-offs on the disk: in `<name>.signoffs/` beside the assessment, only ever added.
//!
//! `<digest>.ron` is what was signed, kept once; `<time>-<signer>.txt` says what was decided about it, and
//! `<time>-<signer>.txt.sig` is the signature of that, where a key was used.

mod preparing;
mod reading;
mod writing;

use std::path::{Path, PathBuf};

use crate::domain::assessment::Assessment;
use crate::domain::evidence::Observations;
use crate::domain::gate::Verdict;
use crate::domain::sign_off::{Condition, PinnedFile, SignOff, Statement};
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::format::statement::is_kept_evidence;
use crate::problem::Problem;

use super::evidence_file::{self, Observed, beside};
use super::failure;
use super::files::{FileSystem, Refused};
use super::signers::Signers;

/// What somebody wants to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Who signs: a name, or a name and an address, as in `Ana <ana@example.org>`.
    pub by: Text,
    /// In which role.
    pub role: Text,
    /// What is decided.
    pub decision: Verdict,
    /// What the signer says besides; may be empty.
    pub words: Text,
    /// Why it is a go, or a conditional go, although the verdict is no-go; empty where it is not.
    pub despite: Text,
    /// What has to be done, of a conditional go.
    pub conditions: Vec<Condition>,
    /// With which key; none for a sign-off without a key.
    pub key: Option<PathBuf>,
}

/// What is there to be signed.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The machine's files.
    pub files: &'a dyn FileSystem,
    /// The assessment's file.
    pub path: &'a Path,
    /// What stands in it.
    pub assessment: &'a Assessment,
    /// What is seen of its evidence and sign-offs.
    pub observations: &'a Observations,
    /// The moment of signing.
    pub at: Moment,
}

/// What signing has written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The statement.
    pub statement: PathBuf,
    /// Its signature; none without a key.
    pub signature: Option<PathBuf>,
    /// The copy of what was signed.
    pub copy: PathBuf,
}

/// The folder of an assessment's sign-offs: `payments.signoffs` beside `payments.ron`.
pub fn folder(assessment_path: &Path) -> PathBuf {
    let directory = assessment_path.parent().unwrap_or(Path::new(""));
    directory.join(beside(assessment_path, ".signoffs"))
}

/// The sign-offs of an assessment by file name, each with what its signature is worth. It never fails: what can't be
/// read is forged, with the reason.
pub fn read(
    files: &dyn FileSystem,
    assessment_path: &Path,
    assessment: &Assessment,
    signers: &Signers,
) -> Vec<SignOff> {
    reading::read(files, assessment_path, assessment, signers)
}

/// The names of signatures whose statement is not there. They say nothing of themselves: signing was interrupted, or a
/// statement is gone.
pub fn signatures_alone(files: &dyn FileSystem, assessment_path: &Path) -> Vec<String> {
    reading::signatures_alone(files, &folder(assessment_path))
}

/// What became of a file that was evidence when a statement was made: at the path that the statement names, else, where
/// the assessment goes by another name now, among the copies beside it.
pub fn recheck(files: &dyn FileSystem, assessment_path: &Path, file: &PinnedFile) -> Observed {
    let directory = assessment_path.parent().unwrap_or(Path::new(""));
    let named = directory.join(&file.path);
    let seen = compare(files, &named, &file.sha256);
    match Path::new(&file.path).file_name() {
        Some(name) if seen == Observed::Absent && is_kept_evidence(file) => {
            let beside = directory
                .join(beside(assessment_path, ".evidence"))
                .join(name);
            compare(files, &beside, &file.sha256)
        }
        _ => seen,
    }
}

fn compare(files: &dyn FileSystem, path: &Path, sha256: &str) -> Observed {
    match files.open_regular(path) {
        Err(Refused::Failed(error)) if failure::is_missing(&error) => return Observed::Absent,
        Err(_) => return Observed::Unreadable,
        Ok(_) => {}
    }
    match evidence_file::measure(files, path) {
        Ok((found, _)) if found == sha256 => Observed::Same,
        Ok(_) => Observed::Changed,
        Err(_) => Observed::Unreadable,
    }
}

/// What will be signed, to be shown before it is. A problem of kind `Usage` where the wish is not one that can be
/// signed: nobody named, no role, a conditional go without conditions, a condition without owner or past its date, a
/// go on a no-go without a reason.
pub fn prepare(ground: &Ground<'_>, wish: &Wish) -> Result<Statement, Problem> {
    preparing::prepare(ground, wish)
}

/// Signs: keeps a copy of the assessment as it stands in the file, writes the signature if there is a key, and then the
/// statement. Whatever the key asks for is asked on the terminal.
///
/// Refused, with kind `Busy`, where the file is not what the statement was prepared on. After an error nothing has
/// become of it.
pub fn sign(
    files: &dyn FileSystem,
    assessment_path: &Path,
    statement: &Statement,
    key: Option<&Path>,
) -> Result<Made, Problem> {
    writing::sign(files, assessment_path, statement, key)
}
