//! A text that git could not merge, taken apart again at its marks.
//!
//! The tool never writes a line that looks like such a mark, so that in a file of its own writing every one is git's.

use std::collections::HashSet;

/// The fewest signs that a mark consists of; git's own choice.
const FEWEST: usize = 7;

/// What a text with conflict markers was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    /// The text with every conflict decided for the first side.
    pub ours: String,
    /// The text with every conflict taken back to what both began from, where git wrote that down.
    pub base: Option<String>,
    /// The text with every conflict decided for the second side.
    pub theirs: String,
}

/// Which part of a conflict a line stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Outside,
    Ours,
    Base,
    Theirs,
}

/// Both sides of a text that holds conflict markers, in any of git's styles; `None` where it holds none, or where they
/// are not whole any more.
pub fn sides(text: &str) -> Option<Sides> {
    let size = size_of_marks(text)?;
    let mut sides = Sides {
        ours: String::with_capacity(text.len()),
        base: Some(String::with_capacity(text.len())),
        theirs: String::with_capacity(text.len()),
    };
    let mut part = Part::Outside;
    // Whether the conflict that is being read says what both began from.
    let mut tells_base = false;
    for line in text.split_inclusive('\n') {
        match (mark(line, size), part) {
            (Some('<'), Part::Outside) => (part, tells_base) = (Part::Ours, false),
            (Some('|'), Part::Ours) => (part, tells_base) = (Part::Base, true),
            (Some('='), Part::Ours | Part::Base) => part = Part::Theirs,
            (Some('>'), Part::Theirs) => {
                part = Part::Outside;
                if !tells_base {
                    sides.base = None;
                }
            }
            (Some(_), _) => return None,
            (None, part) => {
                if matches!(part, Part::Outside | Part::Ours) {
                    sides.ours.push_str(line);
                }
                if matches!(part, Part::Outside | Part::Theirs) {
                    sides.theirs.push_str(line);
                }
                if let (Part::Outside | Part::Base, Some(base)) = (part, &mut sides.base) {
                    base.push_str(line);
                }
            }
        }
    }
    (part == Part::Outside).then_some(sides)
}

/// The line, counted from 1, of the first conflict marker.
pub fn first_marker(text: &str) -> Option<usize> {
    let size = size_of_marks(text)?;
    let line = text
        .lines()
        .position(|line| mark(line, size) == Some('<'))?;
    Some(line + 1)
}

/// Whether a text with conflict markers holds a line that is in none of the texts that it was made of: somebody has
/// gone on writing in it.
pub fn has_lines_of_its_own(text: &str, made_of: &[&str]) -> bool {
    let Some(size) = size_of_marks(text) else {
        return false;
    };
    let known: HashSet<&str> = made_of.iter().flat_map(|text| text.lines()).collect();
    let mut lines = text.lines();
    // What git merged of the base itself has larger marks in it.
    lines.any(|line| {
        mark_of_any_size(line).is_none_or(|(_, found)| found < size) && !known.contains(line)
    })
}

/// How many signs a mark of this text consists of, by the first that opens a conflict.
fn size_of_marks(text: &str) -> Option<usize> {
    // Hardly any file has one: to find that out must not cost a look at every line.
    if !text.starts_with("<<<<<<<") && !text.contains("\n<<<<<<<") {
        return None;
    }
    let mut marks = text.lines().filter_map(mark_of_any_size);
    marks.find(|(sign, _)| *sign == '<').map(|(_, size)| size)
}

/// The sign of a line that is a mark of just that size.
fn mark(line: &str, size: usize) -> Option<char> {
    mark_of_any_size(line.trim_end_matches(['\n', '\r']))
        .filter(|(_, found)| *found == size)
        .map(|(sign, _)| sign)
}

/// A mark is the same sign again and again, and then nothing, or a blank and a name.
fn mark_of_any_size(line: &str) -> Option<(char, usize)> {
    let sign = line.chars().next().filter(|sign| "<|=>".contains(*sign))?;
    let rest = line.trim_start_matches(sign);
    let size = line.len() - rest.len();
    let is_mark = size >= FEWEST && (rest.is_empty() || rest.starts_with(' '));
    is_mark.then_some((sign, size))
}

#[cfg(test)]
mod tests {
    use super::{Sides, first_marker, has_lines_of_its_own, sides};

    fn made(ours: &str, base: Option<&str>, theirs: &str) -> Sides {
        Sides {
            ours: ours.to_owned(),
            base: base.map(ToOwned::to_owned),
            theirs: theirs.to_owned(),
        }
    }

    #[test]
    fn both_sides_come_back_in_every_style() {
        let merge = "a\n<<<<<<< HEAD\nb\n=======\nc\nd\n>>>>>>> other\ne\n";
        assert_eq!(sides(merge), Some(made("a\nb\ne\n", None, "a\nc\nd\ne\n")));
        let diff3 = "a\n<<<<<<< HEAD\nb\n||||||| 1f2e\nz\n=======\n>>>>>>> other\ne";
        assert_eq!(sides(diff3), Some(made("a\nb\ne", Some("a\nz\ne"), "a\ne")));
        // One conflict of two that does not tell.
        let mixed = format!("{diff3}\n{merge}");
        assert_eq!(sides(&mixed).and_then(|it| it.base), None);
    }

    #[test]
    fn line_ends_stay_what_they_are_and_larger_marks_are_text() {
        let text = "<<<<<<< x\r\nb\r\n||||||| y\r\n<<<<<<<<< t1\r\np\r\n=========\r\nq\r\n>>>>>>>>> t2\r\n=======\r\nc\r\n>>>>>>> z\r\n";
        let base = "<<<<<<<<< t1\r\np\r\n=========\r\nq\r\n>>>>>>>>> t2\r\n";
        assert_eq!(sides(text), Some(made("b\r\n", Some(base), "c\r\n")));
    }

    #[test]
    fn marks_that_are_not_whole_are_none() {
        for text in [
            "",
            "a\n",
            "<<<<<<< x\nb\n=======\nc\n",
            "<<<<<<< x\nb\n>>>>>>> y\n",
            "=======\n>>>>>>> y\n",
            "<<<<<<< x\n<<<<<<< x\nb\n=======\nc\n>>>>>>> y\n",
            "<<<<<<< x\nb\n=======\nc\n=======\nd\n>>>>>>> y\n",
            "<<<<<< x\nb\n======\nc\n>>>>>> y\n",
            "<<<<<<<x\nb\n=======\nc\n>>>>>>>y\n",
        ] {
            assert_eq!(sides(text), None, "{text}");
        }
        assert_eq!(first_marker("a\n<<<<<<< x\n"), Some(2));
        assert_eq!(first_marker("a\n"), None);
    }

    #[test]
    fn what_somebody_wrote_into_it_is_noticed() {
        let text = "a\n<<<<<<< x\nb\n=======\nc\n>>>>>>> y\n";
        assert!(!has_lines_of_its_own(text, &["a\nb\n", "a\nc\n"]));
        assert!(has_lines_of_its_own(text, &["a\n", "a\nc\n"]));
        assert!(!has_lines_of_its_own(
            &text.replace('\n', "\r\n"),
            &["a\r\nb\n", "c\n"]
        ));
    }
}
