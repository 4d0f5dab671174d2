//! The object of `list items --json`, format 1. Keys are never removed within a format number.
//!
//! Texts stand as they are in the file: whoever prints the object escapes what a terminal must not see.

use serde::Serialize;

use crate::domain::filter::{Criterion, Filter, Sort, Viewpoint};
use crate::domain::text::Text;

use super::comparison::status_key;
use super::json::JSON_FORMAT;

/// The object of `list items --json`.
#[derive(Debug, Serialize)]
pub struct ItemsObject<'a> {
    format: u32,
    subject: &'a str,
    version: Option<&'a str>,
    checklist: &'a str,
    as_of: String,
    /// What was asked for, as it is typed.
    filter: Vec<&'static str>,
    /// How many items the checklist has.
    of: usize,
    items: Vec<ItemObject<'a>>,
}

#[derive(Debug, Serialize)]
struct ItemObject<'a> {
    item: &'a str,
    title: &'a str,
    category: &'a str,
    tier: &'static str,
    status: String,
    /// In hundredths.
    evidenced: u8,
    owner: Option<&'a str>,
    due: Option<String>,
    /// What else holds for it.
    is: Vec<&'static str>,
}

impl<'a> ItemsObject<'a> {
    /// The items that a filter shows.
    pub fn of(from: &Viewpoint<'a>, filter: Filter) -> Self {
        let assessment = from.assessment;
        let subject = &assessment.head.subject;
        let count = assessment.answers().len();
        Self {
            format: JSON_FORMAT,
            subject: subject.name.raw(),
            version: some(&subject.version),
            checklist: assessment.checklist().id.raw(),
            as_of: from.bench.as_of.to_string(),
            filter: filter.criteria().map(Criterion::key).collect(),
            of: count,
            items: (0..count)
                .filter(|at| filter.matches(from, *at))
                .map(|at| item(from, at))
                .collect(),
        }
    }
}

fn item<'a>(from: &Viewpoint<'a>, at: usize) -> ItemObject<'a> {
    let assessment = from.assessment;
    let (item, answer) = (assessment.item(at), &assessment.answers()[at]);
    let marks = from.marks(at);
    let others = Criterion::ALL.into_iter().filter(|one| {
        marks.has(*one) && (one.sort() == Sort::Other || *one == Criterion::OutOfPlay)
    });
    ItemObject {
        item: item.id.raw(),
        title: item.title.raw(),
        category: assessment.checklist().categories[assessment.category_of(at)]
            .id
            .raw(),
        tier: item.tier.key(),
        status: status_key(&answer.status),
        evidenced: from.ledger.evidenced_value(at),
        owner: some(answer.owner_of(item)),
        due: answer.due.map(|due| due.to_string()),
        is: others.map(Criterion::key).collect(),
    }
}

fn some(text: &Text) -> Option<&str> {
    Some(text.raw()).filter(|_| !text.is_blank())
}
