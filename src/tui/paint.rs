//! From changed cells to few bytes: it is read over slow lines.
//!
//! What stands on the screen is remembered, so that a few letters that did not change are sent again where that is
//! shorter than a jump over them; blanks are erased rather than written, and colours are named only where they change.

use std::io::Write as _;

use ratatui::buffer::Cell;
use ratatui::layout::Size;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Fewer blanks than this are written at the end of what changed in a row.
const FEW_BLANKS: usize = 6;
/// Fewer blanks than this are written where something follows them: behind erased ones a jump is needed.
const FEW_BLANKS_BETWEEN: usize = 14;
/// A longer gap is always jumped over.
const LONGEST_GAP: u16 = 8;

/// What makes a blank differ from another, besides what is behind it.
const SEEN_ON_BLANKS: Modifier = Modifier::UNDERLINED
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT);

/// Every attribute: what sets it, and what takes it away.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    front: Color,
    behind: Color,
    attributes: Modifier,
}

const PLAIN: Look = Look {
    front: Color::Reset,
    behind: Color::Reset,
    attributes: Modifier::empty(),
};

impl Look {
    fn of(cell: &Cell) -> Self {
        Self {
            front: cell.fg,
            behind: cell.bg,
            attributes: cell.modifier,
        }
    }

    /// Whether a blank looks the same in both.
    fn is_same_blank(self, other: Self) -> bool {
        let seen = (self.attributes | other.attributes).intersects(SEEN_ON_BLANKS);
        self.behind == other.behind && !seen
    }
}

/// Turns changed cells into a terminal's bytes.
#[derive(Debug, Default)]
pub struct Painter {
    size: Size,
    /// What stands on the screen, row by row; absent where that is not known, as beside a wide letter.
    shown: Vec<Option<Cell>>,
}

/// Where the terminal writes next, and how.
struct Pen<'a> {
    bytes: &'a mut Vec<u8>,
    at: Option<(u16, u16)>,
    /// The column is what it is counted to be: since the last jump there was nothing whose width terminals differ on.
    sure: bool,
    look: Look,
}

impl Painter {
    /// The screen was cleared, and has this size.
    pub fn cleared(&mut self, size: Size) {
        self.size = size;
        let cells = usize::from(size.width) * usize::from(size.height);
        self.shown.clear();
        self.shown.resize(cells, Some(Cell::EMPTY));
    }

    /// Adds the bytes that draw these cells, column and row each, in the order of rows. Colours and attributes are plain
    /// before and afterwards.
    pub fn paint<'a>(
        &mut self,
        changed: impl Iterator<Item = (u16, u16, &'a Cell)>,
        bytes: &mut Vec<u8>,
    ) {
        let changed: Vec<(u16, u16, &Cell)> = changed.collect();
        let mut pen = Pen {
            bytes,
            at: None,
            sure: false,
            look: PLAIN,
        };
        let mut next = 0;
        while let Some(&(x, y, cell)) = changed.get(next) {
            self.go_to(&mut pen, x, y);
            let blanks = blanks(&changed[next..]);
            let ends_row = changed
                .get(next + blanks)
                .is_none_or(|(_, row, _)| *row != y);
            let few = if ends_row {
                FEW_BLANKS
            } else {
                FEW_BLANKS_BETWEEN
            };
            if blanks >= few {
                if !pen.look.is_same_blank(PLAIN) {
                    pen.wear(PLAIN);
                }
                let (last, _, _) = changed[next + blanks - 1];
                let erased = blanks + usize::from(self.is_wide(last, y));
                let _ = write!(pen.bytes, "\x1b[{erased}X");
                for (x, y, cell) in &changed[next..next + blanks] {
                    self.remember(*x, *y, cell);
                }
                next += blanks;
                continue;
            }
            let columns = u16::try_from(cell.symbol().width()).unwrap_or(1).max(1);
            let rest = x.saturating_add(columns);
            let rest_is_left = self.is_wide(rest - 1, y);
            pen.write(cell);
            self.remember(x, y, cell);
            next += 1;
            let follows = changed.get(next).map(|(x, y, _)| (*x, *y));
            if rest_is_left && follows != Some((rest, y)) {
                // The rest of a wide letter that is written over would look as what was written: it is a plain blank
                // to ratatui, which does not give it.
                self.go_to(&mut pen, rest, y);
                pen.write(&Cell::EMPTY);
                self.remember(rest, y, &Cell::EMPTY);
            }
        }
        pen.wear(PLAIN);
    }

    /// Goes to a place the shortest way.
    fn go_to(&self, pen: &mut Pen<'_>, x: u16, y: u16) {
        match pen.at {
            Some((column, row)) if row == y && column == x => {}
            Some((column, row)) if row == y && column < x => {
                let gap = x - column;
                if pen.sure && self.fill(pen, column, gap, y) {
                    return;
                }
                let _ = if pen.sure && gap < x + 1 {
                    match gap {
                        1 => write!(pen.bytes, "\x1b[C"),
                        gap => write!(pen.bytes, "\x1b[{gap}C"),
                    }
                } else {
                    pen.sure = true;
                    write!(pen.bytes, "\x1b[{}G", x + 1)
                };
            }
            _ => {
                let _ = write!(pen.bytes, "\x1b[{};{}H", y + 1, x + 1);
                pen.sure = true;
            }
        }
        pen.at = Some((x, y));
    }

    /// Writes a gap's letters again, if they are known, look as the pen does and take fewer bytes than a jump.
    fn fill(&self, pen: &mut Pen<'_>, column: u16, gap: u16, y: u16) -> bool {
        let jump = if gap < 2 { 3 } else { 4 };
        if gap > LONGEST_GAP.min(jump) {
            return false;
        }
        let mut letters = Vec::new();
        for x in column..column + gap {
            let Some(Some(cell)) = self.index(x, y).map(|at| &self.shown[at]) else {
                return false;
            };
            let look = Look::of(cell);
            let is_blank = cell.symbol() == " " && look.is_same_blank(pen.look);
            if !cell.symbol().is_ascii() || !(is_blank || look == pen.look) {
                return false;
            }
            letters.extend_from_slice(cell.symbol().as_bytes());
        }
        pen.bytes.extend_from_slice(&letters);
        pen.at = Some((column + gap, y));
        true
    }

    /// Whether a wide letter begins there.
    fn is_wide(&self, x: u16, y: u16) -> bool {
        let shown = self.index(x, y).and_then(|at| self.shown[at].as_ref());
        shown.is_some_and(|cell| cell.symbol().width() > 1)
    }

    fn remember(&mut self, x: u16, y: u16, cell: &Cell) {
        let Some(at) = self.index(x, y) else {
            return;
        };
        // What stands under the rest of a wide letter is not known any more.
        let columns = u16::try_from(cell.symbol().width()).unwrap_or(u16::MAX);
        for beside in 1..columns {
            if let Some(at) = self.index(x.saturating_add(beside), y) {
                self.shown[at] = None;
            }
        }
        self.shown[at] = Some(cell.clone());
    }

    fn index(&self, x: u16, y: u16) -> Option<usize> {
        let is_inside = x < self.size.width && y < self.size.height;
        is_inside.then(|| usize::from(y) * usize::from(self.size.width) + usize::from(x))
    }
}

/// How many of the first cells, side by side, are blanks on the terminal's own background.
fn blanks(cells: &[(u16, u16, &Cell)]) -> usize {
    let (first, row) = cells.first().map_or((0, 0), |(x, y, _)| (*x, *y));
    cells
        .iter()
        .zip(0..)
        .take_while(|((x, y, cell), at)| {
            let here = *y == row && usize::from(*x) == usize::from(first) + at;
            here && cell.symbol() == " " && Look::of(cell).is_same_blank(PLAIN)
        })
        .count()
}

impl Pen<'_> {
    fn write(&mut self, cell: &Cell) {
        let (symbol, look) = (cell.symbol(), Look::of(cell));
        if symbol != " " || !look.is_same_blank(self.look) {
            self.wear(look);
        }
        self.bytes.extend_from_slice(symbol.as_bytes());
        self.sure &= symbol.is_ascii();
        // After a wide letter the next cell is two columns on: there is a jump.
        self.at = self.at.map(|(x, y)| (x.saturating_add(1), y));
    }

    /// Changes colours and attributes: what differs, or everything anew where that is shorter.
    fn wear(&mut self, look: Look) {
        if look == self.look {
            return;
        }
        let change = change(self.look, look);
        let anew = change_from_plain(look);
        let shorter = if anew.len() < change.len() {
            anew
        } else {
            change
        };
        self.bytes.extend_from_slice(b"\x1b[");
        self.bytes.extend_from_slice(shorter.as_bytes());
        self.bytes.push(b'm');
        self.look = look;
    }
}

/// The numbers that lead from one look to another.
fn change(from: Look, to: Look) -> String {
    let mut numbers: Vec<String> = Vec::new();
    let (gone, mut new) = (
        from.attributes - to.attributes,
        to.attributes - from.attributes,
    );
    let mut ends: Vec<u8> = Vec::new();
    for (attribute, _, end) in ATTRIBUTES {
        if gone.contains(attribute) && !ends.contains(&end) {
            ends.push(end);
        }
    }
    for (attribute, _, end) in ATTRIBUTES {
        // Bold and dim end together, and so does what blinks.
        if ends.contains(&end) && to.attributes.contains(attribute) {
            new |= attribute;
        }
    }
    numbers.extend(ends.iter().map(ToString::to_string));
    numbers.extend(set(new));
    if from.front != to.front {
        numbers.push(colour(to.front, 30));
    }
    if from.behind != to.behind {
        numbers.push(colour(to.behind, 40));
    }
    numbers.join(";")
}

fn change_from_plain(to: Look) -> String {
    if to == PLAIN {
        return String::new();
    }
    format!("0;{}", change(PLAIN, to))
}

fn set(attributes: Modifier) -> impl Iterator<Item = String> {
    ATTRIBUTES
        .into_iter()
        .filter(move |(attribute, _, _)| attributes.contains(*attribute))
        .map(|(_, number, _)| number.to_string())
}

/// A colour's numbers; `base` is 30 for letters, 40 for what is behind them.
fn colour(colour: Color, base: u8) -> String {
    let sixteen =
        |number: u8, bright: bool| (base + number + if bright { 60 } else { 0 }).to_string();
    match colour {
        Color::Reset => (base + 9).to_string(),
        Color::Black => sixteen(0, false),
        Color::Red => sixteen(1, false),
        Color::Green => sixteen(2, false),
        Color::Yellow => sixteen(3, false),
        Color::Blue => sixteen(4, false),
        Color::Magenta => sixteen(5, false),
        Color::Cyan => sixteen(6, false),
        Color::Gray => sixteen(7, false),
        Color::DarkGray => sixteen(0, true),
        Color::LightRed => sixteen(1, true),
        Color::LightGreen => sixteen(2, true),
        Color::LightYellow => sixteen(3, true),
        Color::LightBlue => sixteen(4, true),
        Color::LightMagenta => sixteen(5, true),
        Color::LightCyan => sixteen(6, true),
        Color::White => sixteen(7, true),
        Color::Indexed(number) => format!("{};5;{number}", base + 8),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
    }
}
