//! The compare screen, drawn. Only the rows that are visible are built.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::domain::checklist::Tier;
use crate::domain::gate::Verdict;
use crate::domain::percent::Percent;
use crate::domain::snapshot::Gauge;
use crate::session::Session;
use crate::tui::layout::inside;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_middle, cut_with, pad_start, width, wrap};
use crate::tui::widgets::gauge::TierGauge;
use crate::tui::widgets::rows::{boxed, draw_line, draw_row, row_of, split_top};
use crate::tui::widgets::signs::verdict_style;

use super::ComparePage;
use super::rows::{Row, Turn};

/// From so many columns on the two sides stand in columns of their own, within a box.
const WIDE: u16 = 56;

/// Fewer rows than this have no room for a box.
const LOW: u16 = 10;

/// The columns of the names before the two sides.
const NAMES: usize = 18;

/// The columns of the changes behind them.
const CHANGES: usize = 9;

/// The columns of what an item was and is.
const MOVES: usize = 28;

/// The columns of a side at most: figures that belong together do not stand far apart.
const WIDEST: usize = 36;

/// The columns of a bar, where there is room for one.
const BAR: usize = 16;

/// The compare screen.
#[derive(Debug)]
pub struct CompareScreen<'a> {
    /// What it remembers.
    pub page: &'a ComparePage,
    /// The open assessment.
    pub session: &'a Session,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its signs.
    pub glyphs: &'a Glyphs,
}

/// Where the heading and the rows are, and whether the sides have columns of their own.
struct Parts {
    frame: Rect,
    head: Rect,
    list: Rect,
    is_wide: bool,
}

impl Parts {
    fn of(body: Rect) -> Self {
        let is_wide = body.width >= WIDE && body.height >= LOW;
        let within = if is_wide { inside(body) } else { body };
        let (head, rest) = split_top(within, if is_wide { 2 } else { 1 });
        let (_, list) = split_top(rest, u16::from(is_wide && rest.height > 12));
        Self {
            frame: if is_wide { body } else { Rect::default() },
            head,
            list,
            is_wide,
        }
    }

    /// The columns of one side.
    fn side(&self) -> usize {
        let left = usize::from(self.list.width).saturating_sub(2 + NAMES + CHANGES);
        (left / 2).min(WIDEST)
    }
}

/// Where the rows are.
pub(super) fn list_area(body: Rect) -> Rect {
    Parts::of(body).list
}

/// How many rows are visible.
pub(super) fn list_rows(body: Rect) -> usize {
    usize::from(list_area(body).height)
}

impl Widget for &CompareScreen<'_> {
    /// Draws within the body: below the header, above the last line.
    fn render(self, body: Rect, buffer: &mut Buffer) {
        if body.is_empty() {
            return;
        }
        let (parts, look) = (Parts::of(body), (self.theme, self.glyphs));
        if parts.is_wide {
            let title = Span::styled("What changed", self.theme.title);
            boxed(parts.frame, buffer, &title, true, look);
        }
        let page = self.page;
        let height = usize::from(parts.list.height);
        if page.has_one_standing() {
            self.nothing(parts.list, buffer);
            return;
        }
        self.head(&parts, buffer);
        let visible = page.window.visible(page.rows.len(), height);
        let (first, last) = (visible.start, visible.end);
        for (y, at) in visible.enumerate() {
            let selected = at == page.window.selected;
            let gutter = if selected { self.glyphs.gutter } else { " " };
            let mut spans = vec![Span::raw(format!("{gutter} "))];
            spans.extend(self.row(&page.rows[at], &parts));
            let area = row_of(parts.list, y);
            draw_row(Line::from(spans), (selected, true), area, buffer, look);
        }
        let edge = parts.list.right().saturating_sub(1);
        if first > 0 {
            let above = Position::new(edge, parts.list.y);
            self.mark(above, self.glyphs.above, buffer);
        }
        if last < page.rows.len() && !parts.list.is_empty() {
            let below = Position::new(edge, parts.list.bottom() - 1);
            self.mark(below, self.glyphs.below, buffer);
        }
    }
}

impl CompareScreen<'_> {
    /// Where the terminal's cursor belongs: on the selected row.
    pub fn cursor(&self, body: Rect) -> Option<Position> {
        let list = Parts::of(body).list;
        let (len, height) = (self.page.rows.len(), usize::from(list.height));
        let row = self.page.window.selected_row(len, height)?;
        let y = list.y + u16::try_from(row).ok()?;
        (list.width > 0).then_some(Position { x: list.x, y })
    }

    /// What to do where there is nothing to compare with yet.
    fn nothing(&self, list: Rect, buffer: &mut Buffer) {
        let columns = usize::from(list.width).saturating_sub(2);
        let words = self.page.rows.iter().filter_map(|row| match row {
            Row::Words(words, stands_out) => Some((words, *stands_out)),
            _ => None,
        });
        let lines = words.flat_map(|(words, stands_out)| {
            let style = if stands_out {
                self.theme.title
            } else {
                self.theme.text
            };
            let lines = wrap(words, columns).into_iter();
            lines.map(move |line| Line::styled(format!("  {line}"), style))
        });
        for (y, line) in lines.enumerate() {
            draw_line(line, row_of(list, y), buffer, self.glyphs);
        }
    }

    fn mark(&self, at: Position, sign: &str, buffer: &mut Buffer) {
        buffer.set_stringn(at.x, at.y, sign, 1, self.theme.dim);
    }

    /// The two sides, each over its column; or one after the other.
    fn head(&self, parts: &Parts, buffer: &mut Buffer) {
        let [from, to] = &self.page.headings;
        if !parts.is_wide {
            let columns = usize::from(parts.head.width);
            let becomes = format!(" {} ", self.glyphs.becomes);
            let room = columns.saturating_sub(width(&becomes) + 2);
            let after = cut_middle(&to.name, room / 2, self.glyphs.cut);
            let room = room.saturating_sub(width(&after));
            let before = cut_middle(&from.name, room, self.glyphs.cut);
            let line = Line::from(vec![
                Span::raw("  "),
                Span::styled(before.into_owned(), self.theme.title),
                Span::styled(becomes, self.theme.dim),
                Span::styled(after.into_owned(), self.theme.title),
            ]);
            draw_line(line, parts.head, buffer, self.glyphs);
            return;
        }
        let side = parts.side();
        let rows = [
            ("", &from.name, &to.name, "change", self.theme.title),
            ("", &from.day, &to.day, "", self.theme.dim),
        ];
        for (y, (name, before, after, change, style)) in rows.into_iter().enumerate() {
            let cell = |text: &str| {
                let text = cut_middle(text, side.saturating_sub(1), self.glyphs.cut).into_owned();
                Span::styled(filled(text, side), style)
            };
            let line = Line::from(vec![
                Span::raw(filled(name.to_owned(), 2 + NAMES)),
                cell(before),
                cell(after),
                Span::styled(pad_start(change, CHANGES), self.theme.dim),
            ]);
            draw_line(line, row_of(parts.head, y), buffer, self.glyphs);
        }
    }

    fn row(&self, row: &Row, parts: &Parts) -> Vec<Span<'static>> {
        let theme = self.theme;
        match row {
            Row::Gap => Vec::new(),
            Row::Heading(words) => vec![Span::styled(words.clone(), theme.title)],
            Row::Words(words, true) => vec![Span::styled(words.clone(), theme.warning)],
            Row::Words(words, false) => vec![Span::styled(words.clone(), theme.dim)],
            Row::Verdict(before, after) => {
                let cells = [before, after].map(|verdict| self.verdict(*verdict));
                let turn = match (before, after) {
                    (Some(before), Some(after)) if before == after => "=",
                    _ => "",
                };
                self.pair("verdict", cells, (turn.to_owned(), theme.dim), parts)
            }
            Row::Pair(name, values, change) => {
                let cells = values
                    .clone()
                    .map(|value| vec![Span::styled(value, theme.text)]);
                self.pair(name, cells, self.change(change.as_ref()), parts)
            }
            Row::Gauge(tier, gauges, change) => {
                let cells = gauges.map(|gauge| self.gauge(gauge, parts));
                let name = match tier {
                    Tier::Blocker => "Blockers",
                    Tier::Should => "Should",
                    Tier::Nice => "Nice",
                };
                self.pair(name, cells, self.change(change.as_ref()), parts)
            }
            Row::Item {
                item,
                turn,
                change,
                title,
            } => self.item(item.shown().as_str(), *turn, change, title, parts),
        }
    }

    fn verdict(&self, verdict: Option<Verdict>) -> Vec<Span<'static>> {
        vec![match verdict {
            Some(verdict) => {
                let word = format!(" {} ", verdict.word().to_uppercase());
                Span::styled(word, verdict_style(verdict, self.theme))
            }
            None => Span::styled("not scored", self.theme.dim),
        }]
    }

    /// A bar where there is room, and how many are met and evidenced.
    fn gauge(&self, gauge: Option<Gauge>, parts: &Parts) -> Vec<Span<'static>> {
        let Some(gauge) = gauge else {
            return vec![Span::styled(self.glyphs.dash, self.theme.dim)];
        };
        let mut spans = Vec::new();
        let counts = format!("{}/{}", gauge.met, gauge.counted);
        if parts.is_wide && parts.side() >= BAR + 10 {
            let bar = TierGauge {
                counted: u64::from(gauge.counted),
                met: u64::from(gauge.met),
                evidenced: u64::from(gauge.evidenced),
                partial: u64::from(gauge.partial),
            };
            spans.extend(bar.spans(BAR, self.theme, self.glyphs));
            spans.push(Span::raw(" "));
        }
        spans.push(Span::styled(counts, self.theme.text));
        if parts.is_wide && parts.side() >= 18 {
            let evidenced = format!(" {} {} ev", self.glyphs.separator, gauge.evidenced);
            spans.push(Span::styled(evidenced, self.theme.dim));
        }
        spans
    }

    /// A change with its sign; nothing where it is not known.
    fn change(&self, change: Option<&Percent>) -> (String, Style) {
        match change.map(|change| (change, change.tenths())) {
            None => (String::new(), self.theme.dim),
            Some((_, 0)) => ("=".to_owned(), self.theme.dim),
            Some((change, tenths)) if tenths > 0 => (format!("+{change}"), self.theme.met),
            Some((change, _)) => (change.to_string(), self.theme.unmet),
        }
    }

    /// Two values in their columns, or one behind the other.
    fn pair(
        &self,
        name: &str,
        [before, after]: [Vec<Span<'static>>; 2],
        (change, style): (String, Style),
        parts: &Parts,
    ) -> Vec<Span<'static>> {
        let cut = self.glyphs.cut;
        if !parts.is_wide {
            let mut spans = vec![Span::styled(format!("{name} "), self.theme.dim)];
            spans.extend(before);
            let becomes = format!(" {} ", self.glyphs.becomes);
            spans.push(Span::styled(becomes, self.theme.dim));
            spans.extend(after);
            spans.push(Span::styled(format!(" {change}"), style));
            return spans;
        }
        let name = cut_with(name, NAMES - 1, cut).into_owned();
        let mut spans = vec![Span::styled(filled(name, NAMES), self.theme.dim)];
        let side = parts.side();
        for cell in [before, after] {
            let mut taken = 0;
            for span in cell {
                let room = side.saturating_sub(taken + 1);
                let text = cut_with(&span.content, room, cut).into_owned();
                taken += width(&text);
                spans.push(Span::styled(text, span.style));
            }
            spans.push(Span::raw(" ".repeat(side.saturating_sub(taken))));
        }
        spans.push(Span::styled(pad_start(&change, CHANGES), style));
        spans
    }

    fn item(
        &self,
        id: &str,
        turn: Turn,
        change: &str,
        title: &str,
        parts: &Parts,
    ) -> Vec<Span<'static>> {
        let (theme, cut) = (self.theme, self.glyphs.cut);
        let style = match turn {
            Turn::Better => theme.met,
            Turn::Worse => theme.unmet,
            Turn::Neither => theme.dim,
        };
        let columns = usize::from(parts.list.width).saturating_sub(2 + 2);
        let becomes = change.replace('→', self.glyphs.becomes);
        let sign = Span::styled(format!("{} ", turn.sign()), style);
        if !parts.is_wide {
            let room = columns.saturating_sub(width(&becomes) + 2).max(8);
            let id = cut_middle(id, room, cut).into_owned();
            return vec![
                sign,
                Span::styled(id, theme.text),
                Span::styled(format!("  {becomes}"), style),
            ];
        }
        let ids = (columns / 4).clamp(16, 28);
        // No wider than the changes are, so that the titles have the rest; one column more where the sign has two.
        let widest = self.page.widest + width(self.glyphs.becomes).saturating_sub(1) + 2;
        let changes = MOVES.min(widest).min(columns.saturating_sub(ids));
        let id = cut_middle(id, ids - 2, cut).into_owned();
        let becomes = cut_with(&becomes, changes - 2, cut).into_owned();
        vec![
            sign,
            Span::styled(filled(id, ids), theme.text),
            Span::styled(filled(becomes, changes), style),
            Span::styled(title.to_owned(), theme.dim),
        ]
    }
}

/// A text followed by blanks up to so many columns.
fn filled(mut text: String, columns: usize) -> String {
    let missing = columns.saturating_sub(width(&text));
    text.extend(std::iter::repeat_n(' ', missing));
    text
}
