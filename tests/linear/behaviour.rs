//! What a conversation does at its edges.

use candor::domain::assessment::Status;
use candor::domain::evidence::Observation;
use candor::linear::conversation::LONGEST_LINE;
use candor::linear::message::{Effect, Heard};

use super::harness::Talk;
use crate::tui::harness::assessment;
use crate::tui::standing::standing;

#[test]
fn the_name_is_asked_once_and_what_wanted_it_goes_on() {
    let mut talk = Talk::review_of(assessment(), None, false);
    talk.line("d");
    talk.line("partial 60");
    assert!(talk.conversation.prompt().starts_with("Your name"));
    talk.line("Ana");
    assert_eq!(talk.assessment().answers()[0].by, "Ana");
    assert_eq!(talk.assessment().answers()[0].status.value(), 60);
    talk.line("x");
    assert_eq!(talk.assessment().answers()[0].status, Status::Unmet);
}

#[test]
fn without_a_name_nothing_is_changed() {
    let mut talk = Talk::review_of(assessment(), None, false);
    talk.line("met");
    talk.line("");
    assert_eq!(talk.last(), "Nothing changed.");
    assert_eq!(talk.assessment(), &assessment());
}

#[test]
fn an_empty_line_leaves_every_question_without_a_change() {
    for question in [
        "na",
        "partial",
        "c",
        "owner",
        "due",
        "estimate",
        "confidence",
        "now",
        "dissent",
        "snapshot",
        "e",
        "e link",
        "e file",
        "e note",
        "w",
        "/",
        "s",
    ] {
        let mut talk = Talk::review();
        talk.line(question);
        assert!(
            !talk.conversation.prompt().starts_with("1 tests"),
            "{question} asks"
        );
        for _ in 0..3 {
            talk.line("");
        }
        assert!(
            talk.conversation.prompt().starts_with("1 tests"),
            "{question}: {}",
            talk.transcript
        );
        assert_eq!(talk.assessment(), &assessment(), "{question}");
    }
}

#[test]
fn every_line_says_something_and_ends_in_a_question() {
    let words = [
        "met",
        "unmet",
        "partial",
        "unknown",
        "na",
        "clear",
        "evidence",
        "]",
        "[",
        "next",
        "previous",
        "first",
        "last",
        "go",
        "here",
        "details",
        "list",
        "more",
        "search",
        "n",
        "N",
        "comment",
        "confirm",
        "withdraw",
        "agree",
        "waive",
        "revoke",
        "measure",
        "owner",
        "due",
        "estimate",
        "confidence",
        "now",
        "dissent",
        "snapshot",
        "undo",
        "redo",
        "reasons",
        "figures",
        "categories",
        "stages",
        "summary",
        "plan",
        "about",
        "compare",
        "lock",
        "whole",
        "subject",
        "help",
        "nonsense",
    ];
    for word in words {
        let mut talk = Talk::review_of(standing(), Some("Ana"), false);
        let (here, before) = (talk.conversation.prompt(), talk.said.len());
        talk.line(word);
        let said = talk.said.len() - before - 1;
        let asks = talk.conversation.prompt();
        assert!(said > 0 || asks != here, "{word} says nothing");
        assert!(
            asks.ends_with(": ") || asks.ends_with("? "),
            "{word} ends in {asks:?}"
        );
    }
}

#[test]
fn a_file_is_waited_for_before_the_next_question() {
    let mut talk = Talk::review();
    talk.saves = false;
    talk.line("met");
    assert!(talk.conversation.is_saving() && !talk.conversation.is_busy());
    talk.line("q");
    assert!(talk.conversation.is_busy(), "leaving waits for the disk");
    assert_eq!(talk.conversation.prompt(), "");
    talk.hear(Heard::Saved(u64::MAX));
    assert!(talk.conversation.is_over());
    assert!(matches!(talk.effects.last(), Some(Effect::Close)));
}

#[test]
fn evidence_that_has_changed_is_said_when_it_moves_a_figure() {
    let mut talk = Talk::review().lines(&["met", "e file report.txt"]);
    let evidence = talk.assessment().answers()[0].evidence[0].id.clone();
    talk.hear(Heard::Observed(
        [(evidence.clone(), Observation::Same)]
            .into_iter()
            .collect(),
    ));
    assert!(!talk.has_said("were looked at"));
    talk.hear(Heard::Observed(
        [(evidence, Observation::Changed)].into_iter().collect(),
    ));
    assert!(
        talk.last().contains("Evidenced 0.0, was 17.6."),
        "{}",
        talk.last()
    );
}

#[test]
fn a_line_that_is_too_long_or_no_text_is_refused() {
    let mut talk = Talk::review();
    talk.line(&format!("na {}", "x".repeat(LONGEST_LINE)));
    assert!(talk.has_said("too long"));
    talk.hear(Heard::NoText);
    assert!(talk.has_said("no text"));
    assert_eq!(talk.assessment(), &assessment());
}

#[test]
fn a_number_is_an_item_and_a_word_only_right_after_the_help() {
    let mut talk = Talk::review();
    // Each says numbers, or ends a list of them; one typed a line late must not answer.
    for before in [
        "list all",
        "v",
        "categories",
        "summary",
        "more",
        "here",
        "lock",
        "lock",
        "help met",
    ] {
        talk.line(before);
        talk.line("1");
        talk.line("5");
        assert_eq!(talk.assessment(), &assessment(), "after {before}");
        assert!(talk.conversation.prompt().starts_with("5 "), "{before}");
    }
    talk.line("1");
    talk.line("help");
    talk.line("1");
    assert_eq!(talk.assessment().answers()[0].status, Status::Met);
}

#[test]
fn comparing_says_the_gauges_and_the_target_too() {
    let mut talk = Talk::review_of(standing(), Some("Ana"), false);
    for line in [
        "freeze one",
        "go tests",
        "x",
        "s",
        "",
        "",
        "",
        "",
        "compare one",
    ] {
        talk.line(line);
    }
    assert!(
        talk.has_said("Blocker: ") && talk.has_said("; was "),
        "{}",
        talk.transcript
    );
}

#[test]
fn a_note_that_is_a_sentence_ends_once() {
    let mut talk = Talk::review();
    talk.line("e note Two people saw it run.");
    talk.line("details");
    assert!(
        talk.has_said("note Two people saw it run, by Ana"),
        "{}",
        talk.transcript
    );
}

#[test]
fn a_filter_alone_lists() {
    for filter in ["unanswered", "blockers", "stale unanswered"] {
        let (mut one, mut other) = (Talk::review(), Talk::review());
        one.line(filter);
        other.line(&format!("list {filter}"));
        assert_eq!(one.last(), other.last());
        assert!(!one.has_said("Not understood"), "{filter}");
    }
}

#[test]
fn no_line_holds_signs_that_only_draw() {
    let mut talk = Talk::review_of(standing(), Some("Ana"), false);
    for word in [
        "help",
        "d",
        "v",
        "figures",
        "categories",
        "stages",
        "summary",
        "plan",
        "list all",
        "C",
    ] {
        talk.line(word);
        talk.line("");
    }
    let drawn = |c: char| {
        matches!(
            c,
            '─'..='▟' | '✓' | '✗' | '●' | '○' | '◐' | '·' | '…' | '`' | '|'
        )
    };
    for line in &talk.said {
        assert!(!line.contains(drawn) && !line.contains("  "), "{line}");
        assert_eq!(line.trim_end(), line.trim_end_matches(' '), "{line}");
    }
}

#[test]
fn a_locked_review_takes_no_change_until_it_is_unlocked() {
    let mut talk = Talk::review().lines(&["met", "lock", "x", "u", "e", "s"]);
    assert_eq!(talk.last(), "Locked: nothing is changed. lock unlocks.");
    assert_eq!(talk.assessment().answers()[0].status, Status::Met);
    talk.line("lock");
    talk.line("x");
    assert_eq!(talk.assessment().answers()[0].status, Status::Unmet);
}

#[test]
fn everything_about_an_item_is_asked_one_after_another() {
    let talk = Talk::review().lines(&["i", "Bo", "", "3h", "high", "in staging"]);
    let answer = &talk.assessment().answers()[0];
    assert_eq!((answer.owner.raw(), answer.due), ("Bo", None));
    assert_eq!(
        (answer.estimate.raw(), answer.confidence.raw()),
        ("3h", "high")
    );
    assert_eq!(answer.current, "in staging");
    assert!(talk.conversation.prompt().starts_with("1 tests"));
}

#[test]
fn leaving_keeps_where_one_was() {
    let talk = Talk::review().lines(&["go alerts", "q"]);
    let kept = talk.effects.iter().find_map(|effect| match effect {
        Effect::Keep { bookmark, .. } => Some(bookmark.item.clone()),
        _ => None,
    });
    assert_eq!(kept, Some("alerts".into()));
    let looked = Talk::review_of(assessment(), None, true).lines(&["q"]);
    let keeps = |effect: &Effect| matches!(effect, Effect::Keep { .. });
    assert!(!looked.effects.iter().any(keeps), "looking leaves no trace");
}
