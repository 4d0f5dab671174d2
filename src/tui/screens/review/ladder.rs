//! Ready for which stage: the ladder of the checklist in one line.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::percent::Percent;
use crate::domain::stage::StageFigures;
use crate::session::Session;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_with, line_width};

/// Rungs that are shown at most: those from the first that is not reached.
const MOST: usize = 12;

/// The columns that titles are shortened to, one after another, until the line fits.
const TITLES: [usize; 7] = [24, 20, 16, 13, 10, 8, 6];

/// The stages of a checklist with how far it is with each.
pub(super) struct Ladder<'a> {
    pub(super) session: &'a Session,
    pub(super) theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
}

/// How a rung is written.
#[derive(Clone, Copy)]
struct Manner {
    /// The columns of a title at most.
    title: usize,
    /// Whole percents instead of tenths.
    whole: bool,
    /// The first rung that is shown.
    from: usize,
}

impl Ladder<'_> {
    /// `Ready for  ● code complete  ◐ staging 68  ○ beta 51` in so many columns: tenths become whole percents, titles
    /// are shortened, and at last the lowest rungs are left out, until it fits. Absent without stages.
    pub(super) fn line(&self, columns: usize) -> Option<Line<'static>> {
        let stages = self.session.stages();
        if stages.is_empty() || columns == 0 {
            return None;
        }
        let open = stages.iter().position(|stage| stage.ready == Some(false));
        let first = match stages.len().checked_sub(MOST) {
            Some(most @ 1..) => open.unwrap_or(most).min(most),
            _ => 0,
        };
        let full = Manner {
            title: usize::MAX,
            whole: false,
            from: first,
        };
        let whole = Manner {
            whole: true,
            ..full
        };
        let shorter = TITLES.map(|title| Manner { title, ..whole });
        let fewer = (first + 1..stages.len()).map(|from| Manner {
            title: 13,
            whole: true,
            from,
        });
        let mut manners = [full, whole].into_iter().chain(shorter).chain(fewer);
        let fitting = manners.find_map(|manner| {
            let line = self.written(stages, manner);
            (line_width(&line) <= columns).then_some(line)
        });
        Some(fitting.unwrap_or_else(|| {
            let last = Manner {
                from: stages.len() - 1,
                ..whole
            };
            self.written(stages, last)
        }))
    }

    fn written(&self, stages: &[StageFigures], manner: Manner) -> Line<'static> {
        let assessment = self.session.assessment();
        let target = assessment.head.target.as_ref();
        let named = &assessment.checklist().stages;
        let mut line = Line::from(Span::styled("Ready for", self.theme.dim));
        if manner.from > 0 {
            let cut = format!("  {}", self.glyphs.cut);
            line.spans.push(Span::styled(cut, self.theme.dim));
        }
        let rungs = stages.iter().zip(named).skip(manner.from);
        for (figures, stage) in rungs.take(MOST) {
            let is_target = target == Some(&stage.id);
            let (sign, style) = self.sign(figures, is_target);
            let title = stage.title.shown();
            let title = cut_with(title.as_str(), manner.title, self.glyphs.cut);
            line.spans.push(Span::styled(format!("  {sign} "), style));
            let weight = if is_target {
                self.theme.title
            } else {
                self.theme.text
            };
            line.spans.push(Span::styled(title.into_owned(), weight));
            let readiness = figures.claimed().filter(|_| figures.ready == Some(false));
            if let Some(readiness) = readiness {
                let readiness = if manner.whole {
                    whole_percent(&readiness)
                } else {
                    readiness.to_string()
                };
                line.spans
                    .push(Span::styled(format!(" {readiness}"), style));
            }
        }
        if stages.len() - manner.from > MOST {
            let cut = format!("  {}", self.glyphs.cut);
            line.spans.push(Span::styled(cut, self.theme.dim));
        }
        line
    }

    fn sign(&self, figures: &StageFigures, is_target: bool) -> (&'static str, Style) {
        match (figures.ready, is_target) {
            (None, _) => (self.glyphs.dash, self.theme.dim),
            (Some(true), _) => (self.glyphs.bullet_full, self.theme.met),
            (Some(false), true) => (self.glyphs.bullet_half, self.theme.partial),
            (Some(false), false) => (self.glyphs.bullet_empty, self.theme.unanswered),
        }
    }
}

/// To the nearest whole percent; 100 and 0 for exactly that only, as with tenths.
fn whole_percent(percent: &Percent) -> String {
    let tenth = percent.over(10).map_or(0, |tenth| tenth.tenths());
    let whole = if *percent < Percent::whole(100) {
        tenth.min(99)
    } else {
        tenth
    };
    whole.to_string()
}

#[cfg(test)]
mod tests {
    use super::{Percent, whole_percent};

    #[test]
    fn a_whole_percent_is_rounded_once_and_claims_neither_all_nor_nothing() {
        let shown = |part, whole| Percent::of(part, whole).map(|percent| whole_percent(&percent));
        assert_eq!(shown(6_845, 10_000).as_deref(), Some("68"));
        assert_eq!(shown(685, 1_000).as_deref(), Some("69"));
        assert_eq!(shown(999, 1_000).as_deref(), Some("99"));
        assert_eq!(shown(1, 1).as_deref(), Some("100"));
        assert_eq!(shown(1, 1_000).as_deref(), Some("1"));
        assert_eq!(shown(0, 5).as_deref(), Some("0"));
    }
}
