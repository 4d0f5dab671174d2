//! The meeting: what is written down by whom, what comes back, how it ends; and pictures of it.

use candor::action::Context;
use candor::domain::assessment::{Answer, Assessment, Participant, Status};
use candor::domain::change::{Aside, Change, HeadEntry};
use candor::domain::evidence::is_confirmed;
use candor::domain::history::What;
use candor::domain::meeting::{Meeting, running};
use candor::domain::text::Text;
use candor::format::write::write_assessment;
use candor::tui::message::Message;

use super::harness::{Ui, moment};
use super::screens::picture_everywhere;
use super::standing::standing;

const SIZE: (u16, u16) = (120, 32);

/// Some of everything, with three who take part and one who looks after what was answered.
pub(crate) fn attended() -> Assessment {
    let mut assessment = standing();
    for (name, role) in [("Ana", ""), ("Ben", "sre"), ("Cleo", "product owner")] {
        let participant = Participant {
            name: name.into(),
            role: role.into(),
        };
        let change = Change::Record(HeadEntry::Participant(participant));
        assessment.apply(&change).unwrap();
    }
    let owner = Change::Tell {
        item: "error-tracking".into(),
        aside: Aside::Owner("sre".into()),
    };
    assessment.apply(&owner).unwrap();
    assessment
}

/// A meeting that Ana leads, with Ben and Cleo, a minute after it has begun.
pub(crate) fn meeting(size: (u16, u16)) -> Ui {
    of(attended(), size)
}

/// The same of an assessment whose first three participants are to be there.
pub(crate) fn of(assessment: Assessment, size: (u16, u16)) -> Ui {
    let mut ui = Ui::review_of(assessment, size);
    ui.now = moment("2026-11-21T10:00:00Z");
    ui.press("Aj<space>j<space><enter>");
    ui.now = moment("2026-11-21T10:01:02Z");
    ui.send(Message::Tick);
    ui
}

fn answer<'a>(ui: &'a Ui, item: &str) -> &'a Answer {
    ui.assessment().answer(&item.into()).unwrap()
}

fn held(ui: &Ui) -> &Meeting {
    ui.assessment().head.meetings.last().unwrap()
}

/// Shows the item of an id, found on the agenda by its title.
fn at(ui: &mut Ui, words: &str) {
    ui.press("l");
    ui.press(words);
    ui.press("<enter>");
}

fn names(names: &[&str]) -> Vec<Text> {
    names.iter().map(|name| Text::from(*name)).collect()
}

#[test]
fn a_meeting_knows_who_is_there_and_remembers_those_who_are_new() {
    let ui = Ui::review(SIZE).keys(
        "ABen, sre; Cleo<enter><tab><c-u>45<enter>"
            .replace("<c-u>", "<ctrl-u>")
            .as_str(),
    );
    assert_eq!(ui.model.context(), Context::Meeting);
    let meeting = running(ui.assessment()).unwrap();
    assert_eq!(meeting.facilitator, "Ana");
    assert_eq!(meeting.present, names(&["Ana", "Ben", "Cleo"]));
    assert_eq!((meeting.planned, meeting.end), (Some(45), None));
    let head = &ui.assessment().head;
    let known: Vec<(&str, &str)> = head
        .participants
        .iter()
        .map(|it| (it.name.raw(), it.role.raw()))
        .collect();
    assert_eq!(
        known,
        [("Ana", "facilitator"), ("Ben", "sre"), ("Cleo", "")]
    );
}

#[test]
fn whoever_is_not_ticked_is_not_there_and_somebody_else_can_lead() {
    let ui = Ui::review_of(attended(), SIZE).keys("Ajf<enter>");
    let meeting = running(ui.assessment()).unwrap();
    assert_eq!(meeting.facilitator, "Ben");
    assert_eq!(meeting.present, names(&["Ana", "Ben"]));
    // Whoever has a role keeps it.
    let ben = &ui.assessment().head.participants[1];
    assert_eq!((ben.name.raw(), ben.role.raw()), ("Ben", "sre"));
}

#[test]
fn a_meeting_without_a_limit_says_how_long_it_has_been() {
    let mut ui = Ui::review(SIZE);
    ui.press("A<tab><ctrl-u><enter>");
    assert_eq!(held(&ui).planned, None);
    ui.now = moment("2026-11-21T09:03:07Z");
    ui.send(Message::Tick);
    assert!(ui.text().contains("3:05  ·  3 min"), "{}", ui.text());
}

/// What the file says of who said an answer, and who wrote it down.
fn in_file(ui: &Ui, item: &str) -> (Option<String>, Option<String>) {
    let text = write_assessment(ui.assessment());
    let block = text.split_once(&format!("item: \"{item}\"")).unwrap().1;
    let block = block.split("item: \"").next().unwrap();
    let answer = block.split("history:").next().unwrap();
    let field = |name: &str| {
        let line = answer.lines().map(str::trim);
        let mut line = line.filter_map(|line| line.strip_prefix(&format!("{name}: \"")));
        line.next()
            .map(|rest| rest.trim_end_matches("\",").to_owned())
    };
    (field("by"), field("recorded_by"))
}

#[test]
fn an_answer_is_the_speakers_and_the_facilitator_wrote_it_down() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Unhandled errors");
    // The owner's role is Ben's.
    assert!(
        ui.text().contains("Says  Ben   written down by Ana"),
        "{}",
        ui.text()
    );
    ui.press("4");
    let said = in_file(&ui, "error-tracking");
    assert_eq!(said, (Some("Ben".to_owned()), Some("Ana".to_owned())));
    let entry = answer(&ui, "error-tracking").history.last().unwrap();
    assert_eq!((entry.by.raw(), entry.recorded_by.raw()), ("Ben", "Ana"));
    // The control: the same two names in each other's places are another file.
    let swapped = (said.1, said.0);
    assert_ne!(in_file(&ui, "error-tracking"), swapped);
}

#[test]
fn what_the_facilitator_says_nobody_else_wrote_down() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Unhandled errors");
    ui.press("s1x");
    let said = in_file(&ui, "error-tracking");
    assert_eq!(said, (Some("Ana".to_owned()), None));
}

#[test]
fn whoever_spoke_last_goes_on_where_nobody_here_looks_after_the_next_item() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Dashboards");
    ui.press("scleo<enter>o");
    assert_eq!(answer(&ui, "dashboards").by, "Cleo");
    ui.press("gs2");
    at(&mut ui, "Strangers");
    assert!(ui.text().contains("Says  Ben"), "{}", ui.text());
}

#[test]
fn one_key_answers_and_goes_on_to_the_next_open_point() {
    let mut ui = meeting(SIZE);
    let before = ui.text();
    assert!(before.contains("1 of "), "{before}");
    ui.press("o");
    assert!(ui.text().contains("2 of "), "{}", ui.text());
    // A point that was answered is not gone to again, and stays on the list.
    ui.press("jo");
    ui.press("g");
    assert!(ui.text().contains("✓ answered"), "{}", ui.text());
    ui.press("9");
    assert!(
        ui.text().contains("2 of "),
        "the second was left open: {}",
        ui.text()
    );
}

#[test]
fn all_agree_with_an_answer_as_it_stands() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Dashboards");
    let was = answer(&ui, "dashboards").clone();
    ui.press("a");
    assert_eq!(held(&ui).agreed, names(&["dashboards"]));
    assert_eq!(*answer(&ui, "dashboards"), was);
    // What they agreed to was that answer, and no other.
    at(&mut ui, "Dashboards");
    ui.press("6");
    assert!(held(&ui).agreed.is_empty());
}

#[test]
fn what_is_said_after_all_have_agreed_is_not_what_they_agreed_to() {
    let agreed = || {
        let mut ui = meeting(SIZE);
        at(&mut ui, "Dashboards");
        ui.press("a");
        assert_eq!(held(&ui).agreed, names(&["dashboards"]));
        at(&mut ui, "Dashboards");
        ui
    };
    // That it does not apply, in the meeting and in the review beside it; and a dissent.
    for keys in ["-nobody looks<enter>", "d3not at all<enter>", "<esc>x"] {
        let mut ui = agreed();
        if keys.starts_with('<') {
            ui.press("<esc>/Dashboards<enter>x");
        } else {
            ui.press(keys);
        }
        assert!(held(&ui).agreed.is_empty(), "{keys}: {}", ui.text());
    }
    // One step of the meeting takes all of it back.
    let mut ui = agreed();
    ui.press("-nobody looks<enter>u");
    assert_eq!(held(&ui).agreed, names(&["dashboards"]));
    assert!(!matches!(
        answer(&ui, "dashboards").status,
        Status::NotApplicable(_)
    ));
}

#[test]
fn a_parked_question_is_settled_by_saying_that_it_does_not_apply() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Dashboards");
    ui.press("pwho looks?<enter>G");
    assert!(ui.text().contains("parked"), "{}", ui.text());
    ui.press("-nobody looks<enter>");
    assert!(answer(&ui, "dashboards").parked[0].settled.is_some());
}

#[test]
fn the_sheet_of_keys_lists_those_of_the_meeting() {
    let mut ui = meeting((120, 40));
    ui.press("?");
    let text = ui.text();
    assert!(text.contains("somebody confirms the evidence"), "{text}");
    assert!(
        text.contains("all agree with the answer as it stands"),
        "{text}"
    );
    assert!(!text.contains("to the next pane"), "{text}");
}

#[test]
fn the_end_tells_where_it_stood_at_the_start_as_the_minutes_do_in_every_run() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Unhandled errors");
    ui.press("4E");
    let line = |ui: &Ui| {
        let text = ui.text();
        let line = text
            .lines()
            .find(|line| line.contains("evidenced") && line.contains("\u{2192}"));
        line.map(|line| line.trim().to_owned())
    };
    let was = line(&ui);
    assert!(was.is_some(), "{}", ui.text());
    let mut again = Ui::review_of(ui.assessment().clone(), SIZE);
    again.now = moment("2026-11-21T10:20:00Z");
    again.send(Message::HoldMeeting);
    again.press("E");
    assert_eq!(line(&again), was, "{}", again.text());
}

#[test]
fn a_point_with_a_dissent_is_not_ticked_off() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Strangers");
    ui.press("x");
    at(&mut ui, "Strangers");
    assert!(ui.text().contains("✓ answered"), "{}", ui.text());
    ui.press("d3not so<enter>");
    at(&mut ui, "Strangers");
    assert!(ui.text().contains("≠ dissent"), "{}", ui.text());
}

#[test]
fn nobody_agrees_with_what_nobody_has_answered() {
    let ui = Ui::review(SIZE).keys("A<enter>a");
    let text = ui.text();
    assert!(
        text.contains("there is no answer to agree with; space says met"),
        "{text}"
    );
    assert!(held(&ui).agreed.is_empty());
}

#[test]
fn somebody_here_other_than_who_said_it_agrees_that_an_item_does_not_apply() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Strangers");
    ui.press("s2-nobody outside<enter>");
    assert_eq!(answer(&ui, "rate-limits").by, "Ben");
    assert_eq!(answer(&ui, "rate-limits").recorded_by, "Ana");
    at(&mut ui, "Strangers");
    ui.press("a");
    let text = ui.text();
    assert!(
        text.contains("Who agrees that it does not apply?"),
        "{text}"
    );
    assert!(
        !text.contains(" 2  Ben") && !text.contains(" 1  Ben"),
        "{text}"
    );
    ui.press("cleo<enter>");
    let agreed = answer(&ui, "rate-limits").agreed_by.as_ref().unwrap();
    assert_eq!(agreed.by, "Cleo");
    let entry = answer(&ui, "rate-limits").history.last().unwrap();
    assert_eq!(
        (&entry.what, entry.recorded_by.raw()),
        (&What::Agreed, "Ana")
    );
    assert!(held(&ui).agreed.contains(&"rate-limits".into()));
}

#[test]
fn a_dissent_stands_by_name_and_keeps_all_from_agreeing_until_it_is_closed() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Dashboards");
    ui.press("x");
    at(&mut ui, "Dashboards");
    ui.press("d3I can see them<enter>");
    let dissent = &answer(&ui, "dashboards").dissents[0];
    assert_eq!((dissent.name.raw(), dissent.on.raw()), ("Cleo", "not met"));
    assert_eq!(dissent.text, "I can see them");
    at(&mut ui, "Dashboards");
    ui.press("a");
    assert!(
        ui.text().contains("not all agree: Cleo dissents"),
        "{}",
        ui.text()
    );
    ui.press("RThey are old<enter>R");
    let dissent = &answer(&ui, "dashboards").dissents[0];
    assert_eq!(dissent.answered.as_ref().unwrap().text, "They are old");
    assert_eq!(dissent.closed.as_ref().unwrap().by, "Cleo");
    ui.press("a");
    assert!(held(&ui).agreed.contains(&"dashboards".into()));
}

#[test]
fn somebody_here_other_than_who_attached_it_confirms_evidence() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Dashboards");
    ui.press("s2ehttps://example.org/one<enter>ehttps://example.org/two<enter>C");
    let text = ui.text();
    assert!(text.contains("Who confirms, and what?"), "{text}");
    assert!(
        !text.contains(" 2  Ben") && !text.contains(" 1  Ben"),
        "{text}"
    );
    ui.press("cleo<enter>");
    let pieces = &answer(&ui, "dashboards").evidence;
    assert!(pieces.iter().all(is_confirmed), "{pieces:?}");
    assert!(
        pieces
            .iter()
            .all(|it| it.by == "Ben" && it.confirmed[0].by == "Cleo")
    );
    ui.press("u");
    let pieces = &answer(&ui, "dashboards").evidence;
    assert!(!pieces.iter().any(is_confirmed), "both were one step");
    ui.press("<ctrl-r>");
    assert!(answer(&ui, "dashboards").evidence.iter().all(is_confirmed));
}

#[test]
fn a_parked_question_comes_back_at_the_end_and_is_settled_by_an_answer() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Dashboards");
    ui.press("pwho looks at them?<enter>G");
    let text = ui.text();
    assert!(text.contains("· parked"), "{text}");
    assert!(text.contains("Dashboards show what users feel?"), "{text}");
    assert!(text.contains("who looks at them?"), "{text}");
    ui.press("x");
    assert!(answer(&ui, "dashboards").parked[0].settled.is_some());
    ui.press("u");
    assert!(answer(&ui, "dashboards").parked[0].settled.is_none());
    assert_ne!(answer(&ui, "dashboards").status, Status::Unmet);
    ui.press("u");
    assert!(answer(&ui, "dashboards").parked.is_empty());
    ui.press("G");
    assert!(!ui.text().contains("· parked"), "{}", ui.text());
}

#[test]
fn decisions_and_actions_are_noted_with_owner_and_day() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Dashboards");
    ui.press("Dwe launch without<enter>t");
    // Who would do it is proposed, and gives way to what is typed.
    ui.press("Write one<tab>2<tab>+7<enter>");
    let answer = answer(&ui, "dashboards");
    assert_eq!(answer.decisions[0].text, "we launch without");
    let action = &answer.actions[0];
    assert_eq!(
        (action.text.raw(), action.owner.raw()),
        ("Write one", "Ben")
    );
    assert_eq!(action.due.unwrap().to_string(), "2026-11-28");
    assert!(
        ui.text().contains("Write one (Ben, due 2026-11-28)"),
        "{}",
        ui.text()
    );
}

#[test]
fn an_action_wants_words_somebody_who_is_there_and_a_day() {
    let mut ui = meeting(SIZE);
    ui.press("t<enter>");
    assert!(ui.text().contains("what will be done"), "{}", ui.text());
    ui.press("do<tab><ctrl-u>7<enter>");
    assert!(
        ui.text().contains("nobody here has this number"),
        "{}",
        ui.text()
    );
    ui.press("<ctrl-u>Dan<tab>soon<enter>");
    assert!(ui.text().contains("a day is wanted"), "{}", ui.text());
    ui.press("<ctrl-u>2026-12-01<enter>");
    assert!(ui.model.dialog.is_none());
}

#[test]
fn undo_goes_back_to_the_point_and_takes_the_mark_away() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Dashboards");
    let was = answer(&ui, "dashboards").clone();
    ui.press("7");
    assert!(!ui.text().contains("Dashboards show what users feel?"));
    ui.press("u");
    let text = ui.text();
    assert!(text.contains("Dashboards show what users feel?"), "{text}");
    assert!(!text.contains("✓ answered"), "{text}");
    assert_eq!(*answer(&ui, "dashboards"), was);
}

#[test]
fn the_settled_rest_is_taken_with_one_key_but_for_what_has_no_answer() {
    let mut ui = meeting(SIZE);
    ui.press("G]");
    let text = ui.text();
    assert!(text.contains("The settled rest: "), "{text}");
    ui.press("a");
    let agreed = held(&ui).agreed.clone();
    assert!(!agreed.is_empty());
    for item in &agreed {
        assert_ne!(
            ui.assessment().answer(item).unwrap().status,
            Status::Unanswered
        );
    }
    assert!(
        ui.text().contains("What this meeting comes to"),
        "{}",
        ui.text()
    );
}

#[test]
fn a_settled_item_can_be_opened_and_left_again() {
    let mut ui = meeting(SIZE);
    ui.press("G]<enter>");
    assert!(ui.text().contains("· settled"), "{}", ui.text());
    ui.press("b");
    assert!(ui.text().contains("The settled rest: "), "{}", ui.text());
}

#[test]
fn the_meeting_ends_by_a_key_of_its_own_and_never_by_enter() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Unhandled errors");
    ui.press("4E");
    let text = ui.text();
    assert!(
        text.contains("error-tracking: not met → partial 40 % (Ben)"),
        "{text}"
    );
    ui.press("<enter>");
    assert!(held(&ui).goes_on());
    ui.now = moment("2026-11-21T10:48:00Z");
    ui.press("E");
    assert_eq!(held(&ui).end, Some(moment("2026-11-21T10:48:00Z")));
    assert!(ui.text().contains("10:00 to 10:48"), "{}", ui.text());
    ui.press("E");
    assert!(ui.text().contains("ended already"), "{}", ui.text());
    ui.press("[[x");
    assert!(ui.text().contains("the meeting has ended"), "{}", ui.text());
    // The end itself can be taken back.
    ui.press("u");
    assert!(held(&ui).goes_on());
}

#[test]
fn the_review_says_that_a_meeting_goes_on_and_leads_back_to_where_it_was() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Dashboards");
    ui.press("q");
    assert_eq!(ui.model.context(), Context::Review);
    assert!(
        ui.text().contains("meeting since 10:00 · A goes back"),
        "{}",
        ui.text()
    );
    ui.press("A");
    assert!(
        ui.text().contains("Dashboards show what users feel?"),
        "{}",
        ui.text()
    );
    assert_eq!(ui.assessment().head.meetings.len(), 1);
}

#[test]
fn a_meeting_of_the_same_day_is_taken_up_again_by_the_next_run() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Unhandled errors");
    ui.press("4");
    let mut again = Ui::review_of(ui.assessment().clone(), SIZE);
    again.now = moment("2026-11-21T10:20:00Z");
    again.send(Message::HoldMeeting);
    let text = again.text();
    assert!(
        text.contains("the meeting that began at 10:00 goes on"),
        "{text}"
    );
    assert!(text.contains("20 of 60 min"), "{text}");
    assert!(text.contains("1 of ") || text.contains("2 of "), "{text}");
    assert!(text.contains("gone through"), "{text}");
    assert_eq!(again.assessment().head.meetings.len(), 1);
}

#[test]
fn a_meeting_of_an_earlier_day_is_ended_where_it_was_left_or_gone_on_with() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Unhandled errors");
    ui.now = moment("2026-11-21T10:07:00Z");
    ui.press("4");
    for (keys, ends) in [("<enter>", true), ("j<enter>", false)] {
        let mut later = Ui::review_of(ui.assessment().clone(), SIZE);
        later.now = moment("2026-11-24T09:00:00Z");
        later.press("A");
        let text = later.text();
        assert!(text.contains("end it at 2026-11-21 10:07"), "{text}");
        later.press(keys);
        let end = held(&later).end;
        assert_eq!(end, ends.then(|| moment("2026-11-21T10:07:00Z")));
        assert_eq!(later.model.context() == Context::Meeting, !ends);
    }
}

#[test]
fn late_comers_are_added_while_it_goes_on() {
    let mut ui = meeting(SIZE);
    // The cursor is where a name is typed.
    ui.press("PDan<enter>");
    ui.press("<enter>");
    assert_eq!(held(&ui).present, names(&["Ana", "Ben", "Cleo", "Dan"]));
    ui.press("s4");
    assert!(ui.text().contains("Says  Dan"), "{}", ui.text());
}

#[test]
fn nothing_is_held_in_a_review_that_is_read_only_or_locked() {
    let mut ui = Ui::review(SIZE);
    ui.model.review.as_mut().unwrap().read_only = true;
    ui.press("A");
    assert!(ui.text().contains("read-only"), "{}", ui.text());
    assert!(ui.model.dialog.is_none());
    let mut ui = Ui::review(SIZE).keys("LA");
    assert!(ui.text().contains("locked: L unlocks"), "{}", ui.text());
    assert!(ui.model.dialog.is_none());
    ui = meeting(SIZE).keys("q");
    ui.press("L");
    ui.press("A");
    assert_eq!(ui.model.context(), Context::Review);
}

#[test]
fn what_comes_up_meanwhile_is_added_at_the_end_when_asked_for() {
    let mut ui = meeting(SIZE);
    ui.press("r");
    assert!(
        ui.text().contains("nothing new has come up"),
        "{}",
        ui.text()
    );
    // It was settled; now it is not met.
    at(&mut ui, "Dashboards");
    ui.press("xr");
    assert!(
        ui.text().contains("one more point stands at the end"),
        "{}",
        ui.text()
    );
    ui.press("G");
    assert!(
        ui.text().contains("Dashboards show what users feel?"),
        "{}",
        ui.text()
    );
}

#[test]
fn time_is_told_in_words_and_with_a_sign_when_it_is_over() {
    let mut ui = meeting(SIZE);
    assert!(ui.text().contains("1:00 of "), "{}", ui.text());
    assert!(ui.text().contains("·  1 of 60 min"), "{}", ui.text());
    ui.now = moment("2026-11-21T11:04:00Z");
    ui.send(Message::Tick);
    let text = ui.text();
    assert!(text.contains(", over"), "{text}");
    assert!(text.contains("! 64 of 60 min, 4 over"), "{text}");
}

#[test]
fn a_tick_within_five_seconds_alters_nothing_on_the_screen() {
    let mut ui = meeting(SIZE);
    let was = ui.picture();
    ui.now = moment("2026-11-21T10:01:04Z");
    ui.send(Message::Tick);
    assert_eq!(ui.picture(), was);
    ui.now = moment("2026-11-21T10:01:05Z");
    ui.send(Message::Tick);
    assert_ne!(ui.picture(), was);
    assert!(ui.model.patience().is_some());
    ui.press("q");
    assert_eq!(ui.model.patience(), None, "the review waits for ever");
}

#[test]
fn the_verdict_moves_with_the_answer() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Unhandled errors");
    let before = ui.text();
    let verdict = |text: &str| text.lines().nth(3).unwrap().to_owned();
    ui.press("9");
    assert_ne!(verdict(&ui.text()), verdict(&before));
}

#[test]
fn what_was_typed_comes_back_after_esc() {
    let mut ui = meeting(SIZE);
    at(&mut ui, "Dashboards");
    ui.press("pwho pays<esc>");
    assert!(ui.text().contains("p brings it back"), "{}", ui.text());
    ui.press("p");
    assert!(ui.text().contains("who pays"), "{}", ui.text());
}

#[test]
fn the_start() {
    picture_everywhere("meeting-start", |size| {
        Ui::review_of(attended(), size).keys("A")
    });
    picture_everywhere("meeting-start-alone", |size| {
        Ui::review(size).keys("ABen, sr")
    });
}

#[test]
fn a_point() {
    picture_everywhere("meeting-point", meeting);
    picture_everywhere("meeting-dissent", |size| {
        let mut ui = meeting(size);
        at(&mut ui, "Unhandled errors");
        ui
    });
}

#[test]
fn over_time() {
    picture_everywhere("meeting-over", |size| {
        let mut ui = meeting(size);
        ui.now = moment("2026-11-21T11:04:00Z");
        ui.send(Message::Tick);
        ui
    });
}

#[test]
fn the_rest_and_the_end() {
    picture_everywhere("meeting-rest", |size| meeting(size).keys("G]"));
    picture_everywhere("meeting-end", |size| {
        let mut ui = meeting(size).keys("xop who pays?<enter>D we go<enter>");
        at(&mut ui, "Unhandled errors");
        ui.keys("4E")
    });
    picture_everywhere("meeting-ended", |size| meeting(size).keys("xEE"));
}

#[test]
fn its_dialogs() {
    picture_everywhere("meeting-speaker", |size| meeting(size).keys("s"));
    picture_everywhere("meeting-agenda", |size| meeting(size).keys("xjl"));
    picture_everywhere("meeting-task", |size| meeting(size).keys("tWrite it<tab>"));
}
