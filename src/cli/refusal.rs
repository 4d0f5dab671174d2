//! A refused change in the words of the person who asked for it.

use crate::domain::assessment::Assessment;
use crate::domain::change::HeadKind;
use crate::domain::refusal::Refusal;
use crate::domain::text::Text;
use crate::domain::waiver::WaiverFault;
use crate::format::fault::suggestion;
use crate::problem::{Problem, ProblemKind};

/// What is said of a refusal: a mistake in usage, with the nearest known word where a word was not known.
///
/// `item` is the item that the change concerned, if it concerned one.
pub(crate) fn problem_of(
    refusal: &Refusal,
    assessment: &Assessment,
    item: Option<&Text>,
) -> Problem {
    let checklist = assessment.checklist();
    let known = |id: &Text, what: &str, known: Vec<&str>| match known.len() {
        0 => format!("there is no {what} here at all"),
        _ => suggestion(id.raw(), known.iter().copied()),
    };
    let next = match refusal {
        Refusal::UnknownItem(id) => {
            let ids = checklist.items().map(|(_, item)| item.id.raw());
            known(id, "item", ids.collect())
        }
        Refusal::UnknownEvidence(id) => {
            let answer = item.and_then(|item| assessment.answer(item));
            let pieces = answer.map(|answer| answer.evidence.as_slice());
            let ids = pieces.unwrap_or_default().iter();
            known(id, "evidence", ids.map(|piece| piece.id.raw()).collect())
        }
        Refusal::UnknownStage(id) => {
            let ids = checklist.stages.iter().map(|stage| stage.id.raw());
            known(id, "stage", ids.collect())
        }
        Refusal::UnknownTrait(id) => {
            let ids = checklist.traits.iter().map(|known| known.id.raw());
            known(id, "trait", ids.collect())
        }
        Refusal::UnknownCategory(id) => {
            let ids = checklist.categories.iter().map(|known| known.id.raw());
            known(id, "category", ids.collect())
        }
        Refusal::UnknownEntry(kind, id) => {
            let names = names_in(assessment, *kind);
            known(id, kind.word(), names)
        }
        Refusal::UnknownDissent(id) => {
            let answer = item.and_then(|item| assessment.answer(item));
            let dissents = answer.map_or(&assessment.head.dissents, |answer| &answer.dissents);
            let ids = dissents.iter().map(|dissent| dissent.id.raw());
            known(id, "dissent", ids.collect())
        }
        refusal => advice(refusal).to_owned(),
    };
    let problem = Problem::new(ProblemKind::Usage, refusal.words()).next(next);
    match item {
        Some(item) if !matches!(refusal, Refusal::UnknownItem(_)) => problem.at(item.raw()),
        _ => problem,
    }
}

/// How to mend what is not an unknown word.
fn advice(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NeedsReason => "give it as --reason TEXT",
        Refusal::NeedsName => "give it as --by NAME",
        Refusal::NeedsText => "write at least one word",
        Refusal::NothingToAgreeTo => "leave --agreed-by out, or answer `na`",
        Refusal::NeedsAnother(_) => "name the other person, who really has looked at it",
        Refusal::ObservedLater => "give the day on which the fact was true: --observed DATE",
        Refusal::AlreadyWithdrawn => "see: candor evidence FILE ITEM list",
        Refusal::NothingToRedact => {
            "only links and notes have one, and only once; a file is withdrawn instead"
        }
        Refusal::EmptyEvidence => "write link:URL or note:TEXT",
        Refusal::BadWaiver(fault) => match fault {
            WaiverFault::NotWaivable => "meet the item, or take it out of the checklist openly",
            WaiverFault::NoReason => "give it as --reason TEXT",
            WaiverFault::NoName => "give it as --by NAME",
            WaiverFault::NotApproved | WaiverFault::ApprovedByTheSame => {
                "name somebody else who carries the risk: --approved-by NAME"
            }
            WaiverFault::TooLong(_) => "give an earlier day: --expires DATE",
            WaiverFault::ExpiredWhenMade => "give a day that is still to come: --expires DATE",
        },
        Refusal::NothingToRevoke => "see: candor waive FILE --list",
        Refusal::NoMetric => "say it as a comment, or as evidence",
        Refusal::CannotBeJudged(_) => {
            "write a number (1.5), a range (900..1200), so many of so many (3/4), or text:WORDS for a target in words"
        }
        Refusal::NoEstimate(_) => "write it as 15m, 2h, 2-4h, 3d or 1-2w",
        Refusal::NotTheirs(_) => "answer it; they close it when it is answered well",
        Refusal::NotAnswered => "answer it first",
        Refusal::AlreadySettled | Refusal::SameChecklist => "nothing was changed",
        Refusal::UnknownNote(_) => "see: candor note FILE list",
        Refusal::BadCost => "write the low end first",
        Refusal::LabelTaken(_) => "choose another label",
        Refusal::Conflicted | Refusal::NoSuchVersion => {
            "settle it: candor answer FILE ITEM --resolve 1 (or another number, or by:NAME)"
        }
        _ => "",
    }
}

/// What the entries of a list of the head are called by people.
fn names_in(assessment: &Assessment, kind: HeadKind) -> Vec<&str> {
    let head = &assessment.head;
    match kind {
        HeadKind::Trait => head.subject.traits.iter().map(|it| it.id.raw()).collect(),
        HeadKind::Participant => head.participants.iter().map(|it| it.name.raw()).collect(),
        HeadKind::Declared => head.declared.iter().map(|it| it.label.raw()).collect(),
        HeadKind::Resource => head.resources.iter().map(|it| it.role.raw()).collect(),
        HeadKind::Cost => head.costs.iter().map(|it| it.name.raw()).collect(),
        HeadKind::Dissent => head.dissents.iter().map(|it| it.id.raw()).collect(),
        HeadKind::Decision => head.decisions.iter().map(|it| it.id.raw()).collect(),
        HeadKind::Action => head.actions.iter().map(|it| it.id.raw()).collect(),
        HeadKind::Parked => head.parked.iter().map(|it| it.id.raw()).collect(),
        HeadKind::Snapshot => head.snapshots.iter().map(|it| it.label.raw()).collect(),
        HeadKind::Meeting => head.meetings.iter().map(|it| it.id.raw()).collect(),
        HeadKind::Fulfilled => head.fulfilled.iter().map(|it| it.condition.raw()).collect(),
    }
}
