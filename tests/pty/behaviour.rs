//! The terminal is taken whole and given back whole, whatever ends the program.

use super::Pty;
use super::subject::{self, start, started};
use rustix::process::Signal;
use std::path::Path;
use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(1);

#[track_caller]
fn assert_given_back(pty: &Pty) {
    assert!(
        pty.modes_left().is_empty(),
        "left set: {:?}",
        pty.modes_left()
    );
    assert!(pty.modes_alternate(), "each mode is undone exactly once");
    assert!(pty.is_as_before(), "line settings");
}

#[test]
fn quitting_gives_the_terminal_back() {
    let mut pty = started();
    assert!(pty.is_raw());
    assert_eq!(pty.modes_left(), ["1000", "1006", "1049", "2004", "25"]);
    pty.send("q");
    assert_eq!(pty.wait_exit(SECOND).code(), Some(0));
    assert_given_back(&pty);
}

#[test]
fn a_panic_on_main_gives_the_terminal_back_before_its_message() {
    let mut pty = started();
    pty.send("p");
    assert_eq!(pty.wait_exit(SECOND).code(), Some(101));
    assert_given_back(&pty);
    let raw = String::from_utf8_lossy(&pty.raw_bytes()).into_owned();
    assert!(raw.find("on purpose on main").unwrap() > raw.rfind("\x1b[?1049l").unwrap());
}

#[test]
fn a_panic_on_another_thread_ends_the_program_with_the_terminal_given_back() {
    let mut pty = started();
    pty.send("t");
    assert_eq!(pty.wait_exit(SECOND).code(), Some(70));
    assert_given_back(&pty);
    let raw = String::from_utf8_lossy(&pty.raw_bytes()).into_owned();
    assert!(raw.find("on purpose on a thread").unwrap() > raw.rfind("\x1b[?1049l").unwrap());
    assert!(
        !raw[raw.rfind("\x1b[?1049l").unwrap()..].contains("count"),
        "nothing is drawn afterwards"
    );
}

#[test]
fn ending_signals_give_the_terminal_back() {
    for signal in [Signal::TERM, Signal::INT, Signal::QUIT] {
        let mut pty = started();
        pty.signal(signal);
        assert_eq!(pty.wait_exit(SECOND).code(), Some(128 + signal.as_raw()));
        assert_given_back(&pty);
    }
    let mut pty = started();
    pty.signal(Signal::HUP);
    assert_eq!(pty.wait_exit(SECOND).code(), Some(129));
    assert_given_back(&pty);
}

#[test]
fn a_closed_terminal_ends_the_program() {
    for typed in [
        "",
        "abc",
        "\x1b[200~half a paste",
        "\x1b[<lt>0;1",
        "\x1b]11;rgb:",
    ] {
        let mut pty = started();
        pty.send(typed);
        std::thread::sleep(Duration::from_millis(30));
        pty.close();
        let status = pty.exit_within(SECOND);
        assert_eq!(
            status.and_then(|status| status.code()),
            Some(129),
            "after {typed:?}"
        );
    }
}

/// What the check above is for: where crossterm reads, the program stays and spins.
#[test]
fn control_crossterm_reading_spins_after_half_a_paste_and_a_hang_up() {
    let mut pty = start("crossterm", &[], 80, 24);
    pty.wait_for_text("count 0");
    pty.send("\x1b[200~half a paste");
    std::thread::sleep(Duration::from_millis(50));
    let before = pty.processor_time();
    pty.close();
    assert_eq!(pty.exit_within(SECOND), None);
    assert!(pty.processor_time() > before + SECOND / 4);
}

#[test]
fn an_ending_signal_is_heard_in_the_middle_of_a_paste() {
    let mut pty = started();
    pty.send("\x1b[200~half a paste");
    std::thread::sleep(Duration::from_millis(30));
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_exit(SECOND).code(), Some(143));
    assert_given_back(&pty);
    let mut control = start("crossterm", &[], 80, 24);
    control.wait_for_text("count 0");
    control.send("\x1b[200~half a paste");
    std::thread::sleep(Duration::from_millis(50));
    control.signal(Signal::TERM);
    assert_eq!(
        control.exit_within(SECOND / 2),
        None,
        "crossterm reading is deaf to the signal"
    );
}

#[test]
fn an_ending_signal_is_heard_while_the_terminal_takes_nothing() {
    let mut pty = start("screen", &[], 200, 60);
    pty.wait_for_text("count 0");
    pty.freeze(true);
    std::thread::sleep(Duration::from_millis(20));
    for _ in 0..40 {
        pty.send("f");
        std::thread::sleep(Duration::from_millis(5));
    }
    pty.signal(Signal::TERM);
    // 71 says that drawing gave up: it was waiting for the terminal when the signal came.
    assert_eq!(pty.wait_exit(SECOND).code(), Some(71));
    assert!(pty.is_as_before());
}

#[test]
fn a_burst_of_keys_is_read_whole() {
    let mut pty = started();
    pty.send(&" ".repeat(3000));
    pty.wait_for_text("count 3000");
    pty.send("q");
    pty.wait_exit(SECOND);
}

#[test]
fn control_crossterm_reading_leaves_part_of_a_burst_unread() {
    let pty = start("crossterm", &[], 80, 24);
    pty.wait_for_text("count 0");
    pty.send(&" ".repeat(3000));
    std::thread::sleep(SECOND);
    assert!(
        !pty.screen_text().contains("count 3000"),
        "{}",
        pty.screen_text()
    );
}

#[test]
fn ctrl_z_stops_under_a_shell_and_fg_brings_the_screen_back() {
    let subject = std::env::current_exe().unwrap();
    // A shell with job control, as a person has it: it reads a line before it continues the job.
    let script = "set -m\n\"$0\" \"$@\"\necho stopped\nread line\nfg >/dev/null";
    let mut arguments = vec!["-c", script, subject.to_str().unwrap()];
    arguments.extend_from_slice(&subject::ARGUMENTS);
    let env = [("CANDOR_PTY_SUBJECT", "screen")];
    let mut pty = Pty::start(Path::new("/bin/bash"), &arguments, &env, 80, 24);
    for round in 1..=2 {
        pty.wait_for_text("count");
        pty.send("<space>");
        pty.wait_for_text(&format!("count {round}"));
        pty.send("<c-z>");
        if round == 1 {
            pty.wait_for(
                |screen| screen.contents().lines().any(|line| line == "stopped"),
                2 * SECOND,
            );
            assert!(pty.modes_left().is_empty());
            assert!(!pty.is_raw());
            pty.send("<enter>");
            pty.wait_for_text("stopped true");
            assert!(pty.is_raw());
            assert_eq!(pty.modes_left(), ["1000", "1006", "1049", "2004", "25"]);
            let before = pty.raw_bytes().len();
            assert_eq!(
                pty.bytes_until_silent(before, Duration::from_millis(200)),
                0
            );
        }
    }
    // The second Ctrl-Z ends the script's `fg`, and with it the session.
    pty.wait_exit(2 * SECOND);
    assert!(pty.modes_left().is_empty());
}

#[test]
fn ctrl_z_without_a_shell_does_not_stop_for_ever() {
    let mut pty = started();
    pty.send("<c-z>");
    pty.wait_for_text("stopped false");
    pty.send("q");
    assert_eq!(pty.wait_exit(SECOND).code(), Some(0));
    assert_given_back(&pty);
}

#[test]
fn a_program_stopped_from_outside_draws_itself_whole_when_continued() {
    let mut pty = started();
    pty.signal(Signal::STOP);
    while pty.state() != 'T' {
        std::thread::sleep(Duration::from_millis(2));
    }
    let before = pty.raw_bytes().len();
    pty.signal(Signal::CONT);
    assert!(pty.bytes_until_silent(before, Duration::from_millis(200)) > 20);
    assert!(pty.screen_text().contains("count 0"));
    pty.send("q");
    pty.wait_exit(SECOND);
    assert_given_back(&pty);
}

#[test]
fn the_terminal_can_be_left_to_another_program_and_taken_again() {
    let mut pty = started();
    pty.send("<space>o");
    pty.wait_for(|screen| !screen.alternate_screen(), SECOND);
    std::thread::sleep(Duration::from_millis(20));
    assert!(pty.is_as_before());
    assert!(pty.modes_left().is_empty());
    pty.send("hello<enter>");
    pty.wait_for_text("outside hello");
    assert!(pty.is_raw());
    assert!(pty.screen_text().contains("count 1"));
    pty.send("q");
    pty.wait_exit(SECOND);
    assert_given_back(&pty);
}

#[test]
fn any_size_and_a_storm_of_sizes_leave_a_right_screen() {
    let mut pty = started();
    pty.send("fc");
    for round in 0..40_u16 {
        for (cols, rows) in [
            (1, 1),
            (0, 0),
            (80 + round, 24),
            (0, 24),
            (300, 2),
            (2, 100),
            (7, 7),
        ] {
            pty.resize(cols, rows);
            pty.send("<space>");
        }
    }
    // Away and back at once: the terminal cut what was drawn, though the program may see no other size.
    pty.resize(60, 10);
    pty.wait_for(|screen| screen.contents().contains("count 280"), 5 * SECOND);
    pty.resize(4, 4);
    pty.resize(60, 10);
    pty.wait_for(
        |screen| screen.rows(0, 60).nth(9).is_some_and(|row| row.len() == 60),
        5 * SECOND,
    );
    let before = pty.raw_bytes().len();
    assert_eq!(
        pty.bytes_until_silent(before, Duration::from_millis(200)),
        0
    );
    pty.send("q");
    assert_eq!(pty.wait_exit(SECOND).code(), Some(0));
    assert_given_back(&pty);
}

#[test]
fn paste_mouse_reports_and_a_lone_esc_arrive() {
    let pty = started();
    let text = "pasted text ".repeat(20_000);
    pty.send(&format!("<esc>[200~{text}<esc>[201~"));
    pty.wait_for_text("paste 240000 pasted te");
    let typed = Instant::now();
    pty.send("<esc>");
    pty.wait_for_text("Esc");
    assert!(
        typed.elapsed() < Duration::from_millis(300),
        "{:?}",
        typed.elapsed()
    );
    pty.send("<up>");
    pty.wait_for_text("Up");
    pty.send("<esc>[<lt>0;5;7M");
    pty.wait_for_text("Down(Left) 4 6");
    pty.send("b");
    pty.wait_for_text("report 9");
}

#[test]
fn another_thread_wakes_the_loop_each_time_and_many_wakes_at_once_are_one() {
    let pty = started();
    for round in 1..=3 {
        pty.send("w");
        pty.wait_for_text(&format!("woken {round}."));
    }
    pty.send("k");
    pty.wait_for_text("woken 4.");
    pty.send("<space>");
    pty.wait_for_text("count 1");
    assert!(!pty.screen_text().contains("woken 5."));
}

#[test]
fn an_idle_screen_writes_nothing_and_sleeps() {
    let pty = started();
    pty.send("c");
    std::thread::sleep(Duration::from_millis(50));
    let (before, used) = (pty.raw_bytes().len(), pty.processor_time());
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(pty.raw_bytes().len(), before);
    assert_eq!(pty.processor_time(), used);
    assert_eq!(pty.state(), 'S');
}

#[test]
fn an_unchanged_frame_writes_nothing_and_a_changed_one_is_one_write() {
    let pty = start("screen", &[], 200, 60);
    pty.wait_for_text("count 0");
    pty.bytes_until_silent(0, Duration::from_millis(30));
    let steps = [("a", 0), ("<space>", 1), ("c", 1), ("a", 0), ("<space>", 1)];
    for (keys, writes) in steps {
        let (before, calls) = (pty.raw_bytes().len(), pty.write_calls());
        pty.send(keys);
        let bytes = pty.bytes_until_silent(before, Duration::from_millis(50));
        assert!(bytes <= 50 * writes, "{keys}: {bytes} bytes");
        assert_eq!(pty.write_calls() - calls, writes as u64, "{keys}");
    }
    // A pseudo-terminal holds 8 KiB: a larger frame is written as fast as it takes it.
    let (before, calls) = (pty.raw_bytes().len(), pty.write_calls());
    pty.send("f");
    let bytes = pty.bytes_until_silent(before, Duration::from_millis(50));
    assert!(bytes > 10_000, "{bytes}");
    assert!(
        pty.write_calls() - calls < 8,
        "{}",
        pty.write_calls() - calls
    );
}

#[test]
fn reverse_video_survives_no_color() {
    let pty = start("screen", &[("NO_COLOR", "1")], 80, 24);
    pty.wait_for_text("count 0");
    pty.wait_for(
        |screen| screen.cell(0, 0).is_some_and(vt100::Cell::inverse),
        SECOND,
    );
}

#[test]
fn mouse_capture_can_be_switched_off_and_is_not_undone_twice() {
    let mut pty = started();
    pty.send("m");
    pty.bytes_until_silent(0, Duration::from_millis(50));
    assert_eq!(pty.modes_left(), ["1049", "2004", "25"]);
    pty.send("q");
    pty.wait_exit(SECOND);
    assert_given_back(&pty);
}
