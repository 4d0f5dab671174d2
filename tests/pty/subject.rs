//! The program under test: this test binary, started anew, with a small loop on the real screen and waiter.

use super::Pty;
use candor::tui::terminal::{self, Screen};
use candor::tui::wait::{Waiter, Wake};
use crossterm::event::{Event, KeyCode, KeyModifiers};
use ratatui::Frame;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;
use std::time::Duration;

/// Starts the subject on a terminal of `cols` × `rows`; `kind` is `screen` or `crossterm`.
pub(super) fn start(kind: &str, env: &[(&str, &str)], cols: u16, rows: u16) -> Pty {
    let mut all = vec![("CANDOR_PTY_SUBJECT", kind)];
    all.extend_from_slice(env);
    Pty::start(
        &std::env::current_exe().unwrap(),
        &ARGUMENTS,
        &all,
        cols,
        rows,
    )
}

/// Starts the subject and waits until its first frame stands.
pub(crate) fn started() -> Pty {
    let pty = start("screen", &[], 80, 24);
    pty.wait_for_text("count 0");
    pty
}

pub(super) const ARGUMENTS: [&str; 5] = [
    "--exact",
    "pty::subject::subject",
    "--ignored",
    "--nocapture",
    "--test-threads=1",
];

/// Not a test: what the tests start. Does nothing when it is run as one.
#[test]
#[ignore = "the program that the other tests start"]
fn subject() {
    match std::env::var("CANDOR_PTY_SUBJECT").as_deref() {
        Ok("screen") => run(),
        Ok("crossterm") => run_on_crossterm(),
        _ => {}
    }
}

struct State {
    count: usize,
    seen: Vec<String>,
    /// A cursor on the count, or hidden.
    cursor: bool,
    screens: usize,
    woken: usize,
}

fn run() {
    let mut waiter = Waiter::new().unwrap();
    let mut screen = Screen::open(&waiter.waker(), true).unwrap();
    let mut state = State {
        count: 0,
        seen: Vec::new(),
        cursor: false,
        screens: 0,
        woken: 0,
    };
    loop {
        if terminal::panicked() {
            drop(screen);
            std::process::exit(70);
        }
        if screen.draw(|frame| draw(frame, &state)).is_err() {
            drop(screen);
            std::process::exit(71);
        }
        for wake in waiter.wait(None).unwrap() {
            match wake {
                Wake::Input(Event::Key(key)) => {
                    act(key.code, key.modifiers, &mut state, &mut screen, &waiter);
                }
                Wake::Input(Event::Mouse(mouse)) => {
                    state
                        .seen
                        .push(format!("{:?} {} {}", mouse.kind, mouse.column, mouse.row));
                }
                Wake::Input(Event::Paste(text)) => {
                    state.seen.push(format!(
                        "paste {} {}",
                        text.len(),
                        &text[..text.len().min(9)]
                    ));
                }
                Wake::Input(_) => {}
                Wake::Report(bytes) => state.seen.push(format!("report {}", bytes.len())),
                Wake::Woken => {
                    state.woken += 1;
                    state.seen.push(format!("woken {}.", state.woken));
                }
                Wake::Resized => screen.redraw_whole(),
                Wake::Terminate(signal) => {
                    drop(screen);
                    std::process::exit(128 + signal);
                }
                Wake::Suspend => {
                    screen.suspend().unwrap();
                }
                Wake::Continued => screen.continued().unwrap(),
                Wake::HungUp => {
                    drop(screen);
                    std::process::exit(129);
                }
            }
        }
    }
}

fn act(
    code: KeyCode,
    modifiers: KeyModifiers,
    state: &mut State,
    screen: &mut Screen,
    waiter: &Waiter,
) {
    match (code, modifiers) {
        (KeyCode::Char('q'), _) => {
            terminal::restore();
            std::process::exit(0);
        }
        (KeyCode::Char('p'), KeyModifiers::NONE) => panic!("on purpose on main"),
        (KeyCode::Char('t'), KeyModifiers::NONE) => {
            std::thread::spawn(|| panic!("on purpose on a thread"));
        }
        (KeyCode::Char('w'), KeyModifiers::NONE) => {
            let waker = waiter.waker();
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(20));
                waker.wake();
            });
        }
        (KeyCode::Char('k'), KeyModifiers::NONE) => {
            (0..100_000).for_each(|_| waiter.waker().wake());
        }
        (KeyCode::Char('z'), KeyModifiers::CONTROL) => {
            let stopped = screen.suspend().unwrap();
            state.seen.push(format!("stopped {stopped}"));
        }
        (KeyCode::Char('m'), KeyModifiers::NONE) => screen.set_mouse(false).unwrap(),
        (KeyCode::Char('c'), KeyModifiers::NONE) => state.cursor = !state.cursor,
        (KeyCode::Char('f'), KeyModifiers::NONE) => state.screens += 1,
        (KeyCode::Char('b'), KeyModifiers::NONE) => screen.send_control(b"\x1b[c").unwrap(),
        (KeyCode::Char('o'), KeyModifiers::NONE) => {
            screen.leave();
            let mut line = String::new();
            std::io::stdin().read_line(&mut line).unwrap();
            screen.enter_again().unwrap();
            state.seen.push(format!("outside {}", line.trim()));
        }
        (KeyCode::Char(' '), _) => state.count += 1,
        (KeyCode::Char('a'), KeyModifiers::NONE) => {}
        (code, modifiers) => state.seen.push(format!("{code:?} {modifiers:?}")),
    }
}

fn draw(frame: &mut Frame, state: &State) {
    let area = frame.area();
    let lines = ["the subject".to_owned(), format!("count {}", state.count)];
    let log = state.seen.iter().rev().take(8).cloned();
    let letter = if state.screens.is_multiple_of(2) {
        "x"
    } else {
        "y"
    };
    let filled = (0..60).map(|row| format!("{} {row} {}", state.screens, letter.repeat(200)));
    let filled = filled.filter(|_| state.screens > 0);
    let bar = Style::new()
        .fg(Color::Yellow)
        .bg(Color::Blue)
        .add_modifier(Modifier::REVERSED);
    for (row, line) in (0..area.height).zip(lines.into_iter().chain(log).chain(filled)) {
        let style = if row == 0 { bar } else { Style::new() };
        frame
            .buffer_mut()
            .set_line(0, row, &Line::styled(line, style), area.width);
    }
    if state.cursor && area.height > 1 && area.width > 0 {
        frame.set_cursor_position((0, 1));
    }
}

/// The control: the same wait, but crossterm reads, as it is usually done.
fn run_on_crossterm() {
    use rustix::event::{PollFd, PollFlags, poll};
    let mut waiter = Waiter::new().unwrap();
    let mut screen = Screen::open(&waiter.waker(), true).unwrap();
    let mut state = State {
        count: 0,
        seen: Vec::new(),
        cursor: false,
        screens: 0,
        woken: 0,
    };
    loop {
        screen.draw(|frame| draw(frame, &state)).unwrap();
        let input = rustix::stdio::stdin();
        // Signals interrupt the poll; their meaning is asked for without waiting.
        let ready = poll(&mut [PollFd::new(&input, PollFlags::IN)], None);
        if ready.is_err() {
            for wake in waiter.wait(Some(Duration::ZERO)).unwrap() {
                if matches!(wake, Wake::Terminate(_) | Wake::HungUp) {
                    drop(screen);
                    std::process::exit(75);
                }
            }
            continue;
        }
        while crossterm::event::poll(Duration::ZERO).unwrap() {
            if let Event::Key(key) = crossterm::event::read().unwrap() {
                act(key.code, key.modifiers, &mut state, &mut screen, &waiter);
            }
        }
    }
}
