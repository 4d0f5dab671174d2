//! Waivers: an item excused by a named person, with a reason and an expiry date. A waiver excuses, it never passes.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::checklist::{Item, Scoring};
use super::evidence::same_person;
use super::text::Text;
use super::time::{Moment, UtcOffset, deserialize_day};

/// An item excused for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Why it may stay as it is.
    pub reason: Text,
    /// Who asked for it.
    pub by: Text,
    /// When.
    pub at: Moment,
    /// Who else agreed to carry the risk.
    pub approved_by: Text,
    /// The last day on which it excuses.
    #[serde(deserialize_with = "deserialize_day")]
    pub expires: NaiveDate,
}

/// Why a waiver excuses nothing, whatever the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaiverFault {
    /// The checklist lets nobody waive the item.
    NotWaivable,
    /// It gives no reason.
    NoReason,
    /// Nobody asked for it by name.
    NoName,
    /// Nobody approved it.
    NotApproved,
    /// The one who asked for it approved it.
    ApprovedByTheSame,
    /// It runs longer than the checklist allows; the last day that it allows.
    TooLong(NaiveDate),
    /// It had expired on the day on which it was made.
    ExpiredWhenMade,
}

impl Waiver {
    /// What is wrong with it as it was made; `None` for one that excuses until it expires. Its days are days in
    /// `offset`.
    pub fn fault(&self, item: &Item, scoring: &Scoring, offset: UtcOffset) -> Option<WaiverFault> {
        let made = self.at.day(offset);
        let latest = made
            .checked_add_days(Days::new(u64::from(scoring.max_waiver_days)))
            .unwrap_or(NaiveDate::MAX);
        let faults = [
            (!item.waivable, WaiverFault::NotWaivable),
            (self.reason.is_blank(), WaiverFault::NoReason),
            (self.by.is_blank(), WaiverFault::NoName),
            (self.approved_by.is_blank(), WaiverFault::NotApproved),
            (
                same_person(&self.by, &self.approved_by),
                WaiverFault::ApprovedByTheSame,
            ),
            (self.expires < made, WaiverFault::ExpiredWhenMade),
            (self.expires > latest, WaiverFault::TooLong(latest)),
        ];
        faults
            .into_iter()
            .find(|(holds, _)| *holds)
            .map(|(_, fault)| fault)
    }

    /// What becomes of it on a day.
    pub fn standing(
        &self,
        item: &Item,
        scoring: &Scoring,
        offset: UtcOffset,
        today: NaiveDate,
    ) -> Standing {
        match self.fault(item, scoring, offset) {
            Some(fault) => Standing::Ignored(fault),
            None if today > self.expires => Standing::Expired,
            None => Standing::Valid,
        }
    }

    /// Whether it excuses the item on a day: made as the rules want it, and not past its last day.
    pub fn is_valid(
        &self,
        item: &Item,
        scoring: &Scoring,
        offset: UtcOffset,
        today: NaiveDate,
    ) -> bool {
        self.standing(item, scoring, offset, today) == Standing::Valid
    }
}

/// What becomes of a waiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It excuses its item.
    Valid,
    /// Its last day is over.
    Expired,
    /// It was never valid, and is ignored.
    Ignored(WaiverFault),
}

impl Standing {
    /// What becomes of it, in words.
    pub fn words(self) -> String {
        match self {
            Self::Valid => "valid".to_owned(),
            Self::Expired => "expired".to_owned(),
            Self::Ignored(fault) => format!("ignored: {}", fault.words()),
        }
    }
}

impl WaiverFault {
    /// The fault in words.
    pub fn words(self) -> String {
        match self {
            Self::NotWaivable => "the checklist lets nobody waive this item".to_owned(),
            Self::NoReason => "it gives no reason".to_owned(),
            Self::NoName => "nobody asked for it by name".to_owned(),
            Self::NotApproved => "nobody approved it".to_owned(),
            Self::ApprovedByTheSame => "the one who asked for it approved it".to_owned(),
            Self::TooLong(latest) => {
                format!("it runs longer than the checklist allows, which is until {latest}")
            }
            Self::ExpiredWhenMade => "it had expired when it was made".to_owned(),
        }
    }
}
