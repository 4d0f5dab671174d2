//! `candor sign` and `candor verify` through the real binary.

use std::fs;

use serde_json::json;

use super::place::{Place, wish};

/// A place with a key that Ana may sign with, by `signers`.
fn with_key() -> Place {
    let mut place = Place::new();
    let key = place.key("ed25519");
    place.allow(&[("ana@example.org", &key)]);
    place
}

const BY_ANA: &str = "--by Ana<ana@example.org> --key key-ed25519";

fn verify(place: &Place) -> super::shell::Ran {
    place.words("verify api.ron --allowed-signers allowed_signers --evidence")
}

#[test]
fn a_sign_off_is_told_with_what_was_written_and_what_will_supersede_it() {
    let place = with_key();
    let ran = place
        .words(&format!("sign api.ron {BY_ANA} --role sre --decision go"))
        .exit(0);
    let ran = ran.says("go is signed for Payment API 2.0 by Ana as sre");
    let ran = ran
        .says("the verdict was go")
        .says("superseded once")
        .says("candor verify api.ron");
    assert!(ran.stdout.contains("-ana.txt.sig"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("not signed with a key"));
    assert_eq!(ran.stderr, "");
    assert_eq!(place.files().len(), 4);
    let attributes = fs::read_to_string(place.folder().join(".gitattributes")).unwrap();
    assert_eq!(attributes, "* -text\n");
    assert!(
        place
            .root
            .path()
            .join("api.evidence/.gitattributes")
            .exists()
    );
    verify(&place)
        .exit(0)
        .says("VERIFIED Payment API 2.0: 1 sign-off")
        .says("2 of 2 looked at are what they were");
}

#[test]
fn without_a_key_that_is_said_plainly() {
    let place = Place::new();
    // Ana takes part as sre.
    place
        .words("sign api.ron --by Ana --decision go")
        .exit(0)
        .says("not signed with a key")
        .says("as sre");
    place
        .words("verify api.ron")
        .exit(1)
        .says("NOT VERIFIED")
        .says("not signed with a key");
    place
        .words("sign api.ron --list")
        .exit(0)
        .says("not signed with a key")
        .says("not signed yet: product");
}

#[test]
fn a_dry_run_shows_the_statement_and_writes_nothing() {
    let place = with_key();
    let line = format!("sign api.ron {BY_ANA} --role sre --decision no-go --dry-run");
    let ran = place.words(&line).exit(0);
    assert!(
        ran.stdout
            .starts_with("candor sign-off 1\nsubject: Payment API\n"),
        "{}",
        ran.stdout
    );
    assert!(ran.stderr.contains("nothing was signed"));
    assert!(place.files().is_empty());
}

#[test]
fn what_is_missing_is_asked_for() {
    let place = Place::new();
    for (line, words) in [
        ("sign api.ron --by Ana", "--decision"),
        (
            "sign api.ron --by Ana --decision no-go!",
            "did you mean `no-go`?",
        ),
        (
            "sign api.ron --by Cy --decision go",
            "the checklist asks for sre, product",
        ),
        ("sign api.ron --decision go --role sre", "--by NAME"),
        (
            "sign api.ron --by Ana --decision conditional-go",
            "give at least one",
        ),
        (
            "sign api.ron --by Ana --decision conditional-go --condition x --due 2030-01-01",
            "has no owner",
        ),
        (
            "sign api.ron --by Ana --decision conditional-go --condition x --owner Bo",
            "has no date",
        ),
        (
            "sign api.ron --by Ana --decision conditional-go --owner Bo --condition x",
            "before any condition",
        ),
        (
            "sign api.ron --by Ana --decision conditional-go --condition x --owner Bo --owner Cy",
            "--owner twice",
        ),
        (
            "sign api.ron --by Ana --decision conditional-go --condition x --owner Bo --due soon",
            "soon",
        ),
        (
            "sign api.ron --by Ana --decision go --condition x --owner Bo --due 2030-01-01",
            "only a conditional go",
        ),
        (
            "sign api.ron --by Ana --decision go --despite x",
            "on a no-go",
        ),
        (
            "sign api.ron --by Ana --done x",
            "there is no condition of a sign-off `x`",
        ),
    ] {
        place.words(line).exit(2).refuses(words);
    }
    place
        .words("sign nothing.ron --by Ana --decision go")
        .exit(3);
    place.words("verify nothing.ron").exit(3);
    assert!(place.files().is_empty());
    let ran = place
        .words("sign api.ron --by Bo --role produkt --decision go")
        .exit(0);
    assert!(
        ran.stderr.contains("did you mean `product`?"),
        "{}",
        ran.stderr
    );
}

#[test]
fn conditions_are_listed_marked_done_and_overdue_afterwards() {
    let place = Place::new();
    place
        .words("sign api.ron --by Ana --decision conditional-go --condition restore --owner Bo --due 2030-12-01 --condition page --due 2031-01-01 --owner Cy")
        .exit(0)
        .says("condition 1: restore (Bo, until 2030-12-01)")
        .says("condition 2: page (Cy, until 2031-01-01)");
    let list = || {
        place
            .words("sign api.ron --list --json --as-of 2030-12-15")
            .exit(0)
            .json()
    };
    let states = || -> Vec<String> {
        let conditions = list()["conditions"].as_array().unwrap().clone();
        conditions
            .iter()
            .map(|it| it["state"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(states(), ["overdue", "open"]);
    let late = place
        .words("score api.ron --json --as-of 2030-12-15")
        .exit(0)
        .json();
    assert_eq!(late["verdict"], "no-go");
    place
        .words("sign api.ron --done 1 --by Bo")
        .exit(0)
        .says("done, says Bo: restore");
    assert_eq!(states(), ["done", "open"]);
    assert_eq!(list()["conditions"][0]["done_by"], "Bo");
    assert_eq!(list()["sign_offs"][0]["state"], "no-key");
    place
        .words("sign api.ron --done 1 --by Bo")
        .exit(2)
        .refuses("done already");
    let id = list()["conditions"][1]["id"].as_str().unwrap().to_owned();
    place
        .words(&format!("sign api.ron --by Bo --done {}", &id[..6]))
        .exit(0);
    assert_eq!(states(), ["done", "done"]);
}

#[test]
fn verify_says_what_changed_by_item_in_words_and_titles() {
    let place = with_key();
    place
        .words("verify api.ron")
        .exit(1)
        .says("nobody has signed")
        .says("candor sign api.ron");
    place
        .words(&format!("sign api.ron {BY_ANA} --role sre --decision go"))
        .exit(0);
    place.words("answer api.ron docs unmet --by Bo").exit(0);
    verify(&place)
        .exit(1)
        .says("NOT VERIFIED")
        .says("superseded (signed with a key)")
        .says("changed since: docs: status (Docs are current)")
        .says("as signed: go")
        .says("as of now: ");
    let ran = place
        .words("verify api.ron --allowed-signers allowed_signers --json")
        .exit(1);
    let object = ran.json();
    assert_eq!(object["verified"], false);
    assert_eq!(object["missing_roles"], json!(["product"]));
    let sign_off = &object["sign_offs"][0];
    assert_eq!(
        (&sign_off["state"], &sign_off["seal"]),
        (&json!("superseded"), &json!("valid"))
    );
    let change = json!({"kind": "status", "item": "docs", "title": "Docs are current", "words": "docs: status"});
    assert_eq!(sign_off["superseded_by"], json!([change]));
    place.words("answer api.ron docs clear --by Bo").exit(0);
    verify(&place).exit(0);
}

#[test]
fn verify_names_the_file_that_was_touched() {
    let place = with_key();
    place
        .words(&format!("sign api.ron {BY_ANA} --role sre --decision go"))
        .exit(0);
    let path = |end: &str| {
        let mut files = place.files().into_iter();
        files
            .find(|path| path.to_str().unwrap().ends_with(end))
            .unwrap()
    };
    for (file, words) in [
        (
            path("-ana.txt"),
            "forged: the signature is not that of this statement",
        ),
        (path(".sig"), "forged: the signature is damaged"),
        (path(".ron"), "forged: the kept copy is not what was signed"),
    ] {
        let clean = fs::read(&file).unwrap();
        let text = String::from_utf8(clean.clone()).unwrap();
        let altered = text
            .replacen("Payment", "Peyment", 1)
            .replacen("role: sre", "role: sra", 1)
            .replacen("-----\n", "----- \n", 1);
        let altered = if words.contains("not that of") {
            text.replacen("role: sre", "role: sra", 1)
        } else {
            altered
        };
        assert_ne!(altered, text);
        fs::write(&file, altered).unwrap();
        verify(&place)
            .exit(1)
            .says(words)
            .says("-ana.txt")
            .says("do not trust what is forged");
        fs::write(&file, clean).unwrap();
    }
    verify(&place).exit(0);
    let evidence = fs::read_dir(place.root.path().join("api.evidence")).unwrap();
    let evidence = evidence
        .map(|it| it.unwrap().path())
        .find(|it| it.extension().is_some_and(|end| end == "log"))
        .unwrap();
    let text = fs::read(&evidence).unwrap();
    fs::write(&evidence, "restored in 3 minutes\n").unwrap();
    let name = evidence.file_name().unwrap().to_str().unwrap().to_owned();
    verify(&place).exit(1).says("changed").says(&name);
    fs::remove_file(&evidence).unwrap();
    verify(&place).exit(1).says("missing").says(&name);
    // The signature itself still holds.
    place
        .words("verify api.ron --allowed-signers allowed_signers")
        .exit(0);
    fs::write(&evidence, text).unwrap();
    fs::write(place.root.path().join("restore.log"), "other\n").unwrap();
    let object = place
        .words("verify api.ron --allowed-signers allowed_signers --evidence --json")
        .exit(1)
        .json();
    let states: Vec<_> = object["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["of"].as_str().unwrap(), it["state"].as_str().unwrap()))
        .collect();
    assert_eq!(states[1], ("backups", "changed"));
    assert_eq!(states[0].1, "same");
}

#[test]
fn a_signed_no_go_is_a_no_go_until_that_role_signs_again() {
    let place = Place::new();
    let verdict = || place.words("score api.ron --json").exit(0).json()["verdict"].clone();
    assert_eq!(verdict(), "go");
    place
        .words("sign api.ron --by Ana --decision no-go")
        .exit(0);
    assert_eq!(verdict(), "no-go");
    // Another role decides against it, and says why; the role itself has changed its mind.
    place
        .words("sign api.ron --by Bo --role product --decision go")
        .exit(2)
        .refuses("no-go signed by sre");
    place.words("sign api.ron --by Ana --decision go").exit(0);
    assert_eq!(verdict(), "go");
}

#[test]
fn hostile_text_in_a_statement_steers_no_terminal() {
    let place = Place::new();
    let mut hostile = wish(None);
    hostile.by = "\u{1b}[2JAna\u{202e}".into();
    hostile.words = "a\nb\u{9b}31m".into();
    place.sign(&hostile);
    for line in [
        "verify api.ron",
        "sign api.ron --list",
        "verify api.ron --json",
        "sign api.ron --list --json",
    ] {
        let ran = place.words(line);
        let all = format!("{}{}", ran.stdout, ran.stderr);
        assert!(
            all.chars()
                .all(|c| c == '\n' || !candor::domain::text::must_escape(c)),
            "{line}: {all:?}"
        );
    }
}

#[test]
fn a_signature_whose_statement_is_gone_is_not_verified() {
    let place = with_key();
    place
        .words(&format!("sign api.ron {BY_ANA} --role sre --decision go"))
        .exit(0);
    let no_go = format!("sign api.ron {BY_ANA} --role product --decision no-go");
    place.words(&no_go).exit(0);
    verify(&place).exit(0);
    // Both may be of the same second.
    let is_no_go = |path: &std::path::Path| {
        path.extension().is_some_and(|end| end == "txt")
            && fs::read_to_string(path)
                .unwrap()
                .contains("decision: no-go")
    };
    let statement = place.files().into_iter().find(|path| is_no_go(path));
    let statement = statement.unwrap();
    fs::remove_file(&statement).unwrap();
    let signature = format!("{}.sig", statement.file_name().unwrap().to_str().unwrap());
    let ran = verify(&place).exit(1).says("NOT VERIFIED");
    let ran = ran
        .says("a signature without its statement")
        .says(&signature);
    assert!(ran.stdout.contains("ask the signer for the statement"));
    let line = "verify api.ron --allowed-signers allowed_signers --json";
    let object = place.words(line).exit(1).json();
    assert_eq!(object["signatures_alone"], json!([signature]));
}

#[test]
fn the_table_says_of_each_item_what_was_signed_and_what_differs_since() {
    let place = Place::new();
    let csv = || place.words("export api.ron --format csv").exit(0).stdout;
    let end_of = |csv: &str, item: &str| {
        let start = format!("Safety,{item},");
        let mut rows = csv.split("\r\n");
        let row = rows.find(|row| row.starts_with(&start)).unwrap();
        row.rsplit_once(",,").unwrap().1.to_owned()
    };
    assert_eq!(end_of(&csv(), "docs"), "");
    place.words("sign api.ron --by Ana --decision go").exit(0);
    place
        .words("sign api.ron --by Bo --role product --decision go")
        .exit(0);
    place.words("answer api.ron docs met --by Bo").exit(0);
    let csv = csv();
    assert_eq!(
        end_of(&csv, "docs"),
        "\"sre: unanswered\nproduct: unanswered\",\"sre: status\nproduct: status\","
    );
    let row = csv.split("\r\n").find(|row| row.contains(",tests,"));
    assert!(row.unwrap().ends_with(",\"sre: met\nproduct: met\",,"));
}

#[test]
fn where_nothing_can_be_written_it_says_not_signed() {
    let place = Place::new();
    let candor = place.command(&[]);
    let mut shell = std::process::Command::new("sh");
    let script = "trap '' XFSZ; ulimit -f 0; \"$0\" sign api.ron --by Ana --decision go 2>&1 | cat";
    shell.args(["-c", script]).arg(candor.get_program());
    shell.current_dir(place.root.path());
    for (name, value) in candor.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    let said = String::from_utf8(shell.output().unwrap().stdout).unwrap();
    assert!(said.contains(": not signed: "), "{said}");
    assert!(!said.contains("not saved"), "{said}");
    assert!(place.read().is_empty());
}
