//! Every small part is drawn at every small size, inside its area and without a panic.

use candor::tui::theme::{Glyphs, Theme};
use candor::tui::widgets::columns::{cut_line, marked_spans, wrap};
use candor::tui::widgets::dialog::{Dialog, clear};
use candor::tui::widgets::field_view::FieldView;
use candor::tui::widgets::gauge::{GaugeBar, TierGauge};
use candor::tui::widgets::text_field::TextField;
use candor::tui::widgets::window::Window;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget;

const TEXT: &str = "a 漢字 e\u{301} 👨\u{200d}👩\u{200d}👧 longlongword";

/// Draws into `area` of a larger screen and checks that nothing outside has changed.
fn draw_within(area: Rect, draw: impl Fn(Rect, &mut Buffer)) -> Buffer {
    let screen = Rect::new(0, 0, area.width + 4, area.height + 2);
    let mut buffer = Buffer::filled(screen, ratatui::buffer::Cell::new("%"));
    draw(area, &mut buffer);
    for y in screen.rows() {
        for x in y.columns() {
            let inside = area.contains(x.as_position());
            assert!(
                inside || buffer[x.as_position()].symbol() == "%",
                "{area} is left at {x}"
            );
        }
    }
    buffer
}

fn small_areas() -> impl Iterator<Item = Rect> {
    (0..=12).flat_map(|width| (0..=4).map(move |height| Rect::new(2, 1, width, height)))
}

#[test]
fn every_widget_stays_in_its_area_at_every_small_size() {
    for theme in ["dark", "monochrome"] {
        let theme = &Theme::choose(false, Some(theme)).unwrap();
        for glyphs in [&Glyphs::UNICODE, &Glyphs::ASCII] {
            for area in small_areas() {
                let columns = usize::from(area.width);
                draw_within(area, |area, buffer| {
                    let hints = Line::from(vec!["Esc".into(), " leaves 漢字".into()]);
                    Dialog {
                        title: TEXT,
                        hints,
                        body_width: 40,
                        body_height: 9,
                        theme,
                        glyphs,
                    }
                    .render(area, buffer);
                });
                for gauge in [(0, 0, 0, 0), (10, 8, 5, 1), (3, 3, 3, 0)] {
                    let (counted, met, evidenced, partial) = gauge;
                    let gauge = TierGauge {
                        counted,
                        met,
                        evidenced,
                        partial,
                    };
                    draw_within(area, |area, buffer| {
                        GaugeBar {
                            gauge,
                            theme,
                            glyphs,
                        }
                        .render(area, buffer);
                    });
                }
                for field in [
                    TextField::single(TEXT),
                    TextField::multi(format!("{TEXT}\n\n{TEXT}")),
                    TextField::multi(""),
                ] {
                    for full in [false, true] {
                        let mut field = field.clone().with_limit(if full { 1 } else { 9999 });
                        field.paste("漢x");
                        draw_within(area, |area, buffer| {
                            FieldView {
                                field: &field,
                                placeholder: TEXT,
                                theme,
                                glyphs,
                            }
                            .render(area, buffer);
                        });
                    }
                }
                draw_within(area, |area, buffer| {
                    let line = marked_spans(
                        TEXT,
                        &[0, 3, 9],
                        Style::new(),
                        theme.matched,
                        columns,
                        glyphs.cut,
                    );
                    cut_line(line, columns, glyphs.cut).render(area, buffer);
                });
                draw_within(area, |area, buffer| {
                    let lines = wrap(TEXT, columns);
                    let window = Window::default().visible(lines.len(), usize::from(area.height));
                    for (row, line) in area.rows().zip(&lines[window]) {
                        Line::from(*line).render(row, buffer);
                    }
                });
            }
        }
    }
}

#[test]
fn widgets_at_the_edge_of_a_smaller_buffer_do_no_harm() {
    let theme = &Theme::choose(false, None).unwrap();
    let glyphs = &Glyphs::UNICODE;
    let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 2));
    let beyond = Rect::new(1, 1, 80, 40);
    Dialog {
        title: "t",
        hints: Line::from("h"),
        body_width: u16::MAX,
        body_height: u16::MAX,
        theme,
        glyphs,
    }
    .render(beyond, &mut buffer);
    GaugeBar {
        gauge: TierGauge {
            counted: 1,
            met: 1,
            evidenced: 1,
            partial: 0,
        },
        theme,
        glyphs,
    }
    .render(beyond, &mut buffer);
    FieldView {
        field: &TextField::multi(TEXT),
        placeholder: "",
        theme,
        glyphs,
    }
    .render(beyond, &mut buffer);
    clear(beyond, &mut buffer);
}

fn rows(buffer: &Buffer) -> Vec<String> {
    let row = |row: Rect| {
        row.columns()
            .map(|x| buffer[x.as_position()].symbol().to_owned())
            .collect()
    };
    buffer.area.rows().map(row).collect()
}

#[test]
fn a_dialog_stands_in_the_middle_or_takes_a_small_screen() {
    let theme = &Theme::choose(false, None).unwrap();
    let dialog = Dialog {
        title: "Waiver",
        hints: Line::from("Enter grants · Esc leaves"),
        body_width: 40,
        body_height: 4,
        theme,
        glyphs: &Glyphs::UNICODE,
    };
    let large = Rect::new(0, 0, 100, 31);
    assert_eq!(dialog.outer(large), Rect::new(28, 12, 44, 7));
    assert_eq!(dialog.body(large), Rect::new(30, 13, 40, 4));
    assert_eq!(dialog.footer(large), Rect::new(30, 17, 40, 1));
    let small = Rect::new(0, 0, 20, 4);
    assert_eq!(dialog.outer(small), small);
    let mut buffer = Buffer::filled(small, ratatui::buffer::Cell::new("%"));
    dialog.render(small, &mut buffer);
    assert_eq!(
        rows(&buffer),
        [
            "┌ Waiver ──────────┐",
            "│                  │",
            "│ Enter grants · … │",
            "└──────────────────┘"
        ]
    );
    for area in small_areas() {
        let (body, footer) = (dialog.body(area), dialog.footer(area));
        assert!(body.intersection(area) == body || body.is_empty());
        assert!(body.intersection(footer).is_empty());
        assert!(area.is_empty() || !body.is_empty(), "{area} has no body");
    }
}

#[test]
fn a_wide_character_half_beneath_a_dialog_goes() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
    buffer.set_string(0, 0, "a漢字b", Style::new());
    clear(Rect::new(2, 0, 4, 1), &mut buffer);
    assert_eq!(rows(&buffer), ["a     "]);
}

#[test]
fn gauges_differ_in_pattern_and_say_when_nothing_is_counted() {
    let theme = &Theme::choose(true, None).unwrap();
    let bar = |counted, met, evidenced, partial, glyphs: &Glyphs| {
        let gauge = TierGauge {
            counted,
            met,
            evidenced,
            partial,
        };
        gauge
            .spans(10, theme, glyphs)
            .iter()
            .map(|span| span.content.to_string())
            .collect::<String>()
    };
    assert_eq!(bar(10, 6, 4, 2, &Glyphs::UNICODE), "████▓▓▒▒░░");
    assert_eq!(bar(10, 6, 4, 2, &Glyphs::ASCII), "####==--..");
    assert_eq!(bar(0, 0, 0, 0, &Glyphs::UNICODE), "—░░░░░░░░░");
    assert_eq!(bar(0, 0, 0, 0, &Glyphs::ASCII), "none......");
    assert_eq!(bar(200, 199, 199, 0, &Glyphs::UNICODE), "█████████░");
    assert_eq!(bar(200, 200, 200, 0, &Glyphs::UNICODE), "██████████");
}
