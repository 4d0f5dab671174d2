//! Worked figures: each file of `tests/fixtures/scoring/` is an assessment with what has to be said of it.
//!
//! Every part of `expected` may be left out; what stands there is compared whole and as people see it. A new sort of
//! figure is a new field of `Expected` with a default; what the files may hold stands in `fixture`.

use std::fmt::Debug;

use candor::domain::checklist::{Severity, Tier};
use candor::domain::declared::check_tables;
use candor::domain::gate::risk_level;
use candor::domain::ledger::Ledger;
use candor::domain::percent::or_dash;
use candor::domain::steps::Step;
use candor::session::bench;
use serde::Deserialize;

use super::fixture::Fixture;
use super::picture;
use super::twin::twin;

/// Figures as they are shown, `—` where there is none; items by id.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Expected {
    verdict: Option<String>,
    reasons: Option<Vec<(String, Vec<String>)>>,
    next: Option<Vec<(String, String)>>,
    /// Until `go`; the verdict has no id.
    way_to_go: Option<Vec<(String, String)>>,
    /// Whether the dissent among the reasons is one from the verdict.
    dissent_from_verdict: Option<bool>,
    claimed: Option<String>,
    evidenced: Option<String>,
    over_claim: Option<String>,
    excluding_waived: Option<String>,
    answered: Option<String>,
    /// Stage, whether it is ready for it (absent where that needs nothing), claimed, evidenced, open blockers.
    stages: Option<Vec<StageFound>>,
    /// Item, the number of its evidence or none for its waiver, last day.
    lapsing: Option<Vec<(String, Option<String>, String)>>,
    /// All items in plan order.
    order: Option<Vec<String>>,
    /// Met, evidenced, partial, counted.
    blocker: Option<[u32; 4]>,
    should: Option<[u32; 4]>,
    nice: Option<[u32; 4]>,
    /// Category, claimed, evidenced.
    categories: Option<Vec<(String, String, String)>>,
    /// Met, partial, unmet, unknown, unanswered, not applicable, out of play, waived.
    counts: Option<[u32; 8]>,
    /// Item, value, evidenced value, in hundredths.
    items: Option<Vec<(String, u8, u8)>>,
    /// Table, total, mean, finding, difference.
    declared_checks: Option<Vec<TableFound>>,
    risk: Option<Severity>,
}

/// Stage, whether it is ready for it, claimed, evidenced, open blockers.
type StageFound = (String, Option<bool>, String, String, u32);

/// Table, total, mean, finding, difference.
type TableFound = (String, String, String, String, String);

/// Notes what differs, if something is expected at all.
#[expect(
    clippy::needless_pass_by_value,
    reason = "callers hand over what they have just made"
)]
fn compare<T: PartialEq + Debug>(
    wrong: &mut Vec<String>,
    what: &str,
    expected: Option<T>,
    said: T,
) {
    if let Some(expected) = expected
        && expected != said
    {
        wrong.push(format!("  {what}: expected {expected:?}, said {said:?}"));
    }
}

/// Everything that is said otherwise than a fixture expects.
fn differences(text: &str) -> Vec<String> {
    let fixture = match Fixture::read(text) {
        Ok(fixture) => fixture,
        Err(error) => return vec![error],
    };
    let rule = fixture.rule.clone();
    let (case, expected) = fixture.case();
    let assessment = &case.assessment;
    let said = picture::picture(&case);
    let id = |at: &usize| assessment.answers()[*at].item.raw().to_owned();
    let mut wrong = Vec::new();
    compare(
        &mut wrong,
        "verdict",
        expected.verdict,
        said.verdict.word().to_owned(),
    );
    let reasons = said.reasons.iter();
    let reasons = reasons
        .map(|(kind, items)| (kind.key().to_owned(), items.iter().map(id).collect()))
        .collect();
    compare(&mut wrong, "reasons", expected.reasons, reasons);
    let named = |steps: Vec<Step>| -> Vec<(String, String)> {
        let of_item = |step: &Step| step.item.map_or(String::new(), |item| id(&item));
        let steps = steps.iter();
        steps
            .map(|step| (of_item(step), step.act.key().to_owned()))
            .collect()
    };
    let next = named(picture::next(&case));
    compare(&mut wrong, "next", expected.next, next);
    let way = named(picture::way_to_go(&case));
    compare(&mut wrong, "way to go", expected.way_to_go, way);
    compare(
        &mut wrong,
        "dissent from the verdict",
        expected.dissent_from_verdict,
        said.dissent_from_verdict,
    );
    let order = picture::plan_order(&case);
    let order = order.iter().map(id).collect();
    compare(&mut wrong, "order", expected.order, order);
    let ladder = assessment.checklist().stages.iter();
    let stages = ladder
        .zip(&said.stages)
        .map(|(stage, said)| {
            let [claimed, evidenced] =
                [&said.claimed, &said.evidenced].map(|score| or_dash(score.as_ref()));
            let id = stage.id.raw().to_owned();
            (id, said.ready, claimed, evidenced, said.open_blockers)
        })
        .collect();
    compare(&mut wrong, "stages", expected.stages, stages);
    let lapsing = said.lapsing.iter().map(|(at, evidence, last)| {
        let evidence = evidence.as_ref().map(|evidence| evidence.raw().to_owned());
        (id(at), evidence, last.to_string())
    });
    compare(&mut wrong, "lapsing", expected.lapsing, lapsing.collect());
    for (what, expected, said) in [
        ("claimed", expected.claimed, &said.claimed),
        ("evidenced", expected.evidenced, &said.evidenced),
        ("over-claim", expected.over_claim, &said.over_claim),
        ("answered", expected.answered, &said.answered),
        (
            "excluding waived",
            expected.excluding_waived,
            &said.excluding_waived,
        ),
    ] {
        compare(&mut wrong, what, expected, or_dash(said.as_ref()));
    }
    let tiers = [expected.blocker, expected.should, expected.nice];
    for ((tier, expected), said) in Tier::ALL.into_iter().zip(tiers).zip(said.tiers) {
        compare(&mut wrong, tier.key(), expected, said);
    }
    let categories = assessment
        .checklist()
        .categories
        .iter()
        .zip(&said.categories);
    let categories = categories
        .map(|(category, (claimed, evidenced))| {
            let shown = [claimed, evidenced].map(|score| or_dash(score.as_ref()));
            let [claimed, evidenced] = shown;
            (category.id.raw().to_owned(), claimed, evidenced)
        })
        .collect();
    compare(&mut wrong, "categories", expected.categories, categories);
    // None of the fixtures is in conflict.
    let [counts @ .., _] = said.counts;
    compare(&mut wrong, "counts", expected.counts, counts);
    let items = said.items.iter().enumerate();
    let items = items
        .map(|(at, (value, shown))| (id(&at), *value, *shown))
        .collect();
    compare(&mut wrong, "items", expected.items, items);
    let checks = check_tables(&assessment.head.declared);
    let checks = checks
        .iter()
        .map(|check| {
            let (total, mean) = (check.total.to_string(), check.mean.to_string());
            let finding = check.finding.key().to_owned();
            let table = check.table.raw().to_owned();
            (table, total, mean, finding, check.difference().to_string())
        })
        .collect();
    compare(
        &mut wrong,
        "declared checks",
        expected.declared_checks,
        checks,
    );
    let ledger = Ledger::of(
        assessment,
        &bench(assessment, case.as_of, &case.observations),
    );
    if expected.risk.is_some() {
        compare(
            &mut wrong,
            "risk",
            Some(expected.risk),
            risk_level(assessment, &ledger),
        );
    }
    compare(&mut wrong, "the twin", Some(twin(&case, false)), said);
    if !wrong.is_empty() {
        wrong.insert(0, rule);
    }
    wrong
}

fn fixtures() -> Vec<(String, String)> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/scoring");
    let mut all: Vec<(String, String)> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    all.sort();
    all
}

#[test]
fn every_fixture_says_what_is_expected() {
    let mut wrong = Vec::new();
    for (name, text) in fixtures() {
        let differences = differences(&text);
        if !differences.is_empty() {
            wrong.push(format!("{name}: {}", differences.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn control_another_expectation_is_noticed() {
    let (_, bubble) = fixtures()
        .into_iter()
        .find(|(name, _)| name == "bubble")
        .unwrap();
    for (good, bad) in [
        ("claimed: \"27.8\"", "claimed: \"27.7\""),
        ("verdict: \"no-go\"", "verdict: \"go\""),
        ("(\"reliable\", \"evidence\")", "(\"reliable\", \"meet\")"),
        ("blocker: (1, 0, 3, 9)", "blocker: (1, 1, 3, 9)"),
        ("status: Unmet", "status: Partial(1)"),
    ] {
        let changed = bubble.replacen(good, bad, 1);
        assert_ne!(changed, bubble, "{good} is not there");
        assert!(!differences(&changed).is_empty(), "{bad} is not noticed");
    }
}

#[test]
fn control_another_date_name_or_measured_value_is_noticed() {
    for (file, good, bad) in [
        ("waiver-last-day-east", "10:14:59Z", "10:15:00Z"),
        ("waiver-last-day-west", "10:59:59Z", "11:00:00Z"),
        (
            "waiver-longest",
            "max_waiver_days: 30",
            "max_waiver_days: 29",
        ),
        (
            "waiver-too-long",
            "max_waiver_days: 30",
            "max_waiver_days: 31",
        ),
        ("waiver-self-approved", "ana   LEE", "ana   LEA"),
        ("waiver-self-approved", "Ana Leeds", "Ana Lee"),
        ("waiver-not-waivable", "waivable: false", "waivable: true"),
        (
            "waived-should-at",
            "item: \"s4\", status: Met",
            "item: \"s4\", status: Partial(99)",
        ),
        (
            "waived-should-below",
            "excluding_waived: \"100.0\"",
            "excluding_waived: \"81.7\"",
        ),
        (
            "waived-nothing-assessed",
            "(\"b\", \"answer\")]",
            "(\"b\", \"meet\")]",
        ),
        ("metrics", "Ratio(9989, 10000)", "Ratio(9990, 10000)"),
        ("metrics", "measured: Value(2.01)", "measured: Value(2.00)"),
        ("dissent", "\" Facilitator\"", "\" Facilitating\""),
        (
            "dissent-from-the-verdict",
            "dissent_from_verdict: true",
            "dissent_from_verdict: false",
        ),
        (
            "stages-that-need-nothing",
            "(\"code\", None",
            "(\"code\", true",
        ),
        ("stages-and-blockers", "\"33.3\", 1", "\"33.3\", 2"),
        ("lapsing", "2026-03-10T12", "2026-03-11T12"),
        ("plan-order", "estimate: \"30m\"", "estimate: \"3d\""),
    ] {
        let (_, text) = fixtures()
            .into_iter()
            .find(|(name, _)| name == file)
            .unwrap();
        let changed = text.replacen(good, bad, 1);
        assert_ne!(changed, text, "{file}: {good} is not there");
        assert!(
            !differences(&changed).is_empty(),
            "{file}: {bad} is not noticed"
        );
    }
}

#[test]
fn the_fixtures_know_every_reason_and_every_step() {
    let all: String = fixtures().into_iter().map(|(_, text)| text).collect();
    for word in [
        "open-blocker",
        "unevidenced-blocker",
        "should-below-floor",
        "nothing-assessed",
        "not-applicable",
        "unconfirmed-evidence",
        "should-below-threshold",
        "unanswered",
        "unknown",
        "waiver",
        "dissent",
        "measure",
        "answer-dissent",
        "answer",
        "meet",
        "evidence",
        "confirm",
        "agree",
        "withdraw",
        "go",
        "conditional-go",
        "no-go",
    ] {
        assert!(
            all.contains(&format!("\"{word}\"")),
            "no fixture expects {word}"
        );
    }
}
