//! Whatever ends the program, in every screen and every dialog: what was answered is saved, the terminal is given back
//! mode by mode, the process is gone, and it never spins.
//!
//! Every way to a screen that the pictures know is gone here with the real program, by the keys that lead there. An
//! everyday run takes a few of them; all ways with all ends, which takes a while:
//! `cargo test --test main ends::every_end -- --ignored --nocapture`. It wants a debug build, in which the program can
//! be made to panic, and says which end took how long; `CANDOR_WAYS=plan,meeting` takes those ways alone whose name
//! holds one of these words.
#![allow(clippy::needless_for_each, clippy::assertions_on_constants)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use candor::domain::assessment::{Answer, Assessment};
use candor::domain::text::Text;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;
use rustix::process::Signal;

use super::{CANDOR, Desk, GONE, PATIENCE, assessment_at};
use crate::linear::harness::Talk;
use crate::pty::Pty;
use crate::tui::everywhere::{WAYS, assessment_of};
use crate::tui::harness::{Typed, Ui};

/// Where it is looked.
const SIZE: (u16, u16) = (120, 32);

/// What is pasted into every field.
const TEXT: &str = "half a thought";

/// Whoever answers.
const BY: &str = "Ana";

/// Something is answered before each way, so that there is something to save.
const BEFORE: &str = "Gxg";

/// How a program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Ctrl-C, which leaves from everywhere.
    Quit,
    Term,
    Hangup,
    Interrupt,
    /// The terminal's window is closed.
    Closed,
    /// Ctrl-Z, `fg`, and then a signal.
    Stopped,
    /// A panic on the thread of this name, or at this place.
    Panic(&'static str),
    /// The directory of the file is gone, and then a signal comes.
    Error,
}

/// The ends of a review on the screen.
const ENDS: [End; 11] = [
    End::Quit,
    End::Term,
    End::Closed,
    End::Panic("main"),
    End::Stopped,
    End::Hangup,
    End::Panic("saver"),
    End::Interrupt,
    End::Panic("observe"),
    End::Error,
    End::Panic("recent"),
];

/// The ends of a review that nobody may change, where nothing is saved.
const ENDS_READ_ONLY: [End; 7] = [
    End::Quit,
    End::Term,
    End::Closed,
    End::Panic("main"),
    End::Stopped,
    End::Hangup,
    End::Panic("observe"),
];

/// The ends of the home screen.
const ENDS_AT_HOME: [End; 7] = [
    End::Quit,
    End::Term,
    End::Closed,
    End::Panic("main"),
    End::Stopped,
    End::Hangup,
    End::Panic("home"),
];

/// The ends of a second screen.
const ENDS_PRESENTING: [End; 8] = [
    End::Quit,
    End::Term,
    End::Closed,
    End::Panic("main"),
    End::Stopped,
    End::Hangup,
    End::Interrupt,
    End::Panic("following"),
];

/// The ends of a conversation in plain lines.
const ENDS_IN_LINES: [End; 11] = [
    // Where something is saved.
    End::Panic("saver"),
    End::Quit,
    End::Term,
    End::Closed,
    End::Panic("main"),
    End::Stopped,
    End::Hangup,
    End::Interrupt,
    End::Panic("signals"),
    // These hear nothing until they panic.
    End::Panic("lines"),
    End::Panic("observe"),
];

/// Lines that lead to every kind of question.
const LINES: [&[&str]; 9] = [
    &[],
    &["unmet"],
    &["unmet", "evidence"],
    &["comment half a comment"],
    &["unmet", "na"],
    &["unmet", "sign"],
    &["unmet", "waive"],
    &["unmet", "meeting"],
    &["unmet", "help"],
];

/// How the program is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Screen,
    ReadOnly,
    Present,
    Lines,
}

/// A way to a place: what is typed.
struct Way {
    name: String,
    at_home: bool,
    /// Where everything is saved it leads out of the program.
    leads_out: bool,
    mode: Mode,
    typed: Vec<Typed>,
    /// The file before.
    before: Assessment,
    /// What is in it when everything is saved.
    after: Option<Assessment>,
}

/// How an end went.
#[derive(Debug, Clone, Copy, Default)]
struct Took {
    time: Duration,
    processor: Duration,
}

/// An assessment with something in every field, each with an id of its own, as a file has to have it.
fn full() -> Assessment {
    let mut full = assessment_of("plain words");
    let mut number = 0;
    let mut fresh = || {
        number += 1;
        Text::new(format!("n{number}"))
    };
    let head = Arc::make_mut(&mut full.head);
    head.declared.iter_mut().for_each(|it| it.id = fresh());
    head.dissents.iter_mut().for_each(|it| it.id = fresh());
    for remarks in [&mut head.decisions, &mut head.parked] {
        remarks.iter_mut().for_each(|it| it.id = fresh());
    }
    head.actions.iter_mut().for_each(|it| it.id = fresh());
    let answers: Vec<Arc<Answer>> = full
        .answers()
        .iter()
        .map(|answer| {
            let mut answer = Answer::clone(answer);
            answer.evidence.iter_mut().for_each(|it| it.id = fresh());
            answer
                .conflict
                .iter_mut()
                .for_each(|it| it.evidence.clear());
            answer.dissents.iter_mut().for_each(|it| it.id = fresh());
            for remarks in [&mut answer.decisions, &mut answer.parked] {
                remarks.iter_mut().for_each(|it| it.id = fresh());
            }
            answer.actions.iter_mut().for_each(|it| it.id = fresh());
            answer.history.iter_mut().for_each(|it| it.id = fresh());
            Arc::new(answer)
        })
        .collect();
    let (full, left_over) = full.with_answers(answers);
    assert!(left_over.is_empty());
    let (read, faults) = read_assessment(write_assessment(&full).as_bytes());
    read.unwrap_or_else(|| panic!("{faults:?}"))
}

/// Every way that the pictures know, as keys.
fn ways() -> Vec<Way> {
    let before = full();
    let answered = Ui::review_of(before.clone(), SIZE).keys(BEFORE);
    let answered = answered.assessment().clone();
    let all = WAYS.iter().map(|(name, way)| {
        let ui = way(&answered, TEXT, SIZE);
        let at_home = !ui.began_in_review;
        let mut again = if at_home {
            Ui::home(SIZE)
        } else {
            Ui::review_of(before.clone(), SIZE).keys(BEFORE)
        };
        for typed in &ui.typed {
            again = typed.again(again);
        }
        // A way that leads out of the review has saved by then.
        let review = again.model.review.as_ref().filter(|_| !at_home);
        let after = review.map(|open| open.session.assessment().clone());
        Way {
            name: (*name).to_owned(),
            at_home,
            leads_out: again.model.ended,
            mode: Mode::Screen,
            typed: ui.typed,
            before: before.clone(),
            after,
        }
    });
    all.collect()
}

/// A second screen, and plain lines.
fn other_ways() -> Vec<Way> {
    let before = full();
    let way = |name: String, mode, typed, after| Way {
        name,
        at_home: false,
        leads_out: false,
        mode,
        typed,
        before: before.clone(),
        after: Some(after),
    };
    let mut ways = vec![way(
        "a second screen".to_owned(),
        Mode::Present,
        Vec::new(),
        before.clone(),
    )];
    for lines in LINES {
        let said = Talk::review_of(before.clone(), Some(BY), false).lines(lines);
        let typed = lines
            .iter()
            .map(|line| Typed::Keys(format!("{line}<enter>")));
        let name = format!("in plain lines, {}", lines.join(", "));
        ways.push(way(
            name,
            Mode::Lines,
            typed.collect(),
            said.assessment().clone(),
        ));
    }
    ways
}

impl Way {
    fn ends(&self) -> &'static [End] {
        match self.mode {
            _ if self.at_home => &ENDS_AT_HOME,
            // There is such a place only where nothing can be saved.
            Mode::Screen if self.leads_out => &[End::Error],
            _ if self.leads_out => &[],
            Mode::Screen => &ENDS,
            Mode::ReadOnly => &ENDS_READ_ONLY,
            Mode::Present => &ENDS_PRESENTING,
            Mode::Lines if self.typed.is_empty() => &ENDS_IN_LINES[1..],
            Mode::Lines => &ENDS_IN_LINES[..ENDS_IN_LINES.len() - 2],
        }
    }

    /// The same place in a review that nobody may change.
    fn read_only(self) -> Self {
        Self {
            name: format!("{}, read only", self.name),
            mode: Mode::ReadOnly,
            after: Some(self.before.clone()),
            ..self
        }
    }

    /// The program, at that place.
    fn go(&self, desk: &Desk, end: End) -> Pty {
        let trigger = desk.path("break").display().to_string();
        std::fs::create_dir_all(desk.path("r")).unwrap();
        std::fs::write(desk.path("r/a.ron"), write_assessment(&self.before)).unwrap();
        let mut by = vec!["/usr/bin/env".to_owned()];
        if let End::Panic(place) = end {
            by.push(format!("CANDOR_BREAK={place}={trigger}"));
        }
        if end == End::Stopped {
            // A shell with job control, as a person has it: it reads a line before it continues the job.
            let script = "set -m\n\"$0\" \"$@\"\necho stopped\nread line\nfg >/dev/null";
            by = ["/bin/bash", "-c", script].map(str::to_owned).to_vec();
        }
        by.push(CANDOR.to_owned());
        let by: Vec<&str> = by.iter().map(String::as_str).collect();
        let arguments: &[&str] = match self.mode {
            _ if self.at_home => &[],
            Mode::Screen => &["review", "r/a.ron", "--by", BY],
            Mode::ReadOnly => &["review", "r/a.ron", "--by", BY, "--read-only"],
            Mode::Present => &["review", "r/a.ron", "--present"],
            Mode::Lines => &["review", "r/a.ron", "--by", BY, "--accessible"],
        };
        let pty = desk.screen_of(SIZE, &by, arguments);
        pty.wait_for(|screen| !screen.contents().trim().is_empty(), PATIENCE);
        settle(&pty);
        if end == End::Error {
            std::fs::rename(desk.path("r"), desk.path("elsewhere")).unwrap();
        }
        if self.mode == Mode::Screen && !self.at_home {
            pty.send(BEFORE);
        }
        for typed in &self.typed {
            match typed {
                Typed::Keys(keys) => {
                    // A lone Escape is told from the beginning of a sequence by the pause after it.
                    for piece in keys.split_inclusive("<esc>") {
                        pty.send(&in_bytes(piece));
                        if piece.ends_with("<esc>") {
                            settle(&pty);
                        } else if self.mode == Mode::Lines {
                            // Another thread reads the lines, and what nobody has read yet is no answer.
                            std::thread::sleep(Duration::from_millis(250));
                            settle(&pty);
                        }
                    }
                }
                Typed::Pasted(text) => {
                    pty.send_bytes(format!("\x1b[200~{text}\x1b[201~").as_bytes());
                }
                // Nobody can type what came from elsewhere.
                Typed::Came => {}
            }
        }
        settle(&pty);
        pty
    }

    /// Goes there and ends the program; says how that went.
    fn end(&self, end: End) -> Result<Took, String> {
        let desk = Desk::new();
        let mut pty = self.go(&desk, end);
        let here = format!("{} by {end:?}", self.name);
        let is_stopped = end == End::Stopped;
        let is_error = end == End::Error;
        let mut watched = Took::default();
        if let Some(status) = pty.exit_within(Duration::ZERO) {
            // The way itself leads out.
            let is_well = status.success() && pty.modes_left().is_empty() && pty.is_as_before();
            if !is_well {
                return Err(format!(
                    "{here}: {status}, left set: {:?}",
                    pty.modes_left()
                ));
            }
            if !is_error {
                self.look_at(&desk.path("r/a.ron"), &here)?;
            }
            return Ok(watched);
        }
        let processor = pty.processor_time();
        match end {
            End::Quit => pty.send(self.quits()),
            End::Term | End::Error => pty.signal(Signal::TERM),
            End::Hangup => pty.signal(Signal::HUP),
            End::Interrupt => pty.signal(Signal::INT),
            End::Closed => pty.close(),
            End::Stopped => {
                pty.send("<c-z>");
                let is_there = |screen: &vt100::Screen| {
                    screen.contents().lines().any(|line| line == "stopped")
                };
                pty.wait_for(is_there, PATIENCE);
                if !pty.modes_left().is_empty() || pty.is_raw() {
                    return Err(format!("{here}: stopped with {:?}", pty.modes_left()));
                }
                self.look_at(&desk.path("r/a.ron"), &here)?;
                let before = pty.raw_length();
                pty.send("<enter>");
                let length = if self.mode == Mode::Lines { 0 } else { 200 };
                pty.wait_for(|_| pty.raw_length() > before + length, PATIENCE);
                settle(&pty);
                if pty.is_raw() != (self.mode != Mode::Lines) {
                    return Err(format!("{here}: not as it was once continued"));
                }
                pty.send(self.quits());
            }
            End::Panic(place) => {
                std::fs::write(desk.path("break"), "").unwrap();
                if place == "main" {
                    pty.send(if self.mode == Mode::Lines {
                        "<enter>"
                    } else {
                        "<up>"
                    });
                }
            }
        }
        let began = Instant::now();
        let status = loop {
            if let Some(status) = pty.exit_within(Duration::from_millis(5)) {
                break status;
            }
            watched.processor = pty.processor_time().saturating_sub(processor);
            if began.elapsed() > GONE {
                return Err(format!("{here}: still there:\n{}", pty.screen_text()));
            }
        };
        watched.time = began.elapsed();
        if end != End::Closed {
            let is_back = pty.modes_left().is_empty()
                && (is_stopped || pty.modes_alternate())
                && pty.is_as_before();
            if !is_back {
                return Err(format!("{here}: left set: {:?}", pty.modes_left()));
            }
        }
        if matches!(end, End::Panic(_)) && (status.success() || status.code().is_none()) {
            return Err(format!("{here}: {status}"));
        }
        if watched.processor > Duration::from_millis(700) {
            return Err(format!("{here}: spins: {watched:?}"));
        }
        if is_error {
            // Nothing could be saved where it belongs. Once it can, it is.
            std::fs::rename(desk.path("elsewhere"), desk.path("r")).unwrap();
            let mut again = desk.screen(&["review", "r/a.ron", "--by", BY]);
            super::sees(&again, "saved ✓");
            settle(&again);
            again.send("<c-c>");
            again.wait_exit(GONE);
        }
        self.look_at(&desk.path("r/a.ron"), &here)?;
        Ok(watched)
    }

    /// What leaves from everywhere: Ctrl-C, and in plain lines the end of the input.
    fn quits(&self) -> &'static str {
        if self.mode == Mode::Lines {
            "<c-d>"
        } else {
            "<c-c>"
        }
    }

    /// Everything that was answered is in the file.
    fn look_at(&self, file: &Path, here: &str) -> Result<(), String> {
        let Some(after) = &self.after else {
            return Ok(());
        };
        let found = assessment_at(file);
        let pairs = found.answers().iter().zip(after.answers());
        for (found, wanted) in pairs {
            let said = |answer: &Answer| {
                let evidence = answer.evidence.len();
                (
                    answer.status.clone(),
                    answer.comment.clone(),
                    evidence,
                    answer.waiver.is_some(),
                )
            };
            if said(found) != said(wanted) {
                return Err(format!(
                    "{here}: {:?}: {:?} for {:?}",
                    found.item,
                    said(found),
                    said(wanted)
                ));
            }
        }
        Ok(())
    }
}

/// Waits until nothing more happens: the program waits as well, and has written nothing for a while.
fn settle(pty: &Pty) {
    const SILENCE: Duration = Duration::from_millis(50);
    let deadline = Instant::now() + PATIENCE;
    let (mut length, mut since) = (pty.raw_length(), Instant::now());
    while since.elapsed() < SILENCE && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(3));
        if pty.raw_length() != length || pty.state() == 'R' {
            (length, since) = (pty.raw_length(), Instant::now());
        }
    }
}

/// The keys of the pictures in the words of a terminal.
fn in_bytes(keys: &str) -> String {
    keys.replace("<backtab>", "<s-tab>")
        .replace("<backspace>", "<bs>")
        .replace("<pagedown>", "<pgdn>")
        .replace("<pageup>", "<pgup>")
}

fn chosen(ways: Vec<Way>) -> Vec<Way> {
    let Ok(words) = std::env::var("CANDOR_WAYS") else {
        return ways;
    };
    let words: Vec<&str> = words.split(',').collect();
    let fits = |way: &Way| words.iter().any(|word| way.name.contains(word));
    ways.into_iter().filter(fits).collect()
}

/// Tries a product of ways and ends; the faults, and the slowest, which may take so long.
fn try_all(pairs: &[(&Way, End)], most: Duration) -> Vec<String> {
    let mut faults = Vec::new();
    let mut slowest = (Took::default(), String::new());
    for (way, end) in pairs {
        let tried = std::panic::catch_unwind(|| way.end(*end));
        let tried = tried.unwrap_or_else(|_| Err(format!("{} by {end:?}: see above", way.name)));
        let tried = tried.and_then(|took| match took.time {
            time if time > most => Err(format!("{} by {end:?}: slow: {took:?}", way.name)),
            _ => Ok(took),
        });
        match tried {
            Ok(took) if took.time > slowest.0.time => {
                slowest = (took, format!("{} by {end:?}", way.name));
            }
            Ok(_) => {}
            Err(fault) => {
                println!("{fault}");
                faults.push(fault);
            }
        }
    }
    println!("{} ends, the slowest {slowest:.1?}", pairs.len());
    faults
}

#[test]
fn an_end_of_every_kind_somewhere_saves_and_gives_the_terminal_back() {
    let ways = ways();
    // Another way for each end, and others each day.
    let today = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let first = usize::try_from(today.as_secs() / 86_400).unwrap();
    let in_review: Vec<&Way> = ways
        .iter()
        .filter(|way| !way.at_home && !way.leads_out)
        .collect();
    let mut pairs: Vec<(&Way, End)> = ENDS
        .iter()
        .enumerate()
        .map(|(at, end)| (in_review[(first + at * 9) % in_review.len()], *end))
        .collect();
    let others = other_ways();
    for (at, way) in others.iter().enumerate().step_by(4) {
        pairs.push((way, way.ends()[(first + at) % way.ends().len()]));
    }
    // Beside a thousand other tests nothing can be said of a second.
    let faults = try_all(&pairs, GONE);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
#[ignore = "takes a while; see the head of this file"]
fn every_end_of_every_place() {
    assert!(
        cfg!(debug_assertions),
        "only a debug build panics on purpose"
    );
    let mut ways = ways();
    ways.extend(
        self::ways()
            .into_iter()
            // The key that goes back to the review of a meeting leaves where none can be held.
            .filter(|way| !way.at_home && way.name != "a review while a meeting goes on")
            .map(Way::read_only),
    );
    ways.extend(other_ways());
    let ways = chosen(ways);
    let pairs: Vec<(&Way, End)> = ways
        .iter()
        .flat_map(|way| way.ends().iter().map(move |end| (way, *end)))
        .collect();
    let faults = try_all(&pairs, Duration::from_secs(1));
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}
