//! From what was typed to what is meant: statuses, evidence, days, people.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::domain::assessment::{DeclaredOf, Status};
use crate::domain::evidence::{Share, Shows};
use crate::domain::text::Text;
use crate::domain::time::{Moment, UtcOffset, parse_day};
use crate::format::fault::suggestion;
use crate::problem::{Problem, ProblemKind};
use crate::system::files::{FileKind, FileSystem};
use crate::system::git;

use super::arguments::AsOfTyped;

/// Evidence as it was named on the command line; a file has not been looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// A URL.
    Link(Text),
    /// A file.
    File(PathBuf),
    /// A text.
    Note(Text),
}

/// A mistake in what was typed.
pub(crate) fn usage(what: impl Into<String>, next: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::Usage, what).next(next)
}

/// `met`, `unmet`, `unknown`, `partial:60`, `na` with its reason, `clear`; absent for `keep`.
pub(crate) fn status(word: &str, reason: Option<&str>) -> Result<Option<Status>, Problem> {
    const KNOWN: [&str; 7] = [
        "met",
        "unmet",
        "unknown",
        "partial:60",
        "na",
        "clear",
        "keep",
    ];
    if reason.is_some() && word != "na" {
        return Err(usage(
            "a reason is kept with `na` only",
            "give it as --comment TEXT",
        ));
    }
    let status = match word {
        "met" => Status::Met,
        "unmet" => Status::Unmet,
        "unknown" => Status::Unknown,
        "na" => Status::NotApplicable(reason.unwrap_or_default().into()),
        "clear" => Status::Unanswered,
        "keep" => return Ok(None),
        "partial" => {
            return Err(usage(
                "`partial` does not say how much",
                "write it with its percent, such as partial:60",
            ));
        }
        _ => match word.strip_prefix("partial:") {
            Some(percent) => Status::Partial(share(percent)?),
            None => {
                return Err(usage(
                    format!("there is no status `{word}`"),
                    suggestion(word, KNOWN),
                ));
            }
        },
    };
    Ok(Some(status))
}

/// A calendar day; absent for an empty text.
pub(crate) fn some_day(typed: &str) -> Result<Option<NaiveDate>, Problem> {
    match typed.trim() {
        "" => Ok(None),
        typed => day(typed).map(Some),
    }
}

/// `met`, `partial:60`, `against`, `context`.
pub(crate) fn shows(word: &str) -> Result<Shows, Problem> {
    match word {
        "met" => Ok(Shows::Met),
        "against" => Ok(Shows::Against),
        "context" => Ok(Shows::Context),
        _ => match word.strip_prefix("partial:") {
            Some(percent) => Ok(Shows::Partial(share(percent)?)),
            None => Err(usage(
                format!("evidence can't show `{word}`"),
                suggestion(word, ["met", "partial:60", "against", "context"]),
            )),
        },
    }
}

fn share(percent: &str) -> Result<Share, Problem> {
    let number = percent.strip_suffix('%').unwrap_or(percent);
    number.parse().ok().and_then(Share::new).ok_or_else(|| {
        usage(
            format!("`partial:{percent}` is out of range"),
            "write 1 to 99 percent, such as partial:60; nothing is unmet and all is met",
        )
    })
}

/// `link:URL`, `file:PATH` or `note:TEXT`.
pub(crate) fn evidence(typed: &OsStr) -> Result<Named, Problem> {
    let Some(text) = typed.to_str() else {
        return Err(usage(
            format!(
                "`{}` is not Unicode, so it can't be recorded",
                typed.display()
            ),
            "rename the file, or copy it under another name",
        ));
    };
    match text.split_once(':') {
        Some(("link", url)) => Ok(Named::Link(url.into())),
        Some(("file", "")) => Err(usage("the evidence names no file", "write file:PATH")),
        Some(("file", path)) => Ok(Named::File(path.into())),
        Some(("note", text)) => Ok(Named::Note(text.into())),
        _ => {
            let next = match text.split_once("://") {
                Some(_) => format!("write link:{text}"),
                None => "write link:URL, file:PATH or note:TEXT".to_owned(),
            };
            Err(usage(format!("`{text}` is no kind of evidence"), next))
        }
    }
}

/// A calendar day.
pub(crate) fn day(typed: &str) -> Result<NaiveDate, Problem> {
    parse_day(typed)
        .ok_or_else(|| usage(format!("`{typed}` is not a day"), "write it as 2026-11-21"))
}

/// The moment to judge as of; a day is its end in the assessment's offset.
pub(crate) fn as_of(typed: &AsOfTyped, offset: UtcOffset, now: Moment) -> Result<Moment, Problem> {
    let Some(text) = &typed.as_of else {
        return Ok(now);
    };
    Moment::parse(text, offset).ok_or_else(|| {
        usage(
            format!("`{text}` is not a time"),
            "write it as 2026-11-21 or 2026-11-21T09:00:00Z",
        )
    })
}

/// What a declared figure is of: `overall`, `verdict`, `category:ID`, `stage:ID` or `free`.
pub(crate) fn declared_of(typed: &str) -> Result<DeclaredOf, Problem> {
    match typed.split_once(':') {
        Some(("category", id)) => Ok(DeclaredOf::Category(id.into())),
        Some(("stage", id)) => Ok(DeclaredOf::Stage(id.into())),
        _ => match typed {
            "overall" => Ok(DeclaredOf::Overall),
            "verdict" => Ok(DeclaredOf::Verdict),
            "free" => Ok(DeclaredOf::Free),
            _ => Err(usage(
                format!("nothing is declared of `{typed}`"),
                suggestion(
                    typed,
                    ["overall", "verdict", "category:ID", "stage:ID", "free"],
                ),
            )),
        },
    }
}

/// A checklist's id or path as the shelf takes it.
pub(crate) fn checklist_name(typed: &OsString) -> Result<&str, Problem> {
    typed.to_str().ok_or_else(|| {
        usage(
            format!("`{}` is not Unicode", typed.display()),
            "rename the checklist's file",
        )
    })
}

/// A name that was typed; nothing but blanks is none.
pub(crate) fn name(typed: &str, flag: &str) -> Result<Text, Problem> {
    let name = Text::new(typed.trim());
    if name.is_blank() {
        return Err(usage(
            format!("{flag} names nobody"),
            format!("write {flag} NAME"),
        ));
    }
    Ok(name)
}

/// Who does it: the name typed, else git's `user.name` where the file is; never the login name.
pub(crate) fn by(
    typed: Option<&str>,
    files: &dyn FileSystem,
    file: &Path,
) -> Result<Text, Problem> {
    if let Some(typed) = typed {
        return name(typed, "--by");
    }
    git_name(files, file).ok_or_else(|| {
        usage(
            "nobody is named as the one who says so",
            "give --by NAME, or set git's user.name",
        )
    })
}

/// git's `user.name` where a file is, or will be.
pub(crate) fn git_name(files: &dyn FileSystem, file: &Path) -> Option<Text> {
    let here = Path::new(".");
    let mut directories = file.ancestors().skip(1).map(|above| {
        if above.as_os_str().is_empty() {
            here
        } else {
            above
        }
    });
    // The directory of a new file may be new as well.
    let directory = directories.find(|above| {
        files
            .open_regular(above)
            .err()
            .is_some_and(|refused| is_directory(&refused))
    });
    git::user_name(directory.unwrap_or(here))
        .map(Text::from)
        .filter(|name| !name.is_blank())
}

/// A directory is what can't be opened because it is one, links followed.
fn is_directory(refused: &crate::system::files::Refused) -> bool {
    matches!(
        refused,
        crate::system::files::Refused::NotRegular(FileKind::Directory)
    )
}

#[cfg(test)]
mod tests {
    use super::{Named, as_of, evidence, shows, status};
    use crate::cli::arguments::AsOfTyped;
    use crate::domain::assessment::Status;
    use crate::domain::evidence::{Share, Shows};
    use crate::domain::time::{Moment, UtcOffset};

    #[test]
    fn statuses_are_read_as_they_are_written() {
        assert_eq!(status("met", None), Ok(Some(Status::Met)));
        assert_eq!(status("clear", None), Ok(Some(Status::Unanswered)));
        assert_eq!(status("keep", None), Ok(None));
        assert_eq!(
            status("partial:60", None).ok().flatten(),
            Share::new(60).map(Status::Partial)
        );
        let reason = status("na", Some("one customer"));
        let not_applicable = Status::NotApplicable("one customer".into());
        assert_eq!(reason, Ok(Some(not_applicable)));
        for wrong in [
            "",
            "Met!",
            "partial",
            "partial:",
            "partial:0",
            "partial:100",
            "partial:-3",
            "partial:6.5",
            "done",
        ] {
            assert!(status(wrong, None).is_err(), "{wrong}");
        }
        let nearest = status("unmett", None).map_err(|problem| problem.next);
        assert_eq!(nearest, Err("did you mean `unmet`?".to_owned()));
        assert!(status("met", Some("because")).is_err());
    }

    #[test]
    fn evidence_says_its_kind_first() {
        let read = |text: &str| evidence(text.as_ref());
        assert_eq!(read("link:https://x"), Ok(Named::Link("https://x".into())));
        assert_eq!(read("file:a:b"), Ok(Named::File("a:b".into())));
        assert_eq!(read("note:n"), Ok(Named::Note("n".into())));
        let next = read("https://x").map_err(|problem| problem.next);
        assert_eq!(next, Err("write link:https://x".to_owned()));
        assert!(read("file:").is_err());
        assert!(read("report.txt").is_err());
        assert_eq!(shows("against"), Ok(Shows::Against));
        assert!(shows("unmet").is_err());
    }

    #[test]
    fn a_day_is_meant_to_its_end_in_the_assessments_offset() {
        let now = Moment::parse("2026-11-21T09:00:00Z", UtcOffset::default());
        let typed = |text: &str| AsOfTyped {
            as_of: Some(text.to_owned()),
        };
        let read = |text: &str| {
            let offset = UtcOffset::from_minutes(60);
            as_of(&typed(text), offset, now?)
                .ok()
                .map(|moment| moment.to_string())
        };
        assert_eq!(read("2026-11-21").as_deref(), Some("2026-11-21T22:59:59Z"));
        assert_eq!(
            read("2026-11-21T10:00:00+02:00").as_deref(),
            Some("2026-11-21T08:00:00Z")
        );
        assert_eq!(read("yesterday"), None);
    }
}
