//! Other groups, another filter, and what both mean for the selection.

use std::collections::BTreeSet;

use ratatui::layout::Rect;

use crate::domain::bookmark::Bookmark;
use crate::domain::filter::{Criterion, Filter};
use crate::domain::text::Text;
use crate::session::Session;
use crate::tui::widgets::window::Window;

use super::arrangement::Grouping;
use super::{Pane, Review};

impl Review {
    /// Groups by the next thing, or the one before; the selected item stays selected.
    pub fn group_by_next(&mut self, session: &Session, forward: bool, screen: Rect) -> Grouping {
        let before = self.listing.arrangement().grouping();
        let grouping = before.next(session.assessment(), forward);
        self.group_by(session, grouping);
        self.follow(screen);
        grouping
    }

    /// Takes in who reviews.
    pub fn set_me(&mut self, session: &Session, me: Option<&Text>) {
        let selected = self.selected();
        if self.listing.set_me(session, me) {
            self.relist(session, selected);
        }
    }

    /// Asks for one thing more, or for one less if it was asked for already.
    pub fn toggle_filter(&mut self, session: &Session, criterion: Criterion) {
        self.set_filter(session, self.listing.filter().toggled(criterion));
    }

    /// Shows everything; says whether there was a filter.
    pub fn clear_filter(&mut self, session: &Session) -> bool {
        let was_on = !self.listing.filter().is_empty();
        if was_on {
            self.set_filter(session, Filter::default());
        }
        was_on
    }

    /// Works out anew what stands on the list, after something has changed that may concern all items.
    pub(super) fn refresh(&mut self, session: &Session) {
        let selected = self.selected();
        if !self.listing.fits(session) {
            // Somebody else has moved the assessment to another checklist: what was found is of the old one.
            self.search = None;
        }
        self.listing.refresh(session, selected);
        self.relist(session, selected);
    }

    /// Works out anew what a change of one item alters.
    pub(super) fn refresh_item(&mut self, session: &Session, position: usize) {
        let selected = self.selected();
        if self.listing.refresh_item(session, position, selected) {
            self.relist(session, selected);
        }
    }

    /// Takes in that other items are counted.
    pub(super) fn recount(&mut self, session: &Session) {
        self.listing.count(session);
    }

    /// The cursor has come to rest: what was on the list for its sake alone goes, if it stands elsewhere.
    pub(super) fn settle(&mut self, session: &Session, screen: Rect) {
        let selected = self.selected();
        if self.listing.settle(selected) {
            self.relist(session, selected);
            self.follow(screen);
        }
    }

    /// What is worth keeping of the screen until the reviewer comes back.
    pub fn bookmark(&self, session: &Session) -> Bookmark {
        let assessment = session.assessment();
        Bookmark {
            item: self
                .selected()
                .map(|position| assessment.item(position).id.clone())
                .unwrap_or_default(),
            pane: self.pane.key().to_owned(),
            grouping: self.listing.arrangement().grouping().key().to_owned(),
            filter: self
                .listing
                .filter()
                .criteria()
                .map(|criterion| criterion.key().to_owned())
                .collect(),
        }
    }

    /// Goes back to where the reviewer left; what has no meaning any more is passed over.
    pub fn resume(
        &mut self,
        session: &Session,
        bookmark: &Bookmark,
        changed: BTreeSet<usize>,
        screen: Rect,
    ) {
        let assessment = session.assessment();
        self.listing.set_changed(session, changed);
        let grouping = Grouping::ALL
            .into_iter()
            .find(|grouping| grouping.key() == bookmark.grouping);
        if let Some(grouping) = grouping.filter(|grouping| grouping.applies(assessment)) {
            self.group_by(session, grouping);
        }
        let criteria = bookmark
            .filter
            .iter()
            .filter_map(|key| Criterion::of_key(key));
        // What had changed when the reviewer was here the time before has been seen.
        let filter: Filter = criteria
            .filter(|criterion| *criterion != Criterion::Changed)
            .collect();
        self.set_filter(session, filter);
        if self.group_count() == 0 && !filter.has(Criterion::Mine) {
            // An empty list is no place to come back to; whose items are wanted may not be known yet.
            self.clear_filter(session);
        }
        if let Some(position) = assessment.position(&bookmark.item) {
            self.listing.hold(position);
            self.place(position);
        }
        self.pane = Pane::of_key(&bookmark.pane).unwrap_or_default();
        self.follow(screen);
    }

    fn group_by(&mut self, session: &Session, grouping: Grouping) {
        let selected = self.selected();
        self.listing.group_by(session, grouping);
        self.relist(session, selected);
    }

    fn set_filter(&mut self, session: &Session, filter: Filter) {
        let selected = self.selected();
        self.listing.set_filter(session, filter);
        self.relist(session, selected);
    }

    /// The list is another: what was selected stays so, or else what follows it.
    fn relist(&mut self, session: &Session, selected: Option<usize>) {
        if self.search.is_some() {
            self.find_again(session.assessment(), selected);
            return;
        }
        let arrangement = self.listing.arrangement();
        let nearest = selected.and_then(|selected| {
            if self.listing.is_listed(selected) {
                return Some(selected);
            }
            let follows = arrangement.order().find(|position| *position > selected);
            follows.or_else(|| arrangement.order().next_back())
        });
        if nearest != selected {
            self.detail_scroll = 0;
        }
        if let Some(position) = nearest {
            self.place(position);
        } else {
            (self.groups, self.items) = (Window::default(), Window::default());
        }
    }
}
