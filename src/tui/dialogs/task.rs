//! An action that a meeting leaves behind: what will be done, by whom, until when.

use chrono::{Days, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::action::Action;
use crate::domain::text::Text;
use crate::domain::time::parse_day;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::dialog::Dialog as Frame;
use crate::tui::widgets::text_field::TextField;

use super::form::Form;

const WHAT: usize = 0;
const OWNER: usize = 1;
const DUE: usize = 2;

/// The people that are numbered at most.
const NUMBERED: usize = 9;

/// What will be done, by whom and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What.
    pub text: Text,
    /// By whom; empty for nobody as yet.
    pub owner: Text,
    /// The last day for it.
    pub due: Option<NaiveDate>,
}

/// The dialog that asks for it.
#[derive(Debug)]
pub struct TaskDialog {
    /// The item's id; none for the whole.
    pub item: Option<Text>,
    /// What is wrong with what was typed.
    pub fault: Option<String>,
    form: Form,
    people: Vec<Text>,
    title: String,
    today: NaiveDate,
}

impl TaskDialog {
    /// The dialog for an item, or for the whole, with those who are here and who would do it.
    pub fn of(item: Option<Text>, people: Vec<Text>, owner: &Text, today: NaiveDate) -> Self {
        let title = match &item {
            Some(item) => format!("Action on {}", item.shown()),
            None => "Action on the whole".to_owned(),
        };
        let mut form = Form::of([
            ("Action", "what will be done", String::new()),
            ("Owner", "who does it: a name, or a number", String::new()),
            (
                "Due",
                "the last day: 2026-12-31, or +7 for a week from today",
                String::new(),
            ),
        ]);
        form.fields[OWNER].field = TextField::proposing(owner.raw());
        Self {
            item,
            fault: None,
            form,
            people,
            title,
            today,
        }
    }

    /// The field that takes the keys.
    pub fn field(&mut self) -> &mut TextField {
        self.form.field()
    }

    /// Whether what will be done is typed.
    pub fn holds_text(&self) -> bool {
        !self.form.text(WHAT).is_empty()
    }

    /// What was typed; absent where it can't be taken, which is then said.
    pub fn task(&mut self) -> Option<Task> {
        if self.form.text(WHAT).is_empty() {
            self.refuse(WHAT, "it takes at least a word: what will be done");
            return None;
        }
        let typed = self.form.text(DUE);
        let due = day(typed, self.today);
        if due.is_none() && !typed.is_empty() {
            let wanted = "a day is wanted, written as 2026-12-31, or +7 for a week from today";
            self.refuse(DUE, wanted);
            return None;
        }
        let owner = self.form.text(OWNER);
        let numbered = owner.parse::<usize>().ok();
        let owner = match numbered.and_then(|number| self.people.get(number.checked_sub(1)?)) {
            Some(name) => name.clone(),
            None if numbered.is_some() => {
                self.refuse(OWNER, "nobody here has this number");
                return None;
            }
            None => Text::new(owner),
        };
        Some(Task {
            text: Text::new(self.form.text(WHAT)),
            owner,
            due,
        })
    }

    fn refuse(&mut self, at: usize, why: &str) {
        self.form.at = at;
        self.fault = Some(why.to_owned());
    }

    pub(super) fn go(&mut self, action: Action) {
        self.form.go(action);
    }

    pub(super) fn draw(
        &self,
        screen: Rect,
        buffer: &mut Buffer,
        hints: Line<'_>,
        look: (&Theme, &Glyphs),
    ) {
        let frame = self.frame(hints, look);
        (&frame).render(screen, buffer);
        let (words, style) = match &self.fault {
            Some(fault) => (fault.clone(), look.0.error),
            None => (self.words(), look.0.dim),
        };
        self.form
            .draw(frame.body(screen), buffer, (&words, style), look);
    }

    pub(super) fn cursor(&self, screen: Rect, look: (&Theme, &Glyphs)) -> Option<Position> {
        let body = self.frame(Line::default(), look).body(screen);
        self.form.cursor(body, look)
    }

    /// Who has which number, and what the day means.
    fn words(&self) -> String {
        let typed = self.form.text(DUE);
        let due = match day(typed, self.today) {
            Some(day) => match (day - self.today).num_days() {
                0 => "Due today. ".to_owned(),
                1 => format!("Due tomorrow, {day}. "),
                days @ 2.. => format!("Due in {days} days, {day}. "),
                _ => "That day is over. ".to_owned(),
            },
            None => String::new(),
        };
        let people: Vec<String> = (1..=NUMBERED)
            .zip(&self.people)
            .map(|(number, name)| format!("{number} {}", name.shown()))
            .collect();
        format!("{due}Here: {}.", people.join(", "))
    }

    fn frame<'a>(&'a self, hints: Line<'a>, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> Frame<'a> {
        Frame {
            title: &self.title,
            hints,
            body_width: 76,
            body_height: 7,
            theme,
            glyphs,
        }
    }
}

/// A day as typed: `2026-12-31`, or `+7` from today.
fn day(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    match typed.strip_prefix('+') {
        Some(days) => today.checked_add_days(Days::new(days.trim().parse::<u16>().ok()?.into())),
        None => parse_day(typed),
    }
}
