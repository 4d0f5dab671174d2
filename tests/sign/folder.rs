//! What lies in the folder of sign-offs is others': it is taken for what it is, and nothing in it makes reading fail.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use candor::domain::gate::Verdict;
use candor::domain::sign_off::{Forgery, Seal, SignOff, no_go_roles};
use candor::domain::supersede::{Difference, differences};
use candor::domain::time::Moment;
use candor::system::sign_offs::Wish;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, proptest};

use super::place::{Place, moment, noon, public_of, wish};

fn forged(found: &[SignOff]) -> Vec<Option<Forgery>> {
    let forgery = |it: &SignOff| match it.seal {
        Seal::Forged(forgery) => Some(forgery),
        _ => None,
    };
    found.iter().map(forgery).collect()
}

#[test]
fn each_thing_that_is_wrong_has_its_name() {
    let mut place = Place::new();
    let key = place.key("ed25519");
    place.allow(&[("ana@example.org", &key)]);
    let made = place.sign(&wish(Some(&key)));
    let signature = made.signature.unwrap();
    let only = |place: &Place| forged(&place.read())[0];
    assert_eq!(only(&place), None);
    let text = fs::read(&signature).unwrap();
    fs::remove_file(&signature).unwrap();
    assert_eq!(only(&place), Some(Forgery::NoSignature));
    // A signature in the right armour, of another statement.
    let other = Place::new();
    let other_made = other.sign_at(&wish(Some(&key)), moment("2026-11-21T13:00:00Z"));
    fs::copy(other_made.signature.unwrap(), &signature).unwrap();
    assert_eq!(only(&place), Some(Forgery::Mismatch));
    fs::write(&signature, [b"\n", text.as_slice()].concat()).unwrap();
    assert_eq!(only(&place), Some(Forgery::Signature));
    fs::write(&signature, &text).unwrap();
    let copy = fs::read(&made.copy).unwrap();
    fs::remove_file(&made.copy).unwrap();
    assert_eq!(only(&place), Some(Forgery::NoCopy));
    fs::write(&made.copy, [copy.as_slice(), b"\n"].concat()).unwrap();
    assert_eq!(only(&place), Some(Forgery::Copy));
    fs::write(&made.copy, &copy).unwrap();
    assert_eq!(only(&place), None);
    let keyless = place.sign_at(&wish(None), moment("2026-11-21T14:00:00Z"));
    let mut stray = keyless.statement.into_os_string();
    stray.push(".sig");
    fs::write(stray, &text).unwrap();
    assert_eq!(forged(&place.read()), [None, Some(Forgery::StraySignature)]);
}

#[test]
fn a_signature_without_its_statement_and_other_files_say_nothing() {
    let place = Place::new();
    assert!(place.read().is_empty());
    let made = place.sign(&wish(None));
    let folder = place.folder();
    fs::write(folder.join("20260101T000000Z-x.txt.sig"), "x").unwrap();
    fs::write(folder.join("README.md"), "x").unwrap();
    fs::write(folder.join("x.ron"), "x").unwrap();
    assert_eq!(place.read().len(), 1);
    fs::remove_file(made.statement).unwrap();
    assert!(place.read().is_empty());
}

#[test]
fn of_one_second_the_sign_off_that_found_the_other_counts() {
    let place = Place::new();
    let by = |name: &str, decision| Wish {
        by: name.into(),
        decision,
        ..wish(None)
    };
    // By name, Mallory's file is the later one.
    place.sign(&by("Mallory", Verdict::Go));
    place.sign(&by("Eve", Verdict::NoGo));
    assert_eq!(no_go_roles(&place.read()), ["sre"]);
    place.sign(&by("Ana", Verdict::Go));
    assert!(no_go_roles(&place.read()).is_empty());
}

#[test]
fn links_pipes_directories_and_huge_files_are_forged_and_nothing_waits() {
    let place = Place::new();
    let made = place.sign(&wish(None));
    let folder = place.folder();
    let name = |name: &str| folder.join(name);
    let outside = place.root.path().join("outside.txt");
    fs::copy(&made.statement, &outside).unwrap();
    symlink(&outside, name("20260101T000000Z-a.txt")).unwrap();
    let fifo = Command::new("mkfifo")
        .arg(name("20260101T000000Z-b.txt"))
        .status();
    assert!(fifo.unwrap().success());
    fs::create_dir(name("20260101T000000Z-c.txt")).unwrap();
    let huge = fs::File::create(name("20260101T000000Z-d.txt")).unwrap();
    huge.set_len(1 << 40).unwrap();
    fs::write(name("20260101T000000Z-e.txt"), "\u{0}\u{1b}[2J").unwrap();
    symlink("/dev/zero", name("20260101T000000Z-f.txt")).unwrap();
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        // Nobody listens any more once the time is over.
        let _ = sender.send((place.read(), place));
    });
    let (found, place) = receiver
        .recv_timeout(Duration::from_secs(20))
        .expect("it waited");
    let mut expected = vec![Some(Forgery::Statement); 6];
    expected.push(None);
    assert_eq!(forged(&found), expected);
    // The kept copy and the signature as links or pipes.
    let copy = fs::read(&made.copy).unwrap();
    fs::remove_file(&made.copy).unwrap();
    let elsewhere = place.root.path().join("elsewhere.ron");
    fs::write(&elsewhere, copy).unwrap();
    symlink(&elsewhere, &made.copy).unwrap();
    assert_eq!(
        forged(&place.read()).last(),
        Some(&Some(Forgery::UnreadableCopy))
    );
    // The folder itself is a link: what can't be looked at is not as good as nothing.
    fs::rename(&folder, place.root.path().join("moved")).unwrap();
    symlink("moved", &folder).unwrap();
    assert_eq!(forged(&place.read()), [Some(Forgery::Statement)]);
    let statement = place.prepare(&wish(None)).unwrap();
    let refused = candor::system::sign_offs::sign(&place.disk, &place.path, &statement, None);
    assert!(refused.unwrap_err().what.contains("not a directory"));
}

#[test]
fn a_statement_from_another_review_is_of_another_subject() {
    let mut other = Place::new();
    other.change(&candor::domain::change::Change::SetName("Other API".into()));
    other.save();
    let made = other.sign(&wish(None));
    let place = Place::new();
    fs::create_dir(place.folder()).unwrap();
    for path in [&made.statement, &made.copy] {
        fs::copy(path, place.folder().join(path.file_name().unwrap())).unwrap();
    }
    let found = place.read();
    let kept = found[0].kept.as_ref().unwrap();
    assert_eq!(differences(kept, &place.assessment)[0], Difference::Subject);
}

#[test]
fn a_statement_that_says_otherwise_than_its_copy_is_forged() {
    let place = Place::new();
    let made = place.sign(&wish(None));
    let text = fs::read_to_string(&made.statement).unwrap();
    for (is, says) in [
        ("subject: Payment API", "subject: Payment"),
        ("version: 2.0", "version: 2.1"),
        ("checklist: small", "checklist: smaller"),
        ("checklist-version: 3", "checklist-version: 4"),
    ] {
        let altered = text.replacen(is, says, 1);
        assert_ne!(altered, text);
        fs::write(&made.statement, altered).unwrap();
        assert_eq!(forged(&place.read()), [Some(Forgery::Statement)], "{says}");
    }
}

#[test]
fn a_sign_off_that_is_gone_is_missed_by_the_later_ones() {
    let place = Place::new();
    let first = place.sign(&wish(None));
    let mut second_wish = wish(None);
    second_wish.by = "Bo".into();
    second_wish.role = "product".into();
    place.sign_at(&second_wish, moment("2026-11-21T12:00:01Z"));
    let found = place.read();
    let digest = found[0].digest.clone();
    assert_eq!(
        found[1].statement.as_ref().unwrap().found,
        std::slice::from_ref(&digest)
    );
    assert!(found[1].lost.is_empty());
    let text = fs::read_to_string(&first.statement).unwrap();
    fs::write(&first.statement, text.replace("role: sre", "role: sri")).unwrap();
    assert_eq!(place.read()[1].lost, std::slice::from_ref(&digest));
    fs::remove_file(first.statement).unwrap();
    assert_eq!(place.read()[0].lost, [digest]);
}

#[test]
fn signers_of_the_same_second_do_not_take_each_others_names() {
    let place = Place::new();
    let key = place.key("ed25519");
    let names: Vec<String> = (0..4)
        .map(|at| {
            let made = place.sign(&wish((at % 2 == 0).then_some(key.as_path())));
            made.statement
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(
        names,
        [
            "20261121T120000Z-ana.txt",
            "20261121T120000Z-ana_02.txt",
            "20261121T120000Z-ana_03.txt",
            "20261121T120000Z-ana_04.txt"
        ]
    );
    let found = place.read();
    assert_eq!(forged(&found), [None; 4]);
    let copies = fs::read_dir(place.folder()).unwrap();
    let copies = copies.filter(|it| {
        it.as_ref()
            .unwrap()
            .path()
            .extension()
            .is_some_and(|end| end == "ron")
    });
    assert_eq!(copies.count(), 1, "what is the same is kept once");
}

#[test]
fn names_of_people_and_of_files_may_be_odd() {
    let place = Place::of("pay\\ments\nand more.ron", super::place::CHECKLIST);
    for (by, name) in [
        ("Zoë Müller", "zoe-muller"),
        ("支付", "signer"),
        ("../../etc/passwd", "etc-passwd"),
        ("\u{202e}\u{1b}[2J", "2j"),
        (&"x".repeat(300), &"x".repeat(40)),
    ] {
        let mut wish = wish(None);
        wish.by = by.into();
        let made = place.sign(&wish);
        let file = made
            .statement
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        assert_eq!(file, format!("20261121T120000Z-{name}.txt"));
        let sums = Command::new("sha256sum")
            .arg("-c")
            .arg(&made.statement)
            .current_dir(place.root.path())
            .output();
        let sums = sums.unwrap();
        assert!(sums.status.success(), "{sums:?}");
        assert_eq!(
            String::from_utf8_lossy(&sums.stdout)
                .matches(": OK")
                .count(),
            2
        );
    }
    assert_eq!(forged(&place.read()), [None; 5]);
    let hidden = Place::of("pay\u{202e}ments.ron", super::place::CHECKLIST);
    let refused = hidden.prepare(&wish(None)).unwrap_err();
    assert!(refused.next.starts_with("rename the file"), "{refused}");
}

#[test]
fn git_leaves_the_signed_bytes_and_merges_signers_of_different_machines() {
    let mut place = Place::new();
    let root = place.root.path().to_owned();
    let (ana, bo) = (place.key("ed25519"), place.key("ecdsa"));
    place.allow(&[("ana@example.org", &ana), ("bo@example.org", &bo)]);
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(&root)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .args([] as [&str; 0])
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?} {output:?}");
    };
    git(&["init", "-q", "-b", "main"]);
    for (key, value) in [
        ("user.name", "x"),
        ("user.email", "x@x"),
        ("core.autocrlf", "true"),
    ] {
        git(&["config", key, value]);
    }
    fs::write(root.join(".gitignore"), "key-*\nallowed_signers\nstate\n").unwrap();
    fs::write(root.join(".gitattributes"), "*.ron -text\n").unwrap();
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "review"]);
    git(&["checkout", "-q", "-b", "bo"]);
    let mut by_bo = wish(Some(&bo));
    by_bo.by = "Bo <bo@example.org>".into();
    by_bo.role = "product".into();
    place.sign(&by_bo);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "bo signs"]);
    git(&["checkout", "-q", "main"]);
    assert!(place.read().is_empty());
    place.sign(&wish(Some(&ana)));
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "ana signs"]);
    git(&["merge", "-q", "--no-edit", "bo"]);
    git(&["rm", "-q", "-r", "--cached", "api.signoffs", "api.evidence"]);
    git(&["reset", "-q", "--hard"]);
    let found = place.read();
    assert_eq!(found.len(), 2);
    assert!(
        found.iter().all(|it| matches!(it.seal, Seal::Valid { .. })),
        "{:?}",
        forged(&found)
    );
}

fn at(second: i64) -> Moment {
    Moment::new(noon().time() + chrono::Duration::seconds(second))
}

#[test]
fn a_folder_of_many_sign_offs_is_read_in_time() {
    let mut place = Place::new();
    let key = place.key("ed25519");
    place.allow(&[("ana@example.org", &key)]);
    // As many as are counted below.
    let many = 40;
    for second in 0..many {
        place.sign_at(&wish(Some(&key)), at(second));
    }
    // The first reading checks; the second knows.
    place.allow(&[("ana@example.org", &key)]);
    let start = Instant::now();
    assert_eq!(forged(&place.read()), [None; 40]);
    let first = start.elapsed();
    let start = Instant::now();
    place.read();
    let second = start.elapsed();
    assert!(
        second < first,
        "what was checked is not known: {first:?}, {second:?}"
    );
    assert!(first < Duration::from_secs(20), "{first:?}");
}

fn with(place: &Place, name: &Path, bytes: &[u8]) -> Vec<Option<Forgery>> {
    let clean = fs::read(name).unwrap();
    fs::write(name, bytes).unwrap();
    let found = forged(&place.read());
    fs::write(name, clean).unwrap();
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_bytes_lie_in_the_folder_reading_says_forged(bytes in vec(any::<u8>(), 0..300), at in 0..3_usize, cut in any::<u16>()) {
        let mut place = Place::new();
        let key = place.key("ed25519");
        place.allow(&[("ana@example.org", &key)]);
        let made = place.sign(&wish(Some(&key)));
        let paths = [made.statement, made.signature.unwrap(), made.copy];
        assert!(with(&place, &paths[at], &bytes)[0].is_some());
        let clean = fs::read(&paths[at]).unwrap();
        let cut = usize::from(cut) % clean.len();
        assert!(with(&place, &paths[at], &clean[..cut])[0].is_some());
        let mixed = [&clean[..cut], &bytes[..], &clean[cut..]].concat();
        assert!(bytes.is_empty() || with(&place, &paths[at], &mixed)[0].is_some());
        let list = place.root.path().join("list");
        fs::write(&list, &bytes).unwrap();
        place.signers = candor::system::signers::Signers::in_file(&place.disk, &list).unwrap();
        let seal = place.read()[0].seal.clone();
        let is_unknown = matches!(seal, Seal::UnknownSigner { .. });
        assert!(is_unknown, "{seal:?} {:?}", public_of(&key));
    }
}
