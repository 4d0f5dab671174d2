//! Whether the gate lets an assessment through, on which terms, and what stands in its way.

use super::checklist::BlockersRule;
use super::gate::{Judgement, Reason, ReasonKind, Verdict};
use super::percent::Percent;
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
}

/// What comes to the gate.
#[derive(Debug, Clone, Copy)]
pub struct Presented<'a> {
    /// The verdict with its reasons.
    pub judgement: &'a Judgement,
    /// When a Blocker without evidence is open: decides whether such a reason means no-go.
    pub blockers: BlockersRule,
    /// What is evidenced overall; absent over nothing.
    pub evidenced: Option<&'a Percent>,
    /// The version that the assessment is about; empty for none.
    pub version: &'a Text,
    /// The checklist in the file is not the one that is known by its id and version.
    pub altered: bool,
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
}

impl Cause {
    /// The word in JSON and on screen.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Verdict(reason) => reason.kind.key(),
            Self::AlteredChecklist => ALTERED_CHECKLIST,
            Self::BelowMinEvidenced => "below-min-evidenced",
            Self::OtherSubject => "other-subject",
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

/// Decides on which of its terms the gate lets through what comes to it.
pub fn admit(terms: &Terms, presented: &Presented<'_>) -> Admission {
    let means_no_go = |kind: ReasonKind| {
        let evidence_is_wanted = presented.blockers == BlockersRule::Evidenced;
        !kind.may_be_conditional() || (kind == ReasonKind::UnevidencedBlocker && evidence_is_wanted)
    };
    let reasons = presented.judgement.reasons.iter().cloned();
    let (against, conditions): (Vec<Reason>, Vec<Reason>) =
        reasons.partition(|reason| means_no_go(reason.kind));
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
