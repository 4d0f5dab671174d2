//! The real program on a real pseudo-terminal, from the first key to what stands in the file.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout)]

mod editor;
mod ending;
mod ends;
mod full_disk;
mod journey;
mod kill;
mod kill_on;
mod meeting;
mod newcomer;
mod outside;
mod present;
mod reach;
mod resume;
mod signing;
mod silence;
mod spill;
mod two_at_once;
mod without_terminal;

use crate::pty::Pty;
use candor::domain::assessment::{Assessment, Status};
use candor::format::read::read_assessment;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// The program under test.
pub(crate) const CANDOR: &str = env!("CARGO_BIN_EXE_candor");

/// How long something may take to appear on the screen of a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How long an ending program may take on a busy machine. One second is promised, and looked at by
/// `ending::every_end_takes_less_than_a_second`, which wants a machine that does nothing else.
pub(crate) const GONE: Duration = Duration::from_secs(10);

/// Where most tests look.
const SIZE: (u16, u16) = (120, 32);

/// A home directory, configuration and working directory of its own.
pub(crate) struct Desk {
    directory: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("work")).unwrap();
        Self { directory }
    }

    /// A desk with a new assessment `a.ron` of the built-in checklist.
    pub(crate) fn with_review() -> Self {
        let desk = Self::new();
        desk.succeed(&[
            "new",
            "a.ron",
            "--checklist",
            "mvp-hardening",
            "--subject",
            "Payment API",
        ]);
        desk
    }

    /// A place in the working directory.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join("work").join(name)
    }

    pub(crate) fn work(&self) -> PathBuf {
        self.directory.path().join("work")
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.directory.path().join("home")
    }

    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let home = self.home().display().to_string();
        vec![
            ("CANDOR_HOME", home.clone()),
            ("HOME", home),
            ("GIT_CONFIG_GLOBAL", "/dev/null".to_owned()),
            ("GIT_CONFIG_SYSTEM", "/dev/null".to_owned()),
            ("TZ", "UTC".to_owned()),
        ]
    }

    /// The program in the working directory, without a terminal.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(CANDOR);
        command
            .args(arguments)
            .current_dir(self.work())
            .stdin(Stdio::null())
            .envs(self.environment());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    #[track_caller]
    pub(crate) fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// The program on a terminal of its own, in the working directory.
    pub(crate) fn screen(&self, arguments: &[&str]) -> Pty {
        self.screen_of(SIZE, &[CANDOR], arguments)
    }

    /// The same, started by another program, at a size.
    pub(crate) fn screen_of(&self, size: (u16, u16), by: &[&str], arguments: &[&str]) -> Pty {
        let work = self.work().display().to_string();
        let mut all = vec!["-C", work.as_str()];
        all.extend_from_slice(by);
        all.extend_from_slice(arguments);
        let environment = self.environment();
        let environment: Vec<(&str, &str)> = environment
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        // `env` becomes the program: the process stays the same.
        Pty::start(
            Path::new("/usr/bin/env"),
            &all,
            &environment,
            size.0,
            size.1,
        )
    }

    /// The review of `a.ron` as Ana, once its first frame stands.
    pub(crate) fn review(&self) -> Pty {
        let pty = self.screen(&["review", "a.ron", "--by", "Ana"]);
        sees(&pty, "saved ✓");
        pty
    }

    /// What stands in a file, by the program's own reader.
    #[track_caller]
    fn assessment(&self, name: &str) -> Assessment {
        assessment_at(&self.path(name))
    }

    #[track_caller]
    fn status(&self, item: &str) -> Status {
        let assessment = self.assessment("a.ron");
        assessment.answer(&item.into()).unwrap().status.clone()
    }
}

#[track_caller]
fn assessment_at(path: &Path) -> Assessment {
    let bytes = std::fs::read(path).unwrap();
    let (assessment, faults) = read_assessment(&bytes);
    assessment.unwrap_or_else(|| panic!("{}: {faults:?}", path.display()))
}

/// Waits until the screen holds a text.
#[track_caller]
pub(crate) fn sees(pty: &Pty, text: &str) {
    pty.wait_for(|screen| screen.contents().contains(text), PATIENCE);
}

/// Waits until the screen holds a text no more.
#[track_caller]
fn sees_no_more(pty: &Pty, text: &str) {
    pty.wait_for(|screen| !screen.contents().contains(text), PATIENCE);
}

/// Waits until so many items are unanswered on the screen, and all of it is said to be saved.
#[track_caller]
fn sees_saved(pty: &Pty, unanswered: usize) {
    pty.wait_for(
        |screen| shown_as_saved(&screen.contents()) == Some(unanswered),
        PATIENCE,
    );
}

/// The number of unanswered items on a screen that says that all is saved.
fn shown_as_saved(screen: &str) -> Option<usize> {
    if !screen.lines().next()?.contains("saved ✓") {
        return None;
    }
    shown_unanswered(screen)
}

/// The number of unanswered items on a screen.
fn shown_unanswered(screen: &str) -> Option<usize> {
    let (_, after) = screen.split_once("unanswered ")?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The terminal is as it was before the program.
#[track_caller]
pub(crate) fn assert_given_back(pty: &Pty) {
    let left = pty.modes_left();
    assert!(left.is_empty(), "left set: {left:?}");
    assert!(pty.modes_alternate(), "each mode is undone exactly once");
    assert!(pty.is_as_before(), "line settings");
}

/// The items of the built-in checklist.
const ITEMS: usize = 28;
