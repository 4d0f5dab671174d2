//! A list in which one finds by typing and picks by Enter: the palette of commands, and others like it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::action::{Action, Context, in_context};
use crate::domain::filter::Criterion;
use crate::domain::text::Text;
use crate::search::{Index, Results};
use crate::tui::keymap::Keymap;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_line, cut_with, marked_spans, pad, width};
use crate::tui::widgets::dialog::Dialog as Frame;
use crate::tui::widgets::field_view::FieldView;
use crate::tui::widgets::text_field::TextField;
use crate::tui::widgets::window::Window;

/// The rows of options that are shown at most, besides the field.
const MOST_ROWS: u16 = 16;

/// The columns of the names of commands.
const NAMES: usize = 19;

/// What is done with the option that is picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picking {
    /// The action in the option's place is done.
    Command(Vec<Action>),
    /// The link in the option's place is opened.
    Link(Vec<String>),
    /// What stands in the option's place is copied: what it is, and the text.
    Copy(Vec<(&'static str, String)>),
    /// The items are asked for the criterion in the option's place, or no longer; none shows them all.
    Filter(Vec<Option<Criterion>>),
    /// The colours of the name in the option's place are taken.
    Theme(Vec<String>),
    /// Something of a meeting.
    Meeting(OfMeeting),
}

/// What is picked in a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfMeeting {
    /// Who says what comes next.
    Speaker(Vec<Text>),
    /// Who dissents, from an item or from the verdict.
    Dissenter(Option<Text>, Vec<Text>),
    /// Who agrees that an item does not apply.
    Agreeing(Text, Vec<Text>),
    /// Who confirms which evidence of an item, by its ids.
    Confirming(Text, Vec<(Text, Vec<Text>)>),
    /// Which point of the agenda is gone to, by its place.
    Point,
}

/// One option; its texts are safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickRow {
    /// What it is called; this and the remark are searched.
    pub label: String,
    /// What stands at the right edge: keys, a count.
    pub remark: String,
}

/// A list in which one finds by typing.
#[derive(Debug)]
pub struct PickDialog {
    /// What is done with the option that is picked.
    pub picking: Picking,
    /// What is typed.
    pub field: TextField,
    title: String,
    placeholder: &'static str,
    rows: Vec<PickRow>,
    index: Index,
    results: Option<Results>,
    window: Window,
}

impl PickDialog {
    /// A list of options; the title is safe to show.
    pub fn of(
        picking: Picking,
        title: &str,
        placeholder: &'static str,
        rows: Vec<PickRow>,
    ) -> Self {
        let texts = rows
            .iter()
            .map(|row| vec![row.label.as_str(), row.remark.as_str()]);
        Self {
            picking,
            field: TextField::single(""),
            title: title.to_owned(),
            placeholder,
            index: Index::of_texts(texts),
            rows,
            results: None,
            window: Window::default(),
        }
    }

    /// Every command of a context that does more than move, with its keys.
    pub fn palette(context: Context, keymap: &Keymap) -> Self {
        let mut commands: Vec<(Action, PickRow)> = Vec::new();
        for entry in in_context(context) {
            let there = commands.iter().any(|(action, _)| *action == entry.action);
            if there || moves(entry.action) || entry.action == Action::Palette {
                continue;
            }
            let keys = keymap.keys_of(entry).iter().map(ToString::to_string);
            let row = PickRow {
                label: format!("{} {}", pad(entry.name, NAMES), entry.does),
                remark: keys.collect::<Vec<_>>().join(", "),
            };
            commands.push((entry.action, row));
        }
        // Nobody looks for nine tenths first.
        commands.sort_by_key(|(action, _)| matches!(action, Action::Partial(_)));
        let (actions, rows) = commands.into_iter().unzip();
        let picking = Picking::Command(actions);
        Self::of(picking, "Commands", "what do you want to do?", rows)
    }

    /// The place of the selected option in the list that the dialog was made of.
    pub fn selected(&self) -> Option<usize> {
        self.option_at(self.window.selected)
    }

    /// Selects by its number somebody who is here, before anything is typed; says whether there is one of that number.
    pub fn select_numbered(&mut self, number: usize) -> bool {
        let numbered = matches!(&self.picking, Picking::Meeting(of) if *of != OfMeeting::Point);
        let there = numbered && self.field.is_empty() && (1..=self.rows.len()).contains(&number);
        if there {
            self.window.selected = number - 1;
        }
        there
    }

    /// Selects the option in a place, before anything is typed.
    pub fn select(&mut self, at: usize) {
        self.window
            .select(at, self.rows.len(), usize::from(MOST_ROWS));
    }

    /// Finds anew, after something was typed.
    pub fn find(&mut self) {
        self.results = if self.field.is_empty() {
            None
        } else {
            Some(self.index.find(self.field.text(), self.results.as_ref()))
        };
        self.window = Window::default();
    }

    pub(super) fn go(&mut self, action: Action) {
        let (len, height) = (self.len(), usize::from(MOST_ROWS));
        match action {
            Action::Down => self.window.move_by(1, len, height),
            Action::Up => self.window.move_by(-1, len, height),
            Action::PageDown => self.window.page_down(len, height),
            Action::PageUp => self.window.page_up(len, height),
            _ => {}
        }
    }

    fn len(&self) -> usize {
        match &self.results {
            Some(results) => results.worthwhile().len(),
            None => self.rows.len(),
        }
    }

    fn option_at(&self, at: usize) -> Option<usize> {
        match &self.results {
            Some(results) => Some(results.worthwhile().get(at)?.position),
            None => (at < self.rows.len()).then_some(at),
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
        let body = frame.body(screen);
        (&self.field_view(look)).render(field_row(body), buffer);
        let list = list_area(body);
        if self.len() == 0 {
            let nothing = Line::styled("Nothing found.", theme.dim);
            cut_line(nothing, usize::from(list.width), glyphs.cut).render(row(list, 0), buffer);
        }
        let visible = self.window.visible(self.len(), usize::from(list.height));
        // Beside the rows, within the frame.
        let edge = list.right().min(screen.right().saturating_sub(1));
        if visible.start > 0 && list.height > 0 {
            buffer.set_stringn(edge, list.y, glyphs.above, 1, theme.key);
        }
        if visible.end < self.len() && list.height > 0 {
            buffer.set_stringn(edge, list.bottom() - 1, glyphs.below, 1, theme.key);
        }
        for (y, at) in (0..list.height).zip(visible) {
            let Some(option) = self.option_at(at) else {
                break;
            };
            self.draw_option(
                option,
                at == self.window.selected,
                row(list, y),
                buffer,
                look,
            );
        }
    }

    fn draw_option(
        &self,
        option: usize,
        selected: bool,
        area: Rect,
        buffer: &mut Buffer,
        (theme, glyphs): (&Theme, &Glyphs),
    ) {
        let shown = &self.rows[option];
        let style = if selected { theme.selected } else { theme.text };
        let columns = usize::from(area.width);
        let remark = cut_with(&shown.remark, columns / 3, glyphs.cut);
        let room = columns.saturating_sub(3 + width(&remark));
        let matched = self.results.as_ref().map(|results| {
            let fields = results.matched(&[&shown.label, &shown.remark]);
            fields.into_iter().next().unwrap_or_default()
        });
        let title = marked_spans(
            &shown.label,
            &matched.unwrap_or_default(),
            Style::new(),
            Style::new().patch(theme.matched),
            room,
            glyphs.cut,
        );
        let taken: usize = title.spans.iter().map(|span| width(&span.content)).sum();
        let gutter = if selected { glyphs.gutter } else { " " };
        let mut spans = vec![Span::raw(format!("{gutter} "))];
        spans.extend(title.spans);
        spans.push(Span::raw(" ".repeat(room.saturating_sub(taken) + 1)));
        spans.push(Span::styled(remark.into_owned(), theme.key));
        buffer.set_style(area, style);
        cut_line(Line::from(spans).style(style), columns, glyphs.cut).render(area, buffer);
    }

    pub(super) fn cursor(&self, screen: Rect, look: (&Theme, &Glyphs)) -> Option<Position> {
        let body = self.frame(Line::default(), look).body(screen);
        self.field_view(look).cursor_position(field_row(body))
    }

    fn field_view<'a>(&'a self, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> FieldView<'a> {
        FieldView {
            field: &self.field,
            placeholder: self.placeholder,
            theme,
            glyphs,
        }
    }

    fn frame<'a>(&'a self, hints: Line<'a>, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> Frame<'a> {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        Frame {
            title: &self.title,
            hints,
            body_width: 80,
            body_height: rows.min(MOST_ROWS) + 1,
            theme,
            glyphs,
        }
    }
}

/// Whether an action only moves; nobody looks for that by name.
fn moves(action: Action) -> bool {
    matches!(
        action,
        Action::Down
            | Action::Up
            | Action::PageDown
            | Action::PageUp
            | Action::First
            | Action::Last
            | Action::NextPane
            | Action::PreviousPane
    )
}

fn row(area: Rect, y: u16) -> Rect {
    Rect {
        y: area.y + y.min(area.height),
        height: u16::from(y < area.height),
        ..area
    }
}

/// The field is the first row.
fn field_row(body: Rect) -> Rect {
    row(body, 0)
}

fn list_area(body: Rect) -> Rect {
    let above = body.height.min(1);
    Rect {
        y: body.y + above,
        height: body.height - above,
        ..body
    }
}
