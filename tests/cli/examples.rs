//! The example assessments are what their tables say, made through changes as everything is, and come to the
//! figures that were worked out by hand.
//!
//! `CANDOR_BLESS=1` writes the files anew.

use std::sync::Arc;

use candor::domain::assessment::{
    Assessment, Declared, DeclaredOf, Head, Participant, Status, Subject,
};
use candor::domain::change::{Aside, Change, HeadEntry, Stamp};
use candor::domain::checklist::Tier;
use candor::domain::cost::{Cost, Period, Resource};
use candor::domain::estimate::Estimate;
use candor::domain::evidence::{Content, Evidence, Observations, Share, Shows};
use candor::domain::ledger::Scope;
use candor::domain::measured::Measured;
use candor::domain::minutes::{Action, Note, Remark};
use candor::domain::number::Number;
use candor::domain::snapshot::Snapshot;
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
    if let Some((_, share)) = word.split_once(':') {
        return Status::Partial(Share::new(share.parse().unwrap()).unwrap());
    }
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
        target: Some(Text::from(example.target)).filter(|target| !target.is_empty()),
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
        if !comment.is_empty() {
            changes.push(Change::Tell {
                item: (*item).into(),
                aside: Aside::Comment((*comment).into()),
            });
        }
        for (number, words) in (1..).zip(*notes) {
            changes.push(Change::Attach {
                item: (*item).into(),
                entry: format!("{item}-attached-{number}").into(),
                evidence: note(
                    example,
                    format!("{item}-note-{number}"),
                    words,
                    Shows::by_default(&status),
                ),
            });
        }
    }
    changes.extend(of_items(example));
    changes.extend(of_the_whole(example));
    for change in &changes {
        assessment.apply(change).unwrap();
    }
    for snapshot in example.snapshots {
        take(&mut assessment, example, snapshot);
    }
    assessment
}

/// What else is said of items.
fn of_items(example: &Example) -> Vec<Change> {
    let by = Text::from(example.reviewer);
    let of = |(item, what, words): &(&str, &str, &str)| {
        let item = Text::from(*item);
        let stamp = |what: &str| Stamp {
            id: format!("{}-{what}", item.raw()).into(),
            at: noon(example),
            by: by.clone(),
            recorded_by: Text::default(),
        };
        let aside = match *what {
            "confidence" => Aside::Confidence((*words).into()),
            "current" => Aside::Current((*words).into()),
            "measured" => {
                return Change::Measure {
                    measured: Some(measured(words)),
                    stamp: stamp("measured"),
                    item,
                };
            }
            "context" => {
                return Change::Attach {
                    entry: format!("{}-attached-context", item.raw()).into(),
                    evidence: note(
                        example,
                        format!("{}-context", item.raw()),
                        words,
                        Shows::Context,
                    ),
                    item,
                };
            }
            other => panic!("nothing is known of {other}"),
        };
        Change::Tell { item, aside }
    };
    example.more.iter().map(of).collect()
}

fn measured(words: &str) -> Measured {
    match (words.split_once(".."), words.strip_prefix("text:")) {
        (Some((low, high)), _) => Measured::Range(number(low), number(high)),
        (_, Some(words)) => Measured::Text(words.into()),
        _ => Measured::Value(number(words)),
    }
}

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn note(example: &Example, id: String, words: &str, shows: Shows) -> Evidence {
    Evidence {
        id: id.into(),
        content: Content::Note(words.into()),
        shows,
        caption: Text::default(),
        observed: parse_day(example.day).unwrap(),
        version: example.version.into(),
        by: example.reviewer.into(),
        at: noon(example),
        confirmed: Vec::new(),
        withdrawn: None,
        redacted: None,
    }
}

/// Costs, resources and notes.
fn of_the_whole(example: &Example) -> Vec<Change> {
    let mut changes = Vec::new();
    for (number_of, (name, low, high)) in (1..).zip(example.costs) {
        changes.push(Change::Record(HeadEntry::Cost(Cost {
            id: format!("cost-{number_of}").into(),
            name: (*name).into(),
            low: number(low),
            high: number(high),
            currency: "USD".into(),
            per: Period::Month,
        })));
    }
    for (number_of, (role, effort)) in (1..).zip(example.resources) {
        changes.push(Change::Record(HeadEntry::Resource(Resource {
            id: format!("resource-{number_of}").into(),
            role: (*role).into(),
            effort: (*effort).into(),
        })));
    }
    for (number_of, (kind, text)) in (1..).zip(example.notes) {
        let remark = Remark {
            id: format!("{kind}-{number_of}").into(),
            text: (*text).into(),
            by: example.reviewer.into(),
            at: noon(example),
            settled: None,
        };
        let note = match *kind {
            "decision" => Note::Decision(remark),
            "parked" => Note::Parked(remark),
            _ => Note::Action(Action {
                id: remark.id,
                text: remark.text,
                owner: Text::default(),
                due: None,
                by: remark.by,
                at: remark.at,
                done: None,
            }),
        };
        changes.push(Change::Note { item: None, note });
    }
    changes
}

/// Takes a snapshot: of the figures, or of nothing but what was declared then.
fn take(
    assessment: &mut Assessment,
    example: &Example,
    (label, time, declared): &(&str, &str, &str),
) {
    let at = format!("{}T{time}Z", example.day);
    let at = Moment::parse(&at, UtcOffset::default()).unwrap();
    let id = Text::new(format!("snapshot-{}", assessment.head.snapshots.len() + 1));
    let (label, by) = (Text::from(*label), Text::from(example.reviewer));
    let snapshot = if declared.is_empty() {
        let observations = Observations::default();
        Snapshot::of(
            assessment,
            &bench(assessment, at, &observations),
            id,
            label,
            by,
        )
    } else {
        Snapshot {
            declared: vec![Declared {
                id: format!("{}-declared", id.raw()).into(),
                label: "Overall".into(),
                of: DeclaredOf::Overall,
                value: (*declared).into(),
                table: Text::default(),
                weight: None,
                by: example.announcer.into(),
                on: parse_day(example.day),
                source: Text::default(),
            }],
            id,
            label,
            at,
            by,
            scores: None,
            items: Vec::new(),
        }
    };
    let change = Change::Record(HeadEntry::Snapshot(snapshot));
    assessment.apply(&change).unwrap();
}

fn example(name: &str) -> &'static Example {
    EXAMPLES
        .iter()
        .find(|example| example.name == name)
        .unwrap()
}

fn score(name: &str) -> Value {
    score_in(name, Scope::Needed)
}

fn score_in(name: &str, scope: Scope) -> Value {
    let example = example(name);
    let assessment = built(example);
    let observations = Observations::default();
    let bench = bench(&assessment, noon(example), &observations);
    let report = Report::of(&assessment, &bench, scope);
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

/// The percent of each category, as claimed.
fn claimed(score: &Value) -> Vec<Value> {
    let categories = score["categories"].as_array().unwrap().iter();
    categories
        .map(|category| category["claimed"].clone())
        .collect()
}

#[test]
fn carousel_comes_to_its_figures() {
    let report = |scope| score_in("carousel", scope);
    let whole = report(Scope::Whole);
    // 15 of 31 items of equal weight; 6 of 6, 4 of 6, 4 of 9, 1 of 5, 0 of 5 by category.
    assert_eq!(whole["overall"]["claimed"], json!(48.4));
    assert_eq!(whole["overall"]["evidenced"], json!(0.0));
    assert_eq!(
        claimed(&whole),
        [100.0, 66.7, 44.4, 20.0, 0.0].map(|it| json!(it))
    );
    let staging = report(Scope::Needed);
    // Staging needs 19 of them: 15 of 19.
    assert_eq!(staging["target"], json!("staging"));
    assert_eq!(staging["overall"]["claimed"], json!(78.9));
    assert_eq!(staging["verdict"], json!("no-go"));
    assert_eq!(
        reasons(&staging),
        named(&[("open-blocker", 3), ("unevidenced-blocker", 6)])
    );
    // Ready for the first stage and for none above; 15 of 15, of 19, of 25, of 31.
    assert_eq!(
        staging["stages"],
        json!([
            {"id": "code-complete", "ready": true, "percent": 100.0, "open_blockers": 0},
            {"id": "staging", "ready": false, "percent": 78.9, "open_blockers": 3},
            {"id": "beta", "ready": false, "percent": 60.0, "open_blockers": 6},
            {"id": "general-availability", "ready": false, "percent": 48.4, "open_blockers": 7},
        ])
    );
    let declared: Vec<&Value> = staging["declared"].as_array().unwrap().iter().collect();
    let percents: Vec<Value> = declared.iter().map(|it| it["percent"].clone()).collect();
    assert_eq!(
        percents,
        [
            Value::Null,
            json!(100.0),
            json!(100.0),
            json!(90.0),
            json!(100.0),
            json!(0.0)
        ]
    );
    let assessment = built(example("carousel"));
    let labels = assessment
        .answers()
        .iter()
        .map(|answer| answer.confidence.raw());
    let mut labels: Vec<&str> = labels.filter(|label| !label.is_empty()).collect();
    labels.sort_unstable();
    // Thirteen statements, twelve of them about one item each: 4 of 100 (one is the note), 3 of 90, 3 of 70, 3 of 50.
    let band = |band: &str| labels.iter().filter(|label| **label == band).count();
    assert_eq!(
        [band("100 %"), band("90 %"), band("70 %"), band("50 %")],
        [3, 3, 3, 3]
    );
}

#[test]
fn platform_plan_comes_to_its_figures() {
    let score = score("platform-plan");
    assert_eq!(score["overall"]["claimed"], json!(0.0));
    assert_eq!(score["overall"]["evidenced"], json!(0.0));
    assert_eq!(score["verdict"], json!("no-go"));
    let counted = |tier: usize| score["tiers"][tier]["counted"].clone();
    assert_eq!(
        [counted(0), counted(1), counted(2)],
        [json!(3), json!(52), json!(19)]
    );
    assert_eq!(
        reasons(&score),
        named(&[
            ("open-blocker", 3),
            ("should-below-floor", 52),
            ("unknown", 3)
        ])
    );
    let assessment = built(example("platform-plan"));
    let totals = candor::domain::cost::totals(&assessment.head.costs);
    // 500 + 200 + 300 and 1000 + 500 + 800.
    assert_eq!(totals.len(), 1);
    assert_eq!(totals[0].words(), "1000–2300 USD per month");
    let sum = |texts: Vec<&str>| {
        let efforts = texts.into_iter().map(|text| Estimate::parse(text).unwrap());
        efforts.reduce(Estimate::plus).unwrap().to_string()
    };
    let resources = assessment.head.resources.iter();
    assert_eq!(sum(resources.map(|it| it.effort.raw()).collect()), "9–14 w");
    let blockers = assessment.checklist().items();
    let blockers = blockers.filter(|(_, item)| item.tier == Tier::Blocker);
    let estimates = blockers.map(|(_, item)| item.estimate.as_ref().unwrap().raw());
    assert_eq!(sum(estimates.collect()), "4–6 w");
    let metrics = assessment
        .checklist()
        .items()
        .filter(|(_, item)| item.metric.is_some());
    assert_eq!(metrics.count(), 5);
    let of_phase = |phase: &str| {
        let items = assessment.checklist().items();
        items
            .filter(|(_, item)| item.phase.as_ref().is_some_and(|it| *it == *phase))
            .count()
    };
    assert_eq!(
        ["phase-1", "phase-2", "phase-3", "phase-4"].map(of_phase),
        [15, 15, 10, 10]
    );
}

#[test]
fn post_audit_comes_to_its_figures() {
    let score = score("post-audit");
    // Weights 3 of 3, 9 of 2, 4 of 1, together 31; met 7 Should = 14, and 0.78 of one = 1.56: 15.56 / 31.
    assert_eq!(score["overall"]["claimed"], json!(50.2));
    assert_eq!(score["overall"]["evidenced"], json!(0.0));
    assert_eq!(score["tiers"][1]["percent"], json!(77.8));
    assert_eq!(score["verdict"], json!("no-go"));
    assert_eq!(
        reasons(&score),
        named(&[("open-blocker", 3), ("should-below-threshold", 2)])
    );
    assert_eq!(
        score["declared_checks"],
        json!([{"total": 85.0, "table_mean": 88.3, "finding": "differs"}])
    );
    let assessment = built(example("post-audit"));
    let checks = candor::domain::declared::check_tables(&assessment.head.declared);
    assert_eq!(checks[0].difference().magnitude().to_string(), "3.3");
    let snapshots: Vec<(&str, &str)> = assessment
        .head
        .snapshots
        .iter()
        .map(|it| (it.label.raw(), it.declared[0].value.raw()))
        .collect();
    assert_eq!(
        snapshots,
        [
            ("Before the audit", "95 %"),
            ("After the audit", "70 %"),
            ("Now", "85 %")
        ]
    );
    let now = assessment.head.snapshots[2].scores.as_ref().unwrap();
    assert_eq!(now.claimed.as_ref().unwrap().to_string(), "50.2");
    assert_eq!(
        now.claimed,
        candor::domain::percent::Percent::of(1556, 3100)
    );
}
