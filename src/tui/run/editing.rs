//! A text in the person's own editor, which has the terminal meanwhile.

use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crate::problem::Problem;
use crate::system::editor;
use crate::tui::message::Message;
use crate::tui::terminal::{Screen, stop_with_group};
use crate::tui::wait::{Waiter, Wake};

use super::{Arrival, LAST_SAVE, Running, no_terminal};

/// How often it is looked whether the editor has ended.
const LOOK: Duration = Duration::from_millis(25);

impl Running {
    /// Gives the terminal to the editor until it ends. What the keyboard sends is the editor's; signals and other
    /// threads are heard. Says whether the program is to end.
    pub(super) fn edit(
        &mut self,
        text: &str,
        screen: &mut Screen,
        waiter: &mut Waiter,
        receiver: &Receiver<Arrival>,
    ) -> Result<bool, Problem> {
        // The program may be ended while the editor has the terminal.
        self.wait_for_saves(receiver, Instant::now() + LAST_SAVE);
        let lent = screen.lend().map_err(|error| no_terminal(&error))?;
        let mut editing = match editor::start(&*self.files, self.model.editor.as_deref(), text) {
            Ok(editing) => editing,
            Err(problem) => {
                screen
                    .take_back(&lent)
                    .map_err(|error| no_terminal(&error))?;
                self.take(Message::Edited(Err(problem)));
                return Ok(false);
            }
        };
        let mut ends = false;
        let status = loop {
            if let Some(status) = editing.ended() {
                break Some(status);
            }
            let happened = waiter.wait_without_input(LOOK);
            for wake in happened.map_err(|error| no_terminal(&error))? {
                match wake {
                    Wake::Woken => {
                        while let Ok(arrival) = receiver.try_recv() {
                            self.arrived(arrival);
                        }
                    }
                    Wake::HungUp => ends = true,
                    // What the terminal sends for Ctrl-C and Ctrl-\ is meant for the editor.
                    Wake::Terminate(signal) => ends |= signal == TERM,
                    // The shell takes the terminal while both stand still.
                    Wake::Suspend => stop_with_group().map_err(|error| no_terminal(&error))?,
                    _ => {}
                }
            }
            if ends {
                editing.end();
                break None;
            }
        };
        if ends {
            screen.settle(&lent);
            return Ok(true);
        }
        screen
            .take_back(&lent)
            .map_err(|error| no_terminal(&error))?;
        if let Some(status) = status {
            let result = editing.text(&*self.files, status);
            self.take(Message::Edited(result));
        }
        Ok(false)
    }
}

/// SIGTERM.
pub(super) const TERM: i32 = rustix::process::Signal::TERM.as_raw();
