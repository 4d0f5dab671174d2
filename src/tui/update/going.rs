//! Coming to a review, going from screen to screen, and leaving.

use crate::action::Action;
use crate::domain::text::Shown;
use crate::problem::{KEPT_ASIDE, Problem};
use crate::tui::dialogs::Dialog;
use crate::tui::effect::{Effect, Notice, Place};
use crate::tui::front::Front;
use crate::tui::message::Opened;
use crate::tui::model::Model;
use crate::tui::screens::compare::ComparePage;
use crate::tui::screens::plan::PlanPage;
use crate::tui::screens::review::{Pane, Saving};
use crate::tui::screens::sign_off::SignOffPage;
use crate::tui::screens::summary::SummaryPage;

use super::listing::bookmark;
use super::{Surroundings, act, conflicts, paths, show};

/// Shows what was opened, or says why it was not.
pub(super) fn on_opened(
    model: &mut Model,
    result: Result<Opened, Problem>,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    match result {
        Ok(opened) => {
            let is_new = opened.is_new;
            show(model, opened, true, around.now);
            let open = model.review.as_ref();
            let asks = open.is_some_and(|open| {
                let checklist = open.session.assessment().checklist();
                !checklist.traits.is_empty() || !checklist.stages.is_empty()
            });
            if is_new && asks && !model.name_pending {
                return act(model, Action::Subject, around);
            }
        }
        Err(problem) if paths::path_failed(model, &problem) => {}
        Err(problem) => model.tell_problem(&problem),
    }
    Vec::new()
}

/// Brings another screen to the front of the open review.
pub(super) fn go_to(model: &mut Model, place: Place) {
    let place = conflicts::instead_of(model, place);
    if let Place::Conflicts(item) = &place {
        let Some(page) = conflicts::page_of(model, item.as_ref()) else {
            model.tell("nothing is in conflict: every item has one answer at most");
            return;
        };
        leave_front(model);
        model.front = Front::Conflicts(page);
        return;
    }
    leave_front(model);
    let Some(open) = &mut model.review else {
        return;
    };
    let session = &open.session;
    model.front = match place {
        Place::Summary => Front::Summary(SummaryPage::of(session, &model.keymap)),
        Place::Plan => Front::Plan(match model.left_plan.take() {
            Some(mut page) => {
                page.refresh(session);
                page
            }
            None => Box::new(PlanPage::of(session)),
        }),
        Place::Compare => Front::Compare(Box::new(ComparePage::of(session, &model.keymap))),
        Place::SignOff => Front::SignOff(Box::new(SignOffPage::of(
            session,
            &model.keymap,
            model.glyphs,
        ))),
        Place::Review(item) => {
            let assessment = session.assessment();
            if let Some(position) = item.and_then(|item| assessment.position(&item)) {
                open.view.select_item(position, model.size);
                open.view.pane = Pane::Items;
            }
            Front::Review
        }
        Place::Conflicts(_) => Front::Review,
    };
}

/// Keeps what is to be found again of the page in front, and puts the review there.
fn leave_front(model: &mut Model) {
    match std::mem::take(&mut model.front) {
        Front::Plan(page) => model.left_plan = Some(page),
        Front::Meeting(page) => model.left_meeting = Some(page),
        _ => {}
    }
}

/// Leaves the review or the program, once everything is saved.
pub(super) fn leave(model: &mut Model) -> Vec<Effect> {
    let Some(open) = &model.review else {
        model.ended = true;
        return Vec::new();
    };
    if let Saving::Failed(problem) = &open.saving {
        model.dialog = Some(Dialog::Unsaved(
            Shown::line(&problem.to_string()).into_string(),
        ));
        return Vec::new();
    }
    if open.session.has_unsaved() {
        model.leaving = true;
        return Vec::new();
    }
    left(model)
}

/// Leaves what can't be saved where it is kept aside, if it is.
pub(super) fn leave_kept(model: &mut Model) -> Vec<Effect> {
    let saving = model.review.as_ref().map(|open| &open.saving);
    match saving {
        Some(Saving::Failed(problem)) if problem.what.ends_with(KEPT_ASIDE) => {
            let mut effects = vec![Effect::LeaveUnsaved(problem.clone())];
            effects.extend(left(model));
            effects
        }
        _ => {
            model.notice = Some(Notice::failure("it can't be kept aside either".to_owned()));
            Vec::new()
        }
    }
}

/// The review is left: back home, or out.
pub(super) fn left(model: &mut Model) -> Vec<Effect> {
    model.leaving = false;
    model.dialog = None;
    // What was searched for may hide what was just made or answered.
    model.home.end_search();
    let kept = model.review.as_ref().and_then(bookmark);
    let mut effects: Vec<Effect> = kept.into_iter().collect();
    effects.push(Effect::Close);
    match model.review.take() {
        Some(open) if open.from_home => effects.push(Effect::LoadHome),
        _ => model.ended = true,
    }
    effects
}
