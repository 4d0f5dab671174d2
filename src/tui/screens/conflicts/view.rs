//! The conflicts page, drawn. Only the lines that are visible are drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::domain::both_sides::{both_sides, matters_apart, status_words};
use crate::session::Session;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_with, width};
use crate::tui::widgets::rows::{
    boxed, draw_line, draw_row, more_in_border, more_in_column, row_of,
};
use crate::tui::widgets::signs::{letter, tier_style};

use super::ConflictsPage;
use super::laid::{Laid, side_title};

/// The conflicts page.
#[derive(Debug)]
pub struct ConflictsScreen<'a> {
    /// What it remembers.
    pub page: &'a ConflictsPage,
    /// The assessment with its figures.
    pub session: &'a Session,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its signs.
    pub glyphs: &'a Glyphs,
}

impl Widget for &ConflictsScreen<'_> {
    /// Draws within the body: below the header, above the last line.
    fn render(self, body: Rect, buffer: &mut Buffer) {
        if body.is_empty() {
            return;
        }
        let laid = Laid::of(self.page, self.session, body, (self.theme, self.glyphs));
        self.list(&laid, buffer);
        self.panes(&laid, buffer);
    }
}

impl ConflictsScreen<'_> {
    /// Where the terminal's cursor belongs: on the selected item.
    pub fn cursor(&self, body: Rect) -> Option<Position> {
        let laid = Laid::of(self.page, self.session, body, (self.theme, self.glyphs));
        let window = &self.page.window;
        let row = window.selected_row(self.page.items.len(), laid.list_rows())?;
        Some(Position {
            x: laid.list.x,
            y: laid.list.y + u16::try_from(row).ok()?,
        })
    }

    fn list(&self, laid: &Laid, buffer: &mut Buffer) {
        let (page, look) = (self.page, (self.theme, self.glyphs));
        if let Some(frame) = laid.list_frame {
            let separator = self.glyphs.separator;
            let open = match page.open_count() {
                0 => "all settled".to_owned(),
                1 => "1 to settle".to_owned(),
                many => format!("{many} to settle"),
            };
            let title = format!("Conflicts {separator} {open}");
            boxed(
                frame,
                buffer,
                &Span::styled(title, self.theme.title),
                true,
                look,
            );
        }
        let visible = page.window.visible(page.items.len(), laid.list_rows());
        let beyond = (visible.start > 0, visible.end < page.items.len());
        for (y, at) in visible.enumerate() {
            let area = row_of(laid.list, y);
            let selected = at == page.window.selected;
            let line = self.row(at, selected, usize::from(area.width), laid);
            draw_row(line, (selected, true), area, buffer, look);
        }
        if let Some(frame) = laid.list_frame {
            more_in_border(frame, beyond, buffer, look);
        }
    }

    /// `> ⇄ B  Unhandled errors reach a tracker   met / not met`.
    fn row(&self, at: usize, selected: bool, columns: usize, laid: &Laid) -> Line<'static> {
        let assessment = self.session.assessment();
        let item = &self.page.items[at];
        let Some(position) = assessment.position(item) else {
            return Line::default();
        };
        let (of, answer) = (assessment.item(position), &assessment.answers()[position]);
        let is_open = !answer.conflict.is_empty();
        let (sign, style) = if is_open {
            (self.glyphs.conflict, self.theme.warning)
        } else {
            (self.glyphs.met, self.theme.met)
        };
        let gutter = if selected { self.glyphs.gutter } else { " " };
        let mut right = if is_open {
            says(self.session, position)
        } else {
            "settled".to_owned()
        };
        if laid.list_frame.is_none() {
            right = format!("{}/{}", at + 1, self.page.items.len());
        }
        right = cut_with(&right, columns / 3, self.glyphs.cut).into_owned();
        let room = columns.saturating_sub(6 + width(&right) + 2);
        let title = cut_with(of.title.shown().as_str(), room, self.glyphs.cut).into_owned();
        let id = format!("  {}", of.id.shown());
        let left = room.saturating_sub(width(&title));
        let id = if width(&id) <= left {
            id
        } else {
            String::new()
        };
        let left = left - width(&id);
        Line::from(vec![
            Span::raw(format!("{gutter} ")),
            Span::styled(sign, style),
            Span::raw(" "),
            Span::styled(letter(of.tier), tier_style(of.tier, self.theme)),
            Span::raw(" "),
            Span::raw(title),
            Span::styled(id, self.theme.dim),
            Span::raw(" ".repeat(left)),
            Span::styled(format!("  {right}"), self.theme.dim),
        ])
    }

    fn panes(&self, laid: &Laid, buffer: &mut Buffer) {
        let look = (self.theme, self.glyphs);
        let scroll = self
            .page
            .scroll
            .min(laid.len().saturating_sub(laid.height()));
        let more = (scroll > 0, scroll + laid.height() < laid.len());
        for (side, area) in laid.areas.iter().enumerate() {
            let focused = laid.is_beside() && side == self.page.side;
            if let Some(frame) = laid.frames.get(side) {
                let title = self.title(laid, side, usize::from(frame.width));
                let style = self.theme.title;
                boxed(*frame, buffer, &Span::styled(title, style), focused, look);
                more_in_border(*frame, more, buffer, look);
            } else {
                more_in_column(*area, area.right(), more, buffer, look);
            }
            let lines = laid.lines(side).iter().skip(scroll);
            for (y, line) in lines.take(usize::from(area.height)).enumerate() {
                draw_line(line.clone(), row_of(*area, y), buffer, self.glyphs);
            }
        }
    }

    fn title(&self, laid: &Laid, side: usize, columns: usize) -> String {
        let Some(answer) = self.page.answer(self.session) else {
            return String::new();
        };
        if let (true, Some(version)) = (laid.is_beside(), answer.conflict.get(side)) {
            let selected = side == self.page.side;
            return side_title((side, version), selected, columns, self.glyphs);
        }
        let id = answer.item.shown();
        match answer.conflict.len() {
            0 => id.into_string(),
            count => format!("{id} {} {count} versions", self.glyphs.separator),
        }
    }
}

/// `met / not met`: what the versions of an item answer; where that is the same, what differs: `waiver differs`.
fn says(session: &Session, position: usize) -> String {
    let assessment = session.assessment();
    let apart = matters_apart(&both_sides(assessment, position, &session.bench()));
    let differ = if apart.len() == 1 {
        "differs"
    } else {
        "differ"
    };
    if !apart.is_empty() {
        return format!("{} {differ}", apart.join(", "));
    }
    let versions = assessment.answers()[position].conflict.iter();
    let words: Vec<String> = versions
        .map(|version| status_words(&version.status))
        .collect();
    words.join(" / ")
}
