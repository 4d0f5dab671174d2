//! Clones of one repository in which people work with git and with the real program.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use candor::domain::assessment::{Assessment, Head, Status};
use candor::domain::change::{Change, Stamp};
use candor::domain::evidence::Share;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset};
use candor::format::read::{read_assessment, read_checklist};
use candor::format::write::write_assessment;
use tempfile::TempDir;

/// Two Blockers and two others, as small as can be.
const CHECKLIST: &str = r#"Checklist(
    format: 1, id: "small", title: "Small", version: "1",
    scoring: (confirm: Nobody),
    categories: [
        (id: "safety", title: "Safety", items: [
            (id: "backups", tier: Blocker, title: "Backups restore", evidence: NotNeeded),
            (id: "alerts", tier: Blocker, title: "Alerts reach a person", evidence: NotNeeded),
        ]),
        (id: "quality", title: "Quality", items: [
            (id: "tests", tier: Should, title: "Tests pass", evidence: NotNeeded),
            (id: "docs", tier: Should, title: "Docs are current", evidence: NotNeeded),
        ]),
    ],
)
"#;

/// The review in every repository.
pub(super) const FILE: &str = "readiness/api.ron";

/// Every change has an id of its own.
static CHANGES: AtomicU64 = AtomicU64::new(1);

/// A directory of its own, with a home of its own, and clones in it.
pub(super) struct World {
    root: TempDir,
}

/// Somebody's clone, with `git` and `candor` as they would type them.
pub(super) struct Clone<'a> {
    world: &'a World,
    pub(super) path: PathBuf,
    who: &'static str,
}

/// What a run came to.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Ran {
    pub(super) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    #[track_caller]
    pub(super) fn exit(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    #[track_caller]
    pub(super) fn says(self, part: &str) -> Self {
        let said = self.stdout.contains(part) || self.stderr.contains(part);
        assert!(said, "no {part:?} in {self:#?}");
        self
    }

    #[track_caller]
    pub(super) fn silent_of(self, part: &str) -> Self {
        let said = self.stdout.contains(part) || self.stderr.contains(part);
        assert!(!said, "{part:?} in {self:#?}");
        self
    }
}

impl World {
    pub(super) fn new() -> Self {
        let root = TempDir::new().unwrap();
        for directory in ["home", "candor", "tmp"] {
            std::fs::create_dir(root.path().join(directory)).unwrap();
        }
        Self { root }
    }

    /// A repository of Ana's with a review in it, on the branch `main`.
    pub(super) fn begun(&self) -> Clone<'_> {
        let ana = self.somebody("ana", "Ana");
        std::fs::create_dir(&ana.path).unwrap();
        ana.git(["init", "-q", "-b", "main"]).exit(0);
        ana.write("readiness/checklists/small.ron", CHECKLIST);
        let checklist = read_checklist(CHECKLIST.as_bytes()).0.unwrap();
        let mut head = Head::default();
        head.subject.name = "API".into();
        let begun = Moment::parse("2026-11-20T09:00:00Z", UtcOffset::default()).unwrap();
        let review = Assessment::new(Arc::new(checklist), head, begun, UtcOffset::default());
        ana.write(FILE, write_assessment(&review));
        ana.commit("begin");
        ana
    }

    /// A clone of a repository.
    pub(super) fn cloned(&self, from: &Clone<'_>, place: &str, who: &'static str) -> Clone<'_> {
        let clone = self.somebody(place, who);
        let arguments = [OsStr::new("clone"), "-q".as_ref(), from.path.as_ref()];
        let arguments = arguments.into_iter().chain([clone.path.as_os_str()]);
        let output = self
            .command("git", self.root.path(), who)
            .args(arguments)
            .output();
        Ran::of(&output.unwrap()).exit(0);
        clone
    }

    /// A place of somebody's, with nothing in it yet.
    pub(super) fn somebody(&self, place: &str, who: &'static str) -> Clone<'_> {
        Clone {
            world: self,
            path: self.root.path().join(place),
            who,
        }
    }

    fn command(&self, program: &str, directory: &Path, who: &str) -> Command {
        let root = self.root.path();
        let own = Path::new(env!("CARGO_BIN_EXE_candor"))
            .parent()
            .unwrap()
            .to_owned();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths([own].into_iter().chain(std::env::split_paths(&path)));
        let mut command = Command::new(program);
        command
            .current_dir(directory)
            .stdin(Stdio::null())
            .env_clear()
            .env("PATH", path.unwrap())
            .env("HOME", root.join("home"))
            .env("CANDOR_HOME", root.join("candor"))
            .env("TMPDIR", root.join("tmp"))
            .env("TZ", "UTC")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CEILING_DIRECTORIES", root)
            .env("GIT_EDITOR", "true")
            .envs(["AUTHOR", "COMMITTER"].map(|it| (format!("GIT_{it}_NAME"), who.to_owned())))
            .envs(
                ["AUTHOR", "COMMITTER"]
                    .map(|it| (format!("GIT_{it}_EMAIL"), format!("{who}@example.org"))),
            );
        command
    }
}

impl Clone<'_> {
    pub(super) fn git<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ran {
        self.run(&self.path, "git", arguments)
    }

    /// `candor`, by this person where it asks for a name.
    pub(super) fn candor<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ran {
        self.run(&self.path, env!("CARGO_BIN_EXE_candor"), arguments)
    }

    /// Either, in a directory below.
    pub(super) fn run<S: AsRef<OsStr>>(
        &self,
        directory: &Path,
        program: &str,
        arguments: impl IntoIterator<Item = S>,
    ) -> Ran {
        let mut command = self.command(program, directory);
        Ran::of(&command.args(arguments).output().unwrap())
    }

    pub(super) fn command(&self, program: &str, directory: &Path) -> Command {
        self.world.command(program, directory, self.who)
    }

    /// Answers an item, as this person; without running the program, which takes longer.
    pub(super) fn answer(&self, item: &str, status: &str) {
        let mut review = self.review();
        let status = match status {
            "met" => Status::Met,
            "unmet" => Status::Unmet,
            "unknown" => Status::Unknown,
            _ => Status::Partial(Share::new(30).unwrap()),
        };
        let number = CHANGES.fetch_add(1, Ordering::Relaxed);
        let change = Change::Answer {
            item: item.into(),
            status,
            stamp: Stamp {
                id: format!("{number:016x}").into(),
                at: Moment::parse("2026-11-21T09:00:00Z", UtcOffset::default()).unwrap(),
                by: self.who.into(),
                recorded_by: Text::default(),
            },
        };
        review.apply(&change).unwrap();
        self.write(FILE, write_assessment(&review));
    }

    pub(super) fn commit(&self, message: &str) {
        self.git(["add", "-A"]).exit(0);
        self.git(["commit", "-q", "-m", message]).exit(0);
    }

    pub(super) fn answer_and_commit(&self, item: &str, status: &str) {
        self.answer(item, status);
        self.commit(&format!("{item} is {status}"));
    }

    pub(super) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub(super) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path.join(name)).unwrap()
    }

    /// The review as it stands in the file, without markers.
    #[track_caller]
    pub(super) fn review(&self) -> Assessment {
        let text = self.read(FILE);
        let (read, faults) = read_assessment(text.as_bytes());
        read.unwrap_or_else(|| panic!("{faults:?}\n{text}"))
    }

    /// The statuses of the four items, in words.
    #[track_caller]
    pub(super) fn statuses(&self) -> Vec<&'static str> {
        let review = self.review();
        review.answers().iter().map(|it| it.status.word()).collect()
    }

    /// The items in conflict.
    #[track_caller]
    pub(super) fn conflicts(&self) -> Vec<String> {
        let conflicts = candor::domain::merge::conflicts(&self.review());
        conflicts.iter().map(|it| it.raw().to_owned()).collect()
    }

    /// A version that git has: `HEAD`, a branch, or `:1` and so on for what it could not merge.
    pub(super) fn version(&self, of: &str) -> Assessment {
        let text = self.git(["show", &format!("{of}:{FILE}")]).exit(0).stdout;
        read_assessment(text.as_bytes()).0.unwrap()
    }
}
