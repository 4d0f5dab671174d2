//! What happens to the user interface.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crossterm::event::KeyEvent;

use crate::domain::assessment::Assessment;
use crate::domain::bookmark::Bookmark;
use crate::domain::evidence::{Content, Observations};
use crate::domain::gate::Verdict;
use crate::domain::side::Side;
use crate::domain::text::Text;
use crate::problem::Problem;
use crate::tui::background::Background;

/// One thing that happened.
#[derive(Debug)]
pub enum Message {
    /// A key.
    Key(KeyEvent),
    /// Text was pasted, or a path dropped.
    Paste(String),
    /// A click.
    Click {
        /// Column on the screen.
        column: u16,
        /// Row on the screen.
        row: u16,
    },
    /// The wheel, down or up.
    Wheel {
        /// Column on the screen.
        column: u16,
        /// Row on the screen.
        row: u16,
        /// Downwards.
        down: bool,
    },
    /// Everything up to the handover of this number is on disk.
    Saved(u64),
    /// Nothing could be saved; it is tried again.
    NotSaved(Problem),
    /// What could not be saved before, with what the file holds: it is to be shown and saved.
    BroughtBack(Assessment),
    /// Others have written: this is that, with everything up to a handover.
    Merged {
        /// The handover's number.
        handed: u64,
        /// Both sides.
        assessment: Assessment,
    },
    /// Of so many answers the file lacked what had just been saved: they are written again.
    WrittenAgain(usize),
    /// Nothing is unsaved, but the file can't be read or is gone; none once that is over.
    Outside(Option<Problem>),
    /// A file was measured, and kept beside the assessment, to be evidence for an item.
    Captured {
        /// The item's id.
        item: Text,
        /// The pinned file, or why it can't be evidence.
        result: Result<Content, Problem>,
    },
    /// What a path that is being typed may become.
    Completed(Completed),
    /// The file at a typed path was measured.
    Measured(Measured),
    /// An assessment to compare with was read, by the path as typed.
    SideLoaded {
        /// The path as typed.
        path: String,
        /// The side, or why there is none.
        result: Result<Box<Side>, Problem>,
    },
    /// The editor has ended, with the text as it is now.
    Edited(Result<String, Problem>),
    /// The keys that there are to sign with, as they would be typed.
    KeysFound(Vec<String>),
    /// It was signed, in a statement of this path, or why not.
    Signed(Result<String, Problem>),
    /// A link was opened, or could not be.
    LinkOpened(Result<(), Problem>),
    /// Evidence was looked at.
    Observed(Observations),
    /// The checklist that the review carries is not the known one of its id and version.
    Altered,
    /// An assessment was opened or made.
    Opened(Result<Opened, Problem>),
    /// The assessment that was opened a moment ago is one that the reviewer has left before.
    Resumed {
        /// Where the reviewer was.
        bookmark: Bookmark,
        /// The positions of the items whose answer is another than then.
        changed: BTreeSet<usize>,
    },
    /// The rows of the home screen are known.
    HomeRows(Vec<HomeRow>),
    /// The terminal has said what it draws on.
    Background(Background),
    /// The minutes were written, to this path, or could not be.
    MinutesKept(Result<String, Problem>),
    /// Time has passed, and nothing else has happened.
    Tick,
    /// A meeting is to be held, or gone on with: the program was started for it.
    HoldMeeting,
    /// Who answers was looked up, and is this, if it is anybody.
    Named(Option<Text>),
}

/// What a path that is being typed may become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completed {
    /// The text for which it was asked.
    pub text: String,
    /// What begins so: directories first.
    pub found: Vec<Suggestion>,
    /// There is more than that.
    pub more: bool,
}

/// A path that begins as what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The path as it would be typed, with a slash at the end of a directory.
    pub path: String,
    /// It is a directory.
    pub is_directory: bool,
}

/// What there is at a typed path.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The path as typed.
    pub text: String,
    /// The size in bytes and the SHA-256, which is absent for a file too large to be read while one types; or why
    /// it can't be evidence.
    pub result: Result<(u64, Option<String>), Problem>,
}

/// What a row of the home screen leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HomeTarget {
    /// An assessment's file.
    Assessment(PathBuf),
    /// A checklist, by id: a new assessment is made.
    Checklist(String),
    /// An example, by name: a scratch copy is opened.
    Example(String),
}

/// A row of the home screen; all texts as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeRow {
    /// What it leads to.
    pub target: HomeTarget,
    /// What it is called.
    pub title: String,
    /// What it is: where it comes from, how large, where it lies.
    pub detail: String,
    /// The verdict, claimed and evidenced, of an assessment that could be read.
    pub figures: Option<(Verdict, String, String)>,
    /// What of it lapses soon, in few columns; empty if nothing.
    pub lapsing: String,
    /// What became of its sign-offs, in a word or two, and whether that is a warning; none without sign-offs.
    pub signed: Option<(String, bool)>,
}

/// An assessment that was opened.
#[derive(Debug)]
pub struct Opened {
    /// What the file says.
    pub assessment: Assessment,
    /// The file, for people.
    pub path: String,
    /// What the reader had to say of it.
    pub warnings: Vec<String>,
    /// Nothing may be changed.
    pub read_only: bool,
    /// It was made a moment ago: what the checklist asks about the subject is asked now.
    pub is_new: bool,
    /// git left the file in the middle of a merge: what is shown of both sides stands in no file yet.
    pub is_unwritten: bool,
    /// What is typed to tell git of the file once it is settled; none where git waits for nothing.
    pub git_waits: Option<String>,
}
