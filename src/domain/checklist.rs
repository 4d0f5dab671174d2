//! The checklist: categories of items, each item in a tier.

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::number::Number;
use super::text::{Text, serialize_strings};

/// How much an item matters for shipping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tier {
    /// Must be met before shipping.
    Blocker,
    /// Should be met; a share of these is enough.
    Should,
    /// Nice to have; never a condition.
    Nice,
}

impl Tier {
    /// All tiers, the gravest first.
    pub const ALL: [Self; 3] = [Self::Blocker, Self::Should, Self::Nice];

    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Blocker => "Blocker",
            Self::Should => "Should",
            Self::Nice => "Nice",
        }
    }

    /// The word in JSON and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Blocker => "blocker",
            Self::Should => "should",
            Self::Nice => "nice",
        }
    }
}

/// How bad the risk of an open item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The least.
    Low,
    /// In between.
    Medium,
    /// Grave.
    High,
    /// The worst.
    Critical,
}

impl Severity {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
            Self::Critical => "Critical",
        }
    }
}

/// A rung of the maturity ladder, in the checklist's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Unique among the stages.
    pub id: Text,
    /// For people.
    pub title: Text,
}

/// A slot of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Unique among the phases.
    pub id: Text,
    /// For people.
    pub title: Text,
    /// When it is, in free words ("week 1").
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub when: Text,
}

/// Something about the subject that decides which items are in play; asked once per subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trait {
    /// Unique among the traits.
    pub id: Text,
    /// The question, answered yes or no.
    pub ask: Text,
}

/// The kinds of evidence that an item may accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A URL.
    Link,
    /// A file pinned by its SHA-256.
    File,
    /// A captured command run.
    Command,
    /// A text.
    Note,
}

impl Kind {
    /// The word for people and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::File => "file",
            Self::Command => "command",
            Self::Note => "note",
        }
    }
}

/// What an item accepts where it says nothing.
pub const ACCEPTED_BY_DEFAULT: [Kind; 3] = [Kind::Link, Kind::File, Kind::Command];

/// Whether an item wants evidence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum EvidenceRule {
    /// Evidenced only by evidence that counts.
    #[default]
    Needed,
    /// Evidenced as claimed.
    NotNeeded,
}

/// What a check's output must show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expect {
    /// The exit status.
    Exit(i32),
    /// A regular expression found in the output.
    Matches(Text),
    /// The first capture group, read as a number, is at most `n`.
    AtMost {
        /// The limit.
        n: Number,
        /// A regular expression with a capture group.
        of: Text,
    },
    /// The first capture group, read as a number, is at least `n`.
    AtLeast {
        /// The limit.
        n: Number,
        /// A regular expression with a capture group.
        of: Text,
    },
}

/// How much of a check's output is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keep {
    /// All of it.
    #[default]
    Whole,
    /// The end.
    Tail,
    /// Its hash only.
    Hash,
}

/// A command that can tell whether the item is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The argument vector; no shell is involved.
    #[serde(serialize_with = "serialize_strings")]
    pub run: Vec<String>,
    /// What it must give.
    pub expect: Expect,
    /// Seconds until it is ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_s: Option<u32>,
    /// How much of the output is kept.
    #[serde(default, skip_serializing_if = "is_default")]
    pub keep: Keep,
}

/// What a metric has to reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// No more than.
    AtMost(Number),
    /// Less than.
    Below(Number),
    /// No less than.
    AtLeast(Number),
    /// More than.
    Above(Number),
    /// Words, judged by a person.
    Text(Text),
}

/// Something measured, with what it has to reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// What is measured.
    pub name: Text,
    /// In what unit.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub unit: Text,
    /// What it has to reach.
    pub target: Target,
}

/// One thing to be met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stable and unique in the whole checklist.
    pub id: Text,
    /// Raised when the meaning changes.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub rev: u32,
    /// How much it matters.
    pub tier: Tier,
    /// One line; met is good.
    pub title: Text,
    /// What goes wrong without it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub why: Text,
    /// How to get there.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub how: Text,
    /// What is risked while it is open.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub risk: Text,
    /// How bad that is; by tier where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// The stage that needs it; every stage where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Text>,
    /// The slot of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Text>,
    /// 1..=1000; the tier's weight where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<i64>,
    /// Effort, as `15m`, `2-4h`, `3d`, `1-2w`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Text>,
    /// Items that come first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<Text>,
    /// When it is in play; always where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The kinds of evidence that count; link, file and command where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepts: Option<Vec<Kind>>,
    /// Whether evidence is wanted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evidence: EvidenceRule,
    /// Days that evidence holds; the checklist's limit where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age_days: Option<u32>,
    /// Evidence holds for the version it was observed at only.
    #[serde(default, skip_serializing_if = "is_default")]
    pub per_version: bool,
    /// Whether a waiver may excuse it.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub waivable: bool,
    /// A command that can tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Check>,
    /// A measured value that must reach a target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<Metric>,
    /// For searching.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Text>,
    /// Who usually looks after it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub owner: Text,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Text>,
}

impl Item {
    /// The kinds of evidence that count for it.
    pub fn accepted(&self) -> &[Kind] {
        self.accepts.as_deref().unwrap_or(&ACCEPTED_BY_DEFAULT)
    }

    /// Its severity: its own, else by tier Critical, High, Low.
    pub fn severity(&self) -> Severity {
        self.severity.unwrap_or(match self.tier {
            Tier::Blocker => Severity::Critical,
            Tier::Should => Severity::High,
            Tier::Nice => Severity::Low,
        })
    }
}

/// A group of items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Unique among the categories.
    pub id: Text,
    /// For people.
    pub title: Text,
    /// 1..=1000; on all categories or on none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<i64>,
    /// Its items.
    pub items: Vec<Item>,
}

/// What an item weighs where it says nothing, by tier; each 1..=1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TierWeights {
    /// Default 3.
    pub blocker: i64,
    /// Default 2.
    pub should: i64,
    /// Default 1.
    pub nice: i64,
}

impl Default for TierWeights {
    fn default() -> Self {
        Self {
            blocker: 3,
            should: 2,
            nice: 1,
        }
    }
}

/// What a Met blocker has to show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockersRule {
    /// Evidence that holds, else it blocks.
    #[default]
    Evidenced,
    /// The claim is enough not to block; the verdict is conditional.
    Claimed,
}

/// Whose links and notes somebody else has to confirm.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConfirmRule {
    /// Those of Blockers.
    #[default]
    Blockers,
    /// Nobody's.
    Nobody,
}

/// The rules of the numbers and of the gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scoring {
    /// Weights by tier.
    #[serde(skip_serializing_if = "is_default")]
    pub tier_weights: TierWeights,
    /// Percent of Should items below which a go is conditional.
    #[serde(skip_serializing_if = "is_eighty")]
    pub should_threshold: u8,
    /// Percent of Should items below which it is a no-go.
    #[serde(skip_serializing_if = "is_fifty")]
    pub should_floor: u8,
    /// What a Met blocker has to show.
    #[serde(skip_serializing_if = "is_default")]
    pub blockers: BlockersRule,
    /// Whose links and notes somebody else has to confirm.
    #[serde(skip_serializing_if = "is_default")]
    pub confirm: ConfirmRule,
    /// Days that evidence holds; no limit where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age_days: Option<u32>,
    /// Days that a waiver may run.
    #[serde(skip_serializing_if = "is_ninety")]
    pub max_waiver_days: u32,
}

impl Default for Scoring {
    fn default() -> Self {
        Self {
            tier_weights: TierWeights::default(),
            should_threshold: 80,
            should_floor: 50,
            blockers: BlockersRule::default(),
            confirm: ConfirmRule::default(),
            max_age_days: None,
            max_waiver_days: 90,
        }
    }
}

/// A checklist: the template that an assessment answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// The version of the file format.
    pub format: u32,
    /// Names the checklist.
    pub id: Text,
    /// For people.
    pub title: Text,
    /// Which edition of it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub version: Text,
    /// One paragraph.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub summary: Text,
    /// Where the content comes from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
    /// The maturity ladder, lowest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// The slots of the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<Phase>,
    /// What is asked of the subject.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub traits: Vec<Trait>,
    /// Roles whose go is wanted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signoff: Vec<Text>,
    /// The rules of the numbers and of the gate.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scoring: Scoring,
    /// The items, by category.
    pub categories: Vec<Category>,
}

impl Checklist {
    /// All items in checklist order, with the position of their category.
    pub fn items(&self) -> impl Iterator<Item = (usize, &Item)> + Clone {
        self.categories
            .iter()
            .enumerate()
            .flat_map(|(at, category)| category.items.iter().map(move |item| (at, item)))
    }

    /// How many items there are.
    pub fn item_count(&self) -> usize {
        self.categories
            .iter()
            .map(|category| category.items.len())
            .sum()
    }

    /// What an item weighs: its own weight, else its tier's; held within 1..=1000.
    pub fn weight_of(&self, item: &Item) -> u16 {
        let weights = &self.scoring.tier_weights;
        let weight = item.weight.unwrap_or(match item.tier {
            Tier::Blocker => weights.blocker,
            Tier::Should => weights.should,
            Tier::Nice => weights.nice,
        });
        u16::try_from(weight.clamp(1, 1000)).unwrap_or(1)
    }

    /// The position of a stage on the ladder.
    pub fn stage_position(&self, id: &Text) -> Option<usize> {
        self.stages.iter().position(|stage| stage.id == *id)
    }

    /// Whether the categories carry weights (all of them do, or none).
    pub fn has_category_weights(&self) -> bool {
        !self.categories.is_empty()
            && self
                .categories
                .iter()
                .all(|category| category.weight.is_some())
    }
}

pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_one(value: &u32) -> bool {
    *value == 1
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_yes(value: &bool) -> bool {
    *value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_eighty(value: &u8) -> bool {
    *value == 80
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_fifty(value: &u8) -> bool {
    *value == 50
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_ninety(value: &u32) -> bool {
    *value == 90
}
