//! An assessment that git left in the middle of a merge, with conflict markers or with one side of it only: both sides
//! of it, merged.
//!
//! The two sides come from git itself as long as it has them, else from between the markers. Nothing is written here.

use std::path::Path;

use crate::domain::assessment::Assessment;
use crate::domain::kinship::are_of_one_review;
use crate::domain::merge::{Merged, merge};
use crate::domain::text::Text;
use crate::format::fault::{Fault, Weight};
use crate::format::markers::{Sides, first_marker, has_lines_of_its_own, sides};
use crate::format::read::read_assessment;
use crate::problem::{Problem, ProblemKind};

use super::git::index::Indexes;
use super::git::unmerged::{Stages, UnderWay, stages};

/// How git left a file that it could not merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// With conflict markers, the first of them on this line, counted from 1.
    Markers(usize),
    /// As our side has it, to the byte: its merge driver was not found, or it failed.
    OneSide,
}

impl Left {
    /// How git left "it" or "the file".
    pub fn words(self, file: &str) -> String {
        match self {
            Self::Markers(_) => format!("git left conflict markers in {file}"),
            Self::OneSide => {
                format!("git left {file} in the middle of a merge, with one side of it only")
            }
        }
    }

    fn place(self) -> usize {
        match self {
            Self::Markers(line) => line,
            Self::OneSide => 1,
        }
    }
}

/// How git had left a file when it was read, and what became of the two sides.
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
    /// How git left the file.
    pub left: Left,
    /// git has both sides of it still, and is to be told once they are settled.
    pub is_unmerged: bool,
}

impl Joined {
    /// The same as a warning about the file.
    pub fn warning(&self) -> Fault {
        let (what, next) = match self.left {
            Left::Markers(_) => (
                "git left conflict markers, and both sides are merged here",
                "saving a change replaces the markers",
            ),
            Left::OneSide => (
                "git left one side of a merge in the file, and both are merged here",
                "saving a change writes both",
            ),
        };
        let what = format!("{what}: {}", self.in_short());
        Fault::warning(Vec::new(), what, next).at(self.left.place(), 1)
    }

    /// How the merge went, in a few words.
    pub fn in_short(&self) -> String {
        match self.conflicts.as_slice() {
            [] => "no item is in conflict".to_owned(),
            [only] => format!("1 item is in conflict ({})", only.raw()),
            many => format!("{} items are in conflict", many.len()),
        }
    }

    /// What is typed to tell git of the file once it is settled; none where git waits for nothing.
    pub fn go_on(&self, file: &str) -> Option<String> {
        self.is_unmerged.then(|| go_on(self.under_way, file))
    }
}

/// Both sides of a file merged, if it holds conflict markers at all; a problem where that can't be.
pub fn joined(path: &Path, bytes: &[u8]) -> Option<Result<(Assessment, Joined), Problem>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let left = Left::Markers(first_marker(text)?);
    let stages = stages(path);
    let merged = merged(stages.as_ref(), text).map_err(|why| not_merged(path, left, &why));
    Some(merged.map(|(merged, without_base)| of(merged, without_base, left, stages.as_ref())))
}

/// Both sides of a file that reads well, if git has it unmerged and it is our side to the byte, as git leaves it where
/// its merge driver is not found; a problem where they can't be merged. What differs from our side is how somebody has
/// settled it, and what the other side adds nothing to is settled.
pub fn one_sided(
    indexes: &Indexes,
    path: &Path,
    bytes: &[u8],
    ours: &Assessment,
) -> Option<Result<(Assessment, Joined), Problem>> {
    if !indexes.may_have_unmerged(path) {
        return None;
    }
    let stages = stages(path)?;
    let theirs = stages.theirs.as_ref()?;
    if stages.ours.as_deref() != Some(bytes) {
        return None;
    }
    let base = stages.base.as_deref();
    let base = base.map(|it| read(it, "what both began from")).transpose();
    let merged = base.and_then(|base| both(base.as_ref(), ours, &read(theirs, "theirs")?));
    match merged {
        Ok(merged) if merged.assessment == *ours => None,
        Ok(merged) => Some(Ok(of(merged, false, Left::OneSide, Some(&stages)))),
        Err(why) => Some(Err(not_merged(path, Left::OneSide, &why))),
    }
}

/// What is typed to tell git of a file, by its name for a shell, that it has unmerged, however it stands there now; none
/// where git waits for nothing.
pub fn awaited(path: &Path, file: &str) -> Option<String> {
    if !Indexes::default().may_have_unmerged(path) {
        return None;
    }
    stages(path).map(|stages| go_on(stages.under_way, file))
}

fn go_on(under_way: Option<UnderWay>, file: &str) -> String {
    match under_way {
        Some(under_way) => format!("git add {file} && {}", under_way.go_on()),
        None => format!("git add {file}"),
    }
}

fn of(
    merged: Merged,
    without_base: bool,
    left: Left,
    stages: Option<&Stages>,
) -> (Assessment, Joined) {
    let joined = Joined {
        conflicts: merged.conflicts,
        notes: merged.notes,
        without_base,
        under_way: stages.and_then(|stages| stages.under_way),
        left,
        is_unmerged: stages.is_some(),
    };
    (merged.assessment, joined)
}

fn not_merged(path: &Path, left: Left, why: &str) -> Problem {
    let (words, line) = (left.words("the file"), left.place());
    let next = match left {
        Left::Markers(_) => "settle the conflict in an editor, then open the file again",
        Left::OneSide => {
            "`git show :3:./FILE` has the other side; settle it by hand, then give: git add FILE"
        }
    };
    let what = format!("{words}, and its two sides can't be merged: {why}");
    Problem::new(ProblemKind::File, what)
        .at(format!("{}:{line}:1", path.display()))
        .next(next)
}

/// What became of both sides, and whether without what they began from.
fn merged(stages: Option<&Stages>, text: &str) -> Result<(Merged, bool), String> {
    let Some(stages) = stages else {
        return merged_from_markers(text, None);
    };
    match merged_from_git(text, stages) {
        Ok(merged) => Ok((merged, false)),
        // Whoever began to settle the conflict in an editor has written what git does not know of.
        Err(why) => merged_from_markers(text, stages.base.as_deref()).map_err(|_| why),
    }
}

fn both(
    base: Option<&Assessment>,
    ours: &Assessment,
    theirs: &Assessment,
) -> Result<Merged, String> {
    if are_of_one_review(base, ours, theirs) {
        Ok(merge(base, ours, theirs))
    } else {
        Err("they are different reviews, of other subjects by other checklists".to_owned())
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
    both(base.transpose()?.as_ref(), &ours, &theirs)
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
    Ok((both(base.as_ref(), &ours, &theirs)?, base.is_none()))
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
