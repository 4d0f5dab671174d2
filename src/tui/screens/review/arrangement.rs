//! In which groups the items stand, and which of them are on the list. Pure.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::domain::assessment::Assessment;
use crate::domain::checklist::Tier;
use crate::domain::text::Text;

/// By what the items are put into groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Categories, in checklist order.
    #[default]
    Category,
    /// Blocker, Should, Nice.
    Tier,
    /// Phases in checklist order; what has none comes last.
    Phase,
    /// The stages that need them first, in checklist order; what every stage needs comes last.
    Stage,
    /// Owners in alphabetical order; what nobody looks after comes last.
    Owner,
}

impl Grouping {
    /// All of them, in the order of the key that goes through them.
    pub const ALL: [Self; 5] = [
        Self::Category,
        Self::Tier,
        Self::Phase,
        Self::Stage,
        Self::Owner,
    ];

    /// The word in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Tier => "tier",
            Self::Phase => "phase",
            Self::Stage => "stage",
            Self::Owner => "owner",
        }
    }

    /// What the groups are.
    pub fn title(self) -> &'static str {
        match self {
            Self::Category => "Categories",
            Self::Tier => "Tiers",
            Self::Phase => "Phases",
            Self::Stage => "Stages",
            Self::Owner => "Owners",
        }
    }

    /// Whether an assessment has what it groups by.
    pub fn applies(self, assessment: &Assessment) -> bool {
        let checklist = assessment.checklist();
        match self {
            Self::Category | Self::Tier => true,
            Self::Phase => !checklist.phases.is_empty(),
            Self::Stage => !checklist.stages.is_empty(),
            Self::Owner => assessment
                .answers()
                .iter()
                .zip(checklist.items())
                .any(|(answer, (_, item))| !answer.owner_of(item).is_blank()),
        }
    }

    /// The next grouping, or the one before, that an assessment has something for.
    #[must_use]
    pub fn next(self, assessment: &Assessment, forward: bool) -> Self {
        let count = Self::ALL.len();
        let at = Self::ALL.iter().position(|one| *one == self).unwrap_or(0);
        (1..=count)
            .map(|step| Self::ALL[(at + if forward { step } else { count - step }) % count])
            .find(|grouping| grouping.applies(assessment))
            .unwrap_or_default()
    }
}

/// What the items of a group have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heading {
    /// The category at this position of the checklist.
    Category(usize),
    /// The tier.
    Tier(Tier),
    /// The phase at this position of the checklist, or none.
    Phase(Option<usize>),
    /// The stage at this position of the checklist, or every stage.
    Stage(Option<usize>),
    /// The owner, as first written, or nobody.
    Owner(Option<Text>),
}

impl Heading {
    /// The words over the group, safe to show.
    pub fn shown(&self, assessment: &Assessment) -> String {
        let checklist = assessment.checklist();
        let text = match self {
            Self::Category(at) => checklist.categories.get(*at).map(|one| &one.title),
            Self::Phase(Some(at)) => checklist.phases.get(*at).map(|one| &one.title),
            Self::Stage(Some(at)) => checklist.stages.get(*at).map(|one| &one.title),
            Self::Owner(owner) => owner.as_ref(),
            Self::Tier(tier) => return tier.word().to_owned(),
            Self::Phase(None) | Self::Stage(None) => None,
        };
        match (text, self) {
            (Some(text), _) => text.shown().into_string(),
            (None, Self::Phase(_)) => "no phase".to_owned(),
            (None, Self::Stage(_)) => "every stage".to_owned(),
            (None, _) => "nobody".to_owned(),
        }
    }
}

/// A position that is nowhere.
const NOWHERE: u32 = u32::MAX;

/// The items in their groups; those that are on the list, and how many there are of each group in all.
///
/// It is worked out when the grouping, or what is on the list, has changed. Everything that drawing and moving ask
/// for is looked up.
#[derive(Debug)]
pub struct Arrangement {
    grouping: Grouping,
    /// Every group, also one of which nothing is on the list.
    headings: Vec<Heading>,
    /// The heading of each item.
    heading_of: Vec<u32>,
    /// How many items each heading has, on the list or not.
    totals: Vec<u32>,
    /// The headings that have something on the list.
    groups: Vec<u32>,
    /// Where each of these begins in `order`, and where the last one ends.
    starts: Vec<u32>,
    /// The positions of the items on the list, group by group.
    order: Vec<u32>,
    /// Where each item stands in `order`.
    place_of: Vec<u32>,
}

impl Arrangement {
    /// Every item, in groups.
    pub fn of(assessment: &Assessment, grouping: Grouping) -> Self {
        let (headings, heading_of) = headings(assessment, grouping);
        let mut totals = vec![0; headings.len()];
        for heading in &heading_of {
            totals[*heading as usize] += 1;
        }
        let mut arrangement = Self {
            grouping,
            headings,
            totals,
            groups: Vec::new(),
            starts: Vec::new(),
            order: Vec::new(),
            place_of: Vec::new(),
            heading_of,
        };
        arrangement.show(|_| true);
        arrangement
    }

    /// Puts the items for which `shows` holds on the list, and no others.
    pub fn show(&mut self, shows: impl Fn(usize) -> bool) {
        // Where the next item of each heading goes; at first how many there are before.
        let mut next = vec![0u32; self.headings.len() + 1];
        let mut listed = vec![false; self.heading_of.len()];
        for (position, heading) in self.heading_of.iter().enumerate() {
            listed[position] = shows(position);
            next[*heading as usize + 1] += u32::from(listed[position]);
        }
        self.groups.clear();
        self.starts.clear();
        self.starts.push(0);
        for heading in 0..self.headings.len() {
            let count = next[heading + 1];
            next[heading + 1] += next[heading];
            if count > 0 {
                self.groups.push(u32::try_from(heading).unwrap_or(NOWHERE));
                self.starts.push(next[heading + 1]);
            }
        }
        let count = *next.last().unwrap_or(&0) as usize;
        self.order.clear();
        self.order.resize(count, 0);
        self.place_of.clear();
        self.place_of.resize(self.heading_of.len(), NOWHERE);
        for (position, heading) in (0u32..).zip(&self.heading_of) {
            if listed[position as usize] {
                let place = &mut next[*heading as usize];
                self.order[*place as usize] = position;
                self.place_of[position as usize] = *place;
                *place += 1;
            }
        }
    }

    /// By what the items are grouped.
    pub fn grouping(&self) -> Grouping {
        self.grouping
    }

    /// How many groups have something on the list.
    pub fn group_count(&self) -> usize {
        self.groups.len()
    }

    /// What the items of a group have in common.
    pub fn heading(&self, group: usize) -> Option<&Heading> {
        self.headings.get(self.heading_at(group)?)
    }

    /// The place of a group among all headings, listed or not.
    pub fn heading_at(&self, group: usize) -> Option<usize> {
        self.groups.get(group).map(|heading| *heading as usize)
    }

    /// The place of an item's group among all headings, whether or not the item is on the list.
    pub fn heading_of(&self, position: usize) -> Option<usize> {
        self.heading_of
            .get(position)
            .map(|heading| *heading as usize)
    }

    /// How many headings there are, listed or not.
    pub fn heading_count(&self) -> usize {
        self.headings.len()
    }

    /// How many items of a group are on the list.
    pub fn len_of(&self, group: usize) -> usize {
        self.range(group).len()
    }

    /// How many items a group has, on the list or not.
    pub fn total_of(&self, group: usize) -> usize {
        self.heading_at(group)
            .map_or(0, |heading| self.totals[heading] as usize)
    }

    /// The position of the item on a row of a group.
    pub fn item(&self, group: usize, row: usize) -> Option<usize> {
        let items = &self.order[self.range(group)];
        items.get(row).map(|position| *position as usize)
    }

    /// The group and the row of an item; absent where it is not on the list.
    pub fn place_of(&self, position: usize) -> Option<(usize, usize)> {
        let place = *self.place_of.get(position)?;
        if place == NOWHERE {
            return None;
        }
        let group = self.starts.partition_point(|start| *start <= place) - 1;
        Some((group, (place - self.starts[group]) as usize))
    }

    /// The positions of the items on the list, group by group.
    pub fn order(&self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        self.order.iter().map(|position| *position as usize)
    }

    /// How many items there are, on the list or not.
    pub fn item_count(&self) -> usize {
        self.heading_of.len()
    }

    /// How many items are on the list.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Whether an item still stands where it belongs: an answer can change nothing but its owner.
    pub fn still_holds(&self, assessment: &Assessment, position: usize) -> bool {
        let (Grouping::Owner, Some(heading)) = (self.grouping, self.heading_of(position)) else {
            return true;
        };
        let owner = assessment.answers()[position].owner_of(assessment.item(position));
        match self.headings.get(heading) {
            Some(Heading::Owner(Some(there))) => key_of(there) == key_of(owner),
            Some(Heading::Owner(None)) => owner.is_blank(),
            _ => false,
        }
    }

    fn range(&self, group: usize) -> Range<usize> {
        match self.starts.get(group..group + 2) {
            Some([start, end]) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }
}

/// Every group, and that of each item.
fn headings(assessment: &Assessment, grouping: Grouping) -> (Vec<Heading>, Vec<u32>) {
    let checklist = assessment.checklist();
    let count = assessment.answers().len();
    let narrow = |at: usize| u32::try_from(at).unwrap_or(NOWHERE);
    let items = checklist.items().map(|(_, item)| item);
    match grouping {
        Grouping::Category => (
            (0..checklist.categories.len())
                .map(Heading::Category)
                .collect(),
            (0..count)
                .map(|position| narrow(assessment.category_of(position)))
                .collect(),
        ),
        Grouping::Tier => (
            Tier::ALL.map(Heading::Tier).into(),
            items.map(|item| narrow(item.tier as usize)).collect(),
        ),
        Grouping::Phase => {
            let ids = checklist.phases.iter().map(|phase| &phase.id);
            let (places, last) = (places(ids), checklist.phases.len());
            let place = |id: &Option<Text>| id.as_ref().and_then(|id| places.get(id).copied());
            (
                in_order(last, Heading::Phase),
                items
                    .map(|item| narrow(place(&item.phase).unwrap_or(last)))
                    .collect(),
            )
        }
        Grouping::Stage => {
            let ids = checklist.stages.iter().map(|stage| &stage.id);
            let (places, last) = (places(ids), checklist.stages.len());
            let place = |id: &Option<Text>| id.as_ref().and_then(|id| places.get(id).copied());
            (
                in_order(last, Heading::Stage),
                items
                    .map(|item| narrow(place(&item.stage).unwrap_or(last)))
                    .collect(),
            )
        }
        Grouping::Owner => by_owner(assessment),
    }
}

/// So many headings with a number, and one without.
fn in_order(count: usize, heading: impl Fn(Option<usize>) -> Heading) -> Vec<Heading> {
    (0..count).map(Some).chain([None]).map(heading).collect()
}

/// The place of each id.
fn places<'a>(ids: impl Iterator<Item = &'a Text>) -> HashMap<&'a Text, usize> {
    ids.enumerate().map(|(at, id)| (id, at)).collect()
}

fn by_owner(assessment: &Assessment) -> (Vec<Heading>, Vec<u32>) {
    let items = assessment.checklist().items();
    let owners: Vec<&Text> = assessment
        .answers()
        .iter()
        .zip(items)
        .map(|(answer, (_, item))| answer.owner_of(item))
        .collect();
    // Many items have one owner, spelled alike.
    let mut keys: HashMap<&Text, String> = HashMap::new();
    let mut named: BTreeMap<String, &Text> = BTreeMap::new();
    for owner in &owners {
        if !owner.is_blank() && !keys.contains_key(owner) {
            let key = key_of(owner);
            named.entry(key.clone()).or_insert(owner);
            keys.insert(owner, key);
        }
    }
    let places: HashMap<&String, u32> = named.keys().zip(0u32..).collect();
    let nobody = u32::try_from(named.len()).unwrap_or(NOWHERE);
    let place: HashMap<&Text, u32> = keys
        .iter()
        .filter_map(|(owner, key)| Some((*owner, *places.get(key)?)))
        .collect();
    let heading_of = owners
        .iter()
        .map(|owner| place.get(owner).copied().unwrap_or(nobody))
        .collect();
    let headings = named.values().map(|owner| Some((*owner).clone()));
    (
        headings.chain([None]).map(Heading::Owner).collect(),
        heading_of,
    )
}

/// What names are told apart by: case and doubled blanks make nobody another.
fn key_of(owner: &Text) -> String {
    let words: Vec<&str> = owner.raw().split_whitespace().collect();
    words.join(" ").to_lowercase()
}
