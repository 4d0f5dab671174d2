//! What lapses soon: waivers and evidence whose last day is near.

use chrono::{Days, NaiveDate};

use super::assessment::{Answer, Assessment};
use super::checklist::{Item, Scoring};
use super::evidence::Bench;
use super::ledger::Ledger;
use super::sign_off::standing_conditions;
use super::text::Text;

/// How many days before its end something is said to lapse.
pub const SOON_DAYS: u32 = 14;

/// What it is that lapses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lapsing {
    /// A waiver that is valid.
    Waiver,
    /// Evidence that counts, by its id.
    Evidence(Text),
    /// A condition of a sign-off that is not done, by what has to be done.
    Condition(Text),
}

impl Lapsing {
    /// What it is, in a word or two. May hold text of the file.
    pub fn words(&self) -> String {
        match self {
            Self::Waiver => "waiver".to_owned(),
            Self::Evidence(id) => format!("evidence {}", id.raw()),
            Self::Condition(_) => "condition".to_owned(),
        }
    }
}

/// Something that lapses, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LapsingSoon {
    /// The item's position; none for a condition of a sign-off.
    pub item: Option<usize>,
    /// What lapses.
    pub what: Lapsing,
    /// The last day on which it counts.
    pub last: NaiveDate,
    /// Days from today to that: 0 where today is the last.
    pub days: i64,
}

impl LapsingSoon {
    /// Of what: the item's id, or what a condition asks for.
    pub fn of<'a>(&'a self, assessment: &'a Assessment) -> &'a Text {
        match (&self.what, self.item) {
            (Lapsing::Condition(text), _) => text,
            (Lapsing::Waiver | Lapsing::Evidence(_), Some(item)) => &assessment.item(item).id,
            // Waivers and evidence always have an item.
            (Lapsing::Waiver | Lapsing::Evidence(_), None) => &assessment.head.subject.name,
        }
    }
}

/// Waivers that are valid and evidence that counts, of items in play, and conditions of sign-offs that are not done,
/// whose last day is at most `within` days away;
/// the nearest first, then in checklist order.
pub fn lapsing(
    assessment: &Assessment,
    ledger: &Ledger,
    bench: &Bench<'_>,
    within: u32,
) -> Vec<LapsingSoon> {
    let today = bench.as_of.day(bench.offset);
    let scoring = &assessment.checklist().scoring;
    let mut lapsing = Vec::new();
    for (at, answer) in assessment.answers().iter().enumerate() {
        if !ledger.is_in_play(at) {
            continue;
        }
        let item = assessment.item(at);
        lapsing.extend(
            ends(item, answer, bench, scoring)
                .map(|(what, last)| LapsingSoon {
                    item: Some(at),
                    what,
                    last,
                    days: (last - today).num_days(),
                })
                .filter(|lapsing| lapsing.days <= i64::from(within)),
        );
    }
    let conditions = standing_conditions(assessment, bench.observations.sign_offs());
    let coming = conditions.iter().filter_map(|standing| {
        let last = standing.condition.due;
        let days = (last - today).num_days();
        let is_soon = (0..=i64::from(within)).contains(&days) && standing.fulfilled.is_none();
        is_soon.then(|| LapsingSoon {
            item: None,
            what: Lapsing::Condition(standing.condition.text.clone()),
            last,
            days,
        })
    });
    lapsing.extend(coming);
    lapsing.sort_by_key(|lapsing| (lapsing.last, lapsing.item));
    lapsing
}

/// Whether something about an answer lapses within [`SOON_DAYS`] days.
pub(super) fn lapses_soon(
    item: &Item,
    answer: &Answer,
    bench: &Bench<'_>,
    scoring: &Scoring,
) -> bool {
    if answer.waiver.is_none() && answer.evidence.is_empty() {
        return false;
    }
    let today = bench.as_of.day(bench.offset);
    let soon = today
        .checked_add_days(Days::new(u64::from(SOON_DAYS)))
        .unwrap_or(NaiveDate::MAX);
    ends(item, answer, bench, scoring).any(|(_, last)| last <= soon)
}

/// The last days of everything about an answer that counts now and has one.
fn ends<'a>(
    item: &'a Item,
    answer: &'a Answer,
    bench: &'a Bench<'_>,
    scoring: &'a Scoring,
) -> impl Iterator<Item = (Lapsing, NaiveDate)> + 'a {
    let waiver = answer
        .waiver
        .iter()
        .filter(|waiver| answer.conflict.is_empty() && bench.excuses(waiver, item, scoring))
        .map(|waiver| (Lapsing::Waiver, waiver.expires));
    let evidence = answer.evidence.iter().filter_map(|evidence| {
        let last = bench.last_day(item, evidence.observed)?;
        let counts = bench.lapse(item, evidence).is_none();
        counts.then(|| (Lapsing::Evidence(evidence.id.clone()), last))
    });
    waiver.chain(evidence)
}
