//! Setting a repository up so that git merges reviews with this program, and taking that back.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::format::CONFIGURATION_CAP;
use crate::problem::{Problem, ProblemKind};
use crate::system::digest::digest_of;
use crate::system::durable::{self, Expected};
use crate::system::files::{FileKind, FileSystem, read_if_present};
use crate::system::{environment, failure};

use super::attributes;
use super::running::{Said, git, run};
use super::unmerged::path_of;

/// Where git keeps the driver's name and what it runs.
const NAME_KEY: &str = "merge.candor.name";
/// The setting that holds what git runs.
pub const DRIVER_KEY: &str = "merge.candor.driver";

/// The driver's name.
const NAME: &str = "candor: reviews, merged item by item";

/// What follows the program: the three versions, the file's own path, the size of the markers, and what git calls the
/// three versions where it is new enough to say so.
const WORDS: &str = " merge --driver -- %O %A %B %P %L %S %X %Y";

/// What follows these: the merge by lines. A git that is too old for the names of the versions leaves their signs.
const OTHERWISE: &str = "; code=$?; else echo 'candor is not found here: merging by lines' >&2; fi; \
    if test $code -gt 1; then set -- %X %S %Y; test \"$1\" != %%X || set -- ours base theirs; \
    git merge-file --marker-size=%L -L \"$1\" -L \"$2\" -L \"$3\" %A %O %B && code=0 || code=1; fi; exit $code";

/// The repository that one stands in.
#[derive(Debug, Clone)]
pub struct Repository {
    /// The top of its files.
    pub top: PathBuf,
}

/// How a repository is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The patterns of files that candor merges, by its own lines in `.gitattributes`; none without these.
    pub patterns: Option<Vec<String>>,
    /// What git runs for them here; none where nothing is set.
    pub driver: Option<OsString>,
    /// What `candor git install` would set it to.
    pub wanted: OsString,
}

/// One thing that was done, or was so already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Lines were put into `.gitattributes`.
    Written {
        /// The file.
        file: PathBuf,
        /// In place of other lines of ours.
        again: bool,
    },
    /// Lines were taken out of it.
    TakenOut {
        /// The file.
        file: PathBuf,
        /// Nothing else was in it, so it is gone.
        is_gone: bool,
    },
    /// A setting of this repository was made.
    Set {
        /// Its name.
        key: &'static str,
        /// Its value.
        value: OsString,
        /// What it was before, where it was something.
        was: Option<OsString>,
    },
    /// A setting was taken away.
    Unset {
        /// Its name.
        key: &'static str,
    },
    /// A driver that somebody else has set was left where it is.
    Left {
        /// The name of the setting.
        key: &'static str,
        /// Its value.
        value: OsString,
    },
}

/// Whether a driver line is one of those that `candor git install` writes or wrote.
pub fn is_ours(line: &OsStr) -> bool {
    line.to_string_lossy().contains(WORDS)
}

/// Whether a driver line merges by lines where this program is not found or fails; without that git keeps one side.
pub fn has_fallback(line: &OsStr) -> bool {
    line.to_string_lossy().contains("git merge-file")
}

impl Repository {
    /// The repository around the working directory, or the one that the environment tells of.
    pub fn here() -> Result<Self, Problem> {
        let said = ask(git(None).args(["rev-parse", "--show-toplevel"]))?;
        if let Some(top) = said.line().filter(|line| !line.is_empty()) {
            return Ok(Self { top: path_of(top) });
        }
        let bare = ask(git(None).args(["rev-parse", "--git-dir"]))?;
        let why = said.why();
        let (what, next) = if bare.code == Some(0) {
            let what = "no files of this git repository are checked out here";
            (what.to_owned(), "go to where its files are")
        } else if why.starts_with("not a git repository") {
            let what = "there is no git repository here";
            (what.to_owned(), "go into one, or make one with: git init")
        } else {
            let what = format!("git does not open the repository here: {why}");
            (what, "mend that, then give the command again")
        };
        Err(Problem::new(ProblemKind::Usage, what).next(next))
    }

    /// How it is set up.
    pub fn standing(&self, files: &dyn FileSystem) -> Result<Standing, Problem> {
        let text = read_if_present(files, &self.attributes(), CONFIGURATION_CAP)?;
        Ok(Standing {
            patterns: text.as_deref().and_then(attributes::patterns),
            driver: setting(DRIVER_KEY)?,
            wanted: command_line()?,
        })
    }

    /// Sets it up for files of these patterns; what was done is told, and nothing where all of it was so already. A
    /// driver of this name that somebody else has set is replaced only by force: it is not brought back.
    pub fn install(
        &self,
        files: &dyn FileSystem,
        patterns: &[String],
        by_force: bool,
    ) -> Result<Vec<Done>, Problem> {
        if let Some(line) = setting(DRIVER_KEY)?.filter(|line| !by_force && !is_ours(line)) {
            let what = format!(
                "this repository has a merge driver of that name already, which candor did not set: {}",
                line.to_string_lossy()
            );
            return Err(Problem::new(ProblemKind::Usage, what).at(DRIVER_KEY).next(
                "nothing was changed; --force replaces it, and --remove would not bring it back",
            ));
        }
        let mut done = Vec::new();
        let file = self.attributes();
        let before = self.read_attributes(files)?;
        let text = before.as_deref().unwrap_or_default();
        let after = attributes::with_lines(text, patterns);
        if after != text {
            let again = attributes::patterns(text).is_some();
            save(files, &file, &after, before.as_deref())?;
            done.push(Done::Written { file, again });
        }
        for (key, value) in [
            (NAME_KEY, OsString::from(NAME)),
            (DRIVER_KEY, command_line()?),
        ] {
            let was = setting(key)?;
            if was.as_ref() != Some(&value) {
                // Whatever was there, several values of it included, is replaced.
                require(
                    git(None)
                        .args(["config", "--local", "--replace-all", key])
                        .arg(&value),
                )?;
                done.push(Done::Set { key, value, was });
            }
        }
        Ok(done)
    }

    /// Takes back what [`Repository::install`] does, or did before; what was done is told. A driver that somebody else
    /// has set stays.
    pub fn remove(&self, files: &dyn FileSystem) -> Result<Vec<Done>, Problem> {
        let mut done = Vec::new();
        let file = self.attributes();
        let before = self.read_attributes(files)?;
        let after = before.as_deref().and_then(attributes::without_lines);
        if let (Some(before), Some(after)) = (before, after) {
            let is_gone = after.is_empty();
            if is_gone {
                files
                    .remove(&file)
                    .map_err(|error| failure::problem("it can't be removed", &file, &error))?;
            } else {
                save(files, &file, &after, Some(&before))?;
            }
            done.push(Done::TakenOut { file, is_gone });
        }
        let line = setting(DRIVER_KEY)?;
        if let Some(value) = line.filter(|line| !is_ours(line)) {
            let key = DRIVER_KEY;
            done.push(Done::Left { key, value });
            return Ok(done);
        }
        for key in [NAME_KEY, DRIVER_KEY] {
            if setting(key)?.is_some() {
                require(git(None).args(["config", "--local", "--unset-all", key]))?;
                done.push(Done::Unset { key });
            }
        }
        Ok(done)
    }

    /// The file that says what git does with which files.
    pub fn attributes(&self) -> PathBuf {
        self.top.join(".gitattributes")
    }

    fn read_attributes(&self, files: &dyn FileSystem) -> Result<Option<Vec<u8>>, Problem> {
        let file = self.attributes();
        if files
            .inspect(&file)
            .is_ok_and(|facts| facts.kind == FileKind::Link)
        {
            let what = "it is a symbolic link, which git does not follow for its attributes";
            return Err(Problem::new(ProblemKind::File, what)
                .at(file.display().to_string())
                .next(
                    "nothing was changed; put a file in its place, then give the command again",
                ));
        }
        read_if_present(files, &file, CONFIGURATION_CAP)
    }
}

fn save(
    files: &dyn FileSystem,
    file: &Path,
    text: &[u8],
    before: Option<&[u8]>,
) -> Result<(), Problem> {
    let expected = before.map_or(Expected::Absent, |before| {
        Expected::Digest(digest_of(before))
    });
    let saved = durable::save(files, file, text, expected);
    saved.map(drop).map_err(|error| error.problem().clone())
}

/// A setting of this repository alone; none where it is not set.
fn setting(key: &str) -> Result<Option<OsString>, Problem> {
    let said = ask(git(None).args(["config", "--local", "-z", "--get-all", key]))?;
    // Of several values the last counts.
    let mut values = said
        .output
        .split(|byte| *byte == 0)
        .filter(|value| !value.is_empty());
    match said.code {
        Some(0) => Ok(values
            .next_back()
            .map(|value| path_of(value).into_os_string())),
        // It is not set.
        Some(1) => Ok(None),
        _ => Err(refused(&said)),
    }
}

fn require(command: &mut Command) -> Result<(), Problem> {
    let said = ask(command)?;
    if said.code == Some(0) {
        Ok(())
    } else {
        Err(refused(&said))
    }
}

fn refused(said: &Said) -> Problem {
    let what = format!("git did not do it: {}", said.why());
    Problem::new(ProblemKind::File, what).next("mend that, then give the command again")
}

fn ask(command: &mut Command) -> Result<Said, Problem> {
    run(command).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            Problem::new(ProblemKind::File, "there is no git on this machine")
                .next("install git, then give the command again")
        }
        _ => {
            let what = format!("git can't be run: {}", failure::in_words(&error));
            Problem::new(ProblemKind::File, what).next("try git by hand")
        }
    })
}

/// What git is to run: this program by its bare name where that is found, else by its place.
fn command_line() -> Result<OsString, Problem> {
    let own = std::env::current_exe().map_err(|error| {
        failure::problem(
            "this program's own place can't be found",
            Path::new("candor"),
            &error,
        )
    })?;
    Ok(line_of(&if is_found_by_name(&own) {
        OsString::from("candor")
    } else {
        for_shell(own.as_os_str())
    }))
}

/// The line by which git's shell runs a program as driver. git takes whatever exit code but 0 for a conflict, and then
/// what it gave as our side for the merged text: so where the program is not found, or ends otherwise than as a driver
/// does, git itself merges by lines. No exit code is above 128, at which git would give up in the midst of the others.
fn line_of(program: &OsStr) -> OsString {
    let mut line = OsString::from("code=2; if command -v ");
    line.push(program);
    line.push(" >/dev/null; then ");
    line.push(program);
    line.push(WORDS);
    line.push(OTHERWISE);
    line
}

fn is_found_by_name(own: &Path) -> bool {
    let Some(path) = environment::variable("PATH") else {
        return false;
    };
    let name = format!("candor{}", std::env::consts::EXE_SUFFIX);
    // What is found depends on where one stands where a directory does.
    let mut places = std::env::split_paths(&path).filter(|directory| directory.is_absolute());
    let found = places.find_map(|directory| fs::canonicalize(directory.join(&name)).ok());
    found.is_some() && found == fs::canonicalize(own).ok()
}

/// A path as one word for the shell through which git runs a driver, after git has put its own words in.
fn for_shell(path: &OsStr) -> OsString {
    let bytes = path.as_encoded_bytes();
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-+:,@".contains(byte);
    if bytes.iter().all(is_plain) {
        return path.to_owned();
    }
    let mut quoted = vec![b'\''];
    for byte in bytes {
        match byte {
            b'\'' => quoted.extend_from_slice(b"'\\''"),
            // git takes a sign of its own for what comes after one.
            b'%' => quoted.extend_from_slice(b"%%"),
            byte => quoted.push(*byte),
        }
    }
    quoted.push(b'\'');
    path_of(&quoted).into_os_string()
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;

    use super::for_shell;

    #[test]
    fn a_place_is_one_word_for_the_shell() {
        for (path, word) in [
            ("/usr/bin/candor", "/usr/bin/candor"),
            ("/my tools/candor", "'/my tools/candor'"),
            ("/it's/100%/candor", "'/it'\\''s/100%%/candor'"),
            ("/ü/candor", "'/ü/candor'"),
        ] {
            assert_eq!(for_shell(OsStr::new(path)), OsStr::new(word));
        }
    }
}
