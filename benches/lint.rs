//! Reading a checklist with every check of `lint`.

use candor::domain::checklist::{Check, Checklist, Expect, Keep, Trait};
use candor::domain::condition::Condition;
use candor::domain::text::Text;
use candor::format::read::read_checklist;
use candor::format::write::write_checklist;
use divan::Bencher;
use divan::counter::BytesCount;

use crate::assessments::assessment;

/// A checklist with texts of usual length and something of every kind that is checked; about 0.9 KB an item.
fn checklist(items: usize) -> Checklist {
    let mut checklist = (**assessment(items).checklist()).clone();
    checklist.traits = ["serves-traffic", "internal"]
        .map(|id| Trait {
            id: id.into(),
            ask: "Does it?".into(),
        })
        .into();
    let mut before: Option<Text> = None;
    let items = checklist
        .categories
        .iter_mut()
        .flat_map(|category| &mut category.items);
    for (at, item) in items.enumerate() {
        item.risk = item.why.clone();
        item.owner = "on-call lead".into();
        item.estimate = Some("2-4h".into());
        item.links = vec![format!("https://wiki.example.org/launch/checks/{at}").into()];
        item.requires = before.replace(item.id.clone()).into_iter().collect();
        let conditions = ["serves-traffic", "internal"].map(|id| Condition::Has(id.into()));
        item.when = Some(Condition::Any(conditions.into()));
        if at % 4 == 0 {
            item.check = Some(Check {
                run: vec![
                    "curl".to_owned(),
                    "-fsS".to_owned(),
                    "http://localhost:8000/health".to_owned(),
                ],
                expect: Expect::Matches("^ok: ([0-9]+)$".into()),
                timeout_s: Some(20),
                keep: Keep::default(),
            });
        }
    }
    checklist
}

#[divan::bench(args = [100, 1_000, 10_000], sample_count = 20)]
fn check(bencher: Bencher<'_, '_>, items: usize) {
    let text = write_checklist(&checklist(items));
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let (read, faults) = read_checklist(text.as_bytes());
        assert_eq!(faults, []);
        read.unwrap()
    });
}

/// RON's parser alone, for comparison.
#[divan::bench(args = [10_000], sample_count = 20)]
fn parse_alone(bencher: Bencher<'_, '_>, items: usize) {
    let text = write_checklist(&checklist(items));
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| options.from_str::<Checklist>(&text).unwrap());
}
