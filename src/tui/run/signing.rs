//! Signing: beside the loop, and with a key on the terminal, which `ssh-keygen` has meanwhile.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crate::domain::intention::Intention;
use crate::domain::text::Shown;
use crate::problem::{Problem, ProblemKind};
use crate::system::{asking, signing};
use crate::tui::message::Message;
use crate::tui::terminal::{Screen, stop_with_group};
use crate::tui::wait::{Waiter, Wake};

use super::editing::TERM;
use super::{Arrival, LAST_SAVE, Running, in_background, no_terminal, now};

/// How often it is looked whether it is signed.
const LOOK: Duration = Duration::from_millis(25);

impl Running {
    /// Looks for the keys that there are to sign with.
    pub(super) fn find_keys(&self) {
        let (files, outbox) = (Arc::clone(&self.files), self.outbox.clone());
        let path = self.path.clone();
        let review = self.reviews;
        in_background("keys", move || {
            let keys = signing::keys(&*files, &path);
            outbox.send_of(review, Message::KeysFound(keys));
        });
    }

    /// Signs without a key, on a thread.
    pub(super) fn sign_beside(&self, intention: Intention) {
        let outbox = self.outbox.clone();
        let review = self.reviews;
        let signs = self.signing(intention);
        in_background("sign", move || {
            outbox.send_of(review, Message::Signed(signs()));
        });
    }

    /// What signs the assessment as it stands.
    fn signing(
        &self,
        intention: Intention,
    ) -> impl FnOnce() -> Result<String, Problem> + Send + use<> {
        let (files, signers) = (Arc::clone(&self.files), self.signers.clone());
        let path = self.path.clone();
        let open = self.model.review.as_ref();
        let assessment = open.map(|open| open.session.assessment().clone());
        move || {
            let Some(assessment) = assessment else {
                return Err(Problem::new(ProblemKind::Usage, "there is nothing to sign"));
            };
            let intended = (&intention, now());
            let made = signing::carry_out(&*files, &path, &assessment, &signers, intended)?;
            Ok(made.display().to_string())
        }
    }

    /// Gives the terminal to `ssh-keygen` until it has signed, or has not. What the keyboard sends is its own; signals
    /// and other threads are heard. Says whether the program is to end.
    pub(super) fn sign_on_terminal(
        &mut self,
        intention: Intention,
        screen: &mut Screen,
        waiter: &mut Waiter,
        receiver: &Receiver<Arrival>,
    ) -> Result<bool, Problem> {
        // The program may be ended while ssh-keygen has the terminal.
        self.wait_for_saves(receiver, Instant::now() + LAST_SAVE);
        let lent = screen.lend().map_err(|error| no_terminal(&error))?;
        let key = Shown::line(&intention.key).into_string();
        let words = format!(
            "candor: ssh-keygen signs with {key}. It may ask for a passphrase or a PIN, or wait for the key to be touched; Ctrl-C leaves it unsigned.\n"
        );
        // Words that can't be written are no reason not to sign.
        let _ = screen.say(&words);
        let (sender, signed): (Sender<Result<String, Problem>>, _) = channel();
        let signs = self.signing(intention);
        in_background("sign", move || {
            // Without a receiver the program has ended.
            let _ = sender.send(signs());
        });
        let mut ends = false;
        let result = loop {
            match signed.try_recv() {
                Ok(result) => break Some(result),
                Err(std::sync::mpsc::TryRecvError::Disconnected) => {
                    let what = "no thread can be started for signing";
                    break Some(Err(Problem::new(ProblemKind::File, what)));
                }
                Err(std::sync::mpsc::TryRecvError::Empty) => {}
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
                    // What the terminal sends for Ctrl-C is meant for ssh-keygen.
                    Wake::Terminate(signal) => ends |= signal == TERM,
                    Wake::Suspend => stop_with_group().map_err(|error| no_terminal(&error))?,
                    _ => {}
                }
            }
            if ends {
                break None;
            }
        };
        if ends {
            // It would stay at the terminal, and take what is typed into the shell next.
            asking::end_all();
            screen.settle(&lent);
            screen.forget_typed();
            return Ok(true);
        }
        screen
            .take_back(&lent)
            .map_err(|error| no_terminal(&error))?;
        if let Some(result) = result {
            self.take(Message::Signed(result));
        }
        Ok(false)
    }
}
