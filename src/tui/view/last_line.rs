//! The last line: what there is to tell, or the hints; and that something is not saved, where nothing else says so.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::action::Entry;
use crate::domain::text::Shown;
use crate::tui::dialogs::view::hints;
use crate::tui::layout::{LOW, Room};
use crate::tui::model::Model;
use crate::tui::screens::review::view::ReviewScreen;
use crate::tui::widgets::columns::{cut_line, line_width, width, wrap_in};
use crate::tui::widgets::dialog::clear;

use super::hint_now;

/// A notice takes a row for so many of the screen's, and [`MOST_ROWS`] at most.
const ROWS_FOR_ONE: u16 = 4;

/// More of a notice would hide what it is about.
const MOST_ROWS: u16 = 3;

/// What stands between the word on saving and what comes after it.
const GAP: &str = "  ";

/// A notice as it is laid out.
struct Told {
    /// Its rows; the first begins with the word on saving.
    lines: Vec<String>,
    style: Style,
}

/// The part of a screen that is left above a notice of more than one row; all of it without one. Frames in it are whole.
pub fn above_notice(model: &Model, screen: Rect) -> Rect {
    let saving = match &model.review {
        Some(open) if open.view.is_typing() => return screen,
        Some(open) => {
            let review = ReviewScreen {
                open,
                theme: &model.theme,
                glyphs: model.glyphs,
            };
            review.saving_in_footer(screen, true)
        }
        None => None,
    };
    let rows = told(model, saving.as_ref(), screen).map_or(1, |told| told.lines.len());
    let above = u16::try_from(rows).unwrap_or(1).saturating_sub(1);
    Rect {
        height: screen.height.saturating_sub(above),
        ..screen
    }
}

/// The last line: a notice if there is one, else the hints. A notice that is too long for it takes rows above. A dialog
/// has hints of its own, and those of the screen beneath would lie.
pub(super) fn last_line(
    model: &Model,
    saving: Option<Span<'static>>,
    screen: Rect,
    buffer: &mut Buffer,
) {
    let (theme, glyphs) = (&model.theme, model.glyphs);
    let area = last_row(screen);
    if let Some(told) = told(model, saving.as_ref(), screen) {
        let rows = u16::try_from(told.lines.len()).unwrap_or(1).max(1);
        let top = area.bottom().saturating_sub(rows);
        let mut saving = saving;
        for (y, line) in (top..area.bottom()).zip(told.lines) {
            let mut spans = Vec::new();
            let mut rest = line.as_str();
            if let Some(saving) = saving.take() {
                let said = saving.content.to_string();
                // A line too narrow for the word has cut it.
                if let Some(after) = line.strip_prefix(&said) {
                    rest = after.strip_prefix(GAP).unwrap_or(after);
                    spans.extend([saving, Span::raw(GAP)]);
                }
            }
            spans.push(Span::styled(rest.to_owned(), told.style));
            Line::from(spans).render(Rect { y, ..area }, buffer);
        }
        return;
    }
    if model.dialog.is_some() {
        return;
    }
    let mut line = Line::default();
    if let Some(saving) = saving {
        line.spans.extend([saving, Span::raw(GAP)]);
    }
    let room = usize::from(area.width).saturating_sub(line_width(&line));
    let words = |entry: &Entry| hint_now(model, entry);
    let look = (theme, glyphs);
    let hints = hints(model.context(), room, &model.keymap, &words, look);
    line.spans.extend(hints.spans);
    cut_line(line, usize::from(area.width), glyphs.cut).render(area, buffer);
}

/// The last row, with a column of air at its left.
fn last_row(screen: Rect) -> Rect {
    let height = screen.height.min(1);
    Rect {
        x: screen.x + screen.width.min(1),
        y: screen.bottom() - height,
        width: screen.width.saturating_sub(1),
        height,
    }
}

/// The notice in as many rows as it takes, and as the screen can spare.
fn told(model: &Model, saving: Option<&Span<'static>>, screen: Rect) -> Option<Told> {
    let notice = model.notice.as_ref()?;
    let style = if notice.is_error {
        model.theme.error
    } else {
        model.theme.warning
    };
    let before = saving.map(|saving| format!("{}{GAP}", saving.content));
    let text = Shown::line(&notice.text);
    let whole = format!("{}{text}", before.unwrap_or_default());
    let columns = usize::from(screen.width.saturating_sub(1));
    let (columns, rows) = if width(&whole) <= columns {
        (columns, 1)
    } else {
        // A column stays free at the right, as on the left, where there is more than one row.
        let rows = spare_rows(screen);
        (columns.saturating_sub(usize::from(rows > 1)), rows)
    };
    let lines = wrap_in(&whole, columns, usize::from(rows), model.glyphs.cut);
    Some(Told { lines, style })
}

/// How many rows a notice may take: no more than leave the screen the room that it has.
fn spare_rows(screen: Rect) -> u16 {
    let most = (screen.height / ROWS_FOR_ONE).clamp(1, MOST_ROWS);
    let keeps_room = |rows: &u16| {
        let height = screen.height.saturating_sub(rows - 1);
        let less = Rect { height, ..screen };
        Room::of(less) == Room::of(screen) && (height < LOW) == (screen.height < LOW)
    };
    (1..=most).rev().find(keeps_room).unwrap_or(1)
}

/// Says in the frame's last row that something is not saved, where a dialog hides what says so; without a frame, at
/// the end of the first row.
pub(super) fn say_unsaved(model: &Model, screen: Rect, buffer: &mut Buffer) {
    let Some(word) = model.review.as_ref().and_then(|open| open.saving.alarm()) else {
        return;
    };
    let said = format!(" {word} ");
    let taken = u16::try_from(width(&said)).unwrap_or(u16::MAX);
    if screen.is_empty() || taken.saturating_add(2) > screen.width {
        return;
    }
    let last = screen.bottom() - 1;
    let corner = model.glyphs.border.bottom_left;
    let frame = (screen.left()..screen.right()).find(|x| buffer[(*x, last)].symbol() == corner);
    let (x, y) = match frame {
        Some(x) if x.saturating_add(taken + 2) <= screen.right() => (x + 1, last),
        _ => (screen.right() - taken, screen.y),
    };
    let area = Rect {
        x,
        y,
        width: taken,
        height: 1,
    };
    clear(area, buffer);
    Line::styled(said, model.theme.error).render(area, buffer);
}
