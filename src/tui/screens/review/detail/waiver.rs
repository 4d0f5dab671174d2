//! What excuses an item, and what was measured of it.

use ratatui::text::Line;

use crate::domain::assessment::Answer;
use crate::domain::checklist::Item;
use crate::domain::measured::Outcome;
use crate::domain::text::Shown;
use crate::domain::waiver::Standing;

use super::super::waiver_of;
use super::{Detail, push_wrapped};

impl Detail<'_> {
    /// The waiver: what becomes of it, until when, why, and who stands by it.
    pub(super) fn push_waiver(
        &self,
        lines: &mut Vec<Line<'static>>,
        position: usize,
        columns: usize,
    ) {
        let Some((waiver, standing)) = waiver_of(self.session, position) else {
            return;
        };
        lines.push(Line::styled("Waiver", self.theme.title));
        let (until, sign) = (waiver.expires, self.glyphs.waived);
        let (words, style) = match standing {
            Standing::Valid => {
                let (left, soon) = (
                    self.left(until),
                    self.session.ledger().is_lapsing(position) && self.lapses_soon(until),
                );
                let (alert, style) = if soon {
                    (format!("{} ", self.glyphs.alert), self.theme.warning)
                } else {
                    (String::new(), self.theme.conditional)
                };
                let words = format!("{alert}{sign} waived until {until}, {left}");
                (words, style)
            }
            Standing::Expired => (
                format!("{} expired: it held until {until}", self.glyphs.alert),
                self.theme.warning,
            ),
            Standing::Ignored(_) => (
                format!("{} {}", self.glyphs.alert, standing.words()),
                self.theme.warning,
            ),
        };
        push_wrapped(lines, &words, columns, style);
        let reason = waiver.reason.shown_block();
        push_wrapped(lines, reason.as_str(), columns, self.theme.text);
        let approved = if waiver.approved_by.is_blank() {
            "approved by nobody".to_owned()
        } else {
            format!("approved by {}", waiver.approved_by.shown())
        };
        let who = format!("asked for by {}, {approved}", waiver.by.shown());
        push_wrapped(lines, &who, columns, self.theme.dim);
        lines.push(Line::default());
    }

    /// What is measured of the item, what it has to reach, and whether it does.
    pub(super) fn push_metric(
        &self,
        lines: &mut Vec<Line<'static>>,
        item: &Item,
        answer: &Answer,
        columns: usize,
    ) {
        let Some(metric) = &item.metric else {
            return;
        };
        let unit = match metric.unit.shown().as_str() {
            "" => String::new(),
            unit => format!(" {unit}"),
        };
        let target = metric.target.words();
        let target = Shown::line(&target);
        lines.push(Line::styled("Measure", self.theme.title));
        let wanted = format!("{}: {target}{unit}", metric.name.shown());
        push_wrapped(lines, &wanted, columns, self.theme.text);
        let measured = answer.measured.as_ref();
        let value = measured.map(|measured| Shown::line(&measured.words()).into_string());
        let (sign, words, style) = match (metric.target.judge(measured), value) {
            (Outcome::Meets, Some(value)) => {
                let words = format!("measured {value}{unit}: meets the target");
                (self.glyphs.met, words, self.theme.met)
            }
            (Outcome::Misses, Some(value)) => {
                let words = format!("measured {value}{unit}: misses the target");
                (self.glyphs.unmet, words, self.theme.unmet)
            }
            (_, Some(value)) => {
                let words = format!("measured {value}: says nothing of the target");
                (self.glyphs.alert, words, self.theme.warning)
            }
            (_, None) => {
                let words = "not measured yet; it takes a value that meets the target".to_owned();
                (self.glyphs.unanswered, words, self.theme.unanswered)
            }
        };
        push_wrapped(lines, &format!("{sign} {words}"), columns, style);
        lines.push(Line::default());
    }
}
