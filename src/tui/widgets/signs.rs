//! The signs, letters and styles of tiers, statuses and verdicts.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::domain::assessment::Status;
use crate::domain::checklist::{Kind, Tier};
use crate::domain::gate::Verdict;
use crate::tui::theme::{Glyphs, Theme};

/// The kinds of evidence that can be attached, in the order of the Tab key.
pub const KINDS: [Kind; 3] = [Kind::Link, Kind::File, Kind::Note];

/// The kinds of some that can be attached, in words: nobody is sent to look for one that is not offered.
pub fn attachable(accepted: &[Kind]) -> String {
    let offered = |kind: &&Kind| KINDS.contains(kind);
    let words: Vec<&str> = accepted
        .iter()
        .filter(offered)
        .map(|kind| kind.word())
        .collect();
    if words.is_empty() {
        "nothing that can be attached here".to_owned()
    } else {
        words.join(", ")
    }
}

/// The letter of a tier where there is no room for its word.
pub fn letter(tier: Tier) -> &'static str {
    match tier {
        Tier::Blocker => "B",
        Tier::Should => "S",
        Tier::Nice => "N",
    }
}

/// The style of a tier.
pub fn tier_style(tier: Tier, theme: &Theme) -> Style {
    match tier {
        Tier::Blocker => theme.blocker,
        Tier::Should => theme.should,
        Tier::Nice => theme.nice,
    }
}

/// The style of a verdict.
pub fn verdict_style(verdict: Verdict, theme: &Theme) -> Style {
    match verdict {
        Verdict::NoGo => theme.no_go,
        Verdict::ConditionalGo => theme.conditional,
        Verdict::Go => theme.go,
    }
}

/// The word of a verdict on its colour.
pub fn verdict_badge(verdict: Verdict, theme: &Theme) -> Span<'static> {
    Span::styled(
        format!(" {} ", verdict.word().to_uppercase()),
        verdict_style(verdict, theme),
    )
}

/// The sign of a stage, with its style: ready, not ready and aimed at, not ready, needing nothing.
pub fn stage_sign(
    ready: Option<bool>,
    is_target: bool,
    theme: &Theme,
    glyphs: &Glyphs,
) -> (&'static str, Style) {
    match (ready, is_target) {
        (None, _) => (glyphs.dash, theme.dim),
        (Some(true), _) => (glyphs.bullet_full, theme.met),
        (Some(false), true) => (glyphs.bullet_half, theme.partial),
        (Some(false), false) => (glyphs.bullet_empty, theme.unanswered),
    }
}

/// The sign of a status, with its style.
pub fn status_sign(status: &Status, theme: &Theme, glyphs: &Glyphs) -> (&'static str, Style) {
    match status {
        Status::Unanswered => (glyphs.unanswered, theme.unanswered),
        Status::Met => (glyphs.met, theme.met),
        Status::Partial(_) => (glyphs.partial, theme.partial),
        Status::Unmet => (glyphs.unmet, theme.unmet),
        Status::Unknown => (glyphs.unknown, theme.unknown),
        Status::NotApplicable(_) => (glyphs.not_applicable, theme.not_applicable),
    }
}
