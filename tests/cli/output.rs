//! What comes out: colour, broken pipes, and nothing that steers a terminal.

use std::io::Read;
use std::process::Stdio;

use super::builder::{CliTest, Ran};

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let test = CliTest::with_review();
    let escape = |ran: &Ran| ran.stdout.contains('\u{1b}');
    assert!(!escape(test.run(["score", "x.ron"]).exit(0)));
    assert!(escape(
        test.run(["score", "x.ron", "--color", "always"]).exit(0)
    ));
    assert!(escape(
        test.run(["--color=always", "lint", "x.ron"]).exit(0)
    ));
    assert!(!escape(
        test.run(["score", "x.ron", "--color", "never"]).exit(0)
    ));
    let test = test.variable("NO_COLOR", "1");
    assert!(escape(
        test.run(["score", "x.ron", "--color", "always"]).exit(0)
    ));
    assert!(!escape(
        test.run(["score", "x.ron", "--json", "--color", "always"])
            .exit(0)
    ));
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_run_quietly() {
    let test = CliTest::new();
    let many: String = (0..4000)
        .map(|number| format!("(id: \"i{number}\", tier: Should, title: \"Item {number}\"),"))
        .collect::<Vec<_>>()
        .concat();
    let list = format!(
        "Checklist(format: 1, id: \"l\", title: \"L\", categories: [(id: \"c\", title: \"C\", items: [{many}])])"
    );
    let test = test.file("list.ron", list);
    test.run(["new", "x.ron", "--checklist", "list.ron", "--subject", "S"])
        .exit(0);
    for arguments in [
        &["export", "x.ron", "--format", "md"][..],
        &["score", "x.ron", "--json"],
        &["score", "x.ron"],
        &["--help"],
    ] {
        let mut child = test
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 10];
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut first).unwrap();
        drop(stdout);
        let ran = Ran::of(child.wait_with_output().unwrap());
        ran.exit(0).quiet();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_can_not_be_written_are_a_failure() {
    let test = CliTest::with_review();
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = test
        .command(["score", "x.ron"])
        .stdout(full)
        .output()
        .unwrap();
    Ran::of(output)
        .exit(3)
        .one_sentence("standard output: the results can't be written: the disk is full");
}

#[test]
fn no_text_of_a_file_reaches_the_terminal_as_a_control_sequence() {
    let hostile = "a\u{1b}]0;t\u{7}\u{9b}31m\u{202e}\u{200b}\u{feff}\u{e0041}\r\u{8}";
    let test = CliTest::with_review();
    let escaped: String = hostile
        .chars()
        .map(|c| format!("\\u{{{:x}}}", u32::from(c)))
        .collect::<Vec<_>>()
        .concat();
    let text = test
        .read("x.ron")
        .replace("\"API\"", &format!("\"{escaped}\""))
        .replace("\"Backups restore\"", &format!("\"{escaped}\""))
        .replace("\"Safety\"", &format!("\"{escaped}\""));
    let test = test.file("x.ron", text);
    test.run([
        "answer",
        "x.ron",
        "backups",
        "met",
        "--by",
        hostile,
        "--comment",
        hostile,
        "--evidence",
        &format!("note:{hostile}"),
    ])
    .exit(0);
    test.run([
        "answer", "x.ron", "docs", "na", "--by", hostile, "--reason", hostile,
    ])
    .exit(0);
    test.run(["set", "x.ron", "version", hostile]).exit(0);
    test.run(["set", "x.ron", "declared", hostile, hostile])
        .exit(0);
    test.run(["set", "x.ron", "participant", hostile, "--role", hostile])
        .exit(0);
    let file = format!("{}.ron", hostile.replace('\0', ""));
    std::fs::copy(test.path("x.ron"), test.path(&file)).unwrap();
    std::fs::write(
        test.path("bad.ron"),
        format!("Checklist(format: 1, {hostile}: 2)"),
    )
    .unwrap();
    for arguments in [
        &["score", "x.ron"][..],
        &["score", &file],
        &["score", "x.ron", "--json"],
        &["list"],
        &["list", "--json"],
        &["lint", "x.ron", "bad.ron", &file],
        &["lint", "x.ron", "bad.ron", "--json"],
        &["export", "x.ron", "--format", "md"],
        &["evidence", "x.ron", "backups", "list"],
        &["evidence", "x.ron", "backups", "list", "--json"],
        &["score", hostile],
        &[hostile],
        &["answer", "x.ron", hostile, "met", "--by", "A"],
        &["answer", "x.ron", "docs", hostile],
        &["set", "x.ron", "target", hostile],
        &["new", "y.ron", "--checklist", hostile, "--subject", "S"],
    ] {
        let ran = test.run(arguments);
        for stream in [&ran.stdout, &ran.stderr] {
            let bad = stream
                .chars()
                .find(|c| *c != '\n' && candor::domain::text::must_escape(*c));
            assert_eq!(bad, None, "{arguments:?}: {stream}");
        }
    }
    // JSON keeps the text itself: only its spelling is safe.
    assert_eq!(test.score("x.ron")["subject"], serde_json::json!(hostile));
}
