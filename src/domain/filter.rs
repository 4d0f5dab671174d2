//! Which items one wants to see: by status, by tier, and by what else is the matter with them.

use std::collections::BTreeSet;

use super::assessment::{Answer, Assessment, Status};
use super::checklist::{Item, Tier};
use super::evidence::{Bench, Lapse, same_person};
use super::ledger::Ledger;
use super::text::Text;
use super::version::versions_by;
use super::waiver::Standing;

/// One thing that an item can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// In play and met.
    Met,
    /// In play and met in part.
    Partial,
    /// In play and not met.
    Unmet,
    /// In play; somebody looked and can't tell.
    Unknown,
    /// In play, and said not to apply.
    NotApplicable,
    /// In play, and nobody has answered.
    Unanswered,
    /// Ruled out by the subject's traits. Of this and the six before it, exactly one holds for every item.
    OutOfPlay,
    /// A Blocker.
    Blocker,
    /// A Should item.
    Should,
    /// A Nice item.
    Nice,
    /// In play and neither met, waived nor said not to apply: something is left to do.
    Open,
    /// In play and met, wholly or in part, with evidence wanted and none that counts.
    WithoutEvidence,
    /// In play, with evidence that is too old, of another version, changed or gone, with a waiver that has
    /// expired, or with one of these that lapses soon.
    Stale,
    /// Looked after or answered by the one who asks.
    Mine,
    /// In play and not met, and its last day is past.
    Overdue,
    /// Excused by a valid waiver.
    Waived,
    /// Somebody's dissent from its answer is open.
    Dissent,
    /// A merge could not decide between versions of its answer, and nobody has chosen yet.
    Conflict,
    /// Its answer is another than when the one who asks left.
    Changed,
}

/// Of what sort a criterion is: those of one sort widen what is shown, those of different sorts narrow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// What was answered.
    Status,
    /// How much it matters.
    Tier,
    /// Everything else; each such criterion is a sort of its own.
    Other,
}

impl Criterion {
    /// All of them, in the order of lists.
    pub const ALL: [Self; 19] = [
        Self::Open,
        Self::Met,
        Self::Partial,
        Self::Unmet,
        Self::Unknown,
        Self::NotApplicable,
        Self::Unanswered,
        Self::Blocker,
        Self::Should,
        Self::Nice,
        Self::WithoutEvidence,
        Self::Stale,
        Self::Mine,
        Self::Overdue,
        Self::Waived,
        Self::Dissent,
        Self::Conflict,
        Self::Changed,
        Self::OutOfPlay,
    ];

    /// Its sort.
    pub fn sort(self) -> Sort {
        match self.bit() {
            bit if bit & STATUSES != 0 => Sort::Status,
            bit if bit & TIERS != 0 => Sort::Tier,
            _ => Sort::Other,
        }
    }

    /// The word in files and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partial => "partial",
            Self::Unmet => "unmet",
            Self::Unknown => "unknown",
            Self::NotApplicable => "na",
            Self::Unanswered => "unanswered",
            Self::OutOfPlay => "out-of-play",
            Self::Blocker => "blocker",
            Self::Should => "should",
            Self::Nice => "nice",
            Self::Open => "open",
            Self::WithoutEvidence => "without-evidence",
            Self::Stale => "stale",
            Self::Mine => "mine",
            Self::Overdue => "overdue",
            Self::Waived => "waived",
            Self::Dissent => "dissent",
            Self::Conflict => "conflict",
            Self::Changed => "changed",
        }
    }

    /// The criterion of that [`Criterion::key`].
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|criterion| criterion.key() == key)
    }

    /// A few words for a title.
    pub fn words(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partial => "partial",
            Self::Unmet => "not met",
            Self::Unknown => "don't know",
            Self::NotApplicable => "not applicable",
            Self::Unanswered => "unanswered",
            Self::OutOfPlay => "out of play",
            Self::Blocker => "Blocker",
            Self::Should => "Should",
            Self::Nice => "Nice",
            Self::Open => "open work",
            Self::WithoutEvidence => "without evidence",
            Self::Stale => "stale",
            Self::Mine => "mine",
            Self::Overdue => "overdue",
            Self::Waived => "waived",
            Self::Dissent => "dissent",
            Self::Conflict => "conflict",
            Self::Changed => "changed since you left",
        }
    }

    /// What the words mean, where they leave a question; empty else.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Open => "something is left to do about it",
            Self::WithoutEvidence => "something is claimed, and nothing counts for it",
            Self::Stale => "evidence or a waiver holds no more, or lapses soon",
            Self::Mine => "you look after it, or answered it",
            Self::Overdue => "its last day is past",
            Self::Dissent => "somebody disagrees with the answer",
            Self::Conflict => "a merge kept more than one version; choose one",
            Self::NotApplicable => "n/a",
            Self::OutOfPlay => "ruled out by the subject's traits",
            _ => "",
        }
    }

    fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Which criteria hold for an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks(u32);

impl Marks {
    /// Whether a criterion holds.
    pub fn has(self, criterion: Criterion) -> bool {
        self.0 & criterion.bit() != 0
    }
}

/// From where items are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Viewpoint<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// What each of its items contributes.
    pub ledger: &'a Ledger,
    /// The facts by which evidence is judged.
    pub bench: &'a Bench<'a>,
    /// Who asks; nothing is theirs while that is unknown.
    pub me: Option<&'a Text>,
    /// The positions of the items whose answer has changed since the one who asks left.
    pub changed: &'a BTreeSet<usize>,
}

impl Viewpoint<'_> {
    /// Which criteria hold for the item at a position.
    ///
    /// # Panics
    /// Where the position is not below the number of answers.
    pub fn marks(&self, position: usize) -> Marks {
        let (item, answer) = (
            self.assessment.item(position),
            &*self.assessment.answers()[position],
        );
        let (ledger, today) = (self.ledger, self.bench.as_of.day(self.bench.offset));
        let in_play = ledger.is_in_play(position);
        let applies = in_play && !matches!(answer.status, Status::NotApplicable(_));
        let status = match (&answer.status, in_play) {
            (_, false) => Criterion::OutOfPlay,
            (Status::Met, _) => Criterion::Met,
            (Status::Partial(_), _) => Criterion::Partial,
            (Status::Unmet, _) => Criterion::Unmet,
            (Status::Unknown, _) => Criterion::Unknown,
            (Status::NotApplicable(_), _) => Criterion::NotApplicable,
            (Status::Unanswered, _) => Criterion::Unanswered,
        };
        let tier = match item.tier {
            Tier::Blocker => Criterion::Blocker,
            Tier::Should => Criterion::Should,
            Tier::Nice => Criterion::Nice,
        };
        let overdue = answer.due.is_some_and(|due| due < today);
        let others = [
            (Criterion::Open, !ledger.is_satisfied(position)),
            (
                Criterion::WithoutEvidence,
                in_play && self.lacks_evidence(item, answer),
            ),
            (
                Criterion::Stale,
                in_play && (ledger.is_lapsing(position) || self.is_stale(item, answer)),
            ),
            (Criterion::Mine, self.is_mine(item, answer)),
            (
                Criterion::Overdue,
                applies && overdue && answer.status != Status::Met,
            ),
            (Criterion::Waived, in_play && ledger.is_waived(position)),
            (Criterion::Dissent, ledger.is_disputed(position)),
            (Criterion::Conflict, !answer.conflict.is_empty()),
            (Criterion::Changed, self.changed.contains(&position)),
        ];
        Marks(
            others
                .iter()
                .filter(|(_, holds)| *holds)
                .fold(status.bit() | tier.bit(), |all, (criterion, _)| {
                    all | criterion.bit()
                }),
        )
    }

    fn lacks_evidence(&self, item: &Item, answer: &Answer) -> bool {
        if answer.status.value() == 0 {
            return false;
        }
        let backing = self.bench.backing(item, answer);
        backing.wanted && backing.shown == 0
    }

    fn is_stale(&self, item: &Item, answer: &Answer) -> bool {
        let lapsed = |lapse| {
            matches!(
                lapse,
                Lapse::TooOld(_) | Lapse::OtherVersion | Lapse::Changed | Lapse::Absent
            )
        };
        let mut evidence = answer.evidence.iter();
        let today = self.bench.as_of.day(self.bench.offset);
        let scoring = &self.assessment.checklist().scoring;
        evidence.any(|piece| self.bench.lapse(item, piece).is_some_and(lapsed))
            || answer.waiver.as_ref().is_some_and(|waiver| {
                waiver.standing(item, scoring, self.bench.offset, today) == Standing::Expired
            })
    }

    fn is_mine(&self, item: &Item, answer: &Answer) -> bool {
        let owner = answer.owner_of(item);
        self.me.filter(|me| !me.is_blank()).is_some_and(|me| {
            !owner.is_blank() && same_person(owner, me)
                || !answer.by.is_blank() && same_person(&answer.by, me)
                || versions_by(answer, me).next().is_some()
        })
    }
}

/// What is asked for: criteria of one [`Sort`] are alternatives, and what is asked of different sorts has to hold
/// together. Without any, every item is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter(u32);

impl Filter {
    /// With one more criterion, or without it if it was there.
    #[must_use]
    pub fn toggled(self, criterion: Criterion) -> Self {
        Self(self.0 ^ criterion.bit())
    }

    /// Whether a criterion is asked for.
    pub fn has(self, criterion: Criterion) -> bool {
        self.0 & criterion.bit() != 0
    }

    /// Whether nothing is asked for, so that every item is shown.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The criteria that are asked for, in the order of [`Criterion::ALL`].
    pub fn criteria(self) -> impl Iterator<Item = Criterion> {
        Criterion::ALL
            .into_iter()
            .filter(move |criterion| self.has(*criterion))
    }

    /// Whether an item for which these criteria hold is shown.
    pub fn admits(self, marks: Marks) -> bool {
        let any = |sort: u32| self.0 & sort == 0 || self.0 & sort & marks.0 != 0;
        any(STATUSES) && any(TIERS) && self.0 & !(STATUSES | TIERS) & !marks.0 == 0
    }

    /// Whether the item at a position is shown.
    ///
    /// # Panics
    /// Where the position is not below the number of answers.
    pub fn matches(self, from: &Viewpoint<'_>, position: usize) -> bool {
        self.is_empty() || self.admits(from.marks(position))
    }
}

impl FromIterator<Criterion> for Filter {
    fn from_iter<I: IntoIterator<Item = Criterion>>(criteria: I) -> Self {
        Self(criteria.into_iter().fold(0, |all, one| all | one.bit()))
    }
}

const STATUSES: u32 = bits(&[
    Criterion::Met,
    Criterion::Partial,
    Criterion::Unmet,
    Criterion::Unknown,
    Criterion::NotApplicable,
    Criterion::Unanswered,
    Criterion::OutOfPlay,
]);

const TIERS: u32 = bits(&[Criterion::Blocker, Criterion::Should, Criterion::Nice]);

const fn bits(criteria: &[Criterion]) -> u32 {
    let (mut all, mut at) = (0, 0);
    while at < criteria.len() {
        all |= 1 << criteria[at] as u32;
        at += 1;
    }
    all
}
