//! Every fault with its exact place and words, as a person sees it.

use std::fmt::Write as _;

use candor::format::fault::nearest;
use candor::format::read::{read_assessment, read_checklist};

fn item(more: &str) -> String {
    format!(
        "Checklist(format: 1, id: \"c\", title: \"t\", categories: [(id: \"a\", title: \"b\", items: [\n    (id: \"two\", tier: \
         Should, title: \"x\", {more}),\n])])\n"
    )
}

const ASSESSMENT: &str = r#"Assessment(
    format: 1,
    subject: (name: "Bubble", traits: [(id: "t", holds: true, by: "Ana", at: "2026-03-10T22:30:00Z")]),
    target: "staging",
    created: "2026-03-10T22:30:00Z",
    declared: [(id: "d", label: "All", of: Overall, value: "85 %")],
    checklist: (
        format: 1, id: "c", title: "t",
        stages: [(id: "staging", title: "Staging")],
        traits: [(id: "t", ask: "Is it?")],
        categories: [(id: "a", title: "b", items: [
            (id: "one", tier: Blocker, title: "x"),
            (id: "two", tier: Blocker, title: "x"),
        ])],
    ),
    answers: [
        (item: "one", status: Met),
        (item: "two", status: Unknown),
    ],
)
"#;

#[test]
fn every_fault_of_an_assessment_stands_where_it_is_and_says_what_to_do() {
    assert_eq!(read_assessment(ASSESSMENT.as_bytes()).1, []);
    let one = "(item: \"one\", status: Met)";
    let evidence = |id: &str, observed: &str| {
        format!(
            "(id: \"{id}\", content: Link(\"https://x\"), shows: Met, observed: \"{observed}\", by: \"Ana\", \
             at: \"2026-03-10T22:30:00Z\")"
        )
    };
    let (one_e, other_e) = (evidence("e", "2026-03-10"), evidence("e", "2026-03-09"));
    let breaks = [
        (
            "unknown target",
            "target: \"staging\"",
            "target: \"stageing\"".to_owned(),
        ),
        (
            "unknown trait",
            "traits: [(id: \"t\", holds",
            "traits: [(id: \"u\", holds".to_owned(),
        ),
        (
            "unknown category",
            "of: Overall",
            "of: Category(\"z\")".to_owned(),
        ),
        (
            "unknown item",
            one,
            "(item: \"onee\", status: Met)".to_owned(),
        ),
        (
            "answered twice",
            one,
            "(item: \"two\", status: Met)".to_owned(),
        ),
        (
            "n/a without a reason",
            "status: Unknown",
            "status: NotApplicable(\" \")".to_owned(),
        ),
        (
            "a partial of 100",
            "status: Met",
            "status: Partial(100)".to_owned(),
        ),
        (
            "a status that is none",
            "status: Met",
            "status: Mett".to_owned(),
        ),
        (
            "a time that is none",
            "created: \"2026-03-10T22:30:00Z\"",
            "created: \"yesterday\"".to_owned(),
        ),
        (
            "a day that is none",
            one,
            format!(
                "(item: \"one\", status: Met, evidence: [{}])",
                evidence("e", "2026-02-30")
            ),
        ),
        (
            "observed after attaching",
            one,
            format!(
                "(item: \"one\", status: Met, evidence: [{}])",
                evidence("e", "2026-03-12")
            ),
        ),
        (
            "an id used twice",
            one,
            format!("(item: \"one\", status: Met, evidence: [{one_e},\n            {other_e}])"),
        ),
        (
            "a fault of its checklist",
            "tier: Blocker, title: \"x\"),\n        ]",
            "tier: Blocker, title: \"x\", weight: 0),\n        ]".to_owned(),
        ),
        (
            "a newer format",
            "    format: 1,\n    subject",
            "    format: 3,\n    mood: Good,\n    subject".to_owned(),
        ),
        (
            "an unknown field",
            "status: Unknown",
            "status: Unknown, score: 3".to_owned(),
        ),
    ];
    let mut all = String::new();
    for (name, good, bad) in breaks {
        let text = ASSESSMENT.replacen(good, &bad, 1);
        assert_ne!(text, ASSESSMENT, "{name} breaks nothing");
        let (assessment, faults) = read_assessment(text.as_bytes());
        assert!(assessment.is_none(), "{name} is not noticed");
        let _ = writeln!(all, "== {name}");
        for fault in faults {
            all.push_str(&fault.rendered("bubble.ron", &text));
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_byte_order_mark_is_a_warning_and_shifts_no_place() {
    let text = format!("\u{feff}{}", item("weight: 0"));
    let (_, faults) = read_checklist(text.as_bytes());
    let rendered: Vec<String> = faults
        .iter()
        .map(|fault| fault.rendered("c.ron", &text))
        .collect();
    let rendered = rendered.concat();
    assert!(rendered.starts_with(
        "c.ron:1:1: warning: the file starts with a byte-order mark\n 1 | Checklist("
    ));
    assert!(rendered.contains("c.ron:2:51: error"), "{rendered}");
}

#[test]
fn a_typo_leads_to_the_nearest_word_and_nonsense_to_none() {
    let known = ["Blocker", "Should", "Nice", "error-tracking", "ci"];
    for (typo, meant) in [
        ("Bloker", Some("Blocker")),
        ("blocker", Some("Blocker")),
        ("Shuold", Some("Should")),
        ("error-traking", Some("error-tracking")),
        ("error", Some("error-tracking")),
        ("Niec", Some("Nice")),
        ("xy", None),
        ("CI", Some("ci")),
        ("cj", None),
        ("Important", None),
        ("", None),
    ] {
        assert_eq!(nearest(typo, known), meant, "{typo}");
    }
    assert_eq!(nearest(&"a".repeat(65), ["a".repeat(65).as_str()]), None);
}
