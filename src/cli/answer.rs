//! `candor answer`: sets one answer.

use crate::domain::assessment::{Answer, Status};
use crate::domain::change::{Aside, Change};
use crate::domain::measured::Measured;
use crate::domain::meeting::disagreement;
use crate::domain::refusal::Refusal;
use crate::domain::text::Text;
use crate::problem::Problem;
use crate::system::store::Stored;

use super::amount;
use super::arguments::answer::{AnswerTyped, PieceTyped};
use super::attach::{Attaching, prepare};
use super::desk::{Desk, try_out};
use super::refusal::problem_of;
use super::resolution::{Resolution, refuse};
use super::resolve::{self, usage};

/// Sets the answer, with everything said about it, in one save.
pub(crate) fn run(desk: &Desk, typed: &AnswerTyped) -> Result<(), Problem> {
    let said = Said::of(typed)?;
    require_evidence_for(&typed.piece, typed.evidence.is_empty())?;
    let shows = typed.piece.shows.as_deref().map(resolve::shows);
    let observed = typed.piece.observed.as_deref().map(resolve::day);
    let mut stored = desk.open_to_change(&typed.file)?;
    let item = require_item(&stored, &typed.item)?;
    // What changes no figure is nobody's word, so that it needs no name.
    let resolution = match (&typed.resolve, stored.assessment.answer(&item)) {
        (Some(resolve), _) => Some(Resolution::of(resolve, &item, &stored.assessment)?),
        (None, Some(answer)) if !answer.conflict.is_empty() && said.is_of_one_version(typed) => {
            let offset = stored.assessment.utc_offset;
            return Err(refuse(&typed.file, &item, answer, offset));
        }
        _ => None,
    };
    let is_said = said.status.is_some() || said.is_measured() || resolution.is_some();
    let by = if is_said || !typed.evidence.is_empty() {
        desk.by(typed.by.as_deref(), &typed.file)?
    } else {
        Text::default()
    };
    let recorded_by = recorded_by(typed)?;
    let mut changes = Vec::new();
    if let Some(resolution) = &resolution {
        changes.push(resolution.change(&item, desk.stamp(&by, &recorded_by)?));
    }
    changes.extend(said.changes(desk, &item, (&by, &recorded_by), typed)?);
    if said.status.is_some() || resolution.is_some() {
        changes.extend(disagreement(&stored.assessment, &item));
    }
    let present = match &resolution {
        Some(resolution) => Some(resolution.version.status.clone()),
        None => stored.assessment.answer(&item).map(|it| it.status.clone()),
    };
    let status = said.status.clone().or(present).unwrap_or_default();
    // Refused before any file is looked at.
    try_out(&stored, &changes)?;
    let attaching = Attaching {
        item: &item,
        status: &status,
        shows: shows.transpose()?,
        observed: observed.transpose()?,
        caption: typed.piece.caption.as_deref().unwrap_or_default(),
        copy: !typed.piece.no_copy,
        by: &by,
    };
    let prepared = prepare(desk, &stored, &typed.evidence, &attaching)?;
    changes.extend(prepared.changes.iter().cloned());
    try_out(&stored, &changes)?;
    prepared.keep_copies(desk, &stored)?;
    desk.commit(&mut stored, &changes)?;
    let words = said.in_words(&item, &stored, (resolution.as_ref(), typed.evidence.len()));
    desk.tell(&stored, &words)
}

fn recorded_by(typed: &AnswerTyped) -> Result<Text, Problem> {
    match &typed.recorded_by {
        Some(name) => resolve::name(name, "--recorded-by"),
        None => Ok(Text::default()),
    }
}

/// What is said of an item in one go.
struct Said {
    /// The new status; none keeps it.
    status: Option<Status>,
    /// What becomes of the measured value.
    measured: Reading,
    asides: Vec<Aside>,
}

/// What becomes of the measured value.
enum Reading {
    /// It stays what it is.
    Kept,
    /// There is another, or none any more.
    Now(Option<Measured>),
}

/// How a text becomes something that is said of an item.
type ToAside = fn(Text) -> Aside;

impl Said {
    fn of(typed: &AnswerTyped) -> Result<Self, Problem> {
        let texts: [(&Option<String>, ToAside); 5] = [
            (&typed.comment, Aside::Comment),
            (&typed.current, Aside::Current),
            (&typed.confidence, Aside::Confidence),
            (&typed.owner, Aside::Owner),
            (&typed.estimate, Aside::Estimate),
        ];
        let mut asides: Vec<Aside> = texts
            .into_iter()
            .filter_map(|(typed, aside)| Some(aside(typed.as_deref()?.into())))
            .collect();
        if let Some(day) = &typed.due {
            asides.push(Aside::Due(resolve::some_day(day)?));
        }
        let status = typed.status.as_deref().unwrap_or("keep");
        let said = Self {
            status: resolve::status(status, typed.reason.as_deref())?,
            measured: match typed.measured.as_deref() {
                Some(measured) => Reading::Now(amount::measured(measured)?),
                None => Reading::Kept,
            },
            asides,
        };
        let nothing = said.status.is_none()
            && !said.is_measured()
            && said.asides.is_empty()
            && typed.agreed_by.is_none()
            && typed.resolve.is_none()
            && typed.evidence.is_empty();
        if nothing {
            return Err(usage(
                "`keep` leaves the status as it is, and nothing else is said",
                "give --owner, --due, --measured, --comment, --evidence or another option",
            ));
        }
        Ok(said)
    }

    fn is_measured(&self) -> bool {
        matches!(self.measured, Reading::Now(_))
    }

    /// Whether something is said that the versions of a conflict may say otherwise, so that one has to be chosen first.
    fn is_of_one_version(&self, typed: &AnswerTyped) -> bool {
        self.status.is_some()
            || self.is_measured()
            || !self.asides.is_empty()
            || typed.agreed_by.is_some()
    }

    fn changes(
        &self,
        desk: &Desk,
        item: &Text,
        (by, recorded_by): (&Text, &Text),
        typed: &AnswerTyped,
    ) -> Result<Vec<Change>, Problem> {
        let mut changes = Vec::new();
        if let Some(status) = &self.status {
            changes.push(Change::Answer {
                item: item.clone(),
                status: status.clone(),
                stamp: desk.stamp(by, recorded_by)?,
            });
        }
        if let Some(other) = &typed.agreed_by {
            let other = resolve::name(other, "--agreed-by")?;
            changes.push(Change::Agree {
                item: item.clone(),
                stamp: desk.stamp(&other, recorded_by)?,
            });
        }
        if let Reading::Now(measured) = &self.measured {
            changes.push(Change::Measure {
                item: item.clone(),
                measured: measured.clone(),
                stamp: desk.stamp(by, recorded_by)?,
            });
        }
        changes.extend(self.asides.iter().map(|aside| Change::Tell {
            item: item.clone(),
            aside: aside.clone(),
        }));
        Ok(changes)
    }

    fn in_words(
        &self,
        item: &Text,
        stored: &Stored,
        (resolution, pieces): (Option<&Resolution>, usize),
    ) -> String {
        let answer = stored.assessment.answer(item);
        let mut words: Vec<String> = resolution
            .map(|resolution| resolution.in_words(item))
            .into_iter()
            .collect();
        if self.status.is_some() || resolution.is_none() {
            words.push(status_words(
                item,
                self.status.as_ref(),
                answer.map(|answer| &**answer),
            ));
        }
        match &self.measured {
            Reading::Now(Some(measured)) => {
                let metric = stored.assessment.position(item).and_then(|at| {
                    let metric = stored.assessment.item(at).metric.as_ref()?;
                    Some(metric.unit.raw().to_owned())
                });
                let value = format!("{} {}", measured.words(), metric.unwrap_or_default());
                words.push(format!("measured {}", value.trim_end()));
            }
            Reading::Now(None) => words.push("nothing measured".to_owned()),
            Reading::Kept => {}
        }
        words.extend(self.asides.iter().filter_map(aside_words));
        match pieces {
            0 => {}
            1 => words.push("with evidence".to_owned()),
            pieces => words.push(format!("with {pieces} pieces of evidence")),
        }
        words.join(", ")
    }
}

/// The item of that id, or the problem with the nearest known one.
pub(crate) fn require_item(stored: &Stored, typed: &str) -> Result<Text, Problem> {
    let item = Text::from(typed);
    if stored.assessment.position(&item).is_some() {
        return Ok(item);
    }
    let refusal = Refusal::UnknownItem(item);
    Err(problem_of(&refusal, &stored.assessment, None).at(stored.path.display().to_string()))
}

/// What is said of evidence, without any, would be lost silently.
fn require_evidence_for(piece: &PieceTyped, none: bool) -> Result<(), Problem> {
    let flags = [
        ("--observed", piece.observed.is_some()),
        ("--shows", piece.shows.is_some()),
        ("--caption", piece.caption.is_some()),
        ("--no-copy", piece.no_copy),
    ];
    match flags.into_iter().find(|(_, given)| none && *given) {
        Some((flag, _)) => Err(usage(
            format!("{flag} speaks of evidence, and there is none"),
            "give it as --evidence link:URL, file:PATH or note:TEXT",
        )),
        None => Ok(()),
    }
}

fn status_words(item: &Text, status: Option<&Status>, answer: Option<&Answer>) -> String {
    let item = item.raw();
    match (status, answer) {
        (Some(Status::Unanswered), _) => format!("{item} has no answer any more"),
        (Some(Status::Partial(share)), _) => {
            format!("{item} is partial, {} %", share.percent())
        }
        (Some(status), _) => format!("{item} is {}", status.word()),
        (None, Some(answer)) => format!("{item} stays {}", answer.status.word()),
        (None, None) => item.to_owned(),
    }
}

/// What has been said, for those asides that are short enough to be said back.
fn aside_words(aside: &Aside) -> Option<String> {
    let words = |what: &str, text: &Text| match text.raw() {
        "" => format!("no {what}"),
        text => format!("{what} {text}"),
    };
    match aside {
        Aside::Comment(_) | Aside::Current(_) => None,
        Aside::Owner(text) => Some(words("owner", text)),
        Aside::Confidence(text) => Some(words("confidence", text)),
        Aside::Estimate(text) => Some(words("estimate", text)),
        Aside::Due(Some(day)) => Some(format!("due {day}")),
        Aside::Due(None) => Some("no due date".to_owned()),
    }
}
