//! The plan: open work in order, in groups, with what it takes.

use std::fmt::Write as _;

use crate::domain::plan::PlanOrder;
use crate::domain::text::Shown;
use crate::domain::way::{Common, Grouping, Task, Way};

use super::commands::wrong;
use super::conversation::Conversation;
use super::open::OpenReview;

const GROUPINGS: [(&str, Grouping); 4] = [
    ("category", Grouping::Category),
    ("owner", Grouping::Owner),
    ("phase", Grouping::Phase),
    ("tier", Grouping::Tier),
];

impl Conversation {
    /// Says the plan, by a grouping or by the one of choice.
    pub(super) fn say_plan(&mut self, rest: &str) {
        let Some(open) = &self.review else {
            return;
        };
        let typed = rest.trim().trim_start_matches("by ").to_lowercase();
        let known = GROUPINGS.iter().find(|(name, _)| *name == typed);
        let by = match known {
            Some((_, by)) => *by,
            None if typed.is_empty() => Grouping::of_choice(open.assessment().checklist()),
            None => {
                let names = GROUPINGS.iter().map(|(name, _)| *name);
                let sentence = wrong(&typed, names, "plan category, owner, phase or tier");
                self.say(Shown::line(&sentence).into_string());
                return;
            }
        };
        let lines = plan(open, by);
        self.say_long(lines);
    }
}

fn plan(open: &OpenReview, by: Grouping) -> Vec<String> {
    let (assessment, ledger) = (open.assessment(), open.session.ledger());
    let order = PlanOrder::of(assessment, ledger);
    let today = assessment.day(open.session.as_of());
    let way = Way::of(assessment, ledger, &order, today);
    if way.open.is_empty() && way.waived.is_empty() {
        return vec!["Nothing is left to do.".to_owned()];
    }
    let mut lines = vec![format!("Open: {}.", way.open.len())];
    lines.push(match way.to_go {
        Some(effort) => format!("To go: {effort}."),
        None => "To go: no steps on items lead there.".to_owned(),
    });
    lines.push(format!("To 100 percent: {}.", way.to_all));
    let late = way.overdue().count();
    if late > 0 {
        lines.push(format!("Overdue: {late}."));
    }
    for group in way.groups(assessment, by) {
        let (title, total) = (title(open, &group.common), group.total);
        let s = if group.tasks.len() == 1 { "" } else { "s" };
        let running = group.running;
        lines.push(format!(
            "{title}, {} item{s}: {total}, running total {running}.",
            group.tasks.len()
        ));
        lines.extend(group.tasks.iter().map(|task| row(open, task)));
    }
    lines
}

fn title(open: &OpenReview, common: &Common) -> String {
    let checklist = open.assessment().checklist();
    match common {
        Common::Phase(Some(at)) => checklist.phases[*at].title.shown().into_string(),
        Common::Phase(None) => "Without a phase".to_owned(),
        Common::Owner(Some(owner)) => owner.shown().into_string(),
        Common::Owner(None) => "Without an owner".to_owned(),
        Common::Category(at) => checklist.categories[*at].title.shown().into_string(),
        Common::Tier(tier) => tier.word().to_owned(),
        Common::Waived => "Waived".to_owned(),
    }
}

/// `7 error-tracking, Blocker: meet. 2–4 h. Owner Ana. Unhandled errors reach a tracker`.
fn row(open: &OpenReview, task: &Task) -> String {
    let item = open.assessment().item(task.item);
    let todo: Vec<&str> = task.todo.iter().map(|todo| todo.words()).collect();
    let (id, tier) = (item.id.shown(), item.tier.word());
    let mut line = format!("{} {id}, {tier}: {}.", task.item + 1, todo.join(", "));
    if let Some(effort) = task.effort {
        let _ = write!(line, " {effort}.");
    }
    if !task.owner.is_blank() {
        let _ = write!(line, " Owner {}.", task.owner.shown());
    }
    if let Some(due) = task.due {
        let _ = write!(line, " Due {}.", open.due_words(due));
    }
    if let Some(until) = task.waived_until {
        let _ = write!(line, " Waived until {until}.");
    }
    if !task.requires.is_empty() {
        let required = task.requires.iter();
        let ids = required.map(|at| open.assessment().item(*at).id.shown().into_string());
        let ids: Vec<String> = ids.collect();
        let _ = write!(line, " Requires {}.", ids.join(", "));
    }
    let _ = write!(line, " {}", item.title.shown());
    line
}
