//! The canonical text: the same value always gives the same bytes.

use std::fmt::Write as _;

use ron::Options;
use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::domain::assessment::Assessment;
use crate::domain::checklist::Checklist;

use super::shape::AssessmentShape;

/// The canonical text of an assessment: one field a line, every item its own block, so that a tick is a diff of a
/// few lines and `git merge` joins answers to different items.
pub fn write_assessment(assessment: &Assessment) -> String {
    write("Assessment", &AssessmentShape::of(assessment))
}

/// The canonical text of a checklist.
pub fn write_checklist(checklist: &Checklist) -> String {
    write("Checklist", checklist)
}

/// SHA-256 over the canonical text of a checklist, in hexadecimal.
pub fn checklist_digest(checklist: &Checklist) -> String {
    sha256_hex(write_checklist(checklist).as_bytes())
}

/// SHA-256 in lowercase hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

fn write<T: Serialize>(name: &str, value: &T) -> String {
    // Not escaping is three times faster and keeps long texts on several lines; `Text` escapes what has to be.
    let layout = PrettyConfig::new()
        .new_line("\n")
        .indentor("    ")
        .struct_names(false)
        .separate_tuple_members(false)
        .enumerate_arrays(false)
        .escape_strings(false);
    // What could be read is not nested deeper than the reader's limit, and stands a few levels deeper in an
    // assessment than in a checklist: the writer must not refuse it.
    let options = Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .without_recursion_limit();
    let body = options
        .to_string_pretty(value, layout)
        .expect("no map, no key and no float of ours is one that RON refuses, and a String takes every write");
    let mut text = String::with_capacity(name.len() + body.len() + 1);
    text.push_str(name);
    text.push_str(&body);
    text.push('\n');
    text
}
