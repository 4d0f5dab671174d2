//! The summary screen: the verdict, claimed, evidenced and declared per category, history, risks. What one shows to a
//! manager.

mod entries;
mod history;
mod laid;
mod lines;
mod show;
mod sign_offs;
pub mod view;

use ratatui::layout::{Position, Rect};

use self::laid::Laid;
use self::show::{Entry, Lead};
use crate::action::{Action, Context};
use crate::session::Session;
use crate::tui::effect::{Ask, Place, Reaction};
use crate::tui::keymap::Keymap;
use crate::tui::layout::holds;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::window::Window;

/// Lines that one turn of the wheel scrolls.
const WHEEL: isize = 3;

/// What the summary screen remembers: what it says, and where the selection stands. It is the same selection whether the
/// screen has one column or two.
#[derive(Debug)]
pub struct SummaryPage {
    entries: Vec<Entry>,
    selected: usize,
    /// What the key says that freezes a snapshot.
    freezing: Option<String>,
    /// Which lines of each column are on the screen.
    windows: [Window; 2],
}

impl SummaryPage {
    /// The screen of a session as it stands, under these keys.
    pub fn of(session: &Session, keymap: &Keymap) -> Self {
        let freezing = keymap.says(Context::Summary, Action::Freeze, "freezes one");
        Self {
            entries: entries::of(session, freezing.as_deref()),
            freezing,
            selected: 0,
            windows: [Window::default(); 2],
        }
    }

    /// Takes in that the session has changed: somebody else's work was merged in, or a day began.
    pub fn refresh(&mut self, session: &Session) {
        self.entries = entries::of(session, self.freezing.as_deref());
        let last = self.entries.len().saturating_sub(1);
        self.selected = self.selected.min(last);
        if !self.entries.get(self.selected).is_none_or(Entry::is_stop) {
            self.selected = (0..=self.selected)
                .rev()
                .find(|at| self.entries[*at].is_stop())
                .unwrap_or(0);
        }
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
            Action::Down => laid.stop_after(self.selected),
            Action::Up => laid.stop_before(self.selected),
            Action::First => laid.first(column),
            Action::Last => laid.last(column),
            Action::PageDown => laid.page(self.selected, true),
            Action::PageUp => laid.page(self.selected, false),
            Action::NextPane => laid.section_after(self.selected),
            Action::PreviousPane => laid.section_before(self.selected),
            _ => self.selected,
        };
        laid.follow(self.selected, &mut self.windows);
        Reaction::default()
    }

    /// Selects the line that was clicked.
    pub fn click(
        &mut self,
        at: Position,
        _session: &Session,
        body: Rect,
        look: (&Theme, &Glyphs),
    ) -> Reaction {
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
            let (len, height) = (laid.lines(column), usize::from(area.height));
            windows[column].scroll_by(rows, len, height);
            if laid.column_of(self.selected) == column {
                let line = windows[column].selected;
                self.selected = laid.stop_at(column, line).unwrap_or(self.selected);
            }
        }
        self.windows = windows;
    }

    fn open(&self, session: &Session) -> Reaction {
        let lead = self.entries.get(self.selected);
        match lead.map_or(Lead::Nowhere, |entry| entry.lead) {
            Lead::Item(item) => {
                let id = session.assessment().item(item).id.clone();
                Reaction::going(Place::Review(Some(id)))
            }
            Lead::Plan => Reaction::going(Place::Plan),
            Lead::Compare => Reaction::going(Place::Compare),
            Lead::Reasons => Reaction::asking(Ask::Reasons),
            Lead::SignOff => Reaction::going(Place::SignOff),
            Lead::Nowhere => Reaction::word("nothing of this is open"),
        }
    }
}
