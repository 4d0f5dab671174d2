//! `candor list items`.

use serde_json::Value;

use super::builder::CliTest;

const REVIEW: &str = include_str!("../fixtures/json/api.ron");
const AS_OF: &str = "2026-11-21T09:00:00Z";

fn test() -> CliTest {
    CliTest::new().file("api.ron", REVIEW)
}

/// The ids that are listed.
fn listed(test: &CliTest, arguments: &[&str]) -> Vec<String> {
    let all = ["list", "items", "api.ron", "--json", "--as-of", AS_OF];
    let object = test
        .run(all.iter().chain(arguments).copied())
        .exit(0)
        .json();
    let items = object["items"].as_array().unwrap();
    let ids = items.iter().map(|item| item["item"].as_str().unwrap());
    ids.map(str::to_owned).collect()
}

/// The ids of all items for which something holds.
fn which(test: &CliTest, holds: impl Fn(&Value) -> bool) -> Vec<String> {
    let all = ["list", "items", "api.ron", "--json", "--as-of", AS_OF];
    let object = test.run(all).exit(0).json();
    let items = object["items"].as_array().unwrap().iter();
    let items = items.filter(|item| holds(item));
    items
        .map(|item| item["item"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn without_a_filter_every_item_is_listed() {
    let test = test();
    let count = listed(&test, &[]).len();
    assert!(count > 3);
    test.run(["list", "items", "api.ron", "--as-of", AS_OF])
        .exit(0)
        .quiet()
        .stdout_contains(&format!("{count} of {count} items"))
        .stdout_contains("status");
}

#[test]
fn statuses_are_alternatives_and_tiers_too_and_both_have_to_hold() {
    let test = test();
    let status = |item: &Value| item["status"].as_str().unwrap().to_owned();
    let met = which(&test, |item| status(item) == "met");
    assert!(!met.is_empty());
    assert_eq!(listed(&test, &["--status", "met"]), met);
    let either = which(&test, |item| {
        ["met", "unanswered"].contains(&&*status(item))
    });
    assert_eq!(listed(&test, &["--status", "met,unanswered"]), either);
    let twice = ["--status", "met", "--status", "unanswered"];
    assert_eq!(listed(&test, &twice), either);
    let both = which(&test, |item| {
        status(item) == "met" && item["tier"] == "blocker"
    });
    assert_eq!(
        listed(&test, &["--status", "met", "--tier", "blocker"]),
        both
    );
    let is = |what: &'static str| {
        move |item: &Value| item["is"].as_array().unwrap().contains(&what.into())
    };
    for what in [
        "open",
        "without-evidence",
        "stale",
        "overdue",
        "waived",
        "dissent",
    ] {
        assert_eq!(
            listed(&test, &[&format!("--{what}")]),
            which(&test, is(what)),
            "{what}"
        );
    }
}

#[test]
fn mine_is_whose_name_is_given() {
    let test = test();
    let all = listed(&test, &[]).len();
    let ana = listed(&test, &["--mine", "  ana "]);
    assert!(!ana.is_empty() && ana.len() < all, "{ana:?}");
    assert!(listed(&test, &["--mine", "Nobody at all"]).is_empty());
    test.refused(
        ["list", "items", "api.ron", "--mine", " "],
        2,
        "--mine names nobody",
    );
}

#[test]
fn what_makes_no_sense_is_refused_with_what_to_write() {
    let test = test();
    test.refused(["list", "items"], 2, "write candor list items FILE");
    test.refused(["list", "checklists", "api.ron"], 2, "one thing too many");
    test.refused(["list", "--stale"], 2, "<FILE>");
    test.refused(
        ["list", "items", "api.ron", "--status", "green"],
        2,
        "'green'",
    );
    test.refused(["list", "items", "gone.ron"], 3, "gone.ron");
}

#[test]
fn hostile_text_leaves_only_shown() {
    let hostile = REVIEW.replacen("title: \"", "title: \"\\u{1b}[31m\\u{202e}", 3);
    let test = CliTest::new().file("api.ron", &hostile);
    let run = test.run(["list", "items", "api.ron", "--as-of", AS_OF]);
    run.exit(0);
    let printed = &run.stdout;
    assert!(
        !printed.contains('\u{1b}') && !printed.contains('\u{202e}'),
        "{printed}"
    );
}
