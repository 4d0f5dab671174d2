//! A filter against one written from the words alone.

use std::collections::BTreeSet;

use candor::domain::assessment::{Answer, Status};
use candor::domain::checklist::{EvidenceRule, Item, Tier};
use candor::domain::evidence::{Lapse, same_person};
use candor::domain::filter::{Criterion, Filter, Sort, Viewpoint};
use candor::domain::lapsing::{SOON_DAYS, lapsing};
use candor::domain::ledger::Ledger;
use candor::domain::text::Text;
use candor::domain::waiver::Standing;
use candor::session::bench;

use crate::scoring::property::{Checked, Dice, ensure, holds, refuted, same};
use crate::scoring::random::{Case, SMALL, case};
use crate::way::twin::planned;

/// Whether a criterion holds, asked one at a time.
fn naive(case: &Case, me: &Text, changed: &BTreeSet<usize>, at: usize, wanted: Criterion) -> bool {
    let assessment = &case.assessment;
    let bench = bench(assessment, case.as_of, &case.observations);
    let (item, answer): (&Item, &Answer) = (assessment.item(at), &assessment.answers()[at]);
    let scoring = &assessment.checklist().scoring;
    let today = assessment.day(case.as_of);
    let in_play = item
        .when
        .as_ref()
        .is_none_or(|when| when.holds(&|id| assessment.has_trait(id)) != Some(false));
    let status = &answer.status;
    let na = matches!(status, Status::NotApplicable(_));
    let standing = |waiver: &candor::domain::waiver::Waiver| {
        waiver.standing(item, scoring, assessment.utc_offset, today)
    };
    let waiver = answer.waiver.as_ref().map(standing);
    let is_excused = waiver == Some(Standing::Valid);
    let lapses = || answer.evidence.iter().map(|piece| bench.lapse(item, piece));
    match wanted {
        Criterion::OutOfPlay => !in_play,
        Criterion::Met => in_play && *status == Status::Met,
        Criterion::Partial => in_play && matches!(status, Status::Partial(_)),
        Criterion::Unmet => in_play && *status == Status::Unmet,
        Criterion::Unknown => in_play && *status == Status::Unknown,
        Criterion::NotApplicable => in_play && na,
        Criterion::Unanswered => in_play && *status == Status::Unanswered,
        Criterion::Blocker => item.tier == Tier::Blocker,
        Criterion::Should => item.tier == Tier::Should,
        Criterion::Nice => item.tier == Tier::Nice,
        Criterion::Open => in_play && !na && !is_excused && *status != Status::Met,
        Criterion::WithoutEvidence => {
            in_play
                && matches!(status, Status::Met | Status::Partial(_))
                && item.evidence == EvidenceRule::Needed
                && lapses().all(|lapse| lapse.is_some())
        }
        Criterion::Stale => {
            let ledger = Ledger::of(assessment, &bench);
            let soon = lapsing(assessment, &ledger, &bench, SOON_DAYS);
            let holds_no_more = lapses().flatten().any(|lapse| {
                matches!(
                    lapse,
                    Lapse::TooOld(_) | Lapse::OtherVersion | Lapse::Changed | Lapse::Absent
                )
            });
            let soon = soon.iter().any(|lapsing| lapsing.item == Some(at));
            in_play && (holds_no_more || soon || waiver == Some(Standing::Expired))
        }
        Criterion::Mine => {
            let owner = Some(&answer.owner).filter(|owner| !owner.is_blank());
            let owner = owner.unwrap_or(&item.owner);
            [owner, &answer.by]
                .into_iter()
                .any(|name| !name.is_blank() && same_person(name, me))
        }
        Criterion::Overdue => {
            in_play && !na && *status != Status::Met && answer.due.is_some_and(|due| due < today)
        }
        Criterion::Waived => in_play && is_excused,
        Criterion::Dissent => answer
            .dissents
            .iter()
            .any(|dissent| dissent.is_open(|name| assessment.is_facilitator(name))),
        Criterion::Conflict => answer.conflict.len() > 1,
        Criterion::Changed => changed.contains(&at),
    }
}

fn shows(holds: impl Fn(Criterion) -> bool, filter: Filter) -> bool {
    let asked = |sort| filter.criteria().filter(move |one| one.sort() == sort);
    let any = |sort| asked(sort).next().is_none() || asked(sort).any(&holds);
    any(Sort::Status) && any(Sort::Tier) && asked(Sort::Other).all(&holds)
}

fn agrees(dice: &mut Dice, broken: impl Fn(Filter) -> Filter) -> Checked {
    let case = if dice.once_in(2) {
        planned(dice)
    } else {
        case(dice, SMALL)
    };
    let assessment = &case.assessment;
    let me = Text::from(dice.of(&["Ana", "bo ", "Nobody"]));
    let changed: BTreeSet<usize> = (0..dice.below(3)).map(|_| dice.below(8)).collect();
    let filter: Filter = (0..dice.below(4))
        .map(|_| dice.of(&Criterion::ALL))
        .collect();
    let bench = bench(assessment, case.as_of, &case.observations);
    let ledger = Ledger::of(assessment, &bench);
    let from = Viewpoint {
        assessment,
        ledger: &ledger,
        bench: &bench,
        me: Some(&me),
        changed: &changed,
    };
    for at in 0..assessment.answers().len() {
        let marks = from.marks(at);
        for criterion in Criterion::ALL {
            let expected = naive(&case, &me, &changed, at, criterion);
            same(
                &format!("{criterion:?} of item {at}"),
                &marks.has(criterion),
                &expected,
            )?;
        }
        let expected = shows(|one| naive(&case, &me, &changed, at, one), filter);
        let given = broken(filter).matches(&from, at);
        ensure(given == expected, || format!("{filter:?} of item {at}"))?;
    }
    Ok(())
}

#[test]
fn a_filter_is_that_of_a_naive_twin() {
    holds(700, |dice| agrees(dice, |filter| filter));
}

#[test]
fn the_twin_notices_a_filter_that_loses_a_criterion_or_gains_one() {
    refuted(700, |dice| {
        agrees(dice, |filter| filter.criteria().skip(1).collect())
    });
    refuted(700, |dice| {
        agrees(dice, |filter| {
            let met = !filter.has(Criterion::Met) && !filter.is_empty();
            if met {
                filter.toggled(Criterion::Met)
            } else {
                filter
            }
        })
    });
}

#[test]
fn every_item_has_exactly_one_status_and_one_tier() {
    holds(500, |dice| {
        let case = case(dice, SMALL);
        let bench = bench(&case.assessment, case.as_of, &case.observations);
        let ledger = Ledger::of(&case.assessment, &bench);
        let from = Viewpoint {
            assessment: &case.assessment,
            ledger: &ledger,
            bench: &bench,
            me: None,
            changed: &BTreeSet::new(),
        };
        for at in 0..case.assessment.answers().len() {
            for sort in [Sort::Status, Sort::Tier] {
                let marks = from.marks(at);
                let of_sort = Criterion::ALL
                    .into_iter()
                    .filter(|one| one.sort() == sort && marks.has(*one));
                same("one of a sort", &of_sort.count(), &1)?;
            }
        }
        Ok(())
    });
}

#[test]
fn nothing_is_anybodys_while_nobody_is_known() {
    holds(500, |dice| {
        let case = case(dice, SMALL);
        let bench = bench(&case.assessment, case.as_of, &case.observations);
        let ledger = Ledger::of(&case.assessment, &bench);
        for me in [None, Some(&Text::from("  "))] {
            let from = Viewpoint {
                assessment: &case.assessment,
                ledger: &ledger,
                bench: &bench,
                me,
                changed: &BTreeSet::new(),
            };
            for at in 0..case.assessment.answers().len() {
                ensure(!from.marks(at).has(Criterion::Mine), || {
                    format!("item {at}")
                })?;
            }
        }
        Ok(())
    });
}

#[test]
fn every_key_is_its_own_and_is_read_back() {
    let keys: BTreeSet<&str> = Criterion::ALL.map(Criterion::key).into();
    assert_eq!(keys.len(), Criterion::ALL.len());
    for criterion in Criterion::ALL {
        assert_eq!(Criterion::of_key(criterion.key()), Some(criterion));
        let on = Filter::default().toggled(criterion);
        assert!(on.has(criterion) && on.toggled(criterion).is_empty());
    }
    assert_eq!(Criterion::of_key("green"), None);
}
