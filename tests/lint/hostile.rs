//! Large and hostile checklists: every check ends soon.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use candor::format::fault::Fault;
use candor::format::read::read_checklist;

/// A checklist of items.
fn list(top: &str, items: impl IntoIterator<Item = String>) -> String {
    let items: String = items.into_iter().collect();
    format!(
        "Checklist(format: 1, id: \"c\", title: \"t\", {top} categories: [(id: \"a\", title: \"b\", items: [{items}])])"
    )
}

fn item(id: usize, more: &str) -> String {
    format!("(id: \"i{id}\", tier: Should, title: \"x\", {more}),\n")
}

/// The faults, in no more than a quarter of a second for a MiB (twenty times that in a slow build).
fn soon(name: &str, text: &str) -> Vec<Fault> {
    let begun = Instant::now();
    let faults = read_checklist(text.as_bytes()).1;
    let took = begun.elapsed();
    let mib = u64::try_from(text.len()).unwrap() / (1 << 20) + 1;
    let limit = Duration::from_millis(mib * if cfg!(debug_assertions) { 5000 } else { 250 });
    assert!(took < limit, "{name}: {took:?} for {} bytes", text.len());
    faults
}

/// A tenth in a slow build.
fn smaller(count: usize) -> usize {
    if cfg!(debug_assertions) {
        count / 10
    } else {
        count
    }
}

fn circles(faults: &[Fault]) -> Vec<&str> {
    let said = faults.iter().map(|fault| fault.what.as_str());
    said.filter(|what| what.starts_with("these items require each other"))
        .collect()
}

#[test]
fn a_chain_of_ten_thousand_is_no_circle_and_closing_it_makes_one() {
    let count = 10_000;
    let chain = |last: &str| {
        let requires = |at: usize| format!("requires: [\"i{}\"]", at + 1);
        let items = (0..count - 1).map(|at| item(at, &requires(at)));
        list("", items.chain([item(count - 1, last)]))
    };
    assert_eq!(circles(&soon("chain", &chain(""))), Vec::<&str>::new());
    let closed = soon("circle", &chain("requires: [\"i0\"]"));
    let circles = circles(&closed);
    assert_eq!(circles.len(), 1);
    assert!(circles[0].starts_with("these items require each other: i0 → i1 → i2 →"));
    assert!(circles[0].contains(" → i49 → … (9900 more) … → i9950 → "));
    assert!(circles[0].ends_with(" → i9999 → i0"));
}

#[test]
fn each_circle_is_named_once() {
    let pairs =
        (0..50).map(|at| item(at, &format!("requires: [\"i{}\", \"i{}\"]", at ^ 1, at ^ 1)));
    let faults = soon("pairs", &list("", pairs));
    let circles = circles(&faults);
    assert_eq!(circles.len(), 25);
    assert_eq!(circles[1], "these items require each other: i2 → i3 → i2");
}

#[test]
fn everything_that_requires_everything_is_named_a_hundred_times() {
    let all = (0..300).fold(String::new(), |mut all, at| {
        let _ = write!(all, "\"i{at}\",");
        all
    });
    let faults = soon(
        "dense",
        &list(
            "",
            (0..300).map(|at| item(at, &format!("requires: [{all}]"))),
        ),
    );
    assert_eq!(circles(&faults).len(), 100);
    assert!(
        faults
            .iter()
            .any(|fault| fault.next.contains("more circles than these 100"))
    );
}

#[test]
fn hostile_conditions_and_expressions_end_soon() {
    let traits = (0..12).fold(String::new(), |mut traits, at| {
        let _ = write!(traits, "(id: \"t{at}\", ask: \"?\"),");
        traits
    });
    let clause = |seed: usize| {
        let literal = |at: usize| {
            let has = format!("Has(\"t{}\")", (seed * 7 + at * 5) % 12);
            if (seed >> at) & 1 == 0 {
                has
            } else {
                format!("Not({has})")
            }
        };
        format!("Any([{}, {}, {}])", literal(0), literal(1), literal(2))
    };
    let when = |at: usize| {
        let clauses: Vec<String> = (0..60).map(|number| clause(at + number)).collect();
        format!("when: All([{}])", clauses.join(", "))
    };
    soon(
        "conditions",
        &list(
            &format!("traits: [{traits}],"),
            (0..300).map(|at| item(at, &when(at))),
        ),
    );
    for pattern in [
        "((a{50}){50}){50}",
        "(a{9}){9}{9}{9}",
        "[a-z]{60}[b-y]{60}",
        "(?i)(\\\\w\\\\d){80}",
    ] {
        let check = format!("check: (run: [\"x\"], expect: Matches(\"{pattern}\"))");
        soon(
            pattern,
            &list("", (0..smaller(8_000)).map(|at| item(at, &check))),
        );
    }
}

#[test]
fn thousands_of_unclosed_marks_are_explained_soon() {
    for mark in [
        "(", "[", "\"", "/*", "a", "1 ", ":", ",", "\\", "{", "=", "'",
    ] {
        let text = format!(
            "Checklist(format: 1, id: \"c\", title: \"t\", categories: [{}",
            mark.repeat(smaller(500_000) / mark.len())
        );
        let faults = soon(mark, &text);
        assert_eq!(faults.len(), 1, "{mark}");
        assert!(
            faults[0].what.len() < 400,
            "{mark}: {}",
            faults[0].what.len()
        );
    }
}
