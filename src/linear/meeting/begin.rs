//! A meeting begins, or is taken up again.

use crate::domain::assessment::Participant;
use crate::domain::change::{Change, HeadEntry};
use crate::domain::evidence::same_person;
use crate::domain::meeting::{Meeting, beginning, ended, running, was_left, who};
use crate::domain::text::Text;

use super::super::act::NOTHING;
use super::super::conversation::{Conversation, Surroundings};
use super::AskedInMeeting;

/// How long a meeting is to take where nobody says.
const USUAL_MINUTES: u32 = 60;

/// The longest that a meeting is planned to take, in minutes.
const LONGEST_MINUTES: u32 = 24 * 60;

impl Conversation {
    /// Takes up the meeting that goes on, or begins one.
    pub(in super::super) fn meeting(&mut self, around: &mut Surroundings<'_>) {
        let Some(open) = &self.review else {
            return;
        };
        let assessment = open.assessment();
        if let Some(meeting) = running(assessment) {
            let (id, facilitator) = (
                meeting.id.clone(),
                meeting.facilitator.shown().into_string(),
            );
            let day = assessment.day(meeting.start);
            if was_left(assessment, meeting, around.now) {
                self.say(format!(
                    "A meeting that {facilitator} led on {day} was never ended."
                ));
                self.ask_of_meeting(AskedInMeeting::Left);
                return;
            }
            let gone = meeting.minutes_gone(around.now);
            self.say(format!(
                "The meeting that {facilitator} leads goes on, {gone} minutes gone."
            ));
            self.take_up(id, around.now);
            return;
        }
        self.ask_who_is_here();
    }

    /// What becomes of a meeting that nobody has ended.
    pub(super) fn left_meeting(&mut self, line: &str, around: &mut Surroundings<'_>) {
        let Some(open) = &self.review else {
            return;
        };
        let Some(meeting) = running(open.assessment()) else {
            self.ask_who_is_here();
            return;
        };
        match line {
            "1" | "end" => {
                let over = ended(open.assessment(), meeting, around.now);
                if self.make(vec![Change::Record(HeadEntry::Meeting(over))]) {
                    self.say("It has ended. Now another begins.");
                    self.ask_who_is_here();
                }
            }
            "2" => {
                let id = meeting.id.clone();
                self.take_up(id, around.now);
            }
            "" => self.say("Nothing changed."),
            _ => {
                self.say("That is none of them. An empty line leaves it as it is.");
                self.ask_of_meeting(AskedInMeeting::Left);
            }
        }
    }

    fn ask_who_is_here(&mut self) {
        let Some(open) = &self.review else {
            return;
        };
        let me = Participant {
            name: self.name.clone().unwrap_or_default(),
            role: Text::default(),
        };
        let known: Vec<String> = known(&open.assessment().head.participants, &me)
            .zip(1..)
            .map(|(one, number): (_, usize)| format!("{number} {}", words(one)))
            .collect();
        self.say(format!("{} is here.", me.name.shown()));
        if !known.is_empty() {
            self.say(format!(
                "Known from before, by number: {}.",
                known.join("; ")
            ));
        }
        self.ask_of_meeting(AskedInMeeting::Person { there: vec![me] });
    }

    /// One more who is here; the end of the list; or a number of those known from before.
    pub(super) fn person(&mut self, mut there: Vec<Participant>, line: &str) {
        if line.is_empty() {
            self.ask_of_meeting(AskedInMeeting::Facilitator { there });
            return;
        }
        let Some(open) = &self.review else {
            return;
        };
        let participants = &open.assessment().head.participants;
        let number = line.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
        let one = match number {
            Some(number) => {
                let me = there.first().cloned().unwrap_or_else(|| who(""));
                known(participants, &me).nth(number).cloned()
            }
            None => Some(who(line)).filter(|one| !one.name.is_blank()),
        };
        match one {
            None => self.say("That names nobody."),
            Some(one) if there.iter().any(|it| same_person(&it.name, &one.name)) => {
                self.say(format!("{} is here already.", one.name.shown()));
            }
            Some(one) => there.push(one),
        }
        self.ask_of_meeting(AskedInMeeting::Person { there });
    }

    pub(super) fn leads(&mut self, mut there: Vec<Participant>, line: &str) {
        let typed = who(line);
        let leads = match there.iter().find(|it| same_person(&it.name, &typed.name)) {
            Some(one) => one.clone(),
            None if line.is_empty() => there.first().cloned().unwrap_or(typed),
            None => {
                there.push(typed.clone());
                typed
            }
        };
        self.ask_of_meeting(AskedInMeeting::Minutes { there, leads });
    }

    pub(super) fn minutes(
        &mut self,
        there: Vec<Participant>,
        leads: Participant,
        line: &str,
        around: &mut Surroundings<'_>,
    ) {
        let planned = match line {
            "" => Some(USUAL_MINUTES),
            NOTHING => None,
            typed => match typed.parse::<u32>() {
                Ok(minutes @ 1..=LONGEST_MINUTES) => Some(minutes),
                _ => {
                    self.say("Minutes are a whole number, as 60.");
                    self.ask_of_meeting(AskedInMeeting::Minutes { there, leads });
                    return;
                }
            },
        };
        let Some(open) = &self.review else {
            return;
        };
        let id = (around.fresh)();
        let meeting = Meeting {
            id: id.clone(),
            start: around.now,
            end: None,
            planned,
            facilitator: leads.name.clone(),
            present: there.iter().map(|one| one.name.clone()).collect(),
            agreed: Vec::new(),
        };
        let people: Vec<String> = there
            .iter()
            .map(|it| it.name.shown().into_string())
            .collect();
        let changes = beginning(open.assessment(), meeting, &there);
        if self.make(changes) {
            let leads = leads.name.shown();
            self.say(format!(
                "The meeting has begun. {leads} leads it. Here: {}.",
                people.join(", ")
            ));
            self.take_up(id, around.now);
        }
    }
}

/// Those who took part before, without the one who types.
fn known<'a>(
    participants: &'a [Participant],
    me: &'a Participant,
) -> impl Iterator<Item = &'a Participant> {
    let others = participants.iter();
    others.filter(|it| !same_person(&it.name, &me.name))
}

/// `Ben, product`.
fn words(one: &Participant) -> String {
    if one.role.is_blank() {
        return one.name.shown().into_string();
    }
    format!("{}, {}", one.name.shown(), one.role.shown())
}
