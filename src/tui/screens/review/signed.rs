//! What became of the sign-offs, in one line.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::gate::Verdict;
use crate::domain::sign_off::Statement;
use crate::domain::signing::{Signing, at_a_glance, signings};
use crate::domain::text::Shown;
use crate::session::Session;
use crate::tui::theme::{Glyphs, Theme};

/// Sign-offs that are named at most: the line ends before.
const MOST: usize = 12;

/// What became of the sign-offs of a session.
pub(super) struct Signed<'a> {
    pub(super) session: &'a Session,
    pub(super) theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
}

impl Signed<'_> {
    /// `! go signed by sre 11-20 · superseded: error-tracking   ✓ go signed by product 11-19`: forged ones first, then
    /// what is superseded. Absent without sign-offs.
    pub(super) fn line(&self, brief: bool) -> Option<Line<'static>> {
        let all = signings(self.session.sign_offs(), self.session.superseded());
        let shown = at_a_glance(&all);
        let mut line = Line::default();
        for signing in shown.iter().take(MOST) {
            if !line.spans.is_empty() {
                line.spans.push(Span::raw("   "));
            }
            line.spans.extend(self.spans(signing, brief));
        }
        (!line.spans.is_empty()).then_some(line)
    }

    fn spans(&self, signing: &Signing<'_>, brief: bool) -> Vec<Span<'static>> {
        let (offset, now) = (self.session.assessment().utc_offset, self.session.as_of());
        let (sign, style) = self.sign(signing);
        let words = match signing.statement() {
            Some(statement) if brief => in_brief(statement),
            None if brief => "forged sign-off".to_owned(),
            _ => signing.phrase(offset, now),
        };
        let words = Shown::line(&words).into_string();
        let mut spans = vec![
            Span::styled(format!("{sign} "), style),
            Span::styled(words, self.theme.text),
        ];
        if let Some(superseded) = signing.superseded_phrase() {
            let superseded = Shown::line(&superseded).into_string();
            let gap = if brief {
                " ".to_owned()
            } else {
                format!(" {} ", self.glyphs.separator)
            };
            spans.push(Span::styled(gap, self.theme.dim));
            spans.push(Span::styled(superseded, self.theme.warning));
        }
        spans
    }

    fn sign(&self, signing: &Signing<'_>) -> (&'static str, Style) {
        let (theme, glyphs) = (self.theme, self.glyphs);
        match signing.statement() {
            None => (glyphs.alert, theme.error),
            Some(statement) if statement.decision == Verdict::NoGo => (glyphs.unmet, theme.error),
            Some(_) if signing.is_superseded() => (glyphs.alert, theme.warning),
            Some(_) => (glyphs.met, theme.met),
        }
    }
}

/// `go by sre`.
fn in_brief(statement: &Statement) -> String {
    format!("{} by {}", statement.decision.word(), statement.role.raw())
}
