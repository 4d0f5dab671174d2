//! Where things are on the screen; shared by drawing and by the mouse.

use ratatui::layout::Rect;

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Three panes.
    Wide,
    /// Two panes; the detail opens over them.
    Narrow,
    /// One pane and a verdict of one line.
    Tiny,
    /// One line with the verdict.
    OneLine,
}

impl Room {
    /// The room of a screen.
    pub fn of(screen: Rect) -> Self {
        match (screen.width, screen.height) {
            (0..20, _) | (_, 0..4) => Self::OneLine,
            (0..50, _) | (_, 0..12) => Self::Tiny,
            (0..100, _) | (_, 0..16) => Self::Narrow,
            _ => Self::Wide,
        }
    }
}

/// A narrow screen with fewer rows has no room for the ladder of stages.
pub const LOW: u16 = 16;

/// A tiny screen with fewer rows has none for the sign-offs alone.
const SIGNED: u16 = 7;

/// The review screen's parts; what is not on the screen is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReviewLayout {
    /// Subject, checklist, saved or not.
    pub header: Rect,
    /// The verdict's box, or its one line.
    pub verdict: Rect,
    /// The groups, with their border.
    pub groups: Rect,
    /// The items, with their border.
    pub items: Rect,
    /// The detail of the selected item, with its border.
    pub detail: Rect,
    /// Hints, notices, or the search field.
    pub footer: Rect,
}

/// The parts of a screen in front of a review; what is not on the screen is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageLayout {
    /// Subject, checklist, saved or not.
    pub header: Rect,
    /// The screen's own; empty where there is room for the one line of the verdict alone.
    pub body: Rect,
    /// Hints or notices.
    pub footer: Rect,
}

impl PageLayout {
    /// The layout of a screen.
    pub fn of(screen: Rect) -> Self {
        let room = Room::of(screen);
        if room == Room::OneLine {
            return Self::default();
        }
        let above = u16::from(room != Room::Tiny);
        Self {
            header: Rect {
                height: above,
                ..screen
            },
            body: Rect {
                y: screen.y + above,
                height: screen.height - above - 1,
                ..screen
            },
            footer: Rect {
                y: screen.bottom() - 1,
                height: 1,
                ..screen
            },
        }
    }
}

/// Which pane has the whole middle on screens without room for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foremost {
    /// The groups.
    Groups,
    /// The items.
    Items,
    /// The detail.
    Detail,
}

impl ReviewLayout {
    /// The layout of a screen; the verdict's box has a line more where the checklist has a ladder of stages, and one
    /// where there are sign-offs.
    pub fn of(screen: Rect, foremost: Foremost, has_ladder: bool, has_sign_offs: bool) -> Self {
        let room = Room::of(screen);
        if room == Room::OneLine {
            let verdict = Rect {
                height: screen.height.min(1),
                ..screen
            };
            return Self {
                verdict,
                ..Self::default()
            };
        }
        let more = u16::from(has_ladder) + u16::from(has_sign_offs);
        let (header_height, verdict_height) = match room {
            Room::Wide => (1, 5 + more),
            Room::Narrow if screen.height < LOW => (1, 5),
            Room::Narrow => (1, 6 + more),
            // Below the one line of the verdict, where that leaves a list.
            _ => (0, 1 + u16::from(has_sign_offs && screen.height >= SIGNED)),
        };
        let row = |y: u16, height: u16| Rect {
            x: screen.x,
            y: screen.y + y,
            width: screen.width,
            height,
        };
        let header = row(0, header_height);
        let verdict = row(header_height, verdict_height);
        let top = header_height + verdict_height;
        let middle = row(top, screen.height - top - 1);
        let footer = row(screen.height - 1, 1);
        let mut layout = Self {
            header,
            verdict,
            footer,
            ..Self::default()
        };
        match (room, foremost) {
            (Room::Wide, _) => {
                let groups = (screen.width * 2 / 9).clamp(18, 36);
                let detail = (screen.width / 3).clamp(30, 70);
                let items = screen.width - groups - detail;
                layout.groups = part(middle, 0, groups);
                layout.items = part(middle, groups, items);
                layout.detail = part(middle, groups + items, detail);
            }
            (_, Foremost::Detail) => layout.detail = middle,
            (Room::Narrow, _) => {
                let groups = (screen.width / 3).clamp(16, 26);
                layout.groups = part(middle, 0, groups);
                layout.items = part(middle, groups, screen.width - groups);
            }
            (_, Foremost::Groups) => layout.groups = middle,
            (_, Foremost::Items) => layout.items = middle,
        }
        layout
    }
}

fn part(area: Rect, from: u16, width: u16) -> Rect {
    Rect {
        x: area.x + from,
        width,
        ..area
    }
}

/// What is within the border of a pane.
pub fn inside(pane: Rect) -> Rect {
    Rect {
        x: pane.x.saturating_add(1),
        y: pane.y.saturating_add(1),
        width: pane.width.saturating_sub(2),
        height: pane.height.saturating_sub(2),
    }
}

/// Whether a place is in an area.
pub fn holds(area: Rect, column: u16, row: u16) -> bool {
    (area.left()..area.right()).contains(&column) && (area.top()..area.bottom()).contains(&row)
}
