//! What git knows, asked by running it.

pub mod attributes;
pub mod driver;
pub mod index;
mod running;
pub mod text_merge;
pub mod unmerged;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long git may take to answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// The longest answer taken, in bytes.
const LONGEST: u64 = 8192;

/// `user.name` as git has it for `directory`; `None` where git is missing, has none, or takes over a second.
pub fn user_name(directory: &Path) -> Option<String> {
    answer_of(
        Command::new("git")
            .args(["config", "user.name"])
            .current_dir(directory),
    )
}

/// `user.email` as git has it for `directory`, in the same way.
pub fn user_email(directory: &Path) -> Option<String> {
    answer_of(
        Command::new("git")
            .args(["config", "user.email"])
            .current_dir(directory),
    )
}

/// `user.signingkey` as git has it for `directory`, with `~` as it is written; a path, or what is none.
pub fn signing_key(directory: &Path) -> Option<String> {
    answer_of(
        Command::new("git")
            .args(["config", "user.signingkey"])
            .current_dir(directory),
    )
}

/// The list of allowed signers that git's `gpg.ssh.allowedSignersFile` names for `directory`, with `~` expanded; one
/// that is relative is meant from the top of the work tree, where git itself looks for it.
pub fn allowed_signers(directory: &Path) -> Option<PathBuf> {
    let path = answer_of(
        Command::new("git")
            .args(["config", "--path", "gpg.ssh.allowedSignersFile"])
            .current_dir(directory),
    )?;
    let path = PathBuf::from(path);
    if path.is_absolute() {
        return Some(path);
    }
    let top = answer_of(
        Command::new("git")
            .args(["rev-parse", "--show-toplevel"])
            .current_dir(directory),
    );
    Some(
        top.map_or_else(|| directory.to_owned(), PathBuf::from)
            .join(path),
    )
}

/// The trimmed standard output of a command that only prints, which is gone when this returns.
fn answer_of(command: &mut Command) -> Option<String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let output = child.stdout.take()?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if output.take(LONGEST).read_to_end(&mut bytes).is_ok() {
            // Nobody listens any more once the second is over.
            let _ = sender.send(bytes);
        }
    });
    let bytes = receiver.recv_timeout(PATIENCE);
    // It has said all it had to say, or took too long: either way it is to be gone.
    let _ = child.kill();
    let _ = child.wait();
    let name = String::from_utf8(bytes.ok()?).ok()?;
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_string())
}

#[cfg(all(test, unix))]
mod tests {
    use super::{Command, answer_of};
    use std::time::{Duration, Instant};

    #[test]
    fn an_answer_is_trimmed_and_silence_is_none() {
        assert_eq!(
            answer_of(Command::new("echo").arg(" Ada ")),
            Some("Ada".to_string())
        );
        assert_eq!(answer_of(&mut Command::new("true")), None);
        assert_eq!(answer_of(&mut Command::new("no-such-program-here")), None);
    }

    #[test]
    fn a_command_that_never_answers_is_over_after_a_second() {
        let start = Instant::now();
        assert_eq!(answer_of(Command::new("sleep").arg("30")), None);
        assert!(start.elapsed() < Duration::from_secs(3));
    }
}
