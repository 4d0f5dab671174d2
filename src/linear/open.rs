//! The open review of a conversation, and what is said after each change.

use std::collections::BTreeSet;

use crate::domain::assessment::{Answer, Assessment, Status};
use crate::domain::bookmark::Bookmark;
use crate::domain::change::Change;
use crate::domain::checklist::Item;
use crate::domain::gate::{ReasonKind, Verdict};
use crate::domain::percent::Percent;
use crate::domain::signing::signings;
use crate::domain::text::{Shown, Text};
use crate::export::words::reason_phrase;
use crate::problem::Problem;
use crate::session::Session;

use super::meeting::Gathering;
use super::message::Effect;

/// Whether what was said is on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Saving {
    /// It is.
    #[default]
    Saved,
    /// It is on its way.
    UnderWay,
    /// The same, and it was said that it takes long.
    Slow,
    /// It is not, and why; it is tried again.
    Failed(Problem),
    /// It was, but the file can't be read any more, or is gone.
    Outside,
}

/// An open review.
#[derive(Debug)]
pub(super) struct OpenReview {
    pub(super) session: Session,
    /// The position of the item one is on.
    pub(super) at: usize,
    pub(super) read_only: bool,
    /// Nothing may be changed until it is unlocked: a guard against stray lines.
    pub(super) locked: bool,
    /// Where it was left the time before; what only the screen knows of it stays as it was.
    pub(super) bookmark: Bookmark,
    /// The positions of the answers that have changed since.
    pub(super) changed: BTreeSet<usize>,
    pub(super) saving: Saving,
    /// What is typed to tell git of the file once it is settled; none where git waits for nothing.
    pub(super) git_waits: Option<String>,
    /// Leaving it leads home.
    pub(super) from_home: bool,
    /// What was searched for last, and where it was found.
    pub(super) query: String,
    pub(super) found: Vec<usize>,
    /// The meeting that is gone through.
    pub(super) meeting: Option<Gathering>,
    /// What each line changed, by how many changes could be undone before and after it.
    pub(super) steps: Vec<(usize, usize)>,
    /// The steps that were undone.
    pub(super) undone: Vec<(usize, usize)>,
}

impl OpenReview {
    /// Remembers what one line changed since so many changes could be undone.
    pub(super) fn remember_step(&mut self, from: usize) {
        let to = self.session.undo_depth();
        // What was made again is known already.
        if to > from && self.steps.last() != Some(&(from, to)) {
            self.undone.clear();
            self.steps.retain(|(_, after)| *after <= from);
            self.steps.push((from, to));
        }
    }

    /// Takes the latest step back, or makes it again: as many changes as one line made. The change that tells most of
    /// it; none where there is nothing.
    pub(super) fn undo_step(&mut self, undo: bool) -> Option<Change> {
        let depth = self.session.undo_depth();
        let (from, to) = if undo {
            (&mut self.steps, &mut self.undone)
        } else {
            (&mut self.undone, &mut self.steps)
        };
        let here = |(before, after): &(usize, usize)| depth == if undo { *after } else { *before };
        let step = from.pop_if(|step| here(step));
        to.extend(step);
        let count = step.map_or(1, |(before, after)| after - before);
        let mut told: Option<Change> = None;
        for _ in 0..count {
            let session = &mut self.session;
            let Some(change) = (if undo { session.undo() } else { session.redo() }) else {
                break;
            };
            // An item tells more than a fact about the whole.
            if told.is_none() || change.item().is_some() {
                told = Some(change);
            }
        }
        told
    }

    pub(super) fn assessment(&self) -> &Assessment {
        self.session.assessment()
    }

    /// Where it is left now; nothing where nothing could be changed.
    pub(super) fn keep(&self) -> Option<Effect> {
        let mut bookmark = self.bookmark.clone();
        bookmark.item = self.id().unwrap_or_default();
        (!self.read_only).then(|| Effect::Keep {
            bookmark,
            assessment: self.assessment().clone(),
        })
    }

    /// How many items there are.
    pub(super) fn len(&self) -> usize {
        self.assessment().answers().len()
    }

    /// The item one is on; none in a checklist without items.
    pub(super) fn here(&self) -> Option<(&Item, &Answer)> {
        let answer = self.assessment().answers().get(self.at)?;
        Some((self.assessment().item(self.at), answer))
    }

    /// Its id.
    pub(super) fn id(&self) -> Option<Text> {
        self.here().map(|(item, _)| item.id.clone())
    }

    /// The next or previous item that wants an answer, over all categories.
    pub(super) fn unanswered(&self, forward: bool) -> Option<usize> {
        let (here, count) = (self.at, self.len());
        let wanted = |at: &usize| {
            self.assessment().answers()[*at].status == Status::Unanswered
                && self.session.ledger().is_in_play(*at)
        };
        if forward {
            (here + 1..count).chain(0..here.min(count)).find(wanted)
        } else {
            let before = (0..here.min(count)).rev();
            before.chain((here + 1..count).rev()).find(wanted)
        }
    }

    /// The figures as they are said.
    pub(super) fn standing(&self) -> Standing {
        let (figures, judgement) = (self.session.figures(), self.session.judgement());
        Standing {
            verdict: judgement.verdict,
            reasons: judgement
                .reasons
                .iter()
                .map(|it| (it.kind, reason_phrase(it)))
                .collect(),
            claimed: or_none(figures.claimed().as_ref()),
            evidenced: or_none(figures.evidenced().as_ref()),
            superseded: self.superseded(),
        }
    }

    /// The sign-offs that no longer hold, and by what.
    fn superseded(&self) -> Vec<String> {
        let all = signings(self.session.sign_offs(), self.session.superseded());
        let (offset, now) = (self.assessment().utc_offset, self.session.as_of());
        let latest = all.iter().filter(|it| it.is_latest);
        let lost = latest.filter_map(|it| {
            let by = it.superseded_phrase()?;
            let words = format!("{}, {by}", it.phrase(offset, now));
            Some(Shown::line(&words).into_string())
        });
        lost.collect()
    }
}

/// The verdict and the figures at a moment, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    verdict: Verdict,
    reasons: Vec<(ReasonKind, String)>,
    claimed: String,
    evidenced: String,
    /// The sign-offs that no longer hold, in words.
    superseded: Vec<String>,
}

impl Standing {
    /// `Claimed 71.4, was 69.0. Still no-go: 2 open blockers.`; empty where nothing has moved. Of a verdict that stays,
    /// the first reason is enough, with those that were not there before.
    pub(super) fn moved_from(&self, before: &Self) -> String {
        let mut sentences = Vec::new();
        let figures = [
            ("Claimed", &self.claimed, &before.claimed),
            ("Evidenced", &self.evidenced, &before.evidenced),
        ];
        for (name, now, was) in figures {
            if now != was {
                sentences.push(format!("{name} {now}, was {was}."));
            }
        }
        let word = self.verdict.word();
        if self.verdict != before.verdict {
            let (was, reasons) = (before.verdict.word(), self.reasons(true));
            sentences.push(format!("Now {word}, was {was}: {reasons}."));
        } else if !sentences.is_empty() || self.reasons(false) != before.reasons(false) {
            let is_new = |kind: &ReasonKind| before.reasons.iter().all(|(was, _)| was != kind);
            let reasons = self.reasons.iter().enumerate();
            let reasons = reasons.filter(|(at, (kind, _))| *at == 0 || is_new(kind));
            let reasons: Vec<&str> = reasons.map(|(_, (_, phrase))| phrase.as_str()).collect();
            let reasons = match reasons.len() {
                0 => String::new(),
                _ => format!(": {}", reasons.join(", ")),
            };
            sentences.push(format!("Still {word}{reasons}."));
        }
        let news = self.superseded.iter();
        let news = news.filter(|it| !before.superseded.contains(it));
        sentences.extend(news.map(|it| format!("{}.", capital(it))));
        if self.superseded.is_empty() && !before.superseded.is_empty() {
            sentences.push("Every sign-off is current again.".to_owned());
        }
        sentences.join(" ")
    }

    /// `No-go: 2 open blockers, 3 unanswered.`
    pub(super) fn verdict(&self) -> String {
        let word = match self.verdict {
            Verdict::NoGo => "No-go",
            Verdict::ConditionalGo => "Conditional go",
            Verdict::Go => "Go",
        };
        format!("{word}: {}.", self.reasons(true))
    }

    /// `Claimed 71.4. Evidenced 52.0.`
    pub(super) fn figures(&self) -> String {
        format!("Claimed {}. Evidenced {}.", self.claimed, self.evidenced)
    }

    /// The reasons, with how many are unanswered or without: that changes with every answer.
    fn reasons(&self, with_unanswered: bool) -> String {
        let kept = |kind: ReasonKind| with_unanswered || kind != ReasonKind::Unanswered;
        let reasons = self.reasons.iter().filter(|(kind, _)| kept(*kind));
        let phrases: Vec<&str> = reasons.map(|(_, phrase)| phrase.as_str()).collect();
        if phrases.is_empty() {
            return "nothing stands in the way".to_owned();
        }
        phrases.join(", ")
    }
}

/// `not met`, `60 percent met`.
pub(super) fn status_words(status: &Status) -> String {
    match status {
        Status::Partial(share) => format!("{} percent met", share.percent()),
        status => status.word().to_owned(),
    }
}

/// `in conflict, met or not met`; else its status in words.
pub(super) fn standing_words(answer: &Answer) -> String {
    if answer.conflict.is_empty() {
        return status_words(&answer.status);
    }
    let said = answer.conflict.iter().map(|it| status_words(&it.status));
    format!("in conflict, {}", said.collect::<Vec<_>>().join(" or "))
}

/// The same at the beginning of a line.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// What has become of an item or of the head by a change, in a few words; the item it is about comes last.
pub(super) fn told(change: &Change, assessment: &Assessment) -> String {
    use crate::domain::change::{Aside, HeadEntry};
    let what = match change {
        Change::Answer { status, .. } => match status {
            Status::Unanswered => "Cleared".to_owned(),
            Status::NotApplicable(_) => "Not applicable, somebody else should agree".to_owned(),
            status => capital(&status_words(status)),
        },
        Change::Agree { .. } => "Agreed that it does not apply".to_owned(),
        Change::Tell { aside, .. } => match aside {
            Aside::Comment(text) if text.is_empty() => "Comment taken away".to_owned(),
            Aside::Comment(_) => "Comment kept".to_owned(),
            Aside::Owner(text) => said("Owner", &text.shown().into_string()),
            Aside::Due(day) => said("Due", &day.map_or_else(String::new, |day| day.to_string())),
            Aside::Estimate(text) => said("Estimate", &text.shown().into_string()),
            Aside::Confidence(text) => said("Confidence", &text.shown().into_string()),
            Aside::Current(text) => said("Now", &text.shown().into_string()),
        },
        Change::Measure { measured, .. } => match measured {
            Some(measured) => format!("Measured {}", Text::new(measured.words()).shown()),
            None => "Measured value taken away".to_owned(),
        },
        Change::Waive { waiver, .. } => format!("Waived until {}", waiver.expires),
        Change::Revoke { .. } => "Waiver revoked".to_owned(),
        Change::Resolve { version, .. } => {
            let by = if version.by.is_blank() {
                String::new()
            } else {
                format!(" by {}", version.by.shown())
            };
            format!("Settled, {}{by} stands", status_words(&version.status))
        }
        Change::Attach { evidence, .. } => {
            format!("{} attached", capital(evidence.content.kind().word()))
        }
        Change::Withdraw { .. } => "Evidence withdrawn".to_owned(),
        Change::Confirm { .. } => "Evidence confirmed".to_owned(),
        Change::Dissent { .. } => "Dissent kept".to_owned(),
        Change::SetTarget(Some(stage)) => {
            let stages = &assessment.checklist().stages;
            let found = stages.iter().find(|it| it.id == *stage);
            let title = found.map_or(stage, |it| &it.title);
            return format!("Target: {}.", title.shown());
        }
        Change::SetTarget(None) => return "Target: the whole checklist.".to_owned(),
        Change::Record(HeadEntry::Trait(answer)) => {
            return if answer.holds { "Yes." } else { "No." }.to_owned();
        }
        Change::Record(HeadEntry::Snapshot(snapshot)) => {
            return format!("Snapshot taken: {}.", snapshot.label.shown());
        }
        Change::Record(HeadEntry::Fulfilled(_)) => return "Condition done.".to_owned(),
        Change::Strike(..) => return "Left open.".to_owned(),
        _ => "Changed".to_owned(),
    };
    match change.item() {
        Some(item) => format!("{what}: {}.", item.shown()),
        None => format!("{what}."),
    }
}

/// `Owner Ana`, `Owner taken away`.
fn said(name: &str, value: &str) -> String {
    if value.is_empty() {
        format!("{name} taken away")
    } else {
        format!("{name} {value}")
    }
}

/// A figure as it is said, `none` where it is absent.
pub(super) fn or_none(percent: Option<&Percent>) -> String {
    percent.map_or_else(|| "none".to_owned(), ToString::to_string)
}
