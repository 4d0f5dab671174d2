//! Saves on the machine's own file system.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use candor::problem::ProblemKind;
use candor::system::digest::digest_of;
use candor::system::disk::Disk;
use candor::system::durable::{Expected, SaveError, create_directories, save};
use candor::system::files::{FileSystem, read_capped};

use super::memory::Memory;

fn disk(directory: &Path) -> Disk {
    Disk::new(directory.join("state"))
}

fn only(bytes: &[u8]) -> Expected {
    Expected::Digest(digest_of(bytes))
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn a_save_keeps_the_mode_and_a_new_file_is_open_to_readers() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.ron");
    let disk = disk(directory.path());
    save(&disk, &path, b"1", Expected::Absent).unwrap();
    assert_eq!(mode(&path) & 0o600, 0o600);
    assert_eq!(mode(&path) & 0o133, 0, "{:o}", mode(&path));
    for kept in [0o600, 0o640, 0o664, 0o755] {
        fs::set_permissions(&path, fs::Permissions::from_mode(kept)).unwrap();
        save(&disk, &path, b"1", only(b"1")).unwrap();
        assert_eq!(mode(&path), kept);
    }
    assert_eq!(names(directory.path()), ["a.ron"]);
}

#[cfg(unix)]
#[test]
fn links_stay_links_relative_chained_and_dangling_ones() {
    use std::os::unix::fs::symlink;
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    fs::create_dir_all(root.join("real/deep")).unwrap();
    symlink("real/second.ron", root.join("first.ron")).unwrap();
    symlink("deep/a.ron", root.join("real/second.ron")).unwrap();
    let disk = disk(root);
    for (bytes, expected) in [(b"1", Expected::Absent), (b"2", only(b"1"))] {
        let saved = save(&disk, &root.join("first.ron"), bytes, expected).unwrap();
        assert_eq!(saved.file, root.join("real/deep/a.ron"));
        assert_eq!(fs::read(root.join("real/deep/a.ron")).unwrap(), bytes);
        assert!(root.join("first.ron").is_symlink());
        assert!(root.join("real/second.ron").is_symlink());
    }
    symlink("b", root.join("c")).unwrap();
    symlink("c", root.join("b")).unwrap();
    let circle = save(&disk, &root.join("b"), b"1", Expected::Absent).unwrap_err();
    assert!(circle.problem().what.contains("circle"), "{circle}");
    symlink("nowhere/a.ron", root.join("lost")).unwrap();
    let lost = save(&disk, &root.join("lost"), b"1", Expected::Absent).unwrap_err();
    assert!(lost.problem().what.contains("does not exist"), "{lost}");
}

#[test]
fn a_save_that_expects_something_else_is_refused_and_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.ron");
    let disk = disk(directory.path());
    save(&disk, &path, b"mine", Expected::Absent).unwrap();
    fs::write(&path, b"edited outside").unwrap();
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    for expected in [only(b"mine"), Expected::Absent] {
        let error = save(&disk, &path, b"mine again", expected).unwrap_err();
        let SaveError::Changed { found, problem } = error else {
            panic!("{error}")
        };
        assert_eq!(found, Some(digest_of(b"edited outside")));
        assert_eq!(problem.kind, ProblemKind::Busy);
    }
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
    fs::remove_file(&path).unwrap();
    let error = save(&disk, &path, b"mine again", only(b"mine")).unwrap_err();
    assert!(matches!(error, SaveError::Changed { found: None, .. }));
    assert_eq!(names(directory.path()), [""; 0]);
}

#[test]
fn of_many_that_make_the_same_file_exactly_one_succeeds() {
    for round in 0..10 {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.ron");
        let disk = disk(directory.path());
        let contents: Vec<Vec<u8>> = (0..6)
            .map(|n| format!("{round} {n}").into_bytes())
            .collect();
        let winners: Vec<&Vec<u8>> = thread::scope(|scope| {
            let (path, disk) = (&path, &disk);
            let saves: Vec<_> = contents
                .iter()
                .map(|bytes| {
                    scope.spawn(move || (bytes, save(disk, path, bytes, Expected::Absent)))
                })
                .collect();
            saves
                .into_iter()
                .map(|save| save.join().unwrap())
                .filter_map(|(bytes, outcome)| match outcome {
                    Ok(_) => Some(bytes),
                    Err(SaveError::Changed { found: Some(_), .. }) => None,
                    Err(other) => panic!("{other}"),
                })
                .collect()
        });
        assert_eq!(winners.len(), 1);
        assert_eq!(fs::read(&path).unwrap(), *winners[0]);
        assert_eq!(names(directory.path()), ["a.ron"]);
    }
}

/// Four writers each add their letter ten times, reading anew when told to; how many letters are there at the end.
fn add_from_four_sides(files: &dyn FileSystem, path: &Path) -> usize {
    save(files, path, b"", Expected::Absent).unwrap();
    thread::scope(|scope| {
        for writer in b'a'..=b'd' {
            scope.spawn(move || {
                let mut left = 10;
                while left > 0 {
                    let before = read_capped(files, path, 1000).unwrap();
                    let mut after = before.clone();
                    after.push(writer);
                    match save(files, path, &after, only(&before)) {
                        Ok(_) => left -= 1,
                        Err(SaveError::Changed { .. }) => {}
                        Err(other) => panic!("{other}"),
                    }
                }
            });
        }
    });
    read_capped(files, path, 1000).unwrap().len()
}

#[test]
fn of_many_that_add_to_one_file_none_is_lost() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("count");
    assert_eq!(add_from_four_sides(&disk(directory.path()), &path), 40);
}

#[test]
fn control_without_the_lock_additions_are_lost() {
    let memory = Memory::default();
    memory.pause_before_rename(Duration::from_millis(2));
    assert!(add_from_four_sides(&memory, Path::new("d/count")) < 40);
}

#[test]
fn names_at_the_limit_bare_names_and_missing_directories() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    let disk = disk(root);
    let long = root.join("n".repeat(255));
    save(&disk, &long, b"1", Expected::Absent).unwrap();
    save(&disk, &long, b"2", only(b"1")).unwrap();
    let deep = root.join("x/y/a.ron");
    let missing = save(&disk, &deep, b"1", Expected::Absent).unwrap_err();
    assert_eq!(missing.problem().kind, ProblemKind::File);
    create_directories(&disk, deep.parent().unwrap()).unwrap();
    create_directories(&disk, deep.parent().unwrap()).unwrap();
    save(&disk, &deep, b"1", Expected::Absent).unwrap();
    let on_directory = save(&disk, root, b"1", Expected::Absent).unwrap_err();
    assert!(on_directory.problem().what.contains("not a regular file"));
    assert!(create_directories(&disk, &long.join("below")).is_err());
}

#[test]
fn a_capped_read_refuses_what_is_larger_missing_or_a_directory() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.ron");
    let disk = disk(directory.path());
    fs::write(&path, b"12345").unwrap();
    assert_eq!(read_capped(&disk, &path, 5).unwrap(), b"12345");
    let what = |path: &Path, cap| read_capped(&disk, path, cap).unwrap_err().what;
    assert!(what(&path, 4).contains("at most 4 bytes"));
    assert!(what(directory.path(), 4).contains("directory"));
    assert!(what(&directory.path().join("none"), 4).contains("no such file"));
    fs::write(&path, b"").unwrap();
    assert_eq!(read_capped(&disk, &path, 4).unwrap(), b"");
}
