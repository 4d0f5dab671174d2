//! What a merge could not decide: the versions read one after another, and choosing one.

use crate::domain::both_sides::{Matter, both_sides, version_words};
use crate::domain::change::Change;
use crate::domain::text::{Shown, Text};
use crate::domain::version::{Version, versions_meant};

use super::commands::Word;
use super::conversation::{Conversation, Surroundings};
use super::open::{OpenReview, capital};

impl OpenReview {
    /// The positions of the items in conflict, in checklist order.
    fn conflicted(&self) -> Vec<usize> {
        let answers = self.assessment().answers().iter().enumerate();
        let conflicted = answers.filter(|(_, answer)| !answer.conflict.is_empty());
        conflicted.map(|(at, _)| at).collect()
    }

    /// Whether the item one is on is in conflict.
    pub(super) fn is_on_conflict(&self) -> bool {
        let here = self.here();
        here.is_some_and(|(_, answer)| !answer.conflict.is_empty())
    }

    /// How many items are in conflict, in a sentence; nothing without any.
    pub(super) fn conflict_words(&self) -> Option<String> {
        match self.conflicted().len() {
            0 => None,
            1 => Some("1 item is in conflict: conflicts names it.".to_owned()),
            many => Some(format!(
                "{many} items are in conflict: conflicts names them."
            )),
        }
    }
}

/// Whether a word changes what the versions of a conflict hold, so that one has to be chosen first.
pub(super) fn is_for_one_version(word: Word) -> bool {
    matches!(
        word,
        Word::Met
            | Word::Unmet
            | Word::Partial
            | Word::Unknown
            | Word::NotApplicable
            | Word::Clear
            | Word::Comment
            | Word::Agree
            | Word::Waive
            | Word::Revoke
            | Word::Measure
            | Word::About
            | Word::Owner
            | Word::Due
            | Word::Estimate
            | Word::Confidence
            | Word::Now
    )
}

impl Conversation {
    /// The items in conflict, each with what its versions answer.
    pub(super) fn say_conflicts(&mut self) {
        let Some(open) = &self.review else {
            return;
        };
        let conflicted = open.conflicted();
        if conflicted.is_empty() {
            self.say("Nothing is in conflict.");
            return;
        }
        let mut lines: Vec<String> = conflicted.iter().map(|at| open.row(*at)).collect();
        let count = match lines.len() {
            1 => "1 item is in conflict.".to_owned(),
            many => format!("{many} items are in conflict."),
        };
        lines.insert(0, count);
        lines.push("A number goes to its item. resolve reads the versions there.".to_owned());
        self.say_long(lines);
    }

    /// Chooses the version that a number or a name names, or reads all of them.
    pub(super) fn resolve(&mut self, rest: &str, around: &mut Surroundings<'_>) {
        let Some(open) = &self.review else {
            return;
        };
        if !open.is_on_conflict() {
            let words = open.conflict_words();
            let elsewhere = words.map_or_else(String::new, |words| format!(" {words}"));
            self.say(format!("This item is not in conflict.{elsewhere}"));
            return;
        }
        if rest.is_empty() {
            self.say_versions();
            return;
        }
        match chosen(open, rest) {
            Ok((item, version)) => self.choose(item, version, around),
            Err(why) => self.say(format!("Not made: {why}.")),
        }
    }

    /// That the item one is on has to be settled before it is answered.
    pub(super) fn say_in_conflict(&mut self) {
        let id = self.review.as_ref().and_then(OpenReview::id);
        let id = id.map_or_else(String::new, |id| id.shown().into_string());
        self.say(format!(
            "Not made: {id} is in conflict. resolve reads the versions; resolve 1 or resolve 2 chooses one, and then words change it."
        ));
    }

    fn choose(&mut self, item: Text, version: Version, around: &mut Surroundings<'_>) {
        let agreed = self.no_longer_agreed(&item);
        self.make(agreed.into_iter().collect());
        let stamp = self.stamp(around);
        let made = self.apply(Change::Resolve {
            item,
            version: Box::new(version),
            stamp,
        });
        if !made {
            return;
        }
        let Some(open) = &self.review else {
            return;
        };
        let left = open.conflict_words();
        let settled = || match &open.git_waits {
            Some(git) => format!(
                "All conflicts are settled. git waits for it: once you have left, {}",
                Shown::line(git)
            ),
            None => "All conflicts are settled.".to_owned(),
        };
        self.say(left.unwrap_or_else(settled));
    }

    /// Every version of the item one is on, and at the end what all of them say.
    pub(super) fn say_versions(&mut self) {
        let Some(open) = &self.review else {
            return;
        };
        let Some((_, answer)) = open.here() else {
            return;
        };
        let offset = open.assessment().utc_offset;
        let rows = both_sides(open.assessment(), open.at, &open.session.bench());
        let mut lines = Vec::new();
        for (number, version) in answer.conflict.iter().enumerate() {
            let said = version_words(version, offset);
            lines.push(format!("Version {}: {}.", number + 1, Shown::line(&said)));
            for row in rows.iter().filter(|row| row.differs) {
                let in_words = [Matter::Answer, Matter::By, Matter::At];
                let words = row.words.get(number).map_or("", String::as_str);
                if !in_words.contains(&row.of) && !words.trim().is_empty() {
                    lines.push(sentence(row.of, words));
                }
            }
        }
        let same: Vec<String> = rows
            .iter()
            .filter(|row| !row.differs)
            .filter_map(|row| Some(sentence(row.of, row.words.first()?)))
            .collect();
        if !same.is_empty() {
            lines.push("All versions say:".to_owned());
            lines.extend(same);
        }
        lines.push(
            "resolve and a number chooses one, as resolve 1; or by name, as resolve by Ana."
                .to_owned(),
        );
        self.say_long(lines);
    }
}

/// `Comment: seen in the tracker.`
fn sentence(of: Matter, words: &str) -> String {
    let words = Shown::line(words.trim()).into_string();
    let stop = if words.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{}: {words}{stop}", capital(of.word()))
}

/// The version that `1`, `by Ana` or `by:Ana` names, or why none is meant.
fn chosen(open: &OpenReview, typed: &str) -> Result<(Text, Version), String> {
    let Some((item, answer)) = open.here() else {
        return Err("the checklist has no items".to_owned());
    };
    let count = answer.conflict.len();
    let of = |at: usize| (item.id.clone(), answer.conflict[at].clone());
    let by = typed
        .strip_prefix("by:")
        .or_else(|| typed.strip_prefix("by "));
    if let Some(name) = by {
        let name = Text::new(name.trim());
        if name.is_blank() {
            return Err("by wants the name of somebody behind it".to_owned());
        }
        let found: Vec<usize> = versions_meant(answer, &name).map(|(at, _)| at).collect();
        return match found.as_slice() {
            [at] => Ok(of(*at)),
            [] => Err(format!("no version is by {}", name.shown())),
            _ => Err(format!(
                "{} versions are by {}, so say its number",
                found.len(),
                name.shown()
            )),
        };
    }
    match typed.parse::<usize>() {
        Ok(number) if (1..=count).contains(&number) => Ok(of(number - 1)),
        _ => Err(format!(
            "the versions have numbers from 1 to {count}; or say by and a name"
        )),
    }
}
