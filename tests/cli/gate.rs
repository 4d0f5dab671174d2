//! `candor gate`: each option, each exit code, and what a CI log says.

use serde_json::{Value, json};

use super::builder::{CHECKLIST, CliTest, Ran};

/// Backups, alerts, tests and docs met with a link, colours met: a go.
fn ready() -> CliTest {
    let test = CliTest::with_review().git_user("Ana");
    for item in ["backups", "alerts", "tests", "docs", "colours"] {
        let link = ["--evidence", "link:https://proof.example/1"];
        test.run(["answer", "x.ron", item, "met"].iter().chain(&link))
            .exit(0);
    }
    test
}

/// The same with the docs unknown: a conditional go, because one of two Should items is below 80 %.
fn conditional() -> CliTest {
    let test = ready();
    test.run(["answer", "x.ron", "docs", "unknown"]).exit(0);
    test
}

fn gate(test: &CliTest, options: &[&str]) -> Ran {
    let before = test.everything();
    let ran = test.run(["gate", "x.ron"].iter().chain(options));
    assert!(test.everything() == before, "something was written");
    ran
}

fn kinds(ran: &Ran) -> Vec<String> {
    let object = ran.json();
    let reasons = object["reasons"].as_array().unwrap().iter();
    let kind = |reason: &Value| reason["kind"].as_str().unwrap().to_owned();
    reasons.map(kind).collect()
}

#[test]
fn a_go_passes_and_says_so_first() {
    let test = ready();
    let ran = gate(&test, &[]);
    ran.exit(0).quiet();
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ran.stdout);
    assert_eq!(lines[0], "PASS API 1.0: go, no target");
    assert!(lines[1].starts_with("Small 3 · as of "), "{}", lines[1]);
    assert!(
        lines[1].ends_with(" · claimed 100.0 · evidenced 100.0"),
        "{}",
        lines[1]
    );
}

#[test]
fn a_conditional_go_passes_just_where_all_its_kinds_are_allowed() {
    let test = conditional();
    gate(&test, &[])
        .exit(1)
        .quiet()
        .stdout_contains("FAIL API 1.0: conditional-go, no target\n")
        .stdout_contains(
            "\nshould-below-threshold: not enough should items met\n  docs  Docs are current\n",
        )
        .stdout_contains("\nunknown: 1 unknown\n  docs  Docs are current\n")
        .stdout_contains("\nnext: 1 step to go\n  meet  docs  Docs are current\n");
    gate(&test, &["--allow", "unknown"])
        .exit(1)
        .stdout_contains("\nunknown: 1 unknown (allowed)\n")
        .stdout_contains("\nshould-below-threshold: not enough should items met\n");
    for allow in [
        &["--allow", "unknown,should-below-threshold"][..],
        &["--allow", "unknown", "--allow", " should-below-threshold"],
        &[
            "--allow",
            "waiver,unknown,should-below-threshold,unevidenced-blocker",
        ],
    ] {
        gate(&test, allow)
            .exit(0)
            .quiet()
            .stdout_contains("PASS API 1.0: conditional-go, no target\n")
            .stdout_contains("\nunknown: 1 unknown (allowed)\n");
    }
}

#[test]
fn a_no_go_never_passes_whatever_is_allowed() {
    let test = conditional();
    test.run(["answer", "x.ron", "backups", "unmet"]).exit(0);
    let all = "waiver,not-applicable,unconfirmed-evidence,should-below-threshold,unanswered,unknown,dissent,unevidenced-blocker";
    gate(&test, &["--allow", all])
        .exit(1)
        .stdout_contains("FAIL API 1.0: no-go, no target\n")
        .stdout_contains("\nopen-blocker: 1 open blocker\n  backups  Backups restore\n")
        .stdout_contains("unknown: 1 unknown (allowed)");
    // Met, and nothing backs it: no condition under this checklist, though the kind can be one.
    let ids = test.run(["evidence", "x.ron", "alerts", "list", "--json"]);
    let id = ids.json()["evidence"][0]["id"]
        .as_str()
        .map(ToOwned::to_owned);
    let id = id.unwrap_or_else(|| panic!("{}", ids.stdout));
    test.run(["answer", "x.ron", "backups", "met"]).exit(0);
    test.run(["evidence", "x.ron", "alerts", "withdraw", &id])
        .exit(0);
    gate(&test, &["--allow", all]).exit(1).stdout_contains(
        "\nunevidenced-blocker: 1 blocker without evidence\n  alerts  Alerts reach a person\n",
    );
}

#[test]
fn mistakes_in_the_terms_are_said_before_anything_is_read() {
    let test = ready();
    let refused = |options: &[&str], sentence: &str| {
        let arguments: Vec<&str> = ["gate", "x.ron"].iter().chain(options).copied().collect();
        test.refused(arguments, 2, sentence);
        // Also without a file.
        let arguments: Vec<&str> = ["gate", "none.ron"]
            .iter()
            .chain(options)
            .copied()
            .collect();
        test.refused(arguments, 2, sentence);
    };
    refused(
        &["--allow", "unknow"],
        "there is no reason of a conditional go `unknow`; did you mean `unknown`?",
    );
    refused(
        &["--allow", "unknown,"],
        "there is no reason of a conditional go ``; known here: ",
    );
    refused(
        &["--allow", "open-blocker"],
        "`open-blocker` can't be allowed; it only ever means no-go.",
    );
    refused(
        &["--allow", "nothing-assessed"],
        "it only ever means no-go.",
    );
    refused(
        &["--allow", "should-below-floor"],
        "it only ever means no-go.",
    );
    refused(
        &["--allow", "altered-checklist"],
        "it only ever means no-go.",
    );
    refused(
        &["--allow", "below-min-evidenced"],
        "leave --min-evidenced out, or lower it.",
    );
    refused(
        &["--allow", "other-subject"],
        "leave --subject-version out.",
    );
    for least in ["", "-1", "100.01", "1e1", "many", "1,5"] {
        refused(
            &["--min-evidenced", least],
            "is no percentage; write --min-evidenced as a number from 0 to 100",
        );
    }
    refused(
        &["--subject-version", ""],
        "--subject-version names no version",
    );
    refused(
        &["--subject-version", " "],
        "--subject-version names no version",
    );
    let typed = |options: &[&str], sentence: &str| {
        let arguments: Vec<&str> = ["gate", "x.ron"].iter().chain(options).copied().collect();
        test.refused(arguments, 2, sentence);
    };
    typed(
        &["--target", "stagin"],
        "there is no stage `stagin`; did you mean `staging`?",
    );
    typed(&["--checklist", "small"], "there is no checklist `small`");
    typed(&["--as-of", "soon"], "`soon` is not a time");
}

#[test]
fn what_cant_be_read_is_neither_a_pass_nor_a_fail() {
    let test = ready()
        .file("broken.ron", "Assessment(format: 1,")
        .file("bad.ron", "Checklist(");
    test.refused(["gate", "none.ron"], 3, "there is no such file");
    test.refused(["gate", "broken.ron"], 3, "broken.ron");
    test.refused(["gate", "list.ron"], 3, "list.ron");
    test.refused(
        ["gate", "x.ron", "--checklist", "none/list.ron"],
        3,
        "there is no such file",
    );
    test.refused(["gate", "x.ron", "--checklist", "bad.ron"], 3, "bad.ron");
}

#[test]
fn the_stage_asked_for_is_the_one_judged() {
    let test = conditional();
    gate(&test, &["--target", "staging"])
        .exit(0)
        .stdout_contains("PASS API 1.0: go, target staging\n");
    gate(&test, &["--target", "live"])
        .exit(1)
        .stdout_contains("FAIL API 1.0: conditional-go, target live\n");
    // Without one, the file's own; the option leaves the file alone.
    test.run(["set", "x.ron", "target", "staging"]).exit(0);
    gate(&test, &[]).exit(0).stdout_contains("target staging");
    gate(&test, &["--target", "live"]).exit(1);
}

#[test]
fn a_file_about_another_version_does_not_pass() {
    let test = ready();
    gate(&test, &["--subject-version", "1.0"]).exit(0);
    let ran = gate(&test, &["--subject-version", "1.0.1"]);
    ran.exit(1).stdout_contains("FAIL API 1.0: go, no target\n");
    ran.stdout_contains("\nother-subject: the file is about 1.0, not about 1.0.1\n");
    let test = CliTest::new().file("list.ron", CHECKLIST);
    test.run([
        "new",
        "x.ron",
        "--checklist",
        "list.ron",
        "--subject",
        "API",
    ])
    .exit(0);
    gate(&test, &["--subject-version", "-x"])
        .exit(1)
        .stdout_contains("\nother-subject: the file is about no version, not about -x\n");
}

#[test]
fn the_least_evidenced_is_compared_exactly() {
    let test = conditional();
    // 9 of 11: 81.8181…, shown as 81.8.
    let passes = |least: &str| {
        let allow = ["--allow", "unknown,should-below-threshold"];
        let options = [&["--min-evidenced", least][..], &allow].concat();
        let ran = gate(&test, &options);
        ran.code() == Some(0)
    };
    assert!(
        passes("0") && passes("80") && passes("81.8") && passes("81.818181") && passes("81.8%")
    );
    assert!(!passes("81.8181818181818182") && !passes("81.82") && !passes("82") && !passes("100"));
    gate(&test, &["--min-evidenced", "82.5"])
        .exit(1)
        .stdout_contains("\nbelow-min-evidenced: evidenced is 81.8, and 82.5 is wanted\n");
    // Nothing counts: that is not enough for any figure.
    let test = CliTest::with_review().git_user("Ana");
    test.run(["set", "x.ron", "trait", "serves-traffic", "no"])
        .exit(0);
    for item in ["backups", "tests", "docs", "colours"] {
        test.run(["answer", "x.ron", item, "na", "--reason", "none"])
            .exit(0);
    }
    gate(&test, &["--min-evidenced", "0"])
        .exit(1)
        .stdout_contains(
            "\nbelow-min-evidenced: nothing counts, so nothing is evidenced, and 0 is wanted\n",
        );
}

#[test]
fn a_figure_that_only_rounds_up_to_what_is_wanted_says_so() {
    let items: Vec<String> = (0..3)
        .map(|at| format!("(id: \"i{at}\", tier: Should, title: \"t\", evidence: NotNeeded),"))
        .collect();
    let list = format!(
        "Checklist(format: 1, id: \"l\", title: \"L\", categories: [(id: \"c\", title: \"C\", items: [{}])])",
        items.concat()
    );
    let test = CliTest::new().file("list.ron", list).git_user("Ana");
    test.run([
        "new",
        "x.ron",
        "--checklist",
        "list.ron",
        "--subject",
        "API",
    ])
    .exit(0);
    test.run(["answer", "x.ron", "i0", "met"]).exit(0);
    test.run(["answer", "x.ron", "i1", "met"]).exit(0);
    // 66.66…
    gate(&test, &["--min-evidenced", "66.7"])
        .exit(1)
        .stdout_contains(
            "below-min-evidenced: evidenced is 66.7 (rounded up), and 66.7 is wanted\n",
        );
}

#[test]
fn the_known_checklist_can_judge_in_place_of_the_copy_in_the_file() {
    let newer = CHECKLIST
        .replace("version: \"3\"", "version: \"4\"")
        .replace("(id: \"backups\",", "(id: \"backups\", rev: 2,")
        .replace(
            "(id: \"docs\", tier: Should,",
            "(id: \"pages\", tier: Blocker,",
        )
        .replace("Alerts reach a person", "Alerts reach a person in minutes");
    let test = ready().file("newer.ron", newer);
    gate(&test, &[]).exit(0);
    let ran = gate(&test, &["--checklist", "newer.ron"]);
    ran.exit(1)
        .stdout_contains("FAIL API 1.0: no-go, no target\nSmall 4 · ")
        .stdout_contains("\nopen-blocker: 2 open blockers\n  backups  Backups restore\n  pages    Docs are current\n")
        .stderr_contains("x.ron: judged by small 4, not by the copy in the file: 3 of 5 items keep their answers; 1 to be answered again, because they mean something else (backups); 1 without an answer in the file (pages); 1 in the file and not in the checklist (docs).");
    let object = gate(&test, &["--checklist", "newer.ron", "--json"]).json();
    assert_eq!(
        object["judged_by"],
        json!({
            "checklist": "small", "version": "4", "carried": 3, "reopened": ["backups"],
            "missing": ["pages"], "dropped": ["docs"], "lost_target": null,
        })
    );
    // The same checklist: nothing to say.
    gate(&test, &["--checklist", "list.ron"]).exit(0).quiet();
    // A stage that it does not have: everything is judged, and that is said.
    test.run(["set", "x.ron", "target", "staging"]).exit(0);
    let without = test
        .read("newer.ron")
        .replace("(id: \"staging\", title: \"Staging\"), ", "");
    let test = test.file("without.ron", without);
    gate(&test, &["--checklist", "without.ron"])
        .exit(1)
        .stdout_contains("no target")
        .stderr_contains("it has no stage `staging`, so everything is judged");
    test.refused(
        [
            "gate",
            "x.ron",
            "--checklist",
            "without.ron",
            "--target",
            "staging",
        ],
        2,
        "there is no stage `staging`",
    );
}

/// Puts a checklist where the user's own are.
fn installed(test: CliTest, text: &str) -> CliTest {
    let directory = test.home().join("data/checklists");
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("small.ron"), text).unwrap();
    test
}

#[test]
fn an_altered_copy_of_a_known_checklist_never_passes() {
    let test = installed(ready(), CHECKLIST);
    gate(&test, &[]).exit(0).quiet();
    test.run(["score", "x.ron"]).exit(0).quiet();
    // The copy in the file becomes easier, the installed one stays.
    let text = test.read("x.ron");
    let eased = text.replacen("tier: Should", "tier: Nice", 1);
    assert!(eased != text, "{text}");
    let test = test.file("x.ron", eased);
    gate(&test, &["--allow", "unknown"])
        .exit(1)
        .stdout_contains("FAIL API 1.0: no-go, no target\n")
        .stdout_contains("\naltered-checklist: the checklist in the file calls itself small 3 and reads otherwise than the built-in or installed one; judge by that one with candor gate --checklist small, or move to it with candor upgrade --checklist small\n");
    let ran = gate(&test, &["--json"]);
    ran.exit(1);
    assert_eq!(kinds(&ran), ["altered-checklist"]);
    assert_eq!(ran.json()["verdict"], json!("no-go"));
    assert_eq!(ran.json()["score"]["verdict"], json!("go"));
    // In score it is a warning on the side, and the figures are those of the file.
    test.run(["score", "x.ron"])
        .exit(0)
        .stdout_contains("verdict  go")
        .stderr_contains(
            "x.ron: warning: the checklist in the file calls itself small 3 and reads otherwise",
        );
    // Judged by the known one it is what it is.
    gate(&test, &["--checklist", "small"])
        .exit(0)
        .stdout_contains("PASS API 1.0: go, no target\n")
        .stderr_contains("5 of 5 items keep their answers");
}

#[test]
fn a_copy_like_any_of_the_known_ones_is_not_altered() {
    let other = CHECKLIST.replace("Backups restore", "Backups are restored");
    // The user's own differs; the repository's is the one in the file, and the other way round.
    for (yours, repository) in [(other.as_str(), CHECKLIST), (CHECKLIST, other.as_str())] {
        let test = installed(ready(), yours)
            .file("readiness/checklists/small.ron", repository)
            .file(".git/HEAD", "ref: refs/heads/main\n");
        gate(&test, &[]).exit(0).quiet();
    }
    // Of another version nobody says anything, nor of a checklist that nobody knows.
    let test = installed(ready(), &other.replace("version: \"3\"", "version: \"4\""));
    gate(&test, &[]).exit(0).quiet();
    let test = installed(ready(), "no checklist at all");
    gate(&test, &[]).exit(0).quiet();
    // A built-in one counts as well.
    let test = CliTest::new().git_user("Ana");
    test.run([
        "new",
        "x.ron",
        "--checklist",
        "nine-attributes",
        "--subject",
        "API",
    ])
    .exit(0);
    assert!(!kinds(&gate(&test, &["--json"])).contains(&"altered-checklist".to_owned()));
    let text = test.read("x.ron");
    let altered = text.replacen("tier: Blocker", "tier: Nice", 1);
    assert!(altered != text);
    let test = test.file("x.ron", altered);
    assert!(kinds(&gate(&test, &["--json"])).contains(&"altered-checklist".to_owned()));
}

#[test]
fn the_files_that_are_evidence_are_looked_at() {
    let test = ready().file("proof.txt", "all is well");
    let ids = test.run(["evidence", "x.ron", "alerts", "list", "--json"]);
    let id = ids.json()["evidence"][0]["id"].as_str().unwrap().to_owned();
    let attach = [
        "evidence",
        "x.ron",
        "alerts",
        "add",
        "file:proof.txt",
        "--no-copy",
    ];
    test.run(attach).exit(0);
    test.run(["evidence", "x.ron", "alerts", "withdraw", &id])
        .exit(0);
    gate(&test, &[]).exit(0);
    let test = test.file("proof.txt", "all is not well");
    let ran = gate(&test, &["--json"]);
    ran.exit(1);
    assert_eq!(kinds(&ran), ["unevidenced-blocker"]);
}

#[test]
fn what_lapses_soon_and_waivers_that_excuse_nothing_are_named() {
    let test = ready();
    let observed = "2026-01-01";
    let text = test.read("x.ron");
    let (before, after) = text.split_once("item: \"backups\"").unwrap();
    let at = after.find("observed: \"").unwrap() + "observed: \"".len();
    let after = format!("{}{observed}{}", &after[..at], &after[at + 10..]);
    let waiver = "\n            status: Met,\n            waiver: (reason: \"later\", by: \"Ana\", at: \"2026-01-01T09:00:00Z\", approved_by: \"Bo\", expires: \"2026-01-10\"),";
    let text = format!("{before}item: \"backups\"{after}");
    let text = text.replacen(
        "item: \"alerts\",\n            status: Met,",
        &format!("item: \"alerts\",{waiver}"),
        1,
    );
    assert!(text.contains("approved_by"), "{text}");
    let test = test.file("x.ron", text);
    // 30 days are allowed: until the 31st.
    let ran = test.run(["gate", "x.ron", "--as-of", "2026-01-17"]);
    ran.exit(0)
        .stdout_contains("\nlapses within 14 days\n  last day 2026-01-31  evidence ")
        .stdout_contains(
            "\nwaivers that excuse nothing\n  alerts  expired, its last day was 2026-01-10\n",
        );
    test.run(["gate", "x.ron", "--as-of", "2026-01-08"])
        .exit(0)
        .stdout_contains("\nlapses within 14 days\n  last day 2026-01-10  waiver  alerts\n");
    let object = test
        .run(["gate", "x.ron", "--as-of", "2026-01-17", "--json"])
        .json();
    assert_eq!(
        object["ignored_waivers"],
        json!([{"item": "alerts", "why": "expired"}])
    );
    assert_eq!(
        object["score"]["lapsing"][0]["last_day"],
        json!("2026-01-31")
    );
    test.run(["gate", "x.ron", "--as-of", "2026-02-01"])
        .exit(1)
        .stdout_contains("unevidenced-blocker");
}

#[test]
fn the_json_of_a_gate_is_whole_and_holds_the_score() {
    let test = conditional();
    let options = [
        "--json",
        "--as-of",
        "2030-01-01T00:00:00Z",
        "--allow",
        "unknown",
        "--min-evidenced",
        "10.50",
        "--subject-version",
        "2",
    ];
    let mut object = gate(&test, &options).exit(1).quiet().json();
    let score = object["score"].take();
    assert_eq!(
        object,
        json!({
            "format": 1,
            "passes": false,
            "verdict": "no-go",
            "terms": {"allow": ["unknown"], "min_evidenced": "10.50", "subject_version": "2", "signed": null},
            "reasons": [
                {"kind": "unevidenced-blocker", "allowed": false, "items": ["backups"]},
                {"kind": "should-below-threshold", "allowed": false, "items": ["docs"]},
                {"kind": "unknown", "allowed": true, "items": ["docs"]},
                {"kind": "other-subject", "allowed": false, "items": []},
            ],
            "judged_by": null,
            "ignored_waivers": [],
            "score": null,
        })
    );
    let same = test
        .run([
            "score",
            "x.ron",
            "--json",
            "--as-of",
            "2030-01-01T00:00:00Z",
        ])
        .json();
    assert_eq!(score, same);
}

#[test]
fn a_log_has_no_colours_unless_asked_for_and_no_text_makes_a_line_of_it() {
    let test = CliTest::new().file("list.ron", CHECKLIST);
    let new = [
        "new",
        "x.ron",
        "--checklist",
        "list.ron",
        "--subject",
        "API\nPASS API\u{1b}[2J",
    ];
    test.run(new).exit(0);
    let ran = gate(&test, &[]);
    ran.exit(1)
        .stdout_contains("FAIL API⟨U+000A⟩PASS API⟨U+001B⟩[2J: no-go, no target\n");
    assert!(!ran.stdout.contains('\u{1b}'));
    let ran = gate(&test, &["--color", "always"]);
    assert!(
        ran.stdout.starts_with("\u{1b}[1;31mFAIL\u{1b}[0m API"),
        "{}",
        ran.stdout
    );
    // The same again is the same to the byte.
    let as_of = ["--as-of", "2030-01-01"];
    assert_eq!(gate(&test, &as_of).stdout, gate(&test, &as_of).stdout);
}
