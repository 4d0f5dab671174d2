//! What the mouse does on the review screen.

use ratatui::layout::Rect;

use crate::action::Action;
use crate::tui::layout::{Room, holds, inside};
use crate::tui::theme::{Glyphs, Theme};

use super::{OpenReview, Pane};

impl OpenReview {
    /// Selects what was clicked; a click on a sign ticks. Says whether that is asked for.
    pub fn click(&mut self, column: u16, row: u16, screen: Rect) -> bool {
        let layout = self.view.layout(screen);
        let tiny = Room::of(screen) == Room::Tiny;
        let content = |pane: Rect| {
            if tiny {
                Rect {
                    y: pane.y + 1,
                    height: pane.height.saturating_sub(1),
                    ..pane
                }
            } else {
                inside(pane)
            }
        };
        for (pane, area) in [
            (Pane::Categories, layout.categories),
            (Pane::Items, layout.items),
            (Pane::Detail, layout.detail),
        ] {
            if !holds(area, column, row) {
                continue;
            }
            self.view.pane = pane;
            let content = content(area);
            if !holds(content, column, row) {
                return false;
            }
            let clicked = usize::from(row - content.y);
            match pane {
                Pane::Categories => {
                    let len = self.session.assessment().checklist().categories.len();
                    let at = self
                        .view
                        .categories
                        .visible(len, usize::from(content.height))
                        .start
                        + clicked;
                    if at < len && at != self.view.category() {
                        self.view
                            .end_search(self.session.assessment(), screen, false);
                        self.view.select_category(at, screen);
                    }
                }
                Pane::Items => {
                    let len = self.view.row_count();
                    let at = self
                        .view
                        .items
                        .visible(len, usize::from(content.height))
                        .start
                        + clicked;
                    if at < len {
                        self.view.select_row(at, screen);
                        return column.saturating_sub(content.x) == 1;
                    }
                }
                Pane::Detail => {}
            }
            return false;
        }
        false
    }

    /// Scrolls the pane under the wheel.
    pub fn wheel(
        &mut self,
        column: u16,
        row: u16,
        down: bool,
        screen: Rect,
        look: (&Theme, &Glyphs),
    ) {
        let layout = self.view.layout(screen);
        let action = if down { Action::Down } else { Action::Up };
        let focused = self.view.pane;
        for (pane, area) in [
            (Pane::Categories, layout.categories),
            (Pane::Items, layout.items),
            (Pane::Detail, layout.detail),
        ] {
            if holds(area, column, row) {
                self.view.pane = pane;
                for _ in 0..3 {
                    self.go(action, screen, look);
                }
            }
        }
        self.view.pane = focused;
    }
}
