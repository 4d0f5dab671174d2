//! Signing in plain lines.

use candor::domain::evidence::Observations;
use candor::domain::gate::Verdict;
use candor::domain::intention::Intention;
use candor::linear::message::{Effect, Heard};
use candor::problem::{Problem, ProblemKind};

use super::harness::Talk;
use crate::tui::sign_off::{assessment, condition, hostile, sign_off};

fn talk() -> Talk {
    Talk::review_of(assessment(), Some("Ana"), false)
}

fn intention(talk: &Talk) -> Option<&Intention> {
    talk.effects.iter().find_map(|effect| match effect {
        Effect::Sign(intention) => Some(intention),
        _ => None,
    })
}

fn seen(talk: &mut Talk, sign_offs: Vec<candor::domain::sign_off::SignOff>) {
    let mut observations = Observations::new();
    observations.set_sign_offs(sign_offs.into());
    talk.hear(Heard::Observed(observations));
}

#[test]
fn a_conditional_go_from_the_first_question_to_the_word() {
    let talk = talk().lines(&[
        "sign",
        "2",
        "conditional-go",
        "five friendly customers",
        "a load test",
        "Bo",
        "2026-12-01",
        "",
        "as agreed",
        "",
        "conditional-go",
    ]);
    let signed = intention(&talk).unwrap();
    assert_eq!((signed.by.raw(), signed.role.raw()), ("Ana", "product"));
    assert_eq!(signed.decision, Verdict::ConditionalGo);
    assert_eq!(signed.despite.raw(), "five friendly customers");
    assert_eq!(signed.words.raw(), "as agreed");
    assert_eq!(signed.conditions.len(), 1);
    assert_eq!(signed.conditions[0].owner.raw(), "Bo");
    insta::assert_snapshot!("sign", talk.transcript);
}

#[test]
fn an_empty_line_signs_nothing_and_neither_does_the_wrong_word() {
    let whole = ["sign", "", "3", "", "", "no-go"];
    for count in 2..whole.len() {
        let mut talk = talk().lines(&whole[..count]);
        // Where an empty line is an answer, it goes on; at last nothing is signed.
        talk = talk.lines(&["", "", "", "", ""]);
        assert!(intention(&talk).is_none(), "{count}");
        assert!(talk.has_said("Nothing is signed."), "{}", talk.transcript);
    }
    let talk = talk().lines(&["sign", "", "3", "", "", "go", "no go"]);
    assert!(intention(&talk).is_none());
    assert!(
        talk.has_said("Nothing is signed: go is not no-go."),
        "{}",
        talk.transcript
    );
    // The control.
    let talk = self::talk().lines(&whole);
    assert_eq!(intention(&talk).unwrap().role.raw(), "sre");
}

#[test]
fn what_became_of_sign_offs_is_said_at_once() {
    let mut talk = talk();
    let kept = assessment();
    let mut conditional = sign_off(
        &kept,
        ("sre", "Ana"),
        Verdict::ConditionalGo,
        "2026-11-20T10:00:00Z",
    );
    if let Some(statement) = &mut conditional.statement {
        statement.conditions = vec![condition("c1", "a load test", "2026-11-19")];
    }
    seen(&mut talk, vec![conditional]);
    let talk = talk.lines(&[
        "tests",
        "unmet",
        "signatures",
        "done 1",
        "undo",
        "done",
        "signatures",
    ]);
    assert!(
        talk.has_said("Conditional-go signed by sre 11-20 (no key), superseded: tests."),
        "{}",
        talk.transcript
    );
    assert_eq!(talk.assessment().head.fulfilled.len(), 1);
    insta::assert_snapshot!("signatures", talk.transcript);
}

#[test]
fn what_is_not_saved_is_not_signed_and_a_failure_is_said() {
    let mut talk = talk();
    talk.saves = false;
    let mut talk = talk.lines(&["met", "sign", "", "3", "", "", "no-go"]);
    assert!(intention(&talk).is_none() && talk.conversation.is_busy());
    let problem = Problem::new(ProblemKind::File, "not saved: the disk is full");
    talk.hear(Heard::NotSaved(problem));
    assert!(
        talk.has_said("Nothing is signed, because"),
        "{}",
        talk.transcript
    );
    assert!(!talk.conversation.is_busy());
    talk.line("sign");
    assert!(
        talk.has_said("NOT SAVED, so not signed"),
        "{}",
        talk.transcript
    );
    talk.hear(Heard::Signed(Err(Problem::new(
        ProblemKind::File,
        "no key",
    ))));
    assert!(talk.has_said("Not signed: no key"), "{}", talk.transcript);
}

#[test]
fn no_text_of_a_sign_off_is_said_as_a_control() {
    let text = "\u{1b}]0;x\u{7}\u{202e}";
    let mut talk = talk();
    seen(&mut talk, hostile(&assessment(), text));
    let talk = talk.lines(&["unmet", "signatures", "reasons", "sign", "", ""]);
    let bad = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
    assert!(!talk.transcript.contains(bad), "{:?}", talk.transcript);
}
