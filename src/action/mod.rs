//! Every user action: its name, what it does, its keys and where it applies.
//!
//! One table feeds the key handling, the footer, the key sheet and the palette: no hint can lie.

pub mod table;

use table::ACTIONS;

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
    /// Says who looks after an item, until when, and what it takes.
    Aside,
    /// Freezes the numbers as a snapshot.
    Freeze,
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
    /// Groups the items by something else.
    GroupBy,
    /// Groups them by what they were grouped by before.
    GroupByBack,
    /// Shows only some of the items.
    Filter,
    /// Guards against stray keys: nothing can be changed until it is unlocked.
    Lock,
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
    /// Shows every command, to be found by typing.
    Palette,
    /// Shows the summary.
    Summary,
    /// Shows the plan.
    Plan,
    /// Shows two standings side by side.
    Compare,
    /// Shows what is signed, and who has signed it.
    SignOff,
    /// Shows what a merge could not decide.
    Conflicts,
    /// Chooses the selected version of an answer that is in conflict.
    Choose,
    /// Chooses the version of a number, 1 to 9.
    ChooseVersion(u8),
    /// Chooses the selected version and goes to the item, to change it there.
    ChooseAndEdit,
    /// Signs it.
    Sign,
    /// Marks a condition of a sign-off as done.
    Fulfil,
    /// Puts the plan's work into other groups.
    PlanGroups,
    /// Takes the selected work as done, or no longer; nothing is saved.
    IfDone,
    /// Takes all work until the selected one as done.
    IfUntilHere,
    /// Takes the steps to the next verdict as made.
    IfNext,
    /// Takes nothing as done any more.
    IfNothing,
    /// Holds a meeting, or goes back to the one that goes on.
    Meeting,
    /// Goes to the next point of the agenda.
    GoOn,
    /// Goes to the previous point of the agenda.
    GoBack,
    /// Says by whom what comes next is said.
    Speaker,
    /// Records that somebody dissents, and why.
    Dissent,
    /// Answers a dissent, or closes one that is answered.
    Resolve,
    /// Leaves a question for later.
    Park,
    /// Notes a decision.
    Decide,
    /// Notes what somebody will do.
    Task,
    /// Shows the agenda, to go to any point of it.
    Agenda,
    /// Brings what has come up meanwhile onto the agenda.
    RefreshAgenda,
    /// Says who is here, and how long it is to take.
    People,
    /// Makes somebody the facilitator.
    Facilitate,
    /// Writes the minutes beside the assessment.
    KeepMinutes,
    /// Shows what the meeting comes to; from there it ends it.
    EndMeeting,
    /// Compares from an earlier snapshot.
    FromEarlier,
    /// Compares from a later snapshot, or from what is now.
    FromLater,
    /// Compares to an earlier snapshot.
    ToEarlier,
    /// Compares to a later snapshot, or to what is now.
    ToLater,
    /// Swaps the two sides.
    Swap,
    /// Compares with, or opens, a file by its path.
    ByPath,
    /// Opens a link of the item in the browser.
    OpenLink,
    /// Copies a link, a path or the id of the item.
    Copy,
    /// Edits a text in one's own editor.
    Editor,
    /// Takes what a typed path may become.
    Complete,
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
    /// Leaves although something is not saved, and loses it.
    LeaveUnsaved,
    /// Leaves although something is not saved; it stays kept aside.
    LeaveKept,
    /// Takes clicks and the wheel, or leaves them to the terminal.
    Mouse,
    /// Chooses other colours.
    Theme,
    /// Draws the whole screen anew.
    Redraw,
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
    /// The summary screen.
    Summary,
    /// The plan screen.
    Plan,
    /// The compare screen.
    Compare,
    /// The sign-off screen.
    SignOff,
    /// The conflicts screen.
    Conflicts,
    /// The meeting.
    Meeting,
    /// Who is here, of a meeting.
    People,
    /// A list in which something is found by typing.
    Pick,
    /// A dialog with a text of one line.
    Line,
    /// A dialog with a text of several lines.
    Text,
    /// The evidence dialog.
    Evidence,
    /// A dialog with a path.
    Path,
    /// A dialog of several fields: a waiver, what is said beside an answer.
    Form,
    /// The dialog in which a sign-off is put together.
    Signing,
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
    pub const ALL: [Self; 23] = [
        Self::Home,
        Self::HomeSearch,
        Self::Review,
        Self::ReviewSearch,
        Self::Summary,
        Self::Plan,
        Self::Compare,
        Self::SignOff,
        Self::Conflicts,
        Self::Meeting,
        Self::People,
        Self::Pick,
        Self::Line,
        Self::Text,
        Self::Evidence,
        Self::Path,
        Self::Form,
        Self::Signing,
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
            Self::Summary => "Summary",
            Self::Plan => "Plan",
            Self::Compare => "Compare",
            Self::SignOff => "Sign-off",
            Self::Conflicts => "Conflicts",
            Self::Meeting => "Meeting",
            Self::People => "Who is here",
            Self::Pick => "Finding by typing",
            Self::Line => "A line of text",
            Self::Text => "Several lines of text",
            Self::Evidence => "Evidence",
            Self::Path => "A path",
            Self::Form => "Several fields",
            Self::Signing => "Signing",
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
                | Self::Pick
                | Self::Line
                | Self::Text
                | Self::Evidence
                | Self::Path
                | Self::Form
                | Self::Signing
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

/// The rows that apply in a context, in order.
pub fn in_context(context: Context) -> impl Iterator<Item = &'static Entry> {
    ACTIONS
        .iter()
        .filter(move |entry| entry.contexts.contains(&context))
}
