//! A meeting ends: what it comes to, and its minutes.

use crate::domain::change::{Change, HeadEntry};
use crate::domain::ledger::Scope;
use crate::domain::meeting::{Meeting, changed};
use crate::domain::text::{Shown, Text};
use crate::export::comparison::status_words;
use crate::export::minutes::{actions, decisions, parked};
use crate::export::minutes_page::write_minutes;
use crate::export::report::Report;
use crate::problem::Problem;

use super::super::act::NOTHING;
use super::super::conversation::{Conversation, Surroundings};
use super::super::message::Effect;
use super::super::open::OpenReview;
use super::AskedInMeeting;

/// The file of the minutes where nobody names one.
const USUAL_FILE: &str = "minutes.md";

/// How many entries of each list are said.
const LISTED: usize = 40;

impl Conversation {
    /// Says what the meeting comes to, and asks whether it is over.
    pub(super) fn say_end(&mut self) {
        let Some(open) = &self.review else {
            return;
        };
        let Some((_, meeting)) = open.held() else {
            return;
        };
        let lines = what_it_comes_to(open, meeting);
        self.reply.lines.extend(lines);
        self.ask_of_meeting(AskedInMeeting::End);
    }

    pub(super) fn end_meeting(&mut self, line: &str, around: &mut Surroundings<'_>) {
        if line.is_empty() {
            self.say("It goes on.");
            return;
        }
        if !matches!(line, "end" | "end meeting" | "end-meeting") {
            self.say("That is not end. An empty line goes on.");
            self.ask_of_meeting(AskedInMeeting::End);
            return;
        }
        let held = self.review.as_ref().and_then(OpenReview::held);
        let Some((_, meeting)) = held else {
            return;
        };
        let over = Meeting {
            end: Some(around.now.max(meeting.start)),
            ..meeting.clone()
        };
        if !self.make(vec![Change::Record(HeadEntry::Meeting(over.clone()))]) {
            return;
        }
        let Some(open) = &mut self.review else {
            return;
        };
        open.meeting = None;
        self.reply.effects.push(Effect::Present(None));
        let bench = open.session.bench();
        let report = Report::of(open.session.assessment(), &bench, Scope::Needed);
        let minutes = write_minutes(&report, &bench, &over);
        let roles = &open.session.assessment().checklist().signoff;
        let roles: Vec<String> = roles.iter().map(|it| it.shown().into_string()).collect();
        self.say("The meeting has ended.");
        if !roles.is_empty() {
            self.say(format!("Wanted to sign: {}.", roles.join(", ")));
        }
        self.ask_of_meeting(AskedInMeeting::File { minutes });
    }

    /// Has the minutes written to a file, which must be a new one.
    pub(super) fn write_minutes(&mut self, minutes: String, line: &str) {
        if line == NOTHING {
            self.say("No minutes are written. candor export FILE --format minutes writes them.");
            return;
        }
        let name = if line.is_empty() { USUAL_FILE } else { line }.to_owned();
        self.wait_for(Effect::Write { name, minutes });
    }
}

impl Conversation {
    /// What became of the minutes.
    pub(in super::super) fn written(
        &mut self,
        name: &str,
        minutes: String,
        result: Result<(), Problem>,
    ) {
        match result {
            Ok(()) => self.say(format!("Minutes written: {}.", Shown::line(name))),
            Err(problem) => {
                self.say_problem("Not written", &problem);
                self.ask_of_meeting(AskedInMeeting::File { minutes });
            }
        }
    }
}

/// Verdict, changed items, notes: short sentences.
fn what_it_comes_to(open: &OpenReview, meeting: &Meeting) -> Vec<String> {
    let assessment = open.assessment();
    let mut lines = vec![open.standing().verdict(), open.standing().figures()];
    let changes = changed(assessment, meeting);
    lines.push(match changes.len() {
        0 => "No item was changed.".to_owned(),
        1 => "1 item was changed:".to_owned(),
        many => format!("{many} items were changed:"),
    });
    for change in changes.iter().take(LISTED) {
        let id = assessment.item(change.item).id.shown();
        let status = &assessment.answers()[change.item].status;
        lines.push(match (change.was, change.became) {
            (Some(was), Some(became)) => {
                format!("{id}: {}, was {}.", status_words(became), status_words(was))
            }
            _ => format!("{id}: stays {}.", status_words(status)),
        });
    }
    if changes.len() > LISTED {
        lines.push(format!("And {} more.", changes.len() - LISTED));
    }
    lines.push(format!("Agreed by all: {}.", meeting.agreed.len()));
    let nobody = Text::default();
    for about in decisions(assessment) {
        if meeting.made(about.it.at, &about.it.by, &nobody) {
            lines.push(format!("Decided: {}", about.it.text.shown()));
        }
    }
    for about in actions(assessment) {
        let action = about.it;
        if meeting.made(action.at, &action.by, &nobody) {
            let owner = match action.owner.shown().as_str() {
                "" => "nobody yet".to_owned(),
                owner => owner.to_owned(),
            };
            let due = action
                .due
                .map_or_else(String::new, |due| format!(", until {due}"));
            lines.push(format!("To do: {}, by {owner}{due}.", action.text.shown()));
        }
    }
    for about in parked(assessment) {
        if about.it.settled.is_none() && meeting.made(about.it.at, &about.it.by, &nobody) {
            lines.push(format!("Parked: {}", about.it.text.shown()));
        }
    }
    lines
}
