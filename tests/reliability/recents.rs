//! The list of files opened lately.

use std::fs;
use std::path::Path;

use candor::system::clock::now;
use candor::system::disk::Disk;
use candor::system::places::{Places, repository_root};
use candor::system::recent::{MOST_RECENT, read, remember};

#[test]
fn the_list_is_made_when_there_is_something_to_keep_and_a_broken_one_is_ignored() {
    let directory = tempfile::tempdir().unwrap();
    let places = Places::under(&directory.path().join("home"));
    let disk = Disk::new(&places.state);
    assert_eq!(read(&disk, &places), []);
    assert!(!directory.path().join("home").exists());
    let moment = now();
    remember(&disk, &places, Path::new("/r/a.ron"), moment).unwrap();
    let list = read(&disk, &places);
    assert_eq!(list.len(), 1);
    assert_eq!(list[0].opened, moment);
    for broken in [&b"RecentFiles("[..], b"\xff\0", &vec![b'x'; 2 << 20]] {
        fs::write(places.recent(), broken).unwrap();
        assert_eq!(read(&disk, &places), []);
        remember(&disk, &places, Path::new("/r/a.ron"), moment).unwrap();
        assert_eq!(read(&disk, &places), list);
    }
}

#[test]
fn the_latest_is_first_once_and_fifty_are_kept() {
    let directory = tempfile::tempdir().unwrap();
    let places = Places::under(directory.path());
    let disk = Disk::new(&places.state);
    for n in 0..MOST_RECENT + 5 {
        let path = format!("/r/{n}.ron");
        remember(&disk, &places, Path::new(&path), now()).unwrap();
    }
    remember(&disk, &places, Path::new("/r/20.ron"), now()).unwrap();
    let list = read(&disk, &places);
    assert_eq!(list.len(), MOST_RECENT);
    assert_eq!(list[0].path, Path::new("/r/20.ron"));
    assert_eq!(list[1].path, Path::new("/r/54.ron"));
    assert_eq!(
        list.iter()
            .filter(|entry| entry.path == list[0].path)
            .count(),
        1
    );
}

#[test]
fn a_repository_is_found_from_below_also_where_git_is_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let below = directory.path().join("a/b");
    fs::create_dir_all(&below).unwrap();
    fs::write(directory.path().join("a/.git"), b"gitdir: elsewhere").unwrap();
    assert_eq!(repository_root(&below), Some(directory.path().join("a")));
}
