//! Where one is in the meeting: at which point and why, and how long it takes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::widgets::columns::{cut_line, line_width, width};
use crate::tui::widgets::gauge::TierGauge;
use crate::tui::widgets::rows::{draw_line, row_of};

use super::Stage;
use super::clock::Told;
use super::parts::{Fit, Parts};
use super::points::Mark;
use super::view::MeetingScreen;

impl MeetingScreen<'_> {
    /// Where one is, the time, and how far the agenda is.
    pub(super) fn place(&self, parts: &Parts, buffer: &mut Buffer) {
        let (mut left, right) = (self.position(parts.fit), self.time(parts.fit));
        let area = parts.place;
        if parts.fit == Fit::Tiny {
            left.spans.push(Span::raw(" "));
            left.spans.extend(right.spans);
            draw_line(left, area, buffer, self.glyphs);
            return;
        }
        let (columns, wanted) = (usize::from(area.width), line_width(&right));
        if area.height > 1 {
            draw_line(left, row_of(area, 0), buffer, self.glyphs);
            draw_line(right, row_of(area, 1), buffer, self.glyphs);
            return;
        }
        let room = columns.saturating_sub(wanted + 2);
        draw_line(
            cut_line(left, room, self.glyphs.cut),
            area,
            buffer,
            self.glyphs,
        );
        let time = Rect {
            x: area
                .right()
                .saturating_sub(u16::try_from(wanted).unwrap_or(u16::MAX)),
            width: u16::try_from(wanted).unwrap_or(u16::MAX),
            ..area
        };
        draw_line(right, time.intersection(area), buffer, self.glyphs);
        self.progress(parts.progress, buffer);
    }

    /// `7 of 23 · open blocker`.
    fn position(&self, fit: Fit) -> Line<'static> {
        let page = self.page;
        let (of, bold) = (page.points.len(), self.theme.title);
        let mut spans = Vec::new();
        let mut why = "";
        match page.stage {
            Stage::Point => {
                let at = page.at + 1;
                let words = if fit == Fit::Tiny {
                    format!("{at}/{of}")
                } else {
                    format!("{at} of {of}")
                };
                spans.push(Span::styled(words, bold));
                why = page.points.get(page.at).map_or("", |point| point.words());
            }
            Stage::Opened(at) => {
                let rest = page.settled.len();
                let words = if fit == Fit::Tiny {
                    format!("{}/{rest}", at + 1)
                } else {
                    format!("{} of {rest}", at + 1)
                };
                spans.push(Span::styled(words, bold));
                why = "settled";
            }
            Stage::Rest => {
                let s = if page.settled.len() == 1 { "" } else { "s" };
                let words = if fit == Fit::Tiny {
                    format!("settled: {}", page.settled.len())
                } else {
                    format!("The settled rest: {} item{s}", page.settled.len())
                };
                spans.push(Span::styled(words, bold));
            }
            Stage::End => {
                let ended = page
                    .meeting(self.session.assessment())
                    .is_some_and(|meeting| !meeting.goes_on());
                let words = match (ended, fit) {
                    (true, Fit::Tiny) => "ended",
                    (false, Fit::Tiny) => "end",
                    (true, _) => "The meeting has ended",
                    (false, _) => "What this meeting comes to",
                };
                spans.push(Span::styled(words, bold));
            }
        }
        if !why.is_empty() && fit != Fit::Tiny {
            let separator = format!(" {} ", self.glyphs.separator);
            spans.push(Span::styled(separator.clone(), self.theme.dim));
            spans.push(Span::styled(why, self.theme.text));
            let mark = page.points.get(page.at).and_then(|point| point.mark);
            if let Some(mark) = mark.filter(|_| page.stage == Stage::Point) {
                let sign = match mark {
                    Mark::Dissent => self.glyphs.dissent,
                    _ => self.glyphs.met,
                };
                spans.push(Span::styled(separator, self.theme.dim));
                spans.push(Span::styled(
                    format!("{sign} {}", mark.word()),
                    self.theme.met,
                ));
            }
        }
        Line::from(spans)
    }

    /// `1:20 of 2:30 · 34 of 60 min`.
    fn time(&self, fit: Fit) -> Line<'static> {
        let Some(meeting) = self.page.meeting(self.session.assessment()) else {
            return Line::default();
        };
        let mut spans = Vec::new();
        let times = match self.page.item() {
            Some(_) => vec![self.page.time.of_item(), self.page.time.of_meeting(meeting)],
            None => vec![self.page.time.of_meeting(meeting)],
        };
        for Told { words, is_over } in times {
            if !spans.is_empty() {
                let separator = if fit == Fit::Tiny { " " } else { "  " };
                let separator = format!("{separator}{}{separator}", self.glyphs.separator);
                spans.push(Span::styled(separator, self.theme.dim));
            }
            spans.push(if is_over {
                let words = format!("{} {words}", self.glyphs.alert);
                Span::styled(words, self.theme.warning)
            } else {
                Span::styled(words, self.theme.text)
            });
        }
        Line::from(spans)
    }

    /// How many of the points something was said of.
    fn progress(&self, area: Rect, buffer: &mut Buffer) {
        let points = &self.page.points;
        if area.is_empty() || points.is_empty() {
            return;
        }
        let (all, open) = (points.len(), self.page.left_open());
        let done = all - open;
        let words = format!("  {done} of {all} gone through");
        let bar = usize::from(area.width)
            .saturating_sub(width(&words))
            .min(60);
        let gauge = TierGauge {
            counted: u64::try_from(all).unwrap_or(u64::MAX),
            met: u64::try_from(done).unwrap_or(u64::MAX),
            evidenced: u64::try_from(done).unwrap_or(u64::MAX),
            partial: 0,
        };
        let mut spans = gauge.spans(bar, self.theme, self.glyphs);
        spans.push(Span::styled(words, self.theme.dim));
        draw_line(Line::from(spans), area, buffer, self.glyphs);
    }
}
