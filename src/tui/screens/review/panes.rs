//! The panes of categories and of items. Only the rows that are visible are built.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};

use crate::action::Context;
use crate::domain::assessment::Status;
use crate::domain::evidence::Lapse;
use crate::domain::measured::Outcome;
use crate::domain::percent::or_dash;
use crate::domain::waiver::Standing;
use crate::session::Session;
use crate::tui::keymap::{Keymap, nothing_found};
use crate::tui::layout::{Room, inside};
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_line, cut_with, marked_spans, pad_start, width};
use crate::tui::widgets::signs::{letter, status_sign, tier_style};

use super::verdict::row;
use super::{Pane, Review, waiver_of};

/// A pane's frame, or its title line alone on tiny screens; gives what is within.
pub(super) fn frame(
    area: Rect,
    buffer: &mut Buffer,
    title: &str,
    focused: bool,
    room: Room,
    (theme, glyphs): (&Theme, &Glyphs),
) -> Rect {
    let columns = usize::from(area.width);
    if room == Room::Tiny {
        let title = Line::styled(
            cut_with(title, columns, glyphs.cut).into_owned(),
            theme.title,
        );
        title.render(row(area, 0), buffer);
        return Rect {
            y: area.y + area.height.min(1),
            height: area.height.saturating_sub(1),
            ..area
        };
    }
    let title = cut_with(title, columns.saturating_sub(4), glyphs.cut);
    Block::bordered()
        .border_set(glyphs.border)
        .border_style(if focused {
            theme.border_focused
        } else {
            theme.border
        })
        .title(Span::styled(format!(" {title} "), theme.title))
        .render(area, buffer);
    inside(area)
}

/// The categories with their claimed scores.
#[derive(Debug)]
pub(super) struct Categories<'a> {
    pub(super) session: &'a Session,
    pub(super) review: &'a Review,
    pub(super) theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
    pub(super) room: Room,
}

impl Widget for &Categories<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let focused = self.review.pane == Pane::Categories;
        let inner = frame(
            area,
            buffer,
            "Categories",
            focused,
            self.room,
            (self.theme, self.glyphs),
        );
        let categories = &self.session.assessment().checklist().categories;
        let visible = self
            .review
            .categories
            .visible(categories.len(), usize::from(inner.height));
        for (y, at) in (0u16..).zip(visible) {
            let (area, selected) = (row(inner, y), at == self.review.categories.selected);
            let score = or_dash(self.session.figures().categories[at].claimed().as_ref());
            let style = row_style(selected, focused, self.theme);
            let gutter = if selected { self.glyphs.gutter } else { " " };
            let score = pad_start(&score, 6);
            let room = usize::from(area.width).saturating_sub(3 + width(&score));
            let title = categories[at].title.shown();
            let line = Line::from(vec![
                Span::raw(format!("{gutter} ")),
                Span::raw(crate::tui::widgets::columns::pad(
                    &cut_with(title.as_str(), room, self.glyphs.cut),
                    room,
                )),
                Span::raw(score),
            ]);
            buffer.set_style(area, style);
            cut_line(line, usize::from(area.width), self.glyphs.cut)
                .style(style)
                .render(area, buffer);
        }
    }
}

/// The items of the category, or those that were found.
#[derive(Debug)]
pub(super) struct Items<'a> {
    pub(super) session: &'a Session,
    pub(super) review: &'a Review,
    pub(super) keymap: &'a Keymap,
    pub(super) theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
    pub(super) room: Room,
}

impl Widget for &Items<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let focused = self.review.pane == Pane::Items;
        let inner = frame(
            area,
            buffer,
            &self.title(),
            focused,
            self.room,
            (self.theme, self.glyphs),
        );
        let count = self.review.row_count();
        if count == 0 {
            let context = if self.review.is_typing() {
                Context::ReviewSearch
            } else {
                Context::Review
            };
            let nothing = nothing_found(self.keymap, context);
            let line = Line::styled(nothing, self.theme.dim);
            cut_line(line, usize::from(inner.width), self.glyphs.cut).render(row(inner, 0), buffer);
        }
        for (y, at) in (0u16..).zip(self.review.items.visible(count, usize::from(inner.height))) {
            let Some(position) = self.review.item_at(at) else {
                break;
            };
            self.draw(at, position, focused, row(inner, y), buffer);
        }
    }
}

impl Items<'_> {
    fn title(&self) -> String {
        let assessment = self.session.assessment();
        match self.review.search() {
            Some(search) if search.field.is_empty() => {
                format!("All items {} {}", self.glyphs.separator, search.count())
            }
            Some(search) => format!("Found {} {}", self.glyphs.separator, search.count()),
            None => {
                let Some(category) = assessment
                    .checklist()
                    .categories
                    .get(self.review.category())
                else {
                    return String::new();
                };
                let items = category.items.len();
                let s = if items == 1 { "" } else { "s" };
                format!(
                    "{} {} {items} item{s}",
                    category.title.shown(),
                    self.glyphs.separator
                )
            }
        }
    }

    fn draw(&self, at: usize, position: usize, focused: bool, area: Rect, buffer: &mut Buffer) {
        let assessment = self.session.assessment();
        let (item, answer) = (assessment.item(position), &assessment.answers()[position]);
        let selected = at == self.review.items.selected;
        let style = row_style(selected, focused, self.theme);
        let gutter = if selected { self.glyphs.gutter } else { " " };
        let (sign, sign_style) = status_sign(&answer.status, self.theme, self.glyphs);
        let mut right = self.fitting_remark(position, usize::from(area.width));
        // A word about the answer is worth less than the title, where there is hardly room for one.
        if usize::from(area.width) < 24 {
            right = String::new();
        }
        let in_play = self.session.ledger().is_in_play(position);
        let room = usize::from(area.width).saturating_sub(
            6 + if right.is_empty() {
                0
            } else {
                width(&right) + 1
            },
        );
        let title = item.title.shown();
        let title_style = if in_play {
            Style::new()
        } else {
            self.theme.dim
        };
        let matched = self
            .review
            .search()
            .map(|search| search.matched(assessment, position))
            .unwrap_or_default();
        let marked = title_style.patch(self.theme.matched);
        // Escapes shift characters: marking is for titles that are shown as they are.
        let matched = if title.as_str() == item.title.raw() {
            matched
        } else {
            Vec::new()
        };
        let title = marked_spans(
            title.as_str(),
            &matched,
            title_style,
            marked,
            room,
            self.glyphs.cut,
        );
        let title_width: usize = title.spans.iter().map(|span| width(&span.content)).sum();
        let mut spans = vec![
            Span::raw(gutter),
            Span::styled(sign, sign_style),
            Span::raw(" "),
            Span::styled(letter(item.tier), tier_style(item.tier, self.theme)),
            Span::raw("  "),
        ];
        spans.extend(title.spans);
        if !right.is_empty() {
            spans.push(Span::raw(" ".repeat(room.saturating_sub(title_width) + 1)));
            spans.push(Span::styled(right, self.theme.dim));
        }
        buffer.set_style(area, style);
        cut_line(Line::from(spans), usize::from(area.width), self.glyphs.cut)
            .style(style)
            .render(area, buffer);
    }

    /// The remark in words, or where these would take too much of the row, in signs.
    fn fitting_remark(&self, position: usize, columns: usize) -> String {
        let wordy = self.remark(position, true);
        if width(&wordy) * 5 <= columns * 2 {
            wordy
        } else {
            self.remark(position, false)
        }
    }

    /// What the right edge says: how partial, whether it is waived or somebody disagrees, how much evidence, whether
    /// some does not hold or lapses soon.
    fn remark(&self, position: usize, is_wordy: bool) -> String {
        let assessment = self.session.assessment();
        let (item, answer) = (assessment.item(position), &assessment.answers()[position]);
        let ledger = self.session.ledger();
        if !ledger.is_in_play(position) {
            return "out of play".to_owned();
        }
        let bench = self.session.bench();
        let standing = answer
            .evidence
            .iter()
            .filter(|evidence| evidence.withdrawn.is_none());
        let (mut count, mut alert) = (0, false);
        for evidence in standing {
            count += 1;
            let lapse = bench.lapse(item, evidence);
            alert |= !matches!(lapse, None | Some(Lapse::Context));
        }
        let evidenced = ledger.evidenced_value(position) == 100;
        let waiver = waiver_of(self.session, position).map(|(_, standing)| standing);
        let measure = item
            .metric
            .as_ref()
            .map(|metric| metric.target.judge(answer.measured.as_ref()));
        let misses = measure == Some(Outcome::Misses);
        let word = match &answer.status {
            Status::Met if misses => "misses target".to_owned(),
            Status::Met if measure == Some(Outcome::Unmeasured) && count > 0 => {
                "not measured".to_owned()
            }
            Status::Met if !evidenced && count == 0 => "no evidence".to_owned(),
            Status::Met | Status::Unanswered => String::new(),
            Status::Partial(share) => format!("{} %", share.percent()),
            Status::NotApplicable(_) => "n/a".to_owned(),
            // The sign says so too, and a waiver needs the room.
            Status::Unmet | Status::Unknown if waiver.is_some() => String::new(),
            Status::Unmet | Status::Unknown => answer.status.word().to_owned(),
        };
        let excuse = match waiver {
            Some(Standing::Valid) => format!("{} waived", self.glyphs.waived),
            Some(Standing::Expired) => "waiver expired".to_owned(),
            Some(Standing::Ignored(_)) => "waiver ignored".to_owned(),
            None => String::new(),
        };
        let disagreed = answer
            .dissents
            .iter()
            .any(|dissent| dissent.is_open(|name| assessment.is_facilitator(name)));
        let dissent = match (disagreed, is_wordy) {
            (false, _) => String::new(),
            (true, true) => format!("{} dissent", self.glyphs.dissent),
            (true, false) => self.glyphs.dissent.to_owned(),
        };
        let lapses = ledger.is_lapsing(position);
        let lapse = if lapses && is_wordy { "lapses" } else { "" };
        let evidence = match count {
            0 => String::new(),
            count => format!("{count} ev"),
        };
        let alert = alert
            || misses
            || lapses
            || (answer.status == Status::Met && !evidenced && count > 0)
            || matches!(waiver, Some(Standing::Expired | Standing::Ignored(_)));
        let alert = if alert { self.glyphs.alert } else { "" };
        [&word, &excuse, &dissent, &evidence, lapse, alert]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// The style of a row: the selected one has a background of its own.
pub(super) fn row_style(selected: bool, focused: bool, theme: &Theme) -> Style {
    match (selected, focused) {
        (true, true) => theme.selected,
        (true, false) => theme.selected_unfocused,
        _ => theme.text,
    }
}
