//! The review screen: groups, items, detail, and the verdict over them.

pub mod arrangement;
mod conflicted;
mod detail;
mod finding;
mod gauges;
mod ladder;
pub mod listing;
mod mouse;
mod movement;
mod panes;
mod sifting;
mod signed;
pub mod update;
mod verdict;
pub mod view;

use std::sync::Arc;

use crate::domain::assessment::{Assessment, Status};
use crate::domain::waiver::Standing;
use crate::domain::waiver::Waiver;
use crate::problem::Problem;
use crate::session::Session;
use crate::tui::keymap::Keymap;
use crate::tui::layout::{Foremost, ReviewLayout, Room, inside};
use crate::tui::widgets::window::Window;
use ratatui::layout::Rect;

use finding::Search;
use listing::Listing;

/// Whether what one sees is on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Saving {
    /// It is.
    #[default]
    Saved,
    /// It is on its way.
    UnderWay,
    /// Both sides of a merge that git left to somebody; the first change writes it.
    Unwritten,
    /// It is not, and why; it is tried again.
    Failed(Problem),
    /// It was, but the file can't be read any more, or is gone.
    Outside(Problem),
}

impl Saving {
    /// What has to be said everywhere, in a word; nothing while all is well.
    pub fn alarm(&self) -> Option<&'static str> {
        match self {
            Self::Saved | Self::UnderWay | Self::Unwritten => None,
            Self::Failed(_) => Some("NOT SAVED"),
            Self::Outside(_) => Some("NOT ON DISK"),
        }
    }
}

impl Pane {
    /// The word in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Groups => "groups",
            Self::Items => "items",
            Self::Detail => "detail",
        }
    }

    /// The pane of that word.
    pub fn of_key(key: &str) -> Option<Self> {
        [Self::Groups, Self::Items, Self::Detail]
            .into_iter()
            .find(|pane| pane.key() == key)
    }
}

/// An open review.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each with its own name"
)]
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
    /// Nothing may be changed until it is unlocked: a guard against stray keys.
    pub locked: bool,
    /// Whether what one sees is on disk.
    pub saving: Saving,
    /// What is typed to tell git of the file once it is settled; none where git waits for nothing.
    pub git_waits: Option<String>,
    /// Leaving it leads to the home screen.
    pub from_home: bool,
    /// How many items have evidence or a waiver that lapses soon: counted when something changes, not when it is drawn.
    pub lapsing: usize,
    /// How many items are in conflict: counted as the lapsing ones are.
    pub conflicts: usize,
    /// The checklist that it carries is not the known one of its id and version; found out beside the loop.
    pub altered: bool,
}

impl OpenReview {
    /// Works out anew what is worked out once for all items, after something has changed that may concern any of them.
    pub fn refresh(&mut self) {
        self.count_lapsing();
        self.count_conflicts();
        self.view.has_sign_offs = !self.session.sign_offs().is_empty();
        self.view.refresh(&self.session);
    }

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
    /// The groups.
    Groups,
    /// The items.
    #[default]
    Items,
    /// The detail of the selected item.
    Detail,
}

/// What the review screen shows.
#[derive(Debug)]
pub struct Review {
    /// The pane that takes the keys.
    pub pane: Pane,
    /// Which group is selected.
    pub groups: Window,
    /// Which row of the items is selected.
    pub items: Window,
    /// How far the detail is scrolled.
    pub detail_scroll: usize,
    listing: Listing,
    search: Option<Search>,
    /// What the last search was, for the next one.
    last_query: String,
    /// The checklist has stages: the verdict's box shows how far it is with each.
    has_ladder: bool,
    /// There are sign-offs: the verdict's box says what became of them.
    has_sign_offs: bool,
}

impl Review {
    /// The screen of an assessment, on its first item.
    pub fn of(assessment: &Assessment) -> Self {
        Self {
            pane: Pane::Items,
            groups: Window::default(),
            items: Window::default(),
            detail_scroll: 0,
            listing: Listing::of(assessment),
            search: None,
            last_query: String::new(),
            has_ladder: !assessment.checklist().stages.is_empty(),
            has_sign_offs: false,
        }
    }

    /// What stands on the list, in which groups.
    pub fn listing(&self) -> &Listing {
        &self.listing
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
        match &self.search {
            Some(search) => search.rows().len(),
            None => self.listing.arrangement().len_of(self.group()),
        }
    }

    /// The item on a row of the list.
    pub fn item_at(&self, row: usize) -> Option<usize> {
        match &self.search {
            Some(search) => search.rows().get(row).copied(),
            None => self.listing.arrangement().item(self.group(), row),
        }
    }

    /// The selected item.
    pub fn selected(&self) -> Option<usize> {
        self.item_at(self.items.selected)
    }

    /// How many groups there are.
    pub fn group_count(&self) -> usize {
        self.listing.arrangement().group_count()
    }

    /// The selected group; 0 where there is none.
    pub fn group(&self) -> usize {
        self.groups
            .selected
            .min(self.group_count().saturating_sub(1))
    }

    /// Which pane is in front where there is no room for all.
    pub fn foremost(&self) -> Foremost {
        match self.pane {
            Pane::Groups => Foremost::Groups,
            Pane::Items => Foremost::Items,
            Pane::Detail => Foremost::Detail,
        }
    }

    /// The screen's parts.
    pub fn layout(&self, screen: Rect) -> ReviewLayout {
        ReviewLayout::of(screen, self.foremost(), self.has_ladder, self.has_sign_offs)
    }

    /// How many rows of items are visible.
    pub fn item_rows(&self, screen: Rect) -> usize {
        usize::from(pane_rows(screen, self.layout(screen).items))
    }

    /// How many rows of groups are visible.
    pub fn group_rows(&self, screen: Rect) -> usize {
        usize::from(pane_rows(screen, self.layout(screen).groups))
    }

    /// Selects a row of the items.
    pub fn select_row(&mut self, row: usize, screen: Rect) {
        let (len, height) = (self.row_count(), self.item_rows(screen));
        self.items.select(row, len, height);
        self.detail_scroll = 0;
        self.show_group_of_found(screen);
    }

    /// While a search is on, the selected group is that of the selected item.
    fn show_group_of_found(&mut self, screen: Rect) {
        let Some(position) = self.selected().filter(|_| self.search.is_some()) else {
            return;
        };
        if let Some((group, _)) = self.listing.arrangement().place_of(position) {
            let (len, height) = (self.group_count(), self.group_rows(screen));
            self.groups.select(group, len, height);
        }
    }

    /// Selects an item, in its group or among what was found; one that the filter hides comes back for as long as it
    /// is selected.
    pub fn select_item(&mut self, position: usize, screen: Rect) {
        if let Some(search) = &self.search {
            let row = search.rows().iter().position(|row| *row == position);
            if let Some(row) = row {
                self.select_row(row, screen);
                return;
            }
            self.search = None;
        }
        self.listing.hold(position);
        self.place(position);
        self.detail_scroll = 0;
        self.follow(screen);
    }

    /// Selects an item that is on the list, in its group.
    fn place(&mut self, position: usize) {
        if let Some((group, row)) = self.listing.arrangement().place_of(position) {
            if group != self.group() {
                self.items = Window::default();
            }
            (self.groups.selected, self.items.selected) = (group, row);
        }
    }

    /// Selects a group and its first item.
    pub fn select_group(&mut self, group: usize, screen: Rect) {
        let (len, height) = (self.group_count(), self.group_rows(screen));
        self.groups.select(group, len, height);
        self.items = Window::default();
        self.detail_scroll = 0;
    }

    /// Selects the next or previous item on the list that nobody has answered, over all groups; says whether there is
    /// one.
    pub fn select_unanswered(&mut self, session: &Session, forward: bool, screen: Rect) -> bool {
        let assessment = session.assessment();
        let wanted = |position: &usize| {
            assessment.answers()[*position].status == Status::Unanswered
                && session.ledger().is_in_play(*position)
        };
        let order = || self.listing.arrangement().order();
        let here = self
            .selected()
            .and_then(|selected| order().position(|position| position == selected));
        let (before, after) = (here.unwrap_or(0), here.map_or(0, |here| here + 1));
        let found = if forward {
            let mut others = order().skip(after).chain(order().take(before));
            others.find(wanted)
        } else {
            let earlier = order().take(before).rev();
            earlier.chain(order().skip(after).rev()).find(wanted)
        };
        if let Some(position) = found {
            self.select_item(position, screen);
        }
        found.is_some()
    }

    /// Selects where work goes on, else the first item of all.
    pub fn land(&mut self, session: &Session, screen: Rect) {
        if let Some(position) = session.where_work_goes_on() {
            self.select_item(position, screen);
        }
    }

    /// Brings every selection into view, after the size or the lists have changed.
    pub fn follow(&mut self, screen: Rect) {
        let (len, height) = (self.row_count(), self.item_rows(screen));
        self.items.follow(len, height);
        self.show_group_of_found(screen);
        let (len, height) = (self.group_count(), self.group_rows(screen));
        self.groups.follow(len, height);
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
