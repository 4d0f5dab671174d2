//! The meeting: one item at a time, large, by exception.

mod clock;
mod closing;
mod head;
mod item;
mod points;
pub mod view;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use ratatui::layout::{Position, Rect};

use self::clock::TimeBox;
use self::points::{Point, mark_of, parked_in, points_of, returning};
use crate::action::{Action, Entry};
use crate::domain::agenda::Agenda;
use crate::domain::assessment::{Assessment, Status};
use crate::domain::checklist::Checklist;
use crate::domain::evidence::same_person;
use crate::domain::gate::Verdict;
use crate::domain::meeting::Meeting;
use crate::domain::percent::or_dash;
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::session::Session;
use crate::tui::effect::{Pointing, Reaction};
use crate::tui::layout::holds;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::rows::moved;
use crate::tui::widgets::window::Window;

use self::view::Parts;

/// Rows that one turn of the wheel scrolls.
const WHEEL: isize = 3;

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
            began: Stand::of(session),
            steps: Vec::new(),
            undone: Vec::new(),
            taken_up,
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

    /// Goes on after something was said of the item: to the next point of which nothing was said yet, then to the rest.
    pub fn go_on(&mut self, session: &Session) {
        self.last_speaker = self.speaker.clone();
        match self.stage {
            Stage::Point => {
                let open = |at: &usize| self.points[*at].mark.is_none();
                match (self.at + 1..self.points.len()).find(open) {
                    Some(next) => self.at = next,
                    None => self.stage = self.after_the_points(),
                }
            }
            Stage::Opened(_) => self.next_settled(),
            Stage::Rest | Stage::End => return,
        }
        self.enter(session);
    }

    /// Goes on to what comes next, whatever was said of it.
    pub fn step_on(&mut self, session: &Session) {
        match self.stage {
            Stage::Point if self.at + 1 < self.points.len() => self.at += 1,
            Stage::Point => self.stage = self.after_the_points(),
            Stage::Opened(_) => self.next_settled(),
            Stage::Rest => self.stage = Stage::End,
            Stage::End => return,
        }
        self.enter(session);
    }

    /// Goes back to what came before; says whether there was something.
    pub fn step_back(&mut self, session: &Session) -> bool {
        match self.stage {
            Stage::Point if self.at == 0 => return false,
            Stage::Point => self.at -= 1,
            Stage::Opened(_) => self.stage = Stage::Rest,
            Stage::End if !self.settled.is_empty() => self.stage = Stage::Rest,
            Stage::Rest | Stage::End if self.points.is_empty() => return false,
            Stage::Rest | Stage::End => {
                self.stage = Stage::Point;
                self.at = self.points.len() - 1;
            }
        }
        self.enter(session);
        true
    }

    /// Shows an item: as a point of the agenda, or of the settled rest.
    pub fn show(&mut self, session: &Session, item: usize) {
        // Where it was parked and has come back, there.
        let place = |parked: bool| {
            let mut points = self.points.iter();
            points.position(|point| point.item == item && point.is_parked == parked)
        };
        if self.item() == Some(item) {
            return;
        }
        if let Some(at) = place(false).or_else(|| place(true)) {
            (self.stage, self.at) = (Stage::Point, at);
        } else if let Some(at) = self.settled.iter().position(|settled| *settled == item) {
            self.stage = Stage::Opened(at);
            self.rest.selected = at;
        } else {
            return;
        }
        self.enter(session);
    }

    /// Shows the item in a place of [`Self::listed`].
    pub fn show_listed(&mut self, session: &Session, at: usize) {
        if at < self.points.len() {
            (self.stage, self.at) = (Stage::Point, at);
        } else if at - self.points.len() < self.settled.len() {
            self.stage = Stage::Opened(at - self.points.len());
            self.rest.selected = at - self.points.len();
        }
        self.enter(session);
    }

    /// Opens the selected item of the rest.
    pub fn open_selected(&mut self, session: &Session) {
        if self.rest.selected < self.settled.len() {
            self.stage = Stage::Opened(self.rest.selected);
            self.enter(session);
        }
    }

    /// Shows what the meeting comes to.
    pub fn show_end(&mut self) {
        (self.stage, self.scroll) = (Stage::End, 0);
    }

    /// Somebody says what comes next.
    pub fn let_speak(&mut self, name: Text) {
        self.last_speaker = name.clone();
        self.speaker = name;
    }

    /// Moves: within the agenda, the list or the text.
    pub fn act(
        &mut self,
        action: Action,
        session: &Session,
        body: Rect,
        look: (&Theme, &Glyphs),
    ) -> Reaction {
        let parts = Parts::of(body);
        let height = usize::from(parts.middle.height);
        match (self.stage, action) {
            (Stage::Rest, _) => moved(&mut self.rest, action, self.settled.len(), height),
            (Stage::Point | Stage::Opened(_), Action::First) if !self.points.is_empty() => {
                (self.stage, self.at) = (Stage::Point, 0);
                self.enter(session);
            }
            (Stage::Point | Stage::Opened(_), Action::Last) if !self.points.is_empty() => {
                (self.stage, self.at) = (Stage::Point, self.points.len() - 1);
                self.enter(session);
            }
            (Stage::Point | Stage::Opened(_), Action::Down) => self.step_on(session),
            (Stage::Point | Stage::Opened(_), Action::Up) => {
                if !self.step_back(session) {
                    return Reaction::word("this is the first point");
                }
            }
            _ => {
                let most = self.overflow(session, body, look);
                let at = self.scroll.min(most);
                let page = height.saturating_sub(1).max(1);
                let to = match action {
                    Action::Down => at + 1,
                    Action::Up => at.saturating_sub(1),
                    Action::PageDown => at + page,
                    Action::PageUp => at.saturating_sub(page),
                    Action::First => 0,
                    Action::Last => most,
                    _ => at,
                };
                self.scroll = to.min(most);
                if most == 0 && matches!(action, Action::PageDown | Action::PageUp) {
                    return Reaction::word("all of it is on the screen");
                }
            }
        }
        Reaction::default()
    }

    /// The hint of an entry as things are now; empty where it would lie.
    pub fn hint(&self, entry: &Entry, assessment: &Assessment) -> &'static str {
        let goes_on = self.meeting(assessment).is_some_and(Meeting::goes_on);
        match (self.stage, entry.action) {
            (_, Action::Keys | Action::Palette | Action::Undo) => entry.hint,
            (_, Action::Back) => "to the review",
            (_, Action::GoBack) => entry.hint,
            (Stage::Rest, Action::Agree) => "all agree with these",
            (Stage::Rest, Action::GoOn) => "open",
            (Stage::End, Action::EndMeeting) if goes_on => "end the meeting",
            (Stage::End, Action::SignOff | Action::KeepMinutes) => entry.hint,
            (_, Action::SignOff | Action::KeepMinutes) => "",
            (Stage::End, Action::Park | Action::Decide | Action::Task | Action::Dissent)
                if goes_on =>
            {
                entry.hint
            }
            (Stage::Rest, Action::EndMeeting | Action::Agenda) => entry.hint,
            (Stage::Rest | Stage::End, _) => "",
            _ => entry.hint,
        }
    }

    /// Selects the row of the rest that was clicked.
    pub fn click(&mut self, at: Position, body: Rect) {
        let parts = Parts::of(body);
        if self.stage == Stage::Rest && holds(parts.middle, at.x, at.y) {
            let height = usize::from(parts.middle.height);
            let visible = self.rest.visible(self.settled.len(), height);
            let clicked = visible.start + usize::from(at.y - parts.middle.y);
            if clicked < self.settled.len() {
                self.rest.select(clicked, self.settled.len(), height);
            }
        }
    }

    /// Scrolls the list or the text.
    pub fn wheel(&mut self, down: bool, session: &Session, body: Rect, look: (&Theme, &Glyphs)) {
        let rows = if down { WHEEL } else { -WHEEL };
        if self.stage == Stage::Rest {
            let height = usize::from(Parts::of(body).middle.height);
            self.rest.scroll_by(rows, self.settled.len(), height);
            return;
        }
        let most = self.overflow(session, body, look);
        self.scroll = self.scroll.min(most).saturating_add_signed(rows).min(most);
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

    fn after_the_points(&self) -> Stage {
        if self.settled.is_empty() {
            Stage::End
        } else {
            Stage::Rest
        }
    }

    fn next_settled(&mut self) {
        let Stage::Opened(at) = self.stage else {
            return;
        };
        self.stage = if at + 1 < self.settled.len() {
            Stage::Opened(at + 1)
        } else {
            Stage::Rest
        };
        self.rest.selected = (at + 1).min(self.settled.len().saturating_sub(1));
    }

    /// An item comes to the screen: its time begins, and it is settled who speaks first.
    fn enter(&mut self, session: &Session) {
        self.scroll = 0;
        let assessment = session.assessment();
        let Some(meeting) = meeting_of(assessment, &self.meeting) else {
            return;
        };
        let left = self.points.iter().skip(self.at);
        let left = left.filter(|point| point.mark.is_none()).count();
        self.time.enter(meeting, left.max(1));
        if let Some(item) = self.item() {
            let owner = owner_here(assessment, meeting, item);
            self.speaker = owner.unwrap_or_else(|| self.last_speaker.clone());
        }
    }

    fn overflow(&self, session: &Session, body: Rect, look: (&Theme, &Glyphs)) -> usize {
        let screen = view::MeetingScreen {
            page: self,
            session,
            theme: look.0,
            glyphs: look.1,
        };
        screen.overflow(body)
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

/// Who looks after an item, where that is the name or the role of somebody who is here.
fn owner_here(assessment: &Assessment, meeting: &Meeting, item: usize) -> Option<Text> {
    let mut owner = &assessment.answers()[item].owner;
    if owner.is_blank() {
        owner = &assessment.item(item).owner;
    }
    if owner.is_blank() {
        return None;
    }
    let role_of = |name: &Text| {
        let mut participants = assessment.head.participants.iter();
        participants.find(|participant| same_person(&participant.name, name))
    };
    let people = people_of(meeting);
    let named = people.iter().find(|name| same_person(name, owner));
    let of_role = |name: &&Text| role_of(name).is_some_and(|it| same_person(&it.role, owner));
    named.or_else(|| people.iter().find(of_role)).cloned()
}
