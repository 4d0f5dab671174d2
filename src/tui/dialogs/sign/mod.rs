//! Signing: role, decision, conditions, words and key in a form, and then the decision's word, typed.

mod drawn;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::action::{Action, Context};
use crate::domain::gate::Verdict;
use crate::domain::intention::Intention;
use crate::domain::sign_off::Condition;
use crate::domain::text::Text;
use crate::domain::time::parse_day;
use crate::tui::widgets::text_field::TextField;

use super::complete::Completion;
use super::form::{Form, FormField};

/// Conditions that one sign-off may have here.
const MOST_CONDITIONS: usize = 20;

/// Every decision, in the order in which they are offered.
const DECISIONS: [Verdict; 3] = [Verdict::Go, Verdict::ConditionalGo, Verdict::NoGo];

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Role,
    Decision,
    Despite,
    Condition(usize),
    Owner(usize),
    Due(usize),
    Words,
    Key,
}

/// What there is to sign, as the dialog has to know it.
#[derive(Debug, Clone)]
pub struct ToSign {
    /// Who signs.
    pub by: Text,
    /// What is signed, in a line; safe to show.
    pub subject: String,
    /// The verdict as it stands.
    pub verdict: Verdict,
    /// The roles that can be chosen.
    pub roles: Vec<Text>,
    /// The role that stands there at the beginning.
    pub role: Text,
    /// The key that was used last; empty if none.
    pub key: String,
    /// Today, in the assessment's days.
    pub today: NaiveDate,
}

/// The dialog in which a sign-off is put together and made.
#[derive(Debug)]
pub struct SignDialog {
    to_sign: ToSign,
    /// What is wrong with what was typed; may hold text from outside.
    pub fault: Option<String>,
    /// What a key's path may become.
    pub completion: Completion,
    form: Form,
    whats: Vec<What>,
    /// Fields that are not asked for by the present decision, with what was typed in them.
    aside: Vec<(What, FormField)>,
    decision: Verdict,
    /// The keys that were found, as they would be typed.
    keys: Vec<String>,
    /// What is to be signed, and the field for the decision's word, once the form is filled.
    typing: Option<(Intention, TextField)>,
    /// What was there when the dialog came up.
    was: Vec<String>,
}

impl SignDialog {
    /// The dialog for what there is to sign.
    pub fn of(to_sign: ToSign) -> Self {
        let decision = to_sign.verdict;
        let mut dialog = Self {
            fault: None,
            completion: Completion::default(),
            form: Form::of([]),
            whats: Vec::new(),
            aside: Vec::new(),
            decision,
            keys: Vec::new(),
            typing: None,
            was: Vec::new(),
            to_sign,
        };
        dialog.settle();
        dialog.was = dialog.texts();
        dialog
    }

    /// Who takes the keys.
    pub fn context(&self) -> Context {
        match self.typing {
            Some(_) => Context::Line,
            None => Context::Signing,
        }
    }

    /// The field that takes the keys.
    pub fn field(&mut self) -> &mut TextField {
        match &mut self.typing {
            Some((_, field)) => field,
            None => self.form.field(),
        }
    }

    /// The path of a key that is being typed; absent where another field takes the keys, or a key that was found
    /// stands there.
    pub fn path(&self) -> Option<&str> {
        let text = self.form.fields.get(self.form.at)?.field.text();
        let is_typed = self.typing.is_none()
            && self.what() == What::Key
            && !text.trim().is_empty()
            && !self.keys.iter().any(|key| key == text);
        is_typed.then_some(text)
    }

    /// Takes in which keys there are.
    pub fn found(&mut self, keys: Vec<String>) {
        self.keys = keys;
    }

    /// Takes over what was typed before, on what there is to sign now.
    pub fn take_words(&mut self, then: Self) {
        (self.form, self.whats, self.aside) = (then.form, then.whats, then.aside);
        (self.decision, self.was) = (then.decision, then.was);
        if self.keys.is_empty() {
            self.keys = then.keys;
        }
        self.settle();
    }

    /// Whether a field says something else than when the dialog came up.
    pub fn is_altered(&self) -> bool {
        self.texts() != self.was
    }

    /// Takes in that something was typed. In the field of the decision a letter chooses one.
    pub fn typed(&mut self) {
        self.fault = None;
        if self.typing.is_some() {
            return;
        }
        if self.what() == What::Decision {
            let typed = self.form.text(self.form.at).chars().next_back();
            let begins = |it: &&Verdict| typed.is_some_and(|c| it.word().starts_with(c));
            let was = self.decision.word();
            if self.form.text(self.form.at) != was {
                self.decision = DECISIONS
                    .iter()
                    .find(begins)
                    .copied()
                    .unwrap_or(self.decision);
            }
        }
        self.settle();
    }

    /// Chooses the next role, decision or key, or completes a path; elsewhere the cursor goes right.
    pub fn choose(&mut self) {
        if self.typing.is_some() {
            return;
        }
        let at = self.form.at;
        let text = self.form.text(at).to_owned();
        let is_at_end = {
            let field = &self.form.fields[at].field;
            field.cursor() == field.text().len()
        };
        let chosen = match self.what() {
            What::Decision => {
                let now = DECISIONS.iter().position(|it| *it == self.decision);
                self.decision = DECISIONS[now.map_or(0, |at| (at + 1) % DECISIONS.len())];
                self.settle();
                return;
            }
            What::Role if is_at_end => {
                let roles: Vec<String> = self
                    .to_sign
                    .roles
                    .iter()
                    .map(|it| it.raw().to_owned())
                    .collect();
                after(&roles, &text)
            }
            What::Key if is_at_end => {
                let mut keys = self.keys.clone();
                keys.push(String::new());
                if keys.contains(&text) {
                    after(&keys, &text)
                } else {
                    self.completion.completed(&text)
                }
            }
            _ => None,
        };
        match chosen {
            Some(chosen) => self.form.fields[at].field.set_text(&chosen),
            None => {
                self.form
                    .field()
                    .handle(KeyEvent::new(KeyCode::Right, KeyModifiers::NONE));
            }
        }
        self.fault = None;
    }

    pub(in crate::tui::dialogs) fn go(&mut self, action: Action) {
        if self.typing.is_none() {
            self.form.go(action);
        }
    }

    /// Takes what is typed: the form goes on to the word, and the right word gives what is to be signed. Nothing where
    /// something is missing or wrong, which is then said.
    pub fn accept(&mut self, fresh: &mut dyn FnMut() -> Text) -> Option<Intention> {
        let Some((intention, field)) = &self.typing else {
            let intention = self.intention(fresh)?;
            self.typing = Some((intention, TextField::single("")));
            self.fault = None;
            return None;
        };
        let word = intention.decision.word();
        let typed = field.text().trim();
        if typed == word {
            return Some(intention.clone());
        }
        self.fault = Some(if typed.is_empty() {
            format!("nothing is signed yet: type {word} to sign")
        } else {
            format!("nothing is signed: {typed} is not {word}, which has to be typed to sign it")
        });
        None
    }

    /// Back to the form, as after an error.
    pub fn back_to_form(&mut self) {
        self.typing = None;
    }

    fn what(&self) -> What {
        self.whats.get(self.form.at).copied().unwrap_or(What::Role)
    }

    fn texts(&self) -> Vec<String> {
        let fields = self.form.fields.iter();
        fields.map(|it| it.field.text().trim().to_owned()).collect()
    }

    fn text_of(&self, what: What) -> &str {
        let at = self.whats.iter().position(|it| *it == what);
        at.map_or("", |at| self.form.text(at))
    }

    /// The fields that the decision asks for: a condition more than those that say something.
    fn wanted(&self) -> Vec<What> {
        let mut wanted = vec![What::Role, What::Decision];
        if Intention::is_despite(self.decision, self.to_sign.verdict) {
            wanted.push(What::Despite);
        }
        if self.decision == Verdict::ConditionalGo {
            let mut count = 1;
            while count < MOST_CONDITIONS && !self.held(What::Condition(count - 1)).is_empty() {
                count += 1;
            }
            for number in 0..count {
                wanted.push(What::Condition(number));
                if !self.held(What::Condition(number)).is_empty() {
                    wanted.extend([What::Owner(number), What::Due(number)]);
                }
            }
        }
        wanted.extend([What::Words, What::Key]);
        wanted
    }

    /// What is typed in a field, whether it is asked for at the moment or not.
    fn held(&self, what: What) -> &str {
        let shown = self.text_of(what);
        if !shown.is_empty() {
            return shown;
        }
        let aside = self.aside.iter().find(|(it, _)| *it == what);
        aside.map_or("", |(_, field)| field.field.text().trim())
    }

    /// Shows the fields that the decision asks for; what was typed in others is kept.
    fn settle(&mut self) {
        let wanted = self.wanted();
        let here = self.whats.get(self.form.at).copied();
        if wanted != self.whats {
            let fields = std::mem::take(&mut self.form.fields);
            self.aside.extend(self.whats.drain(..).zip(fields));
            for what in &wanted {
                let known = self.aside.iter().position(|(it, _)| it == what);
                let field = match known {
                    Some(at) => self.aside.remove(at).1,
                    None => self.fresh_field(*what),
                };
                self.form.fields.push(field);
            }
            self.whats = wanted;
            let at = here.and_then(|here| self.whats.iter().position(|it| *it == here));
            self.form.at = at.unwrap_or(0);
        }
        let decision = self.whats.iter().position(|it| *it == What::Decision);
        if let Some(field) = decision.and_then(|at| self.form.fields.get_mut(at))
            && field.field.text() != self.decision.word()
        {
            field.field.set_text(self.decision.word());
        }
    }

    fn fresh_field(&self, what: What) -> FormField {
        let (name, placeholder, text) = match what {
            What::Role => ("Role", "in which you sign", self.to_sign.role.raw()),
            What::Decision => ("Decision", "", self.decision.word()),
            What::Despite => ("Despite", "why you decide so on a no-go; it is kept", ""),
            What::Condition(_) => ("Condition", "what has to be done", ""),
            What::Owner(_) => ("  by whom", "who does it", ""),
            What::Due(_) => ("  until", "its last day, as 2026-12-31", ""),
            What::Words => ("Words", "what you want to say besides; may be empty", ""),
            What::Key => (
                "Key",
                "none: plainly not signed with a key",
                self.to_sign.key.as_str(),
            ),
        };
        let field = TextField::single(text);
        FormField {
            name,
            placeholder,
            field,
        }
    }

    fn refuse(&mut self, what: What, why: impl Into<String>) {
        if let Some(at) = self.whats.iter().position(|it| *it == what) {
            self.form.at = at;
        }
        self.fault = Some(why.into());
    }

    /// What the form says, unless something is missing or wrong.
    fn intention(&mut self, fresh: &mut dyn FnMut() -> Text) -> Option<Intention> {
        if self.text_of(What::Role).is_empty() {
            self.refuse(What::Role, "it takes the role in which you sign");
            return None;
        }
        if self.whats.contains(&What::Despite) && self.text_of(What::Despite).is_empty() {
            let why = format!(
                "the verdict is no-go: to sign {} all the same takes a reason, which is kept",
                self.decision.word()
            );
            self.refuse(What::Despite, why);
            return None;
        }
        let mut conditions = Vec::new();
        let numbers: Vec<usize> = self
            .whats
            .iter()
            .filter_map(|it| match it {
                What::Condition(number) => Some(*number),
                _ => None,
            })
            .collect();
        for number in numbers {
            let text = self.text_of(What::Condition(number)).to_owned();
            if text.is_empty() {
                continue;
            }
            let owner = self.text_of(What::Owner(number)).to_owned();
            if owner.is_empty() {
                self.refuse(What::Owner(number), "somebody has to do it: name them");
                return None;
            }
            let due = parse_day(self.text_of(What::Due(number)));
            let Some(due) = due.filter(|due| *due >= self.to_sign.today) else {
                let why = match due {
                    Some(_) => "that day is over already",
                    None => "a day is wanted, written as 2026-12-31",
                };
                self.refuse(What::Due(number), why);
                return None;
            };
            conditions.push(Condition {
                id: fresh(),
                text: Text::new(text),
                owner: Text::new(owner),
                due,
            });
        }
        if conditions.is_empty() && self.decision == Verdict::ConditionalGo {
            let why = "a conditional go says on which condition: what, by whom, until when";
            self.refuse(What::Condition(0), why);
            return None;
        }
        let text = |what: What| Text::new(self.text_of(what));
        Some(Intention {
            by: self.to_sign.by.clone(),
            role: text(What::Role),
            decision: self.decision,
            seen: self.to_sign.verdict,
            despite: text(What::Despite),
            words: text(What::Words),
            conditions,
            key: self.text_of(What::Key).to_owned(),
        })
    }
}

/// The option after the one that a text is, else the first that begins so, else the first.
fn after(options: &[String], text: &str) -> Option<String> {
    let at = options.iter().position(|option| option == text);
    let begins = |option: &&String| {
        let (option, text) = (option.to_lowercase(), text.to_lowercase());
        option.starts_with(&text)
    };
    match at {
        Some(at) => options.get((at + 1) % options.len()).cloned(),
        None => options.iter().find(begins).or(options.first()).cloned(),
    }
}
