//! Choosing between versions of an answer that are in conflict.

use crate::action::{Action, Context};
use crate::domain::both_sides::{apart, status_words};
use crate::domain::change::{Change, Stamp};
use crate::domain::meeting::disagreement;
use crate::domain::text::{Shown, Text};
use crate::domain::version::Version;
use crate::tui::effect::{Effect, Place, Reaction};
use crate::tui::front::Front;
use crate::tui::model::Model;
use crate::tui::screens::conflicts::ConflictsPage;
use crate::tui::screens::review::OpenReview;

use super::{Surroundings, meeting, react, with_review};

/// Does what an action says about conflicts; nothing where it is no matter of theirs.
pub(super) fn act(
    model: &mut Model,
    action: Action,
    around: &mut Surroundings<'_>,
) -> Option<Vec<Effect>> {
    if action == Action::Conflicts && model.review.is_some() {
        return Some(react(model, Reaction::going(Place::Conflicts(None))));
    }
    let from_meeting = page(model)?.from_meeting;
    Some(match action {
        Action::ChooseVersion(number) => choose(model, Some(number), false, around),
        Action::ChooseAndEdit => choose(model, None, true, around),
        Action::Choose => match open_count(model) {
            0 => go_back(model, from_meeting, around),
            _ if is_settled(model) => go_on(model),
            _ => choose(model, None, false, around),
        },
        Action::Undo | Action::Redo => undo(model, action == Action::Undo),
        Action::Back if from_meeting => go_back(model, true, around),
        _ => return None,
    })
}

/// The page on an item, or else on the first; nothing where nothing is in conflict.
pub(super) fn page_of(model: &Model, item: Option<&Text>) -> Option<Box<ConflictsPage>> {
    let open = model.review.as_ref()?;
    let mut page = ConflictsPage::of(
        &open.session,
        item,
        open.git_waits.as_deref(),
        &model.keymap,
    )?;
    page.from_meeting = matches!(model.front, Front::Meeting(_));
    Some(Box::new(page))
}

/// The conflicts page in the place of an item that is in conflict, where another page leads to it: what is next there
/// is to choose.
pub(super) fn instead_of(model: &Model, place: Place) -> Place {
    let leads = matches!(
        model.front,
        Front::Summary(_) | Front::Plan(_) | Front::SignOff(_) | Front::Compare(_)
    );
    let Place::Review(Some(item)) = &place else {
        return place;
    };
    let session = model.review.as_ref().map(|open| &open.session);
    let answer = session.and_then(|session| session.assessment().answer(item));
    let in_conflict = answer.is_some_and(|answer| !answer.conflict.is_empty());
    if leads && in_conflict {
        Place::Conflicts(Some(item.clone()))
    } else {
        place
    }
}

/// Says first of all, where a review that is opened has items in conflict, how many, and which key shows them; what
/// there was to say before comes after it.
pub(super) fn say_found(model: &mut Model, open: &OpenReview) {
    let count = match open.conflicts {
        0 => return,
        1 => "1 item is in conflict".to_owned(),
        many => format!("{many} items are in conflict"),
    };
    let does = "shows both versions, to choose";
    let shows = model.says(Context::Review, Action::Conflicts, does);
    let before = model.notice.take();
    let before = before.map_or_else(String::new, |notice| format!("; {}", notice.text));
    model.tell(format!("{count}{shows}{before}"));
}

fn page(model: &Model) -> Option<&ConflictsPage> {
    match &model.front {
        Front::Conflicts(page) => Some(page),
        _ => None,
    }
}

fn open_count(model: &Model) -> usize {
    page(model).map_or(0, ConflictsPage::open_count)
}

/// Whether the item that is looked at is settled.
fn is_settled(model: &Model) -> bool {
    let both = page(model).zip(model.review.as_ref());
    both.is_some_and(|(page, open)| page.version_count(&open.session) == 0)
}

/// Goes on to the next item that is not settled.
fn go_on(model: &mut Model) -> Vec<Effect> {
    if let (Front::Conflicts(page), Some(open)) = (&mut model.front, &model.review) {
        page.go_on(&open.session);
    }
    Vec::new()
}

/// Goes back to where the page was opened.
fn go_back(model: &mut Model, to_meeting: bool, around: &mut Surroundings<'_>) -> Vec<Effect> {
    if to_meeting {
        model.front = Front::Review;
        return meeting::hold(model, around);
    }
    let item = page(model).and_then(ConflictsPage::item).cloned();
    react(model, Reaction::going(Place::Review(item)))
}

/// Chooses a version of the item that is looked at, by its number or the selected one, and goes on: to the next
/// conflict, to the item itself where it is to be changed, or back to the meeting.
fn choose(
    model: &mut Model,
    number: Option<u8>,
    edits: bool,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let Some(chosen) = chosen(model, number) else {
        let word = why_not(model, edits);
        if let (true, Some(item)) = (edits, page(model).and_then(ConflictsPage::item).cloned()) {
            // It is settled: the usual keys change it.
            return react(model, Reaction::going(Place::Review(Some(item))));
        }
        return react(model, Reaction::word(word));
    };
    let Chosen { at, item, version } = chosen;
    let from_meeting = page(model).is_some_and(|page| page.from_meeting);
    if from_meeting {
        model.front = Front::Review;
        let effects = meeting::hold(model, around);
        if !matches!(model.front, Front::Meeting(_)) {
            return effects;
        }
    }
    let (by, recorded_by) = meeting::voice(model);
    let stamp = Stamp {
        id: (around.fresh)(),
        at: around.now,
        by,
        recorded_by,
    };
    let stands = stands_words(model, at, &item, &version);
    let resolve = Change::Resolve {
        item: item.clone(),
        version: Box::new(version),
        stamp,
    };
    let session = model.review.as_ref().map(|open| &open.session);
    let agreed = session.and_then(|session| disagreement(session.assessment(), &item));
    let changes: Vec<Change> = agreed.into_iter().chain([resolve]).collect();
    let effects = if from_meeting {
        meeting::make(model, Some(&item), changes, false, around)
    } else {
        make(model, changes, around)
    };
    if model.notice.as_ref().is_some_and(|notice| notice.is_error) {
        return effects;
    }
    told(model, &item, &stands, edits);
    effects
}

/// Says what stands now, and goes where it goes on.
fn told(model: &mut Model, item: &Text, stands: &str, edits: bool) {
    let undo = |model: &Model, context| model.says(context, Action::Undo, "takes it back");
    if edits {
        let undo = undo(model, Context::Review);
        let sentence = format!("{stands}; the usual keys change it now{undo}");
        super::go_to(model, Place::Review(Some(item.clone())));
        model.tell(sentence);
        return;
    }
    if let (Front::Conflicts(page), Some(open)) = (&mut model.front, &model.review) {
        page.refresh(&open.session);
        page.go_on(&open.session);
    }
    let context = model.screen_context();
    let undo = undo(model, context);
    model.tell(format!("{stands}{undo}"));
}

/// What is to be chosen.
struct Chosen {
    at: usize,
    item: Text,
    version: Version,
}

fn chosen(model: &Model, number: Option<u8>) -> Option<Chosen> {
    let (page, open) = (page(model)?, model.review.as_ref()?);
    let (at, version) = page.version(&open.session, number)?;
    Some(Chosen {
        at,
        item: page.item()?.clone(),
        version: version.clone(),
    })
}

/// Why nothing can be chosen.
fn why_not(model: &Model, edits: bool) -> String {
    let both = page(model).zip(model.review.as_ref());
    let count = both.map_or(0, |(page, open)| page.version_count(&open.session));
    if count == 0 || edits {
        let takes_back = both.is_some_and(|(page, open)| page.takes_back(&open.session));
        let undo = if takes_back {
            model.says(Context::Conflicts, Action::Undo, "takes the choice back")
        } else {
            String::new()
        };
        return format!("this one is settled{undo}");
    }
    format!("there are {count} versions to choose from")
}

/// `error-tracking: version 2 stands, not met by Bo`, with what tells it apart where another answers the same.
fn stands_words(model: &Model, at: usize, item: &Text, version: &Version) -> String {
    let mut words = status_words(&version.status);
    if !version.by.is_blank() {
        words = format!("{words} by {}", version.by.shown());
    }
    let open = model.review.as_ref();
    let answer = open.and_then(|open| open.session.assessment().answer(item));
    let versions: Vec<&Version> = answer.into_iter().flat_map(|it| &it.conflict).collect();
    let apart = apart(&versions);
    if let Some(apart) = apart.get(at).filter(|apart| !apart.is_empty()) {
        words = format!("{words}, {}", Shown::line(apart));
    }
    format!("{}: version {} stands, {words}", item.shown(), at + 1)
}

fn make(model: &mut Model, changes: Vec<Change>, around: &mut Surroundings<'_>) -> Vec<Effect> {
    with_review(model, around, |open, _| {
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
    })
}

fn undo(model: &mut Model, undo: bool) -> Vec<Effect> {
    let screen = model.size;
    let is_settled = is_settled(model);
    let (Front::Conflicts(page), Some(open)) = (&mut model.front, &mut model.review) else {
        return Vec::new();
    };
    let latest = page.latest_choice(&open.session, undo);
    // What is undone has to be what the screen is about: neither somebody else's choice nor what was done elsewhere.
    let is_others = undo && is_settled && latest != page.item();
    if latest.is_none() || is_others {
        let word = match (undo, is_others) {
            (true, true) => "this one was not chosen here last, so there is nothing to take back",
            (true, false) => "no choice to take back; what else was done is undone in the review",
            (false, _) => "no choice to make again; what else was undone is redone in the review",
        };
        return react(model, Reaction::word(word));
    }
    let (reaction, item) = open.undo_steps(undo, 1, screen);
    page.refresh(&open.session);
    if let Some(item) = item {
        page.go_to(&item, &open.session);
    }
    react(model, reaction)
}
