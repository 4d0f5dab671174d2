//! Items that require each other in a circle.

use std::collections::{HashMap, HashSet};

use crate::domain::checklist::{Checklist, Item};

use super::{Check, Strictness};
use crate::format::fault::{Fault, PathStep, shortened};

use PathStep::{Field, Index};

/// So many circles are named; where there are more, mending these breaks most of the others too.
const MOST_CIRCLES: usize = 100;

/// A longer circle is named by its first and its last members.
const MOST_NAMED: usize = 100;

/// A step along a requirement, with the position of the requirement in its item's list (of the next one, while it
/// is being walked).
#[derive(Debug, Clone, Copy)]
struct Step {
    item: usize,
    requirement: usize,
}

impl Check<'_> {
    /// One fault for each circle, at the requirement by which its first member enters it.
    pub(super) fn circles(&self, checklist: &Checklist) -> Vec<Fault> {
        let items: Vec<&Item> = checklist.items().map(|(_, item)| item).collect();
        let (circles, more) = circles_among(&items);
        if circles.is_empty() {
            return Vec::new();
        }
        let mut places = Vec::with_capacity(items.len());
        for (at, category) in checklist.categories.iter().enumerate() {
            places.extend((0..category.items.len()).map(|item| (at, item)));
        }
        let count = circles.len();
        let faults = circles.iter().enumerate().map(|(number, circle)| {
            let (category, item) = places[circle[0].item];
            let path = vec![
                Field("categories"),
                Index(category),
                Field("items"),
                Index(item),
                Field("requires"),
                Index(circle[0].requirement),
            ];
            let what = format!("these items require each other: {}", names(&items, circle));
            let next = if more && number + 1 == count {
                format!("take one `requires` out of the circle; there are more circles than these {MOST_CIRCLES}")
            } else {
                "take one `requires` out of the circle".to_owned()
            };
            match self.strictness {
                Strictness::Checklist => Fault::error(path, what, next),
                Strictness::Copy => Fault::warning(path, what, next),
            }
        });
        faults.collect()
    }
}

/// The members in order, the first one again at the end.
fn names(items: &[&Item], circle: &[Step]) -> String {
    let name = |step: &Step| shortened(items[step.item].id.raw());
    let mut words: Vec<String> = Vec::new();
    if circle.len() <= MOST_NAMED {
        words.extend(circle.iter().map(name));
    } else {
        words.extend(circle[..MOST_NAMED / 2].iter().map(name));
        words.push(format!("… ({} more) …", circle.len() - MOST_NAMED));
        words.extend(circle[circle.len() - MOST_NAMED / 2..].iter().map(name));
    }
    words.push(name(&circle[0]));
    words.join(" → ")
}

/// The circles, each beginning with its first item in the checklist's order, and whether there are more of them.
///
/// It walks along the requirements, deeper first, and closes a circle wherever it comes back to an item that it is
/// still coming from. It keeps its way in a list: a chain of requirements can be longer than the program's stack.
fn circles_among(items: &[&Item]) -> (Vec<Vec<Step>>, bool) {
    let mut positions = HashMap::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        // Of several items with one id, which is a fault of its own, the first is meant.
        positions.entry(&item.id).or_insert(at);
    }
    let mut depths: Vec<Option<usize>> = vec![None; items.len()];
    let mut is_done = vec![false; items.len()];
    let (mut circles, mut closed) = (Vec::new(), HashSet::new());
    for start in 0..items.len() {
        if is_done[start] || items[start].requires.is_empty() {
            continue;
        }
        let mut way = vec![Step {
            item: start,
            requirement: 0,
        }];
        depths[start] = Some(0);
        while let Some(step) = way.last_mut() {
            let here = *step;
            let Some(required) = items[here.item].requires.get(here.requirement) else {
                is_done[here.item] = true;
                depths[here.item] = None;
                way.pop();
                continue;
            };
            // The way goes on from the requirement after this one, whatever becomes of this.
            step.requirement += 1;
            let Some(&next) = positions.get(required) else {
                continue;
            };
            // An item that requires itself has a fault of its own.
            if next == here.item || is_done[next] {
                continue;
            }
            let Some(depth) = depths[next] else {
                depths[next] = Some(way.len());
                way.push(Step {
                    item: next,
                    requirement: 0,
                });
                continue;
            };
            // An item that is named twice closes no second circle.
            if !closed.insert((here.item, next)) {
                continue;
            }
            if circles.len() == MOST_CIRCLES {
                return (circles, true);
            }
            let mut circle = way[depth..].to_vec();
            for step in &mut circle {
                step.requirement -= 1;
            }
            let first = (0..circle.len()).min_by_key(|at| circle[*at].item);
            circle.rotate_left(first.unwrap_or(0));
            circles.push(circle);
        }
    }
    (circles, false)
}
