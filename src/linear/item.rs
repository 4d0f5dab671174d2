//! One item: what is said of it in few words, and everything about it.

use chrono::NaiveDate;

use crate::domain::assessment::{Answer, Status};
use crate::domain::both_sides::resolution_words;
use crate::domain::checklist::{EvidenceRule, Item};
use crate::domain::history::What;
use crate::domain::measured::Outcome;
use crate::domain::text::{Shown, Text};
use crate::domain::waiver::Standing;

use super::conversation::Conversation;
use super::evidence::accepted;
use super::open::{OpenReview, standing_words, status_words};

/// How many entries of the history are said.
const LATEST: usize = 8;

impl OpenReview {
    /// `7 error-tracking, not met, Blocker: Unhandled errors reach a tracker`.
    pub(super) fn row(&self, at: usize) -> String {
        let (item, answer) = (self.assessment().item(at), &self.assessment().answers()[at]);
        let out = if self.session.ledger().is_in_play(at) {
            ""
        } else {
            ", out of play"
        };
        format!(
            "{} {}, {}{out}, {}: {}",
            at + 1,
            item.id.shown(),
            standing_words(answer),
            item.tier.word(),
            item.title.shown()
        )
    }

    /// What becomes of the waiver of an item, in a sentence.
    pub(super) fn waiver_words(&self, at: usize) -> Option<String> {
        let assessment = self.assessment();
        let waiver = assessment.answers()[at].waiver.as_ref()?;
        let scoring = &assessment.checklist().scoring;
        let today = assessment.day(self.session.as_of());
        let standing = waiver.standing(assessment.item(at), scoring, assessment.utc_offset, today);
        Some(match standing {
            Standing::Valid => format!("Waived until {}.", waiver.expires),
            Standing::Expired => format!("Waiver expired: it held until {}.", waiver.expires),
            Standing::Ignored(fault) => format!("Waiver ignored: {}.", fault.words()),
        })
    }

    /// What is known of the item one is on, besides its answer: short sentences, the most important first.
    fn facts(&self) -> Vec<String> {
        let Some((item, answer)) = self.here() else {
            return Vec::new();
        };
        let mut facts = Vec::new();
        if !self.session.ledger().is_in_play(self.at) {
            facts.push("Out of play: the subject's traits rule it out.".to_owned());
        }
        if answer.conflict.is_empty() {
            facts.extend(self.waiver_words(self.at));
        } else {
            facts.push("resolve reads the versions.".to_owned());
        }
        let dissents = self.open_dissents(answer);
        if dissents > 0 {
            facts.push(format!("Open dissents: {dissents}."));
        }
        let standing = answer.evidence.iter().filter(|it| it.withdrawn.is_none());
        let standing: Vec<_> = standing.collect();
        let bench = self.session.bench();
        let counting = standing.iter().filter(|it| bench.lapse(item, it).is_none());
        match (standing.len(), counting.count()) {
            (0, _) if item.evidence == EvidenceRule::NotNeeded => {}
            (0, _) => facts.push("No evidence.".to_owned()),
            (1, 1) => facts.push("1 piece of evidence, it counts.".to_owned()),
            (1, _) => facts.push("1 piece of evidence, it does not count.".to_owned()),
            (all, counting) => {
                facts.push(format!(
                    "{all} pieces of evidence, {counting} of them count."
                ));
            }
        }
        if let Status::NotApplicable(_) = answer.status
            && answer.agreed_by.is_none()
        {
            facts.push("Nobody else has agreed.".to_owned());
        }
        if let (Some(due), false) = (answer.due, answer.status == Status::Met) {
            facts.push(format!("Due {}.", self.due_words(due)));
        }
        facts
    }

    /// Whether what was measured of an item reaches its target, in a sentence that goes on behind another.
    pub(super) fn outcome(&self, item: &Text) -> &'static str {
        let assessment = self.assessment();
        let position = assessment.position(item);
        let metric = position.and_then(|at| assessment.item(at).metric.as_ref());
        let measured = assessment.answer(item).and_then(|it| it.measured.as_ref());
        match (metric, measured) {
            (Some(metric), Some(measured)) => match metric.target.judge(Some(measured)) {
                Outcome::Meets => " It meets the target.",
                Outcome::Misses => " It misses the target.",
                Outcome::Unmeasured => " It says nothing of the target.",
            },
            _ => "",
        }
    }

    fn open_dissents(&self, answer: &Answer) -> usize {
        let assessment = self.assessment();
        let open = answer.dissents.iter();
        open.filter(|it| it.is_open(|name| assessment.is_facilitator(name)))
            .count()
    }

    /// `2026-12-31, in 40 days`, `2026-11-01, overdue by 20 days`.
    pub(super) fn due_words(&self, due: NaiveDate) -> String {
        let today = self.assessment().day(self.session.as_of());
        match (due - today).num_days() {
            0 => format!("{due}, today"),
            1 => format!("{due}, tomorrow"),
            days @ 1.. => format!("{due}, in {days} days"),
            -1 => format!("{due}, overdue by 1 day"),
            late => format!("{due}, overdue by {} days", -late),
        }
    }
}

impl Conversation {
    /// `Not met, Blocker. No evidence.`
    pub(super) fn say_facts_here(&mut self, open: &OpenReview, item: &Item, answer: &Answer) {
        let status = super::open::capital(&standing_words(answer));
        let mut line = format!("{status}, {}.", item.tier.word());
        for fact in open.facts() {
            line.push(' ');
            line.push_str(&fact);
        }
        self.say(line);
    }

    /// The evidence and the dissents of an item.
    pub(super) fn say_standing(&mut self, open: &OpenReview, item: &Item, answer: &Answer) {
        for (at, evidence) in answer.evidence.iter().enumerate() {
            if evidence.withdrawn.is_none() {
                let piece = open.piece(item, evidence);
                self.say(format!("Evidence {}: {piece}", at + 1));
            }
        }
        self.say_dissents(open, answer);
    }

    pub(super) fn facts_here(&self) -> Vec<String> {
        let open = self.review.as_ref();
        open.map(OpenReview::facts).unwrap_or_default()
    }

    /// Everything about the item one is on.
    pub(super) fn details(&mut self) {
        self.say_here();
        let Some(open) = self.review.take() else {
            return;
        };
        if let Some((item, answer)) = open.here() {
            if answer.conflict.is_empty() {
                self.say_answer(&open, item, answer);
                self.say_metric(item, answer);
                self.say_waiver(answer);
            }
            self.say_evidence(&open, item, answer);
            self.say_dissents(&open, answer);
            self.say_notes(answer);
            self.say_text("Why", &item.why);
            self.say_text("How", &item.how);
            self.say_text("Risk", &item.risk);
            self.say_facts(&open, item);
            self.say_history(&open, answer);
        }
        self.review = Some(open);
    }

    fn say_answer(&mut self, open: &OpenReview, item: &Item, answer: &Answer) {
        if !answer.by.is_empty() {
            let day = answer.at.map(|at| open.assessment().day(at));
            let on = day.map_or_else(String::new, |day| format!(" on {day}"));
            self.say(format!("Answered by {}{on}.", answer.by.shown()));
        }
        if let Status::NotApplicable(reason) = &answer.status {
            self.say_text("Does not apply because", reason);
            if let Some(agreed) = &answer.agreed_by {
                self.say(format!("Agreed by {}.", agreed.by.shown()));
            }
        }
        self.say_text("Comment", &answer.comment);
        self.say_text("Now", &answer.current);
        self.say_text("Owner", answer.owner_of(item));
        self.say_text("Confidence", &answer.confidence);
        let own = Some(&answer.estimate).filter(|own| !own.is_blank());
        if let Some(estimate) = own.or(item.estimate.as_ref()) {
            self.say_text("Estimate", estimate);
        }
    }

    fn say_metric(&mut self, item: &Item, answer: &Answer) {
        let Some(metric) = &item.metric else {
            return;
        };
        let unit = if metric.unit.is_blank() {
            String::new()
        } else {
            format!(" {}", metric.unit.shown())
        };
        let target = metric.target.words();
        let (name, target) = (metric.name.shown(), Shown::line(&target));
        self.say(format!("Measure: {name}, {target}{unit}."));
        let measured = answer.measured.as_ref();
        let Some(words) = measured.map(|it| Text::new(it.words())) else {
            self.say("Not measured yet.");
            return;
        };
        let becomes = match metric.target.judge(measured) {
            Outcome::Meets => "meets the target",
            Outcome::Misses => "misses the target",
            Outcome::Unmeasured => "says nothing of the target",
        };
        self.say(format!("Measured {}{unit}: {becomes}.", words.shown()));
    }

    fn say_waiver(&mut self, answer: &Answer) {
        let Some(waiver) = &answer.waiver else {
            return;
        };
        self.say_text("Waiver, because", &waiver.reason);
        let approved = if waiver.approved_by.is_blank() {
            "nobody".to_owned()
        } else {
            waiver.approved_by.shown().into_string()
        };
        let by = waiver.by.shown();
        self.say(format!("Asked for by {by}, approved by {approved}."));
    }

    fn say_evidence(&mut self, open: &OpenReview, item: &Item, answer: &Answer) {
        if item.evidence == EvidenceRule::NotNeeded {
            self.say("Evidence: none is needed here.");
        } else if answer.evidence.is_empty() {
            self.say(format!("Evidence that counts here: {}.", accepted(item)));
        }
        for (at, evidence) in answer.evidence.iter().enumerate() {
            self.say(format!(
                "Evidence {}: {}",
                at + 1,
                open.piece(item, evidence)
            ));
            self.say_text("Caption", &evidence.caption);
        }
    }

    fn say_dissents(&mut self, open: &OpenReview, answer: &Answer) {
        for dissent in &answer.dissents {
            let assessment = open.assessment();
            let state = if dissent.is_open(|name| assessment.is_facilitator(name)) {
                "open"
            } else {
                "closed"
            };
            let on = match dissent.on.shown().as_str() {
                "" => String::new(),
                on => format!(" with {on}"),
            };
            let name = dissent.name.shown();
            self.say(format!("Dissent, {state}: {name} disagrees{on}."));
            self.say_text("Because", &dissent.text);
            if let Some(reply) = &dissent.answered {
                let word = format!("{} answers", reply.by.shown());
                self.say_text(&word, &reply.text);
            }
        }
    }

    fn say_notes(&mut self, answer: &Answer) {
        for remark in &answer.decisions {
            self.say_text("Decided", &remark.text);
        }
        for action in &answer.actions {
            let word = if action.done.is_some() {
                "Done"
            } else {
                "To do"
            };
            self.say_text(word, &action.text);
        }
        for remark in &answer.parked {
            let word = if remark.settled.is_some() {
                "Was parked"
            } else {
                "Parked"
            };
            self.say_text(word, &remark.text);
        }
    }

    fn say_facts(&mut self, open: &OpenReview, item: &Item) {
        let checklist = open.assessment().checklist();
        let category = &checklist.categories[open.assessment().category_of(open.at)];
        self.say(format!("Category: {}.", category.title.shown()));
        let mut facts = vec![format!("Id: {}.", item.id.shown())];
        facts.push(format!("Severity: {}.", item.severity().word()));
        if let Some(stage) = &item.stage {
            let found = checklist.stages.iter().find(|it| it.id == *stage);
            let title = found.map_or(stage, |it| &it.title);
            facts.push(format!("Needed from stage: {}.", title.shown()));
        }
        if let Some(phase) = &item.phase {
            let found = checklist.phases.iter().find(|it| it.id == *phase);
            let title = found.map_or(phase, |it| &it.title);
            facts.push(format!("Phase: {}.", title.shown()));
        }
        let listed = |texts: &[Text]| {
            let texts: Vec<String> = texts.iter().map(|it| it.shown().into_string()).collect();
            texts.join(", ")
        };
        for (name, texts) in [
            ("Requires", &item.requires),
            ("Tags", &item.tags),
            ("Links", &item.links),
        ] {
            if !texts.is_empty() {
                facts.push(format!("{name}: {}.", listed(texts)));
            }
        }
        self.reply.lines.extend(facts);
    }

    fn say_history(&mut self, open: &OpenReview, answer: &Answer) {
        for entry in answer.history.iter().rev().take(LATEST) {
            let what = match &entry.what {
                What::Answered(status) => status_words(status),
                What::Attached(_) => "evidence attached".to_owned(),
                What::Withdrawn(_) => "evidence withdrawn".to_owned(),
                What::Confirmed(_) => "evidence confirmed".to_owned(),
                What::Redacted(_) => "evidence redacted".to_owned(),
                What::Agreed => "agreed that it does not apply".to_owned(),
                What::Waived(waiver) => format!("waived until {}", waiver.expires),
                What::Revoked(_) => "waiver revoked".to_owned(),
                What::Measured(Some(it)) => {
                    format!("measured {}", Text::new(it.words()).shown())
                }
                What::Measured(None) => "measured value taken away".to_owned(),
                What::Resolved(resolution) => {
                    let words = resolution_words(resolution, open.assessment().utc_offset);
                    format!("conflict settled, {}", Shown::line(&words))
                }
                What::Reopened { from, to, .. } => {
                    format!("opened again, revision {to} after {from}")
                }
            };
            let (by, day) = (entry.by.shown(), open.assessment().day(entry.at));
            self.say(format!("History: {what}, by {by} on {day}."));
        }
    }
}
