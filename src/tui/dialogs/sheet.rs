//! A sheet to read: the keys, or the reasons of a verdict.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::action::{Action, Context, in_context};
use crate::session::Session;
use crate::tui::keymap::Keymap;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut, cut_line, pad, wrap};
use crate::tui::widgets::dialog::Dialog as Frame;

use super::reasons::reasons;

/// One line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// A heading.
    Heading(String),
    /// A key or a verb, and what it does.
    Key(String, String),
    /// Text that is wrapped, after so many blanks.
    Text(usize, String),
}

/// A sheet to read; all its texts are safe to show.
#[derive(Debug)]
pub struct Sheet {
    title: &'static str,
    rows: Vec<Row>,
    scroll: usize,
}

/// What the rows of a sheet are drawn in.
#[derive(Clone, Copy, Default)]
struct Styles {
    heading: Style,
    key: Style,
    text: Style,
}

/// The items of one reason that are listed at most; a verdict can have a hundred thousand.
const BODY: (u16, u16) = (84, 26);

impl Sheet {
    /// The keys of a context, from the action table.
    pub fn keys(context: Context, keymap: &Keymap) -> Self {
        let mut rows = Vec::new();
        let contexts: &[Context] = match context {
            Context::Home => &[
                Context::Home,
                Context::HomeSearch,
                Context::Pick,
                Context::Line,
            ],
            Context::Summary => &[Context::Summary, Context::Pick],
            Context::Plan => &[Context::Plan, Context::Pick],
            Context::Compare => &[Context::Compare, Context::Pick],
            Context::SignOff => &[Context::SignOff, Context::Signing, Context::Pick],
            Context::Meeting => &[
                Context::Meeting,
                Context::People,
                Context::Evidence,
                Context::Form,
                Context::Pick,
                Context::Text,
                Context::Line,
            ],
            _ => &[
                Context::Review,
                Context::ReviewSearch,
                Context::Evidence,
                Context::Form,
                Context::Subject,
                Context::Pick,
                Context::Text,
                Context::Line,
            ],
        };
        for context in contexts {
            rows.push(Row::Heading(context.title().to_owned()));
            for entry in in_context(*context) {
                let keys = keymap.keys_of(entry);
                if keys.is_empty() {
                    continue;
                }
                let names: Vec<String> = keys.iter().map(ToString::to_string).collect();
                let (keys, does) = match entry.action {
                    // Nine keys, one row, unless somebody has moved them.
                    Action::Partial(1) if has_digits(keymap) => {
                        ("1-9".to_owned(), "met in part, in tenths".to_owned())
                    }
                    Action::Partial(_) if has_digits(keymap) => continue,
                    _ => (names.join(", "), entry.does.to_owned()),
                };
                rows.push(Row::Key(keys, does));
            }
        }
        Self {
            title: "Keys",
            rows,
            scroll: 0,
        }
    }

    /// Why the verdict of a session is what it is, what is next, and what else one should know.
    pub fn reasons(session: &Session, glyphs: &Glyphs) -> Self {
        Self {
            title: "Why, and what is next",
            rows: reasons(session, glyphs),
            scroll: 0,
        }
    }

    /// Scrolls.
    pub(super) fn go(&mut self, action: Action, screen: Rect, look: (&Theme, &Glyphs)) {
        let body = frame(self.title, Line::default(), look).body(screen);
        let height = usize::from(body.height);
        let most = self
            .lines(usize::from(body.width), Styles::default())
            .len()
            .saturating_sub(height);
        let page = height.saturating_sub(1).max(1);
        let at = self.scroll.min(most);
        let to = match action {
            Action::Down => at + 1,
            Action::Up => at.saturating_sub(1),
            Action::PageDown => at + page,
            Action::PageUp => at.saturating_sub(page),
            Action::First => 0,
            Action::Last => most,
            _ => at,
        };
        self.scroll = to.min(most);
    }

    pub(super) fn draw(
        &self,
        screen: Rect,
        buffer: &mut Buffer,
        hints: Line<'_>,
        look: (&Theme, &Glyphs),
    ) {
        let frame = frame(self.title, hints, look);
        (&frame).render(screen, buffer);
        let (theme, glyphs) = look;
        let body = frame.body(screen);
        let styles = Styles {
            heading: theme.title,
            key: theme.key,
            text: theme.text,
        };
        let lines = self.lines(usize::from(body.width), styles);
        let height = usize::from(body.height);
        let first = self.scroll.min(lines.len().saturating_sub(height));
        let more = lines.len() > first + height;
        for (y, line) in (0..body.height).zip(lines.into_iter().skip(first)) {
            let area = Rect {
                y: body.y + y,
                height: 1,
                ..body
            };
            cut_line(line, usize::from(area.width), glyphs.cut).render(area, buffer);
        }
        if !body.is_empty() {
            let edge = body.right() - 1;
            if first > 0 {
                buffer.set_stringn(edge, body.y, glyphs.above, 1, theme.key);
            }
            if more {
                buffer.set_stringn(edge, body.bottom() - 1, glyphs.below, 1, theme.key);
            }
        }
    }

    fn lines(&self, columns: usize, styles: Styles) -> Vec<Line<'static>> {
        let mut lines: Vec<Line<'static>> = Vec::new();
        for row in &self.rows {
            match row {
                Row::Heading(text) => {
                    if !lines.is_empty() {
                        lines.push(Line::default());
                    }
                    lines.push(Line::styled(text.clone(), styles.heading));
                }
                Row::Key(key, text) => {
                    let indent = 20.min(columns / 2);
                    // A key that fills its column still stands apart.
                    let gap = indent.min(1);
                    for (at, part) in wrap(text, columns.saturating_sub(indent))
                        .into_iter()
                        .enumerate()
                    {
                        let key = if at == 0 { key.as_str() } else { "" };
                        lines.push(Line::from(vec![
                            Span::styled(pad(&cut(key, indent - gap), indent), styles.key),
                            Span::styled(part.to_owned(), styles.text),
                        ]));
                    }
                }
                Row::Text(indent, text) => {
                    let indent = (*indent).min(columns / 4);
                    let blanks = " ".repeat(indent);
                    let parts = wrap(text, columns - indent).into_iter();
                    lines.extend(
                        parts.map(|part| Line::styled(format!("{blanks}{part}"), styles.text)),
                    );
                }
            }
        }
        lines
    }
}

/// Whether the tenths are on the digits, as they are by default.
pub(super) fn has_digits(keymap: &Keymap) -> bool {
    in_context(Context::Review)
        .filter(|entry| matches!(entry.action, Action::Partial(_)))
        .all(|entry| {
            let names = keymap.keys_of(entry).iter().map(ToString::to_string);
            names.eq(entry.keys.iter().map(ToString::to_string))
        })
}

fn frame<'a>(
    title: &'a str,
    hints: Line<'a>,
    (theme, glyphs): (&'a Theme, &'a Glyphs),
) -> Frame<'a> {
    Frame {
        title,
        hints,
        body_width: BODY.0,
        body_height: BODY.1,
        theme,
        glyphs,
    }
}
