//! What an item contributes while versions of its answer are in conflict: no more than the least of them.

use super::assessment::{Answer, Assessment};
use super::checklist::{BlockersRule, Scoring, Tier};
use super::dissent::Facilitators;
use super::evidence::Bench;
use super::gate::blocks;
use super::ledger::{Ledger, Weighed};
use super::version::{Version, strongest, weakest};

/// An item whose answer is in conflict, and what it would contribute if it were settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unsettled {
    /// The item's position.
    pub(super) item: usize,
    /// How it would be weighed if the strongest version were chosen.
    pub(super) settled: Weighed,
}

impl Weighed {
    /// Weighs the item at a position; one in conflict by the weakest of its versions, each with the evidence that its
    /// side had. Beside it, of one in conflict, how it would be weighed with the strongest.
    pub(super) fn of(
        assessment: &Assessment,
        position: usize,
        bench: &Bench<'_>,
        cell: u32,
        facilitators: &Facilitators<'_>,
    ) -> (Self, Option<Self>) {
        let answer = &assessment.answers()[position];
        let weigh = |answer: &Answer| {
            Self::of_answer(assessment, position, answer, bench, cell, facilitators)
        };
        let (Some(weakest), Some(strongest)) =
            (weakest(&answer.conflict), strongest(&answer.conflict))
        else {
            return (weigh(answer), None);
        };
        let settled = weigh(&said_by(answer, strongest));
        let versions = answer.conflict.iter();
        let all: Vec<Self> = versions
            .map(|version| weigh(&alone(answer, version)))
            .collect();
        let mut least = weigh(&alone(answer, weakest)).in_conflict_with(&all);
        if least.is(Self::IN_PLAY) {
            least.weight = assessment.checklist().weight_of(assessment.item(position));
        }
        // What lapses soon is looked for in the answer as it stands, settled or not.
        let lapses = weigh(answer).is(Self::LAPSING);
        let as_it_stands = |weighed: Self| {
            if lapses {
                weighed.flagged(Self::LAPSING, 0)
            } else {
                weighed.flagged(0, Self::LAPSING)
            }
        };
        (as_it_stands(least), Some(as_it_stands(settled)))
    }

    /// The weakest version, with the worst of what all of them show. Nothing is agreed to, excused or out of the way
    /// before it is settled.
    fn in_conflict_with(mut self, all: &[Self]) -> Self {
        let any = |flag: u16| all.iter().any(|version| version.is(flag));
        let every = |flag: u16| all.iter().all(|version| version.is(flag));
        let (mut set, mut taken) = (
            Self::CONFLICT,
            Self::NOT_APPLICABLE | Self::UNAGREED | Self::WAIVED,
        );
        for (flag, holds) in [
            (Self::ANSWERED, any(Self::ANSWERED)),
            (Self::UNCONFIRMED, any(Self::UNCONFIRMED)),
            (Self::AGAINST, any(Self::AGAINST)),
            (Self::SHOWN, every(Self::SHOWN)),
            (Self::LACKS_MEASURE, any(Self::LACKS_MEASURE)),
        ] {
            *if holds { &mut set } else { &mut taken } |= flag;
        }
        self.evidenced = all.iter().map(|it| it.evidenced).min().unwrap_or(0);
        self.flagged(set, taken)
    }
}

/// The answer as it would be with a version chosen.
fn said_by(answer: &Answer, version: &Version) -> Answer {
    let mut said = answer.clone();
    said.conflict = Vec::new();
    version.put_into(&mut said);
    said
}

/// The answer of one side alone: its version, with the evidence that it had.
fn alone(answer: &Answer, version: &Version) -> Answer {
    let mut said = said_by(answer, version);
    said.evidence
        .retain(|piece| version.evidence.contains(&piece.id));
    said
}

impl Ledger {
    /// Whether versions of the answer to the item at a position are in conflict.
    pub fn is_in_conflict(&self, position: usize) -> bool {
        self.is(position, Weighed::CONFLICT)
    }

    /// How many items in play that rungs up to one need are in conflict.
    pub(super) fn conflicts_up_to(&self, reach: u16) -> usize {
        self.unsettled_up_to(reach).count()
    }

    fn unsettled_up_to(&self, reach: u16) -> impl Iterator<Item = Weighed> {
        let items = self.unsettled.iter();
        items
            .filter_map(|it| self.items.get(it.item).copied())
            .filter(move |item| item.is_applicable() && item.rung <= reach)
    }

    /// Needed items in conflict: Blockers, and others by tier; each in checklist order.
    pub(super) fn needed_in_conflict(&self) -> (Vec<usize>, Vec<usize>) {
        let needed = |at: &usize| self.is_needed(*at);
        let items = self.unsettled.iter().map(|it| it.item).filter(needed);
        let (blockers, mut others): (Vec<usize>, Vec<usize>) =
            items.partition(|at| self.items[*at].tier == Tier::Blocker);
        others.sort_by_key(|at| (self.items[*at].tier, *at));
        (blockers, others)
    }

    /// Blockers up to a rung that stand in the way for nothing but their conflict.
    pub(super) fn blocked_by_conflict(&self, scoring: &Scoring, rung: u16) -> u32 {
        let evidence_is_wanted = scoring.blockers == BlockersRule::Evidenced;
        let blockers = self
            .unsettled_up_to(rung)
            .filter(|item| item.tier == Tier::Blocker && !blocks(item.class(), evidence_is_wanted));
        u32::try_from(blockers.count()).unwrap_or(u32::MAX)
    }

    /// Takes the conflict of an item as settled by its strongest version.
    pub(super) fn settle(&mut self, position: usize) {
        let Some(at) = self.unsettled.iter().position(|it| it.item == position) else {
            return;
        };
        self.items[position] = self.unsettled.remove(at).settled;
    }

    /// How an item would be weighed if its conflict were settled by its strongest version; as it is without one.
    pub(super) fn as_settled(&self, position: usize) -> Weighed {
        let unsettled = self.unsettled.iter().find(|it| it.item == position);
        unsettled.map_or(self.items[position], |it| it.settled)
    }
}
