//! A second screen follows a meeting that another process holds.

use std::io::Write as _;
use std::process::{Child, ChildStdin, Stdio};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::{Desk, GONE, PATIENCE, assert_given_back, sees, sees_no_more};
use crate::pty::Pty;

/// A meeting in plain lines, in a process of its own.
struct Meeting {
    child: Child,
    lines: ChildStdin,
}

impl Meeting {
    fn of(desk: &Desk) -> Self {
        let mut command = desk.command(&["review", "a.ron", "--accessible", "--by", "Ana"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let lines = child.stdin.take().unwrap();
        let mut meeting = Self { child, lines };
        meeting.say(&["meeting", "Ben, product", "", "", "60"]);
        meeting
    }

    fn say(&mut self, lines: &[&str]) {
        for line in lines {
            writeln!(self.lines, "{line}").unwrap();
        }
    }
}

impl Drop for Meeting {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const ONE: &str = "Errors in production reach somebody";
const TWO: &str = "Production has its own complete";

fn second(desk: &Desk) -> Pty {
    desk.screen(&["review", "a.ron", "--present"])
}

#[test]
fn a_second_screen_follows_the_facilitator_and_shows_no_notes() {
    let desk = Desk::with_review();
    let pty = second(&desk);
    sees(&pty, "Nobody leads a meeting here yet");
    sees(&pty, "candor review a.ron --meeting");
    let mut meeting = Meeting::of(&desk);
    sees(&pty, ONE);
    sees(&pty, "point 1 of 11");
    let said = Instant::now();
    meeting.say(&["next"]);
    sees(&pty, TWO);
    println!("followed after {:?}", said.elapsed());
    meeting.say(&[
        "decide SECRET decision",
        "comment SECRET comment",
        "",
        "unmet",
    ]);
    sees_no_more(&pty, TWO);
    meeting.say(&["back"]);
    sees(&pty, TWO);
    sees(&pty, "not met");
    assert!(
        !pty.screen_text().contains("SECRET"),
        "{}",
        pty.screen_text()
    );
    meeting.say(&["end meeting", "end", "-"]);
    sees(&pty, "Nobody leads a meeting here yet");
    drop(meeting);
    let assessment = desk.assessment("a.ron");
    assert!(assessment.head.meetings[0].end.is_some());
}

/// A machine that does something else now and then is late; mostly it is not.
#[test]
fn a_second_screen_follows_within_a_second() {
    let desk = Desk::with_review();
    let pty = second(&desk);
    let mut meeting = Meeting::of(&desk);
    sees(&pty, ONE);
    let mut waited = Vec::new();
    for _ in 0..3 {
        for (word, seen) in [("next", TWO), ("back", ONE)] {
            let said = Instant::now();
            meeting.say(&[word]);
            sees(&pty, seen);
            waited.push(said.elapsed());
        }
    }
    waited.sort();
    assert!(waited[2] < Duration::from_secs(1), "{waited:?}");
}

#[test]
fn a_second_screen_is_silent_while_nothing_happens_and_changes_nothing() {
    let desk = Desk::with_review();
    let before = std::fs::read(desk.path("a.ron")).unwrap();
    let pty = second(&desk);
    sees(&pty, "Nobody leads a meeting here yet");
    pty.bytes_until_silent(0, Duration::from_millis(600));
    let bytes = pty.raw_length();
    // Long enough for the file to be read whole again.
    std::thread::sleep(Duration::from_millis(2_300));
    assert_eq!(pty.raw_length(), bytes);
    // There is nothing to press that answers.
    pty.send("<space>x6-eCu<enter>");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(std::fs::read(desk.path("a.ron")).unwrap(), before);
    // It follows the file as well, whoever changes it.
    desk.succeed(&["answer", "a.ron", "error-monitoring", "met", "--by", "Ben"]);
    sees(&pty, "claimed 6.7");
}

#[test]
fn a_second_screen_gives_the_terminal_back_however_it_ends() {
    let desk = Desk::with_review();
    for way in ["q", "\u{1b}", "\u{3}", "TERM", "HUP"] {
        let mut pty = second(&desk);
        sees(&pty, "Nobody leads a meeting here yet");
        match way {
            "TERM" => pty.signal(Signal::TERM),
            "HUP" => pty.signal(Signal::HUP),
            keys => pty.send(keys),
        }
        pty.wait_exit(GONE);
        assert_given_back(&pty);
    }
}

#[test]
fn a_second_screen_stands_any_size() {
    let desk = Desk::with_review();
    let pty = second(&desk);
    let _meeting = Meeting::of(&desk);
    sees(&pty, ONE);
    for (columns, rows) in [(40, 8), (12, 5), (1, 1), (200, 60), (80, 2), (120, 32)] {
        pty.resize(columns, rows);
        std::thread::sleep(Duration::from_millis(60));
    }
    pty.wait_for(|screen| screen.contents().contains(ONE), PATIENCE);
}

#[test]
fn a_file_that_is_gone_is_told_of_and_what_was_known_stays() {
    let desk = Desk::with_review();
    let pty = second(&desk);
    sees(&pty, "Nobody leads a meeting here yet");
    let bytes = std::fs::read(desk.path("a.ron")).unwrap();
    std::fs::write(desk.path("a.ron"), "Assessment(").unwrap();
    sees(&pty, "a.ron");
    sees(&pty, "Payment API");
    std::fs::write(desk.path("a.ron"), bytes).unwrap();
    sees(&pty, "Nobody leads a meeting here yet");
    assert_eq!(
        desk.run(&["review", "b.ron", "--present", "--accessible"])
            .status
            .code(),
        Some(3)
    );
}
