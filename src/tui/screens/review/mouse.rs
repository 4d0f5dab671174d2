//! What the mouse does on the review screen.

use ratatui::layout::Rect;

use crate::action::Action;
use crate::tui::layout::{Room, holds, inside};
use crate::tui::theme::{Glyphs, Theme};

use super::{OpenReview, Pane};

/// How many rows a turn of the wheel scrolls.
const TURN: isize = 3;

impl OpenReview {
    /// Selects what was clicked; a click on a sign ticks. Says whether that is asked for.
    pub fn click(&mut self, column: u16, row: u16, screen: Rect, look: (&Theme, &Glyphs)) -> bool {
        let ticks = match self.pane_at(column, row, screen) {
            Some((pane, area)) => {
                self.view.pane = pane;
                let content = content(area, screen);
                self.click_in(pane, content, (column, row), screen, look)
            }
            None => false,
        };
        self.view.settle(&self.session, screen);
        ticks
    }

    fn click_in(
        &mut self,
        pane: Pane,
        content: Rect,
        (column, row): (u16, u16),
        screen: Rect,
        look: (&Theme, &Glyphs),
    ) -> bool {
        let height = usize::from(content.height);
        let is_within = holds(content, column, row);
        match pane {
            Pane::Groups if is_within => {
                let mut window = self.view.groups;
                let len = self.view.group_count();
                let at = window.visible(len, height).start + usize::from(row - content.y);
                if at < len {
                    window.select(at, len, height);
                    self.view.turn_to(window, screen);
                }
            }
            Pane::Items if is_within => {
                let len = self.view.row_count();
                let visible = self.view.items.visible(len, height);
                let at = visible.start + usize::from(row - content.y);
                if at < len {
                    self.view.select_row(at, screen);
                    return column - content.x == 1;
                }
            }
            // The first and the last row lead on, where the signs of more stand at their end.
            Pane::Detail if row + 1 >= content.bottom() => {
                self.go(Action::PageDown, screen, look);
            }
            Pane::Detail if row <= content.y => self.go(Action::PageUp, screen, look),
            _ => {}
        }
        false
    }

    /// Scrolls the pane under the wheel; the selection moves only where it would leave the screen.
    pub fn wheel(
        &mut self,
        column: u16,
        row: u16,
        down: bool,
        screen: Rect,
        look: (&Theme, &Glyphs),
    ) {
        let rows = if down { TURN } else { -TURN };
        let Some((pane, area)) = self.pane_at(column, row, screen) else {
            return;
        };
        let height = usize::from(content(area, screen).height);
        let view = &mut self.view;
        match pane {
            Pane::Groups => {
                let mut window = view.groups;
                window.scroll_by(rows, view.group_count(), height);
                view.turn_to(window, screen);
            }
            Pane::Items => {
                let (len, before) = (view.row_count(), view.items.selected);
                view.items.scroll_by(rows, len, height);
                if view.items.selected != before {
                    view.detail_scroll = 0;
                }
                view.follow(screen);
            }
            Pane::Detail => {
                let focused = std::mem::replace(&mut view.pane, Pane::Detail);
                let action = if down { Action::Down } else { Action::Up };
                for _ in 0..TURN {
                    self.go(action, screen, look);
                }
                self.view.pane = focused;
            }
        }
        self.view.settle(&self.session, screen);
    }

    /// The pane at a place, and its area.
    fn pane_at(&self, column: u16, row: u16, screen: Rect) -> Option<(Pane, Rect)> {
        let layout = self.view.layout(screen);
        [
            (Pane::Groups, layout.groups),
            (Pane::Items, layout.items),
            (Pane::Detail, layout.detail),
        ]
        .into_iter()
        .find(|(_, area)| holds(*area, column, row))
    }
}

/// The rows of a pane.
fn content(pane: Rect, screen: Rect) -> Rect {
    if Room::of(screen) == Room::Tiny {
        Rect {
            y: pane.y + 1,
            height: pane.height.saturating_sub(1),
            ..pane
        }
    } else {
        inside(pane)
    }
}
