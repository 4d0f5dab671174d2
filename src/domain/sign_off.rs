//! Sign-offs: what somebody in a role decided about an assessment as it stood, and what becomes of it.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::assessment::Assessment;
use super::evidence::{Bench, same_person};
use super::gate::Verdict;
use super::text::Text;
use super::time::Moment;

/// Something that has to be done so that a conditional go holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Stable and random.
    pub id: Text,
    /// What has to be done.
    pub text: Text,
    /// Who does it.
    pub owner: Text,
    /// The last day for it.
    pub due: NaiveDate,
}

/// A condition of a sign-off that is done; it stands in the head of the assessment, because a sign-off never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fulfilled {
    /// The condition's id.
    pub condition: Text,
    /// Who says that it is done.
    pub by: Text,
    /// When.
    pub at: Moment,
}

/// A file that was evidence when it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedFile {
    /// Its SHA-256, 64 lowercase hexadecimal digits.
    pub sha256: String,
    /// Where it is kept, relative to the directory of the assessment, with forward slashes.
    pub path: String,
}

/// What a sign-off says: the fields of its statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// SHA-256 of the kept copy's bytes: what was signed.
    pub assessment: String,
    /// Where the copy is kept, relative to the directory of the assessment, with forward slashes.
    pub copy: String,
    /// SHA-256 of the canonical text of the checklist in it.
    pub checklist_digest: String,
    /// The checklist's id.
    pub checklist: Text,
    /// The checklist's version; empty if none.
    pub checklist_version: Text,
    /// What was assessed.
    pub subject: Text,
    /// Its version; empty if none.
    pub version: Text,
    /// The stage that was aimed at; none for the whole checklist.
    pub target: Option<Text>,
    /// The verdict as it stood.
    pub verdict: Verdict,
    /// Its reasons, each in a line of its own: the kind, and what it names.
    pub reasons: Vec<Text>,
    /// The figures, each in a line of its own.
    pub scores: Vec<Text>,
    /// The waivers that held, each in a line of its own.
    pub waivers: Vec<Text>,
    /// What was decided.
    pub decision: Verdict,
    /// What has to be done, of a conditional go.
    pub conditions: Vec<Condition>,
    /// Why it is a go on a no-go; empty where it is not.
    pub despite: Text,
    /// What the signer says besides; may be empty.
    pub words: Text,
    /// The role in which it was signed.
    pub role: Text,
    /// The signer's name.
    pub name: Text,
    /// By what a list of allowed signers knows the signer: an address, or the name as given.
    pub principal: Text,
    /// When, by the signer's word.
    pub at: Moment,
    /// It was to be signed with a key: without a signature beside it, it is forged.
    pub with_key: bool,
    /// SHA-256 of the statements that were found when it was made.
    pub found: Vec<String>,
    /// The files that were evidence.
    pub evidence: Vec<PinnedFile>,
}

/// Why a sign-off is forged, or was damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forgery {
    /// The statement is not one, or not as it is written.
    Statement,
    /// The kept copy is not there.
    NoCopy,
    /// The kept copy is not what was signed.
    Copy,
    /// The kept copy can't be read.
    UnreadableCopy,
    /// It says that it was signed with a key, and the signature is not there.
    NoSignature,
    /// It says that it was signed without a key, and a signature is there.
    StraySignature,
    /// The signature is not one, or not as it is written.
    Signature,
    /// The signature is not that of this statement.
    Mismatch,
}

impl Forgery {
    /// What is wrong, in words for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Statement => "the statement is not as candor writes one",
            Self::NoCopy => "the kept copy of what was signed is gone",
            Self::Copy => "the kept copy is not what was signed",
            Self::UnreadableCopy => "the kept copy is not an assessment that can be read",
            Self::NoSignature => "it was signed with a key, and the signature is gone",
            Self::StraySignature => "it was made without a key, and a signature lies beside it",
            Self::Signature => "the signature is damaged",
            Self::Mismatch => "the signature is not that of this statement",
        }
    }
}

/// What the signature is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seal {
    /// Signed with a key that the list of allowed signers has for this signer.
    Valid {
        /// The key's fingerprint (`SHA256:…`).
        key: String,
    },
    /// Signed with a key that no list names for this signer, or there is no list.
    UnknownSigner {
        /// The key's fingerprint (`SHA256:…`).
        key: String,
    },
    /// Signed with a key, and nothing on this machine can check it.
    Unchecked,
    /// Not signed with a key: nothing but the name says who it was.
    NoKey,
    /// Forged or damaged.
    Forged(Forgery),
}

impl Seal {
    /// The word in JSON and on screen.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Valid { .. } => "valid",
            Self::UnknownSigner { .. } => "unknown-signer",
            Self::Unchecked => "unchecked",
            Self::NoKey => "no-key",
            Self::Forged(_) => "forged",
        }
    }

    /// What it is worth, in words for people.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Valid { .. } => "signed with a key",
            Self::UnknownSigner { .. } => "signed with a key that no list of signers names",
            Self::Unchecked => "signed with a key, not checked",
            Self::NoKey => "not signed with a key",
            Self::Forged(forgery) => forgery.words(),
        }
    }
}

/// A sign-off as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// The statement's file name, in the folder of sign-offs.
    pub file: String,
    /// SHA-256 of the statement's bytes.
    pub digest: String,
    /// What it says; none where the file is no statement.
    pub statement: Option<Statement>,
    /// What the signature is worth.
    pub seal: Seal,
    /// What was signed; none where the kept copy is not there or not that.
    pub kept: Option<Arc<Assessment>>,
    /// Statements that it found and that are gone or were altered since, by their digests.
    pub lost: Vec<String>,
}

impl SignOff {
    /// What it says, unless it is forged.
    pub fn counting(&self) -> Option<&Statement> {
        match self.seal {
            Seal::Forged(_) => None,
            _ => self.statement.as_ref(),
        }
    }
}

/// The latest sign-off of each role that is not forged, in the order in which the roles first signed: it stands,
/// superseded or not, until that role signs again. Times are the signers' word; of equal ones the one that found more
/// sign-offs counts, because it was made after them, and of those the later file.
pub fn latest_of_roles(sign_offs: &[SignOff]) -> Vec<&SignOff> {
    let mut latest: Vec<(&SignOff, &Statement)> = Vec::new();
    let order = |it: &(&SignOff, &Statement)| (it.1.at, it.1.found.len());
    for sign_off in sign_offs {
        let Some(statement) = sign_off.counting() else {
            continue;
        };
        let of_role = latest
            .iter_mut()
            .find(|(_, other)| same_person(&other.role, &statement.role));
        match of_role {
            Some(slot) => {
                let other = (sign_off, statement);
                if (order(slot), &slot.0.file) <= (order(&other), &sign_off.file) {
                    *slot = other;
                }
            }
            None => latest.push((sign_off, statement)),
        }
    }
    latest.into_iter().map(|(sign_off, _)| sign_off).collect()
}

/// A condition that stands, with the sign-off that asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The condition.
    pub condition: &'a Condition,
    /// The role that asks for it.
    pub role: &'a Text,
    /// Who has marked it done, if somebody has.
    pub fulfilled: Option<&'a Fulfilled>,
}

impl Standing<'_> {
    /// Whether its last day is over and it is not done.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.fulfilled.is_none() && self.condition.due < today
    }
}

/// The conditions of the roles' latest sign-offs, where these are conditional goes.
pub fn standing_conditions<'a>(
    assessment: &'a Assessment,
    sign_offs: &'a [SignOff],
) -> Vec<Standing<'a>> {
    let latest = latest_of_roles(sign_offs).into_iter();
    let statements = latest
        .filter_map(SignOff::counting)
        .filter(|statement| statement.decision == Verdict::ConditionalGo);
    statements
        .flat_map(|statement| {
            let conditions = statement.conditions.iter();
            conditions.map(move |condition| Standing {
                condition,
                role: &statement.role,
                fulfilled: assessment
                    .head
                    .fulfilled
                    .iter()
                    .find(|fulfilled| fulfilled.condition == condition.id),
            })
        })
        .collect()
}

/// The roles whose latest sign-off says no-go.
pub fn no_go_roles(sign_offs: &[SignOff]) -> Vec<Text> {
    let latest = latest_of_roles(sign_offs).into_iter();
    latest
        .filter_map(SignOff::counting)
        .filter(|statement| statement.decision == Verdict::NoGo)
        .map(|statement| statement.role.clone())
        .collect()
}

/// The conditions that are past their date and not marked done.
pub fn overdue_conditions(assessment: &Assessment, bench: &Bench<'_>) -> Vec<Condition> {
    let today = bench.as_of.day(bench.offset);
    let standing = standing_conditions(assessment, bench.observations.sign_offs()).into_iter();
    standing
        .filter(|standing| standing.is_overdue(today))
        .map(|standing| standing.condition.clone())
        .collect()
}
