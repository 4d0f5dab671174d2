//! A pseudo-terminal harness: starts a program on a terminal of its own, types, looks at the screen, hangs up.
//!
//! The program becomes the leader of a new session through `setsid --ctty` (util-linux), so no unsafe code is
//! needed and the process id stays the program's own.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod behaviour;
mod decoding;
pub(crate) mod subject;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, OutputModes, Termios, Winsize, tcgetattr, tcsetwinsize};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A program on a terminal of its own. Dropping it kills the program.
pub(crate) struct Pty {
    master: Option<Arc<OwnedFd>>,
    child: Child,
    seen: Arc<Mutex<Seen>>,
    quit: Arc<AtomicBool>,
    frozen: Arc<AtomicBool>,
    length: Arc<AtomicUsize>,
    /// How often the reader was told that nobody has the other side open.
    ends: Arc<AtomicUsize>,
    reader: Option<JoinHandle<()>>,
    at_start: Termios,
}

/// The emulator itself can't do with a single row; the program still sees the true size.
const SMALLEST: u16 = 4;

/// What the program wrote so far.
struct Seen {
    raw: Vec<u8>,
    /// How many bytes of `raw` were searched for questions to the terminal.
    answered: usize,
    screen: vt100::Parser,
}

impl Pty {
    /// Starts `program` on a terminal of `cols` × `rows`. `NO_COLOR` and the like are cleared, `env` is added.
    pub(crate) fn start(
        program: &Path,
        args: &[&str],
        env: &[(&str, &str)],
        cols: u16,
        rows: u16,
    ) -> Self {
        let master =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        tcsetwinsize(&master, size(cols, rows)).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let slave = rustix::fs::open(&name, flags, Mode::empty()).unwrap();
        let at_start = tcgetattr(&slave).unwrap();
        let mut command = Command::new("setsid");
        command.arg("--ctty").arg(program).args(args);
        for name in [
            "NO_COLOR",
            "COLORTERM",
            "COLUMNS",
            "LINES",
            "CLICOLOR_FORCE",
        ] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        command.envs(
            env.iter()
                .map(|(name, text)| (OsStr::new(name), OsStr::new(text))),
        );
        command.stdin(slave.try_clone().unwrap());
        command.stdout(slave.try_clone().unwrap());
        command.stderr(slave);
        let child = command.spawn().unwrap();
        // The command holds copies of the slave, which would keep the terminal open.
        drop(command);
        let master = Arc::new(master);
        let seen = Arc::new(Mutex::new(Seen {
            raw: Vec::new(),
            answered: 0,
            screen: vt100::Parser::new(rows.max(SMALLEST), cols.max(SMALLEST), 0),
        }));
        let quit = Arc::new(AtomicBool::new(false));
        let frozen = Arc::new(AtomicBool::new(false));
        let length = Arc::new(AtomicUsize::new(0));
        let ends = Arc::new(AtomicUsize::new(0));
        let reader = std::thread::spawn({
            let (master, seen) = (Arc::clone(&master), Arc::clone(&seen));
            let (quit, frozen) = (Arc::clone(&quit), Arc::clone(&frozen));
            let counts = (Arc::clone(&length), Arc::clone(&ends));
            move || keep_reading(&master, &seen, (&quit, &frozen), (&counts.0, &counts.1))
        });
        Self {
            master: Some(master),
            child,
            seen,
            quit,
            frozen,
            length,
            ends,
            reader: Some(reader),
            at_start,
        }
    }

    /// Types `keys`: text as it is, `<enter>`, `<esc>`, `<up>`, `<c-r>`, `<lt>` for `<` and so on; see [`bytes_of`].
    pub(crate) fn send(&self, keys: &str) {
        self.send_bytes(&bytes_of(keys));
    }

    /// Sends bytes to the program as they are.
    pub(crate) fn send_bytes(&self, bytes: &[u8]) {
        let master = self.master.as_ref().expect("the terminal is open");
        let mut rest = bytes;
        while !rest.is_empty() {
            let sent = rustix::io::write(master, rest).unwrap();
            rest = &rest[sent..];
        }
    }

    /// Waits until `reached` holds of the screen. Panics with the screen's text when it doesn't in time.
    #[track_caller]
    pub(crate) fn wait_for(&self, reached: impl Fn(&vt100::Screen) -> bool, timeout: Duration) {
        let deadline = Instant::now() + timeout;
        while !reached(self.seen.lock().unwrap().screen.screen()) {
            assert!(
                Instant::now() < deadline,
                "not on the screen in {timeout:?}:\n{}",
                self.screen_text()
            );
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits up to five seconds until the screen holds `text`.
    #[track_caller]
    pub(crate) fn wait_for_text(&self, text: &str) {
        self.wait_for(
            |screen| screen.contents().contains(text),
            Duration::from_secs(5),
        );
    }

    /// What stands on the screen.
    pub(crate) fn screen_text(&self) -> String {
        self.seen.lock().unwrap().screen.screen().contents()
    }

    /// Every byte that the program wrote so far.
    pub(crate) fn raw_bytes(&self) -> Vec<u8> {
        self.seen.lock().unwrap().raw.clone()
    }

    /// How many bytes the program wrote so far; also within [`Pty::wait_for`].
    pub(crate) fn raw_length(&self) -> usize {
        self.length.load(Ordering::Acquire)
    }

    /// How many bytes come until the program has been silent for `silence`.
    pub(crate) fn bytes_until_silent(&self, before: usize, silence: Duration) -> usize {
        let mut last = self.raw_bytes().len();
        let mut since = Instant::now();
        while since.elapsed() < silence {
            std::thread::sleep(Duration::from_millis(2));
            let now = self.raw_bytes().len();
            if now != last {
                (last, since) = (now, Instant::now());
            }
        }
        last - before
    }

    /// Changes the terminal's size; the kernel sends SIGWINCH.
    pub(crate) fn resize(&self, cols: u16, rows: u16) {
        let mut seen = self.seen.lock().unwrap();
        seen.screen
            .screen_mut()
            .set_size(rows.max(SMALLEST), cols.max(SMALLEST));
        drop(seen);
        tcsetwinsize(
            self.master.as_ref().expect("the terminal is open"),
            size(cols, rows),
        )
        .unwrap();
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// The program's process id.
    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// While frozen the terminal takes nothing from the program, like one whose connection stalls.
    pub(crate) fn freeze(&self, frozen: bool) {
        self.frozen.store(frozen, Ordering::Release);
    }

    /// Hangs up: the terminal is gone, as when its window is closed.
    pub(crate) fn close(&mut self) {
        self.stop_reading();
        self.master = None;
    }

    /// Waits for the program to end. Panics when it doesn't in time.
    #[track_caller]
    pub(crate) fn wait_exit(&mut self, timeout: Duration) -> ExitStatus {
        let status = self.exit_within(timeout);
        status.unwrap_or_else(|| {
            panic!("still running after {timeout:?}:\n{}", self.screen_text());
        })
    }

    /// How the program ended, or nothing when it still runs after `timeout`.
    pub(crate) fn exit_within(&mut self, timeout: Duration) -> Option<ExitStatus> {
        let deadline = Instant::now() + timeout;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.read_to_the_end();
                return Some(status);
            }
            if Instant::now() >= deadline {
                return None;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// What an ended program wrote last may still be on its way through the terminal: waits until the reader was
    /// told that nobody has the other side open, or, where something still has or the terminal is frozen, for
    /// silence.
    fn read_to_the_end(&self) {
        if self.master.is_none() {
            return;
        }
        let before = self.ends.load(Ordering::Acquire);
        let deadline = Instant::now() + Duration::from_secs(1);
        while !self.frozen.load(Ordering::Acquire) && Instant::now() < deadline {
            // The first may have been seen before the end.
            if self.ends.load(Ordering::Acquire) > before + 1 {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        self.bytes_until_silent(0, Duration::from_millis(30));
    }

    /// The private modes still set at the end of what the program wrote: 1049 alternate screen, 1000 to 1015
    /// mouse, 2004 paste, 2026 synchronized; 25 stands for a hidden cursor; `kitty` for its keyboard protocol.
    pub(crate) fn modes_left(&self) -> Vec<String> {
        let mut left = Vec::new();
        for (mode, changes) in mode_changes(&self.raw_bytes()) {
            if changes.last() == Some(&true) {
                left.push(mode);
            }
        }
        left
    }

    /// Whether each mode's settings and unsettings alternate, so that each was undone exactly once.
    pub(crate) fn modes_alternate(&self) -> bool {
        mode_changes(&self.raw_bytes()).values().all(|changes| {
            changes
                .iter()
                .enumerate()
                .all(|(at, &set)| set == (at % 2 == 0))
        })
    }

    /// Whether the terminal is raw now: no line editing, no echo, no output processing.
    pub(crate) fn is_raw(&self) -> bool {
        let now = tcgetattr(self.master.as_ref().expect("the terminal is open")).unwrap();
        !now.local_modes
            .intersects(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
            && !now.output_modes.contains(OutputModes::OPOST)
    }

    /// Whether the terminal's line settings are those from before the program started.
    pub(crate) fn is_as_before(&self) -> bool {
        let now = tcgetattr(self.master.as_ref().expect("the terminal is open")).unwrap();
        now.local_modes == self.at_start.local_modes
            && now.input_modes == self.at_start.input_modes
            && now.output_modes == self.at_start.output_modes
            && now.control_modes == self.at_start.control_modes
    }

    /// One letter for what the process does, as in `/proc`: `S` sleeping, `R` running, `T` stopped.
    pub(crate) fn state(&self) -> char {
        self.stat()[0].chars().next().unwrap()
    }

    /// Processor time used so far, to 10 ms.
    pub(crate) fn processor_time(&self) -> Duration {
        let stat = self.stat();
        let ticks: u64 = stat[11].parse::<u64>().unwrap() + stat[12].parse::<u64>().unwrap();
        Duration::from_millis(ticks * 10)
    }

    /// How many write calls the program made so far.
    pub(crate) fn write_calls(&self) -> u64 {
        let path = format!("/proc/{}/io", self.child.id());
        let text = std::fs::read_to_string(path).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix("syscw: "));
        line.unwrap().parse().unwrap()
    }

    /// The fields of `/proc/PID/stat` from the state on.
    fn stat(&self) -> Vec<String> {
        let path = format!("/proc/{}/stat", self.child.id());
        let line = std::fs::read_to_string(path).unwrap();
        let (_, fields) = line.rsplit_once(')').unwrap();
        fields.split_whitespace().map(str::to_owned).collect()
    }

    fn stop_reading(&mut self) {
        self.quit.store(true, Ordering::Release);
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // Both fail only when the program has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.quit.store(true, Ordering::Release);
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

/// The bytes that a terminal sends for `keys`.
pub(crate) fn bytes_of(keys: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = keys;
    while let Some(open) = rest.find('<') {
        bytes.extend_from_slice(&rest.as_bytes()[..open]);
        let close = open + rest[open..].find('>').expect("a key name ends with >");
        bytes.extend_from_slice(&key_bytes(&rest[open + 1..close]));
        rest = &rest[close + 1..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

fn key_bytes(name: &str) -> Vec<u8> {
    if let Some(letter) = name.strip_prefix("c-") {
        return vec![letter.as_bytes()[0] & 0x1f];
    }
    let bytes: &[u8] = match name {
        "space" => b" ",
        "enter" => b"\r",
        "esc" => b"\x1b",
        "tab" => b"\t",
        "s-tab" => b"\x1b[Z",
        "bs" => b"\x7f",
        "lt" => b"<",
        "up" => b"\x1b[A",
        "down" => b"\x1b[B",
        "right" => b"\x1b[C",
        "left" => b"\x1b[D",
        "home" => b"\x1b[H",
        "end" => b"\x1b[F",
        "pgup" => b"\x1b[5~",
        "pgdn" => b"\x1b[6~",
        "del" => b"\x1b[3~",
        "f1" => b"\x1bOP",
        _ => panic!("no key <{name}>"),
    };
    bytes.to_vec()
}

fn size(cols: u16, rows: u16) -> Winsize {
    Winsize {
        ws_row: rows,
        ws_col: cols,
        ws_xpixel: 0,
        ws_ypixel: 0,
    }
}

/// The reader thread: everything goes into `seen`, questions are answered as a small terminal would.
fn keep_reading(
    master: &OwnedFd,
    seen: &Mutex<Seen>,
    (quit, frozen): (&AtomicBool, &AtomicBool),
    (length, ends): (&AtomicUsize, &AtomicUsize),
) {
    let mut piece = vec![0; 65_536];
    let nap = Timespec {
        tv_sec: 0,
        tv_nsec: 5_000_000,
    };
    while !quit.load(Ordering::Acquire) {
        let mut fds = [PollFd::new(master, PollFlags::IN)];
        if frozen.load(Ordering::Acquire) {
            std::thread::sleep(Duration::from_millis(5));
            continue;
        }
        if poll(&mut fds, Some(&nap)).unwrap_or(0) == 0 {
            continue;
        }
        match rustix::io::read(master, &mut piece) {
            Ok(read) if read > 0 => {
                let mut seen = seen.lock().unwrap();
                seen.raw.extend_from_slice(&piece[..read]);
                length.store(seen.raw.len(), Ordering::Release);
                seen.screen.process(&piece[..read]);
                let answer = answers(&mut seen);
                drop(seen);
                let _ = rustix::io::write(master, &answer);
            }
            // EIO: nobody has the other side open, before the start or after the end.
            _ => {
                ends.fetch_add(1, Ordering::AcqRel);
                std::thread::sleep(Duration::from_millis(2));
            }
        }
    }
}

/// Answers to the questions (cursor position, status, kind of terminal) since the last call.
fn answers(seen: &mut Seen) -> Vec<u8> {
    let mut answer = Vec::new();
    while let Some(found) = seen.raw[seen.answered..]
        .iter()
        .position(|&byte| byte == 0x1b)
    {
        let rest = &seen.raw[seen.answered + found..];
        let unfinished = [&b"\x1b["[..], b"\x1b[0", b"\x1b[5", b"\x1b[6"];
        if rest.len() < 2 || unfinished.contains(&rest) {
            break;
        }
        if rest.starts_with(b"\x1b[6n") {
            let (row, col) = seen.screen.screen().cursor_position();
            answer.extend_from_slice(format!("\x1b[{};{}R", row + 1, col + 1).as_bytes());
        } else if rest.starts_with(b"\x1b[5n") {
            answer.extend_from_slice(b"\x1b[0n");
        } else if rest.starts_with(b"\x1b[c") || rest.starts_with(b"\x1b[0c") {
            answer.extend_from_slice(b"\x1b[?62;22c");
        }
        seen.answered += found + 1;
    }
    answer
}

/// For each private mode in `raw`, in order, whether it was set or unset; a hidden cursor counts as set.
fn mode_changes(raw: &[u8]) -> BTreeMap<String, Vec<bool>> {
    let mut changes: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    for (at, _) in raw.iter().enumerate().filter(|&(_, &byte)| byte == 0x1b) {
        let Some(body) = raw[at + 1..].strip_prefix(b"[") else {
            continue;
        };
        let Some(end) = body.iter().position(|byte| (0x40..=0x7e).contains(byte)) else {
            continue;
        };
        let parameters = String::from_utf8_lossy(&body[..end]).into_owned();
        match (body[end], parameters.chars().next()) {
            (last @ (b'h' | b'l'), Some('?')) => {
                for mode in parameters[1..].split(';') {
                    let set = (last == b'h') != (mode == "25");
                    let known = changes.entry(mode.to_owned()).or_default();
                    // The cursor starts shown and is shown and hidden at will: only changes count.
                    if mode != "25" || known.last().copied().unwrap_or(false) != set {
                        known.push(set);
                    }
                }
            }
            (b'u', Some('>' | '=')) => changes.entry("kitty".to_owned()).or_default().push(true),
            (b'u', Some('<')) => changes.entry("kitty".to_owned()).or_default().push(false),
            _ => {}
        }
    }
    changes
}
