//! The page: the whole review as one HTML file to hand over. It holds no script and asks for nothing outside itself;
//! nothing that a file holds becomes markup.

mod beside;
mod closing;
mod conflict;
mod figures;
mod first;
mod items;
mod markup;
mod plan;
mod signed;

use sha2::{Digest, Sha256};

use super::dossier::Dossier;
use markup::Page;

/// How it looks: the whole of it, on a screen in the light and in the dark, and on paper.
const STYLE: &str = include_str!("../../../assets/report/page.css");

/// The signs beside the words, and the patterns of the bars; drawn once, shown by reference.
const SIGNS: &str = include_str!("../../../assets/report/signs.svg");

/// The sections, in order: what a link to each is called, where it is, and whether there is something in it.
type Section = (&'static str, &'static str, bool);

/// The review as a page. The same assessment, observations and moment always give the same bytes.
pub fn write_html(dossier: &Dossier<'_>) -> String {
    let mut page = Page::with_room(64 * 1024 + dossier.assessment().answers().len() * 2048);
    head(&mut page, dossier);
    page.raw("<body>\n<a class=\"skip\" href=\"#verdict\">Skip to the verdict</a>\n");
    page.raw(SIGNS);
    first::header(&mut page, dossier);
    page.raw("<main>\n");
    first::verdict(&mut page, dossier);
    contents(&mut page, dossier);
    first::reasons(&mut page, dossier);
    figures::categories(&mut page, dossier);
    figures::stages(&mut page, dossier);
    figures::declared(&mut page, dossier);
    plan::risks(&mut page, dossier);
    plan::plan(&mut page, dossier);
    plan::costs(&mut page, dossier);
    beside::lapsing(&mut page, dossier);
    beside::waivers(&mut page, dossier);
    beside::dissents_of(&mut page, dossier);
    beside::notes(&mut page, dossier);
    beside::people(&mut page, dossier);
    beside::snapshots(&mut page, dossier);
    items::items(&mut page, dossier);
    items::retired(&mut page, dossier);
    signed::sign_offs(&mut page, dossier);
    closing::words(&mut page);
    page.raw("</main>\n");
    closing::footer(&mut page, dossier);
    page.raw("</body>\n</html>\n");
    page.into_string()
}

fn head(page: &mut Page, dossier: &Dossier<'_>) {
    let subject = &dossier.assessment().head.subject;
    page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    page.words(&base64(&Sha256::digest(STYLE.as_bytes())));
    page.raw("'; base-uri 'none'; form-action 'none'\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.raw("<meta name=\"generator\" content=\"candor\">\n<title>");
    page.words(subject.name.raw());
    if !subject.version.is_blank() {
        page.raw(" ").words(subject.version.raw());
    }
    page.raw(": ")
        .raw(dossier.report.judgement.verdict.word())
        .raw(", readiness review</title>\n<style>")
        .raw(STYLE)
        .raw("</style>\n</head>\n");
}

fn contents(page: &mut Page, dossier: &Dossier<'_>) {
    let (report, head) = (dossier.report, &dossier.assessment().head);
    let sections: [Section; 16] = [
        ("#reasons", "Why, in full", first::has_more_reasons(dossier)),
        ("#categories", "Categories", true),
        ("#stages", "Stages", !report.stages.is_empty()),
        ("#declared", "Declared", !report.declared.is_empty()),
        ("#risks", "Risks", !dossier.way.risks.is_empty()),
        ("#plan", "Plan", true),
        (
            "#costs",
            "Costs",
            !(head.costs.is_empty() && head.resources.is_empty()),
        ),
        ("#lapsing", "Lapses soon", !report.lapsing.is_empty()),
        ("#waivers", "Waivers", !report.waivers.is_empty()),
        ("#dissents", "Dissent", beside::has_dissents(dossier)),
        (
            "#notes",
            "Decisions and actions",
            beside::has_notes(dossier),
        ),
        ("#people", "Who took part", beside::has_people(dossier)),
        ("#snapshots", "Snapshots", !head.snapshots.is_empty()),
        ("#items", "Every item", true),
        ("#signoffs", "Sign-offs", true),
        ("#words", "The words", true),
    ];
    page.raw("<nav aria-label=\"Contents\">\n<ul>\n");
    for (href, title, _) in sections.iter().filter(|(_, _, there)| *there) {
        page.raw("<li><a href=\"").raw(href).raw("\">").raw(title);
        page.raw("</a></li>\n");
    }
    page.raw("</ul>\n</nav>\n");
}

/// Bytes as the content security policy writes a hash.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place)) & 63;
            text.push(if place > three.len() {
                '='
            } else {
                char::from(DIGITS[digit as usize])
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_written_as_the_standard_has_it() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("\u{0}\u{7f}~?", "AH9+Pw=="),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
