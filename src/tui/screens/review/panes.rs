//! The panes of groups and of items. Only the rows that are visible are built.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};

use crate::action::{Action, Context};
use crate::domain::assessment::Status;
use crate::domain::evidence::Lapse;
use crate::domain::measured::Outcome;
use crate::domain::percent::or_dash;
use crate::domain::score::CategoryFigures;
use crate::domain::waiver::Standing;
use crate::session::Session;
use crate::tui::keymap::{Keymap, nothing_found};
use crate::tui::layout::{Room, inside};
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{
    cut_line, cut_with, line_width, marked_spans, pad, pad_start, width,
};
use crate::tui::widgets::signs::{letter, status_sign, tier_style};

use super::arrangement::Grouping;
use super::verdict::row;
use super::{Pane, Review, waiver_of};

/// The columns that the category takes at most beside an item's title.
const MOST_CATEGORY: usize = 20;

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

/// The groups with their claimed scores, or with how many of their items are met.
#[derive(Debug)]
pub(super) struct Groups<'a> {
    pub(super) session: &'a Session,
    pub(super) review: &'a Review,
    pub(super) theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
    pub(super) room: Room,
}

impl Widget for &Groups<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let focused = self.review.pane == Pane::Groups;
        let inner = frame(
            area,
            buffer,
            self.review.listing().arrangement().grouping().title(),
            focused,
            self.room,
            (self.theme, self.glyphs),
        );
        let count = self.review.group_count();
        let visible = self.review.groups.visible(count, usize::from(inner.height));
        for (y, at) in (0u16..).zip(visible) {
            let (area, selected) = (row(inner, y), at == self.review.group());
            let style = row_style(selected, focused, self.theme);
            let gutter = if selected { self.glyphs.gutter } else { " " };
            let figure = pad_start(&self.figure(at), 6.min(usize::from(area.width)));
            let room = usize::from(area.width).saturating_sub(3 + width(&figure));
            let title = self.title(at);
            let line = Line::from(vec![
                Span::raw(format!("{gutter} ")),
                Span::raw(pad(&cut_with(&title, room, self.glyphs.cut), room)),
                Span::raw(figure),
            ]);
            buffer.set_style(area, style);
            cut_line(line, usize::from(area.width), self.glyphs.cut)
                .style(style)
                .render(area, buffer);
        }
    }
}

impl Groups<'_> {
    fn title(&self, group: usize) -> String {
        let heading = self.review.listing().arrangement().heading(group);
        heading.map_or_else(String::new, |heading| {
            heading.shown(self.session.assessment())
        })
    }

    /// The claimed score of a category, and of other groups, whose items stand in several categories with weights of
    /// their own, how many of those that count are met.
    fn figure(&self, group: usize) -> String {
        match self.review.listing().count_of(group) {
            Some((_, 0)) => self.glyphs.dash.to_owned(),
            Some((met, counted)) => format!("{met}/{counted}"),
            None => {
                let heading = self.review.listing().arrangement().heading_at(group);
                let categories = &self.session.figures().categories;
                let category = heading.and_then(|at| categories.get(at));
                or_dash(category.and_then(CategoryFigures::claimed).as_ref())
            }
        }
    }
}

/// The items of the group, or those that were found.
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
            let line = Line::styled(self.nothing(), self.theme.dim);
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
    /// How to get out of an empty list.
    fn nothing(&self) -> String {
        let is_filtered = !self.review.listing().filter().is_empty();
        let (what, out) = match (self.review.search(), is_filtered) {
            (Some(_), _) => return nothing_found(self.keymap, self.context()),
            (None, true) => ("Nothing left.", "clears the filter"),
            (None, false) => return "The checklist has no items.".to_owned(),
        };
        let ends = |action| self.keymap.says(self.context(), action, out);
        match ends(Action::Cancel).or_else(|| ends(Action::Back)) {
            Some(ends) => format!("{what} {ends}."),
            None => what.to_owned(),
        }
    }

    /// Where the keys that end a search or a filter are looked up.
    fn context(&self) -> Context {
        if self.review.is_typing() {
            Context::ReviewSearch
        } else {
            Context::Review
        }
    }

    /// `Monitoring · 4 items`, and with a filter `Monitoring · 2 of 4 · not met, Blocker`.
    fn title(&self) -> String {
        let listing = self.review.listing();
        let (arrangement, group) = (listing.arrangement(), self.review.group());
        let separator = self.glyphs.separator;
        let is_filtered = !listing.filter().is_empty();
        let mut title = match (self.review.search(), arrangement.heading(group)) {
            (Some(search), _) => {
                let all = if is_filtered {
                    "Filtered items"
                } else {
                    "All items"
                };
                let what = if search.field.is_empty() {
                    all
                } else {
                    "Found"
                };
                format!("{what} {separator} {}", search.rows().len())
            }
            (None, Some(heading)) => {
                let heading = heading.shown(self.session.assessment());
                let (len, total) = (arrangement.len_of(group), arrangement.total_of(group));
                let s = if total == 1 { "" } else { "s" };
                if is_filtered {
                    format!("{heading} {separator} {len} of {total}")
                } else {
                    format!("{heading} {separator} {total} item{s}")
                }
            }
            (None, None) => format!("0 of {}", arrangement.item_count()),
        };
        if is_filtered {
            title = format!("{title} {separator} {}", listing.filter_words());
        }
        // While one types, the keys are the field's.
        let hides = is_filtered || self.review.search().is_some();
        if hides && !self.review.is_typing() {
            let out = self.keymap.says(Context::Review, Action::Back, "shows all");
            title.extend(out.map(|out| format!(" {separator} {out}")));
        }
        title
    }

    /// The category of an item, where the list does not tell it.
    fn category(&self, position: usize) -> Option<String> {
        let grouping = self.review.listing().arrangement().grouping();
        if grouping == Grouping::Category && self.review.search().is_none() {
            return None;
        }
        let assessment = self.session.assessment();
        let category = assessment.category_of(position);
        let title = assessment
            .checklist()
            .categories
            .get(category)?
            .title
            .shown();
        Some(cut_with(title.as_str(), MOST_CATEGORY, self.glyphs.cut).into_owned())
    }

    fn draw(&self, at: usize, position: usize, focused: bool, area: Rect, buffer: &mut Buffer) {
        let assessment = self.session.assessment();
        let (item, answer) = (assessment.item(position), &assessment.answers()[position]);
        let selected = at == self.review.items.selected;
        let style = row_style(selected, focused, self.theme);
        let gutter = if selected { self.glyphs.gutter } else { " " };
        let (sign, sign_style) = if answer.conflict.is_empty() {
            status_sign(&answer.status, self.theme, self.glyphs)
        } else {
            (self.glyphs.conflict, self.theme.warning)
        };
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
        let title_width = line_width(&title);
        let category = self
            .category(position)
            .filter(|category| title_width + 2 + width(category) <= room);
        let mut spans = vec![
            Span::raw(gutter),
            Span::styled(sign, sign_style),
            Span::raw(" "),
            Span::styled(letter(item.tier), tier_style(item.tier, self.theme)),
            Span::raw("  "),
        ];
        spans.extend(title.spans);
        let taken = title_width + category.as_deref().map_or(0, width);
        spans.push(Span::raw(" ".repeat(room.saturating_sub(taken))));
        spans.extend(category.map(|category| Span::styled(category, self.theme.dim)));
        if !right.is_empty() {
            spans.push(Span::styled(format!(" {right}"), self.theme.dim));
        }
        buffer.set_style(area, style);
        cut_line(Line::from(spans), usize::from(area.width), self.glyphs.cut)
            .style(style)
            .render(area, buffer);
    }

    /// Whether the answer is another than when the reviewer left.
    fn is_changed(&self, position: usize) -> bool {
        self.review.listing().changed().contains(&position)
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
            let changed = self.is_changed(position).then_some(self.glyphs.changed);
            return ["out of play"]
                .into_iter()
                .chain(changed)
                .collect::<Vec<_>>()
                .join(" ");
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
        let in_conflict = !answer.conflict.is_empty();
        // What excuses one version may not excuse the other.
        let waiver = waiver_of(self.session, position).filter(|_| !in_conflict);
        let waiver = waiver.map(|(_, standing)| standing);
        let measure = item
            .metric
            .as_ref()
            .map(|metric| metric.target.judge(answer.measured.as_ref()));
        let misses = measure == Some(Outcome::Misses);
        let word = match &answer.status {
            _ if in_conflict => "conflict".to_owned(),
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
        let changed = if self.is_changed(position) {
            self.glyphs.changed
        } else {
            ""
        };
        [&word, &excuse, &dissent, &evidence, lapse, alert, changed]
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
