//! What the program can live with keeps nobody from an assessment that carries it.

use candor::format::fault::Weight;
use candor::format::read::{read_assessment, read_checklist};

const CHECKLIST: &str = r#"(
    format: 1, id: "c", title: "t",
    traits: [(id: "t", ask: "Is it?")],
    categories: [(id: "a", title: "b", items: [
        (id: "one", tier: Blocker, title: "x", requires: ["two"], estimate: "soon", accepts: [Command]),
        (id: "two", tier: Nice, title: "x", requires: ["one", "two"], when: Any([]), accepts: []),
        (id: "three", tier: Nice, title: "x", check: (run: [], expect: Matches("("), timeout_s: 0)),
    ])],
)"#;

#[test]
fn an_assessment_opens_with_every_fault_that_the_program_can_live_with() {
    let text = format!(
        "Assessment(format: 1, subject: (name: \"s\"), created: \"2026-03-10T22:30:00Z\", checklist: {CHECKLIST})"
    );
    let (assessment, faults) = read_assessment(text.as_bytes());
    assert!(assessment.is_some(), "{faults:?}");
    assert!(faults.iter().all(|fault| fault.weight == Weight::Warning));
    let said: Vec<&str> = faults.iter().map(|fault| fault.what.as_str()).collect();
    assert_eq!(
        said,
        [
            "these items require each other: one → two → one",
            "`soon` can't be read as an estimate",
            "`two` requires itself",
            "no kind of evidence is accepted",
            "the check names no program",
            "`(` is not a regular expression: a `(` is never closed",
            "a check with 0 seconds is ended before it begins",
        ]
    );
}

#[test]
fn the_checklist_by_itself_is_refused_for_them() {
    let (checklist, faults) = read_checklist(CHECKLIST.as_bytes());
    assert!(checklist.is_none());
    let errors = faults
        .iter()
        .filter(|fault| fault.weight == Weight::Error)
        .count();
    // The seven, the trait that nothing uses, the condition of nothing, and the Blocker that nothing can back.
    assert_eq!(errors, 10, "{faults:?}");
}
