//! The home screen: what was assessed lately, checklists to start from, examples; fuzzy-searched.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};

use crate::action::{Action, Context};
use crate::domain::text::Shown;
use crate::search::{Index, Results};
use crate::tui::effect::{Ask, Effect, Reaction};
use crate::tui::keymap::{Keymap, nothing_found};
use crate::tui::layout::{holds, inside};
use crate::tui::message::{HomeRow, HomeTarget};
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{
    cut_line, cut_middle, cut_with, marked_spans, pad, pad_start, width,
};
use crate::tui::widgets::field_view::FieldView;
use crate::tui::widgets::signs::verdict_style;
use crate::tui::widgets::text_field::TextField;
use crate::tui::widgets::window::Window;

/// From so many columns on there is room to align the figures of all rows.
const ALIGNED: usize = 100;

/// The columns of the longest verdict, with a blank at each side.
const LONGEST_VERDICT: usize = 16;

/// What the home screen remembers.
#[derive(Debug)]
pub struct Home {
    /// Which key does what, for the sentences that name one.
    pub keymap: Arc<Keymap>,
    rows: Vec<HomeRow>,
    loaded: bool,
    window: Window,
    field: TextField,
    typing: bool,
    index: Option<Index>,
    results: Option<Results>,
}

impl Default for Home {
    fn default() -> Self {
        Self {
            keymap: Arc::default(),
            rows: Vec::new(),
            loaded: false,
            window: Window::default(),
            field: TextField::single(""),
            typing: false,
            index: None,
            results: None,
        }
    }
}

impl Home {
    /// Whether keys go into the search field.
    pub fn is_typing(&self) -> bool {
        self.typing
    }

    /// The search field, while keys go into it.
    pub fn search_field(&mut self) -> Option<&mut TextField> {
        self.typing.then_some(&mut self.field)
    }

    /// Takes in the rows.
    pub fn fill(&mut self, rows: Vec<HomeRow>) {
        self.rows = rows;
        self.loaded = true;
        self.index = None;
        self.find();
    }

    /// Finds anew, after something was typed.
    pub fn find(&mut self) {
        if self.field.is_empty() {
            self.results = None;
        } else {
            let rows = &self.rows;
            let index = self.index.get_or_insert_with(|| {
                Index::of_texts(
                    rows.iter()
                        .map(|row| vec![row.title.as_str(), row.detail.as_str()]),
                )
            });
            self.results = Some(index.find(self.field.text(), self.results.as_ref()));
        }
        self.window = Window::default();
    }

    /// Ends the search: all rows are there again.
    pub fn end_search(&mut self) {
        self.typing = false;
        if !self.field.is_empty() {
            self.field.set_text("");
            self.find();
        }
    }

    fn len(&self) -> usize {
        self.results
            .as_ref()
            .map_or(self.rows.len(), |results| results.worthwhile().len())
    }

    fn row_at(&self, at: usize) -> Option<&HomeRow> {
        match &self.results {
            Some(results) => self.rows.get(results.worthwhile().get(at)?.position),
            None => self.rows.get(at),
        }
    }

    fn matched(&self, row: &HomeRow) -> Vec<usize> {
        let matched = self
            .results
            .as_ref()
            .map(|results| results.matched(&[&row.title, &row.detail]));
        matched
            .and_then(|fields| fields.into_iter().next())
            .unwrap_or_default()
    }

    /// Does what an action says.
    pub fn act(&mut self, action: Action, screen: Rect) -> Reaction {
        let (len, height) = (self.len(), usize::from(list_area(screen).height));
        match action {
            Action::Down => self.window.move_by(1, len, height),
            Action::Up => self.window.move_by(-1, len, height),
            Action::PageDown => self.window.page_down(len, height),
            Action::PageUp => self.window.page_up(len, height),
            Action::First => self.window.home(len, height),
            Action::Last => self.window.end(len, height),
            Action::Search => self.typing = true,
            Action::Cancel | Action::Back => self.end_search(),
            Action::Keys => return Reaction::asking(Ask::Keys),
            Action::ByPath => return Reaction::asking(Ask::OpenPath),
            Action::Leave => {
                return Reaction {
                    leave: true,
                    ..Reaction::default()
                };
            }
            Action::Open => return self.open(),
            _ => {}
        }
        Reaction::default()
    }

    fn open(&mut self) -> Reaction {
        let Some(row) = self.row_at(self.window.selected) else {
            return Reaction::word("there is nothing to open");
        };
        let target = row.target.clone();
        self.typing = false;
        let effect = match target {
            HomeTarget::Assessment(path) => Effect::Open(path),
            HomeTarget::Example(name) => Effect::OpenExample(name),
            HomeTarget::Checklist(checklist) => {
                return Reaction::asking(Ask::Subject { checklist });
            }
        };
        Reaction {
            effects: vec![effect],
            ..Reaction::default()
        }
    }

    /// Selects the row that was clicked; says whether it was selected already and is to be opened.
    pub fn click(&mut self, column: u16, row: u16, screen: Rect) -> bool {
        let area = list_area(screen);
        if !holds(area, column, row) {
            return false;
        }
        let (len, height) = (self.len(), usize::from(area.height));
        let at = self.window.visible(len, height).start + usize::from(row - area.y);
        let again = at == self.window.selected;
        if at < len {
            self.window.select(at, len, height);
        }
        again && at < len
    }
}

/// Where the rows are.
fn list_area(screen: Rect) -> Rect {
    if screen.height < 8 || screen.width < 20 {
        return Rect {
            height: screen.height.saturating_sub(1),
            ..screen
        };
    }
    let block = Rect {
        y: screen.y + 2,
        height: screen.height - 3,
        ..screen
    };
    inside(block)
}

/// The home screen.
#[derive(Debug)]
pub struct HomeScreen<'a> {
    /// Its state.
    pub home: &'a Home,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its signs.
    pub glyphs: &'a Glyphs,
}

impl Widget for &HomeScreen<'_> {
    fn render(self, screen: Rect, buffer: &mut Buffer) {
        if screen.is_empty() {
            return;
        }
        let list = list_area(screen);
        if list.y > screen.y {
            self.head(screen, buffer);
        }
        let len = self.home.len();
        if len == 0 {
            let word = match (self.home.loaded, self.home.field.is_empty()) {
                (false, _) => "reading…".to_owned(),
                (true, true) => nothing_here(&self.home.keymap),
                (true, false) if self.home.typing => {
                    nothing_found(&self.home.keymap, Context::HomeSearch)
                }
                (true, false) => nothing_found(&self.home.keymap, Context::Home),
            };
            self.draw(
                Line::styled(word, self.theme.dim),
                Rect {
                    height: list.height.min(1),
                    ..list
                },
                buffer,
            );
        }
        let visible = self.home.window.visible(len, usize::from(list.height));
        for (y, at) in (0u16..).zip(visible) {
            let area = Rect {
                y: list.y + y,
                height: 1,
                ..list
            };
            if let Some(row) = self.home.row_at(at) {
                self.row(row, at, area, buffer);
            }
        }
        if self.home.typing {
            let footer = Rect {
                y: screen.bottom() - 1,
                height: 1,
                ..screen
            };
            Line::styled("/", self.theme.key).render(footer, buffer);
            let field = FieldView {
                field: &self.home.field,
                placeholder: "name, checklist or place",
                theme: self.theme,
                glyphs: self.glyphs,
            };
            (&field).render(field_area(screen), buffer);
        }
    }
}

impl HomeScreen<'_> {
    fn head(&self, screen: Rect, buffer: &mut Buffer) {
        let line = Line::from(vec![
            Span::styled(" candor  ", self.theme.key),
            Span::styled(
                "honest readiness reviews: what is claimed, what is shown, and whether to go",
                self.theme.dim,
            ),
        ]);
        self.draw(
            line,
            Rect {
                height: 1,
                ..screen
            },
            buffer,
        );
        let block = Rect {
            y: screen.y + 2,
            height: screen.height - 3,
            ..screen
        };
        Block::bordered()
            .border_set(self.glyphs.border)
            .border_style(self.theme.border_focused)
            .title(Span::styled(" Open or start a review ", self.theme.title))
            .render(block, buffer);
        self.legend(screen, buffer);
    }

    /// Over the figures: what they are.
    fn legend(&self, screen: Rect, buffer: &mut Buffer) {
        const LEGEND: &str = "claimed / evidenced";
        let list = list_area(screen);
        let columns = usize::from(list.width);
        let has_figures = self.home.rows.iter().any(|row| row.figures.is_some());
        if !has_figures || columns < 50 {
            return;
        }
        // The gutter and the kind, the title, two blanks, and the verdict; the slashes stand in one column.
        let mut at = 12 + title_room(columns) + 2;
        if columns >= ALIGNED {
            at += LONGEST_VERDICT + " 00.0 ".len() - "claimed".len();
        }
        let Ok(at) = u16::try_from(at) else {
            return;
        };
        let area = Rect {
            x: list.x.saturating_add(at),
            y: screen.y + 1,
            width: list.width.saturating_sub(at),
            height: 1,
        };
        self.draw(Line::styled(LEGEND, self.theme.dim), area, buffer);
    }

    fn row(&self, row: &HomeRow, at: usize, area: Rect, buffer: &mut Buffer) {
        let selected = at == self.home.window.selected;
        let style = if selected {
            self.theme.selected
        } else {
            self.theme.text
        };
        let gutter = if selected { self.glyphs.gutter } else { " " };
        let kind = match row.target {
            HomeTarget::Example(_) => "example",
            HomeTarget::Assessment(_) => "review",
            HomeTarget::Checklist(_) => "checklist",
        };
        let columns = usize::from(area.width);
        let mut spans = vec![Span::raw(gutter)];
        if columns >= 50 {
            spans.push(Span::styled(format!(" {} ", pad(kind, 9)), self.theme.dim));
        }
        let title = Shown::line(&row.title);
        let matched = if title.as_str() == row.title {
            self.home.matched(row)
        } else {
            Vec::new()
        };
        let room = title_room(columns);
        let marked = Style::new().patch(self.theme.matched);
        let title = marked_spans(
            title.as_str(),
            &matched,
            Style::new(),
            marked,
            room,
            self.glyphs.cut,
        );
        let taken: usize = title.spans.iter().map(|span| width(&span.content)).sum();
        spans.extend(title.spans);
        spans.push(Span::raw(" ".repeat(room.saturating_sub(taken) + 2)));
        if let Some((verdict, claimed, evidenced)) = &row.figures {
            let style = verdict_style(*verdict, self.theme);
            let word = format!(" {} ", verdict.word().to_uppercase());
            let (mut gap, mut figures) = (0, format!(" {claimed} / {evidenced}  "));
            if columns >= ALIGNED {
                // Verdicts are words of different length; the figures behind them stand in columns.
                gap = LONGEST_VERDICT.saturating_sub(width(&word));
                figures = format!(" {} /{}  ", pad_start(claimed, 5), pad_start(evidenced, 6));
            }
            spans.push(Span::styled(word, style));
            spans.push(Span::raw(" ".repeat(gap)));
            spans.push(Span::styled(figures, self.theme.text));
            if let Some((signed, warns)) = &row.signed {
                let (sign, style) = if *warns {
                    (self.glyphs.alert, self.theme.warning)
                } else {
                    (self.glyphs.met, self.theme.met)
                };
                let signed = Shown::line(signed);
                spans.push(Span::styled(format!("{sign} {signed}  "), style));
            }
            if !row.lapsing.is_empty() {
                let lapsing = format!("! {}  ", Shown::line(&row.lapsing));
                spans.push(Span::styled(lapsing, self.theme.warning));
            }
        }
        let used: usize = spans.iter().map(|span| width(&span.content)).sum();
        let detail = Shown::line(&row.detail).into_string();
        let left = columns.saturating_sub(used);
        let is_path = matches!(row.target, HomeTarget::Assessment(_));
        let detail = if is_path {
            cut_middle(&detail, left, self.glyphs.cut)
        } else {
            cut_with(&detail, left, self.glyphs.cut)
        };
        spans.push(Span::styled(detail.into_owned(), self.theme.dim));
        buffer.set_style(area, style);
        self.draw(Line::from(spans).style(style), area, buffer);
    }

    fn draw(&self, line: Line<'_>, area: Rect, buffer: &mut Buffer) {
        cut_line(line, usize::from(area.width), self.glyphs.cut).render(area, buffer);
    }

    /// Where the terminal's cursor belongs.
    pub fn cursor(&self, screen: Rect) -> Option<Position> {
        if self.home.typing {
            let field = FieldView {
                field: &self.home.field,
                placeholder: "",
                theme: self.theme,
                glyphs: self.glyphs,
            };
            return field.cursor_position(field_area(screen));
        }
        let list = list_area(screen);
        let row = self
            .home
            .window
            .selected_row(self.home.len(), usize::from(list.height))?;
        let y = list.y + u16::try_from(row).ok()?;
        (y < list.bottom() && list.width > 0).then_some(Position { x: list.x, y })
    }
}

/// The columns of a row's title.
fn title_room(columns: usize) -> usize {
    (columns / 2)
        .saturating_sub(if columns >= 50 { 11 } else { 2 })
        .max(columns.min(16))
}

/// What to press where there is nothing yet.
fn nothing_here(keymap: &Keymap) -> String {
    match keymap.says(Context::Home, Action::ByPath, "opens a file by its path") {
        Some(opens) => format!("Nothing here yet. {opens}."),
        None => "Nothing here yet.".to_owned(),
    }
}

fn field_area(screen: Rect) -> Rect {
    Rect {
        x: screen.x + screen.width.min(1),
        y: screen.bottom().saturating_sub(1),
        width: screen.width.saturating_sub(1),
        height: screen.height.min(1),
    }
}
