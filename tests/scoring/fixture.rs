//! The file of a worked figure, and the assessment that it describes.

use std::sync::Arc;

use candor::domain::assessment::{
    Answer, Assessment, Declared, DeclaredOf, Head, Participant, Status, Subject, TraitAnswer,
};
use candor::domain::checklist::{
    Category, Checklist, EvidenceRule, Item, Kind, Metric, Scoring, Severity, Target, Tier,
};
use candor::domain::condition::Condition;
use candor::domain::dissent::{Dissent, Reply};
use candor::domain::evidence::{
    Content, Evidence, Observation, Observations, Redaction, Shows, Signed,
};
use candor::domain::measured::Measured;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset, parse_day};
use candor::domain::waiver::Waiver;
use candor::format::fault::Weight;
use candor::format::read::read_checklist;
use candor::format::write::write_checklist;
use candor::system::library::built_in;
use ron::extensions::Extensions;
use serde::Deserialize;

use super::fixtures::Expected;
use super::random::Case;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fixture {
    /// Which rule it is about.
    pub(super) rule: String,
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
    /// Name and role.
    #[serde(default)]
    participants: Vec<(Text, Text)>,
    /// From the verdict.
    #[serde(default)]
    dissents: Vec<Dissented>,
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
    #[serde(default = "yes")]
    waivable: bool,
    #[serde(default)]
    target: Option<Target>,
    #[serde(default)]
    estimate: Option<Text>,
    #[serde(default)]
    requires: Vec<Text>,
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
    #[serde(default)]
    waiver: Option<Waived>,
    #[serde(default)]
    measured: Option<Measured>,
    #[serde(default)]
    dissents: Vec<Dissented>,
    #[serde(default)]
    estimate: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Waived {
    #[serde(default = "because")]
    reason: Text,
    #[serde(default = "ana")]
    by: Text,
    /// The moment of `as_of` where left out.
    #[serde(default)]
    at: Option<String>,
    #[serde(default = "zoe")]
    approved_by: Text,
    expires: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dissented {
    name: Text,
    /// Who has answered it.
    #[serde(default)]
    answered: Option<Text>,
    #[serde(default)]
    closed: Option<Text>,
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

fn ana() -> Text {
    "Ana".into()
}

fn zoe() -> Text {
    "Zoe".into()
}

fn because() -> Text {
    "because".into()
}

fn yes() -> bool {
    true
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
            waivable: self.waivable,
            metric: self.target.map(|target| Metric {
                name: "rate".into(),
                unit: Text::default(),
                target,
            }),
            estimate: self.estimate,
            requires: self.requires,
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
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        options.from_str(text).map_err(|error| error.to_string())
    }

    /// The assessment, with what is expected of it.
    pub(super) fn case(self) -> (Case, Expected) {
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
            answer.waiver = given.waiver.map(|waived| waived.waiver(as_of));
            answer.measured = given.measured;
            answer.dissents = dissents(given.dissents, as_of);
            answer.estimate = given.estimate;
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
            participants: (self.participants.into_iter())
                .map(|(name, role)| Participant { name, role })
                .collect(),
            dissents: dissents(self.dissents, as_of),
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

impl Waived {
    fn waiver(self, as_of: Moment) -> Waiver {
        let at = self.at.as_deref();
        Waiver {
            reason: self.reason,
            by: self.by,
            at: at.map_or(as_of, |at| {
                Moment::parse(at, UtcOffset::default()).expect("a moment")
            }),
            approved_by: self.approved_by,
            expires: parse_day(&self.expires).expect("a day"),
        }
    }
}

fn dissents(given: Vec<Dissented>, as_of: Moment) -> Vec<Dissent> {
    let dissent = |(at, given): (usize, Dissented)| Dissent {
        id: format!("dissent-{at}").into(),
        name: given.name,
        on: Text::default(),
        text: "I disagree.".into(),
        at: as_of,
        answered: given.answered.map(|by| Reply {
            by,
            at: as_of,
            text: "We agree now.".into(),
        }),
        closed: given.closed.map(|by| signed(&by, as_of)),
    };
    given.into_iter().enumerate().map(dissent).collect()
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
