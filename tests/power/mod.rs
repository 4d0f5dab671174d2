//! What was acknowledged survives a loss of power: the real program on a real ext4, cut off in the middle.
//!
//! The whole count: `CANDOR_CUTS=1000 cargo test --test main power:: -- --ignored --nocapture --test-threads=1`, as root
//! on Linux with loop devices and ext4; it fails where one of them is missing. A fifth of the cuts hits `candor sign`,
//! the others the screen and `candor answer` in equal parts.
#![allow(
    clippy::similar_names,
    clippy::case_sensitive_file_extension_comparisons
)]
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout)]

mod stage;
mod writers;

use std::path::Path;
use std::time::{Duration, Instant};

use candor::domain::assessment::Status;
use candor::domain::sign_off::Seal;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;
use candor::system::disk::Disk;
use candor::system::sign_offs;
use candor::system::signers::Signers;

use stage::{Stage, is_inside, names};
use writers::{COUNT, Writes, fresh};

/// Cuts in a run that nobody gave another number for.
const CUTS: usize = 60;

/// Cuts within which a broken way of saving has to show.
const CONTROL: usize = 60;

/// So many cuts are survived by one file system before a new one is made.
const CUTS_OF_A_DISK: usize = 50;

/// The longest time from the first key to the cut.
const LONGEST: Duration = Duration::from_millis(300);

/// What became of assessments whose machine lost its power.
#[derive(Debug, Default)]
struct Tally {
    cuts: usize,
    /// Answers and sign-offs that were acknowledged before the cuts.
    acknowledged: usize,
    /// Cuts that left more than was acknowledged: they came in the middle of something.
    in_the_middle: usize,
    /// Acknowledged answers and sign-offs that were not there afterwards.
    lost: usize,
    /// Files that could not be read afterwards, or not as they were written.
    torn: usize,
    /// Sign-offs that read as forged.
    forged: usize,
}

/// Small random numbers, from a seed that is printed.
struct Dice(u64);

impl Dice {
    fn new() -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let seed = now.unwrap().as_secs() | 1;
        println!("seed {seed}");
        Self(seed)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn time(&mut self, most: Duration) -> Duration {
        Duration::from_micros(self.below(u64::try_from(most.as_micros()).unwrap()))
    }
}

/// Cuts the power while somebody writes, again and again, until `enough`.
fn cut(cuts: usize, writes: Writes, enough: impl Fn(&Tally) -> bool) -> Tally {
    let (mut tally, mut dice) = (Tally::default(), Dice::new());
    let began = Instant::now();
    let mut number = 0;
    while tally.cuts < cuts && !enough(&tally) {
        let mut stage = Stage::new(number);
        number += 1;
        for _ in 0..CUTS_OF_A_DISK {
            if tally.cuts == cuts || enough(&tally) {
                break;
            }
            cut_once(&mut stage, writes, &mut dice, &mut tally);
        }
    }
    let each = began.elapsed() / u32::try_from(tally.cuts.max(1)).unwrap();
    println!("{writes:?}: {tally:?}, {each:.0?} a cut");
    tally
}

fn cut_once(stage: &mut Stage, writes: Writes, dice: &mut Dice, tally: &mut Tally) {
    let work = stage.root().join(format!("work{}", tally.cuts));
    std::fs::create_dir(&work).unwrap();
    std::fs::write(work.join("a.ron"), fresh()).unwrap();
    stage.write_out();
    let mut writer = writers::start(writes, &work);
    let end = Instant::now() + dice.time(LONGEST);
    // In every second run the kernel gets around to writing once, which may be between any two steps.
    let mut written_out = (dice.below(2) == 0).then(|| Instant::now() + dice.time(LONGEST));
    while Instant::now() < end {
        writer.goes_on(dice.time(Duration::from_millis(4)));
        if written_out.is_some_and(|at| Instant::now() >= at) {
            stage.write_out();
            written_out = None;
        }
    }
    // Counted before the cut: what comes later was never promised.
    let acknowledged = writer.acknowledged();
    stage.cut();
    writer.end();
    stage.start_again();
    look_at(&work, &acknowledged, tally);
    std::fs::remove_dir_all(&work).unwrap();
}

/// What somebody was told before the cut.
#[derive(Debug, Clone, Default)]
struct Acknowledged {
    /// So many of the first items are met.
    answers: usize,
    /// The statements' file names.
    statements: Vec<String>,
}

fn look_at(work: &Path, acknowledged: &Acknowledged, tally: &mut Tally) {
    tally.cuts += 1;
    tally.acknowledged += acknowledged.answers + acknowledged.statements.len();
    let path = work.join("a.ron");
    let bytes = std::fs::read(&path).unwrap_or_default();
    let (assessment, _) = read_assessment(&bytes);
    let whole = assessment.filter(|it| write_assessment(it).as_bytes() == bytes);
    let Some(assessment) = whole else {
        tally.torn += 1;
        tally.lost += acknowledged.answers;
        return;
    };
    let met = assessment.answers().iter();
    let met = met
        .take_while(|answer| answer.status == Status::Met)
        .count();
    tally.lost += acknowledged.answers.saturating_sub(met);
    let signed = sign_offs::read(
        &Disk::new(work.join("state")),
        &path,
        &assessment,
        &Signers::none(),
    );
    let more = met > acknowledged.answers || signed.len() > acknowledged.statements.len();
    tally.in_the_middle += usize::from(more);
    let forged = signed
        .iter()
        .filter(|it| matches!(it.seal, Seal::Forged(_)));
    tally.forged += forged.count();
    let statements = acknowledged.statements.iter();
    let gone = statements.filter(|name| !signed.iter().any(|it| it.file == **name));
    tally.lost += gone.count();
    // What is there under a name of its own is whole: a copy is named by its digest, which reading it has compared.
    for name in names(&sign_offs::folder(&path)) {
        let is_empty = std::fs::metadata(sign_offs::folder(&path).join(&name))
            .unwrap()
            .len()
            == 0;
        tally.torn += usize::from(is_empty && !name.ends_with(".tmp"));
    }
}

#[track_caller]
fn assert_nothing_lost(tally: &Tally) {
    assert_eq!(
        (tally.lost, tally.torn, tally.forged),
        (0, 0, 0),
        "{tally:?}"
    );
    assert!(tally.acknowledged > 0, "{tally:?}");
}

fn cuts() -> usize {
    std::env::var("CANDOR_CUTS").map_or(CUTS, |cuts| cuts.parse().unwrap())
}

#[test]
#[ignore = "takes root, loop devices and a while; see the head of this file"]
fn what_the_screen_shows_as_saved_survives_power_cuts() {
    if is_inside("power::what_the_screen_shows_as_saved_survives_power_cuts") {
        assert_nothing_lost(&cut(cuts() * 2 / 5, Writes::Screen, |_| false));
    }
}

#[test]
#[ignore = "takes root, loop devices and a while; see the head of this file"]
fn what_the_command_says_it_saved_survives_power_cuts() {
    if is_inside("power::what_the_command_says_it_saved_survives_power_cuts") {
        assert_nothing_lost(&cut(cuts() * 2 / 5, Writes::Answers, |_| false));
    }
}

#[test]
#[ignore = "takes root, loop devices and a while; see the head of this file"]
fn what_was_signed_survives_power_cuts() {
    if is_inside("power::what_was_signed_survives_power_cuts") {
        assert_nothing_lost(&cut(cuts() / 5, Writes::SignOffs, |_| false));
    }
}

#[test]
#[ignore = "takes root, loop devices and a while; see the head of this file"]
fn control_without_a_sync_of_the_file_it_is_torn() {
    if is_inside("power::control_without_a_sync_of_the_file_it_is_torn") {
        let tally = cut(CONTROL, Writes::WithoutSync, |tally| tally.torn > 0);
        assert!(tally.torn > 0, "{tally:?}");
    }
}

#[test]
#[ignore = "takes root, loop devices and a while; see the head of this file"]
fn control_without_a_sync_of_the_directory_answers_are_lost() {
    if is_inside("power::control_without_a_sync_of_the_directory_answers_are_lost") {
        let tally = cut(CONTROL, Writes::WithoutDirectorySync, |tally| {
            tally.lost > 0
        });
        assert!(tally.lost > 0, "{tally:?}");
        assert_eq!(tally.torn, 0, "{tally:?}");
    }
}

/// The harness itself: a small writer that does everything right loses nothing.
#[test]
#[ignore = "takes root, loop devices and a while; see the head of this file"]
fn a_small_writer_that_syncs_both_loses_nothing() {
    if is_inside("power::a_small_writer_that_syncs_both_loses_nothing") {
        assert_nothing_lost(&cut(CONTROL, Writes::WithBothSyncs, |_| false));
        assert_eq!(COUNT, 80);
    }
}
