//! Fields and entries that stand twice in an assessment, as a merge by lines can leave them.
//!
//! Where both sides have begun a list, and one of them has lengthened the list before it too, git puts both lists into
//! the file and calls that clean. Nothing of it may be lost, least of all by somebody who takes one of them away. So what
//! can be read as one list is: only of a text that was refused, so that reading others costs nothing.

use std::collections::{HashMap, HashSet};

use super::fault::Fault;
use super::tokens::{Sort, Token, tokens};

/// The lists that a merge joins entry by entry, and the field by which it tells their entries apart.
const LISTS: [(&str, &str); 17] = [
    ("actions", "id"),
    ("answers", "item"),
    ("confirmed", "by"),
    ("costs", "id"),
    ("decisions", "id"),
    ("declared", "id"),
    ("dissents", "id"),
    ("evidence", "id"),
    ("fulfilled", "condition"),
    ("history", "id"),
    ("meetings", "id"),
    ("parked", "id"),
    ("participants", "name"),
    ("resources", "id"),
    ("retired", "item"),
    ("snapshots", "id"),
    ("traits", "id"),
];

/// RON reads no deeper.
const DEEPEST: usize = 128;

/// Lists within lists within lists: an assessment has no more, and each level is gone over once more.
const MOST_LISTS: usize = 6;

/// A text in which everything stands once.
pub(super) struct Joined {
    /// The text.
    pub(super) text: String,
    /// A warning for everything that stood twice, at its second place in the text as it was, in bytes.
    pub(super) warnings: Vec<(usize, Fault)>,
    /// Where pieces of the text begin, and where they began in the text as it was.
    pieces: Vec<(usize, usize)>,
}

impl Joined {
    /// Where in the text as it was something stood that now stands at `offset`.
    pub(super) fn origin(&self, offset: usize) -> usize {
        let at = self.pieces.partition_point(|(begins, _)| *begins <= offset);
        match at.checked_sub(1).map(|at| self.pieces[at]) {
            Some((begins, began)) => began + (offset - begins),
            None => 0,
        }
    }
}

/// The text of an assessment with everything once that stands in it twice and can be read as one; nothing where there is
/// no such thing, or where the marks of the text don't go together. An error, with its place in bytes, where two entries
/// that go by one name differ.
pub(super) fn joined(text: &str) -> Option<Result<Joined, (usize, Fault)>> {
    let (tokens, unclosed) = tokens(text);
    if unclosed.is_some() {
        return None;
    }
    let mut reading = Reading {
        text,
        tokens: &tokens,
        edits: Vec::new(),
        warnings: Vec::new(),
        differs: None,
    };
    let end = reading.value(0, Depth::default())?;
    if end != tokens.len() {
        return None;
    }
    if let Some(differs) = reading.differs {
        return Some(Err(differs));
    }
    if reading.edits.is_empty() {
        return None;
    }
    reading.edits.sort_by_key(|edit| edit.at);
    let mut joined = Joined {
        text: String::with_capacity(text.len()),
        warnings: reading.warnings,
        pieces: Vec::new(),
    };
    emit(text, &reading.edits, (0, text.len()), &mut joined);
    Some(Ok(joined))
}

/// Something that is done to the text.
struct Edit {
    /// Where, in bytes.
    at: usize,
    /// So far the text is left out.
    until: usize,
    /// These entries are put here instead, after a comma where one is wanted.
    entries: Vec<(usize, usize)>,
    comma: bool,
}

/// Writes a part of the text with its edits; what is moved takes its own edits along.
fn emit(text: &str, edits: &[Edit], (from, until): (usize, usize), joined: &mut Joined) {
    let mut reached = from;
    let first = edits.partition_point(|edit| edit.at < from);
    for edit in edits[first..].iter().take_while(|edit| edit.at < until) {
        if edit.at < reached {
            continue;
        }
        keep(text, (reached, edit.at), joined);
        if edit.comma {
            joined.text.push(',');
        }
        for entry in &edit.entries {
            emit(text, edits, *entry, joined);
            joined.text.push(',');
        }
        reached = edit.until;
    }
    keep(text, (reached, until), joined);
}

fn keep(text: &str, (from, until): (usize, usize), joined: &mut Joined) {
    if from < until {
        joined.pieces.push((joined.text.len(), from));
        joined.text.push_str(&text[from..until]);
    }
}

/// Within what a value stands.
#[derive(Clone, Copy, Default)]
struct Depth {
    brackets: usize,
    lists: usize,
    /// The embedded checklist, in which nothing is joined.
    in_checklist: bool,
}

/// A field that was read, or an entry of a list: its tokens from the first up to the one behind the last.
#[derive(Clone, Copy)]
struct Span {
    from: usize,
    until: usize,
}

/// The first field of its name.
struct Field<'t> {
    value: Span,
    /// What is in it, where it is a list that can be joined with another.
    list: Option<List<'t>>,
}

/// The entries of a list.
#[derive(Default)]
struct List<'t> {
    /// They themselves, by their tokens.
    entries: HashSet<Vec<&'t str>>,
    /// What tells them apart.
    keys: HashSet<&'t str>,
    /// Each of them, once.
    spans: Vec<Span>,
    /// No comma is wanted before what is put behind them.
    is_open: bool,
}

struct Reading<'t> {
    text: &'t str,
    tokens: &'t [Token],
    edits: Vec<Edit>,
    warnings: Vec<(usize, Fault)>,
    differs: Option<(usize, Fault)>,
}

impl<'t> Reading<'t> {
    fn is(&self, at: usize, mark: char) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.is(mark, self.text))
    }

    fn word(&self, at: usize) -> &'t str {
        self.tokens[at].of(self.text)
    }

    fn words(&self, span: Span) -> Vec<&'t str> {
        (span.from..span.until).map(|at| self.word(at)).collect()
    }

    /// Whether two values are written alike; it takes no longer than the shorter of them.
    fn same(&self, one: Span, other: Span) -> bool {
        let length = one.until - one.from;
        length == other.until - other.from
            && (0..length).all(|at| self.word(one.from + at) == self.word(other.from + at))
    }

    /// Goes over a value, and gives the token behind it.
    fn value(&mut self, at: usize, depth: Depth) -> Option<usize> {
        let first = self.tokens.get(at)?;
        let named = first.sort == Sort::Word && self.is(at + 1, '(');
        let opens = if named { at + 1 } else { at };
        if !["(", "[", "{"].contains(&self.word(opens)) {
            return matches!(first.sort, Sort::Word | Sort::Number | Sort::Text).then_some(at + 1);
        }
        self.inside(opens, depth, &mut Vec::new())
    }

    /// Goes over what is in brackets, and gives the token behind them; `entries` takes what stands in them without a
    /// field's name.
    fn inside(&mut self, opens: usize, depth: Depth, entries: &mut Vec<Span>) -> Option<usize> {
        if depth.brackets == DEEPEST {
            return None;
        }
        let depth = Depth {
            brackets: depth.brackets + 1,
            ..depth
        };
        let closer = match self.word(opens) {
            "(" => ')',
            "[" => ']',
            _ => '}',
        };
        let mut fields: HashMap<&'t str, Field<'t>> = HashMap::new();
        let mut at = opens + 1;
        while !self.is(at, closer) {
            let is_field = self.tokens.get(at)?.sort == Sort::Word && self.is(at + 1, ':');
            let from = at;
            at = if is_field {
                self.field(at, depth, &mut fields)?
            } else {
                self.value(at, depth)?
            };
            if !is_field {
                entries.push(Span { from, until: at });
            }
            if self.is(at, ',') {
                at += 1;
            } else if !self.is(at, closer) {
                return None;
            }
        }
        Some(at + 1)
    }

    /// Goes over a field, joins it with the first of its name, and gives the token behind it.
    fn field(
        &mut self,
        name_at: usize,
        depth: Depth,
        fields: &mut HashMap<&'t str, Field<'t>>,
    ) -> Option<usize> {
        let (name, from) = (self.word(name_at), name_at + 2);
        let mut depth = depth;
        depth.in_checklist |= depth.brackets == 1 && name == "checklist";
        let key = LISTS.iter().find(|(list, _)| *list == name);
        let key =
            key.filter(|_| !depth.in_checklist && depth.lists < MOST_LISTS && self.is(from, '['));
        let (until, list) = match key {
            Some((_, key)) => {
                depth.lists += 1;
                let mut spans = Vec::new();
                let until = self.inside(from, depth, &mut spans)?;
                (until, Some(self.list(spans, key)))
            }
            None => (self.value(from, depth)?, None),
        };
        let value = Span { from, until };
        match (fields.get_mut(name), list) {
            (None, list) => {
                fields.insert(name, Field { value, list });
            }
            (Some(_), _) if depth.in_checklist => {}
            (Some(first), Some(mut list)) => {
                let key = key.map_or("id", |(_, key)| key);
                if let Some(known) = &mut first.list {
                    self.join(name_at, first.value, known, (value, &mut list), key);
                }
            }
            (Some(first), None) if self.same(first.value, value) => {
                let warning = Fault::warning(
                    Vec::new(),
                    format!("`{name}` is there twice, with the same value"),
                    "it is read once, and the next change writes it once",
                );
                self.leave_out(Span {
                    from: name_at,
                    until,
                });
                self.warn(name_at, warning);
            }
            // RON refuses it.
            (Some(_), None) => {}
        }
        Some(until)
    }

    /// The entries of a list, of which each is left in it once.
    fn list(&mut self, spans: Vec<Span>, key: &str) -> List<'t> {
        let mut list = List {
            is_open: spans.last().is_none_or(|last| self.is(last.until, ',')),
            ..List::default()
        };
        for span in spans {
            list.keys.extend(self.key(span, key));
            if list.entries.insert(self.words(span)) {
                list.spans.push(span);
                continue;
            }
            // There is a comma before it.
            list.is_open |= !self.is(span.until, ',');
            let warning = Fault::warning(
                Vec::new(),
                "the same entry is there twice, as a merge by git can leave it",
                "it is read once, and the next change writes it once",
            );
            self.leave_out(span);
            self.warn(span.from, warning);
        }
        list
    }

    /// Puts the entries of the second list behind those of the first.
    fn join(
        &mut self,
        name_at: usize,
        first: Span,
        known: &mut List<'t>,
        (value, list): (Span, &mut List<'t>),
        key: &str,
    ) {
        let name = self.word(name_at);
        let mut moved = Vec::new();
        for span in std::mem::take(&mut list.spans) {
            let words = self.words(span);
            if known.entries.contains(&words) {
                continue;
            }
            let called = self.key(span, key);
            if called.is_some_and(|called| known.keys.contains(called)) {
                let called = called.unwrap_or_default();
                let what = format!(
                    "`{name}` is there twice, and what both say of the entry {called} differs"
                );
                let next = format!(
                    "put the entries of both into one list; where two have the same `{key}`, write into one what both say"
                );
                let fault = Fault::error(Vec::new(), what, next);
                self.differs
                    .get_or_insert((self.tokens[span.from].start, fault));
            }
            known.entries.insert(words);
            known.keys.extend(called);
            moved.push((
                self.tokens[span.from].start,
                self.tokens[span.until - 1].end,
            ));
        }
        let at = self.tokens[first.until - 1].start;
        let comma = !known.is_open && !moved.is_empty();
        known.is_open |= comma;
        self.edits.push(Edit {
            at,
            until: at,
            comma,
            entries: moved,
        });
        self.leave_out(Span {
            from: name_at,
            until: value.until,
        });
        let warning = Fault::warning(
            Vec::new(),
            format!("`{name}` is there twice, as a merge by git leaves it: both are read"),
            "the next change writes one",
        );
        self.warn(name_at, warning);
    }

    /// What tells an entry apart: the first field of that name in it.
    fn key(&self, span: Span, key: &str) -> Option<&'t str> {
        let is_key = |at: &usize| {
            self.tokens[*at].sort == Sort::Word && self.word(*at) == key && self.is(at + 1, ':')
        };
        let at = (span.from..span.until).find(is_key)?;
        (at + 2 < span.until).then(|| self.word(at + 2))
    }

    /// Leaves out tokens, and the comma behind them.
    fn leave_out(&mut self, span: Span) {
        let last = if self.is(span.until, ',') {
            span.until
        } else {
            span.until - 1
        };
        self.edits.push(Edit {
            at: self.tokens[span.from].start,
            until: self.tokens[last].end,
            entries: Vec::new(),
            comma: false,
        });
    }

    fn warn(&mut self, at: usize, warning: Fault) {
        self.warnings.push((self.tokens[at].start, warning));
    }
}
