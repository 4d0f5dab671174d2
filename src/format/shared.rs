//! Reading many assessments of few checklists.
//!
//! Each assessment carries its whole checklist, which is about half of its text. A checklist whose text has been read
//! before is not read again: where the tool's own writer wrote the file, the text of the checklist is found in it and
//! compared byte for byte. Whatever looks the least bit different is read in the plain way.

use std::sync::Arc;

use crate::domain::assessment::Assessment;
use crate::domain::checklist::Checklist;

use super::FORMAT;
use super::by_hand::by_hand;
use super::fault::Fault;
use super::read::{as_text, checked, conflict_markers, parse, read_assessment};
use super::shape::AssessmentShape;

/// How many checklists are remembered: memory stays flat, however many there are.
const MOST: usize = 32;

/// What stands before the checklist in a file of the tool's own writing.
const OPENING: &str = "\n    checklist: (";

/// Stands in for a checklist that is known.
const STAND_IN: &str = "(format:1,id:\"\",title:\"\",categories:[])";

/// Reads assessments, remembering their checklists.
#[derive(Debug, Default)]
pub struct SharedReader {
    known: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    text: Box<str>,
    checklist: Arc<Checklist>,
}

impl SharedReader {
    /// Reads an assessment; what comes out is what [`read_assessment`] gives.
    pub fn read(&mut self, bytes: &[u8]) -> (Option<Assessment>, Vec<Fault>) {
        if let Some(assessment) = self.read_known(bytes) {
            return (Some(assessment), Vec::new());
        }
        let (assessment, faults) = read_assessment(bytes);
        if let Some(assessment) = assessment.as_ref().filter(|_| faults.is_empty()) {
            self.remember(bytes, assessment);
        }
        (assessment, faults)
    }

    /// The assessment, where its checklist is known and there is nothing at all to say of the rest.
    fn read_known(&self, bytes: &[u8]) -> Option<Assessment> {
        if self.known.is_empty() {
            return None;
        }
        let (text, faults) = as_text(bytes, "Assessment").ok()?;
        if !faults.is_empty() || conflict_markers(text).is_some() {
            return None;
        }
        let start = start_of_checklist(text)?;
        let (before, after) = text.split_at(start);
        let known = self.known.iter();
        let mut known = known.filter_map(|it| Some((it, after.strip_prefix(&*it.text)?)));
        let (known, after) = known.next()?;
        let shape: AssessmentShape =
            parse(&[before, STAND_IN, after].concat(), "Assessment").ok()?;
        if shape.format != FORMAT {
            return None;
        }
        let shape = shape.with_checklist(Arc::clone(&known.checklist));
        let (assessment, faults) = checked(shape);
        (faults.is_empty() && by_hand(text).is_empty()).then_some(assessment)
    }

    fn remember(&mut self, bytes: &[u8], assessment: &Assessment) {
        let checklist = assessment.checklist();
        let found = std::str::from_utf8(bytes).ok().and_then(|text| {
            let start = start_of_checklist(text)?;
            let end = end_of_value(text, start)?;
            Some(&text[start..end])
        });
        let Some(text) = found.filter(|_| self.known.len() < MOST) else {
            return;
        };
        // The text is believed to be the checklist's only because it reads as just that; whether it is a good one was
        // seen when the assessment was read.
        let read: Option<Checklist> = parse(text, "Checklist").ok();
        if read.is_some_and(|read| read == **checklist) {
            self.known.push(Known {
                text: text.into(),
                checklist: Arc::clone(checklist),
            });
        }
    }
}

/// Where the value of the field `checklist` begins, in a file as the tool writes it.
fn start_of_checklist(text: &str) -> Option<usize> {
    let mut scan = Scan::of(
        text,
        text.strip_prefix("Assessment(")
            .map(|_| "Assessment".len())?,
    );
    loop {
        if scan.depth == 1 && text[scan.at..].starts_with(OPENING) {
            return Some(scan.at + OPENING.len() - 1);
        }
        scan.step()?;
    }
}

/// Where the value in brackets ends that begins at `start`.
fn end_of_value(text: &str, start: usize) -> Option<usize> {
    let mut scan = Scan::of(text, start);
    scan.step()?;
    while scan.depth > 0 {
        scan.step()?;
    }
    Some(scan.at)
}

/// Goes over a text by brackets and strings. It stands between characters always.
struct Scan<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Scan<'a> {
    fn of(text: &'a str, at: usize) -> Self {
        Self { text, at, depth: 0 }
    }

    /// Goes on by a bracket, by a whole string, or by what is neither. Gives up at the end of the text, and at what the
    /// tool never writes: a comment, or a character in quotes.
    fn step(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        let first = rest.chars().next()?;
        match first {
            '(' | '[' | '{' => self.depth += 1,
            ')' | ']' | '}' => self.depth = self.depth.checked_sub(1)?,
            '/' | '\'' => return None,
            '"' => {
                self.at += after_string(rest)?;
                return Some(());
            }
            'r' if rest[1..].starts_with(['"', '#']) => {
                self.at += after_raw_string(rest)?;
                return Some(());
            }
            _ => {}
        }
        self.at += first.len_utf8();
        Some(())
    }
}

/// The length of the string in quotation marks that a text begins with.
fn after_string(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The length of the raw string that a text begins with.
fn after_raw_string(text: &str) -> Option<usize> {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    let inside = text[1 + hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = inside.find(&close)?;
    Some(1 + hashes + 1 + end + close.len())
}
