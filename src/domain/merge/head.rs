//! Everything of an assessment besides its items.

use std::sync::Arc;

use crate::domain::assessment::{Assessment, Head, Retired, Subject};
use crate::domain::checklist::Checklist;
use crate::domain::evidence::words_of;
use crate::domain::text::Text;
use crate::domain::time::Moment;

use super::answers::{merge_answer, put_beside};
use super::entries::{self, first_moment};
use super::lists::merge_lists;
use super::notes::{Fields, Notes};

/// What is aimed at without a target.
pub(super) const WHOLE: &str = "the whole checklist";

/// Merges the head, when it was begun, and its offset, into what has the answers of both sides already.
pub(super) fn merge_head(
    base: Option<&Assessment>,
    ours: &Assessment,
    theirs: &Assessment,
    merged: &mut Assessment,
    notes: &mut Notes,
) {
    let was = base.map(|it| it.created);
    merged.created = first_moment((was.as_ref(), &ours.created, &theirs.created));
    let later = ours.created.max(theirs.created);
    let was = base.map(|it| it.utc_offset);
    let mut fields = Fields::of(notes, "the assessment".to_owned(), None);
    merged.utc_offset = fields.pick(
        "offset from UTC",
        (was.as_ref(), &ours.utc_offset, &theirs.utc_offset),
        ToString::to_string,
    );
    if merged.created != later && base.is_none_or(|it| it.created != later) {
        let (kept, lost) = (merged.created.to_string(), later.to_string());
        fields.lost("beginning", &kept, &lost);
    }
    let (our, their) = (&ours.head, &theirs.head);
    let was = base.map(|it| &it.head);
    if our == their || was == Some(their) {
        merged.head = Arc::clone(our);
    } else if was == Some(our) {
        merged.head = Arc::clone(their);
    } else {
        let nothing = Head::default();
        let began = was.map_or(&nothing, |it| &**it);
        let mut heads = Heads {
            three: (began, our, their),
            has_base: was.is_some(),
            created: merged.created,
            notes,
        };
        merged.head = Arc::new(heads.merged(ours.checklist()));
    }
}

/// The heads of the three.
struct Heads<'h> {
    three: (&'h Head, &'h Head, &'h Head),
    has_base: bool,
    created: Moment,
    notes: &'h mut Notes,
}

/// The same list of each of three heads.
macro_rules! lists {
    ($heads:expr, $($name:ident).+) => {{
        let (base, ours, theirs) = $heads.three;
        (&base.$($name).+[..], &ours.$($name).+[..], &theirs.$($name).+[..])
    }};
}

impl Heads<'_> {
    fn merged(&mut self, checklist: &Checklist) -> Head {
        let mut head = Head {
            target: self.target(checklist),
            ..Head::default()
        };
        head.subject = self.subject();
        self.people_and_figures(&mut head);
        self.minutes(&mut head);
        let mut copies = Vec::new();
        head.snapshots = merge_lists(
            lists!(self, snapshots),
            (|it| it.id.clone(), |it| Some(it.at)),
            |was, our, their| entries::snapshot((was, our, their), &mut copies),
        );
        put_beside(&mut head.snapshots, copies, |it| &it.id);
        head.retired = self.retired();
        head
    }

    /// The higher stage; the whole checklist is higher than all.
    fn target(&mut self, checklist: &Checklist) -> Option<Text> {
        let (base, ours, theirs) = self.three;
        let (our, their) = (&ours.target, &theirs.target);
        if our == their || (self.has_base && base.target == *their) {
            return our.clone();
        }
        if self.has_base && base.target == *our {
            return their.clone();
        }
        let height = |target: &Option<Text>| {
            let stage = target.as_ref().map(|id| checklist.stage_position(id));
            (stage.is_none(), stage, target.clone())
        };
        let (kept, lost) = if height(our) < height(their) {
            (their, our)
        } else {
            (our, their)
        };
        let words = |target: &Option<Text>| match target {
            Some(id) => id.raw().to_owned(),
            None => WHOLE.to_owned(),
        };
        let mut fields = Fields::of(self.notes, "the assessment".to_owned(), None);
        fields.lost("target", &words(kept), &words(lost));
        kept.clone()
    }

    fn subject(&mut self) -> Subject {
        let (base, ours, theirs) = self.three;
        let has_base = self.has_base;
        let mut fields = Fields::of(self.notes, "the subject".to_owned(), None);
        let mut text = |name: &str, of: fn(&Subject) -> &Text| {
            let was = has_base.then(|| of(&base.subject));
            fields.text(name, (was, of(&ours.subject), of(&theirs.subject)))
        };
        let (name, version, system) = (
            text("name", |it| &it.name),
            text("version", |it| &it.version),
            text("system", |it| &it.system),
        );
        let traits = merge_lists(
            lists!(self, subject.traits),
            (|it| it.id.clone(), |it| Some(it.at)),
            |was, our, their| entries::of_trait((was, our, their), self.notes),
        );
        Subject {
            name,
            version,
            system,
            traits,
        }
    }

    fn people_and_figures(&mut self, head: &mut Head) {
        head.participants = merge_lists(
            lists!(self, participants),
            (|it| words_of(&it.name), |_| None),
            |was, our, their| entries::participant((was, our, their), self.notes),
        );
        head.meetings = merge_lists(
            lists!(self, meetings),
            (|it| it.id.clone(), |it| Some(it.start)),
            |was, our, their| entries::meeting((was, our, their), self.notes),
        );
        head.fulfilled = merge_lists(
            lists!(self, fulfilled),
            (|it| it.condition.clone(), |it| Some(it.at)),
            |was, our, their| entries::fulfilled((was, our, their)),
        );
        head.declared = merge_lists(
            lists!(self, declared),
            (|it| it.id.clone(), |_| None),
            |was, our, their| entries::declared((was, our, their), self.notes),
        );
        head.resources = merge_lists(
            lists!(self, resources),
            (|it| it.id.clone(), |_| None),
            |was, our, their| entries::resource((was, our, their), self.notes),
        );
        head.costs = merge_lists(
            lists!(self, costs),
            (|it| it.id.clone(), |_| None),
            |was, our, their| entries::cost((was, our, their), self.notes),
        );
    }

    fn minutes(&mut self, head: &mut Head) {
        head.dissents = merge_lists(
            lists!(self, dissents),
            (|it| it.id.clone(), |it| Some(it.at)),
            |was, our, their| entries::dissent((was, our, their), self.notes),
        );
        head.decisions = merge_lists(
            lists!(self, decisions),
            (|it| it.id.clone(), |it| Some(it.at)),
            |was, our, their| entries::remark((was, our, their), self.notes),
        );
        head.actions = merge_lists(
            lists!(self, actions),
            (|it| it.id.clone(), |it| Some(it.at)),
            |was, our, their| entries::action((was, our, their), self.notes),
        );
        head.parked = merge_lists(
            lists!(self, parked),
            (|it| it.id.clone(), |it| Some(it.at)),
            |was, our, their| entries::remark((was, our, their), self.notes),
        );
    }

    /// The retired answers; a canonical file has them in the order of their items.
    fn retired(&mut self) -> Vec<Retired> {
        let created = self.created;
        merge_lists(
            lists!(self, retired),
            (|it| it.answer.item.clone(), |_| None),
            |was, our, their| {
                let answer = merge_answer(
                    was.map(|it| &it.answer),
                    &our.answer,
                    &their.answer,
                    created,
                    self.notes,
                );
                // The last title and revision that was answered.
                let newer = if (our.rev, &our.title) < (their.rev, &their.title) {
                    their
                } else {
                    our
                };
                Retired {
                    title: newer.title.clone(),
                    rev: newer.rev,
                    answer: answer.unwrap_or_else(|| Arc::clone(&our.answer)),
                }
            },
        )
    }
}
