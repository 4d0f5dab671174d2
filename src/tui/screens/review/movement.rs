//! Moving over the review screen: rows, panes, and the detail's lines.

use ratatui::layout::Rect;

use crate::action::Action;
use crate::tui::layout::inside;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::window::Window;

use super::view::ReviewScreen;
use super::{OpenReview, Pane, Review};

impl OpenReview {
    /// Moves the selection or the focus.
    pub(super) fn go(&mut self, action: Action, screen: Rect, (theme, glyphs): (&Theme, &Glyphs)) {
        let view = &mut self.view;
        match action {
            Action::NextPane => view.pane = next_pane(view.pane),
            Action::PreviousPane => view.pane = next_pane(next_pane(view.pane)),
            Action::Open => {
                view.pane = match view.pane {
                    Pane::Groups => Pane::Items,
                    Pane::Items | Pane::Detail => Pane::Detail,
                };
            }
            Action::Back if view.pane == Pane::Detail => view.pane = Pane::Items,
            Action::Back if view.search.is_some() => {
                view.end_search(screen, true);
            }
            Action::Back => {
                view.clear_filter(&self.session);
                view.pane = Pane::Items;
            }
            _ => match view.pane {
                Pane::Detail => {
                    let page = usize::from(inside(view.layout(screen).detail).height)
                        .saturating_sub(1)
                        .max(1);
                    let most = ReviewScreen {
                        open: self,
                        theme,
                        glyphs,
                    }
                    .detail_overflow(screen);
                    let at = self.view.detail_scroll.min(most);
                    self.view.detail_scroll = scrolled(at, action, page, most);
                }
                Pane::Items => {
                    let (len, height) = (view.row_count(), view.item_rows(screen));
                    moved(&mut view.items, action, len, height);
                    view.detail_scroll = 0;
                }
                Pane::Groups => {
                    let (len, height) = (view.group_count(), view.group_rows(screen));
                    let mut window = view.groups;
                    moved(&mut window, action, len, height);
                    view.turn_to(window, screen);
                }
            },
        }
        self.view.follow(screen);
    }
}

impl Review {
    /// Selects the group that another window over the groups has selected, if it is another.
    pub(super) fn turn_to(&mut self, window: Window, screen: Rect) {
        if window.selected == self.groups.selected {
            self.groups = window;
            return;
        }
        self.end_search(screen, false);
        self.select_group(window.selected, screen);
        self.groups = window;
    }
}

fn next_pane(pane: Pane) -> Pane {
    match pane {
        Pane::Groups => Pane::Items,
        Pane::Items => Pane::Detail,
        Pane::Detail => Pane::Groups,
    }
}

fn moved(window: &mut Window, action: Action, len: usize, height: usize) {
    match action {
        Action::Down => window.move_by(1, len, height),
        Action::Up => window.move_by(-1, len, height),
        Action::PageDown => window.page_down(len, height),
        Action::PageUp => window.page_up(len, height),
        Action::First => window.home(len, height),
        Action::Last => window.end(len, height),
        _ => {}
    }
}

/// Where a text of so many lines beyond the visible ones is scrolled to.
fn scrolled(at: usize, action: Action, page: usize, most: usize) -> usize {
    let to = match action {
        Action::Down => at + 1,
        Action::Up => at.saturating_sub(1),
        Action::PageDown => at + page,
        Action::PageUp => at.saturating_sub(page),
        Action::First => 0,
        Action::Last => most,
        _ => at,
    };
    to.min(most)
}
