//! The rules of meetings that screen, plain lines and the command line share.

use candor::domain::agenda::Agenda;
use candor::domain::assessment::Status;
use candor::domain::change::{Change, HeadEntry};
use candor::domain::evidence::Observations;
use candor::domain::ledger::Ledger;
use candor::domain::meeting::{agreement, beginning, changed, ended, running, was_left, who};
use candor::domain::plan::PlanOrder;
use candor::domain::text::Text;
use candor::session::bench;

use super::{Held, at, held};

fn begun() -> Held {
    Held::begun(held("").assessment)
}

#[test]
fn a_meeting_that_nobody_ended_ends_at_its_last_sign_of_life() {
    let mut held = begun();
    held.answer("09:50:00", "tests", Status::Met, "Ben");
    // Within three hours it is still going on; then it is over, where it fell silent.
    let end = |held: &Held, now: &str| ended(&held.assessment, &held.meeting, at(now)).end;
    assert_eq!(end(&held, "12:50:00"), Some(at("12:50:00")));
    assert!(!was_left(&held.assessment, &held.meeting, at("12:50:00")));
    assert_eq!(end(&held, "12:50:01"), Some(at("09:50:00")));
    assert!(was_left(&held.assessment, &held.meeting, at("12:50:01")));
    // What the same people do later is not the meeting's.
    held.answer("16:00:00", "latency", Status::Met, "Ben");
    let over = ended(&held.assessment, &held.meeting, at("17:00:00"));
    assert_eq!(over.end, Some(at("09:50:00")));
    let latency = held.assessment.position(&"latency".into()).unwrap();
    let items = changed(&held.assessment, &over);
    assert!(items.iter().all(|change| change.item != latency));
    // One in which nothing happened at all ends where it began.
    let mut empty = begun();
    empty.meeting.start = at("13:00:00");
    assert_eq!(end(&empty, "23:00:00"), Some(at("13:00:00")));
    // And one that has ended stays so.
    held.end("10:00:00");
    assert_eq!(end(&held, "23:00:00"), Some(at("10:00:00")));
}

#[test]
fn those_who_are_there_are_remembered_with_their_roles() {
    let held = begun();
    let roles: Vec<(&str, &str)> = (held.assessment.head.participants.iter())
        .map(|it| (it.name.raw(), it.role.raw()))
        .collect();
    // Ana had a role already, and so keeps it; Fay was known before.
    let known = [
        ("Ana", "SRE"),
        ("Fay", "facilitator"),
        ("Ben", "product"),
        ("Cleo", ""),
    ];
    assert_eq!(roles, known);
    // A role that is given takes the place of the one that was; one that is not leaves it.
    let changes = |there: &[&str]| {
        let there: Vec<_> = there.iter().map(|it| who(it)).collect();
        let mut assessment = held.assessment.clone();
        for change in beginning(&assessment.clone(), held.meeting.clone(), &there) {
            assessment.apply(&change).unwrap();
        }
        let role = |name: &str| {
            let found = assessment
                .head
                .participants
                .iter()
                .find(|it| it.name.raw() == name);
            found.map(|it| it.role.raw().to_owned()).unwrap()
        };
        (
            role("Ana"),
            role("Ben"),
            role("Cleo"),
            assessment.head.participants.len(),
        )
    };
    let same =
        |ana: &str, ben: &str, cleo: &str| (ana.to_owned(), ben.to_owned(), cleo.to_owned(), 4);
    assert_eq!(
        changes(&["Ana", "ben", "Cleo, legal"]),
        same("SRE", "product", "legal")
    );
    assert_eq!(
        changes(&["Ana, sre", "Ben, support"]),
        same("sre", "support", "")
    );
    // A facilitator of whom no role is known takes part as the facilitator, and can so close dissents.
    let mut meeting = held.meeting.clone();
    meeting.facilitator = "Dan".into();
    let mut assessment = held.assessment.clone();
    for change in beginning(&held.assessment, meeting, &[who("Dan")]) {
        assessment.apply(&change).unwrap();
    }
    assert!(assessment.is_facilitator(&"dan".into()));
    assert!(!held.assessment.is_facilitator(&"Dan".into()));
}

#[test]
fn all_agree_with_an_answer_and_not_with_none() {
    let mut held = begun();
    let position = |held: &Held, item: &str| held.assessment.position(&item.into()).unwrap();
    held.answer(
        "09:01:00",
        "latency",
        Status::NotApplicable("no traffic".into()),
        "Ben",
    );
    let made = |held: &Held, item: &str, by: Option<&Text>| {
        let fresh = (Text::from("fresh"), at("09:02:00"));
        agreement(
            &held.assessment,
            &held.meeting,
            position(held, item),
            by,
            fresh,
        )
    };
    let changes = made(&held, "latency", None);
    assert_eq!(changes.len(), 2);
    for change in &changes {
        held.make(change);
    }
    let answer = held.assessment.answer(&"latency".into()).unwrap();
    // Ana leads, and Ben had said so: Ana agrees, who has nobody to write it down for her.
    assert_eq!(answer.agreed_by.as_ref().map(|it| it.by.raw()), Some("Ana"));
    assert!(held.meeting.agreed.contains(&"latency".into()));
    assert_eq!(
        running(&held.assessment).unwrap().agreed,
        held.meeting.agreed
    );
    assert_eq!(made(&held, "latency", None), []);
    held.answer("09:03:00", "health", Status::Unanswered, "Ben");
    assert_eq!(made(&held, "health", None), []);
    // Nobody agrees with themselves: the change says so.
    held.answer(
        "09:04:00",
        "docs",
        Status::NotApplicable("none".into()),
        "Ben",
    );
    let refused = made(&held, "docs", Some(&"ben".into()));
    assert!(held.assessment.clone().apply(&refused[0]).is_err());
}

#[test]
fn a_point_leaves_the_agenda_once_it_is_settled() {
    let mut held = begun();
    let items = |held: &Held| {
        let seen = Observations::new();
        let facts = bench(&held.assessment, at("10:00:00"), &seen);
        let ledger = Ledger::of(&held.assessment, &facts);
        let agenda = Agenda::of(
            &held.assessment,
            &ledger,
            &PlanOrder::of(&held.assessment, &ledger),
        );
        let points: Vec<String> = (agenda.points.iter())
            .map(|point| {
                let id = held.assessment.item(point.item).id.raw();
                format!("{id}: {}", point.concern.key())
            })
            .collect();
        points
    };
    held.answer("09:00:30", "latency", Status::Unmet, "Ben");
    assert!(
        items(&held).contains(&"latency: should-not-met".to_owned()),
        "{:?}",
        items(&held)
    );
    held.answer("09:01:00", "latency", Status::Met, "Ben");
    assert!(
        !items(&held)
            .iter()
            .any(|point| point.starts_with("latency"))
    );
    // A Blocker that is said not to apply stays on it, agreed or not.
    held.answer(
        "09:01:00",
        "health",
        Status::NotApplicable("none".into()),
        "Ben",
    );
    assert!(items(&held).contains(&"health: not-applicable-blocker".to_owned()));
}

#[test]
fn two_meetings_keep_to_themselves() {
    let mut held = held("");
    let first = changed(&held.assessment, &held.meeting).len();
    let mut second = held.meeting.clone();
    second.id = "meeting-2".into();
    second.start = at("14:00:00");
    second.end = None;
    held.make(&Change::Record(HeadEntry::Meeting(second.clone())));
    held.answer("14:05:00", "latency", Status::Met, "Ben");
    assert_eq!(running(&held.assessment), Some(&second));
    let of = |id: &str| {
        let mut meetings = held.assessment.head.meetings.iter();
        let meeting = meetings.find(|it| it.id.raw() == id).unwrap();
        changed(&held.assessment, meeting).len()
    };
    assert_eq!((of("meeting-1"), of("meeting-2")), (first, 1));
}
