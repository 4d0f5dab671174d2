//! Dissents that are answered and closed.

use crate::domain::change::Change;
use crate::domain::dissent::Dissent;
use crate::domain::evidence::same_person;
use crate::domain::text::Text;

use super::conversation::{Conversation, Surroundings};
use super::open::OpenReview;
use super::question::Question;

impl OpenReview {
    /// The open dissents from the item one is on, with its id.
    fn open_here(&self) -> Option<(Text, Vec<&Dissent>)> {
        let (item, answer) = self.here()?;
        let assessment = self.assessment();
        let open = answer.dissents.iter();
        let open = open.filter(|it| it.is_open(|name| assessment.is_facilitator(name)));
        Some((item.id.clone(), open.collect()))
    }
}

impl Conversation {
    /// Asks what is answered to the latest open dissent that has no answer yet.
    pub(super) fn ask_reply(&mut self) {
        let here = self.review.as_ref().and_then(OpenReview::open_here);
        let dissent = here.and_then(|(_, open)| unanswered(&open).cloned());
        match dissent {
            Some(dissent) => {
                let word = format!("{} disagrees", dissent.name.shown());
                self.say_text(&word, &dissent.text);
                self.ask(Question::Reply);
            }
            None => self.say("Nobody dissents here without an answer."),
        }
    }

    /// Answers the latest open dissent that has no answer yet.
    pub(super) fn reply_to(&mut self, text: &str, around: &mut Surroundings<'_>) {
        let Some((item, dissent)) = self.review.as_ref().and_then(|open| {
            let (item, open) = open.open_here()?;
            Some((item, unanswered(&open)?.id.clone()))
        }) else {
            self.say("Nobody dissents here without an answer.");
            return;
        };
        let stamp = self.stamp(around);
        self.apply(Change::Reply {
            item: Some(item),
            dissent,
            text: Text::new(text),
            stamp,
        });
    }

    /// Closes the latest open dissent that is answered: whoever speaks does, if they may, else the dissenter or the
    /// facilitator who is here.
    pub(super) fn close_dissent(&mut self, around: &mut Surroundings<'_>) {
        let Some(open) = &self.review else {
            return;
        };
        let Some((item, dissent)) = open.open_here().and_then(|(item, open)| {
            let answered = open.into_iter().rfind(|it| it.answered.is_some())?;
            Some((item, answered.clone()))
        }) else {
            self.say("No dissent here is answered and open. reply answers one.");
            return;
        };
        let speaker = self.speaking();
        let may = |name: &Text| {
            same_person(name, &dissent.name) || open.assessment().is_facilitator(name)
        };
        let leads = open.held().map(|(_, meeting)| meeting.facilitator.clone());
        let by = match leads {
            Some(leads) if !may(&speaker) && may(&leads) => leads,
            _ => speaker,
        };
        let stamp = self.stamp_of(&by, around);
        self.apply(Change::Close {
            item: Some(item),
            dissent: dissent.id,
            stamp,
        });
    }
}

fn unanswered<'a>(open: &[&'a Dissent]) -> Option<&'a Dissent> {
    open.iter().rfind(|it| it.answered.is_none()).copied()
}
