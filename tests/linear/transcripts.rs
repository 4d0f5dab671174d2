//! Whole conversations, to be read with the ears of somebody who hears them.

use candor::domain::assessment::Status;
use candor::domain::change::{Change, Stamp};
use candor::linear::message::{Effect, Heard};
use candor::problem::{Problem, ProblemKind};

use super::harness::Talk;
use crate::tui::conflicts::merged;
use crate::tui::harness::{assessment, moment};
use crate::tui::standing::standing;

#[test]
fn a_first_review_from_home_to_a_ticked_item_with_evidence() {
    let talk = Talk::home(None).lines(&[
        "2",
        "Payments API",
        "Ana",
        "yes",
        "2",
        "met",
        "e",
        "1",
        "https://ci.example/run/17",
        "]",
        "x",
        "]",
        "partial 60",
        "q",
        "q",
    ]);
    assert!(talk.conversation.is_over());
    insta::assert_snapshot!(talk.transcript);
}

#[test]
fn the_answers() {
    let talk = Talk::review().lines(&[
        "met",
        "met",
        "clear",
        "unmet",
        "partial",
        "120",
        "partial 60",
        "help partial",
        "partial",
        "30",
        "partial-70",
        "o",
        "na",
        "there is one customer",
        "a",
        "-",
        "",
        "u",
        "u",
        "redo",
        "redo",
        "redo",
        "comment",
        "Two lines",
        "of comment",
        "",
        "c",
        "-",
        "c",
        "",
        "owner Bo",
        "due tomorrow",
        "due 2026-11-20",
        "estimate",
        "3h",
        "estimate -",
        "confidence high",
        "now in staging",
        "dissent",
        "It was never run",
        "snapshot before the audit",
        "d",
    ]);
    insta::assert_snapshot!(talk.transcript);
}

#[test]
fn what_has_changed_since_a_snapshot() {
    let talk = Talk::review().lines(&[
        "compare",
        "met",
        "freeze before the audit",
        "freeze before the audit",
        "e file report.txt",
        "go alerts",
        "partial 60",
        "go 1",
        "x",
        "D",
        "1",
        "4",
        "compare before the audif",
        "compare before the audit",
    ]);
    insta::assert_snapshot!(talk.transcript);
}

#[test]
fn evidence() {
    let talk = Talk::review().lines(&[
        "met",
        "e",
        "5",
        "2",
        "report.txt",
        "e note it ran",
        "https://ci.example/run/17",
        "e link ci",
        "",
        "e rubbish",
        "C",
        "2",
        "C",
        "9",
        "",
        "W",
        "1",
        "go alerts",
        "x",
        "e note seen by two people",
        "W",
        "1",
        "W",
        "C",
        "go 3",
        "partial 40",
        "e file a b.txt",
    ]);
    insta::assert_snapshot!(talk.transcript);
}

#[test]
fn waivers_and_measures() {
    let mut talk = Talk::review_of(standing(), Some("Ana"), false);
    for line in [
        "go dashboards",
        "m",
        "quick",
        "9..1",
        "1.5",
        "m -",
        "m -",
        "go alerts",
        "w",
        "3",
        "2",
        "revoke",
        "go costs",
        "w",
        "a good reason",
        "ana",
        "",
        "Bo",
        "someday",
        "2030-01-01",
        "",
        "w",
        "1",
        "a better reason",
        "Noor",
        "2026-12-24",
        "",
        "revoke",
        "go rate-limits",
        "w",
        "m",
        "",
        "m x",
        "stale",
        "list stale",
    ] {
        talk.line(line);
    }
    insta::assert_snapshot!(talk.transcript);
}

#[test]
fn where_it_stands() {
    let talk = Talk::review_of(standing(), Some("Ana"), false).lines(&[
        "v",
        "figures",
        "categories",
        "stages",
        "summary",
        "plan",
        "plan by category",
        "plan x",
        "t",
        "t",
    ]);
    insta::assert_snapshot!(talk.transcript);
}

#[test]
fn going_about() {
    let talk = Talk::review().lines(&[
        "",
        "next",
        "j",
        "k",
        "previous",
        "previous",
        "G",
        "next",
        "g",
        "]",
        "[",
        "go",
        "go 99",
        "go tets",
        "alerts",
        "list",
        "list all",
        "list quality",
        "l",
        "list open",
        "list without",
        "list unanswered",
        "list mine",
        "list overdue",
        "list quallity",
        "list all",
        "7",
        "7",
        "",
        "/",
        "alrt",
        "n",
        "N",
        "/zzzz",
        "n",
        "more",
        "here",
        "frobnicate",
        "evidense",
        "help x",
        "help",
    ]);
    insta::assert_snapshot!(talk.transcript);
}

#[test]
fn about_the_subject() {
    let talk = Talk::review().lines(&[
        "s", "perhaps", "1", "9", "2", "s", "", "1", "s", "4", "s", "3", "",
    ]);
    insta::assert_snapshot!(talk.transcript);
}

#[test]
fn looking_only() {
    let talk = Talk::review_of(assessment(), None, true).lines(&["met", "e", "u", "s", "d", "q"]);
    assert!(talk.conversation.is_over());
    insta::assert_snapshot!(talk.transcript);
}

#[test]
fn what_is_not_saved() {
    let mut talk = Talk::review();
    talk.saves = false;
    let full = || {
        Problem::new(ProblemKind::File, "not saved: the disk is full")
            .at("a.ron")
            .next("make room")
    };
    talk.line("met");
    talk.hear(Heard::Slow);
    talk.hear(Heard::NotSaved(full()));
    talk.hear(Heard::NotSaved(full()));
    for line in ["x", "q", "", "q", "yes", ""] {
        talk.line(line);
    }
    talk.hear(Heard::Saved(u64::MAX));
    talk.line("met");
    talk.line("q");
    talk.hear(Heard::NotSaved(full()));
    talk.line("lose");
    assert!(talk.conversation.is_over());
    insta::assert_snapshot!(talk.transcript);
}

#[test]
fn what_is_kept_aside() {
    let mut talk = Talk::review();
    talk.saves = false;
    let kept = || {
        Problem::new(
            ProblemKind::File,
            "not saved: the disk is full (kept aside)",
        )
        .at("a.ron")
    };
    talk.line("met");
    talk.hear(Heard::NotSaved(kept()));
    for line in ["q", "kept", "", "q", "keep"] {
        talk.line(line);
    }
    assert!(talk.conversation.is_over());
    let leaves = |effect: &Effect| matches!(effect, Effect::LeaveUnsaved(why) if *why == kept());
    assert!(talk.effects.iter().any(leaves));
    let loses = |effect: &Effect| matches!(effect, Effect::Lose);
    assert!(!talk.effects.iter().any(loses));
    insta::assert_snapshot!(talk.transcript);
}

#[test]
fn what_others_have_changed() {
    let mut talk = Talk::review();
    talk.saves = false;
    talk.line("met");
    let theirs = |item: &str| {
        let mut theirs = assessment();
        let stamp = Stamp {
            id: "b".into(),
            at: moment("2026-11-21T08:00:00Z"),
            by: "Bo".into(),
            recorded_by: "".into(),
        };
        theirs
            .apply(&Change::Answer {
                item: item.into(),
                status: Status::Unmet,
                stamp,
            })
            .unwrap();
        theirs
    };
    let mut both = theirs("alerts");
    both.apply(&Change::PutBack {
        answer: talk.assessment().answers()[0].clone(),
    })
    .unwrap();
    talk.hear(Heard::Merged {
        handed: 1,
        assessment: both,
    });
    talk.hear(Heard::Saved(1));
    talk.hear(Heard::Merged {
        handed: 1,
        assessment: theirs("tests"),
    });
    talk.hear(Heard::WrittenAgain(1));
    talk.line("");
    insta::assert_snapshot!(talk.transcript);
}

#[test]
fn conflicts_are_read_and_settled() {
    let talk = Talk::review_of(merged(), Some("Ana"), false).lines(&[
        "conflicts",
        "3",
        "unmet",
        "comment seen",
        "resolve",
        "resolve 3",
        "resolve by Cleo",
        "resolve by noor",
        "details",
        "u",
        "resolve 2",
        "list conflict",
        "agenda",
        "tests",
        "resolve 1",
        "dashboards",
        "R",
        "resolve",
        "resolve by Cleo",
        "conflicts",
        "resolve 1",
    ]);
    insta::assert_snapshot!(talk.transcript);
}
