//! An assessment of a checklist with metrics, stages, an item that nobody can waive, and weights that are easy to add up.

use super::builder::CliTest;

/// Weights 3 3 3 | 2 2 2 1, together 16.
const RICH: &str = r#"Checklist(
    format: 1,
    id: "rich",
    title: "Rich",
    version: "1",
    stages: [(id: "staging", title: "Staging"), (id: "live", title: "Live")],
    scoring: (confirm: Nobody, max_age_days: 60, max_waiver_days: 30),
    categories: [
        (
            id: "safety", title: "Safety",
            items: [
                (id: "backups", tier: Blocker, title: "Backups restore", why: "Data is lost.", estimate: "2h", stage: "staging"),
                (id: "alerts", tier: Blocker, title: "Alerts reach a person", why: "Outages last.", stage: "staging"),
                (id: "audit", tier: Blocker, title: "The audit is passed", why: "The law.", waivable: false, stage: "live"),
            ],
        ),
        (
            id: "speed", title: "Speed",
            items: [
                (id: "latency", tier: Should, title: "Answers come fast", evidence: NotNeeded, stage: "live",
                    metric: (name: "response time", unit: "s", target: AtMost(2))),
                (id: "policy", tier: Should, title: "A policy is written", evidence: NotNeeded, stage: "live",
                    metric: (name: "policy", target: Text("agreed by two people"))),
                (id: "verdict", tier: Should, title: "Docs are current", stage: "live"),
                (id: "colours", tier: Nice, title: "Colours are nice", evidence: NotNeeded, stage: "live"),
            ],
        ),
    ],
)
"#;

/// A directory with an assessment `x.ron` of the rich checklist; git knows Ana.
pub(super) fn rich() -> CliTest {
    let test = CliTest::new().file("rich.ron", RICH).git_user("Ana");
    let new = "new x.ron --checklist rich.ron --subject API --subject-version 1.0";
    test.run(new.split(' ')).exit(0);
    test
}

/// The same with the Blockers backups met with a link and alerts half met, and the rest as it comes.
pub(super) fn half_way() -> CliTest {
    let test = rich();
    for command in [
        "answer x.ron backups met --evidence link:https://b.example",
        "answer x.ron alerts partial:50",
        "answer x.ron audit unmet",
        "answer x.ron latency met --measured 0.9..1.2",
        "answer x.ron policy unmet",
        "answer x.ron verdict met --evidence link:https://d.example",
        "answer x.ron colours met",
    ] {
        test.run(command.split(' ')).exit(0);
    }
    test
}

/// The day that is so many days from today, by the program's own clock.
pub(super) fn day(test: &CliTest, days: i64) -> String {
    let as_of = test.score("x.ron")["as_of"].as_str().unwrap().to_owned();
    let today: chrono::NaiveDate = as_of[..10].parse().unwrap();
    (today + chrono::Duration::days(days)).to_string()
}
