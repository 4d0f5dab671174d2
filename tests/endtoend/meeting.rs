//! A meeting of forty items on a real terminal, and what stands in the file afterwards.

use super::{Desk, GONE, assert_given_back, sees};
use candor::domain::agenda::Agenda;
use candor::domain::assessment::{Answer, Assessment, Status};
use candor::domain::evidence::{Observations, Share};
use candor::domain::ledger::Ledger;
use candor::domain::plan::PlanOrder;
use candor::domain::text::Text;
use candor::session::bench;
use std::path::PathBuf;
use std::time::Duration;

/// How many items are gone through.
const ITEMS: usize = 40;

/// A desk with a new assessment of sixty items.
fn desk() -> Desk {
    let desk = Desk::new();
    let name = ["new", "a.ron", "--checklist", "web-service"];
    desk.succeed(&[&name[..], &["--subject", "Payment API", "--by", "Ana"]].concat());
    desk
}

/// The ids of the items on the agenda of an assessment, in its order.
fn agenda(assessment: &Assessment) -> Vec<Text> {
    let (observations, now) = (Observations::new(), assessment.created);
    let ledger = Ledger::of(assessment, &bench(assessment, now, &observations));
    let order = PlanOrder::of(assessment, &ledger);
    let points = Agenda::of(assessment, &ledger, &order).points;
    let id = |item: usize| assessment.item(item).id.clone();
    points.iter().map(|point| id(point.item)).collect()
}

/// What is pressed at the nth point, what becomes of it, and who says it where Ben speaks or does not.
fn played(at: usize) -> (String, Option<Status>) {
    match at % 8 {
        0 | 4 => ("<space>".to_owned(), Some(Status::Met)),
        1 => ("x".to_owned(), Some(Status::Unmet)),
        2 => ("5".to_owned(), Share::new(50).map(Status::Partial)),
        3 => ("o".to_owned(), Some(Status::Unknown)),
        5 => {
            let reason = format!("not here {at}");
            let keys = format!("-{reason}<enter>");
            (keys, Some(Status::NotApplicable(reason.as_str().into())))
        }
        6 => (format!("pwho knows {at}?<enter>"), None),
        _ => ("s2x".to_owned(), Some(Status::Unmet)),
    }
}

/// What is wrong with an answer that somebody gave and the facilitator wrote down.
fn fault(answer: &Answer, status: &Status, by: &str) -> Option<String> {
    let recorded_by = if by == "Ana" { "" } else { "Ana" };
    let entry = answer.history.last();
    let right = answer.status == *status
        && answer.by == by
        && answer.recorded_by == recorded_by
        && entry.is_some_and(|it| it.by == by && it.recorded_by == recorded_by);
    (!right).then(|| format!("{answer:?}"))
}

#[test]
fn a_meeting_of_forty_items_stands_in_the_file_by_who_said_what_and_who_wrote_it_down() {
    let desk = desk();
    let points = agenda(&desk.assessment("a.ron"));
    assert!(points.len() > ITEMS, "{}", points.len());
    let mut pty = desk.screen(&["review", "a.ron", "--by", "Ana", "--meeting"]);
    sees(&pty, "Who is here?");
    pty.send("Ben, sre; Cleo<enter>");
    sees(&pty, "3 here.");
    pty.send("<enter>");
    sees(&pty, "1 of 57");
    let mut by = "Ana";
    let mut expected = Vec::new();
    for (at, item) in points.iter().take(ITEMS).enumerate() {
        let (keys, status) = played(at);
        pty.send(&keys);
        if keys.starts_with("s2") {
            by = "Ben";
        }
        expected.push((item.clone(), status, by));
    }
    let parked = expected.iter().filter(|it| it.1.is_none()).count();
    let all = points.len() + parked;
    sees(&pty, &format!("{ITEMS} of {all} gone through"));
    sees(&pty, "saved ✓");
    let shown = pointers(&desk);
    assert!(
        shown.contains(&format!("item: Some({:?})", points[ITEMS].raw())),
        "{shown}"
    );
    pty.send("E");
    sees(&pty, "What this meeting comes to");
    pty.send("E");
    sees(&pty, "The meeting has ended");
    pty.send("m");
    sees(&pty, "-minutes-");
    pty.send("m");
    sees(&pty, "-2.md");
    pty.send("q");
    sees(&pty, "Verdict");
    pty.send("q");
    assert_eq!(pty.wait_exit(GONE).code(), Some(0));
    assert_given_back(&pty);
    assert_eq!(pointers(&desk), "", "nobody leads a meeting any more");

    let assessment = desk.assessment("a.ron");
    let meeting = &assessment.head.meetings[0];
    assert_eq!(meeting.facilitator, "Ana");
    assert_eq!(meeting.present.len(), 3);
    assert!(meeting.end.is_some());
    for (item, status, by) in &expected {
        let answer = assessment.answer(item).unwrap();
        let Some(status) = status else {
            assert!(answer.parked[0].text.raw().starts_with("who knows"));
            continue;
        };
        assert_eq!(fault(answer, status, by), None);
        // The control: with the two in each other's places it would be noticed.
        let swapped = Answer {
            by: answer.recorded_by.clone(),
            recorded_by: answer.by.clone(),
            ..(**answer).clone()
        };
        assert!(fault(&swapped, status, by).is_some());
    }
    let minutes: Vec<String> = minutes(&desk).iter().map(|path| read(path)).collect();
    assert_eq!(minutes.len(), 2, "the second did not replace the first");
    assert!(minutes[0].contains("Ben"), "{}", minutes[0]);
}

#[test]
fn a_meeting_that_is_looked_at_writes_a_few_bytes_every_five_seconds() {
    let desk = desk();
    let pty = desk.screen(&["review", "a.ron", "--by", "Ana", "--meeting"]);
    sees(&pty, "Who is here?");
    pty.send("<enter>");
    sees(&pty, "1 of 57");
    pty.bytes_until_silent(0, Duration::from_millis(300));
    let (before, used) = (pty.raw_bytes().len(), pty.processor_time());
    std::thread::sleep(Duration::from_secs(11));
    let bytes = pty.raw_bytes().len() - before;
    assert!(bytes > 0, "time passes on the screen");
    assert!(bytes <= 3 * 60, "{bytes} bytes in eleven seconds");
    let spent = pty.processor_time().saturating_sub(used);
    assert!(spent <= Duration::from_millis(200), "{spent:?}");
}

#[test]
fn a_meeting_whose_program_was_killed_is_gone_on_with() {
    let desk = desk();
    let pty = desk.screen(&["review", "a.ron", "--by", "Ana", "--meeting"]);
    sees(&pty, "Who is here?");
    pty.send("<enter>");
    sees(&pty, "1 of 57");
    pty.send("xx<space>");
    sees(&pty, "3 of 57 gone through");
    sees(&pty, "saved ✓");
    drop(pty);
    let pty = desk.screen(&["review", "a.ron", "--by", "Ana", "--meeting"]);
    sees(&pty, "3 of 57 gone through");
    sees(&pty, "4 of 57");
}

/// What second screens follow, all of it in one text.
fn pointers(desk: &Desk) -> String {
    let directory = desk.home().join("state/presenting");
    let Ok(entries) = std::fs::read_dir(directory) else {
        return String::new();
    };
    entries.map(|entry| read(&entry.unwrap().path())).collect()
}

fn minutes(desk: &Desk) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(desk.work()).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let is_minutes = |path: &PathBuf| path.to_string_lossy().contains("-minutes-");
    paths.filter(is_minutes).collect()
}

fn read(path: &std::path::Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
