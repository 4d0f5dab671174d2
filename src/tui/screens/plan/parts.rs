//! Where things are on the plan screen.

use ratatui::layout::Rect;

use crate::tui::layout::inside;
use crate::tui::widgets::rows::{inset, split_top};

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Boxes, and rows with every column.
    Wide,
    /// Boxes, and rows with what matters most.
    Narrow,
    /// No boxes.
    Tiny,
}

/// A detail in a box needs so many rows of the screen.
const TALL: u16 = 24;

/// The parts of the plan screen; what is not on the screen is empty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    pub(super) fit: Fit,
    /// The head with its border, and what is within.
    pub(super) head_box: Rect,
    pub(super) head: Rect,
    /// The list with its border, and its rows.
    pub(super) list_box: Rect,
    pub(super) list: Rect,
    /// The detail of the selected row with its border, if it has one, and what is within.
    pub(super) detail_box: Rect,
    pub(super) detail: Rect,
}

impl Parts {
    /// The parts within a body.
    pub(super) fn of(body: Rect) -> Self {
        let fit = match (body.width, body.height) {
            (0..50, _) | (_, 0..=10) => Fit::Tiny,
            (0..100, _) => Fit::Narrow,
            _ => Fit::Wide,
        };
        let (head, detail) = match fit {
            Fit::Wide if body.height >= TALL => (4, 5),
            Fit::Wide => (4, 2),
            Fit::Narrow if body.height >= TALL => (5, 5),
            Fit::Narrow => (5, 2),
            // The list has the first claim to a row.
            Fit::Tiny => (
                2.min(body.height.saturating_sub(1)),
                u16::from(body.height > 4),
            ),
        };
        let (head_box, rest) = split_top(body, head);
        let (list_box, detail_box) = split_top(rest, rest.height.saturating_sub(detail));
        let is_boxed = detail > 2;
        Self {
            fit,
            head_box,
            head: match fit {
                Fit::Tiny => inset(head_box),
                _ => inset(inside(head_box)),
            },
            list_box,
            list: match fit {
                Fit::Tiny => list_box,
                _ => inside(list_box),
            },
            detail_box: if is_boxed {
                detail_box
            } else {
                Rect::default()
            },
            detail: match (is_boxed, fit) {
                (true, _) => inset(inside(detail_box)),
                (false, Fit::Tiny) => inset(detail_box),
                (false, _) => inset(inset(detail_box)),
            },
        }
    }

    /// How many rows the list shows.
    pub(super) fn rows(&self) -> usize {
        usize::from(self.list.height)
    }
}
