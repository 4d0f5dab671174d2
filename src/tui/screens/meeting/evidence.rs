//! What backs the answer of the item on the screen, piece by piece.

use ratatui::style::Style;
use ratatui::text::Line;

use crate::domain::assessment::Answer;
use crate::domain::checklist::{EvidenceRule, Item};
use crate::domain::evidence::{Content, Evidence, Lapse, Shows, is_confirmed};
use crate::domain::text::Shown;
use crate::tui::widgets::columns::{cut_middle, width};
use crate::tui::widgets::signs::attachable;

use super::item::Sheet;

impl Sheet<'_> {
    /// The evidence; what counts where there is none.
    pub(super) fn push_evidence(
        &self,
        lines: &mut Vec<Line<'static>>,
        item: &Item,
        answer: &Answer,
    ) {
        let mut rows = Vec::new();
        if answer.evidence.is_empty() {
            rows.push(if item.evidence == EvidenceRule::NotNeeded {
                ("none is needed here".to_owned(), self.theme.dim)
            } else {
                let kinds = attachable(item.accepted());
                (format!("none yet; counts here: {kinds}"), self.theme.dim)
            });
        }
        for evidence in &answer.evidence {
            rows.push(self.piece(item, evidence));
            if !evidence.caption.is_empty() {
                let caption = evidence.caption.shown_block().into_string();
                rows.push((caption, self.theme.dim));
            }
        }
        self.push_rows(lines, "Evidence", rows);
    }

    /// `✓ link sentry.io/…  2 d, confirmed by Ben`.
    fn piece(&self, item: &Item, evidence: &Evidence) -> (String, Style) {
        let lapse = self.session.bench().lapse(item, evidence);
        let (sign, style) = match (&lapse, evidence.shows) {
            (None, Shows::Partial(_)) => (self.glyphs.partial, self.theme.partial),
            (None, _) => (self.glyphs.met, self.theme.text),
            (Some(Lapse::Context | Lapse::Withdrawn | Lapse::Redacted), _) => {
                (self.glyphs.separator, self.theme.dim)
            }
            (Some(Lapse::Against), _) => (self.glyphs.unmet, self.theme.unmet),
            (Some(_), _) => (self.glyphs.alert, self.theme.warning),
        };
        let what = match &evidence.content {
            Content::Link(url) => {
                let url = url.shown().into_string();
                let bare = url.trim_start_matches("https://");
                bare.trim_start_matches("http://").to_owned()
            }
            Content::File { path, .. } => Shown::line(path).into_string(),
            Content::Note(text) => text.shown().into_string(),
        };
        let mut remark = self.age(evidence.observed);
        if let Some(lapse) = lapse {
            remark = format!("{remark}, {}", lapse_words(lapse));
        } else if let Some(confirmed) = evidence.confirmed.last().filter(|_| is_confirmed(evidence))
        {
            remark = format!("{remark}, confirmed by {}", confirmed.by.shown());
        } else if !matches!(evidence.content, Content::File { .. }) {
            remark = format!(
                "{remark}, {} attached it, not confirmed",
                evidence.by.shown()
            );
        }
        let kind = evidence.content.kind().word();
        let room = self.room().saturating_sub(5 + kind.len() + width(&remark));
        // A remark that leaves hardly anything of the evidence gets rows of its own.
        let room = if room < 16 {
            self.room().saturating_sub(kind.len() + 3)
        } else {
            room
        };
        let what = cut_middle(&what, room, self.glyphs.cut).into_owned();
        (format!("{sign} {kind} {what}  {remark}"), style)
    }
}

/// Why evidence backs nothing, in a word or two.
fn lapse_words(lapse: Lapse) -> String {
    match lapse {
        Lapse::Withdrawn => "withdrawn".to_owned(),
        Lapse::Redacted => "redacted".to_owned(),
        Lapse::KindNotAccepted => "does not count here".to_owned(),
        Lapse::Context => "context".to_owned(),
        Lapse::Against => "speaks against it".to_owned(),
        Lapse::TooOld(last) => format!("held until {last}"),
        Lapse::OtherVersion => "of another version".to_owned(),
        Lapse::Changed => "the file has changed".to_owned(),
        Lapse::Absent => "the file is missing".to_owned(),
    }
}
