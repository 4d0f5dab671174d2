//! The frame of a dialog: a titled box in the middle of the screen with hints at its foot.

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Alignment, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Widget};

use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_line, cut_with};

/// On screens narrower or lower than this a dialog takes the whole area: a frame in a frame leaves no room.
const NARROW: (u16, u16) = (60, 12);

/// A dialog's frame. It says where the body goes ([`Dialog::body`]); the dialog draws that itself.
#[derive(Debug, Clone)]
pub struct Dialog<'a> {
    /// The title, safe to show.
    pub title: &'a str,
    /// What the keys do here, safe to show; one line, cut to the width.
    pub hints: Line<'a>,
    /// The columns that the body would like; it gets fewer where there are fewer.
    pub body_width: u16,
    /// The rows that the body would like.
    pub body_height: u16,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its lines.
    pub glyphs: &'a Glyphs,
}

impl Dialog<'_> {
    /// The whole of the dialog within the screen: centred, or all of it where that is small.
    pub fn outer(&self, screen: Rect) -> Rect {
        if screen.width < NARROW.0 || screen.height < NARROW.1 {
            return screen;
        }
        let width = self.body_width.saturating_add(4).min(screen.width);
        let height = self.body_height.saturating_add(3).min(screen.height);
        Rect {
            x: screen.x + (screen.width - width) / 2,
            y: screen.y + (screen.height - height) / 2,
            width,
            height,
        }
    }

    /// Where the body is to be drawn; may be empty on the tiniest screens.
    pub fn body(&self, screen: Rect) -> Rect {
        let inner = inner(self.outer(screen));
        let footer = footer_height(inner);
        Rect {
            height: inner.height - footer,
            ..inner
        }
    }

    /// Where the hints are: the last row within the frame, if there is room besides the body.
    pub fn footer(&self, screen: Rect) -> Rect {
        let inner = inner(self.outer(screen));
        let height = footer_height(inner);
        Rect {
            y: inner.bottom() - height,
            height,
            ..inner
        }
    }
}

impl Widget for &Dialog<'_> {
    /// Draws on the whole screen's area: clears what is beneath the dialog and draws its frame and hints.
    fn render(self, screen: Rect, buffer: &mut Buffer) {
        let screen = screen.intersection(buffer.area);
        let outer = self.outer(screen);
        clear(outer, buffer);
        let sign = self.glyphs.cut;
        if is_framed(outer) {
            let room = usize::from(outer.width).saturating_sub(4);
            let title = cut_with(self.title, room, sign);
            Block::bordered()
                .border_set(self.glyphs.border)
                .border_style(self.theme.border_focused)
                .title(Line::styled(format!(" {title} "), self.theme.title))
                .title_alignment(Alignment::Left)
                .style(self.theme.text)
                .render(outer, buffer);
        }
        let footer = self.footer(screen);
        cut_line(self.hints.clone(), usize::from(footer.width), sign).render(footer, buffer);
    }
}

/// Empties an area, and the half of a wide character that stands out of it at its left: a terminal would draw that
/// character over the first column.
pub fn clear(area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    Clear.render(area, buffer);
    if area.width > 0 && area.x > buffer.area.x {
        for y in area.top()..area.bottom() {
            let cell = &mut buffer[(area.x - 1, y)];
            if cell.symbol().cell_width() > 1 {
                cell.set_symbol(" ");
            }
        }
    }
}

fn is_framed(outer: Rect) -> bool {
    outer.width >= 5 && outer.height >= 3
}

/// Within the frame, with a column of air at each side.
fn inner(outer: Rect) -> Rect {
    if !is_framed(outer) {
        return outer;
    }
    let air = u16::from(outer.width >= 12) + 1;
    Rect {
        x: outer.x + air,
        y: outer.y + 1,
        width: outer.width - 2 * air,
        height: outer.height - 2,
    }
}

fn footer_height(inner: Rect) -> u16 {
    u16::from(inner.height >= 2)
}
