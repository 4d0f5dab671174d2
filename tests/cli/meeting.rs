//! `candor meeting`, and the minutes.

use serde_json::json;

use super::builder::CliTest;
use super::rich::half_way;

fn begun() -> CliTest {
    let test = half_way();
    // Moments are told to the second: what was answered before must not fall into the second of the start.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let start = [
        "meeting",
        "x.ron",
        "start",
        "--facilitator",
        "Ana, sre",
        "--present",
        "Ben, product",
        "--present",
        "Cleo",
        "--minutes",
        "60",
    ];
    test.run(start)
        .exit(0)
        .quiet()
        .stdout_contains("a meeting of 3 has begun, led by Ana · ");
    test
}

#[test]
fn a_meeting_from_its_start_to_its_minutes() {
    let test = begun();
    let shown = test
        .run("meeting x.ron show --json".split(' '))
        .exit(0)
        .json();
    let meeting = &shown["meeting"];
    assert_eq!(meeting["facilitator"], "Ana");
    assert_eq!(meeting["planned"], 60);
    assert_eq!(meeting["end"], json!(null));
    let roles = json!([
        {"name": "Ana", "role": "sre"},
        {"name": "Ben", "role": "product"},
        {"name": "Cleo", "role": null},
    ]);
    assert_eq!(meeting["present"], roles);
    let agenda = test
        .run("meeting x.ron agenda --json".split(' '))
        .exit(0)
        .json();
    let points: Vec<(&str, &str)> = (agenda["points"].as_array().unwrap().iter())
        .map(|it| {
            (
                it["item"].as_str().unwrap(),
                it["concern"].as_str().unwrap(),
            )
        })
        .collect();
    assert!(points.contains(&("alerts", "open-blocker")), "{points:?}");
    assert!(points.contains(&("policy", "should-not-met")), "{points:?}");
    assert_eq!(
        agenda["settled"],
        json!(["backups", "latency", "verdict", "colours"])
    );
    test.run("answer x.ron audit met --by Ben --recorded-by Ana".split(' '))
        .exit(0);
    test.run([
        "answer",
        "x.ron",
        "policy",
        "na",
        "--reason",
        "one person",
        "--by",
        "Ben",
    ])
    .exit(0);
    test.run("meeting x.ron agree audit policy".split(' '))
        .exit(0)
        .stdout_contains("all agree on 2 items · ");
    test.run([
        "note",
        "x.ron",
        "action",
        "ring them",
        "--owner",
        "Ben",
        "--by",
        "Ana",
    ])
    .exit(0);
    test.run("meeting x.ron show".split(' '))
        .exit(0)
        .has_line("present     Ana (sre), Ben (product), Cleo")
        .has_line("agreed      audit, policy");
    let ended = test.run("meeting x.ron end".split(' '));
    ended
        .exit(0)
        .stdout_contains("The meeting has ended after 0 of 60 minutes.")
        .stdout_contains("not met → met")
        .stdout_contains("the whole  Ben    ring them")
        .stdout_contains("candor export x.ron --format minutes -o minutes.md");
    let minutes = test.run("export x.ron --format minutes".split(' '));
    minutes
        .exit(0)
        .quiet()
        .stdout_contains("| audit: The audit is passed | not met → met | Ben | Ana |")
        .stdout_contains("agreed that it does not apply | Ana |  |");
    let list = test
        .run("meeting x.ron list --json".split(' '))
        .exit(0)
        .json();
    assert_eq!(list["meetings"][0]["agreed"], json!(["audit", "policy"]));
    let changed = &list["meetings"][0]["changed"];
    let audit = changed.as_array().unwrap();
    let audit = audit.iter().find(|it| it["item"] == "audit").unwrap();
    assert_eq!(
        *audit,
        json!({"item": "audit", "was": "unmet", "became": "met"})
    );
    // By number, by id and by the beginning of one it is the same meeting.
    let id = list["meetings"][0]["id"].as_str().unwrap();
    for named in ["1", id, &id[..6]] {
        let of = [
            "export",
            "x.ron",
            "--format",
            "minutes",
            "--meeting",
            named,
            "--as-of",
            "2030-01-01",
        ];
        let same = [
            "export",
            "x.ron",
            "--format",
            "minutes",
            "--as-of",
            "2030-01-01",
        ];
        assert_eq!(test.run(of).exit(0).stdout, test.run(same).exit(0).stdout);
    }
}

#[test]
fn what_can_not_be_is_refused_in_a_sentence() {
    let test = half_way();
    test.refused(
        "meeting x.ron end".split(' '),
        2,
        "no meeting goes on; begin one: candor meeting x.ron start",
    );
    test.refused("meeting x.ron show".split(' '), 2, "no meeting goes on");
    test.refused(
        "meeting x.ron agree audit".split(' '),
        2,
        "no meeting goes on",
    );
    test.refused(
        "export x.ron --format minutes".split(' '),
        2,
        "there was no meeting yet; hold one: candor review x.ron --meeting",
    );
    test.refused(
        "export x.ron --format md --meeting 1".split(' '),
        2,
        "--meeting is for minutes",
    );
    test.refused(
        ["meeting", "x.ron", "start", "--facilitator", " , sre"],
        2,
        "--facilitator names nobody",
    );
    test.refused("meeting x.ron start --minutes 0".split(' '), 2, "minutes");
    let test = begun();
    test.refused(
        "meeting x.ron start".split(' '),
        2,
        "a meeting goes on since ",
    );
    test.refused(
        "meeting x.ron agree audti".split(' '),
        2,
        "did you mean `audit`?",
    );
    test.refused(
        "meeting x.ron agree audit --by Bem".split(' '),
        2,
        "`Bem` is not in the meeting; did you mean `Ben`?",
    );
    test.run("answer x.ron audit clear".split(' ')).exit(0);
    test.refused(
        "meeting x.ron agree audit".split(' '),
        2,
        "nobody has answered `audit`",
    );
    test.refused(
        "export x.ron --format minutes --meeting no-such".split(' '),
        2,
        "there is no meeting `no-such`",
    );
}

#[test]
fn nobody_agrees_with_themselves() {
    let test = begun();
    test.run([
        "answer",
        "x.ron",
        "policy",
        "na",
        "--reason",
        "one person",
        "--by",
        "Ben",
    ])
    .exit(0);
    test.refused("meeting x.ron agree policy --by Ben".split(' '), 2, "");
    test.run("meeting x.ron agree policy --by Cleo".split(' '))
        .exit(0);
    let text = test.read("x.ron");
    let (_, agreed) = text.split_once("agreed_by: (").unwrap();
    assert!(agreed.trim_start().starts_with("by: \"Cleo\""));
    assert!(text.contains("recorded_by: \"Ana\""));
}

#[test]
fn what_all_agreed_to_is_no_longer_agreed_once_something_else_is_said() {
    for said in [
        "answer x.ron alerts unmet --by Ben --recorded-by Ana",
        "dissent x.ron alerts never --by Ben",
    ] {
        let test = begun();
        test.run("answer x.ron alerts partial:50 --by Ben --recorded-by Ana".split(' '))
            .exit(0);
        test.run("meeting x.ron agree alerts".split(' ')).exit(0);
        let agreed = || {
            let shown = test.run("meeting x.ron show --json".split(' '));
            shown.exit(0).json()["meeting"]["agreed"].clone()
        };
        assert_eq!(agreed(), json!(["alerts"]));
        // The control: words beside it are no other answer.
        test.run("answer x.ron alerts keep --owner Cleo".split(' '))
            .exit(0);
        assert_eq!(agreed(), json!(["alerts"]));
        test.run(said.split(' ')).exit(0);
        assert_eq!(agreed(), json!([]), "{said}");
    }
}
