//! Everything about one item: what it asks, what was answered, what backs it.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::domain::assessment::{Answer, Status};
use crate::domain::checklist::Item;
use crate::domain::history::What;
use crate::domain::text::Shown;
use crate::session::Session;
use crate::tui::keymap::Keymap;
use crate::tui::layout::Room;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_line, line_width, width, wrap};
use crate::tui::widgets::signs::{status_sign, tier_style};

mod conflict;
mod evidence;
mod remarks;
mod waiver;

use super::panes::frame;
use super::verdict::row;
use super::{Pane, Review};

/// The detail of the selected item.
#[derive(Debug)]
pub(super) struct Detail<'a> {
    pub(super) session: &'a Session,
    pub(super) review: &'a Review,
    pub(super) theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
    pub(super) keymap: &'a Keymap,
    pub(super) room: Room,
}

impl Widget for &Detail<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let Some(position) = self.review.selected() else {
            frame(
                area,
                buffer,
                "",
                false,
                self.room,
                (self.theme, self.glyphs),
            );
            return;
        };
        let id = self
            .session
            .assessment()
            .item(position)
            .id
            .shown()
            .into_string();
        let focused = self.review.pane == Pane::Detail;
        let mut inner = frame(
            area,
            buffer,
            &id,
            focused,
            self.room,
            (self.theme, self.glyphs),
        );
        if self.room != Room::Tiny {
            inner.x += u16::from(inner.width > 2);
            inner.width = inner.width.saturating_sub(2);
        }
        let height = usize::from(inner.height);
        let lines = self.lines(position, usize::from(inner.width));
        let first = self
            .review
            .detail_scroll
            .min(lines.len().saturating_sub(height));
        let more_below = lines.len() > first + height;
        for (y, line) in (0u16..).zip(lines.into_iter().skip(first).take(height)) {
            cut_line(line, usize::from(inner.width), self.glyphs.cut).render(row(inner, y), buffer);
        }
        let edge = area.right().saturating_sub(1);
        if first > 0 {
            buffer.set_stringn(edge, inner.y, self.glyphs.above, 1, self.theme.key);
        }
        if more_below && inner.height > 0 {
            buffer.set_stringn(
                edge,
                inner.bottom() - 1,
                self.glyphs.below,
                1,
                self.theme.key,
            );
        }
    }
}

impl Detail<'_> {
    /// How many lines there are at a width; for scrolling.
    pub(super) fn line_count(&self, position: usize, columns: usize) -> usize {
        self.lines(position, columns).len()
    }

    fn lines(&self, position: usize, columns: usize) -> Vec<Line<'static>> {
        let assessment = self.session.assessment();
        let (item, answer) = (assessment.item(position), &assessment.answers()[position]);
        let mut lines = Vec::new();
        let title = item.title.shown_block().into_string();
        push_wrapped(&mut lines, &title, columns, self.theme.title);
        self.push_facts(&mut lines, item, columns);
        lines.push(Line::default());
        if answer.conflict.is_empty() {
            self.push_answer(&mut lines, position, answer, columns);
            self.push_waiver(&mut lines, position, columns);
        } else {
            self.push_conflict(&mut lines, answer, columns);
        }
        self.push_metric(&mut lines, item, answer, columns);
        self.push_evidence(&mut lines, item, answer, columns);
        self.push_dissents(&mut lines, answer, columns);
        self.push_notes(&mut lines, answer, columns);
        for (word, text) in [("Why", &item.why), ("How", &item.how), ("Risk", &item.risk)] {
            if !text.is_empty() {
                self.push_headed(&mut lines, word, text.shown_block().as_str(), columns);
            }
        }
        let addresses: Vec<String> = item
            .links
            .iter()
            .map(|link| link.shown().into_string())
            .collect();
        if !addresses.is_empty() {
            self.push_headed(&mut lines, "Links", &addresses.join("\n"), columns);
        }
        self.push_history(&mut lines, answer);
        lines
    }

    /// `Blocker · Critical · 2-4h · on-call lead`.
    fn push_facts(&self, lines: &mut Vec<Line<'static>>, item: &Item, columns: usize) {
        let checklist = self.session.assessment().checklist();
        let stage = item.stage.as_ref();
        let stage = stage.and_then(|id| checklist.stages.iter().find(|s| s.id == *id));
        let phase = item.phase.as_ref();
        let phase = phase.and_then(|id| checklist.phases.iter().find(|p| p.id == *id));
        let mut facts = vec![
            item.tier.word().to_owned(),
            format!("{} risk", item.severity().word()),
        ];
        let estimate = item.estimate.as_ref();
        facts.extend(estimate.map(|text| text.shown().into_string()));
        facts.extend((!item.owner.is_empty()).then(|| item.owner.shown().into_string()));
        facts.extend(stage.map(|stage| stage.title.shown().into_string()));
        facts.extend(phase.map(|phase| phase.title.shown().into_string()));
        let facts = facts.join(&format!(" {} ", self.glyphs.separator));
        let tier = item.tier.word();
        for (at, line) in wrap(&facts, columns).into_iter().enumerate() {
            lines.push(match line.strip_prefix(tier).filter(|_| at == 0) {
                Some(rest) => Line::from(vec![
                    Span::styled(tier, tier_style(item.tier, self.theme)),
                    Span::styled(rest.to_owned(), self.theme.dim),
                ]),
                None => Line::styled(line.to_owned(), self.theme.dim),
            });
        }
    }

    fn push_answer(
        &self,
        lines: &mut Vec<Line<'static>>,
        position: usize,
        answer: &Answer,
        columns: usize,
    ) {
        let (sign, style) = status_sign(&answer.status, self.theme, self.glyphs);
        let mut spans = vec![Span::styled(
            format!("{sign} {}", answer.status.word()),
            style,
        )];
        if let Status::Partial(share) = &answer.status {
            spans.push(Span::styled(format!(" {} %", share.percent()), style));
        }
        let mut status = Line::from(spans);
        if answer.by.is_empty() {
            lines.push(status);
        } else {
            let when = answer
                .at
                .map(|at| self.age(at.day(self.session.assessment().utc_offset)));
            let by = format!("{}, {}", answer.by.shown(), when.unwrap_or_default());
            if line_width(&status) + 2 + width(&by) <= columns {
                status.push_span(Span::styled(format!("  {by}"), self.theme.dim));
                lines.push(status);
            } else {
                // A long name has lines of its own: since when it is so is not to be cut.
                lines.push(status);
                push_wrapped(lines, &by, columns, self.theme.dim);
            }
        }
        if !self.session.ledger().is_in_play(position) {
            let out = "out of play: the subject's traits rule it out";
            push_wrapped(lines, out, columns, self.theme.dim);
        }
        if let Status::NotApplicable(reason) = &answer.status {
            push_wrapped(
                lines,
                reason.shown_block().as_str(),
                columns,
                self.theme.text,
            );
            let agreed = match &answer.agreed_by {
                Some(agreed) => format!("agreed by {}", agreed.by.shown()),
                None => "nobody else has agreed yet".to_owned(),
            };
            push_wrapped(lines, &agreed, columns, self.theme.dim);
        }
        if !answer.comment.is_empty() {
            push_wrapped(
                lines,
                answer.comment.shown_block().as_str(),
                columns,
                self.theme.text,
            );
        }
        self.push_asides(lines, answer, columns);
        lines.push(Line::default());
    }

    fn push_headed(
        &self,
        lines: &mut Vec<Line<'static>>,
        word: &'static str,
        text: &str,
        columns: usize,
    ) {
        lines.push(Line::styled(word, self.theme.title));
        push_wrapped(lines, text, columns, self.theme.text);
        lines.push(Line::default());
    }

    fn push_history(&self, lines: &mut Vec<Line<'static>>, answer: &Answer) {
        const LATEST: usize = 8;
        if answer.history.is_empty() {
            return;
        }
        lines.push(Line::styled("History", self.theme.title));
        let offset = self.session.assessment().utc_offset;
        for entry in answer.history.iter().rev().take(LATEST) {
            let what = match &entry.what {
                What::Answered(Status::Partial(share)) => format!("partial {} %", share.percent()),
                What::Answered(status) => status.word().to_owned(),
                What::Attached(_) => "evidence attached".to_owned(),
                What::Withdrawn(_) => "evidence withdrawn".to_owned(),
                What::Confirmed(_) => "evidence confirmed".to_owned(),
                What::Redacted(_) => "evidence redacted".to_owned(),
                What::Agreed => "n/a agreed".to_owned(),
                What::Waived(waiver) => format!("waived until {}", waiver.expires),
                What::Revoked(_) => "waiver revoked".to_owned(),
                What::Measured(Some(measured)) => {
                    format!("measured {}", Shown::line(&measured.words()))
                }
                What::Measured(None) => "measured value taken away".to_owned(),
                What::Resolved(resolution) => {
                    let chosen = &resolution.chosen;
                    let by = match chosen.by.shown().as_str() {
                        "" => String::new(),
                        by => format!(" by {by}"),
                    };
                    format!("conflict settled: {}{by} chosen", chosen.status.word())
                }
                What::Reopened { from, to, .. } => format!("re-opened: revision {to}, was {from}"),
            };
            let text = format!(
                "{what}, {}, {}",
                entry.by.shown(),
                self.age(entry.at.day(offset))
            );
            lines.push(Line::styled(text, self.theme.dim));
        }
    }

    /// How long something still holds: `12 d left`, `today is its last day`.
    fn left(&self, last: NaiveDate) -> String {
        match self.days_until(last) {
            0 => "today is its last day".to_owned(),
            days => format!("{days} d left"),
        }
    }

    /// How long ago a day is: `today`, `2 d`.
    fn age(&self, day: NaiveDate) -> String {
        match self.days_until(day) {
            0 => "today".to_owned(),
            days @ ..0 => format!("{} d", -days),
            ahead => format!("in {ahead} d"),
        }
    }

    /// Days from today; below 0 for a day that is over.
    fn days_until(&self, day: NaiveDate) -> i64 {
        let today = self.session.assessment().day(self.session.as_of());
        (day - today).num_days()
    }
}

pub(super) fn push_wrapped(
    lines: &mut Vec<Line<'static>>,
    text: &str,
    columns: usize,
    style: Style,
) {
    lines.extend(
        wrap(text, columns)
            .into_iter()
            .map(|line| Line::styled(line.to_owned(), style)),
    );
}
