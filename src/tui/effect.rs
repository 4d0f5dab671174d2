//! What the user interface asks of the world outside it; performed in `run.rs`.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::action::Action;
use crate::domain::assessment::Assessment;
use crate::domain::bookmark::Bookmark;
use crate::domain::change::Stamp;
use crate::domain::evidence::Signed;
use crate::domain::handover::Handover;
use crate::domain::intention::Intention;
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::problem::Problem;

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
    /// What a path that is being typed may become, and what stands there if it is whole.
    Complete {
        /// What is typed.
        text: String,
        /// The file there is measured, too.
        measure: bool,
    },
    /// The assessment at a typed path is to be compared with.
    LoadSide(String),
    /// Second screens are to follow the facilitator there, or nowhere any more.
    Point(Option<Pointing>),
    /// The minutes of a meeting are to be written beside the assessment, under a name that is free.
    KeepMinutes {
        /// The day of the meeting.
        day: NaiveDate,
        /// The minutes.
        text: String,
    },
    /// A text is to be edited in the person's own editor.
    Edit(String),
    /// A web address is to be opened in the browser.
    OpenLink(String),
    /// A text is to be copied to the terminal's clipboard.
    Copy(String),
    /// An assessment is to be opened.
    Open(PathBuf),
    /// The assessment at a typed path is to be opened.
    OpenTyped(String),
    /// An example is to be opened in a scratch copy.
    OpenExample(String),
    /// An assessment is to be made and opened.
    Create {
        /// The checklist's id.
        checklist: String,
        /// The subject's name.
        subject: String,
    },
    /// The rows of the home screen are wanted.
    LoadHome,
    /// An assessment is left: where the reviewer was, and what the answers were, is kept.
    Keep {
        /// Where the reviewer was.
        bookmark: Bookmark,
        /// The answers.
        assessment: Assessment,
    },
    /// The evidence and the sign-offs are to be looked at again.
    Look,
    /// Which keys there are to sign with is wanted.
    FindKeys,
    /// The assessment is to be signed as it stands in its file.
    Sign(Intention),
    /// The program is to be stopped until the shell continues it.
    Suspend,
    /// Clicks and the wheel are to be taken, or not.
    Mouse(bool),
    /// The whole screen is to be drawn anew.
    Redraw,
    /// What is not saved of the open assessment is to be lost.
    Lose,
    /// The open assessment is left although it could not be saved, for this reason: what is not saved stays kept aside.
    LeaveUnsaved(Problem),
    /// The saver of the open assessment is to finish: it is left.
    Close,
}

/// Where the facilitator of a meeting is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointing {
    /// The item on the screen; none where the list of the rest or the end is.
    pub item: Option<Text>,
    /// When the facilitator came there.
    pub at: Moment,
    /// Where the item stands on the agenda, from 1, and how many points that has.
    pub point: Option<(u32, u32)>,
    /// When the item was begun.
    pub item_started: Option<Moment>,
    /// How long it may take, in seconds.
    pub item_seconds: Option<u32>,
    /// When the meeting began.
    pub meeting_started: Moment,
    /// When it is to end.
    pub meeting_ends: Option<Moment>,
}

/// Something to tell in the last line, until the next key, or the first one after a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The sentence; may hold text from outside.
    pub text: String,
    /// It tells of a failure.
    pub is_error: bool,
    /// How long it is told, where that is not until the next key.
    pub lasts: Option<Box<Lasting>>,
}

/// How long a notice is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lasting {
    /// The items that it says to be in conflict: once none of them is any more, it is out of date.
    pub in_conflict: Vec<Text>,
    /// What of it no key takes away until then, so that somebody who goes on working reads it all the same.
    pub stays: Option<(String, Moment)>,
}

impl Notice {
    /// A plain word.
    pub fn word(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_error: false,
            lasts: None,
        }
    }

    /// A failure.
    pub fn failure(text: impl Into<String>) -> Self {
        Self {
            is_error: true,
            ..Self::word(text)
        }
    }

    /// The same, told for so long.
    #[must_use]
    pub fn lasting(self, lasts: Lasting) -> Self {
        Self {
            lasts: Some(Box::new(lasts)),
            ..self
        }
    }

    /// A problem.
    pub fn of(problem: &Problem) -> Self {
        Self::failure(problem.to_string())
    }
}

/// What has to be asked before something can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Why an item does not apply.
    Reason {
        /// The item's id.
        item: Text,
    },
    /// The comment of an item.
    Comment {
        /// The item's id.
        item: Text,
    },
    /// Evidence for an item.
    Evidence {
        /// The item's id.
        item: Text,
    },
    /// Which evidence of an item is confirmed.
    Confirm {
        /// The item's id.
        item: Text,
    },
    /// Which evidence of an item is withdrawn.
    Withdraw {
        /// The item's id.
        item: Text,
    },
    /// Which link of an item is opened.
    Link {
        /// The item's id.
        item: Text,
    },
    /// What of an item is copied.
    Copy {
        /// The item's id.
        item: Text,
    },
    /// Which file is compared with.
    ComparePath,
    /// Which file is opened.
    OpenPath,
    /// A waiver for an item.
    Waiver {
        /// The item's id.
        item: Text,
    },
    /// What becomes of the waiver that an item has.
    WaiverThere {
        /// The item's id.
        item: Text,
    },
    /// What is said of an item beside its answer.
    Aside {
        /// The item's id.
        item: Text,
    },
    /// Role, decision, conditions, words and key of a sign-off.
    Sign,
    /// What a snapshot of the numbers is called.
    Snapshot,
    /// What was measured of an item.
    Measure {
        /// The item's id.
        item: Text,
    },
    /// What the checklist asks about the subject, and the target stage.
    Traits,
    /// What a new assessment is of.
    Subject {
        /// The checklist's id.
        checklist: String,
    },
    /// Who answers, and what is done then.
    Name {
        /// The action that needs the name.
        then: Action,
    },
    /// The keys.
    Keys,
    /// Which command is meant.
    Palette,
    /// Which items are shown.
    Filter,
    /// Which colours are wanted.
    Theme,
    /// Why the verdict is what it is.
    Reasons,
    /// Whether to leave with something unsaved.
    Unsaved,
}

/// A screen that can be gone to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The review, on an item if one is named by its id.
    Review(Option<Text>),
    /// The summary.
    Summary,
    /// The plan.
    Plan,
    /// Two standings side by side.
    Compare,
    /// What is signed, and who has signed it.
    SignOff,
    /// What a merge could not decide, on an item if one is named by its id.
    Conflicts(Option<Text>),
}

/// What an action came to.
#[derive(Debug, Default)]
pub struct Reaction {
    /// To be done outside.
    pub effects: Vec<Effect>,
    /// To be told.
    pub notice: Option<Notice>,
    /// To be asked.
    pub ask: Option<Ask>,
    /// Another screen comes to the front.
    pub go: Option<Place>,
    /// The screen is to be left.
    pub leave: bool,
}

impl Reaction {
    /// Nothing but a word.
    pub fn word(text: impl Into<String>) -> Self {
        Self {
            notice: Some(Notice::word(text)),
            ..Self::default()
        }
    }

    /// Nothing but a refusal.
    pub fn failure(text: impl Into<String>) -> Self {
        Self {
            notice: Some(Notice::failure(text)),
            ..Self::default()
        }
    }

    /// Nothing but another screen.
    pub fn going(place: Place) -> Self {
        Self {
            go: Some(place),
            ..Self::default()
        }
    }

    /// Nothing but a question.
    pub fn asking(ask: Ask) -> Self {
        Self {
            ask: Some(ask),
            ..Self::default()
        }
    }
}

/// What changes need from outside: the time, a name, and fresh ids.
pub struct Stamps<'a> {
    /// The moment.
    pub now: Moment,
    /// Who answers.
    pub by: Text,
    /// Who writes it down, where that is somebody else; else empty.
    pub recorded_by: Text,
    /// Gives a fresh random id each time.
    pub fresh: &'a mut dyn FnMut() -> Text,
}

impl Stamps<'_> {
    /// Who and when.
    pub fn signed(&self) -> Signed {
        Signed {
            by: self.by.clone(),
            at: self.now,
        }
    }

    /// A stamp for one change.
    pub fn stamp(&mut self) -> Stamp {
        Stamp {
            id: (self.fresh)(),
            at: self.now,
            by: self.by.clone(),
            recorded_by: self.recorded_by.clone(),
        }
    }
}
