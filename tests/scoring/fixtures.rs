//! Worked figures: each file of `tests/fixtures/scoring/` is an assessment with what has to be said of it.
//!
//! Every part of `expected` may be left out; what stands there is compared whole and as people see it. A new sort of
//! figure is a new field of `Expected` with a default, and a new part of an answer one of `Answered`.

use std::fmt::Debug;
use std::sync::Arc;

use candor::domain::assessment::{
    Answer, Assessment, Declared, DeclaredOf, Head, Status, Subject, TraitAnswer,
};
use candor::domain::checklist::{
    Category, Checklist, EvidenceRule, Item, Kind, Scoring, Severity, Tier,
};
use candor::domain::condition::Condition;
use candor::domain::declared::check_tables;
use candor::domain::evidence::{
    Content, Evidence, Observation, Observations, Redaction, Shows, Signed,
};
use candor::domain::gate::risk_level;
use candor::domain::ledger::Ledger;
use candor::domain::percent::or_dash;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset, parse_day};
use candor::format::fault::Weight;
use candor::format::read::read_checklist;
use candor::format::write::write_checklist;
use candor::session::bench;
use candor::system::library::built_in;
use ron::extensions::Extensions;
use serde::Deserialize;

use super::picture;
use super::random::Case;
use super::twin::twin;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    /// Which rule it is about.
    rule: String,
    as_of: String,
    #[serde(default)]
    utc_offset: UtcOffset,
    checklist: Given,
    #[serde(default)]
    version: Text,
    #[serde(default)]
    target: Option<Text>,
    #[serde(default)]
    traits: Vec<(Text, bool)>,
    #[serde(default)]
    answers: Vec<Answered>,
    #[serde(default)]
    declared: Vec<Figure>,
    expected: Expected,
}

/// A built-in checklist, or a short one with one category, or with several.
#[derive(Deserialize)]
enum Given {
    BuiltIn(String),
    Items {
        #[serde(default)]
        stages: Vec<Text>,
        #[serde(default)]
        traits: Vec<Text>,
        #[serde(default)]
        scoring: Scoring,
        items: Vec<Short>,
    },
    Categories {
        #[serde(default)]
        scoring: Scoring,
        categories: Vec<(Text, Option<i64>, Vec<Short>)>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Short {
    id: Text,
    tier: Tier,
    #[serde(default)]
    stage: Option<Text>,
    #[serde(default)]
    weight: Option<i64>,
    #[serde(default)]
    when: Option<Condition>,
    #[serde(default)]
    accepts: Option<Vec<Kind>>,
    #[serde(default)]
    evidence: EvidenceRule,
    #[serde(default)]
    max_age_days: Option<u32>,
    #[serde(default)]
    per_version: bool,
    #[serde(default)]
    severity: Option<Severity>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    item: Text,
    status: Status,
    #[serde(default = "ana")]
    by: Text,
    #[serde(default)]
    agreed_by: Option<Text>,
    #[serde(default)]
    evidence: Vec<Piece>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Piece {
    kind: Kind,
    /// What the status says where left out.
    #[serde(default)]
    shows: Option<Shows>,
    /// The day of `as_of` where left out.
    #[serde(default)]
    observed: Option<String>,
    #[serde(default)]
    version: Text,
    #[serde(default = "ana")]
    by: Text,
    #[serde(default)]
    confirmed: Vec<Text>,
    #[serde(default)]
    withdrawn: bool,
    #[serde(default)]
    redacted: bool,
    #[serde(default)]
    seen: Option<Seen>,
}

#[derive(Deserialize, Clone, Copy)]
enum Seen {
    Same,
    Changed,
    Absent,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Figure {
    of: DeclaredOf,
    value: Text,
    #[serde(default)]
    table: Text,
    #[serde(default)]
    weight: Option<u32>,
}

/// Figures as they are shown, `—` where there is none; items by id.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Expected {
    verdict: Option<String>,
    reasons: Option<Vec<(String, Vec<String>)>>,
    next: Option<Vec<(String, String)>>,
    claimed: Option<String>,
    evidenced: Option<String>,
    over_claim: Option<String>,
    answered: Option<String>,
    /// Met, evidenced, partial, counted.
    blocker: Option<[u32; 4]>,
    should: Option<[u32; 4]>,
    nice: Option<[u32; 4]>,
    /// Category, claimed, evidenced.
    categories: Option<Vec<(String, String, String)>>,
    /// Met, partial, unmet, unknown, unanswered, not applicable, out of play, waived.
    counts: Option<[u32; 8]>,
    /// Item, value, evidenced value, in hundredths.
    items: Option<Vec<(String, u8, u8)>>,
    /// Table, total, mean, finding, difference.
    declared_checks: Option<Vec<TableFound>>,
    risk: Option<Severity>,
}

/// Table, total, mean, finding, difference.
type TableFound = (String, String, String, String, String);

fn ana() -> Text {
    "Ana".into()
}

fn signed(by: &Text, at: Moment) -> Signed {
    let by = by.clone();
    Signed { by, at }
}

impl Short {
    fn item(self) -> Item {
        let text = format!(
            "(id: {:?}, tier: {:?}, title: \"x\")",
            self.id.raw(),
            self.tier
        );
        Item {
            stage: self.stage,
            weight: self.weight,
            when: self.when,
            accepts: self.accepts,
            evidence: self.evidence,
            max_age_days: self.max_age_days,
            per_version: self.per_version,
            severity: self.severity,
            ..ron::from_str(&text).unwrap()
        }
    }
}

impl Given {
    fn checklist(self) -> Checklist {
        let list = |entries: Vec<Text>, field: &str| {
            let entry = |id: &Text| format!("(id: {:?}, {field}: \"x\")", id.raw());
            entries.iter().map(entry).collect::<Vec<_>>().join(", ")
        };
        let (stages, traits, scoring, categories) = match self {
            Self::BuiltIn(id) => return built_in(&id).expect("a built-in checklist"),
            Self::Items {
                stages,
                traits,
                scoring,
                items,
            } => (
                list(stages, "title"),
                list(traits, "ask"),
                scoring,
                vec![("all".into(), None, items)],
            ),
            Self::Categories {
                scoring,
                categories,
            } => (String::new(), String::new(), scoring, categories),
        };
        let text = format!(
            "Checklist(format: 1, id: \"fixture\", title: \"x\", stages: [{stages}], traits: [{traits}], categories: [])"
        );
        Checklist {
            scoring,
            categories: categories
                .into_iter()
                .map(|(id, weight, items)| Category {
                    title: id.clone(),
                    id,
                    weight,
                    items: items.into_iter().map(Short::item).collect(),
                })
                .collect(),
            ..ron::from_str(&text).unwrap()
        }
    }
}

impl Fixture {
    fn read(text: &str) -> Result<Self, String> {
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        options.from_str(text).map_err(|error| error.to_string())
    }

    /// The assessment, with what is expected of it.
    fn case(self) -> (Case, Expected) {
        let as_of = Moment::parse(&self.as_of, self.utc_offset).expect("as_of");
        let mut observations = Observations::default();
        let mut answers = Vec::new();
        for given in self.answers {
            let mut answer = Answer::unanswered(given.item.clone());
            answer.by = given.by;
            answer.at = Some(as_of);
            answer.agreed_by = given.agreed_by.map(|by| signed(&by, as_of));
            for (at, piece) in given.evidence.into_iter().enumerate() {
                let id: Text = format!("{}-{at}", given.item.raw()).into();
                if let Some(seen) = piece.seen {
                    let seen = match seen {
                        Seen::Same => Observation::Same,
                        Seen::Changed => Observation::Changed,
                        Seen::Absent => Observation::Absent,
                    };
                    observations.insert(id.clone(), seen);
                }
                let evidence = piece.evidence(id, &given.status, as_of, self.utc_offset);
                answer.evidence.push(evidence);
            }
            answer.status = given.status;
            answers.push(Arc::new(answer));
        }
        let head = Head {
            subject: Subject {
                name: "Subject".into(),
                version: self.version,
                traits: self
                    .traits
                    .into_iter()
                    .map(|(id, holds)| TraitAnswer {
                        id,
                        holds,
                        by: ana(),
                        at: as_of,
                    })
                    .collect(),
                ..Subject::default()
            },
            target: self.target,
            declared: self.declared.into_iter().map(Figure::declared).collect(),
            ..Head::default()
        };
        let checklist = self.checklist.checklist();
        let (_, mut faults) = read_checklist(write_checklist(&checklist).as_bytes());
        // Some show what is said of a gate that nothing can pass.
        let is_closed = |what: &str| what.starts_with("no answers can pass this gate");
        faults.retain(|fault| fault.weight == Weight::Error && !is_closed(&fault.what));
        assert_eq!(faults, [], "the checklist of a fixture is a good one");
        let empty = Assessment::new(Arc::new(checklist), head, as_of, self.utc_offset);
        let (assessment, left_over) = empty.with_answers(answers);
        assert!(left_over.is_empty(), "answers to no item: {left_over:?}");
        let case = Case {
            assessment,
            observations,
            as_of,
        };
        (case, self.expected)
    }
}

impl Piece {
    fn evidence(self, id: Text, status: &Status, as_of: Moment, offset: UtcOffset) -> Evidence {
        let observed = self.observed.as_deref();
        Evidence {
            id,
            content: match self.kind {
                Kind::File => Content::File {
                    path: "file".to_owned(),
                    sha256: String::new(),
                    bytes: 0,
                },
                Kind::Note => Content::Note("Note.".into()),
                Kind::Link | Kind::Command => Content::Link("https://example.org".into()),
            },
            shows: self.shows.unwrap_or(Shows::by_default(status)),
            caption: Text::default(),
            observed: observed.map_or(as_of.day(offset), |day| parse_day(day).expect("a day")),
            version: self.version,
            confirmed: self.confirmed.iter().map(|by| signed(by, as_of)).collect(),
            withdrawn: self.withdrawn.then(|| signed(&ana(), as_of)),
            redacted: self.redacted.then(|| Redaction {
                sha256: String::new(),
                by: ana(),
                at: as_of,
                why: "private".into(),
            }),
            by: self.by,
            at: as_of,
        }
    }
}

impl Figure {
    fn declared(self) -> Declared {
        Declared {
            id: "declared".into(),
            label: "declared".into(),
            of: self.of,
            value: self.value,
            table: self.table,
            weight: self.weight,
            by: Text::default(),
            on: None,
            source: Text::default(),
        }
    }
}

/// Notes what differs, if something is expected at all.
#[expect(
    clippy::needless_pass_by_value,
    reason = "callers hand over what they have just made"
)]
fn compare<T: PartialEq + Debug>(
    wrong: &mut Vec<String>,
    what: &str,
    expected: Option<T>,
    said: T,
) {
    if let Some(expected) = expected
        && expected != said
    {
        wrong.push(format!("  {what}: expected {expected:?}, said {said:?}"));
    }
}

/// Everything that is said otherwise than a fixture expects.
fn differences(text: &str) -> Vec<String> {
    let fixture = match Fixture::read(text) {
        Ok(fixture) => fixture,
        Err(error) => return vec![error],
    };
    let rule = fixture.rule.clone();
    let (case, expected) = fixture.case();
    let assessment = &case.assessment;
    let said = picture::picture(&case);
    let id = |at: &usize| assessment.answers()[*at].item.raw().to_owned();
    let mut wrong = Vec::new();
    compare(
        &mut wrong,
        "verdict",
        expected.verdict,
        said.verdict.word().to_owned(),
    );
    let reasons = said.reasons.iter();
    let reasons = reasons
        .map(|(kind, items)| (kind.key().to_owned(), items.iter().map(id).collect()))
        .collect();
    compare(&mut wrong, "reasons", expected.reasons, reasons);
    let next = picture::next(&case);
    let next = next
        .iter()
        .map(|step| {
            (
                step.item.map_or(String::new(), |item| id(&item)),
                step.act.key().to_owned(),
            )
        })
        .collect();
    compare(&mut wrong, "next", expected.next, next);
    for (what, expected, said) in [
        ("claimed", expected.claimed, &said.claimed),
        ("evidenced", expected.evidenced, &said.evidenced),
        ("over-claim", expected.over_claim, &said.over_claim),
        ("answered", expected.answered, &said.answered),
    ] {
        compare(&mut wrong, what, expected, or_dash(said.as_ref()));
    }
    let tiers = [expected.blocker, expected.should, expected.nice];
    for ((tier, expected), said) in Tier::ALL.into_iter().zip(tiers).zip(said.tiers) {
        compare(&mut wrong, tier.key(), expected, said);
    }
    let categories = assessment
        .checklist()
        .categories
        .iter()
        .zip(&said.categories);
    let categories = categories
        .map(|(category, (claimed, evidenced))| {
            let shown = [claimed, evidenced].map(|score| or_dash(score.as_ref()));
            let [claimed, evidenced] = shown;
            (category.id.raw().to_owned(), claimed, evidenced)
        })
        .collect();
    compare(&mut wrong, "categories", expected.categories, categories);
    compare(&mut wrong, "counts", expected.counts, said.counts);
    let items = said.items.iter().enumerate();
    let items = items
        .map(|(at, (value, shown))| (id(&at), *value, *shown))
        .collect();
    compare(&mut wrong, "items", expected.items, items);
    let checks = check_tables(&assessment.head.declared);
    let checks = checks
        .iter()
        .map(|check| {
            let (total, mean) = (check.total.to_string(), check.mean.to_string());
            let finding = check.finding.key().to_owned();
            let table = check.table.raw().to_owned();
            (table, total, mean, finding, check.difference().to_string())
        })
        .collect();
    compare(
        &mut wrong,
        "declared checks",
        expected.declared_checks,
        checks,
    );
    let ledger = Ledger::of(
        assessment,
        &bench(assessment, case.as_of, &case.observations),
    );
    if expected.risk.is_some() {
        compare(
            &mut wrong,
            "risk",
            Some(expected.risk),
            risk_level(assessment, &ledger),
        );
    }
    compare(&mut wrong, "the twin", Some(twin(&case, false)), said);
    if !wrong.is_empty() {
        wrong.insert(0, rule);
    }
    wrong
}

fn fixtures() -> Vec<(String, String)> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/scoring");
    let mut all: Vec<(String, String)> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    all.sort();
    all
}

#[test]
fn every_fixture_says_what_is_expected() {
    let mut wrong = Vec::new();
    for (name, text) in fixtures() {
        let differences = differences(&text);
        if !differences.is_empty() {
            wrong.push(format!("{name}: {}", differences.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn control_another_expectation_is_noticed() {
    let (_, bubble) = fixtures()
        .into_iter()
        .find(|(name, _)| name == "bubble")
        .unwrap();
    for (good, bad) in [
        ("claimed: \"27.8\"", "claimed: \"27.7\""),
        ("verdict: \"no-go\"", "verdict: \"go\""),
        ("(\"reliable\", \"evidence\")", "(\"reliable\", \"meet\")"),
        ("blocker: (1, 0, 3, 9)", "blocker: (1, 1, 3, 9)"),
        ("status: Unmet", "status: Partial(1)"),
    ] {
        let changed = bubble.replacen(good, bad, 1);
        assert_ne!(changed, bubble, "{good} is not there");
        assert!(!differences(&changed).is_empty(), "{bad} is not noticed");
    }
}

#[test]
fn the_fixtures_know_every_reason_and_every_step() {
    let all: String = fixtures().into_iter().map(|(_, text)| text).collect();
    for word in [
        "open-blocker",
        "unevidenced-blocker",
        "should-below-floor",
        "nothing-assessed",
        "not-applicable",
        "unconfirmed-evidence",
        "should-below-threshold",
        "unanswered",
        "unknown",
        "answer",
        "meet",
        "evidence",
        "confirm",
        "agree",
        "withdraw",
        "go",
        "conditional-go",
        "no-go",
    ] {
        assert!(
            all.contains(&format!("\"{word}\"")),
            "no fixture expects {word}"
        );
    }
}
