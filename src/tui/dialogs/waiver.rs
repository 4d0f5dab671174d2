//! The waiver dialog: why, who approves it, and until when.

use chrono::{Days, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::action::Action;
use crate::domain::checklist::Item;
use crate::domain::text::{Shown, Text};
use crate::domain::time::{Moment, parse_day};
use crate::domain::waiver::{Waiver, WaiverFault};
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::dialog::Dialog as Frame;
use crate::tui::widgets::text_field::TextField;

use super::form::Form;

/// The fields: reason, approver, last day.
const REASON: usize = 0;
const APPROVED_BY: usize = 1;
const EXPIRES: usize = 2;

/// How long a waiver runs where nobody says otherwise, in days.
const USUALLY: u32 = 30;

/// The waiver dialog.
#[derive(Debug)]
pub struct WaiverDialog {
    /// The item's id.
    pub item: Text,
    form: Form,
    /// What is wrong with what was typed; may hold text from outside.
    pub fault: Option<String>,
    title: String,
    today: NaiveDate,
    /// What was there when the dialog came up, field by field.
    was: [String; 3],
    /// The last day that the checklist allows.
    latest: NaiveDate,
    most: u32,
}

impl WaiverDialog {
    /// The dialog for an item, of which a waiver may run `most` days; `was` is the waiver whose place it takes.
    pub fn of(item: &Item, was: Option<&Waiver>, today: NaiveDate, most: u32) -> Self {
        let after = |days: u32| {
            today
                .checked_add_days(Days::new(u64::from(days)))
                .unwrap_or(NaiveDate::MAX)
        };
        let raw = |text: fn(&Waiver) -> &Text| {
            was.map_or_else(String::new, |was| text(was).raw().to_owned())
        };
        let was = [
            raw(|was| &was.reason),
            raw(|was| &was.approved_by),
            after(USUALLY.min(most)).to_string(),
        ];
        let [reason, approved_by, expires] = was.clone();
        Self {
            item: item.id.clone(),
            form: Form::of([
                ("Reason", "why it may stay as it is for now", reason),
                (
                    "Approved by",
                    "somebody else, who carries the risk",
                    approved_by,
                ),
                ("Expires", "its last day, as 2026-12-31", expires),
            ]),
            was,
            fault: None,
            title: format!("A waiver for {}", item.id.shown()),
            today,
            latest: after(most),
            most,
        }
    }

    /// The field that takes the keys.
    pub fn field(&mut self) -> &mut TextField {
        self.form.field()
    }

    /// Whether a field says something else than when the dialog came up.
    pub fn is_altered(&self) -> bool {
        let mut fields = self.was.iter().enumerate();
        fields.any(|(at, was)| self.form.text(at) != was.trim())
    }

    /// The waiver as typed; absent where no day was typed, which is then said.
    pub fn waiver(&mut self, by: Text, at: Moment) -> Option<Waiver> {
        let typed = |at: usize| Text::new(self.form.text(at));
        let Some(expires) = parse_day(self.form.text(EXPIRES)) else {
            self.fault = Some("a day is wanted, written as 2026-12-31".to_owned());
            self.form.at = EXPIRES;
            return None;
        };
        Some(Waiver {
            reason: typed(REASON),
            by,
            at,
            approved_by: typed(APPROVED_BY),
            expires,
        })
    }

    /// Says why the waiver is refused, at the field that is to blame.
    pub fn refuse(&mut self, fault: WaiverFault) {
        self.form.at = match fault {
            WaiverFault::NotWaivable | WaiverFault::NoName | WaiverFault::NoReason => REASON,
            WaiverFault::NotApproved | WaiverFault::ApprovedByTheSame => APPROVED_BY,
            WaiverFault::TooLong(_) | WaiverFault::ExpiredWhenMade => EXPIRES,
        };
        self.fault = Some(match fault {
            WaiverFault::NoReason => "it takes a reason".to_owned(),
            WaiverFault::NotApproved => "somebody else has to approve it: name them".to_owned(),
            WaiverFault::ApprovedByTheSame => {
                "somebody other than you has to approve it".to_owned()
            }
            WaiverFault::ExpiredWhenMade => "that day is over already".to_owned(),
            fault => fault.words(),
        });
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
            Some(fault) => (Shown::line(fault).into_string(), look.0.error),
            None => (self.limit(), look.0.dim),
        };
        self.form
            .draw(frame.body(screen), buffer, (&words, style), look);
    }

    pub(super) fn cursor(&self, screen: Rect, look: (&Theme, &Glyphs)) -> Option<Position> {
        let body = self.frame(Line::default(), look).body(screen);
        self.form.cursor(body, look)
    }

    /// How long it runs as typed, and how long it may.
    fn limit(&self) -> String {
        let typed = parse_day(self.form.text(EXPIRES));
        let days = typed.map(|last| (last - self.today).num_days());
        let runs = match days {
            Some(0) => "It ends today. ".to_owned(),
            Some(1) => "It runs for a day. ".to_owned(),
            Some(days @ 2..) => format!("It runs for {days} days. "),
            _ => String::new(),
        };
        format!(
            "{runs}At most {} days, until {}. A waiver excuses; it moves neither claimed nor evidenced.",
            self.most, self.latest
        )
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
