//! What the screen shows as saved survives `kill -9` at any moment.
//!
//! The whole count: `cargo test --release --test main -- --ignored --nocapture killed_ten_thousand_times`, with
//! another number of kills in `CANDOR_KILLS`.

use super::{CANDOR, Desk, PATIENCE, shown_as_saved};
use crate::pty::Pty;
use candor::domain::assessment::Status;
use candor::domain::change::{Change, Stamp};
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

/// Kills in an everyday run, of the screen and of the command each.
const EVERYDAY: usize = 15;

/// Kills in the whole run, of the screen and of the command each.
const WHOLE: usize = 10_000;

/// Kills within which something has to show: a broken way of saving, or any acknowledgement; a dozen usually do.
const CONTROL: usize = 300;

/// The items of the assessment that is answered.
pub(super) const COUNT: usize = 80;

/// What became of an assessment whose writers were killed.
#[derive(Debug, Default)]
struct Tally {
    kills: usize,
    /// Answers that the screen had shown as saved, over all kills.
    acknowledged: usize,
    /// Kills that came while answers were on their way to the disk.
    in_the_middle: usize,
    /// Acknowledged answers that were not on disk afterwards.
    lost: usize,
    /// Files that could not be read afterwards.
    unreadable: usize,
}

impl Tally {
    /// Looks at the file after a kill: the first `acknowledged` items must be met.
    fn check(&mut self, file: &Path, acknowledged: usize, pressed: usize) {
        self.kills += 1;
        self.acknowledged += acknowledged;
        self.in_the_middle += usize::from(pressed > acknowledged);
        let (assessment, _) = read_assessment(&std::fs::read(file).unwrap_or_default());
        let Some(assessment) = assessment else {
            self.unreadable += 1;
            self.lost += acknowledged;
            return;
        };
        let first = assessment.answers().iter().take(acknowledged);
        self.lost += first.filter(|answer| answer.status != Status::Met).count();
    }
}

/// Small random numbers, from a seed that is printed, so that a failure can be looked for again.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new() -> Self {
        let seed = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap()
            .as_nanos();
        let seed = u64::try_from(seed & 0xffff_ffff).unwrap() | 1;
        println!("seed {seed}");
        Self(seed)
    }

    /// A time below `most`.
    pub(super) fn time(&mut self, most: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let most = u64::try_from(most.as_micros()).unwrap();
        Duration::from_micros(self.0 % most)
    }
}

/// A desk with an unanswered assessment of [`COUNT`] items, and its bytes.
pub(super) fn desk_with_many_items() -> (Desk, Vec<u8>) {
    let desk = Desk::new();
    let mut items = String::new();
    for number in 0..COUNT {
        let _ = writeln!(
            items,
            "(id: \"i{number}\", tier: Should, title: \"Item {number}\"),"
        );
    }
    let checklist = format!(
        "Checklist(format: 1, id: \"many\", title: \"Many\", categories: [(id: \"all\", title: \"All\", items: [{items}])])"
    );
    std::fs::write(desk.path("many.ron"), checklist).unwrap();
    desk.succeed(&[
        "new",
        "a.ron",
        "--checklist",
        "./many.ron",
        "--subject",
        "S",
    ]);
    let bytes = std::fs::read(desk.path("a.ron")).unwrap();
    (desk, bytes)
}

/// Kills a screen again and again while keys are pressed; stops early once `enough` says so.
fn kill_screens(
    kills: usize,
    start: impl Fn(&Desk) -> Pty,
    enough: impl Fn(&Tally) -> bool,
) -> Tally {
    let (desk, fresh) = desk_with_many_items();
    let (mut tally, mut dice) = (Tally::default(), Dice::new());
    while tally.kills < kills && !enough(&tally) {
        std::fs::write(desk.path("a.ron"), &fresh).unwrap();
        let mut pty = start(&desk);
        pty.wait_for(
            |screen| shown_as_saved(&screen.contents()) == Some(COUNT),
            PATIENCE,
        );
        let end = Instant::now() + dice.time(Duration::from_millis(150));
        let (mut pressed, mut acknowledged) = (0, 0);
        while pressed < COUNT && Instant::now() < end {
            pty.send("<space>j");
            pressed += 1;
            // Mostly faster than the disk, with pauses in which it comes to rest and the screen says so.
            let pause = dice.time(Duration::from_millis(4)) < Duration::from_millis(1);
            let most = if pause { 40 } else { 4 };
            std::thread::sleep(dice.time(Duration::from_millis(most)));
            acknowledged = acknowledged.max(shown(&pty));
        }
        pty.signal(rustix::process::Signal::KILL);
        pty.wait_exit(PATIENCE);
        // Everything that it wrote has been read by now: a last frame that says "saved" counts.
        acknowledged = acknowledged.max(shown(&pty));
        tally.check(&desk.path("a.ron"), acknowledged, pressed);
    }
    tally
}

/// How many answers the screen shows as saved; none while it says that it is saving.
fn shown(pty: &Pty) -> usize {
    COUNT - shown_as_saved(&pty.screen_text()).unwrap_or(COUNT)
}

fn the_program(desk: &Desk) -> Pty {
    desk.screen(&["review", "a.ron", "--by", "Ana"])
}

/// Kills `candor answer` again and again; it acknowledges by ending well.
fn kill_commands(kills: usize) -> Tally {
    let (desk, fresh) = desk_with_many_items();
    let (mut tally, mut dice) = (Tally::default(), Dice::new());
    let mut answered = COUNT;
    let usual = usual_time(&desk);
    while tally.kills < kills {
        if answered == COUNT {
            std::fs::write(desk.path("a.ron"), &fresh).unwrap();
            answered = 0;
        }
        let mut child = answering(&desk, answered).spawn().unwrap();
        // Most kills fall into the run, some after it: the moments before its end matter most.
        std::thread::sleep(dice.time(usual.mul_f64(1.3)));
        let _ = child.kill();
        let ended_well = child.wait().unwrap().success();
        let pressed = answered + 1;
        answered += usize::from(ended_well);
        tally.check(&desk.path("a.ron"), answered, pressed);
    }
    tally
}

/// `candor answer` for the item of a number.
fn answering(desk: &Desk, number: usize) -> std::process::Command {
    let item = format!("i{number}");
    let mut command = desk.command(&["answer", "a.ron", &item, "met", "--by", "Ana"]);
    command.stdout(std::process::Stdio::null());
    command
}

/// How long an answer takes that nobody kills.
fn usual_time(desk: &Desk) -> Duration {
    let times = (0..5).map(|number| {
        let began = Instant::now();
        assert!(answering(desk, number).status().unwrap().success());
        began.elapsed()
    });
    times.min().unwrap()
}

#[track_caller]
fn assert_nothing_lost(name: &str, tally: &Tally, took: Duration) {
    println!("{name}: {tally:?} in {took:.1?}");
    assert_eq!((tally.lost, tally.unreadable), (0, 0), "{tally:?}");
}

#[test]
fn what_the_screen_shows_as_saved_survives_a_kill() {
    let began = Instant::now();
    // On a busy machine all kills may come before anything was acknowledged, which would show nothing.
    let shows_something = |tally: &Tally| tally.kills >= EVERYDAY && tally.acknowledged > 0;
    let tally = kill_screens(CONTROL, the_program, shows_something);
    assert_nothing_lost("screen", &tally, began.elapsed());
    assert!(tally.acknowledged > 0, "{tally:?}");
}

#[test]
fn what_the_command_says_it_saved_survives_a_kill() {
    let began = Instant::now();
    let tally = kill_commands(EVERYDAY);
    assert_nothing_lost("command", &tally, began.elapsed());
}

#[test]
#[ignore = "takes a while; see the head of this file"]
fn killed_ten_thousand_times() {
    let kills = std::env::var("CANDOR_KILLS").map_or(WHOLE, |kills| kills.parse().unwrap());
    let began = Instant::now();
    let tally = kill_screens(kills, the_program, |_| false);
    assert_nothing_lost("screen", &tally, began.elapsed());
    let began = Instant::now();
    let tally = kill_commands(kills);
    assert_nothing_lost("command", &tally, began.elapsed());
}

#[test]
fn a_save_in_place_is_found_out() {
    let tally = kill_screens(
        CONTROL,
        |desk| broken(desk, "in place"),
        |tally| tally.lost > 0,
    );
    println!("control, in place: {tally:?}");
    assert!(tally.lost > 0, "{tally:?}");
}

#[test]
fn an_acknowledgement_before_the_save_is_found_out() {
    let tally = kill_screens(
        CONTROL,
        |desk| broken(desk, "early"),
        |tally| tally.lost > 0,
    );
    println!("control, early: {tally:?}");
    assert!(tally.lost > 0, "{tally:?}");
}

/// Starts a writer that breaks the promise in a way.
fn broken(desk: &Desk, how: &str) -> Pty {
    let this = std::env::current_exe().unwrap().display().to_string();
    let how = format!("CANDOR_BROKEN_WRITER={how}");
    let by = [
        "/usr/bin/env",
        how.as_str(),
        this.as_str(),
        "--exact",
        "endtoend::kill::broken_writer",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ];
    assert_ne!(this, CANDOR);
    desk.screen_of(super::SIZE, &by, &[])
}

/// Not a test: a small stand-in for the review screen that saves in a way that must not be.
#[test]
#[ignore = "the program that the controls start"]
fn broken_writer() {
    let Ok(how) = std::env::var("CANDOR_BROKEN_WRITER") else {
        return;
    };
    let terminal = rustix::stdio::stdin();
    let mut raw = rustix::termios::tcgetattr(terminal).unwrap();
    raw.make_raw();
    rustix::termios::tcsetattr(terminal, rustix::termios::OptionalActions::Now, &raw).unwrap();
    let mut assessment = super::assessment_at(Path::new("a.ron"));
    let now = assessment.created;
    let mut answered = 0;
    acknowledge(answered);
    for key in std::io::stdin().lock().bytes() {
        if key.unwrap() != b' ' {
            continue;
        }
        let change = Change::Answer {
            item: format!("i{answered}").into(),
            status: Status::Met,
            stamp: Stamp {
                id: format!("n{answered}").into(),
                at: now,
                by: "Ana".into(),
                recorded_by: "".into(),
            },
        };
        assessment.apply(&change).unwrap();
        answered += 1;
        let text = write_assessment(&assessment);
        if how == "early" {
            acknowledge(answered);
            std::thread::sleep(Duration::from_millis(2));
            std::fs::write("a.tmp", text).unwrap();
            std::fs::rename("a.tmp", "a.ron").unwrap();
        } else {
            let mut file = std::fs::File::create("a.ron").unwrap();
            for piece in text.as_bytes().chunks(16) {
                file.write_all(piece).unwrap();
            }
            acknowledge(answered);
        }
    }
}

fn acknowledge(answered: usize) {
    let shown = format!(
        "\x1b[2J\x1b[Hsaved ✓\r\nunanswered {} \r\n",
        COUNT - answered
    );
    let mut out = std::io::stdout();
    out.write_all(shown.as_bytes()).unwrap();
    out.flush().unwrap();
}
