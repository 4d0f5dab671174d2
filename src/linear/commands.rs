//! The words that are understood, in one table: it feeds the reading of a line and the help.

use crate::action::{Action, Context, in_context};
use crate::format::fault::suggestion;

/// What a person can say in a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Met,
    Unmet,
    Partial,
    Unknown,
    NotApplicable,
    Clear,
    Evidence,
    NextUnanswered,
    PreviousUnanswered,
    Next,
    Previous,
    First,
    Last,
    Go,
    Here,
    Details,
    List,
    More,
    Search,
    NextMatch,
    PreviousMatch,
    Comment,
    Confirm,
    Withdraw,
    Agree,
    Waive,
    Revoke,
    Measure,
    About,
    Owner,
    Due,
    Estimate,
    Confidence,
    Now,
    Dissent,
    Reply,
    Close,
    Conflicts,
    Resolve,
    Meeting,
    Agenda,
    Says,
    Park,
    Decide,
    Action,
    Back,
    Rest,
    EndMeeting,
    Snapshot,
    Sign,
    Signatures,
    Done,
    Undo,
    Redo,
    Reasons,
    Figures,
    Categories,
    Stages,
    Summary,
    Plan,
    Compare,
    Whole,
    Subject,
    Lock,
    Help,
    Leave,
}

/// One row of the table.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) word: Word,
    /// Its name; where the screen knows the same action, the name it has there.
    pub(super) name: &'static str,
    /// The same action of the screen, whose key is understood here as well.
    pub(super) action: Option<Action>,
    /// Other spellings.
    pub(super) also: &'static [&'static str],
    pub(super) does: &'static str,
}

const fn command(
    word: Word,
    name: &'static str,
    action: Option<Action>,
    also: &'static [&'static str],
    does: &'static str,
) -> Command {
    Command {
        word,
        name,
        action,
        also,
        does,
    }
}

/// Every command, in the order of the help, which is also its number.
#[rustfmt::skip]
pub(super) const COMMANDS: &[Command] = &[
    command(Word::Met, "met", Some(Action::MetOrClear), &["yes"], "the item is met"),
    command(Word::Unmet, "unmet", Some(Action::Unmet), &["not-met", "no"], "it is not met"),
    command(Word::Partial, "partial", None, &[], "met in part; with a percentage, as partial 60"),
    command(Word::Unknown, "unknown", Some(Action::Unknown), &["dont-know", "don't-know"], "looked at, and nobody can tell"),
    command(Word::NotApplicable, "not-applicable", Some(Action::NotApplicable), &["na", "n/a"], "it does not apply; with the reason, or asks for it"),
    command(Word::Clear, "clear", None, &[], "take the answer away"),
    command(Word::Evidence, "evidence", Some(Action::Evidence), &[], "attach a link, a file or a note; an address alone does it too"),
    command(Word::NextUnanswered, "next-unanswered", Some(Action::NextUnanswered), &[], "go to the next unanswered item"),
    command(Word::PreviousUnanswered, "previous-unanswered", Some(Action::PreviousUnanswered), &[], "go to the previous unanswered item"),
    command(Word::Next, "next", Some(Action::Down), &["down"], "go to the next item"),
    command(Word::Previous, "previous", Some(Action::Up), &["up"], "go to the previous item"),
    command(Word::First, "first", Some(Action::First), &[], "go to the first item"),
    command(Word::Last, "last", Some(Action::Last), &[], "go to the last item"),
    command(Word::Go, "go", None, &["goto"], "go to an item by its number or id, as go 7; an id alone does it too"),
    command(Word::Here, "here", None, &["where"], "say the item again; an empty line does it too"),
    command(Word::Details, "details", None, &["d", "open"], "everything about the item: why, how, evidence, waiver, dissents, history"),
    command(Word::List, "list", Some(Action::Filter), &["filter", "items", "l"], "the items of this category; or list all, open, blockers, without, unanswered, stale, mine, overdue, changed, several of these, or a category"),
    command(Word::More, "more", None, &[], "go on with a long list"),
    command(Word::Search, "search", Some(Action::Search), &["find"], "search titles, ids, categories, tags and comments"),
    command(Word::NextMatch, "next-match", Some(Action::NextMatch), &[], "go to the next match of the search"),
    command(Word::PreviousMatch, "previous-match", Some(Action::PreviousMatch), &[], "go to the previous match of the search"),
    command(Word::Comment, "comment", Some(Action::Comment), &[], "write a comment; asks for it, several lines if need be"),
    command(Word::Confirm, "confirm", Some(Action::Confirm), &[], "confirm somebody else's evidence; in a meeting, as confirm Ben"),
    command(Word::Withdraw, "withdraw", Some(Action::Withdraw), &[], "withdraw evidence"),
    command(Word::Agree, "agree", Some(Action::Agree), &[], "agree that it does not apply; in a meeting, all agree with the answer as it stands"),
    command(Word::Waive, "waive", Some(Action::Waive), &["waiver"], "excuse it for a while; asks reason, approval and last day"),
    command(Word::Revoke, "revoke", None, &[], "take its waiver back"),
    command(Word::Measure, "measure", Some(Action::Measure), &[], "write down what was measured"),
    command(Word::About, "about", Some(Action::Aside), &[], "owner, last day, estimate, confidence and where it stands, one after another"),
    command(Word::Owner, "owner", None, &[], "say who looks after it"),
    command(Word::Due, "due", None, &[], "say its last day, as due 2026-12-31"),
    command(Word::Estimate, "estimate", None, &[], "say what it takes, as estimate 2-4h"),
    command(Word::Confidence, "confidence", None, &[], "say how sure you are"),
    command(Word::Now, "now", None, &["current"], "say where it stands now"),
    command(Word::Dissent, "dissent", None, &["disagree"], "disagree with the answer, by name and with a reason; in a meeting, as dissent Ben: it was a mock"),
    command(Word::Reply, "reply", None, &[], "answer a dissent from this item"),
    command(Word::Close, "close", None, &[], "close a dissent that is answered, as the dissenter or a facilitator"),
    command(Word::Conflicts, "conflicts", Some(Action::Conflicts), &[], "the items of which a merge kept more than one version"),
    command(Word::Resolve, "resolve", None, &["choose"], "read the versions of an item in conflict; or choose one, as resolve 1 or resolve by Ana"),
    command(Word::Meeting, "meeting", Some(Action::Meeting), &[], "hold a meeting, or go back to the one that goes on"),
    command(Word::Agenda, "agenda", None, &["points"], "what has to be talked about, and what was; the meeting goes through it"),
    command(Word::Says, "says", None, &["speaker"], "in a meeting, say who speaks, as says Ben; what is answered stands under that name"),
    command(Word::Park, "park", None, &[], "leave a question for later; in a meeting it comes back at the end"),
    command(Word::Decide, "decide", None, &["decision"], "note what was decided"),
    command(Word::Action, "action", None, &["todo", "to-do"], "note what will be done; asks who does it, and until when"),
    command(Word::Back, "back", None, &[], "in a meeting, go back to the point before"),
    command(Word::Rest, "rest", None, &["settled"], "in a meeting, list what is settled; agree takes all of it"),
    command(Word::EndMeeting, "end-meeting", None, &["end"], "say what the meeting comes to, end it, and write the minutes"),
    command(Word::Snapshot, "freeze", Some(Action::Freeze), &["snapshot"], "freeze the figures and statuses under a label"),
    command(Word::Sign, "sign", None, &[], "sign it; asks role, decision, conditions, words and key, and the decision's word at the end"),
    command(Word::Signatures, "signatures", Some(Action::SignOff), &["sign-off", "sign-offs"], "who has signed, what became of it, and the conditions that stand"),
    command(Word::Done, "done", None, &[], "mark a condition of a sign-off done, by its number in signatures"),
    command(Word::Undo, "undo", Some(Action::Undo), &[], "take the latest change back"),
    command(Word::Redo, "redo", Some(Action::Redo), &[], "make it again"),
    command(Word::Reasons, "reasons", Some(Action::Reasons), &["verdict", "why"], "the verdict, why, and what is next"),
    command(Word::Figures, "figures", None, &["gauges", "score"], "claimed, evidenced and the gauges"),
    command(Word::Categories, "categories", None, &[], "the figures of each category"),
    command(Word::Stages, "stages", None, &["ready"], "what it is ready for"),
    command(Word::Summary, "summary", Some(Action::Summary), &[], "figures, categories, stages, what was declared, risks, what lapses"),
    command(Word::Plan, "plan", Some(Action::Plan), &[], "the open work in order; or plan category, owner, phase, tier"),
    command(Word::Compare, "compare", Some(Action::Compare), &["diff"], "what has changed since a snapshot"),
    command(Word::Whole, "whole", Some(Action::Whole), &[], "count the whole checklist, or what the target needs"),
    command(Word::Subject, "subject", Some(Action::Subject), &["traits", "target"], "what is asked about the subject, and the target stage"),
    command(Word::Lock, "lock", Some(Action::Lock), &["unlock"], "lock against stray lines, or unlock"),
    command(Word::Help, "help", Some(Action::Keys), &["keys", "h"], "this list; or help and a word"),
    command(Word::Leave, "leave", Some(Action::Leave), &["quit", "exit", "bye"], "leave; everything is saved"),
];

impl Command {
    /// The letter or sign that the screen has for it, where it can be typed on a line.
    pub(super) fn letter(&self) -> Option<&'static str> {
        let action = self.action?;
        let mut rows = in_context(Context::Review).filter(|entry| entry.action == action);
        let keys = rows.find_map(|entry| {
            let mut keys = entry.keys.iter();
            keys.find(|key| key.chars().count() == 1)
        });
        keys.copied()
    }

    /// `unmet, or x: it is not met.`
    pub(super) fn line(&self) -> String {
        let letter = self.letter();
        let letter = letter.map_or_else(String::new, |letter| format!(", or {letter}"));
        format!("{}{letter}: {}.", self.name, self.does)
    }

    /// Whether it alters the assessment, so that it needs a name and is refused where nothing may be changed.
    pub(super) fn alters(&self) -> bool {
        matches!(
            self.word,
            Word::Met
                | Word::Unmet
                | Word::Partial
                | Word::Unknown
                | Word::NotApplicable
                | Word::Clear
                | Word::Evidence
                | Word::Comment
                | Word::Confirm
                | Word::Withdraw
                | Word::Agree
                | Word::Waive
                | Word::Revoke
                | Word::Measure
                | Word::About
                | Word::Owner
                | Word::Due
                | Word::Estimate
                | Word::Confidence
                | Word::Now
                | Word::Dissent
                | Word::Reply
                | Word::Close
                | Word::Resolve
                | Word::Meeting
                | Word::Park
                | Word::Decide
                | Word::Action
                | Word::EndMeeting
                | Word::Snapshot
                | Word::Sign
                | Word::Done
                | Word::Subject
        )
    }
}

/// The command of a number in the help.
pub(super) fn numbered(number: &str) -> Option<&'static Command> {
    COMMANDS.get(number.parse::<usize>().ok()?.checked_sub(1)?)
}

/// The command that a word or letter names; never a number, which names an item.
pub(super) fn named(word: &str) -> Option<&'static Command> {
    let by_letter = COMMANDS.iter().find(|it| it.letter() == Some(word));
    let lower = word.to_lowercase();
    let called = |it: &&Command| it.name == lower || it.also.contains(&lower.as_str());
    by_letter.or_else(|| COMMANDS.iter().find(called))
}

/// The command of a word.
pub(super) fn of(word: Word) -> &'static Command {
    COMMANDS
        .iter()
        .find(|it| it.word == word)
        .unwrap_or(&COMMANDS[0])
}

/// One sentence about a word that nobody knows, with the nearest known one.
pub(super) fn unknown(word: &str) -> String {
    let names = COMMANDS
        .iter()
        .flat_map(|it| [it.name].into_iter().chain(it.also.iter().copied()));
    let names = names.filter(|name| name.len() > 1);
    wrong(word, names, "help lists the words")
}

/// The same for any words.
pub(super) fn wrong<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
    otherwise: &str,
) -> String {
    let short: String = word.chars().take(40).collect();
    let near = suggestion(word, known).replace('`', "");
    if near.starts_with("did you mean") {
        format!("Not understood: {short}; {near}")
    } else {
        format!("Not understood: {short}; {otherwise}.")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::action::{Context, in_context};

    use super::{COMMANDS, named, numbered, unknown};

    #[test]
    fn no_word_and_no_letter_means_two_things() {
        let mut seen = HashSet::new();
        for command in COMMANDS {
            let spellings = command.also.iter().copied().chain([command.name]);
            for spelling in spellings.chain(command.letter()) {
                assert!(seen.insert(spelling), "{spelling} twice");
                let word = named(spelling).map(|it| it.word);
                assert_eq!(word, Some(command.word), "{spelling}");
            }
        }
    }

    #[test]
    fn an_action_is_called_as_on_the_screen() {
        for command in COMMANDS {
            let Some(action) = command.action else {
                continue;
            };
            let mut rows = in_context(Context::Review).filter(|entry| entry.action == action);
            let names: Vec<&str> = rows.by_ref().map(|entry| entry.name).collect();
            let known = names
                .iter()
                .any(|name| *name == command.name || command.also.contains(name));
            assert!(known, "{} is called {names:?}", command.name);
        }
    }

    #[test]
    fn a_number_is_the_place_in_the_help() {
        assert!(numbered("0").is_none() && numbered("999").is_none());
        for (at, command) in COMMANDS.iter().enumerate() {
            let number = (at + 1).to_string();
            assert_eq!(numbered(&number).map(|it| it.word), Some(command.word));
            assert!(named(&number).is_none());
        }
    }

    #[test]
    fn a_wrong_word_is_told_the_nearest() {
        assert_eq!(
            unknown("evidense"),
            "Not understood: evidense; did you mean evidence?"
        );
        assert_eq!(
            unknown("qqqqqqqq"),
            "Not understood: qqqqqqqq; help lists the words."
        );
    }
}
