//! Going from item to item, and searching.

use crate::domain::text::{Shown, Text};
use crate::search::Index;

use super::conversation::Conversation;

/// How many matches of a search are said.
const MATCHES: usize = 10;

impl Conversation {
    /// Goes to an item, and says where that is.
    pub(super) fn go_to(&mut self, at: usize) {
        let Some(open) = &mut self.review else {
            return;
        };
        if at >= open.len() {
            self.say("The checklist has no items.");
            return;
        }
        if open.held().is_some() {
            let now = open.session.as_of();
            self.show_item(at, now);
            return;
        }
        let was = open.assessment().category_of(open.at);
        let now = open.assessment().category_of(at);
        open.at = at;
        if was != now {
            let category = &open.assessment().checklist().categories[now];
            let line = format!("{}.", category.title.shown());
            self.say(line);
        }
        self.say_here();
    }

    /// Goes to an item by its number or id.
    pub(super) fn go(&mut self, rest: &str) {
        let Some(open) = &self.review else {
            return;
        };
        let count = open.len();
        let by_id = open.assessment().position(&Text::new(rest));
        let number = rest
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1));
        match by_id.or(number.filter(|at| *at < count)) {
            Some(at) => self.go_to(at),
            None if rest.is_empty() => {
                self.say(format!("Say where: go 1 to go {count}, or go and an id."));
            }
            None => {
                let ids = open.assessment().answers().iter().map(|it| it.item.raw());
                let near = super::commands::wrong(
                    rest,
                    ids,
                    &format!("items have numbers from 1 to {count}, and ids"),
                );
                self.say(Shown::line(&near).into_string());
            }
        }
    }

    /// Says what is like a query, and goes to the first.
    pub(super) fn search(&mut self, query: &str) {
        let Some(open) = &mut self.review else {
            return;
        };
        let assessment = open.session.assessment();
        let index = Index::of(assessment);
        let results = index.find(query, None);
        let mut found: Vec<usize> = results.worthwhile().iter().map(|it| it.position).collect();
        found.extend(index.find_in_comments(assessment, &results));
        query.clone_into(&mut open.query);
        open.found.clone_from(&found);
        let shown = Text::new(query);
        let Some(first) = found.first().copied() else {
            self.say(format!("Nothing is like {}.", shown.shown()));
            return;
        };
        let mut lines = vec![format!("{} found.", found.len())];
        lines.extend(found.iter().take(MATCHES).map(|at| open.row(*at)));
        if found.len() > MATCHES {
            lines.push(format!("And {} less alike.", found.len() - MATCHES));
        }
        lines.push("You are on the first. n goes to the next, N to the one before.".to_owned());
        open.at = first;
        self.say_long(lines);
    }

    /// Goes to another match of the last search.
    pub(super) fn step_match(&mut self, forward: bool) {
        let Some(open) = &self.review else {
            return;
        };
        if open.query.is_empty() {
            self.say("Nothing was searched for yet. search and a word does.");
            return;
        }
        let count = open.found.len();
        let here = open.found.iter().position(|at| *at == open.at);
        let next = match (here, forward) {
            _ if count == 0 => None,
            (Some(at), true) => Some((at + 1) % count),
            (Some(at), false) => Some((at + count - 1) % count),
            (None, _) => Some(0),
        };
        match next.and_then(|at| open.found.get(at).copied()) {
            Some(at) => self.go_to(at),
            None => self.say("Nothing was found."),
        }
    }
}
