//! Running git: never through a shell, never without end, and never so that it asks somebody something.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::format::ASSESSMENT_CAP;

/// How long git may take for a thing.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often is looked whether it is over, once it says nothing more.
const MOMENT: Duration = Duration::from_millis(2);

/// The longest error message taken, in bytes.
const LONGEST_ERROR: u64 = 8192;

/// The variables by which git is told of a repository other than the one around its working directory.
const OF_A_REPOSITORY: [&str; 9] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_IMPLICIT_WORK_TREE",
];

/// What git said.
#[derive(Debug)]
pub(super) struct Said {
    /// Its exit code; none where a signal ended it.
    pub(super) code: Option<i32>,
    /// Its standard output.
    pub(super) output: Vec<u8>,
    /// The beginning of its standard error.
    pub(super) error: String,
}

impl Said {
    /// The output without the line feed at its end, where git did what it was to do.
    pub(super) fn line(&self) -> Option<&[u8]> {
        let line = self.output.strip_suffix(b"\n").unwrap_or(&self.output);
        (self.code == Some(0)).then_some(line)
    }

    /// The first line of what it said of a failure, without its own prefix.
    pub(super) fn why(&self) -> String {
        let line = self.error.lines().find(|line| !line.trim().is_empty());
        let line = line.unwrap_or("it did not say why").trim();
        let prefixes = ["fatal: ", "error: "];
        let line = prefixes
            .iter()
            .find_map(|it| line.strip_prefix(it))
            .unwrap_or(line);
        line.trim_end_matches('.').to_owned()
    }
}

/// git, in a directory or where this process is, as the environment tells of repositories.
///
/// Nothing that a repository's configuration names is run by what is asked here: no monitor, no pager, no editor, no
/// prompt; nothing is fetched, and no lock is taken where git can do without.
pub(super) fn git(directory: Option<&Path>) -> Command {
    let mut command = Command::new("git");
    command
        .args(["--no-pager", "-c", "core.fsmonitor=false"])
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_EDITOR", "false")
        .stdin(Stdio::null());
    if let Some(directory) = directory {
        command.current_dir(directory);
    }
    command
}

/// Takes away what the environment tells of repositories, so that the one around the directory is meant.
pub(super) fn without_repository(command: &mut Command) -> &mut Command {
    for name in OF_A_REPOSITORY {
        command.env_remove(name);
    }
    command
}

/// Runs it to its end, or until it takes too long.
pub(super) fn run(command: &mut Command) -> io::Result<Said> {
    run_for(command, PATIENCE)
}

fn run_for(command: &mut Command, patience: Duration) -> io::Result<Said> {
    let deadline = Instant::now() + patience;
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let output = listen(child.stdout.take(), ASSESSMENT_CAP + 1);
    let error = listen(child.stderr.take(), LONGEST_ERROR);
    let output = heard(&output, deadline);
    let Some((output, code)) =
        output.and_then(|output| Some((output, ended(&mut child, deadline)?)))
    else {
        let _ = child.kill();
        let _ = child.wait();
        return Err(io::Error::new(io::ErrorKind::TimedOut, "git took too long"));
    };
    let error = heard(&error, deadline).unwrap_or_default();
    Ok(Said {
        code,
        output,
        error: String::from_utf8_lossy(&error).into_owned(),
    })
}

fn listen(stream: Option<impl Read + Send + 'static>, longest: u64) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    if let Some(mut stream) = stream {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = stream.by_ref().take(longest).read_to_end(&mut bytes);
            // Whoever took too long is not listened to any more.
            let _ = sender.send(bytes);
            // It is not to wait for somebody who reads the rest.
            let _ = io::copy(&mut stream, &mut io::sink());
        });
    }
    receiver
}

fn heard(receiver: &Receiver<Vec<u8>>, deadline: Instant) -> Option<Vec<u8>> {
    let left = deadline.saturating_duration_since(Instant::now());
    receiver.recv_timeout(left).ok()
}

/// Waits for the end; the exit code in it.
#[allow(clippy::option_option)]
fn ended(child: &mut Child, deadline: Instant) -> Option<Option<i32>> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.code()),
            Ok(None) if Instant::now() < deadline => thread::sleep(MOMENT),
            _ => return None,
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::time::{Duration, Instant};

    use super::run_for;

    #[test]
    fn output_error_and_exit_code_are_told_apart() {
        let mut command = Command::new("sh");
        command.args(["-c", "printf 'a\n'; echo 'fatal: no b.' >&2; exit 3"]);
        let said = run_for(&mut command, Duration::from_secs(10)).expect("sh is there");
        assert_eq!((said.code, said.output.as_slice()), (Some(3), &b"a\n"[..]));
        assert_eq!((said.line(), said.why().as_str()), (None, "no b"));
    }

    #[test]
    fn what_never_ends_is_ended() {
        for script in ["sleep 30", "exec >&- 2>&-; sleep 30"] {
            let start = Instant::now();
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            assert!(run_for(&mut command, Duration::from_millis(200)).is_err());
            assert!(start.elapsed() < Duration::from_secs(5));
        }
    }
}
