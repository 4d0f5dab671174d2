//! Any bytes as a checklist or an assessment: a value or a fault, never a panic, and soon.
//!
//! The full run is `PROPTEST_CASES=100000 cargo test --release --test main format::hostile`.

use std::time::{Duration, Instant};

use candor::domain::evidence::Observations;
use candor::domain::gate::Verdict;
use candor::domain::ledger::{Ledger, Scope};
use candor::domain::plan::PlanOrder;
use candor::format::read::{read_assessment, read_checklist};
use candor::format::write::{write_assessment, write_checklist};
use candor::session::bench;

use super::round_trip::SMALLEST;
use crate::scoring::property::{Checked, Dice, ensure, holds, refuted};
use crate::scoring::random::{Case, Sort, case, noon};

const CHOICES: usize = 400;

/// Reads bytes as both, shows every fault, and uses what was read.
fn use_bytes(bytes: &[u8]) {
    let lossy = String::from_utf8_lossy(bytes);
    let (checklist, faults) = read_checklist(bytes);
    assert!(checklist.is_some() || !faults.is_empty());
    for fault in &faults {
        let shown = fault.rendered("file.ron", &lossy);
        assert!(
            shown.chars().all(|c| c == '\n' || !c.is_control()),
            "{shown:?}"
        );
    }
    if let Some(checklist) = checklist {
        let again = read_checklist(write_checklist(&checklist).as_bytes());
        assert_eq!(again.0, Some(checklist));
    }
    let (assessment, faults) = read_assessment(bytes);
    assert!(assessment.is_some() || !faults.is_empty());
    for fault in &faults {
        let _ = fault.rendered("file.ron", &lossy);
    }
    if let Some(assessment) = assessment {
        let observations = Observations::default();
        let ledger = Ledger::of(&assessment, &bench(&assessment, noon(), &observations));
        let scoring = &assessment.checklist().scoring;
        let judgement = ledger.judge(scoring);
        let _ = (
            ledger.figures(Scope::Whole).claimed(),
            ledger.next(scoring, &judgement, &PlanOrder::of(&assessment, &ledger)),
        );
        assert!(judgement.verdict == Verdict::Go || !judgement.reasons.is_empty());
        let again = read_assessment(write_assessment(&assessment).as_bytes());
        assert_eq!(again.0, Some(assessment));
    }
}

/// Whether something can be done without a panic and within a quarter of a second (of a second in a slow build).
fn survives(what: impl FnOnce() + std::panic::UnwindSafe) -> Checked {
    let begun = Instant::now();
    std::panic::catch_unwind(what).map_err(|_| "it panicked".to_owned())?;
    let took = begun.elapsed();
    let limit = Duration::from_millis(if cfg!(debug_assertions) { 2000 } else { 250 });
    ensure(took < limit, || format!("it took {took:?}"))
}

/// A file that the tool wrote.
fn written(dice: &mut Dice) -> String {
    let sort = Sort {
        items: 3,
        hostile: true,
        conflicts: true,
    };
    let Case { assessment, .. } = case(dice, sort);
    if dice.once_in(3) {
        write_checklist(assessment.checklist())
    } else {
        write_assessment(&assessment)
    }
}

#[test]
fn any_bytes_are_read_or_refused() {
    holds(CHOICES, |dice| {
        let length = dice.below(200);
        let bytes: Vec<u8> = (0..length)
            .map(|_| u8::try_from(dice.below(256)).unwrap())
            .collect();
        let named = [b"Checklist(".as_slice(), &bytes].concat();
        survives(|| use_bytes(&bytes))?;
        survives(|| use_bytes(&named))
    });
}

fn mutated(dice: &mut Dice) -> Vec<u8> {
    let mut bytes = written(dice).into_bytes();
    for _ in 0..=dice.below(4) {
        let at = (dice.below(256) * 256 + dice.below(256)) % bytes.len().max(1);
        let byte = u8::try_from(dice.below(256)).unwrap();
        match dice.below(4) {
            _ if bytes.is_empty() => bytes.push(byte),
            0 => bytes[at] = byte,
            1 => bytes.insert(at, byte),
            2 => drop(bytes.remove(at)),
            _ => bytes.truncate(at.max(1)),
        }
    }
    bytes
}

#[test]
fn mutated_bytes_are_read_or_refused() {
    holds(CHOICES, |dice| {
        let bytes = mutated(dice);
        survives(|| use_bytes(&bytes))
    });
}

#[test]
fn control_a_reader_that_trusts_its_file_is_noticed() {
    refuted(CHOICES, |dice| {
        let bytes = mutated(dice);
        survives(|| {
            let text = std::str::from_utf8(&bytes).expect("text");
            let head = text.split("categories").nth(1).expect("categories");
            assert!(head.ends_with("\n)\n"));
        })
    });
}

/// The words and marks of a text.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let end = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        tokens.push(&rest[..end]);
        rest = &rest[end..];
    }
    tokens
}

#[test]
fn mutated_tokens_are_read_or_refused() {
    const OTHERS: [&str; 22] = [
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "r#\"",
        "None",
        "Some(",
        "-1",
        "1e999",
        "NaN",
        "18446744073709551616",
        "true",
        "'",
        "/*",
        "//",
        "#![enable(unwrap_newtypes)]",
        "{",
        "0x",
        "\u{feff}",
    ];
    holds(CHOICES, |dice| {
        let text = written(dice);
        let mut tokens = tokens(&text);
        for _ in 0..=dice.below(3) {
            let at = (dice.below(256) * 256 + dice.below(256)) % tokens.len().max(1);
            let from = (dice.below(256) * 256 + dice.below(256)) % tokens.len().max(1);
            match dice.below(4) {
                _ if tokens.is_empty() => {}
                0 => tokens[at] = dice.of(&OTHERS),
                1 => tokens.insert(at, dice.of(&OTHERS)),
                2 => tokens[at] = tokens[from],
                _ => drop(tokens.remove(at)),
            }
        }
        let mutated = tokens.concat();
        survives(|| use_bytes(mutated.as_bytes()))
    });
}

#[test]
fn deep_nesting_is_refused() {
    for (open, count) in [
        ("[", 100_000),
        ("(", 100_000),
        ("Some(", 50_000),
        ("{", 1000),
        ("/*", 50_000),
    ] {
        let deep = open.repeat(count);
        survives(|| use_bytes(deep.as_bytes())).unwrap();
        let inside = SMALLEST.replace("title: \"x\"", &format!("title: \"x\", when: {deep}"));
        survives(|| use_bytes(inside.as_bytes())).unwrap();
    }
    for depth in [20, 60, 100, 120, 127, 128, 1000] {
        let when = format!("{}Has(\"t\"){}", "Not(".repeat(depth), ")".repeat(depth));
        let inside = SMALLEST.replace("title: \"x\"", &format!("title: \"x\", when: {when}"));
        let (checklist, faults) = read_checklist(inside.as_bytes());
        assert_eq!((checklist, faults.is_empty()), (None, false), "{depth}");
    }
}

/// A checklist of about a MiB (a tenth of one in a slow build), made of `item` with its number in the place of `#`.
fn large(top: &str, item: &str) -> String {
    let size = if cfg!(debug_assertions) {
        100_000
    } else {
        1_000_000
    };
    let count = size / (item.len() + 4);
    let repeat = |text: &str| -> String {
        (0..count)
            .map(|at| text.replace('#', &at.to_string()))
            .collect()
    };
    format!(
        "Checklist(format: 1, id: \"c\", title: \"t\", {} categories: [(id: \"a\", title: \"b\", items: [{}])])",
        top.replace('#', &repeat("(id: \"t#\", ask: \"Is it?\"),")),
        repeat(item)
    )
}

#[test]
fn a_fault_in_every_line_is_read_within_bounds_and_every_fault_has_its_place() {
    for (name, text) in [
        (
            "dangling requirements",
            large(
                "",
                "(id: \"item-#\", tier: Nice, title: \"x\", requires: [\"itam-#\"]),",
            ),
        ),
        (
            "unknown stages",
            large(
                "",
                "(id: \"item-#\", tier: Nice, title: \"x\", stage: \"stage-#\"),",
            ),
        ),
        (
            "weights",
            large("", "(id: \"item-#\", tier: Nice, title: \"x\", weight: 0),"),
        ),
        (
            "one id",
            large("", "(id: \"item\", tier: Nice, title: \"x\"),"),
        ),
        (
            "blank titles",
            large("", "(id: \"#\", tier: Nice, title: \"\"),"),
        ),
        (
            "many traits",
            large(
                "traits: [#],",
                "(id: \"#\", tier: Nice, title: \"x\", when: Has(\"u#\")),",
            ),
        ),
    ] {
        let begun = Instant::now();
        let (checklist, faults) = read_checklist(text.as_bytes());
        let took = begun.elapsed();
        assert!(
            checklist.is_none() && faults.len() > 500,
            "{name}: {}",
            faults.len()
        );
        assert!(faults.iter().all(|fault| fault.place.is_some()), "{name}");
        let places: std::collections::BTreeSet<_> =
            faults.iter().map(|fault| fault.place).collect();
        assert!(
            places.len() * 2 > faults.len(),
            "{name}: places are not their own"
        );
        let mib = text.len() as u64 / (1 << 20) + 1;
        let limit = Duration::from_millis(mib * if cfg!(debug_assertions) { 5000 } else { 250 });
        assert!(took < limit, "{name}: {took:?}");
    }
}

#[test]
fn one_enormous_word_is_read_within_bounds() {
    let word = "w".repeat(1 << 20);
    for text in [
        SMALLEST.replace("\"x\"", &format!("\"x\", requires: [\"{word}\"]")),
        SMALLEST.replace("tier: Blocker", &format!("tier: {word}")),
        SMALLEST.replace("tier:", &format!("{word}:")),
        SMALLEST
            .replace("id: \"i\"", &format!("id: \"{word}\""))
            .replace("\"x\"", "\"x\", requires: [\"j\"]"),
    ] {
        survives(|| use_bytes(text.as_bytes())).unwrap();
    }
}
