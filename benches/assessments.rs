//! Realistic assessments of any size: texts of usual length, about half of the items answered, each of those backed by
//! one link; one item in ten has a metric, one in twenty a waiver, one in fifty a dissent; about 1.2 KB of the file for
//! an item.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use candor::domain::assessment::{Assessment, Head, Status, Subject};
use candor::domain::change::{Aside, Change, Stamp};
use candor::domain::checklist::Checklist;
use candor::domain::dissent::Dissent;
use candor::domain::evidence::{Content, Evidence, Share, Shows};
use candor::domain::measured::Measured;
use candor::domain::number::Number;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset};
use candor::domain::waiver::Waiver;
use chrono::Days;

/// The sizes that are measured.
pub(crate) const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

#[rustfmt::skip]
const WORDS: [&str; 48] = [
    "enable", "upstream", "experiment", "during", "audit", "trail", "ticket", "backup", "restore", "drill", "error",
    "tracker", "health", "endpoint", "answers", "dashboard", "alert", "person", "deploy", "rollback", "secret",
    "rotation", "latency", "budget", "review", "threat", "model", "license", "privacy", "notice", "load", "test",
    "capacity", "plan", "owner", "on-call", "runbook", "incident", "canary", "feature", "flag", "schema", "migration",
    "index", "queue", "retry", "timeout", "checked",
];

/// The assessment of that many items; made once, a copy is cheap.
pub(crate) fn assessment(items: usize) -> Assessment {
    static MADE: LazyLock<Mutex<HashMap<usize, Assessment>>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().unwrap();
    made.entry(items).or_insert_with(|| make(items)).clone()
}

/// The moment at which everything is measured.
pub(crate) fn now() -> Moment {
    moment("2026-11-21T09:00:00Z")
}

/// A fresh answer to an item.
pub(crate) fn answered(item: Text, status: Status, id: usize) -> Change {
    Change::Answer {
        item,
        status,
        stamp: Stamp {
            id: Text::new(format!("{id:016x}")),
            at: now(),
            by: "Ana Lee".into(),
            recorded_by: Text::default(),
        },
    }
}

fn moment(text: &str) -> Moment {
    Moment::parse(text, UtcOffset::default()).unwrap()
}

fn make(items: usize) -> Assessment {
    let mut words = Words(7);
    let subject = Subject {
        name: "Payments API".into(),
        version: "2.4.1".into(),
        ..Subject::default()
    };
    let head = Head {
        subject,
        target: Some("production".into()),
        ..Head::default()
    };
    let checklist = Arc::new(checklist(items, &mut words));
    let created = moment("2026-11-03T09:00:00Z");
    let mut assessment = Assessment::new(checklist, head, created, UtcOffset::default());
    for position in (0..items).step_by(2) {
        let item = assessment.answers()[position].item.clone();
        let status = match position % 10 {
            0 | 2 | 4 => Status::Met,
            6 => Status::Partial(Share::new(60).unwrap()),
            _ => Status::Unmet,
        };
        assessment
            .apply(&answered(item.clone(), status.clone(), position))
            .unwrap();
        let comment = Text::new(words.some(9, " "));
        let commented = Change::Tell {
            item: item.clone(),
            aside: Aside::Comment(comment),
        };
        assessment.apply(&commented).unwrap();
        let evidence = Evidence {
            id: Text::new(format!("{:016x}", items + position)),
            content: Content::Link(Text::new(format!(
                "https://wiki.example.org/{}",
                words.some(4, "/")
            ))),
            shows: Shows::by_default(&status),
            caption: Text::default(),
            observed: now().day(UtcOffset::default()),
            version: "2.4.1".into(),
            by: "Ana Lee".into(),
            at: now(),
            confirmed: Vec::new(),
            withdrawn: None,
            redacted: None,
        };
        let entry = Text::new(format!("{:016x}", 2 * items + position));
        assessment
            .apply(&Change::Attach {
                item,
                evidence,
                entry,
            })
            .unwrap();
    }
    for position in 0..items {
        for change in rarities(&assessment, position) {
            assessment.apply(&change).unwrap();
        }
    }
    assessment
}

/// What only some items have: a measured value, a waiver, a dissent.
fn rarities(assessment: &Assessment, position: usize) -> Vec<Change> {
    let item = assessment.answers()[position].item.clone();
    let id = |what: &str| Text::new(format!("{what}-{position:x}"));
    let mut changes = Vec::new();
    if assessment.item(position).metric.is_some() && position.is_multiple_of(20) {
        let value = if position.is_multiple_of(40) {
            0.05
        } else {
            0.5
        };
        let Change::Answer { stamp, .. } = answered(item.clone(), Status::Unmet, position) else {
            return changes;
        };
        changes.push(Change::Measure {
            item: item.clone(),
            measured: Number::new(value).map(Measured::Value),
            stamp,
        });
    }
    if position % 20 == 6 {
        let waiver = Waiver {
            reason: "It waits for the new data centre.".into(),
            by: "Ana Lee".into(),
            at: now(),
            approved_by: "Bo Kim".into(),
            expires: now().day(UtcOffset::default()) + Days::new(60),
        };
        changes.push(Change::Waive {
            item: item.clone(),
            waiver,
            entry: id("waived"),
        });
    }
    if position % 50 == 5 {
        let dissent = Dissent {
            id: id("dissent"),
            name: "Cy Ode".into(),
            on: "met".into(),
            text: "Nobody has tried it under load.".into(),
            at: now(),
            answered: None,
            closed: None,
        };
        changes.push(Change::Dissent {
            item: Some(item),
            dissent,
        });
    }
    changes
}

fn checklist(items: usize, words: &mut Words) -> Checklist {
    let positions: Vec<usize> = (0..items).collect();
    let categories: Vec<serde_json::Value> = positions
        .chunks(items.div_ceil(20).clamp(50, 100))
        .map(|chunk| {
            let items: Vec<_> = chunk.iter().map(|at| item(*at, words)).collect();
            serde_json::json!({
                "id": format!("part-{}", chunk[0]),
                "title": capital(&words.some(2, " ")),
                "items": items,
            })
        })
        .collect();
    serde_json::from_value(serde_json::json!({
        "format": 1,
        "id": "launch",
        "title": "Launch review",
        "version": "1.0.0",
        "stages": [
            { "id": "staging", "title": "Staging" },
            { "id": "production", "title": "Production" },
        ],
        "categories": categories,
    }))
    .unwrap()
}

fn item(at: usize, words: &mut Words) -> serde_json::Value {
    let tier = match at % 10 {
        0 | 5 => "Blocker",
        1 | 2 | 3 | 6 | 7 => "Should",
        _ => "Nice",
    };
    let mut item = serde_json::json!({
        "id": format!("{}-{at}", words.some(2, "-")),
        "tier": tier,
        "title": capital(&words.some(7, " ")),
        "why": format!("{}.", capital(&words.some(8, " "))),
        "how": format!("{}.", capital(&words.some(8, " "))),
        "stage": if at.is_multiple_of(3) { "staging" } else { "production" },
        "tags": [words.some(1, "")],
    });
    if at.is_multiple_of(10) {
        item["metric"] =
            serde_json::json!({ "name": "error rate", "unit": "%", "target": { "Below": 0.1 } });
    }
    item
}

fn capital(text: &str) -> String {
    let (first, rest) = text.split_at(1);
    first.to_uppercase() + rest
}

/// Words in an order that is always the same, spread evenly.
struct Words(u64);

impl Words {
    fn next(&mut self) -> &'static str {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        WORDS[usize::try_from(self.0 >> 33).unwrap() % WORDS.len()]
    }

    fn some(&mut self, count: usize, between: &str) -> String {
        let words: Vec<&str> = (0..count).map(|_| self.next()).collect();
        words.join(between)
    }
}
