//! Every fault with its exact place and words, as a person sees it.

use std::fmt::Write as _;

use candor::format::fault::nearest;
use candor::format::read::{read_assessment, read_checklist};

/// A checklist with something broken in it.
fn with(top: &str, item: &str) -> String {
    format!(
        "Checklist(\n    format: 1,\n    id: \"c\",\n    title: \"t\",\n{top}    categories: [\n        (\n            \
         id: \"a\",\n            title: \"b\",\n            items: [\n                (id: \"one\", tier: Blocker, \
         title: \"x\"),\n                ({item}),\n            ],\n        ),\n    ],\n)\n"
    )
}

const GOOD: &str = "id: \"two\", tier: Should, title: \"x\"";

fn item(more: &str) -> String {
    with("", &format!("{GOOD}, {more}"))
}

fn top(more: &str) -> String {
    with(&format!("    {more}\n"), GOOD)
}

fn broken() -> Vec<(&'static str, String)> {
    let stages =
        "stages: [(id: \"staging\", title: \"Staging\"), (id: \"live\", title: \"Live\")],";
    vec![
        ("unknown field", with("", "id: \"two\", teir: Should, title: \"x\"")),
        ("unknown field of the checklist", top("scorings: (),")),
        ("unknown word", with("", "id: \"two\", tier: Bloker, title: \"x\"")),
        ("a word that is far from all", with("", "id: \"two\", tier: Important, title: \"x\"")),
        ("missing field", with("", "id: \"two\", tier: Should")),
        ("duplicate field", item("title: \"y\"")),
        ("wrong type", with("", "id: 2, tier: Should, title: \"x\"")),
        ("number for a list", item("tags: 3")),
        ("text for a number", item("weight: \"3\"")),
        ("missing comma", top("version: \"1\"")),
        ("unclosed text", with("", "id: \"two, tier: Should, title: \"x\"")),
        ("ends too early", "Checklist(\n    format: 1,\n    id: \"c\"".to_owned()),
        ("goes on after the end", format!("{})", with("", GOOD))),
        ("another kind of file", "Assessment(format: 1)".to_owned()),
        ("a newer format", "// made (soon)\nChecklist(\n    format: 2,\n    colour: Green,\n)".to_owned()),
        ("a newer format, late", "Checklist(\n    id: \"c\",\n    colour: Green,\n    format: 7)".to_owned()),
        ("no such format", with("", GOOD).replace("format: 1", "format: 0")),
        ("empty file", " \n".to_owned()),
        ("a NUL", "Checklist(\n  \0".to_owned()),
        ("duplicate item", with("", "id: \"one\", tier: Should, title: \"x\"")),
        ("duplicate stage", top("stages: [(id: \"s\", title: \"S\"), (id: \"s\", title: \"T\")],")),
        ("unknown stage", with(&format!("    {stages}\n"), &format!("{GOOD}, stage: \"stagin\""))),
        ("unknown stage, none near", with(&format!("    {stages}\n"), &format!("{GOOD}, stage: \"x\""))),
        ("unknown phase, none known", item("phase: \"week-1\"")),
        ("unknown requirement", item("requires: [\"one\", \"onw\"]")),
        ("requires itself", item("requires: [\"two\"]")),
        ("unknown trait", item("when: All([Has(\"internal\")])")),
        ("weight out of range", item("weight: 1001")),
        ("tier weight out of range", top("scoring: (tier_weights: (blocker: 0)),")),
        ("threshold out of reach", top("scoring: (should_threshold: 101),")),
        ("floor above the threshold", top("scoring: (should_threshold: 40),")),
        ("weights on some categories", with("", GOOD).replace(
            "    ],\n)\n",
            "        (id: \"d\", title: \"e\", weight: 2, items: [(id: \"z\", tier: Nice, title: \"z\")]),\n    ],\n)\n",
        )),
        ("empty category", with("", GOOD).replace(
            "    ],\n)\n",
            "        (id: \"d\", title: \"e\", items: [ ]),\n    ],\n)\n",
        )),
        ("no category", "Checklist(format: 1, id: \"c\", title: \"t\", categories: /* none */ [])".to_owned()),
        ("blank title", with("", "id: \"two\", tier: Should, title: \" \"")),
        ("bidirectional control", item("why: \"a\u{202e}b\"")),
        ("nothing accepted", item("accepts: []")),
        ("a check of nothing", item("check: (run: [], expect: Exit(0))")),
        ("a number that is none", item("metric: (name: \"rate\", target: Below(NaN))")),
        ("indented with tabs", "Checklist(\n\tformat: 1,\n\tid: \"c\",\n\t\tcolour: \"\u{1b}[31m\",\n)".to_owned()),
        ("wide characters before it", item("why: \"日本語\", owner: \"\u{2066}\"")),
        ("a long line", item(&format!("why: \"{}\", weight: -1, how: \"{}\"", "y".repeat(200), "h".repeat(200)))),
        ("several at once", with("", "id: \"one\", tier: Should, title: \"\", weight: 0, stage: \"s\"")),
        ("marks of a conflict", "Checklist(\n<<<<<<< HEAD\n    format: 1,\n=======\n    format: 1\n>>>>>>> them\n)".to_owned()),
    ]
}

#[test]
fn every_fault_of_a_checklist_stands_where_it_is_and_says_what_to_do() {
    let mut all = String::new();
    for (name, text) in broken() {
        let (checklist, faults) = read_checklist(text.as_bytes());
        assert!(checklist.is_none(), "{name} is not noticed");
        let _ = writeln!(all, "== {name}");
        for fault in faults {
            assert!(fault.place.is_some(), "{name} has no place");
            all.push_str(&fault.rendered("bad.ron", &text));
        }
    }
    insta::assert_snapshot!(all);
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
    let same = evidence("e", "2026-03-10");
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
            format!("(item: \"one\", status: Met, evidence: [{same},\n            {same}])"),
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
        "c.ron:1:1: warning: the file starts with a byte-order mark\n 1 | Checklist(\n"
    ));
    assert!(rendered.contains("c.ron:11:63: error"), "{rendered}");
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
