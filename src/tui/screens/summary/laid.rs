//! The summary laid out on a screen: one column, or two side by side.

use ratatui::layout::Rect;

use crate::tui::layout::inside;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::width;
use crate::tui::widgets::window::Window;

use super::lines::Pen;
use super::show::{Entry, Show, Side};

/// From so many columns on there are two.
const TWO: u16 = 110;

/// Before the lines: the gutter and a blank.
pub(super) const MARGIN: u16 = 2;

/// One column: where it is, and which entries it holds on which lines.
struct Column<'a> {
    /// With its border; the same as `area` where there is none.
    frame: Rect,
    /// Its lines, gutter included.
    area: Rect,
    pen: Pen<'a>,
    /// Positions of entries, in order.
    held: Vec<usize>,
    /// The first line of each, and after the last one how many lines there are.
    starts: Vec<usize>,
}

/// The entries laid out.
pub(super) struct Laid<'a> {
    entries: &'a [Entry],
    columns: Vec<Column<'a>>,
}

impl<'a> Laid<'a> {
    /// Lays the entries out in a body.
    pub(super) fn of(entries: &'a [Entry], body: Rect, look: (&'a Theme, &'a Glyphs)) -> Self {
        let all = |_: &Entry| true;
        let side = |side: Side| move |entry: &Entry| entry.side == side;
        let columns = if body.width >= TWO {
            let left = body.width * 5 / 8;
            let (first, second) = (
                Rect {
                    width: left,
                    ..body
                },
                Rect {
                    x: body.x + left,
                    width: body.width - left,
                    ..body
                },
            );
            vec![
                Column::of(entries, side(Side::Left), (first, inside(first)), look),
                Column::of(entries, side(Side::Right), (second, inside(second)), look),
            ]
        } else if body.width < 50 || body.height <= 10 {
            vec![Column::of(entries, all, (body, body), look)]
        } else {
            vec![Column::of(entries, all, (body, inside(body)), look)]
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

    /// With what the lines of a column are written.
    pub(super) fn pen(&self, column: usize) -> Pen<'a> {
        self.columns[column].pen
    }

    /// How many lines a column has.
    pub(super) fn lines(&self, column: usize) -> usize {
        self.columns[column].starts.last().copied().unwrap_or(0)
    }

    /// Which column an entry is in.
    pub(super) fn column_of(&self, entry: usize) -> usize {
        let holds = |column: &Column<'_>| column.held.binary_search(&entry).is_ok();
        self.columns.iter().position(holds).unwrap_or(0)
    }

    /// The entry on a line of a column, and which of its lines that is.
    pub(super) fn at(&self, column: usize, line: usize) -> Option<(usize, usize)> {
        let Column { held, starts, .. } = &self.columns[column];
        let place = starts
            .partition_point(|start| *start <= line)
            .checked_sub(1)?;
        Some((*held.get(place)?, line - starts[place]))
    }

    /// The entry on a line, or the nearest one where the selection stops.
    pub(super) fn stop_at(&self, column: usize, line: usize) -> Option<usize> {
        let (entry, _) = self.at(column, line)?;
        let held = &self.columns[column].held;
        let place = held.binary_search(&entry).ok()?;
        let is_stop = |entry: &&usize| self.entries[**entry].is_stop();
        let after = held[place..].iter().find(is_stop);
        after
            .or_else(|| held[..place].iter().rev().find(is_stop))
            .copied()
    }

    pub(super) fn first(&self, column: usize) -> usize {
        self.stop_at(column, 0).unwrap_or(0)
    }

    pub(super) fn last(&self, column: usize) -> usize {
        let last = self.lines(column).saturating_sub(1);
        self.stop_at(column, last).unwrap_or(0)
    }

    pub(super) fn stop_after(&self, entry: usize) -> usize {
        let held = &self.columns[self.column_of(entry)].held;
        let mut after = held.iter().filter(|other| **other > entry);
        after
            .find(|other| self.entries[**other].is_stop())
            .copied()
            .unwrap_or(entry)
    }

    pub(super) fn stop_before(&self, entry: usize) -> usize {
        let held = &self.columns[self.column_of(entry)].held;
        let mut before = held.iter().rev().filter(|other| **other < entry);
        before
            .find(|other| self.entries[**other].is_stop())
            .copied()
            .unwrap_or(entry)
    }

    /// One screen further in the same column.
    pub(super) fn page(&self, entry: usize, down: bool) -> usize {
        let column = self.column_of(entry);
        let height = usize::from(self.columns[column].area.height);
        let page = height.saturating_sub(1).max(1);
        let line = self.range(entry).0;
        let last = self.lines(column).saturating_sub(1);
        let to = if down {
            (line + page).min(last)
        } else {
            line.saturating_sub(page)
        };
        let stop = self.stop_at(column, to).unwrap_or(entry);
        // A section's heading may stand where the page ends: it goes on rather than standing still.
        match (down, stop) {
            (true, stop) if stop <= entry => self.stop_after(entry),
            (false, stop) if stop >= entry => self.stop_before(entry),
            (_, stop) => stop,
        }
    }

    /// The first stop of the next section, through both columns and round.
    pub(super) fn section_after(&self, entry: usize) -> usize {
        let sections = self.sections();
        let at = self.section_of(&sections, entry);
        sections
            .get(at + 1)
            .or(sections.first())
            .map_or(entry, |section| section.1)
    }

    /// The first stop of the section before.
    pub(super) fn section_before(&self, entry: usize) -> usize {
        let sections = self.sections();
        let at = self.section_of(&sections, entry);
        let before = at
            .checked_sub(1)
            .unwrap_or(sections.len().saturating_sub(1));
        sections.get(before).map_or(entry, |section| section.1)
    }

    /// The heading of each section and its first stop, column by column.
    fn sections(&self) -> Vec<(usize, usize)> {
        let mut sections = Vec::new();
        for column in &self.columns {
            for (place, entry) in column.held.iter().enumerate() {
                if self.entries[*entry].is_heading() {
                    let stops = column.held[place..].iter();
                    let mut stops = stops.filter(|entry| self.entries[**entry].is_stop());
                    sections.extend(stops.next().map(|stop| (*entry, *stop)));
                }
            }
        }
        sections
    }

    fn section_of(&self, sections: &[(usize, usize)], entry: usize) -> usize {
        let column = self.column_of(entry);
        let holds = |heading: &usize| *heading <= entry && self.column_of(*heading) == column;
        sections
            .iter()
            .rposition(|(heading, _)| holds(heading))
            .unwrap_or(0)
    }

    /// The first line of an entry, and the one after its last.
    fn range(&self, entry: usize) -> (usize, usize) {
        let Column { held, starts, .. } = &self.columns[self.column_of(entry)];
        match held.binary_search(&entry) {
            Ok(place) => (starts[place], starts[place + 1]),
            Err(_) => (0, 0),
        }
    }

    /// Scrolls so that all of the selected entry is on the screen, no more than needed.
    pub(super) fn follow(&self, selected: usize, windows: &mut [Window; 2]) {
        let column = self.column_of(selected);
        let (first, end) = self.range(selected);
        let height = usize::from(self.columns[column].area.height);
        let len = self.lines(column);
        windows[column].select(end.saturating_sub(1), len, height);
        windows[column].select(first, len, height);
    }

    /// The windows as they are on a screen of this size.
    pub(super) fn seen(&self, selected: usize, mut windows: [Window; 2]) -> [Window; 2] {
        self.follow(selected, &mut windows);
        for (column, window) in self.columns.iter().zip(&mut windows) {
            let len = column.starts.last().copied().unwrap_or(0);
            window.follow(len, usize::from(column.area.height));
        }
        windows
    }
}

impl<'a> Column<'a> {
    fn of(
        entries: &'a [Entry],
        holds: impl Fn(&Entry) -> bool,
        (frame, area): (Rect, Rect),
        (theme, glyphs): (&'a Theme, &'a Glyphs),
    ) -> Self {
        let (mut titles, mut declared) = (0, false);
        for entry in entries {
            if let Show::Category(score) = &entry.show {
                titles = titles.max(width(&score.title).min(40));
                declared |= score.declared.is_some();
            }
        }
        let pen = Pen {
            columns: usize::from(area.width.saturating_sub(MARGIN + 1)),
            titles,
            declared,
            theme,
            glyphs,
        };
        let (mut held, mut starts, mut line) = (Vec::new(), Vec::new(), 0);
        for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| holds(entry)) {
            if held.is_empty() && matches!(entry.show, Show::Blank) {
                continue;
            }
            held.push(at);
            starts.push(line);
            line += pen.height(&entry.show);
        }
        starts.push(line);
        Self {
            frame,
            area,
            pen,
            held,
            starts,
        }
    }
}
