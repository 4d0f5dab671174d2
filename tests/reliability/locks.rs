//! One writer at a time.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, Instant};

use candor::problem::ProblemKind;
use candor::system::disk::Disk;
use candor::system::durable::{Expected, SaveError, save};
use candor::system::lock::lock_directory;

const SHORT: Duration = Duration::from_millis(60);

#[test]
fn a_second_holder_waits_then_gives_up_as_busy_and_gets_it_once_it_is_free() {
    let directory = tempfile::tempdir().unwrap();
    let state = Path::new("/nonexistent");
    let held = lock_directory(directory.path(), state, SHORT).unwrap();
    let start = Instant::now();
    let busy = lock_directory(directory.path(), state, SHORT).unwrap_err();
    assert_eq!(busy.kind, ProblemKind::Busy);
    assert!(start.elapsed() >= SHORT);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(SHORT);
            drop(held);
        });
        lock_directory(directory.path(), state, Duration::from_secs(5)).unwrap();
    });
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn a_save_into_a_locked_directory_is_busy_and_leaves_nothing_behind() {
    let directory = tempfile::tempdir().unwrap();
    let other = File::open(directory.path()).unwrap();
    other.lock().unwrap();
    let disk = Disk::new(directory.path().join("state")).with_patience(SHORT);
    let path = directory.path().join("a.ron");
    let error = save(&disk, &path, b"1", Expected::Absent).unwrap_err();
    assert!(matches!(error, SaveError::Busy(_)));
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
    drop(other);
    save(&disk, &path, b"1", Expected::Absent).unwrap();
}

#[cfg(unix)]
#[test]
fn the_lock_of_a_process_that_was_killed_is_free() {
    use std::io::Read;
    use std::process::{Command, Stdio};
    let directory = tempfile::tempdir().unwrap();
    let holder = Command::new("flock")
        .arg("--no-fork")
        .arg(directory.path())
        .args(["sh", "-c", "echo; exec sleep 30"])
        .stdout(Stdio::piped())
        .spawn();
    // `flock` is a tool of its own that a machine may lack.
    let Ok(mut holder) = holder else { return };
    let mut line = [0];
    let printed = holder.stdout.as_mut().unwrap().read_exact(&mut line);
    let state = Path::new("/nonexistent");
    let while_held = lock_directory(directory.path(), state, SHORT);
    holder.kill().unwrap();
    holder.wait().unwrap();
    if printed.is_ok() {
        assert_eq!(while_held.unwrap_err().kind, ProblemKind::Busy);
        lock_directory(directory.path(), state, SHORT).unwrap();
    }
}
