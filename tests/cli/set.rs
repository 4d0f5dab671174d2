//! `candor set`.

use serde_json::json;

use super::builder::CliTest;

#[test]
fn facts_are_set_and_said_back() {
    let test = CliTest::with_review();
    let set = |fact: &[&str]| test.run(["set", "x.ron"].iter().chain(fact));
    set(&["version", "2.0"])
        .exit(0)
        .stdout_contains("the version is 2.0 now · claimed 0.0");
    set(&["target", "live"])
        .exit(0)
        .stdout_contains("the target is live now");
    set(&["target", "none"])
        .exit(0)
        .stdout_contains("there is no target now");
    set(&["system", "shop"])
        .exit(0)
        .stdout_contains("the system is shop now");
    set(&["system", ""])
        .exit(0)
        .stdout_contains("there is no system now");
    set(&["trait", "serves-traffic", "yes", "--by", "Ana"])
        .exit(0)
        .stdout_contains("serves-traffic is yes now");
    set(&["participant", "Ana", "--role", "SRE"])
        .exit(0)
        .stdout_contains("Ana takes part as SRE");
    set(&["participant", "ana"])
        .exit(0)
        .stdout_contains("ana takes part");
    let text = test.read("x.ron");
    assert!(
        text.contains("version: \"2.0\"") && !text.contains("target:") && !text.contains("system:")
    );
    assert_eq!(text.matches("name: \"Ana\"").count(), 1);
    set(&["participant", "Ana", "--remove"])
        .exit(0)
        .stdout_contains("Ana takes part no more");
    assert!(!test.read("x.ron").contains("participants"));
}

#[test]
fn what_is_unknown_is_refused_with_the_nearest_word() {
    let test = CliTest::with_review();
    let refused = |fact: &[&str], sentence: &str| {
        test.refused(["set", "x.ron"].iter().chain(fact), 2, sentence);
    };
    refused(&["target", "stageing"], "did you mean `staging`?");
    refused(
        &["trait", "traffic", "yes", "--by", "A"],
        "known here: serves-traffic",
    );
    refused(&["trait", "serves-traffic", "yes"], "give --by NAME");
    refused(
        &["trait", "serves-traffic", "maybe"],
        "invalid value 'maybe'",
    );
    refused(
        &["participant", "Bo", "--remove"],
        "there is no participant `Bo`",
    );
    refused(
        &["declared", "Overall", "--remove"],
        "there is no declared figure `Overall`",
    );
    refused(
        &["declared", "Overall", "1/2", "--of", "everything"],
        "nothing is declared of `everything`",
    );
    refused(
        &["declared", "Safety", "1/2", "--of", "category:safty"],
        "did you mean `safety`?",
    );
    refused(
        &["declared", "Overall", "1/2", "--on", "today"],
        "`today` is not a day",
    );
    refused(&["declared", "Overall"], "required");
    refused(
        &["verzion", "2"],
        "unrecognized subcommand 'verzion'; a similar subcommand exists: 'version'.",
    );
    refused(&[], "requires a subcommand but one was not provided");
}

#[test]
fn a_declared_figure_is_replaced_by_its_label_and_keeps_what_is_not_given_again() {
    let test = CliTest::with_review();
    let declare = |more: &[&str]| test.run(["set", "x.ron", "declared"].iter().chain(more));
    declare(&[
        "Overall",
        "6.5/10",
        "--table",
        "t",
        "--by",
        "the team",
        "--on",
        "2026-01-02",
        "--source",
        "page 1",
        "--weight",
        "2",
    ])
    .exit(0)
    .stdout_contains("Overall is declared as 6.5/10, 65.0 percent");
    declare(&["Overall", "70 %"])
        .exit(0)
        .stdout_contains("70.0 percent");
    let text = test.read("x.ron");
    assert!(
        text.contains("value: \"70 %\"")
            && text.contains("by: \"the team\"")
            && text.contains("weight: 2")
    );
    assert_eq!(text.matches("label:").count(), 1);
    assert!(text.contains("of: Overall"));
    declare(&["Overall", "5/10", "--table", "other"]).exit(0);
    test.refused(
        ["set", "x.ron", "declared", "Overall", "1/10"],
        2,
        "several figures are called `Overall`",
    );
    declare(&["Overall", "--table", "other", "--remove"]).exit(0);
    declare(&["Mood", "good"])
        .exit(0)
        .stdout_contains("Mood is declared as good, no percent");
    let declared = test.score("x.ron")["declared"].clone();
    assert_eq!(
        declared,
        json!([
            {"label": "Overall", "of": "overall", "value": "70 %", "percent": 70.0},
            {"label": "Mood", "of": "free", "value": "good", "percent": null},
        ])
    );
}

#[test]
fn a_subject_is_renamed_and_a_trait_is_taken_back() {
    let test = CliTest::with_review();
    let set = |fact: &[&str]| test.run(["set", "x.ron"].iter().chain(fact));
    set(&["name", " Payment API "])
        .exit(0)
        .stdout_contains("the subject is Payment API now");
    assert_eq!(test.score("x.ron")["subject"], json!("Payment API"));
    test.refused(["set", "x.ron", "name", " "], 2, "this wants a text");
    set(&["trait", "serves-traffic", "no", "--by", "Ana"]).exit(0);
    assert_eq!(test.score("x.ron")["counts"]["out_of_play"], json!(1));
    set(&["trait", "serves-traffic", "none"])
        .exit(0)
        .stdout_contains("serves-traffic is not answered any more");
    assert_eq!(test.score("x.ron")["counts"]["out_of_play"], json!(0));
    test.refused(
        ["set", "x.ron", "trait", "serves-traffic", "none"],
        2,
        "nobody has answered `serves-traffic`; nothing was changed.",
    );
    test.refused(
        ["set", "x.ron", "trait", "serve-traffic", "none"],
        2,
        "there is no trait `serve-traffic`; did you mean `serves-traffic`?",
    );
}

#[test]
fn a_cost_is_replaced_by_its_name_and_keeps_what_is_not_given_again() {
    let test = CliTest::with_review();
    let cost = |more: &[&str]| test.run(["set", "x.ron", "cost"].iter().chain(more));
    cost(&["Monitoring", "200..500", "USD", "--per", "month"])
        .exit(0)
        .stdout_contains("Monitoring costs 200–500 USD per month · claimed 0.0");
    cost(&["A test", "4000", "EUR", "--per", "once"])
        .exit(0)
        .stdout_contains("A test costs 4000 EUR once");
    cost(&["Monitoring", "250.5..500"])
        .exit(0)
        .stdout_contains("Monitoring costs 250.50–500 USD per month");
    let text = test.read("x.ron");
    assert_eq!(text.matches("name: \"Monitoring\"").count(), 1);
    assert!(text.contains("low: 250.5,") && text.contains("per: Once"));
    let refused = |arguments: &[&str], sentence: &str| {
        let base = ["set", "x.ron", "cost"];
        test.refused(base.iter().chain(arguments), 2, sentence);
    };
    refused(
        &["Hosting", "1..2", "USD"],
        "it is not said how often it is paid; give --per month or --per once.",
    );
    refused(
        &["Hosting", "1..2", "--per", "once"],
        "it is not said in which currency",
    );
    refused(
        &["Hosting", "2..1", "USD", "--per", "once"],
        "`2..1` runs backwards",
    );
    refused(
        &["Hosting", "-2..1", "USD", "--per", "once"],
        "`-2..1` is below 0",
    );
    refused(
        &["Hosting", "much", "USD", "--per", "once"],
        "`much` holds no plain number",
    );
    refused(
        &["Hosting", "1", "USD", "--per", "year"],
        "invalid value 'year'",
    );
    refused(
        &[" ", "1", "USD", "--per", "once"],
        "a cost has a name; say for what.",
    );
    refused(
        &["Monitorin", "--remove"],
        "there is no cost `Monitorin`; did you mean `Monitoring`?",
    );
    refused(&["Monitoring"], "required arguments were not provided");
    cost(&["Monitoring", "--remove"])
        .exit(0)
        .stdout_contains("Monitoring costs nothing any more");
    cost(&["A test", "--remove"]).exit(0);
    assert!(!test.read("x.ron").contains("costs"));
}

#[test]
fn a_resource_has_a_role_and_an_effort() {
    let test = CliTest::with_review();
    let resource = |more: &[&str]| test.run(["set", "x.ron", "resource"].iter().chain(more));
    resource(&["backend developer", "2-3w"])
        .exit(0)
        .stdout_contains("backend developer is needed for 2-3w");
    resource(&["backend developer", "half a year, on and off"])
        .exit(0)
        .stdout_contains("is needed for half a year, on and off");
    assert_eq!(test.read("x.ron").matches("role: ").count(), 1);
    test.refused(
        ["set", "x.ron", "resource", "developer", "--remove"],
        2,
        "there is no resource `developer`; known here: backend developer.",
    );
    test.refused(
        ["set", "x.ron", "resource", "developer", " "],
        2,
        "a resource has an effort",
    );
    resource(&["backend developer", "--remove"])
        .exit(0)
        .stdout_contains("backend developer is needed no more");
    assert!(!test.read("x.ron").contains("resources"));
}
