//! A comment in the person's own editor, which has the terminal meanwhile.

use super::{Desk, GONE, assert_given_back, sees};
use crate::pty::Pty;
use rustix::process::Signal;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

/// A script that does as an editor does.
fn editor(desk: &Desk, script: &str) -> String {
    let path = desk.path("editor.sh");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

fn review(desk: &Desk, script: &str) -> Pty {
    let editor = format!("VISUAL={} --wait", editor(desk, script));
    let temporary = format!("TMPDIR={}", desk.home().display());
    std::fs::create_dir_all(desk.home()).unwrap();
    let by = ["env", editor.as_str(), temporary.as_str(), super::CANDOR];
    let pty = desk.screen_of((120, 32), &by, &["review", "a.ron", "--by", "Ana"]);
    sees(&pty, "saved ✓");
    pty
}

fn waits_for(path: &Path) -> String {
    let deadline = Instant::now() + super::PATIENCE;
    loop {
        match std::fs::read_to_string(path) {
            Ok(text) if !text.is_empty() => return text,
            _ => assert!(Instant::now() < deadline, "{} is not there", path.display()),
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn comment(desk: &Desk) -> String {
    let assessment = desk.assessment("a.ron");
    assessment.answers()[0].comment.raw().to_owned()
}

/// What the editor left in the directory for temporary files.
fn left_over(desk: &Desk) -> Vec<String> {
    let entries = std::fs::read_dir(desk.home()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.contains("edit")).collect()
}

#[test]
fn the_editor_has_the_terminal_and_its_keys_and_gives_the_text_back() {
    let desk = Desk::with_review();
    let script = "stty -a >modes; ls -ld \"$(dirname \"$2\")\" \"$2\" >rights; echo \"$1\" >flag\n\
                  echo READY; read -r line; printf '%s\\nand %s\\n' \"$(cat \"$2\")\" \"$line\" >\"$2\"";
    let mut pty = review(&desk, script);
    pty.send("cwhy");
    sees(&pty, "why");
    pty.send("<c-o>");
    sees(&pty, "READY");
    assert!(
        pty.is_as_before(),
        "the line settings are those of the shell"
    );
    assert_eq!(pty.modes_left(), Vec::<String>::new());
    // Typed while the editor has the terminal: none of it is candor's.
    pty.send("jqx typed<enter>");
    sees(&pty, "the editor left it");
    sees(&pty, "and jqx typed");
    assert!(pty.is_raw());
    assert!(!pty.screen_text().contains("READY"), "no stale screen");
    pty.send("<enter>");
    assert_eq!(left_over(&desk), Vec::<String>::new());
    let modes = waits_for(&desk.path("modes"));
    assert!(
        modes.contains(" icanon") && modes.contains(" echo "),
        "{modes}"
    );
    let rights = waits_for(&desk.path("rights"));
    assert!(
        rights.starts_with("drwx------") && rights.contains("-rw-------"),
        "{rights}"
    );
    assert_eq!(waits_for(&desk.path("flag")).trim(), "--wait");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(comment(&desk), "why\nand jqx typed");
    assert_given_back(&pty);
}

#[test]
fn an_editor_that_fails_or_writes_no_text_leaves_the_comment_as_it_was() {
    for (script, said) in [
        ("echo no >\"$2\"; exit 3", "failed; the text"),
        ("printf 'a\\377b' >\"$2\"", "not UTF-8"),
        ("rm \"$2\"", "no such file"),
        ("stty raw -echo; exit 3", "failed; the text"),
    ] {
        let desk = Desk::with_review();
        let mut pty = review(&desk, script);
        pty.send("cwhy<c-o>");
        sees(&pty, said);
        pty.send(" not<enter>");
        pty.send("q");
        assert_eq!(pty.wait_exit(GONE).code(), Some(0));
        assert_eq!(comment(&desk), "why not");
        assert_given_back(&pty);
        assert_eq!(left_over(&desk), Vec::<String>::new());
    }
}

#[test]
fn without_an_editor_the_screen_says_which_variable_to_set() {
    let desk = Desk::with_review();
    let by = ["env", "VISUAL=no-such-editor-here", super::CANDOR];
    let mut pty = desk.screen_of((120, 32), &by, &["review", "a.ron", "--by", "Ana"]);
    sees(&pty, "saved ✓");
    pty.send("cwhy<c-o>");
    sees(&pty, "set VISUAL or EDITOR");
    pty.send("<esc>");
    super::sees_no_more(&pty, "set VISUAL");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
}

#[test]
fn ctrl_c_in_the_editor_is_the_editors() {
    let desk = Desk::with_review();
    let script =
        "trap 'echo INTERRUPTED; echo kept >\"$2\"; exit 0' INT; echo READY; read -r line; exit 1";
    let mut pty = review(&desk, script);
    pty.send("cwhy<c-o>");
    sees(&pty, "READY");
    pty.send("<c-c>");
    sees(&pty, "the editor left it");
    pty.send("<enter>");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(comment(&desk), "kept");
    assert_given_back(&pty);
}

#[test]
fn ended_while_the_editor_runs_everything_is_saved_and_the_terminal_is_whole() {
    let desk = Desk::with_review();
    let mut pty = review(&desk, "stty raw -echo; echo READY; sleep 60");
    pty.send("<space>cwhy<c-o>");
    sees(&pty, "READY");
    pty.signal(Signal::TERM);
    pty.wait_exit(GONE);
    assert_given_back(&pty);
    assert_eq!(
        desk.assessment("a.ron").answers()[0].status,
        candor::domain::assessment::Status::Met
    );
    assert_eq!(left_over(&desk), Vec::<String>::new());
}
