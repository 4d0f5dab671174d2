//! What keys and mouse move on the meeting's screen, and which hints hold there.

use ratatui::layout::{Position, Rect};

use crate::action::{Action, Entry};
use crate::domain::assessment::Assessment;
use crate::domain::meeting::Meeting;
use crate::session::Session;
use crate::tui::effect::Reaction;
use crate::tui::layout::holds;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::rows::moved;

use super::parts::Parts;
use super::view::MeetingScreen;
use super::{MeetingPage, Stage};

/// Rows that one turn of the wheel scrolls.
const WHEEL: isize = 3;

impl MeetingPage {
    /// Moves: within the agenda, the list or the text.
    pub fn act(
        &mut self,
        action: Action,
        session: &Session,
        body: Rect,
        look: (&Theme, &Glyphs),
    ) -> Reaction {
        let parts = Parts::of(body);
        let height = usize::from(parts.middle.height);
        match (self.stage, action) {
            (Stage::Rest, _) => moved(&mut self.rest, action, self.settled.len(), height),
            (Stage::Point | Stage::Opened(_), Action::First) if !self.points.is_empty() => {
                (self.stage, self.at) = (Stage::Point, 0);
                self.enter(session);
            }
            (Stage::Point | Stage::Opened(_), Action::Last) if !self.points.is_empty() => {
                (self.stage, self.at) = (Stage::Point, self.points.len() - 1);
                self.enter(session);
            }
            (Stage::Point | Stage::Opened(_), Action::Down) => self.step_on(session),
            (Stage::Point | Stage::Opened(_), Action::Up) => {
                if !self.step_back(session) {
                    return Reaction::word("this is the first point");
                }
            }
            _ => {
                let most = self.overflow(session, body, look);
                let at = self.scroll.min(most);
                let page = height.saturating_sub(1).max(1);
                let to = match action {
                    Action::Down => at + 1,
                    Action::Up => at.saturating_sub(1),
                    Action::PageDown => at + page,
                    Action::PageUp => at.saturating_sub(page),
                    Action::First => 0,
                    Action::Last => most,
                    _ => at,
                };
                self.scroll = to.min(most);
                if most == 0 && matches!(action, Action::PageDown | Action::PageUp) {
                    return Reaction::word("all of it is on the screen");
                }
            }
        }
        Reaction::default()
    }

    /// Whether the item on the screen is in conflict.
    pub fn is_in_conflict(&self, assessment: &Assessment) -> bool {
        let answer = self.item().map(|item| &assessment.answers()[item]);
        answer.is_some_and(|answer| !answer.conflict.is_empty())
    }

    /// The hint of an entry as things are now; empty where it would lie.
    pub fn hint(&self, entry: &Entry, assessment: &Assessment) -> &'static str {
        let goes_on = self.meeting(assessment).is_some_and(Meeting::goes_on);
        match (self.stage, entry.action) {
            (_, Action::Back) => "to the review",
            (Stage::Rest, Action::Agree) => "all agree with these",
            (Stage::Rest, Action::GoOn) => "open",
            (Stage::End, Action::EndMeeting) if goes_on => "end the meeting",
            (stage, action) if holds_now(stage, action, goes_on) => entry.hint,
            _ => "",
        }
    }

    /// Selects the row of the rest that was clicked.
    pub fn click(&mut self, at: Position, body: Rect) {
        let parts = Parts::of(body);
        if self.stage == Stage::Rest && holds(parts.middle, at.x, at.y) {
            let height = usize::from(parts.middle.height);
            let visible = self.rest.visible(self.settled.len(), height);
            let clicked = visible.start + usize::from(at.y - parts.middle.y);
            if clicked < self.settled.len() {
                self.rest.select(clicked, self.settled.len(), height);
            }
        }
    }

    /// Scrolls the list or the text.
    pub fn wheel(&mut self, down: bool, session: &Session, body: Rect, look: (&Theme, &Glyphs)) {
        let rows = if down { WHEEL } else { -WHEEL };
        if self.stage == Stage::Rest {
            let height = usize::from(Parts::of(body).middle.height);
            self.rest.scroll_by(rows, self.settled.len(), height);
            return;
        }
        let most = self.overflow(session, body, look);
        self.scroll = self.scroll.min(most).saturating_add_signed(rows).min(most);
    }

    fn overflow(&self, session: &Session, body: Rect, look: (&Theme, &Glyphs)) -> usize {
        let screen = MeetingScreen {
            page: self,
            session,
            theme: look.0,
            glyphs: look.1,
        };
        screen.overflow(body)
    }
}

/// Whether an action does here what its usual hint says.
fn holds_now(stage: Stage, action: Action, goes_on: bool) -> bool {
    let is_end = stage == Stage::End;
    match action {
        Action::Keys | Action::Palette | Action::Undo | Action::GoBack => true,
        Action::SignOff | Action::KeepMinutes => is_end,
        Action::Park | Action::Decide | Action::Task | Action::Dissent if is_end => goes_on,
        Action::EndMeeting => stage == Stage::Rest,
        Action::Agenda => !is_end,
        _ => matches!(stage, Stage::Point | Stage::Opened(_)),
    }
}
