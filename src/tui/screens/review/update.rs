//! What the keys do on the review screen.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use crate::action::{Action, Context};
use crate::domain::assessment::{Answer, Status};
use crate::domain::change::Change;
use crate::domain::evidence::{Content, Evidence, Observation, Share};
use crate::domain::ledger::Scope;
use crate::domain::meeting::disagreement;
use crate::domain::refusal::Refusal;
use crate::domain::text::{Shown, Text};
use crate::domain::waiver::WaiverFault;
use crate::tui::effect::{Ask, Effect, Notice, Reaction, Stamps};
use crate::tui::theme::{Glyphs, Theme};

use super::{OpenReview, Saving};

impl OpenReview {
    /// Whether an action alters the assessment, so that it needs a name and is refused where nothing may be changed.
    pub fn alters(action: Action) -> bool {
        matches!(
            action,
            Action::MetOrClear
                | Action::Partial(_)
                | Action::Unmet
                | Action::Unknown
                | Action::NotApplicable
                | Action::Agree
                | Action::Evidence
                | Action::Confirm
                | Action::Withdraw
                | Action::Comment
                | Action::Waive
                | Action::Measure
                | Action::Aside
                | Action::Freeze
                | Action::Sign
                | Action::Fulfil
                | Action::Subject
                | Action::Meeting
                | Action::People
                | Action::Dissent
                | Action::Resolve
                | Action::Choose
                | Action::ChooseVersion(_)
                | Action::ChooseAndEdit
                | Action::Park
                | Action::Decide
                | Action::Task
        )
    }

    /// Whether an action is refused while nothing may be changed.
    pub fn is_refused(action: Action) -> bool {
        Self::alters(action) || matches!(action, Action::Undo | Action::Redo)
    }

    /// Does what an action says.
    pub fn act(
        &mut self,
        action: Action,
        stamps: &mut Stamps<'_>,
        screen: Rect,
        look: (&Theme, &Glyphs),
    ) -> Reaction {
        let reaction = self.carry_out(action, stamps, screen, look);
        self.view.settle(&self.session, screen);
        reaction
    }

    fn carry_out(
        &mut self,
        action: Action,
        stamps: &mut Stamps<'_>,
        screen: Rect,
        look: (&Theme, &Glyphs),
    ) -> Reaction {
        if self.read_only && Self::is_refused(action) {
            return Reaction::failure("nothing is changed: the review is open read-only");
        }
        if let Some(item) = self.conflicted(action) {
            return self.choose_first(item);
        }
        match action {
            Action::MetOrClear | Action::Partial(_) | Action::Unmet | Action::Unknown => {
                self.answer(action, stamps)
            }
            Action::NotApplicable => self.ask(|item| Ask::Reason { item }),
            Action::Comment => self.ask(|item| Ask::Comment { item }),
            Action::Evidence => self.ask(|item| Ask::Evidence { item }),
            Action::OpenLink => self.ask(|item| Ask::Link { item }),
            Action::Copy => self.ask(|item| Ask::Copy { item }),
            Action::Waive => self.waive(),
            Action::Measure => self.measure(),
            Action::Aside => self.ask(|item| Ask::Aside { item }),
            Action::Subject => Reaction::asking(Ask::Traits),
            Action::Agree => self.agree(stamps),
            Action::Confirm => self.choose_evidence(stamps, true),
            Action::Withdraw => self.choose_evidence(stamps, false),
            Action::Undo | Action::Redo => self.undo(action == Action::Undo, screen),
            Action::Search => {
                self.view.begin_search(self.session.assessment(), screen);
                Reaction::default()
            }
            Action::NextMatch | Action::PreviousMatch => {
                self.step_match(action == Action::NextMatch, screen)
            }
            Action::NextUnanswered | Action::PreviousUnanswered => {
                let forward = action == Action::NextUnanswered;
                if self.view.select_unanswered(&self.session, forward, screen) {
                    Reaction::default()
                } else if self.view.listing().filter().is_empty() {
                    Reaction::word("every other item has an answer")
                } else {
                    Reaction::word("every other item that the filter shows has an answer")
                }
            }
            Action::GroupBy | Action::GroupByBack => {
                let forward = action == Action::GroupBy;
                let grouping = self.view.group_by_next(&self.session, forward, screen);
                Reaction::word(format!("grouped by {}", grouping.key()))
            }
            Action::Filter => Reaction::asking(Ask::Filter),
            Action::Lock => {
                self.locked = !self.locked;
                Reaction::default()
            }
            Action::Whole => {
                let whole = self.session.scope() == Scope::Needed;
                self.session
                    .set_scope(if whole { Scope::Whole } else { Scope::Needed });
                self.view.recount(&self.session);
                Reaction::word(if whole {
                    "figures count the whole checklist; the verdict judges what the target needs"
                } else {
                    "figures count what the target needs"
                })
            }
            Action::Reasons => Reaction::asking(Ask::Reasons),
            Action::Keys => Reaction::asking(Ask::Keys),
            Action::Leave => Reaction {
                leave: true,
                ..Reaction::default()
            },
            Action::Accept => {
                self.view.accept_search(screen);
                Reaction::default()
            }
            Action::Cancel => {
                self.view.end_search(screen, false);
                Reaction::default()
            }
            _ => {
                self.go(action, screen, look);
                Reaction::default()
            }
        }
    }

    /// The selected item's id and answer.
    pub fn selected(&self) -> Option<(Text, &Answer)> {
        let answer = self
            .session
            .assessment()
            .answers()
            .get(self.view.selected()?)?;
        Some((answer.item.clone(), answer))
    }

    fn ask(&self, ask: impl FnOnce(Text) -> Ask) -> Reaction {
        match self.selected() {
            Some((item, _)) => Reaction::asking(ask(item)),
            None => Reaction::word("no item is selected"),
        }
    }

    fn answer(&mut self, action: Action, stamps: &mut Stamps<'_>) -> Reaction {
        let Some((item, answer)) = self.selected() else {
            return Reaction::word("no item is selected");
        };
        let status = match action {
            Action::MetOrClear if answer.status == Status::Met => Status::Unanswered,
            Action::MetOrClear => Status::Met,
            Action::Unmet => Status::Unmet,
            Action::Partial(tenths) => match Share::new(i64::from(tenths) * 10) {
                Some(share) => Status::Partial(share),
                None => return Reaction::default(),
            },
            _ => Status::Unknown,
        };
        if status == answer.status {
            return Reaction::word(format!("it is {} already", status.word()));
        }
        self.say(item, status, stamps)
    }

    /// Gives an answer. A meeting that goes on meanwhile no longer keeps the item as agreed by all.
    pub fn say(&mut self, item: Text, status: Status, stamps: &mut Stamps<'_>) -> Reaction {
        let change = disagreement(self.session.assessment(), &item);
        let mut first = change.map_or_else(Reaction::default, |change| self.apply(change));
        if first.notice.is_some() {
            return first;
        }
        let mut reaction = self.apply(Change::Answer {
            item,
            status,
            stamp: stamps.stamp(),
        });
        first.effects.append(&mut reaction.effects);
        Reaction {
            effects: first.effects,
            ..reaction
        }
    }

    /// Asks for a waiver, or what becomes of the one that is there.
    fn waive(&self) -> Reaction {
        let Some((item, answer)) = self.selected() else {
            return Reaction::word("no item is selected");
        };
        let assessment = self.session.assessment();
        let waivable = assessment
            .position(&item)
            .is_some_and(|position| assessment.item(position).waivable);
        match (&answer.waiver, waivable) {
            (Some(_), _) => Reaction::asking(Ask::WaiverThere { item }),
            (None, true) => Reaction::asking(Ask::Waiver { item }),
            (None, false) => Reaction::failure(format!(
                "no waiver here: {}",
                WaiverFault::NotWaivable.words()
            )),
        }
    }

    /// Asks for the label of a snapshot.
    pub fn freeze(&self) -> Reaction {
        if self.read_only {
            return Reaction::failure("nothing is changed: the review is open read-only");
        }
        Reaction::asking(Ask::Snapshot)
    }

    fn measure(&self) -> Reaction {
        let assessment = self.session.assessment();
        let position = self.view.selected();
        match position.and_then(|position| assessment.item(position).metric.as_ref()) {
            Some(_) => self.ask(|item| Ask::Measure { item }),
            None => {
                Reaction::word("nothing is measured here: the checklist gives this item no target")
            }
        }
    }

    fn agree(&mut self, stamps: &mut Stamps<'_>) -> Reaction {
        match self.selected() {
            Some((item, _)) => self.apply(Change::Agree {
                item,
                stamp: stamps.stamp(),
            }),
            None => Reaction::word("no item is selected"),
        }
    }

    /// Confirms or withdraws the only evidence there is, or asks which.
    fn choose_evidence(&mut self, stamps: &mut Stamps<'_>, confirm: bool) -> Reaction {
        let Some((item, answer)) = self.selected() else {
            return Reaction::word("no item is selected");
        };
        let standing: Vec<&Evidence> = answer
            .evidence
            .iter()
            .filter(|e| e.withdrawn.is_none())
            .collect();
        match (standing.as_slice(), confirm) {
            ([], _) => Reaction::word(self.with_key(
                "there is no evidence here",
                Action::Evidence,
                "attaches some",
            )),
            ([only], true) => {
                let change = Change::Confirm {
                    item,
                    evidence: only.id.clone(),
                    stamp: stamps.stamp(),
                };
                self.apply(change)
            }
            (_, true) => Reaction::asking(Ask::Confirm { item }),
            (_, false) => Reaction::asking(Ask::Withdraw { item }),
        }
    }

    /// A sentence, and which key does something about it.
    fn with_key(&self, sentence: &str, action: Action, does: &str) -> String {
        match self.keymap.says(Context::Review, action, does) {
            Some(says) => format!("{sentence}; {says}"),
            None => sentence.to_owned(),
        }
    }

    /// Takes the latest changes back, or makes them again, as many as belong together; gives the item of the last one.
    pub fn undo_steps(
        &mut self,
        undo: bool,
        count: usize,
        screen: Rect,
    ) -> (Reaction, Option<Text>) {
        let mut all = Reaction::default();
        let mut last = None;
        for _ in 0..count.max(1) {
            let before = self.session.undo_depth();
            let latest = self.session.latest(undo).and_then(Change::item).cloned();
            let mut reaction = self.undo(undo, screen);
            all.effects.append(&mut reaction.effects);
            let is_done = self.session.undo_depth() != before;
            // An item tells more than a fact about the whole.
            if last.is_none() || latest.is_some() {
                all.notice = reaction.notice;
            }
            last = latest.or(last);
            if !is_done {
                break;
            }
        }
        (all, last)
    }

    fn undo(&mut self, undo: bool, screen: Rect) -> Reaction {
        let done = if undo {
            self.session.undo()
        } else {
            self.session.redo()
        };
        let Some(change) = done else {
            return Reaction::word(if undo {
                "nothing to undo"
            } else {
                "nothing to redo"
            });
        };
        let mut what = "a fact about the review".to_owned();
        if let Some(item) = change.item() {
            what = item.shown().into_string();
            if let Some(position) = self.session.assessment().position(item) {
                self.view.refresh_item(&self.session, position);
                self.view.select_item(position, screen);
            }
            self.count_lapsing();
            self.count_conflicts();
        } else {
            self.refresh();
        }
        let mut reaction = self.saved_soon();
        let word = if undo { "undone" } else { "made again" };
        reaction.notice = Some(Notice::word(format!("{word}: {what}")));
        reaction
    }

    fn step_match(&mut self, forward: bool, screen: Rect) -> Reaction {
        let began = self.view.search().is_none();
        if !self.view.repeat_search(self.session.assessment(), screen) {
            return Reaction::word(self.with_key(
                "nothing was searched for yet",
                Action::Search,
                "searches",
            ));
        }
        let (len, row) = (self.view.row_count(), self.view.items.selected);
        if len > 0 && !began {
            let next = if forward {
                (row + 1) % len
            } else {
                (row + len - 1) % len
            };
            self.view.select_row(next, screen);
        }
        Reaction::default()
    }

    /// Makes a change and has it saved, or tells why it was refused.
    pub fn apply(&mut self, change: Change) -> Reaction {
        if self.read_only {
            return Reaction::failure("nothing is changed: the review is open read-only");
        }
        if self.locked {
            return Reaction::failure("nothing is changed: the review is locked");
        }
        let item = change.item();
        let item = item.and_then(|item| self.session.assessment().position(item));
        let lapsed = item.is_some_and(|item| self.session.ledger().is_lapsing(item));
        let conflicted = item.is_some_and(|item| self.is_conflicted(item));
        match self.session.apply(change) {
            Ok(()) => {
                match item {
                    Some(position) => self.view.refresh_item(&self.session, position),
                    None => self.view.refresh(&self.session),
                }
                self.recount_lapsing(item, lapsed);
                self.recount_conflicts(item, conflicted);
                self.saved_soon()
            }
            Err(refusal) => Reaction::failure(refusal_words(&refusal)),
        }
    }

    /// Attaches evidence to an item, seen on a day.
    pub fn attach(
        &mut self,
        item: &Text,
        content: Content,
        observed: NaiveDate,
        stamps: &mut Stamps<'_>,
    ) -> Reaction {
        let assessment = self.session.assessment();
        let Some(answer) = assessment.answer(item) else {
            return Reaction::failure("the item is gone");
        };
        let (id, signed) = ((stamps.fresh)(), stamps.signed());
        let mut evidence = Evidence::attached(assessment, answer, content, id, signed);
        evidence.observed = observed;
        let (id, entry) = (evidence.id.clone(), (stamps.fresh)());
        let pinned = matches!(evidence.content, Content::File { .. });
        let reaction = self.apply(Change::Attach {
            item: item.clone(),
            evidence,
            entry,
        });
        if pinned {
            // It was read a moment ago.
            self.session.observe([(id, Observation::Same)]);
        }
        reaction
    }

    fn saved_soon(&mut self) -> Reaction {
        let handover = self.session.hand_over();
        if !matches!(self.saving, Saving::Failed(_)) {
            self.saving = Saving::UnderWay;
        }
        Reaction {
            effects: handover.map(Effect::Save).into_iter().collect(),
            ..Reaction::default()
        }
    }
}

/// Why a change was refused, for the last line.
pub fn refusal_words(refusal: &Refusal) -> String {
    Shown::line(&refusal.words()).into_string()
}
