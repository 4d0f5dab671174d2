//! The loop: wait, take in what happened, do what it asks for, draw.
//!
//! Nothing here waits for a disk: saving, reading evidence and filling the home screen happen on threads of their
//! own, which send a message and wake the loop.

mod editing;
mod ending;
mod outside;
mod perform;
pub mod present;
mod presenting;
mod signing;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crossterm::event::{Event, MouseButton, MouseEventKind};
use ratatui::layout::Rect;

use crate::domain::assessment::Assessment;
use crate::domain::intention::Intention;
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::problem::{Problem, ProblemKind};
use crate::system::files::FileSystem;
use crate::system::places::Places;
use crate::system::presenting::Presenter;
use crate::system::saver::Saver;
use crate::system::signers::Signers;
use crate::system::spill::Spill;
use crate::system::spill::back::Outcome;
use crate::system::store::Stored;
use crate::system::{breaking, clock, random, scratch};
use crate::tui::background;
use crate::tui::clipboard::copying;
use crate::tui::effect::{Effect, Notice};
use crate::tui::message::{HomeRow, Message};
use crate::tui::model::Model;
use crate::tui::settings::Settings;
use crate::tui::terminal::{Screen, panicked};
use crate::tui::update::{Surroundings, farewell, resize, show, update};
use crate::tui::view::view;
use crate::tui::wait::{Waiter, Wake, Waker};

use outside::Questions;

/// How long a program that ends or is suspended keeps the terminal while it waits for the last save.
const LAST_SAVE: Duration = Duration::from_millis(800);

/// How long a program that ends, with the terminal given back, waits for a disk that is still at work.
const SLOW_DISK: Duration = Duration::from_secs(5);

/// How long after the question an answer about the background may still be on its way.
const ANSWER_EXPECTED: Duration = Duration::from_secs(1);

/// How long a program that ends waits for it.
const ANSWER_PATIENCE: Duration = Duration::from_millis(150);

/// Where the user interface begins.
pub enum Start {
    /// On the home screen.
    Home,
    /// In a review.
    Review {
        /// The assessment.
        stored: Box<Stored>,
        /// Nothing may be changed.
        read_only: bool,
        /// A meeting is to be held, or gone on with.
        meeting: bool,
    },
}

/// What the user interface is started with.
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
    /// Finds out who answers, where it is not; asked beside the loop, after the first frame.
    pub find_name: Box<dyn FnOnce() -> Option<Text> + Send>,
    /// Gives the rows of the home screen; asked beside the loop.
    pub home_rows: Arc<dyn Fn() -> Vec<HomeRow> + Send + Sync>,
    /// How it looks, and what its keys are.
    pub settings: Settings,
    /// What is to be told of the configuration.
    pub notice: Option<String>,
}

/// Runs the user interface until it is left. The terminal is given back whole on every way out.
pub fn run(launch: Launch) -> Result<(), Problem> {
    let settings = launch.settings;
    let mut waiter = Waiter::new().map_err(|error| no_terminal(&error))?;
    let mut screen =
        Screen::open(&waiter.waker(), settings.mouse).map_err(|error| no_terminal(&error))?;
    let mut model = Model::new(
        Rect::new(0, 0, 120, 32),
        launch.name,
        settings.theme.clone(),
        settings.glyphs,
    );
    model.take_settings(settings);
    model.name_pending = model.name.is_none();
    let (sender, receiver) = channel();
    let mut running = Running {
        model,
        files: launch.files,
        signers: launch.signers,
        places: launch.places,
        home_rows: launch.home_rows,
        outbox: Outbox {
            sender,
            waker: waiter.waker(),
        },
        saver: None,
        spill: None,
        brought_back: Default::default(),
        left_unsaved: None,
        path: PathBuf::new(),
        reviews: 0,
        remembered: None,
        kept: None,
        presenter: None,
        suspending: false,
        to_edit: None,
        to_sign: None,
        to_copy: None,
        questions: Questions::default(),
        mouse_changed: false,
        redrawing: false,
        asked: None,
        find_name: Some(launch.find_name),
    };
    match launch.start {
        Start::Home => running.perform(Effect::LoadHome),
        Start::Review {
            stored,
            read_only,
            meeting,
        } => {
            let resumed = if read_only {
                None
            } else {
                perform::resumed(&*running.files, &running.places, &stored)
            };
            let opened = running.opened(*stored, read_only, false)?;
            show(&mut running.model, opened, false, now());
            if let Some(resumed) = resumed {
                running.take(resumed);
            }
            if scratch::is_scratch(&running.path) {
                running.tell_of_scratch();
            }
            if meeting {
                running.take(Message::HoldMeeting);
            }
            running.tell_what_is_back();
        }
    }
    if let Some(notice) = launch.notice {
        let before = running.model.notice.take();
        let before = before.map_or_else(String::new, |before| format!(" {}", before.text));
        running.model.notice = Some(Notice::failure(format!("{notice}{before}")));
    }
    // Whatever ends the loop, a panic included: what was answered is saved first.
    let result = catch_unwind(AssertUnwindSafe(|| {
        running.turn(&mut screen, &mut waiter, &receiver)
    }));
    running.model.leaving = false;
    if let Some(kept) = farewell(&running.model).filter(|_| result.is_ok()) {
        running.perform(kept);
    }
    let ending = Instant::now();
    running.wait_for_saves(&receiver, ending + LAST_SAVE);
    if matches!(result, Ok(Ok(()))) && running.model.ended {
        running.wait_for_the_answer(&mut waiter);
    }
    drop(screen);
    running.wait_for_a_slow_disk(&receiver, ending + SLOW_DISK);
    // Second screens follow nothing any more.
    running.presenter = None;
    for thread in [running.remembered.take(), running.kept.take()]
        .into_iter()
        .flatten()
    {
        // Nothing is ever sent: the wait is over when the thread is.
        let left = (ending + LAST_SAVE).saturating_duration_since(Instant::now());
        let _ = thread.recv_timeout(left);
    }
    result.unwrap_or_else(|panic| resume_unwind(panic))?;
    running.require_saved()?;
    if panicked() { Err(own_fault()) } else { Ok(()) }
}

/// Another thread panicked, which has said so by itself.
fn own_fault() -> Problem {
    let what = "candor stopped because of the fault of its own that is told above";
    Problem::new(ProblemKind::Fails, what)
        .next("start it again, and tell its authors what you did just before")
}

fn no_terminal(error: &io::Error) -> Problem {
    Problem::new(
        ProblemKind::Usage,
        format!("the terminal can't be used: {error}"),
    )
    .next("run it in a terminal, or use candor score FILE")
}

fn now() -> Moment {
    Moment::new(clock::now())
}

/// What other threads send to the loop.
enum Arrival {
    /// Something happened.
    Message(Message),
    /// Something happened to the review of this number; it concerns no other.
    OfReview(u64, Message),
    /// An assessment was read or made, by what it was fetched for, and where a reviewer left it.
    Stored(Box<Result<Stored, Problem>>, Fetched, Option<Box<Message>>),
}

/// For what an assessment was fetched.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fetched {
    /// It was there.
    Opened,
    /// It is a scratch copy of an example.
    Example,
    /// It was made.
    Made,
}

/// Sends to the loop, from any thread.
#[derive(Clone)]
struct Outbox {
    sender: Sender<Arrival>,
    waker: Waker,
}

impl Outbox {
    fn send(&self, message: Message) {
        self.deliver(Arrival::Message(message));
    }

    fn send_of(&self, review: u64, message: Message) {
        self.deliver(Arrival::OfReview(review, message));
    }

    fn deliver(&self, arrival: Arrival) {
        // Without a receiver the loop has ended and nobody needs it.
        let _ = self.sender.send(arrival);
        self.waker.wake();
    }
}

struct Running {
    model: Model,
    files: Arc<dyn FileSystem>,
    signers: Signers,
    places: Places,
    home_rows: Arc<dyn Fn() -> Vec<HomeRow> + Send + Sync>,
    outbox: Outbox,
    saver: Option<Saver>,
    /// Where the open review keeps what can't be saved.
    spill: Option<Spill>,
    /// What has become of what could not be saved before, and what still can't be, until it is told and shown.
    brought_back: (Vec<Outcome>, Option<Assessment>),
    /// Why the review was left with something not saved; hangs up once its saver has ended.
    left_unsaved: Option<(Problem, Receiver<()>)>,
    /// The file of the open review.
    path: PathBuf,
    /// How many reviews were opened; the number of the open one.
    reviews: u64,
    /// Hangs up once the list of recent files holds the open one.
    remembered: Option<Receiver<()>>,
    /// Hangs up once it is kept where the assessment that was left last was left.
    kept: Option<Receiver<()>>,
    /// Has second screens follow, once a meeting was held.
    presenter: Option<(PathBuf, Presenter)>,
    /// The program is to be stopped until the shell continues it.
    suspending: bool,
    /// A text that is to be given to the editor.
    to_edit: Option<String>,
    /// What is to be signed with a key, which may ask for something on the terminal.
    to_sign: Option<Intention>,
    /// A text that is to be copied.
    to_copy: Option<String>,
    /// How often it was asked what a path may become.
    questions: Questions,
    /// Mouse capture is to be as the model has it.
    mouse_changed: bool,
    /// The next frame is to be drawn whole.
    redrawing: bool,
    /// When the terminal was asked for its background, until it answers.
    asked: Option<Instant>,
    find_name: Option<Box<dyn FnOnce() -> Option<Text> + Send>>,
}

impl Running {
    fn turn(
        &mut self,
        screen: &mut Screen,
        waiter: &mut Waiter,
        receiver: &Receiver<Arrival>,
    ) -> Result<(), Problem> {
        let mut looked_at = None;
        loop {
            if panicked() || self.model.ended {
                return Ok(());
            }
            if self.draw(screen).is_err() {
                // The terminal is gone: save and end.
                return Ok(());
            }
            if std::mem::take(&mut self.model.asks_background) {
                // Never waited for: the answer, if there is one, comes as a report.
                let asked = screen.send_control(background::QUESTION);
                self.asked = asked.is_ok().then(Instant::now);
            }
            if let Some(find_name) = self.find_name.take().filter(|_| self.model.name_pending) {
                let outbox = self.outbox.clone();
                in_background("name", move || outbox.send(Message::Named(find_name())));
            }
            if self.model.review.is_some() && looked_at != Some(self.reviews) {
                // What is on disk is looked at only after the first frame stands.
                self.look_around();
                looked_at = Some(self.reviews);
            }
            let patience = self.model.patience();
            let happened = waiter.wait(patience);
            let happened = happened.map_err(|error| no_terminal(&error))?;
            if happened.is_empty() {
                self.take(Message::Tick);
            }
            for wake in happened {
                match wake {
                    Wake::Input(event) => self.on_event(event),
                    Wake::Woken => {
                        while let Ok(arrival) = receiver.try_recv() {
                            self.arrived(arrival);
                        }
                    }
                    Wake::Resized => screen.redraw_whole(),
                    Wake::Terminate(_) | Wake::HungUp => return Ok(()),
                    Wake::Suspend => self.suspend(screen, receiver)?,
                    Wake::Continued => screen.continued().map_err(|error| no_terminal(&error))?,
                    Wake::Report(report) => self.on_report(&report),
                }
            }
            if let Some(text) = self.to_copy.take() {
                // A terminal that is gone is told of by the next frame.
                let _ = screen.send_control(&copying(&text));
            }
            if let Some(text) = self.to_edit.take()
                && self.edit(&text, screen, waiter, receiver)?
            {
                return Ok(());
            }
            if let Some(intention) = self.to_sign.take()
                && self.sign_on_terminal(intention, screen, waiter, receiver)?
            {
                return Ok(());
            }
            if std::mem::take(&mut self.suspending) {
                self.suspend(screen, receiver)?;
            }
            if std::mem::take(&mut self.redrawing) {
                screen.redraw_whole();
            }
            if std::mem::take(&mut self.mouse_changed) {
                // A terminal that is gone is noticed by the next frame.
                let _ = screen.set_mouse(self.model.mouse);
            }
        }
    }

    fn suspend(
        &mut self,
        screen: &mut Screen,
        receiver: &Receiver<Arrival>,
    ) -> Result<(), Problem> {
        // A stopped program saves nothing, and may never be continued.
        self.wait_for_saves(receiver, Instant::now() + LAST_SAVE);
        if !screen.suspend().map_err(|error| no_terminal(&error))? {
            self.model.tell("there is no shell to return to from here");
        }
        Ok(())
    }

    /// An answer of the terminal. Whatever was not asked for, or is no answer, is nothing.
    fn on_report(&mut self, report: &[u8]) {
        if let Some(background) = background::answered(report)
            && self.asked.take().is_some()
        {
            self.take(Message::Background(background));
        }
    }

    /// Waits a moment for an answer that is on its way: after the end it would be typed into the shell.
    fn wait_for_the_answer(&mut self, waiter: &mut Waiter) {
        let Some(asked) = self.asked else {
            return;
        };
        let deadline = (asked + ANSWER_EXPECTED).min(Instant::now() + ANSWER_PATIENCE);
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || self.asked.is_none() {
                return;
            }
            for wake in waiter.wait(Some(left)).unwrap_or_default() {
                match wake {
                    Wake::Report(report) => self.on_report(&report),
                    Wake::HungUp | Wake::Terminate(_) => return,
                    _ => {}
                }
            }
        }
    }

    fn draw(&mut self, screen: &mut Screen) -> io::Result<()> {
        let model = &mut self.model;
        screen.draw(|frame| {
            let area = frame.area();
            if area != model.size {
                resize(model, area);
            }
            if let Some(place) = view(model, frame.buffer_mut()) {
                frame.set_cursor_position(place);
            }
        })?;
        Ok(())
    }

    fn on_event(&mut self, event: Event) {
        breaking::looks("main");
        let message = match event {
            Event::Key(key) => Message::Key(key),
            Event::Paste(text) => Message::Paste(text),
            Event::Mouse(mouse) => {
                let (column, row) = (mouse.column, mouse.row);
                match mouse.kind {
                    MouseEventKind::Down(MouseButton::Left) => Message::Click { column, row },
                    MouseEventKind::ScrollDown => Message::Wheel {
                        column,
                        row,
                        down: true,
                    },
                    MouseEventKind::ScrollUp => Message::Wheel {
                        column,
                        row,
                        down: false,
                    },
                    _ => return,
                }
            }
            _ => return,
        };
        self.take(message);
    }

    fn take(&mut self, message: Message) {
        let mut fresh = fresh_id;
        let mut around = Surroundings {
            now: now(),
            fresh: &mut fresh,
        };
        for effect in update(&mut self.model, message, &mut around) {
            self.perform(effect);
        }
    }
}

fn fresh_id() -> Text {
    // Without a source of randomness the moment has to do: unique enough for one person's keys.
    let id = random::fresh_id().unwrap_or_else(|_| format!("t{}", clock::now().timestamp_micros()));
    Text::new(id)
}

fn in_background(name: &str, work: impl FnOnce() + Send + 'static) {
    let own_name = name.to_owned();
    // A machine that can start no thread any more has worse troubles than what this would have told.
    let _ = std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            breaking::waits(&own_name);
            work();
        });
}
