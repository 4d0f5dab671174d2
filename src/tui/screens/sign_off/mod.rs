//! The sign-off page: what is signed, who has signed, what became of it, and the conditions that stand.

mod entries;
mod laid;
pub mod view;

use ratatui::layout::{Position, Rect};

use self::entries::{Entry, Keys, Lead};
use self::laid::Laid;
use crate::action::{Action, Context};
use crate::domain::text::Text;
use crate::session::Session;
use crate::tui::effect::{Ask, Place, Reaction};
use crate::tui::keymap::Keymap;
use crate::tui::layout::holds;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::window::Window;

/// Lines that one turn of the wheel scrolls.
const WHEEL: isize = 3;

/// What the sign-off page remembers: what it says, and where the selection stands.
#[derive(Debug)]
pub struct SignOffPage {
    entries: Vec<Entry>,
    keys: Keys,
    glyphs: &'static Glyphs,
    selected: usize,
    /// Which lines of each column are on the screen.
    windows: [Window; 2],
}

impl SignOffPage {
    /// The page of a session as it stands, under these keys and with these signs.
    pub fn of(session: &Session, keymap: &Keymap, glyphs: &'static Glyphs) -> Self {
        let says = |action, does| keymap.says(Context::SignOff, action, does);
        let keys = Keys {
            sign: says(Action::Sign, "signs it"),
            fulfil: says(Action::Fulfil, "marks the selected one done"),
        };
        let entries = entries::of(session, &keys, glyphs);
        let first = entries.iter().position(Entry::is_stop);
        Self {
            entries,
            keys,
            glyphs,
            selected: first.unwrap_or(0),
            windows: [Window::default(); 2],
        }
    }

    /// Takes in that the session has changed: somebody has signed, somebody else's work was merged in, or a day began.
    pub fn refresh(&mut self, session: &Session) {
        self.entries = entries::of(session, &self.keys, self.glyphs);
        let last = self.entries.len().saturating_sub(1);
        self.selected = self.selected.min(last);
        if !self.entries.get(self.selected).is_none_or(Entry::is_stop) {
            let before = (0..self.selected)
                .rev()
                .find(|at| self.entries[*at].is_stop());
            self.selected = before.unwrap_or(0);
        }
    }

    /// The id of the condition that is selected, and whether it is done already.
    pub fn condition(&self) -> Option<(&Text, bool)> {
        match &self.entries.get(self.selected)?.lead {
            Lead::Condition { id, is_done } => Some((id, *is_done)),
            _ => None,
        }
    }

    /// The id of the only condition that is not done, where there is one alone.
    pub fn only_condition(&self) -> Option<&Text> {
        let mut open = self.entries.iter().filter_map(|entry| match &entry.lead {
            Lead::Condition { id, is_done: false } => Some(id),
            _ => None,
        });
        let first = open.next()?;
        open.next().is_none().then_some(first)
    }

    /// Does what an action says; `body` is where the screen is drawn.
    pub fn act(
        &mut self,
        action: Action,
        session: &Session,
        body: Rect,
        look: (&Theme, &Glyphs),
    ) -> Reaction {
        if action == Action::Open {
            return self.open(session);
        }
        let laid = Laid::of(&self.entries, body, look);
        let column = laid.column_of(self.selected);
        self.selected = match action {
            Action::Down => laid.step(self.selected, true),
            Action::Up => laid.step(self.selected, false),
            Action::First => laid.stop_at(column, 0).unwrap_or(self.selected),
            Action::Last => {
                let last = laid.len(column).saturating_sub(1);
                laid.stop_at(column, last).unwrap_or(self.selected)
            }
            Action::PageDown => laid.page(self.selected, true),
            Action::PageUp => laid.page(self.selected, false),
            Action::NextPane => laid.section(self.selected, true),
            Action::PreviousPane => laid.section(self.selected, false),
            _ => self.selected,
        };
        laid.follow(self.selected, &mut self.windows);
        Reaction::default()
    }

    /// Selects the line that was clicked.
    pub fn click(&mut self, at: Position, body: Rect, look: (&Theme, &Glyphs)) -> Reaction {
        let laid = Laid::of(&self.entries, body, look);
        let windows = laid.seen(self.selected, self.windows);
        for (column, area) in laid.areas().enumerate() {
            if holds(area, at.x, at.y) {
                let line = windows[column].first + usize::from(at.y - area.y);
                if let Some(entry) = laid.stop_at(column, line) {
                    self.selected = entry;
                    self.windows = windows;
                    laid.follow(self.selected, &mut self.windows);
                }
            }
        }
        Reaction::default()
    }

    /// Scrolls the column under the wheel; the selection goes along where it would leave the screen.
    pub fn wheel(&mut self, at: Position, down: bool, body: Rect, look: (&Theme, &Glyphs)) {
        let laid = Laid::of(&self.entries, body, look);
        let mut windows = laid.seen(self.selected, self.windows);
        let rows = if down { WHEEL } else { -WHEEL };
        for (column, area) in laid.areas().enumerate() {
            if !holds(area, at.x, at.y) {
                continue;
            }
            let (len, height) = (laid.len(column), usize::from(area.height));
            windows[column].scroll_by(rows, len, height);
            if laid.column_of(self.selected) == column {
                let line = windows[column].selected;
                self.selected = laid.stop_at(column, line).unwrap_or(self.selected);
            }
        }
        self.windows = windows;
    }

    fn open(&self, session: &Session) -> Reaction {
        let entry = self.entries.get(self.selected);
        match entry.map_or(&Lead::Nowhere, |entry| &entry.lead) {
            Lead::Item(item) => {
                let id = session.assessment().item(*item).id.clone();
                Reaction::going(Place::Review(Some(id)))
            }
            Lead::Id(id) => Reaction::going(Place::Review(Some(id.clone()))),
            Lead::Reasons => Reaction::asking(Ask::Reasons),
            Lead::Nowhere | Lead::Condition { .. } => Reaction::word("no item stands behind this"),
        }
    }
}
