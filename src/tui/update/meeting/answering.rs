//! What is said of the item on the screen: an answer, or that all agree.

use crate::action::{Action, Context};
use crate::domain::assessment::{Answer, Assessment, Status};
use crate::domain::change::{Change, HeadEntry};
use crate::domain::evidence::{Share, same_person};
use crate::domain::meeting::{Meeting, disagreement};
use crate::domain::text::Text;
use crate::tui::effect::{Effect, Reaction};
use crate::tui::front::Front;
use crate::tui::model::Model;
use crate::tui::update::{Surroundings, react};

use super::asking::ask_who_agrees;
use super::{held, here, make, no_item, stamps};

/// Answers the item on the screen, and goes on.
pub(super) fn answer(
    model: &mut Model,
    action: Action,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let Some((_, was)) = here(model) else {
        let reaction = no_item(model);
        return react(model, reaction);
    };
    let status = match action {
        Action::MetOrClear => Status::Met,
        Action::Unmet => Status::Unmet,
        Action::Partial(tenths) => match Share::new(i64::from(tenths) * 10) {
            Some(share) => Status::Partial(share),
            None => return Vec::new(),
        },
        _ => Status::Unknown,
    };
    // Said once more it is said here, by somebody who is here.
    let item = was.item.clone();
    say(model, &item, status, around)
}

/// Somebody here gives an answer, and it goes on to the next point.
pub(in crate::tui::update) fn say(
    model: &mut Model,
    item: &Text,
    status: Status,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let mut changes = settling(model, around);
    changes.extend(no_longer_agreed(model, item));
    changes.push(Change::Answer {
        item: item.clone(),
        status,
        stamp: stamps(model, around).stamp(),
    });
    make(model, Some(item), changes, true, around)
}

/// A point that was parked and has come back is settled by what is said of it.
pub(super) fn settling(model: &Model, around: &mut Surroundings<'_>) -> Vec<Change> {
    let Some(((page, meeting), (_, answer))) = held(model).zip(here(model)) else {
        return Vec::new();
    };
    if !page.is_back() {
        return Vec::new();
    }
    let open = answer.parked.iter().filter(|remark| {
        remark.settled.is_none() && remark.at >= meeting.start && meeting.has(&remark.by)
    });
    let mut stamps = stamps(model, around);
    open.map(|remark| Change::Settle {
        item: Some(answer.item.clone()),
        note: remark.id.clone(),
        stamp: stamps.stamp(),
    })
    .collect()
}

/// What all agreed to was another answer.
pub(super) fn no_longer_agreed(model: &Model, item: &Text) -> Option<Change> {
    disagreement(model.review.as_ref()?.session.assessment(), item)
}

/// All agree with the answer as it stands; where it takes somebody by name, `by` is who.
pub(super) fn agree(
    model: &mut Model,
    by: Option<Text>,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let Some(((_, meeting), (_, answer))) = held(model).zip(here(model)) else {
        let reaction = no_item(model);
        return react(model, reaction);
    };
    if answer.status == Status::Unanswered {
        let says = |action, does| model.says(Context::Meeting, action, does);
        let met = says(Action::MetOrClear, "says met");
        let unmet = says(Action::Unmet, "says not met");
        let goes = says(Action::GoOn, "goes on without");
        let word = format!("there is no answer to agree with{met}{unmet}{goes}");
        return react(model, Reaction::word(word));
    }
    let assessment = model.review.as_ref().map(|it| it.session.assessment());
    if let Some(name) = assessment.and_then(|of| dissenter_here(of, meeting, answer)) {
        let resolves = model.says(Context::Meeting, Action::Resolve, "answers or closes it");
        let goes = model.says(Context::Meeting, Action::GoOn, "goes on");
        let word = format!("not all agree: {} dissents{resolves}{goes}", name.shown());
        return react(model, Reaction::word(word));
    }
    let needs_name =
        matches!(answer.status, Status::NotApplicable(_)) && answer.agreed_by.is_none();
    let (item, mut meeting) = (answer.item.clone(), meeting.clone());
    let mut agreeing = None;
    if needs_name {
        match by {
            Some(by) => agreeing = Some(by),
            None => match ask_who_agrees(model) {
                Ok(Some(by)) => agreeing = Some(by),
                Ok(None) => return Vec::new(),
                Err(reaction) => return react(model, reaction),
            },
        }
    }
    let mut changes = settling(model, around);
    if let Some(by) = agreeing {
        let mut stamp = stamps(model, around).stamp();
        stamp.recorded_by = if same_person(&by, &meeting.facilitator) {
            Text::default()
        } else {
            meeting.facilitator.clone()
        };
        stamp.by = by;
        let item = item.clone();
        changes.push(Change::Agree { item, stamp });
    }
    if !meeting.agreed.contains(&item) {
        meeting.agreed.push(item.clone());
        changes.push(Change::Record(HeadEntry::Meeting(meeting)));
    }
    make(model, Some(&item), changes, true, around)
}

/// Somebody here who still dissents from an answer.
fn dissenter_here(assessment: &Assessment, meeting: &Meeting, answer: &Answer) -> Option<Text> {
    let is_open = |name: &Text| assessment.is_facilitator(name);
    let mut dissents = answer.dissents.iter();
    let open = dissents.find(|it| it.is_open(is_open) && meeting.has(&it.name));
    open.map(|dissent| dissent.name.clone())
}

/// All agree with the settled rest, but for what has no answer.
pub(super) fn agree_with_the_rest(model: &mut Model, around: &mut Surroundings<'_>) -> Vec<Effect> {
    let (Some((page, meeting)), Some(open)) = (held(model), &model.review) else {
        return Vec::new();
    };
    let assessment = open.session.assessment();
    let (answered, without) = page.settled(assessment);
    let mut meeting = meeting.clone();
    let before = meeting.agreed.len();
    for item in answered {
        let id = &assessment.item(item).id;
        if !meeting.agreed.contains(id) {
            meeting.agreed.push(id.clone());
        }
    }
    let new = meeting.agreed.len() - before;
    let stay = match without {
        0 => String::new(),
        count => format!("; {count} without an answer stay open"),
    };
    let changes = if new == 0 {
        Vec::new()
    } else {
        vec![Change::Record(HeadEntry::Meeting(meeting))]
    };
    let effects = make(model, None, changes, false, around);
    let refused = model.notice.as_ref().is_some_and(|notice| notice.is_error);
    if let (Front::Meeting(page), false) = (&mut model.front, refused) {
        page.show_end();
        model.tell(format!("all agree with {new}{stay}"));
    }
    effects
}
