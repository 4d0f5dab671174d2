//! Decoding what the terminal sends.
//!
//! Events are crossterm's, their reading is not. crossterm 0.29 reads the terminal itself and can't be told that
//! it hung up: in the middle of a paste it then spins for ever, deaf to signals, and bursts beyond 1,024 bytes
//! stay unread until the next key. `tests/pty` holds that against the same situations.

use std::time::Duration;

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

/// How long a lone Esc, or the start of what may be a sequence, waits for the rest before it counts as a key.
const KEY_PATIENCE: Duration = Duration::from_millis(25);
/// How long a paste or another long sequence may pause before it counts as cut off: its end was lost.
const SEQUENCE_PATIENCE: Duration = Duration::from_secs(1);
/// No key or report is longer; more without an end is rubbish.
const LONGEST_SEQUENCE: usize = 256;
const PASTE_END: &[u8] = b"\x1b[201~";

/// What some of the terminal's bytes mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    /// A key, click or paste.
    Input(Event),
    /// The terminal's answer to a question: the whole sequence.
    Report(Vec<u8>),
}

/// Turns the terminal's bytes into keys, clicks, pastes and reports, however they are cut into pieces.
///
/// Any bytes are taken: what makes no sense is dropped.
#[derive(Debug, Default)]
pub struct Decoder {
    pending: Vec<u8>,
    /// How much of a pending paste or report was searched for its end already.
    searched: usize,
}

/// What the first bytes are: so many bytes that mean this, or the start of something longer.
enum Step {
    Took(usize, Option<Decoded>),
    More,
}

impl Decoder {
    /// Takes the next bytes and adds what they mean to `happened`.
    pub fn feed(&mut self, bytes: &[u8], happened: &mut Vec<Decoded>) {
        self.pending.extend_from_slice(bytes);
        let mut at = 0;
        while at < self.pending.len() {
            match step(&self.pending[at..], &mut self.searched) {
                Step::Took(length, wake) => {
                    at += length;
                    self.searched = 0;
                    happened.extend(wake);
                }
                Step::More => break,
            }
        }
        self.pending.drain(..at);
    }

    /// How long to wait after the last bytes before [`Decoder::settle`]; nothing if nothing is pending.
    pub fn patience(&self) -> Option<Duration> {
        match self.pending.as_slice() {
            [] => None,
            [0x1b] | [0x1b, _] => Some(KEY_PATIENCE),
            _ => Some(SEQUENCE_PATIENCE),
        }
    }

    /// Nothing followed in time: a pending Esc is a key, a paste without an end is what came of it.
    pub fn settle(&mut self, happened: &mut Vec<Decoded>) {
        let pending = std::mem::take(&mut self.pending);
        self.searched = 0;
        match pending.as_slice() {
            [0x1b] => happened.push(key(KeyCode::Esc)),
            [0x1b, letter] if letter.is_ascii() => {
                happened.push(with_alt(plain_ascii(*letter)));
            }
            other => happened.extend(other.strip_prefix(b"\x1b[200~").map(paste)),
        }
    }
}

fn step(bytes: &[u8], searched: &mut usize) -> Step {
    let [0x1b, rest @ ..] = bytes else {
        return plain(bytes);
    };
    match rest {
        [] | [b']' | b'P' | b'_'] => Step::More,
        [0x1b, ..] => Step::Took(1, Some(key(KeyCode::Esc))),
        [b'[', b'2', b'0', b'0', b'~', ..] => match find_end(bytes, 6, PASTE_END, searched) {
            Some(end) => Step::Took(end + PASTE_END.len(), Some(paste(&bytes[6..end]))),
            None => Step::More,
        },
        [b'[', ..] => control_sequence(bytes),
        [b'O', rest @ ..] => match rest {
            [] => Step::More,
            [last, ..] => match final_letter(*last) {
                Some(code) => Step::Took(3, Some(key(code))),
                None => Step::Took(2, Some(with_alt(key(KeyCode::Char('O'))))),
            },
        },
        // Strings (OSC, DCS, APC) end with ST, or with BEL as an older habit. How they go on tells them from Alt
        // and a key, or from Esc and a key that a slow line delivers together.
        [b']', b'0'..=b'9', ..]
        | [b'P', b'0'..=b'9' | b'!' | b'$' | b'>', ..]
        | [b'_', b'G', ..] => {
            let bell = bytes.iter().position(|&byte| byte == 0x07);
            let end = find_end(bytes, 2, b"\x1b\\", searched).map(|end| end + 2);
            match (bell.map(|bell| bell + 1), end) {
                (None, None) if bytes.len() > LONGEST_SEQUENCE * 16 => {
                    Step::Took(bytes.len(), None)
                }
                (None, None) => Step::More,
                (Some(one), Some(other)) => report(bytes, one.min(other)),
                (Some(end), None) | (None, Some(end)) => report(bytes, end),
            }
        }
        [..] => match plain(rest) {
            Step::Took(length, wake) => Step::Took(length + 1, wake.map(with_alt)),
            Step::More => Step::More,
        },
    }
}

fn report(bytes: &[u8], length: usize) -> Step {
    Step::Took(length, Some(Decoded::Report(bytes[..length].to_vec())))
}

/// Where `end` starts in `bytes`, at or after `from`. Remembers how far it looked.
fn find_end(bytes: &[u8], from: usize, end: &[u8], searched: &mut usize) -> Option<usize> {
    let from = from.max(*searched);
    let found = bytes
        .get(from..)?
        .windows(end.len())
        .position(|window| window == end);
    *searched = (bytes.len() + 1).saturating_sub(end.len()).max(from);
    found.map(|found| found + from)
}

fn paste(bytes: &[u8]) -> Decoded {
    Decoded::Input(Event::Paste(String::from_utf8_lossy(bytes).into_owned()))
}

/// A key without Esc before it: a control byte or one character of UTF-8.
fn plain(bytes: &[u8]) -> Step {
    if bytes[0].is_ascii() {
        return Step::Took(1, Some(plain_ascii(bytes[0])));
    }
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Step::Took(1, None),
    };
    let here = &bytes[..length.min(bytes.len())];
    match std::str::from_utf8(here) {
        Ok(text) => Step::Took(length, text.chars().next().map(character)),
        Err(error) if error.error_len().is_none() => Step::More,
        Err(_) => Step::Took(1, None),
    }
}

fn plain_ascii(byte: u8) -> Decoded {
    match byte {
        b'\r' => key(KeyCode::Enter),
        b'\t' => key(KeyCode::Tab),
        0x7f => key(KeyCode::Backspace),
        0x1b => key(KeyCode::Esc),
        0 => modified(KeyCode::Char(' '), KeyModifiers::CONTROL),
        1..=0x1a => modified(
            KeyCode::Char((byte - 1 + b'a').into()),
            KeyModifiers::CONTROL,
        ),
        0x1c..=0x1f => modified(
            KeyCode::Char((byte - 0x1c + b'4').into()),
            KeyModifiers::CONTROL,
        ),
        _ => character(byte.into()),
    }
}

/// `ESC [`, parameters, a final byte.
fn control_sequence(bytes: &[u8]) -> Step {
    match &bytes[2..] {
        // The oldest mouse reports: three bytes, each 32 more than its value.
        [b'M', button, column, row, ..] => {
            let [button, column, row] =
                [button, column, row].map(|byte| u16::from(*byte).saturating_sub(32));
            return Step::Took(6, mouse(button, column, row, true));
        }
        [b'M', ..] | [b'['] => return Step::More,
        // The Linux console's F1 to F5.
        [b'[', letter, ..] => {
            let number = letter.wrapping_sub(b'A');
            return Step::Took(4, (number < 5).then(|| key(KeyCode::F(number + 1))));
        }
        _ => {}
    }
    let Some(length) = bytes[2..]
        .iter()
        .position(|byte| !(0x20..=0x3f).contains(byte))
    else {
        return if bytes.len() > LONGEST_SEQUENCE {
            Step::Took(bytes.len(), None)
        } else {
            Step::More
        };
    };
    let (body, last) = (&bytes[2..2 + length], bytes[2 + length]);
    if !(0x40..=0x7e).contains(&last) {
        // Broken off by a control byte, which may start something new.
        return Step::Took(2 + length, None);
    }
    let numbers = parameters(body);
    let first = numbers.first().copied().unwrap_or(0);
    let second = numbers.get(1).copied().unwrap_or(1);
    let modifiers = modifiers(second);
    let wake = match (body.first(), last) {
        (Some(b'<'), b'M' | b'm') => match numbers[..] {
            [button, column, row] => mouse(button, column, row, last == b'M'),
            _ => None,
        },
        (Some(b'?' | b'>' | b'='), _) | (_, b'c' | b'n' | b't' | b'y') => {
            return report(bytes, 3 + length);
        }
        (_, b'Z') => Some(modified(KeyCode::BackTab, KeyModifiers::SHIFT)),
        (_, b'I') => Some(Decoded::Input(Event::FocusGained)),
        (_, b'O') => Some(Decoded::Input(Event::FocusLost)),
        // xterm's modifyOtherKeys and its successor `CSI u`.
        (_, b'~') if first == 27 => coded(numbers.get(2).copied(), modifiers),
        (_, b'u') => coded(Some(first), modifiers),
        (_, b'~') => tilde(first).map(|code| modified(code, modifiers)),
        (_, b'R') => Some(modified(KeyCode::F(3), modifiers)),
        (_, letter) => final_letter(letter).map(|code| modified(code, modifiers)),
    };
    Step::Took(3 + length, wake)
}

/// The numbers between semicolons, without sub-parameters; what is missing or too large is 0.
fn parameters(body: &[u8]) -> Vec<u16> {
    let body = body.strip_prefix(b"<").unwrap_or(body);
    let number = |part: &[u8]| {
        let digits = part.split(|&byte| byte == b':').next().unwrap_or_default();
        std::str::from_utf8(digits)
            .ok()
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(0)
    };
    body.split(|&byte| byte == b';').map(number).collect()
}

fn modifiers(parameter: u16) -> KeyModifiers {
    let bits = parameter.saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::SHIFT, bits & 1 != 0);
    modifiers.set(KeyModifiers::ALT, bits & 2 != 0);
    modifiers.set(KeyModifiers::CONTROL, bits & 4 != 0);
    modifiers
}

fn final_letter(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(letter - b'P' + 1),
        _ => return None,
    })
}

fn tilde(number: u16) -> Option<KeyCode> {
    let number = u8::try_from(number).ok()?;
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23..=24 => KeyCode::F(number - 12),
        _ => return None,
    })
}

/// A key given by its character's code.
fn coded(code: Option<u16>, modifiers: KeyModifiers) -> Option<Decoded> {
    let character = char::from_u32(code?.into())?;
    let code = match character {
        '\r' => KeyCode::Enter,
        '\t' if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        '\t' => KeyCode::Tab,
        '\x1b' => KeyCode::Esc,
        '\x7f' => KeyCode::Backspace,
        other if other.is_control() => return None,
        other => KeyCode::Char(other),
    };
    Some(modified(code, modifiers))
}

/// Columns and rows count from 1 on the wire, from 0 in the event.
fn mouse(button: u16, column: u16, row: u16, pressed: bool) -> Option<Decoded> {
    let moved = button & 32 != 0;
    let which = match button & 3 {
        0 => MouseButton::Left,
        1 => MouseButton::Middle,
        _ => MouseButton::Right,
    };
    let kind = match (button & 0b1100_0011, moved, pressed) {
        (64, ..) => MouseEventKind::ScrollUp,
        (65, ..) => MouseEventKind::ScrollDown,
        (66, ..) => MouseEventKind::ScrollLeft,
        (67, ..) => MouseEventKind::ScrollRight,
        (3, true, _) => MouseEventKind::Moved,
        (0..=2, true, _) => MouseEventKind::Drag(which),
        (0..=2, false, true) => MouseEventKind::Down(which),
        (0..=2, false, false) => MouseEventKind::Up(which),
        // The oldest reports don't say which button was let go.
        (3, false, _) => MouseEventKind::Up(MouseButton::Left),
        _ => return None,
    };
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::SHIFT, button & 4 != 0);
    modifiers.set(KeyModifiers::ALT, button & 8 != 0);
    modifiers.set(KeyModifiers::CONTROL, button & 16 != 0);
    Some(Decoded::Input(Event::Mouse(MouseEvent {
        kind,
        column: column.saturating_sub(1),
        row: row.saturating_sub(1),
        modifiers,
    })))
}

fn character(character: char) -> Decoded {
    let shift = if character.is_uppercase() {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    };
    modified(KeyCode::Char(character), shift)
}

fn key(code: KeyCode) -> Decoded {
    modified(code, KeyModifiers::NONE)
}

fn modified(code: KeyCode, modifiers: KeyModifiers) -> Decoded {
    Decoded::Input(Event::Key(KeyEvent::new(code, modifiers)))
}

fn with_alt(wake: Decoded) -> Decoded {
    match wake {
        Decoded::Input(Event::Key(mut key)) => {
            key.modifiers |= KeyModifiers::ALT;
            Decoded::Input(Event::Key(key))
        }
        other => other,
    }
}
