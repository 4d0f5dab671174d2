//! `--resolve`: which version of an answer stands from now on, and what is said of a conflict that nobody has settled.

use std::path::Path;

use crate::domain::assessment::{Answer, Assessment};
use crate::domain::both_sides::{settled_words, versions_words};
use crate::domain::change::{Change, Stamp};
use crate::domain::text::Text;
use crate::domain::time::UtcOffset;
use crate::domain::version::{self, Version, versions_meant, whose};
use crate::export::verifying::quoted;
use crate::problem::Problem;

use super::resolve::usage;

/// A version that was chosen, and those that were not.
pub(crate) struct Resolution {
    /// Its number as the file has it, from 1.
    number: usize,
    /// What stands from now on.
    pub(crate) version: Version,
    others: Vec<(usize, Version)>,
    offset: UtcOffset,
}

impl Resolution {
    /// The version that `1`, `2` or `by:NAME` names, of an item of the assessment.
    pub(crate) fn of(typed: &str, item: &Text, assessment: &Assessment) -> Result<Self, Problem> {
        let answer = match assessment.answer(item) {
            Some(answer) if !answer.conflict.is_empty() => answer,
            _ => {
                let what = "no versions of this answer are in conflict";
                return Err(usage(what, "leave --resolve out").at(item.raw()));
            }
        };
        let offset = assessment.utc_offset;
        let at = chosen(typed, answer).map_err(|what| {
            let versions = versions_words(answer, offset);
            usage(what, format!("the versions are {versions}")).at(item.raw())
        })?;
        let numbered = answer.conflict.iter().cloned().enumerate();
        let (mut own, others): (Vec<_>, Vec<_>) = numbered.partition(|(other, _)| *other == at);
        let (_, version) = own.remove(0);
        Ok(Self {
            number: at + 1,
            version,
            others,
            offset,
        })
    }

    /// The change that settles the conflict.
    pub(crate) fn change(&self, item: &Text, stamp: Stamp) -> Change {
        Change::Resolve {
            item: item.clone(),
            version: Box::new(self.version.clone()),
            stamp,
        }
    }

    /// `error-tracking: version 2 stands, not met by Bo, 2026-11-20 11:40; not chosen, kept in the history: 1, met by
    /// Noor, 2026-11-20 10:15`.
    pub(crate) fn in_words(&self, item: &Text) -> String {
        let resolution = version::Resolution {
            chosen: self.version.clone(),
            others: self.others.iter().map(|(_, it)| it.clone()).collect(),
        };
        let (chosen, others) = settled_words(&resolution, self.offset);
        let numbered = self.others.iter().zip(others);
        let others: Vec<String> = numbered
            .map(|((at, _), words)| format!("{}, {words}", at + 1))
            .collect();
        format!(
            "{}: version {} stands, {}; not chosen, kept in the history: {}",
            item.raw(),
            self.number,
            chosen,
            others.join("; ")
        )
    }
}

/// `1|2|3|by:NAME`: what `--resolve` takes for an answer; names only where versions have any.
fn choices(answer: &Answer) -> String {
    let mut choices: Vec<String> = (1..=answer.conflict.len())
        .map(|it| it.to_string())
        .collect();
    if answer.conflict.iter().any(|it| whose(it).is_some()) {
        choices.push("by:NAME".to_owned());
    }
    choices.join("|")
}

/// What `--resolve` takes for an item.
pub(crate) fn choices_of(assessment: &Assessment, item: &Text) -> String {
    let answer = assessment.answer(item);
    answer.map_or_else(|| "1".to_owned(), |answer| choices(answer))
}

/// Refuses to answer an item that is in conflict: the versions, and what to type.
pub(crate) fn refuse(file: &Path, item: &Text, answer: &Answer, offset: UtcOffset) -> Problem {
    let versions = versions_words(answer, offset);
    let count = answer.conflict.len();
    let what = format!("{count} versions of this answer are in conflict ({versions})");
    let (file, id) = (quoted(&file.display().to_string()), quoted(item.raw()));
    let next = format!("choose the one that stands: candor answer {file} {id} --resolve 1");
    usage(what, next).at(item.raw())
}

/// The position of the version that is meant, or why none is.
fn chosen(typed: &str, answer: &Answer) -> Result<usize, String> {
    let count = answer.conflict.len();
    if let Some(name) = typed.strip_prefix("by:") {
        let name = Text::new(name.trim());
        if name.is_blank() {
            return Err("`by:` wants the name of somebody behind it".to_owned());
        }
        let mut by = versions_meant(answer, &name).map(|(at, _)| at);
        return match (by.next(), by.count()) {
            (Some(at), 0) => Ok(at),
            (None, _) => Err(format!("no version is by {}", name.raw())),
            (Some(_), more) => {
                let versions = more + 1;
                Err(format!(
                    "{versions} versions are by {}, so their number has to be given",
                    name.raw()
                ))
            }
        };
    }
    match typed.parse::<usize>() {
        Ok(number) if (1..=count).contains(&number) => Ok(number - 1),
        Ok(number) => Err(format!("there is no version {number}, but {count} of them")),
        Err(_) => Err(format!(
            "`{typed}` names no version: write a number or by:NAME"
        )),
    }
}
