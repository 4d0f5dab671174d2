//! An open assessment: changes, undo, figures, and what is not saved yet. Pure.

use std::cell::OnceCell;
use std::collections::VecDeque;
use std::sync::Arc;

use crate::domain::assessment::{Assessment, Status};
use crate::domain::change::Change;
use crate::domain::checklist::Tier;
use crate::domain::evidence::{Bench, Observation, Observations};
use crate::domain::gate::Judgement;
use crate::domain::handover::Handover;
use crate::domain::ledger::{Ledger, Scope, Tally};
use crate::domain::plan::PlanOrder;
use crate::domain::rebase::{collides, join};
use crate::domain::refusal::Refusal;
use crate::domain::score::Figures;
use crate::domain::sign_off::SignOff;
use crate::domain::stage::StageFigures;
use crate::domain::steps::Step;
use crate::domain::supersede::{Difference, differences_of_all};
use crate::domain::text::Text;
use crate::domain::time::Moment;

/// One thing that was done, and how it is undone.
#[derive(Debug, Clone)]
struct Done {
    forward: Change,
    inverse: Change,
}

/// An open assessment with its figures.
#[derive(Debug)]
pub struct Session {
    assessment: Assessment,
    observations: Observations,
    as_of: Moment,
    ledger: Ledger,
    tally: Tally,
    figures: Figures,
    judgement: Judgement,
    stages: OnceCell<Vec<StageFigures>>,
    ordered: OnceCell<(PlanOrder, Judgement)>,
    superseded: OnceCell<Vec<Vec<Difference>>>,
    scope: Scope,
    done: Vec<Done>,
    undone: Vec<Done>,
    /// How it stood at the last handover that the saver has mentioned.
    known: Assessment,
    /// What the saver was handed since, oldest first, each as it looks with the merges that were taken in.
    handed_over: VecDeque<(u64, Assessment)>,
    /// How many times something was handed over.
    handovers: u64,
    /// The last handover that is on disk.
    saved: u64,
    /// Something was changed since the last handover.
    is_waiting: bool,
    /// How many times the session has taken in what others have written.
    merges: u64,
}

impl Session {
    /// Opens an assessment, judged as of a moment.
    pub fn open(assessment: Assessment, as_of: Moment, observations: Observations) -> Self {
        let ledger = Ledger::of(&assessment, &bench(&assessment, as_of, &observations));
        let scope = Scope::Needed;
        let tally = ledger.tally();
        let (figures, judgement) = (
            ledger.figures_of(&tally, scope),
            ledger.judge_by(&tally, &assessment.checklist().scoring),
        );
        Self {
            known: assessment.clone(),
            merges: 0,
            assessment,
            observations,
            as_of,
            ledger,
            tally,
            figures,
            judgement,
            stages: OnceCell::new(),
            ordered: OnceCell::new(),
            superseded: OnceCell::new(),
            scope,
            done: Vec::new(),
            undone: Vec::new(),
            handed_over: VecDeque::new(),
            handovers: 0,
            saved: 0,
            is_waiting: false,
        }
    }

    /// The assessment as it stands now.
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// Every figure, in the present scope.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// The verdict with its reasons; it always judges what the target needs.
    pub fn judgement(&self) -> &Judgement {
        &self.ordered().1
    }

    /// What lifts the verdict to the next one.
    pub fn next_steps(&self) -> Vec<Step> {
        let (order, judgement) = self.ordered();
        self.ledger
            .next(&self.assessment.checklist().scoring, judgement, order)
    }

    /// The order in which open work is done.
    pub fn plan_order(&self) -> &PlanOrder {
        &self.ordered().0
    }

    /// The plan order, and the judgement in it; worked out when first asked for after a change.
    fn ordered(&self) -> &(PlanOrder, Judgement) {
        self.ordered.get_or_init(|| {
            let order = PlanOrder::of(&self.assessment, &self.ledger);
            let judgement = self.judgement.clone().in_plan_order(&order);
            (order, judgement)
        })
    }

    /// How far it is with what each stage needs, lowest first; worked out when first asked for after a change.
    pub fn stages(&self) -> &[StageFigures] {
        let scoring = &self.assessment.checklist().scoring;
        self.stages
            .get_or_init(|| self.ledger.stages(&self.tally, scoring))
    }

    /// Where work goes on: the first item that nobody has answered, else the first open Blocker, else the first item
    /// that is open; none where nothing is.
    pub fn where_work_goes_on(&self) -> Option<usize> {
        let (assessment, ledger) = (&self.assessment, &self.ledger);
        let is_open = |at: &usize| ledger.is_needed(*at) && !ledger.is_satisfied(*at);
        let all = || (0..assessment.answers().len()).filter(is_open);
        let unanswered = all().find(|at| assessment.answers()[*at].status == Status::Unanswered);
        let blocker = || all().find(|at| assessment.item(*at).tier == Tier::Blocker);
        unanswered.or_else(blocker).or_else(|| all().next())
    }

    /// What each item contributes.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The moment as of which everything is judged.
    pub fn as_of(&self) -> Moment {
        self.as_of
    }

    /// What was seen of evidence and sign-offs.
    pub fn observations(&self) -> &Observations {
        &self.observations
    }

    /// Which items the figures count.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// Counts other items from now on.
    pub fn set_scope(&mut self, scope: Scope) {
        self.scope = scope;
        self.figures = self.ledger.figures_of(&self.tally, scope);
    }

    /// The facts by which evidence is judged.
    pub fn bench(&self) -> Bench<'_> {
        bench(&self.assessment, self.as_of, &self.observations)
    }

    /// Judges as of another moment. Cheap where the day is still the same.
    pub fn set_as_of(&mut self, as_of: Moment) {
        let offset = self.assessment.utc_offset;
        let same_day = self.as_of.day(offset) == as_of.day(offset);
        self.as_of = as_of;
        if !same_day {
            self.weigh_all();
        }
    }

    /// Takes in what was seen of pieces of evidence.
    pub fn observe(&mut self, seen: impl IntoIterator<Item = (Text, Observation)>) {
        let mut changed = false;
        for (evidence, observation) in seen {
            changed |= self.observations.insert(evidence, observation) != Some(observation);
        }
        if changed {
            self.weigh_all();
        }
    }

    /// Takes in a whole look at what lies beside the file: evidence, and the sign-offs in place of those known.
    pub fn look(&mut self, seen: &Observations) {
        let sign_offs = Arc::clone(seen.sign_offs());
        let mut changed = *sign_offs != **self.observations.sign_offs();
        self.observations.set_sign_offs(sign_offs);
        for (evidence, observation) in seen.evidence() {
            let was = self.observations.insert(evidence.clone(), observation);
            changed |= was != Some(observation);
        }
        if changed {
            self.weigh_all();
        }
    }

    /// The sign-offs as they were last seen, by file name.
    pub fn sign_offs(&self) -> &[SignOff] {
        self.observations.sign_offs()
    }

    /// What supersedes each sign-off, in the order of [`Self::sign_offs`]; nothing where it is current. Worked out
    /// when first asked for after a change.
    pub fn superseded(&self) -> &[Vec<Difference>] {
        self.superseded
            .get_or_init(|| differences_of_all(self.sign_offs(), &self.assessment))
    }

    /// Takes in what was answered before and is not saved yet: it is to be, together with what is changed from now on.
    pub fn bring_back(&mut self, unsaved: Assessment) {
        self.assessment = unsaved;
        self.is_waiting = true;
        self.weigh_all();
    }

    /// Makes a change, or refuses it and alters nothing.
    pub fn apply(&mut self, change: Change) -> Result<(), Refusal> {
        let inverse = self.make(&change)?;
        self.done.push(Done {
            forward: change,
            inverse,
        });
        self.undone.clear();
        Ok(())
    }

    /// Takes the latest change back and gives it; `None` where there is nothing to undo.
    pub fn undo(&mut self) -> Option<Change> {
        let Done { forward, inverse } = self.done.pop()?;
        let redo = self.make(&inverse).ok()?;
        self.undone.push(Done {
            forward: forward.clone(),
            inverse: redo,
        });
        Some(forward)
    }

    /// Makes the latest undone change again and gives it; `None` where there is none.
    pub fn redo(&mut self) -> Option<Change> {
        let Done { forward, inverse } = self.undone.pop()?;
        let undo = self.make(&inverse).ok()?;
        self.done.push(Done {
            forward: forward.clone(),
            inverse: undo,
        });
        Some(forward)
    }

    /// The change that would be undone next, or made again.
    pub fn latest(&self, undo: bool) -> Option<&Change> {
        let list = if undo { &self.done } else { &self.undone };
        list.last().map(|done| &done.forward)
    }

    /// How many changes can be undone.
    pub fn undo_depth(&self) -> usize {
        self.done.len()
    }

    /// The state as it is to be saved, where it was changed since the last time; it counts as handed over from now on.
    pub fn hand_over(&mut self) -> Option<Handover> {
        if !std::mem::take(&mut self.is_waiting) {
            return None;
        }
        self.handovers += 1;
        self.handed_over
            .push_back((self.handovers, self.assessment.clone()));
        Some(Handover {
            number: self.handovers,
            merges: self.merges,
            assessment: self.assessment.clone(),
        })
    }

    /// How many times the session has taken in what others have written.
    pub fn merges(&self) -> u64 {
        self.merges
    }

    /// Whether some change is not known to be saved.
    pub fn has_unsaved(&self) -> bool {
        self.is_waiting || self.saved < self.handovers
    }

    /// Takes note that everything up to a handover is on disk.
    pub fn saved(&mut self, handover: u64) {
        self.saved = self.saved.max(handover.min(self.handovers));
        self.mentioned(handover);
    }

    /// Takes in what others have written: `merged` is that with everything up to a handover. What was changed since is
    /// merged with it as well.
    pub fn merged(&mut self, handover: u64, merged: Assessment) {
        self.mentioned(handover);
        for (_, state) in &mut self.handed_over {
            *state = join(&self.known, state, &merged);
        }
        let after = join(&self.known, &self.assessment, &merged);
        // What others have changed can't be undone here: the inverse would take their change away.
        let ours = |done: &Done| !collides(&self.assessment, &after, &done.forward);
        self.done.retain(ours);
        self.undone.retain(ours);
        self.known = merged;
        self.merges += 1;
        self.assessment = after;
        self.weigh_all();
    }

    /// The saver has the states up to this one.
    fn mentioned(&mut self, handover: u64) {
        let later = |(number, _): &(u64, Assessment)| *number > handover;
        while self.handed_over.front().is_some_and(|it| !later(it)) {
            if let Some((_, state)) = self.handed_over.pop_front() {
                self.known = state;
            }
        }
    }

    fn make(&mut self, change: &Change) -> Result<Change, Refusal> {
        let inverse = self.assessment.apply(change)?;
        self.is_waiting = true;
        match change
            .item()
            .and_then(|item| self.assessment.position(item))
        {
            Some(position) => {
                let bench = bench(&self.assessment, self.as_of, &self.observations);
                self.ledger.reweigh(&self.assessment, position, &bench);
                self.sum();
            }
            None => self.weigh_all(),
        }
        Ok(inverse)
    }

    fn weigh_all(&mut self) {
        self.ledger = Ledger::of(
            &self.assessment,
            &bench(&self.assessment, self.as_of, &self.observations),
        );
        self.sum();
    }

    fn sum(&mut self) {
        self.tally = self.ledger.tally();
        let scoring = &self.assessment.checklist().scoring;
        self.figures = self.ledger.figures_of(&self.tally, self.scope);
        self.judgement = self.ledger.judge_by(&self.tally, scoring);
        self.stages = OnceCell::new();
        self.ordered = OnceCell::new();
        self.superseded = OnceCell::new();
    }
}

/// The facts by which the evidence of an assessment is judged.
pub fn bench<'a>(
    assessment: &'a Assessment,
    as_of: Moment,
    observations: &'a Observations,
) -> Bench<'a> {
    Bench {
        as_of,
        offset: assessment.utc_offset,
        version: &assessment.head.subject.version,
        max_age_days: assessment.checklist().scoring.max_age_days,
        observations,
    }
}
