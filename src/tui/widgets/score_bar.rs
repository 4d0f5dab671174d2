//! The bar of a score: what is evidenced, what is claimed beyond that, and where the declared figure stands, in the
//! patterns of the gauges.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::tui::theme::{Glyphs, Theme};

use super::columns::width;

/// All, in tenths of a percent.
const ALL: usize = 1000;

/// What a bar shows, each in tenths of a percent, 0 to 1000; what is beyond is taken as that.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScoreBar {
    /// What people said; absent where nothing counts.
    pub claimed: Option<u16>,
    /// What evidence that holds backs; at most what is claimed.
    pub evidenced: u16,
    /// What was announced elsewhere.
    pub declared: Option<u16>,
}

impl ScoreBar {
    /// The bar as styled text, exactly `columns` wide. What is not nothing has some of it, and only all of it is full.
    /// The end of what is evidenced is drawn to an eighth of a column where there are signs for that.
    pub fn spans(self, columns: usize, theme: &Theme, glyphs: &Glyphs) -> Vec<Span<'static>> {
        let mut cells = self.cells(columns, theme, glyphs);
        if let (Some(declared), Some(last)) = (self.declared, columns.checked_sub(1)) {
            let at = usize::from(declared) * columns / ALL;
            cells[at.min(last)] = (glyphs.declared, theme.warning);
        }
        let mut spans: Vec<Span<'static>> = Vec::new();
        for (glyph, style) in cells {
            match spans.last_mut().filter(|last| last.style == style) {
                Some(last) => last.content.to_mut().push_str(glyph),
                None => spans.push(Span::styled(glyph, style)),
            }
        }
        spans
    }

    fn cells(self, columns: usize, theme: &Theme, glyphs: &Glyphs) -> Vec<(&'static str, Style)> {
        let mut cells = vec![(glyphs.gauge_rest, theme.gauge_rest); columns];
        let Some(claimed) = self.claimed else {
            if let Some(first) = cells.first_mut() {
                *first = (glyphs.dash, theme.dim);
            }
            return cells;
        };
        let claimed = usize::from(claimed).min(ALL);
        let evidenced = usize::from(self.evidenced).min(claimed);
        let is_finer = glyphs.eighths.iter().all(|glyph| width(glyph) == 1);
        let steps = if is_finer { 8 } else { 1 };
        // What is evidenced and what is claimed beyond have a column of their own at least.
        let beyond = usize::from(claimed > evidenced);
        let least = beyond + usize::from(evidenced > 0);
        let end = share(claimed, columns, 1).max(least).min(columns);
        let most = end.saturating_sub(beyond) * steps;
        let shown = share(evidenced, columns, steps).min(most);
        let (full, part) = (shown / steps, shown % steps);
        for (at, cell) in cells.iter_mut().enumerate().take(end) {
            *cell = if at < full {
                (glyphs.gauge_evidenced, theme.gauge_evidenced)
            } else if at == full && part > 0 {
                (glyphs.eighths[part - 1], theme.gauge_evidenced)
            } else if claimed > evidenced {
                (glyphs.gauge_met, theme.gauge_met)
            } else {
                *cell
            };
        }
        cells
    }
}

/// So many tenths of a percent of the columns, each in so many steps: to the nearest step, but none only for nothing
/// and all only for all.
fn share(tenths: usize, columns: usize, steps: usize) -> usize {
    let whole = columns * steps;
    match tenths {
        0 => 0,
        ALL => whole,
        _ => ((tenths * whole + ALL / 2) / ALL).clamp(1, whole.saturating_sub(1).max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::ScoreBar;
    use crate::tui::theme::{Glyphs, Theme};

    fn bar(claimed: u16, evidenced: u16, declared: Option<u16>, columns: usize) -> [String; 2] {
        let theme = Theme::choose(true, None).expect("the theme is built in");
        let bar = ScoreBar {
            claimed: Some(claimed),
            evidenced,
            declared,
        };
        [&Glyphs::UNICODE, &Glyphs::ASCII].map(|glyphs| {
            let spans = bar.spans(columns, &theme, glyphs);
            spans.iter().map(|span| &*span.content).collect()
        })
    }

    #[test]
    fn evidenced_claimed_and_declared_stand_where_their_figures_say() {
        assert_eq!(bar(750, 250, Some(900), 8), ["██▓▓▓▓░◆", "##====.D"]);
        assert_eq!(bar(500, 312, None, 8), ["██▌▓░░░░", "##==...."]);
        assert_eq!(bar(1000, 1000, None, 4), ["████", "####"]);
        assert_eq!(bar(0, 0, Some(1000), 4), ["░░░◆", "...D"]);
        assert_eq!(bar(438, 438, None, 4), ["█▊░░", "##.."]);
    }

    #[test]
    fn nothing_is_hidden_and_only_all_is_full() {
        for columns in 2..30 {
            for claimed in (0..=1000).step_by(7).chain([1000]) {
                for evidenced in [0, 1.min(claimed), claimed / 2, claimed] {
                    for text in bar(claimed, evidenced, None, columns) {
                        assert_eq!(text.chars().count(), columns, "{text}");
                        let rest = text.contains(['░', '.']);
                        let solid = text.contains(['█', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '#']);
                        let claim = text.contains(['▓', '=']);
                        assert_eq!(claim, claimed > evidenced, "{claimed} {evidenced} {text}");
                        // Two columns have room for two of the three.
                        if claimed < 1000 && evidenced < claimed && columns > 2 {
                            assert!(rest, "{claimed} {evidenced} {text}");
                        }
                        if evidenced > 0 && columns > 2 {
                            assert!(solid, "{claimed} {evidenced} {text}");
                        }
                        if evidenced == 0 {
                            assert!(!solid, "{claimed} {evidenced} {text}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn extreme_and_contradicting_figures_do_no_harm() {
        for columns in 0..4 {
            for text in bar(u16::MAX, u16::MAX, Some(u16::MAX), columns) {
                assert_eq!(text.chars().count(), columns);
            }
            for text in bar(3, 900, Some(0), columns) {
                assert_eq!(text.chars().count(), columns);
            }
        }
    }
}
