//! The loop: wait, take in what happened, do what it asks for, draw.
//!
//! Nothing here waits for a disk: saving, reading evidence and filling the home screen happen on threads of their
//! own, which send a message and wake the loop.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crossterm::event::{Event, MouseButton, MouseEventKind};
use ratatui::layout::Rect;

use crate::domain::assessment::{Assessment, Head, Subject};
use crate::domain::text::Text;
use crate::domain::time::{Moment, UtcOffset};
use crate::problem::{Problem, ProblemKind};
use crate::system::files::FileSystem;
use crate::system::places::{Places, repository_root};
use crate::system::saver::{Report, Saver};
use crate::system::store::{self, Stored};
use crate::system::{clock, environment, library, observe, pin, random, recent, scratch};
use crate::tui::effect::Effect;
use crate::tui::message::{HomeRow, Message, Opened};
use crate::tui::model::Model;
use crate::tui::screens::review::Saving;
use crate::tui::terminal::{Screen, panicked};
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::update::{Surroundings, resize, show, update};
use crate::tui::view::view;
use crate::tui::wait::{Waiter, Wake, Waker};

/// How long a program that ends or is suspended keeps the terminal while it waits for the last save.
const LAST_SAVE: Duration = Duration::from_millis(800);

/// How long a program that ends, with the terminal given back, waits for a disk that is still at work.
const SLOW_DISK: Duration = Duration::from_secs(5);

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
    /// Who answers, where that is known.
    pub name: Option<Text>,
    /// Finds out who answers, where it is not; asked beside the loop, after the first frame.
    pub find_name: Box<dyn FnOnce() -> Option<Text> + Send>,
    /// Gives the rows of the home screen; asked beside the loop.
    pub home_rows: Arc<dyn Fn() -> Vec<HomeRow> + Send + Sync>,
    /// No colours.
    pub no_color: bool,
}

/// Runs the user interface until it is left. The terminal is given back whole on every way out.
pub fn run(launch: Launch) -> Result<(), Problem> {
    let theme = Theme::choose(launch.no_color, None)?;
    let mut waiter = Waiter::new().map_err(|error| no_terminal(&error))?;
    let mut screen = Screen::open(&waiter.waker(), true).map_err(|error| no_terminal(&error))?;
    let mut model = Model::new(
        Rect::new(0, 0, 120, 32),
        launch.name,
        theme,
        Glyphs::choose(false),
    );
    model.name_pending = model.name.is_none();
    let (sender, receiver) = channel();
    let mut running = Running {
        model,
        files: launch.files,
        places: launch.places,
        home_rows: launch.home_rows,
        outbox: Outbox {
            sender,
            waker: waiter.waker(),
        },
        saver: None,
        path: PathBuf::new(),
        reviews: 0,
        remembered: None,
        suspending: false,
        find_name: Some(launch.find_name),
    };
    match launch.start {
        Start::Home => running.perform(Effect::LoadHome),
        Start::Review { stored, read_only } => {
            let opened = running.opened(*stored, read_only, false)?;
            show(&mut running.model, opened, false, now());
        }
    }
    // Whatever ends the loop, a panic included: what was answered is saved first.
    let result = catch_unwind(AssertUnwindSafe(|| {
        running.turn(&mut screen, &mut waiter, &receiver)
    }));
    running.model.leaving = false;
    let ending = Instant::now();
    running.wait_for_saves(&receiver, ending + LAST_SAVE);
    drop(screen);
    running.wait_for_a_slow_disk(&receiver, ending + SLOW_DISK);
    if let Some(remembered) = running.remembered.take() {
        // Nothing is ever sent: the wait is over when the thread is.
        let left = (ending + LAST_SAVE).saturating_duration_since(Instant::now());
        let _ = remembered.recv_timeout(left);
    }
    result.unwrap_or_else(|panic| resume_unwind(panic))
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
    /// An assessment was read or made, by what it was fetched for.
    Stored(Result<Stored, Problem>, Fetched),
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
    places: Places,
    home_rows: Arc<dyn Fn() -> Vec<HomeRow> + Send + Sync>,
    outbox: Outbox,
    saver: Option<Saver>,
    /// The file of the open review.
    path: PathBuf,
    /// How many reviews were opened; the number of the open one.
    reviews: u64,
    /// Hangs up once the list of recent files holds the open one.
    remembered: Option<Receiver<()>>,
    /// The program is to be stopped until the shell continues it.
    suspending: bool,
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
            if let Some(find_name) = self.find_name.take().filter(|_| self.model.name_pending) {
                let outbox = self.outbox.clone();
                in_background("name", move || outbox.send(Message::Named(find_name())));
            }
            if self.model.review.is_some() && looked_at != Some(self.reviews) {
                // What is on disk is looked at only after the first frame stands.
                self.look_around();
                looked_at = Some(self.reviews);
            }
            let happened = waiter.wait(None).map_err(|error| no_terminal(&error))?;
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
                    Wake::Report(_) => {}
                }
            }
            if std::mem::take(&mut self.suspending) {
                self.suspend(screen, receiver)?;
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

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Save { changes, merges } => {
                if let Some(saver) = &self.saver {
                    saver.save(changes, merges);
                }
            }
            Effect::Close => self.saver = None,
            Effect::Capture { item, path } => self.capture(item, path),
            Effect::Suspend => self.suspending = true,
            Effect::Open(path) => {
                self.fetch(Fetched::Opened, move |files, _| store::open(files, &path));
            }
            Effect::OpenExample(name) => {
                self.fetch(Fetched::Example, move |files, _| {
                    let first = scratch::copy_examples(files)?;
                    store::open(files, &first.with_file_name(format!("{name}.ron")))
                });
            }
            Effect::Create { checklist, subject } => {
                self.fetch(Fetched::Made, move |files, places| {
                    create(files, places, &checklist, &subject)
                });
            }
            Effect::LoadHome => {
                let (home_rows, outbox) = (Arc::clone(&self.home_rows), self.outbox.clone());
                let remembered = self.remembered.take();
                in_background("home", move || {
                    if let Some(remembered) = remembered {
                        // What was just left belongs on the list; nothing is ever sent.
                        let _ = remembered.recv_timeout(LAST_SAVE);
                    }
                    outbox.send(Message::HomeRows(home_rows()));
                });
            }
        }
    }

    /// Makes a stored assessment the open one: starts its saver and remembers the file.
    fn opened(&mut self, stored: Stored, read_only: bool, is_new: bool) -> Result<Opened, Problem> {
        let path = stored.path.clone();
        let opened = Opened {
            assessment: stored.assessment.clone(),
            path: path.display().to_string(),
            warnings: stored
                .warnings
                .iter()
                .map(|fault| fault.what.clone())
                .collect(),
            read_only,
            is_new,
        };
        self.saver = None;
        // A review that was left may still be saved, or not; what is said of that is not said of this one.
        self.reviews += 1;
        if !read_only {
            let (outbox, review) = (self.outbox.clone(), self.reviews);
            let saver = Saver::start(Arc::clone(&self.files), stored, move |report| {
                outbox.send_of(review, message_of(report));
            });
            let saver = saver.map_err(|error| {
                Problem::new(
                    ProblemKind::File,
                    format!("no thread can be started for saving: {error}"),
                )
            })?;
            self.saver = Some(saver);
        }
        if !scratch::is_scratch(&path) {
            let (files, places, remembered) =
                (Arc::clone(&self.files), self.places.clone(), path.clone());
            let (still_at_it, remembered_then) = channel();
            self.remembered = Some(remembered_then);
            in_background("recent", move || {
                // A list of recent files that can't be written is no reason to disturb anybody.
                let _ = recent::remember(&*files, &places, &remembered, clock::now());
                drop(still_at_it);
            });
        }
        self.path = path;
        Ok(opened)
    }

    /// Reads or makes an assessment beside the loop; it arrives when it is there.
    fn fetch(
        &self,
        what: Fetched,
        read: impl FnOnce(&dyn FileSystem, &Places) -> Result<Stored, Problem> + Send + 'static,
    ) {
        let (files, places, outbox) = (
            Arc::clone(&self.files),
            self.places.clone(),
            self.outbox.clone(),
        );
        in_background("open", move || {
            outbox.deliver(Arrival::Stored(read(&*files, &places), what));
        });
    }

    fn arrived(&mut self, arrival: Arrival) {
        match arrival {
            Arrival::Message(message) => self.take(message),
            Arrival::OfReview(review, message) => {
                if review == self.reviews {
                    self.take(message);
                }
            }
            // Enter was pressed twice: what is open already may have answers on their way to the disk.
            Arrival::Stored(..) if self.model.review.is_some() => {}
            Arrival::Stored(stored, what) => {
                let is_new = what == Fetched::Made;
                let opened = stored.and_then(|stored| self.opened(stored, false, is_new));
                let is_open = opened.is_ok();
                self.take(Message::Opened(opened));
                if is_open && what == Fetched::Example {
                    self.model.tell(
                        "this is a scratch copy, try what you like: e attaches evidence, ? shows the keys",
                    );
                }
            }
        }
    }

    fn capture(&self, item: Text, typed: String) {
        let (files, outbox, assessment) = (
            Arc::clone(&self.files),
            self.outbox.clone(),
            self.path.clone(),
        );
        let review = self.reviews;
        in_background("evidence", move || {
            let pinned = pin::measure(&*files, &assessment, &pin::typed_path(&typed));
            let result = pinned.and_then(|pinned| {
                pinned.keep_copy(&*files, &assessment)?;
                Ok(pinned.content)
            });
            outbox.send_of(review, Message::Captured { item, result });
        });
    }

    /// Looks at the evidence, and at whether the checklist that the review carries is still the known one.
    fn look_around(&self) {
        let Some(open) = &self.model.review else {
            return;
        };
        let (files, outbox, path, places) = (
            Arc::clone(&self.files),
            self.outbox.clone(),
            self.path.clone(),
            self.places.clone(),
        );
        let (assessment, review) = (open.session.assessment().clone(), self.reviews);
        in_background("observe", move || {
            let seen = observe::observe_all(&*files, &path, &assessment);
            if !seen.is_empty() {
                let seen = seen.into_iter().collect();
                outbox.send_of(review, Message::Observed(seen));
            }
            let here = environment::current_directory().unwrap_or_default();
            if library::is_altered(&*files, &places, &here, assessment.checklist()) {
                outbox.send_of(review, Message::Altered);
            }
        });
    }

    /// Waits on while a save is under way that has not failed: answers are worth more than a quick end.
    fn wait_for_a_slow_disk(&mut self, receiver: &Receiver<Arrival>, deadline: Instant) {
        let open = self.model.review.as_ref();
        if open.is_some_and(|open| !matches!(open.saving, Saving::Failed(_))) {
            self.wait_for_saves(receiver, deadline);
        }
    }

    /// Hands over what is not saved yet and waits for it: the program ends, perhaps by a signal or a closed terminal,
    /// or is suspended.
    fn wait_for_saves(&mut self, receiver: &Receiver<Arrival>, deadline: Instant) {
        if let (Some(open), Some(saver)) = (&self.model.review, &self.saver)
            && open.session.has_unsaved()
        {
            // One that failed is tried again at once.
            saver.save(Vec::new(), open.session.merges());
        }
        while let Some(open) = &mut self.model.review {
            let changes = open.session.hand_over();
            if !changes.is_empty() {
                let merges = open.session.merges();
                self.perform(Effect::Save { changes, merges });
                continue;
            }
            if self.saver.is_none() || !open.session.has_unsaved() {
                return;
            }
            match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(arrival) => self.arrived(arrival),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}

fn message_of(report: Report) -> Message {
    match report {
        Report::Saved {
            count,
            merged,
            refused,
        } => Message::Saved {
            count,
            merged,
            refused,
        },
        Report::NotSaved { problem } => Message::NotSaved(problem),
    }
}

fn create(
    files: &dyn FileSystem,
    places: &Places,
    checklist: &str,
    subject: &str,
) -> Result<Stored, Problem> {
    let here = environment::current_directory()?;
    let checklist = library::find(files, places, &here, checklist)?;
    let subject_of = Subject {
        name: Text::new(subject),
        ..Subject::default()
    };
    let head = Head {
        subject: subject_of,
        ..Head::default()
    };
    let offset = UtcOffset::from_minutes(clock::local_offset().local_minus_utc() / 60);
    let assessment = Assessment::new(Arc::new(checklist), head, now(), offset);
    store::create(
        files,
        &places.assessment(subject, repository_root(&here).as_deref()),
        assessment,
    )
}

fn fresh_id() -> Text {
    // Without a source of randomness the moment has to do: unique enough for one person's keys.
    let id = random::fresh_id().unwrap_or_else(|_| format!("t{}", clock::now().timestamp_micros()));
    Text::new(id)
}

fn in_background(name: &str, work: impl FnOnce() + Send + 'static) {
    // A machine that can start no thread any more has worse troubles than what this would have told.
    let _ = std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work);
}
