//! Figures side by side, each with its name, in as many rows as they take.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::theme::{Glyphs, Theme};

use super::columns::{line_width, width};

/// The columns between two figures.
const GAP: usize = 3;

/// A figure with its name, or some other words that stay together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure(pub Vec<Span<'static>>);

impl Figure {
    /// A name, which may be empty, and a value: `claimed 71.4`.
    pub fn of(name: &str, value: impl Into<String>, style: Style, theme: &Theme) -> Self {
        Self(vec![
            Self::name(name, theme),
            Span::styled(value.into(), style),
        ])
    }

    /// A name, a value, and what it would be where that is another: `claimed 71.4 → 85.7`.
    pub fn becoming(
        name: &str,
        now: String,
        then: Option<String>,
        style: Style,
        (theme, glyphs): (&Theme, &Glyphs),
    ) -> Self {
        match then.filter(|then| *then != now) {
            None => Self::of(name, now, style, theme),
            Some(then) => Self(vec![
                Self::name(name, theme),
                Span::styled(format!("{now} {} ", glyphs.becomes), theme.dim),
                Span::styled(then, style),
            ]),
        }
    }

    fn name(name: &str, theme: &Theme) -> Span<'static> {
        let gap = if name.is_empty() { "" } else { " " };
        Span::styled(format!("{name}{gap}"), theme.dim)
    }

    /// The columns it takes.
    pub fn width(&self) -> usize {
        self.0.iter().map(|span| width(&span.content)).sum()
    }
}

/// Figures in rows of so many columns; none is torn apart.
pub fn flow(figures: impl IntoIterator<Item = Figure>, columns: usize) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for figure in figures {
        let fits = |line: &&mut Line<'_>| line_width(line) + GAP + figure.width() <= columns;
        match lines.last_mut().filter(fits) {
            Some(line) => {
                line.spans.push(Span::raw(" ".repeat(GAP)));
                line.spans.extend(figure.0);
            }
            None => lines.push(Line::from(figure.0)),
        }
    }
    lines
}
