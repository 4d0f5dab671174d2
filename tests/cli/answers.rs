//! `candor answer`.

use serde_json::json;

use super::builder::CliTest;
use super::rich::rich;

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

#[test]
fn everything_said_of_an_item_is_one_save_with_its_status() {
    let test = rich();
    // 2 of 16 = 12.5, and evidenced: the range's worse end, 1.2, is at most 2.
    test.run([
        "answer",
        "x.ron",
        "latency",
        "met",
        "--measured",
        "0.9..1.2",
        "--owner",
        "Bo",
        "--due",
        "2026-12-01",
        "--estimate",
        "2-4h",
        "--confidence",
        "90 %",
        "--current",
        "two of three regions",
    ])
    .exit(0)
    .quiet()
    .stdout_contains(
        "latency is met, measured 0.9–1.2 s, confidence 90 %, owner Bo, estimate 2-4h, due 2026-12-01 · claimed 12.5, evidenced 12.5",
    );
    let text = test.read("x.ron");
    for line in [
        "measured: Range(0.9, 1.2)",
        "owner: \"Bo\"",
        "due: \"2026-12-01\"",
        "estimate: \"2-4h\"",
        "confidence: \"90 %\"",
        "current: \"two of three regions\"",
    ] {
        assert!(text.contains(line), "no {line} in {text}");
    }
}

#[test]
fn keep_leaves_the_status_and_who_gave_it_and_sets_the_rest() {
    let test = rich();
    test.run("answer x.ron latency met --by Bo".split(' '))
        .exit(0);
    let keep = |more: &[&str]| test.run(["answer", "x.ron", "latency", "keep"].iter().chain(more));
    keep(&["--measured", "3/4", "--by", "Cy"])
        .exit(0)
        // 75 is not at most 2.
        .stdout_contains("latency stays met, measured 3 of 4 s · claimed 12.5, evidenced 0.0");
    keep(&["--measured", "2", "--by", "Cy"])
        .exit(0)
        .stdout_contains("claimed 12.5, evidenced 12.5");
    keep(&["--owner", "Di", "--due", "2026-12-01"])
        .exit(0)
        .stdout_contains("latency stays met, owner Di, due 2026-12-01");
    keep(&["--evidence", "link:https://x"]).exit(0);
    let text = test.read("x.ron");
    assert!(text.contains("status: Met") && text.contains("by: \"Bo\""));
    assert!(text.contains("shows: Met"), "{text}");
    assert_eq!(text.matches("what: Answered(").count(), 1);
    keep(&[
        "--measured",
        "",
        "--owner",
        "",
        "--due",
        "",
        "--estimate",
        "",
        "--confidence",
        "",
    ])
    .exit(0)
    .stdout_contains(
        "latency stays met, nothing measured, no confidence, no owner, no estimate, no due date",
    );
    let text = test.read("x.ron");
    assert!(
        !text.contains("\n            measured:") && !text.contains("due:"),
        "{text}"
    );
}

#[test]
fn what_changes_no_figure_needs_no_name() {
    let test = CliTest::with_review();
    test.run("answer x.ron backups keep --owner Bo".split(' '))
        .exit(0)
        .stdout_contains("backups stays unanswered, owner Bo");
    test.refused(
        "answer x.ron backups met --owner Bo".split(' '),
        2,
        "nobody is named as the one who says so; give --by NAME",
    );
    // Somebody else agrees to what was answered before.
    test.run([
        "answer", "x.ron", "tests", "na", "--reason", "no", "--by", "Ana",
    ])
    .exit(0);
    test.run("answer x.ron tests keep --agreed-by Bo".split(' '))
        .exit(0);
    assert!(test.read("x.ron").contains("agreed_by:"));
}

#[test]
fn what_cannot_be_read_or_judged_is_refused_and_nothing_is_written() {
    let test = rich();
    let refused = |item: &str, more: &[&str], sentence: &str| {
        test.refused(
            ["answer", "x.ron", item, "met"].iter().chain(more),
            2,
            sentence,
        );
    };
    refused(
        "latency",
        &["--measured", "fast"],
        "`fast` holds no plain number; write the figures alone",
    );
    refused(
        "latency",
        &["--measured", "5..3"],
        "`5..3` runs backwards; write the low end first: 3..5.",
    );
    refused(
        "latency",
        &["--measured", "3/0"],
        "`3/0` is so many of none",
    );
    refused(
        "latency",
        &["--measured", "text:fast"],
        "latency: a value of this sort says nothing of the target, which is: at most 2",
    );
    refused(
        "policy",
        &["--measured", "3"],
        "which is: agreed by two people; write a number (1.5)",
    );
    refused(
        "backups",
        &["--measured", "3"],
        "backups: the item has no metric",
    );
    refused(
        "backups",
        &["--due", "soon"],
        "`soon` is not a day; write it as 2026-11-21.",
    );
    refused(
        "backups",
        &["--estimate", "2 hours"],
        "backups: `2 hours` is no estimate; write it as 15m, 2h, 2-4h, 3d or 1-2w.",
    );
    test.refused(
        "answer x.ron backups keep".split(' '),
        2,
        "`keep` leaves the status as it is, and nothing else is said",
    );
    test.refused(
        "answer x.ron backups kep --owner Bo".split(' '),
        2,
        "did you mean `keep`?",
    );
}
