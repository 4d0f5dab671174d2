//! What is wrong with a checklist beyond its syntax.

mod circles;
mod condition;
mod expectation;
mod gate;
mod item;
pub(super) mod older;

use std::collections::HashSet;

use unicode_width::UnicodeWidthStr;

use crate::domain::checklist::{Checklist, Tier};
use crate::domain::text::{Text, is_forbidden_in_checklist};

use expectation::Expectations;

use super::fault::{Fault, PathStep, Weight, suggestion};

use PathStep::{Field, Index};

/// How much the faults matter that the program can live with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// A checklist by itself: every fault is an error, and what would make it better is a warning.
    Checklist,
    /// A copy inside an assessment: what the program can live with is a warning and keeps nobody from the answers;
    /// what only the author of the checklist could mend is left out.
    Copy,
}

/// Every logic fault of a checklist, paths relative to its top.
pub(super) fn check_checklist(checklist: &Checklist, strictness: Strictness) -> Vec<Fault> {
    let mut check = Check {
        faults: Vec::new(),
        path: Vec::new(),
        strictness,
        known: Known::of(checklist),
        used_traits: HashSet::new(),
        suggestions: Suggestions::default(),
        expectations: Expectations::default(),
    };
    check.checklist(checklist);
    check.faults.extend(check.circles(checklist));
    if strictness == Strictness::Checklist {
        check.unused_traits(checklist);
        check.gate(checklist);
    }
    check.faults
}

/// A title that is wider than this, in columns of a terminal, is cut off nearly everywhere.
const WIDEST_TITLE: usize = 100;

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
            return "the checklist names none: add it there, or remove it here".to_owned();
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

struct Check<'a> {
    faults: Vec<Fault>,
    path: Vec<PathStep>,
    strictness: Strictness,
    known: Known<'a>,
    used_traits: HashSet<&'a str>,
    suggestions: Suggestions,
    expectations: Expectations,
}

impl<'a> Check<'a> {
    fn error(&mut self, steps: &[PathStep], what: impl Into<String>, next: impl Into<String>) {
        let mut path = self.path.clone();
        path.extend_from_slice(steps);
        self.faults.push(Fault::error(path, what, next));
    }

    /// A fault that the program can live with: an error in a checklist, a warning in the copy inside an assessment.
    fn flaw(&mut self, steps: &[PathStep], what: impl Into<String>, next: impl Into<String>) {
        self.error(steps, what, next);
        if self.strictness == Strictness::Copy
            && let Some(fault) = self.faults.last_mut()
        {
            fault.weight = Weight::Warning;
        }
    }

    /// Something that makes a checklist worse, though not wrong; left out where a copy of it is only answered.
    fn advice(&mut self, steps: &[PathStep], what: impl Into<String>, next: impl Into<String>) {
        if self.strictness == Strictness::Checklist {
            self.flaw(steps, what, next);
            if let Some(fault) = self.faults.last_mut() {
                fault.weight = Weight::Warning;
            }
        }
    }

    fn at<R>(&mut self, steps: &[PathStep], inside: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.path.len();
        self.path.extend_from_slice(steps);
        let result = inside(self);
        self.path.truncate(length);
        result
    }

    fn checklist(&mut self, checklist: &'a Checklist) {
        self.text(Field("id"), &checklist.id, true);
        self.title(&checklist.title);
        self.text(Field("version"), &checklist.version, false);
        self.text(Field("summary"), &checklist.summary, false);
        self.text(Field("source"), &checklist.source, false);
        for (at, stage) in checklist.stages.iter().enumerate() {
            self.at(&[Field("stages"), Index(at)], |check| {
                check.text(Field("id"), &stage.id, true);
                check.title(&stage.title);
            });
        }
        for (at, phase) in checklist.phases.iter().enumerate() {
            self.at(&[Field("phases"), Index(at)], |check| {
                check.text(Field("id"), &phase.id, true);
                check.title(&phase.title);
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

    fn categories(&mut self, checklist: &'a Checklist) {
        if checklist.categories.is_empty() {
            self.error(
                &[Field("categories")],
                "there is no category",
                "add one with at least one item",
            );
        }
        let mut items = checklist.items();
        if items.clone().next().is_some() && items.all(|(_, item)| item.tier != Tier::Blocker) {
            self.advice(
                &[Field("categories")],
                "the checklist has no Blocker, so nothing in it can hold back a launch by itself",
                "make what must be met a Blocker",
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
                check.title(&category.title);
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

    fn unused_traits(&mut self, checklist: &Checklist) {
        for (at, known) in checklist.traits.iter().enumerate() {
            if !self.used_traits.contains(known.id.raw()) {
                self.error(
                    &[Field("traits"), Index(at), Field("id")],
                    format!(
                        "no `when` uses the trait `{}`, so asking for it changes nothing",
                        known.id.raw()
                    ),
                    "name it in the `when` of an item, or remove it",
                );
            }
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

    fn twice<'t>(&mut self, list: &'static str, ids: impl Iterator<Item = &'t Text>) {
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

    fn title(&mut self, title: &Text) {
        self.text(Field("title"), title, true);
        // Most titles are far shorter, and a character takes a byte at least.
        if title.raw().len() > WIDEST_TITLE && title.raw().width() > WIDEST_TITLE {
            let what = format!(
                "the title is {} columns wide, and more than {WIDEST_TITLE} are cut off in tables",
                title.raw().width()
            );
            self.advice(
                &[Field("title")],
                what,
                "shorten it; `why` and `how` have room for the rest",
            );
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
        self.forbidden(step, text.raw());
    }

    /// A character that a text of a checklist may not hold.
    fn forbidden(&mut self, step: PathStep, text: &str) {
        // Nearly every text is plain, and looking at all bytes at once is many times faster than asking about each
        // character.
        let is_plain = |byte: u8| (b' '..0x7f).contains(&byte) || byte == b'\n';
        if text
            .bytes()
            .fold(true, |plain, byte| plain & is_plain(byte))
        {
            return;
        }
        if let Some(found) = text.chars().find(|c| is_forbidden_in_checklist(*c)) {
            let what = format!(
                "the text holds the invisible or control character U+{:04X}",
                u32::from(found)
            );
            let next = "remove it; it could hide or disguise what people read";
            self.flaw(&[step], what, next);
        }
    }
}
