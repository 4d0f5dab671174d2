//! What is told of sign-offs, in words for people that screens share. Texts are safe to show.

use crate::domain::assessment::Assessment;
use crate::domain::gate::Verdict;
use crate::domain::sign_off::{Seal, Standing};
use crate::domain::signing::{Signing, Wanted};
use crate::domain::supersede::Difference;
use crate::domain::text::Shown;

/// How many differences are named one by one.
const NAMED: usize = 12;

/// `go by Ana, 2026-11-20 by the signer's word, not signed with a key`; of a forged one what is wrong with it.
pub fn signing_words(assessment: &Assessment, signing: &Signing<'_>) -> String {
    let seal = signing.sign_off.seal.words();
    let Some(statement) = signing.statement() else {
        let file = Shown::line(&signing.sign_off.file).into_string();
        return format!("{seal} ({file})");
    };
    let day = statement.at.day(assessment.utc_offset);
    let key = match &signing.sign_off.seal {
        Seal::Valid { key } | Seal::UnknownSigner { key } => {
            format!(" ({})", Shown::line(key))
        }
        Seal::Unchecked | Seal::NoKey | Seal::Forged(_) => String::new(),
    };
    let decision = statement.decision.word();
    let name = statement.name.shown();
    format!("{decision} by {name}, {day} by the signer's word, {seal}{key}")
}

/// `current`, or by what it is superseded, in full: `superseded: tests: status; backups: waiver`. Of one that the same
/// role has replaced since, that.
pub fn became_words(signing: &Signing<'_>) -> String {
    let replaced = if signing.is_latest || signing.is_forged() {
        ""
    } else {
        "replaced by a later one of that role; "
    };
    if signing.is_forged() {
        return "counts for nothing".to_owned();
    }
    if signing.is_current() {
        return format!("{replaced}current");
    }
    let differences = signing.superseded_by;
    let named: Vec<String> = differences
        .iter()
        .take(NAMED)
        .map(Difference::words)
        .collect();
    let more = match differences.len() - named.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let named = named.join("; ");
    format!("{replaced}superseded: {}{more}", Shown::line(&named))
}

/// What is missing of a wanted role's go: `not signed yet`, `no-go signed`, `superseded`; none where its go is current.
pub fn missing_words(wanted: &Wanted<'_>) -> Option<&'static str> {
    let Some(latest) = &wanted.latest else {
        return Some("not signed yet");
    };
    let decision = latest.statement().map(|statement| statement.decision);
    match decision {
        Some(Verdict::NoGo) => Some("has signed no-go"),
        _ if latest.is_superseded() => Some("its go is superseded"),
        Some(Verdict::ConditionalGo) => Some("has signed conditional-go"),
        _ => None,
    }
}

/// `a load test at twice the traffic (Bo, asked for by tech lead)`.
pub fn condition_words(standing: &Standing<'_>) -> String {
    let condition = standing.condition;
    let owner = condition.owner.shown();
    let owner = if owner.as_str().is_empty() {
        String::new()
    } else {
        format!("{owner}, ")
    };
    format!(
        "{} ({owner}asked for by {})",
        condition.text.shown(),
        standing.role.shown()
    )
}

/// `overdue 2026-11-19`, `due 2026-12-01`, `done 2026-11-18 by Bo`.
pub fn due_words(assessment: &Assessment, standing: &Standing<'_>, is_overdue: bool) -> String {
    let due = standing.condition.due;
    match standing.fulfilled {
        Some(done) => {
            let day = done.at.day(assessment.utc_offset);
            format!("done {day} by {}", done.by.shown())
        }
        None if is_overdue => format!("overdue {due}"),
        None => format!("due {due}"),
    }
}
