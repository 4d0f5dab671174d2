//! The verdict with its reasons, the figures and the three gauges; always on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};

use crate::domain::assessment::DeclaredOf;
use crate::domain::checklist::Tier;
use crate::domain::declared::announced;
use crate::domain::gate::{Reason, Verdict};
use crate::domain::ledger::Scope;
use crate::domain::percent::{Percent, or_dash};
use crate::domain::score::TierFigures;
use crate::export::words::reason_phrase;
use crate::session::Session;
use crate::tui::layout::{Room, inside};
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_line, line_width, width, wrap};
use crate::tui::widgets::signs::{letter, tier_style, verdict_badge};

use super::ladder::Ladder;
use super::signed::Signed;

/// What a figure is called, and its value.
type Figure = [Span<'static>; 2];

/// The verdict of a session, in as much room as there is.
#[derive(Debug)]
pub(super) struct VerdictBox<'a> {
    pub(super) session: &'a Session,
    pub(super) lapsing: usize,
    pub(super) conflicts: usize,
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
        let mut verdict = vec![self.verdict(), Span::raw("  ")];
        verdict.extend(self.reasons());
        self.draw(Line::from(verdict), row(inner, 0), buffer);
        let line = |brief| {
            let [claimed, evidenced, unanswered] = self.headline();
            let figures = [
                Some(claimed),
                Some(evidenced),
                self.excluding_waived(brief),
                Some(unanswered),
            ];
            joined(figures.into_iter().flatten().chain(self.others(brief)))
        };
        self.draw(fitting(line, inner.width), row(inner, 1), buffer);
        self.draw(self.gauges(inner.width), row(inner, 2), buffer);
        self.ladder_and_signed(inner, 3, buffer);
    }

    fn narrow(&self, area: Rect, buffer: &mut Buffer) {
        let inner = self.frame(area, buffer);
        let columns = usize::from(inner.width);
        let mut first = Line::from(self.verdict());
        let beyond = fill(&mut first, self.headline(), columns);
        if inner.height < 4 {
            self.low(first, beyond, inner, buffer);
            return;
        }
        let others = |brief| {
            let excluding = self.excluding_waived(brief).into_iter();
            let beyond = beyond.iter().cloned();
            joined(beyond.chain(excluding).chain(self.others(brief)))
        };
        let others = fitting(others, inner.width);
        let together = line_width(&first) + 2 + line_width(&others);
        // What the other figures leave free belongs to the reasons.
        let mut reasons = 1;
        if together <= columns || others.spans.is_empty() {
            first.spans.push(Span::raw("  "));
            first.spans.extend(others.spans);
        } else {
            self.draw(others, row(inner, 1), buffer);
            reasons = 2;
        }
        self.draw(first, row(inner, 0), buffer);
        self.reasons_in(row(inner, reasons), row(inner, 2), buffer);
        self.draw(self.gauges(inner.width), row(inner, 3), buffer);
        self.ladder_and_signed(inner, 4, buffer);
    }

    /// In three rows: the figures that the first has no room for go before the reasons, where they are not cut.
    fn low(
        &self,
        mut first: Line<'static>,
        mut beyond: Vec<Figure>,
        inner: Rect,
        buffer: &mut Buffer,
    ) {
        // Conflicts and what was announced come first among the others.
        let mut others = self.others(true);
        if let Some(excluding) = self.excluding_waived(true) {
            let first = 1 + usize::from(self.conflicts > 0);
            others.insert(others.len().min(first), excluding);
        }
        beyond.extend(others);
        let beyond = fill(&mut first, beyond, usize::from(inner.width));
        self.draw(first, row(inner, 0), buffer);
        let mut second = joined(beyond);
        if !second.spans.is_empty() {
            second.spans.push(self.separator());
        }
        if let Some(signed) = self.signed(true) {
            let half = usize::from(inner.width) / 2;
            let signed = cut_line(signed, half, self.glyphs.cut);
            let spans = signed.spans.into_iter();
            let owned = spans.map(|span| Span::styled(span.content.into_owned(), span.style));
            second.spans.extend(owned);
            second.spans.push(self.separator());
        }
        second.spans.extend(self.reasons());
        self.draw(second, row(inner, 1), buffer);
        self.draw(self.gauges(inner.width), row(inner, 2), buffer);
    }

    fn separator(&self) -> Span<'static> {
        Span::styled(format!(" {} ", self.glyphs.separator), self.theme.dim)
    }

    fn one_line(&self, area: Rect, buffer: &mut Buffer) {
        let figures = self.session.figures();
        let mut spans = Vec::new();
        let claimed = or_dash(figures.claimed().as_ref());
        let evidenced = or_dash(figures.evidenced().as_ref());
        spans.push(Span::styled(
            format!("{claimed}/{evidenced}"),
            self.theme.text,
        ));
        if figures.counts.waived > 0 {
            let without = or_dash(figures.excluding_waived().as_ref());
            let without = format!(" {}{without}", self.glyphs.waived);
            spans.push(Span::styled(without, self.theme.dim));
        }
        let unanswered = figures.counts.unanswered;
        spans.push(Span::styled(
            format!(" {}{unanswered}", self.glyphs.unanswered),
            self.theme.unanswered,
        ));
        if self.conflicts > 0 {
            let conflicts = format!(" {}{}", self.glyphs.conflict, self.conflicts);
            spans.push(Span::styled(conflicts, self.theme.warning));
        }
        for tier in Tier::ALL {
            let TierFigures { met, counted, .. } = figures.tier(tier);
            spans.push(Span::styled(
                format!(" {}{met}/{counted}", letter(tier)),
                tier_style(tier, self.theme),
            ));
        }
        let mut line = Line::from(self.verdict());
        let figures = Line::from(spans);
        if line_width(&line) + line_width(&figures) > usize::from(area.width)
            && self.session.judgement().verdict == Verdict::ConditionalGo
        {
            // The longest verdict makes room for the figures.
            line.spans[0].content = " COND-GO ".into();
        }
        line.spans.extend(figures.spans);
        if let Some(signed) = self.signed(true) {
            if area.height > 1 {
                self.draw(signed, row(area, 1), buffer);
            } else {
                line.spans.push(Span::raw(" "));
                line.spans.extend(signed.spans);
            }
        }
        self.draw(line, row(area, 0), buffer);
    }

    /// What became of the sign-offs, in words or in few.
    fn signed(&self, brief: bool) -> Option<Line<'static>> {
        Signed::of(self.session, self.theme, self.glyphs).line(brief)
    }

    /// The ladder of stages where there is one, and what became of the sign-offs in the row after.
    fn ladder_and_signed(&self, inner: Rect, y: u16, buffer: &mut Buffer) {
        let has_ladder = !self.session.stages().is_empty();
        self.ladder(row(inner, y), buffer);
        let below = row(inner, y + u16::from(has_ladder));
        if let Some(signed) = self.signed(false) {
            self.draw(signed, below, buffer);
        }
    }

    fn ladder(&self, area: Rect, buffer: &mut Buffer) {
        let ladder = Ladder {
            session: self.session,
            theme: self.theme,
            glyphs: self.glyphs,
        };
        if let Some(line) = ladder.line(usize::from(area.width)) {
            self.draw(line, area, buffer);
        }
    }

    /// The reasons in one row, or in two where they are not the same.
    fn reasons_in(&self, first: Rect, last: Rect, buffer: &mut Buffer) {
        let (reasons, columns) = (Line::from(self.reasons()), usize::from(first.width));
        if first == last || line_width(&reasons) <= columns {
            self.draw(reasons, first, buffer);
            return;
        }
        let text: String = reasons.spans.iter().map(|span| &*span.content).collect();
        let beginning = wrap(&text, columns).first().map_or(0, |line| line.len());
        let (beginning, rest) = text.split_at(beginning);
        for (part, area) in [(beginning, first), (rest.trim_start(), last)] {
            self.draw(Line::styled(part, self.theme.text), area, buffer);
        }
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
        verdict_badge(self.session.judgement().verdict, self.theme)
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
                spans.push(self.separator());
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
        let phrase = reason_phrase(reason);
        if names.is_empty() {
            phrase
        } else {
            format!("{phrase}: {}", names.join(", "))
        }
    }

    /// What has to be on the screen at all times: claimed, evidenced, unanswered.
    fn headline(&self) -> [Figure; 3] {
        let figures = self.session.figures();
        let score = |name, value: Option<Percent>| {
            self.figure(name, or_dash(value.as_ref()), self.theme.title)
        };
        let unanswered = figures.counts.unanswered;
        let style = if unanswered == 0 {
            self.theme.dim
        } else {
            self.theme.unanswered
        };
        [
            score("claimed", figures.claimed()),
            score("evidenced", figures.evidenced()),
            self.figure("unanswered", unanswered.to_string(), style),
        ]
    }

    /// Beside claimed and evidenced wherever a waiver is valid.
    fn excluding_waived(&self, brief: bool) -> Option<Figure> {
        let figures = self.session.figures();
        (figures.counts.waived > 0).then(|| {
            let without = or_dash(figures.excluding_waived().as_ref());
            let name = if brief {
                "excl. waived"
            } else {
                "excluding waived"
            };
            self.figure(name, without, self.theme.title)
        })
    }

    /// How many items are in conflict, where any are.
    fn conflicts(&self) -> Option<Figure> {
        let (count, style) = (self.conflicts, self.theme.warning);
        let s = if count == 1 { "" } else { "s" };
        (count > 0).then(|| {
            [
                Span::styled(format!("{} ", self.glyphs.conflict), style),
                Span::styled(format!("{count} conflict{s}"), style),
            ]
        })
    }

    /// What stands there only where there is some of it, in as many words or in few.
    fn others(&self, brief: bool) -> Vec<Figure> {
        let counts = self.session.figures().counts;
        let head = &self.session.assessment().head;
        let mut others = Vec::new();
        others.extend(self.conflicts());
        let mut declared = head.declared.iter();
        let overall = declared.find(|declared| declared.of == DeclaredOf::Overall);
        if let Some(overall) = overall.and_then(|declared| announced(&declared.value)) {
            let percent = overall.percent.to_string();
            others.push(self.figure("declared", percent, self.theme.warning));
        }
        for (name, count) in [
            ("n/a", counts.not_applicable),
            (
                if brief { "out" } else { "out of play" },
                counts.out_of_play,
            ),
        ] {
            if count > 0 {
                others.push(self.figure(name, count.to_string(), self.theme.dim));
            }
        }
        let lapsing = self.lapsing;
        if lapsing > 0 {
            let lapse = if lapsing == 1 { "lapses" } else { "lapse" };
            let style = self.theme.warning;
            let (gap, soon) = if brief { ("", "") } else { (" ", " soon") };
            others.push([
                Span::styled(format!("{}{gap}", self.glyphs.alert), style),
                Span::styled(format!("{lapsing} {lapse}{soon}"), style),
            ]);
        }
        others
    }

    fn figure(&self, name: &str, value: String, style: Style) -> Figure {
        [
            Span::styled(format!("{name} "), self.theme.dim),
            Span::styled(value, style),
        ]
    }

    fn draw(&self, line: Line<'_>, area: Rect, buffer: &mut Buffer) {
        cut_line(line, usize::from(area.width), self.glyphs.cut).render(area, buffer);
    }
}

/// Figures with two blanks between them.
fn joined(figures: impl IntoIterator<Item = Figure>) -> Line<'static> {
    let mut line = Line::default();
    for figure in figures {
        if !line.spans.is_empty() {
            line.spans.push(Span::raw("  "));
        }
        line.spans.extend(figure);
    }
    line
}

/// Appends figures, two blanks before each, as long as there is room, and gives the others.
fn fill(
    line: &mut Line<'static>,
    figures: impl IntoIterator<Item = Figure>,
    columns: usize,
) -> Vec<Figure> {
    let mut beyond = Vec::new();
    let mut taken = line_width(line);
    for figure in figures {
        let wants = 2 + figure
            .iter()
            .map(|span| width(&span.content))
            .sum::<usize>();
        if beyond.is_empty() && taken + wants <= columns {
            taken += wants;
            line.spans.push(Span::raw("  "));
            line.spans.extend(figure);
        } else {
            beyond.push(figure);
        }
    }
    beyond
}

/// A line in as many words as there is room for.
fn fitting(line: impl Fn(bool) -> Line<'static>, columns: u16) -> Line<'static> {
    let wordy = line(false);
    if line_width(&wordy) <= usize::from(columns) {
        wordy
    } else {
        line(true)
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
