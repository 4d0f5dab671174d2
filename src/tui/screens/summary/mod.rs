//! The summary screen: claimed, evidenced and declared per category, history, risks.

pub mod view;

use ratatui::layout::{Position, Rect};

use crate::action::Action;
use crate::session::Session;
use crate::tui::effect::Reaction;
use crate::tui::theme::{Glyphs, Theme};

/// What the summary screen remembers.
#[derive(Debug, Default)]
pub struct SummaryPage {
    scroll: usize,
}

impl SummaryPage {
    /// The screen of a session as it stands.
    pub fn of(_session: &Session) -> Self {
        Self::default()
    }

    /// Takes in that the session has changed: somebody else's work was merged in, or a day began.
    pub fn refresh(&mut self, _session: &Session) {}

    /// Does what an action says; `body` is where the screen is drawn.
    pub fn act(
        &mut self,
        action: Action,
        _session: &Session,
        _body: Rect,
        _look: (&Theme, &Glyphs),
    ) -> Reaction {
        match action {
            Action::Down => self.scroll += 1,
            Action::Up => self.scroll = self.scroll.saturating_sub(1),
            _ => {}
        }
        Reaction::default()
    }

    /// Selects the line that was clicked.
    pub fn click(
        &mut self,
        _at: Position,
        _session: &Session,
        _body: Rect,
        _look: (&Theme, &Glyphs),
    ) -> Reaction {
        Reaction::default()
    }

    /// Scrolls what is under the wheel.
    pub fn wheel(&mut self, _at: Position, _down: bool, _body: Rect, _look: (&Theme, &Glyphs)) {}
}
