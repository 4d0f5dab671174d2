//! What a facilitator shows on a second screen.

use std::fs;
use std::path::Path;

use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset};
use candor::format::pointer::Pointer;
use candor::system::disk::Disk;
use candor::system::places::Places;
use candor::system::presenting::{point_at, point_at_nothing, pointer};

fn moment() -> Moment {
    Moment::parse("2026-11-21T09:00:00Z", UtcOffset::default()).unwrap()
}

#[test]
fn what_is_pointed_at_is_found_until_the_meeting_is_over() {
    let directory = tempfile::tempdir().unwrap();
    let places = Places::under(directory.path());
    let disk = Disk::new(&places.state);
    let path = Path::new("/reviews/api.ron");
    assert_eq!(pointer(&disk, &places, path), None);
    assert!(!places.presenting().exists());
    for item in [
        Some(Text::from("backups")),
        Some(Text::from("alerts")),
        None,
    ] {
        let at = Pointer::at(item, moment());
        point_at(&disk, &places, path, &at).unwrap();
        let found = pointer(&disk, &places, path).unwrap();
        assert_eq!(found.assessment, "/reviews/api.ron");
        assert_eq!(found.item, at.item);
        assert_eq!(pointer(&disk, &places, Path::new("/reviews/web.ron")), None);
    }
    assert_eq!(fs::read_dir(places.presenting()).unwrap().count(), 1);
    point_at_nothing(&disk, &places, path).unwrap();
    assert_eq!(pointer(&disk, &places, path), None);
    // Twice is as good as once.
    point_at_nothing(&disk, &places, path).unwrap();
}

#[test]
fn a_pointer_that_is_broken_or_of_another_file_is_none() {
    let directory = tempfile::tempdir().unwrap();
    let places = Places::under(directory.path());
    let disk = Disk::new(&places.state);
    let path = Path::new("/reviews/api.ron");
    point_at(&disk, &places, path, &Pointer::at(None, moment())).unwrap();
    let files: Vec<_> = fs::read_dir(places.presenting()).unwrap().collect();
    let there = files[0].as_ref().unwrap().path();
    let text = fs::read_to_string(&there).unwrap();
    let broken = [
        text.replace("api.ron", "web.ron").into_bytes(),
        text.as_bytes()[..text.len() / 2].to_vec(),
        vec![b' '; 1 << 20],
        b"\xff\0".to_vec(),
        Vec::new(),
    ];
    for bytes in broken {
        fs::write(&there, bytes).unwrap();
        assert_eq!(pointer(&disk, &places, path), None);
    }
    // The control: as it was written it is one; and a broken one is replaced.
    fs::write(&there, text).unwrap();
    assert!(pointer(&disk, &places, path).is_some());
    fs::write(&there, "(").unwrap();
    point_at(&disk, &places, path, &Pointer::at(None, moment())).unwrap();
    assert!(pointer(&disk, &places, path).is_some());
}
