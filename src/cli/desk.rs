//! What every command works with: the places, the file system, the time, and the way to change an assessment.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::domain::change::{Change, Stamp};
use crate::domain::evidence::Observations;
use crate::domain::ledger::Scope;
use crate::domain::text::Text;
use crate::domain::time::{Moment, UtcOffset};
use crate::export::report::Report;
use crate::format::configuration::Configuration;
use crate::format::fault::Fault;
use crate::problem::{Problem, ProblemKind};
use crate::session::bench;
use crate::system::configuration::{self, Found};
use crate::system::disk::Disk;
use crate::system::files::FileSystem;
use crate::system::places::Places;
use crate::system::signers::Signers;
use crate::system::spill;
use crate::system::spill::back::{Outcome, bring_back};
use crate::system::spill::lost;
use crate::system::store::{self, Stored};
use crate::system::{clock, environment, evidence_file, library, observe, random};

use super::arguments::config::LookTyped;
use super::output::{self, Output, Page};
use super::refusal::problem_of;
use super::resolve;
use super::unsettled::{joined_words, settled_words};

/// What every command works with.
pub(crate) struct Desk {
    /// This user's directories.
    pub(crate) places: Places,
    /// The machine's files.
    pub(crate) files: Arc<dyn FileSystem>,
    /// The moment at which the command began.
    pub(crate) now: Moment,
    /// How far local time is from UTC.
    pub(crate) offset: UtcOffset,
    /// The working directory.
    pub(crate) here: PathBuf,
    /// Who may sign, by git's setting.
    pub(crate) signers: Signers,
    /// The way out.
    pub(crate) output: Output,
    /// No colour in the review screen.
    pub(crate) no_colour_on_screen: bool,
    /// How the screen is to look, by flags.
    pub(crate) look: LookTyped,
    found: OnceLock<Found>,
}

impl Desk {
    /// The desk of this process.
    pub(crate) fn from_environment(
        output: Output,
        no_colour_on_screen: bool,
        look: LookTyped,
    ) -> Result<Self, Problem> {
        let places = Places::from_environment()?;
        Ok(Self {
            files: Arc::new(Disk::new(places.state.clone())),
            places,
            now: Moment::new(clock::now()),
            offset: UtcOffset::from_minutes(clock::local_offset().local_minus_utc() / 60),
            here: environment::current_directory()?,
            signers: Signers::of_git(),
            output,
            no_colour_on_screen,
            look,
            found: OnceLock::new(),
        })
    }

    /// The configuration as it was found; read once, and only by what needs it.
    pub(crate) fn found(&self) -> &Found {
        self.found
            .get_or_init(|| configuration::read(&*self.files, &self.places))
    }

    /// The configuration; what is wrong with it is said on the side, once.
    pub(crate) fn configuration(&self) -> &Configuration {
        if self.found.get().is_none() {
            let path = self.places.configuration();
            let file = path.display().to_string();
            for fault in &self.found().faults {
                output::note(&fault.clone().into_problem(&file).to_string());
            }
        }
        &self.found().configuration
    }

    /// Who does it: the name typed, else the configuration's, else git's `user.name` where the file is; never the
    /// login name.
    pub(crate) fn by(&self, typed: Option<&str>, file: &Path) -> Result<Text, Problem> {
        match (typed, &self.configuration().name) {
            (None, Some(name)) => Ok(name.clone()),
            _ => resolve::by(typed, &*self.files, file),
        }
    }

    /// The checklist of a new review: the one typed, else the configuration's.
    pub(crate) fn checklist(&self, typed: Option<&str>) -> Result<String, Problem> {
        let named = typed.map(ToOwned::to_owned).or_else(|| {
            let placed = self.configuration().checklist.as_ref();
            placed.map(|placed| placed.value.clone())
        });
        named.ok_or_else(|| {
            resolve::usage(
                "no checklist is named",
                "give --checklist ID|PATH (candor list checklists shows them), or set `checklist` in config.ron",
            )
        })
    }

    /// Opens an assessment, and says on the side if there is something to look at in the file, or something that should
    /// be in it and could not be saved.
    pub(crate) fn open(&self, path: &Path) -> Result<Stored, Problem> {
        let stored = self.open_for_screen(path)?;
        let found = spill::find(&*self.files, &self.places, path, Some(&stored.assessment));
        for told in found.told(path) {
            output::note(&told);
        }
        Ok(stored)
    }

    /// Opens an assessment to change it. What could not be saved of it before is put into it first, and that is said.
    pub(crate) fn open_to_change(&self, path: &Path) -> Result<Stored, Problem> {
        let mut stored = self.open_for_screen(path)?;
        let brought = bring_back(&*self.files, &self.places, &mut stored);
        let unsaved = brought.unsaved.map(|unsaved| unsaved.waits());
        let told = brought.outcomes.into_iter().map(|outcome| match outcome {
            Outcome::Saved(told) | Outcome::Waits(told) => told,
        });
        for told in unsaved.into_iter().chain(told) {
            output::note(&format!("{}: {told}", path.display()));
        }
        Ok(stored)
    }

    /// Opens an assessment to sign it. What could not be saved of it before belongs into it first, where it is seen by
    /// whoever signs: until then a problem of kind `Busy`.
    pub(crate) fn open_to_sign(&self, path: &Path) -> Result<Stored, Problem> {
        let stored = self.open_for_screen(path)?;
        let found = spill::find(&*self.files, &self.places, path, Some(&stored.assessment));
        let mut told = found.told(path).into_iter();
        if found.is_missing_in_file()
            && let Some(first) = told.next()
        {
            let what = format!("not signed: {first}");
            return Err(Problem::new(ProblemKind::Busy, what));
        }
        for told in told {
            output::note(&told);
        }
        Ok(stored)
    }

    /// Opens an assessment for the review screen, which says itself what could not be saved.
    pub(crate) fn open_for_screen(&self, path: &Path) -> Result<Stored, Problem> {
        let files = &*self.files;
        let stored = store::open(files, path)
            .map_err(|problem| lost::named(files, &self.places, path, problem))?;
        for (folder, own) in evidence_file::beside_a_link(files, path, &stored.path) {
            output::note(&format!(
                "{}: it is a link to {}: what is in {} is not read; move it to {}.",
                path.display(),
                stored.path.display(),
                folder.display(),
                own.display()
            ));
        }
        match &stored.joined {
            Some(joined) => {
                for words in joined_words(joined, &stored.assessment, path) {
                    output::note(&words);
                }
            }
            None => mention(&stored.warnings, path),
        }
        Ok(stored)
    }

    /// What is seen of an assessment's evidence and sign-offs now.
    pub(crate) fn observe(&self, stored: &Stored) -> Observations {
        observe::observe_all(
            &*self.files,
            &stored.path,
            &stored.assessment,
            &self.signers,
        )
    }

    /// Whether an assessment's checklist is not the one that is known by its id and version.
    pub(crate) fn is_altered(&self, stored: &Stored) -> bool {
        let checklist = stored.assessment.checklist();
        library::is_altered(&*self.files, &self.places, &self.here, checklist)
    }

    /// Who and when, under a fresh id.
    pub(crate) fn stamp(&self, by: &Text, recorded_by: &Text) -> Result<Stamp, Problem> {
        Ok(Stamp {
            id: fresh_id()?,
            at: self.now,
            by: by.clone(),
            recorded_by: recorded_by.clone(),
        })
    }

    /// Saves changes that have been tried out, all of them or, where somebody else changed the same thing meanwhile,
    /// none.
    pub(crate) fn commit(&self, stored: &mut Stored, changes: &[Change]) -> Result<(), Problem> {
        let joined = stored.joined.clone();
        let committed = stored
            .commit(&*self.files, changes)
            .map_err(|error| error.problem().clone())?;
        if let Some(joined) = joined {
            output::note(&settled_words(&joined, &stored.assessment, &stored.path));
        }
        if let Some(refused) = committed.refused.first() {
            let what = match refused.item() {
                Some(item) => format!("somebody else has just changed `{}`", item.raw()),
                None => "somebody else has just changed the same".to_owned(),
            };
            return Err(Problem::new(ProblemKind::Busy, what)
                .at(stored.path.display().to_string())
                .next("your change was not made: look at what is there now, then give it again"));
        }
        Ok(())
    }

    /// Says on one line what has become of something, and the new figures.
    pub(crate) fn tell(&self, stored: &Stored, what: &str) -> Result<(), Problem> {
        let observations = self.observe(stored);
        let bench = bench(&stored.assessment, self.now, &observations);
        let report = Report::of(&stored.assessment, &bench, Scope::Needed);
        let mut page = Page::default();
        page.line(&format!("{what} · {}", super::score::in_short(&report)));
        self.output.page(&page)
    }
}

/// A fresh random id.
pub(crate) fn fresh_id() -> Result<Text, Problem> {
    random::fresh_id().map(Text::from)
}

/// Makes the changes on a copy: the first refusal is the problem, and nothing has been written.
pub(crate) fn try_out(stored: &Stored, changes: &[Change]) -> Result<(), Problem> {
    let mut copy = stored.assessment.clone();
    for change in changes {
        copy.apply(change)
            .map_err(|refusal| problem_of(&refusal, &copy, change.item()))?;
    }
    Ok(())
}

fn mention(warnings: &[Fault], path: &Path) {
    let file = path.display();
    if let Some(first) = warnings.first() {
        let (place, what) = (first.place_in(&file.to_string()), &first.what);
        let more = match warnings.len() - 1 {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let note = format!("{place}: warning: {what}{more}; see: candor lint {file}.");
        output::note(&note);
    }
}
