//! Drawing a text field, and where the terminal's own cursor belongs in it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text::{Shown, pieces};
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_with, width};
use crate::tui::widgets::field_rows::{
    column_of, first_shown, position_at, row_of, rows, shown_row,
};
use crate::tui::widgets::text_field::TextField;

/// A text field as a widget. A field of one line fills the first row of its area and scrolls sideways with a sign
/// at the cut ends; one of several lines wraps, scrolls up and down and shows at its right edge where there is more.
#[derive(Debug, Clone, Copy)]
pub struct FieldView<'a> {
    /// The text being edited.
    pub field: &'a TextField,
    /// What stands there while it is empty; safe to show.
    pub placeholder: &'a str,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its signs.
    pub glyphs: &'a Glyphs,
}

impl FieldView<'_> {
    /// Where the terminal's cursor belongs when the field has this area; `None` if that is empty.
    pub fn cursor_position(&self, area: Rect) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let (columns, height) = (usize::from(area.width), usize::from(area.height));
        let (column, row) = if self.field.is_multi() {
            let rows = rows(self.field.text(), columns);
            let row = row_of(&rows, self.field.cursor());
            let column = column_of(self.field.text(), &rows[row], self.field.cursor(), columns);
            (column, row - first_shown(row, rows.len(), height))
        } else {
            let (left, column) = self.sideways(columns);
            (column - left, 0)
        };
        Some(Position {
            x: area.x + to_cells(column, area.width),
            y: area.y + to_cells(row, area.height),
        })
    }

    /// The byte of the text that stands at a place of the screen, for a click; to be given to
    /// [`TextField::set_cursor`].
    pub fn byte_at(&self, area: Rect, place: Position) -> usize {
        let columns = usize::from(area.width);
        let column = usize::from(place.x.saturating_sub(area.x));
        let text = self.field.text();
        if self.field.is_multi() {
            let rows = rows(text, columns);
            let cursor_row = row_of(&rows, self.field.cursor());
            let first = first_shown(cursor_row, rows.len(), usize::from(area.height));
            let row = first + usize::from(place.y.saturating_sub(area.y));
            return position_at(text, &rows, row, column, columns);
        }
        let mut taken = 0;
        let wanted = self.sideways(columns).0 + column;
        let reached = pieces(text, 0, false).find(|piece| {
            taken += width(&piece.shown);
            taken > wanted
        });
        reached.map_or(text.len(), |piece| piece.start)
    }

    /// For one line: the first column shown and the column of the cursor.
    fn sideways(&self, columns: usize) -> (usize, usize) {
        let (mut total, mut cursor) = (0, 0);
        for piece in pieces(self.field.text(), 0, false) {
            let piece_width = width(&piece.shown);
            total += piece_width;
            if piece.start < self.field.cursor() {
                cursor += piece_width;
            }
        }
        // A column at the right is for the cursor, or for the sign that there is more.
        (
            first_shown(cursor, total, columns.saturating_sub(1)),
            cursor,
        )
    }

    fn draw_line(&self, area: Rect, buffer: &mut Buffer) {
        let columns = usize::from(area.width);
        let (left, _) = self.sideways(columns);
        let shown = Shown::line(self.field.text());
        let line = part_of_line(shown.as_str(), left, columns, self.glyphs.cut);
        buffer.set_stringn(area.x, area.y, line, columns, Style::new());
    }

    fn draw_rows(&self, area: Rect, buffer: &mut Buffer) {
        let (columns, height) = (usize::from(area.width), usize::from(area.height));
        let text = self.field.text();
        let rows = rows(text, columns);
        let first = first_shown(row_of(&rows, self.field.cursor()), rows.len(), height);
        for (y, row) in area.rows().zip(rows.iter().skip(first)) {
            let shown = shown_row(text, row, columns, self.glyphs.cut);
            buffer.set_stringn(area.x, y.y, shown, columns, Style::new());
        }
        let edge = area.right() - 1;
        if first > 0 {
            buffer.set_string(edge, area.y, self.glyphs.above, self.theme.dim);
        }
        if first + height < rows.len() {
            buffer.set_string(edge, area.bottom() - 1, self.glyphs.below, self.theme.dim);
        }
    }
}

impl Widget for &FieldView<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        self.field.columns.set(usize::from(area.width));
        if area.is_empty() {
            return;
        }
        let area = if self.field.is_multi() {
            area
        } else {
            Rect { height: 1, ..area }
        };
        buffer.set_style(area, self.theme.field);
        let columns = usize::from(area.width);
        if self.field.is_empty() {
            let placeholder = cut_with(self.placeholder, columns, self.glyphs.cut);
            buffer.set_stringn(area.x, area.y, placeholder, columns, self.theme.dim);
        } else if self.field.is_multi() {
            self.draw_rows(area, buffer);
        } else {
            self.draw_line(area, buffer);
        }
        if let Some(notice) = self.field.notice() {
            // Beside the text where it can be; it goes with the next key.
            let notice = cut_with(&notice, columns.div_ceil(2), self.glyphs.cut);
            let start = area.right() - to_cells(width(&notice), area.width + 1);
            buffer.set_stringn(
                start,
                area.bottom() - 1,
                notice,
                columns,
                self.theme.warning,
            );
        }
    }
}

/// The columns of `shown` from `left` on, with a sign at an end that is cut; a wide character that is half outside
/// leaves a space.
fn part_of_line(shown: &str, left: usize, columns: usize, sign: &str) -> String {
    let total = width(shown);
    let sign_width = width(sign).min(columns);
    let from = if left > 0 { left + sign_width } else { 0 };
    let is_cut = total > left + columns;
    let to = left + columns - if is_cut { sign_width } else { 0 };
    let mut part = String::new();
    if left > 0 {
        part.push_str(sign);
    }
    let mut end = 0;
    for grapheme in shown.graphemes(true) {
        let start = end;
        end += width(grapheme);
        if start >= to {
            break;
        }
        if start >= from && end <= to {
            part.push_str(grapheme);
        } else if end > from {
            let seen = end.min(to).saturating_sub(start.max(from));
            part.extend(std::iter::repeat_n(' ', seen));
        }
    }
    if is_cut && (left == 0 || columns > sign_width) {
        part.push_str(sign);
    }
    part
}

/// Within an area's `size`: at most its last cell.
fn to_cells(place: usize, size: u16) -> u16 {
    u16::try_from(place)
        .unwrap_or(u16::MAX)
        .min(size.saturating_sub(1))
}
