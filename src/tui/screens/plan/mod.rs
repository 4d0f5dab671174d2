//! The plan screen: open work in order, and what if it were done.

mod detail;
mod head;
mod parts;
mod rows;
pub mod view;

use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use self::parts::Parts;
use self::rows::{GroupRow, Row, Widths};
use crate::action::Action;
use crate::domain::checklist::Checklist;
use crate::domain::steps::Step;
use crate::domain::text::Text;
use crate::domain::way::{Grouping, Task, Way};
use crate::domain::what_if::{Outlook, WhatIf};
use crate::session::Session;
use crate::tui::effect::{Place, Reaction};
use crate::tui::layout::holds;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::rows::moved;
use crate::tui::widgets::window::Window;

/// Rows that one turn of the wheel scrolls.
const WHEEL: isize = 3;

/// What the plan screen remembers: the way to go as it was worked out, and what is taken as done. Nothing of it is
/// saved.
#[derive(Debug)]
pub struct PlanPage {
    by: Grouping,
    /// Whose items the marks count.
    checklist: Arc<Checklist>,
    way: Way,
    rows: Vec<Row>,
    widths: Widths,
    what_if: WhatIf,
    /// The ids of items that are marked and are no open work, with what is to be done.
    aside: Vec<String>,
    now: Outlook,
    /// What would be; absent where nothing is marked.
    then: Option<Outlook>,
    window: Window,
}

impl PlanPage {
    /// The screen of a session as it stands, with nothing marked.
    pub fn of(session: &Session) -> Self {
        let assessment = session.assessment();
        let by = Grouping::of_choice(assessment.checklist());
        let (way, now) = worked_out(session);
        let mut page = Self {
            by,
            checklist: Arc::clone(assessment.checklist()),
            rows: rows::of(&way, assessment, by),
            widths: Widths::of(&way),
            way,
            what_if: WhatIf::default(),
            aside: Vec::new(),
            now,
            then: None,
            window: Window::default(),
        };
        // The first heading is no work.
        page.window.selected = usize::from(page.rows.len() > 1);
        page
    }

    /// Takes in that the session has changed: somebody else's work was merged in, or a day began.
    pub fn refresh(&mut self, session: &Session) {
        let selected = self.selected_task().map(|task| task.item);
        let assessment = session.assessment();
        if !Arc::ptr_eq(&self.checklist, assessment.checklist()) {
            if *self.checklist != **assessment.checklist() {
                self.what_if.clear();
            }
            self.checklist = Arc::clone(assessment.checklist());
        }
        (self.way, self.now) = worked_out(session);
        self.widths = Widths::of(&self.way);
        // What was done meanwhile is no longer supposed.
        let ledger = session.ledger();
        let settled = self.what_if.done().filter(|item| !ledger.is_open(*item));
        let settled: Vec<usize> = settled.collect();
        for item in settled {
            self.what_if.unmark(item);
        }
        self.group(session, self.by, selected);
        self.weigh(session);
    }

    /// Does what an action says; `body` is where the screen is drawn.
    pub fn act(
        &mut self,
        action: Action,
        session: &Session,
        body: Rect,
        _look: (&Theme, &Glyphs),
    ) -> Reaction {
        let (len, height) = (self.rows.len(), Parts::of(body).rows());
        let wants_work = matches!(
            action,
            Action::Open | Action::IfDone | Action::IfUntilHere | Action::PlanGroups
        );
        if wants_work && self.rows.is_empty() {
            return Reaction::word("nothing is open");
        }
        match action {
            Action::Open => return self.open(session),
            Action::PlanGroups => {
                let selected = self.selected_task().map(|task| task.item);
                self.group(session, next(self.by, &self.checklist), selected);
                self.window.follow(self.rows.len(), height);
                return Reaction::word(format!("grouped by {}", self.by.key()));
            }
            Action::IfDone => self.toggle(self.window.selected),
            Action::IfUntilHere => {
                let rows = self.rows.iter().take(self.window.selected + 1);
                let items: Vec<usize> = rows.filter_map(|row| self.item_of(row)).collect();
                for item in items {
                    self.what_if.mark_done(item);
                }
            }
            Action::IfNext => return self.follow_next(session),
            Action::IfNothing if self.what_if.is_empty() => {
                return Reaction::word("nothing is marked");
            }
            Action::IfNothing => self.what_if.clear(),
            Action::NextPane | Action::PreviousPane => {
                let to = self.heading(action == Action::NextPane);
                self.window.select(to, len, height);
                return Reaction::default();
            }
            _ => {
                moved(&mut self.window, action, len, height);
                return Reaction::default();
            }
        }
        self.weigh(session);
        Reaction::default()
    }

    /// Selects the row that was clicked; a click on its mark marks it.
    pub fn click(
        &mut self,
        at: Position,
        session: &Session,
        body: Rect,
        _look: (&Theme, &Glyphs),
    ) -> Reaction {
        let parts = Parts::of(body);
        if !holds(parts.list, at.x, at.y) {
            return Reaction::default();
        }
        let visible = self.window.visible(self.rows.len(), parts.rows());
        let clicked = visible.start + usize::from(at.y - parts.list.y);
        if clicked < self.rows.len() {
            self.window.select(clicked, self.rows.len(), parts.rows());
            if at.x - parts.list.x == rows::MARK_COLUMN {
                self.toggle(clicked);
                self.weigh(session);
            }
        }
        Reaction::default()
    }

    /// Scrolls the list.
    pub fn wheel(&mut self, down: bool, body: Rect) {
        let rows = if down { WHEEL } else { -WHEEL };
        self.window
            .scroll_by(rows, self.rows.len(), Parts::of(body).rows());
    }

    fn open(&self, session: &Session) -> Reaction {
        // A heading leads to the first of its tasks.
        let mut from = self.rows.iter().skip(self.window.selected);
        let item = from.find_map(|row| self.item_of(row));
        match item {
            Some(item) => {
                let id = session.assessment().item(item).id.clone();
                Reaction::going(Place::Review(Some(id)))
            }
            None => Reaction::word("nothing is open"),
        }
    }

    /// Takes a task as done or no longer; on a heading all of its tasks.
    fn toggle(&mut self, row: usize) {
        let items: Vec<usize> = match self.rows.get(row) {
            Some(Row::Task(at)) => vec![self.task(*at).item],
            Some(Row::Group(group)) => {
                let rows = self.rows.iter().skip(row + 1).take(group.tasks);
                rows.filter_map(|row| self.item_of(row)).collect()
            }
            None => Vec::new(),
        };
        let all = items.iter().all(|item| self.what_if.mark(*item).is_some());
        for item in items {
            if all {
                self.what_if.unmark(item);
            } else {
                self.what_if.mark_done(item);
            }
        }
    }

    /// Takes the steps to the next verdict as made; from what is marked already it goes on.
    fn follow_next(&mut self, session: &Session) -> Reaction {
        let scoring = &session.assessment().checklist().scoring;
        let then = self.what_if.ledger(session.ledger());
        let steps = then.next_steps(scoring, session.plan_order());
        if steps.is_empty() {
            let verdict = self.then.as_ref().unwrap_or(&self.now).verdict;
            return Reaction::word(match verdict {
                crate::domain::gate::Verdict::Go => "no step is left: that is a go",
                _ => "no step on an item lifts the verdict further",
            });
        }
        self.what_if.mark_steps(&steps);
        self.weigh(session);
        Reaction::default()
    }

    /// Works out what would be.
    fn weigh(&mut self, session: &Session) {
        self.aside = self.aside(session);
        if self.what_if.is_empty() {
            self.then = None;
            return;
        }
        let assessment = session.assessment();
        let ledger = self.what_if.ledger(session.ledger());
        let then = Outlook::supposed(assessment, &ledger, session.scope(), &self.way);
        self.then = Some(then);
    }

    /// What is marked and is no row: `confirm restore-drill`, `answer dissent from the verdict`.
    fn aside(&self, session: &Session) -> Vec<String> {
        if self.what_if.is_empty() {
            return Vec::new();
        }
        let ledger = session.ledger();
        let is_aside = |step: &Step| step.item.is_none_or(|item| !ledger.is_open(item));
        let words = |step: Step| match step.item {
            Some(item) => {
                let id: &Text = &session.assessment().item(item).id;
                format!("{} {}", step.act.words(), id.shown())
            }
            None => format!("{} from the verdict", step.act.words()),
        };
        self.what_if
            .other_steps()
            .filter(is_aside)
            .map(words)
            .collect()
    }

    fn group(&mut self, session: &Session, by: Grouping, selected: Option<usize>) {
        self.by = by;
        self.rows = rows::of(&self.way, session.assessment(), by);
        let of_item = |row: &Row| selected.is_some() && self.item_of(row) == selected;
        let at = self.rows.iter().position(of_item);
        let last = self.rows.len().saturating_sub(1);
        self.window.selected = at.unwrap_or(self.window.selected.min(last));
    }

    /// The heading after the selected row, or before it; where there is none, the last or the first row.
    fn heading(&self, forward: bool) -> usize {
        let is_heading = |at: &usize| matches!(self.rows[*at], Row::Group(_));
        let (selected, len) = (self.window.selected.min(self.rows.len()), self.rows.len());
        if forward {
            let after = selected.saturating_add(1).min(len);
            (after..len)
                .find(is_heading)
                .unwrap_or(len.saturating_sub(1))
        } else {
            (0..selected).rev().find(is_heading).unwrap_or(0)
        }
    }

    fn task(&self, at: usize) -> &Task {
        let open = self.way.open.len();
        if at < open {
            &self.way.open[at]
        } else {
            &self.way.waived[at - open]
        }
    }

    fn item_of(&self, row: &Row) -> Option<usize> {
        match row {
            Row::Task(at) => Some(self.task(*at).item),
            Row::Group(_) => None,
        }
    }

    fn selected_row(&self) -> Option<&Row> {
        self.rows.get(self.window.selected)
    }

    fn selected_task(&self) -> Option<&Task> {
        match self.selected_row()? {
            Row::Task(at) => Some(self.task(*at)),
            Row::Group(_) => None,
        }
    }

    /// How many tasks of a group are marked; `row` is its heading's.
    fn marked_of(&self, row: usize, group: &GroupRow) -> usize {
        let rows = self.rows.iter().skip(row + 1).take(group.tasks);
        let items = rows.filter_map(|row| self.item_of(row));
        items
            .filter(|item| self.what_if.mark(*item).is_some())
            .count()
    }
}

fn worked_out(session: &Session) -> (Way, Outlook) {
    let (assessment, ledger) = (session.assessment(), session.ledger());
    let today = assessment.day(session.as_of());
    let way = Way::of(assessment, ledger, session.plan_order(), today);
    let scoring = &assessment.checklist().scoring;
    let now = Outlook::of(ledger, session.scope(), scoring, &way);
    (way, now)
}

/// The grouping after one; by phase only where the checklist has phases.
fn next(by: Grouping, checklist: &Checklist) -> Grouping {
    match by {
        Grouping::Phase => Grouping::Owner,
        Grouping::Owner => Grouping::Category,
        Grouping::Category => Grouping::Tier,
        Grouping::Tier if checklist.phases.is_empty() => Grouping::Owner,
        Grouping::Tier => Grouping::Phase,
    }
}
