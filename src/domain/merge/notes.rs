//! What a merge can't keep twice, put into words.

use std::collections::HashSet;
use std::fmt::{Debug, Write as _};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::domain::assessment::Assessment;
use crate::domain::minutes::Remark;
use crate::domain::text::Text;
use crate::domain::time::Moment;

/// By whom the notes of a merge are parked.
const BY: &str = "merge";

/// What a merge has to say about what it could not keep twice.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Each with the moment of what it is about, where that has one.
    said: Vec<(Text, Option<Moment>)>,
}

impl Notes {
    /// Takes a note about something that was said at a moment.
    pub(super) fn say(&mut self, note: String, at: Option<Moment>) {
        self.said.push((Text::new(note), at));
    }

    /// Puts every note that is not there yet among the parked questions of the head, where people settle them. Gives
    /// the assessment and the notes that are new.
    pub(super) fn park_in(self, mut assessment: Assessment) -> (Assessment, Vec<Text>) {
        let known: HashSet<&Text> = assessment.head.parked.iter().map(|it| &it.id).collect();
        let mut parked: Vec<Remark> = self
            .said
            .into_iter()
            .map(|(text, at)| Remark {
                id: derived_id(BY, &text),
                text,
                by: BY.into(),
                at: at.unwrap_or(assessment.created),
                settled: None,
            })
            .filter(|remark| !known.contains(&remark.id))
            .collect();
        parked.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        parked.dedup_by(|one, other| one.id == other.id);
        let notes = parked.iter().map(|remark| remark.text.clone()).collect();
        if !parked.is_empty() {
            Arc::make_mut(&mut assessment.head).parked.extend(parked);
        }
        (assessment, notes)
    }
}

/// Whether a parked question is a note of a merge.
pub(super) fn is_note(remark: &Remark) -> bool {
    remark.by.raw() == BY && remark.id == derived_id(BY, &remark.text)
}

/// An id that follows from what it names, so that merging again, or on another machine, gives the same.
pub(super) fn derived_id(from: &str, content: &impl Debug) -> Text {
    let digest = Sha256::digest(format!("{content:?}").as_bytes());
    let mut id = format!("{from}~");
    for byte in &digest[..8] {
        let _ = write!(id, "{byte:02x}");
    }
    Text::new(id)
}

/// Merges the fields of one entry that both sides have changed.
#[derive(Debug)]
pub(super) struct Fields<'n> {
    notes: &'n mut Notes,
    about: String,
    at: Option<Moment>,
}

impl<'n> Fields<'n> {
    /// The fields of what `about` names (`the action a1`), which was said at a moment.
    pub(super) fn of(notes: &'n mut Notes, about: String, at: Option<Moment>) -> Self {
        Self { notes, about, at }
    }

    /// The value of a field that stands: the one that a side has changed. Where both have, and differently, the greater
    /// by its words stands, and a note names the other.
    pub(super) fn pick<F: Clone + PartialEq + Debug>(
        &mut self,
        name: &str,
        (base, ours, theirs): (Option<&F>, &F, &F),
        words: impl Fn(&F) -> String,
    ) -> F {
        if ours == theirs || base == Some(theirs) {
            return ours.clone();
        }
        if base == Some(ours) {
            return theirs.clone();
        }
        let order = |field: &F| (words(field), format!("{field:?}"));
        let (less, more) = if order(ours) < order(theirs) {
            (ours, theirs)
        } else {
            (theirs, ours)
        };
        self.lost(name, &words(more), &words(less));
        more.clone()
    }

    /// [`Fields::pick`] for a text.
    pub(super) fn text(&mut self, name: &str, three: (Option<&Text>, &Text, &Text)) -> Text {
        self.pick(name, three, |text| text.raw().to_owned())
    }

    /// Names what does not stand. What says nothing is not missed.
    pub(super) fn lost(&mut self, name: &str, kept: &str, lost: &str) {
        if lost.is_empty() {
            return;
        }
        let about = &self.about;
        self.notes.say(
            format!("Merging kept one {name} of {about}: “{kept}”. The other side had: “{lost}”."),
            self.at,
        );
    }
}

/// The value that stands of one that only grows: of two the later by the order of values; none counts as the earliest.
pub(super) fn latest<F: Clone + PartialEq, O: Ord>(
    (base, ours, theirs): (Option<&F>, &F, &F),
    order: impl Fn(&F) -> O,
) -> F {
    if ours == theirs || base == Some(theirs) {
        ours.clone()
    } else if base == Some(ours) || order(ours) < order(theirs) {
        theirs.clone()
    } else {
        ours.clone()
    }
}
