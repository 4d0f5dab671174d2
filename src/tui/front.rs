//! Which screen is in front of an open review, and what reaches it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

use crate::action::{Action, Context};
use crate::session::Session;
use crate::tui::effect::Reaction;
use crate::tui::screens::compare::{ComparePage, view::CompareScreen};
use crate::tui::screens::conflicts::{ConflictsPage, view::ConflictsScreen};
use crate::tui::screens::meeting::{MeetingPage, view::MeetingScreen};
use crate::tui::screens::plan::{PlanPage, view::PlanScreen};
use crate::tui::screens::sign_off::{SignOffPage, view::SignOffScreen};
use crate::tui::screens::summary::{SummaryPage, view::SummaryScreen};
use crate::tui::theme::{Glyphs, Theme};

/// The screen in front of an open review.
#[derive(Debug, Default)]
pub enum Front {
    /// The review itself.
    #[default]
    Review,
    /// The summary.
    Summary(SummaryPage),
    /// The plan.
    Plan(Box<PlanPage>),
    /// Two standings side by side.
    Compare(Box<ComparePage>),
    /// What is signed, and who has signed it.
    SignOff(Box<SignOffPage>),
    /// What a merge could not decide.
    Conflicts(Box<ConflictsPage>),
    /// A meeting.
    Meeting(Box<MeetingPage>),
}

impl Front {
    /// Who takes the keys; absent for the review, which knows by itself.
    pub fn context(&self) -> Option<Context> {
        match self {
            Self::Review => None,
            Self::Summary(_) => Some(Context::Summary),
            Self::Plan(_) => Some(Context::Plan),
            Self::Compare(_) => Some(Context::Compare),
            Self::SignOff(_) => Some(Context::SignOff),
            Self::Conflicts(_) => Some(Context::Conflicts),
            Self::Meeting(_) => Some(Context::Meeting),
        }
    }

    /// Does what an action says; `body` is where the screen is drawn. The review itself does nothing here.
    pub fn act(
        &mut self,
        action: Action,
        session: &Session,
        body: Rect,
        look: (&Theme, &Glyphs),
    ) -> Reaction {
        match self {
            Self::Review => Reaction::default(),
            Self::Summary(page) => page.act(action, session, body, look),
            Self::Plan(page) => page.act(action, session, body, look),
            Self::Compare(page) => page.act(action, session, body, look),
            Self::SignOff(page) => page.act(action, session, body, look),
            Self::Conflicts(page) => page.act(action, session, body, look),
            Self::Meeting(page) => page.act(action, session, body, look),
        }
    }

    /// A click at a place of the screen; `body` is where the screen is drawn.
    pub fn click(
        &mut self,
        at: Position,
        session: &Session,
        body: Rect,
        look: (&Theme, &Glyphs),
    ) -> Reaction {
        match self {
            Self::Summary(page) => page.click(at, session, body, look),
            Self::Plan(page) => page.click(at, session, body, look),
            Self::Compare(page) => page.click(at, session, body),
            Self::SignOff(page) => page.click(at, body, look),
            Self::Conflicts(page) => page.click(at, session, body, look),
            Self::Meeting(page) => {
                page.click(at, body);
                Reaction::default()
            }
            Self::Review => Reaction::default(),
        }
    }

    /// A turn of the wheel over a place of the screen.
    pub fn wheel(
        &mut self,
        at: Position,
        down: bool,
        session: &Session,
        body: Rect,
        look: (&Theme, &Glyphs),
    ) {
        match self {
            Self::Summary(page) => page.wheel(at, down, body, look),
            Self::Plan(page) => page.wheel(down, body),
            Self::Compare(page) => page.wheel(down, body),
            Self::SignOff(page) => page.wheel(at, down, body, look),
            Self::Conflicts(page) => page.wheel(at, down, session, body, look),
            Self::Meeting(page) => page.wheel(down, session, body, look),
            Self::Review => {}
        }
    }

    /// Takes in that the session has changed: somebody else's work was merged in, evidence was looked at, or a day
    /// began.
    pub fn refresh(&mut self, session: &Session) {
        match self {
            Self::Review => {}
            Self::Summary(page) => page.refresh(session),
            Self::Plan(page) => page.refresh(session),
            Self::Compare(page) => page.refresh(session),
            Self::SignOff(page) => page.refresh(session),
            Self::Conflicts(page) => page.refresh(session),
            Self::Meeting(page) => page.refresh(session),
        }
    }

    /// Draws the screen, unless it is the review itself, and gives the place of the terminal's cursor.
    pub fn draw(
        &self,
        session: &Session,
        body: Rect,
        buffer: &mut Buffer,
        (theme, glyphs): (&Theme, &Glyphs),
    ) -> Option<Position> {
        match self {
            Self::Review => None,
            Self::Summary(page) => {
                let screen = SummaryScreen {
                    page,
                    session,
                    theme,
                    glyphs,
                };
                (&screen).render(body, buffer);
                screen.cursor(body)
            }
            Self::Plan(page) => {
                let screen = PlanScreen {
                    page,
                    session,
                    theme,
                    glyphs,
                };
                (&screen).render(body, buffer);
                screen.cursor(body)
            }
            Self::Compare(page) => {
                let screen = CompareScreen {
                    page,
                    session,
                    theme,
                    glyphs,
                };
                (&screen).render(body, buffer);
                screen.cursor(body)
            }
            Self::SignOff(page) => {
                let screen = SignOffScreen {
                    page,
                    theme,
                    glyphs,
                };
                (&screen).render(body, buffer);
                screen.cursor(body)
            }
            Self::Conflicts(page) => {
                let screen = ConflictsScreen {
                    page,
                    session,
                    theme,
                    glyphs,
                };
                (&screen).render(body, buffer);
                screen.cursor(body)
            }
            Self::Meeting(page) => {
                let screen = MeetingScreen {
                    page,
                    session,
                    theme,
                    glyphs,
                };
                (&screen).render(body, buffer);
                screen.cursor(body)
            }
        }
    }
}
