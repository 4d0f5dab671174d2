//! Lines from standard input, and signals, each on a thread of its own.

use std::io::{self, BufRead, ErrorKind, Read};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crate::linear::conversation::LONGEST_LINE;
use crate::linear::message::Heard;
use crate::problem::{Problem, ProblemKind};
use crate::system::breaking;

use super::Arrival;

/// How long an input that gives nothing at the moment is left alone.
const PAUSE: Duration = Duration::from_millis(50);

/// Reads a line each time that it is asked to; says when the input has ended.
pub(super) fn to_lines(sender: Sender<Arrival>) -> Result<Sender<()>, Problem> {
    let (asked, asks) = channel();
    in_background("lines", move || {
        breaking::waits("lines");
        read_lines(&sender, &asks);
    })
    .map_err(|error| no_thread(&error))?;
    Ok(asked)
}

fn read_lines(sender: &Sender<Arrival>, asks: &Receiver<()>) {
    let mut input = io::stdin().lock();
    while asks.recv().is_ok() {
        let arrival = match line(&mut input) {
            Some(bytes) => Arrival::Heard(match String::from_utf8(bytes) {
                Ok(line) => Heard::Line(line),
                Err(_) => Heard::NoText,
            }),
            None => Arrival::Ended,
        };
        let is_last = matches!(arrival, Arrival::Ended);
        if sender.send(arrival).is_err() || is_last {
            return;
        }
    }
}

/// The next line without its end; nothing at the end of the input. Of one that is too long a piece that is too long as
/// well.
fn line(input: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = LONGEST_LINE + 2;
    loop {
        let left = u64::try_from(most - bytes.len()).unwrap_or(0);
        match input.by_ref().take(left).read_until(b'\n', &mut bytes) {
            Ok(0) if bytes.is_empty() => return None,
            Ok(_) if bytes.last() == Some(&b'\n') => {
                bytes.pop();
                return Some(bytes);
            }
            Ok(_) if bytes.len() >= most => {
                skip_line(input);
                // Cut where it may be no text any more; it is refused for its length anyway.
                return Some(vec![b'x'; most]);
            }
            Ok(0) => return Some(bytes),
            Ok(_) => {}
            Err(error) if goes_on(&error) => {}
            Err(_) if bytes.is_empty() => return None,
            Err(_) => return Some(bytes),
        }
    }
}

fn skip_line(input: &mut impl BufRead) {
    let mut piece = Vec::new();
    loop {
        piece.clear();
        match input.by_ref().take(1 << 16).read_until(b'\n', &mut piece) {
            Ok(0) => return,
            Ok(_) if piece.last() == Some(&b'\n') => return,
            Ok(_) => {}
            Err(error) if goes_on(&error) => {}
            Err(_) => return,
        }
    }
}

/// Whether an input that fails may give something later.
fn goes_on(error: &io::Error) -> bool {
    match error.kind() {
        ErrorKind::Interrupted => true,
        ErrorKind::WouldBlock => {
            std::thread::sleep(PAUSE);
            true
        }
        _ => false,
    }
}

/// Says when a signal wants the program to end.
#[cfg(unix)]
pub(super) fn to_signals(sender: Sender<Arrival>) -> Result<(), Problem> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;

    let signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM]);
    let mut signals = signals.map_err(|error| no_thread(&error))?;
    in_background("signals", move || {
        breaking::waits("signals");
        for _ in signals.forever() {
            if sender.send(Arrival::Ended).is_err() {
                return;
            }
        }
    })
    .map_err(|error| no_thread(&error))
}

/// Says, with this word, when a thread has panicked: what it was to send never comes.
pub(super) fn to_panics<T: Send + 'static>(sender: Sender<T>, word: fn() -> T) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        before(panic);
        // Without a receiver the program has ended.
        let _ = sender.send(word());
    }));
}

/// Elsewhere the system ends the program by itself.
#[cfg(not(unix))]
pub(super) fn to_signals(_sender: Sender<Arrival>) -> Result<(), Problem> {
    Ok(())
}

/// Says, by sending nothing, when a signal wants the program to end.
#[cfg(unix)]
pub(super) fn to_ending<T: Send + 'static>(sender: Sender<Option<T>>) -> Result<(), Problem> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;

    let signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM]);
    let mut signals = signals.map_err(|error| no_thread(&error))?;
    in_background("signals", move || {
        for _ in signals.forever() {
            if sender.send(None).is_err() {
                return;
            }
        }
    })
    .map_err(|error| no_thread(&error))
}

/// Elsewhere the system ends the program by itself.
#[cfg(not(unix))]
pub(super) fn to_ending<T: Send + 'static>(_sender: Sender<Option<T>>) -> Result<(), Problem> {
    Ok(())
}

pub(super) fn in_background(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> Result<(), io::Error> {
    let builder = std::thread::Builder::new().name(name.to_owned());
    builder.spawn(work).map(drop)
}

fn no_thread(error: &io::Error) -> Problem {
    Problem::new(
        ProblemKind::File,
        format!("the input can't be listened to: {error}"),
    )
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::linear::conversation::LONGEST_LINE;

    #[test]
    fn lines_come_one_by_one_and_an_endless_one_is_cut() {
        let mut text = b"met\r\n\nlast".to_vec();
        let mut input = text.as_slice();
        let mut read = || line(&mut input);
        assert_eq!(read().as_deref(), Some(b"met\r".as_slice()));
        assert_eq!(read().as_deref(), Some(b"".as_slice()));
        assert_eq!(read().as_deref(), Some(b"last".as_slice()));
        assert_eq!(read(), None);
        text = vec![b'a'; 3 * LONGEST_LINE];
        text.extend(b"\nnext\n");
        let mut input = text.as_slice();
        assert!(line(&mut input).is_some_and(|line| line.len() > LONGEST_LINE));
        assert_eq!(line(&mut input).as_deref(), Some(b"next".as_slice()));
    }
}
