//! Every refusal can be come by, says why, and alters nothing; what lies just inside of it is made.

use std::collections::BTreeSet;
use std::sync::Arc;

use candor::domain::assessment::{
    Answer, Assessment, Declared, DeclaredOf, Head, Participant, Status, TraitAnswer,
};
use candor::domain::change::{Aside, Change, HeadEntry, HeadKind, Stamp};
use candor::domain::cost::{Cost, Period, Resource};
use candor::domain::dissent::Dissent;
use candor::domain::evidence::{Content, Evidence, Shows, Signed};
use candor::domain::history::What;
use candor::domain::measured::Measured;
use candor::domain::meeting::Meeting;
use candor::domain::minutes::{Action, Note, Remark};
use candor::domain::refusal::Refusal;
use candor::domain::snapshot::Snapshot;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset, parse_day};
use candor::domain::upgrade::Upgrade;
use candor::domain::version::{Version, set_versions};
use candor::domain::waiver::{Waiver, WaiverFault};
use candor::format::read::read_checklist;
use chrono::TimeDelta;

use super::random::moment;
use super::spice::number;

const CHECKLIST: &str = r#"Checklist(format: 1, id: "x", title: "X",
    scoring: (max_waiver_days: 30),
    categories: [(id: "c", title: "C", items: [
        (id: "plain", tier: Blocker, title: "x"),
        (id: "strict", tier: Blocker, title: "x", waivable: false),
        (id: "fast", tier: Should, title: "x", metric: (name: "m", target: Below(2))),
        (id: "audited", tier: Should, title: "x", metric: (name: "m", target: Text("by two"))),
        (id: "split", tier: Blocker, title: "x", metric: (name: "m", target: Below(2))),
    ])])"#;

fn now() -> Moment {
    moment("2026-03-01T12:00:00Z")
}

fn stamp(by: &str) -> Stamp {
    Stamp {
        id: "stamp".into(),
        at: now(),
        by: by.into(),
        recorded_by: Text::default(),
    }
}

fn dissent(id: &str, name: &str, text: &str) -> Dissent {
    Dissent {
        id: id.into(),
        name: name.into(),
        on: Text::default(),
        text: text.into(),
        at: now(),
        answered: None,
        closed: None,
    }
}

fn remark(id: &str, by: &str, text: &str) -> Remark {
    Remark {
        id: id.into(),
        text: text.into(),
        by: by.into(),
        at: now(),
        settled: None,
    }
}

fn action(id: &str, by: &str, text: &str) -> Action {
    Action {
        id: id.into(),
        text: text.into(),
        owner: Text::default(),
        due: None,
        by: by.into(),
        at: now(),
        done: None,
    }
}

fn evidence(id: &str, by: &str, text: &str, observed: &str) -> Evidence {
    Evidence {
        id: id.into(),
        content: Content::Link(text.into()),
        shows: Shows::Met,
        caption: Text::default(),
        observed: parse_day(observed).unwrap(),
        version: Text::default(),
        by: by.into(),
        at: now(),
        confirmed: Vec::new(),
        withdrawn: None,
        redacted: None,
    }
}

fn waiver() -> Waiver {
    Waiver {
        reason: "because".into(),
        by: "Ana".into(),
        at: now(),
        approved_by: "Zoe".into(),
        expires: parse_day("2026-03-31").unwrap(),
    }
}

fn waive(item: &str, alter: impl FnOnce(&mut Waiver)) -> Change {
    let mut waiver = waiver();
    alter(&mut waiver);
    Change::Waive {
        item: item.into(),
        waiver,
        entry: "entry".into(),
    }
}

fn measure(item: &str, measured: Measured) -> Change {
    Change::Measure {
        item: item.into(),
        measured: Some(measured),
        stamp: stamp("Ana"),
    }
}

fn answer(item: &str, status: Status, by: &str) -> Change {
    Change::Answer {
        item: item.into(),
        status,
        stamp: stamp(by),
    }
}

fn snapshot(id: &str, label: &str) -> Change {
    Change::Record(HeadEntry::Snapshot(Snapshot {
        id: id.into(),
        label: label.into(),
        at: now(),
        by: "Ana".into(),
        scores: None,
        declared: Vec::new(),
        items: Vec::new(),
    }))
}

fn cost(low: &str, high: &str, name: &str, currency: &str) -> Change {
    Change::Record(HeadEntry::Cost(Cost {
        id: "cost".into(),
        name: name.into(),
        low: number(low),
        high: number(high),
        currency: currency.into(),
        per: Period::Once,
    }))
}

fn declared(of: DeclaredOf) -> Change {
    Change::Record(HeadEntry::Declared(Declared {
        id: "d".into(),
        label: "d".into(),
        of,
        value: "85 %".into(),
        table: Text::default(),
        weight: None,
        by: Text::default(),
        on: None,
        source: Text::default(),
    }))
}

fn note(item: Option<&str>, note: Note) -> Change {
    Change::Note {
        item: item.map(Text::from),
        note,
    }
}

fn dissenting(item: Option<&str>, dissent: Dissent) -> Change {
    Change::Dissent {
        item: item.map(Text::from),
        dissent,
    }
}

fn reply(item: Option<&str>, dissent: &str, text: &str, by: &str) -> Change {
    Change::Reply {
        item: item.map(Text::from),
        dissent: dissent.into(),
        text: text.into(),
        stamp: stamp(by),
    }
}

fn close(item: Option<&str>, dissent: &str, by: &str) -> Change {
    Change::Close {
        item: item.map(Text::from),
        dissent: dissent.into(),
        stamp: stamp(by),
    }
}

fn settle(item: Option<&str>, note: &str, by: &str) -> Change {
    Change::Settle {
        item: item.map(Text::from),
        note: note.into(),
        stamp: stamp(by),
    }
}

fn attach(evidence: Evidence) -> Change {
    Change::Attach {
        item: "plain".into(),
        evidence,
        entry: "entry".into(),
    }
}

fn withdraw(item: &str, evidence: &str) -> Change {
    Change::Withdraw {
        item: item.into(),
        evidence: evidence.into(),
        stamp: stamp("Ana"),
    }
}

fn redact(evidence: &str, why: &str) -> Change {
    Change::Redact {
        item: "plain".into(),
        evidence: evidence.into(),
        sha256: "0".repeat(64),
        why: why.into(),
        stamp: stamp("Ana"),
    }
}

fn tell(aside: Aside) -> Change {
    Change::Tell {
        item: "plain".into(),
        aside,
    }
}

fn participant(name: &str, role: &str) -> Change {
    Change::Record(HeadEntry::Participant(Participant {
        name: name.into(),
        role: role.into(),
    }))
}

/// An assessment in which everything can be done, and has been done once, on an item and on the whole.
/// What two have said of the item `split`.
fn versions() -> Vec<Version> {
    let version = |by: &str, status| Version {
        by: by.into(),
        at: Some(now()),
        status,
        ..Version::default()
    };
    vec![version("Ana", Status::Met), version("Bo", Status::Unmet)]
}

fn resolve(item: &str, version: Version, by: &str) -> Change {
    Change::Resolve {
        item: item.into(),
        version: Box::new(version),
        stamp: stamp(by),
    }
}

/// Changes of what the versions of a conflict hold, and choices that are none.
fn refused_conflicts() -> Vec<(Change, Refusal)> {
    let [met, _] = versions().try_into().unwrap();
    let other = Version {
        comment: "Else.".into(),
        ..met.clone()
    };
    let comment = Aside::Comment("Why?".into());
    let item: Text = "split".into();
    let conflicted = [
        answer("split", Status::Met, "Ana"),
        answer("split", Status::Unanswered, "Ana"),
        Change::Agree {
            item: item.clone(),
            stamp: stamp("Ana"),
        },
        Change::Tell {
            item: item.clone(),
            aside: comment,
        },
        measure("split", Measured::Value(number("1"))),
        waive("split", |_| {}),
        Change::Revoke {
            item,
            stamp: stamp("Ana"),
        },
    ];
    let conflicted = conflicted.map(|change| (change, Refusal::Conflicted));
    let choices = [
        (resolve("split", met.clone(), " "), Refusal::NeedsName),
        (resolve("split", other, "Cy"), Refusal::NoSuchVersion),
        (resolve("plain", met, "Cy"), Refusal::NoConflict),
    ];
    conflicted.into_iter().chain(choices).collect()
}

#[test]
fn a_conflict_is_settled_by_a_choice_that_keeps_the_others_and_can_be_taken_back() {
    let versions = versions();
    for (chosen, other) in [(0, 1), (1, 0)] {
        let mut assessment = assessment();
        let before = assessment.clone();
        let least = assessment.answer(&"split".into()).unwrap();
        assert_eq!((&least.status, least.by.raw()), (&Status::Unmet, "Bo"));
        let change = resolve("split", versions[chosen].clone(), "Cy");
        let inverse = assessment.apply(&change).unwrap();
        let answer = assessment.answer(&"split".into()).unwrap();
        assert_eq!(answer.conflict, []);
        assert_eq!(Version::of(answer), versions[chosen]);
        let entry = answer.history.last().unwrap();
        assert_eq!((entry.by.raw(), &entry.was), ("Cy", &Some(Status::Unmet)));
        let What::Resolved(resolution) = &entry.what else {
            panic!("{entry:?}");
        };
        assert_eq!(resolution.chosen, versions[chosen]);
        assert_eq!(resolution.others, versions[other..=other]);
        // Now it can be answered again.
        let again = answer_of(&mut assessment, "split");
        assert!(again.is_ok(), "{again:?}");
        assessment.apply(&again.unwrap()).unwrap();
        assessment.apply(&inverse).unwrap();
        assert!(assessment == before, "it can't be taken back");
    }
}

fn answer_of(assessment: &mut Assessment, item: &str) -> Result<Change, Refusal> {
    assessment.apply(&answer(item, Status::Unknown, "Cy"))
}

fn assessment() -> Assessment {
    let (checklist, faults) = read_checklist(CHECKLIST.as_bytes());
    let checklist = checklist.unwrap_or_else(|| panic!("{faults:?}"));
    let offset = UtcOffset::default();
    let mut assessment = Assessment::new(Arc::new(checklist), Head::default(), now(), offset);
    let mut made = vec![
        participant("Fay", "facilitator"),
        answer("strict", Status::NotApplicable("no users".into()), "Ana"),
        snapshot("s1", "before"),
        attach(evidence("held", "Ana", "https://example.org", "2026-03-01")),
        attach(evidence("gone", "Ana", "https://example.org", "2026-03-01")),
        attach(evidence("bare", "Ana", "https://example.org", "2026-03-01")),
        withdraw("plain", "gone"),
        redact("bare", "private"),
    ];
    for on in [None, Some("plain")] {
        made.extend([
            dissenting(on, dissent("open", "Bo", "no")),
            dissenting(on, dissent("answered", "Bo", "no")),
            reply(on, "answered", "yes", "Ana"),
            dissenting(on, dissent("closed", "Bo", "no")),
            reply(on, "closed", "yes", "Ana"),
            close(on, "closed", " bo"),
            note(on, Note::Decision(remark("decision", "Ana", "We wait."))),
            note(on, Note::Action(action("action", "Ana", "Ask."))),
            note(on, Note::Action(action("done", "Ana", "Ask."))),
            settle(on, "done", "Bo"),
            note(on, Note::Parked(remark("parked", "Ana", "Why?"))),
            note(on, Note::Parked(remark("settled", "Ana", "Why?"))),
            settle(on, "settled", "Bo"),
        ]);
    }
    let mut split = Answer::unanswered("split".into());
    set_versions(&mut split, versions());
    made.push(Change::PutBack {
        answer: Arc::new(split),
    });
    for change in made {
        let made = assessment.apply(&change);
        assert!(made.is_ok(), "{change:?}: {made:?}");
    }
    assessment
}

/// Of waivers, measured values, estimates, costs, snapshots and the rest of the head.
fn refused_figures() -> Vec<(Change, Refusal)> {
    let bad = |fault| Refusal::BadWaiver(fault);
    let day = |text| parse_day(text).unwrap();
    let below = || Refusal::CannotBeJudged("below 2".to_owned());
    let words = || Refusal::CannotBeJudged("by two".to_owned());
    let value = |text| Measured::Value(number(text));
    vec![
        (
            Change::Record(HeadEntry::Meeting(Meeting {
                id: "m".into(),
                start: now(),
                end: Some(Moment::new(now().time() - TimeDelta::seconds(1))),
                planned: None,
                facilitator: "Ana".into(),
                present: Vec::new(),
                agreed: Vec::new(),
            })),
            Refusal::EndsBeforeItBegins,
        ),
        (
            waive("nowhere", |_| {}),
            Refusal::UnknownItem("nowhere".into()),
        ),
        (waive("strict", |_| {}), bad(WaiverFault::NotWaivable)),
        (
            waive("plain", |it| it.reason = " ".into()),
            bad(WaiverFault::NoReason),
        ),
        (
            waive("plain", |it| it.by = "".into()),
            bad(WaiverFault::NoName),
        ),
        (
            waive("plain", |it| it.approved_by = " ".into()),
            bad(WaiverFault::NotApproved),
        ),
        (
            waive("plain", |it| it.approved_by = " ANA".into()),
            bad(WaiverFault::ApprovedByTheSame),
        ),
        (
            waive("plain", |it| it.expires = day("2026-04-01")),
            bad(WaiverFault::TooLong(day("2026-03-31"))),
        ),
        (
            waive("plain", |it| it.expires = day("2026-02-28")),
            bad(WaiverFault::ExpiredWhenMade),
        ),
        (
            Change::Revoke {
                item: "plain".into(),
                stamp: stamp("Ana"),
            },
            Refusal::NothingToRevoke,
        ),
        (
            Change::Revoke {
                item: "plain".into(),
                stamp: stamp(" "),
            },
            Refusal::NeedsName,
        ),
        (measure("plain", value("1")), Refusal::NoMetric),
        (measure("fast", Measured::Text("quick".into())), below()),
        (
            measure("fast", Measured::Ratio(number("1"), number("0"))),
            below(),
        ),
        (
            measure("fast", Measured::Range(number("2"), number("1"))),
            below(),
        ),
        (measure("audited", value("2")), words()),
        (measure("audited", Measured::Text(" ".into())), words()),
        (
            Change::Measure {
                item: "fast".into(),
                measured: None,
                stamp: stamp(""),
            },
            Refusal::NeedsName,
        ),
        (
            tell(Aside::Estimate("soon".into())),
            Refusal::NoEstimate("soon".into()),
        ),
        (
            tell(Aside::Estimate("0-2h".into())),
            Refusal::NoEstimate("0-2h".into()),
        ),
        (cost("2", "1", "hosting", "USD"), Refusal::BadCost),
        (cost("-1", "1", "hosting", "USD"), Refusal::BadCost),
        (cost("1", "2", " ", "USD"), Refusal::NeedsText),
        (cost("1", "2", "hosting", ""), Refusal::NeedsText),
        (
            Change::Record(HeadEntry::Resource(Resource {
                id: "r".into(),
                role: " ".into(),
                effort: "2w".into(),
            })),
            Refusal::NeedsText,
        ),
        (
            snapshot("s2", "before"),
            Refusal::LabelTaken("before".into()),
        ),
        (snapshot("s2", " "), Refusal::NeedsText),
        (participant(" ", "author"), Refusal::NeedsName),
        (
            Change::SetTarget(Some("live".into())),
            Refusal::UnknownStage("live".into()),
        ),
        (
            declared(DeclaredOf::Stage("live".into())),
            Refusal::UnknownStage("live".into()),
        ),
        (
            declared(DeclaredOf::Category("d".into())),
            Refusal::UnknownCategory("d".into()),
        ),
        (
            Change::Record(HeadEntry::Trait(TraitAnswer {
                id: "public".into(),
                holds: true,
                by: "Ana".into(),
                at: now(),
            })),
            Refusal::UnknownTrait("public".into()),
        ),
        (
            Change::Strike(HeadKind::Cost, "none".into()),
            Refusal::UnknownEntry(HeadKind::Cost, "none".into()),
        ),
        (
            Change::Upgrade(Box::new(Upgrade {
                checklist: Arc::clone(assessment().checklist()),
                stamp: stamp("Ana"),
            })),
            Refusal::SameChecklist,
        ),
    ]
}

/// Of dissents and notes, on an item and on the whole.
fn refused_talk() -> Vec<(Change, Refusal)> {
    let mut refused = Vec::new();
    for on in [None, Some("plain")] {
        refused.extend([
            (dissenting(on, dissent("d", " ", "no")), Refusal::NeedsName),
            (dissenting(on, dissent("d", "Bo", "\n")), Refusal::NeedsText),
            (
                reply(on, "none", "yes", "Ana"),
                Refusal::UnknownDissent("none".into()),
            ),
            (reply(on, "open", " ", "Ana"), Refusal::NeedsText),
            (reply(on, "open", "yes", ""), Refusal::NeedsName),
            (reply(on, "closed", "yes", "Ana"), Refusal::AlreadySettled),
            (
                close(on, "none", "Bo"),
                Refusal::UnknownDissent("none".into()),
            ),
            (close(on, "open", "Bo"), Refusal::NotAnswered),
            (
                close(on, "answered", "Ana"),
                Refusal::NotTheirs("Bo".into()),
            ),
            (close(on, "answered", " "), Refusal::NeedsName),
            (close(on, "closed", "Bo"), Refusal::AlreadySettled),
            (
                note(on, Note::Decision(remark("n", "", "x"))),
                Refusal::NeedsName,
            ),
            (
                note(on, Note::Parked(remark("n", "Ana", " "))),
                Refusal::NeedsText,
            ),
            (
                note(on, Note::Action(action("n", " ", "x"))),
                Refusal::NeedsName,
            ),
            (
                note(on, Note::Action(action("n", "Ana", ""))),
                Refusal::NeedsText,
            ),
            (
                settle(on, "none", "Ana"),
                Refusal::UnknownNote("none".into()),
            ),
            // A decision is settled by itself.
            (
                settle(on, "decision", "Ana"),
                Refusal::UnknownNote("decision".into()),
            ),
            (settle(on, "action", ""), Refusal::NeedsName),
            (settle(on, "done", "Ana"), Refusal::AlreadySettled),
            (settle(on, "settled", "Ana"), Refusal::AlreadySettled),
        ]);
    }
    refused
}

/// Of answers and evidence.
fn refused_answers() -> Vec<(Change, Refusal)> {
    let agree = |item: &str, by| Change::Agree {
        item: item.into(),
        stamp: stamp(by),
    };
    let confirm = |by| Change::Confirm {
        item: "plain".into(),
        evidence: "held".into(),
        stamp: stamp(by),
    };
    let link = "https://example.org";
    vec![
        (answer("plain", Status::Met, " "), Refusal::NeedsName),
        (
            answer("plain", Status::NotApplicable(" ".into()), "Ana"),
            Refusal::NeedsReason,
        ),
        (agree("plain", "Bo"), Refusal::NothingToAgreeTo),
        (agree("strict", "ana"), Refusal::NeedsAnother("Ana".into())),
        (
            attach(evidence("e", "", link, "2026-03-01")),
            Refusal::NeedsName,
        ),
        (
            attach(evidence("e", "Ana", " ", "2026-03-01")),
            Refusal::EmptyEvidence,
        ),
        (
            attach(evidence("e", "Ana", link, "2026-03-02")),
            Refusal::ObservedLater,
        ),
        (
            withdraw("plain", "none"),
            Refusal::UnknownEvidence("none".into()),
        ),
        (withdraw("plain", "gone"), Refusal::AlreadyWithdrawn),
        (confirm(" ana "), Refusal::NeedsAnother("Ana".into())),
        (redact("bare", "again"), Refusal::NothingToRedact),
        (redact("held", " "), Refusal::NeedsReason),
    ]
}

fn refused() -> Vec<(Change, Refusal)> {
    [
        refused_figures(),
        refused_talk(),
        refused_answers(),
        refused_conflicts(),
    ]
    .concat()
}

#[test]
fn what_is_refused_says_why_and_alters_nothing() {
    let mut assessment = assessment();
    let before = assessment.clone();
    for (change, refusal) in refused() {
        assert_eq!(
            assessment.apply(&change),
            Err(refusal.clone()),
            "{change:?}"
        );
        assert!(assessment == before, "{change:?} altered something");
        assert!(!refusal.words().is_empty() && !refusal.words().ends_with('.'));
    }
}

/// The name of a refusal. A new one has to be named here, and so be come by above.
fn kind(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::UnknownItem(_) => "item",
        Refusal::UnknownEvidence(_) => "evidence",
        Refusal::UnknownStage(_) => "stage",
        Refusal::UnknownTrait(_) => "trait",
        Refusal::UnknownCategory(_) => "category",
        Refusal::UnknownEntry(..) => "entry",
        Refusal::UnknownDissent(_) => "dissent",
        Refusal::UnknownNote(_) => "note",
        Refusal::NeedsReason => "reason",
        Refusal::NeedsName => "name",
        Refusal::NothingToAgreeTo => "agree",
        Refusal::NeedsAnother(_) => "another",
        Refusal::ObservedLater => "observed",
        Refusal::AlreadyWithdrawn => "withdrawn",
        Refusal::NothingToRedact => "redact",
        Refusal::EmptyEvidence => "empty",
        Refusal::NeedsText => "text",
        Refusal::BadWaiver(_) => "waiver",
        Refusal::NothingToRevoke => "revoke",
        Refusal::NoMetric => "metric",
        Refusal::CannotBeJudged(_) => "judged",
        Refusal::NoEstimate(_) => "estimate",
        Refusal::NotTheirs(_) => "theirs",
        Refusal::NotAnswered => "answered",
        Refusal::AlreadySettled => "settled",
        Refusal::BadCost => "cost",
        Refusal::LabelTaken(_) => "label",
        Refusal::EndsBeforeItBegins => "meeting",
        Refusal::SameChecklist => "checklist",
        Refusal::Conflicted => "conflicted",
        Refusal::NoConflict => "conflict",
        Refusal::NoSuchVersion => "version",
    }
}

#[test]
fn every_refusal_can_be_come_by() {
    let reached: BTreeSet<&str> = refused().iter().map(|(_, refusal)| kind(refusal)).collect();
    assert_eq!(reached.len(), 32, "{reached:?}");
}

#[test]
fn control_what_lies_just_inside_is_made() {
    let mut inside = vec![
        waive("plain", |_| {}),
        waive("plain", |it| it.expires = parse_day("2026-03-01").unwrap()),
        waive("plain", |it| it.approved_by = "Ana B".into()),
        measure("fast", Measured::Value(number("3"))),
        measure("fast", Measured::Range(number("1"), number("1"))),
        measure("fast", Measured::Ratio(number("0"), number("0.1"))),
        measure("audited", Measured::Text("by Bo and Cy".into())),
        tell(Aside::Estimate("1-1m".into())),
        tell(Aside::Estimate("".into())),
        cost("0", "0", "hosting", "USD"),
        // The same snapshot keeps its label; another may have another.
        snapshot("s1", "before"),
        snapshot("s2", "Before"),
        attach(evidence("e", "Ana", "https://example.org", "2026-02-28")),
    ];
    for on in [None, Some("plain")] {
        inside.extend([
            reply(on, "answered", "yes again", "Cy"),
            close(on, "answered", " fay"),
            settle(on, "action", "Ana"),
            settle(on, "parked", "Ana"),
        ]);
    }
    for change in inside {
        let mut assessment = assessment();
        let before = assessment.clone();
        let made = assessment.apply(&change);
        assert!(made.is_ok(), "{change:?}: {made:?}");
        let inverse = made.unwrap();
        assessment.apply(&inverse).unwrap();
        assert!(assessment == before, "{change:?} can't be taken back");
    }
}

#[test]
fn a_dissent_closed_by_somebody_who_can_not_stays_open_and_can_be_answered_and_closed() {
    let mut assessment = assessment();
    // As a file edited by hand may say: closed by a stranger, without an answer.
    let mut odd = dissent("odd", "Cy", "no");
    odd.closed = Some(Signed {
        by: "Stranger".into(),
        at: now(),
    });
    for item in [None, Some("plain")] {
        assessment.apply(&dissenting(item, odd.clone())).unwrap();
        let early = assessment.apply(&close(item, "odd", "Cy"));
        assert_eq!(early, Err(Refusal::NotAnswered));
        assessment.apply(&reply(item, "odd", "yes", "Ana")).unwrap();
        // The answer does not close it by the stranger's mark.
        let of_item = |it: &Assessment| match item {
            Some(item) => it.answer(&item.into()).unwrap().dissents.clone(),
            None => it.head.dissents.clone(),
        };
        let is_open = |it: &Assessment| {
            let odd = of_item(it).into_iter().find(|it| it.id == "odd").unwrap();
            odd.is_open(|_| false)
        };
        assert!(is_open(&assessment));
        assessment.apply(&close(item, "odd", "Cy")).unwrap();
        assert!(!is_open(&assessment));
        let again = assessment.apply(&close(item, "odd", "Cy"));
        assert_eq!(again, Err(Refusal::AlreadySettled));
    }
}

#[test]
fn what_was_measured_and_who_had_answered_stays_on_record_when_an_item_is_asked_again() {
    let mut assessment = assessment();
    // Measured and answered as an imported file may have it: without a word in the history.
    let measured = Measured::Value(number("1"));
    let imported = Answer {
        status: Status::Met,
        by: "Ana".into(),
        recorded_by: "Fay".into(),
        at: Some(now()),
        measured: Some(measured.clone()),
        ..Answer::unanswered("fast".into())
    };
    let answer = Arc::new(imported);
    assessment.apply(&Change::PutBack { answer }).unwrap();
    let newer = CHECKLIST.replace("id: \"fast\"", "id: \"fast\", rev: 2");
    let checklist = Arc::new(read_checklist(newer.as_bytes()).0.unwrap());
    let upgrade = Upgrade {
        checklist,
        stamp: stamp("Bo"),
    };
    assessment
        .apply(&Change::Upgrade(Box::new(upgrade)))
        .unwrap();
    let answer = assessment.answer(&"fast".into()).unwrap();
    assert_eq!(
        (&answer.status, &answer.measured),
        (&Status::Unanswered, &None)
    );
    let entry = answer.history.last().unwrap();
    assert_eq!(entry.was, Some(Status::Met));
    assert_eq!(
        entry.what,
        What::Reopened {
            from: 1,
            to: 2,
            by: "Ana".into(),
            recorded_by: "Fay".into(),
            at: Some(now()),
            measured: Some(measured),
        }
    );
}
