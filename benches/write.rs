//! Writing the canonical text.

use candor::format::write::write_assessment;
use divan::Bencher;
use divan::counter::BytesCount;

use crate::assessments::{SIZES, assessment};

#[divan::bench(args = SIZES, sample_count = 20)]
fn canonical(bencher: Bencher<'_, '_>, items: usize) {
    let assessment = assessment(items);
    bencher
        .counter(BytesCount::of_str(&write_assessment(&assessment)))
        .bench_local(|| write_assessment(&assessment));
}
