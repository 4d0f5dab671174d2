//! A disk that is full, and a program that is killed meanwhile: what was answered is back when the review is opened
//! again.
#![allow(clippy::similar_names)]

use super::kill::desk_with_many_items;
use super::{
    CANDOR, Desk, GONE, ITEMS, PATIENCE, SIZE, assert_given_back, assessment_at, sees, sees_saved,
};
use crate::pty::Pty;
use candor::domain::assessment::Status;
use candor::domain::evidence::Share;
use rustix::process::Signal;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// Mounts `$1` at `small`, copies the assessment there and stays, as long as its input does.
const SCRIPT: &str = "mkdir -p small && mount -t tmpfs -o size=$1 none small && cp a.ron small/ && echo ready && cat";

/// A desk with a small disk at `small` that outlives the programs on it.
pub(super) struct SmallDisk {
    pub(super) desk: Desk,
    keeper: Child,
}

impl SmallDisk {
    /// With an assessment `small/a.ron`; nothing where the machine allows no mounts.
    pub(super) fn new() -> Option<Self> {
        Self::with(Desk::with_review(), "128k")
    }

    pub(super) fn with(desk: Desk, size: &str) -> Option<Self> {
        let mut keeper = Command::new("unshare")
            .args(["-m", "sh", "-c", SCRIPT, "sh", size])
            .current_dir(desk.work())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = keeper.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let small = Self { desk, keeper };
        if line.trim() != "ready" {
            // Told, so that nobody takes this for a pass.
            println!(
                "SKIPPED: this machine allows no mounts of our own (unshare -m, mount -t tmpfs)"
            );
            return None;
        }
        Some(small)
    }

    /// A place on it, as everybody sees it.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        let seen_by = format!("/proc/{}/root", self.keeper.id());
        let small = self.desk.path("small");
        let small = Path::new(&seen_by).join(small.strip_prefix("/").unwrap());
        small.join(name)
    }

    fn entering(&self) -> Vec<String> {
        let (pid, work) = (self.keeper.id(), self.desk.work());
        let by = format!("nsenter -t {pid} -m env -C");
        let by = by.split(' ').map(ToOwned::to_owned);
        by.chain([work.display().to_string()]).collect()
    }

    /// The program on a terminal of its own.
    pub(super) fn screen(&self, arguments: &[&str]) -> Pty {
        self.screen_with(&[], arguments)
    }

    /// The same, with variables.
    pub(super) fn screen_with(&self, variables: &[&str], arguments: &[&str]) -> Pty {
        let entering = self.entering();
        let mut by: Vec<&str> = entering.iter().map(String::as_str).collect();
        by.extend_from_slice(variables);
        by.push(CANDOR);
        self.desk.screen_of(SIZE, &by, arguments)
    }

    pub(super) fn review(&self) -> Pty {
        self.screen(&["review", "small/a.ron", "--by", "Ana"])
    }

    /// The review in plain lines.
    fn lines(&self) -> Pty {
        self.screen(&["--accessible", "review", "small/a.ron", "--by", "Ana"])
    }

    /// The program without a terminal.
    pub(super) fn run(&self, arguments: &[&str]) -> Output {
        let entering = self.entering();
        Command::new(&entering[0])
            .args(&entering[1..])
            .arg(CANDOR)
            .args(arguments)
            .envs(self.desk.environment())
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// Fills it to the last byte.
    pub(super) fn fill(&self) {
        let mut filler = std::fs::File::create(self.path("filler")).unwrap();
        while filler.write_all(&[0; 512]).is_ok() {}
    }

    pub(super) fn make_room(&self) {
        std::fs::remove_file(self.path("filler")).unwrap();
    }

    pub(super) fn statuses(&self) -> Vec<Status> {
        let saved = assessment_at(&self.path("a.ron"));
        let answers = saved.answers().iter();
        answers.map(|answer| answer.status.clone()).collect()
    }

    /// The files in the state directory that hold what could not be saved.
    pub(super) fn kept(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.desk.home().join("state/spill")) else {
            return Vec::new();
        };
        let paths = entries.map(|entry| entry.unwrap().path());
        // What has no name of its own yet is no promise.
        paths
            .filter(|path| path.extension().is_some_and(|it| it == "ron"))
            .collect()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = self.keeper.kill();
        let _ = self.keeper.wait();
    }
}

/// Opens the review on a full disk, answers three items and waits until it is said that they are kept aside.
fn answered_on_a_full_disk() -> Option<(SmallDisk, Pty)> {
    let disk = SmallDisk::new()?;
    let pty = disk.review();
    sees(&pty, "saved ✓");
    disk.fill();
    pty.send("<space>j<space>jx");
    sees(&pty, "NOT SAVED: the disk is full (kept aside)");
    pty.wait_for(
        |screen| super::shown_unanswered(&screen.contents()) == Some(ITEMS - 3),
        PATIENCE,
    );
    // What came last is kept aside as soon as it was tried to save it.
    let all_of_it = || {
        let text = std::fs::read_to_string(disk.kept().first()?).ok()?;
        let ours = text.split_once("ours:")?.1;
        (ours.matches("status: Met").count() == 2 && ours.contains("status: Unmet")).then_some(())
    };
    for _ in 0..200 {
        if all_of_it().is_some() {
            return Some((disk, pty));
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("not all of it is kept aside: {:?}", disk.kept());
}

#[track_caller]
fn assert_back(disk: &SmallDisk) {
    assert_eq!(
        disk.statuses()[..3],
        [Status::Met, Status::Met, Status::Unmet]
    );
    assert_eq!(
        disk.kept(),
        [] as [PathBuf; 0],
        "what was kept is saved now"
    );
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_is_killed_on_a_full_disk_is_back_when_it_is_opened_again() {
    use std::os::unix::fs::PermissionsExt as _;
    let Some((disk, mut pty)) = answered_on_a_full_disk() else {
        return;
    };
    let mode = std::fs::metadata(&disk.kept()[0]).unwrap().permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
    let meanwhile = said(&disk.run(&["score", "small/a.ron"]));
    assert!(
        meanwhile.contains("another candor has it open"),
        "{meanwhile}"
    );
    pty.signal(Signal::KILL);
    pty.wait_exit(GONE);
    assert_eq!(
        disk.statuses()[0],
        Status::Unanswered,
        "the old file is whole"
    );
    let told = said(&disk.run(&["score", "small/a.ron"]));
    assert!(told.contains("could not be saved on"), "{told}");
    assert!(told.contains("candor review small/a.ron"), "{told}");
    // As long as the disk is full it is said, and nothing is lost.
    let mut again = disk.review();
    sees(&again, "NOT SAVED: the disk is full (kept aside)");
    sees(
        &again,
        "are back, and are still not saved: the disk is full",
    );
    again.wait_for(
        |screen| super::shown_unanswered(&screen.contents()) == Some(ITEMS - 3),
        PATIENCE,
    );
    again.signal(Signal::KILL);
    again.wait_exit(GONE);
    assert!(!disk.kept().is_empty());
    disk.make_room();
    again = disk.review();
    sees(&again, "answers that could not be saved on");
    sees(&again, "are back");
    sees_saved(&again, ITEMS - 3);
    assert_back(&disk);
    again.send("q");
    assert_eq!(again.wait_exit(GONE).code(), Some(0));
    assert_given_back(&again);
}

#[test]
fn what_is_terminated_on_a_full_disk_is_back_in_plain_lines_and_for_a_command() {
    let Some((disk, mut pty)) = answered_on_a_full_disk() else {
        return;
    };
    pty.signal(Signal::TERM);
    let ended = pty.wait_exit(GONE);
    assert_given_back(&pty);
    assert_ne!(ended.code(), Some(0), "not everything was saved");
    disk.make_room();
    let item = assessment_at(&disk.path("a.ron")).answers()[4].item.clone();
    let output = disk.run(&["answer", "small/a.ron", item.raw(), "met", "--by", "Bo"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("are back"), "{}", said(&output));
    assert_back(&disk);
    assert_eq!(disk.statuses()[4], Status::Met);
}

#[test]
fn what_is_left_is_kept_and_goes_on_where_it_was() {
    let Some((disk, mut pty)) = answered_on_a_full_disk() else {
        return;
    };
    // What is answered in the same breath is kept as well.
    pty.send("5qq");
    let ended = pty.wait_exit(GONE);
    assert_eq!(ended.code(), Some(3), "not everything is saved");
    assert_given_back(&pty);
    sees(&pty, "kept aside");
    // Left again at once, before anything is said of the disk.
    let mut again = disk.review();
    again.send("q");
    sees(&again, "q leave · L lose it");
    again.send("q");
    again.wait_exit(GONE);
    assert!(!disk.kept().is_empty());
    // Whoever goes on answers what is still unanswered, and meets nobody's other answer.
    let mut again = disk.review();
    sees(&again, "NOT SAVED: the disk is full (kept aside)");
    disk.make_room();
    sees_saved(&again, ITEMS - 3);
    let half = Status::Partial(Share::new(50).unwrap());
    assert_eq!(disk.statuses()[..3], [Status::Met, Status::Met, half]);
    assert_eq!(disk.kept(), [] as [PathBuf; 0]);
    again.send("q");
    assert_eq!(again.wait_exit(GONE).code(), Some(0));
}

#[test]
fn plain_lines_keep_what_is_left_and_go_on_with_it() {
    let Some((disk, mut pty)) = answered_on_a_full_disk() else {
        return;
    };
    pty.signal(Signal::KILL);
    pty.wait_exit(GONE);
    let mut lines = disk.lines();
    sees(
        &lines,
        "are back, and are still not saved: the disk is full",
    );
    lines.send("q<enter>");
    sees(&lines, "Type keep to leave and keep it aside");
    lines.send("keep<enter>");
    assert_eq!(lines.wait_exit(GONE).code(), Some(3));
    assert!(!disk.kept().is_empty());
    let mut lines = disk.lines();
    sees(&lines, "are back, and are still not saved");
    disk.make_room();
    sees(&lines, "Saved now.");
    assert_back(&disk);
    lines.send("q<enter>");
    assert_eq!(lines.wait_exit(GONE).code(), Some(0));
}

#[test]
fn what_was_given_up_is_not_kept() {
    let Some((disk, mut pty)) = answered_on_a_full_disk() else {
        return;
    };
    pty.send("q");
    sees(&pty, "L lose it");
    pty.send("L");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(disk.kept(), [] as [PathBuf; 0]);
    disk.make_room();
    let pty = disk.review();
    sees_saved(&pty, ITEMS);
}

#[test]
fn what_is_saved_in_the_end_is_not_kept_any_more() {
    let Some((disk, mut pty)) = answered_on_a_full_disk() else {
        return;
    };
    disk.make_room();
    sees_saved(&pty, ITEMS - 3);
    assert_back(&disk);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
}

#[test]
fn it_is_said_where_not_even_that_could_be_kept_aside() {
    let Some(disk) = SmallDisk::new() else {
        return;
    };
    let home = format!("CANDOR_HOME={}", disk.desk.path("small/home").display());
    let pty = disk.screen_with(&["env", &home], &["review", "small/a.ron", "--by", "Ana"]);
    sees(&pty, "saved ✓");
    disk.fill();
    pty.send("<space>q");
    sees(
        &pty,
        "NOT SAVED: the disk is full, nor kept aside: the disk is full",
    );
    pty.send("<esc>");
    disk.make_room();
    sees_saved(&pty, ITEMS - 1);
}

#[test]
fn two_programs_on_one_file_keep_both_what_they_could_not_save() {
    let (desk, _) = desk_with_many_items();
    let Some(disk) = SmallDisk::with(desk, "256k") else {
        return;
    };
    let mut both = ["Ana", "Bo"].map(|by| disk.screen(&["review", "small/a.ron", "--by", by]));
    for pty in &both {
        sees(pty, "saved ✓");
    }
    disk.fill();
    both[0].send("<space>j<space>jx");
    both[1].send("jjjj<space>jjx");
    for pty in &both {
        sees(pty, "NOT SAVED: the disk is full (kept aside)");
    }
    let kept = |words: &str| {
        let texts = disk.kept().into_iter().map(std::fs::read_to_string);
        let met = texts.map(|text| text.unwrap_or_default().matches(words).count());
        met.sum::<usize>()
    };
    let end = std::time::Instant::now() + PATIENCE;
    while kept("status: Met") + kept("status: Unmet") < 5 {
        assert!(
            std::time::Instant::now() < end,
            "not all of it is kept aside"
        );
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(disk.kept().len(), 2);
    for pty in &mut both {
        pty.signal(Signal::KILL);
        pty.wait_exit(GONE);
    }
    disk.make_room();
    let output = disk.run(&["set", "small/a.ron", "version", "2"]);
    assert!(said(&output).contains("are back"), "{}", said(&output));
    assert_back(&disk);
    assert_eq!(disk.statuses()[4], Status::Met);
    assert_eq!(disk.statuses()[6], Status::Unmet);
}

#[test]
fn what_can_not_be_read_is_said_and_left_and_the_review_opens() {
    let Some((disk, mut pty)) = answered_on_a_full_disk() else {
        return;
    };
    pty.signal(Signal::KILL);
    pty.wait_exit(GONE);
    disk.make_room();
    let kept = disk.kept().remove(0);
    let whole = std::fs::read(&kept).unwrap();
    let hostile = String::from_utf8_lossy(&whole).replace("Payment", "\u{1b}[2JP\u{202e}");
    let broken = [
        &b""[..],
        b"\xff\xfe\0",
        &whole[..whole.len() / 2],
        b"(format: 2, review: \"x\", at: \"2026-11-21T09:00:00Z\", base: \"\", ours: \"\")",
        b"(format: 1, review: \"x\", at: \"2026-11-21T09:00:00Z\", base: \"\", ours: \"\")",
        hostile.as_bytes(),
    ];
    for bytes in broken {
        std::fs::write(&kept, bytes).unwrap();
        let output = disk.run(&["score", "small/a.ron"]);
        let told = said(&output);
        if bytes != hostile.as_bytes() {
            assert!(told.contains("can't be read"), "{told}");
        }
        assert!(!told.contains(['\u{1b}', '\u{202e}']), "{told}");
        assert!(output.status.code().is_some_and(|code| code < 2), "{told}");
    }
    std::fs::write(&kept, b"garbage").unwrap();
    let pty = disk.review();
    sees(&pty, "can't be read");
    pty.send("<space>");
    sees_saved(&pty, ITEMS - 1);
    assert_eq!(std::fs::read(&kept).unwrap(), b"garbage");
}
