//! Where things are on the meeting's screen.

use ratatui::layout::Rect;

use crate::tui::widgets::rows::{row_of, split_top};

/// The widest that lines of text are: longer ones are hard to read across a room.
const WIDEST: u16 = 100;

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// A boxed verdict, blank lines, margins.
    Large,
    /// What matters in fewer rows.
    Small,
    /// The verdict, the time and the question.
    Tiny,
}

/// Where things are; what is not on the screen is empty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    pub(super) fit: Fit,
    /// The verdict.
    pub(super) verdict: Rect,
    /// Where one is, and the time: a row, or two.
    pub(super) place: Rect,
    /// How far the agenda is.
    pub(super) progress: Rect,
    /// The item, the list or the end.
    pub(super) middle: Rect,
    /// Who speaks, and what comes next.
    pub(super) foot: Rect,
}

impl Parts {
    pub(super) fn of(body: Rect) -> Self {
        let fit = match (body.width, body.height) {
            (0..50, _) | (_, 0..=10) => Fit::Tiny,
            (0..76, _) | (_, 0..=19) => Fit::Small,
            _ => Fit::Large,
        };
        let (verdict, place, air, foot) = match fit {
            Fit::Large => (4, 3, 1, 3),
            Fit::Small => (2, 2, 1, 2),
            Fit::Tiny => (1, 1, 0, u16::from(body.height > 5)),
        };
        let (verdict, rest) = split_top(body, verdict);
        let (place, rest) = split_top(rest, place.min(rest.height.saturating_sub(1)));
        let (_, rest) = split_top(rest, air);
        let (middle, foot) = split_top(rest, rest.height.saturating_sub(foot));
        let side = match fit {
            Fit::Large => 3.max(body.width.saturating_sub(WIDEST) / 4),
            Fit::Small => 1,
            Fit::Tiny => 0,
        };
        let within = |area: Rect| Rect {
            x: area.x + side,
            width: area.width.saturating_sub(2 * side),
            ..area
        };
        let (place, foot) = (within(place), within(foot));
        let (_, below) = split_top(place, u16::from(fit == Fit::Large));
        let (place, progress) = match fit {
            // The first of the three rows is air.
            Fit::Large => (row_of(below, 0), row_of(below, 1)),
            _ => (place, Rect::default()),
        };
        let middle = within(middle);
        Self {
            fit,
            verdict,
            place,
            progress,
            middle: Rect {
                width: middle.width.min(WIDEST),
                ..middle
            },
            foot,
        }
    }
}
