//! Ready for which stage: the ladder of the checklist in one line.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::percent::Percent;
use crate::domain::stage::StageFigures;
use crate::session::Session;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_with, line_width};
use crate::tui::widgets::signs::stage_sign;

/// Rungs that are shown at most.
const MOST: usize = 12;

/// The columns that titles are shortened to, one after another, until the line fits.
const TITLES: [usize; 6] = [usize::MAX, 24, 20, 16, 13, 10];

/// The stages of a checklist with how far it is with each.
pub(super) struct Ladder<'a> {
    pub(super) session: &'a Session,
    pub(super) theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
}

impl Ladder<'_> {
    /// `Ready for  ● code complete  ◐ staging 68  ○ beta 51` in so many columns: tenths become whole percents, titles
    /// are shortened, and at last rungs are left out, until it fits; the target and the highest rung that is reached
    /// stay longest. Absent without stages.
    pub(super) fn line(&self, columns: usize) -> Option<Line<'static>> {
        let stages = self.session.stages();
        if stages.is_empty() || columns == 0 {
            return None;
        }
        let mut shortest = None;
        for (number, rungs) in self.choices(stages).into_iter().enumerate() {
            let tenths = (number == 0).then_some((usize::MAX, false));
            let whole = TITLES.map(|title| (title, true));
            for (title, whole) in tenths.into_iter().chain(whole) {
                let line = self.written(stages, &rungs, title, whole);
                if line_width(&line) <= columns {
                    return Some(line);
                }
                shortest = Some(line);
            }
        }
        shortest
    }

    /// Which rungs are shown: as many as fit, the last choice those that matter most.
    fn choices(&self, stages: &[StageFigures]) -> Vec<Vec<usize>> {
        let assessment = self.session.assessment();
        let target = assessment.head.target.as_ref();
        let target = target.and_then(|target| assessment.checklist().stage_position(target));
        let open = stages.iter().position(|stage| stage.ready == Some(false));
        let reached = stages.iter().rposition(|stage| stage.ready == Some(true));
        let aim = target.or(open).unwrap_or(stages.len() - 1);
        let from = reached.unwrap_or(aim).min(aim);
        let next = (from + 1).min(stages.len() - 1);
        let ranges = [0..stages.len(), from..stages.len(), from..aim.max(next) + 1];
        let mut choices: Vec<Vec<usize>> = ranges
            .into_iter()
            .filter(|range| range.len() <= MOST)
            .map(Iterator::collect)
            .collect();
        choices.push(if from == aim {
            vec![from]
        } else {
            vec![from, aim]
        });
        choices.push(vec![aim]);
        choices
    }

    fn written(
        &self,
        stages: &[StageFigures],
        rungs: &[usize],
        columns: usize,
        whole: bool,
    ) -> Line<'static> {
        let assessment = self.session.assessment();
        let target = assessment.head.target.as_ref();
        let mut line = Line::from(Span::styled("Ready for", self.theme.dim));
        let gap = || Span::styled(format!("  {}", self.glyphs.cut), self.theme.dim);
        let mut next = 0;
        for at in rungs {
            if *at != next {
                line.spans.push(gap());
            }
            next = at + 1;
            let (figures, stage) = (&stages[*at], &assessment.checklist().stages[*at]);
            let is_target = target == Some(&stage.id);
            let (sign, style) = self.sign(figures, is_target);
            let title = stage.title.shown();
            let title = cut_with(title.as_str(), columns, self.glyphs.cut);
            line.spans.push(Span::styled(format!("  {sign} "), style));
            let weight = if is_target {
                self.theme.title
            } else {
                self.theme.text
            };
            line.spans.push(Span::styled(title.into_owned(), weight));
            let readiness = figures.claimed().filter(|_| figures.ready == Some(false));
            if let Some(readiness) = readiness {
                let readiness = if whole {
                    whole_percent(&readiness)
                } else {
                    readiness.to_string()
                };
                line.spans
                    .push(Span::styled(format!(" {readiness}"), style));
            }
        }
        if next != stages.len() {
            line.spans.push(gap());
        }
        line
    }

    fn sign(&self, figures: &StageFigures, is_target: bool) -> (&'static str, Style) {
        stage_sign(figures.ready, is_target, self.theme, self.glyphs)
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
