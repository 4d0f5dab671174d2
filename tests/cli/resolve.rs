//! `candor answer --resolve`, and what other commands say of an item that is in conflict.

use std::sync::Arc;

use candor::domain::assessment::{Answer, Assessment, Status};
use candor::domain::change::Change;
use candor::domain::history::What;
use candor::domain::time::{Moment, UtcOffset, parse_day};
use candor::domain::version::{Version, set_versions};
use candor::domain::waiver::Waiver;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;
use serde_json::json;

use super::builder::CliTest;
use super::rich::rich;

fn read(test: &CliTest) -> Assessment {
    let (assessment, faults) = read_assessment(test.read("x.ron").as_bytes());
    assessment.unwrap_or_else(|| panic!("{faults:?}"))
}

fn version(status: Status, by: &str, time: &str) -> Version {
    Version {
        status,
        by: by.into(),
        at: Moment::parse(&format!("2026-11-20T{time}:00Z"), UtcOffset::default()),
        ..Version::default()
    }
}

/// A directory with an assessment in which `alerts` is met by Noor and not met by Bo, and `verdict` is said twice by
/// Bo and once by Cleo.
fn conflicted() -> CliTest {
    let test = rich();
    let mut assessment = read(&test);
    let noor = Version {
        comment: "seen".into(),
        ..version(Status::Met, "Noor", "10:15")
    };
    let alerts = vec![noor, version(Status::Unmet, "Bo", "11:40")];
    let verdict = vec![
        version(Status::Met, "Bo", "08:00"),
        version(Status::Unmet, "Bo", "09:00"),
        version(Status::Unknown, "Cleo", "10:00"),
    ];
    for (item, versions) in [("alerts", alerts), ("verdict", verdict)] {
        let mut answer: Answer = (**assessment.answer(&item.into()).unwrap()).clone();
        set_versions(&mut answer, versions);
        let answer = Arc::new(answer);
        assessment.apply(&Change::PutBack { answer }).unwrap();
    }
    std::fs::write(test.path("x.ron"), write_assessment(&assessment)).unwrap();
    test
}

fn answer(test: &CliTest, item: &str) -> Answer {
    (**read(test).answer(&item.into()).unwrap()).clone()
}

#[test]
fn a_number_settles_it_and_both_versions_are_told() {
    let test = conflicted();
    test.run("answer x.ron alerts --resolve 2".split(' '))
        .exit(0)
        .quiet()
        .stdout_contains(
            "alerts: version 2 stands, not met by Bo, 2026-11-20 11:40; \
             not chosen, kept in the history: 1, met by Noor, 2026-11-20 10:15 · claimed",
        );
    let alerts = answer(&test, "alerts");
    assert_eq!((alerts.conflict.len(), &alerts.status), (0, &Status::Unmet));
    assert_eq!(alerts.by, "Bo");
    let entry = alerts.history.last().unwrap();
    assert_eq!(entry.by, "Ana", "git's name settled it");
    assert!(matches!(&entry.what, What::Resolved(it) if it.others[0].by == "Noor"));
}

#[test]
fn a_name_settles_it_where_it_names_one() {
    let test = conflicted();
    test.run([
        "answer",
        "x.ron",
        "alerts",
        "--resolve",
        "by: noor",
        "--by",
        "Cy",
    ])
    .exit(0)
    .stdout_contains("version 1 stands, met by Noor");
    let alerts = answer(&test, "alerts");
    assert_eq!(
        (&alerts.status, alerts.comment.raw()),
        (&Status::Met, "seen")
    );
    assert_eq!(alerts.history.last().unwrap().by, "Cy");
}

#[test]
fn versions_that_answer_the_same_are_told_apart_and_named_by_who_asked() {
    let test = conflicted();
    let mut assessment = read(&test);
    let mut alerts = answer(&test, "alerts");
    let waived = |by: &str, until: &str| Version {
        waiver: Some(Waiver {
            reason: "few customers".into(),
            by: by.into(),
            at: Moment::parse("2026-11-20T10:00:00Z", UtcOffset::default()).unwrap(),
            approved_by: "Noor".into(),
            expires: parse_day(until).unwrap(),
        }),
        ..Version::default()
    };
    let versions = vec![waived("Ana", "2026-12-01"), waived("Bo", "2026-12-24")];
    set_versions(&mut alerts, versions);
    let answer = Arc::new(alerts);
    assessment.apply(&Change::PutBack { answer }).unwrap();
    std::fs::write(test.path("x.ron"), write_assessment(&assessment)).unwrap();
    let apart = "1: unanswered, waiver asked for by Ana until 2026-12-01; \
                 2: unanswered, waiver asked for by Bo until 2026-12-24";
    for (typed, why) in [
        ("by:Zoe", "no version is by Zoe"),
        ("by: ", "`by:` wants the name"),
        ("3", "no version 3"),
    ] {
        test.run(["answer", "x.ron", "alerts", "--resolve", typed])
            .exit(2)
            .stderr_contains(why)
            .stderr_contains(apart);
    }
    test.run("answer x.ron alerts --resolve by:bo".split(' '))
        .exit(0)
        .stdout_contains("version 2 stands, unanswered, waiver asked for by Bo until 2026-12-24");
}

#[test]
fn with_a_status_it_chooses_first_and_sets_it_then_in_one_save() {
    let test = conflicted();
    test.run(
        "answer x.ron alerts partial:60 --resolve 1 --owner Bo --evidence link:https://a.example"
            .split(' '),
    )
    .exit(0)
    .stdout_contains("version 1 stands")
    .stdout_contains("alerts is partial, 60 %, owner Bo, with evidence · ");
    let alerts = answer(&test, "alerts");
    let kinds: Vec<&str> = alerts
        .history
        .iter()
        .map(|entry| match entry.what {
            What::Resolved(_) => "resolved",
            What::Answered(_) => "answered",
            What::Attached(_) => "attached",
            _ => "else",
        })
        .collect();
    assert_eq!(kinds, ["resolved", "answered", "attached"]);
    assert_eq!(alerts.comment, "seen", "what the chosen version said stays");
}

#[test]
fn what_names_no_version_or_several_lists_them() {
    let test = conflicted();
    let versions =
        "the versions are 1: met by Noor, 2026-11-20 10:15; 2: not met by Bo, 2026-11-20 11:40";
    for (typed, why) in [
        ("3", "there is no version 3, but 2 of them"),
        ("0", "there is no version 0, but 2 of them"),
        ("by:Cleo", "no version is by Cleo"),
        ("noor", "`noor` names no version: write a number or by:NAME"),
    ] {
        let sentence = format!("alerts: {why}; {versions}.");
        test.refused(
            ["answer", "x.ron", "alerts", "--resolve", typed],
            2,
            &sentence,
        );
    }
    test.refused(
        "answer x.ron verdict --resolve by:Bo".split(' '),
        2,
        "verdict: 2 versions are by Bo, so their number has to be given; the versions are 1: met by Bo",
    );
    test.refused(
        "answer x.ron backups --resolve 1".split(' '),
        2,
        "backups: no versions of this answer are in conflict; leave --resolve out.",
    );
}

#[test]
fn an_answer_without_it_is_refused_with_the_command_to_type() {
    let test = conflicted();
    for rest in ["met", "keep --owner Bo", "na --reason none", "clear"] {
        let line = format!("answer x.ron alerts {rest}");
        test.refused(
            line.split(' '),
            2,
            "alerts: 2 versions of this answer are in conflict (1: met by Noor, 2026-11-20 10:15; 2: not met by Bo, \
             2026-11-20 11:40); choose the one that stands: candor answer x.ron alerts --resolve 1.",
        );
    }
    test.refused(
        "waive x.ron alerts --reason r --approved-by Cy --expires 2099-01-01".split(' '),
        2,
        "two versions of this answer are in conflict; choose one first; settle it: candor answer FILE ITEM --resolve 1",
    );
    test.refused("answer x.ron alerts".split(' '), 2, "");
    // Evidence belongs to no version.
    test.run("answer x.ron alerts keep --evidence note:seen".split(' '))
        .exit(0);
}

#[test]
fn who_settles_it_has_to_be_known() {
    let test = conflicted().git_user("");
    test.refused(
        "answer x.ron alerts --resolve 1".split(' '),
        2,
        "nobody is named as the one who says so",
    );
}

#[test]
fn lists_and_scores_name_what_is_in_conflict() {
    let test = conflicted();
    let listed = test
        .run("list items x.ron --conflict --json".split(' '))
        .exit(0)
        .json();
    let items = listed["items"].as_array().unwrap().iter();
    let ids: Vec<&str> = items.map(|it| it["item"].as_str().unwrap()).collect();
    assert_eq!(ids, ["alerts", "verdict"]);
    assert!(
        listed["items"][0]["is"]
            .as_array()
            .unwrap()
            .contains(&json!("conflict"))
    );
    test.run("list items x.ron".split(' '))
        .exit(0)
        .stdout_contains("conflict");
    let score = test.score("x.ron");
    assert_eq!(score["counts"]["conflicts"], json!(2));
    test.run("gate x.ron".split(' '))
        .exit(1)
        .stdout_contains("conflict");
}

#[test]
fn exports_show_both_versions_and_who_settled_it() {
    let test = conflicted();
    let md = test
        .run("export x.ron --format md".split(' '))
        .exit(0)
        .stdout
        .clone();
    assert!(md.contains("in conflict: met / not met"), "{md}");
    assert!(
        md.contains("- version 1: met by Noor, 2026-11-20 10:15; comment: seen"),
        "{md}"
    );
    assert!(md.contains("- version 2: not met by Bo, 2026-11-20 11:40"));
    let html = test
        .run("export x.ron --format html".split(' '))
        .exit(0)
        .stdout
        .clone();
    assert!(html.contains("<small>in conflict</small>"));
    assert!(html.contains("met by Noor, 2026-11-20 10:15"));
    let whole = test
        .run("export x.ron --format json".split(' '))
        .exit(0)
        .json();
    let answers = whole["answers"].as_array().unwrap();
    let alerts = answers.iter().find(|it| it["item"] == "alerts").unwrap();
    assert_eq!(alerts["conflict"][0]["status"], json!("met"));
    assert_eq!(alerts["conflict"][0]["comment"], json!("seen"));
    assert_eq!(alerts["conflict"][1]["by"], json!("Bo"));
    test.run("answer x.ron alerts --resolve 2 --by Cy".split(' '))
        .exit(0);
    let md = test
        .run("export x.ron --format md".split(' '))
        .exit(0)
        .stdout
        .clone();
    let settled = "Cy: settled a conflict, chose not met by Bo, 2026-11-20 11:40; did not choose met by Noor, 2026-11-20 10:15";
    assert!(md.contains(settled), "{md}");
    let html = test
        .run("export x.ron --format html".split(' '))
        .exit(0)
        .stdout
        .clone();
    assert!(html.contains("did not choose met by Noor"), "{html}");
    let whole = test
        .run("export x.ron --format json".split(' '))
        .exit(0)
        .json();
    let answers = whole["answers"].as_array().unwrap();
    let alerts = answers.iter().find(|it| it["item"] == "alerts").unwrap();
    let entry = alerts["history"].as_array().unwrap().last().unwrap();
    assert_eq!(entry["what"], json!("resolved"));
    assert_eq!(entry["to"]["others"][0]["by"], json!("Noor"));
    assert_eq!(alerts["conflict"], json!([]));
}
