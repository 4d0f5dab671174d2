//! Strict reading: a value, or every fault with its place.

use ron::Options;
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

use crate::domain::assessment::Assessment;
use crate::domain::checklist::Checklist;

use super::FORMAT;
use super::by_hand::by_hand;
use super::check::older::changed_since;
use super::check::{Strictness, check_checklist};
use super::check_answers::{check_answers, check_ids};
use super::check_assessment::check_assessment;
use super::explain::explain;
use super::fault::{Fault, PathStep, Weight};
use super::locate::{locate, place_all, place_all_in, places};
use super::shape::AssessmentShape;
use super::twice::joined;

/// Reads a checklist. Gives it where it has no error, and every fault: what RON refuses ends the reading and stands
/// alone; everything else comes together.
pub fn read_checklist(bytes: &[u8]) -> (Option<Checklist>, Vec<Fault>) {
    read_checklist_after(bytes, None)
}

/// [`read_checklist`], with warnings about what has changed since an older version of it under the same `rev`.
pub fn read_checklist_after(
    bytes: &[u8],
    older: Option<&Checklist>,
) -> (Option<Checklist>, Vec<Fault>) {
    let (text, mut faults, checklist) = match parse_checklist(bytes) {
        Ok(parsed) => parsed,
        Err(fault) => return (None, vec![fault]),
    };
    let mut found = check_checklist(&checklist, Strictness::Checklist);
    if let Some(older) = older {
        found.extend(changed_since(older, &checklist));
    }
    place_all(text, &mut found);
    found.sort_by_key(|fault| fault.place);
    faults.extend(found);
    let valid = faults.iter().all(|fault| fault.weight == Weight::Warning);
    (valid.then_some(checklist), faults)
}

/// Reads a checklist only to compare it with another one: whatever is wrong in it beyond RON does not matter.
pub fn read_older_checklist(bytes: &[u8]) -> Result<Checklist, Fault> {
    parse_checklist(bytes).map(|(_, _, checklist)| checklist)
}

/// The text, the warnings about it as a whole, and the checklist that it spells.
fn parse_checklist(bytes: &[u8]) -> Result<(&str, Vec<Fault>, Checklist), Fault> {
    let (text, faults) = as_text(bytes, "Checklist")?;
    let checklist: Checklist =
        parse(text, "Checklist").map_err(|fault| conflict_markers(text).unwrap_or(fault))?;
    if checklist.format != FORMAT {
        return Err(unsupported_format(text, i64::from(checklist.format)));
    }
    Ok((text, faults, checklist))
}

/// Reads an assessment. Gives it where it has no error, and every fault; warnings don't keep it from opening.
pub fn read_assessment(bytes: &[u8]) -> (Option<Assessment>, Vec<Fault>) {
    let (text, mut faults) = match as_text(bytes, "Assessment") {
        Ok(read) => read,
        Err(fault) => return (None, vec![fault]),
    };
    // A text of the assessment never has such lines, so they are not looked for in what could be parsed only: git
    // can leave them inside a comment of several lines.
    if let Some(mut fault) = conflict_markers(text) {
        "candor review FILE opens it all the same, with both sides merged"
            .clone_into(&mut fault.next);
        return (None, vec![fault]);
    }
    let (assessment, found) = match spelled(text) {
        Ok((Some(assessment), mut found)) => {
            place_all(text, &mut found);
            (Some(assessment), found)
        }
        refused => read_once(text, refused),
    };
    faults.extend(found);
    if assessment.is_some() {
        faults.extend(by_hand(text));
    }
    faults.sort_by_key(|fault| fault.place);
    (assessment, faults)
}

/// An assessment, where it has no error, and every fault.
type Spelled = (Option<Assessment>, Vec<Fault>);

/// The assessment that a text spells, where it has no error, and what is to be said of it, not placed yet; or what RON
/// refuses.
fn spelled(text: &str) -> Result<Spelled, Fault> {
    let shape: AssessmentShape = parse(text, "Assessment")?;
    if shape.format != FORMAT {
        return Err(unsupported_format(text, i64::from(shape.format)));
    }
    let mut found = check_checklist(shape.checklist(), Strictness::Copy);
    for fault in &mut found {
        fault.path.insert(0, PathStep::Field("checklist"));
    }
    let (assessment, of_the_rest) = checked(shape);
    found.extend(of_the_rest);
    let valid = found.iter().all(|fault| fault.weight == Weight::Warning);
    Ok((valid.then_some(assessment), found))
}

/// What was refused is read once more with everything in it once, in case git has left something twice.
fn read_once(text: &str, refused: Result<Spelled, Fault>) -> Spelled {
    // A newer format may mean something else by it.
    let is_ours = stated_format(text).is_none_or(|stated| stated == i64::from(FORMAT));
    match (joined(text).filter(|_| is_ours), refused) {
        (Some(Err((at, mut differs))), Err(_)) => {
            differs.place = Some(places(text, &[at])[0]);
            (None, vec![differs])
        }
        (Some(Ok(once)), refused) => match (spelled(&once.text), refused) {
            (Ok((assessment, mut found)), _) => {
                place_all_in(&once.text, (text, |at| once.origin(at)), &mut found);
                let (at, warnings): (Vec<usize>, Vec<Fault>) = once.warnings.into_iter().unzip();
                for (mut warning, place) in warnings.into_iter().zip(places(text, &at)) {
                    warning.place = Some(place);
                    found.push(warning);
                }
                (assessment, found)
            }
            // What RON says of the other text may name lines of it.
            (Err(_), refused) => placed(text, refused),
        },
        (_, refused) => placed(text, refused),
    }
}

fn placed(text: &str, refused: Result<Spelled, Fault>) -> Spelled {
    match refused {
        Ok((assessment, mut found)) => {
            place_all(text, &mut found);
            (assessment, found)
        }
        Err(fault) => (None, vec![fault]),
    }
}

/// The assessment, and every fault that has nothing to do with its checklist alone, not placed yet.
pub(super) fn checked(shape: AssessmentShape) -> (Assessment, Vec<Fault>) {
    // In the file's order, for the places: the assessment has them in its items' order.
    let answers = shape.answers().to_vec();
    let (assessment, left_over) = shape.into_assessment();
    let mut found = check_answers(&answers, &assessment);
    found.extend(check_assessment(&assessment, &left_over));
    found.extend(check_ids(&answers, &assessment.head));
    (assessment, found)
}

/// The text without a byte-order mark (which is a warning), or why it is none.
pub(super) fn as_text<'a>(bytes: &'a [u8], name: &str) -> Result<(&'a str, Vec<Fault>), Fault> {
    let mut faults = Vec::new();
    let without_mark = bytes.strip_prefix(b"\xef\xbb\xbf");
    if without_mark.is_some() {
        let what = "the file starts with a byte-order mark";
        faults.push(Fault::warning(Vec::new(), what, "save it as UTF-8 without one").at(1, 1));
    }
    let bytes = without_mark.unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        let next = match name {
            "Assessment" => "start one with: candor new FILE --checklist ID --subject NAME",
            _ => "a checklist begins with: Checklist(format: 1, …)",
        };
        return Err(Fault::error(Vec::new(), "the file is empty", next).at(1, 1));
    }
    let refused = match std::str::from_utf8(bytes) {
        Ok(text) => match text.find('\0') {
            None => return Ok((text, faults)),
            Some(at) => (at, "a NUL"),
        },
        Err(error) => (error.valid_up_to(), "not UTF-8"),
    };
    let (good, is) = refused;
    let before = String::from_utf8_lossy(&bytes[..good]);
    let line = before.matches('\n').count() + 1;
    let last = before.rsplit('\n').next().unwrap_or_default();
    let fault = Fault::error(
        Vec::new(),
        format!("the file is not text (byte {} is {is})", good + 1),
        format!("give a RON text that begins with `{name}(`"),
    );
    Err(fault.at(line, last.chars().count() + 1))
}

pub(super) fn conflict_markers(text: &str) -> Option<Fault> {
    // Hardly any file has one: to find that out must not cost a look at every line.
    if !text.starts_with("<<<<<<< ") && !text.contains("\n<<<<<<< ") {
        return None;
    }
    let line = text.lines().position(|line| line.starts_with("<<<<<<< "))?;
    let closed = text.lines().any(|line| line.starts_with(">>>>>>> "));
    closed.then(|| {
        let what = "git left conflict markers in the file";
        Fault::error(
            Vec::new(),
            what,
            "settle the conflict in an editor, then open the file again",
        )
        .at(line + 1, 1)
    })
}

fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

pub(super) fn parse<T: DeserializeOwned>(text: &str, name: &str) -> Result<T, Fault> {
    let error = match options().from_str::<T>(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    // A newer format may have fields that we don't know: its number decides what is said.
    match stated_format(text) {
        Some(stated) if stated != i64::from(FORMAT) => Err(unsupported_format(text, stated)),
        _ => Err(explain(text, name, &error)),
    }
}

/// The format number that a text states, read leniently: whatever is wrong after it does not matter here.
fn stated_format(text: &str) -> Option<i64> {
    let place = locate(text, &[PathStep::Field("format")]);
    let line = text.lines().nth(place.line - 1)?;
    let before: String = line.chars().take(place.column - 1).collect();
    let rest: String = line.chars().skip(place.column - 1).collect();
    // Where no format is stated, the place is that of the whole.
    if !before.trim_end().ends_with(':') {
        return None;
    }
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != '-')
        .unwrap_or(rest.len());
    rest[..end].parse().ok()
}

fn unsupported_format(text: &str, stated: i64) -> Fault {
    let (what, next) = if stated > i64::from(FORMAT) {
        (
            format!(
                "the file has format {stated}, which is newer than the {FORMAT} that this candor reads"
            ),
            "open it with a newer candor; this one leaves it as it is",
        )
    } else {
        (format!("there is no format {stated}"), "write format: 1")
    };
    let fault = Fault::error(vec![PathStep::Field("format")], what, next);
    let place = locate(text, &fault.path);
    fault.at(place.line, place.column)
}
