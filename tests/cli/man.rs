//! The manual page and the shells' completions name what the program has.

use candor::action::table::ACTIONS;

use super::builder::CliTest;

/// The commands that the help names.
fn commands(test: &CliTest) -> Vec<String> {
    let help = test.run(["--help"]).stdout.clone();
    let listed = help.split("Commands:\n").nth(1).unwrap();
    let rows = listed.lines().take_while(|line| line.starts_with("  "));
    let names: Vec<String> = rows
        .filter(|row| !row.starts_with("   "))
        .filter_map(|row| row.split_whitespace().next())
        .map(ToOwned::to_owned)
        .collect();
    assert!(names.len() > 15, "{names:?}");
    names
}

#[test]
fn the_manual_page_names_every_command_and_every_action() {
    let test = CliTest::new();
    let run = test.run(["man"]);
    let page = run.exit(0).quiet().stdout.replace("\\-", "-");
    for command in commands(&test) {
        let heading = format!(".SS \"candor {command}\"");
        assert!(page.contains(&heading), "{command}");
    }
    for entry in ACTIONS {
        assert!(page.contains(entry.does), "{}", entry.name);
    }
    assert!(page.contains("CANDOR_HOME"), "the environment");
    let stray = page.lines().find(|line| {
        line.starts_with('.') && !line.starts_with(|c: char| c == '.' && line.len() < 3) && {
            let request = line[1..].split(' ').next().unwrap_or_default();
            ![
                "SH", "SS", "TP", "nf", "fi", "TH", "ie", "el", "br", "RS", "RE", "IP", "PP",
            ]
            .contains(&request)
        }
    });
    assert_eq!(stray, None, "text that roff takes for a request");
}

#[test]
fn completions_of_every_shell_know_every_command() {
    let test = CliTest::new();
    let commands = commands(&test);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = test
            .run(["completions", shell])
            .exit(0)
            .quiet()
            .stdout
            .clone();
        for command in &commands {
            assert!(script.contains(command.as_str()), "{command} for {shell}");
        }
    }
    test.run(["completions", "tcsh"]).exit(2);
}
