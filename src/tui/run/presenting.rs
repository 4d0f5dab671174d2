//! What second screens follow is pointed at beside the loop, in its order; what was overtaken is left out.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crate::format::pointer::Pointer;
use crate::system::files::FileSystem;
use crate::system::places::Places;
use crate::system::presenting::{point_at, point_at_nothing};
use crate::tui::effect::Pointing;

use super::in_background;

/// What is pointed at for an assessment; nothing takes the pointer away.
type Job = (PathBuf, Option<Pointing>);

/// Points, on a thread of its own.
pub(super) struct Presenter {
    jobs: Sender<Job>,
    /// Hangs up once all is done.
    done: Receiver<()>,
}

impl Presenter {
    /// Starts it.
    pub(super) fn start(files: Arc<dyn FileSystem>, places: Places) -> Self {
        let (jobs, to_do) = channel::<Job>();
        let (at_it, done) = channel();
        in_background("presenting", move || {
            while let Ok(mut job) = to_do.recv() {
                while let Ok(next) = to_do.try_recv() {
                    if next.0 != job.0 {
                        point(&*files, &places, &job);
                    }
                    job = next;
                }
                point(&*files, &places, &job);
            }
            drop(at_it);
        });
        Self { jobs, done }
    }

    /// Has something pointed at; never waits.
    pub(super) fn point(&self, path: PathBuf, pointing: Option<Pointing>) {
        // Without the thread no screen follows; that is no reason to disturb the meeting.
        let _ = self.jobs.send((path, pointing));
    }

    /// Takes the pointer away and waits a while until that is done.
    pub(super) fn finish(self, path: PathBuf, patience: Duration) {
        self.point(path, None);
        drop(self.jobs);
        // Nothing is ever sent.
        let _ = self.done.recv_timeout(patience);
    }
}

/// A second screen is a convenience: what fails here is told to nobody.
fn point(files: &dyn FileSystem, places: &Places, (path, pointing): &Job) {
    let _ = match pointing {
        None => point_at_nothing(files, places, path),
        Some(at) => point_at(files, places, path, &pointer(at)),
    };
}

fn pointer(at: &Pointing) -> Pointer {
    Pointer {
        point: at.point,
        item_started: at.item_started,
        item_seconds: at.item_seconds,
        meeting_started: Some(at.meeting_started),
        meeting_ends: at.meeting_ends,
        ..Pointer::at(at.item.clone(), at.at)
    }
}
