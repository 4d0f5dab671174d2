//! `candor plan`: what is left to do, for people and for programs.

use serde_json::{Value, json};

use super::builder::CliTest;

const LIST: &str = r#"Checklist(
    format: 1, id: "phased", title: "Phased", version: "2",
    phases: [(id: "first", title: "First things", when: "week 1"), (id: "then", title: "Then")],
    categories: [(id: "c", title: "C", items: [
        (id: "later", tier: Nice, title: "Later", phase: "then", estimate: "2-4h", requires: ["base"]),
        (id: "base", tier: Blocker, title: "Base", phase: "first", estimate: "55m", why: "w", risk: "It falls.", owner: "Bo"),
        (id: "shown", tier: Should, title: "Shown"),
        (id: "asked", tier: Should, title: "Asked", severity: Medium, risk: "Nobody knows."),
        (id: "done", tier: Should, title: "Done", evidence: NotNeeded),
    ])],
)
"#;

/// Base unmet, later unmet, shown met without evidence, asked unknown, done met.
fn planned() -> CliTest {
    let test = CliTest::new().file("list.ron", LIST).git_user("Ana");
    let new = [
        "new",
        "x.ron",
        "--checklist",
        "list.ron",
        "--subject",
        "API",
    ];
    test.run(new).exit(0);
    for (item, status) in [
        ("later", "unmet"),
        ("base", "unmet"),
        ("shown", "met"),
        ("asked", "unknown"),
        ("done", "met"),
    ] {
        test.run(["answer", "x.ron", item, status]).exit(0);
    }
    test
}

/// The same with lines that the command line can't write yet, put into the file.
fn with_lines(test: CliTest) -> CliTest {
    let text = test.read("x.ron");
    let head = "    resources: [\n        (id: \"r1\", role: \"Engineer\", effort: \"4-6w\"),\n        (id: \"r2\", role: \"Tester\", effort: \"5-8w\"),\n        (id: \"r3\", role: \"Lawyer\", effort: \"an afternoon\"),\n    ],\n    costs: [\n        (id: \"k1\", name: \"Hosting\", low: 500, high: 1000, currency: \"USD\", per: Month),\n        (id: \"k2\", name: \"Models\", low: 500, high: 1300, currency: \"USD\", per: Month),\n        (id: \"k3\", name: \"Audit\", low: 0.5, high: 0.5, currency: \"EUR\", per: Once),\n    ],\n";
    assert!(text.contains("    checklist: "), "{text}");
    let text = text.replacen("    checklist: ", &format!("{head}    checklist: "), 1);
    let due = "            item: \"base\",\n            status: Unmet,\n";
    assert!(text.contains(due), "{text}");
    let text = text.replacen(due, &format!("{due}            due: \"2026-01-30\",\n"), 1);
    test.file("x.ron", text)
}

#[test]
fn the_plan_says_what_is_left_to_do_in_order_with_its_totals() {
    let test = with_lines(planned());
    let ran = test.run(["plan", "x.ron", "--as-of", "2026-01-30"]);
    ran.exit(0)
        .stdout_contains("API\nPhased 2 · as of 2026-01-30T23:59:59Z\n\nverdict   no-go\nto go     ")
        .has_line("to 100 %  2 h 55 min – 4 h 55 min + 2 unestimated")
        .has_line("risk      Critical")
        .has_line("First things (week 1)  55 min, running total 55 min")
        .has_line("base  Blocker  meet  55 min  Bo  first  due 2026-01-30  Base")
        .has_line("Then  2–4 h, running total 2 h 55 min – 4 h 55 min")
        .has_line("later  Nice  meet  2–4 h    then    Later (requires base)")
        .has_line("Without a phase  2 unestimated, running total 2 h 55 min – 4 h 55 min + 2 unestimated")
        .has_line("shown  Should  collect the evidence  unestimated        Shown")
        .has_line("asked  Should  investigate           unestimated        Asked")
        .stdout_contains("Risks\n  Critical  base   It falls.\n  Medium    asked  Nobody knows.\n")
        .stdout_contains("Costs\n  Hosting  500–1000 USD per month\n")
        .has_line("total    1000–2300 USD per month")
        .has_line("total    0.50 EUR once")
        .stdout_contains("Resources\n  Engineer  4–6 w\n  Tester    5–8 w\n  Lawyer    an afternoon\n  total     9–14 w + 1 unestimated\n");
    assert!(!ran.stdout.contains("overdue"), "{}", ran.stdout);
    // A day later it is too late, and that stands above everything else.
    test.run(["plan", "x.ron", "--as-of", "2026-01-31"])
        .exit(0)
        .stdout_contains(
            "Z\n\noverdue\n  due 2026-01-30  base  Bo  Base\n\nverdict   no-go\nto go ",
        )
        .stdout_contains("due 2026-01-30, overdue");
}

#[test]
fn the_groups_are_those_asked_for() {
    let test = planned();
    let groups = |by: &[&str]| -> Vec<Value> {
        let ran = test.run(["plan", "x.ron", "--json"].iter().chain(by));
        let plan = ran.exit(0).quiet().json();
        let groups = plan["groups"].as_array().unwrap().iter();
        groups
            .map(|group| {
                let items = group["items"].as_array().unwrap().iter();
                let items: Vec<Value> = items.map(|item| item["item"].clone()).collect();
                json!([plan["by"], group["id"], items])
            })
            .collect()
    };
    let phases = [
        json!(["phase", "first", ["base"]]),
        json!(["phase", "then", ["later"]]),
        json!(["phase", null, ["shown", "asked"]]),
    ];
    assert_eq!(groups(&[]), phases);
    assert_eq!(groups(&["--by", "phase"]), phases);
    assert_eq!(
        groups(&["--by", "owner"]),
        [
            json!(["owner", "Bo", ["base"]]),
            json!(["owner", null, ["shown", "asked", "later"]]),
        ]
    );
    assert_eq!(
        groups(&["--by", "category"]),
        [json!([
            "category",
            "c",
            ["base", "shown", "asked", "later"]
        ])]
    );
    assert_eq!(
        groups(&["--by", "tier"]),
        [
            json!(["tier", "blocker", ["base"]]),
            json!(["tier", "should", ["shown", "asked"]]),
            json!(["tier", "nice", ["later"]]),
        ]
    );
    test.refused(["plan", "x.ron", "--by", "phases"], 2, "'phase'");
    test.refused(["plan", "none.ron"], 3, "there is no such file");
    // The small checklist has no phases.
    CliTest::with_review()
        .run(["plan", "x.ron"])
        .exit(0)
        .has_line("Blocker  2 unestimated, running total 2 unestimated")
        .has_line("backups  Blocker  review  unestimated  Backups restore");
}

#[test]
fn the_json_of_a_plan_is_whole() {
    let test = with_lines(planned());
    let ran = test.run(["plan", "x.ron", "--json", "--as-of", "2026-01-31T00:00:00Z"]);
    let mut plan = ran.exit(0).json();
    let first = plan["groups"][0].take();
    assert_eq!(
        first,
        json!({
            "id": "first", "title": "First things", "when": "week 1",
            "total": {"low_minutes": 55, "high_minutes": 55, "unestimated": 0},
            "running": {"low_minutes": 55, "high_minutes": 55, "unestimated": 0},
            "items": [{
                "item": "base", "title": "Base", "tier": "blocker", "do": ["meet"],
                "effort": {"low_minutes": 55, "high_minutes": 55},
                "owner": "Bo", "phase": "first", "due": "2026-01-30", "overdue": true,
                "requires": [], "waived_until": null,
            }],
        })
    );
    plan["groups"].take();
    assert_eq!(
        plan,
        json!({
            "format": 1, "subject": "API", "version": null, "checklist": "phased", "target": null,
            "as_of": "2026-01-31T00:00:00Z", "verdict": "no-go", "by": "phase", "what_if": null, "overdue": ["base"],
            // Base, and asked, which is one of three Should items and has to be met for 80 %.
            "to_go": {"low_minutes": 55, "high_minutes": 55, "unestimated": 1},
            "to_all": {"low_minutes": 175, "high_minutes": 295, "unestimated": 2},
            "waived": 0,
            "groups": null,
            "risk_level": "Critical",
            "risks": [
                {"item": "base", "severity": "Critical", "risk": "It falls.", "waived": false},
                {"item": "asked", "severity": "Medium", "risk": "Nobody knows.", "waived": false},
            ],
            "costs": [
                {"name": "Hosting", "low": 500.0, "high": 1000.0, "currency": "USD", "per": "month"},
                {"name": "Models", "low": 500.0, "high": 1300.0, "currency": "USD", "per": "month"},
                {"name": "Audit", "low": 0.5, "high": 0.5, "currency": "EUR", "per": "once"},
            ],
            "cost_totals": [
                {"low": "1000", "high": "2300", "currency": "USD", "per": "month"},
                {"low": "0.50", "high": "0.50", "currency": "EUR", "per": "once"},
            ],
            "resources": [
                {"role": "Engineer", "effort": "4-6w", "minutes": {"low_minutes": 9600, "high_minutes": 14400}},
                {"role": "Tester", "effort": "5-8w", "minutes": {"low_minutes": 12000, "high_minutes": 19200}},
                {"role": "Lawyer", "effort": "an afternoon", "minutes": null},
            ],
            "resources_total": {"low_minutes": 21600, "high_minutes": 33600, "unestimated": 1},
        })
    );
}

#[test]
fn nothing_left_to_do_is_said_so() {
    let test = CliTest::new()
        .file(
            "list.ron",
            "Checklist(format: 1, id: \"one\", title: \"One\", categories: [(id: \"c\", title: \"C\", items: [(id: \"a\", tier: Should, title: \"A\", evidence: NotNeeded)])])",
        )
        .git_user("Ana");
    test.run([
        "new",
        "x.ron",
        "--checklist",
        "list.ron",
        "--subject",
        "API",
    ])
    .exit(0);
    test.run(["answer", "x.ron", "a", "met"]).exit(0);
    test.run(["plan", "x.ron"])
        .exit(0)
        .has_line("verdict   go")
        .has_line("to go     nothing")
        .has_line("to 100 %  nothing");
}

#[test]
fn what_if_says_what_marked_work_brings_and_leaves_the_file_alone() {
    let test = planned();
    let before = test.read("x.ron");
    test.run(["plan", "x.ron", "--if-done", "base,asked"])
        .exit(0)
        .stdout_contains("what if, nothing is saved\n  done       base, asked\n")
        .has_line("verdict    no-go → go")
        .has_line("open       4 → 2")
        .has_line("risk       Critical → High");
    assert_eq!(test.read("x.ron"), before);
    let text = test.run(["plan", "x.ron"]);
    assert!(!text.stdout.contains("what if"), "{}", text.stdout);
    test.run(["plan", "x.ron", "--if-done", "bas"])
        .exit(2)
        .stderr_contains("there is no item `bas`; did you mean `base`?");
}

#[test]
fn what_if_is_the_same_for_programs_and_follows_the_next_steps() {
    let test = planned();
    let json = |arguments: &[&str]| -> Value {
        let ran = test.run(["plan", "x.ron", "--json"].iter().chain(arguments));
        serde_json::from_str(&ran.exit(0).stdout).unwrap()
    };
    assert_eq!(json(&[])["what_if"], Value::Null);
    let next = json(&["--if-next"]);
    assert_eq!(next["what_if"]["now"]["verdict"], "no-go");
    assert_ne!(next["what_if"]["then"]["verdict"], "no-go");
    assert_eq!(next["verdict"], "no-go", "the plan itself stays");
    let both = json(&["--if-next", "--if-next"]);
    assert_eq!(both["what_if"]["then"]["verdict"], "go");
    assert_eq!(both["what_if"]["then"]["to_go"]["unestimated"], 0);
    let done = json(&["--if-done", "base", "--if-done", "later"]);
    assert_eq!(done["what_if"]["done"], json!(["later", "base"]));
    assert_eq!(done["what_if"]["steps"], json!([]));
}
