//! `candor list items`: the items of an assessment that are asked for.

use std::collections::BTreeSet;
use std::path::Path;

use crate::domain::filter::{Criterion, Filter, Viewpoint};
use crate::domain::ledger::Ledger;
use crate::export::comparison::status_words;
use crate::export::listing::ItemsObject;
use crate::problem::Problem;
use crate::session::bench;

use super::arguments::list::ListTyped;
use super::desk::Desk;
use super::output::{self, Align, Page, Tone};
use super::resolve;

/// Looks at the evidence and lists what is asked for.
pub(crate) fn run(desk: &Desk, file: &Path, typed: &ListTyped) -> Result<(), Problem> {
    let me = typed.items.mine.as_deref();
    let me = me.map(|name| resolve::name(name, "--mine")).transpose()?;
    let stored = desk.open(file)?;
    let assessment = &stored.assessment;
    let as_of = resolve::as_of(&typed.as_of, assessment.utc_offset, desk.now)?;
    let observations = desk.observe(&stored);
    let bench = bench(assessment, as_of, &observations);
    let from = Viewpoint {
        assessment,
        ledger: &Ledger::of(assessment, &bench),
        bench: &bench,
        me: me.as_ref(),
        changed: &BTreeSet::new(),
    };
    let filter = typed.items.filter();
    if typed.json {
        return output::json(&ItemsObject::of(&from, filter));
    }
    desk.output.page(&page(&from, filter))
}

fn page(from: &Viewpoint<'_>, filter: Filter) -> Page {
    let assessment = from.assessment;
    let head = ["", "status", "tier", "item", "owner", "due", "title", ""];
    let mut rows = vec![head.map(ToOwned::to_owned).to_vec()];
    let count = assessment.answers().len();
    for at in (0..count).filter(|at| filter.matches(from, *at)) {
        let (item, answer) = (assessment.item(at), &assessment.answers()[at]);
        rows.push(vec![
            String::new(),
            status_words(&answer.status),
            item.tier.word().to_owned(),
            item.id.raw().to_owned(),
            answer.owner_of(item).raw().to_owned(),
            answer.due.map_or_else(String::new, |due| due.to_string()),
            item.title.raw().to_owned(),
            remark(from, at),
        ]);
    }
    let mut page = Page::default();
    let listed = rows.len() - 1;
    let items = format!("{listed} of {count} items");
    page.words(Tone::Strong, &items).end();
    if listed > 0 {
        page.table(&[Align::Left; 8], &rows);
    }
    page
}

/// What else is the matter with an item.
fn remark(from: &Viewpoint<'_>, at: usize) -> String {
    const TOLD: [Criterion; 7] = [
        Criterion::Conflict,
        Criterion::OutOfPlay,
        Criterion::Waived,
        Criterion::Overdue,
        Criterion::WithoutEvidence,
        Criterion::Stale,
        Criterion::Dissent,
    ];
    let marks = from.marks(at);
    let told = TOLD.into_iter().filter(|one| marks.has(*one));
    told.map(Criterion::words).collect::<Vec<_>>().join(", ")
}
