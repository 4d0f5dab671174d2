//! Every fault in a file of its own under `tests/fixtures/lint`, with the exact words that `lint` says of it.
//!
//! `CANDOR_BLESS=1 cargo test --test main lint::fixtures` writes the words anew; read every one of them then.

use std::fs;
use std::path::{Path, PathBuf};

use candor::format::fault::{Fault, Weight};
use candor::format::read::{read_checklist, read_checklist_after, read_older_checklist};

/// What the fixtures whose names begin with `since-` are compared with.
const OLDER: &str = "since-old";

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lint")
}

fn bytes_of(name: &str) -> Vec<u8> {
    fs::read(directory().join(format!("{name}.ron"))).unwrap()
}

/// The broken checklists by their names, with their bytes and faults.
fn broken() -> Vec<(String, Vec<u8>, Vec<Fault>)> {
    let files = fs::read_dir(directory())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|end| end == "ron"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| !["whole", OLDER].contains(&name.as_str()))
        .collect();
    names.sort();
    let older = read_older_checklist(&bytes_of(OLDER)).unwrap();
    let read = names.into_iter().map(|name| {
        let bytes = bytes_of(&name);
        let older = name.starts_with("since-").then_some(&older);
        let faults = read_checklist_after(&bytes, older).1;
        (name, bytes, faults)
    });
    read.collect()
}

#[test]
fn every_fault_stands_where_it_is_and_says_what_to_do() {
    let broken = broken();
    assert!(broken.len() > 90, "only {} checklists", broken.len());
    let bless = std::env::var_os("CANDOR_BLESS").is_some();
    let mut wrong = String::new();
    for (name, bytes, faults) in &broken {
        let text = String::from_utf8_lossy(bytes);
        let said: String = faults
            .iter()
            .map(|fault| fault.rendered(&format!("{name}.ron"), &text))
            .collect();
        let path = directory().join(format!("{name}.txt"));
        if bless {
            fs::write(path, said).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != said {
            wrong.push_str(&said);
        }
    }
    assert!(
        wrong.is_empty(),
        "said otherwise than before, see the head of this file:\n{wrong}"
    );
}

#[test]
fn every_fault_has_a_place_and_a_way_out_and_weighs_what_its_name_says() {
    for (name, bytes, faults) in broken() {
        for fault in &faults {
            assert!(fault.place.is_some(), "{name}: {fault:?}");
            assert!(!fault.next.is_empty(), "{name}: {fault:?}");
        }
        let weights: Vec<Weight> = faults.iter().map(|fault| fault.weight).collect();
        if name == "since-rev-raised" {
            assert_eq!(faults, [], "a raised rev says it all");
        } else if name.starts_with("warning-") || name.starts_with("since-") {
            assert!(
                !weights.is_empty() && !weights.contains(&Weight::Error),
                "{name}"
            );
            assert!(read_checklist(&bytes).0.is_some(), "{name}");
        } else {
            assert!(weights.contains(&Weight::Error), "{name}");
        }
    }
}

#[test]
fn a_checklist_with_every_field_has_no_fault() {
    assert_eq!(read_checklist(&bytes_of("whole")).1, []);
    assert_eq!(read_checklist(&bytes_of(OLDER)).1, []);
}
