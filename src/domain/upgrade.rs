//! Moving an assessment to another version of its checklist. Nothing is dropped silently.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::answer_change::{record, signed};
use super::assessment::{Answer, Assessment, DeclaredOf, Retired, Status};
use super::change::Stamp;
use super::checklist::{Checklist, Item};
use super::evidence::{Shows, Signed};
use super::history::What;
use super::refusal::Refusal;
use super::text::Text;
use super::version::{Resolution, weakest};

/// Another checklist for an assessment, and who moves it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgrade {
    /// The checklist to answer from now on.
    pub checklist: Arc<Checklist>,
    /// Who and when.
    pub stamp: Stamp,
}

/// What an upgrade does to the answers and the head.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moves {
    /// Items whose answers are carried over.
    pub carried: Vec<Text>,
    /// Items carried over whose text is another now: the item and the names of the fields.
    pub reworded: Vec<(Text, Vec<&'static str>)>,
    /// Items that are to be answered again, because their meaning changed: the item, the old revision, the new one.
    pub reopened: Vec<(Text, u32, u32)>,
    /// Items that the checklist has no more; their answers are kept among the retired.
    pub retired: Vec<Text>,
    /// Items that are new.
    pub added: Vec<Text>,
    /// A target stage that the checklist has no more; the target is taken away.
    pub lost_target: Option<Text>,
    /// Answers about traits that the checklist asks for no more; they are taken away.
    pub lost_traits: Vec<Text>,
    /// Declared figures about a category or stage that is no more; they become free figures.
    pub freed: Vec<Text>,
}

impl Upgrade {
    /// The assessment moved to the new checklist.
    pub(super) fn applied_to(&self, assessment: &Assessment) -> Result<Assessment, Refusal> {
        if **assessment.checklist() == *self.checklist {
            return Err(Refusal::SameChecklist);
        }
        let made = signed(&self.stamp)?;
        Ok(self.moved(assessment, &made).0)
    }

    /// What the upgrade does to an assessment.
    pub fn moves(&self, assessment: &Assessment) -> Moves {
        self.carry(assessment).1
    }

    /// The assessment moved to the new checklist, whoever does it and whether it is another one or not.
    pub(super) fn carry(&self, assessment: &Assessment) -> (Assessment, Moves) {
        let made = Signed {
            by: self.stamp.by.clone(),
            at: self.stamp.at,
        };
        self.moved(assessment, &made)
    }

    fn moved(&self, assessment: &Assessment, made: &Signed) -> (Assessment, Moves) {
        let mut moves = Moves::default();
        let mut head = (*assessment.head).clone();
        let mut retired: HashMap<Text, Retired> = head
            .retired
            .drain(..)
            .map(|retired| (retired.answer.item.clone(), retired))
            .collect();
        let mut answers = Vec::with_capacity(self.checklist.item_count());
        for (_, item) in self.checklist.items() {
            let known = assessment.position(&item.id).map(|at| {
                let was = assessment.item(at);
                let texts = changed_texts(was, item);
                (was.rev, texts, Arc::clone(&assessment.answers()[at]))
            });
            // An item that went and comes back brings its answer along.
            let known = known.or_else(|| {
                let retired = retired.remove(&item.id)?;
                Some((retired.rev, Vec::new(), retired.answer))
            });
            let Some((rev, texts, answer)) = known else {
                moves.added.push(item.id.clone());
                continue;
            };
            if rev == item.rev {
                moves.carried.push(item.id.clone());
                if !texts.is_empty() {
                    moves.reworded.push((item.id.clone(), texts));
                }
                answers.push(answer);
            } else {
                moves.reopened.push((item.id.clone(), rev, item.rev));
                answers.push(Arc::new(self.reopened(&answer, rev, item.rev, made)));
            }
        }
        let kept: HashSet<&Text> = self.checklist.items().map(|(_, item)| &item.id).collect();
        for (at, answer) in assessment.answers().iter().enumerate() {
            let untouched = **answer == Answer::unanswered(answer.item.clone());
            if kept.contains(&answer.item) {
                continue;
            }
            moves.retired.push(answer.item.clone());
            if !untouched {
                let item = assessment.item(at);
                let retiring = Retired {
                    title: item.title.clone(),
                    rev: item.rev,
                    answer: Arc::clone(answer),
                };
                retired.insert(answer.item.clone(), retiring);
            }
        }
        head.retired = retired.into_values().collect();
        head.retired
            .sort_by(|one, other| one.answer.item.raw().cmp(other.answer.item.raw()));
        self.move_head(&mut head, &mut moves);
        let upgraded = Assessment::new(
            Arc::clone(&self.checklist),
            head,
            assessment.created,
            assessment.utc_offset,
        );
        (upgraded.with_answers(answers).0, moves)
    }

    fn move_head(&self, head: &mut super::assessment::Head, moves: &mut Moves) {
        let checklist = &self.checklist;
        let stage_is_known = |id: &Text| checklist.stage_position(id).is_some();
        if let Some(target) = head.target.take_if(|target| !stage_is_known(target)) {
            moves.lost_target = Some(target);
        }
        head.subject.traits.retain(|answer| {
            let known = checklist.traits.iter().any(|known| known.id == answer.id);
            if !known {
                moves.lost_traits.push(answer.id.clone());
            }
            known
        });
        for declared in &mut head.declared {
            let known = match &declared.of {
                DeclaredOf::Category(id) => checklist.categories.iter().any(|it| it.id == *id),
                DeclaredOf::Stage(id) => stage_is_known(id),
                DeclaredOf::Overall | DeclaredOf::Verdict | DeclaredOf::Free => true,
            };
            if !known {
                moves.freed.push(declared.label.clone());
                declared.of = DeclaredOf::Free;
            }
        }
    }

    /// The answer to an item whose meaning changed: open again, with what was said before in its history. What
    /// speaks against it stands until a person withdraws it.
    fn reopened(&self, answer: &Answer, from: u32, to: u32, made: &Signed) -> Answer {
        let mut open = answer.clone();
        let id = |what: &str| {
            Text::new(format!(
                "{}-{}-{what}",
                self.stamp.id.raw(),
                answer.item.raw()
            ))
        };
        let (mut withdrawn, nobody) = (Vec::new(), Text::default());
        for evidence in &mut open.evidence {
            if evidence.withdrawn.is_none() && evidence.shows != Shows::Against {
                evidence.withdrawn = Some(made.clone());
                withdrawn.push(evidence.id.clone());
            }
        }
        for evidence in withdrawn {
            record(
                &mut open,
                &id(evidence.raw()),
                made,
                &nobody,
                What::Withdrawn(evidence),
            );
        }
        let mut others = std::mem::take(&mut open.conflict);
        if let Some(chosen) = weakest(&others).cloned() {
            // What stood was the weakest version; none of them answers the new meaning.
            others.retain(|version| *version != chosen);
            let resolution = Resolution { chosen, others };
            let settled = What::Resolved(Box::new(resolution));
            record(&mut open, &id("conflict"), made, &nobody, settled);
        }
        let was = std::mem::take(&mut open.status);
        let was_agreed_by = open.agreed_by.take();
        if let Some(waiver) = open.waiver.take() {
            record(
                &mut open,
                &id("waiver"),
                made,
                &nobody,
                What::Revoked(waiver),
            );
        }
        let reopened = What::Reopened {
            from,
            to,
            by: std::mem::take(&mut open.by),
            recorded_by: std::mem::take(&mut open.recorded_by),
            at: open.at.take(),
            measured: open.measured.take(),
        };
        record(&mut open, &id("reopened"), made, &nobody, reopened);
        if let Some(entry) = open.history.last_mut() {
            entry.was = (was != Status::Unanswered).then_some(was);
            entry.was_agreed_by = was_agreed_by;
        }
        open
    }
}

/// The names of an item's fields that decide how it counts, or how it is shown to be so, and are others in another
/// version. The texts are not among them; see [`changed_texts`].
pub fn changed_rules(was: &Item, is: &Item) -> Vec<&'static str> {
    let rules = [
        ("tier", was.tier != is.tier),
        ("severity", was.severity() != is.severity()),
        ("stage", was.stage != is.stage),
        ("phase", was.phase != is.phase),
        ("weight", was.weight != is.weight),
        ("estimate", was.estimate != is.estimate),
        ("requires", was.requires != is.requires),
        ("when", was.when != is.when),
        ("accepts", was.accepted() != is.accepted()),
        ("evidence", was.evidence != is.evidence),
        ("max_age_days", was.max_age_days != is.max_age_days),
        ("per_version", was.per_version != is.per_version),
        ("waivable", was.waivable != is.waivable),
        ("check", was.check != is.check),
        ("metric", was.metric != is.metric),
    ];
    let changed = rules.into_iter().filter(|(_, changed)| *changed);
    changed.map(|(name, _)| name).collect()
}

/// The names of an item's fields that read differently in another version.
pub fn changed_texts(was: &Item, is: &Item) -> Vec<&'static str> {
    let texts = [
        ("title", &was.title, &is.title),
        ("why", &was.why, &is.why),
        ("how", &was.how, &is.how),
        ("risk", &was.risk, &is.risk),
    ];
    texts
        .into_iter()
        .filter(|(_, was, is)| was != is)
        .map(|(name, _, _)| name)
        .collect()
}
