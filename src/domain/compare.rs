//! Two standings of a review side by side: what changed, both ways.
//!
//! What a side does not know is left out of the comparison and never taken for nothing.

use std::collections::{HashMap, HashSet};

use super::assessment::{Declared, DeclaredOf, Status};
use super::checklist::{Kind, Tier};
use super::compare_conflicts::ConflictChanges;
use super::declared::announced;
use super::evidence::Lapse;
use super::gate::Verdict;
use super::percent::Percent;
use super::side::{Fact, Named, Piece, Side, SideItem, Standing, State};
use super::snapshot::{Gauge, Scores};
use super::text::Text;

/// A figure over everything that is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// What people said.
    Claimed,
    /// What evidence backs.
    Evidenced,
    /// What people said, waived items left out.
    ExcludingWaived,
    /// Answered Blocker and Should items.
    Answered,
}

impl Figure {
    /// Every figure, in the order of a page.
    pub const ALL: [Self; 4] = [
        Self::Claimed,
        Self::Evidenced,
        Self::ExcludingWaived,
        Self::Answered,
    ];

    /// The words for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Evidenced => "evidenced",
            Self::ExcludingWaived => "excluding waived",
            Self::Answered => "answered",
        }
    }

    fn of(self, scores: &Scores) -> Option<&Percent> {
        match self {
            Self::Claimed => scores.claimed.as_ref(),
            Self::Evidenced => scores.evidenced.as_ref(),
            Self::ExcludingWaived => scores.excluding_waived.as_ref(),
            Self::Answered => scores.answered.as_ref(),
        }
    }
}

/// A score before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Before; absent where there was nothing to count, or where it is not known.
    pub before: Option<Percent>,
    /// After, likewise.
    pub after: Option<Percent>,
}

impl Shift {
    /// After − before, exactly; absent where one of them is.
    pub fn change(&self) -> Option<Percent> {
        Some(self.after.as_ref()?.minus(self.before.as_ref()?))
    }
}

/// The gauge of one tier before and after; absent on a side without scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GaugeShift {
    /// The tier.
    pub tier: Tier,
    /// Before.
    pub before: Option<Gauge>,
    /// After.
    pub after: Option<Gauge>,
}

impl GaugeShift {
    /// `100 · met / counted` before and after.
    pub fn percent(&self) -> Shift {
        let percent = |gauge: Option<Gauge>| {
            gauge.and_then(|gauge| Percent::of(u64::from(gauge.met), u64::from(gauge.counted)))
        };
        Shift {
            before: percent(self.before),
            after: percent(self.after),
        }
    }
}

/// A fact that is another on the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactChange {
    /// Which.
    pub fact: Fact,
    /// Before; absent where there was none.
    pub before: Option<Text>,
    /// After.
    pub after: Option<Text>,
}

/// A declared figure before and after, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredChange {
    /// What it was called.
    pub label: Text,
    /// What it is of.
    pub of: DeclaredOf,
    /// Before; absent where nothing was declared.
    pub before: Option<Text>,
    /// After.
    pub after: Option<Text>,
    /// The percents of these, where they have one.
    pub percent: Shift,
}

impl DeclaredChange {
    /// Whether it is another.
    pub fn is_change(&self) -> bool {
        self.before != self.after
    }
}

/// Which way an item moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Its value rose.
    Better,
    /// Its value fell.
    Worse,
    /// Its status is another and neither better nor worse: to or from n/a, or another word of the same value.
    Other,
}

/// An item whose status is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The item.
    pub item: Named,
    /// Its status before.
    pub before: Status,
    /// Its status after.
    pub after: Status,
    /// Which way.
    pub way: Way,
}

/// What became of a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It counts, and did not before.
    Gained,
    /// It counted, and is withdrawn or not there any more.
    Lost,
    /// It counted, is still there and counts no more; why, where that is known.
    Lapsed(Option<Lapse>),
}

/// A piece of evidence that counts on one side only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceChange {
    /// The item it belongs to.
    pub item: Named,
    /// Its id.
    pub evidence: Text,
    /// Its kind, where a side still knows it.
    pub kind: Option<Kind>,
    /// Its caption, else its link, path or text; empty where no side knows it any more.
    pub words: Text,
    /// What became of it.
    pub fate: Fate,
}

/// Items whose waiver is valid on one side only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WaiverChanges {
    /// Waived after, not before.
    pub gained: Vec<Named>,
    /// Waived before, not after.
    pub lost: Vec<Named>,
}

/// How the two sides' checklists stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checklists {
    /// As far as is known they are the same.
    Same,
    /// Two versions of one checklist.
    OtherVersion,
    /// Two checklists.
    Other,
    /// One id and one version, and not the same content.
    Altered,
}

/// Two sides compared.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What the first side is.
    pub before: Standing,
    /// What the second side is.
    pub after: Standing,
    /// How the checklists stand to each other.
    pub checklists: Checklists,
    /// The verdicts; absent on a side without scores.
    pub verdict: (Option<Verdict>, Option<Verdict>),
    /// The figures, in the order of [`Figure::ALL`].
    pub figures: Vec<(Figure, Shift)>,
    /// The gauges: Blocker, Should, Nice.
    pub gauges: Vec<GaugeShift>,
    /// Facts that are known on both sides and differ.
    pub facts: Vec<FactChange>,
    /// Declared figures that differ; where a side has no scores, all of them.
    pub declared: Vec<DeclaredChange>,
    /// Items that moved, in the order of the second side.
    pub moved: Vec<Moved>,
    /// Items that only the second side has.
    pub added: Vec<Named>,
    /// Items that only the first side has.
    pub gone: Vec<Named>,
    /// Evidence that counts on one side only: by item in the order of the second side, then that of gone items.
    pub evidence: Vec<EvidenceChange>,
    /// Waivers that are valid on one side only; absent where a side does not know its waivers.
    pub waivers: Option<WaiverChanges>,
    /// Conflicts that are there on one side only; absent where a side does not know its conflicts.
    pub conflicts: Option<ConflictChanges>,
}

impl Comparison {
    /// Compares two sides: what changed from the first to the second.
    pub fn of(before: &Side, after: &Side) -> Self {
        let scores = |side: &Side| side.scores.clone();
        let (was, is) = (scores(before), scores(after));
        let figure = |figure: Figure| {
            let of = |scores: &Option<Scores>| figure.of(scores.as_ref()?).cloned();
            let shift = Shift {
                before: of(&was),
                after: of(&is),
            };
            (figure, shift)
        };
        let gauge = |tier: Tier| {
            let of = |scores: &Option<Scores>| {
                let mut gauges = scores.as_ref()?.tiers.iter();
                gauges.find(|gauge| gauge.tier == tier).copied()
            };
            GaugeShift {
                tier,
                before: of(&was),
                after: of(&is),
            }
        };
        let verdict = |scores: &Option<Scores>| scores.as_ref().map(|scores| scores.verdict);
        let mut comparison = Self {
            before: before.standing.clone(),
            after: after.standing.clone(),
            checklists: checklists(before, after),
            verdict: (verdict(&was), verdict(&is)),
            figures: Figure::ALL.map(figure).to_vec(),
            gauges: Tier::ALL.map(gauge).to_vec(),
            facts: facts(before, after),
            declared: declared(before, after),
            moved: Vec::new(),
            added: Vec::new(),
            gone: Vec::new(),
            evidence: Vec::new(),
            waivers: None,
            conflicts: None,
        };
        if comparison.knows_items() {
            comparison.items(before, after);
        }
        comparison
    }

    /// Whether both sides know their items; else nothing can be said of items and evidence.
    pub fn knows_items(&self) -> bool {
        self.before.has_items && self.after.has_items
    }

    /// Whether both sides are about a subject of the same name.
    pub fn is_same_subject(&self) -> bool {
        self.before.subject == self.after.subject
    }

    /// Whether nothing is another.
    pub fn is_empty(&self) -> bool {
        let (waivers, conflicts) = (self.waivers.as_ref(), self.conflicts.as_ref());
        self.checklists == Checklists::Same
            && self.is_same_subject()
            && self.verdict.0 == self.verdict.1
            && self.figures.iter().all(|(_, it)| it.before == it.after)
            && self.gauges.iter().all(|it| it.before == it.after)
            && self.facts.is_empty()
            && !self.declared.iter().any(DeclaredChange::is_change)
            && self.moved.is_empty()
            && self.added.is_empty()
            && self.gone.is_empty()
            && self.evidence.is_empty()
            && waivers.is_none_or(|it| it.gained.is_empty() && it.lost.is_empty())
            && conflicts.is_none_or(ConflictChanges::is_empty)
    }

    /// The items that moved one way.
    pub fn moved(&self, way: Way) -> impl Iterator<Item = &Moved> {
        self.moved.iter().filter(move |moved| moved.way == way)
    }

    fn items(&mut self, before: &Side, after: &Side) {
        let was: HashMap<&Text, &SideItem> = by_id(&before.items);
        let (had, has) = (before.evidence(), after.evidence());
        let both_know = before.knows_waivers && after.knows_waivers;
        let mut waivers = both_know.then(WaiverChanges::default);
        for item in &after.items {
            let earlier = was.get(&item.named.item).copied();
            match earlier {
                Some(earlier) => self.compare(earlier, item),
                None if before.whole => self.added.push(item.named.clone()),
                // The first side says nothing of it.
                None => continue,
            }
            let earlier_pieces = earlier.map_or(&[] as &[Piece], |earlier| &earlier.pieces);
            self.ended(&item.named, earlier_pieces, &has);
            self.begun(&item.named, &item.pieces, &had);
            if let Some(waivers) = &mut waivers {
                match (earlier.is_some_and(|earlier| earlier.waived), item.waived) {
                    (false, true) => waivers.gained.push(item.named.clone()),
                    (true, false) => waivers.lost.push(item.named.clone()),
                    _ => {}
                }
            }
        }
        if after.whole {
            let is: HashSet<&Text> = after.items.iter().map(|item| &item.named.item).collect();
            for item in &before.items {
                if is.contains(&item.named.item) {
                    continue;
                }
                self.gone.push(item.named.clone());
                self.ended(&item.named, &item.pieces, &has);
                if let Some(waivers) = waivers.as_mut().filter(|_| item.waived) {
                    waivers.lost.push(item.named.clone());
                }
            }
        }
        self.waivers = waivers;
        self.conflicts = both_know.then(|| ConflictChanges::of(before, after));
    }

    fn compare(&mut self, earlier: &SideItem, item: &SideItem) {
        if let Some(way) = way(&earlier.status, &item.status) {
            self.moved.push(Moved {
                item: item.named.clone(),
                before: earlier.status.clone(),
                after: item.status.clone(),
                way,
            });
        }
    }

    /// Evidence that counted and does not any more.
    fn ended(&mut self, item: &Named, pieces: &[Piece], has: &HashMap<(&Text, &Text), &Piece>) {
        for piece in pieces.iter().filter(|piece| piece.state == State::Counts) {
            let now = has.get(&(&item.item, &piece.id)).copied();
            let fate = match now.map(|now| now.state) {
                Some(State::Counts) => continue,
                Some(State::Idle(lapse)) => Fate::Lapsed(lapse),
                Some(State::Withdrawn) | None => Fate::Lost,
            };
            self.evidence.push(change_of(item, piece, now, fate));
        }
    }

    /// Evidence that counts and did not before.
    fn begun(&mut self, item: &Named, pieces: &[Piece], had: &HashMap<(&Text, &Text), &Piece>) {
        for piece in pieces.iter().filter(|piece| piece.state == State::Counts) {
            let then = had.get(&(&item.item, &piece.id)).copied();
            if then.is_none_or(|then| then.state != State::Counts) {
                let change = change_of(item, piece, then, Fate::Gained);
                self.evidence.push(change);
            }
        }
    }
}

fn by_id(items: &[SideItem]) -> HashMap<&Text, &SideItem> {
    items.iter().map(|item| (&item.named.item, item)).collect()
}

fn change_of(item: &Named, piece: &Piece, other: Option<&Piece>, fate: Fate) -> EvidenceChange {
    let mut known = [Some(piece), other].into_iter().flatten();
    let known = known.find(|piece| piece.kind.is_some());
    EvidenceChange {
        item: item.clone(),
        evidence: piece.id.clone(),
        kind: known.and_then(|piece| piece.kind),
        words: known.map(|piece| piece.words.clone()).unwrap_or_default(),
        fate,
    }
}

/// Which way a status moved; none where it is the same. Another reason for the same n/a is no move.
fn way(before: &Status, after: &Status) -> Option<Way> {
    let is_idle = |status: &Status| matches!(status, Status::NotApplicable(_));
    match (is_idle(before), is_idle(after)) {
        (true, true) => None,
        (true, false) | (false, true) => Some(Way::Other),
        (false, false) if before == after => None,
        (false, false) => Some(match before.value().cmp(&after.value()) {
            std::cmp::Ordering::Less => Way::Better,
            std::cmp::Ordering::Greater => Way::Worse,
            std::cmp::Ordering::Equal => Way::Other,
        }),
    }
}

fn checklists(before: &Side, after: &Side) -> Checklists {
    let (was, is) = (&before.standing, &after.standing);
    let differs =
        |was: &Option<Text>, is: &Option<Text>| was.is_some() && is.is_some() && was != is;
    if differs(&was.checklist, &is.checklist) {
        Checklists::Other
    } else if differs(&was.checklist_version, &is.checklist_version) {
        Checklists::OtherVersion
    } else {
        match (&before.checklist, &after.checklist) {
            (Some(was), Some(is)) if was != is => Checklists::Altered,
            _ => Checklists::Same,
        }
    }
}

fn facts(before: &Side, after: &Side) -> Vec<FactChange> {
    let was: HashMap<&Fact, &Option<Text>> = before
        .facts
        .iter()
        .map(|(fact, value)| (fact, value))
        .collect();
    let after = after.facts.iter();
    after
        .filter_map(|(fact, value)| {
            let was = *was.get(fact)?;
            (was != value).then(|| FactChange {
                fact: fact.clone(),
                before: was.clone(),
                after: value.clone(),
            })
        })
        .collect()
}

/// Figures of the same label, table and subject matter are the same figure.
fn declared(before: &Side, after: &Side) -> Vec<DeclaredChange> {
    let all = before.scores.is_none() || after.scores.is_none();
    let same = |one: &Declared, other: &Declared| {
        (&one.label, &one.table, &one.of) == (&other.label, &other.table, &other.of)
    };
    let change = |was: Option<&Declared>, is: Option<&Declared>| {
        let known = is.or(was)?;
        let percent = |figure: Option<&Declared>| {
            announced(&figure?.value).map(|announced| announced.percent)
        };
        let value = |figure: Option<&Declared>| figure.map(|figure| figure.value.clone());
        Some(DeclaredChange {
            label: known.label.clone(),
            of: known.of.clone(),
            before: value(was),
            after: value(is),
            percent: Shift {
                before: percent(was),
                after: percent(is),
            },
        })
    };
    let mut left: Vec<&Declared> = before.declared.iter().collect();
    let mut changes: Vec<Option<DeclaredChange>> = after
        .declared
        .iter()
        .map(|is| {
            let was = left.iter().position(|was| same(was, is));
            let was = was.map(|at| left.remove(at));
            change(was, Some(is))
        })
        .collect();
    changes.extend(left.into_iter().map(|was| change(Some(was), None)));
    let mut changes: Vec<DeclaredChange> = changes.into_iter().flatten().collect();
    changes.retain(|change| all || change.is_change());
    changes
}
