//! Every step of a save fails in every way that matters.

use std::io;
use std::path::Path;
use std::time::Duration;

use candor::system::digest::digest_of;
use candor::system::durable::{Expected, SaveError, Saved, save};
use candor::system::files::FileSystem;

use super::memory::Memory;

const PATH: &str = "d/a.ron";
const OLD: &[u8] = b"old";
const NEW: &[u8] = b"the new bytes";

/// ENOSPC, EIO, EDQUOT, EROFS, EACCES and what a person reads about each.
const ERRORS: [(i32, &str); 5] = [
    (28, "the disk is full"),
    (5, "input/output error"),
    (122, "quota"),
    (30, "read-only"),
    (13, "permission was denied"),
];

type Saves = fn(&dyn FileSystem, &Path, &[u8], Expected) -> Result<Saved, SaveError>;

/// Lets every step fail in every way; the first broken promise in words, or how many failures were shown.
fn try_every_failure(save: Saves) -> Result<usize, String> {
    let expected = Expected::Digest(digest_of(OLD));
    let clean = Memory::with(PATH, OLD);
    save(&clean, Path::new(PATH), NEW, expected).map_err(|error| error.to_string())?;
    let steps = clean.steps();
    let mut shown = 0;
    for (number, step) in steps.iter().enumerate() {
        for (error, words) in ERRORS {
            let memory = Memory::with(PATH, OLD);
            memory.fail(number, error);
            let outcome = save(&memory, Path::new(PATH), NEW, expected);
            let here = format!("{step} ({number}) with error {error}");
            let entry = memory.entry(PATH).ok_or(format!("{here}: file gone"))?;
            match outcome {
                Ok(_) if *step == "list" && entry.content == NEW => {}
                Ok(_) => return Err(format!("{here}: was not noticed")),
                Err(SaveError::Failed { problem, landed }) => {
                    if !problem.what.contains(words) {
                        return Err(format!("{here}: says {}", problem.what));
                    }
                    let whole: &[u8] = if landed { NEW } else { OLD };
                    if entry.content != whole || landed != (*step == "sync directory") {
                        return Err(format!("{here}: old file not whole"));
                    }
                    shown += 1;
                }
                Err(other) => return Err(format!("{here}: {other:?}")),
            }
            if memory.paths().len() != 1 {
                return Err(format!("{here}: left {:?}", memory.paths()));
            }
        }
    }
    Ok(shown)
}

#[test]
fn whatever_step_fails_the_old_file_is_whole_and_the_failure_is_told() {
    assert!(try_every_failure(save).unwrap() >= 9 * ERRORS.len());
}

#[test]
fn control_a_save_in_place_or_without_clearing_up_is_caught() {
    fn leaves_its_temporary(
        files: &dyn FileSystem,
        path: &Path,
        bytes: &[u8],
        _: Expected,
    ) -> Result<Saved, SaveError> {
        let temporary = path.with_file_name("t");
        let fails = |error: io::Error| SaveError::Failed {
            problem: candor::system::failure::problem("not saved", path, &error),
            landed: false,
        };
        let mut file = files.create_new(&temporary, 0o644).map_err(fails)?;
        file.write(bytes)
            .and_then(|()| file.sync())
            .map_err(fails)?;
        files.rename(&temporary, path).map_err(fails)?;
        // The failure of this step goes unnoticed.
        let _ = files.sync_directory(path);
        Ok(Saved {
            digest: digest_of(bytes),
            file: path.into(),
        })
    }
    fn in_place(
        files: &dyn FileSystem,
        path: &Path,
        bytes: &[u8],
        _: Expected,
    ) -> Result<Saved, SaveError> {
        let fails = |error: io::Error| SaveError::Failed {
            problem: candor::system::failure::problem("not saved", path, &error),
            landed: false,
        };
        files.remove(path).map_err(fails)?;
        let mut file = files.create_new(path, 0o644).map_err(fails)?;
        file.write(bytes)
            .and_then(|()| file.sync())
            .map_err(fails)?;
        Ok(Saved {
            digest: digest_of(bytes),
            file: path.into(),
        })
    }
    assert!(try_every_failure(leaves_its_temporary).is_err());
    assert!(try_every_failure(in_place).is_err());
}

#[test]
fn the_steps_come_in_the_order_that_makes_them_durable() {
    let memory = Memory::with(PATH, OLD);
    save(
        &memory,
        Path::new(PATH),
        NEW,
        Expected::Digest(digest_of(OLD)),
    )
    .unwrap();
    let order = [
        "create",
        "write",
        "set owner",
        "set mode",
        "sync",
        "lock",
        "open",
        "rename",
        "sync directory",
    ];
    let steps = memory.steps();
    let mut steps = steps.iter();
    for wanted in order {
        assert!(steps.any(|step| *step == wanted), "{wanted} is missing");
    }
    assert_eq!(steps.next(), None, "something follows the directory's sync");
    assert_eq!(memory.entry(PATH).unwrap().mode, 0o640);
}

#[test]
fn after_a_failed_directory_sync_the_next_attempt_expects_the_new_bytes_or_the_old() {
    for expected in [OLD, NEW] {
        let memory = Memory::with(PATH, OLD);
        memory.fail(memory_steps() - 1, 5);
        let old = Expected::Digest(digest_of(OLD));
        let failed = save(&memory, Path::new(PATH), NEW, old).unwrap_err();
        assert!(matches!(failed, SaveError::Failed { landed: true, .. }));
        let expected = Expected::Digest(digest_of(expected));
        save(&memory, Path::new(PATH), NEW, expected).unwrap();
    }
}

#[test]
fn strays_of_this_file_are_cleaned_up_and_nothing_else() {
    let memory = Memory::with(PATH, OLD);
    let old = Duration::from_secs(61);
    let kept = [
        ("d/.a.ron.candor-abcdefghi2.tmp", Duration::from_secs(59)),
        ("d/.b.ron.candor-abcdefghi2.tmp", old),
        ("d/.a.ron.candor-ABCDEFGHI2.tmp", old),
        ("d/.a.ron.candor-abc.tmp", old),
        ("d/.a.ron.candor-abcdefghi2.tmp.txt", old),
    ];
    for (path, age) in kept {
        memory.put(path, b"x", age);
    }
    memory.put("d/.a.ron.candor-abcdefghi3.tmp", b"x", old);
    save(
        &memory,
        Path::new(PATH),
        NEW,
        Expected::Digest(digest_of(OLD)),
    )
    .unwrap();
    let left = memory.paths();
    assert_eq!(left.len(), kept.len() + 1, "{left:?}");
    assert!(memory.entry("d/.a.ron.candor-abcdefghi3.tmp").is_none());
}

fn memory_steps() -> usize {
    let memory = Memory::with(PATH, OLD);
    let old = Expected::Digest(digest_of(OLD));
    save(&memory, Path::new(PATH), NEW, old).unwrap();
    memory.steps().len()
}
