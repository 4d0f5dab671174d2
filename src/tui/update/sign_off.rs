//! Signing, and marking conditions as done.

use crate::action::{Action, Context};
use crate::domain::change::{Change, HeadEntry};
use crate::domain::intention::{Intention, own_role, roles_to_offer};
use crate::domain::sign_off::{Fulfilled, standing_conditions};
use crate::domain::text::{Shown, Text};
use crate::problem::Problem;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::sign::{SignDialog, ToSign};
use crate::tui::effect::{Ask, Effect, Notice, Reaction};
use crate::tui::front::Front;
use crate::tui::model::{Model, UnderWay};
use crate::tui::screens::review::Saving;

use super::{Surroundings, react, with_review};

/// Asks for a sign-off, or marks the selected condition done.
pub(super) fn act(model: &mut Model, action: Action, around: &mut Surroundings<'_>) -> Vec<Effect> {
    let read_only = model.review.as_ref().is_some_and(|open| open.read_only);
    if read_only {
        let why = match action {
            Action::Sign => "nothing is signed: the review is open read-only",
            _ => "nothing is changed: the review is open read-only",
        };
        return react(model, Reaction::failure(why));
    }
    if action == Action::Fulfil {
        return fulfil(model, around);
    }
    match why_not(model) {
        Some(why) => react(model, Reaction::failure(why)),
        None => react(model, Reaction::asking(Ask::Sign)),
    }
}

/// Why nothing can be signed at the moment.
fn why_not(model: &Model) -> Option<String> {
    let open = model.review.as_ref()?;
    if model.signing.is_some() {
        return Some("it is being signed".to_owned());
    }
    match &open.saving {
        Saving::Failed(problem) | Saving::Outside(problem) => {
            let why = problem.what.trim_start_matches("not saved: ");
            Some(format!(
                "NOT SAVED, so not signed: what is signed is what stands in the file ({})",
                Shown::line(why)
            ))
        }
        Saving::Unwritten => Some(
            "not signed: what is signed is what stands in the file, and the merge of both sides is not written yet; any change writes it"
                .to_owned(),
        ),
        Saving::Saved | Saving::UnderWay => None,
    }
}

/// The dialog in which the assessment is signed as it stands.
pub(super) fn sign_for(model: &Model) -> Option<Dialog> {
    let session = &model.review.as_ref()?.session;
    let assessment = session.assessment();
    let by = model.name.clone().unwrap_or_default();
    let (head, checklist) = (&assessment.head, assessment.checklist());
    let versioned = |name: &Text, version: &Text| {
        let both = format!("{} {}", name.shown(), version.shown());
        both.trim_end().to_owned()
    };
    let subject = versioned(&head.subject.name, &head.subject.version);
    let by_checklist = versioned(&checklist.title, &checklist.version);
    let target = head.target.as_ref();
    let target = target.and_then(|id| checklist.stages.iter().find(|stage| stage.id == *id));
    let target = target.map_or_else(String::new, |it| format!(", for {}", it.title.shown()));
    let own = own_role(assessment, &by);
    let role = match &model.role {
        Some(role) if own.is_blank() => role.clone(),
        _ => own,
    };
    Some(Dialog::Sign(Box::new(SignDialog::of(ToSign {
        subject: format!("{subject}, judged by {by_checklist}{target}"),
        verdict: session.judgement().verdict,
        roles: roles_to_offer(assessment, &by),
        role,
        key: model.sign_key.clone(),
        today: assessment.day(session.as_of()),
        by,
    }))))
}

/// Goes on from the form to the typed word, and from the right word to signing: once everything is saved.
pub(super) fn accept_sign(
    model: &mut Model,
    mut dialog: Box<SignDialog>,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let intention = dialog.accept(around.fresh);
    let Some(intention) = intention else {
        model.dialog = Some(Dialog::Sign(dialog));
        return Vec::new();
    };
    // Should it fail, everything typed is there still.
    dialog.back_to_form();
    if let Some(why) = why_not(model) {
        dialog.fault = Some(why);
        model.dialog = Some(Dialog::Sign(dialog));
        return Vec::new();
    }
    model.draft = Some(Dialog::Sign(dialog));
    model.sign_key.clone_from(&intention.key);
    let unsaved = model.review.as_ref();
    if unsaved.is_some_and(|open| open.session.has_unsaved()) {
        model.signing = Some(UnderWay::Waiting(Box::new(intention)));
        model.tell("saving first, then signing…");
        return Vec::new();
    }
    sign(model, intention)
}

fn sign(model: &mut Model, intention: Intention) -> Vec<Effect> {
    let verdict = model.review.as_ref();
    let verdict = verdict.map(|open| open.session.judgement().verdict);
    if verdict != Some(intention.seen) {
        let again = model.says(Context::SignOff, Action::Sign, "brings back what you typed");
        model.notice = Some(Notice::failure(format!(
            "not signed: the verdict is another than the one you saw{again}"
        )));
        return Vec::new();
    }
    model.signing = Some(UnderWay::Signing);
    model.tell("signing…");
    vec![Effect::Sign(intention)]
}

/// Everything is saved: what waited for it is signed.
pub(super) fn saved(model: &mut Model) -> Vec<Effect> {
    match model.signing.take() {
        Some(UnderWay::Waiting(intention)) => sign(model, *intention),
        other => {
            model.signing = other;
            Vec::new()
        }
    }
}

/// Nothing could be saved: what waited for it is not signed.
pub(super) fn not_saved(model: &mut Model, problem: &Problem) {
    if matches!(model.signing, Some(UnderWay::Waiting(_))) {
        model.signing = None;
        let again = model.says(Context::SignOff, Action::Sign, "brings back what you typed");
        let why = problem.what.trim_start_matches("not saved: ");
        model.notice = Some(Notice::failure(format!(
            "NOT SAVED, so not signed: {why}{again}"
        )));
    }
}

/// Something came to be in conflict: what waited is not what was seen, and is not signed.
pub(super) fn in_conflict(model: &mut Model) {
    if matches!(model.signing, Some(UnderWay::Waiting(_))) {
        model.signing = None;
    }
}

/// Takes in that it was signed, or why not.
pub(super) fn on_signed(model: &mut Model, result: Result<String, Problem>) -> Vec<Effect> {
    model.signing = None;
    match result {
        Ok(file) => {
            if matches!(model.draft, Some(Dialog::Sign(_))) {
                model.draft = None;
            }
            model.tell(format!("signed: {file}"));
            vec![Effect::Look]
        }
        Err(problem) => {
            let again = model.says(Context::SignOff, Action::Sign, "brings back what you typed");
            model.notice = Some(Notice::failure(format!("not signed: {problem}{again}")));
            Vec::new()
        }
    }
}

/// Marks the selected condition done, or the only one that is not.
fn fulfil(model: &mut Model, around: &mut Surroundings<'_>) -> Vec<Effect> {
    let Front::SignOff(page) = &model.front else {
        return Vec::new();
    };
    let condition = match page.condition() {
        Some((_, true)) => {
            return react(model, Reaction::word("it is marked done already"));
        }
        Some((id, false)) => Some(id.clone()),
        None => page.only_condition().cloned(),
    };
    let Some(condition) = condition else {
        return react(model, Reaction::word("select a condition that is not done"));
    };
    let effects = with_review(model, around, |open, stamps| {
        let standing = standing_conditions(open.session.assessment(), open.session.sign_offs());
        let text = standing.iter().find(|it| it.condition.id == condition);
        let text = text.map(|it| it.condition.text.shown().into_string());
        let signed = stamps.signed();
        let mut reaction = open.apply(Change::Record(HeadEntry::Fulfilled(Fulfilled {
            condition,
            by: signed.by,
            at: signed.at,
        })));
        let word = || Notice::word(format!("done: {}", text.unwrap_or_default()));
        reaction.notice = Some(reaction.notice.unwrap_or_else(word));
        reaction
    });
    if let Some(open) = &model.review {
        model.front.refresh(&open.session);
    }
    effects
}
