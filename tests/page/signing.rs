//! What the exports say of sign-offs: as signed, and as of now.

use std::collections::BTreeSet;

use candor::export::csv::write_csv;
use candor::export::markdown::write_markdown;
use candor::export::whole::ReviewObject;
use serde_json::Value;

use super::everything_hostile;
use super::subject::Subject;

fn json(subject: &Subject) -> Value {
    let text = subject.export(|dossier| serde_json::to_string(&ReviewObject::of(dossier)).unwrap());
    serde_json::from_str(&text).unwrap()
}

#[test]
fn page_and_markdown_say_both_as_signed_and_as_of_now() {
    let subject = Subject::with_everywhere("word");
    let (html, markdown) = (subject.html(), subject.export(write_markdown));
    let plain: String = html
        .replace("<bdi>", "")
        .replace("</bdi>", "")
        .replace("<b>", "")
        .replace("</b>", "");
    for part in [
        "Decision go, on the verdict conditional-go",
        "current. The verdict now is no-go.",
        "superseded by 2 changes. The verdict now is no-go.",
        "not signed with a key",
        "signed with a key that no list of signers names",
        "forged: the signature is not that of this statement. It counts for nothing.",
        "done, says word Bo",
        "overdue",
        "1 earlier sign-off that it found is gone or was altered since.",
        "the subject&#39;s version",
        "No-go was signed by word owner",
    ] {
        assert!(plain.contains(part), "no {part} on the page");
    }
    for part in [
        "- **go** word signer, word sre, on 2026-11-21T09:00:00Z: current; signed with a key",
        "### word signer, word product: conditional-go",
        "- go on the verdict conditional-go, at 2026-11-21T09:00:00Z by the signer's word",
        "- superseded; the verdict is no-go",
        "- changed: the subject's version",
        "- forged: the signature is not that of this statement. It counts for nothing.",
        "- **forged** the statement is not as candor writes one",
    ] {
        assert!(markdown.contains(part), "no {part:?} in:\n{markdown}");
    }
}

#[test]
fn json_says_both_as_signed_and_as_of_now() {
    let object = json(&Subject::with_everywhere("word"));
    let first = &object["sign_offs"][0];
    assert_eq!(first["standing"], "current");
    assert_eq!(first["seal"], "valid");
    assert_eq!(first["signed"]["decision"], "go");
    assert_eq!(first["signed"]["verdict"], "conditional-go");
    assert_eq!(first["now"]["verdict"], "no-go");
    let second = &object["sign_offs"][1];
    assert_eq!(second["standing"], "superseded");
    assert_eq!(second["now"]["superseded_by"][0]["what"], "version");
    assert_eq!(second["signed"]["conditions"][0]["overdue"], true);
    assert_eq!(second["signed"]["conditions"][1]["done"], true);
    assert_eq!(object["sign_offs"][4]["standing"], "forged");
    assert_eq!(object["sign_offs"][5]["signed"], Value::Null);
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
fn every_key_of_a_whole_review_is_documented() {
    let documentation = include_str!("../../assets/json/README.md");
    let section = |name: &str| {
        let (_, section) = documentation.split_once(&format!("\n## {name}\n")).unwrap();
        section.split("\n## ").next().unwrap().to_owned()
    };
    let told = section("review") + &section("score");
    let mut found = BTreeSet::new();
    keys(&json(&Subject::with_everywhere("word")), &mut found);
    let silent = |key: &&String| !told.contains(&format!("`{key}`"));
    let silent: Vec<&String> = found.iter().filter(silent).collect();
    assert!(found.len() > 140, "{}", found.len());
    assert!(silent.is_empty(), "nothing is said of {silent:?}");
}

#[test]
fn hostile_text_stays_text_in_markdown_and_in_json() {
    let hostile = everything_hostile();
    let subject = Subject::with_everywhere(&hostile);
    let markdown = subject.export(write_markdown);
    // What is typed into a shell stands in a block of code, where nothing is markup.
    let prose = markdown.lines().filter(|line| !line.starts_with("    "));
    for line in prose {
        assert!(!line.contains('<'), "{line}");
        assert!(
            !line.contains('\u{202e}') && !line.contains('\u{1b}'),
            "{line}"
        );
    }
    let object = json(&subject);
    let name = object["subject"]["name"].as_str().unwrap();
    assert_eq!(name, subject.assessment.head.subject.name.raw());
    assert!(subject.export(write_csv).contains("⟨U+202E⟩"));
}
