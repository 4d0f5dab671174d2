//! The waiver dialog: why, who approves it, and until when.

use chrono::{Days, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::action::Action;
use crate::domain::checklist::Item;
use crate::domain::text::{Shown, Text};
use crate::domain::time::{Moment, parse_day};
use crate::domain::waiver::{Waiver, WaiverFault};
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{pad, wrap_in};
use crate::tui::widgets::dialog::Dialog as Frame;
use crate::tui::widgets::field_view::FieldView;
use crate::tui::widgets::text_field::TextField;

/// The fields, and what each is for, where it is empty.
const FIELDS: [(&str, &str); 3] = [
    ("Reason", "why it may stay as it is for now"),
    ("Approved by", "somebody else, who carries the risk"),
    ("Expires", "its last day, as 2026-12-31"),
];

/// The columns of the fields' names.
const NAMES: usize = 13;

/// How long a waiver runs where nobody says otherwise, in days.
const USUALLY: u32 = 30;

/// The waiver dialog.
#[derive(Debug)]
pub struct WaiverDialog {
    /// The item's id.
    pub item: Text,
    /// Reason, approver, last day.
    fields: [TextField; 3],
    /// The field that takes the keys.
    at: usize,
    /// What is wrong with what was typed; may hold text from outside.
    pub fault: Option<String>,
    title: String,
    today: NaiveDate,
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
        let raw = |text: fn(&Waiver) -> &Text| was.map_or("", |was| text(was).raw());
        Self {
            item: item.id.clone(),
            fields: [
                TextField::single(raw(|was| &was.reason)),
                TextField::single(raw(|was| &was.approved_by)),
                TextField::single(after(USUALLY.min(most)).to_string()),
            ],
            at: 0,
            fault: None,
            title: format!("A waiver for {}", item.id.shown()),
            today,
            latest: after(most),
            most,
        }
    }

    /// The field that takes the keys.
    pub fn field(&mut self) -> &mut TextField {
        &mut self.fields[self.at]
    }

    /// The waiver as typed; absent where no day was typed, which is then said.
    pub fn waiver(&mut self, by: Text, at: Moment) -> Option<Waiver> {
        let [reason, approved_by, expires] = &self.fields;
        let typed = |field: &TextField| Text::new(field.text().trim());
        let Some(expires) = parse_day(expires.text().trim()) else {
            self.fault = Some("a day is wanted, written as 2026-12-31".to_owned());
            self.at = 2;
            return None;
        };
        Some(Waiver {
            reason: typed(reason),
            by,
            at,
            approved_by: typed(approved_by),
            expires,
        })
    }

    /// Says why the waiver is refused, at the field that is to blame.
    pub fn refuse(&mut self, fault: WaiverFault) {
        self.at = match fault {
            WaiverFault::NotWaivable | WaiverFault::NoName | WaiverFault::NoReason => 0,
            WaiverFault::NotApproved | WaiverFault::ApprovedByTheSame => 1,
            WaiverFault::TooLong(_) | WaiverFault::ExpiredWhenMade => 2,
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
        self.at = match action {
            Action::NextField => self.at + 1,
            Action::PreviousField => self.at + FIELDS.len() - 1,
            _ => return,
        } % FIELDS.len();
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
        let (theme, glyphs) = look;
        let body = frame.body(screen);
        for (at, (name, placeholder)) in FIELDS.iter().enumerate() {
            let Some(row) = self.row(at, body) else {
                continue;
            };
            let (names, area) = split(row);
            let (gutter, style) = if at == self.at {
                (glyphs.gutter, theme.title)
            } else {
                (" ", theme.dim)
            };
            let name = pad(&format!("{gutter}{name}"), usize::from(names.width));
            Line::from(Span::styled(name, style)).render(names, buffer);
            let field = FieldView {
                field: &self.fields[at],
                placeholder,
                theme,
                glyphs,
            };
            (&field).render(area, buffer);
        }
        let (words, style) = match &self.fault {
            Some(fault) => (Shown::line(fault).into_string(), theme.error),
            None => (self.limit(), theme.dim),
        };
        // A blank row where there is room for one.
        let top = if body.height > 6 { 4 } else { 3 };
        let (columns, rows) = (usize::from(body.width), body.height.saturating_sub(top));
        let lines = wrap_in(&words, columns, usize::from(rows), glyphs.cut);
        for (y, line) in (top..body.height).zip(lines) {
            let area = Rect {
                y: body.y + y,
                height: 1,
                ..body
            };
            Line::styled(line, style).render(area, buffer);
        }
    }

    pub(super) fn cursor(&self, screen: Rect, look: (&Theme, &Glyphs)) -> Option<Position> {
        let body = self.frame(Line::default(), look).body(screen);
        let field = FieldView {
            field: &self.fields[self.at],
            placeholder: "",
            theme: look.0,
            glyphs: look.1,
        };
        field.cursor_position(split(self.row(self.at, body)?).1)
    }

    /// How long it runs as typed, and how long it may.
    fn limit(&self) -> String {
        let typed = parse_day(self.fields[2].text().trim());
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

    /// The row of a field; where there is no room for all, only the one that takes the keys has one.
    fn row(&self, at: usize, body: Rect) -> Option<Rect> {
        let y = match body.height {
            0 => return None,
            1 | 2 if at != self.at => return None,
            1 | 2 => 0,
            _ => u16::try_from(at).unwrap_or(0),
        };
        Some(Rect {
            y: body.y + y,
            height: 1,
            ..body
        })
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

/// A row's name and its field.
fn split(row: Rect) -> (Rect, Rect) {
    let names = u16::try_from(NAMES).unwrap_or(0).min(row.width / 2);
    let name = Rect {
        width: names,
        ..row
    };
    let field = Rect {
        x: row.x + names,
        width: row.width - names,
        ..row
    };
    (name, field)
}
