//! The rows of the plan: headings of groups, and tasks.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::assessment::Assessment;
use crate::domain::estimate::Effort;
use crate::domain::way::{Common, Grouping, Task, Todo, Way};
use crate::domain::what_if::Mark;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_with, line_width, pad, pad_start, width};
use crate::tui::widgets::signs::{letter, status_sign, tier_style};

/// The column of a row's mark, counted from the list's left.
pub(super) const MARK_COLUMN: u16 = 1;

/// What the title of a task keeps at least before the columns at its right are shown.
const TITLE: usize = 28;

/// A row of the list.
#[derive(Debug)]
pub(super) enum Row {
    /// The heading of a group.
    Group(GroupRow),
    /// A task, by its place among the open ones and then the waived ones.
    Task(usize),
}

/// The heading of a group.
#[derive(Debug)]
pub(super) struct GroupRow {
    /// What its tasks have in common.
    pub(super) title: String,
    /// How many tasks it has; they are the rows that follow.
    pub(super) tasks: usize,
    /// What they take.
    pub(super) total: Effort,
    /// What they and the groups before them take.
    pub(super) running: Effort,
}

/// The rows of a way.
pub(super) fn of(way: &Way, assessment: &Assessment, by: Grouping) -> Vec<Row> {
    let mut places = vec![0; assessment.answers().len()];
    for (place, task) in way.open.iter().chain(&way.waived).enumerate() {
        places[task.item] = place;
    }
    let mut rows = Vec::new();
    for group in way.groups(assessment, by) {
        rows.push(Row::Group(GroupRow {
            title: title(assessment, &group.common),
            tasks: group.tasks.len(),
            total: group.total,
            running: group.running,
        }));
        let tasks = group.tasks.iter();
        rows.extend(tasks.map(|task| Row::Task(places[task.item])));
    }
    rows
}

fn title(assessment: &Assessment, common: &Common) -> String {
    let checklist = assessment.checklist();
    match common {
        Common::Phase(Some(at)) => {
            let phase = &checklist.phases[*at];
            let title = phase.title.shown();
            if phase.when.is_empty() {
                title.into_string()
            } else {
                format!("{title} ({})", phase.when.shown())
            }
        }
        Common::Phase(None) => "Without a phase".to_owned(),
        Common::Owner(Some(owner)) => owner.shown().into_string(),
        Common::Owner(None) => "Without an owner".to_owned(),
        Common::Category(at) => checklist.categories[*at].title.shown().into_string(),
        Common::Tier(tier) => tier.word().to_owned(),
        Common::Waived => "Waived".to_owned(),
    }
}

/// What is to be done about a task, in words.
pub(super) fn todo_words(task: &Task) -> String {
    let words: Vec<&str> = task.todo.iter().map(|todo| todo.words()).collect();
    words.join(", ")
}

/// The same in a word or two, where a column has no room for more.
fn todo_brief(task: &Task) -> &'static str {
    match (task.todo.first(), task.todo.len()) {
        (Some(Todo::CollectEvidence), 1) => "show evidence",
        (Some(Todo::WithdrawAgainst), _) => "settle what is against",
        (Some(Todo::CollectEvidence), _) => "show, measure",
        (Some(todo), _) => todo.words(),
        (None, _) => "",
    }
}

fn effort_words(task: &Task, glyphs: &Glyphs) -> String {
    let effort = task.effort.map(|effort| effort.to_string());
    effort.unwrap_or_else(|| glyphs.dash.to_owned())
}

/// `due 2026-11-30`, `overdue 2026-11-10`.
pub(super) fn due_words(task: &Task) -> String {
    match task.due {
        Some(due) if task.overdue => format!("overdue {due}"),
        Some(due) => format!("due {due}"),
        None => String::new(),
    }
}

/// How wide the columns at the right of a task's title are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Widths {
    todo: usize,
    effort: usize,
    owner: usize,
    due: usize,
}

impl Widths {
    pub(super) fn of(way: &Way) -> Self {
        let mut widths = Self {
            effort: 1,
            ..Self::default()
        };
        for task in way.open.iter().chain(&way.waived) {
            widths.todo = widths.todo.max(width(todo_brief(task)));
            if let Some(effort) = task.effort {
                widths.effort = widths.effort.max(width(&effort.to_string()).min(18));
            }
            if !task.owner.is_blank() {
                let owner = task.owner.shown();
                widths.owner = widths.owner.max(width(owner.as_str()).min(16));
            }
            widths.due = widths.due.max(width(&due_words(task)));
        }
        widths
    }

    /// The columns that a row has room for: of less use the first to go.
    fn fitting(self, columns: usize) -> Self {
        let mut fitting = self;
        for drop in [
            |of: &mut Self| of.owner = 0,
            |of: &mut Self| of.todo = 0,
            |of: &mut Self| of.due = of.due.min("overdue".len()),
            |of: &mut Self| of.due = 0,
            |of: &mut Self| of.effort = of.effort.min(8),
        ] {
            if fitting.taken() + TITLE.min(columns / 2) <= columns {
                break;
            }
            drop(&mut fitting);
        }
        fitting
    }

    fn taken(self) -> usize {
        [self.todo, self.effort, self.owner, self.due]
            .into_iter()
            .filter(|width| *width > 0)
            .map(|width| width + 2)
            .sum()
    }
}

/// What a row is drawn with.
pub(super) struct RowLook<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) widths: Widths,
    pub(super) columns: usize,
    pub(super) selected: bool,
    pub(super) theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
}

impl RowLook<'_> {
    /// The line of a group's heading, so many of whose tasks are marked.
    pub(super) fn group(&self, group: &GroupRow, marked: usize) -> Line<'static> {
        let theme = self.theme;
        let (total, running) = (group.total, group.running);
        let wordy = format!("{total}, running total {running}");
        let brief = format!("{total} of {running}");
        let room = self.columns.saturating_sub(4);
        let right = [wordy, brief, total.to_string()]
            .into_iter()
            .find(|words| width(words) + 2 + TITLE.min(room / 2) <= room)
            .unwrap_or_default();
        let mark = match marked {
            0 => None,
            all if all == group.tasks => Some(Mark::Done),
            _ => Some(Mark::Steps),
        };
        let mut spans = self.front(mark);
        let room = self.columns.saturating_sub(4 + width(&right));
        let title = cut_with(&group.title, room.saturating_sub(1), self.glyphs.cut).into_owned();
        spans.push(Span::styled(pad(&title, room), theme.title));
        spans.push(Span::styled(right, theme.dim));
        spans.push(Span::raw(" "));
        Line::from(spans)
    }

    /// The line of a task.
    pub(super) fn task(&self, task: &Task, mark: Option<Mark>) -> Line<'static> {
        let (theme, glyphs) = (self.theme, self.glyphs);
        let (item, answer) = (
            self.assessment.item(task.item),
            &self.assessment.answers()[task.item],
        );
        let (sign, sign_style) = status_sign(&answer.status, theme, glyphs);
        let waived = if task.waived_until.is_some() {
            glyphs.waived
        } else {
            " "
        };
        let mut spans = self.front(mark);
        spans.extend([
            Span::styled(sign, sign_style),
            Span::raw(" "),
            Span::styled(letter(item.tier), tier_style(item.tier, theme)),
            Span::raw(format!("{waived} ")),
        ]);
        let taken = line_width(&Line::from(spans.clone())) + 1;
        let room = self.columns.saturating_sub(taken);
        let widths = self.widths.fitting(room);
        let title_room = room.saturating_sub(widths.taken());
        let title = item.title.shown();
        let title = cut_with(title.as_str(), title_room, glyphs.cut).into_owned();
        spans.push(Span::raw(pad(&title, title_room)));
        spans.extend(self.right(task, mark, widths));
        Line::from(spans)
    }

    /// Gutter and mark.
    fn front(&self, mark: Option<Mark>) -> Vec<Span<'static>> {
        let (theme, glyphs) = (self.theme, self.glyphs);
        let gutter = if self.selected { glyphs.gutter } else { " " };
        let (mark, style) = match mark {
            Some(Mark::Done) => (glyphs.bullet_full, theme.met),
            Some(Mark::Steps) => (glyphs.bullet_half, theme.met),
            None => (glyphs.bullet_empty, theme.dim),
        };
        vec![Span::raw(gutter), Span::styled(mark, style), Span::raw(" ")]
    }

    fn right(&self, task: &Task, mark: Option<Mark>, widths: Widths) -> Vec<Span<'static>> {
        let (theme, cut) = (self.theme, self.glyphs.cut);
        let mut spans = Vec::new();
        let mut column = |text: &str, columns: usize, style: Style, at_right: bool| {
            if columns > 0 {
                let text = cut_with(text, columns, cut);
                let text = if at_right {
                    pad_start(&text, columns)
                } else {
                    pad(&text, columns)
                };
                spans.push(Span::raw("  "));
                spans.push(Span::styled(text, style));
            }
        };
        match mark {
            Some(Mark::Done) => column("as if done", widths.todo, theme.met, false),
            Some(Mark::Steps) => column("as if", widths.todo, theme.met, false),
            None => column(todo_brief(task), widths.todo, theme.dim, false),
        }
        column(
            &effort_words(task, self.glyphs),
            widths.effort,
            Style::new(),
            true,
        );
        column(task.owner.shown().as_str(), widths.owner, theme.dim, false);
        let due = due_words(task);
        let due = if widths.due < width(&due) && task.overdue {
            "overdue".to_owned()
        } else {
            due
        };
        let style = if task.overdue { theme.error } else { theme.dim };
        column(&due, widths.due, style, false);
        spans
    }
}
