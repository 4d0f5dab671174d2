//! Waiting for whatever comes next, keys, signals or other threads, in one `poll`.

use crate::tui::bell::Bell;
use crate::tui::decode::{Decoded, Decoder};
use crossterm::event::Event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::Signal;
use rustix::stdio::stdin;
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use std::io;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// One thing that happened while waiting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wake {
    /// A key, click or paste. Never a resize, see [`Wake::Resized`].
    Input(Event),
    /// The terminal's answer to a question, such as its background colour (OSC 11): the whole sequence.
    Report(Vec<u8>),
    /// Another thread called [`Waker::wake`] at least once.
    Woken,
    /// The terminal has a new size; drawing picks it up.
    Resized,
    /// SIGTERM, SIGINT or SIGQUIT, by number: save and end.
    Terminate(i32),
    /// SIGTSTP from outside: suspend the screen.
    Suspend,
    /// SIGCONT: the terminal may have been changed meanwhile.
    Continued,
    /// The terminal is gone, by SIGHUP or end of input: save and end. A wait on a terminal that is gone
    /// returns this at once, each time.
    HungUp,
}

impl From<Decoded> for Wake {
    fn from(decoded: Decoded) -> Self {
        match decoded {
            Decoded::Input(event) => Self::Input(event),
            Decoded::Report(bytes) => Self::Report(bytes),
        }
    }
}

/// Wakes the waiting loop from any thread. Cheap to clone and to call; never blocks.
#[derive(Debug, Clone)]
pub struct Waker {
    bell: Arc<Bell>,
}

impl Waker {
    /// Makes the current or the next wait return [`Wake::Woken`]. Push the message first, then wake.
    pub fn wake(&self) {
        self.bell.ring();
    }
}

/// The one place where the program waits. Make it before the screen is opened; one per process.
#[derive(Debug)]
pub struct Waiter {
    bell: Arc<Bell>,
    signals: SignalDelivery<UnixStream, SignalOnly>,
    decoder: Decoder,
    last_input: Instant,
}

impl Waiter {
    /// Handles SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT and SIGWINCH from here on.
    pub fn new() -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        let numbers = [
            Signal::TERM,
            Signal::HUP,
            Signal::INT,
            Signal::QUIT,
            Signal::TSTP,
            Signal::CONT,
            Signal::WINCH,
        ]
        .map(Signal::as_raw);
        Ok(Self {
            bell: Arc::new(Bell::new()?),
            signals: SignalDelivery::with_pipe(read, write, SignalOnly, numbers)?,
            decoder: Decoder::default(),
            last_input: Instant::now(),
        })
    }

    /// A handle that wakes this waiter.
    pub fn waker(&self) -> Waker {
        Waker {
            bell: Arc::clone(&self.bell),
        }
    }

    /// Waits until something happens or `timeout` is over (then the list is empty; without one, for ever).
    ///
    /// Gives everything that happened, input in the order typed. Draw once after the whole list.
    pub fn wait(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Wake>> {
        let deadline = timeout.map(|timeout| Instant::now() + timeout);
        let mut happened = Vec::new();
        loop {
            let settle = self
                .decoder
                .patience()
                .map(|patience| self.last_input + patience);
            let until = [deadline, settle].into_iter().flatten().min();
            self.poll_once(until, true, &mut happened)?;
            let now = Instant::now();
            if self
                .decoder
                .patience()
                .is_some_and(|patience| now >= self.last_input + patience)
            {
                let mut decoded = Vec::new();
                self.decoder.settle(&mut decoded);
                happened.extend(decoded.into_iter().map(Wake::from));
            }
            if !happened.is_empty() || deadline.is_some_and(|deadline| now >= deadline) {
                return Ok(happened);
            }
        }
    }

    /// Waits as [`Waiter::wait`] does, but takes no input: another program has the terminal.
    pub fn wait_without_input(&mut self, timeout: Duration) -> io::Result<Vec<Wake>> {
        let mut happened = Vec::new();
        self.poll_once(Some(Instant::now() + timeout), false, &mut happened)?;
        Ok(happened)
    }

    fn poll_once(
        &mut self,
        until: Option<Instant>,
        with_input: bool,
        happened: &mut Vec<Wake>,
    ) -> io::Result<()> {
        let remaining = until.map(|until| {
            let left = until.saturating_duration_since(Instant::now());
            // Longer than a day is for ever as far as a screen goes.
            let seconds = i64::try_from(left.as_secs())
                .unwrap_or(i64::MAX)
                .min(86_400);
            Timespec {
                tv_sec: seconds,
                tv_nsec: left.subsec_nanos().into(),
            }
        });
        let input = stdin();
        let mut fds = [
            PollFd::new(&input, PollFlags::IN),
            PollFd::new(self.bell.socket(), PollFlags::IN),
            PollFd::new(self.signals.get_read(), PollFlags::IN),
        ];
        let first = usize::from(!with_input);
        match poll(&mut fds[first..], remaining.as_ref()) {
            // Interrupted by a signal: what it means stands in the signals' pipe.
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [on_input, on_bell, on_signal] = fds.map(|fd| fd.revents());
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        if !on_signal.is_empty() {
            happened.extend(self.signals.pending().filter_map(meaning));
        }
        if !on_bell.is_empty() {
            self.bell.heard();
            happened.push(Wake::Woken);
        }
        if on_input.intersects(gone) {
            happened.push(Wake::HungUp);
        } else if !on_input.is_empty() {
            self.read_input(happened);
        }
        Ok(())
    }

    fn read_input(&mut self, happened: &mut Vec<Wake>) {
        let mut piece = [0; 4096];
        match rustix::io::read(stdin(), &mut piece) {
            Ok(0) => happened.push(Wake::HungUp),
            Ok(read) => {
                self.last_input = Instant::now();
                let mut decoded = Vec::new();
                self.decoder.feed(&piece[..read], &mut decoded);
                happened.extend(decoded.into_iter().map(Wake::from));
            }
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(_) => happened.push(Wake::HungUp),
        }
    }
}

fn meaning(signal: i32) -> Option<Wake> {
    match Signal::from_named_raw(signal)? {
        Signal::HUP => Some(Wake::HungUp),
        Signal::TERM | Signal::INT | Signal::QUIT => Some(Wake::Terminate(signal)),
        Signal::TSTP => Some(Wake::Suspend),
        Signal::CONT => Some(Wake::Continued),
        Signal::WINCH => Some(Wake::Resized),
        _ => None,
    }
}
