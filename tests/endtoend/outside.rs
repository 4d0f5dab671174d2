//! Somebody else changes the file while it is open.

use super::{Desk, GONE, ITEMS, assert_given_back, sees, sees_no_more, sees_saved};
use candor::domain::assessment::Status;
use candor::domain::change::{Change, Stamp};
use candor::domain::time::Moment;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;
use std::time::{Duration, Instant};

#[test]
fn an_edit_from_outside_is_shown_within_a_second_though_nothing_is_pressed() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    let mut waited = Vec::new();
    for round in 0..5 {
        let status = ["unmet", "met"][round % 2];
        desk.succeed(&["answer", "a.ron", "test-suite", status, "--by", "Bo"]);
        let since = Instant::now();
        let word = ["not met", "met"][round % 2];
        sees(&pty, &format!("Bo answered test-suite: {word}"));
        waited.push(since.elapsed());
    }
    waited.sort();
    assert!(waited[2] < Duration::from_secs(1), "{waited:?}");
    sees_saved(&pty, ITEMS - 1);
    pty.send("<space>");
    sees_saved(&pty, ITEMS - 2);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(desk.status("lint-clean"), Status::Met);
    assert_eq!(desk.status("test-suite"), Status::Unmet);
}

#[test]
fn many_answers_from_outside_are_counted_and_what_is_typed_stays() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    pty.send("c");
    sees(&pty, "Comment");
    pty.send("half a sent");
    sees(&pty, "half a sent");
    let before = std::fs::read(desk.path("a.ron")).unwrap();
    let copy = desk.path("b.ron");
    std::fs::write(&copy, before).unwrap();
    for (item, by) in [
        ("test-suite", "Bo"),
        ("strict-types", "Bo"),
        ("error-monitoring", "Cy"),
    ] {
        desk.succeed(&["answer", "b.ron", item, "unmet", "--by", by]);
    }
    // As git does it: another file in its place.
    std::fs::rename(&copy, desk.path("a.ron")).unwrap();
    sees(&pty, "unanswered 25");
    pty.send("ence<enter>");
    sees(&pty, "half a sentence");
    sees_saved(&pty, ITEMS - 3);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    let assessment = desk.assessment("a.ron");
    let answer = assessment.answer(&"lint-clean".into()).unwrap();
    assert_eq!(answer.comment.raw(), "half a sentence");
    assert_eq!(desk.status("error-monitoring"), Status::Unmet);
}

/// How many new files lie beside the review: each is of a save that waits for the lock.
fn waiting(desk: &Desk) -> usize {
    let names = std::fs::read_dir(desk.work()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names
        .filter(|name| name.starts_with(".a.ron.candor-"))
        .count()
}

#[test]
fn two_answers_to_one_item_at_once_are_both_kept_and_one_key_leads_to_them() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    let read = std::fs::read(desk.path("a.ron")).unwrap();
    let directory = std::fs::File::open(desk.work()).unwrap();
    directory.lock().unwrap();
    pty.send("<space>");
    let since = Instant::now();
    while waiting(&desk) == 0 {
        assert!(since.elapsed() < Duration::from_secs(4), "no save comes");
        std::thread::sleep(Duration::from_millis(2));
    }
    written_back(&desk, &read, "lint-clean");
    directory.unlock().unwrap();
    sees(&pty, "Ed and Ana both answered lint-clean");
    sees(&pty, "R shows them");
    sees_saved(&pty, ITEMS - 1);
    let assessment = desk.assessment("a.ron");
    let answer = assessment.answer(&"lint-clean".into()).unwrap();
    let kept: Vec<&Status> = answer.conflict.iter().map(|it| &it.status).collect();
    assert_eq!(kept.len(), 2, "{answer:?}");
    assert!(kept.contains(&&Status::Met) && kept.contains(&&Status::Unknown));
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
}

/// An editor that has read the file, and writes it back with one answer of its own, in place.
fn written_back(desk: &Desk, read: &[u8], item: &str) {
    let (assessment, _) = read_assessment(read);
    let mut assessment = assessment.unwrap();
    let change = Change::Answer {
        item: item.into(),
        status: Status::Unknown,
        stamp: Stamp {
            id: format!("editor-{item}").into(),
            // Before whatever is answered in the review, however quickly the test runs: the earlier of two answers
            // in one second is told by what they say, and who is named first would depend on the clock.
            at: Moment::new(assessment.created.time() - chrono::TimeDelta::minutes(1)),
            by: "Ed".into(),
            recorded_by: "".into(),
        },
    };
    assessment.apply(&change).unwrap();
    std::fs::write(desk.path("a.ron"), write_assessment(&assessment)).unwrap();
}

#[test]
fn an_editor_that_had_read_the_file_before_a_save_takes_nothing_back() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    let read = std::fs::read(desk.path("a.ron")).unwrap();
    pty.send("<space>");
    sees_saved(&pty, ITEMS - 1);
    written_back(&desk, &read, "test-suite");
    sees(
        &pty,
        "the file lacked 1 answer saved just before: it is written again",
    );
    sees_saved(&pty, ITEMS - 2);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(desk.status("lint-clean"), Status::Met);
    assert_eq!(desk.status("test-suite"), Status::Unknown);
}

#[test]
fn a_file_that_is_put_back_on_purpose_is_shown_as_it_is() {
    let desk = Desk::with_review();
    let old = std::fs::read(desk.path("a.ron")).unwrap();
    for item in ["lint-clean", "test-suite"] {
        desk.succeed(&["answer", "a.ron", item, "met", "--by", "Bo"]);
    }
    let mut pty = desk.review();
    sees_saved(&pty, ITEMS - 2);
    // As `git checkout` of an older commit does it.
    std::fs::write(desk.path("a.ron"), &old).unwrap();
    sees(
        &pty,
        "the file was put back: 2 answers are as they were before",
    );
    sees_saved(&pty, ITEMS);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(std::fs::read(desk.path("a.ron")).unwrap(), old);
}

#[test]
fn a_file_that_is_put_back_right_after_a_save_is_not_written_over() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    let old = std::fs::read(desk.path("a.ron")).unwrap();
    // As `git stash`, `git stash pop` and `git checkout` do it, one soon after the other: another file in its place.
    let put = |bytes: &[u8]| {
        std::fs::write(desk.path("new"), bytes).unwrap();
        std::fs::rename(desk.path("new"), desk.path("a.ron")).unwrap();
    };
    pty.send("<space>");
    sees_saved(&pty, ITEMS - 1);
    let work = std::fs::read(desk.path("a.ron")).unwrap();
    for _ in 0..2 {
        put(&old);
        sees(&pty, "the answer to lint-clean was taken back");
        sees_saved(&pty, ITEMS);
        assert_eq!(std::fs::read(desk.path("a.ron")).unwrap(), old);
        put(&work);
        sees_saved(&pty, ITEMS - 1);
        assert_eq!(std::fs::read(desk.path("a.ron")).unwrap(), work);
    }
    put(&old);
    sees_saved(&pty, ITEMS);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(std::fs::read(desk.path("a.ron")).unwrap(), old);
}

#[test]
fn another_review_in_the_place_of_the_open_one_gets_none_of_its_answers() {
    let desk = Desk::with_review();
    let ours = std::fs::read_to_string(desk.path("a.ron")).unwrap();
    let stranger = ours.replacen("Payment API", "Beta", 1);
    let stranger = stranger.replacen("created: \"20", "created: \"19", 1);
    let in_file = || std::fs::read_to_string(desk.path("a.ron")).unwrap();
    let mut pty = desk.review();
    std::fs::write(desk.path("a.ron"), &stranger).unwrap();
    sees(&pty, "NOT ON DISK: the file holds another review now: Beta");
    std::fs::write(desk.path("a.ron"), &ours).unwrap();
    sees(&pty, "the file is there again");
    pty.send("<space>");
    sees_saved(&pty, ITEMS - 1);
    std::fs::write(desk.path("a.ron"), &stranger).unwrap();
    sees(&pty, "NOT ON DISK: the file holds another review now: Beta");
    pty.send("jx");
    sees(&pty, "NOT SAVED: the file holds another review now: Beta");
    pty.send("q");
    sees(&pty, "Not everything is saved");
    pty.send("q");
    assert_eq!(pty.wait_exit(super::PATIENCE).code(), Some(3));
    assert_eq!(in_file(), stranger);
    // Nor when that one is opened.
    let mut pty = desk.review();
    sees(&pty, "are of another review, Payment API");
    sees_saved(&pty, ITEMS);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(in_file(), stranger);
    // What was kept aside is back once its own review is.
    std::fs::write(desk.path("a.ron"), &ours).unwrap();
    let mut pty = desk.review();
    sees(&pty, "are back");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(desk.status("strict-types"), Status::Unmet);
}

#[test]
fn a_file_that_is_half_written_for_a_moment_is_waited_for() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    let whole = std::fs::read(desk.path("a.ron")).unwrap();
    std::fs::write(desk.path("a.ron"), &whole[..whole.len() / 2]).unwrap();
    pty.send("<space>");
    std::thread::sleep(Duration::from_millis(60));
    std::fs::write(desk.path("a.ron"), &whole).unwrap();
    sees_saved(&pty, ITEMS - 1);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(desk.status("lint-clean"), Status::Met);
}

#[test]
fn a_file_that_is_gone_or_garbage_is_said_without_a_key_and_so_is_its_return() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    let whole = std::fs::read(desk.path("a.ron")).unwrap();
    for _ in 0..2 {
        std::fs::remove_file(desk.path("a.ron")).unwrap();
        sees(&pty, "NOT ON DISK: the file is gone");
        std::fs::write(desk.path("a.ron"), &whole).unwrap();
        sees(&pty, "the file is there again");
        sees_saved(&pty, ITEMS);
        std::fs::write(desk.path("a.ron"), "garbage").unwrap();
        sees(&pty, "NOT ON DISK: ");
        std::fs::write(desk.path("a.ron"), &whole).unwrap();
        sees_saved(&pty, ITEMS);
    }
    // One trouble after the other, each in its own words.
    std::fs::write(desk.path("a.ron"), "").unwrap();
    sees(&pty, "NOT ON DISK: the file is empty");
    std::fs::write(desk.path("a.ron"), "garbage").unwrap();
    sees_no_more(&pty, "NOT ON DISK: the file is empty");
    sees(&pty, "NOT ON DISK: ");
    std::fs::remove_file(desk.path("a.ron")).unwrap();
    sees(&pty, "NOT ON DISK: the file is gone");
    pty.send("<space>");
    sees_saved(&pty, ITEMS - 1);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(desk.status("lint-clean"), Status::Met);
}

#[test]
fn a_read_only_review_follows_the_file_and_writes_nothing() {
    let desk = Desk::with_review();
    let mut pty = desk.screen(&["review", "a.ron", "--read-only"]);
    sees(&pty, "read-only");
    desk.succeed(&["answer", "a.ron", "test-suite", "met", "--by", "Bo"]);
    let written = std::fs::read(desk.path("a.ron")).unwrap();
    sees(&pty, "Bo answered test-suite: met");
    sees(&pty, "unanswered 27");
    std::fs::remove_file(desk.path("a.ron")).unwrap();
    sees(&pty, "NOT ON DISK: the file is gone");
    std::fs::write(desk.path("a.ron"), "garbage").unwrap();
    std::thread::sleep(Duration::from_millis(700));
    sees(&pty, "NOT ON DISK: ");
    std::fs::write(desk.path("a.ron"), &written).unwrap();
    sees(&pty, "the file is there again");
    sees(&pty, "read-only");
    pty.send("<space>xq");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(std::fs::read(desk.path("a.ron")).unwrap(), written);
}

#[test]
fn a_file_replaced_by_garbage_is_left_alone_until_it_is_whole_again() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    let whole = std::fs::read(desk.path("a.ron")).unwrap();
    std::fs::write(desk.path("a.ron"), b"Assessment(garbage").unwrap();
    pty.send("<space>jx");
    sees(&pty, "NOT SAVED: ");
    let garbage = std::fs::read(desk.path("a.ron")).unwrap();
    assert_eq!(
        garbage, b"Assessment(garbage",
        "nobody's text is overwritten"
    );
    pty.send("q");
    sees(&pty, "Not everything is saved");
    pty.send("<enter>");
    pty.send("<esc>");
    sees_no_more(&pty, "Not everything is saved");
    std::fs::write(desk.path("a.ron"), whole).unwrap();
    sees_saved(&pty, ITEMS - 2);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
    assert_eq!(desk.status("lint-clean"), Status::Met);
    assert_eq!(desk.status("strict-types"), Status::Unmet);
}

#[test]
fn a_dialog_about_unsaved_answers_closes_once_they_are_saved() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    let whole = std::fs::read(desk.path("a.ron")).unwrap();
    std::fs::write(desk.path("a.ron"), b"garbage").unwrap();
    pty.send("<space>");
    sees(&pty, "NOT SAVED: ");
    pty.send("q");
    sees(&pty, "Not everything is saved");
    std::fs::write(desk.path("a.ron"), whole).unwrap();
    sees_saved(&pty, ITEMS - 1);
    sees_no_more(&pty, "Not everything is saved");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(desk.status("lint-clean"), Status::Met);
}

#[test]
fn an_ending_program_tries_once_more_to_save_what_was_not() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    let whole = std::fs::read(desk.path("a.ron")).unwrap();
    std::fs::write(desk.path("a.ron"), b"garbage").unwrap();
    pty.send("<space>");
    sees(&pty, "NOT SAVED: ");
    std::fs::write(desk.path("a.ron"), whole).unwrap();
    pty.signal(rustix::process::Signal::TERM);
    pty.wait_exit(GONE);
    assert_given_back(&pty);
    assert_eq!(desk.status("lint-clean"), Status::Met);
}

#[test]
fn a_deleted_file_is_written_anew_with_everything() {
    let desk = Desk::with_review();
    let mut pty = desk.review();
    pty.send("<space>");
    sees_saved(&pty, ITEMS - 1);
    std::fs::remove_file(desk.path("a.ron")).unwrap();
    pty.send("jx");
    sees_saved(&pty, ITEMS - 2);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(desk.status("lint-clean"), Status::Met);
    assert_eq!(desk.status("strict-types"), Status::Unmet);
}

#[test]
fn a_directory_that_vanishes_is_said_and_its_return_saves() {
    let desk = Desk::with_review();
    // An absolute path: the directory that the program stands in would go along.
    let file = desk.path("a.ron").display().to_string();
    let mut pty = desk.screen(&["review", &file, "--by", "Ana"]);
    sees(&pty, "saved ✓");
    let (work, away) = (desk.work(), desk.home().with_file_name("away"));
    std::fs::rename(&work, &away).unwrap();
    pty.send("<space>");
    sees(&pty, "NOT SAVED: ");
    std::fs::rename(&away, &work).unwrap();
    sees_saved(&pty, ITEMS - 1);
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(desk.status("lint-clean"), Status::Met);
}

#[test]
fn two_screens_on_one_file_lose_nothing() {
    let desk = Desk::with_review();
    let mut ana = desk.review();
    let mut bo = desk.screen(&["review", "a.ron", "--by", "Bo"]);
    sees(&bo, "saved ✓");
    bo.send("G<tab><tab>G");
    // Ana answers from the top, Bo in the last category.
    for _ in 0..3 {
        ana.send("<space>j");
        bo.send("x<up>");
    }
    sees(&ana, "unanswered 2");
    for pty in [&mut ana, &mut bo] {
        pty.send("q");
        assert_eq!(pty.wait_exit(super::PATIENCE).code(), Some(0));
    }
    let answers = desk.assessment("a.ron");
    let by = |name: &str| {
        answers
            .answers()
            .iter()
            .filter(|answer| answer.by == name)
            .count()
    };
    assert!(
        by("Ana") == 3 && by("Bo") >= 1,
        "{} and {}",
        by("Ana"),
        by("Bo")
    );
}

#[test]
fn a_save_of_a_review_that_was_left_says_nothing_of_the_next_one() {
    let desk = Desk::with_review();
    desk.succeed(&[
        "new",
        "b.ron",
        "--checklist",
        "mvp-hardening",
        "--subject",
        "Second",
    ]);
    // Both are on the home screen once they were open.
    for file in ["b.ron", "a.ron"] {
        let mut pty = desk.screen(&["review", file, "--by", "Ana"]);
        sees(&pty, "saved ✓");
        pty.send("q");
        pty.wait_exit(GONE);
    }
    let mut pty = desk.screen(&[]);
    sees(&pty, "a.ron");
    pty.send("<enter>");
    sees(&pty, "unanswered 28");
    std::fs::write(desk.path("a.ron"), b"garbage").unwrap();
    pty.send("<space>");
    sees(&pty, "Who is answering?");
    pty.send("Ana<enter>");
    sees(&pty, "NOT SAVED: ");
    pty.send("q");
    sees(&pty, "Not everything is saved");
    // The saver of the first one fails once more, perhaps while the second is open already.
    pty.send("L");
    sees(&pty, "Open or start a review");
    sees(&pty, "a.ron (can't be read)");
    pty.send("j<enter>");
    sees(&pty, "Second");
    sees_saved(&pty, ITEMS);
    pty.send("<space>");
    sees_saved(&pty, ITEMS - 1);
    assert!(!pty.screen_text().contains("NOT SAVED"));
    pty.send("qq");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_eq!(desk.assessment("b.ron").answers()[0].status, Status::Met);
}

#[test]
fn a_checklist_that_was_altered_in_the_file_is_warned_of_on_the_screen() {
    let desk = Desk::with_review();
    let text = std::fs::read_to_string(desk.path("a.ron")).unwrap();
    let mut pty = desk.review();
    sees_no_more(&pty, "altered checklist");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    let altered = text.replacen("tier: Blocker", "tier: Nice", 1);
    assert_ne!(text, altered);
    std::fs::write(desk.path("a.ron"), altered).unwrap();
    let mut pty = desk.review();
    sees(&pty, "! altered checklist");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
}

#[test]
fn the_home_screen_names_what_lapses_soon() {
    let desk = Desk::with_review();
    // Two days on, so that midnight between the two clocks does not matter.
    let expires = chrono::Local::now().date_naive() + chrono::Days::new(2);
    let expires = expires.to_string();
    let waive = [
        "waive",
        "a.ron",
        "error-monitoring",
        "--reason",
        "soon",
        "--by",
        "Ana",
    ];
    let rest = ["--approved-by", "Bo", "--expires", &expires];
    desk.succeed(&[waive.as_slice(), &rest].concat());
    let mut pty = desk.review();
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    let mut pty = desk.screen(&[]);
    sees(&pty, "! error-monitoring ");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
}
