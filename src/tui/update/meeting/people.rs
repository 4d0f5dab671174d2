//! Who is here: asked when a meeting begins and while it goes on; and meetings that nobody has ended.

use crate::action::{Action, Context};
use crate::domain::assessment::Assessment;
use crate::domain::change::{Change, HeadEntry};
use crate::domain::meeting::{Meeting, changed, running};
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::tui::dialogs::people::PeopleDialog;
use crate::tui::dialogs::{ChoiceDialog, Choosing, Dialog};
use crate::tui::effect::Effect;
use crate::tui::front::Front;
use crate::tui::model::Model;
use crate::tui::screens::meeting::MeetingPage;
use crate::tui::update::Surroundings;
use crate::tui::widgets::window::Window;

use super::{held, make, take_up};

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
pub(in crate::tui::update) fn accept_people(
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
pub(super) fn stale_dialog(assessment: &Assessment, meeting: &Meeting) -> Dialog {
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
    Dialog::Choice(ChoiceDialog {
        item: meeting.id.clone(),
        choosing: Choosing::Meeting,
        options,
        window: Window::default(),
    })
}

/// Ends a meeting of an earlier day at its last sign of life, or goes on with it.
pub(in crate::tui::update) fn accept_stale(
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
