//! What git remembers of a file that it could not merge, and what it is in the middle of.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::system::environment;

use super::running::{git, run, without_repository};

/// The versions of a file between which git could not decide; one that there never was is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stages {
    /// What both began from.
    pub base: Option<Vec<u8>>,
    /// Of the branch that was merged into.
    pub ours: Option<Vec<u8>>,
    /// Of the branch that was merged.
    pub theirs: Option<Vec<u8>>,
    /// What git is in the middle of.
    pub under_way: Option<UnderWay>,
}

/// What git is in the middle of, and goes on with once conflicts are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnderWay {
    /// `git merge`, or `git pull`.
    Merge,
    /// `git rebase`.
    Rebase,
    /// `git am`.
    Mail,
    /// `git cherry-pick`.
    CherryPick,
    /// `git revert`.
    Revert,
}

impl UnderWay {
    /// What is typed to go on.
    pub fn go_on(self) -> &'static str {
        match self {
            Self::Merge => "git commit",
            Self::Rebase => "git rebase --continue",
            Self::Mail => "git am --continue",
            Self::CherryPick => "git cherry-pick --continue",
            Self::Revert => "git revert --continue",
        }
    }
}

/// What git has of an unmerged file; none where it has nothing any more, or never had.
pub fn stages(path: &Path) -> Option<Stages> {
    // A link is in one place and the file in another.
    let file = fs::canonicalize(path).ok()?;
    let is_told = ["GIT_DIR", "GIT_WORK_TREE"]
        .iter()
        .any(|name| environment::variable(name).is_some());
    let told = if is_told {
        stages_in(&Place::Told, &file)
    } else {
        None
    };
    told.or_else(|| stages_in(&Place::Around(file.parent()?.to_owned()), &file))
}

/// Where a repository is looked for.
enum Place {
    /// Where the environment says.
    Told,
    /// Around a directory.
    Around(PathBuf),
}

impl Place {
    fn git(&self) -> Command {
        match self {
            Self::Told => git(None),
            Self::Around(directory) => {
                let mut command = git(Some(directory));
                // One that only looks like a repository, in somebody's directory, is not taken for one.
                command.args(["-c", "safe.bareRepository=explicit"]);
                without_repository(&mut command);
                command
            }
        }
    }
}

fn stages_in(place: &Place, file: &Path) -> Option<Stages> {
    let mut list = place.git();
    list.args(["--literal-pathspecs", "ls-files", "--unmerged", "-z", "--"]);
    list.arg(file);
    let said = run(&mut list).ok()?;
    let listed = said.line().filter(|listed| !listed.is_empty())?;
    let mut stages = Stages::default();
    for entry in listed.split(|byte| *byte == 0).filter(|it| !it.is_empty()) {
        let facts = entry.split(|byte| *byte == b'\t').next()?;
        let facts = std::str::from_utf8(facts).ok()?;
        let [_, object, number] = facts.split(' ').collect::<Vec<_>>()[..] else {
            return None;
        };
        let stage = match number {
            "1" => &mut stages.base,
            "2" => &mut stages.ours,
            "3" => &mut stages.theirs,
            _ => return None,
        };
        *stage = Some(content(place, object)?);
    }
    stages.under_way = under_way(place);
    Some(stages)
}

fn content(place: &Place, object: &str) -> Option<Vec<u8>> {
    let said = run(place.git().args(["cat-file", "blob", object])).ok()?;
    (said.code == Some(0)).then_some(said.output)
}

fn under_way(place: &Place) -> Option<UnderWay> {
    let said = run(place.git().args(["rev-parse", "--absolute-git-dir"])).ok()?;
    let directory = path_of(said.line()?);
    let has = |name: &str| fs::symlink_metadata(directory.join(name)).is_ok();
    // A rebase picks commits, and merges: what it is in the middle of itself comes first.
    let known = [
        ("rebase-merge", UnderWay::Rebase),
        ("rebase-apply/applying", UnderWay::Mail),
        ("rebase-apply", UnderWay::Rebase),
        ("MERGE_HEAD", UnderWay::Merge),
        ("CHERRY_PICK_HEAD", UnderWay::CherryPick),
        ("REVERT_HEAD", UnderWay::Revert),
    ];
    let mut known = known.into_iter();
    known.find(|(name, _)| has(name)).map(|(_, it)| it)
}

/// A path as git prints it where it does not quote.
pub(super) fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(OsStr::new(&*String::from_utf8_lossy(bytes)))
    }
}
