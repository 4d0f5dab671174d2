//! Whatever ends the program, and wherever one is: answers are on disk, the terminal is whole, the process gone.

use super::{CANDOR, Desk, GONE, ITEMS, PATIENCE, assert_given_back, sees, sees_saved};
use crate::pty::Pty;
use candor::domain::assessment::Status;
use rustix::process::Signal;
use std::time::{Duration, Instant};

/// Keys that lead from the review to each of its dialogs, and what then stands on the screen.
const WAYS: [(&str, &str); 11] = [
    ("", "Payment API"),
    ("ehttps://half.exam", "Evidence for"),
    ("e<tab>./half", "Evidence for"),
    ("e<tab><tab>half", "Evidence for"),
    ("-half a rea", "Why does"),
    ("chalf a com", "Comment"),
    ("?", "Keys"),
    ("v", "Why"),
    ("/qqq", "Nothing found"),
    ("<enter>", "Evidence"),
    (
        "ehttps://a.example<enter>ehttps://b.example<enter>W",
        "Withdraw which evidence?",
    ),
];

/// Answers two items and goes a way; everything is on the screen, and perhaps not yet on disk.
fn answered(desk: &Desk, way: &(&str, &str)) -> Pty {
    let pty = desk.review();
    pty.send("<space>jx");
    sees(&pty, "unanswered 26");
    pty.send(way.0);
    sees(&pty, way.1);
    pty
}

#[track_caller]
fn assert_answers_on_disk(desk: &Desk, way: &str) {
    assert_eq!(desk.status("lint-clean"), Status::Met, "{way}");
    assert_eq!(desk.status("strict-types"), Status::Unmet, "{way}");
}

#[test]
fn a_signal_saves_and_gives_the_terminal_back_in_every_dialog() {
    end_by_signals();
}

#[test]
#[ignore = "wants a machine that does nothing else"]
fn every_end_takes_less_than_a_second() {
    let slowest = end_by_signals();
    assert!(slowest < Duration::from_secs(1), "{slowest:.1?}");
}

/// Ends the program by a signal in every dialog; gives the longest time that it took.
fn end_by_signals() -> Duration {
    let mut slowest = Duration::ZERO;
    for (number, way) in WAYS.iter().enumerate() {
        let desk = Desk::with_review();
        let mut pty = answered(&desk, way);
        let signals = [Signal::TERM, Signal::HUP, Signal::INT];
        pty.signal(signals[number % signals.len()]);
        let began = Instant::now();
        pty.wait_exit(GONE);
        slowest = slowest.max(began.elapsed());
        assert_given_back(&pty);
        assert_answers_on_disk(&desk, way.0);
    }
    println!("gone after {slowest:.1?} at most");
    slowest
}

#[test]
fn a_closed_terminal_saves_and_ends_in_every_dialog() {
    for way in &WAYS {
        let desk = Desk::with_review();
        let mut pty = answered(&desk, way);
        pty.close();
        pty.wait_exit(GONE);
        assert_answers_on_disk(&desk, way.0);
    }
}

#[test]
fn ctrl_c_leaves_from_every_dialog_with_everything_saved() {
    for way in &WAYS {
        let desk = Desk::with_review();
        let mut pty = answered(&desk, way);
        pty.send("<c-c>");
        assert_eq!(pty.wait_exit(GONE).code(), Some(0), "{}", way.0);
        assert_given_back(&pty);
        assert_answers_on_disk(&desk, way.0);
    }
}

#[test]
fn ctrl_z_and_fg_come_back_to_the_same_dialog() {
    let desk = Desk::with_review();
    // A shell with job control, as a person has it: it reads a line before it continues the job.
    let script = "set -m\nround=1\n\"$0\" \"$@\"\nwhile echo stopped $round; read line; do round=$((round+1)); fg >/dev/null; jobs %% >/dev/null 2>&1 || exit 0; done";
    let by = ["/bin/bash", "-c", script, CANDOR];
    let mut pty = desk.screen_of(super::SIZE, &by, &["review", "a.ron", "--by", "Ana"]);
    sees(&pty, "saved ✓");
    pty.send("<space>jx");
    for (round, way) in (1..).zip(&WAYS[..10]) {
        pty.send(way.0);
        sees(&pty, way.1);
        pty.send("<c-z>");
        // The lines of the rounds before still stand there.
        let stopped = format!("stopped {round}");
        pty.wait_for(
            |screen| screen.contents().lines().any(|line| line == stopped),
            PATIENCE,
        );
        assert!(pty.modes_left().is_empty(), "{}", way.0);
        assert!(!pty.is_raw());
        assert_answers_on_disk(&desk, way.0);
        pty.send("<enter>");
        sees(&pty, way.1);
        sees(&pty, "Payment API");
        assert!(pty.is_raw());
        pty.send(match way.0 {
            "" => "",
            "<enter>" => "<tab><tab>",
            _ => "<esc>",
        });
        // What was typed is kept, which is said in the hints' place.
        pty.wait_for(
            |screen| {
                let text = screen.contents();
                text.contains("space met/clear") || text.contains("brings it back")
            },
            PATIENCE,
        );
    }
    sees_saved(&pty, ITEMS - 2);
    pty.send("q");
    pty.wait_exit(GONE);
    assert!(pty.modes_left().is_empty());
}

#[test]
fn a_stop_from_outside_in_a_dialog_is_survived() {
    let desk = Desk::with_review();
    let mut pty = answered(&desk, &WAYS[1]);
    pty.signal(Signal::STOP);
    while pty.state() != 'T' {
        std::thread::sleep(Duration::from_millis(2));
    }
    let before = pty.raw_length();
    pty.signal(Signal::CONT);
    // While the terminal is taken anew it is a line editor's for a moment, to which Enter is another key.
    pty.wait_for(|_| pty.raw_length() > before + 2_000, PATIENCE);
    pty.send("ple<enter>");
    sees(&pty, "link half.example");
    sees_saved(&pty, ITEMS - 2);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
    assert_answers_on_disk(&desk, WAYS[1].0);
}

#[test]
fn resizes_in_the_middle_of_everything_change_nothing_but_the_picture() {
    let desk = Desk::with_review();
    for way in &WAYS {
        let desk = &desk;
        let mut pty = desk.review();
        pty.send(way.0);
        sees(&pty, way.1);
        for (columns, rows) in [
            (60, 18),
            (40, 8),
            (20, 6),
            (1, 1),
            (0, 0),
            (3, 200),
            (400, 3),
            super::SIZE,
        ] {
            pty.resize(columns, rows);
            pty.send("<up>");
        }
        sees(&pty, way.1);
        pty.signal(Signal::TERM);
        pty.wait_exit(GONE);
        assert_given_back(&pty);
    }
}

#[test]
fn answering_while_the_window_is_dragged_loses_no_key() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    for step in 0..20u16 {
        pty.resize(120 - step * 6, 32 - step);
        pty.send("<space>]");
    }
    pty.resize(super::SIZE.0, super::SIZE.1);
    sees_saved(&pty, ITEMS - 20);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    let met = desk.assessment("a.ron");
    let met = met
        .answers()
        .iter()
        .filter(|answer| answer.status == Status::Met);
    assert_eq!(met.count(), 20);
}

#[test]
fn a_burst_of_three_thousand_keys_is_answered_key_by_key() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    // Each round ticks or clears the first item and answers the two below it again: 430 rounds and a last tick.
    pty.send(&"<space>j5jxkk".repeat(430));
    pty.send("<space>");
    sees_saved(&pty, ITEMS - 3);
    pty.send("q");
    assert_eq!(pty.wait_exit(PATIENCE).code(), Some(0));
    assert_given_back(&pty);
    let answers = desk.assessment("a.ron");
    let answers = answers.answers();
    assert_eq!(answers[0].status, Status::Met);
    assert_eq!(answers[0].history.len(), 431);
    assert_eq!(answers[1].status.value(), 50);
    assert_eq!(answers[2].status, Status::Unmet);
}
