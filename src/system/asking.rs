//! Programs that ask for something on the terminal themselves, as `ssh-keygen` does for a passphrase: whoever ends
//! candor ends them first. Else they would stay at the terminal and take what is typed into the shell next.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The turns that are taken, and whether no program may start any more.
static ASKING: Mutex<Asking> = Mutex::new(Asking {
    turns: Vec::new(),
    ends: false,
});

/// How long a program may take to end when it is asked to, and how long what it leaves behind takes to be removed.
const PATIENCE: Duration = Duration::from_millis(300);

/// How often it is looked whether a program has ended.
const LOOK: Duration = Duration::from_millis(5);

/// A program, while it runs.
type Running = Arc<Mutex<Option<Child>>>;

struct Asking {
    turns: Vec<Running>,
    ends: bool,
}

/// The while in which a program may ask. Whoever takes it removes what the program leaves behind before dropping it:
/// [`end_all`] waits for that.
#[derive(Debug)]
pub struct Turn(Running);

impl Turn {
    /// Takes a turn.
    pub fn take() -> Self {
        let running = Running::default();
        lock(&ASKING).turns.push(Arc::clone(&running));
        Self(running)
    }

    /// Starts the program, and gives it to `greet` for its streams. Refused once everything is to end.
    pub fn start(&self, command: &mut Command, greet: impl FnOnce(&mut Child)) -> io::Result<()> {
        // Held while it starts, so that it is among those that are ended, or never starts.
        let asking = lock(&ASKING);
        if asking.ends {
            let what = "candor is ending";
            return Err(io::Error::new(io::ErrorKind::Interrupted, what));
        }
        let mut child = command.spawn()?;
        greet(&mut child);
        *lock(&self.0) = Some(child);
        drop(asking);
        Ok(())
    }

    /// Waits for the program's end.
    pub fn wait(&self) -> io::Result<ExitStatus> {
        loop {
            let ended = lock(&self.0).as_mut().map(Child::try_wait).transpose()?;
            match ended {
                Some(Some(status)) => return Ok(status),
                Some(None) => thread::sleep(LOOK),
                None => return Ok(ExitStatus::default()),
            }
        }
    }

    /// Makes the program end.
    pub fn kill(&self) {
        if let Some(child) = lock(&self.0).as_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let is_other = |it: &Running| !Arc::ptr_eq(it, &self.0);
        lock(&ASKING).turns.retain(is_other);
    }
}

/// Asks every such program to end, makes those end that don't, and waits a moment until what they have left is
/// removed. None starts after that: this is for the end of candor alone.
pub fn end_all() {
    let turns = {
        let mut asking = lock(&ASKING);
        asking.ends = true;
        asking.turns.clone()
    };
    for running in &turns {
        end(running);
    }
    let deadline = Instant::now() + PATIENCE;
    while !lock(&ASKING).turns.is_empty() && Instant::now() < deadline {
        thread::sleep(LOOK);
    }
}

fn end(running: &Running) {
    let has_ended = || match lock(running).as_mut() {
        // One that can't be waited for any more is gone.
        Some(child) => child.try_wait().map_or(true, |status| status.is_some()),
        None => true,
    };
    #[cfg(unix)]
    {
        if has_ended() {
            return;
        }
        if let Some(child) = lock(running).as_ref() {
            // It gives back the terminal as it has found it.
            let pid = rustix::process::Pid::from_child(child);
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if has_ended() {
                return;
            }
            thread::sleep(LOOK);
        }
    }
    if !has_ended()
        && let Some(child) = lock(running).as_mut()
    {
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Locks even after a panic of another holder: what is guarded is whole at every moment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
