//! The meeting: how it begins, and what the keys do in it.

pub(super) mod answering;
pub(super) mod asking;
pub(super) mod ending;
pub(super) mod notes;
pub(super) mod people;

use crate::action::{Action, Context};
use crate::domain::assessment::Answer;
use crate::domain::change::Change;
use crate::domain::evidence::same_person;
use crate::domain::meeting::{Meeting, running};
use crate::domain::text::Text;
use crate::tui::effect::{Effect, Notice, Place, Reaction, Stamps};
use crate::tui::front::Front;
use crate::tui::layout::PageLayout;
use crate::tui::model::Model;
use crate::tui::screens::meeting::{MeetingPage, Stage};
use crate::tui::screens::review::OpenReview;

use self::answering::{agree, agree_with_the_rest, answer};
use self::asking::{ask_who_confirms, ask_who_dissents, ask_who_speaks, list_agenda};
use self::ending::{end, keep_minutes};
use self::notes::{note_dialog, resolve_dialog, task_dialog};
use self::people::{people_dialog, stale_dialog};
use super::{Surroundings, react, with_review};

/// Whose words are written down, and by whom where that is somebody else: in a meeting the speaker's, by the
/// facilitator, else those of whoever reviews.
pub(super) fn voice(model: &Model) -> (Text, Text) {
    let me = model.name.clone().unwrap_or_default();
    let Some((page, meeting)) = held(model) else {
        return (me, Text::default());
    };
    let recorder = if same_person(&page.speaker, &meeting.facilitator) {
        Text::default()
    } else {
        meeting.facilitator.clone()
    };
    (page.speaker.clone(), recorder)
}

/// The meeting on the screen.
pub(super) fn held(model: &Model) -> Option<(&MeetingPage, &Meeting)> {
    let (Front::Meeting(page), Some(open)) = (&model.front, &model.review) else {
        return None;
    };
    let meeting = page.meeting(open.session.assessment())?;
    Some((page, meeting))
}

/// The item on the screen of the meeting: its position and its answer.
fn here(model: &Model) -> Option<(usize, &Answer)> {
    let (page, _) = held(model)?;
    let item = page.item()?;
    let assessment = model.review.as_ref()?.session.assessment();
    Some((item, &assessment.answers()[item]))
}

/// Begins a meeting, or goes back to the one that goes on.
pub(super) fn hold(model: &mut Model, around: &mut Surroundings<'_>) -> Vec<Effect> {
    let Some(open) = &model.review else {
        return Vec::new();
    };
    if open.read_only {
        let refusal = "no meeting is held: the review is open read-only";
        return react(model, Reaction::failure(refusal));
    }
    let assessment = open.session.assessment();
    let Some(meeting) = running(assessment) else {
        model.dialog = people_dialog(model);
        return Vec::new();
    };
    let id = meeting.id.clone();
    let left = model.left_meeting.take().filter(|page| page.meeting == id);
    if let Some(mut page) = left {
        page.tick(around.now);
        page.refresh(&open.session);
        model.front = Front::Meeting(page);
        return Vec::new();
    }
    if assessment.day(meeting.start) != assessment.day(around.now) {
        model.dialog = Some(stale_dialog(assessment, meeting));
        return Vec::new();
    }
    take_up(model, &id, around);
    Vec::new()
}

/// Goes on with a meeting that another run of the program began.
pub(super) fn take_up(model: &mut Model, id: &Text, around: &Surroundings<'_>) {
    let Some(open) = &model.review else {
        return;
    };
    let session = &open.session;
    if let Some(page) = MeetingPage::of(session, id, around.now, true) {
        let assessment = session.assessment();
        let meeting = page.meeting(assessment);
        let since = meeting.map(|meeting| meeting.start.time_of_day(assessment.utc_offset));
        let since = since.unwrap_or_default();
        model.front = Front::Meeting(Box::new(page));
        model.tell(format!("the meeting that began at {since} goes on"));
    }
}

/// Does what an action says in the meeting; nothing where it is no matter of the meeting.
pub(super) fn act(
    model: &mut Model,
    action: Action,
    around: &mut Surroundings<'_>,
) -> Option<Vec<Effect>> {
    let (page, meeting) = held(model)?;
    let has_ended = !meeting.goes_on();
    // What ended it can be taken back.
    let alters = OpenReview::alters(action) || action == Action::Speaker;
    if has_ended && alters {
        let word = "the meeting has ended: nothing more is written down in it";
        return Some(react(model, Reaction::failure(word)));
    }
    let stage = page.stage;
    if let Some(reaction) = conflicted(model, action) {
        return Some(react(model, reaction));
    }
    let effects = match action {
        Action::MetOrClear | Action::Partial(_) | Action::Unmet | Action::Unknown => {
            answer(model, action, around)
        }
        Action::Agree if stage == Stage::Rest => agree_with_the_rest(model, around),
        Action::Agree => agree(model, None, around),
        Action::Confirm => ask_or(model, around, ask_who_confirms),
        Action::Dissent => told(model, ask_who_dissents),
        Action::Resolve => ask_or(model, around, resolve_dialog),
        Action::Speaker => asked(model, ask_who_speaks),
        Action::Park | Action::Decide => asked(model, |model| note_dialog(model, action)),
        Action::Task => asked(model, task_dialog),
        Action::People => asked(model, |model| model.dialog = people_dialog(model)),
        Action::Agenda | Action::Search => told(model, list_agenda),
        Action::NotApplicable | Action::Evidence | Action::Comment | Action::Waive => {
            in_review(model, action, around)
        }
        Action::Undo | Action::Redo => undo(model, action == Action::Undo),
        Action::EndMeeting => end(model, around),
        Action::KeepMinutes => keep_minutes(model),
        Action::RefreshAgenda => refresh_agenda(model),
        Action::GoOn | Action::GoBack | Action::Back => step(model, action),
        Action::Down
        | Action::Up
        | Action::PageDown
        | Action::PageUp
        | Action::First
        | Action::Last => move_on_page(model, action),
        _ => return None,
    };
    Some(effects)
}

/// Where the item on the screen is in conflict, what answers it leads to its versions.
fn conflicted(model: &Model, action: Action) -> Option<Reaction> {
    let is_answer = OpenReview::is_for_one_version(action);
    let (_, answer) = here(model).filter(|_| is_answer)?;
    (!answer.conflict.is_empty()).then(|| Reaction {
        notice: Some(Notice::word(format!(
            "{} is in conflict: first choose what stands; it leads back to the meeting",
            answer.item.shown()
        ))),
        ..Reaction::going(Place::Conflicts(Some(answer.item.clone())))
    })
}

fn asked(model: &mut Model, ask: impl FnOnce(&mut Model)) -> Vec<Effect> {
    ask(model);
    Vec::new()
}

/// What a dialog of the meeting needs to come up, or why it does not.
type Asked = Result<(), Reaction>;

fn told(model: &mut Model, ask: impl FnOnce(&mut Model) -> Asked) -> Vec<Effect> {
    match ask(model) {
        Ok(()) => Vec::new(),
        Err(reaction) => react(model, reaction),
    }
}

/// What could be asked, or the changes that need no question.
pub(super) enum Next {
    /// A dialog came up.
    Asked,
    /// This is to be done, of this item.
    Do(Text, Vec<Change>),
}

fn ask_or(
    model: &mut Model,
    around: &mut Surroundings<'_>,
    ask: impl FnOnce(&mut Model, &mut Surroundings<'_>) -> Result<Next, Reaction>,
) -> Vec<Effect> {
    match ask(model, around) {
        Ok(Next::Asked) => Vec::new(),
        Ok(Next::Do(item, changes)) => make(model, Some(&item), changes, false, around),
        Err(reaction) => react(model, reaction),
    }
}

/// That there is no item on the screen, and what to press.
pub(super) fn no_item(model: &Model) -> Reaction {
    let opens = model.says(Context::Meeting, Action::GoOn, "opens the selected one");
    let goes = model.says(Context::Meeting, Action::Agenda, "lists all of them");
    match held(model).map(|(page, _)| page.stage) {
        Some(Stage::Rest) => Reaction::word(format!("no item is open{opens}")),
        _ => Reaction::word(format!("no item is on the screen{goes}")),
    }
}

/// A stamp of the speaker, written down by the facilitator.
pub(super) fn stamps<'a>(model: &Model, around: &'a mut Surroundings<'_>) -> Stamps<'a> {
    let (by, recorded_by) = voice(model);
    Stamps {
        now: around.now,
        by,
        recorded_by,
        fresh: &mut *around.fresh,
    }
}

/// Makes changes as one step, that one undo takes back; goes on to the next point where that is wanted and nothing was
/// refused.
pub(super) fn make(
    model: &mut Model,
    item: Option<&Text>,
    changes: Vec<Change>,
    goes_on: bool,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let from = model.review.as_ref().map(|it| it.session.undo_depth());
    let effects = with_review(model, around, |open, _| {
        let mut all = Reaction::default();
        for change in changes {
            let mut reaction = open.apply(change);
            all.effects.append(&mut reaction.effects);
            if reaction.notice.is_some() {
                all.notice = reaction.notice;
                break;
            }
        }
        all
    });
    let refused = model.notice.as_ref().is_some_and(|notice| notice.is_error);
    let (Front::Meeting(page), Some(open)) = (&mut model.front, &model.review) else {
        return effects;
    };
    page.remember_step(from.unwrap_or_default(), open.session.undo_depth());
    let assessment = open.session.assessment();
    if let Some(position) = item.and_then(|item| assessment.position(item)) {
        page.took(&open.session, position);
    }
    if goes_on && !refused {
        page.go_on(&open.session);
    }
    effects
}

/// What the review asks about the item that is selected there, it asks about the one on the screen.
fn in_review(model: &mut Model, action: Action, around: &mut Surroundings<'_>) -> Vec<Effect> {
    let Some((item, _)) = here(model) else {
        let reaction = no_item(model);
        return react(model, reaction);
    };
    let (by, recorded_by) = voice(model);
    let (screen, look) = (model.size, (&model.theme, model.glyphs));
    let Some(open) = &mut model.review else {
        return Vec::new();
    };
    open.view.select_item(item, screen);
    let mut stamps = Stamps {
        now: around.now,
        by,
        recorded_by,
        fresh: &mut *around.fresh,
    };
    let reaction = open.act(action, &mut stamps, screen, look);
    react(model, reaction)
}

fn undo(model: &mut Model, undo: bool) -> Vec<Effect> {
    let screen = model.size;
    let (Front::Meeting(page), Some(open)) = (&mut model.front, &mut model.review) else {
        return Vec::new();
    };
    let count = page.step_size(undo, open.session.undo_depth());
    let (reaction, item) = open.undo_steps(undo, count, screen);
    page.refresh(&open.session);
    if let Some(item) = item.and_then(|item| open.session.assessment().position(&item)) {
        page.show(&open.session, item);
    }
    if page.meeting(open.session.assessment()).is_none() {
        model.front = Front::Review;
    }
    react(model, reaction)
}

fn refresh_agenda(model: &mut Model) -> Vec<Effect> {
    let (Front::Meeting(page), Some(open)) = (&mut model.front, &model.review) else {
        return Vec::new();
    };
    let word = match page.refresh_agenda(&open.session) {
        0 => "the agenda is as it was: nothing new has come up".to_owned(),
        1 => "one more point stands at the end of the agenda".to_owned(),
        many => format!("{many} more points stand at the end of the agenda"),
    };
    react(model, Reaction::word(word))
}

fn step(model: &mut Model, action: Action) -> Vec<Effect> {
    let (Front::Meeting(page), Some(open)) = (&mut model.front, &model.review) else {
        return Vec::new();
    };
    let session = &open.session;
    match (page.stage, action) {
        (Stage::Rest, Action::GoOn) => page.open_selected(session),
        (Stage::End, Action::GoOn) => {
            let again = model.says(Context::Meeting, Action::EndMeeting, "ends the meeting");
            return react(model, Reaction::word(format!("this is the end{again}")));
        }
        (_, Action::GoOn) => page.step_on(session),
        (_, Action::GoBack) => {
            if !page.step_back(session) {
                return react(model, Reaction::word("this is the first point"));
            }
        }
        _ => {
            let assessment = session.assessment();
            let item = page.item().map(|item| assessment.item(item).id.clone());
            let goes_on = page.meeting(assessment).is_some_and(Meeting::goes_on);
            let mut reaction = Reaction::going(Place::Review(item));
            if goes_on {
                let back = model.says(Context::Review, Action::Meeting, "goes back to it");
                reaction.notice = Some(Notice::word(format!("the meeting goes on{back}")));
            }
            return react(model, reaction);
        }
    }
    Vec::new()
}

fn move_on_page(model: &mut Model, action: Action) -> Vec<Effect> {
    let body = PageLayout::of(model.size).body;
    let look = (&model.theme, model.glyphs);
    let Some(open) = &model.review else {
        return Vec::new();
    };
    let reaction = model.front.act(action, &open.session, body, look);
    react(model, reaction)
}
