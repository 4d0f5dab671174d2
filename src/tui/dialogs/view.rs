//! The dialogs, drawn; and the hints of every context.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::action::{Action, Context, Entry, in_context};
use crate::domain::text::Shown;
use crate::problem::KEPT_ASIDE;
use crate::tui::keymap::Keymap;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_line, width, wrap, wrap_in};
use crate::tui::widgets::dialog::Dialog as Frame;
use crate::tui::widgets::field_view::FieldView;

use super::sheet::has_digits;
use super::{ChoiceDialog, Choosing, Dialog, MOST_OPTIONS, TextDialog};

/// Dialogs are wider than their hints, which are few; small screens cut them.
const HINTS: usize = 200;

/// The dialog of a model, drawn.
#[derive(Debug)]
pub struct DialogView<'a> {
    /// The dialog.
    pub dialog: &'a Dialog,
    /// Which key does what.
    pub keymap: &'a Keymap,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its signs.
    pub glyphs: &'a Glyphs,
}

impl Widget for &DialogView<'_> {
    fn render(self, screen: Rect, buffer: &mut Buffer) {
        let look = (self.theme, self.glyphs);
        let hints = {
            let room = HINTS.min(usize::from(screen.width.saturating_sub(4)));
            let words = |entry: &Entry| match (self.dialog, entry.action) {
                (Dialog::Evidence(dialog), Action::Down) => dialog.below(),
                (Dialog::People(dialog), Action::Accept) => dialog.accepts(),
                (Dialog::Unsaved(why), Action::LeaveKept) if !why.contains(KEPT_ASIDE) => "",
                _ => entry.hint,
            };
            hints(self.dialog.context(), room, self.keymap, &words, look)
        };
        match self.dialog {
            Dialog::Text(dialog) => self.text(dialog, hints, screen, buffer),
            Dialog::Evidence(dialog) => dialog.draw(screen, buffer, hints, look),
            Dialog::Path(dialog) => dialog.draw(screen, buffer, hints, look),
            Dialog::Aside(dialog) => dialog.draw(screen, buffer, hints, look),
            Dialog::Waiver(dialog) => dialog.draw(screen, buffer, hints, look),
            Dialog::Sign(dialog) => dialog.draw(screen, buffer, hints, look),
            Dialog::People(dialog) => dialog.draw(screen, buffer, hints, look),
            Dialog::Task(dialog) => dialog.draw(screen, buffer, hints, look),
            Dialog::Subject(dialog) => dialog.draw(screen, buffer, hints, look),
            Dialog::Choice(dialog) => self.choice(dialog, hints, screen, buffer),
            Dialog::Pick(dialog) => dialog.draw(screen, buffer, hints, look),
            Dialog::Sheet(sheet) => sheet.draw(screen, buffer, hints, look),
            Dialog::Unsaved(why) => self.unsaved(why, hints, screen, buffer),
        }
    }
}

impl DialogView<'_> {
    /// Where the terminal's cursor belongs.
    pub fn cursor(&self, screen: Rect) -> Option<Position> {
        let (theme, glyphs) = (self.theme, self.glyphs);
        match self.dialog {
            Dialog::Text(dialog) => {
                let body = self.text_frame(dialog, Line::default()).body(screen);
                let view = FieldView {
                    field: &dialog.field,
                    placeholder: "",
                    theme,
                    glyphs,
                };
                view.cursor_position(field_area(dialog, body))
            }
            Dialog::Evidence(dialog) => dialog.cursor(screen, (theme, glyphs)),
            Dialog::Path(dialog) => dialog.cursor(screen, (theme, glyphs)),
            Dialog::Aside(dialog) => dialog.cursor(screen, (theme, glyphs)),
            Dialog::Waiver(dialog) => dialog.cursor(screen, (theme, glyphs)),
            Dialog::Sign(dialog) => dialog.cursor(screen, (theme, glyphs)),
            Dialog::People(dialog) => dialog.cursor(screen, (theme, glyphs)),
            Dialog::Task(dialog) => dialog.cursor(screen, (theme, glyphs)),
            Dialog::Subject(dialog) => dialog.cursor(screen, (theme, glyphs)),
            Dialog::Choice(dialog) => {
                let body = self.choice_frame(dialog, Line::default()).body(screen);
                let row = dialog
                    .window
                    .selected_row(dialog.options.len(), usize::from(body.height))?;
                Some(Position {
                    x: body.x,
                    y: body.y + u16::try_from(row).ok()?,
                })
            }
            Dialog::Pick(dialog) => dialog.cursor(screen, (theme, glyphs)),
            Dialog::Sheet(_) | Dialog::Unsaved(_) => None,
        }
    }

    fn text_frame<'a>(&'a self, dialog: &'a TextDialog, hints: Line<'a>) -> Frame<'a> {
        Frame {
            title: &dialog.title,
            hints,
            body_width: 72,
            body_height: if dialog.field.is_multi() { 10 } else { 3 },
            theme: self.theme,
            glyphs: self.glyphs,
        }
    }

    fn text(&self, dialog: &TextDialog, hints: Line<'_>, screen: Rect, buffer: &mut Buffer) {
        let frame = self.text_frame(dialog, hints);
        (&frame).render(screen, buffer);
        let body = frame.body(screen);
        let field = field_area(dialog, body);
        let above = Rect {
            height: field.y - body.y,
            ..body
        };
        let question_style = if dialog.fault.is_some() {
            self.theme.error
        } else {
            self.theme.text
        };
        draw_wrapped(&words(dialog), above, question_style, self.glyphs, buffer);
        let view = FieldView {
            field: &dialog.field,
            placeholder: if above.height == 0 { &dialog.title } else { "" },
            theme: self.theme,
            glyphs: self.glyphs,
        };
        (&view).render(field, buffer);
    }

    fn unsaved(&self, why: &str, hints: Line<'_>, screen: Rect, buffer: &mut Buffer) {
        let says = |action, does| self.keymap.says(Context::Unsaved, action, does);
        let keys: Vec<String> = [
            says(Action::Cancel, "goes back to the review"),
            says(Action::LeaveKept, "leaves and keeps it aside")
                .filter(|_| why.contains(KEPT_ASIDE)),
            says(Action::LeaveUnsaved, "leaves and loses it"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let keys = keys.join("; ");
        let again = "It is tried again every two seconds.";
        let whole = format!("{why}\n{again} {keys}.");
        let mut frame = Frame {
            title: "Not everything is saved",
            hints,
            body_width: 66,
            body_height: 5,
            theme: self.theme,
            glyphs: self.glyphs,
        };
        let rows = wrap(&whole, usize::from(frame.body(screen).width)).len();
        frame.body_height = u16::try_from(rows).unwrap_or(u16::MAX).max(5);
        (&frame).render(screen, buffer);
        let body = frame.body(screen);
        // What can be done is never what is cut.
        let text = if rows > usize::from(body.height) {
            format!("{keys}.\n{why}\n{again}")
        } else {
            whole
        };
        draw_wrapped(&text, body, self.theme.text, self.glyphs, buffer);
    }

    fn choice_frame<'a>(&'a self, dialog: &ChoiceDialog, hints: Line<'a>) -> Frame<'a> {
        let title = match dialog.choosing {
            Choosing::Confirm => "Confirm which evidence?",
            Choosing::Withdraw => "Withdraw which evidence? It stays on record.",
            Choosing::Waiver => "There is a waiver. What now?",
            Choosing::Meeting => "A meeting of an earlier day still goes on",
        };
        let rows = u16::try_from(dialog.options.len())
            .unwrap_or(u16::MAX)
            .clamp(1, MOST_OPTIONS);
        Frame {
            title,
            hints,
            body_width: 72,
            body_height: rows,
            theme: self.theme,
            glyphs: self.glyphs,
        }
    }

    fn choice(&self, dialog: &ChoiceDialog, hints: Line<'_>, screen: Rect, buffer: &mut Buffer) {
        let frame = self.choice_frame(dialog, hints);
        (&frame).render(screen, buffer);
        let body = frame.body(screen);
        let visible = dialog
            .window
            .visible(dialog.options.len(), usize::from(body.height));
        for (y, at) in (0u16..).zip(visible) {
            let selected = at == dialog.window.selected;
            let style = if selected {
                self.theme.selected
            } else {
                self.theme.text
            };
            let gutter = if selected { self.glyphs.gutter } else { " " };
            let line = Line::from(vec![
                Span::raw(gutter),
                Span::raw(" "),
                Span::raw(dialog.options[at].1.as_str()),
            ]);
            let area = Rect {
                y: body.y + y,
                height: 1,
                ..body
            };
            buffer.set_style(area, style);
            cut_line(line.style(style), usize::from(area.width), self.glyphs.cut)
                .render(area, buffer);
        }
    }
}

/// What stands over the field: what is asked, or what is wrong with the answer.
fn words(dialog: &TextDialog) -> Cow<'_, str> {
    match &dialog.fault {
        Some(fault) => Cow::Owned(Shown::line(fault).into_string()),
        None => Cow::Borrowed(&dialog.question),
    }
}

/// The field below the question: the last row for one line, or all that is left.
fn field_area(dialog: &TextDialog, body: Rect) -> Rect {
    let question = u16::try_from(wrap(&words(dialog), usize::from(body.width)).len()).unwrap_or(0);
    let above = question.min(body.height.saturating_sub(1));
    let height = if dialog.field.is_multi() {
        body.height - above
    } else {
        body.height.min(1)
    };
    Rect {
        y: body.y + above,
        height,
        ..body
    }
}

/// Draws text wrapped into an area, as much of it as there is room for.
fn draw_wrapped(text: &str, area: Rect, style: Style, glyphs: &Glyphs, buffer: &mut Buffer) {
    let (columns, rows) = (usize::from(area.width), usize::from(area.height));
    for (y, line) in (0..area.height).zip(wrap_in(text, columns, rows, glyphs.cut)) {
        Line::styled(line, style).render(
            Rect {
                y: area.y + y,
                height: 1,
                ..area
            },
            buffer,
        );
    }
}

/// What the keys of a context do, for the last line: `space met/clear · x not met · …` in so many columns. What does
/// not fit whole is left out, what is needed least first, and never the key that shows all keys. `words` gives the hint
/// of an entry as it is now, empty where it would lie.
pub fn hints(
    context: Context,
    columns: usize,
    keymap: &Keymap,
    words: &dyn Fn(&Entry) -> &'static str,
    (theme, glyphs): (&Theme, &Glyphs),
) -> Line<'static> {
    let mut hints = Vec::new();
    for entry in in_context(context) {
        let hint = words(entry);
        if hint.is_empty() {
            continue;
        }
        let Some(first) = keymap.keys_of(entry).first() else {
            continue;
        };
        let key = match entry.action {
            // Nine keys, one hint.
            Action::Partial(_) if has_digits(keymap) => "1-9".to_owned(),
            _ => first.to_string(),
        };
        hints.push((entry.action, key, hint));
    }
    // The keys are named last.
    hints.sort_by_key(|(action, ..)| *action == Action::Keys);
    let separator = format!(" {} ", glyphs.separator);
    let mut room = columns + width(&separator);
    let mut ranked: Vec<usize> = (0..hints.len()).collect();
    ranked.sort_by_key(|at| rank(hints[*at].0, context));
    let mut fits = vec![false; hints.len()];
    for at in ranked {
        let (_, key, hint) = &hints[at];
        let taken = width(key) + 1 + width(hint) + width(&separator);
        if taken > room {
            // Where few keys count, one with many words doesn't hide the next.
            if matches!(context, Context::Conflicts | Context::Unsaved) {
                continue;
            }
            break;
        }
        room -= taken;
        fits[at] = true;
    }
    let mut line = Line::default();
    for ((_, key, hint), _) in hints.into_iter().zip(fits).filter(|(_, fits)| *fits) {
        if !line.spans.is_empty() {
            line.spans
                .push(Span::styled(separator.clone(), theme.key_does));
        }
        line.spans.push(Span::styled(key, theme.key));
        line.spans
            .push(Span::styled(format!(" {hint}"), theme.key_does));
    }
    line
}

/// Which hints are needed most; the others follow in the order of the table.
fn rank(action: Action, context: Context) -> usize {
    const IN_A_MEETING: [Action; 15] = [
        Action::Keys,
        // Named only where it is what comes next.
        Action::EndMeeting,
        Action::MetOrClear,
        Action::Unmet,
        Action::Agree,
        Action::GoOn,
        Action::Dissent,
        Action::Partial(5),
        Action::Park,
        Action::Speaker,
        Action::GoBack,
        Action::Unknown,
        Action::NotApplicable,
        Action::Undo,
        Action::Evidence,
    ];
    const FIRST: [Action; 19] = [
        Action::Keys,
        Action::Lock,
        Action::Conflicts,
        Action::ChooseVersion(1),
        Action::ChooseVersion(2),
        Action::ChooseAndEdit,
        Action::Choose,
        Action::Accept,
        Action::Cancel,
        Action::NextField,
        Action::Open,
        Action::MetOrClear,
        Action::IfDone,
        Action::Evidence,
        Action::Unmet,
        Action::Undo,
        Action::Back,
        Action::Search,
        Action::Palette,
    ];
    let first: &[Action] = if context == Context::Meeting {
        &IN_A_MEETING
    } else {
        &FIRST
    };
    let place = first.iter().position(|first| *first == action);
    match place {
        // On the review the details stand beside the list, where there is room for many hints.
        Some(_) if action == Action::Open && context == Context::Review => first.len(),
        Some(place) => place,
        None => first.len(),
    }
}
