//! What the versions of a conflict say, matter by matter, in words: for every place where somebody chooses.

use super::assessment::{Answer, Assessment, Status};
use super::checklist::Item;
use super::evidence::{Bench, Content, Evidence, Lapse, Shows};
use super::text::Text;
use super::time::{Moment, UtcOffset};
use super::version::{Resolution, Version};
use super::waiver::Waiver;

/// What a version says something of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// The status.
    Answer,
    /// Why it does not apply.
    Reason,
    /// Who agreed that it does not apply.
    Agreed,
    /// Who said it.
    By,
    /// Who wrote it down.
    RecordedBy,
    /// When.
    At,
    /// The comment.
    Comment,
    /// Where it stands now.
    Current,
    /// Who looks after it.
    Owner,
    /// The last day for it.
    Due,
    /// How sure they are.
    Confidence,
    /// What was measured.
    Measured,
    /// The effort.
    Estimate,
    /// What excuses it.
    Waiver,
    /// One piece of evidence.
    Evidence,
}

impl Matter {
    /// The word before what is said.
    pub fn word(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Reason => "reason",
            Self::Agreed => "agreed by",
            Self::By => "said by",
            Self::RecordedBy => "written by",
            Self::At => "when",
            Self::Comment => "comment",
            Self::Current => "now",
            Self::Owner => "owner",
            Self::Due => "due",
            Self::Confidence => "confidence",
            Self::Measured => "measured",
            Self::Estimate => "estimate",
            Self::Waiver => "waiver",
            Self::Evidence => "evidence",
        }
    }
}

/// What all versions say of one matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Of what.
    pub of: Matter,
    /// The words of each version, in their order; empty where it says nothing. May hold text of the file.
    pub words: Vec<String>,
    /// Not all versions say the same.
    pub differs: bool,
}

/// What the versions of an item's conflict say, matter by matter; what none of them speaks of is left out. Nothing
/// without a conflict.
pub fn both_sides(assessment: &Assessment, position: usize, bench: &Bench<'_>) -> Vec<Row> {
    let (item, answer) = (assessment.item(position), &assessment.answers()[position]);
    let versions = &answer.conflict;
    let offset = assessment.utc_offset;
    let unit = item.metric.as_ref().map(|metric| metric.unit.raw());
    let mut rows = Vec::new();
    let mut push = |of: Matter, words: &dyn Fn(&Version) -> String| {
        rows.extend(row(of, versions.iter().map(words).collect()));
    };
    push(Matter::Answer, &|it| status_words(&it.status));
    push(Matter::Reason, &|it| match &it.status {
        Status::NotApplicable(reason) => reason.raw().to_owned(),
        _ => String::new(),
    });
    push(Matter::Agreed, &|it| match &it.agreed_by {
        Some(agreed) => format!("{}, {}", agreed.by.raw(), when_words(agreed.at, offset)),
        None => String::new(),
    });
    push(Matter::By, &|it| it.by.raw().to_owned());
    push(Matter::RecordedBy, &|it| it.recorded_by.raw().to_owned());
    push(Matter::At, &|it| {
        it.at.map_or_else(String::new, |at| when_words(at, offset))
    });
    push(Matter::Comment, &|it| it.comment.raw().to_owned());
    push(Matter::Current, &|it| it.current.raw().to_owned());
    push(Matter::Owner, &|it| it.owner.raw().to_owned());
    push(Matter::Due, &|it| {
        it.due.map_or_else(String::new, |due| due.to_string())
    });
    push(Matter::Confidence, &|it| it.confidence.raw().to_owned());
    push(Matter::Measured, &|it| match &it.measured {
        Some(measured) => {
            let value = format!("{} {}", measured.words(), unit.unwrap_or_default());
            value.trim_end().to_owned()
        }
        None => String::new(),
    });
    push(Matter::Estimate, &|it| it.estimate.raw().to_owned());
    push(Matter::Waiver, &|it| {
        it.waiver.as_ref().map_or_else(String::new, waiver_words)
    });
    for evidence in &answer.evidence {
        let words = |version: &Version| {
            if version.evidence.contains(&evidence.id) {
                evidence_words(item, evidence, bench)
            } else {
                String::new()
            }
        };
        rows.extend(row(Matter::Evidence, versions.iter().map(words).collect()));
    }
    rows
}

/// The pieces of evidence that no version had: attached since.
pub fn attached_since(answer: &Answer) -> impl Iterator<Item = &Evidence> {
    answer.evidence.iter().filter(|evidence| {
        let had = |version: &Version| version.evidence.contains(&evidence.id);
        !answer.conflict.iter().any(had)
    })
}

/// `met by Noor, 2026-11-20 10:15`, of one version. May hold text of the file.
pub fn version_words(version: &Version, offset: UtcOffset) -> String {
    let mut words = status_words(&version.status);
    if !version.by.is_blank() {
        words = format!("{words} by {}", version.by.raw());
    }
    if let Some(at) = version.at {
        words = format!("{words}, {}", when_words(at, offset));
    }
    words
}

/// `1: met by Noor, 2026-11-20 10:15; 2: not met by Bo, 2026-11-21 09:00`. May hold text of the file.
pub fn versions_words(answer: &Answer, offset: UtcOffset) -> String {
    let numbered = answer.conflict.iter().enumerate();
    let words: Vec<String> = numbered
        .map(|(at, version)| format!("{}: {}", at + 1, version_words(version, offset)))
        .collect();
    words.join("; ")
}

/// `chose met by Noor, 2026-11-20 10:15; did not choose not met by Bo, 2026-11-21 09:00`. May hold text of the file.
pub fn resolution_words(resolution: &Resolution, offset: UtcOffset) -> String {
    let others = resolution.others.iter();
    let others: Vec<String> = others.map(|it| version_words(it, offset)).collect();
    format!(
        "chose {}; did not choose {}",
        version_words(&resolution.chosen, offset),
        others.join("; ")
    )
}

/// `met`, `partial 60 %`, `unanswered`; without the reason of what does not apply.
pub fn status_words(status: &Status) -> String {
    match status {
        Status::Partial(share) => format!("partial {} %", share.percent()),
        other => other.word().to_owned(),
    }
}

fn row(of: Matter, words: Vec<String>) -> Option<Row> {
    let first = words.first()?;
    let differs = words.iter().any(|it| it != first);
    let is_said = words.iter().any(|it| !it.trim().is_empty());
    is_said.then_some(Row { of, words, differs })
}

/// `2026-11-20 10:15`, in the assessment's offset.
fn when_words(at: Moment, offset: UtcOffset) -> String {
    format!("{} {}", at.day(offset), at.time_of_day(offset))
}

fn waiver_words(waiver: &Waiver) -> String {
    let approved = if waiver.approved_by.is_blank() {
        "approved by nobody".to_owned()
    } else {
        format!("approved by {}", waiver.approved_by.raw())
    };
    format!(
        "until {}: {} (asked for by {}, {approved})",
        waiver.expires,
        waiver.reason.raw(),
        waiver.by.raw()
    )
}

/// `link https://sentry.example/, counts`, `file scan.txt, changed`.
fn evidence_words(item: &Item, evidence: &Evidence, bench: &Bench<'_>) -> String {
    let (kind, what) = match &evidence.content {
        Content::Link(url) => ("link", url.raw()),
        Content::File { path, .. } => ("file", path.as_str()),
        Content::Note(text) => ("note", text.raw()),
    };
    let caption = caption_words(&evidence.caption);
    let worth = match (bench.lapse(item, evidence), evidence.shows) {
        (None, Shows::Partial(share)) => format!("counts for {} %", share.percent()),
        (None, _) => "counts".to_owned(),
        (Some(lapse), _) => lapse_words(lapse),
    };
    format!("{kind} {what}{caption}, {worth}")
}

fn caption_words(caption: &Text) -> String {
    if caption.is_blank() {
        String::new()
    } else {
        format!(" ({})", caption.raw())
    }
}

/// Why evidence backs nothing.
fn lapse_words(lapse: Lapse) -> String {
    match lapse {
        Lapse::Withdrawn => "withdrawn".to_owned(),
        Lapse::Redacted => "redacted".to_owned(),
        Lapse::KindNotAccepted => "does not count here".to_owned(),
        Lapse::Context => "background only".to_owned(),
        Lapse::Against => "speaks against".to_owned(),
        Lapse::TooOld(last) => format!("held until {last}"),
        Lapse::OtherVersion => "of another version".to_owned(),
        Lapse::Changed => "file has changed".to_owned(),
        Lapse::Absent => "file is missing".to_owned(),
    }
}
