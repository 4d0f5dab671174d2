//! Work done apart on different items: plain git merges it line by line, without a driver, and loses nothing.
//!
//! With candor as merge driver everything else merges too, and two answers to one item become a conflict that keeps both.
//!
//! Everyday some pairs; all of them with `cargo test --release --test main git:: -- --ignored`.

mod clone;
mod driver;
mod install;
mod kinds;
mod laws;
mod left;
mod markers;
mod pairs;
mod plain;
mod repository;

use std::cell::Cell;

use candor::domain::merge::merge;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;
use candor::system::disk::Disk;
use candor::system::store;

use pairs::Pair;
use repository::{Merged, Repository};

/// The ways in which git can line two texts up; the first is its own choice.
const ALGORITHMS: [&str; 3] = ["histogram", "myers", "patience"];

/// The first seed of the pairs. Any other does as well.
const SEED: u64 = 20_261_121;

/// Merges pairs as canonical text, in every way that git knows, and holds each result to the byte.
fn merge_and_compare(count: u64) {
    let pairs: Vec<Pair> = (SEED..SEED + count).map(Pair::of).collect();
    let repository = Repository::of(&pairs, write_assessment);
    for algorithm in ALGORITHMS {
        let merged = repository.merge(algorithm);
        for (pair, merged) in pairs.iter().zip(merged) {
            let seed = pair.seed;
            let Merged::Clean(bytes) = merged else {
                panic!("seed {seed}, {algorithm}: a conflict\n{merged}")
            };
            let wanted = write_assessment(&pair.both);
            let text = String::from_utf8(bytes).unwrap();
            assert_eq!(text, wanted, "seed {seed}, {algorithm}");
            let (read, faults) = read_assessment(text.as_bytes());
            assert!(faults.is_empty(), "seed {seed}, {algorithm}: {faults:?}");
            assert_eq!(read.as_ref(), Some(&pair.both), "seed {seed}, {algorithm}");
        }
    }
}

#[test]
fn answers_to_different_items_merge_without_a_driver() {
    merge_and_compare(20);
}

#[test]
#[ignore = "takes long"]
fn a_thousand_pairs_merge_without_a_driver() {
    merge_and_compare(1_000);
}

/// The line by which git runs this program.
fn driver_line() -> String {
    format!(
        "'{}' merge --driver -- %O %A %B %P %L %S %X %Y",
        env!("CARGO_BIN_EXE_candor")
    )
}

/// Merges pairs of anything with the driver: each is what the engine makes of it, to the byte, git is told of what a
/// person has to look at and of nothing else, and nothing is lost.
fn merge_anything(count: u64) {
    let pairs: Vec<Pair> = (SEED..SEED + count).map(Pair::of_anything).collect();
    let repository = Repository::of(&pairs, write_assessment).with_driver(&driver_line());
    let mut conflicts = 0;
    for (pair, merged) in pairs.iter().zip(repository.merge(ALGORITHMS[0])) {
        let seed = pair.seed;
        let wanted = merge(Some(&pair.base), &pair.left, &pair.right);
        let is_clean = wanted.conflicts.is_empty() && wanted.notes.is_empty();
        conflicts += u64::from(!is_clean);
        let bytes = match &merged {
            Merged::Clean(bytes) if is_clean => bytes,
            Merged::Conflict(bytes) if !is_clean => bytes,
            _ => panic!("seed {seed}: clean by the engine is {is_clean}, and git says otherwise"),
        };
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert_eq!(text, write_assessment(&wanted.assessment), "seed {seed}");
        if let Err(lost) = laws::loses(&pair.base, [&pair.left, &pair.right], bytes) {
            panic!("seed {seed}: {lost}");
        }
    }
    assert!(conflicts > count / 20, "{conflicts} conflicts");
    assert!(conflicts < count, "{conflicts} conflicts");
}

#[test]
fn anything_on_both_sides_merges_with_the_driver() {
    merge_anything(30);
}

#[test]
#[ignore = "takes long"]
fn a_thousand_pairs_of_anything_merge_with_the_driver() {
    merge_anything(1_000);
}

/// Merges pairs of anything without the driver: what git could not merge opens as the engine's merge of the versions.
fn open_what_git_left(count: u64) {
    let pairs: Vec<Pair> = (SEED..SEED + count).map(Pair::of_anything).collect();
    let repository = Repository::of(&pairs, write_assessment);
    let scratch = tempfile::tempdir().unwrap();
    let disk = Disk::new(scratch.path().to_owned());
    let looked = Cell::new(0);
    let merged = repository.merge_and(ALGORITHMS[0], |at, path| {
        let pair = &pairs[at];
        let stored = store::open(&disk, path).unwrap_or_else(|problem| panic!("{problem}"));
        let wanted = merge(Some(&pair.base), &pair.left, &pair.right);
        assert_eq!(stored.assessment, wanted.assessment, "seed {}", pair.seed);
        let joined = stored.joined.expect("it had markers");
        assert_eq!(joined.conflicts, wanted.conflicts, "seed {}", pair.seed);
        assert!(!joined.without_base, "seed {}", pair.seed);
        looked.set(looked.get() + 1);
    });
    for (pair, merged) in pairs.iter().zip(merged) {
        // The control: as it stands there nobody can read it.
        if let Merged::Conflict(bytes) = merged {
            assert!(laws::loses(&pair.base, [&pair.left, &pair.right], &bytes).is_err());
        }
    }
    assert!(
        looked.get() > count / 4,
        "{} of {count} conflict",
        looked.get()
    );
}

#[test]
fn what_git_left_in_conflict_without_the_driver_opens() {
    open_what_git_left(16);
}

#[test]
#[ignore = "takes long"]
fn a_thousand_pairs_of_anything_open_without_the_driver() {
    open_what_git_left(1_000);
}

/// What became of pairs that git calls clean.
#[derive(Debug, Default)]
struct Clean {
    /// So many there were.
    all: usize,
    /// In so many a list is there twice.
    twice: usize,
    /// So many can't be read: git has put the lines of one list among those of another.
    refused: usize,
}

/// Merges pairs of entries without the driver: whatever git calls clean has lost nothing where it opens, also where git
/// has put two lists of one name into the file, and is refused at a place where it doesn't.
fn open_what_git_calls_clean(count: u64) -> Clean {
    let pairs: Vec<Pair> = (SEED..SEED + count).map(Pair::of_entries).collect();
    let repository = Repository::of(&pairs, write_assessment);
    let mut clean = Clean::default();
    for algorithm in ALGORITHMS {
        for (pair, merged) in pairs.iter().zip(repository.merge(algorithm)) {
            let Merged::Clean(bytes) = merged else {
                continue;
            };
            clean.all += 1;
            let (read, faults) = read_assessment(&bytes);
            let seed = pair.seed;
            if read.is_none() {
                assert!(
                    faults.iter().any(|it| it.place.is_some()),
                    "seed {seed}, {algorithm}: {faults:?}"
                );
                clean.refused += 1;
                continue;
            }
            if let Err(lost) = laws::loses(&pair.base, [&pair.left, &pair.right], &bytes) {
                panic!("seed {seed}, {algorithm}: {lost}");
            }
            clean.twice += usize::from(faults.iter().any(|it| it.what.contains("is there twice")));
        }
    }
    clean
}

#[test]
fn lists_that_both_sides_lengthen_open_after_a_clean_merge_without_the_driver() {
    let clean = open_what_git_calls_clean(120);
    assert!(clean.twice > 0 && clean.refused == 0, "{clean:?}");
}

#[test]
#[ignore = "takes long"]
fn five_thousand_pairs_of_lists_open_without_the_driver() {
    let clean = open_what_git_calls_clean(5_000);
    assert!(
        clean.twice > 0 && clean.refused * 1_000 < clean.all,
        "{clean:?}"
    );
}

/// How many merged files of a driver lose something.
fn lost_with(line: Option<&str>, pairs: &[Pair]) -> usize {
    let mut repository = Repository::of(pairs, write_assessment);
    if let Some(line) = line {
        repository = repository.with_driver(line);
    }
    let merged = repository.merge(ALGORITHMS[0]);
    let lost = pairs.iter().zip(merged).filter(|(pair, merged)| {
        let (Merged::Clean(bytes) | Merged::Conflict(bytes)) = merged;
        laws::loses(&pair.base, [&pair.left, &pair.right], bytes).is_err()
    });
    lost.count()
}

/// The controls: a driver that keeps one side loses the other, and what git merges by lines can't be read where both
/// answered the same item; the same look at the result finds it. With candor it finds nothing.
#[test]
fn a_driver_that_takes_one_side_and_a_merge_by_lines_are_caught() {
    let pairs: Vec<Pair> = (SEED..SEED + 12).map(Pair::of_one_item).collect();
    assert_eq!(lost_with(Some(&driver_line()), &pairs), 0);
    assert!(lost_with(Some("true"), &pairs) >= 8);
    assert!(lost_with(Some("cp %B %A"), &pairs) >= 8);
    assert_eq!(lost_with(None, &pairs), 12);
}

#[test]
fn pairs_touch_every_kind_of_change_and_place() {
    let pairs: Vec<Pair> = (SEED..SEED + 60).map(Pair::of).collect();
    let text: String = pairs
        .iter()
        .map(|pair| write_assessment(&pair.both))
        .collect();
    for word in [
        "status: Met",
        "status: Partial(",
        "status: Unmet",
        "status: Unknown",
        "status: NotApplicable(",
        "status: Unanswered",
        "agreed_by: ",
        "comment: ",
        "content: Link(",
        "content: File(",
        "content: Note(",
        "shows: Against",
        "confirmed: [",
        "withdrawn: (",
        "redacted: (",
        "Attached(",
        "Answered(Unanswered)",
        "was_agreed_by: ",
    ] {
        assert!(text.contains(word), "no pair has {word}");
    }
    let any = |holds: fn(&Pair) -> bool| assert!(pairs.iter().any(holds));
    any(|pair| pair.ours.contains(&0) && pair.theirs.contains(&1));
    any(|pair| pair.ours.contains(&1) && pair.theirs.contains(&0));
    any(|pair| {
        pair.theirs.contains(&(pair.items() - 1)) && pair.ours.contains(&(pair.items() - 2))
    });
    any(|pair| {
        pair.both
            .answers()
            .iter()
            .any(|answer| answer.history.len() > 25)
    });
    assert!(pairs.iter().all(|pair| pair.ours.is_disjoint(&pair.theirs)));
    assert!(
        pairs
            .iter()
            .all(|pair| pair.base != pair.left && pair.base != pair.right)
    );
}

/// The control: were every answer one line of the file, the same pairs would conflict.
#[test]
fn one_line_for_each_item_would_conflict() {
    let pairs: Vec<Pair> = (SEED..SEED + 60).map(Pair::of).collect();
    let repository = Repository::of(&pairs, |assessment| {
        pairs::one_line_for_each_answer(&write_assessment(assessment))
    });
    let merged = repository.merge(ALGORITHMS[0]);
    let conflicts = merged
        .iter()
        .filter(|merged| matches!(merged, Merged::Conflict(_)))
        .count();
    assert!(conflicts >= 30, "{conflicts} of 60 conflict");
}

/// The control of the control: one item answered on both sides is a conflict in the real layout too.
#[test]
fn one_item_answered_on_both_sides_conflicts() {
    let pairs: Vec<Pair> = (SEED..SEED + 20).map(Pair::of_one_item).collect();
    let repository = Repository::of(&pairs, write_assessment);
    for (pair, merged) in pairs.iter().zip(repository.merge(ALGORITHMS[0])) {
        assert!(matches!(merged, Merged::Conflict(_)), "seed {}", pair.seed);
    }
}
