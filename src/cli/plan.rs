//! `candor plan`: the way to go, with what it takes.

use crate::domain::assessment::Assessment;
use crate::domain::cost::{CostTotal, totals};
use crate::domain::estimate::{Effort, Estimate};
use crate::domain::gate::Verdict;
use crate::domain::ledger::Ledger;
use crate::domain::plan::PlanOrder;
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::domain::way::{Common, Group, Grouping, Task, Way};
use crate::export::plan::{PlanObject, resources_total};
use crate::problem::Problem;
use crate::session::bench;

use super::arguments::plan::{PlanBy, PlanTyped};
use super::desk::Desk;
use super::output::{self, Align, Page, Tone};
use super::resolve;
use super::score::{spaced, tone_of};
use super::standing;
use super::what_if;

/// Looks at the evidence and shows what is left to do.
pub(crate) fn run(desk: &Desk, typed: &PlanTyped) -> Result<(), Problem> {
    let stored = desk.open(&typed.file)?;
    let assessment = &stored.assessment;
    let as_of = resolve::as_of(&typed.as_of, assessment.utc_offset, desk.now)?;
    let observations = desk.observe(&stored);
    let ledger = Ledger::of(assessment, &bench(assessment, as_of, &observations));
    let order = PlanOrder::of(assessment, &ledger);
    let judgement = ledger.judge(&assessment.checklist().scoring);
    let way = Way::of(assessment, &ledger, &order, assessment.day(as_of));
    let by = match typed.by {
        None => Grouping::of_choice(assessment.checklist()),
        Some(PlanBy::Phase) => Grouping::Phase,
        Some(PlanBy::Owner) => Grouping::Owner,
        Some(PlanBy::Category) => Grouping::Category,
        Some(PlanBy::Tier) => Grouping::Tier,
    };
    let supposed = what_if::suppose(&stored, typed, (&ledger, &order, &way))?;
    if typed.json {
        let verdict = judgement.verdict;
        let mut object = PlanObject::of(assessment, &way, by, verdict, as_of);
        if let Some(supposed) = &supposed {
            object = object.supposing(assessment, &supposed.what_if, &supposed.now, &supposed.then);
        }
        return output::json(&object);
    }
    let mut page = Page::default();
    heading(&mut page, assessment, as_of);
    overdue(&mut page, assessment, &way);
    standing::open_conditions(&mut page, assessment, observations.sign_offs(), as_of);
    totals_of(&mut page, judgement.verdict, &way);
    if let Some(supposed) = &supposed {
        supposed.show(&mut page, assessment);
    }
    let columns = Columns::of(assessment, &way);
    for group in way.groups(assessment, by) {
        show(&mut page, assessment, &group, &columns);
    }
    risks(&mut page, assessment, &way);
    costs(&mut page, assessment);
    resources(&mut page, assessment);
    desk.output.page(&page)
}

fn heading(page: &mut Page, assessment: &Assessment, as_of: Moment) {
    let (head, checklist) = (&assessment.head, assessment.checklist());
    let subject = spaced(&head.subject.name, &head.subject.version);
    page.words(Tone::Strong, &subject).end();
    let mut facts = vec![spaced(&checklist.title, &checklist.version)];
    facts.extend(
        head.target
            .as_ref()
            .map(|target| format!("target {}", target.raw())),
    );
    facts.push(format!("as of {as_of}"));
    page.words(Tone::Quiet, &facts.join(" · ")).end().end();
}

/// What is late is said before anything else.
fn overdue(page: &mut Page, assessment: &Assessment, way: &Way) {
    let late: Vec<&Task> = way.overdue().collect();
    if late.is_empty() {
        return;
    }
    page.words(Tone::Bad, "overdue").end();
    let rows: Vec<Vec<String>> = late
        .iter()
        .map(|task| {
            let item = assessment.item(task.item);
            let due = task.due.map(|due| format!("due {due}"));
            vec![
                String::new(),
                due.unwrap_or_default(),
                item.id.raw().to_owned(),
                task.owner.raw().to_owned(),
                item.title.raw().to_owned(),
            ]
        })
        .collect();
    page.table(&[Align::Left; 5], &rows);
    page.end();
}

fn totals_of(page: &mut Page, verdict: Verdict, way: &Way) {
    page.words(Tone::Plain, "verdict   ");
    page.words(tone_of(verdict), verdict.word()).end();
    let to_go = match way.to_go {
        Some(effort) => effort.to_string(),
        None => "no steps on items lead there".to_owned(),
    };
    page.line(&format!("to go     {to_go}"));
    let excused = match way.waived.len() {
        0 => String::new(),
        1 => ", 1 waived item included".to_owned(),
        many => format!(", {many} waived items included"),
    };
    page.line(&format!("to 100 %  {}{excused}", way.to_all));
    if let Some(level) = way.risk_level {
        page.line(&format!("risk      {}", level.word()));
    }
    page.end();
}

/// Which columns have something in them.
struct Columns {
    owner: bool,
    phase: bool,
    due: bool,
}

impl Columns {
    fn of(assessment: &Assessment, way: &Way) -> Self {
        let any = |holds: &dyn Fn(&Task) -> bool| way.open.iter().chain(&way.waived).any(holds);
        Self {
            owner: any(&|task| !task.owner.is_blank()),
            phase: any(&|task| assessment.item(task.item).phase.is_some()),
            due: any(&|task| task.due.is_some()),
        }
    }
}

fn show(page: &mut Page, assessment: &Assessment, group: &Group<'_>, columns: &Columns) {
    page.words(Tone::Strong, &title(assessment, &group.common));
    let (total, running) = (group.total, group.running);
    page.words(Tone::Plain, &format!("  {total}, running total {running}"));
    page.end();
    let rows: Vec<Vec<String>> = group
        .tasks
        .iter()
        .map(|task| row(assessment, task, columns))
        .collect();
    let width = rows.first().map_or(0, Vec::len);
    page.table(&vec![Align::Left; width], &rows);
    page.end();
}

fn title(assessment: &Assessment, common: &Common) -> String {
    let checklist = assessment.checklist();
    match common {
        Common::Phase(Some(at)) => {
            let phase = &checklist.phases[*at];
            match phase.when.raw() {
                "" => phase.title.raw().to_owned(),
                when => format!("{} ({when})", phase.title.raw()),
            }
        }
        Common::Phase(None) => "Without a phase".to_owned(),
        Common::Owner(Some(owner)) => owner.raw().to_owned(),
        Common::Owner(None) => "Without an owner".to_owned(),
        Common::Category(at) => checklist.categories[*at].title.raw().to_owned(),
        Common::Tier(tier) => tier.word().to_owned(),
        Common::Waived => "Waived".to_owned(),
    }
}

fn row(assessment: &Assessment, task: &Task, columns: &Columns) -> Vec<String> {
    let item = assessment.item(task.item);
    let todo: Vec<&str> = task.todo.iter().map(|todo| todo.words()).collect();
    let mut row = vec![
        String::new(),
        item.id.raw().to_owned(),
        item.tier.word().to_owned(),
        todo.join(", "),
        effort_words(task.effort),
    ];
    if columns.owner {
        row.push(task.owner.raw().to_owned());
    }
    if columns.phase {
        row.push(item.phase.as_ref().map_or("", Text::raw).to_owned());
    }
    if columns.due {
        row.push(match task.due {
            Some(due) if task.overdue => format!("due {due}, overdue"),
            Some(due) => format!("due {due}"),
            None => String::new(),
        });
    }
    let mut last = vec![item.title.raw().to_owned()];
    if !task.requires.is_empty() {
        let ids = task.requires.iter().map(|at| assessment.item(*at).id.raw());
        let ids: Vec<&str> = ids.collect();
        last.push(format!("(requires {})", ids.join(", ")));
    }
    if let Some(until) = task.waived_until {
        last.push(format!("(waived until {until})"));
    }
    row.push(last.join(" "));
    row
}

fn effort_words(effort: Option<Estimate>) -> String {
    effort.map_or_else(|| "unestimated".to_owned(), |effort| effort.to_string())
}

fn risks(page: &mut Page, assessment: &Assessment, way: &Way) {
    if way.risks.is_empty() {
        return;
    }
    page.words(Tone::Strong, "Risks").end();
    let rows: Vec<Vec<String>> = way
        .risks
        .iter()
        .map(|risk| {
            let item = assessment.item(risk.item);
            let waived = if risk.waived { " (waived)" } else { "" };
            vec![
                String::new(),
                risk.severity.word().to_owned(),
                item.id.raw().to_owned(),
                format!("{}{waived}", item.risk.raw()),
            ]
        })
        .collect();
    page.table(&[Align::Left; 4], &rows);
    page.end();
}

fn costs(page: &mut Page, assessment: &Assessment) {
    let costs = &assessment.head.costs;
    if costs.is_empty() {
        return;
    }
    page.words(Tone::Strong, "Costs").end();
    let words = |cost| {
        let alone = totals(std::slice::from_ref(cost));
        alone.first().map(CostTotal::words).unwrap_or_default()
    };
    let mut rows: Vec<Vec<String>> = costs
        .iter()
        .map(|cost| vec![String::new(), cost.name.raw().to_owned(), words(cost)])
        .collect();
    for total in totals(costs) {
        rows.push(vec![String::new(), "total".to_owned(), total.words()]);
    }
    page.table(&[Align::Left; 3], &rows);
    page.end();
}

fn resources(page: &mut Page, assessment: &Assessment) {
    let resources = &assessment.head.resources;
    if resources.is_empty() {
        return;
    }
    page.words(Tone::Strong, "Resources").end();
    let mut rows: Vec<Vec<String>> = resources
        .iter()
        .map(|resource| {
            let words = resource.effort.raw();
            let effort = Estimate::parse(words).map_or(words.to_owned(), |read| read.to_string());
            vec![String::new(), resource.role.raw().to_owned(), effort]
        })
        .collect();
    let total: Effort = resources_total(resources);
    rows.push(vec![String::new(), "total".to_owned(), total.to_string()]);
    page.table(&[Align::Left; 3], &rows);
    page.end();
}
