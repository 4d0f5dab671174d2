//! What stands beside the figures: waivers, what lapses, dissents, what meetings left behind, snapshots, costs.

use crate::domain::cost::totals;
use crate::domain::dissent::Facilitators;
use crate::domain::minutes::Remark;
use crate::domain::percent::or_dash;
use crate::domain::snapshot::{Scores, Snapshot};
use crate::domain::text::Text;

use super::super::minutes::{
    About, actions, decisions, dissent_words, dissents, is_overdue, parked,
};
use super::super::report::{Report, declared_overall};
use super::Document;
use super::inert::{inert, text};

impl Document {
    /// A heading and its table, where there are rows.
    pub(super) fn section(&mut self, heading: &str, head: &[&str], rows: &[Vec<String>]) {
        if rows.is_empty() {
            return;
        }
        self.line(&format!("## {heading}"));
        self.line("");
        self.rows(head, rows);
    }

    pub(super) fn waivers(&mut self, report: &Report<'_>) {
        let rows: Vec<Vec<String>> = report
            .waivers
            .iter()
            .map(|waived| {
                vec![
                    text(report.item_id(waived.item)),
                    waived.waiver.expires.to_string(),
                    waived.standing.words(),
                    text(&waived.waiver.by),
                    text(&waived.waiver.approved_by),
                    text(&waived.waiver.reason),
                ]
            })
            .collect();
        let head = ["item", "until", "state", "by", "approved by", "reason"];
        self.section("Waived", &head, &rows);
    }

    pub(super) fn lapsing(&mut self, report: &Report<'_>) {
        let rows: Vec<Vec<String>> = report
            .lapsing
            .iter()
            .map(|lapsing| {
                vec![
                    text(lapsing.of(report.assessment)),
                    text(&Text::from(lapsing.what.words())),
                    lapsing.last.to_string(),
                    lapsing.days.to_string(),
                ]
            })
            .collect();
        let head = ["item", "what", "last day", "days left"];
        self.section("Lapses soon", &head, &rows);
    }

    pub(super) fn dissents(&mut self, report: &Report<'_>) {
        let assessment = report.assessment;
        let facilitators = Facilitators::of(assessment);
        let rows: Vec<Vec<String>> = dissents(assessment)
            .into_iter()
            .map(|about| {
                let dissent = about.it;
                let answer = dissent.answered.as_ref();
                let on = match dissent.on.raw() {
                    "" => String::new(),
                    on => format!(" ({})", inert(on)),
                };
                vec![
                    format!("{}{on}", item_or(report, &about, "the verdict")),
                    text(&dissent.name),
                    assessment.day(dissent.at).to_string(),
                    text(&dissent.text),
                    answer.map_or("—".to_owned(), |reply| {
                        format!("{}: {}", text(&reply.by), text(&reply.text))
                    }),
                    inert(&dissent_words(&facilitators, dissent)),
                ]
            })
            .collect();
        let head = ["from", "by", "on", "why", "answer", "state"];
        self.section("Dissents", &head, &rows);
    }

    pub(super) fn minutes(&mut self, report: &Report<'_>) {
        let assessment = report.assessment;
        let today = assessment.day(report.as_of);
        let rows: Vec<Vec<String>> = actions(assessment)
            .iter()
            .map(|about| {
                let action = about.it;
                let state = match &action.done {
                    Some(done) => format!("done by {}", text(&done.by)),
                    None if is_overdue(action, today) => "overdue".to_owned(),
                    None => "to do".to_owned(),
                };
                let due = action.due.map(|due| due.to_string());
                vec![
                    text(&action.text),
                    item_or(report, about, "the whole"),
                    if action.owner.is_blank() {
                        "—".to_owned()
                    } else {
                        text(&action.owner)
                    },
                    due.unwrap_or_else(|| "—".to_owned()),
                    state,
                ]
            })
            .collect();
        let head = ["action", "about", "owner", "due", "state"];
        self.remarks_of("Decisions", report, &decisions(assessment));
        self.section("Actions", &head, &rows);
        self.remarks_of("Parked questions", report, &parked(assessment));
    }

    fn remarks_of(&mut self, heading: &str, report: &Report<'_>, found: &[About<'_, Remark>]) {
        let rows: Vec<Vec<String>> = found
            .iter()
            .map(|about| {
                let remark = about.it;
                let settled = remark.settled.as_ref();
                vec![
                    text(&remark.text),
                    item_or(report, about, "the whole"),
                    text(&remark.by),
                    report.assessment.day(remark.at).to_string(),
                    settled.map_or("—".to_owned(), |by| {
                        format!("settled by {}", text(&by.by))
                    }),
                ]
            })
            .collect();
        self.section(heading, &["text", "about", "by", "on", "state"], &rows);
    }

    /// When they met, and what was said of the subject; who took part stands at the top.
    pub(super) fn meetings(&mut self, report: &Report<'_>) {
        let (head, checklist) = (&report.assessment.head, report.assessment.checklist());
        let rows: Vec<Vec<String>> = head
            .meetings
            .iter()
            .map(|meeting| {
                let present: Vec<String> = meeting.present.iter().map(text).collect();
                let end = meeting.end.map(|end| end.to_string());
                vec![
                    meeting.start.to_string(),
                    end.unwrap_or_else(|| "—".to_owned()),
                    text(&meeting.facilitator),
                    present.join(", "),
                ]
            })
            .collect();
        self.section(
            "Meetings",
            &["began", "ended", "facilitator", "present"],
            &rows,
        );
        let rows: Vec<Vec<String>> = head
            .subject
            .traits
            .iter()
            .map(|answer| {
                let asked = checklist.traits.iter().find(|asked| asked.id == answer.id);
                let holds = if answer.holds { "yes" } else { "no" };
                vec![
                    text(asked.map_or(&answer.id, |asked| &asked.ask)),
                    holds.to_owned(),
                    text(&answer.by),
                ]
            })
            .collect();
        self.section("Of the subject", &["question", "answer", "by"], &rows);
    }

    pub(super) fn snapshots(&mut self, report: &Report<'_>) {
        let mut snapshots: Vec<&Snapshot> = report.assessment.head.snapshots.iter().collect();
        snapshots.sort_by_key(|snapshot| snapshot.at);
        let rows: Vec<Vec<String>> = snapshots
            .into_iter()
            .map(|snapshot| {
                let scores = snapshot.scores.as_ref();
                let verdict = scores.map_or("—", |scores| scores.verdict.word());
                let claimed = scores.and_then(|scores: &Scores| scores.claimed.as_ref());
                let evidenced = scores.and_then(|scores: &Scores| scores.evidenced.as_ref());
                vec![
                    text(&snapshot.label),
                    report.assessment.day(snapshot.at).to_string(),
                    verdict.to_owned(),
                    or_dash(claimed),
                    or_dash(evidenced),
                    declared_overall(snapshot).map_or("—".to_owned(), text),
                ]
            })
            .collect();
        let head = [
            "snapshot",
            "on",
            "verdict",
            "claimed",
            "evidenced",
            "declared",
        ];
        self.section("Snapshots", &head, &rows);
    }

    pub(super) fn costs(&mut self, report: &Report<'_>) {
        let head = &report.assessment.head;
        let rows: Vec<Vec<String>> = head
            .costs
            .iter()
            .map(|cost| {
                let line = totals(std::slice::from_ref(cost));
                let words = line.first().map(|line| inert(&line.words()));
                vec![text(&cost.name), words.unwrap_or_default()]
            })
            .collect();
        self.section("Costs", &["for", "amount"], &rows);
        for total in totals(&head.costs) {
            self.line(&format!("- Together: {}", inert(&total.words())));
        }
        if !head.costs.is_empty() {
            self.line("");
        }
        let rows: Vec<Vec<String>> = head
            .resources
            .iter()
            .map(|resource| vec![text(&resource.role), text(&resource.effort)])
            .collect();
        self.section("Resources", &["role", "effort"], &rows);
    }
}

fn item_or<T>(report: &Report<'_>, about: &About<'_, T>, whole: &str) -> String {
    match about.item {
        Some(at) => text(report.item_id(at)),
        None => whole.to_owned(),
    }
}
