//! The table of actions, one row a line.

use super::{Action as A, Context as C, Entry};

const fn entry(
    action: A,
    name: &'static str,
    does: &'static str,
    keys: &'static [&'static str],
    contexts: &'static [C],
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

const ROWS: &[C] = &[
    C::Home,
    C::Review,
    C::Summary,
    C::Plan,
    C::Compare,
    C::Choice,
    C::Sheet,
    C::Asking,
    C::Subject,
];

/// The screens in front of a review.
const PAGES: &[C] = &[C::Summary, C::Plan, C::Compare];

/// Everything but home that is no dialog.
const OPEN: &[C] = &[C::Review, C::Summary, C::Plan, C::Compare];

/// Every screen.
const SCREENS: &[C] = &[C::Home, C::Review, C::Summary, C::Plan, C::Compare];

const ASKED: &[C] = &[C::Asking, C::Subject];
const DIALOGS: &[C] = &[
    C::HomeSearch,
    C::ReviewSearch,
    C::Pick,
    C::Line,
    C::Text,
    C::Evidence,
    C::Waiver,
    C::Choice,
    C::Unsaved,
];

/// Every action, in the order of the key sheet. Where two rows share a key, no context is in both.
#[rustfmt::skip]
pub const ACTIONS: &[Entry] = &[
    entry(A::MetOrClear, "met", "met, or clear the answer", &["space"], &[C::Review], "met/clear"),
    entry(A::Partial(1), "partial-10", "met in part, 10 %", &["1"], &[C::Review], ""),
    entry(A::Partial(2), "partial-20", "met in part, 20 %", &["2"], &[C::Review], ""),
    entry(A::Partial(3), "partial-30", "met in part, 30 %", &["3"], &[C::Review], ""),
    entry(A::Partial(4), "partial-40", "met in part, 40 %", &["4"], &[C::Review], ""),
    entry(A::Partial(5), "partial-50", "met in part, 50 %", &["5"], &[C::Review], "partial"),
    entry(A::Partial(6), "partial-60", "met in part, 60 %", &["6"], &[C::Review], ""),
    entry(A::Partial(7), "partial-70", "met in part, 70 %", &["7"], &[C::Review], ""),
    entry(A::Partial(8), "partial-80", "met in part, 80 %", &["8"], &[C::Review], ""),
    entry(A::Partial(9), "partial-90", "met in part, 90 %", &["9"], &[C::Review], ""),
    entry(A::Unmet, "unmet", "not met", &["x"], &[C::Review], "not met"),
    entry(A::Unknown, "unknown", "looked at, and nobody can tell", &["o"], &[C::Review], "don't know"),
    entry(A::NotApplicable, "not-applicable", "does not apply; asks why", &["-"], &[C::Review], "n/a"),
    entry(A::Open, "open-item", "to the item in the review", &["enter"], &[C::Summary, C::Plan], "to the item"),
    entry(A::IfDone, "if-done", "what if it were done; on a heading, all of the group", &["space"], &[C::Plan], "what if"),
    entry(A::IfNext, "if-next", "what if the steps to the next verdict were made", &["n"], &[C::Plan], "next steps"),
    entry(A::IfUntilHere, "if-until-here", "what if all until here were done", &["A"], &[C::Plan], "until here"),
    entry(A::IfNothing, "if-nothing", "take every what-if back", &["U", "c"], &[C::Plan], "clear"),
    entry(A::PlanGroups, "plan-groups", "group by phase, owner, category or tier", &["b"], &[C::Plan], "group by"),
    entry(A::Evidence, "evidence", "attach a link, a file or a note", &["e"], &[C::Review], "evidence"),
    entry(A::Undo, "undo", "take the latest change back", &["u"], &[C::Review], "undo"),
    entry(A::Redo, "redo", "make it again", &["ctrl-r"], &[C::Review], ""),
    entry(A::Search, "search", "search", &["/"], &[C::Review, C::Home], "search"),
    entry(A::Palette, "palette", "every command, to be found by typing", &[":"], SCREENS, "commands"),
    entry(A::Waive, "waive", "excuse it for a while, or take its waiver back", &["w"], &[C::Review], "waiver"),
    entry(A::Comment, "comment", "write a comment", &["c"], &[C::Review], "comment"),
    entry(A::Keys, "keys", "show the keys", &["?"], SCREENS, "keys"),
    entry(A::Leave, "leave", "leave", &["q"], &[C::Review, C::Home], "leave"),
    entry(A::Reasons, "reasons", "why this verdict, and what is next", &["v"], OPEN, "why"),
    entry(A::Summary, "summary", "the summary: bars, history, risks", &["S"], &[C::Review, C::Plan, C::Compare], "summary"),
    entry(A::Plan, "plan", "the plan: open work in order, and what if", &["p"], &[C::Review, C::Summary, C::Compare], "plan"),
    entry(A::Compare, "compare", "compare with a snapshot or another file", &["D"], &[C::Review, C::Summary, C::Plan], "compare"),
    entry(A::Measure, "measure", "write down what was measured", &["m"], &[C::Review], ""),
    entry(A::Subject, "subject", "what is asked about the subject, and the target stage", &["s"], &[C::Review], ""),
    entry(A::Aside, "about", "owner, due date, estimate, confidence, where it stands", &["i"], &[C::Review], ""),
    entry(A::Freeze, "freeze", "freeze the numbers as a snapshot", &["F"], OPEN, ""),
    entry(A::Agree, "agree", "agree that it does not apply", &["a"], &[C::Review], ""),
    entry(A::Confirm, "confirm", "confirm somebody else's evidence", &["C"], &[C::Review], ""),
    entry(A::Withdraw, "withdraw", "withdraw evidence", &["W"], &[C::Review], ""),
    entry(A::NextUnanswered, "next-unanswered", "next unanswered item", &["]"], &[C::Review], ""),
    entry(A::PreviousUnanswered, "previous-unanswered", "previous unanswered item", &["["], &[C::Review], ""),
    entry(A::GroupBy, "group-by", "group by tier, phase, stage, owner or category", &["b"], &[C::Review], "group"),
    entry(A::GroupByBack, "group-by-back", "group by what comes before that", &["B"], &[C::Review], ""),
    entry(A::Filter, "filter", "show only some items: open, overdue, mine and others", &["f"], &[C::Review], "filter"),
    entry(A::Lock, "lock", "lock against stray keys, or unlock", &["L"], &[C::Review], ""),
    entry(A::NextMatch, "next-match", "next match of the search", &["n"], &[C::Review], ""),
    entry(A::PreviousMatch, "previous-match", "previous match of the search", &["N"], &[C::Review], ""),
    entry(A::Down, "down", "one row down", &["j", "down"], ROWS, ""),
    entry(A::Up, "up", "one row up", &["k", "up"], ROWS, ""),
    entry(A::Down, "down-while-typing", "one row down", &["down", "ctrl-n"], &[C::HomeSearch, C::ReviewSearch, C::Pick], ""),
    entry(A::Up, "up-while-typing", "one row up", &["up", "ctrl-p"], &[C::HomeSearch, C::ReviewSearch, C::Pick], ""),
    entry(A::PageDown, "page-down-while-typing", "one screen down", &["pagedown"], &[C::HomeSearch, C::ReviewSearch, C::Pick], ""),
    entry(A::PageUp, "page-up-while-typing", "one screen up", &["pageup"], &[C::HomeSearch, C::ReviewSearch, C::Pick], ""),
    entry(A::PageDown, "page-down", "one screen down", &["pagedown", "ctrl-d"], ROWS, ""),
    entry(A::PageUp, "page-up", "one screen up", &["pageup", "ctrl-u"], ROWS, ""),
    entry(A::First, "first", "to the first row", &["g", "home"], ROWS, ""),
    entry(A::Last, "last", "to the last row", &["G", "end"], ROWS, ""),
    entry(A::NextPane, "next-pane", "to the next pane", &["tab", "l", "right"], &[C::Review], ""),
    entry(A::PreviousPane, "previous-pane", "to the previous pane", &["backtab", "h", "left"], &[C::Review], ""),
    entry(A::Open, "open", "open what is selected", &["enter"], &[C::Home, C::HomeSearch, C::Review], "open"),
    entry(A::NextPane, "next-section", "to the next section", &["tab", "l", "right"], &[C::Summary], "section"),
    entry(A::PreviousPane, "previous-section", "to the previous section", &["backtab", "h", "left"], &[C::Summary], ""),
    entry(A::NextPane, "next-group", "to the next group", &["tab", "l", "right"], &[C::Plan], ""),
    entry(A::PreviousPane, "previous-group", "to the previous group", &["backtab", "h", "left"], &[C::Plan], ""),
    entry(A::Back, "back", "leave what is open, end the search, clear the filter", &["esc"], &[C::Review, C::Home], ""),
    entry(A::Back, "back-to-review", "back to the review", &["esc", "q"], PAGES, "back"),
    entry(A::Whole, "whole", "count the whole checklist, or what the target needs", &["t"], &[C::Review, C::Summary, C::Plan], ""),
    entry(A::Accept, "accept", "accept", &["enter"], &[C::ReviewSearch, C::Pick, C::Line, C::Text, C::Evidence, C::Waiver, C::Choice], "accept"),
    entry(A::Yes, "yes", "yes", &["y"], ASKED, "yes"),
    entry(A::No, "no", "no", &["n"], ASKED, "no"),
    entry(A::Skip, "skip", "leave it open, and on to the next", &["esc"], &[C::Asking], "leave open"),
    entry(A::Toggle, "change", "yes, no or open; choose the stage", &["space"], ASKED, "change"),
    entry(A::Accept, "go-on", "choose the stage, or on to the next question", &["enter"], ASKED, ""),
    entry(A::Clear, "clear", "leave it open", &["backspace", "delete"], ASKED, ""),
    entry(A::Cancel, "not-now", "leave the rest for later", &["q"], &[C::Asking], "later"),
    entry(A::Cancel, "done", "close", &["esc", "q"], &[C::Subject], "close"),
    entry(A::NewLine, "new-line", "start a new line", &["alt-enter", "ctrl-j"], &[C::Text], "new line"),
    entry(A::NextField, "next-kind", "the next kind of evidence", &["tab"], &[C::Evidence], "link/file/note"),
    entry(A::PreviousField, "previous-kind", "the previous kind of evidence", &["backtab"], &[C::Evidence], ""),
    entry(A::NextField, "next-field", "the next field", &["tab", "down"], &[C::Waiver], "next field"),
    entry(A::PreviousField, "previous-field", "the previous field", &["backtab", "up"], &[C::Waiver], ""),
    entry(A::LeaveUnsaved, "leave-unsaved", "leave and lose what is not saved", &["L"], &[C::Unsaved], "leave and lose it"),
    entry(A::Cancel, "cancel", "leave without a change", &["esc"], DIALOGS, "cancel"),
    entry(A::Cancel, "close", "close", &["esc", "q", "?", "enter"], &[C::Sheet], "close"),
    entry(A::Leave, "leave-now", "leave", &["ctrl-c"], &[C::Review, C::Home, C::HomeSearch, C::ReviewSearch, C::Summary, C::Plan, C::Compare, C::Pick, C::Line, C::Text, C::Evidence, C::Waiver, C::Asking, C::Subject, C::Choice, C::Sheet], ""),
    entry(A::Theme, "theme", "choose other colours", &["T"], &[C::Home, C::Review], ""),
    entry(A::Mouse, "mouse", "take clicks, or leave them to the terminal's own selection", &["M"], &[C::Home, C::Review], ""),
    entry(A::Redraw, "redraw", "draw the whole screen anew", &["ctrl-l"], &C::ALL, ""),
    entry(A::Suspend, "suspend", "stop, until the shell continues it", &["ctrl-z"], &C::ALL, ""),
];
