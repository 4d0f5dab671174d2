//! What can't be saved, kept in the state directory until it can: the end of the program, however it comes, loses none
//! of it.
//!
//! Each open review has a file of its own there, named after the review and a random id, so that no two programs write
//! the same one. A program holds its file as long as it lives; one that can be claimed is of a program that is gone, and
//! is merged with what the review's file holds the next time that it is opened. Whatever is wrong with such a file, the
//! review opens without it.

pub mod back;
pub mod lost;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::assessment::Assessment;
use crate::domain::came_in::is_another_review;
use crate::domain::merge::{Merged, merge};
use crate::domain::text::Shown;
use crate::format::ASSESSMENT_CAP;
use crate::format::read::read_assessment;
use crate::format::write::write_assessment;
use crate::problem::{KEPT_ASIDE, Problem, ProblemKind};
use crate::system::digest::{Digest, digest_of, hex};
use crate::system::durable;
use crate::system::files::{FileSystem, Held, NewFile, read_capped};
use crate::system::places::Places;
use crate::system::{clock, environment, failure, links, random};

/// The version of the file's shape.
const FORMAT: u32 = 1;

/// Nobody but its owner reads what somebody has not even saved.
const MODE: u32 = 0o600;

/// The largest file that is read, in bytes: two assessments, and every line of them escaped.
const LARGEST: u64 = 4 * ASSESSMENT_CAP;

/// The file's shape.
#[derive(Serialize, Deserialize)]
struct Shape {
    format: u32,
    /// The review's file.
    review: String,
    /// When this was written.
    at: DateTime<Utc>,
    /// The state that the changes were made on, as it would stand in the review's file.
    base: String,
    /// The state with the changes.
    ours: String,
}

/// What is not saved of one open review, kept where it outlives the program. Its clones are the same.
#[derive(Clone)]
pub struct Spill(Arc<Mutex<Inner>>);

struct Inner {
    files: Arc<dyn FileSystem>,
    directory: PathBuf,
    /// As it is told.
    review: PathBuf,
    /// What the names of all files for this review begin with.
    prefix: String,
    own: Option<Own>,
    /// What programs that are gone have left, and is among what is to be saved now.
    adopted: Vec<Left>,
    given_up: bool,
}

/// The file of this program.
struct Own {
    path: PathBuf,
    /// Of both states in it.
    digest: Digest,
    /// As long as it is open nobody claims it.
    _open: Option<Box<dyn NewFile>>,
}

/// The file of a program that is gone, held against others that would take it in.
struct Left {
    path: PathBuf,
    _held: Held,
}

impl Spill {
    /// Of a review's file that is there. Nothing is written yet.
    pub fn of(files: Arc<dyn FileSystem>, places: &Places, review: &Path) -> Self {
        let prefix = prefix_of(&*files, review);
        Self(Arc::new(Mutex::new(Inner {
            files,
            directory: places.spill(),
            review: environment::absolute(review).unwrap_or_else(|_| review.to_owned()),
            prefix,
            own: None,
            adopted: Vec::new(),
            given_up: false,
        })))
    }

    /// Keeps what can't be saved because of `problem`, durably, in place of what was kept before, and gives the problem
    /// with words on what became of it. `base` is the state that the file holds, `ours` the one that it should.
    pub fn keep(&self, problem: Problem, base: &Assessment, ours: &Assessment) -> Problem {
        let mut inner = self.inner();
        if inner.given_up {
            return problem;
        }
        match inner.keep(base, ours) {
            Ok(()) => {
                let safe =
                    "what is not saved is kept aside and is back when the file is opened again";
                let next = match problem.next.as_str() {
                    "" => safe.to_owned(),
                    next => format!("{next}; {safe}"),
                };
                let what = format!("{}{KEPT_ASIDE}", problem.what);
                Problem { what, ..problem }.next(next)
            }
            Err(failed) => {
                let why = failed.what.trim_start_matches("not saved: ");
                let what = format!("{}, nor kept aside: {why}", problem.what);
                let aside = inner.directory.display();
                let next = match problem.next.as_str() {
                    "" => format!("make room in {aside}"),
                    next => format!("{next}, or in {aside}, where what is not saved is kept"),
                };
                Problem { what, ..problem }.next(next)
            }
        }
    }

    /// Everything is saved: nothing is kept any more.
    pub fn saved(&self) {
        self.inner().remove();
    }

    /// Somebody wants what is not saved to be lost: it is, and nothing more is kept.
    pub fn give_up(&self) {
        let mut inner = self.inner();
        inner.given_up = true;
        inner.remove();
    }

    fn adopt(&self, left: Vec<Left>) {
        self.inner().adopted.extend(left);
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // What a thread that panicked has left is as good as before: every step is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn keep(&mut self, base: &Assessment, ours: &Assessment) -> Result<(), Problem> {
        let (base, ours) = (write_assessment(base), write_assessment(ours));
        let digest = digest_of(&[base.as_bytes(), b"\0", ours.as_bytes()].concat());
        if let Some(own) = &self.own
            && own.digest == digest
            && self.files.inspect(&own.path).is_ok()
        {
            return Ok(());
        }
        let text = write(&Shape {
            format: FORMAT,
            review: self.review.to_string_lossy().into_owned(),
            at: clock::now(),
            base,
            ours,
        })?;
        durable::create_directories(&*self.files, &self.directory)?;
        let path = match &self.own {
            Some(own) => own.path.clone(),
            None => self
                .directory
                .join(format!("{}{}.ron", self.prefix, random::fresh_id()?)),
        };
        let open = durable::place_held(&*self.files, &path, text.as_bytes(), MODE)?;
        self.own = Some(Own {
            path,
            digest,
            _open: open,
        });
        Ok(())
    }

    fn remove(&mut self) {
        let own = self.own.take();
        let adopted = std::mem::take(&mut self.adopted);
        let paths = own.iter().map(|own| &own.path);
        let mut removed = false;
        for path in paths.chain(adopted.iter().map(|left| &left.path)) {
            // What stays is merged again by and by, which changes nothing.
            removed |= self.files.remove(path).is_ok();
        }
        if removed {
            let _ = self.files.sync_directory(&self.directory);
        }
    }
}

/// What a program that is gone could not save of a review.
struct Kept {
    left: Left,
    at: DateTime<Utc>,
    base: Option<Assessment>,
    ours: Assessment,
}

/// What is kept of a review.
#[derive(Default)]
pub struct Found {
    /// Of programs that are gone, the oldest first.
    kept: Vec<Kept>,
    /// What can't be read, a sentence each.
    unreadable: Vec<String>,
    /// What is of another review, which the file held before, a sentence each.
    of_others: Vec<String>,
    /// So many programs that are still at work hold something.
    elsewhere: usize,
}

impl Found {
    /// Nothing is kept of it.
    pub fn is_empty(&self) -> bool {
        let is_said = self.unreadable.is_empty() && self.of_others.is_empty();
        self.kept.is_empty() && is_said && self.elsewhere == 0
    }

    /// What there is, in words, one sentence each; `review` is how the file was named.
    pub fn told(&self, review: &Path) -> Vec<String> {
        let mut told = Vec::new();
        let review = review.display();
        if let Some(first) = self.kept.first() {
            told.push(format!(
                "{review}: answers that could not be saved on {} are not in it yet; get them back with: candor review {review}",
                day_and_time(first.at)
            ));
        }
        if self.elsewhere > 0 {
            told.push(format!(
                "{review}: another candor has it open with answers that can't be saved yet"
            ));
        }
        let said = self.unreadable.iter().chain(&self.of_others);
        told.extend(said.map(|said| format!("{review}: {said}")));
        told
    }

    /// Something is kept that belongs into the file.
    pub fn is_missing_in_file(&self) -> bool {
        !self.kept.is_empty() || self.elsewhere > 0
    }

    /// When the oldest of it was kept, in local time.
    pub fn since(&self) -> Option<String> {
        self.kept.first().map(|kept| day_and_time(kept.at))
    }
}

/// Looks for what is kept of a review, whose file holds `now`, or none that can be read. Nothing is changed; what is found
/// is held until it is dropped.
pub fn find(
    files: &dyn FileSystem,
    places: &Places,
    review: &Path,
    now: Option<&Assessment>,
) -> Found {
    let mut found = Found::default();
    let paths = paths(files, places, review).unwrap_or_else(|error| {
        found.unreadable.push(format!(
            "it can't be told whether answers are kept aside: {}",
            failure::in_words(&error)
        ));
        Vec::new()
    });
    for path in paths {
        let Some(held) = files.claim(&path) else {
            // Removed in this instant, or somebody's who still has it open.
            found.elsewhere += usize::from(files.inspect(&path).is_ok());
            continue;
        };
        let left = Left { path, _held: held };
        match read(files, &left.path) {
            Ok((at, base, ours))
                if now.is_some_and(|now| is_of_another(base.as_ref(), &ours, now)) =>
            {
                found.of_others.push(stays_kept(at, &ours));
            }
            Ok((at, base, ours)) => found.kept.push(Kept {
                left,
                at,
                base,
                ours,
            }),
            Err(_) if files.inspect(&left.path).is_err() => {}
            Err(why) => found.unreadable.push(format!(
                "answers that could not be saved are kept aside, but {why}: {}",
                left.path.display()
            )),
        }
    }
    found.kept.sort_by_key(|kept| kept.at);
    found
}

/// Whether what was kept was made on another review than the one that the file holds now.
fn is_of_another(base: Option<&Assessment>, ours: &Assessment, now: &Assessment) -> bool {
    let mut both = base.into_iter().chain([ours]);
    both.all(|kept| is_another_review(kept, now))
}

fn stays_kept(at: DateTime<Utc>, ours: &Assessment) -> String {
    format!(
        "answers that could not be saved on {} are of another review, {}, which this file held then; they stay kept aside until it does again",
        day_and_time(at),
        Shown::line(ours.head.subject.name.raw()),
    )
}

/// Whether something is kept of a review, readable or not.
pub fn is_kept(files: &dyn FileSystem, places: &Places, review: &Path) -> bool {
    paths(files, places, review).is_ok_and(|paths| !paths.is_empty())
}

/// The files for a review.
fn paths(files: &dyn FileSystem, places: &Places, review: &Path) -> io::Result<Vec<PathBuf>> {
    let (directory, prefix) = (places.spill(), prefix_of(files, review));
    let names = match files.list(&directory) {
        Err(error) if failure::is_missing(&error) => Vec::new(),
        names => names?,
    };
    let of_it = names.into_iter().filter(|name| {
        let rest = name.to_str().and_then(|name| name.strip_prefix(&prefix));
        let id = rest.and_then(|rest| rest.strip_suffix(".ron"));
        id.is_some_and(|id| random::looks_like_id(id.as_bytes()))
    });
    Ok(of_it.map(|name| directory.join(name)).collect())
}

/// What was kept, merged with what a review's file holds.
pub struct Back {
    /// Both.
    pub merged: Merged,
    /// When the oldest of it was kept, in local time.
    pub since: String,
    left: Vec<Left>,
}

impl Found {
    /// Everything readable of it, merged with a state; `None` where that brings nothing new to a file that holds the state.
    /// What brings nothing is in the file already and is removed.
    pub fn merged_with(
        self,
        files: &dyn FileSystem,
        (now, is_in_file): (&Assessment, bool),
    ) -> Option<Back> {
        let since = self.since()?;
        let mut merged: Option<Merged> = None;
        let mut left = Vec::new();
        for kept in self.kept {
            let theirs = merged.as_ref().map_or(now, |merged| &merged.assessment);
            let mut both = merge(kept.base.as_ref(), &kept.ours, theirs);
            if let Some(before) = &mut merged {
                both.notes.splice(0..0, std::mem::take(&mut before.notes));
            }
            merged = Some(both);
            left.push(kept.left);
        }
        let merged = merged?;
        if is_in_file && merged.assessment == *now {
            for left in &left {
                let _ = files.remove(&left.path);
            }
            return None;
        }
        Some(Back {
            merged,
            since,
            left,
        })
    }
}

fn day_and_time(at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&clock::local_offset());
    local.format("%Y-%m-%d at %H:%M").to_string()
}

/// One prefix per file, whichever way the file was named, and also when it is gone.
fn prefix_of(files: &dyn FileSystem, review: &Path) -> String {
    const BYTES: usize = 16;
    let file = links::file(files, review);
    let in_its_directory = || {
        let directory = durable::parent_of(&file);
        let name = file.file_name().unwrap_or_default();
        environment::canonical(directory).map(|directory| directory.join(name))
    };
    let path = environment::canonical(&file)
        .or_else(|_| in_its_directory())
        .or_else(|_| environment::absolute(review))
        .unwrap_or_else(|_| review.to_owned());
    let digest = digest_of(path.as_os_str().as_encoded_bytes());
    format!("{}-", hex(&digest[..BYTES]))
}

type Readable = (DateTime<Utc>, Option<Assessment>, Assessment);

/// What a file holds, or in words why that can't be told.
fn read(files: &dyn FileSystem, path: &Path) -> Result<Readable, String> {
    let bytes = read_capped(files, path, LARGEST).map_err(|problem| problem.what)?;
    let broken = || "the file is damaged and can't be read".to_owned();
    let shape: Shape = ron::de::from_bytes(&bytes).map_err(|_| broken())?;
    if shape.format != FORMAT {
        return Err("a later candor wrote the file, so it can't be read".to_owned());
    }
    let ours = read_assessment(shape.ours.as_bytes())
        .0
        .ok_or_else(broken)?;
    let base = read_assessment(shape.base.as_bytes()).0;
    Ok((shape.at, base, ours))
}

fn write(shape: &Shape) -> Result<String, Problem> {
    // Raw texts, so that a person can take out either state with an editor.
    let pretty = ron::ser::PrettyConfig::new()
        .new_line("\n")
        .escape_strings(false);
    ron::ser::to_string_pretty(shape, pretty)
        .map(|text| format!("{text}\n"))
        .map_err(|error| {
            let what = format!("what is not saved can't be written: {error}");
            Problem::new(ProblemKind::File, what)
        })
}
