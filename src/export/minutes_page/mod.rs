//! The minutes of a meeting as Markdown: who was there, what it changed, what was agreed, decided and left open.
//! Inert: nothing that a file holds becomes markup.

mod happened;
mod standing;

use chrono::Duration;

use crate::domain::assessment::Assessment;
use crate::domain::dissent::{Dissent, Facilitators};
use crate::domain::evidence::{Bench, same_person};
use crate::domain::meeting::{Meeting, changed, ended, was_left};
use crate::domain::minutes::Remark;
use crate::domain::sign_off::latest_of_roles;
use crate::domain::text::Text;
use crate::domain::time::Moment;

use super::markdown::inert::{inert, text};
use super::minutes::{About, actions, decisions, dissent_words, dissents, is_overdue, parked};
use super::report::Report;
use happened::status_words;

/// The minutes of a meeting. The same report and the same meeting always give the same bytes.
///
/// `bench` is the one that the report was computed by.
pub fn write_minutes(report: &Report<'_>, bench: &Bench<'_>, meeting: &Meeting) -> String {
    let assessment = report.assessment;
    // One that nobody has ended and that fell silent is over, whether somebody ends it or not.
    let left = was_left(assessment, meeting, report.as_of);
    let meeting = if left {
        &ended(assessment, meeting, report.as_of)
    } else {
        meeting
    };
    let mut minutes = Minutes {
        page: String::new(),
        report,
        meeting,
    };
    minutes.heading();
    minutes.standing(bench);
    minutes.changes();
    minutes.agreed();
    minutes.dissents();
    minutes.remarks("Decisions", &decisions(assessment));
    minutes.actions();
    minutes.remarks("Parking lot", &parked(assessment));
    minutes.settled();
    minutes.next();
    minutes.wanted();
    minutes.page
}

struct Minutes<'a> {
    page: String,
    report: &'a Report<'a>,
    meeting: &'a Meeting,
}

impl Minutes<'_> {
    fn line(&mut self, line: &str) {
        self.page.push_str(line);
        self.page.push('\n');
    }

    fn heading_of(&mut self, heading: &str) {
        self.line(&format!("## {heading}"));
        self.line("");
    }

    /// A heading and its table, where there are rows.
    fn section(&mut self, heading: &str, head: &[&str], rows: &[Vec<String>]) {
        if rows.is_empty() {
            return;
        }
        self.heading_of(heading);
        self.table(head, rows);
    }

    fn table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        self.line(&format!("| {} |", head.join(" | ")));
        self.line(&format!("| {} |", vec!["---"; head.len()].join(" | ")));
        for row in rows {
            self.line(&format!("| {} |", row.join(" | ")));
        }
        self.line("");
    }

    fn heading(&mut self) {
        let (assessment, meeting) = (self.report.assessment, self.meeting);
        let (head, checklist) = (&assessment.head, assessment.checklist());
        let subject = [&head.subject.name, &head.subject.version].map(text);
        self.line(&format!("# Minutes of {}", subject.join(" ").trim_end()));
        self.line("");
        let edition = [&checklist.title, &checklist.version].map(text);
        let mut facts = vec![("Checklist", edition.join(" ").trim_end().to_owned())];
        if !head.subject.system.is_empty() {
            facts.push(("Part of", text(&head.subject.system)));
        }
        if let Some(target) = &head.target {
            facts.push(("Target", text(target)));
        }
        facts.push(("Meeting", when(assessment, meeting, self.report.as_of)));
        facts.push(("Facilitator", with_role(assessment, &meeting.facilitator)));
        let present: Vec<String> = meeting
            .people()
            .into_iter()
            .map(|name| with_role(assessment, name))
            .collect();
        facts.push(("Present", present.join(", ")));
        for (name, fact) in facts {
            self.line(&format!("- {name}: {fact}"));
        }
        self.line("");
    }

    /// What it changed, item by item.
    fn changes(&mut self) {
        let assessment = self.report.assessment;
        let changes = changed(assessment, self.meeting);
        self.heading_of("What changed");
        if changes.is_empty() {
            self.line("No item was changed.");
            self.line("");
            return;
        }
        let mut rows = Vec::new();
        for change in &changes {
            rows.extend(happened::rows(assessment, change));
        }
        self.table(&["item", "what", "said by", "written down by"], &rows);
    }

    fn agreed(&mut self) {
        let assessment = self.report.assessment;
        let rows: Vec<Vec<String>> = (self.meeting.agreed.iter())
            .filter_map(|id| assessment.position(id))
            .map(|at| {
                let status = &assessment.answers()[at].status;
                vec![named(assessment, at), status_words(status)]
            })
            .collect();
        self.section("Agreed by all", &["item", "as it stands"], &rows);
    }

    fn dissents(&mut self) {
        let (assessment, meeting) = (self.report.assessment, self.meeting);
        let facilitators = Facilitators::of(assessment);
        let nobody = Text::default();
        let touched = |dissent: &Dissent| {
            let reply = dissent.answered.as_ref();
            meeting.made(dissent.at, &dissent.name, &nobody)
                || reply.is_some_and(|reply| meeting.made(reply.at, &reply.by, &nobody))
                || dissent
                    .closed
                    .as_ref()
                    .is_some_and(|it| meeting.made_by(it))
        };
        let rows: Vec<Vec<String>> = dissents(assessment)
            .into_iter()
            .filter(|about| touched(about.it))
            .map(|about| {
                let dissent = about.it;
                let on = match dissent.on.raw() {
                    "" => String::new(),
                    on => format!(" ({})", inert(on)),
                };
                let answer = dissent.answered.as_ref();
                vec![
                    text(&dissent.name),
                    format!("{}{on}", item_or(assessment, &about, "the verdict")),
                    text(&dissent.text),
                    answer.map_or("—".to_owned(), |reply| {
                        format!("{}: {}", text(&reply.by), text(&reply.text))
                    }),
                    inert(&dissent_words(&facilitators, dissent)),
                ]
            })
            .collect();
        let head = ["by", "from", "why", "answer", "state"];
        self.section("Dissents", &head, &rows);
    }

    fn remarks(&mut self, heading: &str, found: &[About<'_, Remark>]) {
        let (assessment, meeting) = (self.report.assessment, self.meeting);
        let nobody = Text::default();
        let rows: Vec<Vec<String>> = found
            .iter()
            .filter(|about| meeting.made(about.it.at, &about.it.by, &nobody))
            .map(|about| {
                let remark = about.it;
                vec![
                    text(&remark.text),
                    item_or(assessment, about, "the whole"),
                    text(&remark.by),
                ]
            })
            .collect();
        self.section(heading, &["what", "about", "by"], &rows);
    }

    fn actions(&mut self) {
        let (report, meeting) = (self.report, self.meeting);
        let (assessment, nobody) = (report.assessment, Text::default());
        let today = assessment.day(report.as_of);
        let rows: Vec<Vec<String>> = actions(assessment)
            .iter()
            .filter(|about| meeting.made(about.it.at, &about.it.by, &nobody))
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
                    item_or(assessment, about, "the whole"),
                    or_nobody(&action.owner),
                    due.unwrap_or_else(|| "—".to_owned()),
                    state,
                ]
            })
            .collect();
        let head = ["action", "about", "owner", "due", "state"];
        self.section("Actions", &head, &rows);
    }

    /// What earlier meetings had left behind and this one has settled.
    fn settled(&mut self) {
        let (assessment, meeting) = (self.report.assessment, self.meeting);
        let mut rows = Vec::new();
        for about in &actions(assessment) {
            if let Some(done) = about.it.done.as_ref().filter(|it| meeting.made_by(it)) {
                let what = format!("action done: {}", text(&about.it.text));
                rows.push(vec![
                    what,
                    item_or(assessment, about, "the whole"),
                    text(&done.by),
                ]);
            }
        }
        for about in &parked(assessment) {
            if let Some(by) = about.it.settled.as_ref().filter(|it| meeting.made_by(it)) {
                let what = format!("question settled: {}", text(&about.it.text));
                rows.push(vec![
                    what,
                    item_or(assessment, about, "the whole"),
                    text(&by.by),
                ]);
            }
        }
        self.section("Settled", &["what", "about", "by"], &rows);
    }

    fn next(&mut self) {
        let report = self.report;
        if report.next.is_empty() {
            return;
        }
        self.heading_of("What is next");
        for (number, step) in report.next.iter().enumerate() {
            let what = step.item.map_or("the verdict".to_owned(), |item| {
                named(report.assessment, item)
            });
            self.line(&format!("{}. {} {what}", number + 1, step.act.words()));
        }
        self.line("");
    }

    /// Whose sign-off is wanted, and whose is there.
    fn wanted(&mut self) {
        let report = self.report;
        let latest = latest_of_roles(&report.sign_offs);
        let mut roles: Vec<&Text> = report.assessment.checklist().signoff.iter().collect();
        for sign_off in &latest {
            let role = sign_off.counting().map(|statement| &statement.role);
            let known = |role: &&Text| roles.iter().any(|wanted| same_person(wanted, role));
            roles.extend(role.filter(|role| !known(role)));
        }
        let rows: Vec<Vec<String>> = roles
            .into_iter()
            .map(|role| vec![text(role), self.signed_words(role)])
            .collect();
        self.section("Wanted to sign", &["role", "sign-off"], &rows);
    }

    fn signed_words(&self, role: &Text) -> String {
        let report = self.report;
        let latest = latest_of_roles(&report.sign_offs);
        let of_role = latest.into_iter().find_map(|sign_off| {
            let statement = sign_off.counting()?;
            same_person(&statement.role, role).then_some((sign_off, statement))
        });
        let Some((sign_off, statement)) = of_role else {
            return "not yet".to_owned();
        };
        let mut signings = report.signings();
        let superseded = signings.any(|(it, why)| it.file == sign_off.file && !why.is_empty());
        let stands = if superseded { ", superseded since" } else { "" };
        format!(
            "{} by {}, {}{stands}",
            statement.decision.word(),
            text(&statement.name),
            report.assessment.day(statement.at)
        )
    }
}

/// `error-tracking: Unhandled errors reach a tracker`.
fn named(assessment: &Assessment, at: usize) -> String {
    let item = assessment.item(at);
    format!("{}: {}", text(&item.id), text(&item.title))
}

fn item_or<T>(assessment: &Assessment, about: &About<'_, T>, whole: &str) -> String {
    match about.item {
        Some(at) => text(&assessment.item(at).id),
        None => whole.to_owned(),
    }
}

fn or_nobody(name: &Text) -> String {
    if name.is_blank() {
        "—".to_owned()
    } else {
        text(name)
    }
}

/// `Ana (sre)`.
fn with_role(assessment: &Assessment, name: &Text) -> String {
    let mut participants = assessment.head.participants.iter();
    let known = participants.find(|it| same_person(&it.name, name));
    match known.filter(|it| !it.role.is_blank()) {
        Some(participant) => format!("{} ({})", text(name), text(&participant.role)),
        None => text(name),
    }
}

/// `2026-11-21, 09:00 to 09:58 (UTC), 58 of 60 minutes`.
fn when(assessment: &Assessment, meeting: &Meeting, now: Moment) -> String {
    let offset = assessment.utc_offset;
    let local = |at: Moment| {
        let shifted = Duration::minutes(i64::from(offset.minutes()));
        at.time().checked_add_signed(shifted).unwrap_or(at.time())
    };
    let start = local(meeting.start);
    let zone = match offset.minutes() {
        0 => "UTC".to_owned(),
        _ => offset.to_string(),
    };
    let until = match meeting.end {
        None => "and still going on".to_owned(),
        Some(end) if assessment.day(end) == assessment.day(meeting.start) => {
            format!("to {}", local(end).format("%H:%M"))
        }
        Some(end) => format!("to {}", local(end).format("%Y-%m-%d, %H:%M")),
    };
    let minutes = meeting.minutes_gone(now);
    let planned = match meeting.planned {
        Some(planned) => format!("{minutes} of {planned} minutes"),
        None if minutes == 1 => "1 minute".to_owned(),
        None => format!("{minutes} minutes"),
    };
    format!(
        "{} {until} ({zone}), {planned}",
        start.format("%Y-%m-%d, %H:%M")
    )
}
