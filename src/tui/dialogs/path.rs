//! A path is asked for: a file to open, or one to compare with.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::action::Action;
use crate::domain::text::Shown;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::wrap_in;
use crate::tui::widgets::dialog::Dialog as Frame;
use crate::tui::widgets::field_view::FieldView;
use crate::tui::widgets::rows::{draw_line, row_of, split_top};
use crate::tui::widgets::text_field::TextField;

use super::complete::{Completion, MOST_ROWS};

/// What the path is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathFor {
    /// The assessment there is opened.
    Open,
    /// The assessment there is compared with.
    Compare,
}

/// A path is asked for.
#[derive(Debug)]
pub struct PathDialog {
    /// What the path is for.
    pub purpose: PathFor,
    /// What is typed.
    pub field: TextField,
    /// What is wrong with what was typed; may hold text from outside.
    pub fault: Option<String>,
    /// What the path may become.
    pub completion: Completion,
    /// The file is being read.
    pub busy: bool,
}

impl PathDialog {
    /// The dialog for a purpose.
    pub fn of(purpose: PathFor) -> Self {
        Self {
            purpose,
            field: TextField::single(""),
            fault: None,
            completion: Completion::default(),
            busy: false,
        }
    }

    pub(super) fn draw(
        &self,
        screen: Rect,
        buffer: &mut Buffer,
        hints: Line<'_>,
        look: (&Theme, &Glyphs),
    ) {
        let (theme, glyphs) = look;
        let frame = self.frame(hints, look);
        (&frame).render(screen, buffer);
        let (field, list) = parts(frame.body(screen));
        let view = self.field_view(look);
        (&view).render(field, buffer);
        let cursor = view.cursor_position(field);
        self.completion
            .draw_rest(&self.field, cursor, field, buffer, look);
        let (words, style) = match (&self.fault, self.busy) {
            (Some(fault), _) => (Shown::line(fault).into_string(), theme.error),
            (None, true) => ("reading the file…".to_owned(), theme.warning),
            (None, false) if self.completion.is_empty() => (
                "Nothing here begins so; the path of an assessment's .ron file is wanted."
                    .to_owned(),
                theme.dim,
            ),
            (None, false) => {
                self.completion.draw(list, buffer, look);
                return;
            }
        };
        let lines = wrap_in(
            &words,
            usize::from(list.width),
            usize::from(list.height),
            glyphs.cut,
        );
        for (y, line) in lines.into_iter().enumerate() {
            draw_line(Line::styled(line, style), row_of(list, y), buffer, glyphs);
        }
    }

    pub(super) fn cursor(&self, screen: Rect, look: (&Theme, &Glyphs)) -> Option<Position> {
        let (field, _) = parts(self.frame(Line::default(), look).body(screen));
        self.field_view(look).cursor_position(field)
    }

    pub(super) fn go(&mut self, action: Action) {
        self.completion.go(action);
    }

    fn field_view<'a>(&'a self, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> FieldView<'a> {
        FieldView {
            field: &self.field,
            placeholder: "path of an assessment, such as readiness/api.ron",
            theme,
            glyphs,
        }
    }

    fn frame<'a>(&'a self, hints: Line<'a>, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> Frame<'a> {
        Frame {
            title: match self.purpose {
                PathFor::Open => "Open an assessment",
                PathFor::Compare => "Compare with an assessment",
            },
            hints,
            body_width: 76,
            body_height: MOST_ROWS + 2,
            theme,
            glyphs,
        }
    }
}

/// The field, and what is below it.
fn parts(body: Rect) -> (Rect, Rect) {
    let (field, rest) = split_top(body, 1);
    let (_, list) = split_top(rest, u16::from(rest.height > 4));
    (field, list)
}
