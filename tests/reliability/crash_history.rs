//! What somebody does with an assessment over days, with calls that fail and programs that are killed in the middle.
#![allow(clippy::case_sensitive_file_extension_comparisons)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use candor::domain::assessment::{Assessment, Head, Status};
use candor::domain::change::{Change, Stamp};
use candor::domain::evidence::{Content, Observations, Share, Shows};
use candor::domain::gate::Verdict;
use candor::domain::sign_off::SignOff;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset};
use candor::format::read::read_checklist;
use candor::problem::{Problem, ProblemKind};
use candor::system::bundle::Bundle;
use candor::system::durable::{self, Expected};
use candor::system::evidence_file::{keep_copy, measure};
use candor::system::files::FileSystem;
use candor::system::places::Places;
use candor::system::sign_offs::{self, Ground, Wish};
use candor::system::signers::Signers;
use candor::system::spill::Spill;
use candor::system::store::{self, Stored};

use super::crash_disk::{CrashDisk, Dice, Trouble};

/// A checklist as short as one can be that still has a blocker: what is saved here is saved very often.
const CHECKLIST: &str = r#"Checklist(format: 1, id: "small", title: "Small", categories: [(id: "all", title: "All", items: [
    (id: "one", tier: Blocker, title: "One"),
    (id: "two", tier: Should, title: "Two"),
    (id: "three", tier: Nice, title: "Three"),
])])"#;

const ITEMS: [&str; 3] = ["one", "two", "three"];

/// So many calls are made at most, as a rule, by a save, by keeping evidence or making directories, by signing or
/// writing a bundle.
const CALLS: [usize; 3] = [16, 26, 48];

/// What was acknowledged: under this name stands the file that stood there then, or a later one.
#[derive(Debug, Clone)]
pub(crate) struct Promise {
    pub(crate) path: String,
    /// How many files had stood there one after the other; none where it is promised no more, since something else
    /// holds it.
    pub(crate) files: usize,
    /// The changes that it holds, by their ids.
    pub(crate) changes: BTreeSet<String>,
}

/// An assessment's days on one disk.
pub(crate) struct History {
    pub(crate) disk: CrashDisk,
    /// The disk, or a broken way to use it.
    files: Arc<dyn FileSystem>,
    pub(crate) path: String,
    pub(crate) promises: Vec<Promise>,
    stored: Option<Stored>,
    dice: Dice,
    number: usize,
    with_key: Option<PathBuf>,
    spill: Spill,
    /// Where what can't be saved is kept aside by this run of the program, and where earlier ones did.
    aside: Option<String>,
    aside_before: BTreeSet<String>,
    changes: BTreeSet<String>,
    /// Why it can't go on, though nothing fails any more.
    pub(crate) stuck: Option<String>,
}

/// Where the program keeps things of its own.
fn places() -> Places {
    Places::under(Path::new("h"))
}

fn moment(number: usize) -> Moment {
    let (minutes, seconds) = (number / 60 % 60, number % 60);
    let hour = 9 + number / 3600 % 10;
    let text = format!("2026-11-21T{hour:02}:{minutes:02}:{seconds:02}Z");
    Moment::parse(&text, UtcOffset::default()).unwrap()
}

/// An assessment without answers.
pub(crate) fn fresh() -> Assessment {
    static CHECK: LazyLock<Assessment> = LazyLock::new(|| {
        let checklist = Arc::new(read_checklist(CHECKLIST.as_bytes()).0.unwrap());
        Assessment::new(checklist, Head::default(), moment(0), UtcOffset::default())
    });
    CHECK.clone()
}

fn stamp(number: usize) -> Stamp {
    Stamp {
        id: format!("c{number}").into(),
        at: moment(number),
        by: "Ana".into(),
        recorded_by: Text::default(),
    }
}

/// An answer that is another than the one before.
pub(crate) fn answer(number: usize) -> Change {
    let share = i64::try_from(1 + number % 99).unwrap();
    Change::Answer {
        item: ITEMS[number % ITEMS.len()].into(),
        status: Status::Partial(Share::new(share).unwrap()),
        stamp: stamp(number),
    }
}

/// Signs without a key, or with one.
pub(crate) fn sign(
    files: &dyn FileSystem,
    path: &Path,
    (assessment, signed): (&Assessment, Vec<SignOff>),
    number: usize,
    key: Option<&Path>,
) -> Result<sign_offs::Made, candor::problem::Problem> {
    let mut observations = Observations::new();
    observations.set_sign_offs(signed.into());
    let ground = Ground {
        files,
        path,
        assessment,
        observations: &observations,
        at: moment(number),
    };
    let wish = Wish {
        by: "Ana <ana@example.org>".into(),
        role: "Security".into(),
        decision: Verdict::NoGo,
        words: Text::default(),
        despite: Text::default(),
        conditions: Vec::new(),
        key: key.map(Path::to_owned),
    };
    let statement = sign_offs::prepare(&ground, &wish)?;
    sign_offs::sign(files, path, &statement, key)
}

impl History {
    /// Begins on a disk with an assessment, or with the directory for one alone.
    pub(crate) fn new(seed: u64, broken: impl FnOnce(CrashDisk) -> Arc<dyn FileSystem>) -> Self {
        let mut dice = Dice::new(seed);
        let text = candor::format::write::write_assessment(&fresh());
        let is_made = dice.once_in(3);
        let path = if is_made && dice.once_in(2) {
            "d/new/deep/a.ron"
        } else {
            "d/a.ron"
        };
        let disk = CrashDisk::new(seed).with("d/proof.txt", b"it works", 0o600);
        let disk = if is_made {
            disk
        } else {
            disk.with(path, text.as_bytes(), 0o640)
        };
        let files = broken(disk.clone());
        let mut history = Self {
            spill: Spill::of(Arc::clone(&files), &places(), Path::new(path)),
            aside: None,
            aside_before: BTreeSet::new(),
            files,
            disk,
            path: path.to_owned(),
            promises: Vec::new(),
            stored: None,
            dice,
            number: 0,
            with_key: None,
            changes: BTreeSet::new(),
            stuck: None,
        };
        if is_made {
            history.make();
        } else {
            history.open();
            history.promise(path, BTreeSet::new());
        }
        history
    }

    /// Signs with this key now and then.
    pub(crate) fn signing_with(mut self, key: Option<PathBuf>) -> Self {
        self.with_key = key;
        self
    }

    /// So many things are done one after the other.
    pub(crate) fn goes_on(mut self, things: usize) -> Self {
        for _ in 0..things {
            if self.stuck.is_some() {
                break;
            }
            match self.dice.below(14) {
                0..=5 => self.save(),
                6 => self.open(),
                7 => self.disk.time_passes(Duration::from_secs(61)),
                8 | 9 => self.sign(),
                10 => self.attach(),
                11 => self.export(),
                12 => self.keep_minutes(),
                _ => self.bundle(),
            }
        }
        self
    }

    fn at(&self) -> PathBuf {
        PathBuf::from(&self.path)
    }

    fn number(&mut self) -> usize {
        self.number += 1;
        self.number
    }

    /// Says what is acknowledged from here on.
    fn promise(&mut self, path: &str, changes: BTreeSet<String>) {
        let files = self.disk.files_named(path).len();
        self.disk.promised(self.promises.len());
        self.promises.push(Promise {
            path: path.to_owned(),
            files,
            changes,
        });
    }

    /// Makes trouble for what is done next; says whether the program is killed by it.
    fn trouble(&mut self, calls: usize) -> bool {
        let call = self.dice.below(calls);
        let trouble = match self.dice.below(8) {
            0..=2 => Trouble::None,
            3 => Trouble::OnceIn(10),
            4 => Trouble::Syncs,
            5 => Trouble::At(call),
            _ => Trouble::From(call),
        };
        self.disk.trouble(trouble);
        matches!(trouble, Trouble::From(_)) && self.dice.once_in(2)
    }

    /// The program is started and reads what is there.
    fn open(&mut self) {
        self.disk.trouble(Trouble::None);
        match store::open(&*self.files, &self.at()) {
            Ok(stored) => self.stored = Some(stored),
            Err(problem) => self.stuck = Some(problem.to_string()),
        }
    }

    fn make(&mut self) {
        for attempt in 0.. {
            if attempt == 2 {
                self.disk.trouble(Trouble::None);
            } else {
                self.trouble(CALLS[1]);
            }
            let made = store::create(&*self.files, &self.at(), fresh());
            self.disk.trouble(Trouble::None);
            match made {
                Ok(stored) => self.stored = Some(stored),
                // It stands there though it was said not to: whoever was told so opens it and answers.
                Err(_) if self.files.inspect(&self.at()).is_ok() => return self.answer_at_last(),
                Err(problem) if attempt == 2 => {
                    self.stuck = Some(problem.to_string());
                    return;
                }
                Err(_) => continue,
            }
            let path = self.path.clone();
            return self.promise(&path, BTreeSet::new());
        }
    }

    fn answer_at_last(&mut self) {
        self.open();
        if self.stuck.is_none() {
            let number = self.number();
            self.commit(vec![(number, answer(number))], true);
        }
    }

    fn save(&mut self) {
        let several = 1 + self.dice.below(2);
        let changes = (0..several).map(|_| {
            let number = self.number();
            (number, answer(number))
        });
        let changes = changes.collect();
        self.commit(changes, false);
    }

    /// As the saver does: again and again, with what was answered meanwhile. A killed program is started again.
    fn commit(&mut self, mut changes: Vec<(usize, Change)>, is_easy: bool) {
        for attempt in 0.. {
            let is_killed = !is_easy && attempt < 3 && self.trouble(CALLS[0]);
            if attempt >= 3 {
                self.disk.trouble(Trouble::None);
            }
            let stored = self.stored.as_mut().expect("it is open");
            let all: Vec<Change> = changes.iter().map(|(_, change)| change.clone()).collect();
            match stored.commit(&*self.files, &all) {
                Ok(committed) => {
                    self.disk.trouble(Trouble::None);
                    assert!(committed.refused.is_empty(), "{:?}", committed.refused);
                    let ids = changes.iter().map(|(number, _)| format!("c{number}"));
                    self.changes.extend(ids);
                    let (path, held) = (self.path.clone(), self.changes.clone());
                    self.promise(&path, held);
                    return self.keep_aside_no_more();
                }
                Err(error) if attempt == 3 => {
                    self.stuck = Some(error.to_string());
                    return;
                }
                Err(_) => {}
            }
            if is_killed {
                self.aside_before.extend(self.aside.take());
                self.spill = Spill::of(Arc::clone(&self.files), &places(), &self.at());
                return self.open();
            }
            self.keep_aside(&all);
            if self.dice.once_in(3) {
                let number = self.number();
                changes.push((number, answer(number)));
            }
        }
    }

    /// What can't be saved is kept where the program keeps its own things.
    fn keep_aside(&mut self, changes: &[Change]) {
        let base = self.assessment();
        let mut ours = base.clone();
        for change in changes {
            let _ = ours.apply(change);
        }
        self.trouble(CALLS[1]);
        let failed = Problem::new(ProblemKind::File, "not saved");
        let told = self.spill.keep(failed, &base, &ours);
        self.disk.trouble(Trouble::None);
        if !told.what.ends_with("(kept aside)") {
            return;
        }
        let names = self.disk.list(&places().spill()).unwrap_or_default();
        let paths = names
            .into_iter()
            .map(|name| format!("h/state/spill/{}", name.display()));
        let paths =
            paths.filter(|path| path.ends_with(".ron") && !self.aside_before.contains(path));
        // One that failed may stand there as well; the youngest is the one.
        let youngest = paths.max_by_key(|path| self.disk.files_named(path).last().map(|it| it.0));
        let own = self.aside.take().or(youngest);
        if let Some(path) = own {
            self.promise(&path, BTreeSet::new());
            self.aside = Some(path);
        }
    }

    /// It stands in the file now.
    fn keep_aside_no_more(&mut self) {
        if let Some(path) = self.aside.take() {
            self.disk.promised(self.promises.len());
            self.promises.push(Promise {
                path,
                files: 0,
                changes: BTreeSet::new(),
            });
        }
        self.spill.saved();
    }

    fn assessment(&self) -> Assessment {
        self.stored.as_ref().expect("it is open").assessment.clone()
    }

    fn sign(&mut self) {
        self.open();
        if self.stuck.is_some() {
            return;
        }
        let (number, assessment) = (self.number(), self.assessment());
        let signed = sign_offs::read(&*self.files, &self.at(), &assessment, &Signers::none());
        let key = self.with_key.clone().filter(|_| self.dice.once_in(2));
        self.trouble(CALLS[2]);
        let files = Arc::clone(&self.files);
        let made = sign(
            &*files,
            &self.at(),
            (&assessment, signed),
            number,
            key.as_deref(),
        );
        self.disk.trouble(Trouble::None);
        let Ok(made) = made else { return };
        for path in [Some(made.copy), made.signature, Some(made.statement)] {
            let Some(path) = path else { continue };
            self.promise(path.to_str().unwrap(), BTreeSet::new());
        }
    }

    /// A file becomes evidence: its copy, then what refers to it.
    fn attach(&mut self) {
        let number = self.number();
        let proof = Path::new("d/proof.txt");
        let (sha256, bytes) = measure(&*self.files, proof).expect("it can be read");
        self.trouble(CALLS[1]);
        let kept = keep_copy(&*self.files, &self.at(), proof, &sha256, 1 << 20);
        self.disk.trouble(Trouble::None);
        let Ok(kept) = kept else { return };
        let copy = self.at().parent().unwrap().join(kept.unwrap());
        let content = Content::File {
            path: "proof.txt".to_owned(),
            sha256,
            bytes,
        };
        let evidence = candor::domain::evidence::Evidence {
            id: format!("e{number}").into(),
            content,
            shows: Shows::Met,
            caption: Text::default(),
            observed: moment(number).day(UtcOffset::default()),
            version: Text::default(),
            by: "Ana".into(),
            at: moment(number),
            confirmed: Vec::new(),
            withdrawn: None,
            redacted: None,
        };
        self.promise(copy.to_str().unwrap(), BTreeSet::new());
        let change = Change::Attach {
            item: ITEMS[number % ITEMS.len()].into(),
            evidence,
            entry: format!("c{number}").into(),
        };
        self.commit(vec![(number, change)], false);
    }

    /// A report that replaces the one before.
    fn export(&mut self) {
        let number = self.number();
        let path = "d/report.md";
        self.trouble(CALLS[0]);
        let expected = Expected::on_disk(&*self.files, Path::new(path));
        let text = format!("report {number}");
        let saved = expected.is_ok_and(|expected| {
            durable::save(&*self.files, Path::new(path), text.as_bytes(), expected).is_ok()
        });
        self.disk.trouble(Trouble::None);
        if saved {
            self.promise(path, BTreeSet::new());
        }
    }

    /// Minutes under a name that is free.
    fn keep_minutes(&mut self) {
        let number = self.number();
        let path = format!("d/minutes-{}.md", number % 4);
        self.trouble(CALLS[0]);
        let text = format!("minutes {number}");
        let placed = durable::place_new(&*self.files, Path::new(&path), text.as_bytes(), 0o644);
        self.disk.trouble(Trouble::None);
        if placed.is_ok_and(|is_new| is_new) {
            self.promise(&path, BTreeSet::new());
        }
    }

    /// Everything that somebody needs to verify, in a folder.
    fn bundle(&mut self) {
        self.open();
        if self.stuck.is_some() {
            return;
        }
        let number = self.number();
        let assessment = self.assessment();
        let signed = sign_offs::read(&*self.files, &self.at(), &assessment, &Signers::none());
        let gathered = Bundle::gather(&*self.files, &self.at(), &assessment, &signed);
        let bundle = gathered.expect("all of it can be read");
        let out = format!("d/bundle-{number}");
        self.trouble(CALLS[2]);
        let written = bundle.write_folder(&*self.files, Path::new(&out));
        self.disk.trouble(Trouble::None);
        if written.is_ok() {
            for inside in bundle.files.keys() {
                self.promise(&format!("{out}/{inside}"), BTreeSet::new());
            }
        }
    }
}
