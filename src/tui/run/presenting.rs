//! What second screens follow, as the front tells it.

use std::sync::Arc;

use crate::format::pointer::Pointer;
use crate::system::presenting::Presenter;
use crate::tui::effect::Pointing;

use super::Running;

impl Running {
    /// Points at what the meeting shows, or at nothing any more; never waits.
    pub(super) fn point(&mut self, pointing: Option<&Pointing>) {
        let path = &self.path;
        if self.presenter.as_ref().is_some_and(|(of, _)| of != path) {
            self.presenter = None;
        }
        if self.presenter.is_none() && pointing.is_some() {
            let (files, places) = (Arc::clone(&self.files), self.places.clone());
            // Without the thread no screen follows; that is no reason to disturb the meeting.
            let presenter = Presenter::start(files, places, path.clone()).ok();
            self.presenter = presenter.map(|presenter| (path.clone(), presenter));
        }
        if let Some((_, presenter)) = &self.presenter {
            presenter.show(pointing.map(pointer));
        }
    }
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
