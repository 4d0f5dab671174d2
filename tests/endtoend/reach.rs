//! What reaches out of the screen: paths completed against real directories, the clipboard, the browser, other files.

use super::{Desk, GONE, assert_given_back, sees, sees_saved};
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

#[test]
fn a_path_is_completed_measured_and_attached() {
    let desk = Desk::with_review();
    std::fs::create_dir(desk.path("scans")).unwrap();
    std::fs::write(desk.path("scans/result.txt"), "all clear\n").unwrap();
    std::fs::write(desk.path("scans/.hidden"), "x").unwrap();
    let mut pty = desk.review();
    pty.send("<space>e<tab>");
    sees(&pty, "scans/");
    pty.send("sc");
    super::sees_no_more(&pty, "a.ron  ");
    pty.send("<right>");
    sees(&pty, "result.txt");
    assert!(!pty.screen_text().contains(".hidden"));
    pty.send("<down><enter>");
    sees(&pty, "10 bytes");
    // printf 'all clear\n' | sha256sum
    sees(&pty, "SHA-256 9a8a277a0c6f");
    pty.send("<enter>");
    sees(&pty, "file scans/result.txt");
    sees_saved(&pty, super::ITEMS - 1);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
}

#[test]
fn a_copy_goes_through_the_terminal() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    pty.send("<space>ehttps://ci.example.org/7<enter>");
    sees_saved(&pty, super::ITEMS - 1);
    pty.send("y");
    sees(&pty, "Copy what?");
    pty.send("example.org/7<enter>");
    sees(&pty, "copied the link: https://ci.example.org/7");
    let raw = String::from_utf8_lossy(&pty.raw_bytes()).into_owned();
    assert!(
        raw.contains("\x1b]52;c;aHR0cHM6Ly9jaS5leGFtcGxlLm9yZy83\x07"),
        "{raw:?}"
    );
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
}

#[test]
fn a_link_is_given_to_the_browser_without_a_shell() {
    let desk = Desk::with_review();
    let browser = desk.path("browser.sh");
    let script = "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" >seen; echo noise; echo noise >&2\n";
    std::fs::write(&browser, script).unwrap();
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).unwrap();
    let browser = format!("BROWSER={}", browser.display());
    let by = ["env", browser.as_str(), super::CANDOR];
    let mut pty = desk.screen_of((120, 32), &by, &["review", "a.ron", "--by", "Ana"]);
    sees(&pty, "saved ✓");
    pty.send("<space>ehttps://ci.example.org/$(touch${IFS}x);'a<enter>");
    sees_saved(&pty, super::ITEMS - 1);
    pty.send("O");
    let deadline = Instant::now() + super::PATIENCE;
    let seen = loop {
        match std::fs::read_to_string(desk.path("seen")) {
            Ok(seen) if seen.ends_with("a\n") => break seen,
            _ => {}
        }
        if pty.screen_text().contains("Open which link?") {
            pty.send("touch<enter>");
            std::thread::sleep(Duration::from_millis(100));
        }
        assert!(Instant::now() < deadline, "{}", pty.screen_text());
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(seen, "1\nhttps://ci.example.org/$(touch${IFS}x);'a\n");
    assert!(!pty.screen_text().contains("noise"));
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
}

#[test]
fn an_older_copy_is_compared_with_and_a_missing_one_is_told_of() {
    let desk = Desk::with_review();
    std::fs::copy(desk.path("a.ron"), desk.path("older.ron")).unwrap();
    let mut pty = desk.review();
    pty.send("<space>");
    sees_saved(&pty, super::ITEMS - 1);
    pty.send("D");
    sees(&pty, "F freezes the numbers");
    pty.send("fnowhere.ron<enter>");
    sees(&pty, "there is no such file");
    pty.send("<c-u>old");
    sees(&pty, "older.ron");
    pty.send("<tab><enter>");
    sees(&pty, "Better (1)");
    sees(&pty, "unanswered → met");
    pty.send("qq");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
}

#[test]
fn a_file_is_opened_from_home_by_its_path() {
    let desk = Desk::with_review();
    std::fs::write(desk.path("broken.ron"), "(").unwrap();
    let mut pty = desk.screen(&[]);
    sees(&pty, "Hardening a minimum");
    pty.send("obroken.ron<enter>");
    // Its name alone stands there as soon as it is typed.
    sees(&pty, "the text ends too early");
    sees(&pty, "Open an assessment");
    pty.send("<c-u>a.r");
    sees(&pty, "  a.ron ");
    pty.send("<tab><enter>");
    sees(&pty, "unanswered 28");
    pty.send("qq");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
}
