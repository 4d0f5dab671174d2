//! One repository that holds many pairs, a file each: one `git merge` merges them all.

use std::collections::HashSet;
use std::fmt;
use std::path::Path;
use std::process::{Command, Output};

use candor::domain::assessment::Assessment;
use tempfile::TempDir;

use super::pairs::Pair;

/// What git made of a file.
pub(super) enum Merged {
    /// It merged.
    Clean(Vec<u8>),
    /// It left conflict markers.
    Conflict(Vec<u8>),
}

impl fmt::Display for Merged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Clean(bytes) | Self::Conflict(bytes)) = self;
        f.write_str(&String::from_utf8_lossy(bytes))
    }
}

/// A repository with the branches `ours`, which is checked out, and `theirs`.
pub(super) struct Repository {
    directory: TempDir,
    files: usize,
}

impl Repository {
    /// Commits each pair in a layout.
    pub(super) fn of(pairs: &[Pair], layout: impl Fn(&Assessment) -> String) -> Self {
        let repository = Self {
            directory: TempDir::new().unwrap(),
            files: pairs.len(),
        };
        let commit = |of: fn(&Pair) -> &Assessment, branch: &str, from: &str| {
            if !from.is_empty() {
                repository.git(&["checkout", "-q", "-b", branch, from]);
            }
            for (at, pair) in pairs.iter().enumerate() {
                std::fs::write(repository.file(at), layout(of(pair))).unwrap();
            }
            repository.git(&["add", "."]);
            repository.git(&["commit", "-q", "-m", branch]);
        };
        repository.git(&["init", "-q", "-b", "base"]);
        let attributes = repository.directory.path().join(".gitattributes");
        std::fs::write(attributes, "*.ron -text\n").unwrap();
        commit(|pair| &pair.base, "base", "");
        commit(|pair| &pair.right, "theirs", "base");
        commit(|pair| &pair.left, "ours", "base");
        repository
    }

    /// Has git run this line to merge the files.
    pub(super) fn with_driver(self, line: &str) -> Self {
        let attributes = self.directory.path().join(".git/info/attributes");
        std::fs::create_dir_all(attributes.parent().unwrap()).unwrap();
        std::fs::write(attributes, "*.ron merge=candor\n").unwrap();
        self.git(&["config", "merge.candor.driver", line]);
        self
    }

    /// Merges `theirs` into `ours`; gives each file, and leaves the branch as it was.
    pub(super) fn merge(&self, algorithm: &str) -> Vec<Merged> {
        self.merge_and(algorithm, |_, _| ())
    }

    /// The same, and looks at each file that has a conflict while git has not forgotten its versions.
    pub(super) fn merge_and(&self, algorithm: &str, look: impl Fn(usize, &Path)) -> Vec<Merged> {
        let how = format!("diff-algorithm={algorithm}");
        let merge = ["merge", "--no-commit", "--no-ff", "-X", &how, "theirs"];
        let outcome = self.run(&merge);
        let unmerged = self.git(&["diff", "--name-only", "--diff-filter=U", "-z"]);
        let unmerged: HashSet<&str> = unmerged.split('\0').collect();
        let any = unmerged.iter().any(|name| !name.is_empty());
        assert_eq!(outcome.status.success(), !any, "{outcome:?}");
        let merged = (0..self.files)
            .map(|at| {
                let path = self.file(at);
                let bytes = std::fs::read(&path).unwrap();
                let name = path.file_name().unwrap().to_str().unwrap();
                if unmerged.contains(name) {
                    look(at, &path);
                    Merged::Conflict(bytes)
                } else {
                    Merged::Clean(bytes)
                }
            })
            .collect();
        self.git(&["reset", "-q", "--hard", "ours"]);
        merged
    }

    fn file(&self, at: usize) -> std::path::PathBuf {
        self.directory.path().join(format!("pair-{at}.ron"))
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "git {arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs git with nobody's configuration.
    fn run(&self, arguments: &[&str]) -> Output {
        let path: &Path = self.directory.path();
        Command::new("git")
            .args(arguments)
            .current_dir(path)
            .env_remove("GIT_DIR")
            .env("HOME", path)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("CANDOR_HOME", path.join(".git/candor"))
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "Ana")))
            .envs(
                ["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "ana@example.org")),
            )
            .output()
            .unwrap()
    }
}
