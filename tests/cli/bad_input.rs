//! Files that are no assessments: an exit code, one sentence, nothing written.

use super::builder::{CHECKLIST, CliTest};

/// Every command that reads an assessment refuses the file so.
fn refused_everywhere(test: &CliTest, file: &str, sentence: &str) {
    for arguments in [
        &["score", file][..],
        &["score", file, "--json"],
        &["export", file, "--format", "md"],
        &["answer", file, "backups", "met", "--by", "Ana"],
        &["evidence", file, "backups", "list"],
        &["set", file, "version", "2"],
    ] {
        test.refused(arguments, 3, sentence);
    }
}

#[test]
fn what_is_no_file_is_refused() {
    let test = CliTest::with_review();
    std::fs::create_dir(test.path("dir.ron")).unwrap();
    refused_everywhere(
        &test,
        "missing.ron",
        "missing.ron: there is no such file; check the spelling of the path.",
    );
    refused_everywhere(
        &test,
        "dir.ron",
        "dir.ron: it is a directory, not a file; name a file in it.",
    );
    refused_everywhere(
        &test,
        "x.ron/y.ron",
        "a part of the path is not a directory",
    );
    refused_everywhere(&test, &"n".repeat(300), "the name is too long");
}

#[cfg(unix)]
#[test]
fn what_would_block_is_refused_at_once() {
    let test = CliTest::with_review();
    let made = std::process::Command::new("mkfifo")
        .arg(test.path("pipe.ron"))
        .status()
        .unwrap();
    assert!(made.success());
    refused_everywhere(
        &test,
        "pipe.ron",
        "it is not a regular file but a pipe, a socket or a device",
    );
    refused_everywhere(&test, "/dev/zero", "it is not a regular file");
}

#[test]
fn what_is_no_text_of_ours_is_refused_with_its_place() {
    let whole = CliTest::with_review();
    let good = whole.read("x.ron");
    let deep = format!("when: {}", "Not(".repeat(100_000));
    let deep = good.replace("when: Has(\"serves-traffic\")", &deep);
    for (content, sentence) in [
        (
            String::new(),
            "f.ron:1:1: the file is empty; start one with: candor new FILE --checklist ID --subject NAME.",
        ),
        (" \n\t".to_owned(), "the file is empty"),
        ("\u{0}\u{1}".to_owned(), "f.ron:1:1: the file is not text"),
        ("hello".to_owned(), "f.ron:1:"),
        (
            CHECKLIST.to_owned(),
            "this is a checklist, not an assessment; an assessment of it is made with: candor new FILE --checklist THIS",
        ),
        (deep, "nested too deeply"),
        (
            good.replace("    subject:", "    subjekt:"),
            "f.ron:3:5: there is no field `subjekt` of an assessment; did you mean `subject`?",
        ),
        (
            good.replace("name: \"API\"", "name: 3"),
            "a text in quotation marks is wanted here",
        ),
        (
            good.replace("format: 1,\n    subject", "format: 2,\n    subject"),
            "the file has format 2, which is newer than the 1 that this candor reads",
        ),
        (
            good.replace("id: \"alerts\"", "id: \"backups\""),
            "the id `backups` is used by an earlier item",
        ),
        (
            good.replace(
                "item: \"alerts\"",
                "item: \"backups\", comment: \"not the same\"",
            ),
            "the item `backups` is answered twice",
        ),
        (
            good.replace("item: \"alerts\"", "item: \"allerts\""),
            "there is no item `allerts`",
        ),
        (good[..good.len() / 2].to_owned(), "f.ron:"),
        (good.clone() + "x", "the text goes on after its end"),
        (
            format!("<<<<<<< ours\n{good}=======\nnothing\n>>>>>>> theirs\n"),
            "git left conflict markers in the file, and its two sides can't be merged: theirs is not valid",
        ),
        (
            good.replace(
                "format: 1,\n    subject",
                "format: 1,\n    target: \"moon\",\n    subject",
            ),
            "there is no stage `moon`",
        ),
    ] {
        assert_ne!(content, good);
        let test = CliTest::new().file("f.ron", &content);
        refused_everywhere(&test, "f.ron", sentence);
    }
    let latin = CliTest::new().file("f.ron", b"Assessment(\n  subject: (name: \"caf\xe9\"))");
    refused_everywhere(
        &latin,
        "f.ron",
        "f.ron:2:23: the file is not text (byte 35 is not UTF-8)",
    );
}

#[test]
fn a_huge_sparse_file_is_refused_without_being_taken_in() {
    let test = CliTest::with_review();
    for (name, bytes, sentence) in [
        ("sparse.ron", 100 << 20, "the file is not text"),
        (
            "huge.ron",
            1 << 40,
            "the file is too large: at most 256 MiB are read here",
        ),
    ] {
        let made = std::fs::File::create(test.path(name)).and_then(|file| file.set_len(bytes));
        if made.is_ok() {
            test.refused(["score", name], 3, sentence);
            test.refused(["answer", name, "backups", "met", "--by", "A"], 3, sentence);
        }
    }
    std::fs::File::create(test.path("list2.ron"))
        .unwrap()
        .set_len(17 << 20)
        .unwrap();
    test.refused(
        ["new", "y.ron", "--checklist", "list2.ron", "--subject", "S"],
        3,
        "the file is too large: at most 16 MiB are read here",
    );
}

#[test]
fn what_an_editor_leaves_is_read_reported_and_mended_by_the_next_change() {
    let test = CliTest::with_review().git_user("Ana");
    let good = test.read("x.ron");
    let windows = format!("\u{feff}{}", good.replace('\n', "\r\n"));
    let test = test.file("x.ron", &windows);
    test.run(["score", "x.ron"])
        .exit(0)
        .stderr_contains("candor: x.ron:1:1: warning: the file starts with a byte-order mark, and 1 more; see: candor lint x.ron.\n");
    assert_eq!(test.read("x.ron"), windows, "reading writes nothing");
    test.run(["set", "x.ron", "version", "1.0"]).exit(0);
    assert_eq!(test.read("x.ron"), good);
}

#[test]
fn control_and_bidirectional_characters_are_shown_and_reported_but_open() {
    let test = CliTest::with_review();
    let text = test
        .read("x.ron")
        .replace("\"Alerts reach a person\"", "\"Alerts \u{202e}reach\"");
    let test = test.file("x.ron", text);
    test.run(["score", "x.ron"])
        .exit(0)
        .stdout_contains("Alerts ⟨U+202E⟩reach")
        .stderr_contains("warning: the text holds the invisible or control character U+202E");
    test.run(["lint", "x.ron"])
        .exit(0)
        .stdout_contains("x.ron: 2 warnings");
    let list = CHECKLIST.replace("Alerts reach", "Alerts \u{202e}reach");
    let test = test.file("list.ron", list);
    test.refused(
        ["new", "y.ron", "--checklist", "list.ron", "--subject", "S"],
        3,
        "the text holds the invisible or control character U+202E; remove it",
    );
}

#[test]
fn several_errors_name_the_first_and_lead_to_lint() {
    let test = CliTest::with_review();
    let text = test
        .read("x.ron")
        .replace("item: \"alerts\"", "item: \"a\"")
        .replace("item: \"docs\"", "item: \"b\"");
    let test = test.file("x.ron", text);
    test.refused(["score", "x.ron"], 3, "1 more: candor lint x.ron.");
}
