//! A refused change in the words of the person who asked for it.

use crate::domain::assessment::Assessment;
use crate::domain::change::Refusal;
use crate::domain::text::Text;
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
    let unknown = |what: &str, id: &Text, known: Vec<&str>| {
        let next = match (suggestion(id.raw(), known.iter().copied()), known.len()) {
            (_, 0) => format!("there is no {what} here at all"),
            (next, _) => next,
        };
        (format!("there is no {what} `{}`", id.raw()), next)
    };
    let said = |what: &str, next: &str| (what.to_owned(), next.to_owned());
    let (what, next) = match refusal {
        Refusal::UnknownItem(id) => {
            let known = checklist.items().map(|(_, item)| item.id.raw());
            unknown("item", id, known.collect())
        }
        Refusal::UnknownEvidence(id) => {
            let answer = item.and_then(|item| assessment.answer(item));
            let pieces = answer.map(|answer| answer.evidence.as_slice());
            let known = pieces.unwrap_or_default().iter();
            unknown("evidence", id, known.map(|piece| piece.id.raw()).collect())
        }
        Refusal::UnknownStage(id) => {
            let known = checklist.stages.iter().map(|stage| stage.id.raw());
            unknown("stage", id, known.collect())
        }
        Refusal::UnknownTrait(id) => {
            let known = checklist.traits.iter().map(|known| known.id.raw());
            unknown("trait", id, known.collect())
        }
        Refusal::UnknownCategory(id) => {
            let known = checklist.categories.iter();
            unknown("category", id, known.map(|known| known.id.raw()).collect())
        }
        Refusal::UnknownParticipant(name) => {
            let known = assessment.head.participants.iter();
            unknown(
                "participant",
                name,
                known.map(|who| who.name.raw()).collect(),
            )
        }
        Refusal::UnknownDeclared(label) => {
            let known = assessment.head.declared.iter();
            let known = known.map(|figure| figure.label.raw()).collect();
            unknown("declared figure", label, known)
        }
        Refusal::NeedsReason => said("this wants a reason", "give it as --reason TEXT"),
        Refusal::NeedsName => said("this wants a name", "give it as --by NAME"),
        Refusal::NothingToAgreeTo => said(
            "only an answer of `na` can be agreed to",
            "leave --agreed-by out, or answer `na`",
        ),
        Refusal::NeedsAnother(name) => (
            format!("it takes somebody other than {}", name.raw()),
            "name the other person, who really has looked at it".to_owned(),
        ),
        Refusal::ObservedLater => said(
            "the day of observation lies in the future",
            "give the day on which the fact was true: --observed DATE",
        ),
        Refusal::AlreadyWithdrawn => said(
            "the evidence is withdrawn already",
            "see: candor evidence FILE ITEM list",
        ),
        Refusal::NothingToRedact => said(
            "there is no text to take out",
            "only links and notes have one, and only once; a file is withdrawn instead",
        ),
        Refusal::EmptyEvidence => said("the evidence is empty", "write link:URL or note:TEXT"),
    };
    let problem = Problem::new(ProblemKind::Usage, what).next(next);
    match item {
        Some(item) if !matches!(refusal, Refusal::UnknownItem(_)) => problem.at(item.raw()),
        _ => problem,
    }
}
