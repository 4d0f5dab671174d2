//! `candor waive`.

use serde_json::{Value, json};

use super::builder::{CliTest, Ran};
use super::rich::{day, half_way};

fn waive(test: &CliTest, item: &str, expires: &str, more: &[&str]) -> Ran {
    let base = ["waive", "x.ron", item, "--reason", "no pager yet"];
    let rest = ["--approved-by", "Bo", "--expires", expires];
    test.run(base.iter().chain(&rest).chain(more))
}

#[test]
fn a_waiver_excuses_and_says_the_figure_without_what_it_excuses() {
    let test = half_way();
    // Claimed 3 + 1.5 + 0 | 2 + 0 + 2 + 1 = 9.5 of 16 = 59.375; without alerts 8 of 13 = 61.538…
    // Evidenced: the half of alerts has no evidence: 8 of 16 = 50.
    let expires = day(&test, 10);
    waive(&test, "alerts", &expires, &[])
        .exit(0)
        .quiet()
        .stdout_is(&format!(
            "alerts is waived until {expires}, approved by Bo · claimed 59.4, evidenced 50.0, excluding waived 61.5, \
             no-go: 1 open blocker, 1 waived, not enough should items met\n"
        ));
    let score = test.score("x.ron");
    assert_eq!(score["counts"]["waived"], json!(1));
    assert_eq!(
        score["overall"],
        json!({"claimed": 59.4, "evidenced": 50.0, "excluding_waived": 61.5, "over_claim": 9.4})
    );
    assert_eq!(score["stages"][0]["ready"], json!(true));
    let later = day(&test, 12);
    waive(&test, "alerts", &later, &[])
        .exit(0)
        .stdout_contains(&format!(
            "alerts is waived until {later}, approved by Bo, in place of the waiver until {expires} · "
        ));
    test.run("waive x.ron alerts --revoke --by Bo".split(' '))
        .exit(0)
        .stdout_contains(
            "alerts is waived no more · claimed 59.4, evidenced 50.0, no-go: 2 open blockers",
        );
    assert_eq!(
        test.score("x.ron")["overall"]["excluding_waived"],
        Value::Null
    );
    let text = test.read("x.ron");
    assert!(text.contains("what: Waived(") && text.contains("what: Revoked("));
}

#[test]
fn expired_waiver_reopens_the_blocker() {
    let test = half_way();
    let (last, after) = (day(&test, 30), day(&test, 31));
    waive(&test, "alerts", &last, &[]).exit(0);
    let blockers = |as_of: &str| {
        let score = test.run(["score", "x.ron", "--json", "--as-of", as_of]);
        score.json()["reasons"][0]["items"].clone()
    };
    assert_eq!(blockers(&last), json!(["audit"]));
    assert_eq!(blockers(&after), json!(["alerts", "audit"]));
    test.run(["waive", "x.ron", "--list", "--as-of", &after])
        .exit(0)
        .stdout_is(&format!(
            "alerts  expired on {last}  Ana, approved by Bo  no pager yet\n"
        ));
}

#[test]
fn a_waiver_that_would_excuse_nothing_is_refused() {
    let test = half_way();
    let (soon, far, past) = (day(&test, 10), day(&test, 31), day(&test, -1));
    let latest = day(&test, 30);
    let refused = |arguments: &[&str], sentence: &str| {
        test.refused(["waive", "x.ron"].iter().chain(arguments), 2, sentence);
    };
    let with =
        |item: &'static str, reason: &'static str, other: &'static str, day: &str| -> Vec<String> {
            [
                item,
                "--reason",
                reason,
                "--approved-by",
                other,
                "--expires",
                day,
            ]
            .map(ToOwned::to_owned)
            .to_vec()
        };
    for (arguments, sentence) in [
        (
            with("audit", "r", "Bo", &soon),
            "audit: the waiver would excuse nothing: the checklist lets nobody waive this item"
                .to_owned(),
        ),
        (
            with("alerts", " ", "Bo", &soon),
            "it gives no reason; give it as --reason TEXT.".to_owned(),
        ),
        (
            with("alerts", "r", "ANA", &soon),
            "the one who asked for it approved it; name somebody else".to_owned(),
        ),
        (
            with("alerts", "r", " ", &soon),
            "--approved-by names nobody".to_owned(),
        ),
        (
            with("alerts", "r", "Bo", &far),
            format!(
                "it runs longer than the checklist allows, which is until {latest}; give an earlier day"
            ),
        ),
        (
            with("alerts", "r", "Bo", &past),
            "it had expired when it was made; give a day that is still to come".to_owned(),
        ),
        (
            with("alerts", "r", "Bo", "soon"),
            "`soon` is not a day; write it as 2026-11-21.".to_owned(),
        ),
        (
            with("alert", "r", "Bo", &soon),
            "there is no item `alert`; did you mean `alerts`?".to_owned(),
        ),
    ] {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        refused(&arguments, &sentence);
    }
    refused(
        &["alerts", "--revoke"],
        "alerts: there is no waiver to revoke; see: candor waive FILE --list.",
    );
    refused(
        &["alerts", "--reason", "r"],
        "required arguments were not provided",
    );
    refused(
        &["alerts", "--revoke", "--reason", "r"],
        "cannot be used with",
    );
    refused(
        &["alerts", "--json"],
        "required arguments were not provided",
    );
    refused(&[], "required arguments were not provided");
}

#[test]
fn who_asks_for_it_comes_from_the_flag_else_from_git() {
    let test = CliTest::with_review();
    let base = "waive x.ron backups --reason later --approved-by Bo --expires";
    let soon = day(&test, 3);
    test.refused(
        base.split(' ').chain([soon.as_str()]),
        2,
        "nobody is named as the one who says so; give --by NAME",
    );
    test.run(base.split(' ').chain([soon.as_str(), "--by", "Cy"]))
        .exit(0);
    assert!(test.read("x.ron").contains("by: \"Cy\""));
}

#[test]
fn every_waiver_is_listed_with_what_becomes_of_it() {
    let test = half_way();
    test.run(["waive", "x.ron", "--list"])
        .exit(0)
        .stdout_is("nothing is waived\n");
    let soon = day(&test, 5);
    waive(&test, "verdict", &soon, &["--by", "Cy"]).exit(0);
    waive(&test, "alerts", &soon, &[]).exit(0);
    // Somebody edits the file by hand: both people are the same now.
    let text = test.read("x.ron").replace("by: \"Cy\"", "by: \"bo\"");
    let test = test.file("x.ron", text);
    test.run(["waive", "x.ron", "--list"])
        .exit(0)
        .has_line(&format!("alerts   until {soon}                               Ana, approved by Bo  no pager yet"))
        .has_line("verdict  ignored: the one who asked for it approved it  bo, approved by Bo   no pager yet");
    let mut listed = test
        .run(["waive", "x.ron", "--list", "--json"])
        .exit(0)
        .json();
    assert!(listed["waivers"][0]["at"].take().is_string());
    assert_eq!(
        listed["waivers"][0],
        json!({
            "item": "alerts", "reason": "no pager yet", "by": "Ana", "at": null, "approved_by": "Bo", "expires": soon,
            "valid": true, "state": "valid",
        })
    );
    assert_eq!(listed["waivers"][1]["valid"], json!(false));
    assert_eq!(listed["format"], json!(1));
    // What is ignored excuses nothing.
    assert_eq!(test.score("x.ron")["counts"]["waived"], json!(1));
}
