//! A loss of power after each step of whole histories: what was acknowledged is there, whole, and one can go on.
//!
//! The whole count: `cargo test --release --test main a_million_crashes -- --ignored --nocapture`, with another
//! number of crashes in `CANDOR_CRASHES`, and the histories from another number on in `CANDOR_SEED`.
#![allow(
    clippy::similar_names,
    clippy::print_stdout,
    clippy::unnecessary_debug_formatting
)]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use candor::domain::sign_off::Seal;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;
use candor::system::files::FileSystem;
use candor::system::signers::Signers;
use candor::system::{sign_offs, store};

use super::crash_broken::Broken;
use super::crash_disk::{CrashDisk, Crashed, Dice, Node, Step, Story};
use super::crash_history::{History, answer, fresh, sign};

/// Crashes in an everyday run.
const EVERYDAY: usize = 2_500;

/// Crashes in the whole run.
const WHOLE: usize = 1_000_000;

/// Crashes within which a broken way has to show.
const CONTROL: usize = 20_000;

/// Things that are done in a history.
const THINGS: usize = 8;

/// Crashes that are tried after each step.
const TRIED: usize = 8;

/// How a promise was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// What was acknowledged is not there, nor anything later.
    Lost,
    /// Under a name that is no temporary one stands a file that is not whole.
    Torn,
    /// The permission bits are not those that the file was to have.
    Mode,
    /// A statement reads as forged, or as if another were gone.
    Forged,
    /// The next save, or the next signing, does not do or does not clean up.
    Stuck,
    /// What is written is not canonical, or lacks what was acknowledged before.
    Wrong,
    /// A sync that failed was asked again on the same descriptor.
    Retried,
}

#[derive(Debug, Default)]
struct Tally {
    histories: usize,
    crashes: usize,
    /// As many of them differ in what they left, and were started again.
    distinct: usize,
    faults: BTreeMap<Fault, usize>,
    /// The first of each kind, in words.
    first: BTreeMap<Fault, String>,
}

impl Tally {
    fn fault(&mut self, fault: Fault, words: impl FnOnce() -> String) {
        *self.faults.entry(fault).or_default() += 1;
        self.first.entry(fault).or_insert_with(words);
    }
}

/// The files that stood under the names that something is promised of.
struct Known {
    /// By name: each file's number in the order in which they stood there.
    order: HashMap<String, HashMap<Node, usize>>,
    /// What each holds, and its permission bits, when it is whole.
    whole: HashMap<Node, (Vec<u8>, u32)>,
}

/// Goes through histories until so many crashes were tried.
fn crash(
    crashes: usize,
    first_seed: u64,
    key: Option<&Path>,
    broken: &dyn Fn(CrashDisk) -> Arc<dyn FileSystem>,
    enough: impl Fn(&Tally) -> bool,
) -> Tally {
    let mut tally = Tally::default();
    let signers = Signers::none();
    for seed in first_seed.. {
        if tally.crashes >= crashes || enough(&tally) {
            break;
        }
        let history = History::new(seed, broken);
        let history = history.signing_with(key.map(Path::to_owned));
        let history = history.goes_on(THINGS);
        tally.histories += 1;
        look_at(&history, seed, &signers, &mut tally);
    }
    tally
}

/// Tries crashes after each step of a history.
fn look_at(history: &History, seed: u64, signers: &Signers, tally: &mut Tally) {
    if history.disk.retried() {
        tally.fault(Fault::Retried, || format!("seed {seed}"));
    }
    if let Some(why) = &history.stuck {
        tally.fault(Fault::Stuck, || format!("seed {seed}: {why}"));
    }
    look_at_what_was_written(history, seed, tally);
    let (story, known) = (history.disk.story(), Known::of(history));
    let mut dice = Dice::new(seed ^ 0x00c0_ffee);
    let mut seen = HashSet::new();
    let mut walk = story.walk();
    let mut at = 0;
    let mut promised: HashMap<&str, usize> = HashMap::new();
    loop {
        match walk.step(&mut dice) {
            None => break,
            Some(Step::Promised(number)) => {
                let promise = &history.promises[*number];
                match promise.files.checked_sub(1) {
                    Some(least) => promised.insert(&promise.path, least),
                    None => promised.remove(promise.path.as_str()),
                };
            }
            Some(_) => {}
        }
        at += 1;
        for _ in 0..TRIED {
            let crashed = walk.crash(&mut dice);
            tally.crashes += 1;
            if let Err((fault, words)) = known.look_at(&crashed, &promised) {
                tally.fault(fault, || told(&story, seed, at, &words));
                continue;
            }
            if !seen.insert(crashed.fingerprint()) {
                continue;
            }
            tally.distinct += 1;
            let disk = crashed.start_again(seed);
            if let Err((fault, words)) = go_on(&disk, history, signers, tally.distinct) {
                tally.fault(fault, || told(&story, seed, at, &words));
            }
        }
    }
}

/// A fault with the last steps before it.
fn told(story: &Story, seed: u64, at: usize, words: &str) -> String {
    let steps = &story.steps[at.saturating_sub(40)..at];
    let steps: Vec<String> = steps.iter().map(|step| format!("  {step:?}")).collect();
    format!(
        "seed {seed}, after step {at}: {words}\n{}",
        steps.join("\n")
    )
}

/// Everything that ever stood under the assessment's name is canonical and holds what was acknowledged before.
fn look_at_what_was_written(history: &History, seed: u64, tally: &mut Tally) {
    let files = history.disk.files_named(&history.path);
    let mut held = Vec::new();
    for (number, (_, bytes)) in files.iter().enumerate() {
        let Some(assessment) = read_assessment(bytes).0 else {
            return tally.fault(Fault::Wrong, || {
                format!("seed {seed}: {number} is unreadable")
            });
        };
        if write_assessment(&assessment).as_bytes() != bytes {
            tally.fault(Fault::Wrong, || {
                format!("seed {seed}: {number} is not canonical")
            });
        }
        let answers = assessment.answers().iter();
        let entries = answers.flat_map(|answer| answer.history.iter());
        let ids = entries.map(|entry| entry.id.raw().to_owned());
        held.push(ids.collect::<BTreeSet<String>>());
    }
    for promise in history.promises.iter().filter(|it| it.path == history.path) {
        for (number, held) in held.iter().enumerate().skip(promise.files - 1) {
            if !promise.changes.is_subset(held) {
                let lacks = promise
                    .changes
                    .difference(held)
                    .cloned()
                    .collect::<Vec<_>>();
                tally.fault(Fault::Wrong, || {
                    format!("seed {seed}: {number} lacks {lacks:?}")
                });
            }
        }
    }
}

impl Known {
    fn of(history: &History) -> Self {
        let mut order: HashMap<String, HashMap<Node, usize>> = HashMap::new();
        let paths: BTreeSet<&String> = history.promises.iter().map(|it| &it.path).collect();
        for path in paths {
            let files = history.disk.files_named(path);
            let numbered = files.iter().enumerate();
            order.insert(
                path.clone(),
                numbered.map(|(at, (node, _))| (*node, at)).collect(),
            );
        }
        Self {
            order,
            whole: history.disk.all_files(),
        }
    }

    fn look_at(
        &self,
        crashed: &Crashed<'_>,
        promised: &HashMap<&str, usize>,
    ) -> Result<(), (Fault, String)> {
        for (path, least) in promised {
            let Some(node) = crashed.node(path) else {
                return Err((Fault::Lost, format!("{path} is gone")));
            };
            match self.order[*path].get(&node) {
                Some(number) if number >= least => {}
                number => return Err((Fault::Lost, format!("{path}: {number:?} for {least}"))),
            }
        }
        let mut fault = Ok(());
        crashed.each_unsure_file(&mut |name, node, bytes, mode| {
            let (whole, wanted) = &self.whole[&node];
            if bytes != *whole {
                let words = format!("{name:?}: {} of {} bytes", bytes.len(), whole.len());
                fault = Err((Fault::Torn, words));
            } else if mode != *wanted {
                fault = Err((Fault::Mode, format!("{name:?}: {mode:o} for {wanted:o}")));
            }
        });
        fault
    }
}

/// The machine was started again: sign-offs read as they should, and the next save does, and cleans up.
fn go_on(
    disk: &CrashDisk,
    history: &History,
    signers: &Signers,
    number: usize,
) -> Result<(), (Fault, String)> {
    let path = PathBuf::from(&history.path);
    if disk.inspect(&path).is_err() {
        let made = store::create(disk, &path, fresh());
        made.map_err(|problem| (Fault::Stuck, format!("not made: {problem}")))?;
    }
    let stuck = |problem: &dyn std::fmt::Display| (Fault::Stuck, problem.to_string());
    let mut stored = store::open(disk, &path).map_err(|problem| stuck(&problem))?;
    let signed = sign_offs::read(disk, &path, &stored.assessment, signers);
    require_sound(&signed)?;
    let change = answer(1000 + number);
    stored
        .commit(disk, &[change])
        .map_err(|problem| stuck(&problem))?;
    require_no_strays(disk, &path, "a.ron")?;
    let folder = sign_offs::folder(&path);
    let has_strays = names(disk, &folder).iter().any(|name| is_stray(name));
    if has_strays || number.is_multiple_of(50) {
        let what = (&stored.assessment, signed);
        sign(disk, &path, what, 3000, None).map_err(|problem| stuck(&problem))?;
        require_no_strays(disk, &folder.join("any"), "")?;
        require_sound(&sign_offs::read(disk, &path, &stored.assessment, signers))?;
    }
    Ok(())
}

fn require_sound(signed: &[candor::domain::sign_off::SignOff]) -> Result<(), (Fault, String)> {
    for sign_off in signed {
        if matches!(sign_off.seal, Seal::Forged(_)) {
            let words = format!("{} reads {:?}", sign_off.file, sign_off.seal);
            return Err((Fault::Forged, words));
        }
        if !sign_off.lost.is_empty() {
            return Err((Fault::Forged, format!("{} misses another", sign_off.file)));
        }
    }
    Ok(())
}

fn names(disk: &CrashDisk, directory: &Path) -> Vec<String> {
    let names = disk.list(directory).unwrap_or_default().into_iter();
    names.map(|name| name.into_string().unwrap()).collect()
}

fn is_stray(name: &str) -> bool {
    name.starts_with('.') && name.contains(".candor-")
}

fn require_no_strays(disk: &CrashDisk, path: &Path, of: &str) -> Result<(), (Fault, String)> {
    for name in names(disk, path.parent().unwrap()) {
        if is_stray(&name) && name[1..].starts_with(of) {
            return Err((Fault::Stuck, format!("{name} is left")));
        }
    }
    Ok(())
}

fn well(disk: CrashDisk) -> Arc<dyn FileSystem> {
    Arc::new(disk)
}

#[track_caller]
fn assert_nothing_lost(tally: &Tally) {
    let told: Vec<&String> = tally.first.values().collect();
    assert!(
        tally.faults.is_empty(),
        "{:?}\n{}",
        tally.faults,
        told.iter()
            .map(|it| it.as_str())
            .collect::<Vec<_>>()
            .join("\n\n")
    );
}

fn number_from(variable: &str, usual: usize) -> usize {
    std::env::var(variable).map_or(usual, |number| number.parse().unwrap())
}

#[test]
fn whatever_a_crash_leaves_what_was_acknowledged_is_there() {
    let tally = crash(EVERYDAY, 0, None, &well, |_| false);
    assert_nothing_lost(&tally);
    assert!(tally.distinct > EVERYDAY / 40, "{tally:?}");
}

#[test]
#[ignore = "takes a while; see the head of this file"]
fn a_million_crashes_lose_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let key = directory.path().join("key");
    let made = std::process::Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&key)
        .status();
    assert!(
        made.is_ok_and(|made| made.success()),
        "ssh-keygen is needed"
    );
    let crashes = number_from("CANDOR_CRASHES", WHOLE);
    let seed = number_from("CANDOR_SEED", 0) as u64;
    let began = Instant::now();
    // A signature takes a process; one history in a hundred has some.
    let signed = crash(crashes / 100, seed, Some(&key), &well, |_| false);
    let tally = crash(crashes, seed, None, &well, |_| false);
    for tally in [&signed, &tally] {
        println!(
            "{} crashes of {} histories, {} of them distinct and started again: {:?}",
            tally.crashes, tally.histories, tally.distinct, tally.faults
        );
    }
    println!("in {:.1?}", began.elapsed());
    assert_nothing_lost(&signed);
    assert_nothing_lost(&tally);
}

/// The faults that a broken way shows, until the one that it must show.
fn faults_of(broken: Broken, wanted: Fault) -> Tally {
    let shows = |tally: &Tally| tally.faults.contains_key(&wanted);
    let tally = crash(CONTROL, 0, None, &|disk| broken.of(disk), shows);
    assert!(shows(&tally), "{broken:?}: {:?}", tally.faults);
    tally
}

#[test]
fn control_no_sync_of_the_file_leaves_it_torn() {
    faults_of(Broken::NoSync, Fault::Torn);
}

#[test]
fn control_no_sync_of_the_directory_loses_what_was_acknowledged() {
    faults_of(Broken::NoDirectorySync, Fault::Lost);
}

#[test]
fn control_writing_in_place_leaves_it_torn() {
    faults_of(Broken::InPlace, Fault::Torn);
}

#[test]
fn control_a_rename_before_the_write_leaves_it_torn() {
    faults_of(Broken::RenameFirst, Fault::Torn);
}

#[test]
fn control_a_failed_sync_that_is_asked_again_leaves_it_torn_and_is_seen() {
    faults_of(Broken::SyncedAgain, Fault::Torn);
    faults_of(Broken::SyncedAgain, Fault::Retried);
}

#[test]
fn control_a_mode_that_is_set_after_the_sync_is_lost() {
    faults_of(Broken::ModeAfterSync, Fault::Mode);
}

#[test]
fn control_a_statement_that_is_durable_before_its_copy_reads_as_forged() {
    faults_of(Broken::NoSyncOfSignOffs, Fault::Forged);
}
