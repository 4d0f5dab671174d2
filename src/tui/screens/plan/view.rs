//! The plan screen, drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::session::Session;
use crate::tui::theme::{Glyphs, Theme};

use super::PlanPage;

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
        Line::styled("Plan", self.theme.title).render(body, buffer);
    }
}

impl PlanScreen<'_> {
    /// Where the terminal's cursor belongs.
    pub fn cursor(&self, body: Rect) -> Option<Position> {
        (!body.is_empty()).then_some(body.as_position())
    }
}
