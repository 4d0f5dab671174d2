//! A stranger's first minute: nothing is known but what the screen says.

use std::time::{Duration, Instant};

use super::{Desk, GONE, assert_given_back, sees};
use crate::pty::Pty;

/// The key that some line of the screen advertises for this: `Enter open` gives `<enter>`.
fn advertised(screen: &str, does: &str) -> Option<String> {
    // A dialog's hints stand between the lines of its frame.
    let hints = screen.lines().flat_map(|line| line.split(" · "));
    let hints = hints.flat_map(|hint| hint.split('│'));
    let mut keys = hints.filter_map(|hint| {
        let words = hint.trim();
        let key = words.strip_suffix(does)?;
        // In the sheet of keys they stand in a column of their own.
        let key = key.strip_suffix(' ')?.trim_end();
        let key = key.rsplit(' ').next()?;
        Some(match key {
            "Enter" => "<enter>".to_owned(),
            "Esc" => "<esc>".to_owned(),
            "space" => "<space>".to_owned(),
            key if key.chars().count() == 1 => key.to_owned(),
            _ => return None,
        })
    });
    keys.next()
}

/// Presses the key that the screen advertises for this.
fn follow(pty: &Pty, does: &str) {
    pty.wait_for(
        |screen| advertised(&screen.contents(), does).is_some(),
        super::PATIENCE,
    );
    let key = advertised(&pty.screen_text(), does);
    pty.send(&key.unwrap_or_else(|| panic!("nothing says how to {does}")));
}

fn evidenced(screen: &str) -> Option<f64> {
    let after = screen.split("evidenced ").nth(1)?;
    after.split_whitespace().next()?.parse().ok()
}

#[test]
fn a_stranger_ticks_an_item_with_evidence_and_sees_the_gauge_move_by_following_hints_alone() {
    for size in [(120, 32), (80, 24)] {
        let began = Instant::now();
        let desk = Desk::new();
        let mut pty = desk.screen_of(size, &[env!("CARGO_BIN_EXE_candor")], &[]);
        sees(&pty, "example");
        // The first row is an example to try things on.
        follow(&pty, "open");
        sees(&pty, "scratch copy");
        let before = evidenced(&pty.screen_text());
        assert!(before.is_some(), "{}", pty.screen_text());
        // On to an item that nobody has answered, as the word beneath the list says.
        follow(&pty, "ticks");
        sees(&pty, "Who is answering?");
        pty.send("Sam");
        follow(&pty, "accept");
        follow(&pty, "evidence");
        sees(&pty, "Evidence for");
        pty.send("https://ci.example.org/run/7");
        follow(&pty, "accept");
        pty.wait_for(
            |screen| {
                let screen = screen.contents();
                !screen.contains("Evidence for") && evidenced(&screen) > before
            },
            super::PATIENCE,
        );
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "{:?}",
            began.elapsed()
        );
        follow(&pty, "keys");
        sees(&pty, "Keys");
        let leaves = advertised(&pty.screen_text(), "leave").expect("how to leave");
        follow(&pty, "close");
        super::sees_no_more(&pty, "Keys");
        pty.send(&leaves);
        sees(&pty, "Open or start a review");
        follow(&pty, "leave");
        assert_eq!(pty.wait_exit(GONE).code(), Some(0));
        assert_given_back(&pty);
    }
}

#[test]
fn a_screen_that_names_no_key_gives_none() {
    assert_eq!(
        advertised("│ Enter accept · Esc cancel │", "accept").unwrap(),
        "<enter>"
    );
    assert_eq!(
        advertised(" space met/clear · u undo", "undo").unwrap(),
        "u"
    );
    assert_eq!(advertised("nothing is said of undo", "undo"), None);
    assert_eq!(advertised("undo", "undo"), None);
}
