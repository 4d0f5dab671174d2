//! One bit of a signed review is turned over, wherever: it is noticed, and what changed is named.
//!
//! The full runs take every bit: `cargo test --release --test main sign::flips -- --ignored`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use candor::domain::assessment::Assessment;
use candor::domain::evidence::Observations;
use candor::domain::ledger::{Ledger, Scope};
use candor::domain::sign_off::{Forgery, Seal};
use candor::domain::supersede::differences;
use candor::format::read::read_assessment;
use candor::session::bench;
use candor::system::evidence_file::Observed;
use candor::system::sign_offs::{Made, recheck};

use super::place::{Place, noon, wish};

/// A place with a sign-off that is valid, and its files.
struct Signed {
    place: Place,
    made: Made,
    evidence: PathBuf,
}

impl Signed {
    fn new() -> Self {
        let mut place = Place::new();
        let key = place.key("ed25519");
        place.allow(&[("ana@example.org", &key)]);
        let made = place.sign(&wish(Some(&key)));
        let kept = place.root.path().join("api.evidence");
        let evidence = fs::read_dir(kept)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|end| end == "log"))
            .unwrap();
        let signed = Self {
            place,
            made,
            evidence,
        };
        assert_eq!(strict(&signed), None);
        signed
    }
}

/// What a reader notices: what is forged, or why it is not valid any more; none where it takes the sign-off for good.
type Reader = fn(&Signed) -> Option<Seal>;

fn strict(signed: &Signed) -> Option<Seal> {
    let found = signed.place.read();
    assert_eq!(found.len(), 1);
    let seal = found[0].seal.clone();
    (!matches!(seal, Seal::Valid { .. })).then_some(seal)
}

/// Turns bits of a file over, one after the other, every `step`th; the first that a reader does not notice as one of
/// these, or how many it was.
fn turn(
    signed: &Signed,
    path: &Path,
    step: usize,
    reader: Reader,
    expected: &[Forgery],
) -> Result<usize, String> {
    let clean = fs::read(path).unwrap();
    let mut turned = 0;
    for bit in (0..clean.len() * 8).step_by(step) {
        let mut bytes = clean.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(path, &bytes).unwrap();
        let noticed = reader(signed);
        let is_named =
            matches!(&noticed, Some(Seal::Forged(forgery)) if expected.contains(forgery));
        if !is_named {
            fs::write(path, &clean).unwrap();
            let context = String::from_utf8_lossy(
                &bytes[bit.saturating_sub(160) / 8..(bit / 8 + 20).min(bytes.len())],
            )
            .into_owned();
            return Err(format!(
                "bit {bit} of {}: {noticed:?} … {context:?}",
                path.display()
            ));
        }
        turned += 1;
    }
    fs::write(path, &clean).unwrap();
    Ok(turned)
}

fn every(step: [usize; 3]) {
    let signed = Signed::new();
    let statement = [
        Forgery::Statement,
        Forgery::NoCopy,
        Forgery::StraySignature,
        Forgery::Mismatch,
    ];
    let of_statement = turn(&signed, &signed.made.statement, step[0], strict, &statement);
    let signature = [Forgery::Signature, Forgery::Mismatch];
    let path = signed.made.signature.clone().unwrap();
    let of_signature = turn(&signed, &path, step[1], strict, &signature);
    let of_copy = turn(
        &signed,
        &signed.made.copy,
        step[2],
        strict,
        &[Forgery::Copy],
    );
    let turned =
        [of_statement, of_signature, of_copy].map(|it| it.unwrap_or_else(|why| panic!("{why}")));
    assert!(turned.iter().all(|turned| *turned > 20), "{turned:?}");
    assert_eq!(strict(&signed), None);
}

#[test]
fn a_bit_of_statement_signature_or_copy_is_noticed_and_named() {
    every([211, 97, 401]);
}

#[test]
#[ignore = "every bit, some minutes"]
fn every_bit_of_statement_signature_and_copy_is_noticed_and_named() {
    every([1, 1, 1]);
}

/// Takes for good what `ssh-keygen` takes for good, and never looks at the armour.
fn without_the_armour(signed: &Signed) -> Option<Seal> {
    let stock = Command::new("ssh-keygen")
        .args([
            "-Y",
            "verify",
            "-n",
            "candor",
            "-I",
            "ana@example.org",
            "-f",
        ])
        .arg(signed.place.root.path().join("allowed_signers"))
        .arg("-s")
        .arg(signed.made.signature.as_ref().unwrap())
        .stdin(fs::File::open(&signed.made.statement).unwrap())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    (!stock.unwrap().success()).then_some(Seal::Forged(Forgery::Signature))
}

/// Compares the copy with the live file by what the verdict reads, and never by its digest.
fn without_the_digest(signed: &Signed) -> Option<Seal> {
    let copy = read_assessment(&fs::read(&signed.made.copy).unwrap()).0;
    let same = copy.is_some_and(|copy| differences(&copy, &signed.place.assessment).is_empty());
    (!same).then_some(Seal::Forged(Forgery::Copy))
}

#[test]
fn control_a_reader_without_the_armour_or_without_the_digest_is_caught() {
    let signed = Signed::new();
    let path = signed.made.signature.clone().unwrap();
    // Bits of the line feed behind the last line of the armour: `ssh-keygen` does not mind.
    let clean = fs::read(&path).unwrap();
    let last = clean.len() * 8 - 8;
    let armour = (last..last + 8).find(|bit| {
        let mut bytes = clean.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(&path, bytes).unwrap();
        without_the_armour(&signed).is_none() && strict(&signed).is_some()
    });
    fs::write(&path, &clean).unwrap();
    assert!(
        armour.is_some(),
        "a reader without the armour notices as much"
    );
    let copy = &signed.made.copy;
    assert!(turn(&signed, copy, 7, without_the_digest, &[Forgery::Copy]).is_err());
}

#[test]
fn a_bit_of_the_evidence_is_noticed_where_it_is_looked_at_again() {
    let signed = Signed::new();
    let clean = fs::read(&signed.evidence).unwrap();
    let statement = signed.place.read()[0].statement.clone().unwrap();
    let look = || {
        let seen = statement.evidence.iter();
        let seen: Vec<Observed> = seen
            .map(|file| recheck(&signed.place.disk, &signed.place.path, file))
            .collect();
        seen
    };
    assert_eq!(look(), [Observed::Same]);
    for bit in 0..clean.len() * 8 {
        let mut bytes = clean.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(&signed.evidence, bytes).unwrap();
        assert_eq!(look(), [Observed::Changed], "bit {bit}");
    }
    fs::remove_file(&signed.evidence).unwrap();
    assert_eq!(look(), [Observed::Absent]);
    // Gone by that name, but there under the assessment's present one.
    let renamed = signed.place.root.path().join("other.ron");
    fs::create_dir(signed.place.root.path().join("other.evidence")).unwrap();
    let name = signed.evidence.file_name().unwrap();
    fs::write(
        signed.place.root.path().join("other.evidence").join(name),
        &clean,
    )
    .unwrap();
    assert_eq!(
        recheck(&signed.place.disk, &renamed, &statement.evidence[0]),
        Observed::Same
    );
}

/// What anybody reads off an assessment.
fn read_off(assessment: &Assessment) -> String {
    let observations = Observations::new();
    let bench = bench(assessment, noon(), &observations);
    let ledger = Ledger::of(assessment, &bench);
    let judgement = ledger.judge(&assessment.checklist().scoring);
    format!("{judgement:?} {:?}", ledger.figures(Scope::Needed))
}

fn live(step: usize) -> (usize, usize, usize) {
    let signed = Signed::new();
    let clean = fs::read(&signed.place.path).unwrap();
    let before = read_off(&signed.place.assessment);
    let (mut unreadable, mut superseding, mut harmless) = (0, 0, 0);
    for bit in (0..clean.len() * 8).step_by(step) {
        let mut bytes = clean.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        match read_assessment(&bytes).0 {
            None => unreadable += 1,
            Some(now) if !differences(&signed.place.assessment, &now).is_empty() => {
                superseding += 1;
            }
            Some(now) => {
                assert_eq!(
                    read_off(&now),
                    before,
                    "bit {bit} changes a figure and supersedes nothing"
                );
                harmless += 1;
            }
        }
    }
    (unreadable, superseding, harmless)
}

#[test]
fn a_bit_of_the_live_file_breaks_it_or_supersedes_or_changes_no_figure() {
    let (unreadable, superseding, harmless) = live(11);
    assert!(
        unreadable > 100 && superseding > 100 && harmless > 0,
        "{unreadable} {superseding} {harmless}"
    );
}

#[test]
#[ignore = "every bit"]
fn every_bit_of_the_live_file_breaks_it_or_supersedes_or_changes_no_figure() {
    live(1);
}
