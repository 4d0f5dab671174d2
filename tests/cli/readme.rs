//! The lines that the readme gives for CI, run as they stand there.

use std::path::Path;

use candor::action::Context;
use candor::action::table::ACTIONS;
use candor::system::library;

use super::builder::{CliTest, Ran};

fn section(title: &str) -> String {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(readme).unwrap();
    let (_, after) = text.split_once(&format!("\n## {title}\n")).unwrap();
    after.split("\n## ").next().unwrap().to_owned()
}

/// The lines of the first block of a language.
fn block(section: &str, language: &str) -> String {
    let (_, after) = section.split_once(&format!("```{language}\n")).unwrap();
    after.split("```").next().unwrap().to_owned()
}

/// A repository with an assessment of version 2.4.1 in which everything is met and shown.
fn released() -> CliTest {
    let file = "readiness/payments-api.ron";
    let test = CliTest::new()
        .git_user("Ana")
        .file("proof.txt", "all is well");
    std::fs::create_dir_all(test.path("readiness")).unwrap();
    let new = [
        "new",
        file,
        "--checklist",
        "mvp-hardening",
        "--subject",
        "Payments API",
        "--subject-version",
        "2.4.1",
    ];
    test.run(new).exit(0);
    let checklist = library::built_in("mvp-hardening").unwrap();
    for (_, item) in checklist.items() {
        let answer = [
            "answer",
            file,
            item.id.raw(),
            "met",
            "--evidence",
            "file:proof.txt",
        ];
        test.run(answer).exit(0);
    }
    test
}

/// Runs lines as a job does: the first that fails ends it.
fn job(test: &CliTest, lines: &str, version: &str) -> Ran {
    let program = Path::new(env!("CARGO_BIN_EXE_candor"))
        .parent()
        .unwrap()
        .to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([program].into_iter().chain(std::env::split_paths(&path)));
    // Borrowed from a run of candor: its directory, and nothing of this machine in its environment.
    let candor = test.command(["--version"]);
    let mut shell = std::process::Command::new("sh");
    shell
        .args(["-e", "-c", lines])
        .current_dir(candor.get_current_dir().unwrap())
        .env_clear()
        .envs(
            candor
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("PATH", path.unwrap())
        .env("VERSION", version);
    Ran::of(shell.output().unwrap())
}

#[test]
fn the_lines_for_ci_pass_what_is_ready_and_stop_what_is_not() {
    let section = section("In CI");
    let shell = block(&section, "sh");
    let yaml = block(&section, "yaml");
    let runs: Vec<&str> = yaml
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- run: "))
        .collect();
    assert_eq!((shell.lines().count(), runs.len()), (2, 1), "{section}");
    assert!(section.lines().count() <= 25, "{section}");
    let with = |version: &str| runs[0].replace("${{ github.ref_name }}", version);

    let test = released();
    job(&test, &shell, "2.4.1")
        .exit(0)
        .stdout_contains("PASS Payments API 2.4.1: go, no target\n");
    assert!(test.read("gate.json").contains("\"passes\": true"));
    job(&test, &with("2.4.1"), "")
        .exit(0)
        .stdout_contains("PASS ");
    // Another version than the one that was reviewed, and a variable that is not set.
    job(&test, &shell, "2.4.2")
        .exit(1)
        .stdout_contains("other-subject");
    job(&test, &with("2.4.2"), "")
        .exit(1)
        .stdout_contains("other-subject");
    job(&test, &shell, "").exit(2);
    // Something is open after all.
    test.run([
        "answer",
        "readiness/payments-api.ron",
        "health-checks",
        "unmet",
    ])
    .exit(0);
    job(&test, &shell, "2.4.1")
        .exit(1)
        .stdout_contains("\nopen-blocker: 1 open blocker\n  health-checks  ");
    job(&test, &with("2.4.1"), "").exit(1);
}

#[test]
fn the_keys_of_the_readme_do_what_it_says() {
    let section = section("On the screen");
    let rows = section.lines().filter_map(|line| {
        let row = line.strip_prefix("| `")?.strip_suffix(" |")?;
        row.split_once("` | ")
    });
    let rows: Vec<(&str, &str)> = rows.collect();
    assert!(rows.len() > 15, "{rows:?}");
    for (key, does) in rows {
        let held = ACTIONS.iter().any(|entry| {
            let here = entry.contexts.contains(&Context::Review);
            here && entry.keys.contains(&key) && entry.does == does
        });
        assert!(held, "{key} {does}");
    }
}
