//! The entries of the summary as lines of so many columns.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::checklist::Tier;
use crate::domain::gate::Verdict;
use crate::domain::percent::{Percent, or_dash};
use crate::domain::score::TierFigures;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{
    cut_line, cut_with, line_width, pad, pad_start, width, wrap, wrap_in,
};
use crate::tui::widgets::figures::{Figure, flow};
use crate::tui::widgets::gauge::TierGauge;
use crate::tui::widgets::score_bar::ScoreBar;
use crate::tui::widgets::signs::{stage_sign, tier_style, verdict_badge};

use super::history::tenths;
use super::show::{Score, Show, Weight};

/// A text takes so many lines at most; all of it is one Enter away.
const MOST_LINES: usize = 4;

/// The columns of words that stand before others.
const FRONT: usize = 10;

/// From so many columns on a category has everything in one line.
const ONE_LINE: usize = 52;

/// The columns of a bar at most.
const BAR: usize = 48;

/// With what lines are written.
#[derive(Clone, Copy)]
pub(super) struct Pen<'a> {
    pub(super) columns: usize,
    /// The columns of the longest title of a category.
    pub(super) titles: usize,
    /// Some category has a declared figure.
    pub(super) declared: bool,
    pub(super) theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
}

impl Pen<'_> {
    /// How many lines it takes. What there may be thousands of is not written for it.
    pub(super) fn height(&self, show: &Show) -> usize {
        match show {
            Show::Category(_) if self.columns >= ONE_LINE => 1,
            Show::Category(_) => 2,
            Show::Blank | Show::Heading(_) => 1,
            _ => self.lines(show).len(),
        }
    }

    /// Its lines.
    pub(super) fn lines(&self, show: &Show) -> Vec<Line<'static>> {
        let theme = self.theme;
        match show {
            Show::Blank => vec![Line::default()],
            Show::Heading(title) => vec![Line::styled(title.clone(), theme.title)],
            Show::Verdict(verdict) => self.verdict(*verdict),
            Show::Words {
                front,
                front_weight,
                text,
                weight,
            } => self.words(front, self.style(*front_weight), text, self.style(*weight)),
            Show::Figures(figures) => {
                let figure = |(name, value, weight): &(String, String, Weight)| {
                    Figure::of(name, value.clone(), self.style(*weight), theme)
                };
                flow(figures.iter().map(figure), self.columns)
            }
            Show::Tier(tier, gauge) => vec![self.tier(*tier, *gauge)],
            Show::CategoryHead => vec![self.category_head()],
            Show::Category(score) => self.category(score),
            Show::Legend => self.legend(),
            Show::Stage {
                title,
                ready,
                is_target,
                words,
            } => self.stage(title, *ready, *is_target, words),
            Show::Series { name, points, ends } => vec![self.series(name, points, ends)],
        }
    }

    fn style(&self, weight: Weight) -> Style {
        match weight {
            Weight::Text => self.theme.text,
            Weight::Strong => self.theme.title,
            Weight::Dim => self.theme.dim,
            Weight::Warning => self.theme.warning,
            Weight::Error => self.theme.error,
        }
    }

    fn verdict(&self, verdict: Verdict) -> Vec<Line<'static>> {
        let says = match verdict {
            Verdict::NoGo => "It is not fit to ship as it stands.",
            Verdict::ConditionalGo => "It may ship, on these conditions:",
            Verdict::Go => "It may ship: nothing stands in the way.",
        };
        let says = Figure(vec![Span::styled(says, self.theme.title)]);
        let badge = Figure(vec![verdict_badge(verdict, self.theme)]);
        flow([badge, says], self.columns)
    }

    fn words(
        &self,
        front: &str,
        style: Style,
        text: &str,
        text_style: Style,
    ) -> Vec<Line<'static>> {
        let cut = self.glyphs.cut;
        if front.is_empty() {
            return self.hanging(text, text_style);
        }
        let indent = width(front).max(FRONT).min(self.columns / 3) + 1;
        let room = self.columns.saturating_sub(indent);
        let lines = wrap_in(text, room, MOST_LINES, cut);
        let mut written = Vec::with_capacity(lines.len());
        for (number, line) in lines.into_iter().enumerate() {
            let before = if number == 0 { front } else { "" };
            let before = pad(&cut_with(before, indent.saturating_sub(1), cut), indent);
            written.push(Line::from(vec![
                Span::styled(before, style),
                Span::styled(line, text_style),
            ]));
        }
        written
    }

    /// Words whose later lines are indented a little, so that one sees where the next begin.
    fn hanging(&self, text: &str, style: Style) -> Vec<Line<'static>> {
        let room = self.columns.saturating_sub(2);
        let beginning = wrap(text, self.columns)
            .first()
            .map_or(0, |line| line.len());
        let (beginning, rest) = text.split_at(beginning);
        let mut lines = vec![Line::styled(beginning.to_owned(), style)];
        let rest = rest.trim_start();
        if !rest.is_empty() {
            let rest = wrap_in(rest, room, MOST_LINES - 1, self.glyphs.cut);
            let indented = |line: String| Line::styled(format!("  {line}"), style);
            lines.extend(rest.into_iter().map(indented));
        }
        lines
    }

    fn tier(&self, tier: Tier, figures: TierFigures) -> Line<'static> {
        let TierFigures {
            met,
            evidenced,
            partial,
            counted,
        } = figures;
        let gauge = TierGauge {
            counted: counted.into(),
            met: met.into(),
            evidenced: evidenced.into(),
            partial: partial.into(),
        };
        let separator = self.glyphs.separator;
        let wordy = format!("{met} of {counted} met {separator} {evidenced} evidenced");
        let whole = match partial {
            0 => wordy.clone(),
            some => format!("{wordy} {separator} {some} partial"),
        };
        let brief = format!("{met}/{counted} {separator} {evidenced} ev.");
        let name = pad(tier.word(), 8);
        // The same bar for all three, whatever they say.
        let after = match self.columns {
            ..ONE_LINE => 15,
            ONE_LINE..64 => 32,
            _ => 42,
        };
        let fits = |words: &String| width(words) <= after;
        let said = [whole, wordy].into_iter().find(fits).unwrap_or(brief);
        let room = self
            .columns
            .saturating_sub(width(&name) + after + 1)
            .min(BAR);
        let mut spans = vec![Span::styled(name, tier_style(tier, self.theme))];
        spans.extend(gauge.spans(room, self.theme, self.glyphs));
        spans.push(Span::styled(format!(" {said}"), self.theme.text));
        self.cut(Line::from(spans))
    }

    /// The columns of a category's title, its bar, and each of its figures.
    fn grid(&self) -> (usize, usize, [usize; 3]) {
        let figures = [8, 10, if self.declared { 9 } else { 0 }];
        let taken: usize = figures.iter().sum();
        let room = self.columns.saturating_sub(taken);
        let title = self.titles.min(room * 3 / 5).max(8.min(room));
        let bar = room.saturating_sub(title + 1).min(BAR);
        (title, bar, figures)
    }

    fn category_head(&self) -> Line<'static> {
        let heading = "Categories";
        let mut line = Line::styled(heading, self.theme.title);
        if self.columns < ONE_LINE {
            return line;
        }
        let (title, bar, figures) = self.grid();
        let mut text = " ".repeat((title + 1 + bar).saturating_sub(width(heading)));
        for (name, columns) in ["claimed", "evidenced", "declared"]
            .into_iter()
            .zip(figures)
        {
            text.push_str(&pad_start(name, columns));
        }
        line.spans.push(Span::styled(text, self.theme.dim));
        line
    }

    fn category(&self, score: &Score) -> Vec<Line<'static>> {
        let (theme, cut) = (self.theme, self.glyphs.cut);
        let bar = ScoreBar {
            claimed: score.claimed.as_ref().map(tenths),
            evidenced: score.evidenced.as_ref().map_or(0, tenths),
            declared: score.declared.as_ref().map(tenths),
        };
        let figure = |percent: &Option<Percent>| or_dash(percent.as_ref());
        let (claimed, evidenced) = (figure(&score.claimed), figure(&score.evidenced));
        if self.columns >= ONE_LINE {
            let (title, columns, figures) = self.grid();
            let name = pad(&cut_with(&score.title, title, cut), title + 1);
            let mut spans = vec![Span::styled(name, theme.text)];
            spans.extend(bar.spans(columns, theme, self.glyphs));
            spans.push(Span::styled(pad_start(&claimed, figures[0]), theme.text));
            spans.push(Span::styled(pad_start(&evidenced, figures[1]), theme.text));
            let declared = score.declared.as_ref().map(Percent::to_string);
            let declared = pad_start(&declared.unwrap_or_default(), figures[2]);
            spans.push(Span::styled(declared, theme.warning));
            return vec![Line::from(spans)];
        }
        let mut figures = format!("{claimed}/{evidenced}");
        if let Some(declared) = &score.declared {
            figures = format!("{figures} {}{declared}", self.glyphs.declared);
        }
        let room = self.columns.saturating_sub(width(&figures) + 1);
        let title = cut_with(&score.title, room, cut);
        let first = vec![
            Span::styled(pad(&title, room + 1), theme.text),
            Span::styled(figures, theme.text),
        ];
        let second = bar.spans(self.columns.min(BAR), theme, self.glyphs);
        vec![Line::from(first), Line::from(second)]
    }

    fn legend(&self) -> Vec<Line<'static>> {
        let (theme, glyphs) = (self.theme, self.glyphs);
        let mut signs = vec![
            (glyphs.gauge_evidenced, "evidenced", theme.gauge_evidenced),
            (glyphs.gauge_met, "claimed only", theme.gauge_met),
            (glyphs.gauge_rest, "neither", theme.gauge_rest),
        ];
        if self.declared {
            signs.push((glyphs.declared, "declared", theme.warning));
        }
        let sign = |(glyph, word, style): (&'static str, &'static str, Style)| {
            Figure(vec![
                Span::styled(glyph, style),
                Span::styled(format!(" {word}"), theme.dim),
            ])
        };
        flow(signs.into_iter().map(sign), self.columns)
    }

    fn stage(
        &self,
        title: &str,
        ready: Option<bool>,
        is_target: bool,
        words: &str,
    ) -> Vec<Line<'static>> {
        let (sign, style) = stage_sign(ready, is_target, self.theme, self.glyphs);
        let aim = if is_target { " (target)" } else { "" };
        let text = format!("{title}{aim}: {words}");
        let room = self.columns.saturating_sub(2);
        let lines = wrap_in(&text, room, MOST_LINES, self.glyphs.cut);
        let weight = if is_target {
            self.theme.title
        } else {
            self.theme.text
        };
        let line = |(number, line): (usize, String)| {
            let sign = if number == 0 { sign } else { " " };
            Line::from(vec![
                Span::styled(format!("{sign} "), style),
                Span::styled(line, weight),
            ])
        };
        lines.into_iter().enumerate().map(line).collect()
    }

    /// A sparkline, each point as wide as there is room for; where there are more points than columns, the latest.
    fn series(&self, name: &str, points: &[Option<u16>], ends: &str) -> Line<'static> {
        let name = pad(name, FRONT + 1);
        let room = self
            .columns
            .saturating_sub(width(&name) + width(ends) + 2)
            .max(1);
        let shown = &points[points.len().saturating_sub(room)..];
        let each = (room / shown.len().max(1)).clamp(1, 4);
        let levels = self.glyphs.levels;
        let mut spark = String::new();
        for point in shown {
            let glyph = point.map_or(" ", |tenths| {
                levels[(usize::from(tenths) * levels.len() / 1000).min(levels.len() - 1)]
            });
            spark.push_str(&glyph.repeat(each));
        }
        self.cut(Line::from(vec![
            Span::styled(name, self.theme.dim),
            Span::styled(spark, self.theme.text),
            Span::styled(format!("  {ends}"), self.theme.text),
        ]))
    }

    fn cut(&self, line: Line<'static>) -> Line<'static> {
        if line_width(&line) <= self.columns {
            return line;
        }
        let cut = cut_line(line, self.columns, self.glyphs.cut);
        let spans = cut.spans.into_iter();
        Line::from_iter(spans.map(|span| Span::styled(span.content.into_owned(), span.style)))
    }
}
