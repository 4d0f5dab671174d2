//! Evidence is measured, kept and looked at again without ever waiting or reading what is no file.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use candor::system::disk::Disk;
use candor::system::evidence_file::{
    LARGEST_COPY, Observed, keep_copy, kept_path, measure, observe,
};
use candor::system::files::read_capped;

/// Runs it on a thread of its own and fails if it takes more than five seconds.
fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(work()));
    receiver
        .recv_timeout(Duration::from_secs(5))
        .expect("it waited")
}

fn disk() -> Disk {
    Disk::new("/nonexistent/state")
}

#[cfg(unix)]
#[test]
fn whatever_is_no_regular_file_is_refused_without_waiting() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    let made = std::process::Command::new("mkfifo")
        .arg(root.join("fifo"))
        .status();
    assert!(made.unwrap().success());
    let _listener = UnixListener::bind(root.join("socket")).unwrap();
    symlink("fifo", root.join("to-fifo")).unwrap();
    symlink("/dev/zero", root.join("to-device")).unwrap();
    symlink("nowhere", root.join("dangling")).unwrap();
    symlink("circle", root.join("circle")).unwrap();
    let mut paths: Vec<PathBuf> = [
        "fifo",
        "socket",
        "to-fifo",
        "to-device",
        "dangling",
        "circle",
        "missing",
        ".",
    ]
    .iter()
    .map(|name| root.join(name))
    .collect();
    paths.extend(["/dev/zero", "/dev/null", "/dev/tty", "/proc/self/mem"].map(PathBuf::from));
    let assessment = root.join("a.ron");
    in_time(move || {
        for path in paths {
            let problem = measure(&disk(), &path).unwrap_err();
            assert!(!problem.what.is_empty() && !problem.place.is_empty());
            assert!(read_capped(&disk(), &path, 1000).is_err(), "{path:?}");
            assert!(keep_copy(&disk(), &assessment, &path, &"0".repeat(64), 1000).is_err());
            let seen = observe(&disk(), &assessment, &path, &"0".repeat(64), 7);
            assert_ne!(seen, Observed::Same, "{path:?}");
        }
    });
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_claims_nothing_and_gives_much_is_refused() {
    for path in [
        "/proc/cpuinfo",
        "/proc/self/status",
        "/proc/kmsg",
        "/proc/kcore",
    ] {
        if Path::new(path).exists() {
            assert!(in_time(move || measure(&disk(), Path::new(path))).is_err());
        }
    }
}

#[test]
fn a_sparse_terabyte_is_refused_by_its_size() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("sparse");
    let file = File::create(&path).unwrap();
    // Where the file system takes no such file there is nothing to refuse.
    if file.set_len(1 << 40).is_err() {
        return;
    }
    in_time(move || {
        let assessment = path.with_file_name("a.ron");
        let problem = measure(&disk(), &path).unwrap_err();
        assert!(problem.what.contains("4 GiB"), "{problem}");
        let hash = "0".repeat(64);
        let kept = keep_copy(&disk(), &assessment, &path, &hash, LARGEST_COPY).unwrap();
        assert_eq!(kept, None);
        let seen = observe(&disk(), &assessment, &path, &hash, 1 << 40);
        assert_eq!(seen, Observed::Unreadable);
        let seen = observe(&disk(), &assessment, &path, &hash, 5);
        assert_eq!(seen, Observed::Changed);
    });
}

#[test]
fn evidence_is_same_changed_or_absent_and_the_copy_vouches_elsewhere() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    let (assessment, original) = (root.join("api.ron"), root.join("run.log"));
    fs::write(&original, b"abc").unwrap();
    let (hash, bytes) = measure(&disk(), &original).unwrap();
    assert!(hash.starts_with("ba7816bf") && hash.len() == 64);
    assert_eq!(bytes, 3);
    let seen = || observe(&disk(), &assessment, Path::new("run.log"), &hash, bytes);
    assert_eq!(seen(), Observed::Same);
    let keep = || keep_copy(&disk(), &assessment, &original, &hash, LARGEST_COPY);
    let kept = keep().unwrap().unwrap();
    assert_eq!(
        kept,
        Path::new("api.evidence").join(format!("{hash}-run.log"))
    );
    assert_eq!(keep().unwrap(), Some(kept.clone()));
    assert_eq!(fs::read(root.join(&kept)).unwrap(), b"abc");
    // Other content of the same length at the original path is a change, whatever was kept.
    fs::write(&original, b"abd").unwrap();
    assert_eq!(seen(), Observed::Changed);
    assert!(keep().is_err());
    fs::remove_file(&original).unwrap();
    assert_eq!(seen(), Observed::Same);
    // On another machine an absolute path leads nowhere, and one of another platform is no path at all.
    for elsewhere in ["/nonexistent/run.log", "C:\\logs\\run.log", "a\0/run.log"] {
        let seen = observe(&disk(), &assessment, Path::new(elsewhere), &hash, bytes);
        assert_eq!(seen, Observed::Same, "{elsewhere:?}");
    }
    fs::write(root.join(&kept), b"abd").unwrap();
    assert_eq!(seen(), Observed::Absent);
    // A copy that went bad is written anew.
    fs::write(&original, b"abc").unwrap();
    keep().unwrap();
    assert_eq!(fs::read(root.join(&kept)).unwrap(), b"abc");
    // Beside what keeps git from its line ends.
    assert_eq!(fs::read_dir(root.join("api.evidence")).unwrap().count(), 2);
    let attributes = fs::read(root.join("api.evidence/.gitattributes")).unwrap();
    assert_eq!(attributes, b"* -text\n");
}

#[cfg(unix)]
#[test]
fn a_copy_is_never_led_astray_by_a_link_nor_opened_to_more_readers() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    let (assessment, original) = (root.join("api.ron"), root.join("secret"));
    fs::write(&original, b"abc").unwrap();
    fs::set_permissions(&original, fs::Permissions::from_mode(0o600)).unwrap();
    fs::create_dir(root.join("outside")).unwrap();
    symlink("outside", root.join("api.evidence")).unwrap();
    let (hash, _) = measure(&disk(), &original).unwrap();
    let keep = || keep_copy(&disk(), &assessment, &original, &hash, LARGEST_COPY);
    assert!(keep().is_err());
    assert_eq!(fs::read_dir(root.join("outside")).unwrap().count(), 0);
    fs::remove_file(root.join("api.evidence")).unwrap();
    fs::create_dir(root.join("api.evidence")).unwrap();
    fs::write(root.join("outside/target"), b"mine").unwrap();
    let kept = root.join(kept_path(&assessment, &original, &hash).unwrap());
    symlink("../outside/target", &kept).unwrap();
    keep().unwrap();
    assert_eq!(fs::read(root.join("outside/target")).unwrap(), b"mine");
    let metadata = fs::symlink_metadata(&kept).unwrap();
    assert!(metadata.is_file());
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_name_of_a_copy_is_plain_whatever_the_path_holds() {
    let hash = "0".repeat(64);
    let name = |path: &str| {
        let kept = kept_path(Path::new("x/api.ron"), Path::new(path), &hash).unwrap();
        assert_eq!(kept.parent(), Some(Path::new("api.evidence")));
        let name = kept.file_name().unwrap().to_str().unwrap().to_string();
        name.strip_prefix(&format!("{hash}-")).unwrap().to_string()
    };
    assert_eq!(name("a/b.log"), "b.log");
    assert_eq!(name("C:\\a\\b.log"), "b.log");
    assert_eq!(name("a\u{1b}[2J\n:?.log"), "a_[2J___.log");
    assert_eq!(name("/"), "file");
    assert_eq!(name(".."), "file");
    assert!(name(&format!("{}.log", "é".repeat(120))).len() <= 120);
    for bad in ["", "../../../x", &"A".repeat(64), &"0".repeat(63)] {
        assert!(kept_path(Path::new("a.ron"), Path::new("b"), bad).is_err());
    }
}
