//! Every user action: its name, what it does, its keys and where it applies.
//!
//! One table feeds the key handling, the footer and the key sheet: no hint can lie.

/// What a person can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Met, or cleared if it is met already.
    MetOrClear,
    /// Met in part, in tenths, 1 to 9.
    Partial(u8),
    /// Not met.
    Unmet,
    /// Nobody can tell.
    Unknown,
    /// Does not apply; asks for the reason.
    NotApplicable,
    /// Agrees that it does not apply.
    Agree,
    /// Attaches evidence.
    Evidence,
    /// Confirms somebody else's evidence.
    Confirm,
    /// Withdraws evidence.
    Withdraw,
    /// Edits the comment.
    Comment,
    /// Excuses an item for a while, or takes its waiver back.
    Waive,
    /// Writes down what was measured.
    Measure,
    /// Answers what the checklist asks about the subject, and chooses the target stage.
    Subject,
    /// Takes the latest change back.
    Undo,
    /// Makes the latest undone change again.
    Redo,
    /// Goes to the next unanswered item.
    NextUnanswered,
    /// Goes to the previous unanswered item.
    PreviousUnanswered,
    /// Searches.
    Search,
    /// Goes to the next match.
    NextMatch,
    /// Goes to the previous match.
    PreviousMatch,
    /// One row down.
    Down,
    /// One row up.
    Up,
    /// One screen down.
    PageDown,
    /// One screen up.
    PageUp,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// To the next pane.
    NextPane,
    /// To the previous pane.
    PreviousPane,
    /// Opens what is selected.
    Open,
    /// Leaves what is open.
    Back,
    /// Counts the whole checklist, or what the target needs.
    Whole,
    /// Shows why the verdict is what it is, and what is next.
    Reasons,
    /// Shows the keys.
    Keys,
    /// Leaves the program, or the review for the home screen it was opened from.
    Leave,
    /// Accepts a dialog.
    Accept,
    /// Leaves a dialog without a change.
    Cancel,
    /// Goes to the dialog's next kind or field.
    NextField,
    /// Goes to the dialog's previous kind or field.
    PreviousField,
    /// Starts a new line in a text of several lines.
    NewLine,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Changes what is selected: yes, no, open.
    Toggle,
    /// Takes an answer back.
    Clear,
    /// Leaves a question open and goes on to the next.
    Skip,
    /// Leaves although something is not saved.
    LeaveUnsaved,
    /// Stops the program until the shell continues it.
    Suspend,
}

/// Where an action applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// The home screen.
    Home,
    /// The home screen's search field.
    HomeSearch,
    /// The review screen.
    Review,
    /// The review screen's search field.
    ReviewSearch,
    /// A dialog with a text of one line.
    Line,
    /// A dialog with a text of several lines.
    Text,
    /// The evidence dialog.
    Evidence,
    /// The waiver dialog.
    Waiver,
    /// The questions about a new subject, one after another.
    Asking,
    /// The list of what is asked about the subject.
    Subject,
    /// A dialog in which something is chosen.
    Choice,
    /// A sheet to read.
    Sheet,
    /// The question whether to leave with something unsaved.
    Unsaved,
}

impl Context {
    /// Every context.
    pub const ALL: [Self; 13] = [
        Self::Home,
        Self::HomeSearch,
        Self::Review,
        Self::ReviewSearch,
        Self::Line,
        Self::Text,
        Self::Evidence,
        Self::Waiver,
        Self::Asking,
        Self::Subject,
        Self::Choice,
        Self::Sheet,
        Self::Unsaved,
    ];

    /// The title over its keys in the key sheet.
    pub fn title(self) -> &'static str {
        match self {
            Self::Home => "Home",
            Self::HomeSearch => "Home, searching",
            Self::Review => "Review",
            Self::ReviewSearch => "Review, searching",
            Self::Line => "A line of text",
            Self::Text => "Several lines of text",
            Self::Evidence => "Evidence",
            Self::Waiver => "Waiver",
            Self::Asking => "About a new subject",
            Self::Subject => "About the subject",
            Self::Choice => "Choosing",
            Self::Sheet => "Reading",
            Self::Unsaved => "Leaving with something unsaved",
        }
    }

    /// Whether plain characters are typed into a field here rather than being keys.
    pub fn types_text(self) -> bool {
        matches!(
            self,
            Self::HomeSearch
                | Self::ReviewSearch
                | Self::Line
                | Self::Text
                | Self::Evidence
                | Self::Waiver
        )
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The action.
    pub action: Action,
    /// Its name in the configuration and in the palette.
    pub name: &'static str,
    /// What it does, in a few words.
    pub does: &'static str,
    /// Its default keys; the first is the one that hints name.
    pub keys: &'static [&'static str],
    /// Where it applies.
    pub contexts: &'static [Context],
    /// How the footer calls it; empty where the footer leaves it to the key sheet.
    pub hint: &'static str,
}

const fn entry(
    action: Action,
    name: &'static str,
    does: &'static str,
    keys: &'static [&'static str],
    contexts: &'static [Context],
    hint: &'static str,
) -> Entry {
    Entry {
        action,
        name,
        does,
        keys,
        contexts,
        hint,
    }
}

use Action as A;
use Context as C;

const ROWS: &[Context] = &[
    C::Home,
    C::Review,
    C::Choice,
    C::Sheet,
    C::Asking,
    C::Subject,
];

const ASKED: &[Context] = &[C::Asking, C::Subject];
const DIALOGS: &[Context] = &[
    C::HomeSearch,
    C::ReviewSearch,
    C::Line,
    C::Text,
    C::Evidence,
    C::Waiver,
    C::Choice,
    C::Unsaved,
];

/// Every action, in the order of the key sheet. Where two rows share a key, no context is in both.
pub const ACTIONS: &[Entry] = &[
    entry(
        A::MetOrClear,
        "met",
        "met, or clear the answer",
        &["space"],
        &[C::Review],
        "met/clear",
    ),
    entry(
        A::Partial(1),
        "partial-10",
        "met in part, 10 %",
        &["1"],
        &[C::Review],
        "",
    ),
    entry(
        A::Partial(2),
        "partial-20",
        "met in part, 20 %",
        &["2"],
        &[C::Review],
        "",
    ),
    entry(
        A::Partial(3),
        "partial-30",
        "met in part, 30 %",
        &["3"],
        &[C::Review],
        "",
    ),
    entry(
        A::Partial(4),
        "partial-40",
        "met in part, 40 %",
        &["4"],
        &[C::Review],
        "",
    ),
    entry(
        A::Partial(5),
        "partial-50",
        "met in part, 50 %",
        &["5"],
        &[C::Review],
        "partial",
    ),
    entry(
        A::Partial(6),
        "partial-60",
        "met in part, 60 %",
        &["6"],
        &[C::Review],
        "",
    ),
    entry(
        A::Partial(7),
        "partial-70",
        "met in part, 70 %",
        &["7"],
        &[C::Review],
        "",
    ),
    entry(
        A::Partial(8),
        "partial-80",
        "met in part, 80 %",
        &["8"],
        &[C::Review],
        "",
    ),
    entry(
        A::Partial(9),
        "partial-90",
        "met in part, 90 %",
        &["9"],
        &[C::Review],
        "",
    ),
    entry(
        A::Unmet,
        "unmet",
        "not met",
        &["x"],
        &[C::Review],
        "not met",
    ),
    entry(
        A::Unknown,
        "unknown",
        "looked at, and nobody can tell",
        &["o"],
        &[C::Review],
        "don't know",
    ),
    entry(
        A::NotApplicable,
        "not-applicable",
        "does not apply; asks why",
        &["-"],
        &[C::Review],
        "n/a",
    ),
    entry(
        A::Evidence,
        "evidence",
        "attach a link, a file or a note",
        &["e"],
        &[C::Review],
        "evidence",
    ),
    entry(
        A::Comment,
        "comment",
        "write a comment",
        &["c"],
        &[C::Review],
        "comment",
    ),
    entry(
        A::Undo,
        "undo",
        "take the latest change back",
        &["u"],
        &[C::Review],
        "undo",
    ),
    entry(
        A::Redo,
        "redo",
        "make it again",
        &["ctrl-r"],
        &[C::Review],
        "",
    ),
    entry(
        A::Search,
        "search",
        "search",
        &["/"],
        &[C::Review, C::Home],
        "search",
    ),
    entry(
        A::Waive,
        "waive",
        "excuse it for a while, or take its waiver back",
        &["w"],
        &[C::Review],
        "waiver",
    ),
    entry(
        A::Keys,
        "keys",
        "show the keys",
        &["?"],
        &[C::Review, C::Home],
        "keys",
    ),
    entry(
        A::Reasons,
        "reasons",
        "why this verdict, and what is next",
        &["v"],
        &[C::Review],
        "why",
    ),
    entry(
        A::Measure,
        "measure",
        "write down what was measured",
        &["m"],
        &[C::Review],
        "",
    ),
    entry(
        A::Subject,
        "subject",
        "what is asked about the subject, and the target stage",
        &["s"],
        &[C::Review],
        "",
    ),
    entry(
        A::Agree,
        "agree",
        "agree that it does not apply",
        &["a"],
        &[C::Review],
        "",
    ),
    entry(
        A::Confirm,
        "confirm",
        "confirm somebody else's evidence",
        &["f"],
        &[C::Review],
        "",
    ),
    entry(
        A::Withdraw,
        "withdraw",
        "withdraw evidence",
        &["W"],
        &[C::Review],
        "",
    ),
    entry(
        A::NextUnanswered,
        "next-unanswered",
        "next unanswered item",
        &["]"],
        &[C::Review],
        "",
    ),
    entry(
        A::PreviousUnanswered,
        "previous-unanswered",
        "previous unanswered item",
        &["["],
        &[C::Review],
        "",
    ),
    entry(
        A::NextMatch,
        "next-match",
        "next match of the search",
        &["n"],
        &[C::Review],
        "",
    ),
    entry(
        A::PreviousMatch,
        "previous-match",
        "previous match of the search",
        &["N"],
        &[C::Review],
        "",
    ),
    entry(A::Down, "down", "one row down", &["j", "down"], ROWS, ""),
    entry(A::Up, "up", "one row up", &["k", "up"], ROWS, ""),
    entry(
        A::Down,
        "down-while-typing",
        "one row down",
        &["down", "ctrl-n"],
        &[C::HomeSearch, C::ReviewSearch],
        "",
    ),
    entry(
        A::Up,
        "up-while-typing",
        "one row up",
        &["up", "ctrl-p"],
        &[C::HomeSearch, C::ReviewSearch],
        "",
    ),
    entry(
        A::PageDown,
        "page-down",
        "one screen down",
        &["pagedown", "ctrl-d"],
        ROWS,
        "",
    ),
    entry(
        A::PageUp,
        "page-up",
        "one screen up",
        &["pageup", "ctrl-u"],
        ROWS,
        "",
    ),
    entry(
        A::First,
        "first",
        "to the first row",
        &["g", "home"],
        ROWS,
        "",
    ),
    entry(A::Last, "last", "to the last row", &["G", "end"], ROWS, ""),
    entry(
        A::NextPane,
        "next-pane",
        "to the next pane",
        &["tab", "l", "right"],
        &[C::Review],
        "",
    ),
    entry(
        A::PreviousPane,
        "previous-pane",
        "to the previous pane",
        &["backtab", "h", "left"],
        &[C::Review],
        "",
    ),
    entry(
        A::Open,
        "open",
        "open what is selected",
        &["enter"],
        &[C::Home, C::HomeSearch, C::Review],
        "open",
    ),
    entry(
        A::Back,
        "back",
        "leave what is open, end the search",
        &["esc"],
        &[C::Review, C::Home],
        "",
    ),
    entry(
        A::Whole,
        "whole",
        "count the whole checklist, or what the target needs",
        &["t"],
        &[C::Review],
        "",
    ),
    entry(
        A::Accept,
        "accept",
        "accept",
        &["enter"],
        &[
            C::ReviewSearch,
            C::Line,
            C::Text,
            C::Evidence,
            C::Waiver,
            C::Choice,
        ],
        "accept",
    ),
    entry(A::Yes, "yes", "yes", &["y"], ASKED, "yes"),
    entry(A::No, "no", "no", &["n"], ASKED, "no"),
    entry(
        A::Skip,
        "skip",
        "leave it open, and on to the next",
        &["esc"],
        &[C::Asking],
        "leave open",
    ),
    entry(
        A::Toggle,
        "change",
        "yes, no or open; choose the stage",
        &["space"],
        ASKED,
        "change",
    ),
    entry(
        A::Accept,
        "go-on",
        "choose the stage, or on to the next question",
        &["enter"],
        ASKED,
        "",
    ),
    entry(
        A::Clear,
        "clear",
        "leave it open",
        &["backspace", "delete"],
        ASKED,
        "",
    ),
    entry(
        A::Cancel,
        "not-now",
        "leave the rest for later",
        &["q"],
        &[C::Asking],
        "later",
    ),
    entry(
        A::Cancel,
        "done",
        "close",
        &["esc", "q"],
        &[C::Subject],
        "close",
    ),
    entry(
        A::NewLine,
        "new-line",
        "start a new line",
        &["alt-enter", "ctrl-j"],
        &[C::Text],
        "new line",
    ),
    entry(
        A::NextField,
        "next-kind",
        "the next kind of evidence",
        &["tab"],
        &[C::Evidence],
        "link/file/note",
    ),
    entry(
        A::PreviousField,
        "previous-kind",
        "the previous kind of evidence",
        &["backtab"],
        &[C::Evidence],
        "",
    ),
    entry(
        A::NextField,
        "next-field",
        "the next field",
        &["tab", "down"],
        &[C::Waiver],
        "next field",
    ),
    entry(
        A::PreviousField,
        "previous-field",
        "the previous field",
        &["backtab", "up"],
        &[C::Waiver],
        "",
    ),
    entry(
        A::LeaveUnsaved,
        "leave-unsaved",
        "leave and lose what is not saved",
        &["L"],
        &[C::Unsaved],
        "leave and lose it",
    ),
    entry(
        A::Cancel,
        "cancel",
        "leave without a change",
        &["esc"],
        DIALOGS,
        "cancel",
    ),
    entry(
        A::Cancel,
        "close",
        "close",
        &["esc", "q", "?", "enter"],
        &[C::Sheet],
        "close",
    ),
    entry(
        A::Leave,
        "leave",
        "leave",
        &["q"],
        &[C::Review, C::Home],
        "leave",
    ),
    entry(
        A::Leave,
        "leave-now",
        "leave",
        &["ctrl-c"],
        &[
            C::Review,
            C::Home,
            C::HomeSearch,
            C::ReviewSearch,
            C::Line,
            C::Text,
            C::Evidence,
            C::Waiver,
            C::Asking,
            C::Subject,
            C::Choice,
            C::Sheet,
        ],
        "",
    ),
    entry(
        A::Suspend,
        "suspend",
        "stop, until the shell continues it",
        &["ctrl-z"],
        &Context::ALL,
        "",
    ),
];

/// The rows that apply in a context, in order.
pub fn in_context(context: Context) -> impl Iterator<Item = &'static Entry> {
    ACTIONS
        .iter()
        .filter(move |entry| entry.contexts.contains(&context))
}
