//! What is wrong with a checklist beyond its syntax.

use std::collections::HashSet;

use crate::domain::checklist::{Checklist, Item};
use crate::domain::condition::Condition;
use crate::domain::text::{Text, is_forbidden_in_checklist};

use super::fault::{Fault, PathStep, suggestion};

use PathStep::{Field, Index};

/// Whether forbidden characters are errors (a checklist file) or warnings (the copy in an assessment).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// A checklist by itself.
    Checklist,
    /// A copy inside an assessment: it opens, is shown with escapes, and the fault is reported.
    Copy,
}

/// Every logic fault of a checklist, paths relative to its top.
pub(super) fn check_checklist(checklist: &Checklist, strictness: Strictness) -> Vec<Fault> {
    let mut check = Check {
        faults: Vec::new(),
        path: Vec::new(),
        strictness,
        known: Known::of(checklist),
        suggestions: Suggestions::default(),
    };
    check.checklist(checklist);
    check.faults
}

/// The ids of a checklist, by what they name.
pub(super) struct Known<'a> {
    pub(super) items: Vec<&'a str>,
    pub(super) categories: Vec<&'a str>,
    pub(super) stages: Vec<&'a str>,
    pub(super) phases: Vec<&'a str>,
    pub(super) traits: Vec<&'a str>,
    pub(super) set: HashSet<(&'static str, &'a str)>,
}

impl<'a> Known<'a> {
    pub(super) fn of(checklist: &'a Checklist) -> Self {
        let mut known = Self {
            items: checklist.items().map(|(_, item)| item.id.raw()).collect(),
            categories: checklist.categories.iter().map(|it| it.id.raw()).collect(),
            stages: checklist.stages.iter().map(|it| it.id.raw()).collect(),
            phases: checklist.phases.iter().map(|it| it.id.raw()).collect(),
            traits: checklist.traits.iter().map(|it| it.id.raw()).collect(),
            set: HashSet::new(),
        };
        for (what, ids) in [
            ("item", &known.items),
            ("category", &known.categories),
            ("stage", &known.stages),
            ("phase", &known.phases),
            ("trait", &known.traits),
        ] {
            known.set.extend(ids.iter().map(|id| (what, *id)));
        }
        known
    }
}

/// Suggests known words for mistyped ones, as long as that stays cheap: a hostile file can mistype as many words as
/// it knows.
pub(super) struct Suggestions {
    comparisons_left: usize,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self {
            comparisons_left: 50_000,
        }
    }
}

impl Suggestions {
    pub(super) fn of(&mut self, mistyped: &str, known: &[&str]) -> String {
        if known.is_empty() {
            return "the checklist names none".to_owned();
        }
        match self.comparisons_left.checked_sub(known.len()) {
            Some(left) => {
                self.comparisons_left = left;
                suggestion(mistyped, known.iter().copied())
            }
            None => "write one that is there".to_owned(),
        }
    }
}

/// How deep conditions may be nested: more than anybody can follow, and far below what RON can read.
const DEEPEST_CONDITION: usize = 16;

fn depth(condition: &Condition) -> usize {
    1 + match condition {
        Condition::Has(_) => 0,
        Condition::Not(inner) => depth(inner),
        Condition::All(several) | Condition::Any(several) => {
            several.iter().map(depth).max().unwrap_or(0)
        }
    }
}

struct Check<'a> {
    faults: Vec<Fault>,
    path: Vec<PathStep>,
    strictness: Strictness,
    known: Known<'a>,
    suggestions: Suggestions,
}

impl Check<'_> {
    fn error(&mut self, steps: &[PathStep], what: impl Into<String>, next: impl Into<String>) {
        let mut path = self.path.clone();
        path.extend_from_slice(steps);
        self.faults.push(Fault::error(path, what, next));
    }

    fn at<R>(&mut self, steps: &[PathStep], inside: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.path.len();
        self.path.extend_from_slice(steps);
        let result = inside(self);
        self.path.truncate(length);
        result
    }

    fn checklist(&mut self, checklist: &Checklist) {
        self.text(Field("id"), &checklist.id, true);
        self.text(Field("title"), &checklist.title, true);
        self.text(Field("version"), &checklist.version, false);
        self.text(Field("summary"), &checklist.summary, false);
        self.text(Field("source"), &checklist.source, false);
        for (at, stage) in checklist.stages.iter().enumerate() {
            self.at(&[Field("stages"), Index(at)], |check| {
                check.text(Field("id"), &stage.id, true);
                check.text(Field("title"), &stage.title, true);
            });
        }
        for (at, phase) in checklist.phases.iter().enumerate() {
            self.at(&[Field("phases"), Index(at)], |check| {
                check.text(Field("id"), &phase.id, true);
                check.text(Field("title"), &phase.title, true);
                check.text(Field("when"), &phase.when, false);
            });
        }
        for (at, known) in checklist.traits.iter().enumerate() {
            self.at(&[Field("traits"), Index(at)], |check| {
                check.text(Field("id"), &known.id, true);
                check.text(Field("ask"), &known.ask, true);
            });
        }
        for (at, role) in checklist.signoff.iter().enumerate() {
            self.at(&[Field("signoff")], |check| {
                check.text(Index(at), role, true);
            });
        }
        self.twice("stages", checklist.stages.iter().map(|stage| &stage.id));
        self.twice("phases", checklist.phases.iter().map(|phase| &phase.id));
        self.twice("traits", checklist.traits.iter().map(|known| &known.id));
        self.twice(
            "categories",
            checklist.categories.iter().map(|category| &category.id),
        );
        self.scoring(checklist);
        self.categories(checklist);
    }

    fn scoring(&mut self, checklist: &Checklist) {
        let scoring = &checklist.scoring;
        let weights = &scoring.tier_weights;
        self.at(&[Field("scoring")], |check| {
            check.at(&[Field("tier_weights")], |check| {
                check.weight("blocker", Some(weights.blocker));
                check.weight("should", Some(weights.should));
                check.weight("nice", Some(weights.nice));
            });
            let shares = [
                ("should_threshold", scoring.should_threshold),
                ("should_floor", scoring.should_floor),
            ];
            if scoring.should_floor > scoring.should_threshold {
                let what = format!(
                    "the floor of {} percent is above the threshold of {}",
                    scoring.should_floor, scoring.should_threshold
                );
                let next = "a floor is where a conditional go ends: write one that is not above the threshold";
                check.error(&[Field("should_floor")], what, next);
            }
            for (name, percent) in shares {
                if percent > 100 {
                    check.error(
                        &[Field(name)],
                        format!("no answers can reach {percent} percent"),
                        "write a number from 0 to 100",
                    );
                }
            }
        });
    }

    fn categories(&mut self, checklist: &Checklist) {
        if checklist.categories.is_empty() {
            self.error(
                &[Field("categories")],
                "there is no category",
                "add one with at least one item",
            );
        }
        let weighted = checklist
            .categories
            .iter()
            .filter(|category| category.weight.is_some())
            .count();
        let mixed = weighted != 0 && weighted != checklist.categories.len();
        let mut seen = HashSet::with_capacity(checklist.item_count());
        for (at, category) in checklist.categories.iter().enumerate() {
            self.at(&[Field("categories"), Index(at)], |check| {
                check.text(Field("id"), &category.id, true);
                check.text(Field("title"), &category.title, true);
                check.weight("weight", category.weight);
                if mixed && category.weight.is_none() {
                    check.error(
                        &[Field("title")],
                        format!(
                            "the category `{}` has no weight while others have",
                            category.id.raw()
                        ),
                        "give every category a `weight`, or none",
                    );
                }
                if category.items.is_empty() {
                    check.error(
                        &[Field("items")],
                        format!("the category `{}` is empty", category.id.raw()),
                        "add an item or remove the category",
                    );
                }
                for (at, item) in category.items.iter().enumerate() {
                    check.at(&[Field("items"), Index(at)], |check| {
                        if !seen.insert(&item.id) {
                            check.error(
                                &[Field("id")],
                                format!("the id `{}` is used by an earlier item", item.id.raw()),
                                "give each item an id of its own",
                            );
                        }
                        check.item(item);
                    });
                }
            });
        }
    }

    fn item(&mut self, item: &Item) {
        self.text(Field("id"), &item.id, true);
        self.text(Field("title"), &item.title, true);
        for (name, text) in [
            ("why", &item.why),
            ("how", &item.how),
            ("risk", &item.risk),
            ("owner", &item.owner),
        ] {
            self.text(Field(name), text, false);
        }
        for (name, several) in [("tags", &item.tags), ("links", &item.links)] {
            for (at, text) in several.iter().enumerate() {
                self.at(&[Field(name)], |check| check.text(Index(at), text, true));
            }
        }
        self.weight("weight", item.weight);
        if let Some(stage) = &item.stage {
            self.is_known(&[Field("stage")], "stage", stage);
        }
        if let Some(phase) = &item.phase {
            self.is_known(&[Field("phase")], "phase", phase);
        }
        for (at, required) in item.requires.iter().enumerate() {
            let path = [Field("requires"), Index(at)];
            if *required == item.id {
                self.error(
                    &path,
                    format!("`{}` requires itself", item.id.raw()),
                    "remove it",
                );
            } else {
                self.is_known(&path, "item", required);
            }
        }
        if let Some(when) = &item.when {
            self.condition(when);
        }
        if item.accepts.as_ref().is_some_and(Vec::is_empty) {
            self.error(
                &[Field("accepts")],
                "no kind of evidence is accepted",
                "name at least one kind, or write evidence: NotNeeded",
            );
        }
        if item
            .check
            .as_ref()
            .is_some_and(|check| check.run.first().is_none_or(String::is_empty))
        {
            self.error(
                &[Field("check"), Field("run")],
                "the check names no program",
                "write the argument vector, the program first",
            );
        }
    }

    fn condition(&mut self, when: &Condition) {
        if depth(when) > DEEPEST_CONDITION {
            self.error(
                &[Field("when")],
                format!("the condition is nested more than {DEEPEST_CONDITION} deep"),
                "say it more simply, or ask for one more trait",
            );
        }
        for id in when.traits() {
            self.is_known(&[Field("when")], "trait", id);
        }
    }

    fn is_known(&mut self, steps: &[PathStep], what: &'static str, id: &Text) {
        if self.known.set.contains(&(what, id.raw())) {
            return;
        }
        let words = match what {
            "item" => &self.known.items,
            "stage" => &self.known.stages,
            "phase" => &self.known.phases,
            _ => &self.known.traits,
        };
        let next = self.suggestions.of(id.raw(), words);
        self.error(steps, format!("there is no {what} `{}`", id.raw()), next);
    }

    fn weight(&mut self, name: &'static str, weight: Option<i64>) {
        if let Some(weight) = weight
            && !(1..=1000).contains(&weight)
        {
            self.error(
                &[Field(name)],
                format!("a weight of {weight} is out of range"),
                "write a whole number from 1 to 1000",
            );
        }
    }

    fn twice<'a>(&mut self, list: &'static str, ids: impl Iterator<Item = &'a Text>) {
        let mut seen = HashSet::new();
        for (at, id) in ids.enumerate() {
            if !seen.insert(id) {
                self.error(
                    &[Field(list), Index(at), Field("id")],
                    format!("the id `{}` is used twice in {list}", id.raw()),
                    "give each its own",
                );
            }
        }
    }

    fn text(&mut self, step: PathStep, text: &Text, wanted: bool) {
        if wanted && text.is_blank() {
            self.error(
                std::slice::from_ref(&step),
                "there is no text here",
                "write at least one word",
            );
        }
        if let Some(found) = text.raw().chars().find(|c| is_forbidden_in_checklist(*c)) {
            let what = format!(
                "the text holds the invisible or control character U+{:04X}",
                u32::from(found)
            );
            let mut path = self.path.clone();
            path.push(step);
            let next = "remove it; it could hide or disguise what people read";
            self.faults.push(match self.strictness {
                Strictness::Checklist => Fault::error(path, what, next),
                Strictness::Copy => Fault::warning(path, what, next),
            });
        }
    }
}
