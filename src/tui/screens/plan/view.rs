//! The plan screen, drawn. Only the rows that are visible are built.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::session::Session;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::wrap_in;
use crate::tui::widgets::rows::{
    boxed, draw_line, draw_row, more_in_border, more_in_column, row_of,
};

use super::detail::Detail;
use super::parts::{Fit, Parts};
use super::rows::{Row, RowLook};
use super::{PlanPage, head};

/// The plan screen.
#[derive(Debug)]
pub struct PlanScreen<'a> {
    /// What it remembers.
    pub page: &'a PlanPage,
    /// The open assessment.
    pub session: &'a Session,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its signs.
    pub glyphs: &'a Glyphs,
}

impl Widget for &PlanScreen<'_> {
    /// Draws within the body: below the header, above the last line.
    fn render(self, body: Rect, buffer: &mut Buffer) {
        if body.is_empty() {
            return;
        }
        let parts = Parts::of(body);
        self.head(&parts, buffer);
        self.list(&parts, buffer);
        self.detail(&parts, buffer);
    }
}

impl PlanScreen<'_> {
    /// Where the terminal's cursor belongs: on the selected row.
    pub fn cursor(&self, body: Rect) -> Option<Position> {
        let parts = Parts::of(body);
        if parts.list.is_empty() {
            return None;
        }
        let selected = self
            .page
            .window
            .selected_row(self.page.rows.len(), parts.rows());
        let y = parts.list.y + u16::try_from(selected.unwrap_or(0)).ok()?;
        Some(Position { x: parts.list.x, y })
    }

    fn head(&self, parts: &Parts, buffer: &mut Buffer) {
        let look = (self.theme, self.glyphs);
        let (title, warns) = head::title(self.page, self.glyphs);
        let style = if warns {
            self.theme.warning
        } else {
            self.theme.title
        };
        if parts.fit != Fit::Tiny {
            let title = Span::styled(title, style);
            boxed(parts.head_box, buffer, &title, false, look);
        }
        let lines = head::lines(
            self.page,
            usize::from(parts.head.width),
            parts.fit == Fit::Tiny,
            look,
        );
        let rows = usize::from(parts.head.height);
        let hidden = lines.len() > rows;
        for (y, mut line) in lines.into_iter().take(rows).enumerate() {
            if hidden && y + 1 == rows {
                let more = format!("  {}", self.glyphs.cut);
                line.spans.push(Span::styled(more, self.theme.dim));
            }
            draw_line(line, row_of(parts.head, y), buffer, self.glyphs);
        }
    }

    fn list(&self, parts: &Parts, buffer: &mut Buffer) {
        let (page, look) = (self.page, (self.theme, self.glyphs));
        if parts.fit != Fit::Tiny {
            let title = format!(
                "Open work by {} {} {}",
                page.by.key(),
                self.glyphs.separator,
                page.now.open
            );
            let title = Span::styled(title, self.theme.title);
            boxed(parts.list_box, buffer, &title, true, look);
        }
        if page.rows.is_empty() {
            let words =
                "Nothing is open: all that is needed is met, with evidence where it is wanted.";
            let columns = usize::from(parts.list.width).saturating_sub(2);
            let lines = wrap_in(words, columns, parts.rows(), self.glyphs.cut);
            for (y, line) in lines.into_iter().enumerate() {
                let line = Line::styled(format!(" {line}"), self.theme.dim);
                draw_line(line, row_of(parts.list, y), buffer, self.glyphs);
            }
        }
        let visible = page.window.visible(page.rows.len(), parts.rows());
        let more = (visible.start > 0, visible.end < page.rows.len());
        for (y, at) in visible.enumerate() {
            let selected = at == page.window.selected;
            let row = RowLook {
                assessment: self.session.assessment(),
                widths: page.widths,
                columns: usize::from(parts.list.width),
                selected,
                theme: self.theme,
                glyphs: self.glyphs,
            };
            let line = match &page.rows[at] {
                Row::Group(group) => row.group(group, page.marked_of(at, group)),
                Row::Task(place) => {
                    let task = page.task(*place);
                    row.task(task, page.what_if.mark(task.item))
                }
            };
            draw_row(line, (selected, true), row_of(parts.list, y), buffer, look);
        }
        // Without a border there is room before the rows alone; the selected one is never at the edge of more.
        if parts.fit == Fit::Tiny {
            more_in_column(parts.list, parts.list.x, more, buffer, look);
        } else {
            more_in_border(parts.list_box, more, buffer, look);
        }
    }

    /// What is to be known of the selected row. While something is marked a tiny screen has the word for that here.
    fn detail(&self, parts: &Parts, buffer: &mut Buffer) {
        let page = self.page;
        if parts.fit == Fit::Tiny && !page.what_if.is_empty() {
            let words = format!("{}: {} marked", head::WHAT_IF, page.what_if.count());
            let line = Line::styled(words, self.theme.warning);
            draw_line(line, row_of(parts.detail, 0), buffer, self.glyphs);
            return;
        }
        let Some(detail) = Detail::of(page, self.session.assessment(), self.glyphs) else {
            return;
        };
        if !parts.detail_box.is_empty() {
            let title = Span::styled(detail.title.clone(), self.theme.title);
            let look = (self.theme, self.glyphs);
            boxed(parts.detail_box, buffer, &title, false, look);
        }
        let (columns, rows) = (
            usize::from(parts.detail.width),
            usize::from(parts.detail.height),
        );
        let text = detail.lines.join("\n");
        let lines = wrap_in(&text, columns, rows, self.glyphs.cut);
        for (y, line) in lines.into_iter().enumerate() {
            let style = if y == 0 {
                self.theme.text
            } else {
                self.theme.dim
            };
            let line = Line::styled(line, style);
            draw_line(line, row_of(parts.detail, y), buffer, self.glyphs);
        }
    }
}
