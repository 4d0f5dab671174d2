//! Colours and signs: legible on every screen, in ASCII where that is all there is, changed while one looks.

use std::collections::BTreeMap;

use candor::tui::background::Background;
use candor::tui::effect::Effect;
use candor::tui::message::Message;
use candor::tui::theme::{Glyphs, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::text::theme::contrast;
use crate::tui::everywhere::{WAYS, assessment_of};
use crate::tui::harness::{SIZES, Ui};

/// The least contrast that a theme promises.
const PROMISED: [(&str, f64); 3] = [("dark", 4.5), ("light", 4.5), ("high-contrast", 7.0)];

/// The colours of a drawn cell, letter and what is behind it; absent for a blank.
fn pair(cell: &Cell, theme: &Theme) -> Option<(Color, Color)> {
    if cell.symbol().trim().is_empty() && !cell.modifier.contains(Modifier::UNDERLINED) {
        return None;
    }
    let behind = match cell.bg {
        Color::Reset => theme.background,
        other => other,
    };
    Some(if cell.modifier.contains(Modifier::REVERSED) {
        (behind, cell.fg)
    } else {
        (cell.fg, behind)
    })
}

/// Each pair of colours that is drawn too faintly, or without saying which colour, with a letter of it.
fn faint(buffer: &Buffer, theme: &Theme, least: f64) -> BTreeMap<String, String> {
    let mut faint = BTreeMap::new();
    for cell in &buffer.content {
        let Some((front, behind)) = pair(cell, theme) else {
            continue;
        };
        let unnamed = [front, behind].contains(&Color::Reset);
        if unnamed || contrast(front, behind) < least {
            faint.insert(format!("{front} on {behind}"), cell.symbol().to_owned());
        }
        assert!(
            !cell.modifier.contains(Modifier::DIM),
            "dim letters lose their contrast"
        );
    }
    faint
}

#[test]
fn every_letter_on_every_screen_has_the_contrast_its_theme_promises() {
    let of = assessment_of("plain words");
    let mut found = Vec::new();
    for (name, least) in PROMISED {
        let theme = Theme::choose(false, Some(name)).unwrap();
        for (way, make) in WAYS {
            for size in SIZES {
                let mut ui = make(&of, "plain words", size);
                ui.model.theme = theme.clone();
                for (pair, letter) in faint(&ui.buffer().0, &theme, least) {
                    found.push(format!("{name}, {way} at {size:?}: {letter:?} is {pair}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn control_a_faint_theme_is_noticed() {
    let ron = candor::tui::theme::THEMES[1]
        .1
        .replace("dim: \"#585858\"", "dim: \"#a8a8a8\"");
    let theme = Theme::parse(&ron).unwrap();
    let mut ui = Ui::review(SIZES[0]);
    ui.model.theme = theme.clone();
    assert!(!faint(&ui.buffer().0, &theme, 4.5).is_empty());
}

#[test]
fn in_ascii_nothing_else_is_drawn_on_any_screen() {
    let of = assessment_of("plain words");
    let mut found = Vec::new();
    for (way, make) in WAYS {
        for size in [(120, 32), (100, 24), (60, 18), (40, 8), (30, 5)] {
            let mut ui = make(&of, "plain words", size);
            ui.model.glyphs = &Glyphs::ASCII;
            let (buffer, _) = ui.buffer();
            let odd = buffer
                .content
                .iter()
                .map(Cell::symbol)
                .filter(|symbol| !symbol.is_ascii());
            let odd: String = odd.collect();
            if !odd.is_empty() {
                found.push(format!("{way} at {size:?}: {odd}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    // The control: with the usual signs there is a lot to be found.
    let (buffer, _) = Ui::review(SIZES[0]).buffer();
    assert!(buffer.content.iter().any(|cell| !cell.symbol().is_ascii()));
}

#[test]
fn in_ascii_letters_of_users_stay_as_they_are() {
    let of = assessment_of("Prüfung 支付");
    let mut ui = Ui::review_of(of, SIZES[0]);
    ui.model.glyphs = &Glyphs::ASCII;
    let text = ui.text();
    assert!(text.contains("Prüfung 支付"), "{text}");
}

#[test]
fn the_terminals_answer_chooses_light_or_dark_only_where_nobody_has_chosen() {
    let light = Theme::choose(false, Some("light")).unwrap();
    let dark = Theme::choose(false, Some("dark")).unwrap();
    let mut ui = Ui::review(SIZES[0]);
    ui.model.follows_background = true;
    ui.send(Message::Background(Background::Light));
    assert_eq!(ui.model.theme, light);
    ui.send(Message::Background(Background::Dark));
    assert_eq!(ui.model.theme, dark);
    ui.model.follows_background = false;
    ui.send(Message::Background(Background::Light));
    assert_eq!(ui.model.theme, dark);
}

#[test]
fn colours_are_chosen_while_one_looks_and_auto_goes_back_to_what_the_terminal_is() {
    let mut ui = Ui::review(SIZES[0]).keys("T");
    let text = ui.text();
    for name in [
        "auto: dark or light",
        "dark",
        "light",
        "high-contrast",
        "monochrome",
    ] {
        assert!(text.contains(name), "{text}");
    }
    assert!(
        text.lines()
            .any(|line| line.contains(" dark") && line.contains("now")),
        "{text}"
    );
    ui.press("high<enter>");
    assert_eq!(
        ui.model.theme,
        Theme::choose(false, Some("high-contrast")).unwrap()
    );
    assert!(
        ui.text()
            .contains("theme: \"high-contrast\" in config.ron keeps them"),
        "{}",
        ui.text()
    );
    ui.model.background = Some(Background::Light);
    ui.press("Tauto<enter>");
    assert_eq!(ui.model.theme, Theme::choose(false, Some("light")).unwrap());
    assert!(ui.model.follows_background && !ui.model.asks_background);
    // On the home screen too, and by its name in the palette.
    let mut ui = Ui::home(SIZES[0]).keys(":theme<enter>");
    ui.press("mono<enter>");
    assert_eq!(ui.model.theme, Theme::choose(true, None).unwrap());
    // Left without a choice, nothing changes.
    let mut ui = Ui::review(SIZES[0]).keys("Tlight");
    ui.press("<esc>");
    assert_eq!(ui.model.theme, Theme::choose(false, Some("dark")).unwrap());
}

#[test]
fn the_mouse_is_given_to_the_terminal_and_taken_back() {
    let mut ui = Ui::review(SIZES[0]).keys("M");
    assert!(matches!(ui.effects.last(), Some(Effect::Mouse(false))));
    assert!(
        ui.text().contains("the mouse is the terminal's now"),
        "{}",
        ui.text()
    );
    ui.press("M");
    assert!(matches!(ui.effects.last(), Some(Effect::Mouse(true))));
    assert!(
        ui.text()
            .contains("clicks and the wheel are taken here now")
    );
    for keys in ["", "e", "?", "/", ":"] {
        let ui = Ui::review(SIZES[0]).keys(keys).keys("<ctrl-l>");
        assert!(matches!(ui.effects.last(), Some(Effect::Redraw)), "{keys}");
    }
}
