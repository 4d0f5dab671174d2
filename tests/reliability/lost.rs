//! What is kept aside of a review whose file is gone, empty or broken is named, and opens where nothing is overwritten.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use candor::domain::assessment::Assessment;
use candor::format::read::read_assessment;
use candor::problem::{Problem, ProblemKind};
use candor::system::disk::Disk;
use candor::system::files::FileSystem;
use candor::system::places::Places;
use candor::system::spill::back::{Outcome, bring_back};
use candor::system::spill::{Spill, is_kept, lost};
use candor::system::store;

/// A review `x.ron` of which a program that is gone has kept another name aside.
struct Left {
    directory: tempfile::TempDir,
    files: Arc<dyn FileSystem>,
    places: Places,
    ours: Assessment,
}

impl Left {
    fn behind() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let places = Places::under(&directory.path().join("home"));
        let files: Arc<dyn FileSystem> = Arc::new(Disk::new(places.state.clone()));
        let path = directory.path().join("x.ron");
        let text = r#"Assessment(format: 1, subject: (name: "was"), created: "2026-03-10T22:30:00Z",
            checklist: (format: 1, id: "c", title: "t", categories: [(id: "a", title: "b", items: [
                (id: "alerts", tier: Blocker, title: "x")])]))"#;
        let (base, ours) = (read(text), read(&text.replace("was", "kept")));
        store::create(&*files, &path, base.clone()).unwrap();
        let full = Problem::new(ProblemKind::File, "not saved: the disk is full");
        let told = Spill::of(Arc::clone(&files), &places, &path).keep(full, &base, &ours);
        assert!(told.what.contains("kept aside"), "{told}");
        let left = Self {
            directory,
            files,
            places,
            ours,
        };
        left.wait_until_it_is_gone();
        left
    }

    /// Until nobody holds what is kept: what another test starts in this process holds it as well until it has begun.
    fn wait_until_it_is_gone(&self) {
        let names = fs::read_dir(self.places.spill()).unwrap();
        for name in names {
            let path = name.unwrap().path();
            let since = Instant::now();
            while self.files.claim(&path).is_none() {
                assert!(since.elapsed() < Duration::from_secs(10), "it is held");
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("x.ron")
    }

    fn is_kept(&self) -> bool {
        is_kept(&*self.files, &self.places, &self.path())
    }
}

fn read(text: &str) -> Assessment {
    read_assessment(text.as_bytes()).0.unwrap()
}

#[test]
fn of_a_file_that_is_gone_or_empty_what_is_kept_aside_opens_and_is_saved() {
    for content in [None, Some(""), Some(" \n\n")] {
        let left = Left::behind();
        match content {
            None => fs::remove_file(left.path()).unwrap(),
            Some(content) => fs::write(left.path(), content).unwrap(),
        }
        let (files, places) = (&*left.files, &left.places);
        // Whoever only reads is told of it, and how to get it back.
        let refused = store::open(files, &left.path()).unwrap_err();
        let named = lost::named(files, places, &left.path(), refused);
        assert!(named.next.contains("could not be saved on"), "{named}");
        assert!(
            named.next.contains("get them back with: candor review"),
            "{named}"
        );
        let mut stored = lost::open(files, places, &left.path()).unwrap();
        assert!(
            stored.warnings[0].what.contains("was kept aside"),
            "{content:?}"
        );
        let brought = bring_back(files, places, &mut stored);
        assert!(
            matches!(&brought.outcomes[..], [Outcome::Saved(_)]),
            "{content:?}"
        );
        assert!(stored.warnings.is_empty());
        assert_eq!(read(&fs::read_to_string(left.path()).unwrap()), left.ours);
        assert!(!left.is_kept());
    }
}

#[test]
fn while_it_still_cannot_be_saved_it_is_shown_and_stays_kept() {
    let left = Left::behind();
    let (files, places) = (&*left.files, &left.places);
    fs::remove_file(left.path()).unwrap();
    let mut stored = lost::open(files, places, &left.path()).unwrap();
    fs::create_dir(left.path()).unwrap();
    let brought = bring_back(files, places, &mut stored);
    let unsaved = brought.unsaved.expect("a directory is in the way");
    let spill = Spill::of(Arc::clone(&left.files), places, &left.path());
    assert_eq!(unsaved.shown_by(&spill).0, left.ours);
    assert!(left.is_kept());
}

#[test]
fn a_broken_file_is_left_alone_and_what_is_kept_is_named() {
    let left = Left::behind();
    let (files, places) = (&*left.files, &left.places);
    fs::write(left.path(), "garbled").unwrap();
    let refused = lost::open(files, places, &left.path()).unwrap_err();
    assert!(
        refused.next.contains("are kept aside, and are back"),
        "{refused}"
    );
    assert_eq!(fs::read_to_string(left.path()).unwrap(), "garbled");
    assert!(left.is_kept());
    // The control: without anything kept nothing is said of it.
    let other = left.directory.path().join("other.ron");
    fs::write(&other, "garbled").unwrap();
    let refused = lost::open(files, places, &other).unwrap_err();
    assert!(!refused.next.contains("kept aside"), "{refused}");
}
