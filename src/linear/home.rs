//! Home: what there is to open and to start, by number.

use std::fmt::Write as _;

use crate::domain::text::Shown;
use crate::search::Index;

use super::commands::wrong;
use super::conversation::Conversation;
use super::message::{Effect, Entry, Target};
use super::open::capital;
use super::question::Question;

/// What is understood at home besides numbers.
const WORDS: [&str; 5] = ["list", "search", "more", "help", "leave"];

/// What there is to open and to start.
#[derive(Debug, Default)]
pub(super) struct Home {
    entries: Vec<Entry>,
    was_said: bool,
}

impl Home {
    /// Takes in what there is; whether that was said before.
    pub(super) fn fill(&mut self, entries: Vec<Entry>) -> bool {
        self.entries = entries;
        std::mem::replace(&mut self.was_said, true)
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut last = "";
        for (at, entry) in self.entries.iter().enumerate() {
            let heading = match entry.target {
                Target::Assessment(_) => "Reviews.",
                Target::Checklist(_) => "Checklists to start a review from.",
                Target::Example(_) => "Examples, filled in.",
            };
            if heading != last {
                lines.push(heading.to_owned());
                last = heading;
            }
            lines.push(row(at, entry));
        }
        lines
    }
}

/// `1 Payments API: no-go, claimed 71.4, evidenced 52.0. Launch, 24 items`.
fn row(at: usize, entry: &Entry) -> String {
    let mut line = format!("{} {}", at + 1, Shown::line(&entry.title));
    if let Some((verdict, claimed, evidenced)) = &entry.figures {
        let said = |figure: &str| match figure {
            "—" => "none".to_owned(),
            figure => Shown::line(figure).into_string(),
        };
        let (claimed, evidenced) = (said(claimed), said(evidenced));
        let _ = write!(
            line,
            ": {}, claimed {claimed}, evidenced {evidenced}",
            verdict.word()
        );
    }
    let _ = write!(
        line,
        ". {}",
        Shown::line(&entry.detail).as_str().replace(" · ", ", ")
    );
    if !entry.signed.is_empty() {
        let _ = write!(
            line,
            ". {}",
            capital(&Shown::line(&entry.signed).into_string())
        );
    }
    if !entry.lapsing.is_empty() {
        let _ = write!(line, ". Lapses soon: {}", Shown::line(&entry.lapsing));
    }
    line.push('.');
    line
}

impl Conversation {
    /// Says what there is to open.
    pub(super) fn say_entries(&mut self) {
        let lines = self.home.lines();
        if lines.is_empty() {
            self.say("There is nothing to open. leave ends.");
            return;
        }
        self.say_long(lines);
        self.say("Type a number to open it. help lists the words.");
    }

    /// Does what a line says at home.
    pub(super) fn at_home(&mut self, line: &str) {
        if let Ok(number) = line.parse::<usize>() {
            self.open_entry(number);
            return;
        }
        let (word, rest) = match line.strip_prefix('/') {
            Some(rest) => ("search", rest),
            None => line.split_once(' ').unwrap_or((line, "")),
        };
        let rest = rest.trim();
        match word.to_lowercase().as_str() {
            "" | "list" | "l" => self.say_entries(),
            "open" => match rest.parse::<usize>() {
                Ok(number) => self.open_entry(number),
                Err(_) => self.say("Say which: open 1."),
            },
            "search" | "find" if rest.is_empty() => self.ask(Question::Search),
            "search" | "find" => self.search_entries(rest),
            "more" => match std::mem::take(&mut self.more) {
                rest if rest.is_empty() => self.say("There is no more."),
                rest => self.say_long(rest),
            },
            "help" | "?" | "h" | "keys" => {
                self.say("A number opens that review, or starts one from that checklist.");
                self.say("list: what there is to open.");
                self.say("search, or a slash: find some of it by a word.");
                self.say("leave, or q: leave.");
            }
            "leave" | "q" | "quit" | "exit" => self.leave(),
            _ => {
                let otherwise = "a number opens a review, help lists the words";
                let sentence = wrong(word, WORDS, otherwise);
                self.say(Shown::line(&sentence).into_string());
            }
        }
    }

    fn open_entry(&mut self, number: usize) {
        let entry = number
            .checked_sub(1)
            .and_then(|at| self.home.entries.get(at));
        let Some(entry) = entry else {
            let count = self.home.entries.len();
            self.say(format!(
                "There is no {number}: numbers go from 1 to {count}."
            ));
            return;
        };
        let title = Shown::line(&entry.title).into_string();
        match entry.target.clone() {
            Target::Assessment(path) => self.wait_for(Effect::Open(path)),
            Target::Example(name) => self.wait_for(Effect::OpenExample(name)),
            Target::Checklist(checklist) => {
                self.say(format!("A new review by {title}. An empty line leaves it."));
                self.ask(Question::Subject { checklist });
            }
        }
    }

    pub(super) fn search_entries(&mut self, query: &str) {
        let entries = &self.home.entries;
        let texts = entries
            .iter()
            .map(|it| vec![it.title.as_str(), it.detail.as_str()]);
        let found = Index::of_texts(texts).find(query, None);
        let rows = found.worthwhile().iter();
        let rows: Vec<String> = rows
            .map(|it| row(it.position, &entries[it.position]))
            .collect();
        if rows.is_empty() {
            self.say(format!("Nothing is like {}.", Shown::line(query)));
            return;
        }
        self.say(format!("{} found.", rows.len()));
        self.say_long(rows);
    }
}
