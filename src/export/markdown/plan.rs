//! What it takes: risks and the way to go.

use crate::domain::way::{Common, Grouping, Task};
use crate::export::dossier::Dossier;
use crate::export::sentences::{next_verdict, step_without_item};

use super::Document;
use super::inert::text;

impl Document {
    /// The steps to the next verdict.
    pub(super) fn next(&mut self, dossier: &Dossier<'_>) {
        let report = dossier.report;
        if report.next.is_empty() {
            return;
        }
        self.line("## Next");
        self.line("");
        let steps = report.next.len();
        let s = if steps == 1 { "" } else { "s" };
        let to = next_verdict(report.judgement.verdict).word();
        self.line(&format!("{steps} step{s} to {to}:"));
        self.line("");
        for (number, step) in report.next.iter().enumerate() {
            let verb = step.act.key();
            let what = step
                .item
                .map_or(step_without_item(step).to_owned(), |item| {
                    let item = report.assessment.item(item);
                    format!("{}: {}", text(&item.id), text(&item.title))
                });
            self.line(&format!("{}. {verb} {what}", number + 1));
        }
        self.line("");
    }

    pub(super) fn risks(&mut self, dossier: &Dossier<'_>) {
        let rows: Vec<Vec<String>> = dossier
            .way
            .risks
            .iter()
            .map(|risk| {
                let item = dossier.assessment().item(risk.item);
                let waived = if risk.waived { " (waived)" } else { "" };
                let id = format!("{}{waived}", text(&item.id));
                vec![risk.severity.word().to_owned(), text(&item.risk), id]
            })
            .collect();
        self.section("Risks", &["severity", "risk", "while this is open"], &rows);
    }

    pub(super) fn plan(&mut self, dossier: &Dossier<'_>) {
        let (way, assessment) = (&dossier.way, dossier.assessment());
        if way.open.is_empty() && way.waived.is_empty() {
            return;
        }
        self.line("## Plan");
        self.line("");
        match way.to_go {
            Some(effort) => self.line(&format!("- To go: {effort}")),
            None => self.line("- To go: no steps on items lead there"),
        }
        let waived = match way.waived.len() {
            0 => String::new(),
            1 => ", 1 waived item included".to_owned(),
            many => format!(", {many} waived items included"),
        };
        self.line(&format!("- To 100 %: {}{waived}", way.to_all));
        self.line(&format!("- Overdue: {}", way.overdue().count()));
        self.line("");
        for group in way.groups(assessment, Grouping::of_choice(assessment.checklist())) {
            let (title, total, running) = (
                group_title(dossier, &group.common),
                group.total,
                group.running,
            );
            self.line(&format!("### {title}"));
            self.line("");
            self.line(&format!("{total}, running total {running}"));
            self.line("");
            let rows: Vec<Vec<String>> =
                group.tasks.iter().map(|task| row(dossier, task)).collect();
            self.rows(&["item", "to do", "effort", "owner", "due"], &rows);
        }
    }
}

fn group_title(dossier: &Dossier<'_>, common: &Common) -> String {
    let checklist = dossier.assessment().checklist();
    match common {
        Common::Phase(Some(at)) => {
            let phase = &checklist.phases[*at];
            if phase.when.is_blank() {
                text(&phase.title)
            } else {
                format!("{} ({})", text(&phase.title), text(&phase.when))
            }
        }
        Common::Phase(None) => "Without a phase".to_owned(),
        Common::Owner(Some(owner)) => text(owner),
        Common::Owner(None) => "Without an owner".to_owned(),
        Common::Category(at) => text(&checklist.categories[*at].title),
        Common::Tier(tier) => tier.word().to_owned(),
        Common::Waived => "Waived".to_owned(),
    }
}

fn row(dossier: &Dossier<'_>, task: &Task) -> Vec<String> {
    let assessment = dossier.assessment();
    let item = assessment.item(task.item);
    let mut name = format!("{} ({})", text(&item.id), item.tier.word());
    if !task.requires.is_empty() {
        let required = task
            .requires
            .iter()
            .map(|at| text(&assessment.item(*at).id));
        let required: Vec<String> = required.collect();
        name = format!("{name}, after {}", required.join(", "));
    }
    if let Some(until) = task.waived_until {
        name = format!("{name}, waived until {until}");
    }
    let todo: Vec<&str> = task.todo.iter().map(|todo| todo.words()).collect();
    let dash = || "—".to_owned();
    vec![
        name,
        todo.join(", "),
        task.effort.map_or_else(dash, |effort| effort.to_string()),
        Some(&task.owner)
            .filter(|owner| !owner.is_blank())
            .map_or_else(dash, text),
        match task.due {
            Some(due) if task.overdue => format!("{due}, overdue"),
            Some(due) => due.to_string(),
            None => dash(),
        },
    ]
}
