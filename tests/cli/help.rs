//! `--help`, `--version`, and mistakes in typing.

use super::builder::CliTest;

#[test]
fn every_help_shows_examples_and_the_first_names_every_variable() {
    let test = CliTest::new();
    for command in [
        &[][..],
        &["demo"],
        &["review"],
        &["list"],
        &["new"],
        &["set"],
        &["answer"],
        &["evidence"],
        &["waive"],
        &["dissent"],
        &["note"],
        &["snapshot"],
        &["score"],
        &["plan"],
        &["gate"],
        &["sign"],
        &["verify"],
        &["export"],
        &["lint"],
        &["man"],
        &["completions"],
        &["diff"],
        &["portfolio"],
        &["upgrade"],
        &["merge"],
        &["git"],
        &["git", "install"],
        &["set", "x", "name"],
        &["set", "x", "version"],
        &["set", "x", "target"],
        &["set", "x", "system"],
        &["set", "x", "trait"],
        &["set", "x", "participant"],
        &["set", "x", "declared"],
        &["set", "x", "cost"],
        &["set", "x", "resource"],
        &["evidence", "x", "i", "add"],
        &["evidence", "x", "i", "against"],
        &["evidence", "x", "i", "withdraw"],
        &["evidence", "x", "i", "confirm"],
        &["evidence", "x", "i", "redact"],
        &["evidence", "x", "i", "list"],
        &["note", "x", "decision"],
        &["note", "x", "action"],
        &["note", "x", "parked"],
        &["note", "x", "done"],
        &["note", "x", "list"],
    ] {
        let ran = test.run(command.iter().chain(&["--help"]));
        ran.exit(0).quiet().stdout_contains("Examples:\n  candor ");
        assert!(!ran.stdout.contains('\\'), "{}", ran.stdout);
    }
    let help = test.run(["--help"]).stdout.clone();
    for name in [
        "CANDOR_HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "NO_COLOR",
        "TERM",
        "Exit codes:",
    ] {
        assert!(help.contains(name), "{name}");
    }
    assert!(
        help.lines().all(|line| line.chars().count() <= 120),
        "{help}"
    );
    let version = format!("candor {}\n", env!("CARGO_PKG_VERSION"));
    test.run(["--version"]).exit(0).quiet().stdout_is(&version);
}

#[test]
fn a_mistake_is_one_sentence_with_the_nearest_word() {
    let test = CliTest::new();
    test.refused(
        ["scor"],
        2,
        "unrecognized subcommand 'scor'; a similar subcommand exists: 'score'.",
    );
    test.refused(
        ["score", "x", "--jsn"],
        2,
        "unexpected argument '--jsn' found; a similar argument exists: '--json'.",
    );
    test.refused(["score"], 2, "use it as: candor score <FILE>");
    test.refused(["list", "checklist"], 2, "'checklists'");
    test.refused(
        ["--color", "pink"],
        2,
        "invalid value 'pink' for '--color <WHEN>'",
    );
    test.refused(["\u{1b}[31mred"], 2, "⟨U+001B⟩[31mred");
}

#[cfg(unix)]
#[test]
fn arguments_that_are_not_unicode_are_no_panic() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let test = CliTest::with_review();
    let name = OsStr::from_bytes(b"caf\xe9.ron");
    std::fs::copy(test.path("x.ron"), test.path("").join(name)).unwrap();
    test.run([OsStr::new("score"), name]).exit(0).quiet();
    test.run([OsStr::new("score"), OsStr::from_bytes(b"\xff\xfe")])
        .exit(3)
        .one_sentence("there is no such file");
    test.run([OsStr::from_bytes(b"\xff")])
        .exit(2)
        .one_sentence("");
    let evidence = OsStr::from_bytes(b"file:caf\xe9.ron");
    let answer = [
        "answer",
        "x.ron",
        "backups",
        "met",
        "--by",
        "Ana",
        "--evidence",
    ]
    .map(OsStr::new);
    test.run(answer.iter().copied().chain([evidence]))
        .exit(2)
        .one_sentence("is not Unicode");
    let by = ["answer", "x.ron", "backups", "met", "--by"].map(OsStr::new);
    test.run(by.iter().copied().chain([OsStr::from_bytes(b"\xff")]))
        .exit(2)
        .one_sentence("UTF-8");
}

#[test]
fn the_screen_without_a_terminal_is_one_sentence_and_writes_nothing() {
    let test = CliTest::with_review();
    for arguments in [
        &[][..],
        &["demo"],
        &["review", "x.ron"],
        &["review", "new.ron", "--checklist", "list.ron"],
    ] {
        test.refused(
            arguments,
            2,
            "the review screen needs a terminal; in a script use `candor score FILE`",
        );
    }
}
