//! What backs an answer, piece by piece.

use ratatui::text::{Line, Span};

use crate::domain::assessment::Answer;
use crate::domain::checklist::{EvidenceRule, Item};
use crate::domain::evidence::{Content, Evidence, Lapse, Observation, Shows, is_confirmed};
use crate::domain::text::Shown;
use crate::tui::widgets::columns::{cut_middle, width, wrap};
use crate::tui::widgets::signs::attachable;

use super::{Detail, push_wrapped};

impl Detail<'_> {
    pub(super) fn push_evidence(
        &self,
        lines: &mut Vec<Line<'static>>,
        item: &Item,
        answer: &Answer,
        columns: usize,
    ) {
        lines.push(Line::styled("Evidence", self.theme.title));
        if item.evidence == EvidenceRule::NotNeeded {
            push_wrapped(lines, "none is needed here", columns, self.theme.dim);
        } else if answer.evidence.is_empty() {
            let kinds = attachable(item.accepted());
            let wanted = format!("none yet; counts here: {kinds}");
            push_wrapped(lines, &wanted, columns, self.theme.dim);
        }
        for evidence in &answer.evidence {
            self.push_piece(lines, item, evidence, columns);
            if !evidence.caption.is_empty() {
                push_wrapped(
                    lines,
                    evidence.caption.shown_block().as_str(),
                    columns,
                    self.theme.dim,
                );
            }
        }
        lines.push(Line::default());
    }

    /// `✓ link  sentry.io/…   2 d`.
    fn push_piece(
        &self,
        lines: &mut Vec<Line<'static>>,
        item: &Item,
        evidence: &Evidence,
        columns: usize,
    ) {
        let bench = self.session.bench();
        let lapse = bench.lapse(item, evidence);
        let last = bench.last_day(item, evidence.observed);
        let soon = last.filter(|last| lapse.is_none() && self.lapses_soon(*last));
        let (sign, style) = match (&lapse, evidence.shows) {
            (None, _) if soon.is_some() => (self.glyphs.alert, self.theme.warning),
            (None, Shows::Partial(_)) => (self.glyphs.partial, self.theme.partial),
            (None, _) => (self.glyphs.met, self.theme.met),
            (Some(Lapse::Context | Lapse::Withdrawn | Lapse::Redacted), _) => {
                (self.glyphs.separator, self.theme.dim)
            }
            (Some(Lapse::Against), _) => (self.glyphs.unmet, self.theme.unmet),
            (Some(_), _) => (self.glyphs.alert, self.theme.warning),
        };
        let what = match &evidence.content {
            Content::Link(url) => {
                let url = url.shown().into_string();
                url.trim_start_matches("https://")
                    .trim_start_matches("http://")
                    .to_owned()
            }
            Content::File { path, .. } => Shown::line(path).into_string(),
            Content::Note(text) => text.shown().into_string(),
        };
        let pinned = matches!(evidence.content, Content::File { .. });
        let unseen = bench.observation(evidence) == Observation::Unchecked;
        let remark = match lapse {
            None if pinned && unseen => format!("{}, unchecked", self.age(evidence.observed)),
            None if is_confirmed(evidence) => format!("{}, confirmed", self.age(evidence.observed)),
            None => self.age(evidence.observed),
            Some(lapse) => lapse_word(lapse),
        };
        let remark = match soon {
            Some(last) => format!("holds until {last}, {}", self.left(last)),
            None => remark,
        };
        let kind = evidence.content.kind().word();
        let room = columns.saturating_sub(4 + kind.len() + 2 + width(&remark));
        // A remark that leaves hardly anything of the evidence itself gets a line of its own.
        let beside = room >= width(&what).min(20);
        let room = if beside {
            room
        } else {
            columns.saturating_sub(3 + kind.len())
        };
        let what = cut_middle(&what, room, self.glyphs.cut).into_owned();
        let mut spans = vec![
            Span::styled(format!("{sign} "), style),
            Span::styled(format!("{kind} "), self.theme.dim),
            Span::styled(what, self.theme.text),
        ];
        if beside {
            spans.push(Span::styled(format!("  {remark}"), style));
            lines.push(Line::from(spans));
        } else {
            lines.push(Line::from(spans));
            for part in wrap(&remark, columns.saturating_sub(2)) {
                lines.push(Line::styled(format!("  {part}"), style));
            }
        }
    }
}

/// Why evidence backs nothing, in a word or two.
fn lapse_word(lapse: Lapse) -> String {
    match lapse {
        Lapse::Withdrawn => "withdrawn".to_owned(),
        Lapse::Redacted => "redacted".to_owned(),
        Lapse::KindNotAccepted => "does not count here".to_owned(),
        Lapse::Context => "context".to_owned(),
        Lapse::Against => "against".to_owned(),
        Lapse::TooOld(last) => format!("held until {last}"),
        Lapse::OtherVersion => "other version".to_owned(),
        Lapse::Changed => "changed".to_owned(),
        Lapse::Absent => "missing".to_owned(),
    }
}
