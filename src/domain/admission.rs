//! Whether the gate lets an assessment through, on which terms, and what stands in its way.

use super::evidence::same_person;
use super::gate::{Judgement, Reason, ReasonKind, Verdict};
use super::percent::Percent;
use super::sign_off::{Seal, SignOff, Statement, latest_of_roles};
use super::supersede::Difference;
use super::text::Text;

/// What the one who keeps the gate asks for, besides the verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The kinds of reasons on which a conditional go passes all the same.
    pub allow: Vec<ReasonKind>,
    /// The least that has to be evidenced overall.
    pub min_evidenced: Option<Percent>,
    /// The version that the assessment has to be about.
    pub subject_version: Option<Text>,
    /// Whose signatures are wanted besides.
    pub signed: Option<Wanted>,
}

/// Which sign-offs are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A current go of each role that the checklist asks for; of anybody where it asks for none.
    Signed,
    /// The same, each signed with a key that the list of allowed signers has for its signer.
    ByKnownSigners,
}

impl Wanted {
    /// The word in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::ByKnownSigners => "by-known-signers",
        }
    }
}

/// What comes to the gate.
#[derive(Debug, Clone, Copy)]
pub struct Presented<'a> {
    /// The verdict with its reasons.
    pub judgement: &'a Judgement,
    /// What is evidenced overall; absent over nothing.
    pub evidenced: Option<&'a Percent>,
    /// The version that the assessment is about; empty for none.
    pub version: &'a Text,
    /// The checklist in the file is not the one that is known by its id and version.
    pub altered: bool,
    /// The roles whose go the checklist asks for.
    pub roles: &'a [Text],
    /// The sign-offs, by file name.
    pub sign_offs: &'a [SignOff],
    /// What supersedes each sign-off.
    pub superseded: &'a [Vec<Difference>],
}

/// What speaks against letting it through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A reason of the verdict.
    Verdict(Reason),
    /// The checklist in the file is not the one that is known by its id and version.
    AlteredChecklist,
    /// Less is evidenced than the terms ask for, or nothing counts.
    BelowMinEvidenced,
    /// It is about another version than the terms name.
    OtherSubject,
    /// A role whose go is wanted has not given it, or it no longer holds.
    NotSigned(Missing),
}

/// Why a role's go is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The role; empty where anybody's go is wanted.
    pub role: Text,
    /// Who signed last in that role, if somebody did.
    pub by: Option<Text>,
    /// What is wrong with it.
    pub why: Lack,
}

/// What a sign-off lacks to be the go that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// Nobody signed in the role, or what lies there is forged.
    Nobody,
    /// The decision is another one.
    Decision(Verdict),
    /// Something that the verdict reads has changed since.
    Superseded(Vec<Difference>),
    /// It is not signed with a key that the list of allowed signers has for its signer; the word for what it is.
    Signer(&'static str),
}

impl Missing {
    /// What is missing, in words for people. May hold text of the file.
    pub fn phrase(&self) -> String {
        let role = match self.role.raw() {
            "" => "nobody".to_owned(),
            role => role.to_owned(),
        };
        let by = self.by.as_ref().map_or("", Text::raw);
        match &self.why {
            Lack::Nobody if self.role.is_empty() => "nobody has signed".to_owned(),
            Lack::Nobody => format!("{role} has not signed"),
            Lack::Decision(decision) => {
                format!(
                    "{by} signed {} for {role}, and go is wanted",
                    decision.word()
                )
            }
            Lack::Superseded(differences) => {
                let words: Vec<String> = differences.iter().map(Difference::words).collect();
                format!(
                    "the go of {by} for {role} is superseded: {}",
                    words.join(", ")
                )
            }
            Lack::Signer(what) => format!("the go of {by} for {role} is {what}"),
        }
    }
}

impl Cause {
    /// The word in JSON and on screen.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Verdict(reason) => reason.kind.key(),
            Self::AlteredChecklist => ALTERED_CHECKLIST,
            Self::BelowMinEvidenced => "below-min-evidenced",
            Self::OtherSubject => "other-subject",
            Self::NotSigned(_) => "not-signed",
        }
    }
}

/// The word for a checklist that is not the one that is known by its id and version.
pub const ALTERED_CHECKLIST: &str = "altered-checklist";

/// A cause, and whether the terms allow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// What speaks against it.
    pub cause: Cause,
    /// The terms let it pass all the same.
    pub allowed: bool,
}

/// What the gate decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// It is let through: nothing speaks against it but what the terms allow.
    pub passes: bool,
    /// The verdict; no-go where the checklist was altered.
    pub verdict: Verdict,
    /// Everything that speaks against it, allowed or not: what means no-go, then conditions, each worst first, then
    /// what the terms ask for besides.
    pub grounds: Vec<Ground>,
}

/// The roles whose go is wanted and missing, in the checklist's order.
fn missing(wanted: Wanted, presented: &Presented<'_>) -> Vec<Missing> {
    let all = presented.sign_offs.iter().zip(presented.superseded);
    let latest: Vec<(&Statement, &SignOff, &[Difference])> = latest_of_roles(presented.sign_offs)
        .into_iter()
        .filter_map(|latest| {
            let (_, superseded) = all.clone().find(|(it, _)| std::ptr::eq(*it, latest))?;
            Some((latest.counting()?, latest, superseded.as_slice()))
        })
        .collect();
    let lack = |(statement, sign_off, superseded): &(&Statement, &SignOff, &[Difference])| {
        if statement.decision != Verdict::Go {
            return Some(Lack::Decision(statement.decision));
        }
        if !superseded.is_empty() {
            return Some(Lack::Superseded(superseded.to_vec()));
        }
        let is_known = matches!(sign_off.seal, Seal::Valid { .. });
        let may_be_anybody = wanted == Wanted::Signed;
        (!is_known && !may_be_anybody).then(|| Lack::Signer(sign_off.seal.words()))
    };
    let missing = |role: Text, by: Option<Text>, why| Missing { role, by, why };
    if presented.roles.is_empty() {
        let lacks: Vec<Option<Lack>> = latest.iter().map(lack).collect();
        if lacks.iter().any(Option::is_none) {
            return Vec::new();
        }
        // Of what is there, each is said; of nothing, that there is nothing.
        let said = latest.iter().zip(lacks).filter_map(|(it, why)| {
            Some(missing(it.0.role.clone(), Some(it.0.name.clone()), why?))
        });
        let said: Vec<Missing> = said.collect();
        return if said.is_empty() {
            vec![missing(Text::default(), None, Lack::Nobody)]
        } else {
            said
        };
    }
    let of_role = |role: &Text| {
        let signed = latest.iter().find(|it| same_person(&it.0.role, role));
        match signed {
            None => Some(missing(role.clone(), None, Lack::Nobody)),
            Some(it) => {
                let why = lack(it)?;
                Some(missing(role.clone(), Some(it.0.name.clone()), why))
            }
        }
    };
    presented.roles.iter().filter_map(of_role).collect()
}

/// Decides on which of its terms the gate lets through what comes to it.
pub fn admit(terms: &Terms, presented: &Presented<'_>) -> Admission {
    let reasons = presented.judgement.reasons.iter().cloned();
    let (against, conditions): (Vec<Reason>, Vec<Reason>) =
        reasons.partition(|reason| !reason.conditional);
    let refused = |cause| Ground {
        cause,
        allowed: false,
    };
    let mut grounds: Vec<Ground> = against
        .into_iter()
        .map(|reason| refused(Cause::Verdict(reason)))
        .collect();
    if presented.altered {
        grounds.push(refused(Cause::AlteredChecklist));
    }
    grounds.extend(conditions.into_iter().map(|reason| Ground {
        allowed: terms.allow.contains(&reason.kind),
        cause: Cause::Verdict(reason),
    }));
    let enough = |least: &Percent| presented.evidenced.is_some_and(|found| found >= least);
    if terms
        .min_evidenced
        .as_ref()
        .is_some_and(|least| !enough(least))
    {
        grounds.push(refused(Cause::BelowMinEvidenced));
    }
    let is_other = |wanted: &Text| wanted != presented.version;
    if terms.subject_version.as_ref().is_some_and(is_other) {
        grounds.push(refused(Cause::OtherSubject));
    }
    if let Some(wanted) = terms.signed {
        let missing = missing(wanted, presented).into_iter();
        grounds.extend(missing.map(|missing| refused(Cause::NotSigned(missing))));
    }
    Admission {
        passes: grounds.iter().all(|ground| ground.allowed),
        verdict: if presented.altered {
            Verdict::NoGo
        } else {
            presented.judgement.verdict
        },
        grounds,
    }
}
