//! The themes can be read, by the program and by people.

use candor::tui::theme::{Glyphs, THEMES, Theme};
use candor::tui::widgets::columns::width;
use ratatui::style::{Color, Modifier, Style};

/// Every style of a theme by its name, taken from the file's own words so that none is forgotten.
fn styles(name: &str) -> Vec<(String, Style)> {
    let (_, ron) = THEMES.iter().find(|theme| theme.0 == name).unwrap();
    let names = ron
        .lines()
        .filter_map(|line| line.trim().split_once(": \""));
    names
        .filter(|(name, _)| *name != "background")
        .map(|(name, words)| (name.to_owned(), style_of(words.trim_end_matches("\","))))
        .collect()
}

/// Reads one style through the parser of themes itself.
fn style_of(words: &str) -> Style {
    let ron = THEMES[3]
        .1
        .replace("text: \"\"", &format!("text: \"{words}\""));
    Theme::parse(&ron).unwrap().text
}

fn luminance(colour: Color) -> f64 {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let (red, green, blue) = match colour {
        Color::Rgb(red, green, blue) => (red, green, blue),
        Color::Indexed(grey @ 232..) => (
            8 + (grey - 232) * 10,
            8 + (grey - 232) * 10,
            8 + (grey - 232) * 10,
        ),
        Color::Indexed(place @ 16..) => {
            let place = usize::from(place - 16);
            (LEVELS[place / 36], LEVELS[place / 6 % 6], LEVELS[place % 6])
        }
        other => panic!("{other} depends on the terminal, so its contrast is not known"),
    };
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

pub(crate) fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn the_contrast_of_known_pairs_is_as_the_standard_says() {
    let grey = contrast(Color::Rgb(118, 118, 118), Color::Rgb(255, 255, 255));
    assert!((grey - 4.54).abs() < 0.01, "{grey}");
    assert!((contrast(Color::Indexed(16), Color::Indexed(231)) - 21.0).abs() < 1e-9);
}

#[test]
fn every_pair_of_colours_has_the_contrast_it_promises() {
    for (name, least) in [("dark", 4.5), ("light", 4.5), ("high-contrast", 7.0)] {
        let theme = Theme::choose(false, Some(name)).unwrap();
        let rows = [
            theme.selected.bg,
            theme.selected_unfocused.bg,
            theme.field.bg,
        ];
        let backgrounds = rows.map(|background| background.expect("a row has its own background"));
        for (part, style) in styles(name) {
            let front = style
                .fg
                .expect("in a theme with colours each part names one");
            let behind = style.bg.map_or_else(
                || [&[theme.background], &backgrounds[..]].concat(),
                |own| vec![own],
            );
            for back in behind {
                let contrast = contrast(front, back);
                assert!(
                    contrast >= least,
                    "{name}: {part} has {contrast:.2}:1 on {back}"
                );
            }
            assert!(
                !style.add_modifier.contains(Modifier::DIM),
                "{name}: {part} would lose its contrast"
            );
        }
    }
}

#[test]
fn every_theme_parses_and_unknown_or_missing_parts_are_refused() {
    for (name, ron) in THEMES {
        assert_eq!(
            Theme::choose(false, Some(name)).unwrap(),
            Theme::parse(ron).unwrap()
        );
        assert!(Theme::parse(&ron.replace("text:", "txet:")).is_err());
        assert!(Theme::parse(&ron.replace("title:", "//")).is_err());
    }
    let dark = THEMES[0].1;
    for wrong in ["#12345", "#ggbbaa", "redd", "on on x", "12"] {
        assert!(
            Theme::parse(&dark.replace("#d0d0d0\"", &format!("{wrong}\""))).is_err(),
            "{wrong}"
        );
    }
    assert_eq!(
        style_of("bold bright-red on #010203").fg,
        Some(Color::LightRed)
    );
    assert_eq!(
        style_of("bold bright-red on #010203").bg,
        Some(Color::Rgb(1, 2, 3))
    );
    assert_eq!(
        style_of("#ffd75f on #303030"),
        Style::new().fg(Color::Indexed(221)).bg(Color::Indexed(236))
    );
}

#[test]
fn dark_is_the_default_and_no_color_means_no_colour_at_all() {
    assert_eq!(
        Theme::choose(false, None),
        Theme::choose(false, Some("dark"))
    );
    assert_eq!(
        Theme::choose(true, Some("light")),
        Theme::choose(false, Some("monochrome"))
    );
    for (part, style) in styles("monochrome") {
        assert_eq!((style.fg, style.bg), (None, None), "{part}");
    }
    let problem = Theme::choose(false, Some("pink")).unwrap_err();
    assert!(
        problem
            .to_string()
            .contains("dark, light, high-contrast, monochrome")
    );
    assert_eq!(problem.kind.exit_code(), 2);
}

#[test]
fn glyphs_are_one_column_and_differ_without_colour() {
    for glyphs in [Glyphs::UNICODE, Glyphs::ASCII] {
        let signs = [
            glyphs.met,
            glyphs.partial,
            glyphs.unmet,
            glyphs.waived,
            glyphs.dissent,
            glyphs.unknown,
            glyphs.not_applicable,
            glyphs.unanswered,
        ];
        let bars = [
            glyphs.gauge_evidenced,
            glyphs.gauge_met,
            glyphs.gauge_partial,
            glyphs.gauge_rest,
        ];
        let bullets = [glyphs.bullet_full, glyphs.bullet_half, glyphs.bullet_empty];
        for group in [
            &signs[..],
            &bars[..],
            &bullets[..],
            &glyphs.levels[..],
            &[glyphs.cut, glyphs.gutter, glyphs.alert],
        ] {
            for (at, sign) in group.iter().enumerate() {
                assert_eq!(width(sign), 1, "{sign}");
                assert!(!group[..at].contains(sign), "{sign} stands for two things");
            }
        }
    }
    assert!(format!("{:?}", Glyphs::ASCII).is_ascii());
}

#[test]
#[ignore = "a measurement: cargo test --release themes_parse -- --ignored"]
fn themes_parse_in_a_fifth_of_a_millisecond() {
    let start = std::time::Instant::now();
    for _ in 0..1000 {
        Theme::choose(false, None).unwrap();
    }
    let each = start.elapsed() / 1000;
    assert!(each.as_micros() < 200, "{each:?}");
}
