//! Colours and signs: the themes of `assets/themes/` and the two sets of glyphs.

use std::borrow::Cow;

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;
use serde::{Deserialize, Deserializer};

use crate::problem::{Problem, ProblemKind};

/// The themes that come with the program: name and RON text. The first is the default.
pub const THEMES: [(&str, &str); 4] = [
    ("dark", include_str!("../../assets/themes/dark.ron")),
    ("light", include_str!("../../assets/themes/light.ron")),
    (
        "high-contrast",
        include_str!("../../assets/themes/high-contrast.ron"),
    ),
    (
        "monochrome",
        include_str!("../../assets/themes/monochrome.ron"),
    ),
];

/// How everything looks. A style is written as words: modifiers, a colour, `on` and a background, as in
/// `"bold #ffd75f on #303030"`; colours are `#rrggbb` or one of the sixteen ANSI names, and `""` is plain.
///
/// A style without a background stands on the terminal's own, on [`Theme::selected`] or on the field's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The background that the terminal is assumed to have; contrast is reckoned against it. It is not drawn.
    #[serde(deserialize_with = "colour")]
    pub background: Color,
    /// Ordinary text.
    #[serde(deserialize_with = "style")]
    pub text: Style,
    /// Text of less weight: ages, counts, units.
    #[serde(deserialize_with = "style")]
    pub dim: Style,
    /// Titles of panes and dialogs.
    #[serde(deserialize_with = "style")]
    pub title: Style,
    /// The border of a pane without the focus.
    #[serde(deserialize_with = "style")]
    pub border: Style,
    /// The border of the pane or dialog that takes the keys.
    #[serde(deserialize_with = "style")]
    pub border_focused: Style,
    /// The selected row; it has a background of its own.
    #[serde(deserialize_with = "style")]
    pub selected: Style,
    /// The selected row of a pane without the focus.
    #[serde(deserialize_with = "style")]
    pub selected_unfocused: Style,
    /// Letters that a search matched.
    #[serde(deserialize_with = "style")]
    pub matched: Style,
    /// A text field.
    #[serde(deserialize_with = "style")]
    pub field: Style,
    /// The sign and word of Met.
    #[serde(deserialize_with = "style")]
    pub met: Style,
    /// The sign and word of Partial.
    #[serde(deserialize_with = "style")]
    pub partial: Style,
    /// The sign and word of Unmet.
    #[serde(deserialize_with = "style")]
    pub unmet: Style,
    /// The sign and word of Unknown.
    #[serde(deserialize_with = "style")]
    pub unknown: Style,
    /// The sign and word of `NotApplicable`.
    #[serde(deserialize_with = "style")]
    pub not_applicable: Style,
    /// The sign and word of an item without an answer.
    #[serde(deserialize_with = "style")]
    pub unanswered: Style,
    /// The tier Blocker.
    #[serde(deserialize_with = "style")]
    pub blocker: Style,
    /// The tier Should.
    #[serde(deserialize_with = "style")]
    pub should: Style,
    /// The tier Nice.
    #[serde(deserialize_with = "style")]
    pub nice: Style,
    /// The verdict go.
    #[serde(deserialize_with = "style")]
    pub go: Style,
    /// The verdict conditional go.
    #[serde(deserialize_with = "style")]
    pub conditional: Style,
    /// The verdict no-go.
    #[serde(deserialize_with = "style")]
    pub no_go: Style,
    /// The part of a gauge that is met with evidence.
    #[serde(deserialize_with = "style")]
    pub gauge_evidenced: Style,
    /// The part of a gauge that is met without evidence.
    #[serde(deserialize_with = "style")]
    pub gauge_met: Style,
    /// The part of a gauge that is partial.
    #[serde(deserialize_with = "style")]
    pub gauge_partial: Style,
    /// The rest of a gauge.
    #[serde(deserialize_with = "style")]
    pub gauge_rest: Style,
    /// Something to look at.
    #[serde(deserialize_with = "style")]
    pub warning: Style,
    /// Something that failed.
    #[serde(deserialize_with = "style")]
    pub error: Style,
    /// A key in the footer and the key sheet.
    #[serde(deserialize_with = "style")]
    pub key: Style,
    /// What the key does.
    #[serde(deserialize_with = "style")]
    pub key_does: Style,
}

impl Theme {
    /// The theme of this name, `dark` without one; without colours (`NO_COLOR`) it is `monochrome` whatever the
    /// name. Only the chosen one is parsed. An unknown name is a usage problem that lists those there are.
    pub fn choose(no_color: bool, name: Option<&str>) -> Result<Self, Problem> {
        let name = if no_color {
            "monochrome"
        } else {
            name.unwrap_or(THEMES[0].0)
        };
        let Some((_, ron)) = THEMES.iter().find(|theme| theme.0 == name) else {
            let known = THEMES.map(|theme| theme.0).join(", ");
            return Err(Problem::new(ProblemKind::Usage, "there is no such theme")
                .at(format!("theme {name}"))
                .next(format!("choose one of {known}")));
        };
        Self::parse(ron)
    }

    /// A theme from its RON text: every style named, no unknown ones.
    pub fn parse(ron: &str) -> Result<Self, Problem> {
        ron::from_str(ron).map_err(|fault| {
            Problem::new(ProblemKind::File, format!("not a theme: {}", fault.code))
                .at(fault.span.to_string())
        })
    }
}

/// The signs that stand for things; each is one column wide unless it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// Met.
    pub met: &'static str,
    /// Partial.
    pub partial: &'static str,
    /// Unmet.
    pub unmet: &'static str,
    /// Unknown.
    pub unknown: &'static str,
    /// `NotApplicable`.
    pub not_applicable: &'static str,
    /// An item without an answer.
    pub unanswered: &'static str,
    /// Before the selected row.
    pub gutter: &'static str,
    /// Where something needs a look: evidence that changed, a waiver that ends.
    pub alert: &'static str,
    /// Excused by a waiver.
    pub waived: &'static str,
    /// Somebody disagrees.
    pub dissent: &'static str,
    /// Versions of an answer between which nobody has chosen yet.
    pub conflict: &'static str,
    /// Another answer than when the reviewer left.
    pub changed: &'static str,
    /// A stage that is reached.
    pub bullet_full: &'static str,
    /// A stage that is partly reached.
    pub bullet_half: &'static str,
    /// A stage that is not reached.
    pub bullet_empty: &'static str,
    /// Gauge: met with evidence.
    pub gauge_evidenced: &'static str,
    /// Gauge: met without evidence.
    pub gauge_met: &'static str,
    /// Gauge: partial.
    pub gauge_partial: &'static str,
    /// Gauge: the rest.
    pub gauge_rest: &'static str,
    /// Gauge: nothing is counted; may be several columns wide.
    pub gauge_nothing: &'static str,
    /// Sparkline, lowest to highest.
    pub levels: [&'static str; 8],
    /// The end of a text that was cut.
    pub cut: &'static str,
    /// Between facts on a line.
    pub separator: &'static str,
    /// In place of a figure that there is not.
    pub dash: &'static str,
    /// More rows above.
    pub above: &'static str,
    /// More rows below.
    pub below: &'static str,
    /// From what is to what would be; may be several columns wide.
    pub becomes: &'static str,
    /// Bar: where the declared figure stands.
    pub declared: &'static str,
    /// Bar: the last cell of what is evidenced, in eighths from one to seven; empty where there are none.
    pub eighths: [&'static str; 7],
    /// The lines around a pane.
    pub border: border::Set<'static>,
}

impl Glyphs {
    /// For terminals and fonts with the usual symbols.
    pub const UNICODE: Self = Self {
        met: "✓",
        partial: "◐",
        unmet: "✗",
        unknown: "?",
        not_applicable: "–",
        unanswered: "·",
        gutter: ">",
        alert: "!",
        waived: "~",
        dissent: "≠",
        conflict: "⇄",
        changed: "•",
        bullet_full: "●",
        bullet_half: "◐",
        bullet_empty: "○",
        gauge_evidenced: "█",
        gauge_met: "▓",
        gauge_partial: "▒",
        gauge_rest: "░",
        gauge_nothing: "—",
        levels: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
        cut: "…",
        separator: "·",
        dash: "—",
        above: "↑",
        below: "↓",
        becomes: "→",
        declared: "◆",
        eighths: ["▏", "▎", "▍", "▌", "▋", "▊", "▉"],
        border: border::PLAIN,
    };

    /// For terminals and fonts without them: ASCII alone.
    pub const ASCII: Self = Self {
        met: "+",
        partial: "~",
        unmet: "x",
        unknown: "?",
        not_applicable: "-",
        unanswered: ".",
        gutter: ">",
        alert: "!",
        waived: "w",
        dissent: "/",
        conflict: "%",
        changed: "*",
        bullet_full: "*",
        bullet_half: "~",
        bullet_empty: "o",
        gauge_evidenced: "#",
        gauge_met: "=",
        gauge_partial: "-",
        gauge_rest: ".",
        gauge_nothing: "none",
        levels: ["_", ".", ":", "-", "=", "+", "*", "#"],
        cut: "~",
        separator: "|",
        dash: "-",
        above: "^",
        below: "v",
        becomes: "->",
        declared: "D",
        eighths: [""; 7],
        border: border::Set {
            top_left: "+",
            top_right: "+",
            bottom_left: "+",
            bottom_right: "+",
            vertical_left: "|",
            vertical_right: "|",
            horizontal_top: "-",
            horizontal_bottom: "-",
        },
    };

    /// The set for this terminal.
    pub fn choose(ascii_only: bool) -> &'static Self {
        if ascii_only {
            &Self::ASCII
        } else {
            &Self::UNICODE
        }
    }
}

/// What is drawn in ASCII instead of a sign of one column, where there is something like it.
pub fn ascii_for(sign: &str) -> Option<&'static str> {
    Some(match sign {
        // Where a text is cut the glyphs have a sign of their own: here it ends a sentence, as in "saving…".
        "…" | "░" => ".",
        "·" | "│" => "|",
        "—" | "–" | "−" | "─" | "▒" => "-",
        "“" | "”" | "„" => "\"",
        "‘" | "’" => "'",
        "×" | "✗" => "x",
        "→" | "›" | "»" | "▸" | "▶" | "⟩" => ">",
        "←" | "‹" | "«" | "◂" | "◀" | "⟨" => "<",
        "↑" | "▲" | "▴" => "^",
        "↓" | "▼" | "▾" => "v",
        "✓" | "┌" | "┐" | "└" | "┘" | "├" | "┤" | "┬" | "┴" | "┼" => "+",
        "•" | "●" => "*",
        "○" => "o",
        "◐" | "≈" => "~",
        "≠" => "/",
        "█" => "#",
        "▓" => "=",
        _ => return None,
    })
}

fn style<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Style, D::Error> {
    let words = <Cow<'de, str>>::deserialize(deserializer)?;
    let mut style = Style::new();
    let mut is_background = false;
    for word in words.split_whitespace() {
        style = match word {
            "bold" => style.add_modifier(Modifier::BOLD),
            "dim" => style.add_modifier(Modifier::DIM),
            "italic" => style.add_modifier(Modifier::ITALIC),
            "underlined" => style.add_modifier(Modifier::UNDERLINED),
            "reversed" => style.add_modifier(Modifier::REVERSED),
            "on" => {
                is_background = true;
                continue;
            }
            word => {
                let colour = parse_colour(word).map_err(serde::de::Error::custom)?;
                if is_background {
                    style.bg(colour)
                } else {
                    style.fg(colour)
                }
            }
        };
    }
    Ok(style)
}

fn colour<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Color, D::Error> {
    let word = <Cow<'de, str>>::deserialize(deserializer)?;
    parse_colour(&word).map_err(serde::de::Error::custom)
}

fn parse_colour(word: &str) -> Result<Color, String> {
    match word.parse() {
        Ok(Color::Rgb(red, green, blue)) => Ok(indexed(red, green, blue)),
        Ok(Color::Indexed(_)) | Err(_) => Err(format!(
            "{word:?} is neither a modifier nor a colour: write #rrggbb, or a name such as lightblue"
        )),
        Ok(colour) => Ok(colour),
    }
}

/// A colour of the 256-colour palette is sent by its number: that is half the bytes, and terminals without
/// 24-bit colours show it too. Others stay as they are.
fn indexed(red: u8, green: u8, blue: u8) -> Color {
    let step = |part: u8| {
        [0, 95, 135, 175, 215, 255]
            .iter()
            .position(|&level| level == part)
    };
    let place = match (step(red), step(green), step(blue)) {
        (Some(red), Some(green), Some(blue)) => Some(16 + 36 * red + 6 * green + blue),
        _ if red == green && green == blue && red >= 8 && (red - 8).is_multiple_of(10) => {
            Some(232 + usize::from(red - 8) / 10)
        }
        _ => None,
    };
    place
        .and_then(|place| u8::try_from(place).ok())
        .map_or(Color::Rgb(red, green, blue), Color::Indexed)
}
