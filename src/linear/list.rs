//! Lists of items: of a category, or of those that have something in common.

use crate::domain::filter::{Criterion, Filter, Viewpoint};
use crate::domain::text::{Shown, Text};

use super::commands::wrong;
use super::conversation::Conversation;
use super::open::OpenReview;

impl Conversation {
    /// Lists the items of the category one is in, of another, or those that a word filters.
    pub(super) fn list(&mut self, rest: &str) {
        let Some(open) = &self.review else {
            return;
        };
        if open.len() == 0 {
            self.say("The checklist has no items.");
            return;
        }
        let typed = rest.trim().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        if words == ["all"] {
            let all: Vec<usize> = (0..open.len()).collect();
            let lines = open.by_category(&all);
            self.say_long(lines);
            return;
        }
        let criteria: Option<Vec<Criterion>> = words.iter().map(|it| criterion_of(it)).collect();
        if let Some(criteria) = criteria.filter(|criteria| !criteria.is_empty()) {
            if criteria.contains(&Criterion::Mine) && self.name.is_none() {
                self.say("Your name is not known yet: it is asked for with the first answer.");
                return;
            }
            let filter: Filter = criteria.into_iter().collect();
            let kept = open.filtered(filter, self.name.as_ref());
            let words: Vec<&str> = filter.criteria().map(Criterion::words).collect();
            let words = super::open::capital(&words.join(", "));
            if kept.is_empty() {
                self.say(format!("{words}: none."));
                return;
            }
            let mut lines = vec![format!("{words}: {}.", kept.len())];
            lines.extend(open.by_category(&kept));
            self.say_long(lines);
            return;
        }
        let checklist = open.assessment().checklist();
        let category = if typed.is_empty() {
            Some(open.assessment().category_of(open.at))
        } else {
            let number = typed.parse::<usize>().ok();
            let number = number.and_then(|it| it.checked_sub(1));
            let named = |it: &crate::domain::checklist::Category| {
                it.id.raw().to_lowercase() == typed || it.title.raw().to_lowercase() == typed
            };
            let number = number.filter(|at| *at < checklist.categories.len());
            checklist.categories.iter().position(named).or(number)
        };
        match category {
            Some(category) => {
                let of = |at: &usize| open.assessment().category_of(*at) == category;
                let kept: Vec<usize> = (0..open.len()).filter(of).collect();
                let lines = open.by_category(&kept);
                self.say_long(lines);
            }
            None => {
                let ids = checklist.categories.iter().map(|it| it.id.raw());
                let known = Criterion::ALL.iter().map(|it| it.key()).chain(ids);
                let known: Vec<&str> = known.collect();
                let otherwise = "list all, open, blockers, without, unanswered, stale, mine, overdue, changed, or a category";
                let sentence = wrong(&typed, known.iter().copied(), otherwise);
                self.say(Shown::line(&sentence).into_string());
            }
        }
    }
}

impl OpenReview {
    /// The items in rows, after the title of each category and how many of it there are.
    fn by_category(&self, items: &[usize]) -> Vec<String> {
        let mut lines = Vec::new();
        let mut last = None;
        for at in items {
            let category = self.assessment().category_of(*at);
            if last != Some(category) {
                let of = |it: &&usize| self.assessment().category_of(**it) == category;
                let count = items.iter().filter(of).count();
                let s = if count == 1 { "" } else { "s" };
                let title = &self.assessment().checklist().categories[category].title;
                lines.push(format!("{}, {count} item{s}.", title.shown()));
                last = Some(category);
            }
            lines.push(self.row(*at));
        }
        lines
    }

    fn filtered(&self, filter: Filter, name: Option<&Text>) -> Vec<usize> {
        let bench = self.session.bench();
        let viewpoint = Viewpoint {
            assessment: self.assessment(),
            ledger: self.session.ledger(),
            bench: &bench,
            me: name,
            changed: &self.changed,
        };
        let shown = |at: &usize| filter.matches(&viewpoint, *at);
        (0..self.len()).filter(shown).collect()
    }
}

/// Whether a line is nothing but words that filter.
pub(super) fn is_filter(line: &str) -> bool {
    let line = line.to_lowercase();
    line.split_whitespace()
        .all(|word| criterion_of(word).is_some())
}

/// The criterion of a word; some have other words besides their own.
fn criterion_of(word: &str) -> Option<Criterion> {
    match word {
        "without" | "unevidenced" => Some(Criterion::WithoutEvidence),
        "blockers" => Some(Criterion::Blocker),
        "out" => Some(Criterion::OutOfPlay),
        word => Criterion::of_key(word),
    }
}
