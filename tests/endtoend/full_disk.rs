//! A disk that is full or read-only: nothing is silent, nothing is lost while the program runs.
//!
//! Root passes every permission, so a small file system of its own is mounted for the program alone.

use super::{
    CANDOR, Desk, GONE, ITEMS, assert_given_back, assessment_at, sees, sees_no_more, sees_saved,
};
use crate::pty::Pty;
use candor::domain::assessment::Status;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Mounts 128 KiB at `small`, copies the assessment there and becomes the program.
const SCRIPT: &str = "mkdir -p small && mount -t tmpfs -o size=128k none small && cp a.ron small/ && exec \"$0\" \"$@\"";

/// The review of `small/a.ron`, and the directory as the program sees it; nothing where the machine allows no
/// mounts.
fn review_on_a_small_disk(desk: &Desk) -> Option<(Pty, PathBuf)> {
    let allowed = Command::new("unshare")
        .args(["-m", "sh", "-c", "mount -t tmpfs none /mnt"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !allowed {
        // Told, so that nobody takes this for a pass.
        println!("SKIPPED: this machine allows no mounts of our own (unshare -m, mount -t tmpfs)");
        return None;
    }
    let by = ["unshare", "-m", "sh", "-c", SCRIPT, CANDOR];
    let pty = desk.screen_of(super::SIZE, &by, &["review", "small/a.ron", "--by", "Ana"]);
    sees(&pty, "saved ✓");
    let seen_by = format!("/proc/{}/root", pty.pid().as_raw_nonzero());
    let small = desk.path("small");
    let small = Path::new(&seen_by).join(small.strip_prefix("/").unwrap());
    Some((pty, small))
}

/// Fills a disk to the last byte.
fn fill(directory: &Path) -> PathBuf {
    let path = directory.join("filler");
    let mut filler = std::fs::File::create(&path).unwrap();
    while filler.write_all(&[0; 512]).is_ok() {}
    path
}

#[test]
fn a_full_disk_is_said_and_the_answers_are_saved_once_there_is_room() {
    let desk = Desk::with_review();
    let Some((mut pty, small)) = review_on_a_small_disk(&desk) else {
        return;
    };
    let filler = fill(&small);
    pty.send("<space>j<space>");
    sees(&pty, "NOT SAVED: ");
    assert!(
        pty.screen_text().contains("NOT SAVED: the disk is full"),
        "{}",
        pty.screen_text()
    );
    let old = assessment_at(&small.join("a.ron"));
    assert_eq!(
        old.answers()[0].status,
        Status::Unanswered,
        "the old file is whole"
    );
    // More answers are taken meanwhile, and leaving asks for a key of its own.
    pty.send("jxq");
    sees(&pty, "Not everything is saved");
    pty.send("<enter><space>");
    sees(&pty, "Not everything is saved");
    pty.send("<esc>");
    sees_no_more(&pty, "Not everything is saved");
    std::fs::remove_file(filler).unwrap();
    sees_saved(&pty, ITEMS - 3);
    let saved = assessment_at(&small.join("a.ron"));
    assert_eq!(saved.answers()[1].status, Status::Met);
    assert_eq!(saved.answers()[2].status, Status::Unmet);
    let left: Vec<_> = std::fs::read_dir(&small)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["a.ron"], "no temporary file is left");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
}

#[test]
fn leaving_a_full_disk_takes_the_distinct_key() {
    let desk = Desk::with_review();
    let Some((mut pty, small)) = review_on_a_small_disk(&desk) else {
        return;
    };
    // What is open outlives the mount that ends with the program.
    let kept = std::fs::File::open(small.join("a.ron")).unwrap();
    fill(&small);
    pty.send("<space>");
    sees(&pty, "NOT SAVED: ");
    pty.send("q");
    sees(&pty, "L lose it");
    pty.send("<enter>l<space>y");
    sees(&pty, "Not everything is saved");
    pty.send("L");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
    let old = std::io::read_to_string(kept).unwrap();
    assert_eq!(old, std::fs::read_to_string(desk.path("a.ron")).unwrap());
}

#[test]
fn a_disk_that_turns_read_only_is_said_and_retried() {
    let desk = Desk::with_review();
    let Some((mut pty, small)) = review_on_a_small_disk(&desk) else {
        return;
    };
    let remount = |how: &str| {
        let pid = pty.pid().as_raw_nonzero().to_string();
        let place = desk.path("small");
        let status = Command::new("nsenter")
            .args(["-t", &pid, "-m", "mount", "-o", how])
            .arg(place)
            .status();
        assert!(status.unwrap().success());
    };
    remount("remount,ro");
    pty.send("<space>");
    sees(&pty, "NOT SAVED: ");
    assert!(
        pty.screen_text()
            .contains("NOT SAVED: the file system is read-only"),
        "{}",
        pty.screen_text()
    );
    remount("remount,rw");
    sees_saved(&pty, ITEMS - 1);
    let saved = assessment_at(&small.join("a.ron"));
    assert_eq!(saved.answers()[0].status, Status::Met);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
}

#[test]
fn a_review_whose_first_saves_fail_says_so_and_recovers() {
    let desk = Desk::with_review();
    let log = desk.path("log").display().to_string();
    let by = "strace -f -qqq -e trace=rename -e inject=rename:error=EIO:when=1..2 -o";
    let mut by: Vec<&str> = by.split(' ').collect();
    by.extend([log.as_str(), CANDOR]);
    let is_there = Command::new("strace").arg("-V").output().is_ok();
    if !is_there {
        println!("SKIPPED: there is no strace");
        return;
    }
    let mut pty = desk.screen_of(super::SIZE, &by, &["review", "a.ron", "--by", "Ana"]);
    sees(&pty, "saved ✓");
    let old = std::fs::read(desk.path("a.ron")).unwrap();
    pty.send("<space>");
    // The save and the copy aside fail; two seconds later both would do.
    sees(
        &pty,
        "NOT SAVED: the disk reported an input/output error, nor kept aside",
    );
    assert_eq!(std::fs::read(desk.path("a.ron")).unwrap(), old);
    sees_saved(&pty, ITEMS - 1);
    assert_eq!(desk.assessment("a.ron").answers()[0].status, Status::Met);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
}
