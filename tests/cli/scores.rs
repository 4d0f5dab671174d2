//! `candor score`: a whole flow with figures worked out by hand.

use serde_json::{Value, json};

use super::builder::CliTest;
use super::rich::{day, half_way, rich};

/// Backups met with a link, alerts half, tests unmet, docs unknown, colours met.
fn answered() -> CliTest {
    let test = CliTest::with_review().git_user("Ana");
    let link = ["--evidence", "link:https://backups.example/1"];
    test.run(["answer", "x.ron", "backups", "met"].iter().chain(&link))
        .exit(0);
    test.run(["answer", "x.ron", "alerts", "partial:50"])
        .exit(0);
    test.run(["answer", "x.ron", "tests", "unmet"]).exit(0);
    test.run(["answer", "x.ron", "docs", "unknown"]).exit(0);
    test.run(["answer", "x.ron", "colours", "met"]).exit(0);
    test
}

#[test]
fn a_review_from_its_start_comes_to_the_figures_worked_out_by_hand() {
    let test = answered();
    let mut score = test.score("x.ron");
    let as_of = score["as_of"].take();
    assert!(as_of.as_str().unwrap().ends_with('Z'));
    // Weights 3 3 | 2 2 1, together 11. Claimed 3 + 1.5 + 0 + 0 + 1 = 5.5 of 11 = 50.0.
    // Evidenced: backups by its link 3, colours want no evidence 1: 4 of 11 = 36.36… = 36.4.
    // Over-claim 1.5 of 11 = 13.63… = 13.6. Safety 4.5 of 6 = 75.0 and 3 of 6; quality 1 of 5 both.
    // Staging needs all but the docs: 5.5 of 9 = 61.1.
    // Should share 0 of 2, below the floor of 50; one more Should reaches it, the first in order.
    assert_eq!(
        score,
        json!({
            "format": 1,
            "subject": "API",
            "version": "1.0",
            "checklist": "small",
            "target": null,
            "as_of": null,
            "verdict": "no-go",
            "reasons": [
                {"kind": "open-blocker", "items": ["alerts"]},
                {"kind": "should-below-floor", "items": ["tests", "docs"]},
                {"kind": "unknown", "items": ["docs"]},
            ],
            "next": [{"item": "alerts", "do": "meet"}, {"item": "tests", "do": "meet"}],
            "overall": {"claimed": 50.0, "evidenced": 36.4, "excluding_waived": null, "over_claim": 13.6},
            "declared": [],
            "declared_checks": [],
            "answered": 100.0,
            "tiers": [
                {"tier": "blocker", "met": 1, "evidenced": 1, "partial": 1, "counted": 2, "percent": 50.0},
                {"tier": "should", "met": 0, "evidenced": 0, "partial": 0, "counted": 2, "percent": 0.0},
                {"tier": "nice", "met": 1, "evidenced": 1, "partial": 0, "counted": 1, "percent": 100.0},
            ],
            "categories": [
                {"id": "safety", "title": "Safety", "claimed": 75.0, "evidenced": 50.0, "declared": null, "met": 1, "counted": 2},
                {"id": "quality", "title": "Quality", "claimed": 20.0, "evidenced": 20.0, "declared": null, "met": 1, "counted": 3},
            ],
            "stages": [
                {"id": "staging", "ready": false, "percent": 61.1, "open_blockers": 1},
                {"id": "live", "ready": false, "percent": 50.0, "open_blockers": 1},
            ],
            "counts": {"met": 2, "partial": 1, "unmet": 1, "unknown": 1, "unanswered": 0, "not_applicable": 0, "out_of_play": 0, "waived": 0, "conflicts": 0},
            "lapsing": [],
            "sign_offs": [],
        })
    );
}

#[test]
fn the_keys_stand_in_the_documented_order() {
    let test = answered();
    let text = test
        .run(["score", "x.ron", "--json"])
        .exit(0)
        .stdout
        .clone();
    let keys = [
        "format",
        "subject",
        "version",
        "checklist",
        "target",
        "as_of",
        "verdict",
        "reasons",
        "next",
        "overall",
        "declared",
        "declared_checks",
        "answered",
        "tiers",
        "categories",
        "stages",
        "counts",
        "lapsing",
    ];
    let at: Vec<usize> = keys
        .iter()
        .map(|key| text.find(&format!("\n  \"{key}\":")).unwrap())
        .collect();
    assert!(at.is_sorted(), "{text}");
}

#[test]
fn the_text_says_the_same_for_people() {
    let test = answered();
    test.run(["score", "x.ron"])
        .exit(0)
        .quiet()
        .has_line("API 1.0")
        .stdout_contains("\nSmall 3 · as of 20")
        .has_line("verdict  no-go")
        .has_line("open-blocker: 1 open blocker")
        .has_line("should-below-floor: too few should items met")
        .has_line("tests, docs")
        .has_line("next     2 steps to conditional-go")
        .has_line("meet  alerts  Alerts reach a person")
        .has_line("claimed         50.0")
        .has_line("Blocker  1/2   50.0          1        1")
        .has_line("Nice     1/1  100.0          1        0")
        .has_line("Quality      20.0       20.0         —  1/3")
        .has_line(
            "2 met · 1 partial · 1 not met · 1 unknown · 0 unanswered · 0 n/a · 0 out of play · 0 waived",
        );
}

#[test]
fn evidence_holds_to_its_last_day_and_not_a_day_longer() {
    let test = CliTest::with_review();
    test.run([
        "answer",
        "x.ron",
        "backups",
        "met",
        "--by",
        "Ana",
        "--evidence",
        "link:https://b",
        "--observed",
        "2024-01-01",
    ])
    .exit(0);
    let evidenced = |as_of: &str| {
        let score = test
            .run(["score", "x.ron", "--json", "--as-of", as_of])
            .exit(0)
            .json();
        score["overall"]["evidenced"].clone()
    };
    // 30 days are allowed: 3 of 11 = 27.27… = 27.3.
    assert_eq!(evidenced("2024-01-31"), json!(27.3));
    assert_eq!(evidenced("2024-01-31T23:59:59Z"), json!(27.3));
    assert_eq!(evidenced("2024-02-01T00:00:00Z"), json!(0.0));
    test.run(["score", "x.ron", "--as-of", "2024-02-01"])
        .stdout_contains("too old: it held until 2024-01-31");
    test.refused(
        ["score", "x.ron", "--as-of", "soon"],
        2,
        "`soon` is not a time; write it as 2026-11-21",
    );
}

#[test]
fn a_target_narrows_the_figures_and_whole_widens_them_but_never_the_verdict() {
    let test = answered();
    test.run(["set", "x.ron", "target", "staging"]).exit(0);
    // Without docs, which only live needs: 5.5 of 9 = 61.11…
    let needed = test.score("x.ron");
    assert_eq!(needed["overall"]["claimed"], json!(61.1));
    assert_eq!(needed["target"], json!("staging"));
    assert_eq!(needed["counts"]["unknown"], json!(0));
    let whole = test
        .run(["score", "x.ron", "--json", "--whole"])
        .exit(0)
        .json();
    assert_eq!(whole["overall"]["claimed"], json!(50.0));
    assert_eq!(whole["counts"]["unknown"], json!(1));
    for key in ["verdict", "reasons", "next"] {
        assert_eq!(whole[key], needed[key], "{key}");
    }
}

#[test]
fn nothing_to_count_is_null_and_never_nought() {
    let test = CliTest::with_review();
    test.run([
        "set",
        "x.ron",
        "trait",
        "serves-traffic",
        "no",
        "--by",
        "Ana",
    ])
    .exit(0);
    test.run([
        "answer", "x.ron", "backups", "na", "--reason", "no state", "--by", "Ana",
    ])
    .exit(0);
    let score = test.score("x.ron");
    assert_eq!(score["categories"][0]["claimed"], Value::Null);
    assert_eq!(score["tiers"][0]["percent"], Value::Null);
    assert_eq!(score["counts"]["out_of_play"], json!(1));
    assert_eq!(score["counts"]["not_applicable"], json!(1));
    test.run(["score", "x.ron"])
        .has_line("Safety          —          —         —  0/0");
}

#[test]
fn declared_figures_stand_beside_with_their_distance_and_their_tables() {
    let test = answered();
    let declare = |label: &str, value: &str, of: &str| {
        let base = [
            "set", "x.ron", "declared", label, value, "--of", of, "--table", "t",
        ];
        test.run(base).exit(0);
    };
    declare("Overall", "9/10", "overall");
    declare("Safety", "9/10", "category:safety");
    declare("Quality", "7/10", "category:quality");
    test.run(["set", "x.ron", "declared", "Verdict", "ready"])
        .exit(0);
    let score = test.score("x.ron");
    // The mean of 90 and 70 is 80; 9/10 is exact to 10 points, so 90 agrees with it.
    assert_eq!(
        score["declared_checks"],
        json!([{"total": 90.0, "table_mean": 80.0, "finding": "agrees"}])
    );
    assert_eq!(score["categories"][1]["declared"], json!(70.0));
    assert_eq!(
        score["declared"][3],
        json!({"label": "Verdict", "of": "verdict", "value": "ready", "percent": null})
    );
    test.run(["score", "x.ron"])
        .has_line("Overall  9/10   90.0  40.0 above claimed, 53.6 above evidenced")
        .has_line("Overall 90.0 agrees with its table's plain mean (80.0)");
    declare("Overall", "9.0/10", "overall");
    test.run(["score", "x.ron"])
        .has_line("Overall 90.0 differs from its table's plain mean (80.0) by 10.0");
}

#[test]
fn the_ladder_says_what_is_in_the_way_of_each_stage() {
    let test = half_way();
    test.run("set x.ron target staging".split(' ')).exit(0);
    test.run([
        "set",
        "x.ron",
        "declared",
        "Live ready",
        "7/10",
        "--of",
        "stage:live",
    ])
    .exit(0);
    // Staging needs two blockers: 3 and 1.5 of 6 = 75. Live needs all: 9.5 of 16 = 59.375.
    test.run(["score", "x.ron"]).exit(0).stdout_contains(
        "   ready for         claimed  declared  in the way\n\
             ○  Staging (target)     75.0         —  1 open blocker\n\
             ○  Live                 59.4      70.0  2 open blockers\n",
    );
    test.run("answer x.ron alerts met --evidence link:https://a".split(' '))
        .exit(0);
    test.run("answer x.ron audit met --evidence link:https://a".split(' '))
        .exit(0);
    // Should: 2 of 3 is above the floor. With one of 3 below it.
    test.run(["score", "x.ron"]).stdout_contains(
        "●  Staging (target)    100.0         —\n●  Live                 87.5      70.0\n",
    );
    test.run("answer x.ron verdict unmet".split(' ')).exit(0);
    test.run(["score", "x.ron"])
        .stdout_contains("●  Staging (target)    100.0         —\n")
        .stdout_contains("○  Live                 75.0      70.0  too few should items met\n");
    for item in ["backups", "alerts"] {
        let na = [
            "answer",
            "x.ron",
            item,
            "na",
            "--reason",
            "no state",
            "--agreed-by",
            "Bo",
        ];
        test.run(na).exit(0);
    }
    // A stage that needs nothing is neither ready nor not, and blocks none above.
    test.run(["score", "x.ron"])
        .stdout_contains("—  Staging (target)        —         —  it needs nothing\n");
    let stages = test.score("x.ron")["stages"].clone();
    assert_eq!(
        stages[0],
        json!({"id": "staging", "ready": null, "percent": null, "open_blockers": 0})
    );
}

#[test]
fn waivers_what_lapses_and_dissents_stand_on_the_page_only_where_there_are_any() {
    let test = half_way();
    let quiet = test.run(["score", "x.ron"]).exit(0).stdout.clone();
    for heading in [
        "excluding waived",
        "waived\n  ",
        "lapses soon",
        "open dissents",
    ] {
        assert!(!quiet.contains(heading), "{heading} in {quiet}");
    }
    let (last, day_before) = (day(&test, 10), day(&test, 9));
    test.run([
        "waive",
        "x.ron",
        "alerts",
        "--reason",
        "no pager\nyet",
        "--approved-by",
        "Bo",
        "--expires",
        &last,
    ])
    .exit(0);
    let (observed, until) = (day(&test, -55), day(&test, 5));
    test.run([
        "evidence",
        "x.ron",
        "backups",
        "add",
        "link:https://old",
        "--observed",
        &observed,
    ])
    .exit(0);
    test.run([
        "dissent",
        "x.ron",
        "verdict",
        "ask support\nfirst",
        "--by",
        "Bo",
    ])
    .exit(0);
    let page = test.run(["score", "x.ron"]);
    page.exit(0)
        .has_line("excluding waived      61.5")
        .stdout_contains(&format!(
            "waived\n  alerts  until {last}  Ana, approved by Bo  no pager yet\n"
        ))
        .stdout_contains(&format!("until {last}, 10 days left\n"))
        .stdout_contains(&format!("until {until}, 5 days left\n"))
        .stdout_contains("open dissents\n  the verdict  Bo  not answered  ask support first\n")
        .stdout_contains(" · 1 waived\n");
    // The nearest comes first.
    let at = |part: &str| page.stdout.find(part).unwrap();
    assert!(at("5 days left") < at("10 days left"));
    let on = |as_of: &str| {
        test.run(["score", "x.ron", "--as-of", as_of])
            .exit(0)
            .stdout
            .clone()
    };
    assert!(on(&day_before).contains(&format!("until {last}, 1 day left\n")));
    assert!(on(&last).contains("waiver  today is its last day\n"));
    let after = on(&day(&test, 11));
    assert!(after.contains(&format!("  alerts  expired on {last}  ")));
    assert!(!after.contains("excluding waived") && after.contains("open-blocker: 2 open"));
    let lapsing = test.score("x.ron")["lapsing"].clone();
    assert_eq!(
        lapsing[1],
        json!({"item": "alerts", "what": "waiver", "evidence": null, "last_day": last, "days": 10})
    );
    assert_eq!(lapsing[0]["last_day"], json!(until));
    assert!(lapsing[0]["evidence"].is_string());
}

#[test]
fn a_long_dissent_leaves_room_on_the_page_and_stands_whole_in_its_list() {
    let test = rich();
    let (whole, start) = ("é".repeat(73), "é".repeat(72));
    test.run(["dissent", "x.ron", "verdict", &whole]).exit(0);
    test.run(["score", "x.ron"])
        .exit(0)
        .stdout_contains(&format!("not answered  {start}…\n"));
    test.run(["dissent", "x.ron", "--list"])
        .exit(0)
        .has_line(&whole);
}

#[test]
fn a_dissent_from_the_verdict_is_marked_among_the_reasons() {
    let test = rich();
    test.run(["dissent", "x.ron", "verdict", "ask support"])
        .exit(0);
    let reasons = test.score("x.ron")["reasons"].clone();
    let dissent = json!({"kind": "dissent", "items": [], "verdict": true});
    assert!(reasons.as_array().unwrap().contains(&dissent), "{reasons}");
}
