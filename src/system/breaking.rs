//! Panics on purpose, in debug builds alone: to see that a fault of the program's own loses nothing.
//!
//! `CANDOR_BREAK=PLACE=FILE` breaks the place of that name, a thread's mostly, once the file is there, and removes the
//! file. A place that works for somebody waits for the file; one that others wait for only looks.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use crate::system::environment;

/// Panics here, if that is wanted, as soon as it is.
pub fn waits(place: &str) {
    if cfg!(debug_assertions)
        && let Some(file) = wanted(place)
    {
        while !is_there(file) {
            thread::sleep(Duration::from_millis(2));
        }
        breaks(place, file);
    }
}

/// Panics here, if that is wanted by now.
pub fn looks(place: &str) {
    if cfg!(debug_assertions)
        && let Some(file) = wanted(place).filter(|file| is_there(file))
    {
        breaks(place, file);
    }
}

fn wanted(place: &str) -> Option<&'static Path> {
    static WANTED: OnceLock<Option<(String, PathBuf)>> = OnceLock::new();
    let wanted = WANTED.get_or_init(|| {
        let variable = environment::variable("CANDOR_BREAK")?.into_string().ok()?;
        let (place, file) = variable.split_once('=')?;
        Some((place.to_owned(), PathBuf::from(file)))
    });
    let (at, file) = wanted.as_ref()?;
    // Once broken a place holds: its file is gone, and what it does again is not to wait for another.
    (at == place && !BROKEN.load(std::sync::atomic::Ordering::Acquire)).then_some(file)
}

static BROKEN: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

fn is_there(file: &Path) -> bool {
    std::fs::symlink_metadata(file).is_ok()
}

fn breaks(place: &str, file: &Path) -> ! {
    BROKEN.store(true, std::sync::atomic::Ordering::Release);
    let _ = std::fs::remove_file(file);
    panic!("on purpose in {place}");
}
