//! The assessment: one checklist answered for one subject.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::checklist::{Checklist, Item};
use super::cost::{Cost, Resource};
use super::dissent::{Dissent, Facilitators};
use super::estimate::Estimate;
use super::evidence::{Evidence, Share, Signed};
use super::history::Entry;
use super::measured::Measured;
use super::meeting::Meeting;
use super::minutes::{Action, Remark};
use super::sign_off::Fulfilled;
use super::snapshot::Snapshot;
use super::text::Text;
use super::time::{Moment, UtcOffset, deserialize_some_day};
use super::version::Version;
use super::waiver::Waiver;

/// What was answered to an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Nobody has answered yet.
    #[default]
    Unanswered,
    /// It is so.
    Met,
    /// It is so in part.
    Partial(Share),
    /// It is not so.
    Unmet,
    /// Somebody looked and can't tell.
    Unknown,
    /// It does not apply, and why.
    NotApplicable(Text),
}

impl Status {
    /// The value in hundredths: 100 for met, n for partial, else 0.
    pub fn value(&self) -> u8 {
        match self {
            Self::Met => 100,
            Self::Partial(share) => share.percent(),
            Self::Unmet | Self::Unknown | Self::Unanswered | Self::NotApplicable(_) => 0,
        }
    }

    /// The word for people.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::Met => "met",
            Self::Partial(_) => "partial",
            Self::Unmet => "not met",
            Self::Unknown => "unknown",
            Self::NotApplicable(_) => "not applicable",
        }
    }
}

/// The answer to one item; one block in the file, answered or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The item's id.
    pub item: Text,
    /// What was answered.
    #[serde(default)]
    pub status: Status,
    /// Who said it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub by: Text,
    /// Who wrote it down, where that is somebody else.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub recorded_by: Text,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    /// Who agreed that it does not apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_by: Option<Signed>,
    /// A comment.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub comment: Text,
    /// Where it stands now, in words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub current: Text,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub owner: Text,
    /// The last day for it.
    #[serde(
        default,
        deserialize_with = "deserialize_some_day",
        skip_serializing_if = "Option::is_none"
    )]
    pub due: Option<NaiveDate>,
    /// How sure they are, in a label; it changes no figure.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub confidence: Text,
    /// What was measured of the item's metric.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<Measured>,
    /// Effort, in place of the checklist's estimate.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub estimate: Text,
    /// What a merge could not decide: two or more versions, in order. Empty without a conflict; while there is one,
    /// the fields above and the waiver are those of the weakest version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflict: Vec<Version>,
    /// What backs it, in the order of attaching.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// What excuses it for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<Waiver>,
    /// Who disagrees with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dissents: Vec<Dissent>,
    /// What was decided about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Remark>,
    /// What somebody will do about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// Questions about it that were left for later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parked: Vec<Remark>,
    /// What came before, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Entry>,
}

impl Answer {
    /// The block of an item that nobody has answered.
    pub fn unanswered(item: Text) -> Self {
        Self {
            item,
            ..Self::default()
        }
    }

    /// Its effort: the answer's own estimate, else the checklist's; of a Met item, whose work is to collect the
    /// evidence, its own only. Absent where it has none that can be read.
    pub fn effort(&self, item: &Item) -> Option<Estimate> {
        let of_item = item
            .estimate
            .as_ref()
            .filter(|_| self.status != Status::Met);
        let text = Some(&self.estimate)
            .filter(|own| !own.is_empty())
            .or(of_item)?;
        Estimate::parse(text.raw())
    }

    /// Who looks after its item: the answer's owner, else the checklist's; blank for nobody.
    pub fn owner_of<'a>(&'a self, item: &'a Item) -> &'a Text {
        if self.owner.is_blank() {
            &item.owner
        } else {
            &self.owner
        }
    }

    /// The evidence of that id.
    pub fn evidence(&self, id: &Text) -> Option<&Evidence> {
        self.evidence.iter().find(|evidence| evidence.id == *id)
    }
}

/// Whether the subject has a trait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraitAnswer {
    /// The trait's id.
    pub id: Text,
    /// Yes or no.
    pub holds: bool,
    /// Who said so.
    pub by: Text,
    /// When.
    pub at: Moment,
}

/// What is assessed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Its name.
    pub name: Text,
    /// Its version or commit.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub version: Text,
    /// The larger system of which it is a part.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub system: Text,
    /// Its traits, as far as they are answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub traits: Vec<TraitAnswer>,
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participant {
    /// The person's name.
    pub name: Text,
    /// What the person stands for.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub role: Text,
}

/// What a declared figure is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeclaredOf {
    /// The whole.
    Overall,
    /// The verdict.
    Verdict,
    /// The category of this id.
    Category(Text),
    /// The stage of this id.
    Stage(Text),
    /// Something that only the label names.
    Free,
}

/// A figure that somebody announced outside this review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// Stable and random.
    pub id: Text,
    /// What it was called.
    pub label: Text,
    /// What it is of.
    pub of: DeclaredOf,
    /// The value as written (`6.5/10`, `95 %`, `ready`).
    pub value: Text,
    /// Figures of one table belong together.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub table: Text,
    /// The weight in its table, where one was stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
    /// Who announced it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub by: Text,
    /// On what day.
    #[serde(
        default,
        deserialize_with = "deserialize_some_day",
        skip_serializing_if = "Option::is_none"
    )]
    pub on: Option<NaiveDate>,
    /// Where it stands written.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
}

/// Everything of an assessment besides its checklist and its answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// What is assessed.
    pub subject: Subject,
    /// The stage that is aimed at.
    pub target: Option<Text>,
    /// Who takes part.
    pub participants: Vec<Participant>,
    /// The meetings in which it was gone through.
    pub meetings: Vec<Meeting>,
    /// The conditions of sign-offs that are marked done.
    pub fulfilled: Vec<Fulfilled>,
    /// What was announced elsewhere.
    pub declared: Vec<Declared>,
    /// Who is needed, and for how much.
    pub resources: Vec<Resource>,
    /// What it costs.
    pub costs: Vec<Cost>,
    /// Who disagrees with the verdict.
    pub dissents: Vec<Dissent>,
    /// What was decided about the whole.
    pub decisions: Vec<Remark>,
    /// What somebody will do about the whole.
    pub actions: Vec<Action>,
    /// Questions about the whole that were left for later.
    pub parked: Vec<Remark>,
    /// The numbers as they were at earlier times.
    pub snapshots: Vec<Snapshot>,
    /// Answers of items that the checklist has no more.
    pub retired: Vec<Retired>,
}

/// The answer to an item that a newer version of the checklist no longer has: kept, counted nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    /// The item's last title.
    pub title: Text,
    /// The revision that was answered.
    pub rev: u32,
    /// The answer as it stood.
    pub answer: Arc<Answer>,
}

/// One checklist answered for one subject. It carries the whole checklist that it answers.
///
/// Copying one is cheap: answers and checklist are shared until they change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// Subject, target, participants, declared figures.
    pub head: Arc<Head>,
    /// When it was begun.
    pub created: Moment,
    /// In which offset its days are days.
    pub utc_offset: UtcOffset,
    checklist: Arc<Checklist>,
    answers: Vec<Arc<Answer>>,
    outline: Arc<Outline>,
}

/// Where each item stands: derived from the checklist alone.
#[derive(Debug, PartialEq, Eq)]
struct Outline {
    places: Vec<(u32, u32)>,
    by_id: HashMap<Text, u32>,
    /// Some item requires another.
    has_requirements: bool,
    /// The positions of the items that each item requires.
    required: Vec<Box<[u32]>>,
}

impl Outline {
    fn of(checklist: &Checklist) -> Self {
        let count = checklist.item_count();
        let (mut places, mut by_id) = (Vec::with_capacity(count), HashMap::with_capacity(count));
        for (c, category) in (0u32..).zip(&checklist.categories) {
            for (i, item) in (0u32..).zip(&category.items) {
                let at = u32::try_from(places.len()).unwrap_or(u32::MAX);
                by_id.entry(item.id.clone()).or_insert(at);
                places.push((c, i));
            }
        }
        let known = |id: &Text| by_id.get(id).copied();
        let required: Vec<Box<[u32]>> = checklist
            .items()
            .map(|(_, item)| item.requires.iter().filter_map(known).collect())
            .collect();
        Self {
            places,
            has_requirements: required.iter().any(|ids| !ids.is_empty()),
            required,
            by_id,
        }
    }
}

impl Assessment {
    /// An assessment in which nothing is answered.
    pub fn new(
        checklist: Arc<Checklist>,
        head: Head,
        created: Moment,
        utc_offset: UtcOffset,
    ) -> Self {
        let answers = checklist
            .items()
            .map(|(_, item)| Arc::new(Answer::unanswered(item.id.clone())))
            .collect();
        let outline = Arc::new(Outline::of(&checklist));
        Self {
            head: Arc::new(head),
            created,
            utc_offset,
            checklist,
            answers,
            outline,
        }
    }

    /// The same with these answers put where their items stand; gives back those that belong to no item, or to
    /// one that has an answer already, with their positions in the list.
    pub fn with_answers(mut self, answers: Vec<Arc<Answer>>) -> (Self, Vec<(usize, Answer)>) {
        let mut taken = vec![false; self.answers.len()];
        let mut left_over = Vec::new();
        for (position, answer) in answers.into_iter().enumerate() {
            // A canonical file has the answers in the items' order: look there first.
            let at = match self.answers.get(position) {
                Some(here) if here.item == answer.item => Some(position),
                _ => self.position(&answer.item),
            };
            match at {
                Some(at) if !taken[at] => {
                    taken[at] = true;
                    self.answers[at] = answer;
                }
                _ => left_over.push((position, Arc::unwrap_or_clone(answer))),
            }
        }
        (self, left_over)
    }

    /// The embedded checklist.
    pub fn checklist(&self) -> &Arc<Checklist> {
        &self.checklist
    }

    /// The answers, one for each item, in checklist order.
    pub fn answers(&self) -> &[Arc<Answer>] {
        &self.answers
    }

    /// The position of an item, in checklist order.
    pub fn position(&self, id: &Text) -> Option<usize> {
        self.outline.by_id.get(id).map(|at| *at as usize)
    }

    /// The item at a position.
    ///
    /// # Panics
    /// Where the position is not below the number of answers.
    pub fn item(&self, position: usize) -> &Item {
        let (category, item) = self.outline.places[position];
        &self.checklist.categories[category as usize].items[item as usize]
    }

    /// The position of the category of the item at a position.
    ///
    /// # Panics
    /// Where the position is not below the number of answers.
    pub fn category_of(&self, position: usize) -> usize {
        self.outline.places[position].0 as usize
    }

    /// Whether some item requires another.
    pub(super) fn has_requirements(&self) -> bool {
        self.outline.has_requirements
    }

    /// The positions of the items that the item at a position requires, as often as it names them; what is no item
    /// is left out.
    pub(super) fn required(&self, position: usize) -> impl Iterator<Item = usize> {
        self.outline.required[position]
            .iter()
            .map(|at| *at as usize)
    }

    /// The answer to the item of that id.
    pub fn answer(&self, id: &Text) -> Option<&Arc<Answer>> {
        self.position(id).map(|at| &self.answers[at])
    }

    /// What the subject's traits say of a trait: yes, no, or nothing yet.
    pub fn has_trait(&self, id: &Text) -> Option<bool> {
        self.head
            .subject
            .traits
            .iter()
            .find(|answer| answer.id == *id)
            .map(|answer| answer.holds)
    }

    /// Whether somebody takes part as the facilitator.
    pub fn is_facilitator(&self, name: &Text) -> bool {
        Facilitators::of(self).has(name)
    }

    /// Today: the day of a moment where the assessment is.
    pub fn day(&self, moment: Moment) -> NaiveDate {
        moment.day(self.utc_offset)
    }

    /// The answer at a position, to be changed. Only `change.rs` does that.
    pub(super) fn answer_mut(&mut self, position: usize) -> &mut Arc<Answer> {
        &mut self.answers[position]
    }
}
