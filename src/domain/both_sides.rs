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

/// The words of every version as [`version_words`] has them, and, where two answer the same, what tells them apart:
/// `unanswered, waiver asked for by Ana until 2026-12-24`. May hold text of the file.
pub fn words_apart(versions: &[&Version], offset: UtcOffset) -> Vec<String> {
    let said = versions.iter().zip(apart(versions));
    let of_comment = |version: &Version| noted("comment", &version.comment);
    let comments = differing(versions, &of_comment).filter(|_| answer_the_same(versions));
    said.enumerate()
        .map(|(at, (version, apart))| {
            let mut words = version_words(version, offset);
            let comment = comments.as_ref().map(|all| all[at].as_str());
            for more in [apart.as_str()].into_iter().chain(comment) {
                if !more.is_empty() {
                    words = format!("{words}, {more}");
                }
            }
            words
        })
        .collect()
}

/// What tells versions apart of which two answer the same, in their order, without name, time and comment: the reason,
/// waiver, owner and so on where they differ; empty words where every answer is another. May hold text of the file.
pub fn apart(versions: &[&Version]) -> Vec<String> {
    let mut words = vec![String::new(); versions.len()];
    if !answer_the_same(versions) {
        return words;
    }
    let said: [&dyn Fn(&Version) -> String; 9] = [
        &|it| match &it.status {
            Status::NotApplicable(reason) => noted("reason", reason),
            _ => String::new(),
        },
        &|it| waiver_in_short(it, versions),
        &|it| match &it.measured {
            Some(measured) => format!("measured {}", measured.words()),
            None => "nothing measured".to_owned(),
        },
        &|it| match &it.agreed_by {
            Some(agreed) => format!("agreed to by {}", agreed.by.raw()),
            None => "agreed to by nobody".to_owned(),
        },
        &|it| noted("owner", &it.owner),
        &|it| {
            it.due
                .map_or_else(|| "no due date".to_owned(), |due| format!("due {due}"))
        },
        &|it| noted("now", &it.current),
        &|it| noted("confidence", &it.confidence),
        &|it| noted("estimate", &it.estimate),
    ];
    for of in said {
        let Some(all) = differing(versions, of) else {
            continue;
        };
        for (words, more) in words.iter_mut().zip(all) {
            let gap = if words.is_empty() || more.is_empty() {
                ""
            } else {
                ", "
            };
            *words = format!("{words}{gap}{more}");
        }
    }
    words
}

/// The matters besides who and when in which versions differ that all answer the same; none where their answers differ.
pub fn matters_apart(rows: &[Row]) -> Vec<&'static str> {
    let aside = [Matter::By, Matter::RecordedBy, Matter::At];
    let is_answer = |row: &&Row| row.of == Matter::Answer && row.differs;
    if rows.iter().any(|row| is_answer(&row)) {
        return Vec::new();
    }
    let differing = rows
        .iter()
        .filter(|row| row.differs && !aside.contains(&row.of));
    let mut words: Vec<&str> = differing.map(|row| row.of.word()).collect();
    words.dedup();
    words
}

/// `1: met by Noor, 2026-11-20 10:15; 2: not met by Bo, 2026-11-21 09:00`. May hold text of the file.
pub fn versions_words(answer: &Answer, offset: UtcOffset) -> String {
    let versions: Vec<&Version> = answer.conflict.iter().collect();
    let numbered = (1..).zip(words_apart(&versions, offset));
    let words: Vec<String> = numbered.map(|(at, it)| format!("{at}: {it}")).collect();
    words.join("; ")
}

/// `chose met by Noor, 2026-11-20 10:15; did not choose not met by Bo, 2026-11-21 09:00`. May hold text of the file.
pub fn resolution_words(resolution: &Resolution, offset: UtcOffset) -> String {
    let (chosen, others) = settled_words(resolution, offset);
    format!("chose {chosen}; did not choose {}", others.join("; "))
}

/// The words of what was chosen, and of what was not. May hold text of the file.
pub fn settled_words(resolution: &Resolution, offset: UtcOffset) -> (String, Vec<String>) {
    let all: Vec<&Version> = std::iter::once(&resolution.chosen)
        .chain(&resolution.others)
        .collect();
    let mut words = words_apart(&all, offset).into_iter();
    (words.next().unwrap_or_default(), words.collect())
}

/// `met`, `partial 60 %`, `unanswered`; without the reason of what does not apply.
pub fn status_words(status: &Status) -> String {
    match status {
        Status::Partial(share) => format!("partial {} %", share.percent()),
        other => other.word().to_owned(),
    }
}

/// Whether two of them answer the same.
fn answer_the_same(versions: &[&Version]) -> bool {
    let statuses: Vec<String> = versions.iter().map(|it| status_words(&it.status)).collect();
    (1..statuses.len()).any(|at| statuses[..at].contains(&statuses[at]))
}

/// What each version says of a matter, where they don't all say the same.
fn differing(versions: &[&Version], of: &dyn Fn(&Version) -> String) -> Option<Vec<String>> {
    let words: Vec<String> = versions.iter().map(|it| of(it)).collect();
    let differs = words.iter().any(|it| *it != words[0]);
    differs.then_some(words)
}

/// `owner Bo`, `no owner`; what is long is cut.
fn noted(of: &str, text: &Text) -> String {
    /// More would hide which version it is.
    const MOST: usize = 60;
    if text.is_blank() {
        return format!("no {of}");
    }
    let words: Vec<&str> = text.raw().split_whitespace().collect();
    let words = words.join(" ");
    let mut kept: String = words.chars().take(MOST).collect();
    if kept.len() < words.len() {
        kept.push('…');
    }
    match of {
        "owner" | "confidence" | "estimate" => format!("{of} {kept}"),
        _ => format!("{of}: {kept}"),
    }
}

/// `waiver asked for by Ana until 2026-12-24`, with who approved it and why where that alone tells waivers apart.
fn waiver_in_short(version: &Version, versions: &[&Version]) -> String {
    let Some(waiver) = &version.waiver else {
        return "no waiver".to_owned();
    };
    let short = |it: &Waiver| (it.by.clone(), it.expires);
    let alike = versions.iter().filter_map(|it| it.waiver.as_ref());
    let alike = alike.filter(|it| short(it) == short(waiver)).count();
    let words = format!(
        "waiver asked for by {} until {}",
        waiver.by.raw(),
        waiver.expires
    );
    if alike < 2 {
        return words;
    }
    let reason = noted("reason", &waiver.reason);
    format!(
        "{words}, approved by {}, {reason}",
        waiver.approved_by.raw()
    )
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
