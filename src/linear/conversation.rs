//! A conversation about reviews: what is heard goes in, lines to say and things to be done come out. Pure.

use crate::domain::assessment::Assessment;
use crate::domain::came_in::written_again;
use crate::domain::handover::Handover;
use crate::domain::intention::Intention;
use crate::domain::text::{Shown, Text};
use crate::domain::time::Moment;
use crate::problem::Problem;

use super::commands::{Word, named, numbered, unknown};
use super::conflict::is_for_one_version;
use super::home::Home;
use super::list::is_filter;
use super::message::{Effect, Entry, Heard, Opened};
use super::open::{OpenReview, Saving, capital};
use super::question::Question;

/// The longest line that is taken in, in bytes: nobody types more, and a runaway pipe is no answer.
pub const LONGEST_LINE: usize = 64 * 1024;

/// How many lines of a list are said at once.
pub(super) const AT_ONCE: usize = 50;

/// What a conversation needs from outside each time.
pub struct Surroundings<'a> {
    /// The moment.
    pub now: Moment,
    /// Gives a fresh random id each time.
    pub fresh: &'a mut dyn FnMut() -> Text,
}

/// What comes of what was heard.
#[derive(Debug, Default)]
pub struct Reply {
    /// Lines to say, one after another.
    pub lines: Vec<String>,
    /// To be done outside, in this order.
    pub effects: Vec<Effect>,
}

/// Whether something can be asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// It can.
    #[default]
    Talking,
    /// Not until what is under way outside is heard of.
    Waiting,
    /// The review is left as soon as all is saved.
    Leaving,
    /// The conversation is over.
    Over,
}

/// A conversation.
#[derive(Debug, Default)]
pub struct Conversation {
    pub(super) review: Option<OpenReview>,
    pub(super) home: Home,
    /// What was asked and is not answered yet.
    pub(super) question: Option<Question>,
    /// Who answers.
    pub(super) name: Option<Text>,
    pub(super) reply: Reply,
    /// The rest of a long list.
    pub(super) more: Vec<String>,
    /// The help was said just now: a number alone names a word of it. Else it always goes to an item, so that one typed
    /// a line too late never answers anything.
    pub(super) numbers_are_words: bool,
    pub(super) phase: Phase,
    /// What is signed as soon as everything is saved.
    pub(super) signing: Option<Box<Intention>>,
}

impl Conversation {
    /// A conversation at home, with somebody whose name is known or not.
    pub fn new(name: Option<Text>) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    /// Takes a review in at the beginning; leaving it ends the conversation.
    pub fn begin(&mut self, opened: Opened, around: &mut Surroundings<'_>) -> Reply {
        self.open(opened, false, around);
        std::mem::take(&mut self.reply)
    }

    /// Begins at home: asks for what there is to open.
    pub fn begin_at_home(&mut self) -> Reply {
        self.wait_for(Effect::LoadEntries);
        std::mem::take(&mut self.reply)
    }

    /// Takes in what was heard.
    pub fn hear(&mut self, heard: Heard, around: &mut Surroundings<'_>) -> Reply {
        if let Some(open) = &mut self.review {
            open.session.set_as_of(around.now);
        }
        match heard {
            Heard::Line(line) => {
                let from = self.review.as_ref().map(|it| it.session.undo_depth());
                self.line(&line, around);
                if let Some((open, from)) = self.review.as_mut().zip(from) {
                    open.remember_step(from);
                }
            }
            Heard::NoText => self.say("That line is no text in UTF-8. Type it again."),
            Heard::Saved(handover) => self.saved(handover),
            Heard::Merged { handed, assessment } => self.merged(handed, assessment),
            Heard::WrittenAgain(answers) => {
                self.say(format!("{}.", capital(&written_again(answers))));
            }
            Heard::Outside(trouble) => self.outside(trouble.as_ref()),
            Heard::NotSaved(problem) => self.not_saved(&problem),
            Heard::Slow => self.slow(),
            Heard::Captured { item, result } => {
                self.phase = Phase::Talking;
                match result {
                    Ok(content) => self.attach(&item, content, around),
                    Err(problem) => self.say_problem("Not attached", &problem),
                }
            }
            Heard::Signed(result) => self.signed(result),
            Heard::Observed(seen) => self.observed(&seen),
            Heard::Altered => self.say(
                "Altered checklist: the one in this file is not the known one of its name and version.",
            ),
            Heard::Opened(Ok(opened)) => {
                self.phase = Phase::Talking;
                self.open(opened, true, around);
            }
            Heard::Opened(Err(problem)) => {
                self.phase = Phase::Talking;
                self.say_problem("Not opened", &problem);
            }
            Heard::Written {
                name,
                minutes,
                result,
            } => {
                self.phase = Phase::Talking;
                self.written(&name, minutes, result);
            }
            Heard::Entries(entries) => {
                self.phase = Phase::Talking;
                self.entries(entries);
            }
        }
        std::mem::take(&mut self.reply)
    }

    /// What is asked now, in the last line; empty while something is waited for.
    pub fn prompt(&self) -> String {
        if self.phase != Phase::Talking {
            return String::new();
        }
        match (&self.question, &self.review) {
            (Some(question), _) => question.prompt(),
            (None, Some(open)) => match (open.meeting_prompt(), open.id()) {
                (Some(prompt), _) => prompt,
                (None, Some(id)) => format!("{} {}: ", open.at + 1, id.shown()),
                (None, None) => "Review: ".to_owned(),
            },
            (None, None) => "Home: ".to_owned(),
        }
    }

    /// The conversation is over.
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// Nothing is asked until what is under way outside is heard of.
    pub fn is_busy(&self) -> bool {
        matches!(self.phase, Phase::Waiting | Phase::Leaving)
    }

    /// Something is on its way to the disk and has not failed.
    pub fn is_saving(&self) -> bool {
        let open = self.review.as_ref();
        open.is_some_and(|open| {
            open.session.has_unsaved() && !matches!(open.saving, Saving::Failed(_))
        })
    }

    /// The open review may not be changed.
    pub fn is_read_only(&self) -> bool {
        self.review.as_ref().is_some_and(|open| open.read_only)
    }

    /// Something is not on disk.
    pub fn has_unsaved(&self) -> bool {
        let open = self.review.as_ref();
        open.is_some_and(|open| open.session.has_unsaved())
    }

    /// Why nothing could be saved, if that is so.
    pub fn failure(&self) -> Option<&Problem> {
        match &self.review.as_ref()?.saving {
            Saving::Failed(problem) => Some(problem),
            _ => None,
        }
    }

    /// What is to be kept of the open review where the conversation ends without its being left.
    pub fn farewell(&self) -> Option<Effect> {
        self.review.as_ref().and_then(OpenReview::keep)
    }

    /// The open review as it is to be saved, where nobody was handed it yet.
    pub fn hand_over(&mut self) -> Option<Handover> {
        self.review.as_mut()?.session.hand_over()
    }

    /// The open assessment as it stands.
    pub fn assessment(&self) -> Option<&Assessment> {
        self.review.as_ref().map(OpenReview::assessment)
    }

    pub(super) fn say(&mut self, line: impl Into<String>) {
        self.reply.lines.push(line.into());
    }

    /// Says a text of one or several lines after a word, each line of it in a line of its own.
    pub(super) fn say_text(&mut self, word: &str, text: &Text) {
        if text.is_blank() {
            return;
        }
        let text = text.shown_block();
        let mut lines = text.as_str().lines().filter(|line| !line.trim().is_empty());
        let first = lines.next().unwrap_or_default();
        self.say(format!("{word}: {first}"));
        for line in lines {
            self.say(line);
        }
    }

    pub(super) fn say_problem(&mut self, word: &str, problem: &Problem) {
        let problem = problem.to_string();
        self.say(format!("{word}: {}", Shown::line(&problem)));
    }

    /// Says many lines, so many at once.
    pub(super) fn say_long(&mut self, mut lines: Vec<String>) {
        let rest = lines.split_off(lines.len().min(AT_ONCE));
        self.reply.lines.append(&mut lines);
        if !rest.is_empty() {
            self.say(format!("{} more lines: more goes on.", rest.len()));
        }
        self.more = rest;
    }

    pub(super) fn ask(&mut self, question: Question) {
        self.question = Some(question);
    }

    /// Has something done that is waited for.
    pub(super) fn wait_for(&mut self, effect: Effect) {
        self.phase = Phase::Waiting;
        self.reply.effects.push(effect);
    }

    fn line(&mut self, line: &str, around: &mut Surroundings<'_>) {
        let line = line.trim_end_matches('\r').replace('\t', " ");
        if line.chars().any(char::is_control) {
            self.say(
                "That line holds a control character, as an arrow key makes one. Type it again.",
            );
            return;
        }
        if line.len() > LONGEST_LINE {
            self.say("That line is too long. Type a shorter one.");
            return;
        }
        if let Some(question) = self.question.take() {
            self.answered(question, line.trim(), around);
        } else if self.review.is_some() {
            self.command(line.trim(), around);
        } else {
            self.at_home(line.trim());
        }
    }

    /// Does what a line says in a review.
    pub(super) fn command(&mut self, line: &str, around: &mut Surroundings<'_>) {
        let Some(open) = &self.review else {
            return;
        };
        if line.is_empty() {
            if self.in_meeting() {
                self.say_point(around.now);
            } else {
                self.say_here();
            }
            return;
        }
        let numbers_are_words = std::mem::take(&mut self.numbers_are_words);
        if line.bytes().all(|byte| byte.is_ascii_digit()) {
            match numbered(line).filter(|_| numbers_are_words) {
                Some(command) => self.act(command, "", around),
                None => self.act(goes(Word::Go), line, around),
            }
            return;
        }
        let (word, rest) = split(line);
        // An id or an address stands for itself.
        let position = open.assessment().position(&Text::new(line));
        let (word, rest) = match named(&word) {
            Some(command) => (command, rest),
            None if position.is_some() => (goes(Word::Go), line),
            None if crate::domain::evidence::is_url(line) => (goes(Word::Evidence), line),
            None if is_filter(line) => (goes(Word::List), line),
            None => match partial(&word) {
                Some(percent) => {
                    self.act(goes(Word::Partial), percent, around);
                    return;
                }
                None => {
                    self.say(unknown(&Shown::line(&word).into_string()));
                    return;
                }
            },
        };
        self.act(word, rest, around);
    }

    fn act(
        &mut self,
        command: &super::commands::Command,
        rest: &str,
        around: &mut Surroundings<'_>,
    ) {
        let read_only = self.review.as_ref().is_some_and(|open| open.read_only);
        let alters = command.alters();
        let locked = self.review.as_ref().is_some_and(|open| open.locked);
        if locked && !read_only && (alters || matches!(command.word, Word::Undo | Word::Redo)) {
            self.say("Locked: nothing is changed. lock unlocks.");
            return;
        }
        if read_only && (alters || matches!(command.word, Word::Undo | Word::Redo)) {
            self.say("Nothing is changed: the review is open read-only.");
            return;
        }
        if alters && self.name.is_none() {
            self.ask(Question::Name {
                then: format!("{} {rest}", command.name),
            });
            return;
        }
        let on_conflict = self.review.as_ref().is_some_and(OpenReview::is_on_conflict);
        if on_conflict && is_for_one_version(command.word) {
            self.say_in_conflict();
            return;
        }
        if self.lacks_item(command.word)
            || self.perform_in_meeting(command.word, rest.trim(), around)
        {
            return;
        }
        let before = self.review.as_ref().map(|open| open.at);
        self.perform(command.word, rest.trim(), around);
        // What leads to another item does so in a meeting as well.
        let after = self.review.as_ref().map(|open| open.at);
        let known = self.review.as_ref().and_then(OpenReview::talked_about);
        if let Some(at) = after.filter(|_| after != before && self.in_meeting() && after != known) {
            self.show_item(at, around.now);
        }
    }

    /// Takes in what there is to open.
    fn entries(&mut self, entries: Vec<Entry>) {
        if self.home.fill(entries) {
            self.say("Home. list says what there is to open.");
        } else {
            self.say_entries();
        }
    }
}

/// The first word of a line and the rest. A search begins with its sign alone.
fn split(line: &str) -> (String, &str) {
    if let Some(rest) = line.strip_prefix('/') {
        return ("/".to_owned(), rest);
    }
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    // Words of which people write two.
    let rest = rest.trim();
    for (first, second, both) in [
        ("not", "met", "unmet"),
        ("don't", "know", "unknown"),
        ("end", "meeting", "end-meeting"),
    ] {
        let lower = rest.to_lowercase();
        if word.eq_ignore_ascii_case(first) && lower == second {
            return (both.to_owned(), "");
        }
    }
    (word.to_owned(), rest)
}

/// The percentage of `partial-60`, as the screen calls it.
fn partial(word: &str) -> Option<&str> {
    word.strip_prefix("partial-")
}

fn goes(word: Word) -> &'static super::commands::Command {
    super::commands::of(word)
}
