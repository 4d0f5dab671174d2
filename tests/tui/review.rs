//! What the keys of the review do to the assessment.

use candor::domain::assessment::{Assessment, Status};
use candor::domain::change::Change;
use candor::domain::evidence::{Content, Shows};
use candor::domain::time::Moment;
use candor::problem::{Problem, ProblemKind};
use candor::tui::effect::Effect;
use candor::tui::message::Message;

use super::harness::{Ui, assessment};
use super::screens::picture_everywhere;

const SIZE: (u16, u16) = (120, 32);

fn status(ui: &Ui, item: &str) -> Status {
    ui.assessment().answer(&item.into()).unwrap().status.clone()
}

#[test]
fn space_answers_and_clears_and_the_figures_move_in_the_same_frame() {
    let mut ui = Ui::review(SIZE);
    assert!(ui.text().contains("claimed 0.0"));
    ui.press("<space>");
    assert_eq!(status(&ui, "tests"), Status::Met);
    // 3 of 3+1+3+2+2+1+3+2 = 17: rate-limits is in play while the trait is unanswered.
    assert!(ui.text().contains("claimed 17.6"), "{}", ui.text());
    ui.press("<space>");
    assert_eq!(status(&ui, "tests"), Status::Unanswered);
    assert!(ui.text().contains("claimed 0.0"));
}

#[test]
fn every_status_key_gives_its_status() {
    let ui = Ui::review(SIZE).keys("3");
    assert!(matches!(status(&ui, "tests"), Status::Partial(share) if share.percent() == 30));
    assert_eq!(status(&Ui::review(SIZE).keys("x"), "tests"), Status::Unmet);
    assert_eq!(
        status(&Ui::review(SIZE).keys("o"), "tests"),
        Status::Unknown
    );
    let ui = Ui::review(SIZE).keys("-it is a library<enter>");
    assert_eq!(
        status(&ui, "tests"),
        Status::NotApplicable("it is a library".into())
    );
}

#[test]
fn not_applicable_without_a_reason_is_not_taken() {
    let ui = Ui::review(SIZE).keys("-<enter>");
    assert_eq!(status(&ui, "tests"), Status::Unanswered);
    assert!(ui.text().contains("at least one word"));
    let ui = ui.keys("<esc>");
    assert!(ui.model.dialog.is_none());
}

#[test]
fn undo_and_redo_go_through_the_session_and_follow_the_item() {
    let mut ui = Ui::review(SIZE).keys("<space>jx");
    ui.press("uu");
    assert_eq!(status(&ui, "tests"), Status::Unanswered);
    assert_eq!(status(&ui, "lint"), Status::Unanswered);
    assert!(ui.text().contains("undone: tests"));
    ui.press("<ctrl-r><ctrl-r>");
    assert_eq!(status(&ui, "tests"), Status::Met);
    assert_eq!(status(&ui, "lint"), Status::Unmet);
    ui.press("<ctrl-r>");
    assert!(ui.text().contains("nothing to redo"));
}

#[test]
fn a_link_is_attached_and_counts() {
    let ui = Ui::review(SIZE).keys("<space>ehttps://ci.example.org/1<enter>");
    let answer = ui.assessment().answer(&"tests".into()).unwrap();
    assert_eq!(
        answer.evidence[0].content,
        Content::Link("https://ci.example.org/1".into())
    );
    assert_eq!(answer.evidence[0].shows, Shows::Met);
    assert!(ui.text().contains("evidenced 17.6"), "{}", ui.text());
}

#[test]
fn a_link_that_is_none_is_refused_with_a_word() {
    let ui = Ui::review(SIZE).keys("enonsense<enter>");
    assert!(
        ui.assessment()
            .answer(&"tests".into())
            .unwrap()
            .evidence
            .is_empty()
    );
    assert!(
        ui.text().contains("a link begins with https://"),
        "{}",
        ui.text()
    );
}

#[test]
fn a_dropped_path_becomes_file_evidence_and_a_pasted_address_a_link() {
    let ui = Ui::review(SIZE)
        .paste("'/tmp/scan result.txt'")
        .keys("<enter>");
    let evidence = &ui.assessment().answer(&"tests".into()).unwrap().evidence;
    assert!(
        matches!(&evidence[0].content, Content::File { path, .. } if path == "/tmp/scan result.txt")
    );
    let ui = Ui::review(SIZE)
        .paste("https://example.org/run")
        .keys("<enter>");
    let evidence = &ui.assessment().answer(&"tests".into()).unwrap().evidence;
    assert_eq!(
        evidence[0].content,
        Content::Link("https://example.org/run".into())
    );
}

#[test]
fn a_note_says_that_it_does_not_count_where_it_is_not_accepted() {
    let ui = Ui::review(SIZE).keys("e<tab><tab>");
    assert!(
        ui.text().contains("A note does not count for this item"),
        "{}",
        ui.text()
    );
}

#[test]
fn withdrawing_asks_which_and_leaves_it_on_record() {
    let ui = Ui::review(SIZE).keys("<space>ehttps://a.example<enter>W<enter>");
    let answer = ui.assessment().answer(&"tests".into()).unwrap();
    assert!(answer.evidence[0].withdrawn.is_some());
    assert!(ui.text().contains("evidenced 0.0"));
}

#[test]
fn nobody_confirms_their_own_evidence() {
    let ui = Ui::review(SIZE).keys("<space>ehttps://a.example<enter>C");
    assert!(
        ui.text().contains("somebody other than Ana"),
        "{}",
        ui.text()
    );
}

#[test]
fn a_comment_takes_several_lines() {
    let ui = Ui::review(SIZE).keys("cfirst<alt-enter>second<enter>");
    let answer = ui.assessment().answer(&"tests".into()).unwrap();
    assert_eq!(answer.comment.raw(), "first\nsecond");
}

#[test]
fn the_brackets_walk_through_what_is_unanswered_in_all_categories() {
    let ui = Ui::review(SIZE).keys("]]<space>");
    assert_eq!(status(&ui, "error-tracking"), Status::Met);
    let ui = ui.keys("[[[x");
    assert_eq!(status(&ui, "names"), Status::Unmet);
}

#[test]
fn a_search_finds_across_categories_and_esc_goes_back() {
    let ui = Ui::review(SIZE).keys("/alerts<enter><space>");
    assert_eq!(status(&ui, "alerts"), Status::Met);
    let mut ui = Ui::review(SIZE).keys("/alerts<esc><space>");
    assert_eq!(status(&ui, "tests"), Status::Met);
    ui.press("n");
    assert!(
        ui.text().contains("tests"),
        "an abandoned search is not repeated"
    );
}

#[test]
fn nothing_is_changed_read_only() {
    let mut ui = Ui::review(SIZE);
    ui.model.review.as_mut().unwrap().read_only = true;
    ui.press("<space>");
    assert_eq!(status(&ui, "tests"), Status::Unanswered);
    assert!(ui.text().contains("read-only"));
}

#[test]
fn the_name_is_asked_for_before_the_first_answer() {
    let mut ui = Ui::review(SIZE);
    ui.model.name = None;
    ui.press("<space>");
    assert!(ui.text().contains("Who is answering?"), "{}", ui.text());
    ui.press("Bo<enter>");
    assert_eq!(
        ui.assessment().answer(&"tests".into()).unwrap().by.raw(),
        "Bo"
    );
}

#[test]
fn what_is_not_saved_is_said_in_every_dialog_and_beside_every_word() {
    let failing = |size| {
        let mut ui = Ui::review(size);
        ui.saves = false;
        ui.press("<space>");
        let what = "the disk is full, and nothing else could be kept (kept aside)";
        ui.send(Message::NotSaved(Problem::new(ProblemKind::File, what)));
        ui
    };
    for size in [(120, 32), (60, 18), (60, 12), (40, 8), (30, 5), (40, 3)] {
        for keys in [
            "", "?", "e", "v", "c", "i", "w", ":", "f", "s", "/a", "S", "p", "X", "L", "D",
        ] {
            let text = failing(size).keys(keys).text();
            assert!(text.contains("NOT SAVED"), "{size:?} {keys}:\n{text}");
        }
    }
    let text = failing((40, 8)).keys("L").text();
    assert!(text.contains("locked"), "{text}");
    let text = failing((40, 8)).keys("Lx").text();
    assert!(text.contains("unlocks"), "{text}");
    let text = failing((40, 8)).keys("R").text();
    assert!(text.contains("nothing is in conflict"), "{text}");
    for size in [(60, 18), (40, 8)] {
        let text = failing(size).keys("q").text();
        assert!(text.contains("L lose it"), "{text}");
        let flat = text.replace(['│', '\n'], " ");
        let flat = flat.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("L leaves and loses it"), "{text}");
    }
}

#[test]
fn a_long_word_takes_more_than_one_row() {
    let mut ui = Ui::review((60, 18));
    ui.model.tell("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen END");
    assert!(ui.text().contains("END"), "{}", ui.text());
    ui.press("j");
    assert!(!ui.text().contains("fifteen"), "{}", ui.text());
}

#[test]
fn what_is_saved_is_said_and_what_is_not_too() {
    let mut ui = Ui::review(SIZE);
    ui.saves = false;
    assert!(ui.text().contains("saved ✓"));
    ui.press("<space>");
    assert!(ui.text().contains("saving…"));
    let problem = Problem::new(ProblemKind::File, "the disk is full").at("a.ron");
    ui.send(Message::NotSaved(problem));
    assert!(
        ui.text().contains("NOT SAVED: the disk is full"),
        "{}",
        ui.text()
    );
    ui.press("q");
    assert!(
        ui.text().contains("Not everything is saved"),
        "{}",
        ui.text()
    );
    ui.press("<enter>");
    assert!(!ui.model.ended, "a bare Enter loses nothing");
    ui.press("L");
    assert!(ui.model.ended);
}

#[test]
fn what_is_kept_aside_is_left_with_a_key_of_its_own() {
    let kept = |size| {
        let mut ui = Ui::review(size);
        ui.saves = false;
        ui.press("<space>");
        let what = "not saved: the disk is full (kept aside)";
        let problem = Problem::new(ProblemKind::File, what).at("a.ron");
        ui.send(Message::NotSaved(problem));
        ui.press("q");
        ui
    };
    picture_everywhere("not-saved", kept);
    let mut ui = kept(SIZE);
    ui.press("q");
    assert!(ui.model.ended);
    // Where it is not kept aside the key says so and leaves nothing.
    let mut ui = kept(SIZE);
    ui.send(Message::NotSaved(Problem::new(
        ProblemKind::File,
        "not saved: the disk is full, nor kept aside: the disk is full",
    )));
    ui.press("<esc>qq");
    assert!(!ui.model.ended, "{}", ui.text());
    assert!(ui.text().contains("it can't be kept aside either"));
}

#[test]
fn what_comes_back_is_shown_and_saved_with_what_follows() {
    let mut ui = Ui::review(SIZE);
    ui.saves = false;
    let back = answered_by_bo(ui.assessment(), &["tests"]);
    ui.send(Message::BroughtBack(back.clone()));
    assert_eq!(*ui.assessment(), back);
    ui.press("q");
    assert!(!ui.model.ended, "it is not saved yet");
    ui.send(Message::Saved(1));
    assert!(ui.model.ended);
}

#[test]
fn leaving_waits_for_the_last_save() {
    let mut ui = Ui::review(SIZE);
    ui.saves = false;
    ui.press("<space>q");
    assert!(!ui.model.ended);
    ui.send(Message::Saved(u64::MAX));
    assert!(ui.model.ended);
}

fn answered_by_bo(of: &Assessment, items: &[&str]) -> Assessment {
    let mut theirs = of.clone();
    for item in items {
        let stamp = candor::domain::change::Stamp {
            id: format!("bo-{item}").into(),
            at: super::harness::moment("2026-11-21T08:00:00Z"),
            by: "Bo".into(),
            recorded_by: "".into(),
        };
        let change = Change::Answer {
            item: (*item).into(),
            status: Status::Unknown,
            stamp,
        };
        theirs.apply(&change).unwrap();
    }
    theirs
}

#[test]
fn what_others_answer_is_taken_in_and_said_and_selection_and_typing_stay() {
    let mut ui = Ui::review(SIZE);
    ui.saves = false;
    ui.press("<space>jjc half a sent");
    let on_disk = answered_by_bo(&assessment(), &["alerts"]);
    let mut both = on_disk.clone();
    let answer = std::sync::Arc::clone(ui.assessment().answer(&"tests".into()).unwrap());
    both.apply(&Change::PutBack { answer }).unwrap();
    let before = ui.text();
    ui.send(Message::Merged {
        handed: 1,
        assessment: both,
    });
    assert_eq!(status(&ui, "tests"), Status::Met);
    assert_eq!(status(&ui, "alerts"), Status::Unknown);
    assert!(before.contains("half a sent") && ui.text().contains("half a sent"));
    ui.press("<esc>");
    let all = answered_by_bo(ui.assessment(), &["lint", "costs"]);
    ui.send(Message::Merged {
        handed: 1,
        assessment: all,
    });
    assert!(
        ui.text().contains("2 answers by Bo came in"),
        "{}",
        ui.text()
    );
    let seen = |effect: &Effect| matches!(effect, Effect::TakenIn(2));
    assert!(ui.effects.iter().any(seen), "the saver is told");
    let looks = |effect: &Effect| matches!(effect, Effect::Look);
    assert!(ui.effects.iter().any(looks), "new evidence is looked at");
    ui.press("u");
    assert_eq!(status(&ui, "tests"), Status::Unanswered, "ours is undone");
    assert_eq!(status(&ui, "lint"), Status::Unknown, "theirs is not");
}

#[test]
fn what_is_written_again_is_told_for_a_while_whatever_is_pressed() {
    let mut ui = Ui::review(SIZE);
    let told = "the file lacked 2 answers saved just before: they are written again";
    ui.send(Message::WrittenAgain(2));
    assert!(ui.text().contains(told), "{}", ui.text());
    ui.press("jkx");
    assert!(ui.text().contains(told), "{}", ui.text());
    ui.now = Moment::new(ui.now.time() + chrono::TimeDelta::seconds(11));
    assert!(ui.text().contains(told), "{}", ui.text());
    ui.press("j");
    assert!(!ui.text().contains(told), "{}", ui.text());
    // Once the file is put back all the same, it is so no longer.
    ui.send(Message::WrittenAgain(2));
    ui.send(Message::Merged {
        handed: 1,
        assessment: assessment(),
    });
    assert!(ui.text().contains("taken back"), "{}", ui.text());
    assert!(!ui.text().contains(told), "{}", ui.text());
}

#[test]
fn a_file_that_is_gone_is_said_and_so_is_its_return() {
    let mut ui = Ui::review(SIZE);
    let gone = || Problem::new(ProblemKind::File, "the file is gone from the disk");
    ui.send(Message::Outside(Some(gone())));
    assert!(ui.text().contains("NOT ON DISK: the file is gone"));
    assert!(!ui.text().contains("saved ✓"));
    ui.send(Message::Outside(None));
    assert!(ui.text().contains("saved ✓"));
    assert!(ui.text().contains("the file is there again"));
    ui.send(Message::Outside(Some(gone())));
    ui.press("q");
    assert!(ui.model.ended, "nothing is unsaved");
}

#[test]
fn a_click_selects_and_a_click_on_the_sign_ticks() {
    let mut ui = Ui::review(SIZE);
    let (buffer, _) = ui.buffer();
    let sign_of_lint = (0..buffer.area.height)
        .flat_map(|y| (26..buffer.area.width - 2).map(move |x| (x, y)))
        .find(|(x, y)| buffer[(*x, *y)].symbol() == "·" && buffer[(*x + 2, *y)].symbol() == "N")
        .unwrap();
    let (column, row) = sign_of_lint;
    ui.send(Message::Click {
        column: column + 8,
        row,
    });
    assert_eq!(status(&ui, "lint"), Status::Unanswered);
    assert!(ui.text().contains("┌ lint ─"), "{}", ui.text());
    ui.send(Message::Click { column, row });
    assert_eq!(status(&ui, "lint"), Status::Met);
}

#[test]
fn keys_wait_for_the_name_while_it_is_looked_up_and_lose_nothing() {
    let mut ui = Ui::review(SIZE);
    ui.model.name = None;
    ui.model.name_pending = true;
    ui.press("<space>jx");
    assert_eq!(status(&ui, "tests"), Status::Unanswered);
    ui.send(Message::Named(Some("Cleo".into())));
    assert_eq!(status(&ui, "tests"), Status::Met);
    assert_eq!(status(&ui, "lint"), Status::Unmet);
    assert_eq!(
        ui.assessment().answer(&"lint".into()).unwrap().by.raw(),
        "Cleo"
    );
}
