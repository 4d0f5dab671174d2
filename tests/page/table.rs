//! CSV: read back by a reader of its own, cell by cell; nothing in it begins a formula.

use candor::export::csv::{COLUMNS, write_csv};

use crate::scoring::property::look_at;

use super::skeleton::said;
use super::subject::Subject;
use super::{HOSTILE, everything_hostile};

/// RFC 4180, no more: cells between commas, lines that end in CR LF, quotes doubled inside of quotes.
fn read(csv: &str) -> Result<Vec<Vec<String>>, String> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut chars = csv.chars().peekable();
    let (mut quoted, mut begins) = (false, true);
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => {
                quoted = false;
                if !matches!(chars.peek(), Some(',' | '\r')) {
                    return Err(format!("text behind a closing quote, after {cell:?}"));
                }
            }
            c if quoted => cell.push(c),
            '"' if begins => quoted = true,
            ',' => row.push(std::mem::take(&mut cell)),
            '\r' if chars.next() == Some('\n') => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '"' | '\r' | '\n' => return Err(format!("{c:?} without quotes, after {cell:?}")),
            c => cell.push(c),
        }
        begins = !quoted && matches!(c, ',' | '\r') && cell.is_empty();
    }
    if !(row.is_empty() && cell.is_empty() && !quoted) {
        return Err("no line end at the end".to_owned());
    }
    Ok(rows)
}

/// What a spreadsheet would take for a formula, wherever it separates cells.
fn formula(csv: &str) -> Option<String> {
    // A reader that separates by these does not see our quotes: whatever comes after one may begin a cell.
    let cells = csv.split([',', ';', '\t', '\r', '\n']);
    let bare = |cell: &str| cell.trim_start_matches('"').to_owned();
    let begins = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    cells.map(bare).find(|cell| cell.starts_with(begins))
}

fn of(said: &str) -> String {
    Subject::with_everywhere(said).export(write_csv)
}

#[track_caller]
fn assert_inert(said: &str) {
    let csv = of(said);
    let rows = read(&csv).unwrap_or_else(|fault| panic!("{fault}, of {said:?}"));
    assert_eq!(rows.len(), 11, "{said:?}");
    assert_eq!(rows[0], COLUMNS);
    for row in &rows {
        assert_eq!(row.len(), COLUMNS.len(), "{said:?}: {row:?}");
    }
    let begins =
        |cell: &&String| cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    assert_eq!(rows.iter().flatten().find(begins), None, "{said:?}");
    let hides = |c: &char| c.is_control() && !matches!(c, '\r' | '\n');
    assert_eq!(csv.chars().find(hides), None, "{said:?}");
}

const FORMULAS: [&str; 12] = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "－1",
    "\"=1\"",
    "a\n=1\n-1",
    "\"\",\"\"\r\n",
];

#[test]
fn one_row_an_item_whatever_the_texts_are() {
    for said in HOSTILE.into_iter().chain(FORMULAS) {
        assert_inert(said);
    }
    assert_inert(&everything_hostile());
}

#[test]
fn arbitrary_text_stays_in_its_cell() {
    look_at(48, 24, |dice| {
        let formula = dice.of(&FORMULAS);
        assert_inert(&format!("{}{formula}{}", said(dice), said(dice)));
    });
}

#[test]
fn nothing_begins_a_formula_where_cells_end_at_semicolons_either() {
    for said in ["x;=1", "x;\"=1", "x\n=1", "x\n@1", "x;+1;-1"] {
        let csv = of(said);
        assert_eq!(formula(&csv), None, "{said}");
    }
    // The control: without its apostrophes it is noticed, in both ways of reading.
    let broken = of("x;=1").replace(";'=", ";=");
    assert!(formula(&broken).is_some());
    let broken = of("=1").replace('\'', "");
    assert!(formula(&broken).is_some());
}

#[test]
fn the_cells_say_what_the_file_says() {
    let rows = read(&Subject::review().export(write_csv)).unwrap();
    let at = |column: &str| COLUMNS.iter().position(|name| *name == column).unwrap();
    let of = |id: &str, column: &str| -> String {
        let row = rows.iter().find(|row| row[at("id")] == id).unwrap();
        row[at(column)].clone()
    };
    for (id, column, cell) in [
        ("health", "category", "Operations"),
        ("health", "status", "met"),
        ("health", "evidenced", "100"),
        (
            "health",
            "evidence",
            "link https://status.example/api (counts)",
        ),
        ("health", "open_dissents", "1"),
        ("backups", "waiver", "valid"),
        ("backups", "waiver_until", "2026-11-30"),
        ("backups", "counts", "needed"),
        ("backups", "estimate", "2-4h"),
        ("backups", "risk", "Data is lost for good."),
        ("latency", "overdue", "yes"),
        ("latency", "measured", "180–350 ms"),
        ("latency", "target", "at most 300 ms"),
        ("tests", "status", "partial:60"),
        ("tests", "value", "60"),
        ("tests", "owner", "engineering lead"),
        ("tests", "comment", "The slow ones are off"),
        ("docs", "tier", "nice"),
        ("docs", "status", "unanswered"),
    ] {
        assert_eq!(of(id, column), cell, "{id}, {column}");
    }
}

#[test]
fn every_column_is_documented() {
    let documentation = include_str!("../../assets/csv/README.md");
    let silent = |name: &&&str| !documentation.contains(&format!("`{name}`"));
    assert_eq!(COLUMNS.iter().find(silent), None);
}
