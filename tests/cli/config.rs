//! `candor config`, and what the configuration sets for the command line.

use candor::action::table::ACTIONS;
use candor::format::configuration::{Configuration, FIELDS, read_configuration};
use candor::tui::keymap::Key;
use candor::tui::keymap::default_keys_of;

use super::builder::{CHECKLIST, CliTest};

fn configured(ron: &str) -> CliTest {
    let test = CliTest::with_review();
    let directory = test.home().join("config");
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("config.ron"), ron).unwrap();
    test
}

#[test]
fn the_sample_names_everything_and_sets_nothing() {
    let test = CliTest::new();
    let ran = test.run(["config", "print-default"]);
    ran.exit(0).quiet();
    let sample = ran.stdout.clone();
    assert_eq!(
        read_configuration(sample.as_bytes()),
        (Configuration::default(), Vec::new())
    );
    // With the slashes taken away it is right too, names every field, and every action has its default keys.
    let value = |line: &str| {
        let field = FIELDS
            .iter()
            .any(|field| line.starts_with(&format!("{field}: ")));
        field || line.starts_with('"') || line.starts_with("    \"") || line == "},"
    };
    let uncommented: String = sample
        .lines()
        .map(|line| match line.trim_start().strip_prefix("// ") {
            Some(rest) if value(rest) => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let (all, faults) = read_configuration(uncommented.as_bytes());
    assert_eq!(faults, Vec::new(), "{uncommented}");
    for field in FIELDS {
        assert!(
            uncommented
                .lines()
                .any(|line| line.starts_with(&format!("{field}: "))),
            "{field}"
        );
    }
    assert_eq!(all.keys.len(), ACTIONS.len());
    for (binding, entry) in all.keys.iter().zip(ACTIONS) {
        assert_eq!(binding.action.value, entry.name);
        let keys = binding.keys.iter().filter_map(|key| Key::parse(&key.value));
        assert_eq!(
            keys.collect::<Vec<_>>(),
            default_keys_of(entry),
            "{}",
            entry.name
        );
    }
    // What it prints is a file that it accepts.
    let test = configured(&uncommented);
    test.run(["config", "check"])
        .exit(0)
        .stdout_contains(": fine");
}

#[test]
fn path_and_check_say_where_it_is_and_whether_it_is_fine() {
    let test = CliTest::new();
    let path = test.home().join("config").join("config.ron");
    test.run(["config", "path"])
        .exit(0)
        .stdout_is(&format!("{}\n", path.display()));
    test.run(["config", "check"])
        .exit(0)
        .stdout_contains("not there, so everything is as by default");
    assert!(!path.exists(), "nothing is written");
    let test =
        configured("(theme: \"drak\",\n keys: {\"undo\": \"x\"},\n checklist: \"nothing-such\")");
    let ran = test.run(["config", "check"]);
    ran.exit(3)
        .stdout_contains("config.ron:1:9: error: `theme`: there is no theme `drak`\n 1 | (theme: \"drak\",\n   |         ^\n  help: did you mean `dark`?")
        .stdout_contains("config.ron:2:9: error: `keys`: x is both `unmet` and `undo` in Review")
        .stdout_contains("config.ron:3:13: error: `checklist`: there is no checklist `nothing-such`");
}

#[test]
fn a_configuration_that_is_no_readable_file_is_said_to_be_one() {
    let test = CliTest::with_review();
    std::fs::create_dir_all(test.home().join("config/config.ron")).unwrap();
    test.run(["config", "check"])
        .exit(3)
        .stdout_contains("it is a directory, not a file");
    // It keeps nobody from working.
    test.run(["answer", "x.ron", "backups", "met", "--by", "Ana"])
        .exit(0);
    let test = configured(&format!("(name: \"{}\")", "a".repeat(1 << 20)));
    test.run(["config", "check"])
        .exit(3)
        .stdout_contains("too large: at most 1 MiB");
}

#[test]
fn the_name_stands_before_gits_and_behind_the_flag() {
    let test = configured("(name: \"Cleo Configured\")").git_user("Gita Git");
    test.run(["answer", "x.ron", "backups", "met"])
        .exit(0)
        .quiet();
    assert!(test.read("x.ron").contains("by: \"Cleo Configured\""));
    test.run(["answer", "x.ron", "backups", "unmet", "--by", "Flo Flag"])
        .exit(0);
    assert!(test.read("x.ron").contains("by: \"Flo Flag\""));
    test.run(["note", "x.ron", "decision", "we go"]).exit(0);
    assert!(!test.read("x.ron").contains("Gita"));
    let without = CliTest::with_review().git_user("Gita Git");
    without.run(["answer", "x.ron", "backups", "met"]).exit(0);
    assert!(without.read("x.ron").contains("by: \"Gita Git\""));
}

#[test]
fn a_fault_is_said_on_the_side_by_what_uses_the_configuration_and_by_nothing_else() {
    let test = configured("(name: \"Cleo\", mouse: 3)");
    let ran = test.run(["answer", "x.ron", "backups", "met"]);
    ran.exit(0)
        .stderr_contains("config.ron:1:23: `mouse`: true or false is wanted here");
    assert_eq!(ran.stderr.matches("config.ron").count(), 1);
    assert!(test.read("x.ron").contains("by: \"Cleo\""));
    test.run(["score", "x.ron"]).exit(0).quiet();
}

#[test]
fn the_checklist_of_new_reviews_is_the_configured_one_unless_one_is_named() {
    let test = configured("(checklist: \"mvp-hardening\")");
    test.run(["new", "y.ron", "--subject", "API"])
        .exit(0)
        .stdout_contains("28 items");
    let test = test.file("list.ron", CHECKLIST);
    test.run([
        "new",
        "z.ron",
        "--checklist",
        "list.ron",
        "--subject",
        "API",
    ])
    .exit(0)
    .stdout_contains("5 items");
    CliTest::new()
        .run(["new", "y.ron", "--subject", "API"])
        .exit(2)
        .one_sentence("no checklist is named; give --checklist ID|PATH");
}

#[test]
fn what_the_screen_looks_like_is_asked_of_the_screen_alone() {
    let test = CliTest::with_review();
    for arguments in [
        &["--theme", "pink"][..],
        &["demo", "--theme", "pink"],
        &["review", "x.ron", "--theme", "pink"],
        &[
            "--theme",
            "pink",
            "review",
            "new.ron",
            "--checklist",
            "mvp-hardening",
        ],
    ] {
        test.run(arguments)
            .exit(2)
            .one_sentence("there is no theme `pink`");
    }
    assert!(!test.path("new.ron").exists());
    test.run(["--theme", "dark", "score", "x.ron"])
        .exit(2)
        .one_sentence("--theme, --ascii and --accessible are for the screen");
}

#[test]
fn a_printed_theme_is_one_to_begin_with() {
    let test = configured("(theme: \"mine\")");
    let ran = test.run(["config", "print-theme", "light"]);
    let themes = test.home().join("config/themes");
    std::fs::create_dir_all(&themes).unwrap();
    std::fs::write(themes.join("mine.ron"), &ran.stdout).unwrap();
    test.run(["config", "check"]).exit(0);
    std::fs::write(
        themes.join("mine.ron"),
        ran.stdout.replace("title:", "titel:"),
    )
    .unwrap();
    test.run(["config", "check"])
        .exit(3)
        .stdout_contains("themes/mine.ron:")
        .stdout_contains("did you mean `title`?");
    test.run(["config", "print-theme", "drak"])
        .exit(2)
        .one_sentence("did you mean `dark`?");
}
