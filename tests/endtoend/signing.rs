//! Signing on a real terminal, from the first key to the files, without a key and with one that asks for a passphrase.

use super::{CANDOR, Desk, GONE, assert_given_back, sees, sees_no_more};
use crate::pty::Pty;
use rustix::process::Signal;
use std::path::PathBuf;
use std::process::Command;

/// A desk with a review of a checklist that wants the go of one role.
fn desk() -> Desk {
    let desk = Desk::new();
    let checklist = crate::tui::harness::checklist().replace(
        "    version: \"3\",\n",
        "    version: \"3\",\n    signoff: [\"sre\"],\n",
    );
    std::fs::write(desk.path("launch.ron"), checklist).unwrap();
    let subject = ["--subject", "Payment API"];
    desk.succeed(
        &[
            &["new", "a.ron", "--checklist", "./launch.ron"][..],
            &subject,
        ]
        .concat(),
    );
    desk
}

fn key(desk: &Desk, passphrase: &str) -> String {
    let path = desk.path("ana-key").display().to_string();
    let mut command = Command::new("ssh-keygen");
    command.args(["-q", "-t", "ed25519", "-N", passphrase, "-f", &path]);
    assert!(command.status().unwrap().success());
    path
}

/// The names of the files in the folder of sign-offs that end so.
fn made(desk: &Desk, end: &str) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(desk.path("a.signoffs"));
    let entries = folder.map(Iterator::collect::<Vec<_>>).unwrap_or_default();
    let paths = entries.into_iter().map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.to_string_lossy().ends_with(end))
        .collect()
}

fn review(desk: &Desk) -> Pty {
    desk.review()
}

#[test]
fn a_no_go_is_signed_without_a_key_and_shows_at_once() {
    let desk = desk();
    let mut pty = review(&desk);
    pty.send("X");
    sees(&pty, "Nobody has signed");
    pty.send("ssre<enter>");
    sees(&pty, "Type no-go to sign");
    pty.send("<enter>");
    sees(&pty, "nothing is signed yet");
    assert!(made(&desk, ".txt").is_empty());
    pty.send("no-go<enter>");
    sees(&pty, "no-go by Ana");
    assert_eq!(made(&desk, ".txt").len(), 1);
    assert_eq!(
        (made(&desk, ".ron").len(), made(&desk, ".sig").len()),
        (1, 0)
    );
    pty.send("q");
    sees(&pty, "Categories");
    sees(&pty, "no-go signed by sre");
    // A change of the session supersedes it with the same key, and is what the next page says.
    pty.send("<space>");
    sees(&pty, "superseded: tests");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
    let listed = desk.succeed(&["list", "assessments", "--json"]);
    assert!(
        listed.contains("\"decision\":\"no-go\"") || listed.contains("\"decision\": \"no-go\""),
        "{listed}"
    );
}

#[test]
fn a_key_asks_for_its_passphrase_on_the_terminal_and_the_page_shows_the_signature() {
    let desk = desk();
    let key = key(&desk, "open sesame");
    let mut pty = review(&desk);
    pty.send("Xssre<tab>g<tab>friendly customers<tab>as agreed<tab>");
    pty.send_bytes(key.as_bytes());
    sees(&pty, "ana-key");
    pty.send("<enter>");
    sees(&pty, "Type go to sign");
    pty.send("go<enter>");
    sees(&pty, "Enter passphrase");
    assert!(!pty.is_raw(), "the terminal is ssh-keygen's");
    assert_eq!(pty.modes_left(), Vec::<String>::new());
    pty.send("open sesame<enter>");
    sees(&pty, "go by Ana");
    sees_no_more(&pty, "assphrase");
    assert!(pty.is_raw());
    assert!(!pty.screen_text().contains("sesame"));
    assert_eq!(
        (made(&desk, ".txt").len(), made(&desk, ".sig").len()),
        (1, 1)
    );
    pty.send("q");
    sees(&pty, "Categories");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
    let public = std::fs::read_to_string(desk.path("ana-key.pub")).unwrap();
    std::fs::write(desk.path("allowed"), format!("Ana {public}")).unwrap();
    let scored = desk.succeed(&["score", "a.ron", "--json"]);
    assert!(scored.contains("unknown-signer"), "{scored}");
    // Stock OpenSSH knows the signature.
    let statement = std::fs::File::open(&made(&desk, ".txt")[0]).unwrap();
    let verified = Command::new("ssh-keygen")
        .args(["-Y", "verify", "-n", "candor", "-I", "Ana", "-f"])
        .arg(desk.path("allowed"))
        .arg("-s")
        .arg(&made(&desk, ".sig")[0])
        .stdin(statement)
        .status()
        .unwrap();
    assert!(verified.success());
}

#[test]
fn a_key_that_fails_or_is_left_signs_nothing_and_gives_the_terminal_back() {
    for keys in ["wrong<enter>wrong<enter>wrong<enter>", "<c-c>"] {
        let desk = desk();
        let key = key(&desk, "open sesame");
        let mut pty = review(&desk);
        pty.send("Xssre<tab><tab><tab>");
        pty.send_bytes(key.as_bytes());
        sees(&pty, "ana-key");
        pty.send("<enter>no-go<enter>");
        sees(&pty, "Enter passphrase");
        // A signal between ssh-keygen's prompt and its reading is lost on it.
        std::thread::sleep(std::time::Duration::from_millis(500));
        pty.send(keys);
        sees(&pty, "not signed");
        assert!(pty.is_raw());
        // What was typed is there still.
        pty.send("s");
        sees(&pty, "ana-key");
        assert!(made(&desk, "").is_empty());
        pty.send("<esc>");
        sees(&pty, "brings it back");
        pty.send("q");
        sees(&pty, "Categories");
        pty.send("q");
        assert_eq!(pty.wait_exit(GONE).code(), Some(0));
        assert_given_back(&pty);
    }
}

#[test]
fn a_program_that_is_ended_while_a_key_is_asked_for_leaves_a_sound_terminal() {
    let desk = desk();
    let key = key(&desk, "open sesame");
    let mut pty = review(&desk);
    pty.send("Xssre<tab><tab><tab>");
    pty.send_bytes(key.as_bytes());
    sees(&pty, "ana-key");
    pty.send("<enter>no-go<enter>");
    sees(&pty, "Enter passphrase");
    pty.signal(Signal::TERM);
    pty.wait_exit(GONE);
    assert_given_back(&pty);
    assert!(made(&desk, "").is_empty());
}

/// A program that leads the terminal takes all others with it when it ends; under a shell nobody does, and a shell is
/// what people have.
#[test]
fn under_a_shell_nothing_goes_on_asking_for_a_passphrase_once_the_program_is_ended() {
    for signal in [Signal::TERM, Signal::HUP] {
        let desk = desk();
        let key = key(&desk, "open sesame");
        std::fs::create_dir_all(desk.home()).unwrap();
        let script = format!(
            "sh -c 'echo $$ >pid; exec {CANDOR} review a.ron --by Ana'; echo OVER; read -r line; echo \"got $line\"; stty -a >modes"
        );
        let temporary = format!("TMPDIR={}", desk.home().display());
        let by = ["env", temporary.as_str(), "sh", "-c", script.as_str()];
        let mut pty = desk.screen_of((120, 32), &by, &[]);
        sees(&pty, "saved ✓");
        pty.send("Xssre<tab><tab><tab>");
        pty.send_bytes(key.as_bytes());
        sees(&pty, "ana-key");
        pty.send("<enter>no-go<enter>");
        sees(&pty, "Enter passphrase");
        let pid = std::fs::read_to_string(desk.path("pid")).unwrap();
        let pid = rustix::process::Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
        pty.send("half a pass");
        rustix::process::kill_process(pid, signal).unwrap();
        sees(&pty, "OVER");
        pty.send("typed<enter>");
        sees(&pty, "got typed");
        pty.wait_exit(GONE);
        assert_given_back(&pty);
        let modes = std::fs::read_to_string(desk.path("modes")).unwrap();
        assert!(modes.contains(" echo "), "{modes}");
        let entries = std::fs::read_dir(desk.home()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        let left: Vec<String> = names.filter(|name| name.contains("sign")).collect();
        assert_eq!(left, Vec::<String>::new());
        assert!(made(&desk, "").is_empty());
    }
}

#[test]
fn a_superseded_go_shows_at_home_in_lists_and_in_the_portfolio_after_an_answer() {
    let desk = desk();
    let mut pty = review(&desk);
    pty.send("Xssre<tab>g<tab>friendly customers<enter>go<enter>");
    sees(&pty, "go by Ana");
    pty.send("q");
    sees(&pty, "Categories");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    let listed = desk.succeed(&["list", "assessments"]);
    assert!(
        listed.contains("signed go") && !listed.contains("superseded"),
        "{listed}"
    );
    desk.succeed(&["answer", "a.ron", "tests", "met", "--by", "Ana"]);
    let listed = desk.succeed(&["list", "assessments"]);
    assert!(listed.contains("superseded: tests"), "{listed}");
    let portfolio = desk.succeed(&["portfolio", "."]);
    assert!(
        portfolio.contains("1  go superseded") && portfolio.contains("tests"),
        "{portfolio}"
    );
    let scored = desk.succeed(&["score", "a.ron"]);
    assert!(scored.contains("superseded: tests"), "{scored}");
    let home = desk.screen_of((120, 32), &[CANDOR], &[]);
    sees(&home, "! superseded");
}
