//! The checklists that come with candor: what each of them promises to whoever takes one off the shelf.

mod commands;
mod content;
mod documents;
mod gate;
mod wording;

use std::collections::BTreeSet;
use std::path::Path;

use candor::domain::checklist::{Checklist, Item};
use candor::format::read::read_checklist;

/// Those for a kind of system or occasion, written from what the field knows.
const GENERAL: [&str; 9] = [
    "data-pipeline",
    "incident-follow-up",
    "infrastructure-change",
    "library-release",
    "ml-model",
    "mobile-app",
    "operations-handover",
    "security-baseline",
    "web-service",
];

/// Those that carry the figures of a source document; their counts and tiers are the document's.
const FROM_DOCUMENTS: [&str; 6] = [
    "learning-system",
    "mvp-hardening",
    "nine-attributes",
    "platform-plan",
    "post-audit",
    "production-requirements",
];

/// The names of the files in `checklists/`, without the ending.
fn names() -> BTreeSet<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("checklists");
    let files = std::fs::read_dir(directory).unwrap();
    files
        .map(|file| file.unwrap().path())
        .map(|path| {
            assert_eq!(path.extension().unwrap(), "ron", "{}", path.display());
            path.file_stem().unwrap().to_str().unwrap().to_owned()
        })
        .collect()
}

/// The text of one of them.
fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("checklists");
    std::fs::read_to_string(path.join(format!("{name}.ron"))).unwrap()
}

/// One of them.
fn checklist(name: &str) -> Checklist {
    read_checklist(text(name).as_bytes()).0.unwrap()
}

/// All of them.
fn all() -> Vec<Checklist> {
    names().iter().map(|name| checklist(name)).collect()
}

/// The nine general ones.
fn general() -> Vec<Checklist> {
    GENERAL.map(checklist).into()
}

/// The items of the checklists that fail a rule, as `checklist/item: what`.
#[track_caller]
fn no_item_fails(checklists: &[Checklist], rule: impl Fn(&Item) -> Result<(), String>) {
    let mut failing = Vec::new();
    for checklist in checklists {
        for (_, item) in checklist.items() {
            if let Err(what) = rule(item) {
                let (list, id) = (checklist.id.raw(), item.id.raw());
                failing.push(format!("{list}/{id}: {what}"));
            }
        }
    }
    assert!(failing.is_empty(), "\n{}", failing.join("\n"));
}
