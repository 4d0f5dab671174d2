//! Who is here, who leads the meeting, and how long it is to take.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::action::{Action, Context};
use crate::domain::assessment::Participant;
use crate::domain::evidence::same_person;
use crate::domain::meeting::Meeting;
use crate::domain::text::Text;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{pad, width, wrap_in};
use crate::tui::widgets::dialog::Dialog as Frame;
use crate::tui::widgets::field_view::FieldView;
use crate::tui::widgets::rows::{draw_line, draw_row, more_in_column, row_of, split_top};
use crate::tui::widgets::text_field::TextField;
use crate::tui::widgets::window::Window;

/// The rows that are shown at most: people and the two fields.
const MOST_ROWS: u16 = 12;

/// The rows of words beneath.
const WORDS: u16 = 3;

/// The columns of the names of the fields.
const NAMES: u16 = 10;

/// The most columns of the names of people.
const MOST_NAME: usize = 28;

/// How many minutes a meeting takes unless somebody says otherwise.
const MINUTES: u32 = 60;

/// The longest meeting, in minutes.
const LONGEST: u32 = 1440;

/// The role of whoever leads a meeting and has no other.
const FACILITATOR: &str = "facilitator";

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Person {
    name: Text,
    role: Text,
    is_here: bool,
    /// Written down as a participant already.
    is_known: bool,
}

/// Who was said to be here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// Who leads it and writes down what is said.
    pub facilitator: Text,
    /// Who is here, the facilitator among them.
    pub present: Vec<Text>,
    /// The participants that are new, or have got a role.
    pub participants: Vec<Participant>,
    /// How long it is to take, in minutes.
    pub planned: Option<u32>,
}

/// The dialog that asks who is here.
#[derive(Debug)]
pub struct PeopleDialog {
    /// The meeting that goes on; none for one that begins.
    pub meeting: Option<Text>,
    /// What is wrong.
    pub fault: Option<String>,
    people: Vec<Person>,
    facilitator: usize,
    add: TextField,
    minutes: TextField,
    window: Window,
}

impl PeopleDialog {
    /// The dialog before a meeting: everybody who takes part, of whom only the one who asks is here as yet.
    pub fn of(participants: &[Participant], me: &Text) -> Self {
        Self::with(participants, me, &[], Some(MINUTES), None)
    }

    /// The dialog in a meeting.
    pub fn during(participants: &[Participant], meeting: &Meeting) -> Self {
        let id = Some(meeting.id.clone());
        let planned = meeting.planned;
        let mut dialog = Self::with(
            participants,
            &meeting.facilitator,
            &meeting.present,
            planned,
            id,
        );
        // It is asked for when somebody comes late: one who is known, or one to be named.
        let away = dialog.people.iter().position(|it| !it.is_here);
        dialog.window.selected = away.unwrap_or(dialog.people.len());
        dialog
    }

    fn with(
        participants: &[Participant],
        leads: &Text,
        present: &[Text],
        planned: Option<u32>,
        meeting: Option<Text>,
    ) -> Self {
        let mut people: Vec<Person> = participants
            .iter()
            .map(|participant| Person {
                name: participant.name.clone(),
                role: participant.role.clone(),
                is_here: false,
                is_known: true,
            })
            .collect();
        for name in present.iter().chain([leads]) {
            match people.iter_mut().find(|it| same_person(&it.name, name)) {
                Some(person) => person.is_here = true,
                None => people.push(Person {
                    name: name.clone(),
                    role: Text::default(),
                    is_here: true,
                    is_known: false,
                }),
            }
        }
        let mut leading = people.iter();
        let facilitator = leading.position(|it| same_person(&it.name, leads));
        let mut window = Window::default();
        // Where nobody else is known, others are named first.
        if people.len() < 2 {
            window.selected = people.len();
        }
        Self {
            meeting,
            fault: None,
            facilitator: facilitator.unwrap_or(0),
            people,
            add: TextField::single(""),
            minutes: TextField::single(planned.map_or_else(String::new, |it| it.to_string())),
            window,
        }
    }

    /// Who takes the keys: the list, or a field.
    pub fn context(&self) -> Context {
        if self.window.selected < self.people.len() {
            Context::People
        } else {
            Context::Form
        }
    }

    /// The field that takes the keys, where one does.
    pub fn field(&mut self) -> Option<&mut TextField> {
        match self.window.selected.checked_sub(self.people.len())? {
            0 => Some(&mut self.add),
            _ => Some(&mut self.minutes),
        }
    }

    /// Takes in those who were typed, if somebody was; says whether it did.
    pub fn add_typed(&mut self) -> bool {
        let typed = self.add.text().trim().to_owned();
        if typed.is_empty() {
            return false;
        }
        for one in typed.split(';') {
            let (name, role) = one.split_once(',').unwrap_or((one, ""));
            let (name, role) = (Text::new(name.trim()), Text::new(role.trim()));
            if name.is_blank() {
                continue;
            }
            match self
                .people
                .iter_mut()
                .find(|it| same_person(&it.name, &name))
            {
                Some(person) => {
                    person.is_here = true;
                    if !role.is_blank() && person.role != role {
                        (person.role, person.is_known) = (role, false);
                    }
                }
                None => self.people.push(Person {
                    name,
                    role,
                    is_here: true,
                    is_known: false,
                }),
            }
        }
        self.add = TextField::single("");
        self.window.selected = self.people.len();
        true
    }

    /// What accepting does now.
    pub(super) fn accepts(&self) -> &'static str {
        match &self.meeting {
            _ if self.adds() && !self.add.text().trim().is_empty() => "adds them",
            Some(_) => "go on",
            None => "begin",
        }
    }

    /// Whether the field for others takes the keys.
    pub fn adds(&self) -> bool {
        self.window.selected == self.people.len()
    }

    /// Who is here; absent where something typed can't be taken, which is then said.
    pub fn attendance(&mut self) -> Option<Attendance> {
        self.add_typed();
        let planned = match self.minutes.text().trim() {
            "" => None,
            typed => match typed.parse::<u32>() {
                Ok(minutes @ 1..=LONGEST) => Some(minutes),
                _ => {
                    self.window.selected = self.people.len() + 1;
                    let wanted = "minutes are a whole number as 60; empty is no limit";
                    self.fault = Some(wanted.to_owned());
                    return None;
                }
            },
        };
        let leads = &mut self.people[self.facilitator];
        if leads.role.is_blank() {
            leads.role = Text::from(FACILITATOR);
            leads.is_known = false;
        }
        let here = self.people.iter().filter(|person| person.is_here);
        let new = self.people.iter().filter(|it| it.is_here && !it.is_known);
        Some(Attendance {
            facilitator: self.people[self.facilitator].name.clone(),
            present: here.map(|person| person.name.clone()).collect(),
            participants: new
                .map(|person| Participant {
                    name: person.name.clone(),
                    role: person.role.clone(),
                })
                .collect(),
            planned,
        })
    }

    /// Moves, and changes who is here.
    pub fn go(&mut self, action: Action) {
        let len = self.people.len() + 2;
        let height = usize::from(MOST_ROWS);
        let selected = self.window.selected;
        self.fault = None;
        match action {
            Action::Down => self.window.move_by(1, len, height),
            Action::Up => self.window.move_by(-1, len, height),
            Action::PageDown => self.window.page_down(len, height),
            Action::PageUp => self.window.page_up(len, height),
            Action::First => self.window.home(len, height),
            Action::Last => self.window.end(len, height),
            Action::NextField => self.window.select((selected + 1) % len, len, height),
            Action::PreviousField => self.window.select((selected + len - 1) % len, len, height),
            Action::Toggle if selected == self.facilitator => {
                let stays = "whoever leads it is here; somebody else can lead it";
                self.fault = Some(stays.to_owned());
            }
            Action::Toggle => {
                if let Some(person) = self.people.get_mut(selected) {
                    person.is_here = !person.is_here;
                }
            }
            Action::Facilitate => {
                if let Some(person) = self.people.get_mut(selected) {
                    person.is_here = true;
                    if selected == self.facilitator {
                        self.fault = Some(format!("{} leads it already", person.name.shown()));
                    }
                    self.facilitator = selected;
                }
            }
            _ => {}
        }
    }

    pub(super) fn draw(
        &self,
        screen: Rect,
        buffer: &mut Buffer,
        hints: Line<'_>,
        look: (&Theme, &Glyphs),
    ) {
        let (theme, glyphs) = look;
        let frame = self.frame(hints, look);
        (&frame).render(screen, buffer);
        let (rows, below) = Self::parts(frame.body(screen));
        let len = self.people.len() + 2;
        let visible = self.window.visible(len, usize::from(rows.height));
        let more = (visible.start > 0, visible.end < len);
        for (y, at) in visible.enumerate() {
            self.draw_row(at, row_of(rows, y), buffer, look);
        }
        more_in_column(rows, rows.right().saturating_sub(1), more, buffer, look);
        let (words, style) = match &self.fault {
            Some(fault) => (fault.clone(), theme.error),
            None => (self.words(), theme.dim),
        };
        let (columns, height) = (usize::from(below.width), usize::from(below.height));
        let lines = wrap_in(&words, columns, height, glyphs.cut);
        for (y, line) in lines.into_iter().enumerate() {
            draw_line(Line::styled(line, style), row_of(below, y), buffer, glyphs);
        }
    }

    fn draw_row(&self, at: usize, area: Rect, buffer: &mut Buffer, look: (&Theme, &Glyphs)) {
        let (theme, glyphs) = look;
        let selected = at == self.window.selected;
        let gutter = if selected { glyphs.gutter } else { " " };
        let Some(person) = self.people.get(at) else {
            let name = if at == self.people.len() {
                "Add"
            } else {
                "Minutes"
            };
            let style = if selected { theme.title } else { theme.dim };
            let name = pad(&format!("{gutter} {name}"), usize::from(NAMES));
            draw_line(Line::styled(name, style), area, buffer, glyphs);
            (&self.view(at, look)).render(field_of(area), buffer);
            return;
        };
        let (sign, here) = if person.is_here {
            (Span::styled(glyphs.met, theme.met), "here")
        } else {
            (Span::styled(glyphs.unanswered, theme.unanswered), "away")
        };
        let mut spans = vec![
            Span::raw(format!("{gutter} ")),
            sign,
            Span::styled(format!(" {here}  "), theme.dim),
            Span::styled(pad(person.name.shown().as_str(), self.names()), theme.text),
        ];
        if !person.role.is_blank() {
            let role = format!("  {}", person.role.shown());
            spans.push(Span::styled(role, theme.dim));
        }
        if at == self.facilitator {
            let separator = glyphs.separator;
            spans.push(Span::styled(format!("  {separator} leads it"), theme.title));
        }
        draw_row(Line::from(spans), (selected, true), area, buffer, look);
    }

    pub(super) fn cursor(&self, screen: Rect, look: (&Theme, &Glyphs)) -> Option<Position> {
        let (rows, _) = Self::parts(self.frame(Line::default(), look).body(screen));
        let (len, height) = (self.people.len() + 2, usize::from(rows.height));
        let row = row_of(rows, self.window.selected_row(len, height)?);
        if self.window.selected < self.people.len() {
            let Rect { x, y, .. } = row;
            return Some(Position { x, y });
        }
        let view = self.view(self.window.selected, look);
        view.cursor_position(field_of(row))
    }

    /// The columns of the names of people, so that their roles stand below each other.
    fn names(&self) -> usize {
        let names = self.people.iter().map(|it| width(it.name.shown().as_str()));
        names.max().unwrap_or(0).min(MOST_NAME)
    }

    fn view<'a>(&'a self, at: usize, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> FieldView<'a> {
        let (field, placeholder) = if at == self.people.len() {
            (&self.add, "who else is here: Ana, sre")
        } else {
            (&self.minutes, "no limit")
        };
        FieldView {
            field,
            placeholder,
            theme,
            glyphs,
        }
    }

    /// How many are here, and who writes down what they say.
    fn words(&self) -> String {
        let here = self.people.iter().filter(|person| person.is_here).count();
        let leads = &self.people[self.facilitator];
        let closes = if leads.role.is_blank() || leads.role.raw() == FACILITATOR {
            String::new()
        } else {
            format!(
                " Their role stays {}: only the role facilitator closes other people's dissents.",
                leads.role.shown()
            )
        };
        format!(
            "{here} here. {} leads it and writes down what is said.{closes}",
            leads.name.shown()
        )
    }

    /// The rows, and the words beneath.
    fn parts(body: Rect) -> (Rect, Rect) {
        let words = match body.height {
            0..=3 => 0,
            4..=6 => 1,
            _ => WORDS,
        };
        let (rows, below) = split_top(body, body.height - words);
        let (_, below) = split_top(below, u16::from(words > 1));
        (rows, below)
    }

    fn frame<'a>(&'a self, hints: Line<'a>, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> Frame<'a> {
        let rows = u16::try_from(self.people.len() + 2).unwrap_or(u16::MAX);
        Frame {
            title: "Who is here?",
            hints,
            body_width: 72,
            body_height: rows.min(MOST_ROWS) + WORDS,
            theme,
            glyphs,
        }
    }
}

/// The field of a row.
fn field_of(row: Rect) -> Rect {
    let names = NAMES.min(row.width / 2);
    Rect {
        x: row.x + names,
        width: row.width - names,
        ..row
    }
}
