//! Everything that is reported of an assessment, computed once for every format.

use std::sync::Arc;

use crate::domain::assessment::{Assessment, Declared, DeclaredOf};
use crate::domain::checklist::Severity;
use crate::domain::declared::{TableCheck, announced, check_tables};
use crate::domain::evidence::{Bench, Evidence, Lapse};
use crate::domain::gate::{Judgement, risk_level};
use crate::domain::lapsing::{LapsingSoon, SOON_DAYS, lapsing};
use crate::domain::ledger::{Ledger, Scope};
use crate::domain::percent::Percent;
use crate::domain::plan::PlanOrder;
use crate::domain::score::{CategoryFigures, Figures};
use crate::domain::sign_off::SignOff;
use crate::domain::snapshot::Snapshot;
use crate::domain::stage::StageFigures;
use crate::domain::steps::Step;
use crate::domain::supersede::{Difference, differences_of_all};
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::domain::waiver::{Standing, Waiver};

/// A declared figure with its percent, if one can be read from it, and its distance from what this review found.
#[derive(Debug, Clone)]
pub struct DeclaredFigure<'a> {
    /// As it was announced.
    pub declared: &'a Declared,
    /// Its percent.
    pub percent: Option<Percent>,
    /// Its percent less what is claimed of the same thing.
    pub above_claimed: Option<Percent>,
    /// Its percent less what is evidenced of the same thing.
    pub above_evidenced: Option<Percent>,
}

/// A piece of evidence that backs nothing, and why.
#[derive(Debug, Clone, Copy)]
pub struct Idle<'a> {
    /// Its item's position.
    pub item: usize,
    /// The evidence.
    pub evidence: &'a Evidence,
    /// The first reason that applies.
    pub lapse: Lapse,
}

/// A waiver, and whether it excuses its item now.
#[derive(Debug, Clone, Copy)]
pub struct Waived<'a> {
    /// Its item's position.
    pub item: usize,
    /// The waiver.
    pub waiver: &'a Waiver,
    /// What becomes of it.
    pub standing: Standing,
}

/// Everything that is reported of an assessment.
#[derive(Debug)]
pub struct Report<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// The moment as of which it is judged.
    pub as_of: Moment,
    /// Every figure in the scope asked for.
    pub figures: Figures,
    /// The verdict with its reasons; it always judges what the target needs.
    pub judgement: Judgement,
    /// What lifts the verdict to the next one.
    pub next: Vec<Step>,
    /// What was announced elsewhere.
    pub declared: Vec<DeclaredFigure<'a>>,
    /// Declared totals beside their tables.
    pub table_checks: Vec<TableCheck>,
    /// The highest severity among the open items.
    pub risk: Option<Severity>,
    /// How far it is with what each stage needs, lowest first.
    pub stages: Vec<StageFigures>,
    /// Waivers and evidence that lapse within [`SOON_DAYS`] days, the nearest first.
    pub lapsing: Vec<LapsingSoon>,
    /// Every waiver, in checklist order.
    pub waivers: Vec<Waived<'a>>,
    /// Evidence that is there and backs nothing, in checklist order; withdrawn evidence and background are not
    /// among it.
    pub idle: Vec<Idle<'a>>,
    /// The sign-offs, by file name.
    pub sign_offs: Arc<[SignOff]>,
    /// What supersedes each sign-off; nothing where it is current.
    pub superseded: Vec<Vec<Difference>>,
}

impl<'a> Report<'a> {
    /// Computes the report by the facts of a bench.
    pub fn of(assessment: &'a Assessment, bench: &Bench<'_>, scope: Scope) -> Self {
        let ledger = Ledger::of(assessment, bench);
        let order = PlanOrder::of(assessment, &ledger);
        Self::weighed(assessment, bench, scope, (&ledger, &order))
    }

    /// The same where every item has been weighed and put into plan order already.
    pub fn weighed(
        assessment: &'a Assessment,
        bench: &Bench<'_>,
        scope: Scope,
        (ledger, order): (&Ledger, &PlanOrder),
    ) -> Self {
        let scoring = &assessment.checklist().scoring;
        let tally = ledger.tally();
        let judgement = ledger.judge_by(&tally, scoring).in_plan_order(order);
        let figures = ledger.figures_of(&tally, scope);
        let next = ledger.next(scoring, &judgement, order);
        let declared = &assessment.head.declared;
        Self {
            declared: declared
                .iter()
                .map(|declared| beside(declared, assessment, &figures))
                .collect(),
            table_checks: check_tables(declared),
            risk: risk_level(assessment, ledger),
            stages: ledger.stages(&tally, scoring),
            lapsing: lapsing(assessment, ledger, bench, SOON_DAYS),
            waivers: waivers(assessment, bench),
            idle: idle(assessment, bench, ledger),
            superseded: differences_of_all(bench.observations.sign_offs(), assessment),
            sign_offs: Arc::clone(bench.observations.sign_offs()),
            assessment,
            as_of: bench.as_of,
            figures,
            judgement,
            next,
        }
    }

    /// Each sign-off with what supersedes it.
    pub fn signings(&self) -> impl Iterator<Item = (&SignOff, &[Difference])> {
        let superseded = self.superseded.iter().map(Vec::as_slice);
        self.sign_offs.iter().zip(superseded)
    }

    /// The id of the item at a position.
    pub fn item_id(&self, position: usize) -> &'a Text {
        &self.assessment.item(position).id
    }

    /// The ids of the items at positions.
    pub fn item_ids(&self, positions: &[usize]) -> Vec<&'a Text> {
        positions.iter().map(|item| self.item_id(*item)).collect()
    }

    /// The latest declared percent of a category.
    pub fn declared_of_category(&self, id: &Text) -> Option<&Percent> {
        let of_it = |figure: &&DeclaredFigure| matches!(&figure.declared.of, DeclaredOf::Category(of) if of == id);
        self.declared
            .iter()
            .filter(of_it)
            .filter_map(|figure| figure.percent.as_ref())
            .next_back()
    }
}

fn beside<'a>(
    declared: &'a Declared,
    assessment: &Assessment,
    figures: &Figures,
) -> DeclaredFigure<'a> {
    let percent = announced(&declared.value).map(|announced| announced.percent);
    let (claimed, evidenced) = match &declared.of {
        DeclaredOf::Overall => (figures.claimed(), figures.evidenced()),
        DeclaredOf::Category(id) => {
            let mut categories = assessment.checklist().categories.iter();
            let category = categories
                .position(|category| category.id == *id)
                .and_then(|at| figures.categories.get(at));
            (
                category.and_then(CategoryFigures::claimed),
                category.and_then(CategoryFigures::evidenced),
            )
        }
        DeclaredOf::Verdict | DeclaredOf::Stage(_) | DeclaredOf::Free => (None, None),
    };
    let above = |found: Option<Percent>| Some(percent.as_ref()?.minus(&found?));
    DeclaredFigure {
        declared,
        above_claimed: above(claimed),
        above_evidenced: above(evidenced),
        percent,
    }
}

fn waivers<'a>(assessment: &'a Assessment, bench: &Bench<'_>) -> Vec<Waived<'a>> {
    let scoring = &assessment.checklist().scoring;
    let answers = assessment.answers().iter().enumerate();
    answers
        .filter_map(|(at, answer)| {
            let waiver = answer.waiver.as_ref()?;
            let item = assessment.item(at);
            let today = bench.as_of.day(bench.offset);
            let standing = waiver.standing(item, scoring, bench.offset, today);
            Some(Waived {
                item: at,
                waiver,
                standing,
            })
        })
        .collect()
}

fn idle<'a>(assessment: &'a Assessment, bench: &Bench<'_>, ledger: &Ledger) -> Vec<Idle<'a>> {
    let mut idle = Vec::new();
    for (item, answer) in assessment.answers().iter().enumerate() {
        if answer.evidence.is_empty() || !ledger.is_in_play(item) {
            continue;
        }
        for evidence in &answer.evidence {
            match bench.lapse(assessment.item(item), evidence) {
                None | Some(Lapse::Withdrawn | Lapse::Context) => {}
                Some(lapse) => idle.push(Idle {
                    item,
                    evidence,
                    lapse,
                }),
            }
        }
    }
    idle
}

/// What a declared figure is of, as one word: `overall`, `verdict`, `category:ID`, `stage:ID` or `free`. May hold
/// text of the file.
pub fn of_word(of: &DeclaredOf) -> String {
    match of {
        DeclaredOf::Overall => "overall".to_owned(),
        DeclaredOf::Verdict => "verdict".to_owned(),
        DeclaredOf::Category(id) => format!("category:{}", id.raw()),
        DeclaredOf::Stage(id) => format!("stage:{}", id.raw()),
        DeclaredOf::Free => "free".to_owned(),
    }
}

/// What was declared as the overall figure at the time of a snapshot, as it was written.
pub fn declared_overall(snapshot: &Snapshot) -> Option<&Text> {
    let overall = |declared: &&Declared| declared.of == DeclaredOf::Overall;
    let declared = snapshot.declared.iter().rfind(overall)?;
    Some(&declared.value)
}

/// Why a piece of evidence backs nothing, in words.
pub fn lapse_words(lapse: Lapse) -> String {
    match lapse {
        Lapse::Withdrawn => "withdrawn".to_owned(),
        Lapse::Redacted => "its text was taken out".to_owned(),
        Lapse::KindNotAccepted => "the item does not accept this kind of evidence".to_owned(),
        Lapse::Context => "background only".to_owned(),
        Lapse::Against => "speaks against".to_owned(),
        Lapse::TooOld(last) => format!("too old: it held until {last}"),
        Lapse::OtherVersion => "observed at another version".to_owned(),
        Lapse::Changed => "changed: the file is not what was attached".to_owned(),
        Lapse::Absent => "missing: the file is not there".to_owned(),
    }
}

/// A figure above or below another, in words: `36.1 above claimed`, `as claimed`.
pub fn distance_words(above: &Percent, what: &str) -> String {
    if above.is_zero() {
        return format!("as {what}");
    }
    let way = if *above < Percent::whole(0) {
        "below"
    } else {
        "above"
    };
    format!("{} {way} {what}", above.magnitude())
}
