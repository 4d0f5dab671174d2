//! The sign-off page, drawn. Only the lines that are visible are drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;
use ratatui::widgets::Widget;

use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::rows::{boxed, draw_row, more_in_border, more_in_column, row_of};

use super::SignOffPage;
use super::laid::Laid;

/// The sign-off page.
#[derive(Debug)]
pub struct SignOffScreen<'a> {
    /// What it remembers.
    pub page: &'a SignOffPage,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its signs.
    pub glyphs: &'a Glyphs,
}

impl Widget for &SignOffScreen<'_> {
    /// Draws within the body: below the header, above the last line.
    fn render(self, body: Rect, buffer: &mut Buffer) {
        if body.is_empty() {
            return;
        }
        let look = (self.theme, self.glyphs);
        let page = self.page;
        let laid = Laid::of(&page.entries, body, look);
        let windows = laid.seen(page.selected, page.windows);
        let focused = laid.column_of(page.selected);
        let areas: Vec<(Rect, Rect)> = laid.frames().zip(laid.areas()).collect();
        let is_one = areas.len() == 1;
        for (column, (frame, area)) in areas.into_iter().enumerate() {
            if frame != area {
                let title = match (is_one, column) {
                    (true, _) => "Sign-off",
                    (false, 0) => "What is signed",
                    (false, _) => "Who has signed",
                };
                let title = Span::styled(title, self.theme.title);
                boxed(frame, buffer, &title, column == focused, look);
            }
            let visible = windows[column].visible(laid.len(column), usize::from(area.height));
            let mut last = None;
            for (y, line) in visible.enumerate() {
                let Some((at, text)) = laid.line(column, line) else {
                    break;
                };
                let selected = *at == page.selected;
                let is_first = last != Some(*at);
                last = Some(*at);
                let gutter = if selected && is_first {
                    self.glyphs.gutter
                } else {
                    " "
                };
                let mut text = text.clone();
                text.spans.insert(0, Span::raw(format!("{gutter} ")));
                draw_row(text, (selected, true), row_of(area, y), buffer, look);
            }
            let first = windows[column].first;
            let beyond = first + usize::from(area.height) < laid.len(column);
            let more = (first > 0, beyond);
            if frame == area {
                let edge = area.right().saturating_sub(1);
                more_in_column(area, edge, more, buffer, look);
            } else {
                more_in_border(frame, more, buffer, look);
            }
        }
    }
}

impl SignOffScreen<'_> {
    /// Where the terminal's cursor belongs: on the selected line.
    pub fn cursor(&self, body: Rect) -> Option<Position> {
        let laid = Laid::of(&self.page.entries, body, (self.theme, self.glyphs));
        let windows = laid.seen(self.page.selected, self.page.windows);
        let column = laid.column_of(self.page.selected);
        let area = laid.areas().nth(column)?;
        let row = windows[column].selected_row(laid.len(column), usize::from(area.height))?;
        Some(Position {
            x: area.x,
            y: area.y + u16::try_from(row).ok()?,
        })
    }
}
