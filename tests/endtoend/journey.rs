//! What a person does in the first minutes.

use super::{Desk, GONE, ITEMS, assert_given_back, assessment_at, sees, sees_saved};
use candor::domain::assessment::Status;
use candor::domain::evidence::Content;

#[test]
fn ticking_and_attaching_a_link_moves_the_figures_and_is_in_the_file() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    sees(&pty, "Payment API");
    sees(&pty, "claimed 0.0  evidenced 0.0");
    assert!(pty.is_raw());
    let before = gauges(&pty.screen_text());
    pty.send("<space>");
    sees_saved(&pty, ITEMS - 1);
    let ticked = gauges(&pty.screen_text());
    assert_ne!(ticked, before, "the gauge shows the tick");
    pty.send("ehttps://ci.example.org/run/7<enter>");
    sees(&pty, "ci.example.org/run/7");
    sees_saved(&pty, ITEMS - 1);
    let evidenced = gauges(&pty.screen_text());
    assert_ne!(evidenced, ticked, "the gauge tells evidence from a claim");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);

    let assessment = desk.assessment("a.ron");
    let answer = assessment.answer(&"lint-clean".into()).unwrap();
    assert_eq!(answer.status, Status::Met);
    assert_eq!(answer.by.raw(), "Ana");
    assert_eq!(
        answer.evidence[0].content,
        Content::Link("https://ci.example.org/run/7".into())
    );
    let score: serde_json::Value =
        serde_json::from_str(&desk.succeed(&["score", "a.ron", "--json"])).unwrap();
    let figures = &score["overall"];
    let claimed = figures["claimed"].to_string();
    assert_eq!(claimed, figures["evidenced"].to_string(), "{score}");
    assert_ne!(claimed, "null", "{score}");
}

/// The row with the three gauges.
fn gauges(screen: &str) -> String {
    let row = screen.lines().find(|line| line.contains("Blockers "));
    row.unwrap_or_else(|| panic!("no gauges:\n{screen}"))
        .to_owned()
}

/// Makes a review from the home screen; gives nothing, all of it is checked on the screen.
fn create_from_home(desk: &Desk) {
    let mut pty = desk.screen(&[]);
    sees(&pty, "Hardening a minimum");
    pty.send("/hardening");
    pty.wait_for(
        |screen| {
            let rows = screen.contents();
            let rows: Vec<&str> = rows
                .lines()
                .filter(|row| row.contains("checklist "))
                .collect();
            rows.len() == 1 && rows[0].contains("Hardening")
        },
        super::PATIENCE,
    );
    pty.send("<enter>");
    sees(&pty, "What is assessed?");
    pty.send("Billing 2.0<enter>");
    sees(&pty, "unanswered 28");
    pty.send("<space>");
    // Nobody has said a name, and git knows none.
    sees(&pty, "Who is answering?");
    pty.send("Bo<enter>");
    sees_saved(&pty, ITEMS - 1);
    pty.send("q");
    sees(&pty, "Open or start a review");
    sees(&pty, "Billing 2.0");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
}

#[test]
fn a_review_made_on_the_home_screen_lies_in_the_data_directory_and_is_there_next_time() {
    let desk = Desk::new();
    create_from_home(&desk);
    let file = desk.home().join("data/assessments/billing-2-0.ron");
    let answers = assessment_at(&file);
    assert_eq!(answers.answers()[0].status, Status::Met);
    assert_eq!(answers.answers()[0].by.raw(), "Bo");

    let mut pty = desk.screen(&[]);
    // The path is cut in its middle where there is no room.
    sees(&pty, "ling-2-0.ron");
    pty.send("<enter>");
    sees(&pty, "unanswered 27");
    pty.send("qq");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
}

#[test]
fn a_review_made_in_a_repository_lies_in_it() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path(".git")).unwrap();
    create_from_home(&desk);
    let file = desk.path("readiness/billing-2-0.ron");
    assert_eq!(assessment_at(&file).answers()[0].status, Status::Met);
}

#[test]
fn looking_around_writes_nothing() {
    let desk = Desk::new();
    let mut pty = desk.screen(&[]);
    sees(&pty, "Hardening a minimum");
    pty.send("jjk?");
    sees(&pty, "Keys");
    pty.send("<esc>");
    super::sees_no_more(&pty, "Keys");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert!(!desk.home().exists(), "nothing is kept, so nothing is made");
}

#[test]
fn a_demo_says_what_to_try_and_leaves_nothing_of_ones_own_behind() {
    let desk = Desk::new();
    let mut pty = desk.screen(&["demo"]);
    sees(&pty, "a scratch copy, try what you like · space ticks");
    let before = gauges(&pty.screen_text());
    pty.send("<space>");
    sees(&pty, "Who is answering?");
    pty.send("Sam<enter>");
    sees(&pty, "met  Sam, today");
    assert_ne!(gauges(&pty.screen_text()), before);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
    sees(&pty, "the scratch copy of the demo is");
    assert!(!desk.home().exists(), "nothing is kept, so nothing is made");
}

#[test]
fn a_file_typed_as_evidence_is_pinned_and_copied_beside_the_assessment() {
    let desk = Desk::with_review();
    std::fs::write(desk.path("scan result.txt"), "all clear\n").unwrap();
    let mut pty = desk.review();
    pty.send("<space>e<tab>");
    sees(&pty, "path; the file is pinned");
    pty.send("no-such-file.txt<enter>");
    sees(&pty, "no-such-file.txt");
    pty.wait_for(
        |screen| {
            screen.contents().contains("no such file") || screen.contents().contains("no file")
        },
        super::PATIENCE,
    );
    pty.send("<c-u>./scan result.txt<enter>");
    sees(&pty, "file scan result.txt");
    sees_saved(&pty, ITEMS - 1);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));

    let assessment = desk.assessment("a.ron");
    let answer = assessment.answer(&"lint-clean".into()).unwrap();
    let Content::File {
        path,
        sha256,
        bytes,
    } = &answer.evidence[0].content
    else {
        panic!("{:?}", answer.evidence);
    };
    assert_eq!((path.as_str(), *bytes), ("scan result.txt", 10));
    let kept = find_copy(&desk.work(), sha256);
    assert_eq!(kept, b"all clear\n");
    let score: serde_json::Value =
        serde_json::from_str(&desk.succeed(&["score", "a.ron", "--json"])).unwrap();
    assert_eq!(
        score["overall"]["claimed"], score["overall"]["evidenced"],
        "{score}"
    );
}

/// The copy of a file whose name holds its hash, somewhere below a directory.
fn find_copy(directory: &std::path::Path, sha256: &str) -> Vec<u8> {
    let mut directories = vec![directory.to_owned()];
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else if path.to_string_lossy().contains(sha256) {
                return std::fs::read(path).unwrap();
            }
        }
    }
    panic!("no copy of {sha256}");
}

#[test]
fn keys_typed_before_the_screen_stands_are_all_taken() {
    let desk = Desk::with_review();
    let mut pty = desk.screen(&["review", "a.ron"]);
    // The name is still being looked up: what is typed and pasted waits for it, in order.
    pty.send("<space>");
    sees(&pty, "Who is answering?");
    pty.send("Bo<enter>jxj");
    pty.send_bytes(b"\x1b[200~https://ci.example.org/1\x1b[201~");
    pty.send("<enter>");
    sees(&pty, "link ci.example.org/1");
    sees_saved(&pty, ITEMS - 2);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    let answers = desk.assessment("a.ron");
    assert_eq!(answers.answers()[0].status, Status::Met);
    assert_eq!(answers.answers()[1].status, Status::Unmet);
    assert_eq!(answers.answers()[2].evidence.len(), 1);
}
