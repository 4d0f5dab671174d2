//! Rows of lists and pages: where they are, how they look when selected, how one moves over them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};

use crate::action::Action;
use crate::tui::layout::inside;
use crate::tui::theme::{Glyphs, Theme};

use super::columns::{cut_line, cut_with};
use super::window::Window;

/// The row at `y` of an area; empty where the area is lower.
pub fn row_of(area: Rect, y: usize) -> Rect {
    match u16::try_from(y) {
        Ok(y) if y < area.height => Rect {
            y: area.y + y,
            height: 1,
            ..area
        },
        _ => Rect::default(),
    }
}

/// The first `rows` of an area, and the rest.
pub fn split_top(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    let top = Rect {
        height: rows,
        ..area
    };
    let rest = Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    };
    (top, rest)
}

/// A line in the first row of an area, cut with a sign where it is longer.
pub fn draw_line(line: Line<'_>, area: Rect, buffer: &mut Buffer, glyphs: &Glyphs) {
    cut_line(line, usize::from(area.width), glyphs.cut).render(area, buffer);
}

/// A row of a list with its style: the selected one has a background of its own.
pub fn draw_row(
    line: Line<'_>,
    (selected, focused): (bool, bool),
    area: Rect,
    buffer: &mut Buffer,
    (theme, glyphs): (&Theme, &Glyphs),
) {
    let style = selected_style(selected, focused, theme);
    buffer.set_style(area, style);
    let style = style.patch(line.style);
    cut_line(line, usize::from(area.width), glyphs.cut)
        .style(style)
        .render(area, buffer);
}

fn selected_style(selected: bool, focused: bool, theme: &Theme) -> Style {
    match (selected, focused) {
        (true, true) => theme.selected,
        (true, false) => theme.selected_unfocused,
        _ => theme.text,
    }
}

/// A border with a title; gives what is within.
pub fn boxed(
    area: Rect,
    buffer: &mut Buffer,
    title: &Span<'_>,
    focused: bool,
    (theme, glyphs): (&Theme, &Glyphs),
) -> Rect {
    let room = usize::from(area.width).saturating_sub(4);
    let title_text = cut_with(&title.content, room, glyphs.cut).into_owned();
    Block::bordered()
        .border_set(glyphs.border)
        .border_style(if focused {
            theme.border_focused
        } else {
            theme.border
        })
        .title(Span::styled(format!(" {title_text} "), title.style))
        .render(area, buffer);
    inside(area)
}

/// Says in the border of a frame that there is more above or below what it shows.
pub fn more_in_border(
    frame: Rect,
    (above, below): (bool, bool),
    buffer: &mut Buffer,
    (theme, glyphs): (&Theme, &Glyphs),
) {
    if frame.width < 8 || frame.height < 2 {
        return;
    }
    let x = frame.right() - 3;
    if above {
        buffer.set_string(x, frame.y, glyphs.above, theme.dim);
    }
    if below {
        buffer.set_string(x, frame.bottom() - 1, glyphs.below, theme.dim);
    }
}

/// The same in one column of rows without a border, its first or its last.
pub fn more_in_column(
    rows: Rect,
    x: u16,
    (above, below): (bool, bool),
    buffer: &mut Buffer,
    (theme, glyphs): (&Theme, &Glyphs),
) {
    if rows.is_empty() {
        return;
    }
    if above {
        buffer.set_string(x, rows.y, glyphs.above, theme.dim);
    }
    if below {
        buffer.set_string(x, rows.bottom() - 1, glyphs.below, theme.dim);
    }
}

/// An area without a column at either side, for text that should not touch a border.
pub fn inset(area: Rect) -> Rect {
    Rect {
        x: area.x.saturating_add(1),
        width: area.width.saturating_sub(2),
        ..area
    }
}

/// Moves a selection by an action that moves; does nothing for others.
pub fn moved(window: &mut Window, action: Action, len: usize, height: usize) {
    match action {
        Action::Down => window.move_by(1, len, height),
        Action::Up => window.move_by(-1, len, height),
        Action::PageDown => window.page_down(len, height),
        Action::PageUp => window.page_up(len, height),
        Action::First => window.home(len, height),
        Action::Last => window.end(len, height),
        _ => {}
    }
}
