//! The head of the plan: where it stands, and where it would stand.

use ratatui::text::{Line, Span};

use crate::domain::checklist::Severity;
use crate::domain::estimate::Effort;
use crate::domain::percent::or_dash;
use crate::domain::what_if::Outlook;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::figures::{Figure, flow};
use crate::tui::widgets::signs::verdict_badge;

use super::PlanPage;

/// The word that stands there while something is marked.
pub(super) const WHAT_IF: &str = "what if, nothing is saved";

/// The title of the head, and whether it warns.
pub(super) fn title(page: &PlanPage, glyphs: &Glyphs) -> (String, bool) {
    if page.what_if.is_empty() {
        return ("Plan".to_owned(), false);
    }
    let (separator, count) = (glyphs.separator, page.what_if.count());
    (
        format!("Plan {separator} {WHAT_IF} {separator} {count} marked"),
        true,
    )
}

/// The lines of the head in so many columns; in brief claimed and evidenced share a figure, as in the verdict bar of a
/// tiny review.
pub(super) fn lines(
    page: &PlanPage,
    columns: usize,
    brief: bool,
    look: (&Theme, &Glyphs),
) -> Vec<Line<'static>> {
    let mut figures = vec![verdict(page, look)];
    let (theme, _) = look;
    let (now, then) = (&page.now, page.then.as_ref());
    let becoming = |name: &str, of: &dyn Fn(&Outlook) -> String, style| {
        Figure::becoming(name, of(now), then.map(of), style, look)
    };
    if brief {
        figures.push(Figure::becoming(
            "",
            scores(now),
            then.map(scores),
            theme.title,
            look,
        ));
    }
    if brief {
        // There is no room for what it took before.
        let effort = to_go(then.unwrap_or(now).to_go);
        figures.push(Figure::of("to go", effort, theme.title, theme));
        return flow(figures, columns);
    }
    figures.push(becoming("to go", &|of| to_go(of.to_go), theme.title));
    figures.push(becoming(
        "claimed",
        &|of| or_dash(of.claimed.as_ref()),
        theme.title,
    ));
    figures.push(becoming(
        "evidenced",
        &|of| or_dash(of.evidenced.as_ref()),
        theme.title,
    ));
    figures.push(becoming(
        "to 100 %",
        &|of| of.to_all.to_string(),
        theme.text,
    ));
    let risk = |of: &Outlook| of.risk_level.map_or("none", Severity::word).to_owned();
    figures.push(becoming("risk", &risk, theme.text));
    figures.push(becoming("open", &|of| of.open.to_string(), theme.text));
    let overdue = page.way.overdue().count();
    if overdue > 0 {
        let words = format!("{overdue} overdue");
        figures.push(Figure(vec![Span::styled(words, theme.error)]));
    }
    let waived = page.way.waived.len();
    if waived > 0 {
        let words = format!("{waived} of the open waived");
        figures.push(Figure(vec![Span::styled(words, theme.dim)]));
    }
    if !page.aside.is_empty() {
        let words = format!("and to {}", page.aside.join(", "));
        figures.push(Figure(vec![Span::styled(words, theme.warning)]));
    }
    flow(figures, columns)
}

/// `NO-GO → CONDITIONAL-GO`.
fn verdict(page: &PlanPage, (theme, glyphs): (&Theme, &Glyphs)) -> Figure {
    let mut spans = vec![verdict_badge(page.now.verdict, theme)];
    if let Some(then) = &page.then {
        spans.push(Span::styled(format!(" {} ", glyphs.becomes), theme.dim));
        spans.push(verdict_badge(then.verdict, theme));
    }
    Figure(spans)
}

fn scores(of: &Outlook) -> String {
    let (claimed, evidenced) = (or_dash(of.claimed.as_ref()), or_dash(of.evidenced.as_ref()));
    format!("{claimed}/{evidenced}")
}

fn to_go(effort: Option<Effort>) -> String {
    effort.map_or_else(
        || "by no step on items".to_owned(),
        |effort| effort.to_string(),
    )
}
