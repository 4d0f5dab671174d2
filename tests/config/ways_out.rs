//! Whatever is set on the terminal is unset on every way out: read from every byte that was sent to it.

use std::collections::BTreeMap;
use std::time::Duration;

use rustix::process::Signal;

use crate::endtoend::{CANDOR, Desk, GONE, PATIENCE, sees};
use crate::pty::Pty;
use crate::pty::subject::started;

/// What a terminal was told, and not told to forget: the reason for each, in words.
///
/// Reads private modes, keyboard protocols, colours and attributes, the cursor's shape, scroll regions, character
/// sets, keypad modes, and operating-system commands that change colours or titles.
fn still_set(bytes: &[u8]) -> Vec<String> {
    let mut modes: BTreeMap<String, i32> = BTreeMap::new();
    let mut other: BTreeMap<&str, bool> = BTreeMap::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != 0x1b {
            at += 1;
            continue;
        }
        match bytes.get(at + 1) {
            Some(b'[') => {
                let body = &bytes[at + 2..];
                let Some(end) = body.iter().position(|byte| (0x40..=0x7e).contains(byte)) else {
                    other.insert("half a sequence", true);
                    break;
                };
                control(
                    &String::from_utf8_lossy(&body[..end]),
                    body[end],
                    &mut modes,
                    &mut other,
                );
                at += 2 + end + 1;
            }
            Some(b']') => {
                let body = &bytes[at + 2..];
                let bell = body.iter().position(|byte| *byte == 7);
                let string = body.windows(2).position(|two| two == b"\x1b\\");
                let (end, skip) = match (bell, string) {
                    (Some(bell), Some(string)) if bell < string => (bell, 1),
                    (Some(bell), None) => (bell, 1),
                    (_, Some(string)) => (string, 2),
                    (None, None) => {
                        other.insert("half a command", true);
                        break;
                    }
                };
                let command = String::from_utf8_lossy(&body[..end]);
                let asks = command.ends_with('?');
                match command.split(';').next() {
                    Some("4" | "10" | "11" | "12") if !asks => {
                        other.insert("a colour of the terminal", true);
                    }
                    Some("104" | "110" | "111" | "112") => {
                        other.insert("a colour of the terminal", false);
                    }
                    Some("0" | "1" | "2") => {
                        other.insert("the title", true);
                    }
                    _ => {}
                }
                at += 2 + end + skip;
            }
            Some(b'=') => {
                other.insert("the keypad", true);
                at += 2;
            }
            Some(b'>') => {
                other.insert("the keypad", false);
                at += 2;
            }
            Some(b'(' | b')') => {
                other.insert("a character set", bytes.get(at + 2) != Some(&b'B'));
                at += 3;
            }
            _ => at += 2,
        }
    }
    let modes = modes.into_iter().filter(|(_, count)| *count != 0);
    let other = other.into_iter().filter(|(_, set)| *set);
    modes
        .map(|(mode, count)| format!("mode {mode} ({count})"))
        .chain(other.map(|(what, _)| what.to_owned()))
        .collect()
}

fn control(
    body: &str,
    last: u8,
    modes: &mut BTreeMap<String, i32>,
    other: &mut BTreeMap<&str, bool>,
) {
    match (last, body.chars().next()) {
        (b'h' | b'l', private) => {
            let numbers = body.trim_start_matches('?');
            for number in numbers.split(';') {
                let name = format!("{}{number}", if private == Some('?') { "?" } else { "" });
                // The cursor is shown to begin with, wrapping is on; they are switched at will in between.
                if matches!(name.as_str(), "?25" | "?7") {
                    let name = if name == "?25" {
                        "a hidden cursor"
                    } else {
                        "no wrapping"
                    };
                    other.insert(name, last == b'l');
                } else {
                    *modes.entry(name).or_default() += if last == b'h' { 1 } else { -1 };
                }
            }
        }
        (b'u', Some('>' | '=')) => *modes.entry("kitty keyboard".to_owned()).or_default() += 1,
        (b'u', Some('<')) => *modes.entry("kitty keyboard".to_owned()).or_default() -= 1,
        (b'm', Some('>')) => {
            other.insert("modifyOtherKeys", body != ">4" && body != ">4;0");
        }
        (b'm', _) => {
            let numbers: Vec<&str> = body.split(';').collect();
            if let Some(reset) = numbers
                .iter()
                .rposition(|number| matches!(*number, "" | "0"))
            {
                other.insert("colours or attributes", reset + 1 < numbers.len());
            } else {
                other.insert("colours or attributes", true);
            }
        }
        (b'q', _) if body.ends_with(' ') => {
            other.insert("the cursor's shape", !matches!(body.trim(), "" | "0"));
        }
        (b'r', _) => {
            other.insert("a scroll region", !body.is_empty());
        }
        _ => {}
    }
}

#[track_caller]
fn assert_whole(pty: &Pty, way: &str) {
    let left = still_set(&pty.raw_bytes());
    assert!(left.is_empty(), "after {way}: {left:?}");
    assert!(pty.is_as_before(), "after {way}: line settings");
}

/// In the middle of something: a dialog open, the mouse switched, colours chosen.
const PLACES: [&str; 4] = ["", "ehttps://half", "M", "Tlight<enter>?"];

fn in_the_middle(desk: &Desk, keys: &str) -> Pty {
    let pty = desk.review();
    pty.send(keys);
    pty.bytes_until_silent(0, Duration::from_millis(80));
    assert!(
        !still_set(&pty.raw_bytes()).is_empty(),
        "the screen is open"
    );
    pty
}

#[test]
fn leaving_and_signals_unset_everything_that_was_set() {
    let desk = Desk::with_review();
    for keys in PLACES {
        for (way, signal) in [
            ("ctrl-c", None),
            ("TERM", Some(Signal::TERM)),
            ("HUP", Some(Signal::HUP)),
            ("INT", Some(Signal::INT)),
            ("QUIT", Some(Signal::QUIT)),
        ] {
            let mut pty = in_the_middle(&desk, keys);
            match signal {
                None => pty.send("<c-c>"),
                Some(signal) => pty.signal(signal),
            }
            pty.wait_exit(GONE);
            assert_whole(&pty, &format!("{keys} {way}"));
        }
    }
    let mut pty = in_the_middle(&desk, "");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_whole(&pty, "q");
    let mut pty = desk.screen(&[]);
    sees(&pty, "Hardening a minimum");
    pty.send("q");
    pty.wait_exit(GONE);
    assert_whole(&pty, "q on the home screen");
}

#[test]
fn a_panic_on_any_thread_unsets_everything_that_was_set() {
    for key in ["p", "t"] {
        let mut pty = started();
        pty.send(key);
        pty.wait_exit(GONE);
        assert_whole(&pty, "a panic");
    }
}

#[test]
fn ctrl_z_unsets_everything_and_fg_sets_it_again() {
    let desk = Desk::with_review();
    let script = "set -m; \"$0\" \"$@\"; echo stopped; read line; fg >/dev/null";
    let by = ["/bin/bash", "-c", script, CANDOR];
    let mut pty = desk.screen_of((120, 32), &by, &["review", "a.ron", "--by", "Ana"]);
    sees(&pty, "saved ✓");
    pty.bytes_until_silent(0, Duration::from_millis(200));
    let open = still_set(&pty.raw_bytes());
    pty.send("<c-z>");
    pty.wait_for(
        |screen| screen.contents().lines().any(|line| line == "stopped"),
        PATIENCE,
    );
    assert_whole(&pty, "ctrl-z");
    pty.send("<enter>");
    sees(&pty, "Payment API");
    pty.bytes_until_silent(0, Duration::from_millis(200));
    assert_eq!(
        still_set(&pty.raw_bytes()),
        open,
        "all is as before the stop"
    );
    pty.send("q");
    pty.wait_exit(GONE);
    assert_whole(&pty, "ctrl-z, fg and q");
}

#[test]
fn a_terminal_that_is_gone_ends_the_program() {
    let desk = Desk::with_review();
    for keys in PLACES {
        let mut pty = in_the_middle(&desk, keys);
        pty.close();
        assert!(pty.exit_within(GONE).is_some(), "{keys}");
    }
}

#[test]
fn another_program_finds_a_terminal_without_anything_set() {
    let mut pty = started();
    pty.send("o");
    pty.wait_for(|screen| !screen.alternate_screen(), PATIENCE);
    std::thread::sleep(Duration::from_millis(30));
    assert_whole(&pty, "leaving it to another program");
    pty.send("hello<enter>");
    pty.wait_for_text("outside hello");
    pty.send("q");
    pty.wait_exit(GONE);
    assert_whole(&pty, "the other program and q");
}

/// The control: without any one of the sequences that unset something, something is left.
#[test]
fn control_each_missing_sequence_is_noticed() {
    let desk = Desk::with_review();
    let mut pty = in_the_middle(&desk, "");
    pty.send("q");
    pty.wait_exit(GONE);
    let whole = pty.raw_bytes();
    assert_eq!(still_set(&whole), Vec::<String>::new());
    let text = String::from_utf8_lossy(&whole).into_owned();
    for sequence in [
        "\x1b[?1006l",
        "\x1b[?1000l",
        "\x1b[?25h",
        "\x1b[?2004l",
        "\x1b[?1049l",
    ] {
        assert!(text.contains(sequence), "{sequence:?} is sent");
        let without = text.replace(sequence, "");
        assert_eq!(still_set(without.as_bytes()).len(), 1, "{sequence:?}");
    }
    for more in [
        "\x1b[31m",
        "\x1b[1;7m",
        "\x1b[0;1m",
        "\x1b[>1u",
        "\x1b[?1003h",
        "\x1b[?2026h",
        "\x1b[4 q",
        "\x1b[2;9r",
        "\x1b=",
        "\x1b(0",
        "\x1b]11;#fff\x07",
        "\x1b]2;title\x1b\\",
        "\x1b[>4;2m",
        "\x1b[4h",
        "\x1b[",
    ] {
        assert_eq!(
            still_set(format!("{text}{more}").as_bytes()).len(),
            1,
            "{more:?}"
        );
    }
}
