//! Two people at once, on the same file.

use std::process::Child;
use std::time::{Duration, Instant};

use super::builder::{CliTest, Ran};

fn answer(test: &CliTest, item: &str, status: &str, by: &str) -> Child {
    test.start(["answer", "x.ron", item, status, "--by", by])
}

fn ended(child: Child) -> Ran {
    Ran::of(child.wait_with_output().unwrap())
}

/// How many saves wait for the lock: each has its new file ready beside the old one.
fn waiting(test: &CliTest) -> usize {
    let names = std::fs::read_dir(test.path(".")).unwrap();
    let is_new = |name: &str| name.starts_with(".x.ron.candor-");
    names
        .filter(|entry| is_new(&entry.as_ref().unwrap().file_name().to_string_lossy()))
        .count()
}

/// Runs two answers that have both read the file before either could write it.
fn at_once(test: &CliTest, first: (&str, &str), second: (&str, &str)) -> [Ran; 2] {
    let directory = std::fs::File::open(test.path(".")).unwrap();
    directory.lock().unwrap();
    let children = [
        answer(test, first.0, first.1, "Ana"),
        answer(test, second.0, second.1, "Bo"),
    ];
    let start = Instant::now();
    while waiting(test) < 2 {
        assert!(
            start.elapsed() < Duration::from_secs(4),
            "both came as far as the lock"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    directory.unlock().unwrap();
    children.map(ended)
}

#[test]
fn answers_to_different_items_both_land() {
    let test = CliTest::with_review();
    for ran in at_once(&test, ("backups", "met"), ("docs", "unmet")) {
        ran.exit(0).quiet();
    }
    let counts = test.score("x.ron")["counts"].clone();
    assert_eq!(
        (counts["met"].as_u64(), counts["unmet"].as_u64()),
        (Some(1), Some(1))
    );
}

#[test]
fn of_two_answers_to_the_same_item_the_later_is_refused_as_its_author_has_not_seen_the_earlier() {
    let test = CliTest::with_review();
    let runs = at_once(&test, ("backups", "met"), ("backups", "unmet"));
    let mut codes = runs.each_ref().map(|ran| ran.code().unwrap());
    codes.sort_unstable();
    assert_eq!(codes, [0, 4]);
    let refused = runs.iter().find(|ran| ran.code() == Some(4)).unwrap();
    refused.one_sentence("x.ron: somebody else has just changed `backups`; your change was not made: look at what is there now, then give it again.");
    assert_eq!(test.read("x.ron").matches("what: Answered(").count(), 1);
}

#[test]
fn whatever_the_order_nothing_acknowledged_is_lost() {
    let test = CliTest::with_review();
    let mut acknowledged = 0;
    for round in 0..10 {
        let item = ["backups", "alerts"][round % 2];
        let children = [
            answer(&test, "backups", "met", "Ana"),
            answer(&test, item, "unmet", "Bo"),
        ];
        acknowledged += children
            .map(ended)
            .iter()
            .filter(|ran| ran.code() == Some(0))
            .count();
    }
    assert!(acknowledged >= 10);
    assert_eq!(
        test.read("x.ron").matches("what: Answered(").count(),
        acknowledged
    );
    test.run(["lint", "x.ron"]).exit(0).stdout_is("x.ron: ok\n");
    assert_eq!(waiting(&test), 0);
}

#[test]
#[ignore = "waits the whole five seconds"]
fn a_file_that_stays_busy_is_left_alone() {
    let test = CliTest::with_review();
    let directory = std::fs::File::open(test.path(".")).unwrap();
    directory.lock().unwrap();
    test.refused(
        ["answer", "x.ron", "backups", "met", "--by", "Ana"],
        4,
        "another program kept the directory busy, so nothing was written; try again in a moment.",
    );
}
