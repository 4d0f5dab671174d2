//! From point to point: on to what is open, back, and to anything on the agenda.

use crate::domain::assessment::Assessment;
use crate::domain::evidence::same_person;
use crate::domain::meeting::Meeting;
use crate::domain::text::Text;
use crate::session::Session;

use super::{MeetingPage, Stage, meeting_of, people_of};

impl MeetingPage {
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

    pub(super) fn after_the_points(&self) -> Stage {
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
    pub(super) fn enter(&mut self, session: &Session) {
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
