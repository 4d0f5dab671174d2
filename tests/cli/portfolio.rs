//! `candor portfolio`.
// The measurement says what it measured.
#![allow(clippy::print_stdout)]

use serde_json::{Value, json};

use super::builder::{CHECKLIST, CliTest};

/// Three services of one checklist, two of them parts of a shop; one of another version of it.
fn services() -> CliTest {
    let newer = CHECKLIST
        .replace("version: \"3\"", "version: \"4\"")
        .replace("Backups restore", "Backups come back");
    let test = CliTest::with_review()
        .git_user("Ana")
        .file("newer.ron", newer);
    let new = |file: &str, list: &str, subject: &str, system: &str| {
        let arguments = [
            "new",
            file,
            "--checklist",
            list,
            "--subject",
            subject,
            "--system",
            system,
        ];
        test.run(arguments).exit(0);
    };
    new("all/a/pay.ron", "list.ron", "Pay", "shop");
    new("all/b/cart.ron", "list.ron", "Cart", "shop");
    new("all/b/mail.ron", "newer.ron", "Mail", "");
    for item in ["backups", "alerts"] {
        let link = ["--evidence", "link:https://b", "--observed", "2024-01-10"];
        let arguments = ["answer", "all/a/pay.ron", item, "met"];
        test.run(arguments.iter().chain(&link)).exit(0);
    }
    // Met by word alone: an open blocker, for the checklist wants evidence.
    test.run(["answer", "all/b/cart.ron", "backups", "met"])
        .exit(0);
    test
}

fn portfolio(test: &CliTest, path: &str) -> Value {
    let arguments = ["portfolio", path, "--as-of", "2024-01-15", "--json"];
    test.run(arguments).exit(0).quiet().json()
}

#[test]
fn many_assessments_are_rolled_up() {
    let test = services();
    let all = portfolio(&test, "all");
    assert_eq!(all["assessments"], json!(3));
    assert_eq!(
        all["verdicts"],
        json!({"no-go": 3, "conditional-go": 0, "go": 0})
    );
    let services: Vec<(&str, u64)> = all["services"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["path"].as_str().unwrap(),
                it["open_blockers"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        services,
        [
            ("all/b/cart.ron", 2),
            ("all/b/mail.ron", 2),
            ("all/a/pay.ron", 0)
        ]
    );
    // Docs, tests and colours: all three. Then the Blockers, which Pay has met and shown.
    let failing: Vec<(&str, u64)> = all["failing_items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["item"].as_str().unwrap(),
                it["failing"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        failing,
        [
            ("docs", 3),
            ("tests", 3),
            ("colours", 3),
            ("alerts", 2),
            ("backups", 2)
        ]
    );
    // One id in two versions is one item, by the title of the newer.
    assert_eq!(all["failing_items"][4]["title"], json!("Backups come back"));
    // Thirty days from the tenth of January is the ninth of February, twenty-five days away.
    assert_eq!(all["lapsing"]["count"], json!(1));
    assert_eq!(
        all["lapsing"]["nearest"][0],
        json!({
            "path": "all/a/pay.ron", "name": "Pay", "item": "backups", "what": "evidence",
            "evidence": all["lapsing"]["nearest"][0]["evidence"], "last_day": "2024-02-09", "days": 25,
        })
    );
    // Means stay within a version: (6/11 + 3/11) / 2 = 40.9 and 6/11 / 2 = 27.3.
    assert_eq!(
        all["checklists"],
        json!([
            {"checklist": "small", "version": "3", "title": "Small", "assessments": 2,
             "mean_claimed": 40.9, "mean_evidenced": 27.3},
            {"checklist": "small", "version": "4", "title": "Small", "assessments": 1,
             "mean_claimed": 0.0, "mean_evidenced": 0.0},
        ])
    );
    assert_eq!(
        all["systems"],
        json!([{
            "system": "shop", "parts": 2, "verdict": "no-go", "evidenced": 0.0,
            "least_ready": "Cart", "least_ready_path": "all/b/cart.ron",
        }])
    );
    test.run(["portfolio", "all", "--as-of", "2024-01-15"])
        .exit(0)
        .has_line("2  no-go       27.3        0.0  Cart     all/b/cart.ron")
        .has_line("3 of 3          Should   small      docs     Docs are current")
        .has_line("2024-02-09  Pay      evidence of backups in 25 days  all/a/pay.ron");
}

#[test]
fn directories_are_looked_through_and_what_is_no_assessment_is_passed_over() {
    let test = services()
        .file("all/.hidden/h.ron", "Assessment(")
        .file("all/.h.ron", "Assessment(")
        .file("all/pay.evidence/e.ron", "Assessment(")
        .file("all/pay.signoffs/s.ron", "Assessment(")
        .file("all/notes.txt", "Assessment(")
        .file("all/list.ron", CHECKLIST)
        .file("all/theme.ron", "(colour: \"red\")")
        .file("all/not-text.ron", b"\xff\xfe\0");
    assert_eq!(portfolio(&test, "all")["assessments"], json!(3));
    let twice = [
        "portfolio",
        "all",
        "all/a",
        "all/a/pay.ron",
        "./all",
        "--json",
    ];
    let twice = test.run(twice).exit(0).json();
    assert_eq!(twice["assessments"], json!(3));
    test.run(["portfolio", "all/pay.evidence"]).exit(3);
    let none = test.file("none/x.txt", "");
    none.run(["portfolio", "none"])
        .exit(0)
        .stdout_contains("no assessments here");
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_loops_end() {
    let test = services();
    std::os::unix::fs::symlink("..", test.path("all/a/up")).unwrap();
    std::os::unix::fs::symlink(".", test.path("all/self")).unwrap();
    std::os::unix::fs::symlink("nowhere", test.path("all/gone.ron")).unwrap();
    std::fs::create_dir(test.path("picked")).unwrap();
    std::os::unix::fs::symlink("../all/a/pay.ron", test.path("picked/pay.ron")).unwrap();
    std::os::unix::fs::symlink("../all", test.path("picked/all")).unwrap();
    assert_eq!(portfolio(&test, "all")["assessments"], json!(3));
    assert_eq!(portfolio(&test, "picked")["assessments"], json!(3));
}

#[test]
fn what_cannot_be_read_is_said_after_everything_else() {
    let test = services().file("all/bad.ron", "Assessment(");
    let ran = test.run(["portfolio", "all", "missing.ron", "list.ron"]);
    ran.exit(3)
        .stdout_contains("3 assessments")
        .stderr_contains("all/bad.ron:1:12: the text ends too early")
        .stderr_contains("missing.ron: ")
        .stderr_contains("this is a checklist, not an assessment");
    assert_eq!(ran.stderr.lines().count(), 3, "{}", ran.stderr);
    let ran = test.run(["portfolio", "all", "--json"]);
    ran.exit(3);
    assert_eq!(ran.json()["assessments"], json!(3));
    assert_eq!(ran.json()["problems"].as_array().unwrap().len(), 1);
    test.refused(["portfolio"], 2, "<PATH>");
    test.refused(["portfolio", "all", "--as-of", "x"], 2, "`x` is not a time");
}

/// As many files as are worth several threads give the same every time.
#[test]
fn the_threads_change_nothing() {
    let test = services();
    let text = test.read("all/a/pay.ron");
    for at in 0..120 {
        let named = text.replacen("name: \"Pay\"", &format!("name: \"Pay {at}\""), 1);
        std::fs::write(test.path(&format!("all/a/pay-{at}.ron")), named).unwrap();
    }
    let first = portfolio(&test, "all");
    assert_eq!(first["assessments"], json!(123));
    assert_eq!(first, portfolio(&test, "all"));
    assert_eq!(first["checklists"][0]["assessments"], json!(122));
    test.run(["portfolio", "all"])
        .exit(0)
        .stdout_contains("and 103 more, all of them with --json");
}

/// `cargo test --release --test main ten_thousand_services -- --ignored --nocapture`.
#[test]
#[ignore = "writes half a gigabyte, and times a release build on two cores"]
fn ten_thousand_services_take_three_seconds() {
    let test = CliTest::new().git_user("Ana");
    let new = "new x.ron --checklist data-pipeline --subject Pay --system shop";
    test.run(new.split(' ')).exit(0);
    let score = test.score("x.ron");
    let next = score["next"].as_array().unwrap().iter();
    for item in next.filter_map(|step| step["item"].as_str()) {
        let link = ["--evidence", "link:https://wiki.example/proof"];
        test.run(["answer", "x.ron", item, "met"].iter().chain(&link))
            .exit(0);
    }
    let text = test.read("x.ron");
    assert_eq!(text.matches("tier: ").count(), 50);
    std::fs::create_dir(test.path("all")).unwrap();
    for at in 0..10_000 {
        let named = text.replacen("name: \"Pay\"", &format!("name: \"Pay {at}\""), 1);
        std::fs::write(test.path(&format!("all/{at}.ron")), named).unwrap();
    }
    let started = std::time::Instant::now();
    let all = test.run(["portfolio", "all", "--json"]).exit(0).json();
    let took = started.elapsed();
    println!("10,000 assessments of {} bytes: {took:?}", text.len());
    assert_eq!(all["assessments"], json!(10_000));
    assert!(took.as_secs_f64() <= 3.0, "{took:?}");
}
