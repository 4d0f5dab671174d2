//! `candor snapshot`.

use serde_json::{Value, json};

use super::builder::CliTest;
use super::rich::half_way;

fn listed(test: &CliTest) -> Value {
    let ran = test.run("snapshot x.ron --list --json".split(' '));
    ran.exit(0).json()["snapshots"].clone()
}

#[test]
fn a_snapshot_keeps_the_figures_of_its_time() {
    let test = half_way();
    test.run("set x.ron target live".split(' ')).exit(0);
    test.run(["set", "x.ron", "declared", "Overall", "85 %"])
        .exit(0);
    test.run(["snapshot", "x.ron", "before the audit"])
        .exit(0)
        .quiet()
        .stdout_contains("the snapshot `before the audit` is taken · claimed 59.4, evidenced 50.0");
    test.run("answer x.ron audit met --evidence link:https://a".split(' '))
        .exit(0)
        .stdout_contains("claimed 78.1");
    let mut found = listed(&test);
    let snapshot = &mut found[0];
    for key in ["id", "at"] {
        assert!(snapshot[key].take().is_string(), "{key}");
    }
    assert_eq!(
        *snapshot,
        json!({
            "id": null, "label": "before the audit", "at": null, "by": "Ana",
            "scores": {
                "verdict": "no-go", "target": "live", "checklist_version": "1",
                "claimed": 59.4, "evidenced": 50.0, "excluding_waived": null, "answered": 100.0,
                "tiers": [
                    {"tier": "blocker", "met": 1, "evidenced": 1, "partial": 1, "counted": 3},
                    {"tier": "should", "met": 2, "evidenced": 2, "partial": 0, "counted": 3},
                    {"tier": "nice", "met": 1, "evidenced": 1, "partial": 0, "counted": 1},
                ],
            },
            "declared": [{"label": "Overall", "of": "overall", "value": "85 %", "percent": 85.0}],
        })
    );
    let text = test.read("x.ron");
    assert!(
        text.contains("item: \"audit\",\n                    status: Unmet"),
        "{text}"
    );
}

#[test]
fn what_was_only_declared_stands_in_its_place_in_time() {
    let test = half_way();
    test.run(["snapshot", "x.ron", "now"]).exit(0);
    test.run([
        "snapshot",
        "x.ron",
        "announced",
        "--declared",
        "95 %",
        "--at",
        "2026-05-04",
        "--by",
        "Bo",
    ])
    .exit(0);
    let today = listed(&test)[1]["at"].as_str().unwrap()[..10].to_owned();
    test.run(["snapshot", "x.ron", "--list"])
        .exit(0)
        .stdout_is(&format!(
            "snapshot   day         verdict  claimed  evidenced  declared  by\n\
             announced  2026-05-04  —              —          —      95 %  Bo\n\
             now        {today}  no-go       59.4       50.0         —  Ana\n"
        ));
    let announced = listed(&test)[0].clone();
    assert_eq!(announced["scores"], Value::Null);
    assert_eq!(announced["at"], json!("2026-05-04T23:59:59Z"));
    assert_eq!(announced["declared"][0]["percent"], json!(95.0));
}

#[test]
fn a_label_is_given_once_and_taken_away_by_its_name() {
    let test = half_way();
    test.run(["snapshot", "x.ron", "--list"])
        .exit(0)
        .stdout_is("there is no snapshot\n");
    test.run(["snapshot", "x.ron", "first"]).exit(0);
    let refused = |arguments: &[&str], sentence: &str| {
        test.refused(["snapshot", "x.ron"].iter().chain(arguments), 2, sentence);
    };
    refused(
        &["first"],
        "there is a snapshot `first` already; choose another label.",
    );
    refused(&[" "], "this wants a text");
    refused(
        &["--remove", "frist"],
        "there is no snapshot `frist`; did you mean `first`?",
    );
    refused(&["old", "--declared", "95 %"], "--at <TIME>");
    refused(&["old", "--at", "2026-05-04"], "--declared <VALUE>");
    refused(
        &["old", "--declared", "95 %", "--at", "May"],
        "`May` is not a time",
    );
    refused(
        &["old", "--declared", "95 %", "--at", "2999-01-01"],
        "nothing was announced yet at a time to come",
    );
    refused(
        &["old", "--declared", " ", "--at", "2026-05-04"],
        "nothing is declared",
    );
    refused(&[], "required arguments were not provided");
    refused(&["--json"], "required arguments were not provided");
    test.run(["snapshot", "x.ron", "--remove", "first"])
        .exit(0)
        .stdout_contains("the snapshot `first` is taken away");
    assert_eq!(listed(&test), json!([]));
    CliTest::with_review().refused(["snapshot", "x.ron", "x"], 2, "give --by NAME");
}
