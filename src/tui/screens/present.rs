//! A second screen for a room: the item that the facilitator of a meeting talks about, large, and the live verdict.
//! No note of anybody's is on it.

use chrono::Duration;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::domain::assessment::{Answer, Status};
use crate::domain::both_sides::status_words;
use crate::domain::checklist::Item;
use crate::domain::evidence::{Content, Evidence, is_confirmed};
use crate::domain::percent::or_dash;
use crate::domain::text::Shown;
use crate::domain::time::Moment;
use crate::export::report::lapse_words;
use crate::format::pointer::Pointer;
use crate::session::Session;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_line, line_width, width, wrap};
use crate::tui::widgets::signs::{status_sign, tier_style, verdict_badge};

/// The widest that lines are: longer ones are hard to read from afar.
const WIDEST: usize = 96;

/// With fewer rows there is no room for blank ones.
const AIRY: usize = 20;

/// What a second screen knows.
#[derive(Debug, Default)]
pub struct Presented {
    /// The assessment with its figures; none until it was read.
    pub session: Option<Session>,
    /// What the facilitator shows; none where nobody leads a meeting.
    pub pointer: Option<Pointer>,
    /// How to begin a meeting, as it is typed.
    pub begins: String,
    /// What is wrong with the file now; empty if nothing.
    pub trouble: String,
}

impl Presented {
    /// How long what is shown of the time stays true, where it passes.
    pub fn next_tick(&self, now: Moment) -> Option<std::time::Duration> {
        let started = self.pointer.as_ref()?.meeting_started?;
        let gone = (now.time() - started.time()).num_seconds().max(0);
        u64::try_from(60 - gone % 60)
            .ok()
            .map(std::time::Duration::from_secs)
    }
}

/// Draws it.
#[derive(Debug)]
pub struct PresentScreen<'a> {
    /// What is known.
    pub presented: &'a Presented,
    /// The moment.
    pub now: Moment,
    /// The colours.
    pub theme: &'a Theme,
    /// The signs.
    pub glyphs: &'a Glyphs,
}

impl Widget for &PresentScreen<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let columns = usize::from(area.width);
        let margin = if columns > WIDEST + 8 {
            (columns - WIDEST) / 2
        } else {
            usize::from(columns >= 24) * 2
        };
        let room = columns - 2 * margin;
        let rows = usize::from(area.height);
        let foot = self.foot(room);
        if rows <= foot.len() + 1 {
            // The verdict is never left out.
            let brief = foot.into_iter().take(rows);
            self.draw(brief.enumerate(), area, margin, buffer);
            return;
        }
        let top = rows - foot.len();
        let mut body = self.body(room, rows >= AIRY);
        let head = self.head(room);
        let free = top.saturating_sub(1);
        body.truncate(free);
        let above = 1 + (free - body.len()) / 3;
        let head = head.into_iter().map(|line| (0, line));
        let body = body
            .into_iter()
            .enumerate()
            .map(|(at, line)| (above + at, line));
        let foot = foot
            .into_iter()
            .enumerate()
            .map(|(at, line)| (top + at, line));
        self.draw(head.chain(body).chain(foot), area, margin, buffer);
    }
}

impl PresentScreen<'_> {
    fn draw<'a>(
        &self,
        lines: impl Iterator<Item = (usize, Line<'a>)>,
        area: Rect,
        margin: usize,
        buffer: &mut Buffer,
    ) {
        let margin = u16::try_from(margin).unwrap_or(0);
        let room = usize::from(area.width.saturating_sub(2 * margin));
        for (row, line) in lines {
            let row = u16::try_from(row).unwrap_or(u16::MAX);
            if row < area.height {
                let line = cut_line(line, room, self.glyphs.cut);
                buffer.set_line(
                    area.x + margin,
                    area.y + row,
                    &line,
                    area.width - 2 * margin,
                );
            }
        }
    }

    /// What is assessed, and how far the meeting is.
    fn head(&self, room: usize) -> Option<Line<'static>> {
        let session = self.presented.session.as_ref()?;
        let subject = &session.assessment().head.subject;
        let name = format!("{} {}", subject.name.shown(), subject.version.shown());
        let name = name.trim_end().to_owned();
        let place = self.place();
        let gap = room.saturating_sub(width(&name) + width(&place));
        if gap < 2 {
            return Some(Line::styled(place, self.theme.dim));
        }
        Some(Line::from(vec![
            Span::styled(name, self.theme.dim),
            Span::styled(format!("{}{place}", " ".repeat(gap)), self.theme.dim),
        ]))
    }

    /// `point 3 of 12 · 34 of 60 minutes`.
    fn place(&self) -> String {
        let Some(pointer) = &self.presented.pointer else {
            return String::new();
        };
        let mut parts = Vec::new();
        if let Some((at, of)) = pointer.point {
            parts.push(format!("point {at} of {of}"));
        }
        if let Some(started) = pointer.meeting_started {
            let gone = (self.now.time() - started.time()).max(Duration::zero());
            let gone = gone.num_minutes();
            let planned = pointer.meeting_ends;
            let planned = planned.map(|end| (end.time() - started.time()).num_minutes());
            parts.push(match planned {
                Some(planned) => format!("{gone} of {planned} minutes"),
                None => format!("{gone} minutes"),
            });
        }
        parts.join(&format!(" {} ", self.glyphs.separator))
    }

    fn body(&self, room: usize, is_airy: bool) -> Vec<Line<'static>> {
        let said = |words: &str| {
            let lines = wrap(words, room).into_iter();
            lines
                .map(|line| Line::styled(line.to_owned(), self.theme.text))
                .collect()
        };
        let Some(session) = &self.presented.session else {
            return said("Reading the assessment");
        };
        let Some(pointer) = &self.presented.pointer else {
            let begins = &self.presented.begins;
            return said(&format!(
                "Nobody leads a meeting here yet: {}",
                Shown::line(begins)
            ));
        };
        let assessment = session.assessment();
        let Some(at) = pointer.item.as_ref().and_then(|id| assessment.position(id)) else {
            return said("Between two points: no item is talked about.");
        };
        let (item, answer) = (assessment.item(at), &*assessment.answers()[at]);
        let mut lines = Vec::new();
        let gap = |lines: &mut Vec<Line<'static>>| {
            if is_airy {
                lines.push(Line::default());
            }
        };
        self.push_title(&mut lines, item, room, is_airy);
        gap(&mut lines);
        self.push_status(&mut lines, (item, answer), room);
        gap(&mut lines);
        self.push(&mut lines, item.why.shown_block().as_str(), room);
        gap(&mut lines);
        self.push_evidence(&mut lines, session, (item, answer), room);
        lines
    }

    /// The title, each of its lines with a blank one behind it where there is room.
    fn push_title(&self, lines: &mut Vec<Line<'static>>, item: &Item, room: usize, is_airy: bool) {
        let title = item.title.shown_block().into_string();
        let style = self.theme.title.add_modifier(Modifier::BOLD);
        for line in wrap(&title, room) {
            lines.push(Line::styled(line.to_owned(), style));
            if is_airy {
                lines.push(Line::default());
            }
        }
    }

    /// `✗ not met   Blocker   owner Ben`.
    fn push_status(
        &self,
        lines: &mut Vec<Line<'static>>,
        (item, answer): (&Item, &Answer),
        room: usize,
    ) {
        let (mut sign, mut style) = status_sign(&answer.status, self.theme, self.glyphs);
        let in_conflict = !answer.conflict.is_empty();
        if in_conflict {
            (sign, style) = (self.glyphs.conflict, self.theme.warning);
        }
        let mut words = format!("{sign} {}", answer.status.word());
        if let Status::Partial(share) = &answer.status {
            words = format!("{words} {} %", share.percent());
        }
        if in_conflict {
            let says = answer.conflict.iter();
            let says: Vec<String> = says.map(|it| status_words(&it.status)).collect();
            words = format!("{sign} conflict: {}", says.join(" / "));
        }
        let owner = answer.owner_of(item);
        let owner = if owner.is_blank() {
            "nobody owns it".to_owned()
        } else {
            format!("owner {}", owner.shown())
        };
        let tier = item.tier.word();
        let line = Line::from(vec![
            Span::styled(words.clone(), style.add_modifier(Modifier::BOLD)),
            Span::styled(format!("   {tier}   "), tier_style(item.tier, self.theme)),
            Span::styled(owner.clone(), self.theme.text),
        ]);
        if line_width(&line) <= room {
            lines.push(line);
        } else {
            lines.push(Line::styled(words, style.add_modifier(Modifier::BOLD)));
            lines.push(Line::styled(tier, tier_style(item.tier, self.theme)));
            self.push(lines, &owner, room);
        }
        if let (Status::NotApplicable(reason), false) = (&answer.status, in_conflict) {
            self.push(lines, reason.shown_block().as_str(), room);
        }
    }

    fn push_evidence(
        &self,
        lines: &mut Vec<Line<'static>>,
        session: &Session,
        (item, answer): (&Item, &Answer),
        room: usize,
    ) {
        let standing = answer.evidence.iter().filter(|it| it.withdrawn.is_none());
        let standing: Vec<&Evidence> = standing.collect();
        if standing.is_empty() {
            lines.push(Line::styled("No evidence yet", self.theme.dim));
        }
        for piece in standing {
            let what = match &piece.content {
                _ if piece.redacted.is_some() => "redacted".to_owned(),
                Content::Link(text) | Content::Note(text) => text.shown().into_string(),
                Content::File { path, .. } => Shown::line(path).into_string(),
            };
            let kind = piece.content.kind().word();
            let (sign, state) = match session.bench().lapse(item, piece) {
                Some(lapse) => (self.glyphs.alert, lapse_words(lapse)),
                None if is_confirmed(piece) => (self.glyphs.met, "confirmed".to_owned()),
                None => (self.glyphs.met, "counts".to_owned()),
            };
            self.push(lines, &format!("{sign} {kind} {what}, {state}"), room);
        }
    }

    fn push(&self, lines: &mut Vec<Line<'static>>, words: &str, room: usize) {
        let wrapped = wrap(words, room).into_iter();
        lines.extend(wrapped.map(|line| Line::styled(line.to_owned(), self.theme.text)));
    }

    /// The verdict with its reasons, and the figures; what is wrong with the file.
    fn foot(&self, room: usize) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        if let Some(session) = &self.presented.session {
            let (judgement, figures) = (session.judgement(), session.figures());
            let reasons: Vec<String> = judgement
                .reasons
                .iter()
                .map(|reason| Shown::line(&reason.phrase()).into_string())
                .collect();
            lines.push(Line::from(vec![
                verdict_badge(judgement.verdict, self.theme),
                Span::styled(format!("  {}", reasons.join(", ")), self.theme.text),
            ]));
            let mut spans = Vec::new();
            for (name, value) in [
                ("claimed", or_dash(figures.claimed().as_ref())),
                ("evidenced", or_dash(figures.evidenced().as_ref())),
                ("unanswered", figures.counts.unanswered.to_string()),
            ] {
                spans.push(Span::styled(format!("{name} "), self.theme.dim));
                spans.push(Span::styled(format!("{value}  "), self.theme.title));
            }
            lines.push(Line::from(spans));
        }
        if !self.presented.trouble.is_empty() {
            let trouble = Shown::line(&self.presented.trouble).into_string();
            let first = wrap(&trouble, room).first().map(|it| (*it).to_owned());
            lines.push(Line::styled(first.unwrap_or_default(), self.theme.warning));
        }
        lines
    }
}
