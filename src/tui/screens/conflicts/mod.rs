//! The conflicts page: items of which a merge kept more than one version, and what each version says.

mod laid;
pub mod view;

use std::collections::HashSet;
use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use self::laid::Laid;
use crate::action::{Action, Context};
use crate::domain::assessment::Answer;
use crate::domain::both_sides::{Row, attached_since, both_sides};
use crate::domain::change::Change;
use crate::domain::text::{Shown, Text};
use crate::domain::version::Version;
use crate::session::Session;
use crate::tui::effect::Reaction;
use crate::tui::keymap::Keymap;
use crate::tui::layout::holds;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::rows::moved;
use crate::tui::widgets::window::Window;

/// Lines that one turn of the wheel scrolls.
const WHEEL: isize = 3;

/// The words of the numbers.
const ORDINALS: [&str; 9] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
];

/// What the conflicts page remembers: which items are on it, which one is looked at, and which of its versions.
#[derive(Debug)]
pub struct ConflictsPage {
    /// The items by id: those in conflict when the page was opened or since, in plan order. What is settled stays.
    items: Vec<Text>,
    /// How many of them are not settled; counted when something changes.
    open: usize,
    /// Which item is looked at, and which of them are on the screen.
    window: Window,
    /// Which of its versions is selected.
    side: usize,
    /// How far the versions are scrolled.
    scroll: usize,
    /// What the versions of the item say; worked out when something changes.
    rows: Vec<Row>,
    /// How many pieces of evidence none of the versions had.
    since: usize,
    /// What is typed to tell git of the file once it is settled; none where git waits for nothing.
    git_waits: Option<String>,
    /// Which key does what.
    keymap: Arc<Keymap>,
    /// It was opened from a meeting, and leads back there.
    pub from_meeting: bool,
}

impl ConflictsPage {
    /// The page of a session, on an item or else on the first; none where nothing is in conflict.
    pub fn of(
        session: &Session,
        item: Option<&Text>,
        git_waits: Option<&str>,
        keymap: &Arc<Keymap>,
    ) -> Option<Self> {
        let mut page = Self {
            items: Vec::new(),
            open: 0,
            window: Window::default(),
            side: 0,
            scroll: 0,
            rows: Vec::new(),
            since: 0,
            git_waits: git_waits.map(ToOwned::to_owned),
            keymap: Arc::clone(keymap),
            from_meeting: false,
        };
        page.gather(session);
        if page.items.is_empty() {
            return None;
        }
        let at = item.and_then(|item| page.items.iter().position(|it| it == item));
        page.select(at.unwrap_or(0), session);
        Some(page)
    }

    /// Takes in that the session has changed: a version was chosen, or somebody else's work was merged in.
    pub fn refresh(&mut self, session: &Session) {
        let selected = self.item().cloned();
        self.gather(session);
        let at = selected.and_then(|item| self.items.iter().position(|it| *it == item));
        match at {
            Some(at) => {
                self.window.selected = at;
                self.look(session);
            }
            None => self.select(self.window.selected, session),
        }
    }

    /// The item that is looked at.
    pub fn item(&self) -> Option<&Text> {
        self.items.get(self.window.selected)
    }

    /// The version that a number names, from 1, of the item that is looked at; of none the selected one.
    pub fn version<'a>(
        &self,
        session: &'a Session,
        number: Option<u8>,
    ) -> Option<(usize, &'a Version)> {
        let answer = session.assessment().answer(self.item()?)?;
        let at = number.map_or(self.side, |number| usize::from(number) - 1);
        Some((at, answer.conflict.get(at)?))
    }

    /// How many versions the item that is looked at has; none where it is settled.
    pub fn version_count(&self, session: &Session) -> usize {
        self.answer(session).map_or(0, |it| it.conflict.len())
    }

    /// Goes to an item, if it is on the page.
    pub fn go_to(&mut self, item: &Text, session: &Session) {
        if let Some(at) = self.items.iter().position(|it| it == item) {
            self.select(at, session);
        }
    }

    /// Goes to the next item that is not settled, round the end; says whether there is one.
    pub fn go_on(&mut self, session: &Session) -> bool {
        let count = self.items.len();
        let here = self.window.selected;
        let next = (0..count)
            .map(|step| (here + step) % count)
            .find(|at| is_open(session, &self.items[*at]));
        if let Some(next) = next {
            self.select(next, session);
        }
        next.is_some()
    }

    /// The item whose version was chosen last in this session, where undo takes that back, or redo makes it again. What
    /// others have chosen, and what was done elsewhere, is none.
    pub fn latest_choice<'a>(&self, session: &'a Session, undo: bool) -> Option<&'a Text> {
        match session.latest(undo)? {
            Change::Resolve { item, .. } if self.items.contains(item) => Some(item),
            _ => None,
        }
    }

    /// Whether the item that is looked at was settled by what was done last in this session.
    pub fn takes_back(&self, session: &Session) -> bool {
        let chosen = self.latest_choice(session, true);
        chosen.is_some() && chosen == self.item()
    }

    /// How many of its items are not settled.
    pub fn open_count(&self) -> usize {
        self.open
    }

    /// Does what an action that moves says; `body` is where the screen is drawn.
    pub fn act(
        &mut self,
        action: Action,
        session: &Session,
        body: Rect,
        look: (&Theme, &Glyphs),
    ) -> Reaction {
        let laid = Laid::of(self, session, body, look);
        let (rows, length) = (laid.list_rows(), laid.len());
        let height = laid.height();
        let before = self.window.selected;
        match action {
            Action::Down | Action::Up | Action::First | Action::Last => {
                moved(&mut self.window, action, self.items.len(), rows);
                if self.window.selected != before {
                    self.select(self.window.selected, session);
                }
            }
            Action::PageDown => self.scroll_by(page(height), length, height),
            Action::PageUp => self.scroll_by(-page(height), length, height),
            Action::NextPane | Action::PreviousPane => {
                let count = self.version_count(session).max(1);
                let step = if action == Action::NextPane {
                    1
                } else {
                    count - 1
                };
                self.side = (self.side + step) % count;
                self.show_side(session, body, look);
            }
            _ => {}
        }
        Reaction::default()
    }

    /// Selects the item or the version that was clicked; choosing takes a key.
    pub fn click(
        &mut self,
        at: Position,
        session: &Session,
        body: Rect,
        look: (&Theme, &Glyphs),
    ) -> Reaction {
        let laid = Laid::of(self, session, body, look);
        if holds(laid.list, at.x, at.y) {
            let rows = self.window.visible(self.items.len(), laid.list_rows());
            let clicked = rows.start + usize::from(at.y - laid.list.y);
            if clicked < rows.end && clicked != self.window.selected {
                self.select(clicked, session);
            }
        } else if let Some(side) = laid.side_at(at, self.scroll) {
            self.side = side;
        }
        Reaction::default()
    }

    /// Scrolls what is under the wheel.
    pub fn wheel(
        &mut self,
        at: Position,
        down: bool,
        session: &Session,
        body: Rect,
        look: (&Theme, &Glyphs),
    ) {
        let laid = Laid::of(self, session, body, look);
        let rows = if down { WHEEL } else { -WHEEL };
        if holds(laid.list, at.x, at.y) {
            let before = self.window.selected;
            self.window
                .scroll_by(rows, self.items.len(), laid.list_rows());
            if self.window.selected != before {
                self.select(self.window.selected, session);
            }
        } else {
            self.scroll_by(rows, laid.len(), laid.height());
        }
    }

    /// The hint of an action as things are now; none where it is what the table says.
    pub fn hint(&self, action: Action, session: &Session) -> Option<&'static str> {
        let count = self.version_count(session);
        let all_settled = self.open_count() == 0;
        match action {
            Action::ChooseVersion(number) if usize::from(number) > count => Some(""),
            // With more of them every number has its word.
            Action::ChooseVersion(number) if count > 2 => {
                Some(ORDINALS[usize::from(number - 1).min(ORDINALS.len() - 1)])
            }
            Action::Undo if self.latest_choice(session, true).is_none() => Some(""),
            Action::NextPane if count < 2 => Some(""),
            Action::Choose if all_settled => Some("back"),
            Action::Choose if count == 0 => Some("next"),
            Action::ChooseAndEdit if count == 0 => Some("to the item"),
            Action::Back if all_settled => Some(""),
            _ => None,
        }
    }

    /// What is next, once an item is settled: the others, or, with the last of them, where everything goes from here.
    fn next_words(&self, session: &Session) -> Vec<String> {
        let says = |action, does| {
            let says = self.keymap.says(Context::Conflicts, action, does);
            says.map(|says| format!("{says}."))
        };
        let undo = self
            .takes_back(session)
            .then(|| says(Action::Undo, "takes the choice back"))
            .flatten();
        let open = self.open_count();
        if open > 0 {
            let left = match open {
                1 => "One conflict is left.".to_owned(),
                many => format!("{many} conflicts are left."),
            };
            return [Some(left), undo].into_iter().flatten().collect();
        }
        let saved = if session.has_unsaved() {
            "All conflicts are settled; saving…"
        } else {
            "All conflicts are settled, and it is saved."
        };
        let git = self.git_waits.as_ref();
        let git =
            git.map(|git| format!("git waits for it: once you have left, {}", Shown::line(git)));
        let closes = says(Action::Choose, "goes back to the review");
        [Some(saved.to_owned()), git, closes, undo]
            .into_iter()
            .flatten()
            .collect()
    }

    fn answer<'a>(&self, session: &'a Session) -> Option<&'a Answer> {
        session.assessment().answer(self.item()?).map(|it| &**it)
    }

    /// Takes up what is in conflict and not on the page yet, and drops what is gone from the checklist.
    fn gather(&mut self, session: &Session) {
        let (assessment, order) = (session.assessment(), session.plan_order());
        let known: HashSet<Text> = self.items.drain(..).collect();
        let answers = assessment.answers().iter().enumerate();
        let mut found: Vec<usize> = answers
            .filter(|(_, it)| !it.conflict.is_empty() || known.contains(&it.item))
            .map(|(at, _)| at)
            .collect();
        let is_open = |at: &&usize| !assessment.answers()[**at].conflict.is_empty();
        self.open = found.iter().filter(is_open).count();
        found.sort_by_key(|at| (assessment.item(*at).tier, order.place(*at)));
        let ids = found.into_iter().map(|at| assessment.item(at).id.clone());
        self.items.extend(ids);
    }

    fn select(&mut self, at: usize, session: &Session) {
        self.window.selected = at.min(self.items.len().saturating_sub(1));
        (self.side, self.scroll) = (0, 0);
        self.look(session);
    }

    /// Works out what the versions of the selected item say.
    fn look(&mut self, session: &Session) {
        let assessment = session.assessment();
        let position = self.item().and_then(|item| assessment.position(item));
        let Some(position) = position else {
            (self.rows, self.since) = (Vec::new(), 0);
            return;
        };
        let answer = &assessment.answers()[position];
        self.rows = both_sides(assessment, position, &session.bench());
        self.since = if answer.conflict.is_empty() {
            0
        } else {
            attached_since(answer).count()
        };
        self.side = self.side.min(answer.conflict.len().saturating_sub(1));
    }

    fn scroll_by(&mut self, rows: isize, length: usize, height: usize) {
        let most = length.saturating_sub(height);
        self.scroll = self.scroll.min(most).saturating_add_signed(rows).min(most);
    }

    /// Brings the beginning of the selected version into view, where versions stand one below the other.
    fn show_side(&mut self, session: &Session, body: Rect, look: (&Theme, &Glyphs)) {
        let laid = Laid::of(self, session, body, look);
        if let Some(line) = laid.beginning_of(self.side) {
            let most = laid.len().saturating_sub(laid.height());
            self.scroll = line.min(most);
        }
    }
}

fn is_open(session: &Session, item: &Text) -> bool {
    let answer = session.assessment().answer(item);
    answer.is_some_and(|answer| !answer.conflict.is_empty())
}

fn page(height: usize) -> isize {
    isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(isize::MAX)
}
