//! Signing in a conversation: what is signed, role, decision, reason, conditions, words and key, one after another, and
//! the decision's word at the end. And what became of the sign-offs.

use crate::domain::change::{Change, HeadEntry};
use crate::domain::gate::Verdict;
use crate::domain::intention::{Intention, own_role, roles_to_offer};
use crate::domain::sign_off::{Condition, Fulfilled, standing_conditions};
use crate::domain::signing::{signings, wanted};
use crate::domain::text::{Shown, Text};
use crate::domain::time::parse_day;
use crate::export::signed::{
    became_words, condition_words, due_words, missing_words, signing_words,
};
use crate::problem::Problem;

use super::conversation::{Conversation, Phase, Surroundings};
use super::message::Effect;
use super::open::{OpenReview, Saving, capital};
use super::question::Question;

/// What of a sign-off is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SignAsked {
    /// The role; those that can be named by number.
    Role(Vec<Text>),
    Decision,
    Despite,
    /// What has to be done.
    Condition,
    /// Who does it.
    Owner(Text),
    /// Its last day.
    Due(Text, Text),
    Words,
    Key,
    /// The decision's word.
    Word,
}

impl SignAsked {
    /// The question in the last line.
    pub(super) fn prompt(&self, intention: &Intention) -> String {
        match self {
            Self::Role(roles) => {
                let usual = usual(intention);
                match roles.len() {
                    0 => format!("Your role{usual}: "),
                    1 => format!("Your role, 1 or another typed{usual}: "),
                    many => format!("Your role, 1 to {many} or another typed{usual}: "),
                }
            }
            Self::Decision => "Decision, 1 go, 2 conditional-go, 3 no-go: ".to_owned(),
            Self::Despite => "Why, although the verdict is no-go? ".to_owned(),
            Self::Condition if intention.conditions.is_empty() => {
                "Condition, what has to be done: ".to_owned()
            }
            Self::Condition => "Another condition, or an empty line to go on: ".to_owned(),
            Self::Owner(_) => "Who does it? ".to_owned(),
            Self::Due(..) => "Its last day, as 2026-12-31: ".to_owned(),
            Self::Words => "What you say besides, or an empty line: ".to_owned(),
            Self::Key => "Path of the key, or an empty line for none: ".to_owned(),
            Self::Word => format!(
                "Type {} to sign, or an empty line to leave it: ",
                intention.decision.word()
            ),
        }
    }
}

fn usual(intention: &Intention) -> String {
    if intention.role.is_blank() {
        String::new()
    } else {
        format!(", or an empty line for {}", intention.role.shown())
    }
}

/// What waited for the disk is not signed.
const NO_LONGER: &str = "Nothing is signed: it is no longer what you saw. Look, and sign again.";

impl Conversation {
    /// Says what is signed, and begins to ask.
    pub(super) fn sign(&mut self) {
        let Some(open) = &self.review else {
            return;
        };
        if let Saving::Failed(problem) = &open.saving {
            let why = problem.what.strip_prefix("not saved: ");
            let why = Shown::line(why.unwrap_or(&problem.what)).into_string();
            self.say(format!(
                "NOT SAVED, so not signed: what is signed is what stands in the file. {why}."
            ));
            return;
        }
        let by = self.name.clone().unwrap_or_default();
        let (assessment, seen) = (open.assessment(), open.standing());
        let (head, checklist) = (&assessment.head, assessment.checklist());
        let target = match &head.target {
            Some(target) => format!(", for {}", target.shown()),
            None => String::new(),
        };
        let mut lines = vec![
            format!(
                "What is signed: {} {}, by {} {}{target}.",
                head.subject.name.shown(),
                head.subject.version.shown(),
                checklist.title.shown(),
                checklist.version.shown(),
            ),
            seen.verdict(),
            seen.figures(),
        ];
        let roles = roles_to_offer(assessment, &by);
        let numbered = roles.iter().enumerate();
        lines.extend(numbered.map(|(at, role)| format!("{} {}", at + 1, role.shown())));
        let intention = Intention {
            role: own_role(assessment, &by),
            decision: Verdict::NoGo,
            seen: open.session.judgement().verdict,
            despite: Text::default(),
            words: Text::default(),
            conditions: Vec::new(),
            key: String::new(),
            by,
        };
        for line in lines {
            self.say(line);
        }
        self.ask_to_sign(SignAsked::Role(roles), intention);
    }

    fn ask_to_sign(&mut self, asked: SignAsked, intention: Intention) {
        let intention = Box::new(intention);
        self.ask(Question::Sign { asked, intention });
    }

    /// Takes an answer on the way to a signature.
    pub(super) fn sign_answered(
        &mut self,
        asked: SignAsked,
        mut intention: Intention,
        line: &str,
        around: &mut Surroundings<'_>,
    ) {
        let wants_words = match asked {
            SignAsked::Despite | SignAsked::Owner(_) | SignAsked::Due(..) => true,
            SignAsked::Condition => intention.conditions.is_empty(),
            _ => false,
        };
        if wants_words && line.is_empty() {
            self.leave_unsigned();
            return;
        }
        let next = match asked {
            SignAsked::Role(roles) => {
                let number = line.parse::<usize>().ok();
                let number = number.and_then(|number| number.checked_sub(1));
                let chosen = number.and_then(|at| roles.get(at)).cloned();
                match chosen {
                    Some(role) => intention.role = role,
                    None if line.is_empty() => {}
                    None => intention.role = Text::new(line),
                }
                if intention.role.is_blank() {
                    self.leave_unsigned();
                    return;
                }
                SignAsked::Decision
            }
            SignAsked::Decision => {
                intention.decision = match line {
                    "1" | "go" => Verdict::Go,
                    "2" | "conditional-go" => Verdict::ConditionalGo,
                    "3" | "no-go" => Verdict::NoGo,
                    "" => {
                        self.leave_unsigned();
                        return;
                    }
                    _ => {
                        self.say("That is none of them. An empty line leaves it unsigned.");
                        self.ask_to_sign(SignAsked::Decision, intention);
                        return;
                    }
                };
                if Intention::is_despite(intention.decision, intention.seen) {
                    SignAsked::Despite
                } else {
                    after_reason(&intention)
                }
            }
            SignAsked::Despite => {
                intention.despite = Text::new(line);
                after_reason(&intention)
            }
            SignAsked::Condition if line.is_empty() => SignAsked::Words,
            SignAsked::Condition => SignAsked::Owner(Text::new(line)),
            SignAsked::Owner(text) => SignAsked::Due(text, Text::new(line)),
            SignAsked::Due(text, owner) => match self.day_to_come(line) {
                Some(due) => {
                    intention.conditions.push(Condition {
                        id: (around.fresh)(),
                        text,
                        owner,
                        due,
                    });
                    SignAsked::Condition
                }
                None => SignAsked::Due(text, owner),
            },
            SignAsked::Words => {
                intention.words = Text::new(line);
                SignAsked::Key
            }
            SignAsked::Key => {
                line.clone_into(&mut intention.key);
                self.say_intention(&intention);
                SignAsked::Word
            }
            SignAsked::Word => {
                self.word_typed(intention, line);
                return;
            }
        };
        self.ask_to_sign(next, intention);
    }

    fn leave_unsigned(&mut self) {
        self.say("Nothing is signed.");
    }

    /// A day from today on; else what is wrong with it is said.
    fn day_to_come(&mut self, line: &str) -> Option<chrono::NaiveDate> {
        let open = self.review.as_ref()?;
        let today = open.assessment().day(open.session.as_of());
        let day = parse_day(line);
        match day {
            Some(day) if day >= today => return Some(day),
            Some(_) => self.say("That day is over already."),
            None => self.say("A day is wanted, written as 2026-12-31."),
        }
        None
    }

    fn say_intention(&mut self, intention: &Intention) {
        let (by, role) = (intention.by.shown(), intention.role.shown());
        self.say(format!(
            "{}, by {by} as {role}. The verdict is {}.",
            capital(intention.decision.word()),
            intention.seen.word()
        ));
        for condition in &intention.conditions {
            self.say(format!(
                "On condition: {}, {}, until {}.",
                condition.text.shown(),
                condition.owner.shown(),
                condition.due
            ));
        }
        self.say(if intention.key.is_empty() {
            "Not signed with a key: nothing but the name says who it was.".to_owned()
        } else {
            format!("With the key {}.", Shown::line(&intention.key))
        });
        self.say("Any change that the verdict reads supersedes it. Comments, owners, last days and fresh evidence do not.");
    }

    /// The decision's word signs, nothing else does.
    fn word_typed(&mut self, intention: Intention, line: &str) {
        let word = intention.decision.word();
        if line.is_empty() {
            self.leave_unsigned();
            return;
        }
        if line != word {
            let typed = Shown::line(line).into_string();
            self.say(format!("Nothing is signed: {typed} is not {word}."));
            self.ask_to_sign(SignAsked::Word, intention);
            return;
        }
        if self.has_unsaved() {
            // What is signed is what stands in the file.
            self.signing = Some(Box::new(intention));
            self.phase = Phase::Waiting;
            return;
        }
        self.wait_for(Effect::Sign(intention));
    }

    /// Everything is saved: what waited for it is signed.
    pub(super) fn sign_when_saved(&mut self) {
        let Some(intention) = self.signing.take() else {
            return;
        };
        self.phase = Phase::Talking;
        let open = self.review.as_ref();
        let verdict = open.map(|open| open.session.judgement().verdict);
        if verdict != Some(intention.seen) {
            self.say(NO_LONGER);
            return;
        }
        self.wait_for(Effect::Sign(*intention));
    }

    /// Something came to be in conflict: what waited is not what was seen, and is not signed.
    pub(super) fn sign_in_conflict(&mut self) {
        if self.signing.take().is_some() {
            self.phase = Phase::Talking;
            self.say(NO_LONGER);
        }
    }

    /// Nothing could be saved: what waited for it is not signed.
    pub(super) fn sign_not_saved(&mut self) {
        if self.signing.take().is_some() {
            self.phase = Phase::Talking;
            self.say("Nothing is signed, because nothing could be saved.");
        }
    }

    /// Takes in that it was signed, or why not.
    pub(super) fn signed(&mut self, result: Result<String, Problem>) {
        self.phase = Phase::Talking;
        match result {
            Ok(file) => {
                self.say(format!("Signed: {}", Shown::line(&file)));
                self.reply.effects.push(Effect::Look);
            }
            Err(problem) => self.say_problem("Not signed", &problem),
        }
    }

    /// What there is of sign-offs, and what became of it.
    pub(super) fn say_signatures(&mut self) {
        let Some(open) = &self.review else {
            return;
        };
        let lines = signatures(open);
        self.say_long(lines);
    }

    /// Marks a condition done, by its number, its id, or alone.
    pub(super) fn done(&mut self, rest: &str, around: &mut Surroundings<'_>) {
        let Some(open) = &self.review else {
            return;
        };
        let standing = standing_conditions(open.assessment(), open.session.sign_offs());
        if standing.is_empty() {
            self.say("No condition stands.");
            return;
        }
        let by_number = rest.parse::<usize>().ok();
        let by_number = by_number.and_then(|number| standing.get(number.checked_sub(1)?));
        let by_id = || standing.iter().find(|it| it.condition.id.raw() == rest);
        let mut open_ones = standing.iter().filter(|it| it.fulfilled.is_none());
        let found = match (rest.is_empty(), open_ones.next(), open_ones.next()) {
            (true, Some(only), None) => Some(only),
            (true, ..) => None,
            (false, ..) => by_number.or_else(by_id),
        };
        match found.map(|it| (it.condition.id.clone(), it.fulfilled.is_some())) {
            Some((_, true)) => self.say("It is marked done already."),
            Some((condition, false)) => {
                let by = self.name.clone().unwrap_or_default();
                let at = around.now;
                self.apply(Change::Record(HeadEntry::Fulfilled(Fulfilled {
                    condition,
                    by,
                    at,
                })));
            }
            None => {
                self.say("Which condition? signatures numbers them; say done and the number.");
            }
        }
    }
}

fn after_reason(intention: &Intention) -> SignAsked {
    match intention.decision {
        Verdict::ConditionalGo => SignAsked::Condition,
        Verdict::Go | Verdict::NoGo => SignAsked::Words,
    }
}

fn signatures(open: &OpenReview) -> Vec<String> {
    let (assessment, session) = (open.assessment(), &open.session);
    let all = signings(session.sign_offs(), session.superseded());
    let mut lines = Vec::new();
    if all.is_empty() {
        lines.push("Nobody has signed. sign begins.".to_owned());
    }
    for signing in &all {
        let role = match signing.statement() {
            Some(statement) => statement.role.shown().into_string(),
            None => "Forged".to_owned(),
        };
        let words = signing_words(assessment, signing);
        lines.push(format!("{role}: {words}; {}.", became_words(signing)));
        let Some(statement) = signing.statement() else {
            continue;
        };
        for (name, said) in [("Despite", &statement.despite), ("Says", &statement.words)] {
            if !said.is_blank() {
                lines.push(format!("{name}: {}", said.shown()));
            }
        }
    }
    for wanted in wanted(assessment, &all) {
        if let Some(missing) = missing_words(&wanted) {
            lines.push(format!(
                "A go is wanted of {}: {missing}.",
                wanted.role.shown()
            ));
        }
    }
    let today = assessment.day(session.as_of());
    let standing = standing_conditions(assessment, session.sign_offs());
    for (at, standing) in standing.iter().enumerate() {
        let due = due_words(assessment, standing, standing.is_overdue(today));
        lines.push(format!(
            "Condition {}, {due}: {}.",
            at + 1,
            condition_words(standing)
        ));
    }
    lines
}
