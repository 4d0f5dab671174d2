//! The bar of a tier: what is met with evidence, met without, partial, and the rest, in four patterns that differ
//! without colour.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{head, width};

/// What a gauge shows, in items or in any other unit that is the same for all four. Figures that exceed what they
/// are a part of are taken as that.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TierGauge {
    /// The whole.
    pub counted: u64,
    /// Of the counted, those met, with evidence or without.
    pub met: u64,
    /// Of the met, those with evidence.
    pub evidenced: u64,
    /// Of the counted, those partly met; they count as not met.
    pub partial: u64,
}

/// The cells of a bar, from left to right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GaugeCells {
    /// Met with evidence.
    pub evidenced: usize,
    /// Met without evidence.
    pub met: usize,
    /// Partial.
    pub partial: usize,
    /// Neither.
    pub rest: usize,
}

impl TierGauge {
    /// The cells of a bar of this width; they add up to it. A part that is not nothing has at least one cell, and
    /// where there is no room for all parts the worse come first: a bar is full only when really all is met.
    /// 8 met of 10, all evidenced, in 20 cells: 16 evidenced and 4 rest.
    pub fn cells(self, columns: usize) -> GaugeCells {
        let met = self.met.min(self.counted);
        let evidenced = self.evidenced.min(met);
        let partial = self.partial.min(self.counted - met);
        let parts = [
            evidenced,
            met - evidenced,
            partial,
            self.counted - met - partial,
        ];
        let [evidenced, met, partial, rest] = share_out(parts, self.counted, columns);
        GaugeCells {
            evidenced,
            met,
            partial,
            rest,
        }
    }

    /// The bar as styled text, exactly `columns` wide. Where nothing is counted it is empty and says `—`.
    pub fn spans(self, columns: usize, theme: &Theme, glyphs: &Glyphs) -> Vec<Span<'static>> {
        let cells = self.cells(columns);
        let mut spans = Vec::with_capacity(4);
        let mut push = |glyph: &'static str, count: usize, style: Style| {
            if count > 0 {
                spans.push(Span::styled(glyph.repeat(count), style));
            }
        };
        let mut rest = cells.rest;
        if self.counted == 0 {
            let nothing = head(glyphs.gauge_nothing, columns);
            push(nothing, usize::from(!nothing.is_empty()), theme.dim);
            rest = columns - width(nothing);
        }
        push(
            glyphs.gauge_evidenced,
            cells.evidenced,
            theme.gauge_evidenced,
        );
        push(glyphs.gauge_met, cells.met, theme.gauge_met);
        push(glyphs.gauge_partial, cells.partial, theme.gauge_partial);
        push(glyphs.gauge_rest, rest, theme.gauge_rest);
        spans
    }
}

/// A gauge as a widget: fills the first row of its area.
#[derive(Debug, Clone, Copy)]
pub struct GaugeBar<'a> {
    /// What it shows.
    pub gauge: TierGauge,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its patterns.
    pub glyphs: &'a Glyphs,
}

impl Widget for &GaugeBar<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let spans = self
            .gauge
            .spans(usize::from(area.width), self.theme, self.glyphs);
        Line::from(spans).render(area, buffer);
    }
}

/// Shares cells out in proportion, in whole numbers: no part that is not zero is without a cell, as far as they go.
fn share_out(parts: [u64; 4], total: u64, columns: usize) -> [usize; 4] {
    let mut cells = [0; 4];
    if parts.iter().filter(|&&part| part > 0).count() >= columns {
        let worst_first = (0..4).rev().filter(|&at| parts[at] > 0);
        worst_first.take(columns).for_each(|at| cells[at] = 1);
        return cells;
    }
    if total == 0 {
        return cells;
    }
    let exact = parts.map(|part| u128::from(part) * columns as u128);
    let total = u128::from(total);
    for at in 0..4 {
        let whole = usize::try_from(exact[at] / total).unwrap_or(columns);
        cells[at] = whole.max(usize::from(parts[at] > 0));
    }
    while cells.iter().sum::<usize>() > columns {
        // Only the cells given beyond proportion can exceed the width, so the largest has some to spare.
        let largest = (0..4).max_by_key(|&at| cells[at]).unwrap_or(0);
        cells[largest] -= 1;
    }
    while cells.iter().sum::<usize>() < columns {
        let short = |at: &usize| exact[*at].saturating_sub(cells[*at] as u128 * total);
        let shortest = (0..4).max_by_key(short).unwrap_or(3);
        cells[shortest] += 1;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::{GaugeCells, TierGauge};

    fn gauge(counted: u64, met: u64, evidenced: u64, partial: u64) -> TierGauge {
        TierGauge {
            counted,
            met,
            evidenced,
            partial,
        }
    }

    fn sum(cells: GaugeCells) -> usize {
        cells.evidenced + cells.met + cells.partial + cells.rest
    }

    #[test]
    fn every_part_has_a_cell_where_they_fit_and_full_means_all() {
        for columns in 0..24 {
            for counted in 1..=30_u64 {
                for met in 0..=counted {
                    for evidenced in [0, met / 2, met] {
                        for partial in [0, 1.min(counted - met), counted - met] {
                            let cells = gauge(counted, met, evidenced, partial).cells(columns);
                            assert_eq!(sum(cells), columns);
                            let parts = [
                                (evidenced, cells.evidenced),
                                (met - evidenced, cells.met),
                                (partial, cells.partial),
                                (counted - met - partial, cells.rest),
                            ];
                            for (part, shown) in parts {
                                assert!(part > 0 || shown == 0);
                                assert!(part == 0 || shown > 0 || columns < 4);
                            }
                            let full = columns > 0 && cells.partial + cells.rest == 0;
                            assert!(!full || met == counted);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn extreme_and_contradicting_figures_do_no_harm() {
        assert_eq!(sum(gauge(u64::MAX, u64::MAX, 1, u64::MAX).cells(40)), 40);
        assert_eq!(gauge(3, 9, 9, 9).cells(6).evidenced, 6);
        assert_eq!(gauge(0, 5, 5, 5).cells(6), GaugeCells::default());
        assert_eq!(gauge(1_000_000, 999_999, 999_999, 0).cells(10).rest, 1);
        assert_eq!(gauge(10, 8, 8, 0).cells(20).evidenced, 16);
    }
}
