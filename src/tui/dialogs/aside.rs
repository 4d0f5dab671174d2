//! What is said of an item beside its answer: who looks after it, until when, what it takes, how sure one is.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::action::Action;
use crate::domain::assessment::Answer;
use crate::domain::change::Aside;
use crate::domain::checklist::Item;
use crate::domain::estimate::Estimate;
use crate::domain::text::{Shown, Text};
use crate::domain::time::parse_day;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::dialog::Dialog as Frame;
use crate::tui::widgets::text_field::TextField;

use super::form::Form;

const OWNER: usize = 0;
const DUE: usize = 1;
const ESTIMATE: usize = 2;
const CONFIDENCE: usize = 3;
const CURRENT: usize = 4;

/// The dialog for what is said of an item beside its answer.
#[derive(Debug)]
pub struct AsideDialog {
    /// The item's id.
    pub item: Text,
    /// What is wrong with what was typed.
    pub fault: Option<String>,
    form: Form,
    title: String,
    today: NaiveDate,
    /// What was there when the dialog came up, field by field.
    was: [Text; 5],
    /// The checklist's owner and estimate, which stand where nothing is typed.
    of_checklist: (Text, Text),
}

impl AsideDialog {
    /// The dialog for an item and its answer.
    pub fn of(item: &Item, answer: &Answer, today: NaiveDate) -> Self {
        let was = [
            answer.owner.clone(),
            Text::new(answer.due.map_or_else(String::new, |day| day.to_string())),
            answer.estimate.clone(),
            answer.confidence.clone(),
            answer.current.clone(),
        ];
        let [owner, due, estimate, confidence, current] =
            was.each_ref().map(|text| text.raw().to_owned());
        let form = Form::of([
            ("Owner", "who looks after it", owner),
            ("Due", "the last day for it, as 2026-12-31", due),
            ("Estimate", "what it takes: 30m, 2-4h, 3d, 1-2w", estimate),
            ("Confidence", "how sure you are, in a word", confidence),
            ("Stands", "where it stands now, in words", current),
        ]);
        Self {
            item: item.id.clone(),
            fault: None,
            form,
            title: format!("About {}", item.id.shown()),
            today,
            was,
            of_checklist: (
                item.owner.clone(),
                item.estimate.clone().unwrap_or_default(),
            ),
        }
    }

    /// The field that takes the keys.
    pub fn field(&mut self) -> &mut TextField {
        self.form.field()
    }

    /// Whether a field says something else than when the dialog came up.
    pub fn is_altered(&self) -> bool {
        let mut fields = self.was.iter().enumerate();
        fields.any(|(at, was)| self.form.text(at) != was.raw().trim())
    }

    /// What is to be said anew; absent where something typed can't be taken, which is then said.
    pub fn told(&mut self) -> Option<Vec<Aside>> {
        let due = self.form.text(DUE);
        let day = parse_day(due);
        if day.is_none() && !due.is_empty() {
            self.refuse(DUE, "a day is wanted, written as 2026-12-31");
            return None;
        }
        let estimate = self.form.text(ESTIMATE);
        let is_new = estimate != self.was[ESTIMATE].raw();
        if is_new && !estimate.is_empty() && Estimate::parse(estimate).is_none() {
            self.refuse(
                ESTIMATE,
                "effort is written as 30m, 2-4h, 3d or 1-2w; leave it empty where nobody can tell",
            );
            return None;
        }
        let text = |at: usize| Text::new(self.form.text(at));
        let asides = [
            (OWNER, Aside::Owner(text(OWNER))),
            (DUE, Aside::Due(day)),
            (ESTIMATE, Aside::Estimate(text(ESTIMATE))),
            (CONFIDENCE, Aside::Confidence(text(CONFIDENCE))),
            (CURRENT, Aside::Current(text(CURRENT))),
        ];
        let changed = asides
            .into_iter()
            .filter(|(at, _)| self.form.text(*at) != self.was[*at].raw().trim());
        Some(changed.map(|(_, aside)| aside).collect())
    }

    fn refuse(&mut self, at: usize, why: &str) {
        self.form.at = at;
        self.fault = Some(why.to_owned());
    }

    pub(super) fn go(&mut self, action: Action) {
        self.form.go(action);
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
        let (words, style) = match &self.fault {
            Some(fault) => (fault.clone(), look.0.error),
            None => (self.words(), look.0.dim),
        };
        self.form
            .draw(frame.body(screen), buffer, (&words, style), look);
    }

    pub(super) fn cursor(&self, screen: Rect, look: (&Theme, &Glyphs)) -> Option<Position> {
        let body = self.frame(Line::default(), look).body(screen);
        self.form.cursor(body, look)
    }

    /// What stands where nothing is typed, and what the day means.
    fn words(&self) -> String {
        let mut words =
            match parse_day(self.form.text(DUE)).map(|day| (day - self.today).num_days()) {
                Some(0) => "It is due today. ".to_owned(),
                Some(1) => "It is due tomorrow. ".to_owned(),
                Some(days @ 2..) => format!("It is due in {days} days. "),
                Some(_) => "It is overdue. ".to_owned(),
                None => String::new(),
            };
        let (owner, estimate) = &self.of_checklist;
        let given: Vec<String> = [("owner", owner), ("estimate", estimate)]
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| format!("{name} {}", Shown::line(text.raw())))
            .collect();
        if !given.is_empty() {
            words = format!("{words}The checklist says: {}. ", given.join(", "));
        }
        words.push_str("None of this moves a figure.");
        words
    }

    fn frame<'a>(&'a self, hints: Line<'a>, (theme, glyphs): (&'a Theme, &'a Glyphs)) -> Frame<'a> {
        Frame {
            title: &self.title,
            hints,
            body_width: 76,
            body_height: 9,
            theme,
            glyphs,
        }
    }
}
