//! Which rows of a long list are on the screen.

use std::ops::Range;

/// Rows kept visible beyond the selection, where the height allows it.
const MARGIN: usize = 2;

/// The scrolling of a list: which row is selected and which is the first on the screen.
///
/// The offset moves only when the selection would leave the visible part: a list that is kept centred redraws
/// every row at each key, which costs six times the bytes. Only the rows of [`Window::visible`] need building.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    /// The first row on the screen.
    pub first: usize,
    /// The selected row.
    pub selected: usize,
}

impl Window {
    /// Brings both into a list of `len` rows and the selection into view, scrolling no more than needed.
    /// To be called when the list, the height or the selection has changed.
    pub fn follow(&mut self, len: usize, height: usize) {
        self.selected = self.selected.min(len.saturating_sub(1));
        let margin = MARGIN.min(height.saturating_sub(1) / 2);
        let lowest = (self.selected + margin + 1).saturating_sub(height);
        let highest = self.selected.saturating_sub(margin);
        self.first = self
            .first
            .max(lowest)
            .min(highest)
            .min(last_first(len, height));
    }

    /// The rows on the screen; at most `height`, and within the list whatever the state.
    pub fn visible(&self, len: usize, height: usize) -> Range<usize> {
        let mut seen = *self;
        seen.follow(len, height);
        seen.first..(seen.first + height).min(len)
    }

    /// Where on the screen the selected row is, counted from the top; `None` for an empty list or no height.
    pub fn selected_row(&self, len: usize, height: usize) -> Option<usize> {
        let visible = self.visible(len, height);
        let selected = self.selected.min(len.saturating_sub(1));
        visible
            .contains(&selected)
            .then(|| selected - visible.start)
    }

    /// Selects a row.
    pub fn select(&mut self, row: usize, len: usize, height: usize) {
        self.selected = row;
        self.follow(len, height);
    }

    /// Moves the selection by `rows`, down if positive; stops at the ends.
    pub fn move_by(&mut self, rows: isize, len: usize, height: usize) {
        self.select(self.selected.saturating_add_signed(rows), len, height);
    }

    /// One screen down; a row of the old screen stays in view.
    pub fn page_down(&mut self, len: usize, height: usize) {
        let rows = page(height);
        self.first = (self.first + rows).min(last_first(len, height));
        self.select(self.selected + rows, len, height);
    }

    /// One screen up; a row of the old screen stays in view.
    pub fn page_up(&mut self, len: usize, height: usize) {
        let rows = page(height);
        self.first = self.first.saturating_sub(rows);
        self.select(self.selected.saturating_sub(rows), len, height);
    }

    /// Selects the first row.
    pub fn home(&mut self, len: usize, height: usize) {
        self.select(0, len, height);
    }

    /// Selects the last row.
    pub fn end(&mut self, len: usize, height: usize) {
        self.select(len.saturating_sub(1), len, height);
    }

    /// Scrolls as a wheel does, down if positive; the selection moves only where it would leave the screen.
    pub fn scroll_by(&mut self, rows: isize, len: usize, height: usize) {
        self.first = self
            .first
            .saturating_add_signed(rows)
            .min(last_first(len, height));
        let margin = MARGIN.min(height.saturating_sub(1) / 2);
        let top = if self.first == 0 {
            0
        } else {
            self.first + margin
        };
        let at_end = self.first == last_first(len, height);
        let below = if at_end { 0 } else { margin };
        let bottom = (self.first + height).saturating_sub(1 + below);
        self.selected = self.selected.min(bottom).max(top.min(bottom));
        self.follow(len, height);
    }
}

fn last_first(len: usize, height: usize) -> usize {
    len.saturating_sub(height.max(1))
}

fn page(height: usize) -> usize {
    height.saturating_sub(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::Window;

    #[test]
    fn selection_stays_in_view_and_the_offset_moves_only_when_it_must() {
        for len in 0..12 {
            for height in 0..8 {
                let mut window = Window::default();
                for step in [
                    1,
                    1,
                    1,
                    1,
                    1,
                    1,
                    -1,
                    5,
                    -2,
                    -9,
                    100,
                    -1,
                    -1,
                    -1,
                    isize::MIN,
                    isize::MAX,
                    -3,
                ] {
                    let before = window;
                    window.move_by(step, len, height);
                    let visible = window.visible(len, height);
                    assert!(visible.len() <= height && visible.end <= len);
                    assert_eq!(
                        visible.len(),
                        height.min(len),
                        "no row of the screen is wasted"
                    );
                    let moved = window.first.abs_diff(before.first);
                    assert!(moved <= window.selected.abs_diff(before.selected));
                    assert_eq!(
                        window.selected_row(len, height).is_some(),
                        len > 0 && height > 0
                    );
                }
            }
        }
    }

    #[test]
    fn one_step_back_after_scrolling_down_does_not_scroll() {
        let mut window = Window::default();
        window.move_by(30, 100, 10);
        let first = window.first;
        window.move_by(-1, 100, 10);
        assert_eq!(window.first, first);
    }

    #[test]
    fn pages_and_ends_and_wheel_stay_inside_the_list() {
        for (len, height) in [
            (0, 0),
            (0, 5),
            (1, 1),
            (3, 10),
            (100, 1),
            (100, 2),
            (100, 10),
        ] {
            let mut window = Window {
                first: 77,
                selected: 99,
            };
            for step in 0..60 {
                match step % 7 {
                    0 => window.page_down(len, height),
                    1 => window.scroll_by(3, len, height),
                    2 => window.page_up(len, height),
                    3 => window.end(len, height),
                    4 => window.scroll_by(-3, len, height),
                    5 => window.home(len, height),
                    _ => window.scroll_by(isize::MAX, len, height),
                }
                assert!(window.selected < len.max(1) && window.first < len.max(1));
                assert_eq!(window.visible(len, height).len(), height.min(len));
                assert_eq!(window.visible(len, height).start, window.first);
            }
        }
    }

    #[test]
    fn a_wheel_turn_keeps_the_selection_where_it_is_still_seen() {
        let mut window = Window {
            first: 0,
            selected: 6,
        };
        window.scroll_by(3, 100, 10);
        assert_eq!(
            window,
            Window {
                first: 3,
                selected: 6
            }
        );
        window.scroll_by(3, 100, 10);
        assert_eq!(
            window,
            Window {
                first: 6,
                selected: 8
            }
        );
    }

    #[test]
    fn a_page_moves_the_screen_by_all_but_one_row() {
        let mut window = Window {
            first: 0,
            selected: 4,
        };
        window.page_down(100, 10);
        assert_eq!(
            window,
            Window {
                first: 9,
                selected: 13
            }
        );
        window.page_up(100, 10);
        assert_eq!(
            window,
            Window {
                first: 0,
                selected: 4
            }
        );
    }
}
