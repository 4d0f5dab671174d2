//! What a merge could not decide about an item: every version, and that nobody has chosen yet.

use crate::domain::both_sides::{Matter, both_sides, version_words};
use crate::export::dossier::{Answered, Dossier};

use super::markup::Page;

/// The versions of an item that is in conflict, in the place of an answer.
pub(super) fn versions(page: &mut Page, dossier: &Dossier<'_>, it: &Answered<'_>) {
    let assessment = dossier.assessment();
    let rows = both_sides(assessment, it.at, dossier.bench);
    page.raw("<p><span class=\"label\">In conflict</span> nobody has chosen between these yet; the least that was said counts</p>\n<ol>\n");
    for (number, version) in it.answer.conflict.iter().enumerate() {
        page.raw("<li>")
            .bdi(&version_words(version, assessment.utc_offset));
        for row in &rows {
            let in_words = [Matter::Answer, Matter::By, Matter::At];
            let words = row.words.get(number).map_or("", String::as_str);
            if in_words.contains(&row.of) || words.trim().is_empty() {
                continue;
            }
            page.raw("<br><span class=\"label\">")
                .raw(row.of.word())
                .raw("</span> ")
                .bdi(words);
        }
        page.raw("</li>\n");
    }
    page.raw("</ol>\n");
}
