//! What the facilitator of a meeting shows, for second screens: one small file for each assessment in the state
//! directory. A convenience: whatever is wrong with one, it is as if nobody led a meeting.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crate::format::pointer::{POINTER_CAP, Pointer};
use crate::problem::{Problem, ProblemKind};
use crate::system::digest::{digest_of, hex};
use crate::system::environment;
use crate::system::files::{FileSystem, read_if_present};
use crate::system::places::Places;
use crate::system::{durable, failure};

/// Only this user reads what is shown.
const MODE: u32 = 0o600;

/// Points at what the facilitator shows now, in place of what was pointed at. Waits for the disk: not for the thread
/// that draws.
///
/// Of a path that is not Unicode nothing is kept, without a word. Of two facilitators of one file the last is followed.
pub fn point_at(
    files: &dyn FileSystem,
    places: &Places,
    assessment: &Path,
    pointer: &Pointer,
) -> Result<(), Problem> {
    let path = environment::absolute(assessment)?;
    let (Some(there), Some(name)) = (place(places, &path), path.to_str()) else {
        return Ok(());
    };
    let pointer = Pointer {
        assessment: name.to_owned(),
        ..pointer.clone()
    };
    let bytes = pointer
        .write()
        .ok_or_else(|| Problem::new(ProblemKind::File, "what is shown can't be written"))?;
    durable::create_directories(files, &places.presenting())?;
    durable::place(files, &there, &bytes, MODE)
}

/// What the facilitator of a meeting shows; nothing where nobody leads one, or where what is there can't be read.
pub fn pointer(files: &dyn FileSystem, places: &Places, assessment: &Path) -> Option<Pointer> {
    let path = environment::absolute(assessment).ok()?;
    let bytes = read_if_present(files, &place(places, &path)?, POINTER_CAP).ok()??;
    Pointer::read(&bytes).filter(|pointer| Some(pointer.assessment.as_str()) == path.to_str())
}

/// Points at nothing any more: the meeting is over, or the facilitator has left.
pub fn point_at_nothing(
    files: &dyn FileSystem,
    places: &Places,
    assessment: &Path,
) -> Result<(), Problem> {
    let path = environment::absolute(assessment)?;
    let Some(there) = place(places, &path) else {
        return Ok(());
    };
    match files.remove(&there) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(failure::problem("it can't be removed", &there, &error))
        }
        _ => Ok(()),
    }
}

/// The file for an assessment, by the digest of its absolute path.
fn place(places: &Places, path: &Path) -> Option<PathBuf> {
    const BYTES: usize = 16;
    let digest = digest_of(path.to_str()?.as_bytes());
    let name = format!("{}.ron", hex(&digest[..BYTES]));
    Some(places.presenting().join(name))
}

/// Points beside what a facilitator does, who never waits for it: of several movements only the last counts.
///
/// Dropping it points at nothing any more, and waits for that no longer than [`LAST_WAIT`].
pub struct Presenter {
    moves: Option<Sender<Option<Pointer>>>,
    done: Receiver<()>,
}

/// The longest that the end of a program waits until nothing is pointed at any more.
const LAST_WAIT: Duration = Duration::from_millis(500);

impl Presenter {
    /// Points for an assessment from now on; a problem where no thread can be started.
    pub fn start(
        files: Arc<dyn FileSystem>,
        places: Places,
        assessment: PathBuf,
    ) -> io::Result<Self> {
        let (moves, to_point) = channel::<Option<Pointer>>();
        let (still_at_it, done) = channel::<()>();
        let point = move || {
            while let Ok(first) = to_point.recv() {
                let last = to_point.try_iter().last().unwrap_or(first);
                // A second screen that can't be reached is no reason to disturb a meeting.
                let _ = match last {
                    Some(pointer) => point_at(&*files, &places, &assessment, &pointer),
                    None => point_at_nothing(&*files, &places, &assessment),
                };
            }
            drop(still_at_it);
        };
        let thread = std::thread::Builder::new().name("presenting".to_owned());
        thread.spawn(point)?;
        Ok(Self {
            moves: Some(moves),
            done,
        })
    }

    /// Points at this, or at nothing any more.
    pub fn show(&self, pointer: Option<Pointer>) {
        if let Some(moves) = &self.moves {
            // The thread ends only after this has gone.
            let _ = moves.send(pointer);
        }
    }
}

impl Drop for Presenter {
    fn drop(&mut self) {
        self.show(None);
        self.moves = None;
        // Nothing is ever sent: the wait is over when the thread is.
        let _ = self.done.recv_timeout(LAST_WAIT);
    }
}
