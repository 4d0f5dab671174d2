//! `candor answer`.

use serde_json::json;

use super::builder::CliTest;

#[test]
fn every_status_is_said_back_with_the_new_figures() {
    let test = CliTest::with_review().git_user("Ana Lee");
    // 3 of 11 = 27.3.
    test.run(["answer", "x.ron", "backups", "met"])
        .exit(0)
        .quiet()
        .stdout_is("backups is met · claimed 27.3, evidenced 0.0, no-go: 1 open blocker, 1 blocker without evidence, too few should items met, 3 unanswered\n");
    for (status, words) in [
        ("unmet", "backups is not met · claimed 0.0"),
        ("unknown", "backups is unknown · claimed 0.0"),
        ("partial:60", "backups is partial, 60 % · claimed 16.4"),
        ("clear", "backups has no answer any more · claimed 0.0"),
    ] {
        test.run(["answer", "x.ron", "backups", status])
            .exit(0)
            .stdout_contains(words);
    }
    let text = test.read("x.ron");
    assert!(text.contains("by: \"Ana Lee\""));
    assert_eq!(text.matches("what: Answered(").count(), 5);
}

#[test]
fn not_applicable_wants_a_reason_and_agreement_wants_somebody_else() {
    let test = CliTest::with_review();
    let base = ["answer", "x.ron", "backups", "na", "--by", "Ana"];
    let with = |more: &[&'static str]| {
        base.iter()
            .copied()
            .chain(more.iter().copied())
            .collect::<Vec<_>>()
    };
    test.refused(
        base,
        2,
        "backups: this wants a reason; give it as --reason TEXT.",
    );
    test.refused(with(&["--reason", " "]), 2, "this wants a reason");
    test.refused(
        with(&["--reason", "no state", "--agreed-by", "ana"]),
        2,
        "it takes somebody other than Ana",
    );
    test.refused(
        [
            "answer",
            "x.ron",
            "backups",
            "met",
            "--by",
            "Ana",
            "--agreed-by",
            "Bo",
        ],
        2,
        "only a not-applicable answer can be agreed to",
    );
    test.refused(
        [
            "answer", "x.ron", "backups", "met", "--by", "Ana", "--reason", "because",
        ],
        2,
        "a reason is kept with `na` only; give it as --comment TEXT.",
    );
    test.run(with(&["--reason", "no state"])).exit(0);
    let unagreed = json!({"kind": "not-applicable", "items": ["backups"]});
    let reasons = test.score("x.ron")["reasons"].clone();
    assert!(reasons.as_array().unwrap().contains(&unagreed), "{reasons}");
    test.run(with(&["--reason", "no state", "--agreed-by", "Bo"]))
        .exit(0);
    let reasons = test.score("x.ron")["reasons"].to_string();
    assert!(!reasons.contains("not-applicable"), "{reasons}");
}

#[test]
fn a_mistyped_word_is_answered_with_the_nearest_known_one() {
    let test = CliTest::with_review();
    let by = ["--by", "Ana"];
    let answer = |item, status| ["answer", "x.ron", item, status].into_iter().chain(by);
    test.refused(
        answer("backup", "met"),
        2,
        "there is no item `backup`; did you mean `backups`?",
    );
    test.refused(
        answer("backups", "unmett"),
        2,
        "there is no status `unmett`; did you mean `unmet`?",
    );
    test.refused(
        answer("backups", "partial"),
        2,
        "write it with its percent, such as partial:60",
    );
    test.refused(answer("backups", "partial:100"), 2, "out of range");
    test.refused(
        answer("zzz", "met"),
        2,
        "known here: backups, alerts, tests, docs, colours",
    );
}

#[test]
fn who_says_it_comes_from_the_flag_then_git_and_never_the_login_name() {
    let test = CliTest::with_review()
        .variable("USER", "root")
        .variable("LOGNAME", "root");
    test.refused(
        ["answer", "x.ron", "backups", "met"],
        2,
        "nobody is named as the one who says so; give --by NAME, or set git's user.name.",
    );
    test.refused(
        ["answer", "x.ron", "backups", "met", "--by", " "],
        2,
        "--by names nobody",
    );
    let test = test.git_user("Git Name");
    test.run(["answer", "x.ron", "backups", "met"]).exit(0);
    assert!(test.read("x.ron").contains("by: \"Git Name\""));
    test.run([
        "answer",
        "x.ron",
        "backups",
        "met",
        "--by",
        "Flag",
        "--recorded-by",
        "Scribe",
    ])
    .exit(0);
    let text = test.read("x.ron");
    assert!(text.contains("by: \"Flag\"") && text.contains("recorded_by: \"Scribe\""));
}

#[test]
fn a_comment_stands_until_another_replaces_it() {
    let test = CliTest::with_review().git_user("Ana");
    test.run([
        "answer",
        "x.ron",
        "docs",
        "met",
        "--comment",
        "-- first\r\nline",
    ])
    .exit(0);
    assert!(test.read("x.ron").contains("comment: \"-- first\nline\""));
    test.run(["answer", "x.ron", "docs", "unmet"]).exit(0);
    assert!(test.read("x.ron").contains("first"));
    test.run(["answer", "x.ron", "docs", "unmet", "--comment", ""])
        .exit(0);
    assert!(!test.read("x.ron").contains("comment:"));
}

#[test]
fn evidence_given_with_an_answer_follows_the_new_status() {
    let test = CliTest::with_review().git_user("Ana");
    test.run([
        "answer",
        "x.ron",
        "backups",
        "partial:40",
        "--evidence",
        "link:https://a",
        "--evidence",
        "note:b",
    ])
    .exit(0)
    .stdout_contains(
        "backups is partial, 40 %, with 2 pieces of evidence · claimed 10.9, evidenced 10.9",
    );
    assert_eq!(test.read("x.ron").matches("shows: Partial(40)").count(), 2);
    test.run([
        "answer",
        "x.ron",
        "alerts",
        "unmet",
        "--evidence",
        "link:https://c",
    ])
    .exit(0);
    assert!(test.read("x.ron").contains("shows: Context"));
    test.run([
        "answer",
        "x.ron",
        "docs",
        "met",
        "--evidence",
        "note:d",
        "--shows",
        "partial:10",
        "--caption",
        "half",
    ])
    .exit(0);
    let text = test.read("x.ron");
    assert!(text.contains("shows: Partial(10)") && text.contains("caption: \"half\""));
}

#[test]
fn one_refused_part_keeps_the_whole_answer_from_being_made() {
    let test = CliTest::with_review().git_user("Ana");
    let base = ["answer", "x.ron", "backups", "met"];
    let with = |more: &[&'static str]| {
        base.iter()
            .copied()
            .chain(more.iter().copied())
            .collect::<Vec<_>>()
    };
    test.refused(with(&["--evidence", "link:"]), 2, "the evidence is empty");
    test.refused(
        with(&["--evidence", "https://x"]),
        2,
        "write link:https://x",
    );
    test.refused(
        with(&["--evidence", "note:x", "--observed", "2999-01-01"]),
        2,
        "the day of observation lies in the future",
    );
    test.refused(
        with(&["--evidence", "note:x", "--observed", "1.2.2024"]),
        2,
        "write it as 2026-11-21",
    );
    test.refused(
        with(&["--evidence", "note:x", "--shows", "unmet"]),
        2,
        "evidence can't show `unmet`",
    );
    test.refused(
        with(&["--observed", "2024-01-01"]),
        2,
        "--observed speaks of evidence, and there is none",
    );
    test.refused(
        with(&["--evidence", "note:fine", "--evidence", "file:missing.txt"]),
        3,
        "missing.txt: there is no such file",
    );
}
