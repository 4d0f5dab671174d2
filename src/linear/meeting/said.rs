//! What is said in a meeting: who speaks, that all agree, who dissents, who confirms, and what is noted.

use crate::domain::assessment::Status;
use crate::domain::change::{Change, HeadEntry, Stamp};
use crate::domain::dissent::Dissent;
use crate::domain::evidence::{is_confirmed, same_person};
use crate::domain::meeting::{agreement, disagreement};
use crate::domain::minutes::{Action, Note, Remark};
use crate::domain::text::{Shown, Text};
use crate::domain::time::parse_day;

use super::super::commands::{Word, wrong};
use super::super::conversation::{Conversation, Surroundings};
use super::super::open::OpenReview;
use super::{AskedInMeeting, Stage};

impl Conversation {
    /// The answer to what a meeting has asked.
    pub(in super::super) fn answered_in_meeting(
        &mut self,
        asked: AskedInMeeting,
        line: &str,
        around: &mut Surroundings<'_>,
    ) {
        let nothing = line.is_empty();
        match asked {
            AskedInMeeting::Left => self.left_meeting(line, around),
            AskedInMeeting::Person { there } => self.person(there, line),
            AskedInMeeting::Facilitator { there } => self.leads(there, line),
            AskedInMeeting::Minutes { there, leads } => self.minutes(there, leads, line, around),
            AskedInMeeting::Owner { text } => {
                let owner = Text::new(line);
                self.ask_of_meeting(AskedInMeeting::Due { text, owner });
            }
            AskedInMeeting::Due { text, owner } => self.due(text, owner, line, around),
            AskedInMeeting::End => self.end_meeting(line, around),
            AskedInMeeting::File { minutes } => self.write_minutes(minutes, line),
            _ if nothing => self.say("Nothing changed."),
            AskedInMeeting::Speaker => self.speaks(line),
            AskedInMeeting::Dissent => self.dissents(line, around),
            AskedInMeeting::Confirm => self.confirmed_by(line, around),
            AskedInMeeting::Park => self.note(Word::Park, line, around),
            AskedInMeeting::Decide => self.note(Word::Decide, line, around),
            AskedInMeeting::Action => self.note(Word::Action, line, around),
        }
    }

    /// The names of those who are here.
    fn people(&self) -> Vec<Text> {
        let held = self.review.as_ref().and_then(OpenReview::held);
        held.map_or_else(Vec::new, |(_, meeting)| {
            meeting.people().into_iter().cloned().collect()
        })
    }

    /// Somebody who is here, by name, by the beginning of one, or by a number; says who is here otherwise.
    fn named(&mut self, typed: &str) -> Option<Text> {
        let (people, name) = (self.people(), Text::new(typed));
        let number = typed.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
        let lower = typed.to_lowercase();
        let mut begins = people.iter();
        let mut begins = begins
            .by_ref()
            .filter(|it| !lower.is_empty() && it.raw().to_lowercase().starts_with(&lower));
        let only = begins.next().filter(|_| begins.next().is_none());
        let found = people.iter().find(|there| same_person(there, &name));
        let found = found.or_else(|| people.get(number?)).or(only);
        if found.is_none() {
            let names = people.iter().map(Text::raw);
            let line = wrong(typed, names, "say who lists those who are here");
            self.say(Shown::line(&line).into_string());
        }
        found.cloned()
    }

    /// Somebody speaks from now on.
    pub(super) fn speaks(&mut self, typed: &str) {
        if typed.is_empty() || typed == "who" {
            for (name, number) in self.people().iter().zip(1..) {
                let number: usize = number;
                self.say(format!("{number} {}", name.shown()));
            }
            self.ask_of_meeting(AskedInMeeting::Speaker);
            return;
        }
        if let Some(name) = self.named(typed) {
            self.say(format!("{} speaks.", name.shown()));
            if let Some(gathering) = self.review.as_mut().and_then(|open| open.meeting.as_mut()) {
                gathering.last = name.clone();
                gathering.speaker = name;
            }
        }
    }

    /// All agree with the answer as it stands, or with the settled rest; `typed` is who agrees by name, if anybody.
    pub(super) fn all_agree(&mut self, typed: &str, around: &mut Surroundings<'_>) {
        let by = if typed.is_empty() {
            None
        } else {
            match self.named(typed) {
                Some(name) => Some(name),
                None => return,
            }
        };
        let Some((gathering, meeting)) = self.review.as_ref().and_then(OpenReview::held) else {
            return;
        };
        let Some(at) = gathering.item() else {
            self.agree_with_the_rest();
            return;
        };
        let Some(open) = &self.review else {
            return;
        };
        let assessment = open.assessment();
        let answer = &assessment.answers()[at];
        if answer.status == Status::Unanswered {
            self.say("There is no answer to agree with. next goes on without.");
            return;
        }
        let mut dissents = answer.dissents.iter();
        let is_open = |it: &&Dissent| it.is_open(|name| assessment.is_facilitator(name));
        if let Some(dissent) = dissents.find(|it| is_open(it) && meeting.has(&it.name)) {
            let name = dissent.name.shown().into_string();
            self.say(format!(
                "Not all agree: {name} dissents. reply answers, close closes it."
            ));
            return;
        }
        let item = answer.item.clone();
        let mut changes = self.settling(&item, around);
        let Some((_, meeting)) = self.review.as_ref().and_then(OpenReview::held) else {
            return;
        };
        let Some(open) = &self.review else {
            return;
        };
        let id = if answer_needs_name(open, at) {
            (around.fresh)()
        } else {
            Text::default()
        };
        let agree = (id, around.now);
        changes.extend(agreement(
            open.assessment(),
            meeting,
            at,
            by.as_ref(),
            agree,
        ));
        let before = open.standing();
        if self.make(changes) {
            let moved = self
                .review
                .as_ref()
                .map(|open| open.standing().moved_from(&before));
            self.say(format!("All agree: {}. {}", item.shown(), moved.unwrap_or_default()).trim());
            self.go_on(around.now);
        }
    }

    fn agree_with_the_rest(&mut self) {
        let Some(open) = &self.review else {
            return;
        };
        let Some((gathering, meeting)) = open.held() else {
            return;
        };
        let assessment = open.assessment();
        let settled = gathering
            .settled
            .iter()
            .map(|at| &assessment.answers()[*at]);
        let answered = settled.filter(|answer| answer.status != Status::Unanswered);
        let after = meeting.with_agreed(answered.map(|answer| &answer.item));
        let new = after.agreed.len() - meeting.agreed.len();
        let without = gathering.settled.iter();
        let without = without
            .filter(|at| assessment.answers()[**at].status == Status::Unanswered)
            .count();
        let changes = match new {
            0 => Vec::new(),
            _ => vec![Change::Record(HeadEntry::Meeting(after))],
        };
        if self.make(changes) {
            let stay = match without {
                0 => String::new(),
                1 => " 1 without an answer stays open.".to_owned(),
                many => format!(" {many} without an answer stay open."),
            };
            self.say(format!(
                "All agree with {new}.{stay} end meeting says what it comes to."
            ));
        }
    }

    /// Somebody dissents: `Ben: it was a mock`; without a name, whoever speaks.
    pub(super) fn dissents(&mut self, typed: &str, around: &mut Surroundings<'_>) {
        let people = self.people();
        let named = typed.split_once(':').and_then(|(name, why)| {
            let name = Text::new(name.trim());
            let there = people.iter().find(|there| same_person(there, &name))?;
            Some((there.clone(), why.trim()))
        });
        let (name, why) = named.unwrap_or_else(|| (self.speaking(), typed));
        let Some(open) = &self.review else {
            return;
        };
        let Some((gathering, _)) = open.held() else {
            return;
        };
        let at = gathering.item();
        let (item, on) = match at.map(|at| &open.assessment().answers()[at]) {
            None => (None, open.session.judgement().verdict.word().to_owned()),
            Some(answer) if answer.status == Status::Unanswered => {
                self.say("There is no answer here to dissent from.");
                return;
            }
            Some(answer) => {
                let on = match &answer.status {
                    Status::Partial(share) => format!("partial {} %", share.percent()),
                    status => status.word().to_owned(),
                };
                (Some(answer.item.clone()), on)
            }
        };
        let dissent = Dissent {
            id: (around.fresh)(),
            name: name.clone(),
            on: Text::new(on),
            text: Text::new(why),
            at: around.now,
            answered: None,
            closed: None,
        };
        let mut changes = Vec::new();
        if let Some(item) = &item {
            changes = self.settling(item, around);
            changes.extend(self.no_longer_agreed(item));
        }
        if self.make(changes)
            && self.apply(Change::Dissent {
                item: item.clone(),
                dissent,
            })
        {
            self.say(format!("{} dissents.", name.shown()));
            if item.is_some() {
                self.go_on(around.now);
            }
        }
    }

    /// Somebody confirms all the evidence of others here that nobody has confirmed yet.
    pub(super) fn confirmed_by(&mut self, typed: &str, around: &mut Surroundings<'_>) {
        let Some((item, waiting)) = self.review.as_ref().and_then(|open| {
            let (item, answer) = open.here()?;
            let standing = answer.evidence.iter();
            let waiting = standing.filter(|it| it.withdrawn.is_none() && !is_confirmed(it));
            let waiting: Vec<(Text, Text)> =
                waiting.map(|it| (it.id.clone(), it.by.clone())).collect();
            Some((item.id.clone(), waiting))
        }) else {
            return;
        };
        if waiting.is_empty() {
            self.say("No evidence waits to be confirmed here.");
            return;
        }
        let can = |name: &Text| waiting.iter().any(|(_, by)| !same_person(by, name));
        let name = if typed.is_empty() {
            let speaker = self.speaking();
            let able: Vec<Text> = self.people().into_iter().filter(|it| can(it)).collect();
            match able.as_slice() {
                _ if can(&speaker) => speaker,
                [only] => only.clone(),
                [] => {
                    self.say(
                        "It takes somebody else than who attached it, and nobody else is here.",
                    );
                    return;
                }
                _ => {
                    self.ask_of_meeting(AskedInMeeting::Confirm);
                    return;
                }
            }
        } else {
            match self.named(typed) {
                Some(name) => name,
                None => return,
            }
        };
        let theirs: Vec<Text> = (waiting.iter())
            .filter(|(_, by)| !same_person(by, &name))
            .map(|(id, _)| id.clone())
            .collect();
        if theirs.is_empty() {
            self.say(format!(
                "{} attached it: somebody else has to confirm it.",
                name.shown()
            ));
        }
        for evidence in theirs {
            let stamp = self.stamp_of(&name, around);
            self.apply(Change::Confirm {
                item: item.clone(),
                evidence,
                stamp,
            });
        }
    }

    /// What somebody says, written down by whoever writes it down.
    pub(in super::super) fn stamp_of(&self, by: &Text, around: &mut Surroundings<'_>) -> Stamp {
        Stamp {
            id: (around.fresh)(),
            at: around.now,
            by: by.clone(),
            recorded_by: self.recorder(by),
        }
    }

    /// Parks a question, notes a decision, or begins to note an action; asks for the words where there are none.
    pub(in super::super) fn note(&mut self, word: Word, text: &str, around: &mut Surroundings<'_>) {
        if text.is_empty() {
            self.ask_of_meeting(match word {
                Word::Park => AskedInMeeting::Park,
                Word::Decide => AskedInMeeting::Decide,
                _ => AskedInMeeting::Action,
            });
            return;
        }
        let text = Text::new(text);
        if word == Word::Action {
            self.ask_of_meeting(AskedInMeeting::Owner { text });
            return;
        }
        let remark = Remark {
            id: (around.fresh)(),
            text,
            by: self.speaking(),
            at: around.now,
            settled: None,
        };
        let (note, words) = match word {
            Word::Park => (Note::Parked(remark), "Parked"),
            _ => (Note::Decision(remark), "Decided"),
        };
        let item = self.item_of_notes();
        if self.make(vec![Change::Note {
            item: item.clone(),
            note,
        }]) {
            let about = item.map_or_else(|| "the whole".to_owned(), |it| it.shown().into_string());
            self.say(format!("{words}, about {about}."));
            if word == Word::Park && self.in_meeting() && self.comes_back() {
                self.go_on(around.now);
            }
        }
    }

    /// What was parked comes back at the end of the agenda; whether an item was parked.
    fn comes_back(&mut self) -> bool {
        let Some(gathering) = self.review.as_mut().and_then(|open| open.meeting.as_mut()) else {
            return false;
        };
        let Some(item) = gathering.item() else {
            return false;
        };
        let mut later = gathering.stops.iter().skip(gathering.at + 1);
        let waits = later.any(|stop| stop.item == item && stop.concern.is_none());
        if !waits && !gathering.is_back() {
            gathering.stops.push(super::Stop {
                item,
                concern: None,
                is_done: false,
            });
        }
        gathering.stage != Stage::Rest
    }

    /// The item that a note is about: the one that one is on, none where a meeting is at none.
    fn item_of_notes(&self) -> Option<Text> {
        let open = self.review.as_ref()?;
        match open.held() {
            Some((gathering, _)) => gathering
                .item()
                .map(|at| open.assessment().item(at).id.clone()),
            None => open.id(),
        }
    }

    fn due(&mut self, text: Text, owner: Text, line: &str, around: &mut Surroundings<'_>) {
        let due = parse_day(line);
        if due.is_none() && !line.is_empty() {
            self.say("A day is wanted, written as 2026-12-31.");
            self.ask_of_meeting(AskedInMeeting::Due { text, owner });
            return;
        }
        let action = Action {
            id: (around.fresh)(),
            text,
            owner,
            due,
            by: self.speaking(),
            at: around.now,
            done: None,
        };
        let (item, note) = (self.item_of_notes(), Note::Action(action));
        if self.make(vec![Change::Note { item, note }]) {
            self.say("Written down.");
        }
    }

    /// What was parked and has come back is settled by what is said of it.
    pub(super) fn settling(&self, item: &Text, around: &mut Surroundings<'_>) -> Vec<Change> {
        let held = self.review.as_ref().and_then(OpenReview::held);
        let Some((_, meeting)) = held.filter(|(gathering, _)| gathering.is_back()) else {
            return Vec::new();
        };
        let answer = self
            .review
            .as_ref()
            .and_then(|open| open.assessment().answer(item));
        let parked = answer
            .map(|answer| answer.parked.as_slice())
            .unwrap_or_default();
        let nobody = Text::default();
        let open = parked
            .iter()
            .filter(|it| it.settled.is_none() && meeting.made(it.at, &it.by, &nobody));
        let speaker = self.speaking();
        open.map(|remark| Change::Settle {
            item: Some(item.clone()),
            note: remark.id.clone(),
            stamp: self.stamp_of(&speaker, around),
        })
        .collect()
    }

    /// What all agreed to was another answer.
    pub(in crate::linear) fn no_longer_agreed(&self, item: &Text) -> Option<Change> {
        disagreement(self.review.as_ref()?.assessment(), item)
    }
}

/// Whether it takes somebody by name to agree.
fn answer_needs_name(open: &OpenReview, at: usize) -> bool {
    let answer = &open.assessment().answers()[at];
    matches!(answer.status, Status::NotApplicable(_)) && answer.agreed_by.is_none()
}
