//! The agenda of a meeting, by exception: what has to be talked about, in what order, and what is settled.

use super::assessment::{Assessment, Status};
use super::checklist::{ConfirmRule, Tier};
use super::ledger::{Ledger, Weighed};
use super::plan::PlanOrder;

/// Why an item is talked about, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concern {
    /// An item of which a merge kept more than one version: what was said of it has to be settled first.
    Conflict,
    /// A Blocker that is not met, or met in part.
    OpenBlocker,
    /// A Blocker that nobody has answered.
    UnansweredBlocker,
    /// A Blocker of which somebody looked and can't tell.
    UnknownBlocker,
    /// A Blocker that is met without evidence that backs all of it.
    UnevidencedBlocker,
    /// A Blocker that is backed only by links or notes that nobody else has confirmed.
    UnconfirmedBlocker,
    /// A Blocker that is said not to apply.
    NotApplicableBlocker,
    /// A Blocker that a waiver excuses.
    WaivedBlocker,
    /// An item of another tier from whose answer somebody dissents.
    Dissent,
    /// A Should item that is not met, in whole or in part, unanswered or unknown.
    ShouldNotMet,
    /// A Should item that is said not to apply, and nobody else has agreed.
    ShouldUnagreed,
}

impl Concern {
    /// The word for scripts.
    pub fn key(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::OpenBlocker => "open-blocker",
            Self::UnansweredBlocker => "unanswered-blocker",
            Self::UnknownBlocker => "unknown-blocker",
            Self::UnevidencedBlocker => "unevidenced-blocker",
            Self::UnconfirmedBlocker => "unconfirmed-blocker",
            Self::NotApplicableBlocker => "not-applicable-blocker",
            Self::WaivedBlocker => "waived-blocker",
            Self::Dissent => "dissent",
            Self::ShouldNotMet => "should-not-met",
            Self::ShouldUnagreed => "should-unagreed",
        }
    }

    /// Why it is talked about, in words for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::OpenBlocker => "open blocker",
            Self::UnansweredBlocker => "unanswered blocker",
            Self::UnknownBlocker => "unknown blocker",
            Self::UnevidencedBlocker => "blocker without evidence",
            Self::UnconfirmedBlocker => "blocker with unconfirmed evidence",
            Self::NotApplicableBlocker => "blocker said not to apply",
            Self::WaivedBlocker => "waived blocker",
            Self::Dissent => "dissent",
            Self::ShouldNotMet => "should item not met",
            Self::ShouldUnagreed => "should item said not to apply",
        }
    }
}

/// One point of the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The item's position.
    pub item: usize,
    /// Why it is talked about.
    pub concern: Concern,
}

/// What a meeting talks about, and what it may take with one nod.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agenda {
    /// What has to be talked about: conflicts first, then Blockers and dissents, then Should items; each in plan order.
    pub points: Vec<Point>,
    /// The items that the target needs besides, in checklist order.
    pub settled: Vec<usize>,
}

impl Agenda {
    /// The agenda as an assessment stands.
    pub fn of(assessment: &Assessment, ledger: &Ledger, order: &PlanOrder) -> Self {
        let mut agenda = Self::default();
        for item in 0..assessment.answers().len() {
            if !ledger.is_asked_for(item) {
                continue;
            }
            match concern(assessment, ledger, item) {
                Some(concern) => agenda.points.push(Point { item, concern }),
                None => agenda.settled.push(item),
            }
        }
        agenda.points.sort_by_key(|point| {
            let is_conflict = point.concern == Concern::Conflict;
            let is_should = point.concern >= Concern::ShouldNotMet;
            (!is_conflict, is_should, order.place(point.item))
        });
        agenda
    }
}

/// Why an item is talked about; none where it is settled or matters too little.
pub fn concern(assessment: &Assessment, ledger: &Ledger, position: usize) -> Option<Concern> {
    let (tier, item) = (assessment.item(position).tier, ledger.items[position]);
    let dissent = item.is(Weighed::DISSENT).then_some(Concern::Dissent);
    let (blocker, should) = (tier == Tier::Blocker, tier == Tier::Should);
    let confirms = assessment.checklist().scoring.confirm == ConfirmRule::Blockers;
    let answer = &assessment.answers()[position];
    let own = match &answer.status {
        _ if !answer.conflict.is_empty() => Some(Concern::Conflict),
        Status::NotApplicable(_) if blocker => Some(Concern::NotApplicableBlocker),
        Status::NotApplicable(_) if should && item.is(Weighed::UNAGREED) => {
            Some(Concern::ShouldUnagreed)
        }
        Status::NotApplicable(_) => None,
        _ if item.is(Weighed::WAIVED) => blocker.then_some(Concern::WaivedBlocker),
        Status::Unanswered if blocker => Some(Concern::UnansweredBlocker),
        Status::Unknown if blocker => Some(Concern::UnknownBlocker),
        Status::Unmet | Status::Partial(_) if blocker => Some(Concern::OpenBlocker),
        Status::Met if blocker && !item.is_evidenced() => Some(Concern::UnevidencedBlocker),
        Status::Met if blocker && confirms && item.is(Weighed::UNCONFIRMED) => {
            Some(Concern::UnconfirmedBlocker)
        }
        Status::Met => None,
        _ => should.then_some(Concern::ShouldNotMet),
    };
    match own {
        // A dissent from a Should item comes with the dissents, before the open ones.
        Some(concern) if concern < Concern::Dissent => Some(concern),
        own => dissent.or(own),
    }
}
