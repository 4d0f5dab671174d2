//! Where the characters of a text field stand: rows that break at white space, and the columns within them.
//!
//! Positions are bytes of the untrusted text; columns are those of what is shown for it. The rightmost column is
//! kept for the cursor, so that it always has a place behind the last character of a row.

use std::ops::Range;

use crate::domain::text::{Piece, pieces};
use crate::tui::widgets::columns::{cut_with, width};

/// The rows of a text of several lines in a field of so many columns. There is at least one; a row ends before its
/// line feed, and where a long line goes on the next row starts at the byte where this one ends.
pub fn rows(text: &str, columns: usize) -> Vec<Range<usize>> {
    let room = row_room(columns);
    let mut rows = Vec::new();
    let (mut start, mut taken) = (0, 0);
    // The byte after the last white space of the row, and the columns up to there.
    let mut break_at = None;
    for piece in pieces(text, 0, true) {
        if piece.raw == "\n" {
            rows.push(start..piece.start);
            (start, taken, break_at) = (piece.start + 1, 0, None);
            continue;
        }
        let piece_width = width(&piece.shown).min(room);
        if taken + piece_width > room {
            if let Some((at, up_to)) = break_at.take() {
                rows.push(start..at);
                (start, taken) = (at, taken - up_to);
            }
            if taken + piece_width > room && piece.start > start {
                rows.push(start..piece.start);
                (start, taken) = (piece.start, 0);
            }
        }
        taken += piece_width;
        if piece.raw.chars().all(char::is_whitespace) {
            break_at = Some((piece.start + piece.raw.len(), taken));
        }
    }
    rows.push(start..text.len());
    rows
}

/// The row of a position: the last one that starts at or before it.
pub fn row_of(rows: &[Range<usize>], position: usize) -> usize {
    rows.partition_point(|row| row.start <= position)
        .saturating_sub(1)
}

/// The column of a position in its row.
pub fn column_of(text: &str, row: &Range<usize>, position: usize, columns: usize) -> usize {
    let room = row_room(columns);
    row_pieces(text, row)
        .take_while(|piece| piece.start < position)
        .map(|piece| width(&piece.shown).min(room))
        .sum()
}

/// The position in a row that is nearest to the left of a column. In a row that goes on in the next one it is never
/// the end, which stands there.
pub fn position_at(
    text: &str,
    rows: &[Range<usize>],
    row: usize,
    column: usize,
    columns: usize,
) -> usize {
    let room = row_room(columns);
    let Some(range) = rows.get(row) else {
        return text.len();
    };
    let goes_on = rows
        .get(row + 1)
        .is_some_and(|next| next.start == range.end);
    let mut taken = 0;
    let mut last = range.start;
    for piece in row_pieces(text, range) {
        last = piece.start;
        taken += width(&piece.shown).min(room);
        if taken > column {
            return piece.start;
        }
    }
    if goes_on { last } else { range.end }
}

/// What is shown of a row; a piece wider than the row is cut.
pub fn shown_row(text: &str, row: &Range<usize>, columns: usize, sign: &str) -> String {
    let room = row_room(columns);
    row_pieces(text, row)
        .map(|piece| cut_with(&piece.shown, room, sign).into_owned())
        .collect()
}

/// The first of `len` rows (or columns) to show so that `cursor` is among the `room` that fit. It moves by half a
/// screen at a time and depends on nothing but these, so that it is the same in every frame.
pub fn first_shown(cursor: usize, len: usize, room: usize) -> usize {
    if len <= room || cursor < room {
        return 0;
    }
    let step = (room / 2).max(1);
    (cursor + 1 - room.max(1)).div_ceil(step) * step
}

fn row_pieces<'a>(text: &'a str, row: &Range<usize>) -> impl Iterator<Item = Piece<'a>> {
    let end = row.end;
    pieces(text, row.start, true).take_while(move |piece| piece.start < end)
}

fn row_room(columns: usize) -> usize {
    columns.saturating_sub(1).max(1)
}
