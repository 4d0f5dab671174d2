//! The dialogs in front of a screen.

pub mod aside;
pub mod complete;
pub mod evidence;
mod evidence_facts;
mod form;
pub mod path;
pub mod people;
pub mod pick;
mod reasons;
pub mod sheet;
pub mod sign;
pub mod subject;
pub mod task;
pub mod view;
pub mod waiver;

use ratatui::layout::Rect;

use crate::action::{Action, Context};
use crate::domain::text::Text;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::text_field::TextField;
use crate::tui::widgets::window::Window;

use aside::AsideDialog;
use evidence::EvidenceDialog;
use path::PathDialog;
use people::PeopleDialog;
use pick::PickDialog;
use sheet::Sheet;
use sign::SignDialog;
use subject::SubjectDialog;
use task::TaskDialog;
use waiver::WaiverDialog;

/// What a text that was asked for is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// Why an item does not apply.
    Reason(Text),
    /// The comment of an item.
    Comment(Text),
    /// What was measured of an item.
    Measure(Text),
    /// The subject of a new assessment, made from the checklist of this id.
    Subject(String),
    /// What a snapshot of the numbers is called.
    Snapshot,
    /// Who answers, and what is done then.
    Name(Action),
    /// Why somebody, by name, dissents from the answer to an item, or from the verdict.
    Dissent(Option<Text>, Text),
    /// What is answered to a dissent from an item, by its id.
    Reply(Text, Text),
    /// Which question of an item, or of the whole, is left for later.
    Park(Option<Text>),
    /// What is decided about an item, or about the whole.
    Decision(Option<Text>),
}

/// A question that is answered with a text.
#[derive(Debug)]
pub struct TextDialog {
    /// What the text is for.
    pub purpose: Purpose,
    /// Over the field; safe to show.
    pub title: String,
    /// What is asked; safe to show.
    pub question: String,
    /// What is wrong with what was typed; stands in the question's place, and may hold text from outside.
    pub fault: Option<String>,
    /// The field.
    pub field: TextField,
}

/// What is done with the evidence that is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choosing {
    /// It is confirmed.
    Confirm,
    /// It is withdrawn.
    Withdraw,
    /// A waiver that is there is taken back, or another takes its place.
    Waiver,
    /// A meeting of an earlier day goes on, or ends.
    Meeting,
}

/// The option of [`Choosing::Waiver`] that takes the waiver back.
pub const REVOKE: &str = "revoke";

/// A question which of several is meant.
#[derive(Debug)]
pub struct ChoiceDialog {
    /// The item's id.
    pub item: Text,
    /// What is done with it.
    pub choosing: Choosing,
    /// The evidence, or what can be done: id, and what it is; safe to show.
    pub options: Vec<(Text, String)>,
    /// Which one is selected.
    pub window: Window,
}

/// The rows of options that are shown at most.
const MOST_OPTIONS: u16 = 8;

/// The dialog in front.
#[derive(Debug)]
pub enum Dialog {
    /// A text is asked for.
    Text(TextDialog),
    /// Evidence is asked for.
    Evidence(Box<EvidenceDialog>),
    /// A path is asked for.
    Path(Box<PathDialog>),
    /// What is said of an item beside its answer.
    Aside(Box<AsideDialog>),
    /// A waiver is asked for.
    Waiver(Box<WaiverDialog>),
    /// A sign-off is put together.
    Sign(Box<SignDialog>),
    /// Who is here is asked.
    People(Box<PeopleDialog>),
    /// An action that a meeting leaves behind is asked for.
    Task(Box<TaskDialog>),
    /// What is asked about the subject.
    Subject(SubjectDialog),
    /// Which evidence is asked, or what is done with a waiver.
    Choice(ChoiceDialog),
    /// One of many is found by typing.
    Pick(Box<PickDialog>),
    /// Something to read.
    Sheet(Sheet),
    /// Whether to leave with something unsaved, and why it is.
    Unsaved(String),
}

impl Dialog {
    /// Who takes the keys.
    pub fn context(&self) -> Context {
        match self {
            Self::Text(dialog) if dialog.field.is_multi() => Context::Text,
            Self::Text(_) => Context::Line,
            Self::Evidence(_) => Context::Evidence,
            Self::Path(_) => Context::Path,
            Self::Waiver(_) | Self::Aside(_) | Self::Task(_) => Context::Form,
            Self::People(dialog) => dialog.context(),
            Self::Sign(dialog) => dialog.context(),
            Self::Subject(dialog) if dialog.is_asking => Context::Asking,
            Self::Subject(_) => Context::Subject,
            Self::Choice(_) => Context::Choice,
            Self::Pick(_) => Context::Pick,
            Self::Sheet(_) => Context::Sheet,
            Self::Unsaved(_) => Context::Unsaved,
        }
    }

    /// The field that takes text.
    pub fn field(&mut self) -> Option<&mut TextField> {
        match self {
            Self::Text(dialog) => Some(&mut dialog.field),
            Self::Evidence(dialog) => Some(dialog.field_in_use()),
            Self::Path(dialog) => Some(&mut dialog.field),
            Self::Waiver(dialog) => Some(dialog.field()),
            Self::Aside(dialog) => Some(dialog.field()),
            Self::Sign(dialog) => Some(dialog.field()),
            Self::Task(dialog) => Some(dialog.field()),
            Self::People(dialog) => dialog.field(),
            Self::Pick(dialog) => Some(&mut dialog.field),
            _ => None,
        }
    }

    /// Takes in that something was typed: what was wrong is forgotten, and what is looked for is found anew.
    pub fn typed(&mut self) {
        match self {
            Self::Pick(dialog) => dialog.find(),
            Self::Text(dialog) => dialog.fault = None,
            Self::Evidence(dialog) => dialog.typed(),
            Self::Path(dialog) => dialog.fault = None,
            Self::Waiver(dialog) => dialog.fault = None,
            Self::Aside(dialog) => dialog.fault = None,
            Self::Sign(dialog) => dialog.typed(),
            Self::Task(dialog) => dialog.fault = None,
            Self::People(dialog) => dialog.fault = None,
            _ => {}
        }
    }

    /// Moves within the dialog; what is no movement is left alone.
    pub fn go(&mut self, action: Action, screen: Rect, look: (&Theme, &Glyphs)) {
        match self {
            Self::Choice(dialog) => {
                let (len, height) = (dialog.options.len(), usize::from(MOST_OPTIONS));
                match action {
                    Action::Down => dialog.window.move_by(1, len, height),
                    Action::Up => dialog.window.move_by(-1, len, height),
                    Action::PageDown => dialog.window.page_down(len, height),
                    Action::PageUp => dialog.window.page_up(len, height),
                    Action::First => dialog.window.home(len, height),
                    Action::Last => dialog.window.end(len, height),
                    _ => {}
                }
            }
            Self::Sheet(sheet) => sheet.go(action, screen, look),
            Self::Evidence(dialog) => dialog.go(action),
            Self::Path(dialog) => dialog.go(action),
            Self::Waiver(dialog) => dialog.go(action),
            Self::Aside(dialog) => dialog.go(action),
            Self::Sign(dialog) => dialog.go(action),
            Self::Task(dialog) => dialog.go(action),
            Self::People(dialog) => dialog.go(action),
            Self::Subject(dialog) => dialog.go(action, screen, look),
            Self::Pick(dialog) => dialog.go(action),
            _ => {}
        }
    }
}
