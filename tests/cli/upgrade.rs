//! `candor upgrade`.

use candor::system::random::looks_like_id;
use serde_json::{Value, json};

use super::builder::{CHECKLIST, CliTest};

/// Backups mean something else, alerts read otherwise, tests matter more, colours are gone and shades are new; the
/// stage `live` and the trait are no more, and neither is the category `quality`.
fn newer() -> String {
    CHECKLIST
        .replace("version: \"3\"", "version: \"4\"")
        .replace(", (id: \"live\", title: \"Live\")", "")
        .replace(
            "    traits: [(id: \"serves-traffic\", ask: \"Does it take requests?\")],\n",
            "",
        )
        .replace(", when: Has(\"serves-traffic\")", "")
        .replace(", stage: \"live\"", "")
        .replace("id: \"quality\"", "id: \"fitness\"")
        .replace("(id: \"backups\",", "(id: \"backups\", rev: 2,")
        .replace("Outages last.", "Nobody wakes up.")
        .replace(
            "(id: \"tests\", tier: Should",
            "(id: \"tests\", tier: Blocker",
        )
        .replace("(id: \"colours\"", "(id: \"shades\"")
}

/// Everything is there that an upgrade could lose.
fn reviewed() -> CliTest {
    let test = CliTest::with_review()
        .git_user("Ana")
        .file("newer.ron", newer())
        .file("proof.txt", "proof");
    for arguments in [
        vec!["set", "x.ron", "target", "live"],
        vec!["set", "x.ron", "trait", "serves-traffic", "yes"],
        vec![
            "set",
            "x.ron",
            "declared",
            "Quality",
            "8/10",
            "--of",
            "category:quality",
        ],
        vec![
            "answer",
            "x.ron",
            "backups",
            "met",
            "--comment",
            "kept-a",
            "--evidence",
            "link:https://kept-b",
        ],
        vec!["answer", "x.ron", "backups", "partial:60"],
        vec!["answer", "x.ron", "alerts", "unmet", "--comment", "kept-c"],
        vec![
            "answer",
            "x.ron",
            "tests",
            "met",
            "--evidence",
            "file:proof.txt",
        ],
        vec![
            "answer",
            "x.ron",
            "colours",
            "met",
            "--comment",
            "kept-d",
            "--evidence",
            "note:kept-e",
        ],
    ] {
        test.run(arguments).exit(0);
    }
    test
}

const UPGRADE: [&str; 4] = ["upgrade", "x.ron", "--checklist", "newer.ron"];

fn with(more: &[&'static str]) -> Vec<&'static str> {
    UPGRADE.iter().chain(more).copied().collect()
}

/// Every id in a file that is neither an item's nor a head's: of evidence and of the history.
fn ids(text: &str) -> Vec<String> {
    let quoted = text.split('"').skip(1).step_by(2);
    let is_id = |word: &&str| looks_like_id(word.as_bytes());
    quoted.filter(is_id).map(ToOwned::to_owned).collect()
}

fn moves() -> Value {
    json!({
        "format": 1, "same": false,
        "from": {"checklist": "small", "version": "3", "title": "Small"},
        "to": {"checklist": "small", "version": "4", "title": "Small"},
        "carried": ["alerts", "tests", "docs"],
        "returned": [],
        "reworded": [
            {"item": "alerts", "field": "why", "before": "Outages last.", "after": "Nobody wakes up."},
        ],
        "other_rules": [
            {"item": "alerts", "fields": ["when"]},
            {"item": "tests", "fields": ["tier", "severity"]},
            {"item": "docs", "fields": ["stage"]},
        ],
        "other_scoring": false,
        "reopened": [
            {"item": "backups", "title": "Backups restore", "rev_before": 1, "rev": 2, "status_before": "partial:60"},
        ],
        "retired": [{"item": "colours", "title": "Colours are nice", "kept": true}],
        "added": [{"item": "shades", "title": "Colours are nice"}],
        "lost_target": "live", "lost_traits": ["serves-traffic"], "freed_declared": ["Quality"],
    })
}

#[test]
fn everything_that_becomes_of_it_is_said_and_nothing_is_lost() {
    let test = reviewed();
    let before = test.read("x.ron");
    let mut told = test.run(with(&["--json"])).exit(0).quiet().json();
    assert_eq!(told["written"], json!(true));
    told.as_object_mut().unwrap().remove("written");
    assert_eq!(told, moves());
    let after = test.read("x.ron");
    for kept in [
        "kept-a",
        "https://kept-b",
        "kept-c",
        "kept-d",
        "kept-e",
        "proof.txt",
        "Partial(60)",
    ] {
        assert!(after.contains(kept), "{kept} is lost");
    }
    let (had, has) = (ids(&before), ids(&after));
    assert!(had.len() > 8, "{had:?}");
    for id in had {
        assert!(has.contains(&id), "{id} is lost");
    }
    test.run(["lint", "x.ron"]).exit(0).stdout_is("x.ron: ok\n");
    let score = test.score("x.ron");
    assert_eq!(score["counts"]["unanswered"], json!(3));
    assert_eq!(score["target"], Value::Null);
    // The evidence's copy stays where it is, beside what keeps git from its line ends.
    assert!(std::fs::read_dir(test.path("x.evidence")).unwrap().count() == 2);
}

#[test]
fn people_are_told_the_same() {
    let test = reviewed();
    test.run(with(&[]))
        .exit(0)
        .quiet()
        .has_line("x.ron: small 3 → small 4")
        .has_line("3 answers carried over as they are")
        .has_line("alerts why")
        .has_line("- Outages last.")
        .has_line("+ Nobody wakes up.")
        .has_line("tests   tier, severity")
        .has_line("backups  rev 1 → 2  was partial, 60 %  Backups restore")
        .has_line("colours  kept in the file  Colours are nice")
        .has_line("shades  Colours are nice")
        .has_line("serves-traffic")
        .has_line("Quality")
        .stdout_contains("x.ron answers small 4 · claimed ");
}

#[test]
fn a_dry_run_says_it_all_and_writes_nothing() {
    let test = reviewed();
    let before = test.everything();
    let mut told = test.run(with(&["--dry-run", "--json"])).exit(0).json();
    assert_eq!(told["written"], json!(false));
    told.as_object_mut().unwrap().remove("written");
    assert_eq!(told, moves());
    test.run(with(&["--dry-run"]))
        .exit(0)
        .stdout_contains("nothing was written: this was a dry run");
    assert!(test.everything() == before);
}

#[test]
fn a_second_time_there_is_nothing_to_do() {
    let test = reviewed();
    test.run(with(&[])).exit(0);
    let before = test.everything();
    test.run(with(&[]))
        .exit(0)
        .quiet()
        .stdout_is("x.ron answers exactly small 4 already; there is nothing to do\n");
    let told = test.run(with(&["--json"])).exit(0).json();
    assert_eq!(
        (&told["same"], &told["written"]),
        (&json!(true), &json!(false))
    );
    assert!(test.everything() == before);
}

#[test]
fn the_way_back_brings_the_kept_answers_along() {
    let test = reviewed();
    test.run(with(&[])).exit(0);
    let back = ["upgrade", "x.ron", "--checklist", "list.ron", "--json"];
    let told = test.run(back).exit(0).json();
    assert_eq!(told["returned"], json!(["colours"]));
    assert_eq!(
        told["retired"],
        json!([{"item": "shades", "title": "Colours are nice", "kept": false}])
    );
    assert!(test.read("x.ron").contains("kept-e"));
    let score = test.score("x.ron");
    assert_eq!(score["categories"][1]["met"], json!(2));
}

#[test]
fn another_checklist_is_allowed_and_said() {
    let test = reviewed();
    test.run([
        "upgrade",
        "x.ron",
        "--checklist",
        "nine-attributes",
        "--dry-run",
    ])
    .exit(0)
    .has_line("this is another checklist: answers are carried over where an item has the same id");
}

#[test]
fn what_can_not_be_done_is_refused_and_nothing_is_written() {
    let test = reviewed().file("broken.ron", newer().replace("tier: Should", "tier: Shuld"));
    let upgrade = |list| ["upgrade", "x.ron", "--checklist", list];
    test.refused(upgrade("broken.ron"), 3, "did you mean `Should`?");
    test.refused(
        upgrade("missing.ron"),
        3,
        "missing.ron: there is no such file",
    );
    test.refused(
        upgrade("x.ron"),
        3,
        "this is an assessment, not a checklist",
    );
    test.refused(upgrade("web-servce"), 2, "did you mean `web-service`?");
    test.refused(["upgrade", "x.ron"], 2, "--checklist <ID|PATH>");
    let test = test.git_user("");
    test.refused(UPGRADE, 2, "give --by NAME");
    test.run(with(&["--dry-run"])).exit(0);
    test.run(with(&["--by", "Bo"])).exit(0);
    assert!(test.read("x.ron").contains("by: \"Bo\""));
}
