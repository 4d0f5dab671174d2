//! The object of `score --json`, format 1. Keys are never removed within a format number.
//!
//! Texts stand as they are in the file: whoever prints the object escapes what a terminal must not see.

use serde::Serialize;

use crate::domain::assessment::Assessment;
use crate::domain::checklist::Tier;
use crate::domain::lapsing::{Lapsing, LapsingSoon};
use crate::domain::percent::Percent;
use crate::domain::score::Counts;
use crate::domain::signing::{Signing, signings};
use crate::domain::steps::Step;
use crate::domain::summary::{Lapses, SignedOff};
use crate::domain::supersede::Difference;
use crate::domain::text::Text;

use super::report::{Report, of_word};

/// The number of the documented shape of every JSON object that candor prints.
pub const JSON_FORMAT: u32 = 1;

/// The object of `score --json`.
#[derive(Debug, Serialize)]
pub struct ScoreObject<'a> {
    format: u32,
    subject: &'a str,
    version: Option<&'a str>,
    checklist: &'a str,
    target: Option<&'a str>,
    as_of: String,
    verdict: &'static str,
    reasons: Vec<ReasonObject<'a>>,
    next: Vec<StepObject<'a>>,
    overall: OverallObject,
    declared: Vec<DeclaredObject<'a>>,
    declared_checks: Vec<CheckObject>,
    answered: Option<f64>,
    tiers: Vec<TierObject>,
    categories: Vec<CategoryObject<'a>>,
    stages: Vec<StageObject<'a>>,
    counts: CountsObject,
    lapsing: Vec<LapsingObject<'a>>,
    sign_offs: Vec<SignOffObject<'a>>,
}

#[derive(Debug, Serialize)]
struct ReasonObject<'a> {
    kind: &'static str,
    items: Vec<&'a str>,
    /// It is about the verdict itself, beside its items; left out where it is not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    verdict: bool,
}

/// A step of a person.
#[derive(Debug, Serialize)]
pub(super) struct StepObject<'a> {
    /// None for the verdict as a whole.
    item: Option<&'a str>,
    r#do: &'static str,
}

impl<'a> StepObject<'a> {
    pub(super) fn of(assessment: &'a Assessment, step: Step) -> Self {
        Self {
            item: step.item.map(|item| assessment.item(item).id.raw()),
            r#do: step.act.key(),
        }
    }
}

#[derive(Debug, Serialize)]
struct OverallObject {
    claimed: Option<f64>,
    evidenced: Option<f64>,
    excluding_waived: Option<f64>,
    over_claim: Option<f64>,
}

#[derive(Debug, Serialize)]
struct DeclaredObject<'a> {
    label: &'a str,
    of: String,
    value: &'a str,
    percent: Option<f64>,
}

#[derive(Debug, Serialize)]
struct CheckObject {
    total: f64,
    table_mean: f64,
    finding: &'static str,
}

#[derive(Debug, Serialize)]
struct TierObject {
    tier: &'static str,
    met: u32,
    evidenced: u32,
    partial: u32,
    counted: u32,
    percent: Option<f64>,
}

#[derive(Debug, Serialize)]
struct CategoryObject<'a> {
    id: &'a str,
    title: &'a str,
    claimed: Option<f64>,
    evidenced: Option<f64>,
    declared: Option<f64>,
    met: u32,
    counted: u32,
}

#[derive(Debug, Serialize)]
struct StageObject<'a> {
    id: &'a str,
    /// Null for a stage that needs no item.
    ready: Option<bool>,
    percent: Option<f64>,
    open_blockers: u32,
}

/// A sign-off and what became of it.
#[derive(Debug, Serialize)]
pub struct SignOffObject<'a> {
    /// The statement's file name.
    file: &'a str,
    /// Null where it is forged, as all that it says.
    role: Option<&'a str>,
    decision: Option<&'static str>,
    name: Option<&'a str>,
    /// When, by the signer's word.
    at: Option<String>,
    seal: &'static str,
    /// It is the latest of its role that is not forged.
    latest: bool,
    /// It is not forged, and what was signed is what stands now.
    current: bool,
    superseded_by: Vec<DifferenceObject<'a>>,
}

/// What differs between what was signed and what stands now.
#[derive(Debug, Serialize)]
pub struct DifferenceObject<'a> {
    what: &'static str,
    /// The item's id; null where it is about the whole.
    item: Option<&'a str>,
}

/// A sign-off of an assessment that has been summed up.
#[derive(Debug, Serialize)]
pub struct SignedOffObject<'a> {
    file: &'a str,
    role: Option<&'a str>,
    decision: Option<&'static str>,
    by: Option<&'a str>,
    at: Option<String>,
    forged: bool,
    /// What supersedes it: items by their ids.
    superseded_by: &'a [String],
}

impl<'a> SignOffObject<'a> {
    /// The object of a sign-off.
    pub fn of(signing: &Signing<'a>) -> Self {
        let statement = signing.statement();
        let differences = signing.superseded_by.iter();
        Self {
            file: &signing.sign_off.file,
            role: statement.map(|it| it.role.raw()),
            decision: statement.map(|it| it.decision.word()),
            name: statement.map(|it| it.name.raw()),
            at: statement.map(|it| it.at.to_string()),
            seal: signing.sign_off.seal.key(),
            latest: signing.is_latest,
            current: signing.is_current(),
            superseded_by: differences
                .filter(|_| statement.is_some())
                .map(|difference| DifferenceObject {
                    what: difference.key(),
                    item: match difference {
                        Difference::Item(id, _) => Some(id.raw()),
                        _ => None,
                    },
                })
                .collect(),
        }
    }
}

impl<'a> SignedOffObject<'a> {
    /// The object of a sign-off.
    pub fn of(signed: &'a SignedOff) -> Self {
        let said = signed.says.as_ref();
        Self {
            file: &signed.file,
            role: said.map(|it| it.role.raw()),
            decision: said.map(|it| it.decision.word()),
            by: said.map(|it| it.name.raw()),
            at: said.map(|it| it.at.to_string()),
            forged: said.is_none(),
            superseded_by: &signed.superseded_by,
        }
    }
}

/// Something that lapses soon.
#[derive(Debug, Serialize)]
pub struct LapsingObject<'a> {
    item: Option<&'a str>,
    what: &'static str,
    evidence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    last_day: String,
    days: i64,
}

impl<'a> LapsingObject<'a> {
    /// The object of what lapses in an assessment.
    pub fn of(assessment: &'a Assessment, lapsing: &LapsingSoon) -> Self {
        let (what, evidence, condition) = match &lapsing.what {
            Lapsing::Waiver => ("waiver", None, None),
            Lapsing::Condition(text) => ("condition", None, Some(text.raw().to_owned())),
            Lapsing::Evidence(id) => ("evidence", Some(id.raw().to_owned()), None),
        };
        Self {
            item: lapsing.item.map(|item| assessment.item(item).id.raw()),
            what,
            evidence,
            condition,
            last_day: lapsing.last.to_string(),
            days: lapsing.days,
        }
    }

    /// The object of what lapses in an assessment that has been summed up.
    pub fn of_lapses(lapses: &'a Lapses) -> Self {
        Self {
            item: (!lapses.condition).then(|| lapses.item.raw()),
            what: match (lapses.condition, &lapses.evidence) {
                (true, _) => "condition",
                (false, Some(_)) => "evidence",
                (false, None) => "waiver",
            },
            evidence: lapses.evidence.as_ref().map(|id| id.raw().to_owned()),
            condition: lapses.condition.then(|| lapses.item.raw().to_owned()),
            last_day: lapses.last.to_string(),
            days: lapses.days,
        }
    }
}

#[derive(Debug, Serialize)]
struct CountsObject {
    met: u32,
    partial: u32,
    unmet: u32,
    unknown: u32,
    unanswered: u32,
    not_applicable: u32,
    out_of_play: u32,
    waived: u32,
    conflicts: u32,
}

/// A percentage as JSON has it: rounded to a tenth as it is shown, so that 27.8 stands there and not 27.777….
pub fn rounded(percent: &Percent) -> f64 {
    // A score has at most four digits: nothing is lost.
    f64::from(i32::try_from(percent.tenths()).unwrap_or(i32::MAX)) / 10.0
}

fn or_null(percent: Option<&Percent>) -> Option<f64> {
    percent.map(rounded)
}

impl<'a> ScoreObject<'a> {
    /// The object of a report.
    pub fn of(report: &'a Report<'a>) -> Self {
        let assessment = report.assessment;
        let (head, checklist) = (&assessment.head, assessment.checklist());
        let figures = &report.figures;
        let raw = |item: usize| report.item_id(item).raw();
        Self {
            format: JSON_FORMAT,
            subject: head.subject.name.raw(),
            version: Some(head.subject.version.raw()).filter(|version| !version.is_empty()),
            checklist: checklist.id.raw(),
            target: head.target.as_ref().map(Text::raw),
            as_of: report.as_of.to_string(),
            verdict: report.judgement.verdict.word(),
            reasons: report
                .judgement
                .reasons
                .iter()
                .map(|reason| ReasonObject {
                    kind: reason.kind.key(),
                    items: reason.items.iter().map(|item| raw(*item)).collect(),
                    verdict: reason.of_verdict,
                })
                .collect(),
            next: report
                .next
                .iter()
                .map(|step| StepObject::of(report.assessment, *step))
                .collect(),
            overall: OverallObject {
                claimed: or_null(figures.claimed().as_ref()),
                evidenced: or_null(figures.evidenced().as_ref()),
                excluding_waived: or_null(figures.excluding_waived().as_ref()),
                over_claim: or_null(figures.over_claim().as_ref()),
            },
            declared: report
                .declared
                .iter()
                .map(|figure| DeclaredObject {
                    label: figure.declared.label.raw(),
                    of: of_word(&figure.declared.of),
                    value: figure.declared.value.raw(),
                    percent: or_null(figure.percent.as_ref()),
                })
                .collect(),
            declared_checks: report
                .table_checks
                .iter()
                .map(|check| CheckObject {
                    total: rounded(&check.total),
                    table_mean: rounded(&check.mean),
                    finding: check.finding.key(),
                })
                .collect(),
            answered: or_null(figures.answered().as_ref()),
            tiers: Tier::ALL
                .into_iter()
                .map(|tier| {
                    let gauge = figures.tier(tier);
                    TierObject {
                        tier: tier.key(),
                        met: gauge.met,
                        evidenced: gauge.evidenced,
                        partial: gauge.partial,
                        counted: gauge.counted,
                        percent: or_null(gauge.percent().as_ref()),
                    }
                })
                .collect(),
            categories: checklist
                .categories
                .iter()
                .zip(&figures.categories)
                .map(|(category, sums)| CategoryObject {
                    id: category.id.raw(),
                    title: category.title.raw(),
                    claimed: or_null(sums.claimed().as_ref()),
                    evidenced: or_null(sums.evidenced().as_ref()),
                    declared: or_null(report.declared_of_category(&category.id)),
                    met: sums.met,
                    counted: sums.counted,
                })
                .collect(),
            stages: checklist
                .stages
                .iter()
                .zip(&report.stages)
                .map(|(stage, figures)| StageObject {
                    id: stage.id.raw(),
                    ready: figures.ready,
                    percent: or_null(figures.claimed().as_ref()),
                    open_blockers: figures.open_blockers,
                })
                .collect(),
            counts: CountsObject::of(figures.counts),
            lapsing: report
                .lapsing
                .iter()
                .map(|lapsing| LapsingObject::of(assessment, lapsing))
                .collect(),
            sign_offs: signings(&report.sign_offs, &report.superseded)
                .iter()
                .map(SignOffObject::of)
                .collect(),
        }
    }
}

impl CountsObject {
    fn of(counts: Counts) -> Self {
        Self {
            met: counts.met,
            partial: counts.partial,
            unmet: counts.unmet,
            unknown: counts.unknown,
            unanswered: counts.unanswered,
            not_applicable: counts.not_applicable,
            out_of_play: counts.out_of_play,
            waived: counts.waived,
            conflicts: counts.conflicts,
        }
    }
}
