//! Pictures of the screens as SVG, drawn from the very cells that the terminal gets.
//!
//! `CANDOR_BLESS=1 cargo test --test main tui::picture` writes them anew.

use std::fmt::Write as _;
use std::path::Path;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use candor::tui::theme::Theme;

/// A cell's size and the size of its letters, in pixels: a letter of the usual monospace fonts is 0.6 of its size wide.
const CELL: (f64, f64) = (8.43, 19.0);
const FONT: f64 = 14.0;
/// From a cell's top to the line on which letters stand.
const BASELINE: f64 = 14.2;
/// Around the screen, and the bar above it.
const MARGIN: f64 = 14.0;
const BAR: f64 = 30.0;

/// A picture of a screen in a terminal's window.
pub(crate) fn svg(buffer: &Buffer, theme: &Theme, title: &str) -> String {
    let (columns, rows) = (f64::from(buffer.area.width), f64::from(buffer.area.height));
    let (width, height) = (
        columns * CELL.0 + 2.0 * MARGIN,
        rows * CELL.1 + BAR + MARGIN,
    );
    let background = rgb(theme.background, "#1c1c1c");
    let text = rgb(theme.text.fg.unwrap_or(Color::Reset), "#d0d0d0");
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" role=\"img\" aria-label=\"{}\">\n",
        escaped(title)
    );
    let _ = writeln!(
        svg,
        "<rect width=\"100%\" height=\"100%\" rx=\"9\" fill=\"{background}\"/>"
    );
    let _ = writeln!(
        svg,
        "<rect x=\"0.5\" y=\"0.5\" width=\"{:.1}\" height=\"{:.1}\" rx=\"8.5\" fill=\"none\" stroke=\"#4e4e4e\"/>",
        width - 1.0,
        height - 1.0
    );
    for (number, colour) in ["#ff8787", "#ffd75f", "#87d787"].into_iter().enumerate() {
        let x = 18.0 + 18.0 * f64::from(u32::try_from(number).unwrap());
        let _ = writeln!(
            svg,
            "<circle cx=\"{x}\" cy=\"15\" r=\"5.5\" fill=\"{colour}\"/>"
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"19.5\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"12.5\" \
         fill=\"#9e9e9e\">{}</text>",
        width / 2.0,
        escaped(title)
    );
    let _ = writeln!(
        svg,
        "<g transform=\"translate({MARGIN},{BAR})\" font-family=\"'DejaVu Sans Mono',Menlo,Consolas,monospace\" \
         font-size=\"{FONT}\" fill=\"{text}\" xml:space=\"preserve\">"
    );
    for y in 0..buffer.area.height {
        backgrounds(&mut svg, buffer, y);
        lines_and_blocks(&mut svg, buffer, y, &text);
        words(&mut svg, buffer, y, &text);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// The colours of a cell, letters and background, after reversing.
fn colours(cell: &Cell) -> (Color, Color) {
    if cell.modifier.contains(Modifier::REVERSED) {
        (cell.bg, cell.fg)
    } else {
        (cell.fg, cell.bg)
    }
}

/// One rectangle for each run of cells with the same background.
fn backgrounds(svg: &mut String, buffer: &Buffer, y: u16) {
    for (start, end) in runs(buffer, y, |cell| colours(cell).1) {
        let colour = colours(&buffer[(start, y)]).1;
        if colour != Color::Reset {
            rectangle(svg, (start, end), y, (0.0, 1.0), &rgb(colour, ""));
        }
    }
}

/// Borders as lines and gauges as rectangles, so that they join whatever the font.
fn lines_and_blocks(svg: &mut String, buffer: &Buffer, y: u16, text: &str) {
    let look = |cell: &Cell| (cell.symbol().to_owned(), colours(cell).0, cell.modifier);
    for (start, end) in runs(buffer, y, look) {
        let cell = &buffer[(start, y)];
        let colour = rgb(colours(cell).0, text);
        let (left, right) = (f64::from(start) * CELL.0, f64::from(end) * CELL.0);
        let (top, middle) = (f64::from(y) * CELL.1, f64::from(y) * CELL.1 + CELL.1 / 2.0);
        let centre = left + CELL.0 / 2.0;
        let bottom = top + CELL.1;
        let path = match cell.symbol() {
            "─" => format!("M{left:.1} {middle:.1}H{right:.1}"),
            "│" => format!("M{centre:.1} {top:.1}V{bottom:.1}"),
            "┌" => format!("M{centre:.1} {bottom:.1}V{middle:.1}H{right:.1}"),
            "┐" => format!("M{centre:.1} {bottom:.1}V{middle:.1}H{left:.1}"),
            "└" => format!("M{centre:.1} {top:.1}V{middle:.1}H{right:.1}"),
            "┘" => format!("M{centre:.1} {top:.1}V{middle:.1}H{left:.1}"),
            block => {
                if let Some(share) = shade(block) {
                    let colour = format!("{colour}\" fill-opacity=\"{share}");
                    rectangle(svg, (start, end), y, (0.14, 0.86), &colour);
                } else if let Some(eighths) = eighths(block) {
                    let (top, height) = (top + 0.14 * CELL.1, 0.72 * CELL.1);
                    let wide = CELL.0 * eighths / 8.0;
                    let _ = writeln!(
                        svg,
                        "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{height:.1}\" fill=\"{colour}\"/>"
                    );
                }
                continue;
            }
        };
        let thick = if cell.modifier.contains(Modifier::BOLD) {
            1.7
        } else {
            1.0
        };
        let _ = writeln!(
            svg,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{thick}\"/>"
        );
    }
}

/// How much of a block is filled.
fn shade(symbol: &str) -> Option<f64> {
    match symbol {
        "█" => Some(1.0),
        "▓" => Some(0.7),
        "▒" => Some(0.45),
        "░" => Some(0.18),
        _ => None,
    }
}

/// How many eighths of its cell a block fills from the left.
fn eighths(symbol: &str) -> Option<f64> {
    let blocks = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let at = blocks.iter().position(|block| *block == symbol)?;
    Some(f64::from(u8::try_from(at + 1).ok()?))
}

/// Words at the places of their first cells, one run for each style.
fn words(svg: &mut String, buffer: &Buffer, y: u16, text: &str) {
    for (start, end) in runs(buffer, y, |cell| (colours(cell).0, cell.modifier)) {
        let mut x = start;
        while x < end {
            let (from, mut word) = (x, String::new());
            while x < end && !is_drawn_otherwise(buffer[(x, y)].symbol()) {
                let symbol = buffer[(x, y)].symbol();
                word.push_str(symbol);
                let wide = u16::try_from(symbol.width()).unwrap().max(1);
                x += wide;
                // What a font may draw in another width is placed by itself.
                if wide > 1 || !symbol.is_ascii() {
                    break;
                }
                if buffer[(x.min(end - 1), y)].symbol().is_ascii() {
                    continue;
                }
                break;
            }
            if word.is_empty() {
                x += 1;
                continue;
            }
            let cell = &buffer[(from, y)];
            let mut style = String::new();
            if colours(cell).0 != Color::Reset {
                let _ = write!(style, " fill=\"{}\"", rgb(colours(cell).0, text));
            }
            for (modifier, words) in [
                (Modifier::BOLD, " font-weight=\"bold\""),
                (Modifier::ITALIC, " font-style=\"italic\""),
                (Modifier::UNDERLINED, " text-decoration=\"underline\""),
                (Modifier::DIM, " fill-opacity=\"0.6\""),
            ] {
                if cell.modifier.contains(modifier) {
                    style.push_str(words);
                }
            }
            let (left, line) = (f64::from(from) * CELL.0, f64::from(y) * CELL.1 + BASELINE);
            let _ = writeln!(
                svg,
                "<text x=\"{left:.1}\" y=\"{line:.1}\"{style}>{}</text>",
                escaped(&word)
            );
        }
    }
}

fn is_drawn_otherwise(symbol: &str) -> bool {
    symbol.trim().is_empty()
        || "─│┌┐└┘".contains(symbol)
        || shade(symbol).is_some()
        || eighths(symbol).is_some()
}

/// The runs of cells of a row, as first column and the one after the last, that look the same in some way.
fn runs<T: PartialEq>(buffer: &Buffer, y: u16, look: impl Fn(&Cell) -> T) -> Vec<(u16, u16)> {
    let mut runs = Vec::new();
    let mut start = 0;
    for x in 1..=buffer.area.width {
        if x == buffer.area.width || look(&buffer[(x, y)]) != look(&buffer[(start, y)]) {
            runs.push((start, x));
            start = x;
        }
    }
    runs
}

/// A filled rectangle over some columns, from one part of the row's height to another.
fn rectangle(svg: &mut String, columns: (u16, u16), y: u16, part: (f64, f64), fill: &str) {
    let (left, right) = (f64::from(columns.0) * CELL.0, f64::from(columns.1) * CELL.0);
    let top = (f64::from(y) + part.0) * CELL.1;
    let height = (part.1 - part.0) * CELL.1;
    let _ = writeln!(
        svg,
        "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{height:.1}\" fill=\"{fill}\"/>",
        right - left
    );
}

/// A colour for SVG; `plain` where it is the terminal's own.
fn rgb(colour: Color, plain: &str) -> String {
    let hex = |red: u8, green: u8, blue: u8| format!("#{red:02x}{green:02x}{blue:02x}");
    match colour {
        Color::Rgb(red, green, blue) => hex(red, green, blue),
        Color::Indexed(number @ 16..=231) => {
            let step = |part: u8| [0, 95, 135, 175, 215, 255][usize::from(part)];
            let place = number - 16;
            hex(step(place / 36), step(place / 6 % 6), step(place % 6))
        }
        Color::Indexed(number @ 232..) => {
            let grey = 8 + 10 * (number - 232);
            hex(grey, grey, grey)
        }
        _ => plain.to_owned(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Compares a picture with the file, or writes that where `CANDOR_BLESS` is set.
#[track_caller]
pub(crate) fn compare(name: &str, picture: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets/screens")
        .join(name);
    if std::env::var_os("CANDOR_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, picture).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == picture,
        "{} does not show what the program draws; look at it, then write it anew with CANDOR_BLESS=1",
        path.display()
    );
}
