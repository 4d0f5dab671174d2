//! The rows of the compare screen, from a comparison.

use crate::action::{Action, Context};
use crate::domain::checklist::Tier;
use crate::domain::compare::{
    Checklists, Comparison, EvidenceChange, Fate, GaugeShift, Shift, Way,
};
use crate::domain::gate::Verdict;
use crate::domain::percent::{Percent, or_dash};
use crate::domain::side::{Fact, Named};
use crate::domain::snapshot::Gauge;
use crate::domain::text::{Shown, Text};
use crate::export::comparison::status_words;
use crate::export::report::lapse_words;
use crate::tui::keymap::Keymap;

/// Whether something became better or worse, with the sign that says so without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Better,
    Worse,
    Neither,
}

impl Turn {
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Better => "+",
            Self::Worse => "-",
            Self::Neither => "~",
        }
    }
}

/// One row; its texts are safe to show.
#[derive(Debug)]
pub(super) enum Row {
    Gap,
    /// Over what follows.
    Heading(String),
    /// A sentence; one to be noticed or not.
    Words(String, bool),
    Verdict(Option<Verdict>, Option<Verdict>),
    /// A value on either side, and by how much it is another.
    Pair(String, [String; 2], Option<Percent>),
    Gauge(Tier, [Option<Gauge>; 2], Option<Percent>),
    /// Something about an item: which way it turned, what it was and is, and its title.
    Item {
        item: Text,
        turn: Turn,
        change: String,
        title: String,
    },
}

impl Row {
    /// The item that the row is about.
    pub(super) fn item(&self) -> Option<&Text> {
        match self {
            Self::Item { item, .. } => Some(item),
            _ => None,
        }
    }
}

/// What is said where there is only one standing.
pub(super) fn nothing_to_compare(keymap: &Keymap) -> Vec<Row> {
    let ways = [
        (
            Action::Freeze,
            "freezes the numbers as they are now: a later look shows what changed since.",
        ),
        (
            Action::ByPath,
            "compares with another file: an older copy, or another service.",
        ),
    ];
    let ways = ways.iter().filter_map(|(action, does)| {
        let says = keymap.says(Context::Compare, *action, does)?;
        Some(Row::Words(says, false))
    });
    let nothing = "There is nothing to compare with yet.".to_owned();
    std::iter::once(Row::Words(nothing, true))
        .chain(ways)
        .collect()
}

/// The rows of a comparison.
pub(super) fn of(comparison: &Comparison, is_one_side: bool, keymap: &Keymap) -> Vec<Row> {
    let mut rows = Vec::new();
    if is_one_side {
        let other = keymap.says(
            Context::Compare,
            Action::FromEarlier,
            "takes an earlier one at the left",
        );
        let other = other.map_or_else(String::new, |other| format!(" {other}."));
        let words = format!("Both sides are the same.{other}");
        rows.push(Row::Words(words, true));
    } else if comparison.is_empty() {
        rows.push(Row::Words(
            "Nothing changed between the two.".to_owned(),
            true,
        ));
    }
    basis(&mut rows, comparison);
    rows.push(Row::Verdict(comparison.verdict.0, comparison.verdict.1));
    for (figure, shift) in &comparison.figures {
        if shift.before.is_some() || shift.after.is_some() {
            rows.push(pair(figure.words(), shift));
        }
    }
    for gauges in &comparison.gauges {
        if gauges.before.is_some() || gauges.after.is_some() {
            rows.push(gauge(gauges));
        }
    }
    facts(&mut rows, comparison);
    declared(&mut rows, comparison);
    if comparison.knows_items() {
        items(&mut rows, comparison);
        evidence(&mut rows, comparison);
        waivers(&mut rows, comparison);
        conflicts(&mut rows, comparison);
    } else {
        rows.push(Row::Gap);
        let words = "A side holds figures alone, so nothing can be said of its items.";
        rows.push(Row::Words(words.to_owned(), false));
    }
    rows
}

fn basis(rows: &mut Vec<Row>, comparison: &Comparison) {
    if !comparison.is_same_subject() {
        let (was, is) = (&comparison.before.subject, &comparison.after.subject);
        let words = format!("two subjects: {} and {}", was.shown(), is.shown());
        rows.push(Row::Words(words, true));
    }
    let words = match comparison.checklists {
        Checklists::Same => return,
        Checklists::OtherVersion => "they answer different versions of the checklist",
        Checklists::Other => "they answer different checklists",
        Checklists::Altered => "their checklists have one id and version, and not the same content",
    };
    rows.push(Row::Words(words.to_owned(), true));
}

fn pair(name: &str, shift: &Shift) -> Row {
    let values = [shift.before.as_ref(), shift.after.as_ref()].map(or_dash);
    Row::Pair(name.to_owned(), values, shift.change())
}

fn gauge(gauges: &GaugeShift) -> Row {
    let change = gauges.percent().change();
    Row::Gauge(gauges.tier, [gauges.before, gauges.after], change)
}

fn facts(rows: &mut Vec<Row>, comparison: &Comparison) {
    titled(rows, "Another basis", comparison.facts.len());
    for change in &comparison.facts {
        let name = match &change.fact {
            Fact::Version => "version".to_owned(),
            Fact::System => "system".to_owned(),
            Fact::Target => "target".to_owned(),
            Fact::Checklist => "checklist".to_owned(),
            Fact::ChecklistVersion => "checklist version".to_owned(),
            Fact::Trait(id) => id.shown().into_string(),
        };
        let value = |value: &Option<Text>| match value {
            Some(value) => value.shown().into_string(),
            None => "none".to_owned(),
        };
        let values = [value(&change.before), value(&change.after)];
        rows.push(Row::Pair(name, values, None));
    }
}

fn declared(rows: &mut Vec<Row>, comparison: &Comparison) {
    titled(rows, "Declared elsewhere", comparison.declared.len());
    for change in &comparison.declared {
        let value = |value: &Option<Text>| match value {
            Some(value) => value.shown().into_string(),
            None => or_dash(None),
        };
        let values = [value(&change.before), value(&change.after)];
        let label = change.label.shown().into_string();
        rows.push(Row::Pair(label, values, change.percent.change()));
    }
}

fn items(rows: &mut Vec<Row>, comparison: &Comparison) {
    let ways = [
        ("Better", Way::Better, Turn::Better),
        ("Worse", Way::Worse, Turn::Worse),
        ("Moved otherwise", Way::Other, Turn::Neither),
    ];
    for (title, way, turn) in ways {
        titled(rows, title, comparison.moved(way).count());
        for moved in comparison.moved(way) {
            let (before, after) = (status_words(&moved.before), status_words(&moved.after));
            rows.push(item(&moved.item, turn, format!("{before} → {after}")));
        }
    }
    titled(rows, "New items", comparison.added.len());
    let added = comparison.added.iter();
    rows.extend(added.map(|named| item(named, Turn::Neither, "new".to_owned())));
    titled(rows, "Items that are no more", comparison.gone.len());
    let gone = comparison.gone.iter();
    rows.extend(gone.map(|named| item(named, Turn::Neither, "gone".to_owned())));
}

fn evidence(rows: &mut Vec<Row>, comparison: &Comparison) {
    // Of each fate one stands for all.
    let fates = [
        ("Evidence gained", Turn::Better, Fate::Gained),
        ("Evidence lost", Turn::Worse, Fate::Lost),
        ("Evidence lapsed", Turn::Worse, Fate::Lapsed(None)),
    ];
    for (title, turn, fate) in fates {
        let is_same = |it: Fate| std::mem::discriminant(&it) == std::mem::discriminant(&fate);
        let all = comparison.evidence.iter();
        let changes: Vec<&EvidenceChange> = all.filter(|change| is_same(change.fate)).collect();
        titled(rows, title, changes.len());
        for change in changes {
            let kind = change.kind.map_or("evidence", |kind| kind.word());
            let words = change.words.shown().into_string();
            let why = match change.fate {
                Fate::Lapsed(Some(lapse)) => format!("{words}: {}", lapse_words(lapse)),
                Fate::Lapsed(None) => format!("{words}: counts no more"),
                Fate::Gained | Fate::Lost => words,
            };
            rows.push(Row::Item {
                item: change.item.item.clone(),
                turn,
                change: kind.to_owned(),
                title: Shown::line(&why).into_string(),
            });
        }
    }
}

fn waivers(rows: &mut Vec<Row>, comparison: &Comparison) {
    let Some(waivers) = &comparison.waivers else {
        return;
    };
    titled(rows, "Waived now", waivers.gained.len());
    let gained = waivers.gained.iter();
    rows.extend(gained.map(|named| item(named, Turn::Neither, "waived".to_owned())));
    titled(rows, "Waived no more", waivers.lost.len());
    let lost = waivers.lost.iter();
    rows.extend(lost.map(|named| item(named, Turn::Neither, "not waived".to_owned())));
}

fn conflicts(rows: &mut Vec<Row>, comparison: &Comparison) {
    let Some(conflicts) = &comparison.conflicts else {
        return;
    };
    titled(rows, "In conflict now", conflicts.begun.len());
    let begun = conflicts.begun.iter();
    rows.extend(begun.map(|named| item(named, Turn::Worse, "in conflict".to_owned())));
    titled(rows, "In conflict no more", conflicts.settled.len());
    let settled = conflicts.settled.iter();
    rows.extend(settled.map(|named| item(named, Turn::Better, "settled".to_owned())));
}

fn item(named: &Named, turn: Turn, change: String) -> Row {
    Row::Item {
        item: named.item.clone(),
        turn,
        change,
        title: named.title.shown().into_string(),
    }
}

/// A heading over so many rows; nothing over none.
fn titled(rows: &mut Vec<Row>, title: &str, count: usize) {
    if count > 0 {
        rows.push(Row::Gap);
        rows.push(Row::Heading(format!("{title} ({count})")));
    }
}
