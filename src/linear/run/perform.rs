//! What a conversation asks of the world outside it, done: on threads of their own, which send what comes of it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;

use crate::domain::assessment::Assessment;
use crate::domain::bookmark::Bookmark;
use crate::domain::intention::Intention;
use crate::domain::text::{Shown, Text};
use crate::domain::time::Moment;
use crate::export::verifying::quoted;
use crate::format::pointer::Pointer;
use crate::linear::message::{Effect, Heard, Opened, Origin};
use crate::problem::{Problem, ProblemKind};
use crate::system::beginning::{self, begin};
use crate::system::conflicted::awaited;
use crate::system::durable::{self, Expected, SaveError};
use crate::system::files::FileSystem;
use crate::system::places::Places;
use crate::system::presenting::Presenter;
use crate::system::saver::{Report, Saver};
use crate::system::spill::back::{Brought, Outcome, Unsaved, bring_back};
use crate::system::spill::lost;
use crate::system::spill::{self, Spill};
use crate::system::store::{self, Stored};
use crate::system::{
    breaking, clock, environment, library, observe, pin, recent, resume, scratch, signing,
};

use super::listen::in_background;
use super::{Arrival, PATIENCE, Running};

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
            Effect::Present(pointer) => self.present(pointer),
            Effect::Write { name, minutes } => self.write(name, minutes),
            Effect::Close => {
                // Its saver tries once more; what it can't save stays kept aside.
                self.spill = None;
                self.saver = None;
                self.presenter = None;
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
            Effect::Open(path) => {
                self.fetch(Origin::File, move |files, places| {
                    lost::open(files, places, &path)
                });
            }
            Effect::OpenExample(name) => {
                self.fetch(Origin::Example, move |files, _| {
                    let first = scratch::copy_examples(files)?;
                    store::open(files, &first.with_file_name(format!("{name}.ron")))
                });
            }
            Effect::Create { checklist, subject } => {
                self.fetch(Origin::Made, move |files, places| {
                    begin(files, places, &checklist, &subject)
                });
            }
            Effect::Sign(intention) => self.sign(intention),
            Effect::Look => self.look_around(),
            Effect::LoadEntries => {
                let entries = Arc::clone(&self.entries);
                let under_way = [self.remembered.take(), self.kept.take()];
                self.beside("home", move || {
                    for under_way in under_way.into_iter().flatten() {
                        // What was just left belongs on the list; nothing is ever sent.
                        let _ = under_way.recv_timeout(PATIENCE);
                    }
                    Arrival::Heard(Heard::Entries(entries()))
                });
            }
        }
    }

    /// Signs the assessment as it stands in its file. Nobody reads the standard input meanwhile: whatever the key asks
    /// for is asked on the terminal.
    fn sign(&mut self, intention: Intention) {
        let Some(assessment) = self.conversation.assessment().cloned() else {
            return;
        };
        let (files, signers) = (Arc::clone(&self.files), self.signers.clone());
        let path = self.path.clone();
        let review = self.reviews;
        self.beside("sign", move || {
            let at = Moment::new(clock::now());
            let intended = (&intention, at);
            let made = signing::carry_out(&*files, &path, &assessment, &signers, intended);
            let result = made.map(|made| made.display().to_string());
            Arrival::OfReview(review, Heard::Signed(result))
        });
    }

    /// Does something beside the loop; what comes of it arrives.
    fn beside(&mut self, name: &str, work: impl FnOnce() -> Arrival + Send + 'static) {
        let sender = self.sender.clone();
        let own_name = name.to_owned();
        let begun = in_background(name, move || {
            breaking::waits(&own_name);
            // Without a receiver the loop has ended and nobody needs it.
            let _ = sender.send(work());
        });
        if begun.is_err() {
            // A machine that can start no thread any more: what is waited for would never come.
            self.ended = true;
        }
    }

    /// Makes a stored assessment the open one: starts its saver and remembers the file.
    pub(super) fn opened(
        &mut self,
        mut stored: Stored,
        read_only: bool,
        (origin, left): (Origin, Option<Left>),
    ) -> Result<Opened, Problem> {
        let path = stored.path.clone();
        let unsaved = self.bring_back(&mut stored, read_only);
        let warnings = stored.warnings.iter().map(|fault| fault.what.clone());
        let mut opened = Opened {
            git_waits: awaited(&path, &quoted(&path.display().to_string())),
            assessment: stored.assessment.clone(),
            warnings: warnings.collect(),
            unsaved: None,
            read_only,
            origin,
            left,
        };
        self.saver = None;
        self.presenter = None;
        // A review that was left may still be saved, or not; what is said of that is not said of this one.
        self.reviews += 1;
        let (sender, review) = (self.sender.clone(), self.reviews);
        let spill = Spill::of(Arc::clone(&self.files), &self.places, &path);
        self.spill = Some(spill.clone()).filter(|_| !read_only);
        opened.unsaved = unsaved.map(|unsaved| {
            let (assessment, told) = unsaved.shown_by(&spill);
            self.say(&format!("NOT SAVED: {}.", Shown::line(&told)));
            assessment
        });
        // One that is handed nothing only watches.
        let saver = Saver::start(Arc::clone(&self.files), stored, spill, move |report| {
            let _ = sender.send(Arrival::OfReview(review, heard_of(report)));
        });
        let saver = saver.map_err(|error| {
            let what = format!("no thread can be started for saving: {error}");
            Problem::new(ProblemKind::File, what)
        })?;
        self.saver = Some(saver);
        if !scratch::is_scratch(&path) {
            let (files, places) = (Arc::clone(&self.files), self.places.clone());
            let remembered = path.clone();
            let (still_at_it, remembered_then) = channel();
            self.remembered = Some(remembered_then);
            // A list of recent files that can't be written is no reason to disturb anybody.
            let _ = in_background("recent", move || {
                let _ = recent::remember(&*files, &places, &remembered, clock::now());
                drop::<std::sync::mpsc::Sender<()>>(still_at_it);
            });
        }
        self.path = path;
        Ok(opened)
    }

    /// Takes what an earlier run could not save of a review into it, and says so; gives what still can't be. With nothing
    /// to be changed it is only said.
    fn bring_back(&mut self, stored: &mut Stored, read_only: bool) -> Option<Box<Unsaved>> {
        let (files, places) = (&*self.files, &self.places);
        let brought = if read_only {
            let found = spill::find(files, places, &stored.path, Some(&stored.assessment));
            let told = found.told(&stored.path);
            Brought {
                outcomes: told.into_iter().map(Outcome::Waits).collect(),
                unsaved: None,
            }
        } else {
            bring_back(files, places, stored)
        };
        for outcome in brought.outcomes {
            let (how, told) = match &outcome {
                Outcome::Saved(told) => ("Saved", told),
                Outcome::Waits(told) => ("NOT SAVED", told),
            };
            self.say(&format!("{how}: {}.", Shown::line(told)));
        }
        brought.unsaved
    }

    /// Reads or makes an assessment; it arrives when it is there.
    fn fetch(
        &mut self,
        origin: Origin,
        read: impl FnOnce(&dyn FileSystem, &Places) -> Result<Stored, Problem> + Send + 'static,
    ) {
        let (files, places) = (Arc::clone(&self.files), self.places.clone());
        self.beside("open", move || {
            let stored = read(&*files, &places);
            let read = stored.as_ref().ok();
            let left = read.and_then(|stored| beginning::left(&*files, &places, stored));
            Arrival::Stored(Box::new(stored), origin, left)
        });
    }

    /// Keeps where the open assessment was left, on a thread.
    fn keep(&mut self, bookmark: Bookmark, assessment: Assessment) {
        if scratch::is_scratch(&self.path) {
            return;
        }
        let (files, places) = (Arc::clone(&self.files), self.places.clone());
        let path = self.path.clone();
        let (still_at_it, kept) = channel();
        self.kept = Some(kept);
        // As with the list of recent files: no reason to disturb anybody.
        let _ = in_background("keep", move || {
            let _ = resume::keep(&*files, &places, &path, bookmark, &assessment);
            drop::<std::sync::mpsc::Sender<()>>(still_at_it);
        });
    }

    /// Shows a second screen what is talked about.
    fn present(&mut self, pointer: Option<Pointer>) {
        if self.presenter.is_none() && pointer.is_some() {
            let (files, places) = (Arc::clone(&self.files), self.places.clone());
            // Without a thread there is no second screen; the meeting goes on.
            self.presenter = Presenter::start(files, places, self.path.clone()).ok();
        }
        if let Some(presenter) = &self.presenter {
            presenter.show(pointer);
        }
    }

    /// Writes minutes to a new file beside the assessment.
    fn write(&mut self, name: String, minutes: String) {
        let files = Arc::clone(&self.files);
        let beside = self.path.parent().map(Path::to_path_buf);
        let path = beside.unwrap_or_default().join(pin::typed_path(&name));
        self.beside("minutes", move || {
            let result = durable::save(&*files, &path, minutes.as_bytes(), Expected::Absent);
            let result = result.map(drop).map_err(|error| match error {
                SaveError::Changed { .. } => {
                    Problem::new(ProblemKind::File, "there is such a file already")
                        .at(path.display().to_string())
                        .next("name another; none is replaced")
                }
                error => error.problem().clone(),
            });
            Arrival::Heard(Heard::Written {
                name,
                minutes,
                result,
            })
        });
    }

    fn capture(&mut self, item: Text, typed: String) {
        let (files, assessment) = (Arc::clone(&self.files), self.path.clone());
        let review = self.reviews;
        self.beside("evidence", move || {
            let pinned = pin::measure(&*files, &assessment, &pin::typed_path(&typed));
            let result = pinned.and_then(|pinned| {
                pinned.keep_copy(&*files, &assessment)?;
                Ok(pinned.content)
            });
            Arrival::OfReview(review, Heard::Captured { item, result })
        });
    }

    /// Looks at the evidence, and at whether the checklist that the review carries is still the known one.
    pub(super) fn look_around(&mut self) {
        let Some(assessment) = self.conversation.assessment().cloned() else {
            return;
        };
        let (files, path, places) = (
            Arc::clone(&self.files),
            self.path.clone(),
            self.places.clone(),
        );
        let (review, signers) = (self.reviews, self.signers.clone());
        self.looking = true;
        self.beside("observe", move || {
            let seen = observe::observe_all(&*files, &path, &assessment, &signers);
            let here = environment::current_directory().unwrap_or_default();
            let altered = library::is_altered(&*files, &places, &here, assessment.checklist());
            Arrival::Looked(review, seen, altered)
        });
    }
}

/// Where a reviewer left an assessment, and the positions of the answers that have changed since.
pub(super) type Left = (Bookmark, BTreeSet<usize>);

fn heard_of(report: Report) -> Heard {
    match report {
        Report::Saved(handover) => Heard::Saved(handover),
        Report::NotSaved(problem) => Heard::NotSaved(problem),
        Report::Merged { handed, assessment } => Heard::Merged { handed, assessment },
        Report::WrittenAgain(answers) => Heard::WrittenAgain(answers),
        Report::Outside(trouble) => Heard::Outside(trouble),
    }
}
