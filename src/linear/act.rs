//! What the words do.

use crate::domain::assessment::Status;
use crate::domain::change::{Aside, Change, HeadEntry, Stamp};
use crate::domain::dissent::Dissent;
use crate::domain::evidence::Share;
use crate::domain::ledger::Scope;
use crate::domain::snapshot::Snapshot;
use crate::domain::text::{Shown, Text};
use crate::domain::time::parse_day;

use super::commands::{COMMANDS, Word, named, numbered, unknown};
use super::conversation::{Conversation, Surroundings};
use super::message::Effect;
use super::open::{Saving, capital, status_words, told};
use super::question::Question;

/// What takes away what was said, where an empty line leaves it.
pub(super) const NOTHING: &str = "-";

impl Conversation {
    /// Does what a word says; `rest` is what stands behind it.
    pub(super) fn perform(&mut self, word: Word, rest: &str, around: &mut Surroundings<'_>) {
        let Some(open) = &self.review else {
            return;
        };
        match word {
            Word::Met => self.answer(Status::Met, around),
            Word::Unmet => self.answer(Status::Unmet, around),
            Word::Unknown => self.answer(Status::Unknown, around),
            Word::Clear => self.answer(Status::Unanswered, around),
            Word::Partial if rest.is_empty() => self.ask_here(|item| Question::Percent { item }),
            Word::Partial => self.partial(rest, around),
            Word::NotApplicable if rest.is_empty() => {
                self.ask_here(|item| Question::Reason { item });
            }
            Word::NotApplicable => self.answer(Status::NotApplicable(Text::new(rest)), around),
            Word::Evidence => self.evidence(rest, around),
            Word::Confirm => self.confirm(around),
            Word::Withdraw => self.withdraw(),
            Word::Comment if rest.is_empty() => self.ask_comment(),
            Word::Comment => self.tell(Aside::Comment(given(rest))),
            Word::Agree => self.change_here(around, |item, stamp| Change::Agree { item, stamp }),
            Word::Waive => self.waive(rest),
            Word::Revoke => self.change_here(around, |item, stamp| Change::Revoke { item, stamp }),
            Word::Measure => self.measure(rest, around),
            Word::About => self.about(),
            Word::Owner | Word::Due | Word::Estimate | Word::Confidence | Word::Now => {
                self.aside(word, rest);
            }
            Word::Dissent if rest.is_empty() => self.ask_here(|item| Question::Dissent { item }),
            Word::Dissent => self.dissent(rest, around),
            Word::Reply if rest.is_empty() => self.ask_reply(),
            Word::Reply => self.reply_to(rest, around),
            Word::Close => self.close_dissent(around),
            Word::Conflicts => self.say_conflicts(),
            Word::Resolve => self.resolve(rest, around),
            Word::Meeting => self.meeting(around),
            Word::Park | Word::Decide | Word::Action => self.note(word, rest, around),
            Word::Agenda => self.preview_agenda(),
            Word::Says | Word::Rest | Word::EndMeeting => {
                self.say("No meeting goes on here. meeting begins one, or takes it up.");
            }
            Word::Snapshot if rest.is_empty() => self.ask(Question::Snapshot),
            Word::Snapshot => self.snapshot(rest, around),
            Word::Sign => self.sign(),
            Word::Signatures => self.say_signatures(),
            Word::Done => self.done(rest, around),
            Word::Undo | Word::Redo => self.undo(word == Word::Undo),
            Word::NextUnanswered | Word::PreviousUnanswered => {
                match open.unanswered(word == Word::NextUnanswered) {
                    Some(at) => self.go_to(at),
                    None => self.say("Every other item has an answer."),
                }
            }
            Word::Next if open.at + 1 < open.len() => self.go_to(open.at + 1),
            Word::Next => self.say("This is the last item."),
            Word::Previous | Word::Back if open.at > 0 => self.go_to(open.at - 1),
            Word::Previous | Word::Back => self.say("This is the first item."),
            Word::First => self.go_to(0),
            Word::Last => self.go_to(open.len().saturating_sub(1)),
            Word::Go => self.go(rest),
            Word::Here => self.say_here(),
            Word::Details => self.details(),
            Word::List => self.list(rest),
            Word::More => match std::mem::take(&mut self.more) {
                rest if rest.is_empty() => self.say("There is no more."),
                rest => self.say_long(rest),
            },
            Word::Search if rest.is_empty() => self.ask(Question::Search),
            Word::Search => self.search(rest),
            Word::NextMatch | Word::PreviousMatch => self.step_match(word == Word::NextMatch),
            Word::Reasons => self.say_reasons(),
            Word::Figures => self.say_figures(),
            Word::Categories => self.say_categories(),
            Word::Stages => self.say_stages(),
            Word::Summary => self.say_summary(),
            Word::Plan => self.say_plan(rest),
            Word::Compare => self.compare(rest),
            Word::Whole => self.whole(),
            Word::Subject => self.subject(),
            Word::Lock => self.lock(),
            Word::Help => self.help(rest),
            Word::Leave => self.leave(),
        }
    }

    /// Asks something about the item one is on.
    pub(super) fn ask_here(&mut self, question: impl FnOnce(Text) -> Question) {
        match self.review.as_ref().and_then(super::open::OpenReview::id) {
            Some(item) => self.ask(question(item)),
            None => self.say("The checklist has no items."),
        }
    }

    /// Makes a change of the item one is on.
    pub(super) fn change_here(
        &mut self,
        around: &mut Surroundings<'_>,
        change: impl FnOnce(Text, Stamp) -> Change,
    ) {
        let Some(item) = self.review.as_ref().and_then(super::open::OpenReview::id) else {
            self.say("The checklist has no items.");
            return;
        };
        let stamp = self.stamp(around);
        self.apply(change(item, stamp));
    }

    /// Who and when, under a fresh id.
    pub(super) fn stamp(&self, around: &mut Surroundings<'_>) -> Stamp {
        self.stamp_of(&self.speaking(), around)
    }

    /// Makes a change, has it saved, and says what has moved; or says why it was refused. Whether it was made.
    pub(super) fn apply(&mut self, change: Change) -> bool {
        let Some(open) = &mut self.review else {
            return false;
        };
        let before = open.standing();
        let done = change.clone();
        if let Err(refusal) = open.session.apply(change) {
            let why = refusal.words().replace('`', "");
            self.say(format!("Not made: {}.", Shown::line(&why)));
            return false;
        }
        let change = done;
        let mut line = told(&change, open.assessment());
        if matches!(&change, Change::Answer { .. }) {
            line.push_str(open.evidence_missing());
        }
        if let Change::Attach { item, evidence, .. } = &change {
            line.push(' ');
            line.push_str(&open.counts(item, evidence));
        }
        if let Change::Measure { item, .. } = &change {
            line.push_str(open.outcome(item));
        }
        let moved = open.standing().moved_from(&before);
        if !moved.is_empty() {
            line.push(' ');
            line.push_str(&moved);
        }
        self.say(line);
        self.save();
        true
    }

    /// Hands over what is not saved yet.
    pub(super) fn save(&mut self) {
        let Some(open) = &mut self.review else {
            return;
        };
        let handover = open.session.hand_over();
        if matches!(open.saving, Saving::Saved | Saving::Outside) {
            open.saving = Saving::UnderWay;
        }
        self.reply.effects.extend(handover.map(Effect::Save));
    }

    pub(super) fn answer(&mut self, status: Status, around: &mut Surroundings<'_>) {
        let here = self.review.as_ref().and_then(super::open::OpenReview::here);
        if let Some((_, answer)) = here
            && answer.status == status
        {
            let hint = if self.in_meeting() {
                " agree says that all agree."
            } else {
                ""
            };
            self.say(format!("It is {} already.{hint}", status_words(&status)));
            return;
        }
        match self.review.as_ref().and_then(super::open::OpenReview::id) {
            Some(item) => self.give(item, status, around),
            None => self.say("The checklist has no items."),
        }
    }

    /// Gives an answer; in a meeting it goes on to the next point.
    pub(super) fn give(&mut self, item: Text, status: Status, around: &mut Surroundings<'_>) {
        let goes_on = status != Status::Unanswered && self.in_meeting();
        self.before_answer(&item, around);
        let stamp = self.stamp(around);
        let made = self.apply(Change::Answer {
            item,
            status,
            stamp,
        });
        if made && goes_on {
            self.go_on(around.now);
        }
    }

    /// Met in part; 0 and 100 have words of their own. Whether it was a percentage.
    pub(super) fn partial(&mut self, typed: &str, around: &mut Surroundings<'_>) {
        let number = typed.trim_end_matches(['%', ' ']).parse::<i64>();
        match number.ok().and_then(Share::new) {
            Some(share) => self.answer(Status::Partial(share), around),
            None => self.say("Not made: a part is 1 to 99 percent, as partial 60."),
        }
    }

    fn tell(&mut self, aside: Aside) {
        match self.review.as_ref().and_then(super::open::OpenReview::id) {
            Some(item) => {
                self.apply(Change::Tell { item, aside });
            }
            None => self.say("The checklist has no items."),
        }
    }

    /// Asks for the things about an item that move no figure, one after another.
    fn about(&mut self) {
        self.say("An empty line leaves it and goes on. A hyphen alone takes it away.");
        self.ask_here(|item| Question::Aside {
            item,
            word: Word::Owner,
            goes_on: true,
        });
    }

    /// Says one of the things about an item that move no figure, or asks for it.
    pub(super) fn aside(&mut self, word: Word, rest: &str) {
        if rest.is_empty() {
            self.ask_here(|item| Question::Aside {
                item,
                word,
                goes_on: false,
            });
            return;
        }
        let text = given(rest);
        let aside = match word {
            Word::Owner => Aside::Owner(text),
            Word::Estimate => Aside::Estimate(text),
            Word::Confidence => Aside::Confidence(text),
            Word::Now => Aside::Current(text),
            _ if text.is_empty() => Aside::Due(None),
            _ => match parse_day(rest) {
                Some(day) => Aside::Due(Some(day)),
                None => {
                    self.say("Not made: a day is wanted, written as 2026-12-31.");
                    return;
                }
            },
        };
        self.tell(aside);
    }

    pub(super) fn dissent(&mut self, text: &str, around: &mut Surroundings<'_>) {
        let Some(open) = &self.review else {
            return;
        };
        let Some((item, answer)) = open.here() else {
            self.say("The checklist has no items.");
            return;
        };
        let (item, on) = (item.id.clone(), answer.status.word().into());
        let dissent = Dissent {
            id: (around.fresh)(),
            name: self.name.clone().unwrap_or_default(),
            on,
            text: Text::new(text),
            at: around.now,
            answered: None,
            closed: None,
        };
        let item = Some(item);
        self.apply(Change::Dissent { item, dissent });
    }

    pub(super) fn snapshot(&mut self, label: &str, around: &mut Surroundings<'_>) {
        let Some(open) = &self.review else {
            return;
        };
        let by = self.speaking();
        let (id, label) = ((around.fresh)(), Text::new(label));
        let snapshot = Snapshot::of(open.assessment(), &open.session.bench(), id, label, by);
        self.apply(Change::Record(HeadEntry::Snapshot(snapshot)));
    }

    fn ask_comment(&mut self) {
        let here = self.review.as_ref().and_then(super::open::OpenReview::here);
        let comment = here.map(|(_, answer)| answer.comment.clone());
        let comment = comment.unwrap_or_default();
        self.say_text("Comment so far", &comment);
        self.say("Several lines will do. An empty line ends it. A hyphen alone takes it away.");
        self.ask_here(|item| Question::Comment {
            item,
            lines: Vec::new(),
        });
    }

    fn undo(&mut self, undo: bool) {
        let Some(open) = &mut self.review else {
            return;
        };
        let before = open.standing();
        let Some(change) = open.undo_step(undo) else {
            let what = if undo { "undo" } else { "redo" };
            self.say(format!("There is nothing to {what}."));
            return;
        };
        let word = if undo { "Undone" } else { "Made again" };
        let mut line = format!("{word}: a fact about the review.");
        if let Some(item) = change.item() {
            if let Some(at) = open.assessment().position(item) {
                open.at = at;
            }
            let status = open.assessment().answer(item).map(|it| it.status.clone());
            let status = status_words(&status.unwrap_or_default());
            line = format!("{word}: {}, {status} now.", item.shown());
        }
        let moved = open.standing().moved_from(&before);
        if !moved.is_empty() {
            line.push(' ');
            line.push_str(&moved);
        }
        self.say(line);
        self.save();
    }

    fn lock(&mut self) {
        if let Some(open) = &mut self.review {
            open.locked = !open.locked;
            let words = if open.locked {
                "Locked. lock unlocks."
            } else {
                "Unlocked."
            };
            self.say(words);
        }
    }

    fn whole(&mut self) {
        let Some(open) = &mut self.review else {
            return;
        };
        let whole = open.session.scope() == Scope::Needed;
        open.session
            .set_scope(if whole { Scope::Whole } else { Scope::Needed });
        let figures = open.standing().figures();
        self.say(if whole {
            "Figures count the whole checklist. The verdict judges what the target needs."
        } else {
            "Figures count what the target needs."
        });
        self.say(figures);
    }

    fn help(&mut self, rest: &str) {
        if rest.is_empty() {
            self.say("Type a word or its letter, or now its number. At any other time a number goes to its item.");
            let lines = COMMANDS.iter().enumerate();
            let lines: Vec<String> = lines
                .map(|(at, it)| format!("{} {}", at + 1, it.line()))
                .collect();
            self.reply.lines.extend(lines);
            self.numbers_are_words = true;
            return;
        }
        match numbered(rest).or_else(|| named(rest)) {
            Some(command) => self.say(capital(&command.line())),
            None => self.say(unknown(&Shown::line(rest).into_string())),
        }
    }
}

/// What was typed as a text; a hyphen alone is none.
pub(super) fn given(typed: &str) -> Text {
    if typed == NOTHING {
        Text::default()
    } else {
        Text::new(typed)
    }
}
