//! What is asked about the subject: its traits, and which stage is aimed at.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::action::Action;
use crate::domain::assessment::{Assessment, Status};
use crate::domain::text::Text;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_line, wrap_in};
use crate::tui::widgets::dialog::Dialog as Frame;
use crate::tui::widgets::window::Window;

/// One thing that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A trait: its id, the question, and the answer.
    Trait(Text, String, Option<bool>),
    /// A stage that may be aimed at, or none of them; its title, and whether it is the target.
    Stage(Option<Text>, String, bool),
}

/// What is asked about the subject, with the answers.
#[derive(Debug)]
pub struct SubjectDialog {
    rows: Vec<Row>,
    window: Window,
    /// Nothing was answered before: the questions are asked one after another.
    pub is_asking: bool,
}

const TITLE: &str = "About the subject";
const BODY: (u16, u16) = (76, 16);

impl SubjectDialog {
    /// The dialog; absent where the checklist asks nothing and has no stages.
    pub fn of(assessment: &Assessment) -> Option<Self> {
        let rows = rows(assessment);
        let head = &assessment.head;
        let mut answers = assessment.answers().iter();
        let is_asking = head.subject.traits.is_empty()
            && head.target.is_none()
            && answers.all(|answer| answer.status == Status::Unanswered);
        (!rows.is_empty()).then(|| Self {
            rows,
            window: Window::default(),
            is_asking,
        })
    }

    /// Takes in what the assessment says now.
    pub fn refresh(&mut self, assessment: &Assessment) {
        self.rows = rows(assessment);
    }

    /// What is selected.
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(self.window.selected)
    }

    /// Selects the next row; says whether there was one.
    pub fn next(&mut self, screen: Rect, look: (&Theme, &Glyphs)) -> bool {
        let is_last = self.window.selected + 1 >= self.rows.len();
        self.go(Action::Down, screen, look);
        !is_last
    }

    pub(super) fn go(&mut self, action: Action, screen: Rect, look: (&Theme, &Glyphs)) {
        let (_, list) = self.areas(self.frame(Line::default(), look).body(screen));
        let (len, height) = (self.rows.len(), usize::from(list.height));
        match action {
            Action::Down => self.window.move_by(1, len, height),
            Action::Up => self.window.move_by(-1, len, height),
            Action::PageDown => self.window.page_down(len, height),
            Action::PageUp => self.window.page_up(len, height),
            Action::First => self.window.home(len, height),
            Action::Last => self.window.end(len, height),
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
        let frame = self.frame(hints, look);
        (&frame).render(screen, buffer);
        let (theme, glyphs) = look;
        let (question, list) = self.areas(frame.body(screen));
        let (columns, rows) = (usize::from(question.width), usize::from(question.height));
        let lines = wrap_in(&self.words(), columns, rows, glyphs.cut);
        for (y, line) in (0..question.height).zip(lines) {
            let area = Rect {
                y: question.y + y,
                height: 1,
                ..question
            };
            Line::styled(line, theme.title).render(area, buffer);
        }
        let visible = self
            .window
            .visible(self.rows.len(), usize::from(list.height));
        for (y, at) in (0u16..).zip(visible) {
            let area = Rect {
                y: list.y + y,
                height: 1,
                ..list
            };
            let selected = at == self.window.selected;
            let style = if selected { theme.selected } else { theme.text };
            let gutter = if selected { glyphs.gutter } else { " " };
            let mut line = Line::from(vec![Span::raw(gutter)]);
            line.spans.extend(shown(&self.rows[at], theme, glyphs));
            buffer.set_style(area, style);
            cut_line(line.style(style), usize::from(area.width), glyphs.cut).render(area, buffer);
        }
    }

    pub(super) fn cursor(&self, screen: Rect, look: (&Theme, &Glyphs)) -> Option<Position> {
        let (_, list) = self.areas(self.frame(Line::default(), look).body(screen));
        let row = self
            .window
            .selected_row(self.rows.len(), usize::from(list.height))?;
        Some(Position {
            x: list.x,
            y: list.y + u16::try_from(row).ok()?,
        })
    }

    /// What is asked at the selected row, in full.
    fn words(&self) -> String {
        let (at, of) = (self.window.selected + 1, self.traits());
        match self.selected() {
            Some(Row::Trait(_, ask, _)) => format!("{at} of {of}: {ask}"),
            Some(Row::Stage(None, ..)) => {
                "Aim at no stage? Then the whole checklist is needed.".to_owned()
            }
            Some(Row::Stage(_, title, _)) => {
                format!("Aim at {title}? Then what it and the stages below it want is needed.")
            }
            None => String::new(),
        }
    }

    fn traits(&self) -> usize {
        let is_trait = |row: &&Row| matches!(row, Row::Trait(..));
        self.rows.iter().filter(is_trait).count()
    }

    /// Where the question stands, and below it the list.
    fn areas(&self, body: Rect) -> (Rect, Rect) {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        let question = match body.height {
            0..4 => 0,
            4..8 => 2,
            _ => 3.min(body.height.saturating_sub(rows)).max(2),
        };
        let height = body.height - question;
        (
            Rect {
                height: question,
                ..body
            },
            Rect {
                y: body.y + question,
                height,
                ..body
            },
        )
    }

    fn frame<'a>(&'a self, hints: Line<'a>, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> Frame<'a> {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        Frame {
            title: TITLE,
            hints,
            body_width: BODY.0,
            body_height: rows.saturating_add(3).clamp(5, BODY.1),
            theme,
            glyphs,
        }
    }
}

fn rows(assessment: &Assessment) -> Vec<Row> {
    let checklist = assessment.checklist();
    let traits = checklist.traits.iter().map(|asked| {
        let ask = asked.ask.shown().into_string();
        Row::Trait(asked.id.clone(), ask, assessment.has_trait(&asked.id))
    });
    let mut rows: Vec<Row> = traits.collect();
    if checklist.stages.is_empty() {
        return rows;
    }
    let target = assessment.head.target.as_ref();
    let whole = "the whole checklist".to_owned();
    rows.push(Row::Stage(None, whole, target.is_none()));
    rows.extend(checklist.stages.iter().map(|stage| {
        let title = stage.title.shown().into_string();
        Row::Stage(Some(stage.id.clone()), title, target == Some(&stage.id))
    }));
    rows
}

/// ` yes  Can strangers reach it?`, ` ●  Staging`.
fn shown(row: &Row, theme: &Theme, glyphs: &Glyphs) -> Vec<Span<'static>> {
    match row {
        Row::Trait(_, ask, answer) => {
            let (word, style) = match answer {
                Some(true) => ("yes ", theme.met),
                Some(false) => ("no  ", theme.unmet),
                None => ("open", theme.unanswered),
            };
            vec![
                Span::styled(format!(" {word}  "), style),
                Span::raw(ask.clone()),
            ]
        }
        Row::Stage(_, title, is_target) => {
            let (sign, word, style) = if *is_target {
                (glyphs.bullet_full, "  the target", theme.met)
            } else {
                (glyphs.bullet_empty, "", theme.dim)
            };
            vec![
                Span::styled(format!(" {sign} "), style),
                Span::raw(format!("for {title}")),
                Span::styled(word, style),
            ]
        }
    }
}
