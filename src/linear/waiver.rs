//! Waivers and measured values.

use chrono::{Days, NaiveDate};

use crate::domain::change::Change;
use crate::domain::checklist::Target;
use crate::domain::text::{Shown, Text};
use crate::domain::time::parse_day;
use crate::domain::waiver::{Waiver, WaiverFault};

use super::act::NOTHING;
use super::conversation::{Conversation, Surroundings};
use super::open::OpenReview;
use super::question::Question;

/// How long a waiver runs where nobody says otherwise, in days.
const USUALLY: u32 = 30;

impl Conversation {
    /// Asks for a waiver, or what becomes of the one that is there.
    pub(super) fn waive(&mut self, rest: &str) {
        let Some((item, answer)) = self.review.as_ref().and_then(OpenReview::here) else {
            self.say("The checklist has no items.");
            return;
        };
        let (id, waivable) = (item.id.clone(), item.waivable);
        match (&answer.waiver, waivable) {
            (Some(waiver), true) => {
                let line = format!("It has a waiver until {}.", waiver.expires);
                self.say(line);
                self.ask(Question::WaiverThere { item: id });
            }
            (Some(_), false) => {
                self.say("Its waiver is ignored: the checklist lets nobody waive this item. revoke takes it away.");
            }
            (None, false) => {
                let why = WaiverFault::NotWaivable.words();
                self.say(format!("No waiver here: {why}."));
            }
            (None, true) if rest.is_empty() => self.ask(Question::WaiverReason { item: id }),
            (None, true) => {
                let reason = Text::new(rest);
                self.ask(Question::WaiverApproval { item: id, reason });
            }
        }
    }

    pub(super) fn waiver_approved(&mut self, item: Text, reason: Text, line: &str) {
        let Some(open) = &self.review else {
            return;
        };
        let today = open.assessment().day(open.session.as_of());
        let most = open.assessment().checklist().scoring.max_waiver_days;
        let after = |days: u32| {
            today
                .checked_add_days(Days::new(u64::from(days)))
                .unwrap_or(NaiveDate::MAX)
        };
        self.say(format!(
            "At most {most} days, until {}. A waiver excuses. It moves neither claimed nor evidenced.",
            after(most)
        ));
        self.ask(Question::WaiverExpires {
            item,
            reason,
            approved_by: Text::new(line),
            usual: after(USUALLY.min(most)).to_string(),
        });
    }

    pub(super) fn waiver_expires(
        &mut self,
        item: Text,
        (reason, approved_by): (Text, Text),
        usual: String,
        line: &str,
        around: &mut Surroundings<'_>,
    ) {
        let typed = if line.is_empty() { &usual } else { line };
        let Some(expires) = parse_day(typed) else {
            self.say("A day is wanted, written as 2026-12-31.");
            self.ask(Question::WaiverExpires {
                item,
                reason,
                approved_by,
                usual,
            });
            return;
        };
        let waiver = Waiver {
            reason,
            by: self.speaking(),
            at: around.now,
            approved_by,
            expires,
        };
        let Some(open) = &self.review else {
            return;
        };
        let assessment = open.assessment();
        let fault = assessment.position(&item).and_then(|position| {
            let scoring = &assessment.checklist().scoring;
            waiver.fault(assessment.item(position), scoring, assessment.utc_offset)
        });
        match fault {
            None => {
                let entry = (around.fresh)();
                self.apply(Change::Waive {
                    item,
                    waiver,
                    entry,
                });
            }
            Some(WaiverFault::ApprovedByTheSame) => {
                self.say("Not waived: somebody other than you has to approve it.");
                let reason = waiver.reason;
                self.ask(Question::WaiverApproval { item, reason });
            }
            Some(fault) => {
                self.say(format!("Not waived: {}.", fault.words()));
                let Waiver {
                    reason,
                    approved_by,
                    ..
                } = waiver;
                self.ask(Question::WaiverExpires {
                    item,
                    reason,
                    approved_by,
                    usual,
                });
            }
        }
    }

    /// Writes down what was measured, or asks.
    pub(super) fn measure(&mut self, rest: &str, around: &mut Surroundings<'_>) {
        let Some((item, answer)) = self.review.as_ref().and_then(OpenReview::here) else {
            self.say("The checklist has no items.");
            return;
        };
        let Some(metric) = &item.metric else {
            self.say("Nothing is measured here: the checklist gives this item no target.");
            return;
        };
        let id = item.id.clone();
        if !rest.is_empty() {
            self.measured(id, rest, around);
            return;
        }
        let target = metric.target.words();
        let unit = if metric.unit.is_blank() {
            String::new()
        } else {
            format!(" {}", metric.unit.shown())
        };
        let how = match metric.target {
            Target::Text(_) => "Say in words what was found.",
            _ => "A value as 1.5, a range as 900..1200, so many of so many as 3/4.",
        };
        let (name, target) = (metric.name.shown(), Shown::line(&target));
        let wanted = format!("{name}. Wanted: {target}{unit}. {how}");
        let was = answer.measured.as_ref();
        let was = was.map(|was| format!("Measured so far: {}.", Text::new(was.words()).shown()));
        self.say(wanted);
        if let Some(was) = was {
            self.say(was);
            self.say("A hyphen alone takes it away.");
        }
        self.ask(Question::Measure { item: id });
    }

    pub(super) fn measured(&mut self, item: Text, typed: &str, around: &mut Surroundings<'_>) {
        let Some(open) = &self.review else {
            return;
        };
        let assessment = open.assessment();
        let position = assessment.position(&item);
        let metric = position.and_then(|at| assessment.item(at).metric.as_ref());
        let was = assessment
            .answer(&item)
            .and_then(|answer| answer.measured.clone());
        let Some(target) = metric.map(|metric| metric.target.clone()) else {
            self.say("The item is gone.");
            return;
        };
        let measured = if typed == NOTHING {
            if was.is_none() {
                self.say("There is nothing to take away.");
                return;
            }
            None
        } else {
            match target.read(typed) {
                Ok(measured) => Some(measured),
                Err(fault) => {
                    self.say(format!("Not made: {}.", Shown::line(&fault)));
                    self.ask(Question::Measure { item });
                    return;
                }
            }
        };
        let stamp = self.stamp(around);
        self.apply(Change::Measure {
            item,
            measured,
            stamp,
        });
    }
}
