//! Kills where more than a save is under way: on a full disk, of two programs on one file, of a signature, of an export.
//!
//! The whole count: `cargo test --release --test main -- --ignored --nocapture killed_elsewhere`, with another number of
//! kills of each in `CANDOR_KILLS`.
#![allow(
    clippy::similar_names,
    clippy::case_sensitive_file_extension_comparisons
)]

use super::kill::{COUNT, Dice, desk_with_many_items};
use super::spill::SmallDisk;
use super::{Desk, PATIENCE, shown_as_saved};
use candor::domain::assessment::Status;
use candor::format::read::read_assessment;
use rustix::process::Signal;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Kills in an everyday run, of each.
const EVERYDAY: usize = 2;

/// Kills in the whole run, of each.
const WHOLE: usize = 1_000;

/// How many answers a text of the file says are met.
fn met_in(text: &str) -> usize {
    text.matches("status: Met").count()
}

/// How many of the answers in a file are met; it must be readable.
fn met(path: &Path) -> usize {
    let bytes = std::fs::read(path).unwrap();
    let assessment = read_assessment(&bytes).0;
    let assessment = assessment.unwrap_or_else(|| panic!("{} can't be read", path.display()));
    let answers = assessment.answers().iter();
    answers
        .filter(|answer| answer.status == Status::Met)
        .count()
}

/// Kills screens on a full disk; how many answers were kept aside, over all kills. None of them is lost.
fn kill_on_a_full_disk(kills: usize) -> Option<usize> {
    let (desk, fresh) = desk_with_many_items();
    let disk = SmallDisk::with(desk, "256k")?;
    let (mut dice, mut all) = (Dice::new(), 0);
    for _ in 0..kills {
        std::fs::write(disk.path("a.ron"), &fresh).unwrap();
        let mut pty = disk.review();
        pty.wait_for(
            |screen| shown_as_saved(&screen.contents()) == Some(COUNT),
            PATIENCE,
        );
        disk.fill();
        let end = Instant::now() + dice.time(Duration::from_millis(400));
        let (mut pressed, mut kept) = (0, 0);
        while pressed < COUNT / 2 && Instant::now() < end {
            pty.send("<space>j");
            pressed += 1;
            std::thread::sleep(dice.time(Duration::from_millis(20)));
            // What has its name there is on the disk.
            for path in disk.kept() {
                let text = std::fs::read_to_string(path).unwrap_or_default();
                let ours = text.split_once("ours:").map_or("", |(_, ours)| ours);
                kept = kept.max(met_in(ours));
            }
        }
        pty.signal(Signal::KILL);
        pty.wait_exit(PATIENCE);
        disk.make_room();
        let output = disk.run(&["set", "small/a.ron", "version", "2"]);
        assert!(output.status.success(), "{output:?}");
        let now = met(&disk.path("a.ron"));
        assert!(now >= kept, "{kept} were kept aside, {now} came back");
        assert!(now <= pressed, "{pressed} keys, {now} answers");
        assert_eq!(disk.kept().len(), 0);
        all += kept;
    }
    Some(all)
}

/// Kills two screens on one file; how many answers both had shown as saved, over all kills. None of them is lost.
fn kill_two_at_once(kills: usize) -> usize {
    let (desk, fresh) = desk_with_many_items();
    let (mut dice, mut all) = (Dice::new(), 0);
    for _ in 0..kills {
        std::fs::write(desk.path("a.ron"), &fresh).unwrap();
        let mut both = ["Ana", "Bo"].map(|by| desk.screen(&["review", "a.ron", "--by", by]));
        for pty in &both {
            pty.wait_for(
                |screen| shown_as_saved(&screen.contents()) == Some(COUNT),
                PATIENCE,
            );
        }
        both[1].send("G");
        let end = Instant::now() + dice.time(Duration::from_millis(800));
        let (mut pressed, mut shown) = (0, 0);
        while pressed < COUNT / 2 && Instant::now() < end {
            both[0].send("<space>j");
            both[1].send("<space>k");
            pressed += 1;
            std::thread::sleep(dice.time(Duration::from_millis(40)));
            for pty in &both {
                let unanswered = shown_as_saved(&pty.screen_text()).unwrap_or(COUNT);
                shown = shown.max(COUNT - unanswered);
            }
        }
        for pty in &mut both {
            pty.signal(Signal::KILL);
            pty.wait_exit(PATIENCE);
            let unanswered = shown_as_saved(&pty.screen_text()).unwrap_or(COUNT);
            shown = shown.max(COUNT - unanswered);
        }
        let now = met(&desk.path("a.ron"));
        assert!(now >= shown, "{shown} were shown as saved, {now} are there");
        all += shown;
    }
    all
}

/// Kills a command again and again at a random moment of its run; looks after each whether it had ended well.
fn kill_commands(desk: &Desk, arguments: &[&str], kills: usize, look: impl Fn(bool)) {
    let mut dice = Dice::new();
    let mut usual = Duration::from_millis(100);
    for _ in 0..kills {
        let mut command = desk.command(arguments);
        let began = Instant::now();
        let mut child = command.stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(dice.time(usual.mul_f64(1.3)));
        let _ = child.kill();
        let ended_well = child.wait().unwrap().success();
        if ended_well {
            usual = (usual + began.elapsed()) / 2;
        }
        look(ended_well);
    }
}

/// Every file under a directory.
fn names(directory: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(directory).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(names(&path));
        } else {
            found.insert(path.display().to_string());
        }
    }
    found
}

const SIGN: [&str; 8] = [
    "sign",
    "a.ron",
    "--by",
    "Ana",
    "--role",
    "sre",
    "--decision",
    "no-go",
];

/// Kills signatures: what stands there afterwards holds, and nothing half is left once one has ended well.
fn kill_signatures(kills: usize) {
    let desk = Desk::with_review();
    let old = std::fs::read(desk.path("a.ron")).unwrap();
    let folder = desk.path("a.signoffs");
    let statements = || {
        let names = names(&folder).into_iter();
        names.filter(|name| name.ends_with(".txt")).count()
    };
    kill_commands(&desk, &SIGN, kills, |ended_well| {
        assert_eq!(std::fs::read(desk.path("a.ron")).unwrap(), old);
        let count = statements();
        assert!(count > 0 || !ended_well, "signed, and nothing is there");
        if count > 0 {
            let verified = desk.run(&["verify", "a.ron"]);
            let said = String::from_utf8_lossy(&verified.stdout).to_lowercase();
            assert!(!said.contains("forged"), "{said}");
            let _ = std::fs::remove_dir_all(&folder);
        }
    });
    desk.succeed(&SIGN);
    let left = names(&folder);
    assert!(!left.iter().any(|name| name.ends_with(".tmp")), "{left:?}");
}

/// Kills exports of a bundle: the folder is whole or absent, and nothing half is left once one has ended well.
fn kill_exports(kills: usize) {
    let desk = Desk::with_review();
    desk.succeed(&SIGN);
    let export = ["export", "a.ron", "--format", "bundle", "-o", "out"];
    desk.succeed(&export);
    let whole = names(&desk.path("out"));
    let _ = std::fs::remove_dir_all(desk.path("out"));
    kill_commands(&desk, &export, kills, |ended_well| {
        let now = names(&desk.path("out"));
        assert!(now.is_empty() || now == whole, "{now:?} of {whole:?}");
        assert!(
            !now.is_empty() || !ended_well,
            "exported, and nothing is there"
        );
        let _ = std::fs::remove_dir_all(desk.path("out"));
    });
    desk.succeed(&export);
    let beside = std::fs::read_dir(desk.work()).unwrap();
    let beside = beside.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<String> = beside.filter(|name| name.contains(".partial")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn what_is_kept_aside_survives_a_kill() {
    let kept = kill_on_a_full_disk(EVERYDAY);
    println!("on a full disk: {EVERYDAY} kills, {kept:?} answers kept aside");
}

#[test]
fn what_two_programs_show_as_saved_survives_a_kill() {
    let shown = kill_two_at_once(EVERYDAY);
    println!("two at once: {EVERYDAY} kills, {shown} answers shown as saved");
}

#[test]
fn a_signature_and_an_export_that_are_killed_leave_nothing_half() {
    kill_signatures(2 * EVERYDAY);
    kill_exports(2 * EVERYDAY);
}

#[test]
#[ignore = "takes a while; see the head of this file"]
fn killed_elsewhere() {
    let kills = std::env::var("CANDOR_KILLS").map_or(WHOLE, |kills| kills.parse().unwrap());
    let began = Instant::now();
    let kept = kill_on_a_full_disk(kills).expect("mounts of our own");
    println!(
        "on a full disk: {kills} kills, {kept} answers kept aside, {:.0?}",
        began.elapsed()
    );
    let began = Instant::now();
    let shown = kill_two_at_once(kills);
    println!(
        "two at once: {kills} kills, {shown} shown as saved, {:.0?}",
        began.elapsed()
    );
    let began = Instant::now();
    kill_signatures(kills);
    println!("signatures: {kills} kills, {:.0?}", began.elapsed());
    let began = Instant::now();
    kill_exports(kills);
    println!("exports: {kills} kills, {:.0?}", began.elapsed());
    assert!(kept > 0 && shown > 0);
}
