//! What became of the sign-offs, in one line.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::gate::Verdict;
use crate::domain::sign_off::Statement;
use crate::domain::signing::{Signing, at_a_glance, in_short, signings};
use crate::domain::text::Shown;
use crate::session::Session;
use crate::tui::theme::{Glyphs, Theme};

/// Sign-offs that are named at most: the line ends before.
const MOST: usize = 12;

/// Whether something is wrong with a sign-off.
type IsWrong = fn(&Signing<'_>) -> bool;

/// What can be wrong with a sign-off, and its word.
const ALARMS: [(IsWrong, &str); 2] = [
    (|it| it.is_forged(), "forged"),
    (|it| it.is_superseded(), "superseded"),
];

/// What became of the sign-offs of a session.
pub(super) struct Signed<'a> {
    pub(super) session: &'a Session,
    pub(super) theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
}

impl<'a> Signed<'a> {
    pub(super) fn of(session: &'a Session, theme: &'a Theme, glyphs: &'a Glyphs) -> Self {
        Self {
            session,
            theme,
            glyphs,
        }
    }

    /// `! go signed by sre 11-20 · superseded: error-tracking   ✓ go signed by product 11-19`: forged ones first, then
    /// what is superseded. Absent without sign-offs.
    pub(super) fn line(&self, brief: bool) -> Option<Line<'static>> {
        let all = signings(self.session.sign_offs(), self.session.superseded());
        let mut shown = at_a_glance(&all);
        let mut line = Line::default();
        let gap = |line: &mut Line<'static>| {
            if !line.spans.is_empty() {
                let blanks = if brief { "  " } else { "   " };
                line.spans.push(Span::styled(blanks, self.theme.dim));
            }
        };
        if brief {
            // In few columns what went wrong is counted before what holds is named.
            for (is_one, word) in ALARMS {
                let found: Vec<Signing<'_>> =
                    shown.iter().filter(|it| is_one(it)).copied().collect();
                if found.len() > 1 {
                    shown.retain(|signing| !is_one(signing));
                    gap(&mut line);
                    line.spans.extend(self.counted(&found, word));
                }
            }
        }
        for signing in shown.iter().take(MOST) {
            gap(&mut line);
            line.spans.extend(self.spans(signing, brief));
        }
        (!line.spans.is_empty()).then_some(line)
    }

    /// `! 2 sign-offs superseded: tests, backups`.
    fn counted(&self, found: &[Signing<'_>], word: &str) -> Vec<Span<'static>> {
        let mut names: Vec<String> = found.iter().flat_map(Signing::changed).collect();
        names.sort();
        names.dedup();
        let names = match names.len() {
            0 => String::new(),
            _ => format!(": {}", in_short(&names)),
        };
        let words = format!("{} sign-offs {word}{names}", found.len());
        let style = self.theme.warning;
        vec![
            Span::styled(format!("{} ", self.glyphs.alert), style),
            Span::styled(Shown::line(&words).into_string(), style),
        ]
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
