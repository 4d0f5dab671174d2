//! The whole picture: the screen, the last line, and the dialog in front.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::action::{Action, Entry};
use crate::domain::text::Shown;
use crate::tui::dialogs::view::{DialogView, hints};
use crate::tui::front::Front;
use crate::tui::layout::{PageLayout, Room};
use crate::tui::model::Model;
use crate::tui::screens::home::HomeScreen;
use crate::tui::screens::review::OpenReview;
use crate::tui::screens::review::view::ReviewScreen;
use crate::tui::theme::{Glyphs, ascii_for};
use crate::tui::widgets::columns::{cut_line, line_width};

/// Draws the model into a buffer; gives the place of the terminal's cursor.
pub fn view(model: &Model, buffer: &mut Buffer) -> Option<Position> {
    let screen = buffer.area;
    let (theme, glyphs) = (&model.theme, model.glyphs);
    let mut cursor = if let Some(open) = &model.review {
        let review = ReviewScreen {
            open,
            theme,
            glyphs,
        };
        let page = PageLayout::of(screen);
        let in_front = model.front.context().is_some() && !page.body.is_empty();
        let mut cursor = None;
        if in_front {
            review.header(page.header, false, buffer);
            cursor = model
                .front
                .draw(&open.session, page.body, buffer, (theme, glyphs));
        } else {
            (&review).render(screen, buffer);
        }
        if Room::of(screen) != Room::OneLine && !open.view.is_typing() {
            footer(model, review.saving_in_footer(screen), screen, buffer);
        }
        if in_front {
            cursor
        } else {
            review.cursor(screen)
        }
    } else {
        let home = HomeScreen {
            home: &model.home,
            theme,
            glyphs,
        };
        (&home).render(screen, buffer);
        if !model.home.is_typing() && screen.height > 1 {
            footer(model, None, screen, buffer);
        }
        home.cursor(screen)
    };
    if let Some(dialog) = &model.dialog {
        let dialog = DialogView {
            dialog,
            keymap: &model.keymap,
            theme,
            glyphs,
        };
        (&dialog).render(screen, buffer);
        cursor = dialog.cursor(screen);
    }
    if *glyphs == Glyphs::ASCII {
        draw_in_ascii(buffer);
    }
    cursor.filter(|place| screen.contains(*place))
}

/// Signs that stand in sentences become those of ASCII; whoever writes a sentence need not think of it. Other letters
/// of users' texts stay as they are.
pub(super) fn draw_in_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if !symbol.is_ascii()
            && let Some(ascii) = ascii_for(symbol)
        {
            cell.set_symbol(ascii);
        }
    }
}

/// The hint of an entry, where its key does what the hint says: nothing can be changed in a review that is read-only or
/// locked, and what unlocks it is needed then.
fn hint_now(model: &Model, entry: &Entry) -> &'static str {
    let Some(open) = &model.review else {
        return entry.hint;
    };
    if let Front::Meeting(page) = &model.front {
        let hint = page.hint(entry, open.session.assessment());
        if page.is_in_conflict(open.session.assessment()) {
            match entry.action {
                Action::MetOrClear => return "choose a version",
                action if OpenReview::is_for_one_version(action) => return "",
                _ => {}
            }
        }
        let is_kept = (open.locked || open.read_only) && OpenReview::is_refused(entry.action);
        return if is_kept { "" } else { hint };
    }
    if let Front::Conflicts(page) = &model.front
        && let Some(hint) = page.hint(entry.action, &open.session)
    {
        return hint;
    }
    let in_conflict = model.front.context().is_none() && open.is_on_conflict();
    match entry.action {
        Action::Conflicts if open.conflicts == 0 => "",
        action if in_conflict && OpenReview::is_for_one_version(action) => "",
        Action::Lock if open.locked && !open.read_only => "unlock",
        action if (open.locked || open.read_only) && OpenReview::is_refused(action) => "",
        _ => entry.hint,
    }
}

/// The last line: a notice if there is one, else the hints. A dialog has hints of its own, and those of the screen
/// beneath would lie.
fn footer(model: &Model, saving: Option<Span<'static>>, screen: Rect, buffer: &mut Buffer) {
    let (theme, glyphs) = (&model.theme, model.glyphs);
    let height = screen.height.min(1);
    let area = Rect {
        x: screen.x + screen.width.min(1),
        y: screen.bottom() - height,
        width: screen.width.saturating_sub(1),
        height,
    };
    let mut line = Line::default();
    if let Some(saving) = saving {
        line.spans.extend([saving, Span::raw("  ")]);
    }
    let room = usize::from(area.width).saturating_sub(line_width(&line));
    match &model.notice {
        Some(notice) => {
            let style = if notice.is_error {
                theme.error
            } else {
                theme.warning
            };
            let text = Shown::line(&notice.text).into_string();
            line.spans.push(Span::styled(text, style));
        }
        None if model.dialog.is_some() => return,
        None => {
            let words = |entry: &Entry| hint_now(model, entry);
            let hints = hints(
                model.context(),
                room,
                &model.keymap,
                &words,
                (theme, glyphs),
            );
            line.spans.extend(hints.spans);
        }
    }
    cut_line(line, usize::from(area.width), glyphs.cut).render(area, buffer);
}
