//! The live verdict over a meeting: verdict, reasons, figures and gauges; it moves with every answer.

use ratatui::text::{Line, Span};

use crate::domain::checklist::Tier;
use crate::domain::percent::or_dash;
use crate::domain::score::TierFigures;
use crate::session::Session;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{line_width, width};
use crate::tui::widgets::gauge::TierGauge;
use crate::tui::widgets::signs::{letter, tier_style, verdict_badge};

/// The items that a reason names at most.
const NAMED: usize = 8;

/// The widest gauge.
const GAUGE: usize = 20;

/// The verdict and why: ` NO-GO   2 open blockers: error-tracking, restore-drill`.
pub(super) fn verdict(session: &Session, (theme, glyphs): (&Theme, &Glyphs)) -> Line<'static> {
    let judgement = session.judgement();
    let mut spans = vec![verdict_badge(judgement.verdict, theme), Span::raw("  ")];
    let assessment = session.assessment();
    let reasons = judgement.reasons.iter().map(|reason| {
        let items = reason.items.iter().take(NAMED);
        let names: Vec<String> = items
            .map(|item| assessment.item(*item).id.shown().into_string())
            .collect();
        match names.join(", ") {
            list if list.is_empty() => reason.phrase(),
            list => format!("{}: {list}", reason.phrase()),
        }
    });
    let words: Vec<String> = reasons.collect();
    let words = if words.is_empty() {
        "nothing stands in the way".to_owned()
    } else {
        words.join(&format!(" {} ", glyphs.separator))
    };
    spans.push(Span::styled(words, theme.text));
    Line::from(spans)
}

/// Claimed, evidenced and unanswered, and the three gauges where there is room.
pub(super) fn figures(
    session: &Session,
    columns: usize,
    (theme, glyphs): (&Theme, &Glyphs),
) -> Line<'static> {
    let figures = session.figures();
    let mut spans = Vec::new();
    for (name, value) in [
        ("claimed", or_dash(figures.claimed().as_ref())),
        ("evidenced", or_dash(figures.evidenced().as_ref())),
        ("unanswered", figures.counts.unanswered.to_string()),
    ] {
        spans.push(Span::styled(format!("{name} "), theme.dim));
        spans.push(Span::styled(format!("{value}  "), theme.title));
    }
    let room = columns.saturating_sub(line_width(&Line::from(spans.clone())));
    let counts: Vec<String> = Tier::ALL
        .into_iter()
        .map(|tier| {
            let TierFigures { met, counted, .. } = figures.tier(tier);
            format!(" {met}/{counted}")
        })
        .collect();
    let taken: usize = counts.iter().map(|count| 2 + width(count) + 2).sum();
    let gauge = (room.saturating_sub(taken) / counts.len()).min(GAUGE);
    for (tier, count) in Tier::ALL.into_iter().zip(counts) {
        let TierFigures {
            met,
            evidenced,
            partial,
            counted,
        } = *figures.tier(tier);
        spans.push(Span::styled(
            format!("{} ", letter(tier)),
            tier_style(tier, theme),
        ));
        if gauge >= 3 {
            let cells = TierGauge {
                counted: counted.into(),
                met: met.into(),
                evidenced: evidenced.into(),
                partial: partial.into(),
            };
            spans.extend(cells.spans(gauge, theme, glyphs));
        }
        spans.push(Span::styled(
            format!(
                "{}  ",
                count.trim_start_matches(if gauge >= 3 { "" } else { " " })
            ),
            theme.text,
        ));
    }
    Line::from(spans)
}

/// All of it in one line: ` NO-GO  71.4/52.0 ·3 B8/10 S7/11 N2/6`.
pub(super) fn in_brief(session: &Session, (theme, glyphs): (&Theme, &Glyphs)) -> Line<'static> {
    let figures = session.figures();
    let claimed = or_dash(figures.claimed().as_ref());
    let evidenced = or_dash(figures.evidenced().as_ref());
    let mut spans = vec![
        verdict_badge(session.judgement().verdict, theme),
        Span::styled(format!("{claimed}/{evidenced}"), theme.text),
        Span::styled(
            format!(" {}{}", glyphs.unanswered, figures.counts.unanswered),
            theme.unanswered,
        ),
    ];
    for tier in Tier::ALL {
        let TierFigures { met, counted, .. } = figures.tier(tier);
        spans.push(Span::styled(
            format!(" {}{met}/{counted}", letter(tier)),
            tier_style(tier, theme),
        ));
    }
    Line::from(spans)
}
