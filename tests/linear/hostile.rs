//! No control, no escape sequence and nothing that hides ever leaves a conversation, whatever stands in the file or
//! comes from the disk. The lines are looked at before the writer makes them safe once more.

use candor::domain::assessment::Assessment;
use candor::linear::message::{Entry, Heard, Opened, Origin, Target};
use candor::problem::{Problem, ProblemKind};
use proptest::prelude::{ProptestConfig, proptest};

use super::harness::{Talk, entries};
use crate::text::hostile::{hostile, ten_thousand};
use crate::tui::everywhere::assessment_of;
use crate::tui::harness::{assessment, moment};

/// Every line that asks, answers or looks, on each item.
const SCRIPT: &[&str] = &[
    "",
    "d",
    "v",
    "figures",
    "categories",
    "stages",
    "summary",
    "compare",
    "",
    "freeze x",
    "compare x",
    "more",
    "plan",
    "plan owner",
    "plan phase",
    "list all",
    "more",
    "list mine",
    "list stale",
    "list overdue",
    "met",
    "u",
    "redo",
    "s",
    "",
    "",
    "",
    "W",
    "",
    "C",
    "",
    "m",
    "",
    "w",
    "",
    "c",
    "",
    "help",
    "]",
    "j",
    "d",
];

/// What in a line must not reach a terminal; nothing if all is well.
fn offence(line: &str) -> Option<String> {
    let unseen = |c: &char| {
        c.is_control()
            || matches!(
                c,
                '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            )
            || matches!(
                c,
                '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}'
            )
            || matches!(c, '\u{e0000}'..='\u{e007f}')
    };
    let found = line.chars().find(unseen)?;
    Some(format!("U+{:04X} in {line:?}", u32::from(found)))
}

/// Everything that a conversation says about an assessment and about what comes from outside with a text in it.
fn said_of(of: &Assessment, text: &str) -> Vec<String> {
    let mut talk = Talk::review_of(of.clone(), Some("Ana"), false);
    for line in SCRIPT {
        talk.line(line);
    }
    // What is typed may hold no control; what is pasted may hold anything else.
    let typed: String = text.chars().filter(|c| !c.is_control()).collect();
    for line in [
        "", "na ", "e note ", "e link ", "/", "go ", "comment ", "owner ", "list ", "m ",
        "dissent ", "help ",
    ] {
        talk.line(&format!("{line}{typed}"));
        talk.line("");
    }
    talk.line("d");
    talk.line("w");
    talk.line(&typed);
    talk.line(&typed);
    talk.line(&typed);
    talk.line("");
    let problem = || Problem::new(ProblemKind::File, text).at(text).next(text);
    let item = talk.assessment().answers()[0].item.clone();
    talk.hear(Heard::Captured {
        item,
        result: Err(problem()),
    });
    let mut theirs = talk.assessment().clone();
    let change = candor::domain::change::Change::Answer {
        item: theirs.answers()[0].item.clone(),
        status: candor::domain::assessment::Status::Unmet,
        stamp: candor::domain::change::Stamp {
            id: "from outside".into(),
            at: talk.now,
            by: text.into(),
            recorded_by: text.into(),
        },
    };
    // A text that is no name is refused; then nothing came.
    let _ = theirs.apply(&change);
    talk.hear(Heard::Merged {
        handed: u64::MAX,
        assessment: theirs,
    });
    talk.hear(Heard::Outside(Some(problem())));
    talk.saves = false;
    talk.line("x");
    talk.line("o");
    talk.hear(Heard::NotSaved(problem()));
    talk.line("q");
    let mut said = talk.said;

    let mut home = Talk::home(None);
    home.hear(Heard::Entries(entries(text)));
    let warned = Opened {
        assessment: of.clone(),
        unsaved: None,
        warnings: vec![text.to_owned()],
        read_only: false,
        git_waits: None,
        origin: Origin::Made,
        left: None,
    };
    let entry = |target| Entry {
        target,
        title: text.to_owned(),
        detail: text.to_owned(),
        figures: None,
        signed: text.to_owned(),
        lapsing: text.to_owned(),
    };
    let rows = vec![
        entry(Target::Checklist("launch".to_owned())),
        entry(Target::Example(text.to_owned())),
    ];
    home.hear(Heard::Entries(rows));
    for line in [
        "list",
        "1",
        "",
        "search",
        &typed,
        &typed,
        &format!("/{typed}"),
    ] {
        home.line(line);
    }
    home.hear(Heard::Opened(Err(problem())));
    home.hear(Heard::Opened(Ok(warned)));
    home.line("Ana");
    home.line("");
    said.extend(home.said);
    said
}

#[track_caller]
fn assert_harmless(of: &Assessment, text: &str) {
    for line in said_of(of, text) {
        if let Some(offence) = offence(&line) {
            panic!("of {text:?}: {offence}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_from_a_file_or_the_disk_steers_the_terminal(text in hostile()) {
        assert_harmless(&assessment_of(&text), &text);
    }
}

#[test]
fn every_control_is_seen_in_every_place() {
    let text: String = ('\0'..='\u{9f}')
        .chain(['\u{202e}', '\u{2066}', '\u{feff}', '\u{e0041}'])
        .collect();
    assert_harmless(&assessment_of(&text), &text);
}

#[test]
fn an_unwieldy_text_ends() {
    let text = &ten_thousand()[2];
    assert_harmless(&assessment_of(text), text);
}

#[test]
#[ignore = "minutes: cargo test --release --test main every_unwieldy_text_ends -- --ignored"]
fn every_unwieldy_text_ends() {
    for text in ten_thousand() {
        assert_harmless(&assessment_of(&text), &text);
    }
}

/// The control: a text that is said as it stands in the file is caught by the same look.
#[test]
fn a_line_that_is_not_made_safe_is_caught() {
    let text = "\u{1b}[2J";
    let of = assessment_of(text);
    let raw: Vec<String> = said_of(&of, text)
        .into_iter()
        .map(|line| line.replace("⟨U+001B⟩", "\u{1b}"))
        .collect();
    assert!(
        raw.iter().any(|line| line.contains("\u{1b}[2J")),
        "the text is said at all"
    );
    assert!(raw.iter().any(|line| offence(line).is_some()));
    assert_eq!(
        offence(of.item(0).title.raw()).as_deref(),
        Some("U+001B in \"\\u{1b}[2J\"")
    );
}

#[test]
fn a_typed_control_is_refused_and_changes_nothing() {
    for line in ["met\u{1b}[A", "\u{1b}", "na \u{7}", "e note \u{9b}31m"] {
        let talk = Talk::review().lines(&[line]);
        assert!(talk.has_said("control character"), "{line:?}");
        assert_eq!(talk.assessment(), &assessment(), "{line:?}");
    }
    // A tab is a blank.
    let talk = Talk::review().lines(&["partial\t60"]);
    assert!(talk.has_said("60 percent met: tests."));
    let _ = moment("2026-11-21");
}
