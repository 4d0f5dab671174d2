//! Pictures of every screen and dialog at three sizes, in colour and monochrome.

use candor::domain::gate::Verdict;
use candor::tui::message::{HomeRow, HomeTarget};

use super::harness::{SIZES, Ui};
use super::standing;

pub(crate) fn picture_everywhere(name: &str, ui: impl Fn((u16, u16)) -> Ui) {
    for (columns, rows) in SIZES {
        let colour = ui((columns, rows));
        insta::assert_snapshot!(format!("{name}-{columns}x{rows}-colour"), colour.picture());
        let monochrome = ui((columns, rows)).monochrome();
        insta::assert_snapshot!(
            format!("{name}-{columns}x{rows}-monochrome"),
            monochrome.picture()
        );
    }
}

/// Some of everything: met with and without evidence, partial, unknown, not applicable, a comment.
const SOME_OF_EVERYTHING: &str = concat!(
    "<space>ehttps://ci.example.org/run/1<enter>",
    "j<space>",
    "<tab><tab>j<tab><space>",
    "j5",
    "jo",
    "j-no budget<enter>",
    "cask again in spring<enter>",
);

#[test]
fn the_review_as_it_is_opened() {
    picture_everywhere("review-new", Ui::review);
}

#[test]
fn the_review_with_some_of_everything() {
    picture_everywhere("review-filled", |size| {
        Ui::review(size).keys(SOME_OF_EVERYTHING)
    });
}

#[test]
fn the_detail_in_front() {
    picture_everywhere("review-detail", |size| {
        Ui::review(size).keys("<space><enter>")
    });
}

#[test]
fn the_search_while_typing_and_after() {
    picture_everywhere("review-search", |size| Ui::review(size).keys("/tra"));
    picture_everywhere("review-found", |size| Ui::review(size).keys("/tra<enter>"));
    picture_everywhere("review-nothing-found", |size| Ui::review(size).keys("/zzz"));
}

#[test]
fn the_dialogs() {
    picture_everywhere("dialog-evidence-link", |size| {
        Ui::review(size).keys("<space>e")
    });
    picture_everywhere("dialog-evidence-note", |size| {
        Ui::review(size).keys("e<tab><tab>seen by eye")
    });
    picture_everywhere("dialog-evidence-fault", |size| {
        Ui::review(size).keys("enothing<enter>")
    });
    picture_everywhere("dialog-reason", |size| Ui::review(size).keys("-"));
    picture_everywhere("dialog-comment", |size| {
        Ui::review(size).keys("cone line<alt-enter>and another")
    });
    picture_everywhere("sheet-keys", |size| Ui::review(size).keys("?"));
    picture_everywhere("sheet-reasons", |size| Ui::review(size).keys("<space>v"));
}

#[test]
fn what_stands_beside_answers() {
    picture_everywhere("standing", standing::review);
    picture_everywhere("standing-detail", |size| {
        standing::review(size).keys("<enter>")
    });
    picture_everywhere("standing-measure", |size| {
        standing::review(size).keys("jj<enter>")
    });
    picture_everywhere("sheet-standing", |size| standing::review(size).keys("v"));
    picture_everywhere("sheet-standing-end", |size| {
        standing::review(size).keys("vG")
    });
}

#[test]
fn the_dialogs_of_waivers_measures_and_the_subject() {
    picture_everywhere("dialog-waiver", |size| Ui::review(size).keys("w"));
    picture_everywhere("dialog-waiver-refused", |size| {
        Ui::review(size).keys("wlater<tab>Ana<enter>")
    });
    picture_everywhere("dialog-waiver-there", |size| {
        standing::review(size).keys("w")
    });
    picture_everywhere("dialog-measure", |size| standing::review(size).keys("jjm"));
    picture_everywhere("dialog-measure-refused", |size| {
        standing::review(size).keys("jjmx<enter>")
    });
    picture_everywhere("dialog-asking", standing::made);
    picture_everywhere("dialog-subject", |size| Ui::review(size).keys("<space>syj"));
}

fn home_rows() -> Vec<HomeRow> {
    let row = |target, title: &str, detail: &str, figures| HomeRow {
        target,
        title: title.to_owned(),
        detail: detail.to_owned(),
        signed: None,
        lapsing: match figures {
            Some(_) => "backups 3 d +1".to_owned(),
            None => String::new(),
        },
        figures,
    };
    let figures = (Verdict::NoGo, "71.4".to_owned(), "52.0".to_owned());
    vec![
        row(
            HomeTarget::Assessment("/srv/readiness/payments-api.ron".into()),
            "Payments API",
            "/srv/readiness/payments-api.ron",
            Some(figures),
        ),
        row(
            HomeTarget::Checklist("launch".to_owned()),
            "Launch",
            "launch · 8 items · built-in",
            None,
        ),
        row(
            HomeTarget::Example("spark".to_owned()),
            "Spark",
            "an example, filled in",
            Some((Verdict::Go, "100.0".to_owned(), "—".to_owned())),
        ),
    ]
}

#[test]
fn the_home_screen() {
    picture_everywhere("home", |size| Ui::home(size).with_rows(home_rows()));
    picture_everywhere("home-search", |size| {
        Ui::home(size).with_rows(home_rows()).keys("/pay")
    });
    picture_everywhere("home-empty", |size| Ui::home(size).with_rows(Vec::new()));
    picture_everywhere("home-subject", |size| {
        Ui::home(size).with_rows(home_rows()).keys("j<enter>")
    });
}

#[test]
fn every_small_size_draws_something_and_never_panics() {
    let ways = [
        "",
        "e",
        "?",
        "v",
        "/tra",
        "-",
        "c",
        "<enter>",
        "<tab><tab>",
        "w",
        "wx<enter>",
        "s",
        "sG",
    ];
    for way in ways {
        let mut ui = Ui::review((120, 32)).keys(way);
        for columns in 0..=24 {
            for rows in 0..=12 {
                ui = ui.resized((columns, rows));
                let text = ui.text();
                if columns >= 8 && rows >= 1 {
                    assert!(!text.trim().is_empty(), "{way} at {columns}x{rows}");
                }
            }
        }
    }
}

#[test]
fn the_verdict_is_on_screen_at_every_size() {
    for (columns, rows) in [
        (20, 1),
        (12, 3),
        (40, 8),
        (49, 12),
        (50, 12),
        (60, 18),
        (99, 40),
        (100, 16),
        (200, 60),
    ] {
        let text = Ui::review((columns, rows)).text();
        assert!(text.contains("NO-GO"), "{columns}x{rows}:\n{text}");
    }
}
