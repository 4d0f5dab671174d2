//! The loop: say, ask, take in a line, have it done.
//!
//! The disk is waited for, a second at most, so that what is said of a save stands before the next question. Lines are
//! read on a thread of their own, one each time that something is asked; saving and reading go on beside it.

mod listen;
mod perform;
pub mod present;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::domain::evidence::Observations;
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::problem::{Problem, ProblemKind};
use crate::system::beginning;
use crate::system::files::FileSystem;
use crate::system::places::Places;
use crate::system::presenting::Presenter;
use crate::system::saver::Saver;
use crate::system::signers::Signers;
use crate::system::spill::{self, Spill};
use crate::system::store::Stored;
use crate::system::{asking, breaking, clock, failure, random, scratch};

use super::conversation::{Conversation, Reply, Surroundings};
use super::message::{Effect, Entry, Heard, Origin};

/// How long a save or a look at the evidence is waited for before the next question.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long a program that ends waits for the last save.
const LAST_SAVE: Duration = Duration::from_secs(5);

/// Where the conversation begins.
pub enum Start {
    /// At home.
    Home,
    /// In a review.
    Review {
        /// The assessment.
        stored: Box<Stored>,
        /// Nothing may be changed.
        read_only: bool,
    },
}

/// What a conversation is started with.
pub struct Launch {
    /// Where it begins.
    pub start: Start,
    /// Where things are kept.
    pub places: Places,
    /// The file system.
    pub files: Arc<dyn FileSystem>,
    /// Who may sign.
    pub signers: Signers,
    /// Who answers, where that is known.
    pub name: Option<Text>,
    /// Gives what there is to open and to start; asked beside the loop.
    pub entries: Arc<dyn Fn() -> Vec<Entry> + Send + Sync>,
    /// Writes words to standard output, made safe, and ends the line or leaves it for what is typed.
    pub say: fn(&str, bool) -> io::Result<()>,
    /// What is typed appears behind the question; else the question gets a line of its own.
    pub echoes: bool,
}

/// Runs a conversation until it is left, its input ends or a signal ends it. A problem where something could not be
/// saved.
pub fn run(launch: Launch) -> Result<(), Problem> {
    let (sender, receiver) = channel();
    let asked = listen::to_lines(sender.clone())?;
    listen::to_signals(sender.clone())?;
    listen::to_panics(sender.clone(), || Arrival::Broken);
    let mut running = Running {
        conversation: Conversation::new(launch.name),
        files: launch.files,
        signers: launch.signers,
        places: launch.places,
        entries: launch.entries,
        sender,
        receiver,
        asked,
        is_asked: false,
        saver: None,
        spill: None,
        left_unsaved: None,
        presenter: None,
        path: PathBuf::new(),
        reviews: 0,
        looking: false,
        remembered: None,
        kept: None,
        voice: Voice {
            say: launch.say,
            echoes: launch.echoes,
            open_line: false,
        },
        unheard: None,
        ended: false,
        fault: None,
    };
    // Whatever ends the loop, a panic included: what was answered is saved first.
    let result = catch_unwind(AssertUnwindSafe(|| running.converse(launch.start)));
    let saved = running.end();
    // A key may be asked for still: what asks would stay at the terminal.
    asking::end_all();
    result.unwrap_or_else(|panic| resume_unwind(panic))?;
    saved?;
    running.fault.or(running.unheard).map_or(Ok(()), Err)
}

fn now() -> Moment {
    Moment::new(clock::now())
}

fn fresh_id() -> Text {
    // Without a source of randomness the moment has to do: unique enough for one person's lines.
    let id = random::fresh_id().unwrap_or_else(|_| format!("t{}", clock::now().timestamp_micros()));
    Text::new(id)
}

/// What other threads send to the loop.
enum Arrival {
    /// Something was heard.
    Heard(Heard),
    /// Something was heard of the review of this number; it concerns no other.
    OfReview(u64, Heard),
    /// An assessment was read or made, or why not; and where it was left.
    Stored(Box<Result<Stored, Problem>>, Origin, Option<perform::Left>),
    /// The evidence of the review of this number was looked at; and whether its checklist is altered.
    Looked(u64, Observations, bool),
    /// A thread has panicked, and said so by itself.
    Broken,
    /// Nobody says anything any more: the input has ended, or a signal wants the program to.
    Ended,
}

struct Running {
    conversation: Conversation,
    files: Arc<dyn FileSystem>,
    signers: Signers,
    places: Places,
    entries: Arc<dyn Fn() -> Vec<Entry> + Send + Sync>,
    sender: Sender<Arrival>,
    receiver: Receiver<Arrival>,
    /// Asks the listening thread for one line.
    asked: Sender<()>,
    /// It was asked, and has not answered yet.
    is_asked: bool,
    saver: Option<Saver>,
    /// Where the open review keeps what can't be saved.
    spill: Option<Spill>,
    /// Why the review was left with something not saved; hangs up once its saver has ended.
    left_unsaved: Option<(Problem, Receiver<()>)>,
    /// Shows a second screen what a meeting talks about.
    presenter: Option<Presenter>,
    /// The file of the open review.
    path: PathBuf,
    /// How many reviews were opened; the number of the open one.
    reviews: u64,
    /// The evidence is being looked at.
    looking: bool,
    /// Hangs up once the list of recent files holds the open one.
    remembered: Option<Receiver<()>>,
    /// Hangs up once it is kept where the last review was left.
    kept: Option<Receiver<()>>,
    voice: Voice,
    /// Why nobody hears what is said any more, unless somebody has just stopped to listen.
    unheard: Option<Problem>,
    ended: bool,
    /// Some thread has panicked, which ends the conversation.
    fault: Option<Problem>,
}

/// The way to standard output.
struct Voice {
    say: fn(&str, bool) -> io::Result<()>,
    /// What is typed appears behind the question.
    echoes: bool,
    /// The last line said is a question that is not ended.
    open_line: bool,
}

impl Voice {
    /// Appends a line.
    fn say(&mut self, words: &str) -> io::Result<()> {
        self.end_question()?;
        (self.say)(words, true)
    }

    /// Asks, where it was not asked already.
    fn ask(&mut self, question: &str) -> io::Result<()> {
        if self.open_line {
            return Ok(());
        }
        self.open_line = self.echoes;
        (self.say)(question, !self.echoes)
    }

    /// Ends the line of a question to which nobody has typed anything.
    fn end_question(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.open_line) {
            (self.say)("", true)?;
        }
        Ok(())
    }
}

impl Running {
    fn converse(&mut self, start: Start) -> Result<(), Problem> {
        match start {
            Start::Home => {
                let reply = self.conversation.begin_at_home();
                self.take(reply);
            }
            Start::Review { stored, read_only } => {
                let left = if read_only {
                    None
                } else {
                    beginning::left(&*self.files, &self.places, &stored)
                };
                let origin = if scratch::is_scratch(&stored.path) {
                    Origin::Example
                } else {
                    Origin::File
                };
                let opened = self.opened(*stored, read_only, (origin, left))?;
                let mut fresh = fresh_id;
                let reply = self.conversation.begin(
                    opened,
                    &mut Surroundings {
                        now: now(),
                        fresh: &mut fresh,
                    },
                );
                self.take(reply);
                self.look_around();
            }
        }
        while !self.is_over() {
            self.settle();
            if !self.is_over() {
                self.ask();
            }
        }
        Ok(())
    }

    fn is_over(&self) -> bool {
        self.ended || self.conversation.is_over()
    }

    /// Waits for what is under way: for what one cannot go on without, and a while for saves.
    fn settle(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        while !self.is_over() {
            let is_busy = self.conversation.is_busy();
            if !is_busy && !self.looking && !self.conversation.is_saving() {
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let arrival = if left.is_zero() {
                self.hear(Heard::Slow);
                if !is_busy {
                    return;
                }
                self.receiver.recv().ok()
            } else {
                match self.receiver.recv_timeout(left) {
                    Err(RecvTimeoutError::Timeout) => continue,
                    arrival => arrival.ok(),
                }
            };
            self.arrived(arrival.unwrap_or(Arrival::Ended));
        }
    }

    /// Asks, and waits for whatever is heard next.
    fn ask(&mut self) {
        let question = self.conversation.prompt();
        let asked = self.voice.ask(&question);
        self.heard_by_somebody(asked);
        if !self.is_asked {
            self.is_asked = true;
            // The listening thread ends only with the input, which it has told then.
            let _ = self.asked.send(());
        }
        let arrival = self.receiver.recv().unwrap_or(Arrival::Ended);
        self.arrived(arrival);
    }

    fn arrived(&mut self, arrival: Arrival) {
        breaking::looks("main");
        match arrival {
            Arrival::Heard(heard) => {
                if matches!(heard, Heard::Line(_) | Heard::NoText) {
                    self.is_asked = false;
                    // Whoever typed it has ended the line of the question.
                    self.voice.open_line = false;
                }
                self.hear(heard);
            }
            Arrival::OfReview(review, heard) => {
                if review == self.reviews {
                    self.hear(heard);
                }
            }
            Arrival::Looked(review, seen, altered) => {
                if review == self.reviews {
                    self.looking = false;
                    self.hear(Heard::Observed(seen));
                    if altered {
                        self.hear(Heard::Altered);
                    }
                }
            }
            Arrival::Stored(stored, origin, left) => {
                let came = (origin, left);
                let opened = (*stored).and_then(|stored| self.opened(stored, false, came));
                let is_open = opened.is_ok();
                self.hear(Heard::Opened(opened));
                if is_open {
                    self.look_around();
                }
            }
            Arrival::Ended => self.ended = true,
            Arrival::Broken => {
                self.ended = true;
                let what = "candor stopped because of the fault of its own that is told above";
                let next = "everything is saved; start it again, and tell its authors what you did just before";
                self.fault = Some(Problem::new(ProblemKind::Fails, what).next(next));
            }
        }
    }

    fn hear(&mut self, heard: Heard) {
        let mut fresh = fresh_id;
        let mut around = Surroundings {
            now: now(),
            fresh: &mut fresh,
        };
        let reply = self.conversation.hear(heard, &mut around);
        self.take(reply);
    }

    fn take(&mut self, reply: Reply) {
        for line in reply.lines {
            self.say(&line);
        }
        for effect in reply.effects {
            self.perform(effect);
        }
    }

    fn say(&mut self, words: &str) {
        let said = self.voice.say(words);
        self.heard_by_somebody(said);
    }

    /// Where nobody listens any more it is saved and ended; where that is the fault of the disk it is a problem.
    fn heard_by_somebody(&mut self, said: io::Result<()>) {
        let Err(error) = said else { return };
        self.ended = true;
        // A terminal that was closed refuses with an error of its own.
        let is_gone = self.voice.echoes || error.kind() == io::ErrorKind::BrokenPipe;
        if !is_gone && self.unheard.is_none() {
            self.unheard = Some(failure::problem(
                "what is said can't be written",
                "standard output".as_ref(),
                &error,
            ));
        }
    }

    /// Hands over what is not saved yet, waits for it, and says how it ended.
    fn end(&mut self) -> Result<(), Problem> {
        let had_review = self.saver.is_some() && !self.conversation.is_read_only();
        self.wait_for_saves(Instant::now() + LAST_SAVE);
        if let Some(effect) = self.conversation.farewell() {
            self.perform(effect);
        }
        for under_way in [self.remembered.take(), self.kept.take()]
            .into_iter()
            .flatten()
        {
            // Nothing is ever sent: the wait is over when the thread is.
            let _ = under_way.recv_timeout(PATIENCE);
        }
        // The saver tries once more, and keeps aside what came last.
        if let Some((why, saver_ended)) = self.left_unsaved.take()
            && self.saver.is_none()
            && saver_ended.recv_timeout(LAST_SAVE).is_err()
            && spill::is_kept(&*self.files, &self.places, &self.path)
        {
            return Err(why);
        }
        if self.conversation.has_unsaved() && self.saver.is_some() {
            let why = self.conversation.failure().cloned();
            let slow = || Problem::new(ProblemKind::File, "not saved: the disk is too slow");
            return Err(why.unwrap_or_else(slow));
        }
        if !self.conversation.is_over() {
            let last = if had_review {
                "Left. Everything is saved."
            } else {
                "Left."
            };
            self.say(last);
        }
        Ok(())
    }

    fn wait_for_saves(&mut self, deadline: Instant) {
        if let Some(saver) = &self.saver
            && self.conversation.has_unsaved()
        {
            // One that failed is tried again at once.
            saver.again();
        }
        let mut failures = 0;
        loop {
            if let Some(handover) = self.conversation.hand_over() {
                self.perform(Effect::Save(handover));
            }
            if self.saver.is_none() || !self.conversation.has_unsaved() || failures > 0 {
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(arrival) = self.receiver.recv_timeout(left) else {
                return;
            };
            match arrival {
                Arrival::OfReview(_, Heard::NotSaved(_)) => {
                    failures += 1;
                    self.arrived(arrival);
                }
                Arrival::OfReview(..) | Arrival::Broken => self.arrived(arrival),
                // What else is said comes too late.
                _ => {}
            }
        }
    }
}
