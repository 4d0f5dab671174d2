//! `candor lint`.

use serde_json::json;

use super::builder::{CHECKLIST, CliTest};

#[test]
fn whole_files_are_ok() {
    let test = CliTest::with_review();
    test.run(["lint", "list.ron", "x.ron"])
        .exit(0)
        .quiet()
        .stdout_is("list.ron: ok\nx.ron: ok\n");
}

#[test]
fn each_fault_has_its_place_its_caret_and_its_cure() {
    let broken = CHECKLIST
        .replace("stage: \"live\"", "stage: \"lif\"")
        .replace("id: \"tests\"", "id: \"backups\"");
    let test = CliTest::new().file("list.ron", broken);
    test.run(["lint", "list.ron"]).exit(1).quiet().stdout_is(
        r#"list.ron:20:22: error: the id `backups` is used by an earlier item
 20 |                 (id: "backups", tier: Should, title: "Tests pass", per_version: true),
    |                      ^
  help: give each item an id of its own
list.ron:21:107: error: there is no stage `lif`
 21 | le: "Docs are current", accepts: [Note, Link, File], stage: "lif"),
    |                                                             ^
  help: known here: staging, live
list.ron: 2 errors
"#,
    );
}

#[test]
fn a_typo_in_a_field_stands_alone_with_the_nearest_word() {
    let test = CliTest::new().file("list.ron", CHECKLIST.replacen("tier:", "tirr:", 1));
    test.run(["lint", "list.ron"])
        .exit(1)
        .stdout_contains("list.ron:13:33: error: there is no field `tirr`")
        .stdout_contains("help: did you mean `tier`?")
        .has_line("list.ron: 1 error");
}

#[test]
fn a_hand_edited_assessment_is_a_warning_at_the_first_difference() {
    let test = CliTest::with_review().git_user("Ana");
    let edited = test
        .read("x.ron")
        .replace("    format: 1,", "    format:  1, // by hand");
    let test = test.file("x.ron", edited);
    test.run(["lint", "x.ron"]).exit(0).quiet().stdout_is(
        "x.ron:2:17: warning: there is a comment in the file, and the next change writes it without comments
 2 |     format:  1, // by hand
   |                 ^
  help: what has to stay belongs into the `comment` of an item, or into another file
x.ron:2:13: warning: from here on the file is not written as candor writes it, so somebody has edited it by hand
 2 |     format:  1, // by hand
   |             ^
  help: the next change writes it in the usual form
x.ron: 2 warnings
",
    );
    test.run(["answer", "x.ron", "backups", "met"])
        .exit(0)
        .stderr_contains("the next change writes it without comments");
    test.run(["lint", "x.ron"]).exit(0).stdout_is("x.ron: ok\n");
}

#[test]
fn the_worst_file_decides_the_exit_code_and_every_file_is_looked_at() {
    let test = CliTest::with_review().file("bad.ron", "Checklist(");
    let ran = test.run(["lint", "missing.ron", "bad.ron", "x.ron"]);
    ran.exit(3)
        .has_line("bad.ron: 1 error")
        .has_line("x.ron: ok");
    assert_eq!(
        ran.stderr,
        "candor: missing.ron: there is no such file; check the spelling of the path.\n"
    );
    test.run(["lint", "bad.ron", "x.ron"]).exit(1);
}

#[test]
fn the_json_says_the_same() {
    let test =
        CliTest::with_review().file("bad.ron", CHECKLIST.replace("\"live\"), (", "\"live\"),("));
    let test = test.file(
        "bad.ron",
        CHECKLIST
            .replace("weight: 2", "")
            .replace("id: \"docs\"", "id: \"tests\""),
    );
    let json = test
        .run(["lint", "bad.ron", "x.ron", "gone.ron", "--json"])
        .exit(3)
        .json();
    assert_eq!(json["format"], json!(1));
    assert_eq!(
        json["files"][0],
        json!({
            "file": "bad.ron", "kind": "checklist", "errors": 1, "warnings": 0, "problem": null,
            "faults": [{
                "weight": "error", "line": 21, "column": 22,
                "what": "the id `tests` is used by an earlier item", "next": "give each item an id of its own",
            }],
        })
    );
    assert_eq!(json["files"][1]["kind"], json!("assessment"));
    assert_eq!(json["files"][1]["faults"], json!([]));
    assert_eq!(json["files"][2]["kind"], json!(null));
    assert!(
        json["files"][2]["problem"]
            .as_str()
            .unwrap()
            .contains("no such file")
    );
}

#[test]
fn a_silent_change_since_the_older_version_is_a_warning_with_the_old_words() {
    let newer = CHECKLIST.replace("title: \"Tests pass\"", "title: \"Tests pass twice\"");
    let test = CliTest::new()
        .file("old.ron", CHECKLIST)
        .file("new.ron", newer);
    test.run(["lint", "new.ron", "--older", "old.ron"])
        .exit(0)
        .quiet()
        .stdout_contains("new.ron:20:52: warning: the `title` of `tests` has changed, and its `rev` has not: it was “Tests pass”")
        .stdout_contains("help: write rev: 2 if it means something else now");
    let json = test
        .run(["lint", "new.ron", "--older", "old.ron", "--json"])
        .exit(0)
        .json();
    assert_eq!(json["files"][0]["faults"][0]["weight"], json!("warning"));
    assert_eq!(json["files"][0]["faults"][0]["line"], json!(20));
    test.run(["lint", "old.ron", "--older", "old.ron"])
        .exit(0)
        .stdout_is("old.ron: ok\n");
}

#[test]
fn what_can_not_be_compared_is_said() {
    let test = CliTest::with_review().file("bad.ron", "Checklist(");
    test.run(["lint", "list.ron", "x.ron", "--older", "list.ron"])
        .exit(2)
        .stderr_contains("--older compares one checklist with its older version; give one FILE.");
    test.run(["lint", "x.ron", "--older", "list.ron"])
        .exit(2)
        .stderr_contains("this is an assessment, and --older compares checklists");
    test.run(["lint", "list.ron", "--older", "bad.ron"])
        .exit(3)
        .stderr_contains("bad.ron:1:11: the text ends too early: the `(` of line 1 is not closed");
}
