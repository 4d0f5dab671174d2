//! The whole picture: the screen, the last line, and the dialog in front.

pub mod last_line;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::widgets::Widget;

use crate::action::{Action, Entry};
use crate::tui::dialogs::view::DialogView;
use crate::tui::front::Front;
use crate::tui::layout::{PageLayout, Room};
use crate::tui::model::Model;
use crate::tui::screens::home::HomeScreen;
use crate::tui::screens::review::OpenReview;
use crate::tui::screens::review::view::ReviewScreen;
use crate::tui::theme::{Glyphs, ascii_for};

use self::last_line::{above_notice, last_line, say_unsaved};

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
        let upper = above_notice(model, screen);
        let page = PageLayout::of(upper);
        let in_front = model.front.context().is_some() && !page.body.is_empty();
        let mut cursor = None;
        if in_front {
            review.header(page.header, false, buffer);
            cursor = model
                .front
                .draw(&open.session, page.body, buffer, (theme, glyphs));
        } else {
            (&review).render(upper, buffer);
        }
        if Room::of(screen) != Room::OneLine && !open.view.is_typing() {
            let saving = review.saving_in_footer(screen, model.notice.is_some());
            last_line(model, saving, screen, buffer);
        }
        if in_front {
            cursor
        } else {
            review.cursor(upper)
        }
    } else {
        let home = HomeScreen {
            home: &model.home,
            theme,
            glyphs,
        };
        let upper = if model.home.is_typing() {
            screen
        } else {
            above_notice(model, screen)
        };
        (&home).render(upper, buffer);
        if !model.home.is_typing() && screen.height > 1 {
            last_line(model, None, screen, buffer);
        }
        home.cursor(upper)
    };
    let above: Vec<String> = first_row(buffer);
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
    let is_hidden = match Room::of(screen) {
        Room::OneLine => true,
        Room::Tiny => {
            let is_typed_over = model.review.as_ref().is_some_and(|it| it.view.is_typing());
            model.dialog.is_some() || is_typed_over
        }
        // The header says it, where no dialog is as high as the screen.
        _ => first_row(buffer) != above,
    };
    if is_hidden {
        say_unsaved(model, screen, buffer);
    }
    if *glyphs == Glyphs::ASCII {
        draw_in_ascii(buffer);
    }
    cursor.filter(|place| screen.contains(*place))
}

/// What stands in the first row.
fn first_row(buffer: &Buffer) -> Vec<String> {
    let cells = buffer.content.iter().take(usize::from(buffer.area.width));
    cells.map(|cell| cell.symbol().to_owned()).collect()
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
