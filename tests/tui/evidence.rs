//! Files, links and notes on their way to becoming evidence.

use candor::domain::evidence::Content;
use candor::problem::{Problem, ProblemKind};
use candor::tui::effect::Effect;
use candor::tui::message::{Completed, Measured, Message, Suggestion};

use super::harness::{SIZES, Ui};

/// The dialog with suggestions for what is typed in it.
pub(crate) fn suggested(mut ui: Ui, text: &str) -> Ui {
    let paths = ["archive/", "assets/", "audit.txt", "audit-2.txt"];
    answer(&mut ui, text, &paths.map(ToOwned::to_owned));
    ui
}

fn answer(ui: &mut Ui, text: &str, paths: &[String]) {
    let found = paths.iter().map(|path| Suggestion {
        path: path.clone(),
        is_directory: path.ends_with('/'),
    });
    ui.send(Message::Completed(Completed {
        text: text.to_owned(),
        found: found.collect(),
        more: false,
    }));
}

fn measured(ui: &mut Ui, text: &str, result: Result<(u64, Option<String>), Problem>) {
    ui.send(Message::Measured(Measured {
        text: text.to_owned(),
        result,
    }));
}

fn asked(ui: &Ui) -> Vec<&str> {
    let asked = ui.effects.iter().filter_map(|effect| match effect {
        Effect::Complete { text, .. } => Some(text.as_str()),
        _ => None,
    });
    asked.collect()
}

fn file(size: (u16, u16)) -> Ui {
    Ui::review(size).keys("<space>e<tab>")
}

#[test]
fn each_text_is_asked_for_once_and_only_where_a_file_is_offered() {
    let ui = Ui::review((120, 32)).keys("ehttp");
    assert!(asked(&ui).is_empty());
    let ui = file((120, 32)).keys("au<left><right>d");
    assert_eq!(asked(&ui), ["", "a", "au", "aud"]);
}

#[test]
fn a_stale_answer_is_not_shown() {
    let mut ui = file((120, 32)).keys("au");
    answer(&mut ui, "a", &["of-another-text".to_owned()]);
    measured(&mut ui, "a", Ok((77, None)));
    assert!(!ui.text().contains("of-another-text"), "{}", ui.text());
    assert!(!ui.text().contains("77 bytes"));
    answer(&mut ui, "au", &["audit.txt".to_owned()]);
    assert!(ui.text().contains("audit.txt"), "the control");
}

#[test]
fn a_suggestion_is_taken_by_right_or_by_enter_and_only_the_second_enter_attaches() {
    let ui = suggested(file((120, 32)).keys("au"), "au").keys("<down><down><down><enter>");
    assert!(ui.assessment().answers()[0].evidence.is_empty());
    assert_eq!(asked(&ui).last(), Some(&"audit.txt"));
    let ui = ui.keys("<enter>");
    let content = &ui.assessment().answers()[0].evidence[0].content;
    assert!(matches!(content, Content::File { path, .. } if path == "audit.txt"));

    // A directory is gone into; right takes as far as all agree.
    let ui = suggested(file((120, 32)).keys("a"), "a").keys("<down><enter>");
    assert_eq!(asked(&ui).last(), Some(&"archive/"));
    let mut ui = file((120, 32)).keys("au");
    answer(
        &mut ui,
        "au",
        &["audit.txt".to_owned(), "audit-2.txt".to_owned()],
    );
    let ui = ui.keys("<right>");
    assert_eq!(asked(&ui).last(), Some(&"audit"));
}

#[test]
fn size_and_hash_are_shown_before_a_file_is_attached() {
    let hash = "ab".repeat(32);
    for (size, shown) in [((120, 32), hash.as_str()), ((40, 8), "abababababababab…")] {
        let mut ui = file(size).keys("audit.txt");
        answer(&mut ui, "audit.txt", &[]);
        measured(&mut ui, "audit.txt", Ok((14_541, Some(hash.clone()))));
        let text = ui.text();
        assert!(text.contains("14.2 KiB"), "{text}");
        assert!(text.contains(shown), "{text}");
        assert!(text.contains("It counts"), "{text}");
    }
}

#[test]
fn why_a_file_cannot_be_evidence_is_said_once_nothing_else_begins_so() {
    let problem = || Problem::new(ProblemKind::File, "there is no such file").at("aud");
    let mut ui = suggested(file((120, 32)).keys("aud"), "aud");
    measured(&mut ui, "aud", Err(problem()));
    assert!(!ui.text().contains("no such file"), "{}", ui.text());
    let mut ui = file((120, 32)).keys("aud");
    answer(&mut ui, "aud", &[]);
    measured(&mut ui, "aud", Err(problem()));
    assert!(ui.text().contains("no such file"), "{}", ui.text());
}

#[test]
fn a_file_that_looks_like_a_secret_is_warned_of() {
    let mut ui = file((120, 32)).keys(".env");
    measured(&mut ui, ".env", Ok((5, Some("cd".repeat(32)))));
    assert!(ui.text().contains("looks like a secret"), "{}", ui.text());
}

#[test]
fn whether_it_counts_stays_on_screen_beside_a_fault() {
    let ui = Ui::review((120, 32)).keys("<space>enothing<enter>");
    let text = ui.text();
    assert!(text.contains("a link begins with https://"), "{text}");
    assert!(
        text.contains("It counts, and shows that the item is met."),
        "{text}"
    );
}

#[test]
fn several_dropped_files_are_offered_one_after_the_other() {
    let mut ui = Ui::review((120, 32))
        .keys("<space>")
        .paste("'/tmp/a b' /tmp/c");
    assert!(ui.text().contains("1 more file dropped"), "{}", ui.text());
    ui.press("<enter>");
    assert!(ui.text().contains("/tmp/c"), "{}", ui.text());
    assert!(!ui.text().contains("more file dropped"), "{}", ui.text());
    ui.press("<enter>");
    assert!(ui.model.dialog.is_none());
    let paths: Vec<&str> = ui.assessment().answers()[0]
        .evidence
        .iter()
        .map(|piece| match &piece.content {
            Content::File { path, .. } => path.as_str(),
            _ => "",
        })
        .collect();
    assert_eq!(paths, ["/tmp/a b", "/tmp/c"]);
}

#[test]
fn the_day_it_was_seen_can_be_another_and_none_to_come() {
    let ui = Ui::review((120, 32)).keys("<space>ehttps://a.example<down><ctrl-u>");
    let ui = ui.keys("2026-11-02<enter>");
    let seen = ui.assessment().answers()[0].evidence[0].observed;
    assert_eq!(seen.to_string(), "2026-11-02");
    for (typed, why) in [("2027-01-01", "still to come"), ("soon", "2026-05-01")] {
        let ui = Ui::review((120, 32)).keys("<space>ehttps://a.example<down><ctrl-u>");
        let ui = ui.keys(typed).keys("<enter>");
        assert!(ui.text().contains(why), "{}", ui.text());
        assert!(ui.assessment().answers()[0].evidence.is_empty());
    }
}

#[test]
fn the_dialogs_in_pictures() {
    for (columns, rows) in SIZES {
        let name = |of: &str, look: &str| format!("{of}-{columns}x{rows}-{look}");
        let choosing = || suggested(file((columns, rows)).keys("a"), "a").keys("<down>");
        let known = || {
            let mut ui = file((columns, rows)).keys("audit.txt");
            answer(&mut ui, "audit.txt", &[]);
            measured(&mut ui, "audit.txt", Ok((14_541, Some("ab".repeat(32)))));
            ui
        };
        let opening = || suggested(Ui::home((columns, rows)).keys("oa"), "a");
        insta::assert_snapshot!(name("evidence-choosing", "colour"), choosing().picture());
        insta::assert_snapshot!(
            name("evidence-choosing", "monochrome"),
            choosing().monochrome().picture()
        );
        insta::assert_snapshot!(name("evidence-known", "colour"), known().picture());
        insta::assert_snapshot!(
            name("evidence-known", "monochrome"),
            known().monochrome().picture()
        );
        insta::assert_snapshot!(name("open-path", "colour"), opening().picture());
        insta::assert_snapshot!(
            name("open-path", "monochrome"),
            opening().monochrome().picture()
        );
    }
}
