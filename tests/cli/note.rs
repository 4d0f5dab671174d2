//! `candor note`.

use serde_json::{Value, json};

use super::builder::CliTest;
use super::rich::rich;

fn noted(test: &CliTest) -> Value {
    test.run("note x.ron list --json".split(' ')).exit(0).json()
}

fn with_notes() -> CliTest {
    let test = rich();
    test.run(["note", "x.ron", "decision", "one region\nis enough"])
        .exit(0)
        .quiet()
        .stdout_contains("decided, as ");
    test.run([
        "note",
        "x.ron",
        "action",
        "time a restore",
        "--item",
        "backups",
        "--owner",
        "Bo",
        "--due",
        "2030-06-15",
        "--by",
        "Cy",
    ])
    .exit(0)
    .stdout_contains("backups: noted for Bo, due 2030-06-15, as ");
    test.run(["note", "x.ron", "action", "- tell support"])
        .exit(0)
        .stdout_contains("noted, as ");
    test.run(["note", "x.ron", "parked", "who pays?", "--item", "alerts"])
        .exit(0)
        .stdout_contains("alerts: parked, as ");
    test
}

#[test]
fn open_actions_come_first_and_are_overdue_the_day_after_their_last() {
    let test = with_notes();
    let state = |as_of: &str| {
        let ran = test.run(["note", "x.ron", "list", "--as-of", as_of]);
        let first = ran.exit(0).stdout.lines().next().unwrap().to_owned();
        // The id is random.
        first[first.find("  ").unwrap()..].to_owned()
    };
    assert_eq!(
        state("2030-06-15"),
        "  due 2030-06-15  backups    Bo          time a restore"
    );
    assert_eq!(
        state("2030-06-16"),
        "  overdue since 2030-06-15  backups    Bo          time a restore"
    );
    test.run("note x.ron list".split(' '))
        .stdout_contains("  to do           the whole  nobody yet  - tell support\n")
        .stdout_contains("  parked          alerts     Ana         who pays?\n")
        .stdout_contains("  decided         the whole  Ana         one region is enough\n");
    // Today is a day where the assessment is: there the 16th has begun.
    let text = test
        .read("x.ron")
        .replace("utc_offset: \"+00:00\"", "utc_offset: \"+02:00\"");
    assert!(text.contains("+02:00"), "{text}");
    let test = test.file("x.ron", text);
    let list = [
        "note",
        "x.ron",
        "list",
        "--json",
        "--as-of",
        "2030-06-15T22:00:00Z",
    ];
    assert_eq!(
        test.run(list).exit(0).json()["actions"][0]["overdue"],
        json!(true)
    );
    let list = [
        "note",
        "x.ron",
        "list",
        "--json",
        "--as-of",
        "2030-06-15T21:59:59Z",
    ];
    assert_eq!(
        test.run(list).exit(0).json()["actions"][0]["overdue"],
        json!(false)
    );
}

#[test]
fn what_is_done_is_done_once_and_stays_on_record() {
    let test = with_notes();
    let list = noted(&test);
    let id = |list: &str, at: usize| noted(&test)[list][at]["id"].as_str().unwrap().to_owned();
    assert_eq!(list["actions"][0]["item"], json!("backups"));
    let (action, question, decision) = (id("actions", 0), id("parked", 0), id("decisions", 0));
    test.run(["note", "x.ron", "done", &action[..7], "--by", "Bo"])
        .exit(0)
        .stdout_contains(&format!("{action} is done"));
    test.run(["note", "x.ron", "done", &question])
        .exit(0)
        .stdout_contains(&format!("{question} is settled"));
    test.refused(
        ["note", "x.ron", "done", &action],
        2,
        "backups: it is settled already; nothing was changed.",
    );
    test.refused(
        ["note", "x.ron", "done", &decision],
        2,
        "there is no action or parked question `",
    );
    let mut after = noted(&test);
    // What is still to do comes first now.
    let done = after["actions"][1].take();
    assert_eq!(done["done_by"], json!("Bo"));
    assert_eq!(done["overdue"], json!(false));
    assert_eq!(after["actions"][0]["due"], Value::Null);
    assert_eq!(after["parked"][0]["settled_by"], json!("Ana"));
    assert_eq!(
        after["decisions"][0]["text"],
        json!("one region\nis enough")
    );
    let far = test.run("note x.ron list --json --as-of 2040-01-01".split(' '));
    assert_eq!(far.json()["actions"][1]["overdue"], json!(false));
}

#[test]
fn notes_change_no_figure() {
    let test = rich();
    let before = test.score("x.ron");
    let test = with_notes();
    let after = test.score("x.ron");
    for key in ["verdict", "reasons", "overall", "tiers", "counts"] {
        assert_eq!(before[key], after[key], "{key}");
    }
}

#[test]
fn a_note_that_says_nothing_is_refused() {
    let test = rich();
    let refused = |arguments: &[&str], sentence: &str| {
        test.refused(["note", "x.ron"].iter().chain(arguments), 2, sentence);
    };
    refused(&["decision", " "], "this wants a text");
    refused(
        &["action", "x", "--item", "backup"],
        "did you mean `backups`?",
    );
    refused(&["action", "x", "--due", "soon"], "`soon` is not a day");
    refused(
        &["desision", "x"],
        "a similar subcommand exists: 'decision'.",
    );
    refused(
        &["parked", "x", "--owner", "Bo"],
        "unexpected argument '--owner' found",
    );
    refused(&["done", "zzz"], "see: candor note x.ron list.");
    test.run("note x.ron list".split(' '))
        .exit(0)
        .stdout_is("nothing is noted\n");
    CliTest::with_review().refused(
        ["note", "x.ron", "parked", "x"],
        2,
        "give --by NAME, or set git's user.name",
    );
}
