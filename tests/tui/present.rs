//! The second screen, at three sizes.

use candor::domain::assessment::Assessment;
use candor::domain::change::{Aside, Change};
use candor::domain::evidence::Observations;
use candor::domain::minutes::{Note, Remark};
use candor::domain::text::Text;
use candor::format::pointer::Pointer;
use candor::session::Session;
use candor::tui::screens::present::{PresentScreen, Presented};
use candor::tui::theme::{Glyphs, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::harness::{SIZES, moment};
use super::standing::standing;

fn presented(assessment: Assessment, pointer: Option<Pointer>) -> Presented {
    let now = moment("2026-11-21T09:34:00Z");
    Presented {
        session: Some(Session::open(assessment, now, Observations::new())),
        pointer,
        begins: "candor review api.ron --meeting".to_owned(),
        trouble: String::new(),
    }
}

fn pointer(item: Option<&str>) -> Pointer {
    Pointer {
        point: Some((3, 12)),
        meeting_started: Some(moment("2026-11-21T09:00:00Z")),
        meeting_ends: Some(moment("2026-11-21T10:00:00Z")),
        ..Pointer::at(item.map(Text::from), moment("2026-11-21T09:33:00Z"))
    }
}

fn drawn(presented: &Presented, (columns, rows): (u16, u16)) -> String {
    let theme = Theme::choose(false, None).unwrap();
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Buffer::empty(area);
    let screen = PresentScreen {
        presented,
        now: moment("2026-11-21T09:34:00Z"),
        theme: &theme,
        glyphs: Glyphs::choose(false),
    };
    (&screen).render(area, &mut buffer);
    let row = |y: u16| {
        let cells = (0..columns).map(|x| buffer[(x, y)].symbol());
        cells.collect::<String>().trim_end().to_owned()
    };
    (0..rows).map(row).collect::<Vec<String>>().join("\n")
}

/// The item with the most to say, with notes on it.
fn noted() -> (Assessment, String) {
    let mut assessment = standing();
    let most = (assessment.answers().iter())
        .max_by_key(|answer| answer.evidence.len())
        .unwrap();
    let id = most.item.clone();
    let remark = |id: &str| Remark {
        id: id.into(),
        text: "SECRET".into(),
        by: "Ana".into(),
        at: moment("2026-11-21T09:10:00Z"),
        settled: None,
    };
    for note in [Note::Parked(remark("n1")), Note::Decision(remark("n2"))] {
        let item = Some(id.clone());
        assessment.apply(&Change::Note { item, note }).unwrap();
    }
    let aside = Aside::Comment("SECRET".into());
    let item = id.clone();
    assessment.apply(&Change::Tell { item, aside }).unwrap();
    (assessment, id.raw().to_owned())
}

#[test]
fn the_item_is_large_and_without_notes() {
    let (assessment, item) = noted();
    let shown = presented(assessment, Some(pointer(Some(&item))));
    for size in SIZES {
        let text = drawn(&shown, size);
        assert!(!text.contains("SECRET"), "{text}");
        insta::assert_snapshot!(format!("present-{}x{}", size.0, size.1), text);
    }
}

#[test]
fn nobody_leads_yet_and_nothing_is_known_yet() {
    let nobody = presented(standing(), None);
    assert!(
        drawn(&nobody, (120, 32))
            .contains("Nobody leads a meeting here yet: candor review api.ron --meeting")
    );
    let between = presented(standing(), Some(pointer(None)));
    assert!(drawn(&between, (120, 32)).contains("Between two points"));
    // An item that is not in the file, of another version of it.
    let gone = presented(standing(), Some(pointer(Some("no-such-item"))));
    assert!(drawn(&gone, (120, 32)).contains("Between two points"));
    assert!(drawn(&Presented::default(), (120, 32)).contains("Reading the assessment"));
}

#[test]
fn no_size_is_too_small_and_the_verdict_is_never_left_out() {
    let (assessment, item) = noted();
    let shown = presented(assessment, Some(pointer(Some(&item))));
    for columns in [0, 1, 2, 3, 7, 24, 40, 79, 120, 250] {
        for rows in [0, 1, 2, 3, 4, 5, 8, 20, 60] {
            let text = drawn(&shown, (columns, rows));
            assert!(
                columns < 24 || rows == 0 || text.contains("NO-GO"),
                "{columns}x{rows}: {text}"
            );
        }
    }
}

#[test]
fn hostile_texts_steer_nothing() {
    let (mut assessment, item) = noted();
    let hostile = "\u{1b}[2J\u{202e}\u{7}<b>";
    assessment.apply(&Change::SetName(hostile.into())).unwrap();
    let mut shown = presented(assessment, Some(pointer(Some(&item))));
    shown.trouble = hostile.to_owned();
    shown.begins = hostile.to_owned();
    for pointer in [shown.pointer.clone(), None] {
        shown.pointer = pointer;
        let text = drawn(&shown, (120, 32));
        assert!(
            !text.chars().any(|c| c.is_control() && c != '\n'),
            "{text:?}"
        );
        assert!(!text.contains('\u{202e}'));
    }
}
