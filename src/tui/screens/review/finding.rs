//! The search over the items that are on the list.

use ratatui::layout::Rect;

use crate::domain::assessment::Assessment;
use crate::search::{Index, Results};
use crate::tui::widgets::text_field::TextField;
use crate::tui::widgets::window::Window;

use super::listing::Listing;
use super::{Pane, Review};

/// A search over the items that are on the list.
#[derive(Debug)]
pub struct Search {
    /// What is typed.
    pub field: TextField,
    /// Keys go into the field.
    pub typing: bool,
    index: Index,
    results: Results,
    /// The items that were found, the best first; those of which only the comment matches after the others.
    rows: Vec<usize>,
    /// The item that was selected before.
    before: Option<usize>,
}

impl Search {
    /// The characters of an item's title that matched.
    pub fn matched(&self, assessment: &Assessment, position: usize) -> Vec<usize> {
        if self.results.is_of_nothing() {
            return Vec::new();
        }
        self.results.matched_in_item(assessment, position).title
    }

    /// The items that were found, the best first.
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    fn find(&mut self, assessment: &Assessment, listing: &Listing) {
        self.results = self.index.find(self.field.text(), Some(&self.results));
        let in_comments = self.index.find_in_comments(assessment, &self.results);
        let found = self.results.worthwhile().iter().map(|found| found.position);
        self.rows = found
            .chain(in_comments)
            .filter(|position| listing.is_listed(*position))
            .collect();
    }
}

impl Review {
    /// Begins a search.
    pub fn begin_search(&mut self, assessment: &Assessment, screen: Rect) {
        let before = self.selected();
        if let Some(search) = &mut self.search {
            search.typing = true;
        } else {
            let index = Index::of(assessment);
            let results = index.find("", None);
            let search = Search {
                field: TextField::single(""),
                typing: true,
                index,
                results,
                rows: Vec::new(),
                before,
            };
            self.search = Some(search);
            self.items = Window::default();
        }
        self.pane = Pane::Items;
        self.find(assessment, screen);
    }

    /// Finds anew, after something was typed.
    pub fn find(&mut self, assessment: &Assessment, screen: Rect) {
        if let Some(search) = &mut self.search {
            search.find(assessment, &self.listing);
            self.items = Window::default();
            self.detail_scroll = 0;
        }
        self.follow(screen);
    }

    /// Finds anew after what is on the list has changed; the selected item stays selected.
    pub(super) fn find_again(&mut self, assessment: &Assessment, selected: Option<usize>) {
        if let Some(search) = &mut self.search {
            search.find(assessment, &self.listing);
            let rows = &search.rows;
            let row = selected.and_then(|selected| rows.iter().position(|row| *row == selected));
            if let Some(row) = row {
                self.items.selected = row;
            }
        }
    }

    /// The search field, while keys go into it.
    pub fn search_field(&mut self) -> Option<&mut TextField> {
        self.search
            .as_mut()
            .filter(|search| search.typing)
            .map(|search| &mut search.field)
    }

    /// Keeps what was found as the list; an empty search ends.
    pub fn accept_search(&mut self, screen: Rect) {
        let Some(search) = &mut self.search else {
            return;
        };
        search.typing = false;
        search.field.text().clone_into(&mut self.last_query);
        if search.field.is_empty() || search.rows.is_empty() {
            self.end_search(screen, false);
        }
    }

    /// Ends the search, staying on the selected item or going back to where it began; says whether there was one.
    pub fn end_search(&mut self, screen: Rect, stay: bool) -> bool {
        let selected = self.selected();
        let Some(search) = self.search.take() else {
            return false;
        };
        let to = if stay {
            selected.or(search.before)
        } else {
            search.before
        };
        match to {
            Some(position) => self.select_item(position, screen),
            None => self.follow(screen),
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
