//! The JSON that candor prints is what its documentation shows.
//!
//! `assets/json/` holds one example for each object, printed from one small review by the commands that stand below;
//! `CANDOR_BLESS=1` writes them anew.

use std::collections::BTreeSet;

use serde_json::Value;

use super::builder::CliTest;

const REVIEW: &str = include_str!("../fixtures/json/api.ron");
const CHECKLIST: &str = include_str!("../fixtures/json/launch.ron");
/// The same review after a meeting; the tests of meetings write it.
const MET: &str = include_str!("../fixtures/json/met.ron");
const AS_OF: &str = "2026-11-21T09:00:00Z";

/// The name of each example and the command that prints it.
const EXAMPLES: [(&str, &[&str]); 15] = [
    ("score", &["score", "api.ron", "--as-of", AS_OF]),
    ("plan", &["plan", "api.ron", "--as-of", AS_OF]),
    (
        "gate",
        &[
            "gate",
            "api.ron",
            "--allow",
            "waiver,unanswered",
            "--as-of",
            AS_OF,
        ],
    ),
    (
        "diff",
        &[
            "diff",
            "api.ron",
            "--snapshots",
            "first look",
            "now",
            "--as-of",
            AS_OF,
        ],
    ),
    ("portfolio", &["portfolio", "api.ron", "--as-of", AS_OF]),
    (
        "evidence",
        &["evidence", "api.ron", "health", "list", "--as-of", AS_OF],
    ),
    ("dissents", &["dissent", "api.ron", "--list"]),
    ("notes", &["note", "api.ron", "list", "--as-of", AS_OF]),
    ("meetings", &["meeting", "met.ron", "list"]),
    (
        "agenda",
        &["meeting", "met.ron", "agenda", "--as-of", AS_OF],
    ),
    ("snapshots", &["snapshot", "api.ron", "--list"]),
    ("waivers", &["waive", "api.ron", "--list", "--as-of", AS_OF]),
    (
        "items",
        &[
            "list",
            "items",
            "api.ron",
            "--status",
            "unmet,partial,unanswered",
            "--as-of",
            AS_OF,
        ],
    ),
    ("lint", &["lint", "broken.ron"]),
    (
        "review",
        &["export", "api.ron", "--format", "json", "--as-of", AS_OF],
    ),
];

fn printed(arguments: &[&str]) -> String {
    let broken = CHECKLIST
        .replace("tier: Nice", "tier: Nicer")
        .replace("\"30m\"", "\"soon\"");
    let test = CliTest::new()
        .file("api.ron", REVIEW)
        .file("met.ron", MET)
        .file("launch.ron", CHECKLIST)
        .file("broken.ron", broken);
    // An export says what it is in its own way.
    let json = ["--json"].into_iter().filter(|_| arguments[0] != "export");
    test.run(arguments.iter().copied().chain(json))
        .stdout
        .clone()
}

fn path(name: &str) -> String {
    format!("{}/assets/json/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_examples_are_what_the_program_prints() {
    let bless = std::env::var_os("CANDOR_BLESS").is_some();
    for (name, arguments) in EXAMPLES {
        let printed = printed(arguments);
        let path = path(&format!("{name}.json"));
        if bless {
            std::fs::write(&path, &printed).unwrap();
        }
        let shown = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            printed == shown,
            "{path} is not what `candor {}` prints; CANDOR_BLESS=1 writes it anew:\n{printed}",
            arguments.join(" ")
        );
    }
}

/// Every key of an object and of what is in it.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, inside) in fields {
                found.insert(key.clone());
                keys(inside, found);
            }
        }
        Value::Array(several) => several.iter().for_each(|inside| keys(inside, found)),
        _ => {}
    }
}

#[test]
fn every_key_is_documented() {
    let documentation = std::fs::read_to_string(path("README.md")).unwrap();
    for (name, arguments) in EXAMPLES {
        let heading = format!("\n## {name}\n");
        let (_, section) = documentation
            .split_once(&heading)
            .unwrap_or_else(|| panic!("no section on {name}"));
        let section = section.split("\n## ").next().unwrap_or_default();
        let object: Value = serde_json::from_str(&printed(arguments)).unwrap();
        let mut found = BTreeSet::new();
        keys(&object, &mut found);
        let told = |key: &&String| {
            let word = format!("`{key}`");
            section.contains(&word) || name != "score" && is_of_score(&documentation, &word)
        };
        let silent: Vec<&String> = found.iter().filter(|key| !told(key)).collect();
        assert!(silent.is_empty(), "{name}: nothing is said of {silent:?}");
        assert_eq!(object["format"], Value::from(1), "{name}");
    }
}

/// Keys that mean the same everywhere are told once, with the score.
fn is_of_score(documentation: &str, word: &str) -> bool {
    let (_, section) = documentation.split_once("\n## score\n").unwrap();
    section
        .split("\n## ")
        .next()
        .unwrap_or_default()
        .contains(word)
}
