//! What a merge could not decide about an item: every version, and that nobody has chosen yet.

use crate::domain::assessment::Answer;
use crate::domain::both_sides::{Matter, both_sides, status_words, version_words};

use super::super::dossier::Dossier;
use super::inert::{inert, text};

/// `in conflict: met / not met`.
pub(super) fn statuses(answer: &Answer) -> String {
    let said = answer.conflict.iter().map(|it| status_words(&it.status));
    format!("in conflict: {}", said.collect::<Vec<_>>().join(" / "))
}

/// Whose versions there are.
pub(super) fn names(answer: &Answer) -> String {
    let by = answer.conflict.iter().map(|it| text(&it.by));
    by.collect::<Vec<_>>().join(" / ")
}

/// A line for each version of an item that is in conflict.
pub(super) fn versions(dossier: &Dossier<'_>, at: usize) -> Vec<String> {
    let assessment = dossier.assessment();
    let answer = &assessment.answers()[at];
    let rows = both_sides(assessment, at, dossier.bench);
    let numbered = answer.conflict.iter().enumerate();
    let line = |(number, version)| {
        let said = inert(&version_words(version, assessment.utc_offset));
        let mut parts = vec![format!("version {}: {said}", number + 1)];
        for row in &rows {
            let in_words = [Matter::Answer, Matter::By, Matter::At];
            let words = row.words.get(number).map_or("", String::as_str);
            if !in_words.contains(&row.of) && !words.trim().is_empty() {
                parts.push(format!("{}: {}", row.of.word(), inert(words)));
            }
        }
        parts.join("; ")
    };
    numbered.map(line).collect()
}
