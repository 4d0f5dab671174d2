//! A user interface without a terminal: keys go in, pictures come out.

use std::fmt::Write as _;
use std::sync::Arc;

use candor::domain::assessment::{Assessment, Head, Subject};
use candor::domain::evidence::Content;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset};
use candor::format::read::read_checklist;
use candor::tui::effect::Effect;
use candor::tui::keymap::Key;
use candor::tui::message::{HomeRow, Message, Opened};
use candor::tui::model::Model;
use candor::tui::theme::{Glyphs, Theme};
use candor::tui::update::{Surroundings, resize, show, update};
use candor::tui::view::view;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

/// The sizes that every screen is pictured at.
pub(crate) const SIZES: [(u16, u16); 3] = [(120, 32), (60, 18), (40, 8)];

/// A user interface with a fixed clock and counted ids.
pub(crate) struct Ui {
    pub(crate) model: Model,
    pub(crate) now: Moment,
    ids: u32,
    /// Effects that were not answered by the harness itself.
    pub(crate) effects: Vec<Effect>,
    /// Saves are acknowledged at once.
    pub(crate) saves: bool,
    /// What led here, so that it can be typed into the real program as well.
    pub(crate) typed: Vec<Typed>,
    pub(crate) began_in_review: bool,
}

/// Something that came into a user interface.
#[derive(Debug, Clone)]
pub(crate) enum Typed {
    /// Keys, as [`Ui::press`] takes them.
    Keys(String),
    /// A text that was pasted.
    Pasted(String),
    /// A message that nobody can type.
    Came,
}

impl Typed {
    /// Types it again.
    pub(crate) fn again(&self, ui: Ui) -> Ui {
        match self {
            Self::Keys(keys) => ui.keys(keys),
            Self::Pasted(text) => ui.paste(text),
            Self::Came => ui,
        }
    }
}

pub(crate) fn moment(text: &str) -> Moment {
    Moment::parse(text, UtcOffset::default()).unwrap()
}

/// A small checklist with one item of every kind that the screens treat apart.
pub(crate) fn checklist() -> &'static str {
    include_str!("launch.ron")
}

pub(crate) fn assessment() -> Assessment {
    let (checklist, faults) = read_checklist(checklist().as_bytes());
    let checklist = checklist.unwrap_or_else(|| panic!("{faults:?}"));
    let subject = Subject {
        name: "Payments API".into(),
        version: "2.4.1".into(),
        ..Subject::default()
    };
    let head = Head {
        subject,
        ..Head::default()
    };
    Assessment::new(
        Arc::new(checklist),
        head,
        moment("2026-11-20T09:00:00Z"),
        UtcOffset::default(),
    )
}

impl Ui {
    /// The home screen.
    pub(crate) fn home(size: (u16, u16)) -> Self {
        let theme = Theme::choose(false, None).unwrap();
        let area = Rect::new(0, 0, size.0, size.1);
        Self {
            model: Model::new(area, Some("Ana".into()), theme, Glyphs::choose(false)),
            now: moment("2026-11-21T09:00:00Z"),
            ids: 0,
            effects: Vec::new(),
            saves: true,
            typed: Vec::new(),
            began_in_review: false,
        }
    }

    /// A review of the small checklist.
    pub(crate) fn review(size: (u16, u16)) -> Self {
        Self::review_of(assessment(), size)
    }

    /// A review of an assessment.
    pub(crate) fn review_of(assessment: Assessment, size: (u16, u16)) -> Self {
        let mut ui = Self::home(size);
        ui.began_in_review = true;
        let opened = Opened {
            assessment,
            path: "readiness/payments-api.ron".to_owned(),
            warnings: Vec::new(),
            read_only: false,
            is_new: false,
            is_unwritten: false,
            git_waits: Some("git add readiness/payments-api.ron && git commit".to_owned()),
        };
        show(&mut ui.model, opened, false, ui.now);
        ui
    }

    pub(crate) fn monochrome(mut self) -> Self {
        self.model.theme = Theme::choose(true, None).unwrap();
        self
    }

    pub(crate) fn with_rows(mut self, rows: Vec<HomeRow>) -> Self {
        self.send(Message::HomeRows(rows));
        self
    }

    /// Presses keys: `jj<space><enter>`; what is not in angle brackets is typed letter by letter.
    pub(crate) fn keys(mut self, keys: &str) -> Self {
        self.press(keys);
        self
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.typed.push(Typed::Keys(keys.to_owned()));
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<');
            let name = if let Some((name, after)) = named.and_then(|named| named.split_once('>')) {
                rest = after;
                name.to_owned()
            } else {
                rest = &rest[first.len_utf8()..];
                let name = if first == ' ' {
                    "space"
                } else {
                    &first.to_string()
                };
                name.to_owned()
            };
            let key = Key::parse(&name).unwrap_or_else(|| panic!("no key {name}"));
            self.take(Message::Key(key.event()));
        }
    }

    pub(crate) fn paste(mut self, text: &str) -> Self {
        self.typed.push(Typed::Pasted(text.to_owned()));
        self.take(Message::Paste(text.to_owned()));
        self
    }

    pub(crate) fn resized(mut self, size: (u16, u16)) -> Self {
        resize(&mut self.model, Rect::new(0, 0, size.0, size.1));
        self
    }

    pub(crate) fn send(&mut self, message: Message) {
        self.typed.push(Typed::Came);
        self.take(message);
    }

    fn take(&mut self, message: Message) {
        let mut messages = vec![message];
        while let Some(message) = messages.pop() {
            let ids = &mut self.ids;
            let mut fresh = || {
                *ids += 1;
                Text::new(format!("id{ids}"))
            };
            let mut around = Surroundings {
                now: self.now,
                fresh: &mut fresh,
            };
            for effect in update(&mut self.model, message, &mut around) {
                match effect {
                    Effect::Save(handover) if self.saves => {
                        messages.push(Message::Saved(handover.number));
                    }
                    Effect::Capture { item, path } => messages.push(Message::Captured {
                        item,
                        result: Ok(Content::File {
                            path,
                            sha256: "ab".repeat(32),
                            bytes: 1234,
                        }),
                    }),
                    effect => self.effects.push(effect),
                }
            }
        }
    }

    /// The assessment as it stands.
    pub(crate) fn assessment(&self) -> &Assessment {
        self.model.review.as_ref().unwrap().session.assessment()
    }

    /// What is drawn, and where the cursor stands.
    pub(crate) fn buffer(&self) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(self.model.size);
        let cursor = view(&self.model, &mut buffer);
        (buffer, cursor)
    }

    /// The characters on the screen.
    pub(crate) fn text(&self) -> String {
        let (buffer, _) = self.buffer();
        rows(&buffer).join("\n")
    }

    /// The characters with the styles of every run, and the cursor: what a colour or a modifier changes shows here.
    pub(crate) fn picture(&self) -> String {
        let (buffer, cursor) = self.buffer();
        let mut picture = rows(&buffer).join("\n");
        picture.push_str("\n---\n");
        for y in 0..buffer.area.height {
            let mut runs = String::new();
            let mut x = 0;
            while x < buffer.area.width {
                let style = buffer[(x, y)].style();
                let start = x;
                while x < buffer.area.width && buffer[(x, y)].style() == style {
                    x += 1;
                }
                let named = style_name(style);
                if !named.is_empty() {
                    let _ = write!(runs, " {start}-{}:{named}", x - 1);
                }
            }
            if !runs.is_empty() {
                let _ = writeln!(picture, "{y:>2}{runs}");
            }
        }
        let _ = match cursor {
            Some(place) => writeln!(picture, "cursor {},{}", place.x, place.y),
            None => writeln!(picture, "no cursor"),
        };
        picture
    }
}

fn rows(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width).max(1);
    let mut rows = Vec::new();
    for cells in buffer.content.chunks(width) {
        let mut row = String::new();
        let mut skip = 0;
        for cell in cells {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            skip = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
            row.push_str(cell.symbol());
        }
        rows.push(row.trim_end().to_owned());
    }
    rows
}

fn style_name(style: Style) -> String {
    let mut parts = Vec::new();
    if let Some(colour) = style
        .fg
        .filter(|colour| *colour != ratatui::style::Color::Reset)
    {
        parts.push(colour.to_string());
    }
    if let Some(colour) = style
        .bg
        .filter(|colour| *colour != ratatui::style::Color::Reset)
    {
        parts.push(format!("on {colour}"));
    }
    for (modifier, name) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ] {
        if style.add_modifier.contains(modifier) {
            parts.push(name.to_owned());
        }
    }
    parts.join(" ")
}
