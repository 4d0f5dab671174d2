//! The meeting: one item at a time, large, by exception.

mod clock;
mod closing;
mod course;
mod evidence;
mod head;
mod item;
mod keys;
mod parts;
mod place;
mod points;
pub mod view;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;

use self::clock::TimeBox;
use self::points::{Point, mark_of, parked_in, points_of, returning};
use crate::domain::agenda::Agenda;
use crate::domain::assessment::{Assessment, Status};
use crate::domain::checklist::Checklist;
use crate::domain::evidence::same_person;
use crate::domain::gate::Verdict;
use crate::domain::meeting::Meeting;
use crate::domain::percent::or_dash;
use crate::domain::rewind::taken_back;
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::session::Session;
use crate::tui::effect::Pointing;
use crate::tui::widgets::window::Window;

/// What of the meeting is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// A point of the agenda.
    Point,
    /// An item of the settled rest, by its place there.
    Opened(usize),
    /// The list of the settled rest.
    Rest,
    /// What the meeting comes to.
    End,
}

/// Where it stood at some moment.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stand {
    verdict: Verdict,
    claimed: String,
    evidenced: String,
}

impl Stand {
    fn of(session: &Session) -> Self {
        let figures = session.figures();
        Self {
            verdict: session.judgement().verdict,
            claimed: or_dash(figures.claimed().as_ref()),
            evidenced: or_dash(figures.evidenced().as_ref()),
        }
    }

    /// Where it stood when a meeting began, as its minutes tell it; none where the record does not tell.
    fn before(session: &Session, meeting: &Meeting) -> Option<Self> {
        let earlier = taken_back(session.assessment(), meeting.start)?;
        let mut seen = session.observations().clone();
        let signed = seen.sign_offs().iter().filter(|it| {
            let statement = it.statement.as_ref();
            statement.is_none_or(|statement| statement.at < meeting.start)
        });
        let signed: Arc<[_]> = signed.cloned().collect();
        seen.set_sign_offs(signed);
        let mut then = Session::open(earlier, meeting.start, seen);
        then.set_scope(session.scope());
        Some(Self::of(&then))
    }
}

/// What the meeting's screen remembers. What the meeting itself is stands in the assessment.
#[derive(Debug)]
pub struct MeetingPage {
    /// The meeting's id.
    pub meeting: Text,
    /// What is on the screen.
    pub stage: Stage,
    /// Who says what comes next.
    pub speaker: Text,
    /// Who spoke last.
    last_speaker: Text,
    checklist: Arc<Checklist>,
    points: Vec<Point>,
    settled: Vec<usize>,
    at: usize,
    rest: Window,
    scroll: usize,
    time: TimeBox,
    began: Stand,
    /// The changes that were made as one step, by how many could be undone before and after it.
    steps: Vec<(usize, usize)>,
    /// The steps that were undone.
    undone: Vec<(usize, usize)>,
    /// It was taken up again by another run of the program, so that what was before is not known.
    taken_up: bool,
}

impl MeetingPage {
    /// The screen of a meeting that begins, or is taken up again, at a moment. Absent where there is no such meeting.
    pub fn of(session: &Session, id: &Text, now: Moment, taken_up: bool) -> Option<Self> {
        let assessment = session.assessment();
        let meeting = meeting_of(assessment, id)?;
        let (points, settled) = points_of(session, meeting);
        let began = Stand::before(session, meeting);
        let first = points.iter().position(|point| point.mark.is_none());
        let mut page = Self {
            meeting: id.clone(),
            stage: Stage::Point,
            speaker: meeting.facilitator.clone(),
            last_speaker: meeting.facilitator.clone(),
            checklist: Arc::clone(assessment.checklist()),
            at: first.unwrap_or(0),
            points,
            settled,
            rest: Window::default(),
            scroll: 0,
            time: TimeBox::at(now),
            taken_up: taken_up && began.is_none(),
            began: began.unwrap_or_else(|| Stand::of(session)),
            steps: Vec::new(),
            undone: Vec::new(),
        };
        if first.is_none() {
            page.stage = page.after_the_points();
        }
        page.enter(session);
        Some(page)
    }

    /// The meeting, where it is still in the assessment.
    pub fn meeting<'a>(&self, assessment: &'a Assessment) -> Option<&'a Meeting> {
        meeting_of(assessment, &self.meeting)
    }

    /// The item on the screen, by its position.
    pub fn item(&self) -> Option<usize> {
        match self.stage {
            Stage::Point => self.points.get(self.at).map(|point| point.item),
            Stage::Opened(at) => self.settled.get(at).copied(),
            Stage::Rest | Stage::End => None,
        }
    }

    /// Whether the point on the screen is one that was parked and has come back.
    pub fn is_back(&self) -> bool {
        self.stage == Stage::Point
            && self
                .points
                .get(self.at)
                .is_some_and(|point| point.is_parked)
    }

    /// The items of the settled rest that have an answer, and how many have none.
    pub fn settled(&self, assessment: &Assessment) -> (Vec<usize>, usize) {
        let has_answer = |item: &usize| assessment.answers()[*item].status != Status::Unanswered;
        let answered: Vec<usize> = self.settled.iter().copied().filter(has_answer).collect();
        let without = self.settled.len() - answered.len();
        (answered, without)
    }

    /// The items of the agenda and of the rest in their order, each with why it is talked about and what became of it.
    pub fn listed(&self) -> impl Iterator<Item = (usize, &'static str, &'static str)> {
        let points = self.points.iter().map(|point| {
            let mark = point.mark.map_or("", points::Mark::word);
            (point.item, point.words(), mark)
        });
        points.chain(self.settled.iter().map(|item| (*item, "settled", "")))
    }

    /// How many points nothing was said of.
    pub fn left_open(&self) -> usize {
        let open = self.points.iter().filter(|point| point.mark.is_none());
        open.count()
    }

    /// Takes in that the session has changed: somebody else's work was merged in, or a day began.
    pub fn refresh(&mut self, session: &Session) {
        let assessment = session.assessment();
        let Some(meeting) = meeting_of(assessment, &self.meeting) else {
            return;
        };
        if !Arc::ptr_eq(&self.checklist, assessment.checklist()) {
            if *self.checklist != **assessment.checklist() {
                (self.points, self.settled) = points_of(session, meeting);
                (self.at, self.scroll, self.stage) = (0, 0, Stage::Point);
                self.rest = Window::default();
            }
            self.checklist = Arc::clone(assessment.checklist());
        }
        // What others did before it began has come in only now.
        if let Some(began) = Stand::before(session, meeting) {
            (self.began, self.taken_up) = (began, false);
        }
        for point in &mut self.points {
            point.mark = mark_of(assessment, meeting, point.item, point.is_parked);
        }
        self.bring_back(assessment);
    }

    /// Takes in that something was said of an item.
    pub fn took(&mut self, session: &Session, item: usize) {
        let assessment = session.assessment();
        let Some(meeting) = meeting_of(assessment, &self.meeting) else {
            return;
        };
        for point in self.points.iter_mut().filter(|point| point.item == item) {
            point.mark = mark_of(assessment, meeting, point.item, point.is_parked);
        }
        self.bring_back(assessment);
    }

    /// What was parked comes back at the end of the agenda; what is no longer parked does not.
    fn bring_back(&mut self, assessment: &Assessment) {
        let Some(meeting) = meeting_of(assessment, &self.meeting) else {
            return;
        };
        self.points
            .retain(|point| !point.is_parked || parked_in(assessment, meeting, point.item));
        for item in returning(assessment, meeting, &self.points) {
            self.points.push(Point {
                item,
                concern: None,
                is_parked: true,
                mark: mark_of(assessment, meeting, item, true),
            });
        }
        self.at = self.at.min(self.points.len().saturating_sub(1));
    }

    /// Brings what has come up meanwhile to the end of the agenda, and says how many points that is.
    pub fn refresh_agenda(&mut self, session: &Session) -> usize {
        let assessment = session.assessment();
        let agenda = Agenda::of(assessment, session.ledger(), session.plan_order());
        let before = self.points.len();
        for point in agenda.points {
            if self.points.iter().any(|known| known.item == point.item) {
                continue;
            }
            self.settled.retain(|item| *item != point.item);
            self.points.push(Point {
                item: point.item,
                concern: Some(point.concern),
                is_parked: false,
                mark: None,
            });
        }
        self.rest.follow(self.settled.len(), 1);
        self.points.len() - before
    }

    /// Somebody says what comes next.
    pub fn let_speak(&mut self, name: Text) {
        self.last_speaker = name.clone();
        self.speaker = name;
    }

    /// Changes were made as one step: how many could be undone before and after it.
    pub fn remember_step(&mut self, from: usize, to: usize) {
        if to > from {
            self.steps.retain(|step| step.1 <= from);
            self.steps.push((from, to));
            self.undone.clear();
        }
    }

    /// How many changes the latest step takes back, or makes again, where so many can be undone now.
    pub fn step_size(&mut self, undo: bool, depth: usize) -> usize {
        let (from, to) = if undo {
            (&mut self.steps, &mut self.undone)
        } else {
            (&mut self.undone, &mut self.steps)
        };
        let known = from.pop().filter(|(before, after)| {
            let here = if undo { after } else { before };
            *here == depth
        });
        to.extend(known);
        known.map_or(1, |(before, after)| after - before)
    }

    /// Takes in that others are here, or that it takes another time.
    pub fn people_changed(&mut self, session: &Session) {
        let assessment = session.assessment();
        let Some(meeting) = meeting_of(assessment, &self.meeting) else {
            return;
        };
        let is_here = |name: &Text| people_of(meeting).iter().any(|it| same_person(it, name));
        for speaker in [&mut self.speaker, &mut self.last_speaker] {
            if !is_here(speaker) {
                *speaker = meeting.facilitator.clone();
            }
        }
        self.time.plan(meeting, self.left_open().max(1));
    }

    /// What second screens follow; nothing once the meeting has ended.
    pub fn pointing(&self, assessment: &Assessment) -> Option<Pointing> {
        let meeting = self.meeting(assessment).filter(|it| it.goes_on())?;
        let item = self.item();
        let (entered, seconds) = self.time.of_pointer();
        let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        let planned = meeting.planned.map(|it| TimeDelta::minutes(it.into()));
        let ends = planned.and_then(|it| meeting.start.time().checked_add_signed(it));
        Some(Pointing {
            item: item.map(|item| assessment.item(item).id.clone()),
            at: entered,
            point: (self.stage == Stage::Point && item.is_some())
                .then(|| (count(self.at + 1), count(self.points.len()))),
            item_started: item.map(|_| entered),
            item_seconds: seconds.filter(|_| item.is_some()),
            meeting_started: meeting.start,
            meeting_ends: ends.map(Moment::new),
        })
    }

    /// Takes in what time it is.
    pub fn tick(&mut self, now: Moment) {
        self.time.now = now;
    }

    /// How long what is shown of the time stays true, where it passes.
    pub fn next_tick(&self, assessment: &Assessment) -> Option<Duration> {
        let goes_on = self.meeting(assessment).is_some_and(Meeting::goes_on);
        goes_on.then(|| self.time.next_tick())
    }
}

/// The meeting of an id.
fn meeting_of<'a>(assessment: &'a Assessment, id: &Text) -> Option<&'a Meeting> {
    let mut meetings = assessment.head.meetings.iter();
    meetings.find(|meeting| meeting.id == *id)
}

/// Who is here: those present, and the facilitator.
pub fn people_of(meeting: &Meeting) -> Vec<Text> {
    let mut people = meeting.present.clone();
    if !people
        .iter()
        .any(|name| same_person(name, &meeting.facilitator))
    {
        people.push(meeting.facilitator.clone());
    }
    people
}
