//! Signing and checking with the `ssh-keygen` that is on the machine: never through a shell, never without end.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::format::SIGNATURE_CAP;
use crate::format::armour::NAMESPACE;
use crate::problem::{Problem, ProblemKind};

use super::asking::Turn;
use super::environment::{self, Stream};
use super::failure;
use super::scratch::{self, Occupied};

/// How long a check may take.
const CHECK_PATIENCE: Duration = Duration::from_secs(20);

/// How long signing may take: somebody has to type a passphrase, or to touch a key.
const SIGN_PATIENCE: Duration = Duration::from_secs(300);

/// The longest answer taken, in bytes.
const LONGEST: u64 = 16 * 1024;

/// The `ssh-keygen` of this machine.
#[derive(Debug, Clone)]
pub struct SshKeygen(PathBuf);

/// What a check came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// It is good; the key's fingerprint, where it was said.
    Good(Option<String>),
    /// It is not.
    Bad,
    /// It could not be checked.
    Failed,
}

impl SshKeygen {
    /// Looks for it in the directories of `PATH`; those that depend on where one stands are passed over.
    pub fn find() -> Option<Self> {
        let name = format!("ssh-keygen{}", std::env::consts::EXE_SUFFIX);
        let path = environment::variable("PATH")?;
        std::env::split_paths(&path)
            .filter(|directory| directory.is_absolute())
            .map(|directory| directory.join(&name))
            .find(|program| fs::metadata(program).is_ok_and(|facts| facts.is_file()))
            .map(Self)
    }

    /// Whether a signature is that of a message, whoever signed it.
    pub fn check(&self, message: &Path, signature: &Path) -> Checked {
        let mut command = self.command("check-novalidate");
        command.arg("-s").arg(signature);
        ask(command, message)
    }

    /// Whether it is that of a message by one whom a list allows to sign as `principal`, at a time given as
    /// `20261121090000`, in UTC.
    pub fn verify(
        &self,
        message: &Path,
        signature: &Path,
        list: &Path,
        principal: &str,
        time: &str,
    ) -> Checked {
        // No program can be handed a name with a NUL in it, and no list names one.
        if principal.is_empty() || principal.contains('\0') {
            return Checked::Bad;
        }
        let mut command = self.command("verify");
        command.arg("-f").arg(list).arg("-I").arg(principal);
        command.arg("-s").arg(signature);
        command.arg(format!("-Overify-time={time}Z"));
        ask(command, message)
    }

    /// The signature of a message by a key: the file of a private key, or that of a public key whose private half an
    /// agent holds or which is on a hardware key. Whatever the key asks for is asked on the terminal, if there is one.
    pub fn sign(&self, message: &[u8], key: &Path) -> Result<Vec<u8>, Problem> {
        let key = environment::absolute(key)?;
        let fails = |what: String| {
            let next = "nothing was written; check the key, or sign without one";
            let problem = Problem::new(ProblemKind::File, what);
            problem.at(key.display().to_string()).next(next)
        };
        match fs::metadata(&key) {
            Ok(facts) if facts.is_file() => {}
            Ok(_) => return Err(fails("the key is not a file".to_owned())),
            Err(error) => {
                let why = failure::in_words(&error);
                return Err(fails(format!("the key can't be read: {why}")));
            }
        }
        // Given back after the room is gone: an end of the program waits for that.
        let turn = Turn::take();
        let room = Room::new()?;
        let statement = room.put("statement.txt", message)?;
        let mut command = self.command("sign");
        command.arg("-q").arg("-f").arg(&key).arg(&statement);
        // A hardware key asks on standard error to be touched. Where nobody reads that, its words go into the problem.
        let is_watched = environment::is_terminal(Stream::Error);
        let stderr = if is_watched {
            Stdio::inherit()
        } else {
            Stdio::piped()
        };
        command.stdin(Stdio::inherit()).stderr(stderr);
        let (is_done, said) = run(command, &turn, SIGN_PATIENCE)
            .map_err(|error| fails(format!("ssh-keygen can't be run: {error}")))?;
        if !is_done {
            let said = said.trim().replace('\n', "; ");
            let said = said.replace(&*statement.to_string_lossy(), "the statement");
            let why = if said.is_empty() {
                String::new()
            } else {
                format!(": {said}")
            };
            return Err(fails(format!("ssh-keygen did not sign with this key{why}")));
        }
        let mut signature = Vec::new();
        File::open(room.path("statement.txt.sig"))
            .and_then(|file| file.take(SIGNATURE_CAP).read_to_end(&mut signature))
            .map_err(|_| fails("ssh-keygen gave no signature".to_owned()))?;
        Ok(signature)
    }

    fn command(&self, what: &str) -> Command {
        let mut command = Command::new(&self.0);
        command.env("LC_ALL", "C");
        command.args(["-Y", what, "-n", NAMESPACE]);
        command
    }
}

/// The problem to show where there is no `ssh-keygen`.
pub fn no_ssh_keygen() -> Problem {
    Problem::new(ProblemKind::File, "there is no ssh-keygen on this machine")
        .next("install OpenSSH (openssh-client), or sign without --key")
}

/// A directory of temporary files that only this user may enter; gone when dropped.
pub struct Room(Occupied);

impl Room {
    /// A new one.
    pub fn new() -> Result<Self, Problem> {
        scratch::occupy("candor-sign-").map(Self)
    }

    /// Where a file of that name is.
    pub fn path(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.0.path().join(name.as_ref())
    }

    /// Writes a file.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Problem> {
        let path = self.path(name);
        match fs::write(&path, bytes) {
            Ok(()) => Ok(path),
            Err(error) => Err(failure::problem(
                "a temporary file can't be written",
                &path,
                &error,
            )),
        }
    }
}

/// Asks about a message on standard input.
fn ask(mut command: Command, message: &Path) -> Checked {
    let Ok(message) = File::open(message) else {
        return Checked::Failed;
    };
    command.stdin(message).stderr(Stdio::null());
    match run(command, &Turn::take(), CHECK_PATIENCE) {
        Ok((true, said)) => {
            let mut words = said.split_whitespace();
            let key = words.rfind(|word| word.starts_with("SHA256:"));
            Checked::Good(key.map(ToOwned::to_owned))
        }
        Ok((false, _)) => Checked::Bad,
        Err(_) => Checked::Failed,
    }
}

/// Runs it to its end, or for so long; whether it did what it was to do, and what it said, on standard error too where
/// that is ours.
fn run(mut command: Command, turn: &Turn, patience: Duration) -> io::Result<(bool, String)> {
    let (sender, receiver) = mpsc::channel();
    let mut streams = 0;
    let mut listen = |stream: Option<Box<dyn Read + Send>>| {
        let Some(stream) = stream else { return };
        streams += 1;
        let sender = sender.clone();
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = stream.take(LONGEST).read_to_end(&mut bytes);
            // Nobody listens any more once the time is over.
            let _ = sender.send(bytes);
        });
    };
    turn.start(command.stdout(Stdio::piped()), |child| {
        listen(child.stdout.take().map(|it| Box::new(it) as _));
        listen(child.stderr.take().map(|it| Box::new(it) as _));
    })?;
    let mut said = Vec::new();
    for _ in 0..streams {
        match receiver.recv_timeout(patience) {
            Ok(mut bytes) => said.append(&mut bytes),
            Err(_) => {
                turn.kill();
                return Err(io::Error::new(io::ErrorKind::TimedOut, "it took too long"));
            }
        }
    }
    // It has closed what it says things on, so it is over, or will be in a moment.
    let status = turn.wait()?;
    Ok((
        status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    ))
}
