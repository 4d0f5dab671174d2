//! The lines of a second screen: the item that is talked about, and the verdict. No note of anybody's is among them.

use crate::domain::assessment::Status;
use crate::domain::evidence::Content;
use crate::domain::percent::or_dash;
use crate::domain::text::Shown;
use crate::export::report::lapse_words;
use crate::format::pointer::Pointer;
use crate::session::Session;

use super::open::{capital, standing_words};

/// What is said of the item that the facilitator shows; `begins` is the command that begins a meeting.
pub fn lines(session: &Session, pointer: Option<&Pointer>, begins: &str) -> Vec<String> {
    let Some(pointer) = pointer else {
        return vec![format!(
            "Nobody leads a meeting here yet: {}",
            Shown::line(begins)
        )];
    };
    let assessment = session.assessment();
    let at = pointer.item.as_ref().and_then(|id| assessment.position(id));
    let Some(at) = at else {
        return vec!["Between two points.".to_owned(), verdict(session)];
    };
    let (item, answer) = (assessment.item(at), &assessment.answers()[at]);
    let place = pointer.point.map_or_else(
        || "Item".to_owned(),
        |(at, of)| format!("Point {at} of {of}"),
    );
    let mut lines = vec![format!("{place}: {}.", item.title.shown())];
    if !item.why.is_blank() {
        lines.push(format!("Why: {}", item.why.shown()));
    }
    let owner = answer.owner_of(item);
    let owner = if owner.is_blank() {
        String::new()
    } else {
        format!(" Owner: {}.", owner.shown())
    };
    let status = capital(&standing_words(answer));
    lines.push(format!("{status}, {}.{owner}", item.tier.word()));
    if let (Status::NotApplicable(reason), true) = (&answer.status, answer.conflict.is_empty()) {
        lines.push(format!("Because: {}", reason.shown()));
    }
    for piece in answer.evidence.iter().filter(|it| it.withdrawn.is_none()) {
        let what = match &piece.content {
            _ if piece.redacted.is_some() => "redacted".to_owned(),
            Content::Link(text) | Content::Note(text) => text.shown().into_string(),
            Content::File { path, .. } => Shown::line(path).into_string(),
        };
        let state = session.bench().lapse(item, piece);
        let state = state.map_or_else(|| "counts".to_owned(), lapse_words);
        lines.push(format!(
            "Evidence: {} {what}, {state}.",
            piece.content.kind().word()
        ));
    }
    lines.push(verdict(session));
    lines
}

/// `No-go: 2 open blockers. Claimed 71.4. Evidenced 52.0.`
fn verdict(session: &Session) -> String {
    let (judgement, figures) = (session.judgement(), session.figures());
    let reasons: Vec<String> = (judgement.reasons.iter())
        .map(|reason| Shown::line(&reason.phrase()).into_string())
        .collect();
    let reasons = match reasons.len() {
        0 => "nothing stands in the way".to_owned(),
        _ => reasons.join(", "),
    };
    let (claimed, evidenced) = (figures.claimed(), figures.evidenced());
    format!(
        "{}: {reasons}. Claimed {}. Evidenced {}.",
        capital(judgement.verdict.word()),
        or_dash(claimed.as_ref()),
        or_dash(evidenced.as_ref())
    )
}
