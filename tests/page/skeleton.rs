//! Without a browser: whatever the texts are, the page has the same tags with the same attributes.

use crate::scoring::property::{Checked, Dice, holds, look_at, refuted};

use super::subject::Subject;
use super::{HOSTILE, everything_hostile};

/// The tags of a page in order, with their attributes; values that may hold text of the file are left out, and so is
/// whether a text is a link to another place.
fn skeleton(html: &str) -> Result<Vec<String>, String> {
    let (head, rest) = html.split_once("<style>").ok_or("no style")?;
    let (_, body) = rest.split_once("</style>").ok_or("no end of the style")?;
    let mut tags = Vec::new();
    for part in [head, body] {
        tags_of(part, &mut tags)?;
    }
    Ok(tags)
}

fn tags_of(html: &str, tags: &mut Vec<String>) -> Checked {
    let mut left = html;
    while let Some(at) = left.find(['<', '>']) {
        let begins = left[at..].starts_with('<');
        let end = left[at..].find('>').filter(|_| begins).ok_or_else(|| {
            let around: String = left[at..].chars().take(60).collect();
            format!("a bracket that is none: {around}")
        })?;
        tags.push(tag(&left[at + 1..at + end])?);
        left = &left[at + end + 1..];
    }
    Ok(())
}

fn tag(inside: &str) -> Result<String, String> {
    let quotes = inside.matches('"').count();
    if !quotes.is_multiple_of(2)
        || inside.contains(['\'', '<', '\n']) && !inside.contains("default-src")
    {
        return Err(format!("not a tag of the page: <{inside}>"));
    }
    let name = inside.split(' ').next().unwrap_or_default();
    if matches!(name, "bdi" | "/bdi") || inside.starts_with("a rel=") {
        return Ok("text".to_owned());
    }
    let mut plain = String::new();
    for (at, part) in inside.split('"').enumerate() {
        let is_value = at % 2 == 1;
        let holds_text = plain.ends_with("aria-label=");
        if !(is_value && holds_text) {
            plain.push_str(part);
        }
    }
    Ok(plain)
}

/// A link's end looks like any other's: the links inside the page are told by their beginnings.
fn comparable(html: &str) -> Result<Vec<String>, String> {
    let mut tags = skeleton(html)?;
    tags.retain(|tag| tag != "/a" && tag != "text");
    Ok(tags)
}

#[track_caller]
fn plain() -> Vec<String> {
    comparable(&Subject::with_everywhere("plain").html()).unwrap()
}

fn is_as_plain(html: &str, plain: &[String]) -> Checked {
    let found = comparable(html)?;
    let differs = found.iter().zip(plain).find(|(one, other)| one != other);
    match differs {
        Some((found, plain)) => Err(format!("<{found}> where <{plain}> is")),
        None if found.len() != plain.len() => {
            Err(format!("{} tags, not {}", found.len(), plain.len()))
        }
        None => Ok(()),
    }
}

/// Any text: pieces of markup, and code points of every sort.
pub(super) fn said(dice: &mut Dice) -> String {
    let mut said = String::new();
    for _ in 0..=dice.below(4) {
        if dice.once_in(2) {
            said.push_str(dice.of(&HOSTILE));
        } else {
            let bits = (0..3).fold(0u32, |bits, _| {
                bits << 8 | u32::try_from(dice.below(256)).unwrap()
            });
            let all = [bits % 0x80, bits % 0x300, bits % 0x3000, bits % 0x0011_0000];
            said.extend(char::from_u32(dice.of(&all)));
        }
    }
    said
}

#[test]
fn no_text_alters_the_tags_of_the_page() {
    let plain = plain();
    assert!(plain.len() > 900, "{}", plain.len());
    for hostile in HOSTILE {
        is_as_plain(&Subject::with_everywhere(hostile).html(), &plain).unwrap();
    }
    is_as_plain(
        &Subject::with_everywhere(&everything_hostile()).html(),
        &plain,
    )
    .unwrap();
}

#[test]
fn arbitrary_text_alters_no_tag_of_the_page() {
    let plain = plain();
    look_at(48, 24, |dice| {
        is_as_plain(&Subject::with_everywhere(&said(dice)).html(), &plain).unwrap();
    });
}

/// `PROPTEST_CASES=10000 cargo test --release --test main any_text_alters_no_tag -- --ignored`.
#[test]
#[ignore = "thousands of pages"]
fn any_text_alters_no_tag_of_the_page() {
    let plain = plain();
    holds(24, |dice| {
        is_as_plain(&Subject::with_everywhere(&said(dice)).html(), &plain)
    });
}

/// The control: an escape that lets one kind of bracket or quote through.
#[test]
fn an_escape_with_a_hole_is_noticed() {
    let plain = plain();
    for (entity, hole) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\"")] {
        let broken = |said: &str| Subject::with_everywhere(said).html().replace(entity, hole);
        assert!(
            is_as_plain(&broken(&everything_hostile()), &plain).is_err(),
            "{entity}"
        );
    }
    let broken = |dice: &mut Dice| {
        is_as_plain(
            &Subject::with_everywhere(&said(dice))
                .html()
                .replace("&lt;", "<"),
            &plain,
        )
    };
    refuted(24, broken);
}

#[test]
fn nothing_hides_in_the_page() {
    let html = Subject::with_everywhere(&everything_hostile()).html();
    let hidden = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    assert_eq!(html.chars().find(hidden), None);
    assert!(html.contains("⟨U+202E⟩gpj.exe"));
    assert!(!html.contains("href=\"javascript") && !html.contains("href=\"data"));
}

#[test]
fn the_same_assessment_at_the_same_time_gives_the_same_page() {
    let subject = Subject::with_everywhere("x");
    assert_eq!(subject.html(), subject.html());
    assert_eq!(subject.html(), Subject::with_everywhere("x").html());
}
