//! Editing text: one line or several, by whole characters as people see them.
//!
//! The text is kept as typed; what is drawn goes through [`Shown`](crate::domain::text::Shown), see
//! [`FieldView`](crate::tui::widgets::field_view::FieldView).

use std::cell::Cell;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::tui::widgets::field_rows::{column_of, position_at, row_of, rows};

/// The bytes a field takes at most, unless told otherwise: 64 KiB.
pub const LIMIT: usize = 64 * 1024;

/// How many steps can be taken back within a field.
const UNDO_STEPS: usize = 100;

/// A text being edited, and where the cursor stands in it.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each with its own name"
)]
pub struct TextField {
    text: String,
    cursor: usize,
    several_lines: bool,
    limit: usize,
    refused: bool,
    killed: String,
    earlier: Vec<(String, usize)>,
    is_typing: bool,
    /// The text is a proposal as yet, which gives way to the first that is typed.
    is_proposed: bool,
    /// The column that up and down keep to.
    goal: Option<usize>,
    /// The columns of the last drawing, which is all that up and down need to know of the screen.
    pub(super) columns: Cell<usize>,
}

impl TextField {
    /// A field of one line; the cursor stands at the end.
    pub fn single(text: impl Into<String>) -> Self {
        Self::new(text.into(), false)
    }

    /// A field of one line with a text that gives way to the first that is typed or pasted; whoever moves or rubs out
    /// in it first keeps it.
    pub fn proposing(text: impl Into<String>) -> Self {
        Self {
            is_proposed: true,
            ..Self::single(text)
        }
    }

    /// A field of several lines; the cursor stands at the end. CR and CRLF become LF.
    pub fn multi(text: impl Into<String>) -> Self {
        Self::new(line_feeds(&text.into()), true)
    }

    fn new(text: String, several_lines: bool) -> Self {
        Self {
            cursor: text.len(),
            text,
            several_lines,
            limit: LIMIT,
            refused: false,
            killed: String::new(),
            earlier: Vec::new(),
            is_typing: false,
            is_proposed: false,
            goal: None,
            columns: Cell::new(80),
        }
    }

    /// The same field that takes at most so many bytes. A longer text that is already there stays.
    #[must_use]
    pub fn with_limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// The text as typed, never to be shown as it is.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as typed.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether it takes several lines.
    pub fn is_multi(&self) -> bool {
        self.several_lines
    }

    /// The byte before which the cursor stands.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// What to say when the last insertion found no room and was left out.
    pub fn notice(&self) -> Option<String> {
        self.refused.then(|| match self.limit {
            limit if limit >= 1024 => format!("full: at most {} KiB", limit / 1024),
            limit => format!("full: at most {limit} bytes"),
        })
    }

    /// Replaces the whole text, as an editor or a completion does; can be undone.
    pub fn set_text(&mut self, text: &str) {
        self.remember(false);
        self.text = if self.several_lines {
            line_feeds(text)
        } else {
            text.to_owned()
        };
        self.cursor = self.text.len();
        self.refused = false;
        self.goal = None;
    }

    /// Puts the cursor before this byte, or at the start of the character that the byte is in.
    pub fn set_cursor(&mut self, byte: usize) {
        self.is_typing = false;
        self.goal = None;
        self.cursor = byte.min(self.text.len());
        while !is_boundary(&self.text, self.cursor) {
            self.cursor -= 1;
        }
    }

    /// Inserts what was pasted: line ends become LF, or a space in a field of one line. A paste that does not fit
    /// is left out whole. Returns whether it fitted.
    pub fn paste(&mut self, pasted: &str) -> bool {
        self.remember(false);
        self.give_way();
        let mut pasted = line_feeds(pasted);
        if !self.several_lines {
            pasted = pasted.trim_end_matches('\n').replace('\n', " ");
        }
        self.insert(&pasted)
    }

    /// Handles one key; says whether it was one of the field's. Enter is taken by fields of several lines only; Tab,
    /// Esc, the page keys and Ctrl-Z never are.
    pub fn handle(&mut self, key: KeyEvent) -> bool {
        if key.kind == KeyEventKind::Release {
            return false;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        self.refused = false;
        match (key.code, control, alt) {
            (KeyCode::Up, false, false) if self.several_lines => return self.move_row(false),
            (KeyCode::Down, false, false) if self.several_lines => return self.move_row(true),
            _ => self.goal = None,
        }
        let is_taken = self.handle_insertion(key.code, control, alt)
            || self.handle_removal(key.code, control, alt)
            || self.handle_movement(key.code, control, alt);
        self.is_proposed &= !is_taken;
        is_taken
    }

    /// Takes a proposal away, for what is typed in its place.
    fn give_way(&mut self) {
        if std::mem::take(&mut self.is_proposed) {
            self.text.clear();
            self.cursor = 0;
        }
    }

    fn handle_insertion(&mut self, code: KeyCode, control: bool, alt: bool) -> bool {
        match (code, control, alt) {
            (KeyCode::Enter, false, false) | (KeyCode::Char('j'), true, false)
                if self.several_lines =>
            {
                self.remember(false);
                self.insert("\n");
            }
            (KeyCode::Char('y'), true, false) => {
                self.remember(false);
                let killed = self.killed.clone();
                self.insert(&killed);
            }
            // Terminals send the same byte for Ctrl with these three.
            (KeyCode::Char('_' | '7' | '/'), true, false) => self.undo(),
            // With both keys held it is AltGr, which types the third signs of a keyboard.
            (KeyCode::Char(c), _, _)
                if control == alt && !(control && c.is_ascii_alphanumeric()) =>
            {
                self.remember(!c.is_whitespace());
                self.give_way();
                self.insert(c.encode_utf8(&mut [0; 4]));
            }
            _ => return false,
        }
        true
    }

    fn handle_removal(&mut self, code: KeyCode, control: bool, alt: bool) -> bool {
        let cursor = self.cursor;
        let (to, keep) = match (code, control, alt) {
            (KeyCode::Backspace, false, false) | (KeyCode::Char('h'), true, false) => {
                (self.before(cursor), false)
            }
            (KeyCode::Delete, false, false) | (KeyCode::Char('d'), true, false) => {
                (self.after(cursor), false)
            }
            (KeyCode::Backspace, _, _) | (KeyCode::Char('w'), true, false) => {
                (self.word_before(), true)
            }
            (KeyCode::Delete, _, _) | (KeyCode::Char('d'), false, true) => {
                (self.word_after(), true)
            }
            (KeyCode::Char('u'), true, false) => (self.line_start(), true),
            // At its end, the line is joined with the next.
            (KeyCode::Char('k'), true, false) if self.line_end() == cursor => {
                (self.after(cursor), true)
            }
            (KeyCode::Char('k'), true, false) => (self.line_end(), true),
            _ => return false,
        };
        self.remove(to, keep);
        true
    }

    fn handle_movement(&mut self, code: KeyCode, control: bool, alt: bool) -> bool {
        let to = match (code, control, alt) {
            (KeyCode::Left, false, false) | (KeyCode::Char('b'), true, false) => {
                self.before(self.cursor)
            }
            (KeyCode::Right, false, false) | (KeyCode::Char('f'), true, false) => {
                self.after(self.cursor)
            }
            (KeyCode::Left, _, _) | (KeyCode::Char('b'), false, true) => self.word_before(),
            (KeyCode::Right, _, _) | (KeyCode::Char('f'), false, true) => self.word_after(),
            (KeyCode::Home, true, _) => 0,
            (KeyCode::End, true, _) => self.text.len(),
            (KeyCode::Home, _, _) | (KeyCode::Char('a'), true, false) => self.line_start(),
            (KeyCode::End, _, _) | (KeyCode::Char('e'), true, false) => self.line_end(),
            _ => return false,
        };
        self.cursor = to;
        self.is_typing = false;
        true
    }

    fn move_row(&mut self, down: bool) -> bool {
        self.is_typing = false;
        let columns = self.columns.get();
        let rows = rows(&self.text, columns);
        let row = row_of(&rows, self.cursor);
        let column = column_of(&self.text, &rows[row], self.cursor, columns);
        let goal = *self.goal.get_or_insert(column);
        self.cursor = match (down, row) {
            (false, 0) => 0,
            (true, row) if row + 1 == rows.len() => self.text.len(),
            (false, row) => position_at(&self.text, &rows, row - 1, goal, columns),
            (true, row) => position_at(&self.text, &rows, row + 1, goal, columns),
        };
        true
    }

    /// Keeps the state for undo, unless it is in the middle of a typed word.
    fn remember(&mut self, is_typing: bool) {
        if !(is_typing && self.is_typing) {
            if self.earlier.len() == UNDO_STEPS {
                self.earlier.remove(0);
            }
            self.earlier.push((self.text.clone(), self.cursor));
        }
        self.is_typing = is_typing;
    }

    fn undo(&mut self) {
        self.is_typing = false;
        while let Some((text, cursor)) = self.earlier.pop() {
            self.cursor = cursor;
            if text != self.text {
                self.text = text;
                break;
            }
        }
    }

    fn insert(&mut self, inserted: &str) -> bool {
        self.goal = None;
        self.refused = !inserted.is_empty() && self.text.len() + inserted.len() > self.limit;
        if !self.refused {
            self.text.insert_str(self.cursor, inserted);
            self.cursor += inserted.len();
            self.settle();
        }
        !self.refused
    }

    fn remove(&mut self, to: usize, keep: bool) {
        let range = self.cursor.min(to)..self.cursor.max(to);
        if range.is_empty() {
            return;
        }
        self.remember(false);
        self.cursor = range.start;
        let removed: String = self.text.drain(range).collect();
        if keep {
            self.killed = removed;
        }
        self.settle();
    }

    /// What stands before and behind the cursor may have become one character.
    fn settle(&mut self) {
        if !is_boundary(&self.text, self.cursor) {
            self.cursor = self.after(self.cursor);
        }
    }

    fn before(&self, byte: usize) -> usize {
        let mut cursor = GraphemeCursor::new(byte, self.text.len(), true);
        cursor
            .prev_boundary(&self.text, 0)
            .ok()
            .flatten()
            .unwrap_or(0)
    }

    fn after(&self, byte: usize) -> usize {
        let mut cursor = GraphemeCursor::new(byte, self.text.len(), true);
        cursor
            .next_boundary(&self.text, 0)
            .ok()
            .flatten()
            .unwrap_or(self.text.len())
    }

    fn word_before(&self) -> usize {
        let text = &self.text[..self.cursor];
        self.cursor - word_length(text.graphemes(true).rev())
    }

    fn word_after(&self) -> usize {
        self.cursor + word_length(self.text[self.cursor..].graphemes(true))
    }

    fn line_start(&self) -> usize {
        let before = &self.text[..self.cursor];
        if self.several_lines {
            before.rfind('\n').map_or(0, |at| at + 1)
        } else {
            0
        }
    }

    fn line_end(&self) -> usize {
        let after = &self.text[self.cursor..];
        let line = if self.several_lines {
            after.find('\n')
        } else {
            None
        };
        line.map_or(self.text.len(), |at| self.cursor + at)
    }
}

/// The bytes of white space and the run of letters, or of other signs, that follow it.
fn word_length<'a>(graphemes: impl Iterator<Item = &'a str>) -> usize {
    let is_letter = |grapheme: &str| grapheme.chars().any(|c| c.is_alphanumeric() || c == '_');
    let mut length = 0;
    let mut run = None;
    for grapheme in graphemes {
        let is_space = grapheme.chars().all(char::is_whitespace);
        match run {
            None if is_space => {}
            None => run = Some(is_letter(grapheme)),
            Some(letters) if is_space || is_letter(grapheme) != letters => break,
            Some(_) => {}
        }
        length += grapheme.len();
    }
    length
}

fn is_boundary(text: &str, byte: usize) -> bool {
    text.is_char_boundary(byte)
        && GraphemeCursor::new(byte, text.len(), true)
            .is_boundary(text, 0)
            .unwrap_or(true)
}

fn line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
