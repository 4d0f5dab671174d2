//! An assessment in which git left conflict markers: both sides of it, merged.
//!
//! The two sides come from git itself as long as it has them, else from between the markers. Nothing is written here.

use std::path::Path;

use crate::domain::assessment::Assessment;
use crate::domain::merge::{Merged, merge};
use crate::domain::text::Text;
use crate::format::fault::{Fault, Weight};
use crate::format::markers::{Sides, first_marker, has_lines_of_its_own, sides};
use crate::format::read::read_assessment;
use crate::problem::{Problem, ProblemKind};

use super::git::unmerged::{Stages, UnderWay, stages};

/// That a file held conflict markers when it was read, and what became of the two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The items that are in conflict, by id.
    pub conflicts: Vec<Text>,
    /// What else could not be kept twice, in words.
    pub notes: Vec<Text>,
    /// What both began from was not to be had: what one side took away may be back.
    pub without_base: bool,
    /// What git is in the middle of.
    pub under_way: Option<UnderWay>,
    /// The line of the first marker, counted from 1.
    line: usize,
}

impl Joined {
    /// The same as a warning about the file.
    pub fn warning(&self) -> Fault {
        let what = format!(
            "git left conflict markers, and both sides are merged here: {}",
            self.in_short()
        );
        Fault::warning(Vec::new(), what, "saving a change replaces the markers").at(self.line, 1)
    }

    /// How the merge went, in a few words.
    pub fn in_short(&self) -> String {
        match self.conflicts.as_slice() {
            [] => "no item is in conflict".to_owned(),
            [only] => format!("1 item is in conflict ({})", only.raw()),
            many => format!("{} items are in conflict", many.len()),
        }
    }

    /// What is typed to tell git of the file once it is settled.
    pub fn go_on(&self, file: &str) -> String {
        match self.under_way {
            Some(under_way) => format!("git add {file} && {}", under_way.go_on()),
            None => format!("git add {file}"),
        }
    }
}

/// Both sides of a file merged, if it holds conflict markers at all; a problem where that can't be.
pub fn joined(path: &Path, bytes: &[u8]) -> Option<Result<(Assessment, Joined), Problem>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line = first_marker(text)?;
    let merged = merged(path, text).map_err(|why| {
        let what = format!(
            "git left conflict markers in the file, and its two sides can't be merged: {why}"
        );
        Problem::new(ProblemKind::File, what)
            .at(format!("{}:{line}:1", path.display()))
            .next("settle the conflict in an editor, then open the file again")
    });
    Some(merged.map(|(merged, without_base, under_way)| {
        let joined = Joined {
            conflicts: merged.conflicts,
            notes: merged.notes,
            without_base,
            under_way,
            line,
        };
        (merged.assessment, joined)
    }))
}

/// What became of both sides, whether without what they began from, and what git is in the middle of.
fn merged(path: &Path, text: &str) -> Result<(Merged, bool, Option<UnderWay>), String> {
    let Some(stages) = stages(path) else {
        let merged = merged_from_markers(text, None)?;
        return Ok((merged.0, merged.1, None));
    };
    let under_way = stages.under_way;
    let from_git = merged_from_git(text, &stages);
    // Whoever began to settle the conflict in an editor has written what git does not know of.
    let from_markers = || merged_from_markers(text, stages.base.as_deref());
    match from_git {
        Ok(merged) => Ok((merged, false, under_way)),
        Err(why) => match from_markers() {
            Ok((merged, without_base)) => Ok((merged, without_base, under_way)),
            Err(_) => Err(why),
        },
    }
}

/// By the versions that git has, if what stands in the file was made of nothing else.
fn merged_from_git(text: &str, stages: &Stages) -> Result<Merged, String> {
    let (Some(ours), Some(theirs)) = (&stages.ours, &stages.theirs) else {
        return Err("git has only one side of it".to_owned());
    };
    let as_text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let all = [Some(ours), Some(theirs), stages.base.as_ref()];
    let all: Vec<String> = all.into_iter().flatten().map(|it| as_text(it)).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    if has_lines_of_its_own(text, &all) {
        return Err("somebody has begun to settle it by hand".to_owned());
    }
    let base = stages
        .base
        .as_deref()
        .map(|it| read(it, "what both began from"));
    let (ours, theirs) = (read(ours, "ours")?, read(theirs, "theirs")?);
    Ok(merge(base.transpose()?.as_ref(), &ours, &theirs))
}

/// By what stands between the markers.
fn merged_from_markers(text: &str, base: Option<&[u8]>) -> Result<(Merged, bool), String> {
    let Some(Sides {
        ours,
        base: told,
        theirs,
    }) = sides(text)
    else {
        return Err("the markers are not whole any more".to_owned());
    };
    let ours = read(ours.as_bytes(), "ours")?;
    let theirs = read(theirs.as_bytes(), "theirs")?;
    // What git wrote down of it between the markers is not always a whole text.
    let told = told.as_ref().map(String::as_bytes);
    let mut bases = [base, told].into_iter().flatten();
    let base = bases.find_map(|it| read_assessment(it).0);
    Ok((merge(base.as_ref(), &ours, &theirs), base.is_none()))
}

fn read(bytes: &[u8], whose: &str) -> Result<Assessment, String> {
    let (assessment, faults) = read_assessment(bytes);
    assessment.ok_or_else(|| {
        let error = faults
            .into_iter()
            .find(|fault| fault.weight == Weight::Error);
        match error {
            Some(fault) => format!("{} is not valid ({})", whose, fault.what),
            None => format!("{whose} is not valid"),
        }
    })
}
