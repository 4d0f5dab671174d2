//! The evidence dialog: a link, a file or a note, and whether that counts for the item.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::action::Action;
use crate::domain::checklist::{EvidenceRule, Item, Kind};
use crate::domain::evidence::{Shows, is_url};
use crate::domain::text::{Shown, Text};
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::wrap_in;
use crate::tui::widgets::dialog::Dialog as Frame;
use crate::tui::widgets::field_view::FieldView;
use crate::tui::widgets::text_field::TextField;

/// The kinds that can be attached here, in the order of the Tab key.
const KINDS: [Kind; 3] = [Kind::Link, Kind::File, Kind::Note];

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

/// The evidence dialog.
#[derive(Debug)]
pub struct EvidenceDialog {
    /// The item's id.
    pub item: Text,
    /// What is typed.
    pub field: TextField,
    /// What is wrong with what was offered last; may hold text from outside.
    pub fault: Option<String>,
    /// A file is being read.
    pub busy: bool,
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
    pub fn of(item: &Item, shows: Shows, to_be_confirmed: bool) -> Self {
        let accepted = item.accepted().to_vec();
        let kind = KINDS
            .into_iter()
            .find(|kind| accepted.contains(kind))
            .unwrap_or(Kind::Link);
        Self {
            item: item.id.clone(),
            field: TextField::single(""),
            fault: None,
            busy: false,
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

    /// Takes a paste: a URL makes it a link, a dropped path a file.
    pub fn paste(&mut self, pasted: &str) {
        let text = pasted.trim();
        let path = dropped_path(text);
        if self.field.is_empty() && is_url(text) {
            self.kind = Kind::Link;
        } else if let (true, Some(path)) = (self.field.is_empty(), path) {
            self.kind = Kind::File;
            self.field.paste(&path);
            return;
        }
        self.field.paste(text);
    }

    pub(super) fn go(&mut self, action: Action) {
        let at = KINDS
            .iter()
            .position(|kind| *kind == self.kind)
            .unwrap_or(0);
        let next = match action {
            Action::NextField => at + 1,
            Action::PreviousField => at + KINDS.len() - 1,
            _ => return,
        };
        self.kind = KINDS[next % KINDS.len()];
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
        let body = frame.body(screen);
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
        if body.height > 1 {
            Line::from(kinds).render(row(body, 0), buffer);
        }
        let placeholder = match self.kind {
            Kind::File => "path; the file is pinned by its SHA-256 and kept beside the review",
            Kind::Note => "what was seen, in words",
            _ => "https://…",
        };
        let field = FieldView {
            field: &self.field,
            placeholder,
            theme,
            glyphs,
        };
        (&field).render(field_row(body), buffer);
        let (words, style) = match (&self.fault, self.busy) {
            (Some(fault), _) => (Shown::line(fault).into_string(), theme.error),
            (None, true) => ("reading the file…".to_owned(), theme.warning),
            (None, false) => (self.counts(), theme.dim),
        };
        let (columns, rows) = (usize::from(body.width), body.height.saturating_sub(4));
        let lines = wrap_in(&words, columns, usize::from(rows), glyphs.cut);
        for (y, line) in (4..body.height).zip(lines) {
            Line::styled(line, style).render(row(body, y), buffer);
        }
    }

    pub(super) fn cursor(&self, screen: Rect, look: (&Theme, &Glyphs)) -> Option<Position> {
        let body = self.frame(Line::default(), look).body(screen);
        let field = FieldView {
            field: &self.field,
            placeholder: "",
            theme: look.0,
            glyphs: look.1,
        };
        field.cursor_position(field_row(body))
    }

    fn frame<'a>(&'a self, hints: Line<'a>, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> Frame<'a> {
        Frame {
            title: &self.title,
            hints,
            body_width: 76,
            body_height: 8,
            theme,
            glyphs,
        }
    }

    /// Whether this kind counts for the item, and why not where it doesn't.
    fn counts(&self) -> String {
        if !self.wanted {
            return "No evidence is needed here; it is kept all the same.".to_owned();
        }
        if !self.accepted.contains(&self.kind) {
            let accepted: Vec<&str> = self.accepted.iter().map(|kind| kind.word()).collect();
            let kind = self.kind.word();
            return format!(
                "A {kind} does not count for this item, which accepts: {}. It is kept as background.",
                accepted.join(", ")
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

fn row(area: Rect, y: u16) -> Rect {
    let height = u16::from(y < area.height);
    Rect {
        y: area.y + y.min(area.height),
        height,
        ..area
    }
}

/// The field is the third row, or the last where there are fewer.
fn field_row(body: Rect) -> Rect {
    row(body, 2.min(body.height.saturating_sub(1)))
}

/// The path in a text as terminals paste a dropped file: quoted, with escaped blanks, or as a `file://` address.
fn dropped_path(text: &str) -> Option<String> {
    let bare = text.strip_prefix("file://").unwrap_or(text);
    let quoted = |quote: char| {
        bare.strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
    };
    let path = match quoted('\'').or_else(|| quoted('"')) {
        Some(path) => path.to_owned(),
        None => bare.replace("\\ ", " "),
    };
    let starts_like_one = ["/", "./", "../", "~/"]
        .iter()
        .any(|start| path.starts_with(start));
    (starts_like_one && !path.contains('\n')).then_some(path)
}
