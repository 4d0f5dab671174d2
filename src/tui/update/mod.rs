//! What happens when something happens: a message alters the model and asks for effects.

mod aside;
mod conflicts;
mod dialogs;
mod draft;
mod evidence;
mod going;
mod links;
mod listing;
mod look;
mod meeting;
mod outside;
mod paths;
mod pointing;
mod saved;
mod sign_off;
mod subject;
mod waiver;

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind};
use ratatui::layout::Position;

use self::dialogs::{act_in_dialog, dialog_for};
use self::evidence::on_captured;
use self::going::{go_to, leave, leave_kept, left, on_opened};
use self::listing::{bookmark, locked, on_resumed};
use self::pointing::{on_click, on_paste, on_wheel};
use self::saved::{on_brought_back, on_merged, on_not_saved, on_outside, on_saved};
use crate::action::Action;
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::session::Session;
use crate::tui::dialogs::Dialog;
use crate::tui::effect::{Ask, Effect, Place, Reaction, Stamps};
use crate::tui::front::Front;
use crate::tui::keymap::Key;
use crate::tui::layout::PageLayout;
use crate::tui::message::{Message, Opened};
use crate::tui::model::Model;
use crate::tui::screens::review::{OpenReview, Review, Saving};

/// What an update needs from outside.
pub struct Surroundings<'a> {
    /// The moment.
    pub now: Moment,
    /// Gives a fresh random id each time.
    pub fresh: &'a mut dyn FnMut() -> Text,
}

/// Alters the model by a message, and gives what is to be done outside.
pub fn update(model: &mut Model, message: Message, around: &mut Surroundings<'_>) -> Vec<Effect> {
    let mut effects = take_in(model, message, around);
    effects.extend(paths::ask_completion(model));
    effects.extend(meeting::ending::point(model));
    effects
}

fn take_in(model: &mut Model, message: Message, around: &mut Surroundings<'_>) -> Vec<Effect> {
    if let Some(open) = &mut model.review {
        let offset = open.session.assessment().utc_offset;
        let was = open.session.as_of().day(offset);
        open.session.set_as_of(around.now);
        if was != around.now.day(offset) {
            open.refresh();
            model.front.refresh(&open.session);
        }
    }
    if let Front::Meeting(page) = &mut model.front {
        page.tick(around.now);
    }
    if model.name_pending && waits_for_name(model, &message) {
        model.held.push(message);
        return Vec::new();
    }
    match message {
        Message::Key(key) if key.kind == KeyEventKind::Release => Vec::new(),
        Message::Key(key) => on_key(model, key, around),
        Message::Paste(text) => on_paste(model, &text, around),
        Message::Click { column, row } => on_click(model, column, row, around),
        Message::Wheel { column, row, down } => {
            on_wheel(model, Position { x: column, y: row }, down);
            Vec::new()
        }
        Message::Saved(handover) => on_saved(model, handover),
        Message::Merged { handed, assessment } => on_merged(model, handed, assessment),
        Message::BroughtBack(unsaved) => on_brought_back(model, unsaved),
        Message::WrittenAgain(answers) => {
            saved::on_written_again(model, answers, around.now);
            Vec::new()
        }
        Message::Outside(trouble) => {
            on_outside(model, trouble);
            Vec::new()
        }
        Message::NotSaved(problem) => {
            on_not_saved(model, &problem);
            Vec::new()
        }
        answer @ (Message::Completed(_)
        | Message::Measured(_)
        | Message::SideLoaded { .. }
        | Message::Edited(_)
        | Message::KeysFound(_)
        | Message::Signed(_)
        | Message::LinkOpened(_)) => outside::on_answer(model, answer),
        Message::Captured { item, result } => on_captured(model, &item, result, around),
        Message::Observed(seen) => {
            if let Some(open) = &mut model.review {
                open.session.look(&seen);
                open.refresh();
                open.view.follow(model.size);
                model.front.refresh(&open.session);
            }
            Vec::new()
        }
        Message::Altered => {
            if let Some(open) = &mut model.review {
                open.altered = true;
            }
            Vec::new()
        }
        Message::Resumed { bookmark, changed } => {
            on_resumed(model, &bookmark, changed);
            Vec::new()
        }
        Message::Opened(result) => on_opened(model, result, around),
        Message::HomeRows(rows) => {
            model.home.fill(rows);
            Vec::new()
        }
        Message::Background(background) => {
            look::on_background(model, background);
            Vec::new()
        }
        Message::Named(name) => on_named(model, name, around),
        Message::Tick => Vec::new(),
        Message::MinutesKept(result) => {
            meeting::ending::on_minutes(model, result);
            Vec::new()
        }
        Message::HoldMeeting => act(model, Action::Meeting, around),
    }
}

/// Whether something done by hand has to wait until it is known who answers, itself or behind others that wait.
fn waits_for_name(model: &Model, message: &Message) -> bool {
    match message {
        Message::Key(key) => {
            let action = model.keymap.action(model.context(), Key::of(*key));
            action.is_some_and(OpenReview::alters) || !model.held.is_empty()
        }
        Message::Paste(_) | Message::Click { .. } => {
            model.review.is_some() && model.dialog.is_none() || !model.held.is_empty()
        }
        Message::Wheel { .. } => !model.held.is_empty(),
        Message::HoldMeeting => true,
        _ => false,
    }
}

/// What is to be kept of the open review where the program ends without its being left.
pub fn farewell(model: &Model) -> Option<Effect> {
    bookmark(model.review.as_ref()?)
}

/// Takes in a new size of the screen.
pub fn resize(model: &mut Model, size: ratatui::layout::Rect) {
    model.size = size;
    if let Some(open) = &mut model.review {
        open.view.follow(size);
    }
}

/// Shows an assessment on the review screen.
pub fn show(model: &mut Model, opened: Opened, from_home: bool, now: Moment) {
    let view = Review::of(&opened.assessment);
    let session = Session::open(
        opened.assessment,
        now,
        crate::domain::evidence::Observations::new(),
    );
    if let Some(warning) = opened.warnings.first() {
        let more = opened.warnings.len() - 1;
        let and = if more == 0 {
            String::new()
        } else {
            format!(" (and {more} more: candor lint)")
        };
        model.tell(format!("{warning}{and}"));
    }
    let mut open = OpenReview {
        keymap: Arc::clone(&model.keymap),
        session,
        view,
        path: opened.path,
        read_only: opened.read_only,
        locked: false,
        saving: if opened.is_unwritten {
            Saving::Unwritten
        } else {
            Saving::Saved
        },
        git_waits: opened.git_waits,
        from_home,
        lapsing: 0,
        conflicts: 0,
        altered: false,
    };
    open.refresh();
    open.view.follow(model.size);
    // Work goes on where nobody has answered yet; a stray first key clears no answer.
    open.view.land(&open.session, model.size);
    conflicts::say_found(model, &open);
    model.review = Some(open);
    model.front = Front::Review;
    model.left_plan = None;
    model.left_meeting = None;
    model.dialog = None;
    model.draft = None;
    model.signing = None;
}

fn on_key(model: &mut Model, key: KeyEvent, around: &mut Surroundings<'_>) -> Vec<Effect> {
    let before = model.notice.take();
    let effects = press(model, key, around);
    saved::after_key(model, before, around.now);
    effects
}

fn press(model: &mut Model, key: KeyEvent, around: &mut Surroundings<'_>) -> Vec<Effect> {
    if let Some(action) = model.keymap.action(model.context(), Key::of(key)) {
        return act(model, action, around);
    }
    if let Some(effects) = pick_by_number(model, key, around) {
        return effects;
    }
    type_key(model, key);
    Vec::new()
}

/// In a list of those who are here a digit picks at once.
fn pick_by_number(
    model: &mut Model,
    key: KeyEvent,
    around: &mut Surroundings<'_>,
) -> Option<Vec<Effect>> {
    let KeyCode::Char(typed) = key.code else {
        return None;
    };
    let number = typed.to_digit(10).filter(|_| Key::of(key).is_typed())?;
    let Some(Dialog::Pick(dialog)) = &mut model.dialog else {
        return None;
    };
    let number = usize::try_from(number).unwrap_or_default();
    dialog
        .select_numbered(number)
        .then(|| act_in_dialog(model, Action::Accept, around))
}

/// The name is known, or known to be unknown: what was held goes on.
fn on_named(model: &mut Model, name: Option<Text>, around: &mut Surroundings<'_>) -> Vec<Effect> {
    model.name_pending = false;
    model.name = model.name.take().or(name);
    if let Some(open) = &mut model.review {
        open.view.set_me(&open.session, model.name.as_ref());
    }
    take_held(model, around)
}

/// Takes in what was held, in its order.
fn take_held(model: &mut Model, around: &mut Surroundings<'_>) -> Vec<Effect> {
    let held = std::mem::take(&mut model.held);
    held.into_iter()
        .flat_map(|message| update(model, message, around))
        .collect()
}

/// Gives a key to the field that takes text, and searches anew where that is a search.
fn type_key(model: &mut Model, key: KeyEvent) {
    if let Some(dialog) = &mut model.dialog {
        if let Some(field) = dialog.field() {
            field.handle(key);
        }
        dialog.typed();
        return;
    }
    let typed = match &mut model.review {
        Some(open) => open
            .view
            .search_field()
            .is_some_and(|field| field.handle(key)),
        None => model
            .home
            .search_field()
            .is_some_and(|field| field.handle(key)),
    };
    if typed {
        find(model);
    }
}

fn find(model: &mut Model) {
    match &mut model.review {
        Some(open) => open.view.find(open.session.assessment(), model.size),
        None => model.home.find(),
    }
}

fn act(model: &mut Model, action: Action, around: &mut Surroundings<'_>) -> Vec<Effect> {
    match action {
        Action::Suspend => return vec![Effect::Suspend],
        Action::Redraw => return vec![Effect::Redraw],
        Action::Mouse => return look::switch_mouse(model),
        _ => {}
    }
    if model.dialog.is_some() {
        return act_in_dialog(model, action, around);
    }
    if let Some(refusal) = locked(model, action) {
        return react(model, refusal);
    }
    let needs_name =
        OpenReview::alters(action) && model.review.as_ref().is_some_and(|open| !open.read_only);
    if needs_name && model.name.is_none() {
        return react(model, Reaction::asking(Ask::Name { then: action }));
    }
    if matches!(action, Action::Sign | Action::Fulfil) {
        return sign_off::act(model, action, around);
    }
    if action == Action::Meeting {
        return meeting::hold(model, around);
    }
    if let Some(effects) = meeting::act(model, action, around) {
        return effects;
    }
    if let Some(effects) = conflicts::act(model, action, around) {
        return effects;
    }
    let (screen, by) = (model.size, model.name.clone().unwrap_or_default());
    let reaction = match &mut model.review {
        Some(_) if action == Action::Keys => Reaction::asking(Ask::Keys),
        Some(_) if action == Action::Reasons => Reaction::asking(Ask::Reasons),
        _ if action == Action::Palette => Reaction::asking(Ask::Palette),
        _ if action == Action::Theme => Reaction::asking(Ask::Theme),
        Some(_) if action == Action::Summary => Reaction::going(Place::Summary),
        Some(_) if action == Action::Plan => Reaction::going(Place::Plan),
        Some(_) if action == Action::Compare => Reaction::going(Place::Compare),
        Some(_) if action == Action::SignOff => Reaction::going(Place::SignOff),
        Some(open) if action == Action::Freeze => open.freeze(),
        Some(_) if action == Action::Back && model.front.context().is_some() => {
            Reaction::going(Place::Review(None))
        }
        Some(_) if action == Action::Leave && model.front.context().is_some() => Reaction {
            leave: true,
            ..Reaction::default()
        },
        Some(open) if model.front.context().is_some() && action != Action::Whole => {
            let (body, look) = (PageLayout::of(screen).body, (&model.theme, model.glyphs));
            model.front.act(action, &open.session, body, look)
        }
        Some(open) => {
            open.view.set_me(&open.session, model.name.as_ref());
            let mut stamps = Stamps {
                now: around.now,
                by,
                recorded_by: Text::default(),
                fresh: &mut *around.fresh,
            };
            let reaction = open.act(action, &mut stamps, screen, (&model.theme, model.glyphs));
            if action == Action::Whole {
                model.front.refresh(&open.session);
            }
            reaction
        }
        None => model.home.act(action, screen),
    };
    react(model, reaction)
}

/// Carries out what an action came to.
fn react(model: &mut Model, reaction: Reaction) -> Vec<Effect> {
    if let Some(notice) = reaction.notice {
        model.notice = Some(notice);
    }
    let mut effects = reaction.effects;
    if let Some(place) = reaction.go {
        if place == Place::SignOff {
            // Somebody else may have signed meanwhile.
            effects.push(Effect::Look);
        }
        go_to(model, place);
    }
    if let Some(Ask::Link { item } | Ask::Copy { item }) = &reaction.ask {
        let opens = matches!(reaction.ask, Some(Ask::Link { .. }));
        return links::one_of(model, item, opens);
    }
    if let Some(ask) = reaction.ask {
        let asks_about_subject = ask == Ask::Traits;
        if ask == Ask::Sign {
            effects.push(Effect::FindKeys);
        }
        model.dialog = dialog_for(model, ask);
        draft::bring_back(model);
        if asks_about_subject && model.dialog.is_none() {
            model.tell("the checklist asks nothing about its subject, and has no stages");
        }
    }
    if reaction.leave {
        effects.extend(leave(model));
    }
    effects
}

fn with_review(
    model: &mut Model,
    around: &mut Surroundings<'_>,
    change: impl FnOnce(&mut OpenReview, &mut Stamps<'_>) -> Reaction,
) -> Vec<Effect> {
    let (by, recorded_by) = meeting::voice(model);
    let Some(open) = &mut model.review else {
        return Vec::new();
    };
    let mut stamps = Stamps {
        now: around.now,
        by,
        recorded_by,
        fresh: &mut *around.fresh,
    };
    let reaction = change(open, &mut stamps);
    react(model, reaction)
}
