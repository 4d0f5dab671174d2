//! Reading a file's text, with every check.

use candor::format::read::read_assessment;
use candor::format::write::write_assessment;
use divan::Bencher;
use divan::counter::BytesCount;

use crate::assessments::{SIZES, assessment};

#[divan::bench(args = SIZES, sample_count = 20)]
fn parse(bencher: Bencher<'_, '_>, items: usize) {
    let text = write_assessment(&assessment(items));
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| read_assessment(text.as_bytes()).0.unwrap());
}
