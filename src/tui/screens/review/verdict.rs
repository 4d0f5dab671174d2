//! The verdict with its reasons, the figures and the three gauges; always on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};

use crate::domain::assessment::DeclaredOf;
use crate::domain::checklist::Tier;
use crate::domain::declared::announced;
use crate::domain::gate::Reason;
use crate::domain::ledger::Scope;
use crate::domain::percent::or_dash;
use crate::domain::score::TierFigures;
use crate::session::Session;
use crate::tui::layout::{Room, inside};
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_line, line_width, width};
use crate::tui::widgets::gauge::TierGauge;
use crate::tui::widgets::signs::{letter, tier_style, verdict_style};

/// The verdict of a session, in as much room as there is.
#[derive(Debug)]
pub(super) struct VerdictBox<'a> {
    pub(super) session: &'a Session,
    pub(super) theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
    pub(super) room: Room,
}

impl Widget for &VerdictBox<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        match self.room {
            Room::Wide => self.wide(area, buffer),
            Room::Narrow => self.narrow(area, buffer),
            Room::Tiny | Room::OneLine => self.one_line(area, buffer),
        }
    }
}

impl VerdictBox<'_> {
    fn wide(&self, area: Rect, buffer: &mut Buffer) {
        let inner = self.frame(area, buffer);
        let right = Line::from(self.figures());
        let (left, right_area) = split_right(row(inner, 0), columns_of(&right));
        let mut verdict = vec![self.verdict(), Span::raw("  ")];
        verdict.extend(self.reasons());
        self.draw(Line::from(verdict), left, buffer);
        self.draw(right, right_area, buffer);
        self.draw(self.gauges(inner.width), row(inner, 1), buffer);
    }

    fn narrow(&self, area: Rect, buffer: &mut Buffer) {
        let inner = self.frame(area, buffer);
        let mut first = vec![self.verdict(), Span::raw("  ")];
        first.extend(self.figures());
        self.draw(Line::from(first), row(inner, 0), buffer);
        self.draw(Line::from(self.reasons()), row(inner, 1), buffer);
        self.draw(self.gauges(inner.width), row(inner, 2), buffer);
    }

    fn one_line(&self, area: Rect, buffer: &mut Buffer) {
        let figures = self.session.figures();
        let mut spans = vec![self.verdict()];
        let claimed = or_dash(figures.claimed().as_ref());
        let evidenced = or_dash(figures.evidenced().as_ref());
        spans.push(Span::styled(
            format!(" {claimed}/{evidenced}"),
            self.theme.text,
        ));
        for tier in Tier::ALL {
            let TierFigures { met, counted, .. } = figures.tier(tier);
            spans.push(Span::styled(
                format!(" {}{met}/{counted}", letter(tier)),
                tier_style(tier, self.theme),
            ));
        }
        let unanswered = figures.counts.unanswered;
        spans.push(Span::styled(
            format!(" {}{unanswered}", self.glyphs.unanswered),
            self.theme.unanswered,
        ));
        self.draw(Line::from(spans), row(area, 0), buffer);
    }

    fn frame(&self, area: Rect, buffer: &mut Buffer) -> Rect {
        let title = match self.session.scope() {
            Scope::Needed => " Verdict ",
            Scope::Whole => " Verdict · figures of the whole checklist ",
        };
        Block::bordered()
            .border_set(self.glyphs.border)
            .border_style(self.theme.border)
            .title(Span::styled(title, self.theme.title))
            .render(area, buffer);
        let mut inner = inside(area);
        inner.x = inner.x.saturating_add(1);
        inner.width = inner.width.saturating_sub(2);
        inner
    }

    fn verdict(&self) -> Span<'static> {
        let verdict = self.session.judgement().verdict;
        Span::styled(
            format!(" {} ", verdict.word().to_uppercase()),
            verdict_style(verdict, self.theme),
        )
    }

    /// `2 open blockers: error-tracking, restore-drill · 3 unanswered`.
    fn reasons(&self) -> Vec<Span<'static>> {
        let judgement = self.session.judgement();
        if judgement.reasons.is_empty() {
            return vec![Span::styled("nothing stands in the way", self.theme.text)];
        }
        let mut spans = Vec::new();
        for reason in &judgement.reasons {
            if !spans.is_empty() {
                spans.push(Span::styled(
                    format!(" {} ", self.glyphs.separator),
                    self.theme.dim,
                ));
            }
            spans.push(Span::styled(self.reason(reason), self.theme.text));
        }
        spans
    }

    fn reason(&self, reason: &Reason) -> String {
        // The line ends long before a hundred names; a reason may have a hundred thousand.
        const NAMED: usize = 12;
        let assessment = self.session.assessment();
        let names = reason
            .items
            .iter()
            .take(NAMED)
            .map(|item| assessment.item(*item).id.shown().into_string());
        let names: Vec<String> = names.collect();
        let phrase = reason.phrase();
        if names.is_empty() {
            phrase
        } else {
            format!("{phrase}: {}", names.join(", "))
        }
    }

    fn figures(&self) -> Vec<Span<'static>> {
        let figures = self.session.figures();
        let mut spans = Vec::new();
        let mut add = |name: &str, value: String, style: Style| {
            if !spans.is_empty() {
                spans.push(Span::raw("  "));
            }
            spans.push(Span::styled(format!("{name} "), self.theme.dim));
            spans.push(Span::styled(value, style));
        };
        add(
            "claimed",
            or_dash(figures.claimed().as_ref()),
            self.theme.title,
        );
        add(
            "evidenced",
            or_dash(figures.evidenced().as_ref()),
            self.theme.title,
        );
        let unanswered = figures.counts.unanswered;
        let style = if unanswered == 0 {
            self.theme.dim
        } else {
            self.theme.unanswered
        };
        add("unanswered", unanswered.to_string(), style);
        // After what has to be on the screen at all times: a narrow one cuts the end off.
        let declared = &self.session.assessment().head.declared;
        let overall = declared
            .iter()
            .find(|declared| declared.of == DeclaredOf::Overall);
        if let Some(overall) = overall.and_then(|declared| announced(&declared.value)) {
            add("declared", overall.percent.to_string(), self.theme.warning);
        }
        if figures.counts.not_applicable > 0 {
            add(
                "n/a",
                figures.counts.not_applicable.to_string(),
                self.theme.dim,
            );
        }
        if figures.counts.out_of_play > 0 {
            add(
                "out of play",
                figures.counts.out_of_play.to_string(),
                self.theme.dim,
            );
        }
        spans
    }

    /// The three gauges side by side in so many columns.
    fn gauges(&self, columns: u16) -> Line<'static> {
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

    fn draw(&self, line: Line<'_>, area: Rect, buffer: &mut Buffer) {
        cut_line(line, usize::from(area.width), self.glyphs.cut).render(area, buffer);
    }
}

/// How many columns a line takes.
pub(super) fn columns_of(line: &Line<'_>) -> u16 {
    u16::try_from(line_width(line)).unwrap_or(u16::MAX)
}

/// The row at `y` of an area; empty where the area is lower.
pub(super) fn row(area: Rect, y: u16) -> Rect {
    if y < area.height {
        Rect {
            y: area.y + y,
            height: 1,
            ..area
        }
    } else {
        Rect::default()
    }
}

/// What is left of a row beside `columns` at its right, and those, with two columns between.
pub(super) fn split_right(row: Rect, columns: u16) -> (Rect, Rect) {
    let right = columns.min(row.width);
    let left = row.width.saturating_sub(right + 2);
    (
        Rect { width: left, ..row },
        Rect {
            x: row.x + row.width - right,
            width: right,
            ..row
        },
    )
}
