//! What a person leaves in a file that the next change takes out is told of.

use candor::format::fault::{Fault, Weight};
use candor::format::read::read_assessment;
use candor::format::shared::SharedReader;
use candor::format::write::write_assessment;

fn canonical() -> String {
    let text =
        super::twice::assessment("", "comment: \"see https://a.example/b // not /* one */\",");
    write_assessment(&read_assessment(text.as_bytes()).0.unwrap())
}

/// The line of each warning with what it says.
fn told(text: &str) -> Vec<(usize, String)> {
    let (assessment, faults) = read_assessment(text.as_bytes());
    assert!(assessment.is_some(), "{faults:?}");
    let line = |fault: &Fault| fault.place.map_or(0, |place| place.line);
    let all = faults
        .into_iter()
        .inspect(|it| assert_eq!(it.weight, Weight::Warning));
    all.map(|it| (line(&it), it.what)).collect()
}

#[test]
fn comments_and_windows_line_ends_are_told_of_before_they_go() {
    let text = canonical();
    assert_eq!(told(&text), []);
    let comment = "there is a comment in the file, and the next change writes it without comments";
    for (from, with, line) in [
        ("    subject:", "    // mine\n    subject:", 3),
        ("    subject:", "    /* mine */ subject:", 3),
        ("format: 1,", "format: 1, // mine", 2),
        ("Assessment(", "//mine\nAssessment(", 1),
    ] {
        let edited = text.replacen(from, with, 1);
        assert_eq!(told(&edited), [(line, comment.to_owned())], "{with}");
    }
    let told = told(&text.replace('\n', "\r\n"));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.contains("CR LF"), "{told:?}");
}

#[test]
fn a_known_checklist_does_not_hide_a_comment() {
    let (text, mut reader) = (canonical(), SharedReader::default());
    assert!(reader.read(text.as_bytes()).1.is_empty());
    assert!(reader.read(text.as_bytes()).1.is_empty());
    let edited = format!("{text}// mine\n");
    assert_eq!(reader.read(edited.as_bytes()).1.len(), 1);
}
