//! Mode, owner, access list and links of a file are after a save what they were before; what may not be written is not.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout)]

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const CANDOR: &str = env!("CARGO_BIN_EXE_candor");

/// A user that owns nothing here.
const NOBODY: u32 = 65534;

/// A directory that anybody may enter, with `a.ron` in it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        fs::set_permissions(place.0.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let made = place.run(
            None,
            &[
                "new",
                "a.ron",
                "--checklist",
                "mvp-hardening",
                "--subject",
                "S",
            ],
        );
        assert!(made.status.success());
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The program, as another user where one is given; with a home that everybody may write.
    fn run(&self, user: Option<u32>, arguments: &[&str]) -> Output {
        let home = self.path("home");
        if !home.exists() {
            fs::create_dir(&home).unwrap();
            fs::set_permissions(&home, fs::Permissions::from_mode(0o777)).unwrap();
        }
        let mut command = Command::new(CANDOR);
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env("CANDOR_HOME", home)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("TZ", "UTC");
        if let Some(user) = user {
            command.uid(user).gid(user);
        }
        command.output().unwrap()
    }

    fn answer(&self, user: Option<u32>, file: &str, status: &str) -> Output {
        let file = self.path(file);
        let file = file.to_str().unwrap();
        self.run(user, &["answer", file, "lint-clean", status, "--by", "Ana"])
    }

    fn strays(&self) -> usize {
        let names = fs::read_dir(self.0.path()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.contains(".candor-")).count()
    }
}

/// Mode, owner and group of what a path stands for; whether the path itself is a link.
fn facts(path: &Path) -> (u32, u32, u32, bool) {
    let facts = fs::metadata(path).unwrap();
    (facts.mode(), facts.uid(), facts.gid(), path.is_symlink())
}

fn is_root() -> bool {
    let is_root = rustix::process::geteuid().is_root();
    if !is_root {
        // Told, so that nobody takes this for a pass.
        println!("SKIPPED: only root gives files to somebody else");
    }
    is_root
}

/// Saves a file of every mode and owner, directly and through a link: the first thing that is not what it was.
fn what_changes(save: impl Fn(&Place, &str)) -> Option<String> {
    let place = Place::new();
    symlink("a.ron", place.path("link.ron")).unwrap();
    for mode in [0o600, 0o640, 0o644, 0o664, 0o444, 0o755] {
        for owner in [0, NOBODY] {
            for name in ["a.ron", "link.ron"] {
                let path = place.path(name);
                chown(place.path("a.ron"), Some(owner), Some(owner)).unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
                let before = facts(&path);
                save(&place, name);
                let after = facts(&path);
                if before != after {
                    return Some(format!("{name}: {before:?} became {after:?}"));
                }
            }
        }
    }
    None
}

#[test]
fn mode_owner_and_link_are_what_they_were() {
    if !is_root() {
        return;
    }
    let changed = what_changes(|place, name| {
        let output = place.answer(None, name, "met");
        assert!(output.status.success(), "{output:?}");
    });
    assert_eq!(changed, None);
}

#[test]
fn control_a_temporary_file_put_in_place_is_found_out() {
    if !is_root() {
        return;
    }
    let changed = what_changes(|place, name| {
        let bytes = fs::read(place.path(name)).unwrap();
        let file = tempfile::NamedTempFile::new_in(place.0.path()).unwrap();
        fs::write(file.path(), bytes).unwrap();
        file.persist(place.path(name)).unwrap();
    });
    assert!(changed.is_some());
}

#[test]
fn in_a_directory_that_gives_its_group_the_file_keeps_its_own() {
    if !is_root() {
        return;
    }
    let place = Place::new();
    let path = place.path("a.ron");
    chown(place.0.path(), None, Some(NOBODY)).unwrap();
    fs::set_permissions(place.0.path(), fs::Permissions::from_mode(0o2775)).unwrap();
    let before = facts(&path);
    assert_eq!(before.2, 0);
    assert!(place.answer(None, "a.ron", "met").status.success());
    assert_eq!(facts(&path), before);
    // A new file takes the directory's, as every new file there does.
    let new = [
        "new",
        "n.ron",
        "--checklist",
        "mvp-hardening",
        "--subject",
        "S",
    ];
    assert!(place.run(None, &new).status.success());
    assert_eq!(facts(&place.path("n.ron")).2, NOBODY);
}

#[test]
fn what_may_not_be_written_is_not_and_is_said() {
    if !is_root() {
        return;
    }
    let place = Place::new();
    let path = place.path("a.ron");
    let old = fs::read(&path).unwrap();
    let refused = |mode: u32, owner: u32, directory: u32, words: &str| {
        chown(&path, Some(owner), Some(owner)).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        fs::set_permissions(place.0.path(), fs::Permissions::from_mode(directory)).unwrap();
        let before = facts(&path);
        let output = place.answer(Some(NOBODY), "a.ron", "met");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains(words), "{said}");
        assert_eq!(fs::read(&path).unwrap(), old);
        assert_eq!(facts(&path), before);
        assert_eq!(place.strays(), 0);
    };
    // A file of their own that is write-protected; somebody else's; their own where nothing may be made beside it.
    refused(0o444, NOBODY, 0o777, "write-protected");
    refused(0o644, 0, 0o777, "write-protected");
    refused(0o644, NOBODY, 0o755, "permission was denied");
    // Where others may write, and the file too, it is saved.
    fs::set_permissions(place.0.path(), fs::Permissions::from_mode(0o1777)).unwrap();
    let output = place.answer(Some(NOBODY), "a.ron", "met");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(facts(&path).1, NOBODY);
}

#[test]
fn a_link_to_another_file_system_stays_one_and_a_second_name_keeps_the_old_bytes() {
    let (place, elsewhere) = (Place::new(), Path::new("/dev/shm"));
    if elsewhere.is_dir() {
        let elsewhere = tempfile::tempdir_in(elsewhere).unwrap();
        let target = elsewhere.path().join("real.ron");
        fs::copy(place.path("a.ron"), &target).unwrap();
        symlink(&target, place.path("far.ron")).unwrap();
        assert!(place.answer(None, "far.ron", "met").status.success());
        assert!(place.path("far.ron").is_symlink());
        assert!(fs::read_to_string(&target).unwrap().contains("status: Met"));
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
    }
    let old = fs::read(place.path("a.ron")).unwrap();
    fs::hard_link(place.path("a.ron"), place.path("second.ron")).unwrap();
    assert!(place.answer(None, "a.ron", "met").status.success());
    assert_eq!(fs::read(place.path("second.ron")).unwrap(), old);
    assert_ne!(fs::read(place.path("a.ron")).unwrap(), old);
}

#[test]
fn attributes_stay() {
    use rustix::fs::{XattrFlags, getxattr, setxattr};
    let place = Place::new();
    let path = place.path("a.ron");
    // An access list that lets one more user read, as the kernel writes it down: user, this user, group, mask, others.
    let entries: [(u16, u16, u32); 5] = [
        (1, 6, u32::MAX),
        (2, 4, NOBODY),
        (4, 4, u32::MAX),
        (16, 4, u32::MAX),
        (32, 0, u32::MAX),
    ];
    let mut list = 2_u32.to_le_bytes().to_vec();
    for (tag, permission, id) in entries {
        list.extend(tag.to_le_bytes());
        list.extend(permission.to_le_bytes());
        list.extend(id.to_le_bytes());
    }
    let attributes: [(&str, &[u8]); 2] =
        [("user.note", b"kept"), ("system.posix_acl_access", &list)];
    for (name, value) in attributes {
        if setxattr(&path, name, value, XattrFlags::empty()).is_err() {
            println!("SKIPPED: this file system has no {name}");
            continue;
        }
        assert!(place.answer(None, "a.ron", "met").status.success());
        let mut now = vec![0_u8; 256];
        let length = getxattr(&path, name, &mut now[..]).unwrap();
        assert_eq!(&now[..length], value, "{name}");
    }
}

#[test]
fn what_a_killed_process_left_goes_and_what_a_living_one_writes_stays() {
    let place = Place::new();
    let (dead, living) = (
        place.path(".a.ron.candor-abcdefghi2.tmp"),
        place.path(".a.ron.candor-abcdefghi3.tmp"),
    );
    fs::write(&dead, "half").unwrap();
    let open = fs::File::create(&living).unwrap();
    open.try_lock().unwrap();
    assert!(place.answer(None, "a.ron", "met").status.success());
    assert!(!dead.exists());
    assert!(living.exists());
    drop(open);
    assert!(place.answer(None, "a.ron", "unmet").status.success());
    assert_eq!(place.strays(), 0);
}
