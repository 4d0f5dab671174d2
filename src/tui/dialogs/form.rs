//! Several fields of one line, one below the other, with words beneath: the form of dialogs that ask for more than one thing.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::action::Action;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{pad, wrap_in};
use crate::tui::widgets::field_view::FieldView;
use crate::tui::widgets::text_field::TextField;

/// The columns of the fields' names.
const NAMES: usize = 13;

/// A field of one line.
#[derive(Debug)]
pub(super) struct FormField {
    /// What it is called; at most eleven columns.
    pub(super) name: &'static str,
    /// What it is for, where it is empty.
    pub(super) placeholder: &'static str,
    /// What is typed.
    pub(super) field: TextField,
}

/// Several fields, of which one takes the keys.
#[derive(Debug)]
pub(super) struct Form {
    /// The fields, from the top; at least one.
    pub(super) fields: Vec<FormField>,
    /// The field that takes the keys.
    pub(super) at: usize,
}

impl Form {
    /// Fields by name, placeholder and text; the first takes the keys.
    pub(super) fn of(
        fields: impl IntoIterator<Item = (&'static str, &'static str, String)>,
    ) -> Self {
        let fields = fields.into_iter().map(|(name, placeholder, text)| {
            let field = TextField::single(text);
            FormField {
                name,
                placeholder,
                field,
            }
        });
        Self {
            fields: fields.collect(),
            at: 0,
        }
    }

    /// What is typed in a field, without blanks at its ends.
    pub(super) fn text(&self, at: usize) -> &str {
        self.fields[at].field.text().trim()
    }

    /// The field that takes the keys.
    pub(super) fn field(&mut self) -> &mut TextField {
        &mut self.fields[self.at].field
    }

    /// To the next or the previous field, around the ends.
    pub(super) fn go(&mut self, action: Action) {
        let count = self.fields.len().max(1);
        self.at = match action {
            Action::NextField => self.at + 1,
            Action::PreviousField => self.at + count - 1,
            _ => return,
        } % count;
    }

    /// Draws the fields, and words beneath.
    pub(super) fn draw(
        &self,
        body: Rect,
        buffer: &mut Buffer,
        (words, style): (&str, Style),
        look: (&Theme, &Glyphs),
    ) {
        let (theme, glyphs) = look;
        for (at, FormField { name, .. }) in self.fields.iter().enumerate() {
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
            (&self.view(at, look)).render(area, buffer);
        }
        let below = self.below(body);
        let (columns, rows) = (usize::from(below.width), usize::from(below.height));
        let lines = wrap_in(words, columns, rows, glyphs.cut);
        for (y, line) in (below.y..below.bottom()).zip(lines) {
            let area = Rect {
                y,
                height: 1,
                ..body
            };
            Line::styled(line, style).render(area, buffer);
        }
    }

    /// What is left beneath the fields, a blank row between where there is room for one.
    pub(super) fn below(&self, body: Rect) -> Rect {
        let count = self.count();
        let top = if body.height > count + 3 {
            count + 1
        } else {
            u16::try_from(self.visible(body).len()).unwrap_or(body.height)
        };
        let top = top.min(body.height);
        Rect {
            y: body.y + top,
            height: body.height - top,
            ..body
        }
    }

    /// Where the terminal's cursor belongs.
    pub(super) fn cursor(&self, body: Rect, look: (&Theme, &Glyphs)) -> Option<Position> {
        let row = self.row(self.at, body)?;
        self.view(self.at, look).cursor_position(split(row).1)
    }

    fn view<'a>(&'a self, at: usize, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> FieldView<'a> {
        FieldView {
            field: &self.fields[at].field,
            placeholder: self.fields[at].placeholder,
            theme,
            glyphs,
        }
    }

    fn count(&self) -> u16 {
        u16::try_from(self.fields.len()).unwrap_or(u16::MAX)
    }

    /// The fields that have a row: all, or as many around the one that takes the keys as leave a row for the words.
    fn visible(&self, body: Rect) -> Range<usize> {
        let rows = match body.height {
            height @ 0..=1 => height,
            height => height - 1,
        };
        let rows = usize::from(rows).min(self.fields.len());
        let first = (self.at + 1).saturating_sub(rows);
        first..first + rows
    }

    /// The row of a field, where it has one.
    fn row(&self, at: usize, body: Rect) -> Option<Rect> {
        let visible = self.visible(body);
        let y = visible.contains(&at).then(|| at - visible.start)?;
        Some(Rect {
            y: body.y + u16::try_from(y).ok()?,
            height: 1,
            ..body
        })
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
