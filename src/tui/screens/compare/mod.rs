//! The compare screen: two standings side by side.

mod rows;
pub mod view;

use std::rc::Rc;

use ratatui::layout::{Position, Rect};

use crate::action::Action;
use crate::domain::compare::Comparison;
use crate::domain::side::Side;
use crate::domain::text::{Shown, Text};
use crate::session::Session;
use crate::tui::effect::{Ask, Place, Reaction};
use crate::tui::keymap::Keymap;
use crate::tui::layout::holds;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::width;
use crate::tui::widgets::rows::moved;
use crate::tui::widgets::window::Window;

use rows::Row;

/// The rows that a turn of the wheel scrolls.
const WHEEL: isize = 3;

/// What can be one of the two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    /// A file, by its place among those that were chosen.
    File(usize),
    /// A snapshot of the open review, by its id.
    Snapshot(Text),
    /// The open review as it is.
    Now,
}

/// How a side is headed; safe to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Heading {
    name: String,
    day: String,
}

/// What the compare screen remembers. The comparison is worked out when a side or the session changes.
#[derive(Debug)]
pub struct ComparePage {
    keymap: Keymap,
    sources: Vec<Source>,
    files: Vec<(String, Rc<Side>)>,
    /// The two sides, worked out once for the session as it is.
    sides: Vec<(Source, Rc<Side>)>,
    from: usize,
    to: usize,
    headings: [Heading; 2],
    rows: Vec<Row>,
    /// The columns of the longest change of an item.
    widest: usize,
    window: Window,
}

impl ComparePage {
    /// The screen of a session as it stands: from the latest snapshot to now.
    pub fn of(session: &Session, keymap: &Keymap) -> Self {
        let mut page = Self {
            keymap: keymap.clone(),
            sources: Vec::new(),
            files: Vec::new(),
            sides: Vec::new(),
            from: 0,
            to: 0,
            headings: Default::default(),
            rows: Vec::new(),
            widest: 0,
            window: Window::default(),
        };
        page.list_sources(session);
        page.to = page.sources.len() - 1;
        page.from = page.to.saturating_sub(1);
        page.compare(session);
        page
    }

    /// Takes in that the session has changed: somebody else's work was merged in, a snapshot was taken, or a day began.
    pub fn refresh(&mut self, session: &Session) {
        self.sides.clear();
        let was = [self.from, self.to].map(|at| self.sources[at].clone());
        let had_one = self.has_one_standing();
        self.list_sources(session);
        let last = self.sources.len() - 1;
        let place = |source: &Source| {
            let place = self.sources.iter().position(|known| known == source);
            place.unwrap_or(last)
        };
        (self.from, self.to) = (place(&was[0]), place(&was[1]));
        if had_one {
            self.from = last.saturating_sub(1);
        }
        let selected = self.window;
        self.compare(session);
        self.window = selected;
    }

    /// Compares from a file that was read; the path is as typed.
    pub fn add_file(&mut self, path: String, side: Side, session: &Session) {
        self.files.push((path, Rc::new(side)));
        let to = self.sources[self.to].clone();
        self.list_sources(session);
        let place = |source: &Source| self.sources.iter().position(|known| known == source);
        self.to = place(&to).unwrap_or(self.sources.len() - 1);
        self.from = place(&Source::File(self.files.len() - 1)).unwrap_or(0);
        self.compare(session);
    }

    /// Whether there is nothing to compare with.
    fn has_one_standing(&self) -> bool {
        self.sources.len() == 1
    }

    /// Files, then snapshots in the order of time, then what is now.
    fn list_sources(&mut self, session: &Session) {
        self.sources = (0..self.files.len()).map(Source::File).collect();
        let mut snapshots: Vec<_> = session.assessment().head.snapshots.iter().collect();
        snapshots.sort_by_key(|snapshot| snapshot.at);
        let snapshots = snapshots.into_iter();
        self.sources
            .extend(snapshots.map(|snapshot| Source::Snapshot(snapshot.id.clone())));
        self.sources.push(Source::Now);
    }

    fn compare(&mut self, session: &Session) {
        let sides = [self.from, self.to].map(|at| self.side(&self.sources[at], session));
        let sources = [self.from, self.to].map(|at| self.sources[at].clone());
        self.sides = sources.into_iter().zip(sides.iter().cloned()).collect();
        let (from, to) = (self.from, self.to);
        self.headings = [(from, &sides[0]), (to, &sides[1])]
            .map(|(at, side)| self.heading(&self.sources[at], side, session));
        self.window = Window::default();
        self.rows = if self.has_one_standing() {
            rows::nothing_to_compare(&self.keymap)
        } else {
            let comparison = Comparison::of(&sides[0], &sides[1]);
            rows::of(&comparison, from == to, &self.keymap)
        };
        let changes = self.rows.iter().map(|row| match row {
            Row::Item { change, .. } => width(change),
            _ => 0,
        });
        self.widest = changes.max().unwrap_or(0);
    }

    fn side(&self, source: &Source, session: &Session) -> Rc<Side> {
        if let Some((_, side)) = self.sides.iter().find(|(known, _)| known == source) {
            return Rc::clone(side);
        }
        let assessment = session.assessment();
        Rc::new(match source {
            Source::File(at) => return Rc::clone(&self.files[*at].1),
            Source::Snapshot(id) => {
                let mut snapshots = assessment.head.snapshots.iter();
                match snapshots.find(|snapshot| snapshot.id == *id) {
                    Some(snapshot) => Side::of_snapshot(snapshot, assessment),
                    None => Side::of_assessment(assessment, &session.bench()),
                }
            }
            Source::Now => Side::of_assessment(assessment, &session.bench()),
        })
    }

    fn heading(&self, source: &Source, side: &Side, session: &Session) -> Heading {
        let standing = side.standing();
        let day = standing.at.day(session.assessment().utc_offset);
        let (name, day) = match source {
            Source::File(at) => (
                Shown::line(&self.files[*at].0).into_string(),
                day.to_string(),
            ),
            Source::Now => ("now".to_owned(), day.to_string()),
            Source::Snapshot(_) => {
                let label = standing.label.as_ref();
                let label = label.map(|label| label.shown().into_string());
                (label.unwrap_or_default(), day.to_string())
            }
        };
        Heading { name, day }
    }

    /// Does what an action says; `body` is where the screen is drawn.
    pub fn act(
        &mut self,
        action: Action,
        session: &Session,
        body: Rect,
        _look: (&Theme, &Glyphs),
    ) -> Reaction {
        let last = self.sources.len() - 1;
        let (from, to) = (self.from, self.to);
        match action {
            Action::FromEarlier => self.from = from.saturating_sub(1),
            Action::FromLater => self.from = (from + 1).min(last),
            Action::ToEarlier => self.to = to.saturating_sub(1),
            Action::ToLater => self.to = (to + 1).min(last),
            Action::Swap => (self.from, self.to) = (to, from),
            Action::ByPath => return Reaction::asking(Ask::ComparePath),
            Action::Open => return self.open(session),
            _ => {
                self.go(action, body);
                return Reaction::default();
            }
        }
        if (from, to) == (self.from, self.to) {
            return Reaction::word(match action {
                _ if last == 0 => "there is nothing else to compare with yet",
                Action::Swap => "both sides are the same",
                Action::FromEarlier | Action::ToEarlier => "there is nothing earlier",
                _ => "there is nothing later",
            });
        }
        self.compare(session);
        Reaction::default()
    }

    fn go(&mut self, action: Action, body: Rect) {
        let (len, height) = (self.rows.len(), view::list_rows(body));
        moved(&mut self.window, action, len, height);
        // A row of air is passed over.
        let is_gap = |at: usize| matches!(self.rows.get(at), Some(Row::Gap));
        if is_gap(self.window.selected) {
            let step = match action {
                Action::Up | Action::PageUp => -1,
                _ => 1,
            };
            self.window.move_by(step, len, height);
        }
    }

    /// Selects the row that was clicked; a second click goes to its item.
    pub fn click(&mut self, at: Position, session: &Session, body: Rect) -> Reaction {
        let list = view::list_area(body);
        if !holds(list, at.x, at.y) {
            return Reaction::default();
        }
        let (len, height) = (self.rows.len(), usize::from(list.height));
        let clicked = self.window.visible(len, height).start + usize::from(at.y - list.y);
        let has_item = self.rows.get(clicked).and_then(Row::item).is_some();
        if clicked == self.window.selected && has_item {
            return self.open(session);
        }
        if clicked < len {
            self.window.select(clicked, len, height);
        }
        Reaction::default()
    }

    /// Scrolls what is under the wheel.
    pub fn wheel(&mut self, down: bool, body: Rect) {
        let rows = if down { WHEEL } else { -WHEEL };
        self.window
            .scroll_by(rows, self.rows.len(), view::list_rows(body));
    }

    fn open(&self, session: &Session) -> Reaction {
        let row = self.rows.get(self.window.selected);
        let Some(item) = row.and_then(Row::item) else {
            return Reaction::word("no item stands on this line; choose one below");
        };
        match session.assessment().position(item) {
            Some(_) => Reaction::going(Place::Review(Some(item.clone()))),
            None => Reaction::word("the open review has no such item"),
        }
    }
}
