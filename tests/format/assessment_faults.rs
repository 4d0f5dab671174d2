//! What a hand-edited or merged assessment may hold: it opens wherever something sensible can be done, and says with its
//! place what it makes of each thing.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use candor::domain::assessment::Assessment;
use candor::format::fault::{Fault, Weight};
use candor::format::read::read_assessment;

const GOOD: &str = r#"Assessment(
    format: 1,
    subject: (name: "Bubble"),
    created: "2026-03-10T22:30:00Z",
    utc_offset: "+02:00",
    participants: [(name: "Fay", role: "Facilitator")],
    declared: [(id: "d1", label: "All", of: Overall, value: "85 %"), (id: "d2", label: "Half", of: Free, value: "1/2")],
    resources: [(id: "r1", role: "developer", effort: "2w"), (id: "r2", role: "tester", effort: "some")],
    costs: [
        (id: "c1", name: "Hosting", low: 100, high: 200, currency: "EUR", per: Month),
        (id: "c2", name: "A test", low: 4000, high: 4000, currency: "EUR", per: Once),
    ],
    checklist: (
        format: 1, id: "c", title: "t",
        scoring: (max_waiver_days: 30),
        categories: [(id: "a", title: "b", items: [
            (id: "alerts", tier: Blocker, title: "x"),
            (id: "audit", tier: Blocker, title: "x", waivable: false),
            (id: "speed", tier: Should, title: "x", metric: (name: "response time", unit: "s", target: AtMost(2))),
            (id: "policy", tier: Should, title: "x", metric: (name: "policy", target: Text("agreed"))),
        ])],
    ),
    answers: [
        (
            item: "speed",
            measured: Range(0.9, 1.2),
            actions: [(id: "n1", text: "measure again", by: "Ana", at: "2026-03-10T22:30:00Z")],
        ),
        (
            item: "alerts",
            estimate: "2-4h",
            waiver: (
                reason: "no pager",
                by: "Ana",
                at: "2026-03-10T22:30:00Z",
                approved_by: "Bo",
                expires: "2026-04-10",
            ),
            dissents: [
                (
                    id: "s1",
                    name: "Cy",
                    text: "a mock",
                    at: "2026-03-10T22:30:00Z",
                    answered: (by: "Ana", at: "2026-03-10T22:30:00Z", text: "real"),
                    closed: (by: "fay", at: "2026-03-10T22:30:00Z"),
                ),
            ],
        ),
        (item: "policy", measured: Text("agreed by two")),
    ],
    dissents: [(id: "s2", name: "Cy", text: "ask support", at: "2026-03-10T22:30:00Z")],
    decisions: [(id: "n2", text: "one region", by: "Ana", at: "2026-03-10T22:30:00Z")],
    parked: [(id: "n3", text: "who pays?", by: "Ana", at: "2026-03-10T22:30:00Z")],
    snapshots: [
        (id: "p1", label: "before", at: "2026-01-10T22:30:00Z", items: [(item: "long-gone", status: Met)]),
        (id: "p2", label: "after", at: "2026-02-10T22:30:00Z"),
    ],
)
"#;

fn read(good: &str, bad: &str) -> (String, Option<Assessment>, Vec<Fault>) {
    assert_eq!(GOOD.matches(good).count(), 1, "{good} stands there once");
    let text = GOOD.replace(good, bad);
    let (assessment, faults) = read_assessment(text.as_bytes());
    (text, assessment, faults)
}

#[test]
fn what_is_odd_opens_with_a_warning_at_its_place() {
    assert_eq!(read_assessment(GOOD.as_bytes()).1, []);
    let waiver = "approved_by: \"Bo\"";
    let expires = "expires: \"2026-04-10\"";
    let measured = "measured: Range(0.9, 1.2)";
    let policy = "measured: Text(\"agreed by two\")";
    let audit = "(item: \"policy\", measured: Text(\"agreed by two\")),";
    let breaks = [
        (
            "nobody can waive the item",
            audit,
            "(item: \"audit\", waiver: (reason: \"r\", by: \"Ana\", at: \"2026-03-10T22:30:00Z\", approved_by: \"Bo\", expires: \"2026-03-20\")),",
        ),
        (
            "a waiver without a reason",
            "reason: \"no pager\"",
            "reason: \" \"",
        ),
        (
            "a waiver by nobody",
            "by: \"Ana\",\n                at:",
            "by: \"\",\n                at:",
        ),
        ("a waiver that nobody approved", waiver, "approved_by: \"\""),
        (
            "a waiver approved by the same",
            waiver,
            "approved_by: \"ana\"",
        ),
        // Made on 11 March where the assessment is: 30 days on is 10 April.
        (
            "a waiver that runs too long",
            expires,
            "expires: \"2026-04-11\"",
        ),
        (
            "a waiver that had expired",
            expires,
            "expires: \"2026-03-10\"",
        ),
        (
            "measured without a metric",
            "estimate: \"2-4h\"",
            "measured: Value(3)",
        ),
        ("words for a number", measured, "measured: Text(\"fast\")"),
        ("a number for words", policy, "measured: Value(3)"),
        ("a blank word", policy, "measured: Text(\" \")"),
        ("so many of none", measured, "measured: Ratio(3, 0)"),
        ("a range backwards", measured, "measured: Range(1.2, 0.9)"),
        ("no estimate", "estimate: \"2-4h\"", "estimate: \"2 hours\""),
        (
            "closed by another",
            "closed: (by: \"fay\"",
            "closed: (by: \"Ana\"",
        ),
        (
            "closed without an answer",
            "answered: (by: \"Ana\", at: \"2026-03-10T22:30:00Z\", text: \"real\"),",
            "",
        ),
        (
            "a dissent from the verdict closed without an answer",
            "text: \"ask support\", at: \"2026-03-10T22:30:00Z\"",
            "text: \"ask support\", at: \"2026-03-10T22:30:00Z\", closed: (by: \"Cy\", at: \"2026-03-10T22:30:00Z\")",
        ),
        ("a cost backwards", "high: 200", "high: 50"),
        ("a cost below nothing", "low: 100", "low: -100"),
        ("a label twice", "label: \"after\"", "label: \"before\""),
    ];
    let mut all = String::new();
    for (name, good, bad) in breaks {
        let (text, assessment, faults) = read(good, bad);
        assert!(assessment.is_some(), "{name} does not open: {faults:?}");
        assert_eq!(faults.len(), 1, "{name}: {faults:?}");
        assert_eq!(faults[0].weight, Weight::Warning, "{name}");
        let _ = writeln!(all, "== {name}\n{}", faults[0].rendered("b.ron", &text));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn an_id_that_is_used_twice_names_nothing_and_keeps_the_file_from_opening() {
    let breaks = [
        ("declared", "id: \"d2\"", "id: \"d1\""),
        ("resources", "id: \"r2\"", "id: \"r1\""),
        ("costs", "id: \"c2\"", "id: \"c1\""),
        ("snapshots", "id: \"p2\"", "id: \"p1\""),
        (
            "dissents, of the verdict and of an item",
            "id: \"s2\"",
            "id: \"s1\"",
        ),
        (
            "a decision and an item's action",
            "id: \"n2\"",
            "id: \"n1\"",
        ),
        (
            "a decision and a parked question",
            "id: \"n3\"",
            "id: \"n2\"",
        ),
    ];
    let mut all = String::new();
    for (name, good, bad) in breaks {
        let (text, assessment, faults) = read(good, bad);
        assert!(assessment.is_none(), "{name} opens");
        assert_eq!(faults.len(), 1, "{name}: {faults:?}");
        let _ = writeln!(all, "== {name}\n{}", faults[0].rendered("b.ron", &text));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn everything_odd_is_reported_at_once_in_the_order_of_the_file() {
    let text = GOOD
        .replace("approved_by: \"Bo\"", "approved_by: \"Ana\"")
        .replace("Range(0.9, 1.2)", "Ratio(1, 0)")
        .replace("high: 200", "high: 2")
        .replace("label: \"after\"", "label: \"before\"");
    let (assessment, faults) = read_assessment(text.as_bytes());
    assert!(assessment.is_some());
    let words: Vec<&str> = faults.iter().map(|fault| fault.what.as_str()).collect();
    assert_eq!(
        words,
        [
            "the high end of the cost `Hosting` is below its low end",
            "what is measured of `speed` is so many of none",
            "the waiver of `alerts` excuses nothing: the one who asked for it approved it",
            "another snapshot is called `before`",
        ]
    );
}

/// As many people as dissents that they closed: looked up, it is a moment; searched for, it is minutes.
#[test]
fn many_closed_dissents_and_many_facilitators_are_read_in_a_moment() {
    let (mut people, mut dissents) = (String::new(), String::new());
    let at = "at: \"2026-03-10T22:30:00Z\"";
    for number in 0..6000 {
        let _ = write!(people, "(name: \"p{number}\", role: \"facilitator\"), ");
        let _ = write!(
            dissents,
            "(id: \"i{number}\", name: \"Cy\", text: \"t\", {at}, answered: (by: \"A\", {at}, text: \"r\"), \
             closed: (by: \"p{number}\", {at})), "
        );
    }
    let text = GOOD
        .replace("participants: [", &format!("participants: [{people}"))
        .replace(
            "dissents: [(id: \"s2\"",
            &format!("dissents: [{dissents}(id: \"s2\""),
        );
    let begun = Instant::now();
    let (assessment, faults) = read_assessment(text.as_bytes());
    assert_eq!(faults, []);
    assert_eq!(assessment.unwrap().head.dissents.len(), 6001);
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
}
