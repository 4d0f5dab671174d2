//! The meeting, drawn for a room of people: the verdict, where one is and how long it takes, one item, who speaks and
//! what comes next.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::domain::assessment::Assessment;
use crate::domain::evidence::same_person;
use crate::session::Session;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::cut_with;
use crate::tui::widgets::rows::{boxed, draw_line, draw_row, inset, more_in_column, row_of};
use crate::tui::widgets::signs::{letter, status_sign, tier_style};

use super::closing::Closing;
use super::item::Sheet;
use super::parts::{Fit, Parts};
use super::{MeetingPage, Stage, head};

/// The meeting.
#[derive(Debug)]
pub struct MeetingScreen<'a> {
    /// What it remembers.
    pub page: &'a MeetingPage,
    /// The open assessment.
    pub session: &'a Session,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its signs.
    pub glyphs: &'a Glyphs,
}

impl Widget for &MeetingScreen<'_> {
    /// Draws within the body: below the header, above the last line.
    fn render(self, body: Rect, buffer: &mut Buffer) {
        if body.is_empty() {
            return;
        }
        let parts = Parts::of(body);
        self.verdict(&parts, buffer);
        self.place(&parts, buffer);
        match self.page.stage {
            Stage::Rest => self.rest(&parts, buffer),
            _ => self.text(&parts, buffer),
        }
        self.foot(&parts, buffer);
    }
}

impl MeetingScreen<'_> {
    /// Where the terminal's cursor belongs: at the question, or on the selected row.
    pub fn cursor(&self, body: Rect) -> Option<Position> {
        let parts = Parts::of(body);
        if parts.middle.is_empty() {
            return None;
        }
        let mut y = parts.middle.y;
        if self.page.stage == Stage::Rest {
            let height = usize::from(parts.middle.height);
            let (rest, len) = (self.page.rest, self.page.settled.len());
            y += u16::try_from(rest.selected_row(len, height).unwrap_or(0)).ok()?;
        }
        let x = parts.middle.x;
        Some(Position { x, y })
    }

    /// How far the text can be scrolled.
    pub(super) fn overflow(&self, body: Rect) -> usize {
        let parts = Parts::of(body);
        let lines = self.lines(&parts).len();
        lines.saturating_sub(usize::from(parts.middle.height))
    }

    fn look(&self) -> (&Theme, &Glyphs) {
        (self.theme, self.glyphs)
    }

    fn verdict(&self, parts: &Parts, buffer: &mut Buffer) {
        let (look, area) = (self.look(), parts.verdict);
        match parts.fit {
            Fit::Tiny => draw_line(
                head::in_brief(self.session, look),
                area,
                buffer,
                self.glyphs,
            ),
            fit => {
                let inner = if fit == Fit::Large {
                    let title = Span::styled("Verdict", self.theme.title);
                    inset(boxed(area, buffer, &title, false, look))
                } else {
                    inset(area)
                };
                let columns = usize::from(inner.width);
                let verdict = head::verdict(self.session, look);
                draw_line(verdict, row_of(inner, 0), buffer, self.glyphs);
                let figures = head::figures(self.session, columns, look);
                draw_line(figures, row_of(inner, 1), buffer, self.glyphs);
            }
        }
    }

    fn lines(&self, parts: &Parts) -> Vec<Line<'static>> {
        let columns = usize::from(parts.middle.width);
        match (self.page.stage, self.page.item()) {
            (Stage::End, _) => Closing {
                page: self.page,
                session: self.session,
                columns,
                theme: self.theme,
                glyphs: self.glyphs,
            }
            .lines(),
            (Stage::Rest, _) => Vec::new(),
            (_, Some(item)) => Sheet {
                session: self.session,
                columns,
                is_airy: parts.fit == Fit::Large,
                theme: self.theme,
                glyphs: self.glyphs,
            }
            .lines(item),
            (_, None) => vec![Line::styled(
                cut_with("There is nothing to talk about.", columns, self.glyphs.cut).into_owned(),
                self.theme.dim,
            )],
        }
    }

    fn text(&self, parts: &Parts, buffer: &mut Buffer) {
        let lines = self.lines(parts);
        let (area, len) = (parts.middle, lines.len());
        let height = usize::from(area.height);
        let first = self.page.scroll.min(len.saturating_sub(height));
        for (y, line) in lines.into_iter().skip(first).take(height).enumerate() {
            draw_line(line, row_of(area, y), buffer, self.glyphs);
        }
        let edge = match parts.fit {
            Fit::Tiny => area.right().saturating_sub(1),
            _ => area.right(),
        };
        let more = (first > 0, len > first + height);
        if edge < buffer.area.right() {
            more_in_column(area, edge, more, buffer, self.look());
        }
    }

    fn rest(&self, parts: &Parts, buffer: &mut Buffer) {
        let (page, area) = (self.page, parts.middle);
        let assessment = self.session.assessment();
        let meeting = page.meeting(assessment);
        let height = usize::from(area.height);
        let visible = page.rest.visible(page.settled.len(), height);
        let more = (visible.start > 0, visible.end < page.settled.len());
        for (y, at) in visible.enumerate() {
            let position = page.settled[at];
            let (item, answer) = (assessment.item(position), &assessment.answers()[position]);
            let (sign, style) = status_sign(&answer.status, self.theme, self.glyphs);
            let selected = at == page.rest.selected;
            let gutter = if selected { self.glyphs.gutter } else { " " };
            let agreed = meeting.is_some_and(|meeting| meeting.agreed.contains(&item.id));
            let mut spans = vec![
                Span::raw(format!("{gutter} ")),
                Span::styled(format!("{sign} "), style),
                Span::styled(letter(item.tier), tier_style(item.tier, self.theme)),
                Span::raw("  "),
                Span::styled(item.title.shown().into_string(), self.theme.text),
            ];
            if agreed {
                spans.push(Span::styled("  agreed", self.theme.dim));
            }
            let line = Line::from(spans);
            draw_row(line, (selected, true), row_of(area, y), buffer, self.look());
        }
        let edge = area.right().saturating_sub(1);
        more_in_column(area, edge, more, buffer, self.look());
    }

    /// Who speaks and what comes next; what to press where there is no item.
    fn foot(&self, parts: &Parts, buffer: &mut Buffer) {
        let (page, area) = (self.page, parts.foot);
        let rows = usize::from(area.height);
        if rows == 0 {
            return;
        }
        let assessment = self.session.assessment();
        let first = row_of(area, usize::from(parts.fit == Fit::Large));
        let second = row_of(area, 1 + usize::from(parts.fit == Fit::Large));
        let bold = self.theme.title.add_modifier(Modifier::BOLD);
        if page.item().is_some() {
            let recorder = page
                .meeting(assessment)
                .map(|meeting| meeting.facilitator.clone())
                .unwrap_or_default();
            let mut spans = vec![
                Span::styled("Says  ", self.theme.dim),
                Span::styled(page.speaker.shown().into_string(), bold),
            ];
            if parts.fit != Fit::Tiny && !same_person(&recorder, &page.speaker) {
                let recorder = format!("   written down by {}", recorder.shown());
                spans.push(Span::styled(recorder, self.theme.dim));
            }
            draw_line(Line::from(spans), first, buffer, self.glyphs);
        } else {
            let words = self.what_now(assessment);
            draw_line(
                Line::styled(words, self.theme.text),
                first,
                buffer,
                self.glyphs,
            );
        }
        let next = self.next(assessment);
        if !next.is_empty() {
            let spans = vec![
                Span::styled("Next  ", self.theme.dim),
                Span::styled(next, self.theme.dim),
            ];
            draw_line(Line::from(spans), second, buffer, self.glyphs);
        }
    }

    /// What there is to decide where there is no item on the screen.
    fn what_now(&self, assessment: &Assessment) -> String {
        let page = self.page;
        match page.stage {
            Stage::Rest => {
                let (answered, without) = page.settled(assessment);
                let stay = match without {
                    0 => String::new(),
                    count => format!(" {count} without an answer stay open."),
                };
                match answered.len() {
                    0 => format!("There is no answer to agree with.{stay}"),
                    1 => format!("Do all agree with this one?{stay}"),
                    many => format!("Do all agree with these {many}?{stay}"),
                }
            }
            Stage::End => match page.left_open() {
                _ if page.meeting(assessment).is_some_and(|it| !it.goes_on()) => {
                    "It is written down.".to_owned()
                }
                0 => "All points are gone through.".to_owned(),
                1 => "One point was not gone through.".to_owned(),
                many => format!("{many} points were not gone through."),
            },
            _ => String::new(),
        }
    }

    /// The next two titles, or what follows the last.
    fn next(&self, assessment: &Assessment) -> String {
        let page = self.page;
        let title = |item: usize| assessment.item(item).title.shown().into_string();
        let mut titles: Vec<String> = match page.stage {
            Stage::Point => {
                let after = page.points.iter().skip(page.at + 1).take(2);
                after.map(|point| title(point.item)).collect()
            }
            Stage::Opened(at) => {
                let after = page.settled.iter().skip(at + 1).take(2);
                after.map(|item| title(*item)).collect()
            }
            Stage::Rest | Stage::End => return String::new(),
        };
        if titles.len() < 2 {
            titles.push(match (page.stage, page.settled.len()) {
                (Stage::Point, 0) | (Stage::Opened(_), _) => "the end".to_owned(),
                (_, 1) => "the settled item".to_owned(),
                (_, many) => format!("the {many} settled items"),
            });
        }
        titles.join(&format!("  {}  ", self.glyphs.separator))
    }
}
