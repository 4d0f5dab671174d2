//! What a merge could not decide, in brief: who says what, and which key chooses.

use ratatui::text::{Line, Span};

use crate::action::{Action, Context};
use crate::domain::assessment::Answer;
use crate::domain::both_sides::status_words;
use crate::domain::version::Version;
use crate::tui::widgets::columns::{line_width, width};
use crate::tui::widgets::signs::status_sign;

use super::{Detail, push_wrapped};

impl Detail<'_> {
    /// The versions in brief, in the place of an answer, and what is counted until one is chosen.
    pub(super) fn push_conflict(
        &self,
        lines: &mut Vec<Line<'static>>,
        answer: &Answer,
        columns: usize,
    ) {
        let head = format!("{} In conflict", self.glyphs.conflict);
        push_wrapped(lines, &head, columns, self.theme.warning);
        for (at, version) in answer.conflict.iter().enumerate() {
            self.push_version(lines, at, version, columns);
        }
        let least = status_words(&answer.status);
        let counted = format!("until one is chosen it counts as {least}");
        push_wrapped(lines, &counted, columns, self.theme.dim);
        let does = "shows all of both, to choose";
        if let Some(shows) = self.keymap.says(Context::Review, Action::Conflicts, does) {
            push_wrapped(lines, &shows, columns, self.theme.text);
        }
        lines.push(Line::default());
    }

    /// `1 ✓ met  Noor, 2 d, 1 ev`, and its comment.
    fn push_version(
        &self,
        lines: &mut Vec<Line<'static>>,
        at: usize,
        version: &Version,
        columns: usize,
    ) {
        let (sign, style) = status_sign(&version.status, self.theme, self.glyphs);
        let mut line = Line::from(vec![
            Span::styled(format!("{} ", at + 1), self.theme.title),
            Span::styled(format!("{sign} {}", status_words(&version.status)), style),
        ]);
        let offset = self.session.assessment().utc_offset;
        let mut who = Vec::new();
        if !version.by.is_blank() {
            who.push(version.by.shown().into_string());
        }
        who.extend(version.at.map(|at| self.age(at.day(offset))));
        match version.evidence.len() {
            0 => {}
            count => who.push(format!("{count} ev")),
        }
        let who = who.join(", ");
        let beside = line_width(&line) + 2 + width(&who) <= columns;
        if beside {
            line.push_span(Span::styled(format!("  {who}"), self.theme.dim));
        }
        lines.push(line);
        let rest = [
            (!beside).then_some(who),
            (!version.comment.is_blank()).then(|| version.comment.shown_block().into_string()),
        ];
        for text in rest.into_iter().flatten() {
            let mut below = Vec::new();
            let room = columns.saturating_sub(2);
            push_wrapped(&mut below, &text, room, self.theme.dim);
            lines.extend(below.into_iter().map(|mut line| {
                line.spans.insert(0, Span::raw("  "));
                line
            }));
        }
    }
}
