//! The summary screen, drawn. Only the lines that are visible are drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;
use ratatui::widgets::Widget;

use crate::domain::ledger::Scope;
use crate::session::Session;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::rows::{boxed, draw_row, more_in_border, more_in_column, row_of};

use super::SummaryPage;
use super::laid::Laid;

/// The summary screen.
#[derive(Debug)]
pub struct SummaryScreen<'a> {
    /// What it remembers.
    pub page: &'a SummaryPage,
    /// The open assessment.
    pub session: &'a Session,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its signs.
    pub glyphs: &'a Glyphs,
}

impl Widget for &SummaryScreen<'_> {
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
        for (column, (frame, area)) in areas.into_iter().enumerate() {
            if frame != area {
                let title = Span::styled(self.title(column), self.theme.title);
                boxed(frame, buffer, &title, column == focused, look);
            }
            let pen = laid.pen(column);
            let visible = windows[column].visible(laid.lines(column), usize::from(area.height));
            for (y, line) in visible.enumerate() {
                let Some((at, part)) = laid.at(column, line) else {
                    break;
                };
                let selected = at == page.selected;
                let Some(mut text) = pen.lines(&page.entries[at].show).into_iter().nth(part) else {
                    continue;
                };
                let gutter = if selected && part == 0 {
                    self.glyphs.gutter
                } else {
                    " "
                };
                text.spans.insert(0, Span::raw(format!("{gutter} ")));
                draw_row(text, (selected, true), row_of(area, y), buffer, look);
            }
            let first = windows[column].first;
            let beyond = first + usize::from(area.height) < laid.lines(column);
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

impl SummaryScreen<'_> {
    /// Where the terminal's cursor belongs: on the selected line.
    pub fn cursor(&self, body: Rect) -> Option<Position> {
        let laid = Laid::of(&self.page.entries, body, (self.theme, self.glyphs));
        let windows = laid.seen(self.page.selected, self.page.windows);
        let column = laid.column_of(self.page.selected);
        let area = laid.areas().nth(column)?;
        let row = windows[column].selected_row(laid.lines(column), usize::from(area.height))?;
        Some(Position {
            x: area.x,
            y: area.y + u16::try_from(row).ok()?,
        })
    }

    fn title(&self, column: usize) -> String {
        match (column, self.session.scope()) {
            (0, Scope::Needed) => "Summary".to_owned(),
            (0, Scope::Whole) => format!(
                "Summary {} figures of the whole checklist",
                self.glyphs.separator
            ),
            _ => "What to know".to_owned(),
        }
    }
}
