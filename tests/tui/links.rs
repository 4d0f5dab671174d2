//! Links that are opened, and what is copied.

use candor::tui::effect::Effect;

use super::harness::Ui;

fn with_links() -> Ui {
    Ui::review((120, 32))
        .keys("j<space>ehttps://ci.example.org/1<enter>")
        .keys("ehttps://ci.example.org/2<enter>")
}

fn opened(ui: &Ui) -> Vec<&str> {
    let links = ui.effects.iter().filter_map(|effect| match effect {
        Effect::OpenLink(url) => Some(url.as_str()),
        _ => None,
    });
    links.collect()
}

fn copied(ui: &Ui) -> Vec<&str> {
    let texts = ui.effects.iter().filter_map(|effect| match effect {
        Effect::Copy(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn an_item_without_a_link_says_so() {
    let ui = Ui::review((120, 32)).keys("jO");
    assert!(opened(&ui).is_empty());
    assert!(ui.text().contains("no web link here"), "{}", ui.text());
}

#[test]
fn the_only_link_is_opened_at_once_and_of_several_one_is_chosen() {
    let one = Ui::review((120, 32)).keys("j<space>ehttps://ci.example.org/1<enter>O");
    assert_eq!(opened(&one), ["https://ci.example.org/1"]);
    let two = with_links().keys("O");
    assert!(opened(&two).is_empty());
    assert!(two.text().contains("Open which link?"), "{}", two.text());
    let two = two.keys("/2<enter>");
    assert_eq!(opened(&two), ["https://ci.example.org/2"]);
}

#[test]
fn a_link_that_is_no_web_address_is_never_opened() {
    let mut ui = Ui::review((120, 32));
    ui.press("<space>ehttps://ci.example.org/1<enter>");
    let mut assessment = ui.assessment().clone();
    let change = candor::domain::change::Change::Attach {
        item: assessment.answers()[1].item.clone(),
        evidence: {
            let mut evidence = assessment.answers()[0].evidence[0].clone();
            evidence.id = "other".into();
            evidence.content = candor::domain::evidence::Content::Link("file:///etc/passwd".into());
            evidence
        },
        entry: "entry".into(),
    };
    assessment.apply(&change).unwrap();
    let ui = Ui::review_of(assessment, (120, 32)).keys("gjO");
    assert!(opened(&ui).is_empty(), "{}", ui.text());
}

#[test]
fn the_link_the_path_or_the_id_is_copied_and_named() {
    let bare = Ui::review((120, 32)).keys("jy");
    let id = bare.assessment().answers()[1].item.raw().to_owned();
    assert_eq!(copied(&bare), [id.as_str()]);
    assert!(bare.text().contains(&format!("copied the id: {id}")));
    let ui = with_links().keys("y<enter>");
    assert_eq!(copied(&ui), ["https://ci.example.org/1"]);
    assert!(ui.text().contains("copied the link"), "{}", ui.text());
    let ui = with_links().keys("y").paste(&id).keys("<enter>");
    assert_eq!(copied(&ui), [id.as_str()]);
}

#[test]
fn a_text_too_long_for_a_clipboard_is_not_sent() {
    let long = format!("https://a.example/{}", "x".repeat(50_000));
    let ui = Ui::review((120, 32))
        .keys("<space>e")
        .paste(&long)
        .keys("<enter>y<enter>");
    assert!(copied(&ui).is_empty());
    assert!(ui.text().contains("too long for a terminal's clipboard"));
}

#[test]
fn the_editor_takes_the_comment_and_gives_it_back() {
    use candor::problem::{Problem, ProblemKind};
    use candor::tui::message::Message;
    let mut ui = Ui::review((120, 32)).keys("cwhy<ctrl-o>");
    assert!(matches!(ui.effects.last(), Some(Effect::Edit(text)) if text == "why"));
    let failed = Problem::new(ProblemKind::File, "the editor `ed` failed");
    ui.send(Message::Edited(Err(failed)));
    assert!(ui.text().contains("the editor `ed` failed") && ui.text().contains("why"));
    ui.send(Message::Edited(Ok("because\nof this".to_owned())));
    ui.press("<enter>");
    let comment = ui.assessment().answers()[0].comment.raw().to_owned();
    assert_eq!(comment, "because\nof this");
}
