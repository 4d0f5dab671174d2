//! A small file system of its own whose power can be cut.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where the image lies, so that no disk slows the cuts down.
const MEMORY: &str = "/dev/shm";

/// Asks ext4 to shut down without writing its journal: `_IOR('X', 125, u32)` with flag 2, as a loss of power leaves it.
/// Reads paths, one a line; says `cut` or why not.
const CUTTER: &str = r#"
$| = 1;
while (my $path = <STDIN>) {
    chomp $path;
    my $flag = pack('I', 2);
    if (!open(my $directory, '<', $path)) { print "can't open: $!\n"; next; }
    else { print ioctl($directory, 0x8004587d, $flag) ? "cut\n" : "refused: $!\n"; }
}
"#;

/// How the file system is mounted: as usual, and without the favours that ext4 does to programs that don't sync.
const MOUNTED: [&str; 2] = ["loop", "loop,noauto_da_alloc,data=writeback"];

/// A mounted image. It is unmounted and gone when this is dropped.
pub(super) struct Stage {
    directory: tempfile::TempDir,
    cutter: Child,
    said: BufReader<std::process::ChildStdout>,
    how: &'static str,
    is_mounted: bool,
}

impl Stage {
    /// An empty file system; of two after each other one is mounted as usual and one as strictly as it can be.
    pub(super) fn new(number: usize) -> Self {
        let directory = tempfile::tempdir_in(MEMORY).expect("a directory in memory");
        std::fs::create_dir(directory.path().join("disk")).unwrap();
        let image = directory.path().join("image");
        let file = std::fs::File::create(&image).unwrap();
        file.set_len(24 << 20).unwrap();
        run(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&image));
        let mut cutter = Command::new("perl")
            .args(["-e", CUTTER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("perl, which asks for the cut");
        let said = BufReader::new(cutter.stdout.take().unwrap());
        let mut stage = Self {
            directory,
            cutter,
            said,
            how: MOUNTED[number % 2],
            is_mounted: false,
        };
        stage.mount();
        stage
    }

    /// The root of the file system.
    pub(super) fn root(&self) -> PathBuf {
        self.directory.path().join("disk")
    }

    fn mount(&mut self) {
        let image = self.directory.path().join("image");
        let mut mount = Command::new("mount");
        mount.args(["-t", "ext4", "-o", self.how]);
        run(mount.arg(image).arg(self.root()));
        self.is_mounted = true;
    }

    /// Writes everything out, as the kernel does of itself every few seconds.
    pub(super) fn write_out(&self) {
        run(Command::new("sync").arg("-f").arg(self.root()));
    }

    /// Cuts the power. What was not on the disk by now never gets there.
    pub(super) fn cut(&mut self) {
        let root = self.root();
        let cutter = self.cutter.stdin.as_mut().unwrap();
        writeln!(cutter, "{}", root.display()).unwrap();
        let mut answer = String::new();
        self.said.read_line(&mut answer).unwrap();
        assert_eq!(answer, "cut\n", "ext4 here knows no shutdown");
    }

    /// Power is back: the journal is replayed, what was in memory is gone. Nobody may use the disk any more.
    pub(super) fn start_again(&mut self) {
        assert!(self.unmount(), "somebody still uses the disk");
        self.mount();
    }

    fn unmount(&mut self) -> bool {
        let deadline = Instant::now() + Duration::from_secs(10);
        while self.is_mounted {
            let unmounted = Command::new("umount").arg(self.root()).output().unwrap();
            self.is_mounted = !unmounted.status.success();
            if self.is_mounted && Instant::now() > deadline {
                return false;
            }
            if self.is_mounted {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        true
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = self.cutter.kill();
        let _ = self.cutter.wait();
        if !self.unmount() {
            let _ = Command::new("umount").arg("-l").arg(self.root()).status();
        }
    }
}

/// Runs a program that must be there and do what it is asked.
pub(super) fn run(command: &mut Command) {
    let output = command.output();
    let output = output.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}, which power cuts need, as root: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Where tests are started in a mount namespace of their own, mounts and loop devices are gone with the last of their
/// processes, however they end. Says whether this process is that one; else it has been run and has succeeded.
pub(super) fn is_inside(test: &str) -> bool {
    const INSIDE: &str = "CANDOR_POWER_INSIDE";
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let this = std::env::current_exe().unwrap();
    let status = Command::new("unshare")
        .args(["-m", "--propagation", "private"])
        .arg(this)
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env(INSIDE, "1")
        .status();
    let status = status.expect("unshare, for a mount namespace");
    assert!(
        status.success(),
        "see above; it takes root, loop devices and ext4"
    );
    false
}

/// The names in a directory, sorted.
pub(super) fn names(directory: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(directory) else {
        return Vec::new();
    };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}
