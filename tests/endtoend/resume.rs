//! Coming back to an assessment.

use std::path::PathBuf;

use rustix::process::Signal;

use super::{Desk, GONE, assert_given_back, sees};

/// What is kept of assessments that were left.
fn kept(desk: &Desk) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(desk.home().join("state/resume"));
    let entries = entries.into_iter().flatten();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "ron"))
        .collect()
}

#[test]
fn one_lands_where_one_left_and_hears_what_others_have_changed() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    assert!(
        !pty.screen_text().contains("welcome"),
        "nobody was here yet"
    );
    assert!(
        kept(&desk).is_empty(),
        "nothing is kept before there is something"
    );
    pty.send("bfblocker<enter>jj");
    sees(&pty, "┌ Tiers");
    sees(&pty, "6 of 6 · Blocker");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(kept(&desk).len(), 1);

    desk.succeed(&["answer", "a.ron", "backups", "met", "--by", "Bo"]);
    desk.succeed(&[
        "answer",
        "a.ron",
        "deployment-process",
        "unmet",
        "--by",
        "Bo",
    ]);
    let mut pty = desk.review();
    sees(
        &pty,
        "welcome back: 26 unanswered, 2 changed since you left",
    );
    sees(&pty, "6 of 6 · Blocker");
    sees(&pty, "┌ deployment-process ─");
    pty.send("<esc>");
    std::thread::sleep(std::time::Duration::from_millis(300));
    pty.send("fchanged<enter>");
    sees(&pty, "2 of 28 items: changed since you left");
    pty.signal(Signal::TERM);
    pty.wait_exit(GONE);
    assert_given_back(&pty);

    // The signal kept it too: what had changed then is known by now.
    let mut pty = desk.review();
    sees(&pty, "26 unanswered, nothing changed since you left");
    pty.send("q");
    pty.wait_exit(GONE);
    assert_eq!(kept(&desk).len(), 1);
}

#[test]
fn nothing_is_kept_of_scratch_copies_and_of_what_is_open_to_read_only() {
    let desk = Desk::with_review();
    let mut pty = desk.screen(&["review", "a.ron", "--read-only"]);
    sees(&pty, "read-only");
    pty.send("bq");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    let mut pty = desk.screen(&["demo"]);
    sees(&pty, "saved ✓");
    pty.send("bq");
    pty.wait_exit(GONE);
    assert!(kept(&desk).is_empty());
}

#[test]
fn what_cannot_be_kept_or_read_disturbs_nobody() {
    let desk = Desk::with_review();
    std::fs::create_dir_all(desk.home().join("state")).unwrap();
    std::fs::write(desk.home().join("state/resume"), "in the way").unwrap();
    let mut pty = desk.review();
    pty.send("bq");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
    std::fs::remove_file(desk.home().join("state/resume")).unwrap();
    let mut pty = desk.review();
    pty.send("bq");
    pty.wait_exit(GONE);
    std::fs::write(&kept(&desk)[0], b"\xff\0 nonsense").unwrap();
    let mut pty = desk.review();
    sees(&pty, "┌ lint-clean ─");
    assert!(!pty.screen_text().contains("welcome"));
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
}
