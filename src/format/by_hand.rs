//! What shows that somebody has written in an assessment by hand, or with another program, and does not outlast the next
//! change.

use super::fault::Fault;
use super::locate::places;
use super::tokens::tokens;

/// A warning about the first comment, and one about the ends of lines.
pub(super) fn by_hand(text: &str) -> Vec<Fault> {
    let mut found = Vec::new();
    if let Some(at) = text.find('\r') {
        let warning = Fault::warning(
            Vec::new(),
            "lines of the file end as on Windows, with CR LF",
            "the next change ends them with LF alone",
        );
        found.push((at, warning));
    }
    if let Some(at) = first_comment(text) {
        let warning = Fault::warning(
            Vec::new(),
            "there is a comment in the file, and the next change writes it without comments",
            "what has to stay belongs into the `comment` of an item, or into another file",
        );
        found.push((at, warning));
    }
    let offsets: Vec<usize> = found.iter().map(|(at, _)| *at).collect();
    let warnings = found.into_iter().map(|(_, warning)| warning);
    let with_place = |(warning, place)| Fault {
        place: Some(place),
        ..warning
    };
    warnings
        .zip(places(text, &offsets))
        .map(with_place)
        .collect()
}

/// Where the first comment begins, in bytes.
fn first_comment(text: &str) -> Option<usize> {
    // Hardly any file has one, and most have addresses: only where something else looks like a comment are texts told
    // from what is between them.
    let looks_like_one = |(at, _): (usize, &str)| match text.as_bytes().get(at + 1) {
        Some(b'*') => true,
        Some(b'/') => !text[..at].ends_with("https:") && !text[..at].ends_with("http:"),
        _ => false,
    };
    if !text.match_indices('/').any(looks_like_one) {
        return None;
    }
    let (tokens, _) = tokens(text);
    let ends = tokens.iter().map(|token| token.end);
    let starts = tokens.iter().map(|token| token.start);
    let gaps = std::iter::once(0).chain(ends);
    let mut gaps = gaps.zip(starts.chain([text.len()]));
    gaps.find_map(|(from, until)| Some(from + text[from..until].find('/')?))
}
