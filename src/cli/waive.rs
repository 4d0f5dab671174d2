//! `candor waive`: excuses an item for a while, takes that back, and lists what is waived.

use serde::Serialize;

use crate::domain::change::Change;
use crate::domain::ledger::Scope;
use crate::domain::text::Text;
use crate::domain::waiver::Standing;
use crate::domain::waiver::Waiver;
use crate::export::json::JSON_FORMAT;
use crate::export::report::{Report, Waived};
use crate::problem::Problem;
use crate::session::bench;
use crate::system::store::Stored;

use super::answer::require_item;
use super::arguments::AsOfTyped;
use super::arguments::waive::WaiveTyped;
use super::desk::{Desk, fresh_id, try_out};
use super::output::{self, Align, Page};
use super::resolve;

/// Waives, revokes or lists.
pub(crate) fn run(desk: &Desk, typed: &WaiveTyped) -> Result<(), Problem> {
    let mut stored = desk.open_to_change(&typed.file)?;
    if typed.list {
        return list(desk, &stored, typed);
    }
    let item = require_item(&stored, typed.item.as_deref().unwrap_or_default())?;
    let by = desk.by(typed.by.as_deref(), &typed.file)?;
    let (change, words) = if typed.revoke {
        let words = format!("{} is waived no more", item.raw());
        let stamp = desk.stamp(&by, &Text::default())?;
        (Change::Revoke { item, stamp }, words)
    } else {
        let approved_by = typed.approved_by.as_deref().unwrap_or_default();
        let waiver = Waiver {
            reason: typed.reason.as_deref().unwrap_or_default().into(),
            by,
            at: desk.now,
            approved_by: resolve::name(approved_by, "--approved-by")?,
            expires: resolve::day(typed.expires.as_deref().unwrap_or_default())?,
        };
        let earlier = stored.assessment.answer(&item);
        let instead = match earlier.and_then(|answer| answer.waiver.as_ref()) {
            Some(earlier) => format!(", in place of the waiver until {}", earlier.expires),
            None => String::new(),
        };
        let words = format!(
            "{} is waived until {}, approved by {}{instead}",
            item.raw(),
            waiver.expires,
            waiver.approved_by.raw()
        );
        let entry = fresh_id()?;
        (
            Change::Waive {
                item,
                waiver,
                entry,
            },
            words,
        )
    };
    let changes = [change];
    try_out(&stored, &changes)?;
    desk.commit(&mut stored, &changes)?;
    desk.tell(&stored, &words)
}

/// A waiver's row for people: item, what becomes of it, who, why.
pub(crate) fn row(report: &Report<'_>, waived: &Waived<'_>) -> Vec<String> {
    let Waived { item, waiver, .. } = waived;
    vec![
        report.item_id(*item).raw().to_owned(),
        standing_words(waived),
        format!(
            "{}, approved by {}",
            waiver.by.raw(),
            waiver.approved_by.raw()
        ),
        waiver.reason.raw().replace('\n', " "),
    ]
}

fn standing_words(waived: &Waived<'_>) -> String {
    match waived.standing {
        Standing::Valid => format!("until {}", waived.waiver.expires),
        Standing::Expired => format!("expired on {}", waived.waiver.expires),
        Standing::Ignored(_) => waived.standing.words(),
    }
}

#[derive(Serialize)]
struct ListObject<'a> {
    format: u32,
    as_of: String,
    waivers: Vec<WaiverObject<'a>>,
}

#[derive(Serialize)]
struct WaiverObject<'a> {
    item: &'a str,
    reason: &'a str,
    by: &'a str,
    at: String,
    approved_by: &'a str,
    expires: String,
    valid: bool,
    state: String,
}

fn list(desk: &Desk, stored: &Stored, typed: &WaiveTyped) -> Result<(), Problem> {
    let assessment = &stored.assessment;
    let as_of = resolve::as_of(
        &AsOfTyped::at(typed.as_of.as_deref()),
        assessment.utc_offset,
        desk.now,
    )?;
    let observations = desk.observe(stored);
    let bench = bench(assessment, as_of, &observations);
    let report = Report::of(assessment, &bench, Scope::Needed);
    if typed.json {
        let waivers = report.waivers.iter().map(|waived| WaiverObject {
            item: report.item_id(waived.item).raw(),
            reason: waived.waiver.reason.raw(),
            by: waived.waiver.by.raw(),
            at: waived.waiver.at.to_string(),
            approved_by: waived.waiver.approved_by.raw(),
            expires: waived.waiver.expires.to_string(),
            valid: waived.standing == Standing::Valid,
            state: waived.standing.words(),
        });
        return output::json(&ListObject {
            format: JSON_FORMAT,
            as_of: as_of.to_string(),
            waivers: waivers.collect(),
        });
    }
    let mut page = Page::default();
    if report.waivers.is_empty() {
        page.line("nothing is waived");
    }
    let rows: Vec<Vec<String>> = report
        .waivers
        .iter()
        .map(|waived| row(&report, waived))
        .collect();
    page.table(&[Align::Left; 4], &rows);
    desk.output.page(&page)
}
