//! Where things live: the platform's directories, the repository one stands in, and names of new files.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::problem::{Problem, ProblemKind};
use crate::system::environment;

/// The longest file name made from a subject, in characters and in bytes, without `.ron`.
const LONGEST_SLUG: (usize, usize) = (80, 200);

/// This user's directories. None of them need exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Holds `config.ron`.
    pub config: PathBuf,
    /// Holds checklists, assessments made outside a repository, and trust.
    pub data: PathBuf,
    /// Holds recent files, locks and what could not be saved; the data directory where the platform has no place for state.
    pub state: PathBuf,
}

impl Places {
    /// The places of this process; see [`Places::find`].
    pub fn from_environment() -> Result<Self, Problem> {
        Self::find(&environment::variable)
    }

    /// All in one directory, as `CANDOR_HOME` does: `config`, `data` and `state` in it.
    pub fn under(home: &Path) -> Self {
        Self {
            config: home.join("config"),
            data: home.join("data"),
            state: home.join("state"),
        }
    }

    /// `CANDOR_HOME` puts everything into one directory. Else `XDG_CONFIG_HOME`, `XDG_DATA_HOME` and
    /// `XDG_STATE_HOME` count on every platform, and what is not set is the platform's own. Relative values don't
    /// count, as the XDG rules have it. A problem where there is no home directory at all.
    pub fn find(variable: &dyn Fn(&str) -> Option<OsString>) -> Result<Self, Problem> {
        let absolute = |name: &str| {
            variable(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        if let Some(home) = absolute("CANDOR_HOME") {
            return Ok(Self::under(&home));
        }
        let platform = ProjectDirs::from("", "", "candor");
        let choose = |name: &str, own: Option<&Path>| {
            absolute(name)
                .map(|base| base.join("candor"))
                .or_else(|| own.map(Path::to_path_buf))
                .ok_or_else(|| {
                    Problem::new(
                        ProblemKind::File,
                        "there is no home directory to keep files in",
                    )
                    .next("set CANDOR_HOME to a directory")
                })
        };
        let data = choose(
            "XDG_DATA_HOME",
            platform.as_ref().map(ProjectDirs::data_dir),
        )?;
        let own_state = platform
            .as_ref()
            .and_then(ProjectDirs::state_dir)
            .unwrap_or(&data);
        Ok(Self {
            config: choose(
                "XDG_CONFIG_HOME",
                platform.as_ref().map(ProjectDirs::config_dir),
            )?,
            state: choose("XDG_STATE_HOME", Some(own_state))?,
            data,
        })
    }

    /// The configuration file.
    pub fn configuration(&self) -> PathBuf {
        self.config.join("config.ron")
    }

    /// The user's own checklists.
    pub fn checklists(&self) -> PathBuf {
        self.data.join("checklists")
    }

    /// The list of files opened lately.
    pub fn recent(&self) -> PathBuf {
        self.state.join("recent.ron")
    }

    /// Where reviewers left their assessments.
    pub fn resume(&self) -> PathBuf {
        self.state.join("resume")
    }

    /// What facilitators of meetings show on second screens.
    pub fn presenting(&self) -> PathBuf {
        self.state.join("presenting")
    }

    /// What could not be saved of reviews.
    pub fn spill(&self) -> PathBuf {
        self.state.join("spill")
    }

    /// Where a new assessment goes unless a path was given: `readiness/<subject>.ron` in a repository, else
    /// `assessments/<subject>.ron` in the data directory. It may exist already, and its directory may not.
    pub fn assessment(&self, subject: &str, repository: Option<&Path>) -> PathBuf {
        let directory = match repository {
            Some(root) => root.join("readiness"),
            None => self.data.join("assessments"),
        };
        directory.join(format!("{}.ron", slug(subject)))
    }
}

/// The git repository that holds a directory: the nearest one upwards with a `.git`, be it a directory or, as in a
/// worktree, a file.
pub fn repository_root(directory: &Path) -> Option<PathBuf> {
    let absolute = environment::absolute(directory).ok()?;
    absolute
        .ancestors()
        .find(|above| above.join(".git").exists())
        .map(Path::to_path_buf)
}

/// Where a repository keeps its checklists.
pub fn repository_checklists(root: &Path) -> PathBuf {
    root.join("readiness").join("checklists")
}

/// A file name, without extension, from a subject: letters and digits of any script in lower case, single dashes
/// for the rest, 1..=80 characters, never beginning or ending with a dash, never a name that a platform reserves.
pub fn slug(subject: &str) -> String {
    let mut slug = String::new();
    let (most_characters, most_bytes) = LONGEST_SLUG;
    let mut characters = 0;
    for c in subject.chars().flat_map(char::to_lowercase) {
        let c = if c.is_alphanumeric() { c } else { '-' };
        if c == '-' && (slug.is_empty() || slug.ends_with('-')) {
            continue;
        }
        if characters == most_characters || slug.len() + c.len_utf8() > most_bytes {
            break;
        }
        slug.push(c);
        characters += 1;
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() {
        slug.push_str("review");
    } else if is_reserved(&slug) {
        slug.push_str("-review");
    }
    slug
}

/// Names that are devices on Windows, with whatever extension.
fn is_reserved(name: &str) -> bool {
    matches!(name, "con" | "prn" | "aux" | "nul")
        || name
            .strip_prefix("com")
            .or_else(|| name.strip_prefix("lpt"))
            .is_some_and(|rest| rest.chars().count() == 1 && rest.chars().all(char::is_numeric))
}

#[cfg(test)]
mod tests {
    use super::{Places, slug};
    use std::ffi::OsString;
    use std::path::Path;

    #[test]
    fn a_subject_becomes_a_safe_file_name() {
        for (subject, name) in [
            ("Payment API 2.0", "payment-api-2-0"),
            ("../../etc/passwd", "etc-passwd"),
            (".hidden", "hidden"),
            ("Zahlung Köln", "zahlung-köln"),
            ("支付服务", "支付服务"),
            ("\u{202e}\u{0}\n", "review"),
            ("", "review"),
            ("NUL", "nul-review"),
            ("com1", "com1-review"),
            ("compass", "compass"),
            ("a -- b", "a-b"),
        ] {
            assert_eq!(slug(subject), name, "{subject:?}");
        }
        assert_eq!(slug(&"a".repeat(300)).chars().count(), 80);
        assert!(slug(&"支".repeat(300)).len() <= 200);
        assert!(!slug(&format!("{} b", "a".repeat(79))).ends_with('-'));
    }

    #[cfg(unix)]
    #[test]
    fn variables_move_the_places_and_relative_ones_do_not() {
        let with = |set: &'static [(&str, &str)]| {
            Places::find(&move |name: &str| {
                let (_, value) = set.iter().find(|(known, _)| *known == name)?;
                Some(OsString::from(value))
            })
            .expect("a home directory or all of the variables")
        };
        let everything = [("CANDOR_HOME", "/c"), ("XDG_DATA_HOME", "/d")];
        assert_eq!(
            with(Box::leak(Box::new(everything))),
            Places::under(Path::new("/c"))
        );
        let places = with(&[
            ("CANDOR_HOME", "relative"),
            ("XDG_DATA_HOME", "/d"),
            ("XDG_STATE_HOME", "/s"),
            ("XDG_CONFIG_HOME", "/x"),
        ]);
        assert_eq!(places.data, Path::new("/d/candor"));
        assert_eq!(places.recent(), Path::new("/s/candor/recent.ron"));
        assert_eq!(places.configuration(), Path::new("/x/candor/config.ron"));
        assert_eq!(
            places.assessment("A b", None),
            Path::new("/d/candor/assessments/a-b.ron")
        );
        assert_eq!(
            places.assessment("A b", Some(Path::new("/r"))),
            Path::new("/r/readiness/a-b.ron")
        );
    }
}
