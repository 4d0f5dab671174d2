//! The verdict, its reasons and the steps in the words of people who were not there.

use crate::domain::assessment::Status;
use crate::domain::checklist::Scoring;
use crate::domain::gate::{Reason, ReasonKind, Verdict};
use crate::domain::signing::Signing;
use crate::domain::steps::{Act, Step};
use crate::domain::text::Text;

/// What a verdict means.
pub fn verdict_sentence(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NoGo => "It is not fit to ship as it stands.",
        Verdict::ConditionalGo => "It may ship, on conditions.",
        Verdict::Go => "It may ship: nothing stands in the way.",
    }
}

/// `1 blocker is not met`, `too few Should items are met: a no-go below 50 %`. It begins with a capital letter and has no
/// full stop; the items come after it. May hold text of the file.
pub fn reason_sentence(reason: &Reason, scoring: &Scoring) -> String {
    let items = reason.items.len();
    let one = items == 1;
    let blockers = if one { "blocker" } else { "blockers" };
    let what = if one { "item" } else { "items" };
    match reason.kind {
        ReasonKind::OpenBlocker => {
            format!(
                "{items} {blockers} {} not met",
                if one { "is" } else { "are" }
            )
        }
        ReasonKind::UnevidencedBlocker => {
            let is = if one { "is" } else { "are" };
            format!("{items} {blockers} {is} said to be met, without evidence that holds")
        }
        ReasonKind::Conflict => {
            let answers = if one { "answer" } else { "answers" };
            let are = if one { "is" } else { "are" };
            format!("The {answers} to {items} {what} {are} in conflict since a merge")
        }
        ReasonKind::ShouldBelowFloor => format!(
            "Too few Should items are met: below {}\u{a0}% is a no-go",
            scoring.should_floor
        ),
        ReasonKind::NothingAssessed => "Nothing that matters has been assessed".to_owned(),
        ReasonKind::SignedNoGo => {
            let roles: Vec<&str> = reason.named.iter().map(Text::raw).collect();
            format!("No-go was signed by {}", roles.join(", "))
        }
        ReasonKind::ConditionOverdue => {
            let count = reason.named.len();
            let are = if count == 1 {
                "condition of a sign-off is"
            } else {
                "conditions of sign-offs are"
            };
            format!("{count} {are} overdue")
        }
        ReasonKind::Waiver => {
            let excused = if one { "is" } else { "are" };
            format!("{items} {what} {excused} excused by a waiver, for a while")
        }
        ReasonKind::NotApplicable => {
            let said = if one { "is" } else { "are" };
            format!("{items} {what} {said} said not to apply, and nobody else agreed to that")
        }
        ReasonKind::UnconfirmedEvidence => {
            format!("Nobody else has confirmed the evidence of {items} {blockers}")
        }
        ReasonKind::ShouldBelowThreshold => format!(
            "Not enough Should items are met: a go wants {}\u{a0}%",
            scoring.should_threshold
        ),
        ReasonKind::Unanswered => {
            let wait = if one { "matters has" } else { "matter have" };
            format!("{items} {what} that {wait} no answer yet")
        }
        ReasonKind::Unknown => {
            format!("Of {items} {what} nobody can tell, though somebody looked")
        }
        ReasonKind::Dissent => match (items, reason.of_verdict) {
            (0, _) => "Somebody disagrees with the verdict".to_owned(),
            (_, false) => format!("Somebody disagrees about {items} {blockers}"),
            (_, true) => {
                format!("Somebody disagrees with the verdict, and about {items} {blockers}")
            }
        },
    }
}

/// The verdict that the next steps lead to.
pub fn next_verdict(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::NoGo => Verdict::ConditionalGo,
        Verdict::ConditionalGo | Verdict::Go => Verdict::Go,
    }
}

/// `met`, `partial, 60 %`, `not met`; without the reason of what does not apply.
pub fn status_sentence(status: &Status) -> String {
    match status {
        Status::Partial(share) => format!("partial, {}\u{a0}%", share.percent()),
        other => other.word().to_owned(),
    }
}

/// What a step without an item is about.
pub fn step_without_item(step: &Step) -> &'static str {
    match step.act {
        Act::Sign => "those who signed no-go",
        Act::Settle => "those that are overdue",
        _ => "the verdict",
    }
}

/// What became of a sign-off, in a word: `current`, `superseded` or `forged`.
pub fn standing_of(signing: &Signing<'_>) -> &'static str {
    if signing.is_forged() {
        "forged"
    } else if signing.is_superseded() {
        "superseded"
    } else {
        "current"
    }
}
