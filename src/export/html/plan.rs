//! What it takes: risks, the way to go, costs.

use crate::domain::checklist::Severity;
use crate::domain::cost::{CostTotal, totals};
use crate::domain::way::{Common, Group, Grouping, Task, Way};
use crate::export::dossier::Dossier;
use crate::export::plan::resources_total;
use crate::export::sentences::{next_verdict, step_without_item};

use super::markup::{Page, counted};

/// A table of two columns is not as wide as the page.
const SMALL: &str = "<table class=\"small titled\">\n";

pub(super) fn risks(page: &mut Page, dossier: &Dossier<'_>) {
    let (way, assessment) = (&dossier.way, dossier.assessment());
    if way.risks.is_empty() {
        return;
    }
    page.raw(
        "<section id=\"risks\" aria-labelledby=\"risks-head\">\n<h2 id=\"risks-head\">Risks</h2>\n",
    );
    if let Some(level) = way.risk_level {
        page.raw("<p>Risk level: <b>").raw(level.word());
        page.raw("</b>, the highest of what is open.</p>\n");
    }
    page.table(
        "Risks of the open items",
        &["severity", "what is risked", "while this is open"],
    );
    for risk in &way.risks {
        let item = assessment.item(risk.item);
        page.raw("<tr><th scope=\"row\" class=\"severity\">");
        page.sign(match risk.severity {
            Severity::Critical => "#s-critical",
            Severity::High => "#s-high",
            Severity::Medium => "#s-medium",
            Severity::Low => "#s-low",
        });
        page.raw(risk.severity.word()).raw("</th>");
        page.text_cell("what is risked", &item.risk);
        page.cell("while this is open")
            .item_link(risk.item, &item.title);
        page.raw(" <small>").raw(item.tier.word());
        page.raw(if risk.waived {
            ", waived</small></td></tr>\n"
        } else {
            "</small></td></tr>\n"
        });
    }
    page.table_end();
    page.raw("</section>\n");
}

pub(super) fn plan(page: &mut Page, dossier: &Dossier<'_>) {
    let (way, assessment) = (&dossier.way, dossier.assessment());
    page.raw("<section id=\"plan\" aria-labelledby=\"plan-head\">\n<h2 id=\"plan-head\">Plan: the way to go</h2>\n");
    page.raw("<dl class=\"totals\">\n<div><dt>to go</dt><dd>");
    match way.to_go {
        Some(effort) => page.show(effort),
        None => page.raw("no steps on items lead there"),
    };
    page.raw("</dd></div>\n<div><dt>to 100 %</dt><dd>")
        .show(way.to_all);
    if !way.waived.is_empty() {
        let waived = counted(way.waived.len(), "waived item", "waived items");
        page.raw(" <small>").words(&waived).raw(" included</small>");
    }
    page.raw("</dd></div>\n<div><dt>overdue</dt><dd>")
        .show(way.overdue().count());
    page.raw("</dd></div>\n</dl>\n");
    steps(page, dossier);
    let columns = Columns::of(way);
    let by = Grouping::of_choice(assessment.checklist());
    for group in way.groups(assessment, by) {
        open_work(page, dossier, &group, columns);
    }
    if way.open.is_empty() && way.waived.is_empty() {
        page.raw("<p>Nothing that is needed is open.</p>\n");
    }
    page.raw("</section>\n");
}

/// Every step to the next verdict.
fn steps(page: &mut Page, dossier: &Dossier<'_>) {
    let (report, assessment) = (dossier.report, dossier.assessment());
    if report.next.is_empty() {
        return;
    }
    page.raw("<h3 id=\"steps\">")
        .words(&counted(report.next.len(), "step", "steps"));
    page.raw(" to ")
        .raw(next_verdict(report.judgement.verdict).word());
    page.raw("</h3>\n<ol class=\"steps\">\n");
    for step in &report.next {
        page.raw("<li><b>").raw(step.act.words()).raw("</b> ");
        match step.item {
            Some(at) => page.item_link(at, &assessment.item(at).title),
            None => page.raw(step_without_item(step)),
        };
        page.raw("</li>\n");
    }
    page.raw("</ol>\n");
}

/// Which columns have something in them.
#[derive(Debug, Clone, Copy)]
struct Columns {
    effort: bool,
    owner: bool,
    due: bool,
}

impl Columns {
    fn of(way: &Way) -> Self {
        let any = |holds: &dyn Fn(&Task) -> bool| way.open.iter().chain(&way.waived).any(holds);
        Self {
            effort: any(&|task| task.effort.is_some()),
            owner: any(&|task| !task.owner.is_blank()),
            due: any(&|task| task.due.is_some()),
        }
    }

    fn names(self) -> Vec<&'static str> {
        let optional = [
            (self.effort, "effort"),
            (self.owner, "owner"),
            (self.due, "due"),
        ];
        let there = optional.iter().filter(|(there, _)| *there);
        ["item", "to do"]
            .into_iter()
            .chain(there.map(|(_, name)| *name))
            .collect()
    }
}

fn open_work(page: &mut Page, dossier: &Dossier<'_>, group: &Group<'_>, columns: Columns) {
    page.raw("<h3>");
    group_title(page, dossier, &group.common);
    page.raw("</h3>\n<p class=\"note\">").show(group.total);
    page.raw("; running total ")
        .show(group.running)
        .raw("</p>\n");
    page.table_of("<table class=\"work\">\n", "Open work", &columns.names());
    for task in &group.tasks {
        row(page, dossier, task, columns);
    }
    page.table_end();
}

fn group_title(page: &mut Page, dossier: &Dossier<'_>, common: &Common) {
    let checklist = dossier.assessment().checklist();
    match common {
        Common::Phase(Some(at)) => {
            let phase = &checklist.phases[*at];
            page.text(&phase.title);
            if !phase.when.is_blank() {
                page.raw(" <small>").text(&phase.when).raw("</small>");
            }
            page
        }
        Common::Phase(None) => page.raw("Without a phase"),
        Common::Owner(Some(owner)) => page.text(owner),
        Common::Owner(None) => page.raw("Without an owner"),
        Common::Category(at) => page.text(&checklist.categories[*at].title),
        Common::Tier(tier) => page.raw(tier.word()),
        Common::Waived => page.raw("Waived"),
    };
}

fn row(page: &mut Page, dossier: &Dossier<'_>, task: &Task, columns: Columns) {
    let assessment = dossier.assessment();
    let item = assessment.item(task.item);
    page.raw("<tr><th scope=\"row\">")
        .item_link(task.item, &item.title);
    page.raw(" <small>").raw(item.tier.word());
    for (count, required) in task.requires.iter().enumerate() {
        page.raw(if count == 0 { "; after " } else { ", " });
        page.text(&assessment.item(*required).id);
    }
    if let Some(until) = task.waived_until {
        page.raw("; waived until ").show(until);
    }
    page.raw("</small></th>");
    let todo: Vec<&str> = task.todo.iter().map(|todo| todo.words()).collect();
    page.words_cell("to do", &todo.join(", "));
    if columns.effort {
        let effort = task
            .effort
            .map_or("—".to_owned(), |effort| effort.to_string());
        page.words_cell("effort", &effort);
    }
    if columns.owner {
        page.text_cell("owner", &task.owner);
    }
    if columns.due {
        page.cell("due");
        match task.due {
            Some(due) => page.show(due),
            None => page.raw("—"),
        };
        page.raw(if task.overdue {
            " <b class=\"late\">overdue</b></td>"
        } else {
            "</td>"
        });
    }
    page.raw("</tr>\n");
}

pub(super) fn costs(page: &mut Page, dossier: &Dossier<'_>) {
    let head = &dossier.assessment().head;
    if head.costs.is_empty() && head.resources.is_empty() {
        return;
    }
    page.raw("<section id=\"costs\" aria-labelledby=\"costs-head\">\n<h2 id=\"costs-head\">Costs and people</h2>\n");
    if !head.costs.is_empty() {
        page.table_of(SMALL, "Costs", &["for", "amount"]);
        for cost in &head.costs {
            page.raw("<tr><th scope=\"row\">")
                .text(&cost.name)
                .raw("</th>");
            let line = totals(std::slice::from_ref(cost));
            let words = line.first().map(CostTotal::words).unwrap_or_default();
            page.words_cell("amount", &words).raw("</tr>\n");
        }
        for total in totals(&head.costs) {
            page.raw("<tr class=\"sum\"><th scope=\"row\">together</th>");
            page.words_cell("amount", &total.words()).raw("</tr>\n");
        }
        page.table_end();
    }
    if !head.resources.is_empty() {
        page.table_of(SMALL, "People", &["who", "effort"]);
        for resource in &head.resources {
            page.raw("<tr><th scope=\"row\">")
                .text(&resource.role)
                .raw("</th>");
            page.text_cell("effort", &resource.effort).raw("</tr>\n");
        }
        page.raw("<tr class=\"sum\"><th scope=\"row\">together</th>");
        page.words_cell("effort", &resources_total(&head.resources).to_string());
        page.raw("</tr>\n");
        page.table_end();
    }
    page.raw("</section>\n");
}
