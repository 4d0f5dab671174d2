//! `candor new`.

use serde_json::json;

use super::builder::CliTest;

const NEW: [&str; 6] = [
    "new",
    "y.ron",
    "--checklist",
    "list.ron",
    "--subject",
    "API",
];

fn with(more: &[&'static str]) -> Vec<&'static str> {
    NEW.iter().chain(more).copied().collect()
}

#[test]
fn everything_given_at_the_start_is_in_the_file() {
    let test = CliTest::with_review();
    test.run(with(&[
        "--subject-version",
        "2",
        "--system",
        "shop",
        "--target",
        "live",
        "--trait",
        "serves-traffic=no",
        "--by",
        "Ana",
    ]))
    .exit(0)
    .quiet()
    .stdout_is("y.ron: API against Small, 5 items; go on with: candor review y.ron\n");
    let text = test.read("y.ron");
    for part in [
        "version: \"2\"",
        "system: \"shop\"",
        "target: \"live\"",
        "holds: false",
        "by: \"Ana\"",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert_eq!(test.score("y.ron")["counts"]["out_of_play"], json!(1));
    test.run(["lint", "y.ron"]).exit(0).stdout_is("y.ron: ok\n");
}

#[test]
fn a_file_that_is_there_is_never_replaced() {
    let test = CliTest::with_review()
        .file("notes.txt", "mine")
        .file("empty.ron", "");
    for file in ["x.ron", "notes.txt", "empty.ron", "."] {
        let arguments = ["new", file, "--checklist", "list.ron", "--subject", "API"];
        test.refused(
            arguments,
            3,
            "there is a file of that name already; nothing was written",
        );
    }
}

#[test]
fn what_the_checklist_does_not_know_is_refused_with_the_nearest_word() {
    let test = CliTest::with_review();
    let new = |list| ["new", "y.ron", "--checklist", list, "--subject", "API"];
    test.refused(new("nine-atributes"), 2, "did you mean `nine-attributes`?");
    test.refused(new("other.ron"), 3, "other.ron: there is no such file");
    test.refused(
        with(&["--target", "stagin"]),
        2,
        "there is no stage `stagin`; did you mean `staging`?",
    );
    test.refused(
        with(&["--trait", "serve-traffic=yes", "--by", "A"]),
        2,
        "did you mean `serves-traffic`?",
    );
    test.refused(
        with(&["--trait", "serves-traffic", "--by", "A"]),
        2,
        "write it as --trait ID=yes",
    );
    test.refused(
        with(&["--trait", "serves-traffic=yes"]),
        2,
        "give --by NAME",
    );
    test.refused(
        ["new", "y.ron", "--checklist", "list.ron", "--subject", " "],
        2,
        "the subject has no name",
    );
    test.refused(
        ["new", "y.ron", "--subject", "API"],
        2,
        "no checklist is named; give --checklist ID|PATH",
    );
    test.refused(
        [
            "new",
            "y.ron",
            "--checklist",
            "nine-attributes",
            "--subject",
            "API",
            "--target",
            "live",
        ],
        2,
        "there is no stage here at all",
    );
}

#[test]
fn traits_that_nobody_answered_are_told_with_the_way_to_answer_them() {
    let test = CliTest::with_review();
    test.run(with(&[])).exit(0).quiet().stdout_is(
        "y.ron: API against Small, 5 items; go on with: candor review y.ron\n\
         1 trait is not answered yet: until it is, the items that hang on it count\n\
         \x20 serves-traffic  Does it take requests?\n\
         answer each with: candor set y.ron trait serves-traffic yes|no\n",
    );
    // The way that is told is the way that works.
    test.run([
        "set",
        "y.ron",
        "trait",
        "serves-traffic",
        "no",
        "--by",
        "Ana",
    ])
    .exit(0);
    assert_eq!(test.score("y.ron")["counts"]["out_of_play"], json!(1));
    let traits = |one, other| {
        let mut arguments = with(&["--by", "Ana", "--trait", one, "--trait", other]);
        arguments[1] = "z.ron";
        arguments
    };
    test.refused(
        traits("serves-traffic=yes", "serves-traffic=no"),
        2,
        "the trait `serves-traffic` is answered twice",
    );
    test.refused(
        traits("serves-traffic=yse", "serves-traffic=no"),
        2,
        "--trait serves-traffic: `yse` answers no trait; did you mean `yes`?",
    );
}

#[test]
fn directories_that_are_missing_are_made() {
    let test = CliTest::with_review();
    test.run([
        "new",
        "a/b/y.ron",
        "--checklist",
        "list.ron",
        "--subject",
        "API",
    ])
    .exit(0);
    assert!(test.path("a/b/y.ron").is_file());
}
