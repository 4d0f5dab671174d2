//! What a conversation hears, and what it asks of the world outside it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::domain::assessment::Assessment;
use crate::domain::bookmark::Bookmark;
use crate::domain::evidence::{Content, Observations};
use crate::domain::gate::Verdict;
use crate::domain::handover::Handover;
use crate::domain::intention::Intention;
use crate::domain::text::Text;
use crate::format::pointer::Pointer;
use crate::problem::Problem;

/// One thing that is heard.
#[derive(Debug)]
pub enum Heard {
    /// A line, without its end.
    Line(String),
    /// A line that was no text.
    NoText,
    /// Everything up to the handover of this number is on disk.
    Saved(u64),
    /// Nothing could be saved; it is tried again.
    NotSaved(Problem),
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
    /// A save takes long.
    Slow,
    /// A file was measured, and kept beside the assessment, to be evidence for an item.
    Captured {
        /// The item's id.
        item: Text,
        /// The pinned file, or why it can't be evidence.
        result: Result<Content, Problem>,
    },
    /// It was signed, in a statement of this path, or why not.
    Signed(Result<String, Problem>),
    /// Evidence was looked at.
    Observed(Observations),
    /// The checklist that the review carries is not the known one of its id and version.
    Altered,
    /// An assessment was opened or made, or why not.
    Opened(Result<Opened, Problem>),
    /// What there is to open and to start.
    Entries(Vec<Entry>),
    /// Minutes were written to this file, or why not.
    Written {
        /// The name as typed.
        name: String,
        /// What was to be written.
        minutes: String,
        /// Why it was not.
        result: Result<(), Problem>,
    },
}

/// One thing to be done outside.
#[derive(Debug)]
pub enum Effect {
    /// A state goes to the saver.
    Save(Handover),
    /// The saver is to know that so many merges were taken in.
    TakenIn(u64),
    /// A file is to be pinned as evidence for an item.
    Capture {
        /// The item's id.
        item: Text,
        /// The path as typed.
        path: String,
    },
    /// An assessment is to be opened.
    Open(PathBuf),
    /// An example is to be opened in a scratch copy.
    OpenExample(String),
    /// An assessment is to be made and opened.
    Create {
        /// The checklist's id.
        checklist: String,
        /// The subject's name.
        subject: String,
    },
    /// The assessment is to be signed as it stands in its file.
    Sign(Intention),
    /// The evidence and the sign-offs are to be looked at again.
    Look,
    /// What there is to open is wanted.
    LoadEntries,
    /// Where the open assessment is left is to be kept.
    Keep {
        /// Where the reviewer was.
        bookmark: Bookmark,
        /// The answers.
        assessment: Assessment,
    },
    /// A second screen is to show this, or nothing any more.
    Present(Option<Pointer>),
    /// Minutes are to be written to a new file beside the assessment, never in place of another.
    Write {
        /// The name as typed.
        name: String,
        /// What it is to hold.
        minutes: String,
    },
    /// What is not saved of the open assessment is to be lost.
    Lose,
    /// The open assessment is left although it could not be saved, for this reason: what is not saved stays kept aside.
    LeaveUnsaved(Problem),
    /// The saver of the open assessment is to finish: it is left.
    Close,
}

/// An assessment that was opened.
#[derive(Debug)]
pub struct Opened {
    /// What the file says.
    pub assessment: Assessment,
    /// What could not be saved before, with what the file says: it is to be saved.
    pub unsaved: Option<Assessment>,
    /// What the reader had to say of it; may hold text from outside.
    pub warnings: Vec<String>,
    /// Nothing may be changed.
    pub read_only: bool,
    /// What is typed to tell git of the file once it is settled; none where git waits for nothing.
    pub git_waits: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// Where the reviewer left it, and the positions of the answers that have changed since; none where it was never
    /// left.
    pub left: Option<(Bookmark, BTreeSet<usize>)>,
}

/// Where an opened assessment comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It was there.
    File,
    /// It is a scratch copy of an example.
    Example,
    /// It was made a moment ago: what the checklist asks about the subject is asked now.
    Made,
}

/// What an entry of the home list leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An assessment's file.
    Assessment(PathBuf),
    /// A checklist, by id: a new assessment is made.
    Checklist(String),
    /// An example, by name: a scratch copy is opened.
    Example(String),
}

/// An entry of the home list; all texts as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it leads to.
    pub target: Target,
    /// What it is called.
    pub title: String,
    /// What it is: where it comes from, how large, where it lies.
    pub detail: String,
    /// The verdict, claimed and evidenced, of an assessment that could be read.
    pub figures: Option<(Verdict, String, String)>,
    /// What of it lapses soon; empty if nothing.
    pub lapsing: String,
    /// What became of its sign-offs, in a word or two; empty without sign-offs.
    pub signed: String,
}
