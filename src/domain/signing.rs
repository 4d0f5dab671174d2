//! What became of sign-offs: whether each still holds, which roles have signed, and which are waited for.

use chrono::Datelike;

use super::assessment::Assessment;
use super::evidence::same_person;
use super::gate::Verdict;
use super::sign_off::{Seal, SignOff, Statement, latest_of_roles};
use super::supersede::Difference;
use super::text::Text;
use super::time::{Moment, UtcOffset};

/// How many names of what supersedes a sign-off stand in a phrase.
const NAMED: usize = 6;

/// A sign-off and what became of it.
#[derive(Debug, Clone, Copy)]
pub struct Signing<'a> {
    /// The sign-off.
    pub sign_off: &'a SignOff,
    /// What differs between what was signed and what stands now; nothing where it is forged.
    pub superseded_by: &'a [Difference],
    /// It is the latest of its role, and not forged.
    pub is_latest: bool,
}

/// A role whose go is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The role, as the checklist calls it.
    pub role: &'a Text,
    /// Its latest sign-off that is not forged.
    pub latest: Option<Signing<'a>>,
}

/// Each sign-off with what became of it, in their order. `superseded` has as many entries as there are sign-offs.
pub fn signings<'a>(
    sign_offs: &'a [SignOff],
    superseded: &'a [Vec<Difference>],
) -> Vec<Signing<'a>> {
    let latest = latest_of_roles(sign_offs);
    let is_latest = |of: &SignOff| latest.iter().any(|other| std::ptr::eq(*other, of));
    let nothing: &[Difference] = &[];
    let superseded = superseded.iter().map(Vec::as_slice);
    sign_offs
        .iter()
        .zip(superseded.chain(std::iter::repeat(nothing)))
        .map(|(sign_off, superseded_by)| Signing {
            sign_off,
            superseded_by,
            is_latest: is_latest(sign_off),
        })
        .collect()
}

/// What has to be known at a glance: the latest sign-off of each role, superseded ones first, and before all of them
/// those that are forged.
pub fn at_a_glance<'a>(signings: &[Signing<'a>]) -> Vec<Signing<'a>> {
    let mut shown: Vec<Signing<'a>> = signings
        .iter()
        .filter(|signing| signing.is_latest || signing.is_forged())
        .copied()
        .collect();
    shown.sort_by_key(|signing| (!signing.is_forged(), !signing.is_superseded()));
    shown
}

/// The roles whose go the checklist wants, with what each has signed last.
pub fn wanted<'a>(assessment: &'a Assessment, signings: &[Signing<'a>]) -> Vec<Wanted<'a>> {
    let roles = assessment.checklist().signoff.iter();
    roles
        .map(|role| Wanted {
            role,
            latest: signings
                .iter()
                .filter(|signing| signing.is_latest)
                .find(|signing| {
                    let statement = signing.statement();
                    statement.is_some_and(|statement| same_person(&statement.role, role))
                })
                .copied(),
        })
        .collect()
}

impl<'a> Signing<'a> {
    /// What it says, unless it is forged.
    pub fn statement(&self) -> Option<&'a Statement> {
        self.sign_off.counting()
    }

    /// Whether it is forged or damaged.
    pub fn is_forged(&self) -> bool {
        self.statement().is_none()
    }

    /// Whether what was signed is not what stands now.
    pub fn is_superseded(&self) -> bool {
        !self.is_forged() && !self.superseded_by.is_empty()
    }

    /// Whether it is not forged, and what was signed is what stands now.
    pub fn is_current(&self) -> bool {
        !self.is_forged() && self.superseded_by.is_empty()
    }

    /// Whether it is a go, conditional or not, that no longer holds.
    pub fn is_superseded_go(&self) -> bool {
        let statement = self.statement();
        self.is_superseded() && statement.is_some_and(|it| it.decision != Verdict::NoGo)
    }

    /// `go signed by sre 11-20 (no key)`; of a forged one its file and what is wrong. May hold text of the file.
    pub fn phrase(&self, offset: UtcOffset, now: Moment) -> String {
        let Some(statement) = self.statement() else {
            let Seal::Forged(forgery) = &self.sign_off.seal else {
                return format!("{} is no sign-off", self.sign_off.file);
            };
            return format!(
                "forged sign-off {}: {}",
                self.sign_off.file,
                forgery.words()
            );
        };
        let key = match self.sign_off.seal {
            Seal::NoKey => " (no key)",
            Seal::UnknownSigner { .. } => " (unknown signer)",
            _ => "",
        };
        format!(
            "{} signed by {} {}{key}",
            statement.decision.word(),
            statement.role.raw(),
            day_in_short(statement.at, offset, now),
        )
    }

    /// The names of what supersedes it, each once: items by their ids. May hold text of the file.
    pub fn changed(&self) -> Vec<String> {
        changed(self.superseded_by)
    }

    /// `superseded: error-tracking, restore-drill and 2 more`; none where it is not superseded. May hold text of the
    /// file.
    pub fn superseded_phrase(&self) -> Option<String> {
        self.is_superseded()
            .then(|| format!("superseded: {}", in_short(&self.changed())))
    }
}

/// The names of what differs, each once: items by their ids. May hold text of the file.
pub fn changed(differences: &[Difference]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for difference in differences {
        let name = match difference {
            Difference::Item(id, _) => id.raw().to_owned(),
            other => other.words(),
        };
        // Everything of an item follows one another.
        if names.last() != Some(&name) {
            names.push(name);
        }
    }
    names
}

/// The first few names, and how many more there are.
pub fn in_short(names: &[String]) -> String {
    let first = names.iter().take(NAMED).cloned().collect::<Vec<_>>();
    let more = match names.len() - first.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", first.join(", "))
}

/// `11-20`, or the whole date where it is of another year than now.
pub fn day_in_short(at: Moment, offset: UtcOffset, now: Moment) -> String {
    let (day, today) = (at.day(offset), now.day(offset));
    if day.year() == today.year() {
        day.format("%m-%d").to_string()
    } else {
        day.to_string()
    }
}
