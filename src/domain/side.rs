//! One side of a comparison: an assessment as it is, or a snapshot in one. What a side does not know it does not say.

use std::collections::HashMap;
use std::sync::Arc;

use super::assessment::{Answer, Assessment, Declared, Status};
use super::checklist::{Checklist, Kind, Tier};
use super::evidence::{Bench, Content, Evidence, Lapse};
use super::snapshot::{Scores, Snapshot};
use super::text::Text;
use super::time::Moment;

/// One side of a comparison.
#[derive(Debug, Clone)]
pub struct Side {
    pub(super) standing: Standing,
    pub(super) checklist: Option<Arc<Checklist>>,
    pub(super) scores: Option<Scores>,
    pub(super) facts: Vec<(Fact, Option<Text>)>,
    pub(super) declared: Vec<Declared>,
    pub(super) items: Vec<SideItem>,
    /// Every item that there was is among the items.
    pub(super) whole: bool,
    /// It is known which items were waived, and which in conflict.
    pub(super) knows_waivers: bool,
}

/// What a side is, for a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The subject's name.
    pub subject: Text,
    /// The subject's version; absent where a snapshot does not tell.
    pub version: Option<Text>,
    /// The snapshot's label; absent for an assessment as it is.
    pub label: Option<Text>,
    /// When the snapshot was taken, or the moment as of which the assessment is judged.
    pub at: Moment,
    /// The checklist's id; absent where a snapshot does not tell.
    pub checklist: Option<Text>,
    /// The checklist's version; absent where a snapshot does not tell.
    pub checklist_version: Option<Text>,
    /// It has scores; a snapshot may hold no more than what was declared.
    pub is_scored: bool,
    /// It knows its items.
    pub has_items: bool,
}

/// Something that is said of the subject or the review and decides what counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Fact {
    /// The subject's version.
    Version,
    /// The system of which it is a part.
    System,
    /// The stage that is aimed at.
    Target,
    /// The checklist's id.
    Checklist,
    /// The checklist's version.
    ChecklistVersion,
    /// Whether the subject has the trait of this id.
    Trait(Text),
}

#[derive(Debug, Clone)]
pub(super) struct SideItem {
    pub(super) named: Named,
    pub(super) status: Status,
    pub(super) pieces: Vec<Piece>,
    pub(super) waived: bool,
    pub(super) in_conflict: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) id: Text,
    pub(super) kind: Option<Kind>,
    pub(super) words: Text,
    pub(super) state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Counts,
    /// There, and backing nothing; why, where that is known.
    Idle(Option<Lapse>),
    Withdrawn,
}

/// An item by its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub item: Text,
    /// Its title; the id where nobody knows the title any more.
    pub title: Text,
    /// Its tier, where it is known.
    pub tier: Option<Tier>,
}

impl Side {
    /// An assessment as it is, by the facts of a bench.
    pub fn of_assessment(assessment: &Assessment, bench: &Bench<'_>) -> Self {
        let (subject, checklist) = (&assessment.head.subject, assessment.checklist());
        let some = |text: &Text| Some(text.clone()).filter(|text| !text.is_empty());
        let mut facts = vec![
            (Fact::Version, some(&subject.version)),
            (Fact::System, some(&subject.system)),
            (Fact::Target, assessment.head.target.clone()),
            (Fact::Checklist, some(&checklist.id)),
            (Fact::ChecklistVersion, some(&checklist.version)),
        ];
        let answered = |id: &Text| {
            let word = |holds| if holds { "yes" } else { "no" };
            assessment
                .has_trait(id)
                .map(|holds| Text::from(word(holds)))
        };
        let traits = checklist.traits.iter().map(|it| &it.id);
        facts.extend(traits.map(|id| (Fact::Trait(id.clone()), answered(id))));
        let items = assessment.answers().iter().enumerate();
        let items = items.map(|(at, answer)| {
            let item = assessment.item(at);
            let state = |evidence: &Evidence| match bench.lapse(item, evidence) {
                None => State::Counts,
                Some(Lapse::Withdrawn) => State::Withdrawn,
                Some(lapse) => State::Idle(Some(lapse)),
            };
            let pieces = answer.evidence.iter();
            let valid = |waiver| bench.excuses(waiver, item, &checklist.scoring);
            SideItem {
                named: Named {
                    item: answer.item.clone(),
                    title: item.title.clone(),
                    tier: Some(item.tier),
                },
                status: answer.status.clone(),
                pieces: pieces.map(|piece| Piece::of(piece, state(piece))).collect(),
                waived: answer.waiver.as_ref().is_some_and(valid),
                in_conflict: !answer.conflict.is_empty(),
            }
        });
        Self {
            standing: Standing {
                subject: subject.name.clone(),
                version: Some(subject.version.clone()),
                label: None,
                at: bench.as_of,
                checklist: Some(checklist.id.clone()),
                checklist_version: Some(checklist.version.clone()),
                is_scored: true,
                has_items: true,
            },
            items: items.collect(),
            checklist: Some(Arc::clone(checklist)),
            scores: Some(Scores::of(assessment, bench)),
            facts,
            declared: assessment.head.declared.clone(),
            whole: true,
            knows_waivers: true,
        }
    }

    /// A snapshot of an assessment; that gives the titles, and what has become of its evidence.
    pub fn of_snapshot(snapshot: &Snapshot, assessment: &Assessment) -> Self {
        let scores = snapshot.scores.clone();
        let some = |text: &Text| Some(text.clone()).filter(|text| !text.is_empty());
        let facts = scores.as_ref().map(|scores| {
            vec![
                (Fact::Target, scores.target.clone()),
                (Fact::ChecklistVersion, some(&scores.checklist_version)),
            ]
        });
        let items = snapshot.items.iter().map(|frozen| {
            let answer = answer_of(assessment, &frozen.item);
            let kept = answer.map_or(&[] as &[Evidence], |answer| &answer.evidence);
            let there = kept.iter().filter(|piece| piece.at <= snapshot.at);
            let mut pieces: Vec<Piece> = there
                .filter(|piece| !frozen.counted.contains(&piece.id))
                .map(|piece| {
                    let withdrawn = piece.withdrawn.as_ref();
                    if withdrawn.is_some_and(|signed| signed.at <= snapshot.at) {
                        Piece::of(piece, State::Withdrawn)
                    } else {
                        Piece::of(piece, State::Idle(None))
                    }
                })
                .collect();
            pieces.extend(frozen.counted.iter().map(|id| {
                match kept.iter().find(|piece| piece.id == *id) {
                    Some(piece) => Piece::of(piece, State::Counts),
                    None => Piece::unknown(id),
                }
            }));
            SideItem {
                named: named(assessment, &frozen.item),
                status: frozen.status.clone(),
                pieces,
                waived: false,
                in_conflict: false,
            }
        });
        Self {
            standing: Standing {
                subject: assessment.head.subject.name.clone(),
                version: None,
                label: Some(snapshot.label.clone()),
                at: snapshot.at,
                checklist: None,
                checklist_version: scores.as_ref().map(|it| it.checklist_version.clone()),
                is_scored: scores.is_some(),
                has_items: !snapshot.items.is_empty(),
            },
            checklist: None,
            items: items.collect(),
            facts: facts.unwrap_or_default(),
            declared: snapshot.declared.clone(),
            whole: scores.is_some(),
            scores,
            knows_waivers: false,
        }
    }

    /// What it is.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Every piece by its item and its id.
    pub(super) fn evidence(&self) -> HashMap<(&Text, &Text), &Piece> {
        let items = self.items.iter();
        items
            .flat_map(|item| item.pieces.iter().map(move |piece| (item, piece)))
            .map(|(item, piece)| ((&item.named.item, &piece.id), piece))
            .collect()
    }
}

impl Piece {
    fn of(evidence: &Evidence, state: State) -> Self {
        let words = match &evidence.content {
            _ if !evidence.caption.is_empty() => evidence.caption.clone(),
            Content::Link(text) | Content::Note(text) => text.clone(),
            Content::File { path, .. } => Text::from(path.as_str()),
        };
        Self {
            id: evidence.id.clone(),
            kind: Some(evidence.content.kind()),
            words,
            state,
        }
    }

    fn unknown(id: &Text) -> Self {
        Self {
            id: id.clone(),
            kind: None,
            words: Text::default(),
            state: State::Counts,
        }
    }
}

/// The answer to an item, be it one that the checklist has no more.
fn answer_of<'a>(assessment: &'a Assessment, item: &Text) -> Option<&'a Arc<Answer>> {
    let retired = || {
        let mut retired = assessment.head.retired.iter().map(|it| &it.answer);
        retired.find(|answer| answer.item == *item)
    };
    assessment.answer(item).or_else(retired)
}

fn named(assessment: &Assessment, id: &Text) -> Named {
    let retired = || {
        let mut retired = assessment.head.retired.iter();
        retired
            .find(|retired| retired.answer.item == *id)
            .map(|retired| retired.title.clone())
    };
    let known = assessment.position(id).map(|at| assessment.item(at));
    let title = known.map(|item| item.title.clone()).or_else(retired);
    Named {
        item: id.clone(),
        title: title.unwrap_or_else(|| id.clone()),
        tier: known.map(|item| item.tier),
    }
}
