//! What is to be known of the selected row: a task, or a group of them.

use crate::domain::assessment::Assessment;
use crate::tui::theme::Glyphs;

use super::PlanPage;
use super::rows::{GroupRow, Row, due_words, todo_words};
use crate::domain::way::Task;

/// How many required items are named.
const NAMED: usize = 8;

/// The title and the sentences about the selected row.
pub(super) struct Detail {
    pub(super) title: String,
    pub(super) lines: Vec<String>,
}

impl Detail {
    /// Of the selected row; absent where there is none.
    pub(super) fn of(page: &PlanPage, assessment: &Assessment, glyphs: &Glyphs) -> Option<Self> {
        match page.selected_row()? {
            Row::Group(group) => Some(of_group(page, group, glyphs)),
            Row::Task(at) => Some(of_task(page.task(*at), assessment, glyphs)),
        }
    }
}

fn of_group(page: &PlanPage, group: &GroupRow, glyphs: &Glyphs) -> Detail {
    let s = if group.tasks == 1 { "" } else { "s" };
    let marked = page.marked_of(page.window.selected, group);
    let mut facts = vec![format!("{} item{s} open", group.tasks)];
    if marked > 0 {
        facts.push(format!("{marked} of them as if done"));
    }
    facts.push(format!("takes {}", group.total));
    facts.push(format!("with all before it {}", group.running));
    Detail {
        title: group.title.clone(),
        lines: vec![facts.join(&format!(" {} ", glyphs.separator))],
    }
}

fn of_task(task: &Task, assessment: &Assessment, glyphs: &Glyphs) -> Detail {
    let item = assessment.item(task.item);
    let answer = &assessment.answers()[task.item];
    let mut facts = vec![
        item.tier.word().to_owned(),
        answer.status.word().to_owned(),
        format!("to do: {}", todo_words(task)),
    ];
    facts.push(
        task.effort
            .map_or("unestimated".to_owned(), |effort| effort.to_string()),
    );
    if !task.owner.is_blank() {
        facts.push(task.owner.shown().into_string());
    }
    if task.due.is_some() {
        facts.push(due_words(task));
    }
    if let Some(until) = task.waived_until {
        facts.push(format!("waived until {until}"));
    }
    if let Some(requires) = requires(task, assessment) {
        facts.push(requires);
    }
    let mut lines = vec![facts.join(&format!(" {} ", glyphs.separator))];
    if !item.risk.is_empty() {
        let severity = item.severity().word();
        lines.push(format!("Risk, {severity}: {}", item.risk.shown()));
    }
    Detail {
        title: format!("{}: {}", item.id.shown(), item.title.shown()),
        lines,
    }
}

/// `requires backups, restore-drill and 3 more`.
fn requires(task: &Task, assessment: &Assessment) -> Option<String> {
    let ids: Vec<String> = task
        .requires
        .iter()
        .take(NAMED)
        .map(|at| assessment.item(*at).id.shown().into_string())
        .collect();
    let more = match task.requires.len() - ids.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!ids.is_empty()).then(|| format!("requires {}{more}", ids.join(", ")))
}
