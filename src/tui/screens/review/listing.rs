//! What stands on the review's list: the groups, the filter, and what stays on it for a moment though it no longer
//! matches. Pure.

use std::collections::BTreeSet;

use crate::domain::assessment::Assessment;
use crate::domain::filter::{Criterion, Filter, Marks, Sort, Viewpoint};
use crate::domain::text::Text;
use crate::session::Session;

use super::arrangement::{Arrangement, Grouping};

/// What stands on the list.
#[derive(Debug)]
pub struct Listing {
    arrangement: Arrangement,
    filter: Filter,
    /// Which criteria hold for each item; nothing while there is no filter.
    marks: Vec<Marks>,
    /// An item that is on the list though it does not match: the cursor stands on it.
    held: Option<usize>,
    /// The items whose answer has changed since the reviewer left.
    changed: BTreeSet<usize>,
    /// Who reviews.
    me: Option<Text>,
    /// Met items and those that count, by heading; nothing where the groups are categories, which have a score.
    counts: Vec<(u32, u32)>,
}

impl Listing {
    /// Every item, by category.
    pub fn of(assessment: &Assessment) -> Self {
        Self {
            arrangement: Arrangement::of(assessment, Grouping::Category),
            filter: Filter::default(),
            marks: Vec::new(),
            held: None,
            changed: BTreeSet::new(),
            me: None,
            counts: Vec::new(),
        }
    }

    /// The groups and their items.
    pub fn arrangement(&self) -> &Arrangement {
        &self.arrangement
    }

    /// What is asked for.
    pub fn filter(&self) -> Filter {
        self.filter
    }

    /// The filter in few words: alternatives with `or`, what has to hold together with a comma.
    pub fn filter_words(&self) -> String {
        let mut words = String::new();
        let mut before = None;
        for criterion in self.filter.criteria() {
            let sort = criterion.sort();
            let alternative = before == Some(sort) && sort != Sort::Other;
            words.push_str(match before {
                None => "",
                Some(_) if alternative => " or ",
                Some(_) => ", ",
            });
            words.push_str(criterion.words());
            before = Some(sort);
        }
        words
    }

    /// The items whose answer has changed since the reviewer left.
    pub fn changed(&self) -> &BTreeSet<usize> {
        &self.changed
    }

    /// Takes in which answers have changed since the reviewer left.
    pub fn set_changed(&mut self, session: &Session, changed: BTreeSet<usize>) {
        self.changed = changed;
        self.refresh(session, None);
    }

    /// Takes in who reviews. Says whether the list is another.
    pub fn set_me(&mut self, session: &Session, me: Option<&Text>) -> bool {
        let matters = self.me.as_ref() != me && self.filter.has(Criterion::Mine);
        if self.me.as_ref() != me {
            self.me = me.cloned();
        }
        if matters {
            self.refresh(session, None);
        }
        matters
    }

    /// Whether what is worked out belongs to the checklist that a session has now.
    pub fn fits(&self, session: &Session) -> bool {
        self.arrangement.item_count() == session.assessment().answers().len()
    }

    /// Puts the items into other groups.
    pub fn group_by(&mut self, session: &Session, grouping: Grouping) {
        self.arrangement = Arrangement::of(session.assessment(), grouping);
        self.show();
        self.count(session);
    }

    /// Asks for something else.
    pub fn set_filter(&mut self, session: &Session, filter: Filter) {
        (self.filter, self.held) = (filter, None);
        self.mark(session);
        self.show();
    }

    /// Works everything out anew, after what may concern all items; the selected one stays on the list.
    pub fn refresh(&mut self, session: &Session, selected: Option<usize>) {
        let assessment = session.assessment();
        self.changed
            .retain(|position| *position < assessment.answers().len());
        self.arrangement = Arrangement::of(assessment, self.arrangement.grouping());
        self.mark(session);
        self.held = selected.filter(|position| !self.admits(*position));
        self.show();
        self.count(session);
    }

    /// Works out anew what an answer has changed; the selected item stays on the list. Says whether the list is
    /// another.
    pub fn refresh_item(
        &mut self,
        session: &Session,
        position: usize,
        selected: Option<usize>,
    ) -> bool {
        if !self.arrangement.still_holds(session.assessment(), position) {
            self.refresh(session, selected);
            return true;
        }
        self.count(session);
        if self.filter.is_empty() {
            return false;
        }
        self.marks[position] = self.viewed(session, |view| view.marks(position));
        let (admitted, listed) = (self.admits(position), self.is_listed(position));
        if self.held == Some(position) {
            self.held = (!admitted).then_some(position);
            return false;
        }
        if listed && !admitted && selected == Some(position) {
            self.held = Some(position);
            return false;
        }
        if listed != admitted {
            self.show();
        }
        listed != admitted
    }

    /// The cursor stands on an item, or on none: what was on the list only for its sake goes. Says whether the list is
    /// another.
    pub fn settle(&mut self, selected: Option<usize>) -> bool {
        let goes = self.held.is_some() && self.held != selected;
        if goes {
            self.held = None;
            self.show();
        }
        goes
    }

    /// Puts an item on the list for as long as the cursor stands on it. Says whether the list is another.
    pub fn hold(&mut self, position: usize) -> bool {
        let is_new = !self.is_listed(position);
        if is_new {
            self.held = Some(position);
            self.show();
        }
        is_new
    }

    /// Whether an item is on the list.
    pub fn is_listed(&self, position: usize) -> bool {
        self.arrangement.place_of(position).is_some()
    }

    /// Met items of a group and those that count; absent where the group has a score of its own.
    pub fn count_of(&self, group: usize) -> Option<(u32, u32)> {
        self.counts
            .get(self.arrangement.heading_at(group)?)
            .copied()
    }

    /// For how many items each criterion holds, in the order of [`Criterion::ALL`].
    pub fn tally(&self, session: &Session) -> Vec<usize> {
        self.viewed(session, |view| {
            let mut tally = vec![0; Criterion::ALL.len()];
            for position in 0..session.assessment().answers().len() {
                let marks = view.marks(position);
                for (count, criterion) in tally.iter_mut().zip(Criterion::ALL) {
                    *count += usize::from(marks.has(criterion));
                }
            }
            tally
        })
    }

    /// Counts anew, after answers or what counts have changed.
    pub fn count(&mut self, session: &Session) {
        self.counts.clear();
        if self.arrangement.grouping() == Grouping::Category {
            return;
        }
        self.counts.resize(self.arrangement.heading_count(), (0, 0));
        let (ledger, scope) = (session.ledger(), session.scope());
        for position in 0..session.assessment().answers().len() {
            let heading = self.arrangement.heading_of(position);
            if let (Some(heading), Some(met)) = (heading, ledger.counted(position, scope)) {
                let (all_met, counted) = &mut self.counts[heading];
                *all_met += u32::from(met);
                *counted += 1;
            }
        }
    }

    fn mark(&mut self, session: &Session) {
        let count = session.assessment().answers().len();
        self.marks = if self.filter.is_empty() {
            Vec::new()
        } else {
            self.viewed(session, |view| {
                (0..count).map(|position| view.marks(position)).collect()
            })
        };
    }

    fn admits(&self, position: usize) -> bool {
        let marks = self.marks.get(position);
        self.filter.is_empty() || marks.is_some_and(|marks| self.filter.admits(*marks))
    }

    fn show(&mut self) {
        let (filter, marks, held) = (self.filter, &self.marks, self.held);
        self.arrangement.show(|position| {
            filter.is_empty() || filter.admits(marks[position]) || held == Some(position)
        });
    }

    fn viewed<T>(&self, session: &Session, look: impl FnOnce(&Viewpoint<'_>) -> T) -> T {
        look(&Viewpoint {
            assessment: session.assessment(),
            ledger: session.ledger(),
            bench: &session.bench(),
            me: self.me.as_ref(),
            changed: &self.changed,
        })
    }
}
