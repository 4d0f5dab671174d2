//! How a merge is told: what came from whom, what is in conflict, and how to go on.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use crate::domain::assessment::{Answer, Assessment};
use crate::domain::both_sides::apart;
use crate::domain::merge::Merged;
use crate::domain::text::Text;
use crate::domain::version::Version;
use crate::export::comparison::{status_key, status_words};
use crate::export::json::JSON_FORMAT;

use super::output::{self, Page, Tone};
use super::resolution::choices_of;

/// How many items are named on one line of standard error.
const MOST_NAMED: usize = 6;

/// A merge as it is told.
pub(crate) struct Told<'a> {
    /// What it came to.
    pub(crate) merged: &'a Merged,
    /// The side that was merged into.
    pub(crate) ours: &'a Assessment,
    /// The other.
    pub(crate) theirs: &'a Assessment,
    /// What the two are called.
    pub(crate) names: [String; 2],
    /// The file that was written; none where none was.
    pub(crate) out: Option<&'a Path>,
}

#[derive(Serialize)]
struct MergeObject<'a> {
    format: u32,
    written: Option<String>,
    clean: bool,
    /// What the result has and OURS had not.
    from_theirs: ArrivedObject<'a>,
    /// What the result has and THEIRS had not.
    from_ours: ArrivedObject<'a>,
    conflicts: Vec<ConflictObject<'a>>,
    notes: Vec<&'a str>,
}

#[derive(Serialize)]
struct ArrivedObject<'a> {
    items: Vec<ItemObject<'a>>,
    beside: Vec<String>,
}

#[derive(Serialize)]
struct ItemObject<'a> {
    item: &'a str,
    by: Vec<&'a str>,
}

#[derive(Serialize)]
struct ConflictObject<'a> {
    item: &'a str,
    title: &'a str,
    versions: Vec<VersionObject<'a>>,
}

#[derive(Serialize)]
struct VersionObject<'a> {
    /// What `candor answer --resolve` takes.
    number: usize,
    status: String,
    by: Option<&'a str>,
    recorded_by: Option<&'a str>,
    at: Option<String>,
    comment: Option<&'a str>,
    evidence: usize,
}

impl Told<'_> {
    /// For people, up to the last line.
    pub(crate) fn page(&self, file: &Path) -> Page {
        let mut page = Page::default();
        let after = &self.merged.assessment;
        for (name, before) in self.names.iter().rev().zip([self.ours, self.theirs]) {
            let arrived = Arrived::of(before, after);
            if !arrived.is_empty() {
                page.listed(
                    &format!("from {name}: "),
                    arrived.words().iter().map(String::as_str),
                );
            }
        }
        self.conflicts_page(&mut page);
        if !self.merged.notes.is_empty() {
            let title = "To look at: what could not be kept twice";
            page.words(Tone::Strong, &counted_title(title, self.merged.notes.len()))
                .end();
            for note in &self.merged.notes {
                page.line(&format!("  {}", note.raw()));
            }
        }
        if let Some(first) = self.merged.conflicts.first() {
            let file = as_typed(&file.display().to_string());
            page.line(&format!("decide with: candor review {file}"));
            let item = as_typed(first.raw());
            page.line(&format!(
                "         or: candor answer {file} {item} --resolve {}",
                choices_of(&self.merged.assessment, first).replace('|', ", or ")
            ));
        }
        page
    }

    /// What the last line says, before the figures.
    pub(crate) fn ending(&self, file: &Path) -> String {
        let short = conflicts_in_short(&self.merged.conflicts);
        format!("merged into {}, {short}", file.display())
    }

    /// What a person has to hear, line by line beside the results.
    pub(crate) fn notes(&self, file: &str) {
        if !self.merged.conflicts.is_empty() {
            let both = self
                .merged
                .conflicts
                .iter()
                .take(MOST_NAMED)
                .map(|id| self.in_line(id));
            let both: Vec<String> = both.collect();
            let more = self.merged.conflicts.len().saturating_sub(MOST_NAMED);
            let more = if more == 0 {
                String::new()
            } else {
                format!(", and {more} more")
            };
            let short = conflicts_in_short(&self.merged.conflicts);
            output::note(&format!("{file}: {short}: {}{more}.", both.join("; ")));
        }
        for note in &self.merged.notes {
            output::note(&format!("{file}: {}.", note.raw().trim_end_matches('.')));
        }
        if file == "-" {
            return;
        }
        let file = as_typed(file);
        match self.merged.conflicts.first() {
            Some(first) => {
                let item = as_typed(first.raw());
                output::note(&format!(
                    "every version is kept in the file; decide with: candor review {file}, or candor answer {file} {item} --resolve {}, then: git add {file}.",
                    choices_of(&self.merged.assessment, first)
                ));
            }
            None => output::note(&format!(
                "look at it with: candor review {file}, then: git add {file}."
            )),
        }
    }

    /// `backups (1 met by Ana, 2 not met by Ben)`.
    fn in_line(&self, id: &Text) -> String {
        let Some(answer) = self.merged.assessment.answer(id) else {
            return id.raw().to_owned();
        };
        let all: Vec<&Version> = answer.conflict.iter().collect();
        let apart = apart(&all);
        let gap = if apart.iter().all(String::is_empty) {
            ", "
        } else {
            "; "
        };
        let versions = (1..).zip(&answer.conflict).zip(&apart);
        let versions: Vec<String> = versions
            .map(|((number, version), apart)| {
                let said = format!("{}{}", status_words(&version.status), by_words(version));
                format!("{number} {}", joined_by_comma(said, apart))
            })
            .collect();
        format!("{} ({})", id.raw(), versions.join(gap))
    }

    fn conflicts_page(&self, page: &mut Page) {
        if self.merged.conflicts.is_empty() {
            return;
        }
        let title = "In conflict: each side said something else of the same item";
        page.words(
            Tone::Bad,
            &counted_title(title, self.merged.conflicts.len()),
        )
        .end();
        for (id, title, answer) in self.conflicts() {
            page.line(&format!("  {}  {title}", id.raw()));
            let all: Vec<&Version> = answer.conflict.iter().collect();
            for ((number, version), apart) in (1..).zip(&answer.conflict).zip(apart(&all)) {
                let words = self.version_words(version, &apart);
                page.line(&format!("    {number}  {words}"));
            }
        }
    }

    fn version_words(&self, version: &Version, apart: &str) -> String {
        let mut words = format!("{}{}", status_words(&version.status), by_words(version));
        if let Some(at) = version.at {
            let assessment = &self.merged.assessment;
            let offset = assessment.utc_offset;
            let (day, time) = (assessment.day(at), at.time_of_day(offset));
            let _ = write!(words, ", {day} {time}");
        }
        words = joined_by_comma(words, apart);
        match version.evidence.len() {
            0 => {}
            1 => words.push_str(", 1 piece of evidence"),
            many => {
                let _ = write!(words, ", {many} pieces of evidence");
            }
        }
        if !version.comment.is_empty() {
            let _ = write!(words, ": {}", version.comment.raw());
        }
        words
    }

    fn conflicts(&self) -> impl Iterator<Item = (&Text, &str, &Answer)> {
        let assessment = &self.merged.assessment;
        self.merged.conflicts.iter().filter_map(move |id| {
            let title = assessment
                .position(id)
                .map_or("", |at| assessment.item(at).title.raw());
            Some((id, title, &**assessment.answer(id)?))
        })
    }

    /// For programs.
    pub(crate) fn object(&self) -> impl Serialize {
        let after = &self.merged.assessment;
        let conflicts = self.conflicts().map(|(id, title, answer)| ConflictObject {
            item: id.raw(),
            title,
            versions: (1..)
                .zip(&answer.conflict)
                .map(|(number, it)| version_object(number, it))
                .collect(),
        });
        MergeObject {
            format: JSON_FORMAT,
            written: self.out.map(|out| out.display().to_string()),
            clean: self.merged.conflicts.is_empty() && self.merged.notes.is_empty(),
            from_theirs: Arrived::of(self.ours, after).object(),
            from_ours: Arrived::of(self.theirs, after).object(),
            conflicts: conflicts.collect(),
            notes: self.merged.notes.iter().map(Text::raw).collect(),
        }
    }
}

fn version_object(number: usize, version: &Version) -> VersionObject<'_> {
    let said = |text: &Text| Some(()).filter(|()| !text.is_empty());
    VersionObject {
        number,
        status: status_key(&version.status),
        by: said(&version.by).map(|()| version.by.raw()),
        recorded_by: said(&version.recorded_by).map(|()| version.recorded_by.raw()),
        at: version
            .at
            .map(|at| at.time().format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        comment: said(&version.comment).map(|()| version.comment.raw()),
        evidence: version.evidence.len(),
    }
}

fn joined_by_comma(words: String, more: &str) -> String {
    if more.is_empty() {
        words
    } else {
        format!("{words}, {more}")
    }
}

fn by_words(version: &Version) -> String {
    if version.by.is_blank() {
        String::new()
    } else {
        format!(" by {}", version.by.raw())
    }
}

fn conflicts_in_short(conflicts: &[Text]) -> String {
    let s = if conflicts.len() == 1 { "" } else { "s" };
    match conflicts.len() {
        0 => "nothing in conflict".to_owned(),
        count => format!("{count} item{s} in conflict"),
    }
}

fn counted_title(title: &str, count: usize) -> String {
    format!("{title} ({count})")
}

/// What is still to be decided, and what git waits for then.
pub(crate) fn next_words(conflicts: &[Text], go_on: Option<String>) -> String {
    let short = conflicts_in_short(conflicts);
    match (conflicts.is_empty(), go_on) {
        (true, None) => String::new(),
        (true, Some(go_on)) => format!("; next: {go_on}"),
        (false, None) => format!("; {short}"),
        (false, Some(go_on)) => format!("; {short}; once that is decided: {go_on}"),
    }
}

/// A path or a name as one word for a shell.
pub(crate) fn as_typed(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:,@%".contains(c);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(is_plain) {
        return word.to_owned();
    }
    let dash = if word.starts_with('-') { "./" } else { "" };
    format!("'{dash}{}'", word.replace('\'', "'\\''"))
}

/// What one assessment has that another has not.
struct Arrived<'a> {
    items: Vec<(&'a Text, Vec<&'a str>)>,
    beside: Vec<String>,
}

impl<'a> Arrived<'a> {
    fn of(before: &Assessment, after: &'a Assessment) -> Self {
        let items = after.answers().iter().filter_map(|now| {
            let was = before.answer(&now.item);
            let is_new = was.is_none_or(|was| was != now) && now.conflict.is_empty();
            let is_empty = was.is_none() && **now == Answer::unanswered(now.item.clone());
            (is_new && !is_empty).then(|| (&now.item, people(was.map(|was| &**was), now)))
        });
        Self {
            items: items.collect(),
            beside: beside(before, after),
        }
    }

    fn is_empty(&self) -> bool {
        self.items.is_empty() && self.beside.is_empty()
    }

    /// `Ana: backups`, `alerts`, `Ben: docs`, `1 decision`.
    fn words(&self) -> Vec<String> {
        let mut by_people: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (item, people) in &self.items {
            let people = if people.is_empty() {
                "somebody".to_owned()
            } else {
                people.join(" and ")
            };
            by_people.entry(people).or_default().push(item.raw());
        }
        let mut words = Vec::new();
        for (people, items) in by_people {
            let mut items = items.into_iter();
            words.extend(items.next().map(|first| format!("{people}: {first}")));
            words.extend(items.map(ToOwned::to_owned));
        }
        words.extend(self.beside.iter().cloned());
        words
    }

    fn object(self) -> ArrivedObject<'a> {
        let items = self.items.into_iter();
        ArrivedObject {
            items: items
                .map(|(item, by)| ItemObject {
                    item: item.raw(),
                    by,
                })
                .collect(),
            beside: self.beside,
        }
    }
}

/// Who has said what is new of an item.
fn people<'a>(was: Option<&Answer>, now: &'a Answer) -> Vec<&'a str> {
    let mut people: Vec<&str> = Vec::new();
    let mut add = |name: &'a Text| {
        if !name.is_blank() && !people.contains(&name.raw()) {
            people.push(name.raw());
        }
    };
    let known: HashSet<&Text> = was
        .into_iter()
        .flat_map(|was| {
            was.history
                .iter()
                .map(|it| &it.id)
                .chain(was.evidence.iter().map(|it| &it.id))
        })
        .collect();
    if was.is_none_or(|was| (&was.by, was.at, &was.status) != (&now.by, now.at, &now.status)) {
        add(&now.by);
    }
    for entry in now.history.iter().filter(|it| !known.contains(&it.id)) {
        add(&entry.by);
    }
    for piece in now.evidence.iter().filter(|it| !known.contains(&it.id)) {
        add(&piece.by);
    }
    people
}

/// What else is new, in words.
fn beside(before: &Assessment, after: &Assessment) -> Vec<String> {
    fn list<T: PartialEq>(words: &mut Vec<String>, one: &str, before: &[T], after: &[T]) {
        let new = after.iter().filter(|it| !before.contains(it)).count();
        let gone = before.iter().filter(|it| !after.contains(it)).count();
        match (new, gone) {
            (0, 0) => {}
            (0, gone) => words.push(format!("{one} taken away ({gone})")),
            (1, _) => words.push(one.to_owned()),
            (new, _) => words.push(format!("{one} ({new})")),
        }
    }
    let mut words = Vec::new();
    let (was, is) = (&before.head, &after.head);
    let facts = [
        ("subject", was.subject != is.subject),
        ("target", was.target != is.target),
        ("checklist", before.checklist() != after.checklist()),
    ];
    words.extend(
        facts
            .iter()
            .filter(|(_, is_new)| *is_new)
            .map(|(word, _)| (*word).to_owned()),
    );
    list(
        &mut words,
        "participant",
        &was.participants,
        &is.participants,
    );
    list(&mut words, "meeting", &was.meetings, &is.meetings);
    list(&mut words, "condition done", &was.fulfilled, &is.fulfilled);
    list(&mut words, "declared figure", &was.declared, &is.declared);
    list(&mut words, "resource", &was.resources, &is.resources);
    list(&mut words, "cost", &was.costs, &is.costs);
    list(&mut words, "dissent", &was.dissents, &is.dissents);
    list(&mut words, "decision", &was.decisions, &is.decisions);
    list(&mut words, "action", &was.actions, &is.actions);
    list(&mut words, "parked note", &was.parked, &is.parked);
    list(&mut words, "snapshot", &was.snapshots, &is.snapshots);
    list(&mut words, "retired answer", &was.retired, &is.retired);
    words
}
