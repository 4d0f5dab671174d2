//! The sign-off page laid out: one column, or what is signed beside who has signed it.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::layout::inside;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_with, pad, width, wrap_in};
use crate::tui::widgets::signs::verdict_badge;
use crate::tui::widgets::window::Window;

use super::entries::{Entry, Show, Side, Weight};

/// From so many columns on there are two.
const TWO: u16 = 100;

/// Before the lines: the gutter and a blank; after them a blank.
const MARGINS: u16 = 3;

/// The columns of words that stand before others, at least and at most.
const FRONT: usize = 9;
const FRONT_MOST: usize = 20;

/// A text takes so many lines at most.
const MOST_LINES: usize = 6;

/// One column: where it is, and its lines.
struct Column {
    /// With its border; the same as `area` where there is none.
    frame: Rect,
    /// Its lines, gutter included.
    area: Rect,
    /// Each line with the position of its entry.
    lines: Vec<(usize, Line<'static>)>,
}

/// The entries laid out.
pub(super) struct Laid<'a> {
    entries: &'a [Entry],
    columns: Vec<Column>,
}

impl<'a> Laid<'a> {
    /// Lays the entries out in a body.
    pub(super) fn of(entries: &'a [Entry], body: Rect, look: (&Theme, &Glyphs)) -> Self {
        let all = |_: &Entry| true;
        let columns = if body.width >= TWO {
            let left = body.width / 2;
            let part = |x: u16, width: u16| Rect { x, width, ..body };
            let (first, second) = (part(body.x, left), part(body.x + left, body.width - left));
            vec![
                Column::of(
                    entries,
                    &|it| it.side == Side::Left,
                    first,
                    (true, true),
                    look,
                ),
                Column::of(
                    entries,
                    &|it| it.side == Side::Right,
                    second,
                    (true, true),
                    look,
                ),
            ]
        } else {
            let is_boxed = body.width >= 50 && body.height > 10;
            vec![Column::of(entries, &all, body, (is_boxed, false), look)]
        };
        Self { entries, columns }
    }

    /// The areas of the columns' lines.
    pub(super) fn areas(&self) -> impl Iterator<Item = Rect> + '_ {
        self.columns.iter().map(|column| column.area)
    }

    /// The frames of the columns.
    pub(super) fn frames(&self) -> impl Iterator<Item = Rect> + '_ {
        self.columns.iter().map(|column| column.frame)
    }

    /// How many lines a column has.
    pub(super) fn len(&self, column: usize) -> usize {
        self.columns.get(column).map_or(0, |it| it.lines.len())
    }

    /// A line of a column, and its entry.
    pub(super) fn line(&self, column: usize, line: usize) -> Option<&(usize, Line<'static>)> {
        self.columns.get(column)?.lines.get(line)
    }

    /// Which column an entry is in.
    pub(super) fn column_of(&self, entry: usize) -> usize {
        let holds = |column: &Column| column.lines.iter().any(|(at, _)| *at == entry);
        self.columns.iter().position(holds).unwrap_or(0)
    }

    /// The entry on a line, or the nearest one where the selection stops.
    pub(super) fn stop_at(&self, column: usize, line: usize) -> Option<usize> {
        let lines = &self.columns.get(column)?.lines;
        let stop = |(at, _): &&(usize, Line<'static>)| self.entries[*at].is_stop();
        let line = line.min(lines.len());
        let after = lines[line..].iter().find(stop);
        let found = after.or_else(|| lines[..line].iter().rev().find(stop));
        found.map(|(at, _)| *at)
    }

    /// The next entry where the selection stops, or the one before, in the same column.
    pub(super) fn step(&self, entry: usize, down: bool) -> usize {
        let Some(column) = self.columns.get(self.column_of(entry)) else {
            return entry;
        };
        let mut stops: Vec<usize> = column.lines.iter().map(|(at, _)| *at).collect();
        stops.dedup();
        stops.retain(|at| self.entries[*at].is_stop());
        let found = if down {
            stops.iter().find(|at| **at > entry)
        } else {
            stops.iter().rev().find(|at| **at < entry)
        };
        found.copied().unwrap_or(entry)
    }

    /// One screen further in the same column.
    pub(super) fn page(&self, entry: usize, down: bool) -> usize {
        let column = self.column_of(entry);
        let height = self.columns.get(column).map_or(1, |it| it.area.height);
        let page = usize::from(height).saturating_sub(1).max(1);
        let (line, _) = self.range(entry);
        let to = if down {
            (line + page).min(self.len(column).saturating_sub(1))
        } else {
            line.saturating_sub(page)
        };
        match (down, self.stop_at(column, to).unwrap_or(entry)) {
            (true, stop) if stop <= entry => self.step(entry, true),
            (false, stop) if stop >= entry => self.step(entry, false),
            (_, stop) => stop,
        }
    }

    /// The first stop of the next section or of the one before, through both columns and round.
    pub(super) fn section(&self, entry: usize, forward: bool) -> usize {
        let mut firsts: Vec<usize> = Vec::new();
        let mut of_entry = 0;
        for column in &self.columns {
            let mut begins = true;
            for (at, _) in &column.lines {
                let shown = &self.entries[*at];
                begins |= shown.is_heading();
                if begins && shown.is_stop() {
                    firsts.push(*at);
                    begins = false;
                }
                if *at == entry {
                    of_entry = firsts.len().saturating_sub(1);
                }
            }
        }
        let count = firsts.len();
        if count == 0 {
            return entry;
        }
        let to = if forward {
            of_entry + 1
        } else {
            of_entry + count - 1
        };
        firsts[to % count]
    }

    /// The first line of an entry, and the one after its last.
    fn range(&self, entry: usize) -> (usize, usize) {
        let Some(column) = self.columns.get(self.column_of(entry)) else {
            return (0, 0);
        };
        let is_of = |line: &(usize, Line<'static>)| line.0 == entry;
        let first = column.lines.iter().position(is_of).unwrap_or(0);
        let count = column.lines.iter().filter(|line| is_of(line)).count();
        (first, first + count)
    }

    /// Scrolls so that all of the selected entry is on the screen, no more than needed.
    pub(super) fn follow(&self, selected: usize, windows: &mut [Window; 2]) {
        let at = self.column_of(selected);
        let Some(column) = self.columns.get(at) else {
            return;
        };
        let (first, end) = self.range(selected);
        let (len, height) = (column.lines.len(), usize::from(column.area.height));
        windows[at].select(end.saturating_sub(1), len, height);
        windows[at].select(first, len, height);
        if self.stop_at(at, 0) == Some(selected) {
            // What stands above the first stop belongs to it.
            windows[at].first = 0;
        }
    }

    /// The windows as they are on a screen of this size.
    pub(super) fn seen(&self, selected: usize, mut windows: [Window; 2]) -> [Window; 2] {
        self.follow(selected, &mut windows);
        for (column, window) in self.columns.iter().zip(&mut windows) {
            window.follow(column.lines.len(), usize::from(column.area.height));
        }
        windows
    }
}

impl Column {
    fn of(
        entries: &[Entry],
        holds: &dyn Fn(&Entry) -> bool,
        frame: Rect,
        (is_boxed, shares): (bool, bool),
        look: (&Theme, &Glyphs),
    ) -> Self {
        let area = if is_boxed { inside(frame) } else { frame };
        let columns = usize::from(area.width.saturating_sub(MARGINS));
        let mut front = FRONT;
        for entry in entries.iter().filter(|entry| holds(entry)) {
            if let Show::Words { front: words, .. } = &entry.show {
                front = front.max(width(words).min(FRONT_MOST).min(columns / 3));
            }
        }
        let mut lines = Vec::new();
        for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| holds(entry)) {
            let is_title = shares && matches!(entry.show, Show::Heading(_));
            if lines.is_empty() && (is_title || matches!(entry.show, Show::Blank)) {
                // The frame of one of two columns says it.
                continue;
            }
            let written = written(&entry.show, columns, front, look);
            lines.extend(written.into_iter().map(|line| (at, line)));
        }
        Self { frame, area, lines }
    }
}

fn style_of(weight: Weight, theme: &Theme) -> Style {
    match weight {
        Weight::Text => theme.text,
        Weight::Strong => theme.title,
        Weight::Good => theme.met,
        Weight::Dim => theme.dim,
        Weight::Warning => theme.warning,
        Weight::Error => theme.error,
    }
}

/// The lines of an entry in so many columns; words that stand before others take `front` of them.
fn written(
    show: &Show,
    columns: usize,
    front_columns: usize,
    (theme, glyphs): (&Theme, &Glyphs),
) -> Vec<Line<'static>> {
    match show {
        Show::Blank => vec![Line::default()],
        Show::Heading(title) => {
            let title = cut_with(title, columns, glyphs.cut).into_owned();
            vec![Line::styled(title, theme.title)]
        }
        Show::Verdict(verdict) => vec![Line::from(verdict_badge(*verdict, theme))],
        Show::Words {
            front,
            front_weight,
            text,
            weight,
        } => {
            let indent = if front.is_empty() {
                2
            } else {
                front_columns + 1
            };
            let style = style_of(*weight, theme);
            // Without words before it, all lines but the first are indented.
            let room = columns.saturating_sub(indent).max(1);
            let mut lines = Vec::new();
            for (number, line) in wrap_in(text, room, MOST_LINES, glyphs.cut)
                .into_iter()
                .enumerate()
            {
                let before = if number == 0 { front.as_str() } else { "" };
                let before = cut_with(before, indent.saturating_sub(1), glyphs.cut);
                lines.push(Line::from(vec![
                    Span::styled(pad(&before, indent), style_of(*front_weight, theme)),
                    Span::styled(line, style),
                ]));
            }
            lines
        }
    }
}
