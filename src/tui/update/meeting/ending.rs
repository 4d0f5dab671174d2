//! The end of a meeting, its minutes, and what second screens follow until then.

use crate::action::{Action, Context};
use crate::domain::change::{Change, HeadEntry};
use crate::domain::ledger::Scope;
use crate::export::minutes_page::write_minutes;
use crate::export::report::Report;
use crate::problem::Problem;
use crate::tui::effect::{Effect, Reaction};
use crate::tui::front::Front;
use crate::tui::model::Model;
use crate::tui::screens::meeting::{MeetingPage, Stage};
use crate::tui::update::{Surroundings, react};

use super::{held, make};

pub(super) fn end(model: &mut Model, around: &mut Surroundings<'_>) -> Vec<Effect> {
    let Some((page, meeting)) = held(model) else {
        return Vec::new();
    };
    let (stage, mut meeting) = (page.stage, meeting.clone());
    if stage != Stage::End {
        if let Front::Meeting(page) = &mut model.front {
            page.show_end();
        }
        return Vec::new();
    }
    if !meeting.goes_on() {
        return react(model, Reaction::word("the meeting has ended already"));
    }
    meeting.end = Some(around.now.max(meeting.start));
    let change = Change::Record(HeadEntry::Meeting(meeting));
    let effects = make(model, None, vec![change], false, around);
    if !model.notice.as_ref().is_some_and(|notice| notice.is_error) {
        let undoes = model.says(Context::Meeting, Action::Undo, "takes that back");
        let back = model.says(Context::Meeting, Action::Back, "goes back to the review");
        model.tell(format!("the meeting has ended{back}{undoes}"));
    }
    effects
}

/// Has the minutes written beside the assessment.
pub(super) fn keep_minutes(model: &mut Model) -> Vec<Effect> {
    let (Some((_, meeting)), Some(open)) = (held(model), &model.review) else {
        return Vec::new();
    };
    let (assessment, bench) = (open.session.assessment(), open.session.bench());
    let report = Report::of(assessment, &bench, Scope::Needed);
    let text = write_minutes(&report, &bench, meeting);
    let day = assessment.day(meeting.start);
    vec![Effect::KeepMinutes { day, text }]
}

/// Says where the minutes are, or why they are not.
pub(in crate::tui::update) fn on_minutes(model: &mut Model, result: Result<String, Problem>) {
    match result {
        Ok(path) => model.tell(format!("the minutes are in {path}")),
        Err(problem) => model.tell_problem(&problem),
    }
}

/// Has second screens follow, where the facilitator is now at something else.
pub(in crate::tui::update) fn point(model: &mut Model) -> Option<Effect> {
    let there = |page: &MeetingPage| {
        let open = model.review.as_ref()?;
        page.pointing(open.session.assessment())
    };
    let page = match &model.front {
        Front::Meeting(page) => Some(page),
        // Whoever looks something up in the review is still at the same point.
        _ => model.left_meeting.as_ref(),
    };
    let now = page.and_then(|page| there(page));
    if model.pointed == now {
        return None;
    }
    model.pointed.clone_from(&now);
    Some(Effect::Point(now))
}
