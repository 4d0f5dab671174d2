//! Offline work on different items, merged line by line by `git merge`.
//!
//! Everyday 60 random pairs; the full count is
//! `PAIRS=1000 cargo test --release --test main format::merge -- --ignored`.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use candor::domain::assessment::{Assessment, Status};
use candor::domain::change::{Change, Stamp};
use candor::domain::evidence::{Content, Evidence, Share, Shows};
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;

use super::layout::small;
use crate::scoring::property::Dice;
use crate::scoring::random::noon;

/// Runs git and tells whether it succeeded.
fn git(directory: &Path, arguments: &[&str]) -> bool {
    Command::new("git")
        .current_dir(directory)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .args([
            "-c",
            "user.name=Ana",
            "-c",
            "user.email=ana@example.org",
            "-c",
            "gc.auto=0",
        ])
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("git is on the machine")
        .success()
}

/// An assessment with `count` items, some of them answered.
fn reviewed(dice: &mut Dice, count: usize) -> Assessment {
    let first = small();
    let mut checklist = (**first.checklist()).clone();
    let pattern = checklist.categories[0].items[0].clone();
    checklist.categories[0].items = (0..count)
        .map(|at| {
            let mut item = pattern.clone();
            item.id = format!("item-{at}").into();
            item
        })
        .collect();
    let head = (*first.head).clone();
    let mut assessment = Assessment::new(Arc::new(checklist), head, noon(), first.utc_offset);
    for at in 0..count {
        if dice.below(2) == 0 {
            for change in work(dice, &assessment, at, "base") {
                assessment.apply(&change).unwrap();
            }
        }
    }
    assessment
}

/// Some work on one item.
fn work(dice: &mut Dice, assessment: &Assessment, at: usize, who: &str) -> Vec<Change> {
    let answer = &assessment.answers()[at];
    let item = answer.item.clone();
    let stamp = |what: &str| Stamp {
        id: format!("{what}-{who}-{at}").into(),
        at: noon(),
        by: who.into(),
        recorded_by: "".into(),
    };
    let all = [
        Status::Met,
        Status::Unmet,
        Status::Unknown,
        Status::Partial(Share::new(50).unwrap()),
        Status::NotApplicable("not here".into()),
    ];
    let give = Change::Answer {
        item: item.clone(),
        status: dice.of(&all),
        stamp: stamp("answer"),
    };
    let comment = Change::Comment {
        item: item.clone(),
        // The same words in many places are what misleads a line-by-line merge.
        comment: dice
            .of(&["looked", "two\nlines", "", "looked\n\nagain"])
            .into(),
    };
    let attach = Change::Attach {
        item: item.clone(),
        evidence: Evidence {
            id: format!("evidence-{who}-{at}").into(),
            content: Content::Link(dice.of(&["https://a.example", "https://b.example"]).into()),
            shows: Shows::Met,
            caption: "".into(),
            observed: noon().day(assessment.utc_offset),
            version: "1.2".into(),
            by: who.into(),
            at: noon(),
            confirmed: vec![],
            withdrawn: None,
            redacted: None,
        },
        entry: format!("attach-{who}-{at}").into(),
    };
    let confirm = answer.evidence.first().map(|piece| Change::Confirm {
        item: item.clone(),
        evidence: piece.id.clone(),
        stamp: stamp("confirm"),
    });
    let withdraw = answer.evidence.first().map(|piece| Change::Withdraw {
        item,
        evidence: piece.id.clone(),
        stamp: stamp("withdraw"),
    });
    match (dice.below(6), confirm, withdraw) {
        (0, ..) => vec![give],
        (1, ..) => vec![comment],
        (2, ..) => vec![give, comment, attach],
        (3, Some(confirm), _) => vec![confirm],
        (4, _, Some(withdraw)) => vec![withdraw, give],
        _ => vec![attach, give],
    }
}

/// A base, two people's work on different items of it, and both together.
struct Pair {
    base: Assessment,
    ours: Assessment,
    theirs: Assessment,
    both: Assessment,
}

fn pair(seed: u32) -> Pair {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let bytes: Vec<u8> = (0..4000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            u8::try_from(state >> 24).unwrap()
        })
        .collect();
    let dice = &mut Dice::new(&bytes);
    let count = dice.of(&[2, 3, 6, 12, 30]);
    let base = reviewed(dice, count);
    let (mut ours, mut theirs, mut both) = (base.clone(), base.clone(), base.clone());
    // Neighbours on different sides are the hard case.
    let alternating = dice.below(2) == 0;
    for at in 0..count {
        let (who, side) = match if alternating { at % 2 } else { dice.below(3) } {
            0 => ("Ana", &mut ours),
            1 => ("Bo", &mut theirs),
            _ => continue,
        };
        for change in work(dice, &base, at, who) {
            side.apply(&change).unwrap();
            both.apply(&change).unwrap();
        }
    }
    Pair {
        base,
        ours,
        theirs,
        both,
    }
}

/// Merges one pair of branches; says what is wrong with what came of it.
fn merge(pair: &Pair, seed: usize, directory: &Path) -> Result<(), String> {
    assert!(git(
        directory,
        &["checkout", "-qf", &format!("ours-{seed}")]
    ));
    let file = directory.join("review.ron");
    if !git(
        directory,
        &["merge", "-q", "--no-edit", &format!("theirs-{seed}")],
    ) {
        let left = std::fs::read_to_string(&file).unwrap();
        git(directory, &["merge", "--abort"]);
        return Err(format!("seed {seed}: a conflict\n{left}"));
    }
    let merged = std::fs::read_to_string(&file).unwrap();
    let (read, faults) = read_assessment(merged.as_bytes());
    if read.as_ref() != Some(&pair.both) || merged != write_assessment(&pair.both) {
        return Err(format!(
            "seed {seed}: not what both sides made: {faults:?}\n{merged}"
        ));
    }
    Ok(())
}

/// Makes all branches in one go and merges them two by two; gives what went wrong.
fn merge_many(pairs: u32, write: fn(&Assessment) -> String) -> Vec<String> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    assert!(git(path, &["init", "-q"]));
    let pairs: Vec<Pair> = (0..pairs).map(pair).collect();
    let mut stream = String::new();
    for (seed, pair) in pairs.iter().enumerate() {
        let sides = [
            ("base", &pair.base),
            ("ours", &pair.ours),
            ("theirs", &pair.theirs),
        ];
        for (name, assessment) in sides {
            let text = write(assessment);
            let from = match name {
                "base" => String::new(),
                _ => format!("from refs/heads/base-{seed}\n"),
            };
            stream += &format!(
                "commit refs/heads/{name}-{seed}\ncommitter Ana <ana@example.org> 1700000000 +0000\ndata 4\nwork\n\
                 {from}M 100644 inline review.ron\ndata {}\n{text}\n",
                text.len()
            );
        }
    }
    let commits = path.join("commits");
    std::fs::write(&commits, stream).unwrap();
    let import = Command::new("git")
        .current_dir(path)
        .args(["fast-import", "--quiet"])
        .stdin(std::fs::File::open(&commits).unwrap())
        .status();
    assert!(import.unwrap().success());
    pairs
        .iter()
        .enumerate()
        .filter_map(|(seed, pair)| merge(pair, seed, path).err())
        .collect()
}

#[test]
fn work_on_different_items_merges_line_by_line() {
    assert_eq!(merge_many(60, write_assessment), Vec::<String>::new());
}

#[test]
#[ignore = "the full count: PAIRS=1000 cargo test --release --test main format::merge -- --ignored"]
fn a_thousand_pairs_merge_line_by_line() {
    let pairs = std::env::var("PAIRS")
        .ok()
        .and_then(|pairs| pairs.parse().ok());
    assert_eq!(
        merge_many(pairs.unwrap_or(1000), write_assessment),
        Vec::<String>::new()
    );
}

#[test]
fn control_one_line_an_item_conflicts() {
    let conflicts = merge_many(10, |assessment| {
        let written = write_assessment(assessment);
        let (start, answers) = written.split_once("    answers: [\n").unwrap();
        let items = answers
            .replace("\n            ", " ")
            .replace("\n        )", " )");
        format!("{start}    answers: [\n{items}")
    });
    assert!(
        conflicts
            .iter()
            .any(|conflict| conflict.contains("a conflict")),
        "{conflicts:?}"
    );
}
