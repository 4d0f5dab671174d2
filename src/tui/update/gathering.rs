//! The dialogs of a meeting: who is here, who speaks, dissents, agrees and confirms, and what is noted.

use crate::action::{Action, Context};
use crate::domain::assessment::{Assessment, Status};
use crate::domain::change::{Change, HeadEntry};
use crate::domain::dissent::Dissent;
use crate::domain::evidence::{Content, same_person};
use crate::domain::gate::Verdict;
use crate::domain::meeting::{Meeting, changed, running};
use crate::domain::minutes::{Action as Todo, Note, Remark};
use crate::domain::text::{Shown, Text};
use crate::domain::time::Moment;
use crate::tui::dialogs::people::PeopleDialog;
use crate::tui::dialogs::pick::{OfMeeting, PickDialog, PickRow, Picking};
use crate::tui::dialogs::task::TaskDialog;
use crate::tui::dialogs::{ChoiceDialog, Choosing, Dialog, Purpose, TextDialog};
use crate::tui::effect::{Effect, Reaction};
use crate::tui::front::Front;
use crate::tui::model::Model;
use crate::tui::screens::meeting::MeetingPage;
use crate::tui::widgets::text_field::TextField;
use crate::tui::widgets::window::Window;

use super::meeting::{
    Next, agree, held, make, no_item, no_longer_agreed, people_here, settling, stamps, take_up,
    unconfirmed,
};
use super::{Surroundings, draft};

/// The option of [`Choosing::Meeting`] that goes on with it.
const GO_ON: &str = "go-on";

/// The dialog that asks who is here: before a meeting, or in the one that goes on.
pub(super) fn people_dialog(model: &Model) -> Option<Dialog> {
    let assessment = model.review.as_ref()?.session.assessment();
    let participants = &assessment.head.participants;
    let dialog = match held(model) {
        Some((_, meeting)) => PeopleDialog::during(participants, meeting),
        None => PeopleDialog::of(participants, model.name.as_ref()?),
    };
    Some(Dialog::People(Box::new(dialog)))
}

/// Takes in who is here: adds those typed, or begins the meeting or goes on with it.
pub(super) fn accept_people(
    model: &mut Model,
    mut dialog: Box<PeopleDialog>,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    // Enter behind a name that was typed adds it; the next one begins.
    if dialog.adds() && dialog.add_typed() {
        model.dialog = Some(Dialog::People(dialog));
        return Vec::new();
    }
    let Some(attendance) = dialog.attendance() else {
        model.dialog = Some(Dialog::People(dialog));
        return Vec::new();
    };
    let participants = attendance.participants.into_iter();
    let mut changes: Vec<Change> = participants
        .map(|it| Change::Record(HeadEntry::Participant(it)))
        .collect();
    let known = dialog.meeting.as_ref().and_then(|id| {
        let head = &model.review.as_ref()?.session.assessment().head;
        head.meetings.iter().find(|meeting| meeting.id == *id)
    });
    let meeting = Meeting {
        facilitator: attendance.facilitator,
        present: attendance.present,
        planned: attendance.planned,
        ..known.cloned().unwrap_or_else(|| Meeting {
            id: (around.fresh)(),
            start: around.now,
            end: None,
            planned: None,
            facilitator: Text::default(),
            present: Vec::new(),
            agreed: Vec::new(),
        })
    };
    let id = meeting.id.clone();
    changes.push(Change::Record(HeadEntry::Meeting(meeting)));
    let effects = make(model, None, changes, false, around);
    let refused = model.notice.as_ref().is_some_and(|notice| notice.is_error);
    let Some(open) = model.review.as_ref().filter(|_| !refused) else {
        return effects;
    };
    if let Front::Meeting(page) = &mut model.front {
        page.people_changed(&open.session);
    } else if let Some(page) = MeetingPage::of(&open.session, &id, around.now, false) {
        model.front = Front::Meeting(Box::new(page));
    }
    effects
}

/// The question what becomes of a meeting of an earlier day that nobody has ended.
pub(super) fn stale_dialog(assessment: &Assessment, meeting: &Meeting) -> Option<Dialog> {
    let offset = assessment.utc_offset;
    let last = last_sign(assessment, meeting);
    let time = |at: Moment| format!("{} {}", at.day(offset), at.time_of_day(offset));
    let options = vec![
        (
            Text::from("end"),
            format!(
                "end it at {}, when something was last written down",
                time(last)
            ),
        ),
        (
            Text::from(GO_ON),
            format!("go on with it: it began {}", time(meeting.start)),
        ),
    ];
    Some(Dialog::Choice(ChoiceDialog {
        item: meeting.id.clone(),
        choosing: Choosing::Meeting,
        options,
        window: Window::default(),
    }))
}

/// Ends a meeting of an earlier day at its last sign of life, or goes on with it.
pub(super) fn accept_stale(
    model: &mut Model,
    id: &Text,
    option: &Text,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    if option.raw() == GO_ON {
        take_up(model, id, around);
        return Vec::new();
    }
    let Some(open) = &model.review else {
        return Vec::new();
    };
    let assessment = open.session.assessment();
    let Some(mut meeting) = running(assessment).filter(|it| it.id == *id).cloned() else {
        return Vec::new();
    };
    let last = last_sign(assessment, &meeting);
    meeting.end = Some(last);
    let change = Change::Record(HeadEntry::Meeting(meeting));
    let effects = make(model, None, vec![change], false, around);
    if !model.notice.as_ref().is_some_and(|notice| notice.is_error) {
        let begins = model.says(Context::Review, Action::Meeting, "begins another");
        model.tell(format!("that meeting has ended{begins}"));
    }
    effects
}

/// When something of a meeting was last written down; its start where nothing was.
fn last_sign(assessment: &Assessment, meeting: &Meeting) -> Moment {
    let changed = changed(assessment, meeting);
    let entries = changed.iter().flat_map(|changed| &changed.entries);
    let mut last = meeting.start;
    for entry in entries {
        last = last.max(entry.at);
    }
    for answer in assessment.answers() {
        let notes = answer.decisions.iter().chain(&answer.parked);
        let notes = notes.map(|it| (it.at, &it.by));
        let actions = answer.actions.iter().map(|it| (it.at, &it.by));
        let dissents = answer.dissents.iter().map(|it| (it.at, &it.name));
        for (at, by) in notes.chain(actions).chain(dissents) {
            if at > last && meeting.has(by) {
                last = at;
            }
        }
    }
    last
}

/// A list of people, each with the number of the key that picks them.
fn numbered(names: &[Text], remark: impl Fn(&Text) -> String) -> Vec<PickRow> {
    let rows = names.iter().zip(1..).map(|(name, number)| PickRow {
        label: format!("{number}  {}", name.shown()),
        remark: remark(name),
    });
    rows.collect()
}

fn pick(model: &mut Model, of: OfMeeting, title: &str, rows: Vec<PickRow>) {
    let placeholder = "a number, or a name";
    let dialog = PickDialog::of(Picking::Meeting(of), title, placeholder, rows);
    model.dialog = Some(Dialog::Pick(Box::new(dialog)));
}

/// The roles of those who are here.
fn role_of(model: &Model) -> impl Fn(&Text) -> String + use<> {
    let open = model.review.as_ref();
    let participants = open.map(|it| it.session.assessment().head.participants.clone());
    move |name| {
        let mut known = participants.iter().flatten();
        let known = known.find(|it| same_person(&it.name, name));
        known.map_or_else(String::new, |it| it.role.shown().into_string())
    }
}

/// Asks who says what comes next.
pub(super) fn ask_who_speaks(model: &mut Model) -> Result<(), Reaction> {
    let Some((_, meeting)) = held(model) else {
        return Ok(());
    };
    let names = crate::tui::screens::meeting::people_of(meeting);
    let rows = numbered(&names, role_of(model));
    pick(model, OfMeeting::Speaker(names), "Who says it?", rows);
    Ok(())
}

/// Asks who dissents from the answer, or from the verdict where no item is on the screen.
pub(super) fn ask_who_dissents(model: &mut Model) -> Result<(), Reaction> {
    let Some((page, meeting)) = held(model) else {
        return Ok(());
    };
    let Some(open) = &model.review else {
        return Ok(());
    };
    let names = crate::tui::screens::meeting::people_of(meeting);
    let assessment = open.session.assessment();
    let item = page.item().map(|item| &assessment.answers()[item]);
    if item.is_some_and(|answer| answer.status == Status::Unanswered) {
        let back = model.says(
            Context::Meeting,
            Action::GoBack,
            "goes back to the one before",
        );
        let word = format!("there is no answer here to dissent from{back}");
        return Err(Reaction::word(word));
    }
    let item = item.map(|answer| answer.item.clone());
    let title = if item.is_some() {
        "Who dissents?"
    } else {
        "Who dissents from the verdict?"
    };
    let rows = numbered(&names, role_of(model));
    pick(model, OfMeeting::Dissenter(item, names), title, rows);
    Ok(())
}

/// Who agrees by name that the item does not apply: the only one who can, or nobody yet where it is asked.
pub(super) fn ask_who_agrees(model: &mut Model) -> Result<Option<Text>, Reaction> {
    let Some(answer) = held(model).and_then(|(page, _)| {
        let assessment = model.review.as_ref()?.session.assessment();
        Some(&assessment.answers()[page.item()?])
    }) else {
        return Ok(None);
    };
    let (item, said_by) = (answer.item.clone(), answer.by.clone());
    let mut names = people_here(model);
    names.retain(|name| !same_person(name, &said_by));
    match names.as_slice() {
        [] => Err(Reaction::failure(format!(
            "somebody other than {} has to agree, and nobody else is here",
            said_by.shown()
        ))),
        [only] => Ok(Some(only.clone())),
        _ => {
            let rows = numbered(&names, role_of(model));
            let title = "Who agrees that it does not apply?";
            pick(model, OfMeeting::Agreeing(item, names), title, rows);
            Ok(None)
        }
    }
}

/// Asks who confirms the evidence, where more than one could or there is more than one piece.
pub(super) fn ask_who_confirms(
    model: &mut Model,
    around: &mut Surroundings<'_>,
) -> Result<Next, Reaction> {
    let Some((answer, item)) = held(model).and_then(|(page, _)| {
        let assessment = model.review.as_ref()?.session.assessment();
        let answer = &assessment.answers()[page.item()?];
        Some((answer, answer.item.clone()))
    }) else {
        return Err(no_item(model));
    };
    let waiting = unconfirmed(answer);
    if waiting.is_empty() {
        let attaches = model.says(Context::Meeting, Action::Evidence, "attaches some");
        return Err(Reaction::word(if answer.evidence.is_empty() {
            format!("there is no evidence here{attaches}")
        } else {
            format!("no evidence waits to be confirmed{attaches}")
        }));
    }
    let (mut options, mut single) = (Vec::new(), Vec::new());
    for name in people_here(model) {
        let theirs = waiting.iter().filter(|it| !same_person(&it.by, &name));
        let pieces: Vec<(Text, String)> = theirs
            .map(|it| {
                let what = match &it.content {
                    Content::Link(text) | Content::Note(text) => text.shown().into_string(),
                    Content::File { path, .. } => Shown::line(path).into_string(),
                };
                (
                    it.id.clone(),
                    format!("{} {what}", it.content.kind().word()),
                )
            })
            .collect();
        let remark = match pieces.as_slice() {
            [] => continue,
            [(_, what)] => what.clone(),
            many => format!("all {}", many.len()),
        };
        if pieces.len() > 1 {
            for (id, what) in &pieces {
                single.push((name.clone(), vec![id.clone()], what.clone(), true));
            }
        }
        let ids = pieces.into_iter().map(|(id, _)| id).collect();
        options.push((name, ids, remark, false));
    }
    options.append(&mut single);
    match options.as_slice() {
        [] => Err(Reaction::failure(format!(
            "it takes somebody here other than {}",
            waiting[0].by.shown()
        ))),
        [(name, ids, ..)] => {
            let (name, ids) = (name.clone(), ids.clone());
            Ok(Next::Do(
                item.clone(),
                confirming(model, &item, &name, &ids, around),
            ))
        }
        _ => {
            let rows = options.iter().zip(1..).map(|(option, number)| {
                let (name, _, what, alone) = option;
                let name = name.shown();
                let (label, remark) = if *alone {
                    (format!("{number}  {name}: {what}"), String::new())
                } else {
                    (format!("{number}  {name}"), what.clone())
                };
                PickRow { label, remark }
            });
            let rows = rows.collect();
            let options = options.iter().map(|it| (it.0.clone(), it.1.clone()));
            let of = OfMeeting::Confirming(item, options.collect());
            pick(model, of, "Who confirms, and what?", rows);
            Ok(Next::Asked)
        }
    }
}

/// Somebody here confirms pieces of evidence; the facilitator writes it down.
fn confirming(
    model: &Model,
    item: &Text,
    name: &Text,
    ids: &[Text],
    around: &mut Surroundings<'_>,
) -> Vec<Change> {
    let facilitator = held(model).map(|(_, meeting)| meeting.facilitator.clone());
    let facilitator = facilitator.unwrap_or_default();
    let mut stamps = stamps(model, around);
    stamps.recorded_by = if same_person(name, &facilitator) {
        Text::default()
    } else {
        facilitator
    };
    stamps.by = name.clone();
    ids.iter()
        .map(|evidence| Change::Confirm {
            item: item.clone(),
            evidence: evidence.clone(),
            stamp: stamps.stamp(),
        })
        .collect()
}

/// Asks what is answered to a dissent from the item, or closes the one that is answered.
pub(super) fn resolve_dialog(
    model: &mut Model,
    around: &mut Surroundings<'_>,
) -> Result<Next, Reaction> {
    let Some((answer, meeting, assessment)) = held(model).and_then(|(page, meeting)| {
        let assessment = model.review.as_ref()?.session.assessment();
        let answer = &assessment.answers()[page.item()?];
        Some((answer, meeting, assessment))
    }) else {
        return Err(no_item(model));
    };
    let item = answer.item.clone();
    let mut open = answer
        .dissents
        .iter()
        .filter(|it| it.is_open(|name| assessment.is_facilitator(name)));
    let Some(dissent) = open.next() else {
        return Err(Reaction::word("nobody dissents here"));
    };
    let (id, name) = (dissent.id.clone(), dissent.name.clone());
    if dissent.answered.is_none() {
        let question = format!("{}: {}", name.shown(), dissent.text.shown());
        let purpose = Purpose::Reply(item, id);
        ask_text(model, purpose, "An answer to the dissent", question);
        return Ok(Next::Asked);
    }
    let facilitator = meeting.facilitator.clone();
    let closes = if meeting.has(&name) {
        name.clone()
    } else if assessment.is_facilitator(&facilitator) {
        facilitator
    } else {
        return Err(Reaction::failure(format!(
            "only {} or a facilitator by role can close it",
            name.shown()
        )));
    };
    let mut stamp = stamps(model, around).stamp();
    stamp.by = closes;
    let change = Change::Close {
        item: Some(item.clone()),
        dissent: id,
        stamp,
    };
    Ok(Next::Do(item, vec![change]))
}

fn ask_text(model: &mut Model, purpose: Purpose, title: &str, question: String) {
    model.dialog = Some(Dialog::Text(TextDialog {
        purpose,
        title: title.to_owned(),
        question,
        fault: None,
        field: TextField::single(""),
    }));
    draft::bring_back(model);
}

/// Asks for the question that is parked, or for a decision: of the item on the screen, else of the whole.
pub(super) fn note_dialog(model: &mut Model, action: Action) -> Result<(), Reaction> {
    let item = item_on_screen(model);
    let about = item
        .as_ref()
        .map_or_else(|| "the whole".to_owned(), |item| item.shown().into_string());
    if action == Action::Park {
        let question = format!("On {about}: what is to be cleared up?");
        ask_text(model, Purpose::Park(item), "Park a question", question);
    } else {
        let question = format!("On {about}: what is decided?");
        ask_text(model, Purpose::Decision(item), "A decision", question);
    }
    Ok(())
}

/// Asks for an action.
pub(super) fn task_dialog(model: &mut Model) -> Result<(), Reaction> {
    let (Some((page, meeting)), Some(open)) = (held(model), &model.review) else {
        return Ok(());
    };
    let people = crate::tui::screens::meeting::people_of(meeting);
    let assessment = open.session.assessment();
    // The speaker is whoever looks after the item, where they are here.
    let owner = page
        .item()
        .map_or_else(Text::default, |_| page.speaker.clone());
    let today = assessment.day(open.session.as_of());
    let dialog = TaskDialog::of(item_on_screen(model), people, &owner, today);
    model.dialog = Some(Dialog::Task(Box::new(dialog)));
    draft::bring_back(model);
    Ok(())
}

fn item_on_screen(model: &Model) -> Option<Text> {
    let (page, _) = held(model)?;
    let assessment = model.review.as_ref()?.session.assessment();
    Some(assessment.item(page.item()?).id.clone())
}

/// Lists the agenda and the rest, to go to any of them.
pub(super) fn list_agenda(model: &mut Model) -> Result<(), Reaction> {
    let (Some((page, _)), Some(open)) = (held(model), &model.review) else {
        return Ok(());
    };
    let assessment = open.session.assessment();
    let here = page.item();
    let rows: Vec<PickRow> = page
        .listed()
        .map(|(item, why, mark)| {
            let sign = if mark.is_empty() {
                " "
            } else {
                model.glyphs.met
            };
            let title = assessment.item(item).title.shown();
            let remark = if mark.is_empty() { why } else { mark };
            PickRow {
                label: format!("{sign} {title}"),
                remark: remark.to_owned(),
            }
        })
        .collect();
    if rows.is_empty() {
        return Err(Reaction::word("the agenda is empty"));
    }
    let at = page.listed().position(|(item, ..)| Some(item) == here);
    let picking = Picking::Meeting(OfMeeting::Point);
    let mut dialog = PickDialog::of(picking, "Agenda", "find a point by its words", rows);
    dialog.select(at.unwrap_or(0));
    model.dialog = Some(Dialog::Pick(Box::new(dialog)));
    Ok(())
}

/// Does what was picked in a meeting.
pub(super) fn accept_pick(
    model: &mut Model,
    of: OfMeeting,
    at: usize,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    match of {
        OfMeeting::Speaker(names) => {
            if let (Front::Meeting(page), Some(name)) = (&mut model.front, names.get(at)) {
                page.let_speak(name.clone());
            }
            Vec::new()
        }
        OfMeeting::Dissenter(item, names) => {
            let Some(name) = names.get(at).cloned() else {
                return Vec::new();
            };
            let title = format!("{} dissents", name.shown());
            let question = "Why? It stands under this name until it is answered and closed.";
            let purpose = Purpose::Dissent(item, name);
            ask_text(model, purpose, &title, question.to_owned());
            Vec::new()
        }
        OfMeeting::Agreeing(_, names) => agree(model, names.get(at).cloned(), around),
        OfMeeting::Confirming(item, options) => {
            let Some((name, ids)) = options.get(at) else {
                return Vec::new();
            };
            let changes = confirming(model, &item, name, ids, around);
            make(model, Some(&item), changes, false, around)
        }
        OfMeeting::Point => {
            if let (Front::Meeting(page), Some(open)) = (&mut model.front, &model.review) {
                page.show_listed(&open.session, at);
            }
            Vec::new()
        }
    }
}

/// Writes down a text that was asked for in a meeting; nothing where it was for something else.
pub(super) fn accept_note(
    model: &mut Model,
    purpose: &Purpose,
    text: Text,
    around: &mut Surroundings<'_>,
) -> Option<Vec<Effect>> {
    let mut stamps = stamps(model, around);
    let (id, by, at) = ((stamps.fresh)(), stamps.by.clone(), stamps.now);
    let remark = |text| Remark {
        id: id.clone(),
        text,
        by: by.clone(),
        at,
        settled: None,
    };
    let (item, changes, goes_on) = match purpose {
        Purpose::Dissent(item, name) => {
            let dissent = Dissent {
                id: id.clone(),
                name: name.clone(),
                on: Text::new(standing_word(model, item.as_ref())),
                text,
                at,
                answered: None,
                closed: None,
            };
            let mut changes = settling(model, around);
            changes.extend(item.as_ref().and_then(|item| no_longer_agreed(model, item)));
            let item = item.clone();
            changes.push(Change::Dissent {
                item: item.clone(),
                dissent,
            });
            (item, changes, true)
        }
        Purpose::Reply(item, dissent) => {
            let change = Change::Reply {
                item: Some(item.clone()),
                dissent: dissent.clone(),
                text,
                stamp: stamps.stamp(),
            };
            (Some(item.clone()), vec![change], false)
        }
        Purpose::Park(item) => {
            let (item, note) = (item.clone(), Note::Parked(remark(text)));
            (item.clone(), vec![Change::Note { item, note }], true)
        }
        Purpose::Decision(item) => {
            let (item, note) = (item.clone(), Note::Decision(remark(text)));
            (item.clone(), vec![Change::Note { item, note }], false)
        }
        _ => return None,
    };
    let goes_on = goes_on && item.is_some();
    let effects = make(model, item.as_ref(), changes, goes_on, around);
    if model.notice.is_none() && !goes_on {
        let closes = model.says(Context::Meeting, Action::Resolve, "closes the dissent");
        model.tell(match purpose {
            Purpose::Reply(..) => format!("the answer is written down{closes}"),
            _ => "written down".to_owned(),
        });
    }
    Some(effects)
}

/// The status of an item, or the verdict, in a word.
fn standing_word(model: &Model, item: Option<&Text>) -> String {
    let Some(open) = &model.review else {
        return String::new();
    };
    let session = &open.session;
    let Some(item) = item else {
        let verdict: Verdict = session.judgement().verdict;
        return verdict.word().to_owned();
    };
    match session.assessment().answer(item).map(|it| &it.status) {
        Some(Status::Partial(share)) => format!("partial {} %", share.percent()),
        Some(status) => status.word().to_owned(),
        None => String::new(),
    }
}

/// Notes an action, or says in the dialog what is wrong with it.
pub(super) fn accept_task(
    model: &mut Model,
    mut dialog: Box<TaskDialog>,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let Some(task) = dialog.task() else {
        model.dialog = Some(Dialog::Task(dialog));
        return Vec::new();
    };
    let stamps = stamps(model, around);
    let todo = Todo {
        id: (stamps.fresh)(),
        text: task.text,
        owner: task.owner,
        due: task.due,
        by: stamps.by.clone(),
        at: stamps.now,
        done: None,
    };
    let (item, note) = (dialog.item.clone(), Note::Action(todo));
    let change = Change::Note {
        item: item.clone(),
        note,
    };
    let effects = make(model, item.as_ref(), vec![change], false, around);
    if model.notice.is_none() {
        model.tell("written down");
    }
    effects
}
