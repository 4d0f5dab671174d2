//! The configuration, the environment and the terminal's answers on the real screen.

use std::time::Duration;

use crate::endtoend::{CANDOR, Desk, GONE, PATIENCE, assert_given_back, sees};
use crate::pty::Pty;
use vt100::Color;

const SIZE: (u16, u16) = (120, 32);
const LIGHT: &[u8] = b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\";

fn configured(ron: &str) -> Desk {
    let desk = Desk::with_review();
    let directory = desk.home().join("config");
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("config.ron"), ron).unwrap();
    desk
}

/// The review with variables of its own.
fn review_with(desk: &Desk, variables: &[&str]) -> Pty {
    let mut by = vec!["/usr/bin/env"];
    by.extend_from_slice(variables);
    by.push(CANDOR);
    let pty = desk.screen_of(SIZE, &by, &["review", "a.ron", "--by", "Ana"]);
    sees(&pty, "Payment API");
    pty
}

/// The colour of the first letter of a text on the screen.
fn colour_of(screen: &vt100::Screen, text: &str) -> Option<Color> {
    let (_, columns) = screen.size();
    for (row, line) in (0..).zip(screen.rows(0, columns)) {
        if let Some((before, _)) = line.split_once(text) {
            let column = u16::try_from(before.chars().count()).ok()?;
            return Some(screen.cell(row, column)?.fgcolor());
        }
    }
    None
}

/// What the title of a pane is drawn in: white on dark, black on light, plain in monochrome.
const DARK_TITLE: Color = Color::Idx(231);
const LIGHT_TITLE: Color = Color::Idx(16);

#[track_caller]
fn sees_title_in(pty: &Pty, colour: Color) {
    pty.wait_for(
        |screen| colour_of(screen, "Categories") == Some(colour),
        PATIENCE,
    );
}

#[test]
fn the_first_frame_is_dark_and_a_light_terminals_answer_makes_it_light() {
    let desk = Desk::with_review();
    let mut pty = review_with(&desk, &[]);
    sees_title_in(&pty, DARK_TITLE);
    let asked = |raw: &[u8]| raw.windows(6).position(|bytes| bytes == b"\x1b]11;?");
    while asked(&pty.raw_bytes()).is_none() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let raw = pty.raw_bytes();
    let question = asked(&raw).unwrap();
    let frame = raw
        .windows(10)
        .position(|bytes| bytes == b"Categories")
        .unwrap();
    assert!(frame < question, "the frame does not wait for the question");
    pty.send_bytes(LIGHT);
    sees_title_in(&pty, LIGHT_TITLE);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
}

#[test]
fn the_environment_hints_and_the_configuration_and_the_flag_decide() {
    let desk = Desk::with_review();
    sees_title_in(&review_with(&desk, &["COLORFGBG=0;15"]), LIGHT_TITLE);
    sees_title_in(
        &review_with(&desk, &["NO_COLOR=1", "COLORFGBG=0;15"]),
        Color::Default,
    );
    sees_title_in(&review_with(&desk, &["TERM=dumb"]), Color::Default);
    let desk = configured("(theme: \"light\")");
    let pty = review_with(&desk, &[]);
    sees_title_in(&pty, LIGHT_TITLE);
    assert!(
        !pty.raw_bytes().windows(5).any(|bytes| bytes == b"\x1b]11;"),
        "nothing is to be asked"
    );
    let pty = desk.screen(&["review", "a.ron", "--theme", "dark"]);
    sees_title_in(&pty, DARK_TITLE);
}

#[test]
fn answers_that_nobody_asked_for_or_that_are_none_change_nothing() {
    let desk = configured("(theme: \"dark\")");
    let mut pty = review_with(&desk, &[]);
    pty.bytes_until_silent(0, Duration::from_millis(300));
    let before = pty.raw_length();
    pty.send_bytes(LIGHT);
    assert_eq!(
        pty.bytes_until_silent(before, Duration::from_millis(300)),
        0
    );
    sees_title_in(&pty, DARK_TITLE);
    pty.send("q");
    pty.wait_exit(GONE);
    let desk = Desk::with_review();
    for hostile in [
        &b"\x1b]11;rgb:\xff\xff/ff/ff\x07"[..],
        b"\x1b]11;rgb:ffff/ffff/ffff/ffff/ffff/ffff/ffff/ffff/ffff/ffff\x07",
        b"\x1b]11;$(reboot)\x07",
        b"\x1b]10;rgb:ffff/ffff/ffff\x07",
        b"\x1b]11;;;;;\x1b\\",
        b"\x1b]52;c;cXFx\x07",
    ] {
        let mut pty = review_with(&desk, &[]);
        pty.bytes_until_silent(0, Duration::from_millis(300));
        let before = pty.raw_length();
        pty.send_bytes(hostile);
        assert_eq!(
            pty.bytes_until_silent(before, Duration::from_millis(200)),
            0,
            "{hostile:?}"
        );
        // The right answer counts still, and only once.
        pty.send_bytes(LIGHT);
        sees_title_in(&pty, LIGHT_TITLE);
        pty.send_bytes(b"\x1b]11;rgb:0000/0000/0000\x07");
        pty.bytes_until_silent(0, Duration::from_millis(200));
        sees_title_in(&pty, LIGHT_TITLE);
        pty.send("q");
        assert_eq!(pty.wait_exit(GONE).code(), Some(0));
        assert_given_back(&pty);
    }
}

#[test]
fn an_answer_on_its_way_when_one_leaves_is_not_typed_into_the_shell() {
    let desk = Desk::with_review();
    let work = desk.work().display().to_string();
    let script = format!(
        "cd '{work}'; stty -echo; \"$0\" review a.ron --by Ana; IFS= read -r -t 1 -n 5 left; echo \"left<$left>\""
    );
    let mut pty = desk.screen_of(SIZE, &["/bin/bash", "-c", &script, CANDOR], &[]);
    sees(&pty, "Payment API");
    pty.send("q");
    std::thread::sleep(Duration::from_millis(60));
    pty.send_bytes(LIGHT);
    pty.wait_exit(GONE);
    assert!(
        pty.screen_text().contains("left<>"),
        "{}",
        pty.screen_text()
    );
}

#[test]
fn signs_are_ascii_where_the_locale_the_console_or_the_person_says_so() {
    let desk = Desk::with_review();
    let is_ascii = |pty: &Pty| pty.screen_text().is_ascii();
    for (variables, ascii) in [
        (&["LC_ALL=C.UTF-8"][..], false),
        (&["LC_ALL=C"], true),
        (
            &["-u", "LC_ALL", "LC_CTYPE=de_DE.ISO-8859-1", "LANG=C.UTF-8"],
            true,
        ),
        (&["LC_ALL=C.UTF-8", "TERM=linux"], true),
    ] {
        let pty = review_with(&desk, variables);
        assert_eq!(
            is_ascii(&pty),
            ascii,
            "{variables:?}: {}",
            pty.screen_text()
        );
    }
    let pty = desk.screen(&["review", "a.ron", "--ascii"]);
    sees(&pty, "Payment API");
    assert!(is_ascii(&pty));
    let desk = configured("(glyphs: \"unicode\")");
    assert!(!is_ascii(&review_with(&desk, &["LC_ALL=C"])));
}

#[test]
fn a_fault_is_told_on_the_first_frame_and_the_rest_counts() {
    let desk = configured("(theme: \"drak\", keys: {\"unmet\": \"K\"}, name: \"Cleo\")");
    let mut pty = desk.screen(&["review", "a.ron"]);
    sees(
        &pty,
        "config.ron:1:9: `theme`: there is no theme `drak`; did you mean `dark`?",
    );
    pty.send("K");
    sees(&pty, "unanswered 27");
    assert!(
        !pty.screen_text().contains("config.ron"),
        "until the next key"
    );
    pty.send("q");
    pty.wait_exit(GONE);
    let text = std::fs::read_to_string(desk.path("a.ron")).unwrap();
    assert!(text.contains("by: \"Cleo\""), "the configured name answers");
    let pty = desk.screen(&[]);
    sees(&pty, "config.ron:1:9");
}

#[test]
fn the_mouse_is_taken_left_to_the_terminal_and_taken_again() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    assert!(pty.modes_left().contains(&"1000".to_owned()));
    pty.send("M");
    sees(&pty, "the mouse is the terminal's now");
    pty.bytes_until_silent(0, Duration::from_millis(100));
    let left = pty.modes_left();
    assert!(
        left.iter()
            .all(|mode| !mode.starts_with("10") || mode == "1049"),
        "{left:?}"
    );
    pty.send("M");
    sees(&pty, "taken here now");
    pty.bytes_until_silent(0, Duration::from_millis(100));
    assert!(pty.modes_left().contains(&"1006".to_owned()));
    pty.send("Mq");
    pty.wait_exit(GONE);
    assert_given_back(&pty);
    let desk = configured("(mouse: false)");
    let mut pty = desk.review();
    assert!(!pty.modes_left().contains(&"1000".to_owned()));
    pty.send("q");
    pty.wait_exit(GONE);
    assert_given_back(&pty);
}

#[test]
fn ctrl_l_draws_the_whole_screen_anew() {
    let desk = Desk::with_review();
    let pty = desk.review();
    pty.bytes_until_silent(0, Duration::from_millis(300));
    for keys in ["", "e"] {
        pty.send(keys);
        pty.bytes_until_silent(0, Duration::from_millis(200));
        let (text, before) = (pty.screen_text(), pty.raw_length());
        pty.send("<c-l>");
        pty.wait_for(|_| pty.raw_length() > before + 1_500, PATIENCE);
        pty.bytes_until_silent(0, Duration::from_millis(100));
        assert_eq!(pty.screen_text().trim_end(), text.trim_end());
    }
}
