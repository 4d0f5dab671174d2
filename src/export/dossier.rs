//! A report with what the whole review needs beside it: the way to go, and what each item comes to.

use chrono::NaiveDate;

use crate::domain::assessment::{Answer, Assessment, DeclaredOf, Status};
use crate::domain::checklist::Item;
use crate::domain::evidence::{Bench, Evidence};
use crate::domain::history::{Entry, What};
use crate::domain::ledger::{Ledger, Scope};
use crate::domain::percent::Percent;
use crate::domain::plan::PlanOrder;
use crate::domain::sign_off::{Condition, Fulfilled};
use crate::domain::signing::{Signing, signings, wanted};
use crate::domain::text::Text;
use crate::domain::way::Way;
use crate::format::write::{checklist_digest, sha256_hex, write_assessment};

use super::report::{DeclaredFigure, Report, lapse_words};
use super::signed::missing_words;

/// Everything that an export of the whole review reads.
#[derive(Debug)]
pub struct Dossier<'a> {
    /// The figures, the verdict and what stands beside them.
    pub report: &'a Report<'a>,
    /// By which evidence is judged; the one that the report was computed by.
    pub bench: &'a Bench<'a>,
    /// The open work, in plan order.
    pub way: Way,
    ledger: Ledger,
}

/// One item with its answer.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// Its position.
    pub at: usize,
    /// What is asked.
    pub item: &'a Item,
    /// What was answered.
    pub answer: &'a Answer,
    /// Whether it counts for the target, and if not, why.
    pub counting: Counting,
    /// What evidence that holds backs, in hundredths of the item's value.
    pub evidenced: u8,
    /// A valid waiver excuses it.
    pub waived: bool,
    /// Its last day is past, and something is left to do.
    pub overdue: bool,
}

/// Whether an item counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// It is needed for the target.
    Needed,
    /// Only a later stage needs it.
    Later,
    /// It does not apply.
    NotApplicable,
    /// The subject's traits put it out of play.
    OutOfPlay,
}

impl Counting {
    /// The word in CSV and JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Needed => "needed",
            Self::Later => "later",
            Self::NotApplicable => "not-applicable",
            Self::OutOfPlay => "out-of-play",
        }
    }
}

impl<'a> Dossier<'a> {
    /// Gathers what the report leaves out.
    pub fn of(report: &'a Report<'a>, bench: &'a Bench<'a>) -> Self {
        let assessment = report.assessment;
        let ledger = Ledger::of(assessment, bench);
        let order = PlanOrder::of(assessment, &ledger);
        let way = Way::of(assessment, &ledger, &order, assessment.day(report.as_of));
        Self {
            report,
            bench,
            way,
            ledger,
        }
    }

    /// The assessment.
    pub fn assessment(&self) -> &'a Assessment {
        self.report.assessment
    }

    /// The item at a position with its answer.
    pub fn answered(&self, at: usize) -> Answered<'a> {
        let answer: &'a Answer = &self.assessment().answers()[at];
        let counting = if !self.ledger.is_in_play(at) {
            Counting::OutOfPlay
        } else if matches!(answer.status, Status::NotApplicable(_)) {
            Counting::NotApplicable
        } else if self.ledger.counted(at, Scope::Needed).is_some() {
            Counting::Needed
        } else {
            Counting::Later
        };
        Answered {
            at,
            item: self.assessment().item(at),
            answer,
            counting,
            evidenced: self.ledger.evidenced_value(at),
            waived: self.ledger.is_waived(at),
            overdue: self.is_overdue(at, answer),
        }
    }

    fn is_overdue(&self, at: usize, answer: &Answer) -> bool {
        let today = self.assessment().day(self.report.as_of);
        let is_done = matches!(answer.status, Status::Met | Status::NotApplicable(_));
        // A met item that lacks its evidence is open work as well.
        answer.due.is_some_and(|due| due < today) && (!is_done || self.ledger.is_open(at))
    }

    /// Every item with its answer, in checklist order.
    pub fn every_item(&self) -> impl Iterator<Item = Answered<'a>> {
        (0..self.assessment().answers().len()).map(|at| self.answered(at))
    }

    /// The day as of which everything is judged.
    pub fn today(&self) -> NaiveDate {
        self.assessment().day(self.report.as_of)
    }

    /// Who has marked a condition of a sign-off done.
    pub fn fulfilled(&self, condition: &Condition) -> Option<&'a Fulfilled> {
        let mut fulfilled = self.assessment().head.fulfilled.iter();
        fulfilled.find(|fulfilled| fulfilled.condition == condition.id)
    }

    /// Each sign-off with what became of it.
    pub fn signings(&self) -> Vec<Signing<'_>> {
        signings(&self.report.sign_offs, &self.report.superseded)
    }

    /// The roles whose go the checklist asks for and that have not given one that holds, with what is missing.
    pub fn goes_missing(&self) -> Vec<(&Text, &'static str)> {
        let signings = self.signings();
        let wanted = wanted(self.report.assessment, &signings);
        let missing = wanted.iter().map(|role| (role.role, missing_words(role)));
        missing
            .filter_map(|(role, missing)| Some((role, missing?)))
            .collect()
    }

    /// The title of the target stage; its id where the checklist does not know it.
    pub fn target_title(&self) -> Option<&'a Text> {
        let target = self.assessment().head.target.as_ref()?;
        let stages = &self.assessment().checklist().stages;
        let stage = stages.iter().find(|stage| stage.id == *target);
        Some(stage.map_or(target, |stage| &stage.title))
    }

    /// The latest figure with a percent that was declared of something.
    pub fn declared_of(&self, of: &DeclaredOf) -> Option<&DeclaredFigure<'a>> {
        let of_it = |figure: &&DeclaredFigure<'a>| figure.declared.of == *of;
        self.report
            .declared
            .iter()
            .filter(of_it)
            .rfind(|figure| figure.percent.is_some())
    }

    /// The declared percent of a stage.
    pub fn declared_of_stage(&self, id: &Text) -> Option<&Percent> {
        let figure = self.declared_of(&DeclaredOf::Stage(id.clone()))?;
        figure.percent.as_ref()
    }

    /// Whether a piece of evidence counts, else why not, in words.
    pub fn state_of(&self, item: &Item, piece: &Evidence) -> (bool, String) {
        match self.bench.lapse(item, piece) {
            None => (true, "counts".to_owned()),
            Some(lapse) => (false, lapse_words(lapse)),
        }
    }

    /// SHA-256 over the canonical text of the checklist that the assessment carries, in hexadecimal.
    pub fn checklist_digest(&self) -> String {
        checklist_digest(self.assessment().checklist())
    }

    /// SHA-256 over the canonical text of the assessment, in hexadecimal.
    pub fn assessment_digest(&self) -> String {
        sha256_hex(write_assessment(self.assessment()).as_bytes())
    }
}

/// Whether an entry of the history tells more than what the answer shows by itself: an answer that was another before,
/// something taken away, a question asked anew.
pub fn matters(entry: &Entry) -> bool {
    match &entry.what {
        What::Answered(_) => !matches!(entry.was, None | Some(Status::Unanswered)),
        What::Withdrawn(_)
        | What::Redacted(_)
        | What::Revoked(_)
        | What::Resolved(_)
        | What::Reopened { .. } => true,
        _ => false,
    }
}
