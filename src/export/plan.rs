//! The object of `plan --json`, format 1. Keys are never removed within a format number.
//!
//! Texts stand as they are in the file: whoever prints the object escapes what a terminal must not see.

use serde::Serialize;

use crate::domain::assessment::Assessment;
use crate::domain::checklist::Severity;
use crate::domain::cost::{Cost, CostTotal, Resource, totals};
use crate::domain::estimate::{Effort, Estimate};
use crate::domain::gate::Verdict;
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::domain::way::{Common, Group, Grouping, Risk, Task, Way};
use crate::domain::what_if::{Outlook, WhatIf};

use super::json::{JSON_FORMAT, StepObject, rounded};

/// The object of `plan --json`.
#[derive(Debug, Serialize)]
pub struct PlanObject<'a> {
    format: u32,
    subject: &'a str,
    version: Option<&'a str>,
    checklist: &'a str,
    target: Option<&'a str>,
    as_of: String,
    verdict: &'static str,
    by: &'static str,
    /// What would be if some of it were done; null unless that is asked for.
    what_if: Option<WhatIfObject<'a>>,
    overdue: Vec<&'a str>,
    /// What the steps until `go` take; null where no steps on items lead there.
    to_go: Option<EffortObject>,
    /// What all open work takes, the waived included.
    to_all: EffortObject,
    /// How many of the open items are waived.
    waived: usize,
    groups: Vec<GroupObject<'a>>,
    risk_level: Option<&'static str>,
    risks: Vec<RiskObject<'a>>,
    costs: Vec<CostObject<'a>>,
    cost_totals: Vec<CostTotalObject>,
    resources: Vec<ResourceObject<'a>>,
    resources_total: EffortObject,
}

/// What is taken as done, and the figures without and with it.
#[derive(Debug, Serialize)]
struct WhatIfObject<'a> {
    done: Vec<&'a str>,
    /// What else is taken as made.
    steps: Vec<StepObject<'a>>,
    now: OutlookObject,
    then: OutlookObject,
}

#[derive(Debug, Serialize)]
struct OutlookObject {
    verdict: &'static str,
    claimed: Option<f64>,
    evidenced: Option<f64>,
    to_go: Option<EffortObject>,
    to_all: EffortObject,
    /// How many items are open, the waived included.
    open: usize,
    risk_level: Option<&'static str>,
}

/// Minutes of work, and how many pieces of work have no estimate.
#[derive(Debug, Serialize)]
struct EffortObject {
    low_minutes: u64,
    high_minutes: u64,
    unestimated: usize,
}

#[derive(Debug, Serialize)]
struct EstimateObject {
    low_minutes: u64,
    high_minutes: u64,
}

#[derive(Debug, Serialize)]
struct GroupObject<'a> {
    /// The phase's or category's id, the owner, the tier, or `waived`; null for those without a phase or an owner.
    id: Option<&'a str>,
    title: Option<&'a str>,
    /// When the phase is, in the checklist's words.
    when: Option<&'a str>,
    total: EffortObject,
    running: EffortObject,
    items: Vec<TaskObject<'a>>,
}

#[derive(Debug, Serialize)]
struct TaskObject<'a> {
    item: &'a str,
    title: &'a str,
    tier: &'static str,
    r#do: Vec<&'static str>,
    effort: Option<EstimateObject>,
    owner: Option<&'a str>,
    phase: Option<&'a str>,
    due: Option<String>,
    overdue: bool,
    requires: Vec<&'a str>,
    waived_until: Option<String>,
}

#[derive(Debug, Serialize)]
struct RiskObject<'a> {
    item: &'a str,
    severity: &'static str,
    risk: &'a str,
    waived: bool,
}

#[derive(Debug, Serialize)]
struct CostObject<'a> {
    name: &'a str,
    low: f64,
    high: f64,
    currency: &'a str,
    per: &'static str,
}

#[derive(Debug, Serialize)]
struct CostTotalObject {
    /// As people write it, to the cent.
    low: String,
    high: String,
    currency: String,
    per: &'static str,
}

#[derive(Debug, Serialize)]
struct ResourceObject<'a> {
    role: &'a str,
    effort: &'a str,
    /// Null where the effort is in free words.
    minutes: Option<EstimateObject>,
}

impl<'a> PlanObject<'a> {
    /// The object of a way.
    pub fn of(
        assessment: &'a Assessment,
        way: &'a Way,
        by: Grouping,
        verdict: Verdict,
        as_of: Moment,
    ) -> Self {
        let head = &assessment.head;
        let id = |task: &Task| assessment.item(task.item).id.raw();
        let groups = way.groups(assessment, by);
        Self {
            format: JSON_FORMAT,
            subject: head.subject.name.raw(),
            version: unless_empty(&head.subject.version),
            checklist: assessment.checklist().id.raw(),
            target: head.target.as_ref().map(Text::raw),
            as_of: as_of.to_string(),
            verdict: verdict.word(),
            by: by.key(),
            what_if: None,
            overdue: way.overdue().map(id).collect(),
            to_go: way.to_go.map(EffortObject::of),
            to_all: EffortObject::of(way.to_all),
            waived: way.waived.len(),
            groups: groups
                .into_iter()
                .map(|group| GroupObject::of(assessment, group))
                .collect(),
            risk_level: way.risk_level.map(Severity::word),
            risks: way
                .risks
                .iter()
                .map(|risk| RiskObject::of(assessment, *risk))
                .collect(),
            costs: head.costs.iter().map(CostObject::of).collect(),
            cost_totals: totals(&head.costs)
                .iter()
                .map(CostTotalObject::of)
                .collect(),
            resources: head.resources.iter().map(ResourceObject::of).collect(),
            resources_total: EffortObject::of(resources_total(&head.resources)),
        }
    }
}

impl<'a> PlanObject<'a> {
    /// The same with what would be if some of it were done.
    #[must_use]
    pub fn supposing(
        mut self,
        assessment: &'a Assessment,
        what_if: &WhatIf,
        now: &Outlook,
        then: &Outlook,
    ) -> Self {
        let id = |item: usize| assessment.item(item).id.raw();
        self.what_if = Some(WhatIfObject {
            done: what_if.done().map(id).collect(),
            steps: what_if
                .other_steps()
                .map(|step| StepObject::of(assessment, step))
                .collect(),
            now: OutlookObject::of(now),
            then: OutlookObject::of(then),
        });
        self
    }
}

impl OutlookObject {
    fn of(outlook: &Outlook) -> Self {
        Self {
            verdict: outlook.verdict.word(),
            claimed: outlook.claimed.as_ref().map(rounded),
            evidenced: outlook.evidenced.as_ref().map(rounded),
            to_go: outlook.to_go.map(EffortObject::of),
            to_all: EffortObject::of(outlook.to_all),
            open: outlook.open,
            risk_level: outlook.risk_level.map(Severity::word),
        }
    }
}

/// What resources come to; one whose effort is in free words is unestimated.
pub fn resources_total(resources: &[Resource]) -> Effort {
    resources
        .iter()
        .map(|resource| Estimate::parse(resource.effort.raw()))
        .fold(Effort::default(), Effort::with)
}

impl EffortObject {
    fn of(effort: Effort) -> Self {
        Self {
            low_minutes: effort.known.low,
            high_minutes: effort.known.high,
            unestimated: effort.unestimated,
        }
    }
}

impl EstimateObject {
    fn of(estimate: Estimate) -> Self {
        Self {
            low_minutes: estimate.low,
            high_minutes: estimate.high,
        }
    }
}

impl<'a> GroupObject<'a> {
    fn of(assessment: &'a Assessment, group: Group<'a>) -> Self {
        let checklist = assessment.checklist();
        let mut when = None;
        let (id, title) = match &group.common {
            Common::Phase(Some(at)) => {
                let phase = &checklist.phases[*at];
                when = unless_empty(&phase.when);
                (Some(phase.id.raw()), Some(phase.title.raw()))
            }
            Common::Category(at) => {
                let category = &checklist.categories[*at];
                (Some(category.id.raw()), Some(category.title.raw()))
            }
            Common::Tier(tier) => (Some(tier.key()), Some(tier.word())),
            Common::Waived => (Some("waived"), Some("Waived")),
            Common::Owner(Some(_)) => {
                // As the group's first task has it, which is how the group is called.
                let owner = group.tasks.first().map(|task| task.owner.raw());
                (owner, owner)
            }
            Common::Phase(None) | Common::Owner(None) => (None, None),
        };
        Self {
            id,
            title,
            when,
            total: EffortObject::of(group.total),
            running: EffortObject::of(group.running),
            items: group
                .tasks
                .into_iter()
                .map(|task| TaskObject::of(assessment, task))
                .collect(),
        }
    }
}

impl<'a> TaskObject<'a> {
    fn of(assessment: &'a Assessment, task: &'a Task) -> Self {
        let item = assessment.item(task.item);
        let required = task.requires.iter();
        Self {
            item: item.id.raw(),
            title: item.title.raw(),
            tier: item.tier.key(),
            r#do: task.todo.iter().map(|todo| todo.key()).collect(),
            effort: task.effort.map(EstimateObject::of),
            owner: Some(task.owner.raw()).filter(|_| !task.owner.is_blank()),
            phase: item.phase.as_ref().map(Text::raw),
            due: task.due.map(|due| due.to_string()),
            overdue: task.overdue,
            requires: required.map(|at| assessment.item(*at).id.raw()).collect(),
            waived_until: task.waived_until.map(|last| last.to_string()),
        }
    }
}

impl<'a> RiskObject<'a> {
    fn of(assessment: &'a Assessment, risk: Risk) -> Self {
        let item = assessment.item(risk.item);
        Self {
            item: item.id.raw(),
            severity: risk.severity.word(),
            risk: item.risk.raw(),
            waived: risk.waived,
        }
    }
}

impl<'a> CostObject<'a> {
    fn of(cost: &'a Cost) -> Self {
        Self {
            name: cost.name.raw(),
            low: cost.low.value(),
            high: cost.high.value(),
            currency: cost.currency.raw(),
            per: cost.per.key(),
        }
    }
}

impl CostTotalObject {
    fn of(total: &CostTotal) -> Self {
        Self {
            low: total.low(),
            high: total.high(),
            currency: total.currency.raw().to_owned(),
            per: total.per.key(),
        }
    }
}

impl<'a> ResourceObject<'a> {
    fn of(resource: &'a Resource) -> Self {
        Self {
            role: resource.role.raw(),
            effort: resource.effort.raw(),
            minutes: Estimate::parse(resource.effort.raw()).map(EstimateObject::of),
        }
    }
}

fn unless_empty(text: &Text) -> Option<&str> {
    Some(text.raw()).filter(|_| !text.is_empty())
}
