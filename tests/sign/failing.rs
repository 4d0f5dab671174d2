//! Whatever step of signing fails, or is the last before the machine stops, nothing looks forged afterwards.

use std::path::Path;

use candor::domain::assessment::Assessment;
use candor::domain::evidence::Observations;
use candor::domain::sign_off::{Seal, SignOff, Statement};
use candor::format::statement::write_statement;
use candor::format::write::write_assessment;
use candor::problem::Problem;
use candor::system::durable;
use candor::system::files::FileSystem;
use candor::system::sign_offs::{self, Ground};
use candor::system::signers::Signers;

use super::place::{Place, noon, wish};
use crate::reliability::memory::Memory;

const PATH: &str = "d/api.ron";

/// ENOSPC, EIO, EDQUOT, EROFS, EACCES and what a person reads about each.
const ERRORS: [(i32, &str); 5] = [
    (28, "the disk is full"),
    (5, "input/output error"),
    (122, "quota"),
    (30, "read-only"),
    (13, "permission was denied"),
];

struct Case {
    assessment: Assessment,
    statement: Statement,
    place: Place,
    has_key: bool,
}

impl Case {
    fn new(has_key: bool) -> Self {
        let place = Place::new();
        let key = place.key("ed25519");
        let assessment = place.assessment.clone();
        let ground = Ground {
            files: &Memory::default(),
            path: Path::new(PATH),
            assessment: &assessment,
            observations: &Observations::new(),
            at: noon(),
        };
        let wish = wish(has_key.then_some(key.as_path()));
        Self {
            statement: sign_offs::prepare(&ground, &wish).unwrap(),
            assessment,
            place,
            has_key,
        }
    }

    fn memory(&self) -> Memory {
        Memory::with(PATH, write_assessment(&self.assessment).as_bytes())
    }

    fn sign(&self, files: &dyn FileSystem) -> Result<(), Problem> {
        let key = self.place.root.path().join("key-ed25519");
        let key = self.has_key.then_some(key.as_path());
        sign_offs::sign(files, Path::new(PATH), &self.statement, key).map(drop)
    }

    fn read(&self, files: &Memory) -> Vec<SignOff> {
        sign_offs::read(files, Path::new(PATH), &self.assessment, &Signers::none())
    }
}

#[test]
fn whatever_step_fails_nothing_is_signed_it_is_told_and_a_retry_signs() {
    for has_key in [false, true] {
        let case = Case::new(has_key);
        let clean = case.memory();
        case.sign(&clean).unwrap();
        let steps = clean.steps();
        assert!(steps.len() > 20, "{steps:?}");
        // With a key each try runs ssh-keygen.
        let errors = if has_key { &ERRORS[..1] } else { &ERRORS[..] };
        let mut shown = 0;
        for (number, step) in steps.iter().enumerate() {
            for (error, words) in errors {
                let memory = case.memory();
                memory.fail(number, *error);
                let here = format!("{step} ({number}) with error {error}, key {has_key}");
                match case.sign(&memory) {
                    // Whether the copy is there already is asked, and a failure to look is as good as no. What others
                    // left is looked for, and stays where that fails.
                    Ok(()) => assert!(
                        matches!(*step, "inspect" | "list"),
                        "{here}: was not noticed"
                    ),
                    Err(problem) => {
                        assert!(problem.what.contains(words), "{here}: {problem}");
                        assert!(!problem.next.is_empty(), "{here}: {problem}");
                        assert!(case.read(&memory).is_empty(), "{here}: something is signed");
                        let left = memory.paths().into_iter().filter(|path| {
                            let name = path.file_name().unwrap().to_string_lossy().into_owned();
                            name != "api.ron" && name != ".gitattributes"
                        });
                        assert_eq!(left.count(), 0, "{here}: left {:?}", memory.paths());
                        case.sign(&memory).unwrap();
                        shown += 1;
                    }
                }
                let found = case.read(&memory);
                assert_eq!(found.len(), 1, "{here}");
                assert!(
                    !matches!(found[0].seal, Seal::Forged(_)),
                    "{here}: {:?}",
                    found[0].seal
                );
            }
        }
        assert!(shown >= 15, "{shown}");
    }
}

type Signs = fn(&Case, &dyn FileSystem) -> Result<(), Problem>;

/// Stops at each step; the first state that looks forged.
fn stop_everywhere(case: &Case, signs: Signs) -> Result<usize, String> {
    let clean = case.memory();
    signs(case, &clean).map_err(|problem| problem.to_string())?;
    let steps = clean.steps().len();
    for number in 0..steps {
        let memory = case.memory();
        memory.crash(number);
        let _ = signs(case, &memory);
        memory.crash(usize::MAX);
        for sign_off in case.read(&memory) {
            if let Seal::Forged(forgery) = sign_off.seal {
                return Err(format!("stopped at step {number}: {forgery:?}"));
            }
        }
    }
    Ok(steps)
}

#[test]
fn wherever_it_stops_nothing_looks_forged() {
    for has_key in [false, true] {
        let case = Case::new(has_key);
        let steps = stop_everywhere(&case, |case, files| case.sign(files));
        assert!(steps.as_ref().is_ok_and(|steps| *steps > 20), "{steps:?}");
    }
}

#[test]
fn control_a_statement_before_its_copy_or_signature_is_caught() {
    fn backwards(case: &Case, files: &dyn FileSystem) -> Result<(), Problem> {
        let folder = Path::new("d/api.signoffs");
        durable::create_directories(files, folder)?;
        let text = write_statement(&case.statement);
        let place = |name: &str, bytes: &[u8]| {
            durable::place_new(files, &folder.join(name), bytes, 0o644).map(drop)
        };
        place("x.txt", text.as_bytes())?;
        let copy = format!("{}.ron", case.statement.assessment);
        place(&copy, write_assessment(&case.assessment).as_bytes())
    }
    assert!(stop_everywhere(&Case::new(false), backwards).is_err());
}

#[test]
fn what_changed_since_it_was_prepared_is_not_signed() {
    let case = Case::new(false);
    let memory = case.memory();
    let mut other = case.assessment.clone();
    other
        .apply(&candor::domain::change::Change::SetVersion("3".into()))
        .unwrap();
    memory.put(
        PATH,
        write_assessment(&other).as_bytes(),
        std::time::Duration::ZERO,
    );
    let refused = case.sign(&memory).unwrap_err();
    assert_eq!(refused.kind.exit_code(), 4);
    assert_eq!(memory.paths().len(), 1);
    // Edited by hand, and still the same: the canonical text is what is signed.
    let edited = write_assessment(&case.assessment).replacen("format: 1,", "format:  1,", 1);
    memory.put(PATH, edited.as_bytes(), std::time::Duration::ZERO);
    case.sign(&memory).unwrap();
    assert_eq!(case.read(&memory)[0].seal, Seal::NoKey);
}
