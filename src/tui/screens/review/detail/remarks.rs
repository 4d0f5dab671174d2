//! What is said of an item and moves no figure; and who disagrees with its answer.

use chrono::NaiveDate;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::domain::assessment::{Answer, Status};
use crate::domain::lapsing::SOON_DAYS;

use super::{Detail, push_wrapped};

impl Detail<'_> {
    /// Where it stands, who looks after it, until when, how sure they are, what it takes: what was said of these.
    pub(super) fn push_asides(
        &self,
        lines: &mut Vec<Line<'static>>,
        answer: &Answer,
        columns: usize,
    ) {
        let mut push = |name: &str, text: &str, style: Style| {
            if !text.is_empty() {
                push_wrapped(lines, &format!("{name}: {text}"), columns, style);
            }
        };
        let (plain, dim) = (self.theme.text, self.theme.dim);
        push("now", answer.current.shown_block().as_str(), plain);
        push("owner", answer.owner.shown().as_str(), plain);
        if let Some(due) = answer.due {
            let (text, style) = self.due(due, answer.status == Status::Met);
            push("due", &text, style);
        }
        push("confidence", answer.confidence.shown().as_str(), dim);
        push("estimate", answer.estimate.shown().as_str(), dim);
    }

    /// A last day, and whether it is over while there is work left.
    fn due(&self, due: NaiveDate, is_done: bool) -> (String, Style) {
        match self.days_until(due) {
            _ if is_done => (due.to_string(), self.theme.dim),
            days @ ..0 => {
                let (sign, late) = (self.glyphs.alert, -days);
                let text = format!("{due} {sign} overdue by {late} d");
                (text, self.theme.warning)
            }
            0 => (format!("{due}, today"), self.theme.warning),
            days => (format!("{due}, in {days} d"), self.theme.text),
        }
    }

    /// Who disagrees, with what, and what became of it.
    pub(super) fn push_dissents(
        &self,
        lines: &mut Vec<Line<'static>>,
        answer: &Answer,
        columns: usize,
    ) {
        if answer.dissents.is_empty() {
            return;
        }
        let assessment = self.session.assessment();
        lines.push(Line::styled("Dissent", self.theme.title));
        for dissent in &answer.dissents {
            let is_open = dissent.is_open(|name| assessment.is_facilitator(name));
            let (state, style) = match (is_open, &dissent.answered) {
                (true, None) => ("open", self.theme.warning),
                (true, Some(_)) => ("answered, still open", self.theme.warning),
                (false, _) => ("closed", self.theme.dim),
            };
            let sign = self.glyphs.dissent;
            let on = match dissent.on.shown().as_str() {
                "" => String::new(),
                on => format!(" with: {on}"),
            };
            let head = format!("{sign} {} disagrees{on} ({state})", dissent.name.shown());
            push_wrapped(lines, &head, columns, style);
            let text = dissent.text.shown_block();
            push_wrapped(lines, text.as_str(), columns, self.theme.text);
            if let Some(reply) = &dissent.answered {
                let reply = format!("{} answers: {}", reply.by.shown(), reply.text.shown_block());
                push_wrapped(lines, &reply, columns, self.theme.dim);
            }
            if let (false, Some(closed)) = (is_open, &dissent.closed) {
                let closed = format!("closed by {}", closed.by.shown());
                push_wrapped(lines, &closed, columns, self.theme.dim);
            }
        }
        lines.push(Line::default());
    }

    /// What meetings have left behind about the item.
    pub(super) fn push_notes(
        &self,
        lines: &mut Vec<Line<'static>>,
        answer: &Answer,
        columns: usize,
    ) {
        let begin = lines.len();
        for remark in &answer.decisions {
            let text = remark.text.shown_block();
            let text = format!("decided: {text} ({})", remark.by.shown());
            push_wrapped(lines, &text, columns, self.theme.text);
        }
        for action in &answer.actions {
            let text = action.text.shown_block();
            let who = if action.owner.is_empty() {
                action.by.shown()
            } else {
                action.owner.shown()
            };
            let (until, style) = match (&action.done, action.due) {
                (Some(_), _) => (", done".to_owned(), self.theme.dim),
                (None, Some(due)) => {
                    let (until, style) = self.due(due, false);
                    (format!(", due {until}"), style)
                }
                (None, None) => (String::new(), self.theme.text),
            };
            push_wrapped(
                lines,
                &format!("to do: {text} ({who}{until})"),
                columns,
                style,
            );
        }
        for remark in &answer.parked {
            let word = if remark.settled.is_some() {
                "was parked"
            } else {
                "parked"
            };
            let text = remark.text.shown_block();
            let text = format!("{word}: {text} ({})", remark.by.shown());
            push_wrapped(lines, &text, columns, self.theme.dim);
        }
        if lines.len() > begin {
            lines.insert(begin, Line::styled("Noted", self.theme.title));
            lines.push(Line::default());
        }
    }

    /// Whether something whose last day this is lapses soon.
    pub(super) fn lapses_soon(&self, last: NaiveDate) -> bool {
        (0..=i64::from(SOON_DAYS)).contains(&self.days_until(last))
    }
}
