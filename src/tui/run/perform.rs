//! What the user interface asks of the world outside it, done: on threads of their own, which send a message.

use std::sync::Arc;
use std::sync::mpsc::channel;

use chrono::NaiveDate;

use crate::action::{Action, Context};
use crate::domain::assessment::Assessment;
use crate::domain::bookmark::Bookmark;
use crate::domain::text::{Shown, Text};
use crate::export::verifying::quoted;
use crate::problem::{Problem, ProblemKind};
use crate::system::beginning::{begin, left};
use crate::system::conflicted::awaited;
use crate::system::files::FileSystem;
use crate::system::places::Places;
use crate::system::saver::{Report, Saver};
use crate::system::spill::back::{Outcome, Unsaved, bring_back};
use crate::system::spill::lost;
use crate::system::spill::{self, Spill};
use crate::system::store::{self, Stored};
use crate::system::{clock, durable, environment, library, observe, pin, recent, resume, scratch};
use crate::tui::effect::{Effect, Notice};
use crate::tui::message::{Message, Opened};

use super::{Arrival, Fetched, LAST_SAVE, Running, in_background};

/// The minutes are as anybody's file, less the umask.
const MINUTES_MODE: u32 = 0o666;

impl Running {
    pub(super) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Save(handover) => {
                if let Some(saver) = &self.saver {
                    saver.save(handover);
                }
            }
            Effect::TakenIn(merges) => {
                if let Some(saver) = &self.saver {
                    saver.taken_in(merges);
                }
            }
            Effect::Keep {
                bookmark,
                assessment,
            } => self.keep(bookmark, assessment),
            Effect::Close => {
                // Its saver tries once more; what it can't save stays kept aside.
                self.spill = None;
                self.saver = None;
            }
            Effect::LeaveUnsaved(why) => {
                let saver = self.saver.take();
                self.left_unsaved = saver.map(|saver| (why, saver.leave()));
            }
            Effect::Lose => {
                if let Some(spill) = &self.spill {
                    spill.give_up();
                }
            }
            Effect::Capture { item, path } => self.capture(item, path),
            Effect::Complete { text, measure } => self.complete(text, measure),
            Effect::LoadSide(path) => self.load_side(path),
            Effect::OpenLink(url) => self.open_link(url),
            Effect::Edit(text) => self.to_edit = Some(text),
            Effect::Copy(text) => self.to_copy = Some(text),
            Effect::OpenTyped(typed) => {
                self.fetch(Fetched::Opened, move |files, places| {
                    lost::open(files, places, &pin::typed_path(&typed))
                });
            }
            Effect::Look => self.look_around(),
            Effect::FindKeys => self.find_keys(),
            Effect::Sign(intention) if intention.key.trim().is_empty() => {
                // Nothing is asked on the terminal.
                self.sign_beside(intention);
            }
            Effect::Sign(intention) => self.to_sign = Some(intention),
            Effect::Point(pointing) => self.point(pointing.as_ref()),
            Effect::KeepMinutes { day, text } => self.keep_minutes(day, text),
            Effect::Suspend => self.suspending = true,
            Effect::Mouse(_) => self.mouse_changed = true,
            Effect::Redraw => self.redrawing = true,
            Effect::Open(path) => {
                self.fetch(Fetched::Opened, move |files, places| {
                    lost::open(files, places, &path)
                });
            }
            Effect::OpenExample(name) => {
                self.fetch(Fetched::Example, move |files, _| {
                    let first = scratch::copy_examples(files)?;
                    store::open(files, &first.with_file_name(format!("{name}.ron")))
                });
            }
            Effect::Create { checklist, subject } => {
                self.fetch(Fetched::Made, move |files, places| {
                    begin(files, places, &checklist, &subject)
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
    pub(super) fn opened(
        &mut self,
        mut stored: Stored,
        read_only: bool,
        is_new: bool,
    ) -> Result<Opened, Problem> {
        let unsaved = self.bring_back(&mut stored, read_only);
        let path = stored.path.clone();
        let opened = Opened {
            is_unwritten: stored.joined.is_some(),
            git_waits: awaited(&path, &quoted(&path.display().to_string())),
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
        let (outbox, review) = (self.outbox.clone(), self.reviews);
        let spill = Spill::of(Arc::clone(&self.files), &self.places, &path);
        self.spill = Some(spill.clone()).filter(|_| !read_only);
        self.brought_back.1 = unsaved.map(|unsaved| {
            let (assessment, told) = unsaved.shown_by(&spill);
            self.brought_back.0.insert(0, Outcome::Waits(told));
            assessment
        });
        // One that is handed nothing only watches.
        let saver = Saver::start(Arc::clone(&self.files), stored, spill, move |report| {
            outbox.send_of(review, message_of(report));
        });
        let saver = saver.map_err(|error| {
            Problem::new(
                ProblemKind::File,
                format!("no thread can be started for saving: {error}"),
            )
        })?;
        self.saver = Some(saver);
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

    /// Takes what an earlier run could not save of a review into it, and gives what still can't be; with nothing to be
    /// changed it is only said.
    fn bring_back(&mut self, stored: &mut Stored, read_only: bool) -> Option<Box<Unsaved>> {
        let (files, places) = (&*self.files, &self.places);
        if read_only {
            let found = spill::find(files, places, &stored.path, Some(&stored.assessment));
            let told = found.told(&stored.path);
            self.brought_back.0 = told.into_iter().map(Outcome::Waits).collect();
            return None;
        }
        let brought = bring_back(files, places, stored);
        self.brought_back.0 = brought.outcomes;
        brought.unsaved
    }

    /// Shows and tells what has become of it, once the review is shown.
    pub(super) fn tell_what_is_back(&mut self) {
        if let Some(unsaved) = self.brought_back.1.take() {
            self.take(Message::BroughtBack(unsaved));
        }
        let outcomes = std::mem::take(&mut self.brought_back.0);
        let Some(first) = outcomes.first() else {
            return;
        };
        let is_well = matches!(first, Outcome::Saved(_)) && outcomes.len() == 1;
        let told: Vec<String> = outcomes
            .into_iter()
            .map(|outcome| match outcome {
                Outcome::Saved(told) | Outcome::Waits(told) => Shown::line(&told).into_string(),
            })
            .collect();
        let separator = format!(" {} ", self.model.glyphs.separator);
        let told = told.join(&separator);
        self.model.notice = Some(if is_well {
            Notice::word(told)
        } else {
            Notice::failure(told)
        });
    }

    /// Writes the minutes beside the assessment under a name that is free, on a thread.
    fn keep_minutes(&self, day: NaiveDate, text: String) {
        const TRIED: u32 = 99;
        let (files, outbox) = (Arc::clone(&self.files), self.outbox.clone());
        let (path, review) = (self.path.clone(), self.reviews);
        in_background("minutes", move || {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let placed = (1..=TRIED).find_map(|number| {
                let again = if number == 1 {
                    String::new()
                } else {
                    format!("-{number}")
                };
                let to = path.with_file_name(format!("{stem}-minutes-{day}{again}.md"));
                match durable::place_new(&*files, &to, text.as_bytes(), MINUTES_MODE) {
                    Ok(true) => Some(Ok(to.display().to_string())),
                    Ok(false) => None,
                    Err(problem) => Some(Err(problem)),
                }
            });
            let taken = || Problem::new(ProblemKind::File, "every name for the minutes is taken");
            let result = placed.unwrap_or_else(|| Err(taken()));
            outbox.send_of(review, Message::MinutesKept(result));
        });
    }

    /// Keeps where the open assessment was left, on a thread.
    fn keep(&mut self, bookmark: Bookmark, assessment: Assessment) {
        if scratch::is_scratch(&self.path) {
            return;
        }
        let (files, places, path) = (
            Arc::clone(&self.files),
            self.places.clone(),
            self.path.clone(),
        );
        let (still_at_it, kept) = channel();
        self.kept = Some(kept);
        in_background("keep", move || {
            // As with the list of recent files: no reason to disturb anybody.
            let _ = resume::keep(&*files, &places, &path, bookmark, &assessment);
            drop(still_at_it);
        });
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
            let stored = read(&*files, &places);
            let resumed = stored
                .as_ref()
                .ok()
                .and_then(|stored| resumed(&*files, &places, stored))
                .map(Box::new);
            outbox.deliver(Arrival::Stored(Box::new(stored), what, resumed));
        });
    }

    pub(super) fn arrived(&mut self, arrival: Arrival) {
        match arrival {
            Arrival::Message(message) => self.take(message),
            Arrival::OfReview(review, message) => {
                if review == self.reviews {
                    self.take(message);
                }
            }
            // Enter was pressed twice: what is open already may have answers on their way to the disk.
            Arrival::Stored(..) if self.model.review.is_some() => {}
            Arrival::Stored(stored, what, resumed) => {
                let is_new = what == Fetched::Made;
                let opened = (*stored).and_then(|stored| self.opened(stored, false, is_new));
                let is_open = opened.is_ok();
                self.take(Message::Opened(opened));
                if let Some(resumed) = resumed.filter(|_| is_open) {
                    self.take(*resumed);
                }
                if is_open && what == Fetched::Example {
                    self.tell_of_scratch();
                }
                if is_open {
                    self.tell_what_is_back();
                }
            }
        }
    }

    /// Says that nothing done here touches anything of the reader's, and what to try first.
    pub(super) fn tell_of_scratch(&mut self) {
        let (keymap, separator) = (&self.model.keymap, self.model.glyphs.separator);
        let keys: Vec<String> = [
            keymap.says(Context::Review, Action::MetOrClear, "ticks"),
            keymap.says(Context::Review, Action::Evidence, "evidence"),
            keymap.says(Context::Review, Action::Keys, "keys"),
        ]
        .into_iter()
        .flatten()
        .collect();
        self.model.tell(format!(
            "a scratch copy, try what you like {separator} {}",
            keys.join(&format!(" {separator} "))
        ));
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
    pub(super) fn look_around(&self) {
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
        let signers = self.signers.clone();
        in_background("observe", move || {
            let seen = observe::observe_all(&*files, &path, &assessment, &signers);
            if !seen.is_empty() {
                outbox.send_of(review, Message::Observed(seen));
            }
            let here = environment::current_directory().unwrap_or_default();
            if library::is_altered(&*files, &places, &here, assessment.checklist()) {
                outbox.send_of(review, Message::Altered);
            }
        });
    }
}

/// Where a reviewer left an assessment and what has changed since; nothing where it was never left.
pub(super) fn resumed(files: &dyn FileSystem, places: &Places, stored: &Stored) -> Option<Message> {
    let (bookmark, changed) = left(files, places, stored)?;
    Some(Message::Resumed { bookmark, changed })
}

fn message_of(report: Report) -> Message {
    match report {
        Report::Saved(handover) => Message::Saved(handover),
        Report::NotSaved(problem) => Message::NotSaved(problem),
        Report::Merged { handed, assessment } => Message::Merged { handed, assessment },
        Report::WrittenAgain(answers) => Message::WrittenAgain(answers),
        Report::Outside(trouble) => Message::Outside(trouble),
    }
}
