//! The plan screen: open work in order, and what if it were done.

pub mod view;

use ratatui::layout::Rect;

use crate::action::Action;
use crate::session::Session;
use crate::tui::effect::Reaction;
use crate::tui::theme::{Glyphs, Theme};

/// What the plan screen remembers.
#[derive(Debug, Default)]
pub struct PlanPage {
    scroll: usize,
}

impl PlanPage {
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
}
