//! The terminal itself: taken whole, drawn on with one write per frame, given back whole on every way out.
//!
//! What was changed on the terminal stands in one static place, so that whoever ends the program first, a
//! returning `main`, a panic on any thread or a signal, gives it back, and nobody does so twice or draws later.

use crate::tui::paint::Painter;
use crate::tui::wait::Waker;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::{Frame, Terminal};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::process::Signal;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{
    OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcgetwinsize, tcsetattr,
};
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, Once, TryLockError};
use std::time::{Duration, Instant};

/// Alternate screen, bracketed paste, hidden cursor.
const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[?25l";
/// The reverse of [`ENTER`], with plain colours first: some terminals keep them across screens.
const LEAVE: &str = "\x1b[0m\x1b[?25h\x1b[?2004l\x1b[?1049l";
/// Clicks and the wheel (not motion, which would send bytes for every move), in SGR coordinates.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Room for a whole frame of a large terminal before the buffer has to grow.
const FRAME_BYTES: usize = 128 * 1024;
/// How long giving back the terminal waits for one that takes no bytes.
const LEAVING_PATIENCE: Duration = Duration::from_millis(250);
/// The size assumed where the terminal says 0 × 0, as serial lines do: it doesn't know.
const UNKNOWN_SIZE: Size = Size::new(80, 24);

/// What to undo on the terminal; empty while it is not ours.
static HELD: Mutex<Option<Held>> = Mutex::new(None);
/// Set by an ending signal or a panic: drawing must not wait for a slow terminal any more.
static ENDING: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
/// Set by SIGCONT, so that a suspended program knows that it was continued.
static CONTINUED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
static PANICKED: AtomicBool = AtomicBool::new(false);
/// Held while a panic's message is printed, so that the program doesn't end in the middle of it.
static SPEAKING: Mutex<()> = Mutex::new(());
/// Wakes the loop after a panic on another thread.
static LOOP: Mutex<Option<Waker>> = Mutex::new(None);

/// The terminal while the program owns it. Dropping it gives the terminal back.
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal<FrameBackend>,
    mouse: bool,
    /// What stands on the terminal is unknown: the next frame is drawn whole.
    whole: bool,
    /// The next SIGCONT to be reported is that of [`Screen::suspend`].
    resumed: bool,
}

impl Screen {
    /// Takes the terminal on standard input and output: raw mode, alternate screen, bracketed paste and, if
    /// `mouse`, clicks and the wheel. From here on a panic on any thread gives the terminal back, prints its
    /// message, and wakes the loop through `waker` (see [`panicked`]).
    ///
    /// Takes a waker so that a [`Waiter`](crate::tui::wait::Waiter), which handles the ending signals, exists.
    pub fn open(waker: &Waker, mouse: bool) -> io::Result<Self> {
        watch_signals_and_panics(waker)?;
        take(mouse)?;
        let terminal = Terminal::new(FrameBackend::new()).inspect_err(|_| restore())?;
        Ok(Self {
            terminal,
            mouse,
            whole: true,
            resumed: false,
        })
    }

    /// Draws a frame in one write and gives the number of bytes: 0, without a write, when nothing changed.
    ///
    /// Picks up a new terminal size by itself. An error means that the terminal is gone or was given back,
    /// or that an ending signal came while it took no bytes: the program should end.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame)) -> io::Result<usize> {
        if std::mem::take(&mut self.whole) {
            self.terminal.backend_mut().forget();
            self.terminal.clear()?;
        }
        self.terminal.draw(view)?;
        self.send()
    }

    /// The next frame is drawn whole, whatever stands on the terminal.
    pub fn redraw_whole(&mut self) {
        self.whole = true;
    }

    /// Sends a control sequence that draws nothing, such as a copy to the clipboard (OSC 52) or a question for
    /// the background colour (OSC 11), whose answer comes as [`Wake::Report`](crate::tui::wait::Wake::Report).
    pub fn send_control(&mut self, sequence: &[u8]) -> io::Result<()> {
        self.terminal
            .backend_mut()
            .bytes
            .extend_from_slice(sequence);
        self.send().map(drop)
    }

    /// Switches mouse capture, so that the terminal's own selection of text can be had.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        let mut held = lock(&HELD);
        let Some(held) = held.as_mut().filter(|held| held.mouse != on) else {
            return Ok(());
        };
        held.mouse = on;
        let bytes = if on { MOUSE_ON } else { MOUSE_OFF };
        write_all(&held.out, bytes.as_bytes(), None)
    }

    /// Gives the terminal back for a while, to an editor or a pager; see [`Screen::enter_again`].
    pub fn leave(&mut self) {
        restore();
    }

    /// Takes the terminal again after [`Screen::leave`]; the next frame is drawn whole.
    pub fn enter_again(&mut self) -> io::Result<()> {
        self.whole = true;
        take(self.mouse)
    }

    /// Gives the terminal to another program until [`Screen::take_back`].
    pub fn lend(&mut self) -> io::Result<Lent> {
        self.leave();
        Ok(Lent(tcgetattr(stdin())?))
    }

    /// Tells something on the terminal while it is lent; the words are safe to show, and end their lines.
    pub fn say(&self, words: &str) -> io::Result<()> {
        write_all(stdout(), words.as_bytes(), None)
    }

    /// Takes the terminal back from another program, whatever that has made of the line settings. An interruption
    /// that was meant for it ends nothing here.
    pub fn take_back(&mut self, lent: &Lent) -> io::Result<()> {
        self.settle(lent);
        ENDING.store(false, Ordering::Release);
        self.enter_again()
    }

    /// Puts the line settings back to what they were when the terminal was lent, and leaves it at that.
    pub fn settle(&mut self, lent: &Lent) {
        // Nothing can be done about a terminal that is gone.
        let _ = tcsetattr(stdin(), OptionalActions::Now, &lent.0);
    }

    /// Forgets what was typed and not read yet: half a passphrase is not for the shell.
    pub fn forget_typed(&mut self) {
        let _ = tcflush(stdin(), QueueSelector::IFlush);
    }

    /// For [`Wake::Continued`](crate::tui::wait::Wake::Continued): after a stop from outside a shell has used the
    /// terminal, so it is taken anew. After [`Screen::suspend`], which did that already, nothing is done.
    pub fn continued(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.resumed) {
            return Ok(());
        }
        self.leave();
        self.enter_again()
    }

    /// Gives the terminal back, stops like any program on Ctrl-Z, and takes it again when continued.
    ///
    /// Returns false without stopping where no shell could continue it, as when it is a terminal window's
    /// only program. Stops the whole process group, as the terminal's own Ctrl-Z would: a script that
    /// started the program must stop with it, or its shell would wait for ever.
    pub fn suspend(&mut self) -> io::Result<bool> {
        if rustix::process::getpgrp() == rustix::process::getsid(None)? {
            return Ok(false);
        }
        self.leave();
        CONTINUED.store(false, Ordering::Release);
        rustix::process::kill_current_process_group(Signal::STOP)?;
        // The stop may take effect a moment after the call when another thread was chosen to receive it.
        let deadline = Instant::now() + Duration::from_millis(500);
        while !CONTINUED.load(Ordering::Acquire) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(1));
        }
        self.resumed = CONTINUED.load(Ordering::Acquire);
        self.enter_again()?;
        Ok(true)
    }

    /// Writes what the backend collected, in one call unless the terminal takes less.
    fn send(&mut self) -> io::Result<usize> {
        let bytes = &mut self.terminal.backend_mut().bytes;
        if bytes.is_empty() {
            return Ok(0);
        }
        let held = lock(&HELD);
        let sent = held.as_ref().map(|held| write_all(&held.out, bytes, None));
        drop(held);
        let sent = sent.unwrap_or_else(|| {
            // After a panic elsewhere: its message comes whole before the program ends.
            hear_out();
            Err(io::ErrorKind::NotConnected.into())
        });
        let length = bytes.len();
        bytes.clear();
        if sent.is_err() {
            self.whole = true;
        }
        sent.map(|()| length)
    }
}

/// The line settings of a terminal that was lent.
#[derive(Debug)]
pub struct Lent(Termios);

/// Stops the whole process group, the borrower of the terminal included, until a shell continues it; does nothing where
/// no shell could.
pub fn stop_with_group() -> io::Result<()> {
    if rustix::process::getpgrp() != rustix::process::getsid(None)? {
        rustix::process::kill_current_process_group(Signal::STOP)?;
    }
    Ok(())
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back if the program owns it: modes off, cursor shown, main screen, line settings as they
/// were. Works from any thread, any number of times, never panics; a terminal that is gone is left alone.
pub fn restore() {
    // A drawing thread may hold the lock while it waits for a slow terminal. It lets go soon after `ENDING`.
    let deadline = Instant::now() + Duration::from_millis(500);
    let mut held = loop {
        match HELD.try_lock() {
            Ok(held) => break held,
            Err(TryLockError::Poisoned(poisoned)) => break poisoned.into_inner(),
            Err(TryLockError::WouldBlock) if Instant::now() >= deadline => return,
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
        }
    };
    let Some(held) = held.take() else {
        return;
    };
    let mouse = if held.mouse { MOUSE_OFF } else { "" };
    // Nothing can be done about a terminal that takes no bytes; its line settings are undone all the same.
    let bytes = format!("{mouse}{LEAVE}");
    let _ = write_all(&held.out, bytes.as_bytes(), Some(LEAVING_PATIENCE));
    let _ = tcsetattr(stdin(), OptionalActions::Now, &held.before);
}

/// Whether any thread panicked since the terminal was taken. It has been given back and the message printed;
/// the program should save what it can and end.
pub fn panicked() -> bool {
    hear_out();
    PANICKED.load(Ordering::Acquire)
}

/// What was changed on the terminal.
struct Held {
    /// The terminal for writing, never blocking where it could be opened anew.
    out: OwnedFd,
    before: Termios,
    mouse: bool,
}

fn take(mouse: bool) -> io::Result<()> {
    let mut held = lock(&HELD);
    if held.is_some() {
        return Ok(());
    }
    let out = open_output()?;
    let before = tcgetattr(stdin())?;
    let mut raw = before.clone();
    raw.make_raw();
    tcsetattr(stdin(), OptionalActions::Now, &raw)?;
    let taken = held.insert(Held { out, before, mouse });
    let bytes = format!("{ENTER}{}", if mouse { MOUSE_ON } else { "" });
    let written = write_all(&taken.out, bytes.as_bytes(), None);
    drop(held);
    written.inspect_err(|_| restore())
}

/// The terminal opened anew, so that "don't block" is a setting of ours alone and not of the shell that
/// shares standard output. Where it can't be opened by name, standard output itself, which may block.
fn open_output() -> io::Result<OwnedFd> {
    let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let anew = rustix::termios::ttyname(stdout(), Vec::new())
        .and_then(|name| rustix::fs::open(&name, flags, Mode::empty()));
    Ok(anew.or_else(|_| rustix::io::fcntl_dupfd_cloexec(stdout(), 3))?)
}

/// Writes everything. Waits while the terminal is full: as long as `patience`, or without one until the
/// program is about to end.
fn write_all(
    out: impl AsFd + Copy,
    mut bytes: &[u8],
    patience: Option<Duration>,
) -> io::Result<()> {
    let deadline = patience.map(|patience| Instant::now() + patience);
    while !bytes.is_empty() {
        match rustix::io::write(out, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                let over = match deadline {
                    Some(deadline) => Instant::now() >= deadline,
                    None => ENDING.load(Ordering::Acquire),
                };
                if over {
                    return Err(io::ErrorKind::TimedOut.into());
                }
                let nap = Timespec {
                    tv_sec: 0,
                    tv_nsec: 20_000_000,
                };
                // Interrupted or not, the next write tells.
                let _ = poll(&mut [PollFd::new(&out, PollFlags::OUT)], Some(&nap));
            }
            Err(gone) => return Err(gone.into()),
        }
    }
    Ok(())
}

/// Once per process: flags for the ending signals and SIGCONT, and the panic hook.
fn watch_signals_and_panics(waker: &Waker) -> io::Result<()> {
    static ONCE: Once = Once::new();
    *lock(&LOOP) = Some(waker.clone());
    let mut registered = Ok(());
    ONCE.call_once(|| {
        for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
            let flag = signal_hook::flag::register(signal.as_raw(), Arc::clone(&ENDING));
            registered = std::mem::replace(&mut registered, Ok(())).and(flag.map(drop));
        }
        let flag = signal_hook::flag::register(Signal::CONT.as_raw(), Arc::clone(&CONTINUED));
        registered = std::mem::replace(&mut registered, Ok(())).and(flag.map(drop));
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let speaking = lock(&SPEAKING);
            ENDING.store(true, Ordering::Release);
            PANICKED.store(true, Ordering::Release);
            restore();
            previous(panic);
            drop(speaking);
            if let Ok(Some(waker)) = LOOP.try_lock().as_deref() {
                waker.wake();
            }
        }));
    });
    registered
}

/// Waits while a panic's message is printed, but not for ever: the terminal may take nothing.
fn hear_out() {
    let deadline = Instant::now() + Duration::from_millis(500);
    while matches!(SPEAKING.try_lock(), Err(TryLockError::WouldBlock)) && Instant::now() < deadline
    {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Locks even after a panic of another holder: what is guarded is whole at every moment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Collects a frame's bytes, and leaves out cursor commands that would change nothing: ratatui gives them with
/// every frame, so that an unchanged one would still write 25 bytes.
#[derive(Debug)]
struct FrameBackend {
    bytes: Vec<u8>,
    painter: Painter,
    /// Unknown after drawing.
    cursor: Option<Position>,
    cursor_shown: Option<bool>,
}

impl FrameBackend {
    fn new() -> Self {
        Self {
            bytes: Vec::with_capacity(FRAME_BYTES),
            painter: Painter::default(),
            cursor: None,
            cursor_shown: None,
        }
    }

    fn forget(&mut self) {
        self.cursor = None;
        self.cursor_shown = None;
    }

    fn show(&mut self, shown: bool) {
        if self.cursor_shown != Some(shown) {
            let command = if shown { b"\x1b[?25h" } else { b"\x1b[?25l" };
            self.bytes.extend_from_slice(command);
            self.cursor_shown = Some(shown);
        }
    }
}

impl Backend for FrameBackend {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        self.cursor = None;
        self.painter.paint(content, &mut self.bytes);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.show(false);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.show(true);
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor == Some(position) {
            return Ok(());
        }
        self.cursor = Some(position);
        let (row, column) = (u32::from(position.y) + 1, u32::from(position.x) + 1);
        write!(self.bytes, "\x1b[{row};{column}H")
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        if clear_type == ClearType::All {
            self.painter.cleared(self.size()?);
        } else {
            // What stands there is not known; nothing of it is sent again.
            self.painter.cleared(Size::default());
        }
        CrosstermBackend::new(&mut self.bytes).clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        let size = tcgetwinsize(stdout())?;
        if size.ws_col == 0 && size.ws_row == 0 {
            return Ok(UNKNOWN_SIZE);
        }
        Ok(Size::new(size.ws_col, size.ws_row))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size()?,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        // `Screen::send` writes the whole frame; ratatui and crossterm flush in the middle of one.
        Ok(())
    }
}
