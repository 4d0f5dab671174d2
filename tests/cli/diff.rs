//! `candor diff`.

use candor::domain::change::{Change, HeadEntry};
use candor::domain::evidence::Observations;
use candor::domain::snapshot::Snapshot;
use candor::domain::time::Moment;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;
use candor::session::bench;
use serde_json::{Value, json};

use super::builder::{CHECKLIST, CliTest};

const DAY: &str = "2024-01-10";

/// Weights 3 + 3 + 2 + 2 + 1 = 11. Before: backups (3, shown) and colours (1, wants no evidence) are met; after: tests
/// (2, shown) are, alerts are n/a, colours are cleared, and the backups' evidence is withdrawn.
fn two_files() -> CliTest {
    let test = CliTest::with_review().git_user("Ana");
    let answer = |file: &str, item: &str, rest: &[&str]| {
        let mut arguments = vec!["answer", file, item];
        arguments.extend(rest);
        test.run(arguments).exit(0);
    };
    let link = ["--evidence", "link:https://b", "--observed", DAY];
    answer("x.ron", "backups", &[&["met"], link.as_slice()].concat());
    answer("x.ron", "colours", &["met"]);
    std::fs::copy(test.path("x.ron"), test.path("y.ron")).unwrap();
    let piece = first_evidence(&test, "y.ron");
    test.run(["evidence", "y.ron", "backups", "withdraw", &piece])
        .exit(0);
    answer("y.ron", "tests", &[&["met"], link.as_slice()].concat());
    answer("y.ron", "alerts", &["na", "--reason", "no users"]);
    answer("y.ron", "colours", &["clear"]);
    answer("y.ron", "backups", &["partial:50"]);
    test
}

fn first_evidence(test: &CliTest, file: &str) -> String {
    let text = test.read(file);
    let from = text.find("evidence: [").unwrap();
    let id = text[from..].split('"').nth(1).unwrap();
    id.to_owned()
}

fn items(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap().iter();
    list.map(|named| named["item"].as_str().unwrap()).collect()
}

/// Puts a snapshot into a file, as of a day.
fn freeze(test: &CliTest, file: &str, label: &str, day: &str) {
    let (assessment, _) = read_assessment(test.read(file).as_bytes());
    let mut assessment = assessment.unwrap();
    let at = Moment::parse(day, assessment.utc_offset).unwrap();
    let observations = Observations::new();
    let bench = bench(&assessment, at, &observations);
    let snapshot = Snapshot::of(
        &assessment,
        &bench,
        label.into(),
        label.into(),
        "Ana".into(),
    );
    let entry = HeadEntry::Snapshot(snapshot);
    assessment.apply(&Change::Record(entry)).unwrap();
    std::fs::write(test.path(file), write_assessment(&assessment)).unwrap();
}

#[test]
fn what_changed_from_one_file_to_another_is_told_both_ways() {
    let test = two_files();
    let diff = test
        .run(["diff", "x.ron", "y.ron", "--as-of", DAY, "--json"])
        .exit(0)
        .quiet()
        .json();
    // Before 4/11; after 1.5 of backups and 2 of tests over 8, for alerts do not count.
    assert_eq!(
        diff["figures"]["claimed"],
        json!({"before": 36.4, "after": 43.8, "change": 7.4})
    );
    // Before 4/11; after only the tests are shown: 2/8. 25 − 36.36… is −11.36….
    assert_eq!(
        diff["figures"]["evidenced"],
        json!({"before": 36.4, "after": 25.0, "change": -11.4})
    );
    // Of four Blocker and Should items one is answered before; after, backups and tests of three.
    assert_eq!(
        diff["figures"]["answered"],
        json!({"before": 25.0, "after": 66.7, "change": 41.7})
    );
    assert_eq!(diff["tiers"][0]["before"]["met"], json!(1));
    assert_eq!(
        diff["tiers"][0]["after"],
        json!({"met": 0, "evidenced": 0, "partial": 1, "counted": 1, "percent": 0.0})
    );
    assert_eq!(diff["tiers"][0]["change"], json!(-50.0));
    assert_eq!(items(&diff["items"]["better"]), ["tests"]);
    assert_eq!(items(&diff["items"]["worse"]), ["backups", "colours"]);
    assert_eq!(items(&diff["items"]["other"]), ["alerts"]);
    assert_eq!(diff["items"]["worse"][0]["after"], json!("partial:50"));
    assert_eq!(items(&diff["evidence"]["gained"]), ["tests"]);
    assert_eq!(items(&diff["evidence"]["lost"]), ["backups"]);
    assert_eq!(diff["evidence"]["lapsed"], json!([]));
    assert_eq!(diff["same"], json!(false));
    let back = test
        .run(["diff", "y.ron", "x.ron", "--as-of", DAY, "--json"])
        .exit(0)
        .json();
    assert_eq!(back["figures"]["evidenced"]["change"], json!(11.4));
    assert_eq!(items(&back["items"]["better"]), ["backups", "colours"]);
    assert_eq!(items(&back["evidence"]["gained"]), ["backups"]);
    test.run(["diff", "x.ron", "y.ron", "--as-of", DAY])
        .exit(0)
        .quiet()
        .has_line("evidenced    36.4   25.0   -11.4")
        .has_line(
            "Blocker  1/2 met, 1 evidenced, 0 partial  0/1 met, 0 evidenced, 1 partial   -50.0",
        )
        .has_line("Worse (2)")
        .has_line("backups  met → partial, 50 %  Backups restore")
        .has_line("alerts  unanswered → n/a  Alerts reach a person");
}

#[test]
fn a_file_compared_with_itself_shows_nothing() {
    let test = two_files();
    let diff = test
        .run(["diff", "y.ron", "y.ron", "--json"])
        .exit(0)
        .json();
    assert_eq!(diff["same"], json!(true));
    test.run(["diff", "y.ron", "y.ron"])
        .exit(0)
        .has_line("nothing changed");
}

#[test]
fn snapshots_are_compared_by_label_and_now_is_the_file_as_it_is() {
    let test = two_files();
    freeze(&test, "x.ron", "before the audit", DAY);
    let snapshots = |before, after, as_of| {
        let arguments = [
            "diff",
            "x.ron",
            "--snapshots",
            before,
            after,
            "--as-of",
            as_of,
            "--json",
        ];
        test.run(arguments).exit(0).json()
    };
    let same = snapshots("before the audit", "now", DAY);
    assert_eq!(
        (&same["same"], &same["waivers"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(same["before"]["snapshot"], json!("before the audit"));
    // The backups' evidence holds for thirty days: on the tenth of February it has lapsed.
    let lapsed = snapshots("before the audit", "now", "2024-02-10");
    assert_eq!(items(&lapsed["evidence"]["lapsed"]), ["backups"]);
    assert_eq!(
        lapsed["evidence"]["lapsed"][0]["why"],
        json!("too old: it held until 2024-02-09")
    );
    assert_eq!(lapsed["figures"]["evidenced"]["after"], json!(9.1));
    assert_eq!(lapsed["items"]["worse"], json!([]));
    // A snapshot may itself be called `now`; then it is meant.
    freeze(&test, "x.ron", "now", DAY);
    let meant = snapshots("before the audit", "now", "2024-02-10");
    assert_eq!(meant["same"], json!(true));
    test.run(["diff", "x.ron", "--snapshots", "before the audit", "now"])
        .exit(0)
        .stdout_contains("API, snapshot \"before the audit\" · taken 2024-01-10T23:59:59Z");
}

#[test]
fn what_was_only_declared_stands_as_declared() {
    let test = CliTest::with_review();
    let declared = |id: &str, value: &str| {
        format!(
            "(id: \"{id}\", label: \"{id}\", at: \"2024-01-01T00:00:00Z\", declared: [(id: \"d\", label: \"Overall\", of: Overall, value: \"{value}\")])"
        )
    };
    let snapshots = format!(
        "    snapshots: [{}, {}],\n)\n",
        declared("before", "95 %"),
        declared("after", "70 %")
    );
    let text = test.read("x.ron");
    let text = format!("{}{snapshots}", text.strip_suffix(")\n").unwrap());
    let test = test.file("x.ron", text);
    test.run(["diff", "x.ron", "--snapshots", "before", "after"])
        .exit(0)
        .has_line("verdict  not scored, as before")
        .has_line("Overall  declared 95 %  declared 70 %   -25.0")
        .has_line("API, snapshot \"before\" does not tell of its items");
    let diff = test
        .run(["diff", "x.ron", "--snapshots", "before", "now", "--json"])
        .exit(0)
        .json();
    assert_eq!(diff["items"], Value::Null);
    assert_eq!(diff["verdict"], json!({"before": null, "after": "no-go"}));
    assert_eq!(diff["figures"]["claimed"]["change"], Value::Null);
}

#[test]
fn other_checklists_subjects_and_versions_are_said() {
    let newer = CHECKLIST
        .replace("version: \"3\"", "version: \"4\"")
        .replace("(id: \"colours\"", "(id: \"shades\"");
    let altered = CHECKLIST.replace("Data is lost.", "All is lost.");
    let test = two_files()
        .file("newer.ron", newer)
        .file("altered.ron", altered);
    let new = |file, list, subject| {
        let arguments = ["new", file, "--checklist", list, "--subject", subject];
        test.run(arguments).exit(0);
    };
    new("n.ron", "newer.ron", "API");
    new("a.ron", "altered.ron", "API");
    new("o.ron", "nine-attributes", "Other");
    let diff = |other| {
        let arguments = ["diff", "x.ron", other, "--as-of", DAY, "--json"];
        test.run(arguments).exit(0).json()
    };
    let newer = diff("n.ron");
    assert_eq!(newer["checklists"], json!("other-version"));
    assert_eq!(items(&newer["items"]["added"]), ["shades"]);
    assert_eq!(items(&newer["items"]["gone"]), ["colours"]);
    assert_eq!(items(&newer["evidence"]["lost"]), ["backups"]);
    assert_eq!(diff("a.ron")["checklists"], json!("altered"));
    let facts = newer["facts"].as_array().unwrap();
    assert!(facts.contains(&json!({"fact": "version", "before": "1.0", "after": null})));
    test.run(["diff", "x.ron", "o.ron"])
        .exit(0)
        .has_line("two subjects: API and Other")
        .has_line("they answer different checklists");
    test.run(["diff", "x.ron", "n.ron"])
        .exit(0)
        .has_line("they answer different versions of the checklist");
}

#[test]
fn waivers_are_compared_where_both_files_are_known() {
    let test = two_files();
    let text = test.read("y.ron");
    let waiver = "            waiver: (reason: \"r\", by: \"Ana\", at: \"2024-01-05T09:00:00Z\", approved_by: \"Bo\", expires: \"2024-02-01\"),\n";
    let from = text.find("item: \"docs\",\n").unwrap() + "item: \"docs\",\n".len();
    let test = test.file(
        "y.ron",
        format!("{}{waiver}{}", &text[..from], &text[from..]),
    );
    let waivers = |as_of| {
        let arguments = ["diff", "x.ron", "y.ron", "--as-of", as_of, "--json"];
        test.run(arguments).exit(0).json()["waivers"].clone()
    };
    assert_eq!(items(&waivers("2024-02-01")["gained"]), ["docs"]);
    assert_eq!(waivers("2024-02-02")["gained"], json!([]));
}

#[test]
fn refusals_are_one_sentence_with_the_nearest_word() {
    let test = two_files();
    test.refused(
        ["diff", "x.ron", "--snapshots", "a", "now"],
        2,
        "x.ron: there is no snapshot `a`; there is none here at all; take one with: candor snapshot",
    );
    freeze(&test, "x.ron", "before", DAY);
    test.refused(
        ["diff", "x.ron", "--snapshots", "befor", "now"],
        2,
        "there is no snapshot `befor`; did you mean `before`?",
    );
    test.refused(["diff", "x.ron"], 2, "B");
    test.refused(
        ["diff", "x.ron", "y.ron", "--snapshots", "before", "now"],
        2,
        "cannot be used with",
    );
    test.refused(
        ["diff", "x.ron", "z.ron"],
        3,
        "z.ron: there is no such file",
    );
    test.refused(
        ["diff", "x.ron", "list.ron"],
        3,
        "this is a checklist, not an assessment",
    );
    test.refused(
        ["diff", "x.ron", "y.ron", "--as-of", "x"],
        2,
        "`x` is not a time",
    );
}
