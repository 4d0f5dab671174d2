//! Evidence: what backs an answer, when it counts and when it holds.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::assessment::{Answer, Assessment, Status};
use super::checklist::{EvidenceRule, Item, Kind, Scoring};
use super::measured::Outcome;
use super::sign_off::SignOff;
use super::text::{Text, serialize_string};
use super::time::{Moment, UtcOffset, deserialize_day};
use super::waiver::Waiver;

/// A share of 1 to 99 percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Share(u8);

impl Share {
    /// A share of `percent`; absent outside 1..=99.
    pub fn new(percent: i64) -> Option<Self> {
        u8::try_from(percent)
            .ok()
            .filter(|percent| (1..=99).contains(percent))
            .map(Self)
    }

    /// Percent, 1 to 99.
    pub fn percent(self) -> u8 {
        self.0
    }
}

impl From<Share> for i64 {
    fn from(share: Share) -> Self {
        Self::from(share.0)
    }
}

impl TryFrom<i64> for Share {
    type Error = String;

    fn try_from(percent: i64) -> Result<Self, String> {
        Self::new(percent).ok_or_else(|| {
            format!("a partial answer is 1 to 99 percent, not {percent}; 0 is Unmet and 100 is Met")
        })
    }
}

/// What one piece of evidence shows of its item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shows {
    /// That it is met.
    Met,
    /// That it is met in part.
    Partial(Share),
    /// That it is not met; it stands until a person withdraws it.
    Against,
    /// Nothing by itself; background.
    Context,
}

impl Shows {
    /// What evidence shows where nobody says: the status at the moment of attaching.
    pub fn by_default(status: &Status) -> Self {
        match status {
            Status::Met | Status::Unanswered => Self::Met,
            Status::Partial(share) => Self::Partial(*share),
            Status::Unmet | Status::Unknown | Status::NotApplicable(_) => Self::Context,
        }
    }

    /// The item value it backs, in hundredths.
    pub fn value(self) -> u8 {
        match self {
            Self::Met => 100,
            Self::Partial(share) => share.percent(),
            Self::Against | Self::Context => 0,
        }
    }
}

/// The evidence itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Content {
    /// A URL.
    Link(Text),
    /// A file pinned by its SHA-256.
    File {
        /// Where it was, as given; relative to the assessment's directory.
        #[serde(serialize_with = "serialize_string")]
        path: String,
        /// Its SHA-256, 64 lowercase hexadecimal digits.
        #[serde(serialize_with = "serialize_string")]
        sha256: String,
        /// Its size.
        bytes: u64,
    },
    /// A text.
    Note(Text),
}

impl Content {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Link(_) => Kind::Link,
            Self::File { .. } => Kind::File,
            Self::Note(_) => Kind::Note,
        }
    }
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// The person's name.
    pub by: Text,
    /// The moment.
    pub at: Moment,
}

/// A text taken out of the record, by whom and why; its hash stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redaction {
    /// SHA-256 of the text that was there.
    #[serde(serialize_with = "serialize_string")]
    pub sha256: String,
    /// The person's name.
    pub by: Text,
    /// The moment.
    pub at: Moment,
    /// The reason.
    pub why: Text,
}

/// One piece of evidence inside an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Stable and random.
    pub id: Text,
    /// The evidence itself.
    pub content: Content,
    /// What it shows.
    pub shows: Shows,
    /// A word about it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub caption: Text,
    /// The day on which the fact was true.
    #[serde(deserialize_with = "deserialize_day")]
    pub observed: NaiveDate,
    /// The subject's version then.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub version: Text,
    /// Who attached it.
    pub by: Text,
    /// When it was attached.
    pub at: Moment,
    /// Who has confirmed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmed: Vec<Signed>,
    /// Who has withdrawn it, if somebody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Signed>,
    /// Who has taken its text out, if somebody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted: Option<Redaction>,
}

impl Evidence {
    /// Evidence as a person attaches it by hand, under a fresh id: observed today at the subject's present version, and
    /// showing what the answer says.
    pub fn attached(
        assessment: &Assessment,
        answer: &Answer,
        content: Content,
        id: Text,
        signed: Signed,
    ) -> Self {
        let Signed { by, at } = signed;
        Self {
            id,
            content,
            shows: Shows::by_default(&answer.status),
            caption: Text::default(),
            observed: at.day(assessment.utc_offset),
            version: assessment.head.subject.version.clone(),
            by,
            at,
            confirmed: Vec::new(),
            withdrawn: None,
            redacted: None,
        }
    }
}

/// Whether a text is a web address, as a link's has to be.
pub fn is_url(text: &str) -> bool {
    let scheme = text
        .split_once("://")
        .map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
    scheme.is_some_and(|(scheme, rest)| {
        matches!(scheme.as_str(), "http" | "https")
            && !rest.is_empty()
            && !rest.contains(char::is_whitespace)
    })
}

/// What was seen when a piece of evidence was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Observation {
    /// It is what was recorded.
    Same,
    /// It is something else now.
    Changed,
    /// It is not there.
    Absent,
    /// Nobody has looked yet: it counts as last recorded.
    #[default]
    Unchecked,
}

/// What was seen beside the file of an assessment: its evidence, and the sign-offs.
#[derive(Debug, Clone, Default)]
pub struct Observations {
    evidence: HashMap<Text, Observation>,
    sign_offs: Arc<[SignOff]>,
}

impl Observations {
    /// Nothing was seen yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What was seen of the evidence of an id; none is [`Observation::Unchecked`].
    pub fn get(&self, evidence: &Text) -> Option<Observation> {
        self.evidence.get(evidence).copied()
    }

    /// Takes note of what was seen of a piece of evidence, and gives what was known of it.
    pub fn insert(&mut self, evidence: Text, seen: Observation) -> Option<Observation> {
        self.evidence.insert(evidence, seen)
    }

    /// Whether nothing was seen.
    pub fn is_empty(&self) -> bool {
        self.evidence.is_empty() && self.sign_offs.is_empty()
    }

    /// What was seen of evidence, in no order.
    pub fn evidence(&self) -> impl Iterator<Item = (&Text, Observation)> {
        self.evidence.iter().map(|(id, seen)| (id, *seen))
    }

    /// The sign-offs, by file name.
    pub fn sign_offs(&self) -> &Arc<[SignOff]> {
        &self.sign_offs
    }

    /// Takes the sign-offs in, in place of those known.
    pub fn set_sign_offs(&mut self, sign_offs: Arc<[SignOff]>) {
        self.sign_offs = sign_offs;
    }
}

impl FromIterator<(Text, Observation)> for Observations {
    fn from_iter<Seen: IntoIterator<Item = (Text, Observation)>>(seen: Seen) -> Self {
        Self {
            evidence: seen.into_iter().collect(),
            ..Self::default()
        }
    }
}

/// Why a piece of evidence backs nothing; the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lapse {
    /// Somebody withdrew it.
    Withdrawn,
    /// Its text was taken out; nobody can judge it any more.
    Redacted,
    /// The item does not accept its kind.
    KindNotAccepted,
    /// It is background only.
    Context,
    /// It speaks against.
    Against,
    /// The fact is longer ago than the item allows; the last day it held.
    TooOld(NaiveDate),
    /// It was observed at another version of the subject.
    OtherVersion,
    /// The file is not what was pinned.
    Changed,
    /// The file is not there.
    Absent,
}

/// The facts by which evidence is judged besides itself.
#[derive(Debug, Clone, Copy)]
pub struct Bench<'a> {
    /// The moment as of which everything is judged.
    pub as_of: Moment,
    /// The assessment's offset: its days are days there.
    pub offset: UtcOffset,
    /// The subject's present version.
    pub version: &'a Text,
    /// The checklist's limit of age, in days.
    pub max_age_days: Option<u32>,
    /// What was seen.
    pub observations: &'a Observations,
}

impl Bench<'_> {
    /// The last day on which a fact observed on `observed` still holds for the item; absent without a limit.
    pub fn last_day(&self, item: &Item, observed: NaiveDate) -> Option<NaiveDate> {
        let days = item.max_age_days.or(self.max_age_days)?;
        Some(
            observed
                .checked_add_days(chrono::Days::new(u64::from(days)))
                .unwrap_or(NaiveDate::MAX),
        )
    }

    /// Whether a waiver excuses an item now.
    pub fn excuses(&self, waiver: &Waiver, item: &Item, scoring: &Scoring) -> bool {
        waiver.is_valid(item, scoring, self.offset, self.as_of.day(self.offset))
    }

    /// What was seen of a piece of evidence.
    pub fn observation(&self, evidence: &Evidence) -> Observation {
        self.observations.get(&evidence.id).unwrap_or_default()
    }

    /// Why the evidence does not count for the item; `None` where it counts and holds.
    pub fn lapse(&self, item: &Item, evidence: &Evidence) -> Option<Lapse> {
        if evidence.withdrawn.is_some() {
            return Some(Lapse::Withdrawn);
        }
        match evidence.shows {
            // Age, a changed file or a redaction never lift what speaks against.
            Shows::Against => return Some(Lapse::Against),
            Shows::Context => return Some(Lapse::Context),
            Shows::Met | Shows::Partial(_) => {}
        }
        if evidence.redacted.is_some() {
            return Some(Lapse::Redacted);
        }
        if !item.accepted().contains(&evidence.content.kind()) {
            return Some(Lapse::KindNotAccepted);
        }
        match self.last_day(item, evidence.observed) {
            Some(last) if self.as_of.day(self.offset) > last => return Some(Lapse::TooOld(last)),
            _ => {}
        }
        if item.per_version && evidence.version != *self.version {
            return Some(Lapse::OtherVersion);
        }
        match self.observation(evidence) {
            Observation::Changed => Some(Lapse::Changed),
            Observation::Absent => Some(Lapse::Absent),
            Observation::Same | Observation::Unchecked => None,
        }
    }

    /// What backs the answer to an item: its evidence, and the measured value where the item has a metric.
    pub fn backing(&self, item: &Item, answer: &Answer) -> Backing {
        let value = answer.status.value();
        let mut backing = Backing::default();
        for piece in &answer.evidence {
            match self.lapse(item, piece) {
                Some(Lapse::Against) => backing.against = true,
                Some(_) => {}
                None => {
                    backing.shown = backing.shown.max(piece.shows.value());
                    let trusted = is_trusted(piece);
                    backing.trusted |= trusted && piece.shows.value() >= value;
                }
            }
        }
        backing.wanted = item.evidence == EvidenceRule::Needed;
        backing.value = match (backing.wanted, backing.against) {
            (false, _) => value,
            (true, true) => 0,
            (true, false) => value.min(backing.shown),
        };
        let outcome = item
            .metric
            .as_ref()
            .map(|metric| metric.target.judge(answer.measured.as_ref()));
        backing.lacks_measure = outcome.is_some_and(|outcome| outcome != Outcome::Meets);
        if backing.lacks_measure {
            backing.value = 0;
        }
        backing
    }
}

/// What an item's evidence comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent facts, each with its own name"
)]
pub struct Backing {
    /// The evidenced value in hundredths; never above the item's value.
    pub value: u8,
    /// The highest that any evidence shows which counts, in hundredths.
    pub shown: u8,
    /// Some evidence speaks against and stands.
    pub against: bool,
    /// The item wants evidence.
    pub wanted: bool,
    /// The item has a metric, and no measured value reaches its target.
    pub lacks_measure: bool,
    /// The whole value is backed by something that is more than one person's link or note.
    pub trusted: bool,
}

/// A file or a run speaks for itself; a link or a note needs somebody other than the one who attached it.
fn is_trusted(evidence: &Evidence) -> bool {
    match evidence.content.kind() {
        Kind::File | Kind::Command => true,
        Kind::Link | Kind::Note => is_confirmed(evidence),
    }
}

/// Whether somebody other than the one who attached it has confirmed the evidence.
pub fn is_confirmed(evidence: &Evidence) -> bool {
    evidence
        .confirmed
        .iter()
        .any(|confirmation| !same_person(&confirmation.by, &evidence.by))
}

/// Whether two names name the same person: case and surrounding or doubled spaces make nobody another.
pub fn same_person(one: &Text, other: &Text) -> bool {
    // Names are nearly always plain, and compared often.
    if one.raw().is_ascii() && other.raw().is_ascii() {
        let mut words = one.raw().split_whitespace();
        let mut others = other.raw().split_whitespace();
        return loop {
            match (words.next(), others.next()) {
                (None, None) => break true,
                (Some(word), Some(other)) if word.eq_ignore_ascii_case(other) => {}
                _ => break false,
            }
        };
    }
    words_of(one) == words_of(other)
}

/// The words of a name by which people are told apart.
pub(super) fn words_of(name: &Text) -> Vec<String> {
    name.raw()
        .split_whitespace()
        .map(str::to_lowercase)
        .collect()
}
