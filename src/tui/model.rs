//! Everything that the user interface remembers.

use std::sync::Arc;
use std::time::Duration;

use ratatui::layout::Rect;

use crate::action::{Action, Context};
use crate::domain::intention::Intention;
use crate::domain::text::Text;
use crate::problem::Problem;
use crate::tui::background::Background;
use crate::tui::dialogs::Dialog;
use crate::tui::effect::{Notice, Pointing};
use crate::tui::front::Front;
use crate::tui::keymap::Keymap;
use crate::tui::message::Message;
use crate::tui::screens::home::Home;
use crate::tui::screens::meeting::MeetingPage;
use crate::tui::screens::plan::PlanPage;
use crate::tui::screens::review::OpenReview;
use crate::tui::settings::Settings;
use crate::tui::theme::{Glyphs, Theme};

/// Everything that the user interface remembers.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each with its own name"
)]
pub struct Model {
    /// The size of the screen.
    pub size: Rect,
    /// The open review, if one is open; else the home screen shows.
    pub review: Option<OpenReview>,
    /// The screen in front of the open review.
    pub front: Front,
    /// The plan as it was left, with what was marked in it, until another assessment is opened.
    pub left_plan: Option<Box<PlanPage>>,
    /// The meeting as it was left, until another assessment is opened.
    pub left_meeting: Option<Box<MeetingPage>>,
    /// Where second screens were told to follow last.
    pub pointed: Option<Pointing>,
    /// The home screen.
    pub home: Home,
    /// The dialog in front, if there is one.
    pub dialog: Option<Dialog>,
    /// A dialog that was left with something typed in it.
    pub draft: Option<Dialog>,
    /// What is being signed, or waits until everything is saved.
    pub signing: Option<UnderWay>,
    /// The key that was used last; empty if none.
    pub sign_key: String,
    /// Something to tell.
    pub notice: Option<Notice>,
    /// Who answers.
    pub name: Option<Text>,
    /// The name is still being looked up; keys that need it, and those after them, are held until it is known.
    pub name_pending: bool,
    /// The keys, clicks and pastes that are held.
    pub held: Vec<Message>,
    /// Which key does what.
    pub keymap: Arc<Keymap>,
    /// The colours.
    pub theme: Theme,
    /// The signs.
    pub glyphs: &'static Glyphs,
    /// The colours follow the terminal's background.
    pub follows_background: bool,
    /// The terminal is to be asked for its background after the next frame.
    pub asks_background: bool,
    /// The terminal's background, once it is known.
    pub background: Option<Background>,
    /// The themes of one's own, by name.
    pub own_themes: Vec<(String, Theme)>,
    /// Clicks and the wheel are taken.
    pub mouse: bool,
    /// As what one answers, where that is set.
    pub role: Option<Text>,
    /// The command that opens long texts, where it is set.
    pub editor: Option<String>,
    /// The review, or the program, is to be left as soon as all is saved.
    pub leaving: bool,
    /// The program ends.
    pub ended: bool,
}

/// A sign-off on its way.
#[derive(Debug)]
pub enum UnderWay {
    /// It waits until everything is saved: what is signed is what stands in the file.
    Waiting(Box<Intention>),
    /// It is being signed.
    Signing,
}

impl Model {
    /// A model without a review.
    pub fn new(size: Rect, name: Option<Text>, theme: Theme, glyphs: &'static Glyphs) -> Self {
        Self {
            size,
            review: None,
            front: Front::default(),
            left_plan: None,
            left_meeting: None,
            pointed: None,
            home: Home::default(),
            dialog: None,
            draft: None,
            signing: None,
            sign_key: String::new(),
            notice: None,
            name,
            name_pending: false,
            held: Vec::new(),
            keymap: Arc::default(),
            theme,
            glyphs,
            follows_background: false,
            asks_background: false,
            background: None,
            own_themes: Vec::new(),
            mouse: true,
            role: None,
            editor: None,
            leaving: false,
            ended: false,
        }
    }

    /// Takes in how it is to look, and what its keys are.
    pub fn take_settings(&mut self, settings: Settings) {
        self.theme = settings.theme;
        self.follows_background = settings.follows_background;
        self.asks_background = settings.follows_background;
        self.background = settings.background;
        self.glyphs = settings.glyphs;
        self.set_keymap(settings.keymap);
        self.own_themes = settings.own_themes;
        self.mouse = settings.mouse;
        self.role = settings.role;
        self.editor = settings.editor;
    }

    /// Other keys from now on; also in the sentences that name them.
    pub fn set_keymap(&mut self, keymap: Keymap) {
        self.keymap = Arc::new(keymap);
        self.home.keymap = Arc::clone(&self.keymap);
        if let Some(open) = &mut self.review {
            open.keymap = Arc::clone(&self.keymap);
        }
    }

    /// How long what is shown stays true if nothing happens; for ever where nothing on the screen passes.
    pub fn patience(&self) -> Option<Duration> {
        match (&self.front, &self.review) {
            (Front::Meeting(page), Some(open)) => page.next_tick(open.session.assessment()),
            _ => None,
        }
    }

    /// Who takes the keys at the moment.
    pub fn context(&self) -> Context {
        match &self.dialog {
            Some(dialog) => dialog.context(),
            None => self.screen_context(),
        }
    }

    /// Who takes the keys when there is no dialog in front.
    pub fn screen_context(&self) -> Context {
        match (self.front.context(), &self.review) {
            (Some(context), Some(_)) => context,
            (_, Some(review)) if review.view.is_typing() => Context::ReviewSearch,
            (_, Some(_)) => Context::Review,
            (_, None) if self.home.is_typing() => Context::HomeSearch,
            (_, None) => Context::Home,
        }
    }

    /// The end of a sentence that names the key of an action, such as "; Esc leaves"; nothing where it has none.
    pub fn says(&self, context: Context, action: Action, does: &str) -> String {
        let says = self.keymap.says(context, action, does);
        says.map_or_else(String::new, |says| format!("; {says}"))
    }

    /// Tells something.
    pub fn tell(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::word(text));
    }

    /// Tells of a failure.
    pub fn tell_problem(&mut self, problem: &Problem) {
        self.notice = Some(Notice::of(problem));
    }
}
