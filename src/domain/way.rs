//! The way to go: the work that is open, in plan order, with what it takes.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::assessment::{Assessment, Status};
use super::checklist::{Checklist, Severity, Tier};
use super::estimate::{Effort, Estimate};
use super::gate::{Verdict, risk_level};
use super::ledger::Ledger;
use super::plan::PlanOrder;
use super::steps::{Act, Step};
use super::text::Text;

/// What is to be done about an open item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Todo {
    /// Nobody has answered: it wants a review.
    Review,
    /// Somebody looked and can't tell: it wants an investigation.
    Investigate,
    /// It is not met, or not all of it: it wants work, and evidence of it where evidence is wanted.
    Meet,
    /// It is said to be met: its evidence is to be collected.
    CollectEvidence,
    /// It is said to be met: its metric is to be measured, and to reach the target.
    Measure,
    /// It is said to be met: what speaks against it is to be settled and withdrawn.
    WithdrawAgainst,
    /// Two versions of its answer are in conflict: one is to be chosen.
    Resolve,
}

impl Todo {
    /// The word in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Investigate => "investigate",
            Self::Meet => "meet",
            Self::CollectEvidence => "collect-evidence",
            Self::Measure => "measure",
            Self::WithdrawAgainst => "withdraw",
            Self::Resolve => "resolve",
        }
    }

    /// The words for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Investigate => "investigate",
            Self::Meet => "meet",
            Self::CollectEvidence => "collect the evidence",
            Self::Measure => "measure",
            Self::WithdrawAgainst => "withdraw what speaks against it",
            Self::Resolve => "settle the conflict",
        }
    }
}

/// One open item, and what it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The item's position.
    pub item: usize,
    /// What is to be done; at least one thing.
    pub todo: Vec<Todo>,
    /// The effort; absent where nobody has estimated it.
    pub effort: Option<Estimate>,
    /// Who looks after it: the answer's owner, else the checklist's; empty for nobody.
    pub owner: Text,
    /// The last day for it.
    pub due: Option<NaiveDate>,
    /// Its last day is past.
    pub overdue: bool,
    /// The items that it requires and that are not satisfied yet, by position.
    pub requires: Vec<usize>,
    /// The last day of the waiver that excuses it; absent where none does.
    pub waived_until: Option<NaiveDate>,
}

/// What is risked while an item is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Risk {
    /// The item's position; it has a text for its risk.
    pub item: usize,
    /// How bad it is.
    pub severity: Severity,
    /// A valid waiver excuses the item.
    pub waived: bool,
}

/// By what the tasks are put into groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Phases in checklist order; what has none comes last.
    Phase,
    /// Owners in alphabetical order; what has none comes last.
    Owner,
    /// Categories in checklist order.
    Category,
    /// Blocker, Should, Nice.
    Tier,
}

impl Grouping {
    /// By phase where the checklist has phases, else by tier.
    pub fn of_choice(checklist: &Checklist) -> Self {
        if checklist.phases.is_empty() {
            Self::Tier
        } else {
            Self::Phase
        }
    }

    /// The word in JSON and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Phase => "phase",
            Self::Owner => "owner",
            Self::Category => "category",
            Self::Tier => "tier",
        }
    }
}

/// What the tasks of a group have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Common {
    /// The phase at this position of the checklist; none for tasks without one.
    Phase(Option<usize>),
    /// The owner, as first written; none for tasks without one.
    Owner(Option<Text>),
    /// The category at this position of the checklist.
    Category(usize),
    /// The tier.
    Tier(Tier),
    /// A valid waiver excuses them.
    Waived,
}

/// Some of the tasks, with what they take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<'a> {
    /// What they have in common.
    pub common: Common,
    /// The tasks, in plan order; at least one.
    pub tasks: Vec<&'a Task>,
    /// What they take.
    pub total: Effort,
    /// What they and the groups before them take.
    pub running: Effort,
}

/// The work that is open, in plan order, with what it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Needed items that are not met, or met without evidence that backs all of it; without the waived ones.
    pub open: Vec<Task>,
    /// The same of items that a valid waiver excuses.
    pub waived: Vec<Task>,
    /// What the steps until an unconditional go take; absent where no steps on items lead there.
    pub to_go: Option<Effort>,
    /// What all open work takes, waived or not: waived items stay in claimed.
    pub to_all: Effort,
    /// The highest severity among the needed items that are not met; absent where there are none.
    pub risk_level: Option<Severity>,
    /// The risks of the open items, the worst first, then in plan order.
    pub risks: Vec<Risk>,
}

impl Way {
    /// The way of an assessment, where today is that day.
    pub fn of(
        assessment: &Assessment,
        ledger: &Ledger,
        order: &PlanOrder,
        today: NaiveDate,
    ) -> Self {
        let positions = open_items(ledger, order);
        let of_item = |at: usize| task(assessment, ledger, at, today);
        let (waived, open): (Vec<Task>, Vec<Task>) = positions
            .iter()
            .map(|at| of_item(*at))
            .partition(|task| task.waived_until.is_some());
        Self {
            to_go: effort_to_go(assessment, ledger, order),
            to_all: sum(&open).plus(sum(&waived)),
            risk_level: risk_level(assessment, ledger),
            risks: risks_of(assessment, ledger, &positions),
            open,
            waived,
        }
    }

    /// All tasks, waived or not, whose last day is past; in plan order, the waived ones last.
    pub fn overdue(&self) -> impl Iterator<Item = &Task> {
        self.open
            .iter()
            .chain(&self.waived)
            .filter(|task| task.overdue)
    }

    /// The tasks in groups, each with its total and the running total; waived ones are the last group, so that the
    /// last running total is what everything takes. Groups without a task are left out.
    pub fn groups(&self, assessment: &Assessment, by: Grouping) -> Vec<Group<'_>> {
        let mut groups = match by {
            Grouping::Phase => self.by_phase(assessment),
            Grouping::Owner => self.by_owner(),
            Grouping::Category => self.by_category(assessment),
            Grouping::Tier => self.by_tier(assessment),
        };
        groups.push((Common::Waived, self.waived.iter().collect()));
        groups.retain(|(_, tasks)| !tasks.is_empty());
        let mut running = Effort::default();
        groups
            .into_iter()
            .map(|(common, tasks)| {
                let total = sum(tasks.iter().copied());
                running = running.plus(total);
                Group {
                    common,
                    tasks,
                    total,
                    running,
                }
            })
            .collect()
    }

    fn by_phase(&self, assessment: &Assessment) -> Vec<(Common, Vec<&Task>)> {
        let phases = &assessment.checklist().phases;
        let known: HashMap<&Text, usize> =
            (0..phases.len()).map(|at| (&phases[at].id, at)).collect();
        let mut groups: Vec<(Common, Vec<&Task>)> = (0..phases.len())
            .map(Some)
            .chain([None])
            .map(|at| (Common::Phase(at), Vec::new()))
            .collect();
        for task in &self.open {
            let phase = assessment.item(task.item).phase.as_ref();
            let at = phase.and_then(|id| known.get(id).copied());
            groups[at.unwrap_or(phases.len())].1.push(task);
        }
        groups
    }

    fn by_owner(&self) -> Vec<(Common, Vec<&Task>)> {
        let mut named: BTreeMap<String, (Text, Vec<&Task>)> = BTreeMap::new();
        let mut without = Vec::new();
        for task in &self.open {
            if task.owner.is_blank() {
                without.push(task);
                continue;
            }
            // Case and doubled blanks make nobody another, as everywhere where names are compared.
            let words: Vec<&str> = task.owner.raw().split_whitespace().collect();
            let (_, tasks) = named
                .entry(words.join(" ").to_lowercase())
                .or_insert_with(|| (task.owner.clone(), Vec::new()));
            tasks.push(task);
        }
        let named = named
            .into_values()
            .map(|(owner, tasks)| (Common::Owner(Some(owner)), tasks));
        named.chain([(Common::Owner(None), without)]).collect()
    }

    fn by_category(&self, assessment: &Assessment) -> Vec<(Common, Vec<&Task>)> {
        let count = assessment.checklist().categories.len();
        let mut groups: Vec<(Common, Vec<&Task>)> = (0..count)
            .map(|at| (Common::Category(at), Vec::new()))
            .collect();
        for task in &self.open {
            groups[assessment.category_of(task.item)].1.push(task);
        }
        groups
    }

    fn by_tier(&self, assessment: &Assessment) -> Vec<(Common, Vec<&Task>)> {
        let mut groups: Vec<(Common, Vec<&Task>)> = Tier::ALL
            .map(|tier| (Common::Tier(tier), Vec::new()))
            .into();
        for task in &self.open {
            groups[assessment.item(task.item).tier as usize]
                .1
                .push(task);
        }
        groups
    }
}

fn task(assessment: &Assessment, ledger: &Ledger, at: usize, today: NaiveDate) -> Task {
    let (item, answer) = (assessment.item(at), &assessment.answers()[at]);
    let mut requires: Vec<usize> = assessment
        .required(at)
        .filter(|at| !ledger.items[*at].is_satisfied())
        .collect();
    requires.sort_unstable();
    requires.dedup();
    let waiver = answer.waiver.as_ref().filter(|_| ledger.is_waived(at));
    Task {
        item: at,
        todo: if ledger.is_in_conflict(at) {
            vec![Todo::Resolve]
        } else {
            todo(&answer.status, || ledger.evidence_steps(at))
        },
        effort: ledger.effort(at),
        owner: answer.owner_of(item).clone(),
        due: answer.due,
        overdue: answer.due.is_some_and(|due| due < today),
        requires,
        waived_until: waiver.map(|waiver| waiver.expires),
    }
}

fn todo(status: &Status, evidence_steps: impl FnOnce() -> Vec<Step>) -> Vec<Todo> {
    let of_step = |step: Step| match step.act {
        Act::Withdraw => Todo::WithdrawAgainst,
        Act::Measure => Todo::Measure,
        _ => Todo::CollectEvidence,
    };
    match status {
        Status::Unanswered => vec![Todo::Review],
        Status::Unknown => vec![Todo::Investigate],
        Status::Met => evidence_steps().into_iter().map(of_step).collect(),
        Status::Partial(_) | Status::Unmet | Status::NotApplicable(_) => vec![Todo::Meet],
    }
}

/// The effort of tasks, added up.
pub(super) fn sum<'a>(tasks: impl IntoIterator<Item = &'a Task>) -> Effort {
    tasks
        .into_iter()
        .fold(Effort::default(), |sum, task| sum.with(task.effort))
}

/// What the steps until an unconditional go take: the effort of the open items that they meet or evidence, and no
/// more than an answer of those that only want one, which nobody has estimated. To confirm, to agree and to settle
/// a dissent take no work on the item. Absent where no steps on items lead there.
pub fn effort_to_go(assessment: &Assessment, ledger: &Ledger, order: &PlanOrder) -> Option<Effort> {
    let scoring = &assessment.checklist().scoring;
    let steps = ledger.way_to_go(scoring, order);
    let mut arrived = ledger.clone();
    arrived.take_steps(&steps);
    if arrived.judge(scoring).verdict != Verdict::Go {
        return None;
    }
    let count = ledger.items.len();
    let (mut worked_on, mut answered) = (vec![false; count], vec![false; count]);
    for step in &steps {
        match (step.item, step.act) {
            (Some(item), Act::Meet | Act::Evidence | Act::Withdraw | Act::Measure) => {
                worked_on[item] = true;
            }
            (Some(item), Act::Answer) => answered[item] = true,
            _ => {}
        }
    }
    let open = (0..count).filter(|at| ledger.is_open(*at));
    let effort = open.fold(Effort::default(), |sum, at| {
        match (worked_on[at], answered[at]) {
            (true, _) => sum.with(ledger.effort(at)),
            (false, true) => sum.with(None),
            (false, false) => sum,
        }
    });
    Some(effort)
}

/// The open items in plan order, waived or not.
pub fn open_items(ledger: &Ledger, order: &PlanOrder) -> Vec<usize> {
    let mut open: Vec<usize> = (0..ledger.items.len())
        .filter(|at| ledger.is_open(*at))
        .collect();
    order.sort(&mut open);
    open
}

/// The risks of open items given in plan order: the worst first, then in plan order.
pub fn risks_of(assessment: &Assessment, ledger: &Ledger, open: &[usize]) -> Vec<Risk> {
    let mut risks: Vec<Risk> = open
        .iter()
        .filter(|at| !assessment.item(**at).risk.is_empty())
        .map(|at| Risk {
            item: *at,
            severity: assessment.item(*at).severity(),
            waived: ledger.is_waived(*at),
        })
        .collect();
    risks.sort_by_key(|risk| std::cmp::Reverse(risk.severity));
    risks
}
