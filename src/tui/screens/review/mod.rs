//! The review screen: categories, items, detail, and the verdict over them.

mod detail;
mod ladder;
mod mouse;
mod movement;
mod panes;
pub mod update;
mod verdict;
pub mod view;

use std::sync::Arc;

use crate::domain::assessment::{Assessment, Status};
use crate::domain::waiver::Standing;
use crate::domain::waiver::Waiver;
use crate::problem::Problem;
use crate::search::{Index, Results};
use crate::session::Session;
use crate::tui::keymap::Keymap;
use crate::tui::layout::{Foremost, ReviewLayout, Room, inside};
use crate::tui::widgets::text_field::TextField;
use crate::tui::widgets::window::Window;
use ratatui::layout::Rect;

/// Whether what one sees is on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Saving {
    /// It is.
    #[default]
    Saved,
    /// It is on its way.
    UnderWay,
    /// It is not, and why; it is tried again.
    Failed(Problem),
}

/// An open review.
#[derive(Debug)]
pub struct OpenReview {
    /// Which key does what, for the sentences that name one.
    pub keymap: Arc<Keymap>,
    /// The assessment with its figures.
    pub session: Session,
    /// What the screen shows of it.
    pub view: Review,
    /// The file, for people.
    pub path: String,
    /// Nothing may be changed.
    pub read_only: bool,
    /// Whether what one sees is on disk.
    pub saving: Saving,
    /// Leaving it leads to the home screen.
    pub from_home: bool,
    /// How many items have evidence or a waiver that lapses soon: counted when something changes, not when it is drawn.
    pub lapsing: usize,
    /// The checklist that it carries is not the known one of its id and version; found out beside the loop.
    pub altered: bool,
}

impl OpenReview {
    /// Counts anew what lapses soon, after something has changed.
    pub fn count_lapsing(&mut self) {
        let ledger = self.session.ledger();
        let items = 0..self.session.assessment().answers().len();
        self.lapsing = items.filter(|item| ledger.is_lapsing(*item)).count();
    }

    /// Counts what lapses soon after a change of one item, of which it is known whether it did before; of all items
    /// after any other change.
    fn recount_lapsing(&mut self, item: Option<usize>, did: bool) {
        let Some(item) = item else {
            self.count_lapsing();
            return;
        };
        let does = self.session.ledger().is_lapsing(item);
        self.lapsing = (self.lapsing + usize::from(does)).saturating_sub(usize::from(did));
    }
}

/// The pane that takes the keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pane {
    /// The categories.
    Categories,
    /// The items.
    #[default]
    Items,
    /// The detail of the selected item.
    Detail,
}

/// A search over all items.
#[derive(Debug)]
pub struct Search {
    /// What is typed.
    pub field: TextField,
    /// Keys go into the field.
    pub typing: bool,
    index: Index,
    results: Results,
    /// Items of which only the comment matches; after the others.
    in_comments: Vec<usize>,
    /// The item that was selected before.
    before: Option<usize>,
}

/// What the review screen shows.
#[derive(Debug)]
pub struct Review {
    /// The pane that takes the keys.
    pub pane: Pane,
    /// Which category is selected.
    pub categories: Window,
    /// Which row of the items is selected.
    pub items: Window,
    /// How far the detail is scrolled.
    pub detail_scroll: usize,
    search: Option<Search>,
    /// The position of the first item of each category, and the number of all items.
    starts: Vec<usize>,
    /// What the last search was, for the next one.
    last_query: String,
    /// The checklist has stages: the verdict's box shows how far it is with each.
    has_ladder: bool,
}

impl Review {
    /// The screen of an assessment as it is when opened: on the first open item that wants an answer.
    pub fn of(assessment: &Assessment) -> Self {
        let mut starts = Vec::with_capacity(assessment.checklist().categories.len() + 1);
        let mut next = 0;
        for category in &assessment.checklist().categories {
            starts.push(next);
            next += category.items.len();
        }
        starts.push(next);
        Self {
            pane: Pane::Items,
            categories: Window::default(),
            items: Window::default(),
            detail_scroll: 0,
            search: None,
            starts,
            last_query: String::new(),
            has_ladder: !assessment.checklist().stages.is_empty(),
        }
    }

    /// Whether keys go into the search field.
    pub fn is_typing(&self) -> bool {
        self.search.as_ref().is_some_and(|search| search.typing)
    }

    /// The search, if there is one.
    pub fn search(&self) -> Option<&Search> {
        self.search.as_ref()
    }

    /// How many rows the list of items has.
    pub fn row_count(&self) -> usize {
        if let Some(search) = &self.search {
            search.results.found().len() + search.in_comments.len()
        } else {
            let category = self.category();
            self.starts[category + 1] - self.starts[category]
        }
    }

    /// The item on a row of the list.
    pub fn item_at(&self, row: usize) -> Option<usize> {
        match &self.search {
            Some(search) => match search.results.found().get(row) {
                Some(found) => Some(found.position),
                None => search
                    .in_comments
                    .get(row - search.results.found().len())
                    .copied(),
            },
            None => (row < self.row_count()).then(|| self.starts[self.category()] + row),
        }
    }

    /// The selected item.
    pub fn selected(&self) -> Option<usize> {
        self.item_at(self.items.selected)
    }

    /// The selected category.
    pub fn category(&self) -> usize {
        self.categories
            .selected
            .min(self.starts.len().saturating_sub(2))
    }

    /// Which pane is in front where there is no room for all.
    pub fn foremost(&self) -> Foremost {
        match self.pane {
            Pane::Categories => Foremost::Categories,
            Pane::Items => Foremost::Items,
            Pane::Detail => Foremost::Detail,
        }
    }

    /// The screen's parts.
    pub fn layout(&self, screen: Rect) -> ReviewLayout {
        ReviewLayout::of(screen, self.foremost(), self.has_ladder)
    }

    /// How many rows of items are visible.
    pub fn item_rows(&self, screen: Rect) -> usize {
        usize::from(pane_rows(screen, self.layout(screen).items))
    }

    /// How many rows of categories are visible.
    pub fn category_rows(&self, screen: Rect) -> usize {
        usize::from(pane_rows(screen, self.layout(screen).categories))
    }

    /// Selects a row of the items.
    pub fn select_row(&mut self, row: usize, screen: Rect) {
        let (len, height) = (self.row_count(), self.item_rows(screen));
        self.items.select(row, len, height);
        self.detail_scroll = 0;
        self.show_category_of_found(screen);
    }

    /// While a search is on, the selected category is that of the selected item.
    fn show_category_of_found(&mut self, screen: Rect) {
        let Some(position) = self.selected().filter(|_| self.search.is_some()) else {
            return;
        };
        let category = self.starts.partition_point(|start| *start <= position) - 1;
        let (len, height) = (self.starts.len() - 1, self.category_rows(screen));
        self.categories.select(category, len, height);
    }

    /// Selects an item, in its category or among what was found.
    pub fn select_item(&mut self, position: usize, assessment: &Assessment, screen: Rect) {
        if self.search.is_some() {
            let row = (0..self.row_count()).find(|row| self.item_at(*row) == Some(position));
            if let Some(row) = row {
                self.select_row(row, screen);
                return;
            }
            self.search = None;
        }
        let category = assessment.category_of(position);
        self.select_category(category, screen);
        self.select_row(position - self.starts[category], screen);
    }

    /// Selects a category and its first item.
    pub fn select_category(&mut self, category: usize, screen: Rect) {
        let (len, height) = (self.starts.len() - 1, self.category_rows(screen));
        self.categories.select(category, len, height);
        self.items = Window::default();
        self.detail_scroll = 0;
    }

    /// Selects the next or previous item that nobody has answered, over all categories; says whether there is one.
    pub fn select_unanswered(&mut self, session: &Session, forward: bool, screen: Rect) -> bool {
        let assessment = session.assessment();
        let count = assessment.answers().len();
        let here = self.selected().unwrap_or(0);
        let wanted = |position: &usize| {
            assessment.answers()[*position].status == Status::Unanswered
                && session.ledger().is_in_play(*position)
        };
        let found = if forward {
            (here + 1..count).chain(0..here.min(count)).find(wanted)
        } else {
            (0..here.min(count))
                .rev()
                .chain((here + 1..count).rev())
                .find(wanted)
        };
        if let Some(position) = found {
            self.select_item(position, assessment, screen);
        }
        found.is_some()
    }

    /// Brings every selection into view, after the size or the lists have changed.
    pub fn follow(&mut self, screen: Rect) {
        let (len, height) = (self.row_count(), self.item_rows(screen));
        self.items.follow(len, height);
        self.show_category_of_found(screen);
        let (len, height) = (self.starts.len() - 1, self.category_rows(screen));
        self.categories.follow(len, height);
    }

    /// Begins a search.
    pub fn begin_search(&mut self, assessment: &Assessment, screen: Rect) {
        let before = self.selected();
        if let Some(search) = &mut self.search {
            search.typing = true;
        } else {
            let index = Index::of(assessment);
            let field = TextField::single("");
            let results = index.find("", None);
            let search = Search {
                field,
                typing: true,
                index,
                results,
                in_comments: Vec::new(),
                before,
            };
            self.search = Some(search);
            self.items = Window::default();
        }
        self.pane = Pane::Items;
        self.find(assessment, screen);
    }

    /// Finds anew, after something was typed or answers have changed.
    pub fn find(&mut self, assessment: &Assessment, screen: Rect) {
        if let Some(search) = &mut self.search {
            let query = search.field.text();
            search.results = search.index.find(query, Some(&search.results));
            search.in_comments = search.index.find_in_comments(assessment, &search.results);
            self.items = Window::default();
            self.detail_scroll = 0;
        }
        self.follow(screen);
    }

    /// The search field, while keys go into it.
    pub fn search_field(&mut self) -> Option<&mut TextField> {
        self.search
            .as_mut()
            .filter(|search| search.typing)
            .map(|search| &mut search.field)
    }

    /// Keeps what was found as the list; an empty search ends.
    pub fn accept_search(&mut self, assessment: &Assessment, screen: Rect) {
        let Some(search) = &mut self.search else {
            return;
        };
        search.typing = false;
        search.field.text().clone_into(&mut self.last_query);
        if search.field.is_empty() || self.row_count() == 0 {
            self.end_search(assessment, screen, false);
        }
    }

    /// Ends the search, staying on the selected item or going back to where it began; says whether there was one.
    pub fn end_search(&mut self, assessment: &Assessment, screen: Rect, stay: bool) -> bool {
        let selected = self.selected();
        let Some(search) = self.search.take() else {
            return false;
        };
        if let Some(position) = if stay { selected } else { search.before } {
            self.select_item(position, assessment, screen);
        } else {
            self.follow(screen);
        }
        true
    }

    /// What was searched for last.
    pub fn last_query(&self) -> &str {
        &self.last_query
    }

    /// Searches again for what was searched last.
    pub fn repeat_search(&mut self, assessment: &Assessment, screen: Rect) -> bool {
        if self.search.is_some() || self.last_query.is_empty() {
            return self.search.is_some();
        }
        let query = self.last_query.clone();
        self.begin_search(assessment, screen);
        if let Some(search) = &mut self.search {
            search.field.set_text(&query);
            search.typing = false;
        }
        self.find(assessment, screen);
        true
    }
}

impl Search {
    /// The characters of an item's title that matched.
    pub fn matched(&self, assessment: &Assessment, position: usize) -> Vec<usize> {
        if self.results.is_of_nothing() {
            return Vec::new();
        }
        self.results.matched_in_item(assessment, position).title
    }

    /// How many items were found.
    pub fn count(&self) -> usize {
        self.results.found().len() + self.in_comments.len()
    }
}

/// The waiver of the item at a position, and what becomes of it.
fn waiver_of(session: &Session, position: usize) -> Option<(&Waiver, Standing)> {
    let assessment = session.assessment();
    let waiver = assessment.answers()[position].waiver.as_ref()?;
    let scoring = &assessment.checklist().scoring;
    let (item, today) = (assessment.item(position), assessment.day(session.as_of()));
    let standing = waiver.standing(item, scoring, assessment.utc_offset, today);
    Some((waiver, standing))
}

fn pane_rows(screen: Rect, pane: Rect) -> u16 {
    if Room::of(screen) == Room::Tiny {
        pane.height.saturating_sub(1)
    } else {
        inside(pane).height
    }
}
