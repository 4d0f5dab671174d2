//! The three gauges side by side.

use ratatui::text::{Line, Span};

use crate::domain::checklist::Tier;
use crate::domain::score::TierFigures;
use crate::tui::widgets::columns::width;
use crate::tui::widgets::gauge::TierGauge;
use crate::tui::widgets::signs::{letter, tier_style};

use super::verdict::VerdictBox;

impl VerdictBox<'_> {
    /// The three gauges side by side in so many columns.
    pub(super) fn gauges(&self, columns: u16) -> Line<'static> {
        let figures = self.session.figures();
        let wordy = columns >= 96;
        let mut texts = Vec::new();
        for tier in Tier::ALL {
            let TierFigures {
                met,
                evidenced,
                counted,
                ..
            } = *figures.tier(tier);
            let name = match (wordy, tier) {
                (true, Tier::Blocker) => "Blockers".to_owned(),
                (true, tier) => tier.word().to_owned(),
                (false, tier) => letter(tier).to_owned(),
            };
            // One word explains the second figure of all three.
            let word = if wordy && tier == Tier::Blocker {
                " evidenced"
            } else {
                ""
            };
            let count = format!(
                "{met}/{counted} {} {evidenced}{word}",
                self.glyphs.separator
            );
            texts.push((tier, name, count));
        }
        let taken: usize = texts
            .iter()
            .map(|(_, name, count)| width(name) + width(count) + 2)
            .sum();
        let gaps = 2 * (texts.len() - 1);
        let bar = (usize::from(columns).saturating_sub(taken + gaps) / texts.len()).min(24);
        let mut spans = Vec::new();
        for (tier, name, count) in texts {
            if !spans.is_empty() {
                spans.push(Span::raw("  "));
            }
            let TierFigures {
                met,
                evidenced,
                partial,
                counted,
            } = *figures.tier(tier);
            let gauge = TierGauge {
                counted: counted.into(),
                met: met.into(),
                evidenced: evidenced.into(),
                partial: partial.into(),
            };
            spans.push(Span::styled(
                format!("{name} "),
                tier_style(tier, self.theme),
            ));
            spans.extend(gauge.spans(bar, self.theme, self.glyphs));
            spans.push(Span::styled(format!(" {count}"), self.theme.text));
        }
        Line::from(spans)
    }
}
