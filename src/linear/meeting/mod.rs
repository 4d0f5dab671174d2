//! A meeting in plain lines: one point of the agenda at a time, the same words, and a few of its own.

pub(super) mod asked;
mod begin;
mod end;
mod said;
mod saying;

use crate::domain::agenda::{Agenda, Concern};
use crate::domain::assessment::{Assessment, Status};
use crate::domain::change::Change;
use crate::domain::evidence::same_person;
use crate::domain::meeting::{Meeting, has_said};
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::format::pointer::Pointer;

use self::asked::AskedInMeeting;
use super::commands::Word;
use super::conversation::{Conversation, Surroundings};
use super::message::Effect;
use super::open::OpenReview;
use super::question::Question;

/// One stop of the meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stop {
    item: usize,
    /// Why it is talked about; none for what was parked and has come back.
    concern: Option<Concern>,
    /// Something was said of it in this meeting.
    is_done: bool,
}

/// What the meeting is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// A point of the agenda.
    Point,
    /// Another item, by its position.
    Opened(usize),
    /// The settled rest.
    Rest,
}

/// The meeting that goes on, as the conversation goes through it. What the meeting is stands in the assessment.
#[derive(Debug)]
pub(super) struct Gathering {
    /// The meeting's id.
    id: Text,
    stops: Vec<Stop>,
    settled: Vec<usize>,
    at: usize,
    stage: Stage,
    /// Who says what comes next.
    speaker: Text,
    /// Who spoke last.
    last: Text,
    /// When the point was begun, and how many seconds it may take.
    entered: Moment,
    seconds: Option<u32>,
}

impl Gathering {
    /// The meeting in the assessment.
    fn meeting<'a>(&self, assessment: &'a Assessment) -> Option<&'a Meeting> {
        let mut meetings = assessment.head.meetings.iter();
        meetings.find(|meeting| meeting.id == self.id)
    }

    /// The item that is talked about, by its position.
    fn item(&self) -> Option<usize> {
        match self.stage {
            Stage::Point => self.stops.get(self.at).map(|stop| stop.item),
            Stage::Opened(item) => Some(item),
            Stage::Rest => None,
        }
    }

    /// `17 items, 3 of them answered`.
    fn rest_words(&self, assessment: &Assessment) -> String {
        let answered = |at: &&usize| assessment.answers()[**at].status != Status::Unanswered;
        let (count, answered) = (
            self.settled.len(),
            self.settled.iter().filter(answered).count(),
        );
        match count {
            1 => format!("1 item, {answered} answered"),
            _ => format!("{count} items, {answered} of them answered"),
        }
    }

    /// Whether it is a question that was parked and has come back.
    fn is_back(&self) -> bool {
        let stop = self.stops.get(self.at);
        self.stage == Stage::Point && stop.is_some_and(|stop| stop.concern.is_none())
    }
}

impl OpenReview {
    /// The meeting that goes on here.
    pub(super) fn held(&self) -> Option<(&Gathering, &Meeting)> {
        let gathering = self.meeting.as_ref()?;
        Some((gathering, gathering.meeting(self.assessment())?))
    }

    /// The position of the item that a meeting talks about.
    pub(super) fn talked_about(&self) -> Option<usize> {
        self.meeting.as_ref()?.item()
    }

    /// What is asked in a meeting where no question is open.
    pub(super) fn meeting_prompt(&self) -> Option<String> {
        let (gathering, _) = self.held()?;
        let speaker = gathering.speaker.shown();
        let place = match gathering.stage {
            Stage::Point => format!("Point {} of {}", gathering.at + 1, gathering.stops.len()),
            Stage::Opened(item) => format!("Item {}", item + 1),
            Stage::Rest => return Some("Meeting, the rest: ".to_owned()),
        };
        let id = gathering
            .item()
            .map(|at| self.assessment().item(at).id.shown().into_string());
        Some(format!(
            "{place}, {}, {speaker} speaks: ",
            id.unwrap_or_default()
        ))
    }
}

/// Whether a word is about the item one is on.
fn is_about_item(word: Word) -> bool {
    matches!(
        word,
        Word::Met
            | Word::Unmet
            | Word::Partial
            | Word::Unknown
            | Word::NotApplicable
            | Word::Clear
            | Word::Evidence
            | Word::Comment
            | Word::Confirm
            | Word::Withdraw
            | Word::Waive
            | Word::Revoke
            | Word::Measure
            | Word::About
            | Word::Owner
            | Word::Due
            | Word::Estimate
            | Word::Confidence
            | Word::Now
            | Word::Details
            | Word::Reply
            | Word::Close
    )
}

impl Conversation {
    /// Whether a meeting goes on here.
    pub(super) fn in_meeting(&self) -> bool {
        self.review
            .as_ref()
            .is_some_and(|open| open.held().is_some())
    }

    /// Says so where a word is about an item and the meeting is at none.
    pub(super) fn lacks_item(&mut self, word: Word) -> bool {
        let held = self.review.as_ref().and_then(OpenReview::held);
        let lacks = held.is_some_and(|(gathering, _)| gathering.item().is_none());
        if lacks && is_about_item(word) {
            self.say("No item is open. A number opens its item; back goes to the last point.");
            return true;
        }
        false
    }

    /// Does what a word says in a meeting, where it says something else there; whether it did.
    pub(super) fn perform_in_meeting(
        &mut self,
        word: Word,
        rest: &str,
        around: &mut Surroundings<'_>,
    ) -> bool {
        if !self.in_meeting() {
            return false;
        }
        match word {
            Word::Meeting | Word::Here => self.say_point(around.now),
            Word::Agenda => self.say_agenda(),
            Word::Next => self.step(true, around.now),
            Word::Previous | Word::Back => self.step(false, around.now),
            Word::Rest => self.take_rest(),
            Word::Says => self.speaks(rest),
            Word::Agree => self.all_agree(rest, around),
            Word::Dissent if rest.is_empty() => self.ask_of_meeting(AskedInMeeting::Dissent),
            Word::Dissent => self.dissents(rest, around),
            Word::Confirm => self.confirmed_by(rest, around),
            Word::EndMeeting => self.say_end(),
            _ => return false,
        }
        true
    }

    pub(super) fn ask_of_meeting(&mut self, asked: AskedInMeeting) {
        self.ask(Question::Meeting(asked));
    }

    /// Who says what is written down now: the speaker of a meeting, else whoever types.
    pub(super) fn speaking(&self) -> Text {
        let held = self.review.as_ref().and_then(OpenReview::held);
        let speaker = held.map(|(gathering, _)| gathering.speaker.clone());
        speaker.or_else(|| self.name.clone()).unwrap_or_default()
    }

    /// Who writes down what somebody says, where that is somebody else.
    pub(super) fn recorder(&self, by: &Text) -> Text {
        let held = self.review.as_ref().and_then(OpenReview::held);
        held.map_or_else(Text::default, |(_, meeting)| meeting.recorder(by))
    }

    /// Goes through a meeting from its first point of which nothing was said yet.
    pub(super) fn take_up(&mut self, id: Text, now: Moment) {
        let Some(open) = &mut self.review else {
            return;
        };
        let assessment = open.session.assessment();
        let Some(meeting) = assessment.head.meetings.iter().find(|it| it.id == id) else {
            return;
        };
        let agenda = Agenda::of(assessment, open.session.ledger(), open.session.plan_order());
        let mut stops: Vec<Stop> = (agenda.points.iter())
            .map(|point| Stop {
                item: point.item,
                concern: Some(point.concern),
                is_done: has_said(assessment, meeting, point.item),
            })
            .collect();
        let parked = |at: &usize| is_parked(assessment, meeting, *at);
        let back = (0..assessment.answers().len()).filter(parked);
        stops.extend(back.map(|item| Stop {
            item,
            concern: None,
            is_done: false,
        }));
        let first = stops.iter().position(|stop| !stop.is_done);
        let gathering = Gathering {
            id,
            at: first.unwrap_or(0),
            stage: if first.is_some() {
                Stage::Point
            } else {
                Stage::Rest
            },
            stops,
            settled: agenda.settled,
            speaker: meeting.facilitator.clone(),
            last: meeting.facilitator.clone(),
            entered: now,
            seconds: None,
        };
        let points = gathering.stops.len();
        let rest = gathering.rest_words(assessment);
        open.meeting = Some(gathering);
        let s = if points == 1 { "" } else { "s" };
        self.say(format!(
            "{points} point{s} on the agenda. The rest: {rest}."
        ));
        self.say("Answer, and it goes on. says NAME changes who speaks. agree says that all agree. help lists the rest.");
        self.enter(now);
    }

    /// A point, an item or the rest is come to: its time begins, and it is settled who speaks.
    fn enter(&mut self, now: Moment) {
        let Some(open) = &mut self.review else {
            return;
        };
        let assessment = open.session.assessment();
        let Some(gathering) = &mut open.meeting else {
            return;
        };
        let Some(meeting) = gathering.meeting(assessment) else {
            return;
        };
        let left = gathering.stops.iter().skip(gathering.at);
        let left = left.filter(|stop| !stop.is_done).count();
        (gathering.entered, gathering.seconds) = (now, meeting.time_box(now, left));
        if let Some(item) = gathering.item() {
            let owner = assessment.answers()[item].owner_of(assessment.item(item));
            let role = |name: &Text| {
                let mut participants = assessment.head.participants.iter();
                let known = participants.find(|it| same_person(&it.name, name));
                known.map(|it| &it.role)
            };
            gathering.speaker = meeting.speaker(owner, role, Some(&gathering.last)).clone();
            open.at = item;
        }
        self.present();
        if self.review.as_ref().is_some_and(|open| {
            open.meeting
                .as_ref()
                .is_some_and(|it| it.stage == Stage::Rest)
        }) {
            self.say_rest();
        } else {
            self.say_point(now);
        }
    }

    /// Shows a second screen what is talked about.
    fn present(&mut self) {
        let Some(open) = &self.review else {
            return;
        };
        let Some((gathering, meeting)) = open.held() else {
            return;
        };
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let item = gathering
            .item()
            .map(|at| open.assessment().item(at).id.clone());
        let is_point = gathering.stage == Stage::Point && item.is_some();
        let point = is_point.then(|| (number(gathering.at + 1), number(gathering.stops.len())));
        let pointer = Pointer {
            point,
            item_started: Some(gathering.entered),
            item_seconds: gathering.seconds,
            meeting_started: Some(meeting.start),
            meeting_ends: meeting.planned_end(),
            ..Pointer::at(item, gathering.entered)
        };
        self.reply.effects.push(Effect::Present(Some(pointer)));
    }

    /// Goes to an item: as a point of the agenda, or by itself.
    pub(super) fn show_item(&mut self, item: usize, now: Moment) {
        if let Some(gathering) = self.review.as_mut().and_then(|open| open.meeting.as_mut()) {
            let stop = gathering.stops.iter().position(|stop| stop.item == item);
            match stop {
                Some(at) => (gathering.stage, gathering.at) = (Stage::Point, at),
                None => gathering.stage = Stage::Opened(item),
            }
        }
        self.enter(now);
    }

    /// Goes on to the point behind or before, whatever was said of it.
    fn step(&mut self, forward: bool, now: Moment) {
        let Some(gathering) = self.review.as_mut().and_then(|open| open.meeting.as_mut()) else {
            return;
        };
        let last = gathering.stops.len();
        match (gathering.stage, forward) {
            (Stage::Point, true) if gathering.at + 1 < last => gathering.at += 1,
            (Stage::Point, false) if gathering.at > 0 => gathering.at -= 1,
            (Stage::Point, true) | (Stage::Opened(_), _) => gathering.stage = Stage::Rest,
            (Stage::Rest, false) if last > 0 => {
                (gathering.stage, gathering.at) = (Stage::Point, last - 1);
            }
            (Stage::Rest, true) => {
                self.say("This is the end. end meeting ends it.");
                return;
            }
            _ => {
                self.say("This is the first point.");
                return;
            }
        }
        self.enter(now);
    }

    fn take_rest(&mut self) {
        if let Some(gathering) = self.review.as_mut().and_then(|open| open.meeting.as_mut()) {
            gathering.stage = Stage::Rest;
        }
        self.present();
        self.say_rest();
    }

    /// Something was said of the item: goes on to the next point of which nothing was said, then to the rest.
    pub(super) fn go_on(&mut self, now: Moment) {
        let Some(gathering) = self.review.as_mut().and_then(|open| open.meeting.as_mut()) else {
            return;
        };
        gathering.last = gathering.speaker.clone();
        if let (Stage::Point, Some(here)) = (gathering.stage, gathering.item()) {
            let (at, back) = (gathering.at, gathering.is_back());
            for (place, stop) in gathering.stops.iter_mut().enumerate() {
                // What has come back is done only where it came back.
                stop.is_done |=
                    stop.item == here && (place == at || !back && stop.concern.is_some());
            }
            let open = |place: &usize| !gathering.stops[*place].is_done;
            match (at + 1..gathering.stops.len()).find(open) {
                Some(next) => gathering.at = next,
                None => gathering.stage = Stage::Rest,
            }
        } else {
            gathering.stage = Stage::Rest;
        }
        self.enter(now);
    }

    /// What an answer in a meeting does besides: what was parked and has come back is settled, and what all had agreed
    /// to was another answer.
    pub(super) fn before_answer(&mut self, item: &Text, around: &mut Surroundings<'_>) {
        let mut changes = self.settling(item, around);
        changes.extend(self.no_longer_agreed(item));
        self.make(changes);
    }

    /// Makes changes without a word, or says why one was refused. Whether all were made.
    pub(super) fn make(&mut self, changes: Vec<Change>) -> bool {
        if changes.is_empty() {
            return true;
        }
        let Some(open) = &mut self.review else {
            return false;
        };
        let mut refused = None;
        for change in changes {
            if let Err(refusal) = open.session.apply(change) {
                refused = Some(refusal.words().replace('`', ""));
                break;
            }
        }
        self.save();
        match refused {
            None => true,
            Some(why) => {
                let why = crate::domain::text::Shown::line(&why).into_string();
                self.say(format!("Not made: {why}."));
                false
            }
        }
    }
}

/// Whether a question about an item was parked in the meeting and is not settled.
fn is_parked(assessment: &Assessment, meeting: &Meeting, item: usize) -> bool {
    let mut parked = assessment.answers()[item].parked.iter();
    parked.any(|it| it.settled.is_none() && meeting.made(it.at, &it.by, &Text::default()))
}
