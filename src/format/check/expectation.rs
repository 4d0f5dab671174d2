//! Whether what a check's output must show can be looked for.

use regex_lite::RegexBuilder;

use crate::domain::checklist::Expect;

use crate::format::fault::shortened;

/// The memory that one regular expression may take, in bytes: far more than what people write needs.
const MOST_MEMORY: usize = 128 * 1024;

/// What reading a regular expression costs that counts repetitions, as `(a{50}){50}`: about as much as this many
/// characters of another one.
const COUNTED: usize = 5_000;

/// Reads regular expressions as long as that stays cheap, which is longer than anybody writes: a hostile file can
/// hold many that take long. What is left then is not looked at.
pub(super) struct Expectations {
    effort_left: usize,
}

impl Default for Expectations {
    fn default() -> Self {
        Self {
            effort_left: 2_000_000,
        }
    }
}

impl Expectations {
    /// What is wrong with an expectation, and how to mend it.
    pub(super) fn fault_of(&mut self, expect: &Expect) -> Option<(String, String)> {
        let (pattern, reads_a_number) = match expect {
            Expect::Exit(_) => return None,
            Expect::Matches(pattern) => (pattern.raw(), false),
            Expect::AtMost { of, .. } | Expect::AtLeast { of, .. } => (of.raw(), true),
        };
        if pattern.trim().is_empty() {
            return Some((
                "the regular expression is empty, so any output would do".to_owned(),
                "write what the output must show, or expect: Exit(0)".to_owned(),
            ));
        }
        let shown = shortened(pattern);
        let effort = pattern.len() + if pattern.contains('{') { COUNTED } else { 0 };
        self.effort_left = self.effort_left.checked_sub(effort)?;
        let regex = match RegexBuilder::new(pattern).size_limit(MOST_MEMORY).build() {
            Ok(regex) => regex,
            Err(error) => {
                return Some((
                    format!("`{shown}` is not a regular expression: {}", reason(&error)),
                    "mend it; `\\\\` before a mark takes the mark as it stands".to_owned(),
                ));
            }
        };
        // The whole match counts as one.
        (reads_a_number && regex.captures_len() < 2).then(|| {
            (
                format!("`{shown}` does not say where the number stands"),
                "put the number's place in round brackets, for example \"failed: ([0-9]+)\""
                    .to_owned(),
            )
        })
    }
}

/// Why a regular expression can't be read, in words for people who write a few of them.
fn reason(error: &regex_lite::Error) -> String {
    let said = error.to_string();
    let known = [
        ("without closing ')'", "a `(` is never closed"),
        ("closing ')', but got end", "a `(` is never closed"),
        ("without matching '('", "a `)` closes nothing"),
        (
            "must be applied",
            "a `*`, `+`, `?` or `{` stands where there is nothing to repeat",
        ),
        (
            "min bigger than its max",
            "the numbers in `{…}` are the wrong way round",
        ),
        (
            "repetition",
            "a `{` is never closed, or holds something else than numbers",
        ),
        (
            "expected decimal",
            "a `{` is never closed, or holds something else than numbers",
        ),
        ("no closing bracket", "a `[` is never closed"),
        ("unclosed character class", "a `[` is never closed"),
        (
            "range",
            "a range in `[…]` is the wrong way round, or has no single character at an end",
        ),
        (
            "end of pattern before it finished",
            "it ends in a lone `\\`",
        ),
        (
            "escape sequence",
            "a `\\` stands before a character that it gives no meaning",
        ),
        (
            "hex",
            "a `\\x` or `\\u` is not followed by a hexadecimal number",
        ),
        (
            "look-around",
            "it looks ahead or behind, which is not supported",
        ),
        (
            "backreferences",
            "it refers back to a group, which is not supported",
        ),
        ("Unicode character classes", "`\\p` is not supported"),
        ("size limit", "it grows too large"),
        ("nesting", "its brackets are nested too deeply"),
        ("flag", "the letters behind `(?` are none that are known"),
        ("duplicate capture", "two groups have the same name"),
        (
            "group name",
            "the name of a group is missing, invalid or never closed",
        ),
    ];
    known
        .iter()
        .find(|(part, _)| said.contains(part))
        .map_or(said.clone(), |(_, words)| (*words).to_owned())
}

#[cfg(test)]
mod tests {
    use super::Expectations;
    use crate::domain::checklist::Expect;
    use crate::domain::number::Number;

    fn said(pattern: &str) -> Option<String> {
        let expect = Expect::Matches(pattern.into());
        Expectations::default()
            .fault_of(&expect)
            .map(|(what, _)| what)
    }

    #[test]
    fn what_is_no_regular_expression_is_told_apart() {
        for (pattern, reason) in [
            ("(a", "a `(` is never closed"),
            ("(?i", "letters behind `(?`"),
            ("a)", "a `)` closes nothing"),
            ("*a", "nothing to repeat"),
            ("a{2,1}", "wrong way round"),
            ("a{", "a `{` is never closed"),
            ("[a", "a `[` is never closed"),
            ("[z-a]", "wrong way round"),
            ("a\\", "a lone `\\`"),
            ("\\j", "gives no meaning"),
            ("(?=a)", "looks ahead"),
            ("(a)\\1", "refers back"),
            ("\\pL", "`\\p` is not supported"),
            ("\\xZZ", "hexadecimal"),
            ("((((a{100}){100}){100}){100})", "too large"),
            ("(?P<>a)", "name of a group"),
            ("(?P<a>a)(?P<a>a)", "same name"),
            (" ", "empty"),
        ] {
            let said = said(pattern).unwrap_or_default();
            assert!(said.contains(reason), "{pattern}: {said}");
        }
        for good in ["a", "^ok$", "(?i)passed: (\\d+)", "[^\\]]+", "é{2,3}"] {
            assert_eq!(said(good), None, "{good}");
        }
    }

    #[test]
    fn a_number_wants_a_group_and_a_match_none() {
        let of = |pattern: &str| Expect::AtMost {
            n: Number::new(3.0).expect("finite"),
            of: pattern.into(),
        };
        let fault = |pattern: &str| Expectations::default().fault_of(&of(pattern));
        assert_eq!(fault("failed: (\\d+)"), None);
        assert!(fault("failed: \\d+").is_some());
        assert!(fault("failed: (?:\\d+)").is_some());
    }
}
