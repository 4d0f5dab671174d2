//! What is kept of an assessment that was left.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use candor::domain::assessment::Status;
use candor::domain::bookmark::Bookmark;
use candor::domain::change::{Aside, Change, Stamp};
use candor::domain::text::Text;
use candor::format::bookmark::Kept;
use candor::system::disk::Disk;
use candor::system::places::Places;
use candor::system::resume::{MOST_KEPT, find, keep};

use crate::scoring::property::{holds, same};
use crate::scoring::random::{SMALL, case};
use crate::tui::harness::{assessment, moment};

fn bookmark() -> Bookmark {
    Bookmark {
        item: "alerts".into(),
        pane: "items".to_owned(),
        grouping: "owner".to_owned(),
        filter: vec!["unmet".to_owned(), "blocker".to_owned()],
    }
}

fn stamp() -> Stamp {
    Stamp {
        id: "s".into(),
        at: moment("2026-11-20T10:00:00Z"),
        by: "Bo".into(),
        recorded_by: Text::default(),
    }
}

#[test]
fn what_is_written_is_read_back() {
    holds(500, |dice| {
        let case = case(dice, SMALL);
        let kept = Kept::of("/r/a \"b\"\n.ron".to_owned(), bookmark(), &case.assessment);
        let bytes = kept.write().unwrap();
        same("kept", &Kept::read(&bytes), &Some(kept))
    });
}

#[test]
fn an_answer_that_is_another_has_changed_and_no_other_has() {
    let before = assessment();
    let kept = Kept::of("/a.ron".to_owned(), bookmark(), &before);
    assert!(kept.changed(&before).is_empty());
    let mut after = before.clone();
    let position = |id: &str| before.position(&id.into()).unwrap();
    let (item, status) = ("lint".into(), Status::Met);
    let answer = Change::Answer {
        item,
        status,
        stamp: stamp(),
    };
    after.apply(&answer).unwrap();
    let aside = Aside::Comment("look again".into());
    let item = "costs".into();
    after.apply(&Change::Tell { item, aside }).unwrap();
    let expected = BTreeSet::from([position("lint"), position("costs")]);
    assert_eq!(kept.changed(&after), expected);
}

#[test]
fn what_is_no_bookmark_is_none() {
    let whole = Kept::of("/a.ron".to_owned(), bookmark(), &assessment()).write();
    let whole = String::from_utf8(whole.unwrap()).unwrap();
    for broken in [
        String::new(),
        "(".to_owned(),
        whole.replace("format: 1", "format: 2"),
        whole.replace("answers: \"", "answers: \"xyz"),
        whole.replace("answers: \"", "answers: \"é"),
        whole[..whole.len() / 2].to_owned(),
    ] {
        assert_eq!(Kept::read(broken.as_bytes()), None, "{broken}");
    }
    assert_eq!(Kept::read(b"\xff\0"), None);
}

struct Home {
    directory: tempfile::TempDir,
    places: Places,
}

impl Home {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let places = Places::under(&directory.path().join("home"));
        Self { directory, places }
    }

    fn disk(&self) -> Disk {
        Disk::new(&self.places.state)
    }

    fn kept(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.places.resume()).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    fn keep(&self, path: &str) {
        let path = Path::new(path);
        keep(&self.disk(), &self.places, path, bookmark(), &assessment()).unwrap();
    }
}

#[test]
fn each_assessment_has_its_own_and_looking_writes_nothing() {
    let home = Home::new();
    let found = |path: &str| find(&home.disk(), &home.places, Path::new(path));
    assert!(found("/r/a.ron").is_none());
    assert!(!home.directory.path().join("home").exists());
    home.keep("/r/a.ron");
    home.keep("/r/a.ron");
    assert_eq!(home.kept().len(), 1);
    assert!(found("/r/b.ron").is_none());
    home.keep("/r/b.ron");
    assert_eq!(found("/r/b.ron").unwrap().path, "/r/b.ron");
    assert_eq!(found("/r/a.ron").unwrap().bookmark, bookmark());
    // One that was damaged is as if there were none, and is replaced.
    for path in home.kept() {
        fs::write(path, b"\xff").unwrap();
    }
    assert!(found("/r/a.ron").is_none());
    home.keep("/r/a.ron");
    assert!(found("/r/a.ron").is_some());
}

#[test]
fn two_hundred_are_kept_and_the_oldest_go() {
    let home = Home::new();
    home.keep("/r/first.ron");
    let first = home.kept().remove(0);
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    let file = fs::File::options().write(true).open(&first).unwrap();
    file.set_modified(long_ago).unwrap();
    for number in 1..MOST_KEPT {
        fs::write(home.places.resume().join(format!("{number}.ron")), "()").unwrap();
    }
    assert_eq!(home.kept().len(), MOST_KEPT);
    home.keep("/r/last.ron");
    assert_eq!(home.kept().len(), MOST_KEPT);
    assert!(!first.exists());
    assert!(find(&home.disk(), &home.places, Path::new("/r/last.ron")).is_some());
}

#[test]
fn where_nothing_can_be_written_nothing_happens() {
    let home = Home::new();
    fs::write(home.directory.path().join("home"), "a file").unwrap();
    let path = Path::new("/r/a.ron");
    let kept = keep(&home.disk(), &home.places, path, bookmark(), &assessment());
    assert!(kept.is_err());
    assert!(find(&home.disk(), &home.places, path).is_none());
}
