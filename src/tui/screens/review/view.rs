//! The review screen, drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::action::{Action, Context};
use crate::domain::meeting::running;
use crate::domain::text::Shown;
use crate::tui::layout::{Room, inside};
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::cut_line;
use crate::tui::widgets::field_view::FieldView;

use super::detail::Detail;
use super::panes::{Groups, Items};
use super::verdict::{VerdictBox, columns_of, row, split_right};
use super::{OpenReview, Pane, Saving};

/// The review screen.
#[derive(Debug)]
pub struct ReviewScreen<'a> {
    /// The open review.
    pub open: &'a OpenReview,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its signs.
    pub glyphs: &'a Glyphs,
}

impl Widget for &ReviewScreen<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let OpenReview {
            session,
            view: review,
            ..
        } = self.open;
        let (theme, glyphs, room) = (self.theme, self.glyphs, Room::of(area));
        let layout = review.layout(area);
        self.header(layout.header, true, buffer);
        (&VerdictBox {
            session,
            lapsing: self.open.lapsing,
            conflicts: self.open.conflicts,
            theme,
            glyphs,
            room,
        })
            .render(layout.verdict, buffer);
        (&Groups {
            session,
            review,
            theme,
            glyphs,
            room,
        })
            .render(layout.groups, buffer);
        (&Items {
            session,
            review,
            keymap: &self.open.keymap,
            theme,
            glyphs,
            room,
        })
            .render(layout.items, buffer);
        (&Detail {
            session,
            review,
            keymap: &self.open.keymap,
            theme,
            glyphs,
            room,
        })
            .render(layout.detail, buffer);
        if let Some(search) = review.search().filter(|search| search.typing) {
            let prompt = Line::styled("/", theme.key);
            prompt.render(layout.footer, buffer);
            let field = FieldView {
                field: &search.field,
                placeholder: "title, id, category, tag or comment",
                theme,
                glyphs,
            };
            (&field).render(field_area(layout.footer), buffer);
        }
    }
}

impl ReviewScreen<'_> {
    /// The first line: what is assessed, by what, whether a meeting goes on and whether all is saved; over the review
    /// itself also how one goes back to the meeting.
    pub fn header(&self, area: Rect, is_review: bool, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let (theme, glyphs) = (self.theme, self.glyphs);
        let assessment = self.open.session.assessment();
        let (subject, checklist) = (&assessment.head.subject, assessment.checklist());
        let mut left = vec![
            Span::styled(" candor  ", theme.key),
            Span::styled(subject.name.shown().into_string(), theme.title),
        ];
        if self.open.altered {
            left.insert(1, Span::styled("! altered checklist  ", theme.warning));
        }
        if !subject.version.is_empty() {
            left.push(Span::styled(
                format!(" {}", subject.version.shown()),
                theme.text,
            ));
        }
        let version = if checklist.version.is_empty() {
            String::new()
        } else {
            format!(" {}", checklist.version.shown())
        };
        left.push(Span::styled(
            format!(" {} {}{version}", glyphs.separator, checklist.title.shown()),
            theme.dim,
        ));
        let target = assessment
            .head
            .target
            .as_ref()
            .and_then(|id| checklist.stages.iter().find(|stage| stage.id == *id));
        if let Some(stage) = target {
            left.push(Span::styled(
                format!(" {} for {}", glyphs.separator, stage.title.shown()),
                theme.dim,
            ));
        }
        let right = self.saving(is_review);
        let (left_area, right_area) = split_right(row(area, 0), columns_of(&right));
        cut_line(Line::from(left), usize::from(left_area.width), glyphs.cut)
            .render(left_area, buffer);
        cut_line(right, usize::from(right_area.width), glyphs.cut).render(right_area, buffer);
    }

    fn saving(&self, is_review: bool) -> Line<'static> {
        let (theme, glyphs) = (self.theme, self.glyphs);
        let reviewers = self.open.session.assessment().head.participants.len();
        let mut spans = self.locked_span();
        if let Some(meeting) = self.meeting(is_review) {
            spans.extend([Span::styled(meeting, theme.warning), Span::raw("  ")]);
        }
        spans.push(self.saving_span(false));
        if reviewers > 0 {
            let s = if reviewers == 1 { "" } else { "s" };
            spans.push(Span::styled(
                format!(" {} {reviewers} reviewer{s}", glyphs.separator),
                theme.dim,
            ));
        }
        spans.push(Span::raw(" "));
        Line::from(spans)
    }
}

impl ReviewScreen<'_> {
    /// That nothing may be changed until it is unlocked; two blanks follow.
    fn locked_span(&self) -> Vec<Span<'static>> {
        if self.open.locked {
            vec![Span::styled("locked", self.theme.warning), Span::raw("  ")]
        } else {
            Vec::new()
        }
    }

    /// That a meeting goes on, and how one goes back to it.
    fn meeting(&self, is_review: bool) -> Option<String> {
        let assessment = self.open.session.assessment();
        let since = running(assessment)?
            .start
            .time_of_day(assessment.utc_offset);
        let keymap = &self.open.keymap;
        let back = keymap.says(Context::Review, Action::Meeting, "goes back");
        let back = back.filter(|_| is_review && !self.open.read_only);
        let separator = self.glyphs.separator;
        let back = back.map_or_else(String::new, |back| format!(" {separator} {back}"));
        Some(format!("meeting since {since}{back}"))
    }

    /// Whether what one sees is on disk; with the lock, where that is told nowhere else.
    fn saving_span(&self, told_alone: bool) -> Span<'static> {
        let (theme, glyphs) = (self.theme, self.glyphs);
        match &self.open.saving {
            Saving::Saved | Saving::UnderWay | Saving::Unwritten if self.open.read_only => {
                Span::styled("read-only", theme.warning)
            }
            Saving::Saved => Span::styled(format!("saved {}", glyphs.met), theme.met),
            Saving::UnderWay => Span::styled("saving…", theme.warning),
            Saving::Unwritten => Span::styled("merge not written yet", theme.warning),
            Saving::Failed(problem) => {
                let why = problem.what.trim_start_matches("not saved: ");
                let why = Shown::line(why).into_string();
                // Without a header there is no other place for the lock.
                let locked = if self.open.locked && told_alone {
                    " (locked)"
                } else {
                    ""
                };
                Span::styled(format!("NOT SAVED{locked}: {why}"), theme.error)
            }
            Saving::Outside(problem) => {
                let what = Shown::line(&problem.what).into_string();
                Span::styled(format!("NOT ON DISK: {what}"), theme.error)
            }
        }
    }

    /// What the last line says of saving and of the lock on screens without a header: nothing while all is well, and no
    /// more than a word where there is something else to be `told`.
    pub fn saving_in_footer(&self, screen: Rect, told: bool) -> Option<Span<'static>> {
        let well = self.open.saving == Saving::Saved && !self.open.read_only;
        let span = if well {
            self.locked_span().into_iter().next()
        } else if let (true, Some(word)) = (told, self.open.saving.alarm()) {
            Some(Span::styled(word, self.theme.error))
        } else {
            Some(self.saving_span(true))
        };
        span.filter(|_| Room::of(screen) == Room::Tiny)
    }

    /// Where the terminal's cursor belongs: in the search field, or on the selected row.
    pub fn cursor(&self, area: Rect) -> Option<Position> {
        let review = &self.open.view;
        let layout = review.layout(area);
        if let Some(search) = review.search().filter(|search| search.typing) {
            let field = FieldView {
                field: &search.field,
                placeholder: "",
                theme: self.theme,
                glyphs: self.glyphs,
            };
            return field.cursor_position(field_area(layout.footer));
        }
        let (pane, selected) = match review.pane {
            Pane::Groups => (
                layout.groups,
                review
                    .groups
                    .selected_row(review.group_count(), review.group_rows(area)),
            ),
            Pane::Items => (
                layout.items,
                review
                    .items
                    .selected_row(review.row_count(), review.item_rows(area)),
            ),
            Pane::Detail => (layout.detail, Some(0)),
        };
        if pane.is_empty() {
            return None;
        }
        let inner = if Room::of(area) == Room::Tiny {
            Rect {
                y: pane.y + 1,
                height: pane.height.saturating_sub(1),
                ..pane
            }
        } else {
            inside(pane)
        };
        let y = inner.y + u16::try_from(selected?).ok()?;
        (y < inner.bottom() && inner.width > 0).then_some(Position { x: inner.x, y })
    }

    /// How far the detail can be scrolled.
    pub fn detail_overflow(&self, area: Rect) -> usize {
        let OpenReview {
            session,
            view: review,
            ..
        } = self.open;
        let (theme, glyphs, room) = (self.theme, self.glyphs, Room::of(area));
        let pane = review.layout(area).detail;
        let Some(position) = review.selected().filter(|_| !pane.is_empty()) else {
            return 0;
        };
        let (columns, height) = match room {
            Room::Tiny => (pane.width, pane.height.saturating_sub(1)),
            _ => (pane.width.saturating_sub(4), pane.height.saturating_sub(2)),
        };
        let detail = Detail {
            session,
            review,
            keymap: &self.open.keymap,
            theme,
            glyphs,
            room,
        };
        detail
            .line_count(position, usize::from(columns))
            .saturating_sub(usize::from(height))
    }
}

fn field_area(footer: Rect) -> Rect {
    Rect {
        x: footer.x + footer.width.min(1),
        width: footer.width.saturating_sub(1),
        ..footer
    }
}
