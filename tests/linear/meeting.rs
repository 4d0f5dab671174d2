//! A meeting in plain lines.

use candor::domain::assessment::{Assessment, Status};
use candor::domain::text::Text;

use super::harness::Talk;
use crate::tui::harness::{assessment, moment};
use crate::tui::standing::standing;

const BEGIN: [&str; 6] = ["meeting", "Ben, product", "Dora", "", "", "60"];

fn held() -> Talk {
    Talk::review_of(standing(), Some("Ana"), false).lines(&BEGIN)
}

fn answer<'a>(assessment: &'a Assessment, item: &str) -> &'a candor::domain::assessment::Answer {
    assessment.answer(&item.into()).unwrap()
}

/// The item that is shown on second screens.
fn here(talk: &Talk) -> Option<String> {
    let last = talk.shown.last()?.as_ref()?;
    last.item.as_ref().map(|item| item.raw().to_owned())
}

#[test]
fn the_whole_of_a_meeting() {
    let mut talk = held();
    let first = here(&talk).unwrap();
    talk.line("says Ben");
    talk.line("partial 35");
    let said = answer(talk.assessment(), &first);
    assert_eq!((said.by.raw(), said.recorded_by.raw()), ("Ben", "Ana"));
    assert_ne!(here(&talk).unwrap(), first, "it goes on");
    let second = here(&talk).unwrap();
    talk = talk.lines(&["says ana", "na one customer"]);
    // Whoever leads writes down for nobody but others.
    let said = answer(talk.assessment(), &second);
    assert_eq!((said.by.raw(), said.recorded_by.raw()), ("Ana", ""));
    talk = talk.lines(&["back", "agree"]);
    let said = answer(talk.assessment(), &second);
    assert_eq!(said.agreed_by.as_ref().map(|it| it.by.raw()), Some("Ben"));
    let third = here(&talk).unwrap();
    talk = talk.lines(&[
        "park who pays?",
        "decide one region",
        "action time a restore",
        "Ben",
        "2026-12-01",
    ]);
    assert_eq!(answer(talk.assessment(), &third).parked.len(), 1);
    talk = talk.lines(&["rest", "agree", "end meeting"]);
    assert!(talk.has_said("Decided: one region"));
    assert!(talk.has_said("To do: time a restore, by Ben, until 2026-12-01."));
    assert!(talk.has_said("Parked: who pays?"));
    talk.now = moment("2026-11-21T09:47:00Z");
    talk = talk.lines(&["end", "taken.md"]);
    assert!(talk.has_said("there is such a file already"));
    talk.line("");
    let meeting = &talk.assessment().head.meetings[0];
    assert_eq!(meeting.end, Some(moment("2026-11-21T09:47:00Z")));
    assert!(meeting.agreed.contains(&Text::from(second.as_str())));
    let (name, minutes) = &talk.written[0];
    assert_eq!(name, "minutes.md");
    assert!(minutes.contains("47 of 60 minutes"), "{minutes}");
    assert!(minutes.contains("| Ben | Ana |"), "{minutes}");
    assert!(
        talk.shown.last().unwrap().is_none(),
        "nothing is shown any more"
    );
    insta::assert_snapshot!(talk.transcript);
}

#[test]
fn what_was_parked_comes_back_and_is_settled_by_an_answer() {
    let mut talk = held();
    let item = here(&talk).unwrap();
    talk = talk.lines(&["park who pays?", "rest", "back"]);
    assert_eq!(here(&talk).unwrap(), item);
    assert!(talk.has_said("It was parked, and is back."));
    talk.line("unknown");
    let said = answer(talk.assessment(), &item);
    assert_eq!(said.status, Status::Unknown);
    assert!(said.parked[0].settled.is_some());
}

#[test]
fn another_answer_is_not_what_all_agreed_to_and_a_dissent_stands_in_the_way() {
    let mut talk = held().lines(&["partial 35", "back", "agree"]);
    let meeting = |talk: &Talk| talk.assessment().head.meetings[0].clone();
    assert_eq!(meeting(&talk).agreed.len(), 1);
    let item = meeting(&talk).agreed[0].clone();
    talk = talk.lines(&[&format!("go {}", item.raw()), "unknown"]);
    assert!(meeting(&talk).agreed.is_empty());
    talk = talk.lines(&[&format!("go {}", item.raw()), "dissent Dora: it was a mock"]);
    let dissent = &answer(talk.assessment(), item.raw())
        .dissents
        .last()
        .unwrap();
    assert_eq!(
        (dissent.name.raw(), dissent.text.raw()),
        ("Dora", "it was a mock")
    );
    talk = talk.lines(&[&format!("go {}", item.raw()), "agree"]);
    assert!(talk.has_said("Not all agree: Dora dissents."));
    talk = talk.lines(&["reply it was the real one", "says Dora", "close", "agree"]);
    assert!(
        answer(talk.assessment(), item.raw())
            .dissents
            .last()
            .unwrap()
            .closed
            .is_some()
    );
    assert_eq!(meeting(&talk).agreed, [item]);
}

#[test]
fn one_undo_takes_back_all_that_one_line_did() {
    let mut talk = held();
    let item = here(&talk).unwrap();
    talk = talk.lines(&["says ana", "na one customer", "back", "agree"]);
    let agreed = |talk: &Talk| {
        let meeting = &talk.assessment().head.meetings[0];
        let by = answer(talk.assessment(), &item).agreed_by.is_some();
        (by, meeting.agreed.contains(&Text::from(item.as_str())))
    };
    assert_eq!(agreed(&talk), (true, true));
    talk.line("undo");
    assert_eq!(agreed(&talk), (false, false));
    talk.line("redo");
    assert_eq!(agreed(&talk), (true, true));
    talk = talk.lines(&["undo", "undo"]);
    let applies = |talk: &Talk| {
        let status = &answer(talk.assessment(), &item).status;
        !matches!(status, Status::NotApplicable(_))
    };
    assert!(applies(&talk));
    // Made again line by line, not more at once.
    talk.line("redo");
    assert!(!applies(&talk));
    assert_eq!(agreed(&talk), (false, false));
    talk.line("redo");
    assert_eq!(agreed(&talk), (true, true));
}

#[test]
fn evidence_is_confirmed_by_somebody_else_who_is_here() {
    let mut talk = Talk::review_of(assessment(), Some("Ana"), false).lines(&BEGIN);
    let item = here(&talk).unwrap();
    talk = talk.lines(&["https://x.example/1", "confirm Ana"]);
    assert!(talk.has_said("Ana attached it: somebody else has to confirm it."));
    talk = talk.lines(&["confirm", "Dora"]);
    let piece = &answer(talk.assessment(), &item).evidence[0];
    assert_eq!(piece.confirmed[0].by.raw(), "Dora");
    let entry = answer(talk.assessment(), &item).history.last().unwrap();
    assert_eq!(entry.recorded_by.raw(), "Ana");
}

#[test]
fn a_meeting_is_taken_up_again_and_one_that_was_left_is_not() {
    let talk = held().lines(&["partial 35", "leave"]);
    let mut left = talk.effects;
    let assessment = left.drain(..).find_map(|effect| match effect {
        candor::linear::message::Effect::Keep { assessment, .. } => Some(assessment),
        _ => None,
    });
    let assessment = assessment.unwrap();
    let again = Talk::review_of(assessment.clone(), Some("Ana"), false).lines(&["meeting"]);
    assert!(again.has_said("The meeting that Ana leads goes on"));
    assert!(again.has_said("Point 2 of"));
    let mut later = Talk::review_of(assessment, Some("Ana"), false);
    later.now = moment("2026-11-23T09:00:00Z");
    let later = later.lines(&["freeze x", "meeting", "1", "", "", "-"]);
    let meetings = &later.assessment().head.meetings;
    assert_eq!(meetings[0].end, Some(moment("2026-11-21T09:00:00Z")));
    assert_eq!(
        (meetings.len(), meetings[1].planned, meetings[1].end),
        (2, None, None)
    );
}

#[test]
fn what_makes_no_sense_is_told_and_changes_nothing() {
    let mut talk = held();
    let before = talk.assessment().clone();
    for (line, told) in [
        ("says Xaver", "Not understood: Xaver"),
        ("agree", ""),
        ("rest", "points are left open"),
        ("met", "No item is open."),
        ("back", "Point"),
    ] {
        talk.line(line);
        assert!(talk.has_said(told), "{line}");
    }
    let statuses = |of: &Assessment| {
        let answers = of.answers().iter();
        answers.map(|it| it.status.clone()).collect::<Vec<Status>>()
    };
    assert_eq!(statuses(&before), statuses(talk.assessment()));
    let outside = Talk::review().lines(&["says Ben", "rest", "end meeting"]);
    assert!(outside.has_said("No meeting goes on here."));
    let locked = Talk::review_of(standing(), Some("Ana"), true).lines(&["meeting"]);
    assert!(locked.has_said("read-only"));
}

#[test]
fn hostile_names_and_texts_are_shown() {
    let hostile = "\u{202e}Eve\u{200b}";
    let talk = Talk::review_of(standing(), Some("Ana"), false).lines(&[
        "meeting",
        hostile,
        "",
        "",
        "",
        "unmet",
        "back",
        &format!("says {hostile}"),
        &format!("park {hostile}"),
        &format!("decide {hostile}"),
        "end meeting",
        "end",
        "",
    ]);
    for line in &talk.said {
        assert!(
            !line.contains('\u{202e}') && !line.contains('\u{200b}'),
            "{line:?}"
        );
    }
}
