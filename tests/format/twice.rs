//! What a merge by lines leaves twice in an assessment is read once, and nothing of it is lost.

use std::time::{Duration, Instant};

use candor::domain::assessment::Assessment;
use candor::format::fault::{Fault, Weight};
use candor::format::read::{read_assessment, read_checklist};
use candor::format::write::write_assessment;

/// An assessment with more fields in its head and in the answer to `alerts`.
pub(super) fn assessment(head: &str, answer: &str) -> String {
    format!(
        r#"Assessment(
    format: 1,
    subject: (name: "Bubble"),
    created: "2026-03-10T22:30:00Z",
    {head}
    checklist: (
        format: 1, id: "c", title: "t",
        categories: [(id: "a", title: "b", items: [(id: "alerts", tier: Blocker, title: "x"), (id: "audit", tier: Blocker, title: "x")])],
    ),
    answers: [
        (
            item: "alerts",
            {answer}
        ),
    ],
)
"#
    )
}

fn cost(id: &str, low: &str) -> String {
    format!("(id: \"{id}\", name: \"{id}\", low: {low}, high: 9, currency: \"EUR\", per: Once)")
}

fn parked(id: &str) -> String {
    format!("(id: \"{id}\", text: \"Later\", by: \"Ana\", at: \"2026-03-10T22:30:00Z\")")
}

fn read(text: &str) -> (Assessment, Vec<Fault>) {
    let (assessment, faults) = read_assessment(text.as_bytes());
    (
        assessment.unwrap_or_else(|| panic!("{faults:?}\n{text}")),
        faults,
    )
}

/// The one error.
fn refused(text: &str) -> Fault {
    let (assessment, faults) = read_assessment(text.as_bytes());
    assert!(assessment.is_none(), "{text}");
    let mut errors = faults.into_iter().filter(|it| it.weight == Weight::Error);
    let first = errors.next().unwrap();
    assert_eq!(errors.next(), None);
    first
}

fn costs(assessment: &Assessment) -> Vec<&str> {
    assessment.head.costs.iter().map(|it| it.id.raw()).collect()
}

fn lines(faults: &[Fault]) -> Vec<usize> {
    faults.iter().map(|it| it.place.unwrap().line).collect()
}

#[test]
fn lists_that_are_there_twice_are_one_list_with_a_warning_at_the_second() {
    for comma in ["", ","] {
        let text = assessment(
            &format!(
                "costs: [\n{}{comma}\n],\ndeclared: [],\ncosts: [\n{}, // of theirs\n{}{comma}\n],",
                cost("a", "1"),
                cost("b", "2"),
                cost("a", "1")
            ),
            "",
        );
        let (found, faults) = read(&text);
        assert_eq!(costs(&found), ["a", "b"]);
        let twice = &faults[0];
        assert_eq!(
            (twice.weight, twice.what.as_str()),
            (
                Weight::Warning,
                "`costs` is there twice, as a merge by git leaves it: both are read"
            )
        );
        assert_eq!(twice.next, "the next change writes one");
        // The comment goes with the next change, too.
        assert_eq!(lines(&faults), [9, 10]);
        let written = write_assessment(&found);
        assert_eq!(read(&written), (found, Vec::new()));
    }
}

#[test]
fn three_lists_empty_ones_and_lists_of_an_answer_are_joined_too() {
    let (a, b, c) = (cost("a", "1"), cost("b", "2"), cost("c", "3"));
    let head = format!("costs: [{a}], costs: [{b}, {b}], costs: [], costs: [{c}],");
    let (found, faults) = read(&assessment(&head, ""));
    assert_eq!(costs(&found), ["a", "b", "c"]);
    assert_eq!(faults.len(), 4);
    let answer = format!(
        "parked: [{}],\nhistory: [],\nparked: [{}],",
        parked("p"),
        parked("q")
    );
    let (found, faults) = read(&assessment("", &answer));
    let ids: Vec<&str> = found.answers()[0]
        .parked
        .iter()
        .map(|it| it.id.raw())
        .collect();
    assert_eq!(ids, ["p", "q"]);
    assert_eq!(lines(&faults), [15]);
    // A moved entry that has something twice in itself.
    let dissent = |id: &str| {
        format!(
            "(id: \"{id}\", name: \"Cy\", name: \"Cy\", text: \"no\", at: \"2026-03-10T22:30:00Z\")"
        )
    };
    let head = format!(
        "dissents: [{}], dissents: [{}],",
        dissent("d"),
        dissent("e")
    );
    let (found, faults) = read(&assessment(&head, ""));
    assert_eq!(found.head.dissents.len(), 2);
    assert_eq!(faults.len(), 3);
}

#[test]
fn what_differs_is_an_error_whose_help_loses_nothing() {
    let twice = |first: &str, second: &str| {
        refused(&assessment(
            &format!("costs: [{first}],\ncosts: [{second}],"),
            "",
        ))
    };
    let differs = twice(&cost("a", "1"), &cost("a", "2"));
    assert!(
        differs.what.contains("the entry \"a\" differs"),
        "{differs:?}"
    );
    assert!(differs.next.contains("into one list"), "{differs:?}");
    assert_eq!(differs.place.unwrap().line, 6);
    let scalars = refused(&assessment("target: \"x\", target: \"y\",", ""));
    assert!(
        scalars
            .what
            .contains("`target` of an assessment is there twice"),
        "{scalars:?}"
    );
    assert!(scalars.next.starts_with("lose neither"), "{scalars:?}");
    // With one value it is only told of.
    let (found, faults) = read(&assessment("", "owner: \"Ana\", owner: \"Ana\","));
    assert_eq!(found.answers()[0].owner.raw(), "Ana");
    assert_eq!(
        faults[0].what,
        "`owner` is there twice, with the same value"
    );
}

#[test]
fn faults_behind_what_is_joined_stand_where_they_are_in_the_file() {
    let head = format!(
        "costs: [\n{}],\ncosts: [\n{}\n],\ntarget: \"nowhere\",",
        cost("a", "1"),
        cost("b", "-2")
    );
    let (assessment_read, faults) = read_assessment(assessment(&head, "").as_bytes());
    assert!(assessment_read.is_none());
    // The second list, the cost below 0 in it, and the unknown stage.
    assert_eq!(lines(&faults), [7, 8, 10], "{faults:?}");
}

#[test]
fn checklists_and_the_one_in_an_assessment_are_as_strict_as_before() {
    let text = assessment("", "").replace("title: \"t\",", "title: \"t\", title: \"t\",");
    assert!(refused(&text).what.contains("`title`"));
    let checklist = "Checklist(format: 1, id: \"c\", id: \"c\", title: \"t\", categories: [])";
    let faults = read_checklist(checklist.as_bytes()).1;
    assert_eq!(faults[0].next, "remove one of them");
}

#[test]
fn hostile_repetitions_take_no_long_time() {
    let many = 4_000;
    let entries: Vec<String> = (0..many).map(|at| cost(&at.to_string(), "1")).collect();
    let list = format!("costs: [{}],", entries.join(","));
    let nested = format!("{}{}", "evidence: [(".repeat(many), ")],".repeat(many));
    for head in [
        format!("{list}{}", "costs: [],".repeat(many)),
        format!("{list}{list}"),
        format!("subject: ({list}),{}", "subject: (),".repeat(many)),
        nested,
    ] {
        let started = Instant::now();
        let _ = read_assessment(assessment(&head, "").as_bytes());
        assert!(
            started.elapsed() < Duration::from_secs(15),
            "{:?}",
            started.elapsed()
        );
    }
}
