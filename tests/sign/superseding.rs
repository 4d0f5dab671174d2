//! What supersedes a sign-off and what does not, one of each kind, through the files.

use std::sync::Arc;

use candor::domain::assessment::{Assessment, Status, TraitAnswer};
use candor::domain::change::{Aside, Change, HeadEntry};
use candor::domain::dissent::Dissent;
use candor::domain::evidence::{Content, Shows};
use candor::domain::measured::Measured;
use candor::domain::minutes::{Action, Note};
use candor::domain::sign_off::Fulfilled;
use candor::domain::supersede::{Difference, differences};
use candor::domain::upgrade::Upgrade;
use candor::domain::waiver::Waiver;

use super::place::{Place, moment, noon, stamp, wish};

type Alter = fn(&mut Place);

fn dissent() -> Dissent {
    Dissent {
        id: "d1".into(),
        name: "Bo".into(),
        on: "met".into(),
        text: "no".into(),
        at: noon(),
        answered: None,
        closed: None,
    }
}

fn evidence(place: &mut Place, item: &str, id: &str, shows: Shows) {
    let answer = place.assessment.answer(&item.into()).unwrap();
    let signed = candor::domain::evidence::Signed {
        by: "Bo".into(),
        at: noon(),
    };
    let content = Content::Link("https://x.example".into());
    let mut evidence = candor::domain::evidence::Evidence::attached(
        &place.assessment,
        answer,
        content,
        id.into(),
        signed,
    );
    evidence.shows = shows;
    place.change(&Change::Attach {
        item: item.into(),
        evidence,
        entry: format!("h-{id}").into(),
    });
}

fn tell(place: &mut Place, aside: Aside) {
    place.change(&Change::Tell {
        item: "backups".into(),
        aside,
    });
}

fn other_checklist(place: &mut Place) {
    let mut checklist = (**place.assessment.checklist()).clone();
    checklist.categories[0].items[3].title = "Docs read well".into();
    place.change(&Change::Upgrade(Box::new(Upgrade {
        checklist: Arc::new(checklist),
        stamp: stamp("u", "Ana"),
    })));
}

/// What is done, and what supersedes by it.
const SUPERSEDING: &[(Alter, &str)] = &[
    (
        |place| {
            place.change(&Change::Answer {
                item: "docs".into(),
                status: Status::Met,
                stamp: stamp("a", "Bo"),
            });
        },
        "docs: status",
    ),
    (
        |place| {
            place.change(&Change::Withdraw {
                item: "alerts".into(),
                evidence: "e2".into(),
                stamp: stamp("w", "Bo"),
            });
        },
        "alerts: evidence lost",
    ),
    (
        |place| {
            place.change(&Change::Redact {
                item: "alerts".into(),
                evidence: "e2".into(),
                sha256: "a".repeat(64),
                why: "secret".into(),
                stamp: stamp("r", "Bo"),
            });
        },
        "alerts: evidence lost",
    ),
    (
        |place| evidence(place, "alerts", "e9", Shows::Against),
        "alerts: evidence against",
    ),
    (
        |place| {
            place.change(&Change::Confirm {
                item: "alerts".into(),
                evidence: "e2".into(),
                stamp: stamp("c", "Bo"),
            });
        },
        "alerts: confirmation",
    ),
    (
        |place| {
            place.change(&Change::Waive {
                item: "docs".into(),
                waiver: Waiver {
                    reason: "later".into(),
                    by: "Ana".into(),
                    at: noon(),
                    approved_by: "Bo".into(),
                    expires: "2026-12-01".parse().unwrap(),
                },
                entry: "v".into(),
            });
        },
        "docs: waiver",
    ),
    (
        |place| {
            place.change(&Change::Dissent {
                item: Some("alerts".into()),
                dissent: dissent(),
            });
        },
        "alerts: dissent",
    ),
    (
        |place| {
            place.change(&Change::Dissent {
                item: None,
                dissent: dissent(),
            });
        },
        "a dissent from the verdict",
    ),
    (
        |place| {
            place.change(&Change::Measure {
                item: "tests".into(),
                measured: Measured::parse("96"),
                stamp: stamp("m", "Bo"),
            });
        },
        "tests: measured value",
    ),
    (
        |place| {
            place.change(&Change::Record(HeadEntry::Trait(TraitAnswer {
                id: "serves-traffic".into(),
                holds: true,
                by: "Ana".into(),
                at: noon(),
            })));
        },
        "the trait serves-traffic",
    ),
    (
        |place| place.change(&Change::SetVersion("2.1".into())),
        "the subject's version",
    ),
    (
        |place| place.change(&Change::SetTarget(Some("live".into()))),
        "the target",
    ),
    (
        |place| place.change(&Change::SetName("Other".into())),
        "the subject",
    ),
    (other_checklist, "the checklist"),
];

/// What is done and supersedes nothing.
const HARMLESS: &[Alter] = &[
    |place| tell(place, Aside::Comment("looked again".into())),
    |place| tell(place, Aside::Owner("Cy".into())),
    |place| tell(place, Aside::Due("2026-12-24".parse().ok())),
    |place| tell(place, Aside::Current("done".into())),
    |place| tell(place, Aside::Confidence("high".into())),
    |place| evidence(place, "alerts", "e8", Shows::Met),
    |place| evidence(place, "alerts", "e7", Shows::Context),
    |place| place.change(&Change::SetSystem("payments".into())),
    |place| {
        place.change(&Change::Note {
            item: Some("alerts".into()),
            note: Note::Action(Action {
                id: "x".into(),
                text: "tell support".into(),
                owner: "Bo".into(),
                due: None,
                by: "Ana".into(),
                at: noon(),
                done: None,
            }),
        });
    },
    |place| {
        place.change(&Change::Record(HeadEntry::Fulfilled(Fulfilled {
            condition: "c1".into(),
            by: "Bo".into(),
            at: noon(),
        })));
    },
];

/// What supersedes what is read back from the folder, in words, before and after an alteration.
fn after(alter: Alter, compare: fn(&Assessment, &Assessment) -> Vec<String>) -> Vec<String> {
    let mut place = Place::new();
    place.sign(&wish(None));
    assert_eq!(compare(&place.assessment, &place.assessment), [""; 0]);
    alter(&mut place);
    place.save();
    let found = place.read();
    compare(found[0].kept.as_ref().unwrap(), &place.assessment)
}

fn compared(signed: &Assessment, now: &Assessment) -> Vec<String> {
    differences(signed, now)
        .iter()
        .map(Difference::words)
        .collect()
}

#[test]
fn each_thing_that_the_verdict_reads_supersedes_and_is_named() {
    for (alter, words) in SUPERSEDING {
        let found = after(*alter, compared);
        assert!(
            found.iter().any(|found| found == words),
            "{words}: {found:?}"
        );
        assert!(found.len() <= 2, "{words}: {found:?}");
    }
}

#[test]
fn comments_owners_dates_actions_and_fresh_evidence_supersede_nothing() {
    for (at, alter) in HARMLESS.iter().enumerate() {
        assert_eq!(after(*alter, compared), [""; 0], "number {at}");
    }
}

#[test]
fn agreement_supersedes_and_another_reason_for_not_applying_does_not() {
    let mut place = Place::new();
    let not_applicable = |reason: &str, id: &str| Change::Answer {
        item: "docs".into(),
        status: Status::NotApplicable(reason.into()),
        stamp: stamp(id, "Ana"),
    };
    place.change(&not_applicable("no users", "n1"));
    place.save();
    place.sign(&wish(None));
    let now = |place: &Place| compared(place.read()[0].kept.as_ref().unwrap(), &place.assessment);
    assert_eq!(now(&place), [""; 0]);
    place.change(&Change::Agree {
        item: "docs".into(),
        stamp: stamp("g", "Bo"),
    });
    assert_eq!(now(&place), ["docs: agreement"]);
}

#[test]
fn control_a_comparison_of_whole_files_or_of_verdicts_is_caught() {
    // Whoever compares bytes calls a comment a change.
    let whole: fn(&Assessment, &Assessment) -> Vec<String> = |signed, now| {
        let differs = signed != now;
        differs
            .then(|| "something".to_owned())
            .into_iter()
            .collect()
    };
    assert!(
        HARMLESS
            .iter()
            .any(|alter| !after(*alter, whole).is_empty())
    );
    // Whoever compares statuses alone misses the rest.
    let statuses: fn(&Assessment, &Assessment) -> Vec<String> = |signed, now| {
        let both = signed.answers().iter().zip(now.answers());
        let differ = both.filter(|(then, now)| then.status != now.status);
        differ
            .map(|(then, _)| format!("{}: status", then.item.raw()))
            .collect()
    };
    assert!(
        SUPERSEDING
            .iter()
            .any(|(alter, _)| after(*alter, statuses).is_empty())
    );
}

#[test]
fn what_is_signed_again_is_current_again() {
    let mut place = Place::new();
    place.sign(&wish(None));
    place.change(&Change::SetVersion("2.1".into()));
    place.save();
    let mut again = wish(None);
    again.words = "after the fix".into();
    place.sign_at(&again, moment("2026-11-21T13:00:00Z"));
    let found = place.read();
    let standing: Vec<usize> = found
        .iter()
        .map(|it| differences(it.kept.as_ref().unwrap(), &place.assessment).len())
        .collect();
    assert_eq!(standing, [1, 0]);
}
