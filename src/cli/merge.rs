//! `candor merge`: what two people made of one assessment becomes one, for people and as git's merge driver.

use std::path::{Path, PathBuf};

use crate::domain::assessment::Assessment;
use crate::domain::kinship::are_of_one_review;
use crate::domain::merge::{Merged, conflicts, merge};
use crate::format::ASSESSMENT_CAP;
use crate::format::write::write_assessment;
use crate::problem::Problem;
use crate::system::conflicted::awaited;
use crate::system::durable::{self, Expected};
use crate::system::files::read_capped;
use crate::system::git::text_merge::{Labels, TextMerged, merge_text};
use crate::system::store::{self, Stored};

use super::arguments::merge::MergeTyped;
use super::desk::Desk;
use super::merged::{Told, as_typed, next_words};
use super::output;
use super::resolve::usage;

/// How many signs git's markers have where nothing else is said.
const USUAL_MARKS: u32 = 7;

/// What git calls the versions when it merges what two branches began from themselves.
const INNER: &str = "Temporary merge branch";

/// Merges, and gives the exit code: 1 where a person has to look at the result.
pub(crate) fn run(desk: &Desk, typed: &MergeTyped) -> Result<u8, Problem> {
    match typed.files.as_slice() {
        [base, ours, theirs, words @ ..] if typed.driver => {
            Ok(as_driver(desk, &Versions { base, ours, theirs }, words))
        }
        [base, ours, theirs] if typed.output.is_none() && is_of_git(ours) && is_of_git(theirs) => {
            Ok(as_driver(desk, &Versions { base, ours, theirs }, &[]))
        }
        [base, ours, theirs] => for_people(desk, typed, &Versions { base, ours, theirs }),
        [file] if !typed.driver && typed.output.is_none() => settle(desk, typed, file),
        _ => Err(usage(
            "a merge takes three versions, what both began from and both sides, or one FILE that git could not merge",
            "use it as: candor merge BASE OURS THEIRS [-o OUT], or: candor merge FILE",
        )),
    }
}

/// The files of the three versions.
struct Versions<'a> {
    base: &'a Path,
    ours: &'a Path,
    theirs: &'a Path,
}

/// Whether a file is one that git has made for a merge driver alone.
fn is_of_git(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    name.starts_with(b".merge_file_")
}

fn for_people(desk: &Desk, typed: &MergeTyped, versions: &Versions<'_>) -> Result<u8, Problem> {
    let to_standard_output = typed.output.as_deref() == Some(Path::new("-"));
    if to_standard_output && typed.json {
        return Err(usage(
            "the merged assessment and the JSON object can't both go to standard output",
            "name a file with -o, or leave --json out",
        ));
    }
    let base = base(desk, versions.base)?;
    let (ours, theirs) = (desk.open(versions.ours)?, desk.open(versions.theirs)?);
    if !are_of_one_review(base.as_ref(), &ours.assessment, &theirs.assessment) {
        return Err(of_different_reviews(versions, &ours, &theirs));
    }
    let merged = merge(base.as_ref(), &ours.assessment, &theirs.assessment);
    let text = write_assessment(&merged.assessment);
    let out = match &typed.output {
        _ if to_standard_output => None,
        Some(out) => {
            let expected = Expected::on_disk(&*desk.files, out)?;
            save(desk, out, &text, expected)?;
            Some(out.as_path())
        }
        None => {
            save(desk, versions.ours, &text, Expected::Digest(ours.digest))?;
            Some(versions.ours)
        }
    };
    let told = Told {
        merged: &merged,
        ours: &ours.assessment,
        theirs: &theirs.assessment,
        names: [named(versions.ours), named(versions.theirs)],
        out,
    };
    match out {
        None => {
            output::written(&text)?;
            told.notes("-");
        }
        Some(_) if typed.json => output::json(&told.object())?,
        Some(out) => {
            desk.output.page(&told.page(out))?;
            desk.tell(&store::open(&*desk.files, out)?, &told.ending(out))?;
        }
    }
    Ok(code(&merged))
}

fn of_different_reviews(versions: &Versions<'_>, ours: &Stored, theirs: &Stored) -> Problem {
    let told = |path: &Path, of: &Stored| {
        let (subject, checklist) = (&of.assessment.head.subject.name, of.assessment.checklist());
        let (subject, checklist) = (subject.raw(), checklist.id.raw());
        format!("{} is of `{subject}` by `{checklist}`", named(path))
    };
    let what = format!(
        "these are different reviews: {}, {}",
        told(versions.ours, ours),
        told(versions.theirs, theirs)
    );
    usage(what, "nothing was written; check the names of the files")
}

fn code(merged: &Merged) -> u8 {
    u8::from(!merged.conflicts.is_empty() || !merged.notes.is_empty())
}

fn named(path: &Path) -> String {
    path.display().to_string()
}

fn save(desk: &Desk, path: &Path, text: &str, expected: Expected) -> Result<(), Problem> {
    let saved = durable::save(&*desk.files, path, text.as_bytes(), expected);
    saved.map(drop).map_err(|error| error.problem().clone())
}

/// What both began from; none where the file is there and empty, or no file at all.
fn base(desk: &Desk, path: &Path) -> Result<Option<Assessment>, Problem> {
    if is_nothing(path) {
        return Ok(None);
    }
    let bytes = read_capped(&*desk.files, path, ASSESSMENT_CAP)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    desk.open(path).map(|stored| Some(stored.assessment))
}

fn is_nothing(path: &Path) -> bool {
    path == Path::new("/dev/null") || (cfg!(windows) && path == Path::new("NUL"))
}

/// Puts the merge of both sides in the place of what git left of them.
fn settle(desk: &Desk, typed: &MergeTyped, file: &Path) -> Result<u8, Problem> {
    let mut stored = store::open(&*desk.files, file)?;
    let joined = stored.joined.clone();
    if joined.is_some() {
        desk.commit(&mut stored, &[])?;
    }
    let merged = Merged {
        conflicts: conflicts(&stored.assessment),
        notes: joined
            .as_ref()
            .map(|it| it.notes.clone())
            .unwrap_or_default(),
        assessment: stored.assessment.clone(),
    };
    let told = Told {
        merged: &merged,
        ours: &stored.assessment,
        theirs: &stored.assessment,
        names: [named(file), named(file)],
        out: joined.as_ref().map(|_| file),
    };
    let awaited = match &joined {
        Some(_) => None,
        None => awaited(file, &as_typed(&named(file))),
    };
    let code = code(&merged).max(u8::from(awaited.is_some()));
    if typed.json {
        output::json(&told.object())?;
        return Ok(code);
    }
    desk.output.page(&told.page(file))?;
    let file = file.display();
    let words = match (&joined, awaited) {
        (Some(_), _) => told.ending(&stored.path),
        (None, None) => format!("nothing is unmerged in {file}; nothing was written"),
        (None, Some(go_on)) => {
            let next = next_words(&merged.conflicts, Some(go_on));
            format!(
                "nothing was written: {file} stands as somebody or candor has settled it, and git waits to be told{next}"
            )
        }
    };
    desk.tell(&stored, &words)?;
    Ok(code)
}

/// What git tells its driver beside the three versions.
struct Words<'a> {
    path: &'a Path,
    marks: u32,
    names: [Option<String>; 3],
}

/// Merges as git's driver, into the file of ours. Whatever goes wrong is a conflict to git, so that it goes on with the
/// other files, and the person hears why.
fn as_driver(desk: &Desk, versions: &Versions<'_>, words: &[PathBuf]) -> u8 {
    let words = Words::of(versions, words);
    let open = |path: &Path| store::open(&*desk.files, path);
    let (Ok(ours), Ok(theirs)) = (open(versions.ours), open(versions.theirs)) else {
        return by_lines(versions, &words);
    };
    let Ok(base) = base_for_git(desk, versions.base) else {
        return by_lines(versions, &words);
    };
    if !are_of_one_review(base.as_ref(), &ours.assessment, &theirs.assessment) {
        let what = "the two sides are different reviews; they are merged by lines, and it is for you to choose";
        output::note(&format!("{}: {what}.", words.path.display()));
        return by_lines(versions, &words).max(1);
    }
    match merge_for_git(desk, versions, &words, base.as_ref(), &ours, &theirs) {
        Ok(code) => code,
        // What stands in the file of ours is not to pass for the merge.
        Err(problem) => {
            output::problem(&problem);
            by_lines(versions, &words).max(1)
        }
    }
}

fn base_for_git(desk: &Desk, path: &Path) -> Result<Option<Assessment>, Problem> {
    if is_nothing(path) {
        return Ok(None);
    }
    let bytes = read_capped(&*desk.files, path, ASSESSMENT_CAP)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    store::open(&*desk.files, path).map(|stored| Some(stored.assessment))
}

fn merge_for_git(
    desk: &Desk,
    versions: &Versions<'_>,
    words: &Words<'_>,
    base: Option<&Assessment>,
    ours: &Stored,
    theirs: &Stored,
) -> Result<u8, Problem> {
    let merged = merge(base, &ours.assessment, &theirs.assessment);
    let text = write_assessment(&merged.assessment);
    save(desk, versions.ours, &text, Expected::Digest(ours.digest))?;
    if !words.is_inner() {
        let told = Told {
            merged: &merged,
            ours: &ours.assessment,
            theirs: &theirs.assessment,
            names: [words.name(1, "ours"), words.name(2, "theirs")],
            out: Some(versions.ours),
        };
        if code(&merged) != 0 {
            told.notes(&words.path.display().to_string());
        }
    }
    Ok(code(&merged))
}

/// What is no assessment, or none that this version reads, is merged as git would have done it.
fn by_lines(versions: &Versions<'_>, words: &Words<'_>) -> u8 {
    let names = [
        words.name(0, "base"),
        words.name(1, "ours"),
        words.name(2, "theirs"),
    ];
    let labels = Labels {
        base: &names[0],
        ours: &names[1],
        theirs: &names[2],
    };
    match merge_text(
        versions.base,
        versions.ours,
        versions.theirs,
        words.marks,
        &labels,
    ) {
        TextMerged::Clean => 0,
        TextMerged::Conflicts => 1,
        TextMerged::Not(why) => {
            let path = words.path.display();
            output::note(&format!(
                "{path}: not merged ({why}); what was here stays, and git has both sides."
            ));
            1
        }
    }
}

impl<'a> Words<'a> {
    /// `%P %L %S %X %Y`, as far as git gives them; one that is too old for a sign leaves it as it is.
    fn of(versions: &Versions<'a>, words: &'a [PathBuf]) -> Self {
        let word = |at: usize, sign: &str| {
            let word = words.get(at)?.to_string_lossy();
            (!word.is_empty() && word != sign).then(|| word.into_owned())
        };
        Self {
            path: words.first().map_or(versions.ours, PathBuf::as_path),
            marks: word(1, "%L")
                .and_then(|it| it.parse().ok())
                .unwrap_or(USUAL_MARKS),
            names: [word(2, "%S"), word(3, "%X"), word(4, "%Y")],
        }
    }

    fn name(&self, at: usize, otherwise: &str) -> String {
        self.names[at]
            .clone()
            .unwrap_or_else(|| otherwise.to_owned())
    }

    /// Git merges what both sides began from, because they began from several: nobody is to look at that.
    fn is_inner(&self) -> bool {
        self.names
            .iter()
            .flatten()
            .any(|name| name.starts_with(INNER))
    }
}
