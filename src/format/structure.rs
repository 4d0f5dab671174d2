//! The first place where brackets, commas, colons and quotation marks of a RON text don't go together.
//!
//! RON stops at the first thing that it can't read, and says what it hoped for there. What a person has got wrong is
//! mostly a mark, often before that place, and what they need to hear is which one, and what was opened where.

use super::tokens::{Sort, Token, Unclosed, tokens};

/// A mark that is missing, wrong or too many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    /// Where it was noticed, in bytes; a refusal of RON before it is about something else.
    pub(super) noticed: usize,
    /// Where it is to be shown, in bytes.
    pub(super) shown: usize,
    /// What is wrong.
    pub(super) what: String,
    /// How to mend it.
    pub(super) next: String,
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A field, a value, or the end of the bracket.
    Element,
    /// The value of a field.
    Value,
    /// A comma or the end of the bracket.
    Rest,
}

/// The first misfit of a text, if there is one.
pub(super) fn misfit(text: &str) -> Option<Misfit> {
    let (tokens, unclosed) = tokens(text);
    let mut reading = Reading {
        text,
        tokens: &tokens,
        at: 0,
        open: Vec::new(),
        state: State::Value,
    };
    while reading.at < tokens.len() {
        if let Err(misfit) = reading.step() {
            return Some(misfit);
        }
        reading.at += 1;
    }
    if let Some((unclosed, start)) = unclosed {
        let (what, next) = match unclosed {
            Unclosed::Text => (
                "the text that begins here has no closing quotation mark",
                "close it with a quotation mark; if it looks closed, one is missing or too many in a text before it",
            ),
            Unclosed::Comment => (
                "the comment that begins here is never closed",
                "close it with */",
            ),
        };
        return Some(Misfit::new(start, what, next));
    }
    let end = tokens.last().map_or(0, |token| token.end);
    reading.open.last().map(|open| {
        let line = reading.line(open.start);
        let closer = reading.closer(open);
        let open = open.of(text);
        let what = format!("the text ends too early: the `{open}` of line {line} is not closed");
        let next = format!("close it with `{closer}` where it should end");
        Misfit::new(end, what, next)
    })
}

/// The bracket that is open at a place, in bytes.
pub(super) fn bracket_around(text: &str, tokens: &[Token], place: usize) -> Option<usize> {
    let mut open = Vec::new();
    for token in tokens.iter().take_while(|token| token.start < place) {
        match token.of(text) {
            "(" | "[" | "{" => open.push(token.start),
            ")" | "]" | "}" => drop(open.pop()),
            _ => {}
        }
    }
    open.pop()
}

/// How many lines lead up to a place, in bytes, with its own.
pub(super) fn line_of(text: &str, place: usize) -> usize {
    text[..place].bytes().filter(|byte| *byte == b'\n').count() + 1
}

impl Misfit {
    fn new(place: usize, what: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            noticed: place,
            shown: place,
            what: what.into(),
            next: next.into(),
        }
    }

    fn shown_at(mut self, shown: usize) -> Self {
        self.shown = shown;
        self
    }
}

struct Reading<'t> {
    text: &'t str,
    tokens: &'t [Token],
    at: usize,
    open: Vec<Token>,
    state: State,
}

impl Reading<'_> {
    fn step(&mut self) -> Result<(), Misfit> {
        let token = self.tokens[self.at];
        let word = token.of(self.text);
        if token.sort == Sort::Strange {
            return Err(self.strange(token));
        }
        if token.sort == Sort::Mark {
            return match word {
                "(" | "[" => self.opened(token),
                ")" | "]" => self.closed(token),
                "," => self.comma(token),
                ":" => Err(self.colon(token)),
                _ => Err(Misfit::new(
                    token.start,
                    "curly brackets have no place here",
                    "write ( ) around fields and [ ] around a list",
                )),
            };
        }
        match self.state {
            State::Rest => Err(self.no_comma(token)),
            State::Element if self.is_before_colon(self.at) => self.field(token),
            State::Value if self.is_before_colon(self.at) && !self.open.is_empty() => {
                Err(self.no_value())
            }
            State::Element | State::Value => {
                self.state = State::Rest;
                Ok(())
            }
        }
    }

    fn strange(&self, token: Token) -> Misfit {
        if let Some(misfit) = self.unended_text(token) {
            return misfit;
        }
        let word = token.of(self.text);
        let next = match (word, self.state) {
            ("=" | ";", State::Rest) if self.follows_a_name() => {
                "write a colon after the name of a field"
            }
            ("." | ";", State::Rest) => "write a comma after every field and every element",
            _ => "remove it, or put the text that it belongs to in quotation marks",
        };
        Misfit::new(token.start, format!("`{word}` has no meaning here"), next)
    }

    /// Whether what was read last can only be the name of a field.
    fn follows_a_name(&self) -> bool {
        self.at >= 2
            && self.tokens[self.at - 1].sort == Sort::Word
            && !self.tokens[self.at - 2].is(':', self.text)
            && self.open.last().is_some_and(|open| open.is('(', self.text))
    }

    fn field(&mut self, token: Token) -> Result<(), Misfit> {
        let word = token.of(self.text);
        if token.sort != Sort::Word {
            let what = format!("{} can't be the name of a field", self.described(token));
            let next = match token.sort {
                Sort::Text => format!(
                    "write it without quotation marks: {}",
                    word.trim_matches('"')
                ),
                _ => "a name begins with a letter".to_owned(),
            };
            return Err(Misfit::new(token.start, what, next));
        }
        let Some(open) = self.open.last().filter(|open| open.is('[', self.text)) else {
            // The colon is passed as well.
            self.at += 1;
            self.state = State::Value;
            return Ok(());
        };
        let line = self.line(open.start);
        let what = format!(
            "the field `{word}` stands in the list that begins on line {line}, outside of any brackets"
        );
        let next = "put a `(` before the fields of an element, or a `]` where the list should end";
        Err(Misfit::new(token.start, what, next))
    }

    fn opened(&mut self, token: Token) -> Result<(), Misfit> {
        let is_call = token.is('(', self.text)
            && self.state == State::Rest
            && self
                .before()
                .is_some_and(|before| before.sort == Sort::Word);
        if self.state == State::Rest && !is_call {
            return Err(self.no_comma(token));
        }
        self.open.push(token);
        self.state = State::Element;
        Ok(())
    }

    fn closed(&mut self, token: Token) -> Result<(), Misfit> {
        let word = token.of(self.text);
        let Some(open) = self.open.last() else {
            let what = format!("this `{word}` closes nothing");
            let next = "remove it, or look for a bracket before it that is closed too early";
            return Err(Misfit::new(token.start, what, next));
        };
        let closer = self.closer(open);
        if closer != word {
            let (line, open) = (self.line(open.start), open.of(self.text));
            let what = format!("`{word}` can't close the `{open}` of line {line}");
            let next = format!("write `{closer}` here, or close the `{open}` before it");
            return Err(Misfit::new(token.start, what, next));
        }
        if self.state == State::Value {
            return Err(self.no_value());
        }
        self.open.pop();
        self.state = State::Rest;
        Ok(())
    }

    fn comma(&mut self, token: Token) -> Result<(), Misfit> {
        match self.state {
            State::Value if !self.open.is_empty() => Err(self.no_value()),
            State::Rest if !self.open.is_empty() => {
                self.state = State::Element;
                Ok(())
            }
            _ => {
                let next = match self.open.last() {
                    Some(open) => format!(
                        "remove it, or write what is missing before it: a value, or what closes a bracket; the one \
                         that is open here begins on line {}",
                        self.line(open.start)
                    ),
                    None => "remove it".to_owned(),
                };
                let what = "there is nothing before this comma";
                Err(Misfit::new(token.start, what, next))
            }
        }
    }

    fn colon(&self, token: Token) -> Misfit {
        let before = self.before();
        match (self.state, before) {
            (State::Value, Some(before)) if before.is(':', self.text) => Misfit::new(
                token.start,
                "there is a colon too many",
                "write one colon between a field's name and its value",
            ),
            (State::Rest, Some(before)) => {
                let what = format!("a colon has no place after {}", self.described(before));
                let next = "a comma ends a value; a colon follows a field's name";
                Misfit::new(token.start, what, next)
            }
            _ => Misfit::new(
                token.start,
                "the name of the field is missing before this colon",
                "write the name, for example title: \"…\"",
            ),
        }
    }

    /// The value of a field is missing before the token that is looked at.
    fn no_value(&self) -> Misfit {
        let place = self.tokens[self.at].start;
        let name = self.tokens[..self.at].iter().rev().nth(1);
        let (colon, name) = (
            self.before().map_or(place, |colon| colon.end),
            name.map_or("", |name| name.of(self.text)),
        );
        let what = format!("the value of `{name}` is missing");
        Misfit::new(place, what, "write it, or remove the field").shown_at(colon)
    }

    /// Something follows a value at once.
    fn no_comma(&self, token: Token) -> Misfit {
        let Some(before) = self.before() else {
            return Misfit::new(token.start, "nothing is wanted here", "remove it");
        };
        if self.open.is_empty() {
            return self.goes_on(token, before);
        }
        if let Some(misfit) = self.unended_text(token) {
            return misfit;
        }
        let (first, second) = (self.described(before), self.described(token));
        let is_name = self.follows_a_name();
        let is_value = !token.is('(', self.text) && !self.is_before_colon(self.at);
        if before.of(self.text) == token.of(self.text) {
            let what = format!("{first} is there twice");
            return Misfit::new(token.start, what, "remove one of them");
        }
        if is_name && (is_value || token.is('[', self.text)) {
            let what = format!("a colon is missing between {first} and its value");
            return Misfit::new(token.start, what, "write a colon after the field's name")
                .shown_at(before.end);
        }
        if before.sort == Sort::Word && is_value {
            let what =
                format!("{first} and {second} stand side by side, with nothing between them");
            let next =
                "a `(` is missing between them, or a comma, or quotation marks around a text";
            return Misfit::new(token.start, what, next).shown_at(before.end);
        }
        let what = format!("a comma is missing here, between {first} and {second}");
        let next = match before.sort {
            Sort::Text if is_value => {
                "write a comma after every field and every element, and \\\" for a quotation mark inside a text"
            }
            _ => "write a comma after every field and every element",
        };
        Misfit::new(token.start, what, next).shown_at(before.end)
    }

    /// Something follows the outermost value.
    fn goes_on(&self, token: Token, before: Token) -> Misfit {
        if before.sort == Sort::Word && self.at == 1 {
            let name = before.of(self.text);
            let what = format!("a `(` is missing after `{name}`");
            return Misfit::new(token.start, what, format!("write {name}(format: 1, …)"))
                .shown_at(before.end);
        }
        let line = self.line(before.start);
        let what = format!(
            "the text goes on after its end: its outermost bracket is closed on line {line}"
        );
        let next = "remove what follows it, or look for a `)` too many before it";
        Misfit::new(token.start, what, next)
    }

    /// A text that ends where another one should begin, or within itself: something clings to its closing mark.
    fn unended_text(&self, token: Token) -> Option<Misfit> {
        let before = self.before().filter(|before| before.sort == Sort::Text)?;
        if before.end != token.start {
            return None;
        }
        let line = self.line(before.end);
        let column = self.text[..before.end]
            .rsplit('\n')
            .next()
            .map_or(0, |part| part.chars().count());
        let what = if self.line(before.start) == line {
            format!(
                "the text that begins here ends at column {column} already, and something clings to it"
            )
        } else {
            format!(
                "the text that begins here runs on to the next quotation mark, on line {line}, column {column}"
            )
        };
        let next =
            "close the text where it should end; a quotation mark inside a text is written \\\"";
        Some(Misfit::new(token.start, what, next).shown_at(before.start))
    }

    /// A token in a sentence.
    fn described(&self, token: Token) -> String {
        let word = token.of(self.text);
        match token.sort {
            Sort::Text if word.chars().count() > 24 => "a text".to_owned(),
            Sort::Text if word.contains('\n') => "a text".to_owned(),
            _ if word.chars().count() > 64 => "a long word".to_owned(),
            _ => format!("`{word}`"),
        }
    }

    fn before(&self) -> Option<Token> {
        self.at.checked_sub(1).map(|at| self.tokens[at])
    }

    fn is_before_colon(&self, at: usize) -> bool {
        self.tokens
            .get(at + 1)
            .is_some_and(|next| next.is(':', self.text))
    }

    fn closer(&self, open: &Token) -> &'static str {
        if open.is('[', self.text) { "]" } else { ")" }
    }

    fn line(&self, place: usize) -> usize {
        line_of(self.text, place)
    }
}
