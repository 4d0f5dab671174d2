//! The conflicts page laid out: the list, and the versions beside or below each other.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::assessment::Answer;
use crate::domain::both_sides::{Matter, Row, settled_words, status_words};
use crate::domain::history::{Entry, What};
use crate::domain::text::Shown;
use crate::domain::version::Version;
use crate::session::Session;
use crate::tui::layout::{holds, inside};
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_with, pad, wrap, wrap_in};
use crate::tui::widgets::rows::{inset, split_top};
use crate::tui::widgets::signs::status_sign;

use super::ConflictsPage;

/// A column narrower than this is not put beside another.
const NARROWEST: u16 = 40;

/// From so many columns on versions stand side by side.
const BESIDE: u16 = 100;

/// The columns of the word before what is said, with its mark.
const WORD: usize = 13;

/// A text takes so many lines at most; what is longer is read in the review once it is chosen.
const MOST_LINES: usize = 200;

/// The page laid out.
pub(super) struct Laid {
    /// The rows of the list.
    pub(super) list: Rect,
    /// The list with its border, where it has one.
    pub(super) list_frame: Option<Rect>,
    /// The panes with their borders, where they have any.
    pub(super) frames: Vec<Rect>,
    /// The panes' lines.
    pub(super) areas: Vec<Rect>,
    /// What stands in each pane; panes beside each other have equally many lines.
    columns: Vec<Vec<Line<'static>>>,
    /// Where each version begins that stands below another.
    begins: Vec<usize>,
}

impl Laid {
    /// Lays the page out in a body.
    pub(super) fn of(
        page: &ConflictsPage,
        session: &Session,
        body: Rect,
        (theme, glyphs): (&Theme, &Glyphs),
    ) -> Self {
        let boxed = body.width >= 50 && body.height >= 10;
        let most = usize::from(body.height / 5).max(2);
        let rows = u16::try_from(page.items.len().min(most)).unwrap_or(1);
        let rows = if boxed { rows + 2 } else { 1 };
        let (top, rest) = split_top(body, rows);
        let count = page.version_count(session);
        let columns = u16::try_from(count).unwrap_or(u16::MAX);
        let beside =
            boxed && count > 1 && body.width >= BESIDE && body.width / columns.max(1) >= NARROWEST;
        let frames = if beside {
            split(rest, columns)
        } else {
            vec![rest]
        };
        let areas: Vec<Rect> = if boxed {
            frames.iter().map(|frame| inset(inside(*frame))).collect()
        } else {
            // The last column is for the signs that there is more.
            let narrower = |frame: &Rect| Rect {
                width: frame.width.saturating_sub(1),
                ..*frame
            };
            frames.iter().map(narrower).collect()
        };
        let writer = Writer {
            page,
            session,
            theme,
            glyphs,
            columns: usize::from(areas.first().map_or(0, |area| area.width)),
        };
        let mut begins = Vec::new();
        let columns = if beside {
            let narrowest = areas.iter().map(|area| area.width).min();
            let writer = Writer {
                columns: usize::from(narrowest.unwrap_or(0)),
                ..writer
            };
            writer.beside(count)
        } else if count > 0 {
            vec![writer.stacked(boxed, &mut begins)]
        } else {
            vec![writer.settled()]
        };
        Self {
            list: if boxed { inside(top) } else { top },
            list_frame: boxed.then_some(top),
            frames: if boxed { frames } else { Vec::new() },
            areas,
            columns,
            begins,
        }
    }

    /// How many rows of the list are visible.
    pub(super) fn list_rows(&self) -> usize {
        usize::from(self.list.height)
    }

    /// How many lines the longest pane has.
    pub(super) fn len(&self) -> usize {
        self.columns.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// How many lines of a pane are visible.
    pub(super) fn height(&self) -> usize {
        usize::from(self.areas.first().map_or(0, |area| area.height))
    }

    /// The lines of a pane.
    pub(super) fn lines(&self, pane: usize) -> &[Line<'static>] {
        self.columns.get(pane).map_or(&[], Vec::as_slice)
    }

    /// Whether versions stand side by side.
    pub(super) fn is_beside(&self) -> bool {
        self.columns.len() > 1
    }

    /// Where a version begins, where it stands below another.
    pub(super) fn beginning_of(&self, side: usize) -> Option<usize> {
        self.begins.get(side).copied()
    }

    /// The version at a place of the screen.
    pub(super) fn side_at(&self, at: Position, scroll: usize) -> Option<usize> {
        if self.is_beside() {
            let frames = self.frames.iter();
            return frames.clone().position(|frame| holds(*frame, at.x, at.y));
        }
        let area = self
            .areas
            .first()
            .filter(|area| holds(**area, at.x, at.y))?;
        let scroll = scroll.min(self.len().saturating_sub(self.height()));
        let line = scroll + usize::from(at.y - area.y);
        self.begins.iter().rposition(|begin| *begin <= line)
    }
}

/// Equal parts of an area, side by side; the last gets what is left.
fn split(area: Rect, parts: u16) -> Vec<Rect> {
    let width = area.width / parts.max(1);
    let part = |at: u16| Rect {
        x: area.x + at * width,
        width: if at + 1 == parts {
            area.width - at * width
        } else {
            width
        },
        ..area
    };
    (0..parts).map(part).collect()
}

/// What the lines of the panes are made with.
#[derive(Clone, Copy)]
struct Writer<'a> {
    page: &'a ConflictsPage,
    session: &'a Session,
    theme: &'a Theme,
    glyphs: &'a Glyphs,
    columns: usize,
}

impl Writer<'_> {
    fn answer(&self) -> Option<&Answer> {
        self.page.answer(self.session)
    }

    /// A column for each version, their rows level with each other.
    fn beside(&self, count: usize) -> Vec<Vec<Line<'static>>> {
        let mut columns = vec![Vec::new(); count];
        let mut last = None;
        for row in &self.page.rows {
            let repeats = last == Some(row.of);
            last = Some(row.of);
            let height = columns.first().map_or(0, Vec::len);
            let mut tallest = height;
            for (at, column) in columns.iter_mut().enumerate() {
                column.extend(self.cell(row, at, repeats));
                tallest = tallest.max(column.len());
            }
            for column in &mut columns {
                column.resize(tallest, Line::default());
            }
        }
        if let Some(first) = columns.first_mut() {
            let since = self.since();
            if !since.is_empty() {
                first.push(Line::default());
                first.extend(since);
            }
        }
        columns
    }

    /// What one version says of one matter: the word, and what is said beside it.
    fn cell(&self, row: &Row, at: usize, repeats: bool) -> Vec<Line<'static>> {
        let word = if repeats { "" } else { row.of.word() };
        let mark = if row.differs {
            self.glyphs.changed
        } else {
            " "
        };
        let style = self.weight(row);
        let (said, said_style) = self.said(row, at);
        let room = self.columns.saturating_sub(WORD);
        let lines = wrap_in(&said, room, MOST_LINES, self.glyphs.cut);
        let mut cell = Vec::new();
        for (y, line) in lines.into_iter().enumerate() {
            let before = if y == 0 {
                format!("{mark} {}", pad(word, WORD - 2))
            } else {
                " ".repeat(WORD)
            };
            cell.push(Line::from(vec![
                Span::styled(before, style),
                Span::styled(line, said_style),
            ]));
        }
        cell
    }

    /// The versions one below the other: of each what the others do not say, and at the end what all say.
    fn stacked(&self, roomy: bool, begins: &mut Vec<usize>) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        let Some(answer) = self.answer() else {
            return lines;
        };
        // These stand in the heading of each.
        let in_heading = [Matter::Answer, Matter::By, Matter::RecordedBy, Matter::At];
        let below = |row: &&Row| !in_heading.contains(&row.of);
        let differing = || {
            self.page
                .rows
                .iter()
                .filter(below)
                .filter(|row| row.differs)
        };
        for (at, version) in answer.conflict.iter().enumerate() {
            if at > 0 && roomy {
                lines.push(Line::default());
            }
            begins.push(lines.len());
            lines.push(self.heading(at, version));
            let who = self.who(version);
            if !who.is_empty() {
                self.indented(&mut lines, "", &who, self.theme.text);
            }
            for row in differing() {
                let is_said = row.words.get(at).is_some_and(|it| !it.trim().is_empty());
                if is_said {
                    let (said, style) = self.said(row, at);
                    self.indented(&mut lines, row.of.word(), &said, style);
                }
            }
        }
        let same = self
            .page
            .rows
            .iter()
            .filter(below)
            .filter(|row| !row.differs);
        let same: Vec<&Row> = same.collect();
        let since = self.since();
        if roomy && !(same.is_empty() && since.is_empty()) {
            lines.push(Line::default());
        }
        if !same.is_empty() {
            let both = if answer.conflict.len() == 2 {
                "Both say"
            } else {
                "All say"
            };
            lines.push(Line::styled(both, self.theme.title));
        }
        for row in same {
            let (said, style) = self.said(row, 0);
            self.indented(&mut lines, row.of.word(), &said, style);
        }
        lines.extend(since);
        lines
    }

    /// `> 1 ✓ met`.
    fn heading(&self, at: usize, version: &Version) -> Line<'static> {
        let (sign, style) = status_sign(&version.status, self.theme, self.glyphs);
        let gutter = if at == self.page.side {
            self.glyphs.gutter
        } else {
            " "
        };
        Line::from(vec![
            Span::styled(format!("{gutter} {} ", at + 1), self.theme.title),
            Span::styled(format!("{sign} {}", status_words(&version.status)), style),
        ])
    }

    /// `Noor, 2026-11-20 10:15, written down by Ana`.
    fn who(&self, version: &Version) -> String {
        let offset = self.session.assessment().utc_offset;
        let mut parts = Vec::new();
        if !version.by.is_blank() {
            parts.push(version.by.shown().into_string());
        }
        if let Some(at) = version.at {
            parts.push(format!("{} {}", at.day(offset), at.time_of_day(offset)));
        }
        if !version.recorded_by.is_blank() {
            parts.push(format!("written down by {}", version.recorded_by.shown()));
        }
        parts.join(", ")
    }

    fn indented(&self, lines: &mut Vec<Line<'static>>, word: &str, said: &str, style: Style) {
        const INDENT: usize = 4;
        let before = if word.is_empty() {
            String::new()
        } else {
            format!("{word}: ")
        };
        let text = format!("{before}{said}");
        let room = self.columns.saturating_sub(INDENT);
        let wrapped = wrap_in(&text, room, MOST_LINES, self.glyphs.cut);
        for line in wrapped {
            lines.push(Line::styled(format!("{}{line}", " ".repeat(INDENT)), style));
        }
    }

    /// The words of a version, safe to show, and their style; a dash where it says nothing.
    fn said(&self, row: &Row, at: usize) -> (String, Style) {
        let words = row.words.get(at).map_or("", String::as_str);
        if words.trim().is_empty() {
            let nothing = match row.of {
                Matter::Evidence => "not here",
                _ => self.glyphs.dash,
            };
            return (nothing.to_owned(), self.theme.dim);
        }
        let shown = Shown::block(words).into_string();
        match (row.of, self.answer().and_then(|it| it.conflict.get(at))) {
            (Matter::Answer, Some(version)) => {
                let (sign, style) = status_sign(&version.status, self.theme, self.glyphs);
                (format!("{sign} {shown}"), style)
            }
            _ => (shown, self.weight(row)),
        }
    }

    fn weight(&self, row: &Row) -> Style {
        if row.differs {
            self.theme.text
        } else {
            self.theme.dim
        }
    }

    /// Evidence that belongs to none of the versions.
    fn since(&self) -> Vec<Line<'static>> {
        let text = match self.page.since {
            0 => return Vec::new(),
            1 => "One piece of evidence was attached since; it stays, whichever is chosen."
                .to_owned(),
            many => format!(
                "{many} pieces of evidence were attached since; they stay, whichever is chosen."
            ),
        };
        self.sentence(&text, self.theme.dim)
    }

    fn sentence(&self, text: &str, style: Style) -> Vec<Line<'static>> {
        let lines = wrap(text, self.columns).into_iter();
        lines
            .map(|line| Line::styled(line.to_owned(), style))
            .collect()
    }

    /// What became of a conflict that is settled, and what is next.
    fn settled(&self) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        let Some(answer) = self.answer() else {
            return lines;
        };
        let all_settled = self.page.open_count() == 0;
        let next = |lines: &mut Vec<Line<'static>>| {
            for words in self.page.next_words(self.session) {
                lines.extend(self.sentence(&words, self.theme.text));
            }
        };
        // What is next comes first where nothing is left: a small screen would hide it behind what was chosen.
        if all_settled {
            next(&mut lines);
            lines.push(Line::default());
        }
        let (sign, style) = status_sign(&answer.status, self.theme, self.glyphs);
        let offset = self.session.assessment().utc_offset;
        let now = status_words(&answer.status);
        lines.extend(self.sentence(&format!("{sign} Settled: {now} stands."), style));
        let settled = answer.history.iter().rev().find_map(resolution_of);
        if let Some((entry, resolution)) = settled {
            let (chosen, others) = settled_words(resolution, offset);
            let shown = |words: &str| Shown::line(words).into_string();
            let by = entry.by.shown();
            let chosen = format!("Chosen by {by}: {}.", shown(&chosen));
            lines.extend(self.sentence(&chosen, self.theme.text));
            for other in &others {
                let kept = format!("Not chosen, kept in the history: {}.", shown(other));
                lines.extend(self.sentence(&kept, self.theme.dim));
            }
        }
        if !all_settled {
            lines.push(Line::default());
            next(&mut lines);
        }
        lines
    }
}

fn resolution_of(entry: &Entry) -> Option<(&Entry, &crate::domain::version::Resolution)> {
    match &entry.what {
        What::Resolved(resolution) => Some((entry, resolution)),
        _ => None,
    }
}

/// A title for the frame of a version, in so many columns.
pub(super) fn side_title(
    (at, version): (usize, &Version),
    selected: bool,
    columns: usize,
    glyphs: &Glyphs,
) -> String {
    let gutter = if selected { glyphs.gutter } else { "" };
    let gap = if selected { " " } else { "" };
    let mut title = format!("{gutter}{gap}{}", at + 1);
    if !version.by.is_blank() {
        title = format!("{title} {} {}", glyphs.separator, version.by.shown());
    }
    cut_with(&title, columns.saturating_sub(4), glyphs.cut).into_owned()
}
