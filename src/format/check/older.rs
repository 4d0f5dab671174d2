//! What has changed since an older version of a checklist although it is said to mean the same.

use std::collections::HashMap;

use crate::domain::checklist::{Checklist, Expect, Item, Metric, Target};
use crate::format::fault::{Fault, PathStep, shortened};

use PathStep::{Field, Index};

/// Warnings about items whose words changed under the same `rev`, paths relative to the newer checklist's top.
pub(in crate::format) fn changed_since(older: &Checklist, newer: &Checklist) -> Vec<Fault> {
    let before: HashMap<&str, &Item> = older
        .items()
        .map(|(_, item)| (item.id.raw(), item))
        .collect();
    let mut faults = Vec::new();
    if older.id != newer.id {
        faults.push(Fault::warning(
            vec![Field("id")],
            format!(
                "the older file is the checklist `{}`",
                shortened(older.id.raw())
            ),
            "if this is not its next version, give the file that is",
        ));
    }
    for (category, items) in newer.categories.iter().enumerate() {
        for (position, item) in items.items.iter().enumerate() {
            let Some(before) = before.get(item.id.raw()) else {
                continue;
            };
            let path = |field| {
                vec![
                    Field("categories"),
                    Index(category),
                    Field("items"),
                    Index(position),
                    Field(field),
                ]
            };
            if item.rev < before.rev {
                faults.push(Fault::warning(
                    path("rev"),
                    format!(
                        "the `rev` was {} before and is {} now",
                        before.rev, item.rev
                    ),
                    format!("a `rev` only rises: write {} or more", before.rev),
                ));
            } else if item.rev == before.rev {
                faults.extend(changes(before, item).into_iter().map(|(field, was)| {
                    Fault::warning(
                        path(field),
                        format!("the `{field}` of `{}` has changed, and its `rev` has not: {was}", shortened(item.id.raw())),
                        format!(
                            "write rev: {} if it means something else now, which asks for new answers; leave it if \
                             only the words are better",
                            item.rev.saturating_add(1)
                        ),
                    )
                }));
            }
        }
    }
    faults
}

/// The fields that carry an item's meaning and differ, each with what it was.
fn changes(before: &Item, now: &Item) -> Vec<(&'static str, String)> {
    let mut changes = Vec::new();
    if before.tier != now.tier {
        changes.push(("tier", format!("it was {}", before.tier.word())));
    }
    for (field, before, now) in [
        ("title", &before.title, &now.title),
        ("why", &before.why, &now.why),
        ("how", &before.how, &now.how),
    ] {
        if before != now {
            changes.push((field, was(before.raw())));
        }
    }
    if before.metric != now.metric {
        changes.push((
            "metric",
            before.metric.as_ref().map_or_else(|| was(""), of_metric),
        ));
    }
    if before.check != now.check {
        let check = before.check.as_ref();
        let words = check.map_or_else(
            || was(""),
            |check| {
                format!(
                    "{}, expecting {}",
                    was(&check.run.join(" ")),
                    of_expect(&check.expect)
                )
            },
        );
        changes.push(("check", words));
    }
    changes
}

/// An older text, short enough for a sentence.
fn was(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        return "there was none".to_owned();
    }
    format!("it was “{}”", shortened(&words.join(" ")))
}

fn of_metric(metric: &Metric) -> String {
    let (name, unit) = (shortened(metric.name.raw()), shortened(metric.unit.raw()));
    let (words, number) = match &metric.target {
        Target::AtMost(number) => ("at most", number.value()),
        Target::Below(number) => ("below", number.value()),
        Target::AtLeast(number) => ("at least", number.value()),
        Target::Above(number) => ("above", number.value()),
        Target::Text(text) => return format!("it was “{name}: {}”", shortened(text.raw())),
    };
    let space = if unit.is_empty() { "" } else { " " };
    format!("it was “{name} {words} {number}{space}{unit}”")
}

fn of_expect(expect: &Expect) -> String {
    match expect {
        Expect::Exit(status) => format!("exit {status}"),
        Expect::Matches(pattern) => format!("“{}”", shortened(pattern.raw())),
        Expect::AtMost { n, of } => format!("at most {} of “{}”", n.value(), shortened(of.raw())),
        Expect::AtLeast { n, of } => format!("at least {} of “{}”", n.value(), shortened(of.raw())),
    }
}
