//! The evidence dialog: a link, a file or a note, and whether that counts for the item.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::action::Action;
use crate::domain::checklist::{EvidenceRule, Item, Kind};
use crate::domain::evidence::{Shows, is_url};
use crate::domain::text::{Shown, Text};
use crate::tui::message::Measured;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::wrap_in;
use crate::tui::widgets::dialog::Dialog as Frame;
use crate::tui::widgets::field_view::FieldView;
use crate::tui::widgets::rows::{draw_line, row_of, split_top};
use crate::tui::widgets::signs::{KINDS, attachable};
use crate::tui::widgets::text_field::TextField;

use super::complete::{Completion, MOST_ROWS};
use super::evidence_facts::{dropped_paths, facts, looks_secret};

/// What is offered as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// A URL.
    Link(String),
    /// A path.
    File(String),
    /// A text.
    Note(String),
}

/// What stands before the day.
const OBSERVED: &str = "seen on ";

/// What is said of a file that usually holds a secret.
const SECRET: &str = "this looks like a secret; everybody who reads the review could read it";

/// Where the parts of the dialog are; what has no room is empty.
struct Parts {
    kinds: Rect,
    field: Rect,
    middle: Rect,
    observed: Rect,
    counts: Rect,
}

/// The evidence dialog.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each with its own name"
)]
pub struct EvidenceDialog {
    /// The item's id.
    pub item: Text,
    /// What is typed.
    pub field: TextField,
    /// The day on which it was seen, as typed.
    pub observed: TextField,
    /// What is wrong with what was offered last; may hold text from outside.
    pub fault: Option<String>,
    /// A file is being read.
    pub busy: bool,
    /// What a path may become.
    pub completion: Completion,
    /// What there is at the typed path.
    pub measured: Option<Measured>,
    /// Files that were dropped with this one and are offered after it.
    pub others: Vec<String>,
    /// Keys go into the day.
    in_observed: bool,
    title: String,
    kind: Kind,
    accepted: Vec<Kind>,
    wanted: bool,
    to_be_confirmed: bool,
    shows: Shows,
}

impl EvidenceDialog {
    /// The dialog for an item; `shows` is what evidence shows by default, `to_be_confirmed` says that somebody else
    /// has to confirm links and notes.
    pub fn of(item: &Item, shows: Shows, to_be_confirmed: bool, today: NaiveDate) -> Self {
        let accepted = item.accepted().to_vec();
        let kind = KINDS
            .into_iter()
            .find(|kind| accepted.contains(kind))
            .unwrap_or(Kind::Link);
        Self {
            item: item.id.clone(),
            field: TextField::single(""),
            observed: TextField::single(today.to_string()),
            fault: None,
            busy: false,
            completion: Completion::default(),
            measured: None,
            others: Vec::new(),
            in_observed: false,
            title: format!("Evidence for {}", item.id.shown()),
            kind,
            accepted,
            wanted: item.evidence == EvidenceRule::Needed,
            to_be_confirmed,
            shows,
        }
    }

    /// What is typed, as what it is offered as.
    pub fn offer(&self) -> Offer {
        let text = self.field.text().trim().to_owned();
        match self.kind {
            Kind::File => Offer::File(text),
            Kind::Note => Offer::Note(text),
            Kind::Link | Kind::Command => Offer::Link(text),
        }
    }

    /// The field that takes text at the moment.
    pub fn field_in_use(&mut self) -> &mut TextField {
        if self.in_observed {
            &mut self.observed
        } else {
            &mut self.field
        }
    }

    /// The path that is being typed, where it is a file that is offered.
    pub fn path(&self) -> Option<&str> {
        (self.kind == Kind::File && !self.busy).then(|| self.field.text())
    }

    /// Takes in that something was typed.
    pub fn typed(&mut self) {
        self.fault = None;
        let text = self.field.text();
        if self.measured.as_ref().is_some_and(|it| it.text != text) {
            self.measured = None;
        }
    }

    /// Takes a paste: a URL makes it a link, a dropped path a file, words a note; of several paths the first comes first.
    pub fn paste(&mut self, pasted: &str) {
        let text = pasted.trim();
        if self.in_observed {
            self.observed.paste(text);
            return;
        }
        let mut paths = dropped_paths(text);
        if self.field.is_empty() && is_url(text) {
            self.kind = Kind::Link;
        } else if self.field.is_empty() && !paths.is_empty() {
            self.others = paths.split_off(1);
            self.offer_file(&paths[0]);
            return;
        } else if self.field.is_empty()
            && self.kind == Kind::Link
            && text.contains(char::is_whitespace)
        {
            // No address has blanks in it.
            self.kind = Kind::Note;
        }
        self.field.paste(text);
        self.typed();
    }

    /// Takes over what was typed into another of its kind for the same item.
    pub fn take_words(&mut self, other: Self) {
        (self.kind, self.field, self.others) = (other.kind, other.field, other.others);
        self.observed = other.observed;
    }

    /// Offers a file.
    pub fn offer_file(&mut self, path: &str) {
        self.kind = Kind::File;
        self.field.set_text(path);
        self.typed();
    }

    /// What the key into the suggestions does now, for its hint; empty where there is nowhere to go.
    pub(super) fn below(&self) -> &'static str {
        match (self.in_observed, self.kind, self.completion.is_empty()) {
            (true, ..) => "",
            (false, Kind::File, false) => "choose",
            (false, ..) => "day",
        }
    }

    pub(super) fn go(&mut self, action: Action) {
        let at = KINDS
            .iter()
            .position(|kind| *kind == self.kind)
            .unwrap_or(0);
        let next = match action {
            Action::NextField => at + 1,
            Action::PreviousField => at + KINDS.len() - 1,
            Action::Down | Action::Up => {
                let chooses = self.kind == Kind::File && !self.in_observed;
                if !(chooses && self.completion.go(action)) {
                    self.in_observed = action == Action::Down;
                }
                return;
            }
            _ => return,
        };
        self.kind = KINDS[next % KINDS.len()];
        self.in_observed = false;
        self.fault = None;
    }

    pub(super) fn draw(
        &self,
        screen: Rect,
        buffer: &mut Buffer,
        hints: Line<'_>,
        look: (&Theme, &Glyphs),
    ) {
        let frame = self.frame(hints, look);
        (&frame).render(screen, buffer);
        let (theme, glyphs) = look;
        let parts = self.parts(frame.body(screen));
        let mut kinds = Vec::new();
        for kind in KINDS {
            let chosen = kind == self.kind;
            let style = if chosen {
                theme.selected.patch(theme.title)
            } else {
                theme.dim
            };
            let gutter = if chosen { glyphs.gutter } else { " " };
            kinds.push(Span::styled(format!("{gutter}{} ", kind.word()), style));
            kinds.push(Span::raw(" "));
        }
        draw_line(Line::from(kinds), parts.kinds, buffer, glyphs);
        let view = self.field_view(look);
        (&view).render(parts.field, buffer);
        if self.kind == Kind::File && !self.in_observed {
            let cursor = view.cursor_position(parts.field);
            self.completion
                .draw_rest(&self.field, cursor, parts.field, buffer, look);
        }
        self.draw_middle(parts.middle, buffer, look);
        if !parts.observed.is_empty() {
            let style = if self.in_observed {
                theme.title
            } else {
                theme.dim
            };
            draw_line(
                Line::styled(OBSERVED, style),
                parts.observed,
                buffer,
                glyphs,
            );
            (&self.observed_view(look)).render(observed_field(parts.observed), buffer);
        }
        write(&self.counts(), theme.dim, parts.counts, buffer, glyphs);
    }

    /// What is wrong, what there is at the path, and what it may become.
    fn draw_middle(&self, area: Rect, buffer: &mut Buffer, look: (&Theme, &Glyphs)) {
        let (theme, glyphs) = look;
        if let Some(fault) = &self.fault {
            let fault = Shown::line(fault).into_string();
            write(&fault, theme.error, area, buffer, glyphs);
            return;
        }
        if self.busy {
            write("reading the file…", theme.warning, area, buffer, glyphs);
            return;
        }
        let others = self.others.len();
        if others > 0 && area.height > 3 {
            let s = if others == 1 { "" } else { "s" };
            let words = format!("{others} more file{s} dropped with it: offered after this one");
            let last = row_of(area, usize::from(area.height) - 1);
            write(&words, theme.warning, last, buffer, glyphs);
        }
        if self.kind != Kind::File {
            return;
        }
        let taken = self.draw_facts(area, buffer, look);
        let (_, rest) = split_top(area, taken);
        self.completion.draw(rest, buffer, look);
    }

    /// What there is at the typed path; gives the rows that it took.
    fn draw_facts(
        &self,
        area: Rect,
        buffer: &mut Buffer,
        (theme, glyphs): (&Theme, &Glyphs),
    ) -> u16 {
        let Some(measured) = &self.measured else {
            return 0;
        };
        let columns = usize::from(area.width);
        match &measured.result {
            Ok((bytes, sha256)) => {
                let mut lines = facts(*bytes, sha256.as_deref(), columns, glyphs.cut).to_vec();
                if looks_secret(&measured.text) {
                    lines.insert(0, format!("{} {SECRET}", glyphs.alert));
                }
                let mut taken = 0;
                for line in lines {
                    let style = if line.ends_with(SECRET) {
                        theme.warning
                    } else {
                        theme.text
                    };
                    let (_, left) = split_top(area, taken);
                    let (next, _) = split_top(left, 1);
                    write(&line, style, next, buffer, glyphs);
                    taken += next.height;
                }
                taken
            }
            // While there is something to choose from, the path is not whole yet.
            Err(problem) if self.completion.is_empty() => {
                let words = Shown::line(&problem.to_string()).into_string();
                write(&words, theme.warning, area, buffer, glyphs);
                area.height
            }
            Err(_) => 0,
        }
    }

    pub(super) fn cursor(&self, screen: Rect, look: (&Theme, &Glyphs)) -> Option<Position> {
        let parts = self.parts(self.frame(Line::default(), look).body(screen));
        if self.in_observed {
            let field = observed_field(parts.observed);
            return self.observed_view(look).cursor_position(field);
        }
        self.field_view(look).cursor_position(parts.field)
    }

    fn field_view<'a>(&'a self, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> FieldView<'a> {
        FieldView {
            field: &self.field,
            placeholder: match self.kind {
                Kind::File => "path; the file is pinned by its SHA-256 and kept beside the review",
                Kind::Note => "what was seen, in words",
                _ => "https://",
            },
            theme,
            glyphs,
        }
    }

    fn observed_view<'a>(&'a self, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> FieldView<'a> {
        FieldView {
            field: &self.observed,
            placeholder: "2026-05-01",
            theme,
            glyphs,
        }
    }

    fn frame<'a>(&'a self, hints: Line<'a>, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> Frame<'a> {
        Frame {
            title: &self.title,
            hints,
            body_width: 76,
            body_height: if self.kind == Kind::File {
                6 + MOST_ROWS
            } else {
                8
            },
            theme,
            glyphs,
        }
    }

    fn parts(&self, body: Rect) -> Parts {
        let height = body.height;
        let (kinds, rest) = split_top(body, u16::from(height >= 3));
        let (_, rest) = split_top(rest, u16::from(height >= 8));
        let (field, rest) = split_top(rest, 1);
        let counts = match height {
            0..2 => 0,
            2..7 => 1,
            _ => 2,
        };
        let (rest, counts) = split_top(rest, rest.height.saturating_sub(counts));
        let observed = u16::from(height >= 6 || self.in_observed);
        let (middle, observed) = split_top(rest, rest.height.saturating_sub(observed));
        Parts {
            kinds,
            field,
            middle,
            observed,
            counts,
        }
    }

    /// Whether this kind counts for the item, and why not where it doesn't.
    fn counts(&self) -> String {
        if !self.wanted {
            return "No evidence is needed here; it is kept all the same.".to_owned();
        }
        if !self.accepted.contains(&self.kind) {
            let accepted = attachable(&self.accepted);
            let kind = self.kind.word();
            return format!(
                "A {kind} does not count for this item, which accepts: {accepted}. It is kept as background."
            );
        }
        let shows = match self.shows {
            Shows::Met => "It counts, and shows that the item is met.".to_owned(),
            Shows::Partial(share) => {
                format!("It counts, and shows {} %, as answered.", share.percent())
            }
            Shows::Against | Shows::Context => {
                return "The answer is not met, unknown or n/a, so this is kept as background. Answer first to \
                        make it count."
                    .to_owned();
            }
        };
        if self.to_be_confirmed && self.kind != Kind::File {
            format!(
                "{shows} Somebody else has to confirm it before the verdict can be an unconditional go."
            )
        } else {
            shows
        }
    }
}

fn observed_field(row: Rect) -> Rect {
    let before = u16::try_from(OBSERVED.len()).unwrap_or(0).min(row.width);
    Rect {
        x: row.x + before,
        width: (row.width - before).min(12),
        ..row
    }
}

/// Words that are safe to show, wrapped into an area.
fn write(words: &str, style: Style, area: Rect, buffer: &mut Buffer, glyphs: &Glyphs) {
    let (columns, rows) = (usize::from(area.width), usize::from(area.height));
    for (y, line) in wrap_in(words, columns, rows, glyphs.cut)
        .into_iter()
        .enumerate()
    {
        draw_line(Line::styled(line, style), row_of(area, y), buffer, glyphs);
    }
}
