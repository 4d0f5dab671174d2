//! A directory of its own, files in it, and runs of the real binary: what a test of the command line reads like.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A directory of its own with a home of its own; git knows nobody there.
pub(super) struct CliTest {
    root: TempDir,
    environment: Vec<(String, String)>,
}

impl CliTest {
    pub(super) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        for directory in ["work", "home", "candor"] {
            std::fs::create_dir(root.path().join(directory)).unwrap();
        }
        std::fs::write(root.path().join("gitconfig"), "").unwrap();
        Self {
            root,
            environment: Vec::new(),
        }
    }

    /// The same with an assessment `x.ron` of a small checklist that has everything.
    pub(super) fn with_review() -> Self {
        let test = Self::new().file("list.ron", CHECKLIST);
        test.run([
            "new",
            "x.ron",
            "--checklist",
            "list.ron",
            "--subject",
            "API",
            "--subject-version",
            "1.0",
        ])
        .exit(0);
        test
    }

    /// A file in the working directory.
    pub(super) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// A variable for the runs that follow.
    pub(super) fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// git's `user.name` for the runs that follow.
    pub(super) fn git_user(self, name: &str) -> Self {
        let text = format!("[user]\n\tname = {name}\n");
        std::fs::write(self.root.path().join("gitconfig"), text).unwrap();
        self
    }

    /// A path in the working directory.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join("work").join(name)
    }

    /// The directory that `CANDOR_HOME` names.
    pub(super) fn home(&self) -> PathBuf {
        self.root.path().join("candor")
    }

    pub(super) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Every file below the working directory with its bytes: for "nothing was written".
    pub(super) fn everything(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        walk(&self.path("."), &mut found);
        found.sort();
        found
    }

    pub(super) fn command<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
        command
            .args(arguments)
            .current_dir(self.path("."))
            .stdin(Stdio::null())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.root.path().join("home"))
            .env("CANDOR_HOME", self.home())
            .env("TMPDIR", self.root.path())
            .env("TZ", "UTC")
            .env("GIT_CONFIG_GLOBAL", self.root.path().join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CEILING_DIRECTORIES", self.root.path())
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    pub(super) fn start<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Child {
        self.command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    pub(super) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// `candor score FILE --json`.
    pub(super) fn score(&self, file: &str) -> Value {
        self.run(["score", file, "--json"]).exit(0).json()
    }

    /// Runs what is refused: one sentence, this exit code, and not a byte changed.
    pub(super) fn refused<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
        code: i32,
        sentence: &str,
    ) {
        let before = self.everything();
        let ran = self.run(arguments);
        ran.exit(code).one_sentence(sentence);
        assert!(self.everything() == before, "something was written");
    }
}

fn walk(directory: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            found.push((entry.path(), Vec::new()));
            walk(&entry.path(), found);
        } else if kind.is_file() && entry.metadata().unwrap().len() < 1 << 20 {
            found.push((entry.path(), std::fs::read(entry.path()).unwrap()));
        } else {
            found.push((entry.path(), Vec::new()));
        }
    }
}

/// What a run came to.
pub(super) struct Ran {
    code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Ran {
    pub(super) fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    pub(super) fn exit(&self, code: i32) -> &Self {
        assert_eq!(
            self.code,
            Some(code),
            "\nstdout: {}\nstderr: {}",
            self.stdout,
            self.stderr
        );
        self
    }

    pub(super) fn code(&self) -> Option<i32> {
        self.code
    }

    #[track_caller]
    pub(super) fn stdout_is(&self, text: &str) -> &Self {
        assert_eq!(self.stdout, text);
        self
    }

    #[track_caller]
    pub(super) fn stdout_contains(&self, part: &str) -> &Self {
        assert!(
            self.stdout.contains(part),
            "no {part:?} in:\n{}",
            self.stdout
        );
        self
    }

    #[track_caller]
    pub(super) fn stderr_contains(&self, part: &str) -> &Self {
        assert!(
            self.stderr.contains(part),
            "no {part:?} in:\n{}",
            self.stderr
        );
        self
    }

    #[track_caller]
    pub(super) fn quiet(&self) -> &Self {
        assert_eq!(self.stderr, "");
        self
    }

    /// A line of standard output, blanks at its ends aside.
    #[track_caller]
    pub(super) fn has_line(&self, line: &str) -> &Self {
        assert!(
            self.stdout.lines().any(|found| found.trim() == line),
            "no line {line:?} in:\n{}",
            self.stdout
        );
        self
    }

    /// Standard error is one line, for people, and says this; standard output is empty.
    #[track_caller]
    pub(super) fn one_sentence(&self, part: &str) -> &Self {
        assert_eq!(self.stdout, "");
        assert!(self.stderr.starts_with("candor: "), "{}", self.stderr);
        assert_eq!(self.stderr.matches('\n').count(), 1, "{}", self.stderr);
        assert!(
            self.stderr.ends_with(".\n") || self.stderr.ends_with("?\n"),
            "{}",
            self.stderr
        );
        for debug in ["Os {", "Err(", "Some(", "Error(", "panicked"] {
            assert!(!self.stderr.contains(debug), "{}", self.stderr);
        }
        self.stderr_contains(part)
    }

    #[track_caller]
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }
}

/// Two Blockers, two Should, one Nice; two stages, a trait, Notes accepted in one place, ages and versions.
pub(super) const CHECKLIST: &str = r#"Checklist(
    format: 1,
    id: "small",
    title: "Small",
    version: "3",
    stages: [(id: "staging", title: "Staging"), (id: "live", title: "Live")],
    traits: [(id: "serves-traffic", ask: "Does it take requests?")],
    scoring: (confirm: Nobody),
    categories: [
        (
            id: "safety", title: "Safety",
            items: [
                (id: "backups", tier: Blocker, title: "Backups restore", why: "Data is lost.", max_age_days: 30),
                (id: "alerts", tier: Blocker, title: "Alerts reach a person", why: "Outages last.", when: Has("serves-traffic")),
            ],
        ),
        (
            id: "quality", title: "Quality",
            items: [
                (id: "tests", tier: Should, title: "Tests pass", per_version: true),
                (id: "docs", tier: Should, title: "Docs are current", accepts: [Note, Link, File], stage: "live"),
                (id: "colours", tier: Nice, title: "Colours are nice", evidence: NotNeeded),
            ],
        ),
    ],
)
"#;
