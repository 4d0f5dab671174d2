//! Sign-offs where people see them: what became of them on every screen, and signing itself.

use std::sync::Arc;

use candor::domain::assessment::{Assessment, Head, Participant, Status, Subject};
use candor::domain::change::{Change, Stamp};
use candor::domain::evidence::Observations;
use candor::domain::gate::Verdict;
use candor::domain::sign_off::{Condition, Forgery, Seal, SignOff, Statement};
use candor::domain::text::Text;
use candor::domain::time::{UtcOffset, parse_day};
use candor::format::read::read_checklist;
use candor::tui::message::Message;

use super::harness::{Ui, checklist, moment};
use super::screens::picture_everywhere;

const SIZE: (u16, u16) = (120, 32);

/// The small checklist, which wants a go of two roles.
pub(crate) fn assessment() -> Assessment {
    let wanting = checklist().replace(
        "    version: \"3\",\n",
        "    version: \"3\",\n    signoff: [\"sre\", \"product\"],\n",
    );
    let (checklist, faults) = read_checklist(wanting.as_bytes());
    let checklist = checklist.unwrap_or_else(|| panic!("{faults:?}"));
    let subject = Subject {
        name: "Payments API".into(),
        version: "2.4.1".into(),
        ..Subject::default()
    };
    let participant = |name: &str, role: &str| Participant {
        name: name.into(),
        role: role.into(),
    };
    let head = Head {
        subject,
        participants: vec![participant("Ana", "sre"), participant("Bo", "tech lead")],
        ..Head::default()
    };
    let created = moment("2026-11-20T09:00:00Z");
    let mut assessment = Assessment::new(Arc::new(checklist), head, created, UtcOffset::default());
    for item in ["tests", "error-tracking"] {
        let change = Change::Answer {
            item: item.into(),
            status: Status::Met,
            stamp: Stamp {
                id: format!("of-{item}").into(),
                at: created,
                by: "Bo".into(),
                recorded_by: Text::default(),
            },
        };
        assessment.apply(&change).unwrap();
    }
    assessment
}

/// A sign-off of an assessment as it stands.
pub(crate) fn sign_off(
    kept: &Assessment,
    (role, name): (&str, &str),
    decision: Verdict,
    at: &str,
) -> SignOff {
    let statement = Statement {
        copy: format!("payments-api.signoffs/{}.ron", "0a".repeat(32)),
        assessment: "0a".repeat(32),
        checklist_digest: "0b".repeat(32),
        checklist: kept.checklist().id.clone(),
        checklist_version: kept.checklist().version.clone(),
        subject: kept.head.subject.name.clone(),
        version: kept.head.subject.version.clone(),
        target: kept.head.target.clone(),
        verdict: Verdict::NoGo,
        reasons: vec!["open-blocker: backups".into()],
        scores: vec!["claimed 40.0".into()],
        waivers: Vec::new(),
        decision,
        conditions: Vec::new(),
        despite: "the beta has five friendly customers".into(),
        words: "we watch it by hand until December".into(),
        role: role.into(),
        name: name.into(),
        principal: name.into(),
        at: moment(at),
        with_key: false,
        found: Vec::new(),
        evidence: Vec::new(),
    };
    SignOff {
        file: format!("{}-{name}.txt", at.replace([':', '-'], "")),
        digest: "0c".repeat(32),
        statement: Some(statement),
        seal: Seal::NoKey,
        kept: Some(Arc::new(kept.clone())),
        lost: Vec::new(),
    }
}

/// A condition of a sign-off.
pub(crate) fn condition(id: &str, text: &str, due: &str) -> Condition {
    Condition {
        id: id.into(),
        text: text.into(),
        owner: "Bo".into(),
        due: parse_day(due).unwrap(),
    }
}

/// Lets the review see these sign-offs.
pub(crate) fn seen(ui: &mut Ui, sign_offs: Vec<SignOff>) {
    let mut observations = Observations::new();
    observations.set_sign_offs(sign_offs.into());
    ui.send(Message::Observed(observations));
}

/// A review with a go of one role, a conditional go of another, of which one condition is overdue, and a forged one.
pub(crate) fn signed(size: (u16, u16)) -> Ui {
    let assessment = assessment();
    let mut ui = Ui::review_of(assessment.clone(), size);
    let mut go = sign_off(
        &assessment,
        ("sre", "Ana"),
        Verdict::Go,
        "2026-11-20T10:00:00Z",
    );
    go.seal = Seal::Valid {
        key: "SHA256:abc".to_owned(),
    };
    let mut conditional = sign_off(
        &assessment,
        ("tech lead", "Bo"),
        Verdict::ConditionalGo,
        "2026-11-20T11:00:00Z",
    );
    if let Some(statement) = &mut conditional.statement {
        statement.conditions = vec![
            condition("c1", "a load test at twice the traffic", "2026-11-19"),
            condition("c2", "the runbook names who is called", "2026-12-01"),
        ];
    }
    let mut forged = sign_off(
        &assessment,
        ("product", "Noor"),
        Verdict::Go,
        "2026-11-20T12:00:00Z",
    );
    forged.seal = Seal::Forged(Forgery::Copy);
    seen(&mut ui, vec![go, conditional, forged]);
    ui
}

#[test]
fn the_review_says_what_became_of_sign_offs() {
    picture_everywhere("sign-off-review-current", signed);
    picture_everywhere("sign-off-review-superseded", |size| {
        signed(size).keys("<tab><tab>g<tab>x")
    });
}

#[test]
fn look() {
    for size in [(120, 32), (60, 18), (40, 8)] {
        println!("{}\n=====", signed(size).keys("X").text());
        println!("{}\n=====", signed(size).keys("Xs").text());
        println!(
            "{}\n=====",
            signed(size).keys("Xs<tab>cthe load test").text()
        );
        println!("{}\n=====", signed(size).keys("Xs<tab>c<tab>five friendly customers<tab>the load test<tab>Bo<tab>2026-12-01<enter>").text());
        println!("{}\n=====", signed(size).keys("Xs<tab>c<tab>five friendly customers<tab>the load test<tab>Bo<tab>2026-12-01<enter><enter>").text());
    }
}
