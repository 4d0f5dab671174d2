//! Signing as somebody intends it in front of a screen, and the keys that there are to sign with.

use std::path::{Path, PathBuf};

use crate::domain::assessment::Assessment;
use crate::domain::intention::Intention;
use crate::domain::time::Moment;
use crate::problem::{Problem, ProblemKind};

use super::files::FileSystem;
use super::pin::typed_path;
use super::sign_offs::{Ground, Wish, prepare, sign};
use super::signers::Signers;
use super::{environment, git, observe};

/// Keys that are offered at most.
const MOST_KEYS: usize = 20;

/// The keys that can be offered, as they would be typed: the one that git signs with near a path, then those of
/// `~/.ssh`, each by its private half where that is there, else by its public one, which an agent or a hardware key
/// may know.
pub fn keys(files: &dyn FileSystem, near: &Path) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut offer = |key: String| {
        if found.len() < MOST_KEYS && !found.contains(&key) {
            found.push(key);
        }
    };
    let is_file = |path: &Path| files.open_regular(path).is_ok();
    let near = near.parent().filter(|it| !it.as_os_str().is_empty());
    if let Some(key) = git::signing_key(near.unwrap_or(Path::new("."))) {
        let key = key.strip_suffix(".pub").map_or_else(
            || key.clone(),
            |private| {
                let has_private = is_file(&typed_path(private));
                let named = if has_private { private } else { &key };
                named.to_owned()
            },
        );
        if is_file(&typed_path(&key)) {
            offer(key);
        }
    }
    if let Some(home) = environment::variable("HOME") {
        let directory = Path::new(&home).join(".ssh");
        let mut names = files.list(&directory).unwrap_or_default();
        names.sort();
        for name in names.iter().filter_map(|name| name.to_str()) {
            let Some(private) = name.strip_suffix(".pub") else {
                continue;
            };
            let has_private = is_file(&directory.join(private));
            let key = if has_private { private } else { name };
            offer(format!("~/.ssh/{key}"));
        }
    }
    found
}

/// Signs an assessment as it stands in its file, and gives the statement's path. Whatever a key asks for is asked on
/// the terminal. A problem of kind `Busy` where the verdict is not the one that the signer has seen, because of what
/// lies beside the file; else as [`prepare`] and [`sign`] have them. After a problem nothing is signed.
pub fn carry_out(
    files: &dyn FileSystem,
    path: &Path,
    assessment: &Assessment,
    signers: &Signers,
    (intention, at): (&Intention, Moment),
) -> Result<PathBuf, Problem> {
    let observations = observe::observe_all(files, path, assessment, signers);
    let key = intention.key.trim();
    let key = (!key.is_empty()).then(|| typed_path(key));
    let wish = Wish {
        by: intention.by.clone(),
        role: intention.role.clone(),
        decision: intention.decision,
        words: intention.words.clone(),
        despite: intention.despite.clone(),
        conditions: intention.conditions.clone(),
        key,
    };
    let ground = Ground {
        files,
        path,
        assessment,
        observations: &observations,
        at,
    };
    let statement = prepare(&ground, &wish);
    let verdict = statement.as_ref().ok().map(|it| it.verdict);
    if verdict.is_some_and(|verdict| verdict != intention.seen) {
        let what = format!(
            "the verdict is another than the {} you saw, by the evidence or the sign-offs beside the file",
            intention.seen.word()
        );
        let problem = Problem::new(ProblemKind::Busy, what);
        return Err(problem.next("look at it again, and sign then"));
    }
    let made = sign(files, path, &statement?, wish.key.as_deref())?;
    Ok(made.statement)
}
