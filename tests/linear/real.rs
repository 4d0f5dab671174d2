//! The real program, with pipes and on a terminal.
#![cfg(target_os = "linux")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use candor::domain::assessment::{Assessment, Status};
use candor::format::read::read_assessment;
use rustix::process::Signal;
use tempfile::TempDir;

use crate::pty::Pty;

const CANDOR: &str = env!("CARGO_BIN_EXE_candor");
const PATIENCE: Duration = Duration::from_secs(20);

/// A directory of its own, with a review `a.ron` in it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for directory in ["work", "home", "tmp"] {
            std::fs::create_dir(desk.0.path().join(directory)).unwrap();
        }
        let new = [
            "new",
            "a.ron",
            "--checklist",
            "mvp-hardening",
            "--subject",
            "Payment API",
        ];
        assert!(desk.piped(&new, false, b"").status.success());
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("work").join(name)
    }

    fn environment(&self, accessible: bool) -> Vec<(&'static str, String)> {
        let place = |name: &str| self.0.path().join(name).display().to_string();
        let mut environment = vec![
            ("CANDOR_HOME", place("home")),
            ("HOME", place("home")),
            ("TMPDIR", place("tmp")),
            ("TZ", "UTC".to_owned()),
            ("GIT_CONFIG_GLOBAL", "/dev/null".to_owned()),
            ("GIT_CONFIG_SYSTEM", "/dev/null".to_owned()),
            ("GIT_CEILING_DIRECTORIES", place("")),
        ];
        if accessible {
            environment.push(("ACCESSIBLE", "1".to_owned()));
        }
        environment
    }

    /// Runs the program with a script for its input, to the end.
    fn piped(&self, arguments: &[&str], accessible: bool, script: &[u8]) -> Output {
        let mut child = Command::new(CANDOR)
            .args(arguments)
            .current_dir(self.0.path().join("work"))
            .env_remove("ACCESSIBLE")
            .envs(self.environment(accessible))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        // A program that ends early closes its side.
        let _ = input.write_all(script);
        drop(input);
        child.wait_with_output().unwrap()
    }

    /// A review of `a.ron` by a script.
    #[track_caller]
    fn reviewed(&self, script: &str) -> String {
        let output = self.piped(&["review", "a.ron", "--by", "Ana"], true, script.as_bytes());
        let said = text_of(&output);
        assert!(
            output.status.success(),
            "{said}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(offence(said.as_bytes()), None, "{said}");
        said
    }

    /// The program on a terminal of its own.
    fn terminal(&self, arguments: &[&str]) -> Pty {
        let work = self.0.path().join("work").display().to_string();
        let mut all = vec!["-C", work.as_str(), CANDOR];
        all.extend_from_slice(arguments);
        let environment = self.environment(false);
        let environment: Vec<(&str, &str)> = environment
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        Pty::start(Path::new("/usr/bin/env"), &all, &environment, 40, 40)
    }

    #[track_caller]
    fn assessment(&self) -> Assessment {
        let bytes = std::fs::read(self.path("a.ron")).unwrap();
        let (assessment, faults) = read_assessment(&bytes);
        assessment.unwrap_or_else(|| panic!("{faults:?}"))
    }

    #[track_caller]
    fn status(&self, at: usize) -> Status {
        self.assessment().answers()[at].status.clone()
    }
}

fn text_of(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The first byte that is neither of a text nor ends a line.
fn offence(bytes: &[u8]) -> Option<u8> {
    let control = |byte: &&u8| byte.is_ascii_control() && !matches!(byte, b'\n' | b'\r');
    bytes.iter().find(control).copied()
}

/// Waits until the program has written some words.
#[track_caller]
fn sees(pty: &Pty, words: &str) {
    let deadline = Instant::now() + PATIENCE;
    while !said_on(pty).contains(words) {
        assert!(
            Instant::now() < deadline,
            "no {words:?} in:\n{}",
            said_on(pty)
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn said_on(pty: &Pty) -> String {
    String::from_utf8_lossy(&pty.raw_bytes()).into_owned()
}

#[test]
fn a_review_goes_through_pipes_and_stands_in_the_file() {
    let desk = Desk::new();
    let said = desk.reviewed(
        "met\nhttps://ci.example/17\n]\npartial 60\n]\nna\none customer\nc\nTwo\nlines\n\nq\n",
    );
    assert!(said.ends_with("Left. Everything is saved.\n"), "{said}");
    assert!(
        said.contains("Link attached: lint-clean. It counts."),
        "{said}"
    );
    assert_eq!(desk.status(0), Status::Met);
    assert_eq!(desk.status(1).value(), 60);
    assert_eq!(desk.status(2), Status::NotApplicable("one customer".into()));
    let answers = desk.assessment();
    assert_eq!(answers.answers()[0].evidence.len(), 1);
    assert_eq!(answers.answers()[2].comment, "Two\nlines");
    assert_eq!(answers.answers()[0].by, "Ana");
}

#[test]
fn the_input_may_end_in_the_middle_of_everything() {
    for script in [
        "met\n",
        "met",
        "met\nna\n",
        "met\nna",
        "met\nc\nhalf a comment\n",
        "met\ne\n1\n",
        "met\nw\nreason\n",
        "met\nlist",
        "met\n/",
    ] {
        let desk = Desk::new();
        let said = desk.reviewed(script);
        assert!(
            said.ends_with("Left. Everything is saved.\n"),
            "{script:?}: {said}"
        );
        assert_eq!(desk.status(0), Status::Met, "{script:?}");
        assert!(
            desk.assessment().answers()[0].comment.is_empty(),
            "half a comment is none"
        );
    }
    let desk = Desk::new();
    let before = std::fs::read(desk.path("a.ron")).unwrap();
    desk.reviewed("");
    assert_eq!(std::fs::read(desk.path("a.ron")).unwrap(), before);
}

#[test]
fn from_home_to_evidence_in_a_new_review() {
    let desk = Desk::new();
    std::fs::write(desk.path("report.txt"), "fine").unwrap();
    let script = "search mvp-hardening\n10\nShop\nmet\nAna\ne file report.txt\ne file gone.txt\nq\nlist\nq\n";
    let output = desk.piped(&["--accessible"], false, script.as_bytes());
    let said = text_of(&output);
    assert!(output.status.success(), "{said}");
    assert_eq!(offence(said.as_bytes()), None);
    for words in [
        "Review of Shop, by ",
        "Met: ",
        "File attached: ",
        "Not attached: ",
        "Home. list says",
        " Shop: no-go, claimed ",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_demo_is_a_scratch_copy() {
    let desk = Desk::new();
    let output = desk.piped(&["demo", "--accessible"], false, b"figures\nq\n");
    let said = text_of(&output);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("Blockers: "), "{said}");
}

#[test]
fn read_only_changes_no_byte() {
    let desk = Desk::new();
    let before = std::fs::read(desk.path("a.ron")).unwrap();
    let output = desk.piped(
        &["review", "a.ron", "--read-only"],
        true,
        b"met\nu\ns\nd\nq\n",
    );
    let said = text_of(&output);
    assert!(
        said.contains("Nothing is changed: the review is open read-only."),
        "{said}"
    );
    assert!(said.ends_with("Left.\n"), "{said}");
    assert_eq!(std::fs::read(desk.path("a.ron")).unwrap(), before);
}

#[test]
fn lines_that_are_no_text_are_refused_and_the_others_taken() {
    let desk = Desk::new();
    let mut script = b"na \xff\xfe\nmet\r\n\x1b[A\nx\x00\n".to_vec();
    script.extend(vec![b'a'; 200_000]);
    script.extend(b"\n]\nx\n");
    let output = desk.piped(&["review", "a.ron", "--by", "Ana"], true, &script);
    let said = text_of(&output);
    for words in ["no text in UTF-8", "control character", "too long"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(offence(said.as_bytes()), None);
    assert_eq!(
        (desk.status(0), desk.status(1)),
        (Status::Met, Status::Unmet)
    );
}

#[test]
fn what_can_not_be_saved_is_said_and_fails() {
    let desk = Desk::new();
    let mut pty = desk.terminal(&["review", "a.ron", "--by", "Ana", "--accessible"]);
    sees(&pty, "1 lint-clean: ");
    std::fs::rename(desk.path("a.ron"), desk.path("b.ron")).unwrap();
    std::fs::create_dir(desk.path("a.ron")).unwrap();
    pty.send("met<enter>");
    sees(&pty, "NOT SAVED: ");
    pty.send("q<enter>");
    sees(&pty, "lose to leave and lose it");
    pty.send("<enter>");
    sees(&pty, "You stay.");
    std::fs::remove_dir(desk.path("a.ron")).unwrap();
    std::fs::rename(desk.path("b.ron"), desk.path("a.ron")).unwrap();
    sees(&pty, "Saved now.");
    pty.send("q<enter>");
    sees(&pty, "Left. Everything is saved.");
    assert!(pty.wait_exit(PATIENCE).success());
    assert_eq!(desk.status(0), Status::Met);
    assert_eq!(offence(&pty.raw_bytes()), None);
}

#[test]
fn an_end_with_something_unsaved_is_a_failure() {
    let desk = Desk::new();
    let mut pty = desk.terminal(&["review", "a.ron", "--by", "Ana", "--accessible"]);
    sees(&pty, "1 lint-clean: ");
    std::fs::remove_file(desk.path("a.ron")).unwrap();
    std::fs::create_dir(desk.path("a.ron")).unwrap();
    pty.send("met<enter>");
    sees(&pty, "NOT SAVED: ");
    pty.send_bytes(&[4]);
    assert_eq!(pty.wait_exit(PATIENCE).code(), Some(3));
}

#[test]
fn what_somebody_else_writes_meanwhile_is_merged_and_said() {
    let desk = Desk::new();
    let mut pty = desk.terminal(&["review", "a.ron", "--by", "Ana", "--accessible"]);
    sees(&pty, "1 lint-clean: ");
    let answer = |item: &str| {
        let output = desk.piped(
            &["answer", "a.ron", item, "unmet", "--by", "Bo"],
            false,
            b"",
        );
        assert!(output.status.success());
    };
    answer("backups");
    sees(&pty, "Bo answered backups: not met.");
    pty.send("met<enter>");
    sees(&pty, "Met: lint-clean.");
    answer("strict-types");
    sees(&pty, "Bo answered strict-types: not met.");
    pty.send("q<enter>");
    assert!(pty.wait_exit(PATIENCE).success());
    assert_eq!(
        (desk.status(0), desk.status(1)),
        (Status::Met, Status::Unmet)
    );
    let backups = desk
        .assessment()
        .answer(&"backups".into())
        .unwrap()
        .status
        .clone();
    assert_eq!(backups, Status::Unmet);
}

#[test]
fn a_terminal_is_given_nothing_but_text_and_every_end_saves() {
    for end in ["terminate", "interrupt", "hang up", "end of input", "leave"] {
        let desk = Desk::new();
        let mut pty = desk.terminal(&["--accessible", "review", "a.ron", "--by", "Ana"]);
        sees(&pty, "1 lint-clean: ");
        pty.send("met<enter>");
        sees(&pty, "Met: lint-clean.");
        pty.send("v<enter>list all<enter>");
        sees(&pty, "28 recovery-rehearsal");
        assert_eq!(offence(&pty.raw_bytes()), None, "{end}");
        assert!(!pty.is_raw(), "{end}");
        match end {
            "terminate" => pty.signal(Signal::TERM),
            "interrupt" => pty.send_bytes(&[3]),
            "hang up" => pty.close(),
            "end of input" => pty.send_bytes(&[4]),
            _ => pty.send("q<enter>"),
        }
        let status = pty.wait_exit(PATIENCE);
        assert!(status.success() || end == "hang up", "{end}: {status:?}");
        assert_eq!(desk.status(0), Status::Met, "{end}");
    }
}

#[test]
fn it_goes_on_where_it_was_left_in_lines_and_on_the_screen() {
    let desk = Desk::new();
    desk.reviewed("go backups\nmet\nq\n");
    let output = desk.piped(
        &["answer", "a.ron", "runbooks", "unmet", "--by", "Bo"],
        false,
        b"",
    );
    assert!(output.status.success());
    let said = desk.reviewed("list changed\n");
    assert!(
        said.contains("Welcome back. 1 answer changed since you left"),
        "{said}"
    );
    assert!(said.contains("\n25 backups: \n"), "{said}");
    assert!(said.contains("\n26 runbooks, not met, Should: "), "{said}");
}

/// The control: the screen itself writes what the same look catches.
#[test]
fn the_screen_is_caught_by_the_same_look() {
    let desk = Desk::new();
    let mut pty = desk.terminal(&["review", "a.ron", "--by", "Ana"]);
    sees(&pty, "q");
    pty.send("q");
    pty.wait_exit(PATIENCE);
    assert_eq!(offence(&pty.raw_bytes()), Some(0x1b));
}

#[test]
fn the_flag_belongs_to_reviews_and_is_in_the_help() {
    let desk = Desk::new();
    let refused = desk.piped(&["--accessible", "score", "a.ron"], false, b"");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--accessible are for the screen"));
    assert!(
        desk.piped(&["score", "a.ron"], true, b"").status.success(),
        "the variable disturbs nobody"
    );
    for arguments in [&["--help"][..], &["review", "--help"], &["demo", "--help"]] {
        assert!(
            text_of(&desk.piped(arguments, false, b"")).contains("--accessible"),
            "{arguments:?}"
        );
    }
    assert!(text_of(&desk.piped(&["--help"], false, b"")).contains("ACCESSIBLE"));
    let screen = desk.piped(&["review", "a.ron"], false, b"");
    assert_eq!(
        screen.status.code(),
        Some(2),
        "without it a screen is wanted"
    );
}
