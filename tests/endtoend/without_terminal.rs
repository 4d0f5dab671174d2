//! Without a terminal the screens say so in one sentence, and nothing is written.

use super::{CANDOR, Desk};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[track_caller]
fn assert_refused(desk: &Desk, shell: &str) {
    let before = everything_in(desk.directory.path());
    // On a terminal of its own, of which the shell takes one side away.
    let script = format!("{shell}; echo \"code ${{PIPESTATUS[0]}}.\" >&2");
    let mut pty = desk.screen_of((200, 24), &["/bin/bash", "-c", &script, CANDOR], &[]);
    super::sees(&pty, "code 2.");
    pty.wait_exit(super::GONE);
    let said = pty.screen_text();
    let lines: Vec<&str> = said
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    assert_eq!(lines.len(), 2, "one sentence:\n{said}");
    assert!(lines[0].contains("needs a terminal"), "{said}");
    assert!(!pty.raw_bytes().contains(&0x1b), "no control sequence");
    assert_eq!(
        everything_in(desk.directory.path()),
        before,
        "nothing is written"
    );
}

/// Every file below a directory, with its bytes.
fn everything_in(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut directories = vec![directory.to_owned()];
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else {
                files.insert(path.clone(), std::fs::read(path).unwrap());
            }
        }
    }
    files
}

#[test]
fn input_from_nowhere_or_output_into_a_pipe_is_refused() {
    let desk = Desk::with_review();
    for shell in [
        "\"$0\" < /dev/null",
        "\"$0\" | cat",
        "\"$0\" review a.ron | cat",
        "\"$0\" review a.ron < /dev/null",
        "\"$0\" review new.ron --checklist mvp-hardening | cat",
    ] {
        assert_refused(&desk, shell);
    }
}

#[test]
fn without_any_terminal_it_is_refused_too() {
    let desk = Desk::new();
    let output = desk.command(&[]).stdout(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    // No controlling terminal either.
    let mut command = Command::new("setsid");
    let status = command
        .args(["--wait", CANDOR])
        .envs(desk.environment())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert_eq!(status.unwrap().code(), Some(2));
}
