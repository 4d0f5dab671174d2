//! The example assessments are what their tables say, made through changes as everything is, and come to the
//! figures that were worked out by hand.
//!
//! `CANDOR_BLESS=1` writes the files anew.

use std::sync::Arc;

use candor::domain::assessment::{
    Assessment, Declared, DeclaredOf, Head, Participant, Status, Subject,
};
use candor::domain::change::{Aside, Change, HeadEntry, Stamp};
use candor::domain::evidence::{Content, Evidence, Observations, Share, Shows};
use candor::domain::ledger::Scope;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset, parse_day};
use candor::export::json::ScoreObject;
use candor::export::report::Report;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;
use candor::session::bench;
use candor::system::library;
use serde_json::{Value, json};

use super::example_tables::{EXAMPLES, Example};

fn status(word: &str) -> Status {
    match word {
        "met" => Status::Met,
        "partial" => Status::Partial(Share::new(50).unwrap()),
        "unmet" => Status::Unmet,
        "unknown" => Status::Unknown,
        other => panic!("no status {other}"),
    }
}

fn declared_of(word: &str) -> DeclaredOf {
    match word.split_once(':') {
        Some(("category", id)) => DeclaredOf::Category(id.into()),
        _ if word == "overall" => DeclaredOf::Overall,
        _ if word == "verdict" => DeclaredOf::Verdict,
        _ => DeclaredOf::Free,
    }
}

fn noon(example: &Example) -> Moment {
    Moment::parse(&format!("{}T12:00:00Z", example.day), UtcOffset::default()).unwrap()
}

fn begun(example: &Example) -> Assessment {
    let head = Head {
        subject: Subject {
            name: example.subject.into(),
            version: example.version.into(),
            system: example.system.into(),
            traits: Vec::new(),
        },
        ..Head::default()
    };
    let checklist = Arc::new(library::built_in(example.checklist).unwrap());
    Assessment::new(checklist, head, noon(example), UtcOffset::default())
}

fn built(example: &Example) -> Assessment {
    let mut assessment = begun(example);
    let at = noon(example);
    let by = Text::from(example.reviewer);
    let mut changes = vec![Change::Record(HeadEntry::Participant(Participant {
        name: by.clone(),
        role: "reviewer".into(),
    }))];
    for (number, (label, of, value, table)) in (1..).zip(example.declared) {
        changes.push(Change::Record(HeadEntry::Declared(Declared {
            id: format!("declared-{number}").into(),
            label: (*label).into(),
            of: declared_of(of),
            value: (*value).into(),
            table: (*table).into(),
            weight: None,
            by: example.announcer.into(),
            on: parse_day(example.day),
            source: Text::default(),
        })));
    }
    for (item, word, comment, notes) in example.rows {
        let status = status(word);
        changes.push(Change::Answer {
            item: (*item).into(),
            status: status.clone(),
            stamp: Stamp {
                id: format!("{item}-answered").into(),
                at,
                by: by.clone(),
                recorded_by: Text::default(),
            },
        });
        changes.push(Change::Tell {
            item: (*item).into(),
            aside: Aside::Comment((*comment).into()),
        });
        for (number, note) in (1..).zip(*notes) {
            changes.push(Change::Attach {
                item: (*item).into(),
                entry: format!("{item}-attached-{number}").into(),
                evidence: Evidence {
                    id: format!("{item}-note-{number}").into(),
                    content: Content::Note((*note).into()),
                    shows: Shows::by_default(&status),
                    caption: Text::default(),
                    observed: parse_day(example.day).unwrap(),
                    version: example.version.into(),
                    by: by.clone(),
                    at,
                    confirmed: Vec::new(),
                    withdrawn: None,
                    redacted: None,
                },
            });
        }
    }
    for change in &changes {
        assessment.apply(change).unwrap();
    }
    assessment
}

fn score(name: &str) -> Value {
    let example = EXAMPLES
        .iter()
        .find(|example| example.name == name)
        .unwrap();
    let assessment = built(example);
    let observations = Observations::default();
    let bench = bench(&assessment, noon(example), &observations);
    let report = Report::of(&assessment, &bench, Scope::Needed);
    serde_json::to_value(ScoreObject::of(&report)).unwrap()
}

/// The reasons as (kind, how many items).
fn reasons(score: &Value) -> Vec<(String, usize)> {
    let reasons = score["reasons"].as_array().unwrap();
    let of = |reason: &Value| {
        let kind = reason["kind"].as_str().unwrap().to_owned();
        (kind, reason["items"].as_array().unwrap().len())
    };
    reasons.iter().map(of).collect()
}

fn named(reasons: &[(&str, usize)]) -> Vec<(String, usize)> {
    let owned = |(kind, count): &(&str, usize)| ((*kind).to_owned(), *count);
    reasons.iter().map(owned).collect()
}

#[test]
fn example_files_are_what_their_tables_say() {
    let bless = std::env::var_os("CANDOR_BLESS").is_some();
    for example in &EXAMPLES {
        let items = begun(example).checklist().item_count();
        assert_eq!(example.rows.len(), items, "{}: every item", example.name);
        let text = write_assessment(&built(example));
        let path = format!(
            "{}/assets/examples/{}.ron",
            env!("CARGO_MANIFEST_DIR"),
            example.name
        );
        if bless {
            std::fs::write(&path, &text).unwrap();
        }
        let file = std::fs::read_to_string(&path).unwrap();
        assert!(
            file == text,
            "{path} is not what its table and its checklist say; CANDOR_BLESS=1 writes it anew"
        );
        let (read, faults) = read_assessment(file.as_bytes());
        assert_eq!(read, Some(built(example)));
        assert_eq!(faults, Vec::new());
    }
}

#[test]
fn the_program_holds_the_same_examples() {
    let names: Vec<&str> = EXAMPLES.iter().map(|example| example.name).collect();
    assert_eq!(library::example_names().collect::<Vec<_>>(), names);
}

#[test]
fn spark_comes_to_its_figures() {
    let score = score("spark");
    // 13 Nice items of weight 1 are met, of 6 Blockers at 3, 5 Should at 2 and 17 Nice at 1: 13 / 45 = 28.9.
    assert_eq!(
        score["overall"],
        json!({"claimed": 28.9, "evidenced": 0.0, "excluding_waived": null, "over_claim": 28.9})
    );
    assert_eq!(score["answered"], json!(100.0));
    assert_eq!(score["verdict"], json!("no-go"));
    assert_eq!(
        reasons(&score),
        named(&[("open-blocker", 6), ("should-below-floor", 5)])
    );
    let met = |tier: usize| {
        (
            score["tiers"][tier]["met"].clone(),
            score["tiers"][tier]["counted"].clone(),
        )
    };
    assert_eq!(met(0), (json!(0), json!(6)));
    assert_eq!(met(1), (json!(0), json!(5)));
    assert_eq!(met(2), (json!(13), json!(17)));
    // The ten categories' mean is 57 of 100; one unit of the last digit of 6.5/10 is 1 point.
    assert_eq!(
        score["declared_checks"],
        json!([{"total": 65.0, "table_mean": 57.0, "finding": "differs"}])
    );
    let claimed: Vec<&Value> = score["categories"]
        .as_array()
        .unwrap()
        .iter()
        .map(|category| &category["claimed"])
        .collect();
    let expected = [100.0, 100.0, 100.0, 100.0, 0.0, 0.0, 0.0, 0.0, 100.0, 0.0];
    assert_eq!(
        claimed,
        expected
            .map(|percent| json!(percent))
            .iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(score["categories"][4]["declared"], json!(20.0));
    assert_eq!(score["declared"][15]["percent"], Value::Null);
}

#[test]
fn spark_requirements_come_to_their_figures() {
    let score = score("spark-requirements");
    // 2 of 10 items of equal weight.
    assert_eq!(score["overall"]["claimed"], json!(20.0));
    assert_eq!(score["overall"]["evidenced"], json!(0.0));
    assert_eq!(
        reasons(&score),
        named(&[("open-blocker", 8), ("unevidenced-blocker", 2)])
    );
    assert_eq!(score["declared"][0]["percent"], json!(20.0));
}

#[test]
fn bubble_comes_to_its_figures() {
    let score = score("bubble");
    // 1 met and 3 half met, of 9 of equal weight: 2.5 / 9 = 27.8.
    assert_eq!(score["overall"]["claimed"], json!(27.8));
    assert_eq!(score["overall"]["evidenced"], json!(0.0));
    assert_eq!(
        score["tiers"][0],
        json!({"tier": "blocker", "met": 1, "evidenced": 0, "partial": 3, "counted": 9, "percent": 11.1})
    );
    assert_eq!(score["tiers"][1]["percent"], Value::Null);
    assert_eq!(
        reasons(&score),
        named(&[
            ("open-blocker", 8),
            ("unevidenced-blocker", 1),
            ("unknown", 2)
        ])
    );
    assert_eq!(score["reasons"][2]["items"], json!(["secure", "scalable"]));
}

#[test]
fn bubble_frontend_comes_to_its_figures() {
    let score = score("bubble-frontend");
    // 4 of 9.
    assert_eq!(score["overall"]["claimed"], json!(44.4));
    assert_eq!(score["overall"]["evidenced"], json!(0.0));
    assert_eq!(
        reasons(&score),
        named(&[
            ("open-blocker", 5),
            ("unevidenced-blocker", 4),
            ("unknown", 5)
        ])
    );
}
