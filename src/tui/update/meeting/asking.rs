//! The questions of a meeting: who speaks, dissents, agrees and confirms; and the agenda to choose from.

use crate::action::{Action, Context};
use crate::domain::assessment::{Answer, Status};
use crate::domain::change::Change;
use crate::domain::evidence::{Content, Evidence, is_confirmed, same_person};
use crate::domain::text::{Shown, Text};
use crate::tui::dialogs::pick::{OfMeeting, PickDialog, PickRow, Picking};
use crate::tui::dialogs::{Dialog, Purpose};
use crate::tui::effect::{Effect, Reaction};
use crate::tui::front::Front;
use crate::tui::model::Model;
use crate::tui::screens::meeting::people_of;
use crate::tui::update::Surroundings;

use super::answering::agree;
use super::notes::ask_text;
use super::{Next, held, make, no_item, stamps};

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
pub(super) fn ask_who_speaks(model: &mut Model) {
    let Some((_, meeting)) = held(model) else {
        return;
    };
    let names = people_of(meeting);
    let rows = numbered(&names, role_of(model));
    pick(model, OfMeeting::Speaker(names), "Who says it?", rows);
}

/// Asks who dissents from the answer, or from the verdict where no item is on the screen.
pub(super) fn ask_who_dissents(model: &mut Model) -> Result<(), Reaction> {
    let Some((page, meeting)) = held(model) else {
        return Ok(());
    };
    let Some(open) = &model.review else {
        return Ok(());
    };
    let names = people_of(meeting);
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
pub(in crate::tui::update) fn accept_pick(
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

/// The pieces of evidence that wait for somebody else to confirm them.
fn unconfirmed(answer: &Answer) -> Vec<&Evidence> {
    let waits = |piece: &&Evidence| {
        piece.withdrawn.is_none() && piece.redacted.is_none() && !is_confirmed(piece)
    };
    answer.evidence.iter().filter(waits).collect()
}

/// Those who are here, the speaker first.
fn people_here(model: &Model) -> Vec<Text> {
    let Some((page, meeting)) = held(model) else {
        return Vec::new();
    };
    let mut people = people_of(meeting);
    people.sort_by_key(|name| !same_person(name, &page.speaker));
    people
}
