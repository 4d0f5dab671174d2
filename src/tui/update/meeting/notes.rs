//! What is written down of a meeting besides answers: dissents and what becomes of them, parked questions, decisions and actions.

use crate::action::Action;
use crate::action::Context;
use crate::domain::assessment::Status;
use crate::domain::change::Change;
use crate::domain::dissent::Dissent;
use crate::domain::gate::Verdict;
use crate::domain::minutes::{Action as Todo, Note, Remark};
use crate::domain::text::Text;
use crate::tui::dialogs::task::TaskDialog;
use crate::tui::dialogs::{Dialog, Purpose, TextDialog};
use crate::tui::effect::{Effect, Reaction};
use crate::tui::model::Model;
use crate::tui::screens::meeting::people_of;
use crate::tui::update::{Surroundings, draft};
use crate::tui::widgets::text_field::TextField;

use super::answering::{no_longer_agreed, settling};
use super::{Next, held, make, no_item, stamps};

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

pub(super) fn ask_text(model: &mut Model, purpose: Purpose, title: &str, question: String) {
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
pub(super) fn note_dialog(model: &mut Model, action: Action) {
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
}

/// Asks for an action.
pub(super) fn task_dialog(model: &mut Model) {
    let (Some((page, meeting)), Some(open)) = (held(model), &model.review) else {
        return;
    };
    let people = people_of(meeting);
    let assessment = open.session.assessment();
    // The speaker is whoever looks after the item, where they are here.
    let owner = page
        .item()
        .map_or_else(Text::default, |_| page.speaker.clone());
    let today = assessment.day(open.session.as_of());
    let dialog = TaskDialog::of(item_on_screen(model), people, &owner, today);
    model.dialog = Some(Dialog::Task(Box::new(dialog)));
    draft::bring_back(model);
}

fn item_on_screen(model: &Model) -> Option<Text> {
    let (page, _) = held(model)?;
    let assessment = model.review.as_ref()?.session.assessment();
    Some(assessment.item(page.item()?).id.clone())
}

/// Writes down a text that was asked for in a meeting; nothing where it was for something else.
pub(in crate::tui::update) fn accept_note(
    model: &mut Model,
    purpose: &Purpose,
    text: Text,
    around: &mut Surroundings<'_>,
) -> Option<Vec<Effect>> {
    let is_note = matches!(
        purpose,
        Purpose::Dissent(..) | Purpose::Reply(..) | Purpose::Park(_) | Purpose::Decision(_)
    );
    if !is_note {
        return None;
    }
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
pub(in crate::tui::update) fn accept_task(
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
