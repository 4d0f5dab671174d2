//! What the versions of a conflict say, matter by matter.

use std::sync::Arc;

use candor::domain::assessment::{Assessment, Head, Status};
use candor::domain::both_sides::{Matter, attached_since, both_sides, versions_words};
use candor::domain::change::Change;
use candor::domain::evidence::{Content, Evidence, Observations, Signed};
use candor::domain::time::{Moment, UtcOffset};
use candor::domain::version::{Version, set_versions};
use candor::format::read::read_checklist;
use candor::session::bench;

fn moment(text: &str) -> Moment {
    Moment::parse(text, UtcOffset::default()).unwrap()
}

/// One item that Ana says is met, with a link, and Bo says is not.
fn conflicted() -> Assessment {
    let text = "Checklist(format: 1, id: \"c\", title: \"C\", categories: [(id: \"k\", title: \"K\", \
                items: [(id: \"a\", tier: Blocker, title: \"A\", why: \"W\")])])";
    let (checklist, faults) = read_checklist(text.as_bytes());
    assert!(faults.is_empty(), "{faults:?}");
    let at = moment("2026-11-20T09:00:00Z");
    let checklist = Arc::new(checklist.unwrap());
    let mut assessment = Assessment::new(checklist, Head::default(), at, UtcOffset::default());
    let signed = Signed {
        by: "Ana".into(),
        at,
    };
    let link = Content::Link("https://x.example/".into());
    let answer = assessment.answer(&"a".into()).unwrap();
    let evidence = Evidence::attached(&assessment, answer, link, "e1".into(), signed);
    assessment
        .apply(&Change::Attach {
            item: "a".into(),
            evidence,
            entry: "h1".into(),
        })
        .unwrap();
    let version = |status, by: &str, at, evidence| Version {
        status,
        by: by.into(),
        at: Some(moment(at)),
        comment: "same".into(),
        evidence,
        ..Version::default()
    };
    let mut answer = (**assessment.answer(&"a".into()).unwrap()).clone();
    let (early, late) = ("2026-11-20T10:15:00Z", "2026-11-21T09:00:00Z");
    set_versions(
        &mut answer,
        vec![
            version(Status::Unmet, "Bo", late, Vec::new()),
            version(Status::Met, "Ana", early, vec!["e1".into()]),
        ],
    );
    let answer = Arc::new(answer);
    assessment.apply(&Change::PutBack { answer }).unwrap();
    assessment
}

#[test]
fn what_differs_is_told_from_what_both_say() {
    let assessment = conflicted();
    let observations = Observations::new();
    let as_of = moment("2026-11-21T09:00:00Z");
    let rows = both_sides(&assessment, 0, &bench(&assessment, as_of, &observations));
    let of = |matter| rows.iter().find(|row| row.of == matter);
    let answer = of(Matter::Answer).unwrap();
    assert_eq!(answer.words, ["met", "not met"]);
    assert!(answer.differs);
    assert!(!of(Matter::Comment).unwrap().differs);
    assert!(of(Matter::Owner).is_none(), "nobody speaks of an owner");
    let evidence = of(Matter::Evidence).unwrap();
    assert_eq!(evidence.words, ["link https://x.example/, counts", ""]);
    assert!(evidence.differs);
    assert_eq!(attached_since(&assessment.answers()[0]).count(), 0);
}

#[test]
fn versions_are_numbered_as_the_file_has_them() {
    let assessment = conflicted();
    assert_eq!(
        versions_words(&assessment.answers()[0], assessment.utc_offset),
        "1: met by Ana, 2026-11-20 10:15; 2: not met by Bo, 2026-11-21 09:00"
    );
}

#[test]
fn what_is_attached_later_belongs_to_no_version() {
    let mut assessment = conflicted();
    let signed = Signed {
        by: "Cy".into(),
        at: moment("2026-11-21T10:00:00Z"),
    };
    let answer = assessment.answer(&"a".into()).unwrap();
    let content = Content::Note("seen".into());
    let evidence = Evidence::attached(&assessment, answer, content, "e2".into(), signed);
    let attach = Change::Attach {
        item: "a".into(),
        evidence,
        entry: "h2".into(),
    };
    assessment.apply(&attach).unwrap();
    let since = attached_since(&assessment.answers()[0]);
    let ids: Vec<&str> = since.map(|it| it.id.raw()).collect();
    assert_eq!(ids, ["e2"]);
}
