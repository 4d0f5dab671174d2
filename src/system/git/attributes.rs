//! The lines in `.gitattributes` that are ours, between two marks, among those that people have written.

/// What the line before ours begins with.
const BEGIN: &str = "# >>> candor";

/// The rest of that line.
const BEGIN_WORDS: &str = ": reviews merge by item, signed bytes stay as they are; see: candor git";

/// Stands in that line where the text before had no line feed at its end, so that it can be given back to the byte.
const UNENDED: &str = " (the line above had no end)";

/// The line after ours.
const END: &str = "# <<< candor";

/// Says of a pattern that candor merges it, and that no line end in it is touched.
const MERGED: &str = " merge=candor -text";

/// What is signed or kept beside a review, wherever that is: nobody changes or merges it.
const KEPT: [&str; 2] = [
    "**/*.signoffs/** -text -merge",
    "**/*.evidence/** -text -merge",
];

/// The patterns of files that candor merges where nobody names others.
pub const USUAL: &str = "*.ron";

/// Why a pattern can't be written, if it can't.
pub fn refusal(pattern: &str) -> Option<&'static str> {
    if pattern.trim().is_empty() {
        Some("an empty pattern fits no file")
    } else if pattern.chars().any(char::is_control) {
        Some("a pattern has no control characters")
    } else if pattern.starts_with('!') {
        Some("git takes no pattern here that leaves files out")
    } else if pattern.starts_with("[attr]") {
        Some("that names an attribute, not files")
    } else if pattern.ends_with('/') {
        Some("that fits a directory and no file in it: write it with ** at its end")
    } else {
        None
    }
}

/// The text with our lines for these patterns in it: where they stood before, else at the end.
pub fn with_lines(text: &[u8], patterns: &[String]) -> Vec<u8> {
    let line_end = if text.windows(2).any(|two| two == b"\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let (before, after, was_unended) = match block(text) {
        Some(block) => (&text[..block.start], &text[block.end..], block.is_unended),
        None => (text, &[][..], !text.is_empty() && !text.ends_with(b"\n")),
    };
    let mut with = before.to_vec();
    if was_unended && !before.ends_with(b"\n") {
        with.extend_from_slice(line_end.as_bytes());
    }
    let unended = if was_unended { UNENDED } else { "" };
    let mut lines = vec![format!("{BEGIN}{unended}{BEGIN_WORDS}")];
    lines.extend(patterns.iter().map(|pattern| quoted(pattern) + MERGED));
    lines.extend(KEPT.map(ToOwned::to_owned));
    lines.push(END.to_owned());
    for line in lines {
        with.extend_from_slice(line.as_bytes());
        with.extend_from_slice(line_end.as_bytes());
    }
    with.extend_from_slice(after);
    with
}

/// The text as it was without our lines; none where they are not in it.
pub fn without_lines(text: &[u8]) -> Option<Vec<u8>> {
    let block = block(text)?;
    let (mut before, after) = (&text[..block.start], &text[block.end..]);
    if block.is_unended && after.is_empty() {
        before = before.strip_suffix(b"\n").unwrap_or(before);
        before = before.strip_suffix(b"\r").unwrap_or(before);
    }
    Some([before, after].concat())
}

/// The patterns in our lines; none where these are not in the text.
pub fn patterns(text: &[u8]) -> Option<Vec<String>> {
    let block = block(text)?;
    let lines = String::from_utf8_lossy(&text[block.start..block.end]).into_owned();
    let patterns = lines.lines().filter_map(|line| line.strip_suffix(MERGED));
    Some(patterns.map(unquoted).collect())
}

/// Where our lines stand, in bytes.
struct Block {
    start: usize,
    end: usize,
    is_unended: bool,
}

fn block(text: &[u8]) -> Option<Block> {
    let mut at = 0;
    let mut found: Option<Block> = None;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let start = at;
        at += line.len();
        let words = String::from_utf8_lossy(line);
        let words = words.trim_end();
        match &mut found {
            None if words.starts_with(BEGIN) => {
                found = Some(Block {
                    start,
                    end: at,
                    is_unended: words.contains(UNENDED),
                });
            }
            None => {}
            Some(block) if words == END => {
                block.end = at;
                break;
            }
            // Should somebody have taken the last line out, only what is surely ours is.
            Some(block) if words.ends_with(MERGED) || KEPT.contains(&words) => block.end = at,
            Some(_) => break,
        }
    }
    found
}

/// A pattern as git reads it in this file.
fn quoted(pattern: &str) -> String {
    let is_plain = !pattern.contains(char::is_whitespace) && !pattern.starts_with(['"', '#']);
    if is_plain {
        return pattern.to_owned();
    }
    let escaped = pattern.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

fn unquoted(pattern: &str) -> String {
    let inside = pattern
        .strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'));
    match inside {
        Some(inside) => inside.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => pattern.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{patterns, with_lines, without_lines};

    fn usual() -> Vec<String> {
        vec!["*.ron".to_owned()]
    }

    #[test]
    fn our_lines_come_and_go_and_leave_every_byte_of_others() {
        for text in [
            "",
            "\n",
            "*.png binary\n",
            "*.png binary",
            "*.png binary\r\n*.txt text\r\n",
            "*.png binary\r\n*.txt text",
            "# only a comment",
        ] {
            let with = with_lines(text.as_bytes(), &usual());
            assert!(with.starts_with(text.as_bytes()), "{text:?}");
            assert_eq!(with_lines(&with, &usual()), with, "{text:?}");
            assert_eq!(patterns(&with), Some(usual()), "{text:?}");
            let without = without_lines(&with);
            assert_eq!(without.as_deref(), Some(text.as_bytes()), "{text:?}");
        }
        assert_eq!(without_lines(b"*.ron merge=candor -text\n"), None);
        assert_eq!(without_lines(b"caf\xe9 text\n"), None);
    }

    #[test]
    fn what_people_wrote_after_our_lines_stays_and_other_patterns_take_their_place() {
        let mut text = with_lines(b"a text", &usual());
        text.extend_from_slice(b"b text\n");
        let others = vec!["our reviews/*.ron".to_owned(), "#x".to_owned()];
        let changed = with_lines(&text, &others);
        assert_eq!(patterns(&changed), Some(others));
        assert!(changed.ends_with(b"# <<< candor\nb text\n"));
        let without = without_lines(&changed);
        assert_eq!(without.as_deref(), Some(&b"a text\nb text\n"[..]));
    }

    #[test]
    fn without_its_last_line_only_what_is_surely_ours_goes() {
        let text = with_lines(b"a text\n", &usual());
        let text = String::from_utf8_lossy(&text).replace("# <<< candor\n", "b text\n");
        let without = without_lines(text.as_bytes());
        assert_eq!(without.as_deref(), Some(&b"a text\nb text\n"[..]));
    }
}
