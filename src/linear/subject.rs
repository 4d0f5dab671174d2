//! What the checklist asks about the subject, one question after another, and the target stage.

use crate::domain::assessment::TraitAnswer;
use crate::domain::change::{Change, HeadEntry, HeadKind};
use crate::domain::text::Text;

use super::conversation::{Conversation, Surroundings};
use super::question::Question;

impl Conversation {
    /// Whether there is anything to ask about the subject.
    pub(super) fn asks_about_subject(&self) -> bool {
        self.review.as_ref().is_some_and(|open| {
            let checklist = open.assessment().checklist();
            !checklist.traits.is_empty() || !checklist.stages.is_empty()
        })
    }

    /// Asks what there is to ask, from the first question on.
    pub(super) fn subject(&mut self) {
        if self.asks_about_subject() {
            self.ask_trait(0);
        } else {
            self.say("The checklist asks nothing about its subject, and has no stages.");
        }
    }

    /// Asks a trait; after the last one the stage.
    fn ask_trait(&mut self, at: usize) {
        let Some(open) = &self.review else {
            return;
        };
        let assessment = open.assessment();
        let traits = &assessment.checklist().traits;
        let Some(asked) = traits.get(at) else {
            self.ask_stage();
            return;
        };
        let so_far = match assessment.has_trait(&asked.id) {
            Some(true) => " So far yes.",
            Some(false) => " So far no.",
            None => "",
        };
        let (number, count, ask) = (at + 1, traits.len(), asked.ask.shown());
        self.say(format!("Question {number} of {count}: {ask}{so_far}"));
        self.ask(Question::Trait { at });
    }

    pub(super) fn trait_answered(&mut self, at: usize, line: &str, around: &mut Surroundings<'_>) {
        let Some(open) = &self.review else {
            return;
        };
        let assessment = open.assessment();
        let Some(id) = assessment
            .checklist()
            .traits
            .get(at)
            .map(|it| it.id.clone())
        else {
            self.ask_stage();
            return;
        };
        let was = assessment.has_trait(&id);
        let holds = match line.to_lowercase().as_str() {
            "1" | "y" | "yes" => Some(true),
            "2" | "n" | "no" => Some(false),
            "3" | "open" | "leave open" => None,
            // It stays as it is.
            "" => was,
            "4" | "q" | "enough" => {
                self.say_here();
                return;
            }
            _ => {
                self.say("That is none of them. An empty line leaves it as it is.");
                self.ask(Question::Trait { at });
                return;
            }
        };
        if holds != was {
            self.trait_becomes(id, holds, around);
        }
        self.ask_trait(at + 1);
    }

    fn trait_becomes(&mut self, id: Text, holds: Option<bool>, around: &mut Surroundings<'_>) {
        self.apply(match holds {
            Some(holds) => Change::Record(HeadEntry::Trait(TraitAnswer {
                id,
                holds,
                by: self.name.clone().unwrap_or_default(),
                at: around.now,
            })),
            None => Change::Strike(HeadKind::Trait, id),
        });
    }

    fn ask_stage(&mut self) {
        let Some(open) = &self.review else {
            return;
        };
        let assessment = open.assessment();
        let target = assessment.head.target.as_ref();
        let stages = &assessment.checklist().stages;
        if stages.is_empty() {
            self.say_here();
            return;
        }
        let mut lines = vec!["Which stage is aimed at?".to_owned()];
        let is_target = |is: bool| if is { ", the target" } else { "" };
        lines.push(format!(
            "1 the whole checklist{}.",
            is_target(target.is_none())
        ));
        for (at, stage) in stages.iter().enumerate() {
            let is = is_target(target == Some(&stage.id));
            lines.push(format!("{} {}{is}.", at + 2, stage.title.shown()));
        }
        self.reply.lines.extend(lines);
        self.ask(Question::Stage);
    }

    pub(super) fn stage_chosen(&mut self, line: &str) {
        let Some(open) = &self.review else {
            return;
        };
        let assessment = open.assessment();
        let stages = &assessment.checklist().stages;
        let by_id = stages.iter().find(|stage| stage.id == line);
        let chosen = match (line.parse::<usize>(), by_id) {
            (_, Some(stage)) => Some(Some(stage.id.clone())),
            (Ok(1), _) => Some(None),
            (Ok(number), _) => number
                .checked_sub(2)
                .and_then(|at| stages.get(at))
                .map(|stage| Some(stage.id.clone())),
            (Err(_), None) => None,
        };
        match chosen {
            None => {
                self.again(Question::Stage);
                return;
            }
            Some(target) if target == assessment.head.target => {
                self.say("It is the target already.");
            }
            Some(target) => {
                self.apply(Change::SetTarget(target));
            }
        }
        self.say_here();
    }
}
