//! The dialog in which one signs, drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::domain::gate::Verdict;
use crate::domain::intention::Intention;
use crate::domain::text::Shown;
use crate::domain::time::parse_day;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::wrap_in;
use crate::tui::widgets::dialog::Dialog as Frame;
use crate::tui::widgets::field_view::FieldView;
use crate::tui::widgets::text_field::TextField;

use super::{SignDialog, What};

impl SignDialog {
    pub(in crate::tui::dialogs) fn draw(
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
        let fault = self.fault.as_ref();
        let fault = fault.map(|fault| Shown::line(fault).into_string());
        let Some((intention, field)) = &self.typing else {
            let words = fault.clone().unwrap_or_else(|| self.words());
            let style = if fault.is_some() {
                theme.error
            } else {
                theme.dim
            };
            let path = self.path().is_some() && !self.completion.is_empty() && fault.is_none();
            let words = if path { "" } else { words.as_str() };
            self.form.draw(body, buffer, (words, style), look);
            if path {
                let area = self.form.below(body);
                self.completion.draw(area, buffer, look);
            }
            return;
        };
        let row = field_row(body);
        let above = usize::from(row.y.saturating_sub(body.y));
        let mut lines: Vec<Line<'_>> = Vec::new();
        let columns = usize::from(body.width);
        let told = fault.into_iter().map(|fault| (fault, theme.error));
        let said = self.told(intention).into_iter();
        for (text, style) in told.chain(said.map(|text| (text, theme.text))) {
            let room = above.saturating_sub(lines.len());
            let wrapped = wrap_in(&text, columns, room, glyphs.cut);
            lines.extend(wrapped.into_iter().map(|line| Line::styled(line, style)));
        }
        for (y, line) in (body.y..row.y).zip(lines) {
            let area = Rect {
                y,
                height: 1,
                ..body
            };
            line.render(area, buffer);
        }
        (&self.view(field, look)).render(row, buffer);
    }

    fn view<'a>(&'a self, field: &'a TextField, look: (&'a Theme, &'a Glyphs)) -> FieldView<'a> {
        FieldView {
            field,
            placeholder: match self.decision {
                Verdict::Go => "type go to sign",
                Verdict::ConditionalGo => "type conditional-go to sign",
                Verdict::NoGo => "type no-go to sign",
            },
            theme: look.0,
            glyphs: look.1,
        }
    }

    pub(in crate::tui::dialogs) fn cursor(
        &self,
        screen: Rect,
        look: (&Theme, &Glyphs),
    ) -> Option<Position> {
        let body = self.frame(Line::default(), look).body(screen);
        match &self.typing {
            Some((_, field)) => self.view(field, look).cursor_position(field_row(body)),
            None => self.form.cursor(body, look),
        }
    }

    /// What can be chosen in the field that takes the keys.
    fn words(&self) -> String {
        let text = self.form.text(self.form.at);
        match self.what() {
            What::Role => {
                let roles = self.to_sign.roles.iter();
                let roles: Vec<String> = roles.map(|it| it.shown().into_string()).collect();
                if roles.is_empty() {
                    "The checklist wants nobody's go; any role can be typed.".to_owned()
                } else {
                    format!("One of: {}; or any other, typed.", roles.join(", "))
                }
            }
            What::Decision => format!(
                "The verdict is {}. g for go, c for conditional-go, n for no-go.",
                self.to_sign.verdict.word()
            ),
            What::Despite => "The verdict is no-go. What you say here stands beside your go, here and in every export.".to_owned(),
            What::Condition(_) | What::Owner(_) => "Past its day and not marked done, it makes the verdict a no-go.".to_owned(),
            What::Due(_) => match parse_day(text).map(|day| (day - self.to_sign.today).num_days()) {
                Some(0) => "It is due today.".to_owned(),
                Some(1) => "It is due tomorrow.".to_owned(),
                Some(days @ 2..) => format!("It is due in {days} days."),
                Some(_) => "That day is over already.".to_owned(),
                None => "The last day counts.".to_owned(),
            },
            What::Words => "It stands in the statement, which nobody can change afterwards.".to_owned(),
            What::Key if text.is_empty() && self.keys.is_empty() => {
                "Without a key nothing but your name says who it was. A path of an SSH key can be typed; ssh-keygen asks for what it needs.".to_owned()
            }
            What::Key => {
                let keys: Vec<String> = self
                    .keys
                    .iter()
                    .map(|key| Shown::line(key).into_string())
                    .collect();
                let found = if keys.is_empty() {
                    String::new()
                } else {
                    format!(" Found: {}.", keys.join(", "))
                };
                format!("ssh-keygen asks for a passphrase, a PIN or a touch where the key wants it.{found}")
            }
        }
    }

    /// What is about to be signed, sentence by sentence; safe to show.
    fn told(&self, intention: &Intention) -> Vec<String> {
        let (by, role) = (intention.by.shown(), intention.role.shown());
        let word = intention.decision.word();
        let mut told = vec![format!(
            "{word}, by {by} as {role}, of {}. The verdict is {}.",
            self.to_sign.subject,
            intention.seen.word()
        )];
        if !intention.despite.is_blank() {
            told.push(format!("Despite that: {}", intention.despite.shown()));
        }
        for condition in &intention.conditions {
            told.push(format!(
                "On condition: {} ({}, until {})",
                condition.text.shown(),
                condition.owner.shown(),
                condition.due
            ));
        }
        if !intention.words.is_blank() {
            told.push(format!("In your words: {}", intention.words.shown()));
        }
        told.push(if intention.key.is_empty() {
            "Not signed with a key: nothing but the name says who it was.".to_owned()
        } else {
            format!("With the key {}.", Shown::line(&intention.key))
        });
        told.push(
            "Superseded by any change that the verdict reads; comments, owners, due dates and fresh evidence are none. It can't be taken back, only signed anew."
                .to_owned(),
        );
        told.push(format!("Type {word} to sign:"));
        told
    }

    fn frame<'a>(&'a self, hints: Line<'a>, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> Frame<'a> {
        let fields = u16::try_from(self.form.fields.len()).unwrap_or(u16::MAX);
        Frame {
            title: "Sign it",
            hints,
            body_width: 76,
            body_height: match &self.typing {
                Some((intention, _)) => {
                    let conditions = u16::try_from(intention.conditions.len()).unwrap_or(12);
                    conditions.saturating_add(11).min(24)
                }
                None => fields.saturating_add(5).min(24),
            },
            theme,
            glyphs,
        }
    }
}

/// The last row of a body: where the word is typed.
fn field_row(body: Rect) -> Rect {
    Rect {
        y: body.bottom().saturating_sub(body.height.min(1)),
        height: body.height.min(1),
        ..body
    }
}
