//! Every figure, the verdict and every stage's readiness after one answer. The goal for all of it: 100 µs at 10,000
//! items, 1 ms at 100,000.

use candor::domain::assessment::Status;
use candor::domain::evidence::Observations;
use candor::domain::ledger::{Ledger, Scope};
use candor::session::{Session, bench};
use divan::{Bencher, black_box};

use crate::assessments::{SIZES, answered, assessment, now};

/// What an answer costs through the session: the change, its weight, every figure, the verdict.
#[divan::bench(args = SIZES)]
fn apply(bencher: Bencher<'_, '_>, items: usize) {
    let assessment = assessment(items);
    let mut session = Session::open(assessment.clone(), now(), Observations::new());
    let mut turn = 0;
    bencher
        .with_inputs(|| {
            turn += 1;
            // Never the same item soon again, and never the same status.
            let item = assessment.answers()[turn * 7 % items].item.clone();
            let status = if (turn / items).is_multiple_of(2) {
                Status::Unknown
            } else {
                Status::Met
            };
            answered(item, status, turn)
        })
        .bench_local_values(|change| session.apply(change).unwrap());
}

/// The same with every stage's readiness, as a screen shows it after each answer.
#[divan::bench(args = SIZES)]
fn answer(bencher: Bencher<'_, '_>, items: usize) {
    let assessment = assessment(items);
    let mut session = Session::open(assessment.clone(), now(), Observations::new());
    let mut turn = 0;
    bencher
        .with_inputs(|| {
            turn += 1;
            let item = assessment.answers()[turn * 7 % items].item.clone();
            let status = if (turn / items).is_multiple_of(2) {
                Status::Unknown
            } else {
                Status::Met
            };
            answered(item, status, turn)
        })
        .bench_local_values(|change| {
            session.apply(change).unwrap();
            session
                .stages()
                .iter()
                .filter(|stage| stage.ready == Some(true))
                .count()
        });
}

/// Weighing one answer.
#[divan::bench(args = SIZES)]
fn reweigh(bencher: Bencher<'_, '_>, items: usize) {
    let (assessment, nothing_seen) = (assessment(items), Observations::new());
    let facts = bench(&assessment, now(), &nothing_seen);
    let mut ledger = Ledger::of(&assessment, &facts);
    bencher.bench_local(|| ledger.reweigh(&assessment, black_box(items / 2), &facts));
}

/// Every stage's readiness from sums that have been made.
#[divan::bench(args = SIZES)]
fn stages(bencher: Bencher<'_, '_>, items: usize) {
    let (ledger, assessment) = (ledger(items), assessment(items));
    let tally = ledger.tally();
    bencher.bench_local(|| black_box(&ledger).stages(&tally, &assessment.checklist().scoring));
}

/// Summing every figure.
#[divan::bench(args = SIZES)]
fn sum(bencher: Bencher<'_, '_>, items: usize) {
    let ledger = ledger(items);
    bencher.bench_local(|| black_box(&ledger).figures(Scope::Needed));
}

/// The verdict with its reasons.
#[divan::bench(args = SIZES)]
fn judge(bencher: Bencher<'_, '_>, items: usize) {
    let ledger = ledger(items);
    let assessment = assessment(items);
    bencher.bench_local(|| black_box(&ledger).judge(&assessment.checklist().scoring));
}

/// Weighing everything, as at opening.
#[divan::bench(args = SIZES, sample_count = 20)]
fn weigh_all(bencher: Bencher<'_, '_>, items: usize) {
    let assessment = assessment(items);
    let nothing_seen = Observations::new();
    bencher.bench_local(|| Ledger::of(&assessment, &bench(&assessment, now(), &nothing_seen)));
}

fn ledger(items: usize) -> Ledger {
    let (assessment, nothing_seen) = (assessment(items), Observations::new());
    Ledger::of(&assessment, &bench(&assessment, now(), &nothing_seen))
}
