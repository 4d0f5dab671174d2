//! Every checklist through the real binary: listed, begun, scored and exported.

use std::collections::BTreeSet;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::{checklist, names};

fn candor(directory: &TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(arguments)
        .current_dir(directory.path())
        .env_clear()
        .env("HOME", directory.path())
        .env("CANDOR_HOME", directory.path().join("home"))
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("GIT_CEILING_DIRECTORIES", directory.path())
        .output()
        .unwrap()
}

#[track_caller]
fn succeeds(directory: &TempDir, arguments: &[&str]) -> String {
    let output = candor(directory, arguments);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{arguments:?}: {stderr}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_list_shows_every_checklist_there_is_and_no_other() {
    let directory = tempfile::tempdir().unwrap();
    let listed = json(&succeeds(&directory, &["list", "--json"]));
    let mut ids = BTreeSet::new();
    for entry in listed["checklists"].as_array().unwrap() {
        let id = entry["id"].as_str().unwrap();
        assert_eq!(entry["problem"], Value::Null, "{id}");
        assert_eq!(entry["source"], "built-in", "{id}");
        assert_eq!(entry["items"], checklist(id).item_count(), "{id}");
        assert!(ids.insert(id.to_owned()), "{id} is listed twice");
    }
    assert_eq!(ids, names());
}

#[test]
fn each_can_be_begun_scored_and_exported() {
    let directory = tempfile::tempdir().unwrap();
    for name in names() {
        let file = format!("{name}.ron");
        let new = ["new", &file, "--checklist", &name, "--subject", "Subject"];
        succeeds(&directory, &new);
        let score = json(&succeeds(&directory, &["score", &file, "--json"]));
        assert_eq!(score["verdict"], "no-go", "{name}");
        assert_eq!(score["checklist"], name.as_str());
        let reasons = score["reasons"].as_array().unwrap();
        let nothing = reasons
            .iter()
            .any(|reason| reason["kind"] == "nothing-assessed");
        assert!(nothing, "{name}: {reasons:?}");
        let exported = succeeds(&directory, &["export", &file, "--format", "md"]);
        let checklist = checklist(&name);
        assert!(exported.contains(checklist.title.raw()), "{name}");
        for (_, item) in checklist.items() {
            assert!(exported.contains(item.id.raw()), "{name}/{:?}", item.id);
        }
        succeeds(&directory, &["lint", &file]);
    }
}

#[test]
fn each_file_is_clean_to_the_command_that_checks_files() {
    let directory = tempfile::tempdir().unwrap();
    for name in names() {
        let path = format!("{}/checklists/{name}.ron", env!("CARGO_MANIFEST_DIR"));
        let said = succeeds(&directory, &["lint", &path]);
        assert!(said.ends_with(": ok\n"), "{said}");
    }
}
