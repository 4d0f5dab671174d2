//! The object of `gate --json`, format 1. Keys are never removed within a format number.
//!
//! Texts stand as they are in the file: whoever prints the object escapes what a terminal must not see.

use serde::Serialize;

use crate::domain::admission::{Admission, Cause, Ground, Missing, Terms, Wanted};
use crate::domain::checklist::Checklist;
use crate::domain::text::Text;
use crate::domain::upgrade::Moves;
use crate::domain::waiver::Standing;

use super::json::{JSON_FORMAT, ScoreObject};
use super::report::Report;

/// The object of `gate --json`.
#[derive(Debug, Serialize)]
pub struct GateObject<'a> {
    format: u32,
    passes: bool,
    /// As the gate takes it: no-go where the checklist was altered, whatever the verdict in `score`.
    verdict: &'static str,
    terms: TermsObject<'a>,
    /// Everything that speaks against it, what is allowed too; `passes` is true just where all of them are allowed.
    reasons: Vec<GroundObject<'a>>,
    /// What became of the answers under the checklist of `--checklist`; null without it.
    judged_by: Option<MovesObject<'a>>,
    /// Waivers that excuse nothing.
    ignored_waivers: Vec<IgnoredObject<'a>>,
    /// The object of `score --json`, with the steps to the next verdict and what lapses soon.
    score: ScoreObject<'a>,
}

#[derive(Debug, Serialize)]
struct TermsObject<'a> {
    allow: Vec<&'static str>,
    /// As it was typed.
    min_evidenced: Option<&'a str>,
    subject_version: Option<&'a str>,
    /// `signed`, `by-known-signers`, or null.
    signed: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct GroundObject<'a> {
    kind: &'static str,
    allowed: bool,
    items: Vec<&'a str>,
    /// Of `not-signed`: the role whose go is missing, empty for anybody's.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// Of `not-signed`: who signed last in that role.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// Of `not-signed`: what is missing, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<String>,
}

/// What became of the answers under another checklist.
#[derive(Debug, Serialize)]
struct MovesObject<'a> {
    checklist: &'a str,
    version: Option<&'a str>,
    carried: usize,
    /// Their meaning changed: they are judged as unanswered.
    reopened: Vec<&'a str>,
    /// The file has no answers to them.
    missing: Vec<&'a str>,
    /// The checklist does not have them; their answers count nowhere.
    dropped: Vec<&'a str>,
    /// The file's target stage, where the checklist does not have it.
    lost_target: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct IgnoredObject<'a> {
    item: &'a str,
    why: String,
}

impl<'a> GateObject<'a> {
    /// The object of a decision.
    pub fn of(
        report: &'a Report<'a>,
        admission: &Admission,
        terms: &'a Terms,
        min_evidenced: Option<&'a str>,
        judged_by: Option<(&'a Checklist, &'a Moves)>,
    ) -> Self {
        let ignored = report
            .waivers
            .iter()
            .filter(|waived| waived.standing != Standing::Valid);
        Self {
            format: JSON_FORMAT,
            passes: admission.passes,
            verdict: admission.verdict.word(),
            terms: TermsObject {
                allow: terms.allow.iter().map(|kind| kind.key()).collect(),
                min_evidenced,
                subject_version: terms.subject_version.as_ref().map(Text::raw),
                signed: terms.signed.map(Wanted::key),
            },
            reasons: admission
                .grounds
                .iter()
                .map(|ground| GroundObject::of(report, ground))
                .collect(),
            judged_by: judged_by.map(|(checklist, moves)| MovesObject::of(checklist, moves)),
            ignored_waivers: ignored
                .map(|waived| IgnoredObject {
                    item: report.item_id(waived.item).raw(),
                    why: waived.standing.words(),
                })
                .collect(),
            score: ScoreObject::of(report),
        }
    }
}

impl<'a> GroundObject<'a> {
    fn of(report: &Report<'a>, ground: &Ground) -> Self {
        let items = match &ground.cause {
            Cause::Verdict(reason) => report.item_ids(&reason.items),
            _ => Vec::new(),
        };
        let missing = match &ground.cause {
            Cause::NotSigned(missing) => Some(missing),
            _ => None,
        };
        let plain = |text: &Text| text.raw().to_owned();
        Self {
            role: missing.map(|missing| plain(&missing.role)),
            by: missing.and_then(|missing| missing.by.as_ref().map(plain)),
            what: missing.map(Missing::phrase),
            kind: ground.cause.key(),
            allowed: ground.allowed,
            items: items.into_iter().map(Text::raw).collect(),
        }
    }
}

impl<'a> MovesObject<'a> {
    fn of(checklist: &'a Checklist, moves: &'a Moves) -> Self {
        let all = |ids: &'a [Text]| ids.iter().map(Text::raw).collect();
        Self {
            checklist: checklist.id.raw(),
            version: Some(checklist.version.raw()).filter(|version| !version.is_empty()),
            carried: moves.carried.len(),
            reopened: moves.reopened.iter().map(|(id, _, _)| id.raw()).collect(),
            missing: all(&moves.added),
            dropped: all(&moves.retired),
            lost_target: moves.lost_target.as_ref().map(Text::raw),
        }
    }
}
