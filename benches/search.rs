//! Fuzzy search. The goal: 16 ms at 10,000 items.

use candor::search::Index;
use divan::Bencher;

use crate::assessments::assessment;

const SIZES: [usize; 2] = [10_000, 100_000];

/// Of 1, 3, 6 and 10 characters.
const QUERIES: [&str; 4] = ["e", "ert", "errort", "errortrack"];

/// How many rows the screen asks for.
const WANTED: usize = 50;

/// Building the index, when a search begins.
#[divan::bench(args = SIZES, sample_count = 20)]
fn index(bencher: Bencher<'_, '_>, items: usize) {
    let assessment = assessment(items);
    bencher.bench_local(|| Index::of(&assessment));
}

/// Everything that matches.
#[divan::bench(args = QUERIES, consts = SIZES, sample_count = 50)]
fn all<const ITEMS: usize>(bencher: Bencher<'_, '_>, query: &str) {
    let index = Index::of(&assessment(ITEMS));
    bencher.bench_local(|| index.find(query, None));
}

/// The best of it.
#[divan::bench(args = QUERIES, consts = SIZES, sample_count = 50)]
fn best<const ITEMS: usize>(bencher: Bencher<'_, '_>, query: &str) {
    let index = Index::of(&assessment(ITEMS));
    bencher.bench_local(|| index.find_best(query, None, WANTED));
}
