//! `candor evidence`, and files given as evidence.

use std::path::Path;

use serde_json::{Value, json};

use super::builder::CliTest;

fn pieces(test: &CliTest, item: &str) -> Vec<Value> {
    let list = test
        .run(["evidence", "x.ron", item, "list", "--json"])
        .exit(0)
        .json();
    list["evidence"].as_array().unwrap().clone()
}

fn evidenced(test: &CliTest) -> Value {
    test.score("x.ron")["overall"]["evidenced"].clone()
}

fn with_backups(evidence: &str) -> CliTest {
    let test = CliTest::with_review()
        .git_user("Ana")
        .file("report.txt", "restored\n");
    test.run(["answer", "x.ron", "backups", "met", "--evidence", evidence])
        .exit(0);
    test
}

#[test]
fn a_file_is_pinned_and_copied_beside_the_assessment() {
    let test = with_backups("file:report.txt");
    let piece = &pieces(&test, "backups")[0];
    assert_eq!(piece["value"], json!("report.txt"));
    assert_eq!(piece["bytes"], json!(9));
    assert_eq!(piece["state"], json!("counts"));
    let sha256 = piece["sha256"].as_str().unwrap();
    let copy = format!("x.evidence/{sha256}-report.txt");
    assert_eq!(test.read(&copy), "restored\n");
    // 3 of 11.
    assert_eq!(evidenced(&test), json!(27.3));

    std::fs::write(test.path("report.txt"), "restored?\n").unwrap();
    assert_eq!(evidenced(&test), json!(0.0));
    assert_eq!(
        pieces(&test, "backups")[0]["state"],
        json!("changed: the file is not what was attached")
    );
    test.run(["score", "x.ron"])
        .stdout_contains("changed: the file is not what was attached");

    // The copy stands in for a file that is gone, as on another machine.
    std::fs::remove_file(test.path("report.txt")).unwrap();
    assert_eq!(evidenced(&test), json!(27.3));
    std::fs::remove_file(test.path(&copy)).unwrap();
    assert_eq!(evidenced(&test), json!(0.0));
    assert_eq!(
        pieces(&test, "backups")[0]["state"],
        json!("missing: the file is not there")
    );
}

#[test]
fn a_file_elsewhere_is_recorded_by_its_whole_path_and_no_copy_leaves_no_copy() {
    let test = CliTest::with_review()
        .git_user("Ana")
        .file("sub/in.txt", "in")
        .file("other/out.txt", "out");
    test.run([
        "new",
        "sub/y.ron",
        "--checklist",
        "list.ron",
        "--subject",
        "Y",
    ])
    .exit(0);
    test.run([
        "answer",
        "sub/y.ron",
        "backups",
        "met",
        "--no-copy",
        "--evidence",
        "file:sub/in.txt",
        "--evidence",
        "file:other/out.txt",
    ])
    .exit(0);
    let list = test
        .run(["evidence", "sub/y.ron", "backups", "list", "--json"])
        .json();
    assert_eq!(list["evidence"][0]["value"], json!("in.txt"));
    let out = list["evidence"][1]["value"].as_str().unwrap();
    assert!(
        Path::new(out).is_absolute() && out.ends_with("/other/out.txt"),
        "{out}"
    );
    assert!(!test.path("sub/y.evidence").exists());
    assert_eq!(list["evidence"][1]["state"], json!("counts"));
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_refused_at_once_and_nothing_is_written() {
    let test = CliTest::with_review().git_user("Ana");
    std::fs::create_dir(test.path("dir")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(test.path("pipe"))
        .status()
        .unwrap();
    assert!(made.success());
    std::os::unix::fs::symlink("pipe", test.path("link")).unwrap();
    for (path, sentence) in [
        ("dir", "dir: it is a directory, not a file"),
        (
            "pipe",
            "pipe: it is not a regular file but a pipe, a socket or a device",
        ),
        ("link", "link: it is not a regular file"),
        ("/dev/zero", "/dev/zero: it is not a regular file"),
        (
            "/proc/self/maps",
            "the file changes while it is read, or is not a real file",
        ),
        ("nothing", "nothing: there is no such file"),
    ] {
        let evidence = format!("file:{path}");
        test.refused(
            ["answer", "x.ron", "backups", "met", "--evidence", &evidence],
            3,
            sentence,
        );
        test.refused(
            ["evidence", "x.ron", "backups", "add", &evidence],
            3,
            sentence,
        );
    }
}

#[test]
fn against_stands_until_a_person_withdraws_it() {
    let test = with_backups("link:https://b");
    test.run([
        "evidence",
        "x.ron",
        "backups",
        "against",
        "note:the restore failed",
        "--by",
        "Bo",
        "--observed",
        "2001-01-01",
    ])
    .exit(0)
    .stdout_contains("evidenced 0.0");
    assert_eq!(evidenced(&test), json!(0.0));
    test.run(["score", "x.ron"])
        .stdout_contains("speaks against");
    let against = pieces(&test, "backups")[1]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    test.refused(
        ["evidence", "x.ron", "backups", "withdraw", "--by", "Bo"],
        2,
        "there are 2 pieces of evidence; say which by its id; see: candor evidence x.ron backups list.",
    );
    test.run([
        "evidence",
        "x.ron",
        "backups",
        "withdraw",
        &against[..4],
        "--by",
        "Bo",
    ])
    .exit(0)
    .stdout_contains(&format!(
        "{against} is withdrawn · claimed 27.3, evidenced 27.3"
    ));
    test.refused(
        [
            "evidence", "x.ron", "backups", "withdraw", &against, "--by", "Bo",
        ],
        2,
        "the evidence is withdrawn already",
    );
    assert_eq!(pieces(&test, "backups").len(), 2, "it stays on record");
    // Only one is left that is not withdrawn: no id is needed.
    test.run(["evidence", "x.ron", "backups", "withdraw"])
        .exit(0);
    test.refused(
        ["evidence", "x.ron", "backups", "withdraw"],
        2,
        "there is no evidence",
    );
    test.refused(
        ["evidence", "x.ron", "backups", "withdraw", "none"],
        2,
        "there is no evidence `none`",
    );
}

#[test]
fn confirming_takes_somebody_else() {
    let list = super::builder::CHECKLIST.replace("confirm: Nobody", "confirm: Blockers");
    let test = CliTest::new().git_user("Ana").file("list.ron", list);
    test.run([
        "new",
        "x.ron",
        "--checklist",
        "list.ron",
        "--subject",
        "API",
    ])
    .exit(0);
    test.run([
        "answer",
        "x.ron",
        "backups",
        "met",
        "--evidence",
        "link:https://b",
    ])
    .exit(0);
    let unconfirmed = json!({"kind": "unconfirmed-evidence", "items": ["backups"]});
    assert!(
        test.score("x.ron")["reasons"]
            .as_array()
            .unwrap()
            .contains(&unconfirmed)
    );
    test.refused(
        ["evidence", "x.ron", "backups", "confirm"],
        2,
        "it takes somebody other than Ana",
    );
    test.run(["evidence", "x.ron", "backups", "confirm", "--by", "Bo"])
        .exit(0)
        .stdout_contains("is confirmed by Bo");
    assert!(
        !test.score("x.ron")["reasons"]
            .as_array()
            .unwrap()
            .contains(&unconfirmed)
    );
    test.run(["evidence", "x.ron", "backups", "list"])
        .stdout_contains("confirmed by Bo");
}

#[test]
fn redacting_takes_the_text_out_and_keeps_its_hash() {
    let test = with_backups("link:https://secret:password@b");
    let id = pieces(&test, "backups")[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let redact = ["evidence", "x.ron", "backups", "redact", &id];
    test.refused(
        redact.iter().chain(&["--reason", ""]),
        2,
        "this wants a reason",
    );
    test.run(redact.iter().chain(&["--reason", "holds a password"]))
        .exit(0);
    assert!(!test.read("x.ron").contains("password@b"));
    let piece = &pieces(&test, "backups")[0];
    // printf 'https://secret:password@b' | sha256sum
    assert_eq!(
        piece["sha256"],
        json!("5678912b358fc9d92f13790cc86aa2ffd5b9f3abf7a86ba8a6bb06c88545210d")
    );
    assert_eq!(piece["value"], Value::Null);
    assert_eq!(evidenced(&test), json!(0.0));
    test.refused(
        redact.iter().chain(&["--reason", "again"]),
        2,
        "there is no text to take out",
    );
}

#[test]
fn notes_count_only_where_the_checklist_says_so() {
    let test = CliTest::with_review().git_user("Ana");
    test.run([
        "answer",
        "x.ron",
        "backups",
        "met",
        "--evidence",
        "note:trust me",
    ])
    .exit(0);
    assert_eq!(evidenced(&test), json!(0.0));
    test.run(["score", "x.ron"])
        .has_line("1 of a kind that the item does not accept");
    // docs accepts notes: 2 of 11.
    test.run([
        "answer",
        "x.ron",
        "docs",
        "met",
        "--evidence",
        "note:read it",
    ])
    .exit(0);
    assert_eq!(evidenced(&test), json!(18.2));
}

#[test]
fn evidence_of_another_version_lapses_where_the_item_is_per_version() {
    let test = CliTest::with_review().git_user("Ana");
    test.run([
        "answer",
        "x.ron",
        "tests",
        "met",
        "--evidence",
        "link:https://ci/1",
    ])
    .exit(0);
    assert_eq!(evidenced(&test), json!(18.2));
    test.run(["set", "x.ron", "version", "1.1"])
        .exit(0)
        .stdout_contains("evidenced 0.0");
    assert_eq!(
        pieces(&test, "tests")[0]["state"],
        json!("observed at another version")
    );
}

#[test]
fn adding_leaves_the_status_alone() {
    let test = CliTest::with_review().git_user("Ana");
    let ran = test.run([
        "evidence",
        "x.ron",
        "alerts",
        "add",
        "link:https://a",
        "note:b",
        "--shows",
        "context",
    ]);
    ran.exit(0).stdout_contains("alerts: attached ");
    assert_eq!(pieces(&test, "alerts").len(), 2);
    assert_eq!(test.score("x.ron")["counts"]["unanswered"], json!(5));
    test.run(["evidence", "x.ron", "backups", "list"])
        .exit(0)
        .stdout_is("backups has no evidence\n");
    test.refused(
        ["evidence", "x.ron", "alert", "list"],
        2,
        "did you mean `alerts`?",
    );
}
