//! The file of an open assessment, kept in step with it on one thread: what its author hands over is saved, and what
//! others write meanwhile is merged in.
//!
//! Author and saver can't drift apart. The author is at a level: so many merges were taken in. For each level at which
//! the author may still be, the saver keeps the author's own state there; a state that is handed over at an old level
//! is carried through every merge since, exactly as the author carries it, and the result is reported as one more merge.

mod racing;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::domain::assessment::Assessment;
use crate::domain::handover::Handover;
use crate::domain::history::Entry;
use crate::domain::rebase::join;
use crate::domain::text::Text;
use crate::problem::{Problem, ProblemKind};

use super::breaking;
use super::files::FileSystem;
use super::spill::Spill;
use super::store::{Put, Stored};
use super::watch::{EACH, SETTLING, Sight, Watch};

use racing::OwnSaves;

/// How long to wait before a save that failed is tried again.
const RETRY: Duration = Duration::from_secs(2);

/// How long a save waits for a file that can't be read at the moment.
const UNREADABLE: Duration = Duration::from_millis(150);

/// A saver that panics so often does not go on.
const MOST_PANICS: usize = 3;

/// How often one save looks again at a file that others keep changing.
const ATTEMPTS: usize = 20;

/// How often a saver whose author is gone waits for somebody who is writing the file.
const LAST_ATTEMPTS: usize = 20;

/// What the saver has to tell.
#[derive(Debug)]
pub enum Report {
    /// Others have written: this is what both sides come to.
    Merged {
        /// The last handover that is in it.
        handed: u64,
        /// Both sides.
        assessment: Assessment,
    },
    /// Of so many answers the file lacked what had just been saved, as after an editor that had read it before: they
    /// are written again.
    WrittenAgain(usize),
    /// Everything up to the handover of this number is on disk.
    Saved(u64),
    /// Nothing could be saved; what was handed over is kept, and it is tried again.
    NotSaved(Problem),
    /// Nothing is unsaved, but the file can't be read or is gone; none once that is over.
    Outside(Option<Problem>),
}

enum Order {
    Save(Handover),
    TakenIn(u64),
    Again,
}

/// The thread that saves and watches. Once this is dropped it saves what it was handed, or fails once more, and ends.
pub struct Saver {
    sender: Sender<Order>,
    ended: Receiver<()>,
}

impl Saver {
    /// Starts to keep the file of `stored`; `report` is called on the saver's thread. What can't be saved is kept in
    /// `spill` meanwhile. A saver that is handed nothing writes nothing.
    pub fn start(
        files: Arc<dyn FileSystem>,
        stored: Stored,
        spill: Spill,
        report: impl Fn(Report) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (sender, receiver) = channel();
        let (still_at_it, ended) = channel();
        let mut work = Work::of(files, stored);
        work.spill = Some(spill);
        std::thread::Builder::new()
            .name("saver".to_owned())
            .spawn(move || {
                work.run_on(&receiver, &report);
                drop::<Sender<()>>(still_at_it);
            })?;
        Ok(Self { sender, ended })
    }

    /// Hands a state over.
    pub fn save(&self, handover: Handover) {
        self.order(Order::Save(handover));
    }

    /// The author has taken in so many merges.
    pub fn taken_in(&self, merges: u64) {
        self.order(Order::TakenIn(merges));
    }

    /// What could not be saved is tried again at once.
    pub fn again(&self) {
        self.order(Order::Again);
    }

    /// Lets it end; what is given hangs up once it has.
    pub fn leave(self) -> Receiver<()> {
        self.ended
    }

    fn order(&self, order: Order) {
        // The thread ends only when this sender is gone.
        let _ = self.sender.send(order);
    }
}

/// What one attempt to save came to.
enum Attempt {
    Saved,
    /// Somebody is writing the file, or seems to: worth trying again after this.
    Later(Duration),
    Failed(Problem),
}

/// The work of a saver, step by step and without its thread: [`Saver`] runs it.
pub struct Work {
    files: Arc<dyn FileSystem>,
    stored: Stored,
    /// Where what can't be saved is kept.
    spill: Option<Spill>,
    watch: Watch,
    /// The author's own state at each level where the author may still be; the last is what should be in the file.
    levels: VecDeque<(u64, Assessment)>,
    /// The last handover that was taken in.
    taken: u64,
    /// The last handover that is on disk.
    on_disk: u64,
    /// What should be in the file is not known to be there.
    is_dirty: bool,
    /// What was said last of an attempt to save was that it failed.
    has_failed: bool,
    /// It was said that the file can't be read.
    is_outside: bool,
    own_saves: OwnSaves,
}

impl Work {
    /// The work on the file of `stored`; what can't be saved is kept nowhere else.
    pub fn of(files: Arc<dyn FileSystem>, stored: Stored) -> Self {
        let mut own_saves = OwnSaves::default();
        own_saves.stood(stored.digest);
        Self {
            levels: VecDeque::from([(0, stored.assessment.clone())]),
            files,
            stored,
            spill: None,
            watch: Watch::default(),
            taken: 0,
            on_disk: 0,
            is_dirty: false,
            has_failed: false,
            is_outside: false,
            own_saves,
        }
    }

    /// Runs, and goes on after a panic: whoever looks after the program ends it then, and what was answered has to be
    /// saved all the same.
    fn run_on(mut self, receiver: &Receiver<Order>, report: &dyn Fn(Report)) {
        for _ in 0..MOST_PANICS {
            let run = AssertUnwindSafe(|| self.run(receiver, report));
            if catch_unwind(run).is_ok() {
                return;
            }
        }
        let what = "not saved: saving itself is at fault";
        report(Report::NotSaved(Problem::new(ProblemKind::File, what)));
    }

    fn run(&mut self, receiver: &Receiver<Order>, report: &dyn Fn(Report)) {
        let mut next = Instant::now() + EACH;
        let mut retry: Option<Instant> = None;
        loop {
            let until = retry.map_or(next, |retry| retry.min(next));
            let wait = until.saturating_duration_since(Instant::now());
            let order = receiver.recv_timeout(wait);
            let ended = matches!(order, Err(RecvTimeoutError::Disconnected));
            let mut at_once = ended;
            for order in order.into_iter().chain(receiver.try_iter()) {
                match order {
                    Order::Save(handover) => {
                        self.take(handover, report);
                        at_once = true;
                    }
                    Order::TakenIn(merges) => self.taken_in(merges),
                    Order::Again => at_once = true,
                }
            }
            let now = Instant::now();
            if self.is_dirty && (at_once || retry.is_none_or(|retry| retry <= now)) {
                retry = Some(now + self.save(report));
            } else if next <= now {
                let is_settled = self.look(report);
                next = Instant::now() + if is_settled { EACH } else { SETTLING };
                if self.is_dirty && !self.has_failed {
                    retry = None;
                }
            }
            if !self.is_dirty {
                retry = None;
            }
            if ended {
                self.finish(report);
                return;
            }
        }
    }

    /// Nobody waits for a report any more: what is not saved is tried as long as it only has to be waited for.
    fn finish(&mut self, report: &dyn Fn(Report)) {
        for _ in 0..LAST_ATTEMPTS {
            if !self.is_dirty || self.has_failed {
                return;
            }
            std::thread::sleep(SETTLING);
            self.save(report);
        }
    }

    /// Takes in what the author hands over, carried through the merges that the author has not seen.
    pub fn take(&mut self, handover: Handover, report: &dyn Fn(Report)) {
        self.taken_in(handover.merges);
        self.taken = handover.number;
        self.is_dirty = true;
        let mut after = handover.assessment;
        let mut before: Option<Assessment> = None;
        for (_, state) in &mut self.levels {
            if let Some(before) = &before {
                after = join(before, &after, state);
            }
            before = Some(std::mem::replace(state, after.clone()));
        }
        if self.levels.len() > 1 {
            self.merged(after, report);
        }
    }

    /// The author has seen so many merges.
    pub fn taken_in(&mut self, merges: u64) {
        while self.levels.len() > 1 && self.levels.front().is_some_and(|(at, _)| *at < merges) {
            self.levels.pop_front();
        }
    }

    /// Looks whether others have written, takes it in, and saves what came of it, if it is not what they wrote. Whether
    /// nobody is writing.
    pub fn look(&mut self, report: &dyn Fn(Report)) -> bool {
        let (files, known) = (&*self.files, *self.stored.known());
        let ours = Some(self.stored.known_assessment());
        let sight = self.watch.look(files, &self.stored.path, &known, ours);
        match sight {
            Sight::Unsettled => return false,
            Sight::Trouble(problem) if !self.is_dirty => {
                self.is_outside = true;
                report(Report::Outside(Some(problem)));
            }
            Sight::Same | Sight::Trouble(_) => {}
            Sight::Back => {
                self.is_readable(report);
                // What could not be saved can be now.
                self.has_failed = false;
            }
            Sight::Changed(theirs) => {
                self.join(*theirs, report);
                self.has_failed = false;
                self.is_readable(report);
                if self.is_dirty {
                    self.save(report);
                }
            }
        }
        true
    }

    fn is_readable(&mut self, report: &dyn Fn(Report)) {
        if std::mem::take(&mut self.is_outside) {
            report(Report::Outside(None));
        }
    }

    /// Saves what should be in the file, and tells. Gives how long to wait before the next attempt, should that be
    /// needed.
    pub fn save(&mut self, report: &dyn Fn(Report)) -> Duration {
        match self.attempt(report) {
            Attempt::Saved => {
                self.is_readable(report);
                self.has_failed = false;
                if let Some(spill) = &self.spill {
                    spill.saved();
                }
                report(Report::Saved(self.on_disk));
                Duration::ZERO
            }
            Attempt::Later(wait) => wait,
            Attempt::Failed(problem) => {
                self.has_failed = true;
                let problem = match &self.spill {
                    Some(spill) => spill.keep(problem, &self.stored.assessment, self.target()),
                    None => problem,
                };
                report(Report::NotSaved(problem));
                RETRY
            }
        }
    }

    fn attempt(&mut self, report: &dyn Fn(Report)) -> Attempt {
        breaking::waits("saver");
        for _ in 0..ATTEMPTS {
            let target = self.target().clone();
            let before = self.stored.assessment.clone();
            match self.stored.put(&*self.files, &target) {
                Ok(Put::Saved) => {
                    self.own_saves.remember(&before, &target);
                    self.own_saves.stood(self.stored.digest);
                    (self.on_disk, self.is_dirty) = (self.taken, false);
                    return Attempt::Saved;
                }
                Ok(Put::Changed) => {}
                Err(error) => return Attempt::Failed(error.problem().clone()),
            }
            let (files, known) = (&*self.files, *self.stored.known());
            let (path, ours) = (&self.stored.path, Some(self.stored.known_assessment()));
            match self.watch.look_closely(files, path, &known, ours) {
                Sight::Changed(theirs) => self.join(*theirs, report),
                // It was changed and changed back.
                Sight::Back => {}
                Sight::Same if self.watch.is_well() => {}
                _ => match self.watch.trouble() {
                    Some(problem) => return Attempt::Failed(problem.clone()),
                    None if self.watch.is_well() => return Attempt::Later(SETTLING),
                    None => return Attempt::Later(UNREADABLE),
                },
            }
        }
        let problem = Problem::new(ProblemKind::Busy, "others keep changing the file")
            .at(self.stored.path.display().to_string())
            .next("it is tried again");
        Attempt::Failed(problem)
    }

    /// Merges what others wrote with what should be in the file.
    fn join(&mut self, theirs: Stored, report: &dyn Fn(Report)) {
        let known = self.stored.known_assessment();
        let both = (&theirs.assessment, &theirs.digest);
        let base = self.own_saves.base_of(both, known);
        let target = self.target();
        let merged = join(&base.assessment, target, &theirs.assessment);
        let is_new = merged != *target;
        self.is_dirty = self.on_disk < self.taken || merged != theirs.assessment;
        let mut again = base.lacking;
        again.retain(|item| is_written_again(item, &merged, &theirs.assessment));
        self.own_saves.stood(theirs.digest);
        self.stored = theirs;
        if is_new {
            self.merged(merged, report);
        }
        if !again.is_empty() {
            report(Report::WrittenAgain(again.len()));
        }
    }

    fn merged(&mut self, assessment: Assessment, report: &dyn Fn(Report)) {
        let level = self.levels.back().map_or(0, |(level, _)| *level) + 1;
        self.levels.push_back((level, assessment.clone()));
        let handed = self.taken;
        report(Report::Merged { handed, assessment });
    }

    /// What should be in the file.
    fn target(&self) -> &Assessment {
        self.levels
            .back()
            .map_or(&self.stored.assessment, |(_, state)| state)
    }

    /// Something is not known to be on disk.
    pub fn is_dirty(&self) -> bool {
        self.is_dirty
    }
}

/// Whether an item's answer has more in it than others left of it. That of one in conflict is told otherwise.
fn is_written_again(item: &Text, merged: &Assessment, theirs: &Assessment) -> bool {
    let both = merged.answer(item).zip(theirs.answer(item));
    both.is_some_and(|(merged, theirs)| {
        let is_there = |entry: &Entry| theirs.history.iter().any(|it| it.id == entry.id);
        merged.conflict.is_empty() && !merged.history.iter().all(is_there)
    })
}
