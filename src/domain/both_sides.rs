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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;

    use super::{Matter, attached_since, both_sides, versions_words};
    use crate::domain::assessment::{Assessment, Head, Status};
    use crate::domain::change::Change;
    use crate::domain::evidence::{Content, Evidence, Observations, Signed};
    use crate::domain::time::{Moment, UtcOffset};
    use crate::domain::version::{Version, set_versions};
    use crate::format::read::read_checklist;
    use crate::session::bench;

    fn moment(text: &str) -> Moment {
        Moment::parse(text, UtcOffset::default()).unwrap()
    }

    /// One item that Ana says is met, with a link, and Bo says is not.
    fn conflicted() -> Assessment {
        let text = "Checklist(format: 1, id: \"c\", title: \"C\", categories: [(id: \"k\", title: \"K\", \
                    items: [(id: \"a\", tier: Blocker, title: \"A\")])])";
        let (checklist, faults) = read_checklist(text.as_bytes());
        assert!(faults.is_empty(), "{faults:?}");
        let at = moment("2026-11-20T09:00:00Z");
        let checklist = Arc::new(checklist.unwrap());
        let mut assessment = Assessment::new(checklist, Head::default(), at, UtcOffset::default());
        let signed = Signed {
            by: "Ana".into(),
            at,
        };
        let link = Content::Link("https://x.example/".into());
        let answer = assessment.answer(&"a".into()).unwrap();
        let evidence = Evidence::attached(&assessment, answer, link, "e1".into(), signed);
        assessment
            .apply(&Change::Attach {
                item: "a".into(),
                evidence,
                entry: "h1".into(),
            })
            .unwrap();
        let version = |status, by: &str, at, evidence| Version {
            status,
            by: by.into(),
            at: Some(moment(at)),
            comment: "same".into(),
            evidence,
            ..Version::default()
        };
        let mut answer = (**assessment.answer(&"a".into()).unwrap()).clone();
        let (early, late) = ("2026-11-20T10:15:00Z", "2026-11-21T09:00:00Z");
        set_versions(
            &mut answer,
            vec![
                version(Status::Unmet, "Bo", late, Vec::new()),
                version(Status::Met, "Ana", early, vec!["e1".into()]),
            ],
        );
        let answer = Arc::new(answer);
        assessment.apply(&Change::PutBack { answer }).unwrap();
        assessment
    }

    #[test]
    fn what_differs_is_told_from_what_both_say() {
        let assessment = conflicted();
        let observations = Observations::new();
        let as_of = moment("2026-11-21T09:00:00Z");
        let rows = both_sides(&assessment, 0, &bench(&assessment, as_of, &observations));
        let of = |matter| rows.iter().find(|row| row.of == matter);
        let answer = of(Matter::Answer).unwrap();
        assert_eq!(answer.words, ["met", "not met"]);
        assert!(answer.differs);
        assert!(!of(Matter::Comment).unwrap().differs);
        assert!(of(Matter::Owner).is_none(), "nobody speaks of an owner");
        let evidence = of(Matter::Evidence).unwrap();
        assert_eq!(evidence.words, ["link https://x.example/, counts", ""]);
        assert!(evidence.differs);
        assert_eq!(attached_since(&assessment.answers()[0]).count(), 0);
    }

    #[test]
    fn versions_are_numbered_as_the_file_has_them() {
        let assessment = conflicted();
        assert_eq!(
            versions_words(&assessment.answers()[0], assessment.utc_offset),
            "1: met by Ana, 2026-11-20 10:15; 2: not met by Bo, 2026-11-21 09:00"
        );
    }

    #[test]
    fn what_is_attached_later_belongs_to_no_version() {
        let mut assessment = conflicted();
        let signed = Signed {
            by: "Cy".into(),
            at: moment("2026-11-21T10:00:00Z"),
        };
        let answer = assessment.answer(&"a".into()).unwrap();
        let content = Content::Note("seen".into());
        let evidence = Evidence::attached(&assessment, answer, content, "e2".into(), signed);
        let attach = Change::Attach {
            item: "a".into(),
            evidence,
            entry: "h2".into(),
        };
        assessment.apply(&attach).unwrap();
        let since = attached_since(&assessment.answers()[0]);
        let ids: Vec<&str> = since.map(|it| it.id.raw()).collect();
        assert_eq!(ids, ["e2"]);
    }
}
