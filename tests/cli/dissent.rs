//! `candor dissent`.

use serde_json::{Value, json};

use super::builder::CliTest;
use super::rich::half_way;

fn listed(test: &CliTest) -> Value {
    let json = test.run("dissent x.ron --list --json".split(' '));
    json.exit(0).json()["dissents"].clone()
}

fn id(test: &CliTest, at: usize) -> String {
    listed(test)[at]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_dissent_keeps_what_stood_when_it_was_raised() {
    let test = half_way();
    test.run([
        "dissent",
        "x.ron",
        "backups",
        "against a mock",
        "--by",
        "Bo",
    ])
    .exit(0)
    .quiet()
    .stdout_contains("Bo dissents from the answer to backups (met), as ")
    .stdout_contains("dissent on 1 blocker");
    test.run(["dissent", "x.ron", "verdict", "ask support first"])
        .exit(0)
        .stdout_contains("Ana dissents from the verdict (no-go), as ")
        .stdout_contains("dissent from the verdict and on 1 blocker");
    // An item may be called `verdict`.
    test.run(["dissent", "x.ron", "item:verdict", "-- stale", "--by", "Cy"])
        .exit(0)
        .stdout_contains("Cy dissents from the answer to verdict (met)");
    test.run("answer x.ron backups unmet".split(' ')).exit(0);
    let found = listed(&test);
    let short: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            json!([
                it["item"],
                it["name"],
                it["on"],
                it["text"],
                it["open"],
                it["state"]
            ])
        })
        .collect();
    assert_eq!(
        short,
        [
            json!([null, "Ana", "no-go", "ask support first", true, "open"]),
            json!(["backups", "Bo", "met", "against a mock", true, "open"]),
            json!(["verdict", "Cy", "met", "-- stale", true, "open"]),
        ]
    );
    let one = test.run("dissent x.ron item:verdict --list --json".split(' '));
    assert_eq!(one.exit(0).json()["dissents"][0]["name"], json!("Cy"));
    let whole = test.run("dissent x.ron verdict --list --json".split(' '));
    assert_eq!(whole.json()["dissents"].as_array().unwrap().len(), 1);
}

#[test]
fn only_the_dissenter_or_a_facilitator_closes_it_and_only_once_it_is_answered() {
    let test = half_way();
    test.run([
        "dissent",
        "x.ron",
        "backups",
        "against a mock",
        "--by",
        "Bo",
    ])
    .exit(0);
    test.run(["dissent", "x.ron", "verdict", "ask support", "--by", "Bo"])
        .exit(0);
    let (whole, item) = (id(&test, 0), id(&test, 1));
    let short = &item[..6];
    test.refused(
        ["dissent", "x.ron", "--close", short, "--by", "Bo"],
        2,
        "backups: the dissent has no answer yet; answer it first.",
    );
    test.run([
        "dissent",
        "x.ron",
        "--answer",
        short,
        "it was the real one",
        "--by",
        "Ana",
    ])
    .exit(0)
    .stdout_contains(
        "Bo's dissent from the answer to backups is answered; Bo or a facilitator can close it",
    )
    .stdout_contains("dissent from the verdict and on 1 blocker");
    test.refused(
        ["dissent", "x.ron", "--close", short, "--by", "Ana"],
        2,
        "backups: only Bo or a facilitator can close this dissent; answer it; they close it",
    );
    test.run(["dissent", "x.ron", "--close", short, "--by", "bo"])
        .exit(0)
        .stdout_contains("Bo's dissent from the answer to backups is closed · claimed 59.4")
        .stdout_contains("dissent from the verdict\n");
    test.refused(
        ["dissent", "x.ron", "--close", short, "--by", "Bo"],
        2,
        "backups: it is settled already; nothing was changed.",
    );
    // A facilitator closes what is not theirs.
    test.run([
        "set",
        "x.ron",
        "participant",
        "Fay",
        "--role",
        "facilitator",
    ])
    .exit(0);
    test.run(["dissent", "x.ron", "--answer", &whole, "asked"])
        .exit(0);
    test.run(["dissent", "x.ron", "--close", &whole, "--by", "Fay"])
        .exit(0);
    assert!(
        !test.score("x.ron")["reasons"]
            .to_string()
            .contains("dissent")
    );
    test.run("dissent x.ron --list".split(' '))
        .exit(0)
        .stdout_contains(&format!(
            "closed by Fay  {whole}  Bo from the verdict (no-go), "
        ))
        .has_line("it was the real one");
}

#[test]
fn what_nobody_meant_is_refused() {
    let test = half_way();
    for text in ["one", "two"] {
        test.run(["dissent", "x.ron", "backups", text]).exit(0);
    }
    let text = test.read("x.ron");
    let text = text
        .replace(&id(&test, 0), "aaab")
        .replace(&id(&test, 1), "aaac");
    let test = test.file("x.ron", text);
    let refused = |arguments: &[&str], sentence: &str| {
        test.refused(["dissent", "x.ron"].iter().chain(arguments), 2, sentence);
    };
    refused(
        &["backup", "no"],
        "there is no item `backup`; did you mean `backups`?",
    );
    refused(&["item:backup", "no"], "did you mean `backups`?");
    refused(
        &["backups", " "],
        "backups: this wants a text; write at least one word.",
    );
    refused(&["verdict", ""], "this wants a text");
    refused(&["backups"], "required arguments were not provided");
    refused(
        &["--answer", "zzz", "yes"],
        "there is no dissent `zzz`; see: candor dissent x.ron --list.",
    );
    refused(
        &["--answer", "aaa", "yes"],
        "`aaa` begins the ids of 2 dissents; give more of it",
    );
    refused(&["--answer", "aaab", " "], "this wants a text");
    refused(&["--close", ""], "there is no dissent ``");
    refused(&["--close", "aaab", "--list"], "cannot be used with");
    refused(&["--json"], "required arguments were not provided");
    let nobody = CliTest::with_review();
    nobody.refused(
        ["dissent", "x.ron", "backups", "no"],
        2,
        "nobody is named as the one who says so; give --by NAME",
    );
    nobody
        .run("dissent x.ron --list".split(' '))
        .exit(0)
        .stdout_is("nobody dissents\n");
}
